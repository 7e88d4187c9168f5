r"""# Quiz: optimisation

Steps, learning rates, batches.  A calculator is allowed, the lectures are not.
"""

import numpy as np

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
    wrong,
)

# A5.11: the largest learning rate in one dimension.


@question(points=2, within=0.005)
@drawn(a=decimals(1.3, 6.7, step=0.1), b=whole(2, 9))
def largest_learning_rate(a, b):
    r"""The largest learning rate

    For which learning rate does gradient descent on $E(w) = <<a>>\, w^2 + <<b>>\, w$ begin to
    oscillate for ever, so that every smaller one converges?
    """
    return 2 / (2 * a)


@largest_learning_rate.slip("this is the best learning rate; the largest one is twice that")
def the_best_one(a, b):
    return 1 / (2 * a)


@largest_learning_rate.slip("the second derivative of $a w^2$ is $2a$")
def half_the_curvature(a, b):
    return 2 / a


# A5.12: in two dimensions the largest eigenvalue decides.


@question(points=2, within=0.005)
@drawn(a=decimals(2, 6, step=0.1), b=decimals(0.4, 1.6, step=0.1))
def from_the_hessian(a, b):
    r"""From the Hessian

    The Hessian of a quadratic error is $\begin{pmatrix} <<a>> & <<b>> \\ <<b>> & <<a>>
    \end{pmatrix}$. What is the largest admissible learning rate of batch gradient descent?
    """
    return 2 / (a + b)


@from_the_hessian.slip("this is 1/λ; the bound is 2/λ")
def one_over(a, b):
    return 1 / (a + b)


@from_the_hessian.slip("the largest eigenvalue decides, not the smallest")
def smallest_eigenvalue(a, b):
    return 2 / (a - b)


@from_the_hessian.slip("an entry of the diagonal is not an eigenvalue", earns=0)
def the_diagonal(a, b):
    return 2 / a


# A5.2, A5.5: one step, downhill.


@question(points=2, within=0.001)
@drawn(
    w=array(2, of=one_of(-3, -2, 2, 3), distinct=True),
    p=array(2, of=one_of(-5, -4, 4, 5), distinct=True),
    k=whole(2, 4),
    lr=decimals(0.02, 0.12, step=0.01),
)
def one_step(w, p, k, lr):
    r"""One step

    Make one step of gradient descent with $\eta = <<lr>>$ from $w = <<w>>$ on
    $L(w) = (w_1 << -p[0] | signed>>)^2 + <<k>>\,(w_2 << -p[1] | signed>>)^2$. Give the new $w$.
    """
    return np.array([w[0] - lr * 2 * (w[0] - p[0]), w[1] - lr * 2 * k * (w[1] - p[1])])


@one_step.slip("that goes uphill: the step is against the gradient")
def uphill(w, p, k, lr):
    return np.array([w[0] + lr * 2 * (w[0] - p[0]), w[1] + lr * 2 * k * (w[1] - p[1])])


@one_step.slip("the 2 of the square's derivative is missing")
def without_the_two(w, p, k, lr):
    return np.array([w[0] - lr * (w[0] - p[0]), w[1] - lr * k * (w[1] - p[1])])


# A5.9: iterations and epochs.


@question(points=2)
@drawn(
    n=whole(1010, 4990, step=10),
    b=one_of(32, 48, 64, 96, 128),
    epochs=whole(3, 19),
    such_that=lambda n, b: n % b != 0,
)
def iterations(n, b, epochs):
    """Iterations and epochs

    There are <<n>> examples, batches of <<b>>, and the last batch of an epoch may be smaller.
    How many iterations (updates) are <<epochs>> epochs?
    """
    return -(-n // b) * epochs


@iterations.slip("the last, smaller batch of each epoch is an iteration, too")
def last_batch_dropped(n, b, epochs):
    return n // b * epochs


@iterations.slip("an update is made for each batch, not for each example", earns=0)
def one_for_each_example(n, b, epochs):
    return n * epochs


@iterations.slip("these are the iterations of one epoch")
def of_one_epoch(n, b, epochs):
    return -(-n // b)


# A5.7 and its slip: a batch's gradient is a sum in one lecture and a mean in another.


@question(points=2, within=0.005)
@drawn(lr=decimals(0.002, 0.03, step=0.001), b=one_of(16, 20, 25, 32, 40, 50, 64))
def sum_or_mean(lr, b):
    r"""Sum or mean

    One lecture takes the sum of the gradients over a batch, another their mean. With the sum and
    batches of <<b>>, $\eta = <<lr>>$ works well. Which learning rate makes the very same steps
    with the mean?
    """
    return lr * b


@sum_or_mean.slip("the other way round: the mean is smaller, so its rate is larger", earns=0)
def divided(lr, b):
    return lr / b


# A5.14: O(n) and O(b) per step.


@question(points=2)
@drawn(
    n=whole(2000, 9000, step=100),
    gd=whole(20, 60, step=5),
    b=one_of(8, 10, 16, 20, 25),
    steps=whole(1100, 1900, step=100),
)
def gradients_saved(n, gd, b, steps):
    """The cost of a step

    On <<n>> examples, <<gd>> steps of batch gradient descent reach what <<steps>> steps of
    stochastic descent with batches of <<b>> reach. How many gradients of single examples does the
    stochastic one save?
    """
    return n * gd - b * steps


@gradients_saved.slip("this is what the stochastic one costs")
def cost_of_the_other(n, gd, b, steps):
    return b * steps


@gradients_saved.slip("a step of batch descent costs a gradient of every example")
def one_gradient_a_step(n, gd, b, steps):
    return steps - gd


# A9.17: ‖Δw‖ < ε is no test of convergence.


@question(points=1)
def stopping_rule():
    r"""When the steps are small

    The lecture stops when $\|w_t - w_{t-1}\| < \varepsilon$. What does it mean if that happens in
    the first step?
    """
    return choose(
        right("Nothing yet: the learning rate may just be tiny."),
        right("It may be far from any minimum, if the learning rate is small enough."),
        wrong("A minimum is reached.", "a tiny learning rate makes tiny steps anywhere"),
        wrong("The gradient is zero.", "the step is the learning rate times the gradient"),
        wrong("The learning rate is too large.", "then the first step would be large"),
        wrong("The loss is not convex.", "the length of a step says nothing about that"),
        wrong("The data hold copies of examples.", "copies change no mean gradient"),
    )


# A5.1, A5.15, A5.16, A5.19: for and against stochastic and batch.


@question(points=2)
def true_of_descent():
    """Stochastic and batch

    Mark every statement that is true.
    """
    return mark(
        right("Stochastic descent is often much faster on large redundant data."),
        right("The noise of stochastic descent can help to leave local minima."),
        right("Without decreasing the learning rate, stochastic descent keeps jumping."),
        right("Batch descent has simpler proofs of convergence and many ways to be accelerated."),
        right("The gradient points in the direction of fastest growth."),
        right("One learning rate for all parameters may suit some of them badly."),
        right("For a convex function a chord lies nowhere below the graph."),
        wrong(
            "Stochastic descent is easier to parallelise than batch descent.",
            "its updates come one after another; the sum over a batch splits easily",
        ),
        wrong(
            "Batch descent finds the global minimum of any network's loss.",
            "that loss is not convex, and there is no such guarantee",
        ),
        wrong(
            "An epoch is one update of the weights.",
            "an epoch is one pass through all examples; an update is an iteration",
        ),
        wrong(
            "Most second-order methods work with stochastic gradients without change.",
            "the lecture counts it among the drawbacks that most of them do not",
        ),
        wrong(
            "Training longer can only improve the result on new data.",
            "a model that is too complex overfits when it is trained for long",
        ),
        wrong(
            "With ten copies of every example, a batch update carries ten times the information.",
            "it is the very same mean gradient at ten times the cost",
        ),
    )
