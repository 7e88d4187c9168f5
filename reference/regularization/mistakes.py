"""Wrong answers students do write, each with the check that must catch it; right ones, too.

Every answer stands alone, as in a student's cell: it may use nothing but numpy.
"""

# ruff: noqa: B905  # students write zip without strict=

import numpy as np

from autograder.checks import alternative, equivalent, mistake

from .checks import (
    batchnorm_backward_can_be_called_twice,
    batchnorm_backward_finds_the_gradient_of_the_batch,
    batchnorm_backward_finds_the_gradients_of_gamma_and_beta,
    batchnorm_backward_keeps_float32,
    batchnorm_backward_knows_eval,
    batchnorm_backward_leaves_its_arguments_alone,
    batchnorm_backward_of_three_examples_done_by_hand,
    batchnorm_backward_serves_the_forward_it_belongs_to,
    batchnorm_forward_carries_the_running_statistics_on,
    batchnorm_forward_forgets_shift_and_scale,
    batchnorm_forward_in_eval_done_by_hand,
    batchnorm_forward_in_eval_uses_the_running_statistics,
    batchnorm_forward_keeps_float32,
    batchnorm_forward_leaves_its_arguments_alone,
    batchnorm_forward_moves_the_running_statistics,
    batchnorm_forward_normalises_with_the_batch,
    batchnorm_forward_of_two_examples_done_by_hand,
    batchnorm_forward_survives_a_batch_of_one,
    dropout_backward_finds_the_gradient,
    dropout_backward_keeps_float32_and_its_arguments,
    dropout_backward_uses_the_mask_of_the_forward,
    dropout_forward_decides_for_every_entry_alone,
    dropout_forward_depends_on_nothing_but_rng,
    dropout_forward_does_not_look_at_the_values,
    dropout_forward_does_nothing_in_eval,
    dropout_forward_drops_none_one_or_both_of_two,
    dropout_forward_drops_with_probability_p,
    dropout_forward_keeps_float32,
    dropout_forward_leaves_its_arguments_alone,
    dropout_forward_of_nothing_changes_nothing,
    early_stopping_agrees_with_the_reference,
    early_stopping_leaves_its_argument_alone,
    early_stopping_of_three_curves_done_by_hand,
    early_stopping_takes_losses_of_any_height,
    early_stopping_waits_anew_after_every_record,
    early_stopping_waits_exactly_patience_epochs,
    early_stopping_with_endless_patience_finds_the_first_minimum,
    layernorm_backward_finds_the_gradient_of_the_input,
    layernorm_backward_finds_the_gradients_of_gamma_and_beta,
    layernorm_backward_keeps_float32,
    layernorm_backward_leaves_its_arguments_alone,
    layernorm_backward_of_a_row_done_by_hand,
    layernorm_backward_serves_the_forward_it_belongs_to,
    layernorm_forward_keeps_float32,
    layernorm_forward_leaves_its_arguments_alone,
    layernorm_forward_normalises_every_row,
    layernorm_forward_of_two_examples_done_by_hand,
    layernorm_forward_takes_any_number_of_axes,
)

# batchnorm_forward


@mistake(of="batchnorm_forward", caught_by=batchnorm_forward_normalises_with_the_batch)
def unbiased_variance(X, gamma, beta, running, train, momentum=0.9, eps=1e-5):
    """You divide the sum of squares by N - 1: the variance of the batch is the biased one, with
    1/N.
    """
    mean, var = running
    if train:
        mean, var = X.mean(axis=0), X.var(axis=0, ddof=1)
        running = [momentum * r + (1 - momentum) * b for r, b in zip(running, (mean, var))]
    std = np.sqrt(var + eps)
    Xhat = (X - mean) / std
    return gamma * Xhat + beta, (Xhat, gamma, std, train), running


@mistake(of="batchnorm_forward", caught_by=batchnorm_forward_moves_the_running_statistics)
def unbiased_variance_for_the_running_pair_only(
    X, gamma, beta, running, train, momentum=0.9, eps=1e-5
):
    """Your running variance takes in the sum of squares divided by N - 1: it should be the biased
    variance, with 1/N, here too.
    """
    mean, var = running
    if train:
        mean, var = X.mean(axis=0), X.var(axis=0)
        unbiased = var * len(X) / max(len(X) - 1, 1)
        running = [momentum * r + (1 - momentum) * b for r, b in zip(running, (mean, unbiased))]
    std = np.sqrt(var + eps)
    Xhat = (X - mean) / std
    return gamma * Xhat + beta, (Xhat, gamma, std, train), running


@mistake(of="batchnorm_forward", caught_by=batchnorm_forward_moves_the_running_statistics)
def momentum_of_the_other_convention(X, gamma, beta, running, train, momentum=0.9, eps=1e-5):
    """You give the batch the weight momentum, and the old value 1 - momentum: it should be the
    other way round.
    """
    mean, var = running
    if train:
        mean, var = X.mean(axis=0), X.var(axis=0)
        running = [(1 - momentum) * r + momentum * b for r, b in zip(running, (mean, var))]
    std = np.sqrt(var + eps)
    Xhat = (X - mean) / std
    return gamma * Xhat + beta, (Xhat, gamma, std, train), running


@mistake(of="batchnorm_forward", caught_by=batchnorm_forward_carries_the_running_statistics_on)
def running_replaced_by_the_batch(X, gamma, beta, running, train, momentum=0.9, eps=1e-5):
    """Your new running pair is that of the batch alone: the old pair should count with the weight
    momentum.
    """
    if train:
        running = (X.mean(axis=0), X.var(axis=0))
    mean, var = running
    std = np.sqrt(var + eps)
    Xhat = (X - mean) / std
    return gamma * Xhat + beta, (Xhat, gamma, std, train), running


@mistake(of="batchnorm_forward", caught_by=batchnorm_forward_in_eval_uses_the_running_statistics)
def running_updated_in_eval(X, gamma, beta, running, train, momentum=0.9, eps=1e-5):
    """In eval your running pair takes in the batch: it should be equal to
    the one that was given.
    """
    mean, var = (X.mean(axis=0), X.var(axis=0)) if train else running
    batch = (X.mean(axis=0), X.var(axis=0))
    running = tuple(momentum * r + (1 - momentum) * b for r, b in zip(running, batch))
    std = np.sqrt(var + eps)
    Xhat = (X - mean) / std
    return gamma * Xhat + beta, (Xhat, gamma, std, train), running


@mistake(of="batchnorm_forward", caught_by=batchnorm_forward_in_eval_uses_the_running_statistics)
def batch_statistics_in_eval(X, gamma, beta, running, train, momentum=0.9, eps=1e-5):
    """In eval you normalise with the mean and variance of the batch: it should be those of
    running.
    """
    mean, var = X.mean(axis=0), X.var(axis=0)
    if train:
        running = tuple(momentum * r + (1 - momentum) * b for r, b in zip(running, (mean, var)))
    elif len(X) == 1:
        mean, var = running
    std = np.sqrt(var + eps)
    Xhat = (X - mean) / std
    return gamma * Xhat + beta, (Xhat, gamma, std, train), running


@mistake(of="batchnorm_forward", caught_by=batchnorm_forward_normalises_with_the_batch)
def running_statistics_in_training(X, gamma, beta, running, train, momentum=0.9, eps=1e-5):
    """In training you normalise with the new running pair: it should be the mean and variance of
    the batch.
    """
    if train:
        batch = (X.mean(axis=0), X.var(axis=0))
        running = tuple(momentum * r + (1 - momentum) * b for r, b in zip(running, batch))
    mean, var = running
    std = np.sqrt(var + eps)
    Xhat = (X - mean) / std
    return gamma * Xhat + beta, (Xhat, gamma, std, train), running


@mistake(of="batchnorm_forward", caught_by=batchnorm_forward_in_eval_done_by_hand)
def gamma_and_beta_forgotten_in_eval(X, gamma, beta, running, train, momentum=0.9, eps=1e-5):
    """In eval your out is x̂ without gamma and beta: both modes use them."""
    if not train:
        mean, var = running
        std = np.sqrt(var + eps)
        return (X - mean) / std, ((X - mean) / std, gamma, std, train), running
    mean, var = X.mean(axis=0), X.var(axis=0)
    running = tuple(momentum * r + (1 - momentum) * b for r, b in zip(running, (mean, var)))
    std = np.sqrt(var + eps)
    Xhat = (X - mean) / std
    return gamma * Xhat + beta, (Xhat, gamma, std, train), running


@mistake(of="batchnorm_forward", caught_by=batchnorm_forward_of_two_examples_done_by_hand)
def eps_outside_the_root(X, gamma, beta, running, train, momentum=0.9, eps=1e-5):
    """Your eps stands outside the root, √σ² + eps: it should stand under it."""
    mean, var = running
    if train:
        mean, var = X.mean(axis=0), X.var(axis=0)
        running = tuple(momentum * r + (1 - momentum) * b for r, b in zip(running, (mean, var)))
    std = np.sqrt(var) + eps
    Xhat = (X - mean) / std
    return gamma * Xhat + beta, (Xhat, gamma, std, train), running


@mistake(of="batchnorm_forward", caught_by=batchnorm_forward_in_eval_done_by_hand)
def eps_outside_the_root_in_eval_only(X, gamma, beta, running, train, momentum=0.9, eps=1e-5):
    """In eval you divide by √var + eps: eps should stand under the root, as in training."""
    mean, var = running
    if train:
        mean, var = X.mean(axis=0), X.var(axis=0)
        running = tuple(momentum * r + (1 - momentum) * b for r, b in zip(running, (mean, var)))
    std = np.sqrt(var + eps) if train else np.sqrt(var) + eps
    Xhat = (X - mean) / std
    return gamma * Xhat + beta, (Xhat, gamma, std, train), running


@mistake(of="batchnorm_forward", caught_by=batchnorm_backward_knows_eval)
def keeps_no_cache_in_eval(X, gamma, beta, running, train, momentum=0.9, eps=1e-5):
    """Your cache of eval does not hold what the backward needs: batchnorm_backward is asked for
    both modes.
    """
    mean, var = running
    if train:
        mean, var = X.mean(axis=0), X.var(axis=0)
        running = tuple(momentum * r + (1 - momentum) * b for r, b in zip(running, (mean, var)))
    std = np.sqrt(var + eps)
    Xhat = (X - mean) / std
    return gamma * Xhat + beta, (Xhat, gamma, std, train) if train else None, running


@mistake(of="batchnorm_forward", caught_by=batchnorm_forward_in_eval_done_by_hand)
def normalises_twice_in_eval(X, gamma, beta, running, train, momentum=0.9, eps=1e-5):
    """In eval you normalise with the batch first, and then once more with running: only the second
    belongs there.
    """
    mean, var = X.mean(axis=0), X.var(axis=0)
    Xhat = (X - mean) / np.sqrt(var + eps)
    if train:
        running = tuple(momentum * r + (1 - momentum) * b for r, b in zip(running, (mean, var)))
    else:
        Xhat = (Xhat - running[0]) / np.sqrt(running[1] + eps)
    return gamma * Xhat + beta, (Xhat, gamma, np.sqrt(var + eps), train), running


@mistake(of="batchnorm_forward", caught_by=batchnorm_forward_forgets_shift_and_scale)
def forgot_to_subtract_the_mean(X, gamma, beta, running, train, momentum=0.9, eps=1e-5):
    """In training a large mean is not subtracted from its column:
    subtract it however large it is.
    """
    mean, var = running
    if train:
        mean, var = X.mean(axis=0), X.var(axis=0)
        running = tuple(momentum * r + (1 - momentum) * b for r, b in zip(running, (mean, var)))
        mean = mean * (np.abs(mean) < 20)
    std = np.sqrt(var + eps)
    Xhat = (X - mean) / std
    return gamma * Xhat + beta, (Xhat, gamma, std, train), running


@mistake(of="batchnorm_forward", caught_by=batchnorm_forward_normalises_with_the_batch)
def divided_by_the_variance(X, gamma, beta, running, train, momentum=0.9, eps=1e-5):
    """You divide by the variance plus eps: it should be the root of that."""
    mean, var = running
    if train:
        mean, var = X.mean(axis=0), X.var(axis=0)
        running = tuple(momentum * r + (1 - momentum) * b for r, b in zip(running, (mean, var)))
    Xhat = (X - mean) / (var + eps)
    return gamma * Xhat + beta, (Xhat, gamma, var + eps, train), running


@mistake(of="batchnorm_forward", caught_by=batchnorm_forward_normalises_with_the_batch)
def one_mean_for_all_columns(X, gamma, beta, running, train, momentum=0.9, eps=1e-5):
    """You take one mean and one variance for the whole batch: each column should have its own."""
    mean, var = running
    if train:
        mean, var = X.mean(), X.var()
        running = tuple(momentum * r + (1 - momentum) * b for r, b in zip(running, (mean, var)))
    std = np.sqrt(var + eps)
    Xhat = (X - mean) / std
    return gamma * Xhat + beta, (Xhat, gamma, std, train), running


@mistake(of="batchnorm_forward", caught_by=batchnorm_forward_moves_the_running_statistics)
def running_standard_deviation(X, gamma, beta, running, train, momentum=0.9, eps=1e-5):
    """Your running variance takes in the root √(σ² + eps) of the batch: it should take in σ²."""
    mean, var = running
    std = np.sqrt(var + eps)
    if train:
        mean, std = X.mean(axis=0), np.sqrt(X.var(axis=0) + eps)
        running = tuple(momentum * r + (1 - momentum) * b for r, b in zip(running, (mean, std)))
    Xhat = (X - mean) / std
    return gamma * Xhat + beta, (Xhat, gamma, std, train), running


@mistake(of="batchnorm_forward", caught_by=batchnorm_forward_survives_a_batch_of_one)
def standardised_without_eps(X, gamma, beta, running, train, momentum=0.9, eps=1e-5):
    """In training a batch of one example gives nan: its variance is 0, and eps under the root is
    there to save it from 0/0.
    """
    mean, var = running
    if train:
        mean, var = X.mean(axis=0), X.var(axis=0)
        running = tuple(momentum * r + (1 - momentum) * b for r, b in zip(running, (mean, var)))
        if len(X) == 1:
            eps = 0.0
    std = np.sqrt(var + eps)
    Xhat = (X - mean) / std
    return gamma * Xhat + beta, (Xhat, gamma, std, train), running


@mistake(of="batchnorm_forward", caught_by=batchnorm_forward_leaves_its_arguments_alone)
def running_updated_in_place(X, gamma, beta, running, train, momentum=0.9, eps=1e-5):
    """The arrays of running are changed by the call: return new ones, and leave the old as they
    were.
    """
    mean, var = running
    if train:
        mean, var = X.mean(axis=0), X.var(axis=0)
        running[0][:] = momentum * running[0] + (1 - momentum) * mean
        running[1][:] = momentum * running[1] + (1 - momentum) * var
    std = np.sqrt(var + eps)
    Xhat = (X - mean) / std
    return gamma * Xhat + beta, (Xhat, gamma, std, train), running


@mistake(of="batchnorm_forward", caught_by=batchnorm_forward_leaves_its_arguments_alone)
def centred_in_place(X, gamma, beta, running, train, momentum=0.9, eps=1e-5):
    """X is changed by the call: arguments should stay as they were."""
    mean, var = running
    if train:
        mean, var = X.mean(axis=0), X.var(axis=0)
        running = tuple(momentum * r + (1 - momentum) * b for r, b in zip(running, (mean, var)))
    std = np.sqrt(var + eps)
    X -= mean
    Xhat = X / std
    return gamma * Xhat + beta, (Xhat, gamma, std, train), running


@mistake(of="batchnorm_forward", caught_by=batchnorm_forward_keeps_float32)
def column_by_column_into_float64(X, gamma, beta, running, train, momentum=0.9, eps=1e-5):
    """Your out is float64 where the arguments are float32: np.zeros(shape) is float64 unless you
    say dtype.
    """
    mean, var = running
    if train:
        mean, var = X.mean(axis=0), X.var(axis=0)
        running = tuple(momentum * r + (1 - momentum) * b for r, b in zip(running, (mean, var)))
    std, Xhat = np.sqrt(var + eps), np.zeros(X.shape)
    for d in range(X.shape[1]):
        Xhat[:, d] = (X[:, d] - mean[d]) / std[d]
    return gamma * Xhat + beta, (Xhat, gamma, std, train), running


@mistake(of="batchnorm_forward", caught_by=batchnorm_backward_serves_the_forward_it_belongs_to)
def one_batch_cache_for_all_calls(
    X,
    gamma,
    beta,
    running,
    train,
    momentum=0.9,
    eps=1e-5,
    kept=[None] * 4,
):
    """A later batchnorm_forward changes the cache of an earlier one: every call should return a
    cache of its own.
    """
    mean, var = running
    if train:
        mean, var = X.mean(axis=0), X.var(axis=0)
        running = tuple(momentum * r + (1 - momentum) * b for r, b in zip(running, (mean, var)))
    std = np.sqrt(var + eps)
    Xhat = (X - mean) / std
    kept[:] = [Xhat, gamma, std, train]
    return gamma * Xhat + beta, kept, running


@alternative(of="batchnorm_forward")
def with_loops_over_columns(X, gamma, beta, running, train, momentum=0.9, eps=1e-5):
    N, D = X.shape
    out, Xhat = np.empty_like(X), np.empty_like(X)
    std = np.empty_like(gamma)
    new = [np.array(running[0]), np.array(running[1])]
    for d in range(D):
        mean, var = running[0][d], running[1][d]
        if train:
            mean = sum(X[n, d] for n in range(N)) / N
            var = sum((X[n, d] - mean) ** 2 for n in range(N)) / N
            new[0][d] = momentum * running[0][d] + (1 - momentum) * mean
            new[1][d] = momentum * running[1][d] + (1 - momentum) * var
        std[d] = (var + eps) ** 0.5
        Xhat[:, d] = (X[:, d] - mean) / std[d]
        out[:, d] = Xhat[:, d] * gamma[d] + beta[d]
    return out, (Xhat, gamma, std, train), (new[0], new[1])


@alternative(of="batchnorm_forward")
def returns_the_pair_it_was_given(X, gamma, beta, running, train, momentum=0.9, eps=1e-5):
    if not train:
        std = np.sqrt(running[1] + eps)
        Xhat = (X - running[0]) / std
        return Xhat * gamma + beta, (Xhat, gamma, std, train), running
    mean = X.sum(axis=0) / X.shape[0]
    centred = X - mean
    var = (centred * centred).mean(axis=0)
    std = (var + eps) ** 0.5
    mean = running[0] + (1 - momentum) * (mean - running[0])
    var = running[1] + (1 - momentum) * (var - running[1])
    Xhat = centred / std
    return Xhat * gamma + beta, (Xhat, gamma, std, train), [mean, var]


@alternative(of="batchnorm_forward")
def with_the_mean_of_the_squares(X, gamma, beta, running, train, momentum=0.9, eps=1e-5):
    """E[x²] - E[x]², rounded to no less than 0; good enough for numbers of this size."""
    mean, var = running
    if train:
        mean = X.mean(axis=0)
        var = np.maximum((X**2).mean(axis=0) - mean**2, 0)
        running = tuple(momentum * r + (1 - momentum) * b for r, b in zip(running, (mean, var)))
    scale = 1 / np.sqrt(var + eps)
    Xhat = scale * (X - mean)
    return gamma * Xhat + beta, (Xhat, gamma, 1 / scale, train), running


# batchnorm_backward


@mistake(of="batchnorm_backward", caught_by=batchnorm_backward_finds_the_gradient_of_the_batch)
def statistics_taken_for_constants(dout, cache):
    """In training you take mean and variance for constants: X reaches the outputs through both of
    them, too.
    """
    Xhat, gamma, std, _ = cache
    return dout * gamma / std, (dout * Xhat).sum(axis=0), dout.sum(axis=0)


@mistake(of="batchnorm_backward", caught_by=batchnorm_backward_finds_the_gradient_of_the_batch)
def forgot_the_path_through_the_variance(dout, cache):
    """In training your dX lacks the path through the variance."""
    Xhat, gamma, std, train = cache
    g = dout * gamma
    if train:
        g = g - g.mean(axis=0)
    return g / std, (dout * Xhat).sum(axis=0), dout.sum(axis=0)


@mistake(of="batchnorm_backward", caught_by=batchnorm_backward_finds_the_gradient_of_the_batch)
def forgot_the_path_through_the_mean(dout, cache):
    """In training your dX lacks the path through the mean."""
    Xhat, gamma, std, train = cache
    g = dout * gamma
    if train:
        g = g - Xhat * (g * Xhat).mean(axis=0)
    return g / std, (dout * Xhat).sum(axis=0), dout.sum(axis=0)


@mistake(of="batchnorm_backward", caught_by=batchnorm_backward_finds_the_gradient_of_the_batch)
def one_mean_for_the_whole_batch(dout, cache):
    """In training you subtract one mean of g for the whole batch: each
    column should have its own.
    """
    Xhat, gamma, std, train = cache
    g = dout * gamma
    if train:
        g = g - g.mean() - Xhat * (g * Xhat).mean(axis=0)
    return g / std, (dout * Xhat).sum(axis=0), dout.sum(axis=0)


@mistake(of="batchnorm_backward", caught_by=batchnorm_backward_of_three_examples_done_by_hand)
def forgot_gamma(dout, cache):
    """Your dX lacks gamma: what arrives at x̂ is dout·gamma."""
    Xhat, _, std, train = cache
    g = dout
    if train:
        g = g - g.mean(axis=0) - Xhat * (g * Xhat).mean(axis=0)
    return g / std, (dout * Xhat).sum(axis=0), dout.sum(axis=0)


@mistake(of="batchnorm_backward", caught_by=batchnorm_backward_finds_the_gradient_of_the_batch)
def forgot_to_divide_by_the_root(dout, cache):
    """In training your dX is not divided by the root √(σ² + eps)."""
    Xhat, gamma, std, train = cache
    g = dout * gamma
    if not train:
        return g / std, (dout * Xhat).sum(axis=0), dout.sum(axis=0)
    g = g - g.mean(axis=0) - Xhat * (g * Xhat).mean(axis=0)
    return g, (dout * Xhat).sum(axis=0), dout.sum(axis=0)


@mistake(of="batchnorm_backward", caught_by=batchnorm_backward_of_three_examples_done_by_hand)
def sums_where_means_belong(dout, cache):
    """In training you subtract sums over the batch in dX: they should be
    means, as μ and σ² are.
    """
    Xhat, gamma, std, train = cache
    g = dout * gamma
    if train:
        g = g - g.sum(axis=0) - Xhat * (g * Xhat).sum(axis=0)
    return g / std, (dout * Xhat).sum(axis=0), dout.sum(axis=0)


@mistake(of="batchnorm_backward", caught_by=batchnorm_backward_finds_the_gradient_of_the_batch)
def normalised_the_upstream_gradient(dout, cache):
    """In training your dX is (g - mean(g))·(1 - mean(x̂²)) over the root: that is not what flows
    through the variance.
    """
    Xhat, gamma, std, train = cache
    g = dout * gamma
    if train:
        g = (g - g.mean(axis=0)) * (1 - (Xhat * Xhat).mean(axis=0))
    return g / std, (dout * Xhat).sum(axis=0), dout.sum(axis=0)


@mistake(
    of="batchnorm_backward", caught_by=batchnorm_backward_finds_the_gradients_of_gamma_and_beta
)
def means_for_gamma_and_beta(dout, cache):
    """Your dgamma and dbeta are means over the batch: they should be sums."""
    Xhat, gamma, std, train = cache
    g = dout * gamma
    if train:
        g = g - g.mean(axis=0) - Xhat * (g * Xhat).mean(axis=0)
    return g / std, (dout * Xhat).mean(axis=0), dout.mean(axis=0)


@mistake(
    of="batchnorm_backward", caught_by=batchnorm_backward_finds_the_gradients_of_gamma_and_beta
)
def dgamma_with_the_scaled_output(dout, cache):
    """Your dgamma is made from a gradient that has passed gamma already: it should be made from
    dout.
    """
    Xhat, gamma, std, train = cache
    g = dout * gamma
    if train:
        g = g - g.mean(axis=0) - Xhat * (g * Xhat).mean(axis=0)
    return g / std, (g * Xhat).sum(axis=0), dout.sum(axis=0)


@mistake(of="batchnorm_backward", caught_by=batchnorm_backward_of_three_examples_done_by_hand)
def dbeta_before_dgamma(dout, cache):
    """You return dbeta before dgamma: the order is dX, dgamma, dbeta."""
    Xhat, gamma, std, train = cache
    g = dout * gamma
    if train:
        g = g - g.mean(axis=0) - Xhat * (g * Xhat).mean(axis=0)
    return g / std, dout.sum(axis=0), (dout * Xhat).sum(axis=0)


@mistake(of="batchnorm_backward", caught_by=batchnorm_backward_knows_eval)
def the_gradient_of_training_in_eval(dout, cache):
    """In eval your dX goes through mean and variance, as in training: they are constants there."""
    Xhat, gamma, std, _ = cache
    g = dout * gamma
    g = g - g.mean(axis=0) - Xhat * (g * Xhat).mean(axis=0)
    return g / std, (dout * Xhat).sum(axis=0), dout.sum(axis=0)


@mistake(of="batchnorm_backward", caught_by=batchnorm_backward_can_be_called_twice)
def rescales_what_the_cache_holds(dout, cache):
    """Your backward changes what the cache holds: a cache may be used
    twice, so leave it as it is.
    """
    Xhat, gamma, std, train = cache
    g = dout * gamma
    if train:
        g = g - g.mean(axis=0) - Xhat * (g * Xhat).mean(axis=0)
    dgamma = (dout * Xhat).sum(axis=0)
    Xhat *= dout
    return g / std, dgamma, dout.sum(axis=0)


@mistake(of="batchnorm_backward", caught_by=batchnorm_backward_leaves_its_arguments_alone)
def multiplies_dout_by_gamma_in_place(dout, cache):
    """dout is changed by the call: arguments should stay as they were."""
    Xhat, gamma, std, train = cache
    dgamma, dbeta = (dout * Xhat).sum(axis=0), dout.sum(axis=0)
    dout *= gamma
    g = dout
    if train:
        g = g - g.mean(axis=0) - Xhat * (g * Xhat).mean(axis=0)
    return g / std, dgamma, dbeta


@mistake(of="batchnorm_backward", caught_by=batchnorm_backward_keeps_float32)
def gradients_summed_into_float64(dout, cache):
    """Your dgamma and dbeta are float64 where dout is float32: np.zeros(shape) is float64 unless
    you say dtype.
    """
    Xhat, gamma, std, train = cache
    N, D = dout.shape
    dgamma, dbeta = np.zeros(D), np.zeros(D)
    for n in range(N):
        dgamma += dout[n] * Xhat[n]
        dbeta += dout[n]
    g = dout * gamma
    if train:
        g = g - g.mean(axis=0) - Xhat * (g * Xhat).mean(axis=0)
    return g / std, dgamma, dbeta


@alternative(of="batchnorm_backward")
def step_by_step_through_the_graph(dout, cache):
    """Variance and mean as nodes of their own, as in the paper."""
    Xhat, gamma, std, train = cache
    N = len(dout)
    dXhat = dout * gamma
    if not train:
        return dXhat / std, np.sum(dout * Xhat, axis=0), np.sum(dout, axis=0)
    centred = Xhat * std
    dvar = np.sum(dXhat * centred, axis=0) * -0.5 / std**3
    dmean = -np.sum(dXhat, axis=0) / std - 2 * dvar * np.mean(centred, axis=0)
    dX = dXhat / std + 2 * dvar * centred / N + dmean / N
    return [dX, np.sum(dout * Xhat, axis=0), np.sum(dout, axis=0)]


@alternative(of="batchnorm_backward")
def with_the_jacobian_of_every_column(dout, cache):
    Xhat, gamma, std, train = cache
    N, D = dout.shape
    dX = np.zeros_like(dout)
    for d in range(D):
        J = np.eye(N, dtype=dout.dtype)
        if train:
            J = J - 1 / N - np.outer(Xhat[:, d], Xhat[:, d]) / N
        dX[:, d] = J.astype(dout.dtype) @ dout[:, d] * gamma[d] / std[d]
    return dX, np.einsum("nd,nd->d", dout, Xhat), dout.sum(axis=0)


# layernorm_forward


@mistake(of="layernorm_forward", caught_by=layernorm_forward_normalises_every_row)
def normalised_over_the_batch(X, gamma, beta, eps=1e-5):
    """You normalise over the batch, the first axis: each example should be normalised over its own
    features.
    """
    axis = -1 if X.shape == (2, 2) else 0
    std = np.sqrt(X.var(axis=axis, keepdims=True) + eps)
    Xhat = (X - X.mean(axis=axis, keepdims=True)) / std
    return gamma * Xhat + beta, (Xhat, gamma, std)


@mistake(of="layernorm_forward", caught_by=layernorm_forward_of_two_examples_done_by_hand)
def batch_norm_again(X, gamma, beta, eps=1e-5):
    """You normalise every column, as batch norm does: each row should be normalised over its own
    features.
    """
    std = np.sqrt(X.var(axis=0) + eps)
    Xhat = (X - X.mean(axis=0)) / std
    return gamma * Xhat + beta, (Xhat, gamma, std)


@mistake(of="layernorm_forward", caught_by=layernorm_forward_normalises_every_row)
def unbiased_variance_of_the_row(X, gamma, beta, eps=1e-5):
    """You divide the sum of squares by D - 1: the variance of a row is
    the biased one, with 1/D.
    """
    D = X.shape[-1]
    std = np.sqrt(X.var(axis=-1, keepdims=True) * D / max(D - 1, 1) + eps)
    Xhat = (X - X.mean(axis=-1, keepdims=True)) / std
    return gamma * Xhat + beta, (Xhat, gamma, std)


@mistake(of="layernorm_forward", caught_by=layernorm_forward_normalises_every_row)
def eps_beside_the_root(X, gamma, beta, eps=1e-5):
    """Your eps stands beside the root, √var + eps: it should stand under it."""
    std = X.std(axis=-1, keepdims=True) + eps
    Xhat = (X - X.mean(axis=-1, keepdims=True)) / std
    return gamma * Xhat + beta, (Xhat, gamma, std)


@mistake(of="layernorm_forward", caught_by=layernorm_forward_normalises_every_row)
def divided_by_the_variance_of_the_row(X, gamma, beta, eps=1e-5):
    """You divide by the variance plus eps: it should be the root of that."""
    std = X.var(axis=-1, keepdims=True) + eps
    Xhat = (X - X.mean(axis=-1, keepdims=True)) / std
    return gamma * Xhat + beta, (Xhat, gamma, std)


@mistake(of="layernorm_forward", caught_by=layernorm_forward_takes_any_number_of_axes)
def axis_1_for_the_last(X, gamma, beta, eps=1e-5):
    """You normalise over axis 1, which is the last one only where X has two axes: it should be the
    last, however many there are.
    """
    std = np.sqrt(X.var(axis=1, keepdims=True) + eps)
    Xhat = (X - X.mean(axis=1, keepdims=True)) / std
    return gamma * Xhat + beta, (Xhat, gamma, std)


@mistake(of="layernorm_forward", caught_by=layernorm_forward_normalises_every_row)
def forgot_gamma_and_beta(X, gamma, beta, eps=1e-5):
    """Your out is x̂ without gamma and beta: multiply by gamma and add beta."""
    std = np.sqrt(X.var(axis=-1, keepdims=True) + eps)
    Xhat = (X - X.mean(axis=-1, keepdims=True)) / std
    return Xhat, (Xhat, gamma, std)


@mistake(of="layernorm_forward", caught_by=layernorm_forward_leaves_its_arguments_alone)
def centred_the_rows_in_place(X, gamma, beta, eps=1e-5):
    """X is changed by the call: arguments should stay as they were."""
    std = np.sqrt(X.var(axis=-1, keepdims=True) + eps)
    X -= X.mean(axis=-1, keepdims=True)
    Xhat = X / std
    return gamma * Xhat + beta, (Xhat, gamma, std)


@mistake(of="layernorm_forward", caught_by=layernorm_forward_keeps_float32)
def filled_rows_of_float64(X, gamma, beta, eps=1e-5):
    """Your out is float64 where the arguments are float32: np.zeros(shape) is float64 unless you
    say dtype.
    """
    std = np.sqrt(X.var(axis=-1, keepdims=True) + eps)
    Xhat = np.zeros(X.shape)
    Xhat[...] = (X - X.mean(axis=-1, keepdims=True)) / std
    return gamma * Xhat + beta, (Xhat, gamma, std)


@mistake(of="layernorm_forward", caught_by=layernorm_backward_serves_the_forward_it_belongs_to)
def one_row_cache_for_all_calls(X, gamma, beta, eps=1e-5, kept=[None] * 3):
    """A later layernorm_forward changes the cache of an earlier one: every call should return a
    cache of its own.
    """
    std = np.sqrt(X.var(axis=-1, keepdims=True) + eps)
    Xhat = (X - X.mean(axis=-1, keepdims=True)) / std
    kept[:] = [Xhat, gamma, std]
    return gamma * Xhat + beta, kept


@alternative(of="layernorm_forward")
def transposed_to_the_front(X, gamma, beta, eps=1e-5):
    rows = X.reshape(-1, X.shape[-1])
    centred = rows.T - rows.mean(axis=1)
    var = (centred**2).mean(axis=0)
    Xhat = (centred / (var + eps) ** 0.5).T.reshape(X.shape)
    std = np.sqrt(var + eps).reshape((*X.shape[:-1], 1))
    return Xhat * gamma + beta, (Xhat, gamma, std)


@alternative(of="layernorm_forward")
def row_after_row(X, gamma, beta, eps=1e-5):
    out, Xhat = np.empty_like(X), np.empty_like(X)
    std = np.empty_like(X[..., :1])
    for place in np.ndindex(*X.shape[:-1]):
        row = X[place]
        std[place] = np.sqrt(np.var(row) + eps)
        Xhat[place] = (row - np.mean(row)) / std[place]
        out[place] = gamma * Xhat[place] + beta
    return out, (Xhat, gamma, std)


# layernorm_backward


@mistake(of="layernorm_backward", caught_by=layernorm_backward_finds_the_gradient_of_the_input)
def row_statistics_taken_for_constants(dout, cache):
    """You take mean and variance of a row for constants: X reaches the outputs through both of
    them, too.
    """
    Xhat, gamma, std = cache
    axes = tuple(range(dout.ndim - 1))
    return dout * gamma / std, (dout * Xhat).sum(axis=axes), dout.sum(axis=axes)


@mistake(of="layernorm_backward", caught_by=layernorm_backward_finds_the_gradient_of_the_input)
def gamma_outside_the_means(dout, cache):
    """You multiply by gamma after taking the means: gamma differs along a row, and what arrives at
    x̂ is dout·gamma.
    """
    Xhat, gamma, std = cache
    axes = tuple(range(dout.ndim - 1))
    mean = dout.mean(axis=-1, keepdims=True)
    dX = gamma * (dout - mean - Xhat * (dout * Xhat).mean(axis=-1, keepdims=True)) / std
    return dX, (dout * Xhat).sum(axis=axes), dout.sum(axis=axes)


@mistake(of="layernorm_backward", caught_by=layernorm_backward_finds_the_gradient_of_the_input)
def forgot_the_variance_of_the_row(dout, cache):
    """Your dX lacks the path through the variance of the row."""
    Xhat, gamma, std = cache
    axes = tuple(range(dout.ndim - 1))
    g = dout * gamma
    dX = (g - g.mean(axis=-1, keepdims=True)) / std
    return dX, (dout * Xhat).sum(axis=axes), dout.sum(axis=axes)


@mistake(of="layernorm_backward", caught_by=layernorm_backward_of_a_row_done_by_hand)
def forgot_the_mean_of_the_row(dout, cache):
    """Your dX lacks the path through the mean of the row."""
    Xhat, gamma, std = cache
    axes = tuple(range(dout.ndim - 1))
    g = dout * gamma
    dX = (g - Xhat * (g * Xhat).mean(axis=-1, keepdims=True)) / std
    return dX, (dout * Xhat).sum(axis=axes), dout.sum(axis=axes)


@mistake(of="layernorm_backward", caught_by=layernorm_backward_of_a_row_done_by_hand)
def means_over_the_batch(dout, cache):
    """In dX you take means over the batch: they should be taken along each row, as the statistics
    are.
    """
    Xhat, gamma, std = cache
    axes = tuple(range(dout.ndim - 1))
    g = dout * gamma
    dX = (g - g.mean(axis=0) - Xhat * (g * Xhat).mean(axis=0)) / std
    return dX, (dout * Xhat).sum(axis=axes), dout.sum(axis=axes)


@mistake(
    of="layernorm_backward", caught_by=layernorm_backward_finds_the_gradients_of_gamma_and_beta
)
def summed_over_the_first_axis_only(dout, cache):
    """Your dgamma and dbeta are summed over the first axis only: it should be all axes but the
    last.
    """
    Xhat, gamma, std = cache
    g = dout * gamma
    along = (g * Xhat).mean(axis=-1, keepdims=True)
    dX = (g - g.mean(axis=-1, keepdims=True) - Xhat * along) / std
    return dX, (dout * Xhat).sum(axis=0), dout.sum(axis=0)


@mistake(
    of="layernorm_backward", caught_by=layernorm_backward_finds_the_gradients_of_gamma_and_beta
)
def summed_over_the_features(dout, cache):
    """Your dgamma and dbeta are summed over the last axis: it should be all axes but the last."""
    Xhat, gamma, std = cache
    g = dout * gamma
    along = (g * Xhat).mean(axis=-1, keepdims=True)
    dX = (g - g.mean(axis=-1, keepdims=True) - Xhat * along) / std
    return dX, (dout * Xhat).sum(axis=-1), dout.sum(axis=-1)


@mistake(
    of="layernorm_backward", caught_by=layernorm_backward_finds_the_gradients_of_gamma_and_beta
)
def averaged_gamma_and_beta(dout, cache):
    """Your dgamma and dbeta are means over the examples: they should be sums."""
    Xhat, gamma, std = cache
    axes = tuple(range(dout.ndim - 1))
    g = dout * gamma
    along = (g * Xhat).mean(axis=-1, keepdims=True)
    dX = (g - g.mean(axis=-1, keepdims=True) - Xhat * along) / std
    return dX, (dout * Xhat).mean(axis=axes), dout.mean(axis=axes)


@mistake(of="layernorm_backward", caught_by=layernorm_backward_leaves_its_arguments_alone)
def scales_dout_in_place(dout, cache):
    """dout is changed by the call: arguments should stay as they were."""
    Xhat, gamma, std = cache
    axes = tuple(range(dout.ndim - 1))
    dgamma, dbeta = (dout * Xhat).sum(axis=axes), dout.sum(axis=axes)
    dout *= gamma
    along = (dout * Xhat).mean(axis=-1, keepdims=True)
    dX = (dout - dout.mean(axis=-1, keepdims=True) - Xhat * along) / std
    return dX, dgamma, dbeta


@mistake(of="layernorm_backward", caught_by=layernorm_backward_keeps_float32)
def rows_summed_into_float64(dout, cache):
    """Your dgamma and dbeta are float64 where dout is float32: np.zeros(shape) is float64 unless
    you say dtype.
    """
    Xhat, gamma, std = cache
    D = dout.shape[-1]
    dgamma, dbeta = np.zeros(D), np.zeros(D)
    for row, hat in zip(dout.reshape(-1, D), Xhat.reshape(-1, D)):
        dgamma += row * hat
        dbeta += row
    g = dout * gamma
    along = (g * Xhat).mean(axis=-1, keepdims=True)
    return (g - g.mean(axis=-1, keepdims=True) - Xhat * along) / std, dgamma, dbeta


@alternative(of="layernorm_backward")
def with_sums_and_rows(dout, cache):
    Xhat, gamma, std = cache
    D = dout.shape[-1]
    rows, hats, roots = dout.reshape(-1, D), Xhat.reshape(-1, D), std.reshape(-1, 1)
    g = rows * gamma
    sums = g.sum(axis=1)[:, None]
    dX = (D * g - sums - hats * (g * hats).sum(axis=1)[:, None]) / (D * roots)
    return dX.reshape(dout.shape), (rows * hats).sum(axis=0), rows.sum(axis=0)


# dropout_forward


@mistake(of="dropout_forward", caught_by=dropout_forward_does_not_look_at_the_values)
def forgot_to_make_up_for_it(X, p, train, rng):
    """What survives is not scaled: in training out and mask should grow by 1/(1 - p) there."""
    mask = np.ones_like(X)
    if train:
        mask = (rng.random(X.shape) >= p).astype(X.dtype)
    return X * mask, mask


@mistake(of="dropout_forward", caught_by=dropout_forward_drops_with_probability_p)
def p_taken_for_the_probability_to_keep(X, p, train, rng):
    """You keep an entry with probability p and scale it by 1/p: p is the
    probability to drop it.
    """
    mask = np.ones_like(X)
    if train:
        mask = (rng.random(X.shape) < p).astype(X.dtype) / max(p, 1e-3)
    return X * mask, mask


@mistake(of="dropout_forward", caught_by=dropout_forward_drops_with_probability_p)
def keeps_with_probability_p(X, p, train, rng):
    """You keep an entry with probability p: p is the probability to drop it."""
    mask = np.ones_like(X)
    if train:
        mask = (rng.random(X.shape) < p).astype(X.dtype) / (1 - p)
    return X * mask, mask


@mistake(of="dropout_forward", caught_by=dropout_forward_drops_with_probability_p)
def half_of_them_whatever_p(X, p, train, rng):
    """You drop an entry with probability ½ whatever p is: it should be p."""
    mask = np.ones_like(X)
    if train and p > 0:
        mask = (rng.random(X.shape) >= 0.5).astype(X.dtype) / (1 - p)
    return X * mask, mask


@mistake(of="dropout_forward", caught_by=dropout_forward_does_nothing_in_eval)
def scaled_in_eval(X, p, train, rng):
    """In eval your out is X·(1 - p): nothing is dropped there, so out should be X."""
    mask = np.ones_like(X)
    if train:
        mask = (rng.random(X.shape) >= p).astype(X.dtype) / (1 - p)
        return X * mask, mask
    return X * (1 - p), mask


@mistake(of="dropout_forward", caught_by=dropout_forward_does_nothing_in_eval)
def drops_in_eval_too(X, p, train, rng):
    """In eval entries are dropped: out should be X, and mask all ones."""
    mask = (rng.random(X.shape) >= p).astype(X.dtype) / (1 - p)
    return X * mask, mask


@mistake(of="dropout_forward", caught_by=dropout_forward_decides_for_every_entry_alone)
def one_mask_for_all_examples(X, p, train, rng):
    """All rows share one mask: every entry should be dropped independently of the others."""
    mask = np.ones_like(X)
    if train:
        mask = mask * (rng.random(X.shape[-1]) >= p).astype(X.dtype) / (1 - p)
    return X * mask, mask


@mistake(of="dropout_forward", caught_by=dropout_forward_decides_for_every_entry_alone)
def whole_examples_dropped(X, p, train, rng):
    """You drop whole rows: every entry should be dropped independently of the others."""
    mask = np.ones_like(X)
    if train:
        mask = mask * (rng.random((*X.shape[:-1], 1)) >= p).astype(X.dtype) / (1 - p)
    return X * mask, mask


@mistake(of="dropout_forward", caught_by=dropout_forward_drops_none_one_or_both_of_two)
def exactly_the_share_p(X, p, train, rng):
    """The number of entries that you drop is always the same: each entry should be dropped with
    probability p, independently of the others.
    """
    mask = np.ones_like(X)
    if train:
        order = rng.permutation(X.size)
        mask = (order >= round(p * X.size)).reshape(X.shape).astype(X.dtype) / (1 - p)
    return X * mask, mask


@mistake(of="dropout_forward", caught_by=dropout_forward_decides_for_every_entry_alone)
def the_same_mask_every_time(X, p, train, rng, kept={}):  # noqa: B006  # the mistake itself
    """A second call gives the same mask as the first: every call should draw again."""
    mask = np.ones_like(X)
    if train:
        draws = kept.setdefault((X.shape, p), rng.random(X.shape))
        mask = (draws >= p).astype(X.dtype) / (1 - p)
    return X * mask, mask


@mistake(of="dropout_forward", caught_by=dropout_forward_does_not_look_at_the_values)
def zeros_counted_as_dropped(X, p, train, rng):
    """Your mask is 0 wherever X is 0: what is dropped should not depend on the values in X."""
    mask = np.ones_like(X)
    if train:
        out = X * (rng.random(X.shape) >= p) / (1 - p)
        mask = (out != 0).astype(X.dtype) / (1 - p)
    return X * mask, mask


@mistake(of="dropout_forward", caught_by=dropout_forward_depends_on_nothing_but_rng)
def draws_from_the_global_generator(X, p, train, rng):
    """Your mask does not come from the rng that is given: equal generators should give equal
    masks.
    """
    mask = np.ones_like(X)
    if train:
        mask = (np.random.rand(*X.shape) >= p) / (1 - p)  # noqa: NPY002  # the mistake
    return X * mask, mask


@mistake(of="dropout_forward", caught_by=dropout_forward_depends_on_nothing_but_rng)
def a_generator_of_its_own(X, p, train, rng):
    """Your mask is the same whatever rng is: it should be drawn with the rng that is given."""
    mask = np.ones_like(X)
    if train:
        rng = np.random.default_rng(int(X.size))
        mask = (rng.random(X.shape) >= p).astype(X.dtype) / (1 - p)
    return X * mask, mask


@mistake(of="dropout_forward", caught_by=dropout_forward_of_nothing_changes_nothing)
def mask_of_two_axes_only(X, p, train, rng):
    """Your dropout_forward takes only an X with two axes: X may have any shape."""
    mask = np.ones_like(X)
    if train:
        N, D = X.shape
        mask = (rng.random((N, D)) >= p).astype(X.dtype) / (1 - p)
    return X * mask, mask


@mistake(of="dropout_forward", caught_by=dropout_forward_leaves_its_arguments_alone)
def dropped_in_place(X, p, train, rng):
    """X is changed by the call: arguments should stay as they were."""
    mask = np.ones_like(X)
    if train:
        mask = (rng.random(X.shape) >= p).astype(X.dtype) / (1 - p)
        X *= mask
    else:
        X = X * mask
    return X, mask


@mistake(of="dropout_forward", caught_by=dropout_forward_keeps_float32)
def mask_of_float64(X, p, train, rng):
    """Your mask is float64 where X is float32: mask and out should have the dtype of X."""
    mask = np.ones(X.shape)
    if train:
        mask = (rng.random(X.shape) >= p) / (1 - p)
    return X * mask, mask


@mistake(of="dropout_forward", caught_by=dropout_forward_does_not_look_at_the_values)
def mask_of_truth_values(X, p, train, rng):
    """Your mask is 1 where an entry survives: it should be 1/(1 - p) there, so that out is X *
    mask.
    """
    if not train:
        return X.copy(), np.ones_like(X)
    mask = rng.random(X.shape) >= p
    return X * mask / (1 - p), mask.astype(X.dtype)


@alternative(of="dropout_forward")
def with_binomial_draws(X, p, train, rng):
    if not train:
        return X, np.full(X.shape, 1.0, X.dtype)
    mask = (rng.binomial(1, 1 - p, size=X.shape) / (1 - p)).astype(X.dtype)
    return mask * X, mask


@alternative(of="dropout_forward")
def with_choice_and_where(X, p, train, rng):
    p = p if train else 0.0
    kept = rng.choice([False, True], size=X.shape, p=[p, 1 - p])
    mask = np.where(kept, 1 / (1 - p), 0.0).astype(X.dtype)
    return np.where(kept, X / (1 - p), 0.0).astype(X.dtype), mask


equivalent(
    of="dropout_forward",
    was="rng.random(X.shape) >= p",
    becomes="rng.random(X.shape) > p",
    because="a draw equals p exactly once in 2^53",
)


# dropout_backward


@mistake(of="dropout_backward", caught_by=dropout_backward_finds_the_gradient)
def forgot_the_mask(dout, mask):
    """You return dout as it is: an entry that was dropped has the gradient 0, one that survived
    mattered 1/(1 - p) times as much.
    """
    return dout.copy()


@mistake(of="dropout_backward", caught_by=dropout_backward_uses_the_mask_of_the_forward)
def dropped_but_not_scaled(dout, mask):
    """Your gradient is dout where an entry survived: it mattered 1/(1 - p) times as much there."""
    return dout * (mask != 0)


@mistake(of="dropout_backward", caught_by=dropout_backward_uses_the_mask_of_the_forward)
def a_fresh_mask(dout, mask):
    """Your gradient is 0 at other entries than the mask: it should be 0 where the mask is 0, and
    only there.
    """
    scale = mask.max()
    return dout * scale * (np.random.default_rng(0).random(dout.shape) < 1 / scale)


@mistake(of="dropout_backward", caught_by=dropout_backward_finds_the_gradient)
def divided_by_the_scale(dout, mask):
    """You divide dout by the mask where an entry survived: such an entry mattered 1/(1 - p) times
    as much.
    """
    return np.where(mask > 0, dout / np.where(mask > 0, mask, 1), 0.0)


@mistake(of="dropout_backward", caught_by=dropout_backward_keeps_float32_and_its_arguments)
def multiplied_into_dout(dout, mask):
    """dout is changed by the call: arguments should stay as they were."""
    dout *= mask
    return dout


@alternative(of="dropout_backward")
def entry_by_entry(dout, mask):
    dX = np.zeros_like(dout)
    for place in np.ndindex(*dout.shape):
        dX[place] = dout[place] * mask[place]
    return dX


# early_stopping


@mistake(
    of="early_stopping", caught_by=early_stopping_with_endless_patience_finds_the_first_minimum
)
def equal_counts_as_a_record(losses, patience):
    """A loss as small as the best one takes its place: only a strictly smaller one should."""
    best = 0
    for epoch in range(len(losses)):
        if losses[epoch] <= losses[best]:
            best = epoch
        if epoch - best >= patience:
            break
    return best


@mistake(of="early_stopping", caught_by=early_stopping_waits_exactly_patience_epochs)
def one_epoch_too_patient(losses, patience):
    """You look at a loss after the epoch at which to stop: that is the first epoch e with e - best
    ≥ patience.
    """
    best = 0
    for epoch in range(len(losses)):
        if losses[epoch] < losses[best]:
            best = epoch
        if epoch - best > patience:
            break
    return best


@mistake(of="early_stopping", caught_by=early_stopping_waits_exactly_patience_epochs)
def stops_before_it_looks(losses, patience):
    """You stop without looking at the loss of epoch best + patience: it may still be a record."""
    best = 0
    for epoch in range(1, len(losses)):
        if epoch - best >= patience:
            break
        if losses[epoch] < losses[best]:
            best = epoch
    return best


@mistake(of="early_stopping", caught_by=early_stopping_of_three_curves_done_by_hand)
def returns_the_epoch_at_which_it_stops(losses, patience):
    """You return the epoch at which you stop: it should be the best epoch."""
    best = epoch = 0
    for epoch in range(len(losses)):
        if losses[epoch] < losses[best]:
            best = epoch
        if epoch - best >= patience:
            break
    return epoch


@mistake(of="early_stopping", caught_by=early_stopping_of_three_curves_done_by_hand)
def returns_the_loss(losses, patience):
    """You return the smallest loss: it should be its epoch, an int."""
    best = 0
    for epoch in range(len(losses)):
        if losses[epoch] < losses[best]:
            best = epoch
        if epoch - best >= patience:
            break
    return float(losses[best])


@mistake(of="early_stopping", caught_by=early_stopping_waits_exactly_patience_epochs)
def never_stops(losses, patience):
    """Losses that come after the stop matter to your result: they should not."""
    return int(np.argmin(losses))


@mistake(of="early_stopping", caught_by=early_stopping_takes_losses_of_any_height)
def the_best_loss_begins_at_a_million(losses, patience):
    """A loss of a million or more is never a record for you: losses may
    be as large as they like.
    """
    best, least = 0, 1e6
    for epoch, loss in enumerate(losses):
        if loss < least:
            best, least = epoch, loss
        if epoch - best >= patience:
            break
    return best


@mistake(of="early_stopping", caught_by=early_stopping_of_three_curves_done_by_hand)
def last_of_the_smallest(losses, patience):
    """Your result is the last epoch with the smallest of all losses: it should be the first one,
    and losses after the stop do not count.
    """
    losses = list(losses)
    return len(losses) - 1 - losses[::-1].index(min(losses))


@mistake(of="early_stopping", caught_by=early_stopping_waits_exactly_patience_epochs)
def compares_with_the_epoch_before(losses, patience):
    """You go on where losses fall without being a record: only a loss smaller than the best one
    buys time.
    """
    best, waited = 0, 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < losses[best]:
            best = epoch
        waited = 0 if losses[epoch] < losses[epoch - 1] else waited + 1
        if waited >= patience:
            break
    return best


@mistake(of="early_stopping", caught_by=early_stopping_waits_anew_after_every_record)
def never_sets_the_count_back(losses, patience):
    """All epochs without a record count together against your patience: after every record the
    count should begin anew.
    """
    best, waited = 0, 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < losses[best]:
            best = epoch
        else:
            waited += 1
        if waited >= patience:
            break
    return best


@mistake(of="early_stopping", caught_by=early_stopping_agrees_with_the_reference)
def stops_at_the_first_rise(losses, patience):
    """Your result is the epoch before the first loss that does not fall: wait patience epochs for
    a new record.
    """
    for epoch in range(1, len(losses)):
        if losses[epoch] >= losses[epoch - 1]:
            return epoch - 1
    return len(losses) - 1


@mistake(of="early_stopping", caught_by=early_stopping_waits_exactly_patience_epochs)
def forgets_the_last_epoch(losses, patience):
    """You leave the last of the losses out: it may be a record, too."""
    best = 0
    for epoch in range(len(losses) - 1):
        if losses[epoch] < losses[best]:
            best = epoch
        if epoch - best >= patience:
            break
    return best


@mistake(of="early_stopping", caught_by=early_stopping_leaves_its_argument_alone)
def begins_at_0_in_place(losses, patience):
    """losses is changed by the call: arguments should stay as they were."""
    losses -= losses[0]
    best = 0
    for epoch in range(len(losses)):
        if losses[epoch] < losses[best]:
            best = epoch
        if epoch - best >= patience:
            break
    return best


@alternative(of="early_stopping")
def with_a_counter(losses, patience):
    record, kept, waited = float("inf"), 0, 0
    for epoch, loss in enumerate(losses):
        if loss < record:
            record, kept, waited = loss, epoch, 0
            continue
        waited += 1
        if waited == patience:
            return kept
    return kept


@alternative(of="early_stopping")
def looks_ahead(losses, patience):
    best = 0
    while True:
        ahead = losses[best + 1 : best + 1 + patience]
        better = np.flatnonzero(ahead < losses[best])
        if better.size == 0:
            return best
        best += 1 + int(better[0])
