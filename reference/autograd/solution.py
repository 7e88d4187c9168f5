"""Autograd: a Tensor that remembers how it was computed, and sends gradients back.

Data are float arrays, float64 or float32, and gradients have the shape and dtype of what they
belong to.  No data are modified.
"""

import numpy as np


class Context:
    """What an operation's forward keeps for its backward."""

    def __init__(self):
        self.saved = ()

    def save_for_backward(self, *values):
        """Keep these; backward finds them in `saved`."""
        self.saved = values


class Recording:
    """A switch: operations are recorded while `paused` is 0."""

    paused = 0  # of how many no_grad blocks we are inside


class Tensor:
    """An array in a graph.

    Attributes:
        data: the array, of floats.
        requires_grad: whether a gradient is asked for.
        grad: the gradient, an array like data; None so long as there is none.
        function: the Function that computed it; None if it was made by hand: then it is a leaf.
        ctx: what that Function's forward kept.
        inputs: the tensors it was computed from.
    """

    def __init__(self, data, requires_grad=False):
        ### BEGIN SOLUTION
        data = np.asarray(data)
        self.data = data if data.dtype.kind == "f" else data.astype(np.float64)
        self.requires_grad = requires_grad
        self.grad = None
        self.function, self.ctx, self.inputs = None, None, ()
        ### END SOLUTION

    def wrap(self, other):
        """`other` as a Tensor: itself, or a Python number in the dtype of this tensor."""
        ### BEGIN SOLUTION
        if isinstance(other, Tensor):
            return other
        return Tensor(np.asarray(other, dtype=self.data.dtype))
        ### END SOLUTION

    def backward(self, grad=None):
        """Add to every leaf's grad the gradient of sum(grad * data)."""
        backpropagate(self, grad)

    def __add__(self, other):
        return Add.apply(self, self.wrap(other))

    __radd__ = __add__

    def __mul__(self, other):
        return Mul.apply(self, self.wrap(other))

    __rmul__ = __mul__

    def __pow__(self, exponent):
        return Power.apply(self, exponent=exponent)

    def __matmul__(self, other):
        return MatMul.apply(self, other)

    # The rest can be made of these: no new backward is needed.

    def __neg__(self):
        """-self"""
        ### BEGIN SOLUTION
        return self * -1
        ### END SOLUTION

    def __sub__(self, other):
        """self - other"""
        ### BEGIN SOLUTION
        return self + -self.wrap(other)
        ### END SOLUTION

    def __rsub__(self, other):
        """other - self, where other is a number"""
        ### BEGIN SOLUTION
        return self.wrap(other) - self
        ### END SOLUTION

    def __truediv__(self, other):
        """self / other"""
        ### BEGIN SOLUTION
        return self * self.wrap(other) ** -1
        ### END SOLUTION

    def __rtruediv__(self, other):
        """other / self, where other is a number"""
        ### BEGIN SOLUTION
        return self.wrap(other) / self
        ### END SOLUTION

    def mean(self, axis=None, keepdims=False):
        """The mean over all entries, one axis or a tuple of axes."""
        ### BEGIN SOLUTION
        total = self.sum(axis, keepdims)
        return total / (self.data.size / total.data.size)
        ### END SOLUTION

    def sum(self, axis=None, keepdims=False):
        """The sum over all entries, one axis or a tuple of axes."""
        return Sum.apply(self, axis=axis, keepdims=keepdims)

    def exp(self):
        return Exp.apply(self)

    def log(self):
        return Log.apply(self)

    def tanh(self):
        return Tanh.apply(self)

    def sigmoid(self):
        return Sigmoid.apply(self)

    def relu(self):
        return ReLU.apply(self)

    def reshape(self, *shape):
        return Reshape.apply(self, shape=shape)

    def transpose(self, *axes):
        return Transpose.apply(self, axes=axes)

    def __repr__(self):
        asks = ", requires_grad=True" if self.requires_grad else ""
        return f"Tensor({self.data.tolist()}{asks})"


class Function:
    """An operation on tensors.  Each subclass has a forward and a backward of its own.

    forward(ctx, *tensors, **options) -> Tensor: computes, and keeps in ctx what backward needs.
    backward(ctx, grad) -> a list of arrays, one per tensor: the gradient with respect to each,
    given the gradient with respect to the result.
    """

    @staticmethod
    def forward(ctx, a):
        """What an operation does that says nothing else: it hands on a copy."""
        return Tensor(a.data.copy())

    @staticmethod
    def backward(ctx, grad):
        return [grad]

    @classmethod
    def apply(cls, *tensors, **options):
        """The result of forward, recorded: it knows function, ctx and inputs.

        It requires a gradient if one of the tensors does; while Recording is paused, never.
        A result that requires none is a leaf: it remembers nothing.
        """
        ### BEGIN SOLUTION
        ctx = Context()
        out = cls.forward(ctx, *tensors, **options)
        if Recording.paused == 0 and any(tensor.requires_grad for tensor in tensors):
            out.requires_grad = True
            out.function, out.ctx, out.inputs = cls, ctx, tensors
        return out
        ### END SOLUTION


class Add(Function):
    """a + b"""

    @staticmethod
    def forward(ctx, a, b):
        ### BEGIN SOLUTION
        return Tensor(a.data + b.data)
        ### END SOLUTION

    @staticmethod
    def backward(ctx, grad):
        ### BEGIN SOLUTION
        return [grad, grad]
        ### END SOLUTION


class Mul(Function):
    """a * b"""

    @staticmethod
    def forward(ctx, a, b):
        ### BEGIN SOLUTION
        ctx.save_for_backward(a, b)
        return Tensor(a.data * b.data)
        ### END SOLUTION

    @staticmethod
    def backward(ctx, grad):
        ### BEGIN SOLUTION
        a, b = ctx.saved
        return [grad * b.data, grad * a.data]
        ### END SOLUTION


class no_grad:
    """`with no_grad():` records nothing inside.  Blocks nest; an exception ends one, too."""

    def __enter__(self):
        ### BEGIN SOLUTION
        Recording.paused += 1
        ### END SOLUTION

    def __exit__(self, kind, error, trace):
        ### BEGIN SOLUTION
        Recording.paused -= 1
        ### END SOLUTION


def topological_order(tensor):
    """Every tensor that requires a gradient and leads to this one, once: inputs before results.

    Without recursion: a chain may have 5,000 links.
    """
    ### BEGIN SOLUTION
    order, seen, stack = [], set(), [(tensor, False)]
    while stack:
        node, inputs_are_done = stack.pop()
        if inputs_are_done:
            order.append(node)
        elif node.requires_grad and node not in seen:
            seen.add(node)
            stack.append((node, True))
            stack.extend((one, False) for one in node.inputs)
    return order
    ### END SOLUTION


def unbroadcast(grad, shape):
    """The gradient of a broadcast operand of this shape: summed over the axes it was copied along.

    (...), shape -> shape
    """
    ### BEGIN SOLUTION
    grad = grad.sum(axis=tuple(range(grad.ndim - len(shape))))
    copied = tuple(axis for axis, size in enumerate(shape) if size == 1)
    return grad.sum(axis=copied, keepdims=True)
    ### END SOLUTION


def backpropagate(tensor, grad=None):
    """Add to the grad of every leaf the gradient of sum(grad * tensor.data).

    Without grad, the tensor must have one element, and 1 is taken; if not, it raises an exception.
    """
    ### BEGIN SOLUTION
    if grad is None:
        if tensor.data.size != 1:
            raise ValueError("backward() needs a gradient unless the tensor has one element")
        grad = np.ones_like(tensor.data)
    grads = {tensor: grad}
    for node in reversed(topological_order(tensor)):
        grad = grads[node]
        if node.function is None:
            node.grad = grad + (0 if node.grad is None else node.grad)
            continue
        gradients = node.function.backward(node.ctx, grad)
        for one, gradient in zip(node.inputs, gradients, strict=True):
            share = unbroadcast(gradient, one.data.shape)
            grads[one] = share + grads.get(one, 0)
    ### END SOLUTION


class Power(Function):
    """a ** exponent, for a Python number"""

    @staticmethod
    def forward(ctx, a, exponent):
        ### BEGIN SOLUTION
        ctx.save_for_backward(a, exponent)
        return Tensor(a.data**exponent)
        ### END SOLUTION

    @staticmethod
    def backward(ctx, grad):
        ### BEGIN SOLUTION
        a, exponent = ctx.saved
        if exponent == 0:
            return [np.zeros_like(grad)]
        return [grad * exponent * a.data ** (exponent - 1)]
        ### END SOLUTION


class MatMul(Function):
    """A @ B of two matrices"""

    @staticmethod
    def forward(ctx, A, B):
        ### BEGIN SOLUTION
        ctx.save_for_backward(A.data, B.data)
        return Tensor(A.data @ B.data)
        ### END SOLUTION

    @staticmethod
    def backward(ctx, grad):
        ### BEGIN SOLUTION
        A, B = ctx.saved
        return [grad @ B.T, A.T @ grad]
        ### END SOLUTION


class Sum(Function):
    """a.sum(axis, keepdims)"""

    @staticmethod
    def forward(ctx, a, axis, keepdims):
        ### BEGIN SOLUTION
        kept = np.sum(a.data, axis=axis, keepdims=True)
        ctx.save_for_backward(a.data.shape, kept.shape)
        return Tensor(kept if keepdims else np.sum(a.data, axis=axis))
        ### END SOLUTION

    @staticmethod
    def backward(ctx, grad):
        ### BEGIN SOLUTION
        shape, kept = ctx.saved
        return [np.broadcast_to(grad.reshape(kept), shape)]
        ### END SOLUTION


class Exp(Function):
    """e ** a"""

    @staticmethod
    def forward(ctx, a):
        ### BEGIN SOLUTION
        out = np.exp(a.data)
        ctx.save_for_backward(out)
        return Tensor(out)
        ### END SOLUTION

    @staticmethod
    def backward(ctx, grad):
        ### BEGIN SOLUTION
        (out,) = ctx.saved
        return [grad * out]
        ### END SOLUTION


class Log(Function):
    """The natural logarithm of a"""

    @staticmethod
    def forward(ctx, a):
        ### BEGIN SOLUTION
        ctx.save_for_backward(a.data)
        return Tensor(np.log(a.data))
        ### END SOLUTION

    @staticmethod
    def backward(ctx, grad):
        ### BEGIN SOLUTION
        (x,) = ctx.saved
        return [grad / x]
        ### END SOLUTION


class Tanh(Function):
    """tanh a"""

    @staticmethod
    def forward(ctx, a):
        ### BEGIN SOLUTION
        out = np.tanh(a.data)
        ctx.save_for_backward(out)
        return Tensor(out)
        ### END SOLUTION

    @staticmethod
    def backward(ctx, grad):
        ### BEGIN SOLUTION
        (out,) = ctx.saved
        return [grad * (1 - out**2)]
        ### END SOLUTION


class Sigmoid(Function):
    """1 / (1 + e ** -a), finite everywhere"""

    @staticmethod
    def forward(ctx, a):
        ### BEGIN SOLUTION
        e = np.exp(-np.abs(a.data))
        out = np.where(a.data >= 0, 1, e) / (1 + e)
        ctx.save_for_backward(out)
        return Tensor(out)
        ### END SOLUTION

    @staticmethod
    def backward(ctx, grad):
        ### BEGIN SOLUTION
        (out,) = ctx.saved
        return [grad * out * (1 - out)]
        ### END SOLUTION


class ReLU(Function):
    """max(0, a)"""

    @staticmethod
    def forward(ctx, a):
        ### BEGIN SOLUTION
        ctx.save_for_backward(a.data)
        return Tensor(np.maximum(a.data, 0))
        ### END SOLUTION

    @staticmethod
    def backward(ctx, grad):
        ### BEGIN SOLUTION
        (x,) = ctx.saved
        return [grad * (x > 0)]
        ### END SOLUTION


class Reshape(Function):
    """a.reshape(*shape)"""

    @staticmethod
    def forward(ctx, a, shape):
        ### BEGIN SOLUTION
        ctx.save_for_backward(a.data.shape)
        return Tensor(a.data.reshape(shape))
        ### END SOLUTION

    @staticmethod
    def backward(ctx, grad):
        ### BEGIN SOLUTION
        (shape,) = ctx.saved
        return [grad.reshape(shape)]
        ### END SOLUTION


class Transpose(Function):
    """a.transpose(*axes); without axes, in reversed order"""

    @staticmethod
    def forward(ctx, a, axes):
        ### BEGIN SOLUTION
        axes = axes or tuple(reversed(range(a.data.ndim)))
        ctx.save_for_backward(axes)
        return Tensor(a.data.transpose(axes))
        ### END SOLUTION

    @staticmethod
    def backward(ctx, grad):
        ### BEGIN SOLUTION
        (axes,) = ctx.saved
        return [grad.transpose(np.argsort(axes))]
        ### END SOLUTION
