"""The marks of a class: assignments → components → the grade of the course."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TypeVar

from autograder.errors import CourseError
from autograder.gradebook.assignment_marks import AssignmentMark, State, assignment_mark
from autograder.gradebook.course import Course
from autograder.gradebook.exact import exactly
from autograder.gradebook.formula import Assignment, Component
from autograder.gradebook.scores import Score
from autograder.receipts import Receipt, read_receipt

Manual = Mapping[tuple[str, str], Mapping[str, Fraction]]
Work = TypeVar("Work", Receipt, Score)


@dataclass(frozen=True, slots=True, kw_only=True)
class StudentMarks:
    """Everything the course counts for one student; all numbers are exact but `grade`.

    Attributes:
        student: the student's id.
        assignments: in the course's order.
        components: name → mark on the course's scale; None if all of it is excused.
        accumulated: the formula without the exam; None if the course has no waiver.
        exact: the grade of the course; None if everything is excused.
        grade: `exact`, rounded once, as the course says.
        waiver_offered: the student may skip the exam.
        waiver_applied: the accumulated grade stands, because it is more than with the exam.
        provisional: some assignment's mark is: staff must look before the grade counts.
        notes: what a reader of the grade has to know.
    """

    student: str
    assignments: tuple[AssignmentMark, ...]
    components: Mapping[str, Fraction | None]
    accumulated: Fraction | None
    exact: Fraction | None
    grade: Fraction | None
    waiver_offered: bool
    waiver_applied: bool
    provisional: bool
    notes: tuple[str, ...]


def compute_marks(
    course: Course,
    receipts: Iterable[Receipt],
    scores: Iterable[Score] = (),
    *,
    manual: Manual | None = None,
) -> tuple[StudentMarks, ...]:
    """The marks of every student on the roster, in a receipt or in a score, sorted by id.

    Args:
        course: the rules.
        receipts: in any order; those of assignments the course does not have do not count.
        scores: in any order; a score outranks a receipt.
        manual: (assignment, student) → exercise → score, as people entered them in nbgrader.

    Raises:
        CourseError: two receipts or two scores for the same work.
    """
    known = {assignment.name for assignment in course.assignments}
    of_receipt = _by_work(receipt for receipt in receipts if receipt.assignment in known)
    of_score = _by_work(scores)
    points = _points(course, of_receipt.values())
    students = {student for _, student in (*of_receipt, *of_score)} | set(course.students)

    def mark(assignment: Assignment, student: str) -> AssignmentMark:
        work = (assignment.name, student)
        return assignment_mark(
            assignment,
            student,
            course,
            receipt=of_receipt.get(work),
            score=of_score.get(work),
            manual=(manual or {}).get(work, {}),
            points=points.get(assignment.name),
        )

    return tuple(
        _student_marks(student, course, [mark(each, student) for each in course.assignments])
        for student in sorted(students)
    )


def needs_attention(marks: Iterable[StudentMarks]) -> tuple[str, ...]:
    """A line for every mark that is provisional: student and what to look at."""
    return tuple(
        f"{student.student}: {note}"
        for student in marks
        for mark in student.assignments
        for note in mark.attention
    )


def read_receipts(folder: Path) -> tuple[Receipt, ...]:
    """Every receipt in `folder/<assignment>/<student>.json`; AutograderError if one is damaged."""
    return tuple(read_receipt(path) for path in sorted(folder.glob("*/*.json")))


def _by_work(works: Iterable[Work]) -> dict[tuple[str, str], Work]:
    found: dict[tuple[str, str], Work] = {}
    for work in works:
        key = (work.assignment, work.student)
        if key in found:
            kind = type(work).__name__.lower()
            raise CourseError(f"two {kind}s for {work.student}, {work.assignment}; keep one")
        found[key] = work
    return found


def _points(course: Course, receipts: Iterable[Receipt]) -> dict[str, Fraction]:
    """What each assignment is worth: as the course says, else as most receipts say."""
    seen: dict[str, Counter[int]] = {}
    for receipt in receipts:
        if receipt.checks:
            seen.setdefault(receipt.assignment, Counter())[receipt.points] += 1
    points = {}
    for assignment in course.assignments:
        if assignment.points is not None:
            points[assignment.name] = exactly(assignment.points, what=assignment.name)
        elif assignment.name in seen:
            counts = seen[assignment.name]
            most = max(counts, key=lambda value: (counts[value], value))
            points[assignment.name] = Fraction(most)
    return points


def _student_marks(
    student: str, course: Course, assignments: Sequence[AssignmentMark]
) -> StudentMarks:
    marks = {mark.assignment: mark for mark in assignments}
    components = {
        component.name: _component_mark(component, marks, scale=course.top)
        for component in course.components
    }
    grade = _grade(course, components)
    notes = [note for mark in assignments for note in (*mark.attention, *mark.notes)]
    for state, words in ((State.MISSING, "missing"), (State.UNGRADED, "not counted yet")):
        if names := [mark.assignment for mark in assignments if mark.state is state]:
            notes.append(f"{words}: {', '.join(names)}")
    if course.students and student not in course.students:
        notes.insert(0, "not on the roster")
    if grade.applied:
        notes.append("exam waived: the accumulated grade stands")
    elif grade.offered:
        notes.append("exam waiver offered")
    return StudentMarks(
        student=student,
        assignments=tuple(assignments),
        components=components,
        accumulated=grade.accumulated,
        exact=grade.exact,
        grade=None if grade.exact is None else course.rounding(grade.exact),
        waiver_offered=grade.offered,
        waiver_applied=grade.applied,
        provisional=any(mark.provisional for mark in assignments),
        notes=tuple(notes),
    )


def _component_mark(
    component: Component, marks: Mapping[str, AssignmentMark], *, scale: Fraction
) -> Fraction | None:
    """The component's mark on the scale; None if none of its assignments counts."""
    counted = [
        mark for assignment in component.assignments if (mark := marks[assignment.name]).points
    ]
    if not counted:
        return None
    if component.by == "mean":
        shares = [mark.after_penalty / mark.points for mark in counted]
        return scale * sum(shares, Fraction(0)) / len(shares)
    earned = sum((mark.after_penalty for mark in counted), Fraction(0))
    return scale * earned / sum((mark.points for mark in counted), Fraction(0))


@dataclass(frozen=True, slots=True)
class _Grade:
    exact: Fraction | None
    accumulated: Fraction | None = None
    offered: bool = False
    applied: bool = False


def _grade(course: Course, components: Mapping[str, Fraction | None]) -> _Grade:
    """The formula, the waiver, and the top of the scale."""
    exact = _at_most(course.formula.value(components), course.top)
    waiver = course.exam_waiver
    if waiver is None:
        return _Grade(exact)
    accumulated = _at_most(course.formula.value({**components, waiver.exam: None}), course.top)
    offered = waiver.allows(accumulated, components[waiver.test])
    applied = offered and exact is not None and accumulated is not None and accumulated > exact
    return _Grade(accumulated if applied else exact, accumulated, offered, applied)


def _at_most(value: Fraction | None, top: Fraction) -> Fraction | None:
    # Scores that people enter in nbgrader may hold extra credit.
    return None if value is None else min(value, top)
