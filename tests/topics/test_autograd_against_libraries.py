"""The autograd reference agrees with PyTorch's autograd."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from autograder.checks import evaluate, expressions, traced
from autograder.checks.examples import draw

torch = pytest.importorskip("torch")

pytestmark = pytest.mark.extra

TORCH_NAMES = {"axis": "dim", "keepdims": "keepdim"}
TORCH_METHODS = {"transpose": "permute"}


class TorchTensor:
    """A tensor of PyTorch with the face of ours."""

    def __init__(self, data, requires_grad=False):
        if not isinstance(data, torch.Tensor):
            data = torch.tensor(data, requires_grad=requires_grad)
        self.inner = data

    @property
    def data(self):
        """The values."""
        return self.inner.detach().numpy()

    @property
    def grad(self):
        """The gradient, as an array."""
        return None if self.inner.grad is None else self.inner.grad.numpy()

    def backward(self, grad=None):
        """PyTorch's own backward."""
        start = None if grad is None else torch.tensor(grad)
        self.inner.backward(start, retain_graph=True)

    def __getattr__(self, name):
        def method(*args, **kwargs):
            if name == "transpose" and not args:
                args = range(self.inner.ndim)[::-1]
            words = {TORCH_NAMES.get(key, key): value for key, value in kwargs.items()}
            return TorchTensor(getattr(self.inner, TORCH_METHODS.get(name, name))(*args, **words))

        return method


def _operator(name):
    def operate(self, *others):
        plain = [o.inner if isinstance(o, TorchTensor) else o for o in others]
        return TorchTensor(getattr(self.inner, name)(*plain))

    return operate


OPERATORS = ("add", "sub", "mul", "truediv", "radd", "rsub", "rmul", "rtruediv")
for operator in (*OPERATORS, "pow", "matmul", "neg"):
    setattr(TorchTensor, f"__{operator}__", _operator(f"__{operator}__"))

TORCH = SimpleNamespace(Tensor=TorchTensor)


def assert_agree(solution, expression, *, backwards=1):
    """Value and gradients are PyTorch's to 1e-9."""
    got = evaluate(solution, expression, backwards=backwards)
    want = evaluate(TORCH, expression, backwards=backwards)
    assert got.value == pytest.approx(want.value, rel=1e-9, abs=1e-9)
    for name, gradient in want.gradients.items():
        if gradient is None:
            assert got.gradients[name] is None
        else:
            assert got.gradients[name] == pytest.approx(gradient, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("backwards", [1, 2])
def test_random_expressions(solution, backwards):
    """Three hundred graphs: every operation, shared nodes, broadcasting, constants."""
    drawn = draw({"e": expressions(nodes=8)}, count=300, seed=11, where="")
    for example in drawn:
        assert_agree(solution, example["e"], backwards=backwards)


def test_a_network_of_two_layers(solution):
    """A loss as it is trained."""
    rng = np.random.default_rng(0)

    def loss(X, y, W, b, w):
        p = ((X @ W + b).tanh() @ w).sigmoid()
        return -((y * p.log()) + (1 - y) * (1 - p).log()).mean()

    shapes = {"X": (6, 3), "W": (3, 4), "b": (4,), "w": (4, 1)}
    leaves = {name: rng.normal(size=shape) for name, shape in shapes.items()}
    y = np.array([0, 1, 0, 1, 1, 1.0])[:, None]
    assert_agree(solution, traced(loss, constants=("X", "y"), y=y, **leaves))
