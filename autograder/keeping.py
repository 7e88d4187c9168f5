"""The course's secret on this machine: what was made with it, and how another one is taken."""

from __future__ import annotations

import os
import secrets
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from autograder.errors import AutograderError, CourseError
from autograder.gradebook import Course
from autograder.gradebook.marks import read_receipts
from autograder.gradebook.secret import (
    SECRET_VARIABLE,
    as_secret,
    graded_otherwise,
    made_with_it,
    write_secret,
)
from autograder.grading.class_run import Job
from autograder.layout import Layout
from autograder.quizzes.handing_out import drawn_otherwise
from autograder.receipts import fingerprint_of, read_or_stand_in

BY_OTHERS = 0o077


def made_otherwise(layout: Layout, secret: str) -> list[str]:
    """What was graded or handed out with another secret than this one, in words."""
    present = fingerprint_of(secret)
    receipts = read_receipts(layout.root / "grades")
    count = Counter(one.secret_fingerprint for one in receipts if one.read)
    lines = [
        f"{many} receipts were graded with the secret {other}"
        for other, many in sorted(count.items())
        if other not in ("", present)
    ]
    if paths := drawn_otherwise(layout, secret):
        lines.append(f"{len(paths)} variants were drawn from another secret ({paths[0]}, …)")
    return lines


def take_secret(
    layout: Layout, course: Course, content: bytes, where: str, *, replace: bool
) -> Path | None:
    """Make what a file holds the course's secret.

    Returns:
        Where the secret is kept that stood here before; None if there was no other.

    Raises:
        CourseError: the file holds no secret.
        AutograderError: there is another secret, or work of another one, and it may not replace
            that; or the environment's outranks both.
    """
    secret, path = as_secret(content, where), layout.root / course.secret_file
    _require_no_variable(path)
    old = _standing(path)
    if old == secret:
        return None
    if old is not None and not replace:
        raise AutograderError(
            f"{path}: holds the secret {fingerprint_of(old)}, this one is "
            f"{fingerprint_of(secret)}; --replace takes it, and keeps the other beside it"
        )
    others = made_otherwise(layout, secret)
    if others and not replace:
        raise AutograderError(
            f"{layout.root}: {' and '.join(others)}, but this one is {fingerprint_of(secret)}; "
            "find the other one, or take this one all the same with --replace"
        )
    return _put(path, old, secret)


def make_secret(layout: Layout, course: Course, *, replace: bool) -> Path | None:
    """Make the course a secret; what it returns and raises is as of `take_secret`."""
    path = layout.root / course.secret_file
    _require_no_variable(path)
    if replace:
        old = _standing(path)
        return _put(path, old, secrets.token_hex(32))
    if course.begin_secret(layout.root) is None:
        raise AutograderError(f"{path}: there is one already; --replace makes another")
    return None


def _standing(path: Path) -> str | None:
    """What the file holds; None if it is not there, or holds no secret."""
    with suppress(FileNotFoundError, CourseError):
        return as_secret(path.read_bytes(), str(path))
    return None


def _put(path: Path, old: str | None, secret: str) -> Path | None:
    kept = None
    if old is not None:
        kept = path.with_name(f"{path.name}.{fingerprint_of(old)}")
        write_secret(kept, old, replace=True)
    write_secret(path, secret, replace=True)
    return kept


def _require_no_variable(path: Path) -> None:
    if os.environ.get(SECRET_VARIABLE, "").strip():
        raise AutograderError(f"{SECRET_VARIABLE} is set, and outranks {path}; unset it first")


def about_receipts(layout: Layout, course: Course) -> tuple[str, ...]:
    """A line for each receipt that is damaged, and for each other secret that graded some.

    And a line if the course's own is missing.
    """
    receipts = read_receipts(layout.root / "grades")
    damaged = [f"{r.student}, {r.assignment}: {r.problem}" for r in receipts if r.is_damaged]
    return (
        *damaged,
        *graded_otherwise(layout.root, receipts, secret_file=course.secret_file),
    )


def require_same_secret(layout: Layout, course: Course, jobs: Iterable[Job]) -> None:
    """Raise AutograderError if receipts of these jobs would be replaced by another secret's."""
    graded = ((job, job.receipt(layout)) for job in jobs)
    receipts = [
        read_or_stand_in(path, job.assignment, job.student)
        for job, path in graded
        if path.is_file()
    ]
    others = graded_otherwise(layout.root, receipts, secret_file=course.secret_file)
    if others:
        raise AutograderError(
            f"{'; '.join(others)}; to grade with the present one all the same, see first what "
            "changes: autograder grade --regrade --again, then with --yes"
        )


def described(layout: Layout, course: Course) -> list[str]:
    """Where the secret is, what was made with it, and what should be looked at."""
    secret, path = course.secret(layout.root), layout.root / course.secret_file
    if os.environ.get(SECRET_VARIABLE, "").strip():
        lines = [f"in the environment variable {SECRET_VARIABLE}: {fingerprint_of(secret)}"]
        if _standing(path) not in (None, secret):
            lines.append(f"{path} holds another one, which does not count")
    else:
        lines = [f"{path}: {fingerprint_of(secret)} (a fingerprint, not the secret)"]
        if path.stat().st_mode & BY_OTHERS:
            lines.append(f"others on this machine can read it; chmod 600 {path}")
    made = " and ".join(made_with_it(layout)) or "nothing yet"
    others = made_otherwise(layout, secret)
    lines.append(f"graded or handed out: {made}{'' if others else ', none with another secret'}")
    return [*lines, *(f"with another secret: {line}" for line in others)]
