"""The public checks of the assignment `activations`.  Generated; not to be edited.

In the notebook, `check("sigmoid")` runs those of one exercise on your answer.  Read them:
they say what your answer must do.  Changing them changes no grade, for your work is graded with
the course's own copy and with hidden checks besides.  Where a public check waits for a hidden one
(`after=`), that is left out here.
"""

from functools import partial
import numpy as np
from autograder.checks import assert_close, assert_gradient, check, require

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
ABOVE = np.array([1.0, 2.0, -1.0, 3.0, -1.0, 2.0])


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


# sigmoid


@check(points=1, public=True)
def sigmoid_is_right_at_some_points(student):
    """sigmoid(x) is $1 / (1 + e^{-x})$, whatever the shape of x."""
    y = [0.04742587318, 0.2689414214, 0.3775406688, 0.6224593312, 0.7310585786, 0.880797078]
    assert_right_at_points(student.sigmoid, y)


@check(points=1, public=True)
def sigmoid_backward_is_right_at_some_points(student):
    """sigmoid_backward(dout, x) is dout times the slope of sigmoid at some points."""
    slopes = [0.04517665973, 0.1966119332, 0.2350037122, 0.2350037122, 0.1966119332, 0.1049935854]
    assert_right_slopes(student.sigmoid_backward, student.sigmoid, slopes)


# tanh


@check(points=1, public=True)
def tanh_is_right_at_some_points(student):
    """tanh(x) is $(e^x - e^{-x}) / (e^x + e^{-x})$, whatever the shape of x."""
    y = [-0.9950547537, -0.761594156, -0.4621171573, 0.4621171573, 0.761594156, 0.9640275801]
    assert_right_at_points(student.tanh, y)


@check(points=1, public=True)
def tanh_backward_is_right_at_some_points(student):
    """tanh_backward(dout, x) is dout times the slope of tanh at some points."""
    slopes = [0.009866037165, 0.4199743416, 0.786447733, 0.786447733, 0.4199743416, 0.07065082485]
    assert_right_slopes(student.tanh_backward, student.tanh, slopes)


# relu


@check(points=1, public=True)
def relu_is_right_at_some_points(student):
    r"""relu(x) is $\max(0, x)$, whatever the shape of x."""
    y = [0.0, 0.0, 0.0, 0.5, 1.0, 2.0]
    assert_right_at_points(student.relu, y)


@check(points=1, public=True)
def relu_backward_is_right_at_some_points(student):
    """relu_backward(dout, x) is dout times the slope of relu at some points."""
    slopes = [0.0, 0.0, 0.0, 1.0, 1.0, 1.0]
    assert_right_slopes(student.relu_backward, student.relu, slopes)


# leaky_relu


@check(points=1, public=True)
def leaky_relu_is_right_at_some_points(student):
    """leaky_relu(x, slope) is x where x > 0, slope times x elsewhere, whatever the shape of x."""
    y = [-0.6, -0.2, -0.1, 0.5, 1.0, 2.0]
    assert_right_at_points(student.leaky_relu, y, 0.2)


@check(points=1, public=True)
def leaky_relu_backward_is_right_at_some_points(student):
    """leaky_relu_backward(dout, x, slope) is dout times the slope of leaky_relu at some points."""
    slopes = [0.2, 0.2, 0.2, 1.0, 1.0, 1.0]
    assert_right_slopes(student.leaky_relu_backward, student.leaky_relu, slopes, 0.2)


# prelu


@check(points=1, public=True)
def prelu_is_right_at_some_points(student):
    """prelu(x, alpha) is x where x > 0, alpha times x elsewhere, whatever the shape of x."""
    y = [-0.75, -0.25, -0.125, 0.5, 1.0, 2.0]
    assert_right_at_points(student.prelu, y, 0.25)


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


# elu


@check(points=1, public=True)
def elu_is_right_at_some_points(student):
    r"""elu(x, alpha) is x where x > 0, $\alpha (e^x - 1)$ elsewhere, whatever the shape of x."""
    y = [-1.900425863, -1.264241118, -0.7869386806, 0.5, 1.0, 2.0]
    assert_right_at_points(student.elu, y, 2.0)


@check(points=1, public=True)
def elu_backward_is_right_at_some_points(student):
    """elu_backward(dout, x, alpha) is dout times the slope of elu at some points."""
    slopes = [0.09957413674, 0.7357588823, 1.213061319, 1.0, 1.0, 1.0]
    assert_right_slopes(student.elu_backward, student.elu, slopes, 2.0)


# selu


@check(points=1, public=True)
def selu_is_right_at_some_points(student):
    r"""selu(x) is $\lambda$ times elu(x) with SELU's own $\alpha$, whatever the shape of x."""
    y = [-1.670568729, -1.111330738, -0.6917581878, 0.5253504937, 1.050700987, 2.101401975]
    assert_right_at_points(student.selu, y)


@check(points=1, public=True)
def selu_backward_is_right_at_some_points(student):
    """selu_backward(dout, x) is dout times the slope of selu at some points."""
    slopes = [0.08753061208, 0.646768603, 1.066341153, 1.050700987, 1.050700987, 1.050700987]
    assert_right_slopes(student.selu_backward, student.selu, slopes)


# softplus


@check(points=1, public=True)
def softplus_is_right_at_some_points(student):
    r"""softplus(x) is $\ln(1 + e^x)$, whatever the shape of x."""
    y = [0.04858735157, 0.3132616875, 0.4740769842, 0.9740769842, 1.313261688, 2.126928011]
    assert_right_at_points(student.softplus, y)


@check(points=1, public=True)
def softplus_backward_is_right_at_some_points(student):
    """softplus_backward(dout, x) is dout times the slope of softplus at some points."""
    slopes = [0.04742587318, 0.2689414214, 0.3775406688, 0.6224593312, 0.7310585786, 0.880797078]
    assert_right_slopes(student.softplus_backward, student.softplus, slopes)


# silu


@check(points=1, public=True)
def silu_is_right_at_some_points(student):
    r"""silu(x) is $x\,\sigma(x)$, whatever the shape of x."""
    y = [-0.1422776195, -0.2689414214, -0.1887703344, 0.3112296656, 0.7310585786, 1.761594156]
    assert_right_at_points(student.silu, y)


@check(points=1, public=True)
def silu_backward_is_right_at_some_points(student):
    """silu_backward(dout, x) is dout times the slope of silu at some points."""
    slopes = [-0.08810410602, 0.07232948813, 0.2600388127, 0.7399611873, 0.9276705119, 1.090784249]
    assert_right_slopes(student.silu_backward, student.silu, slopes)


# gelu


@check(points=1, public=True)
def gelu_is_right_at_some_points(student):
    r"""gelu(x) is $x\,\Phi(x)$, with $\Phi$ exact (erf), whatever the shape of x."""
    y = [-0.004049694095, -0.1586552539, -0.1542687694, 0.3457312306, 0.8413447461, 1.954499736]
    assert_right_at_points(student.gelu, y)


@check(points=1, public=True)
def gelu_backward_is_right_at_some_points(student):
    """gelu_backward(dout, x) is dout times the slope of gelu at some points."""
    slopes = [-0.0119456472, -0.08331547059, 0.1325048753, 0.8674951247, 1.083315471, 1.085231801]
    assert_right_slopes(student.gelu_backward, student.gelu, slopes)


# softsign


@check(points=1, public=True)
def softsign_is_right_at_some_points(student):
    """softsign(x) is $x / (1 + |x|)$, whatever the shape of x."""
    y = [-0.75, -0.5, -0.3333333333, 0.3333333333, 0.5, 0.6666666667]
    assert_right_at_points(student.softsign, y)


@check(points=1, public=True)
def softsign_backward_is_right_at_some_points(student):
    """softsign_backward(dout, x) is dout times the slope of softsign at some points."""
    slopes = [0.0625, 0.25, 0.4444444444, 0.4444444444, 0.25, 0.1111111111]
    assert_right_slopes(student.softsign_backward, student.softsign, slopes)


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


RELEASE = "7333d71dbf05"  # the notebook has the same
