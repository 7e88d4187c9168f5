"""What can be done to a student's object, besides calling it."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any, NamedTuple

OPERATORS: dict[str, Callable[..., Any]] = {
    name: getattr(operator, name)
    for name in ("add", "sub", "mul", "truediv", "pow", "matmul", "neg", "getitem")
}
WHOLE = -1


class Earlier(NamedTuple):
    """What an earlier call returned: which call, and which item of its answer, or WHOLE."""

    call: int
    item: int

    def among(self, results: list[Any]) -> Any:
        """The value itself."""
        result = results[self.call]
        return result if self.item == WHOLE else result[self.item]


class Seeded(NamedTuple):
    """A generator as an argument: its number in the example, and the state it begins in."""

    number: int
    state: dict[str, Any]


def filled(value: Any, results: list[Any], generator: Callable[[int, Any], Any]) -> Any:
    """The value with earlier results, and generators, in their places."""
    kind = type(value)
    if kind is Earlier:
        return value.among(results)
    if kind is Seeded:
        return generator(*value)
    if kind is list or kind is tuple:
        return kind([filled(item, results, generator) for item in value])
    if kind is dict:
        return {key: filled(item, results, generator) for key, item in value.items()}
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
