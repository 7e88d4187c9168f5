"""Subcommands for marks: gradebook."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from autograder.cli.options import cli, in_course
from autograder.layout import Layout


@cli.command()
@click.option(
    "--scores",
    type=click.Path(path_type=Path),
    help="CSV of paper scores: student,assignment,score,points [scores.csv, if there is one].",
)
@in_course
def gradebook(scores: Path | None, layout: Layout) -> None:
    """Compute every mark by the course's formula.

    Writes gradebook.csv, and the scores into nbgrader's gradebook.db.
    """
    from autograder import operations

    course = operations.course_of(layout)
    marks, attention = operations.write_gradebook(layout, course, scores)
    click.echo(f"grade = {course.formula}")
    click.echo(f"{len(marks)} students, in {layout.root / 'gradebook.csv'} and {layout.database}")
    for line in attention:
        click.echo(f"needs attention: {line}", err=True)
    sys.exit(1 if attention else 0)
