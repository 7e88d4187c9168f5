"""The modules reference gives numbers done by hand, and draws from the laws it names."""

from __future__ import annotations

import math

import numpy as np
import pytest


class TestLinear:
    """The layer with parameters."""

    def test_by_hand(self, solution):
        """Forward, backward and both gradients of two examples."""
        W = np.array([[1.0, 0.0], [0.0, 1.0], [2.0, -1.0]])
        layer = solution.Linear(W, np.array([0.5, -0.5]))
        out = layer.forward(np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]))
        dX = layer.backward(np.array([[1.0, 2.0], [3.0, -1.0]]))
        dW, db = layer.gradients()

        assert [[7.5, -1.5], [16.5, -1.5]] == out.tolist()
        assert [[1, 2, 0], [3, -1, 7]] == dX.tolist()
        assert [[13, -2], [17, -1], [21, 0]] == dW.tolist()
        assert [4, 1] == db.tolist()

    def test_the_slide_with_biases(self, solution):
        """O = f(I + B) for one example: δI = f'(I + B) δO, and δB = δI."""
        inputs, B, dO = np.array([[0.3, -1.0]]), np.array([0.2, 0.4]), np.array([[1.0, -2.0]])
        bias, activation = solution.Linear(np.eye(2), B), solution.Sigmoid()
        net = solution.Sequential([bias, activation])
        f = net.forward(inputs)
        dI = net.backward(dO)

        assert (f * (1 - f) * dO)[0].tolist() == pytest.approx(dI[0].tolist())
        assert dI[0].tolist() == pytest.approx(net.gradients()[1].tolist())


class TestSequential:
    """A network."""

    def test_by_hand(self, solution):
        """(s x)² at x = [1, 2], s = [2, 3]: 4, 36; dx = 2 s² x, ds = 2 s x²."""
        net = solution.Sequential([solution.Scale(np.array([2.0, 3.0])), solution.Square()])

        assert [[4, 36]] == net.forward(np.array([[1.0, 2.0]])).tolist()
        assert [[8, 36]] == net.backward(np.ones((1, 2))).tolist()
        assert [4, 24] == net.gradients()[0].tolist()

    def test_the_xor_network(self, solution):
        """With the lecture's weights Linear, ReLU, Linear computes 0, 1, 1, 0."""
        first = solution.Linear(np.ones((2, 2)), np.array([0.0, -1.0]))
        second = solution.Linear(np.array([[1.0], [-2.0]]), np.zeros(1))
        net = solution.Sequential([first, solution.ReLU(), second])
        X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])

        assert [0, 1, 1, 0] == net.forward(X)[:, 0].tolist()

    def test_training_lowers_the_loss(self, solution):
        """200 steps on y = x² leave less than a tenth of the squared error."""
        rng = np.random.default_rng(0)
        X = rng.uniform(-1, 1, size=(50, 1))
        net = solution.Sequential(
            [
                solution.Linear(solution.xavier_uniform(1, 8, rng), np.zeros(8)),
                solution.Tanh(),
                solution.Linear(solution.xavier_uniform(8, 1, rng), np.zeros(1)),
            ]
        )
        losses = []
        for _ in range(200):
            net.zero_grad()
            error = net.forward(X) - X**2
            losses.append(float(np.mean(error**2)))
            net.backward(2 * error / len(X))
            solution.sgd_step(net, 0.3)

        assert losses[-1] < losses[0] / 10


class TestDraws:
    """Dropout, and the first weights."""

    def test_dropout_keeps_the_mean(self, solution):
        """A million ones at p = 0.25: a quarter is 0, the others 4/3, the mean is 1."""
        out = solution.Dropout(0.25, np.random.default_rng(0)).forward(np.ones(10**6))

        assert {0.0, 1 / 0.75} == set(np.unique(out).tolist())
        assert 1 == pytest.approx(out.mean(), abs=5e-3)

    def test_variances(self, solution):
        """He: 2 / n_in.  Xavier: 2 / (n_in + n_out), that of a uniform law of width 2a."""
        rng = np.random.default_rng(0)

        assert 2 / 500 == pytest.approx(solution.he_normal(500, 400, rng).var(), rel=0.02)
        W = solution.xavier_uniform(500, 400, rng)
        assert 2 / 900 == pytest.approx(W.var(), rel=0.02)
        assert np.abs(W).max() <= math.sqrt(6 / 900)
