"""Derivatives by differences: forward, central, five points, a complex step; and a gradient check.

f maps an array of x's shape to one number; x is float64, of any shape; h is the step itself, not
a part of x. Every result but the error has x's shape; no argument is modified.
"""

import numpy as np


def forward_difference(f, x, h):
    """(f(x + h e) - f(x)) / h for every coordinate e.  x (...) -> (...), size + 1 calls of f"""
    ### BEGIN SOLUTION
    here = f(x)
    gradient = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        ahead = x.copy()
        ahead[i] += h
        gradient[i] = (f(ahead) - here) / h
    return gradient
    ### END SOLUTION


def central_difference(f, x, h):
    """(f(x + h e) - f(x - h e)) / 2h for every coordinate e.  x (...) -> (...), 2 size calls"""
    ### BEGIN SOLUTION
    gradient = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        ahead, behind = x.copy(), x.copy()
        ahead[i] += h
        behind[i] -= h
        gradient[i] = (f(ahead) - f(behind)) / (2 * h)
    return gradient
    ### END SOLUTION


def five_point(f, x, h):
    """(f(x - 2h) - 8 f(x - h) + 8 f(x + h) - f(x + 2h)) / 12h in every coordinate.

    x (...) -> (...), 4 size calls of f
    """
    ### BEGIN SOLUTION
    gradient = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        for steps, weight in ((-2, 1), (-1, -8), (1, 8), (2, -1)):
            moved = x.copy()
            moved[i] += steps * h
            gradient[i] += weight * f(moved) / (12 * h)
    return gradient
    ### END SOLUTION


def complex_step(f, x, h=1e-20):
    """Im f(x + ih e) / h for every coordinate e; f takes complex arrays.

    x (...) -> (...) of real numbers, size calls of f
    """
    ### BEGIN SOLUTION
    gradient = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        aside = x.astype(complex)
        aside[i] += 1j * h
        gradient[i] = f(aside).imag / h
    return gradient
    ### END SOLUTION


def gradient_error(f, gradient, x):
    """The largest relative error of gradient(x), held against central differences D at h = 1e-5.

    max |D - G| / max(|D|, |G|, 1e-8) over the coordinates, G = gradient(x); nan if one of them
    is nan.  x (...) -> float
    """
    ### BEGIN SOLUTION
    D = central_difference(f, x, 1e-5)
    G = gradient(x)
    size = np.maximum(np.abs(D), np.abs(G))
    return np.max(np.abs(D - G) / np.maximum(size, 1e-8))
    ### END SOLUTION
