"""A right answer to the autograd topic that shares nothing with the reference but the contract.

Gradients are sent by closures; there is no Context to be had, no unbroadcast and no backpropagate.
"""

import contextlib
from collections import defaultdict
from types import SimpleNamespace

import numpy as np

RECORDING = [True]


@contextlib.contextmanager
def no_grad():
    """Nothing is recorded inside."""
    RECORDING.append(False)
    try:
        yield
    finally:
        RECORDING.pop()


class Tensor:
    """An array with parents, each with what sends the gradient on to it."""

    def __init__(self, data, requires_grad=False, parents=()):
        self.data = np.array(data, dtype=getattr(data, "dtype", float))
        if not np.issubdtype(self.data.dtype, np.floating):
            self.data = self.data.astype(np.float64)
        parents = [pair for pair in parents if pair[0].requires_grad] if RECORDING[-1] else []
        self.parents, self.grad = parents, None
        self.requires_grad = bool(requires_grad or parents)

    def backward(self, grad=None):
        """Kahn's order, from the result to the leaves."""
        if grad is None and self.data.size > 1:
            raise RuntimeError("of which element?")
        flow = defaultdict(int)
        flow[self] = flow[self] + (np.ones_like(self.data) if grad is None else grad)
        for node in reversed(topological_order(self)):
            if not node.parents and node.requires_grad:
                node.grad = flow[node] + (0 if node.grad is None else node.grad)
            for parent, send in node.parents:
                part = np.asarray(send(flow[node]))
                while part.ndim > parent.data.ndim:
                    part = part.sum(0)
                for axis, size in enumerate(parent.data.shape):
                    if size == 1:
                        part = part.sum(axis, keepdims=True)
                flow[parent] = flow[parent] + part

    def _like(self, other):
        return other if isinstance(other, Tensor) else Tensor(self.data.dtype.type(other))

    def _map(self, data, slope):
        return Tensor(data, parents=[(self, lambda g: g * slope)])

    def __add__(self, other):
        return Add.apply(self, self._like(other))

    def __mul__(self, other):
        return Mul.apply(self, self._like(other))

    __radd__, __rmul__ = __add__, __mul__

    def __neg__(self):
        return self._map(-self.data, self.data.dtype.type(-1))

    def __sub__(self, other):
        return self + (-other)

    def __rsub__(self, other):
        return (-self) + other

    def __truediv__(self, other):
        other = self._like(other)
        slope = -self.data / other.data**2
        both = [(self, lambda g: g / other.data), (other, lambda g: g * slope)]
        return Tensor(self.data / other.data, parents=both)

    def __rtruediv__(self, other):
        return self._like(other) / self

    def __pow__(self, p):
        slope = p * self.data ** (p - 1) if p else 0 * self.data
        return self._map(self.data**p, slope)

    def __matmul__(self, other):
        both = [(self, lambda g: g @ other.data.T), (other, lambda g: self.data.T @ g)]
        return Tensor(self.data @ other.data, parents=both)

    def sum(self, axis=None, keepdims=False):
        """A sum."""
        shape = self.data.sum(axis=axis, keepdims=True).shape

        def send(g):
            return np.ones_like(self.data) * np.reshape(g, shape)

        return Tensor(self.data.sum(axis=axis, keepdims=keepdims), parents=[(self, send)])

    def mean(self, axis=None, keepdims=False):
        """A mean."""
        shape = self.data.mean(axis=axis, keepdims=True).shape
        count = self.data.dtype.type(self.data.size / np.prod(shape))

        def send(g):
            return np.ones_like(self.data) * np.reshape(g, shape) / count

        return Tensor(self.data.mean(axis=axis, keepdims=keepdims), parents=[(self, send)])

    def exp(self):
        """The exponential function."""
        return self._map(np.exp(self.data), np.exp(self.data))

    def log(self):
        """The natural logarithm."""
        return self._map(np.log(self.data), 1 / self.data)

    def tanh(self):
        """The hyperbolic tangent."""
        return self._map(np.tanh(self.data), 1 / np.cosh(self.data) ** 2)

    def relu(self):
        """The positive part."""
        return self._map(self.data * (self.data > 0), self.data > 0)

    def sigmoid(self):
        """The logistic function."""
        out = (1 + np.tanh(self.data / 2)) / 2
        return self._map(out, out * (1 - out))

    def reshape(self, *shape):
        """Other axes."""
        old = self.data.shape
        return Tensor(self.data.reshape(shape), parents=[(self, lambda g: g.reshape(old))])

    def transpose(self, *axes):
        """Another order of axes."""
        axes = axes or range(self.data.ndim)[::-1]
        back = [list(axes).index(axis) for axis in range(self.data.ndim)]
        return Tensor(np.transpose(self.data, axes), parents=[(self, lambda g: g.transpose(back))])


class Function:
    """An operation with forward and backward."""

    @classmethod
    def apply(cls, *tensors):
        """Record it by closures over what backward returns."""
        ctx = SimpleNamespace()
        ctx.save_for_backward = lambda *kept: setattr(ctx, "saved", kept)
        out = cls.forward(ctx, *tensors)

        def share(number):
            return lambda g: cls.backward(ctx, g)[number]

        return Tensor(out.data, parents=[(t, share(i)) for i, t in enumerate(tensors)])


class Add(Function):
    """A sum of two."""

    @staticmethod
    def forward(_ctx, a, b):
        """The sum."""
        return Tensor(a.data + b.data)

    @staticmethod
    def backward(_ctx, grad):
        """The same for both."""
        return grad, grad


class Mul(Function):
    """A product of two."""

    @staticmethod
    def forward(ctx, a, b):
        """The product."""
        ctx.save_for_backward(a, b)
        return Tensor(a.data * b.data)

    @staticmethod
    def backward(ctx, grad):
        """Crosswise."""
        a, b = ctx.saved
        return (grad * b.data, grad * a.data)


def topological_order(tensor):
    """Depth first, with generators for a stack."""
    order, seen = [], {tensor}
    stack = [(tensor, iter(tensor.parents))] if tensor.requires_grad else []
    while stack:
        node, parents = stack[-1]
        for parent, _ in parents:
            if parent not in seen:
                seen.add(parent)
                stack.append((parent, iter(parent.parents)))
                break
        else:
            order.append(node)
            stack.pop()
    return order
