"""What the child says about its student's objects and exceptions."""

from __future__ import annotations

import functools
import inspect
import linecache
import re
import types
from collections.abc import Callable
from typing import Any

import numpy as np

from .encoding import JSON, Encoder
from .wire import MAX_HANDLES, MAX_METHODS, MAX_NAME, TooLarge

CELL_FILE = re.compile(r"<cell (\d+)>")
MESSAGE = 2000  # characters of an exception's text that cross; the examiner shows fewer
PLAIN = (type(None), bool, int, float, complex, str, np.ndarray, np.generic)
FUNCTIONS = (types.FunctionType, types.BuiltinFunctionType, types.MethodType, type, np.ufunc)


class Keep:
    """The objects that stay here while the examiner holds their numbers."""

    def __init__(self) -> None:
        self._objects: dict[int, Any] = {}
        self._numbers: dict[int, int] = {}
        self._next = self._replies = 0

    def begin_reply(self) -> None:
        """Numbers follow from what a reply holds, not from what those before it held."""
        self._replies += 1
        self._next = self._replies << 20

    def number(self, value: object) -> int:
        """The object's number: the same one for the same object."""
        if id(value) not in self._numbers:
            self._numbers[id(value)] = self._next
            self._objects[self._next] = value  # keeps it alive, so that its id stays its own
            self._next += 1
        return self._numbers[id(value)]

    def __getitem__(self, number: int) -> Any:
        return self._objects[number]


class ReplyEncoder(Encoder):
    """Encodes what the student's code returned; what is not plain stays here, under a number."""

    def __init__(self, keep: Keep) -> None:
        super().__init__()
        self._keep = keep
        self._handles = 0
        self._labelling = False

    def result(self, value: Any) -> JSON:
        """The node of a whole result.  In a tuple, each item may be too large on its own."""
        if isinstance(value, tuple) and len(value) <= MAX_HANDLES:
            self._labelling = True
            for item in value:  # first, so that a cache's number does not depend on its contents
                if not isinstance(item, PLAIN):
                    self._keep.number(item)
            return {"$": "t", "v": [self._or_handle(item, 1) for item in value]}
        return self._or_handle(value, 0)

    def label(self, value: object) -> int | None:
        """Containers inside a tuple may be a cache, to be handed back as they are."""
        return self._keep.number(value) if self._labelling else None

    def other(self, value: object) -> JSON:
        """A handle; beyond a bounded number of them, only the word that there is something."""
        kind = type(value)
        name = _type_name(value)
        if self._handles >= MAX_HANDLES:
            return {"$": "o", "v": f"a value of type {name}"}
        self._handles += 1
        sort = "function" if isinstance(value, FUNCTIONS) else "object"
        if sort == "object" and hasattr(kind, "__next__"):
            sort = "iterator"
        methods = methods_of(kind)  # type: ignore[arg-type]  # as hashable as classes are
        return {"$": "h", "id": self._keep.number(value), "k": sort, "t": name, "m": methods}

    def _or_handle(self, value: Any, depth: int) -> JSON:
        buffers, spent, items = len(self.buffers), self._bytes, self._items
        try:
            return self.encode(value, depth)
        except TooLarge:
            del self.buffers[buffers:]
            self._bytes, self._items = spent, items
            return self.other(value)


@functools.cache
def methods_of(kind: type) -> list[str]:
    """The public names of a class that can be called."""
    names = [n for n in dir(kind) if not n.startswith("_") and len(n) <= MAX_NAME]
    found = [n for n in names if callable(inspect.getattr_static(kind, n, None))]
    plain = [n for n in names if _static_or_class(inspect.getattr_static(kind, n, None))]
    return sorted({*found, *plain})[:MAX_METHODS]


def _static_or_class(member: object) -> bool:
    return isinstance(member, (staticmethod, classmethod))


def _type_name(value: object) -> str:
    name = type(value).__name__[: MAX_NAME // 2]
    if isinstance(value, np.ndarray):
        shape = str(value.shape)[:30]
        return f"{name} of dtype {value.dtype.name[:30]} and shape {shape}"
    return name


def sort_of(value: object) -> str:
    """What a value is that should have been a function, in words."""
    if value is None:
        return "None"
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    return f"a value of type {type(value).__name__[: MAX_NAME // 2]}"


def describe(error: BaseException) -> dict[str, Any]:
    """An exception in plain values: its types, its text and the student's own line.

    In a student's own Jupyter nobody knows the number of the cell: it is 0 then.
    """
    types_ = [kind.__name__[:MAX_NAME] for kind in type(error).__mro__ if kind is not object]
    place: list[Any] = []
    trace = error.__traceback__
    while trace is not None:
        file, line = trace.tb_frame.f_code.co_filename, trace.tb_lineno
        found = CELL_FILE.fullmatch(file)
        text = linecache.getline(file, line).strip()[:MAX_NAME]
        if found or (text and trace.tb_frame.f_globals.get("__name__") == "__main__"):
            place = [int(found[1]) if found else 0, line, text]
        trace = trace.tb_next
    return {"types": types_[:20], "text": safe_text(error)[:MESSAGE], "place": place}


def safe_text(value: object) -> str:
    """str(value), also where the student's __str__ fails."""
    try:
        return str(value)
    except BaseException:  # noqa: BLE001  # it is the student's code: anything may come
        return f"<{type(value).__name__} whose text cannot be shown>"


def parameter_names(function: Callable[..., Any], count: int) -> list[str]:
    """How to call the first `count` positional arguments of a function."""
    try:
        parameters = list(inspect.signature(function).parameters.values())
    except (TypeError, ValueError):
        parameters = []
    names = []
    for index in range(count):
        known = index < len(parameters) and parameters[index].kind in (
            inspect.Parameter.POSITIONAL_ONLY,
            inspect.Parameter.POSITIONAL_OR_KEYWORD,
        )
        names.append(parameters[index].name if known else f"argument {index + 1}")
    return names
