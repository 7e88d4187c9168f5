"""The sequences reference does what PyTorch does, forwards and backwards."""

from __future__ import annotations

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.extra

SIZES = [(1, 1, 1, 1), (2, 3, 4, 5), (3, 6, 2, 3)]


def leaf(array):
    """A tensor of these numbers, with a gradient."""
    return torch.tensor(np.ascontiguousarray(array), requires_grad=True)


def numbers(rng, *shapes):
    """Normal arrays of these shapes."""
    return [rng.normal(size=shape) for shape in shapes]


def assert_same(expected, actual):
    """Tensors and arrays agree to 1e-9."""
    for tensor, array in zip(expected, actual, strict=True):
        np.testing.assert_allclose(array, tensor.detach().numpy(), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize(("N", "T", "D", "H"), SIZES)
def test_recurrent_net(solution, N, T, D, H):
    """The states and all five gradients are those of torch.nn.RNN."""
    rng = np.random.default_rng(N)
    x, h0, Wx, Wh, b, dhs = numbers(rng, (N, T, D), (N, H), (D, H), (H, H), (H,), (N, T, H))
    net = torch.nn.RNN(D, H, batch_first=True, dtype=torch.float64)
    with torch.no_grad():
        net.weight_ih_l0.copy_(torch.tensor(Wx.T))
        net.weight_hh_l0.copy_(torch.tensor(Wh.T))
        net.bias_ih_l0.copy_(torch.tensor(b))
        net.bias_hh_l0.zero_()
    inputs, start = leaf(x), leaf(h0[None])
    out, _ = net(inputs, start)
    out.backward(torch.tensor(dhs))

    hs, cache = solution.rnn_forward(x, h0, Wx, Wh, b)

    assert_same([out], [hs])
    gradients = (inputs.grad, start.grad[0], net.weight_ih_l0.grad.T, net.weight_hh_l0.grad.T)
    assert_same([*gradients, net.bias_ih_l0.grad], solution.rnn_backward(dhs, cache))


@pytest.mark.parametrize(("N", "T", "D", "H"), SIZES)
def test_recurrent_step(solution, N, T, D, H):
    """One step and its gradients are those of torch.nn.RNNCell."""
    rng = np.random.default_rng(10 + T)
    x, h, Wx, Wh, b, dh = numbers(rng, (N, D), (N, H), (D, H), (H, H), (H,), (N, H))
    arguments = [leaf(a) for a in (x, h, Wx, Wh, b)]
    tx, th, tWx, tWh, tb = arguments
    cell = torch.nn.RNNCell(D, H, dtype=torch.float64)
    values = {"weight_ih": tWx.T, "weight_hh": tWh.T, "bias_ih": tb, "bias_hh": 0 * tb}
    new = torch.func.functional_call(cell, values, (tx, th))
    new.backward(torch.tensor(dh))

    out, cache = solution.rnn_step(x, h, Wx, Wh, b)

    assert_same([new], [out])
    assert_same([a.grad for a in arguments], solution.rnn_step_backward(dh, cache))


@pytest.mark.parametrize(("N", "T", "D", "H"), SIZES)
def test_lstm(solution, N, T, D, H):
    """One step and its six gradients are those of torch.nn.LSTMCell, whose order is i, f, g, o."""
    rng = np.random.default_rng(20 + T)
    shapes = (N, D), (N, H), (N, H), (D, 4 * H), (H, 4 * H), (4 * H,)
    given = numbers(rng, *shapes)
    dh, dc = numbers(rng, (N, H), (N, H))
    arguments = [leaf(a) for a in given]
    tx, th, tc, tWx, tWh, tb = arguments
    i, f, o, g = np.split(np.arange(4 * H), 4)
    order = torch.tensor(np.concatenate([i, f, g, o]))
    values = {"weight_ih": tWx[:, order].T, "weight_hh": tWh[:, order].T, "bias_ih": tb[order]}
    cell = torch.nn.LSTMCell(D, H, dtype=torch.float64)
    new = torch.func.functional_call(cell, {**values, "bias_hh": 0 * tb}, (tx, (th, tc)))
    torch.autograd.backward(new, [torch.tensor(dh), torch.tensor(dc)])

    out_h, out_c, cache = solution.lstm_step(*given)

    assert_same(new, [out_h, out_c])
    assert_same([a.grad for a in arguments], solution.lstm_step_backward(dh, dc, cache))


@pytest.mark.parametrize("shape", [(4,), (2, 5), (2, 3, 4)])
def test_embedding(solution, shape):
    """Rows and their gradient are those of torch.nn.functional.embedding."""
    rng = np.random.default_rng(len(shape))
    ids, W, dout = rng.integers(0, 3, size=shape), *numbers(rng, (4, 2), (*shape, 2))
    tW = leaf(W)
    rows = torch.nn.functional.embedding(torch.tensor(ids), tW)
    rows.backward(torch.tensor(dout))

    out, cache = solution.embedding_forward(ids, W)

    assert_same([rows, tW.grad], [out, solution.embedding_backward(dout, cache)])


@pytest.mark.parametrize("max_norm", [0.5, 100.0])
def test_clipping(solution, max_norm):
    """The gradients are those of clip_grad_norm_, but for its 1e-6 beside the norm."""
    grads = numbers(np.random.default_rng(0), (2, 3), (4,))
    parameters = [leaf(g) for g in grads]
    for parameter, gradient in zip(parameters, grads, strict=True):
        parameter.grad = torch.tensor(gradient)
    torch.nn.utils.clip_grad_norm_(parameters, max_norm)
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))
    beside = 1 + 1e-6 / norm if norm > max_norm else 1.0

    clipped = solution.clip_gradients(grads, max_norm)

    assert_same([parameter.grad for parameter in parameters], [g / beside for g in clipped])


@pytest.mark.parametrize("causal", [False, True])
@pytest.mark.parametrize(("N", "T", "d", "M"), SIZES)
def test_attention(solution, N, T, d, M, causal):
    """The result and its three gradients are those of scaled_dot_product_attention."""
    rng = np.random.default_rng(30 + T)
    S = T if causal else T + 2
    Q, K, V, dout = numbers(rng, (N, T, d), (N, S, d), (N, S, M), (N, T, M))
    arguments = [leaf(a) for a in (Q, K, V)]
    expected = torch.nn.functional.scaled_dot_product_attention(*arguments, is_causal=causal)
    expected.backward(torch.tensor(dout))

    out, _ = solution.attention(Q, K, V, causal)

    assert_same([expected], [out])
    gradients = solution.attention_backward(dout, Q, K, V, causal)
    assert_same([a.grad for a in arguments], gradients)
