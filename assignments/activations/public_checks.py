"""The public checks of the assignment `activations`.  Generated; not to be edited.

In the notebook, `check("sigmoid")` runs those of one exercise on your answer.  Read them:
they say what your answer must do.  Changing them changes no grade, for your work is graded with
the course's own copy and with hidden checks besides.  Where a public check waits for a hidden one
(`after=`), that is left out here.
"""

import numpy as np
from autograder.checks import assert_close, assert_gradient, check, cotangents, for_all, normals

ASSIGNMENT = "activations"
EXERCISES = (
    "sigmoid",
    "sigmoid_backward",
    "tanh",
    "tanh_backward",
    "relu",
    "relu_backward",
    "leaky_relu",
    "leaky_relu_backward",
    "prelu",
    "prelu_backward",
    "elu",
    "elu_backward",
    "selu",
    "selu_backward",
    "softplus",
    "softplus_backward",
    "silu",
    "silu_backward",
    "gelu",
    "gelu_backward",
    "softsign",
    "softsign_backward",
    "heaviside",
    "sign",
)
POINTS = np.array([-3.0, -1.0, -0.5, 0.5, 1.0, 2.0])


def assert_right_at_points(function, y, *extras):
    """function(x, *extras) is y where x is POINTS, in whatever shape they come."""
    for shape in ((6,), (2, 3), (3, 1, 2)):
        x = POINTS.reshape(shape)
        answer = function(x, *extras)
        hint = f"x is {x.tolist()}"
        assert_close(answer, np.reshape(y, shape), rtol=1e-7, atol=1e-9, hint=hint)


# sigmoid


@check(points=1, public=True)
def sigmoid_is_right_at_some_points(student):
    """sigmoid(x) is $1 / (1 + e^{-x})$, whatever the shape of x."""
    y = [0.04742587318, 0.2689414214, 0.3775406688, 0.6224593312, 0.7310585786, 0.880797078]
    assert_right_at_points(student.sigmoid, y)


@check(points=1, public=True, after=sigmoid_is_right_at_some_points, examples=5)
@for_all(x=normals("N<=3 D<=3", scale=2.0), dout=cotangents("N D"))
def sigmoid_backward_is_the_gradient_of_your_sigmoid(student, x, dout):
    """sigmoid_backward(dout, x) is the gradient of your own sigmoid."""
    dx = student.sigmoid_backward(dout, x)
    assert_gradient(dx, of=student.sigmoid, at={"x": x}, dout=dout)


# tanh


@check(points=1, public=True)
def tanh_is_right_at_some_points(student):
    """tanh(x) is $(e^x - e^{-x}) / (e^x + e^{-x})$, whatever the shape of x."""
    y = [-0.9950547537, -0.761594156, -0.4621171573, 0.4621171573, 0.761594156, 0.9640275801]
    assert_right_at_points(student.tanh, y)


@check(points=1, public=True, after=tanh_is_right_at_some_points, examples=5)
@for_all(x=normals("N<=3 D<=3", scale=2.0), dout=cotangents("N D"))
def tanh_backward_is_the_gradient_of_your_tanh(student, x, dout):
    """tanh_backward(dout, x) is the gradient of your own tanh."""
    dx = student.tanh_backward(dout, x)
    assert_gradient(dx, of=student.tanh, at={"x": x}, dout=dout)


# relu


@check(points=1, public=True)
def relu_is_right_at_some_points(student):
    r"""relu(x) is $\max(0, x)$, whatever the shape of x."""
    y = [0.0, 0.0, 0.0, 0.5, 1.0, 2.0]
    assert_right_at_points(student.relu, y)


@check(points=1, public=True, after=relu_is_right_at_some_points, examples=5)
@for_all(x=normals("N>=2<=3 D>=2<=3", scale=2.0), dout=cotangents("N D"))
def relu_backward_is_the_gradient_of_your_relu(student, x, dout):
    """relu_backward(dout, x) is the gradient of your own relu."""
    for above in (dout, -dout):
        dx = student.relu_backward(above, x)
        assert_gradient(dx, of=student.relu, at={"x": x}, dout=above)


# leaky_relu


@check(points=1, public=True)
def leaky_relu_is_right_at_some_points(student):
    """leaky_relu(x, slope) is x where x > 0, slope times x elsewhere, whatever the shape of x."""
    y = [-0.6, -0.2, -0.1, 0.5, 1.0, 2.0]
    assert_right_at_points(student.leaky_relu, y, 0.2)


@check(points=1, public=True, after=leaky_relu_is_right_at_some_points, examples=5)
@for_all(x=normals("N<=3 D<=3", scale=2.0), dout=cotangents("N D"))
def leaky_relu_backward_is_the_gradient_of_your_leaky_relu(student, x, dout):
    """leaky_relu_backward(dout, x, slope) is the gradient of your own leaky_relu."""
    dx = student.leaky_relu_backward(dout, x, 0.2)
    assert_gradient(dx, of=lambda x: student.leaky_relu(x, 0.2), at={"x": x}, dout=dout)


# prelu


@check(points=1, public=True)
def prelu_is_right_at_some_points(student):
    """prelu(x, alpha) is x where x > 0, alpha times x elsewhere, whatever the shape of x."""
    y = [-0.75, -0.25, -0.125, 0.5, 1.0, 2.0]
    assert_right_at_points(student.prelu, y, 0.25)


@check(points=1, public=True, after=prelu_is_right_at_some_points, examples=5)
@for_all(x=normals("N<=3 D<=3", scale=2.0), dout=cotangents("N D"))
def prelu_backward_is_the_gradient_of_your_prelu(student, x, dout):
    """prelu_backward(dout, x, alpha) is (dx, dalpha), the gradients of your own prelu."""
    gradients = student.prelu_backward(dout, x, 0.25)
    assert_gradient(gradients, of=student.prelu, at={"x": x, "alpha": 0.25}, dout=dout)


# elu


@check(points=1, public=True)
def elu_is_right_at_some_points(student):
    r"""elu(x, alpha) is x where x > 0, $\alpha (e^x - 1)$ elsewhere, whatever the shape of x."""
    y = [-1.900425863, -1.264241118, -0.7869386806, 0.5, 1.0, 2.0]
    assert_right_at_points(student.elu, y, 2.0)


@check(points=1, public=True, after=elu_is_right_at_some_points, examples=5)
@for_all(x=normals("N<=3 D<=3", scale=2.0), dout=cotangents("N D"))
def elu_backward_is_the_gradient_of_your_elu(student, x, dout):
    """elu_backward(dout, x, alpha) is the gradient of your own elu."""
    dx = student.elu_backward(dout, x, 2.0)
    assert_gradient(dx, of=lambda x: student.elu(x, 2.0), at={"x": x}, dout=dout)


# selu


@check(points=1, public=True)
def selu_is_right_at_some_points(student):
    r"""selu(x) is $\lambda$ times elu(x) with SELU's own $\alpha$, whatever the shape of x."""
    y = [-1.670568729, -1.111330738, -0.6917581878, 0.5253504937, 1.050700987, 2.101401975]
    assert_right_at_points(student.selu, y)


@check(points=1, public=True, after=selu_is_right_at_some_points, examples=5)
@for_all(x=normals("N<=3 D<=3", scale=2.0), dout=cotangents("N D"))
def selu_backward_is_the_gradient_of_your_selu(student, x, dout):
    """selu_backward(dout, x) is the gradient of your own selu."""
    dx = student.selu_backward(dout, x)
    assert_gradient(dx, of=student.selu, at={"x": x}, dout=dout)


# softplus


@check(points=1, public=True)
def softplus_is_right_at_some_points(student):
    r"""softplus(x) is $\ln(1 + e^x)$, whatever the shape of x."""
    y = [0.04858735157, 0.3132616875, 0.4740769842, 0.9740769842, 1.313261688, 2.126928011]
    assert_right_at_points(student.softplus, y)


@check(points=1, public=True, after=softplus_is_right_at_some_points, examples=5)
@for_all(x=normals("N<=3 D<=3", scale=2.0), dout=cotangents("N D"))
def softplus_backward_is_the_gradient_of_your_softplus(student, x, dout):
    """softplus_backward(dout, x) is the gradient of your own softplus."""
    dx = student.softplus_backward(dout, x)
    assert_gradient(dx, of=student.softplus, at={"x": x}, dout=dout)


# silu


@check(points=1, public=True)
def silu_is_right_at_some_points(student):
    r"""silu(x) is $x\,\sigma(x)$, whatever the shape of x."""
    y = [-0.1422776195, -0.2689414214, -0.1887703344, 0.3112296656, 0.7310585786, 1.761594156]
    assert_right_at_points(student.silu, y)


@check(points=1, public=True, after=silu_is_right_at_some_points, examples=5)
@for_all(x=normals("N<=3 D<=3", scale=2.0), dout=cotangents("N D"))
def silu_backward_is_the_gradient_of_your_silu(student, x, dout):
    """silu_backward(dout, x) is the gradient of your own silu."""
    dx = student.silu_backward(dout, x)
    assert_gradient(dx, of=student.silu, at={"x": x}, dout=dout)


# gelu


@check(points=1, public=True)
def gelu_is_right_at_some_points(student):
    r"""gelu(x) is $x\,\Phi(x)$, with $\Phi$ exact (erf), whatever the shape of x."""
    y = [-0.004049694095, -0.1586552539, -0.1542687694, 0.3457312306, 0.8413447461, 1.954499736]
    assert_right_at_points(student.gelu, y)


@check(points=1, public=True, after=gelu_is_right_at_some_points, examples=5)
@for_all(x=normals("N<=3 D<=3", scale=2.0), dout=cotangents("N D"))
def gelu_backward_is_the_gradient_of_your_gelu(student, x, dout):
    """gelu_backward(dout, x) is the gradient of your own gelu."""
    dx = student.gelu_backward(dout, x)
    assert_gradient(dx, of=student.gelu, at={"x": x}, dout=dout)


# softsign


@check(points=1, public=True)
def softsign_is_right_at_some_points(student):
    """softsign(x) is $x / (1 + |x|)$, whatever the shape of x."""
    y = [-0.75, -0.5, -0.3333333333, 0.3333333333, 0.5, 0.6666666667]
    assert_right_at_points(student.softsign, y)


@check(points=1, public=True, after=softsign_is_right_at_some_points, examples=5)
@for_all(x=normals("N<=3 D<=3", scale=2.0), dout=cotangents("N D"))
def softsign_backward_is_the_gradient_of_your_softsign(student, x, dout):
    """softsign_backward(dout, x) is the gradient of your own softsign."""
    dx = student.softsign_backward(dout, x)
    assert_gradient(dx, of=student.softsign, at={"x": x}, dout=dout)


# heaviside


@check(points=1, public=True)
def heaviside_is_right_at_some_points(student):
    """heaviside(x) is 0 where x < 0 and 1 where x > 0, whatever the shape of x."""
    y = [0.0, 0.0, 0.0, 1.0, 1.0, 1.0]
    assert_right_at_points(student.heaviside, y)


# sign


@check(points=1, public=True)
def sign_is_right_at_some_points(student):
    """sign(x) is -1 where x < 0 and 1 where x > 0, whatever the shape of x."""
    y = [-1.0, -1.0, -1.0, 1.0, 1.0, 1.0]
    assert_right_at_points(student.sign, y)


# What the notebook gives, as it was released.
GIVEN = r'''import math

import numpy as np

SELU_LAMBDA = 1.0507009873554805
SELU_ALPHA = 1.6732632423543772


def erf(x):
    """The error function, elementwise: numpy has none.  (...) -> (...)"""
    x = np.asarray(x)
    return np.vectorize(math.erf, otypes=[np.result_type(x, np.float32)])(x)'''


RELEASE = "92507bbbaad1"  # the notebook has the same
