"""The public checks of the assignment `losses`.  Generated; not to be edited.

In the notebook, `check("mse")` runs those of one exercise on your answer.  Read them:
they say what your answer must do.  Changing them changes no grade, for your work is graded with
the course's own copy and with hidden checks besides.  Where a public check waits for a hidden one
(`after=`), that is left out here.
"""

import numpy as np
from autograder.checks import assert_close, assert_gradient, check

ASSIGNMENT = "losses"
EXERCISES = (
    "mse",
    "mse_backward",
    "mae",
    "mae_backward",
    "bce_probs",
    "bce_logits",
    "bce_logits_backward",
    "softmax",
    "log_softmax",
    "cross_entropy",
    "entropy_bits",
    "l2_penalty",
)


def assert_right_gradient(backward, loss, wanted, prediction, y):
    """backward(prediction, y) is the wanted gradient, in whatever shape the entries come."""
    for shape in ((6,), (2, 3), (3, 1, 2)):
        at, targets = prediction.reshape(shape), y.reshape(shape)
        assert_gradient(
            backward(at, targets),
            np.reshape(wanted, shape),
            of=lambda at, targets=targets: loss(at, targets),
            at={"the prediction": at},
        )


# mse


@check(points=1, public=True)
def mse_is_right_at_some_points(student):
    """mse(yhat, y) is the mean of the squared errors over all entries."""
    yhat = np.array([1.0, 2.0, 8.0, -1.0, 0.5, 3.0])
    y = np.array([1.0, 4.0, 2.0, 1.0, 0.0, 3.0])
    for shape in ((6,), (2, 3), (3, 1, 2)):
        loss = student.mse(yhat.reshape(shape), y.reshape(shape))
        assert_close(loss, 7.375, what="the loss")


@check(points=1, public=True)
def mse_backward_is_right_at_some_points(student):
    """mse_backward(yhat, y) is the gradient of mse with respect to yhat, at some points."""
    yhat = np.array([1.0, 2.0, 8.0, -1.0, 0.5, 3.0])
    y = np.array([1.0, 4.0, 2.0, 1.0, 0.0, 3.0])
    dyhat = [0.0, -0.6666666667, 2.0, -0.6666666667, 0.1666666667, 0.0]
    assert_right_gradient(student.mse_backward, student.mse, dyhat, yhat, y)


# mae


@check(points=1, public=True)
def mae_is_right_at_some_points(student):
    """mae(yhat, y) is the mean of the absolute errors over all entries."""
    yhat = np.array([1.0, 2.0, 8.0, -1.0, 0.5, 3.0])
    y = np.array([1.0, 4.0, 2.0, 1.0, 0.0, 3.0])
    for shape in ((6,), (2, 3), (3, 1, 2)):
        loss = student.mae(yhat.reshape(shape), y.reshape(shape))
        assert_close(loss, 1.75, what="the loss")


@check(points=1, public=True)
def mae_backward_is_right_at_some_points(student):
    """mae_backward(yhat, y) is the gradient of mae with respect to yhat, at some points."""
    yhat = np.array([1.0, 2.0, 8.0, -1.0, 0.5, 3.0])
    y = np.array([0.0, 4.0, 2.0, 1.0, 0.0, 5.0])
    dyhat = [0.1666666667, -0.1666666667, 0.1666666667, -0.1666666667, 0.1666666667, -0.1666666667]
    assert_right_gradient(student.mae_backward, student.mae, dyhat, yhat, y)


# bce_probs


@check(points=1, public=True)
def bce_probs_is_right_at_some_points(student):
    r"""bce_probs(p, y) is the mean of $-y \ln p - (1 - y) \ln(1 - p)$ over all entries."""
    p = np.array([0.5, 0.9, 0.2, 0.001, 0.75, 0.3])
    y = np.array([1.0, 1.0, 0.0, 0.0, 0.0, 1.0])
    for shape in ((6,), (2, 3), (3, 1, 2)):
        loss = student.bce_probs(p.reshape(shape), y.reshape(shape))
        assert_close(loss, 0.60215315222, rtol=1e-8, atol=0, what="the loss")
    loss = student.bce_probs(np.array([0.5]), np.array([1.0]))
    assert_close(loss, 0.6931471806, rtol=1e-8, atol=0, what="the loss of one coin, ln 2,")


# bce_logits


@check(points=1, public=True)
def bce_logits_is_right_at_some_points(student):
    r"""bce_logits(z, y) is bce_probs($\sigma(z)$, y): the mean over all entries."""
    z = np.array([0.0, 1.0, -2.0, 3.0, -0.5, 4.0])
    y = np.array([1.0, 1.0, 0.0, 0.0, 1.0, 1.0])
    for shape in ((6,), (2, 3), (3, 1, 2)):
        loss = student.bce_logits(z.reshape(shape), y.reshape(shape))
        assert_close(loss, 0.8623585238, rtol=1e-8, atol=0, what="the loss")


@check(points=1, public=True)
def bce_logits_backward_is_right_at_some_points(student):
    """bce_logits_backward(z, y) is the gradient with respect to z, at some points."""
    z = np.array([0.0, 1.0, -2.0, 3.0, -0.5, 4.0])
    y = np.array([1.0, 1.0, 0.0, 0.0, 1.0, 1.0])
    dz = [
        -0.08333333333,
        -0.04482357023,
        0.01986715367,
        0.1587623545,
        -0.1037432219,
        -0.00299770166,
    ]
    assert_right_gradient(student.bce_logits_backward, student.bce_logits, dz, z, y)


# softmax


@check(points=1, public=True)
def softmax_is_right_at_some_points(student):
    """softmax(Z) is exp(Z) over its sum along the last axis, for any number of axes."""
    Z = np.array([[0.0, 0.0, 0.0, 0.0], [-1.0, 0.0, 1.0, 3.0]])
    P = np.array(
        [[0.25, 0.25, 0.25, 0.25], [0.0152194289, 0.0413706969, 0.1124572137, 0.8309526605]]
    )
    assert_close(student.softmax(Z), P, rtol=0, atol=1e-8)
    assert_close(student.softmax(Z[1]), P[1], rtol=0, atol=1e-8, what="softmax of one row")
    deep = np.stack([Z, Z[::-1], Z])
    assert_close(student.softmax(deep), np.stack([P, P[::-1], P]), rtol=0, atol=1e-8)


# log_softmax


@check(points=1, public=True)
def log_softmax_is_right_at_some_points(student):
    """log_softmax(Z) is the logarithm of softmax(Z), for any number of axes."""
    Z = np.array([[0.0, 0.0, 0.0, 0.0], [-1.0, 0.0, 1.0, 3.0]])
    L = np.array(
        [
            [-1.3862943611, -1.3862943611, -1.3862943611, -1.3862943611],
            [-4.1851824526, -3.1851824526, -2.1851824526, -0.1851824526],
        ]
    )
    assert_close(student.log_softmax(Z), L, rtol=0, atol=1e-8)
    assert_close(student.log_softmax(Z[1]), L[1], rtol=0, atol=1e-8, what="log_softmax of a row")
    deep = np.stack([Z, Z[::-1], Z])
    assert_close(student.log_softmax(deep), np.stack([L, L[::-1], L]), rtol=0, atol=1e-8)


# cross_entropy


@check(points=1, public=True, free_shapes=True)
def cross_entropy_is_right_at_some_points(student):
    """cross_entropy(Z, y)[0] is the mean of -log softmax(Z) at the classes y."""
    loss, _ = student.cross_entropy(np.zeros((2, 10)), np.array([3, 7]))
    assert_close(loss, 2.302585093, rtol=1e-8, atol=0, what="the loss of zeros, ln 10,")
    Z = np.array([[2.0, 0.0, -1.0], [0.5, 1.5, 1.0]])
    loss, _ = student.cross_entropy(Z, np.array([0, 2]))
    assert_close(loss, 0.6750578451, rtol=1e-8, atol=0, what="the loss")


@check(points=1, public=True, free_shapes=True)
def cross_entropy_gradient_is_right_at_some_points(student):
    """cross_entropy(Z, y)[1] is the gradient of the loss with respect to Z, at some points."""
    Z, y = np.array([[2.0, 0.0, -1.0], [0.5, 1.5, 1.0]]), np.array([0, 2])
    want = np.array(
        [
            [-0.07810263276, 0.05709759969, 0.02100503307],
            [0.09316186161, 0.2532401955, -0.3464020571],
        ]
    )
    _, dZ = student.cross_entropy(Z, y)
    assert_gradient(dZ, want, of=lambda Z: student.cross_entropy(Z, y)[0], at={"Z": Z})


# entropy_bits


@check(points=1, public=True)
def entropy_bits_is_right_at_some_points(student):
    """The lecture's table: 1, 2, 4 and 8 equally likely outcomes have 0, 1, 2 and 3 bits."""
    for outcomes, bits in ((1, 0.0), (2, 1.0), (4, 2.0), (8, 3.0)):
        entropy = student.entropy_bits(np.full(outcomes, 1 / outcomes))
        assert_close(entropy, bits, what=f"the entropy of {outcomes} equal probabilities")
    entropy = student.entropy_bits(np.array([0.5, 0.25, 0.25]))
    assert_close(entropy, 1.5, what="the entropy")


# l2_penalty


@check(points=1, public=True)
def l2_penalty_is_right_at_some_points(student):
    """l2_penalty(weights, lam) is lam / 2 times the sum of squares of all the arrays."""
    weights = [np.array([[1.0, -2.0], [0.0, 3.0]]), np.array([0.5, 1.5])]
    assert_close(student.l2_penalty(weights, 0.1), 0.825, what="the penalty")
    assert_close(student.l2_penalty(weights[1:], 2.0), 2.5, what="the penalty of one array")


# What the notebook gives, as it was released.
GIVEN = r'''import numpy as np'''


RELEASE = "d36a157a41e6"  # the notebook has the same
