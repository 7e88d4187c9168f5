"""Examples of a topic, drawn once, proved on the reference, replayed on every submission."""

from __future__ import annotations

import contextlib
import hashlib
import os
import pickle
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from autograder.authoring.topic import Topic
from autograder.checks import Check
from autograder.checks.examples import Inputs, draw, seed_of
from autograder.checks.gradients import VALIDATING, UndecidedError
from autograder.errors import Failure, Signal, TopicError
from autograder.files import write_atomically
from autograder.grading.guard import ANY, Kind, kind
from autograder.grading.processes import in_processes
from autograder.sandbox import Foreseen, Line, Rehearsal, disturbed, fits

OWN_POOL = 6
"""Examples beyond the shared ones, of which each submission gets a few of its own."""
OWN_EXAMPLES = 2
PROVED_BY_DIFFERENCES = 6
"""On so many examples a reference's gradient is held against differences of its forward."""


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


@dataclass(frozen=True, slots=True)
class DrawnCheck:
    """A check with its examples: `shared` by all, and a `pool` to pick a submission's own from."""

    check: Check
    seed: int
    shared: tuple[Example, ...]
    pool: tuple[Example, ...]

    @property
    def asked(self) -> frozenset[str]:
        """The functions and classes it calls."""
        return frozenset[str]().union(*(example.asked for example in (*self.shared, *self.pool)))

    def for_submission(self, submission_hash: str) -> tuple[Example, ...]:
        """The shared examples and a few that depend on the submission's content.

        So that a table of remembered answers to the shared ones fails.
        """
        if not self.pool:
            return self.shared
        digest = hashlib.sha256(f"{self.seed}{submission_hash}".encode()).digest()
        chosen = {byte % len(self.pool) for byte in digest[:OWN_EXAMPLES]}
        return (*self.shared, *(self.pool[i] for i in sorted(chosen)))


Drawn = tuple[tuple[Example, ...], tuple[Example, ...]]
"""The shared examples of a check, and its pool."""


def reference_of(topic: Topic) -> SimpleNamespace:
    """What a check receives as `reference`."""
    return SimpleNamespace(**topic.reference)


def draw_topic(
    topic: Topic, secret: str, *, cache: Path | None = None, processes: int | None = None
) -> dict[str, DrawnCheck]:
    """Draw every check's examples and prove them on the reference.

    Args:
        topic: the topic.
        secret: mixed into the seeds.
        cache: a file of our own that keeps the examples for the next time; the caller names it
            after everything the examples depend on.
        processes: how many draw at once; all cores by default.

    Raises:
        TopicError: the reference fails one of its own checks, or examples cannot be drawn.
    """
    found = _read_cache(cache) if cache is not None else None
    if found is None:
        found = _draw_all(topic, secret, processes)
        if cache is not None:
            write_atomically(cache, pickle.dumps(found))
    return {
        check.name: DrawnCheck(check, seed_of(secret, check.name), *found[check.name])
        for check in topic.checks
    }


def _read_cache(path: Path) -> dict[str, Drawn] | None:
    """What we wrote ourselves, in a folder only we can write to; None if it is not there."""
    try:
        if path.stat().st_uid != os.geteuid():
            return None
        return dict(pickle.loads(path.read_bytes()))  # noqa: S301  # see above
    except (OSError, ValueError, TypeError, EOFError, pickle.UnpicklingError, AttributeError):
        return None


def _draw_all(topic: Topic, secret: str, processes: int | None) -> dict[str, Drawn]:
    """Draw check by check over the cores, in forked processes of our own."""
    import hypothesis.extra.numpy  # noqa: F401  # once, before the processes are forked

    reference = reference_of(topic)
    found = in_processes(
        topic.checks,
        lambda check: _draw_check(check, reference, topic.reference, secret),
        processes=processes,
    )
    return {check.name: drawn for check, drawn in found}


def draw_check(
    check: Check, reference: object, names: Mapping[str, Any], secret: str
) -> DrawnCheck:
    """One check of no topic, with its examples, proved on the reference."""
    drawn = _draw_check(check, reference, names, secret)
    return DrawnCheck(check, seed_of(secret, check.name), *drawn)


def _draw_check(check: Check, reference: object, names: Mapping[str, Any], secret: str) -> Drawn:
    seed = seed_of(secret, check.name)
    count = check.examples + (OWN_POOL if check.inputs else 0)
    proved = []
    undecided = 0
    examples = draw(check.inputs, count=count, seed=seed, where=f"{check.where}: {check.name}")
    # From the last ones: Hypothesis begins with the simplest, which say least.
    differences = {id(inputs) for inputs in examples[-PROVED_BY_DIFFERENCES:]}
    for inputs in examples:
        try:
            if id(inputs) in differences:
                with _validating():
                    prove(check, reference, names, inputs)
            proved.append(prove(check, reference, names, inputs))
        except UndecidedError:
            undecided += 1
    if undecided > 0.2 * (len(proved) + undecided):
        raise TopicError(
            f"{check.where}: {check.name} cannot decide on {undecided} of its "
            f"{len(proved) + undecided} examples; draw smoother inputs (normals, away_from=…)"
        )
    proved = [foresee(check, reference, names, example) for example in proved]
    shared = min(check.examples, len(proved))
    return tuple(proved[:shared]), tuple(proved[shared:])


def prove(check: Check, reference: object, names: Mapping[str, Any], inputs: Inputs) -> Example:
    """Run one example with the reference in the student's place, noting all that is asked."""
    rehearsal = Rehearsal(names)
    kinds: list[tuple[str, Kind]] = []

    def note(name: str, answer: Any) -> None:
        kinds.append((name, kind(answer) if name in rehearsal.called else ANY))

    try:
        check.run(rehearsal.student(note), reference, inputs)
    except Failure as failure:
        raise TopicError(
            f"{check.where}: the reference fails {check.name}: {failure.message} on {inputs}"
        ) from None
    except (TopicError, UndecidedError):
        raise
    except Exception as error:
        raise TopicError(
            f"{check.where}: {check.name} raises {type(error).__name__} on the reference: "
            f"{error} on {inputs}"
        ) from error
    lines = tuple(rehearsal.lines)
    foreseen = None if rehearsal.hands_over or not fits(lines) else lines
    return Example(inputs, rehearsal.asked, () if check.free_shapes else tuple(kinds), foreseen)


def foresee(
    check: Check, reference: object, names: Mapping[str, Any], example: Example
) -> Example:
    """The example, knowing which of its requests may give earlier answers away.

    The check is run twice more, with the student's answers disturbed, and then the reference's: a
    request that is another one then was made of such an answer.
    """
    if example.foreseen is None:
        return example

    def asks(rehearsal: Rehearsal, reference: object) -> list[Line | None]:
        with contextlib.suppress(Exception, Signal):  # what follows is not known then
            check.run(rehearsal.student(), reference, example.inputs)
        return [*rehearsal.lines, *[None] * len(example.foreseen or ())]

    theirs = asks(Rehearsal(names, disturbed=True), reference)
    ours = asks(Rehearsal(names), disturbed(names))
    lines = [
        replace(
            line,
            depends=their is None or not line.asks(their),
            reveals=our is None or not line.asks(our),
        )
        for line, their, our in zip(example.foreseen, theirs, ours, strict=False)
    ]
    return replace(example, foreseen=tuple(lines))


@contextlib.contextmanager
def _validating() -> Iterator[None]:
    """Hold the reference's analytic gradients against differences as well."""
    validating = VALIDATING.set(True)
    try:
        yield
    finally:
        VALIDATING.reset(validating)
