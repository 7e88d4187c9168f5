"""The generative reference agrees with PyTorch and SciPy in float64."""

from __future__ import annotations

import numpy as np
import pytest

pytestmark = pytest.mark.extra

torch = pytest.importorskip("torch")
special = pytest.importorskip("scipy.special")
stats = pytest.importorskip("scipy.stats")
bce = torch.nn.functional.binary_cross_entropy_with_logits

CLOSE = {"rel": 1e-9, "abs": 1e-9}
ONCE_IN_A_BILLION = 1e-9


@pytest.fixture(params=range(6))
def rng(request) -> np.random.Generator:
    """Six generators, for random shapes and numbers."""
    return np.random.default_rng(request.param)


def tensor(array):
    """The array as a leaf that gathers a gradient."""
    return torch.tensor(array, dtype=torch.float64, requires_grad=True)


def test_divergence_agrees_with_distributions(solution, rng):
    """KL and its gradients are those of torch.distributions."""
    shape = tuple(rng.integers(1, 6, size=2))
    mu, logvar = 3 * rng.normal(size=shape), rng.normal(size=shape)
    leaves = [tensor(mu), tensor(logvar)]
    encoded = torch.distributions.Normal(leaves[0], torch.exp(leaves[1] / 2))
    prior = torch.distributions.Normal(0.0, 1.0)
    expected = torch.distributions.kl_divergence(encoded, prior).sum(dim=1).mean()
    wanted = torch.autograd.grad(expected, leaves)

    assert solution.kl_standard_normal(mu, logvar) == pytest.approx(expected.item(), **CLOSE)
    for got, want in zip(solution.kl_standard_normal_backward(mu, logvar), wanted, strict=True):
        assert got == pytest.approx(want.numpy(), **CLOSE)


@pytest.mark.parametrize("scale", [1.0, 3000.0])
def test_losses_agree_with_binary_cross_entropy(solution, rng, scale):
    """Both losses and their gradients are torch's, of sure discriminators, too."""
    real, fake = (scale * rng.normal(size=rng.integers(1, 9)) for _ in range(2))
    real_leaf, fake_leaf = tensor(real), tensor(fake)
    loss = bce(real_leaf, torch.ones_like(real_leaf))
    loss = loss + bce(fake_leaf, torch.zeros_like(fake_leaf))
    wanted = torch.autograd.grad(loss, [real_leaf, fake_leaf])

    assert solution.discriminator_loss(real, fake) == pytest.approx(loss.item(), **CLOSE)
    found = solution.discriminator_loss_backward(real, fake)
    for got, want in zip(found, wanted, strict=True):
        assert got == pytest.approx(want.numpy(), **CLOSE)

    loss = bce(fake_leaf, torch.ones_like(fake_leaf))
    (want,) = torch.autograd.grad(loss, [fake_leaf])
    assert solution.generator_loss(fake) == pytest.approx(loss.item(), **CLOSE)
    assert solution.generator_loss_backward(fake) == pytest.approx(want.numpy(), **CLOSE)


def test_draws_follow_the_softmax_of_scipy(solution, rng):
    """The chi-squared test on 20 000 draws finds a fault once in a billion times."""
    logits, temperature = rng.normal(size=5), float(rng.uniform(0.5, 2))
    drawn = solution.sample_with_temperature(np.tile(logits, (20_000, 1)), temperature, rng)
    expected = 20_000 * special.softmax(logits / temperature)

    found = np.bincount(drawn, minlength=5)
    assert stats.chisquare(found, expected).pvalue > ONCE_IN_A_BILLION


def test_latents_follow_the_normal_law_of_scipy(solution, rng):
    """So does the test of Kolmogorov and Smirnov on 5 000 latents."""
    mu, logvar = np.full((5000, 1), rng.normal()), np.full((5000, 1), rng.normal())
    z = solution.reparameterize(mu, logvar, rng)
    law = stats.norm(mu[0, 0], np.exp(logvar[0, 0] / 2))

    assert stats.kstest(z[:, 0], law.cdf).pvalue > ONCE_IN_A_BILLION
