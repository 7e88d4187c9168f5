"""The bench: right gradients pass on any input, wrong ones are refused on every seed."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest

from autograder.checks import assert_gradient
from autograder.checks.floats import generic_normals
from autograder.checks.gradients import UndecidedError, validate_gradient
from autograder.errors import Failure, TopicError

N, D, H, K = 3, 4, 3, 2
SEEDS = 5


@dataclass(frozen=True)
class Operation:
    """A forward function, its right gradients and wrong ones.

    Attributes:
        shapes: of the parameters, by name.
        forward: of the parameters.
        backward: (dout, *parameters) to the tuple of their gradients.
        wrong: what was done wrong → a wrong backward.
        smooth: it has no kinks, so exact ties do not matter.
        scalar: it returns one number.
    """

    shapes: dict[str, tuple[int, ...]]
    forward: Callable
    backward: Callable
    wrong: dict[str, Callable]
    smooth: bool = True
    scalar: bool = False


def softmax(x):
    """Rows of positive numbers that sum to one."""
    e = np.exp(x - x.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def softmax_backward(d, x):
    """Gradient: y * (d - sum(d * y))."""
    y = softmax(x)
    return (y * (d - (d * y).sum(axis=1, keepdims=True)),)


def normalized(x):
    """Rows of mean 0 and variance 1, and their standard deviations."""
    std = np.sqrt(x.var(axis=1, keepdims=True) + 1e-5)
    return (x - x.mean(axis=1, keepdims=True)) / std, std


def rows(x):
    """Means of the rows, as a column."""
    return x.mean(axis=1, keepdims=True)


def layernorm_backward(d, x):
    """(d - mean(d) - y * mean(d * y)) / std."""
    y, std = normalized(x)
    return ((d - rows(d) - y * rows(d * y)) / std,)


def mlp(X, W1, b1, W2, b2):
    """Two layers with a tanh between."""
    return np.tanh(X @ W1 + b1) @ W2 + b2


def mlp_backward(d, X, W1, b1, W2, b2, *, slope=lambda h: 1 - h * h, hidden=np.tanh, mean=False):
    """Gradients of all five; the options are ways to be wrong."""
    a = X @ W1 + b1
    h = np.tanh(a)
    da = (d @ W2.T) * slope(h)
    total = np.mean if mean else np.sum
    return da @ W1.T, X.T @ da, total(da, axis=0), hidden(a).T @ d, total(d, axis=0)


def changed(backward, index, edit):
    """The backward with one of its gradients edited."""

    def wrong(d, *parameters):
        gradients = list(backward(d, *parameters))
        gradients[index] = edit(gradients[index])
        return tuple(gradients)

    return wrong


def largest(x):
    """1 where a row has its maximum, else 0."""
    return (x == x.max(axis=1, keepdims=True)).astype(float)


def matmul_backward(d, X, W):
    """Gradients: d @ W.T, X.T @ d."""
    return d @ W.T, X.T @ d


def logsumexp_backward(d, x):
    """softmax(x) * d."""
    return (softmax(x) * d[:, None],)


def mse_backward(d, x, y):
    """2 (x - y) / n and its negative."""
    g = 2 * (x - y) / x.size
    return g, -g


OPERATIONS = {
    "softmax": Operation(
        {"x": (N, D)},
        softmax,
        softmax_backward,
        {
            "forgot that rows sum to one": lambda d, x: (softmax(x) * d,),
            "took it for a sigmoid": lambda d, x: (softmax(x) * (1 - softmax(x)) * d,),
            "summed over the batch": lambda d, x: (
                softmax(x) * (d - (d * softmax(x)).sum(axis=0, keepdims=True)),
            ),
            "summed d alone": lambda d, x: (softmax(x) * (d - d.sum(axis=1, keepdims=True)),),
            "gave zero": lambda d, x: (np.zeros_like(x),),
        },
    ),
    "layernorm": Operation(
        {"x": (N, D)},
        lambda x: normalized(x)[0],
        layernorm_backward,
        {
            "took mean and variance for constants": lambda d, x: (d / normalized(x)[1],),
            "forgot the mean": lambda d, x: (
                (d - normalized(x)[0] * rows(d * normalized(x)[0])) / normalized(x)[1],
            ),
            "forgot the variance": lambda d, x: ((d - rows(d)) / normalized(x)[1],),
            "divided by the variance": lambda d, x: (
                layernorm_backward(d, x)[0] / normalized(x)[1],
            ),
            "gave zero": lambda d, x: (np.zeros_like(x),),
        },
    ),
    "relu": Operation(
        {"x": (N, D)},
        lambda x: np.maximum(x, 0),
        lambda d, x: (d * (x > 0),),
        {
            "forgot the mask": lambda d, x: (d,),
            "turned the mask round": lambda d, x: (d * (x < 0),),
            "masked dout": lambda d, x: (d * (d > 0),),
            "leaks": lambda d, x: (np.where(x > 0, d, 0.01 * d),),
        },
        smooth=False,
    ),
    "matmul": Operation(
        {"X": (N, D), "W": (D, D)},
        np.matmul,
        matmul_backward,
        {
            "forgot to transpose W": lambda d, X, W: (d @ W, X.T @ d),
            "transposed dW": changed(matmul_backward, 1, np.transpose),
            "averaged over the batch": changed(matmul_backward, 1, lambda g: g / N),
            "one weight off by a thousandth": changed(
                matmul_backward,
                1,
                lambda g: g * (1 + 1e-3 * (np.arange(g.size) == 1).reshape(g.shape)),
            ),
            "turned the sign": changed(matmul_backward, 0, np.negative),
        },
    ),
    "mlp": Operation(
        {"X": (N, D), "W1": (D, H), "b1": (H,), "W2": (H, K), "b2": (K,)},
        mlp,
        mlp_backward,
        {
            "forgot the slope": lambda *a: mlp_backward(*a, slope=np.ones_like),
            "forgot the square": lambda *a: mlp_backward(*a, slope=lambda h: 1 - h),
            "slope of a sigmoid": lambda *a: mlp_backward(*a, slope=lambda h: h * (1 - h)),
            "saved the wrong layer": lambda *a: mlp_backward(*a, hidden=lambda z: z),
            "averaged the biases": lambda *a: mlp_backward(*a, mean=True),
            "took the first example for b2": lambda d, *a: (*mlp_backward(d, *a)[:4], d[0]),
            "doubled W1": changed(mlp_backward, 1, lambda g: 2 * g),
            "forgot X": changed(mlp_backward, 0, np.zeros_like),
        },
    ),
    "logsumexp": Operation(
        {"x": (N, D)},
        lambda x: x.max(axis=1) + np.log(np.exp(x - x.max(axis=1, keepdims=True)).sum(axis=1)),
        logsumexp_backward,
        {
            "forgot dout": lambda d, x: (softmax(x),),
            "took the maximum": lambda d, x: (largest(x) * d[:, None],),
            "softmax over the batch": lambda d, x: (softmax(x.T).T * d[:, None],),
            "forgot to normalize": lambda d, x: (np.exp(x) * d[:, None],),
        },
    ),
    "sum": Operation(
        {"x": (N, D)},
        lambda x: x.sum(axis=0),
        lambda d, x: (np.broadcast_to(d, x.shape),),
        {
            "averaged": lambda d, x: (np.broadcast_to(d, x.shape) / N,),
            "gave ones": lambda d, x: (np.ones_like(x),),
            "reversed": lambda d, x: (np.broadcast_to(d[::-1], x.shape),),
        },
    ),
    "max": Operation(
        {"x": (N, D)},
        lambda x: x.max(axis=1),
        lambda d, x: (largest(x) * d[:, None],),
        {
            "took the minimum": lambda d, x: (largest(-x) * d[:, None],),
            "took all entries": lambda d, x: (np.ones_like(x) * d[:, None],),
            "took the largest of a column": lambda d, x: (largest(x.T).T * d[:, None],),
        },
        smooth=False,
    ),
    "transpose": Operation(
        {"x": (N, D)},
        np.transpose,
        lambda d, x: (d.T,),
        {
            "reshaped": lambda d, x: (d.reshape(x.shape),),
            "turned round": lambda d, x: (d.T[::-1, ::-1],),
            "turned the sign": lambda d, x: (-d.T,),
        },
    ),
    "bias": Operation(
        {"x": (N, D), "b": (D,)},
        np.add,
        lambda d, x, b: (d, d.sum(axis=0)),
        {
            "averaged": lambda d, x, b: (d, d.mean(axis=0)),
            "took the last example": lambda d, x, b: (d, d[-1]),
            "doubled x": lambda d, x, b: (2 * d, d.sum(axis=0)),
            "summed x": lambda d, x, b: (d.sum(axis=0) + 0 * x, d.sum(axis=0)),
        },
    ),
    "division": Operation(
        {"a": (N, D), "b": (N, D)},
        np.divide,
        lambda d, a, b: (d / b, -d * a / b**2),
        {
            "forgot the sign": lambda d, a, b: (d / b, d * a / b**2),
            "forgot the square": lambda d, a, b: (d / b, -d * a / b),
            "forgot a": lambda d, a, b: (d / b, -d / b**2),
            "multiplied": lambda d, a, b: (d * b, -d * a / b**2),
        },
    ),
    "mse": Operation(
        {"x": (N, D), "y": (N, D)},
        lambda x, y: float(np.mean((x - y) ** 2)),
        mse_backward,
        {
            "forgot the two": lambda *a: tuple(g / 2 for g in mse_backward(*a)),
            "forgot to average": lambda *a: tuple(g * N * D for g in mse_backward(*a)),
            "averaged over the batch": lambda *a: tuple(g * D for g in mse_backward(*a)),
            "turned the signs": lambda *a: tuple(-g for g in mse_backward(*a)),
        },
        scalar=True,
    ),
}
WRONG = {
    f"{name} {story}": (operation, wrong)
    for name, operation in OPERATIONS.items()
    for story, wrong in operation.wrong.items()
}


def jittered(rng, x):
    """Off the lattice: no exact ties, no zeros."""
    return x + 1e-2 * (1 + np.abs(x)) * rng.normal(size=x.shape)


def lattice(rng, shape):
    """Whole numbers, many of them equal, many zero."""
    return rng.integers(-2, 3, size=shape).astype(float)


KINDS = {
    "normal": generic_normals,
    "near a lattice": lambda rng, shape: jittered(rng, lattice(rng, shape)),
    "saturated": lambda rng, shape: 20 * generic_normals(rng, shape),
    "tiny": lambda rng, shape: 1e-3 * generic_normals(rng, shape),
    "tied": lattice,
}


def example(operation, kind, seed):
    """Parameters and a cotangent."""
    rng = np.random.default_rng([seed, 7])
    at = {name: KINDS[kind](rng, shape) for name, shape in operation.shapes.items()}
    if "b" in at and "a" in at:  # a divisor keeps away from zero
        at["b"] = np.where(at["b"] < 0, -1, 1) * (0.3 + np.abs(at["b"]))
    if operation.scalar:
        return at, None
    n = rng.normal(size=np.shape(operation.forward(*at.values())))
    return at, np.where(n < 0, -1, 1) * (0.5 + np.abs(n))


def examples(operation):
    """Parameters and cotangents of every kind, on every seed.

    At an exact kink any value between the one-sided derivatives is right: no tied inputs there.
    """
    kinds = [kind for kind in KINDS if operation.smooth or kind != "tied"]
    return [example(operation, kind, seed) for kind in kinds for seed in range(SEEDS)]


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS)
def test_a_right_gradient_is_accepted(operation):
    """On every seed: generic, tied, saturated and tiny inputs raise no false alarm."""
    for at, dout in examples(operation):
        right = operation.backward(dout, *at.values())

        assert_gradient(right, of=operation.forward, at=at, dout=dout)


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS)
def test_other_orders_of_summation_agree_with_the_reference(operation):
    """The tolerance towards the reference's own gradient leaves room for rounding."""
    for at, dout in examples(operation):
        want = operation.backward(dout, *at.values())
        got = tuple(np.float64(g) * (1 + 1e-12) + 1e-13 for g in want)

        assert_gradient(got, want, of=operation.forward, at=at, dout=dout)


@pytest.mark.parametrize(("operation", "wrong"), WRONG.values(), ids=WRONG)
def test_a_wrong_gradient_is_refused(operation, wrong):
    """On each of several seeds: by differences, by the reference, and as a reference."""
    for seed in range(SEEDS):
        at, dout = example(operation, "normal", seed)
        got, want = wrong(dout, *at.values()), operation.backward(dout, *at.values())

        with pytest.raises(Failure, match="the gradient with respect to"):
            assert_gradient(got, of=operation.forward, at=at, dout=dout)
        with pytest.raises(Failure, match="the gradient with respect to"):
            assert_gradient(got, want, of=operation.forward, at=at, dout=dout)
    with pytest.raises(TopicError, match="the reference's own gradient is wrong"):
        validate_gradient(got, of=operation.forward, at=at, dout=dout)


@pytest.mark.parametrize(("operation", "wrong"), WRONG.values(), ids=WRONG)
def test_a_wrong_gradient_does_not_hide_in_adversarial_inputs(operation, wrong):
    """Near ties or saturated the differences may be blind once, not on every seed."""
    for kind in ("near a lattice", "saturated"):
        refused = 0
        for seed in range(2):
            at, dout = example(operation, kind, seed)
            try:
                assert_gradient(wrong(dout, *at.values()), of=operation.forward, at=at, dout=dout)
            except Failure:
                refused += 1
            except UndecidedError:
                pass
        assert refused > 0


def test_the_bench_is_as_large_as_it_says():
    """Eleven operations at least, thirty mutants at least."""
    assert len(OPERATIONS) >= 11
    assert len(WRONG) >= 30
