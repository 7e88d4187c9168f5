"""Whose fault it is that a check tripped over an answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np

from autograder.checks import Check
from autograder.checks.examples import Inputs
from autograder.checks.students import kind_of
from autograder.errors import Failure, Signal
from autograder.grading.guard import ANY, Kind, assert_kind, kind
from autograder.sandbox import Entry, Rehearsal, entries_of


class CheckBrokenError(Exception):
    """A check raised on the reference too: an error of ours."""


def ours_or_theirs(
    check: Check,
    names: Mapping[str, Any],
    inputs: Inputs,
    error: Exception,
    entries: Sequence[Entry],
) -> Failure:
    """The student's failure if the check raises on their answers only; `entries` hold these.

    Raises:
        CheckBrokenError: it raises on the reference, whose names these are, as well.
    """
    right = Rehearsal(names).student()
    try:
        check.run(right, SimpleNamespace(**names), inputs)
    except (Exception, Signal) as ours:
        raise CheckBrokenError(f"{check.name} raised {type(ours).__name__}: {ours}") from ours
    for mine, theirs in zip(entries, entries_of(right), strict=False):
        try:
            assert_form(mine.answer, theirs.answer, _result(check, mine))
        except Failure as failure:
            return failure
    return of_another_form(check, error)


def of_another_form(check: Check, error: Exception) -> Failure:
    """The failure of an answer that a check cannot take apart, if no more is known."""
    return Failure(
        f"{check.exercise} returned something of another form than the check expects "
        f"({type(error).__name__}: {str(error)[:200]})"
    )


def assert_form(value: Any, right: Any, what: str) -> None:
    """Raise Failure unless `value` is of the kind of the right answer, and of its length if that
    is a list; an array may have any shape, the parts of a tuple may be of any kind.
    """
    form = kind(right)
    shape = value.shape if isinstance(value, np.ndarray) else form.shape
    form = Kind(form.name, shape, complex=True, parts=(ANY,) * len(form.parts))
    assert_kind(value, form, what)
    if isinstance(right, list) and len(value) != len(right):
        raise Failure(f"{what} is {kind_of(value)}, but should be {kind_of(right)}")


def _result(check: Check, entry: Entry) -> str:
    target = entry.value[0] if entry.kind == "call" else check.exercise
    return f"the result of {f'{check.exercise}.{target[1]}' if type(target) is tuple else target}"
