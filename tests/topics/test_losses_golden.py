"""Numbers the lectures and the literature give for losses, asserted on the reference."""

from math import log

import numpy as np
import pytest


def test_ten_classes_of_zeros_cost_ln_10(solution):
    """A network that knows nothing of ten classes has the loss 2.3025850."""
    loss, dZ = solution.cross_entropy(np.zeros((4, 10)), np.array([1, 0, 9, 5]))

    assert loss == pytest.approx(2.302585092994046, rel=1e-14)
    assert dZ[0, 1] == pytest.approx(-0.9 / 4, rel=1e-14)
    assert dZ[0, 0] == pytest.approx(0.1 / 4, rel=1e-14)


@pytest.mark.parametrize(("outcomes", "bits"), [(1, 0), (2, 1), (4, 2), (8, 3)])
def test_the_lectures_table_of_bits(solution, outcomes, bits):
    """1, 2, 4 and 8 equally likely outcomes have 0, 1, 2 and 3 bits."""
    assert solution.entropy_bits(np.full(outcomes, 1 / outcomes)) == bits


def test_bits_are_nats_over_ln_2(solution):
    """The slide's log₂ and PyTorch's natural log differ by the factor ln 2."""
    p = np.array([0.5, 0.3, 0.2])

    assert solution.entropy_bits(p) == pytest.approx(-(p @ np.log(p)) / log(2), rel=1e-14)


def test_nothing_times_the_logarithm_of_nothing_is_nothing(solution):
    """0 · log₂ 0 counts as 0."""
    assert solution.entropy_bits(np.array([0.0, 1.0, 0.0])) == 0.0


def test_the_slides_chain_breaks_where_ours_does_not(solution):
    """-[y/p - (1-y)/(1-p)]·p·(1-p) is nan at z = 40, where the gradient is σ(z) - y."""
    z, y = np.array([40.0]), np.array([1.0])
    with np.errstate(all="ignore"):
        p = 1 / (1 + np.exp(-z))
        chain = -(y / p - (1 - y) / (1 - p)) * p * (1 - p)

    assert np.isnan(chain).all()
    assert solution.bce_logits_backward(z, y)[0] == pytest.approx(0, abs=1e-16)
    assert solution.bce_logits_backward(z, 1 - y)[0] == pytest.approx(1, rel=1e-15)


def test_logits_go_further_than_probabilities(solution):
    """bce_logits is 10000 at z = 10⁴ and y = 0, where log(1 - σ(z)) is -inf."""
    assert solution.bce_logits(np.array([1e4]), np.array([0.0])) == 1e4
    assert solution.bce_logits(np.array([-1e4]), np.array([0.0])) == 0.0


def test_binary_cross_entropy_is_the_mean_of_the_slides_sum(solution):
    """One slide sums, the other averages: the reference averages, over both terms."""
    p, y = np.array([0.9, 0.2, 0.6]), np.array([1.0, 0.0, 0.0])
    slide = -1 * (y * np.log(p) + (1 - y) * np.log(1 - p)).sum()

    assert solution.bce_probs(p, y) == pytest.approx(slide / 3, rel=1e-15)
    assert solution.bce_logits(np.log(p / (1 - p)), y) == pytest.approx(slide / 3, rel=1e-14)


def test_a_binary_loss_is_a_two_class_cross_entropy(solution):
    """bce_logits(z, y) is cross_entropy of the logits (0, z)."""
    z, y = np.array([-1.5, 0.3, 2.0]), np.array([0, 1, 1])
    loss, dZ = solution.cross_entropy(np.stack([np.zeros(3), z], axis=1), y)

    assert solution.bce_logits(z, y) == pytest.approx(loss, rel=1e-14)
    assert np.allclose(solution.bce_logits_backward(z, y), dZ[:, 1], rtol=1e-13)


def test_mse_has_no_half(solution):
    """(1/N)Σ(ŷ - y)², and its gradient has the factor 2/N."""
    yhat, y = np.array([1.0, 3.0]), np.array([0.0, 0.0])

    assert solution.mse(yhat, y) == 5.0
    assert solution.mse_backward(yhat, y).tolist() == [1.0, 3.0]
    assert solution.mae(yhat, y) == 2.0
    assert solution.mae_backward(yhat, y).tolist() == [0.5, 0.5]


def test_log_softmax_is_right_where_softmax_is_0(solution):
    """log_softmax of (0, -10⁴) is (0, -10⁴); log(softmax) is -inf there."""
    Z = np.array([0.0, -1e4])

    assert solution.softmax(Z).tolist() == [1.0, 0.0]
    assert solution.log_softmax(Z).tolist() == [0.0, -1e4]


def test_rows_far_apart_do_not_disturb_each_other(solution):
    """Rows at 0 and at 10⁴ are each normalised by their own maximum."""
    Z = np.array([[0.0, 0.0], [1e4, 1e4]])

    assert solution.softmax(Z).tolist() == [[0.5, 0.5], [0.5, 0.5]]


def test_cross_entropy_survives_a_true_class_far_below(solution):
    """A true class 20000 below the largest costs 20000."""
    loss, dZ = solution.cross_entropy(np.array([[1e4, -1e4]]), np.array([1]))

    assert loss == 2e4
    assert dZ.tolist() == [[1.0, -1.0]]


def test_no_weights_cost_nothing(solution):
    """½·λ·Σw² over all arrays; an empty list is 0.0."""
    assert solution.l2_penalty([], 0.5) == 0.0
    assert solution.l2_penalty([np.array([[3.0]]), np.array([4.0])], 0.1) == pytest.approx(1.25)
