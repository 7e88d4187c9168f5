"""Failures that differ only in numbers are one mistake, and gradients tell how they are wrong."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.checks import assert_close, assert_gradient
from autograder.checks.diagnosis import diagnose
from autograder.errors import Failure
from autograder.receipts import Outcome
from autograder.reporting.class_report.failures import (
    diagnoses_table,
    diagnosis_of,
    gradient_of,
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


WANT = np.random.default_rng(3).normal(size=(3, 3))
MISSING_TERM = WANT + np.array([[1.0, 2.0, 3.0]])


@pytest.mark.parametrize(
    "got",
    [
        *(factor * WANT for factor in (-1, 2, 0.5, 5, 1.7, -0.3, 0, 1 + 1e-7)),
        *(WANT.T, WANT + 1, MISSING_TERM, np.where(WANT > 0, WANT, 0)),
    ],
)
@pytest.mark.parametrize("hint", ["", "Divide by the batch size once."])
def test_every_story_of_the_diagnosis_is_recognised(result, got, hint):
    """What the checks write at the end of a hint is what the report reads there, whole."""
    story = diagnose(got, WANT, {"X": np.zeros((5, 3))}, None)
    told = result("f_is", "f", Outcome.FAILED, hint=f"{hint} {story}".strip())

    assert story
    assert story.replace("entries is", "entries are") == diagnosis_of(told)


def test_a_zero_gradient_is_recognised(result):
    """The one story about a right answer of zero."""
    story = diagnose(WANT, 0 * WANT, {}, None)

    assert story == diagnosis_of(result("f_is", "f", Outcome.FAILED, hint=story))


@pytest.mark.parametrize("hint", ["", "Divide by N.", "Is it 2 times too large?"])
def test_a_hint_of_the_instructors_is_no_diagnosis(result, hint):
    """Only the sentences that the diagnosis writes count."""
    assert "" == diagnosis_of(result("f_is", "f", Outcome.FAILED, hint=hint))


@pytest.mark.parametrize("got", [-WANT, WANT[:2]])
def test_the_gradient_is_named(result, got):
    """From the message of a real gradient check, wrong in a value or in its shape."""
    with pytest.raises(Failure) as caught:
        assert_gradient(got, want=WANT, of=None, at={"W1": np.zeros((3, 3))})

    assert "W1" == gradient_of(result("f_is", "f", Outcome.FAILED, message=caught.value.message))


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


def test_gradients_are_counted_over_the_term(result, receipt):
    """By story, exercise and parameter; what has no story comes last."""

    def wrong(student, assignment, hint):
        message = "the gradient with respect to W[0, 1] is 1, but should be 2"
        given = {"message": message, "hint": hint}
        return receipt(student, assignment, result("f_is", "f", Outcome.FAILED, **given))

    rows = diagnoses_table(
        [
            *(wrong(name, "losses", "") for name in ("ann", "bob", "eve")),
            wrong("ann", "warmup", "It is 2 times too large everywhere: divide by 2."),
            wrong("bob", "warmup", "It is 3 times too large everywhere: divide by 3."),
        ]
    ).rows

    assert rows == (
        (
            *(2, "It is … times too large everywhere: divide by …."),
            *("warmup", "f", "W", "ann, bob"),
        ),
        (3, "no simple story fits", "losses", "f", "W", "ann, bob, eve"),
    )
