"""Receipts in other people's formats."""

import json
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from autograder.receipts import Outcome
from autograder.reporting.exports import (
    receipt_as_gradescope,
    receipt_as_json,
    receipt_as_junit,
    receipt_as_markdown,
)


def test_json_has_exactly_the_promised_fields(receipt):
    """Scripts of others read these; none is missing and none is new."""
    exported = receipt_as_json(receipt)

    assert list(exported) == ["assignment", "student", "points", "earned", "sandbox", "checks"]
    fields = [
        "name",
        "exercise",
        "public",
        "points",
        "earned",
        "outcome",
        "message",
        "example",
        "shown",
        "cause",
    ]
    assert all([*fields, "seconds"] == list(check) for check in exported["checks"])
    assert (exported["points"], exported["earned"]) == (7, 2)


def test_json_tells_message_and_hint_in_one(receipt):
    """What was found and what to do, joined by a space; no hint adds no space."""
    first, second, *_ = json.loads(json.dumps(receipt_as_json(receipt)))["checks"]

    assert first["message"] == ""
    assert second == {
        "name": "softplus_never_overflows",
        "exercise": "softplus",
        "public": True,
        "points": 1,
        "earned": 0,
        "outcome": "FAILED",
        "message": "result[0, 1] is inf, but should be 1000. "
        "Factor the larger exponent out; `np.log1p` will help.",
        "example": "x = np.array([[0.0, 1000.0]])",
        "shown": None,
        "cause": None,
        "seconds": 0.25,
    }


def test_markdown_is_a_table_and_what_failed(receipt):
    """Passed and skipped checks are lines, failures are told in full, errors are not."""
    text = receipt_as_markdown(receipt)

    assert text.startswith("## activations: 2 of 7 points\n")
    assert "| ✓ passed | softplus is $\\log(1 + e^x)$. | 2 / 2 |" in text
    assert "```text\nresult[0, 1] is inf, but should be 1000.\n```" in text
    assert "```python\nx = np.array([[0.0, 1000.0]])\n```" in text
    assert "What to do: Factor the larger exponent out" in text
    assert "KeyError" not in text


def test_markdown_cannot_be_broken_by_backticks_or_bars(make_receipt, make_result):
    """A fence is longer than any run of backticks in it; a bar in a sentence is escaped."""
    result = make_result(outcome=Outcome.FAILED, message="````\n<b>", sentence="|x| <b>")
    text = receipt_as_markdown(make_receipt(result))

    assert "`````text\n````\n<b>\n`````" in text
    assert "| \\|x\\| &lt;b> |" in text


def test_junit_has_one_case_per_check(receipt):
    """Failure, error and skipped are the elements CI systems know."""
    suite = ET.fromstring(receipt_as_junit(receipt)).find("testsuite")  # noqa: S314 # our own

    assert tuple(suite.get(name) for name in ("tests", "failures", "errors", "skipped")) == (
        "4",
        "1",
        "1",
        "1",
    )
    children = [[child.tag for child in case] for case in suite.findall("testcase")]
    assert children == [[], ["failure"], ["error"], ["skipped"]]
    assert "x = np.array([[0.0, 1000.0]])" in suite.find(".//failure").text
    assert "KeyError" not in receipt_as_junit(receipt)


@given(st.text(st.characters(exclude_categories=())))
def test_junit_is_well_formed_whatever_a_student_wrote(make_receipt, make_result, text):
    """Controls and surrogates, which XML forbids, are replaced."""
    result = make_result(outcome=Outcome.FAILED, message=text, hint=text, example=text)

    ET.fromstring(receipt_as_junit(make_receipt(result)).encode())  # noqa: S314 # our own


def test_gradescope_gets_points_status_and_feedback(receipt):
    """results.json: a total, and one visible test per check."""
    results = json.loads(json.dumps(receipt_as_gradescope(receipt)))

    assert tuple(results[name] for name in ("score", "execution_time", "visibility")) == (
        2,
        0.5,
        "visible",
    )
    assert results["score"] == sum(test["score"] for test in results["tests"])
    assert sum(test["max_score"] for test in results["tests"]) == 7
    assert [t["status"] for t in results["tests"]] == ["passed", "failed", "failed", "failed"]
    assert results["tests"][0]["name"] == "softplus is log(1 + e^x)."
    assert "What the check drew for its calls:\nx = np.array" in results["tests"][1]["output"]
    assert results["stdout_visibility"] == "hidden"
    assert "KeyError" not in json.dumps(results)
