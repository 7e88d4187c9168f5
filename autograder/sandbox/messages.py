"""What the examiner asks a student's process, and what comes back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from autograder.sandbox.failures import argument_names, raised
from autograder.sandbox.inside.decoding import Decoder
from autograder.sandbox.inside.encoding import JSON, Encoder
from autograder.sandbox.inside.wire import Buffer, Handle, Malformed, to_json
from autograder.sandbox.text import escape

CallBack = Callable[[Any, Any], tuple[str, Any]]  # number, argument → kind of answer, value


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer.

    Attributes:
        kind: "returned", "missing" (there is no such function) or "stopped" (iteration).
        value: what was returned; for "missing" what stands in its place, and the nearest name.
        changed: names of the arguments that were modified, if one asked.
        kept: containers in the value that the child keeps, with their numbers.
    """

    kind: str
    value: Any
    changed: tuple[str, ...] = ()
    kept: tuple[tuple[Any, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """A question.

    Attributes:
        kind: what the child shall do: "cell", "read", "probe" or one of Answerer.operations.
        value: with what.
        encoder: encodes the value.
        name: what runs, in words for a message.
        cpu_seconds: how long it may run; None for the bound of a call.
        watch: whether to tell which arguments were modified.
        fresh: whether the child forgets what it kept before.
        callback: runs our functions by their number.
        wrap: what the examiner's side makes of an object that stays with the student.
    """

    kind: str
    value: Any
    encoder: Encoder
    name: str
    cpu_seconds: float | None = None
    watch: bool = False
    fresh: bool = False
    callback: CallBack | None = None
    wrap: Callable[[Handle], Any] | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One request of an example, and what came of it.

    Attributes:
        kind: what was done, one of Answerer.operations, or "read".
        value: with what, as Request has it.
        answer: what came back; None if it raised.
        raised: the exception in words, without its place; "" if it raised none.
        watch: whether the arguments were watched for changes.
        changed: names of the arguments that were modified, if they were watched.
    """

    kind: str
    value: Any
    answer: Any = None
    raised: str = ""
    watch: bool = False
    changed: tuple[str, ...] = ()


class Asked(Protocol):
    """Whoever answers: a student's process, or what stands for one."""

    def ask(self, request: Request) -> Reply:
        """The answer to a request; raise Fault."""


@dataclass(frozen=True, slots=True)
class SpelledRequest:
    """A request as it is sent ahead, among others.

    Attributes:
        head: JSON: what is done, with what, and how many bytes go beside.
        beside: those bytes.
        node: with what, before it became JSON.
    """

    head: str
    beside: bytes
    node: JSON


def spelled(request: Request) -> SpelledRequest:
    """The request, encoded; raise TypeError or TooLarge if it cannot be sent."""
    node = request.encoder.encode(request.value)
    beside = b"".join(request.encoder.buffers)
    head = to_json([request.kind, node, request.watch, len(beside)])
    return SpelledRequest(head, beside, node)


def read(request: Request, answer: Sequence[Any], beside: Buffer) -> Reply:
    """The reply to one request among others; raise Raised, or Malformed."""
    word, node, names, _ = answer
    decoder = Decoder(beside, 0, request.wrap)
    return reply_of(request.name, word, decoder.value(node), names, decoder)


def reply_of(name: str, word: Any, value: Any, names: Any, decoder: Decoder) -> Reply:
    """What the child's words mean; raise Raised if its code raised, Malformed if they are none."""
    match word, value, names:
        case "raised", described, _:
            raise raised(name, described)
        case "missing", [str(instead), str(near)], _:
            told = (escape(instead, 100), escape(near, 100))
            return Reply("missing", told)
        case "stopped", None, _:
            return Reply("stopped", None)
        case "returned", result, [*names] if all(type(one) is str for one in names):
            return Reply("returned", result, argument_names(names), tuple(decoder.kept))
    raise Malformed("an answer of no known kind")
