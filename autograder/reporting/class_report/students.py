"""Who they are: every student's grade so far, who is at risk and why, late and missing work."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from statistics import fmean

from autograder.gradebook import Course
from autograder.gradebook.assignment_marks import AssignmentMark, State
from autograder.gradebook.csv_files import Cell
from autograder.gradebook.exact import as_text, in_short
from autograder.gradebook.marks import StudentMarks
from autograder.reporting.class_report.tables import (
    NOBODY,
    Column,
    ColumnKind,
    Names,
    ReportTable,
    listed,
    named,
    percent,
    who,
)

MISSING = 2
"""So many missing assignments are a risk."""
FALL = 0.3
"""So much less of the points in the last two assignments than before is a risk."""


@dataclass(frozen=True, slots=True)
class AtRisk:
    """A student whom somebody should talk to, and why."""

    student: StudentMarks
    reasons: tuple[str, ...]


def students_at_risk(
    course: Course, marks: Iterable[StudentMarks], *, below: Fraction
) -> tuple[AtRisk, ...]:
    """Students with a low grade, missing work, or less and less of the points.

    Args:
        course: for how grades are written.
        marks: of the class.
        below: a grade so far under this is a risk, on the course's scale.
    """
    found = []
    for student in marks:
        reasons = []
        if student.exact is not None and student.exact < below:
            grade = course.rounding.text(student.exact)
            reasons.append(f"the grade so far is {grade}, below {as_text(below)}")
        missing = [m.assignment for m in student.assignments if m.state is State.MISSING]
        if len(missing) >= MISSING:
            reasons.append(f"{len(missing)} missing: {listed(missing)}")
        if fallen := _fallen(course, student):
            reasons.append(fallen)
        if reasons:
            waits = [mark.assignment for mark in student.assignments if mark.provisional]
            reasons += [f"not final: {listed(waits)} must be looked at"] if waits else []
            found.append(AtRisk(student, tuple(reasons)))

    def lowest_first(one: AtRisk) -> tuple[Fraction, str]:
        exact = one.student.exact
        return course.top + 1 if exact is None else exact, one.student.student

    return tuple(sorted(found, key=lowest_first))


def _fallen(course: Course, student: StudentMarks) -> str:
    """Whether the last two pieces of homework went much worse than those before; else empty."""
    paper = {each.name for each in course.assignments if each.paper}
    shares = [
        float(mark.after_penalty / mark.points)
        for mark in student.assignments
        if mark.state is State.GRADED and mark.points and mark.assignment not in paper
    ]
    if len(shares) < 4:
        return ""
    before, last = fmean(shares[:-2]), fmean(shares[-2:])
    if before - last < FALL:
        return ""
    return f"{percent(last)} of the points in the last two assignments, {percent(before)} before"


def students_table(
    course: Course,
    marks: Sequence[StudentMarks],
    risks: Iterable[AtRisk],
    people: Names = NOBODY,
) -> ReportTable:
    """Everybody: the grade so far, the components, what is missing or late."""
    at_risk = {one.student.student: "; ".join(one.reasons) for one in risks}
    names = [component.name for component in course.components]
    rows = []
    for student in marks:
        states = [mark.state for mark in student.assignments]
        row: list[Cell] = [*named(student.student, people), _grade(course, student.grade)]
        row += [_mark(student.components[name]) for name in names]
        row += [
            states.count(State.MISSING),
            sum(mark.days_late > 0 for mark in student.assignments),
            "yes" if student.provisional else None,
            at_risk.get(student.student),
        ]
        rows.append(tuple(row))
    return ReportTable(
        "students",
        "Everybody",
        (
            *who(people),
            Column("grade so far", ColumnKind.NUMBER),
            *(Column(name, ColumnKind.NUMBER) for name in names),
            Column("missing", ColumnKind.NUMBER),
            Column("late", ColumnKind.NUMBER),
            Column("provisional", ColumnKind.WORDS, "staff must look before the grade counts"),
            Column("at risk", ColumnKind.WORDS),
        ),
        tuple(rows),
        empty="There are no students.",
    )


def risk_table(course: Course, risks: Iterable[AtRisk], people: Names = NOBODY) -> ReportTable:
    """Whom somebody should talk to, the lowest grade first."""
    return ReportTable(
        "at-risk",
        "Students at risk",
        (
            *who(people),
            Column("grade so far", ColumnKind.NUMBER),
            Column("why", ColumnKind.WORDS),
        ),
        tuple(
            (
                *named(one.student.student, people),
                _grade(course, one.student.grade),
                "; ".join(one.reasons),
            )
            for one in risks
        ),
        empty="Nobody is at risk.",
    )


def late_table(
    course: Course, marks: Iterable[StudentMarks], people: Names = NOBODY
) -> ReportTable:
    """Work that is missing, late or excused, or that waits for staff; in the course's order."""
    place = {each.name: number for number, each in enumerate(course.assignments)}
    works = [
        (place[mark.assignment], student.student, mark)
        for student in marks
        for mark in student.assignments
        if _state(mark)
    ]
    return ReportTable(
        "late-and-missing",
        "Late and missing work",
        (
            Column("assignment", ColumnKind.NAME),
            *who(people),
            Column("what", ColumnKind.WORDS),
            Column("days late", ColumnKind.NUMBER),
            Column("points lost", ColumnKind.NUMBER, "by lateness"),
            Column("notes", ColumnKind.WORDS),
        ),
        tuple(
            (
                mark.assignment,
                *named(student, people),
                _state(mark),
                mark.days_late or None,
                Decimal(in_short(mark.penalty)) if mark.penalty else None,
                "; ".join(
                    note.removeprefix(f"{mark.assignment}: ")
                    for note in (*mark.attention, *mark.notes)
                )
                or None,
            )
            for _, student, mark in sorted(works, key=lambda work: work[:2])
        ),
        empty="Everything was handed in in time.",
    )


def _state(mark: AssignmentMark) -> str:
    if mark.state is State.MISSING:
        return "missing"
    if mark.state is State.EXCUSED:
        return "excused"
    if mark.closed:
        return "after the closing time"
    if mark.days_late:
        return "late"
    return "waits for staff" if mark.attention else ""


def _grade(course: Course, grade: Fraction | None) -> Decimal | None:
    return None if grade is None else Decimal(course.rounding.text(grade))


def _mark(mark: Fraction | None) -> Decimal | None:
    return None if mark is None else round(Decimal(mark.numerator) / mark.denominator, 2)
