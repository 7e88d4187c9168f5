"""A student's grade line by line, with its arithmetic."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain

from autograder.gradebook.assignment_marks import AssignmentMark, State
from autograder.gradebook.component_marks import ComponentMark
from autograder.gradebook.course import Course, Waiver
from autograder.gradebook.exact import apart, as_text, exactly, in_short
from autograder.gradebook.formula import Component, as_decimal
from autograder.gradebook.marks import StudentMarks
from autograder.gradebook.skipping import skipping_of


@dataclass(frozen=True, slots=True)
class Line:
    """What is counted, and how."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """One component, or the grade itself; the last line is the result."""

    title: str
    lines: tuple[Line, ...]


def explain(
    course: Course, student: StudentMarks, *, for_staff: bool = True
) -> tuple[Section, ...]:
    """A section for each component, and one for the grade.

    What is for the student leaves out the reasons that staff wrote, and what they must look at.

    Numbers of more than four decimals are shown rounded, after ≈; what is computed is exact.
    """
    marks = {mark.assignment: mark for mark in student.assignments}
    parts = {part.name: part for part in student.parts}
    components = (
        Section(
            _policy(each),
            tuple(_component_lines(each, marks, parts[each.name], course, for_staff)),
        )
        for each in course.components
    )
    bank = _bank(course, student)
    return (
        *components,
        *bank,
        Section(f"grade = {course.formula}", tuple(_grade(course, student))),
    )


def _bank(course: Course, student: StudentMarks) -> tuple[Section, ...]:
    """What was spent of the late days, if the course has a bank of them."""
    if course.late_days is None:
        return ()
    lines = [
        Line(mark.assignment, f"{mark.late_days} spent")
        for mark in student.assignments
        if mark.late_days
    ]
    left = Line("left", f"{student.late_days_left} of {course.late_days.days}")
    return (Section(f"late days: {course.late_days.days} for the term", (*lines, left)),)


def as_plain_text(sections: Iterable[Section]) -> str:
    """The sections as aligned lines for a terminal."""
    sections = tuple(sections)
    width = max(len(line.label) for section in sections for line in section.lines)
    blocks = (
        "\n".join(chain([section.title], *(_folded(line, width) for line in section.lines)))
        for section in sections
    )
    return "\n\n".join(blocks)


def _folded(line: Line, width: int) -> list[str]:
    """The line, at most 80 columns wide if its label leaves room for words."""
    blank = " " * (width + 4)
    room = max(len(blank) + 30, 80)
    text = textwrap.wrap(line.text, room, initial_indent=blank, subsequent_indent=blank)
    return [f"  {line.label:<{width}}  {text[0].lstrip()}", *text[1:]] if text else []


def _policy(component: Component) -> str:
    """`HW: by points, without the lowest 2, of several attempts the best`."""
    words = [f"by {component.by}"] if len(component.assignments) > 1 else []
    if component.drop_lowest:
        words.append(f"without the lowest {component.drop_lowest}")
    if component.attempts == "best":
        words.append("of several attempts the best")
    return f"{component.name}: {', '.join(words)}" if words else component.name


def _component_lines(
    component: Component,
    marks: Mapping[str, AssignmentMark],
    part: ComponentMark,
    course: Course,
    for_staff: bool,
) -> Iterable[Line]:
    waiting: dict[State, list[str]] = {State.UNGRADED: [], State.NOT_DUE: []}
    for assignment in component.assignments:
        mark = marks[assignment.name]
        if mark.state.is_open:
            waiting[mark.state].append(mark.assignment)
            continue
        text = _assignment_text(mark, bonus=assignment.bonus, for_staff=for_staff)
        yield Line(
            mark.assignment, f"{text}; dropped" if mark.assignment in part.dropped else text
        )
    for state, label in ((State.UNGRADED, "not graded yet"), (State.NOT_DUE, "to come")):
        if waiting[state]:
            yield Line(label, ", ".join(waiting[state]))
    if part.mark is None:
        yield Line(component.name, "does not count: nothing in it does, or not yet")
    elif not part.possible:
        yield Line(component.name, f"{in_short(part.mark)}, supposed")
    else:
        what = "shares " if component.by == "mean" else ""
        sum_, scale = in_short(part.earned), as_text(course.top)
        cap = ", capped" if part.capped else ""
        result = _equals(part.mark, part.earned)
        quotient = f"{scale} · {what}{sum_} / {as_text(part.possible)}"
        yield Line(component.name, f"{quotient}{cap} {result}")


def _assignment_text(mark: AssignmentMark, *, bonus: bool, for_staff: bool) -> str:
    """`12 of 15, 9.6 count: 2 days late, 20 % lost`."""
    remarks = mark.remarks
    if for_staff:
        notes = (*mark.attention, *mark.notes)
        remarks = tuple(note.removeprefix(f"{mark.assignment}: ") for note in notes)
    if mark.state is State.EXCUSED:
        text = "does not count"
    else:
        text = f"{in_short(mark.earned)} of {in_short(mark.points)}"
        if mark.state is State.MISSING:
            text = f"{text}, missing"
        if mark.state is State.OPTIONAL:
            text = f"{text}, not done, need not be"
        if mark.penalty:
            text = f"{text}, {in_short(mark.after_penalty)} count"
        if bonus:
            text = f"{text} (bonus)"
    return f"{text}: {'; '.join(remarks)}" if remarks else text


def _grade(course: Course, student: StudentMarks) -> Iterable[Line]:
    if student.exact is None:
        yield Line("grade", "none: nothing counts, or not yet")
        return
    yield _weighted(course, "all together", student.components)
    waiver = course.exam_waiver
    if waiver is not None and student.accumulated is not None:
        without = {**student.components, waiver.exam: None}
        if student.components[waiver.exam] is not None:
            yield _weighted(course, f"without {waiver.exam}", without)
        yield Line("exam waiver", _waiver_text(waiver, student, course))
    if student.waiver_applied:
        yield Line("counts", f"without {waiver.exam if waiver else ''}, because it is more")
    rounded = course.rounding.text(student.exact)
    exact = as_text(student.exact)
    yield Line("grade", f"{exact}, rounded {course.rounding}: {rounded}")


def _weighted(course: Course, label: str, components: Mapping[str, Fraction | None]) -> Line:
    """`(0.4·8.5 + 0.2·6) / 0.6 ≈ 7.6667`, at most the scale."""
    counted = [
        (term.weight, mark)
        for term in course.formula.terms
        if (mark := components[term.component.name]) is not None
    ]
    sum_ = " + ".join(f"{as_decimal(weight)}·{in_short(mark)}" for weight, mark in counted)
    weights = sum((weight for weight, _ in counted), Fraction(0))
    value = course.formula.value(components)
    if value is None:
        return Line(label, "nothing counts, or not yet")
    quotient = sum_ if weights == 1 else f"({sum_}) / {as_decimal(weights)}"
    cap = f", at most {as_text(course.top)}" if value > course.top else ""
    return Line(label, f"{quotient} {_equals(value, *(mark for _, mark in counted))}{cap}")


def _waiver_text(waiver: Waiver, student: StudentMarks, course: Course) -> str:
    test = student.components[waiver.test]
    grade, bound = exactly(waiver.from_grade, what=""), exactly(waiver.test_at_least, what="")
    accumulated = student.accumulated or Fraction(0)
    first = _compared(accumulated, grade)
    second = "no mark" if test is None else _compared(test, bound)
    verdict = "may be skipped" if student.waiver_offered else "may not be skipped"
    standing = skipping_of(course, student)
    if standing is not None and standing.to_come:
        verdict += " as it stands"
    return f"before it {first}, and {waiver.test} {second}: {waiver.exam} {verdict}"


def _compared(value: Fraction, bound: Fraction) -> str:
    """`7.1429 ≥ 6`, never `6 < 6`."""
    sign = "≥" if value >= bound else "<"
    return f"{apart(value, bound)} {sign} {as_text(bound)}"


def _equals(value: Fraction, *operands: Fraction) -> str:
    """`= 7.5`, or `≈ 7.6667` if anything shown is rounded."""
    shown_exactly = all(in_short(each) == as_text(each) for each in (value, *operands))
    return f"{'=' if shown_exactly else '≈'} {in_short(value)}"
