"""What a new receipt replaces is kept: earlier attempts, and what older checks said."""

from __future__ import annotations

from pathlib import Path

from autograder.errors import AutograderError
from autograder.files import write_atomically
from autograder.grading.submission import content_hash, is_script, read_bytes
from autograder.layout import Layout
from autograder.receipts import Receipt, read_receipt, write_receipt


def replace_receipt(layout: Layout, receipt: Receipt) -> None:
    """Write a receipt; if the one it replaces says anything else, that is kept as an earlier one.

    One of no file that could be read is not kept: that was no attempt.
    Earlier receipts are numbered, the oldest first.  Interrupted at any moment and run again,
    this ends the same.
    """
    path = layout.receipt(receipt.student, receipt.assignment)
    old = _readable(path)
    if old is not None and old.submission_hash and _said(old) != _said(receipt):
        kept = layout.earlier_receipts(receipt.student, receipt.assignment)
        newest = _readable(kept[-1]) if kept else None
        if newest is None or _said(newest) != _said(old):
            add_earlier(layout, old)
    write_receipt(path, receipt)


def add_earlier(layout: Layout, receipt: Receipt) -> None:
    """Add a receipt to the earlier ones, as the newest."""
    kept = layout.earlier_receipts(receipt.student, receipt.assignment)
    number = int(kept[-1].stem) + 1 if kept else 1
    folder = layout.earlier_folder(receipt.student, receipt.assignment)
    write_receipt(folder / f"{number:04}.json", receipt)


def keep_handed_in(layout: Layout, receipt: Receipt, path: Path) -> None:
    """Keep a copy of the file that was graded, so that it can be graded again later."""
    copy = layout.handed_in(receipt.student, receipt.assignment, receipt.submission_hash)
    copy = copy.with_suffix(".py" if is_script(path) else ".ipynb")
    if not copy.exists():
        content = read_bytes(path)
        if content_hash(content) == receipt.submission_hash:  # else it was replaced meanwhile
            write_atomically(copy, content)


def _said(receipt: Receipt) -> tuple[object, ...]:
    """What of a receipt is no measurement: the file, its time, the checks and their verdicts."""
    verdicts = tuple((check.name, check.outcome, check.earned) for check in receipt.checks)
    return receipt.submission_hash, receipt.submitted_at, receipt.topic_hash, verdicts


def _readable(path: Path) -> Receipt | None:
    try:
        return read_receipt(path)
    except (OSError, AutograderError):
        return None  # missing or damaged: it counts for nothing
