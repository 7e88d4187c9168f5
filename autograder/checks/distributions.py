"""Assertions about random draws: they follow a law.  A bound decides, never a lucky seed.

Both bounds hold for every number of draws, so the rate of false alarms is theirs, not an estimate.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from autograder.checks.assertions import as_numbers, as_reals
from autograder.errors import Failure

FALSE_ALARM = 1e-9
"""How often a right sampler is called wrong, at most."""

_erf = np.vectorize(math.erf, otypes=[float])


def normal_cdf(x: Any) -> np.ndarray:
    """The cumulative function of the standard normal distribution, elementwise."""
    return np.asarray(0.5 * (1 + _erf(np.asarray(x) / math.sqrt(2))))


def assert_drawn_from(
    draws: Any, cdf: Callable[[np.ndarray], Any], *, what: str = "draws", hint: str = ""
) -> None:
    """The draws follow the continuous law with this cumulative function.

    The largest distance between the draws' own cumulative function and `cdf` (Kolmogorov,
    Smirnov) stays below the bound of Dvoretzky, Kiefer and Wolfowitz with Massart's constant.

    Args:
        draws: independent draws, (...).
        cdf: x (n,) -> probabilities (n,) of a draw at most x.
        what: their name, for the message.
        hint: what to do.
    """
    values = np.sort(as_reals(draws, what=what, hint=hint).astype(float), axis=None)
    if not np.isfinite(values).all() or not values.size:
        raise Failure(f"{what} should be finite numbers, at least one", hint=hint)
    n = len(values)
    expected = np.asarray(cdf(values), dtype=float)
    below, at_most = np.arange(n) / n, np.arange(1, n + 1) / n
    distances = np.maximum(expected - below, at_most - expected)
    worst = int(distances.argmax())
    if distances[worst] > math.sqrt(math.log(2 / FALSE_ALARM) / (2 * n)):
        found = at_most[worst] if at_most[worst] > expected[worst] else below[worst]
        raise Failure(
            f"{found:.1%} of {what} are below {values[worst]:.4g}, but {expected[worst]:.1%} "
            f"should be (of {n})",
            hint=hint,
        )


def assert_frequencies(
    draws: Any,
    probabilities: Any,
    *,
    what: str = "draws",
    names: Sequence[str] = (),
    hint: str = "",
) -> None:
    """The draws are ints in 0, …, K-1 that occur with these probabilities.

    Chernoff's bound for each class: n·KL(found, wanted) stays below log(2K / FALSE_ALARM), and
    what has probability 0 does not occur.

    Args:
        draws: independent draws, (...).
        probabilities: (K,), summing to 1.
        what: their name, for the message.
        names: (K,), what a draw of each class is, as in ("dropped", "kept"); equal to the class's
            number by default.
        hint: what to do.
    """
    values = as_numbers(draws, what=what, hint=hint)
    wanted = np.asarray(probabilities, dtype=float)
    if values.dtype.kind not in "iu" or not values.size:
        raise Failure(f"{what} should be whole numbers of an int dtype", hint=hint)
    if values.min() < 0 or values.max() >= len(wanted):
        odd = int(values.min()) if values.min() < 0 else int(values.max())
        raise Failure(f"{what} hold {odd}, but should be 0 … {len(wanted) - 1}", hint=hint)
    n = values.size
    found = np.bincount(values.ravel().astype(np.int64), minlength=len(wanted)) / n
    excess = n * _divergence(found, wanted)
    worst = int(excess.argmax())
    if excess[worst] > math.log(2 * len(wanted) / FALSE_ALARM):
        raise Failure(
            f"{found[worst]:.1%} of {what} are {names[worst] if names else worst}, "
            f"but {wanted[worst]:.1%} should be (of {n})",
            hint=hint,
        )


def _divergence(found: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """KL(found, wanted) of each class against all others; infinite where `wanted` forbids."""

    def part(p: np.ndarray, q: np.ndarray) -> np.ndarray:
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(np.where(p > 0, p * np.log(p / q), 0.0))

    return np.asarray(part(found, wanted) + part(1 - found, np.clip(1 - wanted, 0, 1)))
