"""Why a check failed: a known mistake that answers just so, else what all wrong answers share.

That a mistake answers just so is seen, not guessed: the check is run with the mistake in the
student's place, on every example, and all answers are the student's.
"""

from __future__ import annotations

import contextlib
import inspect
import io
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np

from autograder.authoring.answers import answer_source, named_in_answers, with_answer
from autograder.authoring.topic import Topic
from autograder.checks import Check, Mistake
from autograder.checks.stand_ins import StandIn
from autograder.errors import Fault, Signal
from autograder.grading.examiner import Answered
from autograder.grading.findings import Pair, finding
from autograder.grading.processes import in_a_fork
from autograder.receipts import Cause, CheckResult, Outcome
from autograder.sandbox import Entry, Rehearsal, entries_of, path_to

CPU_SECONDS = 0.1
"""So long a known mistake may take; one that takes longer is not compared."""
DOUBLE, SINGLE = 1e-7, 1e-4
"""Two answers are the same if they differ by no more, relative to the largest entry."""


class KnownMistakes:
    """A topic's mistakes that have something to say, each in a namespace of its own.

    Attributes:
        reference: the names of the right answers.
        reference_anew: defines them once more.
    """

    def __init__(self, topic: Topic) -> None:
        self._topic = topic
        self._names: dict[str, list[tuple[Mistake, Mapping[str, Any]]]] = {}
        self.reference = topic.reference
        self.reference_anew = topic.reference_anew

    def of(self, exercise: str) -> list[tuple[Mistake, Mapping[str, Any]]]:
        """The exercise's mistakes with the names of a notebook that makes them."""
        if exercise not in self._names:
            speaking = (m for m in self._topic.mistakes if m.of == exercise and m.says)
            self._names[exercise] = [(one, self._notebook(one)) for one in speaking]
        return self._names[exercise]

    def built_on(self, *names: str) -> set[str]:
        """The exercises that these are built on in the reference, themselves among them."""
        named = named_in_answers(self._topic)
        found = set(names) & named.keys()
        while more := {name for one in found for name in named[one]} - found:
            found |= more
        return found

    def _notebook(self, mistake: Mistake) -> Mapping[str, Any]:
        answers = with_answer(self._topic, mistake.of, answer_source(mistake))
        names: dict[str, Any] = {"__name__": "__main__"}
        source = "\n\n".join(("import numpy as np", self._topic.solution.given, *answers.values()))
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile(source, f"<{mistake.name}>", "exec"), names)  # noqa: S102  # ours
        return names


class Causes:
    """Finds out why the checks of one submission failed.

    A mistake that did not answer like the student in one failed check of an exercise is not named
    in another one.
    """

    def __init__(self, known: KnownMistakes) -> None:
        self._known = known
        self._possible: dict[str, list[tuple[Mistake, Mapping[str, Any]]]] = {}

    def of(
        self,
        check: Check,
        answered: Sequence[Answered],
        asked: Collection[str],
        earlier: Mapping[str, CheckResult],
    ) -> Cause | None:
        """Why the check failed, in a sentence; None if that is not known.

        Args:
            check: the check.
            answered: its examples, as they were drawn.
            asked: the functions and classes that it calls.
            earlier: the results of the checks before.  A mistake whose own check passed was not
                made; and what is built on another exercise that failed may be right itself.
        """
        failed = [one for one in answered if one.failure is not None]
        if not failed:
            return None
        ordered = failed + [one for one in answered if one.failure is None]
        reference = self._known.reference
        possible = self._possible.get(check.exercise)
        if possible is None:
            possible = self._known.of(check.exercise)
        passed = {name for name, result in earlier.items() if result.outcome is Outcome.PASSED}
        possible = [each for each in possible if each[0].caught_by not in passed]
        if self._known.built_on(check.exercise, *asked) & failed_in(earlier) - {check.exercise}:
            possible = []
        # In a fork: a mistake may leave traces in what it meets, or go on for ever.
        same = in_a_fork(
            possible, lambda one: _alike(check, ordered, one[1], reference), CPU_SECONDS
        )
        matching = [each for each, alike in zip(possible, same, strict=True) if alike]
        self._possible[check.exercise] = matching
        if matching and len({mistake.says for mistake, _ in matching}) == 1:
            mistake = matching[0][0]
            return {"sentence": mistake.says, "mistake": mistake.name}
        sentence = finding(list(_pairs(check, failed, reference)))
        return {"sentence": sentence, "mistake": None} if sentence else None


def failed_in(results: Mapping[str, CheckResult]) -> set[str]:
    """The exercises that have failed a check."""
    return {result.exercise for result in results.values() if result.outcome is Outcome.FAILED}


def without_doubtful(
    results: Mapping[str, CheckResult],
    asked: Mapping[str, Collection[str]],
    known: KnownMistakes,
) -> list[CheckResult]:
    """The results; no mistake is named that a wrong exercise below may have brought about.

    Below lies what the check is built on and what is not itself built on the check's exercise.

    Args:
        results: of all checks.
        asked: the functions and classes that each check calls.
        known: the mistakes of the topic.
    """
    failed = failed_in(results)

    def doubtful(result: CheckResult) -> bool:
        below = known.built_on(result.exercise, *asked[result.name]) & failed
        return any(result.exercise not in known.built_on(other) for other in below)

    return [
        replace(result, cause=None)
        if result.cause and result.cause["mistake"] and doubtful(result)
        else result
        for result in results.values()
    ]


def _alike(
    check: Check,
    answered: Sequence[Answered],
    names: Mapping[str, Any],
    reference: Mapping[str, Any],
) -> bool:
    """Whether a notebook with these names gives the same answers on all examples."""
    return all(_same_example(check, one, names, reference) for one in answered)


def _same_example(
    check: Check, answered: Answered, names: Mapping[str, Any], reference: Mapping[str, Any]
) -> bool:
    student = Rehearsal(names).student()
    failed = False
    try:
        check.run(student, SimpleNamespace(**reference), answered.inputs)
    except (Exception, Fault, Signal):  # noqa: BLE001  # whatever a wrong answer leads to
        failed = True
    if failed != (answered.failure is not None):
        return False
    entries = entries_of(student)
    ignored = _part_that_is_a_cache(answered)
    return len(entries) == len(answered.entries) and all(
        one.kind == other.kind
        and one.raised == other.raised
        and one.changed == other.changed
        and _same(one.answer, other.answer, ignored=ignored)
        for one, other in zip(answered.entries, entries, strict=True)
    )


def _part_that_is_a_cache(answered: Answered) -> bool:
    """Whether containers in an answer may be anything: the check looked at another part of it."""
    evidence = answered.failure.evidence if answered.failure is not None else None
    if evidence is None or not isinstance(evidence.got, (np.ndarray, float)):
        return answered.failure is None
    paths = [path_to(evidence.got, entry.answer) for entry in answered.entries]
    return all(len(path) < 2 for path in paths if path is not None)


def _same(one: Any, other: Any, *, ignored: bool = False) -> bool:  # noqa: PLR0911  # by kind
    """Whether two answers are equal up to rounding, in value and in kind."""
    if isinstance(one, StandIn) or isinstance(other, StandIn):
        return isinstance(one, StandIn) and isinstance(other, StandIn)
    if isinstance(one, (tuple, list)) and type(one) is type(other):
        return len(one) == len(other) and all(
            (ignored and type(one) is tuple and isinstance(a, (tuple, list, dict)))
            or _same(a, b, ignored=ignored)
            for a, b in zip(one, other, strict=True)
        )
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same(one[key], other[key]) for key in one)
    if not _is_numbers(one) or not _is_numbers(other):
        return type(one) is type(other) and bool(one == other)
    a, b = np.asarray(one), np.asarray(other)
    if a.shape != b.shape or a.dtype.kind != b.dtype.kind:
        return False
    if a.dtype.kind not in "fc":
        return bool(np.array_equal(a, b))
    if a.dtype != b.dtype:
        return False
    near = SINGLE if a.dtype in (np.float32, np.float16, np.complex64) else DOUBLE
    sizes = np.abs(a[np.isfinite(a)])
    scale = float(sizes.max(initial=0.0))
    return bool(np.allclose(a, b, rtol=near, atol=near * min(scale, 1.0), equal_nan=True))


def _is_numbers(value: Any) -> bool:
    return isinstance(value, (bool, int, float, complex, np.generic)) or (
        type(value) is np.ndarray and value.dtype.kind in "biufc"
    )


def _pairs(
    check: Check, failed: Sequence[Answered], reference: Mapping[str, Any]
) -> Iterator[Pair]:
    """What was compared in each failed example; nothing if one of them compared no numbers."""
    for one in failed:
        evidence = one.failure.evidence if one.failure is not None else None
        if evidence is None or not _is_numbers(evidence.got) or not _is_numbers(evidence.want):
            continue
        got, want = (np.asarray(value) for value in (evidence.got, evidence.want))
        if "c" in got.dtype.kind + want.dtype.kind:
            continue
        arguments = _arguments(check, one.entries, reference)
        yield Pair(got.astype(np.float64), want.astype(np.float64), arguments)


def _arguments(
    check: Check, entries: Sequence[Entry], reference: Mapping[str, Any]
) -> dict[str, Any]:
    """What the exercise was called with last, by the names of its parameters."""
    function = reference.get(check.exercise)
    calls = [e for e in entries if e.kind == "call" and e.value[0] == check.exercise]
    if not calls or not inspect.isfunction(function):
        return {}
    _, args, kwargs = calls[-1].value
    with contextlib.suppress(TypeError):
        return dict(inspect.signature(function).bind(*args, **kwargs).arguments)
    return {}
