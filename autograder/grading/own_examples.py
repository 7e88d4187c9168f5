"""Examples that one submission gets and hardly another: no table of remembered answers has them.

They are drawn ahead, many for each check, and each submission is given a few, which follow from
the secret and its content.  One for each submission would be better still, but costs a quarter of
its grading: a proof costs as much as five of a student's answers.
"""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Mapping, Sequence
from dataclasses import astuple, replace
from functools import lru_cache
from itertools import starmap
from typing import Any

import numpy as np

from autograder.checks import Check
from autograder.checks.examples import varied
from autograder.checks.gradients import UndecidedError
from autograder.errors import TopicError
from autograder.grading.foreseeing import as_cautious, foresee
from autograder.grading.proving import Example, prove
from autograder.sandbox import RequestLine

POOL = 128
"""So many examples a check has in stock, of which each submission gets `OWN` of its own."""
POOL_REQUESTS = 1024
"""So many requests they take together at most, where an example takes many (differences)."""
POOL_BYTES = 2_000_000
"""So much memory they take together at most, where an example is large (thousands of draws)."""
LEAST_POOL = 24
OWN = 2
TRIES = 4
"""So often an example that cannot be proved, or is known already, is drawn again."""

Pool = tuple[bytes, ...]
"""Packed, so that only those that are picked are made."""


def own_pool(
    check: Check, reference: object, names: Mapping[str, Any], shared: Sequence[Example], seed: int
) -> Pool:
    """Proved examples with the structure of the shared ones and other numbers."""
    if not check.inputs or not shared:
        return ()
    known = {pickle.dumps(example.inputs) for example in shared}
    rows = [example.foreseen for example in shared]
    pool = []
    for number in range(_size(shared)):
        for again in range(TRIES):
            rng = np.random.default_rng([seed, number, again])
            like = shared[int(rng.integers(len(shared)))]
            inputs = varied(check.inputs, like.inputs, rng)
            if (key := pickle.dumps(inputs)) in known:
                continue
            known.add(key)
            try:
                example = prove(check, reference, names, inputs)
            except (TopicError, UndecidedError):
                continue
            if not _alike(example, like):
                (example,) = foresee(check, reference, names, [example])
            elif example.foreseen is not None:
                calm = [replace(line, depends=False, reveals=False) for line in example.foreseen]
                example = replace(example, foreseen=as_cautious(tuple(calm), rows))
            pool.append(_packed(example))
            break
    return tuple(pool)


def _size(shared: Sequence[Example]) -> int:
    requests = max(len(one.foreseen or one.kinds or ()) for one in shared)
    size = max(len(_packed(one)) for one in shared)
    return max(LEAST_POOL, min(POOL, POOL_REQUESTS // max(1, requests), POOL_BYTES // size))


def _alike(example: Example, like: Example) -> bool:
    """Whether the check went the same way on both: as many requests, answers of equal kinds."""
    return (example.kinds, example.asked, len(example.foreseen or ())) == (
        like.kinds,
        like.asked,
        len(like.foreseen or ()),
    )


def picked(pool: Pool, seed: int, submission_hash: str) -> tuple[Example, ...]:
    """The examples of one submission, in the order of the pool."""
    digest = hashlib.sha256(f"{seed}{submission_hash}".encode()).digest()
    left = list(range(len(pool)))
    chosen = [
        left.pop(int.from_bytes(digest[4 * n : 4 * n + 4], "big") % len(left))
        for n in range(min(OWN, len(pool)))
    ]
    return tuple(unpacked(pool[number]) for number in sorted(chosen))


def _packed(example: Example) -> bytes:
    """What is read fast: lines as plain tuples, and what many examples have in common apart."""
    lines = example.foreseen
    rows = None if lines is None else tuple(astuple(line) for line in lines)
    return pickle.dumps((example.inputs, pickle.dumps((example.asked, example.kinds)), rows))


_common = lru_cache(maxsize=4096)(pickle.loads)


def unpacked(packed: bytes) -> Example:
    """One example of a pool."""
    inputs, common, rows = pickle.loads(packed)  # noqa: S301  # our own
    asked, kinds = _common(common)
    return Example(
        inputs, asked, kinds, None if rows is None else tuple(starmap(RequestLine, rows))
    )
