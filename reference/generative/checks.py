"""What sampling, the VAE and the GAN must do.  A docstring is the sentence a student reads.

Randomness is judged by its law: a right sampler fails one check in 10⁹ runs.
"""

import numpy as np

from autograder.checks import (
    assert_close,
    assert_drawn_from,
    assert_dtype,
    assert_equal,
    assert_frequencies,
    assert_gradient,
    assert_shape,
    assert_unchanged,
    check,
    choices,
    for_all,
    integers,
    labels,
    normal_cdf,
    normals,
    numbers,
    reals,
    require,
    seeds,
)

PAIRS = 2000  # of neighbouring draws, for a law
LATENTS = {"mu": normals("N D", scale=2.0), "logvar": normals("N D")}
LATENTS_32 = {"mu": normals("N D", dtype="float32"), "logvar": normals("N D", dtype="float32")}
LOGITS = {"real": normals("N", scale=2.0), "fake": normals("M", scale=2.0)}
LOGITS_32 = {"real": normals("N", dtype="float32"), "fake": normals("M", dtype="float32")}
USE_RNG = "draw from the rng you are given and from nothing else, anew in every call"


def softmax(logits):
    """The probabilities of one row."""
    weights = np.exp(logits - logits.max())
    return weights / weights.sum()


def assert_fresh(first, second):
    """Two draws that should differ do."""
    require(not np.array_equal(first, second), "two draws are all the same", hint=USE_RNG)


# --------------------------------------------------------------- sample_with_temperature


@check(points=1, public=True, examples=5)
@for_all(noise=reals("20 K>=2", within=1), best=labels("20", below="K"), seed=seeds())
def sample_with_temperature_takes_the_largest_when_cold(student, noise, best, seed):
    """At a temperature of 0.02 a logit that leads by 2 is drawn, always (but for e^-100)."""
    logits = noise.copy()
    logits[np.arange(len(best)), best] = 3
    drawn = student.sample_with_temperature(logits, 0.02, np.random.default_rng(seed))
    assert_equal(drawn, best)


@check(points=1, public=True, examples=2)
@for_all(logits=normals("K>=2"), seed=seeds())
def sample_with_temperature_is_uniform_when_hot(student, logits, seed):
    """At a temperature of a million all classes are equally likely."""
    rows = np.tile(logits, (PAIRS, 1))
    drawn = student.sample_with_temperature(rows, 1e6, np.random.default_rng(seed))
    assert_frequencies(drawn, np.full(len(logits), 1 / len(logits)), what="the draws")


@check(points=2, examples=6)
@for_all(
    even=normals("3", scale=1.5), odd=normals("3", scale=1.5), t=numbers(0.3, 3), seed=seeds()
)
def sample_with_temperature_follows_the_softmax(student, even, odd, t, seed):
    """Each row is drawn from its own softmax(logits / temperature), whatever its neighbour is."""
    drawn = student.sample_with_temperature(
        np.tile([even, odd], (PAIRS, 1)), t, np.random.default_rng(seed)
    )
    law, other = softmax(even / t), softmax(odd / t)
    assert_frequencies(drawn[0::2], law, what="the draws of the even rows")
    assert_frequencies(drawn[1::2], other, what="the draws of the odd rows")
    together = np.outer(law, other).ravel()
    assert_frequencies(3 * drawn[0::2] + drawn[1::2], together, what="the pairs")
    favourite = np.array([1.5 * t, 0, 0, 0, 0, 0, 0, 0])  # noise of the wrong sign shows here
    rows = np.tile(favourite, (PAIRS, 1))
    drawn = student.sample_with_temperature(rows, t, np.random.default_rng(seed))
    assert_frequencies(drawn, softmax(favourite / t), what="draws among eight classes")


@check(points=1, after=sample_with_temperature_follows_the_softmax, examples=1)
@for_all(seed=seeds())
def sample_with_temperature_draws_two_rows_independently(student, seed):
    """Two rows of equal logits are drawn alike as often as not: draws are not spread evenly."""
    logits, rng = np.zeros((2, 2)), np.random.default_rng(seed)
    drawn = [student.sample_with_temperature(logits, 1.0, rng) for _ in range(400)]
    pairs = np.stack(drawn) @ np.array([2, 1])
    names = [f"{first} and {second}" for first in (0, 1) for second in (0, 1)]
    assert_frequencies(pairs, np.full(4, 1 / 4), what="the pairs", names=names)


@check(points=1, public=True, examples=2)
@for_all(logits=normals("4"), forbidden=integers(0, 3), t=numbers(0.5, 2), seed=seeds())
def sample_with_temperature_never_takes_the_impossible(student, logits, forbidden, t, seed):
    """A logit of -inf is a probability of 0; the others keep their law."""
    logits = logits.copy()
    logits[forbidden] = -np.inf
    rows = np.tile(logits, (PAIRS, 1))
    drawn = student.sample_with_temperature(rows, t, np.random.default_rng(seed))
    assert_frequencies(drawn, softmax(logits / t), what="the draws")


@check(points=1, after=sample_with_temperature_follows_the_softmax, examples=3)
@for_all(logits=normals("3"), shift=choices(-1e4, 1e4), seed=seeds())
def sample_with_temperature_bears_large_logits(student, logits, shift, seed):
    """Adding 1e4 or -1e4 to all logits of a row changes nothing, also if other rows are small."""
    rows = np.tile([logits, logits + shift], (PAIRS, 1))
    drawn = student.sample_with_temperature(rows, 1.0, np.random.default_rng(seed))
    assert_frequencies(drawn[0::2], softmax(logits), what="the draws of small rows")
    assert_frequencies(drawn[1::2], softmax(logits), what="the draws of large rows")


@check(points=1, after=sample_with_temperature_follows_the_softmax, examples=4)
@for_all(seed=seeds())
def sample_with_temperature_depends_on_nothing_but_rng(student, seed):
    """Equal generators give equal draws; another seed or a second call gives others."""
    logits, rng = np.zeros((60, 4)), np.random.default_rng(seed)
    first = student.sample_with_temperature(logits, 1.0, rng)
    second = student.sample_with_temperature(logits, 1.0, rng)
    again = student.sample_with_temperature(logits, 1.0, np.random.default_rng(seed))
    other = student.sample_with_temperature(logits, 1.0, np.random.default_rng(seed + 1))
    assert_equal(again, first, what="the draw with an equal generator", hint=USE_RNG)
    assert_fresh(first, second)
    assert_fresh(first, other)


@check(points=1, after=sample_with_temperature_follows_the_softmax, examples=4)
@for_all(logits=normals("N K"), t=numbers(0.3, 3), seed=seeds())
def sample_with_temperature_leaves_its_arguments_unchanged(student, logits, t, seed):
    """The logits are the same after the call."""
    assert_unchanged(student.sample_with_temperature, logits, t, np.random.default_rng(seed))


# ------------------------------------------------------------------------ reparameterize


@check(points=1, examples=2)
@for_all(mu=normals("60 100", scale=3.0), seed=seeds())
def reparameterize_draws_every_entry_by_itself(student, mu, seed):
    """Neighbours, down and across, do not share their noise: their differences are normal, too."""
    z = student.reparameterize(mu, np.zeros_like(mu), np.random.default_rng(seed))
    noise = z - mu
    for one, other in ((noise[::2], noise[1::2]), (noise[:, ::2], noise[:, 1::2])):
        difference = (one - other) / np.sqrt(2)
        assert_drawn_from(difference, normal_cdf, what="differences of neighbours")


@check(points=1, after=reparameterize_draws_every_entry_by_itself, examples=1)
@for_all(seed=seeds())
def reparameterize_is_normal_in_its_tails_and_its_sums(student, seed):
    """One draw in 22 is beyond 2, and the sum of a small batch varies as that of free draws."""
    zeros, rng = np.zeros((60, 100)), np.random.default_rng(seed)
    far = np.abs(student.reparameterize(zeros, zeros, rng)) > 2
    law = np.array([0.9544997361, 0.0455002639])
    far = far.astype(np.int64).ravel()
    assert_frequencies(far, law, what="the draws", names=("within ±2", "beyond ±2"))
    few = np.zeros((2, 4))
    sums = [np.sum(student.reparameterize(few, few, rng)) for _ in range(400)]
    assert_drawn_from(np.array(sums) / np.sqrt(few.size), normal_cdf, what="sums of a batch / √8")


@check(points=2, public=True, after=reparameterize_draws_every_entry_by_itself, examples=3)
@for_all(
    mu=normals("60 100", scale=3.0),
    spread=normals("60 100", scale=0.3),
    middle=choices(2.0, -2.0),
    seed=seeds(),
)
def reparameterize_draws_from_the_normal_law(student, mu, spread, middle, seed):
    r"""$(z - \mu) / e^{logvar/2}$ follows the standard normal law (6000 draws)."""
    logvar = middle + spread
    z = student.reparameterize(mu, logvar, np.random.default_rng(seed))
    noise = (z - mu) * np.exp(-logvar / 2)
    assert_drawn_from(noise, normal_cdf, what="(z - mu) / exp(logvar / 2)")


@check(points=1, public=True, after=reparameterize_draws_from_the_normal_law, examples=6)
@for_all(mu=normals("N D", scale=3.0), seed=seeds())
def reparameterize_without_variance_returns_mu(student, mu, seed):
    """With logvar = -60 the standard deviation is e^-30, and z is mu."""
    z = student.reparameterize(mu, np.full_like(mu, -60), np.random.default_rng(seed))
    assert_close(z, mu, what="z")


@check(points=2, public=True, after=reparameterize_draws_from_the_normal_law, examples=8)
@for_all(**LATENTS, shift=normals("N D"), factor=numbers(-2, 2), seed=seeds())
def reparameterize_is_affine_in_its_noise(student, mu, logvar, shift, factor, seed):
    r"""With equal generators $(z - \mu)/\sigma$ is the same for other means and variances."""
    first = student.reparameterize(mu, logvar, np.random.default_rng(seed))
    other = student.reparameterize(mu + shift, logvar + factor, np.random.default_rng(seed))
    want = mu + shift + np.exp(factor / 2) * (first - mu)
    assert_close(other, want, what="z of mu + shift, logvar + factor")


@check(points=1, after=reparameterize_draws_every_entry_by_itself, examples=4)
@for_all(seed=seeds())
def reparameterize_depends_on_nothing_but_rng(student, seed):
    """Equal generators give equal z; another seed or a second call gives others."""
    zeros, rng = np.zeros((3, 2)), np.random.default_rng(seed)
    first = student.reparameterize(zeros, zeros, rng)
    second = student.reparameterize(zeros, zeros, rng)
    again = student.reparameterize(zeros, zeros, np.random.default_rng(seed))
    other = student.reparameterize(zeros, zeros, np.random.default_rng(seed + 1))
    assert_equal(again, first, what="z with an equal generator", hint=USE_RNG)
    assert_fresh(first, second)
    assert_fresh(first, other)


@check(points=1, after=reparameterize_draws_every_entry_by_itself, examples=4)
@for_all(**LATENTS_32, seed=seeds())
def reparameterize_keeps_float32(student, mu, logvar, seed):
    """float32 in, float32 out."""
    z = student.reparameterize(mu, logvar, np.random.default_rng(seed))
    assert_shape(z, mu.shape, what="z")
    assert_dtype(z, np.float32, what="z")


@check(points=1, after=reparameterize_draws_every_entry_by_itself, examples=4)
@for_all(**LATENTS, seed=seeds())
def reparameterize_leaves_its_arguments_unchanged(student, mu, logvar, seed):
    """mu and logvar are the same after the call."""
    assert_unchanged(student.reparameterize, mu, logvar, np.random.default_rng(seed))


# -------------------------------------------------------------------- kl_standard_normal


@check(points=1, public=True)
def kl_standard_normal_of_two_examples_done_by_hand(student):
    """N(1, 1) and N(2, 1): (1 + 4)/2. N(0, 4): (4 - 1 - log 4)/2. Of both rows the mean."""
    mu, logvar = np.array([[1.0, 2.0], [0.0, 0.0]]), np.array([[0.0, 0.0], [np.log(4), 0.0]])
    assert_close(student.kl_standard_normal(mu[:1], logvar[:1]), 2.5, what="KL of the first row")
    second = student.kl_standard_normal(mu[1:], logvar[1:])
    assert_close(second, 0.8068528194400546, what="KL of the second row")
    assert_close(student.kl_standard_normal(mu, logvar), 1.6534264097200273, what="KL of both")


@check(points=1)
@for_all(mu=reals("N D", layout="any"), logvar=reals("N D", within=4, layout="any"))
def kl_standard_normal_agrees_with_the_reference(student, reference, mu, logvar):
    """The sum over the latents, the mean over the batch, for any sizes."""
    result = student.kl_standard_normal(mu, logvar)
    assert_close(result, reference.kl_standard_normal(mu, logvar))


@check(points=1, after=kl_standard_normal_agrees_with_the_reference, examples=4)
@for_all(mu=normals("N D"))
def kl_standard_normal_holds_for_any_variance(student, reference, mu):
    """logvar may be -60 and it may be 20; it is not clipped."""
    for spread in (-60.0, 20.0):
        logvar = np.full_like(mu, spread)
        result = student.kl_standard_normal(mu, logvar)
        assert_close(result, reference.kl_standard_normal(mu, logvar))


@check(points=1, public=True, examples=6)
@for_all(mu=numbers(-3, 3), logvar=numbers(-3, 2))
def kl_standard_normal_is_the_integral_it_stands_for(student, mu, logvar):
    r"""For one latent it is $\int q \log(q/p)$, with $q$ and $p$ the two densities."""
    x, step = np.linspace(-40, 40, 20001, retstep=True)
    log_p = -(x**2) / 2
    for spread in (logvar, -1.5):  # narrower than the prior, too
        log_q = -((x - mu) ** 2) / (2 * np.exp(spread)) - spread / 2
        integral = step * np.sum(np.exp(log_q) * (log_q - log_p)) / np.sqrt(2 * np.pi)
        result = student.kl_standard_normal(np.array([[mu]]), np.array([[spread]]))
        assert_close(result, integral, rtol=1e-6, atol=1e-6)


@check(points=1, public=True, after=kl_standard_normal_agrees_with_the_reference, examples=8)
@for_all(**LATENTS)
def kl_standard_normal_is_never_negative(student, mu, logvar):
    """It is 0 for mu = 0 and logvar = 0, and more anywhere else."""
    at_rest = student.kl_standard_normal(0 * mu, 0 * mu)
    assert_close(at_rest, 0.0, what="KL of the prior from itself")
    positive = student.kl_standard_normal(-np.abs(mu), np.abs(logvar)) > 0
    require(positive, "KL for mu < 0 and logvar > 0 should be positive")
    positive = student.kl_standard_normal(0 * mu, -np.abs(logvar)) > 0
    require(positive, "KL for mu = 0 and logvar < 0 should be positive")


@check(points=1, public=True, after=kl_standard_normal_agrees_with_the_reference, examples=8)
@for_all(**LATENTS, copies=integers(2, 4))
def kl_standard_normal_averages_over_the_batch_alone(student, mu, logvar, copies):
    """Copies of the batch do not change it; copies of the latents multiply it."""
    once = student.kl_standard_normal(mu, logvar)
    longer = student.kl_standard_normal(np.tile(mu, (copies, 1)), np.tile(logvar, (copies, 1)))
    wider = student.kl_standard_normal(np.tile(mu, (1, copies)), np.tile(logvar, (1, copies)))
    assert_close(longer, once, what="KL of copies of the batch", like=mu)
    assert_close(wider, copies * once, what="KL of copies of the latents", like=mu)


@check(points=1, after=kl_standard_normal_agrees_with_the_reference, examples=4)
@for_all(**LATENTS)
def kl_standard_normal_leaves_its_arguments_unchanged(student, mu, logvar):
    """mu and logvar are the same after the call."""
    assert_unchanged(student.kl_standard_normal, mu, logvar)


# ----------------------------------------------------------- kl_standard_normal_backward


@check(points=1, public=True)
def kl_standard_normal_backward_of_two_examples_done_by_hand(student):
    """dmu = mu/2 for a batch of two; dlogvar = (4 - 1)/4 where the variance is 4, else 0."""
    mu, logvar = np.array([[1.0, 2.0], [0.0, 0.0]]), np.array([[0.0, 0.0], [np.log(4), 0.0]])
    dmu, dlogvar = student.kl_standard_normal_backward(mu, logvar)
    assert_close(dmu, np.array([[0.5, 1.0], [0.0, 0.0]]), what="dmu")
    assert_close(dlogvar, np.array([[0.0, 0.0], [0.75, 0.0]]), what="dlogvar")


@check(points=1)
@for_all(**LATENTS)
def kl_standard_normal_backward_finds_dmu(student, reference, mu, logvar):
    r"""$d\mu = \partial KL / \partial \mu$, of the mean over the batch."""
    assert_gradient(
        student.kl_standard_normal_backward(mu, logvar)[0],
        reference.kl_standard_normal_backward(mu, logvar)[0],
        of=lambda mu: reference.kl_standard_normal(mu, logvar),
        at={"mu": mu},
    )


@check(points=1)
@for_all(**LATENTS)
def kl_standard_normal_backward_finds_dlogvar(student, reference, mu, logvar):
    r"""$dlogvar = \partial KL / \partial logvar$: not the derivative by the variance."""
    assert_gradient(
        student.kl_standard_normal_backward(mu, logvar)[1],
        reference.kl_standard_normal_backward(mu, logvar)[1],
        of=lambda logvar: reference.kl_standard_normal(mu, logvar),
        at={"logvar": logvar},
    )


BOTH_KL_GRADIENTS = (
    kl_standard_normal_backward_finds_dmu,
    kl_standard_normal_backward_finds_dlogvar,
)


@check(
    points=1,
    public=True,
    after=(kl_standard_normal_backward_finds_dmu, kl_standard_normal_backward_finds_dlogvar),
    examples=4,
)
@for_all(mu=normals("N<=3 D<=2"), logvar=normals("N<=3 D<=2"))
def kl_standard_normal_backward_matches_differences_of_your_kl(student, mu, logvar):
    """dmu and dlogvar match central differences of your own kl_standard_normal."""
    gradients = student.kl_standard_normal_backward(mu, logvar)
    assert_gradient(gradients, of=student.kl_standard_normal, at={"mu": mu, "logvar": logvar})


@check(points=1, after=BOTH_KL_GRADIENTS, examples=4)
@for_all(**LATENTS_32)
def kl_standard_normal_backward_keeps_float32(student, mu, logvar):
    """float32 in, float32 gradients out."""
    dmu, dlogvar = student.kl_standard_normal_backward(mu, logvar)
    assert_dtype(dmu, np.float32, what="dmu")
    assert_dtype(dlogvar, np.float32, what="dlogvar")


@check(points=1, after=BOTH_KL_GRADIENTS, examples=4)
@for_all(**LATENTS)
def kl_standard_normal_backward_leaves_its_arguments_unchanged(student, mu, logvar):
    """mu and logvar are the same after the call."""
    assert_unchanged(student.kl_standard_normal_backward, mu, logvar)


# -------------------------------------------------------------------- discriminator_loss


@check(points=1, public=True)
def discriminator_loss_of_odds_done_by_hand(student):
    """With no idea: 2 log 2. With D(real) = 3/4 twice, and D(fake) = 1/5: log 4/3 + log 5/4."""
    loss = student.discriminator_loss(np.zeros(3), np.zeros(2))
    assert_close(loss, 1.3862943611198906, what="the loss of all logits 0")
    loss = student.discriminator_loss(np.log([3.0, 3.0]), np.log([0.25]))
    assert_close(loss, 0.5108256237659907, what="the loss of D = 3/4, 3/4 and 1/5")


@check(points=2)
@for_all(real=reals("N", layout="any"), fake=reals("M", layout="any"))
def discriminator_loss_agrees_with_the_reference(student, reference, real, fake):
    """Each kind is averaged by itself, for any two numbers of examples."""
    result = student.discriminator_loss(real, fake)
    assert_close(result, reference.discriminator_loss(real, fake))


@check(points=1, public=True, after=discriminator_loss_agrees_with_the_reference, examples=8)
@for_all(**LOGITS, copies=integers(2, 5))
def discriminator_loss_ignores_copies(student, real, fake, copies):
    """Copies of the fake examples do not make them weigh more: two means, not one."""
    once = student.discriminator_loss(real, fake)
    again = student.discriminator_loss(real, np.tile(fake, copies))
    assert_close(again, once, like=real)


@check(points=2, public=True)
def discriminator_loss_survives_sure_discriminators(student):
    """Right for logits up to 1e4: 0 if all are right, 1e4 for each kind that is all wrong."""
    sure, wrong = np.array([1e4, 800.0, 40.0]), np.array([1e4, 800.0, 400.0])
    right = student.discriminator_loss(sure, -sure)
    assert_close(right, 0.0, what="the loss of a sure and right one")
    fooled = student.discriminator_loss(sure, wrong)
    assert_close(fooled, 11200 / 3, what="the loss if the fake convince")
    blind = student.discriminator_loss(-wrong, -sure)
    assert_close(blind, 11200 / 3, what="the loss if the real do not")


@check(points=1, after=discriminator_loss_agrees_with_the_reference, examples=4)
@for_all(**LOGITS)
def discriminator_loss_leaves_its_arguments_unchanged(student, real, fake):
    """The logits are the same after the call."""
    assert_unchanged(student.discriminator_loss, real, fake)


# ----------------------------------------------------------- discriminator_loss_backward


@check(points=1, public=True)
def discriminator_loss_backward_of_odds_done_by_hand(student):
    """D = 3/4 for two real, 1/5 for one fake: dreal = -1/8, -1/8, dfake = 1/5."""
    dreal, dfake = student.discriminator_loss_backward(np.log([3.0, 3.0]), np.log([0.25]))
    assert_close(dreal, np.array([-0.125, -0.125]), what="dreal")
    assert_close(dfake, np.array([0.2]), what="dfake")


@check(points=2)
@for_all(**LOGITS)
def discriminator_loss_backward_finds_both_gradients(student, reference, real, fake):
    """dreal and dfake, each divided by its own number of examples."""
    assert_gradient(
        student.discriminator_loss_backward(real, fake),
        reference.discriminator_loss_backward(real, fake),
        of=reference.discriminator_loss,
        at={"real": real, "fake": fake},
    )


@check(points=1, public=True, after=discriminator_loss_backward_finds_both_gradients, examples=4)
@for_all(**LOGITS)
def discriminator_loss_backward_matches_differences_of_your_loss(student, real, fake):
    """dreal and dfake match central differences of your own discriminator_loss."""
    gradients = student.discriminator_loss_backward(real, fake)
    assert_gradient(gradients, of=student.discriminator_loss, at={"real": real, "fake": fake})


@check(points=1, public=True)
def discriminator_loss_backward_survives_sure_discriminators(student):
    """At logits of 1e4 it is 0 where the discriminator is right, 1/N in size where it is wrong."""
    logits = np.array([1e4, -1e4])
    dreal, dfake = student.discriminator_loss_backward(logits, logits)
    assert_close(dreal, np.array([0.0, -0.5]), what="dreal")
    assert_close(dfake, np.array([0.5, 0.0]), what="dfake")


@check(points=1, after=discriminator_loss_backward_finds_both_gradients, examples=4)
@for_all(**LOGITS_32)
def discriminator_loss_backward_keeps_float32(student, real, fake):
    """float32 in, float32 gradients out."""
    dreal, dfake = student.discriminator_loss_backward(real, fake)
    assert_dtype(dreal, np.float32, what="dreal")
    assert_dtype(dfake, np.float32, what="dfake")


@check(points=1, after=discriminator_loss_backward_finds_both_gradients, examples=4)
@for_all(**LOGITS)
def discriminator_loss_backward_leaves_its_arguments_unchanged(student, real, fake):
    """The logits are the same after the call."""
    assert_unchanged(student.discriminator_loss_backward, real, fake)


# ------------------------------------------------------------------------ generator_loss


@check(points=1, public=True)
def generator_loss_of_odds_done_by_hand(student):
    """D(fake) = 1/2 costs log 2; D = 1/4 and 1/2 cost (log 4 + log 2)/2."""
    assert_close(student.generator_loss(np.zeros(2)), 0.6931471805599453, what="the loss of 0, 0")
    loss = student.generator_loss(np.array([-np.log(3), 0.0]))
    assert_close(loss, 1.0397207708399179, what="the loss of D = 1/4, 1/2")


@check(points=1)
@for_all(fake=reals("M", layout="any"))
def generator_loss_agrees_with_the_reference(student, reference, fake):
    """The mean of -log D(fake), for any number of examples."""
    assert_close(student.generator_loss(fake), reference.generator_loss(fake))


@check(points=1, public=True)
def generator_loss_survives_sure_discriminators(student):
    """Logits of -1e4 cost 1e4, of 1e4 nothing: it does not saturate, and does not overflow."""
    loss = student.generator_loss(np.array([-1e4, 1e4, -800.0, 800.0]))
    assert_close(loss, 2700.0)


@check(points=1, after=generator_loss_agrees_with_the_reference, examples=4)
@for_all(fake=normals("M"))
def generator_loss_leaves_its_argument_unchanged(student, fake):
    """The logits are the same after the call."""
    assert_unchanged(student.generator_loss, fake)


# --------------------------------------------------------------- generator_loss_backward


@check(points=1, public=True)
def generator_loss_backward_of_odds_done_by_hand(student):
    """D(fake) = 1/4 and 1/2: -3/8 and -1/4."""
    dfake = student.generator_loss_backward(np.array([-np.log(3), 0.0]))
    assert_close(dfake, np.array([-0.375, -0.25]), what="dfake")


@check(points=2)
@for_all(fake=normals("M", scale=2.0))
def generator_loss_backward_finds_the_gradient(student, reference, fake):
    """dfake, for any number of examples."""
    assert_gradient(
        student.generator_loss_backward(fake),
        reference.generator_loss_backward(fake),
        of=reference.generator_loss,
        at={"fake": fake},
    )


@check(points=1, public=True, after=generator_loss_backward_finds_the_gradient, examples=4)
@for_all(fake=normals("M>=2", scale=2.0))
def generator_loss_backward_matches_differences_of_your_loss(student, fake):
    """dfake matches central differences of your own generator_loss."""
    dfake = student.generator_loss_backward(fake)
    assert_gradient(dfake, of=student.generator_loss, at={"fake": fake})


@check(points=1, public=True)
def generator_loss_backward_is_largest_for_the_worst_fakes(student):
    """-1/M where D is sure of a fake (logit -1e4), 0 where D is taken in (logit 1e4)."""
    dfake = student.generator_loss_backward(np.array([-1e4, 1e4]))
    assert_close(dfake, np.array([-0.5, 0.0]), what="dfake")


@check(points=1, after=generator_loss_backward_finds_the_gradient, examples=4)
@for_all(fake=normals("M", dtype="float32"))
def generator_loss_backward_keeps_float32(student, fake):
    """float32 in, float32 gradient out."""
    assert_dtype(student.generator_loss_backward(fake), np.float32, what="dfake")


@check(points=1, after=generator_loss_backward_finds_the_gradient, examples=4)
@for_all(fake=normals("M"))
def generator_loss_backward_leaves_its_argument_unchanged(student, fake):
    """The logits are the same after the call."""
    assert_unchanged(student.generator_loss_backward, fake)
