"""The autoencoders reference gives values done by hand and known from theory."""

from __future__ import annotations

import numpy as np
import pytest


class TestLinearAutoencoder:
    """The best matrices there are."""

    def test_a_diagonal(self, solution):
        """Of diag(1, 3, 2) two numbers keep the 3 and the 2."""
        X = np.diag([1.0, 3.0, 2.0])
        encoder, decoder = solution.linear_autoencoder(X, 2)

        assert pytest.approx(np.diag([0.0, 3.0, 2.0])) == X @ encoder @ decoder

    @pytest.mark.parametrize("shape", [(7, 4), (2, 5), (1, 3), (4, 4)])
    def test_error_is_that_of_eckart_and_young(self, solution, shape):
        """For every k the squared error is the sum of the squared singular values beyond k."""
        X = np.random.default_rng(0).normal(size=shape)
        s = np.linalg.svd(X, compute_uv=False)
        for k in range(1, shape[1] + 1):
            encoder, decoder = solution.linear_autoencoder(X, k)

            assert (shape[1], k) == encoder.shape
            assert (k, shape[1]) == decoder.shape
            error = np.sum((X @ encoder @ decoder - X) ** 2)
            assert pytest.approx(np.sum(s[k:] ** 2), abs=1e-12) == error


class TestTiedWeights:
    """One matrix in two places."""

    def test_values_and_gradient_by_hand(self, solution):
        """For x = (1, 2), W = (3, 1) it is (15, 5), and dW of dout = (1, -1) is (7, -1)."""
        out, cache = solution.tied_forward(np.array([[1.0, 2.0]]), np.array([[3.0], [1.0]]))

        assert [[15, 5]] == out.tolist()
        dW = solution.tied_backward(np.array([[1.0, -1.0]]), cache)
        assert [[7], [-1]] == dW.tolist()

    def test_gradient_vanishes_at_the_best_autoencoder(self, solution):
        """With the first two directions of the SVD for W, the squared error has gradient 0."""
        X = np.random.default_rng(0).normal(size=(6, 4))
        W, _ = solution.linear_autoencoder(X, 2)
        out, cache = solution.tied_forward(X, W)

        assert pytest.approx(np.zeros((4, 2)), abs=1e-12) == solution.tied_backward(out - X, cache)


class TestScores:
    """The loss of denoising and the score of anomalies."""

    def test_two_examples_by_hand(self, solution):
        """Errors 1, -2, 0 and 3, 0, 0 have the scores 5 and 9, and the mean square 14/6."""
        X = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
        other = np.array([[2.0, 0.0, 3.0], [7.0, 5.0, 6.0]])

        assert [5, 9] == solution.anomaly_score(X, other).tolist()
        assert pytest.approx(14 / 6) == solution.denoising_loss(other, X)
