"""The call that shows a failure: it runs below the student's cells and gives what is told."""

from contextlib import suppress

import numpy as np
import pytest

from autograder.checks import assert_close, assert_equal, assert_unchanged, callback, require
from autograder.errors import Failure
from autograder.grading.showing import shown
from autograder.sandbox import Rehearsal, asked_again, entries_of
from autograder.verification.replay import not_replayed

MEMORY = []


class Guarded:
    """A block that knows whether an exception ended it."""

    ended_by = "nothing"

    def __enter__(self):
        """The block."""
        return self

    def __exit__(self, kind, error, trace):
        """Note what ended it."""
        self.ended_by = kind and kind.__name__


class Unguarded(Guarded):
    """A block that does not look."""

    def __exit__(self, kind, error, trace):
        """Note nothing."""


class Scale:
    """A layer that remembers its last input."""

    def __init__(self, rng):
        self.w = rng.normal(size=2)

    def forward(self, x):
        """X times the weights."""
        self.x = x
        return x * self.w

    def backward(self, dout):
        """The gradient of the weights."""
        return (dout * self.x).sum(axis=0)


class Forgetful(Scale):
    """Its gradient lacks the input."""

    def backward(self, dout):
        """Not the gradient of the weights."""
        return dout.sum(axis=0)


def with_memory(x):
    """It adds up all that it was ever given."""
    MEMORY.append(x)
    return sum(MEMORY)


RIGHT = {
    "double": lambda x: 2 * x,
    "halves": lambda x: {"low": x / 2, "high": (x / 2, x)},
    "apply": lambda f, x: f(x),
    "Scale": Scale,
    "Guarded": Guarded,
    "total": lambda x: x,
    "noisy": lambda x, rng: x + rng.normal(size=x.shape),
}
WRONG = RIGHT | {
    "double": lambda x: np.add(x, 1, out=x),
    "halves": lambda x: {"low": x / 2, "high": (x / 3, x)},
    "apply": lambda f, x: f(x + 1),
    "Scale": Forgetful,
    "Guarded": Unguarded,
    "total": with_memory,
    "noisy": lambda x, rng: np.add(x, rng.normal(size=x.shape), out=x),
}


@pytest.fixture
def told():
    """What is shown of the failure of a check on the wrong names, once it was seen to be so."""

    def tell(check):
        MEMORY.clear()
        student, right = Rehearsal(WRONG).student(), Rehearsal(RIGHT).student()
        with pytest.raises(Failure) as found:
            check(student)
        check(right)
        found.value.entries = entries_of(student)

        def ask_again(entries):
            MEMORY.clear()
            return asked_again(Rehearsal(WRONG).student(), entries)

        def ask_reference(entries):
            return asked_again(Rehearsal(RIGHT).student(), entries)

        told = shown(found.value, entries_of(right), ask_again, ask_reference, frozenset(RIGHT))
        MEMORY.clear()
        assert "" == not_replayed(told, WRONG, RIGHT)
        return told

    return tell


def test_the_call_whose_answer_was_compared_is_shown(told):
    """Other calls of the check, which were right, are not."""

    def check(student):
        assert_close(student.apply(callback(lambda x: 0 * x, like=None), np.ones(1)), np.zeros(1))
        assert_close(student.double(np.array([3.0])), np.array([6.0]))

    wanted = {"code": "double(np.array([3.0]))", "is": "np.array([4.0])"}
    assert wanted | {"should": "np.array([6.0])"} == told(check)


def test_a_part_of_an_answer_is_shown_where_only_that_was_compared(told):
    """By its place in tuples and dictionaries."""

    def check(student):
        assert_close(student.halves(np.array([6.0]))["high"][0], np.array([3.0]))

    assert "halves(np.array([6.0]))['high'][0]" == told(check)["code"]


def test_of_a_large_answer_the_wrong_entry_is_shown(told):
    """Nobody reads a hundred numbers to find it."""

    def check(student):
        assert_close(student.double(np.full(100, 2.0)), np.full(100, 4.0))

    shown = told(check)
    assert shown["code"].endswith("[0]")
    assert ("3.0", "4.0") == (shown["is"], shown["should"])


def test_a_function_of_ours_is_written_out(told):
    """With the values that it closes over in their places."""
    slopes = np.array([2.0, 3.0])

    def check(student):
        f = callback(lambda z: slopes * z, like=slopes)
        assert_close(student.apply(f, np.ones(2)), slopes)

    assert (
        "apply((lambda z: np.array([2.0, 3.0]) * z), np.array([1.0, 1.0]))"
        == (told(check)["code"])
    )


def test_an_object_is_shown_with_how_it_was_made_and_used(told):
    """Its generator by its seed; calls of other objects are left out."""

    def check(student):
        other = student.Scale(np.random.default_rng(1))
        layer = student.Scale(np.random.default_rng(7))
        other.forward(np.ones((1, 2)))
        layer.forward(np.full((1, 2), 3.0))
        assert_close(layer.backward(np.ones((1, 2))), np.full(2, 3.0))

    assert [
        "np.random.seed(0)",
        "rng = np.random.default_rng(7)",
        "a = Scale(rng)",
        "b = a.forward(np.array([[3.0, 3.0]]))",
        "a.backward(np.array([[1.0, 1.0]]))",
    ] == told(check)["code"].splitlines()


def test_a_block_that_an_exception_ended_is_shown_to_end_so(told):
    """Else it would end as if all had gone well."""

    def check(student):
        block = student.Guarded()
        with suppress(ZeroDivisionError), block:
            raise ZeroDivisionError
        assert_equal(block.ended_by, "RuntimeError")

    told_of = told(check)
    assert "b.__exit__(RuntimeError, RuntimeError(), None)" in told_of["code"].splitlines()
    assert ("'nothing'", "'RuntimeError'") == (told_of["is"], told_of["should"])


def test_what_an_earlier_call_changed_is_shown_with_that_call(told):
    """Though the calls share nothing that one can see."""

    def check(student):
        assert_close(student.total(np.array([1.0])), np.array([1.0]))
        assert_close(student.total(np.array([5.0])), np.array([5.0]))

    assert ["a = total(np.array([1.0]))", "total(np.array([5.0]))"] == (
        told(check)["code"].splitlines()
    )


def test_an_argument_that_is_changed_is_shown_by_comparing_it_with_a_copy(told):
    """Whether it is the same comes out false, and should come out true."""
    shown = told(lambda student: assert_unchanged(student.double, np.array([3.0])))

    assert ("False", "True") == (shown["is"], shown["should"])
    assert "double(a)" in shown["code"].splitlines()


def test_a_generator_is_no_argument_that_should_stay_the_same(told):
    """It is used up by being drawn from; only the other arguments are compared."""

    def check(student):
        assert_unchanged(student.noisy, np.array([3.0]), np.random.default_rng(5))

    shown = told(check)
    assert ("False", "True") == (shown["is"], shown["should"])
    assert "noisy(a, rng)" in shown["code"].splitlines()


def test_answers_of_a_law_about_several_stand_side_by_side(told):
    """What each should be the law does not say."""

    def check(student):
        one, two = (student.double(np.array([x])) for x in (1.0, 2.0))
        assert_close(one + one, two, what="twice double(1)")

    shown = told(check)
    assert "(a, b)" == shown["code"].splitlines()[-1]
    assert ("(np.array([2.0]), np.array([3.0]))", None) == (shown["is"], shown["should"])


def test_what_follows_from_another_answer_is_not_told_as_what_should_be(told):
    """That would be wrong, as the other answer is: both are shown instead."""

    def check(student):
        three = student.apply(callback(lambda x: x, like=None), np.array([3.0]))
        assert_close(student.double(np.array([2.0])), three + 1)

    shown = told(check)
    assert ("(np.array([4.0]), np.array([3.0]))", None) == (shown["is"], shown["should"])


def test_a_law_without_a_call_shows_nothing():
    """There is nothing to run."""
    student = Rehearsal(WRONG).student()
    with pytest.raises(Failure) as found:
        require(condition=False, message="no")

    found.value.entries = entries_of(student)
    assert shown(found.value, [], lambda _: [], lambda _: [], frozenset()) is None


def test_an_answer_that_nobody_reads_is_not_shown():
    """Neither is its call: what is told of a thousand numbers stands in the message."""
    student = Rehearsal({"many": lambda n: np.arange(n) + 0.123456789}).student()
    student.many(1000)
    failure = Failure("the numbers are not drawn from a normal law")
    failure.entries = entries_of(student)

    def ask_again(entries):
        return [entry.answer for entry in entries]

    assert shown(failure, [], ask_again, None, frozenset()) is None
    student.many(3)
    failure.entries = entries_of(student)[1:]
    assert "many(3)" == shown(failure, [], ask_again, None, frozenset())["code"]
