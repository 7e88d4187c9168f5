"""What if?  The grade with other marks, and the mark that a grade needs."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from autograder.errors import CourseError
from autograder.gradebook.assignment_marks import AssignmentMark, State
from autograder.gradebook.component_marks import ComponentMark
from autograder.gradebook.course import Course, did_you_mean
from autograder.gradebook.exact import as_text, exactly, parse_decimal
from autograder.gradebook.marks import StudentMarks, student_marks

STEP = Fraction(1, 100)  # marks are told to two decimals


@dataclass(frozen=True, slots=True)
class Target:
    """Something that may be supposed: an assignment or a component, each on the course's scale.

    Attributes:
        name: as the course spells it.
        top: the most it can have, the top of the scale.
        points: what an assignment is worth; None for a component.
    """

    name: str
    top: Fraction
    points: Fraction | None = None

    @property
    def is_component(self) -> bool:
        """Whether it is a component."""
        return self.points is None


def find_target(course: Course, student: StudentMarks, name: str) -> Target:
    """The assignment or component of that name, in any case; CourseError with the near miss."""
    worth = {mark.assignment: mark.points for mark in student.assignments}
    targets = [Target(each.name, course.top) for each in course.components]
    for each in course.assignments:
        points = exactly(each.points, what=each.name) if each.points else worth[each.name]
        targets.append(Target(each.name, course.top, points))
    found = [each for each in targets if each.name == name]
    found += [each for each in targets if each.name.lower() == name.lower()]
    if not found:
        known = [each.name for each in targets]
        raise CourseError(
            f"no assignment or component is named {name!r}{did_you_mean(name, known)}"
        )
    if found[0].points == 0:
        raise CourseError(f"what {name} is worth is not known yet; suppose its component instead")
    return found[0]


def parse_supposition(course: Course, student: StudentMarks, text: str) -> tuple[Target, Fraction]:
    """`exam=7` → the exam, a 7; raise CourseError saying what it should be.

    A mark is on the course's scale, as people speak of it: a 7.  Points are `exam=15/21`.
    """
    name, equals, number = text.partition("=")
    if not equals:
        raise CourseError(f"--what-if {text}: should be NAME=MARK, such as exam=7")
    target = find_target(course, student, name.strip())
    earned, slash, points = (part.strip() for part in number.partition("/"))
    try:
        value = parse_decimal(earned)
        if slash:
            value *= target.top / parse_decimal(points)
    except (ValueError, ZeroDivisionError):
        told = f"{number!r} should be a mark such as 7.5, or points such as 15/21"
        raise CourseError(f"--what-if {text}: {told}") from None
    if value > target.top:
        raise CourseError(
            f"--what-if {text}: should be a mark from 0 to {as_text(target.top)}, "
            "or points such as 15/21"
        )
    return target, value


def suppose(
    course: Course, student: StudentMarks, values: Mapping[Target, Fraction]
) -> StudentMarks:
    """The marks of a student if these were theirs, on the scale; everything else stays."""
    supposed = {target.name: value for target, value in values.items() if not target.is_component}
    worth = {target.name: target.points or Fraction(0) for target in values}
    assignments = [
        AssignmentMark(
            assignment=mark.assignment,
            state=State.GRADED,
            earned=supposed[mark.assignment] * worth[mark.assignment] / course.top,
            points=worth[mark.assignment],
            source="supposed",
            notes=(f"{mark.assignment}: supposed",),
            remarks=("supposed",),
        )
        if mark.assignment in supposed
        else mark
        for mark in student.assignments
    ]
    marks = student_marks(student.student, course, assignments) if supposed else student
    of_components = {t.name: value for t, value in values.items() if t.is_component}
    parts = [
        ComponentMark(name=part.name, mark=of_components[part.name])
        if part.name in of_components
        else part
        for part in marks.parts
    ]
    return student_marks(student.student, course, assignments, parts=parts)


def needed(
    course: Course,
    student: StudentMarks,
    target: Target,
    grade: Fraction,
    *,
    supposed: Mapping[Target, Fraction] | None = None,
) -> Fraction | None:
    """The least mark, in steps of 0.01, with which the rounded grade is at least `grade`.

    Components that are to come are supposed to get as much: what is left out of the formula now
    will count then.  None if even the best mark is not enough.  A grade never falls when a mark
    rises, so that bisection finds the least one.
    """
    others = [find_target(course, student, name) for name in to_come(course, student, target)]

    def is_enough(steps: int) -> bool:
        value = min(steps * STEP, target.top)
        values = dict.fromkeys(others, value) | dict(supposed or {}) | {target: value}
        reached = suppose(course, student, values).grade
        return reached is not None and reached >= grade

    last = -(-target.top // STEP)
    least = bisect_left(range(last + 1), x=True, key=is_enough)
    return None if least > last else min(least * STEP, target.top)


def to_come(course: Course, student: StudentMarks, target: Target) -> tuple[str, ...]:
    """Names of the components, but the target's, in which the student has no mark yet."""
    state = {mark.assignment: mark.state for mark in student.assignments}
    return tuple(
        component.name
        for component in course.components
        if student.components[component.name] is None
        and any(state[each.name].is_open for each in component.assignments)
        and target.name not in (component.name, *(each.name for each in component.assignments))
    )


def exam_of(course: Course) -> str:
    """The component that comes last: the waiver's exam, or the last of the formula."""
    return course.exam_waiver.exam if course.exam_waiver else course.components[-1].name


def parse_grade(course: Course, text: str, *, option: str = "--need") -> Fraction:
    """`8` → 8; raise CourseError saying what it should be."""
    try:
        grade = parse_decimal(text.strip())
    except ValueError:
        grade = course.top + 1
    if grade > course.top:
        raise CourseError(
            f"{option} {text}: should be a grade, a number from 0 to {as_text(course.top)}"
        )
    return grade


def told(
    course: Course,
    target: Target,
    grade: Fraction,
    least: Fraction | None,
    *,
    others: Sequence[str] = (),
) -> str:
    """What `needed` found, in a sentence; `others` are to come too, and get as much."""
    wanted = course.rounding.text(grade)
    where = " and in ".join((target.name, *others))
    if least is None:
        return f"{wanted} is out of reach: {as_text(target.top)} in {where} is not enough"
    if not least:
        return f"{wanted} needs nothing in {where}: 0 is enough, all else as it is"
    of = f"{as_text(least)} of {as_text(target.top)}"
    return f"{wanted} needs {of} in {where}, all else as it is"
