"""One receipt in other people's formats: JSON, Markdown, JUnit and Gradescope."""

from __future__ import annotations

import re
from typing import Any, Literal
from xml.etree.ElementTree import Element, SubElement, indent, tostring  # written, never parsed

from autograder.receipts import CheckResult, Outcome, Receipt
from autograder.reporting.pages import GLYPHS
from autograder.reporting.plain import plain_sentence, printable

Visibility = Literal["visible", "after_due_date", "after_published", "hidden"]
"""From when on students see a test, in Gradescope's words."""

OURS = "Something of ours went wrong while this check ran; the staff has been told."


def receipt_as_json(receipt: Receipt) -> dict[str, Any]:
    """What `--format json` prints."""
    return {
        "assignment": receipt.assignment,
        "student": receipt.student,
        "points": receipt.points,
        "earned": receipt.earned,
        "sandbox": receipt.sandbox,
        "checks": [
            {
                "name": result.name,
                "exercise": result.exercise,
                "public": result.public,
                "points": result.points,
                "earned": result.earned,
                "outcome": str(result.outcome),
                "message": _message(result),
                "example": result.example,
                "shown": result.shown,
                "cause": result.cause,
                "seconds": result.seconds,
            }
            for result in receipt.checks
        ],
    }


def receipt_as_markdown(receipt: Receipt) -> str:
    """A summary for a pull request or a CI job, in GitHub's Markdown."""
    lines = [
        f"## {_typed(receipt.assignment)}: {receipt.earned} of {receipt.points} points",
        "",
        *(f"{_line(told)}\n" for told in receipt.told),
        "| | check | points |",
        "|---|---|---:|",
    ]
    lines += [
        f"| {GLYPHS[result.outcome]} {result.outcome.lower()} | {_cell(result.sentence)} "
        f"| {result.earned} / {result.points} |"
        for result in receipt.checks
    ]
    for result in receipt.checks:
        if result.outcome in {Outcome.FAILED, Outcome.ERROR}:
            lines += ["", f"### {GLYPHS[result.outcome]} {_line(result.sentence)}", ""]
            lines += _found(result)
    return "\n".join(lines) + "\n"


def receipt_as_junit(receipt: Receipt) -> str:
    """JUnit XML, one test case per check, as CI systems read it."""
    suites = Element("testsuites")
    outcomes = [result.outcome for result in receipt.checks]
    suite = SubElement(
        suites,
        "testsuite",
        name=printable(receipt.assignment),
        tests=str(len(outcomes)),
        failures=str(outcomes.count(Outcome.FAILED)),
        errors=str(outcomes.count(Outcome.ERROR)),
        skipped=str(outcomes.count(Outcome.SKIPPED)),
        time=f"{sum(result.seconds for result in receipt.checks):.3f}",
    )
    for result in receipt.checks:
        classname = printable(f"{receipt.assignment}.{result.exercise}")
        case = SubElement(suite, "testcase", classname=classname, name=printable(result.name))
        case.set("time", f"{result.seconds:.3f}")
        if result.outcome is Outcome.FAILED:
            failure = SubElement(case, "failure", message=printable(result.message))
            failure.text = explained(result)
        elif result.outcome is Outcome.SKIPPED:
            SubElement(case, "skipped", message=printable(result.message))
        elif result.outcome is Outcome.ERROR:
            SubElement(case, "error", message=OURS)
    indent(suites)
    return tostring(suites, encoding="unicode", xml_declaration=False) + "\n"


def receipt_as_gradescope(
    receipt: Receipt,
    *,
    hidden: Visibility = "after_published",
    seconds: float | None = None,
    note: str = "",
) -> dict[str, Any]:
    """The contents of Gradescope's results.json: one test per check.

    While a test is concealed Gradescope conceals the total too, so the text that students read
    at once tells the points of the visible checks only.

    Args:
        receipt: what was graded.
        hidden: from when on students see a hidden check with its feedback; public ones at once.
        seconds: how long grading took; None: its CPU time.
        note: one more line for everybody who sees the submission.
    """
    numbers = _numbers(receipt)
    seen = [result for result in receipt.checks if result.public or hidden == "visible"]
    earned, points = sum(r.earned for r in seen), sum(r.points for r in seen)
    output = [f"{earned} of {points} points for the checks shown at once."]
    if receipt.errors:
        output.append("Something of ours went wrong in some checks: this score is not final.")
    output += [note, *map(printable, receipt.told)]
    if receipt.read:
        output.append(f"Your code ran confined at level {receipt.sandbox}.")
    return {
        "score": receipt.earned,
        "execution_time": round(receipt.cpu_seconds if seconds is None else seconds, 2),
        "output": "\n".join(filter(None, output)),
        "output_format": "text",
        "test_name_format": "text",
        "test_output_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": [
            {
                "name": plain_sentence(result.sentence),
                "number": numbers[result.name],
                "score": result.earned,
                "max_score": result.points,
                "status": "passed" if result.outcome is Outcome.PASSED else "failed",
                "output": OURS if result.outcome is Outcome.ERROR else explained(result),
                "tags": [result.exercise, "public" if result.public else "hidden"],
                "visibility": "visible" if result.public else hidden,
                "extra_data": {"check": result.name, "outcome": str(result.outcome)},
            }
            for result in receipt.checks
        ],
        "extra_data": {
            "assignment": receipt.assignment,
            "student": receipt.student,
            "submitted_at": receipt.submitted_at,
            "submission_hash": receipt.submission_hash,
            "topic_hash": receipt.topic_hash,
            "sandbox": receipt.sandbox,
            "errors": [result.name for result in receipt.errors],
        },
    }


def _numbers(receipt: Receipt) -> dict[str, str]:
    """3.2 is the second check of the third exercise."""
    exercises: dict[str, list[str]] = {}
    for result in receipt.checks:
        exercises.setdefault(result.exercise, []).append(result.name)
    return {
        name: f"{place}.{within}"
        for place, names in enumerate(exercises.values(), start=1)
        for within, name in enumerate(names, start=1)
    }


def _found(result: CheckResult) -> list[str]:
    """What was found, the smallest input and what to do, as lines of Markdown."""
    if result.outcome is Outcome.ERROR:
        return [OURS]
    lines = [_fenced(result.message)]
    if result.because:
        lines += ["", _line(result.because)]
    if result.demonstration:
        title = f"{result.demonstration_title}:"
        lines += ["", title, "", _fenced(result.demonstration, "python")]
    if result.hint:
        lines += ["", f"What to do: {_line(result.hint)}"]
    return lines


def _message(result: CheckResult) -> str:
    return f"{result.message} {result.hint}" if result.hint else result.message


def explained(result: CheckResult, *, gap: str = "\n\n") -> str:
    """Message, smallest input and hint, one under another."""
    parts = [result.message, result.because]
    if result.demonstration:
        parts.append(f"{result.demonstration_title}:\n{result.demonstration}")
    if result.hint:
        parts.append(f"What to do: {result.hint}")
    return printable(gap.join(filter(None, parts)))


def _fenced(text: str, language: str = "text") -> str:
    """A code fence longer than any run of backticks inside."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{printable(text)}\n{fence}"


def _line(sentence: str) -> str:
    """A sentence of Markdown on one line, without tags, links and pictures."""
    line = " ".join(printable(sentence).split())
    return line.replace("<", "&lt;").replace("](", "]\\(")


def _cell(sentence: str) -> str:
    return _line(sentence).replace("|", "\\|")


def _typed(name: str) -> str:
    return re.sub(r"([\\`*_{}\[\]<>#|])", r"\\\1", printable(name))
