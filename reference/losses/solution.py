"""Losses, their gradients, and the two scores that go with them.

Predictions come before targets. Means run over all entries, cross_entropy's over the N rows.
Gradients have the shape and dtype of the prediction; integers become float64.
No argument is modified.
"""

import numpy as np


def mse(yhat, y):
    """Mean of the squared errors, no 1/2.  (...), (...) -> float"""
    ### BEGIN SOLUTION
    return float(np.mean((yhat - y) ** 2))
    ### END SOLUTION


def mse_backward(yhat, y):
    """Gradient of mse with respect to yhat.  (...), (...) -> (...)"""
    ### BEGIN SOLUTION
    return 2 * (yhat - y) / y.size
    ### END SOLUTION


def mae(yhat, y):
    """Mean of the absolute errors.  (...), (...) -> float"""
    ### BEGIN SOLUTION
    return float(np.mean(np.abs(yhat - y)))
    ### END SOLUTION


def mae_backward(yhat, y):
    """Gradient of mae with respect to yhat.  (...), (...) -> (...)"""
    ### BEGIN SOLUTION
    return np.sign(yhat - y) / y.size
    ### END SOLUTION


def bce_probs(p, y):
    """Mean binary cross-entropy, in nats, of probabilities p.  (...), (...) -> float"""
    ### BEGIN SOLUTION
    return float(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))
    ### END SOLUTION


def bce_logits(z, y):
    """bce_probs(sigmoid(z), y), right for every z.  (...), (...) -> float"""
    ### BEGIN SOLUTION
    return float(np.mean(np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z)))))
    ### END SOLUTION


def bce_logits_backward(z, y):
    """Gradient of bce_logits with respect to z.  (...), (...) -> (...)"""
    ### BEGIN SOLUTION
    e = np.exp(-np.abs(z))
    sigmoid = np.where(z >= 0, 1.0, e) / (1 + e)
    return (sigmoid - y) / y.size
    ### END SOLUTION


def softmax(Z):
    """exp(Z) divided by its sum over the last axis, right for every Z.  (..., K) -> (..., K)"""
    ### BEGIN SOLUTION
    e = np.exp(Z - np.max(Z, axis=-1, keepdims=True))
    return e / np.sum(e, axis=-1, keepdims=True)
    ### END SOLUTION


def log_softmax(Z):
    """log(softmax(Z)), right for every Z.  (..., K) -> (..., K)"""
    ### BEGIN SOLUTION
    shifted = Z - np.max(Z, axis=-1, keepdims=True)
    return shifted - np.log(np.sum(np.exp(shifted), axis=-1, keepdims=True))
    ### END SOLUTION


def cross_entropy(Z, y):
    """Mean of -log softmax(Z) at the classes y, and dZ.  (N, K), (N,) -> (float, (N, K))"""
    ### BEGIN SOLUTION
    N = len(y)
    rows = np.arange(N)
    log_probs = log_softmax(Z)
    loss = float(-np.mean(log_probs[rows, y]))
    dZ = np.exp(log_probs)
    dZ[rows, y] -= 1
    return loss, dZ / N
    ### END SOLUTION


def entropy_bits(p):
    """-sum of p log2(p), where 0 log2(0) = 0.  (K,) -> float"""
    ### BEGIN SOLUTION
    q = p[p > 0]
    return float(-np.sum(q * np.log2(q)))
    ### END SOLUTION


def l2_penalty(weights, lam):
    """lam / 2 times the sum of squares of all the arrays in the list weights.  -> float"""
    ### BEGIN SOLUTION
    return float(0.5 * lam * sum(np.sum(w**2) for w in weights))
    ### END SOLUTION
