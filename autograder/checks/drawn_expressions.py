"""Expressions at random, which Hypothesis draws and shrinks: fewer nodes, smaller arrays."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from autograder.checks.expressions import METHODS, Expression, Operation
from autograder.checks.inputs import Input
from autograder.checks.steps import Result
from autograder.errors import TopicError

NAMES = ("x", "y", "z")
LARGEST_VALUE = 30.0
LARGEST_SIZE = 24
KINDS = 6
KINK = 0.05  # so far from it no difference crosses it
EXPONENTS = (2, 3, -1, 0.5, 0)
NUMBERS = (2.0, 3, -0.5)
TRIES = 20


@dataclass(slots=True)
class _Growing:
    """An expression with its values so far; operands are numbered, leaves first."""

    leaves: dict[str, np.ndarray]
    operations: list[Operation] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)

    def operand(self, back: int) -> tuple[Any, Any]:
        """The operand so many places before the newest, and its value."""
        known: list[tuple[Any, Any]] = [*reversed(self.leaves.items())]
        known += [(Result(i), value) for i, value in enumerate(self.values)]
        return known[-1 - back % len(known)]

    def add(self, operation: Operation, value: Any) -> None:
        """One node more."""
        self.operations.append(operation)
        self.values.append(value)


def _value(operation: Operation, operands: list[Any]) -> Any:
    """What numpy makes of it; None if the operation is not for these values."""
    arrays = [np.asarray(one) for one in operands]
    shapes = [a.shape for a in arrays]
    with np.errstate(all="ignore"):
        try:
            value = np.asarray(operation.apply(operands), dtype=float)
        except (TypeError, ValueError, ZeroDivisionError):  # the shapes do not fit
            return None
    smooth: dict[str, Callable[[], Any]] = {
        "truediv": lambda: np.abs(arrays[1]).min() > 0.3,
        "log": lambda: arrays[0].min() > 0.2,
        "relu": lambda: np.abs(arrays[0]).min() > KINK,
        "pow": lambda: operands[1] in (0, 1, 2, 3) or np.abs(arrays[0]).min() > 0.3,
        "matmul": lambda: len(shapes[0]) == len(shapes[1]) == 2,
        "reshape": lambda: shapes[0] != (),
        "transpose": lambda: len(shapes[0]) > 1,
    }
    fits = smooth.get(operation.name, lambda: True)()
    small = value.size <= LARGEST_SIZE and np.isfinite(value).all()
    return value if fits and small and np.abs(value).max() <= LARGEST_VALUE else None


def _of_two(a: Any, b: Any) -> Iterator[Operation]:
    for name in ("mul", "add", "matmul", "sub", "truediv"):
        if a != b:
            yield Operation(name, (a, b))
            yield Operation(name, (b, a))
        elif name not in ("sub", "truediv"):  # x - x and x / x say nothing
            yield Operation(name, (a, a))


def _with_number(a: Any) -> Iterator[Operation]:
    for number in NUMBERS:
        for name in ("mul", "add", "sub", "truediv"):
            yield Operation(name, (a, number))
            yield Operation(name, (number, a))


def _of_one(a: Any) -> Iterator[Operation]:
    for name in ("exp", "log", "tanh", "relu", "sigmoid"):
        yield Operation(name, (a,))
    yield Operation("neg", (a,))
    for exponent in EXPONENTS:
        yield Operation("pow", (a, exponent))


def _reducing(a: Any, ndim: int) -> Iterator[Operation]:
    axes = [*range(ndim), *([-1, (0, 1), (-1, 0)] if ndim > 1 else [])]
    for name in ("sum", "mean"):
        yield Operation(name, (a,))
        for axis in axes:
            yield Operation(name, (a,), kwargs={"axis": axis})
            yield Operation(name, (a,), kwargs={"axis": axis, "keepdims": True})


def _reshaping(a: Any, shape: tuple[int, ...]) -> Iterator[Operation]:
    yield Operation("reshape", (a,), (-1,))
    yield Operation("reshape", (a,), (-1, 1))
    yield Operation("reshape", (a,), shape[::-1])
    yield Operation("reshape", (a,), (1, *shape))
    yield Operation("transpose", (a,))
    yield Operation("transpose", (a,), tuple(np.roll(range(len(shape)), 1).tolist()))


def _choices(kind: int, one: tuple[Any, Any], other: Any) -> list[Operation]:
    a, value = one
    match kind:
        case 0 | 1:
            return list(_of_two(a, other))
        case 2:
            return list(_of_one(a))
        case 3:
            return list(_with_number(a))
        case 4:
            return list(_reducing(a, np.ndim(value)))
        case _:
            return list(_reshaping(a, np.shape(value)))


def _pruned(growing: _Growing) -> Expression:
    """Without leaves and operations that the last one does not need."""
    needed: set[Any] = {Result(len(growing.operations) - 1)}
    for number in reversed(range(len(growing.operations))):
        if Result(number) in needed:
            needed |= {o for o in growing.operations[number].operands if _is_node(o)}
    kept = [i for i in range(len(growing.operations)) if Result(i) in needed]
    moved = {Result(old): Result(new) for new, old in enumerate(kept)}
    operations = []
    for number in kept:
        one = growing.operations[number]
        operands = tuple(moved[o] if isinstance(o, Result) else o for o in one.operands)
        operations.append(replace(one, operands=operands))
    leaves = {name: leaf for name, leaf in growing.leaves.items() if name in needed}
    return Expression(leaves, tuple(operations))


def _is_node(operand: Any) -> bool:
    return isinstance(operand, (str, Result))


def _away_from_zero(rng: np.random.Generator, shape: tuple[int, ...], least: float) -> np.ndarray:
    n = rng.normal(size=shape)
    values = np.round(np.where(n < 0, -1, 1) * (least + np.abs(n)), 2)
    values.setflags(write=False)
    return np.asarray(values)


OPERATIONS = ("add", "sub", "mul", "truediv", "pow", "matmul", "neg", *METHODS)
"""Every operation that may be drawn."""


def expressions(
    *, nodes: int = 6, dtype: str = "float64", operations: Sequence[str] = OPERATIONS
) -> Input:
    """Graphs of up to `nodes` operations of a Tensor over one to three arrays.

    Nodes are shared, shapes broadcast, numbers stand on both sides, some leaves ask for no
    gradient.  Every function is smooth where it is evaluated, so that differences show gradients.
    """

    def build(_sizes: Any, _name: str) -> Any:
        from hypothesis import strategies as st

        @st.composite
        def drawn(draw: Any) -> Expression:
            rows, columns = draw(st.sampled_from([(1, 1), (1, 2), (2, 1), (2, 3), (3, 2), (2, 2)]))
            shapes = [(rows, columns), (columns,), (1, columns), (rows, 1), (columns, rows), (1,)]
            rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
            count = draw(st.integers(1, len(NAMES)))
            growing = _Growing(
                {
                    name: _away_from_zero(rng, draw(st.sampled_from(shapes)), 0.3)
                    for name in NAMES[:count]
                }
            )
            for _ in range(draw(st.sampled_from(range(1, nodes + 1)))):
                one = growing.operand(draw(st.sampled_from([0, 0, 0, 1])))
                other = growing.operand(draw(st.integers(0, 4)))[0]
                kind = draw(st.integers(0, KINDS - 1))
                found = []
                for operation in _choices(kind, one, other):
                    operands = [_looked_up(growing, o) for o in operation.operands]
                    value = _value(operation, operands) if operation.name in operations else None
                    if value is not None:
                        found.append((operation, value))
                if found:
                    growing.add(*draw(st.sampled_from(found)))
            if not growing.operations:
                growing.add(*_simplest(growing, operations))
            expression = _pruned(growing)
            constant = draw(st.sampled_from([None, *NAMES]))
            constants = frozenset([constant] if constant and len(expression.leaves) > 1 else [])
            constants &= set(expression.leaves)
            shape = np.shape(growing.values[-1])
            dout = _away_from_zero(rng, shape, 0.5) if shape else None
            return replace(expression, dout=dout, constants=constants).astype(dtype)

        return drawn()

    def again(expression: Expression, rng: np.random.Generator, _sizes: Any) -> Expression:
        return _with_other_leaves(expression, rng).astype(dtype)

    return Input((), build, f"expressions(nodes={nodes})", again)


def _with_other_leaves(expression: Expression, rng: np.random.Generator) -> Expression:
    """The same graph of other numbers, smooth there too; unchanged if none are found."""
    for _ in range(TRIES):
        leaves = {
            name: np.copysign(_away_from_zero(rng, leaf.shape, 0.3), leaf)
            for name, leaf in expression.leaves.items()
        }
        growing = _Growing(leaves)
        for operation in expression.operations:
            value = _value(operation, [_looked_up(growing, o) for o in operation.operands])
            if value is None:
                break
            growing.add(operation, value)
        else:
            dout = expression.dout
            dout = None if dout is None else _away_from_zero(rng, dout.shape, 0.5)
            return replace(expression, leaves=leaves, dout=dout)
    return expression


def _simplest(growing: _Growing, operations: Sequence[str]) -> tuple[Operation, Any]:
    """The first operation of them that the newest leaf allows."""
    one = growing.operand(0)
    for kind in range(KINDS):
        for operation in _choices(kind, one, one[0]):
            operands = [_looked_up(growing, o) for o in operation.operands]
            value = _value(operation, operands) if operation.name in operations else None
            if value is not None:
                return operation, value
    raise TopicError(f"no expression can be made of the operations {', '.join(operations)} alone")


def _looked_up(growing: _Growing, operand: Any) -> Any:
    if isinstance(operand, Result):
        return growing.values[operand.step]
    return growing.leaves[operand] if isinstance(operand, str) else operand
