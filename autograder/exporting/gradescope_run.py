"""Inside Gradescope's container: /autograder/submission → /autograder/results/results.json.

python -m autograder.exporting.gradescope_run prepare /autograder    # when the image is built
python -m autograder.exporting.gradescope_run grade /autograder      # for each submission
"""

from __future__ import annotations

import json
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from autograder.authoring.topic import load_topic
from autograder.errors import AutograderError, SubmissionError
from autograder.exporting.gradescope import Settings, read_settings
from autograder.files import write_atomically
from autograder.grading.grade import Prepared, grade_file, prepare
from autograder.grading.handed_in import Taken, taken_in
from autograder.grading.pool import Confinement, bounded_memory
from autograder.grading.submission import content_hash, read_bytes
from autograder.limits import Limits
from autograder.receipts import CheckResult, Outcome, Receipt
from autograder.reporting.exports import receipt_as_gradescope

SHARE_OF_TIME = 0.85
"""Of the minutes that Gradescope allows; past them it would give 0 for everything."""
NOT_YET = "this check has not run yet"
UNFINISHED = "Not every check has run yet."
TOO_LATE = "the time for grading was over before this check ran"
CUT_SHORT = (
    "The time for grading was over before every check had run, so this score is not final: look "
    "for work that could be done once, or hand in again."
)


class TimeIsOver(BaseException):  # nothing that catches errors may catch it
    """The submission has used the time that Gradescope allows."""


@dataclass(frozen=True, slots=True)
class Handed:
    """What was handed in, by whom and when, as submission_metadata.json says."""

    taken: Taken
    digest: str
    student: str
    submitted_at: str | None


def prepared_in(root: Path) -> tuple[Settings, Prepared]:
    """Settings and topic of the container, its examples drawn once and kept."""
    source = root / "source"
    settings = read_settings(source)
    topic = load_topic(source / "reference" / settings.assignment)
    return settings, prepare(topic, settings.secret, cache=root / "examples")


def grade(root: Path, *, clock: Callable[[], float] = time.monotonic) -> Receipt | None:
    """Grade the submission, writing results.json anew after each check.

    Returns:
        The receipt; None if there was no notebook to grade (results.json says so).

    Raises:
        AutograderError: an error of ours; there is no results.json then, and so nobody's zero.
    """
    began = clock()
    results = root / "results" / "results.json"
    results.unlink(missing_ok=True)
    settings, prepared = prepared_in(root)
    try:
        handed = _handed_in(root, settings.assignment)
    except SubmissionError as error:
        _write(results, {"score": 0, "output": str(error), "output_format": "text"})
        return None
    about = (settings.assignment, handed.student, handed.digest, prepared.fingerprint)
    waiting = tuple(check.result(Outcome.SKIPPED) for check in prepared.topic.checks)
    of = prepared.secret_fingerprint
    blank = Receipt(
        *about, "", waiting, of, submitted_at=handed.submitted_at, taken=handed.taken.told
    )
    found: dict[str, CheckResult] = {}

    def write(receipt: Receipt, note: str = "") -> Receipt:
        spent = clock() - began
        told = receipt_as_gradescope(receipt, hidden=settings.hidden, seconds=spent, note=note)
        _write(results, told)
        return receipt

    def so_far(message: str) -> tuple[CheckResult, ...]:
        return tuple(found.get(r.name, replace(r, message=message)) for r in blank.checks)

    confinement = _confinement(settings, root)
    with confinement.zygote() as zygote, bounded_memory():
        blank = replace(blank, sandbox=zygote.level)

        def note_result(result: CheckResult) -> bool:
            found[result.name] = result
            write(replace(blank, checks=so_far(NOT_YET)), UNFINISHED)
            return False

        try:
            with _at_most(SHARE_OF_TIME * 60 * settings.minutes - (clock() - began)):
                receipt, _ = grade_file(
                    handed.taken.path,
                    prepared,
                    zygote,
                    confinement.limits,
                    student=handed.student,
                    submitted_at=handed.submitted_at,
                    stop=note_result,
                )
        except TimeIsOver:
            return write(replace(blank, checks=so_far(TOO_LATE)), CUT_SHORT)
        return write(replace(receipt, taken=handed.taken.told))


def _confinement(settings: Settings, root: Path) -> Confinement:
    return Confinement(
        Limits(**settings.limits),
        root / "source",
        demand=settings.demand,
        trust_students=settings.demand == "E",
    )


def _handed_in(root: Path, assignment: str) -> Handed:
    """The file that counts; raise SubmissionError, in the student's words, if none does."""
    named = root / "submission" / f"{assignment}.ipynb"
    try:
        taken = taken_in(named)
        digest = content_hash(read_bytes(taken.path))
    except SubmissionError as error:
        raise SubmissionError(
            f"What you handed in could not be graded, because it {error.reason}. "
            f"Hand in {named.name}, or {named.stem}.py."
        ) from None
    return Handed(taken, digest, *_metadata(root / "submission_metadata.json"))


def _metadata(path: Path) -> tuple[str, str | None]:
    """Who and when; without the file an unnamed student."""
    with suppress(OSError, ValueError, TypeError, KeyError, AttributeError):
        data = json.loads(path.read_text(encoding="utf-8"))
        who = ", ".join(str(user["email"]) for user in data["users"])
        return who or "unknown", data.get("created_at")
    return "unknown", None


def _write(path: Path, results: dict[str, Any]) -> None:
    write_atomically(path, json.dumps(results, indent=1, ensure_ascii=False).encode())


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    """Raise TimeIsOver inside after so many seconds, whatever is waited for."""

    def over(*_: object) -> None:
        raise TimeIsOver

    earlier = signal.signal(signal.SIGALRM, over)
    signal.setitimer(signal.ITIMER_REAL, max(seconds, 0.001))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, earlier)


def main(arguments: list[str]) -> int:
    """Run what the two scripts ask for; what is printed here only staff see."""
    step, folder = arguments
    try:
        if step == "prepare":
            settings, prepared = prepared_in(Path(folder))
            with _confinement(settings, Path(folder)).zygote() as zygote:
                told = f"{len(prepared.drawn)} checks, confinement level {zygote.level}"
            print(f"{settings.assignment}: ready with {told}")  # noqa: T201  # the build's log
            return 0
        receipt = grade(Path(folder))
    except AutograderError as error:
        print(f"autograder: {' '.join(str(error).split())}")  # noqa: T201  # the staff's log
        return 1
    if receipt is not None:
        summary = f"{receipt.earned} of {receipt.points} points, level {receipt.sandbox}"
        print(summary, *(r.message for r in receipt.errors), sep="\n")  # noqa: T201  # as above
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
