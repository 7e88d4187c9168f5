"""Calls of a student's functions, as values: what can be said of them before they are made."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from autograder.checks.students import copied


@dataclass(frozen=True, slots=True)
class Earlier:
    """An argument that an earlier call of the same example returned, a cache for instance.

    Attributes:
        call: the number of that call.
        item: its place in the tuple that came back.
    """

    call: int
    item: int


@dataclass(frozen=True, slots=True)
class Seeded:
    """A generator, as it was when the example first handed it over.

    Attributes:
        number: 0, 1, … in the order they were first handed over.
        state: of its bit generator.
    """

    number: int
    state: dict[str, Any]


class Sequel:
    """The calls of one example as they go on: what of their arguments was there before."""

    def __init__(self) -> None:
        self._answers: list[Any] = []
        self._generators: dict[int, tuple[np.random.Generator, Seeded]] = {}

    def named(self, call: Call) -> Call:
        """The call, with generators, and items of earlier answers, named as such."""
        args = tuple(self._named(value) for value in call.args)
        kwargs = {key: self._seeded(value) for key, value in call.kwargs.items()}
        return Call(call.name, args, kwargs, call.watch)

    def answered(self, answer: Any) -> None:
        """Remember what came back."""
        self._answers.append(answer)

    def _named(self, value: Any) -> Any:
        if isinstance(value, (tuple, list, dict)) and value != ():
            for call, answer in enumerate(self._answers):
                if isinstance(answer, tuple):
                    for item, part in enumerate(answer):
                        if part is value:
                            return Earlier(call, item)
        return self._seeded(value)

    def _seeded(self, value: Any) -> Any:
        if not isinstance(value, np.random.Generator):
            return value
        if type(value.bit_generator) is not np.random.PCG64:
            return value
        if id(value) not in self._generators:
            named = Seeded(len(self._generators), dict(value.bit_generator.state))
            self._generators[id(value)] = value, named  # alive, so that its id stays its own
        return self._generators[id(value)][1]


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a student's function.

    Attributes:
        name: the function.
        args: positional arguments, plain values, Earlier or Seeded.
        kwargs: keyword arguments, plain values or Seeded.
        watch: whether to tell which arguments were modified.
    """

    name: str
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    watch: bool = False

    def kept(self) -> Call:
        """The call with its arguments as they are now, whatever the check does to them later."""
        return Call(self.name, _kept(self.args), _kept(self.kwargs), self.watch)

    def is_plain(self) -> bool:
        """Whether it consists of values that can be sent ahead."""
        return is_plain(self.args) and is_plain(self.kwargs)

    def __eq__(self, other: object) -> bool:
        """The same function, and bit for bit the same arguments."""
        return (
            isinstance(other, Call)
            and (self.name, self.watch) == (other.name, other.watch)
            and identical(self.args, other.args)
            and identical(self.kwargs, other.kwargs)
        )

    __hash__ = None  # type: ignore[assignment]  # arguments are arrays


def _kept(value: Any) -> Any:
    if type(value) is np.ndarray:
        return copied(value)
    if type(value) in (tuple, list):
        return type(value)(map(_kept, value))
    if type(value) is dict:
        return {key: _kept(item) for key, item in value.items()}
    return value


PLAIN = (type(None), bool, int, float, complex, str, Fraction, np.generic, Earlier, Seeded)


def is_plain(value: Any) -> bool:
    """Whether it can be sent ahead."""
    if isinstance(value, (tuple, list)):
        return all(map(is_plain, value))
    if isinstance(value, dict):
        return all(map(is_plain, value.values()))
    return type(value) is np.ndarray or isinstance(value, PLAIN)


def identical(one: Any, other: Any) -> bool:
    """Bit for bit the same plain value."""
    if one is other:
        return True
    if type(one) is not type(other):
        return False
    if isinstance(one, np.ndarray):
        described = (one.dtype, one.shape, one.strides) == (
            other.dtype,
            other.shape,
            other.strides,
        )
        return described and bool(one.tobytes() == other.tobytes())
    if isinstance(one, (tuple, list)):
        return len(one) == len(other) and all(map(identical, one, other))
    if isinstance(one, dict):
        return list(one) == list(other) and all(identical(one[k], other[k]) for k in one)
    return repr(one) == repr(other)  # 0.0 is not -0.0, nan is nan
