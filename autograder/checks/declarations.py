"""What a topic declares: checks, mistakes, alternatives, equivalent mutants."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from autograder.checks.inputs import Input
from autograder.checks.laws import Body, Check
from autograder.checks.places import written_at
from autograder.checks.sizes import shared_bounds
from autograder.errors import TopicError

NO_INPUTS: Mapping[str, Input] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Mistake:
    """A known wrong answer and the check that must catch it.

    Attributes:
        name: the function's or class's.
        of: the exercise.
        caught_by: the check.
        wrong: the function or class.
        where: "file:line", for messages.
    """

    name: str
    of: str
    caught_by: str
    wrong: object = field(repr=False)
    where: str

    @property
    def says(self) -> str:
        """Its docstring: what a student is told whose answers are the same; "" if it has none."""
        return " ".join((self.wrong.__doc__ or "").split())


@dataclass(frozen=True, slots=True)
class Alternative:
    """A right answer written otherwise: it must earn everything."""

    name: str
    of: str
    right: object = field(repr=False)
    where: str


@dataclass(frozen=True, slots=True)
class Equivalent:
    """A mutant of the reference that is no mistake, with the reason."""

    of: str
    was: str
    becomes: str
    because: str
    where: str


@dataclass(frozen=True, slots=True)
class Outside:
    """Places of an exercise that the assignment's text excludes.

    Attributes:
        of: the exercise.
        where: the places, as `verify --blind-spots` lists them; `*` stands for any text.
        says: the sentence of the text.
        where_written: "file:line", for messages.
    """

    of: str
    where: str
    says: str
    where_written: str


def for_all(**inputs: Input) -> Callable[[Body], Body]:
    """Run the check on many drawn inputs; a size named twice is drawn once."""

    def decorate(body: Body) -> Body:
        if isinstance(body, Check):
            raise TopicError(f"{body.where}: @for_all stands above @check; put @check on top")
        for name, given in inputs.items():
            if not isinstance(given, Input):
                raise TopicError(
                    f"{written_at()}: for_all({name}={given!r}) is not an input; "
                    f'use reals("N D"), seeds(), choices({given!r}) …'
                )
        body.inputs = inputs  # type: ignore[attr-defined]  # read once, by check()
        return body

    return decorate


def check(
    *,
    points: int,
    public: bool = False,
    after: Check | tuple[Check, ...] | None = None,
    examples: int = 16,
    edges: float | None = None,
    free_shapes: bool = False,
    cpu_seconds: float | None = None,
) -> Callable[[Body], Check]:
    """Mark a check.

    Args:
        points: what it is worth, an integer of at least 1.
        public: students receive the source; such a check takes no `reference`.
        after: what must hold first; else the check is skipped and earns nothing.
        examples: how many drawn examples each submission is replayed on.
        edges: mix in examples with numbers of every size from 0 to this one, ties, axes of
            length 1, equal sizes and long axes, as far as the inputs admit.
        free_shapes: the shape of the answer is the student's choice, and the body looks at it
            itself; otherwise kind and shape of every answer are compared with the reference's.
        cpu_seconds: what one call may use, where the course's bound is too little (training).

    Raises:
        TopicError: naming file, line and remedy.
    """

    def decorate(body: Body) -> Check:
        where = written_at()
        before = () if after is None else after if isinstance(after, tuple) else (after,)
        inputs: Mapping[str, Input] = getattr(body, "inputs", NO_INPUTS)
        _validate(body, where=where, points=points, public=public, before=before, inputs=inputs)
        if type(examples) is not int or examples < 1:
            raise TopicError(
                f"{where}: {body.__name__} has examples={examples!r}; should be at least 1"
            )
        return Check(
            name=body.__name__,
            sentence=inspect.cleandoc(body.__doc__ or ""),
            points=points,
            public=public,
            after=tuple(earlier.name for earlier in before),
            inputs=inputs,
            examples=examples if inputs else 1,
            free_shapes=free_shapes,
            cpu_seconds=cpu_seconds,
            takes_reference="reference" in inspect.signature(body).parameters,
            body=body,
            where=where,
            edges=edges,
        )

    return decorate


def _validate(
    body: Body,
    *,
    where: str,
    points: int,
    public: bool,
    before: tuple[object, ...],
    inputs: Mapping[str, Input],
) -> None:
    name = body.__name__
    if type(points) is not int or points < 1:
        raise TopicError(
            f"{where}: {name} has points={points!r}; points are integers of at least 1"
        )
    if not (body.__doc__ or "").strip():
        raise TopicError(f"{where}: {name} has no docstring; write the sentence students read")
    for earlier in before:
        if not isinstance(earlier, Check):
            raise TopicError(
                f"{where}: {name} has after={earlier!r}; name a check defined above it"
            )
    parameters = list(inspect.signature(body).parameters)
    if parameters[:1] != ["student"]:
        raise TopicError(f"{where}: {name}'s first parameter should be `student`")
    takes_reference = "reference" in parameters
    if public and takes_reference:
        raise TopicError(
            f"{where}: {name} is public but takes `reference`, which students do not have; "
            "state the law without it, or drop public=True"
        )
    drawn = [p for p in parameters[1:] if p != "reference"]
    if sorted(drawn) != sorted(inputs):
        raise TopicError(
            f"{where}: {name} takes ({', '.join(drawn)}) but @for_all draws "
            f"({', '.join(inputs)}); the names should be the same"
        )
    try:
        shared_bounds(size for drawn in inputs.values() for size in drawn.sizes)
    except TopicError as error:
        raise TopicError(f"{where}: {name}: {error}") from None


def mistake(*, of: str, caught_by: Check) -> Callable[[Any], Mistake]:
    """Mark a wrong function (or class) that `caught_by` must fail."""

    def decorate(wrong: Any) -> Mistake:
        if not isinstance(caught_by, Check):
            raise TopicError(
                f"{written_at()}: caught_by={caught_by!r} is not a check; import it from .checks"
            )
        return Mistake(wrong.__name__, of, caught_by.name, wrong, written_at())

    return decorate


def alternative(*, of: str) -> Callable[[Any], Alternative]:
    """Mark a right answer written otherwise."""

    def decorate(right: Any) -> Alternative:
        return Alternative(right.__name__, of, right, written_at())

    return decorate


def equivalent(*, of: str, was: str, becomes: str, because: str) -> Equivalent:
    """State that the mutant of `of` in which `was` becomes `becomes` is no mistake.

    The statement takes effect by being a line of mistakes.py; the topic's loader finds it.
    """
    where = written_at()
    if not because.strip():
        raise TopicError(f"{where}: equivalent(...) needs a reason in because=")
    entry = Equivalent(of, was, becomes, because, where)
    names = sys._getframe(1).f_globals  # noqa: SLF001  # the file that says it
    names.setdefault("EQUIVALENTS", []).append(entry)
    return entry


def outside(*, of: str, where: str, says: str) -> Outside:
    """State that the places `where` of the exercise `of` lie outside what the text asks.

    The sentence must stand in assignment.md; `autograder verify --blind-spots` looks.
    """
    written = written_at()
    if not says.strip():
        raise TopicError(f"{written}: outside(...) needs a sentence of assignment.md in says=")
    entry = Outside(of, where, says, written)
    names = sys._getframe(1).f_globals  # noqa: SLF001  # the file that says it
    names.setdefault("OUTSIDE", []).append(entry)
    return entry
