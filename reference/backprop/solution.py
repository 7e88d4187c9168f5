"""Backpropagation by hand: one layer, the network of the slides, two layers, logistic regression.

Rows are examples: X is (N, D), W is (in, out), a layer is X @ W + b. A backward takes the upstream
gradient and the cache of its forward. float32 stays float32; no argument is modified.
"""

import numpy as np


def sigmoid(z):
    """1 / (1 + exp(-z)) elementwise, finite for every z; keeps the dtype.  (...) -> (...)"""
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


def dense_forward(X, W, b):
    """The fully connected layer, and what its backward needs.

    (N, D), (D, M), (M,) -> out (N, M), cache
    """
    ### BEGIN SOLUTION
    return X @ W + b, (X, W)
    ### END SOLUTION


def dense_backward(dout, cache):
    """Gradients of sum(dout * out) with respect to X, W and b.

    (N, M), cache of dense_forward -> dX (N, D), dW (D, M), db (M,)
    """
    ### BEGIN SOLUTION
    X, W = cache
    return dout @ W.T, X.T @ dout, dout.sum(axis=0)
    ### END SOLUTION


def slide_network(x, hidden, output):
    """The network of the slides: sigmoid after both layers, one neuron a row, no biases.

    (3,), (3, 3), (2, 3) -> h (3,), o (2,)
    """
    ### BEGIN SOLUTION
    h = sigmoid(hidden @ x)
    return h, sigmoid(output @ h)
    ### END SOLUTION


def output_weight_gradient(i, o, t):
    """dE/dw for E = (o - t)^2 / 2, where o = sigmoid(w * i + the other inputs).

    Three numbers: the weight's input i, the output o after the sigmoid, the target t -> float
    """
    ### BEGIN SOLUTION
    return i * (o - t) * o * (1 - o)
    ### END SOLUTION


def two_layer_forward(X, params):
    """A hidden layer of tanh units and a linear output layer.

    X (N, D), params a dict: W1 (D, H), b1 (H,), W2 (H, K), b2 (K,) -> yhat (N, K), cache
    """
    ### BEGIN SOLUTION
    H = np.tanh(X @ params["W1"] + params["b1"])
    return H @ params["W2"] + params["b2"], (X, H, params["W2"])
    ### END SOLUTION


def two_layer_backward(dyhat, cache):
    """Gradients of sum(dyhat * yhat) with respect to the four parameters.

    (N, K), cache of two_layer_forward -> dict: W1 (D, H), b1 (H,), W2 (H, K), b2 (K,)
    """
    ### BEGIN SOLUTION
    X, H, W2 = cache
    dZ = (dyhat @ W2.T) * (1 - H**2)
    return {"W1": X.T @ dZ, "b1": dZ.sum(axis=0), "W2": H.T @ dyhat, "b2": dyhat.sum(axis=0)}
    ### END SOLUTION


def logistic_gradients(X, y, w, b):
    """Mean cross-entropy of sigmoid(X @ w + b), and its gradients; right for |z| up to 1e4.

    X (N, D), y (N,) of zeros and ones, w (D,), b a number -> loss float, dw (D,), db float
    """
    ### BEGIN SOLUTION
    z = X @ w + b
    loss = np.mean(np.logaddexp(0, z) - y * z)
    dz = (sigmoid(z) - y) / len(y)
    return loss, X.T @ dz, dz.sum()
    ### END SOLUTION


def collapse_linear(W1, b1, W2, b2):
    """One layer equal to two layers with nothing in between.

    (D, H), (H,), (H, K), (K,) -> W (D, K), b (K,)
    """
    ### BEGIN SOLUTION
    return W1 @ W2, b1 @ W2 + b2
    ### END SOLUTION


def xor_params():
    """Weights for which max(0, x @ W + c) @ w + b is XOR of the two entries of x.

    nothing -> W (2, H), c (H,), w (H,), b a number; H is your choice
    """
    ### BEGIN SOLUTION
    return np.ones((2, 2)), np.array([0.0, -1.0]), np.array([1.0, -2.0]), 0.0
    ### END SOLUTION
