"""Warm-up, activations, losses, backpropagation and descent agree with PyTorch, SciPy, sklearn."""

from functools import cache
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from autograder.authoring.topic import load_topic

pytestmark = pytest.mark.extra

torch = pytest.importorskip("torch")
linalg = pytest.importorskip("scipy.linalg")
preprocessing = pytest.importorskip("sklearn.preprocessing")
functional = torch.nn.functional

REFERENCE = Path(__file__).parents[2] / "reference"
CLOSE = {"rel": 1e-9, "abs": 1e-9}


@cache
def solution(name):
    """The names of a topic's solution."""
    return SimpleNamespace(**load_topic(REFERENCE / name).reference)


@pytest.fixture(params=range(6))
def rng(request):
    """Six generators, for random shapes and numbers."""
    return np.random.default_rng(request.param)


def tensor(array):
    """The array as a leaf that gathers a gradient."""
    return torch.tensor(array, dtype=torch.float64, requires_grad=True)


def matrix(rng, scale=3.0):
    """A matrix of random shape, no entry near a kink."""
    values = rng.normal(scale=scale, size=rng.integers(1, 7, size=2))
    return values + np.where(values < 0, -0.01, 0.01)


ACTIVATIONS = {
    "sigmoid": (torch.sigmoid, {}, {}),
    "tanh": (torch.tanh, {}, {}),
    "relu": (functional.relu, {}, {}),
    "softsign": (functional.softsign, {}, {}),
    "softplus": (lambda x: torch.logaddexp(x, torch.zeros_like(x)), {}, {}),
    "gelu": (functional.gelu, {}, {}),
    "silu": (functional.silu, {}, {}),
    "selu": (functional.selu, {}, {}),
    "leaky_relu": (functional.leaky_relu, {"slope": 0.2}, {"negative_slope": 0.2}),
    "elu": (functional.elu, {"alpha": 1.7}, {"alpha": 1.7}),
}


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_activations_and_their_derivatives(rng, name):
    """Every smooth or piecewise smooth activation, forwards and backwards."""
    theirs, ours_takes, theirs_takes = ACTIVATIONS[name]
    ours, x = solution("activations"), matrix(rng)
    dout, leaf = rng.normal(size=x.shape), tensor(x)
    expected = theirs(leaf, **theirs_takes)
    (dx,) = torch.autograd.grad(expected, leaf, torch.tensor(dout))

    found = getattr(ours, name)(x, **ours_takes)
    assert expected.detach().numpy() == pytest.approx(found, **CLOSE)
    backward = getattr(ours, f"{name}_backward")
    assert dx.numpy() == pytest.approx(backward(dout, x, **ours_takes), **CLOSE)


def test_prelu(rng):
    """Both gradients of PReLU, that of the slope summed over all entries."""
    ours, x, alpha = solution("activations"), matrix(rng), 0.3
    dout, leaves = rng.normal(size=x.shape), (tensor(x), tensor([alpha]))
    expected = functional.prelu(*leaves)
    dx, dalpha = torch.autograd.grad(expected, leaves, torch.tensor(dout))
    got = ours.prelu_backward(dout, x, alpha)

    assert expected.detach().numpy() == pytest.approx(ours.prelu(x, alpha), **CLOSE)
    assert dx.numpy() == pytest.approx(got[0], **CLOSE)
    assert dalpha.item() == pytest.approx(got[1], **CLOSE)


@pytest.mark.parametrize(
    ("name", "theirs"),
    [
        ("mse", functional.mse_loss),
        ("mae", functional.l1_loss),
        ("bce_logits", functional.binary_cross_entropy_with_logits),
    ],
)
def test_losses_and_their_gradients(rng, name, theirs):
    """Means over all entries."""
    ours, z = solution("losses"), matrix(rng)
    y = rng.integers(0, 2, size=z.shape).astype(float)
    leaf = tensor(z)
    expected = theirs(leaf, torch.tensor(y))
    (dz,) = torch.autograd.grad(expected, leaf)

    assert expected.item() == pytest.approx(getattr(ours, name)(z, y), **CLOSE)
    assert dz.numpy() == pytest.approx(getattr(ours, f"{name}_backward")(z, y), **CLOSE)


def test_probabilities_and_entropies(rng):
    """Cross-entropy of probabilities and of logits, softmax and its logarithm, entropy in bits."""
    ours, Z = solution("losses"), rng.normal(scale=20, size=rng.integers(2, 7, size=2))
    y, leaf = rng.integers(0, Z.shape[1], size=len(Z)), tensor(Z)
    expected = functional.cross_entropy(leaf, torch.tensor(y))
    (dZ,) = torch.autograd.grad(expected, leaf)
    loss, gradient = ours.cross_entropy(Z, y)
    p = ours.softmax(Z[:1])[0]
    coins, heads = rng.uniform(0.01, 0.99, size=5), rng.integers(0, 2, size=5).astype(float)
    stats = pytest.importorskip("scipy.stats")

    assert expected.item() == pytest.approx(loss, **CLOSE)
    assert dZ.numpy() == pytest.approx(gradient, **CLOSE)
    assert torch.softmax(torch.tensor(Z), -1).numpy() == pytest.approx(ours.softmax(Z), **CLOSE)
    assert torch.log_softmax(torch.tensor(Z), -1).numpy() == pytest.approx(
        ours.log_softmax(Z), **CLOSE
    )
    assert stats.entropy(p, base=2) == pytest.approx(ours.entropy_bits(p), **CLOSE)
    assert functional.binary_cross_entropy(
        torch.tensor(coins), torch.tensor(heads)
    ).item() == pytest.approx(ours.bce_probs(coins, heads), **CLOSE)


def test_two_layers(rng):
    """The gradients of all four parameters of a tanh network."""
    ours = solution("backprop")
    N, D, H, K = rng.integers(1, 6, size=4)
    X = rng.normal(size=(N, D))
    params = {
        "W1": rng.normal(size=(D, H)),
        "b1": rng.normal(size=H),
        "W2": rng.normal(size=(H, K)),
        "b2": rng.normal(size=K),
    }
    leaves = {key: tensor(value) for key, value in params.items()}
    hidden = torch.tanh(torch.tensor(X) @ leaves["W1"] + leaves["b1"])
    expected = hidden @ leaves["W2"] + leaves["b2"]
    yhat, cache = ours.two_layer_forward(X, params)
    dout = rng.normal(size=yhat.shape)
    found = torch.autograd.grad(expected, list(leaves.values()), torch.tensor(dout))
    got = ours.two_layer_backward(dout, cache)

    assert expected.detach().numpy() == pytest.approx(yhat, **CLOSE)
    for key, gradient in zip(leaves, found, strict=True):
        assert gradient.numpy() == pytest.approx(got[key], **CLOSE)


def test_logistic_regression(rng):
    """The mean loss and its gradients, up to large scores."""
    ours = solution("backprop")
    N, D = rng.integers(1, 7, size=2)
    X, y = rng.normal(scale=30, size=(N, D)), rng.integers(0, 2, size=N).astype(float)
    w, b = tensor(rng.normal(size=D)), tensor(0.3)
    scores = torch.tensor(X) @ w + b
    expected = functional.binary_cross_entropy_with_logits(scores, torch.tensor(y))
    dw, db = torch.autograd.grad(expected, (w, b))
    got = ours.logistic_gradients(X, y, w.detach().numpy(), 0.3)

    assert expected.item() == pytest.approx(got[0], **CLOSE)
    assert dw.numpy() == pytest.approx(got[1], **CLOSE)
    assert db.item() == pytest.approx(got[2], **CLOSE)


@pytest.mark.parametrize("degree", range(5))
def test_polynomial_features(rng, degree):
    """scikit-learn's, in its order."""
    X = rng.normal(size=rng.integers(1, 5, size=2))
    expected = preprocessing.PolynomialFeatures(degree).fit_transform(X)

    assert expected == pytest.approx(
        solution("warmup").polynomial_features(X, degree), rel=1e-9, abs=1e-9
    )


def test_largest_eigenvalue(rng):
    """SciPy's, where the gap allows the power iteration to reach it."""
    D = int(rng.integers(2, 6))
    basis = linalg.qr(rng.normal(size=(D, D)))[0]
    A = basis @ np.diag([3.0, *rng.uniform(0, 2, size=D - 1)]) @ basis.T
    A = (A + A.T) / 2

    assert linalg.eigvalsh(A)[-1] == pytest.approx(
        solution("descent").largest_eigenvalue(A, 400, np.random.default_rng(0)), **CLOSE
    )
    assert 2 / linalg.eigvalsh(A + np.eye(D))[-1] == pytest.approx(
        solution("descent").maximal_learning_rate(A + np.eye(D)), **CLOSE
    )
