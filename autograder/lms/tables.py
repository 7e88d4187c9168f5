"""CSV files as learning management systems write and read them."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import CourseError

_QUOTED_FORMULA = re.compile(r'\s*="(.*)"', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Table:
    """A CSV file: its header, and its rows with their line numbers, all as wide as the header."""

    path: Path
    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def read_table(path: Path) -> Table:
    """Read a CSV in UTF-8, separated by , ; or tabs; empty lines are left out.

    Raises:
        CourseError: one line naming file, line and remedy.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise CourseError(f"{path}: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise CourseError(f"{path}: not UTF-8 ({error.reason}); save it as CSV UTF-8") from None
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows = []
    try:
        header = tuple(cell.strip() for cell in next(reader, []))
        before = reader.line_num
        for cells in reader:
            line, before = before + 1, reader.line_num
            if len(cells) > len(header):
                raise CourseError(
                    f"{path}, line {line}: {len(cells)} cells, but the header has {len(header)}"
                )
            if any(cell.strip() for cell in cells):
                rows.append((line, (*cells, *[""] * (len(header) - len(cells)))))
    except csv.Error as error:
        raise CourseError(f"{path}, line {reader.line_num}: {error}") from None
    return Table(path, header, tuple(rows))


def plain(cell: str) -> str:
    """A cell's text; Canvas writes a name that begins with = as ="name"."""
    quoted = _QUOTED_FORMULA.fullmatch(cell)
    return (quoted[1] if quoted else cell).strip()


def key(text: str) -> str:
    """Letters and digits alone, without case: what survives in names of files and columns."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in folded if character.isalnum())
