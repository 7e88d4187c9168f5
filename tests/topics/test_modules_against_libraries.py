"""The modules reference agrees with PyTorch's modules."""

from __future__ import annotations

import numpy as np
import pytest

pytestmark = pytest.mark.extra
torch = pytest.importorskip("torch")

SIZES = [(1, 3, 2), (5, 3, 4), (4, 1, 6)]


def linear(W, b):
    """PyTorch's layer with these weights; it keeps one neuron a row."""
    layer = torch.nn.Linear(*W.shape, dtype=torch.float64)
    with torch.no_grad():
        layer.weight.copy_(torch.from_numpy(W.T))
        layer.bias.copy_(torch.from_numpy(b))
    return layer


def close(ours, theirs):
    """Equal to 1e-9."""
    return np.testing.assert_allclose(ours, theirs.detach().numpy(), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize(("N", "D", "M"), SIZES)
def test_linear(solution, N, D, M):
    """Output, dX, dW and db, after two backwards that add up."""
    rng = np.random.default_rng([N, D, M])
    W, b = rng.normal(size=(D, M)), rng.normal(size=M)
    ours, theirs = solution.Linear(W, b), linear(W, b)
    for _ in range(2):
        X, dout = rng.normal(size=(N, D)), rng.normal(size=(N, M))
        x = torch.tensor(X, requires_grad=True)
        out = theirs(x)
        out.backward(torch.from_numpy(dout))
        close(ours.forward(X), out)
        close(ours.backward(dout), x.grad)
    dW, db = ours.gradients()
    close(dW.T, theirs.weight.grad)
    close(db, theirs.bias.grad)


@pytest.mark.parametrize("name", ["Sigmoid", "ReLU", "Tanh"])
@pytest.mark.parametrize("shape", [(3,), (2, 5), (2, 3, 4)])
def test_activations(solution, name, shape):
    """Output and dx of each."""
    rng = np.random.default_rng(len(shape))
    X, dout = 3 * rng.normal(size=shape), rng.normal(size=shape)
    x = torch.tensor(X, requires_grad=True)
    out = getattr(torch.nn, name)()(x)
    out.backward(torch.from_numpy(dout))
    ours = getattr(solution, name)()
    close(ours.forward(X), out)
    close(ours.backward(dout), x.grad)


@pytest.mark.parametrize(("N", "D", "M"), SIZES)
def test_sequential_trained_by_sgd(solution, N, D, M):
    """Three steps of SGD leave equal parameters."""
    rng = np.random.default_rng([N, D, M])
    layers = [(rng.normal(size=(D, 7)), rng.normal(size=7)), (rng.normal(size=(7, M)), np.ones(M))]
    ours = solution.Sequential(
        [solution.Linear(*layers[0]), solution.Tanh(), solution.Linear(*layers[1])]
    )
    theirs = torch.nn.Sequential(linear(*layers[0]), torch.nn.Tanh(), linear(*layers[1]))
    optimizer = torch.optim.SGD(theirs.parameters(), lr=0.01)
    for _ in range(3):
        X, dout = rng.normal(size=(N, D)), rng.normal(size=(N, M))
        ours.zero_grad()
        ours.forward(X)
        ours.backward(dout)
        solution.sgd_step(ours, 0.01)
        optimizer.zero_grad()
        theirs(torch.from_numpy(X)).backward(torch.from_numpy(dout))
        optimizer.step()
    for mine, their in zip(ours.parameters(), theirs.parameters(), strict=True):
        close(mine.T, their)


def test_dropout_has_the_same_values(solution):
    """0 and 1 / (1 - p); in use the identity."""
    x = np.ones(1000)
    ours, theirs = solution.Dropout(0.3, np.random.default_rng(0)), torch.nn.Dropout(0.3)
    values = np.unique(theirs(torch.from_numpy(x)).numpy())
    np.testing.assert_allclose(np.unique(ours.forward(x)), values, rtol=1e-9)
    ours.eval()
    theirs.eval()
    close(ours.forward(x), theirs(torch.from_numpy(x)))
