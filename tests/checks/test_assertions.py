"""The other assertions: exact equality, ranges, shapes, exceptions, unchanged arguments."""

import math
import re
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder.checks import (
    assert_between,
    assert_close,
    assert_dtype,
    assert_equal,
    assert_finite,
    assert_raises,
    assert_shape,
    assert_unchanged,
    require,
)
from autograder.errors import Failure, Raised
from autograder.sandbox import Rehearsal

SOME = settings(max_examples=60, deadline=None)
WHOLE_ARRAYS = hnp.arrays(np.int64, hnp.array_shapes(max_dims=2, max_side=3))
EXACT = st.one_of(
    st.integers(), st.booleans(), st.text(max_size=4), st.none(), st.fractions(), WHOLE_ARRAYS
)


def message(function, *args, **kwargs):
    """What the failing assertion says."""
    with pytest.raises(Failure) as caught:
        function(*args, **kwargs)
    return caught.value.message


class TestEqual:
    """assert_equal: exactly equal."""

    @SOME
    @given(st.one_of(EXACT, st.lists(EXACT, max_size=3), st.lists(EXACT, max_size=3).map(tuple)))
    def test_everything_equals_itself(self, value):
        """Ints of any size, truth values, text, fractions, arrays, and lists of them."""
        assert_equal(value, value)

    @pytest.mark.parametrize(
        ("got", "want", "said"),
        [
            (3, 4, "result is 3, but should be 4"),
            (10**30 + 1, 10**30, f"result is {10**30 + 1}, but should be {10**30}"),
            (1e30, 10**30, "result is 1e+30, but should be 1000000000000000000000000000000"),
            (np.float64(1e30), 10**30, "but should be 1000000000000000000000000000000"),
            (2.5, 2, "result is 2.5, but should be 2"),
            (True, False, "result is True, but should be False"),
            (np.True_, False, "result is True, but should be False"),
            ("tol", "steps", "result is 'tol', but should be 'steps'"),
            (None, "steps", "result is None, but should be 'steps'"),
            (0, None, "result is a number, but should be None"),
            (None, 3, "result is None, but should be numbers"),
            (Fraction(1, 3), Fraction(1, 2), "result is 1/3, but should be 1/2"),
            (np.array([1, 2]), np.array([1, 3]), "result[1] is 2, but should be 3"),
            (np.array([True]), np.array([False]), "result[0] is True, but should be False"),
            (np.array([1]), np.array([1, 2]), "shape (1,), but should have shape (2,)"),
            (np.zeros(0), np.array([1]), "shape (0,), but should have shape (1,)"),
            ([1, 2], np.array([1, 2]), "result is a list of 2, but should be numbers"),
            ([1, 3], [1, 2], "result[1] is 3, but should be 2"),
            ([1], [1, 2], "result is a list of 1, but should be a list of 2"),
            (3, [3], "result is a number, but should be a list of 1"),
            ((1, (2, 5)), (1, (2, 3)), "result[1][1] is 5, but should be 3"),
            (
                np.array([0.5, 0.25]),
                np.array([0.5, 1 / 3]),
                "result[1] is 0.25, but should be 0.333",
            ),
        ],
    )
    def test_what_differs_is_shown(self, got, want, said):
        """Where, what we got, what it should be, to the last digit."""
        assert said in message(assert_equal, got, want)

    def test_a_list_may_answer_for_a_tuple(self):
        """Sequences are compared entry by entry."""
        assert_equal([1, 2], (1, 2))
        assert_equal(np.True_, True)
        assert_equal(np.int64(3), 3)
        assert_equal(3, np.int64(3))

    def test_nan_equals_nan(self):
        """Two equal calls give equal answers, also where they are no numbers."""
        assert_equal(np.array([math.nan, 1.0]), np.array([math.nan, 1.0]))
        assert "result[0] is nan" in message(assert_equal, np.array([math.nan]), np.array([1.0]))

    @pytest.mark.parametrize("check", [assert_close, assert_equal])
    def test_one_expected_number_is_told_and_rounded(self, check):
        """Of hidden answers a message gives away one entry in six digits."""
        wanted = np.sqrt(np.arange(2.0, 40.0))
        said = message(check, np.zeros(38), wanted)

        assert re.fullmatch(r"result\[\d+\] is 0, but should be [\d.]{1,7}", said)

    def test_long_expected_text_is_cut(self):
        """So is what should have been."""
        assert len(message(assert_equal, "x", "y" * 500)) < 130

    def test_long_text_is_cut(self):
        """A student's string does not flood the feedback."""
        assert len(message(assert_equal, "a" * 10_000, "b")) < 200

    def test_the_name_and_hint_are_kept(self):
        """`what` and `hint` reach the student."""
        with pytest.raises(Failure, match=r"^reason is 'a', but should be 'b'$") as caught:
            assert_equal("a", "b", what="reason", hint="look again")
        assert "look again" == caught.value.hint


class TestBetween:
    """assert_between: elementwise bounds."""

    @SOME
    @given(
        hnp.arrays(np.float64, 3, elements=st.floats(-10, 10)),
        st.floats(-10, 10),
        st.floats(0, 10),
    )
    def test_inside_passes_outside_fails(self, x, low, width):
        """Both ends belong to it."""
        high = low + width
        if ((x >= low) & (x <= high)).all():
            assert_between(x, low, high)
        elif ((x < low - 1e-9) | (x > high + 1e-9)).any():
            message(assert_between, x, low, high)
        assert_between(np.array([low, high]), low, high)

    def test_the_first_entry_outside_is_shown(self):
        """With its own bounds."""
        said = message(
            assert_between, np.array([[0.5, 1.5]]), 0, np.array([1.0, 1.25]), what="probs"
        )

        assert "probs[0, 1] is 1.5, but should be between 0 and 1.25" == said

    def test_rounding_is_forgiven_and_no_more(self):
        """A probability of 1 + 1e-15 is one; in float32 so is 1 + 1e-7."""
        assert_between(1 + 1e-15, 0, 1)
        assert_between(np.float32(1) + np.float32(1.2e-7), 0, 1)
        message(assert_between, 1 + 1e-9, 0, 1)
        message(assert_between, np.float32(1.0001), 0, 1)

    @pytest.mark.parametrize("odd", [math.nan, math.inf, 1j, None, "0.5", [0.5]])
    def test_what_is_no_real_number_lies_nowhere(self, odd):
        """A nan compares false with everything, complex numbers have no order."""
        message(assert_between, odd, 0, 1)


class TestKinds:
    """assert_finite, assert_shape, assert_dtype."""

    def test_finite_names_the_first_entry_that_is_not(self):
        """Both inf and nan, in complex numbers too."""
        assert_finite(np.array([1e308, -1e308]))
        assert_finite(3)
        assert "y[1] is inf, but should be finite" == message(
            assert_finite, np.array([0, math.inf, math.nan]), what="y"
        )
        assert "is nan, but should be finite" in message(assert_finite, math.nan)
        message(assert_finite, np.array([complex(0, math.inf)]))
        assert "None, but should be numbers" in message(assert_finite, None)

    def test_shape_is_compared_exactly(self):
        """A number has the shape ()."""
        assert_shape(np.zeros((2, 3)), (2, 3))
        assert_shape(1.0, ())
        assert "result has shape (3, 2), but should have shape (2, 3)" == message(
            assert_shape, np.zeros((3, 2)), (2, 3)
        )
        message(assert_shape, [1, 2], (2,))

    def test_dtype_is_compared_exactly(self):
        """float32 is not float64; Python numbers have numpy's default dtypes."""
        assert_dtype(np.zeros(2, np.float32), np.float32)
        assert_dtype(np.zeros(2, bool), bool)
        assert_dtype(1.0, np.float64)
        assert "result has dtype float64, but should have float32" == message(
            assert_dtype, np.zeros(2), np.float32
        )
        message(assert_dtype, None, np.float64)

    def test_require_states_any_other_law(self):
        """Message and hint are the instructor's."""
        require(np.True_, "never said")
        with pytest.raises(Failure, match=r"^no$") as caught:
            require([], "no", hint="do")
        assert "do" == caught.value.hint


def student(**functions):
    """A notebook with these functions."""
    return Rehearsal(functions).student()


def refuses(x):
    """Raise what a careful student raises."""
    raise ValueError("x is odd")


def stub(x):
    """An exercise nobody has touched."""
    raise NotImplementedError


class TestRaises:
    """assert_raises: the student's code refuses."""

    def test_the_asked_exception_passes(self):
        """And so do its subclasses."""
        assert_raises(ValueError, student(f=refuses).f, 1)
        assert_raises(Exception, student(f=refuses).f, 1)
        assert_raises(LookupError, student(f=lambda x: {}[x]).f, 1)

    def test_another_exception_fails(self):
        """The message says which came instead."""
        assert "f raised ValueError: x is odd, but should raise KeyError" == message(
            assert_raises, KeyError, student(f=refuses).f, 1
        )

    def test_no_exception_fails(self):
        """Returning is wrong here."""
        assert "nothing was raised, but should raise ValueError" == message(
            assert_raises, ValueError, student(f=lambda x: x).f, 1
        )

    def test_a_stub_does_not_pass_for_refusing(self):
        """NotImplementedError is a RuntimeError and an Exception, earns neither, and says why."""
        for error in (RuntimeError, Exception):
            with pytest.raises(Raised) as caught:
                assert_raises(error, student(f=stub).f, 1)
            assert "still a stub" in caught.value.hint
        assert_raises(NotImplementedError, student(f=stub).f, 1)

    def test_keywords_are_passed_on(self):
        """The call is the one the check writes."""
        assert_raises(ValueError, student(f=lambda a, *, b: refuses(b)).f, 1, b=2)

    def test_a_missing_function_is_a_failure(self):
        """Not defining it raises nothing of the student's."""
        assert "f is not defined" in message(lambda: assert_raises(ValueError, student().f, 1))


def shifts(x, by):
    """Edit an argument in place."""
    x -= by
    return x


class TestUnchanged:
    """assert_unchanged: arguments are as they were, bit for bit."""

    def test_a_function_that_copies_passes(self):
        """Also one that edits and restores."""
        assert_unchanged(student(f=lambda x: x - 1).f, np.ones(3))

        def restores(x):
            x += 1
            x -= 1
            return x

        assert_unchanged(student(f=restores).f, np.ones(3))

    def test_the_changed_argument_is_named(self):
        """With a hint in its own name."""
        with pytest.raises(Failure) as caught:
            assert_unchanged(student(f=shifts).f, np.ones(3), np.ones(3))

        assert (
            "the call changed its argument x, but should leave it as it was"
            == caught.value.message
        )
        assert "`x.copy()`" in caught.value.hint

    def test_all_changed_arguments_are_named(self):
        """Positional and by keyword."""

        def both(x, *, y):
            x[0] = y[0] = 5

        assert "argument x and y, but" in message(
            assert_unchanged, student(f=both).f, np.ones(2), y=np.ones(2)
        )

    def test_a_function_that_raises_has_not_passed(self):
        """Its exception is the failure."""
        with pytest.raises(Raised):
            assert_unchanged(student(f=refuses).f, np.ones(2))

    def test_a_method_of_an_object_of_this_process_is_watched_too(self):
        """It gets copies; what it changes and what it raises is told as a function's is."""

        class Steps:
            def quietly(self, x):
                return x + 1

            def roughly(self, x):
                x += 1

            def wrongly(self, x):
                return x.nothing

        steps, x = student(Steps=Steps).Steps(), np.ones(2)
        x.setflags(write=False)
        assert_unchanged(steps.quietly, x)

        assert "changed its argument x" in message(assert_unchanged, steps.roughly, x)
        assert "Steps.wrongly raised AttributeError" in message(assert_unchanged, steps.wrongly, x)

    def test_our_own_hint_wins(self):
        """An instructor's hint replaces the standing one."""
        with pytest.raises(Failure) as caught:
            assert_unchanged(student(f=shifts).f, np.ones(3), 1.0, hint="copy first")
        assert "copy first" == caught.value.hint
