"""The subcommand for what students push to repositories of their own: collect."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from autograder.cli.options import cli, in_course
from autograder.console import one_line
from autograder.errors import AutograderError
from autograder.layout import Layout


@cli.command()
@click.argument("assignments", nargs=-1)
@click.option(
    "--repositories",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Whose repository is where [repositories.csv in the course's folder].",
)
@in_course
def collect(assignments: tuple[str, ...], repositories: Path | None, layout: Layout) -> None:
    """Bring what students pushed for ASSIGNMENTS (all, if none is named) into submitted/.

    repositories.csv has the columns student,url.  Of each repository's last commit the files
    ASSIGNMENT/ASSIGNMENT.ipynb or ASSIGNMENT.ipynb are read, else the same with .py, else the
    notebooks and scripts in the folder ASSIGNMENT; nothing is checked out or run.

    The time stamp is the commit's, which the student's own clock wrote: run this when the work is
    due if that matters.  STUDENTS_TOKEN may hold a token that reads private repositories, on
    STUDENTS_HOST [github.com].

    Exit status 1: a repository could not be read, or holds notebooks or scripts but none that is
    taken; its student is named.  One that holds none at all yet is told, and is no failure.
    """
    from autograder import operations
    from autograder import repositories as found
    from autograder.scheduling import require_graded

    course = operations.course_of(layout)
    known = operations.graded_assignments(layout, course)
    for name in assignments:
        require_graded(layout, course, name, known)
    table = repositories or layout.root / "repositories.csv"
    rows = found.read_repositories(table)
    if not rows:
        raise AutograderError(f"{table}: names no student; it should have a line for each")
    missing, files, brought = [], 0, 0
    for one in found.collect(layout, rows, assignments or known):
        files += len(one.written)
        if one.problem:
            missing.append(one.student)
            click.echo(one_line(f"{one.student}: {one.problem}"), err=True)
        elif not one.written:
            click.echo(one_line(f"{one.student}: the repository holds no notebook yet"), err=True)
        brought += bool(one.written)
    click.echo(f"{files} files collected from {brought} of {len(rows)} students")
    if missing:
        click.echo(f"missing: {one_line(', '.join(missing))}", err=True)
    sys.exit(1 if missing else 0)
