"""The public checks of the assignment `approximation`.  Generated; not to be edited.

In the notebook, `check("relu_interpolator")` runs those of one exercise on your answer.  Read them:
they say what your answer must do.  Changing them changes no grade, for your work is graded with
the course's own copy and with hidden checks besides.  Where a public check waits for a hidden one
(`after=`), that is left out here.
"""

from fractions import Fraction
import numpy as np
from autograder.checks import (
    assert_close,
    assert_equal,
    callback,
    check,
    for_all,
    numbers,
    reals,
    require,
)

ASSIGNMENT = "approximation"
EXERCISES = (
    "relu_interpolator",
    "linear_pieces",
    "sigmoid_staircase",
    "fit_tanh",
    "no_free_lunch_sum",
)


def network(result, most):
    """w, c, v, b as promised: three 1-D arrays of one length, at most so many units, a number."""
    four = isinstance(result, (tuple, list)) and len(result) == 4
    require(four, "result should be four things: w, c, v, b")
    for name, part in zip("wcv", result, strict=False):
        array = isinstance(part, np.ndarray) and part.ndim == 1 and part.dtype.kind in "iuf"
        require(array, f"{name} should be a 1-D array of real numbers")
    w, c, v, b = result
    require(
        len(w) == len(c) == len(v),
        f"w, c and v have lengths {len(w)}, {len(c)} and {len(v)}, but should have one length",
    )
    require(len(w) <= most, f"there are {len(w)} units, but should be at most {most}")
    number = isinstance(b, (int, float, np.number)) or (isinstance(b, np.ndarray) and b.ndim == 0)
    require(number, "b should be a number")
    return w, c, v, b


def relu(z):
    """max(0, z)."""
    return np.maximum(0, z)


def sigma(z):
    """The sigmoid, finite everywhere."""
    return 0.5 * (1 + np.tanh(z / 2))


def values(net, activation, x):
    """The network on the line, at every x.  (P,) -> (P,)"""
    w, c, v, b = net
    with np.errstate(all="ignore"):
        return activation(np.outer(x, w) + c) @ v + b


# relu_interpolator


def knots(start, gaps):
    """Increasing numbers with these gaps."""
    return start + np.cumsum(np.abs(gaps))
POINTS = {
    "start": numbers(-5, 5),
    "gaps": reals("K>=2<=7", within=2, away_from=0.01),
    "ys": reals("K>=2<=7"),
}


@check(points=2, public=True, free_shapes=True)
def relu_interpolator_draws_a_tent(student):
    """Through (0, 1), (1, 3) and (2, −1): 1 at 0, 2 at 0.5, 3 at 1, 1 at 1.5 and −1 at 2."""
    net = network(student.relu_interpolator(np.arange(3.0), np.array([1.0, 3.0, -1.0])), 3)
    x = np.array([0.0, 0.5, 1.0, 1.5, 2.0])
    assert_close(values(net, relu, x), np.array([1.0, 2.0, 3.0, 1.0, -1.0]), what="f")


@check(points=2, public=True, free_shapes=True, examples=10)
@for_all(**POINTS)
def relu_interpolator_goes_through_its_points(student, start, gaps, ys):
    """f(xs[k]) is ys[k] for every k, with at most one unit for each point."""
    xs = knots(start, gaps)
    net = network(student.relu_interpolator(xs, ys), len(xs))
    assert_close(values(net, relu, xs), ys, rtol=0.0, atol=1e-6, what="f(xs)")


# linear_pieces


@check(points=2, public=True)
def linear_pieces_of_three_units(student):
    """Units that bend at 0, 1 and −1 give four pieces; two that both bend at 1 give two."""
    three = student.linear_pieces(np.array([1.0, 1.0, -1.0]), np.array([0.0, -1.0, -1.0]))
    twice = student.linear_pieces(np.array([1.0, -2.0]), np.array([-1.0, 2.0]))
    assert_equal(three, 4)
    assert_equal(twice, 2)


@check(points=1, public=True)
def linear_pieces_ignores_units_that_do_not_bend(student):
    """A unit with w = 0 is constant: with one real unit beside it there are two pieces."""
    assert_equal(student.linear_pieces(np.array([0.0, 1.0]), np.array([5.0, 2.0])), 2)
    assert_equal(student.linear_pieces(np.zeros(2), np.array([0.0, -1.0])), 1)


# sigmoid_staircase


def on_the_interval(f):
    """f as a callback that is defined on [0, 1] only."""

    def asked(z):
        least, largest = float(np.min(z)), float(np.max(z))
        outside = least if least < -1e-9 else largest
        require(
            least >= -1e-9 and largest <= 1 + 1e-9,
            f"f was asked for its value at {outside:.6g}, but is defined on [0, 1] only",
        )
        return f(z)

    return callback(asked, like=None)


def assert_near(net, f, bound):
    """The network stays within `bound` of f on [0, 1]."""
    x = np.linspace(0, 1, 1001)
    error = np.abs(values(net, sigma, x) - f(x))
    at = int(np.argmax(np.where(np.isnan(error), np.inf, error)))
    require(
        error[at] <= bound,
        f"at {x[at]:.3f} the network is off by {error[at]:.4g}, but should be by at most "
        f"1.05 L/n = {bound:.4g}",
    )


@check(points=2, public=True, free_shapes=True)
def sigmoid_staircase_climbs_a_parabola(student):
    """On x², where L = 2, ten units come within 0.21 everywhere."""
    net = network(student.sigmoid_staircase(on_the_interval(np.square), 10), 10)
    assert_near(net, np.square, 0.21)


@check(points=1, public=True, free_shapes=True)
def sigmoid_staircase_of_a_constant_is_that_constant(student):
    """Where L = 0 there is no error."""
    net = network(student.sigmoid_staircase(on_the_interval(lambda z: 3.0 + 0 * z), 4), 4)
    assert_close(values(net, sigma, np.linspace(0, 1, 101)), np.full(101, 3.0), what="f(x)")
# fit_tanh


FUNCTIONS = {
    "x²": np.square,
    "sin πx": lambda x: np.sin(np.pi * x),
    "|x|": np.abs,
    "the step": lambda x: np.where(x > 0, 1.0, 0.0),
}


def fifty_points(name):
    """Fifty points in [−1, 1], nearly evenly spaced, and the function's values."""
    jitter = np.random.default_rng(50).uniform(-0.015, 0.015, 50)
    x = np.linspace(-0.98, 0.98, 50) + jitter
    return x, FUNCTIONS[name](x)


def assert_fits(fit, name, part):
    """Three units leave at most this part of the variance; bad luck is given a second chance."""
    x, y = fifty_points(name)
    for seed in (3, 4):
        net = network(fit(x, y, 3, np.random.default_rng(seed)), 3)
        assert_equal(len(net[0]), 3, what="the number of units")
        left = np.mean((values(net, np.tanh, x) - y) ** 2) / np.var(y)
        if left <= part:
            return
    require(
        False,
        f"the mean squared error on {name} is {left:.3g} of the variance of y, but should be at "
        f"most {part:g} of it",
    )


@check(points=2, public=True, cpu_seconds=10)
def fit_tanh_fits_a_parabola(student):
    """On x² three units leave at most 0.05 of the variance."""
    assert_fits(student.fit_tanh, "x²", 0.05)


# no_free_lunch_sum


def majority(X, y):
    """Predicts the more frequent label, 1 if both are."""
    label = int(2 * np.sum(y) >= len(y))
    return lambda Z: np.full(len(Z), label)


def nearest(X, y):
    """Predicts the label of the training point that differs in the fewest digits."""
    return lambda Z: y[np.argmin(np.abs(Z[:, None] - X[None]).sum(axis=2), axis=1)].astype(int)


def contrary(X, y):
    """Predicts by a rule that nobody would choose; it treats every digit and point apart."""
    digits = 1 + np.arange(X.shape[1])
    shift = int(np.sum((X @ digits + 1) * (1 + 2 * y)))
    return lambda Z: (((Z @ digits + shift) * 5 % 7) % 2).astype(int)
LEARNERS = {"majority": majority, "nearest": nearest, "contrary": contrary}


def given(name, m, n):
    """A learner as a callback, which says what it wants to be called with."""

    def learner(X, y):
        predict = LEARNERS[name](np.asarray(X, dtype=int), np.asarray(y, dtype=int))

        def predict_rows(Z):
            require(
                np.ndim(Z) == 2 and np.shape(Z)[1] == m,
                f"predict was called with an array of shape {np.shape(Z)}, but should be with "
                f"points as rows, (k, {m})",
            )
            return predict(np.asarray(Z, dtype=int))

        return callback(predict_rows, like=None)

    return callback(learner, like=(np.zeros((n, m)), np.zeros(n)))


def exactly(total, want, what="the sum"):
    """A Fraction (or an int) of this value."""
    hint = "sum Fractions from the start: Fraction(right, how_many) - Fraction(1, 2)"
    exact = isinstance(total, (Fraction, int)) and not isinstance(total, bool)
    require(exact, f"{what} should be a Fraction, an exact number", hint=hint)
    assert_equal(total, want, what=what)


@check(points=2, public=True)
def no_free_lunch_sum_of_two_points_done_by_hand(student):
    """m = n = 1, a learner that repeats its label: 1 if both labels are 1, −1 if they differ."""
    for labeling, want in (([1, 1], 1), ([0, 1], -1)):
        targets = np.array([labeling])
        total = student.no_free_lunch_sum(given("nearest", 1, 1), 1, 1, targets)
        exactly(total, Fraction(want), what=f"the sum for the labels {labeling}")


@check(points=2, public=True)
def no_free_lunch_sum_over_all_labelings_is_0(student):
    """Summed over all 16 labelings of four points a majority vote earns exactly 0."""
    targets = np.array([[i >> k & 1 for k in range(4)] for i in range(16)])
    total = student.no_free_lunch_sum(given("majority", 2, 1), 2, 1, targets)
    exactly(total, Fraction(0))


# What the notebook gives, as it was released.
GIVEN = r'''import itertools
from fractions import Fraction

import numpy as np


def sigmoid(z):
    """1 / (1 + exp(-z)) elementwise, finite for every z.  (...) -> (...)"""
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)'''


RELEASE = "8052e4854473"  # the notebook has the same
