"""One receipt in other people's formats: JSON, Markdown, JUnit and Gradescope."""

from __future__ import annotations

import re
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring  # written, never parsed

from autograder.receipts import CheckResult, Outcome, Receipt
from autograder.reporting.pages import GLYPHS
from autograder.reporting.plain import plain_sentence, printable

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
            failure.text = _explained(result)
        elif result.outcome is Outcome.SKIPPED:
            SubElement(case, "skipped", message=printable(result.message))
        elif result.outcome is Outcome.ERROR:
            SubElement(case, "error", message=OURS)
    indent(suites)
    return tostring(suites, encoding="unicode", xml_declaration=False) + "\n"


def receipt_as_gradescope(receipt: Receipt) -> dict[str, Any]:
    """The contents of Gradescope's results.json; students see every check with its feedback."""
    return {
        "score": receipt.earned,
        "execution_time": receipt.cpu_seconds,
        "output": f"{receipt.earned} of {receipt.points} points.",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": [
            {
                "name": plain_sentence(result.sentence),
                "number": str(place),
                "score": result.earned,
                "max_score": result.points,
                "status": "passed" if result.outcome is Outcome.PASSED else "failed",
                "output": OURS if result.outcome is Outcome.ERROR else _explained(result),
                "output_format": "text",
                "tags": [result.exercise, "public" if result.public else "hidden"],
                "visibility": "visible",
            }
            for place, result in enumerate(receipt.checks, start=1)
        ],
        "extra_data": {
            "assignment": receipt.assignment,
            "submission_hash": receipt.submission_hash,
            "topic_hash": receipt.topic_hash,
            "sandbox": receipt.sandbox,
            "errors": [result.name for result in receipt.errors],
        },
    }


def _found(result: CheckResult) -> list[str]:
    """What was found, the smallest input and what to do, as lines of Markdown."""
    if result.outcome is Outcome.ERROR:
        return [OURS]
    lines = [_fenced(result.message)]
    if result.example:
        lines += ["", "Smallest input that shows it:", "", _fenced(result.example, "python")]
    if result.hint:
        lines += ["", f"What to do: {_line(result.hint)}"]
    return lines


def _message(result: CheckResult) -> str:
    return f"{result.message} {result.hint}" if result.hint else result.message


def _explained(result: CheckResult) -> str:
    """Message, smallest input and hint, one under another."""
    parts = [result.message]
    if result.example:
        parts.append(f"Smallest input that shows it:\n{result.example}")
    if result.hint:
        parts.append(f"What to do: {result.hint}")
    return printable("\n\n".join(filter(None, parts)))


def _fenced(text: str, language: str = "text") -> str:
    """A code fence longer than any run of backticks inside."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{printable(text)}\n{fence}"


def _line(sentence: str) -> str:
    """A sentence of Markdown on one line and without tags."""
    return " ".join(printable(sentence).split()).replace("<", "&lt;")


def _cell(sentence: str) -> str:
    return _line(sentence).replace("|", "\\|")


def _typed(name: str) -> str:
    return re.sub(r"([\\`*_{}\[\]<>#|])", r"\\\1", printable(name))
