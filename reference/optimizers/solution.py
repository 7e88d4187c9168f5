"""Optimizers: SGD with momentum, AdaGrad, RMSProp, Adam, AdamW, and two learning-rate schedules.

`step(params, grads)` takes two lists of arrays, one gradient for each parameter, and returns the
list of new parameters. It changes no array it was given; what it remembers is kept in the object.
float32 stays float32.
"""

import math

import numpy as np


class SGD:
    """Gradient descent with momentum.

    With g <- g + weight_decay w and v <- momentum v + g (v starts at 0), the step is
    w <- w - lr v, or with nesterov w <- w - lr (g + momentum v), where v is the new one.
    """

    def __init__(self, lr, momentum=0.0, nesterov=False, weight_decay=0.0):
        ### BEGIN SOLUTION
        self.lr = lr
        self.momentum = momentum
        self.nesterov = nesterov
        self.weight_decay = weight_decay
        self.v = []
        ### END SOLUTION

    def step(self, params, grads):
        """The parameters after one step.  list of arrays, list of arrays -> list of arrays"""
        ### BEGIN SOLUTION
        if not self.v:
            self.v = [np.zeros_like(w) for w in params]
        new = []
        for i, w in enumerate(params):
            g = grads[i] + self.weight_decay * w
            self.v[i] = self.momentum * self.v[i] + g
            direction = g + self.momentum * self.v[i] if self.nesterov else self.v[i]
            new.append(w - self.lr * direction)
        return new
        ### END SOLUTION


class AdaGrad:
    """A rate for each entry, by all its gradients so far.

    With G <- G + g^2 (G starts at 0), the step is w <- w - lr g / (sqrt(G) + eps).
    """

    def __init__(self, lr, eps=1e-10):
        ### BEGIN SOLUTION
        self.lr = lr
        self.eps = eps
        self.G = []
        ### END SOLUTION

    def step(self, params, grads):
        """The parameters after one step.  list of arrays, list of arrays -> list of arrays"""
        ### BEGIN SOLUTION
        if not self.G:
            self.G = [np.zeros_like(w) for w in params]
        new = []
        for i, g in enumerate(grads):
            self.G[i] = self.G[i] + g**2
            new.append(params[i] - self.lr * g / (np.sqrt(self.G[i]) + self.eps))
        return new
        ### END SOLUTION


class RMSProp:
    """A rate for each entry, by its recent gradients.

    With s <- decay s + (1 - decay) g^2 (s starts at 0), w <- w - lr g / (sqrt(s) + eps).
    """

    def __init__(self, lr, decay=0.99, eps=1e-8):
        ### BEGIN SOLUTION
        self.lr = lr
        self.decay = decay
        self.eps = eps
        self.s = []
        ### END SOLUTION

    def step(self, params, grads):
        """The parameters after one step.  list of arrays, list of arrays -> list of arrays"""
        ### BEGIN SOLUTION
        if not self.s:
            self.s = [np.zeros_like(w) for w in params]
        new = []
        for i, g in enumerate(grads):
            self.s[i] = self.decay * self.s[i] + (1 - self.decay) * g**2
            new.append(params[i] - self.lr * g / (np.sqrt(self.s[i]) + self.eps))
        return new
        ### END SOLUTION


class Adam:
    """Momentum, and a rate for each entry, both corrected for their start at zero.

    At step t = 1, 2, ...: m <- beta1 m + (1 - beta1) g and v <- beta2 v + (1 - beta2) g^2
    (both start at 0); with m' = m / (1 - beta1^t) and v' = v / (1 - beta2^t) the step is
    w <- w - lr m' / (sqrt(v') + eps).
    """

    def __init__(self, lr, beta1=0.9, beta2=0.999, eps=1e-8):
        ### BEGIN SOLUTION
        self.lr = lr
        self.beta1 = beta1
        self.beta2 = beta2
        self.eps = eps
        self.t = 0
        self.m, self.v = [], []
        ### END SOLUTION

    def step(self, params, grads):
        """The parameters after one step.  list of arrays, list of arrays -> list of arrays"""
        ### BEGIN SOLUTION
        if not self.m:
            self.m = [np.zeros_like(w) for w in params]
            self.v = [np.zeros_like(w) for w in params]
        self.t += 1
        new = []
        for i, g in enumerate(grads):
            self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * g
            self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * g**2
            m = self.m[i] / (1 - self.beta1**self.t)
            v = self.v[i] / (1 - self.beta2**self.t)
            new.append(params[i] - self.lr * m / (np.sqrt(v) + self.eps))
        return new
        ### END SOLUTION


class AdamW:
    """Adam, with a weight decay that does not pass through the gradient.

    The step is w <- w - lr weight_decay w - lr m' / (sqrt(v') + eps), with the old w twice.
    """

    def __init__(self, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
        ### BEGIN SOLUTION
        self.lr = lr
        self.beta1 = beta1
        self.beta2 = beta2
        self.eps = eps
        self.weight_decay = weight_decay
        self.t = 0
        self.m, self.v = [], []
        ### END SOLUTION

    def step(self, params, grads):
        """The parameters after one step.  list of arrays, list of arrays -> list of arrays"""
        ### BEGIN SOLUTION
        if not self.m:
            self.m = [np.zeros_like(w) for w in params]
            self.v = [np.zeros_like(w) for w in params]
        self.t += 1
        new = []
        for i, g in enumerate(grads):
            self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * g
            self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * g**2
            m = self.m[i] / (1 - self.beta1**self.t)
            v = self.v[i] / (1 - self.beta2**self.t)
            decayed = params[i] - self.lr * self.weight_decay * params[i]
            new.append(decayed - self.lr * m / (np.sqrt(v) + self.eps))
        return new
        ### END SOLUTION


def cosine_schedule(step, total, lr):
    """The rate at a step between 0 and total: half a cosine wave from lr down to 0.  -> float"""
    ### BEGIN SOLUTION
    return lr * (1 + math.cos(math.pi * step / total)) / 2
    ### END SOLUTION


def step_decay(step, every, factor, lr):
    """The rate at a step: lr, multiplied by factor once for every `every` steps.  -> float"""
    ### BEGIN SOLUTION
    return lr * factor ** (step // every)
    ### END SOLUTION
