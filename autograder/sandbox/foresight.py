"""Many requests in one round trip.

What a check asks of the reference is asked of a student ahead, of all examples at once, and the
check is then run on the answers.  An answer is used only for the very request it was given to; a
check that asks something else, because the student answered something else, is asked live.  Where
all answers are the reference's, bit for bit, even the check need not run: it was seen to pass on
them when the example was proved.

No request is sent before those it could give away are answered: an example pauses before each one
that holds what an earlier answer should be.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from autograder.errors import Signal
from autograder.sandbox.exchange import Guard
from autograder.sandbox.inside.encoding import ROOM
from autograder.sandbox.inside.wire import Buffer, Malformed, TooLarge, to_json
from autograder.sandbox.messages import Reply, Request, read, spelled
from autograder.sandbox.process import Process
from autograder.sandbox.student import Student


@dataclass(frozen=True, slots=True)
class RequestLine:
    """One request of an example, and the reference's answer, as they cross.

    Attributes:
        request, request_beside: JSON, and the bytes that go beside it.
        answer, answer_beside: the same of what the reference answered.
        reveals: whether an answer of the reference's may be in the request; so it may until
            `foresee` has looked.
        depends: whether an answer of the student's may be, likewise.
        name: what is called, in words for a message.
    """

    request: str
    request_beside: bytes
    answer: str
    answer_beside: bytes
    reveals: bool = True
    depends: bool = True
    name: str = ""

    @property
    def pauses(self) -> bool:
        """Whether earlier answers have to be there before it is sent."""
        return self.reveals or self.depends

    @property
    def asked(self) -> tuple[str, bytes]:
        """The request, all of it."""
        return self.request, self.request_beside


Foreseen = tuple[RequestLine, ...]
"""All requests of an example, in order."""


def fits(foreseen: Foreseen) -> bool:
    """Whether the requests, and the answers, of one example can go in one frame."""
    asked = sum(len(line.request_beside) + len(line.request) for line in foreseen)
    answered = sum(len(line.answer_beside) + len(line.answer) for line in foreseen)
    return max(asked, answered) < ROOM


class Unforeseen(Signal):
    """The check asks something else than was foreseen: this example is to be asked live."""


class Told:
    """What a student answered to the requests of one example: stands in for the process.

    Attributes:
        alike: whether the answers so far are the reference's, bit for bit.
    """

    def __init__(self, process: Process, lines: Foreseen) -> None:
        self._process = process
        self._lines = lines
        self._answers: list[tuple[Any, Buffer]] = []
        self._next = 0
        self.alike = True

    @property
    def left(self) -> int:
        """How many requests are not answered yet."""
        return len(self._lines) - len(self._answers)

    @property
    def right(self) -> bool:
        """Whether all answers are there and the reference's, bit for bit."""
        return self.alike and not self.left

    def student(self, guard: Guard) -> Student:
        """The stand-in on whose answers the check is run."""
        self._next = 0
        student = Student(self, guard)
        student.begin_example()
        return student

    def ask(self, request: Request) -> Reply:
        """The answer to this request; raise its failure, or Unforeseen."""
        asked = spelled(request)
        number, self._next = self._next, self._next + 1
        if number >= len(self._answers):
            raise Unforeseen(request.name)
        line = self._lines[number]
        if (line.request, line.request_beside) != (asked.head, asked.beside):
            raise Unforeseen(request.name)
        try:
            return read(request, *self._answers[number])
        except Malformed as error:
            self._process.accuse(request.name, error)

    def to_ask(self) -> Foreseen:
        """The requests that may be sent now."""
        begin = end = len(self._answers)
        while end < len(self._lines) and (end == begin or not self._lines[end].pauses):
            end += 1
        lines = self._lines[begin:end]
        return lines if self.alike or not any(line.depends for line in lines) else ()

    def take(self, answer: Any, beside: memoryview, *, alike: bool) -> memoryview:
        """Note the answer to the next request; what is left of the bytes beside."""
        size = answer[3] if type(answer) is list and len(answer) == 4 else None
        if type(size) is not int or not 0 <= size <= len(beside):
            raise Malformed("an answer without its size")
        line = self._lines[len(self._answers)]
        with contextlib.suppress(RecursionError):  # nested more deeply than any answer of ours
            alike = alike or (
                to_json(answer) == line.answer and beside[:size] == line.answer_beside
            )
        self.alike = self.alike and alike
        self._answers.append((answer, beside[:size]))
        return beside[size:]


def ask_all(process: Process, examples: Sequence[Foreseen]) -> list[Told] | None:
    """Ask every request of every example that can be; None if they do not fit.

    Each example begins afresh, as with `Student.begin_example`.

    Raises:
        Died, TimedOut: the process has ended, or was stopped, during an unknown request.
    """
    told = [Told(process, lines) for lines in examples]
    more = False
    while parts := [(n, one, lines) for n, one in enumerate(told) if (lines := one.to_ask())]:
        every = [line for *_, lines in parts for line in lines]
        if not fits(tuple(every)):
            return None
        asked = ",".join(f"[{n},[{','.join(i.request for i in ls)}]]" for n, _, ls in parts)
        pause = any(len(lines) < one.left for _, one, lines in parts)
        try:
            text, answers, beside = process.ask_ahead(
                f"[{asked}]", [line.request_beside for line in every], more=more, pause=pause
            )
        except TooLarge:
            return None
        more = True
        wanted = f'"v":[{",".join(line.answer for line in every)}]}}'.encode()
        alike = text.endswith(wanted) and beside == b"".join(line.answer_beside for line in every)
        owners = [one for _, one, lines in parts for _ in lines]
        try:
            for one, answer in zip(owners, answers, strict=True):
                beside = one.take(answer, beside, alike=alike)
        except (Malformed, ValueError):
            beside = memoryview(b"nobody's")
        if beside:
            process.accuse("the notebook", Malformed("answers to other questions"))
    return told
