"""The time of handing in that was corrected after the work was graded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from autograder.errors import AutograderError
from autograder.grading.class_run import Job, submission, submitted_at
from autograder.grading.history import replace_receipt
from autograder.grading.submission import content_hash, read_bytes
from autograder.layout import Layout
from autograder.receipts import read_receipt


def correct_times(layout: Layout, jobs: Iterable[Job]) -> None:
    """Let the receipt of a file whose time alone has changed say so.

    Its verdicts stay.  Otherwise a corrected time would let other checks grade the file, which
    is for staff to decide.
    """
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
