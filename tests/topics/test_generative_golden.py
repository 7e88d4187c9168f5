"""The generative reference gives what is done by hand, and draws from the laws it should."""

from __future__ import annotations

import math

import numpy as np
import pytest

from autograder.checks import assert_drawn_from, assert_frequencies, normal_cdf


@pytest.fixture
def rng() -> np.random.Generator:
    """A generator; no test depends on its seed but once in a billion."""
    return np.random.default_rng(0)


class TestDraws:
    """Laws, on a hundred thousand draws."""

    @pytest.mark.parametrize("temperature", [0.5, 1.0, 2.0])
    def test_classes_come_as_often_as_the_softmax_says(self, solution, rng, temperature):
        """Logits log(1, 2, 4) at temperature t have the odds 1, 2^(1/t), 4^(1/t)."""
        logits = np.tile(np.log([1.0, 2.0, 4.0]), (100_000, 1))
        odds = np.array([1.0, 2.0, 4.0]) ** (1 / temperature)

        drawn = solution.sample_with_temperature(logits, temperature, rng)

        assert_frequencies(drawn, odds / odds.sum())

    def test_an_impossible_class_never_comes(self, solution, rng):
        """Of -inf, 0, -inf only the middle one is ever drawn."""
        logits = np.tile([-np.inf, 0.0, -np.inf], (1000, 1))

        assert {1} == set(solution.sample_with_temperature(logits, 1.0, rng).tolist())

    def test_latents_have_the_mean_and_variance_asked_for(self, solution, rng):
        """With mu = 3 and variance 4, (z - 3)/2 is standard normal."""
        mu, logvar = np.full((100_000, 1), 3.0), np.full((100_000, 1), math.log(4))

        assert_drawn_from((solution.reparameterize(mu, logvar, rng) - 3) / 2, normal_cdf)

    def test_float32_stays_float32(self, solution, rng):
        """Also where the generator draws float64 by default."""
        mu = np.zeros((2, 3), dtype=np.float32)

        assert np.float32 == solution.reparameterize(mu, mu, rng).dtype


class TestDivergence:
    """KL to the standard normal."""

    @pytest.mark.parametrize(
        ("mu", "variance", "expected"),
        [
            (0, 1, 0),
            (1, 1, 0.5),
            (2, 1, 2),
            (0, 4, 0.8068528194400547),
            (0, 0.25, 0.3181471805599453),
        ],
    )
    def test_of_one_latent(self, solution, mu, variance, expected):
        """(mu² + variance - 1 - log variance)/2."""
        found = solution.kl_standard_normal(np.array([[mu]]), np.array([[math.log(variance)]]))

        assert found == pytest.approx(expected, abs=1e-15)

    def test_latents_add_up_and_examples_are_averaged(self, solution):
        """Three latents of 1/2 each are 3/2, in a batch of any size."""
        for N in (1, 2, 7):
            assert solution.kl_standard_normal(np.ones((N, 3)), np.zeros((N, 3))) == 1.5


class TestLosses:
    """Of discriminator and generator."""

    def test_without_an_idea(self, solution):
        """D = 1/2 everywhere costs the discriminator 2 log 2 and the generator log 2."""
        nothing = np.zeros(5)

        loss = solution.discriminator_loss(nothing, nothing[:2])

        assert loss == pytest.approx(2 * math.log(2))
        assert solution.generator_loss(nothing) == pytest.approx(math.log(2))

    def test_of_odds(self, solution):
        """D(real) = 3/4 and D(fake) = 1/5 cost log 4/3 + log 5/4 = log 5/3."""
        loss = solution.discriminator_loss(np.log([3.0]), np.log([0.25]))

        assert loss == pytest.approx(math.log(5 / 3))

    def test_of_sure_discriminators(self, solution):
        """Logits of 1e4 overflow nothing: right costs 0, wrong costs 1e4."""
        big = np.array([1e4])

        assert 0 == solution.discriminator_loss(big, -big)
        assert 2e4 == solution.discriminator_loss(-big, big)
        assert 1e4 == solution.generator_loss(-big)
        assert [-1] == solution.generator_loss_backward(-big).tolist()

    def test_the_players_of_the_text_circle_at_the_root_of_twice_the_step(self, solution):
        """Unpenalised, the smallest GAN ends on a circle of radius sqrt(2 lr)."""
        lr, theta, psi, radii = 0.05, 1.0, 0.0, []
        for _ in range(12_000):
            fake = np.array([psi * theta])
            _, dfake = solution.discriminator_loss_backward(np.zeros(1), fake)
            dtheta = solution.generator_loss_backward(fake)[0] * psi
            theta, psi = theta - lr * dtheta, psi - lr * dfake[0] * theta
            radii.append(math.hypot(theta, psi))

        assert np.mean(radii[-500:]) == pytest.approx(math.sqrt(2 * lr), rel=0.02)
