"""What the course corrected: questions and checks that were at fault, and how many it reached."""

from __future__ import annotations

from collections.abc import Iterable

from autograder.gradebook import Course
from autograder.receipts import Receipt
from autograder.reporting.class_report.tables import Column, Kind, Table


def corrections_table(course: Course, receipts: Iterable[Receipt]) -> Table:
    """A row for each correction of the course, in its order."""
    receipts = tuple(receipts)
    rows = []
    for each in course.corrections:
        of = [receipt for receipt in receipts if receipt.assignment == each.assignment]
        applied = sum(each.sentence in receipt.corrections for receipt in of)
        rows.append((each.assignment, each.name, each.told, applied, len(of) - applied))
    return Table(
        "corrections",
        "Corrected questions and checks",
        (
            Column("assignment", Kind.NAME),
            Column("question or check", Kind.NAME),
            Column("what became of it, and why", Kind.WORDS),
            Column("marks that have it", Kind.NUMBER),
            Column("marks that wait", Kind.NUMBER, "until grade --regrade --yes"),
        ),
        tuple(rows),
        empty="None.",
    )
