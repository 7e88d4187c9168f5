"""Many operations on a student's objects, taken together: one round trip instead of one each."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Step = tuple[str, list[Any]]
"""What is done, and with what:
("call", [name or (object, method), arguments, keywords]),
("operate", [name of an operator, operands]),
("repeat", [name of an operator, operands, times]): each time its result is the first operand,
("get", [object, attribute])."""


@dataclass(frozen=True, slots=True)
class Result:
    """What an earlier step gave, as an operand.

    Attributes:
        step: its number, from 0.
    """

    step: int


def take_steps(
    names: Mapping[str, Any], steps: Sequence[Step], wanted: Sequence[int]
) -> list[Any]:
    """Take the steps in this process, with the functions and classes of `names`."""
    results: list[Any] = []
    for kind, given in steps:
        results.append(_TAKE[kind](names, *(_filled(value, results) for value in given)))
    return [results[number] for number in wanted]


def called_names(steps: Sequence[Step]) -> set[str]:
    """The functions and classes that the steps call by name."""
    targets = [given[0] for kind, given in steps if kind == "call"]
    return {target.partition(".")[0] for target in targets if isinstance(target, str)}


def _filled(value: Any, results: list[Any]) -> Any:
    if isinstance(value, Result):
        return results[value.step]
    if type(value) in (list, tuple):
        return type(value)([_filled(item, results) for item in value])
    return value


def _call(names: Mapping[str, Any], target: Any, args: list[Any], kwargs: dict[str, Any]) -> Any:
    if isinstance(target, tuple):
        return getattr(*target)(*args, **kwargs)
    name, *attributes = target.split(".")
    if name not in names:
        raise NameError(f"{name} is not defined in your notebook")
    found = names[name]
    for attribute in attributes:
        found = getattr(found, attribute)
    return found(*args, **kwargs)


def _operate(_names: Mapping[str, Any], name: str, operands: list[Any]) -> Any:
    return getattr(operator, name)(*operands)


def _repeat(_names: Mapping[str, Any], name: str, operands: list[Any], times: int) -> Any:
    first, *others = operands
    for _ in range(times):
        first = getattr(operator, name)(first, *others)
    return first


def _get(_names: Mapping[str, Any], owner: Any, name: str) -> Any:
    return getattr(owner, name)


_TAKE: Mapping[str, Callable[..., Any]] = {
    "call": _call,
    "operate": _operate,
    "repeat": _repeat,
    "get": _get,
}
