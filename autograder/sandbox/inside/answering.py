"""What is asked of functions and objects, done where they live.

In a student's process the names are the notebook's; while examples are drawn the examiner has its
own reference answer in the very same way.
"""

from __future__ import annotations

import difflib
import operator
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from typing import Any, NamedTuple

import numpy as np

from .decoding import Decoder
from .encoding import JSON, Encoder
from .fingerprints import changed as changed_names
from .fingerprints import fingerprint
from .operations import OPERATORS, Earlier, filled, leave, repeat
from .replies import Keep, ReplyEncoder, describe, sort_of
from .wire import Buffer

AskBack = Callable[[int, JSON, list[Buffer]], tuple[str, JSON, Buffer, int]]
"""Calls a function of the examiner's: its number and the arguments → kind and body of what comes
back, which begins at a position."""


class Answer(NamedTuple):
    """What came of a request.

    Attributes:
        word: "returned", "raised", "missing" (no such function) or "stopped" (iteration).
        node: what came back, encoded.
        changed: names of the arguments that were modified, if that was asked.
        buffers: what goes beside the node.
        result: what was returned, itself.
    """

    word: str
    node: JSON
    changed: list[str]
    buffers: list[Buffer]
    result: Any = None


class ExampleObjects:
    """What one example has of objects and generators; a later request may name them."""

    def __init__(self) -> None:
        self.keep = Keep()
        self.generators: dict[int, np.random.Generator] = {}


class Answerer:
    """Answers requests, one at a time.

    Args:
        names: the functions and classes one may ask for, alive: more may come.
        hidden: names that are nobody's.
        ask_back: calls a function of the examiner's.
        catches: the exceptions that are an answer.

    Attributes:
        example: what is kept for the example that is being asked about.
        operations: by the kind of request, what is done with its value.
    """

    def __init__(
        self,
        names: Mapping[str, Any],
        ask_back: AskBack,
        *,
        hidden: AbstractSet[str] | Mapping[str, Any] = frozenset(),
        catches: type[BaseException] | tuple[type[BaseException], ...] = BaseException,
    ) -> None:
        self._names = names
        self._hidden = hidden
        self._ask_back = ask_back
        self._catches = catches
        self.example = ExampleObjects()
        self.operations: dict[str, Callable[[Any], Any]] = {
            "call": lambda v: v[0](*v[1], **v[2]),
            "get": lambda v: getattr(v[0], v[1]),
            "set": lambda v: setattr(v[0], v[1], v[2]),
            "operate": lambda v: OPERATORS[v[0]](*v[1]),
            "iterate": lambda v: iter(v[0]),
            "next": lambda v: next(v[0]),
            "enter": lambda v: type(v[0]).__enter__(v[0]),
            "exit": leave,
            "repeat": repeat,
            "steps": self._steps,
        }

    def answer(
        self, kind: str, node: JSON, body: Buffer, position: int = 0, *, watch: bool = False
    ) -> Answer:
        """Do what is asked; with `watch`, name the arguments that it modified."""
        self.example.keep.begin_reply()
        try:
            value = ArgumentDecoder(body, position, self).value(node)
            if kind == "call":
                name, value[0] = value[0], self._target(value[0])
                if value[0] is None:
                    return Answer("missing", self._instead(name), [], [])
            before = None
            if watch:
                before = [fingerprint(item) for item in (*value[1], *value[2].values())]
            result = self.operations[kind](value)
            changed = [] if before is None else changed_names(value, before)
            encoder = ReplyEncoder(self.example.keep)
            return Answer("returned", encoder.result(result), changed, encoder.buffers, result)
        except self._catches as error:
            if kind == "next" and isinstance(error, StopIteration):
                return Answer("stopped", None, [], [])
            told = Encoder()
            return Answer("raised", told.encode(describe(error)), [], told.buffers)

    def by_number(self, result: Any) -> JSON:
        """The node of a result that stays here, whatever it is."""
        return ReplyEncoder(self.example.keep).other(result)

    def generator(self, number: int, state: Any) -> np.random.Generator:
        """The generator of this number: the same object as long as the example lasts."""
        known = self.example.generators
        if number not in known:
            source = np.random.PCG64()
            source.state = state
            known[number] = np.random.Generator(source)
        return known[number]

    def callback(self, number: int) -> Callable[..., Any]:
        """A function that runs in the examiner."""

        def given(*arguments: Any) -> Any:
            encoder = Encoder()
            kind, node, body, position = self._ask_back(
                number, encoder.encode(list(arguments)), encoder.buffers
            )
            value = ArgumentDecoder(body, position, self).value(node)
            if kind == "refused":
                raise TypeError(value)
            if kind == "failed":
                raise RuntimeError(value)
            return self.callback(value) if kind == "function" else value

        return given

    def _target(self, target: Any) -> Any:
        """What to call: a name of the notebook (None if it is no function), object, or method."""
        if isinstance(target, tuple):
            return getattr(*target)
        if isinstance(target, str):
            name, *attributes = target.split(".")  # "Add.apply" is the class's own function
            found = self._names.get(name)
            if attributes and found is not None:
                found = operator.attrgetter(".".join(attributes))(found)
            return found if callable(found) else None
        return target

    def _steps(self, value: Any) -> list[Any]:
        """Many operations, each with the results of earlier ones; the wanted results."""
        steps, wanted = value
        results: list[Any] = []
        for kind, operands in steps:
            given = filled(operands, results)
            if kind == "call":
                name, given[0] = given[0], self._target(given[0])
                if given[0] is None:
                    raise NameError(f"{name} is not defined in your notebook")
            results.append(self.operations[kind](given))
        return [results[number] for number in wanted]

    def _instead(self, name: Any) -> list[str]:
        """What the name stands for, if for no function; and the nearest name of one, if any."""
        known = str(name).partition(".")[0]
        return [sort_of(self._names[known]) if known in self._names else "", self._similar(name)]

    def _similar(self, name: str) -> str:
        """The nearest name the notebook defines, or nothing."""
        names = [
            key
            for key, value in self._names.items()
            if callable(value) and not key.startswith("_") and key not in self._hidden
        ]
        return "".join(difflib.get_close_matches(name, names, n=1))[:100]


class ArgumentDecoder(Decoder):
    """Decodes what the examiner sends: plain values, and numbers of things on either side."""

    writeable = True

    def __init__(self, body: Buffer, position: int, answerer: Answerer) -> None:
        super().__init__(body, position)
        self._answerer = answerer

    def special(self, tag: str, node: dict[str, Any]) -> Any:
        """A kept object, a generator, a callback, or the result of an earlier step."""
        match tag:
            case "h":
                return self._answerer.example.keep[node["id"]]
            case "g":
                return self._answerer.generator(node["id"], node.get("state"))
            case "f":
                return self._answerer.callback(node["id"])
            case "e":
                return Earlier(node["v"])
            case _:
                return super().special(tag, node)
