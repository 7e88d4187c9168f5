"""What gradient descent must do.  A docstring is the sentence a student reads."""

import itertools
from collections import Counter

import numpy as np

from autograder.checks import (
    assert_close,
    assert_converges,
    assert_diverges,
    assert_dtype,
    assert_equal,
    assert_gradient,
    assert_shape,
    assert_unchanged,
    callback,
    check,
    cotangents,
    for_all,
    integers,
    normals,
    numbers,
    probabilities,
    reals,
    require,
    seeds,
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


@check(points=2)
@for_all(X=reals("N D", layout="any"), y=reals("N"), w=reals("D"))
def linear_regression_gradient_agrees_with_the_reference(student, reference, X, y, w):
    """The factor is 2/N, the sign that of the loss, the point of the gradient is w."""
    want = reference.linear_regression_gradient(X, y, w)
    assert_close(student.linear_regression_gradient(X, y, w), want)


@check(points=1, public=True, after=linear_regression_gradient_agrees_with_the_reference)
@for_all(X=normals("N D"), w=normals("D"))
def linear_regression_gradient_vanishes_where_the_fit_is_perfect(student, X, w):
    """At a w with X w = y the gradient is 0."""
    assert_close(student.linear_regression_gradient(X, X @ w, w), np.zeros_like(w))


@check(points=1, public=True, after=linear_regression_gradient_agrees_with_the_reference)
@for_all(X=normals("N D"), y=normals("N"), w=normals("D"), copies=integers(2, 10))
def linear_regression_gradient_ignores_copies_of_the_data(student, X, y, w, copies):
    """Copies of the data have the gradient of the data: a full batch repeats the work in vain."""
    repeated = student.linear_regression_gradient(np.tile(X, (copies, 1)), np.tile(y, copies), w)
    assert_close(repeated, student.linear_regression_gradient(X, y, w))


@check(points=1, after=linear_regression_gradient_agrees_with_the_reference, examples=10)
@for_all(
    X=reals("N D", dtype="float32"), y=reals("N", dtype="float32"), w=reals("D", dtype="float32")
)
def linear_regression_gradient_keeps_float32(student, X, y, w):
    """float32 arrays give a float32 gradient."""
    assert_dtype(student.linear_regression_gradient(X, y, w), np.float32)


@check(points=1, after=linear_regression_gradient_agrees_with_the_reference, examples=10)
@for_all(X=reals("N D"), y=reals("N"), w=reals("D"))
def linear_regression_gradient_leaves_its_arguments_unchanged(student, X, y, w):
    """X, y and w are the same after the call."""
    assert_unchanged(student.linear_regression_gradient, X, y, w)


# ------------------------------------------------------------------------ gradient_descent


def walk(curvatures, start, lr, steps):
    """The points of descent on the bowl ½ Σ curvatures·w², by the closed form (1 - lr·h)^t."""
    factors = (1 - lr * curvatures) ** np.arange(steps + 1)[:, None]
    return factors * start


def descend(student, *arguments):
    """The three results of gradient_descent; a Failure if there are not three."""
    result = student.gradient_descent(*arguments)
    three = isinstance(result, (tuple, list)) and len(result) == 3
    require(three, "result should be three things: w, history, reason")
    return result


def step_lengths(points):
    """‖w_t - w_{t-1}‖₂ for t = 1, 2, …"""
    return np.linalg.norm(np.diff(points, axis=0), axis=1)


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


@check(points=3)
@for_all(B=normals("D D"), bottom=normals("D"), offset=cotangents("D"), steps=integers(1, 6))
def gradient_descent_follows_the_closed_form(student, B, bottom, offset, steps):
    r"""$w_t = w_* + (I - \eta H)^t (w_0 - w_*)$; here $H = B^T B$ and $w_0$ is bottom + offset."""
    H, w0 = B.T @ B, bottom + offset
    lr = 0.7 / np.trace(H)
    shrink = np.eye(len(w0)) - lr * H
    powers = [np.linalg.matrix_power(shrink, t) for t in range(steps + 1)]
    points = np.array([bottom + power @ offset for power in powers])
    gradient = callback(lambda w: H @ (w - bottom), like=w0)
    w, history, reason = descend(student, gradient, w0, lr, 0.0, steps)
    assert_close(history, points, what="history")
    assert_close(w, points[-1], what="w")
    assert_equal(reason, "max_steps", what="reason")


def assert_stops_at_the_first_short_step(student, curvatures, w0, lr, long_steps):
    """After so many long steps; all steps are known."""
    points = walk(curvatures, w0, lr, long_steps + 2)
    lengths = step_lengths(points)  # they fall; tol lies between the last long and a short one
    tol = np.sqrt(lengths[long_steps - 1] * lengths[long_steps]) if long_steps else 2 * lengths[0]
    gradient = callback(lambda w: curvatures * w, like=w0)
    w, history, reason = descend(student, gradient, w0, lr, float(tol), long_steps + 4)
    assert_equal(
        len(history) - 1,
        long_steps + 1,
        what="the number of steps made",
    )
    assert_close(history, points[: long_steps + 2], what="history")
    assert_close(w, points[long_steps + 1], what="w")
    assert_equal(reason, "tolerance", what="reason")


@check(points=2, free_shapes=True)
@for_all(
    curvatures=probabilities("D"), w0=normals("D"), lr=numbers(0.2, 0.9), long_steps=integers(0, 6)
)
def gradient_descent_measures_its_steps_in_the_euclidean_norm(
    student, curvatures, w0, lr, long_steps
):
    r"""It stops after the first step with $\|w_t - w_{t-1}\|_2 <$ tol, wherever that happens."""
    alike = np.full(4, 0.25), np.array([1.0, -1.0, 1.0, -1.0]), 0.5, 3
    for drawn in ((curvatures, w0, lr, long_steps), alike):
        assert_stops_at_the_first_short_step(student, *drawn)


@check(points=2, after=gradient_descent_follows_the_closed_form, free_shapes=True)
@for_all(
    curvatures=probabilities("D"), w0=normals("D"), lr=numbers(0.2, 0.9), long_steps=integers(1, 5)
)
def gradient_descent_names_the_rule_that_fired(student, curvatures, w0, lr, long_steps):
    """If the last step allowed is the first short one, the reason is "tolerance"."""
    lengths = step_lengths(walk(curvatures, w0, lr, long_steps + 2))
    tol = float(np.sqrt(lengths[long_steps - 1] * lengths[long_steps]))
    gradient = callback(lambda w: curvatures * w, like=w0)
    for max_steps, rule in ((long_steps, "max_steps"), (long_steps + 1, "tolerance")):
        _, history, reason = descend(student, gradient, w0, lr, tol, max_steps)
        assert_equal(len(history) - 1, max_steps, what="the number of steps made")
        assert_equal(reason, rule, what=f"reason, with max_steps = {max_steps},")


@check(points=1, after=gradient_descent_follows_the_closed_form, examples=10)
@for_all(bottom=normals("D"), steps=integers(1, 5))
def gradient_descent_never_stops_early_with_tol_0(student, bottom, steps):
    """With tol = 0 even steps of length 0 go on: no step is shorter than 0."""
    gradient = callback(lambda w: w - bottom, like=bottom)
    w, history, reason = descend(student, gradient, bottom, 0.5, 0.0, steps)
    assert_close(history, np.tile(bottom, (steps + 1, 1)), what="history")
    assert_close(w, bottom, what="w")
    assert_equal(reason, "max_steps", what="reason")


@check(points=1, after=gradient_descent_follows_the_closed_form, examples=5)
@for_all(w0=normals("D"))
def gradient_descent_may_be_given_no_steps(student, w0):
    """With max_steps = 0 history has the one row w0, w is w0, the reason is "max_steps"."""
    w, history, reason = descend(student, callback(lambda w: w, like=w0), w0, 0.1, 0.1, 0)
    assert_close(history, w0[None], what="history")
    assert_close(w, w0, what="w")
    assert_equal(reason, "max_steps", what="reason")


@check(points=2, after=gradient_descent_follows_the_closed_form, examples=12)
@for_all(curvatures=probabilities("D"), w0=normals("D"), steps=integers(1, 6))
def gradient_descent_asks_for_one_gradient_per_step(student, curvatures, w0, steps):
    """The gradient is computed once per step, at the point where the step begins."""
    asked = []

    def gradient(w):
        asked.append(np.array(w))
        return curvatures * w

    descend(student, callback(gradient, like=w0), w0, 0.5, 0.0, steps)
    assert_equal(len(asked), steps, what="the number of gradient calls")
    assert_close(
        np.array(asked), walk(curvatures, w0, 0.5, steps)[:-1], what="the points it asked about"
    )


@check(points=1, after=gradient_descent_follows_the_closed_form, examples=6, free_shapes=True)
@for_all(w0=normals("D"))
def gradient_descent_trusts_its_rule_far_from_the_bottom(student, w0):
    """With lr 1e-7 and tol 1e-5 the first step is short: it is the last, far from the bottom."""
    gradient = callback(lambda w: w, like=w0)
    _, history, reason = descend(student, gradient, w0, 1e-7, 1e-5, 8)
    assert_equal(len(history) - 1, 1, what="the number of steps made")
    assert_close(history, walk(np.ones_like(w0), w0, 1e-7, 1), what="history")
    assert_equal(reason, "tolerance", what="reason")


@check(points=1, after=gradient_descent_follows_the_closed_form, examples=6)
@for_all(w0=normals("2"), curvature=numbers(0.5, 4), fraction=numbers(0.2, 0.6))
def gradient_descent_converges_at_the_rate_of_theory(student, w0, curvature, fraction):
    r"""On a round bowl of curvature h the error shrinks by $|1 - \eta h|$ per step."""
    lr = fraction / curvature
    gradient = callback(lambda w: curvature * w, like=w0)
    _, history, _ = descend(student, gradient, w0, lr, 0.0, 40)
    within = 2 * np.linalg.norm(w0) * (1 - fraction) ** 40
    assert_converges(history, to=np.zeros(2), within=within, rate=1 - fraction)


@check(points=1, after=gradient_descent_follows_the_closed_form, examples=6)
@for_all(w0=cotangents("D"), lr=numbers(2.5, 4))
def gradient_descent_runs_on_when_it_diverges(student, w0, lr):
    """With lr above 2/h it runs away for all max_steps steps, even past the largest float."""
    gradient = callback(lambda w: w, like=w0)
    _, history, reason = descend(student, gradient, w0, lr, 1e-9, 30)
    assert_close(history, walk(np.ones_like(w0), w0, lr, 30), what="history")
    overflowing = callback(lambda w: 1e60 * w, like=w0)
    _, history, reason = descend(student, overflowing, w0, lr, 1e-9, 10)
    assert_equal(len(history) - 1, 10, what="the number of steps made, with overflow,")
    assert_equal(reason, "max_steps", what="reason, with overflow,")


@check(points=1, after=gradient_descent_follows_the_closed_form, examples=6)
@for_all(w0=normals("D", dtype="float32"))
def gradient_descent_keeps_float32(student, w0):
    """From a float32 w0, w and history are float32."""
    gradient = callback(lambda w: w, like=w0)
    w, history, _ = descend(student, gradient, w0, 0.1, 0.0, 3)
    assert_dtype(w, np.float32, what="w")
    assert_dtype(history, np.float32, what="history")


@check(points=1, after=gradient_descent_follows_the_closed_form, examples=6)
@for_all(w0=normals("D"))
def gradient_descent_leaves_w0_unchanged(student, w0):
    """w0 is the same after the call."""
    gradient = callback(lambda w: w, like=w0)
    assert_unchanged(student.gradient_descent, gradient, w0, 0.1, 0.0, 3)


# ----------------------------------------------------------------------------- minibatches


def joined(batches):
    """All indices in one array; a Failure if a batch is not a 1-D array of integers."""
    require(isinstance(batches, (list, tuple)), "result should be a list of integer arrays")
    for i, batch in enumerate(batches):
        integer = isinstance(batch, np.ndarray) and batch.ndim == 1 and batch.dtype.kind in "iu"
        require(integer, f"result[{i}] should be a 1-D array of integers")
    return np.concatenate(batches) if len(batches) else np.zeros(0, dtype=np.int64)


LARGEST_CHI_SQUARED = 52.0  # exceeded with probability 6e-10, at 5 degrees of freedom


def assert_equally_likely(outcomes, possible, *, what):
    """Pearson's chi-squared over the six possible outcomes is no miracle."""
    counts = Counter(outcomes)
    expected = len(outcomes) / len(possible)
    statistic = sum((counts[one] - expected) ** 2 / expected for one in possible)
    most, often = counts.most_common(1)[0]
    require(
        statistic < LARGEST_CHI_SQUARED,
        f"in {len(outcomes)} runs with different seeds {what} {most} came up {often} times, "
        f"but each of the {len(possible)} should come up about {expected:.0f} times",
        hint="shuffle the examples with the rng you are given, all orders equally likely",
    )


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


@check(points=2)
def minibatches_come_in_every_order(student):
    """All 6 orders of 3 examples are equally likely (a right answer fails once in 10⁹)."""
    runs = range(200)
    drawn = [joined(student.minibatches(3, 2, np.random.default_rng(seed))) for seed in runs]
    assert_equally_likely(
        [tuple(map(int, order)) for order in drawn],
        list(itertools.permutations(range(3))),
        what="the order",
    )


@check(points=1, after=minibatches_come_in_every_order, examples=10)
@for_all(seed=seeds(), batch_size=integers(1, 7))
def minibatches_depend_on_nothing_but_rng(student, seed, batch_size):
    """Equal generators give equal batches, whatever the global state of np.random."""
    first, second = (
        joined(student.minibatches(30, batch_size, np.random.default_rng(seed))) for _ in range(2)
    )
    assert_equal(second, first, what="the second result")


# ------------------------------------------------------------------------------- sgd_epoch


def epochs_in_every_order(X, y, w, lr, batch_size):
    """Where an epoch ends for each order of the examples: (N!, D)."""
    orders = np.array(list(itertools.permutations(range(len(y)))))
    points = np.tile(w, (len(orders), 1))
    for start in range(0, len(y), batch_size):
        batch = orders[:, start : start + batch_size]
        residual = np.einsum("pbd,pd->pb", X[batch], points) - y[batch]
        points = points - lr * 2 * np.einsum("pb,pbd->pd", residual, X[batch]) / batch.shape[1]
    return points


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


@check(points=4)
@for_all(
    X=normals("N>=3 D"),
    y=normals("N"),
    w=normals("D"),
    lr=numbers(0.05, 0.3),
    batch_size=integers(1, 4),
    seed=seeds(),
)
def sgd_epoch_visits_every_example_in_some_order(student, X, y, w, lr, batch_size, seed):
    """The result is that of one of the N! orders, cut into batches, mean gradients."""
    result = student.sgd_epoch(X, y, w, lr, batch_size, np.random.default_rng(seed))
    assert_shape(result, w.shape)
    ends = epochs_in_every_order(X, y, w, lr, batch_size)
    nearest = ends[np.argmin(np.max(np.abs(ends - result), axis=1))]
    assert_close(result, nearest, what="held against the nearest end of all orders, result")


@check(points=1)
@for_all(X=normals("N D"), y=normals("N"), w=normals("D"), more=integers(0, 3), seed=seeds())
def sgd_epoch_in_one_batch_is_a_step_of_descent(student, reference, X, y, w, more, seed):
    """With batch_size >= N it makes one step with the gradient over all the data."""
    result = student.sgd_epoch(X, y, w, 0.1, len(y) + more, np.random.default_rng(seed))
    assert_close(result, w - 0.1 * reference.linear_regression_gradient(X, y, w))


@check(points=1, after=sgd_epoch_visits_every_example_in_some_order)
@for_all(
    B=normals("4 4"), N=integers(1, 4), y=normals("4"), w=normals("4"), seed=seeds(),
    copies=integers(2, 10),
)  # fmt: skip
def sgd_epoch_uses_the_redundancy_of_copies(student, B, N, y, w, seed, copies):
    """One epoch over k copies is k epochs over the data (orthogonal rows: no order matters)."""
    X, y = np.linalg.qr(B)[0][:N], y[:N]
    rng = np.random.default_rng(seed)
    once = student.sgd_epoch(np.tile(X, (copies, 1)), np.tile(y, copies), w, 0.2, 1, rng)
    again = w
    for _ in range(copies):
        again = student.sgd_epoch(X, y, again, 0.2, 1, rng)
        assert_shape(again, w.shape)
    assert_close(once, again)


@check(points=2, after=sgd_epoch_visits_every_example_in_some_order)
def sgd_epoch_shuffles_with_every_order_equally_likely(student):
    """All 6 orders of 3 examples are equally likely (a right answer fails once in 10⁹)."""
    X, y, w = np.array([[1.0], [2.0], [4.0]]), np.array([1.0, -1.0, 3.0]), np.array([0.5])
    ends = epochs_in_every_order(X, y, w, 0.1, 1)
    found = []
    for seed in range(200):
        result = student.sgd_epoch(X, y, w, 0.1, 1, np.random.default_rng(seed))
        found.append(int(np.argmin(np.abs(ends - result)[:, 0])) + 1)
    assert_equally_likely(found, range(1, 7), what="the result of order")


@check(points=1, after=sgd_epoch_visits_every_example_in_some_order, examples=10)
@for_all(X=normals("30 D"), y=normals("30"), w=normals("D"), seed=seeds())
def sgd_epoch_depends_on_nothing_but_rng(student, X, y, w, seed):
    """Equal generators give equal results, whatever the global state of np.random."""
    first, second = (
        student.sgd_epoch(X, y, w, 0.02, 4, np.random.default_rng(seed)) for _ in range(2)
    )
    assert_equal(second, first, what="the second result")


@check(points=1, after=sgd_epoch_visits_every_example_in_some_order, examples=10)
@for_all(
    X=normals("N D", dtype="float32"),
    y=normals("N", dtype="float32"),
    w=normals("D", dtype="float32"),
)
def sgd_epoch_keeps_float32(student, X, y, w):
    """float32 arrays give a float32 w."""
    assert_dtype(student.sgd_epoch(X, y, w, 0.1, 2, np.random.default_rng(0)), np.float32)


@check(points=1, after=sgd_epoch_visits_every_example_in_some_order, examples=10)
@for_all(X=normals("N>=3 D"), y=normals("N"), w=normals("D"))
def sgd_epoch_leaves_its_arguments_unchanged(student, X, y, w):
    """X, y and w are the same after the call."""
    assert_unchanged(student.sgd_epoch, X, y, w, 0.1, 2, np.random.default_rng(0))


# ---------------------------------------------------------------------- largest_eigenvalue


def spelled(matrix):
    """A matrix as text for a message."""
    return f"np.array({np.round(matrix, 4).tolist()})"


@check(points=1, public=True)
def largest_eigenvalue_of_a_diagonal(student):
    """The eigenvalues of diag(1, 3, 2) stand on its diagonal; the largest is 3."""
    result = student.largest_eigenvalue(np.diag([1.0, 3.0, 2.0]), 200, np.random.default_rng(0))
    assert_close(result, 3.0, rtol=1e-6)


@check(points=3, examples=15)
@for_all(
    B=normals("D D"),
    share=numbers(0.0, 0.9),
    largest=numbers(0.01, 100),
    steps=integers(200, 250),
    seed=seeds(),
)
def largest_eigenvalue_agrees_with_the_spectrum(student, B, share, largest, steps, seed):
    """200 steps find it to one part in 10⁶ where the second is at most 0.9 of it."""
    drawn = largest * np.array([1.0, share, share / 2, share / 2, 0.0])[: len(B)]
    slow = np.array([[0.6, -0.8], [0.8, 0.6]]), np.array([100.0, 90.0])
    for Q, eigenvalues in ((np.linalg.qr(B)[0], drawn), slow):
        A = (Q * eigenvalues) @ Q.T
        A = (A + A.T) / 2
        result = student.largest_eigenvalue(A, steps, np.random.default_rng(seed))
        assert_close(result, eigenvalues[0], rtol=1e-6, what=f"the result for A = {spelled(A)}")


@check(points=1, after=largest_eigenvalue_agrees_with_the_spectrum)
def largest_eigenvalue_does_not_depend_on_a_lucky_start(student):
    """It finds the 3 of [[2, -1], [-1, 2]], to which no start along (1, 1) leads."""
    for A in (np.array([[2.0, -1.0], [-1.0, 2.0]]), np.diag([0.0, 3.0]), np.diag([3.0, 0.0])):
        for seed in range(3):
            result = student.largest_eigenvalue(A, 200, np.random.default_rng(seed))
            assert_close(result, 3.0, rtol=1e-6, what=f"the result for A = {spelled(A)}")


@check(points=1, after=largest_eigenvalue_agrees_with_the_spectrum, examples=5)
@for_all(B=normals("D D"), seed=seeds())
def largest_eigenvalue_of_the_zero_matrix_is_0(student, B, seed):
    """For the zero matrix it is 0, not nan."""
    assert_close(student.largest_eigenvalue(0 * B, 200, np.random.default_rng(seed)), 0.0)


@check(points=1, after=largest_eigenvalue_agrees_with_the_spectrum, examples=5)
@for_all(B=normals("D D"))
def largest_eigenvalue_leaves_its_argument_unchanged(student, B):
    """A is the same after the call."""
    assert_unchanged(student.largest_eigenvalue, B @ B.T, 200, np.random.default_rng(0))


# ------------------------------------------------------------------- optimal_learning_rate


@check(points=2, public=True)
@for_all(curvature=numbers(0.1, 50), start=numbers(-9, 9), bottom=numbers(-9, 9))
def optimal_learning_rate_reaches_the_bottom_in_one_step(student, curvature, start, bottom):
    r"""On $\frac h2 (w - w_*)^2$, whose second derivative is $h$, one step ends at $w_*$."""
    lr = student.optimal_learning_rate(curvature)
    assert_close(
        start - lr * curvature * (start - bottom), bottom, atol=1e-9, what="w after one step"
    )


@check(points=1)
@for_all(second_derivative=numbers(0.01, 1000))
def optimal_learning_rate_agrees_with_the_reference(student, reference, second_derivative):
    """It is $(E'')^{-1}$, a positive number."""
    for curvature in (second_derivative, 0.02):
        want = reference.optimal_learning_rate(curvature)
        assert_close(student.optimal_learning_rate(curvature), want)


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


@check(points=2)
@for_all(B=normals("D D"), steepest=numbers(0.05, 50))
def maximal_learning_rate_agrees_with_the_reference(student, reference, B, steepest):
    r"""It is $2 / \lambda_{max}$ of the hessian, which need not be diagonal."""
    for H in (steepest_bowl(B, steepest)[0], np.array([[1.0, 1.0], [1.0, 3.0]])):
        result, want = student.maximal_learning_rate(H), reference.maximal_learning_rate(H)
        assert_close(result, want, rtol=1e-6, what=f"the result for hessian = {spelled(H)}")


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


@check(points=1, after=maximal_learning_rate_agrees_with_the_reference, examples=10)
@for_all(B=normals("D D"), steepest=numbers(0.5, 5))
def maximal_learning_rate_leaves_its_argument_unchanged(student, B, steepest):
    """The hessian is the same after the call."""
    assert_unchanged(student.maximal_learning_rate, steepest_bowl(B, steepest)[0])
