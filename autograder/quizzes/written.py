"""An answer that is a function, which checks judge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import FunctionType
from typing import Any

import numpy as np

from autograder.checks.examples import draw
from autograder.checks.inputs import Input

DRAWN, KEY_VALUES = 24, 3
"""So many inputs of a function are drawn; the answer key shows the shortest of them."""


@dataclass(frozen=True, slots=True)
class Code:
    """A function to write: the right one for this variant, and the inputs it is tried on."""

    function: FunctionType
    inputs: Mapping[str, Input]


@dataclass(frozen=True, slots=True)
class Written:
    """A function that the student writes; checks judge it."""

    code: Code = field(repr=False)

    @property
    def form(self) -> str:
        """What an answer should be, in words."""
        return "a function"

    @property
    def kind(self) -> str:
        """The only one."""
        return "function"

    @property
    def shown(self) -> str:
        """What the right function returns for some inputs, for the answer key."""
        function, inputs = self.code.function, self.code.inputs
        drawn = draw(inputs, count=DRAWN, seed=0, where=function.__name__)
        telling = (each for each in drawn if all(np.any(value) for value in each.values()))
        short = sorted(telling, key=lambda each: len("".join(map(_typed, each.values()))))
        return "; ".join(
            f"`{function.__name__}({', '.join(map(_typed, each.values()))}) = "
            f"{_typed(function(**each))}`"
            for each in short[:KEY_VALUES]
        )


def _typed(value: Any) -> str:
    """A number or an array to six digits."""
    return np.array2string(
        np.asarray(value), separator=", ", formatter={"float_kind": "{:.6g}".format}
    )
