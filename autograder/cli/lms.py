"""Subcommands for Moodle and Canvas: lms collect, lms grades."""

from __future__ import annotations

import sys
from datetime import tzinfo
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from autograder.cli.options import cli, in_course
from autograder.console import Suggesting
from autograder.layout import Layout

if TYPE_CHECKING:
    from autograder.lms.collecting import Collected

FILE = click.Path(path_type=Path, dir_okay=False)
WHICH = click.Choice(["moodle", "canvas"])


@cli.group(cls=Suggesting)
def lms() -> None:
    """Files of Moodle and Canvas: rosters and downloads in, grades out."""


@lms.command("collect")
@click.argument("which", type=WHICH)
@click.argument("archive", type=FILE)
@click.argument("assignment")
@click.option(
    "--times",
    type=FILE,
    multiple=True,
    help="When work came in: Moodle's grading worksheet, Canvas's submissions.json (repeatable).",
)
@click.option("--time-column", metavar="TITLE", default="", help="The column with the times.")
@click.option("--timezone", metavar="ZONE", help="Of times without an offset [the course's].")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and write nothing.")
@click.option("--replace", is_flag=True, help="Take what differs from what is there.")
@in_course
def collect_command(
    which: str,
    archive: Path,
    assignment: str,
    times: tuple[Path, ...],
    time_column: str,
    timezone: str | None,
    layout: Layout,
    *,
    dry_run: bool,
    replace: bool,
) -> None:
    """Bring the notebooks and scripts of a download of all submissions into submitted/.

    Zips that students handed in are looked into.
    Students are found by the roster: read it first with `autograder lms roster`.  Doing it again
    changes nothing.  Exit status 1: something was refused, or differs from what is there.
    """
    from autograder import operations
    from autograder.lms.collecting import Fate, collect
    from autograder.lms.times import read_times

    course = operations.course_of(layout)
    course.assignment(assignment)
    people = operations.people_of(layout, course)
    zone = _zone(timezone) if timezone else course.zone
    known = read_times(which, times, people, zone, title=time_column)
    found = collect(
        *(which, archive, assignment, people, layout),
        times=known,
        replace=replace,
        write=not dry_run,
    )
    for one in found:
        problem = one.fate in {Fate.REFUSED, Fate.KEPT}
        click.echo(_told(one, zone), err=problem)
    written = sum(one.fate in {Fate.NEW, Fate.TIMED, Fate.REPLACED} for one in found)
    problems = sum(one.fate in {Fate.REFUSED, Fate.KEPT} for one in found)
    timeless = sum(one.fate not in {Fate.REFUSED, Fate.LEFT} and not one.at for one in found)
    done = "would be written" if dry_run else "written"
    click.echo(f"{written} {done}, {problems} need you, {len(found)} files in all")
    if timeless:
        click.echo(f"{timeless} without a time: their marks are provisional; --times FILE has it")
    sys.exit(1 if problems else 0)


def _told(one: Collected, zone: tzinfo) -> str:
    """What became of a file, in a line."""
    who = f" → {one.student}" if one.student else ""
    at = f", handed in {one.at.astimezone(zone):%Y-%m-%d %H:%M %Z}" if one.at else ""
    late = ", late by Canvas" if one.late else ""
    why = f": {one.why}" if one.why else ""
    return f"{one.file!r}{who}: {one.fate}{at}{late}{why}"


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, ZoneInfoNotFoundError):
        raise click.BadParameter(
            f"{name!r} is no time zone; it should be as Europe/Moscow", param_hint="--timezone"
        ) from None


@lms.command()
@click.argument("which", type=WHICH)
@click.argument("names", nargs=-1, metavar="[EXPORT.csv | NAME...]")
@click.option("--output", type=FILE, required=True, help="The CSV to import into the LMS.")
@click.option("--scale", is_flag=True, help="Canvas: bring marks to the points it has.")
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="NAME=TITLE",
    help="Canvas: what an assignment, a component or grade is called there (repeatable).",
)
@click.option(
    "--by",
    type=click.Choice(["email", "student", "idnumber"]),
    default="email",
    help="Moodle: what identifies a student [email].",
)
@in_course
def grades(
    which: str,
    names: tuple[str, ...],
    output: Path,
    columns: tuple[str, ...],
    by: str,
    layout: Layout,
    *,
    scale: bool,
) -> None:
    """Write marks, after lateness, as a CSV that the LMS imports.

    \b
    Canvas: fills the gradebook that Canvas exported, so that rows and ids are its own:
      autograder lms grades canvas exported.csv --output import.csv
    Moodle: identifier, grade and feedback, for Grades > Import > CSV file:
      autograder lms grades moodle activations --output import.csv
    NAME may be an assignment, a component, or grade, for the grade of the course:
      autograder lms grades moodle HW Exam grade --output import.csv

    Marks that staff must look at first are left out.  Exit status 1: a student was left out.
    """  # noqa: D301  # \b is click's "keep these lines"
    from autograder import operations
    from autograder.files import write_atomically
    from autograder.lms.grades import canvas_grades, moodle_grades
    from autograder.lms.scales import COURSE_GRADE
    from autograder.lms.tables import read_table
    from autograder.marking import read_sources

    course = operations.course_of(layout)
    people = operations.people_of(layout, course)
    marks = read_sources(layout, course).marks(course)
    if which == "canvas":
        if len(names) != 1:
            raise click.UsageError("canvas needs one file: the gradebook that Canvas exported.")
        if wrong := [each for each in columns if "=" not in each]:
            raise click.UsageError(f"--column {wrong[0]}: should be NAME=TITLE.")
        titles = dict(each.split("=", 1) for each in columns)
        table = read_table(Path(names[0]))
        made = canvas_grades(table, marks, people, course, titles=titles, scale=scale)
    else:
        wanted = names or [assignment.name for assignment in course.assignments]
        components = {component.name for component in course.components}
        for name in {*wanted} - components - {COURSE_GRADE}:
            course.assignment(name)
        made = moodle_grades(marks, people, wanted, course, by=by)
    write_atomically(output, made.text.encode())
    click.echo(f"{made.grades} grades in {output}")
    for line in made.problems:
        click.echo(line, err=True)
    sys.exit(1 if made.problems else 0)
