"""A topic with the corrections that the course says of its checks."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from autograder.errors import CourseError, near_miss
from autograder.gradebook import Correction
from autograder.grading.examples import DrawnCheck
from autograder.grading.grade import Prepared


def corrected_topic(prepared: Prepared, corrections: Sequence[Correction]) -> Prepared:
    """The topic, judged as the corrections say; what waits for a corrected check is judged.

    Raises:
        CourseError: there is no such check, with the near miss; or it asks for no answer.
    """
    if not corrections:
        return prepared
    require_checks(corrections, prepared.drawn)
    faulty = {each.name for each in corrections}
    return replace(
        prepared,
        drawn={
            name: _without(one, faulty, prepared.drawn) for name, one in prepared.drawn.items()
        },
        fingerprint=corrected_fingerprint(prepared.fingerprint, corrections),
        corrections=tuple(corrections),
    )


def corrected_fingerprint(fingerprint: str, corrections: Iterable[Correction]) -> str:
    """What a verdict depends on, corrections included."""
    parts = [fingerprint, *(each.digest for each in corrections)]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def require_checks(corrections: Iterable[Correction], known: Collection[str]) -> None:
    """Raise CourseError, with the near miss, unless each is of a check of the topic."""
    for each in corrections:
        require_known(each, known, "check")
        if each.also is not None:
            raise CourseError(
                f"{each.where}: also= is for the questions of a quiz; a check is mended in "
                "checks.py, or say everybody=True or leave_out=True"
            )


def require_known(correction: Correction, known: Collection[str], what: str) -> None:
    """Raise CourseError, with the near miss, unless there is a question or check of its name."""
    name = correction.name
    if name not in known:
        meant = near_miss(name, known) or f"; known: {', '.join(known)}"
        raise CourseError(f"{correction.where}: there is no {what} {name!r}{meant}")


def _without(
    drawn: DrawnCheck, faulty: Collection[str], all_: Mapping[str, DrawnCheck]
) -> DrawnCheck:
    """The check, waiting for no corrected one, but for what those would wait for."""
    waits: dict[str, None] = {}

    def add(names: Iterable[str]) -> None:
        for name in names:
            if name in faulty:
                add(all_[name].check.after)
            else:
                waits[name] = None

    add(drawn.check.after)
    if tuple(waits) == drawn.check.after:
        return drawn
    return replace(drawn, check=replace(drawn.check, after=tuple(waits)))
