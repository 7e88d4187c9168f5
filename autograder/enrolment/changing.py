"""Students who join the class, leave it, or get another id."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from autograder.accounting import students_seen
from autograder.enrolment.mentions import in_config, rename_in_tables, require_no_two_lines
from autograder.enrolment.moving import has_files, move_files, require_graded_both
from autograder.errors import CourseError, near_miss
from autograder.gradebook import Course
from autograder.gradebook.database import database_url
from autograder.gradebook.history import (
    Event,
    What,
    add_to_history,
    former_ids,
    read_history,
    removed,
)
from autograder.gradebook.nbgrader_database import read_people, write_people
from autograder.gradebook.nbgrader_students import rename_student
from autograder.gradebook.people import Person
from autograder.layout import Layout


def add(layout: Layout, course: Course, person: Person, *, why: str = "") -> str:
    """Put somebody on the roster, or on it again; what was done, in a line.

    Raises:
        CourseError: the id was another student's, or can be no folder's name.
    """
    events = read_history(layout.root)
    student = person.student
    _require_an_id(student)
    if owner := next((new for new, ids in former_ids(events).items() if student in ids), ""):
        raise CourseError(f"{student} is what {owner} was called; choose another id")
    back = student in removed(events)
    known = student in _ids(layout, course)
    if not (person.first_name or person.last_name):
        person = person if known else replace(person, first_name=student)
    write_people(database_url(layout.root, course), [person], course)
    if known and not back:
        return f"{student}: was in the class already"
    add_to_history(layout.root, [Event(what=What.ADDED, student=student, why=why)], course.zone)
    return f"{student}: in the class{' again, with all earlier work' if back else ''}"


def remove(layout: Layout, course: Course, student: str, *, why: str = "") -> str:
    """Take somebody out of the class; all work stays where it is, and counts for nothing.

    Raises:
        CourseError: nobody has this id, with the near miss.
    """
    _require_known(layout, course, student)
    event = Event(what=What.REMOVED, student=student, why=why)
    add_to_history(layout.root, [event], course.zone)
    return f"{student}: no longer in the class; --add {student} brings everything back"


def rename(layout: Layout, course: Course, old: str, new: str, *, why: str = "") -> list[str]:
    """Give a student another id, with all work, scores and comments; lines for the staff.

    Doing it again after an interruption goes on.

    Raises:
        CourseError: nobody has the one id, or somebody has the other.
    """
    _require_an_id(new)
    begun = former_ids(read_history(layout.root)).get(new, ())
    if old not in begun:
        _require_known(layout, course, old)
        if new in _ids(layout, course) or has_files(layout, new):
            raise CourseError(
                f"{new} is in the class already; if both are one, --merge {old} {new}"
            )
        event = Event(what=What.RENAMED, student=new, before=old, why=why)
        add_to_history(layout.root, [event], course.zone)
    return [f"{old} is now {new}", *_moved(layout, course, old, new)]


def merge(layout: Layout, course: Course, old: str, new: str, *, why: str = "") -> list[str]:
    """Make one student of two ids; both had handed in attempts of the one; lines for the staff.

    Raises:
        CourseError: nobody has one of the ids; both have a score for the same work on paper.
        AutograderError: both handed in, and not all of it is graded.
    """
    begun = former_ids(read_history(layout.root)).get(new, ())
    if old == new:
        raise CourseError(f"{old} is {new}; name two ids")
    if old not in begun:
        for student in (old, new):
            _require_known(layout, course, student)
        require_no_two_lines(layout, old, new)
        names = [each.name for each in course.assignments if each.name in layout.assignments()]
        require_graded_both(layout, old, new, names)
        event = Event(what=What.MERGED, student=new, before=old, why=why)
        add_to_history(layout.root, [event], course.zone)
    return [f"{old} and {new} are now {new}", *_moved(layout, course, old, new)]


def _moved(layout: Layout, course: Course, old: str, new: str) -> list[str]:
    """Move files, rows and lines; what staff should know."""
    joined = move_files(layout, old, new, course.zone)
    prefer = [each.assignment for each in joined if each.last == old]
    lost = rename_student(database_url(layout.root, course), old, new, course, prefer=prefer)
    tables = rename_in_tables(layout, old, new)
    rules = {name: course.component_of(name).attempts for name in _scheduled(course)}
    return [
        *(f"{each.told}; the {rules[each.assignment]} counts" for each in joined if each.told),
        *lost,
        *(f"{name}: says {new} now" for name in tables),
        *(f"{place}: names {old}; write {new} there" for place in in_config(layout, old)),
    ]


def _scheduled(course: Course) -> Sequence[str]:
    return [each.name for each in course.assignments]


def _ids(layout: Layout, course: Course) -> list[str]:
    people = read_people(database_url(layout.root, course), course)
    found = {*course.students, *students_seen(layout), *(one.student for one in people)}
    return sorted(found)


def _require_known(layout: Layout, course: Course, student: str) -> None:
    known = _ids(layout, course)
    if student not in known:
        raise CourseError(f"nobody in the class is {student!r}{near_miss(student, known)}")


def _require_an_id(student: str) -> None:
    if not student or student.startswith(".") or not student.isprintable() or "/" in student:
        raise CourseError(f"{student!r} can be no folder's name; choose another id")
