"""Families of inputs: what `for_all` draws.

Sizes are spelled by name, as in `reals("N D")`; a name stands for one number throughout a check.
Hypothesis is imported when the first example is drawn.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.checks.floats import (
    READABLE_DECIMALS,
    generator,
    generic_floats,
    generic_normals,
    laid_out,
    laid_out_like,
    multiples,
    numbers_in,
    other_floats,
    simple_floats,
    whole_multiples,
)
from autograder.checks.places import written_at
from autograder.checks.sizes import Size, parse_sizes, shape_of
from autograder.errors import TopicError

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy


Again = Callable[[Any, np.random.Generator, Mapping[str, int]], Any]
"""From a drawn value, a generator and the drawn sizes to another value of the same structure."""


@dataclass(frozen=True, slots=True)
class Edge:
    """What an example at the edge asks of its inputs.

    Attributes:
        span: all numbers have a size from here to there; None where all are equal.
        number: counts the edges, for inputs that take turns.
        sizes: the named sizes.
    """

    span: tuple[float, float] | None
    number: int
    sizes: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Input:
    """A family of values.

    Attributes:
        sizes: the named sizes it needs; those of an array's axes come first.
        build: from the drawn sizes and the argument's name to a Hypothesis strategy.
        spelled: how the instructor wrote it, for messages.
        again: makes another value of a drawn one, in the same shape, layout and dtype; None if
            there is nothing in it but structure.
        steers: whether a check may go another way on another value, as on a count.
        edge: makes a value at an edge, in the shape, layout and dtype of a given one.
        chooses: the few values of which it is one.
    """

    sizes: tuple[Size, ...]
    build: Callable[[Mapping[str, int], str], SearchStrategy[Any]]
    spelled: str
    again: Again | None = None
    steers: bool = False
    edge: Callable[[Any, np.random.Generator, Edge], Any] | None = None
    chooses: tuple[Any, ...] = ()


def demand_one_of(name: str, value: object, known: tuple[object, ...], spelled: str) -> None:
    """Refuse a keyword whose value is none of those known."""
    demand(
        value in known,
        f"{spelled} has {name}={value!r}; should be {' or '.join(map(repr, known))}",
    )


def demand(condition: object, message: str) -> None:
    """Refuse what an instructor wrote, with its place."""
    if not condition:
        raise TopicError(f"{written_at()}: {message}")


def reals(
    shape: str,
    *,
    within: float | None = None,
    away_from: float | None = None,
    step: float | None = None,
    dtype: str = "float64",
    layout: str = "C",
) -> Input:
    """Finite floats in [-within, within]: few simple ones, which shrink well, and generic ones.

    Args:
        shape: named sizes, as in "N D".
        within: the largest absolute value, at most 1e12; 10, and at edges what the check says,
            if it is left out.
        away_from: the smallest absolute value, if zero is to be avoided.
        step: values are whole multiples of it.
        dtype: "float64" or "float32".
        layout: "C", or "any": Fortran order, reversed axes and strides too.

    Raises:
        TopicError: naming file, line and remedy.
    """
    sizes = parse_sizes(shape)
    spelled = f"reals({shape!r})"
    least = 0.0 if away_from is None else float(away_from)
    farthest = math.inf if within is None else float(within)
    within = 10.0 if within is None else within
    demand(0 < within <= 1e12, f"{spelled} has within={within!r}; should be in 0…1e12")
    demand(0 <= least <= within, f"{spelled} has away_from={away_from!r}; should be in 0…within")
    demand_one_of("dtype", dtype, ("float64", "float32"), spelled)
    demand_one_of("layout", layout, ("C", "any"), spelled)
    if step is not None:
        demand(
            step > 0 and multiples(least, within, step),
            f"{spelled} has step={step!r}, and no multiple of it has a size in "
            f"{least:g}…{within:g}; should be a positive part of within",
        )

    def build(drawn: Mapping[str, int], name: str) -> SearchStrategy[Any]:
        from hypothesis import strategies as st
        from hypothesis.extra import numpy as hnp

        shaped, span = shape_of(sizes, drawn), within - least
        if step is not None:
            elements = whole_multiples(multiples(least, within, step), step)
        else:
            elements = simple_floats(least, within, dtype)
        arrays = hnp.arrays(dtype, shaped, elements=elements, fill=st.nothing())
        if step is None:
            near = generic_floats(shaped, least, within, min(1.0, span), name)
            anywhere = generic_floats(shaped, least, within, span, name)
            arrays = st.one_of(arrays, st.one_of(near, anywhere).map(lambda x: x.astype(dtype)))
        return laid_out(arrays, layout)

    def again(value: Any, rng: np.random.Generator, _sizes: Mapping[str, int]) -> Any:
        if step is None:
            numbers = other_floats(rng, value.shape, least, within)
        else:
            counts = rng.choice(multiples(least, within, step), size=value.shape)
            numbers = np.round(counts * rng.choice((-step, step), size=value.shape), 12)
        return laid_out_like(value, numbers.astype(dtype))

    def edge(value: Any, rng: np.random.Generator, at: Edge) -> Any:
        span = at.span
        if step is not None and span and step <= span[1]:
            span = (max(span[0], step), span[1])
        numbers = numbers_in(rng, value.shape, span, least, farthest)
        if step is not None:
            numbers = np.round(np.round(numbers / step) * step, 12)
        return laid_out_like(value, numbers.astype(dtype))

    return Input(sizes, build, spelled, again, edge=edge)


def _seeded(
    shape: str,
    spelled: str,
    make: Callable[[np.random.Generator, tuple[int, ...]], np.ndarray],
    edge: Callable[[Any, np.random.Generator, Edge], Any] | None = None,
) -> Input:
    sizes = parse_sizes(shape)

    def build(drawn: Mapping[str, int], name: str) -> SearchStrategy[Any]:
        from hypothesis import strategies as st

        shaped = shape_of(sizes, drawn)
        return st.integers(0, 2**32 - 1).map(lambda seed: make(generator(seed, name), shaped))

    def again(value: Any, rng: np.random.Generator, _sizes: Mapping[str, int]) -> Any:
        return laid_out_like(value, make(rng, value.shape))

    return Input(sizes, build, f"{spelled}({shape!r})", again, edge=edge)


def _any_edge(value: Any, rng: np.random.Generator, at: Edge) -> Any:
    """Any numbers of that size."""
    numbers = numbers_in(rng, value.shape, at.span, 0.0, math.inf)
    return laid_out_like(value, numbers.astype(value.dtype))


def _generic_edge(value: Any, rng: np.random.Generator, at: Edge, *, far: float) -> Any:
    """Neither zeros nor ties."""
    span = at.span if at.span and 0 < at.span[0] < far else (0.05, min(0.95, far))
    numbers = numbers_in(rng, value.shape, span, 0.0, far)
    return laid_out_like(value, numbers.astype(value.dtype))


def normals(
    shape: str, *, scale: float = 1.0, far: float = math.inf, dtype: str = "float64"
) -> Input:
    """Generic normal numbers of standard deviation `scale`: for gradients.  Only shapes shrink.

    At edges none is larger than `far`.
    """

    def make(rng: np.random.Generator, size: tuple[int, ...]) -> np.ndarray:
        values = np.round(
            scale * generic_normals(rng, size), 12
        )  # 0.3702, not 0.37019999999999997
        return values.astype(dtype)

    demand(1e-6 <= scale < math.inf, f"normals has scale={scale!r}; should be at least 1e-6")
    demand_one_of("dtype", dtype, ("float64", "float32"), f"normals({shape!r})")
    return _seeded(shape, "normals", make, partial(_generic_edge, far=far))


def cotangents(shape: str, *, dtype: str = "float64") -> Input:
    """Upstream gradients sign(n)·(0.5 + |n|), n normal: no zeros, not uniform.

    A cotangent of ones is blind: it cannot see a softmax or a normalisation whose backward is 0.
    """
    demand_one_of("dtype", dtype, ("float64", "float32"), f"cotangents({shape!r})")

    def make(rng: np.random.Generator, size: tuple[int, ...]) -> np.ndarray:
        n = rng.normal(size=size)
        values = np.where(n < 0, -1.0, 1.0) * (0.5 + np.abs(n))
        return np.round(values, READABLE_DECIMALS).astype(dtype)

    return _seeded(shape, "cotangents", make, _any_edge)


def labels(shape: str, *, below: int | str) -> Input:
    """int64 labels in [0, below); `below` is a number or the name of a size."""
    sizes = parse_sizes(shape)
    bound = parse_sizes(below) if isinstance(below, str) else (Size("", below, below),)
    demand(
        len(bound) == 1 and type(bound[0].low) is int and bound[0].low >= 1,
        f"labels has below={below!r}; should be one number of at least 1, or one size's name",
    )

    def build(drawn: Mapping[str, int], _name: str) -> SearchStrategy[Any]:
        from hypothesis import strategies as st
        from hypothesis.extra import numpy as hnp

        most = shape_of(bound, drawn)[0] - 1
        return hnp.arrays(
            np.int64, shape_of(sizes, drawn), elements=st.integers(0, most), fill=st.nothing()
        )

    def again(value: Any, rng: np.random.Generator, drawn: Mapping[str, int]) -> Any:
        # A bound that no array shows is not known any more: what was drawn lies below it.
        known = bound[0].low if not bound[0].name else drawn.get(bound[0].name)
        numbers = rng.integers(0, known or value.max(initial=0) + 1, size=value.shape)
        return laid_out_like(value, numbers)

    def edge(value: Any, rng: np.random.Generator, at: Edge) -> Any:
        """All of them the last, all 0, or any."""
        labelled = again(value, rng, at.sizes)
        most = (bound[0].low if not bound[0].name else at.sizes.get(bound[0].name, 1)) - 1
        turn = at.number % 3
        return labelled if turn == 0 else np.full_like(labelled, most * (turn == 1))

    return Input((*sizes, *bound), build, f"labels({shape!r}, below={below!r})", again, edge=edge)


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
