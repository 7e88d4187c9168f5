"""Assertions about the walk of an optimiser: step by step, parameter by parameter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from autograder.checks.assertions import assert_close
from autograder.checks.students import kind_of
from autograder.errors import Failure

FORGOT_RETURN = "did you forget to `return` it?"


def assert_trajectory(
    steps: Iterable[Any],
    expected: Iterable[Sequence[Any]],
    *,
    names: Sequence[str] = (),
    hint: str = "",
) -> None:
    """Every step returned the parameters it should; the first that differs is named.

    Args:
        steps: what each step returned, a list (or tuple) of arrays.  A generator is not asked for
            a step before all earlier ones are right, so that it may go on from what they returned.
        expected: the parameters that each step should return.
        names: the parameters' names, for the message; by default params[0], params[1], …
        hint: what to do about a difference.
    """
    walk = iter(steps)
    for number, wanted in enumerate(expected, start=1):
        try:
            found = next(walk)
        except StopIteration:
            raise Failure(f"there is no step {number}", hint=hint) from None
        if not isinstance(found, (list, tuple)) or len(found) != len(wanted):
            raise Failure(
                f"step {number} returned {kind_of(found)}, but should return a list of "
                f"{len(wanted)}",
                hint=FORGOT_RETURN if found is None else hint,
            )
        for index, (got, want) in enumerate(zip(found, wanted, strict=True)):
            name = names[index] if names else f"params[{index}]"
            assert_close(got, want, what=f"after step {number}, {name}", hint=hint)
