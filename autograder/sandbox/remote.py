"""Stand-ins for what lives in the student's process: whatever is done to them is done there.

No method of a student's object ever runs on our side.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

from autograder.checks.stand_ins import StandIn
from autograder.errors import Failure, Raised
from autograder.sandbox.failures import NoAttribute
from autograder.sandbox.inside.wire import Handle
from autograder.sandbox.messages import Reply
from autograder.sandbox.text import escape

MAX_ITERATIONS = 100_000


class Exchanging(Protocol):
    """Where the stand-ins of one student ask."""

    example: int

    def ask(self, kind: str, value: Any, label: str, *, watch: bool = False) -> Reply:
        """The answer; raise Fault."""

    def result(self, kind: str, value: Any, label: str) -> Any:
        """The value of the answer; raise Fault."""


class RemoteFunction:
    """A function of the student's: it runs there, with fresh copies of the arguments."""

    __slots__ = ("_exchange", "_label", "_target")

    def __init__(self, exchange: Exchanging, target: Any, label: str) -> None:
        self._exchange = exchange
        self._target = target
        self._label = label

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """What the student's function returns; raise Fault if it raises, dies or is missing."""
        return self._exchange.result("call", [self._target, list(args), kwargs], self._label)

    def changed_by(self, *args: Any, **kwargs: Any) -> tuple[str, ...]:
        """Call it and name the arguments it modified, bit for bit."""
        reply = self._exchange.ask(
            "call", [self._target, list(args), kwargs], self._label, watch=True
        )
        return reply.changed

    def __getattr__(self, name: str) -> RemoteFunction:
        """A class's own function, as in `student.Add.apply(a, b)`."""
        if name.startswith("_") or not isinstance(self._target, str):
            raise AttributeError(name)
        return RemoteFunction(self._exchange, f"{self._target}.{name}", f"{self._label}.{name}")

    def __repr__(self) -> str:
        return f"<the student's {self._label}>"


class RemoteObject(StandIn):
    """An object of the student's.

    Its methods are called, its attributes fetched and set, it is indexed, iterated, reckoned with
    and entered by `with`, all in the student's process.  Names that begin with an underscore are
    not asked for.  Two stand-ins are equal if they stand for the very same object.
    """

    __slots__ = ("_example", "_exchange", "_handle", "_label")

    def __init__(self, exchange: Exchanging, handle: Handle, label: str) -> None:
        for name, value in (
            ("_exchange", exchange),
            ("_handle", handle),
            ("_label", label),
            ("_example", exchange.example),
        ):
            object.__setattr__(self, name, value)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call it, if it can be called."""
        return self._exchange.result("call", [self, list(args), kwargs], self._label)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        label = f"{self._label}.{name}"
        if name in self._handle.methods:
            return RemoteFunction(self._exchange, (self, name), label)
        try:
            return self._exchange.result("get", [self, name], label)
        except Raised as error:
            if error.types[0] != "AttributeError":
                raise
            raise NoAttribute(
                f"{self._label} has no attribute {name}", hint=f"set self.{name}"
            ) from error

    def __setattr__(self, name: str, value: Any) -> None:
        self._exchange.ask("set", [self, name, value], f"{self._label}.{name}")

    def __iter__(self) -> Iterator[Any]:
        iterator = self._exchange.ask("iterate", [self], self._label).value
        for _ in range(MAX_ITERATIONS):
            item = self._exchange.result("next", [iterator], self._label)
            if item is StopIteration:
                return
            yield item
        raise Failure(f"{self._label} goes on after {MAX_ITERATIONS} items")

    def __next__(self) -> Any:
        item = self._exchange.result("next", [self], self._label)
        if item is StopIteration:
            raise StopIteration
        return item

    def __enter__(self) -> Any:
        return self._exchange.result("enter", [self], self._label)

    def __exit__(self, error: object, *_: object) -> None:
        self._exchange.ask("exit", [self, error is not None], self._label)

    def __eq__(self, other: object) -> bool:
        """Whether both stand for the very same object."""
        return isinstance(other, RemoteObject) and handle_of(self)[0].id == handle_of(other)[0].id

    def __hash__(self) -> int:
        return hash(self._handle.id)

    def __repr__(self) -> str:
        return f"<an object of type {escape(self._handle.type_name, 100)}>"

    def _operate(self, operator: str, *operands: Any) -> Any:
        return self._exchange.result("operate", [operator, list(operands)], self._label)


def handle_of(remote: RemoteObject) -> tuple[Handle, int]:
    """Where the object lives, and the example it belongs to."""
    return remote._handle, remote._example  # noqa: SLF001  # public names are the student's
