"""A receipt before anything is run, and the receipt of what cannot be run at all."""

from __future__ import annotations

from dataclasses import replace

from autograder.errors import Failure, SubmissionError
from autograder.grading.gradable import Gradable
from autograder.grading.versions import versions
from autograder.receipts import CheckResult, Receipt
from autograder.sandbox.text import escape

LONGEST_MESSAGE = 2000
OPEN_IT = (
    "Open your notebook in Jupyter, choose “Restart the kernel and run all cells”, save it, and "
    "hand it in again. If it runs for you, write to the staff."
)
HAND_IT_IN = "Hand in {}.ipynb again, in the place that the staff have named, or write to them."


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
        corrections=tuple(each.sentence for each in prepared.corrections),
        versions=versions(),
    )


def refused(blank: Receipt, prepared: Gradable, error: SubmissionError) -> Receipt:
    """The receipt of a file that is no notebook: nothing earned, and staff must look."""
    return _because(blank, prepared, error, error.for_staff, "the file you handed in", OPEN_IT)


def not_taken(blank: Receipt, prepared: Gradable, error: SubmissionError, where: str) -> Receipt:
    """The receipt if there is no file that could be read; `where` tells the staff the place."""
    remedy = HAND_IT_IN.format(prepared.name)
    return _because(blank, prepared, error, where, "what you handed in", remedy)


def _because(  # what, and in whose words
    blank: Receipt,
    prepared: Gradable,
    error: SubmissionError,
    problem: str,
    what: str,
    remedy: str,
) -> Receipt:
    failure = Failure(f"{what} {error.reason}", hint="hand in the .ipynb file again")
    remark = f"{what.capitalize()} could not be graded, because it {error.reason}. {remedy}"
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
