"""The backprop reference gives the slides' numbers, and the right ones where these are wrong."""

from __future__ import annotations

import numpy as np
import pytest

X = np.array([0.5, 0.9, -0.3])
HIDDEN = np.array([[1.0, -2.0, 2.0], [2.0, 1.0, -4.0], [1.0, -1.0, 0.0]])
OUTPUT = np.array([[-3.0, 1.0, -3.0], [0.0, 1.0, 2.0]])
TARGET = 0.9


class TestSlideNetwork:
    """The worked network H1 … O2."""

    def test_values_to_eight_digits(self, solution):
        """The worked network gives H = (.130, .957, .401) and O = (.346, .853)."""
        h, o = solution.slide_network(X, HIDDEN, OUTPUT)

        assert h == pytest.approx([0.13010847, 0.95689275, 0.40131234], abs=1e-8)
        assert o == pytest.approx([0.34584136, 0.85314921], abs=1e-8)

    def test_values_as_printed_on_the_slide(self, solution):
        """Rounded to two digits they are the slide's .13 .96 .40 and .35 .85."""
        h, o = solution.slide_network(X, HIDDEN, OUTPUT)

        assert np.round(h, 2).tolist() == [0.13, 0.96, 0.40]
        assert np.round(o, 2).tolist() == [0.35, 0.85]

    def test_scores(self, solution):
        """The hidden scores are -1.9, 3.1, -0.4; O1's is -.6374: the slide rounded."""
        h, _ = solution.slide_network(X, HIDDEN, OUTPUT)
        hidden_scores = HIDDEN @ X

        assert hidden_scores == pytest.approx([-1.9, 3.1, -0.4])
        assert OUTPUT @ h == pytest.approx([-0.6373697, 1.7595174], abs=1e-7)

    def test_rows_of_the_slide_are_columns_of_the_layer(self, solution):
        """The slide's W x is our X @ W with W transposed."""
        h, _ = solution.slide_network(X, HIDDEN, OUTPUT)
        scores, _ = solution.dense_forward(X[None], HIDDEN.T, np.zeros(3))

        assert h.tolist() == pytest.approx(solution.sigmoid(scores)[0].tolist())


class TestSlideGradient:
    """The worked gradient, E = (o - t)²/2, t = .9 for O1."""

    def test_with_the_rounded_numbers_of_the_slide(self, solution):
        """.13 (.35 - .9) .35 (1 - .35) is -.01626625."""
        gradient = solution.output_weight_gradient(0.13, 0.35, TARGET)

        assert gradient == pytest.approx(-0.01626625, abs=1e-15)

    def test_of_all_weights_of_o1_in_full_precision(self, solution):
        """The gradients of O1's weights are -.01631172, -.11996578, -.05031259."""
        h, o = solution.slide_network(X, HIDDEN, OUTPUT)
        row = [solution.output_weight_gradient(i, o[0], TARGET) for i in h]

        assert row == pytest.approx([-0.01631172, -0.11996578, -0.05031259], abs=1e-8)

    def test_of_the_hidden_weights_through_the_dense_layers(self, solution):
        """Sent back through dense_backward, the error of O1 gives the nine hidden gradients."""
        scores, first = solution.dense_forward(X[None], HIDDEN.T, np.zeros(3))
        h = solution.sigmoid(scores)
        scores, second = solution.dense_forward(h, OUTPUT.T, np.zeros(2))
        o = solution.sigmoid(scores)
        error = (o - TARGET) * np.array([1.0, 0.0])
        dh, doutput, _ = solution.dense_backward(error * o * (1 - o), second)
        _, dhidden, _ = solution.dense_backward(dh * h * (1 - h), first)
        expected = [
            [0.02128414, 0.03831145, -0.01277048],
            [-0.0025857, -0.00465426, 0.00155142],
            [0.04518229, 0.08132811, -0.02710937],
        ]

        assert dhidden == pytest.approx(np.transpose(expected), abs=1e-8)
        assert doutput[:, 0] == pytest.approx([-0.01631172, -0.11996578, -0.05031259], abs=1e-8)


class TestXor:
    """The hidden layer of two ReLUs."""

    def test_parameters_are_those_of_the_book(self, solution):
        """W is all ones, c = (0, -1), w = (1, -2), b = 0."""
        W, c, w, b = solution.xor_params()

        assert W.tolist() == [[1, 1], [1, 1]]
        assert c.tolist() == [0, -1]
        assert w.tolist() == [1, -2]
        assert b == 0

    def test_output_is_exclusive_or(self, solution):
        """max(0, xW + c) w + b is exactly 0, 1, 1, 0 on the four corners."""
        W, c, w, b = solution.xor_params()
        corners = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])

        assert (np.maximum(0, corners @ W + c) @ w + b).tolist() == [0, 1, 1, 0]


class TestCorrectedFormulas:
    """What the slides get wrong."""

    def test_two_layer_gradients_are_those_of_the_corrected_slide(self, solution):
        """dL/dW2 = f(XW1)ᵀ δ and dL/dW1 = Xᵀ (δ W2ᵀ ⊙ f'), with δ = yhat - y."""
        rng = np.random.default_rng(5)
        inputs, y = rng.normal(size=(5, 3)), rng.normal(size=(5, 2))
        W1, W2 = rng.normal(size=(3, 4)), rng.normal(size=(4, 2))
        params = {"W1": W1, "b1": np.zeros(4), "W2": W2, "b2": np.zeros(2)}
        yhat, cache = solution.two_layer_forward(inputs, params)
        gradients = solution.two_layer_backward(yhat - y, cache)
        f = np.tanh(inputs @ W1)

        assert gradients["W2"] == pytest.approx(f.T @ (yhat - y))
        assert gradients["W1"] == pytest.approx(inputs.T @ ((yhat - y) @ W2.T * (1 - f**2)))

    def test_chain_rule_of_the_slide_fails_where_the_reference_does_not(self, solution):
        """At a score of 40 the slide's product is nan; the gradient is y - yhat, and finite."""
        p = solution.sigmoid(np.array([40.0]))
        with np.errstate(all="ignore"):
            slide = -(1 / p - 0 / (1 - p)) * p * (1 - p)
        loss, dw, db = solution.logistic_gradients(np.array([[40.0]]), np.ones(1), np.ones(1), 0.0)

        assert np.isnan(slide).all()
        assert [loss, dw[0], db] == pytest.approx([0, 0, 0], abs=1e-15)
