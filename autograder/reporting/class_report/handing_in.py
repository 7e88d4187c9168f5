"""When work came in: a line per assignment, days before and after it was due, slow submissions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean, median

from autograder.gradebook import Assignment, Course
from autograder.gradebook.assignment_marks import AssignmentMark, State
from autograder.gradebook.lateness import parse_submitted
from autograder.gradebook.marks import StudentMarks
from autograder.receipts import Receipt
from autograder.reporting.class_report.tables import Column, ColumnKind, ReportTable

SLOWEST = 25
"""So many submissions are among the slowest."""


@dataclass(frozen=True, slots=True)
class HandedIn:
    """An assignment and the class.

    Attributes:
        assignment: as the course declares it.
        component: the component it counts in.
        due: for those without an extension, with its offset; None if it is never late.
        submissions: how many have a receipt.
        days: day → submissions; -1 is the last day before a student's own due time, 1 the first
            after it; those whose time is unknown are in none.
        states: how many marks are graded, missing, excused, ungraded.
        late: how many came late, the closed ones included.
        shares: of the points, 0…1 without bonus, of everybody it counts for and who handed in.
        attempts: earlier submissions that were replaced.
        hours: median hours before the own due time; negative if after; None if unknown.
    """

    assignment: Assignment
    component: str
    due: datetime | None
    submissions: int
    days: Mapping[int, int]
    states: Mapping[State, int]
    late: int
    shares: tuple[float, ...]
    attempts: int
    hours: float | None


def handed_in(
    course: Course,
    receipts: Iterable[Receipt],
    earlier: Iterable[Receipt],
    marks: Sequence[StudentMarks],
) -> tuple[HandedIn, ...]:
    """Every assignment of the course, in its order."""
    of_assignment: dict[str, list[Receipt]] = {}
    for receipt in receipts:
        of_assignment.setdefault(receipt.assignment, []).append(receipt)
    attempts = Counter(receipt.assignment for receipt in earlier)
    of_marks: dict[str, list[AssignmentMark]] = {}
    for student in marks:
        for mark in student.assignments:
            of_marks.setdefault(mark.assignment, []).append(mark)
    return tuple(
        _one(
            course,
            each,
            of_assignment.get(each.name, []),
            of_marks.get(each.name, []),
            attempts[each.name],
        )
        for each in course.assignments
    )


def _one(
    course: Course,
    assignment: Assignment,
    receipts: Sequence[Receipt],
    marks: Sequence[AssignmentMark],
    attempts: int,
) -> HandedIn:
    days, hours = Counter[int](), []
    for receipt in receipts:
        moment = moment_of(receipt, course)
        due = course.due_at(assignment.name, student=receipt.student)
        if moment is None or due is None:
            continue
        before = (due - moment).total_seconds() / 3600
        late = course.lateness(assignment.name, receipt.student, moment).days
        hours.append(before)
        days[late or -(int(max(before, 0) // 24) + 1)] += 1
    return HandedIn(
        assignment=assignment,
        component=course.component_of(assignment.name).name,
        due=course.due_at(assignment.name),
        submissions=len(receipts),
        days=days,
        states=Counter(mark.state for mark in marks),
        late=sum(mark.days_late > 0 or mark.closed for mark in marks),
        shares=tuple(
            float(mark.after_penalty / mark.points)
            for mark in marks
            if mark.state is State.GRADED and mark.points
        ),
        attempts=attempts,
        hours=median(hours) if hours else None,
    )


def moment_of(receipt: Receipt, course: Course) -> datetime | None:
    """When it was handed in, in UTC; None if unknown."""
    return parse_submitted(receipt.submitted_at or "", course.zone)


def when_due(one: HandedIn) -> tuple[bool, float]:
    """For sorting: by due time, what is never late last."""
    return one.due is None, one.due.timestamp() if one.due else 0.0


def assignments_table(found: Iterable[HandedIn]) -> ReportTable:
    """One line per assignment."""
    return ReportTable(
        "assignments",
        "Assignments",
        (
            Column("assignment", ColumnKind.NAME),
            Column("component", ColumnKind.NAME),
            Column("due", ColumnKind.WORDS),
            Column("graded", ColumnKind.NUMBER, "by machine or by people"),
            Column("late", ColumnKind.NUMBER),
            Column("missing", ColumnKind.NUMBER),
            Column("excused", ColumnKind.NUMBER),
            Column("handed in again", ColumnKind.NUMBER),
            Column("hours before due", ColumnKind.NUMBER, "the median; negative if after"),
            Column(
                "mean", ColumnKind.SHARE, "of the points, of those who handed in, after lateness"
            ),
            Column("median", ColumnKind.SHARE),
        ),
        tuple(
            (
                one.assignment.name,
                one.component,
                f"{one.due:%Y-%m-%d %H:%M}" if one.due else None,
                one.states[State.GRADED],
                one.late,
                one.states[State.MISSING],
                one.states[State.EXCUSED],
                one.attempts,
                one.hours,
                fmean(one.shares) if one.shares else None,
                median(one.shares) if one.shares else None,
            )
            for one in found
        ),
        opened=100,
    )


def slowest_table(receipts: Iterable[Receipt]) -> ReportTable:
    """The submissions whose grading took the most CPU time, and the check that took most of it."""
    ordered = sorted(receipts, key=lambda one: (-one.cpu_seconds, one.assignment, one.student))
    rows = []
    for receipt in ordered[:SLOWEST]:
        worst = max(receipt.checks, key=lambda check: check.seconds, default=None)
        rows.append(
            (
                receipt.student,
                receipt.assignment,
                receipt.cpu_seconds,
                receipt.peak_memory_mb or None,
                worst.name if worst else None,
                worst.seconds if worst else None,
                receipt.problem or None,
            )
        )
    return ReportTable(
        "slowest",
        "Slowest submissions",
        (
            Column("student", ColumnKind.NAME),
            Column("assignment", ColumnKind.NAME),
            Column("CPU time", ColumnKind.SECONDS, "of the whole grading"),
            Column("memory, MiB", ColumnKind.NUMBER, "at most, of the student's process"),
            Column("slowest check", ColumnKind.NAME),
            Column("its time", ColumnKind.SECONDS),
            Column("problem", ColumnKind.WORDS),
        ),
        tuple(rows),
        empty="Nothing is graded.",
        opened=8,
    )
