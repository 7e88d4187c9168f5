"""The report: one self-contained HTML page for instructors, and a CSV beside each table."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from statistics import median

import jinja2

from autograder.files import write_atomically
from autograder.gradebook import Course
from autograder.gradebook.marks import StudentMarks
from autograder.receipts import Receipt
from autograder.reporting.class_report import (
    check_statistics,
    corrections,
    failures,
    handing_in,
    students,
)
from autograder.reporting.class_report.charts import Chart, days_chart, distribution
from autograder.reporting.class_report.highlights import (
    AssignmentStatistics,
    Highlight,
    highlights,
)
from autograder.reporting.class_report.skipping import skipping_table
from autograder.reporting.class_report.tables import (
    NOBODY,
    Names,
    ReportTable,
    percent,
    shown,
    table_as_csv,
)
from autograder.reporting.pages import environment, style_sheet
from autograder.reporting.plain import printable

AT_RISK = Fraction(4, 10)
"""A grade so far below this share of the scale is a risk, if nothing else is said."""


@dataclass(frozen=True, slots=True)
class AssignmentReport:
    """One assignment graded by machine, ready to be shown."""

    found: AssignmentStatistics
    submissions: int
    points: Chart
    exercises: ReportTable
    checks: ReportTable
    mistakes: ReportTable


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything the page shows.

    Attributes:
        title: of the course.
        formula: of the grade.
        students: how many there are.
        submissions: how many were graded by machine.
        median: of the grades so far, as rounded; empty if there are none.
        scale: the best grade.
        last: when the last submission came in; empty if unknown.
        below: a grade so far below this is a risk.
        highlights: what to look at first.
        grades: distribution of the grades, then of each component.
        handed_in: for each assignment that is due, when it was handed in.
        assignments: each that was graded by machine.
        tables: all others, by name.
    """

    title: str
    formula: str
    students: int
    submissions: int
    median: str
    scale: str
    last: str
    below: str
    highlights: tuple[Highlight, ...]
    grades: tuple[Chart, ...]
    handed_in: tuple[Chart, ...]
    assignments: tuple[AssignmentReport, ...]
    tables: dict[str, ReportTable]

    @property
    def all_tables(self) -> tuple[ReportTable, ...]:
        """Every table, those of the assignments last."""
        per = [(each.exercises, each.checks, each.mistakes) for each in self.assignments]
        return (*self.tables.values(), *(table for three in per for table in three))


def report_of(
    course: Course,
    receipts: Iterable[Receipt],
    marks: Sequence[StudentMarks],
    *,
    earlier: Iterable[Receipt] = (),
    below: Fraction | None = None,
    loose_ends: Sequence[str] = (),
    people: Names = NOBODY,
) -> Report:
    """The report of a class.

    Args:
        course: its rules; receipts of assignments that it does not have are left out.
        receipts: of what each student handed in last.
        marks: the marks of the class.
        earlier: of what was handed in before that.
        below: a grade so far under this is a risk; None: four tenths of the scale.
        loose_ends: lines about what is in no mark, and must be looked at.
        people: names by id.
    """
    known = {assignment.name for assignment in course.assignments}
    receipts = sorted(
        (receipt for receipt in receipts if receipt.assignment in known),
        key=lambda receipt: (receipt.assignment, receipt.student),
    )
    graded = [receipt for receipt in receipts if receipt.read]  # others say nothing of the checks
    earned = check_statistics.earned_by_student(graded)
    came_in = handing_in.handed_in(course, receipts, earlier, marks)
    assignments = []
    for one in came_in:
        mine = [receipt for receipt in graded if receipt.assignment == one.assignment.name]
        if mine:
            assignments.append(_assignment(mine, earned, one))
    bound = AT_RISK * course.top if below is None else below
    risks = students.students_at_risk(course, marks, below=bound)
    tables = (
        students.risk_table(course, risks, people),
        *([skipping_table(course, marks, people)] if course.exam_waiver else []),
        students.students_table(course, marks, risks, people),
        handing_in.assignments_table(came_in),
        students.late_table(course, marks, people),
        *([corrections.corrections_table(course, receipts)] if course.corrections else []),
        failures.causes_table(graded),
        handing_in.slowest_table(graded),
    )
    grades = [student.exact for student in marks if student.exact is not None]
    moments = [m for r in receipts if (m := handing_in.moment_of(r, course)) is not None]
    return Report(
        title=course.title,
        formula=str(course.formula),
        students=len(marks),
        submissions=len(receipts),
        median=course.rounding.text(Fraction(median(grades))) if grades else "",
        scale=f"{float(course.top):g}",
        last=f"{max(moments).astimezone(course.zone):%Y-%m-%d %H:%M}" if moments else "",
        below=f"{float(bound):g}",
        highlights=highlights(
            marks, risks, [each.found for each in assignments], loose_ends=loose_ends
        ),
        grades=_grades(course, marks),
        handed_in=tuple(
            days_chart(
                f"days-{one.assignment.name}",
                f"{one.assignment.name}, due {one.due:%Y-%m-%d %H:%M}",
                one.days,
            )
            for one in sorted(came_in, key=handing_in.when_due)
            if one.due and one.submissions
        ),
        assignments=tuple(assignments),
        tables={table.name: table for table in tables},
    )


def _grades(course: Course, marks: Sequence[StudentMarks]) -> tuple[Chart, ...]:
    """How the grades so far and the marks of each component are spread."""
    spread = {"Grade so far": [student.exact for student in marks]}
    for component in course.components:
        spread[component.name] = [student.components[component.name] for student in marks]
    return tuple(
        distribution(
            f"spread-{number}",
            name,
            [value for value in values if value is not None],
            top=course.top,
        )
        for number, (name, values) in enumerate(spread.items())
    )


def _assignment(
    receipts: Sequence[Receipt],
    earned: dict[str, check_statistics.Earned],
    came_in: handing_in.HandedIn,
) -> AssignmentReport:
    name = came_in.assignment.name
    found = AssignmentStatistics(
        name,
        check_statistics.exercise_statistics(receipts, earned),
        check_statistics.check_statistics(receipts, earned),
        failures.mistakes_of(receipts),
    )
    return AssignmentReport(
        found=found,
        submissions=len(receipts),
        points=distribution(
            f"points-{name}",
            "Points of those who handed in, after lateness, in percent",
            [Fraction(share) * 100 for share in came_in.shares],
            top=Fraction(100),
            unit=" %",
        ),
        exercises=check_statistics.exercises_table(name, found.exercises),
        checks=check_statistics.checks_table(name, found.checks),
        mistakes=failures.mistakes_table(name, found.mistakes),
    )


def report_page(report: Report) -> str:
    """The page.

    It fetches nothing; its only script, which sorts tables, is the one its content security
    policy names by hash.  What students wrote is escaped.
    """
    return printable(_template().render(report=report))


def write_report(path: Path, report: Report) -> tuple[Path, ...]:
    """Write the page, and each table as CSV into the folder beside it of the same name.

    Each file is written whole or not at all.  Returns the CSV files.
    """
    folder = path.with_suffix("") if path.suffix else path.with_name(f"{path.name}_tables")
    files = []
    for table in report.all_tables:
        files.append(folder / f"{table.name}.csv")
        write_atomically(files[-1], table_as_csv(table).encode())
    write_atomically(path, report_page(report).encode())
    return tuple(files)


@lru_cache(maxsize=1)
def _template() -> jinja2.Template:
    script = style_sheet("report.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return environment().get_template(
        "report.html",
        globals={
            "style_sheet": style_sheet("feedback.css") + style_sheet("report.css"),
            "script": script,
            "script_hash": f"sha256-{digest}",
            "shown": shown,
            "percent": percent,
            "csv_address": _csv_address,
        },
    )


def _csv_address(table: ReportTable) -> str:
    """The table as an address that a browser saves without asking anybody."""
    encoded = base64.b64encode(table_as_csv(table).encode()).decode()
    return f"data:text/csv;charset=utf-8;base64,{encoded}"
