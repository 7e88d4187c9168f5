"""CSV files as learning management systems write and read them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from autograder.gradebook.csv_files import csv_rows

_QUOTED_FORMULA = re.compile(r'\s*="(.*)"', re.DOTALL)


@dataclass(frozen=True, slots=True)
class CsvTable:
    """A CSV file: its header, and its rows with their line numbers, all as wide as the header."""

    path: Path
    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def read_table(path: Path) -> CsvTable:
    """Read a CSV; raise CourseError, one line naming file, line and remedy."""
    (_, header), *rows = csv_rows(path)
    return CsvTable(path, header, tuple(rows))


def plain(cell: str) -> str:
    """A cell's text; Canvas writes a name that begins with = as ="name"."""
    quoted = _QUOTED_FORMULA.fullmatch(cell)
    return (quoted[1] if quoted else cell).strip()


def key(text: str) -> str:
    """Letters and digits alone, without case: what survives in names of files and columns."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in folded if character.isalnum())
