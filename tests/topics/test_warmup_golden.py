"""The warm-up reference gives the lectures' numbers, and the right ones where these are wrong."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

SLIDE_QUINTIC = (-14940, 33588, -26705, 9449, -1519, 91)  # times 1/12, lowest power first
RIGHT_QUINTIC = (-6300, 13860, -10745, 3757, -595, 35)


def twelfths(coefficients: tuple[int, ...], x: int) -> Fraction:
    """The polynomial with coefficients / 12 at x, exactly."""
    return sum((Fraction(c, 12) * x**k for k, c in enumerate(coefficients)), Fraction(0))


class TestLayer:
    """A fully connected layer with 1 000 000 inputs and 1000 outputs."""

    def test_parameters_are_counted_exactly(self, solution):
        """The slide's 10⁹ parameters are 1 000 001 000 with biases, 10⁹ without."""
        assert solution.fc_param_count(1_000_000, 1000) == 1_000_001_000
        assert solution.fc_param_count(1_000_000, 1000, bias=False) == 1_000_000_000

    def test_memory(self, solution):
        """They take 4.0 GB as float32."""
        assert round(4 * solution.fc_param_count(1_000_000, 1000) / 1e9, 1) == 4.0

    def test_counts_beyond_64_bits(self, solution):
        """The count stays an exact int beyond 64 bits."""
        assert solution.fc_param_count(10**15, 10**15) == 10**30 + 10**15


class TestSignNetwork:
    """The network designed by hand."""

    @pytest.mark.parametrize(
        ("point", "inside"),
        [
            ((0, 0), False),
            ((2.5, -1), True),
            ((2.5, 1), False),
            ((5, 0), False),
            ((0, -5), True),
            ((0, -6), True),
            ((2.5, 0), False),
        ],
    )
    def test_seven_points(self, solution, point, inside):
        """Each golden point has its answer; (0, -5) lies on a line and is inside."""
        assert solution.sign_network(np.array([point], dtype=float)).tolist() == [inside]

    def test_region(self, solution):
        """Off the two lines the region is x2 < -|2 x1 - 5|."""
        X = np.random.default_rng(0).uniform(-10, 10, size=(1000, 2))

        assert np.array_equal(X[:, 1] < -np.abs(2 * X[:, 0] - 5), solution.sign_network(X))


class TestQuintic:
    """The polynomial of the IQ test."""

    def test_the_slide_is_wrong(self):
        """The slide's quintic takes the values -3, -32, -27, 99, 125, 432."""
        values = [twelfths(SLIDE_QUINTIC, x) for x in range(1, 7)]

        assert values == [-3, -32, -27, 99, 125, 432]

    def test_the_correction_is_right(self):
        """The corrected one takes 1, 8, 27, 99, 125, 216."""
        assert [twelfths(RIGHT_QUINTIC, x) for x in range(1, 7)] == [1, 8, 27, 99, 125, 216]

    def test_the_reference_finds_it(self, solution):
        """lagrange_coefficients gives the corrected coefficients."""
        values = np.array([1, 8, 27, 99, 125, 216])

        found = solution.lagrange_coefficients(np.arange(1, 7), values)

        assert found * 12 == pytest.approx(RIGHT_QUINTIC, rel=1e-9)

    def test_the_factored_form_of_the_text(self):
        """It is x³ + 35/12 (x-1)(x-2)(x-3)(x-5)(x-6)."""
        for x in range(-5, 12):
            bump = Fraction(35, 12) * (x - 1) * (x - 2) * (x - 3) * (x - 5) * (x - 6)

            assert twelfths(RIGHT_QUINTIC, x) == x**3 + bump


class TestFeatures:
    """Monomials in scikit-learn's order."""

    def test_order_of_the_contract(self, solution):
        """Three features of degree 2 come as 1, x0, x1, x2, x0², x0x1, x0x2, x1², x1x2, x2²."""
        features = solution.polynomial_features(np.array([[2, 3, 5]]), 2)

        assert features.tolist() == [[1, 2, 3, 5, 4, 6, 10, 9, 15, 25]]
        assert features.dtype == np.float64


class TestGrade:
    """The arithmetic of the course."""

    def test_weights(self, solution):
        """Homework, quizzes, test and exam weigh 0.4, 0.1, 0.2 and 0.3."""
        parts = [solution.final_grade(*(10.0 * np.eye(4)[i])) for i in range(4)]

        assert parts == pytest.approx([4, 1, 2, 3])

    def test_example_of_the_text(self, solution):
        """8, 6, 5, 7 make 6.9."""
        assert solution.final_grade(8, 6, 5, 7) == pytest.approx(6.9)

    def test_thresholds_are_inclusive(self, solution):
        """6, 6, 6 waives the exam; a test of 5 does not."""
        assert solution.exam_waived(6, 6, 6) is True
        assert solution.exam_waived(10, 10, 5) is False
