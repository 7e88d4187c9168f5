"""The files of one student get another id: receipts, attempts, notebooks, pages, variants."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from autograder.errors import AutograderError
from autograder.gradebook.lateness import parse_submitted
from autograder.layout import Layout
from autograder.receipts import Receipt, read_receipt, write_receipt

_BY_STUDENT = ("submitted", "autograded", "feedback", "variants")
ASIDE = ".replaced"
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Joined:
    """What became of an assignment in which both ids had work.

    Attributes:
        assignment: its name.
        last: the id whose work is what was handed in last.
        told: in a line.
    """

    assignment: str
    last: str
    told: str


def has_files(layout: Layout, student: str) -> bool:
    """Whether anything in the course's folder is this student's."""
    folders = (layout.root / top / student for top in _BY_STUDENT)
    receipts = (layout.root / "grades").glob("*/*.json")
    return any(each.exists() for each in folders) or any(r.stem == student for r in receipts)


def move_files(layout: Layout, old: str, new: str, zone: ZoneInfo) -> tuple[Joined, ...]:
    """Give everything of one id to the other; doing it again goes on where it was interrupted.

    Where both have work in an assignment, both stay attempts of the one student: what was handed
    in later is the last one.  The files of the other lie in `submitted/.replaced/` afterwards.
    """
    joined = tuple(
        _join(layout, assignment, old, new, zone) for assignment in _graded(layout, old)
    )
    both = tuple(each for each in joined if each.told)
    last = {each.assignment: each.last for each in both}
    for top in _BY_STUDENT:
        _move_folders(layout.root / top, old, new, last)
    for sheet in (layout.printed).glob(f"*/{_escaped(old)}.html"):
        if not sheet.with_name(f"{new}.html").exists():
            sheet.rename(sheet.with_name(f"{new}.html"))
    return both


def _escaped(name: str) -> str:
    import glob

    return glob.escape(name)


def _graded(layout: Layout, student: str) -> list[str]:
    return sorted(
        folder.name
        for folder in (layout.root / "grades").glob("[!.]*/")
        if layout.receipt(student, folder.name).exists()
        or layout.earlier_folder(student, folder.name).exists()
    )


def _join(layout: Layout, assignment: str, old: str, new: str, zone: ZoneInfo) -> Joined:
    """The receipts of two ids in one assignment become those of one."""
    path, other = (layout.receipt(each, assignment) for each in (new, old))
    mine, given = _readable(path), _readable(other)
    earlier = [*_earlier(layout, new, assignment), *_earlier(layout, old, assignment)]
    last, told = given or mine, ""
    if mine is not None and given is not None:
        last = max((mine, given), key=lambda one: _rank(one, zone))
        loser = given if last is mine else mine
        if loser.submission_hash:
            earlier.append(loser)
        times = [one.submitted_at or "a time unknown" for one in (last, loser)]
        told = (
            f"{assignment}: what {last.student} handed in at {times[0]} is the last attempt, "
            f"what {loser.student} handed in at {times[1]} an earlier one"
        )
    earlier.sort(key=lambda one: _moment(one, zone))
    for number, receipt in enumerate(earlier, start=1):
        target = layout.earlier_folder(new, assignment) / f"{number:04}.json"
        write_receipt(target, replace(receipt, student=new))
    copies = layout.handed_in(old, assignment, "x").parent
    for copy in copies.glob("*") if copies.is_dir() else ():
        target = layout.handed_in(new, assignment, "x").parent / copy.name
        target.parent.mkdir(parents=True, exist_ok=True)
        copy.replace(target)
    if last is not None:
        write_receipt(path, replace(last, student=new))
    other.unlink(missing_ok=True)
    for folder in (copies, layout.earlier_folder(old, assignment)):
        shutil.rmtree(folder, ignore_errors=True)
    return Joined(assignment, last.student if last else new, told)


def _readable(path: Path) -> Receipt | None:
    """The receipt, None if there is none; raise AutograderError if it is damaged."""
    return read_receipt(path) if path.exists() else None


def _earlier(layout: Layout, student: str, assignment: str) -> list[Receipt]:
    return [read_receipt(path) for path in layout.earlier_receipts(student, assignment)]


def _rank(receipt: Receipt, zone: ZoneInfo) -> tuple[bool, datetime]:
    """Later is more; what could not be read is less than anything."""
    return bool(receipt.submission_hash), _moment(receipt, zone)


def _moment(receipt: Receipt, zone: ZoneInfo) -> datetime:
    return parse_submitted(receipt.submitted_at or "", zone) or _NEVER


def _move_folders(top: Path, old: str, new: str, last: dict[str, str]) -> None:
    """Each assignment's folder; where both have one, the other one's goes aside."""
    source = top / old
    if not source.is_dir():
        return
    for folder in sorted(source.iterdir()):
        target = top / new / folder.name
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists() and last.get(folder.name) == old:
            _put_aside(top, new, target)
        if target.exists():
            _put_aside(top, old, folder)
        else:
            folder.rename(target)
    shutil.rmtree(source, ignore_errors=True)


def _put_aside(top: Path, student: str, folder: Path) -> None:
    place = top / ASIDE / student
    place.mkdir(parents=True, exist_ok=True)
    target, number = place / folder.name, 1
    while os.path.lexists(target):
        number += 1
        target = place / f"{folder.name}-{number}"
    folder.rename(target)


def require_graded_both(layout: Layout, old: str, new: str, assignments: Iterable[str]) -> None:
    """Raise AutograderError if both ids have work in an assignment, and one is not graded."""
    for name in assignments:
        ids = [each for each in (old, new) if layout.submitted(each, name).parent.exists()]
        for student in ids if len(ids) == 2 else ():
            if not layout.receipt(student, name).exists():
                raise AutograderError(
                    f"{layout.submitted(student, name).parent}: both handed in {name}, and this "
                    f"is not graded; run autograder grade {name} --student {student} first"
                )
