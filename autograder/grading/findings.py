"""What sets all wrong answers of a check apart from the right ones, where one story fits them all.

A story counts only if it is true of several examples whose sizes differ: one entry, or two sizes
that are the same, fit any story.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

ENOUGH = 3
"""A story is told of at least so many examples."""
CLOSE = 1e-6
DIGITS = 1e-4
"""Entries that are off by no more, each relative to itself, are off in their last digits."""
PLAIN = {2.0: "2", 0.5: "½", 3.0: "3", 1 / 3: "⅓", 4.0: "4", 0.25: "¼"}
"""Factors that are told though no size explains them."""


@dataclass(frozen=True, slots=True)
class Compared:
    """What came out of one example and what should have.

    Attributes:
        got: an array of float64.
        want: an array of float64, of the same shape unless that is what is wrong.
        arguments: what the function was called with, by name.
    """

    got: np.ndarray
    want: np.ndarray
    arguments: Mapping[str, Any]

    @property
    def scale(self) -> float:
        """The size of the right answer's largest entry."""
        return float(np.abs(self.want).max(initial=0.0))


Story = Callable[[Sequence[Compared]], str]


def finding(pairs: Sequence[Compared]) -> str:
    """The sentence that is true of all pairs, or "".

    Args:
        pairs: of all examples that were answered wrongly.
    """
    if len(pairs) < ENOUGH or sum(pair.want.size for pair in pairs) < 2 * ENOUGH:
        return ""
    if any(pair.got.shape != pair.want.shape for pair in pairs):
        return _transposed(pairs)
    if not all(np.isfinite(pair.want).all() for pair in pairs):
        return ""
    if any(not np.isfinite(pair.got).all() for pair in pairs):
        return _right_but_for_nan(pairs)
    stories: tuple[Story, ...] = (
        _zero,
        _sign,
        _last_digits,
        _size,
        _factor,
        _transposed,
        _without_an_argument,
        _shifted,
        _stale,
        _offset,
    )
    with np.errstate(all="ignore"):
        return next(filter(None, (story(pairs) for story in stories)), "")


def _near(got: np.ndarray, want: np.ndarray, scale: float) -> bool:
    if got.shape != want.shape or not np.isfinite(got).all():
        return False
    return bool(np.abs(got - want).max(initial=0.0) <= CLOSE * scale)


def _all(pairs: Sequence[Compared], story: Callable[[Compared], np.ndarray]) -> bool:
    """Whether the story turns every wrong answer into the right one, or the other way round."""
    return all(_near(story(pair), pair.want, pair.scale) for pair in pairs)


def _varies(pairs: Sequence[Compared]) -> bool:
    """Whether most right answers have two entries that differ."""
    telling = [pair for pair in pairs if pair.want.size > 1 and np.ptp(pair.want) > 0]
    return 2 * len(telling) > len(pairs)


def _zero(pairs: Sequence[Compared]) -> str:
    nothing = all(not pair.got.any() and pair.want.any() for pair in pairs)
    return "It is 0 everywhere, whatever the arguments." if nothing else ""


def _sign(pairs: Sequence[Compared]) -> str:
    return "It has the wrong sign everywhere." if _all(pairs, lambda pair: -pair.got) else ""


def _last_digits(pairs: Sequence[Compared]) -> str:
    near = (np.abs(pair.got - pair.want) <= DIGITS * np.abs(pair.want) for pair in pairs)
    return "Only its last digits are off." if all(each.all() for each in near) else ""


def _ratios(pairs: Sequence[Compared]) -> list[float] | None:
    """The factor of each pair, got = factor · want; None if one of them has none."""
    ratios = []
    for pair in pairs:
        if not pair.scale:
            return None
        along = pair.want.ravel() / pair.scale  # want @ want would underflow for tiny answers
        ratio = float(pair.got.ravel() @ along / (pair.want.ravel() @ along))
        if not ratio or not _near(pair.got, ratio * pair.want, pair.scale * max(1, abs(ratio))):
            return None
        ratios.append(ratio)
    return ratios


def _size(pairs: Sequence[Compared]) -> str:
    """Too large or too small by a size that differs from example to example."""
    ratios = _ratios(pairs)
    if ratios is None:
        return ""
    sizes = [dict(_named_sizes(pair.arguments)) for pair in pairs]
    for name in sizes[0]:
        lengths = [each.get(name, 0) for each in sizes]
        if len(set(lengths)) < 2 or 0 in lengths:
            continue
        if np.allclose(ratios, lengths, rtol=CLOSE):
            return f"It is too large by the factor {name}: divide by it."
        if np.allclose(ratios, 1 / np.asarray(lengths), rtol=CLOSE):
            return f"It is too small by the factor {name}: it is divided by it once too often."
    return ""


def _named_sizes(arguments: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    for name, value in arguments.items():
        if isinstance(value, np.ndarray):
            for axis, length in enumerate(value.shape):
                yield f"{name}.shape[{axis}]", length
            if value.ndim > 1:
                yield f"{name}.size", value.size
        elif isinstance(value, (list, tuple)):
            yield f"len({name})", len(value)


def _factor(pairs: Sequence[Compared]) -> str:
    """The same factor everywhere, which is told if it is a plain one."""
    ratios = _ratios(pairs)
    if ratios is None or not _varies(pairs) or not np.allclose(ratios, ratios[0], rtol=CLOSE):
        return ""
    sign = "has the wrong sign and " if ratios[0] < 0 else ""
    for factor, name in PLAIN.items():
        if np.isclose(abs(ratios[0]), factor, rtol=CLOSE):
            return f"It {sign}is {name} times what it should be, everywhere."
    return ""


def _transposed(pairs: Sequence[Compared]) -> str:
    telling = [pair for pair in pairs if pair.want.ndim == 2 and min(pair.want.shape) > 1]
    if len(telling) < ENOUGH or not _all(pairs, lambda pair: pair.got.T):
        return ""
    return "It is the transpose of what it should be."


def _without_an_argument(pairs: Sequence[Compared]) -> str:
    """Right once it is multiplied, or divided, by one of the arguments, entry by entry."""
    if not _varies(pairs):
        return ""
    for name, value in pairs[0].arguments.items():
        if not isinstance(value, (np.ndarray, float)):
            continue
        if not all(_broadcasts(pair.arguments.get(name), pair.want) for pair in pairs):
            continue
        if _all(pairs, lambda pair, name=name: pair.got * pair.arguments[name]):  # type: ignore[misc]
            return f"The factor {name} is missing."
        if _all(pairs, lambda pair, name=name: pair.got / pair.arguments[name]):  # type: ignore[misc]
            return f"The factor {name} is in it once too often."
    return ""


def _broadcasts(value: Any, want: np.ndarray) -> bool:
    if not isinstance(value, (np.ndarray, float)) or np.asarray(value).dtype.kind != "f":
        return False
    try:
        return bool(np.broadcast_shapes(np.shape(value), want.shape) == want.shape)
    except ValueError:
        return False


def _shifted(pairs: Sequence[Compared]) -> str:
    """Every entry is the one that should stand before it, or after it."""
    if not all(pair.want.ndim and len(pair.want) > 2 for pair in pairs) or not _varies(pairs):
        return ""
    if all(_near(pair.got[1:], pair.want[:-1], pair.scale) for pair in pairs):
        return "It is shifted by one: each entry is the one that should stand before it."
    if all(_near(pair.got[:-1], pair.want[1:], pair.scale) for pair in pairs):
        return "It is shifted by one: each entry is the one that should stand after it."
    return ""


def _stale(pairs: Sequence[Compared]) -> str:
    if not _varies(pairs):
        return ""
    before = itertools.pairwise(pairs)
    if all(_near(two.got, one.want, one.scale or 1.0) for one, two in before):
        return "It is the answer to the call before."
    return ""


def _offset(pairs: Sequence[Compared]) -> str:
    """Off by one and the same number."""
    offsets = [float((pair.got - pair.want).ravel()[0]) for pair in pairs if pair.want.size]
    same = len(offsets) == len(pairs) and np.allclose(offsets, offsets[0], rtol=CLOSE)
    if not same or not _all(pairs, lambda pair: pair.got - offsets[0]):
        return ""
    number = round(offsets[0], 6)
    if number not in {1.0, -1.0, 2.0, -2.0, 0.5, -0.5} or not abs(number - offsets[0]) <= CLOSE:
        return ""
    return f"It is too {'large' if number > 0 else 'small'} by {abs(number):g}, everywhere."


def _right_but_for_nan(pairs: Sequence[Compared]) -> str:
    for pair in pairs:
        if pair.got.shape != pair.want.shape:
            return ""
        known = np.isfinite(pair.got)
        if not _near(pair.got[known], pair.want[known], pair.scale):
            return ""
    if sum(np.isfinite(pair.got).sum() for pair in pairs) < ENOUGH:
        return ""
    return "It is right but where it is not finite: something overflows, or is divided by 0."
