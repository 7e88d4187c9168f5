"""Downloads of all submissions → `submitted/STUDENT/ASSIGNMENT/ASSIGNMENT.ipynb`."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from dataclasses import replace as changed
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from zipfile import ZipFile, ZipInfo

from autograder.errors import AutograderError, CourseError
from autograder.files import write_atomically
from autograder.gradebook.lateness import parse_submitted
from autograder.gradebook.people import Person
from autograder.grading.submission import content_hash, read_bytes
from autograder.layout import Layout
from autograder.lms.archive import content, named, opened
from autograder.lms.roster import Finder
from autograder.lms.tables import key
from autograder.lms.times import Times

# Moodle: "Full Name_12345_assignsubmission_file/name.ipynb", with an underscore before the slash
# in older versions, or without folders; the number is the assignment's own, and names no person.
_MOODLE = re.compile(
    r"(?P<name>[^/]*?)_(?P<number>\d+)_assignsubmission_file(?:_?/(?:.*/)?|_)(?P<file>[^/]+)"
)
# Canvas: "lastfirst_LATE_12345_67890_name-1.ipynb": user, attachment, and the student's file.
_CANVAS = re.compile(
    r"(?:.*/)?(?P<name>[^/]*?)(?P<late>_(?:LATE|late))?_(?P<user>\d+)_\d+_(?P<file>[^/]+)"
)
_AGAIN = re.compile(r"(?:-\d+| ?\(\d+\))$")  # what LMS and browsers add to a second "name.ipynb"


class Fate(StrEnum):
    """What becomes of one file of a download."""

    NEW = "new"
    SAME = "there already"
    TIMED = "there already, and now its time"
    REPLACED = "replaces another"
    KEPT = "differs from what is there; --replace takes it"
    REFUSED = "refused"
    LEFT = "left out: no notebook"


@dataclass(frozen=True, slots=True)
class Found:
    """One file of a download.

    Attributes:
        file: its name in the archive.
        fate: what becomes of it.
        student: whose it is; empty if refused.
        why: for REFUSED, what is wrong.
        late: Canvas says that it came late.
        at: when it came in, by the LMS or by what is there; None: nobody says.
    """

    file: str
    fate: Fate
    student: str = ""
    why: str = ""
    late: bool = False
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Work:
    entry: ZipInfo
    person: Person
    file: str
    late: bool
    at: datetime | None


def collect(
    lms: str,
    path: Path,
    assignment: str,
    people: Iterable[Person],
    layout: Layout,
    *,
    times: Times | None = None,
    replace: bool = False,
    write: bool = True,
) -> tuple[Found, ...]:
    """Bring a download's notebooks, and their times, to `submitted/`; say what became of each.

    Doing it again changes nothing.  What differs from what is there is kept out without
    `replace`; with it, what was there moves to `submitted/.replaced/`, its time stamp too.

    Args:
        lms: "moodle" or "canvas".
        path: the zip.
        assignment: its name in the course.
        people: the roster.
        layout: the course's folders.
        times: when work came in; a notebook without one gets no time stamp.
        replace: take what differs from what is there.
        write: False only says what would become of every file.
    """
    finder = Finder(people)
    with opened(path) as archive:
        found, works = _sorted(archive, lms, finder, times or Times())
        for group in works.values():
            chosen, others = _chosen(group, assignment)
            found += others
            if chosen is not None:
                one, data = _fate(archive, chosen, assignment, layout, replace=replace)
                found.append(one)
                if write and data is not None:
                    _write(one, data, assignment, layout)
    return tuple(sorted(found, key=lambda one: one.file))


def _sorted(
    archive: ZipFile, lms: str, finder: Finder, times: Times
) -> tuple[list[Found], dict[str, list[_Work]]]:
    """What nobody can be found for, or is no notebook; and each student's notebooks."""
    found: list[Found] = []
    works: dict[str, list[_Work]] = {}
    pattern = _CANVAS if lms == "canvas" else _MOODLE
    for entry in archive.infolist():
        name = named(entry)
        if entry.is_dir():
            continue
        if not name.casefold().endswith(".ipynb"):
            found.append(Found(name, Fate.LEFT))
            continue
        match = pattern.fullmatch(name)
        if match is None:
            why = f"is not named as {lms.capitalize()} names a submission"
            found.append(Found(name, Fate.REFUSED, why=why))
            continue
        parts = match.groupdict()
        number = parts.get("user") or parts.get("number") or ""
        try:
            person = times.person(number) or finder.find(
                parts["name"], lms_user_id=parts.get("user") or ""
            )
        except CourseError as error:
            found.append(Found(name, Fate.REFUSED, why=str(error)))
            continue
        at = times.of(number, person.student)
        work = _Work(entry, person, parts["file"], bool(parts.get("late")), at)
        works.setdefault(person.student, []).append(work)
    return found, works


def _chosen(works: Sequence[_Work], assignment: str) -> tuple[_Work | None, list[Found]]:
    """The one notebook of a student: the only one, or the only one named for the assignment."""
    own = [work for work in works if _stem(work.file) == key(assignment)]
    chosen = next(iter(own if len(own) == 1 else works)) if 1 in (len(own), len(works)) else None
    why = f"{len(works)} notebooks of {works[0].person.student}; keep one in the zip"
    if chosen is not None:
        why = f"{chosen.file} is the one of {chosen.person.student} for {assignment}"
    others = [work for work in works if work is not chosen]
    return chosen, [Found(named(work.entry), Fate.REFUSED, why=why) for work in others]


def _stem(file: str) -> str:
    return key(_AGAIN.sub("", file.rpartition(".")[0]))


def _fate(
    archive: ZipFile, work: _Work, assignment: str, layout: Layout, *, replace: bool
) -> tuple[Found, bytes | None]:
    """What becomes of a notebook, and its bytes if anything is to be written."""
    target = layout.submitted(work.person.student, assignment)
    found = Found(named(work.entry), Fate.NEW, work.person.student, late=work.late, at=work.at)
    try:
        data = content(archive, work.entry)
        if not os.path.lexists(target):
            return found, data
        same, stamp = read_bytes(target) == data, _stamp(target)
    except AutograderError as error:
        return Found(found.file, Fate.REFUSED, why=str(error)), None
    at = None if stamp is None else parse_submitted(stamp)
    if same and work.at in {None, at}:
        return changed(found, fate=Fate.SAME, at=at), None
    if same and stamp is None:
        return changed(found, fate=Fate.TIMED), data
    fate = Fate.REPLACED if replace else Fate.KEPT
    return changed(found, fate=fate), data if replace else None


def _stamp(target: Path) -> str | None:
    path = target.with_name("timestamp.txt")
    return read_bytes(path).decode(errors="replace") if os.path.lexists(path) else None


def _write(found: Found, data: bytes, assignment: str, layout: Layout) -> None:
    target = layout.submitted(found.student, assignment)
    stamp = target.with_name("timestamp.txt")
    if found.fate is Fate.REPLACED:
        old = read_bytes(target)
        kept = layout.root / "submitted" / ".replaced" / found.student / assignment
        write_atomically(kept / f"{content_hash(old)}.ipynb", old)
        # The old time is not the new file's: a late one would look to be in time.
        if stamp.exists():
            write_atomically(kept / f"{content_hash(old)}.timestamp.txt", read_bytes(stamp))
            stamp.unlink()
    if found.fate is not Fate.TIMED:
        write_atomically(target, data)
    if found.at is not None:
        write_atomically(stamp, f"{found.at:%Y-%m-%d %H:%M:%S} UTC\n".encode())
