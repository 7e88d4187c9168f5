"""Expressions over arrays: one graph, taken by a student's Tensor, the reference's, and numpy.

`tracing.traced` records one from a formula, `drawn_expressions.expressions` draws them at random.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import numpy as np

from autograder.checks.assertions import assert_close
from autograder.checks.examples import literal
from autograder.checks.gradients import assert_gradient
from autograder.checks.steps import Result, Step
from autograder.errors import Failure, Raised

SIGNS = {"add": "+", "sub": "-", "mul": "*", "truediv": "/", "pow": "**", "matmul": "@"}
LONGEST_FORMULA = 60


def _sigmoid(x: np.ndarray) -> Any:
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, e) / (1 + e)


METHODS: Mapping[str, Callable[..., Any]] = {
    "sum": lambda x, axis=None, keepdims=False: np.sum(x, axis=axis, keepdims=keepdims),
    "mean": lambda x, axis=None, keepdims=False: np.mean(x, axis=axis, keepdims=keepdims),
    "exp": np.exp,
    "log": np.log,
    "tanh": np.tanh,
    "relu": lambda x: np.maximum(x, 0),
    "sigmoid": _sigmoid,
    "reshape": lambda x, *shape: np.reshape(x, shape),
    "transpose": lambda x, *axes: np.transpose(x, axes or None),
}
"""The methods of a Tensor, as functions of numpy arrays."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One node.

    Attributes:
        name: of an operator ("add", "neg", …) or of a method ("sum", …).
        operands: names of leaves, Results of earlier nodes, or numbers.
        args: further arguments of a method.
        kwargs: its keywords.
        times: an operator can be applied again and again, each time to its own result.
    """

    name: str
    operands: tuple[Any, ...]
    args: tuple[Any, ...] = ()
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    times: int = 1

    def apply(self, operands: list[Any]) -> Any:
        """What numpy makes of it."""
        if self.name in METHODS:
            return METHODS[self.name](*operands, *self.args, **self.kwargs)
        first, *others = operands
        for _ in range(self.times):
            first = getattr(operator, self.name)(first, *others)
        return first

    def text(self, operands: list[str]) -> str:
        """The operation as Python, its operands given as text that binds tightly."""
        if self.name in METHODS:
            words = [f"{key}={value!r}" for key, value in self.kwargs.items()]
            given = ", ".join([*map(repr, self.args), *words])
            return f"{operands[0]}.{self.name}({given})"
        if self.name == "neg":
            return f"-{operands[0]}"
        return f" {SIGNS[self.name]} ".join(operands)


@dataclass(frozen=True, slots=True)
class Expression:
    """A graph of operations on named arrays; the last operation is its result.

    Attributes:
        leaves: the arrays by name.
        operations: in order; each may use leaves and earlier results, as often as it likes.
        dout: what backward starts with; None for a result of one element.
        constants: the leaves that do not ask for a gradient.
    """

    leaves: Mapping[str, np.ndarray]
    operations: tuple[Operation, ...]
    dout: np.ndarray | None = None
    constants: frozenset[str] = frozenset()

    @property
    def variables(self) -> dict[str, np.ndarray]:
        """The leaves that ask for a gradient."""
        return {name: leaf for name, leaf in self.leaves.items() if name not in self.constants}

    def value(self, **leaves: Any) -> Any:
        """Its value by plain numpy, with other leaves where they are given."""
        return list(self.values({**self.leaves, **leaves}))[-1]

    def values(self, leaves: Mapping[str, Any]) -> Iterator[Any]:
        """The value of every operation, in order."""
        results: list[Any] = []
        for one in self.operations:
            results.append(one.apply([_looked_up(o, leaves, results) for o in one.operands]))
            yield results[-1]

    def at(self, *variables: Any) -> Any:
        """Its value as a function of its variables in order: the forward of assert_gradient."""
        return self.value(**dict(zip(self.variables, variables, strict=True)))

    def astype(self, dtype: str) -> Expression:
        """The same with leaves of another dtype."""
        leaves = {name: leaf.astype(dtype) for name, leaf in self.leaves.items()}
        dout = None if self.dout is None else self.dout.astype(dtype)
        return replace(self, leaves=leaves, dout=dout)

    def formula(self) -> str:
        """The expression in one line, or just the words if that is long."""
        texts: list[str] = []
        for one in self.operations:
            texts.append(one.text([_inline(o, self.operations, texts) for o in one.operands]))
            if len(texts[-1]) > LONGEST_FORMULA:  # at once: shared nodes double the text
                return "the expression"
        return texts[-1]

    def as_python(self) -> str:
        """Lines that can be pasted into a notebook."""
        lines = []
        for name, leaf in self.leaves.items():
            asks = "" if name in self.constants else ", requires_grad=True"
            lines.append(f"{name} = Tensor({literal(leaf)}{asks})")
        free = [letter for letter in "abcdefghijklmnopqrstuvw" if letter not in self.leaves]
        names = [free[i] if i < len(free) else f"a{i}" for i in range(len(self.operations))]
        for name, one in zip(names, self.operations, strict=True):
            given = [names[o.step] if isinstance(o, Result) else str(o) for o in one.operands]
            lines.append(f"{name} = {one.text(list(map(_bracketed, given)))}")
        dout = "" if self.dout is None else literal(self.dout)
        return "\n".join([*lines, f"{names[-1]}.backward({dout})"])

    def complexity(self) -> int:
        """How much there is to read."""
        return len(self.operations) + sum(leaf.size for leaf in self.leaves.values())


def _looked_up(operand: Any, leaves: Mapping[str, Any], results: list[Any]) -> Any:
    if isinstance(operand, Result):
        return results[operand.step]
    return leaves[operand] if isinstance(operand, str) else operand


def _bracketed(text: str) -> str:
    return f"({text})" if text.startswith("-") else text


def _inline(operand: Any, operations: tuple[Operation, ...], texts: list[str]) -> str:
    if not isinstance(operand, Result):
        return _bracketed(str(operand))
    text = texts[operand.step]
    return text if operations[operand.step].name in METHODS else f"({text})"


@dataclass(frozen=True, slots=True)
class Evaluated:
    """What came out.

    Attributes:
        value: of the expression.
        gradients: by the name of the leaf; None where there is none.
    """

    value: Any
    gradients: Mapping[str, Any]


def evaluate(space: Any, expression: Expression, *, backwards: int = 1) -> Evaluated:
    """Build the expression of Tensors, send `dout` backward, and fetch value and gradients.

    All of it is one round trip to the student's process.

    Args:
        space: the student or the reference; has Tensor.
        expression: what to build.
        backwards: how often backward is called.
    """
    return _evaluate_all(space, (expression,), backwards)[0]


def _evaluate_all(
    space: Any, expressions: Sequence[Expression], backwards: int = 1
) -> list[Evaluated]:
    """All of them in one round trip, unless one of them raises: then it is found out which."""
    steps: list[Step] = []
    wanted: list[int] = []
    for expression in expressions:
        wanted += _append_steps(steps, expression, backwards)
    take = space if callable(space) else partial(_taken_here, vars(space))
    try:
        results = iter(take(steps, wanted, expressions[0].formula()))
    except Raised:
        if len(expressions) == 1:
            raise
        return [evaluate(space, expression, backwards=backwards) for expression in expressions]
    return [
        Evaluated(next(results), {name: next(results) for name in expression.leaves})
        for expression in expressions
    ]


def _append_steps(steps: list[Step], expression: Expression, backwards: int) -> range:
    """The steps of one expression; the numbers of those that give its value and gradients."""
    place: dict[str, Result] = {}
    for name, leaf in expression.leaves.items():
        keywords = {} if name in expression.constants else {"requires_grad": True}
        place[name] = Result(len(steps))
        steps.append(("call", ["Tensor", [leaf], keywords]))
    first = len(steps)
    for one in expression.operations:
        operands = [
            Result(first + o.step) if isinstance(o, Result) else place.get(o, o)
            for o in one.operands
        ]
        if one.name in METHODS:
            steps.append(("call", [(operands[0], one.name), [*one.args], dict(one.kwargs)]))
        elif one.times > 1:
            steps.append(("repeat", [one.name, operands, one.times]))
        else:
            steps.append(("operate", [one.name, operands]))
    out = Result(len(steps) - 1)
    dout = [] if expression.dout is None else [expression.dout]
    steps += [("call", [(out, "backward"), dout, {}])] * backwards
    fetched = len(steps)
    steps += [("get", [out, "data"]), *(("get", [leaf, "grad"]) for leaf in place.values())]
    return range(fetched, len(steps))


def _taken_here(names: Mapping[str, Any], steps: Any, wanted: Any, what: str) -> list[Any]:
    from autograder.sandbox.rehearsal import Rehearsal

    return Rehearsal(names).student()(steps, wanted, what)


def assert_backpropagates(
    student: Any, *expressions: Expression, reference: Any = None, hint: str = ""
) -> None:
    """Value and gradients of every expression are right, and constants get none.

    Right is what the reference's Tensor says; without a reference, the value of numpy and the
    slopes that central differences show.  All are asked in one round trip.
    """
    for expression, got in zip(expressions, _evaluate_all(student, expressions), strict=True):
        want = None if reference is None else evaluate(reference, expression)
        value = expression.value() if want is None else want.value
        assert_close(got.value, value, what=f"({expression.formula()})", hint=hint)
        for name in expression.constants:
            if got.gradients[name] is not None:
                raise Failure(
                    f"{name}.grad is set, but should stay None: {name} has requires_grad=False"
                )
        assert_gradient(
            gradients_of(got, expression),
            None if want is None else gradients_of(want, expression),
            of=expression.at,
            at=expression.variables,
            dout=expression.dout,
            hint=hint,
        )


def gradients_of(evaluated: Evaluated, expression: Expression) -> dict[str, Any]:
    """The gradients of the variables; raise Failure if one is missing."""
    for name in expression.variables:
        if evaluated.gradients[name] is None:
            raise Failure(
                f"{name}.grad is None after {expression.formula()} went backward, but should be "
                "an array"
            )
    return {name: evaluated.gradients[name] for name in expression.variables}
