"""What autoencoders must do.  A docstring is the sentence a student reads."""

import numpy as np

from autograder.checks import (
    assert_between,
    assert_close,
    assert_dtype,
    assert_gradient,
    assert_unchanged,
    check,
    cotangents,
    for_all,
    integers,
    normals,
    numbers,
    reals,
    require,
    seeds,
)

TIED = {"X": normals("N D"), "W": normals("D K")}
TIED_32 = {"X": normals("N D", dtype="float32"), "W": normals("D K", dtype="float32")}
PAIR = {"X": normals("N D"), "Y": normals("N D")}
PAIR_32 = {"X": normals("N D", dtype="float32"), "Y": normals("N D", dtype="float32")}


# --------------------------------------------------------------------- linear_autoencoder


def reconstructed(X, layers):
    """X after the encoder and the decoder, whose shapes must fit."""
    pair = isinstance(layers, (tuple, list)) and len(layers) == 2
    require(pair, "result should be two arrays: encoder, decoder")
    encoder, decoder = layers
    return X @ encoder @ decoder


def missed(X, k):
    """The smallest error that k numbers per example allow: √ of the sum of s² beyond the k-th."""
    singular_values = np.linalg.svd(X, compute_uv=False)
    return np.sqrt(np.sum(singular_values[k:] ** 2))


def assert_nearest(X, k, layers):
    """No decoder of k numbers comes nearer to X; up to one part in 10⁶ of X."""
    error = np.linalg.norm(reconstructed(X, layers) - X)
    least = missed(X, k)
    require(
        error <= least + 1e-6 * np.linalg.norm(X),
        f"X @ encoder @ decoder is at distance {error:.6g} from X, but {least:.6g} is possible",
    )


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


@check(points=4)
@for_all(X=normals("N D>=2"), share=numbers(0, 1))
def linear_autoencoder_comes_as_near_as_can_be(student, X, share):
    r"""Its error is the least possible, $\sqrt{\sum_{i>k} s_i^2}$; N may be smaller than k."""
    k = 1 + int(share * (X.shape[1] - 1))
    assert_nearest(X, k, student.linear_autoencoder(X, k))
    one, D = X[:1], X.shape[1]
    assert_nearest(one, D, student.linear_autoencoder(one, D))


@check(points=2, public=True, after=linear_autoencoder_comes_as_near_as_can_be)
@for_all(X=reals("N D", layout="any"))
def linear_autoencoder_of_full_width_loses_nothing(student, X):
    """With k = D numbers per example, X @ encoder @ decoder is X, even if N < D."""
    got = reconstructed(X, student.linear_autoencoder(X, X.shape[1]))
    assert_close(got, X, atol=1e-6 * max(1.0, np.abs(X).max()), what="X @ encoder @ decoder")


@check(points=2)
@for_all(X=normals("N>=2 D>=2"), offset=cotangents("D"))
def linear_autoencoder_does_not_centre(student, X, offset):
    """Far from the origin, too, where the mean is the best direction of all."""
    X = X + 5 * offset
    assert_nearest(X, 1, student.linear_autoencoder(X, 1))


@check(points=2)
@for_all(A=normals("6 6"), B=normals("D>=2 D"), share=numbers(0, 1))
def linear_autoencoder_finds_the_plane_of_pca(student, A, B, share):
    """Where the singular values are 4, 2, 1, …, its plane is that of the first k directions."""
    U, V = np.linalg.qr(A)[0], np.linalg.qr(B)[0]
    D, k = len(V), 1 + int(share * (len(V) - 1))
    X = U[:, :D] * 4.0 / 2.0 ** np.arange(D) @ V.T
    got = reconstructed(X, student.linear_autoencoder(X, k))
    assert_close(got, X @ V[:, :k] @ V[:, :k].T, atol=1e-5, what="X @ encoder @ decoder")


@check(points=1, after=linear_autoencoder_comes_as_near_as_can_be, examples=6)
@for_all(X=normals("N D"))
def linear_autoencoder_leaves_its_argument_alone(student, X):
    """linear_autoencoder does not change X."""
    assert_unchanged(student.linear_autoencoder, X, 1)


@check(points=1, after=linear_autoencoder_comes_as_near_as_can_be, examples=6)
@for_all(X=normals("N D", dtype="float32"))
def linear_autoencoder_keeps_float32(student, X):
    """float32 in, float32 out."""
    encoder, decoder = student.linear_autoencoder(X, 1)
    assert_dtype(encoder, np.float32, what="encoder")
    assert_dtype(decoder, np.float32, what="decoder")


# --------------------------------------------------------------------------- tied_forward


@check(points=1, public=True)
def tied_forward_of_a_small_batch_done_by_hand(student):
    """(1, 2, 2) has the code (5, 2), (0, 1, -1) has (0, -1); the transpose decodes them."""
    X = np.array([[1.0, 2.0, 2.0], [0.0, 1.0, -1.0]])
    W = np.array([[1.0, 0.0], [1.0, 0.0], [1.0, 1.0]])
    want = np.array([[5.0, 5.0, 7.0], [0.0, 0.0, -1.0]])
    assert_close(student.tied_forward(X, W)[0], want, what="reconstruction")


@check(points=2)
@for_all(X=reals("N D", layout="any"), W=reals("D K", within=3, layout="any"))
def tied_forward_agrees_with_the_reference(student, reference, X, W):
    """It is $(X W) W^T$, for codes narrower and wider than the data."""
    want = reference.tied_forward(X, W)[0]
    assert_close(student.tied_forward(X, W)[0], want, what="reconstruction")


@check(points=1, public=True, after=tied_forward_agrees_with_the_reference, examples=10)
@for_all(X=normals("N D"), W=normals("D K"), seed=seeds())
def tied_forward_does_not_know_the_order_of_the_codes(student, X, W, seed):
    """Shuffling the columns of W, and turning the sign of one, leaves the reconstruction."""
    other = W[:, np.random.default_rng(seed).permutation(W.shape[1])]
    other[:, 0] *= -1
    want, _ = student.tied_forward(X, W)
    assert_close(student.tied_forward(X, other)[0], want, what="the reconstruction, shuffled,")


@check(points=1, after=tied_forward_agrees_with_the_reference, examples=6)
@for_all(**TIED)
def tied_forward_leaves_its_arguments_alone(student, X, W):
    """tied_forward changes neither X nor W."""
    assert_unchanged(student.tied_forward, X, W)


@check(points=1, after=tied_forward_agrees_with_the_reference, examples=6)
@for_all(**TIED_32)
def tied_forward_keeps_float32(student, X, W):
    """float32 in, float32 out."""
    assert_dtype(student.tied_forward(X, W)[0], np.float32, what="reconstruction")


# -------------------------------------------------------------------------- tied_backward


@check(points=1, public=True)
def tied_backward_of_a_small_batch_done_by_hand(student):
    """One example (1, 2), one code of weights (3, 1), dout = (1, -1)."""
    X, W = np.array([[1.0, 2.0]]), np.array([[3.0], [1.0]])
    _, cache = student.tied_forward(X, W)
    dW = student.tied_backward(np.array([[1.0, -1.0]]), cache)
    assert_close(dW, np.array([[7.0], [-1.0]]), what="dW")


@check(points=4)
@for_all(**TIED, dout=cotangents("N D"))
def tied_backward_finds_the_gradient_of_the_weights(student, reference, X, W, dout):
    r"""$dW = \partial \sum (dout \cdot reconstruction) / \partial W$, through both layers."""
    _, cache = student.tied_forward(X, W)
    assert_gradient(
        student.tied_backward(dout, cache),
        reference.tied_backward(dout, reference.tied_forward(X, W)[1]),
        of=lambda W: reference.tied_forward(X, W)[0],
        at={"W": W},
        dout=dout,
    )


@check(points=2, public=True, after=tied_backward_finds_the_gradient_of_the_weights, examples=6)
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


@check(points=1, public=True, after=tied_backward_finds_the_gradient_of_the_weights, examples=10)
@for_all(**TIED, dout=cotangents("N D"))
def tied_backward_adds_up_over_the_examples(student, X, W, dout):
    """For a batch, dW is the sum of the dW of its examples taken one by one."""
    alone = []
    for n in range(len(X)):
        _, cache = student.tied_forward(X[n : n + 1], W)
        alone.append(student.tied_backward(dout[n : n + 1], cache))
    dW = student.tied_backward(dout, student.tied_forward(X, W)[1])
    assert_close(dW, sum(alone), what="dW")


@check(points=1, after=tied_backward_finds_the_gradient_of_the_weights, examples=6)
@for_all(**TIED, dout=cotangents("N D"))
def tied_backward_serves_the_forward_it_belongs_to(student, reference, X, W, dout):
    """Called twice, with another tied_forward in between, it returns the same dW."""
    _, cache = student.tied_forward(X, W)
    first = student.tied_backward(dout, cache)
    student.tied_forward(2 * X + 1, 1 - W)
    second = student.tied_backward(dout, cache)
    want = reference.tied_backward(dout, reference.tied_forward(X, W)[1])
    assert_close(first, want, what="dW")
    hint = "keep what backward needs in the cache you return, and only read it"
    assert_close(second, want, what="the second dW", hint=hint)


@check(points=1, after=tied_backward_finds_the_gradient_of_the_weights, examples=6)
@for_all(**TIED, dout=cotangents("N D"))
def tied_backward_leaves_its_arguments_alone(student, X, W, dout):
    """tied_backward changes neither dout nor what the cache holds."""
    assert_unchanged(student.tied_backward, dout, student.tied_forward(X, W)[1])


@check(points=1, after=tied_backward_finds_the_gradient_of_the_weights, examples=6)
@for_all(**TIED_32, dout=cotangents("N D", dtype="float32"))
def tied_backward_keeps_float32(student, X, W, dout):
    """float32 in, float32 out."""
    dW = student.tied_backward(dout, student.tied_forward(X, W)[1])
    assert_dtype(dW, np.float32, what="dW")


# ------------------------------------------------------------------------- denoising_loss


@check(points=1, public=True)
def denoising_loss_of_two_examples_done_by_hand(student):
    """Errors 1, -2, 0 and 3, 0, 0: the squares add up to 14, over six entries."""
    clean = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    decoded = np.array([[2.0, 0.0, 3.0], [7.0, 5.0, 6.0]])
    assert_close(student.denoising_loss(decoded, clean), 14 / 6)


@check(points=2)
@for_all(decoded=reals("N D", layout="any"), clean=reals("N D"))
def denoising_loss_agrees_with_the_reference(student, reference, decoded, clean):
    """The mean of squares over all N·D entries, without a half."""
    want = reference.denoising_loss(decoded, clean)
    assert_close(student.denoising_loss(decoded, clean), want)


@check(points=1, public=True, after=denoising_loss_agrees_with_the_reference, examples=10)
@for_all(**PAIR, copies=integers(2, 5))
def denoising_loss_ignores_copies_of_the_data(student, X, Y, copies):
    """Every example repeated, more features or more examples: a mean does not change."""
    once = student.denoising_loss(X, Y)
    for shape in ((copies, 1), (1, copies)):
        again = student.denoising_loss(np.tile(X, shape), np.tile(Y, shape))
        assert_close(again, once, what="the loss of the copies")


@check(points=1, after=denoising_loss_agrees_with_the_reference, examples=6)
@for_all(**PAIR)
def denoising_loss_leaves_its_arguments_alone(student, X, Y):
    """denoising_loss changes neither decoded nor clean."""
    assert_unchanged(student.denoising_loss, X, Y)


# -------------------------------------------------------------------------- anomaly_score


@check(points=1, public=True)
def anomaly_score_of_two_examples_done_by_hand(student):
    """Errors 1, -2, 0 and 3, 0, 0: the scores are 5 and 9."""
    X = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    reconstruction = np.array([[2.0, 0.0, 3.0], [7.0, 5.0, 6.0]])
    assert_close(student.anomaly_score(X, reconstruction), np.array([5.0, 9.0]))


@check(points=2)
@for_all(X=reals("N D", layout="any"), reconstruction=reals("N D"))
def anomaly_score_agrees_with_the_reference(student, reference, X, reconstruction):
    r"""One number per example, $\|reconstruction - x\|^2$: the sum over its features."""
    want = reference.anomaly_score(X, reconstruction)
    assert_close(student.anomaly_score(X, reconstruction), want)


@check(points=1, public=True, after=anomaly_score_agrees_with_the_reference, examples=10)
@for_all(**PAIR)
def anomaly_score_treats_every_example_alone(student, X, Y):
    """Scores are at least 0, and an example has the same score in a batch and alone."""
    scores = student.anomaly_score(X, Y)
    assert_between(scores, 0, np.inf, what="the scores")
    for n in range(len(X)):
        alone = student.anomaly_score(X[n : n + 1], Y[n : n + 1])
        assert_close(alone, scores[n : n + 1], what=f"(the score of X[{n}:{n + 1}] alone)")


@check(points=1, after=anomaly_score_agrees_with_the_reference, examples=6)
@for_all(**PAIR)
def anomaly_score_leaves_its_arguments_alone(student, X, Y):
    """anomaly_score changes neither X nor the reconstruction."""
    assert_unchanged(student.anomaly_score, X, Y)


@check(points=1, after=anomaly_score_agrees_with_the_reference, examples=6)
@for_all(**PAIR_32)
def anomaly_score_keeps_float32(student, X, Y):
    """float32 in, float32 out."""
    assert_dtype(student.anomaly_score(X, Y), np.float32)
