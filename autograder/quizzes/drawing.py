"""What varies from student to student: values drawn from a seed, the same ones each time.

Only `random()` of Python's generator is used: its sequence is promised to stay what it is.
"""

from __future__ import annotations

import hashlib
import inspect
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from autograder.checks.places import written_at
from autograder.errors import TopicError

MOST_TRIES = 1000


@dataclass(frozen=True, slots=True)
class Drawer:
    """How one value is drawn.

    Attributes:
        words: how its author wrote it, for messages.
        draw: from a generator to the value.
    """

    words: str
    draw: Callable[[random.Random], Any] = field(repr=False)


def generator(*parts: str) -> random.Random:
    """A generator for these words: the same words give the same one."""
    digest = hashlib.sha256("\0".join(parts).encode()).digest()
    return random.Random(int.from_bytes(digest, "big"))  # noqa: S311  # seeded by a secret


def pick(rng: random.Random, values: Sequence[Any]) -> Any:
    """One of the values, each as likely."""
    return values[int(rng.random() * len(values))]


def shuffled(rng: random.Random, values: Sequence[Any]) -> list[Any]:
    """The values in a random order."""
    return [values[i] for _, i in sorted((rng.random(), i) for i in range(len(values)))]


def whole(low: int, high: int, *, step: int = 1) -> Drawer:
    """A whole number: low, low + step, …, at most high."""
    return _among(f"whole({low}, {high})", range(low, high + 1, step))


def decimals(low: float, high: float, *, step: float = 0.1, nonzero: bool = True) -> Drawer:
    """A decimal number such as 0.3: a multiple of `step` in [low, high], not 0."""
    numbers = [round(i * step, 10) for i in range(round(low / step), round(high / step) + 1)]
    values = [number for number in numbers if number or not nonzero]
    return _among(f"decimals({low}, {high})", values)


def one_of(*values: Any) -> Drawer:
    """One of the values."""
    return _among(f"one_of{values}", values)


def _among(words: str, values: Sequence[Any]) -> Drawer:
    if not values:
        raise TopicError(f"{written_at()}: {words} has nothing to draw from")
    return Drawer(words, lambda rng: pick(rng, values))


def array(*shape: int, of: Drawer, distinct: bool = False) -> Drawer:
    """An array of drawn numbers; with `distinct` no two are equal."""
    count = int(np.prod(shape))

    def draw(rng: random.Random) -> np.ndarray:
        found: list[Any] = []
        for _ in range(MOST_TRIES):
            value = of.draw(rng)
            if not distinct or value not in found:
                found.append(value)
            if len(found) == count:
                return np.array(found, dtype=float).reshape(shape)
        raise TopicError(f"array{shape} of {of.words}: has too few values to be distinct")

    return Drawer(f"array{shape} of {of.words}", draw)


Drawn = Drawer | Callable[..., Drawer]
"""A drawer, or a function of values drawn before it that returns one."""


@dataclass(frozen=True, slots=True)
class Parameters:
    """The drawn parameters of a question, in order.

    Attributes:
        drawers: name → drawer, or function of earlier values.
        such_that: a predicate on some of the values that must hold; None: any will do.
    """

    drawers: Mapping[str, Drawn]
    such_that: Callable[..., bool] | None = None

    def draw(self, rng: random.Random, known: Mapping[str, Any], where: str) -> dict[str, Any]:
        """Draw until `such_that` holds; `known` are values of an earlier question.

        Raises TopicError if that does not happen in a thousand tries.
        """
        for _ in range(MOST_TRIES):
            values = dict(known)
            for name, drawer in self.drawers.items():
                made = drawer if isinstance(drawer, Drawer) else called(drawer, values)
                values[name] = made.draw(rng)
            if self.such_that is None or called(self.such_that, values):
                return values
        raise TopicError(
            f"{where}: such_that did not hold in {MOST_TRIES} draws; draw from fewer values"
        )


def called(function: Callable[..., Any], values: Mapping[str, Any]) -> Any:
    """Call a function with those of the values that it names."""
    return function(*(values[name] for name in inspect.signature(function).parameters))
