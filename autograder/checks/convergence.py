"""Assertions about sequences of iterates: they converge, at the rate of theory, or run away."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.checks.assertions import as_reals
from autograder.errors import Failure

RATE_TOLERANCE = 0.05


def _errors(history: Any, target: Any, what: str, hint: str) -> np.ndarray:
    """‖history[t] − target‖₂ for every t."""
    iterates = as_reals(history, what=what, hint=hint)
    goal = np.asarray(target, dtype=float)
    if iterates.shape[1:] != goal.shape or iterates.ndim == 0 or len(iterates) == 0:
        sizes = ", ".join(["T+1", *map(str, goal.shape)])
        raise Failure(
            f"{what} has shape {iterates.shape}, but should have shape "
            f"({sizes}{'' if goal.ndim else ','})",
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
        rate: if given, the factor in (0, 1) by which the error is multiplied per step; fitted to
            the second half of the errors above rounding, its logarithm agrees within 5 %, that
            is the number of steps a digit takes.
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
    usable = np.flatnonzero((errors > floor) & np.isfinite(errors))
    usable = usable[len(usable) // 2 :]
    if len(usable) < 3:
        raise Failure(f"{what} reaches the solution too soon to show a rate", hint=hint)
    slope = np.polyfit(usable, np.log(errors[usable]), 1)[0]
    found, wanted = float(np.exp(slope)), float(rate)
    if abs(slope - np.log(wanted)) > RATE_TOLERANCE * abs(np.log(wanted)):
        raise Failure(
            f"the error of {what} is multiplied by {found:.4g} per step, but should be by "
            f"{wanted:.4g}",
            hint=hint,
        )


def assert_diverges(
    history: Any, *, away_from: Any, what: str = "history", hint: str = ""
) -> None:
    """The error grows: the last finite one is more than ten times the first.

    What comes after an overflow does not count; nan from the start is no divergence.
    """
    errors = _errors(history, away_from, what, hint)
    finite = np.isfinite(errors)
    until = len(errors) if finite.all() else int(np.argmin(finite))
    if until == 0:
        raise Failure(f"{what} starts at no finite number", hint=hint)
    if not errors[until - 1] > 10 * errors[0]:
        raise Failure(
            f"{what} goes from distance {errors[0]:.3g} to {errors[until - 1]:.3g}, but should "
            "run away from the solution",
            hint=hint,
        )
