"""Which file of what a student handed in counts: the one named for it, or the only one."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import SubmissionError
from autograder.grading.misplaced import NOISE, misplaced_work
from autograder.grading.submission import LARGEST_FILE, is_script, read_bytes
from autograder.layout import Layout

DEEPEST_FOLDER = 4  # unpacked archives lie in folders of their own
MOST_FILES = 1000
_OURS = ("public_checks.py", "timestamp.txt", "submission_secret.txt")
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Taken:
    """The file that counts.

    Attributes:
        path: where it lies.
        told: a sentence if that is not plain: it has another name, or others lie beside it.
    """

    path: Path
    told: str = ""


def taken_from(layout: Layout, student: str, assignment: str) -> Taken:
    """The file that counts for an assignment; raise SubmissionError if none does, or several may.

    `ASSIGNMENT.ipynb` counts, then the only notebook there, then `ASSIGNMENT.py`, then the only
    script, then the only other file that holds a notebook; all in folders below, too.
    """
    named = layout.submitted(student, assignment)
    folder = named.parent
    try:
        student.encode()
    except UnicodeEncodeError:
        where = ascii(str(folder.parent))
        raise SubmissionError(where, "is no name in UTF-8", "rename the folder") from None
    for each in (folder, folder.parent):
        if each.is_symlink():
            raise SubmissionError(each, "is a link", "copy the folder itself there")
    if not os.path.lexists(folder):
        raise misplaced_work(layout, student, assignment)
    if not folder.is_dir():
        raise SubmissionError(folder, f"is a file; it should be a folder with {named.name} in it")
    return taken_in(named)


def taken_in(named: Path) -> Taken:
    """The file that counts in a folder where one of this name should lie; raise SubmissionError.

    It is chosen as `taken_from` does.
    """
    folder = named.parent
    files = _files_in(folder)
    choice = _choice(named, files)
    if choice is None:
        shown = _listed(folder, files)
        found = f"; found {shown}" if shown else ""
        raise SubmissionError(folder, f"has no notebook{found}; it should hold {named.name}")
    return Taken(choice, _told(choice, named, files))


def _choice(named: Path, files: Sequence[Path]) -> Path | None:
    """The file that counts; None if there is none."""
    script = named.with_suffix(".py")
    if named in files:
        return named
    scripts = [file for file in files if is_script(file)]
    notebooks = [file for file in files if _is_work(file) and file not in scripts]
    if notebooks and script in files and not any(_is_named(one, named) for one in notebooks):
        return _only(named, [*notebooks, script])  # one has the right name, the other the kind
    if not notebooks and script in files:
        return script
    for kind in (notebooks, scripts):
        if kind:
            return _only(named, kind)
    return _only(named, [file for file in files if _holds_a_notebook(file)])


def _only(named: Path, files: Sequence[Path]) -> Path | None:
    if len(files) > 1:
        shown = _listed(named.parent, files)
        raise SubmissionError(
            named.parent, f"has several files that could be it: {shown}; name one {named.name}"
        )
    return files[0] if files else None


def _is_work(file: Path) -> bool:
    return file.suffix.casefold() == ".ipynb" or is_script(file)


def _is_named(file: Path, named: Path) -> bool:
    return file.stem.casefold() == named.stem.casefold()


def _told(choice: Path, named: Path, files: Sequence[Path]) -> str:
    """Which file it is, if it is not the only one with the right name."""
    others = [file for file in files if file != choice and _is_work(file)]
    shown = _listed(named.parent, others)
    beside = f"; what lies beside it does not count: {shown}" if others else ""
    name = _name(named.parent, choice)
    if choice in (named, named.with_suffix(".py")):
        return f"{name} counts{beside}." if others else ""
    return f"Taken from {name}, which should be called {named.name}{beside}."


def _files_in(folder: Path) -> list[Path]:
    """What lies in the folder and below it, without hidden files and those the release gave.

    Links are not followed.
    """
    found: list[Path] = []
    for where, folders, names in os.walk(folder, onerror=_refuse):
        here = Path(where)
        folders[:] = sorted(name for name in folders if not _is_ours(name))
        # An empty folder or a link in the place of the notebook is what was handed in.
        odd = [name for name in folders if name.endswith(".ipynb") and _is_empty(here / name)]
        folders[:] = [name for name in folders if name not in odd]
        if len(here.relative_to(folder).parts) >= DEEPEST_FOLDER:
            folders.clear()
        found += [here / name for name in sorted([*names, *odd]) if not _is_ours(name)]
        if len(found) > MOST_FILES:
            raise SubmissionError(folder, f"holds more than {MOST_FILES} files; keep the notebook")
    return found


def _refuse(error: OSError) -> None:
    raise SubmissionError(error.filename, f"cannot be opened ({error.strerror})")


def _is_empty(folder: Path) -> bool:
    return folder.is_symlink() or not any(names for _, _, names in os.walk(folder))


def _is_ours(name: str) -> bool:
    return name.startswith(".") or name in NOISE or name in _OURS


def _holds_a_notebook(file: Path) -> bool:
    """Whether a file of another name is a notebook, such as `warmup.ipynb.txt`."""
    try:
        if file.is_symlink() or not file.is_file() or file.stat().st_size > LARGEST_FILE:
            return False
        data = json.loads(read_bytes(file))
    except (OSError, SubmissionError, ValueError, RecursionError):
        return False
    return isinstance(data, dict) and "nbformat" in data


def _listed(folder: Path, files: Sequence[Path]) -> str:
    names = [_name(folder, file) for file in files[:_SHOWN]]
    more = len(files) - len(names)
    return ", ".join([*names, *([f"{more} more"] if more else [])])


def _name(folder: Path, file: Path) -> str:
    """Its path within the folder, in letters that any file can hold."""
    return str(file.relative_to(folder)).encode("utf-8", "backslashreplace").decode()
