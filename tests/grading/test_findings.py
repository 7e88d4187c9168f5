"""What all wrong answers share is told; what one entry, or equal sizes, would fit is not."""

import numpy as np
import pytest

from autograder.grading.findings import Compared, finding

SHAPES = ((3, 4), (5, 2), (2, 7))


def pairs(wrong, shapes=SHAPES):
    """Right answers of these shapes, and what `wrong` makes of them and of two arguments."""
    rng = np.random.default_rng(3)
    for shape in shapes:
        want = rng.normal(size=shape)
        arguments = {"x": rng.normal(size=shape), "dout": rng.normal(size=shape)}
        yield Compared(np.asarray(wrong(want, arguments), float), want, arguments)


def told(wrong, shapes=SHAPES):
    """What is said of the pairs."""
    return finding(list(pairs(wrong, shapes)))


@pytest.mark.parametrize(
    ("wrong", "story"),
    [
        (lambda want, _: 0 * want, "It is 0 everywhere"),
        (lambda want, _: -want, "It has the wrong sign everywhere."),
        (lambda want, _: 2 * want, "It is 2 times what it should be, everywhere."),
        (lambda want, _: want / 2, "It is ½ times what it should be, everywhere."),
        (lambda want, _: -3 * want, "It has the wrong sign and is 3 times what it should be"),
        (lambda want, _: want * len(want), "It is too large by the factor x.shape[0]"),
        (lambda want, _: want / want.shape[1], "It is too small by the factor x.shape[1]"),
        (lambda want, _: want / want.size, "It is too small by the factor x.size"),
        (lambda want, _: want.T, "It is the transpose of what it should be."),
        (lambda want, with_: want / with_["dout"], "The factor dout is missing."),
        (lambda want, with_: want * with_["x"], "The factor x is in it once too often."),
        (lambda want, _: want + 1, "It is too large by 1, everywhere."),
        (lambda want, _: want * (1 + 1e-6), "Only its last digits are off"),
    ],
)
def test_what_is_true_of_all_answers_is_told(wrong, story):
    """On examples of distinct sizes."""
    assert told(wrong).startswith(story)


def test_an_answer_that_is_right_but_for_nan_says_so():
    """The numbers that are there are right."""

    def broken(want, _):
        return np.where(want > 0.5, np.nan, want)

    assert "right but where it is not finite" in told(broken)
    assert "" == told(lambda want, _: 2 * broken(want, _))


def test_entries_in_the_place_of_their_neighbours_are_shifted():
    """By one, in either direction, along the first axis."""
    shapes = ((4,), (6,), (5,))

    assert "should stand before it" in told(lambda want, _: np.roll(want, 1), shapes)
    assert "should stand after it" in told(lambda want, _: np.roll(want, -1), shapes)


def test_the_answer_to_the_call_before_is_recognised():
    """A function that remembers answers one call late."""
    wanted = [np.array([1.0, 2.0]), np.array([3.0, 5.0]), np.array([7.0, 4.0])]
    late = [np.array([0.0, 1.0]), *wanted]

    found = finding([Compared(got, want, {}) for got, want in zip(late, wanted, strict=False)])
    assert "It is the answer to the call before." == found


def test_single_numbers_say_nothing():
    """Any number is some factor of any other, and lies some number above it."""
    assert "" == told(lambda want, _: 2 * want, shapes=((1,), (1,), (1,)))
    assert "" == told(lambda want, _: want + 1, shapes=((), (), ()))


def test_two_examples_say_nothing():
    """They may agree by chance."""
    assert "" == told(lambda want, _: -want, shapes=SHAPES[:2])


def test_a_size_that_is_always_the_same_is_not_named():
    """Where all batches have three rows the factor may be a 3 as well."""
    same = ((3, 4), (3, 2), (3, 7))

    assert "It is 3 times what it should be, everywhere." == told(
        lambda want, _: want * len(want), shapes=same
    )
    assert "" == told(lambda want, _: want * 5, shapes=((5, 4), (5, 2), (5, 7)))


def test_what_is_true_of_some_answers_only_is_not_told():
    """One example that does not fit silences the story."""
    found = list(pairs(lambda want, _: -want))

    assert "" == finding([*found, Compared(np.ones((2, 2)), np.zeros((2, 2)), {})])
