"""Arrays of floats: how Hypothesis draws them, which values, in which layout."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

READABLE_DECIMALS = 3
FINE_DECIMALS = (4, 6, 8)


def multiples(least: float, within: float, step: float) -> range:
    """The whole numbers k >= 0 with least <= k·step <= within, up to rounding."""
    return range(math.ceil(least / step - 1e-9), math.floor(within / step + 1e-9) + 1)


def whole_multiples(counts: range, step: float) -> SearchStrategy[float]:
    """±k·step, for k in `counts`."""
    from hypothesis import strategies as st

    if counts[0] == 0:
        whole = st.integers(-counts[-1], counts[-1])
    else:
        signed = st.tuples(st.integers(counts[0], counts[-1]), st.sampled_from((1, -1)))
        whole = signed.map(math.prod)
    return whole.map(lambda k: round(k * step, 12))  # 0.3, not 0.30000000000000004


def simple_floats(least: float, within: float, dtype: str) -> SearchStrategy[float]:
    """Single numbers Hypothesis can shrink, least <= |x| <= within."""
    from hypothesis import strategies as st

    width: Literal[32, 64] = 32 if dtype == "float32" else 64
    low, high = (float(np.dtype(dtype).type(bound)) for bound in (least, within))
    decimals = decimals_for(within)

    def readable(value: float) -> float:
        """Few decimals: a counterexample is read by people, and 1e-300 is another story."""
        size = min(max(round(abs(value), decimals), low), high)
        return math.copysign(size, value) if size else 0.0

    if not least:
        return st.floats(-high, high, allow_subnormal=False, width=width).map(readable)
    magnitudes = st.floats(low, high, allow_subnormal=False, width=width)
    signed = st.tuples(magnitudes, st.sampled_from((1.0, -1.0))).map(math.prod)
    return signed.map(readable)


def generator(seed: int, name: str) -> np.random.Generator:
    """The generator of the argument `name`.

    Hypothesis likes to repeat a seed, and shrinks all of them to 0; arguments differ all the same.
    """
    return np.random.default_rng([seed, *name.encode()])


def generic_floats(
    shape: tuple[int, ...], least: float, within: float, spread: float, name: str
) -> SearchStrategy[Any]:
    """Arrays of numbers all unlike each other, least <= |x| <= min(within, least + spread).

    Drawn entry by entry, so that they shrink: first the decimals, then the whole numbers.
    Hypothesis likes to repeat an entry; the noise of a drawn seed sets them apart again.
    """
    from hypothesis import strategies as st
    from hypothesis.extra import numpy as hnp

    unit = _unit(within)
    most = int(spread * unit)

    def make(seed: int, fractions: np.ndarray, wholes: np.ndarray) -> np.ndarray:
        offsets = wholes * unit + fractions
        if seed:
            noise = generator(seed, name).integers(-most, most + 1, size=shape)
            offsets = (offsets + noise + most) % (2 * most + 1) - most
        return _away(offsets, least, within)

    def whole_numbers(largest: int) -> SearchStrategy[Any]:
        each = st.integers(-largest, largest)
        return hnp.arrays(np.int64, shape, elements=each, fill=st.nothing())

    seeds = st.integers(0, 2**32 - 1)
    return st.builds(make, seeds, whole_numbers(min(most, unit - 1)), whole_numbers(int(spread)))


def other_floats(
    rng: np.random.Generator, shape: tuple[int, ...], least: float, within: float
) -> np.ndarray:
    """Numbers as `generic_floats` draws them, near `least` or anywhere, without Hypothesis."""
    spread = within - least
    most = int(
        (min(1.0, spread) if rng.random() < 0.5 else spread) * _unit(within)
    )  # either half of the time
    return _away(rng.integers(-most, most + 1, size=shape), least, within)


def numbers_in(
    rng: np.random.Generator,
    shape: tuple[int, ...],
    span: tuple[float, float] | None,
    least: float,
    within: float,
) -> np.ndarray:
    """Numbers of both signs whose size lies in the span, as far as least and within admit.

    All are equal if there is no span.
    """
    low, high = (1.0, 3.0) if span is None else span
    low, high = (min(max(bound, least), within) for bound in (low, high))
    count = () if span is None else shape
    sizes = low + (high - low) * rng.random(count)
    signed = np.where(rng.random(count) < 0.5, -sizes, sizes)  # a coin
    # Three digits are read easily.
    digits = 2 - int(np.floor(np.log10(high))) if high else 0
    return np.broadcast_to(np.round(signed, digits), shape).copy()


def _unit(within: float) -> int:
    """So many steps to a whole number."""
    return int(10 ** (decimals_for(within) + 1))


def _away(offsets: np.ndarray, least: float, within: float) -> np.ndarray:
    """From steps beyond ±least to numbers."""
    unit = _unit(within)
    sizes = np.round(least + np.abs(offsets) / unit, decimals_for(within) + 1)
    sizes = np.clip(sizes, least, within)
    return np.asarray(np.where(offsets < 0, -sizes, sizes))


def decimals_for(within: float) -> int:
    """Three, or as many as numbers below 1 need."""
    return max(READABLE_DECIMALS, READABLE_DECIMALS - math.floor(math.log10(within)))


def laid_out(strategy: SearchStrategy[Any], layout: str) -> SearchStrategy[Any]:
    """The same numbers; with layout "any" also in Fortran order, reversed, or as a view."""
    if layout == "C":
        return strategy
    from hypothesis import strategies as st

    layouts = st.sampled_from(("C", "Fortran", "reversed", "view"))
    return st.tuples(strategy, layouts).map(lambda pair: _arranged(*pair))


def laid_out_like(array: np.ndarray, numbers: np.ndarray) -> np.ndarray:
    """The numbers in the layout of an array that `laid_out` made."""
    if array.flags.c_contiguous:
        return numbers
    if array.flags.f_contiguous:
        return _arranged(numbers, "Fortran")
    return _arranged(numbers, "reversed" if array[::-1].flags.c_contiguous else "view")


def _arranged(array: np.ndarray, how: str) -> np.ndarray:
    if how == "Fortran":
        return np.asfortranarray(array)
    if how == "reversed":
        return np.ascontiguousarray(array[::-1])[::-1]
    if how == "view":
        padded: np.ndarray = np.repeat(array, 2, axis=-1)[..., ::2]
        return padded
    return array


def generic_normals(rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    """Standard normal numbers with jitter, a fifth of them log-uniform in 1e-3 … 1.

    Never tied and never zero; the small ones find masks drawn at a wrong threshold.
    """
    values = rng.normal(size=shape)
    values = values + 1e-2 * (1 + np.abs(values)) * rng.normal(size=shape)
    small = rng.choice((-1.0, 1.0), size=shape) * 10.0 ** rng.uniform(-3, 0, size=shape)
    mixed = np.where(rng.random(shape) < 0.2, small, values)
    for decimals in FINE_DECIMALS:
        rounded = np.asarray(np.round(mixed, decimals))
        if rounded.all() and np.unique(rounded).size == rounded.size:
            return rounded
    return np.asarray(mixed)
