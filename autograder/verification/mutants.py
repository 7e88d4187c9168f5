"""Automatic wrong answers: every small edit of a reference solution that the checks must catch."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Protocol

from autograder.authoring.stubs import BEGIN, END, marked_regions
from autograder.errors import TopicError
from autograder.verification.mutation import MUTATIONS
from autograder.verification.mutation.places import (
    Replacement,
    SolutionNode,
    places,
    replaced,
    text_of,
)

_SAYS_LITTLE_ALONE = (ast.Constant, ast.Name, ast.Slice, ast.Tuple, ast.Starred, ast.keyword)


@dataclass(frozen=True, slots=True)
class Mutant:
    """One edit of one exercise.

    Attributes:
        exercise: the function or class that was edited.
        was: the edited expression or statement, as `ast.unparse` writes it.
        becomes: what stands there instead.
        line: its line in solution.py, from 1.
        source: the whole exercise with the edit, a definition of its own.
        kind: what went wrong, in two or three words: "wrong sign".
        occurrence: 1, 2, … among the edits of this exercise with the same `was` and `becomes`.
    """

    exercise: str
    was: str
    becomes: str
    line: int
    source: str
    kind: str
    occurrence: int = 1

    def __str__(self) -> str:
        """`softplus, line 14: x + 1 -> x - 1`."""
        which = f" (occurrence {self.occurrence})" if self.occurrence > 1 else ""
        return f"{self.exercise}, line {self.line}: {self.was} -> {self.becomes}{which}"


class DeclaredEquivalent(Protocol):
    """A mutant that is no mistake, as `equivalent(...)` in mistakes.py declares it.

    It may name one `occurrence`; without one, all of them are meant.
    """

    @property
    def of(self) -> str:
        """The exercise's name."""

    @property
    def was(self) -> str:
        """The text before the edit."""

    @property
    def becomes(self) -> str:
        """The text after the edit."""

    @property
    def where(self) -> str:
        """The file and line that list it."""


def mutants(source: str, exercises: Sequence[str]) -> list[Mutant]:
    """Every mutant of the named exercises, in the order of the file.

    Only what stands between markers is edited: the rest is given to students.

    Args:
        source: the text of solution.py.
        exercises: names of top-level functions or classes with markers.

    Raises:
        TopicError: markers do not pair up, an exercise is missing or has no marked solution.
    """
    regions = marked_regions(source, where="solution.py")
    solution_lines = {line for begin, end in regions for line in range(begin + 1, end)}
    definitions = {
        node.name: node
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
    }
    result: list[Mutant] = []
    for name in exercises:
        definition = definitions.get(name)
        if definition is None:
            raise TopicError(
                f"solution.py: no top-level function or class {name!r}, but it is an exercise;"
                " define it"
            )
        own_lines = range(definition.lineno, (definition.end_lineno or 0) + 1)
        if solution_lines.isdisjoint(own_lines):
            raise TopicError(
                f"solution.py, line {definition.lineno}: {name} has no marked solution;"
                f" put {BEGIN} and {END} around it"
            )
        result.extend(_mutants_of(definition, solution_lines))
    return sorted(result, key=lambda mutant: mutant.line)


def unlisted(
    candidates: Iterable[Mutant], equivalents: Iterable[DeclaredEquivalent]
) -> list[Mutant]:
    """The mutants that no equivalent accounts for: those the checks must catch."""
    listed = list(equivalents)
    return [mutant for mutant in candidates if not any(_names(one, mutant) for one in listed)]


def stale(candidates: Iterable[Mutant], equivalents: Iterable[DeclaredEquivalent]) -> list[str]:
    """One message for each equivalent that names no mutant, with the nearest mutant there is."""
    known = list(candidates)
    return [
        _stale_message(one, [mutant for mutant in known if mutant.exercise == one.of])
        for one in equivalents
        if not any(_names(one, mutant) for mutant in known)
    ]


def _mutants_of(
    definition: ast.FunctionDef | ast.ClassDef, solution_lines: set[int]
) -> Iterator[Mutant]:
    seen = {ast.unparse(definition)}
    occurrences: Counter[tuple[str, str]] = Counter()
    for place, new, kind in _edits(definition, solution_lines):
        source = text_of(replaced(definition, place.node, new))
        if source in seen:
            continue
        seen.add(source)
        was, becomes = _described(place, new)
        occurrences[was, becomes] += 1
        yield Mutant(
            exercise=definition.name,
            was=was,
            becomes=becomes,
            line=_line(place, solution_lines),
            source=source,
            kind=kind,
            occurrence=occurrences[was, becomes],
        )


def _edits(
    definition: ast.AST, solution_lines: set[int]
) -> Iterator[tuple[SolutionNode, Replacement, str]]:
    for place in places(definition, solution_lines):
        # One edit of the step of a `while` loop is enough: most of the others never end.
        only = {"wrong_constant"} if place.steps_a_while_loop else None
        for mutation in MUTATIONS:
            if only is None or mutation.__name__ in only:
                kind = mutation.__name__.replace("_", " ")
                yield from ((place, new, kind) for new in mutation(place))


def _described(place: SolutionNode, new: Replacement) -> tuple[str, str]:
    """The edit in words of code, widened until it says where it is: not `0` but `x > 0`."""
    if isinstance(place.node, ast.FunctionDef) and isinstance(new, ast.FunctionDef):
        attempt = new.body[-1]
        return "pass", text_of(attempt.finalbody[0]) if isinstance(attempt, ast.Try) else ""
    if isinstance(new, list):
        return _first_line(place.node), _first_line(*new)
    shown = place.node
    for above in reversed(place.above):
        number = isinstance(shown, ast.UnaryOp) and isinstance(shown.operand, ast.Constant)
        if not (number or isinstance(shown, _SAYS_LITTLE_ALONE)):
            break
        shown = above
    return _first_line(shown), _first_line(replaced(shown, place.node, new))


def _first_line(*nodes: ast.AST) -> str:
    lines = [line for node in nodes for line in text_of(node).splitlines()]
    return lines[0] if lines else "pass"


def _line(place: SolutionNode, solution_lines: set[int]) -> int:
    first: int = getattr(place.node, "lineno", 0)
    if isinstance(place.node, ast.FunctionDef):
        return min(line for line in solution_lines if line >= first)
    return first


def _names(one: DeclaredEquivalent, mutant: Mutant) -> bool:
    """Whether an equivalent means this mutant."""
    occurrence = getattr(one, "occurrence", None)
    return (one.of, one.was, one.becomes) == (mutant.exercise, mutant.was, mutant.becomes) and (
        occurrence is None or occurrence == mutant.occurrence
    )


def _stale_message(one: DeclaredEquivalent, of_exercise: list[Mutant]) -> str:
    texts = {f"was={mutant.was!r}, becomes={mutant.becomes!r}" for mutant in of_exercise}
    named = f"was={one.was!r}, becomes={one.becomes!r}"
    nearest = get_close_matches(named, sorted(texts), n=1, cutoff=0.0)
    advice = f"the nearest is {nearest[0]}" if nearest else f"{one.of} has no mutants"
    return (
        f"{one.where}: equivalent(of={one.of!r}, {named}) names no mutant;"
        f" {advice}; correct it or remove it"
    )
