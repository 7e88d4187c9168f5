"""How a wrong gradient is wrong: the story told, and none where none fits."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.checks.diagnosis import diagnose

RNG = np.random.default_rng(3)
WANT = RNG.normal(size=(3, 4))
SQUARE = RNG.normal(size=(3, 3))
AT = {"X": np.zeros((5, 3)), "W": np.zeros((3, 4))}
DOUT = np.zeros((5, 7))
SOME = settings(max_examples=60, deadline=None)


def told(got, want=WANT, at=AT, dout=DOUT):
    """The story for these two gradients."""
    return diagnose(np.asarray(got, float), np.asarray(want, float), at, dout)


class TestFactors:
    """A constant factor, and where it comes from."""

    def test_the_sign(self):
        """All entries turned round."""
        assert "It has the wrong sign everywhere." == told(-WANT)

    @pytest.mark.parametrize(
        ("factor", "story"),
        [
            (2, "It is 2 times too large everywhere: divide by 2."),
            (1 / 2, "It is 2 times too small everywhere: multiply by 2."),
            (5, "It is 5 times too large everywhere: divide by 5, the length of axis 0 of X."),
            (
                1 / 5,
                "It is 5 times too small everywhere: multiply by 5, the length of axis 0 of X.",
            ),
            (4, "It is 4 times too large everywhere: divide by 4, the length of axis 1 of W."),
            (7, "It is 7 times too large everywhere: divide by 7, the length of axis 1 of dout."),
            (
                1 / 12,
                "It is 12 times too small everywhere: multiply by 12, the number of entries of W.",
            ),
            (-5, "It has the wrong sign and is 5 times too large everywhere: divide by 5, the"),
            (1.7, "It is 1.7 times what it should be everywhere: a factor is off."),
            (-0.3, "It has the wrong sign and is 0.3 times what it should be everywhere"),
        ],
    )
    def test_a_factor_is_named_with_its_origin(self, factor, story):
        """Sizes of the parameters are where forgotten factors come from."""
        assert told(factor * WANT).startswith(story)

    @SOME
    @given(st.sampled_from([-1, 2, 0.5, 5, 0.2, 1.7]), st.floats(1e-8, 1e8))
    def test_the_scale_of_the_gradient_does_not_matter(self, factor, scale):
        """Tiny and huge gradients have the same story."""
        assert told(factor * WANT) == told(factor * WANT * scale, WANT * scale)

    def test_unknown_entries_are_left_out(self):
        """Where the right gradient is nan the others tell the story."""
        want = WANT.copy()
        want[0] = np.nan

        assert "It has the wrong sign everywhere." == told(-WANT, want)

    def test_entries_that_are_no_numbers_are_left_out(self):
        """One inf in the answer does not silence the story of the others."""
        got = -WANT
        got[1, 1] = np.inf

        assert "It has the wrong sign everywhere." == told(got)

    def test_last_digits_are_no_factor(self):
        """A gradient by differences or in float32 is not "1 times what it should be"."""
        assert told(WANT * (1 + 1e-7)).startswith("Only its last digits are off")
        assert told(WANT + 1e-8 * RNG.normal(size=WANT.shape)).startswith("Only its last digits")


class TestStories:
    """Transposes, zeros, missing cases and terms."""

    def test_the_transpose(self):
        """Only a square one has the right shape at all."""
        assert "It is the transpose of what it should be." == told(SQUARE.T, SQUARE)

    def test_a_symmetric_gradient_is_not_called_transposed(self):
        """Its story is another."""
        symmetric = SQUARE + SQUARE.T

        assert "transpose" not in told(2 * symmetric, symmetric)

    def test_zero(self):
        """A path that was never built."""
        assert told(0 * WANT).startswith("It is zero everywhere: the whole path")

    def test_zero_wanted(self):
        """Something was added that cancels."""
        assert "It should be zero everywhere here." == told(WANT, 0 * WANT)

    @pytest.mark.parametrize(("count", "are"), [(1, "is"), (5, "are")])
    def test_a_missing_case(self, count, are):
        """Some entries are right: the student learns how many."""
        got = 3 * WANT + 1
        got.flat[:count] = WANT.flat[:count]

        assert told(got).startswith(f"{count} of 12 entries {are} right: a case or a term")

    def test_a_missing_constant(self):
        """Off by the same number everywhere."""
        assert told(WANT + 0.25).startswith("It is off by the same number everywhere")

    @pytest.mark.parametrize("axis", [0, 1])
    def test_a_missing_term_of_fewer_axes(self, axis):
        """A mean or a bias that was not subtracted shows as a pattern along one axis."""
        term = np.expand_dims(RNG.normal(size=WANT.shape[1 - axis]), axis)

        assert f"It is off by the same amounts along axis {axis}: a term is missing." == told(
            WANT + term
        )


class TestSilence:
    """Where no story fits nothing is said."""

    def test_an_unrelated_gradient_has_no_story(self):
        """Random numbers are wrong in no particular way."""
        assert not told(RNG.normal(size=WANT.shape))

    @pytest.mark.parametrize("shape", [(), (1,), (1, 1)])
    def test_a_single_entry_has_few_stories(self, shape):
        """Any number is some factor of another, and off by the same number everywhere."""
        want = np.full(shape, 0.7)

        assert not told(want * 1.37, want)
        assert not told(want + 10, want)
        assert "It has the wrong sign everywhere." == told(-want, want)
        assert told(5 * want, want).startswith("It is 5 times too large")

    @pytest.mark.parametrize("shape", [(1, 4), (4, 1)])
    def test_an_axis_of_one_is_no_pattern(self, shape):
        """Along it everything is the same."""
        assert not told(RNG.normal(size=shape), RNG.normal(size=shape))

    def test_a_size_of_one_is_no_factor(self):
        """Nothing is "1 times too large"."""
        at = {"x": np.zeros((1, 1))}

        assert "1 times" not in told(3.3 * WANT, WANT, at, None)

    def test_nothing_known_nothing_said(self):
        """Where all is nan there is nothing to compare."""
        assert not told(WANT * np.nan)
        assert not told(WANT, WANT * np.nan)

    @SOME
    @given(st.integers(0, 2**32), st.integers(0, 3), st.integers(0, 3))
    def test_it_never_raises(self, seed, rows, columns):
        """Any two arrays of one shape, with holes, zeros and infinities."""
        rng = np.random.default_rng(seed)
        special = np.array([0.0, 1.0, -1.0, np.nan, np.inf, 1e300, 1e-300])
        got, want = (rng.choice(special, size=(rows, columns)) for _ in range(2))

        with np.errstate(all="ignore"):
            assert isinstance(told(got, want), str)
