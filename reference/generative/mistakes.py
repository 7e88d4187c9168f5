"""Wrong answers students do write, each with the check that must catch it; right ones, too.

Every answer stands alone, as in a student's cell: besides numpy it may use the given `sigmoid`.
"""

# ruff: noqa: F821, NPY002  # `sigmoid` is given code; the legacy generator is one of the mistakes

import numpy as np

from autograder.checks import alternative, equivalent, mistake

from .checks import (
    discriminator_loss_agrees_with_the_reference,
    discriminator_loss_backward_finds_both_gradients,
    discriminator_loss_backward_keeps_float32,
    discriminator_loss_backward_leaves_its_arguments_unchanged,
    discriminator_loss_backward_of_odds_done_by_hand,
    discriminator_loss_backward_survives_sure_discriminators,
    discriminator_loss_leaves_its_arguments_unchanged,
    discriminator_loss_of_odds_done_by_hand,
    discriminator_loss_survives_sure_discriminators,
    generator_loss_agrees_with_the_reference,
    generator_loss_backward_finds_the_gradient,
    generator_loss_backward_is_largest_for_the_worst_fakes,
    generator_loss_backward_keeps_float32,
    generator_loss_backward_leaves_its_argument_unchanged,
    generator_loss_backward_of_odds_done_by_hand,
    generator_loss_leaves_its_argument_unchanged,
    generator_loss_of_odds_done_by_hand,
    generator_loss_survives_sure_discriminators,
    kl_standard_normal_agrees_with_the_reference,
    kl_standard_normal_backward_finds_dlogvar,
    kl_standard_normal_backward_finds_dmu,
    kl_standard_normal_backward_keeps_float32,
    kl_standard_normal_backward_leaves_its_arguments_unchanged,
    kl_standard_normal_backward_of_two_examples_done_by_hand,
    kl_standard_normal_holds_for_any_variance,
    kl_standard_normal_is_the_integral_it_stands_for,
    kl_standard_normal_leaves_its_arguments_unchanged,
    kl_standard_normal_of_two_examples_done_by_hand,
    reparameterize_depends_on_nothing_but_rng,
    reparameterize_draws_every_entry_by_itself,
    reparameterize_draws_from_the_normal_law,
    reparameterize_is_affine_in_its_noise,
    reparameterize_is_normal_in_its_tails_and_its_sums,
    reparameterize_keeps_float32,
    reparameterize_leaves_its_arguments_unchanged,
    reparameterize_without_variance_returns_mu,
    sample_with_temperature_bears_large_logits,
    sample_with_temperature_depends_on_nothing_but_rng,
    sample_with_temperature_draws_two_rows_independently,
    sample_with_temperature_follows_the_softmax,
    sample_with_temperature_is_uniform_when_hot,
    sample_with_temperature_leaves_its_arguments_unchanged,
    sample_with_temperature_never_takes_the_impossible,
    sample_with_temperature_takes_the_largest_when_cold,
)

# sample_with_temperature


@mistake(of="sample_with_temperature", caught_by=sample_with_temperature_is_uniform_when_hot)
def the_largest_always(logits, temperature, rng):
    return np.argmax(logits / temperature, axis=1)


@mistake(
    of="sample_with_temperature", caught_by=sample_with_temperature_takes_the_largest_when_cold
)
def multiplied_by_the_temperature(logits, temperature, rng):
    return np.argmax(logits * temperature + rng.gumbel(size=logits.shape), axis=1)


@mistake(
    of="sample_with_temperature", caught_by=sample_with_temperature_takes_the_largest_when_cold
)
def forgot_the_temperature(logits, temperature, rng):
    return np.argmax(logits + rng.gumbel(size=logits.shape), axis=1)


@mistake(of="sample_with_temperature", caught_by=sample_with_temperature_follows_the_softmax)
def temperature_of_the_probabilities(logits, temperature, rng):
    """Divided after the exponential, where it cancels."""
    weights = np.exp(logits - logits.max(axis=1, keepdims=True)) / temperature
    sums = np.cumsum(weights / weights.sum(axis=1, keepdims=True), axis=1)
    return (rng.random((len(logits), 1)) > sums[:, :-1]).sum(axis=1)


@mistake(of="sample_with_temperature", caught_by=sample_with_temperature_follows_the_softmax)
def noise_of_another_law(logits, temperature, rng):
    """Normal noise also makes the largest win more often, but not as often as the softmax."""
    return np.argmax(logits / temperature + rng.normal(size=logits.shape), axis=1)


@mistake(of="sample_with_temperature", caught_by=sample_with_temperature_follows_the_softmax)
def one_random_number_for_all_rows(logits, temperature, rng):
    scaled = logits / temperature
    weights = np.exp(scaled - scaled.max(axis=1, keepdims=True))
    sums = np.cumsum(weights / weights.sum(axis=1, keepdims=True), axis=1)
    return (rng.random() > sums[:, :-1]).sum(axis=1)


@mistake(
    of="sample_with_temperature", caught_by=sample_with_temperature_draws_two_rows_independently
)
def uniform_numbers_spread_evenly(logits, temperature, rng):
    """One number in each of N strips, shuffled: every class comes up as often as it should."""
    scaled = logits / temperature
    weights = np.exp(scaled - scaled.max(axis=1, keepdims=True))
    heights = np.cumsum(weights, axis=1)
    N = len(logits)
    u = (rng.permutation(N) + rng.random(N)) / N
    return np.sum(u[:, None] * heights[:, -1:] > heights, axis=1)


@mistake(of="sample_with_temperature", caught_by=sample_with_temperature_follows_the_softmax)
def everybody_from_the_first_row(logits, temperature, rng):
    scaled = logits[0] / temperature
    weights = np.exp(scaled - scaled.max())
    return rng.choice(len(weights), size=len(logits), p=weights / weights.sum())


@mistake(of="sample_with_temperature", caught_by=sample_with_temperature_follows_the_softmax)
def normalised_over_the_whole_batch(logits, temperature, rng):
    weights = np.exp((logits - logits.max()) / temperature)
    sums = np.cumsum(weights / weights.sum(), axis=1)
    return (rng.random((len(logits), 1)) > sums[:, :-1]).sum(axis=1)


@mistake(of="sample_with_temperature", caught_by=sample_with_temperature_bears_large_logits)
def one_maximum_for_all_rows(logits, temperature, rng):
    """Rows far below the largest are all zeros after the exponential."""
    weights = np.exp((logits - logits.max()) / temperature)
    sums = np.cumsum(weights / weights.sum(axis=1, keepdims=True), axis=1)
    return (rng.random((len(logits), 1)) > sums[:, :-1]).sum(axis=1)


@mistake(of="sample_with_temperature", caught_by=sample_with_temperature_bears_large_logits)
def exponential_that_overflows(logits, temperature, rng):
    weights = np.exp(logits / temperature)
    sums = np.cumsum(weights / weights.sum(axis=1, keepdims=True), axis=1)
    return (rng.random((len(logits), 1)) > sums[:, :-1]).sum(axis=1)


@mistake(
    of="sample_with_temperature", caught_by=sample_with_temperature_never_takes_the_impossible
)
def smoothed_the_probabilities(logits, temperature, rng):
    scaled = logits / temperature
    weights = np.exp(scaled - scaled.max(axis=1, keepdims=True)) + 1e-2
    sums = np.cumsum(weights / weights.sum(axis=1, keepdims=True), axis=1)
    return (rng.random((len(logits), 1)) > sums[:, :-1]).sum(axis=1)


@mistake(
    of="sample_with_temperature", caught_by=sample_with_temperature_depends_on_nothing_but_rng
)
def the_global_generator(logits, temperature, rng):
    return np.argmax(logits / temperature + np.random.gumbel(size=logits.shape), axis=1)


@mistake(
    of="sample_with_temperature", caught_by=sample_with_temperature_depends_on_nothing_but_rng
)
def a_generator_of_its_own(logits, temperature, rng):
    """The same numbers every time."""
    noise = np.random.default_rng(0).gumbel(size=logits.shape)
    return np.argmax(logits / temperature + noise, axis=1)


@mistake(of="sample_with_temperature", caught_by=sample_with_temperature_follows_the_softmax)
def a_column_of_classes(logits, temperature, rng):
    noisy = logits / temperature + rng.gumbel(size=logits.shape)
    return np.argmax(noisy, axis=1, keepdims=True)


@mistake(of="sample_with_temperature", caught_by=sample_with_temperature_follows_the_softmax)
def one_hot_rows(logits, temperature, rng):
    classes = np.argmax(logits / temperature + rng.gumbel(size=logits.shape), axis=1)
    return np.eye(logits.shape[1])[classes]


@mistake(
    of="sample_with_temperature",
    caught_by=sample_with_temperature_leaves_its_arguments_unchanged,
)
def noise_added_in_place(logits, temperature, rng):
    logits /= temperature
    logits += rng.gumbel(size=logits.shape)
    return np.argmax(logits, axis=1)


# reparameterize


@mistake(of="reparameterize", caught_by=reparameterize_draws_from_the_normal_law)
def logvar_taken_for_the_logarithm_of_sigma(mu, logvar, rng):
    return mu + np.exp(logvar) * rng.standard_normal(mu.shape, dtype=mu.dtype)


@mistake(of="reparameterize", caught_by=reparameterize_draws_every_entry_by_itself)
def logvar_taken_for_sigma(mu, logvar, rng):
    return mu + logvar * rng.standard_normal(mu.shape, dtype=mu.dtype)


@mistake(of="reparameterize", caught_by=reparameterize_draws_every_entry_by_itself)
def no_noise_at_all(mu, logvar, rng):
    return mu + np.exp(logvar / 2)


@mistake(of="reparameterize", caught_by=reparameterize_draws_from_the_normal_law)
def noise_of_variance_one(mu, logvar, rng):
    return mu + rng.standard_normal(mu.shape, dtype=mu.dtype)


@mistake(of="reparameterize", caught_by=reparameterize_is_normal_in_its_tails_and_its_sums)
def noise_kept_within_two(mu, logvar, rng):
    eps = np.clip(rng.standard_normal(mu.shape, dtype=mu.dtype), -2, 2)
    return mu + np.exp(logvar / 2) * eps


@mistake(of="reparameterize", caught_by=reparameterize_is_normal_in_its_tails_and_its_sums)
def half_of_the_noise_is_the_other_half_negated(mu, logvar, rng):
    """Antithetic draws, spread over the batch in any order."""
    eps = rng.standard_normal(mu.size, dtype=mu.dtype)
    half = mu.size // 2
    eps[half : 2 * half] = -eps[:half]
    return mu + np.exp(logvar / 2) * rng.permutation(eps).reshape(mu.shape)


@mistake(of="reparameterize", caught_by=reparameterize_draws_from_the_normal_law)
def uniform_noise(mu, logvar, rng):
    """Of the right mean and variance."""
    width = np.sqrt(3)
    return mu + np.exp(logvar / 2) * rng.uniform(-width, width, size=mu.shape).astype(mu.dtype)


@mistake(of="reparameterize", caught_by=reparameterize_draws_every_entry_by_itself)
def noise_between_zero_and_one(mu, logvar, rng):
    return mu + np.exp(logvar / 2) * rng.random(mu.shape, dtype=mu.dtype)


@mistake(of="reparameterize", caught_by=reparameterize_without_variance_returns_mu)
def a_deviation_that_is_never_small(mu, logvar, rng):
    sigma = np.maximum(np.exp(logvar / 2), mu.dtype.type(0.01))
    return mu + sigma * rng.standard_normal(mu.shape, dtype=mu.dtype)


@mistake(of="reparameterize", caught_by=reparameterize_draws_every_entry_by_itself)
def one_noise_for_a_row(mu, logvar, rng):
    eps = rng.standard_normal((len(mu), 1), dtype=mu.dtype)
    return mu + np.exp(logvar / 2) * eps


@mistake(of="reparameterize", caught_by=reparameterize_draws_every_entry_by_itself)
def one_noise_for_the_batch(mu, logvar, rng):
    eps = rng.standard_normal(mu.shape[1], dtype=mu.dtype)
    return mu + np.exp(logvar / 2) * eps


@mistake(of="reparameterize", caught_by=reparameterize_is_affine_in_its_noise)
def another_noise_for_another_mean(mu, logvar, rng):
    """The seed depends on what should be differentiated."""
    seed = [int(rng.integers(2**32)), int(1e6 * abs(float(mu.sum())))]
    eps = np.random.default_rng(seed).standard_normal(mu.shape, dtype=mu.dtype)
    return mu + np.exp(logvar / 2) * eps


@mistake(of="reparameterize", caught_by=reparameterize_depends_on_nothing_but_rng)
def noise_of_the_global_generator(mu, logvar, rng):
    return mu + np.exp(logvar / 2) * np.random.normal(size=mu.shape).astype(mu.dtype)


@mistake(of="reparameterize", caught_by=reparameterize_depends_on_nothing_but_rng)
def the_same_noise_every_time(mu, logvar, rng):
    eps = np.random.default_rng(42).standard_normal(mu.shape, dtype=mu.dtype)
    return mu + np.exp(logvar / 2) * eps


@mistake(of="reparameterize", caught_by=reparameterize_keeps_float32)
def noise_of_float64(mu, logvar, rng):
    return mu + np.exp(logvar / 2) * rng.normal(size=mu.shape)


@mistake(of="reparameterize", caught_by=reparameterize_leaves_its_arguments_unchanged)
def added_into_mu(mu, logvar, rng):
    mu += np.exp(logvar / 2) * rng.standard_normal(mu.shape, dtype=mu.dtype)
    return mu


equivalent(
    of="reparameterize",
    was="mu + np.exp(logvar / 2) * eps",
    becomes="mu - np.exp(logvar / 2) * eps",
    because="the standard normal law is symmetric: -eps is as good a noise as eps",
)


# kl_standard_normal


@mistake(of="kl_standard_normal", caught_by=kl_standard_normal_agrees_with_the_reference)
def forgot_the_half(mu, logvar):
    return np.sum(mu**2 + np.exp(logvar) - 1 - logvar) / len(mu)


@mistake(of="kl_standard_normal", caught_by=kl_standard_normal_holds_for_any_variance)
def kept_logvar_between_minus_ten_and_ten(mu, logvar):
    logvar = np.clip(logvar, -10, 10)
    return np.sum(mu**2 + np.exp(logvar) - 1 - logvar) / (2 * len(mu))


@mistake(of="kl_standard_normal", caught_by=kl_standard_normal_is_the_integral_it_stands_for)
def no_variance_below_one(mu, logvar):
    """Clipped, to be on the safe side."""
    logvar = np.maximum(logvar, 0)
    return np.sum(mu**2 + np.exp(logvar) - 1 - logvar) / (2 * len(mu))


@mistake(of="kl_standard_normal", caught_by=kl_standard_normal_of_two_examples_done_by_hand)
def the_negative_of_it(mu, logvar):
    return np.sum(1 + logvar - mu**2 - np.exp(logvar)) / (2 * len(mu))


@mistake(of="kl_standard_normal", caught_by=kl_standard_normal_of_two_examples_done_by_hand)
def mean_over_the_latents_too(mu, logvar):
    return np.mean(mu**2 + np.exp(logvar) - 1 - logvar) / 2


@mistake(of="kl_standard_normal", caught_by=kl_standard_normal_agrees_with_the_reference)
def divided_by_one_or_two(mu, logvar):
    """Right for the batches of the example."""
    return np.sum(mu**2 + np.exp(logvar) - 1 - logvar) / (2 * min(len(mu), 2))


@mistake(of="kl_standard_normal", caught_by=kl_standard_normal_of_two_examples_done_by_hand)
def sum_over_the_batch(mu, logvar):
    return np.sum(mu**2 + np.exp(logvar) - 1 - logvar) / 2


@mistake(of="kl_standard_normal", caught_by=kl_standard_normal_agrees_with_the_reference)
def logarithm_of_sigma_for_that_of_the_variance(mu, logvar):
    return np.sum(mu**2 + np.exp(2 * logvar) - 1 - 2 * logvar) / (2 * len(mu))


@mistake(of="kl_standard_normal", caught_by=kl_standard_normal_agrees_with_the_reference)
def a_square_that_keeps_its_sign(mu, logvar):
    """Right for the means of the example."""
    return np.sum(mu * np.abs(mu) + np.exp(logvar) - 1 - logvar) / (2 * len(mu))


@mistake(of="kl_standard_normal", caught_by=kl_standard_normal_of_two_examples_done_by_hand)
def the_divergence_the_other_way_round(mu, logvar):
    """KL(N(0, 1) || N(mu, sigma²))."""
    return np.sum((1 + mu**2) * np.exp(-logvar) - 1 + logvar) / (2 * len(mu))


@mistake(of="kl_standard_normal", caught_by=kl_standard_normal_agrees_with_the_reference)
def forgot_the_mean(mu, logvar):
    return np.sum(np.exp(logvar) - 1 - logvar) / (2 * len(mu))


@mistake(of="kl_standard_normal", caught_by=kl_standard_normal_agrees_with_the_reference)
def one_number_for_each_example(mu, logvar):
    return np.sum(mu**2 + np.exp(logvar) - 1 - logvar, axis=1) / 2


@mistake(of="kl_standard_normal", caught_by=kl_standard_normal_leaves_its_arguments_unchanged)
def squared_the_means_in_place(mu, logvar):
    mu *= mu
    return np.sum(mu + np.exp(logvar) - 1 - logvar) / (2 * len(mu))


# kl_standard_normal_backward


@mistake(
    of="kl_standard_normal_backward",
    caught_by=kl_standard_normal_backward_of_two_examples_done_by_hand,
)
def gradients_of_the_sum_over_the_batch(mu, logvar):
    return mu, (np.exp(logvar) - 1) / 2


@mistake(of="kl_standard_normal_backward", caught_by=kl_standard_normal_backward_finds_dmu)
def divided_by_the_number_of_entries(mu, logvar):
    return mu / mu.size, (np.exp(logvar) - 1) / (2 * mu.size)


@mistake(of="kl_standard_normal_backward", caught_by=kl_standard_normal_backward_finds_dlogvar)
def derivative_by_the_variance(mu, logvar):
    return mu / len(mu), (1 - np.exp(-logvar)) / (2 * len(mu))


@mistake(of="kl_standard_normal_backward", caught_by=kl_standard_normal_backward_finds_dlogvar)
def derivative_by_sigma(mu, logvar):
    sigma = np.exp(logvar / 2)
    return mu / len(mu), (sigma - 1 / sigma) / len(mu)


@mistake(
    of="kl_standard_normal_backward",
    caught_by=kl_standard_normal_backward_of_two_examples_done_by_hand,
)
def half_of_dmu(mu, logvar):
    return mu / (2 * len(mu)), (np.exp(logvar) - 1) / (2 * len(mu))


@mistake(of="kl_standard_normal_backward", caught_by=kl_standard_normal_backward_keeps_float32)
def divided_by_an_array_of_float64(mu, logvar):
    N = np.array([len(mu)], dtype=float)
    return mu / N, (np.exp(logvar) - 1) / (2 * N)


@mistake(
    of="kl_standard_normal_backward",
    caught_by=kl_standard_normal_backward_leaves_its_arguments_unchanged,
)
def exponential_in_place(mu, logvar):
    np.exp(logvar, out=logvar)
    return mu / len(mu), (logvar - 1) / (2 * len(mu))


# discriminator_loss


@mistake(of="discriminator_loss", caught_by=discriminator_loss_survives_sure_discriminators)
def logarithm_of_the_sigmoid(real_logits, fake_logits):
    D_real, D_fake = sigmoid(real_logits), sigmoid(fake_logits)
    return -np.mean(np.log(D_real)) - np.mean(np.log(1 - D_fake))


@mistake(of="discriminator_loss", caught_by=discriminator_loss_survives_sure_discriminators)
def epsilon_inside_the_logarithm(real_logits, fake_logits):
    D_real, D_fake = sigmoid(real_logits), sigmoid(fake_logits)
    return -np.mean(np.log(D_real + 1e-12)) - np.mean(np.log(1 - D_fake + 1e-12))


@mistake(of="discriminator_loss", caught_by=discriminator_loss_survives_sure_discriminators)
def softplus_that_overflows(real_logits, fake_logits):
    return np.mean(np.log(1 + np.exp(-real_logits))) + np.mean(np.log(1 + np.exp(fake_logits)))


@mistake(of="discriminator_loss", caught_by=discriminator_loss_of_odds_done_by_hand)
def real_and_fake_swapped(real_logits, fake_logits):
    return np.mean(np.logaddexp(0, real_logits)) + np.mean(np.logaddexp(0, -fake_logits))


@mistake(of="discriminator_loss", caught_by=discriminator_loss_agrees_with_the_reference)
def fake_taken_for_real(real_logits, fake_logits):
    return np.mean(np.logaddexp(0, -real_logits)) + np.mean(np.logaddexp(0, -fake_logits))


@mistake(of="discriminator_loss", caught_by=discriminator_loss_of_odds_done_by_hand)
def one_mean_over_all(real_logits, fake_logits):
    return np.mean(np.logaddexp(0, np.concatenate([-real_logits, fake_logits])))


@mistake(of="discriminator_loss", caught_by=discriminator_loss_of_odds_done_by_hand)
def half_the_sum_of_the_means(real_logits, fake_logits):
    losses = np.mean(np.logaddexp(0, -real_logits)), np.mean(np.logaddexp(0, fake_logits))
    return sum(losses) / 2


@mistake(of="discriminator_loss", caught_by=discriminator_loss_agrees_with_the_reference)
def divided_by_at_most_two(real_logits, fake_logits):
    """Right for the examples of the text."""
    fakes = np.sum(np.logaddexp(0, fake_logits)) / min(2, len(fake_logits))
    return np.mean(np.logaddexp(0, -real_logits)) + fakes


@mistake(of="discriminator_loss", caught_by=discriminator_loss_agrees_with_the_reference)
def took_logits_for_probabilities(real_logits, fake_logits):
    return -np.mean(np.log(np.abs(real_logits))) - np.mean(np.log(np.abs(1 - fake_logits)))


@mistake(of="discriminator_loss", caught_by=discriminator_loss_leaves_its_arguments_unchanged)
def turned_the_real_ones_in_place(real_logits, fake_logits):
    real_logits *= -1
    return np.mean(np.logaddexp(0, real_logits)) + np.mean(np.logaddexp(0, fake_logits))


# discriminator_loss_backward


@mistake(
    of="discriminator_loss_backward",
    caught_by=discriminator_loss_backward_of_odds_done_by_hand,
)
def wrong_sign_of_the_real(real_logits, fake_logits):
    dreal = sigmoid(-real_logits) / len(real_logits)
    return dreal, sigmoid(fake_logits) / len(fake_logits)


@mistake(
    of="discriminator_loss_backward",
    caught_by=discriminator_loss_backward_of_odds_done_by_hand,
)
def both_divided_by_the_real_ones(real_logits, fake_logits):
    N = len(real_logits)
    return -sigmoid(-real_logits) / N, sigmoid(fake_logits) / N


@mistake(
    of="discriminator_loss_backward",
    caught_by=discriminator_loss_backward_finds_both_gradients,
)
def gradients_of_the_sums(real_logits, fake_logits):
    return -sigmoid(-real_logits), sigmoid(fake_logits)


@mistake(
    of="discriminator_loss_backward",
    caught_by=discriminator_loss_backward_of_odds_done_by_hand,
)
def the_generator_was_not_kept_out(real_logits, fake_logits):
    """Its loss depends on the same logits, and its gradient was added: a lost `detach`."""
    dfake = sigmoid(fake_logits) - sigmoid(-fake_logits)
    return -sigmoid(-real_logits) / len(real_logits), dfake / len(fake_logits)


@mistake(
    of="discriminator_loss_backward",
    caught_by=discriminator_loss_backward_survives_sure_discriminators,
)
def sigmoid_by_its_formula_with_exp_of_z(real_logits, fake_logits):
    D_real = np.exp(real_logits) / (1 + np.exp(real_logits))
    D_fake = np.exp(fake_logits) / (1 + np.exp(fake_logits))
    return (D_real - 1) / len(real_logits), D_fake / len(fake_logits)


@mistake(
    of="discriminator_loss_backward",
    caught_by=discriminator_loss_backward_survives_sure_discriminators,
)
def the_chain_rule_in_three_steps(real_logits, fake_logits):
    """0/0 for a sure discriminator."""
    D_real, D_fake = sigmoid(real_logits), sigmoid(fake_logits)
    dreal = -1 / D_real * D_real * (1 - D_real) / len(real_logits)
    return dreal, 1 / (1 - D_fake) * D_fake * (1 - D_fake) / len(fake_logits)


@mistake(of="discriminator_loss_backward", caught_by=discriminator_loss_backward_keeps_float32)
def gradients_of_float64(real_logits, fake_logits):
    dreal, dfake = np.zeros(len(real_logits)), np.zeros(len(fake_logits))
    dreal -= sigmoid(-real_logits) / len(real_logits)
    dfake += sigmoid(fake_logits) / len(fake_logits)
    return dreal, dfake


@mistake(
    of="discriminator_loss_backward",
    caught_by=discriminator_loss_backward_leaves_its_arguments_unchanged,
)
def sigmoids_in_place(real_logits, fake_logits):
    real_logits[:] = sigmoid(real_logits)
    return (real_logits - 1) / len(real_logits), sigmoid(fake_logits) / len(fake_logits)


# generator_loss


@mistake(of="generator_loss", caught_by=generator_loss_of_odds_done_by_hand)
def the_loss_that_saturates(fake_logits):
    return -np.mean(np.logaddexp(0, fake_logits))


@mistake(of="generator_loss", caught_by=generator_loss_agrees_with_the_reference)
def what_the_discriminator_pays(fake_logits):
    return np.mean(np.logaddexp(0, fake_logits))


@mistake(of="generator_loss", caught_by=generator_loss_survives_sure_discriminators)
def logarithm_of_a_probability_of_zero(fake_logits):
    return -np.mean(np.log(sigmoid(fake_logits)))


@mistake(of="generator_loss", caught_by=generator_loss_survives_sure_discriminators)
def clipped_the_probability(fake_logits):
    return -np.mean(np.log(np.clip(sigmoid(fake_logits), 1e-12, 1)))


@mistake(of="generator_loss", caught_by=generator_loss_agrees_with_the_reference)
def summed_over_the_fakes(fake_logits):
    return np.sum(np.logaddexp(0, -fake_logits))


@mistake(of="generator_loss", caught_by=generator_loss_leaves_its_argument_unchanged)
def turned_the_fake_ones_in_place(fake_logits):
    fake_logits *= -1
    return np.mean(np.logaddexp(0, fake_logits))


# generator_loss_backward


@mistake(of="generator_loss_backward", caught_by=generator_loss_backward_of_odds_done_by_hand)
def the_slope_that_saturates(fake_logits):
    return -sigmoid(fake_logits) / len(fake_logits)


@mistake(of="generator_loss_backward", caught_by=generator_loss_backward_finds_the_gradient)
def climbs_instead_of_descending(fake_logits):
    return sigmoid(-fake_logits) / len(fake_logits)


@mistake(
    of="generator_loss_backward",
    caught_by=generator_loss_backward_of_odds_done_by_hand,
)
def forgot_the_mean_of_the_fakes(fake_logits):
    return -sigmoid(-fake_logits)


@mistake(
    of="generator_loss_backward",
    caught_by=generator_loss_backward_is_largest_for_the_worst_fakes,
)
def zero_times_infinity(fake_logits):
    e = np.exp(-fake_logits)
    return -e / (1 + e) / len(fake_logits)


@mistake(of="generator_loss_backward", caught_by=generator_loss_backward_keeps_float32)
def fake_gradients_of_float64(fake_logits):
    dfake = np.zeros(len(fake_logits))
    for j, z in enumerate(fake_logits):
        dfake[j] = -sigmoid(-z) / len(fake_logits)
    return dfake


@mistake(
    of="generator_loss_backward",
    caught_by=generator_loss_backward_leaves_its_argument_unchanged,
)
def negated_in_place(fake_logits):
    np.negative(fake_logits, out=fake_logits)
    return -sigmoid(fake_logits) / len(fake_logits)


# Right answers written otherwise


@alternative(of="sample_with_temperature")
def by_the_sums_of_the_probabilities(logits, temperature, rng):
    scaled = logits / temperature
    weights = np.exp(scaled - scaled.max(axis=1, keepdims=True))
    sums = np.cumsum(weights / weights.sum(axis=1, keepdims=True), axis=1)
    return (rng.random((len(logits), 1)) > sums[:, :-1]).sum(axis=1)


@alternative(of="sample_with_temperature")
def row_by_row_with_choice(logits, temperature, rng):
    drawn = []
    for row in logits:
        weights = np.exp((row - np.max(row)) / temperature)
        drawn.append(rng.choice(len(row), p=weights / weights.sum()))
    return np.array(drawn)


@alternative(of="sample_with_temperature")
def the_first_of_exponential_clocks(logits, temperature, rng):
    """The clock of class k rings at rate exp(z / t); all in logarithms."""
    rings = np.log(rng.exponential(size=logits.shape)) - logits / temperature
    return rings.argmin(axis=1).astype(np.int32)


@alternative(of="reparameterize")
def normal_of_given_mean_and_deviation(mu, logvar, rng):
    return rng.normal(mu, np.sqrt(np.exp(logvar))).astype(mu.dtype)


@alternative(of="reparameterize")
def noise_in_columns_and_converted(mu, logvar, rng):
    eps = rng.normal(size=mu.shape[::-1]).T.astype(mu.dtype)
    return eps * np.exp(0.5 * logvar) + mu


@alternative(of="kl_standard_normal")
def divergence_with_expm1(mu, logvar):
    latents = 0.5 * (np.expm1(logvar) - logvar + mu * mu)
    return float(latents.sum(axis=1).mean())


@alternative(of="kl_standard_normal")
def divergence_one_latent_at_a_time(mu, logvar):
    total = 0.0
    for m, v in zip(mu.ravel(), logvar.ravel()):  # noqa: B905  # students need not know strict=
        total -= 0.5 * (1 + v - m**2 - np.exp(v))
    return total / len(mu)


@alternative(of="kl_standard_normal_backward")
def gradients_with_expm1(mu, logvar):
    return [mu / len(mu), np.expm1(logvar) * (0.5 / mu.shape[0])]


@alternative(of="discriminator_loss")
def with_max_and_log1p(real_logits, fake_logits):
    def softplus(z):
        return np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))

    return float(softplus(-real_logits).mean() + softplus(fake_logits).mean())


@alternative(of="discriminator_loss")
def softplus_of_the_real_minus_the_real(real_logits, fake_logits):
    """log(1 + e^-z) = log(1 + e^z) - z."""
    total = np.logaddexp(real_logits, 0).mean() - real_logits.mean()
    return total + np.logaddexp(fake_logits, 0).mean()


@alternative(of="discriminator_loss_backward")
def probability_minus_answer(real_logits, fake_logits):
    dreal = (sigmoid(real_logits) - 1) / real_logits.size
    dfake = np.array(sigmoid(fake_logits) - 0, copy=True) / fake_logits.size
    return [dreal, dfake]


@alternative(of="generator_loss")
def one_fake_at_a_time(fake_logits):
    losses = [max(-z, 0.0) + np.log1p(np.exp(-abs(z))) for z in fake_logits.tolist()]
    return sum(losses) / len(losses)


@alternative(of="generator_loss_backward")
def with_tanh(fake_logits):
    return (np.tanh(fake_logits / 2) - 1) / (2 * len(fake_logits))
