"""One student's process as the examiner holds it: requests out, answers in, and its end."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import sys
import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NoReturn

from autograder.errors import AutograderError, Raised, SandboxError
from autograder.sandbox import outputs
from autograder.sandbox.connection import Connection, HungUp
from autograder.sandbox.failures import (
    Died,
    TimedOut,
    Violation,
    death,
)
from autograder.sandbox.inside.decoding import Decoder
from autograder.sandbox.inside.encoding import Encoder
from autograder.sandbox.inside.wire import Buffer, Malformed, TooLarge, pack, pack_text
from autograder.sandbox.limits import Limits, Watch, delay
from autograder.sandbox.messages import Reply, Request, reply_of

if TYPE_CHECKING:
    from autograder.sandbox.zygote import Zygote


class Process:
    """A confined process that runs one student's notebook.

    Every method that runs student code raises Raised for its exceptions, and Died, TimedOut or
    Violation once the process is gone.

    Attributes:
        idle_seconds: how long it let us wait without running, all requests together.
    """

    def __init__(
        self, zygote: Zygote, end: socket.socket, pid: int, pidfd: int | None, limits: Limits
    ) -> None:
        self._zygote = zygote
        self._connection = Connection(end)
        self._pid = pid
        self._pidfd = pidfd
        self._limits = limits
        self._sequence = 0
        self._busy = False
        self._cells = 0
        self._characters = 0
        self._end: Died | None = None
        self._status: int | None = None
        self._used_cpu = 0.0
        self._used_memory = 0.0
        self.idle_seconds = 0.0

    def run_cell(self, source: str, *, number: int | None = None) -> list[dict[str, Any]]:
        """Run a cell: its outputs, as nbformat 4 has them.  Exceptions are outputs here.

        The number (by default the next) is its execution count and its name in messages.
        """
        if not source.strip():
            return []
        self._cells = self._cells + 1 if number is None else number
        name = f"cell {self._cells}"
        cpu = self._limits.cell_cpu_seconds
        request = Request("cell", (source, self._cells), Encoder(), name, cpu_seconds=cpu)
        try:
            reply = self.ask(request)
        except TooLarge as error:
            return [_error("TooLarge", f"{name} is too long to run: {error}")]
        try:
            built, self._characters = outputs.checked(reply.value, self._characters)
        except Malformed as error:
            self.accuse(name, error)
        return built

    def expect(self, walls: dict[str, object]) -> dict[str, object]:
        """The child's report of its walls, sent before any student code.

        Raises SandboxError unless these walls are in it.
        """
        watch = self._watch("the start", self._limits.cpu_seconds)
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

    def ask(self, request: Request) -> Reply:
        """Send a request and wait for its answer; raise Fault.

        Raises TypeError or TooLarge, before anything is sent, for a value that cannot be sent.
        """
        self._expect_turn()
        frame = self._frame(request)
        with self._talking(request.name, request.cpu_seconds) as watch:
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
        with self._talking("the notebook", None) as watch:
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
    def _talking(self, name: str, cpu_seconds: float | None) -> Iterator[Watch]:
        """While a request is under way: whatever goes wrong ends the process."""
        watch = self._watch(name, cpu_seconds or self._limits.cpu_seconds)
        self._busy = True
        try:
            self._connection.expect_silence()
            yield watch
        except HungUp:
            self._died(name)
        except Malformed as error:
            self.accuse(name, error)
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

    def _expect_turn(self) -> None:
        if self._end is not None:
            raise Died(f"the notebook's process has ended: {self._end}", hint=self._end.hint)
        if self._busy:
            raise AutograderError("a callback asked the student's process that is waiting for it")

    @property
    def cpu_seconds(self) -> float:
        """CPU time the process has used, by its own clock."""
        if self._status is None and sys.platform.startswith("linux"):
            with contextlib.suppress(OSError):
                # the clock of another process: see CPUCLOCK_SCHED in the kernel's posix-timers.h
                self._used_cpu = time.clock_gettime((~self._pid << 3) | 2)
        return self._used_cpu

    @property
    def peak_memory_mb(self) -> float:
        """The most memory the process has had, in MiB."""
        if self._status is None and sys.platform.startswith("linux"):
            with contextlib.suppress(OSError), open(f"/proc/{self._pid}/status") as lines:  # noqa: PTH123  # no Path of /proc
                for line in lines:
                    if line.startswith("VmHWM:"):
                        self._used_memory = int(line.split()[1]) / 1024
        return self._used_memory

    def kill(self, why: Died | None = None) -> None:
        """End the process and collect it; a second time does nothing."""
        if self._end is not None:
            return
        self._end = why or Died("it was ended")
        with contextlib.suppress(ProcessLookupError):
            if self._pidfd is not None:
                signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
            else:  # no race: only we have it reaped, so its number is still its own
                os.kill(self._pid, signal.SIGKILL)
        if self._pidfd is not None:
            os.close(self._pidfd)
        self._connection.close()
        ended = self._zygote.reap(self._pid)
        self._status = int(ended["status"])
        self._used_cpu, self._used_memory = ended["cpu"], ended["memory"]

    def _watch(self, name: str, cpu_seconds: float) -> Watch:
        return Watch(
            name, self._limits, cpu_seconds, lambda: self.cpu_seconds, lambda: delay(self._pid)
        )

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
                    hint="look for a loop that never ends",
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
        self._end = death(name, self._status or 0)
        raise self._end from None

    def accuse(self, name: str, error: Malformed) -> NoReturn:
        """End the process for what it said, and raise Violation."""
        failure = Violation(
            f"{name} wrote to the grader's own channel: {error}",
            hint="use only files and functions that the exercise names",
        )
        self.kill(failure)
        raise failure from None


def _error(name: str, message: str) -> dict[str, Any]:
    return {
        "output_type": "error",
        "ename": name,
        "evalue": message,
        "traceback": [f"{name}: {message}"],
    }
