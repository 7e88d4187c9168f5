"""Whose words a failure is told in.

The process that answers the requests of a whole check sees the inputs of all examples, and could
hide them in the text of an exception, in a name, in a key.  So no such word is shown, but what
another process of the same notebook says, which knows only of inputs that the student is shown.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from autograder.errors import Failure, Fault, Raised


class Apart(Protocol):
    """A session, as far as its words are concerned."""

    def in_our_words(self, failure: Raised) -> Raised:
        """The failure with nothing of what the student's code chose to say."""

    def ended(self, failure: Fault) -> bool:
        """Whether the failure ended the student's process."""


def said_alone(
    failure: Fault, session: Apart, exercise: str, again: Callable[[], Fault | None]
) -> Fault:
    """The failure without any word that can tell of inputs which are not shown.

    Args:
        failure: what was found among other calls.
        session: where it was found.
        exercise: whose check it is.
        again: runs the same example in a process that knows of no others; None if it passes there.
    """
    if not failure.worded or session.ended(failure):
        return failure
    if isinstance(failure, Raised):
        ours = session.in_our_words(failure)
        if ours.message == failure.message:
            return failure
        alone = again()
        same = isinstance(alone, Raised) and alone.types[0] == failure.types[0]
        return alone if alone is not None and same else ours
    alone = again()
    if alone is None or session.ended(alone):
        return Failure(
            f"{exercise} fails this check among other calls, but not when it is called alone",
            hint="look for something that it keeps from one call to the next",
        )
    return alone
