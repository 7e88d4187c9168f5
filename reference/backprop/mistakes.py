"""Wrong answers students do write, each with the check that must catch it; right ones, too.

Every answer stands alone, as in a student's cell: besides numpy it may use the given `sigmoid`.
"""

# ruff: noqa: F821  # `sigmoid` is given code, there in every student's notebook

import numpy as np

from autograder.checks import alternative, mistake

from .checks import (
    collapse_linear_finds_the_bias,
    collapse_linear_finds_the_weights,
    collapse_linear_keeps_float32,
    collapse_linear_leaves_its_arguments_alone,
    dense_backward_can_be_called_twice,
    dense_backward_finds_the_gradient_of_the_bias,
    dense_backward_finds_the_gradient_of_the_input,
    dense_backward_finds_the_gradient_of_the_weights,
    dense_backward_keeps_float32,
    dense_backward_leaves_its_arguments_alone,
    dense_backward_of_a_small_batch_has_the_right_dW,
    dense_backward_serves_the_forward_it_belongs_to,
    dense_forward_agrees_with_the_reference,
    dense_forward_keeps_float32,
    dense_forward_leaves_its_arguments_alone,
    dense_forward_of_a_small_batch_done_by_hand,
    dense_forward_treats_every_example_alone,
    logistic_gradients_find_db,
    logistic_gradients_find_dw,
    logistic_gradients_find_dw_of_extreme_scores,
    logistic_gradients_find_the_loss,
    logistic_gradients_find_the_loss_of_extreme_scores,
    logistic_gradients_find_the_loss_of_large_scores,
    logistic_gradients_keep_float32,
    logistic_gradients_leave_their_arguments_alone,
    output_weight_gradient_is_the_derivative_of_the_error,
    output_weight_gradient_points_away_from_the_target,
    output_weight_gradient_repeats_the_numbers_of_the_slide,
    slide_network_agrees_with_the_reference,
    slide_network_keeps_float32,
    slide_network_leaves_its_arguments_alone,
    slide_network_mirrors_its_hidden_layer,
    slide_network_repeats_the_numbers_of_the_slide,
    two_layer_backward_can_be_called_twice,
    two_layer_backward_finds_the_gradient_of_b1,
    two_layer_backward_finds_the_gradient_of_b2,
    two_layer_backward_finds_the_gradient_of_W1,
    two_layer_backward_finds_the_gradient_of_W2,
    two_layer_backward_keeps_float32,
    two_layer_backward_leaves_its_arguments_alone,
    two_layer_backward_of_a_small_net_has_the_right_W2,
    two_layer_backward_returns_the_four_gradients_only,
    two_layer_backward_serves_the_forward_it_belongs_to,
    two_layer_forward_agrees_with_the_reference,
    two_layer_forward_does_not_know_the_order_of_hidden_units,
    two_layer_forward_keeps_float32,
    two_layer_forward_leaves_its_arguments_alone,
    two_layer_forward_of_a_small_net_done_by_hand,
    xor_params_solve_xor,
)

# dense_forward


@mistake(of="dense_forward", caught_by=dense_forward_agrees_with_the_reference)
def forgot_the_bias(X, W, b):
    return X @ W, (X, W)


@mistake(of="dense_forward", caught_by=dense_forward_of_a_small_batch_done_by_hand)
def weights_one_neuron_a_row_as_on_the_slide(X, W, b):
    return X @ W.T + b, (X, W)


@mistake(of="dense_forward", caught_by=dense_forward_agrees_with_the_reference)
def bias_added_down_the_batch(X, W, b):
    return X @ W + b[:, None], (X, W)


@mistake(of="dense_forward", caught_by=dense_forward_agrees_with_the_reference)
def returned_the_output_without_a_cache(X, W, b):
    return X @ W + b


@mistake(of="dense_forward", caught_by=dense_forward_treats_every_example_alone)
def summed_the_bias_over_the_batch(X, W, b):
    """Right for two examples, the batch it was tried on."""
    return X @ W + b * len(X) / 2, (X, W)


@mistake(of="dense_forward", caught_by=dense_forward_leaves_its_arguments_alone)
def reshaped_the_bias_in_place(X, W, b):
    b.shape = (1, -1)
    return X @ W + b, (X, W)


@mistake(of="dense_forward", caught_by=dense_forward_keeps_float32)
def filled_an_array_of_float64(X, W, b):
    out = np.zeros((X.shape[0], W.shape[1]))
    out += X @ W + b
    return out, (X, W)


@mistake(of="dense_forward", caught_by=dense_backward_serves_the_forward_it_belongs_to)
def one_dense_cache_for_all_calls(X, W, b, saved=[]):  # noqa: B006  # the mistake itself
    saved[:] = [X, W]
    return X @ W + b, saved


# dense_backward


@mistake(of="dense_backward", caught_by=dense_backward_finds_the_gradient_of_the_input)
def forgot_to_transpose_W(dout, cache):
    X, W = cache
    return dout @ W, X.T @ dout, dout.sum(axis=0)


@mistake(of="dense_backward", caught_by=dense_backward_finds_the_gradient_of_the_input)
def transposed_W_by_reshaping(dout, cache):
    X, W = cache
    return dout @ W.reshape(W.shape[1], W.shape[0]), X.T @ dout, dout.sum(axis=0)


@mistake(of="dense_backward", caught_by=dense_backward_finds_the_gradient_of_the_input)
def cotangent_of_ones(dout, cache):
    """The gradient of the sum of the outputs, whatever comes from above."""
    X, W = cache
    return np.ones_like(dout) @ W.T, X.T @ dout, dout.sum(axis=0)


@mistake(of="dense_backward", caught_by=dense_backward_finds_the_gradient_of_the_weights)
def weight_gradient_transposed(dout, cache):
    X, W = cache
    return dout @ W.T, dout.T @ X, dout.sum(axis=0)


@mistake(of="dense_backward", caught_by=dense_backward_finds_the_gradient_of_the_weights)
def weight_gradient_of_the_first_example_only(dout, cache):
    X, W = cache
    return dout @ W.T, np.outer(X[0], dout[0]), dout.sum(axis=0)


@mistake(of="dense_backward", caught_by=dense_backward_finds_the_gradient_of_the_weights)
def weight_gradient_overwritten_instead_of_added(dout, cache):
    X, W = cache
    for n in range(len(X)):
        dW = np.outer(X[n], dout[n])
    return dout @ W.T, dW, dout.sum(axis=0)


@mistake(of="dense_backward", caught_by=dense_backward_finds_the_gradient_of_the_weights)
def summed_before_multiplying(dout, cache):
    """The product of the sums is not the sum of the products."""
    X, W = cache
    return dout @ W.T, np.outer(X.sum(axis=0), dout.sum(axis=0)), dout.sum(axis=0)


@mistake(of="dense_backward", caught_by=dense_backward_finds_the_gradient_of_the_weights)
def averaged_over_the_batch(dout, cache):
    X, W = cache
    return dout @ W.T, 2 * X.T @ dout / len(X), 2 * dout.mean(axis=0)


@mistake(of="dense_backward", caught_by=dense_backward_finds_the_gradient_of_the_bias)
def bias_gradient_not_summed(dout, cache):
    X, W = cache
    return dout @ W.T, X.T @ dout, dout


@mistake(of="dense_backward", caught_by=dense_backward_finds_the_gradient_of_the_bias)
def bias_gradient_averaged(dout, cache):
    X, W = cache
    return dout @ W.T, X.T @ dout, dout.mean(axis=0)


@mistake(of="dense_backward", caught_by=dense_backward_finds_the_gradient_of_the_bias)
def bias_gradient_summed_over_the_outputs(dout, cache):
    X, W = cache
    return dout @ W.T, X.T @ dout, dout.sum(axis=1)


@mistake(of="dense_backward", caught_by=dense_backward_finds_the_gradient_of_the_bias)
def bias_gradient_keeps_the_batch_axis(dout, cache):
    X, W = cache
    return dout @ W.T, X.T @ dout, dout.sum(axis=0, keepdims=True)


@mistake(of="dense_backward", caught_by=dense_backward_finds_the_gradient_of_the_bias)
def bias_forgotten(dout, cache):
    X, W = cache
    return dout @ W.T, X.T @ dout, np.zeros(dout.shape[1])


@mistake(of="dense_backward", caught_by=dense_backward_of_a_small_batch_has_the_right_dW)
def gradients_in_another_order(dout, cache):
    X, W = cache
    return X.T @ dout, dout.sum(axis=0), dout @ W.T


@mistake(of="dense_backward", caught_by=dense_backward_finds_the_gradient_of_the_input)
def already_times_minus_one(dout, cache):
    """The step of gradient descent instead of the gradient."""
    X, W = cache
    return -dout @ W.T, -X.T @ dout, -dout.sum(axis=0)


@mistake(of="dense_backward", caught_by=dense_backward_can_be_called_twice)
def trains_while_going_back(dout, cache):
    X, W = cache
    gradients = dout @ W.T, X.T @ dout, dout.sum(axis=0)
    W -= 0.01 * gradients[1]
    return gradients


@mistake(of="dense_backward", caught_by=dense_backward_of_a_small_batch_has_the_right_dW)
def adds_to_what_it_returned_before(dout, cache, kept={}):  # noqa: B006  # the mistake itself
    """Accumulates, as some frameworks do, but nobody ever sets it back to zero."""
    X, W = cache
    dW = kept.setdefault(X.tobytes(), np.zeros_like(W))
    dW += X.T @ dout
    return dout @ W.T, dW.copy(), dout.sum(axis=0)


@mistake(of="dense_backward", caught_by=dense_backward_leaves_its_arguments_alone)
def sums_into_the_first_row(dout, cache):
    X, W = cache
    dX, dW = dout @ W.T, X.T @ dout
    for n in range(1, len(dout)):
        dout[0] += dout[n]
    return dX, dW, dout[0]


@mistake(of="dense_backward", caught_by=dense_backward_keeps_float32)
def gradients_of_float64(dout, cache):
    X, W = cache
    dW = np.zeros(W.shape)
    for n in range(len(X)):
        dW += np.outer(X[n], dout[n])
    return dout @ W.T, dW, dout.sum(axis=0)


# slide_network


@mistake(of="slide_network", caught_by=slide_network_repeats_the_numbers_of_the_slide)
def one_neuron_a_column(x, hidden, output):
    h = sigmoid(x @ hidden)
    return h, sigmoid(output @ h)


@mistake(of="slide_network", caught_by=slide_network_repeats_the_numbers_of_the_slide)
def no_sigmoid_on_the_output(x, hidden, output):
    h = sigmoid(hidden @ x)
    return h, output @ h


@mistake(of="slide_network", caught_by=slide_network_repeats_the_numbers_of_the_slide)
def returned_the_hidden_scores(x, hidden, output):
    z = hidden @ x
    return z, sigmoid(output @ sigmoid(z))


@mistake(of="slide_network", caught_by=slide_network_agrees_with_the_reference)
def linear_hidden_layer(x, hidden, output):
    h = hidden @ x
    return h, sigmoid(output @ h)


@mistake(of="slide_network", caught_by=slide_network_agrees_with_the_reference)
def sigmoid_without_its_parentheses(x, hidden, output):
    h = 1 / 1 + np.exp(-(hidden @ x))
    return h, 1 / 1 + np.exp(-(output @ h))


@mistake(of="slide_network", caught_by=slide_network_agrees_with_the_reference)
def tanh_for_the_sigmoid(x, hidden, output):
    h = np.tanh(hidden @ x)
    return h, np.tanh(output @ h)


@mistake(of="slide_network", caught_by=slide_network_mirrors_its_hidden_layer)
def a_bias_that_the_slide_does_not_have(x, hidden, output):
    """Nothing on the slide's example, where the second weight is -2."""
    h = sigmoid(hidden @ x + 0.1 * np.maximum(0, -0.3 - x[2]))
    return h, sigmoid(output @ h)


@mistake(of="slide_network", caught_by=slide_network_repeats_the_numbers_of_the_slide)
def went_on_with_the_rounded_numbers(x, hidden, output):
    h = np.round(sigmoid(hidden @ x), 2)
    return h, np.round(sigmoid(output @ h), 2)


@mistake(of="slide_network", caught_by=slide_network_leaves_its_arguments_alone)
def multiplied_in_place(x, hidden, output):
    hidden *= x
    h = sigmoid(hidden.sum(axis=1))
    return h, sigmoid(output @ h)


@mistake(of="slide_network", caught_by=slide_network_keeps_float32)
def neuron_by_neuron_into_float64(x, hidden, output):
    h, o = np.zeros(3), np.zeros(2)
    for j in range(3):
        h[j] = sigmoid(hidden[j] @ x)
    for k in range(2):
        o[k] = sigmoid(output[k] @ h)
    return h, o


# output_weight_gradient


@mistake(of="output_weight_gradient", caught_by=output_weight_gradient_points_away_from_the_target)
def wrong_sign_off_the_slide(i, o, t):
    """Right on the slide's numbers only because it was tried nowhere else."""
    return -abs(i * (o - t) * o * (1 - o))


@mistake(
    of="output_weight_gradient", caught_by=output_weight_gradient_repeats_the_numbers_of_the_slide
)
def target_minus_output(i, o, t):
    return i * (t - o) * o * (1 - o)


@mistake(
    of="output_weight_gradient", caught_by=output_weight_gradient_is_the_derivative_of_the_error
)
def forgot_the_sigmoid(i, o, t):
    return i * (o - t)


@mistake(
    of="output_weight_gradient", caught_by=output_weight_gradient_is_the_derivative_of_the_error
)
def took_o_for_the_score(i, o, t):
    s = 1 / (1 + np.exp(-o))
    return i * (o - t) * s * (1 - s)


@mistake(
    of="output_weight_gradient", caught_by=output_weight_gradient_is_the_derivative_of_the_error
)
def slope_at_the_input(i, o, t):
    return i * (o - t) * i * (1 - i)


@mistake(
    of="output_weight_gradient", caught_by=output_weight_gradient_is_the_derivative_of_the_error
)
def error_without_its_half(i, o, t):
    return 2 * i * (o - t) * o * (1 - o)


@mistake(
    of="output_weight_gradient", caught_by=output_weight_gradient_is_the_derivative_of_the_error
)
def cross_entropy_instead(i, o, t):
    return i * (o - t) / (o * (1 - o))


@mistake(
    of="output_weight_gradient", caught_by=output_weight_gradient_is_the_derivative_of_the_error
)
def copied_the_number_of_the_slide(i, o, t):
    return -0.01626625


# two_layer_forward


@mistake(of="two_layer_forward", caught_by=two_layer_forward_agrees_with_the_reference)
def forgot_the_activation(X, params):
    H = X @ params["W1"] + params["b1"]
    return H @ params["W2"] + params["b2"], (X, H, params["W2"])


@mistake(of="two_layer_forward", caught_by=two_layer_forward_of_a_small_net_done_by_hand)
def relu_for_tanh(X, params):
    H = np.maximum(0, X @ params["W1"] + params["b1"])
    return H @ params["W2"] + params["b2"], (X, H, params["W2"])


@mistake(of="two_layer_forward", caught_by=two_layer_forward_agrees_with_the_reference)
def tanh_on_the_output_too(X, params):
    H = np.tanh(X @ params["W1"] + params["b1"])
    return np.tanh(H @ params["W2"] + params["b2"]), (X, H, params["W2"])


@mistake(of="two_layer_forward", caught_by=two_layer_forward_agrees_with_the_reference)
def bias_outside_the_activation(X, params):
    H = np.tanh(X @ params["W1"]) + params["b1"]
    return H @ params["W2"] + params["b2"], (X, H, params["W2"])


@mistake(of="two_layer_forward", caught_by=two_layer_forward_agrees_with_the_reference)
def forgot_the_second_bias(X, params):
    H = np.tanh(X @ params["W1"] + params["b1"])
    return H @ params["W2"], (X, H, params["W2"])


@mistake(of="two_layer_forward", caught_by=two_layer_forward_agrees_with_the_reference)
def one_bias_for_all_units(X, params):
    H = np.tanh(X @ params["W1"] + params["b1"].mean())
    return H @ params["W2"] + params["b2"], (X, H, params["W2"])


@mistake(
    of="two_layer_forward", caught_by=two_layer_forward_does_not_know_the_order_of_hidden_units
)
def three_hidden_units_and_no_more(X, params):
    """Written for the example's sizes."""
    H = np.tanh(X @ params["W1"][:, :3] + params["b1"][:3])
    return H @ params["W2"][:3] + params["b2"], (X, H, params["W2"])


@mistake(of="two_layer_forward", caught_by=two_layer_forward_leaves_its_arguments_alone)
def kept_the_hidden_layer_in_params(X, params):
    params["H"] = np.tanh(X @ params["W1"] + params["b1"])
    return params["H"] @ params["W2"] + params["b2"], (X, params["H"], params["W2"])


@mistake(of="two_layer_forward", caught_by=two_layer_forward_keeps_float32)
def hidden_layer_of_float64(X, params):
    H = np.zeros((X.shape[0], params["W1"].shape[1]))
    H[:] = np.tanh(X @ params["W1"] + params["b1"])
    return H @ params["W2"] + params["b2"], (X, H, params["W2"])


@mistake(of="two_layer_forward", caught_by=two_layer_backward_serves_the_forward_it_belongs_to)
def one_cache_for_all_calls(X, params, saved=[]):  # noqa: B006  # the mistake itself
    H = np.tanh(X @ params["W1"] + params["b1"])
    saved[:] = [X, H, params["W2"]]
    return H @ params["W2"] + params["b2"], saved


# two_layer_backward


@mistake(of="two_layer_backward", caught_by=two_layer_backward_finds_the_gradient_of_W1)
def the_second_line_of_the_slide(dyhat, cache):
    """S3 writes the factors in the order of the chain rule for numbers: the shapes do not fit."""
    X, H, W2 = cache
    dZ = (dyhat @ W2.T) * (1 - H**2)
    return {"W1": dZ @ X, "b1": dZ.sum(axis=0), "W2": H.T @ dyhat, "b2": dyhat.sum(axis=0)}


@mistake(of="two_layer_backward", caught_by=two_layer_backward_finds_the_gradient_of_W1)
def the_formula_of_W2_for_W1(dyhat, cache):
    """The slide names both lines dL/dW2."""
    _, H, W2 = cache
    dZ = (dyhat @ W2.T) * (1 - H**2)
    return {"W1": H.T @ dyhat, "b1": dZ.sum(axis=0), "W2": H.T @ dyhat, "b2": dyhat.sum(axis=0)}


@mistake(of="two_layer_backward", caught_by=two_layer_backward_finds_the_gradient_of_W1)
def no_derivative_of_the_activation(dyhat, cache):
    X, H, W2 = cache
    dZ = dyhat @ W2.T
    return {"W1": X.T @ dZ, "b1": dZ.sum(axis=0), "W2": H.T @ dyhat, "b2": dyhat.sum(axis=0)}


@mistake(of="two_layer_backward", caught_by=two_layer_backward_finds_the_gradient_of_W1)
def derivative_at_the_output(dyhat, cache):
    """Takes tanh' at H instead of at its argument."""
    X, H, W2 = cache
    dZ = (dyhat @ W2.T) * (1 - np.tanh(H) ** 2)
    return {"W1": X.T @ dZ, "b1": dZ.sum(axis=0), "W2": H.T @ dyhat, "b2": dyhat.sum(axis=0)}


@mistake(of="two_layer_backward", caught_by=two_layer_backward_finds_the_gradient_of_b1)
def derivative_of_the_sigmoid(dyhat, cache):
    X, H, W2 = cache
    dZ = (dyhat @ W2.T) * H * (1 - H)
    return {"W1": X.T @ dZ, "b1": dZ.sum(axis=0), "W2": H.T @ dyhat, "b2": dyhat.sum(axis=0)}


@mistake(of="two_layer_backward", caught_by=two_layer_backward_finds_the_gradient_of_W1)
def forgot_the_square(dyhat, cache):
    X, H, W2 = cache
    dZ = (dyhat @ W2.T) * (1 - H)
    return {"W1": X.T @ dZ, "b1": dZ.sum(axis=0), "W2": H.T @ dyhat, "b2": dyhat.sum(axis=0)}


@mistake(of="two_layer_backward", caught_by=two_layer_backward_finds_the_gradient_of_W1)
def skipped_the_second_layer(dyhat, cache):
    """The error of a hidden unit without the weight it goes through."""
    X, H, _ = cache
    dZ = dyhat.sum(axis=1, keepdims=True) * (1 - H**2)
    return {"W1": X.T @ dZ, "b1": dZ.sum(axis=0), "W2": H.T @ dyhat, "b2": dyhat.sum(axis=0)}


@mistake(of="two_layer_backward", caught_by=two_layer_backward_finds_the_gradient_of_W1)
def back_through_the_second_layer_already_updated(dyhat, cache):
    X, H, W2 = cache
    dW2 = H.T @ dyhat
    dZ = (dyhat @ (W2 - 0.1 * dW2).T) * (1 - H**2)
    return {"W1": X.T @ dZ, "b1": dZ.sum(axis=0), "W2": dW2, "b2": dyhat.sum(axis=0)}


@mistake(of="two_layer_backward", caught_by=two_layer_backward_finds_the_gradient_of_b1)
def first_bias_gradient_averaged(dyhat, cache):
    X, H, W2 = cache
    dZ = (dyhat @ W2.T) * (1 - H**2)
    return {"W1": X.T @ dZ, "b1": dZ.mean(axis=0), "W2": H.T @ dyhat, "b2": dyhat.sum(axis=0)}


@mistake(of="two_layer_backward", caught_by=two_layer_backward_finds_the_gradient_of_b1)
def first_bias_gradient_without_the_derivative(dyhat, cache):
    X, H, W2 = cache
    dH = dyhat @ W2.T
    dW1 = X.T @ (dH * (1 - H**2))
    return {"W1": dW1, "b1": dH.sum(axis=0), "W2": H.T @ dyhat, "b2": dyhat.sum(axis=0)}


@mistake(of="two_layer_backward", caught_by=two_layer_backward_finds_the_gradient_of_b1)
def first_bias_gradient_not_summed(dyhat, cache):
    X, H, W2 = cache
    dZ = (dyhat @ W2.T) * (1 - H**2)
    return {"W1": X.T @ dZ, "b1": dZ, "W2": H.T @ dyhat, "b2": dyhat.sum(axis=0)}


@mistake(of="two_layer_backward", caught_by=two_layer_backward_finds_the_gradient_of_W2)
def second_weights_against_the_inputs(dyhat, cache):
    X, H, W2 = cache
    dZ = (dyhat @ W2.T) * (1 - H**2)
    return {"W1": X.T @ dZ, "b1": dZ.sum(axis=0), "W2": X.T @ dyhat, "b2": dyhat.sum(axis=0)}


@mistake(of="two_layer_backward", caught_by=two_layer_backward_finds_the_gradient_of_W2)
def second_weights_against_the_scores(dyhat, cache):
    X, H, W2 = cache
    dZ = (dyhat @ W2.T) * (1 - H**2)
    dW2 = np.arctanh(H).T @ dyhat
    return {"W1": X.T @ dZ, "b1": dZ.sum(axis=0), "W2": dW2, "b2": dyhat.sum(axis=0)}


@mistake(of="two_layer_backward", caught_by=two_layer_backward_finds_the_gradient_of_W2)
def activation_derivative_on_the_linear_output(dyhat, cache):
    X, H, W2 = cache
    dZ = (dyhat @ W2.T) * (1 - H**2)
    dW2 = (H * (1 - H**2)).T @ dyhat
    return {"W1": X.T @ dZ, "b1": dZ.sum(axis=0), "W2": dW2, "b2": dyhat.sum(axis=0)}


@mistake(of="two_layer_backward", caught_by=two_layer_backward_of_a_small_net_has_the_right_W2)
def weight_decay_that_nobody_asked_for(dyhat, cache):
    X, H, W2 = cache
    dZ = (dyhat @ W2.T) * (1 - H**2)
    dW2 = H.T @ dyhat + 0.01 * W2
    return {"W1": X.T @ dZ, "b1": dZ.sum(axis=0), "W2": dW2, "b2": dyhat.sum(axis=0)}


@mistake(of="two_layer_backward", caught_by=two_layer_backward_finds_the_gradient_of_b2)
def second_bias_gradient_averaged(dyhat, cache):
    X, H, W2 = cache
    dZ = (dyhat @ W2.T) * (1 - H**2)
    return {"W1": X.T @ dZ, "b1": dZ.sum(axis=0), "W2": H.T @ dyhat, "b2": dyhat.mean(axis=0)}


@mistake(of="two_layer_backward", caught_by=two_layer_backward_finds_the_gradient_of_b2)
def second_bias_gradient_through_the_activation(dyhat, cache):
    X, H, W2 = cache
    dZ = (dyhat @ W2.T) * (1 - H**2)
    slope = (1 - H**2).mean(axis=1, keepdims=True)
    db2 = (dyhat * slope).sum(axis=0)
    return {"W1": X.T @ dZ, "b1": dZ.sum(axis=0), "W2": H.T @ dyhat, "b2": db2}


@mistake(of="two_layer_backward", caught_by=two_layer_backward_finds_the_gradient_of_W1)
def averaged_over_the_examples(dyhat, cache):
    X, H, W2 = cache
    dyhat = dyhat / len(X)
    dZ = (dyhat @ W2.T) * (1 - H**2)
    return {"W1": X.T @ dZ, "b1": dZ.sum(axis=0), "W2": H.T @ dyhat, "b2": dyhat.sum(axis=0)}


@mistake(of="two_layer_backward", caught_by=two_layer_backward_finds_the_gradient_of_b2)
def without_the_biases(dyhat, cache):
    X, H, W2 = cache
    dZ = (dyhat @ W2.T) * (1 - H**2)
    return {"W1": X.T @ dZ, "W2": H.T @ dyhat}


@mistake(of="two_layer_backward", caught_by=two_layer_backward_finds_the_gradient_of_W1)
def a_tuple_instead_of_a_dict(dyhat, cache):
    X, H, W2 = cache
    dZ = (dyhat @ W2.T) * (1 - H**2)
    return X.T @ dZ, dZ.sum(axis=0), H.T @ dyhat, dyhat.sum(axis=0)


@mistake(of="two_layer_backward", caught_by=two_layer_backward_returns_the_four_gradients_only)
def the_gradient_of_the_inputs_as_well(dyhat, cache):
    X, H, W2 = cache
    dZ = (dyhat @ W2.T) * (1 - H**2)
    gradients = {"W1": X.T @ dZ, "b1": dZ.sum(axis=0), "W2": H.T @ dyhat, "b2": dyhat.sum(axis=0)}
    return {**gradients, "X": dZ}


@mistake(of="two_layer_backward", caught_by=two_layer_backward_can_be_called_twice)
def squared_the_cache_in_place(dyhat, cache):
    X, H, W2 = cache
    dW2 = H.T @ dyhat
    H *= H
    dZ = (dyhat @ W2.T) * (1 - H)
    return {"W1": X.T @ dZ, "b1": dZ.sum(axis=0), "W2": dW2, "b2": dyhat.sum(axis=0)}


@mistake(of="two_layer_backward", caught_by=two_layer_backward_leaves_its_arguments_alone)
def reused_the_room_of_dyhat(dyhat, cache):
    X, H, W2 = cache
    dZ = (dyhat @ W2.T) * (1 - H**2)
    dW2 = H.T @ dyhat
    np.cumsum(dyhat, axis=0, out=dyhat)
    return {"W1": X.T @ dZ, "b1": dZ.sum(axis=0), "W2": dW2, "b2": dyhat[-1]}


@mistake(of="two_layer_backward", caught_by=two_layer_backward_keeps_float32)
def accumulated_in_float64(dyhat, cache):
    X, H, W2 = cache
    gradients = {
        "W1": np.zeros((X.shape[1], H.shape[1])),
        "b1": np.zeros(H.shape[1]),
        "W2": np.zeros(W2.shape),
        "b2": np.zeros(W2.shape[1]),
    }
    for n in range(len(X)):
        dz = (W2 @ dyhat[n]) * (1 - H[n] ** 2)
        gradients["W1"] += np.outer(X[n], dz)
        gradients["b1"] += dz
        gradients["W2"] += np.outer(H[n], dyhat[n])
        gradients["b2"] += dyhat[n]
    return gradients


@mistake(of="two_layer_backward", caught_by=two_layer_backward_finds_the_gradient_of_W1)
def divided_by_the_batch_where_it_hurts_least(dyhat, cache):
    """Adds up only if it is right for more than the batch of one."""
    X, H, W2 = cache
    dZ = (dyhat @ W2.T) * (1 - H**2)
    dW1 = X.T @ dZ
    if len(X) > 3:
        dW1 = dW1 / len(X)
    return {"W1": dW1, "b1": dZ.sum(axis=0), "W2": H.T @ dyhat, "b2": dyhat.sum(axis=0)}


@mistake(of="two_layer_backward", caught_by=two_layer_backward_finds_the_gradient_of_W2)
def loops_over_three_hidden_units(dyhat, cache):
    X, H, W2 = cache
    dZ = (dyhat @ W2.T) * (1 - H**2)
    dW2 = np.zeros_like(W2)
    for j in range(min(3, H.shape[1])):
        dW2[j] = H[:, j] @ dyhat
    return {"W1": X.T @ dZ, "b1": dZ.sum(axis=0), "W2": dW2, "b2": dyhat.sum(axis=0)}


# logistic_gradients


@mistake(of="logistic_gradients", caught_by=logistic_gradients_find_the_loss_of_extreme_scores)
def logarithm_of_the_sigmoid(X, y, w, b):
    p = sigmoid(X @ w + b)
    loss = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
    dz = (p - y) / len(y)
    return loss, X.T @ dz, dz.sum()


@mistake(of="logistic_gradients", caught_by=logistic_gradients_find_dw_of_extreme_scores)
def the_chain_rule_as_on_the_slide(X, y, w, b):
    """Equal to p - y on paper, 0/0 in the machine from z = 37 on."""
    z = X @ w + b
    p = 1 / (1 + np.exp(-z))
    dz = -(y / p - (1 - y) / (1 - p)) * p * (1 - p) / len(y)
    return np.mean(np.logaddexp(0, z) - y * z), X.T @ dz, dz.sum()


@mistake(of="logistic_gradients", caught_by=logistic_gradients_find_the_loss_of_extreme_scores)
def softplus_that_overflows(X, y, w, b):
    z = X @ w + b
    dz = (sigmoid(z) - y) / len(y)
    return np.mean(np.log(1 + np.exp(z)) - y * z), X.T @ dz, dz.sum()


@mistake(of="logistic_gradients", caught_by=logistic_gradients_find_the_loss_of_large_scores)
def clipped_the_probabilities(X, y, w, b):
    p = np.clip(sigmoid(X @ w + b), 1e-12, 1 - 1e-12)
    loss = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
    dz = (p - y) / len(y)
    return loss, X.T @ dz, dz.sum()


@mistake(of="logistic_gradients", caught_by=logistic_gradients_find_the_loss_of_extreme_scores)
def epsilon_inside_the_logarithm(X, y, w, b):
    p = sigmoid(X @ w + b)
    loss = -np.mean(y * np.log(p + 1e-12) + (1 - y) * np.log(1 - p + 1e-12))
    dz = (p - y) / len(y)
    return loss, X.T @ dz, dz.sum()


@mistake(of="logistic_gradients", caught_by=logistic_gradients_find_the_loss)
def sum_instead_of_mean(X, y, w, b):
    z = X @ w + b
    dz = sigmoid(z) - y
    return np.sum(np.logaddexp(0, z) - y * z), X.T @ dz, dz.sum()


@mistake(of="logistic_gradients", caught_by=logistic_gradients_find_dw)
def mean_loss_with_summed_gradient(X, y, w, b):
    z = X @ w + b
    dz = sigmoid(z) - y
    return np.mean(np.logaddexp(0, z) - y * z), X.T @ dz, dz.sum()


@mistake(of="logistic_gradients", caught_by=logistic_gradients_find_db)
def divided_the_bias_twice(X, y, w, b):
    z = X @ w + b
    dz = (sigmoid(z) - y) / len(y)
    return np.mean(np.logaddexp(0, z) - y * z), X.T @ dz, dz.mean()


@mistake(of="logistic_gradients", caught_by=logistic_gradients_find_db)
def bias_gradient_for_every_example(X, y, w, b):
    z = X @ w + b
    dz = (sigmoid(z) - y) / len(y)
    return np.mean(np.logaddexp(0, z) - y * z), X.T @ dz, dz


@mistake(of="logistic_gradients", caught_by=logistic_gradients_find_the_loss)
def divided_by_three(X, y, w, b):
    """Right for the three examples of the text."""
    z = X @ w + b
    dz = (sigmoid(z) - y) / 3
    return np.sum(np.logaddexp(0, z) - y * z) / 3, X.T @ dz, dz.sum()


@mistake(of="logistic_gradients", caught_by=logistic_gradients_find_dw)
def label_minus_prediction(X, y, w, b):
    z = X @ w + b
    dz = (y - sigmoid(z)) / len(y)
    return np.mean(np.logaddexp(0, z) - y * z), X.T @ dz, dz.sum()


@mistake(of="logistic_gradients", caught_by=logistic_gradients_find_dw)
def gradient_of_the_squared_error(X, y, w, b):
    """Four times p(1 - p) is 1 at the starting point only."""
    z = X @ w + b
    p = sigmoid(z)
    dz = 4 * (p - y) * p * (1 - p) / len(y)
    return np.mean(np.logaddexp(0, z) - y * z), X.T @ dz, dz.sum()


@mistake(of="logistic_gradients", caught_by=logistic_gradients_find_db)
def forgot_the_intercept(X, y, w, b):
    z = X @ w
    dz = (sigmoid(z) - y) / len(y)
    return np.mean(np.logaddexp(0, z) - y * z), X.T @ dz, dz.sum()


@mistake(of="logistic_gradients", caught_by=logistic_gradients_find_the_loss)
def loss_in_bits(X, y, w, b):
    z = X @ w + b
    dz = (sigmoid(z) - y) / len(y)
    return np.mean(np.logaddexp(0, z) - y * z) / np.log(2), X.T @ dz, dz.sum()


@mistake(of="logistic_gradients", caught_by=logistic_gradients_find_the_loss)
def minus_sign_without_its_brackets(X, y, w, b):
    """As printed in S4: the minus and 1/N reach the first term only."""
    p = sigmoid(X @ w + b)
    dz = (p - y) / len(y)
    loss = -np.mean(y * np.log(p)) + np.sum((1 - y) * np.log(1 - p))
    return loss, X.T @ dz, dz.sum()


@mistake(of="logistic_gradients", caught_by=logistic_gradients_find_the_loss)
def only_the_positive_examples(X, y, w, b):
    z = X @ w + b
    dz = (sigmoid(z) - y) / len(y)
    return np.mean(y * np.logaddexp(0, -z)), X.T @ dz, dz.sum()


@mistake(of="logistic_gradients", caught_by=logistic_gradients_find_the_loss)
def a_loss_for_every_example(X, y, w, b):
    z = X @ w + b
    dz = (sigmoid(z) - y) / len(y)
    return np.logaddexp(0, z) - y * z, X.T @ dz, dz.sum()


@mistake(of="logistic_gradients", caught_by=logistic_gradients_find_dw)
def labels_taken_for_plus_and_minus_one(X, y, w, b):
    z = X @ w + b
    dz = -y * sigmoid(-y * z) / len(y)
    return np.mean(np.logaddexp(0, -y * z)), X.T @ dz, dz.sum()


@mistake(of="logistic_gradients", caught_by=logistic_gradients_leave_their_arguments_alone)
def subtracted_from_y_in_place(X, y, w, b):
    z = X @ w + b
    loss = np.mean(np.logaddexp(0, z) - y * z)
    y -= sigmoid(z)
    return loss, -X.T @ y / len(y), -y.mean()


@mistake(of="logistic_gradients", caught_by=logistic_gradients_keep_float32)
def weight_gradient_of_float64(X, y, w, b):
    z = X @ w + b
    error = sigmoid(z) - y
    dw = np.zeros(X.shape[1])
    for n in range(len(y)):
        dw += error[n] * X[n]
    return np.mean(np.logaddexp(0, z) - y * z), dw / len(y), error.mean()


# collapse_linear


@mistake(of="collapse_linear", caught_by=collapse_linear_finds_the_weights)
def product_in_the_order_of_columns(W1, b1, W2, b2):
    """V W is right for columns on the right, as in S1; our examples are rows on the left."""
    return W2 @ W1, W2 @ b1 + b2


@mistake(of="collapse_linear", caught_by=collapse_linear_finds_the_bias)
def forgot_the_first_bias(W1, b1, W2, b2):
    return W1 @ W2, b2


@mistake(of="collapse_linear", caught_by=collapse_linear_finds_the_bias)
def forgot_the_last_bias(W1, b1, W2, b2):
    return W1 @ W2, b1 @ W2


@mistake(of="collapse_linear", caught_by=collapse_linear_finds_the_bias)
def first_bias_not_sent_through_the_second_layer(W1, b1, W2, b2):
    return W1 @ W2, b1.sum() + b2


@mistake(of="collapse_linear", caught_by=collapse_linear_finds_the_bias)
def last_bias_spread_over_the_hidden_units(W1, b1, W2, b2):
    """The slide's c/m, without the sum over the m units."""
    return W1 @ W2, b1 @ W2 + b2 / len(b1)


@mistake(of="collapse_linear", caught_by=collapse_linear_finds_the_bias)
def bias_as_a_row(W1, b1, W2, b2):
    return W1 @ W2, (b1 @ W2 + b2)[None, :]


@mistake(of="collapse_linear", caught_by=collapse_linear_leaves_its_arguments_alone)
def added_into_the_last_bias(W1, b1, W2, b2):
    b2 += b1 @ W2
    return W1 @ W2, b2


@mistake(of="collapse_linear", caught_by=collapse_linear_keeps_float32)
def product_by_loops_in_float64(W1, b1, W2, b2):
    W = np.zeros((W1.shape[0], W2.shape[1]))
    for j in range(W1.shape[1]):
        W += np.outer(W1[:, j], W2[j])
    return W, b1 @ W2 + b2


# xor_params


@mistake(of="xor_params", caught_by=xor_params_solve_xor)
def an_or_gate():
    return np.ones((2, 1)), np.zeros(1), np.ones(1), 0.0


@mistake(of="xor_params", caught_by=xor_params_solve_xor)
def no_shift():
    """Without c both units do the same."""
    return np.ones((2, 2)), np.zeros(2), np.array([1.0, -2.0]), 0.0


@mistake(of="xor_params", caught_by=xor_params_solve_xor)
def the_sum_of_the_units():
    return np.ones((2, 2)), np.array([0.0, -1.0]), np.array([1.0, -1.0]), 0.0


@mistake(of="xor_params", caught_by=xor_params_solve_xor)
def weights_for_a_step_activation():
    """Right for Heaviside units: on at 1 or more, minus on at 2."""
    return np.ones((2, 2)), np.array([-0.5, -1.5]), np.array([1.0, -1.0]), -0.5


@mistake(of="xor_params", caught_by=xor_params_solve_xor)
def nearly_trained():
    return np.ones((2, 2)), np.array([0.0, -1.0]), np.array([1.0, -1.999]), 0.0


@mistake(of="xor_params", caught_by=xor_params_solve_xor)
def output_weights_as_a_column():
    return np.ones((2, 2)), np.array([0.0, -1.0]), np.array([[1.0], [-2.0]]), 0.0


@mistake(of="xor_params", caught_by=xor_params_solve_xor)
def a_bias_that_knows_the_answers():
    return np.zeros((2, 1)), np.zeros(1), np.zeros(1), np.array([0.0, 1.0, 1.0, 0.0])


@mistake(of="xor_params", caught_by=xor_params_solve_xor)
def one_shift_for_each_example():
    return np.zeros((2, 1)), np.array([[0.0], [1.0], [1.0], [0.0]]), np.ones(1), 0.0


# Right answers written otherwise


@alternative(of="dense_forward")
def dense_by_loops_with_an_object_for_a_cache(X, W, b):
    class Saved:
        def __init__(self, X, W):
            self.X = X
            self.W = W

        def __iter__(self):
            return iter((self.X, self.W))

    out = np.empty((X.shape[0], W.shape[1]), dtype=X.dtype)
    for n in range(X.shape[0]):
        for m in range(W.shape[1]):
            total = b[m]
            for d in range(X.shape[1]):
                total = total + X[n, d] * W[d, m]
            out[n, m] = total
    return out, Saved(X, W)


@alternative(of="dense_forward")
def dense_as_one_product_with_lazy_cache(X, W, b):
    class Lazy:
        def __init__(self, *parts):
            self.parts = [lambda part=part: part for part in parts]

        def __iter__(self):
            return (part() for part in self.parts)

    extended = np.concatenate([X, np.ones((len(X), 1), dtype=X.dtype)], axis=1)
    return np.matmul(extended, np.concatenate([W, b[None]])), Lazy(X.copy(), W.copy())


@alternative(of="dense_backward")
def dense_gradients_with_einsum(dout, cache):
    X, W = cache
    return [
        np.einsum("nm,dm->nd", dout, W),
        np.einsum("nd,nm->dm", X, dout),
        np.einsum("nm->m", dout),
    ]


@alternative(of="dense_backward")
def dense_gradients_by_loops_as_views(dout, cache):
    X, W = cache
    dX = np.zeros((W.shape[0], len(X)), dtype=dout.dtype)
    dW = np.zeros((dout.shape[1], X.shape[1]), dtype=dout.dtype)
    db = np.zeros((1, dout.shape[1]), dtype=dout.dtype)
    for n in range(len(X)):
        dX[:, n] = W @ dout[n]
        dW += dout[n][:, None] * X[n]
        db[0] += dout[n]
    return dX.T, dW.T, db[0]


@alternative(of="slide_network")
def neuron_by_neuron(x, hidden, output):
    def squash(z):
        return 1 / (1 + np.exp(-z))

    h = np.array([squash(sum(w * v for w, v in zip(row, x))) for row in hidden], dtype=x.dtype)  # noqa: B905  # students need not know strict=
    o = np.array([squash(np.dot(row, h)) for row in output], dtype=x.dtype)
    return h, o


@alternative(of="slide_network")
def with_tanh_and_rows(x, hidden, output):
    h = (1 + np.tanh(x[None, :] @ hidden.T / 2)) / 2
    o = (1 + np.tanh(h @ output.T / 2)) / 2
    return h[0], o[0]


@alternative(of="output_weight_gradient")
def output_weight_by_steps_of_the_chain_rule(i, o, t):
    dE_do = o - t
    do_dz = o - o**2
    return np.float64(dE_do * do_dz * i)


@alternative(of="two_layer_forward")
def two_layers_example_by_example(X, params):
    class Cache:
        def __init__(self, **parts):
            self.parts = parts

        def __iter__(self):
            return iter(self.parts.values())

    H = np.array([np.tanh(x @ params["W1"] + params["b1"]) for x in X])
    yhat = np.stack([h.dot(params["W2"]) + params["b2"] for h in H])
    return yhat, Cache(X=X, H=H, W2=params["W2"])


@alternative(of="two_layer_forward")
def two_layers_with_columns(X, params):
    H = np.tanh(params["W1"].T @ X.T + params["b1"][:, None])
    return (params["W2"].T @ H + params["b2"][:, None]).T, [X, H.T, params["W2"]]


@alternative(of="two_layer_backward")
def two_layers_back_with_einsum(dyhat, cache):
    X, H, W2 = cache
    slope = (1 - H) * (1 + H)
    return {
        "b2": np.einsum("nk->k", dyhat),
        "W2": np.einsum("nh,nk->hk", H, dyhat),
        "b1": np.einsum("nk,hk,nh->h", dyhat, W2, slope),
        "W1": np.einsum("nd,nk,hk,nh->dh", X, dyhat, W2, slope),
    }


@alternative(of="two_layer_backward")
def two_layers_back_by_examples(dyhat, cache):
    X, H, W2 = cache
    gradients = {
        "W1": np.zeros((X.shape[1], H.shape[1]), dtype=X.dtype),
        "b1": np.zeros(H.shape[1], dtype=X.dtype),
        "W2": np.zeros_like(W2),
        "b2": np.zeros(W2.shape[1], dtype=X.dtype),
    }
    for n in range(len(X)):
        dz = (W2 @ dyhat[n]) * (1 - np.square(H[n]))
        gradients["W1"] += np.outer(X[n], dz)
        gradients["b1"] += dz
        gradients["W2"] += np.outer(H[n], dyhat[n])
        gradients["b2"] += dyhat[n]
    return gradients


@alternative(of="logistic_gradients")
def logistic_with_max_and_log1p(X, y, w, b):
    z = X @ w + b
    losses = np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z)))
    p = 0.5 * (1 + np.tanh(z / 2))
    return float(losses.mean()), ((p - y) @ X) / len(y), np.asarray((p - y).mean())


@alternative(of="logistic_gradients")
def logistic_one_example_at_a_time(X, y, w, b):
    loss, dw, db = 0.0, np.zeros_like(w), 0.0
    for features, label in zip(X, y):  # noqa: B905  # students need not know strict=
        z = float(np.dot(features, w)) + b
        signed = -z if label == 1 else z
        loss += max(signed, 0.0) + np.log1p(np.exp(-abs(signed)))
        p = 1 / (1 + np.exp(-z)) if z > 0 else np.exp(z) / (1 + np.exp(z))
        dw += float(p - label) * features
        db += p - label
    return loss / len(y), dw / len(y), db / len(y)


@alternative(of="collapse_linear")
def by_sending_basis_vectors_through(W1, b1, W2, b2):
    b = np.zeros_like(b1) @ W2 + b1 @ W2 + b2
    W = np.stack([row @ W2 for row in W1])
    return W, b


@alternative(of="collapse_linear")
def with_ones_and_zeros_around(W1, b1, W2, b2):
    first = np.vstack([W1, b1])
    product = first @ W2
    return product[:-1], product[-1] + b2


@alternative(of="xor_params")
def absolute_difference():
    W = np.array([[1.0, -1.0], [-1.0, 1.0]])
    return W, np.zeros(2), np.ones(2), 0


@alternative(of="xor_params")
def three_units_and_a_bias():
    W = np.array([[1, 0, 1], [0, 1, 1]])
    return W, np.array([0, 0, -1]), np.array([1, 1, -2]), np.float64(0.0)


@alternative(of="xor_params")
def with_an_output_bias():
    """1 - |x1 + x2 - 1|."""
    return (
        np.array([[1.0, -1.0], [1.0, -1.0]]),
        np.array([-1.0, 1.0]),
        np.array([-1.0, -1.0]),
        1.0,
    )
