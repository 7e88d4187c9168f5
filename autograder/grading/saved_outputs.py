"""What a notebook saved beside its cells' text is dropped before reading: it may be huge."""

from __future__ import annotations

import re
from collections.abc import Iterable

# An unfinished string reaches to the end, so that damage costs no more time than it has bytes.
_TOKEN = re.compile(rb'"(?:[^"\\]++|\\.?)*+"?|[\[\]{}]', re.DOTALL)
_VALUE = re.compile(rb"\s*:\s*([\[{])")
_OPENING, _CLOSING = b"[{", b"]}"


def without(content: bytes, names: Iterable[str]) -> bytes:
    """The JSON text (UTF-8) with `[]` or `{}` for every list or object under one of the names.

    Nothing else changes, and what is damaged stays as damaged as it was.
    """
    keys = {f'"{name}"'.encode() for name in names}
    longest = max(map(len, keys))
    kept: list[bytes] = []
    start = depth = 0
    dropping = False
    for token in _TOKEN.finditer(content):
        first = content[token.start()]
        if dropping:
            depth += (first in _OPENING) - (first in _CLOSING)
            if not depth:
                dropping, start = False, token.start()
        elif (
            token.end() - token.start() <= longest
            and token[0] in keys
            and (value := _VALUE.match(content, token.end()))
        ):
            kept.append(content[start : value.end()])
            dropping, depth = True, 0
    return content if dropping else b"".join([*kept, content[start:]])
