"""Proving drawn examples on the reference: what cannot be proved is drawn again."""

from __future__ import annotations

import contextlib
import pickle
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.checks import Check
from autograder.checks.edges import edge_examples
from autograder.checks.examples import Inputs, draw, seed_of, spell
from autograder.checks.gradients import VALIDATING, UndecidedError
from autograder.errors import Fault, TopicError
from autograder.grading.guard import ANY, Kind, kind
from autograder.sandbox import Foreseen, Rehearsal, fits

SPARE = 6
"""So many more examples than wanted are drawn: Hypothesis repeats itself, some are unlucky."""
REDRAWS = 4
"""So many times examples are drawn again if these do not suffice."""
PROVED_BY_DIFFERENCES = 6
"""On so many examples, the last ones, which say most, a reference's gradient is held against
differences of its forward."""
MOST_REFUSED = 0.2
"""If more than this part of a check's examples cannot be proved, the topic is wrong."""
REMEDIES = {
    TopicError: "correct the reference or the check, or draw inputs on which it holds "
    "(`normals` have no ties and no zeros)",
    UndecidedError: "draw smoother inputs (`normals`, `away_from=…`)",
}


@dataclass(frozen=True, slots=True)
class Example:
    """One drawn input and what the check asks on it.

    Attributes:
        inputs: argument name → value.
        asked: the functions and classes that the check calls on the reference.
        kinds: (function, kind of the reference's answer), call by call.
        foreseen: all requests and the reference's answers, if they can be sent ahead; else None.
    """

    inputs: Inputs
    asked: frozenset[str]
    kinds: tuple[tuple[str, Kind], ...]
    foreseen: Foreseen | None = None


def proved_examples(
    check: Check, reference: object, names: Mapping[str, Any], secret: str
) -> list[Example]:
    """Draw the check's examples and prove each on the reference; fewer if there are no more.

    An example that cannot be proved (two maxima tie, a difference does not settle) is drawn again,
    from seeds that follow from the secret.

    Raises:
        TopicError: too many cannot be proved, so the check or the reference is wrong; or none can
            be drawn.
    """
    proved: list[Example] = []
    refused: list[TopicError | UndecidedError] = []
    known: set[bytes] = set()
    for again in range(1 + REDRAWS):
        drawn = draw(
            check.inputs,
            count=to_draw(check),
            seed=seed_of(secret, check.name, again=again),
            where=f"{check.where}: {check.name}",
        )
        for inputs in drawn[again and -SPARE :]:  # Hypothesis begins with the same simplest ones
            key = pickle.dumps(inputs)
            if key in known or len(proved) == check.examples:
                continue
            known.add(key)
            try:
                if len(proved) >= check.examples - PROVED_BY_DIFFERENCES:
                    with _validating():
                        prove(check, reference, names, inputs)
                proved.append(prove(check, reference, names, inputs))
            except (TopicError, UndecidedError) as error:
                refused.append(error)
        _accept(check, refused, of=len(known))
        if not refused or len(proved) == check.examples:
            break
    return proved + _at_edges(check, reference, names, secret, proved)


def _at_edges(
    check: Check,
    reference: object,
    names: Mapping[str, Any],
    secret: str,
    proved: Sequence[Example],
) -> list[Example]:
    """The check's examples at edges; raise TopicError where the reference fails at one."""
    if check.edges is None or not proved:
        return []
    failed: dict[str, TopicError | UndecidedError] = {}
    found: dict[str, Example] = {}
    for again in range(1 + REDRAWS):
        rng = np.random.default_rng(seed_of(secret, f"{check.name}: edges", again=again))
        made = edge_examples(check.inputs, proved[-1].inputs, check.edges, rng)
        failed = {}
        for number, (edge, inputs) in enumerate(made):
            key = f"{number}: {edge}"
            if key not in found:
                try:
                    found[key] = prove(check, reference, names, inputs)
                except (TopicError, UndecidedError) as error:
                    failed[edge] = error
        if not failed:
            return [*found.values()]
    edge, refused = next(iter(failed.items()))
    reason = str(refused).removeprefix(f"{check.where}: {check.name}: ")
    raise TopicError(
        f"{check.where}: {check.name}: at the edge with {edge}, {reason}; if the text "
        "excludes it, bound the inputs (`within=`, `away_from=`, `N<=4`) or say a smaller edges="
    )


def to_draw(check: Check) -> int:
    """So many examples are drawn: a few are in place of repeated and of unlucky ones."""
    return check.examples + SPARE


def _accept(check: Check, refused: Sequence[TopicError | UndecidedError], *, of: int) -> None:
    """Raise TopicError if too many examples were refused.  One among several is bad luck."""
    if len(refused) <= MOST_REFUSED * of or len(refused) == 1 < of:
        return
    last = refused[-1]
    reason = str(last).removeprefix(f"{check.where}: {check.name}: ")
    raise TopicError(
        f"{check.where}: {check.name}: {len(refused)} of {of} examples cannot be proved; "
        f"the last one: {reason}; {REMEDIES[type(last)]}"
    ) from last


def prove(check: Check, reference: object, names: Mapping[str, Any], inputs: Inputs) -> Example:
    """Run one example with the reference in the student's place, noting all that is asked.

    Raises:
        TopicError: the reference fails, or the check raises; with file, line and check.
        UndecidedError: the differences do not settle; likewise.
    """
    rehearsal = Rehearsal(names)
    kinds: list[tuple[str, Kind]] = []

    def note(name: str, answer: Any) -> None:
        kinds.append((name, kind(answer) if name in rehearsal.called else ANY))

    def said(why: str) -> str:
        on = spell(inputs).replace("\n", "; ") or "no input"
        return f"{check.where}: {check.name}: {why}; on {on}"

    try:
        check.run(rehearsal.student(note), reference, inputs)
    except Fault as failure:
        raise TopicError(said(f"the reference fails: {failure.message}")) from None
    except (TopicError, UndecidedError) as error:
        raise type(error)(said(str(error))) from error
    except Exception as error:
        why = f"it raises {type(error).__name__} on the reference: {error}"
        raise TopicError(said(why)) from error
    lines = tuple(rehearsal.lines)
    foreseen = None if rehearsal.hands_over or not fits(lines) else lines
    return Example(inputs, rehearsal.asked, () if check.free_shapes else tuple(kinds), foreseen)


@contextlib.contextmanager
def _validating() -> Iterator[None]:
    """Hold the reference's analytic gradients against differences as well."""
    validating = VALIDATING.set(True)
    try:
        yield
    finally:
        VALIDATING.reset(validating)
