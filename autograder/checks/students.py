"""What a check knows of a student: functions to call, and words for what they return."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np

from autograder.checks.stand_ins import StandIn


class StudentFunction(Protocol):
    """What `student.f` is."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the student's function; raise Failure if it raises."""

    def changed_by(self, *args: Any, **kwargs: Any) -> tuple[str, ...]:
        """Call it and name the arguments it modified."""


def kind_of(value: Any) -> str:  # noqa: PLR0911  # one line per kind
    """What a value is, in words for a message."""
    if type(value) is np.ndarray:
        odd = "" if value.dtype.kind in "biufc" else f" and dtype {value.dtype}"
        return f"an array of shape {value.shape}{odd}"
    if value is None:
        return "None"
    if isinstance(value, (bool, np.bool_)):
        return "a bool"
    if isinstance(value, (int, float, complex, np.number)):
        return "a number"
    if isinstance(value, (tuple, list, dict)):
        return f"a {type(value).__name__} of {len(value)}"
    if isinstance(value, StandIn):
        return repr(value).strip("<>")
    return f"a value of type {type(value).__name__}"
