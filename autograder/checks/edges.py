"""Edges: examples mixed into a check's that reach where drawn ones seldom are.

Numbers of every size from 0 on, ties, axes of length 1, equal sizes, long axes, Fortran order,
and the bounds of single numbers.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from autograder.checks.inputs import Edge, Input
from autograder.checks.sizes import shape_of, shared_bounds

SPANS = (
    (0.0, 0.0),
    (1e-7, 9e-7),
    (1e-5, 9e-4),
    (0.05, 0.95),
    (1.5, 9.5),
    (11.0, 29.0),
    (31.0, 89.0),
    (150.0, 9500.0),
)
"""From these sizes to those: one example has all its numbers there."""
LONG = 11
"""An axis without a bound is so long once."""
MOST_COMBINATIONS = 4
"""Of inputs with few choices, so many combinations see all sizes of numbers."""


def edge_examples(
    inputs: Mapping[str, Input], example: Mapping[str, Any], reach: float, rng: np.random.Generator
) -> Iterator[tuple[str, dict[str, Any]]]:
    """(what the edge is, example) for each edge; arrays are read-only.

    Args:
        inputs: the check's.
        example: a drawn one, from which comes whatever has no edges.
        reach: the largest absolute value.
        rng: decides the numbers.
    """
    spans = [span for span in SPANS if span[0] <= reach] + [None]
    sizes = [*_sizes(inputs)] if _can_be_resized(inputs, example) else [("", {})]
    chosen = [*_choices(inputs)]
    for number in range(max(len(spans), len(sizes)) * len(chosen)):
        step, choice = divmod(number, len(chosen))
        span = spans[step % len(spans)]
        named, drawn = sizes[step % len(sizes)]
        edge = Edge(span and (span[0], min(span[1], reach)), number, drawn)
        made = dict(example)
        for place, (name, one) in enumerate(inputs.items()):
            turn = replace(edge, number=number + place)  # not all at the same bound at once
            value = _at_edge(one, example[name], rng, turn, drawn, long="long" in named)
            made[name] = value
            if isinstance(value, np.ndarray):
                value.setflags(write=False)
        made |= chosen[choice]
        yield ", ".join(filter(None, (_words(span), named))), made


def _words(span: tuple[float, float] | None) -> str:
    return "ties" if span is None else f"numbers in {span[0]:g}…{span[1]:g}"


def _can_be_resized(inputs: Mapping[str, Input], example: Mapping[str, Any]) -> bool:
    """Whether every input with sizes is an array that can be made in another shape."""
    return all(
        isinstance(example[name], np.ndarray) and (one.again or one.edge)
        for name, one in inputs.items()
        if one.sizes
    )


def _sizes(inputs: Mapping[str, Input]) -> Iterator[tuple[str, dict[str, int]]]:
    """Sizes of every kind: ordinary, all least, all equal, and each long in turn."""
    every = [size for one in inputs.values() for size in one.sizes]
    bounds = shared_bounds(every)
    bounded = {size.name for size in every if size.high is not None}
    free = {name: (low, high) for name, (low, high) in bounds.items() if low < high}
    ordinary = {
        name: min(high, max(low, 2 + place))
        for place, (name, (low, high)) in enumerate(bounds.items())
    }
    yield "", ordinary
    yield "least sizes", {name: low for name, (low, _) in bounds.items()}
    if len(free) > 1:
        same = max(low for low, _ in free.values())
        same = max(same, min(3, *(high for _, high in free.values())))
        yield "equal sizes", {**ordinary, **dict.fromkeys(free, same)}
    for name in free:
        yield (
            f"long {name}",
            {**ordinary, name: bounds[name][1] if name in bounded else LONG + bounds[name][0] - 1},
        )


def _choices(inputs: Mapping[str, Input]) -> list[dict[str, Any]]:
    """Combinations of what inputs choose from; at most a few."""
    named = {name: one.chooses for name, one in inputs.items() if one.chooses}
    found = [
        dict(zip(named, values, strict=True)) for values in itertools.product(*named.values())
    ]
    return found[:: -(-len(found) // MOST_COMBINATIONS)]


def _at_edge(
    one: Input,
    value: Any,
    rng: np.random.Generator,
    edge: Edge,
    drawn: Mapping[str, int],
    *,
    long: bool,
) -> Any:
    if not isinstance(value, np.ndarray):
        return one.edge(value, rng, edge) if one.edge else value
    template = value
    if one.sizes and drawn is not None and drawn:
        shape = shape_of(one.sizes[: value.ndim], drawn)
        template = np.zeros(shape, value.dtype, order="F" if long else "C")
    if one.edge:
        return one.edge(template, rng, edge)
    return one.again(template, rng, drawn) if one.again else value
