"""What differences must do.  A docstring is the sentence a student reads."""

import numpy as np

from autograder.checks import (
    assert_between,
    assert_close,
    assert_unchanged,
    callback,
    check,
    cotangents,
    for_all,
    normals,
    numbers,
    reals,
    require,
)


def counted(f, x):
    """f as a callback, and the list of the points it will have been asked about."""
    points = []

    def asked(z):
        points.append(np.array(z))
        return f(z)

    return callback(asked, like=x), points


def assert_at_most(points, most):
    """f was not called more often than that."""
    require(
        len(points) <= most,
        f"f was called {len(points)} times, but should be called at most {most} times",
    )


def wavy(a):
    """A smooth function in which every coordinate has a slope of its own, and all are coupled."""

    def f(x):
        return np.sum(a * np.sin(x)) + np.sum(x) ** 3 / 5 + np.sum(x**4 * a) / 20

    return f


def order_on_exp(difference):
    """How fast the error falls: the slope of log(error) over log(h), on exp at 0.3."""
    x = np.array([0.3])
    exp = callback(lambda z: np.exp(z[0]), like=x)
    large, small = (abs(difference(exp, x, h)[0] - np.exp(0.3)) for h in (0.1, 0.02))
    require(small > 0, "the error at h = 0.02 is 0, but should be that of the formula")
    return np.log(large / small) / np.log(0.1 / 0.02)


LONG = (11,), (1, 11)
SHAPES = (*LONG, (2, 2), (2, 1, 2))


def in_shapes(shapes, x, a, *, now):
    """x and its slopes; now and then arrays of these shapes too: a call of f is dear."""
    yield x, a
    for shape in shapes if now else ():
        size = int(np.prod(shape))
        at = np.linspace(-1.5, 2.0, size).reshape(shape)
        yield np.asfortranarray(at), (2.0 + np.cos(np.arange(size))).reshape(shape)


def is_far(x):
    """Whether x is one large number, as in a single example at the edge."""
    return x.size == 1 and abs(x.flat[0]) > 10


AWKWARD = np.array([[0.1, 0.2, 0.3], [0.7, -1.1, 2.3]])
"""Numbers for which x + 0.3 - 0.3 is not x again, in floats."""
SQUARES = callback(lambda x: np.sum(x**2), like=AWKWARD)


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


@check(points=2, examples=2, edges=1e4)
@for_all(x=reals("N<=2", layout="any"), a=normals("N<=2"), h=numbers(0.05, 1))
def forward_difference_agrees_with_the_reference(student, reference, x, a, h):
    """It is (f(x + h e) − f(x)) / h for every coordinate e of an array of any shape."""
    for at, slopes in in_shapes(SHAPES, x, a, now=is_far(x)):
        f = callback(wavy(slopes), like=at)
        want = reference.forward_difference(wavy(slopes), at, h)
        assert_close(student.forward_difference(f, at, h), want)


@check(points=1, after=forward_difference_agrees_with_the_reference)
def forward_difference_asks_once_per_coordinate_and_once_more(student):
    """f is called at most size + 1 times: f(x) is the same for all coordinates."""
    x = AWKWARD
    f, points = counted(np.sum, x)
    student.forward_difference(f, x, 0.1)
    assert_at_most(points, x.size + 1)


@check(points=1, after=forward_difference_agrees_with_the_reference)
def forward_difference_leaves_x_unchanged(student):
    """x is the same after the call, to the last bit: x + h − h is not."""
    assert_unchanged(student.forward_difference, SQUARES, AWKWARD, 0.3)


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


@check(points=3, examples=2, edges=1e4)
@for_all(x=reals("N<=2"), a=normals("N<=2"), h=numbers(0.05, 1))
def central_difference_agrees_with_the_reference(student, reference, x, a, h):
    """It is (f(x + h e) − f(x − h e)) / 2h for every coordinate e of an array of any shape."""
    x = np.ascontiguousarray(x)  # any layout is a law of its own
    for at, slopes in in_shapes(LONG, x, a, now=is_far(x)):
        f = callback(wavy(slopes), like=at)
        want = reference.central_difference(wavy(slopes), at, h)
        assert_close(student.central_difference(f, at, h), want)


@check(points=1, after=central_difference_agrees_with_the_reference, examples=2)
@for_all(x=normals("N<=2 1 3"))
def central_difference_takes_arrays_of_three_axes(student, x):
    """The result has x's shape, and each slope stands in its own place."""
    weights = np.arange(1.0, x.size + 1).reshape(x.shape)
    f = callback(lambda z: np.sum(weights * z), like=x)
    assert_close(student.central_difference(f, x, 0.1), weights)


@check(points=1, after=central_difference_agrees_with_the_reference)
def central_difference_reads_x_in_any_layout(student):
    """It makes no difference whether rows or columns of x lie together in memory."""
    x = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]).T
    f = callback(lambda z: np.sum(x * z), like=x)
    assert_close(student.central_difference(f, x, 0.1), x)


@check(points=1, after=central_difference_agrees_with_the_reference)
def central_difference_uses_the_step_it_is_given(student):
    """At h = 10⁻¹³ rounding leaves few right digits of the slope of exp: no other step is used."""
    x = np.array([[0.31, 0.57, 0.83, 1.19, 1.43]])
    f = callback(lambda z: np.sum(np.exp(z)), like=x)
    error = np.abs(student.central_difference(f, x, 1e-13) - np.exp(x)).max()
    assert_between(error, 1e-4, 1, what="the largest error at h = 1e-13")


@check(points=1, after=central_difference_agrees_with_the_reference)
def central_difference_asks_twice_per_coordinate(student):
    """f is called at most 2 size times."""
    x = AWKWARD
    f, points = counted(np.sum, x)
    student.central_difference(f, x, 0.1)
    assert_at_most(points, 2 * x.size)


@check(points=1, after=central_difference_agrees_with_the_reference)
def central_difference_leaves_x_unchanged(student):
    """x is the same after the call, to the last bit: x + h − 2h + h is not."""
    assert_unchanged(student.central_difference, SQUARES, AWKWARD, 0.3)


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


@check(points=3, examples=2, edges=1e4)
@for_all(x=reals("N<=2", layout="any"), a=normals("N<=2"), h=numbers(0.05, 1))
def five_point_agrees_with_the_reference(student, reference, x, a, h):
    """It is the formula, for every coordinate of an array of any shape."""
    for at, slopes in in_shapes(SHAPES, x, a, now=is_far(x)):

        def f(z, slopes=slopes):
            return wavy(slopes)(z) + np.sum(z**5) / 10

        want = reference.five_point(f, at, h)
        assert_close(student.five_point(callback(f, like=at), at, h), want)


@check(points=1, after=five_point_agrees_with_the_reference)
def five_point_asks_four_times_per_coordinate(student):
    """f is called at most 4 size times."""
    x = AWKWARD
    f, points = counted(np.sum, x)
    student.five_point(f, x, 0.1)
    assert_at_most(points, 4 * x.size)


@check(points=1, after=five_point_agrees_with_the_reference)
def five_point_leaves_x_unchanged(student):
    """x is the same after the call, to the last bit."""
    assert_unchanged(student.five_point, SQUARES, AWKWARD, 0.3)


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


@check(points=3, examples=2, edges=1e4)
@for_all(x=reals("N<=2", layout="any"), a=normals("N<=2"), h=numbers(0.2, 1))
def complex_step_agrees_with_the_reference(student, reference, x, a, h):
    """It is Im f(x + ih e) / h for every coordinate e, a real number, for large h too."""
    for at, slopes in in_shapes(SHAPES, x, a, now=is_far(x)):

        def f(z, slopes=slopes):
            return np.sum(slopes * np.sin(z)) + np.sum(z) ** 3 / 5 + np.sum(z**4 * slopes) / 20

        want = reference.complex_step(f, at, h)
        assert_close(student.complex_step(callback(f, like=at + 0j), at, h), want)


@check(points=1, after=complex_step_agrees_with_the_reference)
def complex_step_asks_once_per_coordinate(student):
    """f is called at most size times."""
    x = AWKWARD
    f, points = counted(np.sum, x + 0j)
    student.complex_step(f, x)
    assert_at_most(points, x.size)


@check(points=1, after=complex_step_agrees_with_the_reference)
def complex_step_leaves_x_unchanged(student):
    """x is the same after the call."""
    f = callback(lambda x: np.sum(x**2), like=AWKWARD + 0j)
    assert_unchanged(student.complex_step, f, AWKWARD)


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


def slopes_of_sine(a, factors, x):
    """f = Σ a·sin(x) and a gradient of it that is off by the factors, as callbacks."""
    f = callback(lambda z: np.sum(a * np.sin(z)), like=x)
    return f, callback(lambda z: factors * a * np.cos(z), like=x)


@check(points=3, examples=2, edges=1e4)
@for_all(a=normals("N<=2"), x=reals("N<=2"), wrong=normals("N<=2"))
def gradient_error_agrees_with_the_reference(student, reference, a, x, wrong):
    """It is the largest over all coordinates of |D − G| / max(|D|, |G|, 10⁻⁸)."""
    # The largest error is at a slope that is neither positive nor the largest.
    row = [np.array([r]) for r in ([1.0, -2.0, 3.0], [1.001, 0.5, 1.01], [0.1, -0.2, 0.3])]
    if x.size == 1:
        slopes, factors, at = row
        f, gradient = slopes_of_exp(slopes, factors, at)
        want = reference.gradient_error(f.function, gradient.function, at)
        assert_close(student.gradient_error(f, gradient, at), want, rtol=1e-6, atol=1e-6)
    for at, slopes in in_shapes(SHAPES, x, a, now=is_far(x)):
        factors = 1 + wrong if at is x else 1 + wrong.flat[0]
        f, gradient = slopes_of_sine(slopes, factors, at)
        want = reference.gradient_error(f.function, gradient.function, at)
        assert_close(student.gradient_error(f, gradient, at), want, rtol=1e-5, atol=1e-5)


@check(points=2, after=gradient_error_agrees_with_the_reference, examples=1)
@for_all(a=cotangents("2 2"), x=normals("2 2"), off=numbers(0.01, 0.5))
def gradient_error_finds_a_single_wrong_coordinate(student, a, x, off):
    """One coordinate that is off by a part p gives the error p / (1 + p), whichever it is."""
    for place in ((0, 0), (1, 1)):
        factors = np.ones_like(x)
        factors[place] += off
        f, gradient = slopes_of_exp(a, factors, x)
        error = student.gradient_error(f, gradient, x)
        assert_close(error, off / (1 + off), rtol=1e-5, atol=1e-6)


@check(points=2, after=gradient_error_agrees_with_the_reference)
def gradient_error_is_0_where_there_is_no_slope(student):
    """Where D and G are 0 the error is 0, not nan; G = 10⁻⁹ beside D = 0 is an error of 0.1."""
    x = np.array([1.0, 2.0])
    flat = callback(lambda _: 5.0, like=x)
    for slope, want in ((0.0, 0.0), (1e-9, 0.1), (-1e-9, 0.1)):
        gradient = callback(lambda z, slope=slope: np.full_like(z, slope), like=x)
        what = f"the error of G = {slope:g} beside D = 0"
        assert_close(student.gradient_error(flat, gradient, x), want, rtol=1e-6, what=what)


@check(points=1, after=gradient_error_agrees_with_the_reference)
def gradient_error_of_nan_is_nan(student):
    """Where an entry of G, or of D, is nan, the error is nan and no number."""
    x = np.array([0.5, -1.0, 2.0])
    f = callback(lambda z: np.sum(z**2), like=x)
    unknown = callback(lambda _: np.nan, like=x)
    for place in range(x.size):
        gradient = callback(
            lambda z, i=place: np.where(np.arange(z.size) == i, np.nan, 2 * z), like=x
        )
        error = student.gradient_error(f, gradient, x)
        require(np.isnan(error), f"the error is {error}, but should be nan: G[{place}] is nan")
    error = student.gradient_error(unknown, callback(lambda z: 2 * z, like=x), x)
    require(np.isnan(error), f"the error is {error}, but should be nan: f is nan")


@check(points=1, after=gradient_error_agrees_with_the_reference)
def gradient_error_steps_by_1e_5(student):
    """On sin(1000x) at 0 the step shows: the right gradient has the error 1 − sin(0.01)/0.01."""
    x = np.zeros(1)
    f = callback(lambda z: np.sin(1000 * z[0]), like=x)
    gradient = callback(lambda z: 1000 * np.cos(1000 * z), like=x)
    want = 1 - np.sin(0.01) / 0.01
    assert_close(student.gradient_error(f, gradient, x), want, rtol=1e-3)


@check(points=1, after=gradient_error_agrees_with_the_reference)
def gradient_error_leaves_x_unchanged(student):
    """x is the same after the call."""
    gradient = callback(lambda x: 2 * x, like=AWKWARD)
    assert_unchanged(student.gradient_error, SQUARES, gradient, AWKWARD)
