"""Laws of draws: right samplers pass at the stated rate, wrong ones are named."""

import numpy as np
import pytest

from autograder.checks import assert_drawn_from, assert_frequencies, normal_cdf
from autograder.checks.distributions import FALSE_ALARM
from autograder.errors import Failure


def uniform_cdf(x):
    """Of the uniform law on [0, 1]."""
    return np.clip(x, 0, 1)


class TestDrawnFrom:
    """assert_drawn_from"""

    @pytest.mark.parametrize("n", [1, 10, 1000])
    def test_right_draws_pass(self, n):
        """Draws of the law itself pass, in any shape, for every one of 200 seeds."""
        for seed in range(200):
            rng = np.random.default_rng(seed)
            assert_drawn_from(rng.normal(size=(n, 1)), normal_cdf)
            assert_drawn_from(rng.random(n), uniform_cdf)

    @pytest.mark.parametrize(
        "draw",
        [
            lambda rng: rng.normal(size=2000) * 1.3,
            lambda rng: rng.normal(size=2000) + 0.3,
            lambda rng: rng.uniform(-2, 2, size=2000),
            lambda _: np.zeros(2000),
        ],
        ids=["scale", "shift", "uniform", "constant"],
    )
    def test_another_law_is_seen(self, draw):
        """A wrong scale, a wrong centre, another shape and no randomness at all fail."""
        with pytest.raises(Failure, match=r"% of z are below .* but .*% should be"):
            assert_drawn_from(draw(np.random.default_rng(0)), normal_cdf, what="z")

    @pytest.mark.parametrize("draws", [np.array([np.nan] * 50), np.zeros(0), None, "x"])
    def test_what_is_no_draw_fails(self, draws):
        """nan, nothing, None and text are the student's failure."""
        with pytest.raises(Failure):
            assert_drawn_from(draws, uniform_cdf)

    def test_the_normal_law(self):
        """Φ(0) = 1/2, Φ(1) = .8413447 and Φ(-x) = 1 - Φ(x)."""
        assert normal_cdf([0.0, 1.0, -1.0]) == pytest.approx([0.5, 0.8413447, 0.1586553])


class TestFrequencies:
    """assert_frequencies"""

    def test_right_draws_pass(self):
        """Draws with the stated probabilities pass for every one of 300 seeds."""
        wanted = np.array([0.5, 0.0, 0.1, 0.4])
        for seed in range(300):
            draws = np.random.default_rng(seed).choice(4, size=400, p=wanted)
            assert_frequencies(draws, wanted)

    def test_the_rate_of_false_alarms_is_kept_where_it_can_be_counted(self):
        """For one fair coin and 40 throws the exact chance of an alarm is below the stated one."""
        from math import comb

        def alarm(heads):
            draws = np.repeat([0, 1], [heads, 40 - heads])
            try:
                assert_frequencies(draws, [0.5, 0.5])
            except Failure:
                return True
            return False

        chance = sum(comb(40, h) for h in range(41) if alarm(h)) / 2**40

        assert 0 < chance <= FALSE_ALARM

    def test_wrong_probabilities_are_seen(self):
        """Uniform draws of a law that is not uniform fail, and the class is named."""
        draws = np.random.default_rng(0).integers(3, size=1000)
        with pytest.raises(Failure, match=r"3\d\.\d% of tokens are 0, but 60\.0% should"):
            assert_frequencies(draws, [0.6, 0.2, 0.2], what="tokens")

    def test_a_class_is_called_by_its_name(self):
        """A student reads what the numbers stand for."""
        draws = np.random.default_rng(0).integers(2, size=1000)
        with pytest.raises(Failure, match=r"% of entries are kept, but 90\.0% should be"):
            assert_frequencies(draws, [0.1, 0.9], what="entries", names=("dropped", "kept"))

    def test_what_has_no_probability_must_not_occur(self):
        """One draw of a class of probability 0 is enough to fail."""
        with pytest.raises(Failure, match=r"99\.0% of draws are 0, but 100\.0%"):
            assert_frequencies(np.array([0] * 99 + [1]), [1.0, 0.0])

    def test_what_is_certain_is_certain(self):
        """A class of probability 1 alone passes."""
        assert_frequencies(np.zeros(10, int), [1.0, 0.0])

    @pytest.mark.parametrize(
        "draws", [np.array([0.0, 1.0]), np.array([2]), np.array([-1]), np.zeros(0, int), None]
    )
    def test_what_is_no_class_fails(self, draws):
        """Floats, numbers outside the classes, nothing and None are the student's failure."""
        with pytest.raises(Failure):
            assert_frequencies(draws, [0.5, 0.5])
