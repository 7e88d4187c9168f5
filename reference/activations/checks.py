"""What the activations must do.  A docstring is the sentence a student reads."""

from functools import partial

import numpy as np

from autograder.checks import (
    assert_between,
    assert_close,
    assert_dtype,
    assert_gradient,
    assert_shape,
    assert_unchanged,
    check,
    choices,
    cotangents,
    for_all,
    normals,
    numbers,
    reals,
    require,
)

POINTS = np.array([-3.0, -1.0, -0.5, 0.5, 1.0, 2.0])
ABOVE = np.array([1.0, 2.0, -1.0, 3.0, -1.0, 2.0])
FAR = np.array([-1e4, -400.0, -40.0, -20.0, -12.5, 12.5, 20.0, 40.0, 400.0, 1e4])


def assert_right_at_points(function, y, *extras):
    """function(x, *extras) is y where x is POINTS, in whatever shape they come."""
    for shape in ((6,), (2, 3), (3, 1, 2)):
        x = POINTS.reshape(shape)
        answer = function(x, *extras)
        assert_close(answer, np.reshape(y, shape), rtol=1e-7, atol=1e-9)


def assert_right_slopes(backward, forward, slopes, *extras):
    """backward(dout, x, *extras) is dout times the slopes of forward where x is POINTS."""
    for shape in ((6,), (2, 3), (3, 1, 2)):
        x, dout = POINTS.reshape(shape), ABOVE.reshape(shape)
        assert_gradient(
            backward(dout, x, *extras),
            dout * np.reshape(slopes, shape),
            of=lambda x: forward(x, *extras),
            at={"x": x},
            dout=dout,
        )


def assert_right_far_out(function, right, x, *extras):
    """function(x, *extras) is right far from zero, where float32 overflows long before float64."""
    for far in (np.append(x, FAR), x):
        assert_close(function(far, *extras), right(far, *extras), rtol=1e-8, atol=1e-10)
    for part in (x.astype(np.float32), FAR.astype(np.float32), FAR[2:-2].astype(np.float32)):
        assert_close(function(part, *extras), right(part, *extras), what="result for float32")


def assert_gradient_right_far_out(function, right, dout, x, *extras):
    """function(dout, x, *extras) is right far from zero, for float32 too."""
    for above, far in ((np.append(dout, np.ones(len(FAR))), np.append(x, FAR)), (dout, x)):
        want = right(above, far, *extras)
        assert_close(function(above, far, *extras), want, rtol=1e-8, atol=1e-10)
        single = above.astype(np.float32), far.astype(np.float32)
        want = right(*single, *extras)
        assert_close(function(*single, *extras), want, what="result for float32")


def assert_gradient_right_at_zero(function, right):
    """function(dout, x) is right at 0, where some x or all of them are."""
    for x in (np.array([0.0, -0.0, 1.0]), np.zeros(2)):
        dout = np.arange(1.0, len(x) + 1)
        assert_close(function(dout, x), right(dout, x))


def whole_numbers(x):
    """x rounded away from zero."""
    return np.where(x < 0, np.floor(x), np.ceil(x)).astype(np.int64)


def assert_keeps_types(function, right, x, *extras):
    """float32 stays float32; integers give float64, and the same numbers as floats do."""
    narrow = x.astype(np.float32)
    single = function(narrow, *extras)
    assert_dtype(single, np.float32)
    assert_close(single, right(narrow, *extras), what="result for float32")
    whole = whole_numbers(x)
    answer = function(whole, *extras)
    assert_dtype(answer, np.float64)
    assert_close(answer, right(whole, *extras))


def assert_gradient_keeps_types(function, right, dout, x, *extras):
    """float32 in, float32 out; integers in x do not round the gradient."""
    narrow = dout.astype(np.float32), x.astype(np.float32)
    single = function(*narrow, *extras)
    assert_dtype(single, np.float32)
    assert_close(single, right(*narrow, *extras), what="result for float32")
    whole = whole_numbers(x)
    answer = function(dout, whole, *extras)
    assert_dtype(answer, np.float64)
    assert_close(answer, right(dout, whole, *extras))


def assert_rises(y, x):
    """Wherever x grows, y does: both 1-D, x sorted."""
    apart = np.diff(x) >= 1e-3
    steps = np.diff(y)
    require(
        np.all(steps[apart] > 0) and np.all(steps[~apart] >= -1e-12),
        "the result falls or stands still where x rises, but should rise",
    )


# sigmoid


@check(points=1, public=True)
def sigmoid_is_right_at_some_points(student):
    """sigmoid(x) is $1 / (1 + e^{-x})$, whatever the shape of x."""
    y = [0.04742587318, 0.2689414214, 0.3775406688, 0.6224593312, 0.7310585786, 0.880797078]
    assert_right_at_points(student.sigmoid, y)


@check(points=2, examples=8, edges=10)
@for_all(x=reals("N D", layout="any"))
def sigmoid_agrees_with_the_reference(student, reference, x):
    """sigmoid(x) is right for every x in [-10, 10]."""
    assert_close(student.sigmoid(x), reference.sigmoid(x))


@check(points=1, after=sigmoid_agrees_with_the_reference, examples=15)
@for_all(x=reals("N D"))
def sigmoid_mirrors_itself(student, x):
    r"""$\sigma(-x) = 1 - \sigma(x)$."""
    x = np.append(x, [-8.0, 5.0])
    assert_close(student.sigmoid(-x), 1 - student.sigmoid(x))


@check(points=1, after=sigmoid_agrees_with_the_reference, examples=15)
@for_all(x=reals("N>=3"))
def sigmoid_rises_from_0_to_1(student, x):
    """sigmoid rises, and stays between 0 and 1."""
    x = np.sort(x)
    y = student.sigmoid(x)
    assert_between(y, 0.0, 1.0)
    assert_rises(y, x)


@check(points=1, after=sigmoid_agrees_with_the_reference, examples=2, edges=1e4)
@for_all(x=reals("N", away_from=10.0, within=10000.0))
def sigmoid_is_right_far_from_zero(student, reference, x):
    r"""sigmoid(x) is finite and right up to $x = \pm 10^4$."""
    assert_right_far_out(student.sigmoid, reference.sigmoid, x)


@check(points=1, after=sigmoid_agrees_with_the_reference, examples=1, edges=10)
@for_all(x=reals("N D"))
def sigmoid_keeps_float32_and_takes_integers(student, reference, x):
    """sigmoid of float32 is float32; sigmoid of integers is float64."""
    assert_keeps_types(student.sigmoid, reference.sigmoid, x)


@check(points=1, after=sigmoid_agrees_with_the_reference, examples=5)
@for_all(x=normals("N>=2 D>=2", scale=3.0))
def sigmoid_leaves_x_alone(student, x):
    """sigmoid does not modify x."""
    assert_unchanged(student.sigmoid, x)


@check(points=1, public=True)
def sigmoid_backward_is_right_at_some_points(student):
    """sigmoid_backward(dout, x) is dout times the slope of sigmoid at some points."""
    slopes = [0.04517665973, 0.1966119332, 0.2350037122, 0.2350037122, 0.1966119332, 0.1049935854]
    assert_right_slopes(student.sigmoid_backward, student.sigmoid, slopes)


@check(points=2, examples=8, edges=10)
@for_all(x=normals("N D", scale=3.0), dout=cotangents("N D"))
def sigmoid_backward_agrees_with_the_reference(student, reference, x, dout):
    """sigmoid_backward(dout, x) is the gradient of the right sigmoid, at 0 too."""
    dx = student.sigmoid_backward(dout, x)
    right = reference.sigmoid_backward(dout, x)
    assert_gradient(dx, right, of=reference.sigmoid, at={"x": x}, dout=dout)
    assert_gradient_right_at_zero(student.sigmoid_backward, reference.sigmoid_backward)


@check(points=1, after=sigmoid_backward_agrees_with_the_reference, examples=2, edges=1e4)
@for_all(x=reals("N", away_from=10.0, within=10000.0), dout=cotangents("N"))
def sigmoid_backward_is_right_far_from_zero(student, reference, x, dout):
    r"""sigmoid_backward(dout, x) is finite and right up to $x = \pm 10^4$."""
    assert_gradient_right_far_out(student.sigmoid_backward, reference.sigmoid_backward, dout, x)


@check(points=1, after=sigmoid_backward_agrees_with_the_reference, examples=1, edges=10)
@for_all(x=reals("N D"), dout=cotangents("N D"))
def sigmoid_backward_keeps_float32_and_takes_integers(student, reference, x, dout):
    """sigmoid_backward of float32 is float32; integers in x do not round it."""
    assert_gradient_keeps_types(student.sigmoid_backward, reference.sigmoid_backward, dout, x)


@check(points=1, after=sigmoid_backward_agrees_with_the_reference, examples=5)
@for_all(x=normals("N>=2 D>=2", scale=3.0), dout=cotangents("N D"))
def sigmoid_backward_leaves_its_arguments_alone(student, x, dout):
    """sigmoid_backward modifies neither dout nor x."""
    assert_unchanged(student.sigmoid_backward, dout, x)


# tanh


@check(points=1, public=True)
def tanh_is_right_at_some_points(student):
    """tanh(x) is $(e^x - e^{-x}) / (e^x + e^{-x})$, whatever the shape of x."""
    y = [-0.9950547537, -0.761594156, -0.4621171573, 0.4621171573, 0.761594156, 0.9640275801]
    assert_right_at_points(student.tanh, y)


@check(points=2, examples=8, edges=10)
@for_all(x=reals("N D", layout="any"))
def tanh_agrees_with_the_reference(student, reference, x):
    """tanh(x) is right for every x in [-10, 10]."""
    for some in (x, np.array([-5.0, 4.5])):
        assert_close(student.tanh(some), reference.tanh(some))


@check(points=1, examples=15)
@for_all(x=reals("N D", away_from=0.1))
def tanh_is_a_stretched_sigmoid(student, reference, x):
    r"""$\tanh x = 2\,\sigma(2x) - 1$."""
    assert_close(student.tanh(x), 2 * reference.sigmoid(2 * x) - 1)


@check(points=1, after=tanh_agrees_with_the_reference, examples=15)
@for_all(x=reals("N>=3"))
def tanh_is_odd_and_rises_from_minus_1_to_1(student, x):
    """tanh(-x) = -tanh(x); tanh rises, and stays between -1 and 1."""
    x = np.sort(x)
    y = student.tanh(x)
    assert_between(y, -1.0, 1.0)
    assert_close(student.tanh(-x), -y)
    assert_rises(y, x)


@check(points=1, after=tanh_agrees_with_the_reference, examples=2, edges=1e4)
@for_all(x=reals("N", away_from=10.0, within=10000.0))
def tanh_is_right_far_from_zero(student, reference, x):
    r"""tanh(x) is finite and right up to $x = \pm 10^4$."""
    assert_right_far_out(student.tanh, reference.tanh, x)


@check(points=1, after=tanh_agrees_with_the_reference, examples=1, edges=10)
@for_all(x=reals("N D"))
def tanh_keeps_float32_and_takes_integers(student, reference, x):
    """tanh of float32 is float32; tanh of integers is float64."""
    assert_keeps_types(student.tanh, reference.tanh, x)


@check(points=1, after=tanh_agrees_with_the_reference, examples=5)
@for_all(x=normals("N>=2 D>=2", scale=3.0))
def tanh_leaves_x_alone(student, x):
    """tanh does not modify x."""
    assert_unchanged(student.tanh, x)


@check(points=1, public=True)
def tanh_backward_is_right_at_some_points(student):
    """tanh_backward(dout, x) is dout times the slope of tanh at some points."""
    slopes = [0.009866037165, 0.4199743416, 0.786447733, 0.786447733, 0.4199743416, 0.07065082485]
    assert_right_slopes(student.tanh_backward, student.tanh, slopes)


@check(points=2, examples=8, edges=10)
@for_all(x=normals("N D", scale=3.0), dout=cotangents("N D"))
def tanh_backward_agrees_with_the_reference(student, reference, x, dout):
    """tanh_backward(dout, x) is the gradient of the right tanh, at 0 too."""
    dx = student.tanh_backward(dout, x)
    right = reference.tanh_backward(dout, x)
    assert_gradient(dx, right, of=reference.tanh, at={"x": x}, dout=dout)
    assert_gradient_right_at_zero(student.tanh_backward, reference.tanh_backward)


@check(points=1, after=tanh_backward_agrees_with_the_reference, examples=2, edges=1e4)
@for_all(x=reals("N", away_from=10.0, within=10000.0), dout=cotangents("N"))
def tanh_backward_is_right_far_from_zero(student, reference, x, dout):
    r"""tanh_backward(dout, x) is finite and right up to $x = \pm 10^4$."""
    assert_gradient_right_far_out(student.tanh_backward, reference.tanh_backward, dout, x)


@check(points=1, after=tanh_backward_agrees_with_the_reference, examples=1, edges=10)
@for_all(x=reals("N D"), dout=cotangents("N D"))
def tanh_backward_keeps_float32_and_takes_integers(student, reference, x, dout):
    """tanh_backward of float32 is float32; integers in x do not round it."""
    assert_gradient_keeps_types(student.tanh_backward, reference.tanh_backward, dout, x)


@check(points=1, after=tanh_backward_agrees_with_the_reference, examples=5)
@for_all(x=normals("N>=2 D>=2", scale=3.0), dout=cotangents("N D"))
def tanh_backward_leaves_its_arguments_alone(student, x, dout):
    """tanh_backward modifies neither dout nor x."""
    assert_unchanged(student.tanh_backward, dout, x)


# relu


@check(points=1, public=True)
def relu_is_right_at_some_points(student):
    r"""relu(x) is $\max(0, x)$, whatever the shape of x."""
    y = [0.0, 0.0, 0.0, 0.5, 1.0, 2.0]
    assert_right_at_points(student.relu, y)


@check(points=2, examples=8, edges=1e4)
@for_all(x=reals("N D", layout="any"))
def relu_agrees_with_the_reference(student, reference, x):
    """relu(x) is right for every x in [-10, 10], and beyond."""
    for some in (x, FAR):
        assert_close(student.relu(some), reference.relu(some))


@check(points=1, after=relu_agrees_with_the_reference, examples=15)
@for_all(x=reals("N D"))
def relu_splits_x_in_two(student, x):
    """relu(x) - relu(-x) = x, and relu(x) + relu(-x) = |x|."""
    positive, negative = student.relu(x), student.relu(-x)
    assert_close(positive - negative, x, what="difference")
    assert_close(positive + negative, np.abs(x), what="total")


@check(points=1, after=relu_agrees_with_the_reference, examples=1, edges=1e4)
@for_all(x=reals("N D"))
def relu_keeps_float32_and_takes_integers(student, reference, x):
    """relu of float32 is float32; relu of integers is float64."""
    assert_keeps_types(student.relu, reference.relu, x)


@check(points=1, after=relu_agrees_with_the_reference, examples=5)
@for_all(x=normals("N>=2 D>=2", scale=3.0))
def relu_leaves_x_alone(student, x):
    """relu does not modify x."""
    assert_unchanged(student.relu, x)


@check(points=1, public=True)
def relu_backward_is_right_at_some_points(student):
    """relu_backward(dout, x) is dout times the slope of relu at some points."""
    slopes = [0.0, 0.0, 0.0, 1.0, 1.0, 1.0]
    assert_right_slopes(student.relu_backward, student.relu, slopes)


@check(points=2, examples=8, edges=1e4)
@for_all(x=normals("N D", scale=3.0), dout=cotangents("N D"))
def relu_backward_agrees_with_the_reference(student, reference, x, dout):
    """relu_backward(dout, x) is the gradient of the right relu."""
    small = np.array([1.0, 2.0, -1.0]), np.array([-0.02, 0.01, 0.04])
    for above, at in ((dout, x), small):
        dx = student.relu_backward(above, at)
        right = reference.relu_backward(above, at)
        assert_gradient(dx, right, of=reference.relu, at={"x": at}, dout=above)


@check(points=1, after=relu_backward_agrees_with_the_reference, examples=5)
@for_all(dout=cotangents("N D"))
def relu_backward_at_zero_lies_between_the_slopes(student, dout):
    """At x = 0, dx is dout times some number between 0 and 1."""
    for above in (dout, dout.astype(np.float32)):
        dx = student.relu_backward(above, np.zeros_like(above))
        assert_between(dx / above, 0.0, 1.0, what="slope")


@check(points=1, after=relu_backward_agrees_with_the_reference, examples=1, edges=1e4)
@for_all(x=reals("N D", away_from=1e-6), dout=cotangents("N D"))
def relu_backward_keeps_float32_and_takes_integers(student, reference, x, dout):
    """relu_backward of float32 is float32; integers in x do not round it."""
    assert_gradient_keeps_types(student.relu_backward, reference.relu_backward, dout, x)


@check(points=1, after=relu_backward_agrees_with_the_reference, examples=5)
@for_all(x=normals("N>=2 D>=2", scale=3.0), dout=cotangents("N D"))
def relu_backward_leaves_its_arguments_alone(student, x, dout):
    """relu_backward modifies neither dout nor x."""
    assert_unchanged(student.relu_backward, dout, x)


# leaky_relu


@check(points=1, public=True)
def leaky_relu_is_right_at_some_points(student):
    """leaky_relu(x, slope) is x where x > 0, slope times x elsewhere, whatever the shape of x."""
    y = [-0.6, -0.2, -0.1, 0.5, 1.0, 2.0]
    assert_right_at_points(student.leaky_relu, y, 0.2)


@check(points=2, examples=8, edges=1e4)
@for_all(x=reals("N D", layout="any"), slope=numbers(0.0, 1.0))
def leaky_relu_agrees_with_the_reference(student, reference, x, slope):
    """leaky_relu(x, slope) is right for every x in [-10, 10], and beyond."""
    for some in (x, FAR):
        assert_close(student.leaky_relu(some, slope), reference.leaky_relu(some, slope))


@check(points=1, examples=15)
@for_all(x=reals("N D", away_from=0.1))
def leaky_relu_goes_from_relu_to_the_identity(student, x):
    """leaky_relu with slope 0 is max(0, x); with slope 1 it is x."""
    assert_close(student.leaky_relu(x, 0.0), np.maximum(x, 0), what="leaky_relu(x, 0.0)")
    assert_close(student.leaky_relu(x, 1.0), x, what="leaky_relu(x, 1.0)")


@check(points=1, examples=10)
@for_all(x=reals("N D", away_from=0.1), slope=choices(0.3, 0.05))
def leaky_relu_has_a_slope_that_may_be_left_out(student, reference, x, slope):
    """leaky_relu(x) has slope 0.01, and leaky_relu(x, slope=...) takes the slope by name."""
    assert_close(student.leaky_relu(x), reference.leaky_relu(x, 0.01), what="leaky_relu(x)")
    assert_close(student.leaky_relu(x, slope=slope), reference.leaky_relu(x, slope))


@check(points=1, after=leaky_relu_agrees_with_the_reference, examples=1, edges=1e4)
@for_all(x=reals("N D"))
def leaky_relu_keeps_float32_and_takes_integers(student, reference, x):
    """leaky_relu of float32 is float32; leaky_relu of integers is float64."""
    assert_keeps_types(student.leaky_relu, reference.leaky_relu, x, 0.2)


@check(points=1, after=leaky_relu_agrees_with_the_reference, examples=5)
@for_all(x=normals("N>=2 D>=2", scale=3.0))
def leaky_relu_leaves_x_alone(student, x):
    """leaky_relu does not modify x."""
    assert_unchanged(student.leaky_relu, x, 0.2)


@check(points=1, public=True)
def leaky_relu_backward_is_right_at_some_points(student):
    """leaky_relu_backward(dout, x, slope) is dout times the slope of leaky_relu at some points."""
    slopes = [0.2, 0.2, 0.2, 1.0, 1.0, 1.0]
    assert_right_slopes(student.leaky_relu_backward, student.leaky_relu, slopes, 0.2)


@check(points=2, examples=8, edges=1e4)
@for_all(x=normals("N D", scale=3.0), slope=numbers(0.01, 0.9), dout=cotangents("N D"))
def leaky_relu_backward_agrees_with_the_reference(student, reference, x, slope, dout):
    """leaky_relu_backward(dout, x, slope) is the gradient of the right leaky_relu."""
    for a in (slope, 0.0, 1.0):
        dx = student.leaky_relu_backward(dout, x, a)
        right = reference.leaky_relu_backward(dout, x, a)
        of = partial(reference.leaky_relu, slope=a)
        assert_gradient(dx, right, of=of, at={"x": x}, dout=dout)


@check(points=1, examples=10)
@for_all(x=reals("N D", away_from=0.1), slope=choices(0.3, 0.05), dout=cotangents("N D"))
def leaky_relu_backward_repeats_the_default_slope(student, reference, x, slope, dout):
    """leaky_relu_backward(dout, x) has slope 0.01, and takes another by name."""
    right = reference.leaky_relu_backward(dout, x, 0.01)
    assert_close(student.leaky_relu_backward(dout, x), right, what="leaky_relu_backward(dout, x)")
    right = reference.leaky_relu_backward(dout, x, slope)
    assert_close(student.leaky_relu_backward(dout, x, slope=slope), right)


@check(points=1, after=leaky_relu_backward_agrees_with_the_reference, examples=5)
@for_all(dout=cotangents("N D"), slope=numbers(0.01, 0.9))
def leaky_relu_backward_at_zero_lies_between_the_slopes(student, dout, slope):
    """At x = 0, dx is dout times some number between slope and 1."""
    for above in (dout, dout.astype(np.float32)):
        dx = student.leaky_relu_backward(above, np.zeros_like(above), slope)
        assert_between(dx / above, slope, 1.0, what="slope")


@check(points=1, after=leaky_relu_backward_agrees_with_the_reference, examples=1, edges=1e4)
@for_all(x=reals("N D", away_from=1e-6), dout=cotangents("N D"))
def leaky_relu_backward_keeps_float32_and_takes_integers(student, reference, x, dout):
    """leaky_relu_backward of float32 is float32; integers in x do not round it."""
    assert_gradient_keeps_types(
        student.leaky_relu_backward, reference.leaky_relu_backward, dout, x, 0.2
    )


@check(points=1, after=leaky_relu_backward_agrees_with_the_reference, examples=5)
@for_all(x=normals("N>=2 D>=2", scale=3.0), dout=cotangents("N D"))
def leaky_relu_backward_leaves_its_arguments_alone(student, x, dout):
    """leaky_relu_backward modifies neither dout nor x."""
    assert_unchanged(student.leaky_relu_backward, dout, x, 0.2)


# prelu


@check(points=1, public=True)
def prelu_is_right_at_some_points(student):
    """prelu(x, alpha) is x where x > 0, alpha times x elsewhere, whatever the shape of x."""
    y = [-0.75, -0.25, -0.125, 0.5, 1.0, 2.0]
    assert_right_at_points(student.prelu, y, 0.25)


@check(points=2, examples=8, edges=1e4)
@for_all(x=reals("N D", layout="any"), alpha=numbers(0.0, 1.0))
def prelu_agrees_with_the_reference(student, reference, x, alpha):
    """prelu(x, alpha) is right for every x in [-10, 10], and beyond."""
    for some, slope in ((x, alpha), (x, 0.0), (FAR, alpha)):
        assert_close(student.prelu(some, slope), reference.prelu(some, slope))


@check(points=1, after=prelu_agrees_with_the_reference, examples=15)
@for_all(x=reals("N D", away_from=0.1), alpha=numbers(0.0, 1.0))
def prelu_is_linear_in_alpha(student, x, alpha):
    r"""prelu(x, $\alpha$) + prelu(x, $1 - \alpha$) = x + max(0, x)."""
    total = student.prelu(x, alpha) + student.prelu(x, 1 - alpha)
    assert_close(total, x + np.maximum(x, 0), what="total")


@check(points=1, after=prelu_agrees_with_the_reference, examples=1, edges=1e4)
@for_all(x=reals("N D"))
def prelu_keeps_float32_and_takes_integers(student, reference, x):
    """prelu of float32 is float32; prelu of integers is float64."""
    assert_keeps_types(student.prelu, reference.prelu, x, 0.25)


@check(points=1, after=prelu_agrees_with_the_reference, examples=5)
@for_all(x=normals("N>=2 D>=2", scale=3.0))
def prelu_leaves_x_alone(student, x):
    """prelu does not modify x."""
    assert_unchanged(student.prelu, x, 0.25)


def prelu_gradients(net, dout, x, alpha):
    """dx and dalpha, each to be judged for itself."""
    answer = net.prelu_backward(dout, x, alpha)
    require(isinstance(answer, (tuple, list)) and len(answer) == 2, "return dx and dalpha")
    return answer


@check(points=1, public=True, free_shapes=True)
def prelu_backward_is_right_at_some_points(student):
    """The first answer, dx, is dout times the slope of prelu at some points."""
    slopes = [0.25, 0.25, 0.25, 1.0, 1.0, 1.0]
    forward = partial(student.prelu, alpha=0.25)
    assert_right_slopes(
        lambda dout, x: prelu_gradients(student, dout, x, 0.25)[0], forward, slopes
    )


@check(points=1, public=True, free_shapes=True)
def prelu_backward_finds_dalpha_at_some_points(student):
    """The second answer, dalpha, is the gradient with respect to alpha: one number."""
    for shape in ((6,), (2, 3), (3, 1, 2)):
        x, dout = POINTS.reshape(shape), ABOVE.reshape(shape)
        assert_close(prelu_gradients(student, dout, x, 0.25)[1], -4.5, what="dalpha")


@check(points=2, free_shapes=True, edges=1e4)
@for_all(x=normals("N D", scale=3.0), alpha=numbers(0.01, 0.9), dout=cotangents("N D"))
def prelu_backward_agrees_with_the_reference(student, reference, x, alpha, dout):
    """dx is the gradient of the right prelu with respect to x."""
    for a in (alpha, 0.0, 1.0):
        dx, _ = prelu_gradients(student, dout, x, a)
        right, _ = reference.prelu_backward(dout, x, a)
        of = partial(reference.prelu, alpha=a)
        assert_gradient(dx, right, of=of, at={"x": x}, dout=dout)


@check(points=1, free_shapes=True)
@for_all(x=normals("N D", scale=3.0), alpha=numbers(0.01, 0.9), dout=cotangents("N D"))
def prelu_backward_finds_dalpha(student, reference, x, alpha, dout):
    """dalpha is the gradient of the right prelu with respect to alpha."""
    for a in (alpha, 0.0, 1.0):
        _, dalpha = prelu_gradients(student, dout, x, a)
        _, right = reference.prelu_backward(dout, x, a)
        of = partial(reference.prelu, x)
        assert_gradient(dalpha, right, of=of, at={"alpha": a}, dout=dout)


@check(points=1, after=prelu_backward_agrees_with_the_reference, examples=5, free_shapes=True)
@for_all(dout=cotangents("N D"), alpha=numbers(0.01, 0.9))
def prelu_backward_at_zero_lies_between_the_slopes(student, dout, alpha):
    """At x = 0, dx is dout times some number between alpha and 1."""
    for above in (dout, dout.astype(np.float32)):
        dx, _ = prelu_gradients(student, above, np.zeros_like(above), alpha)
        assert_shape(dx, dout.shape, what="dx")
        assert_between(dx / above, alpha, 1.0, what="slope")


@check(
    points=1,
    after=prelu_backward_agrees_with_the_reference,
    examples=5,
    free_shapes=True,
    edges=1e4,
)
@for_all(x=reals("N D", away_from=1e-6), dout=cotangents("N D"))
def prelu_backward_keeps_float32_and_takes_integers(student, reference, x, dout):
    """prelu_backward of float32 is float32; integers in x do not round it."""
    assert_gradient_keeps_types(
        lambda *args: student.prelu_backward(*args)[0],
        lambda *args: reference.prelu_backward(*args)[0],
        dout,
        x,
        0.25,
    )


@check(points=1, after=prelu_backward_agrees_with_the_reference, examples=5, free_shapes=True)
@for_all(x=normals("N>=2 D>=2", scale=3.0), dout=cotangents("N D"))
def prelu_backward_leaves_its_arguments_alone(student, x, dout):
    """prelu_backward modifies neither dout nor x."""
    assert_unchanged(student.prelu_backward, dout, x, 0.25)


# elu


@check(points=1, public=True)
def elu_is_right_at_some_points(student):
    r"""elu(x, alpha) is x where x > 0, $\alpha (e^x - 1)$ elsewhere, whatever the shape of x."""
    y = [-1.900425863, -1.264241118, -0.7869386806, 0.5, 1.0, 2.0]
    assert_right_at_points(student.elu, y, 2.0)


@check(points=2, examples=8, edges=10)
@for_all(x=reals("N D", layout="any"), alpha=numbers(0.0, 3.0))
def elu_agrees_with_the_reference(student, reference, x, alpha):
    """elu(x, alpha) is right for every x in [-10, 10]."""
    assert_close(student.elu(x, alpha), reference.elu(x, alpha))


@check(points=1, after=elu_agrees_with_the_reference, examples=15)
@for_all(x=reals("N>=3", within=1000.0), alpha=numbers(0.0, 3.0))
def elu_never_falls_and_stays_above_minus_alpha(student, x, alpha):
    r"""elu never falls, and stays above $-\alpha$ however negative x is."""
    y = student.elu(np.sort(np.append(x, [-1000.0, 1000.0])), alpha)
    assert_between(y, -alpha, 1000.0)
    require(np.all(np.diff(y) >= 0), "the result falls where x rises, but should not")


@check(points=1, examples=10)
@for_all(x=reals("N D", away_from=0.1), alpha=choices(2.0, 0.5))
def elu_has_an_alpha_that_may_be_left_out(student, reference, x, alpha):
    """elu(x) has alpha = 1, and elu(x, alpha=...) takes alpha by name."""
    assert_close(student.elu(x), reference.elu(x, 1.0), what="elu(x)")
    assert_close(student.elu(x, alpha=alpha), reference.elu(x, alpha))


@check(points=1, after=elu_agrees_with_the_reference, examples=2, edges=1e4)
@for_all(x=reals("N", away_from=10.0, within=10000.0))
def elu_is_right_far_from_zero(student, reference, x):
    r"""elu(x) is finite and right up to $x = \pm 10^4$."""
    assert_right_far_out(student.elu, reference.elu, x, 2.0)


@check(points=1, after=elu_agrees_with_the_reference, examples=1, edges=10)
@for_all(x=reals("N D"))
def elu_keeps_float32_and_takes_integers(student, reference, x):
    """elu of float32 is float32; elu of integers is float64."""
    assert_keeps_types(student.elu, reference.elu, x, 2.0)


@check(points=1, after=elu_agrees_with_the_reference, examples=5)
@for_all(x=normals("N>=2 D>=2", scale=3.0))
def elu_leaves_x_alone(student, x):
    """elu does not modify x."""
    assert_unchanged(student.elu, x, 2.0)


@check(points=1, public=True)
def elu_backward_is_right_at_some_points(student):
    """elu_backward(dout, x, alpha) is dout times the slope of elu at some points."""
    slopes = [0.09957413674, 0.7357588823, 1.213061319, 1.0, 1.0, 1.0]
    assert_right_slopes(student.elu_backward, student.elu, slopes, 2.0)


@check(points=2, examples=8, edges=10)
@for_all(x=normals("N D", scale=3.0), alpha=numbers(0.0, 3.0), dout=cotangents("N D"))
def elu_backward_agrees_with_the_reference(student, reference, x, alpha, dout):
    """elu_backward(dout, x, alpha) is the gradient of the right elu."""
    dx = student.elu_backward(dout, x, alpha)
    right = reference.elu_backward(dout, x, alpha)
    assert_gradient(dx, right, of=lambda x: reference.elu(x, alpha), at={"x": x}, dout=dout)


@check(points=1, examples=10)
@for_all(x=reals("N D", away_from=0.1), alpha=choices(2.0, 0.5), dout=cotangents("N D"))
def elu_backward_repeats_the_default_alpha(student, reference, x, alpha, dout):
    """elu_backward(dout, x) has alpha = 1, and takes another by name."""
    right = reference.elu_backward(dout, x, 1.0)
    assert_close(student.elu_backward(dout, x), right, what="elu_backward(dout, x)")
    right = reference.elu_backward(dout, x, alpha)
    assert_close(student.elu_backward(dout, x, alpha=alpha), right)


@check(points=1, after=elu_backward_agrees_with_the_reference, examples=10)
@for_all(x=reals("N D", away_from=0.001, within=1.0), dout=cotangents("N D"))
def elu_backward_is_smooth_when_alpha_is_1(student, x, dout):
    r"""With $\alpha = 1$ elu has no corner: just left and right of 0 its slope is 1."""
    near = 1e-9 * x
    dx = student.elu_backward(dout, near, 1.0)
    assert_close(dx, dout, rtol=0, atol=1e-7, what="dx")


@check(points=1, after=elu_backward_agrees_with_the_reference, examples=5)
@for_all(dout=cotangents("N D"), alpha=numbers(0.0, 3.0))
def elu_backward_at_zero_lies_between_the_slopes(student, dout, alpha):
    """At x = 0, dx is dout times some number between alpha and 1."""
    for above in (dout, dout.astype(np.float32)):
        dx = student.elu_backward(above, np.zeros_like(above), alpha)
        assert_between(dx / above, min(alpha, 1.0), max(alpha, 1.0), what="slope")


@check(points=1, after=elu_backward_agrees_with_the_reference, examples=2, edges=1e4)
@for_all(x=reals("N", away_from=10.0, within=10000.0), dout=cotangents("N"))
def elu_backward_is_right_far_from_zero(student, reference, x, dout):
    r"""elu_backward(dout, x) is finite and right up to $x = \pm 10^4$."""
    assert_gradient_right_far_out(student.elu_backward, reference.elu_backward, dout, x, 2.0)


@check(points=1, after=elu_backward_agrees_with_the_reference, examples=1, edges=10)
@for_all(x=reals("N D", away_from=1e-6), dout=cotangents("N D"))
def elu_backward_keeps_float32_and_takes_integers(student, reference, x, dout):
    """elu_backward of float32 is float32; integers in x do not round it."""
    assert_gradient_keeps_types(student.elu_backward, reference.elu_backward, dout, x, 2.0)


@check(points=1, after=elu_backward_agrees_with_the_reference, examples=5)
@for_all(x=normals("N>=2 D>=2", scale=3.0), dout=cotangents("N D"))
def elu_backward_leaves_its_arguments_alone(student, x, dout):
    """elu_backward modifies neither dout nor x."""
    assert_unchanged(student.elu_backward, dout, x, 2.0)


# selu


@check(points=1, public=True)
def selu_is_right_at_some_points(student):
    r"""selu(x) is $\lambda$ times elu(x) with SELU's own $\alpha$, whatever the shape of x."""
    y = [-1.670568729, -1.111330738, -0.6917581878, 0.5253504937, 1.050700987, 2.101401975]
    assert_right_at_points(student.selu, y)


@check(points=2, examples=8, edges=10)
@for_all(x=reals("N D", layout="any"))
def selu_agrees_with_the_reference(student, reference, x):
    """selu(x) is right for every x in [-10, 10]."""
    assert_close(student.selu(x), reference.selu(x))


@check(points=1, after=selu_agrees_with_the_reference)
def selu_keeps_a_standard_normal_standard(student):
    """If x is normal with mean 0 and variance 1, selu(x) has mean 0 and variance 1 again."""
    x = np.linspace(-12.0, 12.0, 6001)
    weights = np.exp(-(x**2) / 2)
    weights /= weights.sum()
    y = student.selu(x)
    mean = np.sum(weights * y)
    assert_close(mean, 0.0, rtol=0, atol=1e-4, what="the mean")
    assert_close(np.sum(weights * (y - mean) ** 2), 1.0, rtol=0, atol=1e-4, what="the variance")


@check(points=1, after=selu_agrees_with_the_reference, examples=2, edges=1e4)
@for_all(x=reals("N", away_from=10.0, within=10000.0))
def selu_is_right_far_from_zero(student, reference, x):
    r"""selu(x) is finite and right up to $x = \pm 10^4$."""
    assert_right_far_out(student.selu, reference.selu, x)


@check(points=1, after=selu_agrees_with_the_reference, examples=1, edges=10)
@for_all(x=reals("N D"))
def selu_keeps_float32_and_takes_integers(student, reference, x):
    """selu of float32 is float32; selu of integers is float64."""
    assert_keeps_types(student.selu, reference.selu, x)


@check(points=1, after=selu_agrees_with_the_reference, examples=5)
@for_all(x=normals("N>=2 D>=2", scale=3.0))
def selu_leaves_x_alone(student, x):
    """selu does not modify x."""
    assert_unchanged(student.selu, x)


@check(points=1, public=True)
def selu_backward_is_right_at_some_points(student):
    """selu_backward(dout, x) is dout times the slope of selu at some points."""
    slopes = [0.08753061208, 0.646768603, 1.066341153, 1.050700987, 1.050700987, 1.050700987]
    assert_right_slopes(student.selu_backward, student.selu, slopes)


@check(points=2, examples=8, edges=10)
@for_all(x=normals("N D", scale=3.0), dout=cotangents("N D"))
def selu_backward_agrees_with_the_reference(student, reference, x, dout):
    """selu_backward(dout, x) is the gradient of the right selu."""
    dx = student.selu_backward(dout, x)
    right = reference.selu_backward(dout, x)
    assert_gradient(dx, right, of=reference.selu, at={"x": x}, dout=dout)


@check(points=1, after=selu_backward_agrees_with_the_reference, examples=5)
@for_all(dout=cotangents("N D"))
def selu_backward_at_zero_lies_between_the_slopes(student, dout):
    r"""At x = 0, dx is dout times some number between $\lambda$ and $\lambda\alpha$."""
    for above in (dout, dout.astype(np.float32)):
        dx = student.selu_backward(above, np.zeros_like(above))
        assert_between(dx / above, 1.0507, 1.7581, what="slope")


@check(points=1, after=selu_backward_agrees_with_the_reference, examples=2, edges=1e4)
@for_all(x=reals("N", away_from=10.0, within=10000.0), dout=cotangents("N"))
def selu_backward_is_right_far_from_zero(student, reference, x, dout):
    r"""selu_backward(dout, x) is finite and right up to $x = \pm 10^4$."""
    assert_gradient_right_far_out(student.selu_backward, reference.selu_backward, dout, x)


@check(points=1, after=selu_backward_agrees_with_the_reference, examples=1, edges=10)
@for_all(x=reals("N D", away_from=1e-6), dout=cotangents("N D"))
def selu_backward_keeps_float32_and_takes_integers(student, reference, x, dout):
    """selu_backward of float32 is float32; integers in x do not round it."""
    assert_gradient_keeps_types(student.selu_backward, reference.selu_backward, dout, x)


@check(points=1, after=selu_backward_agrees_with_the_reference, examples=5)
@for_all(x=normals("N>=2 D>=2", scale=3.0), dout=cotangents("N D"))
def selu_backward_leaves_its_arguments_alone(student, x, dout):
    """selu_backward modifies neither dout nor x."""
    assert_unchanged(student.selu_backward, dout, x)


# softplus


@check(points=1, public=True)
def softplus_is_right_at_some_points(student):
    r"""softplus(x) is $\ln(1 + e^x)$, whatever the shape of x."""
    y = [0.04858735157, 0.3132616875, 0.4740769842, 0.9740769842, 1.313261688, 2.126928011]
    assert_right_at_points(student.softplus, y)


@check(points=2, examples=8, edges=10)
@for_all(x=reals("N D", layout="any"))
def softplus_agrees_with_the_reference(student, reference, x):
    """softplus(x) is right for every x in [-10, 10]."""
    assert_close(student.softplus(x), reference.softplus(x))


@check(points=1, after=softplus_agrees_with_the_reference, examples=15)
@for_all(x=reals("N D"))
def softplus_differs_by_x_from_its_mirror_image(student, x):
    """softplus(x) - softplus(-x) = x."""
    assert_close(student.softplus(x) - student.softplus(-x), x)


@check(points=1, after=softplus_agrees_with_the_reference, examples=15)
@for_all(x=reals("N>=3", within=1000.0))
def softplus_never_falls(student, x):
    """softplus never falls, and stays above max(0, x)."""
    x = np.sort(x)
    y = student.softplus(x)
    require(np.all(np.diff(y) >= 0), "the result falls where x rises, but should not")
    require(np.all(y >= np.maximum(x, 0)), "the result is below max(0, x)")


@check(points=1, after=softplus_agrees_with_the_reference, examples=15)
@for_all(size=reals("N", away_from=20.0, within=300.0))
def softplus_keeps_its_digits_far_to_the_left(student, size):
    r"""softplus(-40) is $4.248 \cdot 10^{-18}$ and not 0: the tail is right to 8 digits."""
    x = -np.abs(np.append(size, 40.0))
    tail = np.exp(x) - np.exp(2 * x) / 2
    assert_close(student.softplus(x), tail, rtol=1e-8, atol=0)


@check(points=1, examples=2, edges=1e4)
@for_all(x=reals("N", away_from=10.0, within=10000.0))
def softplus_is_right_far_from_zero(student, reference, x):
    r"""softplus(x) is finite and right up to $x = \pm 10^4$."""
    assert_right_far_out(student.softplus, reference.softplus, x)


@check(points=1, after=softplus_agrees_with_the_reference, examples=1, edges=10)
@for_all(x=reals("N D"))
def softplus_keeps_float32_and_takes_integers(student, reference, x):
    """softplus of float32 is float32; softplus of integers is float64."""
    assert_keeps_types(student.softplus, reference.softplus, x)


@check(points=1, after=softplus_agrees_with_the_reference, examples=5)
@for_all(x=normals("N>=2 D>=2", scale=3.0))
def softplus_leaves_x_alone(student, x):
    """softplus does not modify x."""
    assert_unchanged(student.softplus, x)


@check(points=1, public=True)
def softplus_backward_is_right_at_some_points(student):
    """softplus_backward(dout, x) is dout times the slope of softplus at some points."""
    slopes = [0.04742587318, 0.2689414214, 0.3775406688, 0.6224593312, 0.7310585786, 0.880797078]
    assert_right_slopes(student.softplus_backward, student.softplus, slopes)


@check(points=2, examples=8, edges=10)
@for_all(x=normals("N D", scale=3.0), dout=cotangents("N D"))
def softplus_backward_agrees_with_the_reference(student, reference, x, dout):
    """softplus_backward(dout, x) is the gradient of the right softplus, at 0 too."""
    dx = student.softplus_backward(dout, x)
    right = reference.softplus_backward(dout, x)
    assert_gradient(dx, right, of=reference.softplus, at={"x": x}, dout=dout)
    assert_gradient_right_at_zero(student.softplus_backward, reference.softplus_backward)


@check(points=1, examples=15)
@for_all(x=reals("N D"), dout=cotangents("N D"))
def softplus_backward_is_dout_times_sigmoid(student, reference, x, dout):
    """softplus_backward(dout, x) = dout * sigmoid(x)."""
    assert_close(student.softplus_backward(dout, x), dout * reference.sigmoid(x))


@check(points=1, after=softplus_backward_agrees_with_the_reference, examples=2, edges=1e4)
@for_all(x=reals("N", away_from=10.0, within=10000.0), dout=cotangents("N"))
def softplus_backward_is_right_far_from_zero(student, reference, x, dout):
    r"""softplus_backward(dout, x) is finite and right up to $x = \pm 10^4$."""
    assert_gradient_right_far_out(student.softplus_backward, reference.softplus_backward, dout, x)


@check(points=1, after=softplus_backward_agrees_with_the_reference, examples=1, edges=10)
@for_all(x=reals("N D"), dout=cotangents("N D"))
def softplus_backward_keeps_float32_and_takes_integers(student, reference, x, dout):
    """softplus_backward of float32 is float32; integers in x do not round it."""
    assert_gradient_keeps_types(student.softplus_backward, reference.softplus_backward, dout, x)


@check(points=1, after=softplus_backward_agrees_with_the_reference, examples=5)
@for_all(x=normals("N>=2 D>=2", scale=3.0), dout=cotangents("N D"))
def softplus_backward_leaves_its_arguments_alone(student, x, dout):
    """softplus_backward modifies neither dout nor x."""
    assert_unchanged(student.softplus_backward, dout, x)


# silu


@check(points=1, public=True)
def silu_is_right_at_some_points(student):
    r"""silu(x) is $x\,\sigma(x)$, whatever the shape of x."""
    y = [-0.1422776195, -0.2689414214, -0.1887703344, 0.3112296656, 0.7310585786, 1.761594156]
    assert_right_at_points(student.silu, y)


@check(points=2, examples=8, edges=10)
@for_all(x=reals("N D", layout="any"))
def silu_agrees_with_the_reference(student, reference, x):
    """silu(x) is right for every x in [-10, 10]."""
    assert_close(student.silu(x), reference.silu(x))


@check(points=1, after=silu_agrees_with_the_reference, examples=15)
@for_all(x=reals("N D"))
def silu_differs_by_x_from_its_mirror_image(student, x):
    """silu(x) - silu(-x) = x."""
    assert_close(student.silu(x) - student.silu(-x), x)


@check(points=1, examples=15)
@for_all(x=reals("N D", away_from=0.1))
def silu_is_x_times_sigmoid(student, reference, x):
    """silu(x) = x * sigmoid(x)."""
    assert_close(student.silu(x), x * reference.sigmoid(x))


@check(points=1, after=silu_agrees_with_the_reference, examples=2, edges=1e4)
@for_all(x=reals("N", away_from=10.0, within=10000.0))
def silu_is_right_far_from_zero(student, reference, x):
    r"""silu(x) is finite and right up to $x = \pm 10^4$."""
    assert_right_far_out(student.silu, reference.silu, x)


@check(points=1, after=silu_agrees_with_the_reference, examples=1, edges=10)
@for_all(x=reals("N D"))
def silu_keeps_float32_and_takes_integers(student, reference, x):
    """silu of float32 is float32; silu of integers is float64."""
    assert_keeps_types(student.silu, reference.silu, x)


@check(points=1, after=silu_agrees_with_the_reference, examples=5)
@for_all(x=normals("N>=2 D>=2", scale=3.0))
def silu_leaves_x_alone(student, x):
    """silu does not modify x."""
    assert_unchanged(student.silu, x)


@check(points=1, public=True)
def silu_backward_is_right_at_some_points(student):
    """silu_backward(dout, x) is dout times the slope of silu at some points."""
    slopes = [-0.08810410602, 0.07232948813, 0.2600388127, 0.7399611873, 0.9276705119, 1.090784249]
    assert_right_slopes(student.silu_backward, student.silu, slopes)


@check(points=2, examples=8, edges=10)
@for_all(x=normals("N D", scale=3.0), dout=cotangents("N D"))
def silu_backward_agrees_with_the_reference(student, reference, x, dout):
    """silu_backward(dout, x) is the gradient of the right silu, at 0 too."""
    dx = student.silu_backward(dout, x)
    right = reference.silu_backward(dout, x)
    assert_gradient(dx, right, of=reference.silu, at={"x": x}, dout=dout)
    assert_gradient_right_at_zero(student.silu_backward, reference.silu_backward)


@check(points=1, after=silu_backward_agrees_with_the_reference, examples=2, edges=1e4)
@for_all(x=reals("N", away_from=10.0, within=10000.0), dout=cotangents("N"))
def silu_backward_is_right_far_from_zero(student, reference, x, dout):
    r"""silu_backward(dout, x) is finite and right up to $x = \pm 10^4$."""
    assert_gradient_right_far_out(student.silu_backward, reference.silu_backward, dout, x)


@check(points=1, after=silu_backward_agrees_with_the_reference, examples=1, edges=10)
@for_all(x=reals("N D"), dout=cotangents("N D"))
def silu_backward_keeps_float32_and_takes_integers(student, reference, x, dout):
    """silu_backward of float32 is float32; integers in x do not round it."""
    assert_gradient_keeps_types(student.silu_backward, reference.silu_backward, dout, x)


@check(points=1, after=silu_backward_agrees_with_the_reference, examples=5)
@for_all(x=normals("N>=2 D>=2", scale=3.0), dout=cotangents("N D"))
def silu_backward_leaves_its_arguments_alone(student, x, dout):
    """silu_backward modifies neither dout nor x."""
    assert_unchanged(student.silu_backward, dout, x)


# gelu


@check(points=1, public=True)
def gelu_is_right_at_some_points(student):
    r"""gelu(x) is $x\,\Phi(x)$, with $\Phi$ exact (erf), whatever the shape of x."""
    y = [-0.004049694095, -0.1586552539, -0.1542687694, 0.3457312306, 0.8413447461, 1.954499736]
    assert_right_at_points(student.gelu, y)


@check(points=2, examples=8, edges=1e4)
@for_all(x=reals("N D", layout="any"))
def gelu_agrees_with_the_reference(student, reference, x):
    """gelu(x) is right for every x in [-10, 10], and beyond."""
    for some in (x, FAR):
        assert_close(student.gelu(some), reference.gelu(some))


@check(points=1, after=gelu_agrees_with_the_reference, examples=15)
@for_all(x=reals("N D"))
def gelu_differs_by_x_from_its_mirror_image(student, x):
    """gelu(x) - gelu(-x) = x."""
    assert_close(student.gelu(x) - student.gelu(-x), x)


@check(points=1, after=gelu_agrees_with_the_reference, examples=1, edges=1e4)
@for_all(x=reals("N D"))
def gelu_keeps_float32_and_takes_integers(student, reference, x):
    """gelu of float32 is float32; gelu of integers is float64."""
    assert_keeps_types(student.gelu, reference.gelu, x)


@check(points=1, after=gelu_agrees_with_the_reference, examples=5)
@for_all(x=normals("N>=2 D>=2", scale=3.0))
def gelu_leaves_x_alone(student, x):
    """gelu does not modify x."""
    assert_unchanged(student.gelu, x)


@check(points=1, public=True)
def gelu_backward_is_right_at_some_points(student):
    """gelu_backward(dout, x) is dout times the slope of gelu at some points."""
    slopes = [-0.0119456472, -0.08331547059, 0.1325048753, 0.8674951247, 1.083315471, 1.085231801]
    assert_right_slopes(student.gelu_backward, student.gelu, slopes)


@check(points=2, examples=8, edges=1e4)
@for_all(x=normals("N D", scale=3.0), dout=cotangents("N D"))
def gelu_backward_agrees_with_the_reference(student, reference, x, dout):
    """gelu_backward(dout, x) is the gradient of the right gelu, at 0 too."""
    dx = student.gelu_backward(dout, x)
    right = reference.gelu_backward(dout, x)
    assert_gradient(dx, right, of=reference.gelu, at={"x": x}, dout=dout)
    some = np.append(FAR, 0.0)
    above = np.arange(1.0, len(some) + 1)
    right = reference.gelu_backward(above, some)
    assert_close(student.gelu_backward(above, some), right)
    assert_gradient_right_at_zero(student.gelu_backward, reference.gelu_backward)


@check(points=1, after=gelu_backward_agrees_with_the_reference, examples=1, edges=1e4)
@for_all(x=reals("N D"), dout=cotangents("N D"))
def gelu_backward_keeps_float32_and_takes_integers(student, reference, x, dout):
    """gelu_backward of float32 is float32; integers in x do not round it."""
    assert_gradient_keeps_types(student.gelu_backward, reference.gelu_backward, dout, x)


@check(points=1, after=gelu_backward_agrees_with_the_reference, examples=5)
@for_all(x=normals("N>=2 D>=2", scale=3.0), dout=cotangents("N D"))
def gelu_backward_leaves_its_arguments_alone(student, x, dout):
    """gelu_backward modifies neither dout nor x."""
    assert_unchanged(student.gelu_backward, dout, x)


# softsign


@check(points=1, public=True)
def softsign_is_right_at_some_points(student):
    """softsign(x) is $x / (1 + |x|)$, whatever the shape of x."""
    y = [-0.75, -0.5, -0.3333333333, 0.3333333333, 0.5, 0.6666666667]
    assert_right_at_points(student.softsign, y)


@check(points=2, examples=8, edges=1e4)
@for_all(x=reals("N D", layout="any"))
def softsign_agrees_with_the_reference(student, reference, x):
    """softsign(x) is right for every x in [-10, 10], and beyond."""
    for some in (x, FAR):
        assert_close(student.softsign(some), reference.softsign(some))


@check(points=1, examples=15)
@for_all(y=reals("N D", away_from=0.01, within=0.99))
def softsign_undoes_its_inverse(student, y):
    """softsign(y / (1 - |y|)) = y for every |y| < 1."""
    assert_close(student.softsign(y / (1 - np.abs(y))), y)


@check(points=1, after=softsign_agrees_with_the_reference, examples=15)
@for_all(x=reals("N>=3"))
def softsign_is_odd_and_rises_from_minus_1_to_1(student, x):
    """softsign(-x) = -softsign(x); softsign rises, and stays between -1 and 1."""
    x = np.sort(x)
    y = student.softsign(x)
    assert_between(y, -1.0, 1.0)
    assert_close(student.softsign(-x), -y)
    assert_rises(y, x)


@check(points=1, after=softsign_agrees_with_the_reference, examples=1, edges=1e4)
@for_all(x=reals("N D"))
def softsign_keeps_float32_and_takes_integers(student, reference, x):
    """softsign of float32 is float32; softsign of integers is float64."""
    assert_keeps_types(student.softsign, reference.softsign, x)


@check(points=1, after=softsign_agrees_with_the_reference, examples=5)
@for_all(x=normals("N>=2 D>=2", scale=3.0))
def softsign_leaves_x_alone(student, x):
    """softsign does not modify x."""
    assert_unchanged(student.softsign, x)


@check(points=1, public=True)
def softsign_backward_is_right_at_some_points(student):
    """softsign_backward(dout, x) is dout times the slope of softsign at some points."""
    slopes = [0.0625, 0.25, 0.4444444444, 0.4444444444, 0.25, 0.1111111111]
    assert_right_slopes(student.softsign_backward, student.softsign, slopes)


@check(points=2, examples=8, edges=1e4)
@for_all(x=normals("N D", scale=3.0), dout=cotangents("N D"))
def softsign_backward_agrees_with_the_reference(student, reference, x, dout):
    """softsign_backward(dout, x) is the gradient of the right softsign, at 0 too."""
    dx = student.softsign_backward(dout, x)
    right = reference.softsign_backward(dout, x)
    assert_gradient(dx, right, of=reference.softsign, at={"x": x}, dout=dout)
    some = np.append(FAR, 0.0)
    above = np.arange(1.0, len(some) + 1)
    right = reference.softsign_backward(above, some)
    assert_close(student.softsign_backward(above, some), right)
    assert_gradient_right_at_zero(student.softsign_backward, reference.softsign_backward)


@check(points=1, after=softsign_backward_agrees_with_the_reference, examples=1, edges=1e4)
@for_all(x=reals("N D"), dout=cotangents("N D"))
def softsign_backward_keeps_float32_and_takes_integers(student, reference, x, dout):
    """softsign_backward of float32 is float32; integers in x do not round it."""
    assert_gradient_keeps_types(student.softsign_backward, reference.softsign_backward, dout, x)


@check(points=1, after=softsign_backward_agrees_with_the_reference, examples=5)
@for_all(x=normals("N>=2 D>=2", scale=3.0), dout=cotangents("N D"))
def softsign_backward_leaves_its_arguments_alone(student, x, dout):
    """softsign_backward modifies neither dout nor x."""
    assert_unchanged(student.softsign_backward, dout, x)


# heaviside


@check(points=1, public=True)
def heaviside_is_right_at_some_points(student):
    """heaviside(x) is 0 where x < 0 and 1 where x > 0, whatever the shape of x."""
    y = [0.0, 0.0, 0.0, 1.0, 1.0, 1.0]
    assert_right_at_points(student.heaviside, y)


@check(points=2, examples=8, edges=1e4)
@for_all(x=reals("N D", away_from=1e-7, layout="any"))
def heaviside_agrees_with_the_reference(student, reference, x):
    """heaviside(x) is right for every x but 0."""
    for some in (x, FAR):
        assert_close(student.heaviside(some), reference.heaviside(some))


@check(points=1, after=heaviside_agrees_with_the_reference, examples=15)
@for_all(x=reals("N D", away_from=0.01))
def heaviside_and_its_mirror_image_add_up_to_1(student, x):
    """heaviside(x) + heaviside(-x) = 1 where x is not 0."""
    assert_close(student.heaviside(x) + student.heaviside(-x), np.ones(x.shape))


@check(points=1, after=heaviside_agrees_with_the_reference)
def heaviside_of_0_is_1(student):
    """heaviside(0) = 1, as in the lecture's table."""
    answer = student.heaviside(np.array([-1e-9, 0.0, -0.0, 1e-9]))
    assert_close(answer, np.array([0.0, 1.0, 1.0, 1.0]))
    assert_close(student.heaviside(np.zeros(2)), np.ones(2))


@check(points=1, after=heaviside_agrees_with_the_reference, examples=1, edges=1e4)
@for_all(x=reals("N D"))
def heaviside_keeps_float32_and_takes_integers(student, reference, x):
    """heaviside of float32 is float32; heaviside of integers is float64."""
    assert_keeps_types(student.heaviside, reference.heaviside, x)


@check(points=1, after=heaviside_agrees_with_the_reference, examples=5)
@for_all(x=normals("N>=2 D>=2", scale=3.0))
def heaviside_leaves_x_alone(student, x):
    """heaviside does not modify x."""
    assert_unchanged(student.heaviside, x)


# sign


@check(points=1, public=True)
def sign_is_right_at_some_points(student):
    """sign(x) is -1 where x < 0 and 1 where x > 0, whatever the shape of x."""
    y = [-1.0, -1.0, -1.0, 1.0, 1.0, 1.0]
    assert_right_at_points(student.sign, y)


@check(points=2, examples=8, edges=1e4)
@for_all(x=reals("N D", away_from=1e-7, layout="any"))
def sign_agrees_with_the_reference(student, reference, x):
    """sign(x) is right for every x but 0."""
    for some in (x, np.array([-0.02, 0.01]), FAR):
        assert_close(student.sign(some), reference.sign(some))


@check(points=1, examples=15)
@for_all(x=reals("N D", away_from=0.01))
def sign_times_the_absolute_value_is_x(student, x):
    """sign(x) * |x| = x."""
    assert_close(student.sign(x) * np.abs(x), x)


@check(points=1, after=sign_agrees_with_the_reference)
def sign_of_0_is_0(student):
    """sign(0) = 0."""
    answer = student.sign(np.array([-1e-9, 0.0, -0.0, 1e-9]))
    assert_close(answer, np.array([-1.0, 0.0, 0.0, 1.0]))
    assert_close(student.sign(np.zeros(2)), np.zeros(2))


@check(points=1, after=sign_agrees_with_the_reference, examples=1, edges=1e4)
@for_all(x=reals("N D"))
def sign_keeps_float32_and_takes_integers(student, reference, x):
    """sign of float32 is float32; sign of integers is float64."""
    assert_keeps_types(student.sign, reference.sign, x)


@check(points=1, after=sign_agrees_with_the_reference, examples=5)
@for_all(x=normals("N>=2 D>=2", scale=3.0))
def sign_leaves_x_alone(student, x):
    """sign does not modify x."""
    assert_unchanged(student.sign, x)
