"""What normalisation and regularisation must do.  A docstring is the sentence a student reads."""

import numpy as np

from autograder.checks import (
    assert_close,
    assert_dtype,
    assert_equal,
    assert_finite,
    assert_frequencies,
    assert_gradient,
    assert_unchanged,
    check,
    choices,
    cotangents,
    for_all,
    integers,
    normals,
    numbers,
    reals,
    require,
    seeds,
)

BATCH = {
    "X": normals("N D"),
    "gamma": normals("D"),
    "beta": normals("D"),
    "mean": normals("D"),
    "spread": cotangents("D"),  # the running variance is its square, at least 1/4
}
BATCH_32 = {
    "X": normals("N D", dtype="float32"),
    "gamma": normals("D", dtype="float32"),
    "beta": normals("D", dtype="float32"),
    "mean": normals("D", dtype="float32"),
    "spread": cotangents("D", dtype="float32"),
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
ROWS_32 = {
    "X": normals("N D", dtype="float32"),
    "gamma": normals("D", dtype="float32"),
    "beta": normals("D", dtype="float32"),
}
ROWS_BACK = {
    "X": normals("B N>=3 D>=3"),
    "gamma": normals("D"),
    "beta": normals("D"),
    "dout": cotangents("B N D"),
}
GRADIENTS = ("dX", "dgamma", "dbeta")
GENERATOR = "draw from `rng` and from nothing else"


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


@check(points=3)
@for_all(
    X=reals("N D", layout="any"),
    gamma=reals("D"),
    beta=reals("D"),
    mean=normals("D"),
    spread=cotangents("D"),
)
def batchnorm_forward_normalises_with_the_batch(student, reference, X, gamma, beta, mean, spread):
    r"""In training $out = \gamma (x - \mu) / \sqrt{\sigma^2 + \epsilon} + \beta$; eps is 1e-5."""
    running = (mean, spread**2)
    out, _, _ = student.batchnorm_forward(X, gamma, beta, running, True)
    want, _, _ = reference.batchnorm_forward(X, gamma, beta, running, True)
    assert_close(out, want, what="out")


@check(points=1, public=True, after=batchnorm_forward_normalises_with_the_batch, examples=8)
@for_all(**BATCH, shift=numbers(50, 100), scale=numbers(0.5, 9))
def batchnorm_forward_forgets_shift_and_scale(student, X, gamma, beta, mean, spread, shift, scale):
    """In training, scale·X + shift has the output of X, if eps grows by scale², too."""
    running = (mean, spread**2)
    out, _, _ = student.batchnorm_forward(X, gamma, beta, running, True, 0.9, 1e-3)
    moved, _, _ = student.batchnorm_forward(
        scale * X + shift, gamma, beta, running, True, 0.9, 1e-3 * scale**2
    )
    assert_close(moved, out, what="out of the moved batch")


@check(points=2, examples=10)
@for_all(**BATCH, momentum=numbers(0, 1))
def batchnorm_forward_moves_the_running_statistics(
    student, reference, X, gamma, beta, mean, spread, momentum
):
    """The new running pair is momentum · old + (1 - momentum) · batch; 0.9 is the default."""
    running = (mean, spread**2)
    for extras in ({}, {"momentum": momentum}):
        _, _, got = student.batchnorm_forward(X, gamma, beta, running, True, **extras)
        _, _, want = reference.batchnorm_forward(X, gamma, beta, running, True, **extras)
        assert_close(got[0], want[0], what="the running mean")
        assert_close(got[1], want[1], what="the running variance")


@check(points=2, examples=10)
@for_all(**BATCH, eps=numbers(1e-5, 2))
def batchnorm_forward_in_eval_uses_the_running_statistics(
    student, reference, X, gamma, beta, mean, spread, eps
):
    """In eval, the running mean and variance stand in place of those of the batch, and stay."""
    running = (mean, spread**2)
    for extras in ({}, {"eps": eps}):
        out, _, got = student.batchnorm_forward(X, gamma, beta, running, False, **extras)
        want, _, _ = reference.batchnorm_forward(X, gamma, beta, running, False, **extras)
        assert_close(out, want, what="out")
        assert_close(got[0], running[0], what="the running mean")
        assert_close(got[1], running[1], what="the running variance")


@check(
    points=1, public=True, after=batchnorm_forward_in_eval_uses_the_running_statistics, examples=8
)
@for_all(**BATCH)
def batchnorm_forward_in_eval_treats_every_example_alone(student, X, gamma, beta, mean, spread):
    """In eval the output of an example is the same in a batch and alone."""
    out, _, _ = student.batchnorm_forward(X, gamma, beta, (mean, spread**2), False)
    for n in range(len(X)):
        row = X[n : n + 1]
        alone, _, _ = student.batchnorm_forward(row, gamma, beta, (mean, spread**2), False)
        assert_close(alone, out[n : n + 1], what=f"(out of X[{n}:{n + 1}] alone)")


@check(points=1, after=batchnorm_forward_normalises_with_the_batch, examples=6)
@for_all(X=normals("3 N D"), gamma=normals("D"), beta=normals("D"), last=normals("M D"))
def batchnorm_forward_carries_the_running_statistics_on(student, reference, X, gamma, beta, last):
    """After three training batches, each given the running pair of the one before, eval agrees."""
    outs = []
    for layer in (student, reference):
        running = (np.zeros_like(gamma), np.ones_like(gamma))
        for batch in X:
            _, _, running = layer.batchnorm_forward(batch, gamma, beta, running, True, 0.7)
        outs.append(layer.batchnorm_forward(last, gamma, beta, tuple(running), False)[0])
    assert_close(outs[0], outs[1], what="out in eval")


@check(points=1, examples=6)
@for_all(
    X=reals("1 D", within=100),
    gamma=normals("D"),
    beta=normals("D"),
    mean=normals("D"),
    spread=cotangents("D"),
)
def batchnorm_forward_survives_a_batch_of_one(student, X, gamma, beta, mean, spread):
    """One example is its own mean: in training its output is beta, the variance 0."""
    out, _, running = student.batchnorm_forward(X, gamma, beta, (mean, spread**2), True)
    assert_finite(out, what="out")
    assert_close(out, beta[None], what="out")
    assert_close(running[1], 0.9 * spread**2, what="the running variance")


@check(points=1, after=batchnorm_forward_normalises_with_the_batch, examples=6)
@for_all(**BATCH, train=choices(True, False))
def batchnorm_forward_leaves_its_arguments_alone(student, X, gamma, beta, mean, spread, train):
    """batchnorm_forward changes none of its arguments, neither array of running included."""
    assert_unchanged(student.batchnorm_forward, X, gamma, beta, (mean, spread**2), train)


@check(points=1, after=batchnorm_forward_normalises_with_the_batch, examples=6)
@for_all(**BATCH_32, train=choices(True, False))
def batchnorm_forward_keeps_float32(student, X, gamma, beta, mean, spread, train):
    """float32 in, float32 out, the running pair included."""
    out, _, running = student.batchnorm_forward(X, gamma, beta, (mean, spread**2), train)
    assert_dtype(out, np.float32, what="out")
    assert_dtype(running[0], np.float32, what="the running mean")
    assert_dtype(running[1], np.float32, what="the running variance")


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


@check(points=4, examples=12)
@for_all(**BATCH_BACK, eps=numbers(1e-5, 1))
def batchnorm_backward_finds_the_gradient_of_the_batch(
    student, reference, X, gamma, beta, mean, spread, dout, eps
):
    r"""In training $dX = \partial \sum (dout \cdot out) / \partial X$, by all three paths."""
    running = (mean, spread**2)
    got = batch_gradients(student, X, gamma, beta, running, True, dout, eps=eps)
    want = batch_gradients(reference, X, gamma, beta, running, True, dout, eps=eps)
    assert_gradient(
        got[0],
        want[0],
        of=lambda X: reference.batchnorm_forward(X, gamma, beta, running, True, eps=eps)[0],
        at={"X": X},
        dout=dout,
    )


@check(points=2, examples=10)
@for_all(**BATCH_BACK)
def batchnorm_backward_finds_the_gradients_of_gamma_and_beta(
    student, reference, X, gamma, beta, mean, spread, dout
):
    """In training, dgamma and dbeta are sums over the batch, not means."""
    running = (mean, spread**2)
    got = batch_gradients(student, X, gamma, beta, running, True, dout)
    want = batch_gradients(reference, X, gamma, beta, running, True, dout)
    assert_gradient(
        tuple(got)[1:],
        tuple(want)[1:],
        of=lambda gamma, beta: reference.batchnorm_forward(X, gamma, beta, running, True)[0],
        at={"gamma": gamma, "beta": beta},
        dout=dout,
    )


EVERY_BATCH_GRADIENT = (
    batchnorm_backward_finds_the_gradient_of_the_batch,
    batchnorm_backward_finds_the_gradients_of_gamma_and_beta,
)


@check(
    points=2,
    public=True,
    after=(
        batchnorm_backward_finds_the_gradient_of_the_batch,
        batchnorm_backward_finds_the_gradients_of_gamma_and_beta,
    ),
    examples=3,
)
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


@check(points=2, examples=10)
@for_all(**BATCH_BACK, eps=numbers(1e-5, 1))
def batchnorm_backward_knows_eval(student, reference, X, gamma, beta, mean, spread, dout, eps):
    r"""In eval the statistics are constants: $dX = dout \cdot \gamma / \sqrt{var + \epsilon}$."""
    running = (mean, spread**2)
    assert_gradient(
        batch_gradients(student, X, gamma, beta, running, False, dout, eps=eps),
        batch_gradients(reference, X, gamma, beta, running, False, dout, eps=eps),
        of=lambda X, gamma, beta: reference.batchnorm_forward(
            X, gamma, beta, running, False, eps=eps
        )[0],
        at={"X": X, "gamma": gamma, "beta": beta},
        dout=dout,
    )


@check(points=1, public=True, after=batchnorm_backward_finds_the_gradient_of_the_batch, examples=8)
@for_all(**BATCH_BACK)
def batchnorm_backward_sends_nothing_to_a_bias_before_it(
    student, X, gamma, beta, mean, spread, dout
):
    """In training every column of dX sums to 0: a bias added before batch norm does nothing."""
    dX, _, _ = batch_gradients(student, X, gamma, beta, (mean, spread**2), True, dout)
    assert_close(dX.sum(axis=0), np.zeros(dX.shape[1]), atol=1e-8, what="dX.sum(axis=0)")


@check(
    points=1,
    public=True,
    after=(
        batchnorm_backward_finds_the_gradient_of_the_batch,
        batchnorm_backward_finds_the_gradients_of_gamma_and_beta,
    ),
    examples=6,
)
@for_all(**BATCH_BACK)
def batchnorm_backward_can_be_called_twice(student, X, gamma, beta, mean, spread, dout):
    """In training a second batchnorm_backward with the same cache returns the same gradients."""
    _, cache, _ = student.batchnorm_forward(X, gamma, beta, (mean, spread**2), True)
    first = student.batchnorm_backward(dout, cache)
    second = student.batchnorm_backward(dout, cache)
    for name, before, after in zip(GRADIENTS, first, second, strict=True):
        assert_close(after, before, what=f"the second {name}")


@check(points=1, after=EVERY_BATCH_GRADIENT, examples=6)
@for_all(**BATCH_BACK)
def batchnorm_backward_serves_the_forward_it_belongs_to(
    student, reference, X, gamma, beta, mean, spread, dout
):
    """Another batchnorm_forward, in eval, between a forward and its backward changes nothing."""
    running = (mean, spread**2)
    _, cache, _ = student.batchnorm_forward(X, gamma, beta, running, True)
    student.batchnorm_forward(2 * X + 1, 1 - gamma, beta, running, False)
    got = student.batchnorm_backward(dout, cache)
    want = batch_gradients(reference, X, gamma, beta, running, True, dout)
    for name, gradient, expected in zip(GRADIENTS, got, want, strict=True):
        assert_close(gradient, expected, what=name)


@check(points=1, after=EVERY_BATCH_GRADIENT, examples=6)
@for_all(**BATCH_BACK)
def batchnorm_backward_leaves_its_arguments_alone(student, X, gamma, beta, mean, spread, dout):
    """batchnorm_backward changes neither dout nor what the cache holds."""
    _, cache, _ = student.batchnorm_forward(X, gamma, beta, (mean, spread**2), True)
    assert_unchanged(student.batchnorm_backward, dout, cache)


@check(points=1, after=EVERY_BATCH_GRADIENT, examples=6)
@for_all(**BATCH_32, dout=cotangents("N D", dtype="float32"))
def batchnorm_backward_keeps_float32(student, X, gamma, beta, mean, spread, dout):
    """float32 in, float32 gradients out."""
    got = batch_gradients(student, X, gamma, beta, (mean, spread**2), True, dout)
    for name, gradient in zip(GRADIENTS, got, strict=True):
        assert_dtype(gradient, np.float32, what=name)


# ---------------------------------------------------------------------- layernorm_forward


@check(points=1, public=True)
def layernorm_forward_of_two_examples_done_by_hand(student):
    """Rows (2, 10) and (7, 7): means 6 and 7, variances 16 and 0; eps = 9 makes the roots 5, 3."""
    X = np.array([[2.0, 10.0], [7.0, 7.0]])
    out, _ = student.layernorm_forward(X, np.array([5.0, 10.0]), np.array([1.0, -1.0]), 9.0)
    assert_close(out, np.array([[-3.0, 7.0], [1.0, -1.0]]), what="out")


@check(points=2, examples=12)
@for_all(X=reals("N D", layout="any"), gamma=reals("D"), beta=reals("D"), eps=numbers(1e-5, 2))
def layernorm_forward_normalises_every_row(student, reference, X, gamma, beta, eps):
    """The formula of batch norm with the mean and variance of a row; eps is 1e-5 by default."""
    for extras in ({}, {"eps": eps}):
        out, _ = student.layernorm_forward(X, gamma, beta, **extras)
        want, _ = reference.layernorm_forward(X, gamma, beta, **extras)
        assert_close(out, want, what="out")


@check(points=1, public=True, after=layernorm_forward_normalises_every_row, examples=8)
@for_all(**ROWS)
def layernorm_forward_treats_every_example_alone(student, X, gamma, beta):
    """The output of an example is the same in a batch and alone."""
    out, _ = student.layernorm_forward(X, gamma, beta)
    for n in range(len(X)):
        alone, _ = student.layernorm_forward(X[n : n + 1], gamma, beta)
        assert_close(alone, out[n : n + 1], what=f"(out of X[{n}:{n + 1}] alone)")


@check(points=1, after=layernorm_forward_normalises_every_row, examples=8)
@for_all(X=normals("A<=3 B<=3 C<=3 D>=2"), gamma=normals("D"), beta=normals("D"))
def layernorm_forward_takes_any_number_of_axes(student, reference, X, gamma, beta):
    """The last axis is normalised, however many stand before it: none, two or three."""
    for x in (X, X[0], X[0, 0, 0]):
        out, _ = student.layernorm_forward(x, gamma, beta)
        assert_close(out, reference.layernorm_forward(x, gamma, beta)[0], what="out")


@check(points=1, after=layernorm_forward_normalises_every_row, examples=5)
@for_all(**ROWS)
def layernorm_forward_leaves_its_arguments_alone(student, X, gamma, beta):
    """layernorm_forward changes none of X, gamma and beta."""
    assert_unchanged(student.layernorm_forward, X, gamma, beta)


@check(points=1, after=layernorm_forward_normalises_every_row, examples=5)
@for_all(**ROWS_32)
def layernorm_forward_keeps_float32(student, X, gamma, beta):
    """float32 in, float32 out."""
    assert_dtype(student.layernorm_forward(X, gamma, beta)[0], np.float32, what="out")


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


@check(points=3, examples=10)
@for_all(**ROWS_BACK)
def layernorm_backward_finds_the_gradient_of_the_input(student, reference, X, gamma, beta, dout):
    r"""$dX = \partial \sum (dout \cdot out) / \partial X$, whether X has two axes or three."""
    for x, d in ((X, dout), (X[0], dout[0])):
        assert_gradient(
            row_gradients(student, x, gamma, beta, d)[0],
            row_gradients(reference, x, gamma, beta, d)[0],
            of=lambda X: reference.layernorm_forward(X, gamma, beta)[0],
            at={"X": x},
            dout=d,
        )


@check(points=2, examples=8)
@for_all(**ROWS_BACK)
def layernorm_backward_finds_the_gradients_of_gamma_and_beta(
    student, reference, X, gamma, beta, dout
):
    """dgamma and dbeta are sums over all axes but the last."""
    for x, d in ((X, dout), (X[0], dout[0])):
        assert_gradient(
            tuple(row_gradients(student, x, gamma, beta, d))[1:],
            tuple(row_gradients(reference, x, gamma, beta, d))[1:],
            of=lambda gamma, beta, x=x: reference.layernorm_forward(x, gamma, beta)[0],
            at={"gamma": gamma, "beta": beta},
            dout=d,
        )


EVERY_ROW_GRADIENT = (
    layernorm_backward_finds_the_gradient_of_the_input,
    layernorm_backward_finds_the_gradients_of_gamma_and_beta,
)


@check(
    points=2,
    public=True,
    after=(
        layernorm_backward_finds_the_gradient_of_the_input,
        layernorm_backward_finds_the_gradients_of_gamma_and_beta,
    ),
    examples=3,
)
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


@check(points=1, after=EVERY_ROW_GRADIENT, examples=5)
@for_all(**ROWS_BACK)
def layernorm_backward_serves_the_forward_it_belongs_to(student, reference, X, gamma, beta, dout):
    """Called twice, with another layernorm_forward in between, it returns the same gradients."""
    _, cache = student.layernorm_forward(X, gamma, beta)
    first = student.layernorm_backward(dout, cache)
    student.layernorm_forward(2 * X[0] - X[0] ** 2, 1 - gamma, beta)
    second = student.layernorm_backward(dout, cache)
    want = row_gradients(reference, X, gamma, beta, dout)
    for name, before, after, expected in zip(GRADIENTS, first, second, want, strict=True):
        assert_close(before, expected, what=name)
        assert_close(after, expected, what=f"the second {name}")


@check(points=1, after=EVERY_ROW_GRADIENT, examples=5)
@for_all(**ROWS_BACK)
def layernorm_backward_leaves_its_arguments_alone(student, X, gamma, beta, dout):
    """layernorm_backward changes neither dout nor what the cache holds."""
    _, cache = student.layernorm_forward(X, gamma, beta)
    assert_unchanged(student.layernorm_backward, dout, cache)


@check(points=1, after=EVERY_ROW_GRADIENT, examples=5)
@for_all(**ROWS_32, dout=cotangents("N D", dtype="float32"))
def layernorm_backward_keeps_float32(student, X, gamma, beta, dout):
    """float32 in, float32 gradients out."""
    got = row_gradients(student, X, gamma, beta, dout)
    for name, gradient in zip(GRADIENTS, got, strict=True):
        assert_dtype(gradient, np.float32, what=name)


# ------------------------------------------------------------------------ dropout_forward


PAIRS = ("both kept", "kept and dropped", "dropped and kept", "both dropped")


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


@check(points=1, examples=4)
@for_all(p=numbers(0.05, 0.95), seed=seeds())
def dropout_forward_does_not_look_at_the_values(student, p, seed):
    """Zeros, negative and large entries are dropped with probability p and scaled alike."""
    X = np.tile([0.0, -3.0, 1e4, 1e-4], (500, 1))
    out, mask = student.dropout_forward(X, p, True, np.random.default_rng(seed))
    assert_close(mask, np.where(mask == 0, 0.0, 1 / (1 - p)), what="mask")
    for value, column in zip(X[0], mask.T, strict=True):
        wanted, what = np.array([1 - p, p]), f"the entries {value:g}"
        assert_frequencies(dropped(column), wanted, what=what, names=("kept", "dropped"))
    assert_close(out, X * mask, what="out")


@check(points=1, public=True, after=dropout_forward_does_not_look_at_the_values, examples=10)
@for_all(X=reals("N D"), p=numbers(0, 0.95), seed=seeds())
def dropout_forward_drops_or_scales(student, X, p, seed):
    """In training every entry of mask is 0 or 1 / (1 - p), and out = X · mask."""
    out, mask = student.dropout_forward(X, p, True, np.random.default_rng(seed))
    kept = np.where(mask == 0, 0.0, 1 / (1 - p))
    assert_close(mask, kept, what="mask")
    assert_close(out, X * mask, what="out")


@check(points=1, examples=4)
@for_all(p=numbers(0.2, 0.8), seed=seeds())
def dropout_forward_decides_for_every_entry_alone(student, p, seed):
    """Neighbours in a row, neighbours in a column, and two calls with one rng are independent."""
    X, rng = np.ones((60, 40)), np.random.default_rng(seed)
    first = student.dropout_forward(X, p, True, rng)[1]
    second = student.dropout_forward(X, p, True, rng)[1]
    both = np.outer([1 - p, p], [1 - p, p]).ravel()
    for what, one, other in (
        ("neighbours in a row", first[:, ::2], first[:, 1::2]),
        ("neighbours in a column", first[::2], first[1::2]),
        ("an entry in two calls", first, second),
    ):
        assert_frequencies(
            2 * dropped(one) + dropped(other),
            both,
            what=f"the pairs of {what}",
            names=PAIRS,
        )


@check(points=1, after=dropout_forward_does_not_look_at_the_values, examples=1)
@for_all(p=numbers(0.4, 0.6), seed=seeds())
def dropout_forward_drops_none_one_or_both_of_two(student, p, seed):
    """Of two entries it drops none, one or both: the number dropped is a matter of chance, too."""
    X, rng = np.ones((1, 2)), np.random.default_rng(seed)
    masks = [student.dropout_forward(X, p, True, rng)[1] for _ in range(400)]
    pairs = dropped(np.concatenate(masks)) @ np.array([2, 1])
    both = np.outer([1 - p, p], [1 - p, p]).ravel()
    assert_frequencies(pairs, both, what="the pairs", names=PAIRS)


@check(points=1, after=dropout_forward_does_not_look_at_the_values, examples=8)
@for_all(X=reals("A B C"), seed=seeds())
def dropout_forward_of_nothing_changes_nothing(student, X, seed):
    """With p = 0, even in training, out is X and mask is all ones, for any number of axes."""
    for x in (X, X[0, 0]):
        out, mask = student.dropout_forward(x, 0.0, True, np.random.default_rng(seed))
        assert_close(out, x, what="out")
        assert_close(mask, np.ones_like(x), what="mask")


@check(points=1, after=dropout_forward_does_not_look_at_the_values, examples=3)
@for_all(p=numbers(0.3, 0.7), seed=seeds())
def dropout_forward_depends_on_nothing_but_rng(student, p, seed):
    """Equal generators give equal masks, whatever the global state of np.random."""
    X = np.ones((20, 10))
    masks = [student.dropout_forward(X, p, True, np.random.default_rng(seed))[1] for _ in range(2)]
    other = student.dropout_forward(X, p, True, np.random.default_rng(seed + 1))[1]
    assert_equal(masks[1], masks[0], what="the mask of an equal generator", hint=GENERATOR)
    # Honest masks of 200 entries coincide with a probability of 0.58^200 = 5e-48.
    require((other != masks[0]).any(), "two seeds give the same mask", hint=GENERATOR)


@check(points=1, after=dropout_forward_does_not_look_at_the_values, examples=6)
@for_all(X=normals("N D"))
def dropout_forward_leaves_its_arguments_alone(student, X):
    """dropout_forward does not change X."""
    for train in (True, False):
        assert_unchanged(student.dropout_forward, X, 0.5, train, np.random.default_rng(0))


@check(points=1, after=dropout_forward_does_not_look_at_the_values, examples=8)
@for_all(X=reals("N D", dtype="float32"), p=numbers(0, 0.9), train=choices(True, False))
def dropout_forward_keeps_float32(student, X, p, train):
    """float32 in, float32 out, and the mask has the dtype of X."""
    out, mask = student.dropout_forward(X, p, train, np.random.default_rng(0))
    assert_dtype(out, np.float32, what="out")
    assert_dtype(mask, np.float32, what="mask")


# ----------------------------------------------------------------------- dropout_backward


@check(points=1, public=True)
def dropout_backward_uses_the_mask_of_the_forward(student):
    """Where an entry was dropped its gradient is 0, elsewhere it grows as the entry did."""
    mask = np.array([[0.0, 2.0, 2.0], [2.0, 0.0, 2.0]])
    dout = np.array([[1.0, -2.0, 0.5], [3.0, 4.0, -1.0]])
    want = np.array([[0.0, -4.0, 1.0], [6.0, 0.0, -2.0]])
    assert_close(student.dropout_backward(dout, mask), want, what="dX")


@check(points=1, examples=8)
@for_all(X=normals("N D"), dout=cotangents("N D"), p=numbers(0, 0.9), seed=seeds())
def dropout_backward_finds_the_gradient(student, reference, X, dout, p, seed):
    r"""$dX = \partial \sum (dout \cdot out) / \partial X$ for the mask drawn, in eval too."""
    for train in (True, False):
        _, mask = reference.dropout_forward(X, p, train, np.random.default_rng(seed))
        assert_gradient(
            student.dropout_backward(dout, mask),
            reference.dropout_backward(dout, mask),
            of=lambda X, mask=mask: X * mask,
            at={"X": X},
            dout=dout,
        )


@check(points=1, after=dropout_backward_finds_the_gradient, examples=8)
@for_all(dout=cotangents("N D", dtype="float32"), seed=seeds())
def dropout_backward_keeps_float32_and_its_arguments(student, reference, dout, seed):
    """float32 in, float32 out; neither dout nor mask is changed."""
    _, mask = reference.dropout_forward(dout, 0.5, True, np.random.default_rng(seed))
    assert_dtype(student.dropout_backward(dout, mask), np.float32, what="dX")
    assert_unchanged(student.dropout_backward, dout, mask)


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


@check(points=1, examples=8)
@for_all(records=integers(2, 4), patience=integers(2, 4))
def early_stopping_waits_anew_after_every_record(student, records, patience):
    """A record every patience epochs is never too late, and what came before it is forgotten."""
    rises = np.tile(np.arange(patience), records)
    losses = np.concatenate([rises - np.repeat(np.arange(records), patience), [-9]]).astype(float)
    assert_equal(student.early_stopping(losses, patience), records * patience, what="the epoch")


@check(points=2, examples=30)
@for_all(losses=reals("E>=3<=12", step=1, within=4), patience=integers(1, 4), slope=choices(1, 0))
def early_stopping_agrees_with_the_reference(student, reference, losses, patience, slope):
    """Any curve, falling or not, ties included, and any patience."""
    losses = losses - slope * np.arange(len(losses))
    want = reference.early_stopping(losses, patience)
    assert_equal(student.early_stopping(losses, patience), want, what="the epoch")


@check(points=1, after=early_stopping_agrees_with_the_reference, examples=6)
@for_all(losses=reals("E>=3<=12", step=1, within=4), patience=integers(1, 4))
def early_stopping_takes_losses_of_any_height(student, reference, losses, patience):
    """A loss may be a billion, and it may be negative."""
    for curve in (1e9 + losses, losses - 1e9):
        want = reference.early_stopping(curve, patience)
        assert_equal(student.early_stopping(curve, patience), want, what="the epoch")


@check(points=1, after=early_stopping_agrees_with_the_reference, examples=5)
@for_all(losses=normals("E<=12"), patience=integers(1, 4))
def early_stopping_leaves_its_argument_alone(student, losses, patience):
    """early_stopping does not change losses."""
    assert_unchanged(student.early_stopping, losses, patience)
