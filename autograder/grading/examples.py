"""Examples of a topic, drawn once, proved on the reference, replayed on every submission."""

from __future__ import annotations

import hashlib
import os
import pickle
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from autograder.authoring.topic import Topic
from autograder.checks import Check
from autograder.checks.examples import seed_of
from autograder.files import write_atomically
from autograder.grading.foreseeing import foresee
from autograder.grading.own_examples import Pool, own_pool, picked
from autograder.grading.processes import in_processes
from autograder.grading.proving import Example, proved_examples

DIGEST = hashlib.sha256().digest_size


@dataclass(frozen=True, slots=True)
class DrawnCheck:
    """A check with its examples.

    Attributes:
        check: the check.
        seed: decides them.
        shared: the examples that every submission is asked.
        pool: a stock of others, of which each submission is asked a few of its own.
    """

    check: Check
    seed: int
    shared: tuple[Example, ...]
    pool: Pool

    @property
    def asked(self) -> frozenset[str]:
        """The functions and classes it calls."""
        return frozenset[str]().union(*(example.asked for example in self.shared))

    def for_submission(self, submission_hash: str) -> tuple[Example, ...]:
        """The shared examples and a few that depend on the submission's content.

        So that a table of remembered answers to the shared ones fails.
        """
        return (*self.shared, *picked(self.pool, self.seed, submission_hash))


Drawn = tuple[tuple[Example, ...], Pool]
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
            content = pickle.dumps(found)
            write_atomically(cache, hashlib.sha256(content).digest() + content)
    return {
        check.name: DrawnCheck(check, seed_of(secret, check.name), *found[check.name])
        for check in topic.checks
    }


def _read_cache(path: Path) -> dict[str, Drawn] | None:
    """What we wrote ourselves, in a folder only we can write to; None if it is not there, or is
    not what was written: each file begins with the digest of the rest.
    """
    try:
        if path.stat().st_uid != os.geteuid():
            return None
        content = path.read_bytes()
        digest, content = content[:DIGEST], content[DIGEST:]
        if hashlib.sha256(content).digest() != digest:
            return None
        return dict(pickle.loads(content))  # noqa: S301  # see above
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
    proved = proved_examples(check, reference, names, secret)
    shared = tuple(foresee(check, reference, names, proved))
    return shared, own_pool(check, reference, names, shared, seed_of(secret, check.name))
