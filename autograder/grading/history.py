"""What a new receipt replaces is kept: earlier attempts, and what older checks said."""

from __future__ import annotations

from pathlib import Path

from autograder.errors import AutograderError
from autograder.layout import Layout
from autograder.receipts import Receipt, read_receipt, write_receipt


def replace_receipt(layout: Layout, receipt: Receipt) -> None:
    """Write a receipt; if the one it replaces says anything else, that is kept as an earlier one.

    Earlier receipts are numbered, the oldest first.  Interrupted at any moment and run again,
    this ends the same.
    """
    path = layout.receipt(receipt.student, receipt.assignment)
    old = _readable(path)
    if old is not None and _said(old) != _said(receipt):
        kept = layout.earlier_receipts(receipt.student, receipt.assignment)
        newest = _readable(kept[-1]) if kept else None
        if newest is None or _said(newest) != _said(old):
            number = int(kept[-1].stem) + 1 if kept else 1
            folder = layout.earlier_folder(receipt.student, receipt.assignment)
            write_receipt(folder / f"{number:04}.json", old)
    write_receipt(path, receipt)


def _said(receipt: Receipt) -> tuple[object, ...]:
    """What of a receipt is no measurement: the file, its time, the checks and their verdicts."""
    verdicts = tuple((check.name, check.outcome, check.earned) for check in receipt.checks)
    return receipt.submission_hash, receipt.submitted_at, receipt.topic_hash, verdicts


def _readable(path: Path) -> Receipt | None:
    try:
        return read_receipt(path)
    except (OSError, AutograderError):
        return None  # missing or damaged: it counts for nothing
