"""What no receipt accounts for: files in the wrong place, work not graded, ids that look alike."""

from __future__ import annotations

import shlex
import unicodedata
from collections.abc import Iterable

from autograder.errors import near_miss
from autograder.gradebook import Course
from autograder.gradebook.history import read_history, removed
from autograder.gradebook.marks import StudentMarks
from autograder.gradebook.roster import with_roster
from autograder.grading.class_run import jobs_of, submitted_at
from autograder.grading.misplaced import misplaced
from autograder.layout import Layout
from autograder.receipts import Receipt


def loose_ends(
    layout: Layout, course: Course, marks: Iterable[StudentMarks] = ()
) -> tuple[str, ...]:
    """A line for everything that staff must look at and that is in no mark."""
    students = {each.student for each in marks} | students_seen(layout)
    return (
        *unaccounted(layout, course),
        *look_alikes(students | {*course.students}),
    )


def beside_the_graded(layout: Layout, course: Course) -> tuple[str, ...]:
    """A line for each file that `grade` did not grade, and for each student not on the roster."""
    roster = with_roster(course, layout.root).students
    students = students_seen(layout)
    strangers = sorted(students - {*roster}) if roster else []
    return (
        *unaccounted(layout, course),
        *look_alikes({*students, *roster}),
        *(f"{each}: not on the roster{near_miss(each, roster)}" for each in strangers),
    )


def unaccounted(layout: Layout, course: Course) -> tuple[str, ...]:
    """A line for everything in `submitted/` that no assignment takes, with what to do."""
    names = {assignment.name for assignment in course.assignments}
    lost = misplaced(layout, {*names, *layout.assignments()})
    return tuple(
        f"{one.path.relative_to(layout.root)}: {one.reason}; {one.remedy}"
        for one in lost
        if not (one.assignment in names and one.assignment in layout.assignments())
    )


def waiting(layout: Layout, course: Course) -> tuple[Receipt, ...]:
    """What stands for the receipt of each piece of work that was handed in and has none yet.

    Its mark is provisional, and in no export.
    """
    names = [each.name for each in course.assignments if each.name in layout.assignments()]
    jobs = jobs_of(layout, names, (each.name for each in course.assignments))
    gone = removed(read_history(layout.root))
    return tuple(
        Receipt(
            *(job.assignment, job.student, "", "", "", ()),
            submitted_at=submitted_at(layout, job),
            problem="handed in, but not graded; run autograder grade",
            remarks=("This was handed in, and is not graded yet.",),
        )
        for job in jobs
        if not job.receipt(layout).exists() and job.student not in gone
    )


def students_seen(layout: Layout) -> set[str]:
    """Ids of everybody in the class who has a folder in `submitted/` or a receipt."""
    folders = (layout.root / "submitted").glob("*/")
    receipts = (layout.root / "grades").glob("*/*.json")
    found = {folder.name for folder in folders} | {path.stem for path in receipts}
    found -= removed(read_history(layout.root))
    return {name for name in found if not name.startswith(".") or name.startswith("..")}


def look_alikes(students: Iterable[str]) -> tuple[str, ...]:
    """A line for ids that differ in case, in blanks or in how letters are encoded only."""
    alike: dict[str, list[str]] = {}
    for student in sorted(set(students)):
        key = " ".join(unicodedata.normalize("NFKC", student).casefold().split())
        alike.setdefault(key, []).append(student)
    return tuple(
        f"{', '.join(map(ascii, ids))}: look alike, but count as {len(ids)} students; if they are "
        f"one, autograder lms roster --merge {shlex.quote(ids[0])} {shlex.quote(ids[-1])}"
        for ids in alike.values()
        if len(ids) > 1
    )
