"""Where in an instructor's file something is said: "file:line", for messages."""

from __future__ import annotations

import inspect

VOCABULARY = tuple(f"{__name__.split('.')[0]}.{name}" for name in ("checks", "quizzes"))


def written_at() -> str:
    """The place of the call that led into the vocabulary."""
    frame = inspect.currentframe()
    while frame is not None and frame.f_globals.get("__name__", "").startswith(VOCABULARY):
        frame = frame.f_back
    return "?" if frame is None else f"{frame.f_code.co_filename}:{frame.f_lineno}"
