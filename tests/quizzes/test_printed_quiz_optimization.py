"""Quiz: optimisation, worked from what is printed."""

from __future__ import annotations

import numpy as np

QUIZ = "quiz_optimization"


def curvature(sheet):
    """2 / E'' of the printed parabola, by a second difference."""
    square, linear = sheet.numbers(r"E(w) = #\, w^2 + #\, w")

    def loss(w):
        return square * w * w + linear * w

    return 2 / (loss(1) - 2 * loss(0) + loss(-1))


def step(sheet):
    """One step against central differences of the printed loss."""
    (lr,) = sheet.numbers(r"\eta = #")
    one, factor, two = sheet.numbers(r"L(w) = (w_1 ±#)^2 + #\,(w_2 ±#)^2")
    w = sheet.array("w")

    def loss(v):
        return (v[0] + one) ** 2 + factor * (v[1] + two) ** 2

    return w - lr * np.array([(loss(w + e) - loss(w - e)) / 2 for e in np.eye(2)])


def same_steps(sheet):
    """The rate times the sum is the other rate times the mean, for gradients of 1."""
    size, lr = sheet.numbers(r"batches of #, $\eta = #$")
    gradients = np.ones(int(size))
    return lr * gradients.sum() / gradients.mean()


def updates(sheet):
    """Count the first examples of all batches."""
    examples, size, epochs = map(
        int,
        (
            *sheet.numbers("There are # examples, batches of #,"),
            *sheet.numbers("are # epochs"),
        ),
    )
    return len(range(0, examples, size)) * epochs


def saved(sheet):
    """What the one costs without what the other costs."""
    examples, whole = sheet.numbers("On # examples, # steps of batch")
    steps, size = sheet.numbers("what # steps of stochastic descent with batches of #")
    return examples * whole - steps * size


SOLVERS = {
    "largest_learning_rate": curvature,
    "from_the_hessian": lambda sheet: 2 / np.linalg.eigvals(sheet.array("")).real.max(),
    "one_step": step,
    "iterations": updates,
    "sum_or_mean": same_steps,
    "gradients_saved": saved,
    "stopping_rule": lambda sheet: sheet.letters("""
        Nothing yet
        It may be far from any minimum"""),
    "true_of_descent": lambda sheet: sheet.letters("""
        Stochastic descent is often much faster
        The noise of stochastic descent
        Without decreasing the learning rate
        Batch descent has simpler proofs
        The gradient points in the direction of fastest growth
        One learning rate for all parameters
        For a convex function a chord lies nowhere below"""),
}
UNUSED = {("largest_learning_rate", "b", "sign"), ("largest_learning_rate", "b", "size")}


def test_what_is_printed_and_the_key_agree(sitting):
    """Fifty students' answers, worked from the text of their notebooks, earn everything."""
    assert {} == sitting.lost_by(50)


def test_a_worked_notebook_earns_everything(sitting, zygote, tmp_path):
    """Typed into the notebook and really graded."""
    assert {} == sitting.graded("ann", zygote, tmp_path)


def test_a_number_printed_wrongly_is_noticed(sitting):
    """Whatever number or sign is changed in the print, its question is lost, but for UNUSED."""
    assert sitting.unnoticed(8) == UNUSED


def test_the_signs_that_were_lost_are_noticed(with_text):
    """With white-space control put back, hardly anybody's answer is right."""
    before = with_text("one_step", "<< -p[", "<<-p[")

    assert all({"one_step"} == set(lost) for lost in before.lost_by(20).values())
    assert 20 == len(before.lost_by(20))
