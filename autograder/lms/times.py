"""When work was handed in: Moodle's grading worksheet, Canvas's submissions, or a plain table."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any

from autograder.errors import CourseError
from autograder.gradebook.course import did_you_mean
from autograder.gradebook.people import Person
from autograder.lms.dates import read_moment
from autograder.lms.roster import COLUMNS, Finder, column
from autograder.lms.tables import CsvTable, plain, read_table

# "Last modified (submission)", as Moodle's translations call it.
_TITLES = (
    "Last modified (submission)",
    "Последнее изменение (ответ)",
    "Востаннє змінювалося (здача)",
    "Zuletzt geändert (Abgabe)",
    "Dernière modification (travail remis)",
    "Última modificación (entrega)",
    "Última atualização (submissão)",
    "Ultima modifica (consegna)",
    "Ultima modificare (a răspunsului)",
    "Darrera modificació (tramesa)",
    "Laatst gewijzigd (inzending)",
    "Senast modifierat (inlämning)",
    "Τελευταία τροποποιημένη (υποβολή)",
    "Son düzenleme (gönderim)",
    "آخر تعديل (التسليم)",
    "最終更新日時 (提出)",
    "마지막 수정됨(제출)",
    "上次修改（作业）",
    *("submitted_at", "submitted", "timestamp"),
)
_NOTHING = frozenset({"", "-", "–"})
_PARTICIPANT = re.compile(r"(\D*)(\d+)")  # "Participant 12345", in any language
_WHO = ("id", "email", "full_name")


@dataclass(frozen=True, slots=True)
class SubmissionTime:
    """One student in a file of times.

    Attributes:
        where: the file and the line, for messages.
        at: when the work came in, in UTC; None: the LMS has no work of this student.
        person: whose it is, if the file says so.
    """

    where: str
    at: datetime | None
    person: Person | None = None


@dataclass(frozen=True, slots=True)
class Times:
    """What the files say, by the LMS's number where they have it, else by the student's id.

    Moodle's number is that of the participant in one assignment, which stands in the names of
    the downloaded files too; Canvas's is that of the student.
    """

    by_number: dict[str, SubmissionTime] = field(default_factory=dict)
    by_student: dict[str, SubmissionTime] = field(default_factory=dict)

    def of(self, number: str, student: str) -> datetime | None:
        """When the work of that number, or that student, came in; None if that is not known."""
        # An entry with a number counts for that number alone: another assignment's worksheet names
        # the same students.
        entry = self.by_number.get(number) or self.by_student.get(student)
        return entry.at if entry else None

    def person(self, number: str) -> Person | None:
        """Who has the number, if the files say so."""
        entry = self.by_number.get(number)
        return entry.person if entry else None


def read_times(
    lms: str, paths: Iterable[Path], people: Iterable[Person], zone: tzinfo, *, title: str = ""
) -> Times:
    """Read one file or more; every time in them can be read, or none is taken.

    Args:
        lms: "moodle" or "canvas".
        paths: CSV tables, or JSON as Canvas's API answers.
        people: the roster.
        zone: of times without an offset; Moodle writes those of whoever downloads.
        title: the column with the times, if it is called otherwise.

    Raises:
        CourseError: one line naming file, line, column, what stands there and what should.
    """
    times, finder = Times(), Finder(people)
    for path in paths:
        if path.suffix.casefold() == ".json":
            found = _of_canvas(path, zone)
        else:
            found = _of_table(lms, read_table(path), finder, zone, title)
        for number, entry in found:
            known = times.by_number if number else times.by_student
            name = number or (entry.person.student if entry.person else "")
            other = known.setdefault(name, entry)
            if other.at != entry.at:
                raise CourseError(f"{entry.where}: another time is on {other.where}; keep one")
    return times


def _of_canvas(path: Path, zone: tzinfo) -> Iterator[tuple[str, SubmissionTime]]:
    """`GET /api/v1/courses/…/assignments/…/submissions`, as a browser shows it."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        # Canvas puts this in front of what a browser asks for.
        submissions = json.loads(text.strip().removeprefix("while(1);"))
    except OSError as error:
        raise CourseError(f"{path}: {error.strerror}") from None
    except ValueError as error:
        raise CourseError(
            f"{path}: is no JSON ({error}); save the page as Canvas sent it"
        ) from None
    if not isinstance(submissions, list):
        raise CourseError(f"{path}: is no list of submissions; see docs/lms.md for the address")
    for place, one in enumerate(submissions, start=1):
        where = f"{path}, submission {place}"
        if not isinstance(one, dict) or not {"user_id", "submitted_at"} <= one.keys():
            raise CourseError(f"{where}: has no user_id and submitted_at; is it a submission?")
        yield str(one["user_id"]), SubmissionTime(where, _moment(one["submitted_at"], where, zone))


def _of_table(
    lms: str, table: CsvTable, finder: Finder, zone: tzinfo, title: str
) -> Iterator[tuple[str, SubmissionTime]]:
    times = column(table, [title] if title else _TITLES)
    if times is None:
        hint = did_you_mean(title, table.header)
        what = f"{title!r}{hint}" if title else f"{_TITLES[0]!r}; name one with --time-column"
        raise CourseError(f"{table.path}, line 1: no column {what}")
    who = {role: place for role in _WHO if (place := column(table, COLUMNS[role])) is not None}
    user = column(table, COLUMNS["lms_user_id"]) if lms == "canvas" else None
    numbered = lms == "moodle" and _numbered(table)
    for line, cells in table.rows:
        where = f"{table.path}, line {line}"
        match = _PARTICIPANT.fullmatch(plain(cells[0])) if numbered else None
        number = match[2] if match else plain(cells[user]) if user is not None else ""
        person = _person(cells, who, finder)
        if not number and person is None:
            names = ", ".join(repr(plain(cells[at])) for at in who.values()) or repr(cells[0])
            raise CourseError(f"{where}: {names} is not on the roster; correct it, or remove it")
        where += f", column {table.header[times]}"
        yield number, SubmissionTime(where, _moment(plain(cells[times]), where, zone), person)


def _numbered(table: CsvTable) -> bool:
    """Whether the first column is Moodle's: `Participant 12345`, one word for all."""
    first = [_PARTICIPANT.fullmatch(plain(cells[0])) for _, cells in table.rows]
    words = {match[1] if match else None for match in first}
    return len(words) == 1 and None not in words and column(table, COLUMNS["id"][:-1]) != 0


def _person(cells: Sequence[str], who: Mapping[str, int], finder: Finder) -> Person | None:
    """Whom the row names, by the first of its columns that does."""
    for place in who.values():
        with suppress(CourseError):
            return finder.find(plain(cells[place]))
    return None


def _moment(value: Any, where: str, zone: tzinfo) -> datetime | None:
    if value is None or str(value).strip() in _NOTHING:
        return None
    try:
        return read_moment(str(value), zone)
    except CourseError as error:
        raise CourseError(f"{where}: {error}") from None
