"""The regularization reference gives values done by hand and known from closed forms."""

from __future__ import annotations

import numpy as np
import pytest


class TestBatchNorm:
    """Columns are normalised over the batch, or by the running pair."""

    def test_training_by_hand(self, solution):
        """Variances 16 and 0 with eps = 9 have the roots 5 and 3; the running pair moves half."""
        X, running = np.array([[2.0, 7.0], [10.0, 7.0]]), (np.zeros(2), np.ones(2))
        gamma, beta = np.array([5.0, 1.0]), np.array([1.0, -1.0])
        out, _, (mean, var) = solution.batchnorm_forward(X, gamma, beta, running, True, 0.5, 9.0)

        assert [[-3, -1], [5, -1]] == out.tolist()
        assert [3, 3.5] == mean.tolist()
        assert [8.5, 0.5] == var.tolist()

    def test_gradient_by_hand(self, solution):
        """For (0, 0, 6), root 3 and dout (3, 0, 0), dX is (14, -13, -1)/3 with gamma = 9."""
        X, running = np.array([[0.0], [0.0], [6.0]]), (np.zeros(1), np.ones(1))
        _, cache, _ = solution.batchnorm_forward(
            X, np.array([9.0]), np.zeros(1), running, True, eps=1.0
        )
        dX, dgamma, dbeta = solution.batchnorm_backward(np.array([[3.0], [0.0], [0.0]]), cache)

        assert pytest.approx([14 / 3, -13 / 3, -1 / 3]) == dX.ravel().tolist()
        assert (-2, 3) == pytest.approx((dgamma[0], dbeta[0]))

    def test_running_pair_converges_to_the_batch(self, solution):
        """After 200 equal batches the running pair is the batch's, and eval agrees with train."""
        X = np.random.default_rng(0).normal(3, 2, size=(8, 4))
        one, running = np.ones(4), (np.zeros(4), np.ones(4))
        for _ in range(200):
            trained, _, running = solution.batchnorm_forward(X, one, one, running, True)
        out, _, same = solution.batchnorm_forward(X, one, one, running, False)

        assert pytest.approx(X.var(axis=0)) == running[1]
        assert pytest.approx(trained) == out
        assert np.array_equal(running, same)


class TestLayerNorm:
    """Rows are normalised alone."""

    def test_is_batch_norm_of_the_transpose(self, solution):
        """With gamma = 1 and beta = 0 both do the same, along other axes; gradients, too."""
        rng = np.random.default_rng(1)
        X, dout = rng.normal(size=(4, 6)), rng.normal(size=(4, 6))
        rows, cache = solution.layernorm_forward(X, np.ones(6), np.zeros(6))
        start = (np.zeros(4), np.ones(4))
        columns, other, _ = solution.batchnorm_forward(X.T, np.ones(4), np.zeros(4), start, True)

        assert pytest.approx(columns.T) == rows
        dX = solution.layernorm_backward(dout, cache)[0]
        assert pytest.approx(solution.batchnorm_backward(dout.T, other)[0].T) == dX


class TestDropout:
    """Entries are dropped and the rest made larger."""

    def test_shares_and_scale(self, solution):
        """A quarter of 10⁵ entries is 0, the others are 4/3; in eval nothing happens."""
        X, rng = np.ones((1000, 100)), np.random.default_rng(0)
        out, mask = solution.dropout_forward(X, 0.25, True, rng)
        same, ones = solution.dropout_forward(X, 0.25, False, rng)

        assert {0.0, 4 / 3} == set(np.unique(mask))
        assert pytest.approx(0.25, abs=0.01) == np.mean(mask == 0)
        assert np.array_equal(X * mask, out)
        assert np.array_equal(X, same)
        assert np.array_equal(X, ones)


class TestEarlyStopping:
    """Patience is counted from the best epoch."""

    @pytest.mark.parametrize(
        ("losses", "patience", "best"),
        [
            ([5, 4, 3, 4, 5, 2], 2, 2),
            ([5, 4, 3, 4, 5, 2], 3, 5),
            ([3, 2, 2, 2, 1], 2, 1),
            ([3, 2, 2, 2, 1], 3, 4),
            ([1], 1, 0),
            ([1, 1, 0], 1, 0),
            ([4, 3, 2, 1], 1, 3),
        ],
    )
    def test_curves_by_hand(self, solution, losses, patience, best):
        """A record must be strictly smaller, and come before patience runs out."""
        assert best == solution.early_stopping(np.array(losses, dtype=float), patience)
