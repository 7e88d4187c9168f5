"""Wrong answers students do write, each with the check that must catch it; and right ones."""

import numpy as np

from autograder.checks import alternative, equivalent, mistake, outside

from .checks import (
    bce_logits_agrees_with_the_reference,
    bce_logits_backward_agrees_with_the_reference,
    bce_logits_backward_is_right_at_some_points,
    bce_logits_backward_is_right_far_from_zero,
    bce_logits_backward_keeps_float32_and_takes_integers,
    bce_logits_backward_leaves_its_arguments_alone,
    bce_logits_is_bce_probs_of_the_sigmoid,
    bce_logits_is_right_at_some_points,
    bce_logits_is_right_far_from_zero,
    bce_logits_leaves_its_arguments_alone,
    bce_logits_treats_both_classes_alike,
    bce_probs_agrees_with_the_reference,
    bce_probs_is_right_at_some_points,
    bce_probs_leaves_its_arguments_alone,
    cross_entropy_gradient_agrees_with_the_reference,
    cross_entropy_gradient_is_right_at_some_points,
    cross_entropy_gradient_is_right_far_from_zero,
    cross_entropy_gradient_keeps_float32_and_takes_integers,
    cross_entropy_gradient_sums_to_0_in_every_row,
    cross_entropy_is_right_at_some_points,
    cross_entropy_leaves_its_arguments_alone,
    cross_entropy_loss_agrees_with_the_reference,
    cross_entropy_never_takes_the_logarithm_of_0,
    cross_entropy_uses_the_maximum_of_each_row,
    entropy_bits_agrees_with_the_reference,
    entropy_bits_counts_impossible_outcomes_as_nothing,
    entropy_bits_is_right_at_some_points,
    entropy_bits_leaves_p_alone,
    entropy_bits_takes_float32_and_integers,
    l2_penalty_agrees_with_the_reference,
    l2_penalty_is_right_at_some_points,
    l2_penalty_leaves_the_weights_alone,
    l2_penalty_of_no_weights_is_0,
    log_softmax_agrees_with_the_reference,
    log_softmax_is_a_shift_that_makes_the_sum_1,
    log_softmax_is_right_at_some_points,
    log_softmax_is_right_far_from_zero,
    log_softmax_keeps_float32_and_takes_integers,
    log_softmax_leaves_Z_alone,
    log_softmax_uses_the_maximum_of_each_row,
    mae_agrees_with_the_reference,
    mae_backward_agrees_with_the_reference,
    mae_backward_at_a_tie_lies_between_the_slopes,
    mae_backward_is_right_at_some_points,
    mae_backward_keeps_float32_and_takes_integers,
    mae_backward_leaves_its_arguments_alone,
    mae_is_right_at_some_points,
    mae_leaves_its_arguments_alone,
    mse_agrees_with_the_reference,
    mse_backward_agrees_with_the_reference,
    mse_backward_is_right_at_some_points,
    mse_backward_keeps_float32_and_takes_integers,
    mse_backward_leaves_its_arguments_alone,
    mse_is_right_at_some_points,
    mse_leaves_its_arguments_alone,
    softmax_agrees_with_the_reference,
    softmax_does_not_feel_a_shift,
    softmax_is_right_at_some_points,
    softmax_is_right_far_from_zero,
    softmax_keeps_float32_and_takes_integers,
    softmax_leaves_Z_alone,
    softmax_uses_the_maximum_of_each_row,
)
from .solution import log_softmax, softmax

# mse


@mistake(of="mse", caught_by=mse_is_right_at_some_points)
def halved_it_as_another_lecture_does(yhat, y):
    """Your loss is half of what it should be: mse has no ½ here."""
    return 0.5 * np.mean((yhat - y) ** 2)


@mistake(of="mse", caught_by=mse_is_right_at_some_points)
def summed_the_squares(yhat, y):
    """You add up the squares, but do not divide by their number: mse is a mean."""
    return np.sum((yhat - y) ** 2)


@mistake(of="mse", caught_by=mse_is_right_at_some_points)
def divided_by_the_number_of_rows(yhat, y):
    """You divide the sum of the squares by the number of rows: mse is the mean over all
    entries.
    """
    return np.sum((yhat - y) ** 2) / len(y)


@mistake(of="mse", caught_by=mse_is_right_at_some_points)
def returned_a_mean_for_every_column(yhat, y):
    """You take a mean along the first axis only: mse is one number, the mean over all entries."""
    return np.mean((yhat - y) ** 2, axis=0)


@mistake(of="mse", caught_by=mse_is_right_at_some_points)
def took_the_root(yhat, y):
    """Your result is the root of the mean square: mse is the mean square itself."""
    return np.sqrt(np.mean((yhat - y) ** 2))


@mistake(of="mse", caught_by=mse_is_right_at_some_points)
def squared_the_mean_error(yhat, y):
    """You square the mean of the errors: every error should be squared first, and then the mean
    taken.
    """
    return np.mean(yhat - y) ** 2


@mistake(of="mse", caught_by=mse_agrees_with_the_reference)
def clipped_large_errors(yhat, y):
    """Errors beyond ±5 count as ±5 only: every error should count with its full square."""
    return np.mean(np.clip(yhat - y, -5, 5) ** 2)


@mistake(of="mse", caught_by=mse_agrees_with_the_reference)
def switched_to_huber_beyond_7(yhat, y):
    """Errors beyond ±7 grow along a straight line: every error should count with its
    full square.
    """
    e = np.abs(yhat - y)
    return np.mean(np.where(e <= 7, e**2, 14 * e - 49))


@mistake(of="mse", caught_by=mse_leaves_its_arguments_alone)
def subtracted_the_target_in_place(yhat, y):
    """Your function changes an array that it is given: put the errors into a new one."""
    yhat -= y
    return np.mean(yhat**2)


@alternative(of="mse")
def by_a_loop(yhat, y):
    total = 0.0
    for index in np.ndindex(*y.shape):
        total += float(yhat[index] - y[index]) ** 2
    return total / y.size


@alternative(of="mse")
def as_a_dot_product(yhat, y):
    error = (1.0 * yhat - y).ravel()
    return error @ error / error.size


@mistake(of="mse_backward", caught_by=mse_backward_is_right_at_some_points)
def forgot_to_divide_by_the_number_of_entries(yhat, y):
    """Your gradient lacks 1/n: the mean is part of the loss, so n, the number of
    entries, divides.
    """
    return 2 * (yhat - y)


@mistake(of="mse_backward", caught_by=mse_backward_agrees_with_the_reference)
def averaged_over_rows_only(yhat, y):
    """You divide by the number of rows: mse is a mean over all entries, so their number should
    divide.
    """
    return 2 * (yhat - y) / len(y)


@mistake(of="mse_backward", caught_by=mse_backward_agrees_with_the_reference)
def forgot_the_two(yhat, y):
    """Your gradient is half of what it should be: the derivative of a square has a factor 2."""
    return (yhat - y) / y.size


@mistake(of="mse_backward", caught_by=mse_backward_agrees_with_the_reference)
def turned_the_sign_round(yhat, y):
    """Your gradient has the wrong sign: it is with respect to yhat, so it should be positive where
    yhat > y.
    """
    return 2 * (y - yhat) / y.size


@mistake(of="mse_backward", caught_by=mse_backward_agrees_with_the_reference)
def returned_its_mean(yhat, y):
    """You return one number: the gradient has the shape of yhat, an entry for each error."""
    return 2 * np.mean(yhat - y)


@mistake(of="mse_backward", caught_by=mse_backward_keeps_float32_and_takes_integers)
def divided_by_a_float64(yhat, y):
    """For float32 your gradient is float64: it should keep the type of the prediction."""
    return 2 * (yhat - y) / np.prod(y.shape, dtype=float)


@mistake(of="mse_backward", caught_by=mse_backward_leaves_its_arguments_alone)
def reused_the_memory_of_yhat(yhat, y):
    """Your function changes an array that it is given: put the gradient into a new one."""
    yhat -= y
    return 2 * yhat / y.size


@alternative(of="mse_backward")
def one_entry_after_another(yhat, y):
    out = np.empty(yhat.shape, dtype=np.result_type(yhat, np.float32))
    for index in np.ndindex(*y.shape):
        out[index] = (2 / y.size) * (yhat[index] - y[index])
    return out


# mae


@mistake(of="mae", caught_by=mae_is_right_at_some_points)
def summed_the_sizes(yhat, y):
    """You add up the absolute errors, but do not divide by their number: mae is a mean."""
    return np.sum(np.abs(yhat - y))


@mistake(of="mae", caught_by=mae_is_right_at_some_points)
def took_the_size_of_the_mean(yhat, y):
    """In your mean errors of opposite sign cancel: take the absolute value of every error before
    the mean.
    """
    return np.abs(np.mean(yhat - y))


@mistake(of="mae", caught_by=mae_is_right_at_some_points)
def forgot_the_bars(yhat, y):
    """You average the errors with their signs, which may cancel: mae is the mean of the absolute
    errors.
    """
    return np.mean(yhat - y)


@mistake(of="mae", caught_by=mae_is_right_at_some_points)
def took_the_median(yhat, y):
    """Your result is the median of the absolute errors: mae is their mean."""
    return np.median(np.abs(yhat - y))


@mistake(of="mae", caught_by=mae_agrees_with_the_reference)
def capped_errors_at_7(yhat, y):
    """Errors beyond ±7 count as 7 only: every error should count with its full size."""
    return np.mean(np.minimum(np.abs(yhat - y), 7))


@mistake(of="mae", caught_by=mae_agrees_with_the_reference)
def left_ten_out(yhat, y):
    """Errors beyond ±10 count as 10 only: every error should count with its full size."""
    return np.mean(np.minimum(np.abs(yhat - y), 10))


@mistake(of="mae", caught_by=mae_leaves_its_arguments_alone)
def made_yhat_the_error(yhat, y):
    """Your function changes an array that it is given: put the errors into a new one."""
    yhat -= y
    return np.mean(np.abs(yhat))


@alternative(of="mae")
def with_maximum_and_minimum(yhat, y):
    return np.mean(np.maximum(yhat, y) - np.minimum(yhat, y))


@mistake(of="mae_backward", caught_by=mae_backward_is_right_at_some_points)
def forgot_the_mean(yhat, y):
    """Your gradient lacks 1/n: the mean is part of the loss, so n, the number of
    entries, divides.
    """
    return np.sign(yhat - y) * 1.0


@mistake(of="mae_backward", caught_by=mae_backward_agrees_with_the_reference)
def subtracted_the_wrong_way_round(yhat, y):
    """Your gradient has the wrong sign: it is with respect to yhat, so it should be positive where
    yhat > y.
    """
    return np.sign(y - yhat) / y.size


@mistake(of="mae_backward", caught_by=mae_backward_agrees_with_the_reference)
def returned_the_error_for_its_sign(yhat, y):
    """Your gradient grows with the error: the slope of |e| is 1 or −1, whatever the size of e."""
    return (yhat - y) / y.size


@mistake(of="mae_backward", caught_by=mae_backward_agrees_with_the_reference)
def divided_by_rows(yhat, y):
    """You divide by the number of rows: mae is a mean over all entries, so their number should
    divide.
    """
    return np.sign(yhat - y) / len(y)


@mistake(of="mae_backward", caught_by=mae_backward_at_a_tie_lies_between_the_slopes)
def divided_the_error_by_its_size(yhat, y):
    """Where yhat equals y your gradient is nan: any slope in [−1/n, 1/n] is right there, but it
    must be a number.
    """
    error = yhat - y
    return error / np.abs(error) / y.size


@mistake(of="mae_backward", caught_by=mae_backward_keeps_float32_and_takes_integers)
def chose_between_two_numbers(yhat, y):
    """For float32 your gradient is float64: it should keep the type of the prediction."""
    return np.where(yhat > y, 1.0, -1.0) / y.size


@mistake(of="mae_backward", caught_by=mae_backward_leaves_its_arguments_alone)
def subtracted_into_yhat(yhat, y):
    """Your function changes an array that it is given: put the gradient into a new one."""
    yhat -= y
    return np.sign(yhat) / y.size


@alternative(of="mae_backward")
def with_slope_minus_1_at_ties(yhat, y):
    up = (yhat > y).astype(np.result_type(yhat, np.float32))
    return (2 * up - 1) / y.size


# bce_probs


@mistake(of="bce_probs", caught_by=bce_probs_is_right_at_some_points)
def forgot_the_minus(p, y):
    """Your loss is negative: the minus before the mean is missing."""
    return np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


@mistake(of="bce_probs", caught_by=bce_probs_is_right_at_some_points)
def summed_as_the_listing_on_the_slide(p, y):
    """You add up the losses of the entries, but do not divide by their number: the loss
    is a mean.
    """
    return -1 * (y * np.log(p) + (1 - y) * np.log(1 - p)).sum()


@mistake(of="bce_probs", caught_by=bce_probs_is_right_at_some_points)
def averaged_the_first_term_only(p, y):
    """The mean covers the term with ln p only, and ln(1 − p) is summed without minus: both belong
    inside the brackets.
    """
    return -np.mean(y * np.log(p)) + np.sum((1 - y) * np.log(1 - p))


@mistake(of="bce_probs", caught_by=bce_probs_is_right_at_some_points)
def forgot_the_negative_class(p, y):
    """The term (1 − y) ln(1 − p) is missing: entries with y = 0 cost nothing in your loss."""
    return -np.mean(y * np.log(p))


@mistake(of="bce_probs", caught_by=bce_probs_is_right_at_some_points)
def measured_in_bits(p, y):
    """Your loss is in bits, with logarithms to base 2: the natural logarithm is asked for."""
    return -np.mean(y * np.log2(p) + (1 - y) * np.log2(1 - p))


@mistake(of="bce_probs", caught_by=bce_probs_is_right_at_some_points)
def exchanged_prediction_and_target(p, y):
    """Your loss is not finite: the logarithms are taken of p and 1 − p, never of y and 1 − y, of
    which one is 0.
    """
    return -np.mean(p * np.log(y) + (1 - p) * np.log(1 - y))


@mistake(of="bce_probs", caught_by=bce_probs_is_right_at_some_points)
def added_an_epsilon_inside_the_logarithm(p, y):
    """Your result is that of ln(p + 10⁻⁵): put no ε inside the logarithm, for 8 digits are asked
    for.
    """
    return -np.mean(y * np.log(p + 1e-5) + (1 - y) * np.log(1 - p + 1e-5))


@mistake(of="bce_probs", caught_by=bce_probs_agrees_with_the_reference)
def clipped_p_at_one_percent(p, y):
    """With y = 1 a p below 0.01 counts as 0.01: it should be taken as it is."""
    p = np.where(y == 1, np.maximum(p, 0.01), p)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


@mistake(of="bce_probs", caught_by=bce_probs_agrees_with_the_reference)
def clipped_one_end_only(p, y):
    """A p above 0.95 counts as 0.95: it should be taken as it is."""
    p = np.minimum(p, 0.95)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


@mistake(of="bce_probs", caught_by=bce_probs_leaves_its_arguments_alone)
def took_logarithms_in_place(p, y):
    """Your function changes an array that it is given: put the logarithms into a new one."""
    of_the_rest = np.log(1 - p)
    np.log(p, out=p)
    return -np.mean(y * p + (1 - y) * of_the_rest)


@alternative(of="bce_probs")
def with_where(p, y):
    return -np.mean(np.log(np.where(y == 1, p, 1 - p)))


@alternative(of="bce_probs")
def clipped_far_out(p, y):
    p = np.clip(p, 1e-7, 1 - 1e-7)
    return -np.mean(y * np.log(p) + (1 - y) * np.log1p(-p))


# bce_logits


@mistake(of="bce_logits", caught_by=bce_logits_is_right_far_from_zero)
def took_the_logarithm_of_a_saturated_sigmoid(z, y):
    """Far from zero your loss is inf or nan, for σ(z) rounds to 0 or 1 and ln 0 is −∞: put the
    sigmoid into the formula on paper.
    """
    p = 1 / (1 + np.exp(-z))
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


@mistake(of="bce_logits", caught_by=bce_logits_is_right_far_from_zero)
def hid_the_logarithm_of_0_by_an_epsilon(z, y):
    """Far from zero the loss of an entry stops at 27.6, which is −ln 10⁻¹²: it should grow on,
    like |z|.
    """
    p = 1 / (1 + np.exp(-z))
    return -np.mean(y * np.log(p + 1e-12) + (1 - y) * np.log(1 - p + 1e-12))


@mistake(of="bce_logits", caught_by=bce_logits_is_right_far_from_zero)
def clipped_p_and_so_the_loss(z, y):
    """Your loss of an entry never exceeds 27.6: on the wrong side it should grow like |z|, up to
    10⁴ and more.
    """
    p = np.clip(1 / (1 + np.exp(-z)), 1e-12, 1 - 1e-12)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


@mistake(of="bce_logits", caught_by=bce_logits_is_right_far_from_zero)
def let_softplus_overflow(z, y):
    """For large z your loss is not finite, for e^z overflows: ln(1 + e^z) is nearly z there."""
    return np.mean(np.log1p(np.exp(z)) - z * y)


@mistake(of="bce_logits", caught_by=bce_logits_agrees_with_the_reference)
def clipped_z_at_5(z, y):
    """A z beyond ±5 counts as ±5: every logit should count as it is."""
    z = np.clip(z, -5, 5)
    return np.mean(np.logaddexp(0, z) - z * y)


@mistake(of="bce_logits", caught_by=bce_logits_is_bce_probs_of_the_sigmoid)
def took_logits_for_probabilities(z, y):
    """Your loss is not finite at ordinary logits: z may be negative or above 1, so the logarithms
    belong to p = σ(z).
    """
    return -np.mean(y * np.log(z) + (1 - y) * np.log(1 - z))


@mistake(of="bce_logits", caught_by=bce_logits_is_bce_probs_of_the_sigmoid)
def turned_the_sign_of_the_logits(z, y):
    """The term y z is added in your loss: it should be subtracted."""
    return np.mean(np.logaddexp(0, z) + z * y)


@mistake(of="bce_logits", caught_by=bce_logits_is_right_at_some_points)
def summed_the_losses(z, y):
    """You add up the losses of the entries, but do not divide by their number: the loss
    is a mean.
    """
    return np.sum(np.logaddexp(0, z) - z * y)


@mistake(of="bce_logits", caught_by=bce_logits_treats_both_classes_alike)
def clipped_the_right_end(z, y):
    """A z above 30 counts as 30: every logit should count as it is."""
    z = np.minimum(z, 30.0)
    return np.mean(np.logaddexp(0, z) - z * y)


@mistake(of="bce_logits", caught_by=bce_logits_leaves_its_arguments_alone)
def turned_z_round_in_place(z, y):
    """Your function changes an array that it is given: use a new array for what you compute."""
    z *= 1 - 2 * y
    return np.mean(np.logaddexp(0, z))


@alternative(of="bce_logits")
def with_logaddexp(z, y):
    return np.mean(np.logaddexp(0, z) - z * y)


@alternative(of="bce_logits")
def as_a_softplus_of_the_signed_logit(z, y):
    s = (1 - 2 * y) * z
    return np.mean(np.where(s > 0, s, 0) + np.log(1 + np.exp(-np.abs(s))))


@alternative(of="bce_logits")
def by_a_loop_over_pairs(z, y):
    losses = []
    for logit, target in zip(z.ravel(), y.ravel(), strict=True):
        s = float(logit) if target == 0 else -float(logit)
        losses.append(max(s, 0.0) + float(np.log1p(np.exp(-abs(s)))))
    return sum(losses) / len(losses)


@mistake(of="bce_logits_backward", caught_by=bce_logits_backward_is_right_at_some_points)
def forgot_one_over_n(z, y):
    """Your gradient lacks 1/n: the mean is part of the loss, so n, the number of
    entries, divides.
    """
    return 1 / (1 + np.exp(-z)) - y


@mistake(of="bce_logits_backward", caught_by=bce_logits_backward_agrees_with_the_reference)
def exchanged_y_and_sigmoid(z, y):
    """Your gradient has the wrong sign: it should be σ(z) − y, over n."""
    return (y - 1 / (1 + np.exp(-z))) / y.size


@mistake(of="bce_logits_backward", caught_by=bce_logits_backward_agrees_with_the_reference)
def stopped_at_the_probabilities(z, y):
    """Your gradient is the one with respect to p: by the chain rule it should be multiplied by
    σ'(z) = p (1 − p).
    """
    p = 1 / (1 + np.exp(-z))
    return (p - y) / (p * (1 - p)) / y.size


@mistake(of="bce_logits_backward", caught_by=bce_logits_backward_agrees_with_the_reference)
def multiplied_by_the_slope_of_the_sigmoid_once_more(z, y):
    """Your gradient has a factor p (1 − p) too many: after simplifying it is σ(z) − y, over n."""
    p = 1 / (1 + np.exp(-z))
    return (p - y) * p * (1 - p) / y.size


@mistake(of="bce_logits_backward", caught_by=bce_logits_backward_agrees_with_the_reference)
def divided_by_the_first_axis(z, y):
    """You divide by the number of rows: the loss is a mean over all entries, so their number
    should divide.
    """
    return (1 / (1 + np.exp(-z)) - y) / len(y)


@mistake(of="bce_logits_backward", caught_by=bce_logits_backward_is_right_far_from_zero)
def followed_the_chain_of_the_slide(z, y):
    """Far from zero your gradient is nan, for p rounds to 0 or 1 and 0 / 0 is nan: simplify the
    chain first, then type.
    """
    p = 1 / (1 + np.exp(-z))
    return -(y / p - (1 - y) / (1 - p)) * p * (1 - p) / y.size


@mistake(of="bce_logits_backward", caught_by=bce_logits_backward_is_right_far_from_zero)
def took_the_sigmoid_that_is_infinity_over_infinity(z, y):
    """For large z your gradient is nan, for e^z overflows and ∞ / ∞ is nan: σ(z) is nearly 1
    there.
    """
    return (np.exp(z) / (1 + np.exp(z)) - y) / y.size


@mistake(of="bce_logits_backward", caught_by=bce_logits_backward_keeps_float32_and_takes_integers)
def filled_zeros_of_float64(z, y):
    """For float32 your gradient is float64: it should keep the type of the prediction."""
    out = np.zeros(z.shape)
    out[...] = (1 / (1 + np.exp(-z)) - y) / y.size
    return out


@mistake(of="bce_logits_backward", caught_by=bce_logits_backward_leaves_its_arguments_alone)
def reused_the_memory_of_z(z, y):
    """Your function changes an array that it is given: put the gradient into a new one."""
    z[...] = 1 / (1 + np.exp(-z))
    return (z - y) / y.size


@alternative(of="bce_logits_backward")
def with_the_naive_sigmoid(z, y):
    """Warns of an overflow at -1000; 1 / inf is 0 all the same."""
    return (1 / (1 + np.exp(-z)) - y) / z.size


@alternative(of="bce_logits_backward")
def with_tanh(z, y):
    return (0.5 + 0.5 * np.tanh(0.5 * z) - y) / z.size


equivalent(
    of="bce_logits_backward",
    was="z >= 0",
    becomes="z > 0",
    because="at 0 both branches are 1, for exp(-|0|) = 1",
)


# softmax


@mistake(of="softmax", caught_by=softmax_is_right_far_from_zero)
def typed_from_the_textbook(Z):
    """Far from zero your result is nan, for e^Z becomes inf, or 0 in a whole row: subtract the
    row's maximum first.
    """
    e = np.exp(Z)
    return e / e.sum(axis=-1, keepdims=True)


@mistake(of="softmax", caught_by=softmax_does_not_feel_a_shift)
def clipped_the_logits(Z):
    """Logits beyond ±500 count as ±500: they may be of any size, for only their differences
    matter.
    """
    e = np.exp(np.clip(Z, -500, 500))
    return e / e.sum(axis=-1, keepdims=True)


@mistake(of="softmax", caught_by=softmax_is_right_at_some_points)
def normalised_over_the_batch(Z):
    """Your columns along the first axis sum to 1: the sum should run over the last axis."""
    e = np.exp(Z - Z.max(axis=0, keepdims=True))
    return e / e.sum(axis=0, keepdims=True)


@mistake(of="softmax", caught_by=softmax_is_right_at_some_points)
def normalised_over_everything(Z):
    """All your entries together sum to 1: every row, along the last axis, should sum to 1 by
    itself.
    """
    e = np.exp(Z - Z.max())
    return e / e.sum()


@mistake(of="softmax", caught_by=softmax_is_right_at_some_points)
def always_took_axis_1(Z):
    """Your sum runs over axis 1: it should run over the last axis, for Z may have one axis, two or
    more.
    """
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


@mistake(of="softmax", caught_by=softmax_uses_the_maximum_of_each_row)
def subtracted_one_global_maximum(Z):
    """A row far below the largest logit of all becomes nan, for 0 / 0 is nan: each row needs its
    own maximum.
    """
    e = np.exp(Z - Z.max())
    return e / e.sum(axis=-1, keepdims=True)


@mistake(of="softmax", caught_by=softmax_is_right_at_some_points)
def forgot_keepdims(Z):
    """The sums of the rows do not line up with the rows that they divide: keep the last axis, with
    length 1.
    """
    e = np.exp(Z - Z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1)


@mistake(of="softmax", caught_by=softmax_agrees_with_the_reference)
def added_an_epsilon_to_the_sum(Z):
    """Your rows sum to a little less than 1, as if 10⁻⁶ were added to the denominator: nothing
    should be added.
    """
    e = np.exp(Z - Z.max(axis=-1, keepdims=True))
    return e / (e.sum(axis=-1, keepdims=True) + 1e-6)


@mistake(of="softmax", caught_by=softmax_agrees_with_the_reference)
def cut_small_probabilities_off(Z):
    """Probabilities below 0.01 become 0 in your result: they should be kept as they are."""
    e = np.exp(Z - Z.max(axis=-1, keepdims=True))
    P = e / e.sum(axis=-1, keepdims=True)
    return np.where(P < 0.01, 0.0, P)


@mistake(of="softmax", caught_by=softmax_agrees_with_the_reference)
def took_the_last_logit_for_the_largest(Z):
    """A logit more than 1 above the last one of its row counts as 1 above it: the largest may
    stand anywhere.
    """
    e = np.exp(np.minimum(Z - Z[..., -1:], 1.0))
    return e / e.sum(axis=-1, keepdims=True)


@mistake(of="softmax", caught_by=softmax_keeps_float32_and_takes_integers)
def wrote_rows_of_float64(Z):
    """For float32 in Z your result is float64: it should be float32."""
    out = np.zeros(Z.shape)
    e = np.exp(Z - Z.max(axis=-1, keepdims=True))
    out[...] = e / e.sum(axis=-1, keepdims=True)
    return out


@mistake(of="softmax", caught_by=softmax_keeps_float32_and_takes_integers)
def wrote_rows_of_integers(Z):
    """For integers in Z your result is integers, so probabilities are cut to whole numbers: it
    should be float64.
    """
    out = np.zeros_like(Z)
    e = np.exp(Z - Z.max(axis=-1, keepdims=True))
    out[...] = e / e.sum(axis=-1, keepdims=True)
    return out


@mistake(of="softmax", caught_by=softmax_leaves_Z_alone)
def shifted_Z_in_place(Z):
    """Your function changes Z, which belongs to the caller: put the result into a new array."""
    Z -= Z.max(axis=-1, keepdims=True)
    e = np.exp(Z)
    return e / e.sum(axis=-1, keepdims=True)


@mistake(of="softmax", caught_by=softmax_is_right_far_from_zero)
def shifted_only_where_float64_overflows(Z):
    """For float32 your result is nan where exponentials overflow: there e^x is infinite from x =
    89 on.
    """
    top = Z.max(axis=-1, keepdims=True)
    e = np.exp(np.where(np.abs(Z).max(axis=-1, keepdims=True) > 700, Z - top, Z))
    return e / e.sum(axis=-1, keepdims=True)


@alternative(of="softmax")
def as_the_exponential_of_log_softmax(Z):
    S = Z - Z.max(axis=-1)[..., None]
    return np.exp(S - np.log(np.exp(S).sum(axis=-1))[..., None])


@alternative(of="softmax")
def row_by_row(Z):
    out = np.empty(Z.shape, dtype=np.result_type(Z, np.float32))
    for index in np.ndindex(*Z.shape[:-1]):
        e = np.exp(Z[index] - max(Z[index]))
        out[index] = e / sum(e)
    return out


@alternative(of="softmax")
def in_a_transposed_view(Z):
    T = np.moveaxis(Z, -1, 0)
    e = np.exp(T - T.max(axis=0))
    return np.moveaxis(e / e.sum(axis=0), 0, -1)


# log_softmax


@mistake(of="log_softmax", caught_by=log_softmax_is_right_far_from_zero)
def took_the_logarithm_of_a_probability_that_is_0(Z):
    """Far below the row's maximum your result has lost digits or is −inf, for the probability
    there is rounded, at last to 0, before you take its logarithm.
    """
    return np.log(softmax(Z))


@mistake(of="log_softmax", caught_by=log_softmax_is_right_far_from_zero)
def added_an_epsilon_to_the_probability(Z):
    """Far below the row's maximum your result stops at −690.8, which is ln 10⁻³⁰⁰: it should be
    −800 or −10000 there.
    """
    return np.log(softmax(Z) + 1e-300)


@mistake(of="log_softmax", caught_by=log_softmax_agrees_with_the_reference)
def added_a_large_epsilon(Z):
    """Your result is that of ln(p + 10⁻⁹): nothing should be added to a probability."""
    return np.log(softmax(Z) + 1e-9)


@mistake(of="log_softmax", caught_by=log_softmax_is_a_shift_that_makes_the_sum_1)
def did_not_subtract_the_maximum(Z):
    """Far from zero your result is not finite, for e^Z becomes inf, or 0 in a whole row: subtract
    the row's maximum first.
    """
    return Z - np.log(np.exp(Z).sum(axis=-1, keepdims=True))


@mistake(of="log_softmax", caught_by=log_softmax_is_right_at_some_points)
def took_log2(Z):
    """Your logarithm is to base 2: the natural logarithm is asked for."""
    return np.log2(softmax(Z))


@mistake(of="log_softmax", caught_by=log_softmax_is_right_at_some_points)
def forgot_to_subtract_the_logarithm(Z):
    """Your result is Z minus the row's maximum: the logarithm of the sum of exponentials should be
    subtracted too.
    """
    return Z - Z.max(axis=-1, keepdims=True)


@mistake(of="log_softmax", caught_by=log_softmax_is_right_at_some_points)
def forgot_to_shift_the_first_term(Z):
    """Your result is too large by the row's maximum: what you subtract inside the sum should be
    subtracted from Z_k as well.
    """
    m = Z.max(axis=-1, keepdims=True)
    return Z - np.log(np.exp(Z - m).sum(axis=-1, keepdims=True))


@mistake(of="log_softmax", caught_by=log_softmax_uses_the_maximum_of_each_row)
def shifted_all_rows_by_one_maximum(Z):
    """A row far below the largest logit of all is not finite in your result: each row needs its
    own maximum.
    """
    S = Z - Z.max()
    return S - np.log(np.exp(S).sum(axis=-1, keepdims=True))


@mistake(of="log_softmax", caught_by=log_softmax_keeps_float32_and_takes_integers)
def copied_into_float64(Z):
    """For float32 in Z your result is float64: it should be float32."""
    S = Z.astype(float) - Z.max(axis=-1, keepdims=True)
    return S - np.log(np.exp(S).sum(axis=-1, keepdims=True))


@mistake(of="log_softmax", caught_by=log_softmax_leaves_Z_alone)
def shifted_the_logits_in_place(Z):
    """Your function changes Z, which belongs to the caller: put the result into a new array."""
    Z -= Z.max(axis=-1, keepdims=True)
    return Z - np.log(np.exp(Z).sum(axis=-1, keepdims=True))


@alternative(of="log_softmax")
def with_logaddexp_reduced(Z):
    Z = 1.0 * Z
    return Z - np.logaddexp.reduce(Z, axis=-1, keepdims=True)


@alternative(of="log_softmax")
def with_log_sum_exp_put_together_again(Z):
    m = Z.max(axis=-1, keepdims=True)
    log_sum_exp = m + np.log(np.exp(Z - m).sum(axis=-1, keepdims=True))
    return Z - log_sum_exp


# cross_entropy


@mistake(of="cross_entropy", caught_by=cross_entropy_never_takes_the_logarithm_of_0)
def took_the_logarithm_of_softmax(Z, y):
    """Your loss is inf where the probability of the true class rounds to 0: use the formula of
    log_softmax instead.
    """
    P = softmax(Z)
    rows = np.arange(len(y))
    loss = -np.mean(np.log(P[rows, y]))
    P[rows, y] -= 1
    return loss, P / len(y)


@mistake(of="cross_entropy", caught_by=cross_entropy_never_takes_the_logarithm_of_0)
def clipped_the_probability(Z, y):
    """Your loss of a row never exceeds 27.6, which is −ln 10⁻¹²: it should grow on with the
    distance of the logits.
    """
    P = softmax(Z)
    rows = np.arange(len(y))
    loss = -np.mean(np.log(np.maximum(P[rows, y], 1e-12)))
    P[rows, y] -= 1
    return loss, P / len(y)


@mistake(of="cross_entropy", caught_by=cross_entropy_uses_the_maximum_of_each_row)
def subtracted_the_maximum_of_the_batch(Z, y):
    """A row far below the largest logit of the batch makes your loss infinite or nan: each row
    needs its own maximum.
    """
    S = Z - Z.max()
    L = S - np.log(np.exp(S).sum(axis=1, keepdims=True))
    rows = np.arange(len(y))
    dZ = np.exp(L)
    dZ[rows, y] -= 1
    return -np.mean(L[rows, y]), dZ / len(y)


@mistake(of="cross_entropy", caught_by=cross_entropy_is_right_at_some_points)
def summed_over_the_rows(Z, y):
    """You add up over the rows, without 1/N: the loss is their mean, and dZ is divided
    by N too.
    """
    L = log_softmax(Z)
    rows = np.arange(len(y))
    dZ = np.exp(L)
    dZ[rows, y] -= 1
    return -np.sum(L[rows, y]), dZ


@mistake(of="cross_entropy", caught_by=cross_entropy_gradient_is_right_at_some_points)
def returned_the_mean_loss_and_the_summed_gradient(Z, y):
    """Your dZ lacks 1/N: the loss is a mean over the N rows, so its gradient is divided by N."""
    L = log_softmax(Z)
    rows = np.arange(len(y))
    dZ = np.exp(L)
    dZ[rows, y] -= 1
    return -np.mean(L[rows, y]), dZ


@mistake(of="cross_entropy", caught_by=cross_entropy_gradient_agrees_with_the_reference)
def halved_the_gradient_whatever_the_number_of_rows(Z, y):
    """Your dZ is divided by 2, whatever the number of rows: it should be divided by N."""
    L = log_softmax(Z)
    rows = np.arange(len(y))
    dZ = np.exp(L)
    dZ[rows, y] -= 1
    return -np.mean(L[rows, y]), dZ / 2


@mistake(of="cross_entropy", caught_by=cross_entropy_gradient_agrees_with_the_reference)
def divided_the_gradient_by_all_entries(Z, y):
    """Your dZ is divided by N · K, the number of its entries: the loss is a mean over the N rows
    only.
    """
    L = log_softmax(Z)
    rows = np.arange(len(y))
    dZ = np.exp(L)
    dZ[rows, y] -= 1
    return -np.mean(L[rows, y]), dZ / Z.size


@mistake(of="cross_entropy", caught_by=cross_entropy_is_right_at_some_points)
def divided_the_loss_by_the_classes_too(Z, y):
    """Your loss is divided by K too: it is a mean over the N rows, not over all entries of Z."""
    L = log_softmax(Z)
    one_hot = np.eye(Z.shape[1])[y]
    return -np.mean(one_hot * L), (np.exp(L) - one_hot) / len(y)


@mistake(of="cross_entropy", caught_by=cross_entropy_gradient_agrees_with_the_reference)
def turned_the_gradient_round(Z, y):
    """Your dZ has the wrong sign: it is what you said minus what was true."""
    L = log_softmax(Z)
    one_hot = np.eye(Z.shape[1])[y]
    return -np.mean(L[np.arange(len(y)), y]), (one_hot - np.exp(L)) / len(y)


@mistake(of="cross_entropy", caught_by=cross_entropy_gradient_agrees_with_the_reference)
def forgot_to_subtract_1_at_the_true_class(Z, y):
    """Your dZ is the softmax over N: at the true class of each row 1 should be
    subtracted first.
    """
    L = log_softmax(Z)
    return -np.mean(L[np.arange(len(y)), y]), np.exp(L) / len(y)


@mistake(of="cross_entropy", caught_by=cross_entropy_gradient_agrees_with_the_reference)
def subtracted_1_from_whole_columns(Z, y):
    """In your dZ the 1 is subtracted in every row for every class in y: row n has it at its own
    class y[n] only.
    """
    L = log_softmax(Z)
    dZ = np.exp(L)
    dZ[:, y] -= 1
    return -np.mean(L[np.arange(len(y)), y]), dZ / len(y)


@mistake(of="cross_entropy", caught_by=cross_entropy_is_right_at_some_points)
def counted_the_true_class_twice_in_the_denominator(Z, y):
    """In your sum of exponentials the true class counts twice: every class should count once."""
    rows = np.arange(len(y))
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    total = e.sum(axis=1) + e[rows, y]
    P = e / total[:, None]
    dZ = P.copy()
    dZ[rows, y] -= 1
    return float(-np.mean(np.log(P[rows, y]))), dZ / len(y)


@mistake(of="cross_entropy", caught_by=cross_entropy_gradient_is_right_at_some_points)
def subtracted_the_true_class_twice(Z, y):
    """In your dZ 2 is subtracted at the true class: it should be 1."""
    log_probs = log_softmax(Z)
    dZ = np.exp(log_probs)
    loss = 0.0
    for n, k in enumerate(y):
        loss -= log_probs[n, k] / len(y)
        for j in range(Z.shape[1]):
            dZ[n, j] -= j == k
        dZ[n, k] -= 1
    return float(loss), dZ / len(y)


@mistake(of="cross_entropy", caught_by=cross_entropy_gradient_is_right_far_from_zero)
def took_the_gradient_from_a_softmax_without_a_shift(Z, y):
    """Far from zero your dZ is nan, for e^Z becomes inf, or 0 in a whole row: subtract the row's
    maximum first.
    """
    rows = np.arange(len(y))
    dZ = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
    dZ[rows, y] -= 1
    return float(-np.mean(log_softmax(Z)[rows, y])), dZ / len(y)


@mistake(of="cross_entropy", caught_by=cross_entropy_is_right_at_some_points)
def left_the_true_class_out_of_the_denominator(Z, y):
    """In your sum of exponentials the true class is missing: the sum runs over all classes."""
    rows = np.arange(len(y))
    others = np.exp(Z)
    others[rows, y] = 0
    loss = np.mean(np.log(others.sum(axis=1)) - Z[rows, y])
    dZ = others / others.sum(axis=1, keepdims=True)
    dZ[rows, y] -= 1
    return loss, dZ / len(y)


@mistake(of="cross_entropy", caught_by=cross_entropy_is_right_at_some_points)
def measured_the_loss_in_bits(Z, y):
    """Your loss is in bits, with logarithms to base 2: the natural logarithm is asked for."""
    L = log_softmax(Z)
    rows = np.arange(len(y))
    dZ = np.exp(L)
    dZ[rows, y] -= 1
    return -np.mean(L[rows, y]) / np.log(2), dZ / len(y)


@mistake(of="cross_entropy", caught_by=cross_entropy_is_right_at_some_points)
def picked_the_whole_columns_of_the_labels(Z, y):
    """Your loss takes every row at the classes of all rows: row n should be taken at its own class
    y[n] only.
    """
    L = log_softmax(Z)
    one_hot = np.eye(Z.shape[1])[y]
    return -np.mean(L[:, y]), (np.exp(L) - one_hot) / len(y)


@mistake(of="cross_entropy", caught_by=cross_entropy_is_right_at_some_points)
def took_the_softmax_over_the_batch(Z, y):
    """Your softmax runs over the rows of the batch: it should run over the K classes of
    each row.
    """
    e = np.exp(Z - Z.max(axis=0))
    P = e / e.sum(axis=0)
    rows = np.arange(len(y))
    loss = -np.mean(np.log(P[rows, y]))
    P[rows, y] -= 1
    return loss, P / len(y)


@mistake(of="cross_entropy", caught_by=cross_entropy_is_right_at_some_points)
def returned_the_loss_alone(Z, y):
    """You return the loss alone: two things are asked for, (loss, dZ)."""
    return -np.mean(log_softmax(Z)[np.arange(len(y)), y])


@mistake(of="cross_entropy", caught_by=cross_entropy_loss_agrees_with_the_reference)
def clipped_the_logits_at_3(Z, y):
    """Logits beyond ±3 count as ±3: every logit should count as it is."""
    L = log_softmax(np.clip(Z, -3, 3))
    rows = np.arange(len(y))
    dZ = np.exp(L)
    dZ[rows, y] -= 1
    return -np.mean(L[rows, y]), dZ / len(y)


@mistake(of="cross_entropy", caught_by=cross_entropy_loss_agrees_with_the_reference)
def capped_the_loss_of_a_row_at_4(Z, y):
    """A row never costs more than 4 in your loss: it should cost as much as the formula says."""
    L = log_softmax(Z)
    rows = np.arange(len(y))
    dZ = np.exp(L)
    dZ[rows, y] -= 1
    return np.mean(np.minimum(-L[rows, y], 4)), dZ / len(y)


@mistake(of="cross_entropy", caught_by=cross_entropy_gradient_sums_to_0_in_every_row)
def divided_two_overflows_for_the_gradient(Z, y):
    """Far from zero your dZ is nan, for e^Z becomes inf, or 0 in a whole row: subtract the row's
    maximum first.
    """
    L = log_softmax(Z)
    rows = np.arange(len(y))
    dZ = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
    dZ[rows, y] -= 1
    return -np.mean(L[rows, y]), dZ / len(y)


@mistake(of="cross_entropy", caught_by=cross_entropy_gradient_keeps_float32_and_takes_integers)
def subtracted_a_one_hot_of_float64(Z, y):
    """For float32 in Z your dZ is float64: it should be float32."""
    L = log_softmax(Z)
    one_hot = np.eye(Z.shape[1])[y]
    return -np.mean(L[np.arange(len(y)), y]), (np.exp(L) - one_hot) / len(y)


@mistake(of="cross_entropy", caught_by=cross_entropy_leaves_its_arguments_alone)
def shifted_the_batch_in_place(Z, y):
    """Your function changes an array that it is given: put what you compute into a new one."""
    Z -= Z.max(axis=1, keepdims=True)
    L = log_softmax(Z)
    rows = np.arange(len(y))
    dZ = np.exp(L)
    dZ[rows, y] -= 1
    return -np.mean(L[rows, y]), dZ / len(y)


@alternative(of="cross_entropy")
def with_log_sum_exp_and_a_mask(Z, y):
    m = Z.max(axis=1, keepdims=True)
    e = np.exp(Z - m)
    total = e.sum(axis=1, keepdims=True)
    true = np.arange(Z.shape[1]) == y[:, None]
    loss = np.mean(np.log(total[:, 0]) + m[:, 0] - Z[true])
    return loss, (e / total - true) / len(y)


@alternative(of="cross_entropy")
def by_a_loop_over_rows(Z, y):
    loss = 0.0
    dZ = np.empty(Z.shape, dtype=np.result_type(Z, np.float32))
    for i, k in enumerate(y):
        row = Z[i] - Z[i].max()
        log_sum = np.log(np.exp(row).sum())
        loss += float(log_sum - row[k]) / len(y)
        dZ[i] = np.exp(row - log_sum) / len(y)
        dZ[i, k] -= 1 / len(y)
    return loss, dZ


# entropy_bits


@mistake(of="entropy_bits", caught_by=entropy_bits_is_right_at_some_points)
def measured_in_nats(p):
    """Your result is in nats, with natural logarithms: in bits the logarithms are to base 2."""
    q = p[p > 0]
    return -np.sum(q * np.log(q))


@mistake(of="entropy_bits", caught_by=entropy_bits_counts_impossible_outcomes_as_nothing)
def took_the_logarithm_of_0(p):
    """Your result is nan where some p is 0, for 0 · log₂ 0 is nan in numpy: impossible outcomes
    should count as nothing.
    """
    return -np.sum(p * np.log2(p))


@mistake(of="entropy_bits", caught_by=entropy_bits_agrees_with_the_reference)
def added_an_epsilon_to_p(p):
    """Your result is that of log₂(p + 10⁻⁶): nothing as large should be added to p."""
    return -np.sum(p * np.log2(p + 1e-6))


@mistake(of="entropy_bits", caught_by=entropy_bits_is_right_at_some_points)
def forgot_the_minus_sign(p):
    """Your result is negative: the minus before the sum is missing."""
    q = p[p > 0]
    return np.sum(q * np.log2(q))


@mistake(of="entropy_bits", caught_by=entropy_bits_is_right_at_some_points)
def averaged_over_the_outcomes(p):
    """You divide by the number of outcomes: the entropy is the sum, already weighted by p."""
    q = p[p > 0]
    return -np.mean(q * np.log2(q))


@mistake(of="entropy_bits", caught_by=entropy_bits_is_right_at_some_points)
def summed_the_surprises_unweighted(p):
    """You add up −log₂ p without weights: every term should be multiplied by its p."""
    q = p[p > 0]
    return -np.sum(np.log2(q))


@mistake(of="entropy_bits", caught_by=entropy_bits_agrees_with_the_reference)
def dropped_rare_outcomes(p):
    """Outcomes with a probability up to 0.05 do not count in your sum: only those with p = 0
    should be left out.
    """
    q = p[p > 0.05]
    return -np.sum(q * np.log2(q))


@mistake(of="entropy_bits", caught_by=entropy_bits_takes_float32_and_integers)
def summed_into_zeros_like_p(p):
    """Your function fails for a p of integers, such as [0, 0, 1]: its logarithms are not integers,
    and its entropy is 0.
    """
    terms = np.zeros_like(p)
    np.log2(p, out=terms, where=p > 0)
    return -np.sum(p * terms)


@mistake(of="entropy_bits", caught_by=entropy_bits_leaves_p_alone)
def replaced_zeros_in_place(p):
    """Your function changes p, which belongs to the caller: use a new array."""
    p[p == 0] = 1
    return -np.sum(p * np.log2(p))


@mistake(of="entropy_bits", caught_by=entropy_bits_is_right_at_some_points)
def divided_by_the_entropy_of_equal_outcomes(p):
    """You divide by log₂ K, so that equal outcomes have 1: four of them should have 2 bits, eight
    of them 3.
    """
    q = p[p > 0]
    return float(-np.sum(q * np.log2(q)) / np.log2(max(len(p), 2)))


@mistake(of="entropy_bits", caught_by=entropy_bits_is_right_at_some_points)
def gave_certainty_one_bit(p):
    """Your result is 1 where the outcome is certain: certainty has 0 bits."""
    q = p[p > 0]
    return float(-np.sum(q * np.log2(q))) or 1.0


@alternative(of="entropy_bits")
def with_nansum(p):
    """0 * -inf is nan, which nansum counts as nothing."""
    return -np.nansum(p * np.log2(p))


@alternative(of="entropy_bits")
def with_an_epsilon_too_small_to_matter(p):
    return -np.sum(p * np.log2(p + 1e-12))


@alternative(of="entropy_bits")
def in_nats_over_the_logarithm_of_2(p):
    return float(np.sum([-q * np.log(q) for q in p.tolist() if q > 0]) / np.log(2))


# l2_penalty


@mistake(of="l2_penalty", caught_by=l2_penalty_is_right_at_some_points)
def forgot_the_half(weights, lam):
    """Your penalty is twice as large as it should be: the factor is lam / 2."""
    return lam * sum(np.sum(w**2) for w in weights)


@mistake(of="l2_penalty", caught_by=l2_penalty_is_right_at_some_points)
def took_the_norm_without_its_square(weights, lam):
    """You add up the norms of the arrays: the squares of all entries should be added up, without a
    root.
    """
    return 0.5 * lam * sum(np.sqrt(np.sum(w**2)) for w in weights)


@mistake(of="l2_penalty", caught_by=l2_penalty_is_right_at_some_points)
def averaged_the_squares(weights, lam):
    """You take the mean of the squares of each array: their sum is asked for."""
    return 0.5 * lam * sum(np.mean(w**2) for w in weights)


@mistake(of="l2_penalty", caught_by=l2_penalty_is_right_at_some_points)
def penalised_the_first_array_only(weights, lam):
    """Only the first array counts in your penalty: the sum runs over all arrays in the list."""
    return 0.5 * lam * np.sum(weights[0] ** 2)


@mistake(of="l2_penalty", caught_by=l2_penalty_agrees_with_the_reference)
def clipped_large_squares(weights, lam):
    """Squares above 30 count as 30: every weight should count with its full square."""
    return 0.5 * lam * sum(np.sum(np.minimum(w**2, 30.0)) for w in weights)


@mistake(of="l2_penalty", caught_by=l2_penalty_agrees_with_the_reference)
def took_it_that_there_are_two_arrays(weights, lam):
    """Only the first two arrays count in your penalty: the list may have any number of them."""
    return 0.5 * lam * sum(np.sum(w**2) for w in weights[:2])


@mistake(of="l2_penalty", caught_by=l2_penalty_of_no_weights_is_0)
def joined_the_arrays_without_looking(weights, lam):
    """Your function fails for an empty list: no weights should cost 0.0."""
    return 0.5 * lam * np.sum(np.concatenate([w.ravel() for w in weights]) ** 2)


@mistake(of="l2_penalty", caught_by=l2_penalty_leaves_the_weights_alone)
def squared_the_weights_in_place(weights, lam):
    """Your function changes the list or an array in it: both belong to the caller and should stay
    as they were.
    """
    total = 0.0
    for w in weights:
        np.square(w, out=w)
        total += w.sum()
    return 0.5 * lam * total


@mistake(of="l2_penalty", caught_by=l2_penalty_leaves_the_weights_alone)
def emptied_the_list(weights, lam):
    """Your function changes the list or an array in it: both belong to the caller and should stay
    as they were.
    """
    total = 0.0
    while weights:
        total += np.sum(weights.pop() ** 2)
    return 0.5 * lam * total


@alternative(of="l2_penalty")
def with_dot_products(weights, lam):
    total = 0.0
    for w in weights:
        flat = w.ravel().astype(float)
        total += flat @ flat
    return lam / 2 * total


@alternative(of="l2_penalty")
def with_the_norm_squared(weights, lam):
    return sum(0.5 * lam * np.linalg.norm(w) ** 2 for w in weights)


# --------------------------------------------------------------- where the text asks nothing

for place in ("at 0", "in 0…*", "in [13]*", "in 1e-06…*"):
    outside(
        of="bce_probs",
        where=f"float* p: * {place}",
        says=r"Here $10^{-3} \le p \le 1 - 10^{-3}$",
    )
for loss in ("bce_probs", "bce_logits", "bce_logits_backward"):
    for place in ("in 0…*", "in 1*", "in 30*"):
        outside(
            of=loss,
            where=f"float* y: * {place}",
            says="For binary losses `y` holds 0 and 1.",
        )
for place in ("all entries at 0", "all entries in 0…*", "* in 1…*", "* in [13]0*"):
    outside(
        of="entropy_bits",
        where=f"float* p: {place}",
        says="(one axis, non-negative, summing to 1)",
    )
