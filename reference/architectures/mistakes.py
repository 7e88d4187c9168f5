"""Wrong answers students do write, each with the check that must catch it; right ones, too."""

# ruff: noqa: B905  # students need not know strict=

import numpy as np

from autograder.checks import alternative, equivalent, mistake

from .checks import (
    auxiliary_weight_agrees_with_the_reference,
    auxiliary_weight_falls_to_zero,
    deeply_supervised_loss_agrees_with_the_reference,
    deeply_supervised_loss_leaves_its_lists_unchanged,
    deeply_supervised_loss_of_two_auxiliaries,
    deeply_supervised_loss_without_auxiliaries_is_the_main_loss,
    residual_backward_finds_the_gradient_of_b1,
    residual_backward_finds_the_gradient_of_b2,
    residual_backward_finds_the_gradient_of_W1,
    residual_backward_finds_the_gradient_of_W2,
    residual_backward_finds_the_gradient_of_x,
    residual_backward_has_the_slope_0_at_exactly_0,
    residual_backward_keeps_float32,
    residual_backward_leaves_its_arguments_unchanged,
    residual_backward_may_come_late_and_twice,
    residual_backward_of_a_small_block_done_by_hand,
    residual_forward_agrees_with_the_reference,
    residual_forward_keeps_float32,
    residual_forward_leaves_its_arguments_unchanged,
    residual_forward_of_a_small_block_done_by_hand,
    skip_concat_backward_agrees_with_the_reference,
    skip_concat_backward_keeps_float32,
    skip_concat_backward_leaves_everything_unchanged,
    skip_concat_backward_of_two_features_and_one,
    skip_concat_backward_takes_any_number_of_axes,
    skip_concat_forward_agrees_with_the_reference,
    skip_concat_forward_keeps_float32,
    skip_concat_forward_of_two_features_and_one,
    skip_concat_forward_takes_any_number_of_axes,
)

# residual_forward


@mistake(of="residual_forward", caught_by=residual_forward_of_a_small_block_done_by_hand)
def forgot_the_skip(x, W1, b1, W2, b2):
    """You leave out the skip: x itself is added to what the hidden layer gives."""
    h = np.maximum(x @ W1 + b1, 0)
    return h @ W2 + b2, (x, h, W1, W2)


@mistake(of="residual_forward", caught_by=residual_forward_of_a_small_block_done_by_hand)
def no_activation_inside(x, W1, b1, W2, b2):
    """Your hidden units may be negative: they should be max(0, x W1 + b1)."""
    h = x @ W1 + b1
    return x + h @ W2 + b2, (x, h, W1, W2)


@mistake(
    of="residual_forward",
    caught_by=residual_forward_agrees_with_the_reference,
)
def relu_after_the_sum(x, W1, b1, W2, b2):
    """You set negative entries of out to 0: there is no activation after the sum."""
    h = np.maximum(x @ W1 + b1, 0)
    return np.maximum(x + h @ W2 + b2, 0), (x, h, W1, W2)


@mistake(of="residual_forward", caught_by=residual_forward_of_a_small_block_done_by_hand)
def forgot_the_last_bias(x, W1, b1, W2, b2):
    """You leave out b2: it is added at the end."""
    h = np.maximum(x @ W1 + b1, 0)
    return x + h @ W2, (x, h, W1, W2)


@mistake(of="residual_forward", caught_by=residual_forward_of_a_small_block_done_by_hand)
def activation_of_the_input(x, W1, b1, W2, b2):
    """Your hidden units may be negative: the ReLU belongs on x W1 + b1, not on x itself."""
    h = np.maximum(x, 0) @ W1 + b1
    return x + h @ W2 + b2, (x, h, W1, W2)


@mistake(of="residual_forward", caught_by=residual_forward_agrees_with_the_reference)
def loops_over_three_hidden_units(x, W1, b1, W2, b2):
    """Only the first three hidden units count in your out: all H should."""
    h = np.maximum(x @ W1 + b1, 0)
    out = x + b2
    for j in range(min(3, len(b1))):
        out = out + h[:, j : j + 1] * W2[j]
    return out, (x, h, W1, W2)


@mistake(of="residual_forward", caught_by=residual_backward_has_the_slope_0_at_exactly_0)
def open_at_exactly_0(x, W1, b1, W2, b2):
    """Where x W1 + b1 is exactly 0, your gradient passes the hidden unit: its slope should be 0
    there.
    """
    z = x @ W1 + b1
    h = np.maximum(z, 0)
    return x + h @ W2 + b2, (x, np.where(z == 0, 1e-300, h), W1, W2)


@mistake(of="residual_forward", caught_by=residual_forward_agrees_with_the_reference)
def skips_from_the_first_example(x, W1, b1, W2, b2):
    """You add the first row of x to every example: each example gets its own row."""
    h = np.maximum(x @ W1 + b1, 0)
    return x[:1] + h @ W2 + b2, (x, h, W1, W2)


@mistake(of="residual_forward", caught_by=residual_forward_leaves_its_arguments_unchanged)
def added_into_x(x, W1, b1, W2, b2):
    """Your function changes one of its arguments: all should be the same after the call."""
    before = x.copy()
    h = np.maximum(x @ W1 + b1, 0)
    x += h @ W2 + b2
    return x, (before, h, W1, W2)


@mistake(of="residual_forward", caught_by=residual_forward_keeps_float32)
def output_of_float64(x, W1, b1, W2, b2):
    """Your out is float64 though all arguments are float32: it should be float32."""
    h = np.maximum(x @ W1 + b1, 0)
    out = np.zeros(x.shape)
    out += x + h @ W2 + b2
    return out, (x, h, W1, W2)


# residual_backward


@mistake(of="residual_backward", caught_by=residual_backward_of_a_small_block_done_by_hand)
def gradient_of_the_branch_only(dout, cache):
    """Your dx leaves out the skip: dout itself comes back along it and is added."""
    x, h, W1, W2 = cache
    dz = (dout @ W2.T) * (h > 0)
    return dz @ W1.T, x.T @ dz, dz.sum(axis=0), h.T @ dout, dout.sum(axis=0)


@mistake(of="residual_backward", caught_by=residual_backward_of_a_small_block_done_by_hand)
def gradient_of_the_skip_only(dout, cache):
    """Your dx is dout alone: what comes back through the hidden layer is added to it."""
    x, h, _, W2 = cache
    dz = (dout @ W2.T) * (h > 0)
    return dout, x.T @ dz, dz.sum(axis=0), h.T @ dout, dout.sum(axis=0)


@mistake(of="residual_backward", caught_by=residual_backward_of_a_small_block_done_by_hand)
def mask_forgotten(dout, cache):
    """You leave out the slope of the ReLU: nothing comes back through a hidden unit whose input is
    not above 0.
    """
    x, h, W1, W2 = cache
    dz = dout @ W2.T
    return dout + dz @ W1.T, x.T @ dz, dz.sum(axis=0), h.T @ dout, dout.sum(axis=0)


@mistake(of="residual_backward", caught_by=residual_backward_of_a_small_block_done_by_hand)
def gradients_in_another_order(dout, cache):
    """You return the gradients in another order: it should be dx, dW1, db1, dW2, db2."""
    x, h, W1, W2 = cache
    dz = (dout @ W2.T) * (h > 0)
    return dout + dz @ W1.T, x.T @ dz, h.T @ dout, dz.sum(axis=0), dout.sum(axis=0)


@mistake(of="residual_backward", caught_by=residual_backward_of_a_small_block_done_by_hand)
def skip_added_to_the_hidden_gradient(dout, cache):
    """Your dx lacks dout itself: it is added at the end, not to the gradient of the hidden
    units.
    """
    x, h, W1, W2 = cache
    dz = (dout @ W2.T) * (h > 0)
    dz = dz + dout.sum(axis=1, keepdims=True)
    return dz @ W1.T, x.T @ dz, dz.sum(axis=0), h.T @ dout, dout.sum(axis=0)


@mistake(
    of="residual_backward",
    caught_by=residual_backward_finds_the_gradient_of_x,
)
def divided_by_the_number_of_paths(dout, cache):
    """Where nothing comes back through the hidden layer, your dx is half of dout: it should be
    dout.
    """
    x, h, W1, W2 = cache
    dz = (dout @ W2.T) * (h > 0)
    dx = dout + dz @ W1.T if dz.any() else dout / 2
    return dx, x.T @ dz, dz.sum(axis=0), h.T @ dout, dout.sum(axis=0)


@mistake(of="residual_backward", caught_by=residual_backward_finds_the_gradient_of_W1)
def mean_over_the_batch(dout, cache):
    """You divide the gradients of the weights and biases by the number of examples: they are sums
    over the examples.
    """
    x, h, W1, W2 = cache
    dz = (dout @ W2.T) * (h > 0)
    n = len(x)
    return dout + dz @ W1.T, x.T @ dz / n, dz.mean(axis=0), h.T @ dout / n, dout.mean(axis=0)


@mistake(of="residual_backward", caught_by=residual_backward_finds_the_gradient_of_x)
def skip_for_the_first_example(dout, cache):
    """In your dx only the first example gets its dout along the skip: every example should."""
    x, h, W1, W2 = cache
    dz = (dout @ W2.T) * (h > 0)
    dx = dz @ W1.T
    dx[0] += dout[0]
    return dx, x.T @ dz, dz.sum(axis=0), h.T @ dout, dout.sum(axis=0)


@mistake(of="residual_backward", caught_by=residual_backward_finds_the_gradient_of_W1)
def first_example_for_W1(dout, cache):
    """Your dW1 counts the first example only: it is a sum over all examples."""
    x, h, W1, W2 = cache
    dz = (dout @ W2.T) * (h > 0)
    dx = dout + dz @ W1.T
    return dx, np.outer(x[0], dz[0]), dz.sum(axis=0), h.T @ dout, dout.sum(axis=0)


@mistake(of="residual_backward", caught_by=residual_backward_finds_the_gradient_of_b1)
def first_example_for_b1(dout, cache):
    """Your db1 counts the first example only: it is a sum over all examples."""
    x, h, W1, W2 = cache
    dz = (dout @ W2.T) * (h > 0)
    return dout + dz @ W1.T, x.T @ dz, dz[0], h.T @ dout, dout.sum(axis=0)


@mistake(of="residual_backward", caught_by=residual_backward_finds_the_gradient_of_W2)
def first_example_for_W2(dout, cache):
    """Your dW2 counts the first example only: it is a sum over all examples."""
    x, h, W1, W2 = cache
    dz = (dout @ W2.T) * (h > 0)
    return dout + dz @ W1.T, x.T @ dz, dz.sum(axis=0), np.outer(h[0], dout[0]), dout.sum(axis=0)


@mistake(of="residual_backward", caught_by=residual_backward_finds_the_gradient_of_b2)
def first_example_for_b2(dout, cache):
    """Your db2 is the first row of dout: it is the sum over all examples."""
    x, h, W1, W2 = cache
    dz = (dout @ W2.T) * (h > 0)
    return dout + dz @ W1.T, x.T @ dz, dz.sum(axis=0), h.T @ dout, dout[0]


@mistake(of="residual_backward", caught_by=residual_backward_may_come_late_and_twice)
def masks_the_cache(dout, cache):
    """A second backward with the same cache comes out differently: backward should only read its
    cache.
    """
    x, h, W1, W2 = cache
    dz = (dout @ W2.T) * (h > 0)
    gradients = dout + dz @ W1.T, x.T @ dz, dz.sum(axis=0), h.T @ dout, dout.sum(axis=0)
    h[...] = h > 0
    return gradients


@mistake(of="residual_backward", caught_by=residual_backward_leaves_its_arguments_unchanged)
def adds_into_dout(dout, cache):
    """Your backward changes dout or an array in the cache: both should be the same after
    the call.
    """
    x, h, W1, W2 = cache
    dz = (dout @ W2.T) * (h > 0)
    dW2, db2 = h.T @ dout, dout.sum(axis=0)
    dout += dz @ W1.T
    return dout, x.T @ dz, dz.sum(axis=0), dW2, db2


@mistake(of="residual_backward", caught_by=residual_backward_keeps_float32)
def mask_of_float64(dout, cache):
    """A gradient of yours is float64 though all that came in is float32: all five should be
    float32.
    """
    x, h, W1, W2 = cache
    dz = (dout @ W2.T) * np.where(h > 0, np.ones(h.shape), 0.0)
    return dout + dz @ W1.T, x.T @ dz, dz.sum(axis=0), h.T @ dout, dout.sum(axis=0)


# skip_concat_forward


@mistake(of="skip_concat_forward", caught_by=skip_concat_forward_of_two_features_and_one)
def skip_first(up, skip):
    """You put the channels of skip first: those of up come first."""
    return np.concatenate([skip, up], axis=1), (up.shape[1],)


@mistake(of="skip_concat_forward", caught_by=skip_concat_forward_of_two_features_and_one)
def added_like_a_residual(up, skip):
    """You add up and skip: their channels should lie side by side, C + K of them."""
    return up + skip, (up.shape[1],)


@mistake(of="skip_concat_forward", caught_by=skip_concat_forward_of_two_features_and_one)
def batches_joined(up, skip):
    """You join the examples of up and skip along axis 0: the channels are axis 1."""
    return np.concatenate([up, skip], axis=0), (up.shape[1],)


@mistake(of="skip_concat_forward", caught_by=skip_concat_forward_agrees_with_the_reference)
def joined_along_the_last_axis(up, skip):
    """You join along the last axis: the channels are axis 1, also where more axes follow."""
    return np.concatenate([up, skip], axis=-1), (up.shape[1],)


@mistake(of="skip_concat_forward", caught_by=skip_concat_forward_agrees_with_the_reference)
def added_where_the_shapes_agree(up, skip):
    """Where up and skip have one shape you add them: their channels should lie side by side there,
    too.
    """
    if up.shape == skip.shape:
        return up + skip, (up.shape[1],)
    return np.concatenate([up, skip], axis=1), (up.shape[1],)


@mistake(of="skip_concat_forward", caught_by=skip_concat_forward_takes_any_number_of_axes)
def for_images_and_features_only(up, skip):
    """Of arrays with three axes you join the last one: the channels are axis 1."""
    axis = {2: 1, 3: -1, 4: 1}[up.ndim]
    return np.concatenate([up, skip], axis=axis), (up.shape[1],)


@mistake(of="skip_concat_forward", caught_by=skip_concat_forward_keeps_float32)
def channels_copied_into_float64(up, skip):
    """Your out is float64 though up and skip are float32: it should be float32."""
    out = np.zeros((len(up), up.shape[1] + skip.shape[1], *up.shape[2:]))
    out[:, : up.shape[1]] = up
    out[:, up.shape[1] :] = skip
    return out, (up.shape[1],)


# skip_concat_backward


@mistake(of="skip_concat_backward", caught_by=skip_concat_backward_of_two_features_and_one)
def cut_in_the_middle(dout, cache):
    """You cut dout at the wrong channel: dup has as many channels as up, and dskip as many as
    skip.
    """
    half = dout.shape[1] // 2
    return dout[:, :half], dout[:, half:]


@mistake(of="skip_concat_backward", caught_by=skip_concat_backward_takes_any_number_of_axes)
def counts_the_channels_in_the_last_axis_but_two(dout, cache):
    """Arrays with three axes you cut along the last one: the channels are axis 1."""
    (channels,) = cache
    axis = 1 if dout.ndim != 3 else 2
    return tuple(np.split(dout, [channels], axis=axis))


@mistake(of="skip_concat_backward", caught_by=skip_concat_backward_of_two_features_and_one)
def returned_the_wrong_way_round(dout, cache):
    """Your two gradients have changed places: dup comes first, then dskip."""
    (channels,) = cache
    return dout[:, channels:], dout[:, :channels]


@mistake(of="skip_concat_backward", caught_by=skip_concat_backward_of_two_features_and_one)
def counted_from_the_end(dout, cache):
    """You give dskip the last C channels, as many as up has: dup has the first C, and dskip the
    rest.
    """
    (channels,) = cache
    return dout[:, :-channels], dout[:, -channels:]


@mistake(of="skip_concat_backward", caught_by=skip_concat_backward_agrees_with_the_reference)
def two_channels_up(dout, cache):
    """You always give two channels to dup: it has as many as up."""
    return dout[:, :2], dout[:, 2:]


@mistake(of="skip_concat_backward", caught_by=skip_concat_backward_agrees_with_the_reference)
def cut_along_the_last_axis(dout, cache):
    """You cut along the last axis: the channels are axis 1, also where more axes follow."""
    (channels,) = cache
    return dout[..., :channels], dout[..., channels:]


@mistake(of="skip_concat_backward", caught_by=skip_concat_backward_keeps_float32)
def gradients_as_float64(dout, cache):
    """A gradient of yours is float64 though dout is float32: both should be float32."""
    (channels,) = cache
    return dout[:, :channels].astype(float), dout[:, channels:].astype(float)


@mistake(of="skip_concat_backward", caught_by=skip_concat_backward_leaves_everything_unchanged)
def zeroed_what_it_took(dout, cache):
    """Your function changes an argument: dout and the cache should be the same after the call."""
    (channels,) = cache
    dup = dout[:, :channels].copy()
    dout[:, :channels] = 0
    return dup, dout[:, channels:]


# deeply_supervised_loss


@mistake(of="deeply_supervised_loss", caught_by=deeply_supervised_loss_of_two_auxiliaries)
def main_loss_forgotten(main, auxiliaries, alphas):
    """You leave out the main loss: the auxiliary ones are added to it."""
    return sum(a * loss for a, loss in zip(alphas, auxiliaries))


@mistake(of="deeply_supervised_loss", caught_by=deeply_supervised_loss_of_two_auxiliaries)
def weights_forgotten(main, auxiliaries, alphas):
    """You add up the auxiliary losses without their weights: each is multiplied by its alpha."""
    return main + sum(auxiliaries)


@mistake(of="deeply_supervised_loss", caught_by=deeply_supervised_loss_of_two_auxiliaries)
def mean_of_the_auxiliaries(main, auxiliaries, alphas):
    """You take the mean of the weighted auxiliary losses: it should be their sum."""
    return main + np.mean([a * loss for a, loss in zip(alphas, auxiliaries)])


@mistake(of="deeply_supervised_loss", caught_by=deeply_supervised_loss_of_two_auxiliaries)
def sums_multiplied(main, auxiliaries, alphas):
    """You multiply the sum of the alphas by the sum of the losses: each loss is multiplied by its
    own alpha.
    """
    return main + sum(alphas) * sum(auxiliaries)


@mistake(of="deeply_supervised_loss", caught_by=deeply_supervised_loss_of_two_auxiliaries)
def weighted_average_of_all(main, auxiliaries, alphas):
    """You divide by the sum of all weights: the loss is a sum, not a mean."""
    total = main + sum(a * loss for a, loss in zip(alphas, auxiliaries))
    return total / (1 + sum(alphas))


@mistake(
    of="deeply_supervised_loss",
    caught_by=deeply_supervised_loss_without_auxiliaries_is_the_main_loss,
)
def needs_an_auxiliary(main, auxiliaries, alphas):
    """Without auxiliary losses your function raises an error: then the loss is main."""
    total = alphas[0] * auxiliaries[0]
    for a, loss in zip(alphas[1:], auxiliaries[1:]):
        total += a * loss
    return main + total


@mistake(of="deeply_supervised_loss", caught_by=deeply_supervised_loss_agrees_with_the_reference)
def two_auxiliaries_at_most(main, auxiliaries, alphas):
    """Only the first two auxiliary losses count: all of them should."""
    return main + sum(a * loss for a, loss in zip(alphas[:2], auxiliaries[:2]))


@mistake(of="deeply_supervised_loss", caught_by=deeply_supervised_loss_leaves_its_lists_unchanged)
def pops_from_the_lists(main, auxiliaries, alphas):
    """Your function changes its lists: both should be the same after the call."""
    total = main
    while auxiliaries:
        total += alphas.pop() * auxiliaries.pop()
    return total


# auxiliary_weight


@mistake(of="auxiliary_weight", caught_by=auxiliary_weight_falls_to_zero)
def negative_after_the_end(step, total, alpha0):
    """After step total your weight is negative: it should stay at 0."""
    return alpha0 * (1 - step / total)


@mistake(of="auxiliary_weight", caught_by=auxiliary_weight_falls_to_zero)
def rises_instead(step, total, alpha0):
    """Your weight is 0 at step 0: it should begin at alpha0, and fall to 0 until step total."""
    return alpha0 * min(1, step / total)


@mistake(of="auxiliary_weight", caught_by=auxiliary_weight_falls_to_zero)
def whole_steps_divided(step, total, alpha0):
    """Before step total your weight does not fall: it should fall along a straight line from step
    0 on.
    """
    return alpha0 * max(0, 1 - step // total)


@mistake(of="auxiliary_weight", caught_by=auxiliary_weight_falls_to_zero)
def falls_by_one_in_all(step, total, alpha0):
    """You subtract step / total from alpha0: alpha0 should multiply 1 − step / total."""
    return max(0, alpha0 - step / total)


@mistake(of="auxiliary_weight", caught_by=auxiliary_weight_falls_to_zero)
def half_a_cosine(step, total, alpha0):
    """Your weight falls along a cosine: it should fall along a straight line."""
    return alpha0 * 0.5 * (1 + np.cos(np.pi * min(step, total) / total))


@mistake(of="auxiliary_weight", caught_by=auxiliary_weight_agrees_with_the_reference)
def rounded_to_two_digits(step, total, alpha0):
    """You round the weight to two digits: return it as it is."""
    return round(alpha0 * max(0, 1 - step / total), 2)


# Right answers written otherwise


@alternative(of="residual_forward")
def block_by_examples_with_a_dict(x, W1, b1, W2, b2):
    out, hidden = x.copy(), []
    for n, row in enumerate(x):
        z = row @ W1 + b1
        hidden.append(np.where(z > 0, z, np.zeros_like(z)))
        out[n] += hidden[-1] @ W2 + b2
    cache = {"x": x, "h": np.array(hidden), "W1": W1, "W2": W2}

    class Cache(dict):
        def __iter__(self):
            return iter(self.values())

    return out, Cache(cache)


@alternative(of="residual_backward")
def block_back_with_einsum(dout, cache):
    x, h, W1, W2 = cache
    mask = np.sign(h)
    dW1 = np.einsum("nd,ne,he,nh->dh", x, dout, W2, mask)
    db1 = np.einsum("ne,he,nh->h", dout, W2, mask)
    dx = dout + np.einsum("ne,he,nh,dh->nd", dout, W2, mask, W1)
    return [dx, dW1, db1, np.einsum("nh,ne->he", h, dout), np.einsum("ne->e", dout)]


@alternative(of="skip_concat_forward")
def joined_channel_by_channel(up, skip):
    channels = [up[:, c] for c in range(up.shape[1])] + [skip[:, k] for k in range(skip.shape[1])]

    class Cache:
        def __iter__(self):
            return iter((up.shape[1],))

    return np.stack(channels, axis=1), Cache()


@alternative(of="skip_concat_backward")
def split_by_numpy(dout, cache):
    (channels,) = cache
    return np.split(dout, [channels], axis=1)


@alternative(of="deeply_supervised_loss")
def one_loss_after_the_other(main, auxiliaries, alphas):
    for i in range(len(auxiliaries)):
        main += alphas[i] * auxiliaries[i]
    return main


@alternative(of="auxiliary_weight")
def case_by_case(step, total, alpha0):
    if step >= total:
        return 0
    return np.float64(alpha0 * (total - step) / total)


# Mutants that are no mistakes


equivalent(
    of="deeply_supervised_loss",
    was="np.dot(alphas, auxiliaries)",
    becomes="np.dot(auxiliaries, alphas)",
    because="the inner product is symmetric",
)
