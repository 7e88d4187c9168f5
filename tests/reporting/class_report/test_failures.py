"""Failures that differ only in numbers are one mistake; so are those of one cause."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.checks import assert_close
from autograder.errors import HINTS, Failure
from autograder.receipts import Outcome
from autograder.reporting.class_report.failures import (
    causes_table,
    kind_of_failure,
    mistakes_of,
)

FAR = st.floats(1, 1e6)


def message_of(got, want):
    """What the vocabulary of checks says of two arrays that differ."""
    with pytest.raises(Failure) as caught:
        assert_close(np.asarray(got), np.asarray(want))
    return caught.value.message


@given(FAR, FAR, st.integers(0, 4), st.integers(0, 4))
def test_other_numbers_in_other_places_are_the_same_kind(one, other, place, another):
    """The messages of checks as they are, whatever the values and the entry."""
    kinds = set()
    for value, where in ((one, place), (-other, another), (1e-30, 0)):
        want = np.zeros(5)
        want[where] = value
        kinds.add(kind_of_failure(message_of(want * 3 + (want != 0), want)))

    assert kinds == {"result[…] is …, but should be …"}


@pytest.mark.parametrize(
    "other",
    [
        "result[0, 1] is nan, but should be 2",
        "result[0, 1] is inf, but should be 2",
        "the loss is 1, but should be 2",
        "result has shape (3,), but should have shape (3, 1)",
        "softplus raised ValueError: 3 things",
    ],
)
def test_other_words_are_another_kind(other):
    """nan, inf, another name, a shape, an exception: each is a mistake of its own."""
    assert kind_of_failure(other) != kind_of_failure("result[0, 1] is 1, but should be 2")


def test_names_and_axes_keep_their_numbers():
    """W1 is not W2, and axis 0 not axis 1."""
    assert "W1 along axis 0 is …" == kind_of_failure("W1 along axis 0 is 5e-07")


def failing(result, receipt, student, message, example):
    """A receipt with one failure."""
    one = result("norm_is_right", "norm", Outcome.FAILED, message=message, example=example)
    return receipt(student, "warmup", one)


def test_the_most_common_mistake_comes_first_with_the_smallest_input(result, receipt):
    """Two failed in the same words, one in others; the shorter input and its message are shown."""
    receipts = [
        failing(result, receipt, "eve", "result is nan, but should be 5", "x = np.array([3.0])"),
        failing(result, receipt, "bob", "result is 4, but should be 5", "x = np.array([3.5, 1])"),
        failing(result, receipt, "ann", "result is 1, but should be 2", "x = np.array([1.0])"),
        receipt("dan", "warmup", result("norm_is_right", "norm")),
        receipt("our", "warmup", result("norm_is_right", "norm", Outcome.ERROR)),
    ]
    first, second = mistakes_of(receipts)

    assert (first.students, first.share, first.exactly) == (("ann", "bob"), 0.5, 1)
    assert (first.like, first.example) == ("result is 1, but should be 2", "x = np.array([1.0])")
    assert (second.students, second.kind) == (("eve",), "result is nan, but should be …")


def test_the_same_numbers_on_the_same_input_are_shown_before_smaller_ones(result, receipt):
    """That two of three have just this is no accident; a smaller input alone may be."""
    receipts = [
        failing(result, receipt, "ann", "result is 1, but should be 2", "x = 1"),
        failing(result, receipt, "bob", "result is 4, but should be 5", "x = np.array([3.5, 1])"),
        failing(result, receipt, "eve", "result is 4, but should be 5", "x = np.array([3.5, 1])"),
    ]
    (found,) = mistakes_of(receipts)

    assert (found.exactly, len(found.students)) == (2, 3)
    assert found.example == "x = np.array([3.5, 1])"


def test_a_mistake_without_an_input_is_still_told(result, receipt):
    """An example of another student is preferred; none at all is none."""
    one, other = (failing(result, receipt, name, "no", "") for name in ("ann", "bob"))
    example = failing(result, receipt, "eve", "no", "x = 1")

    assert "" == mistakes_of([one, other])[0].example
    assert "x = 1" == mistakes_of([one, example])[0].example


def test_failures_of_one_cause_are_one_mistake(result, receipt):
    """Whichever checks it failed, in whatever words; each student counts once."""

    def wrong(name, message):
        cause = {"sentence": "You halve it.", "mistake": "halved"}
        return result(name, "norm", Outcome.FAILED, message=message, cause=cause)

    receipts = [
        receipt(
            "ann",
            "warmup",
            wrong("norm_is_right", "result is nan, but should be 5"),
            wrong("norm_is_even", "result has shape (1,)"),
        ),
        receipt("bob", "warmup", wrong("norm_is_right", "no numbers")),
    ]
    (found,) = mistakes_of(receipts)

    assert (("ann", "bob"), "You halve it.") == (found.students, found.because)
    assert ((2, "You halve it.", "warmup", "norm", "ann, bob"),) == causes_table(receipts).rows


def test_of_equally_common_ones_the_known_mistake_comes_first(result, receipt):
    """It says most; a sentence of another kind, or none, comes after it."""
    sentences = {"a": None, "b": "f calls g, which fails.", "z": "You halve it."}

    def wrong(name, sentence):
        mistake = "halved" if name == "z" else None
        cause = sentence and {"sentence": sentence, "mistake": mistake}
        return result(f"{name}_is_right", name, Outcome.FAILED, message="no", cause=cause)

    results = [wrong(*each) for each in sentences.items()]

    found = mistakes_of([receipt("ann", "warmup", *results)])
    assert ["z", "a", "b"] == [one.exercise for one in found]


def test_what_was_not_begun_is_no_mistake(result, receipt):
    """A stub would lead the list of every class that has not begun."""
    stub = result("f_is", "f", Outcome.FAILED, hint=HINTS["NotImplementedError"])

    assert () == mistakes_of([receipt("ann", "warmup", stub)])
