"""Hollow answers: right shapes, and no formula behind the numbers.

Each is made from the reference by replacing the numbers it returns.  They run in this process:
nothing here comes from a student.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from autograder.authoring.topic import Topic
from autograder.sandbox import Rehearsal

Array = np.ndarray[Any, np.dtype[Any]]
CONTAINERS = (tuple, list, dict)


class Lookup:
    """What an exercise's public checks by hand give away: whole calls, and points of a curve."""

    def __init__(self) -> None:
        self.calls: set[str] = set()
        self.points: dict[float, float] = {}

    def note(self, call: PublicCall, answer: Any) -> None:
        """Remember the answer to a call."""
        if call.key is not None:
            self.calls.add(call.key)
        if isinstance(answer, np.ndarray):
            x = next((each for each in reversed(call.numbers) if each.shape == answer.shape), None)
            if x is not None:
                self.points.update(zip(x.ravel().tolist(), answer.ravel().tolist(), strict=True))


class PublicCall:
    """One call of a hollow function.

    Attributes:
        name: the function's.
        numbers: its arguments that are arrays or numbers, as arrays.
        key: equal for equal arguments; None if one of them is neither numbers nor text.
        table: what is remembered of the function.
    """

    def __init__(self, name: str, args: Sequence[Any], table: Lookup) -> None:
        self.name = name
        self.numbers = [np.asarray(each) for each in args if is_number(each)]
        self.key = _spelled(list(args))
        self.table = table

    def like(self, want: Array) -> Array:
        """The first argument of the answer's shape; for a number the mean of the first one."""
        for each in self.numbers:
            if each.shape == want.shape:
                return each
        known = want.ndim == 0 and len(self.numbers) > 0 and self.numbers[0].size > 0
        return np.full(want.shape, self.numbers[0].mean() if known else 0.0)

    def joined(self, want: Array) -> Array:
        """The table's points joined by lines, at the last argument of the answer's shape."""
        xs = sorted(self.table.points)
        for each in reversed(self.numbers):
            if each.shape == want.shape and xs:
                return np.asarray(np.interp(each, xs, [self.table.points[x] for x in xs]))
        return np.zeros(want.shape)

    def flat(self, want: Array) -> Array:
        """A constant, and its gradient."""
        backward = "backward" in self.name or "gradient" in self.name
        return np.full(want.shape, 0.0 if backward else 0.5)


Fill = Callable[[PublicCall, Array], Array]
"""What a call answers in place of one array, or number, of the right answer."""

TABLE = "the numbers of the public checks, joined by lines"
FILLS: Mapping[str, Fill] = {
    "zeros": lambda _, want: np.zeros(want.shape),
    "ones": lambda _, want: np.ones(want.shape),
    "flat forwards with zero backwards": PublicCall.flat,
    "an argument of the right shape": PublicCall.like,
    "half of that argument": lambda call, want: 0.5 * call.like(want),
    "a small part of that argument": lambda call, want: 0.04 * call.like(want),
    "a line through one half": lambda call, want: 0.5 + 0.04 * call.like(want),
    TABLE: PublicCall.joined,
}
"""What hollow answers consist of."""


class Hollow:
    """The reference's names, some of them hollow.

    Attributes:
        names: as the reference has them.
        given: how many numbers and arrays the hollow ones have given away in place of right ones.
    """

    def __init__(self, topic: Topic, hollow: Sequence[str], kind: str) -> None:
        self.given = 0
        self.names = dict(topic.reference)
        for name in hollow:
            table = table_of(topic, name) if kind == TABLE else Lookup()
            self.names[name] = self._hollow(name, self.names[name], FILLS[kind], table)

    def _hollow(self, name: str, right: Any, fill: Fill, table: Lookup) -> Any:
        if inspect.isclass(right):
            methods = {
                method: self._hollow(method, function, fill, Lookup())
                for method, function in inspect.getmembers_static(right, inspect.isfunction)
                if not method.startswith("_")
            }
            return type(right.__name__, (right,), methods)

        @functools.wraps(right)
        def answer(*args: Any, **kwargs: Any) -> Any:
            call = PublicCall(name, [*args, *kwargs.values()], table)
            want = right(*args, **kwargs)
            if call.key in table.calls:
                self.given += 1
                return want
            return self._filled(want, functools.partial(fill, call))

        return answer

    def _filled(self, want: Any, fill: Callable[[Array], Array]) -> Any:
        if isinstance(want, tuple):
            return tuple(
                self._cache(part, fill)
                if isinstance(part, CONTAINERS)
                else self._filled(part, fill)
                for part in want
            )
        if isinstance(want, CONTAINERS):
            return _mapped(want, lambda part: self._filled(part, fill))
        if isinstance(want, str):
            return ""
        if not is_number(want):
            return want
        self.given += 1
        array = np.asarray(float(want) if isinstance(want, Fraction) else want)
        with np.errstate(all="ignore"):
            put = fill(array).astype(array.dtype)
        return put if isinstance(want, np.ndarray) else type(want)(put.item())

    def _cache(self, want: Any, fill: Callable[[Array], Array]) -> Any:
        """A container in a tuple may be a cache: its backward needs the counts and flags."""
        if isinstance(want, CONTAINERS):
            return _mapped(want, lambda part: self._cache(part, fill))
        real = is_number(want) and np.asarray(want).dtype.kind in "fc"
        return self._filled(want, fill) if real else want


def table_of(topic: Topic, exercise: str) -> Lookup:
    """What a student may copy from the exercise's public checks by hand."""
    table, right = Lookup(), topic.reference[exercise]
    if not inspect.isfunction(right):
        return table

    @functools.wraps(right)
    def noting(*args: Any, **kwargs: Any) -> Any:
        answer = right(*args, **kwargs)
        table.note(PublicCall(exercise, [*args, *kwargs.values()], table), answer)
        return answer

    names = {**topic.reference, exercise: noting}
    for check in topic.checks:
        if check.exercise == exercise and check.public and not check.inputs:
            check.run(Rehearsal(names).student(), None, {})
    return table


def is_number(value: Any) -> bool:
    """Whether it is an array of numbers, or a number."""
    if isinstance(value, (np.ndarray, np.generic)):
        return value.dtype.kind in "biufc"
    return isinstance(value, (bool, int, float, complex, Fraction))


def _mapped(container: Any, each: Callable[[Any], Any]) -> Any:
    if isinstance(container, dict):
        return {key: each(part) for key, part in container.items()}
    return type(container)([each(part) for part in container])


def _spelled(value: Any) -> str | None:
    """Equal for equal numbers and texts, also in lists and tuples; None for anything else."""
    if isinstance(value, (list, tuple)):
        parts = [_spelled(part) for part in value]
        return None if None in parts else repr(parts)
    if isinstance(value, np.ndarray):
        return repr((value.shape, value.tobytes()))
    return repr(value) if value is None or is_number(value) or isinstance(value, str) else None
