"""The architectures reference agrees with what PyTorch computes and differentiates."""

from __future__ import annotations

import numpy as np
import pytest

pytestmark = pytest.mark.extra
torch = pytest.importorskip("torch")


def assert_agree(ours, theirs):
    """Equal to 1e-9."""
    np.testing.assert_allclose(ours, theirs.detach().numpy(), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize(("N", "D", "H"), [(1, 3, 5), (6, 2, 4), (4, 5, 1)])
def test_residual_block(solution, N, D, H):
    """Output and the five gradients."""
    rng = np.random.default_rng([N, D, H])
    arrays = [rng.normal(size=size) for size in ((N, D), (D, H), H, (H, D), D)]
    dout = rng.normal(size=(N, D))
    x, W1, b1, W2, b2 = (torch.tensor(a, requires_grad=True) for a in arrays)
    expected = x + torch.relu(x @ W1 + b1) @ W2 + b2
    expected.backward(torch.from_numpy(dout))
    out, cache = solution.residual_forward(*arrays)
    assert_agree(out, expected)
    gradients = solution.residual_backward(dout, cache)
    for gradient, leaf in zip(gradients, (x, W1, b1, W2, b2), strict=True):
        assert_agree(gradient, leaf.grad)


@pytest.mark.parametrize("rest", [(), (7,), (4, 3)])
def test_skip(solution, rest):
    """torch.cat along the channels, and what comes back."""
    rng = np.random.default_rng(len(rest))
    arrays = [rng.normal(size=(2, channels, *rest)) for channels in (3, 5)]
    dout = rng.normal(size=(2, 8, *rest))
    up, skip = (torch.tensor(a, requires_grad=True) for a in arrays)
    expected = torch.cat([up, skip], dim=1)
    expected.backward(torch.from_numpy(dout))
    out, cache = solution.skip_concat_forward(*arrays)
    assert_agree(out, expected)
    for gradient, leaf in zip(solution.skip_concat_backward(dout, cache), (up, skip), strict=True):
        assert_agree(gradient, leaf.grad)
