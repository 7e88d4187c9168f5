"""Fingerprints of code (copydetect's winnowing) → pairs that share much of what is their own.

Names do not count, nor comments and order.  What the released notebook holds, what the reference
and its alternatives write, and what many of the class write alike is nobody's own.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from autograder.errors import AutograderError

LENGTH = 25
"""So many characters of code, names taken as one, are the shortest passage that counts."""
COMMON = 4
"""Passages in more submissions than these, and than a fifth of the class, are nobody's own."""
LEAST = 150
"""Characters in common below which nothing is suspicious: short formulas are written alike."""

Slices = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Corpus:
    """What is compared.

    Attributes:
        students: each one's code, by id.
        given: code that is nobody's own: the released notebook, the reference, its alternatives.
    """

    students: Mapping[str, str] = field(repr=False)
    given: Sequence[str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two submissions.

    Attributes:
        first, second: the students' ids.
        shares: how much of each one's own code the other has as well, from 0 to 1.
        common: how many characters that is, names taken as one.
        passages: where it stands in the code of each, as (start, end).
    """

    first: str
    second: str
    shares: tuple[float, float]
    common: int
    passages: tuple[Slices, Slices] = field(repr=False)


def suspicious_pairs(sources: Corpus, *, at_least: float = 0.6) -> list[Pair]:
    """The pairs that share at least so much of either one's own code, the most alike first.

    Raises:
        AutograderError: copydetect is not installed.
    """
    try:
        from copydetect import CodeFingerprint, compare_files
        from copydetect.utils import get_token_coverage
    except ImportError:
        raise AutograderError(
            'similarity needs copydetect: pip install "autograder-numerics[similarity]"'
        ) from None

    def fingerprint(code: str) -> Any:
        return CodeFingerprint("code.py", LENGTH, 1, language="python", fp=io.StringIO(code))

    prints = {student: fingerprint(code) for student, code in sources.students.items()}
    ours = _nobodys_own(prints.values(), [fingerprint(code) for code in sources.given])
    for one in prints.values():
        one.hashes -= ours
        one.hash_idx = {key: places for key, places in one.hash_idx.items() if key not in ours}
        one.token_coverage = get_token_coverage(one.hash_idx, LENGTH, len(one.filtered_code))
    found = []
    for first, second in combinations(sorted(prints), 2):
        one, other = prints[first], prints[second]
        if LENGTH * len(one.hashes & other.hashes) < LEAST:
            continue  # most pairs: nothing to look at
        _, shares, slices = compare_files(one, other)
        common = int(min(shares[0] * one.token_coverage, shares[1] * other.token_coverage))
        if common >= LEAST and max(shares) >= at_least:
            places = (_slices(slices[0]), _slices(slices[1]))
            share = (min(1.0, float(shares[0])), min(1.0, float(shares[1])))
            found.append(Pair(first, second, share, common, places))
    return sorted(found, key=lambda pair: (-max(pair.shares), -pair.common, pair.first))


def _nobodys_own(prints: Iterable[Any], given: Iterable[Any]) -> set[int]:
    """Fingerprints of given code, and of what so many write that it says nothing."""
    all_prints = list(prints)
    count = Counter(mark for one in all_prints for mark in one.hashes)
    many = max(COMMON, len(all_prints) / 5)
    common = {int(mark) for mark, students in count.items() if students > many}
    return common.union(*(one.hashes for one in given))


def _slices(found: Any) -> Slices:
    return tuple((int(start), int(end)) for start, end in zip(found[0], found[1], strict=True))
