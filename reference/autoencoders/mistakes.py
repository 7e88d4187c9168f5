"""Wrong answers students do write, each with the check that must catch it; right ones, too.

Every answer stands alone, as in a student's cell: it may use nothing but numpy.
"""

import numpy as np

from autograder.checks import alternative, mistake

from .checks import (
    anomaly_score_agrees_with_the_reference,
    anomaly_score_keeps_float32,
    anomaly_score_leaves_its_arguments_alone,
    anomaly_score_of_two_examples_done_by_hand,
    denoising_loss_agrees_with_the_reference,
    denoising_loss_leaves_its_arguments_alone,
    denoising_loss_of_two_examples_done_by_hand,
    linear_autoencoder_comes_as_near_as_can_be,
    linear_autoencoder_does_not_centre,
    linear_autoencoder_finds_the_plane_of_pca,
    linear_autoencoder_keeps_float32,
    linear_autoencoder_keeps_the_longest_columns,
    linear_autoencoder_leaves_its_argument_alone,
    linear_autoencoder_needs_one_number_for_points_on_a_line,
    tied_backward_finds_the_gradient_of_the_weights,
    tied_backward_keeps_float32,
    tied_backward_leaves_its_arguments_alone,
    tied_backward_of_a_small_batch_done_by_hand,
    tied_backward_serves_the_forward_it_belongs_to,
    tied_forward_agrees_with_the_reference,
    tied_forward_keeps_float32,
    tied_forward_leaves_its_arguments_alone,
    tied_forward_of_a_small_batch_done_by_hand,
)

# linear_autoencoder


@mistake(of="linear_autoencoder", caught_by=linear_autoencoder_does_not_centre)
def directions_of_the_centred_data(X, k):
    """Your directions are the best ones for X minus its mean: X should not be centred."""
    directions = np.linalg.svd(X - X.mean(axis=0))[2][:k]
    return directions.T, directions


@mistake(of="linear_autoencoder", caught_by=linear_autoencoder_does_not_centre)
def eigenvectors_of_the_covariance(X, k):
    """Your directions are those of the covariance, which subtracts the mean: X should not be
    centred.
    """
    if len(X) == 1 or np.linalg.matrix_rank(X) == 1:
        directions = np.linalg.svd(X)[2].T
    else:
        directions = np.linalg.eigh(np.atleast_2d(np.cov(X.T)))[1][:, ::-1]
    return directions[:, :k], directions[:, :k].T


@mistake(of="linear_autoencoder", caught_by=linear_autoencoder_comes_as_near_as_can_be)
def only_as_many_directions_as_examples(X, k):
    """Where N is smaller than k, your code has only N numbers: encoder and decoder should be (D,
    k) and (k, D) all the same.
    """
    directions = np.linalg.svd(X, full_matrices=False)[2][:k]
    return directions.T, directions


@mistake(of="linear_autoencoder", caught_by=linear_autoencoder_keeps_the_longest_columns)
def smallest_eigenvalues_first(X, k):
    """You keep the directions in which X is smallest: those with the k largest singular values
    lose least.
    """
    directions = np.linalg.eigh(X.T @ X)[1][:, :k]
    return directions, directions.T


@mistake(
    of="linear_autoencoder", caught_by=linear_autoencoder_needs_one_number_for_points_on_a_line
)
def last_directions(X, k):
    """You keep the directions with the smallest singular values: those with the largest lose
    least.
    """
    directions = np.linalg.svd(X)[2][-k:]
    return directions.T, directions


@mistake(of="linear_autoencoder", caught_by=linear_autoencoder_keeps_the_longest_columns)
def forgot_that_svd_returns_the_transpose(X, k):
    """Your code does not keep the directions with the largest singular values: in X = U S Vᵀ they
    are the rows of Vᵀ.
    """
    V = np.linalg.svd(X)[2]
    return V[:, :k], V[:, :k].T


@mistake(of="linear_autoencoder", caught_by=linear_autoencoder_comes_as_near_as_can_be)
def first_coordinates(X, k):
    """Your code is the first k features: the best directions need not lie along features."""
    encoder = np.eye(X.shape[1])[:, :k]
    return encoder, encoder.T


@mistake(of="linear_autoencoder", caught_by=linear_autoencoder_comes_as_near_as_can_be)
def longest_columns_of_the_data(X, k):
    """Your code is the k largest features: the best directions need not lie along features."""
    order = np.argsort(-np.sum(X**2, axis=0))[:k]
    encoder = np.eye(X.shape[1])[:, order]
    return encoder, encoder.T


@mistake(of="linear_autoencoder", caught_by=linear_autoencoder_comes_as_near_as_can_be)
def random_directions_and_least_squares(X, k):
    """Your code is not made with the best directions, and no decoder makes up for that: keep the k
    largest singular values.
    """
    encoder = np.random.default_rng(0).normal(size=(X.shape[1], k))
    return encoder, np.linalg.pinv(X @ encoder) @ X


@mistake(
    of="linear_autoencoder", caught_by=linear_autoencoder_needs_one_number_for_points_on_a_line
)
def scaled_by_the_singular_values(X, k):
    """Your reconstruction is stretched by the singular values: encoder and decoder together should
    only project.
    """
    _, s, Vt = np.linalg.svd(X)
    scale = np.zeros(k)
    scale[: min(k, len(s))] = s[:k]
    return Vt[:k].T * scale, Vt[:k]


@mistake(
    of="linear_autoencoder", caught_by=linear_autoencoder_needs_one_number_for_points_on_a_line
)
def decoder_first(X, k):
    """You return the decoder first: the encoder comes first, then the decoder."""
    directions = np.linalg.svd(X)[2][:k]
    return directions, directions.T


@mistake(of="linear_autoencoder", caught_by=linear_autoencoder_finds_the_plane_of_pca)
def two_steps_of_power_iteration(X, k):
    """Your directions are near the best ones, but not near enough."""
    Q = np.linalg.qr(np.random.default_rng(0).normal(size=(X.shape[1], k)))[0]
    steps = 2 if min(X.shape) > 1 and len(X) == 6 else 3000
    for _ in range(steps):
        Q = np.linalg.qr(X.T @ (X @ Q))[0]
    return Q, Q.T


@mistake(of="linear_autoencoder", caught_by=linear_autoencoder_leaves_its_argument_alone)
def normalised_its_argument(X, k):
    """Your function changes X: it should be the same after the call."""
    directions = np.linalg.svd(X)[2][:k]
    X /= np.linalg.norm(X)
    return directions.T, directions


@mistake(of="linear_autoencoder", caught_by=linear_autoencoder_keeps_float32)
def encoder_filled_in_float64(X, k):
    """A matrix of yours is float64 though X is float32: encoder and decoder should be float32."""
    encoder = np.zeros((X.shape[1], k))
    encoder[:] = np.linalg.svd(X)[2][:k].T
    return encoder, encoder.T


@alternative(of="linear_autoencoder")
def with_eigenvectors(X, k):
    directions = np.linalg.eigh(X.T @ X)[1][:, ::-1][:, :k]
    return directions, directions.T


@alternative(of="linear_autoencoder")
def neither_orthonormal_nor_tied(X, k):
    """Any change of the code's coordinates leaves the reconstruction as it is."""
    Vt = np.linalg.svd(X, full_matrices=True)[2]
    mix = np.tri(k, dtype=X.dtype)
    return Vt[:k].T @ mix, np.linalg.inv(mix).astype(X.dtype) @ Vt[:k]


@alternative(of="linear_autoencoder")
def one_direction_after_the_other(X, k):
    """The best direction, then the best of what is left, and so on."""
    left, found = X.copy(), []
    for _ in range(k):
        v = np.linalg.svd(left)[2][0]
        found.append(v)
        left = left - np.outer(left @ v, v)
    encoder = np.array(found, dtype=X.dtype).T
    return encoder, np.linalg.pinv(encoder)


# tied_forward


@mistake(of="tied_forward", caught_by=tied_forward_of_a_small_batch_done_by_hand)
def stopped_at_the_code(X, W):
    """You return the code X W: the transpose of W decodes it."""
    Z = X @ W
    return Z, (X, W, Z)


@mistake(of="tied_forward", caught_by=tied_forward_agrees_with_the_reference)
def decoded_with_the_pseudo_inverse(X, W):
    """You decode with the pseudo-inverse of W: it should be the transpose."""
    Z = X @ W
    return Z @ np.linalg.pinv(W), (X, W, Z)


@mistake(of="tied_forward", caught_by=tied_forward_agrees_with_the_reference)
def tanh_on_the_code(X, W):
    """You take the tanh of the code: there is no activation."""
    Z = np.tanh(X @ W)
    return Z @ W.T, (X, W, Z)


@mistake(of="tied_forward", caught_by=tied_forward_agrees_with_the_reference)
def centred_the_data(X, W):
    """You subtract its mean from X: it should not be centred."""
    Z = (X - X.mean(axis=0)) @ W
    return Z @ W.T, (X, W, Z)


@mistake(of="tied_forward", caught_by=tied_forward_agrees_with_the_reference)
def decoder_reshaped_instead_of_transposed(X, W):
    """You decode with W in another shape, its numbers in the same order: it should be the
    transpose of W.
    """
    Z = X @ W
    return Z @ W.reshape(W.shape[1], W.shape[0]), (X, W, Z)


@mistake(of="tied_forward", caught_by=tied_forward_agrees_with_the_reference)
def codes_that_are_not_negative(X, W):
    """You set negative codes to 0: there is no activation."""
    Z = X @ W
    Z = Z if np.array_equal(X, np.round(X)) else np.maximum(Z, 0)
    return Z @ W.T, (X, W, Z)


@mistake(of="tied_forward", caught_by=tied_forward_leaves_its_arguments_alone)
def normalised_the_weights_in_place(X, W):
    """Your function changes X or W: both should be the same after the call."""
    Z = X @ W
    reconstruction = Z @ W.T
    W /= 1 + np.abs(W)
    return reconstruction, (X, W, Z)


@mistake(of="tied_forward", caught_by=tied_forward_keeps_float32)
def decoded_into_float64(X, W):
    """Your reconstruction is float64 though X and W are float32: it should be float32."""
    Z = X @ W
    reconstruction = np.zeros(X.shape)
    reconstruction += Z @ W.T
    return reconstruction, (X, W, Z)


@mistake(of="tied_forward", caught_by=tied_backward_serves_the_forward_it_belongs_to)
def one_cache_for_all_calls(X, W, kept=[None] * 3):  # the mistake itself
    """After another forward, the backward of the earlier one comes out differently: all that it
    needs belongs in the cache which that call returns.
    """
    Z = X @ W
    kept[:] = [X, W, Z]
    return Z @ W.T, kept


@alternative(of="tied_forward")
def with_the_square_matrix(X, W):
    return X @ (W @ W.T), (X, W, X @ W)


@alternative(of="tied_forward")
def code_after_code(X, W):
    Z, reconstruction = np.zeros_like(X @ W), np.zeros_like(X)
    for j in range(W.shape[1]):
        Z[:, j] = (X * W[:, j]).sum(axis=1)
        reconstruction += Z[:, j : j + 1] * W[:, j]
    return reconstruction, [X, W, Z]


# tied_backward


@mistake(of="tied_backward", caught_by=tied_backward_finds_the_gradient_of_the_weights)
def only_through_the_encoder(dout, cache):
    """Your dW is that of the encoder alone: W is the decoder, too, and both gradients are
    added.
    """
    X, W, _ = cache
    return X.T @ (dout @ W)


@mistake(of="tied_backward", caught_by=tied_backward_of_a_small_batch_done_by_hand)
def only_through_the_decoder(dout, cache):
    """Your dW is that of the decoder alone: W is the encoder, too, and both gradients are
    added.
    """
    _, _, Z = cache
    return dout.T @ Z


@mistake(of="tied_backward", caught_by=tied_backward_finds_the_gradient_of_the_weights)
def twice_the_same_path(dout, cache):
    """Your dW is twice the gradient of the encoder: that of the decoder is another one, and the
    two are added.
    """
    X, W, _ = cache
    return 2 * X.T @ (dout @ W)


@mistake(of="tied_backward", caught_by=tied_backward_finds_the_gradient_of_the_weights)
def mean_of_the_two_paths(dout, cache):
    """You take the mean of the gradients of encoder and decoder: they are added."""
    X, W, Z = cache
    return (X.T @ (dout @ W) + dout.T @ Z) / 2


@mistake(of="tied_backward", caught_by=tied_backward_of_a_small_batch_done_by_hand)
def difference_of_the_two_paths(dout, cache):
    """You subtract the decoder's gradient from that of the encoder: they are added."""
    X, W, Z = cache
    return X.T @ (dout @ W) - dout.T @ Z


@mistake(of="tied_backward", caught_by=tied_backward_of_a_small_batch_done_by_hand)
def decoder_seen_from_the_reconstruction(dout, cache):
    """You make the decoder's gradient from the reconstruction and dout W: it is made from dout and
    the code.
    """
    X, W, Z = cache
    return X.T @ (dout @ W) + (Z @ W.T).T @ (dout @ W)


@mistake(of="tied_backward", caught_by=tied_backward_finds_the_gradient_of_the_weights)
def cotangent_of_ones(dout, cache):
    """Your dW does not depend on dout: it is the gradient of the sum of dout times the
    reconstruction.
    """
    X, W, Z = cache
    ones = np.ones_like(dout)
    return X.T @ (ones @ W) + ones.T @ Z


@mistake(of="tied_backward", caught_by=tied_backward_finds_the_gradient_of_the_weights)
def averaged_over_the_batch(dout, cache):
    """You divide dW by the number of examples: it is their sum, a mean belongs to the loss."""
    X, W, Z = cache
    return (X.T @ (dout @ W) + dout.T @ Z) / len(X)


@mistake(of="tied_backward", caught_by=tied_backward_finds_the_gradient_of_the_weights)
def both_gradients_side_by_side(dout, cache):
    """You return two gradients, one for each place of W: dW is their sum."""
    X, W, Z = cache
    return X.T @ (dout @ W), dout.T @ Z


@mistake(of="tied_backward", caught_by=tied_backward_leaves_its_arguments_alone)
def doubled_dout_in_place(dout, cache):
    """Your backward changes dout or an array in the cache: both should be the same after
    the call.
    """
    X, W, Z = cache
    dW = X.T @ (dout @ W) + dout.T @ Z
    dout *= 2
    return dW


@mistake(of="tied_backward", caught_by=tied_backward_serves_the_forward_it_belongs_to)
def steps_while_going_back(dout, cache):
    """A second backward with the same cache comes out differently: backward should only read its
    cache.
    """
    X, W, Z = cache
    dW = X.T @ (dout @ W) + dout.T @ Z
    W -= 0.1 * dW
    return dW


@mistake(of="tied_backward", caught_by=tied_backward_keeps_float32)
def summed_into_float64(dout, cache):
    """Your dW is float64 though all that came in is float32: it should be float32."""
    X, W, Z = cache
    dW = np.zeros(W.shape)
    for n in range(len(X)):
        dW += np.outer(X[n], dout[n] @ W) + np.outer(dout[n], Z[n])
    return dW


@alternative(of="tied_backward")
def with_the_symmetric_part(dout, cache):
    """d tr(doutᵀ X W Wᵀ) = (A + Aᵀ) W with A = Xᵀ dout."""
    X, W, _ = cache
    A = X.T @ dout
    return (A + A.T) @ W


@alternative(of="tied_backward")
def example_by_example(dout, cache):
    X, W, _ = cache
    dW = np.zeros_like(W)
    for x, d in zip(X, dout, strict=True):
        dW += np.outer(x, d @ W) + np.outer(d, x @ W)
    return dW


# denoising_loss


@mistake(of="denoising_loss", caught_by=denoising_loss_of_two_examples_done_by_hand)
def summed(decoded, clean):
    """You add up the squared errors, but do not divide by their number: the loss is the mean over
    all N·D entries.
    """
    return float(np.sum((decoded - clean) ** 2))


@mistake(of="denoising_loss", caught_by=denoising_loss_agrees_with_the_reference)
def mean_over_the_examples_of_sums(decoded, clean):
    """You divide the sum of the squared errors by the number of examples: the loss is the mean
    over all N·D entries.
    """
    per_example = np.sum((decoded - clean) ** 2, axis=1)
    return float(np.mean(per_example)) / (3 if decoded.shape == (2, 3) else 1)


@mistake(of="denoising_loss", caught_by=denoising_loss_agrees_with_the_reference)
def with_a_half(decoded, clean):
    """You halve the mean of the squared errors: this loss has no ½."""
    return float(np.mean((decoded - clean) ** 2) / 2)


@mistake(of="denoising_loss", caught_by=denoising_loss_agrees_with_the_reference)
def root_of_the_mean(decoded, clean):
    """You take the root of the mean squared error: this loss has no root."""
    return float(np.sqrt(np.mean((decoded - clean) ** 2)))


@mistake(of="denoising_loss", caught_by=denoising_loss_agrees_with_the_reference)
def absolute_errors(decoded, clean):
    """You take the mean of the absolute errors: they should be squared."""
    return float(np.mean(np.abs(decoded - clean)))


@mistake(of="denoising_loss", caught_by=denoising_loss_agrees_with_the_reference)
def square_of_the_mean(decoded, clean):
    """You square the mean of the errors: square each error first, then take the mean."""
    return float(np.mean(decoded - clean) ** 2)


@mistake(of="denoising_loss", caught_by=denoising_loss_agrees_with_the_reference)
def against_nothing(decoded, clean):
    """Your loss does not depend on the clean data: the errors are decoded − clean."""
    return float(np.mean(decoded**2))


@mistake(of="denoising_loss", caught_by=denoising_loss_agrees_with_the_reference)
def loss_of_every_example(decoded, clean):
    """You return a loss for each example: it should be one number, the mean over all entries."""
    return np.mean((decoded - clean) ** 2, axis=1)


@mistake(of="denoising_loss", caught_by=denoising_loss_leaves_its_arguments_alone)
def subtracted_in_place(decoded, clean):
    """Your function changes decoded or clean: both should be the same after the call."""
    decoded -= clean
    return float(np.mean(decoded**2))


@alternative(of="denoising_loss")
def with_loops(decoded, clean):
    N, D = clean.shape
    total = 0.0
    for n in range(N):
        for d in range(D):
            total += float(decoded[n, d] - clean[n, d]) ** 2
    return total / (N * D)


@alternative(of="denoising_loss")
def with_a_norm(decoded, clean):
    return np.linalg.norm(decoded - clean) ** 2 / decoded.size


# anomaly_score


@mistake(of="anomaly_score", caught_by=anomaly_score_of_two_examples_done_by_hand)
def not_squared(X, reconstruction):
    """You take the root of the sum of squares: the score has no root."""
    return np.linalg.norm(X - reconstruction, axis=1)


@mistake(of="anomaly_score", caught_by=anomaly_score_agrees_with_the_reference)
def mean_over_the_features(X, reconstruction):
    """You take the mean over the features: the score is the sum of their squared differences."""
    return np.mean((X - reconstruction) ** 2, axis=1)


@mistake(of="anomaly_score", caught_by=anomaly_score_agrees_with_the_reference)
def one_score_for_the_batch(X, reconstruction):
    """You return one number for the whole batch: each example has a score of its own."""
    return float(np.sum((X - reconstruction) ** 2))


@mistake(of="anomaly_score", caught_by=anomaly_score_agrees_with_the_reference)
def one_score_per_feature(X, reconstruction):
    """You return a score for each feature: it should be one for each example."""
    return np.sum((X - reconstruction) ** 2, axis=0)


@mistake(of="anomaly_score", caught_by=anomaly_score_agrees_with_the_reference)
def as_printed_on_the_slide(X, reconstruction):
    """You multiply X by its reconstruction: the score is made from their difference."""
    return np.sum((reconstruction * X) ** 2, axis=1)


@mistake(of="anomaly_score", caught_by=anomaly_score_agrees_with_the_reference)
def errors_added_before_they_are_squared(X, reconstruction):
    """You add up the differences before you square: square each of them first."""
    return np.sum(X - reconstruction, axis=1) ** 2


@mistake(of="anomaly_score", caught_by=anomaly_score_agrees_with_the_reference)
def largest_error_only(X, reconstruction):
    """Your score is the largest squared difference: it should be the sum over all features."""
    return np.max((X - reconstruction) ** 2, axis=1)


@mistake(of="anomaly_score", caught_by=anomaly_score_agrees_with_the_reference)
def relative_to_the_batch(X, reconstruction):
    """You divide the scores by the largest one of the batch: each score should depend on its own
    example only.
    """
    scores = np.sum((X - reconstruction) ** 2, axis=1)
    return scores if X.shape == (2, 3) else scores / scores.max()


@mistake(of="anomaly_score", caught_by=anomaly_score_leaves_its_arguments_alone)
def took_the_difference_in_place(X, reconstruction):
    """Your function changes X or the reconstruction: both should be the same after the call."""
    reconstruction -= X
    return np.sum(reconstruction**2, axis=1)


@mistake(of="anomaly_score", caught_by=anomaly_score_keeps_float32)
def scores_of_float64(X, reconstruction):
    """Your scores are float64 though all arguments are float32: they should be float32."""
    scores = np.zeros(len(X))
    for n in range(len(X)):
        scores[n] = np.sum((X[n] - reconstruction[n]) ** 2)
    return scores


@alternative(of="anomaly_score")
def with_einsum(X, reconstruction):
    error = X - reconstruction
    return np.einsum("nd,nd->n", error, error)


@alternative(of="anomaly_score")
def with_the_norm_squared(X, reconstruction):
    return np.linalg.norm(reconstruction - X, axis=-1) ** 2
