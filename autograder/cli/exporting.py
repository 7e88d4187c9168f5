"""Subcommands for other people's machines: export gradescope, export ci."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from autograder.cli.options import cli, in_course
from autograder.console import Suggesting
from autograder.layout import Layout


@cli.group(cls=Suggesting)
def export() -> None:
    """Make files for Gradescope and for CI."""


@export.command()
@click.argument("assignment")
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    default="autograder.zip",
    help="Where to [autograder.zip].",
)
@click.option(
    "--hidden-checks",
    "hidden",
    type=click.Choice(["visible", "after_due_date", "after_published", "hidden"]),
    default="after_published",
    help="From when on students see hidden checks and their feedback [after_published].",
)
@click.option(
    "--minutes",
    type=click.FloatRange(1, 40),
    default=10,
    help="The time limit in the assignment's settings on Gradescope [10].",
)
@click.option(
    "--demand",
    type=click.Choice(["A", "B", "E"]),
    default="B",
    help="The weakest confinement accepted; E trusts the students [B].",
)
@in_course
def gradescope(
    assignment: str, output: Path, hidden: Any, minutes: float, demand: str, layout: Layout
) -> None:
    """Make the autograder.zip of ASSIGNMENT, to upload to Gradescope.

    It holds the framework, this assignment's reference and settings, nothing else of the course.
    Whoever has it has the answers.
    """
    from autograder import operations
    from autograder.exporting.gradescope import settings_of, write_autograder_zip

    (topic,) = operations.topics_of(layout, [assignment])
    course = operations.course_of(layout)
    secret = course.secret(layout.root)
    settings = settings_of(topic, course, secret, demand=demand, hidden=hidden, minutes=minutes)
    write_autograder_zip(output, topic, settings)
    click.echo(f"{output}: {output.stat().st_size / 1024:.0f} KiB; keep it private")


@export.command()
@click.argument("service", type=click.Choice(["github", "gitlab"]))
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--for",
    "audience",
    type=click.Choice(["course", "students"]),
    required=True,
    help="Whose repository FOLDER is.",
)
@click.option(
    "--framework",
    metavar="REQUIREMENT",
    help="What pip installs there [a wheel of this framework, put into wheels/].",
)
@click.option("--replace", is_flag=True, help="Write over files that differ.")
def ci(service: Any, folder: Path, audience: Any, framework: str | None, *, replace: bool) -> None:
    """Write workflows for SERVICE into the repository in FOLDER.

    For students: the public checks on every push.  For the course, whose repository must be
    private: verify, release --check and tests on every push; grading on a schedule or by hand.
    """
    from autograder.exporting.workflows import write_workflows

    for path in write_workflows(folder, service, audience, framework=framework, replace=replace):
        click.echo(f"wrote {path}")
