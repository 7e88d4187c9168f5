"""The boosting reference repeats what is done by hand; no stump is better than its stumps."""

from __future__ import annotations

import itertools

import numpy as np
import pytest


def smallest_error(X, r) -> float:
    """Of all ways to part the rows by a column's value, the smallest sum of squared errors."""
    errors = [np.sum((r - r.mean()) ** 2)]
    for column in X.T:
        for cut in column:
            sides = r[column <= cut], r[column > cut]
            errors.append(sum(np.sum((s - s.mean()) ** 2) for s in sides if s.size))
    return min(errors)


class TestPseudoResiduals:
    """The three losses."""

    def test_by_hand(self, solution):
        """Residuals, signs, and ±1/2 at logit 0."""
        y, z = np.array([3.0, 1.0]), np.array([1.0, 2.0])

        assert [2, -1] == solution.pseudo_residuals("mse", y, z).tolist()
        assert [1, -1] == solution.pseudo_residuals("mae", y, z).tolist()
        assert [0.5, -0.5] == solution.pseudo_residuals("logloss", y - y + [1, 0], z - z).tolist()

    def test_far_logits(self, solution):
        """At ±1000 they are exactly -1, 0, 0, 1."""
        y, z = np.array([0.0, 1, 0, 1]), np.array([1000.0, 1000, -1000, -1000])

        assert [-1, 0, 0, 1] == solution.pseudo_residuals("logloss", y, z).tolist()


class TestStumps:
    """One split."""

    def test_no_stump_is_better(self, solution):
        """On 200 small tables, with ties and without, its error is the smallest of all."""
        rng = np.random.default_rng(3)
        for trial in range(200):
            N, D = rng.integers(1, 8), rng.integers(1, 4)
            X = rng.normal(size=(N, D)) if trial % 2 else rng.integers(0, 3, (N, D)).astype(float)
            r = rng.normal(size=N)
            stump = solution.fit_stump(X, r)
            error = np.sum((r - solution.predict([stump], X, 1.0)) ** 2)

            assert error == pytest.approx(smallest_error(X, r), abs=1e-12)

    def test_equal_rows_have_one_mean(self, solution):
        """No split is possible: both leaves are the mean."""
        _, _, left, right = solution.fit_stump(np.ones((3, 2)), np.array([1.0, 2.0, 6.0]))

        assert (3.0, 3.0) == (left, right)


class TestBoosting:
    """The sum."""

    def test_by_hand(self, solution):
        """Halves of what is left: 4, 2, 1."""
        X, y = np.array([[1.0], [2.0], [3.0], [4.0]]), np.array([0.0, 0.0, 4.0, 4.0])
        stumps = solution.boost(X, y, 3, 0.5)

        assert [(0.0, 4.0), (0.0, 2.0), (0.0, 1.0)] == [stump[2:] for stump in stumps]
        assert [0, 0, 3.5, 3.5] == solution.predict(stumps, X, 0.5).tolist()

    @pytest.mark.parametrize("lr", [0.1, 0.7, 1.0, 1.9])
    def test_each_stump_lowers_the_loss_by_the_formula_of_the_text(self, solution, lr):
        """By η (2 - η) n r̄², summed over the two leaves."""
        rng = np.random.default_rng(0)
        X, y = rng.normal(size=(20, 2)), rng.normal(size=20)
        stumps = solution.boost(X, y, 15, lr)
        left = [y - solution.predict(stumps[:n], X, lr) for n in range(16)]
        for stump, (before, after) in zip(stumps, itertools.pairwise(left), strict=True):
            fall = lr * (2 - lr) * np.sum(solution.predict([stump], X, 1.0) ** 2)

            assert np.sum(before**2) - np.sum(after**2) == pytest.approx(fall)
