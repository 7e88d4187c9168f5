"""Who is in the class: rosters that Canvas and Moodle export, and whose work is whose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path

from autograder.errors import CourseError
from autograder.gradebook.course import did_you_mean
from autograder.gradebook.people import Person
from autograder.lms.tables import CsvTable, key, plain, read_table

# What a column is → how it is called, in the order of preference.
COLUMNS: Mapping[str, Sequence[str]] = {
    "id": (
        *("student_id", "student", "SIS Login ID", "Username", "Логин"),
        *("ID number", "Индивидуальный номер", "SIS User ID", "id"),
    ),
    "first_name": ("First name", "Given name", "Имя"),
    "last_name": ("Last name", "Surname", "Family name", "Фамилия"),
    "full_name": ("Full name", "Name", "ФИО", "Полное имя"),
    "email": ("Email address", "Email", "E-mail", "Адрес электронной почты"),
    "lms_user_id": ("lms_user_id", "Canvas ID", "User ID"),
}
_CANVAS = {
    **COLUMNS,
    "id": ("SIS Login ID", "SIS User ID"),
    "full_name": ("Student",),
    "lms_user_id": ("ID",),
}
CANVAS_TESTS = frozenset({"Student, Test", "Test Student"})  # the student that Canvas makes up
_LONGEST_ID = 128  # nbgrader's column


def read_people(path: Path, *, id_column: str | None = None) -> tuple[Person, ...]:
    """Read a roster: Canvas's gradebook export, Moodle's participants or grades, or our own.

    The student's id is the first of `COLUMNS["id"]` that the file has, else the e-mail address.

    Args:
        path: a CSV with a header.
        id_column: the column that holds the ids, if another.

    Raises:
        CourseError: one line naming file, line, column and remedy.
    """
    table = read_table(path)
    places = _places(table, id_column)
    people: dict[str, tuple[int, Person]] = {}
    for line, cells in table.rows:
        values = {role: plain(cells[place]) for role, place in places.items()}
        if is_canvas(table) and _is_nobody(cells, values):
            continue
        student = values["id"]
        where = f"{path}, line {line}, column {table.header[places['id']]}"
        _check_id(student, where)
        if student.casefold() in people:
            other = people[student.casefold()][0]
            raise CourseError(f"{where}: {student!r} is on line {other} already; keep one")
        people[student.casefold()] = (line, person(values))
    return tuple(person for _, person in people.values())


def is_canvas(table: CsvTable) -> bool:
    """Whether this is a gradebook that Canvas exported."""
    keys = {key(name) for name in table.header}
    return {"id", "section"} <= keys and ("student" in keys or {"lastname", "firstname"} <= keys)


def column(table: CsvTable, names: Iterable[str]) -> int | None:
    """The first of the names that is a column, however it is written."""
    keys = [key(name) for name in table.header]
    return next((keys.index(key(name)) for name in names if key(name) in keys), None)


class Finder:
    """Finds the one student whom an id, an e-mail address or a name means."""

    def __init__(self, people: Iterable[Person]) -> None:
        self.by_lms_id: dict[str, list[Person]] = {}
        self.by_name: dict[str, list[Person]] = {}
        for person in people:
            if person.lms_user_id:
                self.by_lms_id.setdefault(person.lms_user_id, []).append(person)
            first, last = person.first_name, person.last_name
            for name in {
                key(each) for each in (person.student, person.email, first + last, last + first)
            }:
                if name:
                    self.by_name.setdefault(name, []).append(person)

    def find(self, name: str, *, lms_user_id: str = "") -> Person:
        """The student; raise CourseError saying why nobody or more than one is meant."""
        if known := self.by_lms_id.get(lms_user_id):
            return _one(known, f"the id {lms_user_id}")
        found = [
            person
            for person in self.by_name.get(key(name), ())
            if not (lms_user_id and person.lms_user_id)
        ]
        if not found:
            near = get_close_matches(key(name), list(self.by_name), n=1)
            meant = f"; is it {self.by_name[near[0]][0].student}?" if near else ""
            shown = f"{name!r} ({lms_user_id})" if lms_user_id else repr(name)
            raise CourseError(f"{shown} is not on the roster{meant}")
        return _one(found, repr(name))


def _one(people: Sequence[Person], meant: str) -> Person:
    if len(people) > 1:
        ids = ", ".join(sorted(person.student for person in people))
        raise CourseError(f"{meant} may be any of {ids}; give the roster ids or tell them apart")
    return people[0]


def _places(table: CsvTable, id_column: str | None) -> dict[str, int]:
    """Role → the column that plays it."""
    found = {}
    for role, names in (_CANVAS if is_canvas(table) else COLUMNS).items():
        place = column(table, names)
        if place is not None:
            found[role] = place
    if id_column is not None:
        place = column(table, [id_column])
        if place is None:
            hint = did_you_mean(id_column, table.header)
            raise CourseError(f"{table.path}, line 1: no column {id_column!r}{hint}")
        found["id"] = place
    elif "id" not in found and "email" in found:
        found["id"] = found["email"]
    if "id" not in found:
        known = [*COLUMNS["id"], *COLUMNS["email"]]
        near = [(name, get_close_matches(name, known, n=1, cutoff=0.7)) for name in table.header]
        hints = [f"{name!r} should be {match[0]!r}" for name, match in near if match]
        raise CourseError(
            f"{table.path}, line 1: no column holds the students' ids; "
            f"{'; '.join(hints) or 'name it with --id COLUMN'}"
        )
    return found


def _is_nobody(cells: Sequence[str], values: Mapping[str, str]) -> bool:
    """Canvas's rows that are no student: points possible, posting policy, its test student."""
    return not values.get("lms_user_id") or plain(cells[0]) in CANVAS_TESTS


def person(values: Mapping[str, str]) -> Person:
    """A person of what the columns say, by role; a full name is taken apart."""
    first, last = values.get("first_name", ""), values.get("last_name", "")
    if not (first or last) and (whole := values.get("full_name", "")):
        if "," in whole:
            last, _, first = whole.partition(",")
        else:
            first, _, last = whole.rpartition(" ")
    return Person(
        values["id"].strip(),
        first.strip(),
        last.strip(),
        values.get("email", ""),
        values.get("lms_user_id", ""),
    )


def _check_id(student: str, where: str) -> None:
    if not student:
        raise CourseError(f"{where}: empty; write the student's id, or name another with --id")
    if student.startswith(".") or not student.isprintable() or set(student) & set("/\\"):
        raise CourseError(f"{where}: {student!r} can be no folder's name; choose --id COLUMN")
    if len(student) > _LONGEST_ID:
        raise CourseError(f"{where}: longer than {_LONGEST_ID} characters; choose --id COLUMN")
