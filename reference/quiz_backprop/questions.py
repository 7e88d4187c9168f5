r"""# Quiz: backpropagation

The chain rule in numbers.  A calculator is allowed, the lectures are not.
"""

import numpy as np

from autograder.checks import reals
from autograder.quizzes import (
    array,
    choose,
    decimals,
    drawn,
    mark,
    one_of,
    question,
    right,
    whole,
    write,
    wrong,
)

# A4.4: the worked gradient of the weight H1 → O1 with other numbers.


@question(points=2, within=0.001)
@drawn(
    i=decimals(0.4, 0.9, step=0.01),
    o=decimals(0.25, 0.75, step=0.01),
    t=lambda o: decimals(0.9, 0.99, step=0.01) if o < 0.5 else decimals(0.01, 0.1, step=0.01),
    such_that=lambda o, t: abs(o - t) > 0.3,
)
def output_weight(i, o, t):
    r"""A weight of the output layer

    A sigmoid neuron has the output $O = <<o>>$, where $T = <<t>>$ is wanted; the error is
    $E = \frac12 (O - T)^2$. What is $\partial E / \partial w$ for the weight of an input
    $I = <<i>>$?
    """
    return i * (o - t) * o * (1 - o)


@output_weight.slip("the sign: it is $O - T$ that comes from the square, not $T - O$")
def with_the_target_first(i, o, t):
    return i * (t - o) * o * (1 - o)


@output_weight.slip("the sigmoid's own derivative $O (1 - O)$ is missing")
def sigmoid_skipped(i, o, t):
    return i * (o - t)


@output_weight.slip("the input that the weight multiplies is missing")
def input_skipped(i, o, t):
    return (o - t) * o * (1 - o)


# A4.1, A4.5: one layer further back.


@question(points=2, within=0.001)
@drawn(
    x=decimals(0.4, 0.9, step=0.1),
    h=decimals(0.2, 0.8, step=0.01),
    w=one_of(-4, -3, -2, 2, 3, 4),
    delta=decimals(0.11, 0.29, step=0.01),
)
def hidden_weight(x, h, w, delta):
    r"""A weight of the hidden layer

    A hidden sigmoid neuron has the output $h = <<h>>$ and feeds one output neuron, with the weight
    $<<w>>$. The gradient of the error with respect to the output neuron's sum is
    $\delta = <<delta>>$. What is the gradient for the hidden neuron's weight whose input is
    $x = <<x>>$?
    """
    return delta * w * h * (1 - h) * x


@hidden_weight.slip("the hidden sigmoid's derivative $h (1 - h)$ is missing")
def hidden_sigmoid_skipped(x, h, w, delta):
    return delta * w * x


@hidden_weight.slip("the weight on the way back is missing")
def way_back_skipped(x, h, w, delta):
    return delta * h * (1 - h) * x


# A3.5: logistic regression; simplified, the chain is p - y.


@question(points=2, within=0.005)
@drawn(
    x=array(2, of=decimals(-3, 3, step=0.5), distinct=True),
    p=decimals(0.2, 0.8, step=0.01),
    y=one_of(0, 1),
    such_that=lambda x, p, y: abs(p - y) > 0.3 and not set(abs(x)) & {0.5, 1},
)
def logistic_regression(x, p, y):
    r"""Logistic regression

    For one example $x = <<x>>$ with $y = <<y>>$ the model gives the probability $\hat y = <<p>>$.
    Give the gradient of the cross-entropy,
    $(\partial L/\partial w_1,\ \partial L/\partial w_2,\ \partial L/\partial b)$.
    """
    return np.array([(p - y) * x[0], (p - y) * x[1], p - y])


@logistic_regression.slip("the sign: it is $\\hat y - y$")
def sign_of_the_residual(x, p, y):
    return np.array([(y - p) * x[0], (y - p) * x[1], y - p])


@logistic_regression.slip("the sigmoid's derivative cancels against that of the cross-entropy")
def as_for_squares(x, p, y):
    delta = (p - y) * p * (1 - p)
    return np.array([delta * x[0], delta * x[1], delta])


# A4.6, and the slide's order of factors put right: δω is an outer product.


@question(points=2)
@drawn(
    X=array(2, 2, of=one_of(-4, -3, -2, 2, 3, 4), distinct=True),
    d=array(2, of=one_of(-5, -4, -3, -2, 2, 3, 4, 5), distinct=True),
    such_that=lambda X, d: min(abs(X.T @ d)) > 1,
)
def weights_of_a_layer(X, d):
    r"""The weights of a layer

    A layer computes $O = X W + b$ for the batch $X = <<X>>$, one example in each row. Its output
    has one column, and the gradient that arrives there is $<<d[0]>>$ for the first example and
    $<<d[1]>>$ for the second. Give the gradient of the two weights.
    """
    return X.T @ d


@weights_of_a_layer.slip("$X$ has to be transposed: $X^\\top \\delta O$ sums over the examples")
def not_transposed(X, d):
    return X @ d


@weights_of_a_layer.slip("the sum over the batch is the gradient; there is no mean here")
def averaged(X, d):
    return X.T @ d / 2


# A9.2: both lines on the slide are called ∂L/∂W2, and the factors do not fit as matrices.


@question(points=1)
def gradient_of_the_first_layer():
    r"""The first layer's gradient

    $\hat y = f(X W_1) W_2$ with one example in each row of $X$, and $L = \frac12 \sum (y - \hat
    y)^2$. The slide on this has slips. What is $\partial L / \partial W_1$?
    """
    return choose(
        right(r"$X^\top \bigl[ (\hat y - y)\, W_2^\top \odot f'(X W_1) \bigr]$"),
        wrong(
            r"$\bigl[ (\hat y - y)\, W_2^\top \odot f'(X W_1) \bigr] X$",
            "these shapes do not fit: the sum over examples needs the transposed X on the left",
        ),
        wrong(r"$f(X W_1)^\top (\hat y - y)$", "that is the gradient of the second layer"),
        wrong(
            r"$X^\top \bigl[ (y - \hat y)\, W_2^\top \odot f'(X W_1) \bigr]$",
            "the derivative of the square with respect to the prediction is prediction minus y",
        ),
        wrong(
            r"$X^\top \bigl[ (\hat y - y)\, W_2^\top \odot f(X W_1) \bigr]$",
            "the chain rule takes the derivative of f there, not f",
        ),
        wrong(
            r"$X^\top \bigl[ (\hat y - y) \odot f'(X W_1) \bigr]$",
            "the way back through the second layer multiplies by its weights",
        ),
    )


# A4.8: the forward difference and how wrong it is.


@question(points=2, within=0.005)
@drawn(x=decimals(1.2, 2.8, step=0.1), h=decimals(0.1, 0.3, step=0.1))
def forward_difference(x, h):
    r"""Differences

    What does the forward difference give for the derivative of $f(x) = x^3$ at $x = <<x>>$, with
    the step $h = <<h>>$?
    """
    return ((x + h) * (x + h) * (x + h) - x * x * x) / h


@forward_difference.slip("this is the central difference")
def central(x, h):
    return ((x + h) ** 3 - (x - h) ** 3) / (2 * h)


@forward_difference.slip("this is the derivative itself, not the difference", earns=0)
def the_derivative(x, h):
    return 3 * x * x


# A4.6: write the backward of a module.


@question(points=2)
@drawn(k=whole(2, 9), c=decimals(0.2, 3, step=0.2), such_that=lambda c: c != 1)
def gate_backward(k, c):
    r"""The backward of a module

    A module computes $f(x) = <<c>>\, x \cdot \sigma(<<k>>\, x)$ elementwise, with the logistic
    sigmoid. Write `gate_backward(dout, x)`, the gradient with respect to `x`, for arrays of one
    shape. $|x| \le 3$.
    """

    def gate_backward(dout, x):
        s = 1 / (1 + np.exp(-k * x))
        return dout * c * (s + k * x * s * (1 - s))

    return write(gate_backward, dout=reals("N D", within=3), x=reals("N D", within=3))


# A4.3, A4.7, A4.9, A4.10: what is true of the ways to differentiate.


@question(points=2)
def true_of_differentiation():
    """Ways to differentiate

    Mark every statement that is true.
    """
    return mark(
        right("Backpropagation computes shared factors of the chain rule once."),
        right("Numerical differentiation needs a call of the function for every coordinate."),
        right("The central difference is more accurate than the forward difference."),
        right("Symbolic differentiation has to be redone when the function changes."),
        right(
            "In automatic differentiation the product hands on the upstream gradient times the "
            "other factor."
        ),
        right("A node that is used twice adds up the gradients that come from both uses."),
        wrong(
            "The smaller the step, the more accurate is the forward difference in floating point.",
            "below some step the subtraction of nearly equal numbers takes over",
        ),
        wrong(
            "Backpropagation approximates the gradient.",
            "it is the chain rule, exact up to rounding",
        ),
        wrong(
            "The forward pass is a propagation of the error.",
            "what goes forward are the values; the error goes back",
        ),
        wrong(
            "The sum node multiplies the upstream gradient by the other summand.",
            "it hands it on as it is; the product multiplies",
        ),
        wrong(
            "Automatic differentiation prints a formula for the derivative.",
            "that is symbolic differentiation; this one computes numbers",
        ),
        wrong(
            "The backward pass needs nothing that the forward pass has computed.",
            "the product needs its factors, which forward saves",
        ),
    )
