"""Pairs of submissions side by side: one page without a network, and a CSV."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from markupsafe import Markup

from autograder.gradebook.csv_files import Cell, csv_text
from autograder.reporting.pages import environment, style_sheet
from autograder.reporting.plain import escaped


class SharedCode(Protocol):
    """Two submissions that share code."""

    @property
    def first(self) -> str: ...  # noqa: D102
    @property
    def second(self) -> str: ...  # noqa: D102
    @property
    def shares(self) -> tuple[float, float]: ...  # noqa: D102
    @property
    def common(self) -> int: ...  # noqa: D102
    @property
    def passages(self) -> tuple[Sequence[tuple[int, int]], Sequence[tuple[int, int]]]: ...  # noqa: D102


def similarity_page(
    assignment: str, pairs: Sequence[SharedCode], codes: Mapping[str, str], *, at_least: float
) -> str:
    """The page for the staff: what it does not mean, the list, and the code of each pair."""
    shown = [
        {
            "pair": pair,
            "percent": [round(100 * share) for share in pair.shares],
            "sides": [
                (name, marked(codes[name], passages))
                for name, passages in zip((pair.first, pair.second), pair.passages, strict=True)
            ],
        }
        for pair in pairs
    ]
    return (
        environment()
        .get_template("similarity.html")
        .render(
            assignment=assignment,
            pairs=shown,
            students=len(codes),
            at_least=round(100 * at_least),
            style_sheet=style_sheet("feedback.css") + style_sheet("similarity.css"),
        )
    )


def marked(code: str, passages: Sequence[tuple[int, int]]) -> Markup:
    """The code, escaped, with the passages in `<mark>`, their first and last word whole."""
    pieces, end = [], 0
    for start, stop in sorted(_whole_words(code, *passage) for passage in passages):
        if stop <= end:
            continue
        start = max(start, end)  # noqa: PLW2901  # they may overlap
        pieces += [escaped(code[end:start]), "<mark>", escaped(code[start:stop]), "</mark>"]
        end = stop
    pieces.append(escaped(code[end:]))
    return Markup("".join(pieces))  # noqa: S704  # escaped piece by piece


def _whole_words(code: str, start: int, stop: int) -> tuple[int, int]:
    while 0 < start < len(code) and _in_a_word(code, start):
        start -= 1
    while 0 < stop < len(code) and _in_a_word(code, stop):
        stop += 1
    return start, stop


def _in_a_word(code: str, place: int) -> bool:
    return all(letter.isalnum() or letter == "_" for letter in code[place - 1 : place + 1])


def similarity_csv(pairs: Sequence[SharedCode]) -> str:
    """One line a pair; no cell is a formula to a spreadsheet."""
    head = ("first", "second", "of_first", "of_second", "characters")
    rows: list[tuple[Cell, ...]] = [head]
    for pair in pairs:
        shares = (f"{share:.3f}" for share in pair.shares)
        rows.append((pair.first, pair.second, *shares, pair.common))
    return csv_text(rows)
