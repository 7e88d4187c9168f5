"""What the course corrected: questions and checks that were at fault, and how many it reached."""

from __future__ import annotations

from collections.abc import Iterable

from autograder.gradebook import Course
from autograder.receipts import Receipt
from autograder.reporting.class_report.tables import Column, ColumnKind, ReportTable


def corrections_table(course: Course, receipts: Iterable[Receipt]) -> ReportTable:
    """A row for each correction of the course, in its order."""
    receipts = tuple(receipts)
    rows = []
    for each in course.corrections:
        of = [receipt for receipt in receipts if receipt.assignment == each.assignment]
        applied = sum(each.sentence in receipt.corrections for receipt in of)
        rows.append((each.assignment, each.name, each.told, applied, len(of) - applied))
    return ReportTable(
        "corrections",
        "Corrected questions and checks",
        (
            Column("assignment", ColumnKind.NAME),
            Column("question or check", ColumnKind.NAME),
            Column("what became of it, and why", ColumnKind.WORDS),
            Column("marks that have it", ColumnKind.NUMBER),
            Column("marks that wait", ColumnKind.NUMBER, "until grade --regrade --yes"),
        ),
        tuple(rows),
        empty="None.",
    )
