"""Other answers than a check got, to see which of its requests were made of them.

One disturbance is so small that the check goes on as before; the others are so large that the
largest entry becomes another one, roundings and signs change, and thresholds are passed.
"""

from __future__ import annotations

import contextlib
import functools
import inspect
from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any

import numpy as np

Disturbance = Callable[[np.ndarray], np.ndarray]
"""From the numbers of an answer, integers or floats, to others of that shape."""

FAR = 37
"""Beyond three times the largest entry: thresholds lie nearer."""


def slightly(array: np.ndarray) -> np.ndarray:
    """Floats differ in their last bits, counts by one."""
    if array.dtype.kind in "iu":
        return np.asarray(array + array.dtype.type(1))
    return np.asarray(array * (1 + 4 * np.finfo(array.dtype).eps))


def upwards(array: np.ndarray) -> np.ndarray:
    """All entries far above, in the opposite order; equal ones rise."""
    return np.asarray(_most(array) - array + _steps(array))


def downwards(array: np.ndarray) -> np.ndarray:
    """All entries far below, in their order; equal ones fall."""
    return np.asarray(array - 2 * _most(array) - _steps(array))


def _most(array: np.ndarray) -> Any:
    finite = np.where(np.isfinite(array), np.abs(array), 0)
    return 3 * finite.max(initial=0) + FAR


def _steps(array: np.ndarray) -> np.ndarray:
    """Rising along the entries, by less than they differ in most answers."""
    places = np.arange(array.size).reshape(array.shape)
    return places if array.dtype.kind in "iu" else places * 1e-3


def disturb(answer: Any, by: Disturbance, *, same: bool = True) -> Any:
    """Another answer.  What is made of it then shows.

    Args:
        answer: numbers, truth values, text, and containers of them; anything else stays.
        by: what becomes of numbers.
        same: whether containers inside a tuple, which may be a cache, stay the objects they are.
            Slightly disturbed they stay as they are: only their maker looks into a cache.
    """
    if isinstance(answer, tuple):
        return tuple(_within(part, by, same=same) for part in answer)
    if isinstance(answer, list):
        return [disturb(part, by, same=same) for part in answer]
    if isinstance(answer, dict):
        return {key: disturb(value, by, same=same) for key, value in answer.items()}
    if isinstance(answer, str) and by is not slightly:
        return f"{answer}~"
    if not isinstance(answer, (np.ndarray, np.generic, bool, int, float, complex)):
        return answer
    array = np.asarray(answer)
    moved = array
    if array.dtype.kind == "b":
        moved = ~array
    elif array.dtype.kind in "iufc":
        moved = by(array).astype(array.dtype)
    return moved if isinstance(answer, np.ndarray) else type(answer)(moved)


def _within(part: Any, by: Disturbance, *, same: bool) -> Any:
    if not isinstance(part, (tuple, list, dict)):
        return disturb(part, by)
    if by is slightly or (same and isinstance(part, tuple)):
        return part
    other = disturb(part, by, same=same)
    if not same:
        return other
    if isinstance(part, list):
        part[:] = other
    elif isinstance(part, dict):
        part.update(other)
    return part


def disturbed(names: Mapping[str, Any], by: Disturbance) -> SimpleNamespace:
    """The reference as a check holds it, with disturbed answers."""
    return SimpleNamespace(**{name: _disturbed(value, by) for name, value in names.items()})


def _disturbed(value: Any, by: Disturbance) -> Any:
    if inspect.isfunction(value):
        return _disturbing(value, by)
    if not inspect.isclass(value):
        return value
    methods = {
        name: _disturbing(method, by)
        for name, method in inspect.getmembers_static(value, inspect.isfunction)
        if not name.startswith("_")
    }
    with contextlib.suppress(TypeError):  # some classes have no subclasses
        return type(value.__name__, (value,), methods)
    return value


def _disturbing(function: Callable[..., Any], by: Disturbance) -> Callable[..., Any]:
    @functools.wraps(function)
    def disturbing(*args: Any, **kwargs: Any) -> Any:
        return disturb(function(*args, **kwargs), by, same=False)

    return disturbing
