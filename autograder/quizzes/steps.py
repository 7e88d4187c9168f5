"""How many steps of arithmetic an answer takes: the body is run on numbers that count.

Multiplying by 0, or multiplying or dividing by a given 1 or -1, is no step: such a variant is
easier.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping, Sequence
from functools import partialmethod
from typing import Any

import numpy as np

from autograder.quizzes.drawing import called

_FREE = {"mul": (0, 1, -1), "truediv": (1, -1), "floordiv": (1, -1), "pow": (0, 1)}


class StepCount:
    """So many steps."""

    def __init__(self) -> None:
        self.steps = 0


def steps_of(body: Callable[..., Any], values: Mapping[str, Any]) -> int | None:
    """The steps of one evaluation; None if the body does more than arithmetic."""
    tally = StepCount()
    counting = {name: _counting(value, tally) for name, value in values.items()}
    try:
        with np.errstate(all="ignore"):
            called(body, counting)
    except (TypeError, AttributeError, ValueError):
        return None
    return tally.steps


def _counting(value: Any, tally: StepCount) -> Any:
    if isinstance(value, np.ndarray):
        made = np.empty(value.shape, object)
        for index in np.ndindex(value.shape):
            made[index] = _Counted(value[index], tally, given=True)
        return made
    if isinstance(value, (int, float, np.number)) and not isinstance(value, bool):
        return _Counted(value, tally, given=True)
    return value


class _Counted:
    """A number that tells a tally of every operation on it."""

    __slots__ = ("given", "tally", "value")
    __hash__ = None  # type: ignore[assignment]  # it is compared by value

    def __init__(self, value: Any, tally: StepCount, *, given: bool = False) -> None:
        self.given = given
        self.value = value
        self.tally = tally

    def _two(self, name: str, one: Any, two: Any) -> Any:
        left, right = plain(one), plain(two)
        free = _FREE.get(name, ())
        if not (_is_free(two, free) or (name == "mul" and _is_free(one, free))):
            self.tally.steps += 1
        return _Counted(getattr(operator, name)(left, right), self.tally)

    def _one(self, function: Callable[[Any], Any]) -> Any:
        self.tally.steps += 1
        return _Counted(function(self.value), self.tally)

    def __neg__(self) -> Any:
        return _Counted(-self.value, self.tally)

    def __abs__(self) -> Any:
        return _Counted(abs(self.value), self.tally)

    def __float__(self) -> float:
        return float(self.value)

    def __index__(self) -> int:
        return operator.index(self.value)

    def __bool__(self) -> bool:
        return bool(self.value)

    def __ceil__(self) -> Any:
        return _Counted(math.ceil(self.value), self.tally)

    def __floor__(self) -> Any:
        return _Counted(math.floor(self.value), self.tally)

    def __round__(self, digits: int | None = None) -> Any:
        return _Counted(round(self.value, digits), self.tally)


def plain(value: Any) -> Any:
    """The number itself."""
    return value.value if isinstance(value, _Counted) else value


def _is_free(factor: Any, free: Sequence[int]) -> bool:
    """Whether it makes the step none: one sees a given 1, but has to arrive at another one."""
    found = plain(factor)
    return found in free and (found == 0 or not isinstance(factor, _Counted) or factor.given)


def _arithmetic(name: str) -> None:
    def forward(self: Any, other: Any) -> Any:
        if isinstance(other, np.ndarray):
            return NotImplemented  # numpy goes through the array's entries
        return self._two(name, self, other)

    def backward(self: Any, other: Any) -> Any:
        return self._two(name, other, self)

    setattr(_Counted, f"__{name}__", forward)
    setattr(_Counted, f"__r{name}__", backward)


def _comparison(name: str) -> None:
    def compare(self: Any, other: Any) -> Any:
        return getattr(operator, name)(self.value, plain(other))

    setattr(_Counted, f"__{name}__", compare)


for _name in ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow"):
    _arithmetic(_name)
for _name in ("lt", "le", "gt", "ge", "eq", "ne"):
    _comparison(_name)
for _name in ("exp", "log", "log2", "sqrt", "tanh"):  # what numpy asks an object for
    setattr(_Counted, _name, partialmethod(_Counted._one, getattr(math, _name)))  # noqa: SLF001  # ours
