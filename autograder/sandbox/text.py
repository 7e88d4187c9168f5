"""A student's words, made harmless to read: escaped once, when they arrive."""

from __future__ import annotations

import re

# controls but newline and tab; marks that turn text around; odd line ends; halves of pairs
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
_ANSI = re.compile(r"\x1b(\[[0-9;?]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)|[@-Z\\^_])")


def escape(text: str, limit: int | None = None) -> str:
    """The text with what cannot be seen made visible by its number, cut at `limit` characters."""
    cut = limit is not None and len(text) > limit
    shown = _HIDDEN.sub(_visible, text[:limit])
    return shown + "…" if cut else shown


def plain(text: str) -> str:
    """What a terminal would show of the text: no colours, no lines overwritten; then escaped."""
    seen = _ANSI.sub("", text)
    if "\r" in seen:
        seen = "\n".join(line.rstrip("\r").rpartition("\r")[2] for line in seen.split("\n"))
    return escape(seen)


def _visible(found: re.Match[str]) -> str:
    number = ord(found[0])
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}"
