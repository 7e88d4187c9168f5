"""CSV files as people and spreadsheets write them, and as they open safely."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path

from autograder.errors import CourseError

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
# Where commas are decimal points, spreadsheets split at semicolons, inside our quotes too.
_FORMULA_WITHIN = re.compile(r"([;\t\r\n])([=+@-])")

Cell = str | int | float | Decimal | None


def csv_rows(path: Path) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Line numbers and cells of a CSV in UTF-8, separated by , ; or tabs; the header first.

    The header's names are stripped, and all rows are as wide; empty lines are left out.

    Raises:
        CourseError: one line naming file, line and remedy.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise CourseError(f"{path}: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise CourseError(f"{path}: not UTF-8 ({error.reason}); save it as CSV UTF-8") from None
    separator = max(",;\t", key=text.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        header = tuple(cell.strip() for cell in next(reader, []))
        yield 1, header
        before = reader.line_num
        for cells in reader:
            line, before = before + 1, reader.line_num
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) > len(header):
                raise CourseError(
                    f"{path}, line {line}: {len(cells)} cells, but the header has {len(header)}; "
                    'put a cell that contains the separator in "quotes"'
                )
            yield line, (*cells, *[""] * (len(header) - len(cells)))
    except csv.Error as error:
        raise CourseError(f"{path}, line {reader.line_num}: {error}") from None


def csv_text(rows: Iterable[Iterable[Cell]]) -> str:
    """Rows as CSV in which no text becomes a formula; numbers stay numbers, None is empty."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    for row in rows:
        writer.writerow(_safe(cell) if isinstance(cell, str) else cell for cell in row)
    return text.getvalue()


def _safe(cell: str) -> str:
    cell = _FORMULA_WITHIN.sub(r"\1'\2", cell.replace("\0", ""))
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell
