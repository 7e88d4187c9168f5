"""The student's process: it answers one request at a time.

After the first cell everything here may have been changed by the student's code.  The examiner
therefore believes nothing but the report that was sent before.
"""

from __future__ import annotations

import difflib
import operator
import os
from collections.abc import Callable
from typing import Any

import numpy as np

from .decoding import Decoder
from .encoding import Encoder
from .fingerprints import changed as changed_names
from .fingerprints import fingerprint
from .notebook import Shell, open_streams, run, seed
from .operations import OPERATORS, Earlier, Seeded, filled, leave, repeat
from .replies import Keep, ReplyEncoder, describe
from .wire import Buffer, TooLarge, body_length, pack, parse


class Child:
    """The loop of one student's process."""

    def __init__(self, rpc: int, shell: Shell) -> None:
        self._rpc = rpc
        self._shell = shell
        self._keep = Keep()
        self._generators: dict[int, np.random.Generator] = {}
        self._results: list[Any] = []
        self._answers: dict[str, Callable[[Any], Any]] = {
            "cell": self._cell,
            "call": self._call,
            "read": self._shell.user_ns.get,
            "get": lambda v: getattr(v[0], v[1]),
            "set": lambda v: setattr(v[0], v[1], v[2]),
            "operate": lambda v: OPERATORS[v[0]](*v[1]),
            "iterate": lambda v: iter(v[0]),
            "next": lambda v: next(v[0]),
            "enter": lambda v: type(v[0]).__enter__(v[0]),
            "exit": leave,
            "repeat": repeat,
            "steps": self._steps,
            "probe": _probe,
        }

    def serve(self) -> int:
        """Answer until the examiner hangs up; the status to exit with."""
        seed()
        open_streams(self._shell)
        while True:
            request = self._receive()
            if request is None:
                return 0
            head, position, body = request
            if head["fresh"]:
                self._keep.forget()
                self._generators.clear()
                seed()  # an example's outcome must not depend on the examples before
            self._send(self._answer(head, ArgumentDecoder(body, position, self)))

    def say(self, kind: str, value: Any) -> None:
        """Send a frame that answers nothing."""
        self._send(pack({"k": kind, "v": Encoder().encode(value)}))

    def _answer(self, head: dict[str, Any], decoder: ArgumentDecoder) -> list[Buffer]:
        reply = {"q": head["q"]}
        try:
            if head["k"] == "batch":
                return self._batch(reply, head["v"], decoder)
            value = decoder.value(head["v"])
            if head["k"] == "call":
                name, value[0] = value[0], self._target(value[0])
                if value[0] is None:
                    return pack({**reply, "k": "missing", "v": self._similar(name)})
            before = None
            if head.get("watch"):
                before = [fingerprint(item) for item in (*value[1], *value[2].values())]
            result = self._answers[head["k"]](value)
            changed = [] if before is None else changed_names(value, before)
            return self._returned(reply, result, changed)
        except BaseException as error:  # noqa: BLE001  # whatever the student's code raises
            if head["k"] == "next" and isinstance(error, StopIteration):
                return pack({**reply, "k": "stopped", "v": None})
            encoder = Encoder()
            node = encoder.encode(describe(error))
            return pack({**reply, "k": "raised", "v": node}, encoder.buffers)

    def _batch(
        self, reply: dict[str, Any], calls: list[Any], decoder: ArgumentDecoder
    ) -> list[Buffer]:
        """Many calls of functions, one answer; objects in it are nobody's to ask about."""
        encoder = ReplyEncoder(self._keep)
        answers = []
        for name, args, kwargs, watch, begins, linked in calls:
            if begins:
                self._keep.forget()
                self._generators.clear()
                self._results.clear()
                seed()
            given = decoder.decode(args, 0), decoder.decode(kwargs, 0) if kwargs else {}
            answers.append(self._one_of_many(encoder, name, given, watch=watch, linked=linked))
        return pack({**reply, "k": "returned", "v": answers}, encoder.buffers)

    def _one_of_many(
        self, encoder: ReplyEncoder, name: str, given: Any, *, watch: bool, linked: bool
    ) -> list[Any]:
        self._results.append(None)
        try:
            function = self._target(name)
            if function is None:
                return ["missing", self._similar(name), []]
            args, kwargs = filled(given, self._results, self.generator) if linked else given
            before = [fingerprint(item) for item in (*args, *kwargs.values())] if watch else None
            result = function(*args, **kwargs)
            self._results[-1] = result
            changed = [] if before is None else changed_names((function, args, kwargs), before)
            return ["returned", encoder.result(result), changed]
        except TooLarge:
            raise
        except BaseException as error:  # noqa: BLE001  # whatever the student's code raises
            return ["raised", encoder.encode(describe(error)), []]

    def _target(self, target: Any) -> Any:
        """What to call: a name of the notebook (None if it is no function), object, or method."""
        if isinstance(target, tuple):
            return getattr(*target)
        if isinstance(target, str):
            name, *attributes = target.split(".")  # "Add.apply" is the class's own function
            found = self._shell.user_ns.get(name)
            if attributes and found is not None:
                found = operator.attrgetter(".".join(attributes))(found)
            return found if callable(found) else None
        return target

    def _returned(self, reply: dict[str, Any], result: Any, changed: list[str]) -> list[Buffer]:
        encoder = ReplyEncoder(self._keep)
        try:
            node = encoder.result(result)
            return pack({**reply, "k": "returned", "v": [node, changed]}, encoder.buffers)
        except TooLarge:  # many small things make a large head
            node = ReplyEncoder(self._keep).other(result)
            return pack({**reply, "k": "returned", "v": [node, changed]})

    def _cell(self, value: Any) -> Any:
        source, number = value
        return run(self._shell, source, number)

    def _call(self, value: Any) -> Any:
        function, args, kwargs = value
        return function(*args, **kwargs)

    def _steps(self, value: Any) -> list[Any]:
        """Many operations, each with the results of earlier ones; the wanted results."""
        steps, wanted = value
        results: list[Any] = []
        for kind, operands in steps:
            given = filled(operands, results, self.generator)
            if kind == "call":
                name, given[0] = given[0], self._target(given[0])
                if given[0] is None:
                    raise NameError(f"{name} is not defined in your notebook")
            results.append(self._answers[kind](given))
        return [results[number] for number in wanted]

    def _similar(self, name: str) -> str:
        """The nearest name the notebook defines, or nothing."""
        hidden = self._shell.user_ns_hidden
        names = [
            key
            for key, value in self._shell.user_ns.items()
            if callable(value) and not key.startswith("_") and key not in hidden
        ]
        return "".join(difflib.get_close_matches(name, names, n=1))[:100]

    def generator(self, number: int, state: Any) -> np.random.Generator:
        """The generator of this number: the same object as long as the example lasts."""
        if number not in self._generators:
            source = np.random.PCG64()
            source.state = state
            self._generators[number] = np.random.Generator(source)
        return self._generators[number]

    def kept(self, number: int) -> Any:
        """The object of this number."""
        return self._keep[number]

    def callback(self, number: int) -> Callable[..., Any]:
        """A function that runs in the examiner."""

        def given(*arguments: Any) -> Any:
            encoder = Encoder()
            node = encoder.encode(list(arguments))
            self._send(pack({"k": "callback", "id": number, "v": node}, encoder.buffers))
            answer = self._receive()
            if answer is None:
                os._exit(0)
            head, position, body = answer
            value = ArgumentDecoder(body, position, self).value(head["v"])
            if head["k"] == "refused":
                raise TypeError(value)
            if head["k"] == "failed":
                raise RuntimeError(value)
            return self.callback(value) if head["k"] == "function" else value

        return given

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


class ArgumentDecoder(Decoder):
    """Decodes what the examiner sends: plain values, and numbers of things on either side."""

    writeable = True

    def __init__(self, body: Buffer, position: int, child: Child) -> None:
        super().__init__(body, position)
        self._child = child

    def special(self, tag: str, node: dict[str, Any]) -> Any:
        """A kept object, a generator or a callback."""
        match tag:
            case "h":
                return self._child.kept(node["id"])
            case "g":
                return self._child.generator(node["id"], node.get("state"))
            case "f":
                return self._child.callback(node["id"])
            case "e":
                return Earlier(*node["v"])
            case "r":
                return Seeded(*node["v"])
            case _:
                return super().special(tag, node)


def _probe(path: Any) -> int:
    """The error number of trying to read a file; 0 if it can be read."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
        os.read(descriptor, 1)
        os.close(descriptor)
    except OSError as error:
        return error.errno or -1
    return 0
