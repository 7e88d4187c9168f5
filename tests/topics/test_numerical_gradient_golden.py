"""The numerical_gradient reference gives numbers done by hand, and errors as theory has them."""

from __future__ import annotations

import numpy as np
import pytest

EPS = np.finfo(np.float64).eps


@pytest.mark.parametrize(
    ("name", "power", "x", "h", "expected"),
    [
        ("forward_difference", 2, 3.0, 0.5, 6.5),
        ("central_difference", 3, 2.0, 0.5, 12.25),
        ("five_point", 5, 1.0, 0.5, 4.75),
        ("five_point", 4, -2.0, 0.25, -32.0),
        ("complex_step", 3, 2.0, 1.0, 11.0),
    ],
)
def test_a_power_done_by_hand(solution, name, power, x, h, expected):
    """The formula on x^n, with a step large enough to see its error."""
    difference = getattr(solution, name)

    assert [expected] == pytest.approx(difference(lambda z: z[0] ** power, np.array([x]), h))


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("forward_difference", lambda h: h / 2),
        ("central_difference", lambda h: h**2 / 6),
        ("five_point", lambda h: -(h**4) / 30),
        ("complex_step", lambda h: -(h**2) / 6),
    ],
)
def test_the_error_on_exp_is_that_of_taylors_formula(solution, name, error):
    """Relative to the slope it is the first term left out, up to the next."""
    difference = getattr(solution, name)
    x, h = np.array([0.5]), 0.01
    found = difference(lambda z: np.exp(z[0]), x, h)[0] / np.exp(0.5) - 1

    assert error(h) == pytest.approx(found, rel=0.01)


@pytest.mark.parametrize(
    ("name", "best", "at_most"),
    [
        ("forward_difference", EPS ** (1 / 2), 1e-7),
        ("central_difference", EPS ** (1 / 3), 1e-9),
        ("five_point", EPS ** (1 / 5), 1e-11),
        ("complex_step", 1e-20, 1e-15),
    ],
)
def test_at_the_best_step_it_is_as_right_as_promised(solution, name, best, at_most):
    """On tanh over [-2, 2], relative to 1 + |f'|."""
    x = np.linspace(-2, 2, 9)
    slopes = 1 - np.tanh(x) ** 2
    found = getattr(solution, name)(lambda z: np.sum(np.tanh(z)), x, best)

    assert np.max(np.abs(found - slopes) / (1 + slopes)) < at_most


def test_tiny_steps_drown_in_rounding(solution):
    """At h = 1e-13 a central difference is worse than at 1e-5, by six digits and more."""
    x = np.linspace(0, 1, 20)
    errors = [
        np.abs(solution.central_difference(lambda z: np.sum(np.exp(z)), x, h) - np.exp(x)).max()
        for h in (1e-5, 1e-13)
    ]

    assert errors[1] > 1e6 * errors[0]


def test_gradient_error_of_a_wrong_factor(solution):
    """A gradient ten percent too large is off by 1/11; an opposite one by 2; no slope by 0."""
    x = np.array([[1.0, -3.0], [0.5, 2.0]])

    def f(z):
        return np.sum(z**2)

    assert 1 / 11 == pytest.approx(solution.gradient_error(f, lambda z: 2.2 * z, x), rel=1e-8)
    assert 2 == pytest.approx(solution.gradient_error(f, lambda z: -2 * z, x), rel=1e-8)
    assert 0 == solution.gradient_error(lambda _: 1.0, np.zeros_like, x)
