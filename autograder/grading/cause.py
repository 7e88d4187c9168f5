"""Why a check failed: a known mistake that answers just so, else what all wrong answers share.

That a mistake answers just so is seen, not guessed: the check is run with the mistake in the
student's place, on every example, and all answers are the student's.
"""

from __future__ import annotations

import contextlib
import inspect
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from autograder.checks import Check, Mistake
from autograder.grading.examiner import Answered
from autograder.grading.findings import Compared, finding
from autograder.grading.known_mistakes import KnownMistakes, answers_alike, is_numbers
from autograder.grading.processes import in_a_fork
from autograder.receipts import Cause, CheckResult, Outcome
from autograder.sandbox import Entry

CPU_SECONDS = 0.1
"""So long a known mistake may take; one that takes longer is not compared."""


class Causes:
    """Finds out why the checks of one submission failed.

    A mistake that did not answer like the student in one failed check of an exercise is not named
    in another one.

    Args:
        known: the mistakes of the topic.
        asked: the functions and classes that each check calls, by the check's name.
    """

    def __init__(self, known: KnownMistakes, asked: Mapping[str, Collection[str]]) -> None:
        self._known = known
        self._asked = asked
        self._possible: dict[str, list[tuple[Mistake, Mapping[str, Any]]]] = {}

    def of(
        self,
        check: Check,
        answered: Sequence[Answered],
        earlier: Mapping[str, CheckResult],
    ) -> Cause | None:
        """Why the check failed, in a sentence; None if that is not known.

        Args:
            check: the check.
            answered: its examples, as they were drawn.
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
        if self._may_be_right(check.name, check.exercise, earlier):
            possible = []
        # In a fork: a mistake may leave traces in what it meets, or go on for ever.
        same = in_a_fork(
            possible, lambda one: answers_alike(check, ordered, one[1], reference), CPU_SECONDS
        )
        matching = [each for each, alike in zip(possible, same, strict=True) if alike]
        self._possible[check.exercise] = matching
        if matching and len({mistake.says for mistake, _ in matching}) == 1:
            mistake = matching[0][0]
            return {"sentence": mistake.says, "mistake": mistake.name}
        sentence = finding(list(_pairs(check, failed, reference)))
        return {"sentence": sentence, "mistake": None} if sentence else None

    def without_doubtful(self, results: Mapping[str, CheckResult]) -> list[CheckResult]:
        """The results; no mistake is named that another wrong exercise may have brought about."""
        return [
            replace(result, cause=None)
            if result.cause
            and result.cause["mistake"]
            and self._may_be_right(name, result.exercise, results)
            else result
            for name, result in results.items()
        ]

    def _may_be_right(self, check: str, exercise: str, results: Mapping[str, CheckResult]) -> bool:
        """Whether the check is built on another exercise that is wrong by itself.

        So it is if its mistake is known, or if it failed a check that does without this exercise.
        """
        below = self._known.built_on(exercise, *self._asked[check])
        return any(
            result.outcome is Outcome.FAILED
            and result.exercise in below - {exercise}
            and (
                bool(result.cause and result.cause["mistake"])
                or exercise not in self._known.built_on(result.exercise, *self._asked[name])
            )
            for name, result in results.items()
        )


def _pairs(
    check: Check, failed: Sequence[Answered], reference: Mapping[str, Any]
) -> Iterator[Compared]:
    """What was compared in each failed example; nothing if one of them compared no numbers."""
    for one in failed:
        evidence = one.failure.evidence if one.failure is not None else None
        if evidence is None or not is_numbers(evidence.got) or not is_numbers(evidence.want):
            continue
        got, want = (np.asarray(value) for value in (evidence.got, evidence.want))
        if "c" in got.dtype.kind + want.dtype.kind:
            continue
        arguments = _arguments(check, one.entries, reference)
        yield Compared(got.astype(np.float64), want.astype(np.float64), arguments)


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
