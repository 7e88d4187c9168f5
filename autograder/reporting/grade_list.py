"""The list of grades: names, components and the grade, as CSV and as a page to print."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import jinja2

from autograder.gradebook import Course
from autograder.gradebook.csv_files import csv_text
from autograder.gradebook.exact import Rounding
from autograder.gradebook.marks import StudentMarks
from autograder.gradebook.people import Person
from autograder.gradebook.skipping import Skipping, skipping_of
from autograder.reporting.pages import environment, style_sheet
from autograder.reporting.plain import printable

_SHOWN = Rounding(decimals=2)


@dataclass(frozen=True, slots=True)
class ListedStudent:
    """One line of the list, as text.

    Attributes:
        student: the id.
        name: family name first; "" if unknown.
        marks: of the components, in the formula's order.
        grade: as the course rounds it.
        remarks: that it waits for staff, that the exam may be skipped or was.
    """

    student: str
    name: str
    marks: tuple[str, ...]
    grade: str
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeList:
    """The list.

    Attributes:
        title: of the course.
        formula: of the grade.
        scale: the best grade.
        components: their names.
        students: by name, then by id.
        is_final: everything is graded, and nothing waits for staff.
        made: when.
    """

    title: str
    formula: str
    scale: str
    components: tuple[str, ...]
    students: tuple[ListedStudent, ...]
    is_final: bool
    made: str


def grade_list(
    course: Course,
    marks: Iterable[StudentMarks],
    people: Mapping[str, Person],
    now: datetime,
) -> GradeList:
    """The list of the class, sorted by name; ids of unknown people stand for their names."""
    marks = tuple(marks)

    def by_name(student: StudentMarks) -> tuple[str, str]:
        name = _name(people, student.student)
        return (name or student.student).casefold(), student.student

    waits = any(each.provisional for each in marks)
    is_open = any(mark.state.is_open for each in marks for mark in each.assignments)
    return GradeList(
        title=course.title,
        formula=str(course.formula),
        scale=f"{float(course.top):g}",
        components=tuple(component.name for component in course.components),
        students=tuple(_line(course, each, people) for each in sorted(marks, key=by_name)),
        is_final=not (waits or is_open),
        made=f"{now.astimezone(course.zone):%Y-%m-%d %H:%M %Z}",
    )


def _name(people: Mapping[str, Person], student: str) -> str:
    return people[student].name if student in people else ""


def _line(course: Course, student: StudentMarks, people: Mapping[str, Person]) -> ListedStudent:
    shown = [student.components[component.name] for component in course.components]
    return ListedStudent(
        student.student,
        _name(people, student.student),
        tuple("" if mark is None else _SHOWN.text(mark) for mark in shown),
        "" if student.grade is None else course.rounding.text(student.grade),
        tuple(_remarks(course, student)),
    )


def _remarks(course: Course, student: StudentMarks) -> Iterable[str]:
    if student.provisional:
        yield "not final"
    standing = skipping_of(course, student)
    exam = course.exam_waiver.exam if course.exam_waiver else ""
    if student.waiver_applied and standing and standing.taken:
        yield f"{exam} not counted"
    elif standing is not None and standing.allowed and not standing.taken:
        told = f"without {exam}" if _is_over(course, student, standing) else f"may skip {exam}"
        yield told if standing.is_sure else f"{told} as it stands"


def _is_over(course: Course, student: StudentMarks, standing: Skipping) -> bool:
    """Whether the exam is over, and nothing before it is open."""
    exam = course.exam_waiver.exam if course.exam_waiver else ""
    states = {mark.assignment: mark.state for mark in student.assignments}
    mine = [
        each.name for part in course.components if part.name == exam for each in part.assignments
    ]
    return standing.is_sure and not any(states[name].is_open for name in mine)


def grade_list_csv(made: GradeList) -> str:
    """The list as CSV: student, name, the components, grade, remarks."""
    head = ("student", "name", *made.components, "grade", "remarks")
    rows = [
        (each.student, each.name, *each.marks, each.grade, "; ".join(each.remarks))
        for each in made.students
    ]
    return csv_text([head, *rows])


def grade_list_page(made: GradeList) -> str:
    """The list as one page that needs no network, for A4 paper and a phone."""
    return printable(_template().render(made=made))


@lru_cache(maxsize=1)
def _template() -> jinja2.Template:
    return environment().get_template(
        "grade_list.html", globals={"style_sheet": style_sheet("grade_list.css")}
    )
