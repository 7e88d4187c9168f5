"""`autograder demo`: a whole term in one folder, from release to course grade."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from autograder.demo.stories import Submission, make_class
from autograder.errors import CourseError
from autograder.files import write_atomically
from autograder.gradebook import Course, load_course
from autograder.gradebook.secret import course_secret
from autograder.grading.grade import Prepared, prepare
from autograder.grading.pool import Confinement
from autograder.layout import Layout
from autograder.marking import write_gradebook

MARK = ".made-by-autograder-demo"
KEEP_TO_ITSELF = """

# A demonstration writes into no gradebook but its own.
import dataclasses, os  # noqa
os.environ.pop("AUTOGRADER_DATABASE", None)
COURSE = dataclasses.replace(COURSE, database="")
"""
SHORT_TERM = 5  # assignments, so that a first look takes a minute


def play(
    course: Layout,
    folder: Path,
    *,
    assignments: Sequence[str] = (),
    confine: Callable[[Layout, Course], Confinement],
    jobs: int | None,
    say: Callable[[str], None],
    bar: Callable[[str, int | None], Any],
) -> list[Submission]:
    """Play a term in `folder`; return what was handed in, with what each should earn.

    Args:
        course: the course whose topics are taught.
        folder: made if missing; refused if it holds anything but an earlier demonstration.
        assignments: which to play; the first five of the course, if none.
        confine: how to run student code in a course.
        jobs: processes at once.
        say: prints a line.
        bar: a progress bar, as a context manager.

    Raises:
        CourseError: the folder holds something else.
    """
    from autograder import operations
    from autograder.authoring.release import release

    began = time.monotonic()
    layout = set_up(course, folder)
    settings = load_course(layout.config)
    chosen = assignments or operations.graded_assignments(layout, settings)[:SHORT_TERM]
    topics = operations.topics_of(layout, chosen)
    release(topics, course_root=layout.root, course_id=settings.course_id)
    say(f"released      {len(topics)} assignments to {layout.root / 'assignments'}")
    secret = course_secret(layout.root, secret_file=settings.secret_file)
    with bar("drawing examples", len(topics)) as step:
        prepared = {}
        for topic in topics:
            prepared[topic.name] = prepare(topic, secret, cache=layout.cache)
            step(topic.name)
    submissions = hand_in(layout, settings, prepared)
    students = {submission.student for submission in submissions}
    say(f"handed in     {len(submissions)} notebooks by {len(students)} students")
    to_do = operations.chosen_jobs(layout, settings, [], [])
    with bar("grading", len(to_do)) as step:
        outcome = operations.grade_jobs(
            layout, prepared, to_do, confine(layout, settings), processes=jobs, step=step
        )
    say(f"graded        {outcome.summary}")
    for line in outcome.problems:
        say(f"              {line}")
    receipts = operations.chosen_receipts(layout, settings, [], [])
    with bar("feedback", len(receipts)) as step:
        pages = operations.write_pages(layout, settings, receipts, step)
    say(f"feedback      {len(pages)} pages")
    marks, attention = write_gradebook(layout, settings, None)
    say(f"gradebook     {len(marks)} students: grade = {settings.formula}")
    for line in attention:
        say(f"              needs attention: {line}")
    _, tables = operations.write_class_report(layout, settings)
    say(f"report        a page for the staff, {len(tables)} tables")
    say("")
    say(f"Done in {time.monotonic() - began:.0f} s.  Where to look:")
    shown = topics[min(1, len(topics) - 1)].name
    say(f"  {layout.feedback('mistaken_01', shown)}   what a student reads")
    say(f"  {layout.released(shown)}   what a student works in")
    say(f"  {layout.report}   what the staff reads about the class")
    say(f"  {layout.root / 'gradebook.csv'}   every mark; also in gradebook.db, for nbgrader")
    return submissions


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
) -> list[Submission]:
    """Write everybody's notebooks, when they were handed in, and the scores of the paper tests."""
    import nbformat

    released: Mapping[str, Any] = {
        name: nbformat.read(layout.released(name), as_version=4) for name in prepared
    }
    submissions = make_class(prepared, released)
    for one in submissions:
        path = layout.submitted(one.student, one.topic)
        write_atomically(path, one.content)
        due = settings.due_at(one.topic) or datetime(2027, 1, 1, tzinfo=UTC)
        moment = due + timedelta(days=one.days_late) - timedelta(hours=1)
        stamp = moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f UTC")
        write_atomically(path.with_name("timestamp.txt"), stamp.encode())
    lines = ["student,assignment,score,points"]
    lines += [
        f"{student},{assignment.name},{(number * 7 + 3) % 11},10"
        for number, student in enumerate(sorted({one.student for one in submissions}))
        for assignment in settings.assignments
        if assignment.paper
    ]
    write_atomically(layout.root / "scores.csv", ("\n".join(lines) + "\n").encode())
    return submissions
