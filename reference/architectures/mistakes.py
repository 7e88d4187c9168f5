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
    h = np.maximum(x @ W1 + b1, 0)
    return h @ W2 + b2, (x, h, W1, W2)


@mistake(of="residual_forward", caught_by=residual_forward_of_a_small_block_done_by_hand)
def no_activation_inside(x, W1, b1, W2, b2):
    h = x @ W1 + b1
    return x + h @ W2 + b2, (x, h, W1, W2)


@mistake(
    of="residual_forward",
    caught_by=residual_forward_agrees_with_the_reference,
)
def relu_after_the_sum(x, W1, b1, W2, b2):
    """As in the first ResNet; right as long as nothing is negative."""
    h = np.maximum(x @ W1 + b1, 0)
    return np.maximum(x + h @ W2 + b2, 0), (x, h, W1, W2)


@mistake(of="residual_forward", caught_by=residual_forward_of_a_small_block_done_by_hand)
def forgot_the_last_bias(x, W1, b1, W2, b2):
    h = np.maximum(x @ W1 + b1, 0)
    return x + h @ W2, (x, h, W1, W2)


@mistake(of="residual_forward", caught_by=residual_forward_of_a_small_block_done_by_hand)
def activation_of_the_input(x, W1, b1, W2, b2):
    """relu(x) W1: the activation before the layer, as in later ResNets, but after none."""
    h = np.maximum(x, 0) @ W1 + b1
    return x + h @ W2 + b2, (x, h, W1, W2)


@mistake(of="residual_forward", caught_by=residual_forward_agrees_with_the_reference)
def loops_over_three_hidden_units(x, W1, b1, W2, b2):
    """Right for the block of the text."""
    h = np.maximum(x @ W1 + b1, 0)
    out = x + b2
    for j in range(min(3, len(b1))):
        out = out + h[:, j : j + 1] * W2[j]
    return out, (x, h, W1, W2)


@mistake(of="residual_forward", caught_by=residual_backward_has_the_slope_0_at_exactly_0)
def open_at_exactly_0(x, W1, b1, W2, b2):
    """The mask of the cache is z >= 0 where the text says z > 0."""
    z = x @ W1 + b1
    h = np.maximum(z, 0)
    return x + h @ W2 + b2, (x, np.where(z == 0, 1e-300, h), W1, W2)


@mistake(of="residual_forward", caught_by=residual_forward_agrees_with_the_reference)
def skips_from_the_first_example(x, W1, b1, W2, b2):
    h = np.maximum(x @ W1 + b1, 0)
    return x[:1] + h @ W2 + b2, (x, h, W1, W2)


@mistake(of="residual_forward", caught_by=residual_forward_leaves_its_arguments_unchanged)
def added_into_x(x, W1, b1, W2, b2):
    before = x.copy()
    h = np.maximum(x @ W1 + b1, 0)
    x += h @ W2 + b2
    return x, (before, h, W1, W2)


@mistake(of="residual_forward", caught_by=residual_forward_keeps_float32)
def output_of_float64(x, W1, b1, W2, b2):
    h = np.maximum(x @ W1 + b1, 0)
    out = np.zeros(x.shape)
    out += x + h @ W2 + b2
    return out, (x, h, W1, W2)


# residual_backward


@mistake(of="residual_backward", caught_by=residual_backward_of_a_small_block_done_by_hand)
def gradient_of_the_branch_only(dout, cache):
    """The path along the skip is forgotten: then it helps nobody."""
    x, h, W1, W2 = cache
    dz = (dout @ W2.T) * (h > 0)
    return dz @ W1.T, x.T @ dz, dz.sum(axis=0), h.T @ dout, dout.sum(axis=0)


@mistake(of="residual_backward", caught_by=residual_backward_of_a_small_block_done_by_hand)
def gradient_of_the_skip_only(dout, cache):
    x, h, _, W2 = cache
    dz = (dout @ W2.T) * (h > 0)
    return dout, x.T @ dz, dz.sum(axis=0), h.T @ dout, dout.sum(axis=0)


@mistake(of="residual_backward", caught_by=residual_backward_of_a_small_block_done_by_hand)
def mask_forgotten(dout, cache):
    x, h, W1, W2 = cache
    dz = dout @ W2.T
    return dout + dz @ W1.T, x.T @ dz, dz.sum(axis=0), h.T @ dout, dout.sum(axis=0)


@mistake(of="residual_backward", caught_by=residual_backward_of_a_small_block_done_by_hand)
def gradients_in_another_order(dout, cache):
    x, h, W1, W2 = cache
    dz = (dout @ W2.T) * (h > 0)
    return dout + dz @ W1.T, x.T @ dz, h.T @ dout, dz.sum(axis=0), dout.sum(axis=0)


@mistake(of="residual_backward", caught_by=residual_backward_of_a_small_block_done_by_hand)
def skip_added_to_the_hidden_gradient(dout, cache):
    """dout + … before the ReLU instead of after W1."""
    x, h, W1, W2 = cache
    dz = (dout @ W2.T) * (h > 0)
    dz = dz + dout.sum(axis=1, keepdims=True)
    return dz @ W1.T, x.T @ dz, dz.sum(axis=0), h.T @ dout, dout.sum(axis=0)


@mistake(
    of="residual_backward",
    caught_by=residual_backward_finds_the_gradient_of_x,
)
def divided_by_the_number_of_paths(dout, cache):
    """Right where the other path brings nothing but for the half."""
    x, h, W1, W2 = cache
    dz = (dout @ W2.T) * (h > 0)
    dx = dout + dz @ W1.T if dz.any() else dout / 2
    return dx, x.T @ dz, dz.sum(axis=0), h.T @ dout, dout.sum(axis=0)


@mistake(of="residual_backward", caught_by=residual_backward_finds_the_gradient_of_W1)
def mean_over_the_batch(dout, cache):
    x, h, W1, W2 = cache
    dz = (dout @ W2.T) * (h > 0)
    n = len(x)
    return dout + dz @ W1.T, x.T @ dz / n, dz.mean(axis=0), h.T @ dout / n, dout.mean(axis=0)


@mistake(of="residual_backward", caught_by=residual_backward_finds_the_gradient_of_x)
def skip_for_the_first_example(dout, cache):
    x, h, W1, W2 = cache
    dz = (dout @ W2.T) * (h > 0)
    dx = dz @ W1.T
    dx[0] += dout[0]
    return dx, x.T @ dz, dz.sum(axis=0), h.T @ dout, dout.sum(axis=0)


@mistake(of="residual_backward", caught_by=residual_backward_finds_the_gradient_of_W1)
def first_example_for_W1(dout, cache):
    x, h, W1, W2 = cache
    dz = (dout @ W2.T) * (h > 0)
    dx = dout + dz @ W1.T
    return dx, np.outer(x[0], dz[0]), dz.sum(axis=0), h.T @ dout, dout.sum(axis=0)


@mistake(of="residual_backward", caught_by=residual_backward_finds_the_gradient_of_b1)
def first_example_for_b1(dout, cache):
    x, h, W1, W2 = cache
    dz = (dout @ W2.T) * (h > 0)
    return dout + dz @ W1.T, x.T @ dz, dz[0], h.T @ dout, dout.sum(axis=0)


@mistake(of="residual_backward", caught_by=residual_backward_finds_the_gradient_of_W2)
def first_example_for_W2(dout, cache):
    x, h, W1, W2 = cache
    dz = (dout @ W2.T) * (h > 0)
    return dout + dz @ W1.T, x.T @ dz, dz.sum(axis=0), np.outer(h[0], dout[0]), dout.sum(axis=0)


@mistake(of="residual_backward", caught_by=residual_backward_finds_the_gradient_of_b2)
def first_example_for_b2(dout, cache):
    x, h, W1, W2 = cache
    dz = (dout @ W2.T) * (h > 0)
    return dout + dz @ W1.T, x.T @ dz, dz.sum(axis=0), h.T @ dout, dout[0]


@mistake(of="residual_backward", caught_by=residual_backward_may_come_late_and_twice)
def masks_the_cache(dout, cache):
    """x in the cache grows by its own gradient."""
    x, h, W1, W2 = cache
    dz = (dout @ W2.T) * (h > 0)
    gradients = dout + dz @ W1.T, x.T @ dz, dz.sum(axis=0), h.T @ dout, dout.sum(axis=0)
    h[...] = h > 0
    return gradients


@mistake(of="residual_backward", caught_by=residual_backward_leaves_its_arguments_unchanged)
def adds_into_dout(dout, cache):
    x, h, W1, W2 = cache
    dz = (dout @ W2.T) * (h > 0)
    dW2, db2 = h.T @ dout, dout.sum(axis=0)
    dout += dz @ W1.T
    return dout, x.T @ dz, dz.sum(axis=0), dW2, db2


@mistake(of="residual_backward", caught_by=residual_backward_keeps_float32)
def mask_of_float64(dout, cache):
    x, h, W1, W2 = cache
    dz = (dout @ W2.T) * np.where(h > 0, np.ones(h.shape), 0.0)
    return dout + dz @ W1.T, x.T @ dz, dz.sum(axis=0), h.T @ dout, dout.sum(axis=0)


# skip_concat_forward


@mistake(of="skip_concat_forward", caught_by=skip_concat_forward_of_two_features_and_one)
def skip_first(up, skip):
    return np.concatenate([skip, up], axis=1), (up.shape[1],)


@mistake(of="skip_concat_forward", caught_by=skip_concat_forward_of_two_features_and_one)
def added_like_a_residual(up, skip):
    """A ResNet adds, a U-Net concatenates."""
    return up + skip, (up.shape[1],)


@mistake(of="skip_concat_forward", caught_by=skip_concat_forward_of_two_features_and_one)
def batches_joined(up, skip):
    return np.concatenate([up, skip], axis=0), (up.shape[1],)


@mistake(of="skip_concat_forward", caught_by=skip_concat_forward_agrees_with_the_reference)
def joined_along_the_last_axis(up, skip):
    """Right for features, wrong for images."""
    return np.concatenate([up, skip], axis=-1), (up.shape[1],)


@mistake(of="skip_concat_forward", caught_by=skip_concat_forward_agrees_with_the_reference)
def added_where_the_shapes_agree(up, skip):
    if up.shape == skip.shape:
        return up + skip, (up.shape[1],)
    return np.concatenate([up, skip], axis=1), (up.shape[1],)


@mistake(of="skip_concat_forward", caught_by=skip_concat_forward_takes_any_number_of_axes)
def for_images_and_features_only(up, skip):
    axis = {2: 1, 3: -1, 4: 1}[up.ndim]
    return np.concatenate([up, skip], axis=axis), (up.shape[1],)


@mistake(of="skip_concat_forward", caught_by=skip_concat_forward_keeps_float32)
def channels_copied_into_float64(up, skip):
    out = np.zeros((len(up), up.shape[1] + skip.shape[1], *up.shape[2:]))
    out[:, : up.shape[1]] = up
    out[:, up.shape[1] :] = skip
    return out, (up.shape[1],)


# skip_concat_backward


@mistake(of="skip_concat_backward", caught_by=skip_concat_backward_of_two_features_and_one)
def cut_in_the_middle(dout, cache):
    half = dout.shape[1] // 2
    return dout[:, :half], dout[:, half:]


@mistake(of="skip_concat_backward", caught_by=skip_concat_backward_takes_any_number_of_axes)
def counts_the_channels_in_the_last_axis_but_two(dout, cache):
    """As if everything were an image; for features a negative axis is another one."""
    (channels,) = cache
    axis = 1 if dout.ndim != 3 else 2
    return tuple(np.split(dout, [channels], axis=axis))


@mistake(of="skip_concat_backward", caught_by=skip_concat_backward_of_two_features_and_one)
def returned_the_wrong_way_round(dout, cache):
    (channels,) = cache
    return dout[:, channels:], dout[:, :channels]


@mistake(of="skip_concat_backward", caught_by=skip_concat_backward_of_two_features_and_one)
def counted_from_the_end(dout, cache):
    (channels,) = cache
    return dout[:, :-channels], dout[:, -channels:]


@mistake(of="skip_concat_backward", caught_by=skip_concat_backward_agrees_with_the_reference)
def two_channels_up(dout, cache):
    return dout[:, :2], dout[:, 2:]


@mistake(of="skip_concat_backward", caught_by=skip_concat_backward_agrees_with_the_reference)
def cut_along_the_last_axis(dout, cache):
    (channels,) = cache
    return dout[..., :channels], dout[..., channels:]


@mistake(of="skip_concat_backward", caught_by=skip_concat_backward_keeps_float32)
def gradients_as_float64(dout, cache):
    (channels,) = cache
    return dout[:, :channels].astype(float), dout[:, channels:].astype(float)


@mistake(of="skip_concat_backward", caught_by=skip_concat_backward_leaves_everything_unchanged)
def zeroed_what_it_took(dout, cache):
    (channels,) = cache
    dup = dout[:, :channels].copy()
    dout[:, :channels] = 0
    return dup, dout[:, channels:]


# deeply_supervised_loss


@mistake(of="deeply_supervised_loss", caught_by=deeply_supervised_loss_of_two_auxiliaries)
def main_loss_forgotten(main, auxiliaries, alphas):
    return sum(a * loss for a, loss in zip(alphas, auxiliaries))


@mistake(of="deeply_supervised_loss", caught_by=deeply_supervised_loss_of_two_auxiliaries)
def weights_forgotten(main, auxiliaries, alphas):
    return main + sum(auxiliaries)


@mistake(of="deeply_supervised_loss", caught_by=deeply_supervised_loss_of_two_auxiliaries)
def mean_of_the_auxiliaries(main, auxiliaries, alphas):
    return main + np.mean([a * loss for a, loss in zip(alphas, auxiliaries)])


@mistake(of="deeply_supervised_loss", caught_by=deeply_supervised_loss_of_two_auxiliaries)
def sums_multiplied(main, auxiliaries, alphas):
    return main + sum(alphas) * sum(auxiliaries)


@mistake(of="deeply_supervised_loss", caught_by=deeply_supervised_loss_of_two_auxiliaries)
def weighted_average_of_all(main, auxiliaries, alphas):
    total = main + sum(a * loss for a, loss in zip(alphas, auxiliaries))
    return total / (1 + sum(alphas))


@mistake(
    of="deeply_supervised_loss",
    caught_by=deeply_supervised_loss_without_auxiliaries_is_the_main_loss,
)
def needs_an_auxiliary(main, auxiliaries, alphas):
    total = alphas[0] * auxiliaries[0]
    for a, loss in zip(alphas[1:], auxiliaries[1:]):
        total += a * loss
    return main + total


@mistake(of="deeply_supervised_loss", caught_by=deeply_supervised_loss_agrees_with_the_reference)
def two_auxiliaries_at_most(main, auxiliaries, alphas):
    return main + sum(a * loss for a, loss in zip(alphas[:2], auxiliaries[:2]))


@mistake(of="deeply_supervised_loss", caught_by=deeply_supervised_loss_leaves_its_lists_unchanged)
def pops_from_the_lists(main, auxiliaries, alphas):
    total = main
    while auxiliaries:
        total += alphas.pop() * auxiliaries.pop()
    return total


# auxiliary_weight


@mistake(of="auxiliary_weight", caught_by=auxiliary_weight_falls_to_zero)
def negative_after_the_end(step, total, alpha0):
    return alpha0 * (1 - step / total)


@mistake(of="auxiliary_weight", caught_by=auxiliary_weight_falls_to_zero)
def rises_instead(step, total, alpha0):
    return alpha0 * min(1, step / total)


@mistake(of="auxiliary_weight", caught_by=auxiliary_weight_falls_to_zero)
def whole_steps_divided(step, total, alpha0):
    return alpha0 * max(0, 1 - step // total)


@mistake(of="auxiliary_weight", caught_by=auxiliary_weight_falls_to_zero)
def falls_by_one_in_all(step, total, alpha0):
    """alpha0 - step/total: right for alpha0 = 1 only."""
    return max(0, alpha0 - step / total)


@mistake(of="auxiliary_weight", caught_by=auxiliary_weight_falls_to_zero)
def half_a_cosine(step, total, alpha0):
    return alpha0 * 0.5 * (1 + np.cos(np.pi * min(step, total) / total))


@mistake(of="auxiliary_weight", caught_by=auxiliary_weight_agrees_with_the_reference)
def rounded_to_two_digits(step, total, alpha0):
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
