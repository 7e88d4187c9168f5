"""Modules: layers that remember what their backward needs, a network of layers, its first weights.

Rows are examples: X is (N, D), W is (in, out). A layer has the seven methods of `Layer`; backward
belongs to the latest forward. float32 stays float32; no argument is modified.
"""

import math

import numpy as np


def sigmoid(z):
    """1 / (1 + exp(-z)) elementwise, finite for every z; keeps the dtype.  (...) -> (...)"""
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


class Layer:
    """What every layer can do, and all of it for a layer with nothing to learn.

    Write `class Sigmoid(Layer):` and you need no more than forward and backward.
    """

    training = True

    def forward(self, x):
        """The layer's output; keeps in self what backward will need."""
        raise NotImplementedError

    def backward(self, dout):
        """dout at the latest output -> dx; adds to gradients() on the way."""
        raise NotImplementedError

    def parameters(self):
        """The layer's own arrays, not copies."""
        return []

    def gradients(self):
        """What the backwards since zero_grad() add up to, one array for each parameter."""
        return []

    def zero_grad(self):
        """Make every gradient zeros."""

    def train(self):
        """From now on the layer is being trained; it begins so."""
        self.training = True

    def eval(self):
        """From now on the layer is being used."""
        self.training = False


class Scale(Layer):
    """A whole layer with a parameter, as an example: x * s, with s (D,).  (N, D) -> (N, D)"""

    def __init__(self, s):
        self.s = s.copy()
        self.ds = np.zeros_like(s)

    def forward(self, x):
        self.x = x
        return x * self.s

    def backward(self, dout):
        self.ds += (dout * self.x).sum(axis=0)
        return dout * self.s

    def parameters(self):
        return [self.s]

    def gradients(self):
        return [self.ds]

    def zero_grad(self):
        self.ds = np.zeros_like(self.s)


class Square(Layer):
    """A whole layer without parameters: x ** 2.  (...) -> (...)"""

    def forward(self, x):
        self.x = x
        return x**2

    def backward(self, dout):
        return dout * 2 * self.x


def sgd_step(layer, lr):
    """w <- w - lr * gradient for every parameter, in place."""
    for parameter, gradient in zip(layer.parameters(), layer.gradients(), strict=True):
        parameter[...] = parameter - lr * gradient


class Linear(Layer):
    """The fully connected layer X @ W + b; W (D, M) and b (M,) are copied."""

    def __init__(self, W, b):
        ### BEGIN SOLUTION
        self.W, self.b = W.copy(), b.copy()
        self.zero_grad()
        ### END SOLUTION

    def forward(self, x):
        """(N, D) -> (N, M)"""
        ### BEGIN SOLUTION
        self.x = x
        return x @ self.W + self.b
        ### END SOLUTION

    def backward(self, dout):
        """(N, M) -> dx (N, D); adds to the gradients of W and b."""
        ### BEGIN SOLUTION
        self.dW += self.x.T @ dout
        self.db += dout.sum(axis=0)
        return dout @ self.W.T
        ### END SOLUTION

    def parameters(self):
        """-> [W, b]"""
        ### BEGIN SOLUTION
        return [self.W, self.b]
        ### END SOLUTION

    def gradients(self):
        """-> [dW, db], zeros before the first backward"""
        ### BEGIN SOLUTION
        return [self.dW, self.db]
        ### END SOLUTION

    def zero_grad(self):
        """Both gradients become zeros again."""
        ### BEGIN SOLUTION
        self.dW, self.db = np.zeros_like(self.W), np.zeros_like(self.b)
        ### END SOLUTION


class Sigmoid(Layer):
    """1 / (1 + exp(-x)), elementwise."""

    def forward(self, x):
        """(...) -> (...)"""
        ### BEGIN SOLUTION
        self.out = sigmoid(x)
        return self.out
        ### END SOLUTION

    def backward(self, dout):
        """(...) -> dx (...)"""
        ### BEGIN SOLUTION
        return dout * self.out * (1 - self.out)
        ### END SOLUTION


class ReLU(Layer):
    """max(0, x), elementwise."""

    def forward(self, x):
        """(...) -> (...)"""
        ### BEGIN SOLUTION
        self.positive = x > 0
        return np.maximum(x, 0)
        ### END SOLUTION

    def backward(self, dout):
        """(...) -> dx (...)"""
        ### BEGIN SOLUTION
        return dout * self.positive
        ### END SOLUTION


class Tanh(Layer):
    """(exp(x) - exp(-x)) / (exp(x) + exp(-x)), elementwise."""

    def forward(self, x):
        """(...) -> (...)"""
        ### BEGIN SOLUTION
        self.out = np.tanh(x)
        return self.out
        ### END SOLUTION

    def backward(self, dout):
        """(...) -> dx (...)"""
        ### BEGIN SOLUTION
        return dout * (1 - self.out**2)
        ### END SOLUTION


class Sequential:
    """Layers one after the other, the first one first; a layer itself."""

    def __init__(self, layers):
        ### BEGIN SOLUTION
        self.layers = layers
        ### END SOLUTION

    def forward(self, x):
        """The output of the last layer; x if there are no layers."""
        ### BEGIN SOLUTION
        for layer in self.layers:
            x = layer.forward(x)
        return x
        ### END SOLUTION

    def backward(self, dout):
        """dout at the output of the last layer -> dx at the input of the first"""
        ### BEGIN SOLUTION
        for layer in reversed(self.layers):
            dout = layer.backward(dout)
        return dout
        ### END SOLUTION

    def parameters(self):
        """Those of the first layer, then those of the second, ...  -> one flat list"""
        ### BEGIN SOLUTION
        return [parameter for layer in self.layers for parameter in layer.parameters()]
        ### END SOLUTION

    def gradients(self):
        """In the order of parameters().  -> one flat list"""
        ### BEGIN SOLUTION
        return [gradient for layer in self.layers for gradient in layer.gradients()]
        ### END SOLUTION

    def zero_grad(self):
        """Every gradient becomes zeros."""
        ### BEGIN SOLUTION
        for layer in self.layers:
            layer.zero_grad()
        ### END SOLUTION

    def train(self):
        """Tell every layer."""
        ### BEGIN SOLUTION
        for layer in self.layers:
            layer.train()
        ### END SOLUTION

    def eval(self):
        """Tell every layer."""
        ### BEGIN SOLUTION
        for layer in self.layers:
            layer.eval()
        ### END SOLUTION


class Dropout(Layer):
    """In training each entry is 0 with probability p, else x / (1 - p); in use it is x.

    0 <= p < 1; rng is a np.random.Generator.
    """

    def __init__(self, p, rng):
        ### BEGIN SOLUTION
        self.p, self.rng = p, rng
        ### END SOLUTION

    def forward(self, x):
        """(...) -> (...)"""
        ### BEGIN SOLUTION
        if self.training:
            kept = self.rng.random(x.shape) >= self.p
            self.mask = kept.astype(x.dtype) / (1 - self.p)
        else:
            self.mask = np.ones_like(x)
        return x * self.mask
        ### END SOLUTION

    def backward(self, dout):
        """(...) -> dx (...), by the mask of the latest forward"""
        ### BEGIN SOLUTION
        return dout * self.mask
        ### END SOLUTION


def he_normal(n_in, n_out, rng):
    """Normal numbers with mean 0 and variance 2 / n_in.  -> W (n_in, n_out)"""
    ### BEGIN SOLUTION
    return rng.normal(0, math.sqrt(2 / n_in), size=(n_in, n_out))
    ### END SOLUTION


def xavier_uniform(n_in, n_out, rng):
    """Uniform numbers in [-a, a] with a = sqrt(6 / (n_in + n_out)).  -> W (n_in, n_out)"""
    ### BEGIN SOLUTION
    a = math.sqrt(6 / (n_in + n_out))
    return rng.uniform(-a, a, size=(n_in, n_out))
    ### END SOLUTION
