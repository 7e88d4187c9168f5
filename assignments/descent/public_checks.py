"""The public checks of the assignment `descent`.  Generated; not to be edited.

In the notebook, `check("linear_regression_gradient")` runs those of one exercise on your answer.  Read them:
they say what your answer must do.  Changing them changes no grade, for your work is graded with
the course's own copy and with hidden checks besides.  Where a public check waits for a hidden one
(`after=`), that is left out here.
"""

import numpy as np
from autograder.checks import (
    assert_close,
    assert_converges,
    assert_diverges,
    assert_equal,
    assert_gradient,
    callback,
    check,
    for_all,
    integers,
    normals,
    numbers,
    require,
    seeds,
)

ASSIGNMENT = "descent"
EXERCISES = (
    "linear_regression_gradient",
    "gradient_descent",
    "optimal_learning_rate",
    "maximal_learning_rate",
    "largest_eigenvalue",
    "minibatches",
    "sgd_epoch",
)


# -------------------------------------------------------------- linear_regression_gradient


@check(points=1, public=True)
def linear_regression_gradient_of_two_examples(student):
    """X = [[1, 0], [1, 2]], y = [1, 4], w = 0: the gradient is [-5, -8]."""
    X, y = np.array([[1.0, 0.0], [1.0, 2.0]]), np.array([1.0, 4.0])
    assert_close(student.linear_regression_gradient(X, y, np.zeros(2)), np.array([-5.0, -8.0]))


@check(points=2, public=True)
@for_all(X=normals("N D"), y=normals("N"), w=normals("D"))
def linear_regression_gradient_is_the_slope_of_the_loss(student, X, y, w):
    r"""In every coordinate it is the slope of $\frac1N \sum_i (y_i - x_i^T w)^2$."""

    def loss(w):
        return np.mean((y - X @ w) ** 2)

    assert_gradient(student.linear_regression_gradient(X, y, w), of=loss, at={"w": w})


@check(points=1, public=True)
@for_all(X=normals("N D"), w=normals("D"))
def linear_regression_gradient_vanishes_where_the_fit_is_perfect(student, X, w):
    """At a w with X w = y the gradient is 0."""
    assert_close(student.linear_regression_gradient(X, X @ w, w), np.zeros_like(w))


@check(points=1, public=True)
@for_all(X=normals("N D"), y=normals("N"), w=normals("D"), copies=integers(2, 10))
def linear_regression_gradient_ignores_copies_of_the_data(student, X, y, w, copies):
    """Copies of the data have the gradient of the data: a full batch repeats the work in vain."""
    repeated = student.linear_regression_gradient(np.tile(X, (copies, 1)), np.tile(y, copies), w)
    assert_close(repeated, student.linear_regression_gradient(X, y, w))


def descend(student, *arguments):
    """The three results of gradient_descent; a Failure if there are not three."""
    result = student.gradient_descent(*arguments)
    three = isinstance(result, (tuple, list)) and len(result) == 3
    require(three, "result should be three things: w, history, reason")
    return result


@check(points=2, public=True)
def gradient_descent_halves_the_way_to_the_bottom(student):
    """On $(w - 3)^2$ from 0 with lr 0.25: 0, 1.5, 2.25, 2.625 after three steps."""
    gradient = callback(lambda w: 2 * (w - 3), like=np.zeros(1))
    w, history, reason = descend(student, gradient, np.zeros(1), 0.25, 0.0, 3)
    assert_close(history, np.array([[0.0], [1.5], [2.25], [2.625]]), what="history")
    assert_close(w, np.array([2.625]), what="w")
    assert_equal(reason, "max_steps", what="reason")


@check(points=2, public=True)
def gradient_descent_stops_after_the_first_short_step(student):
    """From 8 to 4, 2 and 1: with tol 1.5 the step of length 1 is the last, and is made."""
    gradient = callback(lambda w: w, like=np.zeros(1))
    w, history, reason = descend(student, gradient, np.array([8.0]), 0.5, 1.5, 100)
    assert_close(history, np.array([[8.0], [4.0], [2.0], [1.0]]), what="history")
    assert_close(w, np.array([1.0]), what="w")
    assert_equal(reason, "tolerance", what="reason")


# ----------------------------------------------------------------------------- minibatches


def joined(batches):
    """All indices in one array; a Failure if a batch is not a 1-D array of integers."""
    require(isinstance(batches, (list, tuple)), "result should be a list of integer arrays")
    for i, batch in enumerate(batches):
        integer = isinstance(batch, np.ndarray) and batch.ndim == 1 and batch.dtype.kind in "iu"
        require(integer, f"result[{i}] should be a 1-D array of integers")
    return np.concatenate(batches) if len(batches) else np.zeros(0, dtype=np.int64)


@check(points=2, public=True, examples=40)
@for_all(N=integers(1, 15), batch_size=integers(1, 6), seed=seeds())
def minibatches_hold_every_index_once(student, N, batch_size, seed):
    """Together the batches hold 0 ... N - 1, each once; none is lost at the end."""
    batches = student.minibatches(N, batch_size, np.random.default_rng(seed))
    assert_equal(np.sort(joined(batches)), np.arange(N), what="sorted(all indices)")


@check(points=2, public=True, after=minibatches_hold_every_index_once, examples=40)
@for_all(N=integers(1, 15), batch_size=integers(1, 6), seed=seeds())
def minibatches_are_full_but_the_last(student, N, batch_size, seed):
    """Every batch has batch_size indices; only the last may have fewer, and never none."""
    batches = student.minibatches(N, batch_size, np.random.default_rng(seed))
    joined(batches)
    want = [min(batch_size, N - start) for start in range(0, N, batch_size)]
    assert_equal(len(batches), len(want), what="the number of batches")
    assert_equal([len(batch) for batch in batches], want, what="the lengths of the batches")


@check(points=2, public=True)
def sgd_epoch_makes_one_step_per_batch(student):
    """Four equal examples x = 1, y = 3 from w = 0, lr 0.25: every batch halves the way to 3."""
    X, y = np.ones((4, 1)), np.full(4, 3.0)
    for batch_size, end in ((4, 1.5), (3, 2.25), (2, 2.25), (1, 2.8125)):
        rng = np.random.default_rng(0)
        w = student.sgd_epoch(X, y, np.zeros(1), 0.25, batch_size, rng)
        assert_close(
            w,
            np.array([end]),
            what=f"w with batches of {batch_size}",
        )


@check(points=1, public=True)
def largest_eigenvalue_of_a_diagonal(student):
    """The eigenvalues of diag(1, 3, 2) stand on its diagonal; the largest is 3."""
    result = student.largest_eigenvalue(np.diag([1.0, 3.0, 2.0]), 200, np.random.default_rng(0))
    assert_close(result, 3.0, rtol=1e-6)


# ------------------------------------------------------------------- optimal_learning_rate


@check(points=2, public=True)
@for_all(curvature=numbers(0.1, 50), start=numbers(-9, 9), bottom=numbers(-9, 9))
def optimal_learning_rate_reaches_the_bottom_in_one_step(student, curvature, start, bottom):
    r"""On $\frac h2 (w - w_*)^2$, whose second derivative is $h$, one step ends at $w_*$."""
    lr = student.optimal_learning_rate(curvature)
    assert_close(
        start - lr * curvature * (start - bottom), bottom, atol=1e-9, what="w after one step"
    )


# ------------------------------------------------------------------- maximal_learning_rate


def steepest_bowl(B, steepest):
    """A hessian with eigenvalues between 1/5 of steepest and steepest, and its top eigenvector."""
    Q = np.linalg.qr(B)[0]
    eigenvalues = steepest * np.array([1.0, 0.7, 0.5, 0.3, 0.2])[: len(B)]
    H = (Q * eigenvalues) @ Q.T
    return (H + H.T) / 2, Q[:, 0]


@check(points=1, public=True)
def maximal_learning_rate_belongs_to_the_steepest_direction(student):
    """diag(2, 8) allows 0.25; [[3, 1], [1, 3]], whose eigenvalues are 2 and 4, allows 0.5."""
    assert_close(student.maximal_learning_rate(np.diag([2.0, 8.0])), 0.25)
    assert_close(student.maximal_learning_rate(np.array([[3.0, 1.0], [1.0, 3.0]])), 0.5)


@check(points=2, public=True, examples=10)
@for_all(B=normals("D D"), steepest=numbers(0.05, 50), w=normals("D"))
def maximal_learning_rate_parts_convergence_from_divergence(student, B, steepest, w):
    """0.95 of it converges, 1.05 of it diverges, started along the steepest direction too."""
    H, top = steepest_bowl(B, steepest)
    lr = student.maximal_learning_rate(H)
    start = w + top if w @ top > 0 else w - top

    def walk_down(lr):
        history = [start]
        for _ in range(150):
            history.append(history[-1] - lr * (H @ history[-1]))
        return np.array(history)

    assert_converges(
        walk_down(0.95 * lr), to=np.zeros_like(w), within=1e-4, what="descent at 0.95 of the rate"
    )
    assert_diverges(
        walk_down(1.05 * lr), away_from=np.zeros_like(w), what="descent at 1.05 of the rate"
    )


# What the notebook gives, as it was released.
GIVEN = r'''import numpy as np'''


RELEASE = "a06befecfb8d"  # the notebook has the same
