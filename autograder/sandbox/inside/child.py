"""The student's process: it answers one request at a time.

After the first cell everything here may have been changed by the student's code.  The examiner
therefore believes nothing but the report that was sent before.
"""

from __future__ import annotations

import os
import random
import signal
from collections import ChainMap
from typing import Any

import numpy as np

from .answering import Answer, Answerer, ExampleObjects
from .encoding import JSON, Encoder
from .given import Given
from .notebook import Shell, open_streams, run, seed, stopped_at
from .recorder import Output
from .wire import Buffer, TooLarge, body_length, pack, parse


class Child:
    """The loop of one student's process."""

    def __init__(self, rpc: int, shell: Shell) -> None:
        self._rpc = rpc
        self._shell = shell
        self._given: Given | None = None
        self._names: ChainMap[str, Any] = ChainMap({}, shell.user_ns)
        self._answerer = Answerer(self._names, self._ask_back, hidden=shell.user_ns_hidden)
        self._answerer.operations |= {
            "give": self._give,
            "cell": lambda v: self._cell(*v),
            "settle": self._settle,
            "read": shell.user_ns.get,
            "probe": _probe,
        }
        self._paused: dict[int, tuple[ExampleObjects, Any]] = {}
        self._may_interrupt = False
        self._interrupted = False

    def serve(self) -> int:
        """Answer until the examiner hangs up; the status to exit with."""
        seed()
        open_streams(self._shell)
        signal.signal(signal.SIGINT, self._interrupt)
        while True:
            request = self._receive()
            if request is None:
                return 0
            self._interrupted = False
            head, position, body = request
            answered = self._batch if head["k"] == "batch" else self._single
            self._send(answered(head, position, body))

    def say(self, kind: str, value: Any) -> None:
        """Send a frame that answers nothing."""
        self._send(pack({"k": kind, "v": Encoder().encode(value)}))

    def _give(self, value: Any) -> None:
        """From now on the cells stand beside the given code."""
        source, names, insist = value
        shell = self._shell
        self._given = Given(
            source, names, shell.user_ns, insist=insist, transform=shell.transform_cell
        )

    def _settle(self, _: Any) -> Any:
        """What of the given code the cells lack, and what they changed; checks get ours."""
        assert self._given is not None  # noqa: S101  # the examiner gave before
        told = self._given.settle()
        self._names.maps[0].update(self._given.ours)
        return list(told)

    def _begin(self) -> None:
        """An example's outcome must not depend on the examples before."""
        self._answerer.example = ExampleObjects()
        seed()

    def _interrupt(self, *_: object) -> None:
        """The examiner's patience is over.  Only the student's code is interrupted, and once."""
        self._interrupted = True
        if self._may_interrupt:
            self._may_interrupt = False
            raise KeyboardInterrupt

    def _answer(self, kind: str, node: JSON, *given: Any, watch: bool) -> Answer:
        self._may_interrupt = True
        try:
            return self._answerer.answer(kind, node, *given, watch=watch)
        finally:
            self._may_interrupt = False

    def _cell(self, source: str, number: int, part: str) -> list[Output]:
        """Run a cell; where it is interrupted, what it defines below that line still counts."""
        if self._given is not None:
            source = self._given.before(source)
        shown = run(self._shell, source, number, part)
        if self._interrupted:
            run(self._shell, source, number, "definitions", stopped_at(self._shell, number))
        if self._given is not None:
            self._given.after()
        return shown

    def _single(self, head: dict[str, Any], position: int, body: Buffer) -> list[Buffer]:
        if head["fresh"]:
            self._begin()
        watch = head.get("watch", False)
        answer = self._answer(head["k"], head["v"], body, position, watch=watch)
        reply = {"q": head["q"], "k": answer.word, "v": answer.node}
        if answer.word != "returned":
            return pack(reply, answer.buffers)
        try:
            return pack({**reply, "v": [answer.node, answer.changed]}, answer.buffers)
        except TooLarge:  # many small things make a large head
            return pack({**reply, "v": [self._answerer.by_number(answer.result), answer.changed]})

    def _batch(self, head: dict[str, Any], position: int, body: Buffer) -> list[Buffer]:
        """Requests of many examples, one answer; each goes on where it paused, or begins."""
        rest = memoryview(body)[position:]
        replies: list[JSON] = []
        buffers: list[Buffer] = []
        paused, self._paused = self._paused if head["more"] else {}, {}
        for number, requests in head["v"]:
            self._begin()
            if number in paused:
                self._answerer.example, states = paused[number]
                _set_random_states(states)
            for kind, node, watch, length in requests:
                given, rest = rest[:length], rest[length:]
                answer = self._answer(kind, node, given, watch=watch)
                if self._interrupted:
                    return pack({"q": head["q"], "k": "interrupted"})
                beside = b"".join(answer.buffers)  # now: a later request may modify them
                replies.append([answer.word, answer.node, answer.changed, len(beside)])
                buffers.append(beside)
            if head["pause"]:
                self._paused[number] = (self._answerer.example, _random_states())
        try:
            return pack({"q": head["q"], "k": "returned", "v": replies}, buffers)
        except TooLarge:
            return pack({"q": head["q"], "k": "large", "v": None})

    def _ask_back(
        self, number: int, node: JSON, buffers: list[Buffer]
    ) -> tuple[str, JSON, Buffer, int]:
        self._may_interrupt = False  # half a frame read would be the end
        self._send(pack({"k": "callback", "id": number, "v": node}, buffers))
        answer = self._receive()
        if answer is None:
            os._exit(0)
        if self._interrupted:
            raise KeyboardInterrupt
        self._may_interrupt = True
        head, position, body = answer
        return head["k"], head["v"], body, position

    def _receive(self) -> tuple[dict[str, Any], int, Buffer] | None:
        prefix = self._read(4)
        if prefix is None:
            return None
        body = self._read(body_length(prefix))
        if body is None:
            return None
        return (*parse(body), body)

    def _read(self, length: int) -> bytearray | None:
        body = bytearray(length)
        rest = memoryview(body)
        while rest:
            count = os.readv(self._rpc, [rest])
            if not count:
                return None
            rest = rest[count:]
        return body

    def _send(self, parts: list[Buffer]) -> None:
        for part in parts:
            rest = memoryview(part)
            while rest:
                rest = rest[os.write(self._rpc, rest) :]


def _random_states() -> tuple[Any, Any]:
    return random.getstate(), np.random.get_state()  # noqa: NPY002  # whom students may ask


def _set_random_states(states: tuple[Any, Any]) -> None:
    random.setstate(states[0])
    np.random.set_state(states[1])  # noqa: NPY002  # as above


def _probe(path: Any) -> int:
    """The error number of trying to read a file; 0 if it can be read."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
        os.read(descriptor, 1)
        os.close(descriptor)
    except OSError as error:
        return error.errno or -1
    return 0
