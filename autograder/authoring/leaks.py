"""What students must not see, looked for in what they are about to receive."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator, Mapping

from autograder.authoring.stubs import marked_regions
from autograder.errors import TopicError

_WORK = (ast.Call, ast.BinOp, ast.Compare, ast.Subscript, ast.comprehension, ast.UnaryOp)


def require_no_leaks(
    released: Mapping[str, str], *, solution_source: str, hidden: Collection[str], topic: str
) -> None:
    """Raise TopicError if released text has a line of an answer or the name of a hidden check.

    Args:
        released: what it is called in messages → its text: cell sources, public_checks.py.
        solution_source: solution.py with its markers.
        hidden: names of the hidden checks.
        topic: the topic's folder, for messages.
    """
    answers = secret_lines(solution_source, where=f"{topic}/solution.py")
    for place, text in released.items():
        for line in text.split("\n"):
            for fragment in _fragments(line):
                if fragment in answers:
                    raise TopicError(
                        f"{place} would show {line.strip()!r}, line {answers[fragment]} of "
                        f"{topic}/solution.py, which stands between markers; "
                        "write it otherwise in what students receive"
                    )
        for name in sorted(hidden):
            if re.search(rf"\b{re.escape(name)}\b", text):
                raise TopicError(
                    f"{place} would show the name of the hidden check {name!r}; "
                    "remove it there, or make the check public"
                )


def secret_lines(solution_source: str, *, where: str) -> dict[str, int]:
    """Lines inside markers that give something away, without spaces → their line number.

    A line that also stands outside the markers is no secret; nor is `else:` or `n = len(x)`.
    """
    lines = solution_source.split("\n")
    inside = {
        number
        for begin, end in marked_regions(solution_source, where=where)
        for number in range(begin + 1, end)
    }
    open_lines = {_bare(line) for number, line in enumerate(lines, 1) if number not in inside}
    return {
        _bare(lines[number - 1]): number
        for number in sorted(inside, reverse=True)
        if _tells(lines[number - 1].strip()) and _bare(lines[number - 1]) not in open_lines
    }


def _tells(line: str) -> bool:
    """Whether a line is an idea rather than plumbing.

    `return np.maximum(x, 0)` is a whole answer; `x = x.copy()` could stand anywhere, but two
    operations on one line are somebody's thought.
    """
    try:
        tree = ast.parse(f"{line} pass" if line.endswith(":") else line)
    except SyntaxError:
        try:
            tree = ast.parse(f"def f():\n {line}")
        except SyntaxError:
            return len(_bare(line)) >= 20
    work = sum(isinstance(node, _WORK) for node in ast.walk(tree))
    if not tree.body:
        return len(_bare(line)) >= 20  # a comment
    return work >= (1 if line.startswith("return") else 2)


def _fragments(line: str) -> Iterator[str]:
    """The line, and what it quotes in backticks, without spaces."""
    yield _bare(line)
    yield from (_bare(quoted) for quoted in re.findall(r"`([^`]+)`", line))


def _bare(line: str) -> str:
    return "".join(line.split())
