"""Activation functions and their gradients.

Everything is elementwise: `x`, `dout` and every array returned have one shape, whatever it is.
float32 stays float32, integers become float64, and no argument is modified.
"""

import math

import numpy as np

SELU_LAMBDA = 1.0507009873554805
SELU_ALPHA = 1.6732632423543772


def erf(x):
    """The error function, elementwise: numpy has none.  (...) -> (...)"""
    x = np.asarray(x)
    return np.vectorize(math.erf, otypes=[np.result_type(x, np.float32)])(x)


def sigmoid(x):
    """1 / (1 + exp(-x)), right for every x.  (...) -> (...)"""
    ### BEGIN SOLUTION
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1.0, e) / (1 + e)
    ### END SOLUTION


def sigmoid_backward(dout, x):
    """Gradient with respect to x, given dout at sigmoid(x).  (...), (...) -> (...)"""
    ### BEGIN SOLUTION
    s = sigmoid(x)
    return dout * s * (1 - s)
    ### END SOLUTION


def tanh(x):
    """(exp(x) - exp(-x)) / (exp(x) + exp(-x)), right for every x.  (...) -> (...)"""
    ### BEGIN SOLUTION
    return np.tanh(x)
    ### END SOLUTION


def tanh_backward(dout, x):
    """Gradient with respect to x, given dout at tanh(x).  (...), (...) -> (...)"""
    ### BEGIN SOLUTION
    return dout * (1 - np.tanh(x) ** 2)
    ### END SOLUTION


def relu(x):
    """max(0, x).  (...) -> (...)"""
    ### BEGIN SOLUTION
    return np.maximum(x, 0.0)
    ### END SOLUTION


def relu_backward(dout, x):
    """Gradient with respect to x, given dout at relu(x).  (...), (...) -> (...)"""
    ### BEGIN SOLUTION
    return dout * (x > 0)
    ### END SOLUTION


def leaky_relu(x, slope=0.01):
    """x where x > 0, slope * x elsewhere; 0 <= slope <= 1.  (...) -> (...)"""
    ### BEGIN SOLUTION
    return np.maximum(x, 0.0) + slope * np.minimum(x, 0.0)
    ### END SOLUTION


def leaky_relu_backward(dout, x, slope=0.01):
    """Gradient with respect to x, given dout at leaky_relu(x, slope).  (...), (...) -> (...)"""
    ### BEGIN SOLUTION
    return np.where(x > 0, dout, slope * dout)
    ### END SOLUTION


def prelu(x, alpha):
    """leaky_relu whose slope alpha, one number in [0, 1], is learned.  (...), number -> (...)"""
    ### BEGIN SOLUTION
    return np.maximum(x, 0.0) + alpha * np.minimum(x, 0.0)
    ### END SOLUTION


def prelu_backward(dout, x, alpha):
    """Gradients (dx, dalpha), given dout at prelu(x, alpha).  -> (...), number"""
    ### BEGIN SOLUTION
    dx = np.where(x > 0, dout, alpha * dout)
    dalpha = float(np.sum(dout * np.minimum(x, 0.0)))
    return dx, dalpha
    ### END SOLUTION


def elu(x, alpha=1.0):
    """x where x > 0, alpha * (exp(x) - 1) elsewhere; alpha > 0.  (...) -> (...)"""
    ### BEGIN SOLUTION
    return np.maximum(x, 0.0) + alpha * np.expm1(np.minimum(x, 0.0))
    ### END SOLUTION


def elu_backward(dout, x, alpha=1.0):
    """Gradient with respect to x, given dout at elu(x, alpha).  (...), (...) -> (...)"""
    ### BEGIN SOLUTION
    return np.where(x > 0, dout, dout * alpha * np.exp(np.minimum(x, 0.0)))
    ### END SOLUTION


def selu(x):
    """SELU_LAMBDA * elu(x, SELU_ALPHA).  (...) -> (...)"""
    ### BEGIN SOLUTION
    return SELU_LAMBDA * elu(x, SELU_ALPHA)
    ### END SOLUTION


def selu_backward(dout, x):
    """Gradient with respect to x, given dout at selu(x).  (...), (...) -> (...)"""
    ### BEGIN SOLUTION
    return SELU_LAMBDA * elu_backward(dout, x, SELU_ALPHA)
    ### END SOLUTION


def softplus(x):
    """log(1 + exp(x)), right for every x.  (...) -> (...)"""
    ### BEGIN SOLUTION
    return np.maximum(x, 0.0) + np.log1p(np.exp(-np.abs(x)))
    ### END SOLUTION


def softplus_backward(dout, x):
    """Gradient with respect to x, given dout at softplus(x).  (...), (...) -> (...)"""
    ### BEGIN SOLUTION
    return dout * sigmoid(x)
    ### END SOLUTION


def silu(x):
    """x * sigmoid(x).  (...) -> (...)"""
    ### BEGIN SOLUTION
    return x * sigmoid(x)
    ### END SOLUTION


def silu_backward(dout, x):
    """Gradient with respect to x, given dout at silu(x).  (...), (...) -> (...)"""
    ### BEGIN SOLUTION
    s = sigmoid(x)
    return dout * s * (1 + x * (1 - s))
    ### END SOLUTION


def gelu(x):
    """x * Phi(x), Phi the normal distribution function: the erf form.  (...) -> (...)"""
    ### BEGIN SOLUTION
    return 0.5 * x * (1 + erf(x / math.sqrt(2)))
    ### END SOLUTION


def gelu_backward(dout, x):
    """Gradient with respect to x, given dout at gelu(x).  (...), (...) -> (...)"""
    ### BEGIN SOLUTION
    cdf = 0.5 * (1 + erf(x / math.sqrt(2)))
    pdf = np.exp(-0.5 * x * x) / math.sqrt(2 * math.pi)
    return dout * (cdf + x * pdf)
    ### END SOLUTION


def softsign(x):
    """x / (1 + |x|).  (...) -> (...)"""
    ### BEGIN SOLUTION
    return x / (1 + np.abs(x))
    ### END SOLUTION


def softsign_backward(dout, x):
    """Gradient with respect to x, given dout at softsign(x).  (...), (...) -> (...)"""
    ### BEGIN SOLUTION
    return dout / (1 + np.abs(x)) ** 2
    ### END SOLUTION


def heaviside(x):
    """0 where x < 0, 1 where x >= 0.  (...) -> (...)"""
    ### BEGIN SOLUTION
    return np.heaviside(x, 1.0)
    ### END SOLUTION


def sign(x):
    """-1, 0 or 1 where x < 0, x = 0 or x > 0.  (...) -> (...)"""
    ### BEGIN SOLUTION
    return np.sign(x) * 1.0
    ### END SOLUTION
