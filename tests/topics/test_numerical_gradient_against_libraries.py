"""The numerical_gradient reference beside SciPy's differences and PyTorch's exact gradients."""

from __future__ import annotations

import numpy as np
import pytest

optimize = pytest.importorskip("scipy.optimize")
torch = pytest.importorskip("torch")

pytestmark = pytest.mark.extra


def f(x):
    """Smooth, coupled, and fit for complex numbers."""
    return np.sum(np.sin(x) * np.exp(x / 2)) + np.prod(1 + x / 3)


@pytest.mark.parametrize(
    ("name", "method"),
    [
        ("forward_difference", "2-point"),
        ("central_difference", "3-point"),
        ("complex_step", "cs"),
    ],
)
@pytest.mark.parametrize("size", [1, 2, 7])
def test_differences_agree_with_scipy(solution, name, method, size):
    """approx_fprime and approx_derivative with the same absolute step, to 1e-9."""
    from scipy.optimize._numdiff import approx_derivative

    x = np.random.default_rng(size).normal(size=size)
    step = 0.01
    expected = approx_derivative(f, x, method=method, abs_step=step)
    found = getattr(solution, name)(f, x, step)

    assert np.abs(expected - found).max() < 1e-9 * (1 + np.abs(expected).max())
    if method == "2-point":
        assert optimize.approx_fprime(x, f, step) == pytest.approx(found, rel=1e-9)


@pytest.mark.parametrize("shape", [(3,), (2, 3), (2, 1, 4)])
def test_the_accurate_ones_agree_with_backpropagation(solution, shape):
    """A complex step is right to 1e-14, five points to 1e-10, on PyTorch's gradient."""
    x = np.random.default_rng(0).normal(size=shape)
    leaf = torch.tensor(x, requires_grad=True)
    (torch.sum(torch.sin(leaf) * torch.exp(leaf / 2)) + torch.prod(1 + leaf / 3)).backward()
    expected = leaf.grad.numpy()

    assert np.abs(expected - solution.complex_step(f, x)).max() < 1e-14
    assert np.abs(expected - solution.five_point(f, x, 1e-3)).max() < 1e-10
    assert solution.gradient_error(f, lambda _: expected, x) < 1e-8
