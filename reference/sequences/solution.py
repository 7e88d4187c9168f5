"""Sequences: bigrams, recurrent nets, an LSTM cell, embeddings, clipping, attention.

N sequences, T time steps: x is (N, T, D), and W is (in, out). Token numbers are int64. A backward
takes the upstream gradient and the cache of its forward, attention_backward the inputs. float32
stays float32; no argument is modified.
"""

import math

import numpy as np


def sigmoid(z):
    """1 / (1 + exp(-z)) elementwise, finite for every z; keeps the dtype.  (...) -> (...)"""
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


def bigram_probabilities(tokens, vocab, smoothing=0.0):
    """How often each token follows each, smoothed; a row without counts is uniform.

    (count(i -> j) + smoothing) / (count(i -> any) + vocab * smoothing)
    tokens (T,) ints below vocab, a number smoothing >= 0 -> (vocab, vocab) float64
    """
    ### BEGIN SOLUTION
    counts = np.full((vocab, vocab), float(smoothing))
    np.add.at(counts, (tokens[:-1], tokens[1:]), 1)
    counts[~counts.any(axis=1)] = 1
    return counts / counts.sum(axis=1, keepdims=True)
    ### END SOLUTION


def generate(probs, start, length, rng):
    """A random walk: each token is drawn from the row of the one before it.

    probs (vocab, vocab), start an int, rng a np.random.Generator
    -> (length,) ints, the first is start
    """
    ### BEGIN SOLUTION
    tokens = np.full(length, start)
    for t in range(1, length):
        tokens[t] = rng.choice(len(probs), p=probs[tokens[t - 1]])
    return tokens
    ### END SOLUTION


def rnn_step(x, h, Wx, Wh, b):
    """One step of a recurrent net: tanh(x @ Wx + h @ Wh + b).

    x (N, D), h (N, H), Wx (D, H), Wh (H, H), b (H,) -> new h (N, H), cache
    """
    ### BEGIN SOLUTION
    out = np.tanh(x @ Wx + h @ Wh + b)
    return out, (x, h, Wx, Wh, out)
    ### END SOLUTION


def rnn_step_backward(dh, cache):
    """Gradients of sum(dh * new h) with respect to the five arguments of rnn_step.

    dh (N, H) of the new h, cache of rnn_step
    -> dx (N, D), dh (N, H) of the old h, dWx (D, H), dWh (H, H), db (H,)
    """
    ### BEGIN SOLUTION
    x, h, Wx, Wh, out = cache
    dz = dh * (1 - out**2)
    return dz @ Wx.T, dz @ Wh.T, x.T @ dz, h.T @ dz, dz.sum(axis=0)
    ### END SOLUTION


def rnn_forward(x, h0, Wx, Wh, b):
    """All time steps of a recurrent net, one after the other.

    x (N, T, D), h0 (N, H), Wx (D, H), Wh (H, H), b (H,) -> hs (N, T, H) without h0, cache
    """
    ### BEGIN SOLUTION
    h, hs, cache = h0, [], []
    for t in range(x.shape[1]):
        h, step = rnn_step(x[:, t], h, Wx, Wh, b)
        hs.append(h)
        cache.append(step)
    return np.stack(hs, axis=1), cache
    ### END SOLUTION


def rnn_backward(dhs, cache):
    """Gradients of sum(dhs * hs) with respect to the five arguments of rnn_forward.

    dhs (N, T, H), cache of rnn_forward
    -> dx (N, T, D), dh0 (N, H), dWx (D, H), dWh (H, H), db (H,)
    """
    ### BEGIN SOLUTION
    dxs, dh, dWx, dWh, db = [], 0, 0, 0, 0
    for t in reversed(range(len(cache))):
        dx, dh, *steps = rnn_step_backward(dhs[:, t] + dh, cache[t])
        dWx, dWh, db = dWx + steps[0], dWh + steps[1], db + steps[2]
        dxs.append(dx)
    return np.stack(dxs[::-1], axis=1), dh, dWx, dWh, db
    ### END SOLUTION


def clip_gradients(grads, max_norm):
    """The gradients, shrunk together so that their joint L2 norm is at most max_norm > 0.

    a list of arrays, a number -> a new list of arrays of the same shapes
    """
    ### BEGIN SOLUTION
    norm = math.sqrt(sum(np.sum(g**2) for g in grads))
    scale = max_norm / max(norm, max_norm)
    return [scale * g for g in grads]
    ### END SOLUTION


def lstm_step(x, h, c, Wx, Wh, b):
    """One step of an LSTM; x @ Wx + h @ Wh + b holds the blocks i, f, o, g, in this order.

    x (N, D), h (N, H), c (N, H), Wx (D, 4H), Wh (H, 4H), b (4H,)
    -> new h (N, H), new c (N, H), cache
    """
    ### BEGIN SOLUTION
    zi, zf, zo, zg = np.split(x @ Wx + h @ Wh + b, 4, axis=1)
    i, f, o, g = sigmoid(zi), sigmoid(zf), sigmoid(zo), np.tanh(zg)
    new = f * c + i * g
    squashed = np.tanh(new)
    return o * squashed, new, (x, h, c, Wx, Wh, i, f, o, g, squashed)
    ### END SOLUTION


def lstm_step_backward(dh, dc, cache):
    """Gradients of sum(dh * new h) + sum(dc * new c) with respect to the arguments of lstm_step.

    dh (N, H), dc (N, H) of the new h and c, cache of lstm_step
    -> dx (N, D), dh (N, H), dc (N, H) of the old h and c, dWx (D, 4H), dWh (H, 4H), db (4H,)
    """
    ### BEGIN SOLUTION
    x, h, c, Wx, Wh, i, f, o, g, squashed = cache
    dc = dc + dh * o * (1 - squashed**2)
    dzi = dc * g * i * (1 - i)
    dzf = dc * c * f * (1 - f)
    dzo = dh * squashed * o * (1 - o)
    dzg = dc * i * (1 - g**2)
    dz = np.concatenate([dzi, dzf, dzo, dzg], axis=1)
    return dz @ Wx.T, dz @ Wh.T, dc * f, x.T @ dz, h.T @ dz, dz.sum(axis=0)
    ### END SOLUTION


def embedding_forward(ids, W):
    """Row ids[...] of W for every token.  ids (...), W (vocab, D) -> out (..., D), cache"""
    ### BEGIN SOLUTION
    return W[ids], (ids, len(W))
    ### END SOLUTION


def embedding_backward(dout, cache):
    """Gradient of sum(dout * out) with respect to W: a token that occurs twice adds up.

    dout (..., D), cache of embedding_forward -> dW (vocab, D)
    """
    ### BEGIN SOLUTION
    ids, vocab = cache
    dW = np.zeros((vocab, dout.shape[-1]), dtype=dout.dtype)
    np.add.at(dW, ids, dout)
    return dW
    ### END SOLUTION


def attention(Q, K, V, causal=False):
    """softmax(Q K^T / sqrt(d)) V; if causal, time t sees the times up to t only.

    Q (N, T, d), K (N, S, d), V (N, S, dv) -> out (N, T, dv), weights (N, T, S)
    """
    ### BEGIN SOLUTION
    scores = Q @ K.swapaxes(1, 2) / math.sqrt(Q.shape[2])
    if causal:
        scores = np.where(np.tri(Q.shape[1]), scores, -np.inf)
    weights = np.exp(scores - scores.max(axis=2, keepdims=True))
    weights = weights / weights.sum(axis=2, keepdims=True)
    return weights @ V, weights
    ### END SOLUTION


def attention_backward(dout, Q, K, V, causal=False):
    """Gradients of sum(dout * out) with respect to Q, K and V.

    dout (N, T, dv), the arguments of attention -> dQ (N, T, d), dK (N, S, d), dV (N, S, dv)
    """
    ### BEGIN SOLUTION
    _, weights = attention(Q, K, V, causal)
    dweights = dout @ V.swapaxes(1, 2)
    dscores = weights * (dweights - np.sum(dweights * weights, axis=2, keepdims=True))
    dscores = dscores / math.sqrt(Q.shape[2])
    return dscores @ K, dscores.swapaxes(1, 2) @ Q, weights.swapaxes(1, 2) @ dout
    ### END SOLUTION
