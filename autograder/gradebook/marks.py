"""The marks of a class: assignments → components → the grade of the course."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import TypeVar

from autograder.errors import CourseError, near_miss
from autograder.gradebook.assignment_marks import AssignmentMark, State, assignment_mark
from autograder.gradebook.by_hand import Manual
from autograder.gradebook.component_marks import ComponentMark, component_mark
from autograder.gradebook.course import Course
from autograder.gradebook.formula import Assignment
from autograder.gradebook.groups import (
    NO_GROUPS,
    Groups,
    attempts_of_group,
    members_of,
    with_group,
)
from autograder.gradebook.scores import Score
from autograder.gradebook.worth import worth_of_each
from autograder.receipts import Receipt, read_or_stand_in

Work = TypeVar("Work", Receipt, Score)
_TOLD = {
    State.MISSING: "missing",
    State.UNGRADED: "not graded yet",
    State.NOT_DUE: "to come",
    State.OPTIONAL: "not done, need not be",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StudentMarks:
    """Everything the course counts for one student; all numbers are exact but `grade`.

    Attributes:
        student: the student's id.
        assignments: in the course's order.
        parts: the components, in the formula's order.
        accumulated: the formula without the exam; None if the course has no waiver.
        exact: the grade of the course; None if everything is excused.
        grade: `exact`, rounded once, as the course says.
        waiver_offered: the student may skip the exam.
        waiver_applied: the accumulated grade stands, because it is more than with the exam.
        late_days_left: days in the student's bank; None if the course has none.
        provisional: staff must look before the grade counts.
        attention: why, if not because of one assignment's mark.
        notes: what a reader of the grade has to know.
    """

    student: str
    assignments: tuple[AssignmentMark, ...]
    parts: tuple[ComponentMark, ...]
    accumulated: Fraction | None
    exact: Fraction | None
    grade: Fraction | None
    waiver_offered: bool
    waiver_applied: bool
    late_days_left: int | None = None
    provisional: bool
    attention: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def components(self) -> dict[str, Fraction | None]:
        """Name → mark on the course's scale; None if nothing in it counts."""
        return {part.name: part.mark for part in self.parts}


def compute_marks(
    course: Course,
    receipts: Iterable[Receipt],
    scores: Iterable[Score] = (),
    *,
    manual: Manual | None = None,
    earlier: Iterable[Receipt] = (),
    groups: Groups = NO_GROUPS,
) -> tuple[StudentMarks, ...]:
    """The marks of every student on the roster, in a receipt or in a score, sorted by id.

    Args:
        course: the rules.
        receipts: in any order; those of assignments the course does not have do not count.
        scores: in any order; a score outranks a receipt.
        manual: what people entered in nbgrader, about what was handed in last.
        earlier: receipts of what was handed in before, the oldest of each student first.
        groups: who hands in together.

    Raises:
        CourseError: two receipts or two scores for the same work.
    """
    known = {assignment.name for assignment in course.assignments}
    of_receipt = _by_work(receipt for receipt in receipts if receipt.assignment in known)
    of_score = _by_work(scores)
    before: dict[tuple[str, str], list[Receipt]] = {}
    for receipt in earlier:
        before.setdefault((receipt.assignment, receipt.student), []).append(receipt)
    points = worth_of_each(course, of_receipt.values())
    begun = {name for name, _ in of_receipt}
    begun |= {name for (name, _), score in of_score.items() if not score.excused}
    students = {student for _, student in (*of_receipt, *of_score, *groups)}
    students |= set(course.students)

    in_turn = sorted(enumerate(course.assignments), key=lambda one: _when_due(one, course))
    bank = course.late_days.days if course.late_days else 0

    def marks_of(student: str) -> list[AssignmentMark]:
        found, left = {}, bank
        for _, assignment in in_turn:
            found[assignment.name] = mark(assignment, student, left)
            left -= found[assignment.name].late_days
        return [found[each.name] for each in course.assignments]

    def attempts(name: str, student: str) -> Sequence[Receipt]:
        mine = [
            receipt
            for member in members_of(groups, name, student)
            if (name, member) in of_receipt
            for receipt in (*before.get((name, member), ()), of_receipt[name, member])
        ]
        return attempts_of_group(mine, course) if (name, student) in groups else mine

    def mark(assignment: Assignment, student: str, late_days: int) -> AssignmentMark:
        work = (assignment.name, student)
        handed_in = attempts(*work)
        by = handed_in[-1].student if handed_in else student
        found = assignment_mark(
            assignment,
            student,
            course,
            attempts=handed_in,
            score=of_score.get(work),
            manual=(manual or {}).get((assignment.name, by), {}),
            points=points.get(assignment.name),
            begun=assignment.name in begun,
            late_days=late_days,
        )
        if work in groups and handed_in and work not in of_score:
            return with_group(found, groups[work], student, by)
        return found

    return tuple(student_marks(student, course, marks_of(student)) for student in sorted(students))


def _when_due(
    one: tuple[int, Assignment], course: Course
) -> tuple[bool, datetime | None, int] | tuple[bool, int]:
    """The order in which late days are spent: as work is due for the class."""
    number, assignment = one
    due = course.due_at(assignment.name)
    return (True, number) if due is None else (False, due, number)


def needs_attention(marks: Iterable[StudentMarks]) -> tuple[str, ...]:
    """A line for everything that makes a grade provisional: student and what to look at."""
    return tuple(
        f"{student.student}: {note}"
        for student in marks
        for notes in (student.attention, *(mark.attention for mark in student.assignments))
        for note in notes
    )


def read_receipts(folder: Path) -> tuple[Receipt, ...]:
    """Every receipt in `folder/<assignment>/<student>.json`, or what stands in for it."""
    return tuple(
        read_or_stand_in(path, path.parent.name, path.stem)
        for path in sorted(folder.glob("*/*.json"))
    )


def _by_work(works: Iterable[Work]) -> dict[tuple[str, str], Work]:
    found: dict[tuple[str, str], Work] = {}
    for work in works:
        key = (work.assignment, work.student)
        if key in found:
            kind = type(work).__name__.lower()
            raise CourseError(f"two {kind}s for {work.student}, {work.assignment}; keep one")
        found[key] = work
    return found


def student_marks(
    student: str,
    course: Course,
    assignments: Sequence[AssignmentMark],
    *,
    parts: Sequence[ComponentMark] | None = None,
) -> StudentMarks:
    """The marks of one student from those of all assignments, in the course's order.

    Args:
        student: the student's id.
        course: the rules.
        assignments: the marks.
        parts: the components, in the formula's order, if they are known or supposed.
    """
    if parts is None:
        marks = {mark.assignment: mark for mark in assignments}
        parts = [component_mark(each, marks, scale=course.top) for each in course.components]
    components = {part.name: part.mark for part in parts}
    grade = _grade(course, components)
    if grade.offered:
        assignments = [_may_be_skipped(mark, course) for mark in assignments]
    notes = [note for mark in assignments for note in (*mark.attention, *mark.notes)]
    for state, words in _TOLD.items():
        if names := [mark.assignment for mark in assignments if mark.state is state]:
            notes.append(f"{words}: {', '.join(names)}")
    attention: tuple[str, ...] = ()
    if course.students and student not in course.students:
        attention = (f"not on the roster{near_miss(student, course.students)}",)
    left = None
    if course.late_days is not None:
        left = course.late_days.days - sum(mark.late_days for mark in assignments)
    if grade.applied:
        notes.append("exam waived: the accumulated grade stands")
    elif grade.offered:
        told = "exam waiver offered"
        notes.append(f"{told} so far" if _is_open_before_exam(assignments, course) else told)
    return StudentMarks(
        student=student,
        assignments=tuple(assignments),
        parts=tuple(parts),
        accumulated=grade.accumulated,
        exact=grade.exact,
        grade=None if grade.exact is None else course.rounding(grade.exact),
        waiver_offered=grade.offered,
        waiver_applied=grade.applied,
        late_days_left=left,
        provisional=bool(attention) or any(mark.provisional for mark in assignments),
        attention=attention,
        notes=(*attention, *notes),
    )


def _is_open_before_exam(marks: Iterable[AssignmentMark], course: Course) -> bool:
    exam = course.exam_waiver.exam if course.exam_waiver else ""
    is_open = (mark.assignment for mark in marks if mark.state.is_open)
    return any(course.component_of(name).name != exam for name in is_open)


def _may_be_skipped(mark: AssignmentMark, course: Course) -> AssignmentMark:
    """The mark; what is missing of an exam that the student may skip is not missing."""
    waiver = course.exam_waiver
    if waiver is None or mark.state is not State.MISSING:
        return mark
    is_exam = course.component_of(mark.assignment).name == waiver.exam
    return replace(mark, state=State.OPTIONAL) if is_exam else mark


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
