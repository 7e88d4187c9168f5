"""What the commands do, without their options and their printing."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.accounting import students_seen, unaccounted
from autograder.authoring.topic import Topic, find_topics, load_topic
from autograder.errors import CourseError, near_miss
from autograder.gradebook import Course, load_course
from autograder.gradebook.history import read_history, removed
from autograder.gradebook.people import Person
from autograder.gradebook.roster import with_roster
from autograder.gradebook.secret import SECRET_VARIABLE
from autograder.grading.class_run import Cluster, Job, grade_class, jobs_of
from autograder.grading.gradable import Gradable
from autograder.grading.grade import Prepared, grade_file, prepare
from autograder.grading.pool import Confinement, bounded_memory
from autograder.layout import Layout
from autograder.receipts import Receipt
from autograder.scheduling import require_graded

Step = Callable[..., None]
"""Told after each piece of work: its label, and `bad=True` if something was wrong."""


def course_of(layout: Layout) -> Course:
    """The course's configuration."""
    return load_course(layout.config)


def people_known(layout: Layout, course: Course) -> tuple[Person, ...]:
    """The class as nbgrader's database knows it; perhaps nobody."""
    from autograder.gradebook.database import database_url
    from autograder.gradebook.nbgrader_database import read_people

    gone = removed(read_history(layout.root))
    people = read_people(database_url(layout.root, course), course)
    return tuple(each for each in people if each.student not in gone)


def names_known(layout: Layout, course: Course) -> dict[str, str]:
    """Id → name, of everybody in the class whose name is known."""
    people = people_known(layout, course)
    return {each.student: each.name for each in people if each.name}


def class_of(layout: Layout, course: Course) -> tuple[Person, ...]:
    """Everybody in the class, whether on the roster or only seen, by id."""
    known = {each.student: each for each in people_known(layout, course)}
    ids = {*known, *with_roster(course, layout.root).students, *students_seen(layout)}
    return tuple(known.get(student, Person(student)) for student in sorted(ids))


def people_of(layout: Layout, course: Course) -> tuple[Person, ...]:
    """The class as nbgrader's database knows it; CourseError if it knows nobody."""
    people = people_known(layout, course)
    if not people:
        raise CourseError(
            f"{layout.root}: the gradebook holds no students; read the roster first, "
            "as in autograder lms roster FILE.csv"
        )
    return people


def topics_of(layout: Layout, names: Sequence[str]) -> list[Topic]:
    """The named topics, or all; raise TopicError with the near miss for an unknown one."""
    chosen = list(names) or find_topics(layout.reference)
    if not chosen:
        raise CourseError(
            f"{layout.reference}: holds no topics; a topic is a folder of four files"
        )
    return [load_topic(layout.reference / name) for name in dict.fromkeys(chosen)]


def secret_to_verify(layout: Layout, course: Course) -> str:
    """The course's secret; where there is none yet, another one will do to try the checks."""
    has_one = os.environ.get(SECRET_VARIABLE) or (layout.root / course.secret_file).exists()
    return course.secret(layout.root) if has_one else "this course has no secret yet"


def prepared_topics(
    layout: Layout, course: Course, names: Sequence[str], *, secret: str | None = None
) -> dict[str, Prepared]:
    """The named topics, or all, with examples drawn from the course's secret, or another."""
    secret = secret or course.secret(layout.root)
    return {
        topic.name: prepare(topic, secret, cache=layout.cache)
        for topic in topics_of(layout, names)
    }


def confinement_of(layout: Layout, course: Course, *, trust_students: bool) -> Confinement:
    """How the course wants student code to be run."""
    return Confinement(
        course.limits,
        layout.root,
        demand="E" if trust_students else course.sandbox,
        trust_students=trust_students,
    )


def grade_one_file(
    prepared: Gradable, confinement: Confinement, path: Path, student: str | None = None
) -> Receipt:
    """Grade one notebook and write nothing; a student who is not named is the file's name."""
    with confinement.zygote() as zygote, bounded_memory():
        receipt, _ = grade_file(
            path, prepared, zygote, confinement.limits, student=student or path.stem
        )
    return receipt


def graded_assignments(layout: Layout, course: Course) -> list[str]:
    """The course's assignments that have a topic, in its order."""
    return [a.name for a in course.assignments if (layout.reference / a.name).is_dir()]


def chosen_jobs(
    layout: Layout, course: Course, assignments: Sequence[str], students: Sequence[str]
) -> list[Job]:
    """The jobs of the named assignments (all, if none) and students (all, if none).

    Raises:
        CourseError: an unknown name, with the nearest known one; nothing was handed in.
    """
    known = graded_assignments(layout, course)
    for name in assignments:
        require_graded(layout, course, name, known)
    gone = removed(read_history(layout.root))
    names = (each.name for each in course.assignments)
    found = jobs_of(layout, assignments or known, names)
    jobs = [job for job in found if job.student not in gone]
    present = {job.student for job in jobs}
    for student in students:
        require_known(student, sorted(present), "student with a submission")
    chosen = [job for job in jobs if not students or job.student in students]
    if not chosen:
        raise CourseError(
            f"{layout.root / 'submitted'}: nothing was handed in for "
            f"{', '.join(assignments) or 'any assignment'}; "
            "notebooks belong in submitted/STUDENT/ASSIGNMENT/ASSIGNMENT.ipynb"
            + "".join(f"\n{line}" for line in unaccounted(layout, course))
        )
    return chosen


def require_known(name: str, known: Sequence[str], what: str) -> None:
    """Raise CourseError with the nearest known name if this is none."""
    if name not in known:
        meant = near_miss(name, known) or f"; known: {', '.join(known) or 'none'}"
        raise CourseError(f"there is no {what} {name!r}{meant}")


@dataclass(frozen=True, slots=True)
class ClassOutcome:
    """How grading a class ended.

    Attributes:
        summary: how many were graded, in one line.
        problems: a line for each submission that staff must look at.
        notes: a line for each one that staff should know something about.
        results: how the class did, in a few lines.
    """

    summary: str
    problems: tuple[str, ...]
    notes: tuple[str, ...] = ()
    results: tuple[str, ...] = ()


def grade_jobs(
    layout: Layout,
    prepared: Mapping[str, Gradable],
    jobs: Sequence[Job],
    confinement: Confinement,
    *,
    again: bool = False,
    leave: Collection[Job] = (),
    processes: int | None = None,
    cluster: Cluster | None = None,
    step: Step = lambda _, **__: None,
) -> ClassOutcome:
    """Grade the jobs; receipts and executed notebooks are on disk when this returns.

    Those in `leave` keep their receipts, whatever graded them.
    """
    from autograder.reporting.class_summary import Tally

    count: Counter[str] = Counter()
    tally = Tally()
    problems: list[str] = []
    notes: list[str] = []
    for graded in grade_class(
        layout,
        prepared,
        jobs,
        confinement,
        again=again,
        leave=leave,
        processes=processes,
        cluster=cluster,
    ):
        job = graded.job
        receipt = graded.receipt
        unread = receipt is None or not receipt.read
        count["unreadable" if unread else "kept" if graded.kept else "graded"] += 1
        if graded.problem:
            problems.append(f"{job.student}, {job.assignment}: {graded.problem}")
        broken = receipt.errors if receipt else ()
        if receipt is not None and receipt.read:
            tally.add(receipt)
        if receipt is not None and receipt.taken:
            notes.append(f"{job.student}, {job.assignment}: {receipt.taken}")
        problems += [f"{job.student}, {job.assignment}: {b.message} (our error)" for b in broken]
        step(f"{job.student}, {job.assignment}", bad=bool(graded.problem or broken))
    summary = f"{count['graded']} graded, {count['kept']} kept as they were"
    if count["unreadable"]:
        summary += f", {count['unreadable']} could not be read"
    return ClassOutcome(summary, tuple(sorted(problems)), tuple(sorted(notes)), tally.lines())
