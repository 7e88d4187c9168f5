"""Which hidden checks hollow answers earn: none should, else it gives points for no formula.

One exercise is hollow at a time, the others right; then all at once, for flat forwards agree with
zero backwards.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from autograder.authoring.topic import Topic
from autograder.errors import Fault, Raised
from autograder.grading.examples import DrawnCheck
from autograder.grading.grade import Prepared
from autograder.grading.guard import Guard
from autograder.grading.judge import judge_all
from autograder.receipts import CheckResult, Outcome
from autograder.sandbox import Foreseen, Rehearsal, Student, Told
from autograder.verification.hollow import FILLS, Hollow

EVERY = ""
"""In place of an exercise's name: all of them are hollow at once."""

GivenAway = tuple[str, str]
"""(check, what the hollow answers that earn it consist of)."""


class InProcess:
    """A student's side of the judging, in this process: for functions of our own."""

    def __init__(self, names: Mapping[str, Any]) -> None:
        self._names = names

    def student(self, _exercise: str, guard: Guard, _cpu_seconds: float | None) -> Student:
        """The stand-in, at the start of an example."""
        return Rehearsal(self._names).student(guard)

    def answer_all(self, _exercise: str, _examples: Sequence[Foreseen]) -> list[Told] | None:
        """Everything is asked one by one."""
        return None

    def cpu_seconds(self) -> float:
        """It has no process of its own."""
        return 0.0

    def ended(self, _failure: Fault) -> bool:
        """It has no process that could end."""
        return False

    def alone(self, *, fresh: bool = False) -> InProcess:  # noqa: ARG002  # as a session
        """It has nothing to hide from a student."""
        return self

    def in_our_words(self, failure: Raised) -> Raised:
        """Its words are ours."""
        return failure

    def explained(self, failure: Fault) -> Fault:
        """All names are there."""
        return failure


def given_away(prepared: Prepared, exercise: str) -> list[GivenAway]:
    """Hidden checks that the exercise earns while it is hollow; of all exercises for EVERY."""
    topic = prepared.topic
    hollow_ones = [exercise] if exercise else list(topic.solution.exercises)
    drawn = _own(prepared.drawn, exercise) if exercise else prepared.drawn
    found: list[GivenAway] = []
    for kind in FILLS:
        hollow = Hollow(topic, hollow_ones, kind)

        def look(result: CheckResult, hollow: Hollow = hollow, kind: str = kind) -> bool:
            earned = result.outcome is Outcome.PASSED and result.exercise in hollow_ones
            if earned and hollow.given and not result.public:
                found.append((result.name, kind))
            hollow.given = 0
            return False

        judge_all(drawn, InProcess(hollow.names), topic.reference, kind, shrink=False, stop=look)
    return found


def _own(drawn: Mapping[str, DrawnCheck], exercise: str) -> dict[str, DrawnCheck]:
    """The checks of the exercise, and whatever they wait for."""
    wanted: set[str] = set()
    for name in reversed(list(drawn)):  # dependents come after what they depend on
        if name in wanted or drawn[name].check.exercise == exercise:
            wanted |= {name, *drawn[name].check.after}
    return {name: one for name, one in drawn.items() if name in wanted}


def broken_by_hollow(topic: Topic, found: Sequence[GivenAway]) -> Iterator[str]:
    """A line for each hidden check that hollow answers earn, or that a public check opens."""
    kinds: dict[str, dict[str, None]] = {}
    for name, kind in found:
        kinds.setdefault(name, {})[kind] = None
    public = {check.name for check in topic.checks if check.public}
    for check in topic.checks:
        if check.name in kinds:
            yield (
                f"law 2: hollow answers ({'; '.join(kinds[check.name])}) earn {check.name}; "
                "let it wait (after=) for the hidden check of the value"
            )
        for name in public.intersection(check.after if not check.public else ()):
            yield (
                f"law 2: the public {name} opens the hidden {check.name}; "
                "let it wait (after=) for the hidden check of the value instead"
            )
