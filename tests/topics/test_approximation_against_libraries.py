"""The approximation reference beside SciPy's spline and PyTorch's layers."""

from __future__ import annotations

import numpy as np
import pytest

interpolate = pytest.importorskip("scipy.interpolate")
torch = pytest.importorskip("torch")

pytestmark = pytest.mark.extra


def in_torch(net, activation, x):
    """The network as two linear layers of PyTorch's."""
    w, c, v, b = (np.atleast_1d(part) for part in net)
    first = torch.nn.Linear(1, len(w), dtype=torch.float64)
    second = torch.nn.Linear(len(w), 1, dtype=torch.float64)
    with torch.no_grad():
        first.weight[:], first.bias[:] = torch.tensor(w[:, None]), torch.tensor(c)
        second.weight[:], second.bias[:] = torch.tensor(v[None]), torch.tensor(b)
        return second(activation(first(torch.tensor(x[:, None])))).numpy()[:, 0]


@pytest.mark.parametrize("points", [2, 3, 12])
def test_relu_interpolation_is_a_spline_of_degree_1(solution, points):
    """As a network of PyTorch's it gives SciPy's linear spline, to 1e-9."""
    rng = np.random.default_rng(points)
    xs, ys = np.cumsum(rng.uniform(0.01, 1, points)), 10 * rng.normal(size=points)
    x = np.linspace(xs[0], xs[-1], 501)
    expected = interpolate.make_interp_spline(xs, ys, k=1)(x)
    found = in_torch(solution.relu_interpolator(xs, ys), torch.relu, x)

    assert np.abs(expected - found).max() < 1e-9


def test_the_networks_are_what_pytorch_makes_of_them(solution):
    """A staircase and three tanh units, as layers of PyTorch's, approximate as promised."""
    x = np.linspace(0, 1, 50)
    y = np.cos(5 * x)
    staircase = solution.sigmoid_staircase(lambda x: np.cos(5 * x), 25)
    trained = solution.fit_tanh(x, y, 3, np.random.default_rng(0))

    assert np.abs(in_torch(staircase, torch.sigmoid, x) - y).max() < 1.05 * 5 / 25
    assert np.mean((in_torch(trained, torch.tanh, x) - y) ** 2) < 0.05 * np.var(y)
