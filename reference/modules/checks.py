"""What modules must do.  A docstring is the sentence a student reads.

Checks of draws ask for the law, not for the draws: an honest answer fails one of them once in 10⁷.
"""

import math

import numpy as np

from autograder.checks import (
    assert_between,
    assert_close,
    assert_drawn_from,
    assert_dtype,
    assert_frequencies,
    assert_gradient,
    assert_shape,
    assert_unchanged,
    check,
    choices,
    cotangents,
    for_all,
    normal_cdf,
    normals,
    numbers,
    reals,
    require,
    seeds,
)
from autograder.checks.steps import Result

LINEAR = {
    "X": normals("N>=3 D>=2"),
    "W": normals("D>=2 M"),
    "b": normals("M"),
    "dout": cotangents("N>=3 M"),
}
LINEAR_32 = {
    "X": normals("N D", dtype="float32"),
    "W": normals("D M", dtype="float32"),
    "b": normals("M", dtype="float32"),
    "dout": cotangents("N M", dtype="float32"),
}
ELEMENTWISE = {"x": normals("N>=2 D>=2", scale=2), "dout": cotangents("N D")}
ELEMENTWISE_32 = {
    "x": normals("N D", scale=2, dtype="float32"),
    "dout": cotangents("N D", dtype="float32"),
}
TWO_BATCHES = {**ELEMENTWISE, "y": normals("K M L"), "dy": cotangents("K M L")}
THREE_SCALES = {
    "a": normals("D"),
    "b": normals("D"),
    "c": normals("D"),
    "x": normals("N D"),
    "dout": cotangents("N D"),
}
OWN = "`x -= …`, `x[…] = …` and `dout *= …` change the caller's array; make a new one"


def there_and_back(layer, x, dout):
    """What forward returns, and what backward returns after it."""
    return layer.forward(x), layer.backward(dout)


def assert_arrays(got, want, names, *, hint=""):
    """A list (or tuple) of these arrays."""
    listed = isinstance(got, (list, tuple))
    found = f"a list of {len(got)}" if listed else "no list"
    wanted = f"a list of {len(want)}: {', '.join(names)}"
    require(listed and len(got) == len(want), f"got {found}, but should be {wanted}", hint=hint)
    for name, array, expected in zip(names, got, want, strict=True):
        assert_close(array, expected, what=name, hint=hint)


def assert_nothing_to_learn(layer, x):
    """No parameters, no gradients; train, zero_grad and eval exist and change nothing."""
    x = np.concatenate([x, -x])
    before = layer.forward(x)
    layer.train()
    layer.zero_grad()
    layer.eval()
    assert_close(layer.forward(x), before, what="after train, zero_grad and eval, out")
    for name, found in (("parameters", layer.parameters()), ("gradients", layer.gradients())):
        empty = isinstance(found, (list, tuple)) and len(found) == 0
        require(empty, f"{name}() should be an empty list")


def assert_elementwise(layer, other, another, x, dout, y, dy):
    """Both layers go there and back the same way with x and with y, and back again.

    In between a third layer, of the same class as the first, is used as well.
    """
    for value, cotangent in ((x, dout), (y, dy)):
        found = there_and_back(layer, value, cotangent)
        wanted = there_and_back(other, value, cotangent)
        assert_arrays(found, wanted, ("out", "dx"))
    another.forward(x)
    hint = "let backward serve this layer's latest forward, however often it is called"
    assert_close(
        layer.backward(-dy), other.backward(-dy), what="in another backward, dx", hint=hint
    )
    again = there_and_back(layer, 1 - y, dy)
    assert_arrays(again, there_and_back(other, 1 - y, dy), ("of 1 - y, out", "of 1 - y, dx"))


def assert_changes_nothing(layer, x, dout):
    """Neither forward nor backward changes its argument."""
    for value, cotangent in ((x, dout), (-x, -dout)):
        assert_unchanged(layer.forward, value, hint=OWN)
        assert_unchanged(layer.backward, cotangent, hint=OWN)


def assert_stays_in_float32(layer, x, dout):
    """Output and gradient are float32."""
    out, dx = there_and_back(layer, x, dout)
    assert_dtype(out, np.float32, what="what forward returned")
    assert_dtype(dx, np.float32, what="what backward returned")


def assert_draws_from_its_generator(make, n_in, n_out, seed):
    """Float64 weights of this shape, the same from equal generators, others from another one."""
    W, again, other = (make(n_in, n_out, np.random.default_rng(s)) for s in (seed, seed, seed + 1))
    assert_shape(W, (n_in, n_out), what="W")
    assert_dtype(W, np.float64, what="W")
    assert_close(again, W, what="from an equal generator, W", hint="draw from rng only")
    every = np.unique(np.concatenate([W, other]))
    require(len(every) == 2 * n_in * n_out, "some weights are equal")


# ---------------------------------------------------------------------------------- Linear


@check(points=1, public=True)
def Linear_of_a_small_batch_done_by_hand(student):
    """Forward, backward and the two gradients of two examples, done by hand."""
    X = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    W = np.array([[1.0, 0.0], [0.0, 1.0], [2.0, -1.0]])
    layer = student.Linear(W, np.array([0.5, -0.5]))
    out, dX = there_and_back(layer, X, np.array([[1.0, 2.0], [3.0, -1.0]]))
    assert_close(out, np.array([[7.5, -1.5], [16.5, -1.5]]), what="out")
    assert_close(dX, np.array([[1.0, 2.0, 0.0], [3.0, -1.0, 7.0]]), what="dX")
    dW = np.array([[13.0, -2.0], [17.0, -1.0], [21.0, 0.0]])
    assert_arrays(layer.gradients(), [dW, np.array([4.0, 1.0])], ("dW", "db"))


@check(points=1, examples=3)
@for_all(X=reals("N D", layout="any"), W=reals("D M", layout="any"), b=normals("M"))
def Linear_goes_forward_as_the_reference(student, reference, X, W, b):
    """forward(X) is X @ W + b, for any sizes and layouts, as often as it is called."""
    layer = student.Linear(W, b)
    batches = {"out": X, "in the second forward, out": X, "of three examples, out": X[[0, 0, -1]]}
    for what, batch in batches.items():
        assert_close(layer.forward(batch), reference.Linear(W, b).forward(batch), what=what)


@check(points=1, public=True, examples=2)
@for_all(**LINEAR)
def Linear_matches_differences_of_your_forward(student, X, W, b, dout):
    """What backward returns, and the gradients, match central differences of forward."""
    layer = student.Linear(W, b)
    out, dX = there_and_back(layer, X, dout)
    assert_close(out, X @ W + b, what="out")
    gradients = layer.gradients()
    require(len(gradients) == 2, "gradients() should be a list of 2: dW, db")
    assert_gradient(
        (dX, *gradients),
        of=lambda X, W, b: X @ W + b,
        at={"X": X, "W": W, "b": b},
        dout=dout,
    )


def gradients_of(names, X, W, b, dout):
    """dX, dW and db after one forward and one backward."""
    layer = names.Linear(W, b)
    layer.forward(X)
    dX = layer.backward(dout)
    gradients = layer.gradients()
    require(len(gradients) == 2, "gradients() should be a list of 2: dW, db")
    return {"X": dX, "W": gradients[0], "b": gradients[1]}


def assert_gradient_of(name, student, reference, X, W, b, dout):
    """One of the three gradients is the reference's."""
    at = {"X": X, "W": W, "b": b}
    assert_gradient(
        {name: gradients_of(student, X, W, b, dout)[name]},
        {name: gradients_of(reference, X, W, b, dout)[name]},
        of=lambda value: reference.Linear(
            **{key: at[key] for key in "Wb"} | ({name: value} if name != "X" else {})
        ).forward(value if name == "X" else X),
        at={name: at[name]},
        dout=dout,
    )


@check(points=1, examples=3)
@for_all(X=normals("N D"), W=normals("D M>=3"), b=normals("M>=3"), dout=cotangents("N M>=3"))
def Linear_finds_the_gradient_of_its_input(student, reference, X, W, b, dout):
    r"""backward returns $\partial \sum (dout \cdot out) / \partial X$."""
    assert_gradient_of("X", student, reference, X, W, b, dout)


@check(points=1, examples=3)
@for_all(X=normals("N D>=4"), W=normals("D>=4 M"), b=normals("M"), dout=cotangents("N M"))
def Linear_finds_the_gradient_of_its_weights(student, reference, X, W, b, dout):
    r"""The first of the gradients is $\partial \sum (dout \cdot out) / \partial W$."""
    assert_gradient_of("W", student, reference, X, W, b, dout)


@check(points=1, examples=3)
@for_all(X=normals("N>=3 D"), W=normals("D M"), b=normals("M"), dout=cotangents("N>=3 M"))
def Linear_finds_the_gradient_of_its_bias(student, reference, X, W, b, dout):
    r"""The second of the gradients is $\partial \sum (dout \cdot out) / \partial b$."""
    assert_gradient_of("b", student, reference, X, W, b, dout)


EVERY_GRADIENT = (
    Linear_finds_the_gradient_of_its_input,
    Linear_finds_the_gradient_of_its_weights,
    Linear_finds_the_gradient_of_its_bias,
)


@check(points=1, examples=2)
@for_all(**LINEAR, Y=normals("3 D"), dy=cotangents("3 M"))
def Linear_adds_up_what_different_batches_give(student, reference, X, W, b, dout, Y, dy):
    """Gradients add up over batches, each backward belonging to the forward before it."""
    layer, other = student.Linear(W, b), reference.Linear(W, b)
    for x, dout_of_x in ((X, dout), (Y, dy)):
        _, dx = there_and_back(layer, x, dout_of_x)
        _, expected = there_and_back(other, x, dout_of_x)
        assert_close(dx, expected, what="what backward returned")
    assert_arrays(layer.gradients(), other.gradients(), ("dW", "db"))


@check(points=1, public=True, after=Linear_adds_up_what_different_batches_give, examples=2)
@for_all(**LINEAR)
def Linear_adds_a_second_backward_to_the_first(student, X, W, b, dout):
    """After two backwards of one forward both gradients are twice those after the first."""
    layer = student.Linear(W, b)
    layer.forward(X)
    first = layer.backward(dout)
    doubled = [2 * g for g in layer.gradients()]  # now: your arrays may change
    second = layer.backward(dout)
    assert_arrays(layer.gradients(), doubled, ("dW", "db"))
    assert_close(second, first, what="in the second backward, dX")


@check(points=1, public=True, after=Linear_adds_up_what_different_batches_give, examples=2)
@for_all(**LINEAR)
def Linear_has_zeros_for_gradients_until_the_first_backward(student, X, W, b, dout):
    """gradients() are zeros in the shapes of W and b at first, and after zero_grad."""
    layer = student.Linear(W, b)
    zeros = [np.zeros_like(W), np.zeros_like(b)]
    assert_arrays(layer.gradients(), zeros, ("dW", "db"))
    there_and_back(layer, X, dout)
    once = [g.copy() for g in layer.gradients()]
    layer.zero_grad()
    assert_arrays(layer.gradients(), zeros, ("after zero_grad, dW", "after zero_grad, db"))
    layer.backward(dout)
    assert_arrays(
        layer.gradients(), once, ("after the next backward, dW", "after the next backward, db")
    )


@check(points=1, public=True, after=Linear_adds_up_what_different_batches_give, examples=2)
@for_all(**LINEAR)
def Linear_is_trained_through_its_parameters(student, X, W, b, dout):
    """parameters() are W and b; sgd_step, which writes into them, changes what forward does."""
    layer = student.Linear(W, b)
    assert_arrays(layer.parameters(), [W, b], ("W", "b"))
    there_and_back(layer, X, dout)
    dW, db = layer.gradients()
    student.sgd_step(layer, 0.5)
    W, b = W - 0.5 * dW, b - 0.5 * db
    assert_arrays(layer.parameters(), [W, b], ("after a step, W", "after a step, b"))
    trained, new = there_and_back(layer, X, dout), there_and_back(student.Linear(W, b), X, dout)
    assert_arrays(trained, new, ("after a step, out", "after a step, dX"))


@check(points=1, after=EVERY_GRADIENT, examples=2)
@for_all(**LINEAR)
def Linear_copies_what_it_is_made_of(student, reference, X, W, b, dout):
    """Training a layer changes neither the arrays it was made of nor a second layer of them."""
    steps = [
        ("operate", ["add", [W, 0.0]]),  # arrays of the caller, in the student's process
        ("operate", ["add", [b, 0.0]]),
        ("call", ["Linear", [Result(0), Result(1)], {}]),
        ("call", ["Linear", [Result(0), Result(1)], {}]),
        ("call", [(Result(2), "forward"), [X], {}]),
        ("call", [(Result(2), "backward"), [dout], {}]),
        ("call", ["sgd_step", [Result(2), 0.5], {}]),
        ("call", [(Result(2), "parameters"), [], {}]),
        ("call", [(Result(3), "parameters"), [], {}]),
        ("call", [(Result(3), "gradients"), [], {}]),
    ]
    *given, trained, second, gradients = student(steps, [0, 1, 7, 8, 9], "Linear")
    hint = "copy W and b in __init__"
    assert_arrays(
        given, [W, b], ("after training, the W given", "after training, the b given"), hint=hint
    )
    assert_arrays(second, [W, b], ("in the second layer, W", "in the second layer, b"))
    zeros = [np.zeros_like(W), np.zeros_like(b)]
    assert_arrays(gradients, zeros, ("in the second layer, dW", "in the second layer, db"))
    want = gradients_of(reference, X, W, b, dout)
    expected = [W - 0.5 * want["W"], b - 0.5 * want["b"]]
    assert_arrays(trained, expected, ("after a step, W", "after a step, b"))


@check(points=1, after=EVERY_GRADIENT, examples=2)
@for_all(**LINEAR)
def Linear_does_the_same_in_training_and_in_use(student, X, W, b, dout):
    """After eval, and after train again, forward, backward and gradients are what they were."""
    layer = student.Linear(W, b)
    first = [*there_and_back(layer, X, dout), *layer.gradients()]
    for name, switch in (("eval", layer.eval), ("train", layer.train)):
        switch()
        layer.zero_grad()
        again = [*there_and_back(layer, X, dout), *layer.gradients()]
        assert_arrays(
            again, first, [f"after {name}, {what}" for what in ("out", "dX", "dW", "db")]
        )


@check(points=1, after=EVERY_GRADIENT, examples=2)
@for_all(**LINEAR)
def Linear_leaves_its_arguments_unchanged(student, X, W, b, dout):
    """Neither W nor b, nor the arguments of forward and backward, are changed."""
    assert_unchanged(student.Linear, W, b)
    assert_changes_nothing(student.Linear(W, b), X, dout)


@check(points=1, after=EVERY_GRADIENT, examples=2)
@for_all(**LINEAR_32)
def Linear_keeps_float32(student, X, W, b, dout):
    """With float32 arrays out, dX and both gradients are float32."""
    layer = student.Linear(W, b)
    assert_stays_in_float32(layer, X, dout)
    for name, gradient in zip(("dW", "db"), layer.gradients(), strict=True):
        assert_dtype(gradient, np.float32, what=name)


# --------------------------------------------------------------------------------- Sigmoid


@check(points=1, public=True)
def Sigmoid_of_three_numbers(student):
    """At 0, ln 3 and -ln 3 it is 1/2, 3/4 and 1/4; its slope there is 1/4, 3/16 and 3/16."""
    x = np.array([[0.0, math.log(3), -math.log(3)]])
    out, dx = there_and_back(student.Sigmoid(), x, np.array([[1.0, 2.0, -1.0]]))
    assert_close(out, np.array([[0.5, 0.75, 0.25]]), what="out")
    assert_close(dx, np.array([[0.25, 0.375, -0.1875]]), what="dx")


@check(points=1, public=True, examples=3)
@for_all(**ELEMENTWISE)
def Sigmoid_matches_differences(student, x, dout):
    r"""backward returns dout times the slope of $1 / (1 + e^{-x})$, taken by differences."""
    _, dx = there_and_back(student.Sigmoid(), x, dout)
    assert_gradient(dx, of=lambda x: 1 / (1 + np.exp(-x)), at={"x": x}, dout=dout)


@check(points=2, examples=3)
@for_all(**TWO_BATCHES)
def Sigmoid_agrees_with_the_reference(student, reference, x, dout, y, dy):
    """Forward and backward, for any shapes, each backward with the latest forward."""
    assert_elementwise(student.Sigmoid(), reference.Sigmoid(), student.Sigmoid(), x, dout, y, dy)


@check(points=1, after=Sigmoid_agrees_with_the_reference)
def Sigmoid_survives_extremes(student):
    """At ±10000 out is 1 and 0, and dx is 0: no nan."""
    x = np.array([[1e4, -1e4, 700.0, -700.0]])
    assert_arrays(
        there_and_back(student.Sigmoid(), x, np.ones((1, 4))),
        [np.array([[1.0, 0.0, 1.0, 0.0]]), np.zeros((1, 4))],
        ("out", "dx"),
    )


@check(points=1, after=Sigmoid_agrees_with_the_reference, examples=2)
@for_all(x=normals("N D"))
def Sigmoid_has_nothing_to_learn(student, x):
    """Its parameters and gradients are empty lists; zero_grad, train and eval change nothing."""
    assert_nothing_to_learn(student.Sigmoid(), x)


@check(points=1, after=Sigmoid_agrees_with_the_reference, examples=2)
@for_all(**ELEMENTWISE)
def Sigmoid_leaves_its_arguments_unchanged(student, x, dout):
    """Neither x nor dout is changed."""
    assert_changes_nothing(student.Sigmoid(), x, dout)


@check(points=1, after=Sigmoid_agrees_with_the_reference, examples=2)
@for_all(**ELEMENTWISE_32)
def Sigmoid_keeps_float32(student, x, dout):
    """With float32 arrays out and dx are float32."""
    assert_stays_in_float32(student.Sigmoid(), x, dout)


# ------------------------------------------------------------------------------------ ReLU


@check(points=1, public=True)
def ReLU_of_four_numbers(student):
    """Of -2, -0.5, 0.5 and 7 it lets pass the last two, and back only what belongs to them."""
    x = np.array([[-2.0, -0.5], [0.5, 7.0]])
    out, dx = there_and_back(student.ReLU(), x, np.array([[1.0, 2.0], [-3.0, 4.0]]))
    assert_close(out, np.array([[0.0, 0.0], [0.5, 7.0]]), what="out")
    assert_close(dx, np.array([[0.0, 0.0], [-3.0, 4.0]]), what="dx")


@check(points=1, examples=3)
@for_all(**TWO_BATCHES)
def ReLU_agrees_with_the_reference(student, reference, x, dout, y, dy):
    """Forward and backward, for any shapes, each backward with the latest forward."""
    assert_elementwise(student.ReLU(), reference.ReLU(), student.ReLU(), x, dout, y, dy)


@check(points=1, public=True, after=ReLU_agrees_with_the_reference)
def ReLU_has_any_slope_between_0_and_1_at_0(student):
    """At x = 0 out is 0, and dx lies between 0 and dout."""
    out, dx = there_and_back(student.ReLU(), np.array([[0.0, -1.0]]), np.array([[2.0, 2.0]]))
    assert_close(out, np.zeros((1, 2)), what="out")
    assert_between(dx, np.array([[0.0, 0.0]]), np.array([[2.0, 0.0]]), what="dx")


@check(points=1, after=ReLU_agrees_with_the_reference, examples=2)
@for_all(x=normals("N D"))
def ReLU_has_nothing_to_learn(student, x):
    """Its parameters and gradients are empty lists; zero_grad, train and eval change nothing."""
    assert_nothing_to_learn(student.ReLU(), x)


@check(points=1, after=ReLU_agrees_with_the_reference, examples=2)
@for_all(**ELEMENTWISE)
def ReLU_leaves_its_arguments_unchanged(student, x, dout):
    """Neither x nor dout is changed."""
    assert_changes_nothing(student.ReLU(), x, dout)


@check(points=1, after=ReLU_agrees_with_the_reference, examples=2)
@for_all(**ELEMENTWISE_32)
def ReLU_keeps_float32(student, x, dout):
    """With float32 arrays out and dx are float32."""
    assert_stays_in_float32(student.ReLU(), x, dout)


# ------------------------------------------------------------------------------------ Tanh


@check(points=1, public=True)
def Tanh_of_three_numbers(student):
    """At 0, ln 2 and -ln 2 it is 0, 0.6 and -0.6; its slope there is 1, 0.64 and 0.64."""
    x = np.array([[0.0, math.log(2), -math.log(2)]])
    out, dx = there_and_back(student.Tanh(), x, np.array([[1.0, 2.0, -1.0]]))
    assert_close(out, np.array([[0.0, 0.6, -0.6]]), what="out")
    assert_close(dx, np.array([[1.0, 1.28, -0.64]]), what="dx")


@check(points=1, examples=3)
@for_all(**TWO_BATCHES)
def Tanh_agrees_with_the_reference(student, reference, x, dout, y, dy):
    """Forward and backward, for any shapes, each backward with the latest forward."""
    assert_elementwise(student.Tanh(), reference.Tanh(), student.Tanh(), x, dout, y, dy)


@check(points=1, after=Tanh_agrees_with_the_reference)
def Tanh_survives_extremes(student):
    """At ±10000 out is 1 and -1, and dx is 0: no nan."""
    x = np.array([[1e4, -1e4, 700.0, -700.0]])
    assert_arrays(
        there_and_back(student.Tanh(), x, np.ones((1, 4))),
        [np.array([[1.0, -1.0, 1.0, -1.0]]), np.zeros((1, 4))],
        ("out", "dx"),
    )


@check(points=1, after=Tanh_agrees_with_the_reference, examples=2)
@for_all(x=normals("N D"))
def Tanh_has_nothing_to_learn(student, x):
    """Its parameters and gradients are empty lists; zero_grad, train and eval change nothing."""
    assert_nothing_to_learn(student.Tanh(), x)


@check(points=1, after=Tanh_agrees_with_the_reference, examples=2)
@for_all(**ELEMENTWISE)
def Tanh_leaves_its_arguments_unchanged(student, x, dout):
    """Neither x nor dout is changed."""
    assert_changes_nothing(student.Tanh(), x, dout)


@check(points=1, after=Tanh_agrees_with_the_reference, examples=2)
@for_all(**ELEMENTWISE_32)
def Tanh_keeps_float32(student, x, dout):
    """With float32 arrays out and dx are float32."""
    assert_stays_in_float32(student.Tanh(), x, dout)


# ------------------------------------------------------------------------------ Sequential


@check(points=1, public=True)
def Sequential_goes_through_its_layers_in_order(student):
    """Of [1, 2], scaled by [2, 3] and then squared: [4, 36]; squared and then scaled: [2, 12]."""
    x, s = np.array([[1.0, 2.0]]), np.array([2.0, 3.0])
    first = student.Sequential([student.Scale(s), student.Square()])
    assert_close(first.forward(x), np.array([[4.0, 36.0]]), what="scaled, then squared, x")
    second = student.Sequential([student.Square(), student.Scale(s)])
    assert_close(second.forward(x), np.array([[2.0, 12.0]]), what="squared, then scaled, x")


@check(points=1, public=True)
def Sequential_goes_back_from_the_last_layer_to_the_first(student):
    r"""For $(s x)^2$ at x = [1, 2], s = [2, 3] and dout = 1: dx is [8, 36], ds is [4, 24]."""
    net = student.Sequential([student.Scale(np.array([2.0, 3.0])), student.Square()])
    _, dx = there_and_back(net, np.array([[1.0, 2.0]]), np.ones((1, 2)))
    assert_close(dx, np.array([[8.0, 36.0]]), what="dx")
    assert_arrays(net.gradients(), [np.array([4.0, 24.0])], ["ds"])


@check(points=1, public=True, examples=2)
@for_all(**THREE_SCALES)
def Sequential_lists_the_parameters_of_its_layers_in_order(student, a, b, c, x, dout):
    """parameters() are those of the first layer, of the second, …; sgd_step trains them all."""
    net = student.Sequential([student.Scale(a), student.Scale(b), student.Square()])
    assert_arrays(net.parameters(), [a, b], ("s of the first layer", "s of the second layer"))
    there_and_back(net, x, dout)
    da, db = net.gradients()
    student.sgd_step(net, 0.1)
    a, b = a - 0.1 * da, b - 0.1 * db
    assert_close(net.forward(x), (x * a * b) ** 2, what="after a step, out")


def nested(names, a, b, c):
    """Scale, [Square, Scale], Scale: three parameters, one of them inside."""
    inner = names.Sequential([names.Square(), names.Scale(b)])
    return names.Sequential([names.Scale(a), inner, names.Scale(c)])


@check(points=2, examples=3)
@for_all(**THREE_SCALES)
def Sequential_agrees_with_the_reference(student, reference, a, b, c, x, dout):
    """Forward, backward and gradients, with another Sequential among the layers."""
    net, other = nested(student, a, b, c), nested(reference, a, b, c)
    out_and_dx = there_and_back(net, x, dout)
    assert_arrays(out_and_dx, there_and_back(other, x, dout), ("out", "dx"))
    names = "the first s", "the second s", "the third s"
    assert_arrays(net.parameters(), other.parameters(), names)
    assert_arrays(net.gradients(), other.gradients(), [f"the gradient of {n}" for n in names])


@check(points=1, public=True, after=Sequential_agrees_with_the_reference, examples=2)
@for_all(x=normals("N D"), dout=cotangents("N D"))
def Sequential_of_no_layers_is_the_identity(student, x, dout):
    """Without layers forward returns x, backward dout, and there is nothing to learn."""
    net = student.Sequential([])
    assert_arrays(there_and_back(net, x, dout), [x, dout], ("what forward returned", "dx"))
    for name, found in (("parameters", net.parameters()), ("gradients", net.gradients())):
        empty = isinstance(found, (list, tuple)) and len(found) == 0
        require(empty, f"{name}() should be an empty list")


@check(points=1, after=Sequential_agrees_with_the_reference, examples=2)
@for_all(**THREE_SCALES)
def Sequential_clears_the_gradients_of_all_its_layers(student, a, b, c, x, dout):
    """After zero_grad every gradient is zeros, inside too; before that, backwards add up."""
    net = nested(student, a, b, c)
    there_and_back(net, x, dout)
    once = net.gradients()
    names = "the first ds", "the second ds", "the third ds"
    net.backward(dout)
    assert_arrays(net.gradients(), [2 * g for g in once], names)
    net.zero_grad()
    assert_arrays(net.gradients(), [np.zeros_like(g) for g in once], names)


@check(points=2, public=True, after=Sequential_agrees_with_the_reference)
def Sequential_tells_every_layer_to_train_and_to_eval(student):
    """train and eval reach all layers, those of a Sequential among them, too."""
    first, second, third = student.Square(), student.Square(), student.Square()
    net = student.Sequential([first, student.Sequential([second]), third])
    for name, switch, wanted in (("eval", net.eval, False), ("train", net.train, True)):
        switch()
        for number, layer in (("first", first), ("inner", second), ("last", third)):
            known = layer.training is wanted
            require(known, f"after {name}() training of the {number} layer should be {wanted}")


@check(points=1, after=Sequential_agrees_with_the_reference, examples=2)
@for_all(**THREE_SCALES)
def Sequential_leaves_its_arguments_unchanged(student, a, b, c, x, dout):
    """Neither x nor dout is changed."""
    assert_changes_nothing(nested(student, a, b, c), x, dout)


@check(points=2, examples=2)
@for_all(
    a=normals("D>=2"),
    b=normals("D>=2"),
    c=normals("D>=2"),
    x=normals("N 1"),
    dout=cotangents("N D>=2"),
)
def Sequential_trains_a_network(student, reference, a, b, c, x, dout):
    """Two steps of training end right, also where a layer makes D columns of one."""
    net, other = nested(student, a, b, c), nested(reference, a, b, c)
    for _ in range(2):
        for one, names in ((net, student), (other, reference)):
            one.zero_grad()
            one.forward(x)
            one.backward(dout)
            names.sgd_step(one, 0.01)
    assert_arrays(net.parameters(), other.parameters(), ("first s", "second s", "third s"))


# --------------------------------------------------------------------------------- Dropout


def kept_by(layer, shape):
    """1 where an entry of ones is kept, 0 where it is dropped.  -> ints of this shape"""
    out = layer.forward(np.ones(shape))
    require(np.shape(out) == shape, f"forward should return an array of shape {shape}")
    return (out != 0).astype(int)


def assert_independent(first, second, p, *, what):
    """Whether an entry is kept says nothing about the other one of its pair."""
    both = [p * p, p * (1 - p), (1 - p) * p, (1 - p) * (1 - p)]
    names = ("both dropped", "dropped and kept", "kept and dropped", "both kept")
    assert_frequencies(2 * first + second, both, what=what, names=names)


@check(points=2, public=True, examples=3)
@for_all(p=numbers(0.1, 0.9), seed=seeds())
def Dropout_drops_with_probability_p(student, p, seed):
    """Of 5000 ones a share p is dropped, at the first forward: a new layer is in training."""
    kept = kept_by(student.Dropout(p, np.random.default_rng(seed)), (100, 50))
    assert_frequencies(kept, [p, 1 - p], what="all entries", names=("dropped", "kept"))


@check(points=1, examples=2)
@for_all(p=numbers(0.2, 0.8), seed=seeds())
def Dropout_decides_about_every_entry_alone(student, p, seed):
    """Neighbours in a row, or in a column, are kept independently of each other."""
    kept = kept_by(student.Dropout(p, np.random.default_rng(seed)), (100, 60))
    pairs = "the pairs of neighbours in a {}"
    assert_independent(kept[:, ::2], kept[:, 1::2], p, what=pairs.format("row"))
    assert_independent(kept[::2], kept[1::2], p, what=pairs.format("column"))


@check(points=1, public=True, after=Dropout_decides_about_every_entry_alone, examples=3)
@for_all(x=cotangents("N>=2 D>=2"), p=numbers(0.1, 0.9), seed=seeds())
def Dropout_drops_an_entry_or_scales_it_up(student, x, p, seed):
    """In training every entry of out is 0 or x / (1 - p)."""
    out = student.Dropout(p, np.random.default_rng(seed)).forward(x)
    scaled = x / (1 - p)
    hint = "divide what is kept by 1 - p: p is the probability to drop"
    assert_close(out, np.where(out == 0, 0.0, scaled), what="out", hint=hint)


@check(points=1, after=Dropout_decides_about_every_entry_alone, examples=2)
@for_all(p=numbers(0.3, 0.7), seed=seeds())
def Dropout_draws_a_new_mask_at_each_forward(student, p, seed):
    """What one forward keeps says nothing about the next, not even how many."""
    layer = student.Dropout(p, np.random.default_rng(seed))
    masks = [kept_by(layer, (80, 50)) for _ in range(6)]
    assert_independent(masks[0], masks[1], p, what="the pairs of an entry in two masks")
    # Six honest counts of 4000 are the same once in 10⁹.
    require(len({int(m.sum()) for m in masks}) > 1, "each mask keeps just as many")


@check(points=1, public=True, after=Dropout_decides_about_every_entry_alone, examples=2)
@for_all(x=cotangents("20 N"), dout=cotangents("20 N"), p=numbers(0.2, 0.8), seed=seeds())
def Dropout_goes_back_through_the_same_mask(student, x, dout, p, seed):
    """dx is dout times what the latest forward multiplied x by, also where x is 0."""
    layer = student.Dropout(p, np.random.default_rng(seed))
    layer.forward(-x)
    out = layer.forward(x)
    for which in ("first", "second"):
        dx = layer.backward(dout)
        assert_close(dx, dout * out / x, what=f"in the {which} backward, dx")
    layer.forward(np.zeros((50, 40)))
    passes = (layer.backward(np.ones((50, 40))) != 0).astype(int)
    names = ("where dout is stopped", "where dout passes")
    assert_frequencies(passes, [p, 1 - p], what="the entries of x = 0", names=names)


@check(points=1, public=True, after=Dropout_decides_about_every_entry_alone, examples=2)
@for_all(x=cotangents("20 N"), dout=cotangents("20 N"), p=numbers(0.3, 0.8), seed=seeds())
def Dropout_does_nothing_in_use(student, x, dout, p, seed):
    """After eval forward returns x and backward dout; after train entries are dropped again."""
    layer = student.Dropout(p, np.random.default_rng(seed))
    layer.forward(x)
    layer.eval()
    assert_arrays(there_and_back(layer, x, dout), [x, dout], ("after eval, out", "after eval, dx"))
    layer.train()
    # An honest mask of 1000 keeps all of them less than once in 10¹⁵⁰.
    require((kept_by(layer, (20, 50)) == 0).any(), "after train no entry is dropped")


@check(points=1, public=True, after=Dropout_decides_about_every_entry_alone, examples=2)
@for_all(x=cotangents("20 N"), dout=cotangents("20 N"), p=numbers(0.3, 0.8), seed=seeds())
def Dropout_goes_back_by_its_latest_forward_in_either_mode(student, x, dout, p, seed):
    """eval or train between a forward and its backward changes nothing about the backward."""
    layer = student.Dropout(p, np.random.default_rng(seed))
    out = layer.forward(x)
    layer.eval()
    assert_close(layer.backward(dout), dout * out / x, what="of the forward before eval, dx")
    layer.forward(x)
    layer.train()
    assert_close(layer.backward(dout), dout, what="of the forward before train, dx")


@check(points=1, after=Dropout_decides_about_every_entry_alone, examples=2)
@for_all(x=cotangents("N D"), dout=cotangents("N D"), seed=seeds())
def Dropout_of_nothing_is_the_identity(student, x, dout, seed):
    """With p = 0 forward returns x and backward dout."""
    layer = student.Dropout(0.0, np.random.default_rng(seed))
    assert_arrays(there_and_back(layer, x, dout), [x, dout], ("out", "dx"))


@check(points=1, after=Dropout_decides_about_every_entry_alone, examples=2)
@for_all(seed=seeds())
def Dropout_draws_from_the_generator_it_is_given(student, seed):
    """Layers with equal generators keep the same entries, at every forward; others do not."""
    generators = (np.random.default_rng(s) for s in (seed, seed, seed + 1))
    one, equal, other = (student.Dropout(0.5, rng) for rng in generators)
    hint = "draw from rng, not from np.random"
    for number in ("first", "second"):
        mask, same, different = (kept_by(layer, (20, 10)) for layer in (one, equal, other))
        assert_close(same, mask, what=f"the {number} mask", hint=hint)
        # Two honest masks of 200 are the same once in 10⁶⁰.
        require((different != mask).any(), "another generator keeps the same entries", hint=hint)


@check(points=1, after=Dropout_decides_about_every_entry_alone, examples=2)
@for_all(x=cotangents("N D"), seed=seeds())
def Dropout_has_nothing_to_learn(student, x, seed):
    """Its parameters and gradients are empty lists; zero_grad does nothing."""
    layer = student.Dropout(0.5, np.random.default_rng(seed))
    layer.forward(x)
    layer.zero_grad()
    for name, found in (("parameters", layer.parameters()), ("gradients", layer.gradients())):
        empty = isinstance(found, (list, tuple)) and len(found) == 0
        require(empty, f"{name}() should be an empty list")


@check(points=1, after=Dropout_decides_about_every_entry_alone, examples=2)
@for_all(**ELEMENTWISE, seed=seeds())
def Dropout_leaves_its_arguments_unchanged(student, x, dout, seed):
    """Neither x nor dout is changed, in training and in use."""
    layer = student.Dropout(0.5, np.random.default_rng(seed))
    assert_changes_nothing(layer, x, dout)
    layer.eval()
    assert_changes_nothing(layer, x, dout)


@check(points=1, after=Dropout_decides_about_every_entry_alone, examples=2)
@for_all(**ELEMENTWISE_32, seed=seeds())
def Dropout_keeps_float32(student, x, dout, seed):
    """With float32 arrays out and dx are float32, in training and in use."""
    layer = student.Dropout(0.25, np.random.default_rng(seed))
    assert_stays_in_float32(layer, x, dout)
    layer.eval()
    assert_stays_in_float32(layer, x, dout)


# ------------------------------------------------------------------------------- he_normal

SIDES = {"n_in": choices(200, 50, 100), "n_out": choices(60, 250, 150), "seed": seeds()}


@check(points=1, public=True, examples=3)
@for_all(**SIDES)
def he_normal_follows_its_law(student, n_in, n_out, seed):
    r"""The weights are drawn from $N(0, 2 / n_{in})$."""
    W = student.he_normal(n_in, n_out, np.random.default_rng(seed))
    scale = math.sqrt(2 / n_in)
    assert_drawn_from(W, lambda w: normal_cdf(w / scale), what="the weights")


@check(points=1, examples=3)
@for_all(**SIDES)
def he_normal_has_the_tails_of_its_law(student, n_in, n_out, seed):
    """1.2 % of the weights are larger than 2.5 standard deviations: nothing is cut off."""
    W = student.he_normal(n_in, n_out, np.random.default_rng(seed))
    large = (np.abs(W) > 2.5 * math.sqrt(2 / n_in)).astype(int)
    share = 2 * float(normal_cdf(-2.5))
    names = ("within 2.5 standard deviations", "beyond 2.5 standard deviations")
    assert_frequencies(large, [1 - share, share], what="the weights", names=names)


@check(points=1, after=he_normal_has_the_tails_of_its_law, examples=3)
@for_all(n_in=choices(3, 1, 4), n_out=choices(2, 5, 1), seed=seeds())
def he_normal_draws_from_the_generator_it_is_given(student, n_in, n_out, seed):
    """Equal generators give equal float64 weights of shape (n_in, n_out), others give others."""
    assert_draws_from_its_generator(student.he_normal, n_in, n_out, seed)


@check(points=1, public=True, examples=3)
@for_all(**SIDES)
def xavier_uniform_follows_its_law(student, n_in, n_out, seed):
    r"""The weights are drawn uniformly from $\pm\sqrt{6 / (n_{in} + n_{out})}$."""
    W = student.xavier_uniform(n_in, n_out, np.random.default_rng(seed))
    scaled = W * math.sqrt((n_in + n_out) / 6)
    hint = "draw uniformly from -a to a, with n_in + n_out under the root"
    assert_drawn_from(
        scaled, lambda w: np.clip((w + 1) / 2, 0, 1), what="the weights divided by a", hint=hint
    )


@check(points=1, examples=3)
@for_all(**SIDES)
def xavier_uniform_stays_within_its_bounds(student, n_in, n_out, seed):
    r"""No weight is larger than $\sqrt{6 / (n_{in} + n_{out})}$, and they come close to it."""
    W = student.xavier_uniform(n_in, n_out, np.random.default_rng(seed))
    a = math.sqrt(6 / (n_in + n_out))
    assert_between(W, -a, a, what="the weights")
    outer = (np.abs(W) > 0.9 * a).astype(int)
    names = ("within 0.9 of the bound", "beyond 0.9 of the bound")
    assert_frequencies(outer, [0.9, 0.1], what="the weights", names=names)


@check(points=1, after=xavier_uniform_stays_within_its_bounds, examples=3)
@for_all(n_in=choices(3, 1, 4), n_out=choices(2, 5, 1), seed=seeds())
def xavier_uniform_draws_from_the_generator_it_is_given(student, n_in, n_out, seed):
    """Equal generators give equal float64 weights of shape (n_in, n_out), others give others."""
    assert_draws_from_its_generator(student.xavier_uniform, n_in, n_out, seed)
