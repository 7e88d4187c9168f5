"""The subcommand for handing out quizzes: variants."""

from __future__ import annotations

import click

from autograder.cli.options import cli, in_course
from autograder.console import progress
from autograder.errors import CourseError
from autograder.layout import Layout


@cli.command()
@click.argument("quiz")
@click.option("--student", "students", multiple=True, help="Only this student (repeatable).")
@click.option(
    "--print",
    "on_paper",
    is_flag=True,
    help="Sheets to print, and the answer key, in printed/, instead of notebooks.",
)
@in_course
def variants(quiz: str, students: tuple[str, ...], layout: Layout, *, on_paper: bool) -> None:
    """Make each student's own variant of QUIZ: variants/STUDENT/QUIZ/QUIZ.ipynb.

    For everybody on the roster (students= in course_config.py, or read by `autograder lms
    roster`) or with a folder in submitted/, or those named with --student.
    The same student always gets the same variant, as long as the course has the same secret:
    what another secret drew is not written over.  No answer is in these files.

    With --print: printed/QUIZ/STUDENT.html for each, all of them in printed/QUIZ.pdf where
    Chromium is installed, and printed/QUIZ_answer_key.html for the staff.
    """
    from autograder import operations, work
    from autograder.gradebook.database import database_url
    from autograder.gradebook.nbgrader_database import write_assignment
    from autograder.quizzes.handing_out import (
        refuse_other_secrets,
        write_notebooks,
        write_papers,
    )
    from autograder.quizzes.quiz import load_quiz

    course = operations.course_of(layout)
    found = load_quiz(layout.reference / quiz)
    secret = course.secret(layout.root)
    chosen = list(students) or work.students_of(layout, course)
    if not chosen:
        raise CourseError(
            f"{layout.config}: has no students=, and nobody handed anything in; name students "
            "with --student, or read the roster, as in autograder lms roster FILE.csv"
        )
    for student in chosen:
        if "/" in student or student.startswith("."):
            raise CourseError(f"the student {student!r} cannot name a folder; write the id")
    refuse_other_secrets(layout, quiz, chosen, secret, on_paper=on_paper)
    with progress(f"variants of {quiz}", len(chosen)) as step:
        if on_paper:
            paths = write_papers(
                layout, found, chosen, secret, course_title=course.title, step=step
            )
        else:
            paths = write_notebooks(layout, found, chosen, secret, step=step)
            # nbgrader autogrades only what its database knows.
            points = {question.name: question.points for question in found.questions}
            write_assignment(database_url(layout.root, course), quiz, points, course)
    count = f"{len(chosen)} variant{'s' * (len(chosen) != 1)}"
    click.echo(f"{count} of {quiz}, the last in {paths[len(chosen) - 1]}")
    for path in paths[len(chosen) :]:
        click.echo(f"written: {path}")
