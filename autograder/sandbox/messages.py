"""What the examiner asks a student's process, and what comes back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from autograder.sandbox.inside.encoding import Encoder
from autograder.sandbox.inside.wire import Handle

CallBack = Callable[[Any, Any], tuple[str, Any]]  # number, argument → kind of answer, value


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer.

    Attributes:
        kind: "returned", "missing" (there is no such function) or "stopped" (iteration).
        value: what was returned; for "missing" the nearest name.
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
        kind: what the child shall do: "cell", "call", "get", "set", "operate", "iterate", "next",
            "enter", "exit", "steps", "batch".
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
