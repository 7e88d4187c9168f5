"""The command `autograder`: parses, calls, prints."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from autograder import __version__
from autograder.console import FORMATS, Suggesting, progress
from autograder.errors import AutograderError
from autograder.layout import Layout, find_course

if TYPE_CHECKING:
    from autograder.gradebook import Course
    from autograder.grading.pool import Confinement

Command = Callable[..., Any]


def main() -> None:
    """Run the command; an error of ours is one line on stderr and exit status 2."""
    try:
        cli.main(prog_name="autograder", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        click.echo("\ninterrupted; what was graded is kept, run the same command again", err=True)
        sys.exit(130)
    except (AutograderError, OSError) as error:
        click.echo(f"autograder: {' '.join(str(error).split())}", err=True)
        sys.exit(2)


def _common(command: Command) -> Command:
    """--course and --jobs, and a Layout in place of the folder."""

    @click.option(
        "--course", type=click.Path(path_type=Path), default=".", help="The course's folder."
    )
    @wraps(command)
    def with_layout(*args: Any, course: Path, **kwargs: Any) -> Any:
        return command(*args, layout=find_course(course), **kwargs)

    return with_layout


JOBS = click.option(
    "--jobs", type=click.IntRange(1), default=None, help="Processes at once [all cores]."
)
TRUST = click.option(
    "--trust-students",
    is_flag=True,
    help="Accept weak confinement (no Landlock, no seccomp), for code you would run yourself.",
)


@click.group(cls=Suggesting, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="autograder")
def cli() -> None:
    """Auto-graded homework for numerical Python courses.

    \b
    A term, in the order you need it:
      autograder verify                 is the grader itself right?
      autograder release activations    make the students' notebook
      (students work; their notebooks arrive in submitted/STUDENT/activations/)
      autograder grade activations      grade them all, in a sandbox
      autograder gradebook              marks by the course's formula
      autograder feedback activations   one HTML page per student

    New here?  `autograder demo` plays a whole term and says where to look.
    """  # noqa: D301  # \b is click's "keep these lines"


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
@_common
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
@_common
def release(assignments: tuple[str, ...], only_check: bool, layout: Layout) -> None:
    """Make the students' notebooks of ASSIGNMENTS (all, if none is named) in assignments/.

    Uses nbgrader's own generate_assignment; releasing again changes no byte.
    """
    from autograder import operations
    from autograder.authoring.release import outdated
    from autograder.authoring.release import release as release_topics

    topics = operations.topics_of(layout, assignments)
    course = operations.course_of(layout)
    if only_check:
        old = outdated(topics, course_root=layout.root)
        for path in old:
            click.echo(f"{path}: is not what a release makes; run autograder release")
        sys.exit(1 if old else 0)
    changed = release_topics(topics, course_root=layout.root, course_id=course.course_id)
    for path in changed:
        click.echo(f"released {path}")
    click.echo(f"{len(topics)} released, {len(changed)} files changed")


@cli.command()
@click.argument("assignments", nargs=-1)
@click.option("--student", "students", multiple=True, help="Grade only this student (repeatable).")
@click.option(
    "--submission",
    type=click.Path(path_type=Path),
    help="Grade this one notebook, and touch no gradebook.",
)
@click.option("--format", "form", type=click.Choice(FORMATS), default="text")
@click.option("--again", is_flag=True, help="Grade anew also what is graded already.")
@JOBS
@TRUST
@_common
def grade(
    assignments: tuple[str, ...],
    students: tuple[str, ...],
    submission: Path | None,
    form: str,
    again: bool,
    jobs: int | None,
    trust_students: bool,
    layout: Layout,
) -> None:
    """Grade what students handed in for ASSIGNMENTS (all, if none is named).

    Receipts go to grades/ASSIGNMENT/STUDENT.json, the notebooks as executed to autograded/.
    A run that is killed and started again grades only what is missing.
    Exit status 1: a file could not be read, or a check of ours broke.

    \b
    With --submission one file is graded and printed; exit status 1 if it does not earn everything:
      autograder grade activations --submission mine.ipynb --format json
    """  # noqa: D301  # \b is click's "keep these lines"
    from autograder import operations

    course = operations.course_of(layout)
    confinement = operations.confinement_of(layout, course, trust_students=trust_students)
    if submission is not None:
        if len(assignments) != 1:
            raise click.UsageError("--submission needs exactly one ASSIGNMENT before it.")
        prepared = operations.prepared_topics(layout, course, assignments)
        receipt = operations.grade_one_file(prepared[assignments[0]], confinement, submission)
        click.echo(operations.formatted(receipt, form))
        sys.exit(0 if receipt.earned == receipt.points else 1)
    jobs_to_do = operations.chosen_jobs(layout, course, assignments, students)
    prepared = operations.prepared_topics(
        layout, course, sorted({job.assignment for job in jobs_to_do})
    )
    with progress("grading", len(jobs_to_do)) as step:
        outcome = operations.grade_jobs(
            layout, prepared, jobs_to_do, confinement, again=again, processes=jobs, step=step
        )
    click.echo(outcome.summary)
    for line in outcome.problems:
        click.echo(line, err=True)
    sys.exit(1 if outcome.problems else 0)


@cli.command()
@click.argument("assignments", nargs=-1)
@click.option("--student", "students", multiple=True, help="Only this student (repeatable).")
@_common
def feedback(assignments: tuple[str, ...], students: tuple[str, ...], layout: Layout) -> None:
    """Write a page per student: feedback/STUDENT/ASSIGNMENT/ASSIGNMENT.html."""
    from autograder import operations

    course = operations.course_of(layout)
    receipts = operations.chosen_receipts(layout, course, assignments, students)
    with progress("writing feedback", len(receipts)) as step:
        pages = operations.write_pages(layout, course, receipts, step)
    click.echo(f"{len(pages)} pages written below {layout.root / 'feedback'}")


@cli.command()
@click.option(
    "--scores",
    type=click.Path(path_type=Path),
    help="CSV of paper scores: student,assignment,score,points [scores.csv, if there is one].",
)
@_common
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


@cli.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--exercise", help="Only this exercise's checks.")
def check(file: Path, exercise: str | None) -> None:
    """Run the public checks of your own notebook, as `check` does inside it.

    The file public_checks.py should lie beside the notebook.  Your code runs in this process,
    not in a sandbox.  Exit status 1 if a check fails.
    """
    from autograder.local_check import check_file

    results = check_file(file, exercise)
    click.echo(repr(results))
    sys.exit(0 if results.passed else 1)


@cli.command()
@click.argument("folder", type=click.Path(path_type=Path), default="demo")
@click.option("--assignment", "named", multiple=True, help="Which to play [the first five].")
@click.option("--all", "whole", is_flag=True, help="Play every assignment of the course.")
@JOBS
@TRUST
@_common
def demo(
    folder: Path,
    named: tuple[str, ...],
    whole: bool,
    jobs: int | None,
    trust_students: bool,
    layout: Layout,
) -> None:
    """Play a whole term in FOLDER [demo]: release, a class of varied submissions, grade, feedback.

    Needs no set-up.  Nothing outside FOLDER is changed.
    """
    from autograder import operations
    from autograder.demo import play

    def confine(copy: Layout, course: Course) -> Confinement:
        return operations.confinement_of(copy, course, trust_students=trust_students)

    if whole:
        named = tuple(operations.graded_assignments(layout, operations.course_of(layout)))
    play(
        layout,
        folder,
        assignments=named,
        confine=confine,
        jobs=jobs,
        say=click.echo,
        bar=progress,
    )
