"""What a student reads in nbgrader's own feedback about the checks of one exercise."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from autograder.receipts import CheckResult, Outcome

_VERDICT = {
    Outcome.FAILED: "not yet right",
    Outcome.SKIPPED: "not run",
    Outcome.ERROR: "could not be checked: an error of ours, staff will look at it",
}
_WAITS = "not checked, because an earlier check must pass first"


def auto_comment(results: Sequence[CheckResult]) -> str | None:
    """The checks that did not pass or were corrected, as Markdown; None if there are none.

    What may hold a student's words (message, hint, example) stands in an indented block,
    where neither Markdown nor HTML means anything.
    """
    parts = [
        _part(result)
        for result in results
        if result.correction or result.outcome is not Outcome.PASSED
    ]
    return "\n\n".join(parts) if parts else None


def _part(result: CheckResult) -> str:
    heading = f"**{result.earned} of {result.points}** {result.sentence}"
    if result.outcome is Outcome.PASSED:
        return f"{heading}\n\n{textwrap.indent(result.correction, '    ')}"
    if result.outcome is Outcome.ERROR:
        return f"{heading}\n\n{_VERDICT[result.outcome]}"
    example = f"what the check drew: {result.example}" if result.example else ""
    if result.shown:
        example = f"{result.demonstration_title}:\n{result.demonstration}"
    parts = (result.message, result.because, result.hint, example)
    details = "\n".join(filter(None, parts))
    block = f"\n\n{textwrap.indent(details, '    ')}" if details else ""
    return f"{heading}\n\n{_WAITS if result.waits else _VERDICT[result.outcome]}{block}"
