"""What a student reads about the term: progress, the grade so far, and its arithmetic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from autograder.gradebook import Component, Course
from autograder.gradebook.assignment_marks import AssignmentMark, State
from autograder.gradebook.component_marks import ComponentMark
from autograder.gradebook.exact import as_text, in_short
from autograder.gradebook.explanation import Section, explain
from autograder.gradebook.marks import StudentMarks
from autograder.gradebook.skipping import in_sentences, skipping_of
from autograder.gradebook.supposing import exam_of, find_target, needed, to_come


@dataclass(frozen=True, slots=True)
class Work:
    """One assignment in the overview.

    Attributes:
        name: the assignment's name.
        told: `9.6 of 15`, or why there is no number.
        percent: of its points that count, 0…100; None if it does not count.
        lost: percent of its points that lateness took.
        dropped: it is left out of its component.
        remark: what else happened to it; may be empty.
    """

    name: str
    told: str
    percent: int | None
    lost: int
    dropped: bool
    remark: str


@dataclass(frozen=True, slots=True)
class ComponentOverview:
    """One component in the overview.

    Attributes:
        name: the component's name.
        mark: on the course's scale; empty if nothing in it counts yet.
        works: its assignments that are graded, missing or excused.
        to_come: names of those that are not due yet.
        waits: names of those that were due, and in which nobody has a mark yet.
    """

    name: str
    mark: str
    works: tuple[Work, ...]
    to_come: tuple[str, ...]
    waits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TermOverview:
    """One student's term.

    Attributes:
        grade: as rounded; empty if nothing counts yet.
        scale: the best grade.
        is_final: everything is graded, and nothing waits for staff.
        provisional: something waits for staff.
        parts: the components with their assignments.
        arithmetic: every step, the grade itself last.
        exam: the component that is last; empty if there is a mark in it already.
        exam_top: the most it can have.
        as_much_in: other components that are to come; they are supposed to get as much.
        needs: (grade, mark in the exam that it needs), for the grades that depend on it.
        safe: the best whole grade that needs nothing more; empty if there is none.
        late_days: how many are left of the bank; empty if the course has none.
        skipping: whether the exam may be skipped, in sentences; empty once it was taken.
    """

    grade: str
    scale: str
    is_final: bool
    provisional: bool
    parts: tuple[ComponentOverview, ...]
    arithmetic: tuple[Section, ...]
    exam: str = ""
    exam_top: str = ""
    as_much_in: tuple[str, ...] = ()
    needs: tuple[tuple[str, str], ...] = ()
    safe: str = ""
    skipping: str = ""
    late_days: str = ""


def term_of(course: Course, student: StudentMarks) -> TermOverview:
    """The term of one student, ready to be shown."""
    parts = tuple(
        _part(component, part, {mark.assignment: mark for mark in student.assignments})
        for component, part in zip(course.components, student.parts, strict=True)
    )
    standing = skipping_of(course, student)
    waits = any(mark.state.is_open for mark in student.assignments)
    exam, needs, safe = _exam_needs(course, student)
    others = to_come(course, student, find_target(course, student, exam)) if exam else ()
    return TermOverview(
        grade="" if student.grade is None else course.rounding.text(student.grade),
        scale=as_text(course.top),
        is_final=not waits and not student.provisional,
        provisional=student.provisional,
        parts=parts,
        arithmetic=explain(course, student, for_staff=False),
        exam=exam,
        as_much_in=others,
        exam_top=as_text(course.top),
        needs=needs,
        safe=safe,
        late_days=_late_days(course, student),
        skipping=in_sentences(course, standing) if standing else "",
    )


def _late_days(course: Course, student: StudentMarks) -> str:
    if course.late_days is None:
        return ""
    return f"{student.late_days_left} of {course.late_days.days} late days left."


def _part(
    component: Component, part: ComponentMark, marks: Mapping[str, AssignmentMark]
) -> ComponentOverview:
    mine = [marks[assignment.name] for assignment in component.assignments]
    return ComponentOverview(
        name=component.name,
        mark="" if part.mark is None else in_short(part.mark),
        works=tuple(
            _work(mark, dropped=mark.assignment in part.dropped)
            for mark in mine
            if not mark.state.is_open
        ),
        to_come=tuple(mark.assignment for mark in mine if mark.state is State.NOT_DUE),
        waits=tuple(mark.assignment for mark in mine if mark.state is State.UNGRADED),
    )


def _work(mark: AssignmentMark, *, dropped: bool) -> Work:
    remarks = [remark for remark in mark.remarks if remark != "excused"]
    counts = mark.state in (State.GRADED, State.MISSING, State.OPTIONAL) and bool(mark.points)
    told = f"{in_short(mark.after_penalty)} of {in_short(mark.points)}"
    if not counts:
        told = "excused" if mark.state is State.EXCUSED else "does not count"
    if mark.state in (State.MISSING, State.OPTIONAL):
        remarks.insert(0, "missing" if mark.state is State.MISSING else "not done, need not be")
    return Work(
        name=mark.assignment,
        told=told,
        percent=_percent(mark.after_penalty, mark.points) if counts else None,
        lost=_percent(mark.penalty, mark.points) if counts else 0,
        dropped=dropped,
        remark="; ".join(filter(None, ["dropped" if dropped else "", *remarks])),
    )


def _percent(part: Fraction, whole: Fraction) -> int:
    return min(round(100 * part / whole), 100)


def _exam_needs(
    course: Course, student: StudentMarks
) -> tuple[str, tuple[tuple[str, str], ...], str]:
    """What whole grades need in the exam, if it is still to come and anything else is graded."""
    exam = exam_of(course)
    if student.components[exam] is not None or student.grade is None or len(student.parts) < 2:
        return "", (), ""
    target = find_target(course, student, exam)
    needs, safe = [], ""
    for grade in range(1, int(course.top) + 1):
        least = needed(course, student, target, Fraction(grade))
        if least is None:
            break
        if least == 0:
            safe = str(grade)
        else:
            needs.append((str(grade), as_text(least)))
    return exam, tuple(needs[-10:]), safe
