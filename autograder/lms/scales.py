"""Marks on the scale that an LMS asks for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction

from autograder.gradebook.assignment_marks import AssignmentMark
from autograder.gradebook.course import Course
from autograder.gradebook.exact import Rounding, exactly
from autograder.gradebook.marks import StudentMarks

SHOWN = Rounding(decimals=2)
COURSE_GRADE = "grade"  # no assignment may be called so


def of_the_course(course: Course) -> tuple[str, ...]:
    """What is exported on the course's scale: its components, and its grade."""
    return (*(component.name for component in course.components), COURSE_GRADE)


def value_told(student: StudentMarks, name: str) -> Fraction | None:
    """A component's mark, or the grade as rounded; None if there is none that may be told."""
    value = student.grade if name == COURSE_GRADE else student.components[name]
    return None if student.provisional else value


def mark_told(student: StudentMarks | None, name: str) -> AssignmentMark | None:
    """The mark, if there is one that may be told."""
    for mark in student.assignments if student else ():
        if mark.assignment == name and not mark.state.is_open and not mark.attention:
            return mark
    return None


def out_of_points(mark: AssignmentMark, top: Fraction) -> str:
    """The points, of so many; what staff marked out of another number is brought to this one."""
    points = mark.after_penalty * top / mark.points if mark.points else mark.after_penalty
    return SHOWN.text(points)


def worth_of(course: Course, marks: Iterable[StudentMarks]) -> dict[str, Fraction]:
    """What each assignment is worth.

    As the course says, else as most of the marks that come from checks are out of, else as most
    marks are out of.
    """
    known = [mark for student in marks for mark in student.assignments if mark.points]
    found: dict[str, Fraction] = {}
    for some in (known, [mark for mark in known if mark.source.startswith("receipt")]):
        seen = Counter((mark.assignment, mark.points) for mark in some)
        found |= {name: points for (name, points), _ in reversed(seen.most_common())}
    declared = {
        each.name: exactly(each.points, what=each.name)
        for each in course.assignments
        if each.points is not None
    }
    return found | declared
