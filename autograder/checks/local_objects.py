"""A student's object in this process, with the face that objects in the confined process have."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.checks.stand_ins import StandIn
from autograder.checks.students import copied, raised
from autograder.errors import Failure

if TYPE_CHECKING:
    from autograder.checks.students import LocalFunction, Own

PLAIN = (type(None), bool, int, float, complex, str, bytes, Fraction, np.generic)


def given_out(value: Any, name: str, own: Own) -> Any:
    """What a check gets: copies of arrays, stand-ins for objects, and containers of these.

    A container is remembered in `own`: handed back, it is the student's own object again.
    """
    if isinstance(value, (*PLAIN, LocalObject)):
        return value
    if isinstance(value, np.ndarray):
        if type(value) is not np.ndarray or value.dtype.kind not in "biufc":
            return value
        array = copied(value)
        array.setflags(write=False)
        return array
    if isinstance(value, (list, tuple, dict)):
        return _container(value, name, own)
    return LocalObject(value, name, own)


def _container(value: Any, name: str, own: Own) -> Any:
    known = own.get(id(value))
    if known is not None and known[0] is value:
        return value
    out: Any
    if isinstance(value, dict):
        out = {key: given_out(item, name, own) for key, item in value.items()}
    else:
        items = [given_out(item, name, own) for item in value]
        out = items if isinstance(value, list) else tuple(items)
    if out != ():
        own[id(out)] = (out, value)
    return out


class LocalObject(StandIn):
    """An object of the student's: see `sandbox.remote.RemoteObject`, which has the same face."""

    __slots__ = ("_label", "_object", "_own")

    def __init__(self, value: Any, label: str, own: Own) -> None:
        for name, part in (("_object", value), ("_label", label), ("_own", own)):
            object.__setattr__(self, name, part)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call it, if it can be called."""
        return self._function(self._object, self._label)(*args, **kwargs)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        label = f"{self._label}.{name}"
        if callable(getattr(type(self._object), name, None)):
            return self._function(getattr(self._object, name), label)
        try:
            found = getattr(self._object, name)
        except AttributeError:
            raise MissingAttribute(
                f"{self._label} has no attribute {name}", hint=f"set self.{name}"
            ) from None
        except Exception as error:
            raise raised(label, error) from error
        return given_out(found, label, self._own)

    def __setattr__(self, name: str, value: Any) -> None:
        self._function(setattr, f"{self._label}.{name}")(self, name, value)

    def __iter__(self) -> Iterator[Any]:
        iterator = self._run(iter, self._object)
        while (item := self._run(next, iterator, StopIteration)) is not StopIteration:
            yield given_out(item, self._label, self._own)

    def __next__(self) -> Any:
        item = self._run(next, self._object, StopIteration)
        if item is StopIteration:
            raise StopIteration
        return given_out(item, self._label, self._own)

    def __enter__(self) -> Any:
        entered = self._run(lambda one: type(one).__enter__(one), self._object)
        return given_out(entered, self._label, self._own)

    def __exit__(self, error: object, *_: object) -> None:
        told: Any = (None, None, None)
        if error is not None:
            told = (RuntimeError, RuntimeError("raised inside the with block"), None)
        kept = self._run(lambda one: type(one).__exit__(one, *told), self._object)
        if error is not None and kept:
            raise raised(self._label, RuntimeError("the with block keeps an exception to itself"))

    def __eq__(self, other: object) -> bool:
        """Whether both stand for the very same object."""
        return isinstance(other, LocalObject) and self._object is other._object

    def __hash__(self) -> int:
        return id(self._object)

    def __repr__(self) -> str:
        return f"<an object of type {type(self._object).__name__}>"

    def _operate(self, name: str, *operands: Any) -> Any:
        return self._function(getattr(operator, name), self._label)(*operands)

    def _function(self, function: Callable[..., Any], label: str) -> LocalFunction:
        from autograder.checks.students import LocalFunction

        return LocalFunction(label, function, self._own)

    def _run(self, function: Callable[..., Any], *args: Any) -> Any:
        try:
            return function(*args)
        except Exception as error:
            raise raised(self._label, error) from error


class MissingAttribute(Failure, AttributeError):  # noqa: N818  # a Failure, named as these are
    """An object of the student's has no such attribute."""


def inner(stand_in: LocalObject) -> Any:
    """The student's object itself."""
    return stand_in._object  # noqa: SLF001  # public names are the student's
