"""Lines for a terminal: prose broken at blanks, calls where Python may be broken."""

from __future__ import annotations

import io
import textwrap
import tokenize
from itertools import pairwise

WIDTH = 80


def folded(text: str, *, first: str = "", then: str = "") -> list[str]:
    """The text's lines at most 80 columns wide; a longer word, as a path, stays whole.

    Args:
        text: prose.
        first: begins the first line.
        then: begins every other line.
    """
    lines: list[str] = []
    for line in text.splitlines():
        lines += textwrap.wrap(
            line,
            WIDTH,
            initial_indent=then if lines else first,
            subsequent_indent=then,
            break_long_words=False,
            break_on_hyphens=False,
        )
    return lines


def folded_code(code: str, indent: str) -> list[str]:
    """The code's lines, long ones broken after a comma inside of brackets; Python reads the same.

    Args:
        code: Python; what is none stays as it is.
        indent: begins every line.
    """
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(code).readline))
    except (tokenize.TokenError, SyntaxError):
        return [f"{indent}{line}" for line in code.splitlines()]
    depth = 0
    commas: dict[int, list[int]] = {}  # line → where it may be broken
    for token in tokens:
        if token.type == tokenize.OP:
            depth += (token.string in "([{") - (token.string in ")]}")
            if token.string == "," and depth:
                commas.setdefault(token.end[0], []).append(token.end[1])
    lines = []
    for number, line in enumerate(code.split("\n"), start=1):
        begin, margin = 0, indent
        places = [*commas.get(number, ()), len(line)]
        for place, following in pairwise(places):
            if len(margin) + following - begin > WIDTH:
                lines.append(margin + line[begin:place].strip())
                own = line[: len(line) - len(line.lstrip())]
                begin, margin = place, f"{indent}{own}    "
        lines.append(margin + (line[begin:].strip() if begin else line))
    return lines
