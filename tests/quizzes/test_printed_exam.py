"""The exam, worked from what is printed."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np

QUIZ = "exam"


def slope(loss, x):
    """A central difference."""
    return (loss(x + 1e-5) - loss(x - 1e-5)) / 2e-5


# Descent.


def regression(sheet):
    """The slope of the printed loss, a third of a sum."""
    assert r"L(w) = \frac13 \sum_i (y_i - w x_i)^2" in sheet.text
    (w,) = sheet.numbers("derivative at $w = #$")
    pairs = list(zip(sheet.array("x"), sheet.array("y"), strict=True))
    return slope(lambda w: sum((y - w * x) ** 2 for x, y in pairs) / 3, w)


def regression_step(sheet):
    """From the weight of the question above, against the student's own slope."""
    (lr,) = sheet.numbers(r"$\eta = #$")
    (w,) = sheet.above["regression_gradient"].numbers("derivative at $w = #$")
    return w - lr * float(sheet.own["regression_gradient"])


def three_steps(sheet):
    """Each against a central difference."""
    lr, factor = sheet.numbers(r"$\eta = #$ on $E(w) = \frac12 \cdot #\, w^2$")
    w, count = sheet.numbers("starts at $w = #$. Where is it after # steps")
    for _ in range(int(count)):
        w -= lr * slope(lambda w: factor * w * w / 2, w)
    return w


def redundant(sheet):
    """Batches are counted one by one."""
    copies, examples = map(int, sheet.numbers("consists of # copies of the same # examples"))
    size, epochs = map(int, sheet.numbers("batches of # make in # epochs"))
    return sum(len(range(0, copies * examples, size)) - 1 for _ in range(epochs))


def descend(sheet):
    """Step by step, as it is printed."""
    (steps,) = sheet.numbers("$w$ after # steps")
    lr, decay = sheet.numbers(r"rate $# / (1 + #\, t)$")
    return (
        "def descend(w, a):\n"
        f"    for t in range({steps:.0f}):\n"
        f"        w = w - {lr} / (1 + {decay} * t) * a**2 * w\n"
        "    return w"
    )


# Networks.


def convolutional(sheet):
    """The entries of all weights and biases."""
    channels, high, wide = map(int, sheet.numbers(r"of # channels and $# \times #$ pixels"))
    kernels, tall, broad = map(int, sheet.numbers(r"with # kernels of $# \times #$ (stride 1"))
    (classes,) = map(int, sheet.numbers("layer to # classes"))
    features = kernels * len(range(high - tall + 1)) * len(range(wide - broad + 1))
    return kernels * channels * tall * broad + kernels + features * classes + classes


def softmax(sheet):
    """Central differences of the cross-entropy."""
    logits = np.array(sheet.numbers("classes are $(#, #, #)$"))
    (true,) = (k for k, word in enumerate(("first", "second", "third")) if word in sheet.text)

    def loss(change):
        return math.log(sum(math.exp(z) for z in logits + change)) - (logits + change)[true]

    return [(loss(e) - loss(-e)) / 2e-5 for e in 1e-5 * np.eye(3)]


def shared(sheet):
    """Central differences of e, which is bilinear."""
    a, b, g = sheet.numbers("$a = #$, $b = #$, $g = #$")

    def e(a, b):
        c = a * b
        return g * c + a

    return e(a + 0.5, b) - e(a - 0.5, b), e(a, b + 0.5) - e(a, b - 0.5)


def words(sheet):
    """In fractions."""
    learning, network = sheet.numbers('by "learning" # times, by "network" # times')
    (sea,) = sheet.numbers('by "sea" # times, and by nothing else')
    return float(Fraction(int(learning), int(learning + network + sea)) ** 2)


SOLVERS = {
    "regression_gradient": regression,
    "step_of_regression": regression_step,
    "after_three_steps": three_steps,
    "redundant_data": redundant,
    "small_network": convolutional,
    "softmax_gradient": softmax,
    "shared_node": shared,
    "next_word": words,
    "descend": descend,
    "quintic": lambda sheet: sheet.letters("""
        Any number fits some rule
        The data alone do not decide"""),
    "true_of_the_course": lambda sheet: sheet.letters("""
        Batch normalisation uses the batch's own mean while training
        Dropout is the identity when the network is evaluated
        Early stopping is a remedy against overfitting
        One recurrent cell is used at every time
        A causal mask hides what comes later
        The KL divergence of a normal distribution from itself is 0
        Adam keeps averages of the gradient and of its square"""),
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
