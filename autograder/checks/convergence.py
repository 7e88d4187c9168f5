"""Assertions about sequences of iterates: they converge, at the rate theory gives, or they do not."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.checks.assertions import as_numbers
from autograder.errors import Failure

RATE_TOLERANCE = 0.05


def _errors(history: Any, target: Any, what: str, hint: str) -> np.ndarray:
    """‖history[t] − target‖₂ for every t."""
    iterates = as_numbers(history, what=what, hint=hint)
    goal = np.asarray(target, dtype=float)
    if iterates.shape[1:] != goal.shape or iterates.ndim == 0 or len(iterates) == 0:
        raise Failure(
            f"{what} has shape {iterates.shape}, but should have shape (T+1, "
            f"{', '.join(map(str, goal.shape))})",
            hint=hint,
        )
    difference = (iterates - goal).reshape(len(iterates), -1)
    return np.asarray(np.linalg.norm(difference, axis=1))


def assert_converges(
    history: Any,
    *,
    to: Any,
    within: float,
    rate: float | None = None,
    what: str = "history",
    hint: str = "",
) -> None:
    """The last iterate lies within `within` (L2) of `to`.

    Args:
        history: iterates, (T+1, …).
        to: the limit, (…).
        within: the largest distance of the last iterate.
        rate: if given, the factor by which the error shrinks per step, fitted to the logarithms
            of the errors in the second half above rounding, agrees within 5 %.
        what: the sequence's name, for the message.
        hint: what to do.
    """
    errors = _errors(history, to, what, hint)
    if not errors[-1] <= within:
        raise Failure(
            f"{what} ends at distance {errors[-1]:.3g} from the solution after {len(errors) - 1} "
            f"steps, but should end within {within:.3g}",
            hint=hint,
        )
    if rate is None:
        return
    floor = 1e-12 * max(1.0, float(np.linalg.norm(np.asarray(to, dtype=float))))
    usable = np.flatnonzero(errors > floor)
    usable = usable[len(usable) // 2 :]
    if len(usable) < 3:
        raise Failure(f"{what} reaches the solution too soon to show a rate", hint=hint)
    slope = np.polyfit(usable, np.log(errors[usable]), 1)[0]
    found, wanted = float(np.exp(slope)), float(rate)
    if abs(slope - np.log(wanted)) > RATE_TOLERANCE * abs(np.log(wanted)):
        raise Failure(
            f"the error of {what} shrinks by {found:.4g} per step, but should by {wanted:.4g}",
            hint=hint,
        )


def assert_diverges(
    history: Any, *, away_from: Any, what: str = "history", hint: str = ""
) -> None:
    """The error grows without bound: at the end it is at least ten times the error at the start."""
    errors = _errors(history, away_from, what, hint)
    if np.isfinite(errors[-1]) and errors[-1] < 10 * errors[0]:
        raise Failure(
            f"{what} goes from distance {errors[0]:.3g} to {errors[-1]:.3g}, but should run away "
            "from the solution",
            hint=hint,
        )
