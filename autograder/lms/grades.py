"""Marks → the CSV files from which Canvas and Moodle import grades.

What a spreadsheet would run is made harmless in names and words, which neither LMS reads;
what it reads (ids, addresses, titles with their numbers) is never changed: a row in which that
would be dangerous is left out, and named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from autograder.errors import CourseError
from autograder.gradebook.assignment_marks import AssignmentMark, State
from autograder.gradebook.course import Course, did_you_mean
from autograder.gradebook.csv_files import csv_text
from autograder.gradebook.exact import as_text, parse_decimal
from autograder.gradebook.marks import StudentMarks
from autograder.gradebook.people import Person
from autograder.lms.roster import CANVAS_TESTS, COLUMNS, Finder, column, is_canvas
from autograder.lms.scales import (
    COURSE_GRADE,
    SHOWN,
    mark_told,
    of_the_course,
    out_of_points,
    value_told,
    worth_of,
)
from autograder.lms.tables import CsvTable, key, plain

BY = {"email": "Email address", "student": "Username", "idnumber": "ID number"}
_WITH_ID = re.compile(r"(?P<title>.*?)\s*\((?P<id>\d+)\)", re.DOTALL)
_HARMLESS = re.compile(r"\w[^\s;,\"]*")  # no separator inside, no formula at the start
_ABOUT = ("Student", "LastName", "FirstName", "ID", "SIS User ID", "SIS Login ID")
_ABOUT_MORE = ("Integration ID", "Root Account", "Section")


@dataclass(frozen=True, slots=True)
class Filled:
    """A CSV to import, how many grades are in it, and a line for each row left as it was."""

    text: str
    grades: int
    problems: tuple[str, ...]


def canvas_grades(
    table: CsvTable,
    marks: Iterable[StudentMarks],
    people: Iterable[Person],
    course: Course,
    *,
    titles: Mapping[str, str],
    scale: bool = False,
) -> Filled:
    """Fill a gradebook that Canvas exported; the rows and ids are Canvas's own.

    Only the columns about the student and our assignments are written, so that importing changes
    nothing else.  Cells for which we have no mark, and points possible, stay as Canvas has them.

    Args:
        table: Canvas's export.
        marks: of the class.
        people: the roster.
        course: the rules.
        titles: assignment → its title in Canvas, where the two differ.
        scale: bring marks to the points that Canvas has.

    Raises:
        CourseError: no column is one of our assignments, or the points differ without `scale`.
    """
    if not is_canvas(table):
        raise CourseError(f"{table.path}: is no gradebook that Canvas exported")
    about = [i for i, name in enumerate(table.header) if name in (*_ABOUT, *_ABOUT_MORE)]
    columns = _canvas_columns(table, course, titles)
    possible = _points_possible(table, columns)
    identity = table.header.index("ID")
    login = column(table, COLUMNS["id"][2:])
    marks = tuple(marks)
    worth = worth_of(course, marks)
    finder, of_student = Finder(people), {each.student: each for each in marks}
    rows: list[list[str]] = [[table.header[i] for i in (*about, *columns)]]
    grades, problems = 0, []
    for line, cells in table.rows:
        row = [plain(cells[i]) for i in about] + [cells[i] for i in columns]
        if not cells[identity].strip():
            rows.append([cells[i] for i in (*about, *columns)])
            continue
        if plain(cells[0]) in CANVAS_TESTS:
            continue
        if not cells[identity].strip().isdecimal():
            problems.append(f"{table.path}, line {line}: ID is {cells[identity]!r}, no number")
            continue
        try:
            name = plain(cells[login]) if login is not None else plain(cells[0])
            student = finder.find(name, lms_user_id=cells[identity].strip()).student
        except CourseError as error:
            problems.append(f"{table.path}, line {line}: {error}")
            continue
        for place, (index, name) in enumerate(columns.items(), start=len(about)):
            if cells[index].strip() == "N/A":
                continue
            out_of = possible.get(index)
            grade = _for_canvas(of_student.get(student), name, worth, course, out_of, scale=scale)
            if grade is not None:
                row[place] = grade
                grades += 1
        rows.append(row)
    return Filled(csv_text(rows), grades, tuple(problems))


def moodle_grades(
    marks: Iterable[StudentMarks],
    people: Iterable[Person],
    names: Sequence[str],
    course: Course,
    *,
    by: str = "email",
) -> Filled:
    """A CSV for Moodle's grade import: who, then a grade and feedback for each name.

    An assignment's grade is out of what it is worth in the course, also where staff marked paper
    out of another number.  That of a component and of the course are on the course's scale.

    Moodle stops at the first row whose student it does not know, so only students with an
    identifier are in it; excused and ungraded work has an empty grade, which Moodle skips.

    Args:
        marks: of the class.
        people: the roster.
        names: of assignments and components, or "grade"; the headers of the columns.
        course: the rules.
        by: what identifies a student: "email", or the id as "student" or "idnumber".
    """
    known = {person.student: person for person in people}
    header = [BY[by], "First name", "Last name"]
    marks = tuple(marks)
    worth = worth_of(course, marks)
    for name in names:
        header += [name, f"{name} (feedback)"]
    rows, grades, problems = [header], 0, []
    for each in marks:
        person = known.get(each.student, Person(each.student))
        identity = person.email if by == "email" else person.student
        if not _HARMLESS.fullmatch(identity):
            why = f"{identity!r} is no identifier for a CSV" if identity else "has no e-mail"
            problems.append(f"{each.student}: {why}; left out: enter the grade by hand, or --by")
            continue
        row = [identity, person.first_name, person.last_name]
        for name in names:
            grade, words = _told(each, name, worth, course)
            row += [grade, words]
            grades += bool(grade)
        rows.append(row)
    return Filled(csv_text(rows), grades, tuple(problems))


def _for_canvas(  # the cell and what it depends on
    student: StudentMarks | None,
    name: str,
    worth: Mapping[str, Fraction],
    course: Course,
    possible: Fraction | None,
    *,
    scale: bool,
) -> str | None:
    """What the cell of an assignment, a component or the course's grade gets; None: it stays."""
    if name in of_the_course(course):
        found = value_told(student, name) if student else None
        if found is None:
            return None
        _require_points(name, course.top, possible, scale=scale)
        rounding = course.rounding if name == COURSE_GRADE else SHOWN
        return rounding.text(found * (possible or course.top) / course.top)
    mark = mark_told(student, name)
    if mark is None:
        return None
    return _canvas_grade(mark, worth.get(name, mark.points), possible, scale=scale)


def _told(
    student: StudentMarks, name: str, worth: Mapping[str, Fraction], course: Course
) -> tuple[str, str]:
    """A grade and words on it, of an assignment, a component or the course; empty if none."""
    if name == COURSE_GRADE or name in student.components:
        value = value_told(student, name)
        if value is None:
            return "", ""
        rounding = course.rounding if name == COURSE_GRADE else SHOWN
        return rounding.text(value), f"of {as_text(course.top)}"
    mark = mark_told(student, name)
    if mark is None:
        return "", ""
    grade = (
        "" if mark.state is State.EXCUSED else out_of_points(mark, worth.get(name, mark.points))
    )
    return grade, _words(mark)


def _words(mark: AssignmentMark) -> str:
    if mark.state is State.EXCUSED:
        return "Excused."
    points = f"{SHOWN.text(mark.after_penalty)} of {SHOWN.text(mark.points)} points"
    return "; ".join((points, *mark.remarks))


def _canvas_grade(
    mark: AssignmentMark, worth: Fraction, possible: Fraction | None, *, scale: bool
) -> str:
    if mark.state is State.EXCUSED:
        return "EX"
    _require_points(mark.assignment, worth, possible, scale=scale)
    return out_of_points(mark, possible or worth)


def _require_points(name: str, worth: Fraction, possible: Fraction | None, *, scale: bool) -> None:
    if possible is not None and possible != worth and not scale:
        raise CourseError(
            f"{name}: is worth {SHOWN.text(worth)} here, but "
            f"{SHOWN.text(possible)} in Canvas; change it there, or use --scale"
        )


def _canvas_columns(table: CsvTable, course: Course, titles: Mapping[str, str]) -> dict[int, str]:
    """Column → our assignment, component, or the grade.

    Canvas has columns of its own such as `Final Grade`: those of components and of the grade are
    taken if they have a number, as what can be imported does, or if `titles` names them.
    """
    names = [assignment.name for assignment in course.assignments]
    names += of_the_course(course)
    found = {}
    for name in [*titles, *(name for name in names if name not in titles)]:
        if name not in names:
            course.assignment(name)
        wanted = titles.get(name, name)
        at = [
            index
            for index, title in enumerate(table.header)
            if (wanted == title or key(_title(title)) == key(wanted))
            and (name in titles or name not in of_the_course(course) or _WITH_ID.fullmatch(title))
        ]
        if len(at) > 1:
            raise CourseError(f"{table.path}: {len(at)} columns are called {wanted!r}; name one")
        if not at and name in titles:
            hint = did_you_mean(wanted, [_title(title) for title in table.header])
            raise CourseError(f"{table.path}: no column {wanted!r}{hint}")
        found.update(dict.fromkeys(at, name))
    if not found:
        raise CourseError(
            f"{table.path}: no column is called like an assignment of the course; "
            "say which is which with --column NAME=TITLE"
        )
    return dict(sorted(found.items()))


def _title(header: str) -> str:
    match = _WITH_ID.fullmatch(header)
    return match["title"] if match else header


def _points_possible(table: CsvTable, columns: Iterable[int]) -> dict[int, Fraction]:
    for _, cells in table.rows:
        if "Points Possible" in cells[0]:
            return {
                index: parse_decimal(cells[index].strip().replace(",", "."))
                for index in columns
                if re.fullmatch(r"\s*\d+(?:[.,]\d+)?\s*", cells[index])
            }
    return {}
