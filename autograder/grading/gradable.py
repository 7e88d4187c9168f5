"""What a submission can be graded with: what topics and quizzes have in common."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from autograder.errors import Fault
from autograder.gradebook import Correction
from autograder.grading.judge import Stop
from autograder.grading.session import ConfinedSession
from autograder.grading.submission import Submission
from autograder.grading.undefined import defines
from autograder.receipts import CheckResult


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why staff must look at a submission, whatever it earns.

    Attributes:
        problem: in a line, for them.
        remark: in sentences, for the student.
        though_earned: whether it also stands if the submission earns something.
    """

    problem: str
    remark: str
    though_earned: bool = False


def answers_nothing(submission: Submission, names: Iterable[str]) -> bool:
    """Whether no code cell seems to define one of the names that are asked for."""
    sources = submission.sources
    return not any(defines(source, name) for name in names for source in sources)


def without_answers(assignment: str) -> Doubt:
    """The doubt about a notebook that answers nothing; the released one has stubs at least."""
    return Doubt(
        f"defines nothing that {assignment} asks for",
        f"This notebook defines nothing that {assignment} asks for, so no check found an answer. "
        "Hand in the notebook with your answers. If this is the one, write to the staff.",
    )


class Gradable(Protocol):
    """What a submission can be graded with: a topic or a quiz."""

    @property
    def name(self) -> str:
        """The assignment's name."""

    @property
    def fingerprint(self) -> str:
        """What a verdict depends on besides the submission."""

    @property
    def secret_fingerprint(self) -> str:
        """Which secret its examples are drawn from."""

    @property
    def given(self) -> str:
        """The code that every student was given."""

    @property
    def corrections(self) -> Sequence[Correction]:
        """The course's corrections of its checks."""

    def doubt(self, submission: Submission, student: str) -> Doubt | None:
        """Whether the submission may be meant for something else than it is graded as."""

    def judge(
        self,
        session: ConfinedSession,
        submission: Submission,
        student: str,
        *,
        shrink: bool = True,
        stop: Stop = lambda _: False,
    ) -> Sequence[CheckResult]:
        """Judge every check on a submission whose cells have been run."""

    def failed(self, failure: Fault) -> Sequence[CheckResult]:
        """Every check failed for one reason."""
