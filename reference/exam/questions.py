r"""# Exam

The whole course.  A calculator is allowed, the lectures are not.
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


@question(points=2, within=0.005)
@drawn(
    x=array(3, of=one_of(-4, -3, -2, 2, 3, 4), distinct=True),
    y=array(3, of=one_of(-9, -8, -7, -6, 6, 7, 8, 9), distinct=True),
    w=one_of(-3, -2, 2, 3),
    such_that=lambda x, y, w: min(abs(x * w - y)) > 0 and abs((x * (x * w - y)).sum()) > 6,
)
def regression_gradient(x, y, w):
    r"""The gradient of linear regression

    $L(w) = \frac13 \sum_i (y_i - w x_i)^2$ with $x = <<x>>$ and $y = <<y>>$. What is its
    derivative at $w = <<w>>$?
    """
    return 2 / 3 * ((w * x - y) @ x)


@regression_gradient.slip("the slide has ½ where there should be 2")
def as_on_the_slide(x, y, w):
    return ((w * x - y) @ x) / 6


@regression_gradient.slip("the sign: it is the prediction minus the target")
def target_first(x, y, w):
    return 2 / 3 * ((y - w * x) @ x)


@question(points=2, within=0.002, follows=regression_gradient)
@drawn(lr=decimals(0.01, 0.05, step=0.01))
def step_of_regression(w, lr, regression_gradient):
    r"""A step

    Which weight does gradient descent arrive at from there, with $\eta = <<lr>>$, in one step?
    """
    return w - lr * regression_gradient


@step_of_regression.slip("that goes uphill")
def the_wrong_way(w, lr, regression_gradient):
    return w + lr * regression_gradient


@question(points=2, within=0.02)
@drawn(
    w=decimals(2.1, 4.9, step=0.1),
    a=decimals(0.6, 1.8, step=0.1),
    eta=decimals(0.15, 0.45, step=0.05),
    such_that=lambda a, eta: abs(1 - a * eta) > 0.4 and a != 1,
)
def after_three_steps(w, a, eta):
    r"""Three steps

    Gradient descent with $\eta = <<eta>>$ on $E(w) = \frac12 \cdot <<a>>\, w^2$ starts at
    $w = <<w>>$. Where is it after 3 steps?
    """
    return w * (1 - eta * a) * (1 - eta * a) * (1 - eta * a)


@after_three_steps.slip("these are 2 steps")
def after_two(w, a, eta):
    return w * (1 - eta * a) ** 2


@after_three_steps.slip("the derivative of ½ a w² is a w, not 2 a w")
def doubled_derivative(w, a, eta):
    return w * (1 - 2 * eta * a) ** 3


@question(points=2)
@drawn(m=whole(40, 90, step=10), copies=whole(6, 15), epochs=whole(3, 9), b=one_of(5, 10))
def redundant_data(m, copies, epochs, b):
    """Redundant data

    A training set consists of <<copies>> copies of the same <<m>> examples. How many more updates
    does stochastic descent with batches of <<b>> make in <<epochs>> epochs than batch descent?
    """
    return epochs * (m * copies // b - 1)


@redundant_data.slip("batch descent makes an update in each epoch, too")
def none_by_batch(m, copies, epochs, b):
    return epochs * (m * copies // b)


@redundant_data.slip("the copies are in the training set: an epoch goes through them all")
def copies_ignored(m, copies, epochs, b):
    return epochs * (m // b - 1)


@question(points=2)
@drawn(
    c=one_of(3, 4, 6, 8), f=whole(9, 32), k=one_of(3, 5), side=whole(9, 19), classes=whole(4, 12)
)
def small_network(c, f, k, side, classes):
    r"""A small convolutional network

    Images of <<c>> channels and $<<side>> \times <<side>>$ pixels go through a convolution with
    <<f>> kernels of $<<k>> \times <<k>>$ (stride 1, no padding), a ReLU, and a fully connected
    layer to <<classes>> classes; all biases are there. How many parameters does it have?
    """
    return (c * k * k + 1) * f + (f * (side - k + 1) * (side - k + 1) + 1) * classes


@small_network.slip("the convolution without padding makes the image smaller")
def as_if_padded(c, f, k, side, classes):
    return (c * k * k + 1) * f + (f * side * side + 1) * classes


@small_network.slip("the biases are missing")
def biases_missing(c, f, k, side, classes):
    return c * k * k * f + f * (side - k + 1) ** 2 * classes


@question(points=2, within=0.005)
@drawn(
    z=array(3, of=decimals(-1.5, 1.5, step=0.1), distinct=True),
    k=one_of(0, 1, 2),
    such_that=lambda z: max(z) - min(z) < 2,
)
def softmax_gradient(z, k):
    r"""Softmax and cross-entropy

    The logits of three classes are $<<z>>$, the true class is the
    <<("first", "second", "third")[k]>> one. Give the gradient of
    the cross-entropy with respect to the logits.
    """
    e = np.exp(z)
    return e / e.sum() - np.eye(3)[k]


@softmax_gradient.slip("these are the probabilities: the true class has 1 taken off")
def probabilities(z, k):
    return np.exp(z) / np.exp(z).sum()


@softmax_gradient.slip("the sign: probability minus target")
def sign_turned(z, k):
    return np.eye(3)[k] - np.exp(z) / np.exp(z).sum()


@question(points=2)
@drawn(
    a=array(2, of=one_of(-5, -4, -3, 3, 4, 5), distinct=True),
    g=one_of(-4, -3, -2, 2, 3, 4),
)
def shared_node(a, g):
    r"""A node that is used twice

    $c = a \cdot b$, then $e = g \cdot c + a$ with $a = <<a[0]>>$, $b = <<a[1]>>$, $g = <<g>>$.
    Give $(\partial e/\partial a,\ \partial e/\partial b)$.
    """
    return np.array([g * a[1] + 1, g * a[0]])


@shared_node.slip("a is used twice: the gradients of both uses add up")
def one_use_forgotten(a, g):
    return np.array([g * a[1], g * a[0]])


@shared_node.slip("the product hands each factor the other one")
def factors_confused(a, g):
    return np.array([g * a[0] + 1, g * a[1]])


@question(points=2, within=0.01)
@drawn(counts=array(3, of=whole(3, 19), distinct=True))
def next_word(counts):
    """The next word

    In a text the word "deep" is followed by "learning" <<counts[0]>> times, by "network"
    <<counts[1]>> times, by "sea" <<counts[2]>> times, and by nothing else. What is the
    probability that two texts, generated independently from these counts, both go on with
    "learning" after "deep"?
    """
    return (
        counts[0]
        / (counts[0] + counts[1] + counts[2])
        * counts[0]
        / (counts[0] + counts[1] + counts[2])
    )


@next_word.slip("both texts go on so: the probabilities multiply")
def of_one_text(counts):
    return counts[0] / counts.sum()


@question(points=2)
@drawn(lr=decimals(0.01, 0.09, step=0.01), decay=decimals(0.05, 0.5, step=0.05), steps=whole(3, 9))
def descend(lr, decay, steps):
    r"""Descent with decay

    Write `descend(w, a)`: $w$ after <<steps>> steps of gradient descent on
    $\frac12 \sum_i a_i^2 w_i^2$, where step $t = 0, 1, \dots$ has the learning rate
    $<<lr>> / (1 + <<decay>>\, t)$. `w` and `a` are arrays of one shape, $|a| \le 2$; neither is
    changed.
    """

    def descend(w, a):
        for t in range(steps):
            w = w - lr / (1 + decay * t) * a * a * w
        return w

    return write(descend, w=reals("N", within=5), a=reals("N", within=2))


@question(points=1)
def quintic():
    """The missing number

    1, 8, 27, ?, 125, 216: what is to be learned from the polynomial of degree 5 that continues
    this with 99?
    """
    return choose(
        right("Any number fits some rule; which one is meant is prior knowledge."),
        right("The data alone do not decide; the learner's assumptions do."),
        wrong("Cubes are the wrong answer.", "they are as consistent as the quintic, and simpler"),
        wrong("Polynomials of degree 5 generalise best.", "nothing says so"),
        wrong(
            "With six numbers every learner finds 64.", "the quintic is a learner that does not"
        ),
        wrong(
            "The polynomial on the slide fits all six points.",
            "as it stands there it misses some of them: it has a slip",
        ),
        wrong("More terms always improve the prediction.", "more terms fit more, right or wrong"),
    )


@question(points=2)
def true_of_the_course():
    """What is true?

    Mark every statement that is true.
    """
    return mark(
        right("Batch normalisation uses the batch's own mean while training."),
        right("Dropout is the identity when the network is evaluated."),
        right("Early stopping is a remedy against overfitting by long training."),
        right("One recurrent cell is used at every time, so its gradients add up."),
        right("A causal mask hides what comes later."),
        right("The KL divergence of a normal distribution from itself is 0."),
        right("Adam keeps averages of the gradient and of its square."),
        wrong(
            "Gradient descent has a guarantee for the global minimum of a network's loss.",
            "that loss is not convex: there is none",
        ),
        wrong("A residual block can never be the identity.", "at weights of zero it is"),
        wrong(
            "Max pooling spreads its gradient evenly over the window.",
            "it goes to the largest entry",
        ),
        wrong("Momentum makes the learning rate superfluous.", "it multiplies every step still"),
        wrong("An autoencoder needs labels.", "its target is its input"),
        wrong(
            "Small steps prove that a minimum is near.", "a small learning rate makes them, too"
        ),
    )
