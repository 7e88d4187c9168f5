"""The public checks of the assignment `modules`.  Generated; not to be edited.

In the notebook, `check("Linear")` runs those of one exercise on your answer.  Read them:
they say what your answer must do.  Changing them changes no grade, for your work is graded with
the course's own copy and with hidden checks besides.  Where a public check waits for a hidden one
(`after=`), that is left out here.
"""

import math
import numpy as np
from autograder.checks import (
    assert_between,
    assert_close,
    assert_drawn_from,
    assert_frequencies,
    assert_gradient,
    check,
    choices,
    cotangents,
    for_all,
    normal_cdf,
    normals,
    numbers,
    require,
    seeds,
)

ASSIGNMENT = "modules"
EXERCISES = (
    "Linear",
    "Sigmoid",
    "ReLU",
    "Tanh",
    "Sequential",
    "Dropout",
    "he_normal",
    "xavier_uniform",
)
LINEAR = {
    "X": normals("N>=3 D>=2"),
    "W": normals("D>=2 M"),
    "b": normals("M"),
    "dout": cotangents("N>=3 M"),
}
ELEMENTWISE = {"x": normals("N>=2 D>=2", scale=2), "dout": cotangents("N D")}
THREE_SCALES = {
    "a": normals("D"),
    "b": normals("D"),
    "c": normals("D"),
    "x": normals("N D"),
    "dout": cotangents("N D"),
}


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


@check(points=1, public=True, examples=2)
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


@check(points=1, public=True, examples=2)
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


@check(points=1, public=True, examples=2)
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


# ------------------------------------------------------------------------------------ ReLU


@check(points=1, public=True)
def ReLU_of_four_numbers(student):
    """Of -2, -0.5, 0.5 and 7 it lets pass the last two, and back only what belongs to them."""
    x = np.array([[-2.0, -0.5], [0.5, 7.0]])
    out, dx = there_and_back(student.ReLU(), x, np.array([[1.0, 2.0], [-3.0, 4.0]]))
    assert_close(out, np.array([[0.0, 0.0], [0.5, 7.0]]), what="out")
    assert_close(dx, np.array([[0.0, 0.0], [-3.0, 4.0]]), what="dx")


@check(points=1, public=True)
def ReLU_has_any_slope_between_0_and_1_at_0(student):
    """At x = 0 out is 0, and dx lies between 0 and dout."""
    out, dx = there_and_back(student.ReLU(), np.array([[0.0, -1.0]]), np.array([[2.0, 2.0]]))
    assert_close(out, np.zeros((1, 2)), what="out")
    assert_between(dx, np.array([[0.0, 0.0]]), np.array([[2.0, 0.0]]), what="dx")


# ------------------------------------------------------------------------------------ Tanh


@check(points=1, public=True)
def Tanh_of_three_numbers(student):
    """At 0, ln 2 and -ln 2 it is 0, 0.6 and -0.6; its slope there is 1, 0.64 and 0.64."""
    x = np.array([[0.0, math.log(2), -math.log(2)]])
    out, dx = there_and_back(student.Tanh(), x, np.array([[1.0, 2.0, -1.0]]))
    assert_close(out, np.array([[0.0, 0.6, -0.6]]), what="out")
    assert_close(dx, np.array([[1.0, 1.28, -0.64]]), what="dx")


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


@check(points=1, public=True, examples=2)
@for_all(x=normals("N D"), dout=cotangents("N D"))
def Sequential_of_no_layers_is_the_identity(student, x, dout):
    """Without layers forward returns x, backward dout, and there is nothing to learn."""
    net = student.Sequential([])
    assert_arrays(there_and_back(net, x, dout), [x, dout], ("what forward returned", "dx"))
    for name, found in (("parameters", net.parameters()), ("gradients", net.gradients())):
        empty = isinstance(found, (list, tuple)) and len(found) == 0
        require(empty, f"{name}() should be an empty list")


@check(points=2, public=True)
def Sequential_tells_every_layer_to_train_and_to_eval(student):
    """train and eval reach all layers, those of a Sequential among them, too."""
    first, second, third = student.Square(), student.Square(), student.Square()
    net = student.Sequential([first, student.Sequential([second]), third])
    for name, switch, wanted in (("eval", net.eval, False), ("train", net.train, True)):
        switch()
        for number, layer in (("first", first), ("inner", second), ("last", third)):
            known = layer.training is wanted
            require(known, f"after {name}() training of the {number} layer should be {wanted}")


# --------------------------------------------------------------------------------- Dropout


def kept_by(layer, shape):
    """1 where an entry of ones is kept, 0 where it is dropped.  -> ints of this shape"""
    out = layer.forward(np.ones(shape))
    require(np.shape(out) == shape, f"forward should return an array of shape {shape}")
    return (out != 0).astype(int)


@check(points=2, public=True, examples=3)
@for_all(p=numbers(0.1, 0.9), seed=seeds())
def Dropout_drops_with_probability_p(student, p, seed):
    """Of 5000 ones a share p is dropped, at the first forward: a new layer is in training."""
    kept = kept_by(student.Dropout(p, np.random.default_rng(seed)), (100, 50))
    assert_frequencies(kept, [p, 1 - p], what="all entries", names=("dropped", "kept"))


@check(points=1, public=True, examples=3)
@for_all(x=cotangents("N>=2 D>=2"), p=numbers(0.1, 0.9), seed=seeds())
def Dropout_drops_an_entry_or_scales_it_up(student, x, p, seed):
    """In training every entry of out is 0 or x / (1 - p)."""
    out = student.Dropout(p, np.random.default_rng(seed)).forward(x)
    scaled = x / (1 - p)
    hint = "divide what is kept by 1 - p: p is the probability to drop"
    assert_close(out, np.where(out == 0, 0.0, scaled), what="out", hint=hint)


@check(points=1, public=True, examples=2)
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


@check(points=1, public=True, examples=2)
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


@check(points=1, public=True, examples=2)
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
# ------------------------------------------------------------------------------- he_normal

SIDES = {"n_in": choices(200, 50, 100), "n_out": choices(60, 250, 150), "seed": seeds()}


@check(points=1, public=True, examples=3)
@for_all(**SIDES)
def he_normal_follows_its_law(student, n_in, n_out, seed):
    r"""The weights are drawn from $N(0, 2 / n_{in})$."""
    W = student.he_normal(n_in, n_out, np.random.default_rng(seed))
    scale = math.sqrt(2 / n_in)
    assert_drawn_from(W, lambda w: normal_cdf(w / scale), what="the weights")


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


# What the notebook gives, as it was released.
GIVEN = r'''import math

import numpy as np


def sigmoid(z):
    """1 / (1 + exp(-z)) elementwise, finite for every z; keeps the dtype.  (...) -> (...)"""
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


class Layer:
    """What every layer can do, and all of it for a layer with nothing to learn.

    Write `class Sigmoid(Layer):` and you need no more than forward and backward.
    """

    training = True

    def forward(self, x):
        """The layer's output; keeps in self what backward will need."""
        raise NotImplementedError

    def backward(self, dout):
        """dout at the latest output -> dx; adds to gradients() on the way."""
        raise NotImplementedError

    def parameters(self):
        """The layer's own arrays, not copies."""
        return []

    def gradients(self):
        """What the backwards since zero_grad() add up to, one array for each parameter."""
        return []

    def zero_grad(self):
        """Make every gradient zeros."""

    def train(self):
        """From now on the layer is being trained; it begins so."""
        self.training = True

    def eval(self):
        """From now on the layer is being used."""
        self.training = False


class Scale(Layer):
    """A whole layer with a parameter, as an example: x * s, with s (D,).  (N, D) -> (N, D)"""

    def __init__(self, s):
        self.s = s.copy()
        self.ds = np.zeros_like(s)

    def forward(self, x):
        self.x = x
        return x * self.s

    def backward(self, dout):
        self.ds += (dout * self.x).sum(axis=0)
        return dout * self.s

    def parameters(self):
        return [self.s]

    def gradients(self):
        return [self.ds]

    def zero_grad(self):
        self.ds = np.zeros_like(self.s)


class Square(Layer):
    """A whole layer without parameters: x ** 2.  (...) -> (...)"""

    def forward(self, x):
        self.x = x
        return x**2

    def backward(self, dout):
        return dout * 2 * self.x


def sgd_step(layer, lr):
    """w <- w - lr * gradient for every parameter, in place."""
    for parameter, gradient in zip(layer.parameters(), layer.gradients(), strict=True):
        parameter[...] = parameter - lr * gradient'''


RELEASE = "40b404512a3d"  # the notebook has the same
