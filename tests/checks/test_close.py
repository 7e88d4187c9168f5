"""assert_close: the standing tolerance to the letter, and messages one can act on."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder.checks import assert_close
from autograder.errors import Failure

SOME = settings(max_examples=80, deadline=None)
FINITE = st.floats(-1e6, 1e6, allow_subnormal=False)
ARRAYS = hnp.arrays(np.float64, hnp.array_shapes(max_dims=2, max_side=4), elements=FINITE)
INF, NAN = math.inf, math.nan


def accepts(*args, **kwargs):
    """Whether assert_close lets it pass."""
    try:
        assert_close(*args, **kwargs)
    except Failure:
        return False
    return True


def nudged(want, index, by):
    """`want` with one entry moved."""
    moved = want.copy()
    moved.flat[index % want.size] += by
    return moved


class TestTolerance:
    """float64: 1e-8·|want| + 1e-10·scale; float32: 1e-4·scale; scale = max(1, max|want|)."""

    @SOME
    @given(ARRAYS, st.integers(0, 15), st.sampled_from([1.0, -1.0]))
    def test_float64_is_judged_to_the_letter(self, want, index, sign):
        """Just inside passes and just outside fails, entry by entry."""
        entry = abs(want.flat[index % want.size])
        bound = 1e-8 * entry + 1e-10 * max(1.0, np.abs(want).max())

        assert accepts(want, want)
        assert accepts(nudged(want, index, sign * 0.99 * bound), want)
        assert not accepts(nudged(want, index, sign * 1.01 * bound), want)

    @SOME
    @given(ARRAYS, st.integers(0, 15), st.sampled_from([1.0, -1.0]))
    def test_float32_is_judged_by_scale_alone(self, want, index, sign):
        """1e-4·scale, the same for every entry, when float32 is expected."""
        want = want.astype(np.float32)
        bound = 1e-4 * max(1.0, float(np.abs(want).max()))
        close, far = (nudged(want.astype(float), index, sign * k * bound) for k in (0.99, 1.01))

        assert accepts(close, want)
        assert not accepts(far, want)

    def test_the_expected_dtype_decides(self):
        """An answer in float32 is no excuse where float64 is expected, and costs nothing else."""
        want = np.array([1.0, 1 / 3])

        assert not accepts(want.astype(np.float32), want)
        assert accepts(want, want.astype(np.float32))

    def test_like_decides_for_numbers(self):
        """A Python number computed from float32 inputs is as accurate as they are."""
        single, double = np.ones(3, np.float32), np.ones(3)

        assert accepts(2.00005, 2.0, like=single)
        assert not accepts(2.0003, 2.0, like=single)
        assert not accepts(2.00005, 2.0)
        assert not accepts(2.00005, 2.0, like=double)
        assert not accepts(np.float32(0.1), np.float32(0.1001), like=double)

    def test_it_is_never_relative_entry_by_entry(self):
        """A tiny entry beside a large one is a difference of large ones."""
        want = np.array([1e6, 1e-9])

        assert accepts(np.array([1e6, 0.0]), want)
        assert not accepts(np.array([1e6, 2e-4]), want)

    @SOME
    @given(ARRAYS, st.floats(1e-9, 0.1), st.floats(0, 1), st.integers(0, 15))
    def test_explicit_tolerances_replace_the_standing_one(self, want, rtol, atol, index):
        """|Δ| <= rtol·|want| + atol, with a left-out one zero."""
        entry = abs(want.flat[index % want.size])
        bound = rtol * entry + atol

        assert accepts(nudged(want, index, 0.99 * bound), want, rtol=rtol, atol=atol)
        if bound > 1e-9 * max(entry, 1e-9):  # what float64 can tell apart
            far = nudged(want, index, 1.01 * bound + 1e-12 * entry)
            assert not accepts(far, want, rtol=rtol, atol=atol)

    def test_one_explicit_tolerance_leaves_nothing_of_the_other(self):
        """With rtol alone there is no floor at zero; atol alone does not grow."""
        assert not accepts(1e-12, 0.0, rtol=1e-3)
        assert accepts(4.248e-18, 4.248354e-18, rtol=1e-3)
        assert not accepts(1e6 + 1e-3, 1e6, atol=1e-4)

    def test_zero_tolerance_means_equal(self):
        """rtol=0, atol=0 accepts the same bits only."""
        assert accepts(np.array([0.1]), np.array([0.1]), rtol=0, atol=0)
        assert not accepts(np.array([0.1]), np.nextafter([0.1], 1), rtol=0, atol=0)


class TestSpecialNumbers:
    """nan, inf, complex, bool, and numbers that are no float64."""

    @pytest.mark.parametrize(
        "options", [{}, {"rtol": 0.1}, {"atol": 1e9}, {"like": np.float32(1)}]
    )
    @pytest.mark.parametrize(
        ("got", "want"),
        [(0.0, INF), (INF, 0.0), (-INF, INF), (NAN, 0.0), (0.0, NAN), (NAN, INF), (INF, NAN)],
    )
    def test_nothing_else_is_near_inf_or_nan(self, got, want, options):
        """However generous the tolerance, alone or beside right numbers."""
        assert not accepts(got, want, **options)
        assert not accepts(np.array([1.0, got]), np.array([1.0, want]), **options)

    @pytest.mark.parametrize("special", [INF, -INF, NAN])
    def test_inf_is_inf_and_nan_is_nan(self, special):
        """Where they are expected they are right, and the rest is judged as ever."""
        want = np.array([special, 1.0])

        assert accepts(want, want)
        assert accepts(special, special)
        assert not accepts(np.array([special, 1.0 + 1e-6]), want)

    def test_an_infinite_expectation_does_not_widen_the_scale(self):
        """The scale looks at finite entries alone."""
        assert not accepts(np.array([INF, 1.5]), np.array([INF, 1.0]))

    def test_complex_numbers_are_compared_as_such(self):
        """|Δ| is the modulus; a complex answer to a real question is refused."""
        want = np.array([1 + 1j, 2 - 1j])

        assert accepts(want + 1e-10j, want)
        assert not accepts(want + 1e-6j, want)
        assert accepts(np.array([1.0, 2.0]), np.array([1 + 0j, 2 + 0j]))
        with pytest.raises(Failure, match="result is complex, but should be real"):
            assert_close(np.array([1 + 0j]), np.array([1.0]))

    def test_truth_values_are_no_numbers(self):
        """True is not 1.0 here; where truth values are expected they are fine."""
        with pytest.raises(Failure, match="but should hold numbers"):
            assert_close(np.array([True]), np.array([1.0]))
        assert accepts(np.array([True, False]), np.array([True, False]))
        assert not accepts(np.array([True, True]), np.array([True, False]))

    def test_whole_numbers_stand_for_floats(self):
        """An int where a float is expected, and the other way round."""
        assert accepts(2, 2.0)
        assert accepts(np.array([1, 2]), np.array([1.0, 2.0]))
        assert accepts(2.0, 2)

    def test_numbers_beyond_64_bits_are_judged(self):
        """Huge ints and Fractions do not overflow our own arithmetic."""
        assert accepts(10**30, 10**30)
        assert accepts(10**30, 1e30)
        assert not accepts(10**30, 2 * 10**30)
        assert not accepts(10**400, 1.0)
        assert not accepts(-(10**400), np.array(1.0))
        assert accepts(Fraction(1, 3), 1 / 3)
        assert accepts(1 / 3, Fraction(1, 3))
        assert not accepts(Fraction(10**400, 3), 1.0)
        assert accepts(np.array([0.5]), np.array([Fraction(1, 2)]))

    def test_float16_has_the_tolerance_of_float32(self):
        """Short floats are not judged as doubles."""
        assert accepts(np.float64(1.00005), np.float16(1.0))


class TestShapes:
    """Kind and shape come before arithmetic."""

    @SOME
    @given(
        hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=3),
        hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=3),
    )
    def test_shapes_must_be_the_same(self, one, other):
        """Nothing is broadcast, in either direction."""
        assert (one == other) == accepts(np.ones(one), np.ones(other))

    def test_an_empty_array_is_not_all_right(self):
        """np.allclose(zeros(0), ones((4, 1))) is True; this is not."""
        with pytest.raises(Failure, match=r"shape \(0,\), but should have shape \(4, 1\)"):
            assert_close(np.zeros(0), np.ones((4, 1)))
        assert accepts(np.zeros((0, 3)), np.zeros((0, 3)))

    def test_an_array_of_one_is_no_number(self):
        """(1,) and () differ, both ways."""
        assert not accepts(np.array([1.0]), 1.0)
        assert not accepts(1.0, np.array([1.0]))
        assert accepts(np.array(1.0), 1.0)
        assert accepts(np.float64(1.0), 1.0)

    def test_a_list_is_refused_with_what_to_do(self):
        """The hint says how to make it an array."""
        with pytest.raises(
            Failure, match="result is a list of 2, but should be numbers"
        ) as caught:
            assert_close([1.0, 2.0], np.array([1.0, 2.0]))

        assert "np.array(" in caught.value.hint

    @pytest.mark.parametrize(
        ("thing", "named"),
        [
            (None, "None"),
            ("text", "a value of type str"),
            ((1.0,), "a tuple of 1"),
            ({"a": 1}, "a dict of 1"),
            (np.array(["a"]), "an array of shape (1,) and dtype <U1"),
            (np.array([None]), "an array of shape (1,) and dtype object"),
            (np.ma.masked_array([1.0], [True]), "a value of type MaskedArray"),
            (len, "a value of type builtin_function_or_method"),
        ],
    )
    def test_what_is_no_number_is_named(self, thing, named):
        """The message says what was returned."""
        with pytest.raises(Failure) as caught:
            assert_close(thing, np.array([1.0]))

        assert f"result is {named}, but should be numbers" == caught.value.message


class TestMessages:
    """Where, what we got, what it should be."""

    def test_zero_has_no_sign(self):
        """A right answer of -0 is told as 0."""
        with pytest.raises(Failure, match=r"^result is 1, but should be 0$"):
            assert_close(1.0, -0.0)

    def test_the_worst_entry_is_shown(self):
        """Not the first that is off, but the one that is most off."""
        want = np.arange(6.0).reshape(2, 3)
        got = want + np.array([[0, 1e-3, 0], [0, 0, 7]])

        with pytest.raises(Failure) as caught:
            assert_close(got, want, what="dx", hint="mind the axis")

        assert "dx[1, 2] is 12, but should be 5" == caught.value.message
        assert "mind the axis" == caught.value.hint

    def test_a_number_has_no_index(self):
        """The name alone."""
        with pytest.raises(Failure, match=r"^loss is 2, but should be 1$"):
            assert_close(2.0, 1.0, what="loss")

    def test_nan_is_worse_than_any_number(self):
        """An entry that is no number is shown before one that is far off."""
        with pytest.raises(Failure, match=r"^result\[1\] is nan, but should be 0$"):
            assert_close(np.array([1e9, NAN]), np.zeros(2))

    def test_inf_is_worse_than_any_number(self):
        """So is an infinite one."""
        with pytest.raises(Failure, match=r"^result\[1\] is inf, but should be 710$"):
            assert_close(np.array([1e9, INF]), np.array([0.0, 710.0]))

    @SOME
    @given(FINITE, st.floats(1e-15, 1e-3))
    def test_the_two_numbers_look_different(self, want, relative):
        """As many digits as it takes, and no more than six when six will do."""
        want += 0.0  # nobody is told to answer -0
        got = want + relative * max(1.0, abs(want))
        if got == want:
            return
        with pytest.raises(Failure) as caught:
            assert_close(got, want, rtol=0, atol=0)

        one, other = caught.value.message.removeprefix("result is ").split(", but should be ")
        assert one != other
        assert math.isclose(float(one), got, rel_tol=1e-5)
        if f"{got:.6g}" != f"{want:.6g}":
            assert (f"{got:.6g}", f"{want:.6g}") == (one, other)

    def test_complex_numbers_are_spelled(self):
        """Both parts."""
        with pytest.raises(Failure, match=r"^result is 1\+2j, but should be 1\+3j$"):
            assert_close(1 + 2j, 1 + 3j)
