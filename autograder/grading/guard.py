"""What kind of thing an answer should be, compared before any check touches it.

While examples are drawn the reference's answers are recorded call by call; a student's answers are
held against that record.  A wrong shape then costs a message, not a broadcast of gigabytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.checks.students import kind_of
from autograder.errors import Failure
from autograder.sandbox import RemoteObject

FORGOT_RETURN = "did you forget to `return` it?"


@dataclass(frozen=True, slots=True)
class Kind:
    """The kind of one answer.

    Attributes:
        name: "number", "truth", "array", "tuple", "list", "dict", "text" or "any".
        shape: of an array.
        complex: whether complex numbers are asked for.
        parts: of a tuple.
    """

    name: str
    shape: tuple[int, ...] = ()
    complex: bool = False
    parts: tuple[Kind, ...] = ()

    def __str__(self) -> str:
        spelled = {
            "number": "a number",
            "truth": "True or False",
            "array": f"an array of shape {self.shape}",
            "tuple": f"a tuple of {len(self.parts)}",
            "text": "text",
        }
        return spelled.get(self.name, f"a {self.name}")


ANY = Kind("any")


def kind(value: Any, *, nested: bool = False) -> Kind:  # noqa: PLR0911  # one line per kind
    """The kind of the reference's answer; containers inside a tuple (caches) are anyone's own."""
    array = np.asarray(value) if isinstance(value, (np.ndarray, np.generic)) else None
    if isinstance(value, bool) or (array is not None and array.ndim == 0 and array.dtype == bool):
        return Kind("truth")
    if isinstance(value, (int, float, complex)) or (array is not None and array.ndim == 0):
        return Kind("number", complex=np.iscomplexobj(value))
    if array is not None and array.dtype.kind in "biufc":
        return Kind("array", array.shape, complex=array.dtype.kind == "c")
    if isinstance(value, str):
        return Kind("text")
    if nested:
        return ANY
    if isinstance(value, tuple):
        return Kind("tuple", parts=tuple(kind(part, nested=True) for part in value))
    if isinstance(value, (list, dict)):
        return Kind(type(value).__name__)
    return ANY


def assert_kind(value: Any, wanted: Kind, what: str) -> None:
    """Raise Failure unless `value` is of the wanted kind.

    Lists pass for tuples, 0-d arrays and numpy scalars for numbers.
    """
    if wanted.name == "any":
        return
    if wanted.name == "tuple" and isinstance(value, (tuple, list)):
        if len(value) == len(wanted.parts):
            for index, (part, part_kind) in enumerate(zip(value, wanted.parts, strict=True)):
                assert_kind(part, part_kind, f"{what}[{index}]")
            return
    elif (wanted.name == "list" and isinstance(value, (list, tuple))) or _matches(value, wanted):
        return
    hint = FORGOT_RETURN if value is None else ""
    raise Failure(f"{what} is {_found(value, wanted)}, but should be {wanted}", hint=hint)


def _found(value: Any, wanted: Kind) -> str:
    if isinstance(value, RemoteObject):  # a stand-in, which knows what it stands for
        return repr(value).strip("<>")
    return f"{kind_of(value)}, complex" if kind(value).complex > wanted.complex else kind_of(value)


def _matches(value: Any, wanted: Kind) -> bool:
    found = kind(value)
    if wanted.name == "array":
        return (
            isinstance(value, np.ndarray)
            and value.shape == wanted.shape
            and found.complex <= wanted.complex
        )
    return found.name == wanted.name and found.complex <= wanted.complex


class Guard:
    """Holds a student's answers against the record of one example."""

    def __init__(self) -> None:
        self._kinds: tuple[tuple[str, Kind], ...] = ()
        self._next = 0

    def expect(self, kinds: tuple[tuple[str, Kind], ...]) -> None:
        """Begin an example."""
        self._kinds = kinds
        self._next = 0

    def __call__(self, name: str, answer: Any) -> None:
        """Compare the next answer; a check that branches on answers may call otherwise."""
        index, self._next = self._next, self._next + 1
        if index < len(self._kinds) and self._kinds[index][0] == name:
            assert_kind(answer, self._kinds[index][1], f"the result of {name}")
