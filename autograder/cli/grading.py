"""Subcommands for what students hand in: grade, feedback, check, doctor."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from autograder.cli.changes import show_changed, show_regrade, tell_times
from autograder.cli.options import JOBS, SAVE, TRUST, cli, in_course
from autograder.console import FORMATS, one_line, progress
from autograder.layout import Layout

if TYPE_CHECKING:
    from autograder.grading.class_run import Job
    from autograder.grading.pool import Confinement
    from autograder.operations import ClassOutcome
    from autograder.receipts import Receipt
    from autograder.regrading import Preview


@cli.command()
@click.argument("assignments", nargs=-1)
@click.option("--student", "students", multiple=True, help="Grade only this student (repeatable).")
@click.option(
    "--submission",
    type=click.Path(path_type=Path),
    help="Grade this one notebook or .py file, and touch no gradebook.",
)
@click.option("--format", "form", type=click.Choice(FORMATS), default="text")
@SAVE
@click.option("--again", is_flag=True, help="Grade anew also what is graded already.")
@click.option("--dask", metavar="ADDRESS", help="Grade on the workers of this Dask scheduler.")
@click.option(
    "--regrade",
    is_flag=True,
    help="Show what corrected checks change, and write nothing [with --again: of everything].",
)
@click.option("--yes", is_flag=True, help="With --regrade: write it.")
@JOBS
@TRUST
@in_course
def grade(
    assignments: tuple[str, ...],
    students: tuple[str, ...],
    submission: Path | None,
    form: str,
    saved: list[tuple[str, Path]],
    again: bool,
    dask: str | None,
    regrade: bool,
    yes: bool,
    jobs: int | None,
    trust_students: bool,
    layout: Layout,
) -> None:
    """Grade what students handed in for ASSIGNMENTS (all, if none is named).

    Receipts go to grades/ASSIGNMENT/STUDENT.json, the notebooks as executed to autograded/.
    A run that is killed and started again grades only what is missing.
    If you corrected a check, marks that older checks gave stay, and you see what would change.
    Exit status 1: something needs you.  A file could not be read, a folder has no assignment's
    name, a check itself broke, or marks would change.

    \b
    With --submission one file is graded and printed; exit status 1 if it does not earn everything:
      autograder grade activations --submission mine.ipynb --format json

    \b
    After a check was corrected, see who gains or loses how much and why; then write it:
      autograder grade activations --regrade
      autograder grade activations --regrade --yes
    """  # noqa: D301  # \b is click's "keep these lines"
    from autograder import accounting, keeping, operations, regrading, scheduling, work
    from autograder.grading.corrected_times import correct_times
    from autograder.reporting.formats import formatted, save_formatted

    if yes and not regrade:
        raise click.UsageError("--yes is for --regrade.")
    if saved and submission is None:
        raise click.UsageError("--save is for --submission.")
    course = operations.course_of(layout)
    work.require_known_corrections(layout, course)
    confinement = operations.confinement_of(layout, course, trust_students=trust_students)
    if submission is not None:
        if len(assignments) != 1:
            raise click.UsageError("--submission needs exactly one ASSIGNMENT before it.")
        receipt = grade_one(layout, confinement, submission, assignments[0], students)
        click.echo(formatted(receipt, form, submission))
        save_formatted(receipt, saved, submission)
        sys.exit(0 if receipt.earned == receipt.points else 1)
    jobs_to_do = operations.chosen_jobs(layout, course, assignments, students)
    prepared = work.prepared_work(layout, course, sorted({job.assignment for job in jobs_to_do}))
    if yes or not regrade:
        tell_times(layout, course, correct_times(layout, jobs_to_do))

    def looked_at(stale: Sequence[Job]) -> Preview:
        cluster = work.cluster_of(dask, layout, prepared, confinement)
        with progress("grading again", len(stale)) as step:
            return regrading.preview(
                layout,
                course,
                prepared,
                stale,
                confinement,
                processes=jobs,
                cluster=cluster,
                step=step,
            )

    if regrade:
        stale = regrading.stale_jobs(layout, prepared, jobs_to_do, confinement.demand, again=again)
        sys.exit(show_regrade(layout, course, looked_at(stale), write=yes))
    keeping.require_same_secret(layout, course, jobs_to_do if again else ())
    left = [] if again else regrading.jobs_of_other_checks(layout, prepared, jobs_to_do)
    with progress("grading", len(jobs_to_do)) as step:
        outcome = operations.grade_jobs(
            layout,
            prepared,
            jobs_to_do,
            confinement,
            again=again,
            leave=left,
            processes=jobs,
            cluster=work.cluster_of(dask, layout, prepared, confinement),
            step=step,
        )
    beside = () if students else accounting.beside_the_graded(layout, course)
    problems = show_outcome(outcome, beside)
    for line in () if assignments else scheduling.unmatched(layout, course):
        click.echo(line, err=True)
    waits = bool(left) and show_changed(layout, course, looked_at(left), assignments)
    if not waits:
        click.echo("next: autograder gradebook, then autograder feedback")
    sys.exit(1 if problems or waits else 0)


def grade_one(
    layout: Layout,
    confinement: Confinement,
    file: Path,
    assignment: str,
    students: tuple[str, ...],
) -> Receipt:
    """Grade one file, and touch no gradebook; a quiz needs to know whose variant it is."""
    from autograder import operations, work

    if assignment in work.split(layout, [])[1] and len(students) != 1:
        raise click.UsageError(f"{assignment} has a variant for each student; name one: --student")
    prepared = work.prepared_work(layout, operations.course_of(layout), [assignment])
    return operations.grade_one_file(prepared[assignment], confinement, file, *students[:1])


def show_outcome(outcome: ClassOutcome, beside: Sequence[str]) -> int:
    """Print how grading a class ended, and what was not graded; return how many need you."""
    from autograder.reporting.plain import inert

    for line in (outcome.summary, *outcome.results):
        click.echo(inert(line))
    problems = (*outcome.problems, *beside)
    for line in (*outcome.notes, *problems):
        click.echo(one_line(line), err=True)
    if problems:
        click.echo(f"{len(problems)} need you: the lines above say what to look at")
    return len(problems)


@cli.command()
@click.argument("assignments", nargs=-1)
@click.option("--student", "students", multiple=True, help="Only this student (repeatable).")
@click.option(
    "--without-term",
    is_flag=True,
    help="Leave out the student's other marks and the grade so far.",
)
@in_course
def feedback(
    assignments: tuple[str, ...], students: tuple[str, ...], layout: Layout, *, without_term: bool
) -> None:
    """Write a page per student: feedback/STUDENT/ASSIGNMENT/ASSIGNMENT.html.

    It also shows the term so far: every mark, the grade with its arithmetic, and what the exam
    needs.
    """
    from autograder import handing_back, keeping, operations

    course = operations.course_of(layout)
    receipts = handing_back.chosen_receipts(layout, course, assignments, students)
    with progress("writing feedback", len(receipts)) as step:
        pages = handing_back.write_pages(
            layout, course, receipts, step, with_term=not without_term
        )
    click.echo(f"{len(pages)} pages written below {layout.root / 'feedback'}")
    for line in keeping.about_receipts(layout, course):
        click.echo(one_line(line), err=True)


@cli.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--exercise", help="Only this exercise's checks.")
@click.option(
    "--format",
    "form",
    type=click.Choice([form for form in FORMATS if form != "gradescope"]),
    default="text",
)
@SAVE
def check(file: Path, exercise: str | None, form: str, saved: list[tuple[str, Path]]) -> None:
    """Run the public checks of your own notebook or .py file, as `check` does inside it.

    The file public_checks.py should lie beside it.  The whole file is run, its examples
    too, in this process and not in a sandbox.
    Exit status 0: all hold; 1: a check fails; 2: they cannot be run.
    """
    from autograder.local_check import as_receipt, check_file
    from autograder.reporting.formats import formatted, save_formatted
    from autograder.reporting.plain import inert

    results = check_file(file, exercise)
    receipt = as_receipt(file, results)
    click.echo(inert(repr(results)) if form == "text" else formatted(receipt, form, file))
    save_formatted(receipt, saved, file)
    sys.exit(0 if results.passed else 1)


@cli.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.option(
    "--without",
    multiple=True,
    type=click.Choice(["landlock", "seccomp"]),
    help="Leave out a wall, to see what it is worth (repeatable).",
)
@TRUST
def doctor(form: str, without: tuple[str, ...], trust_students: bool) -> None:
    """Say how student code is confined on this machine, and attack the walls to prove it.

    Needs no course.  Exit status 1 if anything comes through but what the level is known to
    leave open.
    """
    from dataclasses import asdict

    from autograder.doctor import KNOWN_OPEN, as_text, examine

    found = examine(without=frozenset(without), trust_students=trust_students)
    click.echo(json.dumps(asdict(found), indent=1) if form == "json" else as_text(found))
    sys.exit(1 if set(found.came_through) - KNOWN_OPEN[found.level] else 0)
