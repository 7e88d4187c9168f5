"""What lies in `submitted/` where nothing is looked for: misspelt folders, loose files."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from autograder.errors import SubmissionError
from autograder.layout import Layout

NOISE = frozenset({"__MACOSX", "__pycache__", "Thumbs.db", "desktop.ini"})


@dataclass(frozen=True, slots=True)
class Misplaced:
    """A file or folder where no work is looked for.

    Attributes:
        path: where it lies.
        student: whose folder it lies in; "" if in none.
        assignment: the assignment whose name is closest; "" if none is close.
        reason: what is wrong, to be read after "it".
        remedy: what the staff can do.
    """

    path: Path
    student: str
    assignment: str
    reason: str
    remedy: str


def misplaced(layout: Layout, known: Iterable[str]) -> tuple[Misplaced, ...]:
    """Everything misplaced; `known` are the names of assignments."""
    names = sorted(known)
    return tuple(_below(layout.root / "submitted", names))


def misplaced_work(layout: Layout, student: str, assignment: str) -> SubmissionError:
    """Why a student's work for an assignment is not where it should be."""
    known = {assignment, *layout.assignments()}
    for one in misplaced(layout, known):
        if (one.student, one.assignment) == (student, assignment):
            return SubmissionError(one.path, one.reason, one.remedy)
    folder = layout.submitted(student, assignment).parent
    return SubmissionError(folder, "is missing; it should be a folder with the notebook in it")


def _below(submitted: Path, known: list[str]) -> Iterator[Misplaced]:
    for entry in _entries(submitted):
        if not entry.is_dir():
            meant = _nearest(entry.name, known)
            remedy = f"it belongs in submitted/STUDENT/{meant or 'ASSIGNMENT'}/"
            yield Misplaced(Path(entry.path), "", "", "lies in no student's folder", remedy)
            continue
        if entry.is_symlink():
            continue  # grading says so, if work is looked for in it
        inside = _entries(Path(entry.path))
        names = {each.name for each in inside}
        for each in inside:
            if each.name in known or (each.is_dir() and not _holds_anything(each.path)):
                continue
            one = _in_folder(Path(each.path), entry.name, known, names)
            names.add(one.assignment)  # of two that could be meant for it, one is
            yield one


def _in_folder(path: Path, student: str, known: list[str], there: set[str]) -> Misplaced:
    """What lies in a student's folder under a name that no assignment has."""
    meant = _nearest(path.name, known)
    words = "lies in no assignment's folder"
    if not path.is_file():
        words = f"lies in a folder called {path.name!a}, and no assignment has that name"
    if not meant:
        listed = ", ".join(known) or "none"
        return Misplaced(path, student, "", words, f"the assignments are: {listed}")
    remedy = f"it belongs in submitted/{student}/{meant}/"
    if not path.is_file():
        remedy = f"did you mean {meant!r}?  Rename the folder"
    if meant in there:
        return Misplaced(path, student, "", words, f"{remedy}, beside which it lies")
    return Misplaced(path, student, meant, words, remedy)


def _nearest(name: str, known: list[str]) -> str:
    """The assignment whose name is closest; "" if none is close."""
    folded = {each.casefold(): each for each in reversed(known)}
    stem = name.casefold().split(".")[0].strip()
    within = [each for each in folded if each in stem]  # `warmup_final`, `hw1 warmup`
    close = get_close_matches(stem, folded, n=1) or sorted(within, key=len, reverse=True)
    return folded[close[0]] if close else ""


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    """What lies in a folder, by name, but what is hidden; a student may be called "..x"."""
    try:
        with os.scandir(folder) as entries:
            found = [each for each in entries if not _is_hidden(each.name)]
    except OSError:  # there is none, or it may not be read: grading says so
        return []
    return sorted(found, key=lambda each: each.name)


def _is_hidden(name: str) -> bool:
    return name in NOISE or (name.startswith(".") and not name.startswith(".."))


def _holds_anything(folder: str) -> bool:
    return any(names for _, _, names in os.walk(folder))
