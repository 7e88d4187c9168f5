"""The two families of what goes wrong: the student's (`Fault`) and ours (`AutograderError`).

A check may catch a `Failure`, and everything else that is an `Exception`.  That a process has
ended (a `Fault`), and what the engine says to itself (a `Signal`), pass it by.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any


class AutograderError(Exception):
    """Something of ours is wrong, or cannot be done.

    The message is one line for an instructor: where, what we got, what it should be, what to do.
    It is never a student's zero.
    """


class TopicError(AutograderError):
    """A file of a topic folder is wrong."""


class CourseError(AutograderError):
    """`course_config.py`, a scores CSV or a roster is wrong."""


class SubmissionError(AutograderError):
    """A submitted file cannot be read as a notebook.

    Attributes:
        reason: what is wrong, to be read after "it": "is larger than 20 MiB"; "" if the message
            is no sentence about one file.
        for_staff: the reason, and what the staff can do, which students are not told.
    """

    def __init__(self, where: object, reason: str = "", remedy: str = "") -> None:
        super().__init__(where, reason, remedy)  # as they came, so that processes can send it
        self._where = where
        self.reason = reason
        self.for_staff = "; ".join(filter(None, (reason, remedy)))

    def __str__(self) -> str:
        return ": ".join(map(str, filter(None, (self._where, self.for_staff))))


class SandboxError(AutograderError):
    """Student code cannot be confined here as the course demands."""


class Signal(BaseException):
    """What the engine says to itself while a check runs; no `except Exception` stops it."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a failed assertion compared.

    Attributes:
        got: the very object that the assertion was given; often a student's answer.
        want: what it should be; None where that is no single value.
        index: the entry that the message is about; () is all of it.
    """

    got: Any
    want: Any = None
    index: tuple[int, ...] = ()


class Fault(BaseException):
    """What costs a student points.

    Attributes:
        message: what was found and what it should be, in words for the student.
        hint: what to do about it; may be empty.
        evidence: what was compared, if an assertion found it.
        entries: what was asked in the example, and answered.
    """

    def __init__(self, message: str, *, hint: str = "", evidence: Evidence | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.evidence = evidence
        self.entries: Sequence[Any] = ()


class Failure(Fault, Exception):  # noqa: N818  # the student's word for it
    """The student's work is wrong.  A check may catch it."""


HINTS = {
    "StdinNotImplementedError": "nobody types while a notebook is graded: do without `input` and "
    "`breakpoint`",
    "ModuleNotFoundError": "when a notebook is graded, count on no package but numpy and "
    "matplotlib",
    "NotImplementedError": "this exercise is still a stub: "
    "replace `raise NotImplementedError()` by your code",
    "MemoryError": "make smaller arrays: these are larger than the memory for one notebook",
    "RecursionError": "look for a function that calls itself without end",
}
"""What to do about an exception, by the name of its class."""


class Raised(Failure):
    """The student's code raised an exception.

    Attributes:
        types: names of the exception's class and its bases, most derived first.
        place: cell and line, both counted from 1, if the student's process says where.
        rest: what a check adds to the message, at its end.
        hint: the one given, else what one of these types calls for.
    """

    def __init__(
        self,
        message: str,
        *,
        types: tuple[str, ...],
        place: tuple[int, int] | None = None,
        rest: str = "",
        hint: str = "",
    ) -> None:
        known = (HINTS[name] for name in types if name in HINTS)
        super().__init__(message + rest, hint=hint or next(known, ""))
        self.types = types
        self.place = place
        self.rest = rest


def near_miss(name: str, known: Iterable[str]) -> str:
    """`; did you mean 'relu'?` if a known name is close, else nothing."""
    close = difflib.get_close_matches(name, list(known), n=1)
    return f"; did you mean {close[0]!r}?" if close else ""
