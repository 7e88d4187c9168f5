"""What is told of a failure: in whose words, with which call, and why it failed."""

from __future__ import annotations

import contextlib
import operator
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from autograder.checks import Check
from autograder.checks.examples import Inputs
from autograder.checks.gradients import UndecidedError
from autograder.errors import HINTS, Fault, Raised, Signal, TopicError
from autograder.grading.alone import said_alone
from autograder.grading.cause import Causes
from autograder.grading.examiner import Examiner, Session
from autograder.grading.known_mistakes import KnownMistakes
from autograder.grading.proving import Example
from autograder.grading.showing import is_answered_so, shown
from autograder.receipts import Shown
from autograder.sandbox import Entry, Rehearsal, Told, asked_again, entries_of
from autograder.sandbox.asking_again import FAILED

LIVE = 4
"""So many examples that have to be asked live are asked once more, to find out why they failed."""


@dataclass(frozen=True, slots=True)
class FoundFailure:
    """A failure of a check, and how it was found.

    Attributes:
        failure: what the student is told.
        inputs: what was drawn then, perhaps made smaller.
        asked: all examples as they were drawn, with the answers that are here.
    """

    failure: Fault
    inputs: Inputs
    asked: Sequence[tuple[Example, Told | None]] = ()


class Teller:
    """Tells what a student may know of a failure.

    Args:
        examiner: asks the student's side.
        known: the mistakes of the topic.
        causes: finds out why checks failed.
    """

    def __init__(
        self, examiner: Examiner, known: KnownMistakes | None, causes: Causes | None
    ) -> None:
        self._examiner = examiner
        self._known = known
        self._causes = causes
        self._asked: dict[str, tuple[Check, Sequence[Entry]]] = {}
        self._runs = 0

    def told(
        self, check: Check, failure: Fault, inputs: Inputs, *, fresh: bool = False
    ) -> tuple[Fault, Shown | None]:
        """The failure in words that tell of no other input, and its call if there is one.

        A fresh process, asked about nothing else, costs all the cells once more.
        """
        told, call = self._told_alone(check, failure, inputs, fresh=fresh)
        return self._examiner.session.explained(told), call

    def doubtful(self) -> list[str]:
        """The checks whose call is answered otherwise where other calls came before it.

        All calls are asked once more, the last one first.  So if one call depends on another, one
        of the two is answered otherwise than it was.  A call that no other came before is sure.
        """
        if not self._asked or self._runs == 1:
            return []
        session = self._examiner.session.alone(fresh=True)
        return [
            check.name
            for check, entries in reversed(self._asked.values())
            if not all(map(is_answered_so, entries, self._ask(session, check, entries)))
        ]

    def _told_alone(
        self, check: Check, failure: Fault, inputs: Inputs, *, fresh: bool
    ) -> tuple[Fault, Shown | None]:
        """The failure and its call, told by a process that knows of no input but shown ones."""
        if self._examiner.session.ended(failure) or inputs.keys() != check.inputs.keys():
            return failure, None  # in our own words
        if isinstance(failure, Raised) and failure.hint == HINTS["NotImplementedError"]:
            return self._examiner.session.in_our_words(failure), None
        alone = self._run_alone(check, inputs, fresh=fresh)
        told = said_alone(failure, alone, self._examiner.session, check.exercise)
        if alone is None or told is not alone:
            return told, None
        right = Rehearsal(self._examiner.names).student()
        with contextlib.suppress(Exception, Signal):
            check.run(right, self._examiner.reference, inputs)

        def ask_again(entries: Sequence[Entry]) -> list[Any]:
            self._asked[check.name] = (check, entries)
            if all(map(operator.is_, entries, alone.entries)):
                return [FAILED if entry.raised else entry.answer for entry in entries]  # just now
            self._runs += 1
            return self._ask(self._examiner.session.alone(fresh=fresh), check, entries)

        def ask_reference(entries: Sequence[Entry]) -> list[Any]:
            # Anew: what is asked in part would leave a state behind, as a block never left.
            names = self._known.reference_anew() if self._known else self._examiner.names
            return asked_again(Rehearsal(names).student(), entries)

        taken = frozenset(self._examiner.names)
        call = shown(alone, entries_of(right), ask_again, ask_reference, taken)
        if call is None:
            self._asked.pop(check.name, None)
        return told, call

    def note(self, check: Check, found: FoundFailure) -> None:
        """Let what was answered to all examples, as they were drawn, say why it failed."""
        ended = self._examiner.session.ended(found.failure)
        if self._causes is None or ended or not found.asked:
            return
        answered = []
        for example, told in found.asked[: None if found.asked[0][1] else LIVE]:
            with contextlib.suppress(UndecidedError):
                answered.append(self._examiner.answered(check, example, told))
        self._causes.note(check, answered)

    def _run_alone(self, check: Check, inputs: Inputs, *, fresh: bool) -> Fault | None:
        """Run one example in the process that is asked about nothing but what is shown."""
        with contextlib.suppress(TopicError, UndecidedError):
            example = self._examiner.proved(check, inputs)
            session = self._examiner.session.alone(fresh=fresh)
            self._runs += 1
            return self._examiner.run(check, example, session=session)
        return None

    def _ask(self, session: Session, check: Check, entries: Sequence[Entry]) -> list[Any]:
        return asked_again(session.student(check.exercise, self._examiner.guard, None), entries)
