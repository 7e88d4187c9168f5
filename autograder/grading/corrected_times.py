"""The time of handing in that was corrected after the work was graded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from autograder.errors import AutograderError
from autograder.grading.class_run import Job, submission, submitted_at
from autograder.grading.history import replace_receipt
from autograder.grading.submission import content_hash, read_bytes
from autograder.layout import Layout
from autograder.receipts import read_receipt


@dataclass(frozen=True, slots=True)
class Retimed:
    """A file that was graded and has another time of handing in now.

    Attributes:
        job: whose, and of what.
        before: the time that its receipt had; "" if none.
        now: the time that lies beside the file; "" if none.
    """

    job: Job
    before: str
    now: str

    def __str__(self) -> str:
        """What staff should know: the time counts, and whether that is what was meant."""
        was, is_ = (each or "no time" for each in (self.before, self.now))
        return (
            f"{self.job.student}, {self.job.assignment}: the file that was graded had {was}, and "
            f"has {is_} now, which counts; if the student only handed in the same file once more, "
            "write the first time into timestamp.txt"
        )


def correct_times(layout: Layout, jobs: Iterable[Job]) -> tuple[Retimed, ...]:
    """Let the receipt of a file whose time alone has changed say so; which these were.

    Its verdicts stay.  Otherwise a corrected time would let other checks grade the file, which
    is for staff to decide.
    """
    found = []
    for job in jobs:
        try:
            receipt, taken = read_receipt(job.receipt(layout)), submission(layout, job)
            digest = content_hash(read_bytes(taken.path))
        except (OSError, AutograderError):
            continue  # there is no receipt, or no file: grading says so
        corrected = replace(receipt, submitted_at=submitted_at(layout, job))
        same = (receipt.submission_hash, receipt.taken) == (digest, taken.told)
        if same and corrected != receipt:
            replace_receipt(layout, corrected)
            times = receipt.submitted_at or "", corrected.submitted_at or ""
            found.append(Retimed(job, *times))
    return tuple(found)
