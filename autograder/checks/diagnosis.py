"""How a wrong gradient is wrong: sign, constant factor, transpose, a missing term."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

CLOSE = 1e-5


def diagnose(  # noqa: PLR0911  # one return a story
    got: Any, want: Any, at: Mapping[str, Any], dout: Any
) -> str:
    """One sentence for the student, or "" if no simple story fits.

    Args:
        got: the student's gradient, float64.
        want: the right one, the same shape; NaN where it is not known.
        at: the parameters, whose sizes are candidates for a forgotten factor.
        dout: the cotangent or None.
    """
    known = np.isfinite(want) & np.isfinite(got)
    if not known.any():
        return ""
    g, w = np.asarray(got)[known], np.asarray(want)[known]
    scale = float(np.abs(w).max(initial=0.0))
    if scale == 0.0:
        return "It should be zero everywhere here."
    if not np.any(g):
        return "It is zero everywhere: the whole path from the loss to it is missing."
    along = w / scale  # w @ w would underflow for tiny gradients
    factor = float(g @ along) / float(w @ along)
    if np.abs(g - factor * w).max() <= CLOSE * scale * max(1.0, abs(factor)):
        return _factor(factor, at, dout, single=len(g) == 1)
    if _is_transpose(got, want, scale):
        return "It is the transpose of what it should be."
    right = int((np.abs(g - w) <= CLOSE * scale).sum())
    if right:
        are = "is" if right == 1 else "are"
        return f"{right} of {len(g)} entries {are} right: a case or a term is missing."
    return _missing_term(np.asarray(got), np.asarray(want), scale) if known.all() else ""


def _is_transpose(got: Any, want: Any, scale: float) -> bool:
    square = np.ndim(got) == 2 and np.shape(got)[0] == np.shape(got)[1]
    return square and bool(np.abs(np.transpose(got) - want).max() <= CLOSE * scale)


def _factor(factor: float, at: Mapping[str, Any], dout: Any, *, single: bool) -> str:
    if abs(factor - 1) <= CLOSE:
        return "Only its last digits are off: is it computed by differences, or in float32?"
    if abs(factor + 1) <= CLOSE:
        return "It has the wrong sign everywhere."
    sign = "has the wrong sign and " if factor < 0 else ""
    size = abs(factor)
    for value, origin in _named_sizes(at, dout):
        named = f"{value}{origin}"
        if value > 1 and abs(size - value) <= CLOSE * value:
            return f"It {sign}is {value} times too large everywhere: divide by {named}."
        if value > 1 and abs(size - 1 / value) <= CLOSE / value:
            return f"It {sign}is {value} times too small everywhere: multiply by {named}."
    if single:
        return ""  # any number is some factor of another
    return f"It {sign}is {size:.4g} times what it should be everywhere: a factor is off."


def _named_sizes(at: Mapping[str, Any], dout: Any) -> list[tuple[int, str]]:
    """Numbers a factor may come from, and their origin; the plain one first."""
    sizes = [(2, "")]
    arrays = {**at, **({} if dout is None else {"dout": dout})}
    for name, value in arrays.items():
        shape = np.shape(value)
        sizes.extend((n, f", the length of axis {axis} of {name}") for axis, n in enumerate(shape))
        if len(shape) > 1:
            sizes.append((int(np.size(value)), f", the number of entries of {name}"))
    return sizes


def _missing_term(got: np.ndarray, want: np.ndarray, scale: float) -> str:
    difference = got - want
    if np.ptp(difference) <= CLOSE * scale:
        return "It is off by the same number everywhere: a term is missing or too many."
    for axis, length in enumerate(difference.shape):
        if length > 1 and np.ptp(difference, axis=axis).max() <= CLOSE * scale:
            return f"It is off by the same amounts along axis {axis}: a term is missing."
    return ""
