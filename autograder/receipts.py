"""What grading a submission leaves behind: one JSON file, written whole or not at all."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from autograder.errors import HINTS, AutograderError
from autograder.files import write_atomically


class Outcome(StrEnum):
    """How a check ended.  ERROR is ours, never the student's."""

    PASSED = "PASSED"
    FAILED = "FAILED"
    SKIPPED = "SKIPPED"
    ERROR = "ERROR"


Shown = Mapping[str, str | None]
"""A call that shows a failure, as text.

`code` runs below the student's own cells, with `np` in scope, and ends in an expression; `is` is a
Python expression of its value, None if it raises or cannot be written down; `should` is what the
value should be, None if that is no single value.
"""

Cause = Mapping[str, str | None]
"""Why a check failed: the `sentence` that says so, and the `mistake` of the topic that is known to
give the same answers; None if the sentence tells what the answers themselves share.
"""

NOT_RUN = "not run: "
"""How the message of a check begins that was skipped because a budget was used up."""


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One check on one submission.

    Attributes:
        name: the check's name.
        exercise: the exercise it belongs to.
        sentence: the law in words, the check's docstring (Markdown with $LaTeX$).
        public: whether students have its source.
        points: what it is worth.
        earned: what it earned, 0 or `points`.
        outcome: PASSED, FAILED, SKIPPED (it waits for another check, or was not run because a
            budget was used up; the message says which) or ERROR.
        message: what was found and what it should be; empty if passed.  Already escaped:
            no control characters, bidi marks or surrogates; not HTML-escaped.
        hint: what to do; may be empty.
        example: the smallest failing input as Python text; may be empty.
        seconds: CPU seconds spent on it, student's and ours.
        shown: the call that shows the failure; then `example` is empty.
        cause: why it failed, if that was found.
        correction: what a correction of the course made of it, and why; or "".
        left_out: what it was worth if a correction left it out; `points` is 0 then.
    """

    name: str
    exercise: str
    sentence: str
    public: bool
    points: int
    earned: int
    outcome: Outcome
    message: str = ""
    hint: str = ""
    example: str = ""
    seconds: float = 0.0
    shown: Shown | None = None
    cause: Cause | None = None
    correction: str = ""
    left_out: int = 0

    @property
    def because(self) -> str:
        """Why it failed, in a sentence; or ""."""
        return str(self.cause["sentence"]) if self.cause else ""

    @property
    def is_known_mistake(self) -> bool:
        """Whether the cause is a mistake that the topic lists."""
        return bool(self.cause and self.cause["mistake"])

    @property
    def demonstration(self) -> str:
        """Python text that shows the failure: a call with what came out, or an input; or ""."""
        if self.shown is None:
            return self.example
        lines = [str(self.shown["code"])]
        lines += [
            f"# {words} {self.shown[key]}"
            for key, words in (("is", "is        "), ("should", "should be "))
            if self.shown[key] is not None
        ]
        return "\n".join(lines)

    @property
    def demonstration_title(self) -> str:
        """What stands above it."""
        return (
            "Run this below your own cells" if self.shown else "What the check drew for its calls"
        )

    @property
    def is_stub(self) -> bool:
        """Whether it failed because the exercise is still as it was released."""
        return self.outcome is Outcome.FAILED and self.hint == HINTS["NotImplementedError"]

    @property
    def waits(self) -> bool:
        """Whether it was skipped until another check passes."""
        return self.outcome is Outcome.SKIPPED and not self.message.startswith(NOT_RUN)


@dataclass(frozen=True, slots=True)
class Receipt:
    """Everything known about one graded submission; feedback and gradebook read nothing else.

    Attributes:
        assignment: the assignment's name.
        student: the student's id.
        submission_hash: SHA-256 of the submitted file; "" if none can be opened.
        topic_hash: hash of checks, solution, secret and versions: what the grade depends on.
        sandbox: the level of confinement, "A", "B" or "E".
        secret_fingerprint: says which secret the examples or the variant were drawn from, without
            telling it; "" in receipts from before there were fingerprints.
        submitted_at: ISO 8601 time with offset from nbgrader's timestamp.txt; None if unknown.
        versions: of python, numpy, hypothesis and autograder.
        checks: the results, in the topic's order.
        problem: one line for the staff if the submission could not be read, or not everything of
            it was run; the mark is then provisional.  Else "".
        taken: which file was graded, if it has another name or others lie beside it: a sentence
            that student and staff read.  Else "".
        read: whether there was a notebook to grade; if not, no check says anything about the work.
        remarks: how this was graded, in sentences that student and staff read; usually none.
        corrections: the course's corrections of checks that were in force, in sentences.
        cpu_seconds: CPU time of the whole grading, seconds.
        peak_memory_mb: of the student's process, MiB.
    """

    assignment: str
    student: str
    submission_hash: str
    topic_hash: str
    sandbox: str
    checks: tuple[CheckResult, ...]
    secret_fingerprint: str = ""
    submitted_at: str | None = None
    problem: str = ""
    taken: str = ""
    read: bool = True
    remarks: tuple[str, ...] = ()
    corrections: tuple[str, ...] = ()
    versions: dict[str, str] = field(default_factory=dict)
    cpu_seconds: float = 0.0
    peak_memory_mb: float = 0.0

    @property
    def told(self) -> tuple[str, ...]:
        """Everything that student and staff read about how this was graded."""
        return (*filter(None, [self.taken]), *self.remarks)

    @property
    def points(self) -> int:
        """What the assignment is worth."""
        return sum(result.points for result in self.checks)

    @property
    def left_out(self) -> int:
        """What the checks were worth that corrections of the course left out."""
        return sum(result.left_out for result in self.checks)

    @property
    def earned(self) -> int:
        """What the submission earned."""
        return sum(result.earned for result in self.checks)

    @property
    def is_damaged(self) -> bool:
        """Whether it stands in for one that cannot be read: what graded the work is unknown."""
        return not self.topic_hash

    @property
    def errors(self) -> tuple[CheckResult, ...]:
        """Checks that ended in an error of ours: staff must look before the grade counts."""
        return tuple(result for result in self.checks if result.outcome is Outcome.ERROR)


def fingerprint_of(secret: str) -> str:
    """Names a secret without telling it: twelve digits of a hash made for this purpose alone."""
    return hashlib.sha256(f"autograder: which secret\0{secret}".encode()).hexdigest()[:12]


def to_json(receipt: Receipt) -> str:
    """The receipt as JSON text."""
    return json.dumps(asdict(receipt), indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def from_json(text: str, *, where: str = "receipt") -> Receipt:
    """Read a receipt; raise AutograderError if it is not one."""
    try:
        data: dict[str, Any] = json.loads(text)
        checks = tuple(_result(result) for result in data.pop("checks"))
        remarks = tuple(map(str, data.pop("remarks", ())))
        corrections = tuple(map(str, data.pop("corrections", ())))
        return Receipt(checks=checks, remarks=remarks, corrections=corrections, **data)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise AutograderError(
            f"{where}: not a receipt ({type(error).__name__}: {error}); delete it and grade again"
        ) from None


def _result(data: dict[str, Any]) -> CheckResult:
    result = CheckResult(**{**data, "outcome": Outcome(data["outcome"])})
    if not type(result.points) is type(result.earned) is int:
        raise TypeError("points that are no whole number")
    return result


def write_receipt(path: Path, receipt: Receipt) -> None:
    """Write atomically: a reader sees the old receipt or the new one, never half of one."""
    write_atomically(path, to_json(receipt).encode())


def read_receipt(path: Path) -> Receipt:
    """Read one receipt file; raise AutograderError naming it if it is damaged."""
    try:
        text = path.read_bytes().decode()
    except UnicodeDecodeError as error:
        raise AutograderError(
            f"{path}: not a receipt ({error}); delete it and grade again"
        ) from None
    return from_json(text, where=str(path))


def read_or_stand_in(path: Path, assignment: str, student: str) -> Receipt:
    """Read one receipt file; one that is damaged is stood in for, so that staff look at it."""
    remedy = f"autograder grade {assignment} --student {student} writes it anew"
    if path.stem != student:
        remedy = "it is of an earlier attempt: restore a copy, or delete it if that does not count"
    try:
        return read_receipt(path)
    except (AutograderError, OSError):
        return Receipt(
            *(assignment, student, "", "", "", ()),
            problem=f"{path} is damaged; {remedy}",
            remarks=("The record of how this was graded is damaged. The staff have been told.",),
        )
