"""What the losses must do.  A docstring is the sentence a student reads."""

import numpy as np

from autograder.checks import (
    assert_between,
    assert_close,
    assert_dtype,
    assert_gradient,
    assert_unchanged,
    check,
    for_all,
    integers,
    labels,
    normals,
    numbers,
    probabilities,
    reals,
    require,
)

RAISED = "where every second row of Z was raised by 10000,"


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


def assert_number_for_any_type(function, right, prediction, y):
    """float32 gives a number good to float32's accuracy; integers give the right number."""
    single = prediction.astype(np.float32), y.astype(np.float32)
    assert_close(function(*single), right(*single), like=single[0], what="the loss of float32")
    whole = np.rint(prediction).astype(np.int64), np.rint(y).astype(np.int64)
    assert_close(function(*whole), right(*whole), what="the loss of integers")


def assert_array_of_its_type(function, right, prediction, *targets):
    """float32 predictions give float32; integers give float64, and the same numbers as floats."""
    single = [np.asarray(one, np.float32) for one in (prediction, *targets)]
    narrow = function(*single)
    assert_dtype(narrow, np.float32)
    assert_close(narrow, right(*single), what="result for float32")
    whole = [np.rint(one).astype(np.int64) for one in (prediction, *targets)]
    answer = function(*whole)
    assert_dtype(answer, np.float64)
    assert_close(answer, right(*whole))


def twice(array):
    """The same rows again below."""
    return np.concatenate([array, array])


# mse


@check(points=1, public=True)
def mse_is_right_at_some_points(student):
    """mse(yhat, y) is the mean of the squared errors over all entries."""
    yhat = np.array([1.0, 2.0, 8.0, -1.0, 0.5, 3.0])
    y = np.array([1.0, 4.0, 2.0, 1.0, 0.0, 3.0])
    for shape in ((6,), (2, 3), (3, 1, 2)):
        loss = student.mse(yhat.reshape(shape), y.reshape(shape))
        assert_close(loss, 7.375, what="the loss")


@check(points=2, edges=1e4)
@for_all(yhat=reals("N D", layout="any"), y=reals("N D", layout="any"))
def mse_agrees_with_the_reference(student, reference, yhat, y):
    """mse(yhat, y) is one number, whatever the two arrays are."""
    assert_close(student.mse(yhat, y), reference.mse(yhat, y), what="the loss")


@check(points=1, after=mse_agrees_with_the_reference, examples=15)
@for_all(yhat=reals("N D"), y=reals("N D"), scale=integers(2, 9))
def mse_is_a_mean_of_squares(student, yhat, y, scale):
    """The same data twice has the same loss; errors c times as large have $c^2$ times the loss."""
    loss = student.mse(yhat, y)
    assert_close(student.mse(twice(yhat), twice(y)), loss, what="the loss")
    assert_close(student.mse(y + scale * (yhat - y), y), scale**2 * loss, what="the loss")


@check(points=1, after=mse_agrees_with_the_reference, examples=5, edges=1e4)
@for_all(yhat=reals("N D"), y=reals("N D"))
def mse_takes_float32_and_integers(student, reference, yhat, y):
    """mse is right for float32 and for integers too."""
    assert_number_for_any_type(student.mse, reference.mse, yhat, y)


@check(points=1, after=mse_agrees_with_the_reference, examples=5)
@for_all(yhat=normals("N>=2 D>=2"), y=normals("N D"))
def mse_leaves_its_arguments_alone(student, yhat, y):
    """mse modifies neither yhat nor y."""
    assert_unchanged(student.mse, yhat, y)


@check(points=1, public=True)
def mse_backward_is_right_at_some_points(student):
    """mse_backward(yhat, y) is the gradient of mse with respect to yhat, at some points."""
    yhat = np.array([1.0, 2.0, 8.0, -1.0, 0.5, 3.0])
    y = np.array([1.0, 4.0, 2.0, 1.0, 0.0, 3.0])
    dyhat = [0.0, -0.6666666667, 2.0, -0.6666666667, 0.1666666667, 0.0]
    assert_right_gradient(student.mse_backward, student.mse, dyhat, yhat, y)


@check(points=2, edges=1e4)
@for_all(yhat=normals("N D", scale=3.0), y=normals("N D", scale=3.0))
def mse_backward_agrees_with_the_reference(student, reference, yhat, y):
    """mse_backward(yhat, y) is the gradient of the right mse."""
    dyhat = student.mse_backward(yhat, y)
    right = reference.mse_backward(yhat, y)
    assert_gradient(dyhat, right, of=lambda yhat: reference.mse(yhat, y), at={"yhat": yhat})
    for pair in ((np.zeros(2), np.array([1.0, -2.0])), (np.array([1.0, -2.0]), np.zeros(2))):
        assert_close(student.mse_backward(*pair), reference.mse_backward(*pair), what="dyhat")


@check(points=1, after=mse_backward_agrees_with_the_reference, examples=5, edges=1e4)
@for_all(yhat=reals("N D"), y=reals("N D"))
def mse_backward_keeps_float32_and_takes_integers(student, reference, yhat, y):
    """mse_backward of float32 is float32; of integers it is float64."""
    assert_array_of_its_type(student.mse_backward, reference.mse_backward, yhat, y)


@check(points=1, after=mse_backward_agrees_with_the_reference, examples=5)
@for_all(yhat=normals("N>=2 D>=2"), y=normals("N D"))
def mse_backward_leaves_its_arguments_alone(student, yhat, y):
    """mse_backward modifies neither yhat nor y."""
    assert_unchanged(student.mse_backward, yhat, y)


# mae


@check(points=1, public=True)
def mae_is_right_at_some_points(student):
    """mae(yhat, y) is the mean of the absolute errors over all entries."""
    yhat = np.array([1.0, 2.0, 8.0, -1.0, 0.5, 3.0])
    y = np.array([1.0, 4.0, 2.0, 1.0, 0.0, 3.0])
    for shape in ((6,), (2, 3), (3, 1, 2)):
        loss = student.mae(yhat.reshape(shape), y.reshape(shape))
        assert_close(loss, 1.75, what="the loss")


@check(points=2, edges=1e4)
@for_all(yhat=reals("N D", layout="any"), y=reals("N D", layout="any"))
def mae_agrees_with_the_reference(student, reference, yhat, y):
    """mae(yhat, y) is one number, whatever the two arrays are."""
    far_apart = np.array([30.0, -1.0]), np.array([-20.0, 2.0])
    for pair in ((yhat, y), far_apart):
        assert_close(student.mae(*pair), reference.mae(*pair), what="the loss")


@check(points=1, after=mae_agrees_with_the_reference, examples=15)
@for_all(yhat=reals("N D"), y=reals("N D"), scale=integers(2, 9))
def mae_is_a_mean_of_sizes(student, yhat, y, scale):
    """The same data twice has the same loss; errors -c times as large have c times the loss."""
    loss = student.mae(yhat, y)
    assert_close(student.mae(twice(yhat), twice(y)), loss, what="the loss")
    assert_close(student.mae(y - scale * (yhat - y), y), scale * loss, what="the loss")


@check(points=1, after=mae_agrees_with_the_reference, examples=5, edges=1e4)
@for_all(yhat=reals("N D"), y=reals("N D"))
def mae_takes_float32_and_integers(student, reference, yhat, y):
    """mae is right for float32 and for integers too."""
    assert_number_for_any_type(student.mae, reference.mae, yhat, y)


@check(points=1, after=mae_agrees_with_the_reference, examples=5)
@for_all(yhat=normals("N>=2 D>=2"), y=normals("N D"))
def mae_leaves_its_arguments_alone(student, yhat, y):
    """mae modifies neither yhat nor y."""
    assert_unchanged(student.mae, yhat, y)


@check(points=1, public=True)
def mae_backward_is_right_at_some_points(student):
    """mae_backward(yhat, y) is the gradient of mae with respect to yhat, at some points."""
    yhat = np.array([1.0, 2.0, 8.0, -1.0, 0.5, 3.0])
    y = np.array([0.0, 4.0, 2.0, 1.0, 0.0, 5.0])
    dyhat = [0.1666666667, -0.1666666667, 0.1666666667, -0.1666666667, 0.1666666667, -0.1666666667]
    assert_right_gradient(student.mae_backward, student.mae, dyhat, yhat, y)


@check(points=2, edges=1e4)
@for_all(y=reals("N D"), error=reals("N D", away_from=0.01))
def mae_backward_agrees_with_the_reference(student, reference, y, error):
    """mae_backward(yhat, y) is the gradient of the right mae where yhat is not y."""
    for yhat, target in ((y + error, y), (y, y + error)):
        dyhat = student.mae_backward(yhat, target)
        right = reference.mae_backward(yhat, target)
        assert_gradient(
            dyhat,
            right,
            of=lambda yhat, target=target: reference.mae(yhat, target),
            at={"yhat": yhat},
        )


@check(points=1, after=mae_backward_agrees_with_the_reference, examples=5)
@for_all(y=reals("N D"))
def mae_backward_at_a_tie_lies_between_the_slopes(student, y):
    """Where yhat equals y, every number between -1/n and 1/n is right (n entries in all)."""
    dyhat = student.mae_backward(y, y)
    assert_between(dyhat * y.size, -1.0, 1.0, what="n times the gradient at a tie")


@check(points=1, after=mae_backward_agrees_with_the_reference, examples=5, edges=1e4)
@for_all(y=reals("N D"), error=reals("N D", away_from=0.01))
def mae_backward_keeps_float32_and_takes_integers(student, reference, y, error):
    """mae_backward of float32 is float32; of integers it is float64."""
    other = y + error
    for yhat, target in ((other, y), (y, other), (np.rint(y) + 1, np.rint(y))):
        single = yhat.astype(np.float32), target.astype(np.float32)
        narrow = student.mae_backward(*single)
        assert_dtype(narrow, np.float32)
        assert_close(narrow, reference.mae_backward(*single), what="result for float32")
    whole = np.rint(yhat).astype(np.int64), target.astype(np.int64)
    answer = student.mae_backward(*whole)
    assert_dtype(answer, np.float64)
    assert_close(answer, reference.mae_backward(*whole))


@check(points=1, after=mae_backward_agrees_with_the_reference, examples=5)
@for_all(yhat=normals("N>=2 D>=2"), y=normals("N D"))
def mae_backward_leaves_its_arguments_alone(student, yhat, y):
    """mae_backward modifies neither yhat nor y."""
    assert_unchanged(student.mae_backward, yhat, y)


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


@check(points=2, edges=1e4)
@for_all(centred=reals("N D", within=0.499, layout="any"), y=labels("N D", below=2))
def bce_probs_agrees_with_the_reference(student, reference, centred, y):
    r"""bce_probs(p, y) is right for $10^{-3} \le p \le 1 - 10^{-3}$, to 8 digits."""
    p, y = centred + 0.5, y.astype(np.float64)
    p[0, 0], y[0, 0] = 0.002, 1.0  # where clipping shows
    assert_close(student.bce_probs(p, y), reference.bce_probs(p, y), what="the loss")


@check(points=1, after=bce_probs_agrees_with_the_reference, examples=15)
@for_all(centred=reals("N D", within=0.499), y=labels("N D", below=2))
def bce_probs_treats_both_classes_alike(student, centred, y):
    """bce_probs(p, y) = bce_probs(1 - p, 1 - y), and the same data twice has the same loss."""
    p, y = centred + 0.5, y.astype(np.float64)
    loss = student.bce_probs(p, y)
    assert_close(student.bce_probs(1 - p, 1 - y), loss, what="the loss")
    assert_close(student.bce_probs(twice(p), twice(y)), loss, what="the loss")


@check(points=1, after=bce_probs_agrees_with_the_reference, examples=5, edges=1e4)
@for_all(centred=reals("N D", within=0.499), y=labels("N D", below=2))
def bce_probs_takes_float32(student, reference, centred, y):
    """bce_probs is right for float32 too."""
    p, y = (centred + 0.5).astype(np.float32), y.astype(np.float32)
    assert_close(student.bce_probs(p, y), reference.bce_probs(p, y), like=p, what="the loss")


@check(points=1, after=bce_probs_agrees_with_the_reference, examples=5)
@for_all(p=probabilities("N>=2 K>=2"), y=labels("N K", below=2))
def bce_probs_leaves_its_arguments_alone(student, p, y):
    """bce_probs modifies neither p nor y."""
    for targets in (y, 1 - y):  # zeros would not show that zeros were written
        assert_unchanged(student.bce_probs, p, targets.astype(np.float64))


# bce_logits


@check(points=1, public=True)
def bce_logits_is_right_at_some_points(student):
    r"""bce_logits(z, y) is bce_probs($\sigma(z)$, y): the mean over all entries."""
    z = np.array([0.0, 1.0, -2.0, 3.0, -0.5, 4.0])
    y = np.array([1.0, 1.0, 0.0, 0.0, 1.0, 1.0])
    for shape in ((6,), (2, 3), (3, 1, 2)):
        loss = student.bce_logits(z.reshape(shape), y.reshape(shape))
        assert_close(loss, 0.8623585238, rtol=1e-8, atol=0, what="the loss")


@check(points=2, edges=10)
@for_all(z=reals("N D", layout="any"), y=labels("N D", below=2))
def bce_logits_agrees_with_the_reference(student, reference, z, y):
    """bce_logits(z, y) is right for every z in [-10, 10]."""
    y = y.astype(np.float64)
    assert_close(student.bce_logits(z, y), reference.bce_logits(z, y), what="the loss")


@check(points=2, after=bce_logits_agrees_with_the_reference, examples=8, edges=1e4)
@for_all(z=reals("N D", away_from=10.0, within=10000.0), y=labels("N D", below=2))
def bce_logits_is_right_far_from_zero(student, reference, z, y):
    r"""bce_logits(z, y) is finite and right up to $z = \pm 10^4$."""
    y = y.astype(np.float64)
    assert_close(student.bce_logits(z, y), reference.bce_logits(z, y), what="the loss")
    single = z.astype(np.float32), y.astype(np.float32)
    right = reference.bce_logits(*single)
    assert_close(student.bce_logits(*single), right, like=single[0], what="the loss of float32")


@check(points=1, examples=15)
@for_all(z=reals("N D", within=6.0), y=labels("N D", below=2))
def bce_logits_is_bce_probs_of_the_sigmoid(student, reference, z, y):
    r"""bce_logits(z, y) = bce_probs($\sigma(z)$, y)."""
    y = y.astype(np.float64)
    p = 1 / (1 + np.exp(-z))
    assert_close(student.bce_logits(z, y), reference.bce_probs(p, y), what="bce_logits(z, y)")


@check(points=1, after=bce_logits_agrees_with_the_reference, examples=15)
@for_all(z=reals("N D", within=100.0), y=labels("N D", below=2))
def bce_logits_treats_both_classes_alike(student, z, y):
    """bce_logits(z, y) = bce_logits(-z, 1 - y), and the same data twice has the same loss."""
    y = y.astype(np.float64)
    loss = student.bce_logits(z, y)
    assert_close(student.bce_logits(-z, 1 - y), loss, what="the loss")
    assert_close(student.bce_logits(twice(z), twice(y)), loss, what="the loss")


@check(points=1, after=bce_logits_agrees_with_the_reference, examples=5, edges=10)
@for_all(z=reals("N D"), y=labels("N D", below=2))
def bce_logits_takes_float32_and_integers(student, reference, z, y):
    """bce_logits is right for float32 and for integers too."""
    assert_number_for_any_type(student.bce_logits, reference.bce_logits, z, y)


@check(points=1, after=bce_logits_agrees_with_the_reference, examples=5)
@for_all(z=normals("N>=2 D>=2"), y=labels("N D", below=2))
def bce_logits_leaves_its_arguments_alone(student, z, y):
    """bce_logits modifies neither z nor y."""
    for targets in (y, 1 - y):  # zeros would not show that zeros were written
        assert_unchanged(student.bce_logits, z, targets.astype(np.float64))


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


@check(points=2, edges=10)
@for_all(z=normals("N D", scale=3.0), y=labels("N D", below=2))
def bce_logits_backward_agrees_with_the_reference(student, reference, z, y):
    """bce_logits_backward(z, y) is the gradient of the right bce_logits."""
    y = y.astype(np.float64)
    dz = student.bce_logits_backward(z, y)
    right = reference.bce_logits_backward(z, y)
    assert_gradient(dz, right, of=lambda z: reference.bce_logits(z, y), at={"z": z})
    undecided = np.zeros(2), np.array([1.0, 0.0])
    right = reference.bce_logits_backward(*undecided)
    assert_close(student.bce_logits_backward(*undecided), right, what="dz at 0")


@check(points=1, after=bce_logits_backward_agrees_with_the_reference, examples=8, edges=1e4)
@for_all(z=reals("N D", away_from=10.0, within=10000.0), y=labels("N D", below=2))
def bce_logits_backward_is_right_far_from_zero(student, reference, z, y):
    r"""bce_logits_backward(z, y) is finite and right at $z = \pm 40$ and up to $\pm 10^4$."""
    y = y.astype(np.float64)
    dz = student.bce_logits_backward(z, y)
    assert_close(dz, reference.bce_logits_backward(z, y), what="dz")
    single = z.astype(np.float32), y.astype(np.float32)
    right = reference.bce_logits_backward(*single)
    assert_close(student.bce_logits_backward(*single), right, what="dz of float32")


@check(points=1, after=bce_logits_backward_agrees_with_the_reference, examples=5, edges=10)
@for_all(z=reals("N D"), y=labels("N D", below=2))
def bce_logits_backward_keeps_float32_and_takes_integers(student, reference, z, y):
    """bce_logits_backward of float32 is float32; of integers it is float64."""
    function, right = student.bce_logits_backward, reference.bce_logits_backward
    assert_array_of_its_type(function, right, z, y)


@check(points=1, after=bce_logits_backward_agrees_with_the_reference, examples=5)
@for_all(z=normals("N>=2 D>=2"), y=labels("N D", below=2))
def bce_logits_backward_leaves_its_arguments_alone(student, z, y):
    """bce_logits_backward modifies neither z nor y."""
    for targets in (y, 1 - y):  # zeros would not show that zeros were written
        assert_unchanged(student.bce_logits_backward, z, targets.astype(np.float64))


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


@check(points=2, edges=10)
@for_all(Z=reals("M N K", layout="any"))
def softmax_agrees_with_the_reference(student, reference, Z):
    """softmax(Z) is right for every Z in [-10, 10]."""
    assert_close(student.softmax(Z), reference.softmax(Z))


@check(points=1, after=softmax_agrees_with_the_reference, examples=15)
@for_all(Z=reals("N K"))
def softmax_is_positive_and_sums_to_1(student, Z):
    """No entry of softmax(Z) is negative, and every row sums to 1."""
    P = student.softmax(Z)
    assert_between(P, 0.0, 1.0)
    assert_close(P.sum(axis=-1), np.ones(len(Z)), what="the sums of the rows")


@check(points=1, after=softmax_agrees_with_the_reference, examples=15)
@for_all(Z=reals("N K"), shift=reals("N 1", within=1000.0))
def softmax_does_not_feel_a_shift(student, Z, shift):
    """softmax(Z + c) = softmax(Z), with a c of its own for every row, as large as 1000."""
    row = np.array([[1.0, -2.0, 0.5]])
    for logits, c in ((Z, shift), (row, 1000.0)):
        assert_close(student.softmax(logits + c), student.softmax(logits))


@check(points=1, after=softmax_agrees_with_the_reference, examples=15)
@for_all(Z=reals("N K>=2"))
def softmax_follows_its_classes(student, Z):
    """Classes in another order give the same probabilities in that order."""
    P = student.softmax(Z)
    assert_close(student.softmax(np.roll(Z, 1, axis=-1)), np.roll(P, 1, axis=-1))


@check(points=1, after=softmax_agrees_with_the_reference, examples=8, edges=1e4)
@for_all(Z=reals("N K", within=10000.0))
def softmax_is_right_far_from_zero(student, reference, Z):
    r"""softmax(Z) is finite and right up to $Z = \pm 10^4$."""
    for logits in (Z, Z.astype(np.float32), np.array([[90.0, 0.0]], np.float32)):
        assert_close(student.softmax(logits), reference.softmax(logits))


@check(points=1, after=softmax_agrees_with_the_reference, examples=15)
@for_all(Z=reals("N>=2 K"))
def softmax_uses_the_maximum_of_each_row(student, reference, Z):
    r"""Rows near 0 and rows near $10^4$ stand in one array, and every one is right."""
    level = 1e4 * (np.arange(len(Z)) % 2)[:, None]
    assert_close(student.softmax(Z + level), reference.softmax(Z + level), what=f"{RAISED} result")


@check(points=1, after=softmax_agrees_with_the_reference, examples=5, edges=10)
@for_all(Z=reals("N K"))
def softmax_keeps_float32_and_takes_integers(student, reference, Z):
    """softmax of float32 is float32; of integers it is float64."""
    assert_array_of_its_type(student.softmax, reference.softmax, Z)


@check(points=1, after=softmax_agrees_with_the_reference, examples=5)
@for_all(Z=normals("N>=2 K>=2"))
def softmax_leaves_Z_alone(student, Z):
    """softmax does not modify Z."""
    assert_unchanged(student.softmax, Z)


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


@check(points=2, edges=10)
@for_all(Z=reals("M N K", layout="any"))
def log_softmax_agrees_with_the_reference(student, reference, Z):
    """log_softmax(Z) is right for every Z in [-10, 10]."""
    assert_close(student.log_softmax(Z), reference.log_softmax(Z))


@check(points=1, after=log_softmax_agrees_with_the_reference, examples=15)
@for_all(Z=reals("N K"), shift=reals("N 1", within=1000.0))
def log_softmax_is_a_shift_that_makes_the_sum_1(student, Z, shift):
    """exp(log_softmax(Z)) sums to 1 in every row, and log_softmax(Z + c) = log_softmax(Z)."""
    L = student.log_softmax(Z)
    assert_close(np.exp(L).sum(axis=-1), np.ones(len(Z)), what="the sums of the rows of exp")
    for c in (shift, 1000.0):
        assert_close(student.log_softmax(Z + c), L)


@check(points=2, after=log_softmax_agrees_with_the_reference, examples=8, edges=1e4)
@for_all(Z=reals("N K>=2", within=10000.0))
def log_softmax_is_right_far_from_zero(student, reference, Z):
    r"""log_softmax(Z) is finite and right up to $Z = \pm 10^4$, far below the maximum too."""
    for logits in (Z, Z.astype(np.float32), np.array([[90.0, 0.0]], np.float32)):
        assert_close(student.log_softmax(logits), reference.log_softmax(logits))


@check(points=1, after=log_softmax_agrees_with_the_reference, examples=15)
@for_all(Z=reals("N>=2 K"))
def log_softmax_uses_the_maximum_of_each_row(student, reference, Z):
    r"""Rows near 0 and rows near $10^4$ stand in one array, and every one is right."""
    level = 1e4 * (np.arange(len(Z)) % 2)[:, None]
    answer = student.log_softmax(Z + level)
    assert_close(answer, reference.log_softmax(Z + level), what=f"{RAISED} result")


@check(points=1, after=log_softmax_agrees_with_the_reference, examples=5, edges=10)
@for_all(Z=reals("N K"))
def log_softmax_keeps_float32_and_takes_integers(student, reference, Z):
    """log_softmax of float32 is float32; of integers it is float64."""
    assert_array_of_its_type(student.log_softmax, reference.log_softmax, Z)


@check(points=1, after=log_softmax_agrees_with_the_reference, examples=5)
@for_all(Z=normals("N>=2 K>=2"))
def log_softmax_leaves_Z_alone(student, Z):
    """log_softmax does not modify Z."""
    assert_unchanged(student.log_softmax, Z)


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


@check(points=2, free_shapes=True, edges=10)
@for_all(Z=reals("N K", layout="any"), y=labels("N", below="K"))
def cross_entropy_loss_agrees_with_the_reference(student, reference, Z, y):
    """The loss is right for every Z in [-10, 10] and all classes, and for integers."""
    for logits in (Z, np.rint(Z).astype(np.int64)):
        right, _ = reference.cross_entropy(logits, y)
        assert_close(student.cross_entropy(logits, y)[0], right, what="the loss")


@check(points=2, free_shapes=True, edges=10)
@for_all(Z=normals("N K>=2", scale=3.0), y=labels("N", below="K"))
def cross_entropy_gradient_agrees_with_the_reference(student, reference, Z, y):
    """dZ is the gradient of the right loss."""
    _, dZ = student.cross_entropy(Z, y)
    _, right = reference.cross_entropy(Z, y)
    assert_gradient(dZ, right, of=lambda Z: reference.cross_entropy(Z, y)[0], at={"Z": Z})


@check(
    points=1, after=cross_entropy_gradient_agrees_with_the_reference, examples=15, free_shapes=True
)
@for_all(Z=reals("N K", within=1000.0), y=labels("N", below="K"))
def cross_entropy_gradient_sums_to_0_in_every_row(student, Z, y):
    """Every row of dZ sums to 0: what the true class gains the others lose."""
    for logits, classes in ((Z, y), (np.array([[1000.0, 0.0]]), np.array([1]))):
        _, dZ = student.cross_entropy(logits, classes)
        assert_close(dZ.sum(axis=1), np.zeros(len(logits)), what="the sums of the rows of dZ")


@check(
    points=1,
    after=(
        cross_entropy_loss_agrees_with_the_reference,
        cross_entropy_gradient_agrees_with_the_reference,
    ),
    examples=15,
)
@for_all(Z=reals("N K"), y=labels("N", below="K"))
def cross_entropy_is_a_mean_over_rows(student, Z, y):
    """The same rows twice have the same loss, and in dZ every row counts half."""
    loss, dZ = student.cross_entropy(Z, y)
    loss_of_both, dZ_of_both = student.cross_entropy(twice(Z), twice(y))
    assert_close(loss_of_both, loss, what="the loss")
    assert_close(dZ_of_both, twice(dZ) / 2, what="dZ")


@check(points=1, after=cross_entropy_loss_agrees_with_the_reference, examples=15, free_shapes=True)
@for_all(Z=reals("N K"), other=reals("N K"), y=labels("N", below="K"))
def cross_entropy_is_convex(student, Z, other, y):
    """Between two arrays of logits the loss lies below the straight line of its values."""
    far_apart = np.zeros((1, 2)), np.array([[-10.0, 0.0]]), np.array([0])
    for one, two, classes in ((Z, other, y), far_apart):
        ends = student.cross_entropy(one, classes)[0], student.cross_entropy(two, classes)[0]
        for t in (0.25, 0.5, 0.75):
            between = student.cross_entropy((1 - t) * one + t * two, classes)[0]
            chord = (1 - t) * ends[0] + t * ends[1]
            require(
                between <= chord + 1e-9 * (1 + abs(chord)),
                f"the loss in between is {between:.6g}, but should be at most {chord:.6g}",
            )


@check(points=1, examples=15, free_shapes=True)
@for_all(Z=reals("N K>=2", within=10000.0), y=labels("N", below="K"))
def cross_entropy_never_takes_the_logarithm_of_0(student, reference, Z, y):
    """The loss is finite and right when the true class is as far as 20000 below the largest."""
    for logits, classes in ((Z, y), (np.array([[10000.0, -10000.0]]), np.array([1]))):
        loss, _ = student.cross_entropy(logits, classes)
        right, _ = reference.cross_entropy(logits, classes)
        assert_close(loss, right, what="the loss")


@check(
    points=1,
    after=cross_entropy_gradient_agrees_with_the_reference,
    examples=8,
    edges=1e4,
    free_shapes=True,
)
@for_all(Z=reals("N>=2 K>=2", within=10000.0), y=labels("N", below="K"))
def cross_entropy_gradient_is_right_far_from_zero(student, reference, Z, y):
    r"""dZ is finite and right up to $Z = \pm 10^4$: rows lie far apart too, and float32 too."""
    apart = Z / 1000 + 1e4 * (np.arange(len(Z)) % 2)[:, None]
    for logits in (Z, apart, Z.astype(np.float32)):
        _, dZ = student.cross_entropy(logits, y)
        assert_close(dZ, reference.cross_entropy(logits, y)[1], what="dZ")


@check(points=1, after=cross_entropy_loss_agrees_with_the_reference, examples=15, free_shapes=True)
@for_all(Z=reals("N>=2 K>=2"), y=labels("N", below="K"))
def cross_entropy_uses_the_maximum_of_each_row(student, reference, Z, y):
    r"""Rows near 0 and rows near $10^4$ stand in one batch, and the loss is right."""
    Z = Z + 1e4 * (np.arange(len(Z)) % 2)[:, None]
    loss, _ = student.cross_entropy(Z, y)
    right, _ = reference.cross_entropy(Z, y)
    assert_close(loss, right, what=f"{RAISED} the loss")


@check(
    points=1,
    after=cross_entropy_gradient_agrees_with_the_reference,
    examples=5,
    free_shapes=True,
    edges=10,
)
@for_all(Z=reals("N K>=2"), y=labels("N", below="K"))
def cross_entropy_gradient_keeps_float32_and_takes_integers(student, reference, Z, y):
    """dZ of float32 logits is float32; of integers it is float64."""
    narrow = Z.astype(np.float32)
    _, single = student.cross_entropy(narrow, y)
    assert_dtype(single, np.float32, what="dZ")
    assert_close(single, reference.cross_entropy(narrow, y)[1], what="dZ of float32")
    whole = np.rint(Z).astype(np.int64)
    _, dZ = student.cross_entropy(whole, y)
    assert_dtype(dZ, np.float64, what="dZ")
    assert_close(dZ, reference.cross_entropy(whole, y)[1], what="dZ")


@check(points=1, after=cross_entropy_loss_agrees_with_the_reference, examples=5)
@for_all(Z=normals("N>=2 K>=2"), y=labels("N", below="K"))
def cross_entropy_leaves_its_arguments_alone(student, Z, y):
    """cross_entropy modifies neither Z nor y."""
    for classes in (y, np.ones_like(y)):  # zeros would not show that zeros were written
        assert_unchanged(student.cross_entropy, Z, classes)


# entropy_bits


@check(points=1, public=True)
def entropy_bits_is_right_at_some_points(student):
    """The lecture's table: 1, 2, 4 and 8 equally likely outcomes have 0, 1, 2 and 3 bits."""
    for outcomes, bits in ((1, 0.0), (2, 1.0), (4, 2.0), (8, 3.0)):
        entropy = student.entropy_bits(np.full(outcomes, 1 / outcomes))
        assert_close(entropy, bits, what=f"the entropy of {outcomes} equal probabilities")
    entropy = student.entropy_bits(np.array([0.5, 0.25, 0.25]))
    assert_close(entropy, 1.5, what="the entropy")


@check(points=2, edges=1e4)
@for_all(p=probabilities("K>=2"))
def entropy_bits_agrees_with_the_reference(student, reference, p):
    r"""entropy_bits(p) is $-\sum p \log_2 p$."""
    assert_close(student.entropy_bits(p), reference.entropy_bits(p), what="the entropy")


@check(points=1, after=entropy_bits_agrees_with_the_reference, examples=15)
@for_all(p=probabilities("K>=2", zeros=True))
def entropy_bits_counts_impossible_outcomes_as_nothing(student, reference, p):
    r"""$0 \log_2 0$ is 0: outcomes that never happen change nothing, and certainty has 0 bits."""
    p = np.append(p, 0.0)
    assert_close(student.entropy_bits(p), reference.entropy_bits(p), what="the entropy")
    for some in (np.array([0.0, 1.0]), np.array([1.0 - 4e-7, 4e-7]), np.full(2000, 1 / 2000)):
        assert_close(student.entropy_bits(some), reference.entropy_bits(some), what="the entropy")


@check(points=1, after=entropy_bits_agrees_with_the_reference, examples=15)
@for_all(p=probabilities("K"), q=probabilities("M"))
def entropy_bits_of_independent_outcomes_add_up(student, p, q):
    """Two independent draws have the entropy of the one plus the entropy of the other."""
    both = np.outer(p, q).ravel()
    total = student.entropy_bits(p) + student.entropy_bits(q)
    assert_close(student.entropy_bits(both), total, what="the entropy of both")


@check(points=1, after=entropy_bits_agrees_with_the_reference, examples=5, edges=1e4)
@for_all(p=probabilities("K>=2"))
def entropy_bits_takes_float32_and_integers(student, reference, p):
    """entropy_bits is right for float32, and for the certain outcome written in integers."""
    equal = np.full(2000, 1 / 2000)
    for some in (p, np.array([1.0 - 4e-7, 4e-7, 0.0]), np.array([0.5, 0.25, 0.25]), equal):
        single = some.astype(np.float32)
        right = reference.entropy_bits(single)
        assert_close(student.entropy_bits(single), right, like=single, what="the entropy")
    certain = np.array([0, 0, 1])
    assert_close(student.entropy_bits(certain), 0.0, what="the entropy of certainty")


@check(points=1, after=entropy_bits_agrees_with_the_reference, examples=5)
@for_all(p=probabilities("K>=2", zeros=True))
def entropy_bits_leaves_p_alone(student, p):
    """entropy_bits does not modify p."""
    for these in (p, np.array([0.5, 0.0, 0.5])):
        assert_unchanged(student.entropy_bits, these)


# l2_penalty


@check(points=1, public=True)
def l2_penalty_is_right_at_some_points(student):
    """l2_penalty(weights, lam) is lam / 2 times the sum of squares of all the arrays."""
    weights = [np.array([[1.0, -2.0], [0.0, 3.0]]), np.array([0.5, 1.5])]
    assert_close(student.l2_penalty(weights, 0.1), 0.825, what="the penalty")
    assert_close(student.l2_penalty(weights[1:], 2.0), 2.5, what="the penalty of one array")


@check(points=2, edges=1e4)
@for_all(W=reals("D H"), V=reals("H K M"), lam=numbers(0.0, 10.0))
def l2_penalty_agrees_with_the_reference(student, reference, W, V, lam):
    """l2_penalty is right for arrays of all shapes, in one list."""
    weights = [W, V[0, 0], V]
    right = reference.l2_penalty(weights, lam)
    assert_close(student.l2_penalty(weights, lam), right, what="the penalty")


@check(points=1, after=l2_penalty_agrees_with_the_reference, examples=15)
@for_all(W=reals("D H"), b=reals("H"), lam=numbers(0.0, 10.0), scale=integers(2, 9))
def l2_penalty_grows_with_the_square_of_the_weights(student, W, b, lam, scale):
    """Weights c times as large cost $c^2$ times as much; lam c times as large, c times as much."""
    once = student.l2_penalty([W, b], lam)
    larger = student.l2_penalty([scale * W, scale * b], lam)
    assert_close(larger, scale**2 * once, what="the penalty of larger weights")
    assert_close(student.l2_penalty([W, b], scale * lam), scale * once, what="the penalty")


@check(points=1, after=l2_penalty_agrees_with_the_reference)
def l2_penalty_of_no_weights_is_0(student):
    """l2_penalty([], lam) is 0.0."""
    assert_close(student.l2_penalty([], 0.5), 0.0, what="the penalty of an empty list")


@check(points=1, after=l2_penalty_agrees_with_the_reference, examples=5, edges=1e4)
@for_all(W=reals("D H"), b=reals("H"))
def l2_penalty_takes_float32_and_integers(student, reference, W, b):
    """l2_penalty is right for float32 and for integers too."""
    single = [W.astype(np.float32), b.astype(np.float32)]
    right = reference.l2_penalty(single, 0.5)
    assert_close(student.l2_penalty(single, 0.5), right, like=single[0], what="the penalty")
    whole = [np.rint(W).astype(np.int64), np.rint(b).astype(np.int64)]
    assert_close(
        student.l2_penalty(whole, 0.5), reference.l2_penalty(whole, 0.5), what="the penalty"
    )


@check(points=1, after=l2_penalty_agrees_with_the_reference, examples=5)
@for_all(W=normals("D>=2 H>=2"), b=normals("H"))
def l2_penalty_leaves_the_weights_alone(student, W, b):
    """l2_penalty modifies neither the list nor an array in it."""
    assert_unchanged(student.l2_penalty, [W, b], 0.5)
