"""The midterm test, worked from what is printed."""

from __future__ import annotations

import math
from itertools import combinations_with_replacement, pairwise

import numpy as np

QUIZ = "midterm"

# Counting.


def network(sheet):
    """The entries of all weights and biases."""
    inputs, first, second = sheet.numbers("has # inputs, hidden layers of # and # neurons")
    (outputs,) = sheet.numbers("neurons, and # outputs")
    return sum(a * b + b for a, b in pairwise((inputs, first, second, outputs)))


def polynomials(sheet):
    """The monomials, one by one."""
    targets, count = map(int, sheet.numbers("predicts # targets from all monomials of # numbers"))
    (degree,) = map(int, sheet.numbers("up to degree #, the constant included"))
    return targets * sum(
        sum(1 for _ in combinations_with_replacement(range(count), size))
        for size in range(degree + 1)
    )


# Networks, forward and back.


def weighted(weights, inputs):
    """The sum of products."""
    return sum(w * x for w, x in zip(weights, inputs, strict=True))


def neuron(weights, inputs):
    """The sigmoid of the weighted sum."""
    return 1 / (1 + math.exp(-weighted(weights, inputs)))


def relus(sheet):
    """Column by column of W, which is transposed."""
    W, c, w, x = (sheet.array(name) for name in ("W", "c", "w", "x"))
    (b,) = sheet.numbers("$b = #$")
    return weighted(w, [max(0, weighted(W[:, j], x) + c[j]) for j in range(2)]) + b


def hidden(sheet):
    """Two neurons."""
    a, b, c, d = sheet.numbers("with the weights $(#, #)$ and $(#, #)$")
    return [neuron(weights, sheet.array("x")) for weights in ((a, b), (c, d))]


def output(sheet):
    """The third one, on the student's own hidden values."""
    return neuron(sheet.array(""), sheet.own["hidden"])


def backward(sheet):
    """Central differences around the student's own output."""
    (target,) = sheet.numbers("$T = #$ is wanted")
    own, inputs = float(sheet.own["output"]), sheet.own["hidden"]
    total = math.log(own / (1 - own))

    def error(change):
        return (1 / (1 + math.exp(-total - weighted(change, inputs))) - target) ** 2 / 2

    return [(error(e) - error(-e)) / 2e-5 for e in 1e-5 * np.eye(2)]


# Entropy, and an activation.


def entropy(sheet):
    """The mean number of yes-no questions."""
    found = sheet.numbers("probabilities $#/#$, $#/#$ and $#/#$")
    shares = [(found[i], found[i + 1]) for i in (0, 2, 4)]
    return sum(part / whole * math.log2(whole / part) for part, whole in shares)


def elu(sheet):
    """The two branches, as they are printed."""
    scale, alpha = sheet.numbers(r"arrays: # times the ELU with $\alpha = #$")
    branches = f"np.where(x >= 0, x, {alpha} * (np.exp(x) - 1))"
    return f"def scaled_elu(x):\n    return {scale} * {branches}"


SOLVERS = {
    "parameters_of_a_network": network,
    "polynomial_model": polynomials,
    "relu_network": relus,
    "hidden": hidden,
    "output": output,
    "backward": backward,
    "entropy_in_bits": entropy,
    "scaled_elu": elu,
    "no_free_lunch": lambda sheet: sheet.letters("""
        On unseen points every learner is right half of the time
        What a learner gains on some tasks it loses on others"""),
    "true_so_far": lambda sheet: sheet.letters("""
        The derivative of softplus is the logistic sigmoid
        tanh has the derivative 1 minus its own square
        Boosting fits the next model to the negative gradient
        Cybenko's theorem is about continuous functions on a compact set
        Cross-entropy of logits should not be computed through the logarithm of a sigmoid
        A perceptron with ReLUs computes a piecewise linear function"""),
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
