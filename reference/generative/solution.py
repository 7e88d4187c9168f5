"""Generative networks: sampling, the variational autoencoder's two tricks, the losses of GANs.

Examples are rows. Randomness comes from `rng`, a np.random.Generator, and from nowhere else.
float32 stays float32; no argument is modified.
"""

import numpy as np


def sigmoid(z):
    """1 / (1 + exp(-z)) elementwise, finite for every z; keeps the dtype.  (...) -> (...)"""
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


def sample_with_temperature(logits, temperature, rng):
    """One class for each row, drawn with the probabilities softmax(logits / temperature).

    logits (N, K), may hold -inf; a number above 0; np.random.Generator -> (N,) of ints in 0 … K-1
    """
    ### BEGIN SOLUTION
    # With Gumbel noise the largest is k with the probability softmax gives to k: no exp overflows.
    return np.argmax(logits / temperature + rng.gumbel(size=logits.shape), axis=1)
    ### END SOLUTION


def reparameterize(mu, logvar, rng):
    """A draw z from N(mu, exp(logvar)), as mu plus a standard deviation times standard noise.

    (N, D), (N, D), np.random.Generator -> (N, D)
    """
    ### BEGIN SOLUTION
    eps = rng.standard_normal(mu.shape, dtype=mu.dtype)
    return mu + np.exp(logvar / 2) * eps
    ### END SOLUTION


def kl_standard_normal(mu, logvar):
    """KL(N(mu, exp(logvar)) || N(0, 1)): the sum over the latents, the mean over the batch.

    (N, D), (N, D) -> float
    """
    ### BEGIN SOLUTION
    return np.sum(mu**2 + np.exp(logvar) - 1 - logvar) / (2 * len(mu))
    ### END SOLUTION


def kl_standard_normal_backward(mu, logvar):
    """Gradients of kl_standard_normal.  (N, D), (N, D) -> dmu (N, D), dlogvar (N, D)"""
    ### BEGIN SOLUTION
    N = len(mu)
    return mu / N, (np.exp(logvar) - 1) / (2 * N)
    ### END SOLUTION


def discriminator_loss(real_logits, fake_logits):
    """Mean of -log D(real) plus mean of -log(1 - D(fake)), with D the sigmoid of a logit.

    (N,), (M,) -> float, right for |logits| up to 1e4
    """
    ### BEGIN SOLUTION
    return np.mean(np.logaddexp(0, -real_logits)) + np.mean(np.logaddexp(0, fake_logits))
    ### END SOLUTION


def discriminator_loss_backward(real_logits, fake_logits):
    """Gradients of discriminator_loss.  (N,), (M,) -> dreal (N,), dfake (M,)"""
    ### BEGIN SOLUTION
    dreal = -sigmoid(-real_logits) / len(real_logits)
    return dreal, sigmoid(fake_logits) / len(fake_logits)
    ### END SOLUTION


def generator_loss(fake_logits):
    """Mean of -log D(fake), the loss that does not saturate.  (M,) -> float, |logits| to 1e4"""
    ### BEGIN SOLUTION
    return np.mean(np.logaddexp(0, -fake_logits))
    ### END SOLUTION


def generator_loss_backward(fake_logits):
    """The gradient of generator_loss.  (M,) -> dfake (M,)"""
    ### BEGIN SOLUTION
    return -sigmoid(-fake_logits) / len(fake_logits)
    ### END SOLUTION
