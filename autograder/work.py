"""What a course hands out, topics and quizzes alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from autograder.authoring.topic import find_topics
from autograder.gradebook import Course
from autograder.grading.gradable import Gradable
from autograder.grading.pool import Confinement
from autograder.layout import Layout
from autograder.operations import people_known, prepared_topics, secret_to_verify
from autograder.quizzes.grading import prepare_quiz
from autograder.quizzes.handing_out import handed_out
from autograder.quizzes.quiz import find_quizzes, load_quiz

if TYPE_CHECKING:
    from autograder.quizzes.reports import QuizReport


def split(layout: Layout, names: Sequence[str]) -> tuple[list[str], list[str]]:
    """Which of the names are topics, and which are quizzes; all of either if none is named."""
    quizzes = find_quizzes(layout.reference)
    if not names:
        return find_topics(layout.reference), quizzes
    asked = list(dict.fromkeys(names))
    return [name for name in asked if name not in quizzes], [n for n in asked if n in quizzes]


def prepared_work(layout: Layout, course: Course, names: Sequence[str]) -> dict[str, Gradable]:
    """The named topics and quizzes, ready to grade with."""
    topics, quizzes = split(layout, names)
    secret = course.secret(layout.root)
    work: dict[str, Gradable] = {}
    if topics:
        work.update(prepared_topics(layout, course, topics))
    for name in quizzes:
        known = {*course.students, *handed_out(layout, name)}
        work[name] = prepare_quiz(load_quiz(layout.reference / name), secret, sorted(known))
    return work


def verify_quizzes(
    layout: Layout,
    course: Course,
    names: Sequence[str],
    confinement: Confinement,
    *,
    variants: int,
    processes: int | None = None,
) -> list[QuizReport]:
    """Try the laws of a quiz on the named ones."""
    from autograder.quizzes.verification import verify_quiz

    secret = secret_to_verify(layout, course)
    return [
        verify_quiz(
            load_quiz(layout.reference / name),
            secret,
            confinement,
            variants=variants,
            processes=processes,
        )
        for name in names
    ]


def students_of(layout: Layout, course: Course) -> list[str]:
    """Everybody in `students=` or in nbgrader's database, and whoever handed something in."""
    folders = (layout.root / "submitted").glob("*/")
    seen = {folder.name for folder in folders if not folder.name.startswith(".")}
    people = {person.student for person in people_known(layout, course)}
    return sorted({*course.students, *people, *seen})
