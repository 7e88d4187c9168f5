"""Wrong answers students do write, each with the check that must catch it; right ones, too.

Every answer stands alone, as in a student's cell: besides numpy it may use the given `sigmoid`.
"""

# ruff: noqa: F821  # `sigmoid` is given code, there in every student's notebook

import numpy as np

from autograder.checks import alternative, mistake, outside

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
    """You leave out b: it is added to each row of X W."""
    return X @ W, (X, W)


@mistake(of="dense_forward", caught_by=dense_forward_of_a_small_batch_done_by_hand)
def weights_one_neuron_a_row_as_on_the_slide(X, W, b):
    """You multiply X by the transpose of W: here W is (in, out), and a layer is X W + b."""
    return X @ W.T + b, (X, W)


@mistake(of="dense_forward", caught_by=dense_forward_agrees_with_the_reference)
def bias_added_down_the_batch(X, W, b):
    """You add b as a column:
    b has one number for each output, and the whole of b is added to each row.
    """
    return X @ W + b[:, None], (X, W)


@mistake(of="dense_forward", caught_by=dense_forward_agrees_with_the_reference)
def returned_the_output_without_a_cache(X, W, b):
    """You return out alone:
    dense_forward returns two things, out and a cache for dense_backward.
    """
    return X @ W + b


@mistake(of="dense_forward", caught_by=dense_forward_treats_every_example_alone)
def summed_the_bias_over_the_batch(X, W, b):
    """You add b times half the number of examples:
    each row gets b once, however many rows there are.
    """
    return X @ W + b * len(X) / 2, (X, W)


@mistake(of="dense_forward", caught_by=dense_forward_leaves_its_arguments_alone)
def reshaped_the_bias_in_place(X, W, b):
    """Your dense_forward changes b itself:
    do not change your arguments, and that includes their shape.
    """
    b.shape = (1, -1)
    return X @ W + b, (X, W)


@mistake(of="dense_forward", caught_by=dense_forward_keeps_float32)
def filled_an_array_of_float64(X, W, b):
    """Your out is float64 for float32 arguments: float32 stays float32."""
    out = np.zeros((X.shape[0], W.shape[1]))
    out += X @ W + b
    return out, (X, W)


@mistake(of="dense_forward", caught_by=dense_backward_serves_the_forward_it_belongs_to)
def one_dense_cache_for_all_calls(X, W, b, saved=[]):  # noqa: B006  # the mistake itself
    """After another dense_forward your old cache gives the gradients of the new call:
    each cache must keep the X and W of its own call.
    """
    saved[:] = [X, W]
    return X @ W + b, saved


# dense_backward


@mistake(of="dense_backward", caught_by=dense_backward_finds_the_gradient_of_the_input)
def forgot_to_transpose_W(dout, cache):
    """You multiply dout by W as it is:
    write down the sum for dX on paper, it runs over the second index of W.
    """
    X, W = cache
    return dout @ W, X.T @ dout, dout.sum(axis=0)


@mistake(of="dense_backward", caught_by=dense_backward_finds_the_gradient_of_the_input)
def transposed_W_by_reshaping(dout, cache):
    """Your dX takes W in the shape (M, D), but with its entries in their old order:
    that does not exchange rows and columns.
    """
    X, W = cache
    return dout @ W.reshape(W.shape[1], W.shape[0]), X.T @ dout, dout.sum(axis=0)


@mistake(of="dense_backward", caught_by=dense_backward_finds_the_gradient_of_the_input)
def cotangent_of_ones(dout, cache):
    """Your dX does not depend on dout: each term of the chain rule has a factor from dout."""
    X, W = cache
    return np.ones_like(dout) @ W.T, X.T @ dout, dout.sum(axis=0)


@mistake(of="dense_backward", caught_by=dense_backward_finds_the_gradient_of_the_weights)
def weight_gradient_transposed(dout, cache):
    """Your dW is transposed: its entry (d, m) belongs to W[d, m], so its shape is (D, M)."""
    X, W = cache
    return dout @ W.T, dout.T @ X, dout.sum(axis=0)


@mistake(of="dense_backward", caught_by=dense_backward_finds_the_gradient_of_the_weights)
def weight_gradient_of_the_first_example_only(dout, cache):
    """Your dW is that of the first example only: it is a sum over all examples."""
    X, W = cache
    return dout @ W.T, np.outer(X[0], dout[0]), dout.sum(axis=0)


@mistake(of="dense_backward", caught_by=dense_backward_finds_the_gradient_of_the_weights)
def weight_gradient_overwritten_instead_of_added(dout, cache):
    """Your dW is that of the last example only: it is a sum over all examples."""
    X, W = cache
    for n in range(len(X)):
        dW = np.outer(X[n], dout[n])
    return dout @ W.T, dW, dout.sum(axis=0)


@mistake(of="dense_backward", caught_by=dense_backward_finds_the_gradient_of_the_weights)
def summed_before_multiplying(dout, cache):
    """Your dW is a product of two sums over the examples:
    it should be the sum of the products, dout[n, m] X[n, d] over all n.
    """
    X, W = cache
    return dout @ W.T, np.outer(X.sum(axis=0), dout.sum(axis=0)), dout.sum(axis=0)


@mistake(of="dense_backward", caught_by=dense_backward_finds_the_gradient_of_the_weights)
def averaged_over_the_batch(dout, cache):
    """You multiply the sum over the examples by 2/N: it stays as it is.
    If the loss is a mean, its 1/N is already in dout.
    """
    X, W = cache
    return dout @ W.T, 2 * X.T @ dout / len(X), 2 * dout.mean(axis=0)


@mistake(of="dense_backward", caught_by=dense_backward_finds_the_gradient_of_the_bias)
def bias_gradient_not_summed(dout, cache):
    """Your db has a row for each example:
    all examples share one b, so db is a sum over them, of shape (M,).
    """
    X, W = cache
    return dout @ W.T, X.T @ dout, dout


@mistake(of="dense_backward", caught_by=dense_backward_finds_the_gradient_of_the_bias)
def bias_gradient_averaged(dout, cache):
    """Your db is a mean over the examples: it is their sum.
    If the loss is a mean, its 1/N is already in dout.
    """
    X, W = cache
    return dout @ W.T, X.T @ dout, dout.mean(axis=0)


@mistake(of="dense_backward", caught_by=dense_backward_finds_the_gradient_of_the_bias)
def bias_gradient_summed_over_the_outputs(dout, cache):
    """Your db adds up the outputs of each example:
    it should add up the examples for each output, in the shape (M,).
    """
    X, W = cache
    return dout @ W.T, X.T @ dout, dout.sum(axis=1)


@mistake(of="dense_backward", caught_by=dense_backward_finds_the_gradient_of_the_bias)
def bias_gradient_keeps_the_batch_axis(dout, cache):
    """Your db has the right numbers in the shape (1, M):
    gradients have the shapes of the inputs, and b is (M,).
    """
    X, W = cache
    return dout @ W.T, X.T @ dout, dout.sum(axis=0, keepdims=True)


@mistake(of="dense_backward", caught_by=dense_backward_finds_the_gradient_of_the_bias)
def bias_forgotten(dout, cache):
    """Your db is zero everywhere: b is added to every output, so it has a gradient."""
    X, W = cache
    return dout @ W.T, X.T @ dout, np.zeros(dout.shape[1])


@mistake(of="dense_backward", caught_by=dense_backward_of_a_small_batch_has_the_right_dW)
def gradients_in_another_order(dout, cache):
    """You return dW, db, dX: the order is dX, dW, db."""
    X, W = cache
    return X.T @ dout, dout.sum(axis=0), dout @ W.T


@mistake(of="dense_backward", caught_by=dense_backward_finds_the_gradient_of_the_input)
def already_times_minus_one(dout, cache):
    """The sign is turned around:
    return the gradient itself, not the step of descent against it.
    """
    X, W = cache
    return -dout @ W.T, -X.T @ dout, -dout.sum(axis=0)


@mistake(of="dense_backward", caught_by=dense_backward_can_be_called_twice)
def trains_while_going_back(dout, cache):
    """Your dense_backward changes the W in its cache:
    it must only read the cache, which may be used again.
    """
    X, W = cache
    gradients = dout @ W.T, X.T @ dout, dout.sum(axis=0)
    W -= 0.01 * gradients[1]
    return gradients


@mistake(of="dense_backward", caught_by=dense_backward_of_a_small_batch_has_the_right_dW)
def adds_to_what_it_returned_before(dout, cache, kept={}):  # noqa: B006  # the mistake itself
    """Your dW adds up from call to call:
    each call returns the gradient of its own dout and cache alone.
    """
    X, W = cache
    dW = kept.setdefault(X.tobytes(), np.zeros_like(W))
    dW += X.T @ dout
    return dout @ W.T, dW.copy(), dout.sum(axis=0)


@mistake(of="dense_backward", caught_by=dense_backward_leaves_its_arguments_alone)
def sums_into_the_first_row(dout, cache):
    """Your dense_backward changes an array that it was given:
    do not change your arguments, dout and the cache included.
    """
    X, W = cache
    dX, dW = dout @ W.T, X.T @ dout
    for n in range(1, len(dout)):
        dout[0] += dout[n]
    return dX, dW, dout[0]


@mistake(of="dense_backward", caught_by=dense_backward_keeps_float32)
def gradients_of_float64(dout, cache):
    """Your dW is float64 for float32 arguments: float32 stays float32."""
    X, W = cache
    dW = np.zeros(W.shape)
    for n in range(len(X)):
        dW += np.outer(X[n], dout[n])
    return dout @ W.T, dW, dout.sum(axis=0)


# slide_network


@mistake(of="slide_network", caught_by=slide_network_repeats_the_numbers_of_the_slide)
def one_neuron_a_column(x, hidden, output):
    """You take hidden with one neuron per column:
    here each row of hidden holds the weights of one neuron.
    """
    h = sigmoid(x @ hidden)
    return h, sigmoid(output @ h)


@mistake(of="slide_network", caught_by=slide_network_repeats_the_numbers_of_the_slide)
def no_sigmoid_on_the_output(x, hidden, output):
    """Your o is the score of each output neuron: the sigmoid comes after these neurons, too."""
    h = sigmoid(hidden @ x)
    return h, output @ h


@mistake(of="slide_network", caught_by=slide_network_repeats_the_numbers_of_the_slide)
def returned_the_hidden_scores(x, hidden, output):
    """Your h is the score of each hidden neuron: h is what the sigmoid makes of it."""
    z = hidden @ x
    return z, sigmoid(output @ sigmoid(z))


@mistake(of="slide_network", caught_by=slide_network_agrees_with_the_reference)
def linear_hidden_layer(x, hidden, output):
    """Your h has not gone through the sigmoid, and o is computed from this h:
    the sigmoid comes after each neuron.
    """
    h = hidden @ x
    return h, sigmoid(output @ h)


@mistake(of="slide_network", caught_by=slide_network_agrees_with_the_reference)
def sigmoid_without_its_parentheses(x, hidden, output):
    """Your neurons return 1 + exp(−z): the sigmoid is 1 / (1 + exp(−z)).
    Use the one that you are given.
    """
    h = 1 / 1 + np.exp(-(hidden @ x))
    return h, 1 / 1 + np.exp(-(output @ h))


@mistake(of="slide_network", caught_by=slide_network_agrees_with_the_reference)
def tanh_for_the_sigmoid(x, hidden, output):
    """Your neurons end in tanh: here each of them ends in the sigmoid."""
    h = np.tanh(hidden @ x)
    return h, np.tanh(output @ h)


@mistake(of="slide_network", caught_by=slide_network_mirrors_its_hidden_layer)
def a_bias_that_the_slide_does_not_have(x, hidden, output):
    """Your h is too large where x[2] is below −0.3:
    nothing is added to the scores, h is σ(hidden · x).
    """
    h = sigmoid(hidden @ x + 0.1 * np.maximum(0, -0.3 - x[2]))
    return h, sigmoid(output @ h)


@mistake(of="slide_network", caught_by=slide_network_repeats_the_numbers_of_the_slide)
def went_on_with_the_rounded_numbers(x, hidden, output):
    """Your h and o are rounded to two digits, and o goes on from the rounded h: do not round."""
    h = np.round(sigmoid(hidden @ x), 2)
    return h, np.round(sigmoid(output @ h), 2)


@mistake(of="slide_network", caught_by=slide_network_leaves_its_arguments_alone)
def multiplied_in_place(x, hidden, output):
    """Your slide_network changes hidden itself: do not change your arguments."""
    hidden *= x
    h = sigmoid(hidden.sum(axis=1))
    return h, sigmoid(output @ h)


@mistake(of="slide_network", caught_by=slide_network_keeps_float32)
def neuron_by_neuron_into_float64(x, hidden, output):
    """Your h and o are float64 for float32 arguments: float32 stays float32."""
    h, o = np.zeros(3), np.zeros(2)
    for j in range(3):
        h[j] = sigmoid(hidden[j] @ x)
    for k in range(2):
        o[k] = sigmoid(output[k] @ h)
    return h, o


# output_weight_gradient


@mistake(of="output_weight_gradient", caught_by=output_weight_gradient_points_away_from_the_target)
def wrong_sign_off_the_slide(i, o, t):
    """Your gradient is never positive:
    its sign is that of i (o − t), so for i > 0 it is positive where o is too large.
    """
    return -abs(i * (o - t) * o * (1 - o))


@mistake(
    of="output_weight_gradient", caught_by=output_weight_gradient_repeats_the_numbers_of_the_slide
)
def target_minus_output(i, o, t):
    """The sign is turned around:
    the derivative of ½ (o − t)² with respect to o is o − t, not t − o.
    """
    return i * (t - o) * o * (1 - o)


@mistake(
    of="output_weight_gradient", caught_by=output_weight_gradient_is_the_derivative_of_the_error
)
def forgot_the_sigmoid(i, o, t):
    """Your gradient is i (o − t):
    the middle link of the chain rule is missing, ∂o/∂z, the slope of the sigmoid.
    """
    return i * (o - t)


@mistake(
    of="output_weight_gradient", caught_by=output_weight_gradient_is_the_derivative_of_the_error
)
def took_o_for_the_score(i, o, t):
    """You take the slope of the sigmoid at o as if o were the score:
    o is the output after the sigmoid, so it is σ itself in σ′ = σ(1 − σ).
    """
    s = 1 / (1 + np.exp(-o))
    return i * (o - t) * s * (1 - s)


@mistake(
    of="output_weight_gradient", caught_by=output_weight_gradient_is_the_derivative_of_the_error
)
def slope_at_the_input(i, o, t):
    """You take i (1 − i) for the slope of the sigmoid:
    in σ′ = σ(1 − σ), σ is the output o, not the input i.
    """
    return i * (o - t) * i * (1 - i)


@mistake(
    of="output_weight_gradient", caught_by=output_weight_gradient_is_the_derivative_of_the_error
)
def error_without_its_half(i, o, t):
    """Your gradient is twice too large: E has a ½ in front, which cancels the 2 of the square."""
    return 2 * i * (o - t) * o * (1 - o)


@mistake(
    of="output_weight_gradient", caught_by=output_weight_gradient_is_the_derivative_of_the_error
)
def cross_entropy_instead(i, o, t):
    """You divide by o (1 − o): the chain rule multiplies by this slope of the sigmoid."""
    return i * (o - t) / (o * (1 - o))


@mistake(
    of="output_weight_gradient", caught_by=output_weight_gradient_is_the_derivative_of_the_error
)
def copied_the_number_of_the_slide(i, o, t):
    """Your answer is always −0.01626625:
    that is the gradient at i = 0.13, o = 0.35, t = 0.9 only.
    """
    return -0.01626625


# two_layer_forward


@mistake(of="two_layer_forward", caught_by=two_layer_forward_agrees_with_the_reference)
def forgot_the_activation(X, params):
    """Your hidden layer has no tanh: ŷ = tanh(X W1 + b1) W2 + b2."""
    H = X @ params["W1"] + params["b1"]
    return H @ params["W2"] + params["b2"], (X, H, params["W2"])


@mistake(of="two_layer_forward", caught_by=two_layer_forward_of_a_small_net_done_by_hand)
def relu_for_tanh(X, params):
    """Your hidden units return max(0, z): here they return tanh z."""
    H = np.maximum(0, X @ params["W1"] + params["b1"])
    return H @ params["W2"] + params["b2"], (X, H, params["W2"])


@mistake(of="two_layer_forward", caught_by=two_layer_forward_agrees_with_the_reference)
def tanh_on_the_output_too(X, params):
    """Your ŷ has gone through a tanh: the output layer is linear."""
    H = np.tanh(X @ params["W1"] + params["b1"])
    return np.tanh(H @ params["W2"] + params["b2"]), (X, H, params["W2"])


@mistake(of="two_layer_forward", caught_by=two_layer_forward_agrees_with_the_reference)
def bias_outside_the_activation(X, params):
    """You add b1 after the tanh: it belongs inside, tanh(X W1 + b1)."""
    H = np.tanh(X @ params["W1"]) + params["b1"]
    return H @ params["W2"] + params["b2"], (X, H, params["W2"])


@mistake(of="two_layer_forward", caught_by=two_layer_forward_agrees_with_the_reference)
def forgot_the_second_bias(X, params):
    """You leave out b2: it is added to each row of ŷ."""
    H = np.tanh(X @ params["W1"] + params["b1"])
    return H @ params["W2"], (X, H, params["W2"])


@mistake(of="two_layer_forward", caught_by=two_layer_forward_agrees_with_the_reference)
def one_bias_for_all_units(X, params):
    """All your hidden units get the mean of b1: each of them has its own entry of b1."""
    H = np.tanh(X @ params["W1"] + params["b1"].mean())
    return H @ params["W2"] + params["b2"], (X, H, params["W2"])


@mistake(
    of="two_layer_forward", caught_by=two_layer_forward_does_not_know_the_order_of_hidden_units
)
def three_hidden_units_and_no_more(X, params):
    """Only the first three hidden units count in your ŷ: there may be any number of them."""
    H = np.tanh(X @ params["W1"][:, :3] + params["b1"][:3])
    return H @ params["W2"][:3] + params["b2"], (X, H, params["W2"])


@mistake(of="two_layer_forward", caught_by=two_layer_forward_leaves_its_arguments_alone)
def kept_the_hidden_layer_in_params(X, params):
    """Your two_layer_forward changes params: put nothing into it.
    What backward needs goes into the cache.
    """
    params["H"] = np.tanh(X @ params["W1"] + params["b1"])
    return params["H"] @ params["W2"] + params["b2"], (X, params["H"], params["W2"])


@mistake(of="two_layer_forward", caught_by=two_layer_forward_keeps_float32)
def hidden_layer_of_float64(X, params):
    """Your ŷ is float64 for float32 arguments: float32 stays float32."""
    H = np.zeros((X.shape[0], params["W1"].shape[1]))
    H[:] = np.tanh(X @ params["W1"] + params["b1"])
    return H @ params["W2"] + params["b2"], (X, H, params["W2"])


@mistake(of="two_layer_forward", caught_by=two_layer_backward_serves_the_forward_it_belongs_to)
def one_cache_for_all_calls(X, params, saved=[]):  # noqa: B006  # the mistake itself
    """After another two_layer_forward your old cache gives the gradients of the new call:
    each cache must keep what its own call needs.
    """
    H = np.tanh(X @ params["W1"] + params["b1"])
    saved[:] = [X, H, params["W2"]]
    return H @ params["W2"] + params["b2"], saved


# two_layer_backward


@mistake(of="two_layer_backward", caught_by=two_layer_backward_finds_the_gradient_of_W1)
def the_second_line_of_the_slide(dyhat, cache):
    """You put X behind the bracket δ W2ᵀ ⊙ f′:
    the gradient of W1 is Xᵀ times this bracket, in the shape (D, H).
    """
    X, H, W2 = cache
    dZ = (dyhat @ W2.T) * (1 - H**2)
    return {"W1": dZ @ X, "b1": dZ.sum(axis=0), "W2": H.T @ dyhat, "b2": dyhat.sum(axis=0)}


@mistake(of="two_layer_backward", caught_by=two_layer_backward_finds_the_gradient_of_W1)
def the_formula_of_W2_for_W1(dyhat, cache):
    """Your gradient of W1 is that of W2:
    for W1 the error goes back through W2 and through the tanh, to X.
    """
    _, H, W2 = cache
    dZ = (dyhat @ W2.T) * (1 - H**2)
    return {"W1": H.T @ dyhat, "b1": dZ.sum(axis=0), "W2": H.T @ dyhat, "b2": dyhat.sum(axis=0)}


@mistake(of="two_layer_backward", caught_by=two_layer_backward_finds_the_gradient_of_W1)
def no_derivative_of_the_activation(dyhat, cache):
    """Your error goes back through W2, but not through the tanh:
    on its way to W1 and b1 it is multiplied by 1 − tanh².
    """
    X, H, W2 = cache
    dZ = dyhat @ W2.T
    return {"W1": X.T @ dZ, "b1": dZ.sum(axis=0), "W2": H.T @ dyhat, "b2": dyhat.sum(axis=0)}


@mistake(of="two_layer_backward", caught_by=two_layer_backward_finds_the_gradient_of_W1)
def derivative_at_the_output(dyhat, cache):
    """You take the tanh once more in 1 − tanh²:
    the hidden output, which forward has kept, is the tanh already.
    """
    X, H, W2 = cache
    dZ = (dyhat @ W2.T) * (1 - np.tanh(H) ** 2)
    return {"W1": X.T @ dZ, "b1": dZ.sum(axis=0), "W2": H.T @ dyhat, "b2": dyhat.sum(axis=0)}


@mistake(of="two_layer_backward", caught_by=two_layer_backward_finds_the_gradient_of_b1)
def derivative_of_the_sigmoid(dyhat, cache):
    """You take h (1 − h) for the slope at the hidden output h:
    that is the sigmoid's, the slope of tanh is 1 − h².
    """
    X, H, W2 = cache
    dZ = (dyhat @ W2.T) * H * (1 - H)
    return {"W1": X.T @ dZ, "b1": dZ.sum(axis=0), "W2": H.T @ dyhat, "b2": dyhat.sum(axis=0)}


@mistake(of="two_layer_backward", caught_by=two_layer_backward_finds_the_gradient_of_W1)
def forgot_the_square(dyhat, cache):
    """You take 1 − tanh for the slope of tanh: it is 1 − tanh²."""
    X, H, W2 = cache
    dZ = (dyhat @ W2.T) * (1 - H)
    return {"W1": X.T @ dZ, "b1": dZ.sum(axis=0), "W2": H.T @ dyhat, "b2": dyhat.sum(axis=0)}


@mistake(of="two_layer_backward", caught_by=two_layer_backward_finds_the_gradient_of_W1)
def skipped_the_second_layer(dyhat, cache):
    """You send the sum of dyhat over the outputs to every hidden unit alike:
    it goes back through the weights in W2.
    """
    X, H, _ = cache
    dZ = dyhat.sum(axis=1, keepdims=True) * (1 - H**2)
    return {"W1": X.T @ dZ, "b1": dZ.sum(axis=0), "W2": H.T @ dyhat, "b2": dyhat.sum(axis=0)}


@mistake(of="two_layer_backward", caught_by=two_layer_backward_finds_the_gradient_of_W1)
def back_through_the_second_layer_already_updated(dyhat, cache):
    """You go back through a W2 that has made a step of descent:
    it must be the W2 of the forward.
    """
    X, H, W2 = cache
    dW2 = H.T @ dyhat
    dZ = (dyhat @ (W2 - 0.1 * dW2).T) * (1 - H**2)
    return {"W1": X.T @ dZ, "b1": dZ.sum(axis=0), "W2": dW2, "b2": dyhat.sum(axis=0)}


@mistake(of="two_layer_backward", caught_by=two_layer_backward_finds_the_gradient_of_b1)
def first_bias_gradient_averaged(dyhat, cache):
    """Your gradient of b1 is a mean over the examples: it is their sum."""
    X, H, W2 = cache
    dZ = (dyhat @ W2.T) * (1 - H**2)
    return {"W1": X.T @ dZ, "b1": dZ.mean(axis=0), "W2": H.T @ dyhat, "b2": dyhat.sum(axis=0)}


@mistake(of="two_layer_backward", caught_by=two_layer_backward_finds_the_gradient_of_b1)
def first_bias_gradient_without_the_derivative(dyhat, cache):
    """Your gradient of b1 lacks the factor 1 − tanh²: b1 stands inside the tanh, as W1 does."""
    X, H, W2 = cache
    dH = dyhat @ W2.T
    dW1 = X.T @ (dH * (1 - H**2))
    return {"W1": dW1, "b1": dH.sum(axis=0), "W2": H.T @ dyhat, "b2": dyhat.sum(axis=0)}


@mistake(of="two_layer_backward", caught_by=two_layer_backward_finds_the_gradient_of_b1)
def first_bias_gradient_not_summed(dyhat, cache):
    """Your gradient of b1 has a row for each example:
    all share one b1, so it is a sum over them, of shape (H,).
    """
    X, H, W2 = cache
    dZ = (dyhat @ W2.T) * (1 - H**2)
    return {"W1": X.T @ dZ, "b1": dZ, "W2": H.T @ dyhat, "b2": dyhat.sum(axis=0)}


@mistake(of="two_layer_backward", caught_by=two_layer_backward_finds_the_gradient_of_W2)
def second_weights_against_the_inputs(dyhat, cache):
    """Your gradient of W2 is Xᵀ dyhat:
    what W2 is multiplied by in forward is the hidden output, not X.
    """
    X, H, W2 = cache
    dZ = (dyhat @ W2.T) * (1 - H**2)
    return {"W1": X.T @ dZ, "b1": dZ.sum(axis=0), "W2": X.T @ dyhat, "b2": dyhat.sum(axis=0)}


@mistake(of="two_layer_backward", caught_by=two_layer_backward_finds_the_gradient_of_W2)
def second_weights_against_the_scores(dyhat, cache):
    """Your gradient of W2 uses the hidden scores before the tanh:
    what W2 is multiplied by is their tanh.
    """
    X, H, W2 = cache
    dZ = (dyhat @ W2.T) * (1 - H**2)
    dW2 = np.arctanh(H).T @ dyhat
    return {"W1": X.T @ dZ, "b1": dZ.sum(axis=0), "W2": dW2, "b2": dyhat.sum(axis=0)}


@mistake(of="two_layer_backward", caught_by=two_layer_backward_finds_the_gradient_of_W2)
def activation_derivative_on_the_linear_output(dyhat, cache):
    """Your gradient of W2 has a factor 1 − tanh²:
    after W2 there is no tanh any more, the output layer is linear.
    """
    X, H, W2 = cache
    dZ = (dyhat @ W2.T) * (1 - H**2)
    dW2 = (H * (1 - H**2)).T @ dyhat
    return {"W1": X.T @ dZ, "b1": dZ.sum(axis=0), "W2": dW2, "b2": dyhat.sum(axis=0)}


@mistake(of="two_layer_backward", caught_by=two_layer_backward_of_a_small_net_has_the_right_W2)
def weight_decay_that_nobody_asked_for(dyhat, cache):
    """Your gradient of W2 has 0.01 W2 added to it:
    a penalty belongs to the loss, not in two_layer_backward.
    """
    X, H, W2 = cache
    dZ = (dyhat @ W2.T) * (1 - H**2)
    dW2 = H.T @ dyhat + 0.01 * W2
    return {"W1": X.T @ dZ, "b1": dZ.sum(axis=0), "W2": dW2, "b2": dyhat.sum(axis=0)}


@mistake(of="two_layer_backward", caught_by=two_layer_backward_finds_the_gradient_of_b2)
def second_bias_gradient_averaged(dyhat, cache):
    """Your gradient of b2 is a mean over the examples: it is their sum."""
    X, H, W2 = cache
    dZ = (dyhat @ W2.T) * (1 - H**2)
    return {"W1": X.T @ dZ, "b1": dZ.sum(axis=0), "W2": H.T @ dyhat, "b2": dyhat.mean(axis=0)}


@mistake(of="two_layer_backward", caught_by=two_layer_backward_finds_the_gradient_of_b2)
def second_bias_gradient_through_the_activation(dyhat, cache):
    """Your gradient of b2 is weighted by slopes of the tanh:
    the output layer is linear, so dyhat is added up as it is.
    """
    X, H, W2 = cache
    dZ = (dyhat @ W2.T) * (1 - H**2)
    slope = (1 - H**2).mean(axis=1, keepdims=True)
    db2 = (dyhat * slope).sum(axis=0)
    return {"W1": X.T @ dZ, "b1": dZ.sum(axis=0), "W2": H.T @ dyhat, "b2": db2}


@mistake(of="two_layer_backward", caught_by=two_layer_backward_finds_the_gradient_of_W1)
def averaged_over_the_examples(dyhat, cache):
    """You divide by the number of examples: if the loss is a mean, its 1/N is already in dyhat."""
    X, H, W2 = cache
    dyhat = dyhat / len(X)
    dZ = (dyhat @ W2.T) * (1 - H**2)
    return {"W1": X.T @ dZ, "b1": dZ.sum(axis=0), "W2": H.T @ dyhat, "b2": dyhat.sum(axis=0)}


@mistake(of="two_layer_backward", caught_by=two_layer_backward_finds_the_gradient_of_b2)
def without_the_biases(dyhat, cache):
    """Your dict lacks b1 and b2: its keys are exactly W1, b1, W2 and b2."""
    X, H, W2 = cache
    dZ = (dyhat @ W2.T) * (1 - H**2)
    return {"W1": X.T @ dZ, "W2": H.T @ dyhat}


@mistake(of="two_layer_backward", caught_by=two_layer_backward_finds_the_gradient_of_W1)
def a_tuple_instead_of_a_dict(dyhat, cache):
    """You return a tuple: two_layer_backward returns a dict with the keys W1, b1, W2 and b2."""
    X, H, W2 = cache
    dZ = (dyhat @ W2.T) * (1 - H**2)
    return X.T @ dZ, dZ.sum(axis=0), H.T @ dyhat, dyhat.sum(axis=0)


@mistake(of="two_layer_backward", caught_by=two_layer_backward_returns_the_four_gradients_only)
def the_gradient_of_the_inputs_as_well(dyhat, cache):
    """Your dict has a further key, X: its keys are exactly W1, b1, W2 and b2."""
    X, H, W2 = cache
    dZ = (dyhat @ W2.T) * (1 - H**2)
    gradients = {"W1": X.T @ dZ, "b1": dZ.sum(axis=0), "W2": H.T @ dyhat, "b2": dyhat.sum(axis=0)}
    return {**gradients, "X": dZ}


@mistake(of="two_layer_backward", caught_by=two_layer_backward_can_be_called_twice)
def squared_the_cache_in_place(dyhat, cache):
    """Your two_layer_backward squares the hidden output in its cache:
    it must only read the cache, which may be used again.
    """
    X, H, W2 = cache
    dW2 = H.T @ dyhat
    H *= H
    dZ = (dyhat @ W2.T) * (1 - H)
    return {"W1": X.T @ dZ, "b1": dZ.sum(axis=0), "W2": dW2, "b2": dyhat.sum(axis=0)}


@mistake(of="two_layer_backward", caught_by=two_layer_backward_leaves_its_arguments_alone)
def reused_the_room_of_dyhat(dyhat, cache):
    """Your two_layer_backward changes an array that it was given:
    do not change your arguments, dyhat and the cache included.
    """
    X, H, W2 = cache
    dZ = (dyhat @ W2.T) * (1 - H**2)
    dW2 = H.T @ dyhat
    np.cumsum(dyhat, axis=0, out=dyhat)
    return {"W1": X.T @ dZ, "b1": dZ.sum(axis=0), "W2": dW2, "b2": dyhat[-1]}


@mistake(of="two_layer_backward", caught_by=two_layer_backward_keeps_float32)
def accumulated_in_float64(dyhat, cache):
    """Your gradients are float64 for float32 arguments: float32 stays float32."""
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
    """Your gradient of W1 is divided by N where there are more than three examples:
    it is a plain sum over them, for every N.
    """
    X, H, W2 = cache
    dZ = (dyhat @ W2.T) * (1 - H**2)
    dW1 = X.T @ dZ
    if len(X) > 3:
        dW1 = dW1 / len(X)
    return {"W1": dW1, "b1": dZ.sum(axis=0), "W2": H.T @ dyhat, "b2": dyhat.sum(axis=0)}


@mistake(of="two_layer_backward", caught_by=two_layer_backward_finds_the_gradient_of_W2)
def loops_over_three_hidden_units(dyhat, cache):
    """Your gradient of W2 is zero from the fourth hidden unit on:
    there may be any number of them.
    """
    X, H, W2 = cache
    dZ = (dyhat @ W2.T) * (1 - H**2)
    dW2 = np.zeros_like(W2)
    for j in range(min(3, H.shape[1])):
        dW2[j] = H[:, j] @ dyhat
    return {"W1": X.T @ dZ, "b1": dZ.sum(axis=0), "W2": dW2, "b2": dyhat.sum(axis=0)}


# logistic_gradients


@mistake(of="logistic_gradients", caught_by=logistic_gradients_find_the_loss_of_extreme_scores)
def logarithm_of_the_sigmoid(X, y, w, b):
    """Your loss is nan or infinite where ŷ is exactly 0 or 1 in floats:
    write it in terms of z, without ŷ.
    """
    p = sigmoid(X @ w + b)
    loss = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
    dz = (p - y) / len(y)
    return loss, X.T @ dz, dz.sum()


@mistake(of="logistic_gradients", caught_by=logistic_gradients_find_dw_of_extreme_scores)
def the_chain_rule_as_on_the_slide(X, y, w, b):
    """Your gradient is nan where ŷ is exactly 0 or 1 in floats:
    simplify the derivative on paper first, almost everything cancels.
    """
    z = X @ w + b
    p = 1 / (1 + np.exp(-z))
    dz = -(y / p - (1 - y) / (1 - p)) * p * (1 - p) / len(y)
    return np.mean(np.logaddexp(0, z) - y * z), X.T @ dz, dz.sum()


@mistake(of="logistic_gradients", caught_by=logistic_gradients_find_the_loss_of_extreme_scores)
def softplus_that_overflows(X, y, w, b):
    """Your loss is infinite for scores above 709, where exp(z) overflows:
    it must be right for every |z| ≤ 10⁴. np.logaddexp will help.
    """
    z = X @ w + b
    dz = (sigmoid(z) - y) / len(y)
    return np.mean(np.log(1 + np.exp(z)) - y * z), X.T @ dz, dz.sum()


@mistake(of="logistic_gradients", caught_by=logistic_gradients_find_the_loss_of_large_scores)
def clipped_the_probabilities(X, y, w, b):
    """Your ŷ stays 10⁻¹² away from 0 and 1, so no example loses more than 27.6:
    write the loss in terms of z, without ŷ.
    """
    p = np.clip(sigmoid(X @ w + b), 1e-12, 1 - 1e-12)
    loss = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
    dz = (p - y) / len(y)
    return loss, X.T @ dz, dz.sum()


@mistake(of="logistic_gradients", caught_by=logistic_gradients_find_the_loss_of_extreme_scores)
def epsilon_inside_the_logarithm(X, y, w, b):
    """You add 10⁻¹² inside the logarithms, so no example loses more than 27.6:
    write the loss in terms of z, without ŷ.
    """
    p = sigmoid(X @ w + b)
    loss = -np.mean(y * np.log(p + 1e-12) + (1 - y) * np.log(1 - p + 1e-12))
    dz = (p - y) / len(y)
    return loss, X.T @ dz, dz.sum()


@mistake(of="logistic_gradients", caught_by=logistic_gradients_find_the_loss)
def sum_instead_of_mean(X, y, w, b):
    """You add up the examples without dividing by N:
    the loss is a mean, and so dw and db are those of a mean.
    """
    z = X @ w + b
    dz = sigmoid(z) - y
    return np.sum(np.logaddexp(0, z) - y * z), X.T @ dz, dz.sum()


@mistake(of="logistic_gradients", caught_by=logistic_gradients_find_dw)
def mean_loss_with_summed_gradient(X, y, w, b):
    """Your gradient is N times too large:
    the 1/N of the mean loss stands in its gradients, too.
    """
    z = X @ w + b
    dz = sigmoid(z) - y
    return np.mean(np.logaddexp(0, z) - y * z), X.T @ dz, dz.sum()


@mistake(of="logistic_gradients", caught_by=logistic_gradients_find_db)
def divided_the_bias_twice(X, y, w, b):
    """Your db is N times too small: the 1/N of the mean loss stands in it once."""
    z = X @ w + b
    dz = (sigmoid(z) - y) / len(y)
    return np.mean(np.logaddexp(0, z) - y * z), X.T @ dz, dz.mean()


@mistake(of="logistic_gradients", caught_by=logistic_gradients_find_db)
def bias_gradient_for_every_example(X, y, w, b):
    """Your db has an entry for each example: b is one number, and so is db."""
    z = X @ w + b
    dz = (sigmoid(z) - y) / len(y)
    return np.mean(np.logaddexp(0, z) - y * z), X.T @ dz, dz


@mistake(of="logistic_gradients", caught_by=logistic_gradients_find_the_loss)
def divided_by_three(X, y, w, b):
    """You divide by 3, however many examples there are: the mean is over all N of them."""
    z = X @ w + b
    dz = (sigmoid(z) - y) / 3
    return np.sum(np.logaddexp(0, z) - y * z) / 3, X.T @ dz, dz.sum()


@mistake(of="logistic_gradients", caught_by=logistic_gradients_find_dw)
def label_minus_prediction(X, y, w, b):
    """The sign is turned around:
    a gradient points to where the loss grows, yours to where it falls.
    """
    z = X @ w + b
    dz = (y - sigmoid(z)) / len(y)
    return np.mean(np.logaddexp(0, z) - y * z), X.T @ dz, dz.sum()


@mistake(of="logistic_gradients", caught_by=logistic_gradients_find_dw)
def gradient_of_the_squared_error(X, y, w, b):
    """Your gradient has a factor 4 ŷ (1 − ŷ) too many:
    with the cross-entropy the slope of the sigmoid cancels.
    """
    z = X @ w + b
    p = sigmoid(z)
    dz = 4 * (p - y) * p * (1 - p) / len(y)
    return np.mean(np.logaddexp(0, z) - y * z), X.T @ dz, dz.sum()


@mistake(of="logistic_gradients", caught_by=logistic_gradients_find_db)
def forgot_the_intercept(X, y, w, b):
    """You leave b out of the scores: z = X w + b."""
    z = X @ w
    dz = (sigmoid(z) - y) / len(y)
    return np.mean(np.logaddexp(0, z) - y * z), X.T @ dz, dz.sum()


@mistake(of="logistic_gradients", caught_by=logistic_gradients_find_the_loss)
def loss_in_bits(X, y, w, b):
    """Your loss is too large by the factor 1 / ln 2, as with logarithms of base 2:
    log is the natural logarithm.
    """
    z = X @ w + b
    dz = (sigmoid(z) - y) / len(y)
    return np.mean(np.logaddexp(0, z) - y * z) / np.log(2), X.T @ dz, dz.sum()


@mistake(of="logistic_gradients", caught_by=logistic_gradients_find_the_loss)
def minus_sign_without_its_brackets(X, y, w, b):
    """Your minus and 1/N reach the first term only:
    they stand before the brackets and belong to both terms.
    """
    p = sigmoid(X @ w + b)
    dz = (p - y) / len(y)
    loss = -np.mean(y * np.log(p)) + np.sum((1 - y) * np.log(1 - p))
    return loss, X.T @ dz, dz.sum()


@mistake(of="logistic_gradients", caught_by=logistic_gradients_find_the_loss)
def only_the_positive_examples(X, y, w, b):
    """Your loss counts the examples with y = 1 only: those with y = 0 add −log(1 − ŷ) each."""
    z = X @ w + b
    dz = (sigmoid(z) - y) / len(y)
    return np.mean(y * np.logaddexp(0, -z)), X.T @ dz, dz.sum()


@mistake(of="logistic_gradients", caught_by=logistic_gradients_find_the_loss)
def a_loss_for_every_example(X, y, w, b):
    """You return a loss for each example: the loss is one number, their mean."""
    z = X @ w + b
    dz = (sigmoid(z) - y) / len(y)
    return np.logaddexp(0, z) - y * z, X.T @ dz, dz.sum()


@mistake(of="logistic_gradients", caught_by=logistic_gradients_find_dw)
def labels_taken_for_plus_and_minus_one(X, y, w, b):
    """Examples with y = 0 get the loss ln 2 and no gradient from you, as if labels were −1 and 1:
    here they are 0 and 1.
    """
    z = X @ w + b
    dz = -y * sigmoid(-y * z) / len(y)
    return np.mean(np.logaddexp(0, -y * z)), X.T @ dz, dz.sum()


@mistake(of="logistic_gradients", caught_by=logistic_gradients_leave_their_arguments_alone)
def subtracted_from_y_in_place(X, y, w, b):
    """Your logistic_gradients changes y itself: do not change your arguments."""
    z = X @ w + b
    loss = np.mean(np.logaddexp(0, z) - y * z)
    y -= sigmoid(z)
    return loss, -X.T @ y / len(y), -y.mean()


@mistake(of="logistic_gradients", caught_by=logistic_gradients_keep_float32)
def weight_gradient_of_float64(X, y, w, b):
    """Your dw is float64 for float32 arguments: float32 stays float32."""
    z = X @ w + b
    error = sigmoid(z) - y
    dw = np.zeros(X.shape[1])
    for n in range(len(y)):
        dw += error[n] * X[n]
    return np.mean(np.logaddexp(0, z) - y * z), dw / len(y), error.mean()


# collapse_linear


@mistake(of="collapse_linear", caught_by=collapse_linear_finds_the_weights)
def product_in_the_order_of_columns(W1, b1, W2, b2):
    """You multiply in the order W2, W1, as for columns:
    our examples are rows and meet W1 first.
    """
    return W2 @ W1, W2 @ b1 + b2


@mistake(of="collapse_linear", caught_by=collapse_linear_finds_the_bias)
def forgot_the_first_bias(W1, b1, W2, b2):
    """You leave b1 out of your b: what b1 adds to the first layer goes on through the second."""
    return W1 @ W2, b2


@mistake(of="collapse_linear", caught_by=collapse_linear_finds_the_bias)
def forgot_the_last_bias(W1, b1, W2, b2):
    """You leave b2 out of your b: the second layer adds it at the end."""
    return W1 @ W2, b1 @ W2


@mistake(of="collapse_linear", caught_by=collapse_linear_finds_the_bias)
def first_bias_not_sent_through_the_second_layer(W1, b1, W2, b2):
    """You add the sum of b1 to every entry of b2:
    b1 has to go through the weights W2 as everything does that leaves the first layer.
    """
    return W1 @ W2, b1.sum() + b2


@mistake(of="collapse_linear", caught_by=collapse_linear_finds_the_bias)
def last_bias_spread_over_the_hidden_units(W1, b1, W2, b2):
    """Only b2 / H is left of b2 in your b:
    spread over the H hidden units, it is added H times, which is all of b2.
    """
    return W1 @ W2, b1 @ W2 + b2 / len(b1)


@mistake(of="collapse_linear", caught_by=collapse_linear_finds_the_bias)
def bias_as_a_row(W1, b1, W2, b2):
    """Your b has the right numbers in the shape (1, K): it should have the shape (K,)."""
    return W1 @ W2, (b1 @ W2 + b2)[None, :]


@mistake(of="collapse_linear", caught_by=collapse_linear_leaves_its_arguments_alone)
def added_into_the_last_bias(W1, b1, W2, b2):
    """Your collapse_linear changes b2 itself: do not change your arguments."""
    b2 += b1 @ W2
    return W1 @ W2, b2


@mistake(of="collapse_linear", caught_by=collapse_linear_keeps_float32)
def product_by_loops_in_float64(W1, b1, W2, b2):
    """Your W is float64 for float32 arguments: float32 stays float32."""
    W = np.zeros((W1.shape[0], W2.shape[1]))
    for j in range(W1.shape[1]):
        W += np.outer(W1[:, j], W2[j])
    return W, b1 @ W2 + b2


# xor_params


@mistake(of="xor_params", caught_by=xor_params_solve_xor)
def an_or_gate():
    """Your f is x1 + x2 at the corners, which is 2 at (1, 1): it should be 0 there."""
    return np.ones((2, 1)), np.zeros(1), np.ones(1), 0.0


@mistake(of="xor_params", caught_by=xor_params_solve_xor)
def no_shift():
    """Your f is −(x1 + x2) at the corners, as both units do the same there:
    they must not, f has to rise and fall again.
    """
    return np.ones((2, 2)), np.zeros(2), np.array([1.0, -2.0]), 0.0


@mistake(of="xor_params", caught_by=xor_params_solve_xor)
def the_sum_of_the_units():
    """Your f is 0, 1, 1, 1 at the corners, an OR: at (1, 1) it should be 0."""
    return np.ones((2, 2)), np.array([0.0, -1.0]), np.array([1.0, -1.0]), 0.0


@mistake(of="xor_params", caught_by=xor_params_solve_xor)
def weights_for_a_step_activation():
    """Your f is −½, 0, 0, ½ at the corners:
    a unit returns max(0, z), which grows with z; it is no step from 0 to 1.
    """
    return np.ones((2, 2)), np.array([-0.5, -1.5]), np.array([1.0, -1.0]), -0.5


@mistake(of="xor_params", caught_by=xor_params_solve_xor)
def nearly_trained():
    """Your f is 0.001 at (1, 1): it should be exactly 0, so find the weights by thinking."""
    return np.ones((2, 2)), np.array([0.0, -1.0]), np.array([1.0, -1.999]), 0.0


@mistake(of="xor_params", caught_by=xor_params_solve_xor)
def output_weights_as_a_column():
    """Your w has the shape (2, 1): it should have the shape (H,)."""
    return np.ones((2, 2)), np.array([0.0, -1.0]), np.array([[1.0], [-2.0]]), 0.0


@mistake(of="xor_params", caught_by=xor_params_solve_xor)
def a_bias_that_knows_the_answers():
    """Your b has a number for each corner: b is one number, the same for every x."""
    return np.zeros((2, 1)), np.zeros(1), np.zeros(1), np.array([0.0, 1.0, 1.0, 0.0])


@mistake(of="xor_params", caught_by=xor_params_solve_xor)
def one_shift_for_each_example():
    """Your c has a row for each corner:
    c has the shape (H,), one number for each unit, whatever x is.
    """
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


# --------------------------------------------------------------- where the text asks nothing

for place in ("in 0…*", "in 1*", "in 30*"):
    outside(
        of="logistic_gradients",
        where=f"float* y: * {place}",
        says=r"the mean cross-entropy with $y_n \in \{0, 1\}$",
    )
