"""The public checks of the assignment `numerical_gradient`.  Generated; not to be edited.

In the notebook, `check("forward_difference")` runs those of one exercise on your answer.  Read them:
they say what your answer must do.  Changing them changes no grade, for your work is graded with
the course's own copy and with hidden checks besides.  Where a public check waits for a hidden one
(`after=`), that is left out here.
"""

import numpy as np
from autograder.checks import (
    assert_between,
    assert_close,
    callback,
    check,
    cotangents,
    for_all,
    normals,
    numbers,
    require,
)

ASSIGNMENT = "numerical_gradient"
EXERCISES = (
    "forward_difference",
    "central_difference",
    "five_point",
    "complex_step",
    "gradient_error",
)


def order_on_exp(difference):
    """How fast the error falls: the slope of log(error) over log(h), on exp at 0.3."""
    x = np.array([0.3])
    exp = callback(lambda z: np.exp(z[0]), like=x)
    large, small = (abs(difference(exp, x, h)[0] - np.exp(0.3)) for h in (0.1, 0.02))
    require(small > 0, "the error at h = 0.02 is 0, but should be that of the formula")
    return np.log(large / small) / np.log(0.1 / 0.02)


# forward_difference


@check(points=1, public=True)
def forward_difference_of_a_parabola_done_by_hand(student):
    """On x² + y² at (1, 3) with h = 0.5 it is (2.5, 6.5): too large by h."""
    x = np.array([1.0, 3.0])
    f = callback(lambda z: np.sum(z**2), like=x)
    assert_close(student.forward_difference(f, x, 0.5), np.array([2.5, 6.5]))


@check(points=1, public=True, examples=4)
@for_all(a=cotangents("N<=2 D>=2<=3"), x=normals("N<=2 D>=2<=3"), h=numbers(0.1, 2))
def forward_difference_is_exact_on_linear_functions(student, a, x, h):
    """On Σ a·x it is a, whatever x and h."""
    f = callback(lambda z: np.sum(a * z), like=x)
    assert_close(student.forward_difference(f, x, h), a)


@check(points=1, public=True)
def forward_difference_has_order_1(student):
    """On exp its error falls like h: the slope of log(error) over log(h) is 1."""
    assert_close(order_on_exp(student.forward_difference), 1, atol=0.2, what="the order")


# central_difference


@check(points=1, public=True)
def central_difference_of_a_cube_done_by_hand(student):
    """On x³ + y³ at (1, 2) with h = 0.5 it is (3.25, 12.25): too large by h²."""
    x = np.array([1.0, 2.0])
    f = callback(lambda z: np.sum(z**3), like=x)
    assert_close(student.central_difference(f, x, 0.5), np.array([3.25, 12.25]))


@check(points=1, public=True, examples=4)
@for_all(a=cotangents("N<=2 D<=2"), x=normals("N<=2 D<=2"), h=numbers(0.1, 2))
def central_difference_is_exact_on_parabolas(student, a, x, h):
    """On Σ a·x² it is 2a·x, whatever h."""
    f = callback(lambda z: np.sum(a * z**2), like=x)
    assert_close(student.central_difference(f, x, h), 2 * a * x)


@check(points=1, public=True)
def central_difference_has_order_2(student):
    """On exp its error falls like h²: the slope of log(error) over log(h) is 2."""
    assert_close(order_on_exp(student.central_difference), 2, atol=0.2, what="the order")


# five_point


@check(points=1, public=True)
def five_point_of_a_fifth_power_done_by_hand(student):
    """On x⁵ at 1 with h = 0.5 it is 4.75: too small by 4h⁴, while a central one is 7.5625."""
    x = np.array([1.0])
    f = callback(lambda z: z[0] ** 5, like=x)
    assert_close(student.five_point(f, x, 0.5), np.array([4.75]))


@check(points=1, public=True, examples=4)
@for_all(a=cotangents("N<=2 D<=2"), x=normals("N<=2 D<=2"), h=numbers(0.1, 1))
def five_point_is_exact_up_to_the_fourth_power(student, a, x, h):
    """On Σ a·x⁴ it is 4a·x³, whatever h."""
    f = callback(lambda z: np.sum(a * z**4), like=x)
    assert_close(student.five_point(f, x, h), 4 * a * x**3)


@check(points=1, public=True)
def five_point_has_order_4(student):
    """On exp its error falls like h⁴: the slope of log(error) over log(h) is 4."""
    assert_close(order_on_exp(student.five_point), 4, atol=0.2, what="the order")


# complex_step


def analytic(a):
    """A function that takes complex arrays, and its gradient."""

    def f(z):
        return np.sum(a * np.exp(z)) + np.sum(z) ** 3 / 5

    def slope(x):
        return a * np.exp(x) + 3 * np.sum(x) ** 2 / 5

    return f, slope


@check(points=1, public=True)
def complex_step_of_a_cube_done_by_hand(student):
    """On x³ + y³ at (2, 1) with h = 1: (2 + i)³ = 2 + 11i and (1 + i)³ = −2 + 2i, so (11, 2)."""
    x = np.array([2.0, 1.0])
    f = callback(lambda z: np.sum(z**3), like=x + 0j)
    assert_close(student.complex_step(f, x, h=1.0), np.array([11.0, 2.0]))


@check(points=2, public=True, examples=5)
@for_all(a=cotangents("N<=2 D<=3"), x=normals("N<=2 D<=3"))
def complex_step_has_no_error_but_rounding(student, a, x):
    """Without h it uses 10⁻²⁰, and is right to twelve digits: nothing is subtracted."""
    f, slope = analytic(a)
    result = student.complex_step(callback(f, like=x + 0j), x)
    want = slope(x)
    assert_close(result, want, rtol=0.0, atol=1e-12 * max(1.0, np.abs(want).max()))


# gradient_error


def slopes_of_exp(a, factors, x):
    """f = Σ a·exp(x) and a gradient of it that is off by the factors, as callbacks."""
    f = callback(lambda z: np.sum(a * np.exp(z)), like=x)
    return f, callback(lambda z: factors * a * np.exp(z), like=x)


@check(points=1, public=True)
def gradient_error_of_a_gradient_ten_percent_too_large(student):
    """On Σ x² a gradient of 2.2x has the error 0.2/2.2 = 1/11, and −2x has the error 2."""
    x = np.array([[1.0, -3.0]])
    f = callback(lambda z: np.sum(z**2), like=x)
    too_large = callback(lambda z: 2.2 * z, like=x)
    downhill = callback(lambda z: -2 * z, like=x)
    assert_close(student.gradient_error(f, too_large, x), 1 / 11, rtol=1e-6)
    assert_close(student.gradient_error(f, downhill, x), 2, rtol=1e-6)


@check(points=2, public=True, after=gradient_error_of_a_gradient_ten_percent_too_large, examples=5)
@for_all(a=cotangents("N<=2 D<=3"), x=normals("N<=2 D<=3"))
def gradient_error_of_a_right_gradient_is_tiny(student, a, x):
    """The right gradient of Σ a·exp(x) has an error below 10⁻⁶."""
    f, gradient = slopes_of_exp(a, 1.0, x)
    error = student.gradient_error(f, gradient, x)
    assert_between(error, 0, 1e-6, what="the error of the right gradient")


# What the notebook gives, as it was released.
GIVEN = r'''import numpy as np'''


RELEASE = "59e6869e9a57"  # the notebook has the same
