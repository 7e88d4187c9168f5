"""Subcommands for whoever writes topics: verify, release."""

from __future__ import annotations

import json
import sys

import click

from autograder.cli.options import JOBS, TRUST, cli, in_course
from autograder.console import progress
from autograder.layout import Layout


@cli.command()
@click.argument("topics", nargs=-1)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.option(
    "--regrades",
    type=click.IntRange(min=1),
    default=1,
    help="How often the reference and every mistake are graded again [1].",
)
@JOBS
@TRUST
@in_course
def verify(
    topics: tuple[str, ...],
    form: str,
    regrades: int,
    jobs: int | None,
    trust_students: bool,
    layout: Layout,
) -> None:
    """Prove the grader right: the six laws, on all TOPICS or those named.

    The reference earns every point; stubs and lazy answers earn nothing; every known mistake and
    every automatic mutant of the reference is caught; nothing leaks into the released notebooks;
    right answers written otherwise lose nothing; grading again changes nothing.
    """
    from autograder import operations
    from autograder.verification.reports import as_json, as_text
    from autograder.verification.verify import verify as verify_topics

    course = operations.course_of(layout)
    prepared = operations.prepared_topics(layout, course, topics)
    confinement = operations.confinement_of(layout, course, trust_students=trust_students)
    with progress("verifying") as step:
        reports = verify_topics(
            layout, prepared, confinement, regrades=regrades, processes=jobs, progress=step
        )
    click.echo(json.dumps(as_json(reports), indent=1) if form == "json" else as_text(reports))
    if any(report.broken for report in reports):
        if form == "json":
            for report in reports:
                for line in report.broken:
                    click.echo(f"{report.name}: {line}", err=True)
        sys.exit(1)


@cli.command()
@click.argument("assignments", nargs=-1)
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit 1 if out of date.")
@in_course
def release(assignments: tuple[str, ...], only_check: bool, layout: Layout) -> None:
    """Make the students' notebooks of ASSIGNMENTS (all, if none is named) in assignments/.

    Uses nbgrader's own generate_assignment; releasing again changes no byte.
    """
    from autograder import operations
    from autograder.authoring.release import outdated
    from autograder.authoring.release import release as release_topics
    from autograder.gradebook.database import database_url

    topics = operations.topics_of(layout, assignments)
    course = operations.course_of(layout)
    if only_check:
        old = outdated(topics, course_root=layout.root)
        for path in old:
            click.echo(f"{path}: is not what a release makes; run autograder release")
        sys.exit(1 if old else 0)
    changed = release_topics(
        topics,
        course_root=layout.root,
        db_url=database_url(layout.root, course),
        course_id=course.course_id,
    )
    for path in changed:
        click.echo(f"released {path}")
    click.echo(f"{len(topics)} released, {len(changed)} files changed")
