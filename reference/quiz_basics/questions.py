r"""# Quiz: basics

Neurons, layers, activations and losses.  A calculator is allowed, the lectures are not.
Matrices have one row for each neuron, as on the slides of lecture 4: $z = W x$.
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


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


# A1.5: the slide says "about n·m"; exactly it is (n + 1)·m.


@question(points=2)
@drawn(n=whole(120, 980, step=10), m=whole(12, 96))
def parameters_of_a_layer(n, m):
    """Parameters of a layer

    A fully connected layer has <<n>> inputs and <<m>> outputs, and a bias for each output.
    How many parameters does it have, exactly?
    """
    return (n + 1) * m


@parameters_of_a_layer.slip("the biases are missing: one for each output")
def the_slides_approximation(n, m):
    return n * m


@parameters_of_a_layer.slip("a bias belongs to each output, not to each input", earns=0)
def a_bias_for_each_input(n, m):
    return n * m + n


@parameters_of_a_layer.slip("each output has a bias of its own, not all together one")
def a_single_bias(n, m):
    return n * m + 1


# A1.3: two layers without an activation between them are one.


@question(points=2)
@drawn(
    V=array(2, of=whole(2, 6), distinct=True),
    W=array(2, 2, of=one_of(-4, -3, -2, 2, 3, 4), distinct=True),
    b=array(2, of=one_of(-5, -4, -3, 3, 4, 5), distinct=True),
    c=whole(6, 12),
    such_that=lambda V, W, b, c: min(abs(V @ W)) > 1 and abs(V @ b) > 1 and abs(V @ b + c) > 1,
)
def two_layers_in_one(V, W, b, c):
    r"""Two layers in one

    A layer $z = W x + b$ is followed by another one, $s = v^\top z + c$, with no activation
    between them. Here

    $$W = <<W>>, \qquad b = <<b>>, \qquad v = <<V>>, \qquad c = <<c>>.$$

    Together they are $s = w_1 x_1 + w_2 x_2 + d$. Give the array $(w_1, w_2, d)$.
    """
    return np.array([*(V @ W), V @ b + c])


@two_layers_in_one.slip("the bias of the first layer passes through v, too")
def first_bias_lost(V, W, b, c):
    return np.array([*(V @ W), c])


@two_layers_in_one.slip("v multiplies W from the left: $v^\\top W$, not $W v$")
def from_the_wrong_side(V, W, b, c):
    return np.array([*(W @ V), V @ b + c])


# A1.14: the worked network with other numbers.


@question(points=2, within=0.01)
@drawn(
    x=array(3, of=decimals(-0.9, 0.9), distinct=True),
    H=array(2, 3, of=one_of(-4, -3, -2, 2, 3, 4), distinct=True),
    such_that=lambda x, H: min(abs(H @ x)) > 0.25 and max(abs(H @ x)) < 2.5,
)
def hidden_values(x, H):
    r"""The hidden layer

    A network without biases has the inputs $x = <<x>>$ and two hidden neurons with the weights
    $H_1 = <<H[0]>>$ and $H_2 = <<H[1]>>$. Their activation is the sigmoid.
    Give their two outputs.
    """
    return sigmoid(H @ x)


@hidden_values.slip("these are the sums before the sigmoid")
def without_the_sigmoid(x, H):
    return H @ x


@hidden_values.slip("the exponent has a minus: $1/(1 + e^{-z})$", earns=0)
def with_the_other_sign(x, H):
    return sigmoid(-(H @ x))


@question(points=2, within=0.02, follows=hidden_values)
@drawn(
    O=array(2, of=one_of(-4, -3, -2, 2, 3, 4), distinct=True),
    such_that=lambda x, H, O: 0.3 < abs(O @ sigmoid(H @ x)) < 2.5,
)
def output_value(O, hidden_values):
    r"""The output

    The same network has one output neuron with the weights $O_1 = <<O>>$, and the sigmoid again.
    What is its output for the same $x$?
    """
    return sigmoid(O @ hidden_values)


@output_value.slip("this is the sum before the sigmoid")
def output_without_the_sigmoid(O, hidden_values):
    return O @ hidden_values


@output_value.alternative
def from_rounded_hidden_values(O, hidden_values):
    return sigmoid(O @ np.round(hidden_values, 2))


# A2: the derivative through the function's own value, the corner of the leaky ReLU.


@question(points=2, within=0.01)
@drawn(
    name=one_of("sigmoid", "tanh"),
    value=lambda name: (
        decimals(0.15, 0.4, step=0.01) if name == "sigmoid" else decimals(0.3, 0.7, step=0.01)
    ),
)
def derivative_from_the_value(name, value):
    r"""A derivative from the value

    At some $x$ the <<"logistic sigmoid" if name == "sigmoid" else "hyperbolic tangent">> has the
    value $f(x) = <<value>>$. What is its derivative $f'(x)$ there?
    """
    return value * (1 - value) if name == "sigmoid" else 1 - value * value


@derivative_from_the_value.slip("this is the derivative of the other one of sigmoid and tanh")
def of_the_other_function(name, value):
    return 1 - value * value if name == "sigmoid" else value * (1 - value)


@derivative_from_the_value.slip("tanh' is $1 - f^2$, sigmoid' is $f (1 - f)$", earns=0)
def only_one_minus_f(name, value):
    return 1 - value


@question(points=2)
@drawn(slope=decimals(0.05, 0.35, step=0.05), shift=decimals(-1.5, 1.5, step=0.1))
def bent(slope, shift):
    r"""A leaky ReLU with its corner elsewhere

    Write `bent(x)` for arrays of any shape: $x$ itself where $x > <<shift>>$, and
    $<<shift>> <<slope | signed>>\,(x << -shift | signed>>)$ elsewhere, so that it has no jump.
    """

    def bent(x):
        return np.where(x > shift, x, shift + slope * (x - shift))

    return write(bent, x=reals("N D", within=5))


# A3: a loss in numbers, with natural logarithms.


@question(points=2, within=0.01)
@drawn(
    p=array(2, of=decimals(0.15, 0.45, step=0.05), distinct=True),
    q=decimals(0.55, 0.85, step=0.05),
)
def cross_entropy_of_three(p, q):
    r"""Cross-entropy

    A classifier gives three examples the probabilities <<p[0]>>, <<p[1]>> and <<q>> of being in
    class 1. Their true classes are 1, 0 and 1. What is the mean binary cross-entropy, with
    natural logarithms?
    """
    return -(np.log(p[0]) + np.log(1 - p[1]) + np.log(q)) / 3


@cross_entropy_of_three.slip("this is the sum over the examples, not their mean")
def the_sum(p, q):
    return -(np.log(p[0]) + np.log(1 - p[1]) + np.log(q))


@cross_entropy_of_three.slip("these are bits: natural logarithms are asked")
def in_bits(p, q):
    return -(np.log2(p[0]) + np.log2(1 - p[1]) + np.log2(q)) / 3


@cross_entropy_of_three.slip("an example of class 0 counts with $\\ln(1 - p)$", earns=0)
def as_if_all_were_of_class_1(p, q):
    return -(np.log(p[0]) + np.log(p[1]) + np.log(q)) / 3


# A1.20 and S0: how tasks are framed, why networks have activations, no free lunch.


@question(points=2)
def true_of_networks():
    """What is true?

    Mark every statement that is true.
    """
    return mark(
        right("Two linear layers in a row compute nothing that one linear layer could not."),
        right(
            "One hidden layer that is wide enough approximates any continuous function on a "
            "compact set."
        ),
        right("A network of ReLUs computes a piecewise linear function."),
        right(
            "With a network in place of a linear model the loss is in general no longer convex."
        ),
        right(
            "Averaged over all possible binary tasks, every learner is right on unseen points "
            "half of the time."
        ),
        right("For two classes the last layer needs no more than one output."),
        wrong(
            "A linear activation between two layers makes the model more powerful.",
            because="then the layers are one linear layer together",
        ),
        wrong(
            "Because it approximates any function, a wide network can always be trained to do so.",
            because="that weights exist does not mean that gradient descent finds them",
        ),
        wrong(
            "Boosting wins over networks on every task, averaged over all possible tasks.",
            because="by the theorem of no free lunch none wins",
        ),
        wrong(
            "To predict the price of a flat is a classification, because prices are numbers.",
            because="a price is a number on a scale: that is regression",
        ),
        wrong(
            "The next word of a text can only be predicted by a network.",
            because="counting which word follows which does it, if badly",
        ),
        wrong(
            "sign is a good activation for gradient descent, because it is bounded.",
            because="its derivative is 0 wherever it exists, so nothing is learned",
        ),
    )


@question(points=1)
def why_not_sign():
    """Why not the sign?

    The network of signs in lecture 1 separates a cone, but it is not trained by gradient descent.
    Why not?
    """
    return choose(
        right("The derivative of the sign is 0 wherever it exists."),
        right(
            "Small changes of the weights almost nowhere change the sign's output, so the "
            "gradient is 0."
        ),
        wrong("The sign is not bounded.", because="it is: its values are -1, 0 and 1"),
        wrong("The sign of a sum is a linear function.", because="it jumps, so it is not linear"),
        wrong(
            "Two neurons are never enough to separate a cone.",
            because="the lecture does it with two",
        ),
        wrong(
            "The derivative of the sign is 1, as that of the identity.",
            because="the sign is constant on both sides of 0, so it is 0",
        ),
        wrong(
            "Gradient descent needs the second derivatives of the activation.",
            because="it uses first derivatives only",
        ),
    )
