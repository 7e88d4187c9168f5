"""What the staff reads on the terminal as soon as a class is graded."""

from dataclasses import replace

import pytest

from autograder.errors import HINTS
from autograder.receipts import Outcome
from autograder.reporting.class_summary import Tally

STUB = HINTS["NotImplementedError"]


@pytest.fixture
def tally_of():
    """The lines about these receipts."""

    def lines(*receipts):
        tally = Tally()
        for receipt in receipts:
            tally.add(receipt)
        return tally.lines()

    return lines


def test_each_assignment_has_its_mean(tally_of, make_receipt, make_result):
    """Submissions, the mean of their points, and how many earned everything."""
    right = make_receipt(make_result(points=3))
    wrong = make_receipt(make_result(points=3, outcome=Outcome.FAILED, hint=STUB))
    other = replace(right, assignment="losses")

    assert (
        "activations: 2 submissions, mean 1.5 of 3 points, 1 with full marks",
        "losses: 1 submission, mean 3 of 3 points, 1 with full marks",
    ) == tally_of(right, other, wrong)


def test_the_most_common_failure_is_named_with_an_example(tally_of, make_receipt, make_result):
    """Messages that differ only in numbers are one failure; a stub is none."""

    def failing(message, name="relu_is_right", hint=""):
        words = {"sentence": "$x$ is right.", "message": message, "hint": hint}
        return make_receipt(make_result(name, outcome=Outcome.FAILED, exercise="relu", **words))

    *_, common, example = tally_of(
        failing("result[0] is 1, but should be 2"),
        failing("relu raised NameError", name="other_is_right"),
        failing("result[3] is 7, but should be 9"),
        *[failing("not written", name="stub_is_right", hint=STUB)] * 5,
    )

    assert "most common failure: activations, relu, 2 of 8: x is right." == common
    assert "  for example: result[0] is 1, but should be 2" == example


def test_of_equally_common_failures_a_known_mistake_is_named(tally_of, make_receipt, make_result):
    """It says what to do; that one exercise calls another one that is wrong does not."""
    calls = {"sentence": "relu calls step, which fails.", "mistake": None}
    halved = {"sentence": "You halve it.", "mistake": "halved"}
    failed = {"outcome": Outcome.FAILED, "sentence": "$x$ is right."}

    *_, common, example = tally_of(
        make_receipt(
            make_result("relu_is_right", exercise="relu", cause=calls, **failed),
            make_result("step_is_right", exercise="step", cause=halved, **failed),
        )
    )

    assert "most common failure: activations, step, 1 of 1: x is right." == common
    assert "  You halve it." == example


def test_a_class_without_failures_has_no_most_common_one(tally_of, make_receipt, make_result):
    """Nothing is told of nothing."""
    assert 1 == len(tally_of(make_receipt(make_result())))
    assert () == tally_of()
