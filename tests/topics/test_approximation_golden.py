"""The approximation reference keeps the promises of the theorems, on numbers done by hand."""

from __future__ import annotations

import itertools
from fractions import Fraction
from math import comb

import numpy as np
import pytest


def network(net, activation, x):
    """The network on the line."""
    w, c, v, b = net
    return activation(np.outer(x, w) + c) @ v + b


def relu(z):
    """max(0, z)."""
    return np.maximum(0, z)


class TestReluNetworks:
    """Exact interpolation, and how many pieces there are."""

    def test_a_tent_has_the_slopes_2_and_minus_4(self, solution):
        """Through (0, 1), (1, 3), (2, -1): it begins with slope 2 and bends by -6."""
        w, c, v, b = solution.relu_interpolator(np.arange(3.0), np.array([1.0, 3.0, -1.0]))

        assert [1, 1] == w.tolist()
        assert [0, -1] == c.tolist()
        assert [2, -6] == v.tolist()
        assert b == 1

    def test_an_interpolator_of_generic_points_has_one_piece_for_each_gap(self, solution):
        """K points need K - 1 units; they bend at K - 2 inner points, and at the first."""
        rng = np.random.default_rng(0)
        xs, ys = np.cumsum(rng.uniform(0.1, 1, 9)), rng.normal(size=9)
        net = solution.relu_interpolator(xs, ys)
        x = np.linspace(xs[0], xs[-1], 1000)

        assert np.interp(x, xs, ys) == pytest.approx(network(net, relu, x), abs=1e-12)
        assert solution.linear_pieces(net[0], net[1]) == 9

    def test_the_pieces_of_a_random_network_are_those_of_its_slopes(self, solution):
        """Counted on a fine grid, the slopes change where linear_pieces says."""
        rng = np.random.default_rng(1)
        w, bends = rng.choice([-2.0, -1.0, 0.0, 1.0], 12), rng.integers(-4, 5, 12) / 2
        v, x = rng.normal(size=12), np.arange(-4, 4.1, 0.25)
        slopes = np.diff(network((w, 0.0 - w * bends, v, 0.0), relu, x))
        changes = int(np.sum(np.abs(np.diff(slopes)) > 1e-9))

        assert changes + 1 == solution.linear_pieces(w, 0.0 - w * bends)

    def test_without_units_there_is_one_piece(self, solution):
        """A constant."""
        assert solution.linear_pieces(np.zeros(0), np.zeros(0)) == 1


class TestStaircase:
    """Cybenko's theorem in one dimension."""

    @pytest.mark.parametrize("n", [1, 2, 10, 100])
    def test_on_a_ramp_the_error_is_half_a_floor(self, solution, n):
        """On f(x) = x it is 1 / (2(n + 1)), less than the L/n asked for."""
        net = solution.sigmoid_staircase(lambda x: x, n)
        x = np.linspace(0, 1, 20_001)
        error = np.abs(network(net, solution.sigmoid, x) - x).max()

        assert 1 / (2 * (n + 1)) == pytest.approx(error, rel=0.02)
        assert len(net[0]) == n


@pytest.mark.parametrize(
    ("function", "part"),
    [
        (np.square, 0.02),
        (lambda x: np.sin(np.pi * x), 0.03),
        (np.abs, 0.02),
        (lambda x: np.where(x > 0, 1.0, 0.0), 0.05),
    ],
    ids=["parabola", "sine", "corner", "step"],
)
def test_three_tanh_units_fit_with_half_the_error_allowed(solution, function, part):
    """The functions of Bishop's figure, on fifty evenly spaced points, for five generators."""
    x = np.linspace(-1, 1, 50)
    y = function(x)
    for seed in range(5):
        net = solution.fit_tanh(x, y, 3, np.random.default_rng(seed))

        assert np.mean((network(net, np.tanh, x) - y) ** 2) < part * np.var(y)


class TestNoFreeLunch:
    """The sum of gP, exactly."""

    @staticmethod
    def labelings(m):
        """All of them, (2^(2^m), 2^m)."""
        return np.array(list(itertools.product((0, 1), repeat=2**m)))

    @pytest.mark.parametrize(("m", "n"), [(1, 1), (2, 1), (2, 2), (2, 3), (3, 2)])
    @pytest.mark.parametrize(
        "learner",
        [
            lambda _, y: lambda Z: np.full(len(Z), 2 * y.sum() >= len(y)).astype(int),
            lambda X, y: lambda Z: y[np.abs(Z[:, None] - X).sum(axis=2).argmin(axis=1)],
            lambda _X, _y: lambda Z: np.zeros(len(Z), dtype=int),
            lambda _X, y: lambda Z: (Z.sum(axis=1) + y.sum()) % 2,
        ],
        ids=["majority", "nearest", "constant", "parity"],
    )
    def test_all_labelings_give_exactly_0(self, solution, learner, m, n):
        """For every learner."""
        found = solution.no_free_lunch_sum(learner, m, n, self.labelings(m))

        assert isinstance(found, Fraction)
        assert found == 0

    @pytest.mark.parametrize(("m", "n"), [(2, 1), (3, 3)])
    def test_a_learner_who_is_always_right_earns_a_half_each_time(self, solution, m, n):
        """C(2^m, n) / 2 where the label is the first digit, and the learner knows it."""
        points = np.array(list(itertools.product((0, 1), repeat=m)))
        found = solution.no_free_lunch_sum(lambda _X, _y: lambda Z: Z[:, 0], m, n, points[:, :1].T)

        assert Fraction(comb(2**m, n), 2) == found
