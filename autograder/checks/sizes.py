"""Sizes spelled by name, as in "N D": a name stands for one number throughout a check."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from autograder.checks.places import written_at
from autograder.errors import TopicError

LARGEST = 5
SPREAD = 2  # a size bounded from below alone reaches at least so far beyond the bound
WORD = re.compile(r"([A-Za-z]\w*)(?:>=(\d+))?(?:<=(\d+))?|(\d+)")


@dataclass(frozen=True, slots=True)
class Size:
    """A named size with its bounds, or a literal one (`name` empty, low == high).

    Attributes:
        name: as the instructor wrote it.
        low: the smallest value.
        high: the largest value; None if the instructor gave none.
    """

    name: str
    low: int
    high: int | None


def parse_sizes(text: str) -> tuple[Size, ...]:
    """Read "N>=3 D<=2 4"; raise TopicError for anything else."""
    sizes = []
    for word in text.split():
        match = WORD.fullmatch(word)
        if match is None:
            raise TopicError(
                f"{written_at()}: {text!r}: {word!r} is not a size; "
                "write names and numbers, as in 'N D', 'N>=3 2'"
            )
        name, low, high, literal = match.groups()
        if literal:
            sizes.append(Size("", int(literal), int(literal)))
        else:
            sizes.append(Size(name, int(low) if low else 1, int(high) if high else None))
    if not sizes:
        raise TopicError(f"{written_at()}: {text!r} names no size; write at least one, as in 'N'")
    return tuple(sizes)


def shape_of(sizes: Iterable[Size], drawn: Mapping[str, int]) -> tuple[int, ...]:
    """The shape, once the named sizes are drawn."""
    return tuple(drawn[size.name] if size.name else size.low for size in sizes)


def shared_bounds(sizes: Iterable[Size]) -> dict[str, tuple[int, int]]:
    """Name → (least, most): all bounds given anywhere in a check hold together.

    Raises:
        TopicError: no number fits them (without the place: the caller knows the check).
    """
    found: dict[str, Size] = {}
    for size in sizes:
        if not size.name:
            continue
        known = found.get(size.name, size)
        highs = [high for high in (known.high, size.high) if high is not None]
        found[size.name] = Size(size.name, max(known.low, size.low), min(highs, default=None))
    bounds = {}
    for name, size in found.items():
        high = max(LARGEST, size.low + SPREAD) if size.high is None else size.high
        if high < size.low:
            raise TopicError(f"no size {name} is >= {size.low} and <= {high}; loosen one bound")
        bounds[name] = (size.low, high)
    return bounds
