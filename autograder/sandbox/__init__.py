"""The student's code in a confined process of its own, and its stand-in on our side."""

from typing import TYPE_CHECKING, Any

from autograder.sandbox.asking_again import asked_again
from autograder.sandbox.disturbance import disturbed
from autograder.sandbox.failures import (
    Died,
    NoAttribute,
    NotAFunction,
    NotDefined,
    Starved,
    TimedOut,
    Violation,
    in_our_words,
)
from autograder.sandbox.foresight import Foreseen, RequestLine, Told, Unforeseen, ask_all, fits
from autograder.sandbox.given import Settled, give, settle
from autograder.sandbox.inside.wire import Opaque
from autograder.sandbox.messages import Entry
from autograder.sandbox.past import path_to
from autograder.sandbox.process import Process
from autograder.sandbox.rehearsal import Rehearsal
from autograder.sandbox.remote import RemoteFunction, RemoteObject
from autograder.sandbox.student import Student, entries_of
from autograder.sandbox.text import escape
from autograder.sandbox.watch import Allowance, of_a_call

if TYPE_CHECKING:
    from autograder.sandbox.zygote import Zygote, is_at_least

__all__ = [
    "Allowance",
    "Died",
    "Entry",
    "Foreseen",
    "NoAttribute",
    "NotAFunction",
    "NotDefined",
    "Opaque",
    "Process",
    "Rehearsal",
    "RemoteFunction",
    "RemoteObject",
    "RequestLine",
    "Settled",
    "Starved",
    "Student",
    "TimedOut",
    "Told",
    "Unforeseen",
    "Violation",
    "Zygote",
    "ask_all",
    "asked_again",
    "disturbed",
    "entries_of",
    "escape",
    "fits",
    "give",
    "in_our_words",
    "is_at_least",
    "of_a_call",
    "path_to",
    "settle",
]


def __getattr__(name: str) -> Any:
    """The zygote needs Linux or macOS; students check their work on Windows, too."""
    if name not in ("Zygote", "is_at_least"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from autograder.sandbox import zygote

    return getattr(zygote, name)
