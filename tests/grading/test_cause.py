"""A failure's cause: a known mistake is named only where all answers are its answers."""

import pytest

from autograder.authoring.topic import load_topic
from autograder.grading.grade import prepare
from autograder.grading.processes import in_a_fork
from autograder.receipts import Outcome

MISTAKES = '''\
"""Known wrong answers."""

import numpy as np

from autograder.checks import mistake

from .checks import (
    center_agrees_with_the_reference,
    double_agrees_with_the_reference,
    norm_agrees_with_the_reference,
    split_agrees_with_the_reference,
)


@mistake(of="center", caught_by=center_agrees_with_the_reference)
def over_the_wrong_axis(x):
    """You take the mean of each row: it should be the mean of each column."""
    return x - x.mean(axis=1, keepdims=True)


@mistake(of="center", caught_by=center_agrees_with_the_reference)
def endless(x):
    """You go on for ever."""
    while True:
        pass


@mistake(of="norm", caught_by=norm_agrees_with_the_reference)
def without_the_root(x):
    """The root is missing."""
    return float((x * x).sum())


@mistake(of="norm", caught_by=norm_agrees_with_the_reference)
def the_square(x):
    """You return the square of the length."""
    return float(x @ x)


@mistake(of="double", caught_by=double_agrees_with_the_reference)
def that_raises(x):
    """You index a number."""
    return 2 * x[0][0][0]


@mistake(of="split", caught_by=split_agrees_with_the_reference)
def without_a_word(x):
    return np.minimum(x, 0), np.maximum(x, 0)
'''


@pytest.fixture
def causes(outcomes, prepare_mistakes):
    """The causes that are told of these answers, by check."""

    def run(**answers):
        found = outcomes(topic=prepare_mistakes(MISTAKES), **answers)
        return {name: result.cause for name, result in found.items() if result.cause}

    return run


def test_an_answer_like_a_known_mistakes_is_told_its_sentence(causes):
    """However it is written."""
    loop = """
def center(x):
    rows = [row - sum(row) / len(row) for row in x]
    return np.array(rows)"""
    found = causes(center=loop)

    sentence = "You take the mean of each row: it should be the mean of each column."
    assert {"sentence": sentence, "mistake": "over_the_wrong_axis"} == (
        found["center_agrees_with_the_reference"]
    )


def test_an_answer_that_differs_once_is_told_nothing_of_it(causes):
    """All answers have to be the mistake's."""
    nearly = """
def center(x):
    return x - x.mean(axis=1, keepdims=True) + (0.1 if x.size > 8 else 0)"""
    assert all(cause["mistake"] is None for cause in causes(center=nearly).values())


def test_two_sentences_for_the_same_answers_are_none(causes):
    """It would be a guess which of the two is meant."""
    found = causes(norm="def norm(x):\n    return float((x ** 2).sum())")
    assert not [cause for cause in found.values() if cause["mistake"]]


def test_the_same_exception_is_the_same_mistake(causes):
    """In kind and words; another one is not."""
    same = causes(double="def double(x):\n    first = x[0]\n    return first[0][0] * 2")
    assert "that_raises" == same["double_agrees_with_the_reference"]["mistake"]
    other = causes(double='def double(x):\n    raise IndexError("none")')
    assert {} == other


def test_a_mistake_without_a_sentence_is_told_nobody(causes):
    """There is nothing to say."""
    found = causes(split="def split(x):\n    return np.minimum(x, 0), np.maximum(x, 0)")
    assert not [cause for cause in found.values() if cause["mistake"]]


def test_what_all_answers_share_is_told_without_a_known_mistake(causes):
    """A finding has a sentence and no mistake."""
    found = causes(double="def double(x):\n    return -2 * x")["double_agrees_with_the_reference"]
    assert {"sentence": "It has the wrong sign everywhere.", "mistake": None} == found


def test_what_passes_has_no_cause(outcomes, prepare_mistakes):
    """Right answers are compared with nothing."""
    found = outcomes(topic=prepare_mistakes(MISTAKES))
    assert {(Outcome.PASSED, None)} == {(one.outcome, one.cause) for one in found.values()}


def spin(item):
    """One of the items takes for ever."""
    while item == 2:
        pass
    return True


def test_in_a_fork_what_takes_too_long_is_left_out():
    """The others are done; what raises is left out as well."""
    assert [True, False, True] == in_a_fork([1, 2, 3], spin, 0.05)
    assert [False, True] == in_a_fork([0, 2], lambda x: bool(1 / x), 1.0)


def test_in_a_fork_nothing_is_changed_here():
    """What the work does to memory is gone."""
    seen = []
    in_a_fork([1, 2], lambda item: bool(seen.append(item)), 1.0)
    assert [] == seen


@pytest.fixture(scope="module")
def norm_by_double(tmp_path_factory, write_topic, topic_texts):
    """The tiny topic with a norm that calls double."""
    plain, calling = "(x * x).sum()", "(double(x) * x).sum() / 2"
    assert plain in topic_texts["solution"]
    solution = topic_texts["solution"].replace(plain, calling)
    folder = write_topic(tmp_path_factory.mktemp("reference") / "built", solution=solution)
    return prepare(load_topic(folder), "a secret")


CALLING = "def norm(x):\n    return float(np.sqrt((double(x) * x).sum() / 2))"
TRIPLE = "def double(x):\n    return x + x + x"


def test_what_calls_a_wrong_exercise_is_told_so(outcomes, norm_by_double):
    """The fault is there: a student is sent to it first."""
    found = outcomes(topic=norm_by_double, double=TRIPLE, norm=CALLING)
    cause = found["norm_agrees_with_the_reference"].cause

    sentence = "`norm` calls `double`, which fails checks of its own. Mend that first."
    assert {"sentence": sentence, "mistake": None} == cause


def test_what_does_not_call_the_wrong_exercise_is_not_told_so(outcomes, norm_by_double):
    """The reference's calls are not the student's."""
    own = "def norm(x):\n    return 2 * float(np.sqrt((x * x).sum()))"
    found = outcomes(topic=norm_by_double, double=TRIPLE, norm=own)

    assert "calls" not in found["norm_agrees_with_the_reference"].because


def test_what_calls_a_right_exercise_is_not_told_so(outcomes, norm_by_double):
    """Then the fault is its own."""
    wrong = CALLING.replace("/ 2", "")
    found = outcomes(topic=norm_by_double, norm=wrong)["norm_agrees_with_the_reference"]

    assert Outcome.FAILED is found.outcome
    assert "calls" not in found.because


def test_an_answer_of_another_form_is_its_own_fault(outcomes, norm_by_double):
    """No function that it calls can be the reason."""
    tupled = CALLING.replace("return ", "return None, ")
    found = outcomes(topic=norm_by_double, double=TRIPLE, norm=tupled)

    assert "calls" not in found["norm_agrees_with_the_reference"].because
