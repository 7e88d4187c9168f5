"""From a student and a drawn check to a result: replay, and for a failure the smallest example."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from autograder.checks import Check
from autograder.checks.examples import Inputs, complexity, smallest_failure, spell
from autograder.checks.gradients import UndecidedError
from autograder.errors import Failure, Fault, TopicError
from autograder.grading.alone import may_be_shown
from autograder.grading.blame import CheckBrokenError
from autograder.grading.budgets import NotRun
from autograder.grading.cause import Causes
from autograder.grading.examiner import Examiner, Session
from autograder.grading.examples import DrawnCheck
from autograder.grading.known_mistakes import KnownMistakes
from autograder.grading.proving import Example, to_draw
from autograder.grading.telling import FoundFailure, Teller
from autograder.receipts import NOT_RUN, CheckResult, Outcome
from autograder.sandbox import (
    Starved,
    Told,
)

SMALL = 1
"""So many numbers per argument are few enough to read; larger examples are shrunk."""
SHRINKS = 3
"""So many failures of a submission are shrunk; beyond, the simplest drawn example stands."""
ANEW = 5
"""So many failures of a submission are told anew, each by a process of its own."""


Stop = Callable[[CheckResult], bool]
"""Sees each result as it comes; true ends the judging there."""


def judge_all(
    drawn: Mapping[str, DrawnCheck],
    session: Session,
    names: Mapping[str, Any],
    submission_hash: str,
    *,
    known: KnownMistakes | None = None,
    sources: Sequence[str] = (),
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
        known: the mistakes of the topic, with which a failure is compared.
        sources: the text of the notebook's code cells.
        shrink: search the smallest failing example.
        show: ask the failing example once more, alone, for what is told of it.
        stop: ends the judging early when true of a result (for verifying mutants).
    """
    asked = {name: one.asked for name, one in drawn.items()}
    causes = Causes(known, asked, sources) if known is not None else None
    judge = _Judge(session, names, known, causes, shrink=shrink, show=show)
    results: dict[str, CheckResult] = {}
    for one in drawn.values():
        result = judge.result(one, results, submission_hash)
        results[one.check.name] = result
        if stop(result):
            break
    judge.confirm(results)
    return [*results.values()] if causes is None else causes.told([*results.values()])


class _Judge:
    def __init__(
        self,
        session: Session,
        names: Mapping[str, Any],
        known: KnownMistakes | None,
        causes: Causes | None,
        *,
        shrink: bool,
        show: bool,
    ) -> None:
        self._session = session
        self._examiner = Examiner(session, names)
        self._teller = Teller(self._examiner, known, causes)
        self._shrink = shrink
        self._show = show
        self._shrinks_left = SHRINKS
        self._told: dict[str, tuple[Check, FoundFailure]] = {}

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
                    outcome, failure = Outcome.FAILED, found.failure
                    if self._show:
                        self._told[check.name] = check, found
                        failure, call = self._teller.told(check, failure, found.inputs)
                        self._teller.note(check, found)
                    example = "" if call else spell(found.inputs)
                    if isinstance(failure, NotRun):
                        outcome, example = Outcome.SKIPPED, ""
                        failure = Failure(f"{NOT_RUN}{failure.message}", hint=failure.hint)
        except (CheckBrokenError, Starved) as error:
            outcome, failure = Outcome.ERROR, Failure(str(error))
        spent = time.process_time() + self._session.cpu_seconds() - began
        return check.result(outcome, failure=failure, example=example, seconds=spent, shown=call)

    def confirm(self, results: dict[str, CheckResult]) -> None:
        """Tell anew what is told as a call that is not answered so in another order of calls.

        Each such call is asked in a process of its own, which costs all the cells once more.
        """
        try:
            for number, name in enumerate(self._teller.doubtful()):
                check, found = self._told[name]
                call, old = None, results[name]
                if number < ANEW:
                    again, call = self._teller.told(check, found.failure, found.inputs, fresh=True)
                    if not self._session.ended(again):  # that would tell of budgets, not of this
                        old = check.result(Outcome.FAILED, failure=again, seconds=old.seconds)
                example = "" if call else spell(found.inputs)
                results[name] = replace(old, example=example, shown=call)
        except (Fault, CheckBrokenError, Starved):
            return  # no budget is left: what is told was answered so, among calls that are shown

    def _first_failure(self, drawn: DrawnCheck, submission_hash: str) -> FoundFailure | None:
        check = drawn.check
        undecided = 0
        examples = drawn.for_submission(submission_hash)
        passed: list[Inputs] = []
        try:
            answers = self._examiner.answers(check, examples)
        except Fault as over:
            return FoundFailure(over, {})
        for index, (example, answered) in enumerate(zip(examples, answers, strict=True)):
            try:
                failure = self._examiner.run(check, example, answered)
            except UndecidedError:
                undecided += 1
                continue
            if failure is not None:
                asked = tuple(zip(examples, answers, strict=True))
                found = FoundFailure(failure, example.inputs, asked)
                # Hypothesis draws the simplest example first: then there is nothing to shrink.
                if not self._shrink or index == 0 or self._session.ended(failure):
                    return found
                found = self._simplest_answered(check, found, asked[index + 1 :])
                small = complexity(found.inputs)[0] <= SMALL * len(found.inputs)
                if small or self._shrinks_left < 1:
                    return found
                self._shrinks_left -= 1
                return self._smaller(drawn, passed, found)
            passed.append(example.inputs)
        if undecided > 0.2 * len(examples):
            message = "the numerical gradient of your forward does not settle, so nothing is shown"
            return FoundFailure(
                Failure(message, hint="look for jumps and randomness in your forward"), {}
            )
        return None

    def _simplest_answered(
        self,
        check: Check,
        found: FoundFailure,
        others: Iterable[tuple[Example, Told | None]],
    ) -> FoundFailure:
        """The simplest failure among examples whose answers are here already."""
        first = found.failure
        for example, answered in others:
            if answered is None or complexity(example.inputs) >= complexity(found.inputs):
                continue
            with contextlib.suppress(UndecidedError):
                failure = self._examiner.run(check, example, answered)
                if failure is not None and may_be_shown(failure, first):
                    found = replace(found, failure=failure, inputs=example.inputs)
        return found

    def _smaller(
        self, drawn: DrawnCheck, passed: Sequence[Inputs], found: FoundFailure
    ) -> FoundFailure:
        """Search with Hypothesis, live; examples known to pass are not run again."""
        check, first = drawn.check, found.failure
        known = {_key(inputs) for inputs in passed}
        ended = False

        def fails(inputs: Inputs) -> Fault | None:
            nonlocal ended
            if ended or _key(inputs) in known:
                return None
            try:
                example = self._examiner.proved(check, inputs)
                (answers,) = self._examiner.answers(check, [example])
                failure = self._examiner.run(check, example, answers)
            except (TopicError, UndecidedError):
                return None  # not an example the reference can vouch for
            except Fault as over:
                failure = over
            if failure is not None and self._session.ended(failure):
                ended = True
                return None
            return failure if failure is not None and may_be_shown(failure, first) else None

        least = smallest_failure(check.inputs, fails, count=to_draw(check), seed=drawn.seed)
        return found if least is None else replace(found, failure=least[1], inputs=least[0])


def _key(inputs: Inputs) -> int:
    return hash(spell(inputs, limit=100_000))
