"""The autoencoders reference agrees with PyTorch and scikit-learn."""

from __future__ import annotations

import numpy as np
import pytest

torch = pytest.importorskip("torch")
decomposition = pytest.importorskip("sklearn.decomposition")

pytestmark = pytest.mark.extra

CLOSE = {"rel": 1e-9, "abs": 1e-9}


@pytest.mark.parametrize("seed", range(8))
def test_linear_autoencoder_of_centred_data_is_pca(solution, seed):
    """On centred data the reconstruction is that of scikit-learn's PCA."""
    rng = np.random.default_rng(seed)
    D = int(rng.integers(2, 7))
    X = rng.normal(size=(12, D)) @ rng.normal(size=(D, D))
    X -= X.mean(axis=0)
    k = int(rng.integers(1, D + 1))
    encoder, decoder = solution.linear_autoencoder(X, k)
    pca = decomposition.PCA(k, svd_solver="full").fit(X)

    assert pytest.approx(pca.inverse_transform(pca.transform(X)), **CLOSE) == X @ encoder @ decoder


@pytest.mark.parametrize("seed", range(8))
def test_tied_weights(solution, seed):
    """The gradient is that of PyTorch's autograd, where W stands in both places."""
    rng = np.random.default_rng(seed)
    N, D, K = rng.integers(1, 7, size=3)
    X, W, dout = rng.normal(size=(N, D)), rng.normal(size=(D, K)), rng.normal(size=(N, D))
    out, cache = solution.tied_forward(X, W)
    w = torch.tensor(W, requires_grad=True)
    theirs = torch.tensor(X) @ w @ w.T
    theirs.backward(torch.tensor(dout))

    assert pytest.approx(theirs.detach().numpy(), **CLOSE) == out
    assert pytest.approx(w.grad.numpy(), **CLOSE) == solution.tied_backward(dout, cache)


@pytest.mark.parametrize("seed", range(5))
def test_losses(solution, seed):
    """denoising_loss is mse_loss, anomaly_score its sum over every row."""
    rng = np.random.default_rng(seed)
    X, Y = rng.normal(size=(2, *rng.integers(1, 7, size=2)))
    x, y = torch.tensor(X), torch.tensor(Y)
    mse = torch.nn.functional.mse_loss

    assert pytest.approx(mse(x, y).item(), **CLOSE) == solution.denoising_loss(X, Y)
    per_row = mse(y, x, reduction="none").sum(dim=1).numpy()
    assert pytest.approx(per_row, **CLOSE) == solution.anomaly_score(X, Y)
