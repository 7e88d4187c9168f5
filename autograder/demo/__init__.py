"""`autograder demo`: a whole term in one folder, from release to course grade."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from autograder.demo.large_class import (
    Happened,
    make_up,
    on_paper,
    stamp,
    works,
    write_attempts,
    write_scores,
)
from autograder.demo.notebooks import released_notebooks
from autograder.demo.stories import PlayedSubmission, make_class
from autograder.errors import CourseError
from autograder.files import write_atomically
from autograder.gradebook import Course, load_course
from autograder.grading.grade import Prepared, prepare
from autograder.grading.pool import Confinement
from autograder.layout import Layout
from autograder.marking import write_gradebook

MARK = ".made-by-autograder-demo"
KEEP_TO_ITSELF = """

# A demonstration writes into no gradebook but its own, and its term is over.
import dataclasses, os  # noqa
os.environ.pop("AUTOGRADER_DATABASE", None)
LAST = max((each.due for each in COURSE.assignments if each.due), default="2027-01-01")
COURSE = dataclasses.replace(COURSE, database="", now=f"{int(LAST[:4]) + 1}-01-31 12:00")
"""
SHORT_TERM = 5  # assignments, so that a first look takes a minute


@dataclass(frozen=True, slots=True)
class Stage:
    """How a term is played.

    Attributes:
        confine: how to run student code in a course.
        jobs: processes at once; None: one per core.
        say: prints a line.
        bar: a progress bar, as a context manager.
    """

    confine: Callable[[Layout, Course], Confinement]
    jobs: int | None
    say: Callable[[str], None]
    bar: Callable[[str, int | None], Any]


def play(
    course: Layout, folder: Path, stage: Stage, *, assignments: Sequence[str] = ()
) -> list[PlayedSubmission]:
    """Play a term in `folder`; return what was handed in, with what each should earn.

    Args:
        course: the course whose topics are taught.
        folder: made if missing; refused if it holds anything but an earlier demonstration.
        stage: how it is played.
        assignments: which to play; the first five of the course, if none.

    Raises:
        CourseError: the folder holds something else.
    """
    began = time.monotonic()
    layout, settings, prepared = _release(course, folder, stage, assignments)
    submissions = hand_in(layout, settings, prepared)
    students = {submission.student for submission in submissions}
    stage.say(f"handed in     {len(submissions)} notebooks by {len(students)} students")
    _grade(layout, settings, prepared, stage)
    _conclude(layout, settings, stage)
    _where_to_look(layout, stage, [*prepared], "mistaken_01", time.monotonic() - began)
    return submissions


def play_class(
    course: Layout, folder: Path, stage: Stage, *, students: int, assignments: Sequence[str] = ()
) -> Happened:
    """Play the term of a made-up class of any size; return what everybody did.

    Every notebook handed in is graded, earlier attempts too: each round of handing in is graded
    before the next one overwrites it, as it would happen.

    Raises:
        CourseError: the folder holds something else.
    """
    began = time.monotonic()
    layout, settings, prepared = _release(course, folder, stage, assignments)
    happened = make_up(settings, prepared, students)
    blanks = released_notebooks(layout, prepared)
    write_scores(layout, settings, happened)
    for attempt in range(max(len(work.attempts) for _, _, work in works(happened))):
        count = write_attempts(layout, settings, prepared, blanks, happened, attempt)
        stage.say(f"handed in     {count} notebooks{', again' if attempt else ''}")
        _grade(layout, settings, prepared, stage)
    _conclude(layout, settings, stage)
    first = next(s for s, name, work in works(happened) if work.attempts and name in prepared)
    _where_to_look(layout, stage, [*prepared], first, time.monotonic() - began)
    return happened


def _release(
    course: Layout, folder: Path, stage: Stage, assignments: Sequence[str]
) -> tuple[Layout, Course, dict[str, Prepared]]:
    from autograder import operations
    from autograder.authoring.release import release

    layout = set_up(course, folder)
    settings = load_course(layout.config)
    chosen = assignments or operations.graded_assignments(layout, settings)[:SHORT_TERM]
    topics = operations.topics_of(layout, chosen)
    release(topics, course_root=layout.root, course_id=settings.course_id)
    stage.say(f"released      {len(topics)} assignments to {layout.root / 'assignments'}")
    settings.begin_secret(layout.root)
    secret = settings.secret(layout.root)
    with stage.bar("drawing examples", len(topics)) as step:
        prepared = {}
        for topic in topics:
            prepared[topic.name] = prepare(topic, secret, cache=layout.cache)
            step(topic.name)
    return layout, settings, prepared


def _grade(
    layout: Layout, settings: Course, prepared: Mapping[str, Prepared], stage: Stage
) -> None:
    from autograder import operations

    to_do = operations.chosen_jobs(layout, settings, [], [])
    with stage.bar("grading", len(to_do)) as step:
        confinement = stage.confine(layout, settings)
        outcome = operations.grade_jobs(
            layout, prepared, to_do, confinement, processes=stage.jobs, step=step
        )
    stage.say(f"graded        {outcome.summary}")
    for line in outcome.problems:
        stage.say(f"              {line}")


def _conclude(layout: Layout, settings: Course, stage: Stage) -> None:
    from autograder import handing_back

    receipts = handing_back.chosen_receipts(layout, settings, [], [])
    with stage.bar("feedback", len(receipts)) as step:
        pages = handing_back.write_pages(layout, settings, receipts, step)
    stage.say(f"feedback      {len(pages)} pages")
    marks, attention = write_gradebook(layout, settings, None)
    stage.say(f"gradebook     {len(marks)} students: grade = {settings.formula}")
    for line in attention:
        stage.say(f"              needs attention: {line}")
    _, tables = handing_back.write_class_report(layout, settings)
    stage.say(f"report        a page for the staff, {len(tables)} tables")


def _where_to_look(
    layout: Layout, stage: Stage, topics: Sequence[str], student: str, seconds: float
) -> None:
    shown = topics[min(1, len(topics) - 1)]
    pages = [
        (layout.feedback(student, shown), "what a student reads"),
        (layout.released(shown), "what a student works in"),
        (layout.report, "what the staff reads about the class"),
        (layout.root / "gradebook.csv", "every mark; also in gradebook.db, for nbgrader"),
    ]
    stage.say("")
    stage.say(f"Done in {seconds:.0f} s.  Where to look:")
    for path, what in pages:
        stage.say(f"  {path}   {what}")


def set_up(course: Layout, folder: Path) -> Layout:
    """A copy of the course in `folder`, without anybody's work.

    An earlier demonstration is continued: what is graded is kept.
    """
    layout = Layout(folder.resolve())
    if layout.root.exists() and any(layout.root.iterdir()) and not (layout.root / MARK).exists():
        raise CourseError(f"{folder}: is not empty; name a new folder, as in autograder demo mine")
    write_atomically(layout.root / MARK, b"")
    shutil.copytree(
        course.reference,
        layout.reference,
        dirs_exist_ok=True,
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    shutil.copy(course.root / "nbgrader_config.py", layout.root)
    config = course.config.read_bytes().rstrip() + KEEP_TO_ITSELF.encode()
    write_atomically(layout.config, config)
    return layout


def hand_in(
    layout: Layout, settings: Course, prepared: Mapping[str, Prepared]
) -> list[PlayedSubmission]:
    """Write everybody's notebooks, when they were handed in, and the scores of the paper tests."""
    submissions = make_class(prepared, released_notebooks(layout, prepared))
    for one in submissions:
        path = layout.submitted(one.student, one.topic)
        write_atomically(path, one.content)
        stamp(path, settings, one.topic, timedelta(days=one.days_late, hours=-1))
    lines = ["student,assignment,score,points"]
    lines += [
        f"{student},{name},{(number * 7 + 3) % 11},10"
        for number, student in enumerate(sorted({one.student for one in submissions}))
        for name in on_paper(settings, prepared)
    ]
    write_atomically(layout.root / "scores.csv", ("\n".join(lines) + "\n").encode())
    return submissions
