"""What backpropagation by hand must do.  A docstring is the sentence a student reads."""

import numpy as np

from autograder.checks import (
    assert_close,
    assert_gradient,
    assert_keeps_float32,
    assert_shape,
    assert_unchanged,
    check,
    cotangents,
    for_all,
    labels,
    normals,
    numbers,
    reals,
    require,
)

DENSE = {"X": normals("N D"), "W": normals("D M"), "b": normals("M")}
DENSE_32 = {
    "X": reals("N D", dtype="float32"),
    "W": reals("D M", dtype="float32"),
    "b": reals("M", dtype="float32"),
}
NET = {
    "X": normals("N D", far=2),
    "W1": normals("D H", far=2),
    "b1": normals("H", far=2),
    "W2": normals("H K", far=2),
    "b2": normals("K", far=2),
}
MANY_HIDDEN = {**NET, "b1": normals("H>=4")}
NET_32 = {
    "X": normals("N D", far=2, dtype="float32"),
    "W1": normals("D H", far=2, dtype="float32"),
    "b1": normals("H", far=2, dtype="float32"),
    "W2": normals("H K", far=2, dtype="float32"),
    "b2": normals("K", far=2, dtype="float32"),
}
NET_FAR_32 = {
    "X": reals("N D", dtype="float32"),
    "W1": reals("D H", dtype="float32"),
    "b1": reals("H", dtype="float32"),
    "W2": reals("H K", dtype="float32"),
    "b2": reals("K", dtype="float32"),
}
NET_FAR = {
    "X": reals("N D"),
    "W1": reals("D H"),
    "b1": reals("H"),
    "W2": reals("H K"),
    "b2": reals("K"),
}
LOGISTIC = {
    "X": normals("N D"),
    "y": labels("N", below=2),
    "w": normals("D"),
    "b": numbers(-2, 2),
}
TWO_LINEAR = {
    "W1": reals("D H", layout="any"),
    "b1": reals("H"),
    "W2": reals("H K", layout="any"),
    "b2": reals("K"),
}
LARGE_SCORES = {
    "X": reals("N D", within=40),
    "y": labels("N", below=2),
    "w": reals("D", within=40),
    "b": numbers(-2e3, 2e3),
}


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


@check(points=1, edges=1e4)
@for_all(X=reals("N D", layout="any"), W=reals("D M", layout="any"), b=reals("M"))
def dense_forward_agrees_with_the_reference(student, reference, X, W, b):
    """Row $n$ of out is $x_n W + b$, for any number of examples, inputs and outputs."""
    out, _ = student.dense_forward(X, W, b)
    assert_close(out, reference.dense_forward(X, W, b)[0], what="out")


@check(points=1, public=True, after=dense_forward_of_a_small_batch_done_by_hand)
@for_all(X=reals("N D"), W=reals("D M"), b=reals("M"))
def dense_forward_treats_every_example_alone(student, X, W, b):
    """The output of an example is the same in a batch and alone."""
    out, _ = student.dense_forward(X, W, b)
    for n in range(len(X)):
        alone, _ = student.dense_forward(X[n : n + 1], W, b)
        assert_close(alone, out[n : n + 1], what=f"(out of X[{n}:{n + 1}] alone)")


@check(points=1, after=dense_forward_agrees_with_the_reference)
@for_all(**DENSE)
def dense_forward_leaves_its_arguments_alone(student, X, W, b):
    """dense_forward changes none of X, W and b."""
    assert_unchanged(student.dense_forward, X, W, b)


@check(points=1, after=dense_forward_agrees_with_the_reference, edges=1e4)
@for_all(**DENSE_32)
def dense_forward_keeps_float32(student, X, W, b):
    """float32 in, float32 out: what float64 gives, rounded."""
    assert_keeps_float32(lambda *at: student.dense_forward(*at)[0], X, W, b)


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


def assert_dense_gradient(student, reference, name, X, W, b, dout):
    """One gradient of the layer is the reference's, whatever the other two are."""
    arguments = {"X": X, "W": W, "b": b}
    assert_gradient(
        dense_gradients(student, X, W, b, dout)[f"d{name}"],
        dense_gradients(reference, X, W, b, dout)[f"d{name}"],
        of=lambda value: reference.dense_forward(**{**arguments, name: value})[0],
        at={name: arguments[name]},
        dout=dout,
    )


@check(points=1, free_shapes=True)
@for_all(**DENSE, dout=cotangents("N M"))
def dense_backward_finds_the_gradient_of_the_input(student, reference, X, W, b, dout):
    r"""$dX = \partial \sum (dout \cdot out) / \partial X$, for any cotangent dout."""
    assert_dense_gradient(student, reference, "X", X, W, b, dout)


@check(points=2, free_shapes=True, edges=1e4)
@for_all(**DENSE, dout=cotangents("N M"))
def dense_backward_finds_the_gradient_of_the_weights(student, reference, X, W, b, dout):
    r"""$dW = \partial \sum (dout \cdot out) / \partial W$: a sum over the examples."""
    assert_dense_gradient(student, reference, "W", X, W, b, dout)


@check(points=1, free_shapes=True)
@for_all(**DENSE, dout=cotangents("N M"))
def dense_backward_finds_the_gradient_of_the_bias(student, reference, X, W, b, dout):
    r"""$db = \partial \sum (dout \cdot out) / \partial b$: a sum over the examples."""
    assert_dense_gradient(student, reference, "b", X, W, b, dout)


@check(points=1, after=dense_backward_finds_the_gradient_of_the_weights, free_shapes=True)
@for_all(**DENSE, dout=cotangents("N M"))
def dense_backward_serves_the_forward_it_belongs_to(student, X, W, b, dout):
    """Another dense_forward between a forward and its backward changes nothing."""
    before = dense_gradients(student, X, W, b, dout)
    _, cache = student.dense_forward(X, W, b)
    student.dense_forward(2 * X + 1, 1 - W, b)
    after = parts(student.dense_backward(dout, cache), "dX", "dW", "db")
    for name, gradient in after.items():
        assert_close(gradient, before[name], what=name)


@check(
    points=1,
    public=True,
    after=dense_backward_finds_the_gradient_of_the_weights,
    free_shapes=True,
)
@for_all(**DENSE, dout=cotangents("N M"))
def dense_backward_can_be_called_twice(student, X, W, b, dout):
    """A second dense_backward with the same cache returns the same gradients."""
    _, cache = student.dense_forward(X, W, b)
    first = parts(student.dense_backward(dout, cache), "dX", "dW", "db")
    second = parts(student.dense_backward(dout, cache), "dX", "dW", "db")
    for name, gradient in second.items():
        assert_close(gradient, first[name], what=f"the second {name}")


@check(points=1, after=dense_backward_finds_the_gradient_of_the_weights, free_shapes=True)
@for_all(**DENSE, dout=cotangents("N M"))
def dense_backward_leaves_its_arguments_alone(student, X, W, b, dout):
    """dense_backward changes neither dout nor what the cache holds."""
    assert_unchanged(student.dense_backward, dout, student.dense_forward(X, W, b)[1])


@check(
    points=1, after=dense_backward_finds_the_gradient_of_the_weights, free_shapes=True, edges=1e4
)
@for_all(**DENSE_32, dout=cotangents("N M", dtype="float32"))
def dense_backward_keeps_float32(student, X, W, b, dout):
    """float32 in, float32 gradients out: what float64 gives, rounded."""
    assert_keeps_float32(lambda *at: dense_gradients(student, *at), X, W, b, dout)


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


@check(points=1, edges=10)
@for_all(
    x=reals("3", within=3, layout="any"),
    hidden=reals("3 3", within=3, layout="any"),
    output=reals("2 3", within=3, layout="any"),
)
def slide_network_agrees_with_the_reference(student, reference, x, hidden, output):
    """Both layers, h and o, for any inputs and weights."""
    h, o = student.slide_network(x, hidden, output)
    expected_h, expected_o = reference.slide_network(x, hidden, output)
    assert_close(h, expected_h, what="h")
    assert_close(o, expected_o, what="o")


@check(points=1, public=True, after=slide_network_repeats_the_numbers_of_the_slide)
@for_all(x=reals("3", within=3), hidden=reals("3 3", within=3), output=reals("2 3", within=3))
def slide_network_mirrors_its_hidden_layer(student, x, hidden, output):
    """Turning the signs of all inputs turns every h into 1 - h: σ(-z) = 1 - σ(z), no biases."""
    h, _ = student.slide_network(x, hidden, output)
    mirrored, _ = student.slide_network(-x, hidden, output)
    assert_close(mirrored, 1 - h, what="h of -x")


@check(points=1, after=slide_network_agrees_with_the_reference, edges=1e4)
@for_all(x=reals("3"), hidden=reals("3 3"), output=reals("2 3"))
def slide_network_is_right_for_large_scores(student, reference, x, hidden, output):
    """Scores as large as 9000 on either side make no nan: h and o are right."""
    rows = [[50.0, 0.0, 0.0], [-50.0, 0.0, 0.0], [0.0, 1.0, 1.0]]
    far = np.array([60.0, 1.0, -1.0]), np.array(rows), 40 * np.array(rows[:2])
    drawn = x, hidden, output
    for at in (drawn, far, tuple(one.astype(np.float32) for one in drawn)):
        h, o = student.slide_network(*at)
        expected_h, expected_o = reference.slide_network(*at)
        assert_close(h, expected_h, what="h")
        assert_close(o, expected_o, what="o")


@check(points=1, after=slide_network_agrees_with_the_reference)
@for_all(x=normals("3"), hidden=normals("3 3"), output=normals("2 3"))
def slide_network_leaves_its_arguments_alone(student, x, hidden, output):
    """slide_network changes none of its arguments."""
    assert_unchanged(student.slide_network, x, hidden, output)


@check(points=1, after=slide_network_agrees_with_the_reference, edges=10)
@for_all(
    x=reals("3", dtype="float32"),
    hidden=reals("3 3", dtype="float32"),
    output=reals("2 3", dtype="float32"),
)
def slide_network_keeps_float32(student, x, hidden, output):
    """float32 in, float32 out: what float64 gives, rounded."""
    assert_keeps_float32(student.slide_network, x, hidden, output)


# output_weight_gradient


@check(points=1, public=True)
def output_weight_gradient_repeats_the_numbers_of_the_slide(student):
    """.13 · (.35 - .9) · .35 · (1 - .35) = -0.01626625, the gradient of the weight H1 → O1."""
    got = student.output_weight_gradient(0.13, 0.35, 0.9)
    assert_close(got, -0.01626625, rtol=0, atol=1e-12)


@check(points=1, edges=10)
@for_all(w=numbers(-3, 3), i=numbers(-3, 3), others=numbers(-3, 3), t=numbers(0, 1))
def output_weight_gradient_is_the_derivative_of_the_error(student, reference, w, i, others, t):
    """dE/dw of E = (o - t)²/2 with o = σ(w·i + others), for any weight, input and target."""

    def output(w):
        return 1 / (1 + np.exp(-(w * i + others)))

    o = float(output(w))
    assert_gradient(
        student.output_weight_gradient(i, o, t),
        reference.output_weight_gradient(i, o, t),
        of=lambda w: (output(w) - t) ** 2 / 2,
        at={"w": w},
    )
    for saturated, target in ((0.0, t), (1.0, t), (0.5, t - 1)):
        right = reference.output_weight_gradient(i, saturated, target)
        assert_close(student.output_weight_gradient(i, saturated, target), right)


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


@check(points=2, edges=10)
@for_all(
    X=reals("N D", within=3, layout="any"),
    W1=reals("D H", within=2, layout="any"),
    b1=reals("H", within=2),
    W2=reals("H K", layout="any"),
    b2=reals("K"),
)
def two_layer_forward_agrees_with_the_reference(student, reference, X, W1, b1, W2, b2):
    r"""$\hat y = \tanh(X W_1 + b_1) W_2 + b_2$, for any sizes."""
    params = {"W1": W1, "b1": b1, "W2": W2, "b2": b2}
    yhat, _ = student.two_layer_forward(X, params)
    assert_close(yhat, reference.two_layer_forward(X, params)[0], what="yhat")


@check(points=1, public=True, after=two_layer_forward_of_a_small_net_done_by_hand)
@for_all(**MANY_HIDDEN)
def two_layer_forward_does_not_know_the_order_of_hidden_units(student, X, W1, b1, W2, b2):
    """Shuffling the hidden units, with their weights on both sides, does not change the output."""
    order = np.arange(len(b1))[::-1]
    yhat, _ = student.two_layer_forward(X, {"W1": W1, "b1": b1, "W2": W2, "b2": b2})
    shuffled = {"W1": W1[:, order], "b1": b1[order], "W2": W2[order], "b2": b2}
    assert_close(student.two_layer_forward(X, shuffled)[0], yhat, what="yhat of the shuffled net")


@check(points=1, after=two_layer_forward_agrees_with_the_reference, edges=1e4)
@for_all(**NET_FAR)
def two_layer_forward_is_right_for_large_scores(student, reference, X, W1, b1, W2, b2):
    """Where the scores of the hidden units are in the thousands, yhat is finite and right."""
    for factor in (1, 1000):
        params = {"W1": factor * W1, "b1": b1, "W2": W2, "b2": b2}
        yhat, _ = student.two_layer_forward(X, params)
        assert_close(yhat, reference.two_layer_forward(X, params)[0], what="yhat")


@check(points=1, after=two_layer_forward_agrees_with_the_reference)
@for_all(**NET)
def two_layer_forward_leaves_its_arguments_alone(student, X, W1, b1, W2, b2):
    """two_layer_forward changes neither X nor params: no array, no key."""
    params = {"W1": W1, "b1": b1, "W2": W2, "b2": b2}
    assert_unchanged(student.two_layer_forward, X, params)


@check(points=1, after=two_layer_forward_agrees_with_the_reference, edges=1e4)
@for_all(**NET_FAR_32)
def two_layer_forward_keeps_float32(student, X, W1, b1, W2, b2):
    """float32 in, float32 out: what float64 gives, rounded."""
    params = {"W1": W1, "b1": b1, "W2": W2, "b2": b2}
    assert_keeps_float32(lambda *at: student.two_layer_forward(*at)[0], X, params)


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


def assert_same_gradients(after, before, what):
    """Whatever gradients there are, they are the same as before."""
    for name, gradient in before.items():
        assert_close(of_parameter(after, name), gradient, what=what.format(name))


def _assert_gradient_of(name, student, reference, X, params, dyhat):
    """The gradient of one parameter is the reference's."""
    assert_gradient(
        of_parameter(_gradients(student, dyhat, X, params), name),
        _gradients(reference, dyhat, X, params)[name],
        of=lambda value: reference.two_layer_forward(X, {**params, name: value})[0],
        at={name: params[name]},
        dout=dyhat,
    )


@check(points=2, edges=1e4)
@for_all(**NET, dyhat=cotangents("N K"))
def two_layer_backward_finds_the_gradient_of_W1(student, reference, X, W1, b1, W2, b2, dyhat):
    """The gradient of W1: back through W2, through the tanh, then to the inputs."""
    params = {"W1": W1, "b1": b1, "W2": W2, "b2": b2}
    _assert_gradient_of("W1", student, reference, X, params, dyhat)


@check(points=1)
@for_all(**NET, dyhat=cotangents("N K"))
def two_layer_backward_finds_the_gradient_of_b1(student, reference, X, W1, b1, W2, b2, dyhat):
    """The gradient of b1: what reaches the hidden units, added up over the examples."""
    params = {"W1": W1, "b1": b1, "W2": W2, "b2": b2}
    _assert_gradient_of("b1", student, reference, X, params, dyhat)


@check(points=2)
@for_all(**MANY_HIDDEN, dyhat=cotangents("N K"))
def two_layer_backward_finds_the_gradient_of_W2(student, reference, X, W1, b1, W2, b2, dyhat):
    """The gradient of W2: the hidden layer's outputs against dyhat."""
    params = {"W1": W1, "b1": b1, "W2": W2, "b2": b2}
    _assert_gradient_of("W2", student, reference, X, params, dyhat)


@check(points=1)
@for_all(**NET, dyhat=cotangents("N K"))
def two_layer_backward_finds_the_gradient_of_b2(student, reference, X, W1, b1, W2, b2, dyhat):
    """The gradient of b2: dyhat added up over the examples."""
    params = {"W1": W1, "b1": b1, "W2": W2, "b2": b2}
    _assert_gradient_of("b2", student, reference, X, params, dyhat)


@check(points=1, after=two_layer_backward_finds_the_gradient_of_W2)
@for_all(**NET, dyhat=cotangents("N K"))
def two_layer_backward_returns_the_four_gradients_only(student, X, W1, b1, W2, b2, dyhat):
    """The dict holds exactly the keys W1, b1, W2 and b2."""
    params = {"W1": W1, "b1": b1, "W2": W2, "b2": b2}
    keys = ", ".join(sorted(map(str, _gradients(student, dyhat, X, params))))
    require(keys == "W1, W2, b1, b2", f"the keys are {keys}, but should be W1, W2, b1, b2")


@check(
    points=1,
    after=(
        two_layer_backward_finds_the_gradient_of_W2,
        two_layer_backward_finds_the_gradient_of_b2,
    ),
)
@for_all(
    X=normals("N>=5 D"),
    W1=normals("D H<=2"),
    b1=normals("H<=2"),
    Y=normals("N>=5 K"),
)
def two_layer_backward_vanishes_at_the_optimum(student, reference, X, W1, b1, Y):
    """At the least-squares best W2 and b2, the gradients of both are zero."""
    hidden = np.column_stack([np.tanh(X @ W1 + b1), np.ones(len(X))])
    best = np.linalg.lstsq(hidden, Y, rcond=1e-6)[0]
    params = {"W1": W1, "b1": b1, "W2": best[:-1], "b2": best[-1]}
    yhat, _ = reference.two_layer_forward(X, params)
    gradients = _gradients(student, yhat - Y, X, params)
    room = 1e-7 * (1 + float(np.abs(best).max()) + float(np.abs(Y).max()))
    for name in ("W2", "b2"):
        zeros = np.zeros(params[name].shape)
        assert_close(
            gradients[name], zeros, rtol=0, atol=room, what=f"the gradient of the best {name}"
        )


@check(points=1, after=two_layer_backward_finds_the_gradient_of_W2)
@for_all(**NET, dyhat=cotangents("N K"))
def two_layer_backward_serves_the_forward_it_belongs_to(student, X, W1, b1, W2, b2, dyhat):
    """Another two_layer_forward between a forward and its backward changes nothing."""
    params = {"W1": W1, "b1": b1, "W2": W2, "b2": b2}
    other = {"W1": 1 - W1, "b1": b1, "W2": 2 * W2 + 1, "b2": b2}
    before = _gradients(student, dyhat, X, params)
    _, cache = student.two_layer_forward(X, params)
    student.two_layer_forward(2 * X + 1, other)
    after = student.two_layer_backward(dyhat, cache)
    assert_same_gradients(after, before, "the gradient of {}")


@check(points=1, after=two_layer_backward_finds_the_gradient_of_W2)
@for_all(**NET, dyhat=cotangents("N K"))
def two_layer_backward_can_be_called_twice(student, X, W1, b1, W2, b2, dyhat):
    """A second two_layer_backward with the same cache returns the same gradients."""
    _, cache = student.two_layer_forward(X, {"W1": W1, "b1": b1, "W2": W2, "b2": b2})
    first = student.two_layer_backward(dyhat, cache)
    second = student.two_layer_backward(dyhat, cache)
    assert_same_gradients(second, first, "the second gradient of {}")


@check(points=1, after=two_layer_backward_finds_the_gradient_of_W2)
@for_all(**NET, dyhat=cotangents("N K"))
def two_layer_backward_leaves_its_arguments_alone(student, X, W1, b1, W2, b2, dyhat):
    """two_layer_backward changes neither dyhat nor what the cache holds."""
    _, cache = student.two_layer_forward(X, {"W1": W1, "b1": b1, "W2": W2, "b2": b2})
    assert_unchanged(student.two_layer_backward, dyhat, cache)


@check(points=1, after=two_layer_backward_finds_the_gradient_of_W2, edges=1e4)
@for_all(**NET_32, dyhat=cotangents("N K", dtype="float32"))
def two_layer_backward_keeps_float32(student, X, W1, b1, W2, b2, dyhat):
    """float32 in, float32 gradients out: what float64 gives, rounded."""
    params = {"W1": W1, "b1": b1, "W2": W2, "b2": b2}
    assert_keeps_float32(lambda *at: _gradients(student, *at), dyhat, X, params)


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


@check(points=1, free_shapes=True, edges=10)
@for_all(
    X=reals("N D<=5", within=3, layout="any"),
    y=labels("N", below=2),
    w=reals("D<=5", within=2, layout="any"),
    b=numbers(-2, 2),
)
def logistic_gradients_find_the_loss(student, reference, X, y, w, b):
    r"""The loss is the mean of $-[y \log \hat y + (1-y) \log(1-\hat y)]$, natural logarithm."""
    at = X, y.astype(np.float64), w, b
    want = logistic_parts(reference, *at)["loss"]
    assert_close(logistic_parts(student, *at)["loss"], want, what="the loss")


@check(points=2, free_shapes=True)
@for_all(**LOGISTIC)
def logistic_gradients_find_dw(student, reference, X, y, w, b):
    """The second answer, dw, is the gradient of the mean loss with respect to w."""
    y = y.astype(np.float64)
    assert_gradient(
        logistic_parts(student, X, y, w, b)["dw"],
        logistic_parts(reference, X, y, w, b)["dw"],
        of=lambda w: reference.logistic_gradients(X, y, w, b)[0],
        at={"w": w},
    )


@check(points=1, free_shapes=True)
@for_all(**LOGISTIC)
def logistic_gradients_find_db(student, reference, X, y, w, b):
    """The third answer, db, is the derivative of the mean loss with respect to b: one number."""
    y = y.astype(np.float64)
    assert_gradient(
        logistic_parts(student, X, y, w, b)["db"],
        logistic_parts(reference, X, y, w, b)["db"],
        of=lambda b: reference.logistic_gradients(X, y, w, b)[0],
        at={"b": b},
    )


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


@check(points=1, after=logistic_gradients_find_the_loss, free_shapes=True, edges=1e4)
@for_all(**LARGE_SCORES)
def logistic_gradients_find_the_loss_of_large_scores(student, reference, X, y, w, b):
    r"""The loss is finite and right for every score $|z| \le 10^4$."""
    for factor in (1, 200, 1 / 200):
        at = factor * X, y.astype(np.float64), w / factor, b
        want = logistic_parts(reference, *at)["loss"]
        assert_close(logistic_parts(student, *at)["loss"], want, what="the loss")


@check(points=1, after=logistic_gradients_find_dw, free_shapes=True)
@for_all(**LARGE_SCORES)
def logistic_gradients_find_dw_of_large_scores(student, reference, X, y, w, b):
    r"""dw is finite and right for every score $|z| \le 10^4$."""
    at = X, y.astype(np.float64), w, b
    want = logistic_parts(reference, *at)["dw"]
    assert_close(logistic_parts(student, *at)["dw"], want, what="dw")


@check(points=1, after=logistic_gradients_find_db, free_shapes=True)
@for_all(**LARGE_SCORES)
def logistic_gradients_find_db_of_large_scores(student, reference, X, y, w, b):
    r"""db is finite and right for every score $|z| \le 10^4$."""
    at = X, y.astype(np.float64), w, b
    want = logistic_parts(reference, *at)["db"]
    assert_close(logistic_parts(student, *at)["db"], want, what="db")


@check(points=1, after=logistic_gradients_find_dw, free_shapes=True)
@for_all(**LOGISTIC)
def logistic_gradients_leave_their_arguments_alone(student, X, y, w, b):
    """logistic_gradients changes none of its arguments."""
    assert_unchanged(student.logistic_gradients, X, y.astype(np.float64), w, b)


@check(points=1, after=logistic_gradients_find_dw, free_shapes=True, edges=1e4)
@for_all(
    X=reals("N D", within=40, dtype="float32"),
    y=labels("N", below=2),
    w=reals("D", within=40, dtype="float32"),
    b=numbers(-2, 2),
)
def logistic_gradients_keep_float32(student, X, y, w, b):
    """float32 in, a float32 dw out: what float64 gives, rounded."""
    y = y.astype(np.float32)
    for factor in (np.float32(1), np.float32(200), np.float32(1 / 200)):
        at = factor * X, y, w / factor, b
        assert_keeps_float32(lambda *at: logistic_parts(student, *at)["dw"], *at)


# collapse_linear


@check(points=1, public=True)
@for_all(X=reals("N D"), W1=reals("D H"), b1=reals("H"), W2=reals("H K"), b2=reals("K"))
def collapse_linear_computes_what_the_two_layers_compute(student, X, W1, b1, W2, b2):
    """X @ W + b equals (X @ W1 + b1) @ W2 + b2 for every X."""
    W, b = student.collapse_linear(W1, b1, W2, b2)
    assert_shape(W, (W1.shape[0], W2.shape[1]), what="W")
    assert_shape(b, b2.shape, what="b")
    assert_close(X @ W + b, (X @ W1 + b1) @ W2 + b2, what="(X @ W + b)")


@check(points=1, free_shapes=True, edges=1e4)
@for_all(**TWO_LINEAR)
def collapse_linear_finds_the_weights(student, reference, W1, b1, W2, b2):
    """W, for any sizes."""
    W = parts(student.collapse_linear(W1, b1, W2, b2), "W", "b")["W"]
    assert_close(W, reference.collapse_linear(W1, b1, W2, b2)[0], what="W")


@check(points=1, free_shapes=True, edges=1e4)
@for_all(**TWO_LINEAR)
def collapse_linear_finds_the_bias(student, reference, W1, b1, W2, b2):
    """b, for any sizes."""
    b = parts(student.collapse_linear(W1, b1, W2, b2), "W", "b")["b"]
    assert_close(b, reference.collapse_linear(W1, b1, W2, b2)[1], what="b")


@check(points=1, after=collapse_linear_finds_the_weights, free_shapes=True)
@for_all(W1=normals("D H"), b1=normals("H"), W2=normals("H K"), b2=normals("K"))
def collapse_linear_leaves_its_arguments_alone(student, W1, b1, W2, b2):
    """collapse_linear changes none of its arguments."""
    assert_unchanged(student.collapse_linear, W1, b1, W2, b2)


@check(points=1, after=collapse_linear_finds_the_weights, free_shapes=True, edges=1e4)
@for_all(
    W1=reals("D H", dtype="float32"),
    b1=reals("H", dtype="float32"),
    W2=reals("H K", dtype="float32"),
    b2=reals("K", dtype="float32"),
)
def collapse_linear_keeps_float32(student, W1, b1, W2, b2):
    """float32 in, float32 out: what float64 gives, rounded."""
    assert_keeps_float32(student.collapse_linear, W1, b1, W2, b2)


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
