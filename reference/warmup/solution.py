"""Warm-up: arrays, shapes and the arithmetic of the course.

Integer arrays count as float64; float32 stays float32.
"""

import itertools

import numpy as np


def neuron(X, w):
    """The weighted sum of the features of every example, no bias.  (N, D), (D,) -> (N,)"""
    ### BEGIN SOLUTION
    return (1.0 * X) @ w
    ### END SOLUTION


def fc_param_count(n_in, n_out, bias=True):
    """How many numbers a fully connected layer learns.  int, int, bool -> int, exact"""
    ### BEGIN SOLUTION
    return (n_in + 1) * n_out if bias else n_in * n_out
    ### END SOLUTION


def polynomial_features(X, degree):
    """All monomials of the columns of X up to `degree`.  (N, D), int -> (N, C)

    By total degree, then exponents in descending lexicographic order:
    1, x0, x1, x2, x0², x0x1, x0x2, x1², x1x2, x2² for D = 3, degree = 2.
    """
    ### BEGIN SOLUTION
    columns = 1.0 * X.T
    monomials = [np.ones_like(columns[0])]
    for total in range(1, degree + 1):
        choices = itertools.combinations_with_replacement(columns, total)
        monomials += [np.prod(factors, axis=0) for factors in choices]
    return np.stack(monomials, axis=1)
    ### END SOLUTION


def lagrange_coefficients(xs, ys):
    """The polynomial of degree < K through K points, lowest power first.  (K,), (K,) -> (K,)

    The nodes xs are distinct, in any order; the result always has K entries, float64.
    """
    ### BEGIN SOLUTION
    coefficients = np.zeros(len(xs))
    for i, node in enumerate(xs):
        basis = np.ones(1)
        for other in np.delete(xs, i):
            basis = np.convolve(basis, [-other, 1]) / (node - other)
        coefficients += ys[i] * basis
    return coefficients
    ### END SOLUTION


def sign_network(X):
    """[sign(-2 x1 + x2 + 5) + sign(2 x1 + x2 - 5) < 0], with sign(0) = 0.  (N, 2) -> bool (N,)"""
    ### BEGIN SOLUTION
    x1, x2 = X[:, 0], X[:, 1]
    b1 = np.sign(-2 * x1 + x2 + 5)
    b2 = np.sign(2 * x1 + x2 - 5)
    return b1 + b2 < 0
    ### END SOLUTION


def final_grade(homework, quizzes, test, exam):
    """The grade of the course, on the scale 0-10, not rounded.  four numbers -> float"""
    ### BEGIN SOLUTION
    return 0.4 * homework + 0.1 * quizzes + 0.2 * test + 0.3 * exam
    ### END SOLUTION


def exam_waived(homework, quizzes, test, from_grade=6.0, test_at_least=6.0):
    """Whether a student may skip the exam.  three numbers, two thresholds -> bool

    The grade so far, (4 homework + quizzes + 2 test) / 7, reaches `from_grade`,
    and the test reaches `test_at_least`; exactly reaching them is enough.
    """
    ### BEGIN SOLUTION
    so_far = (4 * homework + quizzes + 2 * test) / 7
    return so_far >= from_grade and test >= test_at_least
    ### END SOLUTION
