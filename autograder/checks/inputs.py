"""Families of inputs: what `for_all` draws.

Sizes are spelled by name, as in `reals("N D")`; a name stands for one number throughout a check.
Hypothesis is imported when the first example is drawn.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.errors import TopicError

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

LARGEST_SIZE = 5
READABLE_DECIMALS = 3
SIZE = re.compile(r"([A-Za-z]\w*)(?:>=(\d+))?(?:<=(\d+))?|(\d+)")


@dataclass(frozen=True, slots=True)
class Size:
    """A named size with its bounds, or a literal one (`name` empty, low == high)."""

    name: str
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Input:
    """A family of values.

    Attributes:
        sizes: the named sizes it needs.
        build: from the drawn sizes to a Hypothesis strategy.
        spelled: how the instructor wrote it, for messages.
    """

    sizes: tuple[Size, ...]
    build: Callable[[Mapping[str, int]], SearchStrategy[Any]]
    spelled: str


def parse_sizes(text: str) -> tuple[Size, ...]:
    """Read "N>=3 D<=2 4"; raise TopicError for anything else."""
    sizes = []
    for word in text.split():
        match = SIZE.fullmatch(word)
        if match is None:
            raise TopicError(
                f"{text!r}: {word!r} is not a size; write names and numbers, as in 'N D', 'N>=3 2'"
            )
        name, low, high, literal = match.groups()
        if literal:
            sizes.append(Size("", int(literal), int(literal)))
        else:
            least = int(low) if low else 1
            sizes.append(Size(name, least, int(high) if high else max(LARGEST_SIZE, least + 2)))
    return tuple(sizes)


def _shape(sizes: tuple[Size, ...], drawn: Mapping[str, int]) -> tuple[int, ...]:
    return tuple(drawn[size.name] if size.name else size.low for size in sizes)


def reals(
    shape: str,
    *,
    within: float = 10.0,
    away_from: float | None = None,
    step: float | None = None,
    dtype: str = "float64",
    layout: str = "C",
) -> Input:
    """Finite floats in [-within, within].

    Args:
        shape: named sizes, as in "N D".
        within: the largest absolute value.
        away_from: the smallest absolute value, if zero is to be avoided.
        step: values are whole multiples of it.
        dtype: "float64" or "float32".
        layout: "C", or "any": Fortran order, reversed axes and strides too.
    """
    if layout not in ("C", "any"):
        raise TopicError(f"reals(layout={layout!r}): should be 'C' or 'any'")
    sizes = parse_sizes(shape)
    least = 0.0 if away_from is None else float(away_from)

    def build(drawn: Mapping[str, int]) -> SearchStrategy[Any]:
        from hypothesis import strategies as st
        from hypothesis.extra import numpy as hnp

        width = 32 if dtype == "float32" else 64
        low, high = (float(np.dtype(dtype).type(bound)) for bound in (least, within))
        magnitudes = st.floats(low, high, allow_subnormal=False, width=width)
        if step is not None:
            most = int(within / step)
            elements = st.integers(-most, most).map(lambda k: k * step)
        elif away_from is None:
            elements = st.floats(-high, high, allow_subnormal=False, width=width).map(_readable)
        else:
            elements = st.tuples(magnitudes, st.sampled_from((1.0, -1.0))).map(
                lambda pair: max(_readable(pair[0]), low) * pair[1]
            )
        shaped = _shape(sizes, drawn)
        simple = hnp.arrays(dtype, shaped, elements=elements, fill=st.nothing())
        if step is not None:
            return _laid_out(simple, layout)

        def generic(seed_and_spread: tuple[int, float]) -> np.ndarray:
            seed, spread = seed_and_spread
            values = generic_normals(np.random.default_rng(seed), shaped) * spread
            clipped = np.clip(np.abs(values), least, within)
            return np.round(np.where(values < 0, -clipped, clipped), 4).astype(dtype)

        spreads = st.sampled_from((min(1.0, within), within / 3))
        drawn_generic = st.tuples(st.integers(0, 2**32 - 1), spreads).map(generic)
        return _laid_out(st.one_of(simple, drawn_generic), layout)

    return Input(sizes, build, f"reals({shape!r})")


def _readable(value: float) -> float:
    """Few decimals: a counterexample is read by people, and 1e-300 is another story."""
    return round(value, READABLE_DECIMALS)


def _laid_out(strategy: SearchStrategy[Any], layout: str) -> SearchStrategy[Any]:
    if layout == "C":
        return strategy
    from hypothesis import strategies as st

    def arrange(pair: tuple[np.ndarray, str]) -> np.ndarray:
        array, how = pair
        if how == "Fortran":
            return np.asfortranarray(array)
        if how == "reversed":
            return np.ascontiguousarray(array[::-1])[::-1]
        if how == "view":
            padded = np.repeat(array, 2, axis=-1)
            return padded[..., ::2]
        return array

    return st.tuples(strategy, st.sampled_from(("C", "Fortran", "reversed", "view"))).map(arrange)


def generic_normals(rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    """Standard normal numbers with jitter, a fifth of them log-uniform in 1e-3 … 1.

    Never tied and never zero; the small ones find masks drawn at a wrong threshold.
    """
    values = rng.normal(size=shape)
    values = values + 1e-2 * (1 + np.abs(values)) * rng.normal(size=shape)
    small = rng.choice((-1.0, 1.0), size=shape) * 10.0 ** rng.uniform(-3, 0, size=shape)
    mixed = np.where(rng.random(shape) < 0.2, small, values)
    return np.asarray(np.round(mixed, READABLE_DECIMALS + 1))


def _seeded(
    shape: str, spelled: str, make: Callable[[np.random.Generator, tuple[int, ...]], np.ndarray]
) -> Input:
    sizes = parse_sizes(shape)

    def build(drawn: Mapping[str, int]) -> SearchStrategy[Any]:
        from hypothesis import strategies as st

        shaped = _shape(sizes, drawn)
        return st.integers(0, 2**32 - 1).map(lambda seed: make(np.random.default_rng(seed), shaped))

    return Input(sizes, build, f"{spelled}({shape!r})")


def normals(shape: str, *, scale: float = 1.0, dtype: str = "float64") -> Input:
    """Generic normal numbers of standard deviation `scale`: for gradients.  Only shapes shrink."""
    return _seeded(
        shape, "normals", lambda rng, size: (scale * generic_normals(rng, size)).astype(dtype)
    )


def cotangents(shape: str, *, dtype: str = "float64") -> Input:
    """Upstream gradients sign(n)·(0.5 + |n|), n normal: no zeros, not uniform.

    A cotangent of ones is blind: it cannot see a softmax or a normalisation whose backward is 0.
    """

    def make(rng: np.random.Generator, size: tuple[int, ...]) -> np.ndarray:
        n = rng.normal(size=size)
        values = np.where(n < 0, -1.0, 1.0) * (0.5 + np.abs(n))
        return np.round(values, READABLE_DECIMALS).astype(dtype)

    return _seeded(shape, "cotangents", make)


def labels(shape: str, *, below: int | str) -> Input:
    """int64 labels in [0, below); `below` is a number or the name of a size."""
    sizes = parse_sizes(shape)
    bound = parse_sizes(str(below))
    if len(bound) != 1:
        raise TopicError(f"labels(below={below!r}): should be one number or one size's name")

    def build(drawn: Mapping[str, int]) -> SearchStrategy[Any]:
        from hypothesis import strategies as st
        from hypothesis.extra import numpy as hnp

        most = _shape(bound, drawn)[0] - 1
        return hnp.arrays(
            np.int64, _shape(sizes, drawn), elements=st.integers(0, most), fill=st.nothing()
        )

    return Input((*sizes, *bound), build, f"labels({shape!r}, below={below!r})")


def probabilities(shape: str, *, zeros: bool = False) -> Input:
    """Positive numbers whose last axis sums to 1; with `zeros` some are exactly 0."""

    def make(rng: np.random.Generator, size: tuple[int, ...]) -> np.ndarray:
        weights = rng.exponential(size=size) + 1e-3
        if zeros:
            kept = rng.random(size) < 0.6
            kept[..., rng.integers(size[-1])] = True
            weights = weights * kept
        return np.asarray(weights / weights.sum(axis=-1, keepdims=True))

    return _seeded(shape, "probabilities", make)


def _plain(spelled: str, make: Callable[[Any], SearchStrategy[Any]]) -> Input:
    def build(_drawn: Mapping[str, int]) -> SearchStrategy[Any]:
        from hypothesis import strategies

        return make(strategies)

    return Input((), build, spelled)


def seeds() -> Input:
    """A seed for `np.random.default_rng`."""
    return _plain("seeds()", lambda st: st.integers(0, 2**32 - 1))


def integers(low: int, high: int) -> Input:
    """A Python int in [low, high]."""
    return _plain(f"integers({low}, {high})", lambda st: st.integers(low, high))


def numbers(low: float, high: float) -> Input:
    """A Python float in [low, high]."""
    return _plain(
        f"numbers({low}, {high})", lambda st: st.floats(low, high, allow_subnormal=False)
    )


def choices(*values: Any) -> Input:
    """One of the values; the first is the simplest."""
    return _plain(f"choices{values!r}", lambda st: st.sampled_from(values))
