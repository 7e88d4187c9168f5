"""A namespace of this process in a student's place: the reference, or a student's own notebook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from autograder.checks.steps import called_names
from autograder.errors import AutograderError
from autograder.sandbox.disturbance import Disturbance, disturb
from autograder.sandbox.exchange import Guard
from autograder.sandbox.foresight import RequestLine
from autograder.sandbox.inside.answering import Answerer, ExampleObjects
from autograder.sandbox.inside.decoding import Decoder
from autograder.sandbox.inside.encoding import JSON, Encoder
from autograder.sandbox.inside.wire import Buffer, to_json
from autograder.sandbox.messages import Reply, Request, read, spelled
from autograder.sandbox.student import Student


class Rehearsal:
    """Answers as a student's process would, in this one, and takes notes.

    Args:
        names: its functions and classes.
        by: hand on answers that are disturbed so.

    Attributes:
        lines: every request with its answer, in order.
        called: the functions and classes' functions that were called by name.
        hands_over: whether a function of ours was an argument: that cannot be sent ahead.
    """

    def __init__(self, names: Mapping[str, Any], *, by: Disturbance | None = None) -> None:
        self._answerer = Answerer(names, self._ask_back, catches=(Exception, SystemExit))
        self._by = by
        self._request: Request | None = None
        self.lines: list[RequestLine] = []
        self.called: set[str] = set()
        self.hands_over = False

    @property
    def asked(self) -> frozenset[str]:
        """The functions and classes that were asked for."""
        return frozenset(name.partition(".")[0] for name in self.called)

    def student(self, guard: Guard | None = None) -> Student:
        """The stand-in on which a check is run."""
        student = Student(self, guard)
        student.begin_example()
        return student

    def ask(self, request: Request) -> Reply:
        """Its answer; raise Raised."""
        if self._request is not None:
            raise AutograderError("a callback asked the student's process that is waiting for it")
        if request.fresh:
            self._answerer.example = ExampleObjects()
        if request.kind == "call" and isinstance(request.value[0], str):
            self.called.add(request.value[0])
        if request.kind == "steps":
            self.called |= called_names(request.value[0])
        self._request, asked = request, spelled(request)
        self.hands_over = self.hands_over or '{"$":"f"' in asked.head
        try:
            word, node, changed, buffers, _ = self._answerer.answer(
                request.kind, asked.node, asked.beside, watch=request.watch
            )
        finally:
            self._request = None
        beside = b"".join(buffers)
        answer = [word, node, changed, len(beside)]
        self.lines.append(
            RequestLine(asked.head, asked.beside, to_json(answer), beside, name=request.name)
        )
        reply = read(request, answer, beside)
        return replace(reply, value=disturb(reply.value, self._by)) if self._by else reply

    def _ask_back(
        self, number: int, node: JSON, buffers: list[Buffer]
    ) -> tuple[str, JSON, Buffer, int]:
        assert self._request is not None  # noqa: S101  # it is under way
        assert self._request.callback is not None  # noqa: S101  # it is an Exchange's
        given = Decoder(b"".join(buffers), 0).value(node)
        kind, result = self._request.callback(number, given)
        encoder = Encoder()
        return kind, encoder.encode(result), b"".join(encoder.buffers), 0
