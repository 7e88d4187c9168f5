"""The public checks of the assignment `backprop`.  Generated; not to be edited.

In the notebook, `check("dense_forward")` runs those of one exercise on your answer.  Read them:
they say what your answer must do.  Changing them changes no grade, for your work is graded with
the course's own copy and with hidden checks besides.  Where a public check waits for a hidden one
(`after=`), that is left out here.
"""

import numpy as np
from autograder.checks import (
    assert_close,
    assert_finite,
    assert_gradient,
    assert_shape,
    check,
    cotangents,
    for_all,
    labels,
    normals,
    numbers,
    reals,
    require,
)

ASSIGNMENT = "backprop"
EXERCISES = (
    "dense_forward",
    "dense_backward",
    "slide_network",
    "output_weight_gradient",
    "two_layer_forward",
    "two_layer_backward",
    "logistic_gradients",
    "collapse_linear",
    "xor_params",
)
DENSE = {"X": normals("N D"), "W": normals("D M"), "b": normals("M")}
NET = {
    "X": normals("N D"),
    "W1": normals("D H"),
    "b1": normals("H"),
    "W2": normals("H K"),
    "b2": normals("K"),
}
MANY_HIDDEN = {**NET, "b1": normals("H>=4")}
LOGISTIC = {
    "X": normals("N D"),
    "y": labels("N", below=2),
    "w": normals("D"),
    "b": numbers(-2, 2),
}


# dense_forward


@check(points=1, public=True)
def dense_forward_of_a_small_batch_done_by_hand(student):
    """The layer of two examples with three features and two outputs, done by hand."""
    X = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    W = np.array([[1.0, 0.0], [0.0, 1.0], [2.0, -1.0]])
    b = np.array([0.5, -0.5])
    out, _ = student.dense_forward(X, W, b)
    assert_close(out, np.array([[7.5, -1.5], [16.5, -1.5]]), what="out")


@check(points=1, public=True, after=dense_forward_of_a_small_batch_done_by_hand)
@for_all(X=reals("N D"), W=reals("D M"), b=reals("M"))
def dense_forward_treats_every_example_alone(student, X, W, b):
    """The output of an example is the same in a batch and alone."""
    out, _ = student.dense_forward(X, W, b)
    for n in range(len(X)):
        alone, _ = student.dense_forward(X[n : n + 1], W, b)
        assert_close(alone, out[n : n + 1], what=f"(out of X[{n}:{n + 1}] alone)")


# dense_backward


@check(points=1, public=True, after=dense_forward_of_a_small_batch_done_by_hand)
def dense_backward_of_a_small_batch_done_by_hand(student):
    """The three gradients of the batch done by hand."""
    X = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    W = np.array([[1.0, 0.0], [0.0, 1.0], [2.0, -1.0]])
    dout = np.array([[1.0, 2.0], [3.0, -1.0]])
    _, cache = student.dense_forward(X, W, np.array([0.5, -0.5]))
    dX, dW, db = student.dense_backward(dout, cache)
    assert_close(dX, np.array([[1.0, 2.0, 0.0], [3.0, -1.0, 7.0]]), what="dX")
    assert_close(dW, np.array([[13.0, -2.0], [17.0, -1.0], [21.0, 0.0]]), what="dW")
    assert_close(db, np.array([4.0, 1.0]), what="db")


@check(points=1, public=True, after=dense_forward_of_a_small_batch_done_by_hand, examples=10)
@for_all(
    X=normals("N<=3 D<=3"), W=normals("D<=3 M<=3"), b=normals("M<=3"), dout=cotangents("N<=3 M<=3")
)
def dense_backward_matches_differences_of_your_forward(student, X, W, b, dout):
    """dX, dW and db match central differences of your own dense_forward."""
    _, cache = student.dense_forward(X, W, b)
    assert_gradient(
        student.dense_backward(dout, cache),
        of=lambda X, W, b: student.dense_forward(X, W, b)[0],
        at={"X": X, "W": W, "b": b},
        dout=dout,
    )


@check(points=1, public=True, after=dense_backward_of_a_small_batch_done_by_hand)
@for_all(**DENSE, dout=cotangents("N M"))
def dense_backward_adds_up_over_the_examples(student, X, W, b, dout):
    """For a batch, dW and db are the sums of dW and db of its examples taken one by one."""
    _, cache = student.dense_forward(X, W, b)
    _, dW, db = student.dense_backward(dout, cache)
    alone = []
    for n in range(len(X)):
        _, cache = student.dense_forward(X[n : n + 1], W, b)
        alone.append(student.dense_backward(dout[n : n + 1], cache))
    hint = "a mean belongs to the loss, which puts its 1/N into dout; a layer only adds up"
    assert_close(dW, sum(gradients[1] for gradients in alone), what="dW", hint=hint)
    assert_close(db, sum(gradients[2] for gradients in alone), what="db", hint=hint)


@check(points=1, public=True, after=dense_backward_of_a_small_batch_done_by_hand)
@for_all(**DENSE, dout=cotangents("N M"))
def dense_backward_can_be_called_twice(student, X, W, b, dout):
    """A second dense_backward with the same cache returns the same gradients."""
    _, cache = student.dense_forward(X, W, b)
    first = student.dense_backward(dout, cache)
    second = student.dense_backward(dout, cache)
    hint = "backward only reads its cache"
    for name, before, after in zip(("dX", "dW", "db"), first, second, strict=True):
        assert_close(after, before, what=f"the second {name}", hint=hint)


# slide_network


@check(points=1, public=True)
def slide_network_repeats_the_numbers_of_the_slide(student):
    """The slide's example: h = (0.130, 0.957, 0.401), o = (0.346, 0.853)."""
    x = np.array([0.5, 0.9, -0.3])
    hidden = np.array([[1.0, -2.0, 2.0], [2.0, 1.0, -4.0], [1.0, -1.0, 0.0]])
    output = np.array([[-3.0, 1.0, -3.0], [0.0, 1.0, 2.0]])
    h, o = student.slide_network(x, hidden, output)
    assert_close(h, np.array([0.13010847, 0.95689275, 0.40131234]), rtol=0, atol=1e-8, what="h")
    hint = "both layers end in the sigmoid; go on with h as it is, not rounded as on the slide"
    assert_close(o, np.array([0.34584136, 0.85314921]), rtol=0, atol=1e-8, what="o", hint=hint)


@check(points=1, public=True, after=slide_network_repeats_the_numbers_of_the_slide)
@for_all(x=reals("3", within=3), hidden=reals("3 3", within=3), output=reals("2 3", within=3))
def slide_network_mirrors_its_hidden_layer(student, x, hidden, output):
    """Turning the signs of all inputs turns every h into 1 - h: σ(-z) = 1 - σ(z), no biases."""
    h, _ = student.slide_network(x, hidden, output)
    mirrored, _ = student.slide_network(-x, hidden, output)
    assert_close(mirrored, 1 - h, what="h of -x")


# output_weight_gradient


@check(points=1, public=True)
def output_weight_gradient_repeats_the_numbers_of_the_slide(student):
    """.13 · (.35 - .9) · .35 · (1 - .35) = -0.01626625, the gradient of the weight H1 → O1."""
    got = student.output_weight_gradient(0.13, 0.35, 0.9)
    assert_close(got, -0.01626625, rtol=0, atol=1e-12)


@check(points=1, public=True, after=output_weight_gradient_repeats_the_numbers_of_the_slide)
@for_all(i=numbers(0.1, 3), o=numbers(0.1, 0.9), gap=numbers(0.1, 0.9))
def output_weight_gradient_points_away_from_the_target(student, i, o, gap):
    """For an input i > 0: zero at o = t, positive if o is too large, negative if too small."""
    assert_close(student.output_weight_gradient(i, o, o), 0.0, what="the gradient at o = t")
    require(student.output_weight_gradient(i, o, o - gap) > 0, "too large an o: not positive")
    require(student.output_weight_gradient(i, o, o + gap) < 0, "too small an o: not negative")


# two_layer_forward


@check(points=1, public=True)
def two_layer_forward_of_a_small_net_done_by_hand(student):
    """A net with three hidden units: tanh 1 + 2 tanh 0.5 - tanh 0 + 0.25 for the first example."""
    X = np.array([[1.0, 0.5], [0.0, 0.0]])
    params = {
        "W1": np.array([[1.0, 0.0, -1.0], [0.0, 2.0, 1.0]]),
        "b1": np.array([0.0, -0.5, 0.5]),
        "W2": np.array([[1.0], [2.0], [-1.0]]),
        "b2": np.array([0.25]),
    }
    yhat, _ = student.two_layer_forward(X, params)
    expected = np.array([[1.93582847], [-1.13635147]])
    assert_close(yhat, expected, rtol=0, atol=1e-8, what="yhat")


@check(points=1, public=True, after=two_layer_forward_of_a_small_net_done_by_hand)
@for_all(**MANY_HIDDEN)
def two_layer_forward_does_not_know_the_order_of_hidden_units(student, X, W1, b1, W2, b2):
    """Shuffling the hidden units, with their weights on both sides, does not change the output."""
    order = np.arange(len(b1))[::-1]
    yhat, _ = student.two_layer_forward(X, {"W1": W1, "b1": b1, "W2": W2, "b2": b2})
    shuffled = {"W1": W1[:, order], "b1": b1[order], "W2": W2[order], "b2": b2}
    assert_close(student.two_layer_forward(X, shuffled)[0], yhat, what="yhat of the shuffled net")


# two_layer_backward


@check(points=1, public=True, after=two_layer_forward_of_a_small_net_done_by_hand, examples=10)
@for_all(
    X=normals("N<=3 D<=3"),
    W1=normals("D<=3 H<=3"),
    b1=normals("H<=3"),
    W2=normals("H<=3 K<=2"),
    b2=normals("K<=2"),
    dyhat=cotangents("N<=3 K<=2"),
)
def two_layer_backward_matches_differences_of_your_forward(student, X, W1, b1, W2, b2, dyhat):
    """The gradients of W1, b1, W2 and b2 match central differences of your two_layer_forward."""

    def forward(W1, b1, W2, b2):
        return student.two_layer_forward(X, {"W1": W1, "b1": b1, "W2": W2, "b2": b2})[0]

    params = {"W1": W1, "b1": b1, "W2": W2, "b2": b2}
    _, cache = student.two_layer_forward(X, params)
    assert_gradient(student.two_layer_backward(dyhat, cache), of=forward, at=params, dout=dyhat)


@check(
    points=1,
    public=True,
    after=two_layer_backward_matches_differences_of_your_forward,
    examples=15,
)
@for_all(**NET, dyhat=cotangents("N K"))
def two_layer_backward_adds_up_over_the_examples(student, X, W1, b1, W2, b2, dyhat):
    """The gradients of a batch are the sums of the gradients of its examples, one by one."""
    params = {"W1": W1, "b1": b1, "W2": W2, "b2": b2}
    _, cache = student.two_layer_forward(X, params)
    batch = student.two_layer_backward(dyhat, cache)
    alone = []
    for n in range(len(X)):
        _, cache = student.two_layer_forward(X[n : n + 1], params)
        alone.append(student.two_layer_backward(dyhat[n : n + 1], cache))
    hint = "a mean belongs to the loss, which puts its 1/N into dyhat; backward only adds up"
    for name in params:
        total = sum(gradients[name] for gradients in alone)
        assert_close(batch[name], total, what=f"the gradient of {name}", hint=hint)


@check(
    points=1,
    public=True,
    after=two_layer_backward_matches_differences_of_your_forward,
    examples=15,
)
@for_all(**MANY_HIDDEN, dyhat=cotangents("N K"))
def two_layer_backward_follows_shuffled_hidden_units(student, X, W1, b1, W2, b2, dyhat):
    """Shuffling the hidden units shuffles the gradients of W1, b1 and W2 with them."""
    order = np.arange(len(b1))[::-1]
    _, cache = student.two_layer_forward(X, {"W1": W1, "b1": b1, "W2": W2, "b2": b2})
    plain = student.two_layer_backward(dyhat, cache)
    shuffled_params = {"W1": W1[:, order], "b1": b1[order], "W2": W2[order], "b2": b2}
    _, cache = student.two_layer_forward(X, shuffled_params)
    shuffled = student.two_layer_backward(dyhat, cache)
    assert_close(shuffled["W1"], plain["W1"][:, order], what="the gradient of the shuffled W1")
    assert_close(shuffled["b1"], plain["b1"][order], what="the gradient of the shuffled b1")
    assert_close(shuffled["W2"], plain["W2"][order], what="the gradient of the shuffled W2")
    assert_close(shuffled["b2"], plain["b2"], what="the gradient of b2")


# logistic_gradients


@check(points=1, public=True)
def logistic_gradients_of_three_examples_done_by_hand(student):
    """At w = 0, b = 0 every prediction is ½: the loss is ln 2, the gradients are fractions."""
    X = np.array([[1.0, 2.0], [3.0, -1.0], [0.0, 1.0]])
    y = np.array([1.0, 0.0, 1.0])
    loss, dw, db = student.logistic_gradients(X, y, np.zeros(2), 0.0)
    assert_close(loss, 0.6931471805599453, what="the loss")
    assert_close(dw, np.array([1 / 3, -2 / 3]), what="dw")
    assert_close(db, -1 / 6, what="db")


@check(points=1, public=True, after=logistic_gradients_of_three_examples_done_by_hand)
@for_all(**LOGISTIC)
def logistic_gradients_match_differences_of_your_loss(student, X, y, w, b):
    """The gradients dw and db match central differences of the loss you return."""
    y = y.astype(np.float64)
    _, dw, db = student.logistic_gradients(X, y, w, b)
    assert_gradient(
        (dw, db),
        of=lambda w, b: student.logistic_gradients(X, y, w, b)[0],
        at={"w": w, "b": b},
    )


@check(points=1, public=True, after=logistic_gradients_of_three_examples_done_by_hand)
def logistic_gradients_survive_extreme_scores(student):
    """Scores of ±10000, right and wrong: the loss is 5000, dw is 5000, db is 0."""
    X = np.array([[1e4], [1e4], [-1e4], [-1e4]])
    y = np.array([0.0, 1.0, 0.0, 1.0])
    loss, dw, db = student.logistic_gradients(X, y, np.ones(1), 0.0)
    hint = "write the loss in terms of the score z: log(sigmoid(z)) is -inf long before z = -10000"
    for name, value in (("the loss", loss), ("dw", dw), ("db", db)):
        assert_finite(value, what=name, hint=hint)
    assert_close(loss, 5000.0, what="the loss", hint=hint)
    assert_close(dw, np.array([5000.0]), what="dw", hint=hint)
    assert_close(db, 0.0, what="db", hint=hint)


@check(points=1, public=True, after=logistic_gradients_of_three_examples_done_by_hand)
@for_all(**LOGISTIC)
def logistic_gradients_are_means_over_the_batch(student, X, y, w, b):
    """Writing every example twice changes neither the loss nor the gradients."""
    y = y.astype(np.float64)
    once = student.logistic_gradients(X, y, w, b)
    twice = student.logistic_gradients(np.concatenate([X, X]), np.concatenate([y, y]), w, b)
    for name, value, expected in zip(("the loss", "dw", "db"), twice, once, strict=True):
        assert_close(value, expected, what=f"{name} of the doubled batch")


@check(points=1, public=True, after=logistic_gradients_of_three_examples_done_by_hand)
@for_all(**LOGISTIC)
def logistic_gradients_treat_the_bias_as_a_weight(student, X, y, w, b):
    """A column of ones with weight b does what the bias does: the same loss, db its gradient."""
    y = y.astype(np.float64)
    loss, dw, db = student.logistic_gradients(X, y, w, b)
    with_ones = np.column_stack([X, np.ones(len(X))])
    same, gradient, _ = student.logistic_gradients(with_ones, y, np.append(w, b), 0.0)
    assert_close(same, loss, what="the loss with the bias as a weight")
    assert_close(gradient[:-1], dw, what="dw with the bias as a weight")
    assert_close(gradient[-1], db, what="the gradient of the bias as a weight")


# collapse_linear


@check(points=2, public=True)
@for_all(
    X=reals("N D", layout="any"),
    W1=reals("D H", layout="any"),
    b1=reals("H"),
    W2=reals("H K", layout="any"),
    b2=reals("K"),
)
def collapse_linear_computes_what_the_two_layers_compute(student, X, W1, b1, W2, b2):
    """X @ W + b equals (X @ W1 + b1) @ W2 + b2 for every X."""
    W, b = student.collapse_linear(W1, b1, W2, b2)
    assert_shape(W, (W1.shape[0], W2.shape[1]), what="W")
    assert_shape(b, b2.shape, what="b")
    assert_close(X @ W + b, (X @ W1 + b1) @ W2 + b2, what="(X @ W + b)")


# xor_params


@check(points=3, public=True, free_shapes=True)
def xor_params_solve_xor(student):
    """max(0, x @ W + c) @ w + b is 0, 1, 1, 0 for x = (0,0), (0,1), (1,0), (1,1)."""
    answer = student.xor_params()
    require(isinstance(answer, (tuple, list)) and len(answer) == 4, "return W, c, w and b")
    W, c, w, b = (np.asarray(part) for part in answer)
    require(
        all(part.dtype.kind in "biuf" for part in (W, c, w, b)), "W, c, w, b should be numbers"
    )
    units = w.shape[0] if w.ndim == 1 else 0
    require(units > 0, f"w has shape {w.shape}, but should have shape (H,) with H at least 1")
    require(W.shape == (2, units), f"W has shape {W.shape}, but should have shape {(2, units)}")
    require(c.shape == (units,), f"c has shape {c.shape}, but should have shape {(units,)}")
    require(b.shape == (), f"b has shape {b.shape}, but should be one number")
    x = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    output = np.maximum(0, x @ W + c) @ w + b
    assert_close(
        output,
        np.array([0.0, 1.0, 1.0, 0.0]),
        rtol=0,
        atol=1e-9,
        what="the output of the four corners",
    )


# What the notebook gives, as it was released.
GIVEN = r'''import numpy as np


def sigmoid(z):
    """1 / (1 + exp(-z)) elementwise, finite for every z; keeps the dtype.  (...) -> (...)"""
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)'''


RELEASE = "2a0475ce5064"  # the notebook has the same
