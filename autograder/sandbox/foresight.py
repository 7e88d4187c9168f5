"""Many calls in one round trip.

Where a check's calls depend on nothing the student answers, they are known before the check runs:
all are asked at once, and the check is then run on the answers.  An answer is used only for the
very call it was given to; anything else is asked live.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NoReturn

import numpy as np

from autograder.errors import Failure, Raised
from autograder.sandbox.failures import Died, argument_names, not_defined, raised
from autograder.sandbox.inside.encoding import JSON, Encoder
from autograder.sandbox.inside.wire import Buffer, Handle, Malformed, TooLarge
from autograder.sandbox.messages import Request
from autograder.sandbox.process import Process

Guard = Callable[[str, Any], None]


@dataclass(frozen=True, slots=True)
class Earlier:
    """An argument that an earlier call of the same example returned, a cache for instance.

    Attributes:
        call: the number of that call.
        item: its place in the tuple that came back.
    """

    call: int
    item: int


@dataclass(frozen=True, slots=True)
class Seeded:
    """A generator, as it was when the example first handed it over.

    Attributes:
        number: 0, 1, … in the order they were first handed over.
        state: of its bit generator.
    """

    number: int
    state: dict[str, Any]


class Sequel:
    """The calls of one example as they go on: what of their arguments was there before."""

    def __init__(self) -> None:
        self._answers: list[Any] = []
        self._generators: dict[int, tuple[np.random.Generator, Seeded]] = {}

    def named(self, call: Call) -> Call:
        """The call, with generators, and items of earlier answers, named as such."""
        args = tuple(self._named(value) for value in call.args)
        kwargs = {key: self._seeded(value) for key, value in call.kwargs.items()}
        return Call(call.name, args, kwargs, call.watch)

    def answered(self, answer: Any) -> None:
        """Remember what came back."""
        self._answers.append(answer)

    def _named(self, value: Any) -> Any:
        if isinstance(value, (tuple, list, dict)) and value != ():
            for call, answer in enumerate(self._answers):
                if isinstance(answer, tuple):
                    for item, part in enumerate(answer):
                        if part is value:
                            return Earlier(call, item)
        return self._seeded(value)

    def _seeded(self, value: Any) -> Any:
        if not isinstance(value, np.random.Generator):
            return value
        if type(value.bit_generator) is not np.random.PCG64:
            return value
        if id(value) not in self._generators:
            named = Seeded(len(self._generators), dict(value.bit_generator.state))
            self._generators[id(value)] = value, named  # alive, so that its id stays its own
        return self._generators[id(value)][1]


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a student's function.

    Attributes:
        name: the function.
        args: positional arguments, plain values, Earlier or Seeded.
        kwargs: keyword arguments, plain values or Seeded.
        watch: whether to tell which arguments were modified.
    """

    name: str
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    watch: bool = False

    def is_plain(self) -> bool:
        """Whether it consists of values that can be sent ahead."""
        return is_plain(self.args) and is_plain(self.kwargs)

    def __eq__(self, other: object) -> bool:
        """The same function, and bit for bit the same arguments."""
        return (
            isinstance(other, Call)
            and (self.name, self.watch) == (other.name, other.watch)
            and identical(self.args, other.args)
            and identical(self.kwargs, other.kwargs)
        )

    __hash__ = None  # type: ignore[assignment]  # arguments are arrays


@dataclass(frozen=True, slots=True)
class Foreseen:
    """The calls of one example, encoded once for every student.

    Attributes:
        calls: in order.
        nodes: as they go into a frame's head.
        buffers: what goes beside them.
    """

    calls: tuple[Call, ...]
    nodes: list[Any]
    buffers: list[Buffer]

    @classmethod
    def of(cls, calls: Sequence[Call]) -> Foreseen:
        """Encode the calls; the first one begins an example."""
        encoder = _CallEncoder()
        nodes = [
            encoder.encode([call.name, list(call.args), call.kwargs, call.watch, index == 0])
            for index, call in enumerate(calls)
        ]
        return cls(tuple(calls), nodes, [bytes(buffer) for buffer in encoder.buffers])


class _CallEncoder(Encoder):
    def other(self, value: object) -> JSON:
        """An argument to be taken from an earlier answer, or a generator."""
        if isinstance(value, Earlier):
            return {"$": "e", "v": [value.call, value.item]}
        if isinstance(value, Seeded):
            return {"$": "r", "v": [value.number, value.state]}
        return super().other(value)


class _Joined(Encoder):
    """Puts together what is encoded already."""

    def encode(self, value: Any, depth: int = 0) -> JSON:  # noqa: ARG002  # the base's signature
        """The nodes of all examples."""
        self.buffers = [buffer for example in value for buffer in example.buffers]
        return [node for example in value for node in example.nodes]


Answer = tuple[Any, tuple[str, ...]] | Failure
"""What came back and which arguments were modified; or how it failed."""


PLAIN = (type(None), bool, int, float, complex, str, Fraction, np.generic, Earlier, Seeded)


def is_plain(value: Any) -> bool:
    """Whether it can be sent ahead."""
    if isinstance(value, (tuple, list)):
        return all(map(is_plain, value))
    if isinstance(value, dict):
        return all(map(is_plain, value.values()))
    return type(value) is np.ndarray or isinstance(value, PLAIN)


def identical(one: Any, other: Any) -> bool:
    """Bit for bit the same plain value."""
    if one is other:
        return True
    if type(one) is not type(other):
        return False
    if isinstance(one, np.ndarray):
        described = (one.dtype, one.shape, one.strides) == (
            other.dtype,
            other.shape,
            other.strides,
        )
        return described and bool(one.tobytes() == other.tobytes())
    if isinstance(one, (tuple, list)):
        return len(one) == len(other) and all(map(identical, one, other))
    if isinstance(one, dict):
        return list(one) == list(other) and all(identical(one[k], other[k]) for k in one)
    return bool(one == other)


class Unforeseen(Exception):  # noqa: N818  # a fact, not an error of ours
    """The check calls something else than was foreseen: this example is to be asked live."""


class ForeseenStudent:
    """The stand-in on whose answers a check is run when all its calls were foreseen."""

    def __init__(self, calls: Sequence[Call], answers: Sequence[Answer], guard: Guard) -> None:
        self._pairs = iter(zip(calls, answers, strict=True))
        self._sequel = Sequel()
        self._guard = guard

    def __call__(self, *_: Any) -> NoReturn:
        """Steps are taken live."""
        raise Unforeseen("steps")

    def __getattr__(self, name: str) -> ForeseenFunction:
        if name.startswith("_"):
            raise AttributeError(name)
        return ForeseenFunction(self, name)

    def answer(self, call: Call) -> tuple[Any, tuple[str, ...]]:
        """The answer to this call; raise its failure, or Unforeseen."""
        call = self._sequel.named(call)
        foreseen, answer = next(self._pairs, (None, None))
        if foreseen is None or answer is None or foreseen != call:
            raise Unforeseen(call.name)
        if isinstance(answer, Failure):
            raise answer
        self._sequel.answered(answer[0])
        if not call.watch:
            self._guard(call.name, answer[0])
        return answer


class ForeseenFunction:
    """A function of the student's whose answers are here already."""

    def __init__(self, student: ForeseenStudent, name: str) -> None:
        self._student = student
        self._name = name

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """What the student's function returned; raise Failure if it raised."""
        return self._student.answer(Call(self._name, args, kwargs))[0]

    def __getattr__(self, name: str) -> ForeseenFunction:
        """A class's own function."""
        if name.startswith("_"):
            raise AttributeError(name)
        return ForeseenFunction(self._student, f"{self._name}.{name}")

    def changed_by(self, *args: Any, **kwargs: Any) -> tuple[str, ...]:
        """Which of its arguments it modified."""
        return self._student.answer(Call(self._name, args, kwargs, watch=True))[1]


def ask_all(process: Process, examples: Sequence[Foreseen]) -> list[list[Answer]] | None:
    """Ask every call of every example; None if they do not fit, or an object comes back.

    Each example begins afresh, as with `Student.begin_example`.

    Raises:
        Died: the process has ended, during which call nobody knows.
    """
    objects: list[Handle] = []
    try:
        reply = process.ask(
            Request("batch", examples, _Joined(), "the notebook", wrap=objects.append)
        )
    except TooLarge:
        return None
    except Raised:  # what came back together is too large for one frame
        return None
    if objects:
        return None
    found = iter(reply.value if type(reply.value) is list else ())
    try:
        return [[_answer(call, next(found)) for call in one.calls] for one in examples]
    except (Malformed, StopIteration, TypeError, ValueError):
        failure = Died("the notebook wrote to the grader's own channel")
        process.kill(failure)
        raise failure from None


def _answer(call: Call, item: Any) -> Answer:
    kind, value, changed = item
    if kind == "returned" and type(changed) is list and all(type(n) is str for n in changed):
        return value, argument_names(changed)
    if kind == "raised":
        return raised(call.name, value)
    if kind == "missing" and type(value) is str:
        return not_defined(call.name, value)
    raise Malformed("an answer of no known kind")
