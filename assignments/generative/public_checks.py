"""The public checks of the assignment `generative`.  Generated; not to be edited.

In the notebook, `check("sample_with_temperature")` runs those of one exercise on your answer.  Read them:
they say what your answer must do.  Changing them changes no grade, for your work is graded with
the course's own copy and with hidden checks besides.  Where a public check waits for a hidden one
(`after=`), that is left out here.
"""

import numpy as np
from autograder.checks import (
    assert_close,
    assert_drawn_from,
    assert_equal,
    assert_frequencies,
    assert_gradient,
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

ASSIGNMENT = "generative"
EXERCISES = (
    "sample_with_temperature",
    "reparameterize",
    "kl_standard_normal",
    "kl_standard_normal_backward",
    "discriminator_loss",
    "discriminator_loss_backward",
    "generator_loss",
    "generator_loss_backward",
)
PAIRS = 2000  # of neighbouring draws, for a law
LATENTS = {"mu": normals("N D", scale=2.0), "logvar": normals("N D")}
LOGITS = {"real": normals("N", scale=2.0), "fake": normals("M", scale=2.0)}


def softmax(logits):
    """The probabilities of one row."""
    weights = np.exp(logits - logits.max())
    return weights / weights.sum()


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


@check(points=1, public=True, examples=2)
@for_all(logits=normals("4"), forbidden=integers(0, 3), t=numbers(0.5, 2), seed=seeds())
def sample_with_temperature_never_takes_the_impossible(student, logits, forbidden, t, seed):
    """A logit of -inf is a probability of 0; the others keep their law."""
    logits = logits.copy()
    logits[forbidden] = -np.inf
    rows = np.tile(logits, (PAIRS, 1))
    drawn = student.sample_with_temperature(rows, t, np.random.default_rng(seed))
    assert_frequencies(drawn, softmax(logits / t), what="the draws")


@check(points=2, public=True, examples=3)
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


# -------------------------------------------------------------------- kl_standard_normal


@check(points=1, public=True)
def kl_standard_normal_of_two_examples_done_by_hand(student):
    """N(1, 1) and N(2, 1): (1 + 4)/2. N(0, 4): (4 - 1 - log 4)/2. Of both rows the mean."""
    mu, logvar = np.array([[1.0, 2.0], [0.0, 0.0]]), np.array([[0.0, 0.0], [np.log(4), 0.0]])
    assert_close(student.kl_standard_normal(mu[:1], logvar[:1]), 2.5, what="KL of the first row")
    second = student.kl_standard_normal(mu[1:], logvar[1:])
    assert_close(second, 0.8068528194400546, what="KL of the second row")
    assert_close(student.kl_standard_normal(mu, logvar), 1.6534264097200273, what="KL of both")


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


@check(points=1, public=True, examples=8)
@for_all(**LATENTS)
def kl_standard_normal_is_never_negative(student, mu, logvar):
    """It is 0 for mu = 0 and logvar = 0, and more anywhere else."""
    at_rest = student.kl_standard_normal(0 * mu, 0 * mu)
    assert_close(at_rest, 0.0, what="KL of the prior from itself")
    positive = student.kl_standard_normal(-np.abs(mu), np.abs(logvar)) > 0
    require(positive, "KL for mu < 0 and logvar > 0 should be positive")
    positive = student.kl_standard_normal(0 * mu, -np.abs(logvar)) > 0
    require(positive, "KL for mu = 0 and logvar < 0 should be positive")


@check(points=1, public=True, examples=8)
@for_all(**LATENTS, copies=integers(2, 4))
def kl_standard_normal_averages_over_the_batch_alone(student, mu, logvar, copies):
    """Copies of the batch do not change it; copies of the latents multiply it."""
    once = student.kl_standard_normal(mu, logvar)
    longer = student.kl_standard_normal(np.tile(mu, (copies, 1)), np.tile(logvar, (copies, 1)))
    wider = student.kl_standard_normal(np.tile(mu, (1, copies)), np.tile(logvar, (1, copies)))
    assert_close(longer, once, what="KL of copies of the batch", like=mu)
    assert_close(wider, copies * once, what="KL of copies of the latents", like=mu)


# ----------------------------------------------------------- kl_standard_normal_backward


@check(points=1, public=True)
def kl_standard_normal_backward_of_two_examples_done_by_hand(student):
    """dmu = mu/2 for a batch of two; dlogvar = (4 - 1)/4 where the variance is 4, else 0."""
    mu, logvar = np.array([[1.0, 2.0], [0.0, 0.0]]), np.array([[0.0, 0.0], [np.log(4), 0.0]])
    dmu, dlogvar = student.kl_standard_normal_backward(mu, logvar)
    assert_close(dmu, np.array([[0.5, 1.0], [0.0, 0.0]]), what="dmu")
    assert_close(dlogvar, np.array([[0.0, 0.0], [0.75, 0.0]]), what="dlogvar")


@check(points=1, public=True, examples=4)
@for_all(mu=normals("N<=3 D<=2"), logvar=normals("N<=3 D<=2"))
def kl_standard_normal_backward_matches_differences_of_your_kl(student, mu, logvar):
    """dmu and dlogvar match central differences of your own kl_standard_normal."""
    gradients = student.kl_standard_normal_backward(mu, logvar)
    assert_gradient(gradients, of=student.kl_standard_normal, at={"mu": mu, "logvar": logvar})


# -------------------------------------------------------------------- discriminator_loss


@check(points=1, public=True)
def discriminator_loss_of_odds_done_by_hand(student):
    """With no idea: 2 log 2. With D(real) = 3/4 twice, and D(fake) = 1/5: log 4/3 + log 5/4."""
    loss = student.discriminator_loss(np.zeros(3), np.zeros(2))
    assert_close(loss, 1.3862943611198906, what="the loss of all logits 0")
    loss = student.discriminator_loss(np.log([3.0, 3.0]), np.log([0.25]))
    assert_close(loss, 0.5108256237659907, what="the loss of D = 3/4, 3/4 and 1/5")


@check(points=1, public=True, examples=8)
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


# ----------------------------------------------------------- discriminator_loss_backward


@check(points=1, public=True)
def discriminator_loss_backward_of_odds_done_by_hand(student):
    """D = 3/4 for two real, 1/5 for one fake: dreal = -1/8, -1/8, dfake = 1/5."""
    dreal, dfake = student.discriminator_loss_backward(np.log([3.0, 3.0]), np.log([0.25]))
    assert_close(dreal, np.array([-0.125, -0.125]), what="dreal")
    assert_close(dfake, np.array([0.2]), what="dfake")


@check(points=1, public=True, examples=4)
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


# ------------------------------------------------------------------------ generator_loss


@check(points=1, public=True)
def generator_loss_of_odds_done_by_hand(student):
    """D(fake) = 1/2 costs log 2; D = 1/4 and 1/2 cost (log 4 + log 2)/2."""
    assert_close(student.generator_loss(np.zeros(2)), 0.6931471805599453, what="the loss of 0, 0")
    loss = student.generator_loss(np.array([-np.log(3), 0.0]))
    assert_close(loss, 1.0397207708399179, what="the loss of D = 1/4, 1/2")


@check(points=1, public=True)
def generator_loss_survives_sure_discriminators(student):
    """Logits of -1e4 cost 1e4, of 1e4 nothing: it does not saturate, and does not overflow."""
    loss = student.generator_loss(np.array([-1e4, 1e4, -800.0, 800.0]))
    assert_close(loss, 2700.0)


# --------------------------------------------------------------- generator_loss_backward


@check(points=1, public=True)
def generator_loss_backward_of_odds_done_by_hand(student):
    """D(fake) = 1/4 and 1/2: -3/8 and -1/4."""
    dfake = student.generator_loss_backward(np.array([-np.log(3), 0.0]))
    assert_close(dfake, np.array([-0.375, -0.25]), what="dfake")


@check(points=1, public=True, examples=4)
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


# What the notebook gives, as it was released.
GIVEN = r'''import numpy as np


def sigmoid(z):
    """1 / (1 + exp(-z)) elementwise, finite for every z; keeps the dtype.  (...) -> (...)"""
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)'''


RELEASE = "90abb9feff8b"  # the notebook has the same
