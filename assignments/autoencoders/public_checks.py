"""The public checks of the assignment `autoencoders`.  Generated; not to be edited.

In the notebook, `check("linear_autoencoder")` runs those of one exercise on your answer.  Read them:
they say what your answer must do.  Changing them changes no grade, for your work is graded with
the course's own copy and with hidden checks besides.  Where a public check waits for a hidden one
(`after=`), that is left out here.
"""

import numpy as np
from autograder.checks import (
    assert_between,
    assert_close,
    assert_gradient,
    check,
    cotangents,
    for_all,
    integers,
    normals,
    reals,
    require,
    seeds,
)

ASSIGNMENT = "autoencoders"
EXERCISES = (
    "linear_autoencoder",
    "tied_forward",
    "tied_backward",
    "denoising_loss",
    "anomaly_score",
)
TIED = {"X": normals("N D"), "W": normals("D K")}
PAIR = {"X": normals("N D"), "Y": normals("N D")}


# --------------------------------------------------------------------- linear_autoencoder


def reconstructed(X, layers):
    """X after the encoder and the decoder, whose shapes must fit."""
    pair = isinstance(layers, (tuple, list)) and len(layers) == 2
    require(pair, "result should be two arrays: encoder, decoder")
    encoder, decoder = layers
    return X @ encoder @ decoder


@check(points=1, public=True)
def linear_autoencoder_needs_one_number_for_points_on_a_line(student):
    """All rows of X are multiples of (3, 4): with k = 1 nothing is lost."""
    X = np.array([[3.0, 4.0], [6.0, 8.0], [-1.5, -2.0]])
    assert_close(reconstructed(X, student.linear_autoencoder(X, 1)), X, atol=1e-6)


@check(points=1, public=True)
def linear_autoencoder_keeps_the_longest_columns(student):
    """Of diag(1, 3, 2) it keeps with k = 2 the second and the third row, and not the first."""
    X = np.diag([1.0, 3.0, 2.0])
    got = reconstructed(X, student.linear_autoencoder(X, 2))
    assert_close(got, np.diag([0.0, 3.0, 2.0]), atol=1e-6, what="X @ encoder @ decoder")


@check(points=2, public=True)
@for_all(X=reals("N D", layout="any"))
def linear_autoencoder_of_full_width_loses_nothing(student, X):
    """With k = D numbers per example, X @ encoder @ decoder is X, even if N < D."""
    got = reconstructed(X, student.linear_autoencoder(X, X.shape[1]))
    assert_close(got, X, atol=1e-6 * max(1.0, np.abs(X).max()), what="X @ encoder @ decoder")


# --------------------------------------------------------------------------- tied_forward


@check(points=1, public=True)
def tied_forward_of_a_small_batch_done_by_hand(student):
    """(1, 2, 2) has the code (5, 2), (0, 1, -1) has (0, -1); the transpose decodes them."""
    X = np.array([[1.0, 2.0, 2.0], [0.0, 1.0, -1.0]])
    W = np.array([[1.0, 0.0], [1.0, 0.0], [1.0, 1.0]])
    want = np.array([[5.0, 5.0, 7.0], [0.0, 0.0, -1.0]])
    assert_close(student.tied_forward(X, W)[0], want, what="reconstruction")


@check(points=1, public=True, examples=10)
@for_all(X=normals("N D"), W=normals("D K"), seed=seeds())
def tied_forward_does_not_know_the_order_of_the_codes(student, X, W, seed):
    """Shuffling the columns of W, and turning the sign of one, leaves the reconstruction."""
    other = W[:, np.random.default_rng(seed).permutation(W.shape[1])]
    other[:, 0] *= -1
    want, _ = student.tied_forward(X, W)
    assert_close(student.tied_forward(X, other)[0], want, what="the reconstruction, shuffled,")


# -------------------------------------------------------------------------- tied_backward


@check(points=1, public=True)
def tied_backward_of_a_small_batch_done_by_hand(student):
    """One example (1, 2), one code of weights (3, 1), dout = (1, -1)."""
    X, W = np.array([[1.0, 2.0]]), np.array([[3.0], [1.0]])
    _, cache = student.tied_forward(X, W)
    dW = student.tied_backward(np.array([[1.0, -1.0]]), cache)
    assert_close(dW, np.array([[7.0], [-1.0]]), what="dW")


@check(points=2, public=True, examples=6)
@for_all(X=normals("N<=3 D<=3"), W=normals("D<=3 K<=3"), dout=cotangents("N<=3 D<=3"))
def tied_backward_matches_differences_of_your_forward(student, X, W, dout):
    """dW matches central differences of your own tied_forward."""
    _, cache = student.tied_forward(X, W)
    assert_gradient(
        student.tied_backward(dout, cache),
        of=lambda W: student.tied_forward(X, W)[0],
        at={"W": W},
        dout=dout,
    )


@check(points=1, public=True, examples=10)
@for_all(**TIED, dout=cotangents("N D"))
def tied_backward_adds_up_over_the_examples(student, X, W, dout):
    """For a batch, dW is the sum of the dW of its examples taken one by one."""
    alone = []
    for n in range(len(X)):
        _, cache = student.tied_forward(X[n : n + 1], W)
        alone.append(student.tied_backward(dout[n : n + 1], cache))
    dW = student.tied_backward(dout, student.tied_forward(X, W)[1])
    assert_close(dW, sum(alone), what="dW")


# ------------------------------------------------------------------------- denoising_loss


@check(points=1, public=True)
def denoising_loss_of_two_examples_done_by_hand(student):
    """Errors 1, -2, 0 and 3, 0, 0: the squares add up to 14, over six entries."""
    clean = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    decoded = np.array([[2.0, 0.0, 3.0], [7.0, 5.0, 6.0]])
    assert_close(student.denoising_loss(decoded, clean), 14 / 6)


@check(points=1, public=True, examples=10)
@for_all(**PAIR, copies=integers(2, 5))
def denoising_loss_ignores_copies_of_the_data(student, X, Y, copies):
    """Every example repeated, more features or more examples: a mean does not change."""
    once = student.denoising_loss(X, Y)
    for shape in ((copies, 1), (1, copies)):
        again = student.denoising_loss(np.tile(X, shape), np.tile(Y, shape))
        assert_close(again, once, what="the loss of the copies")


# -------------------------------------------------------------------------- anomaly_score


@check(points=1, public=True)
def anomaly_score_of_two_examples_done_by_hand(student):
    """Errors 1, -2, 0 and 3, 0, 0: the scores are 5 and 9."""
    X = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    reconstruction = np.array([[2.0, 0.0, 3.0], [7.0, 5.0, 6.0]])
    assert_close(student.anomaly_score(X, reconstruction), np.array([5.0, 9.0]))


@check(points=1, public=True, examples=10)
@for_all(**PAIR)
def anomaly_score_treats_every_example_alone(student, X, Y):
    """Scores are at least 0, and an example has the same score in a batch and alone."""
    scores = student.anomaly_score(X, Y)
    assert_between(scores, 0, np.inf, what="the scores")
    for n in range(len(X)):
        alone = student.anomaly_score(X[n : n + 1], Y[n : n + 1])
        assert_close(alone, scores[n : n + 1], what=f"(the score of X[{n}:{n + 1}] alone)")


# What the notebook gives, as it was released.
GIVEN = r'''import numpy as np'''


RELEASE = "0cefdf561a3f"  # the notebook has the same
