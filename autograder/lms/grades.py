"""Marks → the CSV files from which Canvas and Moodle import grades.

What a spreadsheet would run is made harmless in names and words, which neither LMS reads;
what it reads (ids, addresses, titles with their numbers) is never changed: a row in which that
would be dangerous is left out, and named.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from autograder.errors import CourseError
from autograder.gradebook.assignment_marks import AssignmentMark, State
from autograder.gradebook.course import Course, did_you_mean
from autograder.gradebook.csv_files import csv_text
from autograder.gradebook.exact import Rounding, as_text, exactly, parse_decimal
from autograder.gradebook.marks import StudentMarks
from autograder.gradebook.people import Person
from autograder.lms.roster import CANVAS_TESTS, COLUMNS, Finder, column, is_canvas
from autograder.lms.tables import CsvTable, key, plain

BY = {"email": "Email address", "student": "Username", "idnumber": "ID number"}
_SHOWN = Rounding(decimals=2)
COURSE_GRADE = "grade"  # no assignment may be called so
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
            mark = _mark(of_student.get(student), name)
            if mark is None or cells[index].strip() == "N/A":
                continue
            points = worth.get(name, mark.points)
            row[place] = _canvas_grade(mark, points, possible.get(index), scale=scale)
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


def _told(
    student: StudentMarks, name: str, worth: Mapping[str, Fraction], course: Course
) -> tuple[str, str]:
    """A grade and words on it, of an assignment, a component or the course; empty if none."""
    if name == COURSE_GRADE or name in student.components:
        value = student.grade if name == COURSE_GRADE else student.components[name]
        if value is None or student.provisional:
            return "", ""
        rounding = course.rounding if name == COURSE_GRADE else _SHOWN
        return rounding.text(value), f"of {as_text(course.top)}"
    mark = _mark(student, name)
    if mark is None:
        return "", ""
    grade = "" if mark.state is State.EXCUSED else _of(mark, worth.get(name, mark.points))
    return grade, _words(mark)


def _mark(student: StudentMarks | None, name: str) -> AssignmentMark | None:
    """The mark, if there is one that may be told."""
    for mark in student.assignments if student else ():
        if mark.assignment == name and not mark.state.is_open and not mark.attention:
            return mark
    return None


def _words(mark: AssignmentMark) -> str:
    if mark.state is State.EXCUSED:
        return "Excused."
    points = f"{_SHOWN.text(mark.after_penalty)} of {_SHOWN.text(mark.points)} points"
    return "; ".join((points, *mark.remarks))


def _canvas_grade(
    mark: AssignmentMark, worth: Fraction, possible: Fraction | None, *, scale: bool
) -> str:
    if mark.state is State.EXCUSED:
        return "EX"
    if possible is not None and possible != worth and not scale:
        raise CourseError(
            f"{mark.assignment}: is worth {_SHOWN.text(worth)} here, but "
            f"{_SHOWN.text(possible)} in Canvas; change it there, or use --scale"
        )
    return _of(mark, possible or worth)


def _of(mark: AssignmentMark, top: Fraction) -> str:
    """The points, of so many; what staff marked out of another number is brought to this one."""
    points = mark.after_penalty * top / mark.points if mark.points else mark.after_penalty
    return _SHOWN.text(points)


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


def _canvas_columns(table: CsvTable, course: Course, titles: Mapping[str, str]) -> dict[int, str]:
    """Column → our assignment."""
    names = [assignment.name for assignment in course.assignments]
    found = {}
    for name in [*titles, *(name for name in names if name not in titles)]:
        course.assignment(name)
        wanted = titles.get(name, name)
        at = [
            index
            for index, title in enumerate(table.header)
            if wanted == title or key(_title(title)) == key(wanted)
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
            "say which is which with --column ASSIGNMENT=TITLE"
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
