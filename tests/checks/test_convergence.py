"""Sequences of iterates: they converge, at the rate of theory, or run away."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.checks import assert_converges, assert_diverges
from autograder.errors import Failure

SOME = settings(max_examples=50, deadline=None)
GOAL = np.array([3.0, -2.0])


def walk(factor, steps=60, start=(1.0, 2.0), goal=GOAL):
    """Iterates whose error is multiplied by `factor` at each step."""
    powers = float(factor) ** np.arange(steps + 1)
    return goal + powers[:, None] * np.asarray(start)


def says(assertion, *args, **kwargs):
    """What the failing assertion says, or "" if it passes."""
    try:
        assertion(*args, **kwargs)
    except Failure as failure:
        return failure.message
    return ""


class TestConverges:
    """assert_converges: where it ends, and how fast it goes there."""

    def test_it_ends_near_the_goal(self):
        """The last iterate alone counts, in the L2 norm."""
        history = np.array([[100.0, 100.0], [3.3, -1.6]])

        said = says(assert_converges, history, to=GOAL, within=0.499)

        assert not says(assert_converges, history, to=GOAL, within=0.5001)
        assert said.startswith("history ends at distance 0.5 from the solution after 1 step")
        assert said.endswith("but should end within 0.499")

    @SOME
    @given(st.floats(0.05, 0.97), st.sampled_from([1, -1]), st.floats(-0.045, 0.045))
    def test_the_right_rate_is_accepted_within_five_percent(self, rate, sign, off):
        """Of its logarithm, that is of the number of steps a digit takes; overshooting is fine."""
        history = walk(sign * rate, steps=80)
        claimed = rate ** (1 + off)

        assert not says(assert_converges, history, to=GOAL, within=10.0, rate=claimed)

    @SOME
    @given(st.floats(0.05, 0.97), st.sampled_from([-0.06, 0.06, 1.0, -0.5]))
    def test_another_rate_is_refused(self, rate, off):
        """Six percent off is too much, in both directions."""
        said = says(
            assert_converges, walk(rate, steps=80), to=GOAL, within=10.0, rate=rate ** (1 + off)
        )

        told = re.search(r"is multiplied by (\S+) per step, but should be by", said)
        assert pytest.approx(rate, rel=1e-3) == float(told[1])  # it has four digits

    def test_the_rate_is_that_of_the_second_half(self):
        """A fast mode that dies out first does not spoil the fit."""
        slow, fast = walk(0.8), walk(0.3, start=(-5e6, 9e6))

        assert not says(assert_converges, slow + fast - GOAL, to=GOAL, within=1, rate=0.8)

    def test_rounding_at_the_end_does_not_spoil_the_rate(self):
        """Iterates that stand still at the goal, up to the last digits, are left out."""
        history = walk(0.5, steps=200)
        history[60:] = GOAL + 1e-15

        assert not says(assert_converges, history, to=GOAL, within=1e-9, rate=0.5)

    def test_an_overflow_on_the_way_is_no_error_of_ours(self):
        """An infinite iterate in the middle is left out of the fit."""
        history = walk(0.5)
        history[30] = np.inf

        says(assert_converges, history, to=GOAL, within=1, rate=0.5)

    def test_too_few_iterates_show_no_rate(self):
        """Jumping to the goal at once is not converging at a rate."""
        assert "too soon to show a rate" in says(
            assert_converges, walk(0.0), to=GOAL, within=1, rate=0.5
        )

    def test_scalars_and_matrices_converge_too(self):
        """The history has one axis more than the goal."""
        assert not says(assert_converges, 0.5 ** np.arange(40.0), to=0.0, within=1e-9, rate=0.5)
        assert not says(assert_converges, np.ones((5, 2, 3)), to=np.ones((2, 3)), within=1e-9)

    def test_nan_does_not_converge(self):
        """Nor does a history that ends in it."""
        for bad in (np.nan, np.inf):
            history = walk(0.5)
            history[-1] = bad
            assert "ends at distance" in says(assert_converges, history, to=GOAL, within=1e9)

    @pytest.mark.parametrize(
        ("history", "to", "said"),
        [
            (np.zeros((4, 3)), GOAL, "shape (4, 3), but should have shape (T+1, 2)"),
            (np.zeros(4), GOAL, "shape (4,), but should have shape (T+1, 2)"),
            (np.zeros((4, 2)), 0.0, "shape (4, 2), but should have shape (T+1,)"),
            (np.zeros((0, 2)), GOAL, "shape (0, 2), but should have shape (T+1, 2)"),
            (np.float64(1), 0.0, "shape (), but should have shape (T+1,)"),
            ([GOAL, GOAL], GOAL, "history is a list of 2, but should be numbers"),
            (None, GOAL, "history is None, but should be numbers"),
            (walk(0.5) * 1j, GOAL, "history is complex, but should be real"),
        ],
        ids=str,
    )
    @pytest.mark.parametrize("assertion", ["converges", "diverges"])
    def test_another_form_is_refused(self, assertion, history, to, said):
        """Before any arithmetic, with both shapes."""
        if assertion == "converges":
            assert said in says(assert_converges, history, to=to, within=1)
        else:
            assert said in says(assert_diverges, history, away_from=to)

    def test_name_and_hint_are_kept(self):
        """`what` and `hint` reach the student."""
        with pytest.raises(Failure, match=r"^ws ends at") as caught:
            assert_converges(walk(1.1), to=GOAL, within=1, what="ws", hint="smaller steps")
        assert "smaller steps" == caught.value.hint


class TestDiverges:
    """assert_diverges: the error grows without bound."""

    @pytest.mark.parametrize("factor", [1.06, -1.06, 3.0, -1e9])
    def test_growth_is_divergence(self, factor):
        """Also with overshooting, and through an overflow."""
        with np.errstate(all="ignore"):
            assert not says(assert_diverges, walk(factor), away_from=GOAL)

    @pytest.mark.parametrize("factor", [0.5, -0.99, 1.0, -1.0, 1.01])
    def test_what_stays_near_does_not_diverge(self, factor):
        """Neither convergence nor standing still nor a cycle."""
        assert "but should run away from the solution" in says(
            assert_diverges, walk(factor), away_from=GOAL
        )

    def test_nan_from_the_start_is_no_divergence(self):
        """A lazy answer of nan does not pass for running away."""
        history = np.full((20, 2), np.nan)

        assert "starts at no finite number" in says(assert_diverges, history, away_from=GOAL)

    @pytest.mark.parametrize("bad", [np.nan, np.inf])
    def test_nan_after_the_start_is_no_divergence(self, bad):
        """One step to nan shows no growth."""
        history = np.full((20, 2), bad)
        history[0] = 1.0

        assert "should run away" in says(assert_diverges, history, away_from=GOAL)

    def test_standing_on_the_goal_is_no_divergence(self):
        """Ten times nothing is nothing."""
        assert "should run away" in says(assert_diverges, np.tile(GOAL, (9, 1)), away_from=GOAL)
