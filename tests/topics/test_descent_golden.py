"""The descent reference gives the lectures' numbers, and the right ones where these are wrong."""

from __future__ import annotations

import numpy as np
import pytest


@pytest.fixture(scope="module")
def gaussians() -> tuple[np.ndarray, np.ndarray]:
    """100 examples of two Gaussians, scaled so that λ_max of XᵀX/N is 0.84."""
    rng = np.random.default_rng(1)
    y = np.repeat([-1.0, 1.0], 50)
    X = rng.normal(size=(100, 2)) + np.outer(y, [1.0, 0.5])
    return X * np.sqrt(0.84 / np.linalg.eigvalsh(X.T @ X / 100)[-1]), y


def distance_after(solution, gaussians, lr: float, steps: int) -> float:
    """How far from the bottom descent on ½·MSE ends."""
    X, y = gaussians
    bottom = np.linalg.lstsq(X, y, rcond=None)[0]
    w, _, _ = solution.gradient_descent(
        lambda w: solution.linear_regression_gradient(X, y, w) / 2, np.zeros(2), lr, 0.0, steps
    )
    return float(np.linalg.norm(w - bottom))


class TestLearningRates:
    """η_opt = 1/E'' and η_max = 2/λ_max."""

    def test_optimal_rate_needs_one_step(self, solution):
        """On a parabola the optimal rate ends at the bottom after one step."""
        lr = solution.optimal_learning_rate(4.0)

        w, history, _ = solution.gradient_descent(
            lambda w: 4.0 * (w - 3.0), np.array([7.0]), lr, 0.0, 1
        )

        assert w.tolist() == [3.0]
        assert len(history) == 2

    def test_maximal_rate_in_one_dimension_is_twice_the_optimal(self, solution):
        """η_max = 2 η_opt."""
        maximal = solution.maximal_learning_rate(np.array([[0.84]]))

        assert maximal == pytest.approx(2 * solution.optimal_learning_rate(0.84))
        assert round(maximal, 2) == 2.38

    def test_rates_of_the_slide(self, solution, gaussians):
        """With λ_max = 0.84, 2.37 converges, 2.39 slowly diverges, 2.5 explodes."""
        X, _ = gaussians

        assert solution.maximal_learning_rate(X.T @ X / 100) == pytest.approx(2 / 0.84)
        assert distance_after(solution, gaussians, 2.37, 2000) < 1e-6
        assert distance_after(solution, gaussians, 2.39, 100) < 1e3
        assert distance_after(solution, gaussians, 2.39, 4000) > 1e3
        assert distance_after(solution, gaussians, 2.5, 400) > 1e12

    def test_a_bias_input_contradicts_the_slide(self, gaussians):
        """With a unit input λ_max is at least 1, not 0.84."""
        biased = np.column_stack([gaussians[0], np.ones(100)])

        assert np.linalg.eigvalsh(biased.T @ biased / 100)[-1] >= 1

    def test_power_iteration_agrees_with_eigvalsh(self, solution, gaussians):
        """200 steps find 0.84 to one part in a million."""
        X, _ = gaussians

        found = solution.largest_eigenvalue(X.T @ X / 100, 200, np.random.default_rng(0))

        assert found == pytest.approx(0.84, rel=1e-6)
        assert solution.largest_eigenvalue(np.zeros((3, 3)), 200, np.random.default_rng(0)) == 0


class TestStoppingRule:
    """‖Δw‖ < tol is not a test of convergence."""

    def test_a_tiny_rate_stops_at_once(self, solution):
        """With lr 1e-7 and tol 1e-5 it stops after step 1, 3.74 from the bottom."""
        start = np.array([3.0, -2.0, 1.0])

        w, history, reason = solution.gradient_descent(lambda w: w, start, 1e-7, 1e-5, 1000)

        assert reason == "tolerance"
        assert len(history) == 2
        assert round(float(np.linalg.norm(w)), 2) == 3.74

    def test_a_usual_rate_arrives(self, solution):
        """With lr 0.1 it stops after 101 steps, 9e-5 from the bottom, as the text shows."""
        start = np.array([3.0, -2.0, 1.0])

        w, history, reason = solution.gradient_descent(lambda w: w, start, 0.1, 1e-5, 1000)

        assert reason == "tolerance"
        assert len(history) == 102
        assert np.linalg.norm(w) < 1e-4


class TestRedundancy:
    """1000 examples that are 10 copies of 100."""

    def test_cyclic_epoch_over_copies_is_ten_epochs(self, solution):
        """Unshuffled one-by-one steps over 10 copies are 10 epochs over the data, bit for bit."""
        rng = np.random.default_rng(0)
        X, y = rng.normal(size=(100, 2)), rng.normal(size=100)

        def epoch(X, y, w):
            for i in range(len(y)):
                g = solution.linear_regression_gradient(X[i : i + 1], y[i : i + 1], w)
                w = w - 0.01 * g
            return w

        once, repeated = epoch(np.tile(X, (10, 1)), np.tile(y, 10), np.zeros(2)), np.zeros(2)
        for _ in range(10):
            repeated = epoch(X, y, repeated)

        assert once.tolist() == repeated.tolist()

    def test_full_gradient_is_that_of_one_copy(self, solution):
        """The gradient of 10 copies is the gradient of the data: ten times the work in vain."""
        rng = np.random.default_rng(0)
        X, y, w = rng.normal(size=(100, 2)), rng.normal(size=100), rng.normal(size=2)

        repeated = solution.linear_regression_gradient(np.tile(X, (10, 1)), np.tile(y, 10), w)

        expected = solution.linear_regression_gradient(X, y, w)
        assert expected == pytest.approx(repeated, abs=1e-13)


class TestStochasticDescent:
    """Mini-batches and epochs."""

    def test_the_noise_falls_with_the_batch(self, solution):
        """The variance of a batch's mean is σ²/b · (N - b)/(N - 1): it falls like 1/b."""
        values = np.random.default_rng(0).normal(size=100)
        for size in (1, 4, 16):
            means = [
                values[solution.minibatches(100, size, np.random.default_rng(seed))[0]].mean()
                for seed in range(3000)
            ]
            expected = values.var() / size * (100 - size) / 99

            assert expected == pytest.approx(np.var(means), rel=0.15)

    def test_a_constant_rate_never_settles(self, solution):
        """On noisy data epochs with batches of one stay at a distance from the bottom."""
        rng = np.random.default_rng(0)
        X = rng.normal(size=(100, 2))
        y = X @ np.array([1.0, -2.0]) + rng.normal(size=100)
        bottom = np.linalg.lstsq(X, y, rcond=None)[0]
        w, distances = np.zeros(2), []
        for _ in range(60):
            w = solution.sgd_epoch(X, y, w, 0.05, 1, rng)
            distances.append(np.linalg.norm(w - bottom))

        assert max(distances[20:]) > 0.1
        assert max(distances) < 2

    def test_halves_of_the_text(self, solution):
        """Four equal examples: batches of 4, 3, 2, 1 end at 1.5, 2.25, 2.25, 2.8125."""
        X, y = np.ones((4, 1)), np.full(4, 3.0)
        ends = [
            float(solution.sgd_epoch(X, y, np.zeros(1), 0.25, b, np.random.default_rng(0))[0])
            for b in (4, 3, 2, 1)
        ]

        assert ends == [1.5, 2.25, 2.25, 2.8125]
