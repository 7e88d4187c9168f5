"""Gradient descent: full, in mini-batches, and how long a step may be.

Results have the dtype of the arrays that came in, float64 or float32.
"""

import numpy as np


def linear_regression_gradient(X, y, w):
    """Gradient at w of the mean of (y - X w)².  (N, D), (N,), (D,) -> (D,)"""
    ### BEGIN SOLUTION
    return 2 / len(y) * (X.T @ (X @ w - y))
    ### END SOLUTION


def gradient_descent(gradient, w0, lr, tol, max_steps):
    """Repeat w <- w - lr gradient(w), at most max_steps times, from w0 (D,).

    Stops after the first step shorter than tol.  Returns (w, history, reason):
    the last point (D,), all T + 1 points from w0 to w (T + 1, D), and the rule that
    ended the loop, "tolerance" or "max_steps" ("tolerance" if both did).
    """
    ### BEGIN SOLUTION
    w, history = w0, [w0]
    reason = "max_steps"
    for _ in range(max_steps):
        previous, w = w, w - lr * gradient(w)
        history.append(w)
        if np.linalg.norm(w - previous) < tol:
            reason = "tolerance"
            break
    return w, np.stack(history), reason
    ### END SOLUTION


def optimal_learning_rate(second_derivative):
    """The lr that reaches the bottom of a parabola in one step.  positive number -> float"""
    ### BEGIN SOLUTION
    return 1 / second_derivative
    ### END SOLUTION


def maximal_learning_rate(hessian):
    """The lr above which descent on a quadratic bowl diverges: 2/λ_max.  (D, D) -> float

    The hessian is symmetric and positive definite.
    """
    ### BEGIN SOLUTION
    return float(2 / np.linalg.eigvalsh(hessian)[-1])
    ### END SOLUTION


def largest_eigenvalue(A, steps, rng):
    """λ_max of a symmetric positive semidefinite A by power iteration.  (D, D) -> float

    Starts at a random vector drawn from rng; the zero matrix gives 0.
    """
    ### BEGIN SOLUTION
    v = rng.standard_normal(len(A))
    for _ in range(steps):
        image = A @ v
        length = np.linalg.norm(image)
        if length == 0:
            return 0.0
        v = image / length
    return float(v @ A @ v)
    ### END SOLUTION


def minibatches(N, batch_size, rng):
    """The numbers 0 ... N - 1 in random order, cut into batches.  -> list of integer arrays

    Every batch has batch_size indices; the last one may have fewer, never none.
    """
    ### BEGIN SOLUTION
    order = rng.permutation(N)
    return [order[start : start + batch_size] for start in range(0, N, batch_size)]
    ### END SOLUTION


def sgd_epoch(X, y, w, lr, batch_size, rng):
    """One pass of mini-batch descent over shuffled examples.  (N, D), (N,), (D,) -> (D,)

    Each batch makes one step against the gradient of its own mean of (y - X w)²;
    the last batch may be shorter: its mean is over its actual length.
    """
    ### BEGIN SOLUTION
    order = rng.permutation(len(y))
    for start in range(0, len(y), batch_size):
        batch = order[start : start + batch_size]
        residual = X[batch] @ w - y[batch]
        w = w - lr * 2 / len(batch) * (X[batch].T @ residual)
    return w
    ### END SOLUTION
