"""Numbers the lectures and the literature give for activations, asserted on the reference."""

import numpy as np
import pytest

SMOOTH = ["sigmoid", "tanh", "softsign", "softplus", "silu", "gelu"]
BENT = ["relu", "leaky_relu", "elu", "selu"]
STEPS = ["heaviside", "sign"]


def test_gelu_is_the_erf_form(solution):
    """GELU(±1) = 0.8413447 and -0.1586553; the tanh form differs from it by up to 4.7e-4."""
    x = np.linspace(-5, 5, 100_001)
    approximation = 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))

    assert np.allclose(solution.gelu(np.array([1.0, -1.0])), [0.8413447, -0.1586553], atol=5e-8)
    assert 4.7e-4 < np.abs(solution.gelu(x) - approximation).max() < 4.75e-4


def test_softplus_keeps_its_tail(solution):
    """softplus(-40) = 4.248e-18, where the naive form gives 0; softplus(1000) = 1000."""
    left, right = solution.softplus(np.array([-40.0, 1000.0]))

    assert left == pytest.approx(4.248354255291589e-18, rel=1e-12, abs=0)
    assert np.log(1 + np.exp(-40.0)) == 0.0
    assert right == 1000.0


def test_the_slides_tanh_breaks_where_ours_does_not(solution):
    """(exp(x) - exp(-x)) / (exp(x) + exp(-x)) is nan at 1000; tanh(±1000) is ±1."""
    x = np.array([-1000.0, 1000.0])
    with np.errstate(all="ignore"):
        typed = (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))

    assert np.isnan(typed).all()
    assert solution.tanh(x).tolist() == [-1.0, 1.0]


def test_naive_sigmoid_is_right_in_value(solution):
    """1 / (1 + exp(-x)) overflows at -1000 and is 0 all the same, as ours is."""
    x = np.array([-1000.0, -1.0, 0.0, 1000.0])
    with np.errstate(all="ignore"):
        naive = 1 / (1 + np.exp(-x))

    assert np.allclose(solution.sigmoid(x), naive, rtol=1e-15, atol=0)


def test_steps_at_zero(solution):
    """heaviside(0) = 1 and sign(0) = 0."""
    zero = np.array([0.0])

    assert solution.heaviside(zero).tolist() == [1.0]
    assert solution.sign(zero).tolist() == [0.0]


def test_selu_has_the_standard_normal_for_a_fixed_point(solution):
    """With the constants in full, mean 0 and variance 1 stay 0 and 1 to six digits."""
    x = np.linspace(-12, 12, 200_001)
    weights = np.exp(-(x**2) / 2)
    weights /= weights.sum()
    y = solution.selu(x)

    assert weights @ y == pytest.approx(0, abs=1e-6)
    assert weights @ y**2 == pytest.approx(1, abs=1e-6)


def test_the_slides_selu_constants_are_rounded(solution):
    """λ = 1.0507 and α = 1.67326 differ from SELU by 5e-6 at -10."""
    exact = solution.selu(np.array([-10.0]))[0]
    rounded = 1.0507 * 1.67326 * np.expm1(-10.0)

    assert 3e-6 < abs(exact - rounded) < 6e-6


def test_elu_without_alpha_is_elu_with_alpha_1(solution):
    """The lecture that leaves α out means α = 1; then the slope at 0 is 1 from both sides."""
    near = np.array([-1e-12, 1e-12])

    assert solution.elu(np.array([-1.0]))[0] == pytest.approx(np.exp(-1) - 1, rel=1e-15)
    assert np.allclose(solution.elu_backward(np.ones(2), near), 1, atol=1e-11)


def test_prelu_collects_dalpha_from_negative_entries(solution):
    """∂/∂α is the sum of dout · x over x < 0, one number."""
    dx, dalpha = solution.prelu_backward(
        np.array([1.0, 2.0, 3.0]), np.array([-1.0, -0.5, 4.0]), 0.25
    )

    assert dx.tolist() == [0.25, 0.5, 3.0]
    assert dalpha == -2.0


@pytest.mark.parametrize("name", SMOOTH + BENT + STEPS)
@pytest.mark.parametrize(
    ("given", "expected"), [("float32", "float32"), ("float64", "float64"), ("int64", "float64")]
)
def test_types_are_kept_and_integers_become_float64(solution, name, given, expected):
    """The value and the gradient have the type the contract states."""
    x = np.array([[-3, -1, 2]]).astype(given)
    value = getattr(solution, name)(x)

    assert value.dtype == expected
    assert value.shape == x.shape
    if hasattr(solution, f"{name}_backward"):
        gradient = getattr(solution, f"{name}_backward")(np.ones_like(value), x)
        assert gradient.dtype == expected


@pytest.mark.parametrize("name", SMOOTH + BENT)
def test_gradients_are_derivatives(solution, name):
    """f_backward(1, x) agrees with the central difference of f, away from 0."""
    x = np.array([-3.0, -1.2, -0.4, 0.3, 0.9, 2.5])
    f, h = getattr(solution, name), 1e-5
    difference = (f(x + h) - f(x - h)) / (2 * h)
    gradient = getattr(solution, f"{name}_backward")(np.ones_like(x), x)

    assert np.allclose(gradient, difference, rtol=1e-8, atol=1e-9)
