"""Whose words a failure is told in.

The process that answers the requests of a whole check sees the inputs of all examples, and could
hide them in whatever it answers: the text of an exception, a name, a key, the digits of a number.
So nothing of that is shown, but what another process of the same notebook answers, which knows
only of inputs that the student is shown.
"""

from __future__ import annotations

from typing import Protocol

from autograder.errors import Failure, Fault, Raised


class Apart(Protocol):
    """A session, as far as its words are concerned."""

    def in_our_words(self, failure: Raised) -> Raised:
        """The failure with nothing of what the student's code chose to say."""

    def explained(self, failure: Fault) -> Fault:
        """The failure, with the reason if a name is missing."""


def said_alone(failure: Fault, alone: Fault | None, session: Apart, exercise: str) -> Fault:
    """The failure without anything that can tell of inputs which are not shown.

    Args:
        failure: what was found among other calls.
        alone: what the same example gives in a process that knows of no others; None if it passes.
        session: where the failure was found.
        exercise: whose check it is.
    """
    if isinstance(failure, Raised):
        same = isinstance(alone, Raised) and alone.types[0] == failure.types[0]
        return alone if alone is not None and same else session.in_our_words(failure)
    return alone or Failure(
        f"{exercise} fails this check among other calls, but should answer as it does when it is "
        "called alone, which is right",
        hint="look for something that it keeps from one call to the next",
    )


def may_be_shown(failure: Fault, first: Fault) -> bool:
    """Whether a later failure may stand for the first one: an exception must be the same one."""
    if not isinstance(failure, Raised):
        return True
    return isinstance(first, Raised) and (failure.types, failure.place) == (
        first.types,
        first.place,
    )
