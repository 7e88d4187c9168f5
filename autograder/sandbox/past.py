"""What an answer has of a past: the calls that made it, and those that may have changed it since.

Objects, containers and generators have one.  Whatever meets in one call may know of each other
from then on, so that they share it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

import numpy as np

from autograder.checks.stand_ins import StandIn
from autograder.sandbox.messages import Entry

Path = tuple[Any, ...]
"""Where in an answer something is: () is the answer itself, (1, "W") the entry W of its second."""
Key = tuple[str, int]


def path_to(wanted: object, answer: Any) -> Path | None:
    """Where in the answer this very object is; None if it is nowhere in it.

    A stand-in is found by what it stands for: each reply makes a new one.
    """
    if answer is wanted or (isinstance(wanted, StandIn) and answer == wanted):
        return ()
    for index, part in _items(answer):
        found = path_to(wanted, part)
        if found is not None:
            return (index, *found)
    return None


def parts(value: Any) -> Iterator[Any]:
    """The value and all in it."""
    yield value
    for _, part in _items(value):
        yield from parts(part)


def _items(value: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(value, (tuple, list)):
        yield from enumerate(value)
    elif isinstance(value, dict):
        yield from value.items()


def key_of(value: Any) -> Key | None:
    """Equal for the same thing; None of what has no past."""
    if isinstance(value, StandIn):
        return "object", hash(value)
    if isinstance(value, (tuple, list, dict, np.random.Generator)):
        return "value", id(value)
    return None


def _keys(entry: Entry) -> set[Key]:
    values = [*parts(entry.value), *parts(entry.answer)]
    return {key for value in values if (key := key_of(value)) is not None}


def needed(entries: Sequence[Entry], wanted: Collection[int]) -> list[int]:
    """These entries, and all before them that share a past with one of them."""
    keys = [_keys(entry) for entry in entries]
    found = set(wanted)
    known = set[Key]().union(*(keys[number] for number in wanted))
    grown = True
    while grown:
        more = {n for n in range(max(wanted)) if n not in found and keys[n] & known}
        found |= more
        known |= set[Key]().union(*(keys[number] for number in more))
        grown = bool(more)
    return sorted(found)
