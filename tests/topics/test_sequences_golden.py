"""The sequences reference gives the numbers done by hand, and what closed forms say."""

from __future__ import annotations

import math

import numpy as np
import pytest


class TestBigrams:
    """Counting and drawing."""

    def test_counts_of_six_tokens(self, solution):
        """0 1 0 2 0 1: two thirds and one third behind 0; smoothed by ½: .1, .5, .3, .1."""
        tokens = np.array([0, 1, 0, 2, 0, 1])

        assert [0, 2 / 3, 1 / 3] == solution.bigram_probabilities(tokens, 3)[0].tolist()
        assert [0.1, 0.5, 0.3, 0.1] == pytest.approx(
            solution.bigram_probabilities(tokens, 4, 0.5)[0].tolist()
        )

    def test_nothing_to_count_is_uniform(self, solution):
        """Without tokens, or with one, every row is 1/V."""
        none, one = np.zeros(0, dtype=np.int64), np.array([1])

        for tokens in (none, one):
            assert (solution.bigram_probabilities(tokens, 4) == 0.25).all()

    def test_a_walk_gives_its_probabilities_back(self, solution):
        """The counts of 20,000 generated tokens are the probabilities, to 0.02."""
        probs = np.array([[0.1, 0.9], [0.6, 0.4]])
        walk = solution.generate(probs, 0, 20_000, np.random.default_rng(0))

        assert probs == pytest.approx(solution.bigram_probabilities(walk, 2), abs=0.02)


class TestRecurrence:
    """Steps, times, and the way back."""

    def test_one_unit_through_three_times(self, solution):
        """The first is tanh 1, then tanh(tanh 1 - ½), then the tanh of that less 1.5."""
        one = np.ones((1, 1))
        x = np.array([[[1.0], [0.0], [-1.0]]])
        hs, _ = solution.rnn_forward(x, np.array([[0.5]]), one, one, np.array([-0.5]))

        assert [0.76159416, 0.25578600, -0.84665318] == pytest.approx(hs.ravel().tolist())

    def test_gradient_through_time_is_a_power_of_the_weights(self, solution):
        """Around 0, where tanh' is 1, the gradient of the last h at h0 is (Whᵀ)^T dh."""
        rng = np.random.default_rng(0)
        Wh, dh = rng.normal(size=(3, 3)), rng.normal(size=(1, 3))
        _, cache = solution.rnn_forward(
            np.zeros((1, 5, 2)), np.zeros((1, 3)), np.ones((2, 3)), Wh, np.zeros(3)
        )
        dhs = np.zeros((1, 5, 3))
        dhs[:, -1] = dh
        _, dh0, *_ = solution.rnn_backward(dhs, cache)

        assert dh @ np.linalg.matrix_power(Wh.T, 5) == pytest.approx(dh0)

    def test_lstm_by_hand(self, solution):
        """Gates ¾, ¼, ½ and 0.6: c goes from 4 to 1.45, h is ½ tanh 1.45."""
        ln3 = math.log(3)
        h, c, _ = solution.lstm_step(
            np.array([[1.0]]),
            np.array([[2.0]]),
            np.array([[4.0]]),
            np.array([[ln3, 0, 0, 0]]),
            np.array([[0, -ln3 / 2, 0, 0]]),
            np.array([0, 0, 0, math.log(2)]),
        )

        assert [1.45, 0.44784644] == pytest.approx([c[0, 0], h[0, 0]])


class TestLookingUp:
    """Embeddings, clipping, attention."""

    def test_repeated_tokens_add_up(self, solution):
        """Token 0 in 0, 2, 0 gets the sum of two rows."""
        _, cache = solution.embedding_forward(np.array([0, 2, 0]), np.ones((3, 1)))

        assert [[6], [0], [3]] == solution.embedding_backward(
            np.array([[1.0], [3.0], [5.0]]), cache
        ).tolist()

    def test_three_and_four_are_five(self, solution):
        """[3] and [4] clipped to 1 are [0.6] and [0.8]; clipped to 6 they stay."""
        grads = [np.array([3.0]), np.array([4.0])]

        assert [0.6, 0.8] == pytest.approx([g[0] for g in solution.clip_gradients(grads, 1.0)])
        assert [3.0, 4.0] == [g[0] for g in solution.clip_gradients(grads, 6.0)]

    def test_weights_of_three_quarters(self, solution):
        """Scores ln 3 and 0 are the weights ¾ and ¼."""
        Q, K = np.array([[[1.0]]]), np.array([[[math.log(3)], [0.0]]])
        out, weights = solution.attention(Q, K, np.array([[[4.0], [8.0]]]))

        assert [0.75, 0.25] == pytest.approx(weights.ravel().tolist())
        assert 5.0 == pytest.approx(out.item())

    def test_equal_scores_see_equal_shares_of_the_past(self, solution):
        """Causal, with queries of 0: time t sees t + 1 times, each with the weight 1/(t + 1)."""
        V = np.arange(4.0).reshape(1, 4, 1)
        out, weights = solution.attention(np.zeros((1, 4, 2)), np.ones((1, 4, 2)), V, True)

        assert np.tri(4) / np.arange(1, 5)[:, None] == pytest.approx(weights[0])
        assert [0, 0.5, 1, 1.5] == pytest.approx(out.ravel().tolist())
