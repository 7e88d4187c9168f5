"""Many calls in one round trip.

The calls that a check made on the reference are asked of a student all at once, and the check is
then run on the answers.  An answer is used only for the very call it was given to; a check that
calls something else, because the student answered something else, is asked live.  Where all
answers are the reference's, bit for bit, even the check need not run: it was seen to pass on them
when the example was proved.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from autograder.errors import Failure, Raised
from autograder.sandbox.calls import Call, Earlier, Seeded, Sequel, identical
from autograder.sandbox.failures import Died, argument_names, not_defined, raised
from autograder.sandbox.inside.decoding import Decoder
from autograder.sandbox.inside.encoding import JSON, Encoder
from autograder.sandbox.inside.wire import Buffer, Handle, Malformed, TooLarge
from autograder.sandbox.messages import Request
from autograder.sandbox.process import Process

Guard = Callable[[str, Any], None]


@dataclass(frozen=True, slots=True)
class Foreseen:
    """The calls of one example, encoded once for every student.

    Attributes:
        calls: in order.
        answers: the reference's, as they would arrive; of a watched call what it modified.  None
            if a call raised: the check then hears words that are the student's own.
        certain: whether any student is called so, whatever the answers are up to rounding.
        nodes: the calls as they go into a frame's head.
        buffers: what goes beside them.
    """

    calls: tuple[Call, ...]
    answers: tuple[Any, ...] | None
    certain: bool
    nodes: list[Any]
    buffers: list[Buffer]

    @classmethod
    def of(
        cls, calls: Sequence[Call], answers: Sequence[Any] | None, *, certain: bool
    ) -> Foreseen:
        """Encode the calls, the first of which begins an example, and the reference's answers.

        Raises:
            TooLarge: they do not fit into a frame.
        """
        encoder = _CallEncoder()
        nodes = [encoder.call(call, begins=index == 0) for index, call in enumerate(calls)]
        buffers: list[Buffer] = [bytes(buffer) for buffer in encoder.buffers]
        arrived = None if answers is None else tuple(map(_arrived, answers))
        return cls(tuple(calls), arrived, certain, nodes, buffers)

    def is_answered_alike(self, answers: Sequence[Answer]) -> bool:
        """Whether these are the reference's answers, bit for bit."""
        return self.answers is not None and all(
            not isinstance(answer, Failure)
            and (answer[1] == wanted if call.watch else identical(answer[0], wanted))
            for call, wanted, answer in zip(self.calls, self.answers, answers, strict=True)
        )


def _arrived(value: Any) -> Any:
    """The value as it is on the other side of the wire."""
    encoder = Encoder()
    node = encoder.encode(value)
    return Decoder(b"".join(encoder.buffers), 0).value(node)


class _CallEncoder(Encoder):
    def call(self, call: Call, *, begins: bool) -> JSON:
        """What `Child._batch` reads: of it only the arguments have to be decoded."""
        self._linked = False
        args, kwargs = self.encode(list(call.args)), call.kwargs and self.encode(call.kwargs)
        return [call.name, args, kwargs, call.watch, begins, self._linked]

    def other(self, value: object) -> JSON:
        """An argument to be taken from an earlier answer, or a generator."""
        self._linked = True
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
            self._sequel.answered(None)
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
