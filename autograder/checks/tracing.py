"""From a formula, `lambda x, y: (x * y).sum()`, to the expression it describes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.checks.expressions import METHODS, Expression, Operation
from autograder.checks.steps import Result


class Symbol:
    """Stands for a leaf or a result while a formula is traced."""

    __array_ufunc__ = None

    def __init__(self, operand: Any, operations: list[Operation]) -> None:
        self._operand = operand
        self._operations = operations

    def _then(self, name: str, *operands: Any, args: Any = (), kwargs: Any = None) -> Symbol:
        plain = tuple(_operand_of(o) for o in operands)
        self._operations.append(Operation(name, plain, args, kwargs or {}))
        return Symbol(Result(len(self._operations) - 1), self._operations)

    def __getattr__(self, name: str) -> Callable[..., Symbol]:
        if name not in METHODS:
            raise AttributeError(name)
        return lambda *args, **kwargs: self._then(name, self, args=args, kwargs=kwargs)

    def __add__(self, other: Any) -> Symbol:
        return self._then("add", self, other)

    def __radd__(self, other: Any) -> Symbol:
        return self._then("add", other, self)

    def __sub__(self, other: Any) -> Symbol:
        return self._then("sub", self, other)

    def __rsub__(self, other: Any) -> Symbol:
        return self._then("sub", other, self)

    def __mul__(self, other: Any) -> Symbol:
        return self._then("mul", self, other)

    def __rmul__(self, other: Any) -> Symbol:
        return self._then("mul", other, self)

    def __truediv__(self, other: Any) -> Symbol:
        return self._then("truediv", self, other)

    def __rtruediv__(self, other: Any) -> Symbol:
        return self._then("truediv", other, self)

    def __pow__(self, other: Any) -> Symbol:
        return self._then("pow", self, other)

    def __matmul__(self, other: Any) -> Symbol:
        return self._then("matmul", self, other)

    def __neg__(self) -> Symbol:
        return self._then("neg", self)


def _operand_of(value: Any) -> Any:
    return value._operand if isinstance(value, Symbol) else value  # noqa: SLF001  # our own


def traced(
    formula: Callable[..., Any],
    *,
    dout: np.ndarray | None = None,
    constants: tuple[str, ...] = (),
    **leaves: np.ndarray,
) -> Expression:
    """The expression that a formula of its leaves describes, as in `traced(lambda x: x * x, x=x)`.

    Args:
        formula: takes the leaves by name, and uses operators and methods of a Tensor only.
        dout: what backward starts with; None for a result of one element.
        constants: leaves that do not ask for a gradient.
        leaves: the arrays.
    """
    operations: list[Operation] = []
    formula(**{name: Symbol(name, operations) for name in leaves})
    return Expression(leaves, tuple(operations), dout, frozenset(constants))
