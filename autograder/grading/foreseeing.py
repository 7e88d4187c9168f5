"""Which requests of an example may give earlier answers away.

A check is run again with other answers.  A request that is not made then was made of an answer:
it holds it, or was chosen by it.
"""

from __future__ import annotations

import contextlib
import functools
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any
from unittest import mock

from autograder.checks import Check
from autograder.errors import Failure, Signal
from autograder.grading.proving import Example
from autograder.sandbox import Foreseen, Rehearsal, disturbed
from autograder.sandbox.disturbance import Disturbance, downwards, slightly, upwards

LOUDLY = 4
"""On so many examples answers are disturbed largely; what shows there holds for all alike."""


def foresee(
    check: Check, reference: object, names: Mapping[str, Any], examples: Sequence[Example]
) -> list[Example]:
    """The examples, knowing which of their requests depend on answers, or reveal the reference's.

    The check is run on each with slightly different answers, and on a few with very different
    ones: the student's, then the reference's.  Which requests are made of answers is a matter of
    the check, so what shows in one example holds for the request at its place in all that have as
    many.
    """
    # The last ones: Hypothesis begins with the simplest, which say least.
    loudly = [one for one in examples if one.foreseen is not None][-LOUDLY:]
    with _going_on(check):
        flagged = [_looked(check, reference, names, one, (slightly,)) for one in examples]
        seen = [_looked(check, reference, names, one, (upwards, downwards)) for one in loudly]
    return [
        one
        if one.foreseen is None
        else replace(one, foreseen=as_cautious(one.foreseen, [o.foreseen for o in seen]))
        for one in flagged
    ]


def as_cautious(lines: Foreseen, rows: Sequence[Foreseen | None]) -> Foreseen:
    """A request pauses, too, if the one at its place does in any row of as many requests."""
    alike = [row for row in rows if row is not None and len(row) == len(lines)]
    return tuple(
        replace(
            line,
            depends=line.depends or any(row[place].depends for row in alike),
            reveals=line.reveals or any(row[place].reveals for row in alike),
        )
        for place, line in enumerate(lines)
    )


def _looked(
    check: Check,
    reference: object,
    names: Mapping[str, Any],
    example: Example,
    disturbances: Sequence[Disturbance],
) -> Example:
    """The example with what the disturbances show."""
    if example.foreseen is None:
        return example

    lines = example.foreseen
    wanted = Counter(line.asked for line in lines)

    def missing(rehearsal: Rehearsal, reference: object) -> list[bool]:
        """Whether each request is not made in this run; what follows an exception is not.

        It is made if it is at its place, or as often as it should be.
        """
        with contextlib.suppress(Exception, Signal):
            check.run(rehearsal.student(), reference, example.inputs)
        asked = [line.asked for line in rehearsal.lines]
        made = Counter(asked)
        return [
            made[line.asked] < wanted[line.asked] and asked[place : place + 1] != [line.asked]
            for place, line in enumerate(lines)
        ]

    theirs = [missing(Rehearsal(names, by=by), reference) for by in disturbances]
    ours = [missing(Rehearsal(names), disturbed(names, by)) for by in disturbances]
    seen = tuple(
        replace(
            line,
            depends=any(run[place] for run in theirs),
            reveals=any(run[place] for run in ours),
        )
        for place, line in enumerate(lines)
    )
    return replace(example, foreseen=seen)


@contextlib.contextmanager
def _going_on(check: Check) -> Iterator[None]:
    """Let the check's assertions fail without ending it: what it asks after them shows."""
    known = check.body.__globals__
    calm = {
        name: _calm(value)
        for name, value in known.items()
        if getattr(value, "__module__", "").startswith("autograder.checks.")
        and name.startswith(("assert_", "require"))
    }
    with mock.patch.dict(known, calm):
        yield


def _calm(function: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    def calm(*args: Any, **kwargs: Any) -> Any:
        with contextlib.suppress(Failure):
            return function(*args, **kwargs)

    return calm
