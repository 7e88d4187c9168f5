"""What can go wrong in a student's process, in words for the student."""

from __future__ import annotations

import builtins
import re
import signal
from collections.abc import Sequence
from typing import Any

from autograder.errors import Failure, Fault, Raised, Signal
from autograder.sandbox.inside.wire import Malformed
from autograder.sandbox.text import escape

MESSAGE = 200  # characters of an exception's text that are shown


class Died(Fault):
    """The student's process has ended: nothing can be asked of it, whatever a check catches."""


class TimedOut(Fault):
    """The student's code needed too long and was stopped.

    If it heeds an interrupt its process lives on; else that was ended.
    """


class Starved(Signal):
    """The machine gave the student's process no processor."""


class Violation(Died):
    """The student's process said something that is no answer, and was ended."""


class NoAttribute(Failure, AttributeError):  # noqa: N818  # a Failure, named as these are
    """An object of the student's has no such attribute."""


class NotDefined(Failure):  # a Failure, named as these are
    """The notebook defines no function of this name.

    Attributes:
        name: the function's.
    """

    def __init__(self, name: str, near: str) -> None:
        hint = f"did you mean to call it {name}, not {near}?" if near else f"define {name}"
        super().__init__(f"{name} is not defined in your notebook", hint=hint)
        self.name = name


class NotAFunction(Failure):  # see above
    """What the notebook calls so is no function.

    Attributes:
        name: what it is called.
    """

    def __init__(self, name: str, instead: str) -> None:
        super().__init__(
            f"{name} is {instead} in your notebook, but should be a function",
            hint=f"a later line gives the name {name} to something else: rename that",
        )
        self.name = name


def death(name: str, status: int) -> Died | TimedOut:
    """The failure of a process that ended with this wait status while `name` ran."""
    if status & 0x7F:
        number = status & 0x7F
        if number == getattr(signal, "SIGXCPU", None):
            return TimedOut(f"{name} used up all CPU time of the notebook", hint=ENDLESS)
        how = f"killed by signal {number}"
        crashes = (signal.SIGSEGV, signal.SIGBUS, signal.SIGKILL, signal.SIGABRT)
        hint = CRASHED if number in crashes else ""
    else:
        how = f"exit code {status >> 8}"
        hint = "look for `exit`, `quit` or `os._exit`"
    return Died(f"{name} ended the Python process ({how})", hint=hint)


CRASHED = "look for a function that calls itself without end, too much memory, or `ctypes`"
ENDLESS = "look for a loop that never ends"
WAITS = "look for something that waits (`sleep`, `input`)"


def not_defined(name: str, instead: str, near: str) -> Failure:
    """The failure of asking for a function that the notebook does not define."""
    return NotAFunction(name, instead) if instead else NotDefined(name, near)


def argument_names(names: Sequence[str]) -> tuple[str, ...]:
    """The first few of the names that the child says, together at most as long as an exception."""
    return tuple(escape(name, 40) for name in names[: MESSAGE // 40])


def raised(name: str, described: Any) -> Raised:
    """An exception, as the child describes it; raise Malformed if that is no description."""
    match described:
        case {"types": [*types], "text": str(text), "place": [*place]} if types:
            pass
        case _:
            raise Malformed("an exception without a description")
    if not all(type(kind) is str for kind in types):
        raise Malformed("an exception without a type")
    kinds = tuple(escape(kind, 80) for kind in types)
    message = f"{name} raised {kinds[0]}"
    if text:
        message += f": {escape(text, MESSAGE)}"
    match place:
        case [int(cell), int(line), str(source)]:
            message += _at(cell, line, escape(source, 120))
            return Raised(message, types=kinds, place=(cell, line))
        case []:
            return Raised(message, types=kinds)
    raise Malformed("an exception without a place")


def _at(cell: int, line: int, source: str) -> str:
    where = f"cell {cell}, line {line}" if cell else f"line {line}"
    return f", in {where}" + f": `{source}`" * bool(source)


def in_our_words(failure: Raised, sources: Sequence[str]) -> Raised:
    """An exception without a word of the student's process: its type and its place.

    The name of the type is Python's own or stands in the notebook; the line at its place is read
    there, too.

    Args:
        failure: as the process told it.
        sources: the notebook's cells.
    """
    who = failure.message.partition(" raised ")[0]
    written = set(re.findall(r"\w+", "\n".join(sources)))
    known = (t for t in failure.types if t in written or hasattr(builtins, t))
    message = f"{who} raised {next(known, 'an exception')}"
    cell, line = failure.place or (0, 0)
    lines = sources[cell - 1].splitlines() if 0 < cell <= len(sources) else []
    if 0 < line <= len(lines):
        message += _at(cell, line, escape(lines[line - 1].strip(), 120))
    return Raised(
        message, types=failure.types, place=failure.place, rest=failure.rest, hint=failure.hint
    )
