"""Inputs that are single values: seeds, numbers, choices."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.checks.inputs import Edge, Input, demand

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy


def _plain(
    spelled: str,
    make: Callable[[Any], SearchStrategy[Any]],
    again: Callable[[np.random.Generator], Any] | None = None,
    *,
    steers: bool = False,
    edge: Callable[[Any, np.random.Generator, Edge], Any] | None = None,
    chooses: tuple[Any, ...] = (),
) -> Input:
    def build(_drawn: Mapping[str, int], _name: str) -> SearchStrategy[Any]:
        from hypothesis import strategies

        return make(strategies)

    def another(_value: Any, rng: np.random.Generator, _sizes: Mapping[str, int]) -> Any:
        assert again is not None  # noqa: S101  # else nobody asks
        return again(rng)

    return Input((), build, spelled, another if again else None, steers, edge, chooses)


def seeds() -> Input:
    """A seed for `np.random.default_rng`."""
    largest = 2**32 - 1
    return _plain(
        "seeds()",
        lambda st: st.integers(0, largest),
        lambda rng: int(rng.integers(largest, endpoint=True)),
    )


def integers(low: int, high: int) -> Input:
    """A Python int in [low, high]."""
    whole = type(low) is int and type(high) is int
    demand(whole and low <= high, f"integers({low!r}, {high!r}) should be two ints, low <= high")
    return _plain(
        f"integers({low}, {high})",
        lambda st: st.integers(low, high),
        lambda rng: low + int.from_bytes(rng.bytes(16), "big") % (high - low + 1),
        steers=True,
        edge=lambda _value, _rng, at: _in_turn(at, low, high, range(low, min(high, low + 4) + 1)),
    )


def numbers(low: float, high: float) -> Input:
    """A Python float in [low, high]."""
    demand(
        -math.inf < low <= high < math.inf,
        f"numbers({low!r}, {high!r}) should be two finite numbers, low <= high",
    )
    return _plain(
        f"numbers({low}, {high})",
        lambda st: st.floats(low, high, allow_subnormal=False),
        lambda rng: float(rng.uniform(low, high)),
        edge=lambda value, _rng, at: float(_in_turn(at, low, high, (value,))),
    )


def _in_turn(at: Edge, low: float, high: float, others: Iterable[float]) -> Any:
    """The bounds, 0 and 1 and others, one after another."""
    values = dict.fromkeys((low, high, *(one for one in (0, 1) if low < one < high), *others))
    return [*values][at.number % len(values)]


def choices(*values: Any) -> Input:
    """One of the values; the first is the simplest."""
    demand(values, "choices() has nothing to choose from; name at least one value")
    return _plain(f"choices{values!r}", lambda st: st.sampled_from(values), chooses=values)
