r"""# Midterm test

From neurons to backpropagation.  A calculator is allowed, the lectures are not.
"""

import math

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


@question(points=2)
@drawn(d=whole(12, 60), h=array(2, of=whole(10, 40), distinct=True), k=whole(3, 9))
def parameters_of_a_network(d, h, k):
    """Parameters of a network

    A fully connected network has <<d>> inputs, hidden layers of <<h[0]>> and <<h[1]>> neurons, and
    <<k>> outputs, with a bias for every neuron. How many parameters does it have?
    """
    return (d + 1) * h[0] + (h[0] + 1) * h[1] + (h[1] + 1) * k


@parameters_of_a_network.slip("the biases are missing")
def biases_missing(d, h, k):
    return d * h[0] + h[0] * h[1] + h[1] * k


@question(points=2)
@drawn(d=whole(5, 14), k=one_of(2, 3), targets=whole(3, 9))
def polynomial_model(d, k, targets):
    """Polynomial features

    A linear model predicts <<targets>> targets from all monomials of <<d>> numbers up to degree
    <<k>>, the constant included. How many weights does it have?
    """
    return math.comb(d + k, k) * targets


@polynomial_model.slip("the constant is a monomial, too")
def constant_left_out(d, k, targets):
    return (math.comb(d + k, k) - 1) * targets


@polynomial_model.slip("these are the weights for one target")
def of_one_target(d, k, targets):
    return math.comb(d + k, k)


@polynomial_model.slip("up to that degree, not of exactly that degree", earns=0)
def of_the_highest_degree(d, k, targets):
    return math.comb(d + k - 1, k) * targets


@question(points=2)
@drawn(
    W=array(2, 2, of=one_of(-3, -2, 2, 3)),
    c=array(2, of=one_of(-4, -3, -2, 2, 3, 4), distinct=True),
    w=array(2, of=one_of(-4, -3, -2, 2, 3, 4), distinct=True),
    b=one_of(-4, -3, -2, 2, 3, 4),
    x=array(2, of=one_of(-4, -3, -2, 2, 3, 4), distinct=True),
    such_that=lambda W, c, x: min(W.T @ x + c) < -1 < 1 < max(W.T @ x + c),
)
def relu_network(W, c, w, b, x):
    r"""A network of ReLUs

    $f(x) = w^\top \max\{0, W^\top x + c\} + b$ with $W = <<W>>$, $c = <<c>>$, $w = <<w>>$ and
    $b = <<b>>$. What is $f(x)$ at $x = <<x>>$?
    """
    return w @ np.maximum(W.T @ x + c, 0) + b


@relu_network.slip("the maximum with 0 is missing")
def without_the_maximum(W, c, w, b, x):
    return w @ (W.T @ x + c) + b


@relu_network.slip("it is the transposed W that multiplies x")
def not_transposed(W, c, w, b, x):
    return w @ np.maximum(W @ x + c, 0) + b


@question(points=2, within=0.01)
@drawn(
    x=array(2, of=decimals(-0.9, 0.9, step=0.1), distinct=True),
    H=array(2, 2, of=one_of(-4, -3, -2, 2, 3, 4), distinct=True),
    such_that=lambda x, H: min(abs(H @ x)) > 0.3 and max(abs(H @ x)) < 2.5 and max(H @ x) > -0.5,
)
def hidden(x, H):
    r"""Forward: the hidden layer

    The next three questions are about one network without biases: inputs $x = <<x>>$, two hidden
    sigmoid neurons with the weights $<<H[0]>>$ and $<<H[1]>>$, and one sigmoid output neuron.
    Give the outputs of the hidden neurons.
    """
    return sigmoid(H @ x)


@hidden.slip("these are the sums before the sigmoid")
def hidden_sums(x, H):
    return H @ x


@question(points=2, within=0.02, follows=hidden)
@drawn(
    O=array(2, of=one_of(-4, -3, -2, 2, 3, 4), distinct=True),
    such_that=lambda x, H, O: 0.3 < abs(O @ sigmoid(H @ x)) < 2.2,
)
def output(O, hidden):
    r"""Forward: the output

    The output neuron has the weights $<<O>>$. What is its output?
    """
    return sigmoid(O @ hidden)


@output.slip("this is the sum before the sigmoid")
def output_sum(O, hidden):
    return O @ hidden


@output.alternative
def from_rounded_values(O, hidden):
    return sigmoid(O @ np.round(hidden, 2))


@question(points=2, within=0.002, follows=output)
@drawn(
    target=one_of(0, 1),
    such_that=lambda output, target: abs((output - target) * output * (1 - output)) > 0.04,
)
def backward(hidden, output, target):
    r"""Backward: the output weights

    $T = <<target>>$ is wanted, and $E = \frac12 (O - T)^2$. Give the gradient of $E$ for the two
    weights of the output neuron.
    """
    return (output - target) * output * (1 - output) * hidden


@backward.slip("the sign: it is $O - T$")
def backward_sign(hidden, output, target):
    return (target - output) * output * (1 - output) * hidden


@backward.slip("the sigmoid's derivative $O (1 - O)$ is missing")
def backward_without_sigmoid(hidden, output, target):
    return (output - target) * hidden


@question(points=2, within=0.01)
@drawn(
    p=one_of(
        (1, 3, 4),
        (1, 2, 5),
        (1, 1, 6),
        (2, 3, 3),
        (1, 2, 13),
        (1, 5, 10),
        (3, 5, 8),
        (3, 6, 7),
        (2, 5, 9),
        (2, 3, 11),
        (1, 4, 11),
        (1, 6, 9),
        (3, 4, 9),
        (1, 7, 8),
        (5, 5, 6),
        (2, 7, 7),
        (3, 3, 10),
    ),
    order=one_of(0, 1, 2),
)
def entropy_in_bits(p, order):
    r"""Entropy

    Three outcomes have the probabilities
    $<<p[order]>>/<<p[0] + p[1] + p[2]>>$, $<<p[order - 1]>>/<<p[0] + p[1] + p[2]>>$ and
    $<<p[order - 2]>>/<<p[0] + p[1] + p[2]>>$. What is the entropy, in bits?
    """
    q = np.array(p) / sum(p)
    return -(q[0] * np.log2(q[0]) + q[1] * np.log2(q[1]) + q[2] * np.log2(q[2]))


@entropy_in_bits.slip("these are nats: bits take logarithms to base 2")
def in_nats(p, order):
    q = np.array(p) / sum(p)
    return -(q * np.log(q)).sum()


@question(points=2)
@drawn(alpha=decimals(0.3, 1.9, step=0.1), scale=decimals(1.1, 2.5, step=0.1))
def scaled_elu(alpha, scale):
    r"""An activation

    Write `scaled_elu(x)` for arrays: <<scale>> times the ELU with $\alpha = <<alpha>>$, which is
    $x$ for $x \ge 0$ and $\alpha (e^x - 1)$ below. $|x| \le 5$.
    """

    def scaled_elu(x):
        return scale * np.where(x >= 0, x, alpha * np.expm1(np.minimum(x, 0)))

    return write(scaled_elu, x=reals("N D", within=5))


@question(points=1)
def no_free_lunch():
    """No free lunch

    What does the theorem say, averaged over all data sets of binary features and labels?
    """
    return choose(
        right("On unseen points every learner is right half of the time."),
        right("What a learner gains on some tasks it loses on others."),
        wrong("The simplest learner wins.", "on average over all tasks none wins"),
        wrong("Networks win if they are wide enough.", "no learner wins, however expressive"),
        wrong(
            "More data help every learner.", "unseen points stay at one half, whatever was seen"
        ),
        wrong("Nothing can be learned in practice.", "tasks in practice are not equally likely"),
        wrong("Memorising is impossible.", "on seen points it is possible, and some do it better"),
    )


@question(points=2)
def true_so_far():
    """What is true?

    Mark every statement that is true.
    """
    return mark(
        right("The derivative of softplus is the logistic sigmoid."),
        right("tanh has the derivative 1 minus its own square."),
        right("Boosting fits the next model to the negative gradient of the loss."),
        right("Cybenko's theorem is about continuous functions on a compact set."),
        right(
            "Cross-entropy of logits should not be computed through the logarithm of a sigmoid."
        ),
        right("A perceptron with ReLUs computes a piecewise linear function."),
        wrong("A stack of linear layers is more powerful than one.", "together they are linear"),
        wrong("ReLU has the derivative 1 everywhere.", "below 0 it is 0"),
        wrong(
            "One number of the sequence 1, 8, 27, ?, 125, 216 is the only consistent one.",
            "some polynomial of degree 5 goes through any number at that place",
        ),
        wrong(
            "The mean of squared errors doubles if every example occurs twice.",
            "a mean stays; a sum doubles",
        ),
        wrong(
            "A network with enough neurons is guaranteed to be trained to the global minimum.",
            "that it can represent a function does not mean that training finds it",
        ),
        wrong("Heaviside's step is trained by its derivative.", "it is 0 wherever it exists"),
    )
