"""float32 in, float32 out: the same numbers, with fewer digits."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.checks.assertions import assert_close, assert_dtype, require
from autograder.checks.students import StudentFunction, kind_of


def assert_keeps_float32(
    function: StudentFunction, *args: Any, hint: str = "", **kwargs: Any
) -> None:
    """Of float32 arrays `function` gives float32: what it gives of their float64 copies, rounded.

    Parts of a tuple, list or dict are compared one by one.
    """
    got = function(*args, **kwargs)
    copies = {name: _widened(value) for name, value in kwargs.items()}
    _assert_same(got, function(*map(_widened, args), **copies), "result", hint)


def _widened(value: Any) -> Any:
    if isinstance(value, np.ndarray) and value.dtype == np.float32:
        return value.astype(np.float64)
    if isinstance(value, (list, tuple)):
        return type(value)(map(_widened, value))
    if isinstance(value, dict):
        return {name: _widened(part) for name, part in value.items()}
    return value


def _assert_same(got: Any, wide: Any, what: str, hint: str) -> None:
    if isinstance(wide, (list, tuple, dict)):
        same = type(got) is type(wide) and len(got) == len(wide)
        require(same, f"{what} is {kind_of(got)}, but should be {kind_of(wide)}", hint=hint)
        for key in wide if isinstance(wide, dict) else range(len(wide)):
            _assert_same(got[key], wide[key], f"{what}[{key!r}]", hint)
        return
    assert_dtype(got, np.float32, what=what, hint=hint)
    assert_close(got, wide, like=np.float32(0), what=what, hint=hint)
