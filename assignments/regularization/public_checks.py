"""The public checks of the assignment `regularization`.  Generated; not to be edited.

In the notebook, `check("batchnorm_forward")` runs those of one exercise on your answer.  Read them:
they say what your answer must do.  Changing them changes no grade, for your work is graded with
the course's own copy and with hidden checks besides.  Where a public check waits for a hidden one
(`after=`), that is left out here.
"""

import numpy as np
from autograder.checks import (
    assert_close,
    assert_equal,
    assert_frequencies,
    assert_gradient,
    check,
    cotangents,
    for_all,
    integers,
    normals,
    numbers,
    reals,
    seeds,
)

ASSIGNMENT = "regularization"
EXERCISES = (
    "batchnorm_forward",
    "batchnorm_backward",
    "layernorm_forward",
    "layernorm_backward",
    "dropout_forward",
    "dropout_backward",
    "early_stopping",
)
BATCH = {
    "X": normals("N D"),
    "gamma": normals("D"),
    "beta": normals("D"),
    "mean": normals("D"),
    "spread": cotangents("D"),  # the running variance is its square, at least 1/4
}
BATCH_BACK = {
    "X": normals("N>=3 D>=3"),
    "gamma": normals("D"),
    "beta": normals("D"),
    "mean": normals("D"),
    "spread": cotangents("D"),
    "dout": cotangents("N D"),
}
ROWS = {"X": normals("N D"), "gamma": normals("D"), "beta": normals("D")}
GRADIENTS = ("dX", "dgamma", "dbeta")


# ---------------------------------------------------------------------- batchnorm_forward


@check(points=1, public=True)
def batchnorm_forward_of_two_examples_done_by_hand(student):
    """Columns (2, 10) and (7, 7): means 6 and 7, variances 16 and 0; eps = 9 makes roots 5, 3."""
    X = np.array([[2.0, 7.0], [10.0, 7.0]])
    gamma, beta = np.array([5.0, 1.0]), np.array([1.0, -1.0])
    running = (np.zeros(2), np.ones(2))
    out, _, (mean, var) = student.batchnorm_forward(X, gamma, beta, running, True, 0.5, 9.0)
    assert_close(out, np.array([[-3.0, -1.0], [5.0, -1.0]]), what="out")
    assert_close(mean, np.array([3.0, 3.5]), what="the running mean")
    assert_close(var, np.array([8.5, 0.5]), what="the running variance")


@check(points=1, public=True)
def batchnorm_forward_in_eval_done_by_hand(student):
    """Mean (1, 2), variance (16, 0), eps 9, gamma (2, 3), beta (½, 0): (6, -1) is (2.5, -3)."""
    X = np.array([[6.0, -1.0]])
    gamma, beta = np.array([2.0, 3.0]), np.array([0.5, 0.0])
    running = (np.array([1.0, 2.0]), np.array([16.0, 0.0]))
    out, _, (mean, var) = student.batchnorm_forward(X, gamma, beta, running, False, 0.5, 9.0)
    assert_close(out, np.array([[2.5, -3.0]]), what="out")
    hint = "return the running statistics as they came: eval learns nothing"
    assert_close(mean, running[0], what="the running mean", hint=hint)
    assert_close(var, running[1], what="the running variance", hint=hint)


@check(points=1, public=True, examples=8)
@for_all(**BATCH, shift=numbers(50, 100), scale=numbers(0.5, 9))
def batchnorm_forward_forgets_shift_and_scale(student, X, gamma, beta, mean, spread, shift, scale):
    """In training, scale·X + shift has the output of X, if eps grows by scale², too."""
    running = (mean, spread**2)
    out, _, _ = student.batchnorm_forward(X, gamma, beta, running, True, 0.9, 1e-3)
    moved, _, _ = student.batchnorm_forward(
        scale * X + shift, gamma, beta, running, True, 0.9, 1e-3 * scale**2
    )
    assert_close(moved, out, what="out of the moved batch")


@check(points=1, public=True, examples=8)
@for_all(**BATCH)
def batchnorm_forward_in_eval_treats_every_example_alone(student, X, gamma, beta, mean, spread):
    """In eval the output of an example is the same in a batch and alone."""
    out, _, _ = student.batchnorm_forward(X, gamma, beta, (mean, spread**2), False)
    for n in range(len(X)):
        row = X[n : n + 1]
        alone, _, _ = student.batchnorm_forward(row, gamma, beta, (mean, spread**2), False)
        assert_close(alone, out[n : n + 1], what=f"(out of X[{n}:{n + 1}] alone)")


# --------------------------------------------------------------------- batchnorm_backward


def batch_gradients(layer, X, gamma, beta, running, train, dout, **extras):
    """One forward and its backward."""
    _, cache, _ = layer.batchnorm_forward(X, gamma, beta, running, train, **extras)
    return layer.batchnorm_backward(dout, cache)


@check(points=1, public=True)
def batchnorm_backward_of_three_examples_done_by_hand(student):
    """The column (0, 0, 6): mean 2, variance 8, and with eps = 1 the root 3; dout = (3, 0, 0)."""
    X, dout = np.array([[0.0], [0.0], [6.0]]), np.array([[3.0], [0.0], [0.0]])
    running = (np.zeros(1), np.ones(1))
    dX, dgamma, dbeta = batch_gradients(
        student, X, np.array([9.0]), np.zeros(1), running, True, dout, eps=1.0
    )
    assert_close(dbeta, np.array([3.0]), what="dbeta")
    assert_close(dgamma, np.array([-2.0]), what="dgamma")
    assert_close(dX, np.array([[14 / 3], [-13 / 3], [-1 / 3]]), what="dX")


@check(points=2, public=True, examples=3)
@for_all(
    X=normals("N>=3<=4 D<=2"),
    gamma=normals("D<=2"),
    beta=normals("D<=2"),
    dout=cotangents("N>=3<=4 D<=2"),
)
def batchnorm_backward_matches_differences_of_your_forward(student, X, gamma, beta, dout):
    """In training dX, dgamma and dbeta match central differences of your own batchnorm_forward."""
    running = (np.zeros_like(gamma), np.ones_like(gamma))
    assert_gradient(
        batch_gradients(student, X, gamma, beta, running, True, dout),
        of=lambda X, gamma, beta: student.batchnorm_forward(X, gamma, beta, running, True)[0],
        at={"X": X, "gamma": gamma, "beta": beta},
        dout=dout,
    )


@check(points=1, public=True, examples=8)
@for_all(**BATCH_BACK)
def batchnorm_backward_sends_nothing_to_a_bias_before_it(
    student, X, gamma, beta, mean, spread, dout
):
    """In training every column of dX sums to 0: a bias added before batch norm does nothing."""
    dX, _, _ = batch_gradients(student, X, gamma, beta, (mean, spread**2), True, dout)
    assert_close(dX.sum(axis=0), np.zeros(dX.shape[1]), atol=1e-8, what="dX.sum(axis=0)")


@check(points=1, public=True, examples=6)
@for_all(**BATCH_BACK)
def batchnorm_backward_can_be_called_twice(student, X, gamma, beta, mean, spread, dout):
    """In training a second batchnorm_backward with the same cache returns the same gradients."""
    _, cache, _ = student.batchnorm_forward(X, gamma, beta, (mean, spread**2), True)
    first = student.batchnorm_backward(dout, cache)
    second = student.batchnorm_backward(dout, cache)
    for name, before, after in zip(GRADIENTS, first, second, strict=True):
        assert_close(after, before, what=f"the second {name}")


# ---------------------------------------------------------------------- layernorm_forward


@check(points=1, public=True)
def layernorm_forward_of_two_examples_done_by_hand(student):
    """Rows (2, 10) and (7, 7): means 6 and 7, variances 16 and 0; eps = 9 makes the roots 5, 3."""
    X = np.array([[2.0, 10.0], [7.0, 7.0]])
    out, _ = student.layernorm_forward(X, np.array([5.0, 10.0]), np.array([1.0, -1.0]), 9.0)
    assert_close(out, np.array([[-3.0, 7.0], [1.0, -1.0]]), what="out")


@check(points=1, public=True, examples=8)
@for_all(**ROWS)
def layernorm_forward_treats_every_example_alone(student, X, gamma, beta):
    """The output of an example is the same in a batch and alone."""
    out, _ = student.layernorm_forward(X, gamma, beta)
    for n in range(len(X)):
        alone, _ = student.layernorm_forward(X[n : n + 1], gamma, beta)
        assert_close(alone, out[n : n + 1], what=f"(out of X[{n}:{n + 1}] alone)")


# --------------------------------------------------------------------- layernorm_backward


def row_gradients(layer, X, gamma, beta, dout):
    """One forward and its backward."""
    _, cache = layer.layernorm_forward(X, gamma, beta)
    return layer.layernorm_backward(dout, cache)


@check(points=1, public=True)
def layernorm_backward_of_a_row_done_by_hand(student):
    """The row (0, 0, 6): mean 2, variance 8, and with eps = 1 the root 3; dout = (3, 0, 0)."""
    X, dout = np.array([[0.0, 0.0, 6.0]]), np.array([[3.0, 0.0, 0.0]])
    _, cache = student.layernorm_forward(X, np.array([9.0, 1.0, 2.0]), np.zeros(3), 1.0)
    dX, dgamma, dbeta = student.layernorm_backward(dout, cache)
    assert_close(dbeta, np.array([3.0, 0.0, 0.0]), what="dbeta")
    assert_close(dgamma, np.array([-2.0, 0.0, 0.0]), what="dgamma")
    assert_close(dX, np.array([[14 / 3, -13 / 3, -1 / 3]]), what="dX")


@check(points=2, public=True, examples=3)
@for_all(
    X=normals("N<=2 D>=3<=4"),
    gamma=normals("D>=3<=4"),
    beta=normals("D>=3<=4"),
    dout=cotangents("N<=2 D>=3<=4"),
)
def layernorm_backward_matches_differences_of_your_forward(student, X, gamma, beta, dout):
    """dX, dgamma and dbeta match central differences of your own layernorm_forward."""
    assert_gradient(
        row_gradients(student, X, gamma, beta, dout),
        of=lambda X, gamma, beta: student.layernorm_forward(X, gamma, beta)[0],
        at={"X": X, "gamma": gamma, "beta": beta},
        dout=dout,
    )


def dropped(mask):
    """1 where the mask is 0, as integers."""
    return (mask == 0).astype(np.int64)


@check(points=1, public=True, examples=10)
@for_all(X=reals("N D", layout="any"), p=numbers(0, 0.95), seed=seeds())
def dropout_forward_does_nothing_in_eval(student, X, p, seed):
    """In eval out is X, not scaled, and mask is all ones."""
    out, mask = student.dropout_forward(X, p, False, np.random.default_rng(seed))
    assert_close(out, X, what="out", hint="return X as it is: in eval nothing is dropped")
    assert_close(mask, np.ones_like(X), what="mask")


@check(points=2, public=True, examples=4)
@for_all(p=numbers(0.05, 0.95), seed=seeds())
def dropout_forward_drops_with_probability_p(student, p, seed):
    """Of 4000 entries it drops the share p, up to chance (an honest mask fails once in 10⁹)."""
    _, mask = student.dropout_forward(np.ones((80, 50)), p, True, np.random.default_rng(seed))
    names = ("kept", "dropped")
    assert_frequencies(dropped(mask), np.array([1 - p, p]), what="the entries", names=names)


@check(points=1, public=True, examples=10)
@for_all(X=reals("N D"), p=numbers(0, 0.95), seed=seeds())
def dropout_forward_drops_or_scales(student, X, p, seed):
    """In training every entry of mask is 0 or 1 / (1 - p), and out = X · mask."""
    out, mask = student.dropout_forward(X, p, True, np.random.default_rng(seed))
    kept = np.where(mask == 0, 0.0, 1 / (1 - p))
    assert_close(mask, kept, what="mask")
    assert_close(out, X * mask, what="out")


# ----------------------------------------------------------------------- dropout_backward


@check(points=1, public=True)
def dropout_backward_uses_the_mask_of_the_forward(student):
    """Where an entry was dropped its gradient is 0, elsewhere it grows as the entry did."""
    mask = np.array([[0.0, 2.0, 2.0], [2.0, 0.0, 2.0]])
    dout = np.array([[1.0, -2.0, 0.5], [3.0, 4.0, -1.0]])
    want = np.array([[0.0, -4.0, 1.0], [6.0, 0.0, -2.0]])
    assert_close(student.dropout_backward(dout, mask), want, what="dX")


# ------------------------------------------------------------------------- early_stopping


@check(points=1, public=True)
def early_stopping_of_three_curves_done_by_hand(student):
    """[5, 4, 3, 4, 5, 2]: epoch 2 with patience 2, epoch 5 with patience 3; equal is no record."""
    curve = np.array([5.0, 4.0, 3.0, 4.0, 5.0, 2.0])
    assert_equal(student.early_stopping(curve, 2), 2, what="early_stopping(curve, 2)")
    assert_equal(student.early_stopping(curve, 3), 5, what="early_stopping(curve, 3)")
    flat = np.array([3.0, 2.0, 2.0, 2.0, 1.0])
    assert_equal(student.early_stopping(flat, 2), 1, what="early_stopping(flat, 2)")
    assert_equal(student.early_stopping(flat, 3), 4, what="early_stopping(flat, 3)")


@check(points=1, public=True, examples=12)
@for_all(falls=integers(1, 6), patience=integers(1, 5))
def early_stopping_waits_exactly_patience_epochs(student, falls, patience):
    """Epoch best + patience may be a new record; one later is too late, however losses fall."""
    down, above = 10.0 - np.arange(falls), 20.0 - np.arange(patience)
    late = np.concatenate([down, above, [0.0]])
    in_time = np.concatenate([down, above[1:], [0.0]])
    assert_equal(student.early_stopping(late, patience), falls - 1, what="the epoch, too late,")
    want = falls + patience - 1
    assert_equal(student.early_stopping(in_time, patience), want, what="the epoch, in time,")


@check(points=1, public=True, examples=12)
@for_all(losses=reals("E<=12", step=1, within=4))
def early_stopping_with_endless_patience_finds_the_first_minimum(student, losses):
    """With patience of len(losses) it never stops: the result is the first smallest loss."""
    for curve in (losses, np.array([1.0, 1.0, 2.0])):
        best = student.early_stopping(curve, len(curve))
        assert_equal(best, int(np.argmin(curve)), what="the epoch")


# What the notebook gives, as it was released.
GIVEN = r'''import numpy as np'''


RELEASE = "4eb84c3de93f"  # the notebook has the same
