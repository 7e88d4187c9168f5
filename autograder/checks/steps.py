"""Many operations on a student's objects, taken together: one round trip instead of one each."""

from __future__ import annotations

from collections.abc import Sequence
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


def called_names(steps: Sequence[Step]) -> set[str]:
    """The functions and classes that the steps call by name."""
    targets = [given[0] for kind, given in steps if kind == "call"]
    return {target.partition(".")[0] for target in targets if isinstance(target, str)}
