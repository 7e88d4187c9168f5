"""The student as a check sees one: a namespace of functions whose errors are the student's.

`LocalStudent` runs in this process: for students checking themselves, and for our own reference in
the student's place.  The stand-in for a confined process has the same face.
"""

from __future__ import annotations

import copy
import inspect
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import partial
from typing import Any, Protocol

import numpy as np

from autograder.checks.stand_ins import StandIn
from autograder.checks.steps import Step, take_steps
from autograder.errors import Failure, Raised

Own = dict[int, tuple[Any, Any]]
"""By id: what a check holds (alive, so that the id stays its own), and what is handed over."""


class StudentFunction(Protocol):
    """What `student.f` is."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the student's function; raise Failure if it raises."""

    def changed_by(self, *args: Any, **kwargs: Any) -> tuple[str, ...]:
        """Call it and name the arguments it modified."""


def kind_of(value: Any) -> str:  # noqa: PLR0911  # one line per kind
    """What a value is, in words for a message."""
    if type(value) is np.ndarray:
        odd = "" if value.dtype.kind in "biufc" else f" and dtype {value.dtype}"
        return f"an array of shape {value.shape}{odd}"
    if value is None:
        return "None"
    if isinstance(value, (bool, np.bool_)):
        return "a bool"
    if isinstance(value, (int, float, complex, np.number)):
        return "a number"
    if isinstance(value, (tuple, list, dict)):
        return f"a {type(value).__name__} of {len(value)}"
    if isinstance(value, StandIn):
        return repr(value).strip("<>")
    return f"a value of type {type(value).__name__}"


def missing(name: str, known: Mapping[str, Any]) -> Failure:
    """The failure of asking for a function that the notebook does not define."""
    import difflib

    if name in known:
        return Failure(
            f"{name} is {kind_of(known[name])} in your notebook, but should be a function",
            hint=f"a later line gives the name {name} to something else: rename that",
        )
    near = difflib.get_close_matches(name, [k for k in known if not k.startswith("_")], n=1)
    hint = f"did you mean to call it {name}, not {near[0]}?" if near else f"define {name}"
    return Failure(f"{name} is not defined in your notebook", hint=hint)


def raised(name: str, error: BaseException) -> Raised:
    """An exception of the student's code as a failure."""
    types = tuple(c.__name__ for c in type(error).__mro__ if c is not object)
    text = str(error)[:500]
    return Raised(f"{name} raised {types[0]}" + (f": {text}" if text else ""), types=types)


def changed_arguments(
    function: Callable[..., Any], before: tuple[Any, Any], after: tuple[Any, Any]
) -> tuple[str, ...]:
    """Names of the arguments that differ, bit for bit, between two (args, kwargs)."""
    try:
        parameters = inspect.signature(function).parameters.values()
        names = [
            p.name for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)
        ]
    except (TypeError, ValueError):
        names = []
    found = []
    for index, (old, new) in enumerate(zip(before[0], after[0], strict=True)):
        if not same(old, new):
            found.append(names[index] if index < len(names) else f"argument {index + 1}")
    found.extend(key for key, old in before[1].items() if not same(old, after[1][key]))
    return tuple(found)


def same(old: Any, new: Any) -> bool:
    """Whether two plain values are bit for bit the same."""
    if type(old) is not type(new):
        return False
    if isinstance(old, np.ndarray):
        return bool(
            old.dtype == new.dtype and old.shape == new.shape and old.tobytes() == new.tobytes()
        )
    if isinstance(old, (list, tuple)):
        return len(old) == len(new) and all(map(same, old, new))
    if isinstance(old, dict):
        return list(old) == list(new) and all(same(old[k], new[k]) for k in old)
    if isinstance(old, (int, float, complex, str, Fraction, np.generic)):
        return repr(old) == repr(new)
    return True


def copied(array: np.ndarray) -> np.ndarray:
    """A writable copy in the same layout: order of axes and direction of strides."""
    flips: Any = (..., *(slice(None, None, -1 if s < 0 else 1) for s in array.strides))
    straight: np.ndarray = array[flips]
    copy_of: np.ndarray = straight.copy(order="K")
    flipped: np.ndarray = copy_of[flips]
    return flipped


class LocalFunction:
    """A function of this process, called with fresh copies.

    What it returned itself (a cache) is handed back as the very same object; a generator is
    copied once and goes on from where the last call left it.
    """

    def __init__(self, name: str, function: Callable[..., Any], own: Own) -> None:
        self._name = name
        self._function = function
        self._own = own

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call with fresh copies of the arguments; raise Raised if it raises."""
        from autograder.checks.local_objects import given_out

        return given_out(self._call(self._fresh(args), self._fresh(kwargs)), self._name, self._own)

    def __getattr__(self, name: str) -> LocalFunction:
        """A class's own function, as in `student.Add.apply(a, b)`."""
        if name.startswith("_"):
            raise AttributeError(name)
        label = f"{self._name}.{name}"
        try:
            return LocalFunction(label, getattr(self._function, name), self._own)
        except AttributeError as error:
            raise raised(label, error) from error

    def changed_by(self, *args: Any, **kwargs: Any) -> tuple[str, ...]:
        """Call it and name the arguments it modified."""
        sent = (self._fresh(args), self._fresh(kwargs))
        before = (self._fresh(args), self._fresh(kwargs))
        self._call(*sent)
        return changed_arguments(self._function, before, sent)

    def _call(self, args: Any, kwargs: Any) -> Any:
        try:
            return self._function(*args, **kwargs)
        except Failure:
            raise
        except Exception as error:
            raise raised(self._name, error) from error

    def _fresh(self, value: Any) -> Any:  # noqa: PLR0911  # one line per kind
        """Copies of arrays, layouts kept; everything else as it is."""
        from autograder.checks.local_objects import LocalObject, inner

        kept = self._own.get(id(value))
        if kept is not None:
            return kept[1]
        if type(value) is LocalObject:
            return inner(value)
        if type(value) is np.ndarray:
            return copied(value)
        if type(value) in (tuple, list):
            return type(value)(map(self._fresh, value))
        if type(value) is dict:
            return {key: self._fresh(item) for key, item in value.items()}
        if isinstance(value, np.random.Generator):
            # One copy for all calls: it advances there, not here.
            self._own[id(value)] = (value, copy.deepcopy(value))
            return self._own[id(value)][1]
        return value


class LocalStudent:
    """The names of a namespace of this process."""

    def __init__(self, namespace: Mapping[str, Any]) -> None:
        self._namespace = namespace
        self._own: Own = {}

    def __call__(self, steps: Sequence[Step], wanted: Sequence[int], what: str) -> list[Any]:
        """Take many steps; the results of the wanted ones.  In the sandbox: one round trip."""
        take = LocalFunction(what, partial(take_steps, self._namespace), self._own)
        return list(take(steps, wanted))

    def __getattr__(self, name: str) -> LocalFunction:
        if name.startswith("__"):
            raise AttributeError(name)
        if not callable(self._namespace.get(name)):
            raise missing(name, self._namespace)
        return LocalFunction(name, self._namespace[name], self._own)
