"""The subcommand for a first look: demo."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from autograder.cli.options import JOBS, TRUST, cli, in_course
from autograder.console import progress
from autograder.layout import Layout

if TYPE_CHECKING:
    from autograder.gradebook import Course
    from autograder.grading.pool import Confinement


@cli.command()
@click.argument("folder", type=click.Path(path_type=Path), default="demo")
@click.option("--assignment", "named", multiple=True, help="Which to play [the first five].")
@click.option("--all", "whole", is_flag=True, help="Play every assignment of the course.")
@click.option(
    "--students",
    type=click.IntRange(1),
    help="A made-up class of this size, of ordinary students.",
)
@JOBS
@TRUST
@in_course
def demo(
    folder: Path,
    named: tuple[str, ...],
    whole: bool,
    students: int | None,
    jobs: int | None,
    trust_students: bool,
    layout: Layout,
) -> None:
    """Play a whole term in FOLDER [demo]: release, a varied class, grade, feedback, report.

    Needs no set-up.  Nothing outside FOLDER is changed.

    With --students 200 the class is made up from a seed: work that is late, missing, excused or
    handed in again, and tests on paper.
    """
    from autograder import operations, work
    from autograder.demo import Stage, play, play_class

    def confine(copy: Layout, course: Course) -> Confinement:
        return operations.confinement_of(copy, course, trust_students=trust_students)

    if whole:
        scheduled = operations.graded_assignments(layout, operations.course_of(layout))
        named = tuple(work.split(layout, scheduled)[0])
    stage = Stage(confine, jobs, click.echo, progress)
    if students:
        play_class(layout, folder, stage, students=students, assignments=named)
    else:
        play(layout, folder, stage, assignments=named)
