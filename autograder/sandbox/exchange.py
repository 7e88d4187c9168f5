"""What crosses between examiner and student in one example, and the numbers it crosses under."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.checks.callbacks import is_callback, refusal
from autograder.checks.steps import Result
from autograder.errors import AutograderError, Raised, Signal
from autograder.sandbox.failures import not_defined
from autograder.sandbox.inside.encoding import JSON, Encoder
from autograder.sandbox.inside.wire import Handle
from autograder.sandbox.messages import Asked, Entry, Reply, Request
from autograder.sandbox.remote import RemoteFunction, RemoteObject, handle_of

Guard = Callable[[str, object], None]


class Exchange:
    """One student, with what either side has numbered since the example began.

    Numbered are our generators and functions, which stay here, and the student's objects and
    caches, which stay there.

    Attributes:
        example: how many examples have begun.
        entries: the example's requests and answers, in order.
    """

    def __init__(self, process: Asked, guard: Guard | None) -> None:
        self._process = process
        self._guard = guard
        self._fresh = False
        self._cpu_seconds: float | None = None
        self.example = 0
        self._given = 0
        self._generators: dict[int, tuple[np.random.Generator, int]] = {}
        self._callbacks: dict[int, Any] = {}
        self._kept: dict[int, tuple[Any, int]] = {}
        self.entries: list[Entry] = []
        self._failed: list[Exception | Signal] = []

    def begin_example(self, cpu_seconds: float | None = None) -> None:
        """Forget everything numbered; the child hears of it with the next request."""
        self._fresh = True
        self._cpu_seconds = cpu_seconds
        self.example += 1
        self._generators.clear()
        self._callbacks.clear()
        self._kept.clear()
        self.entries.clear()

    def ask(self, kind: str, value: Any, label: str, *, watch: bool = False) -> Reply:
        """Ask the process; raise Fault, or what one of our callbacks raised meanwhile."""

        def wrap(handle: Handle) -> RemoteObject:
            return RemoteObject(self, handle, label)

        self._failed.clear()
        request = Request(
            kind,
            value,
            ArgumentEncoder(self),
            label,
            watch=watch,
            fresh=self._fresh,
            callback=self._call_back,
            wrap=wrap,
            cpu_seconds=self._cpu_seconds,
        )
        try:
            reply = self._process.ask(request)
        except Raised as error:
            self._fresh = False
            what = error.message.partition(", in cell ")[0].partition(", in line ")[0]
            self.entries.append(Entry(kind, value, raised=what))
            if self._failed:  # our function raised first: the student's code only passed it on
                raise self._failed[0] from error
            raise
        signals = [one for one in self._failed if isinstance(one, Signal)]
        if signals:  # the student's code kept it to itself
            raise signals[0]
        self._fresh = False
        if reply.kind == "missing":
            self.entries.append(Entry(kind, value, raised="missing"))
            raise not_defined(label, *reply.value)
        for container, number in reply.kept:
            self._kept[id(container)] = (container, number)  # alive, so that its id stays its own
        self.entries.append(Entry(kind, value, reply.value, watch=watch, changed=reply.changed))
        return reply

    def result(self, kind: str, value: Any, label: str) -> Any:
        """The value of the answer, once the guard has seen it; StopIteration at an end."""
        reply = self.ask(kind, value, label)
        if reply.kind == "stopped":
            return StopIteration
        if self._guard is not None:
            self._guard(label, reply.value)
        return reply.value

    def kept(self, container: object) -> int | None:
        """The number of the child's own object that this container was decoded from."""
        found = self._kept.get(id(container))
        return None if found is None else found[1]

    def generator(self, generator: np.random.Generator) -> tuple[int, bool]:
        """The generator's number, and whether the child has not seen it in this example."""
        found = self._generators.get(id(generator))
        if found is not None:
            return found[1], False
        number = len(self._generators)
        self._generators[id(generator)] = (generator, number)
        return number, True

    def callback(self, callback: Any) -> int:
        """The number of a function that stays here."""
        self._given += 1  # never twice: what an earlier example gave is gone
        self._callbacks[self._given] = callback
        return self._given

    def _call_back(self, number: Any, arguments: Any) -> tuple[str, Any]:
        callback = self._callbacks.get(number) if type(number) is int else None
        if callback is None:
            return "refused", "this function belongs to an earlier call and is gone"
        why = refusal(arguments if type(arguments) is list else (), callback.like)
        if why:
            return "refused", why
        try:
            answer = callback.function(*arguments)
        except (Exception, Signal) as error:  # noqa: BLE001  # remembered, and raised on our side
            self._failed.append(error)
            return "failed", f"the given function raised {type(error).__name__}"
        return ("function", self.callback(answer)) if is_callback(answer) else ("value", answer)


class ArgumentEncoder(Encoder):
    """Encodes arguments: plain values as copies, everything else by its number."""

    def __init__(self, exchange: Exchange) -> None:
        super().__init__()
        self._exchange = exchange

    def known(self, value: object) -> JSON:
        """A student's cache goes back as the very object it was."""
        number = self._exchange.kept(value)
        return None if number is None else {"$": "h", "id": number}

    def other(self, value: Any) -> JSON:
        """A student's object, a generator or a callback; raise TypeError for anything else."""
        if type(value) is RemoteFunction:  # which has every public attribute
            return super().other(value)
        if type(value) is RemoteObject:
            handle, example = handle_of(value)
            if example != self._exchange.example:
                raise AutograderError(f"{value!r} belongs to an earlier example and is gone")
            return {"$": "h", "id": handle.id}
        if isinstance(value, Result):
            return {"$": "e", "v": value.step}
        if isinstance(value, np.random.Generator):
            return self._generator(value)
        if is_callback(value):
            return {"$": "f", "id": self._exchange.callback(value)}
        return super().other(value)

    def _generator(self, generator: np.random.Generator) -> JSON:
        if type(generator.bit_generator) is not np.random.PCG64:
            raise TypeError("a generator can be sent if it comes from np.random.default_rng")
        number, new = self._exchange.generator(generator)
        state = {"state": dict(generator.bit_generator.state)} if new else {}
        return {"$": "g", "id": number, **state}
