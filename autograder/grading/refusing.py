"""A receipt before anything is run, and the receipt of what cannot be run at all."""

from __future__ import annotations

from dataclasses import replace

from autograder.errors import Failure, SubmissionError
from autograder.grading.gradable import Gradable
from autograder.grading.versions import versions
from autograder.receipts import CheckResult, Receipt
from autograder.sandbox.text import escape

LONGEST_MESSAGE = 2000
HAND_IN_AGAIN = (
    "Open your notebook in Jupyter, choose “Restart the kernel and run all cells”, save it, and "
    "hand it in again. If it runs for you, write to the staff."
)


def blank_receipt(
    prepared: Gradable,
    sandbox: str,
    student: str,
    submitted_at: str | None,
    submission_hash: str = "",
) -> Receipt:
    """A receipt in which no check is judged yet."""
    return Receipt(
        assignment=prepared.name,
        student=student,
        submission_hash=submission_hash,
        topic_hash=prepared.fingerprint,
        sandbox=sandbox,
        checks=(),
        secret_fingerprint=prepared.secret_fingerprint,
        submitted_at=submitted_at,
        versions=versions(),
    )


def refused(blank: Receipt, prepared: Gradable, error: SubmissionError) -> Receipt:
    """The receipt of a file that is no notebook: nothing earned, and staff must look."""
    return _because(blank, prepared, error.reason, error.reason, "the file you handed in")


def not_taken(blank: Receipt, prepared: Gradable, error: SubmissionError, where: str) -> Receipt:
    """The receipt if there is no file that could be read; `where` tells the staff the place."""
    return _because(blank, prepared, error.reason, where, "what you handed in")


def _because(blank: Receipt, prepared: Gradable, reason: str, problem: str, what: str) -> Receipt:
    failure = Failure(f"{what} {reason}", hint="hand in the .ipynb file again")
    remark = f"{what.capitalize()} could not be graded, because it {reason}. {HAND_IN_AGAIN}"
    return replace(
        blank,
        checks=tuple(map(escaped, prepared.failed(failure))),
        problem=escape(problem, LONGEST_MESSAGE),
        read=False,
        remarks=(escape(remark, LONGEST_MESSAGE),),
    )


def escaped(result: CheckResult) -> CheckResult:
    """The result with nothing in its texts that a terminal or a page would obey."""
    return replace(
        result,
        message=escape(result.message, LONGEST_MESSAGE),
        hint=escape(result.hint, LONGEST_MESSAGE),
        example=escape(result.example, LONGEST_MESSAGE),
        shown=result.shown and {key: _harmless(text) for key, text in result.shown.items()},
    )


def _harmless(text: str | None) -> str | None:
    return None if text is None else escape(text)
