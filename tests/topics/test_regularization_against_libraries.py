"""The regularization reference agrees with PyTorch."""

from __future__ import annotations

import numpy as np
import pytest

torch = pytest.importorskip("torch")

pytestmark = pytest.mark.extra

CLOSE = {"rel": 1e-9, "abs": 1e-9}


def tensors(*arrays):
    """Tensors that gather gradients."""
    return [torch.tensor(array, requires_grad=True) for array in arrays]


@pytest.mark.parametrize("train", [True, False])
@pytest.mark.parametrize("seed", range(5))
def test_batch_norm(solution, seed, train):
    """Values, running mean and gradients are PyTorch's; its running variance has N - 1."""
    rng = np.random.default_rng(seed)
    N, D = rng.integers(2, 9, size=2)
    X, dout = rng.normal(2, 3, size=(N, D)), rng.normal(size=(N, D))
    gamma, beta, mean = rng.normal(size=(3, D))
    var = rng.uniform(0.5, 2, size=D)
    out, cache, running = solution.batchnorm_forward(X, gamma, beta, (mean, var), train, 0.8)
    x, g, b = tensors(X, gamma, beta)
    their_mean, their_var = torch.tensor(mean), torch.tensor(var)
    theirs = torch.nn.functional.batch_norm(x, their_mean, their_var, g, b, train, 0.2, 1e-5)
    theirs.backward(torch.tensor(dout))

    assert pytest.approx(theirs.detach().numpy(), **CLOSE) == out
    assert pytest.approx(their_mean.numpy(), **CLOSE) == running[0]
    if train:
        batch = (running[1] - 0.8 * var) * N / (N - 1)
        assert pytest.approx(their_var.numpy(), **CLOSE) == 0.8 * var + batch
    for gradient, tensor in zip(solution.batchnorm_backward(dout, cache), (x, g, b), strict=True):
        assert pytest.approx(tensor.grad.numpy(), **CLOSE) == gradient


@pytest.mark.parametrize("axes", [1, 2, 3])
@pytest.mark.parametrize("seed", range(5))
def test_layer_norm(solution, seed, axes):
    """Values and gradients are PyTorch's, for any number of axes."""
    rng = np.random.default_rng(seed)
    shape = tuple(rng.integers(2, 7, size=axes))
    X, dout = rng.normal(2, 3, size=shape), rng.normal(size=shape)
    gamma, beta = rng.normal(size=(2, shape[-1]))
    out, cache = solution.layernorm_forward(X, gamma, beta)
    x, g, b = tensors(X, gamma, beta)
    theirs = torch.nn.functional.layer_norm(x, shape[-1:], g, b, 1e-5)
    theirs.backward(torch.tensor(dout))

    assert pytest.approx(theirs.detach().numpy(), **CLOSE) == out
    for gradient, tensor in zip(solution.layernorm_backward(dout, cache), (x, g, b), strict=True):
        assert pytest.approx(tensor.grad.numpy(), **CLOSE) == gradient


@pytest.mark.parametrize("p", [0.0, 0.25, 0.9])
def test_dropout(solution, p):
    """Given PyTorch's mask our backward is PyTorch's; shares and scale agree, in eval too."""
    X = np.random.default_rng(0).normal(size=(300, 200))
    torch.manual_seed(0)
    (x,) = tensors(X)
    theirs = torch.nn.functional.dropout(x, p, training=True)
    theirs.backward(torch.ones_like(theirs))
    mask = x.grad.numpy()
    _, ours = solution.dropout_forward(X, p, True, np.random.default_rng(0))

    assert pytest.approx(theirs.detach().numpy(), **CLOSE) == X * mask
    assert pytest.approx(mask, **CLOSE) == solution.dropout_backward(np.ones_like(X), mask)
    assert pytest.approx(np.unique(mask)) == np.unique(ours)
    assert pytest.approx(np.mean(mask == 0), abs=0.02) == np.mean(ours == 0)
    eval_out = torch.nn.functional.dropout(x, p, training=False).detach().numpy()
    unchanged = solution.dropout_forward(X, p, False, np.random.default_rng(0))[0]
    assert np.array_equal(eval_out, unchanged)
