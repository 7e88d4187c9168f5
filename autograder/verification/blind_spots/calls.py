"""The calls that checks send to the reference, and the reference with a call put between."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.authoring.topic import Topic
from autograder.grading.examples import DrawnCheck, reference_of
from autograder.sandbox import Rehearsal

CONSTRUCTED = "__init__"


@dataclass(frozen=True, slots=True)
class Call:
    """One call of an exercise.

    Attributes:
        function: the exercise's name, or "Class.method".
        given: parameter → the value that was passed; a default that was left out is missing.
        by_name: the parameters that were passed by name.
        number: so many calls of the same function came before it (on this object).
    """

    function: str
    given: Mapping[str, Any]
    by_name: frozenset[str]
    number: int = 0


@dataclass(frozen=True, slots=True)
class Sent:
    """A recorded call, and the check and the number of the example that sent it."""

    call: Call
    check: str
    example: int


Between = Callable[[Call, Callable[[], Any]], Any]
"""Is given a call, and what answers it; gives the answer."""


def between(name: str, exercise: Any, does: Between) -> Any:
    """The function, or a class derived from the class, with `does` between it and its caller."""
    if inspect.isclass(exercise):
        return _class_between(name, exercise, does)
    count = 0

    @functools.wraps(exercise)
    def call(*args: Any, **kwargs: Any) -> Any:
        nonlocal count
        count += 1
        asked = _call(name, exercise, args, kwargs, count - 1)
        return does(asked, lambda: exercise(*args, **kwargs))

    return call


def _class_between(name: str, exercise: Any, does: Between) -> Any:
    def wrapped(method: str, right: Any) -> Any:
        counts: dict[int, tuple[Any, int]] = {}  # with the object, so that its id stays its own
        depth = 0

        @functools.wraps(right)
        def call(self: Any, *args: Any, **kwargs: Any) -> Any:
            nonlocal depth
            if depth or type(self) is not derived:  # a method calls another, or another class does
                return right(self, *args, **kwargs)
            _, number = counts.get(id(self), (self, 0))
            counts[id(self)] = self, number + 1
            asked = _call(f"{name}.{method}", right, (self, *args), kwargs, number)
            depth += 1
            try:
                return does(asked, lambda: right(self, *args, **kwargs))
            finally:
                depth -= 1

        return call

    methods = {}
    for method in dir(exercise):
        right = getattr(exercise, method)
        if inspect.isfunction(right) and (not method.startswith("_") or method == "__call__"):
            methods[method] = wrapped(method, right)
    derived = type(exercise.__name__, (exercise,), methods)
    derived.__module__, derived.__qualname__ = exercise.__module__, exercise.__qualname__
    return derived


def _call(name: str, right: Any, args: Any, kwargs: Mapping[str, Any], number: int) -> Call:
    try:
        given = dict(inspect.signature(right).bind(*args, **kwargs).arguments)
    except (TypeError, ValueError):
        given = {}
    given.pop("self", None)
    return Call(name, given, frozenset(kwargs), number)


def recorded(topic: Topic, drawn: Mapping[str, DrawnCheck]) -> dict[str, list[Sent]]:
    """Exercise → the calls that its own checks send to the reference, in order."""
    found: dict[str, list[Sent]] = {name: [] for name in topic.solution.exercises}
    reference = reference_of(topic)
    for one in drawn.values():
        exercise = one.check.exercise
        if exercise not in topic.reference:
            continue
        for index, example in enumerate(one.shared):
            calls: list[Call] = []

            def note(call: Call, answer: Callable[[], Any], calls: list[Call] = calls) -> Any:
                calls.append(call)
                return answer()

            noting = between(exercise, topic.reference[exercise], note)
            names = {**topic.reference, exercise: noting}
            one.check.run(Rehearsal(names).student(), reference, example.inputs)
            found[exercise] += [Sent(call, one.check.name, index) for call in calls]
    return found


def arrays_in(value: Any) -> Iterator[np.ndarray]:
    """The arrays of numbers in it, also in lists, tuples and dicts."""
    if isinstance(value, np.ndarray):
        if value.dtype.kind in "biuf":
            yield value
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from arrays_in(part)
    elif isinstance(value, dict):
        for part in value.values():
            yield from arrays_in(part)
