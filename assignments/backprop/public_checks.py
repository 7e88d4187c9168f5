"""The public checks of the assignment `backprop`.  Generated; not to be edited.

In the notebook, `check("dense_forward")` runs those of one exercise on your answer.  Read them:
they say what your answer must do.  Changing them changes no grade, for your work is graded with
the course's own copy and with hidden checks besides.  Where a public check waits for a hidden one
(`after=`), that is left out here.
"""

import numpy as np
from autograder.checks import (
    assert_close,
    assert_shape,
    check,
    cotangents,
    for_all,
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
    "X": normals("N D", far=2),
    "W1": normals("D H", far=2),
    "b1": normals("H", far=2),
    "W2": normals("H K", far=2),
    "b2": normals("K", far=2),
}
MANY_HIDDEN = {**NET, "b1": normals("H>=4")}


def parts(answer, *names):
    """The parts of an answer by name, each to be judged for itself, whatever the others are."""
    spelled = f"{', '.join(names[:-1])} and {names[-1]}"
    right = isinstance(answer, (tuple, list)) and len(answer) == len(names)
    require(right, f"the result should be {len(names)} things, {spelled}")
    return dict(zip(names, answer, strict=True))


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


def dense_gradients(net, X, W, b, dout):
    """dX, dW and db by name, from the net's own forward and backward."""
    cache = parts(net.dense_forward(X, W, b), "out", "cache")["cache"]
    return parts(net.dense_backward(dout, cache), "dX", "dW", "db")


def small_batch(net):
    """The gradients of the batch done by hand."""
    X = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    W = np.array([[1.0, 0.0], [0.0, 1.0], [2.0, -1.0]])
    return dense_gradients(net, X, W, np.array([0.5, -0.5]), np.array([[1.0, 2.0], [3.0, -1.0]]))


@check(points=1, public=True, free_shapes=True)
def dense_backward_of_a_small_batch_has_the_right_dX(student):
    """The gradient of X, for the batch done by hand."""
    want = np.array([[1.0, 2.0, 0.0], [3.0, -1.0, 7.0]])
    assert_close(small_batch(student)["dX"], want, what="dX")


@check(points=1, public=True, free_shapes=True)
def dense_backward_of_a_small_batch_has_the_right_dW(student):
    """The gradient of W, for the batch done by hand."""
    want = np.array([[13.0, -2.0], [17.0, -1.0], [21.0, 0.0]])
    assert_close(small_batch(student)["dW"], want, what="dW")


@check(points=1, public=True, free_shapes=True)
def dense_backward_of_a_small_batch_has_the_right_db(student):
    """The gradient of b, for the batch done by hand: one number for each output."""
    assert_close(small_batch(student)["db"], np.array([4.0, 1.0]), what="db")


@check(points=1, public=True, free_shapes=True)
@for_all(**DENSE, dout=cotangents("N M"))
def dense_backward_can_be_called_twice(student, X, W, b, dout):
    """A second dense_backward with the same cache returns the same gradients."""
    _, cache = student.dense_forward(X, W, b)
    first = parts(student.dense_backward(dout, cache), "dX", "dW", "db")
    second = parts(student.dense_backward(dout, cache), "dX", "dW", "db")
    for name, gradient in second.items():
        assert_close(gradient, first[name], what=f"the second {name}")


# slide_network


@check(points=1, public=True)
def slide_network_repeats_the_numbers_of_the_slide(student):
    """The slide's example: h = (0.130, 0.957, 0.401), o = (0.346, 0.853)."""
    x = np.array([0.5, 0.9, -0.3])
    hidden = np.array([[1.0, -2.0, 2.0], [2.0, 1.0, -4.0], [1.0, -1.0, 0.0]])
    output = np.array([[-3.0, 1.0, -3.0], [0.0, 1.0, 2.0]])
    h, o = student.slide_network(x, hidden, output)
    assert_close(h, np.array([0.13010847, 0.95689275, 0.40131234]), rtol=0, atol=1e-8, what="h")
    assert_close(o, np.array([0.34584136, 0.85314921]), rtol=0, atol=1e-8, what="o")


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


def _gradients(net, dyhat, X, params):
    """The gradients of forward and backward called in turn; a Failure if they are no dict."""
    cache = parts(net.two_layer_forward(X, params), "yhat", "cache")["cache"]
    gradients = net.two_layer_backward(dyhat, cache)
    require(isinstance(gradients, dict), "the result should be a dict with the keys of params")
    return gradients


def of_parameter(gradients, name):
    """One of the gradients; a Failure if it is not there."""
    keys = ", ".join(sorted(map(str, gradients))) or "none"
    require(name in gradients, f"there is no gradient of {name}: the keys are {keys}")
    return gradients[name]


def small_net(net):
    """The gradients of a net with three hidden units, for dyhat = (1, -2)."""
    X = np.array([[1.0, 0.5], [0.0, 0.0]])
    params = {
        "W1": np.array([[1.0, 0.0, -1.0], [0.0, 2.0, 1.0]]),
        "b1": np.array([0.0, -0.5, 0.5]),
        "W2": np.array([[1.0], [2.0], [-1.0]]),
        "b2": np.array([0.25]),
    }
    return _gradients(net, np.array([[1.0], [-2.0]]), X, params)


def assert_small_net(student, name, want):
    """The gradient of one parameter of the small net."""
    gradient = of_parameter(small_net(student), name)
    what = f"the gradient of {name}"
    assert_close(gradient, np.array(want), rtol=0, atol=1e-8, what=what)


@check(points=1, public=True)
def two_layer_backward_of_a_small_net_has_the_right_W1(student):
    """The gradient of W1, for a net with three hidden units and two examples."""
    W1 = [[0.4199743416, 1.5728954659, -1.0], [0.2099871708, 0.786447733, -0.5]]
    assert_small_net(student, "W1", W1)


@check(points=1, public=True)
def two_layer_backward_of_a_small_net_has_the_right_b1(student):
    """The gradient of b1, for the same net."""
    assert_small_net(student, "b1", [-1.5800256584, -1.5728954659, 0.5728954659])


@check(points=1, public=True)
def two_layer_backward_of_a_small_net_has_the_right_W2(student):
    """The gradient of W2, for the same net."""
    assert_small_net(student, "W2", [[0.761594156], [1.3863514718], [-0.9242343145]])


@check(points=1, public=True)
def two_layer_backward_of_a_small_net_has_the_right_b2(student):
    """The gradient of b2, for the same net."""
    assert_small_net(student, "b2", [-1.0])


# logistic_gradients


def logistic_parts(net, *arguments):
    """loss, dw and db by name."""
    return parts(net.logistic_gradients(*arguments), "loss", "dw", "db")


def three_examples(net):
    """The parts at w = 0 and b = 0, where every prediction is ½."""
    X = np.array([[1.0, 2.0], [3.0, -1.0], [0.0, 1.0]])
    return logistic_parts(net, X, np.array([1.0, 0.0, 1.0]), np.zeros(2), 0.0)


@check(points=1, public=True, free_shapes=True)
def logistic_gradients_of_three_examples_have_the_right_loss(student):
    """At w = 0, b = 0 every prediction is ½: the loss of three examples is ln 2."""
    assert_close(three_examples(student)["loss"], 0.6931471805599453, what="the loss")


@check(points=1, public=True, free_shapes=True)
def logistic_gradients_of_three_examples_have_the_right_dw(student):
    """For the same three examples dw is (1/3, -2/3)."""
    assert_close(three_examples(student)["dw"], np.array([1 / 3, -2 / 3]), what="dw")


@check(points=1, public=True, free_shapes=True)
def logistic_gradients_of_three_examples_have_the_right_db(student):
    """For the same three examples db is -1/6."""
    assert_close(three_examples(student)["db"], -1 / 6, what="db")


def extreme_scores(net):
    """The parts for scores of ±10000, right and wrong."""
    X, y = np.array([[1e4], [1e4], [-1e4], [-1e4]]), np.array([0.0, 1.0, 0.0, 1.0])
    return logistic_parts(net, X, y, np.ones(1), 0.0)


@check(points=1, public=True, free_shapes=True)
def logistic_gradients_find_the_loss_of_extreme_scores(student):
    """Scores of ±10000, right and wrong: the loss is 5000."""
    assert_close(extreme_scores(student)["loss"], 5000.0, what="the loss")


@check(points=1, public=True, free_shapes=True)
def logistic_gradients_find_dw_of_extreme_scores(student):
    """Scores of ±10000, right and wrong: dw is 5000."""
    assert_close(extreme_scores(student)["dw"], np.array([5000.0]), what="dw")


# collapse_linear


@check(points=1, public=True)
@for_all(X=reals("N D"), W1=reals("D H"), b1=reals("H"), W2=reals("H K"), b2=reals("K"))
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


RELEASE = "870d1a2316ea"  # the notebook has the same
