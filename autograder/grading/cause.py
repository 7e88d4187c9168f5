"""Why a check failed: a known mistake that answers just so, else what all wrong answers share.

That a mistake answers just so is seen, not guessed: the check is run with the mistake in the
student's place, on every example, and all answers are the student's.
"""

from __future__ import annotations

import contextlib
import functools
import inspect
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from autograder.checks import Check, Mistake
from autograder.errors import Raised
from autograder.grading.calling import called_by, calls_in
from autograder.grading.examiner import Answered
from autograder.grading.findings import Compared, finding
from autograder.grading.known_mistakes import KnownMistakes, answers_alike, is_numbers
from autograder.grading.processes import in_a_fork
from autograder.receipts import Cause, CheckResult, Outcome
from autograder.sandbox import Entry

CPU_SECONDS = 0.1
"""So long a known mistake may take; one that takes longer is not compared."""


class Causes:
    """Finds out why the checks of one submission failed, when all of them were run.

    A mistake that did not answer like the student in one failed check of an exercise is not named
    in a later one.

    Args:
        known: the mistakes of the topic.
        asked: the functions and classes that each check calls, by the check's name.
        sources: the text of the notebook's code cells.
    """

    def __init__(
        self,
        known: KnownMistakes,
        asked: Mapping[str, Collection[str]],
        sources: Sequence[str] = (),
    ) -> None:
        self._known = known
        self._asked = asked
        self._sources = sources
        self._answered: dict[str, tuple[Check, Sequence[Answered]]] = {}

    def note(self, check: Check, answered: Sequence[Answered]) -> None:
        """Keep what was answered to the examples of a failed check, as they were drawn."""
        if any(one.failure is not None for one in answered):
            self._answered[check.name] = (check, answered)

    def told(self, results: Sequence[CheckResult]) -> list[CheckResult]:
        """The results in their order, those of failed checks with the cause if it is known."""
        alike = self._alike(results)
        found: dict[str, CheckResult] = {}
        silent: set[str] = set()  # exercises that are built on another one that is wrong
        for result in results:
            name, exercise = result.name, result.exercise
            if result.outcome is not Outcome.FAILED or name not in self._answered:
                found[name] = result
                continue
            if self._wrong_below(name, exercise, found):
                silent.add(exercise)
            mistakes = () if exercise in silent else alike.get(name, ())
            found[name] = replace(result, cause=self._cause(name, mistakes))
        # What came later may have shown that an exercise is built on a wrong one.
        return [self._first_what_it_calls(result, found) for result in found.values()]

    def _first_what_it_calls(
        self, result: CheckResult, results: Mapping[str, CheckResult]
    ) -> CheckResult:
        """The result; a call of a wrong exercise is told in place of a mistake of its own."""
        if result.outcome is not Outcome.FAILED or result.name not in self._answered:
            return result
        wrong = self._wrong_below(result.name, result.exercise, results)
        if not wrong:
            return result
        called = set[str]()
        if all(map(_is_of_the_right_form, self._answered[result.name][1])):
            called = wrong & called_by(result.exercise, self._calls)
        otherwise = None if result.is_known_mistake else result.cause
        return replace(result, cause=_calls_wrong(result.exercise, called) or otherwise)

    @functools.cached_property
    def _calls(self) -> Mapping[str, set[str]]:
        return calls_in(self._sources)

    def _alike(self, results: Sequence[CheckResult]) -> dict[str, list[Mistake]]:
        """The mistakes that answer like the student, by the name of the failed check.

        A mistake whose own check passed before was not made.
        """
        passed: set[str] = set()
        tries: list[tuple[str, Mistake, Mapping[str, Any]]] = []
        for result in results:
            if result.outcome is Outcome.PASSED:
                passed.add(result.name)
            elif result.outcome is Outcome.FAILED and result.name in self._answered:
                known = self._known.of(result.exercise)
                tries += [(result.name, m, n) for m, n in known if m.caught_by not in passed]
        ordered = {name: (check, _failed_first(a)) for name, (check, a) in self._answered.items()}
        excluded: set[str] = set()

        def holds(one: tuple[str, Mistake, Mapping[str, Any]]) -> bool:
            name, mistake, names = one
            if mistake.name in excluded:
                return False
            excluded.add(mistake.name)  # unless this comes to an end
            if answers_alike(*ordered[name], names, self._known.reference):
                excluded.remove(mistake.name)
                return True
            return False

        # In a fork: a mistake may leave traces in what it meets, or go on for ever.
        found = in_a_fork(tries, holds, CPU_SECONDS)
        alike: dict[str, list[Mistake]] = {}
        for (name, mistake, _), same in zip(tries, found, strict=True):
            if same:
                alike.setdefault(name, []).append(mistake)
        return alike

    def _cause(self, name: str, mistakes: Sequence[Mistake]) -> Cause | None:
        if len({mistake.says for mistake in mistakes}) == 1:
            return {"sentence": mistakes[0].says, "mistake": mistakes[0].name}
        check, answered = self._answered[name]
        failed = [one for one in answered if one.failure is not None]
        sentence = finding(list(_pairs(check, failed, self._known.reference)))
        return {"sentence": sentence, "mistake": None} if sentence else None

    def _wrong_below(
        self, check: str, exercise: str, results: Mapping[str, CheckResult]
    ) -> set[str]:
        """The other exercises that the check is built on and that are wrong by themselves.

        So one is if its mistake is known, or if it failed a check that does without this exercise.
        """
        below = self._known.built_on(exercise, *self._asked[check])
        return {
            result.exercise
            for name, result in results.items()
            if result.outcome is Outcome.FAILED
            and result.exercise in below - {exercise}
            and (
                result.is_known_mistake
                or exercise not in self._known.built_on(result.exercise, *self._asked[name])
            )
        }


def _calls_wrong(exercise: str, wrong: Collection[str]) -> Cause | None:
    if not wrong:
        return None
    one = len(wrong) == 1
    names = " and ".join(f"`{name}`" for name in sorted(wrong))
    sentence = (
        f"`{exercise}` calls {names}, which {'fails' if one else 'fail'} checks of "
        f"{'its' if one else 'their'} own. Mend {'that' if one else 'those'} first."
    )
    return {"sentence": sentence, "mistake": None}


def _is_of_the_right_form(answered: Answered) -> bool:
    """Whether it can be wrong only because a function that it calls is wrong."""
    failure = answered.failure
    return failure is None or failure.evidence is not None or isinstance(failure, Raised)


def _failed_first(answered: Sequence[Answered]) -> list[Answered]:
    return sorted(answered, key=lambda one: one.failure is None)


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
