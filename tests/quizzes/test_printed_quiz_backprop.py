"""Quiz: backpropagation, worked from what is printed."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

QUIZ = "quiz_backprop"
STEP = 1e-5


def sigmoid(z):
    """The logistic function, on numbers real and complex."""
    return 1 / (1 + np.exp(-z))


def logit(p):
    """Where the sigmoid is p."""
    return np.log(p / (1 - p))


def gradient(loss, size):
    """Central differences around 0."""
    steps = STEP * np.eye(size)
    return np.array([(loss(step) - loss(-step)) / (2 * STEP) for step in steps])


# Gradients, by differences of what the text says.


def output_weight(sheet):
    """The weight changes the sum by I times as much."""
    o, t = sheet.numbers("output $O = #$, where $T = #$")
    (i,) = sheet.numbers("of an input $I = #$")
    return gradient(lambda w: (sigmoid(logit(o) + i * w[0]) - t) ** 2 / 2, 1)[0]


def hidden_weight(sheet):
    """The error changes by delta times the change of the output neuron's sum."""
    h, weight = sheet.numbers("output $h = #$ and feeds one output neuron, with the weight $#$")
    delta, x = (sheet.numbers(f"${name} = #$")[0] for name in (r"\delta", "x"))
    return delta * gradient(lambda w: weight * sigmoid(logit(h) + x * w[0]), 1)[0]


def logistic(sheet):
    """The cross-entropy of a model that gives that probability at x."""
    x = np.append(sheet.array("x"), 1)
    y, p = sheet.numbers(r"with $y = #$ the model gives the probability $\hat y = #$")

    def loss(change):
        found = sigmoid(logit(p) + change @ x)
        return -np.log(found if y == 1 else 1 - found)

    return gradient(loss, 3)


def layer(sheet):
    """What arrives is the loss's slope for each example's output."""
    first, second = sheet.numbers("there is $#$ for the first example and $#$ for the second")
    X = sheet.array("X")
    return gradient(lambda w: first * (X[0] @ w) + second * (X[1] @ w), 2)


# Options in LaTeX, each evaluated.

SPELLED = {
    r"X^\top": " X.T @",
    r"(\hat y - y)": "(yhat - y)",
    r"(y - \hat y)": "(y - yhat)",
    r"W_2^\top": "@ W2.T",
    r"\odot": "*",
    r"f'(X W_1)": "(1 - np.tanh(X @ W1) ** 2)",
    r"f(X W_1)^\top": "np.tanh(X @ W1).T @ ",
    r"f(X W_1)": "np.tanh(X @ W1)",
    r"\bigl[": "(",
    r"\bigr] X": ") @ X",
    r"\bigr]": ")",
    r"\,": "",
    "$": "",
}


def first_layer(sheet):
    """The option that is the gradient, for tanh and matrices of other shapes."""
    rng = np.random.default_rng(0)
    X, W1, W2, y = (rng.normal(size=size) for size in ((4, 3), (3, 2), (2, 1), (4, 1)))
    names = {"np": np, "X": X, "W1": W1, "W2": W2, "y": y, "yhat": np.tanh(X @ W1) @ W2}

    def loss(change):
        return ((y - np.tanh(X @ (W1 + change.reshape(3, 2))) @ W2) ** 2).sum() / 2

    right = []
    for letter, words in sheet.options.items():
        for latex, python in SPELLED.items():
            words = words.replace(latex, python)  # noqa: PLW2901  # translated bit by bit
        try:
            found = eval(words.strip(), names)  # noqa: S307  # made of the words above
        except ValueError:
            continue  # the shapes do not fit
        if found.shape == W1.shape and np.allclose(found.ravel(), gradient(loss, 6), atol=1e-6):
            right.append(letter)
    return ", ".join(right)


# A difference, and a function.


def forward(sheet):
    """In fractions."""
    x, h = (Fraction(str(n)) for n in sheet.numbers("at $x = #$, with the step $h = #$"))
    return float(((x + h) ** 3 - x**3) / h)


def gate(sheet):
    """By a complex step through the printed formula."""
    c, k = sheet.numbers(r"$f(x) = #\, x \cdot \sigma(#\, x)$")
    return (
        "def gate_backward(dout, x):\n"
        "    z = x + 1e-20j\n"
        f"    return dout * ({c} * z / (1 + np.exp(-{k} * z))).imag / 1e-20"
    )


SOLVERS = {
    "output_weight": output_weight,
    "hidden_weight": hidden_weight,
    "logistic_regression": logistic,
    "weights_of_a_layer": layer,
    "gradient_of_the_first_layer": first_layer,
    "forward_difference": forward,
    "gate_backward": gate,
    "true_of_differentiation": lambda sheet: sheet.letters("""
        Backpropagation computes shared factors
        Numerical differentiation needs a call of the function for every coordinate
        The central difference is more accurate
        Symbolic differentiation has to be redone
        In automatic differentiation the product hands on the upstream gradient times the other
        A node that is used twice adds up"""),
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
