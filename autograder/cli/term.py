"""Subcommands for marks: gradebook, report, grade-list."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from autograder.cli.options import cli, in_course
from autograder.console import one_line
from autograder.layout import Layout

if TYPE_CHECKING:
    from autograder.gradebook import Course


@cli.command()
@click.option(
    "--scores",
    type=click.Path(path_type=Path),
    help="CSV of paper scores: student,assignment,score,points [scores.csv, if there is one].",
)
@click.option("--explain", "student", help="Show one student's grade line by line; write nothing.")
@click.option(
    "--what-if",
    "suppositions",
    multiple=True,
    metavar="NAME=MARK",
    help="With --explain: as if this were the mark on the scale, such as exam=7, or the points, "
    "such as exam=15/21 (repeatable).",
)
@click.option("--need", metavar="GRADE", help="With --explain: what this grade needs in the exam.")
@click.option("--on", metavar="NAME", help="With --need: in this rather than in the exam.")
@in_course
def gradebook(
    scores: Path | None,
    student: str | None,
    suppositions: tuple[str, ...],
    need: str | None,
    on: str | None,
    layout: Layout,
) -> None:
    """Compute every mark by the course's formula.

    Writes gradebook.csv; audit.csv, which says where each mark comes from; and the scores into
    nbgrader's gradebook.db.

    \b
    One student's grade, what an exam would make of it, and what a grade needs:
      autograder gradebook --explain ann
      autograder gradebook --explain ann --what-if exam=7
      autograder gradebook --explain ann --need 8
    """  # noqa: D301  # \b is click's "keep these lines"
    from autograder import operations, scheduling, work
    from autograder.gradebook.database import database_url, file_of, shown
    from autograder.marking import write_gradebook

    course = operations.course_of(layout)
    work.require_known_corrections(layout, course)
    if student is not None:
        click.echo(explained(layout, course, student, scores, suppositions, need=need, on=on))
        return
    if suppositions or need or on:
        raise click.UsageError("--what-if, --need and --on are for --explain STUDENT.")
    marks, attention = write_gradebook(layout, course, scores)
    click.echo(f"grade = {course.formula}")
    db_url = database_url(layout.root, course)
    where = file_of(db_url) or shown(db_url)
    click.echo(f"{len(marks)} students, in {layout.root / 'gradebook.csv'} and {where}")
    for line in attention:
        click.echo(one_line(f"needs attention: {line}"), err=True)
    for line in scheduling.unmatched(layout, course):
        click.echo(line, err=True)
    sys.exit(1 if attention else 0)


def explained(
    layout: Layout,
    course: Course,
    name: str,
    scores: Path | None,
    suppositions: Sequence[str],
    *,
    need: str | None,
    on: str | None,
) -> str:
    """One student's grade line by line, with what was supposed; what a grade needs at the end."""
    from autograder.gradebook import supposing
    from autograder.gradebook.explanation import as_plain_text, explain
    from autograder.marking import marks_of

    student = marks_of(layout, course, name, scores)
    values = dict(supposing.parse_supposition(course, student, text) for text in suppositions)
    text = as_plain_text(explain(course, supposing.suppose(course, student, values)))
    if need is None:
        return text
    grade = supposing.parse_grade(course, need)
    target = supposing.find_target(course, student, on or supposing.exam_of(course))
    least = supposing.needed(course, student, target, grade, supposed=values)
    open_ones = supposing.to_come(course, student, target)
    others = [name for name in open_ones if name not in {each.name for each in values}]
    return f"{text}\n\n{supposing.told(course, target, grade, least, others=others)}"


@cli.command()
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The page [report.html in the course's folder]; its CSV files go beside it.",
)
@click.option(
    "--scores",
    type=click.Path(path_type=Path),
    help="CSV of paper scores [scores.csv, if there is one].",
)
@click.option(
    "--at-risk-below",
    "below",
    metavar="GRADE",
    help="A grade so far below this is a risk [four tenths of the scale].",
)
@in_course
def report(output: Path | None, scores: Path | None, below: str | None, layout: Layout) -> None:
    """Write one page about the class, for the staff.

    Grades and components, when work came in, every check's pass rate, discrimination and time,
    the mistakes the class makes with the smallest input that shows each, students at risk, late
    and missing work, slow submissions.  report.html needs no network; report/ holds each of its
    tables as CSV.  Nothing is graded or changed.
    """
    from autograder import handing_back, keeping, operations
    from autograder.gradebook import supposing

    course = operations.course_of(layout)
    bound = None
    if below is not None:
        bound = supposing.parse_grade(course, below, option="--at-risk-below")
    page = output or layout.report
    made, tables = handing_back.write_class_report(
        layout, course, page, scores=scores, below=bound
    )
    click.echo(f"{made.students} students, {made.submissions} submissions, in {page}")
    click.echo(f"{len(tables)} tables as CSV, in {tables[0].parent}")
    for line in keeping.about_receipts(layout, course):
        click.echo(one_line(line), err=True)


@cli.command("grade-list")
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The page [grade_list.html in the course's folder]; the CSV goes beside it.",
)
@click.option(
    "--scores",
    type=click.Path(path_type=Path),
    help="CSV of paper scores [scores.csv, if there is one].",
)
@in_course
def grade_list(output: Path | None, scores: Path | None, layout: Layout) -> None:
    """Write the list of grades: names, components, grade; a page to print, and a CSV.

    The page needs no network, and fits A4 paper and a phone.  Names are those of the roster.
    """
    from autograder import handing_back, operations

    course = operations.course_of(layout)
    page, table, students = handing_back.write_grade_list(layout, course, output, scores=scores)
    click.echo(f"{students} students, in {page} and {table}")
