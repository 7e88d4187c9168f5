"""Whose fault it is that a check tripped over an answer."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from autograder.checks import Check
from autograder.checks.examples import Inputs
from autograder.errors import Failure, Signal
from autograder.sandbox import Rehearsal


class CheckBrokenError(Exception):
    """A check raised on the reference too: an error of ours."""


def ours_or_theirs(
    check: Check, names: Mapping[str, Any], inputs: Inputs, error: Exception
) -> Failure:
    """The student's failure if the check raises on their answers only.

    Raises:
        CheckBrokenError: it raises on the reference, whose names these are, as well.
    """
    try:
        check.run(Rehearsal(names).student(), SimpleNamespace(**names), inputs)
    except (Exception, Signal) as ours:
        raise CheckBrokenError(f"{check.name} raised {type(ours).__name__}: {ours}") from ours
    return Failure(
        f"the check cannot work with what {check.exercise} returned "
        f"({type(error).__name__}: {str(error)[:200]})"
    )
