"""assignment.md: the prose, examples and exercises of a notebook, in order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import jupytext
from nbformat import NotebookNode

from autograder.authoring.stubs import Solution
from autograder.errors import TopicError, near_miss

_FENCE = re.compile(r"\s*`{3,}\s*(\w*)")
_KNOWN_ATTRIBUTES = {"exercise", "lines_to_next_cell"}  # the second is jupytext's own


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of an assignment.

    Attributes:
        kind: "text" for Markdown, "example" for code that is shown, or "exercise".
        content: the Markdown, the code, or the exercise's name.
    """

    kind: Literal["text", "example", "exercise"]
    content: str


def read_assignment(text: str, *, solution: Solution, where: Path) -> list[Part]:
    """The parts of an assignment; the first is its opening if it begins with a title.

    Raises TopicError if the fences do not name every exercise exactly once, or would become
    cells that their author does not expect.
    """
    cells = jupytext.reads(text, fmt="md").cells
    parts: list[Part] = []
    for cell in cells:
        _require_expected(cell, text, where)
        source = cell.source.strip("\n")
        if cell.cell_type == "markdown":
            pieces = (source,) if parts else _opening_and_rest(source)
            parts += [Part("text", piece) for piece in pieces if piece]
        elif "exercise" in cell.metadata:
            parts += [Part("exercise", name) for name in cell.metadata["exercise"].split()]
        else:
            parts.append(Part("example", source))
    names = [part.content for part in parts if part.kind == "exercise"]
    _require_each_once(names, solution, text, where)
    return parts


def _require_expected(cell: NotebookNode, text: str, where: Path) -> None:
    """Raise TopicError where jupytext reads something else than the author meant."""
    if cell.cell_type == "raw":
        first = cell.source.split("\n")[0]
        raise TopicError(
            f"{where}: {first!r} begins a raw cell, which students cannot use; "
            "remove the header or the raw region"
        )
    if cell.cell_type != "code":
        return
    unknown = sorted(set(cell.metadata) - _KNOWN_ATTRIBUTES)
    if unknown:
        raise TopicError(
            f"{where}:{_fence_line(text, unknown[0])}: a python fence has {unknown[0]!r}; "
            'write ```python, or ```python exercise="name"'
        )
    foreign = cell.source.startswith("%%") and cell.source[2:].split()[0]
    if foreign and foreign in {fence[1] for fence in map(_FENCE.match, text.split("\n")) if fence}:
        raise TopicError(
            f"{where}:{_fence_line(text, foreign)}: the fence ```{foreign} would become a cell "
            "that runs; write ```text"
        )
    exercise = cell.metadata.get("exercise")
    if exercise is not None and (cell.source.strip() or not exercise.split()):
        got = "code, which the stub would replace" if cell.source.strip() else "no exercise's name"
        raise TopicError(
            f"{where}:{_fence_line(text, exercise or 'exercise')}: the exercise fence has {got}; "
            'write ```python exercise="name" and close it on the next line'
        )


def _require_each_once(names: Sequence[str], solution: Solution, text: str, where: Path) -> None:
    for position, name in enumerate(names):
        if name not in solution.exercises:
            raise TopicError(
                f"{where}:{_fence_line(text, name)}: solution.py has no exercise {name!r}"
                f"{near_miss(name, solution.exercises)}"
            )
        if name in names[:position]:
            raise TopicError(
                f"{where}:{_fence_line(text, name, last=True)}: the exercise {name!r} "
                "has a fence already; remove one of them"
            )
    for name, exercise in solution.exercises.items():
        if name not in names:
            raise TopicError(
                f"{where}: the exercise {name!r} (solution.py:{exercise.line}) has no fence; "
                f'add ```python exercise="{name}" and close it on the next line'
            )


def _fence_line(text: str, word: str, *, last: bool = False) -> int:
    """The line of the fence that has the word; jupytext keeps no line numbers."""
    whole_word = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")
    lines = [
        number
        for number, line in enumerate(text.split("\n"), 1)
        if _FENCE.match(line) and whole_word.search(line)
    ]
    return (lines or [1])[-1 if last else 0]


def _opening_and_rest(text: str) -> tuple[str, str]:
    """The text before the second heading (without one, the title) and what follows."""
    title, _, body = text.partition("\n")
    if not title.startswith("# "):
        return "", text
    heading = re.search(r"^##+ ", body, re.MULTILINE)
    at = heading.start() if heading else 0
    return f"{title}\n{body[:at]}".strip(), body[at:].strip()
