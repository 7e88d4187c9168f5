"""The vocabulary of questions.py: a question is a function that returns its answer.

Its docstring is what students read; its arguments are drawn for each student.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FunctionType
from typing import Any

from autograder.checks.inputs import Input
from autograder.checks.places import written_at
from autograder.errors import TopicError
from autograder.quizzes.answers import LETTERS, Option, Pool
from autograder.quizzes.drawing import Drawer, Drawn, Parameters
from autograder.quizzes.templates import require_filled, require_no_control
from autograder.quizzes.written import Code

Body = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class KnownSlip:
    """A wrong way that students go: its result, what that earns, and the words for it."""

    name: str
    message: str
    earns: int
    body: Body = field(repr=False)
    where: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a quiz.

    Attributes:
        name: the function's name; also of the variable, or function, that students write.
        title: the docstring's first line.
        text: the rest of it: Markdown with LaTeX, and <<parameters>>.
        points: an integer of at least 1.
        within: how far a number may be off.
        trivial: the answer may be 0, 1 or -1.
        uneven: why variants may differ in their number of steps; "": they may not.
        follows: the question it goes on from, by name; "": none.
        parameters: what is drawn.
        body: from the parameters to the answer.
        where: "file:line", for messages.
        slips: filled in by `slip`.
        alternatives: other right answers, filled in by `alternative`.
    """

    name: str
    title: str
    text: str = field(repr=False)
    points: int
    within: float
    trivial: bool
    uneven: str
    follows: str
    parameters: Parameters
    body: Body = field(repr=False)
    where: str
    slips: list[KnownSlip] = field(default_factory=list, repr=False)
    alternatives: list[Body] = field(default_factory=list, repr=False)

    def slip(self, message: str, *, earns: int | None = None) -> Callable[[Body], Body]:
        """Name a wrong way: who arrives there reads `message` and earns half, or `earns`."""
        worth = self.points // 2 if earns is None else earns
        where = written_at()
        if not 0 <= worth < self.points:
            raise TopicError(
                f"{where}: a slip earns {worth} of {self.points}; less than everything it is"
            )

        require_filled(message, "a slip's message", where)

        def remember(body: Body) -> Body:
            _require_known_arguments(body, self, where)
            name = getattr(body, "__name__", "slip")
            self.slips.append(KnownSlip(name, message, worth, body, where))
            return body

        return remember

    def alternative(self, body: Body) -> Body:
        """Name another right answer, rounded on the way for instance; it must earn everything."""
        _require_known_arguments(body, self, written_at())
        self.alternatives.append(body)
        return body


def drawn(
    *, such_that: Callable[..., bool] | None = None, **drawers: Drawn
) -> Callable[[Body], Body]:
    """Draw these arguments for each student; a function of earlier ones may make the drawer."""
    where = written_at()

    def decorate(body: Body) -> Body:
        for name, drawer in drawers.items():
            if not isinstance(drawer, Drawer) and not isinstance(drawer, FunctionType):
                raise TopicError(
                    f"{where}: {name}={drawer!r} draws nothing; use whole(1, 9), one_of(…) …"
                )
        body.parameters = Parameters(drawers, such_that)  # type: ignore[attr-defined]
        return body

    return decorate


def question(
    *,
    points: int,
    within: float = 0.0,
    follows: Question | None = None,
    trivial: bool = False,
    uneven: str = "",
) -> Callable[[Body], Question]:
    """Mark a question.

    Args:
        points: what it is worth, an integer of at least 1.
        within: how far a number in the answer may be off; 0: it is exact.
        follows: an earlier question, whose parameters this one shares; an argument of its name
            is its answer, and a student's own wrong one, carried on rightly, earns half.
        trivial: the answer may be 0, 1 or -1, which verifying refuses otherwise.
        uneven: why the number of steps may differ among students.

    Raises:
        TopicError: naming file, line and remedy.
    """

    def decorate(body: Body) -> Question:
        where = written_at()
        name = getattr(body, "__name__", "?")
        if type(points) is not int or points < 1:
            raise TopicError(f"{where}: {name} has points={points!r}; should be at least 1")
        title, _, text = inspect.cleandoc(body.__doc__ or "").partition("\n")
        if not title.strip() or not text.strip():
            raise TopicError(
                f"{where}: {name} needs a docstring: a title, an empty line, the question"
            )
        require_filled(title, "a title", where)
        require_no_control(text, body, where)
        own = getattr(body, "parameters", Parameters({}))
        made = Question(
            name=name,
            title=title.strip().rstrip("."),
            text=text.strip(),
            points=points,
            within=float(within),
            trivial=trivial,
            uneven=uneven,
            follows="" if follows is None else follows.name,
            parameters=own,
            body=body,
            where=where,
        )
        if follows is None:
            _require_known_arguments(body, made, where)
        return made

    return decorate


def right(text: Any, because: str = "") -> Option:
    """An option that is right, or a statement that is true."""
    return _option(str(text), right=True, because=because)


def wrong(text: Any, because: str) -> Option:
    """An option that is wrong, or a statement that is false, and what to say to who chose it."""
    return _option(str(text), right=False, because=because)


def _option(text: str, *, right: bool, because: str) -> Option:
    require_filled(f"{text}\n{because}", "an option", written_at())
    return Option(text, right, because)


def choose(*options: Option, of: int = 4) -> Pool:
    """Choose one: a variant shows one of the right options and `of` - 1 of the wrong ones."""
    count = sum(option.right for option in options)
    if not count or len(options) - count < of - 1 or not 2 <= of <= len(LETTERS):
        raise TopicError(
            f"{written_at()}: choose(…, of={of}) needs a right option and {of - 1} wrong ones"
        )
    return Pool(options, of, several=False)


def mark(*statements: Option, of: int = 5) -> Pool:
    """Mark all that are true: a variant shows `of` statements, at least two of each kind."""
    count = sum(statement.right for statement in statements)
    if min(count, len(statements) - count) < of - 2 or not 4 <= of <= len(LETTERS):
        raise TopicError(
            f"{written_at()}: mark(…, of={of}) needs {of - 2} true and {of - 2} false statements"
        )
    return Pool(statements, of, several=True)


def write(function: FunctionType, **inputs: Input) -> Code:
    """Write a function of the question's name: this one is right, and tried on these inputs."""
    return Code(function, inputs)


def _require_known_arguments(body: Body, asked: Question, where: str) -> None:
    known = set(asked.parameters.drawers)
    unknown = [name for name in inspect.signature(body).parameters if name not in known]
    if unknown and not asked.follows:
        raise TopicError(
            f"{where}: {asked.name} takes {unknown[0]!r}, which @drawn does not draw "
            f"({', '.join(known) or 'nothing'})"
        )
