"""The convolution reference gives what is done by hand, and what the definitions say."""

from __future__ import annotations

import numpy as np
import pytest

IMAGE = np.arange(1.0, 10.0).reshape(1, 1, 3, 3)
KERNEL = np.array([[1.0, 2.0], [0.0, -1.0]])[None, None]


class TestByHand:
    """Numbers small enough for paper."""

    def test_a_kernel_is_not_flipped(self, solution):
        """1·1 + 2·2 + 0·4 − 1·5 + 1 = 1, and so on for the other three windows."""
        out, _ = solution.conv2d_forward(IMAGE, KERNEL, np.ones(1))

        assert [[1, 3], [7, 9]] == out[0, 0].tolist()

    def test_the_gradients(self, solution):
        """Here dout = [[1, 0], [2, −1]] is sent back through that convolution."""
        _, cache = solution.conv2d_forward(IMAGE, KERNEL, np.ones(1))
        dx, dw, db = solution.conv2d_backward(np.array([[[[1.0, 0.0], [2.0, -1.0]]]]), cache)

        assert [[1, 2, 0], [2, 2, -2], [0, -2, 1]] == dx[0, 0].tolist()
        assert [[4, 6], [10, 12]] == dw[0, 0].tolist()
        assert [2] == db.tolist()

    def test_the_parameters_of_famous_layers(self, solution):
        """7 × 7 on RGB, 64 times: 9408 and 64 biases; VGG's first layer has 1792."""
        assert 9408 == solution.conv_param_count(3, 64, 7, 7, bias=False)
        assert 9472 == solution.conv_param_count(3, 64, 7, 7)
        assert 1792 == solution.conv_param_count(3, 64, 3, 3)

    def test_a_dense_layer_is_a_convolution_on_one_pixel(self, solution):
        """A million inputs and a thousand outputs: 1 000 001 000, the lecture's count, exactly."""
        assert 1_000_001_000 == solution.conv_param_count(1_000_000, 1000, 1, 1)

    def test_pooling(self, solution):
        """An 8 that is the largest in three overlapping windows is paid by all three."""
        hills = np.array([[1, 3, 2, 4], [5, 2, 0, 1], [7, 8, 1, 0], [2, 6, 3, 9]], dtype=float)
        out, cache = solution.maxpool_forward(hills[None, None], 3, 1)
        dx = solution.maxpool_backward(np.array([[[[10.0, 20.0], [30.0, 40.0]]]]), cache)

        assert [[8, 8], [8, 9]] == out[0, 0].tolist()
        assert 60 == dx[0, 0, 2, 1]
        assert 40 == dx[0, 0, 3, 3]
        assert 100 == dx.sum()

    def test_windows_as_rows(self, solution):
        """Two windows of two channels, each channel's window row by row."""
        rows = solution.im2col(np.arange(12.0).reshape(1, 2, 2, 3), 2, 2, 1, 0)

        assert [[0, 1, 3, 4, 6, 7, 9, 10], [1, 2, 4, 5, 7, 8, 10, 11]] == rows.tolist()


class TestByDefinition:
    """Seven nested loops, as the formula has them."""

    @pytest.mark.parametrize(("stride", "pad"), [(1, 0), (2, 1), (3, 2), (2, 0)])
    def test_convolution(self, solution, stride, pad):
        """The reference is the sum over c, i, j at every n, f, h, w."""
        rng = np.random.default_rng(stride + 10 * pad)
        x, w, b = rng.normal(size=(2, 3, 6, 5)), rng.normal(size=(4, 3, 3, 2)), rng.normal(size=4)
        out, _ = solution.conv2d_forward(x, w, b, stride, pad)
        padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
        expected = np.empty(
            (2, 4, (6 + 2 * pad - 3) // stride + 1, (5 + 2 * pad - 2) // stride + 1)
        )
        for n, f, h, v in np.ndindex(expected.shape):
            expected[n, f, h, v] = b[f] + sum(
                padded[n, c, h * stride + i, v * stride + j] * w[f, c, i, j]
                for c, i, j in np.ndindex(3, 3, 2)
            )

        assert expected.shape == out.shape
        assert out == pytest.approx(expected, abs=1e-12)

    def test_what_is_left_over_gets_nothing(self, solution):
        """With stride 2 a kernel of 2 x 2 never sees the fifth row and column."""
        x, w = np.ones((1, 1, 5, 5)), np.ones((1, 1, 2, 2))
        out, cache = solution.conv2d_forward(x, w, np.zeros(1), 2, 0)
        dx, _, _ = solution.conv2d_backward(np.ones_like(out), cache)

        assert (1, 1, 2, 2) == out.shape
        assert np.pad(np.ones((4, 4)), (0, 1)).tolist() == dx[0, 0].tolist()

    @pytest.mark.parametrize(("channels", "kernel"), [(1, (1, 3, 2, 2)), (3, (1, 1, 2, 2))])
    def test_a_lone_channel_is_not_spread(self, solution, channels, kernel):
        """One channel on one side and three on the other are a ValueError."""
        with pytest.raises(ValueError, match="channels"):
            solution.conv2d_forward(np.ones((1, channels, 4, 4)), np.ones(kernel), np.zeros(1))

    def test_a_kernel_larger_than_the_padded_image_is_refused(self, solution):
        """Even where H' would come out as 0, not below."""
        with pytest.raises(ValueError, match="larger"):
            solution.conv2d_forward(np.ones((1, 1, 2, 2)), np.ones((1, 1, 3, 1)), np.zeros(1))
