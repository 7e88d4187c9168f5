"""An assertion about sequences: nothing depends on what comes later."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from autograder.checks.assertions import as_numbers
from autograder.errors import Failure, TopicError

ALLOWED = 1e-9  # per unit of the largest output: other sums in another order are no peeking


def assert_causal(
    of: Callable[..., Any],
    inputs: Sequence[np.ndarray],
    others: Sequence[np.ndarray],
    *,
    what: str = "out",
    hint: str = "",
) -> None:
    """For every t, the outputs before time t stay when the inputs from t on become others.

    All calls are made before any answer is looked at.

    Args:
        of: takes the inputs in order, returns numbers (N, T, ...).
        inputs: arrays (N, T, ...), all with the same T.
        others: arrays of the same shapes, to take the places of the later inputs.
        what: the outputs' name, for the message.
        hint: what to do.
    """
    shapes = [given.shape for given in inputs]
    if shapes != [other.shape for other in others] or len({shape[1] for shape in shapes}) != 1:
        raise TopicError(f"inputs and others should have the same shapes and one T, not {shapes}")
    T = shapes[0][1]
    answers = [of(*inputs)]
    for t in range(1, T):
        pairs = zip(inputs, others, strict=True)
        answers.append(of(*(np.concatenate([x[:, :t], y[:, t:]], axis=1) for x, y in pairs)))
    arrays = [as_numbers(answer, what=what, hint=hint) for answer in answers]
    shape = arrays[0].shape
    if len(shape) < 2 or shape[1] != T or any(array.shape != shape for array in arrays):
        raise Failure(f"{what} has shape {shape}, but should have shape (N, {T}, …)", hint=hint)
    for t in range(1, T):
        before, after = arrays[0][:, :t], arrays[t][:, :t]
        moved = np.abs(after.astype(np.float64) - before)
        room = ALLOWED * max(1.0, float(np.abs(before).max(initial=0.0)))
        seen = np.argwhere(~(moved <= room))  # nan, too
        if len(seen):
            index = tuple(int(i) for i in seen[0])
            place = ", ".join(map(str, index))
            raise Failure(
                f"{what}[{place}], at time {index[1]}, becomes {after[index]:.6g} when inputs "
                f"from time {t} on change, but should stay {before[index]:.6g}",
                hint=hint,
            )
