"""What a course hands out, topics and quizzes alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.authoring.topic import find_topics
from autograder.errors import CourseError
from autograder.gradebook import Course
from autograder.gradebook.history import drawn_ids, read_history, removed
from autograder.grading.class_run import Cluster
from autograder.grading.corrected import corrected_topic, require_checks
from autograder.grading.gradable import Gradable
from autograder.grading.pool import Confinement
from autograder.layout import Layout
from autograder.operations import (
    course_of,
    people_known,
    prepared_topics,
    secret_to_verify,
    topics_of,
)
from autograder.quizzes.corrected import require_questions
from autograder.quizzes.grading import corrected_quiz, prepare_quiz
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
        work.update(
            (name, corrected_topic(one, course.corrections_of(name)))
            for name, one in prepared_topics(layout, course, topics).items()
        )
    for name in quizzes:
        known = {*course.students, *handed_out(layout, name)}
        quiz = prepare_quiz(
            load_quiz(layout.reference / name),
            secret,
            sorted(known),
            drawn_as=drawn_ids(read_history(layout.root)),
        )
        work[name] = corrected_quiz(quiz, course.corrections_of(name))
    return work


def require_known_corrections(layout: Layout, course: Course) -> None:
    """Raise CourseError, with the near miss, if there is no such question or check."""
    for name in dict.fromkeys(each.assignment for each in course.corrections):
        mine = course.corrections_of(name)
        topics, quizzes = split(layout, [name])
        if not (layout.reference / name).is_dir():
            raise CourseError(
                f"{mine[0].where}: {name} has no folder in {layout.reference.name}/, so that no "
                "question or check of it is graded; correct its scores where they are written"
            )
        if quizzes:
            require_questions(mine, load_quiz(layout.reference / name))
        for topic in topics_of(layout, topics) if topics else ():
            require_checks(mine, [check.name for check in topic.checks])


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
    return sorted({*course.students, *people, *seen} - removed(read_history(layout.root)))


def cluster_of(
    dask: str | None, layout: Layout, prepared: Mapping[str, Gradable], confinement: Confinement
) -> Cluster | None:
    """The workers of the Dask scheduler at this address; None without one."""
    if dask is None:
        return None
    from autograder.grading.cluster import grade_on_cluster

    fingerprints = {name: one.fingerprint for name, one in prepared.items()}
    return lambda jobs: grade_on_cluster(
        dask, layout, prepared_on_worker, fingerprints, jobs, confinement
    )


def prepared_on_worker(root: Path, assignment: str) -> Gradable:
    """An assignment of the course in this folder, ready to grade with."""
    layout = Layout(root)
    return prepared_work(layout, course_of(layout), [assignment])[assignment]
