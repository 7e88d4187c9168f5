"""Subcommands for whoever writes topics: init, verify, release."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from autograder.cli.options import JOBS, TRUST, cli, in_course
from autograder.console import progress
from autograder.layout import Layout

if TYPE_CHECKING:
    from collections.abc import Mapping

    from autograder.grading.grade import Prepared
    from autograder.quizzes.reports import QuizReport
    from autograder.verification.reports import TopicReport


@cli.command()
@click.argument("folder", type=click.Path(path_type=Path))
def init(folder: Path) -> None:
    """Make a new course in FOLDER: one tiny topic, and a sample submission to grade.

    It verifies, releases and grades at once.  A folder that holds anything is refused.
    """
    from autograder.scaffold import make_course

    for path in make_course(folder):
        click.echo(f"wrote {path}")
    click.echo(f"\nNext: cd {folder}; autograder release; autograder verify; autograder grade")


@cli.command()
@click.argument("topics", nargs=-1)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.option(
    "--regrades",
    type=click.IntRange(min=1),
    default=1,
    help="How often the reference and a fifth of the mistakes are graded again [1].",
)
@click.option(
    "--variants",
    type=click.IntRange(min=2),
    default=500,
    help="How many students' variants of a quiz are looked at [500].",
)
@click.option(
    "--blind-spots",
    "only_blind_spots",
    is_flag=True,
    help="Try the reference made wrong at one place of its input after another, and nothing else.",
)
@JOBS
@TRUST
@in_course
def verify(
    topics: tuple[str, ...],
    form: str,
    regrades: int,
    variants: int,
    only_blind_spots: bool,
    jobs: int | None,
    trust_students: bool,
    layout: Layout,
) -> None:
    """Prove the grader right: the laws, on all TOPICS and quizzes or those named.

    The reference earns every point; stubs and lazy answers earn nothing, and hollow ones (zeros,
    a line, the numbers of the public checks) no hidden check; every known mistake and every
    automatic mutant of the reference is caught; nothing leaks into the released notebooks; right
    answers written otherwise lose nothing; grading again changes nothing.
    Of a quiz also that none of many variants degenerates, and all take the same steps.
    """
    from autograder import operations, work
    from autograder.quizzes import reports as quiz_reports
    from autograder.verification.reports import as_json, as_text
    from autograder.verification.verify import verify as verify_topics

    course = operations.course_of(layout)
    names, quizzes = work.split(layout, topics)
    secret = operations.secret_to_verify(layout, course)
    prepared = {}
    if names:
        prepared = operations.prepared_topics(layout, course, names, secret=secret)
    if only_blind_spots:
        sys.exit(_blind_spots(prepared, form, jobs))
    confinement = operations.confinement_of(layout, course, trust_students=trust_students)
    with progress("verifying") as step:
        reports = verify_topics(
            layout, prepared, confinement, regrades=regrades, processes=jobs, progress=step
        )
    of_quizzes = work.verify_quizzes(
        layout, course, quizzes, confinement, variants=variants, processes=jobs
    )
    every: list[TopicReport | QuizReport] = [*reports, *of_quizzes]
    broken = [f"{report.name}: {line}" for report in every for line in report.broken]
    if form == "json":
        found = {**as_json(reports), "quizzes": quiz_reports.as_json(of_quizzes)}
        click.echo(json.dumps({**found, "ok": not broken}, indent=1))
        for line in broken:
            click.echo(line, err=True)
    else:
        tables = [as_text(reports)] * bool(reports)
        click.echo("\n\n".join([*tables, *[quiz_reports.as_text(of_quizzes)] * bool(of_quizzes)]))
    sys.exit(1 if broken else 0)


def _blind_spots(prepared: Mapping[str, Prepared], form: str, jobs: int | None) -> int:
    """Print the table of blind spots; the exit code."""
    from autograder.verification.blind_spots import as_json, as_text, bad, blind_spots_of

    found = blind_spots_of(prepared, processes=jobs)
    click.echo(json.dumps(as_json(found), indent=1) if form == "json" else as_text(found))
    return 1 if bad(found) else 0


@cli.command()
@click.argument("assignments", nargs=-1)
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit 1 if out of date.")
@in_course
def release(assignments: tuple[str, ...], only_check: bool, layout: Layout) -> None:
    """Make the students' notebooks of ASSIGNMENTS (all, if none is named) in assignments/.

    Uses nbgrader's own generate_assignment; releasing again changes no byte.
    The first release makes the course's secret, from which hidden examples are drawn.
    """
    from autograder import operations, scheduling, work
    from autograder.authoring.release import outdated
    from autograder.authoring.release import release as release_topics
    from autograder.gradebook.database import database_url

    quizzes = work.split(layout, [])[1]
    for name in assignments:
        if name in quizzes:
            raise click.UsageError(f"{name} is a quiz: autograder variants {name} hands it out")
    topics = operations.topics_of(layout, assignments)
    course = operations.course_of(layout)
    if only_check:
        old = outdated(topics, course_root=layout.root)
        for path in old:
            click.echo(f"{path}: is not what a release makes; run autograder release")
        sys.exit(1 if old else 0)
    made = course.begin_secret(layout.root)
    changed = release_topics(
        topics,
        course_root=layout.root,
        db_url=database_url(layout.root, course),
        course_id=course.course_id,
    )
    for path in changed:
        click.echo(f"released {path}")
    click.echo(f"{len(topics)} released, {len(changed)} files changed")
    for line in () if assignments else scheduling.unmatched(layout, course):
        click.echo(line, err=True)
    if made:
        click.echo(f"{made}: made; `autograder secret --help` says what it is, how to keep it")
