"""Wrong answers students do write, each with the check that must catch it; and right ones."""

import numpy as np

from autograder.checks import alternative, equivalent, mistake

from .checks import (
    elu_agrees_with_the_reference,
    elu_backward_agrees_with_the_reference,
    elu_backward_at_zero_lies_between_the_slopes,
    elu_backward_is_right_at_some_points,
    elu_backward_is_right_far_from_zero,
    elu_backward_repeats_the_default_alpha,
    elu_has_an_alpha_that_may_be_left_out,
    elu_is_right_at_some_points,
    elu_is_right_far_from_zero,
    elu_leaves_x_alone,
    elu_never_falls_and_stays_above_minus_alpha,
    gelu_agrees_with_the_reference,
    gelu_backward_agrees_with_the_reference,
    gelu_backward_is_right_at_some_points,
    gelu_backward_keeps_float32_and_takes_integers,
    gelu_is_right_at_some_points,
    gelu_keeps_float32_and_takes_integers,
    heaviside_agrees_with_the_reference,
    heaviside_is_right_at_some_points,
    heaviside_keeps_float32_and_takes_integers,
    heaviside_leaves_x_alone,
    heaviside_of_0_is_1,
    leaky_relu_agrees_with_the_reference,
    leaky_relu_backward_agrees_with_the_reference,
    leaky_relu_backward_at_zero_lies_between_the_slopes,
    leaky_relu_backward_is_right_at_some_points,
    leaky_relu_backward_keeps_float32_and_takes_integers,
    leaky_relu_backward_repeats_the_default_slope,
    leaky_relu_goes_from_relu_to_the_identity,
    leaky_relu_has_a_slope_that_may_be_left_out,
    leaky_relu_is_right_at_some_points,
    leaky_relu_keeps_float32_and_takes_integers,
    leaky_relu_leaves_x_alone,
    prelu_agrees_with_the_reference,
    prelu_backward_agrees_with_the_reference,
    prelu_backward_at_zero_lies_between_the_slopes,
    prelu_backward_finds_dalpha,
    prelu_backward_finds_dalpha_at_some_points,
    prelu_backward_is_right_at_some_points,
    prelu_backward_leaves_its_arguments_alone,
    prelu_is_right_at_some_points,
    relu_agrees_with_the_reference,
    relu_backward_agrees_with_the_reference,
    relu_backward_at_zero_lies_between_the_slopes,
    relu_backward_is_right_at_some_points,
    relu_backward_keeps_float32_and_takes_integers,
    relu_backward_leaves_its_arguments_alone,
    relu_is_right_at_some_points,
    relu_keeps_float32_and_takes_integers,
    relu_leaves_x_alone,
    selu_agrees_with_the_reference,
    selu_backward_agrees_with_the_reference,
    selu_backward_at_zero_lies_between_the_slopes,
    selu_backward_is_right_at_some_points,
    selu_backward_is_right_far_from_zero,
    selu_is_right_at_some_points,
    selu_is_right_far_from_zero,
    sigmoid_agrees_with_the_reference,
    sigmoid_backward_agrees_with_the_reference,
    sigmoid_backward_is_right_at_some_points,
    sigmoid_backward_is_right_far_from_zero,
    sigmoid_backward_keeps_float32_and_takes_integers,
    sigmoid_backward_leaves_its_arguments_alone,
    sigmoid_is_right_at_some_points,
    sigmoid_is_right_far_from_zero,
    sigmoid_keeps_float32_and_takes_integers,
    sigmoid_leaves_x_alone,
    sign_agrees_with_the_reference,
    sign_is_right_at_some_points,
    sign_keeps_float32_and_takes_integers,
    sign_leaves_x_alone,
    sign_of_0_is_0,
    sign_times_the_absolute_value_is_x,
    silu_agrees_with_the_reference,
    silu_backward_agrees_with_the_reference,
    silu_backward_is_right_at_some_points,
    silu_backward_is_right_far_from_zero,
    silu_is_right_at_some_points,
    silu_is_right_far_from_zero,
    silu_is_x_times_sigmoid,
    silu_leaves_x_alone,
    softplus_agrees_with_the_reference,
    softplus_backward_agrees_with_the_reference,
    softplus_backward_is_dout_times_sigmoid,
    softplus_backward_is_right_at_some_points,
    softplus_backward_is_right_far_from_zero,
    softplus_is_right_at_some_points,
    softplus_is_right_far_from_zero,
    softplus_keeps_its_digits_far_to_the_left,
    softsign_agrees_with_the_reference,
    softsign_backward_agrees_with_the_reference,
    softsign_backward_is_right_at_some_points,
    softsign_backward_leaves_its_arguments_alone,
    softsign_is_right_at_some_points,
    softsign_leaves_x_alone,
    softsign_undoes_its_inverse,
    tanh_agrees_with_the_reference,
    tanh_backward_agrees_with_the_reference,
    tanh_backward_is_right_at_some_points,
    tanh_backward_is_right_far_from_zero,
    tanh_backward_leaves_its_arguments_alone,
    tanh_is_a_stretched_sigmoid,
    tanh_is_right_at_some_points,
    tanh_is_right_far_from_zero,
    tanh_keeps_float32_and_takes_integers,
)
from .solution import SELU_ALPHA, SELU_LAMBDA, elu, erf, selu, sigmoid

# sigmoid


@mistake(of="sigmoid", caught_by=sigmoid_is_right_at_some_points)
def forgot_the_brackets(x):
    """Your result is 1 + e^(−x): the sigmoid is 1 divided by this whole sum."""
    return 1 / 1 + np.exp(-x)


@mistake(of="sigmoid", caught_by=sigmoid_is_right_at_some_points)
def lost_the_minus_in_the_exponent(x):
    """Your result is 1 / (1 + e^x), the sigmoid of −x: the exponent should be −x."""
    return 1 / (1 + np.exp(x))


@mistake(of="sigmoid", caught_by=sigmoid_is_right_far_from_zero)
def multiplied_by_exp_x_above_and_below(x):
    """Your result is nan where e^x overflows, for ∞ / ∞ is nan: choose a form that is right for
    large x too.
    """
    return np.exp(x) / (1 + np.exp(x))


@mistake(of="sigmoid", caught_by=sigmoid_is_right_at_some_points)
def took_exp_of_minus_x_in_the_negative_branch_too(x):
    """For x < 0 your result is 1 − σ(x), which is above ½: σ(x) is below ½ there."""
    return np.where(x >= 0, 1 / (1 + np.exp(-x)), np.exp(-x) / (1 + np.exp(-x)))


@mistake(of="sigmoid", caught_by=sigmoid_is_right_at_some_points)
def mirrored_the_negative_branch(x):
    """For x < 0 your result is 1 − σ(x), which is above ½: σ(x) is below ½ there."""
    return np.where(x >= 0, 1 / (1 + np.exp(-x)), 1 / (1 + np.exp(x)))


@mistake(of="sigmoid", caught_by=sigmoid_is_right_at_some_points)
def subtracted_in_the_negative_branch(x):
    """For x < 0 your result is e^x / (1 − e^x): the denominator should be a sum."""
    return np.where(x >= 0, 1 / (1 + np.exp(-x)), np.exp(x) / (1 - np.exp(x)))


@mistake(of="sigmoid", caught_by=sigmoid_is_right_at_some_points)
def forgot_the_denominator_of_the_negative_branch(x):
    """For x < 0 your result is e^x alone: it should be divided by 1 + e^x."""
    return np.where(x >= 0, 1 / (1 + np.exp(-x)), np.exp(x))


@mistake(of="sigmoid", caught_by=sigmoid_is_right_at_some_points)
def gave_the_negative_branch_a_minus(x):
    """For x < 0 your result is −σ(x): the sigmoid is positive everywhere."""
    return np.where(x >= 0, 1 / (1 + np.exp(-x)), -np.exp(x) / (1 + np.exp(x)))


@mistake(of="sigmoid", caught_by=sigmoid_is_right_at_some_points)
def mixed_both_exponents_in_the_negative_branch(x):
    """For x < 0 your result is e^x / (1 + e^(−x)): both exponents should have the same sign, as in
    e^x / (1 + e^x).
    """
    return np.where(x >= 0, 1 / (1 + np.exp(-x)), np.exp(x) / (1 + np.exp(-x)))


@mistake(of="sigmoid", caught_by=sigmoid_is_right_far_from_zero)
def clipped_where_float32_has_overflowed_already(x):
    """For float32 your result is nan far from zero: there e^x is infinite from x = 89 on."""
    e = np.exp(np.clip(x, -500, 500))
    return e / (1 + e)


@mistake(of="sigmoid", caught_by=sigmoid_is_right_at_some_points)
def asked_if_an_array_is_positive(x):
    """An array of several numbers has no single answer to x >= 0: decide for every entry by
    itself.
    """
    if x >= 0:
        return 1 / (1 + np.exp(-x))
    return np.exp(x) / (1 + np.exp(x))


@mistake(of="sigmoid", caught_by=sigmoid_is_right_at_some_points)
def looped_over_two_axes_only(x):
    """Your function works for two axes only: x may have any number of axes, one or more."""
    out = np.zeros_like(x)
    for i in range(x.shape[0]):
        for j in range(x.shape[1]):
            out[i, j] = 1 / (1 + np.exp(-x[i, j]))
    return out


@mistake(of="sigmoid", caught_by=sigmoid_agrees_with_the_reference)
def clipped_x_at_5(x):
    """Beyond ±5 your sigmoid does not change any more: it should be right for every x."""
    return 1 / (1 + np.exp(-np.clip(x, -5, 5)))


@mistake(of="sigmoid", caught_by=sigmoid_agrees_with_the_reference)
def clipped_the_left_end_only(x):
    """Below −4 your sigmoid does not fall any more: it should go on towards 0."""
    return 1 / (1 + np.exp(-np.maximum(x, -4)))


@mistake(of="sigmoid", caught_by=sigmoid_keeps_float32_and_takes_integers)
def filled_an_array_of_integers(x):
    """For integers in x your result is integers too, so every fraction is cut off: it should be
    float64.
    """
    out = np.zeros_like(x)
    out[...] = 1 / (1 + np.exp(-x))
    return out


@mistake(of="sigmoid", caught_by=sigmoid_keeps_float32_and_takes_integers)
def filled_an_array_of_float64(x):
    """For float32 in x your result is float64: it should be float32."""
    out = np.zeros(x.shape)
    positive = x >= 0
    out[positive] = 1 / (1 + np.exp(-x[positive]))
    e = np.exp(x[~positive])
    out[~positive] = e / (1 + e)
    return out


@mistake(of="sigmoid", caught_by=sigmoid_leaves_x_alone)
def negated_x_in_place(x):
    """Your function changes x, which belongs to the caller: put the result into a new array."""
    x = x.astype(np.result_type(x, np.float32), copy=False)
    x *= -1
    return 1 / (1 + np.exp(x))


@alternative(of="sigmoid")
def naive_but_right(x):
    """Warns of an overflow at -1000; 1 / inf is 0 all the same."""
    return 1 / (1 + np.exp(-x))


@alternative(of="sigmoid")
def as_a_tanh(x):
    return 0.5 * (1 + np.tanh(0.5 * x))


@alternative(of="sigmoid")
def by_a_loop_and_two_branches(x):
    out = np.empty(x.shape, dtype=np.result_type(x, np.float32))
    for index in np.ndindex(*x.shape):
        if x[index] >= 0:
            out[index] = 1 / (1 + np.exp(-x[index]))
        else:
            e = np.exp(x[index])
            out[index] = e / (1 + e)
    return out


@mistake(of="sigmoid_backward", caught_by=sigmoid_backward_is_right_at_some_points)
def took_x_for_the_output(dout, x):
    """Your slope is x (1 − x): σ'(x) is s (1 − s) with s = σ(x)."""
    return dout * x * (1 - x)


@mistake(of="sigmoid_backward", caught_by=sigmoid_backward_agrees_with_the_reference)
def forgot_dout(dout, x):
    """Your result is σ'(x) alone: by the chain rule it should be multiplied by dout."""
    s = 1 / (1 + np.exp(-x))
    return s * (1 - s)


@mistake(of="sigmoid_backward", caught_by=sigmoid_backward_agrees_with_the_reference)
def forgot_one_minus_sigmoid(dout, x):
    """Your result is dout · σ(x): the slope is s (1 − s) with s = σ(x), and the second factor is
    missing.
    """
    return dout / (1 + np.exp(-x))


@mistake(of="sigmoid_backward", caught_by=sigmoid_backward_agrees_with_the_reference)
def applied_sigmoid_to_its_own_output(dout, x):
    """Your slope is σ' at σ(x): it should be taken at x, so that σ is applied once only."""
    s = sigmoid(sigmoid(x))
    return dout * s * (1 - s)


@mistake(of="sigmoid_backward", caught_by=sigmoid_backward_is_right_far_from_zero)
def divided_infinity_by_infinity(dout, x):
    """Your gradient is nan where e^(−x) overflows, for ∞ / ∞ is nan: it should be finite, nearly
    0.
    """
    return dout * np.exp(-x) / (1 + np.exp(-x)) ** 2


@mistake(of="sigmoid_backward", caught_by=sigmoid_backward_leaves_its_arguments_alone)
def multiplied_dout_in_place(dout, x):
    """Your function changes an array that it is given: put the gradient into a new one."""
    s = sigmoid(x)
    dout *= s * (1 - s)
    return dout


@mistake(of="sigmoid_backward", caught_by=sigmoid_backward_keeps_float32_and_takes_integers)
def kept_the_gradient_in_integers(dout, x):
    """For integers in x your gradient is integers too: it should be float64, not cut to whole
    numbers.
    """
    s = sigmoid(x)
    out = np.zeros_like(x)
    out[...] = dout * s * (1 - s)
    return out


@alternative(of="sigmoid_backward")
def with_the_exponential_of_minus_the_absolute_value(dout, x):
    e = np.exp(-np.abs(x))
    return dout * e / (1 + e) ** 2


@alternative(of="sigmoid_backward")
def as_the_product_of_two_sigmoids_in_a_view(dout, x):
    pair = np.stack([dout * sigmoid(x) * sigmoid(-x), dout])
    return pair[0]


equivalent(
    of="sigmoid",
    was="x >= 0",
    becomes="x > 0",
    because="at 0 both branches are 1, for exp(-|0|) = 1",
)


# tanh


@mistake(of="tanh", caught_by=tanh_is_right_far_from_zero)
def typed_the_slide(x):
    """Far from zero your result is nan, for e^x overflows and ∞ / ∞ is nan: tanh x is nearly ±1
    there.
    """
    return (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))


@mistake(of="tanh", caught_by=tanh_is_right_far_from_zero)
def doubled_the_exponent(x):
    """For large x your result is nan, for e^(2x) overflows and ∞ / ∞ is nan: tanh x is nearly 1
    there.
    """
    return (np.exp(2 * x) - 1) / (np.exp(2 * x) + 1)


@mistake(of="tanh", caught_by=tanh_is_right_far_from_zero)
def clipped_before_the_exponential_of_float64(x):
    """For float32 your result is nan far from zero: there exponentials are infinite from 89 on."""
    e = np.exp(2 * np.clip(x, -300, 300))
    return (e - 1) / (e + 1)


@mistake(of="tanh", caught_by=tanh_is_a_stretched_sigmoid)
def forgot_to_stretch_x(x):
    """Your result is 2 σ(x) − 1, which is tanh(x / 2): in the formula the sigmoid is
    taken at 2x.
    """
    return 2 / (1 + np.exp(-x)) - 1


@mistake(of="tanh", caught_by=tanh_is_right_at_some_points)
def lost_the_sign_to_the_absolute_value(x):
    """Your result is right for x > 0, but has the wrong sign for x < 0: tanh(−x) = −tanh x."""
    e = np.exp(-2 * np.abs(x))
    return (1 - e) / (1 + e)


@mistake(of="tanh", caught_by=tanh_is_right_at_some_points)
def took_the_tangent(x):
    """Your result is the tangent of x: tanh is the hyperbolic tangent, made of e^x and e^(−x)."""
    return np.tan(x)


@mistake(of="tanh", caught_by=tanh_agrees_with_the_reference)
def called_1_too_early(x):
    """Beyond ±4 your result is exactly ±1: tanh 4 is 0.99933, and the missing digits are asked
    for.
    """
    return np.where(np.abs(x) > 4, np.sign(x), np.tanh(x))


@mistake(of="tanh", caught_by=tanh_keeps_float32_and_takes_integers)
def filled_float64_with_tanh(x):
    """For float32 in x your tanh is float64: float32 should give float32."""
    out = np.zeros(x.shape)
    out[...] = np.tanh(x)
    return out


@alternative(of="tanh")
def with_one_exponential(x):
    return 1 - 2 / (np.exp(2 * x) + 1)


@alternative(of="tanh")
def with_expm1_of_the_absolute_value(x):
    m = np.expm1(-2 * np.abs(x))
    return np.sign(x) * -m / (m + 2)


@mistake(of="tanh_backward", caught_by=tanh_backward_is_right_at_some_points)
def squared_x_for_tanh_x(dout, x):
    """Your slope is 1 − x²: tanh'(x) is 1 − t² with t = tanh x."""
    return dout * (1 - x**2)


@mistake(of="tanh_backward", caught_by=tanh_backward_agrees_with_the_reference)
def forgot_the_square(dout, x):
    """Your slope is 1 − tanh x: tanh x should be squared."""
    return dout * (1 - np.tanh(x))


@mistake(of="tanh_backward", caught_by=tanh_backward_agrees_with_the_reference)
def added_instead_of_subtracting(dout, x):
    """Your slope is 1 + tanh² x, which is never below 1: the square should be subtracted
    from 1.
    """
    return dout * (1 + np.tanh(x) ** 2)


@mistake(of="tanh_backward", caught_by=tanh_backward_is_right_far_from_zero)
def squared_an_overflow(dout, x):
    """For large x your gradient is nan, for an exponential overflows and ∞ / ∞ is nan: it should
    be nearly 0.
    """
    return dout * 4 * np.exp(2 * x) / (np.exp(2 * x) + 1) ** 2


@mistake(of="tanh_backward", caught_by=tanh_backward_leaves_its_arguments_alone)
def scaled_dout_in_place(dout, x):
    """Your function changes an array that it is given: put the gradient into a new one."""
    dout *= 1 - np.tanh(x) ** 2
    return dout


@alternative(of="tanh_backward")
def over_the_square_of_cosh(dout, x):
    return dout / np.cosh(x) ** 2


@alternative(of="tanh_backward")
def as_a_difference_of_squares(dout, x):
    t = np.tanh(x)
    return dout * (1 - t) * (1 + t)


# relu


@mistake(of="relu", caught_by=relu_is_right_at_some_points)
def returned_the_mask(x):
    """Your result says whether x > 0: relu is x itself there, and 0 elsewhere."""
    return x > 0


@mistake(of="relu", caught_by=relu_is_right_at_some_points)
def took_the_maximum_along_axis_0(x):
    """You return the largest entries along the first axis: relu compares every entry with 0 and
    keeps the shape.
    """
    return np.max(x, 0)


@mistake(of="relu", caught_by=relu_is_right_at_some_points)
def took_the_minimum(x):
    """Your result is min(0, x): relu is the larger of the two, max(0, x)."""
    return np.minimum(x, 0.0)


@mistake(of="relu", caught_by=relu_is_right_at_some_points)
def took_the_absolute_value(x):
    """Your result is |x|: for x < 0 relu is 0."""
    return np.abs(x)


@mistake(of="relu", caught_by=relu_agrees_with_the_reference)
def capped_it_at_6(x):
    """Your result never exceeds 6: relu is x for every x > 0, however large."""
    return np.clip(x, 0.0, 6.0)


@mistake(of="relu", caught_by=relu_leaves_x_alone)
def zeroed_x_itself(x):
    """Your function changes x, which belongs to the caller: put the result into a new array."""
    x = x.astype(np.result_type(x, np.float32), copy=False)
    x[x < 0] = 0
    return x


@mistake(of="relu", caught_by=relu_keeps_float32_and_takes_integers)
def left_integers_integers(x):
    """For integers in x your result is integers: it should be float64."""
    return np.maximum(x, 0)


@mistake(of="relu", caught_by=relu_keeps_float32_and_takes_integers)
def started_from_zeros_of_float64(x):
    """For float32 in x your result is float64: it should be float32."""
    out = np.zeros(x.shape)
    out[x > 0] = x[x > 0]
    return out


@alternative(of="relu")
def as_the_upper_half_of_a_sort(x):
    x = 1.0 * x
    return np.sort(np.stack([np.zeros_like(x), x]), axis=0)[1]


@alternative(of="relu")
def as_half_of_x_plus_its_size(x):
    return 0.5 * (x + np.abs(x))


@alternative(of="relu")
def by_a_loop_over_the_entries(x):
    out = np.empty(x.shape, dtype=np.result_type(x, np.float32))
    for index, value in np.ndenumerate(x):
        out[index] = max(value, 0)
    return out


@mistake(of="relu_backward", caught_by=relu_backward_is_right_at_some_points)
def let_everything_pass(dout, x):
    """Your result is dout everywhere: where x < 0 the slope of relu is 0, and so is dx."""
    return dout


@mistake(of="relu_backward", caught_by=relu_backward_is_right_at_some_points)
def multiplied_by_the_output(dout, x):
    """Your dx grows with x where x > 0: the slope of relu is 1 there, and dx is dout."""
    return dout * np.maximum(x, 0)


@mistake(of="relu_backward", caught_by=relu_backward_is_right_at_some_points)
def cut_dout_where_dout_is_negative(dout, x):
    """Your result is 0 where dout is negative: it should be 0 where x is."""
    return np.maximum(dout, 0.0)


@mistake(of="relu_backward", caught_by=relu_backward_agrees_with_the_reference)
def returned_the_slope_without_dout(dout, x):
    """Your result is the slope alone, 0 or 1: by the chain rule it should be multiplied
    by dout.
    """
    return (x > 0).astype(x.dtype)


@mistake(of="relu_backward", caught_by=relu_backward_agrees_with_the_reference)
def multiplied_by_relu_itself(dout, x):
    """Your dx grows with x where x > 0: the slope of relu is 1 there, and dx is dout."""
    return dout * np.maximum(x, 0.0)


@mistake(of="relu_backward", caught_by=relu_backward_agrees_with_the_reference)
def kept_the_gradient_of_negative_x(dout, x):
    """Your dx is dout where x < 0 and 0 where x > 0: it should be the other way round."""
    return dout * (x < 0)


@mistake(of="relu_backward", caught_by=relu_backward_agrees_with_the_reference)
def called_small_x_zero(dout, x):
    """Your dx is 0 for small positive x too: the slope is 1 as soon as x > 0."""
    return dout * (x > 0.05)


@mistake(of="relu_backward", caught_by=relu_backward_at_zero_lies_between_the_slopes)
def divided_relu_by_x(dout, x):
    """At x = 0 your dx is nan: any slope from 0 to 1 is right there, but it must be a number."""
    return dout * np.maximum(x, 0.0) / x


@mistake(of="relu_backward", caught_by=relu_backward_keeps_float32_and_takes_integers)
def chose_between_two_python_floats(dout, x):
    """For float32 arguments your gradient is float64: it should be float32."""
    return dout * np.where(x > 0, 1.0, 0.0)


@mistake(of="relu_backward", caught_by=relu_backward_leaves_its_arguments_alone)
def zeroed_dout_itself(dout, x):
    """Your function changes an array that it is given: put the gradient into a new one."""
    dout[x <= 0] = 0
    return dout


@alternative(of="relu_backward")
def with_slope_1_at_zero(dout, x):
    return np.where(x >= 0, dout, 0 * dout)


@alternative(of="relu_backward")
def with_slope_one_half_at_zero(dout, x):
    return 0.5 * dout * (np.sign(x) + 1)


equivalent(
    of="relu_backward",
    was="x > 0",
    becomes="x >= 0",
    because="any value between the one-sided derivatives is right at 0",
)


# leaky_relu


@mistake(of="leaky_relu", caught_by=leaky_relu_is_right_at_some_points)
def put_the_slope_on_the_positive_side(x, slope=0.01):
    """You multiply by slope where x > 0: it belongs where x < 0."""
    return np.where(x > 0, slope * x, x)


@mistake(of="leaky_relu", caught_by=leaky_relu_is_right_at_some_points)
def subtracted_the_negative_part(x, slope=0.01):
    """Where x < 0 your result is −slope · x, which is positive: it should be slope · x."""
    return np.maximum(x, 0.0) - slope * np.minimum(x, 0.0)


@mistake(of="leaky_relu", caught_by=leaky_relu_goes_from_relu_to_the_identity)
def put_the_slope_itself_where_x_is_negative(x, slope=0.01):
    """Where x < 0 your result is slope itself: it should be slope · x."""
    return np.where(x > 0, x, slope)


@mistake(of="leaky_relu", caught_by=leaky_relu_agrees_with_the_reference)
def ignored_the_slope_given(x, slope=0.01):
    """Your result is that of slope 0.01, whatever slope is given: 0.01 is the default only."""
    return np.maximum(x, 0.01 * x)


@mistake(of="leaky_relu", caught_by=leaky_relu_has_a_slope_that_may_be_left_out)
def remembered_another_default(x, slope=0.2):
    """Without a slope given your result is that of slope 0.2: the default should be 0.01."""
    return np.maximum(x, slope * x)


@mistake(of="leaky_relu", caught_by=leaky_relu_has_a_slope_that_may_be_left_out)
def named_the_slope_as_pytorch_does(x, negative_slope=0.01):
    """Your second argument has another name: it should be called slope, as in leaky_relu(x,
    slope=0.3).
    """
    return np.maximum(x, negative_slope * x)


@mistake(of="leaky_relu", caught_by=leaky_relu_keeps_float32_and_takes_integers)
def scaled_a_copy_of_integers(x, slope=0.01):
    """For integers in x your result is integers, so slope · x is cut to whole numbers: it should
    be float64.
    """
    out = x.copy()
    out[x < 0] = slope * x[x < 0]
    return out


@mistake(of="leaky_relu", caught_by=leaky_relu_leaves_x_alone)
def scaled_x_itself(x, slope=0.01):
    """Your function changes x, which belongs to the caller: put the result into a new array."""
    x = x.astype(np.result_type(x, np.float32), copy=False)
    x[x < 0] *= slope
    return x


@alternative(of="leaky_relu")
def as_the_larger_of_two_lines(x, slope=0.01):
    return np.maximum(1.0 * x, slope * x)


@alternative(of="leaky_relu")
def by_a_mask(x, slope=0.01):
    return x * ((x > 0) + slope * (x <= 0).astype(np.result_type(x, np.float32)))


@mistake(of="leaky_relu_backward", caught_by=leaky_relu_backward_is_right_at_some_points)
def passed_nothing_where_x_is_negative(dout, x, slope=0.01):
    """Your dx is 0 where x < 0: the slope there is slope, so dx should be slope · dout."""
    return dout * (x > 0)


@mistake(of="leaky_relu_backward", caught_by=leaky_relu_backward_agrees_with_the_reference)
def took_a_slope_of_zero_for_none(dout, x, slope=None):
    """With slope = 0 your result is that of slope 0.01: 0 is a slope too, and should be used."""
    return np.where(x > 0, dout, (slope or 0.01) * dout)


@mistake(of="leaky_relu_backward", caught_by=leaky_relu_backward_agrees_with_the_reference)
def swapped_the_sides(dout, x, slope=0.01):
    """Your result is dout where x < 0 and slope · dout where x > 0: it should be the other way
    round.
    """
    return np.where(x < 0, dout, slope * dout)


@mistake(of="leaky_relu_backward", caught_by=leaky_relu_backward_agrees_with_the_reference)
def multiplied_by_x_too(dout, x, slope=0.01):
    """Where x < 0 your result is slope · x · dout: the derivative of slope · x is slope, without
    x.
    """
    return np.where(x > 0, dout, slope * x * dout)


@mistake(of="leaky_relu_backward", caught_by=leaky_relu_backward_repeats_the_default_slope)
def gave_the_slope_no_default(dout, x, slope):
    """Your function cannot be called without slope: it should be 0.01 unless given."""
    return np.where(x > 0, dout, slope * dout)


@mistake(of="leaky_relu_backward", caught_by=leaky_relu_backward_at_zero_lies_between_the_slopes)
def left_zero_out_of_both_masks(dout, x, slope=0.01):
    """At x = 0 your dx is 0: it should be dout times a number between slope and 1."""
    return dout * (x > 0) + slope * dout * (x < 0)


@mistake(of="leaky_relu_backward", caught_by=leaky_relu_backward_keeps_float32_and_takes_integers)
def chose_between_1_and_the_slope(dout, x, slope=0.01):
    """For float32 arguments your gradient is float64: it should be float32."""
    return dout * np.where(x > 0, 1.0, slope)


@alternative(of="leaky_relu_backward")
def on_a_copy_of_dout(dout, x, slope=0.01):
    dx = dout.copy()
    dx[x < 0] *= slope
    return dx


equivalent(
    of="leaky_relu_backward",
    was="x > 0",
    becomes="x >= 0",
    because="any value between the one-sided derivatives is right at 0",
)


# prelu


@mistake(of="prelu", caught_by=prelu_is_right_at_some_points)
def bent_the_other_way(x, alpha):
    """Where x < 0 your result is −alpha · x, which is positive: it should be alpha · x."""
    return np.where(x > 0, x, -alpha * x)


@mistake(of="prelu", caught_by=prelu_is_right_at_some_points)
def put_alpha_where_x_is_negative(x, alpha):
    """Where x < 0 your result is alpha itself: it should be alpha · x."""
    return np.where(x > 0, x, alpha)


@mistake(of="prelu", caught_by=prelu_is_right_at_some_points)
def took_one_minus_alpha(x, alpha):
    """Where x < 0 your result is (1 − alpha) · x: it should be alpha · x."""
    return np.where(x > 0, x, (1 - alpha) * x)


@mistake(of="prelu", caught_by=prelu_agrees_with_the_reference)
def kept_alpha_at_a_quarter(x, alpha):
    """Your result is that of alpha = 0.25, whatever alpha is given."""
    return np.where(x > 0, x, 0.25 * x)


@alternative(of="prelu")
def as_x_less_a_part_of_its_negative_side(x, alpha):
    return x - (1 - alpha) * np.minimum(x, 0.0)


@alternative(of="prelu")
def by_a_loop_over_flat_entries(x, alpha):
    out = np.array([v if v > 0 else alpha * v for v in x.ravel().tolist()])
    return out.reshape(x.shape).astype(np.result_type(x, np.float32))


@mistake(of="prelu_backward", caught_by=prelu_backward_agrees_with_the_reference)
def took_an_alpha_of_zero_for_none(dout, x, alpha):
    """With alpha = 0 your dx is that of alpha = 0.25: 0 is a value too, and should be used."""
    dx = np.where(x > 0, dout, (alpha or 0.25) * dout)
    return dx, float(np.sum(dout * np.minimum(x, 0.0)))


@mistake(of="prelu_backward", caught_by=prelu_backward_finds_dalpha_at_some_points)
def did_not_sum_dalpha(dout, x, alpha):
    """Your dalpha is an array: it should be one number, the sum over all its entries."""
    return np.where(x > 0, dout, alpha * dout), dout * np.minimum(x, 0.0)


@mistake(of="prelu_backward", caught_by=prelu_backward_finds_dalpha)
def averaged_dalpha(dout, x, alpha):
    """Your dalpha is the mean of dout · x over all entries, with 0 where x > 0: it should be their
    sum.
    """
    return np.where(x > 0, dout, alpha * dout), float(np.mean(dout * np.minimum(x, 0.0)))


@mistake(of="prelu_backward", caught_by=prelu_backward_finds_dalpha)
def summed_dalpha_over_rows_only(dout, x, alpha):
    """Your dalpha is summed over the first axis only: it should be one number, the sum over all
    axes.
    """
    return np.where(x > 0, dout, alpha * dout), np.sum(dout * np.minimum(x, 0.0), axis=0)


@mistake(of="prelu_backward", caught_by=prelu_backward_finds_dalpha)
def left_dout_out_of_dalpha(dout, x, alpha):
    """Your dalpha is the sum of the negative entries of x: each should be multiplied by its dout
    first.
    """
    return np.where(x > 0, dout, alpha * dout), float(np.sum(np.minimum(x, 0.0)))


@mistake(of="prelu_backward", caught_by=prelu_backward_finds_dalpha)
def summed_the_positive_side(dout, x, alpha):
    """Your dalpha is a sum over the positive entries of x: alpha multiplies the negative ones."""
    return np.where(x > 0, dout, alpha * dout), float(np.sum(dout * np.maximum(x, 0.0)))


@mistake(of="prelu_backward", caught_by=prelu_backward_agrees_with_the_reference)
def returned_dx_alone(dout, x, alpha):
    """You return dx alone: two gradients are asked for, (dx, dalpha)."""
    return np.where(x > 0, dout, alpha * dout)


@mistake(of="prelu_backward", caught_by=prelu_backward_is_right_at_some_points)
def returned_dalpha_first(dout, x, alpha):
    """You return dalpha first and dx second: the order should be (dx, dalpha)."""
    return float(np.sum(dout * np.minimum(x, 0.0))), np.where(x > 0, dout, alpha * dout)


@mistake(of="prelu_backward", caught_by=prelu_backward_at_zero_lies_between_the_slopes)
def gave_zero_no_slope(dout, x, alpha):
    """At x = 0 your dx is 0: it should be dout times a number between alpha and 1."""
    dx = dout * (x > 0) + alpha * dout * (x < 0)
    return dx, float(np.sum(dout * np.minimum(x, 0.0)))


@mistake(of="prelu_backward", caught_by=prelu_backward_leaves_its_arguments_alone)
def reused_the_memory_of_x(dout, x, alpha):
    """Your function changes an array that it is given: use a new array for what you compute."""
    x[x > 0] = 0
    dx = np.where(x < 0, alpha * dout, dout)
    return dx, float(np.sum(dout * x))


@alternative(of="prelu_backward")
def with_masks_and_a_dot_product(dout, x, alpha):
    negative = x < 0
    dx = dout.copy()
    dx[negative] = alpha * dout[negative]
    return dx, np.dot(dout[negative], x[negative])


equivalent(
    of="prelu_backward",
    was="x > 0",
    becomes="x >= 0",
    because="any value between the one-sided derivatives is right at 0",
)


# elu


@mistake(of="elu", caught_by=elu_is_right_at_some_points)
def left_alpha_out(x, alpha=1.0):
    """Your result is that of alpha = 1: where x < 0 it should be alpha times as large."""
    return np.where(x > 0, x, np.expm1(np.minimum(x, 0.0)))


@mistake(of="elu", caught_by=elu_is_right_at_some_points)
def subtracted_1_outside_the_brackets(x, alpha=1.0):
    """Where x < 0 your result is alpha · e^x − 1: alpha should multiply the 1 too, as in alpha ·
    (e^x − 1).
    """
    return np.where(x > 0, x, alpha * np.exp(x) - 1)


@mistake(of="elu", caught_by=elu_is_right_at_some_points)
def scaled_both_sides_by_alpha(x, alpha=1.0):
    """You multiply by alpha on both sides: where x > 0 elu is x."""
    return alpha * np.where(x > 0, x, np.expm1(np.minimum(x, 0.0)))


@mistake(of="elu", caught_by=elu_is_right_far_from_zero)
def multiplied_a_mask_by_infinity(x, alpha=1.0):
    """For large x your result is nan, for e^x overflows and 0 · ∞ is nan: a mask does not switch
    off what it multiplies.
    """
    return (x > 0) * x + (x <= 0) * alpha * (np.exp(x) - 1)


@mistake(of="elu", caught_by=elu_never_falls_and_stays_above_minus_alpha)
def added_the_two_halves_of_an_overflow(x, alpha=1.0):
    """For large x your result is nan: e^x overflows there, though it is not needed where x > 0."""
    return np.maximum(x, 0.0) + alpha * (np.exp(x) - 1) * (x < 0)


@mistake(of="elu", caught_by=elu_agrees_with_the_reference)
def called_minus_4_the_end_of_the_tail(x, alpha=1.0):
    """Below −4 your result is −alpha: elu only comes near −alpha there, and the difference is
    asked for.
    """
    return np.where(x > 0, x, np.where(x < -4, -alpha, alpha * np.expm1(np.minimum(x, 0.0))))


@mistake(of="elu", caught_by=elu_has_an_alpha_that_may_be_left_out)
def took_the_alpha_of_selu_by_default(x, alpha=SELU_ALPHA):
    """Without an alpha given your result is that of SELU_ALPHA: the default of elu should be 1."""
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0.0)))


@mistake(of="elu", caught_by=elu_has_an_alpha_that_may_be_left_out)
def shortened_the_name_of_alpha(x, a=1.0):
    """Your second argument has another name: it should be called alpha, as in elu(x,
    alpha=0.5).
    """
    return np.where(x > 0, x, a * np.expm1(np.minimum(x, 0.0)))


@mistake(of="elu", caught_by=elu_leaves_x_alone)
def overwrote_the_negative_entries(x, alpha=1.0):
    """Your function changes x, which belongs to the caller: put the result into a new array."""
    x = x.astype(np.result_type(x, np.float32), copy=False)
    x[x < 0] = alpha * np.expm1(x[x < 0])
    return x


@alternative(of="elu")
def with_where_that_only_warns(x, alpha=1.0):
    """exp overflows to the right, where its value is not used."""
    return np.where(x > 0, x, alpha * (np.exp(x) - 1))


@alternative(of="elu")
def on_a_float_copy(x, alpha=1.0):
    out = 1.0 * x
    out[x < 0] = alpha * (np.exp(out[x < 0]) - 1)
    return out


@mistake(of="elu_backward", caught_by=elu_backward_is_right_at_some_points)
def forgot_to_add_alpha(dout, x, alpha=1.0):
    """Where x < 0 your slope is elu(x): the derivative is alpha · e^x, which is elu(x) + alpha."""
    return dout * np.where(x > 0, 1.0, alpha * np.expm1(np.minimum(x, 0.0)))


@mistake(of="elu_backward", caught_by=elu_backward_agrees_with_the_reference)
def took_alpha_for_1(dout, x, alpha=1.0):
    """Your gradient is that of alpha = 1: where x < 0 the slope should be alpha · e^x."""
    return np.where(x > 0, dout, dout * np.exp(np.minimum(x, 0.0)))


@mistake(of="elu_backward", caught_by=elu_backward_is_right_at_some_points)
def passed_nothing_below_zero(dout, x, alpha=1.0):
    """Your dx is 0 where x < 0: the slope there should be alpha · e^x."""
    return np.where(x > 0, dout, 0 * dout)


@mistake(of="elu_backward", caught_by=elu_backward_agrees_with_the_reference)
def added_1_instead_of_alpha(dout, x, alpha=1.0):
    """Where x < 0 your slope is elu(x) + 1: the derivative alpha · e^x is elu(x) + alpha."""
    return np.where(x > 0, dout, dout * (alpha * np.expm1(np.minimum(x, 0.0)) + 1))


@mistake(of="elu_backward", caught_by=elu_backward_repeats_the_default_alpha)
def gave_alpha_another_default(dout, x, alpha=0.1):
    """Without an alpha given your result is that of alpha = 0.1: the default should be 1, as for
    elu.
    """
    return np.where(x > 0, dout, dout * alpha * np.exp(np.minimum(x, 0.0)))


@mistake(of="elu_backward", caught_by=elu_backward_is_right_far_from_zero)
def masked_an_infinite_slope(dout, x, alpha=1.0):
    """For large x your gradient is nan, for e^x overflows and 0 · ∞ is nan: a mask does not switch
    off what it multiplies.
    """
    return dout * ((x > 0) + (x <= 0) * alpha * np.exp(x))


@mistake(of="elu_backward", caught_by=elu_backward_at_zero_lies_between_the_slopes)
def forgot_that_zero_has_a_slope(dout, x, alpha=1.0):
    """At x = 0 your dx is 0: it should be dout times a number between alpha and 1."""
    e = np.exp(np.minimum(x, 0.0))
    return dout * (x > 0) + dout * alpha * e * (x < 0)


@alternative(of="elu_backward")
def as_elu_plus_alpha(dout, x, alpha=1.0):
    return np.where(x > 0, dout, dout * (elu(x, alpha) + alpha))


@alternative(of="elu_backward")
def on_a_copy_and_a_mask(dout, x, alpha=1.0):
    dx = dout.copy()
    negative = x < 0
    dx[negative] *= alpha * np.exp(x[negative])
    return dx


equivalent(
    of="elu_backward",
    was="x > 0",
    becomes="x >= 0",
    because="any value between the one-sided derivatives is right at 0",
)
equivalent(
    of="elu_backward",
    was="np.minimum(x, 0.0)",
    becomes="np.minimum(x, 1.0)",
    because="where x > 0 the other branch is taken; the minimum only stops the overflow",
)


# selu


@mistake(of="selu", caught_by=selu_is_right_at_some_points)
def dropped_lambda_on_the_negative_side(x):
    """Where x < 0 your result lacks the factor SELU_LAMBDA: it belongs to both sides."""
    return np.where(x > 0, SELU_LAMBDA * x, SELU_ALPHA * np.expm1(np.minimum(x, 0.0)))


@mistake(of="selu", caught_by=selu_is_right_at_some_points)
def dropped_lambda_on_the_positive_side(x):
    """Where x > 0 your result is x: it should be multiplied by SELU_LAMBDA, as on the
    other side.
    """
    return np.where(x > 0, x, SELU_LAMBDA * SELU_ALPHA * np.expm1(np.minimum(x, 0.0)))


@mistake(of="selu", caught_by=selu_is_right_at_some_points)
def swapped_lambda_and_alpha(x):
    """Where x > 0 your result is SELU_ALPHA · x: the factor there should be SELU_LAMBDA."""
    return SELU_ALPHA * np.where(x > 0, x, SELU_LAMBDA * np.expm1(np.minimum(x, 0.0)))


@mistake(of="selu", caught_by=selu_agrees_with_the_reference)
def rounded_the_constants_to_two_digits(x):
    """Your constants are rounded to 1.05 and 1.67: use SELU_LAMBDA and SELU_ALPHA as they are
    given.
    """
    return 1.05 * np.where(x > 0, x, 1.67 * np.expm1(np.minimum(x, 0.0)))


@mistake(of="selu", caught_by=selu_is_right_far_from_zero)
def let_a_mask_meet_infinity(x):
    """For large x your result is nan, for e^x overflows and 0 · ∞ is nan: a mask does not switch
    off what it multiplies.
    """
    return SELU_LAMBDA * ((x > 0) * x + (x <= 0) * SELU_ALPHA * (np.exp(x) - 1))


@mistake(of="selu", caught_by=selu_agrees_with_the_reference)
def capped_large_x(x):
    """For x above 2 your result does not grow any more: it should be SELU_LAMBDA · x for every x >
    0.
    """
    x = np.minimum(x, 2.0)
    return SELU_LAMBDA * np.where(x > 0, x, SELU_ALPHA * np.expm1(np.minimum(x, 0.0)))


@alternative(of="selu")
def with_where_and_two_branches(x):
    return np.where(x > 0, SELU_LAMBDA * x, SELU_LAMBDA * SELU_ALPHA * (np.exp(x) - 1))


@mistake(of="selu_backward", caught_by=selu_backward_is_right_at_some_points)
def forgot_lambda(dout, x):
    """Your gradient lacks the factor SELU_LAMBDA: it multiplies the slope on both sides."""
    return np.where(x > 0, dout, dout * SELU_ALPHA * np.exp(np.minimum(x, 0.0)))


@mistake(of="selu_backward", caught_by=selu_backward_agrees_with_the_reference)
def forgot_alpha(dout, x):
    """Where x < 0 your gradient lacks the factor SELU_ALPHA: elu is taken with this alpha."""
    return SELU_LAMBDA * np.where(x > 0, dout, dout * np.exp(np.minimum(x, 0.0)))


@mistake(of="selu_backward", caught_by=selu_backward_agrees_with_the_reference)
def took_selu_plus_alpha(dout, x):
    """Where x < 0 your slope is selu(x) + SELU_ALPHA: SELU_LAMBDA should multiply the added alpha
    as well.
    """
    return np.where(x > 0, SELU_LAMBDA * dout, dout * (selu(x) + SELU_ALPHA))


@mistake(of="selu_backward", caught_by=selu_backward_is_right_far_from_zero)
def let_a_mask_meet_an_infinite_slope(dout, x):
    """For large x your gradient is nan, for e^x overflows and 0 · ∞ is nan: a mask does not switch
    off what it multiplies.
    """
    return dout * SELU_LAMBDA * ((x > 0) + (x <= 0) * SELU_ALPHA * np.exp(x))


@mistake(of="selu_backward", caught_by=selu_backward_at_zero_lies_between_the_slopes)
def counted_zero_on_both_sides(dout, x):
    """At x = 0 your slope is the sum of the slopes from the left and from the right: it should lie
    between the two.
    """
    e = np.exp(np.minimum(x, 0.0))
    return SELU_LAMBDA * dout * ((x >= 0) + SELU_ALPHA * e * (x <= 0))


@alternative(of="selu_backward")
def as_selu_plus_lambda_alpha(dout, x):
    below = dout * (selu(x) + SELU_LAMBDA * SELU_ALPHA)
    return np.where(x >= 0, SELU_LAMBDA * dout, below)


# softplus


@mistake(of="softplus", caught_by=softplus_is_right_far_from_zero)
def typed_straight_from_the_textbook(x):
    """Far to the left your digits are lost: next to 1 a tiny e^x vanishes before the logarithm is
    taken.
    """
    return np.log(1 + np.exp(x))


@mistake(of="softplus", caught_by=softplus_is_right_far_from_zero)
def used_log1p_and_overflowed_all_the_same(x):
    """Your result is infinite for large x, where ln(1 + e^x) is x up to rounding: e^x must not
    overflow on the way.
    """
    return np.log1p(np.exp(x))


@mistake(of="softplus", caught_by=softplus_keeps_its_digits_far_to_the_left)
def added_a_tiny_number_to_1(x):
    """Far to the left your digits are lost: next to 1 a tiny e^x vanishes before the logarithm is
    taken.
    """
    return np.maximum(x, 0.0) + np.log(1 + np.exp(-np.abs(x)))


@mistake(of="softplus", caught_by=softplus_keeps_its_digits_far_to_the_left)
def switched_to_x_beyond_30_but_kept_log(x):
    """Far to the left your digits are lost: next to 1 a tiny e^x vanishes before the logarithm is
    taken.
    """
    return np.where(x > 30, x, np.log(1 + np.exp(x)))


@mistake(of="softplus", caught_by=softplus_agrees_with_the_reference)
def switched_to_x_beyond_5(x):
    """For x above 5 your result is x: softplus(5) is 5.0067, and the difference is asked for."""
    return np.where(x > 5, x, np.log1p(np.exp(x)))


@mistake(of="softplus", caught_by=softplus_is_right_far_from_zero)
def switched_to_x_beyond_12(x):
    """For x above 12 your result is x: softplus(12.5) is larger by 3.7 · 10⁻⁶, which is
    asked for.
    """
    return np.where(x > 12, x, np.log1p(np.exp(np.minimum(x, 12))))


@mistake(of="softplus", caught_by=softplus_is_right_far_from_zero)
def took_the_logarithm_of_a_sigmoid_that_is_0(x):
    """Far to the left your digits are lost: next to 1 a tiny e^x vanishes before the logarithm is
    taken.
    """
    return -np.log(sigmoid(-x))


@mistake(of="softplus", caught_by=softplus_is_right_at_some_points)
def took_the_logarithm_to_base_10(x):
    """You take the logarithm to base 10: ln is the natural logarithm."""
    return np.log10(1 + np.exp(x))


@mistake(of="softplus", caught_by=softplus_is_right_at_some_points)
def followed_the_garbled_row_of_the_table(x):
    """For x ≥ 0 your result is 1: softplus is ln(1 + e^x) on both sides."""
    return np.where(x >= 0, 1.0, np.log(1 + np.exp(x)))


@alternative(of="softplus")
def with_logaddexp(x):
    return np.logaddexp(0.0, x)


@alternative(of="softplus")
def with_log1p_and_a_switch_at_30(x):
    return np.where(x > 30, x, np.log1p(np.exp(x)))


@mistake(of="softplus_backward", caught_by=softplus_backward_is_right_at_some_points)
def lost_the_minus_of_the_sigmoid(dout, x):
    """Your slope is 1 / (1 + e^x), the sigmoid of −x: it should be σ(x)."""
    return dout / (1 + np.exp(x))


@mistake(of="softplus_backward", caught_by=softplus_backward_agrees_with_the_reference)
def forgot_the_chain_rule(dout, x):
    """Your result is σ(x) alone: by the chain rule it should be multiplied by dout."""
    return 1 / (1 + np.exp(-x))


@mistake(of="softplus_backward", caught_by=softplus_backward_is_right_far_from_zero)
def divided_two_overflows(dout, x):
    """For large x your gradient is nan, for e^x overflows and ∞ / ∞ is nan: the slope is nearly 1
    there.
    """
    return dout * np.exp(x) / (1 + np.exp(x))


@mistake(of="softplus_backward", caught_by=softplus_backward_is_dout_times_sigmoid)
def took_the_derivative_of_the_sigmoid(dout, x):
    """Your slope is σ'(x): the derivative of softplus is σ(x) itself."""
    s = sigmoid(x)
    return dout * s * (1 - s)


@alternative(of="softplus_backward")
def divided_by_one_plus_exp(dout, x):
    return dout / (1 + np.exp(-x))


# silu


@mistake(of="silu", caught_by=silu_is_right_at_some_points)
def forgot_the_brackets_of_the_slide(x):
    """Your result is x + e^(−x): x should be divided by the whole sum 1 + e^(−x)."""
    return x / 1 + np.exp(-x)


@mistake(of="silu", caught_by=silu_is_x_times_sigmoid)
def returned_the_gate_alone(x):
    """Your result is σ(x): it should be multiplied by x."""
    return sigmoid(x)


@mistake(of="silu", caught_by=silu_is_right_at_some_points)
def gated_by_tanh(x):
    """Your result is x · tanh x: silu is x · σ(x)."""
    return x * np.tanh(x)


@mistake(of="silu", caught_by=silu_is_right_far_from_zero)
def gated_by_a_sigmoid_that_overflows_in_float32(x):
    """For float32 your result is nan far from zero: there e^x is infinite from x = 89 on."""
    e = np.exp(np.clip(x, -500, 500))
    return x * (e / (1 + e))


@mistake(of="silu", caught_by=silu_is_right_far_from_zero)
def multiplied_x_by_infinity_over_infinity(x):
    """For large x your result is nan, for e^x overflows and ∞ / ∞ is nan: silu(x) is nearly x
    there.
    """
    return x * (np.exp(x) / (1 + np.exp(x)))


@mistake(of="silu", caught_by=silu_agrees_with_the_reference)
def took_the_hard_version(x):
    """Your result is x · min(max(x + 3, 0), 6) / 6, with straight lines for σ: silu is x
    · σ(x).
    """
    return x * np.clip(x + 3, 0, 6) / 6


@mistake(of="silu", caught_by=silu_leaves_x_alone)
def gated_x_in_place(x):
    """Your function changes x, which belongs to the caller: put the result into a new array."""
    x = x.astype(np.result_type(x, np.float32), copy=False)
    x *= sigmoid(x)
    return x


@alternative(of="silu")
def as_on_the_slide(x):
    """x / (1 + inf) is 0: the slide's form warns, and is right."""
    return x / (1 + np.exp(-x))


@mistake(of="silu_backward", caught_by=silu_backward_is_right_at_some_points)
def differentiated_x_only(dout, x):
    """Your slope is σ(x): by the product rule x · σ'(x) should be added."""
    return dout * sigmoid(x)


@mistake(of="silu_backward", caught_by=silu_backward_agrees_with_the_reference)
def differentiated_the_gate_only(dout, x):
    """Your slope is x · σ'(x): by the product rule σ(x) should be added."""
    s = sigmoid(x)
    return dout * x * s * (1 - s)


@mistake(of="silu_backward", caught_by=silu_backward_agrees_with_the_reference)
def forgot_x_in_the_second_term(dout, x):
    """Your slope is σ(x) + σ'(x): the second term should be multiplied by x."""
    s = sigmoid(x)
    return dout * (s + s * (1 - s))


@mistake(of="silu_backward", caught_by=silu_backward_is_right_far_from_zero)
def put_an_overflowing_sigmoid_in(dout, x):
    """For large x your gradient is nan, for e^x overflows and ∞ / ∞ is nan: the slope is nearly 1
    there.
    """
    s = np.exp(x) / (1 + np.exp(x))
    return dout * (s + x * s * (1 - s))


@alternative(of="silu_backward")
def by_the_product_rule(dout, x):
    s = sigmoid(x)
    y = x * s
    return dout * (y + s * (1 - y))


# gelu


@mistake(of="gelu", caught_by=gelu_is_right_at_some_points)
def took_the_tanh_approximation(x):
    """Your result is the approximation by tanh, off by up to 4.7 · 10⁻⁴: the exact form with erf
    is asked for.
    """
    return 0.5 * x * (1 + np.tanh((2 / np.pi) ** 0.5 * (x + 0.044715 * x**3)))


@mistake(of="gelu", caught_by=gelu_is_right_at_some_points)
def took_the_sigmoid_approximation(x):
    """Your result is x · σ(1.702 x), an approximation: the exact form with erf is asked for."""
    return x * sigmoid(1.702 * x)


@mistake(of="gelu", caught_by=gelu_is_right_at_some_points)
def forgot_the_root_of_2(x):
    """Your result has erf(x) in it: Φ(x) takes erf at x / √2."""
    return 0.5 * x * (1 + erf(x))


@mistake(of="gelu", caught_by=gelu_agrees_with_the_reference)
def forgot_the_half(x):
    """Your result is twice as large as it should be: Φ(x) is ½ times 1 + erf(x / √2)."""
    return x * (1 + erf(x / 2**0.5))


@mistake(of="gelu", caught_by=gelu_is_right_at_some_points)
def forgot_the_one(x):
    """Your result is ½ x · erf(x / √2): the 1 of 1 + erf is missing."""
    return 0.5 * x * erf(x / 2**0.5)


@mistake(of="gelu", caught_by=gelu_is_right_at_some_points)
def gated_by_the_density(x):
    """Your result is x · φ(x), with the density: gelu is x · Φ(x), with the distribution
    function.
    """
    return x * np.exp(-(x**2) / 2) / (2 * np.pi) ** 0.5


@mistake(of="gelu", caught_by=gelu_keeps_float32_and_takes_integers)
def divided_by_a_float64_root(x):
    """For float32 in x your result is float64: it should be float32."""
    return 0.5 * x * (1 + erf(x / np.sqrt(2)))


@alternative(of="gelu")
def with_a_root_of_one_half(x):
    gate = 0.5 * (1 - erf(-x * 0.5**0.5))
    return x * gate


@alternative(of="gelu")
def one_entry_at_a_time(x):
    out = np.empty(x.shape, dtype=np.result_type(x, np.float32))
    for index in np.ndindex(*x.shape):
        value = float(x[index])
        out[index] = value * (1 + float(erf(value / 2**0.5))) / 2
    return out


@mistake(of="gelu_backward", caught_by=gelu_backward_is_right_at_some_points)
def left_out_x_times_the_density(dout, x):
    """Your slope is Φ(x): by the product rule x · φ(x) should be added."""
    return dout * 0.5 * (1 + erf(x / 2**0.5))


@mistake(of="gelu_backward", caught_by=gelu_backward_agrees_with_the_reference)
def forgot_x_before_the_density(dout, x):
    """Your slope is Φ(x) + φ(x): the second term should be multiplied by x."""
    pdf = np.exp(-(x**2) / 2) / (2 * np.pi) ** 0.5
    return dout * (0.5 * (1 + erf(x / 2**0.5)) + pdf)


@mistake(of="gelu_backward", caught_by=gelu_backward_agrees_with_the_reference)
def did_not_normalise_the_density(dout, x):
    """Your second term is x · e^(−x²/2): the density φ is divided by √(2π)."""
    return dout * (0.5 * (1 + erf(x / 2**0.5)) + x * np.exp(-(x**2) / 2))


@mistake(of="gelu_backward", caught_by=gelu_backward_agrees_with_the_reference)
def differentiated_the_tanh_form(dout, x):
    """Your gradient is that of the approximation by tanh: gelu is the exact form with erf."""
    c = (2 / np.pi) ** 0.5
    t = np.tanh(c * (x + 0.044715 * x**3))
    return dout * 0.5 * (1 + t + x * (1 - t**2) * c * (1 + 3 * 0.044715 * x**2))


@mistake(of="gelu_backward", caught_by=gelu_backward_agrees_with_the_reference)
def put_the_brackets_of_one_half_root_2_wrong(dout, x):
    """Your second term is x · φ(x) / √2: it should be x · φ(x)."""
    pdf = np.exp(-(x**2) / 2) / (2 * np.pi) ** 0.5
    return dout * (0.5 * (1 + erf(x * (1 / 2 * 2**0.5))) + (1 / 2 * 2**0.5) * x * pdf)


@mistake(of="gelu_backward", caught_by=gelu_backward_keeps_float32_and_takes_integers)
def normalised_by_a_float64_root(dout, x):
    """For float32 arguments your gradient is float64: it should be float32."""
    pdf = np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi)
    return dout * (0.5 * (1 + erf(x / 2**0.5)) + x * pdf)


@alternative(of="gelu_backward")
def with_the_slope_of_erf(dout, x):
    slope_of_erf = 2 / np.pi**0.5 * np.exp(-((x / 2**0.5) ** 2))
    return 0.5 * dout * (1 + erf(x / 2**0.5) + x / 2**0.5 * slope_of_erf)


# softsign


@mistake(of="softsign", caught_by=softsign_is_right_at_some_points)
def lost_the_bars_as_the_slide_did(x):
    """Your result is x / (1 + x): the x below should be |x|."""
    return x / (1 + x)


@mistake(of="softsign", caught_by=softsign_is_right_at_some_points)
def squared_instead_of_taking_the_size(x):
    """Your result is x / (1 + x²): below stands |x|, without a square."""
    return x / (1 + x**2)


@mistake(of="softsign", caught_by=softsign_undoes_its_inverse)
def took_the_bars_around_everything(x):
    """Your result is |x| / (1 + |x|): the x above keeps its sign."""
    return np.abs(x) / (1 + np.abs(x))


@mistake(of="softsign", caught_by=softsign_agrees_with_the_reference)
def took_the_root_of_one_plus_a_square(x):
    """Your result is x / √(1 + x²): softsign is x / (1 + |x|)."""
    return x / np.sqrt(1 + x**2)


@mistake(of="softsign", caught_by=softsign_leaves_x_alone)
def divided_x_in_place(x):
    """Your function changes x, which belongs to the caller: put the result into a new array."""
    x = x.astype(np.result_type(x, np.float32), copy=False)
    x /= 1 + np.abs(x)
    return x


@alternative(of="softsign")
def as_sign_times_one_minus_a_hyperbola(x):
    return np.sign(x) * (1 - 1 / (1 + np.abs(x)))


@mistake(of="softsign_backward", caught_by=softsign_backward_is_right_at_some_points)
def forgot_to_square_the_denominator(dout, x):
    """Your slope is 1 / (1 + |x|): the denominator should be squared."""
    return dout / (1 + np.abs(x))


@mistake(of="softsign_backward", caught_by=softsign_backward_agrees_with_the_reference)
def lost_the_bars_in_the_derivative(dout, x):
    """Your slope is 1 / (1 + x)²: the x below should be |x|."""
    return dout / (1 + x) ** 2


@mistake(of="softsign_backward", caught_by=softsign_backward_agrees_with_the_reference)
def lost_the_slope_at_zero(dout, x):
    """At x = 0 your gradient is 0: softsign has the slope 1 there."""
    return dout * np.sign(x) ** 2 / (1 + np.abs(x)) ** 2


@mistake(of="softsign_backward", caught_by=softsign_backward_agrees_with_the_reference)
def kept_the_sign_of_x(dout, x):
    """Where x < 0 your gradient has the wrong sign: the slope of softsign is positive
    everywhere.
    """
    return dout * np.sign(x) / (1 + np.abs(x)) ** 2


@mistake(of="softsign_backward", caught_by=softsign_backward_leaves_its_arguments_alone)
def divided_dout_in_place(dout, x):
    """Your function changes an array that it is given: put the gradient into a new one."""
    dout /= (1 + np.abs(x)) ** 2
    return dout


@alternative(of="softsign_backward")
def from_the_output(dout, x):
    y = x / (1 + np.abs(x))
    return dout * (1 - np.abs(y)) ** 2


# heaviside and sign


@mistake(of="heaviside", caught_by=heaviside_is_right_at_some_points)
def returned_true_and_false(x):
    """Your result is True and False: the numbers 1 and 0 are asked for."""
    return x >= 0


@mistake(of="heaviside", caught_by=heaviside_is_right_at_some_points)
def returned_the_sign(x):
    """Your result is −1 where x < 0: heaviside is 0 there."""
    return np.sign(x) * 1.0


@mistake(of="heaviside", caught_by=heaviside_of_0_is_1)
def put_0_at_zero(x):
    """At x = 0 your result is 0: heaviside(0) should be 1."""
    return np.heaviside(x, 0.0)


@mistake(of="heaviside", caught_by=heaviside_of_0_is_1)
def put_one_half_at_zero(x):
    """At x = 0 your result is ½: heaviside(0) should be 1."""
    return np.heaviside(x, 0.5)


@mistake(of="heaviside", caught_by=heaviside_agrees_with_the_reference)
def climbed_a_ramp_beyond_2(x):
    """For x above 2 your result grows with x: heaviside is 1 for every x > 0."""
    return np.where(x > 2, 0.5 * x, np.heaviside(x, 1.0))


@mistake(of="heaviside", caught_by=heaviside_keeps_float32_and_takes_integers)
def always_returned_float64(x):
    """For float32 in x your result is float64: it should be float32."""
    return (x >= 0).astype(float)


@mistake(of="heaviside", caught_by=heaviside_keeps_float32_and_takes_integers)
def returned_the_integers_of_x(x):
    """For integers in x your result is integers: it should be float64."""
    return (x >= 0).astype(x.dtype)


@mistake(of="heaviside", caught_by=heaviside_leaves_x_alone)
def stepped_in_place(x):
    """Your function changes x, which belongs to the caller: put the result into a new array."""
    x = x.astype(np.result_type(x, np.float32), copy=False)
    x[...] = x >= 0
    return x


@alternative(of="heaviside")
def as_a_mask_of_the_right_type(x):
    return (x >= 0).astype(np.result_type(x, np.float32))


@mistake(of="sign", caught_by=sign_is_right_at_some_points)
def returned_the_step(x):
    """Your result is 0 where x < 0: sign is −1 there."""
    return np.heaviside(x, 1.0)


@mistake(of="sign", caught_by=sign_times_the_absolute_value_is_x)
def returned_the_opposite_sign(x):
    """Your result has the opposite sign: it should be 1 where x > 0 and −1 where x < 0."""
    return np.sign(-x) * 1.0


@mistake(of="sign", caught_by=sign_of_0_is_0)
def gave_zero_a_sign(x):
    """At x = 0 your result is 1: sign(0) should be 0."""
    return 2 * np.heaviside(x, 1.0) - 1


@mistake(of="sign", caught_by=sign_of_0_is_0)
def divided_zero_by_zero(x):
    """At x = 0 your result is nan, for 0 / 0 is nan: sign(0) should be 0."""
    return x / np.abs(x)


@mistake(of="sign", caught_by=sign_agrees_with_the_reference)
def smoothed_it_to_a_tanh(x):
    """Near zero your result is a fraction: sign is −1, 0 or 1 and nothing in between."""
    return np.tanh(50 * x)


@mistake(of="sign", caught_by=sign_keeps_float32_and_takes_integers)
def left_the_sign_of_integers_an_integer(x):
    """For integers in x your result is integers: it should be float64."""
    return np.sign(x)


@mistake(of="sign", caught_by=sign_leaves_x_alone)
def overwrote_x_with_its_sign(x):
    """Your function changes x, which belongs to the caller: put the result into a new array."""
    x = x.astype(np.result_type(x, np.float32), copy=False)
    x[x > 0] = 1
    x[x < 0] = -1
    return x


@alternative(of="sign")
def as_the_difference_of_two_masks(x):
    dtype = np.result_type(x, np.float32)
    return (x > 0).astype(dtype) - (x < 0).astype(dtype)
