"""Assertions about values.  Each looks at kind and shape before it does arithmetic.

A message says where, what we got and what it should be; the hint says what to do.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np

from autograder.checks.students import StudentFunction, kind_of
from autograder.errors import Evidence, Failure, Raised

DOUBLE = (1e-8, 1e-10)  # relative, and absolute per unit of scale
SINGLE = (0.0, 1e-4)


def require(condition: object, message: str, *, hint: str = "") -> None:
    """Any other law: raise Failure with `message` unless `condition` is true."""
    if not condition:
        raise Failure(message, hint=hint)


def as_numbers(value: Any, *, what: str, hint: str = "") -> np.ndarray:
    """`value` as a numeric array (a number becomes 0-d); raise Failure if it is not one."""
    if type(value) is np.ndarray or isinstance(value, (bool, int, float, complex, np.generic)):
        array = np.asarray(value)
        if array.dtype.kind in "biufc":
            return array
    if isinstance(value, (int, Fraction)):  # ints beyond 64 bits
        return np.asarray(_rounded(value))
    hint = hint or ("make it an array: np.array(…)" if isinstance(value, list) else "")
    message = f"{what} is {kind_of(value)}, but should be numbers"
    raise Failure(message, hint=hint, evidence=Evidence(value))


def _rounded(value: float | Fraction) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def as_reals(value: Any, *, what: str, hint: str = "") -> np.ndarray:
    """As as_numbers, and none is complex."""
    array = as_numbers(value, what=what, hint=hint)
    if array.dtype.kind == "c":
        message = f"{what} is complex, but should be real"
        raise Failure(message, hint=hint, evidence=Evidence(value))
    return array


def assert_shape(
    actual: Any, shape: tuple[int, ...], *, what: str = "result", hint: str = ""
) -> None:
    """The shape is `shape`."""
    found = as_numbers(actual, what=what, hint=hint).shape
    if found != tuple(shape):
        message = f"{what} has shape {found}, but should have shape {tuple(shape)}"
        raise Failure(message, hint=hint, evidence=Evidence(actual))


def assert_dtype(actual: Any, dtype: Any, *, what: str = "result", hint: str = "") -> None:
    """The dtype is `dtype`."""
    found = as_numbers(actual, what=what, hint=hint).dtype
    if found != np.dtype(dtype):
        message = f"{what} has dtype {found}, but should have {np.dtype(dtype)}"
        raise Failure(message, hint=hint, evidence=Evidence(actual))


def assert_finite(actual: Any, *, what: str = "result", hint: str = "") -> None:
    """No entry is inf or nan."""
    array = as_numbers(actual, what=what, hint=hint)
    wrong = ~np.isfinite(array)
    if wrong.any():
        index = _first(wrong)
        message = f"{what}{_at(index)} is {_number(array[index])}, but should be finite"
        raise Failure(message, hint=hint, evidence=Evidence(actual, index=index))


def assert_between(
    actual: Any, low: Any, high: Any, *, what: str = "result", hint: str = ""
) -> None:
    """Every entry lies in [low, high], up to rounding (1e-12, in float32 1e-6)."""
    array = as_reals(actual, what=what, hint=hint)
    lows, highs = (np.broadcast_to(np.asarray(bound, float), array.shape) for bound in (low, high))
    rounding = 1e-6 if array.dtype == np.float32 else 1e-12
    slack = rounding * np.maximum(1, np.maximum(np.abs(lows), np.abs(highs)))
    outside = ~((array >= lows - slack) & (array <= highs + slack))
    if outside.any():
        index = _first(outside)
        bounds = f"between {_number(lows[index])} and {_number(highs[index])}"
        message = f"{what}{_at(index)} is {_number(array[index])}, but should be {bounds}"
        raise Failure(message, hint=hint, evidence=Evidence(actual, index=index))


def assert_equal(actual: Any, expected: Any, *, what: str = "result", hint: str = "") -> None:
    """Exactly equal: whole numbers, truth values, text, arrays of them, lists and tuples."""
    if isinstance(expected, (list, tuple)):
        if not isinstance(actual, (list, tuple)) or len(actual) != len(expected):
            message = f"{what} is {kind_of(actual)}, but should be {kind_of(expected)}"
            raise Failure(message, hint=hint, evidence=Evidence(actual, expected))
        for number, (got, want) in enumerate(zip(actual, expected, strict=True)):
            assert_equal(got, want, what=f"{what}[{number}]", hint=hint)
        return
    if isinstance(expected, str) or expected is None:
        if type(actual) is not type(expected) or actual != expected:
            shown = repr(actual)[:80] if isinstance(actual, str) else kind_of(actual)
            message = f"{what} is {shown}, but should be {repr(expected)[:80]}"
            raise Failure(message, hint=hint, evidence=Evidence(actual, expected))
        return
    if isinstance(expected, (int, Fraction)) and isinstance(actual, (int, Fraction, np.number)):
        # As Python's own number: numpy would round a large int before it compares.
        exact = actual.item() if isinstance(actual, np.number) else actual
        if exact != expected:
            message = f"{what} is {exact}, but should be {expected}"
            raise Failure(message, hint=hint, evidence=Evidence(actual, expected))
        return
    array = as_numbers(actual, what=what, hint=hint)
    wanted = np.asarray(expected)
    assert_shape(array, wanted.shape, what=what, hint=hint)
    both_nan = (array != array) & (wanted != wanted)  # noqa: PLR0124  # only nan differs from itself
    differs = np.asarray((array != wanted) & ~both_nan)
    if differs.any():
        index = _first(differs)
        got, want = array[index], wanted[index]
        if wanted.dtype.kind in "fc":
            got, want = _apart(got, want)
        message = f"{what}{_at(index)} is {got}, but should be {want}"
        raise Failure(message, hint=hint, evidence=Evidence(actual, wanted, index))


def tolerance(expected: np.ndarray, like: Any = None) -> np.ndarray:
    """The largest |Δ| that is no mistake, per entry.

    float64: 1e-8·|want| + 1e-10·scale; float32: 1e-4·scale; scale = max(1, max|want|) over finite
    entries.  Never relative per entry alone: an entry near zero is a difference of large ones.
    """
    dtype = np.asarray(like).dtype if like is not None else expected.dtype
    relative, absolute = SINGLE if dtype in (np.float32, np.float16, np.complex64) else DOUBLE
    size = np.abs(expected)
    largest = float(size.max(initial=0.0))
    if not largest < np.inf:  # infinite or nan
        size = np.where(np.isfinite(size), size, 0)
        largest = float(size.max(initial=0.0))
    return np.asarray(relative * size + absolute * max(1.0, largest))


def assert_close(
    actual: Any,
    expected: Any,
    *,
    rtol: float | None = None,
    atol: float | None = None,
    like: Any = None,
    what: str = "result",
    hint: str = "",
) -> None:
    """Equal up to rounding; shapes must agree.

    Args:
        actual: what the student returned.
        expected: what it should be.
        rtol: with `atol`, replaces the standing tolerance by rtol·|expected| + atol.
        atol: see rtol.
        like: an array with the inputs' dtype, where `expected` is a Python number.
        what: what is compared, for the message.
        hint: what to do about a difference.
    """
    wanted = np.asarray(expected)
    if wanted.dtype == object:  # Fractions, and ints beyond 64 bits
        wanted = wanted.astype(np.float64)
    array = as_numbers(actual, what=what, hint=hint)
    if array.shape != wanted.shape:
        message = f"{what} has shape {array.shape}, but should have shape {wanted.shape}"
        raise Failure(message, hint=hint, evidence=Evidence(actual, expected))
    if array.dtype.kind == "b" and wanted.dtype.kind != "b":
        message = f"{what} holds True and False, but should hold numbers"
        raise Failure(message, hint=hint, evidence=Evidence(actual, expected))
    if array.dtype.kind == "c" and wanted.dtype.kind != "c":
        message = f"{what} is complex, but should be real"
        raise Failure(message, hint=hint, evidence=Evidence(actual, expected))
    wide = np.result_type(wanted.dtype, np.float64)
    got, want = array.astype(wide), wanted.astype(wide)
    if rtol is None and atol is None:
        allowed = tolerance(wanted, like)
    else:
        size = np.where(np.isfinite(want), np.abs(want), 0.0)  # nothing is near an infinity
        allowed = (rtol or 0.0) * size + (atol or 0.0)
    with np.errstate(all="ignore"):
        distance = np.abs(got - want)
        if (distance <= allowed).all():
            return
        right = (got == want) | (np.isfinite(want) & (distance <= allowed))
    right |= np.isnan(got) & np.isnan(want)
    if right.all():
        return
    worst = np.where(right, -1.0, distance)  # nan is the largest to argmax
    index = tuple(int(i) for i in np.unravel_index(int(np.argmax(worst)), worst.shape))
    shown = _apart(got[index], want[index])
    message = f"{what}{_at(index)} is {shown[0]}, but should be {shown[1]}"
    raise Failure(message, hint=hint, evidence=Evidence(actual, expected, index))


def assert_unchanged(function: StudentFunction, *args: Any, hint: str = "", **kwargs: Any) -> None:
    """Calling `function` (or a method of a student's object) modifies no argument, bit for bit."""
    changed = function.changed_by(*args, **kwargs)
    if changed:
        names = " and ".join(changed)
        raise Failure(
            f"the call changed its argument {names}, but should leave it as it was",
            hint=hint
            or f"in-place edits such as `{changed[0]} -= …` or `{changed[0]}[…] = …` reach the "
            f"caller's array; work on `{changed[0]}.copy()` or make a new array",
        )


def assert_raises(
    error: type[Exception], function: Callable[..., Any], *args: Any, hint: str = "", **kwargs: Any
) -> None:
    """Calling `function` raises `error` (or a subclass)."""
    try:
        function(*args, **kwargs)
    except Raised as found:
        # A stub raises NotImplementedError, which is a RuntimeError too, and earns nothing.
        meant = error is NotImplementedError or "NotImplementedError" not in found.types
        if meant and error.__name__ in found.types:
            return
        rest = f", but should raise {error.__name__}"
        raise Raised(
            found.message, types=found.types, place=found.place, rest=rest, hint=hint
        ) from None
    raise Failure(f"nothing was raised, but should raise {error.__name__}", hint=hint)


def _first(wrong: np.ndarray) -> tuple[int, ...]:
    return tuple(int(i) for i in np.argwhere(wrong)[0])


def _at(index: tuple[int, ...]) -> str:
    return f"[{', '.join(map(str, index))}]" if index else ""


def _number(value: Any, digits: int = 6) -> str:
    if np.iscomplexobj(value):
        return f"{complex(value):.{digits}g}"
    return f"{float(value) + 0.0:.{digits}g}"  # nobody is told to answer -0


def _apart(got: Any, want: Any) -> tuple[str, str]:
    """Both numbers with just enough digits to look different."""
    for digits in (6, 9, 12, 17):
        shown = _number(got, digits), _number(want, digits)
        if shown[0] != shown[1]:
            break
    return shown
