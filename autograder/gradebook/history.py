"""What people did to marks and to the class: when, who, what and why, in `history.csv`."""

from __future__ import annotations

import getpass
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo

from autograder.errors import CourseError
from autograder.files import write_atomically
from autograder.gradebook import clock
from autograder.gradebook.by_hand import Manual
from autograder.gradebook.csv_files import csv_rows, csv_text

FILE = "history.csv"


class What(StrEnum):
    """What was done."""

    ADDED = "added"  # to the class
    REMOVED = "removed"  # from the class
    RENAMED = "renamed"  # `before` → `student`
    MERGED = "merged"  # `before` into `student`
    REGRADED = "regraded"
    RETIMED = "time of handing in"
    SCORED = "typed in formgrader"
    COMMENTED = "comment in formgrader"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that somebody did.

    Attributes:
        when: with the offset; "" if unknown.
        who: the user's name on the machine; "" if unknown.
        what: one of `What`.
        student: the id that the student has now, or had then.
        assignment: "" if it is about the class.
        before: what was there.
        after: what is there.
        why: in the words of whoever did it, or of the course.
    """

    when: str = ""
    who: str = ""
    what: str
    student: str
    assignment: str = ""
    before: str = ""
    after: str = ""
    why: str = ""

    def __str__(self) -> str:
        """`renamed from zo by anna at 2027-03-01 12:00:00+03:00 (a typo)`."""
        told = self.what
        if self.what in (What.RENAMED, What.MERGED):
            told = (
                f"{told} from {self.before}"
                if self.what == What.RENAMED
                else f"{self.before} was merged"
            )
        elif self.before or self.after:
            told = f"{told}: {self.before or 'nothing'} → {self.after or 'nothing'}"
        if self.what in (What.SCORED, What.COMMENTED):
            return f"{told}, first seen at {self.when}"
        told += f" by {self.who}" if self.who else ""
        told += f" at {self.when}" if self.when else ""
        return f"{told} ({self.why})" if self.why else told


_COLUMNS = tuple(field.name for field in fields(Event))


def read_history(root: Path) -> tuple[Event, ...]:
    """Everything in the course's `history.csv`, the oldest first; nothing if there is none.

    Raises:
        CourseError: one line naming file, line and remedy.
    """
    path = root / FILE
    if not path.is_file():
        return ()
    (_, header), *rows = csv_rows(path)
    if set(header) != set(_COLUMNS):
        raise CourseError(f"{path}, line 1: the header should be {','.join(_COLUMNS)}")
    return tuple(Event(**dict(zip(header, map(_plain, cells), strict=True))) for _, cells in rows)


def _plain(cell: str) -> str:
    return cell[1:] if cell[:2] in ("'=", "'+", "'-", "'@") else cell


def add_to_history(root: Path, events: Iterable[Event], zone: ZoneInfo) -> None:
    """Add events that happen now, done by the user who runs this."""
    now, who = clock.now().astimezone(zone).isoformat(" ", "seconds"), _user()
    old = [*read_history(root)]
    seen = (What.SCORED, What.COMMENTED)  # by whom, the database does not say
    new = [
        Event(**{**_cells(each), "when": now, "who": "" if each.what in seen else who})
        for each in events
    ]
    if new:
        lines = [_COLUMNS, *([*_cells(each).values()] for each in (*old, *new))]
        write_atomically(root / FILE, csv_text(lines).encode())


def _cells(event: Event) -> dict[str, str]:
    return {name: getattr(event, name) for name in _COLUMNS}


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # there is no such user on this machine
        return ""


def removed(events: Iterable[Event]) -> frozenset[str]:
    """Ids of those who were removed from the class, and not added again."""
    gone: set[str] = set()
    for event in events:
        if event.what == What.REMOVED:
            gone.add(event.student)
        elif event.what in (What.ADDED, What.RENAMED):
            gone.discard(event.student)
    return frozenset(gone)


def former_ids(events: Iterable[Event]) -> dict[str, tuple[str, ...]]:
    """Id → the ids that the student had before, or under which work was handed in; newest last."""
    found: dict[str, tuple[str, ...]] = {}
    for event in events:
        if event.what in (What.RENAMED, What.MERGED):
            older = (*found.pop(event.before, ()), event.before)
            mine = found.get(event.student, ())
            found[event.student] = (*mine, *(each for each in older if each not in mine))
    return found


def drawn_ids(events: Sequence[Event]) -> dict[str, tuple[str, ...]]:
    """Id → the ids for which this student's variants of quizzes may have been drawn.

    The first is the one for which new ones are drawn: whoever was renamed keeps it.
    """
    found: dict[str, tuple[str, ...]] = {}
    for event in events:
        old = found.get(event.before, (event.before,))
        if event.what == What.RENAMED:
            found[event.student] = old
        if event.what == What.MERGED:
            mine = found.get(event.student, (event.student,))
            found[event.student] = (*mine, *(each for each in old if each not in mine))
    return found


def by_student(events: Sequence[Event]) -> dict[str, list[Event]]:
    """Id → what was done to the student, under any of the ids, the oldest first."""
    now = {old: new for new, ids in former_ids(events).items() for old in ids}
    found: dict[str, list[Event]] = {}
    for event in events:
        found.setdefault(now.get(event.student, event.student), []).append(event)
    return found


def typed_since(events: Sequence[Event], manual: Manual) -> list[Event]:
    """An event for each work for which people typed something that no event tells yet.

    nbgrader's database does not say who typed it, nor when: all that is known is that it was
    there when it was seen first.
    """
    last: dict[tuple[str, str, str], str] = {}
    for student, mine in by_student(events).items():
        for event in mine:
            if event.what in (What.SCORED, What.COMMENTED):
                last[student, event.assignment, event.what] = event.after
    now: dict[tuple[str, str, str], str] = {}
    for (assignment, student), typed in manual.items():
        each = sorted(typed.items())
        scores = "; ".join(one.of(name) for name, one in each if one.counts)
        said = "; ".join(f"{name}: {one.comment}" for name, one in each if one.comment)
        now[student, assignment, What.SCORED] = scores
        now[student, assignment, What.COMMENTED] = said
    return [
        Event(what=what, student=student, assignment=name, before=old, after=new)
        for student, name, what in sorted({*last, *now})
        if (old := last.get((student, name, what), ""))
        != (new := now.get((student, name, what), ""))
    ]
