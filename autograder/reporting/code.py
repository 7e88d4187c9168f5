"""Python source as highlighted HTML.

One regular expression, linear in the length of the source whatever a student typed:
pygments needs 5 ms per kB, and seconds for some hostile cells.
"""

from __future__ import annotations

import builtins
import html
import keyword
import re
from functools import lru_cache

from autograder.reporting.plain import printable, shortened

LONGEST = 20_000  # characters shown of one cell

_BUILTINS = frozenset(name for name in dir(builtins) if name.islower() and name[0] != "_")
_CONSTANTS = frozenset({"True", "False", "None", "self"})
_TOKEN = re.compile(
    r"""
      (?P<comment>  \#[^\n]* )
    | (?P<string>   (?:\b[rbfuRBFU]{1,2})?
                    (?: "{3}(?:[^\\"]|\\(?:.|\Z)|"(?!""))*+(?:"{3}|\Z) | "(?:[^\\"\n]|\\.)*+"?
                      | '{3}(?:[^\\']|\\(?:.|\Z)|'(?!''))*+(?:'{3}|\Z) | '(?:[^\\'\n]|\\.)*+'? ) )
    | (?P<magic>    ^[ \t]*[%!][^\n]* )
    | (?P<decorator> ^[ \t]*@[\w.]+ )
    | (?P<number>   \b\d[\w.]*(?:(?<=[eE])[+-]?\d+)? )
    | (?P<defined>  (?<=\bdef[ ])\w+ | (?<=\bclass[ ])\w+ )
    | (?P<name>     [^\W\d]\w* )
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)
_CLASSES = {"comment": "c", "string": "s", "magic": "d", "decorator": "d", "number": "n"}
_CLASSES |= {"defined": "f"}


@lru_cache(maxsize=256)  # a class may hold hostile, large cells
def python_to_html(source: str) -> str:
    """The source as escaped HTML with `<span class>` around its tokens, for a `<pre>`."""
    source = printable(shortened(source, limit=LONGEST))
    pieces: list[str] = []
    end = 0
    for match in _TOKEN.finditer(source):
        token = match.group()
        css_class = _css_class(match.lastgroup or "", token)
        if css_class:
            pieces.append(html.escape(source[end : match.start()]))
            pieces.append(f'<span class="{css_class}">{html.escape(token)}</span>')
            end = match.end()
    pieces.append(html.escape(source[end:]))
    return "".join(pieces)


def _css_class(kind: str, token: str) -> str:
    if kind != "name":
        return _CLASSES[kind]
    if token in _CONSTANTS:
        return "n"
    if keyword.iskeyword(token):
        return "k"
    return "b" if token in _BUILTINS else ""
