"""Running a check on a student's answers, one example after another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, Protocol

from autograder.checks import Check
from autograder.checks.examples import Inputs
from autograder.checks.gradients import UndecidedError
from autograder.errors import Fault
from autograder.grading.alone import Apart
from autograder.grading.blame import ours_or_theirs
from autograder.grading.guard import Guard
from autograder.grading.proving import Example, prove
from autograder.sandbox import Entry, Foreseen, Starved, Told, Unforeseen, entries_of


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
        """Another process, to be asked only about inputs that the student will see.

        A fresh one has been asked nothing yet.
        """

    def cpu_seconds(self) -> float:
        """CPU seconds the student's side has used so far."""


@dataclass(frozen=True, slots=True)
class Answered:
    """One example of a check, and what was answered.

    Attributes:
        inputs: what was drawn.
        entries: the requests and the answers, up to where the check ended.
        failure: None if the check passed.
    """

    inputs: Inputs
    entries: Sequence[Entry]
    failure: Fault | None


class Examiner:
    """Asks the student's side what checks ask.

    Attributes:
        session: the student's side.
        names: the names of the reference's module.
        reference: what a check receives as `reference`.
        guard: looks at every answer.
    """

    def __init__(self, session: Session, names: Mapping[str, Any]) -> None:
        self.session = session
        self.names = names
        self.reference = SimpleNamespace(**names)
        self.guard = Guard()
        self._surprising: set[str] = set()  # exercises whose answers led elsewhere

    def answers(self, check: Check, examples: Sequence[Example]) -> Sequence[Told | None]:
        """The answers on each example, asked in one round trip if that is worth a try."""
        foreseen = [example.foreseen for example in examples if example.foreseen is not None]
        together = None
        worth = check.exercise not in self._surprising or not any(
            line.depends for lines in foreseen for line in lines
        )
        if len(foreseen) == len(examples) and check.cpu_seconds is None and worth:
            together = self.session.answer_all(check.exercise, foreseen)
        return together or [None] * len(examples)

    def proved(self, check: Check, inputs: Inputs) -> Example:
        """The example of these inputs; raise TopicError if the reference fails it."""
        return prove(check, self.reference, self.names, inputs)

    def run(
        self,
        check: Check,
        example: Example,
        told: Told | None = None,
        *,
        session: Session | None = None,
    ) -> Fault | None:
        """Run one example; None if the law holds."""
        if told is not None and told.right:
            return None
        return self.answered(check, example, told, session=session).failure

    def answered(
        self,
        check: Check,
        example: Example,
        told: Told | None,
        *,
        session: Session | None = None,
    ) -> Answered:
        """Run one example: what was asked and answered, and how it ended."""
        session = session or self.session
        self.guard.expect(example.kinds)
        failure: Fault | None = None
        try:
            if told is not None:
                student = told.student(self.guard)
            else:
                student = session.student(check.exercise, self.guard, check.cpu_seconds)
            check.run(student, self.reference, example.inputs)
        except Unforeseen:
            self._surprising.add(check.exercise)
            return self.answered(check, example, None, session=session)
        except Fault as fault:
            failure = fault
            if session.ended(fault):
                return Answered(example.inputs, (), fault)
        except (UndecidedError, Starved):
            raise
        except Exception as error:  # noqa: BLE001  # the check met an answer it did not foresee
            answers = entries_of(student)
            failure = ours_or_theirs(check, self.names, example.inputs, error, answers)
        entries = tuple(entries_of(student))
        if failure is not None:
            failure.entries = entries
        return Answered(example.inputs, entries, failure)
