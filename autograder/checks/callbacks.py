"""Functions handed to the student that run on our side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.checks.students import kind_of


@dataclass(frozen=True, slots=True)
class Callback:
    """A function handed to the student that runs on our side.

    Attributes:
        function: takes one array, or what `like` lists; may return another Callback.
        like: an array (or number) of the shape its argument must have, complex if complex numbers
            are welcome; None for real numbers of any shape; a tuple of these for more arguments.
    """

    function: Callable[..., Any]
    like: Any

    def __call__(self, *arguments: Any) -> Any:
        """Check the arguments' kinds and shapes, then call the function."""
        why = refusal(arguments, self.like)
        if why:
            raise TypeError(why)
        return self.function(*arguments)


def callback(function: Callable[..., Any], *, like: Any) -> Callback:
    """A function for the student to call: its argument must be shaped as `like`.

    `like` is an array or a number (a complex one welcomes complex numbers), None for any shape,
    or a tuple of these, one for each argument.  The function may return another callback.
    """
    return Callback(function, like)


def is_callback(value: object) -> bool:
    """Whether a value is what `callback` makes."""
    return hasattr(value, "function") and hasattr(value, "like")


def refusal(arguments: Sequence[Any], like: Any) -> str:
    """Why a function of ours is not to be called with these arguments; "" if it may be."""
    wanted = like if isinstance(like, tuple) else (like,)
    if len(arguments) == len(wanted) and all(map(_fits, arguments, wanted)):
        return ""
    called = " and ".join(map(kind_of, arguments)) or "nothing"
    return f"called with {called}, but should be called with {' and '.join(map(_asked, wanted))}"


def _fits(argument: Any, like: Any) -> bool:
    if not isinstance(argument, (np.ndarray, np.generic, int, float, complex)):
        return False
    if isinstance(argument, int) and abs(argument) >= 1 << 63:
        return False
    array = np.asarray(argument)
    kinds = "biufc" if np.iscomplexobj(like) else "biuf"
    return array.dtype.kind in kinds and (like is None or array.shape == np.shape(like))


def _asked(like: Any) -> str:
    if like is None:
        return "a number or an array of numbers"
    return f"one array of shape {np.shape(like)}" if np.ndim(like) else "one number"
