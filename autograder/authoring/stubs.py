"""A solution with nbgrader's markers: its given code, its exercises, and their stubs."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from autograder.errors import TopicError

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
STUB = ("# YOUR CODE HERE", "raise NotImplementedError()")

# nbgrader looks for these words anywhere in a line, so a misspelt marker must not pass unseen.
_LIKE_A_MARKER = re.compile(r"(BEGIN|END)[ _-]*SOLUTION", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Exercise:
    """One top-level function or class that a student must write.

    Attributes:
        name: its name.
        kind: "function" or "class".
        source: its text with markers, with the comments directly above it.
        stub: the same text with every marked region replaced by nbgrader's stub.
        line: the line of its `def` or `class` in solution.py, from 1.
    """

    name: str
    kind: Literal["function", "class"]
    source: str
    stub: str
    line: int

    @property
    def answer(self) -> str:
        """The reference's answer as a student would hand it in: the source without markers."""
        lines = self.source.split("\n")
        return "\n".join(line for line in lines if line.strip() not in (BEGIN, END))


@dataclass(frozen=True, slots=True)
class Solution:
    """A solution.py taken apart.

    Attributes:
        given: everything at top level that is no exercise, in order, without the docstring.
        exercises: name → exercise, in the file's order.
    """

    given: str
    exercises: Mapping[str, Exercise]


@dataclass(frozen=True, slots=True)
class Block:
    """One top-level statement with the comments and blank lines directly above it.

    Attributes:
        node: the statement.
        first: its first line, comments included, from 1.
        last: its last line, indented comments below it included.
        text: those lines.
    """

    node: ast.stmt
    first: int
    last: int
    text: str


def strip_solutions(source: str, *, where: str | Path = "solution.py") -> str:
    """Replace every marked region by a stub at the marker's indentation, as nbgrader does.

    Raises TopicError if markers are misspelt, nested or unpaired.
    """
    lines = source.split("\n")
    kept, after = [], 0
    for begin, end in marked_regions(source, where=where):
        marker = lines[begin - 1]
        indentation = marker[: len(marker) - len(marker.lstrip())]
        kept += lines[after : begin - 1]
        kept += [indentation + line for line in STUB]
        after = end
    return "\n".join(kept + lines[after:])


def marked_regions(source: str, *, where: str | Path) -> list[tuple[int, int]]:
    """The lines (from 1) of each pair of markers; raise TopicError if they do not pair up."""
    regions, begin = [], 0
    for number, line in enumerate(source.split("\n"), 1):
        marker = line.strip()
        if marker == BEGIN and begin:
            raise TopicError(
                f"{where}:{number}: {BEGIN!r} inside the region that line {begin} opened; "
                f"regions do not nest, close that one with {END!r} first"
            )
        if marker == END and not begin:
            raise TopicError(
                f"{where}:{number}: {END!r} closes nothing; "
                f"open the region with {BEGIN!r} or remove this line"
            )
        if marker == BEGIN:
            begin = number
        elif marker == END:
            regions.append((begin, number))
            begin = 0
        elif _LIKE_A_MARKER.search(line):
            raise TopicError(
                f"{where}:{number}: got {marker!r}, which nbgrader may take for a marker; "
                f"write exactly {BEGIN!r} or {END!r}, alone on its line, or other words"
            )
    if begin:
        raise TopicError(
            f"{where}:{begin}: {BEGIN!r} is never closed; add {END!r} below the answer"
        )
    return regions


def split_solution(source: str, *, where: str | Path) -> Solution:
    """Take a solution.py apart into given code and exercises.

    Raises TopicError, naming file, line and remedy, if it does not parse, has no exercise,
    defines one twice, or has markers outside a function or class.
    """
    regions = marked_regions(source, where=where)
    given: list[str] = []
    exercises: dict[str, Exercise] = {}
    for block in blocks(source, where=where):
        marked = [region for region in regions if block.first <= region[0] <= block.last]
        if not marked:
            if not _is_docstring(block):
                given.append(block.text)
            continue
        exercise = _exercise(block, marked, where=where)
        if exercise.name in exercises:
            raise TopicError(
                f"{where}:{exercise.line}: the exercise {exercise.name!r} is already "
                f"defined on line {exercises[exercise.name].line}; rename one of them"
            )
        exercises[exercise.name] = exercise
    if not exercises:
        raise TopicError(
            f"{where}: no exercise; put {BEGIN!r} and {END!r} around the body of each function "
            "that students are to write"
        )
    return Solution(given="\n".join(given).strip("\n"), exercises=exercises)


def blocks(source: str, *, where: str | Path) -> Iterator[Block]:
    """The top-level statements with their comments; together they are the whole file.

    Raises TopicError if the source does not parse or has two statements on one line.
    """
    body = parse(source, where=where).body
    lines = source.split("\n")
    done = 0
    for node, following in zip(body, [*body[1:], None], strict=True):
        if node.lineno <= done:
            raise TopicError(
                f"{where}:{node.lineno}: two statements on one line; write one a line"
            )
        last = node.end_lineno or node.lineno
        limit = following.lineno - 1 if following else len(lines)
        # A closing marker is a comment, which no statement contains: what is indented belongs
        # to the statement above it, what begins at the margin to the one below.
        while last < limit and (following is None or _is_indented(lines[last])):
            last += 1
        yield Block(node, done + 1, last, "\n".join(lines[done:last]))
        done = last


def parse(source: str, *, where: str | Path) -> ast.Module:
    """The syntax tree; raise TopicError with file and line if the source does not parse."""
    try:
        return ast.parse(source)
    except SyntaxError as error:
        raise TopicError(
            f"{where}:{error.lineno}: not Python ({error.msg}); correct the syntax"
        ) from None


def _exercise(block: Block, marked: list[tuple[int, int]], *, where: str | Path) -> Exercise:
    node = block.node
    lines = block.text.split("\n")
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        raise _outside(where, marked[0][0])
    for begin, end in marked:
        whole = node.lineno < begin and end <= block.last
        if not whole or not all(_is_indented(lines[n - block.first]) for n in (begin, end)):
            raise _outside(where, begin)
    text = block.text.strip("\n")
    stub = strip_solutions(text, where=where)
    try:
        ast.parse(stub)
    except SyntaxError:
        raise TopicError(
            f"{where}:{marked[0][0]}: the stub of {node.name!r} is not Python; "
            "put the markers around whole statements, indented as they are"
        ) from None
    kind: Literal["function", "class"] = "class" if isinstance(node, ast.ClassDef) else "function"
    return Exercise(node.name, kind, text, stub, node.lineno)


def _outside(where: str | Path, line: int) -> TopicError:
    return TopicError(
        f"{where}:{line}: the region from {BEGIN!r} to {END!r} is not inside one top-level "
        "function or class; move both markers, indented, into its body"
    )


def _is_indented(line: str) -> bool:
    return not line.strip() or line[0].isspace()


def _is_docstring(block: Block) -> bool:
    node = block.node
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )
