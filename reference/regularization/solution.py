"""Normalisation and regularisation: batch norm, layer norm, dropout, early stopping.

Rows are examples. A backward takes the upstream gradient and what its forward returned for it.
float32 stays float32; no argument is modified; random numbers come from the generator `rng`.
"""

import numpy as np


def batchnorm_forward(X, gamma, beta, running, train, momentum=0.9, eps=1e-5):
    """Every column normalised over the batch (train) or by the running statistics (eval).

    X (N, D), gamma (D,), beta (D,), running a pair of mean (D,) and variance (D,), train a bool
    -> out (N, D), cache, running: a pair of mean (D,) and variance (D,)
    """
    ### BEGIN SOLUTION
    mean, var = running
    if train:
        mean, var = X.mean(axis=0), X.var(axis=0)
        old_mean, old_var = running
        running = (
            momentum * old_mean + (1 - momentum) * mean,
            momentum * old_var + (1 - momentum) * var,
        )
    std = np.sqrt(var + eps)
    Xhat = (X - mean) / std
    return gamma * Xhat + beta, (Xhat, gamma, std, train), running
    ### END SOLUTION


def batchnorm_backward(dout, cache):
    """Gradients of sum(dout * out) with respect to X, gamma and beta, for either mode.

    (N, D), cache of batchnorm_forward -> dX (N, D), dgamma (D,), dbeta (D,)
    """
    ### BEGIN SOLUTION
    Xhat, gamma, std, train = cache
    dXhat = dout * gamma
    if train:
        dXhat = dXhat - dXhat.mean(axis=0) - Xhat * (dXhat * Xhat).mean(axis=0)
    return dXhat / std, (dout * Xhat).sum(axis=0), dout.sum(axis=0)
    ### END SOLUTION


def layernorm_forward(X, gamma, beta, eps=1e-5):
    """Every example normalised over its own features, the last axis.

    X (..., D), gamma (D,), beta (D,) -> out (..., D), cache
    """
    ### BEGIN SOLUTION
    std = np.sqrt(X.var(axis=-1, keepdims=True) + eps)
    Xhat = (X - X.mean(axis=-1, keepdims=True)) / std
    return gamma * Xhat + beta, (Xhat, gamma, std)
    ### END SOLUTION


def layernorm_backward(dout, cache):
    """Gradients of sum(dout * out) with respect to X, gamma and beta.

    (..., D), cache of layernorm_forward -> dX (..., D), dgamma (D,), dbeta (D,)
    """
    ### BEGIN SOLUTION
    Xhat, gamma, std = cache
    g = dout * gamma
    along = (g * Xhat).mean(axis=-1, keepdims=True)
    dX = (g - g.mean(axis=-1, keepdims=True) - Xhat * along) / std
    examples = tuple(range(dout.ndim - 1))
    return dX, (dout * Xhat).sum(axis=examples), dout.sum(axis=examples)
    ### END SOLUTION


def dropout_forward(X, p, train, rng):
    """In training every entry is dropped with probability p, the others grow by 1 / (1 - p).

    X (...), 0 <= p < 1, train a bool, rng a generator -> out (...), mask (...)
    """
    ### BEGIN SOLUTION
    mask = np.ones_like(X)
    if train:
        mask = (rng.random(X.shape) >= p).astype(X.dtype) / (1 - p)
    return X * mask, mask
    ### END SOLUTION


def dropout_backward(dout, mask):
    """The gradient of sum(dout * out) with respect to X.  (...), (...) -> (...)"""
    ### BEGIN SOLUTION
    return dout * mask
    ### END SOLUTION


def early_stopping(losses, patience):
    """The epoch whose weights are kept; training stops after `patience` epochs without a record.

    losses (E,), one validation loss an epoch; patience an int of at least 1 -> int
    """
    ### BEGIN SOLUTION
    best = 0
    for epoch, loss in enumerate(losses):
        if loss < losses[best]:
            best = epoch
        if epoch - best >= patience:
            break
    return best
    ### END SOLUTION
