"""The places where an answer may be wrong and nobody looks: conditions on one call.

Which arguments, shapes and kinds there are is learnt from the calls that the checks send: an
argument that is always a matrix has no other number of axes, and one that is never float32 has no
float32.
"""

from __future__ import annotations

import inspect
import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from autograder.verification.blind_spots.calls import Call, arrays_in

Holds = Callable[[Call], bool]

BOUNDS = (0.0, 1e-6, 1e-3, 1.0, 10.0, 30.0, 100.0, 1e4)
"""Sizes of numbers: 0, then from each bound (left out) to the next."""
LONG = (5, 10)
"""Beyond so many entries along an axis."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the reference is made wrong.

    Attributes:
        of: the exercise.
        function: the exercise's name, or "Class.method".
        family: the row of the table of families.
        where: in words, the key of `outside(where=…)`.
        holds: whether a call lies there.
    """

    of: str
    function: str
    family: str
    where: str
    holds: Holds = field(repr=False, compare=False)


def places_of(exercise: str, right: Any, calls: Sequence[Call]) -> list[Place]:
    """All places of an exercise, in the order of its functions and their parameters."""
    found: list[Place] = []
    for function in dict.fromkeys(call.function for call in calls):
        method = function.partition(".")[2]
        its = [call for call in calls if call.function == function]
        signature = inspect.signature(getattr(right, method) if method else right)
        before = f"{method}: " * bool(method)
        for family, where, holds in _of_function(signature, its):
            found.append(Place(exercise, function, family, before + where, holds))
    return found


Line = tuple[str, str, Holds]


def _of_function(signature: inspect.Signature, calls: Sequence[Call]) -> Iterator[Line]:
    singles: list[Line] = []
    switches: list[tuple[str, Holds]] = []
    for name, parameter in signature.parameters.items():
        values = [call.given[name] for call in calls if name in call.given]
        if name in ("self", "cache") or not values:
            continue
        arrays = [array for value in values for array in arrays_in(value)]
        if arrays:
            singles += _numbers(name, arrays)
            alone = any(isinstance(value, np.ndarray) for value in values)
            singles += _shapes(name, arrays, alone=alone)
        singles += _scalars(name, values)
        switches += _switches(name, values)
        if parameter.default is not inspect.Parameter.empty:
            singles += _defaults(name)
    singles += _equal_sizes(calls)
    yield from singles
    yield from _pairs(singles, switches)
    if "." in calls[0].function:  # a student's function is called by all checks in one process
        yield from _state()


def _any(name: str, test: Callable[..., bool], *known: Any) -> Holds:
    """One of the argument's arrays passes the test, which is given what is known first."""
    return lambda call: any(test(*known, array) for array in arrays_in(call.given.get(name)))


def _entries(dtype: str, low: float | None, high: float, array: np.ndarray) -> np.ndarray:
    """Where an array of that dtype has sizes beyond low, up to high; exactly 0 without a low."""
    if array.dtype != dtype:
        return np.zeros(1, bool)
    sizes = np.abs(array.astype(float))
    return np.asarray(sizes == 0 if low is None else (low < sizes) & (sizes <= high))


def _an_entry(dtype: str, low: float | None, high: float, array: np.ndarray) -> bool:
    return bool(_entries(dtype, low, high, array).any())


def _all_entries(dtype: str, low: float | None, high: float, array: np.ndarray) -> bool:
    return bool(_entries(dtype, low, high, array).all())


def _has_tie(dtype: str, array: np.ndarray) -> bool:
    return array.dtype == dtype and np.unique(array).size < array.size


def _is_kind(kinds: str, array: np.ndarray) -> bool:
    return array.dtype.kind in kinds


def _numbers(name: str, arrays: Sequence[np.ndarray]) -> Iterator[Line]:
    """Sizes of numbers and kinds of arrays."""
    for dtype in ("float64", "float32"):
        if not any(array.dtype == dtype for array in arrays):
            continue
        among = f"{dtype} {name}"
        for low, high in itertools.pairwise((None, *BOUNDS)):
            span = "at 0" if low is None else f"in {low:g}…{high:g}"
            known = dtype, low, high
            yield "size of numbers", f"{among}: an entry {span}", _any(name, _an_entry, *known)
            yield (
                "size of numbers",
                f"{among}: all entries {span}",
                _any(name, _all_entries, *known),
            )
        yield "exact values", f"{among}: a tie", _any(name, _has_tie, dtype)
    for kinds, word in (("iu", "integers"), ("b", "booleans")):
        if any(array.dtype.kind in kinds for array in arrays):
            yield "kinds", f"{word} {name}", _any(name, _is_kind, kinds)


def _has_axes(count: int, array: np.ndarray) -> bool:
    return array.ndim == count


def _is_single(axis: int, array: np.ndarray) -> bool:
    return array.ndim > axis and array.shape[axis] == 1


def _is_long(axis: int, beyond: int, array: np.ndarray) -> bool:
    return array.ndim > axis and array.shape[axis] > beyond


def _is_fortran(array: np.ndarray) -> bool:
    return array.flags.f_contiguous and not array.flags.c_contiguous


def _shapes(name: str, arrays: Sequence[np.ndarray], *, alone: bool) -> Iterator[Line]:
    """Axes, lengths and order; an argument that is an array, not a list of some, is `alone`."""
    dimensions = {array.ndim for array in arrays}
    if len(dimensions) > 1:
        for count in sorted(dimensions | ({1, 2, 3} if alone else set())):
            yield "shapes", f"{name} with {count} axes", _any(name, _has_axes, count)
    for axis in range(max(dimensions)):
        if len({array.shape[axis] for array in arrays if array.ndim > axis}) < 2:
            continue
        yield "shapes", f"{name}: axis {axis} of length 1", _any(name, _is_single, axis)
        for beyond in LONG:
            where = f"{name}: axis {axis} longer than {beyond}"
            yield "length", where, _any(name, _is_long, axis, beyond)
    if max(dimensions) > 1:
        yield "shapes", f"{name} in Fortran order", _any(name, _is_fortran)


def _equal_sizes(calls: Sequence[Call]) -> Iterator[Line]:
    """Two axes, of the same argument or of two, that are equally long by chance."""
    axes: dict[tuple[str, int], list[int | None]] = {}
    sizes = [_sizes(call) for call in calls]
    for key in dict.fromkeys(key for each in sizes for key in each):
        axes[key] = [each.get(key) for each in sizes]
    classes: dict[tuple[int | None, ...], tuple[str, int]] = {}
    for key, lengths in axes.items():
        if len({n for n in lengths if n is not None}) > 1:
            classes.setdefault(tuple(lengths), key)
    for one, other in itertools.combinations(classes.values(), 2):
        pairs = [(each[one], each[other]) for each in sizes if one in each and other in each]
        if not any(a != b for a, b in pairs):
            continue

        def equal(call: Call, one: Any = one, other: Any = other) -> bool:
            found = _sizes(call)
            return one in found and found[one] == found.get(other)

        yield (
            "shapes",
            f"axis {one[1]} of {one[0]} as long as axis {other[1]} of {other[0]}",
            equal,
        )


def _sizes(call: Call) -> dict[tuple[str, int], int]:
    return {
        (name, axis): length
        for name, value in call.given.items()
        if isinstance(value, np.ndarray) and name != "cache"
        for axis, length in enumerate(value.shape)
    }


def _is(name: str, test: Callable[..., bool], *known: Any) -> Holds:
    return lambda call: name in call.given and test(*known, call.given[name])


def _is_scalar(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _equals(wanted: Any, value: Any) -> bool:
    return type(value) is type(wanted) and bool(value == wanted)


def _equals_number(wanted: int, value: Any) -> bool:
    return _is_scalar(value) and bool(value == wanted)


def _is_below(bound: float, value: Any) -> bool:
    return _is_scalar(value) and bool(value < bound)


def _is_beyond(bound: float, value: Any) -> bool:
    return _is_scalar(value) and bool(value > bound)


def _scalars(name: str, values: Sequence[Any]) -> Iterator[Line]:
    scalars = [value for value in values if _is_scalar(value)]
    if not scalars or name == "seed":
        return
    for at in (0, 1):
        yield "exact values", f"{name} = {at}", _is(name, _equals_number, at)
    if min(scalars) < 0:
        yield "exact values", f"{name} below 0", _is(name, _is_below, 0)
    if all(isinstance(value, int) for value in scalars) and max(scalars) > 1:
        yield "length", f"{name} beyond 10", _is(name, _is_beyond, 10)


def _switches(name: str, values: Sequence[Any]) -> Iterator[tuple[str, Holds]]:
    if any(isinstance(value, bool) for value in values):
        for truth in (False, True):
            yield f"{name} = {truth}", _is(name, _equals, truth)
    for text in dict.fromkeys(value for value in values if isinstance(value, str)):
        yield f"{name} = {text!r}", _is(name, _equals, text)


def _defaults(name: str) -> Iterator[Line]:
    yield "exact values", f"{name} left out", lambda call: name not in call.given
    yield "exact values", f"{name} given by name", lambda call: name in call.by_name


PAIRED = ("at 0", "in 30…100", "of length 1", "as long as", "longer than 5", "float32")


def _pairs(singles: Sequence[Line], switches: Sequence[tuple[str, Holds]]) -> Iterator[Line]:
    for text, holds in switches:
        yield "exact values", text, holds
        for _, where, other in singles:
            if any(word in where for word in PAIRED) and "all entries" not in where:
                yield "pairs", f"{where}, and {text}", _both(holds, other)


def _both(one: Holds, other: Holds) -> Holds:
    return lambda call: one(call) and other(call)


def _state() -> Iterator[Line]:
    yield "state", "from the second call on", lambda call: call.number > 0
