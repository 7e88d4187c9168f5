"""The architectures reference gives numbers done by hand, and closed forms."""

from __future__ import annotations

import numpy as np
import pytest

X = np.array([[1.0, 2.0]])
BLOCK = (
    np.array([[1.0, 0.0, -1.0], [1.0, -1.0, 0.0]]),
    np.array([0.0, 1.0, 3.0]),
    np.array([[1.0, 0.0], [5.0, -5.0], [0.0, 2.0]]),
    np.array([0.5, -0.5]),
)


class TestResidual:
    """The block with a skip."""

    def test_by_hand(self, solution):
        """Hidden units 3, 0, 2: out is [1, 2] + [3, 4] + [0.5, -0.5], and the five gradients."""
        out, cache = solution.residual_forward(X, *BLOCK)
        dx, dW1, db1, dW2, db2 = solution.residual_backward(np.array([[1.0, -1.0]]), cache)

        assert [[4.5, 5.5]] == out.tolist()
        assert [[4, 0]] == dx.tolist()
        assert [[1, 0, -2], [2, 0, -4]] == dW1.tolist()
        assert [1, 0, -2] == db1.tolist()
        assert [[3, -3], [0, 0], [2, -2]] == dW2.tolist()
        assert [1, -1] == db2.tolist()

    def test_a_thousand_zero_blocks_are_the_identity(self, solution):
        """Forward and backward, when every second layer is zero."""
        W1, b1, W2, b2 = BLOCK
        x, dout = X, np.array([[0.5, -2.0]])
        for _ in range(1000):
            x, cache = solution.residual_forward(x, W1, b1, 0 * W2, 0 * b2)
            dout = solution.residual_backward(dout, cache)[0]

        assert X.tolist() == x.tolist()
        assert [[0.5, -2]] == dout.tolist()


class TestSkip:
    """The U-Net's concatenation."""

    def test_channels_of_up_come_first(self, solution):
        """Two channels and three make five, and come apart again."""
        up, skip = np.zeros((1, 2, 4, 4)), np.ones((1, 3, 4, 4))
        out, cache = solution.skip_concat_forward(up, skip)
        dup, dskip = solution.skip_concat_backward(out, cache)

        assert [0, 0, 1, 1, 1] == out[0, :, 0, 0].tolist()
        assert (0, 1) == (dup.max(), dskip.min())
        assert (up.shape, skip.shape) == (dup.shape, dskip.shape)


class TestLosses:
    """Deep supervision."""

    def test_the_sum_of_the_slide(self, solution):
        """L = L_main + Σ αᵢ Lᵢ: 1 + 0.5 · 2 + 0.3 · 10 = 5; without auxiliaries L_main."""
        assert 5 == pytest.approx(solution.deeply_supervised_loss(1.0, [2.0, 10.0], [0.5, 0.3]))
        assert 0.7 == solution.deeply_supervised_loss(0.7, [], [])

    def test_the_weight_goes_to_zero_and_stays(self, solution):
        """0.5, 0.25, 0, 0 at steps 0, 5, 10, 15 of 10."""
        weights = [solution.auxiliary_weight(step, 10, 0.5) for step in (0, 5, 10, 15)]

        assert [0.5, 0.25, 0, 0] == weights
