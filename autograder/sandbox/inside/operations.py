"""What can be done to a student's object, besides calling it."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any, NamedTuple

OPERATORS: dict[str, Callable[..., Any]] = {
    name: getattr(operator, name)
    for name in ("add", "sub", "mul", "truediv", "pow", "matmul", "neg", "getitem")
}


class Earlier(NamedTuple):
    """What an earlier step gave, by the number of that step."""

    step: int


def filled(value: Any, results: list[Any]) -> Any:
    """The value with earlier results in their places."""
    kind = type(value)
    if kind is Earlier:
        return results[value.step]
    if kind is list or kind is tuple:
        return kind([filled(item, results) for item in value])
    if kind is dict:
        return {key: filled(item, results) for key, item in value.items()}
    return value


def repeat(value: Any) -> Any:
    """An operator applied many times, each time to its own result in the first operand's place."""
    name, operands, times = value
    for _ in range(times):
        operands[0] = OPERATORS[name](*operands)
    return operands[0]


def leave(value: Any) -> None:
    """End a `with` block, perhaps by an exception, which must come out again."""
    manager, failed = value
    if not failed:
        type(manager).__exit__(manager, None, None, None)
        return
    error = RuntimeError("raised inside the with block")
    if type(manager).__exit__(manager, RuntimeError, error, None):
        raise RuntimeError("the with block keeps an exception to itself")
