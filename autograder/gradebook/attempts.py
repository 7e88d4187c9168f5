"""What was handed in before: which receipts are of one attempt."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from autograder.receipts import Receipt, read_or_stand_in


def read_attempts(folder: Path, receipts: Iterable[Receipt]) -> tuple[Receipt, ...]:
    """What was handed in before what `receipts` are of, each as it was graded last.

    Read from `folder/<assignment>/earlier/<student>/<number>.json`, the oldest first.
    """
    return tuple(
        receipt
        for last in receipts
        for _, receipt in attempts_before(
            sorted((folder / last.assignment / "earlier" / last.student).glob("*.json")), last
        )
    )


def attempts_before(paths: Iterable[Path], last: Receipt) -> list[tuple[Path, Receipt]]:
    """The attempts of a student before the last, each by the newest of its receipts.

    A file that is handed in again as it is, with no other in between, is the same attempt: only
    its time was corrected, and the newest one holds.

    Args:
        paths: the receipts that were replaced, the oldest first.
        last: the receipt of what was handed in last.
    """
    found: dict[tuple[object, ...], tuple[Path, Receipt]] = {}
    for path in paths:
        receipt = read_or_stand_in(path, last.assignment, last.student)
        found[receipt.submission_hash or path, receipt.submitted_at] = path, receipt
    found.pop((last.submission_hash, last.submitted_at), None)
    following = [*(receipt.submission_hash for _, receipt in found.values()), last.submission_hash]
    return [
        one
        for one, after in zip(found.values(), following[1:], strict=True)
        if not after or one[1].submission_hash != after
    ]
