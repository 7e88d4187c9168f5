"""From a student and a drawn check to a result: replay, and for a failure the smallest example."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import SimpleNamespace
from typing import Any, Protocol

from autograder.checks import Check
from autograder.checks.examples import Inputs, complexity, smallest_failure, spell
from autograder.checks.gradients import UndecidedError
from autograder.errors import HINTS, Failure, Fault, Raised, Signal, TopicError
from autograder.grading.alone import Apart, may_be_shown, said_alone
from autograder.grading.blame import CheckBrokenError, ours_or_theirs
from autograder.grading.budgets import NotRun
from autograder.grading.examples import DrawnCheck
from autograder.grading.guard import Guard
from autograder.grading.proving import Example, prove, to_draw
from autograder.grading.showing import shown
from autograder.receipts import NOT_RUN, CheckResult, Outcome, Shown
from autograder.sandbox import (
    Entry,
    Foreseen,
    Rehearsal,
    Starved,
    Told,
    Unforeseen,
    asked_again,
    entries_of,
)

SMALL = 1
"""So many numbers per argument are few enough to read; larger examples are shrunk."""
SHRINKS = 3
"""So many failures of a submission are shrunk; beyond, the simplest drawn example stands."""


class Session(Apart, Protocol):
    """Where the student's answers come from."""

    def student(self, exercise: str, guard: Guard, cpu_seconds: float | None) -> Any:
        """The stand-in for checks of `exercise`; raise Fault if there is none any more."""

    def answer_all(self, exercise: str, examples: Sequence[Foreseen]) -> list[Told] | None:
        """The answers to all requests at once; None if they have to be asked live.

        Raises Failure if this, or what was before, used up a budget.
        """

    def ended(self, failure: Fault) -> bool:
        """Whether the failure ended the student's process: then nothing is run again."""

    def alone(self, *, fresh: bool = False) -> Session:
        """Another process, to be asked only about inputs that the student will see."""

    def cpu_seconds(self) -> float:
        """CPU seconds the student's side has used so far."""


Stop = Callable[[CheckResult], bool]
"""Sees each result as it comes; true ends the judging there."""


def judge_all(
    drawn: Mapping[str, DrawnCheck],
    session: Session,
    names: Mapping[str, Any],
    submission_hash: str,
    *,
    anew: Callable[[], Mapping[str, Any]] | None = None,
    shrink: bool = True,
    show: bool = True,
    stop: Stop = lambda _: False,
) -> list[CheckResult]:
    """Judge every check in order, dependents after what they depend on.

    Args:
        drawn: the topic's checks with their examples.
        session: the student's side.
        names: the names of the reference's module.
        submission_hash: decides the few examples of its own.
        anew: defines these names once more; what is asked of the reference in part, to show a
            failure, would leave a state of its own (a block entered and never left) in `names`.
        shrink: search the smallest failing example.
        show: ask the failing example once more, alone, for what is told of it.
        stop: ends the judging early when true of a result (for verifying mutants).
    """
    judge = _Judge(session, names, anew or (lambda: names), shrink=shrink, show=show)
    results: dict[str, CheckResult] = {}
    for one in drawn.values():
        result = judge.result(one, results, submission_hash)
        results[one.check.name] = result
        if stop(result):
            break
    return list(results.values())


class _Judge:
    def __init__(
        self,
        session: Session,
        names: Mapping[str, Any],
        anew: Callable[[], Mapping[str, Any]],
        *,
        shrink: bool,
        show: bool,
    ) -> None:
        self._session = session
        self._names = names
        self._anew = anew
        self._taken = frozenset(names)
        self._reference = SimpleNamespace(**names)
        self._shrink = shrink
        self._show = show
        self._shrinks_left = SHRINKS
        self._guard = Guard()
        self._surprising: set[str] = set()  # exercises whose answers led elsewhere

    def result(
        self, drawn: DrawnCheck, earlier: Mapping[str, CheckResult], submission_hash: str
    ) -> CheckResult:
        check = drawn.check
        began = time.process_time() + self._session.cpu_seconds()
        outcome, failure, example, call = Outcome.PASSED, Fault(""), "", None
        waits_for = [earlier[n] for n in check.after if earlier[n].outcome is not Outcome.PASSED]
        try:
            if waits_for:
                outcome = Outcome.SKIPPED
                failure = Failure(f"waits until this holds: {waits_for[0].sentence}")
            else:
                found = self._first_failure(drawn, submission_hash)
                if found is not None:
                    outcome, (failure, inputs) = Outcome.FAILED, found
                    if self._show:
                        failure, call = self._told(check, failure, inputs)
                    example = "" if call else spell(inputs)
                    if isinstance(failure, NotRun):
                        outcome, example = Outcome.SKIPPED, ""
                        failure = Failure(f"{NOT_RUN}{failure.message}", hint=failure.hint)
        except (CheckBrokenError, Starved) as error:
            outcome, failure = Outcome.ERROR, Failure(str(error))
        spent = time.process_time() + self._session.cpu_seconds() - began
        return check.result(outcome, failure=failure, example=example, seconds=spent, shown=call)

    def _first_failure(
        self, drawn: DrawnCheck, submission_hash: str
    ) -> tuple[Fault, Inputs] | None:
        check = drawn.check
        undecided = 0
        examples = drawn.for_submission(submission_hash)
        passed: list[Inputs] = []
        try:
            answers = self._answers(check, examples)
        except Fault as over:
            return over, {}
        for index, (example, answered) in enumerate(zip(examples, answers, strict=True)):
            try:
                failure = self._run(check, example, answered)
            except UndecidedError:
                undecided += 1
                continue
            if failure is not None:
                found = failure, example.inputs
                # Hypothesis draws the simplest example first: then there is nothing to shrink.
                if not self._shrink or index == 0 or self._session.ended(failure):
                    return found
                others = zip(examples[index + 1 :], answers[index + 1 :], strict=True)
                found = self._simplest_answered(check, found, others)
                if complexity(found[1])[0] <= SMALL * len(found[1]) or self._shrinks_left < 1:
                    return found
                self._shrinks_left -= 1
                return self._smaller(drawn, passed, failure) or found
            passed.append(example.inputs)
        if undecided > 0.2 * len(examples):
            message = "the numerical gradient of your forward does not settle, so nothing is shown"
            return Failure(message, hint="is the forward smooth, and free of randomness?"), {}
        return None

    def _simplest_answered(
        self,
        check: Check,
        found: tuple[Fault, Inputs],
        others: Iterable[tuple[Example, Told | None]],
    ) -> tuple[Fault, Inputs]:
        """The simplest failure among examples whose answers are here already."""
        first = found[0]
        for example, answered in others:
            if answered is None or complexity(example.inputs) >= complexity(found[1]):
                continue
            with contextlib.suppress(UndecidedError):
                failure = self._run(check, example, answered)
                if failure is not None and may_be_shown(failure, first):
                    found = failure, example.inputs
        return found

    def _answers(self, check: Check, examples: Sequence[Example]) -> Sequence[Told | None]:
        """The answers on each example, asked in one round trip if that is worth a try."""
        foreseen = [example.foreseen for example in examples if example.foreseen is not None]
        together = None
        worth = check.exercise not in self._surprising or not any(
            line.depends for lines in foreseen for line in lines
        )
        if len(foreseen) == len(examples) and check.cpu_seconds is None and worth:
            together = self._session.answer_all(check.exercise, foreseen)
        return together or [None] * len(examples)

    def _told(self, check: Check, failure: Fault, inputs: Inputs) -> tuple[Fault, Shown | None]:
        """The failure and its call, told by a process that knows of no other input."""
        if self._session.ended(failure) or inputs.keys() != check.inputs.keys():
            return failure, None  # in our own words
        if isinstance(failure, Raised) and failure.hint == HINTS["NotImplementedError"]:
            return self._session.in_our_words(failure), None
        alone = self._run_alone(check, inputs)
        told = said_alone(failure, alone, self._session, check.exercise)
        if alone is None or told is not alone:
            return told, None
        right = Rehearsal(self._names).student()
        with contextlib.suppress(Exception, Signal):
            check.run(right, self._reference, inputs)

        def ask_again(entries: Sequence[Entry]) -> list[Any]:
            session = self._session.alone(fresh=True)  # as a student starts a kernel anew
            return asked_again(session.student(check.exercise, self._guard, None), entries)

        def ask_reference(entries: Sequence[Entry]) -> list[Any]:
            return asked_again(Rehearsal(self._anew()).student(), entries)

        return told, shown(alone, entries_of(right), ask_again, ask_reference, self._taken)

    def _run_alone(self, check: Check, inputs: Inputs) -> Fault | None:
        """Run one example in the process that is asked about nothing but what is shown."""
        with contextlib.suppress(TopicError, UndecidedError):
            example = prove(check, self._reference, self._names, inputs)
            return self._run(check, example, session=self._session.alone())
        return None

    def _run(
        self,
        check: Check,
        example: Example,
        told: Told | None = None,
        *,
        session: Session | None = None,
    ) -> Fault | None:
        """Run one example; None if the law holds."""
        session = session or self._session
        if told is not None and told.right:
            return None
        self._guard.expect(example.kinds)
        try:
            if told is not None:
                student = told.student(self._guard)
            else:
                student = session.student(check.exercise, self._guard, check.cpu_seconds)
            check.run(student, self._reference, example.inputs)
        except Unforeseen:
            self._surprising.add(check.exercise)
            return self._run(check, example)
        except Fault as failure:
            if not session.ended(failure):
                failure.entries = entries_of(student)
            return failure
        except (UndecidedError, Starved):
            raise
        except Exception as error:  # noqa: BLE001  # the check met an answer it did not foresee
            found = ours_or_theirs(check, self._names, example.inputs, error)
            found.entries = entries_of(student)
            return found
        return None

    def _smaller(
        self, drawn: DrawnCheck, passed: Sequence[Inputs], first: Fault
    ) -> tuple[Fault, Inputs] | None:
        """Search with Hypothesis, live; examples known to pass are not run again."""
        check = drawn.check
        known = {_key(inputs) for inputs in passed}
        ended = False

        def fails(inputs: Inputs) -> Fault | None:
            nonlocal ended
            if ended or _key(inputs) in known:
                return None
            try:
                example = prove(check, self._reference, self._names, inputs)
                failure = self._run(check, example, self._answers(check, [example])[0])
            except (TopicError, UndecidedError):
                return None  # not an example the reference can vouch for
            except Fault as over:
                failure = over
            if failure is not None and self._session.ended(failure):
                ended = True
                return None
            return failure if failure is not None and may_be_shown(failure, first) else None

        found = smallest_failure(check.inputs, fails, count=to_draw(check), seed=drawn.seed)
        return None if found is None else (found[1], found[0])


def _key(inputs: Inputs) -> int:
    return hash(spell(inputs, limit=100_000))
