"""Gradient boosting: residuals that point downhill, and stumps fitted to them one after another.

A stump is a tuple (feature, threshold, left, right): an example x has the value left where
x[feature] <= threshold, and right elsewhere.
"""

import numpy as np


def pseudo_residuals(loss, y, z):
    """-dL/dz for each example: where its prediction z should move.  (N,), (N,) -> (N,)

    loss is "mse" for (y - z)² / 2, "mae" for |y - z|, or "logloss" for labels y of 0 and 1 and
    logits z; anything else is a ValueError.
    """
    ### BEGIN SOLUTION
    if loss == "mse":
        return y - z
    if loss == "mae":
        return np.sign(y - z)
    if loss == "logloss":
        return y - (1 + np.tanh(z / 2)) / 2
    raise ValueError(f"loss is {loss!r}, but should be mse, mae or logloss")
    ### END SOLUTION


def fit_stump(X, r):
    """The stump with the smallest sum of squared errors on r.  (N, D), (N,) -> stump

    Its leaves are means of r; if no split parts the examples, both are the mean of all.
    """
    ### BEGIN SOLUTION
    mean = float(np.mean(r))
    best, stump = np.inf, (0, float(X[0, 0]), mean, mean)
    for feature in range(X.shape[1]):
        for threshold in np.unique(X[:, feature])[:-1]:
            left = X[:, feature] <= threshold
            leaves = float(np.mean(r[left])), float(np.mean(r[~left]))
            errors = r - np.where(left, *leaves)
            if errors @ errors < best:
                best, stump = errors @ errors, (feature, float(threshold), *leaves)
    return stump
    ### END SOLUTION


def predict(stumps, X, lr):
    """lr times the sum of the stumps' values; no stumps give zeros.  list, (N, D) -> (N,)"""
    ### BEGIN SOLUTION
    z = np.zeros(len(X), dtype=X.dtype)
    for feature, threshold, left, right in stumps:
        z += lr * np.where(X[:, feature] <= threshold, left, right)
    return z
    ### END SOLUTION


def boost(X, y, n_stumps, lr):
    """Stumps, each fitted to the residuals y - z of those before it.  (N, D), (N,) -> list

    Squared loss; predictions z start at 0, and each stump adds lr times its values to them.
    """
    ### BEGIN SOLUTION
    stumps, z = [], np.zeros_like(y)
    for _ in range(n_stumps):
        stump = fit_stump(X, pseudo_residuals("mse", y, z))
        z = z + predict([stump], X, lr)
        stumps.append(stump)
    return stumps
    ### END SOLUTION
