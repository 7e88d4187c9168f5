"""Tables of the report: columns that know what they hold, on the page and as CSV."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from autograder.gradebook.csv_files import Cell, csv_text
from autograder.reporting.plain import printable


class ColumnKind(StrEnum):
    """What a column holds, which decides how it is shown and sorted."""

    NAME = "name"  # of a student, an exercise, a check
    WORDS = "words"  # plain text, maybe a student's, with `code`
    SENTENCE = "sentence"  # Markdown with $LaTeX$, ours
    CODE = "code"  # Python
    LIST = "list"  # names with ", " between; the page shows the first ones
    NUMBER = "number"
    SHARE = "share"  # 0…1, with a bar; None if there is none
    SECONDS = "seconds"
    CORRELATION = "correlation"  # -1…1


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        title: for its head.
        kind: what its cells hold.
        explained: what the title means, if that is not obvious.
        on_page: whether the page shows it; the CSV has everything.
    """

    title: str
    kind: ColumnKind
    explained: str = ""
    on_page: bool = field(default=True, kw_only=True)


Names = Mapping[str, str]
"""Id → the student's name."""
NOBODY: Names = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ReportTable:
    """Rows under columns.

    Attributes:
        name: of its CSV file, without `.csv`.
        title: for people.
        columns: what each row's cells hold, in order.
        rows: the cells; None is shown as a dash and is empty in the CSV.
        empty: what is said if there are no rows.
        opened: how many rows are shown at once; the others after a click.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: str = "Nothing."
    opened: int = 12


def who(people: Names) -> tuple[Column, ...]:
    """The columns that say who somebody is: the id, and the name if any is known."""
    name = (Column("name", ColumnKind.WORDS),) if any(people.values()) else ()
    return (Column("student", ColumnKind.NAME), *name)


def named(student: str, people: Names) -> tuple[Cell, ...]:
    """The cells of these columns."""
    return (student, people.get(student) or None) if any(people.values()) else (student,)


def table_as_csv(table: ReportTable) -> str:
    """The table as CSV; shares are 0…1, times are in seconds, and no text becomes a formula."""
    head = [column.title for column in table.columns]
    return csv_text([head, *([_plain(cell) for cell in row] for row in table.rows)])


def shown(cell: Cell, kind: ColumnKind) -> str:
    """A number as people read it; text as it is."""
    if cell is None:
        return "–"
    if not isinstance(cell, int | float | Decimal):
        return listed(cell.split(", ")) if kind is ColumnKind.LIST else cell
    if kind is ColumnKind.SHARE:
        return percent(float(cell))
    if kind is ColumnKind.SECONDS:
        return _duration(float(cell))
    if kind is ColumnKind.CORRELATION:
        return f"{cell:.2f}".replace("-", "\N{MINUS SIGN}")
    return f"{cell:.1f}" if isinstance(cell, float) else str(cell)


def _duration(seconds: float) -> str:
    if seconds < 1:
        return f"{1000 * seconds:.0f} ms"
    return f"{seconds:.1f} s" if seconds < 100 else f"{seconds:.0f} s"


def percent(share: float) -> str:
    """0.3 as `30 %`; neither 0 nor 100 unless it is none or all."""
    rounded = round(100 * share)
    if 0 < share < 1:
        rounded = min(max(rounded, 1), 99)
    return f"{rounded} %"


def listed(words: Sequence[str], *, most: int = 6) -> str:
    """`a, b and 3 more`."""
    left_out = len(words) - most
    if left_out <= 1:
        return ", ".join(words)
    return f"{', '.join(words[:most])} and {left_out} more"


def _plain(cell: Cell) -> Cell:
    if isinstance(cell, float):
        return round(cell, 4)
    return printable(cell) if isinstance(cell, str) else cell
