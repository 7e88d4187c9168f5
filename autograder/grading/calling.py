"""Which functions and classes of a notebook call which others, read from its text."""

from __future__ import annotations

import io
import keyword
import tokenize
from collections.abc import Iterable, Mapping, Sequence

OPENING = ("def", "class")


def called_by(name: str, calls: Mapping[str, set[str]]) -> set[str]:
    """All that `name` calls, itself or through what it calls."""
    found = set(calls.get(name, ()))
    while more := {each for one in found for each in calls.get(one, ())} - found:
        found |= more
    return found - {name}


def calls_in(sources: Sequence[str]) -> dict[str, set[str]]:
    """The names that each function and class at the left margin calls; the last definition counts.

    A cell that is no Python is left out.
    """
    found: dict[str, set[str]] = {}
    for source in sources:
        tokens: list[tokenize.TokenInfo] = []
        try:  # tokens and no tree: a student's text may be nested so deep that no tree can be made
            tokens.extend(tokenize.generate_tokens(io.StringIO(source).readline))
        except (tokenize.TokenError, SyntaxError):
            continue
        found.update(_definitions(tokens))
    return found


def _definitions(tokens: Iterable[tokenize.TokenInfo]) -> dict[str, set[str]]:
    skipped = (tokenize.NL, tokenize.COMMENT, tokenize.INDENT, tokenize.DEDENT)
    seen = [token for token in tokens if token.type not in skipped]
    found: dict[str, set[str]] = {}
    inside: set[str] = set()  # of what stands outside of definitions nothing is told
    for before, token, after in zip(seen, seen[1:], seen[2:], strict=False):
        if token.start[1] == 0 and before.type == tokenize.NEWLINE:
            inside = set()
        if before.start[1] == 0 and before.string in OPENING:
            inside = found[token.string] = set()
        elif (
            token.type == tokenize.NAME
            and not keyword.iskeyword(token.string)
            and after.string == "("
            and before.string not in (*OPENING, ".")
        ):
            inside.add(token.string)
    return found
