"""The convolution reference agrees with PyTorch, forwards and backwards, in float64."""

from __future__ import annotations

import numpy as np
import pytest

pytestmark = pytest.mark.extra

torch = pytest.importorskip("torch")
functional = torch.nn.functional

CLOSE = {"rel": 1e-9, "abs": 1e-9}


@pytest.fixture(params=range(8))
def rng(request) -> np.random.Generator:
    """Eight generators, for random shapes, strides and numbers."""
    return np.random.default_rng(request.param)


def tensor(array):
    """The array as a leaf that gathers a gradient."""
    return torch.tensor(array, dtype=torch.float64, requires_grad=True)


def gradients(out, dout, *leaves):
    """The gradients of sum(dout · out), as arrays."""
    found = torch.autograd.grad(out, leaves, torch.tensor(dout))
    return [one.numpy() for one in found]


def draw_images(rng):
    """Images of random shape."""
    return rng.normal(size=(*rng.integers(1, 4, size=2), *rng.integers(4, 10, size=2)))


def test_convolution_agrees_with_conv2d(solution, rng):
    """The output, dx, dw and db are torch's for random shapes, strides and pads."""
    x = draw_images(rng)
    w = rng.normal(size=(rng.integers(1, 5), x.shape[1], *rng.integers(1, 5, size=2)))
    b, stride, pad = rng.normal(size=len(w)), int(rng.integers(1, 4)), int(rng.integers(0, 3))
    leaves = [tensor(x), tensor(w), tensor(b)]
    expected = functional.conv2d(*leaves, stride=stride, padding=pad)
    out, cache = solution.conv2d_forward(x, w, b, stride, pad)
    dout = rng.normal(size=out.shape)

    assert out == pytest.approx(expected.detach().numpy(), **CLOSE)
    wanted = gradients(expected, dout, *leaves)
    for got, want in zip(solution.conv2d_backward(dout, cache), wanted, strict=True):
        assert got == pytest.approx(want, **CLOSE)


def test_windows_as_rows_agree_with_unfold(solution, rng):
    """im2col is torch's unfold with its axes moved."""
    x = draw_images(rng)
    kh, kw, stride, pad = (int(n) for n in rng.integers(1, 4, size=4))
    unfolded = functional.unfold(torch.tensor(x), (kh, kw), stride=stride, padding=pad).numpy()
    expected = unfolded.transpose(0, 2, 1).reshape(-1, x.shape[1] * kh * kw)

    assert solution.im2col(x, kh, kw, stride, pad) == pytest.approx(expected, **CLOSE)


@pytest.mark.parametrize("kind", ["max", "avg"])
def test_pooling_agrees_with_pool2d(solution, rng, kind):
    """Output and dx are torch's for random sizes and strides, overlapping windows too."""
    x = draw_images(rng)
    size, stride = (int(n) for n in rng.integers(1, 5, size=2))
    leaf = tensor(x)
    expected = getattr(functional, f"{kind}_pool2d")(leaf, size, stride)
    out, cache = getattr(solution, f"{kind}pool_forward")(x, size, stride)
    dout = rng.normal(size=out.shape)

    assert out == pytest.approx(expected.detach().numpy(), **CLOSE)
    (want,) = gradients(expected, dout, leaf)
    assert getattr(solution, f"{kind}pool_backward")(dout, cache) == pytest.approx(want, **CLOSE)


def test_parameters_are_those_of_a_layer(solution, rng):
    """conv_param_count is the number of entries of torch's Conv2d."""
    c_in, c_out, kh, kw = (int(n) for n in rng.integers(1, 6, size=4))
    for bias in (True, False):
        layer = torch.nn.Conv2d(c_in, c_out, (kh, kw), bias=bias)
        expected = sum(parameter.numel() for parameter in layer.parameters())

        assert expected == solution.conv_param_count(c_in, c_out, kh, kw, bias)
