"""Who may skip the exam, before it."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from autograder.gradebook import Course
from autograder.gradebook.exact import in_short
from autograder.gradebook.marks import StudentMarks
from autograder.gradebook.skipping import may_skip
from autograder.reporting.class_report.tables import (
    Column,
    ColumnKind,
    Names,
    ReportTable,
    named,
    who,
)


def skipping_table(course: Course, marks: Iterable[StudentMarks], people: Names) -> ReportTable:
    """Everybody who may skip the exam as the marks are now, and whether that can change."""
    waiver = course.exam_waiver
    exam, test = (waiver.exam, waiver.test) if waiver else ("the exam", "the test")
    rows = []
    for each in may_skip(course, marks):
        still = ", ".join((*each.to_come, *(["staff must look"] if each.waits else [])))
        numbers = [None if n is None else Decimal(in_short(n)) for n in (each.before, each.test)]
        taken = "yes" if each.taken else None
        rows.append((*named(each.student, people), *numbers, still or None, taken))
    return ReportTable(
        "may-skip-the-exam",
        f"Who may skip {exam}",
        (
            *who(people),
            Column("grade before it", ColumnKind.NUMBER),
            Column(test, ColumnKind.NUMBER),
            Column("still open", ColumnKind.LIST, "what has no mark yet and counts before it"),
            Column("took it", ColumnKind.WORDS),
        ),
        tuple(rows),
        empty="Nobody, as the marks are now.",
    )
