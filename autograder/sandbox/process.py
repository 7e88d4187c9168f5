"""One student's process as the examiner holds it: requests out, answers in, and its end."""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, NoReturn

from autograder.errors import AutograderError, Fault, Raised, SandboxError
from autograder.limits import Limits
from autograder.sandbox import outputs
from autograder.sandbox.connection import Connection, HungUp
from autograder.sandbox.failures import (
    ENDLESS,
    Died,
    TimedOut,
    Violation,
    death,
)
from autograder.sandbox.inside.decoding import Decoder
from autograder.sandbox.inside.encoding import Encoder
from autograder.sandbox.inside.wire import Buffer, Malformed, TooLarge, pack, pack_text
from autograder.sandbox.life import Life
from autograder.sandbox.messages import Reply, Request, reply_of
from autograder.sandbox.watch import Allowance, Watch, of_a_call

GRACE = Allowance(1.0, 1.0)
"""What code may use after it was interrupted, before its process is killed."""


class Process:
    """A confined process that runs one student's notebook.

    Every method that runs student code raises Raised for its exceptions, TimedOut when it was
    stopped, Died or Violation once the process is gone, and Starved if the machine is too busy.

    Attributes:
        allowed: what a call may use, and all calls that are sent ahead together.
        idle_seconds: how long it let us wait without running, all requests together.
    """

    def __init__(self, life: Life, end: socket.socket, limits: Limits) -> None:
        self._life = life
        self._connection = Connection(end)
        self._limits = limits
        self._sequence = 0
        self._busy = False
        self._cells = 0
        self._characters = 0
        self._end: Fault | None = None
        self.allowed = of_a_call(limits)
        self.idle_seconds = 0.0

    @property
    def ended(self) -> bool:
        """Whether the process is gone."""
        return self._end is not None

    def run_cell(
        self,
        source: str,
        *,
        number: int | None = None,
        part: str = "all",
        allowed: Allowance | None = None,
    ) -> list[dict[str, Any]]:
        """Run a cell: its outputs, as nbformat 4 has them.  Exceptions are outputs here.

        Args:
            source: the cell's text.
            number: its execution count and its name in messages; by default the next.
            part: "all" of it, or what `inside.notebook` calls "quiet" or "definitions".
            allowed: how long it may take; by default as long as any cell.
        """
        if not source.strip():
            return []
        self._cells = self._cells + 1 if number is None else number
        name = f"cell {self._cells}"
        usual = Allowance(self._limits.cell_cpu_seconds, self._limits.idle_seconds)
        request = Request("cell", (source, self._cells, part), Encoder(), name)
        try:
            reply = self.ask(request, allowed or usual)
        except TooLarge as error:
            return [outputs.error("TooLarge", f"{name} is too long to run: {error}")]
        try:
            room = self._limits.outputs_mb << 20
            built, self._characters = outputs.checked(reply.value, self._characters, room)
        except Malformed as error:
            self.accuse(name, error)
        return built

    def expect(self, walls: dict[str, object]) -> dict[str, object]:
        """The child's report of its walls, sent before any student code.

        Raises SandboxError unless these walls are in it.
        """
        watch = self._watch("the start", of_a_call(self._limits))
        try:
            head, position, body = self._connection.receive(watch.look)
            took = Decoder(body, position).value(head.get("v"))
        except (HungUp, Malformed, TimedOut) as error:
            raise SandboxError(f"a process ended before it was confined: {error}") from error
        if head.get("k") != "ready" or type(took) is not dict:
            raise SandboxError(f"a process could not be confined: {took}")
        missing = [name for name, state in walls.items() if took.get(name) != state]
        if missing:
            raise SandboxError(f"a process was not confined: {', '.join(missing)} did not take")
        return took

    def ask(self, request: Request, allowed: Allowance | None = None) -> Reply:
        """Send a request and wait for its answer; raise Fault.

        Raises TypeError or TooLarge, before anything is sent, for a value that cannot be sent.
        """
        self._expect_turn()
        frame = self._frame(request)
        if allowed is None:
            cpu = request.cpu_seconds or self.allowed.cpu_seconds
            allowed = replace(self.allowed, cpu_seconds=cpu)
        with self._talking(request.name, allowed) as watch:
            self._connection.send(frame, watch.look)
            return self._answer(request, watch)

    def ask_ahead(
        self, parts: str, beside: Sequence[Buffer], *, more: bool, pause: bool
    ) -> tuple[bytes, list[Any], memoryview]:
        """Send many requests, wait for all answers: these as JSON, parsed, and what goes beside.

        Args:
            parts: [number of the example, requests] of each example, as JSON.
            beside: the requests' buffers.
            more: whether examples go on that were paused before.
            pause: whether they will go on once more.

        Raises Fault, or TooLarge if one side of it fits into no frame.
        """
        self._expect_turn()
        self._sequence += 1
        flags = f'"more":{str(more).lower()},"pause":{str(pause).lower()}'
        frame = pack_text(f'{{"k":"batch","q":{self._sequence},{flags},"v":{parts}}}', beside)
        with self._talking("the notebook", self.allowed) as watch:
            self._connection.send(frame, watch.look)
            head, position, body = self._connection.receive(watch.look)
            self._expect_answer(head)
            kind, answers = head.get("k"), head.get("v")
            if kind != "large" and not (kind == "returned" and isinstance(answers, list)):
                raise Malformed("an answer of no known kind")
        if not isinstance(answers, list):
            raise TooLarge("the answers together")
        whole = memoryview(body)
        return bytes(whole[:position]), answers, whole[position:]

    @contextlib.contextmanager
    def _talking(self, name: str, allowed: Allowance) -> Iterator[Watch]:
        """While a request is under way: whatever goes wrong ends the process.

        What takes too long is interrupted first, as by Jupyter's stop button.
        """
        watch = self._watch(name, allowed)
        self._busy = True
        try:
            self._connection.expect_silence()
            yield watch
        except HungUp:
            self._died(name)
        except Malformed as error:
            self.accuse(name, error)
        except TimedOut as error:
            if self._connection.midway or not self._interrupted(name):
                self.kill(error)
            raise
        except Died as error:
            self.kill(error)
            raise
        except Raised:
            raise
        except BaseException:
            self.kill()  # we left in the middle of a sentence: nothing can be asked any more
            raise
        finally:
            self._busy = False
            self.idle_seconds += watch.idle()

    def _interrupted(self, name: str) -> bool:
        """Interrupt what runs; whether it stopped, so that the process can be asked again."""
        watch = self._watch(name, GRACE)

        def insist() -> None:
            self._life.interrupt()  # again: close to Python's limit of recursion one is lost
            watch.look()

        try:
            insist()
            head, _, _ = self._connection.receive(insist)
            self._expect_answer(head)
        except (HungUp, Malformed, TimedOut):
            return False
        return head.get("k") != "callback"

    def _expect_turn(self) -> None:
        if self._end is not None:
            raise Died(f"the notebook's process has ended: {self._end}", hint=self._end.hint)
        if self._busy:
            raise AutograderError("a callback asked the student's process that is waiting for it")

    @property
    def cpu_seconds(self) -> float:
        """CPU time the process has used, by its own clock."""
        return self._life.cpu_seconds()

    @property
    def peak_memory_mb(self) -> float:
        """The most memory the process has had, in MiB."""
        return self._life.peak_memory_mb()

    def kill(self, why: Fault | None = None) -> None:
        """End the process and collect it; a second time does nothing."""
        if self._end is not None:
            return
        self._end = why or Died("it was ended")
        self._life.end()
        self._connection.close()

    def _watch(self, name: str, allowed: Allowance) -> Watch:
        return Watch(name, self._limits, allowed, self._life)

    def _frame(self, request: Request) -> list[Buffer]:
        self._sequence += 1
        head = {
            "k": request.kind,
            "q": self._sequence,
            "fresh": request.fresh,
            "watch": request.watch,
            "v": request.encoder.encode(request.value),
        }
        return pack(head, request.encoder.buffers)

    def _answer(self, request: Request, watch: Watch) -> Reply:
        calls = 0
        while True:
            head, position, body = self._connection.receive(watch.look)
            decoder = Decoder(body, position, request.wrap)
            value = decoder.value(head.get("v"))
            if head.get("k") != "callback":
                return self._final(request, head, value, decoder)
            calls += 1
            if request.callback is None:
                raise Malformed("a callback that was not given")
            if calls > self._limits.callbacks:
                raise TimedOut(
                    f"{request.name} called the given function more than "
                    f"{self._limits.callbacks} times",
                    hint=ENDLESS,
                )
            before = time.monotonic()
            kind, result = request.callback(head.get("id"), value)
            watch.forgive(time.monotonic() - before)
            encoder = Encoder()
            frame = {"k": kind, "v": encoder.encode(result)}
            self._connection.send(pack(frame, encoder.buffers), watch.look)

    def _final(
        self, request: Request, head: dict[str, Any], value: Any, decoder: Decoder
    ) -> Reply:
        self._expect_answer(head)
        names: list[Any] = []
        if head.get("k") == "returned":
            match value:
                case [result, [*changed]]:
                    value, names = result, changed
                case _:
                    raise Malformed("an answer of no known kind")
        return reply_of(request.name, head.get("k"), value, names, decoder)

    def _expect_answer(self, head: dict[str, Any]) -> None:
        if type(head.get("q")) is not int or head["q"] != self._sequence:
            raise Malformed("an answer to another question")

    def _died(self, name: str) -> NoReturn:
        self.kill(Died(f"{name} ended it"))
        self._end = death(name, self._life.status or 0)
        raise self._end from None

    def accuse(self, name: str, error: Malformed) -> NoReturn:
        """End the process for what it said, and raise Violation."""
        failure = Violation(
            f"{name} wrote to the grader's own channel: {error}",
            hint="use only files and functions that the exercise names",
        )
        self.kill(failure)
        raise failure from None
