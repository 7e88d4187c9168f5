"""The calls of one example and their answers, and how a student runs them again.

Nothing is spelled before a check fails: a right submission pays for a list only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from autograder.checks.callbacks import is_callback
from autograder.checks.examples import literal
from autograder.checks.function_text import NoTextError, function_text
from autograder.checks.stand_ins import StandIn
from autograder.checks.steps import Result
from autograder.sandbox.messages import Entry
from autograder.sandbox.past import Path, path_to

SYMBOLS = {"add": "+", "sub": "-", "mul": "*", "truediv": "/", "pow": "**", "matmul": "@"}
BARE = {
    "iterate": "iter({})",
    "next": "next({})",
    "enter": "{}.__enter__()",
}
AN_EXCEPTION = "RuntimeError, RuntimeError(), None"
"""What ends a block that raises; its kind is the same for every block."""
PLAIN = (bool, int, float, complex, str, np.ndarray, np.generic, Fraction, slice, type(Ellipsis))


class Unspeakable(Exception):  # noqa: N818  # an adjective, as in the sentence "the value is …"
    """A value that no text in a notebook makes again."""


class Program:
    """Text that makes the entries' requests again, in a notebook that defines the functions.

    Args:
        entries: of one example, in order.
        taken: names that the notebook has, which no variable may take.
    """

    def __init__(self, entries: Sequence[Entry], taken: frozenset[str] = frozenset()) -> None:
        self._entries = entries
        self._names = _letters(taken)
        self._variables: dict[int, str] = {}  # of an entry's answer
        self._generators: dict[int, str] = {}
        self._steps_taken: list[str] = []  # variables of the steps that are being spelled
        self._lines: list[str] = []

    def up_to(self, last: int, before: Sequence[int], part: Path = ()) -> str:
        """The lines whose last is the expression of entry `last`, or of this part of its answer.

        Those `before` have lines of their own.  Raises Unspeakable if a value cannot be written.
        """
        if self._entries[last].kind == "exit":
            raise Unspeakable("the end of a block, which is no expression")
        self._state(before)
        text = self._spelled(self._entries[last])
        return self._program(text + "".join(f"[{index!r}]" for index in part))

    def unchanged(self, last: int, before: Sequence[int]) -> str:
        """Lines whose last is whether the arguments of call `last` are as they were before it."""
        self._state(before)
        target, args, kwargs = self._entries[last].value
        if kwargs or any(isinstance(arg, StandIn) for arg in args):
            raise Unspeakable("objects tell no difference")
        names, watched = [], []
        for arg in args:
            text = self._text(arg)
            if not isinstance(arg, np.random.Generator):  # which is meant to change
                watched.append(next(self._names))
                self._lines.append(f"{watched[-1]} = {text}")
            names.append(text if isinstance(arg, np.random.Generator) else watched[-1])
        self._lines += [
            "import copy",
            f"before = copy.deepcopy([{', '.join(watched)}])",
            f"{self._target(target)}({', '.join(names)})",
            "with np.printoptions(precision=17, threshold=10**6):",
            f"    same = repr([{', '.join(watched)}]) == repr(before)",
        ]
        return self._program("same")

    def several(self, wanted: Sequence[int], needed: Sequence[int]) -> str:
        """The lines whose last is the tuple of these entries' answers; raise Unspeakable."""
        self._state(needed)
        return self._program(f"({', '.join(self._variables[number] for number in wanted)})")

    def _state(self, numbers: Sequence[int]) -> None:
        """Add a line for each of these entries."""
        for number in numbers:
            entry = self._entries[number]
            text = self._spelled(entry)
            if entry.kind not in {"set", "exit"}:
                self._variables[number] = next(self._names)
                text = f"{self._variables[number]} = {text}"
            self._lines.append(text)

    def _program(self, expression: str) -> str:
        lines = [*self._lines, expression]
        if self._generators:  # code that draws from elsewhere draws what it drew when graded
            lines.insert(0, "np.random.seed(0)")
        if any("Fraction(" in line for line in lines):
            lines.insert(0, "from fractions import Fraction")
        return "\n".join(lines)

    def _spelled(self, entry: Entry) -> str:  # noqa: PLR0911  # one line per kind
        value = entry.value
        match entry.kind:
            case "call":
                target, args, kwargs = value
                words = [self._text(arg) for arg in args]
                words += [f"{name}={self._text(arg)}" for name, arg in kwargs.items()]
                return f"{self._target(target)}({', '.join(words)})"
            case "get" | "set":
                owner, name, *new = value
                attribute = f"{self._text(owner)}.{name}"
                return f"{attribute} = {self._text(new[0])}" if new else attribute
            case "operate":
                return self._operation(value[0], [self._text(one) for one in value[1]])
            case "exit":
                ended_by = AN_EXCEPTION if value[1] else "None, None, None"
                return f"{self._text(value[0])}.__exit__({ended_by})"
            case "iterate" | "next" | "enter":
                return BARE[entry.kind].format(self._text(value[0]))
            case "read":
                return str(value)
            case "steps":
                return self._steps(*value)
        raise Unspeakable(entry.kind)

    def _steps(self, steps: Sequence[tuple[str, list[Any]]], wanted: Sequence[int]) -> str:
        """Lines for the steps, and the list of what is wanted of them."""
        for kind, operands in steps:
            name = next(self._names)
            if kind == "repeat":
                operator, (first, *others), times = operands
                self._lines.append(f"{name} = {self._text(first)}")
                again = self._operation(operator, [name, *map(self._text, others)])
                self._lines.append(f"for _ in range({times}):\n    {name} = {again}")
            else:
                self._lines.append(f"{name} = {self._spelled(Entry(kind, operands))}")
            self._steps_taken.append(name)
        told = f"[{', '.join(self._steps_taken[number] for number in wanted)}]"
        self._steps_taken.clear()
        return told

    def _operation(self, name: str, operands: list[str]) -> str:
        if name == "getitem":
            return f"{operands[0]}[{operands[1]}]"
        return f"-{operands[0]}" if name == "neg" else f" {SYMBOLS[name]} ".join(operands)

    def _target(self, target: Any) -> str:
        if isinstance(target, str):
            return target
        if isinstance(target, tuple):
            return f"{self._text(target[0])}.{target[1]}"
        return self._text(target)

    def _text(self, value: Any) -> str:  # noqa: PLR0911  # one line per kind
        if isinstance(value, Result):
            return self._steps_taken[value.step]
        known = self._known(value)
        if known is not None:
            return known
        if isinstance(value, np.random.Generator):
            return self._generator(value)
        if type(value) in (list, tuple):
            words = ", ".join(map(self._text, value))
            if type(value) is list:
                return f"[{words}]"
            return f"({words},)" if len(value) == 1 else f"({words})"
        if type(value) is dict:
            words = ", ".join(f"{key!r}: {self._text(item)}" for key, item in value.items())
            return f"{{{words}}}"
        if value is None or isinstance(value, PLAIN):
            return literal(value)
        if is_callback(value):
            return self._function(value.function)
        raise Unspeakable(f"a value of type {type(value).__name__}")

    def _function(self, function: Callable[..., Any]) -> str:
        try:
            text = function_text(function)
        except NoTextError as error:
            raise Unspeakable(str(error)) from error
        if text.startswith("("):
            return text
        if text not in self._lines:
            self._lines.append(text)
        return function.__name__

    def _known(self, value: Any) -> str | None:
        """The variable that holds this object or container, if one does."""
        if not isinstance(value, (StandIn, tuple, list, dict)):
            return None
        for number in sorted(self._variables, reverse=True):
            path = path_to(value, self._entries[number].answer)
            if path is not None:
                return self._variables[number] + "".join(f"[{index!r}]" for index in path)
        return None

    def _generator(self, generator: np.random.Generator) -> str:
        """A variable: the student's code draws from the same one each time."""
        if id(generator) not in self._generators:
            entropy = getattr(generator.bit_generator.seed_seq, "entropy", None)
            fresh = isinstance(entropy, int) and (
                np.random.default_rng(entropy).bit_generator.state == generator.bit_generator.state
            )
            if not fresh:
                raise Unspeakable("a generator that has been drawn from")
            name = "rng" if not self._generators else f"rng{len(self._generators) + 1}"
            self._generators[id(generator)] = name
            self._lines.append(f"{name} = np.random.default_rng({entropy})")
        return self._generators[id(generator)]


def _letters(taken: frozenset[str]) -> Iterator[str]:
    """a, b, c, …, a2, b2, …, but for names that are taken."""
    round_ = 1
    while True:
        for letter in "abcdefghijklmnopqrstuvwxyz":
            name = letter if round_ == 1 else f"{letter}{round_}"
            if name not in taken:
                yield name
        round_ += 1
