"""What one hidden layer can do: ReLU interpolation, a staircase of sigmoids, three tanh units;
and what no learner can do: the no-free-lunch theorem, checked by counting.

A network on the line is (w, c, v, b), f(x) = sum over j of v_j g(w_j x + c_j), plus b: w, c and v
are (H,), b is a number. Everything is float64.
"""

import itertools
from fractions import Fraction

import numpy as np


def sigmoid(z):
    """1 / (1 + exp(-z)) elementwise, finite for every z.  (...) -> (...)"""
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


def relu_interpolator(xs, ys):
    """A ReLU network through all points (xs[k], ys[k]), straight between neighbours.

    xs (K,) strictly increasing, ys (K,) -> w, c, v (H,), b a number; H <= K
    """
    ### BEGIN SOLUTION
    slopes = np.diff(ys) / np.diff(xs)
    return np.ones(len(slopes)), -xs[:-1], np.diff(slopes, prepend=0), ys[0]
    ### END SOLUTION


def linear_pieces(w, c):
    """Of how many straight pieces sum over j of v_j max(0, w_j x + c_j) consists, for generic v.

    (H,), (H,) -> int; H may be 0
    """
    ### BEGIN SOLUTION
    bends = w != 0
    return len(np.unique(-c[bends] / w[bends])) + 1
    ### END SOLUTION


def sigmoid_staircase(f, n):
    """At most n sigmoid units that stay within 1.05 L/n of f on [0, 1], f being L-Lipschitz.

    f a function of numbers or arrays, n >= 1 -> w, c, v (H,), b a number; H <= n
    """
    ### BEGIN SOLUTION
    levels = f((np.arange(n + 1) + 0.5) / (n + 1))
    steps = np.arange(1, n + 1) / (n + 1)
    w = np.full(n, 1e6)
    return w, -w * steps, np.diff(levels), levels[0]
    ### END SOLUTION


def fit_tanh(x, y, hidden, rng):
    """Fit sum over j of v_j tanh(w_j x + c_j), plus b, to the points (x, y).

    (N,), (N,), number of units, generator -> w, c, v (hidden,), b a number
    """
    ### BEGIN SOLUTION
    least, best = np.inf, None
    for _ in range(200):
        w = 10 ** rng.uniform(0, 1.5, hidden)
        c = -w * rng.uniform(-1, 1, hidden)
        # for given w and c the best v and b are a linear regression
        features = np.column_stack([np.tanh(np.outer(x, w) + c), np.ones_like(x)])
        weights = np.linalg.lstsq(features, y, rcond=None)[0]
        error = np.sum((features @ weights - y) ** 2)
        if error < least:
            least, best = error, (w, c, weights[:-1], weights[-1])
    return best
    ### END SOLUTION


def no_free_lunch_sum(learner, m, n, targets):
    """The sum of gP over all training sets: every n of the 2^m points, under every labeling.

    learner(X (n, m), y (n,)) -> predict, predict(Z (k, m)) -> (k,); targets (T, 2^m) -> Fraction
    """
    ### BEGIN SOLUTION
    points = np.array(list(itertools.product((0, 1), repeat=m)))
    total = Fraction(0)
    for train in itertools.combinations(range(2**m), n):
        test = [i for i in range(2**m) if i not in train]
        for labels in targets:
            predict = learner(points[list(train)], labels[list(train)])
            right = int(np.sum(predict(points[test]) == labels[test]))
            total += Fraction(right, len(test)) - Fraction(1, 2)
    return total
    ### END SOLUTION
