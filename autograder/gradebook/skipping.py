"""Who may skip the exam, said before it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from autograder.gradebook.course import Course
from autograder.gradebook.exact import apart, as_text, exactly
from autograder.gradebook.marks import StudentMarks


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipping:
    """How a student stands before the exam.

    Attributes:
        student: the id.
        allowed: the exam may be skipped, as the marks are now.
        before: the grade without the exam, exactly; None if nothing counts yet.
        test: the mark of the test, exactly; None if there is none.
        taken: there is a mark in the exam already.
        to_come: names of what counts before the exam and has no mark yet.
        waits: something before the exam waits for staff.
    """

    student: str
    allowed: bool
    before: Fraction | None
    test: Fraction | None
    taken: bool
    to_come: tuple[str, ...]
    waits: bool

    @property
    def is_sure(self) -> bool:
        """Whether nothing can change it any more."""
        return not self.to_come and not self.waits


def skipping_of(course: Course, student: StudentMarks) -> Skipping | None:
    """How the student stands; None if the course lets nobody skip its exam."""
    waiver = course.exam_waiver
    if waiver is None:
        return None
    in_exam = {
        assignment.name
        for component in course.components
        if component.name == waiver.exam
        for assignment in component.assignments
    }
    before = [mark for mark in student.assignments if mark.assignment not in in_exam]
    exam = [mark for mark in student.assignments if mark.assignment in in_exam]
    return Skipping(
        student=student.student,
        allowed=student.waiver_offered,
        before=student.accumulated,
        test=student.components[waiver.test],
        taken=any(mark.source for mark in exam),
        to_come=tuple(mark.assignment for mark in before if mark.state.is_open),
        waits=bool(student.attention) or any(mark.provisional for mark in before),
    )


def may_skip(course: Course, marks: Iterable[StudentMarks]) -> tuple[Skipping, ...]:
    """Everybody who may skip the exam as the marks are now."""
    found = (skipping_of(course, student) for student in marks)
    return tuple(each for each in found if each is not None and each.allowed)


def in_sentences(course: Course, found: Skipping) -> str:
    """What the student is told about it, until there is a mark in the exam; else ""."""
    waiver = course.exam_waiver
    if waiver is None or found.taken or found.before is None:
        return ""
    bounds = [exactly(bound, what="Waiver") for bound in (waiver.from_grade, waiver.test_at_least)]
    grade = apart(found.before, bounds[0])
    test = "no mark" if found.test is None else apart(found.test, bounds[1])
    stand = f"your grade before it is {grade}, and {waiver.test} is {test}"
    if found.test is None:
        stand = f"your grade before it is {grade}, and {waiver.test} has no mark yet"
    rest = _rest(found)
    if found.allowed and found.is_sure:
        return (
            f"You may skip {waiver.exam}: {stand}. The grade before it then stands; taking "
            f"{waiver.exam} can only raise it."
        )
    if found.allowed:
        return f"As it stands, you may skip {waiver.exam}: {stand}. {rest}"
    needs = f"{as_text(bounds[0])} before it and {as_text(bounds[1])} in {waiver.test}"
    return f"Skipping {waiver.exam} takes {needs}: {stand}. {rest}".strip()


def _rest(found: Skipping) -> str:
    words = []
    if found.to_come:
        words.append(f"{', '.join(found.to_come)} will still count.")
    if found.waits:
        words.append("Some of it waits for the staff.")
    return " ".join(words)
