"""Autoencoders: the best linear one, tied weights by hand, denoising, an anomaly score.

Rows are examples, and nothing is centred. float32 stays float32; no argument is modified.
"""

import numpy as np


def linear_autoencoder(X, k):
    """The encoder and decoder for which X @ encoder @ decoder is nearest to X.

    X (N, D), 1 <= k <= D -> encoder (D, k), decoder (k, D)
    """
    ### BEGIN SOLUTION
    directions = np.linalg.svd(X)[2][:k]
    return directions.T, directions
    ### END SOLUTION


def tied_forward(X, W):
    """The linear autoencoder whose decoder is its encoder transposed: (X @ W) @ W.T.

    X (N, D), W (D, k) -> reconstruction (N, D), cache
    """
    ### BEGIN SOLUTION
    Z = X @ W
    return Z @ W.T, (X, W, Z)
    ### END SOLUTION


def tied_backward(dout, cache):
    """The gradient of sum(dout * reconstruction) with respect to W, by both its paths.

    (N, D), cache of tied_forward -> dW (D, k)
    """
    ### BEGIN SOLUTION
    X, W, Z = cache
    return X.T @ (dout @ W) + dout.T @ Z
    ### END SOLUTION


def denoising_loss(decoded, clean):
    """The mean over all entries of squared errors.  (N, D), (N, D) -> float"""
    ### BEGIN SOLUTION
    return np.mean((decoded - clean) ** 2)
    ### END SOLUTION


def anomaly_score(X, reconstruction):
    """Each example's squared distance to its reconstruction.  (N, D), (N, D) -> (N,)"""
    ### BEGIN SOLUTION
    return np.sum((reconstruction - X) ** 2, axis=1)
    ### END SOLUTION
