"""What a submission can be graded with: what topics and quizzes have in common."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from autograder.errors import Fault
from autograder.gradebook import Correction
from autograder.grading.judge import Stop
from autograder.grading.session import ConfinedSession
from autograder.grading.submission import Submission
from autograder.receipts import CheckResult


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why staff must look at a submission, whatever it earns.

    Attributes:
        problem: in a line, for them.
        remark: in sentences, for the student.
    """

    problem: str
    remark: str


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
