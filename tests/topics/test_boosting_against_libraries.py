"""The boosting reference agrees with scikit-learn's trees of depth one."""

from __future__ import annotations

import numpy as np
import pytest

pytestmark = pytest.mark.extra
ensemble = pytest.importorskip("sklearn.ensemble")
tree = pytest.importorskip("sklearn.tree")
torch = pytest.importorskip("torch")


@pytest.mark.parametrize("loss", ["mse", "mae", "logloss"])
def test_pseudo_residuals_are_pytorchs_gradients(solution, loss):
    """Minus the gradient of the summed loss with respect to the predictions."""
    losses = {
        "mse": lambda z, y: torch.nn.functional.mse_loss(z, y, reduction="sum") / 2,
        "mae": lambda z, y: torch.nn.functional.l1_loss(z, y, reduction="sum"),
        "logloss": lambda z, y: torch.nn.functional.binary_cross_entropy_with_logits(
            z, y, reduction="sum"
        ),
    }
    rng = np.random.default_rng(1)
    z = 3 * rng.normal(size=40)
    y = rng.integers(0, 2, 40).astype(float) if loss == "logloss" else rng.normal(size=40)
    tensor = torch.tensor(z, requires_grad=True)
    losses[loss](tensor, torch.tensor(y)).backward()

    assert -tensor.grad.numpy() == pytest.approx(
        solution.pseudo_residuals(loss, y, z), rel=1e-9, abs=1e-9
    )


@pytest.mark.parametrize("ties", [False, True])
def test_stumps_are_trees_of_depth_one(solution, ties):
    """The same squared error on 100 tables."""
    rng = np.random.default_rng(2)
    for _ in range(100):
        N, D = rng.integers(2, 30), rng.integers(1, 4)
        X = rng.integers(0, 4, (N, D)).astype(float) if ties else rng.normal(size=(N, D))
        r = rng.normal(size=N)
        ours = solution.predict([solution.fit_stump(X, r)], X, 1.0)
        theirs = tree.DecisionTreeRegressor(max_depth=1).fit(X, r).predict(X)

        assert np.sum((r - ours) ** 2) == pytest.approx(np.sum((r - theirs) ** 2), rel=1e-9)


@pytest.mark.parametrize("lr", [0.1, 0.5, 1.0])
def test_boosting_is_gradient_boosting_of_stumps(solution, lr):
    """The same predictions on the training set after 25 stumps, started at zero."""
    rng = np.random.default_rng(3)
    X, y = rng.normal(size=(50, 3)), rng.normal(size=50)
    theirs = ensemble.GradientBoostingRegressor(
        n_estimators=25, learning_rate=lr, max_depth=1, init="zero"
    ).fit(X, y)
    ours = solution.predict(solution.boost(X, y, 25, lr), X, lr)

    assert theirs.predict(X) == pytest.approx(ours, rel=1e-9, abs=1e-9)
