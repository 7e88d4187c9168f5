"""Quiz: basics, worked from what is printed."""

from __future__ import annotations

import math

import numpy as np

QUIZ = "quiz_basics"

# Counting and substituting.


def layer(sheet):
    """The entries of the weights and of the biases."""
    inputs, outputs = map(int, sheet.numbers("has # inputs and # outputs, and a bias for each"))
    return np.zeros((outputs, inputs)).size + np.zeros(outputs).size


def composed(sheet):
    """The two layers, applied to 0 and to the unit vectors."""
    W, b, v = sheet.array("W"), sheet.array("b"), sheet.array("v")
    (c,) = sheet.numbers("c = #.")

    def s(x):
        return sum(v[i] * (W[i][0] * x[0] + W[i][1] * x[1] + b[i]) for i in range(2)) + c

    return s((1, 0)) - s((0, 0)), s((0, 1)) - s((0, 0)), s((0, 0))


# A network, forward.


def neuron(weights, inputs):
    """The sigmoid of the weighted sum."""
    return 1 / (1 + math.exp(-sum(w * x for w, x in zip(weights, inputs, strict=True))))


def hidden(sheet):
    """Two neurons."""
    return [neuron(sheet.array(name), sheet.array("x")) for name in ("H_1", "H_2")]


def output(sheet):
    """The third neuron, on the student's own hidden values."""
    return neuron(sheet.array("O_1"), sheet.own["hidden_values"])


# Derivatives and losses.


def slope(sheet):
    """A central difference where the function has the value."""
    (value,) = sheet.numbers("value $f(x) = #$")
    if "hyperbolic tangent" in sheet.text:
        f, x = math.tanh, math.atanh(value)
    else:
        f, x = (lambda z: 1 / (1 + math.exp(-z))), math.log(value / (1 - value))
    return (f(x + 1e-5) - f(x - 1e-5)) / 2e-5


def cross_entropy(sheet):
    """The logarithm of the likelihood, shared by three."""
    p, q, r = sheet.numbers("the probabilities #, # and # of being in class 1")
    assert "classes are 1, 0 and 1" in " ".join(sheet.text.split())
    return -math.log(p * (1 - q) * r) / 3


def bent(sheet):
    """The two formulas, as they are printed."""
    (corner,) = sheet.numbers("itself where $x > #$")
    start, slope, shift = sheet.numbers(r"$# ±#\,(x ±#)$ elsewhere")
    line = f"{start} + {slope} * (x + {shift})"
    return f"def bent(x):\n    return np.where(x > {corner}, x, {line})"


SOLVERS = {
    "parameters_of_a_layer": layer,
    "two_layers_in_one": composed,
    "hidden_values": hidden,
    "output_value": output,
    "derivative_from_the_value": slope,
    "bent": bent,
    "cross_entropy_of_three": cross_entropy,
    "true_of_networks": lambda sheet: sheet.letters("""
        Two linear layers in a row compute nothing
        One hidden layer that is wide enough approximates any continuous
        A network of ReLUs computes a piecewise linear function
        With a network in place of a linear model the loss is in general no longer convex
        Averaged over all possible binary tasks, every learner is right on unseen points half
        For two classes the last layer needs no more than one output"""),
    "why_not_sign": lambda sheet: sheet.letters("""
        The derivative of the sign is 0 wherever it exists
        Small changes of the weights almost nowhere change the sign's output"""),
}
UNUSED: set[tuple[str, str, str]] = set()


def test_what_is_printed_and_the_key_agree(sitting):
    """Fifty students' answers, worked from the text of their notebooks, earn everything."""
    assert {} == sitting.lost_by(50)


def test_a_worked_notebook_earns_everything(sitting, zygote, tmp_path):
    """Typed into the notebook and really graded."""
    assert {} == sitting.graded("ann", zygote, tmp_path)


def test_a_number_printed_wrongly_is_noticed(sitting):
    """Whatever number or sign is changed in the print, its question is lost, but for UNUSED."""
    assert sitting.unnoticed(8) == UNUSED
