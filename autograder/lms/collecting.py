"""Downloads of all submissions → `submitted/STUDENT/ASSIGNMENT/ASSIGNMENT.ipynb`."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from dataclasses import replace as changed
from datetime import datetime
from enum import Enum, StrEnum
from pathlib import Path, PurePosixPath
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
    r"(?P<name>[^/]*?)_(?P<number>\d+)_assignsubmission_(?:file|onlinetext)(?:_?/(?:.*/)?|_)(?P<file>[^/]+)"
)
# Canvas: "lastfirst_LATE_12345_67890_name-1.ipynb": user, attachment, and the student's file.
_CANVAS = re.compile(
    r"(?:.*/)?(?P<name>[^/]*?)(?P<late>_(?:LATE|late))?_(?P<user>\d+)_\d+_(?P<file>[^/]+)"
)
_ENDING = re.compile(r"\.(?:ipynb|py|txt|json)$", re.IGNORECASE)
_AGAIN = re.compile(r"(?:-\d+| ?\(\d+\))$")  # what LMS and browsers add to a second "name.ipynb"


class Fate(StrEnum):
    """What becomes of one file of a download."""

    NEW = "new"
    SAME = "there already"
    TIMED = "there already, and now its time"
    REPLACED = "replaces another"
    KEPT = "differs from what is there; --replace takes it"
    REFUSED = "refused"
    LEFT = "left out: no work to grade"


@dataclass(frozen=True, slots=True)
class Collected:
    """One file of a download.

    Attributes:
        file: its name in the archive.
        fate: what becomes of it.
        student: whose it is; empty if refused.
        why: for REFUSED, what is wrong.
        late: Canvas says that it came late.
        at: when it came in, by the LMS or by what is there; None: nobody says.
        script: it is a `.py` file.
    """

    file: str
    fate: Fate
    student: str = ""
    why: str = ""
    late: bool = False
    at: datetime | None = None
    script: bool = False


class _Kind(Enum):
    NOTEBOOK = ".ipynb"
    SCRIPT = ".py"
    ZIP = ".zip"
    OTHER = ""


@dataclass(frozen=True, slots=True)
class _Work:
    archive: ZipFile
    entry: ZipInfo
    label: str
    person: Person
    file: str
    late: bool
    at: datetime | None

    @property
    def kind(self) -> _Kind:
        """What it can be taken for."""
        return _kind(self.file)


def _kind(file: str) -> _Kind:
    """What a file is by its name; browsers add `.txt` to what they show as text."""
    name = file.casefold()
    if name.removesuffix(".txt").removesuffix(".json").endswith(".ipynb"):
        return _Kind.NOTEBOOK
    if name.endswith(".py"):
        return _Kind.OTHER if name == "public_checks.py" else _Kind.SCRIPT
    return _Kind.ZIP if name.endswith(".zip") else _Kind.OTHER


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
) -> tuple[Collected, ...]:
    """Bring a download's work, and its times, to `submitted/`; say what became of each file.

    Work is a notebook, or else a script; it may lie in a zip of the student's own.
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
    with ExitStack() as stack:
        archive = stack.enter_context(opened(path))
        found, works = _sorted(archive, lms, finder, times or Times())
        for group in works.values():
            unpacked, damaged = _unpacked(group, stack)
            chosen, others = _chosen(unpacked, assignment)
            found += [*damaged, *others]
            if chosen is not None:
                one, data = _fate(chosen, assignment, layout, replace=replace)
                found.append(one)
                if write and data is not None:
                    _write(one, data, assignment, layout)
    return tuple(sorted(found, key=lambda one: one.file))


def _sorted(
    archive: ZipFile, lms: str, finder: Finder, times: Times
) -> tuple[list[Collected], dict[str, list[_Work]]]:
    """What nobody can be found for, and each student's files."""
    found: list[Collected] = []
    works: dict[str, list[_Work]] = {}
    pattern = _CANVAS if lms == "canvas" else _MOODLE
    for entry in archive.infolist():
        name = named(entry)
        if entry.is_dir():
            continue
        match = pattern.fullmatch(name)
        if match is None and _kind(name) is _Kind.OTHER:
            found.append(Collected(name, Fate.LEFT))
            continue
        if match is None:
            why = f"is not named as {lms.capitalize()} names a submission"
            found.append(Collected(name, Fate.REFUSED, why=why))
            continue
        parts = match.groupdict()
        number = parts.get("user") or parts.get("number") or ""
        try:
            person = times.person(number) or finder.find(
                parts["name"], lms_user_id=parts.get("user") or ""
            )
        except CourseError as error:
            found.append(Collected(name, Fate.REFUSED, why=str(error)))
            continue
        at = times.of(number, person.student)
        late = bool(parts.get("late"))
        work = _Work(archive, entry, name, person, parts["file"], late, at)
        works.setdefault(person.student, []).append(work)
    return found, works


def _unpacked(works: Sequence[_Work], stack: ExitStack) -> tuple[list[_Work], list[Collected]]:
    """A student's files, with what lies in zips in the place of the zips; and damaged zips."""
    unpacked: list[_Work] = []
    damaged = []
    for work in works:
        if work.kind is not _Kind.ZIP:
            unpacked.append(work)
            continue
        try:
            inner = stack.enter_context(opened(Path(work.file), content(work.archive, work.entry)))
        except CourseError as error:
            damaged.append(Collected(work.label, Fate.REFUSED, why=str(error)))
            continue
        inside = [
            changed(work, archive=inner, entry=entry, label=f"{work.label}/{name}", file=name.name)
            for entry in inner.infolist()
            if not entry.is_dir() and not _is_hidden(name := PurePosixPath(named(entry)))
        ]
        unpacked += inside or [work]
    return unpacked, damaged


def _is_hidden(name: PurePosixPath) -> bool:
    return any(part.startswith(".") or part == "__MACOSX" for part in name.parts)


def _chosen(works: Sequence[_Work], assignment: str) -> tuple[_Work | None, list[Collected]]:
    """The one notebook, or else script: the only one, or the only one named for the assignment.

    Who has neither needs somebody.
    """
    notebooks = [work for work in works if work.kind is _Kind.NOTEBOOK]
    usable = notebooks or [work for work in works if work.kind is _Kind.SCRIPT]
    own = [work for work in usable if _stem(work.file) == key(assignment)]
    chosen = next(iter(own if len(own) == 1 else usable), None)
    if 1 not in (len(own), len(usable)):
        chosen = None
    rest = [Collected(work.label, Fate.LEFT) for work in works if work not in usable]
    if not usable:
        why = "neither a notebook nor a script; this student has handed in nothing else"
        rest = [changed(one, fate=Fate.REFUSED, why=why) for one in rest]
        return None, rest
    student = works[0].person.student
    why = f"{len(usable)} notebooks or scripts of {student}; keep one in the zip"
    if chosen is not None:
        why = f"{chosen.file} is the one of {student} for {assignment}"
    others = [work for work in usable if work is not chosen]
    return chosen, [*rest, *(Collected(work.label, Fate.REFUSED, why=why) for work in others)]


def _stem(file: str) -> str:
    while _ENDING.search(file):
        file = _ENDING.sub("", file)
    return key(_AGAIN.sub("", file))


def _fate(
    work: _Work, assignment: str, layout: Layout, *, replace: bool
) -> tuple[Collected, bytes | None]:
    """What becomes of a notebook, and its bytes if anything is to be written."""
    target = _target(work.person.student, work.kind is _Kind.SCRIPT, assignment, layout)
    found = Collected(
        work.label,
        Fate.NEW,
        work.person.student,
        late=work.late,
        at=work.at,
        script=work.kind is _Kind.SCRIPT,
    )
    try:
        data = content(work.archive, work.entry)
        if not os.path.lexists(target):
            return found, data
        same, stamp = read_bytes(target) == data, _stamp(target)
    except AutograderError as error:
        return Collected(found.file, Fate.REFUSED, why=str(error)), None
    at = None if stamp is None else parse_submitted(stamp)
    if same and work.at in {None, at}:
        return changed(found, fate=Fate.SAME, at=at), None
    if same and stamp is None:
        return changed(found, fate=Fate.TIMED), data
    fate = Fate.REPLACED if replace else Fate.KEPT
    return changed(found, fate=fate), data if replace else None


def _target(student: str, script: bool, assignment: str, layout: Layout) -> Path:
    notebook = layout.submitted(student, assignment)
    return notebook.with_suffix(".py") if script else notebook


def _stamp(target: Path) -> str | None:
    path = target.with_name("timestamp.txt")
    return read_bytes(path).decode(errors="replace") if os.path.lexists(path) else None


def _write(found: Collected, data: bytes, assignment: str, layout: Layout) -> None:
    target = _target(found.student, found.script, assignment, layout)
    stamp = target.with_name("timestamp.txt")
    if found.fate is Fate.REPLACED:
        old = read_bytes(target)
        kept = layout.root / "submitted" / ".replaced" / found.student / assignment
        write_atomically(kept / f"{content_hash(old)}{target.suffix}", old)
        # The old time is not the new file's: a late one would look to be in time.
        if stamp.exists():
            write_atomically(kept / f"{content_hash(old)}.timestamp.txt", read_bytes(stamp))
            stamp.unlink()
    if found.fate is not Fate.TIMED:
        write_atomically(target, data)
    if found.at is not None:
        write_atomically(stamp, f"{found.at:%Y-%m-%d %H:%M:%S} UTC\n".encode())
