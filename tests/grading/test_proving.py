"""An example that cannot be proved on the reference is drawn again; many are an error."""

import re
from types import SimpleNamespace

import numpy as np
import pytest

from autograder.checks import assert_close, assert_gradient, check, for_all, integers, normals
from autograder.checks.gradients import UndecidedError
from autograder.errors import TopicError
from autograder.grading.examples import draw_check

NAMES = {"double": lambda x: 2 * x}


def drawn(one, names=NAMES, *, of="a secret"):
    """The check with its examples, proved on `names`."""
    return draw_check(one, SimpleNamespace(**names), names, of)


def refusing(error, *, when, examples=16):
    """A check that cannot use the inputs of which `when` is true."""

    @check(points=1, examples=examples)
    @for_all(n=integers(0, 10**6))
    def double_is_twice_n(student, n):
        """double(n) is 2n."""
        if when(n):
            raise error
        assert_close(student.double(n), 2 * n)

    return double_is_twice_n


def numbers(drawn_check):
    """What was drawn for all to see."""
    return [example.inputs["n"] for example in drawn_check.shared]


ERRORS = [
    (UndecidedError("it does not settle"), "it does not settle", "draw smoother inputs"),
    (TopicError("two maxima tie"), "two maxima tie", "correct the reference or the check"),
    (ValueError("no"), "it raises ValueError on the reference: no", "correct the reference"),
]


@pytest.mark.parametrize(("error", "reason", "remedy"), ERRORS, ids=lambda e: type(e).__name__)
class TestRefused:
    """Some of the examples cannot be proved."""

    def test_an_unlucky_example_is_drawn_again(self, error, reason, remedy):
        """As many examples as wanted, none of them refused, the same whenever they are drawn."""
        unlucky = set(numbers(drawn(refusing(error, when=lambda _: False)))[-2:])
        one = refusing(error, when=unlucky.__contains__)
        found = numbers(drawn(one))

        assert one.examples == len(found) == len(set(found))
        assert not unlucky & set(found)
        assert found == numbers(drawn(one))

    def test_many_are_an_error_that_says_where_why_and_what_to_do(self, error, reason, remedy):
        """File, line and check stand in front once; the last reason and the remedy follow."""
        one = refusing(error, when=lambda n: n % 2)
        with pytest.raises(TopicError) as caught:
            drawn(one)
        message = str(caught.value)

        assert re.match(r"\S*test_proving\.py:\d+: double_is_twice_n: \d+ of \d+ ", message)
        assert 1 == message.count("test_proving.py")
        assert 1 == message.count("double_is_twice_n")
        assert f"the last one: {reason}; on n = " in message
        assert remedy in message

    def test_a_check_of_few_examples_may_be_unlucky_once(self, error, reason, remedy):
        """One of two is half of them, and still no proof that the topic is wrong."""
        unlucky = numbers(drawn(refusing(error, when=lambda _: False, examples=2)))[1]
        found = numbers(drawn(refusing(error, when=unlucky.__eq__, examples=2)))

        assert 2 == len(found)
        assert unlucky not in found


def test_a_check_without_inputs_is_never_drawn_again():
    """It fails on the reference, or it does not."""

    @check(points=1)
    def double_of_one(student):
        """double(1) is 3."""
        assert_close(student.double(1), 3)

    with pytest.raises(TopicError, match=r"double_of_one: 1 of 1 examples .* on no input"):
        drawn(double_of_one)


def kinked(x):
    """Its gradient is sign(x), and at 0 any."""
    return np.abs(x).sum()


@check(points=1, examples=20)
@for_all(x=normals("N"))
def kinked_backward_is_its_gradient(student, reference, x):
    """kinked_backward is the gradient of kinked."""
    at = np.where(np.abs(x) < 0.02, 0.0, x)
    assert_gradient(
        student.kinked_backward(at), reference.kinked_backward(at), of=kinked, at={"x": at}
    )


def test_a_gradient_refuted_by_a_tie_is_drawn_again_and_a_wrong_one_is_not():
    """At a kink every difference refutes a right gradient: bad luck.  Everywhere: a wrong one."""
    names = {"kinked_backward": np.sign}
    for secret in map(str, range(40)):
        assert 20 == len(drawn(kinked_backward_is_its_gradient, names, of=secret).shared)
    names = {"kinked_backward": lambda x: 2 * np.sign(x)}
    with pytest.raises(TopicError) as caught:
        drawn(kinked_backward_is_its_gradient, names)

    assert ": the reference's own gradient is wrong: " in str(caught.value)
    assert 1 == str(caught.value).count("kinked_backward_is_its_gradient")
