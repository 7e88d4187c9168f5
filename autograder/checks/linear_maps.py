"""The adjoint identity: the exact test of the backward of a linear map.

A forward f that is linear in x has a backward fᵀ with ⟨f(x), y⟩ = ⟨x, fᵀ(y)⟩ for every x and y.
One pair of calls tests every entry at once, to rounding, without differences.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.checks.assertions import as_reals, assert_shape
from autograder.checks.students import kind_of
from autograder.errors import Failure

DOUBLE, SINGLE = 1e-10, 1e-4  # of the sum of the absolute terms
TRANSPOSE = (
    "backward is the transpose of forward: what an entry of the input gives to an output with "
    "some weight comes back from that output with the same weight, and what comes from several "
    "outputs adds up"
)


def assert_adjoint(
    x: Any, fx: Any, y: Any, back: Any, *, what: str = "x", hint: str = TRANSPOSE
) -> None:
    """⟨x, back⟩ = ⟨fx, y⟩ up to rounding, where fx = f(x), back = fᵀ(y), and f is linear.

    A bias makes f affine: set it to 0.

    Args:
        x: the input; a tuple of arrays if f takes several, linear in all of them together.
        fx: what the forward made of it.
        y: the cotangent, shaped as fx.
        back: what the backward made of y, shaped as x; a tuple or list if x is a tuple.
        what: the input's name, for the message: its gradient is called d`what`.
        hint: what to do.
    """
    inputs = x if isinstance(x, tuple) else (x,)
    backs = back if isinstance(x, tuple) else (back,)
    if not isinstance(backs, (tuple, list)) or len(backs) != len(inputs):
        should = f"one gradient for each of the {len(inputs)} inputs"
        raise Failure(f"d{what} is {kind_of(back)}, but should be {should}", hint=hint)
    assert_shape(fx, np.shape(y), what="the result of the forward", hint=hint)
    there, scale, precise = _product(fx, y, what="the result of the forward", hint=hint)
    came = 0.0
    for number, (given, returned) in enumerate(zip(inputs, backs, strict=True)):
        name = f"d{what}[{number}]" if isinstance(x, tuple) else f"d{what}"
        assert_shape(returned, np.shape(given), what=name, hint=hint)
        product, size, double = _product(given, returned, what=name, hint=hint)
        came, scale, precise = came + product, scale + size, precise and double
    allowed = (DOUBLE if precise else SINGLE) * max(1.0, scale)
    if not abs(came - there) <= allowed:  # nan is no agreement
        raise Failure(
            f"⟨{what}, d{what}⟩ is {came:.6g}, but should be ⟨out, dout⟩ = {there:.6g}"
            f"{_seen(came, there, allowed)}",
            hint=hint,
        )


def _product(one: Any, other: Any, *, what: str, hint: str) -> tuple[float, float, bool]:
    """The inner product, the sum of its absolute terms, and whether both are float64."""
    arrays = [as_reals(value, what=what, hint=hint) for value in (one, other)]
    first, second = (array.astype(np.float64) for array in arrays)
    terms = first * second
    precise = all(array.dtype not in (np.float32, np.float16) for array in arrays)
    return float(terms.sum()), float(np.abs(terms).sum()), precise


def _seen(came: float, there: float, allowed: float) -> str:
    """What the two numbers alone tell."""
    if abs(came + there) <= allowed:
        return ": the sign is off"
    if abs(came) <= allowed:
        return ": nothing comes back"
    return ""
