"""Wrong answers students do write, each with the check that must catch it; right ones, too.

Every answer stands alone, as in a student's cell; `boost` may call the other three.
"""

# ruff: noqa: F821  # `fit_stump`, `predict` and `pseudo_residuals` are in every notebook

import numpy as np

from autograder.checks import alternative, equivalent, mistake

from .checks import (
    boost_fits_each_stump_to_what_is_left,
    boost_leaves_its_arguments_unchanged,
    boost_makes_as_many_stumps_as_asked,
    boost_makes_two_stumps_done_by_hand,
    boost_takes_float32,
    fit_stump_chooses_the_feature,
    fit_stump_finds_a_step,
    fit_stump_has_means_for_leaves,
    fit_stump_is_the_best_for_large_targets,
    fit_stump_is_the_best_of_all,
    fit_stump_is_the_best_where_values_repeat,
    fit_stump_leaves_its_arguments_unchanged,
    fit_stump_of_equal_examples_is_their_mean,
    fit_stump_takes_float32,
    predict_adds_up_stumps_done_by_hand,
    predict_agrees_with_the_reference,
    predict_is_zero_without_stumps,
    predict_keeps_float32,
    predict_leaves_its_arguments_unchanged,
    predict_sends_equal_values_left,
    pseudo_residuals_agree_with_the_reference_for_logloss,
    pseudo_residuals_agree_with_the_reference_for_mae,
    pseudo_residuals_agree_with_the_reference_for_mse,
    pseudo_residuals_keep_float32,
    pseudo_residuals_know_three_losses_only,
    pseudo_residuals_leave_their_arguments_unchanged,
    pseudo_residuals_of_a_perfect_prediction_are_numbers,
    pseudo_residuals_of_two_examples_done_by_hand,
    pseudo_residuals_point_down_the_absolute_loss,
    pseudo_residuals_point_down_the_logloss,
    pseudo_residuals_point_down_the_squared_loss,
    pseudo_residuals_survive_large_logits,
)

# pseudo_residuals


@mistake(of="pseudo_residuals", caught_by=pseudo_residuals_point_down_the_squared_loss)
def the_gradient_without_its_minus(loss, y, z):
    """Your residuals have the wrong sign: they are −∂L/∂z, and point where the loss falls."""
    if loss == "mse":
        return z - y
    if loss == "mae":
        return np.sign(z - y)
    if loss == "logloss":
        return 1 / (1 + np.exp(-z)) - y
    raise ValueError(loss)


@mistake(of="pseudo_residuals", caught_by=pseudo_residuals_point_down_the_squared_loss)
def without_the_half(loss, y, z):
    """For mse you return 2 (y − z): the loss is ½ (y − z)², so its derivative has no 2."""
    if loss == "mse":
        return 2 * (y - z)
    if loss == "mae":
        return np.sign(y - z)
    if loss == "logloss":
        return y - 1 / (1 + np.exp(-z))
    raise ValueError(loss)


@mistake(of="pseudo_residuals", caught_by=pseudo_residuals_agree_with_the_reference_for_mse)
def the_gradient_of_the_mean(loss, y, z):
    """Your residuals come out divided by the number of examples: each belongs to the loss of one
    example, without 1/N.
    """
    n = len(y)
    if loss == "mse":
        return (y - z) / n
    if loss == "mae":
        return np.sign(y - z) / n
    if loss == "logloss":
        return (y - 1 / (1 + np.exp(-z))) / n
    raise ValueError(loss)


@mistake(of="pseudo_residuals", caught_by=pseudo_residuals_point_down_the_absolute_loss)
def absolute_differences_for_signs(loss, y, z):
    """For mae you return |y − z|, which is the loss itself: the residuals are −∂L/∂z."""
    if loss == "mse":
        return y - z
    if loss == "mae":
        return np.abs(y - z)
    if loss == "logloss":
        return y - 1 / (1 + np.exp(-z))
    raise ValueError(loss)


@mistake(of="pseudo_residuals", caught_by=pseudo_residuals_agree_with_the_reference_for_mae)
def the_same_residual_for_mae(loss, y, z):
    """For mae you return y − z, as for mse: the slope of |y − z| does not depend on the
    distance.
    """
    if loss in ("mse", "mae"):
        return y - z
    if loss == "logloss":
        return y - 1 / (1 + np.exp(-z))
    raise ValueError(loss)


@mistake(of="pseudo_residuals", caught_by=pseudo_residuals_of_a_perfect_prediction_are_numbers)
def divided_by_the_distance(loss, y, z):
    """For mae you return nan where z = y: any number between −1 and 1 is right there."""
    if loss == "mse":
        return y - z
    if loss == "mae":
        return (y - z) / np.abs(y - z)
    if loss == "logloss":
        return y - 1 / (1 + np.exp(-z))
    raise ValueError(loss)


@mistake(of="pseudo_residuals", caught_by=pseudo_residuals_point_down_the_logloss)
def took_logits_for_probabilities(loss, y, z):
    """For logloss you take z for a probability: z is a logit, and the probability is σ(z)."""
    if loss == "mse":
        return y - z
    if loss == "mae":
        return np.sign(y - z)
    if loss == "logloss":
        return y / z - (1 - y) / (1 - z)
    raise ValueError(loss)


@mistake(of="pseudo_residuals", caught_by=pseudo_residuals_agree_with_the_reference_for_logloss)
def labels_of_minus_one_and_one(loss, y, z):
    """For logloss every example with label 0 gets 0: its loss changes with z, too."""
    if loss == "mse":
        return y - z
    if loss == "mae":
        return np.sign(y - z)
    if loss == "logloss":
        return y / (1 + np.exp(y * z))
    raise ValueError(loss)


@mistake(of="pseudo_residuals", caught_by=pseudo_residuals_agree_with_the_reference_for_logloss)
def multiplied_by_the_slope_of_sigma(loss, y, z):
    """For logloss your residuals have a factor σ(z) (1 − σ(z)) too many: it cancels when the
    logarithm is differentiated.
    """
    if loss == "mse":
        return y - z
    if loss == "mae":
        return np.sign(y - z)
    if loss == "logloss":
        p = 1 / (1 + np.exp(-z))
        return (y - p) * p * (1 - p)
    raise ValueError(loss)


@mistake(of="pseudo_residuals", caught_by=pseudo_residuals_of_two_examples_done_by_hand)
def sigma_without_its_parentheses(loss, y, z):
    """For logloss you have something else where σ(z) belongs: σ(z) = 1 / (1 + exp(−z)), with the
    whole sum below the line.
    """
    if loss == "mse":
        return y - z
    if loss == "mae":
        return np.sign(y - z)
    if loss == "logloss":
        return y - 1 / 1 + np.exp(-z)
    raise ValueError(loss)


@mistake(of="pseudo_residuals", caught_by=pseudo_residuals_survive_large_logits)
def a_quotient_of_infinities(loss, y, z):
    """For logloss you return nan where z is large: σ(z) is 1 there."""
    if loss == "mse":
        return y - z
    if loss == "mae":
        return np.sign(y - z)
    if loss == "logloss":
        return y - np.exp(z) / (1 + np.exp(z))
    raise ValueError(loss)


@mistake(of="pseudo_residuals", caught_by=pseudo_residuals_of_two_examples_done_by_hand)
def predictions_before_targets(loss, z, y):
    """Your residuals come out as if y and z had changed places: the targets y come before the
    predictions z.
    """
    if loss == "mse":
        return y - z
    if loss == "mae":
        return np.sign(y - z)
    if loss == "logloss":
        return y - 1 / (1 + np.exp(-z))
    raise ValueError(loss)


@mistake(of="pseudo_residuals", caught_by=pseudo_residuals_know_three_losses_only)
def logloss_for_whatever_else(loss, y, z):
    """You return residuals for losses other than mse, mae and logloss: any other name should raise
    a ValueError.
    """
    if loss == "mse":
        return y - z
    if loss == "mae":
        return np.sign(y - z)
    return y - 1 / (1 + np.exp(-z))


@mistake(of="pseudo_residuals", caught_by=pseudo_residuals_know_three_losses_only)
def looked_up_in_a_dict(loss, y, z):
    """For other names your function raises another error: it should be a ValueError."""
    return {
        "mse": y - z,
        "mae": np.sign(y - z),
        "logloss": y - 1 / (1 + np.exp(-z)),
    }[loss]


@mistake(of="pseudo_residuals", caught_by=pseudo_residuals_keep_float32)
def example_by_example_into_float64(loss, y, z):
    """Your residuals are float64 though y and z are float32: they should be float32."""
    result = np.zeros(len(y))
    for i in range(len(y)):
        if loss == "mse":
            result[i] = y[i] - z[i]
        elif loss == "mae":
            result[i] = np.sign(y[i] - z[i])
        elif loss == "logloss":
            result[i] = y[i] - 1 / (1 + np.exp(-z[i]))
        else:
            raise ValueError(loss)
    return result


@mistake(of="pseudo_residuals", caught_by=pseudo_residuals_leave_their_arguments_unchanged)
def subtracted_from_the_targets(loss, y, z):
    """Your function changes y or z: both should be the same after the call."""
    if loss == "logloss":
        y -= 1 / (1 + np.exp(-z))
    elif loss in ("mse", "mae"):
        y -= z
    else:
        raise ValueError(loss)
    return np.sign(y) if loss == "mae" else y


# fit_stump


@mistake(of="fit_stump", caught_by=fit_stump_chooses_the_feature)
def only_the_first_column(X, r):
    """Your stump asks about the first column, although another leaves a smaller squared error: try
    every feature.
    """
    mean = float(r.mean())
    best, stump = np.sum((r - mean) ** 2), (0, float(X[0, 0]), mean, mean)
    for threshold in X[:, 0]:
        left = X[:, 0] <= threshold
        if left.all():
            continue
        a, b = float(r[left].mean()), float(r[~left].mean())
        error = np.sum((r - np.where(left, a, b)) ** 2)
        if error < best:
            best, stump = error, (0, float(threshold), a, b)
    return stump


@mistake(of="fit_stump", caught_by=fit_stump_is_the_best_of_all)
def median_thresholds(X, r):
    """Your threshold is always a middle value of the column: any other may leave a smaller squared
    error.
    """
    mean = float(r.mean())
    best, stump = np.sum((r - mean) ** 2), (0, float(X[0, 0]), mean, mean)
    for feature in range(X.shape[1]):
        threshold = np.sort(X[:, feature])[(len(X) - 1) // 2]
        left = X[:, feature] <= threshold
        if left.all():
            continue
        a, b = float(r[left].mean()), float(r[~left].mean())
        error = np.sum((r - np.where(left, a, b)) ** 2)
        if error < best:
            best, stump = error, (feature, float(threshold), a, b)
    return stump


@mistake(of="fit_stump", caught_by=fit_stump_is_the_best_of_all)
def sum_of_the_variances(X, r):
    """You choose the split by the sum of the two variances: the squared error weighs each side by
    its number of examples.
    """
    mean = float(r.mean())
    best, stump = np.inf, (0, float(X[0, 0]), mean, mean)
    for feature in range(X.shape[1]):
        for threshold in np.unique(X[:, feature])[:-1]:
            left = X[:, feature] <= threshold
            error = r[left].var() + r[~left].var()
            if error < best:
                a, b = float(r[left].mean()), float(r[~left].mean())
                best, stump = error, (feature, float(threshold), a, b)
    return stump


@mistake(of="fit_stump", caught_by=fit_stump_is_the_best_of_all)
def smallest_absolute_error(X, r):
    """You choose the split with the smallest absolute error: the squared error should be
    smallest.
    """
    mean = float(r.mean())
    best, stump = np.inf, (0, float(X[0, 0]), mean, mean)
    for feature in range(X.shape[1]):
        for threshold in np.unique(X[:, feature])[:-1]:
            left = X[:, feature] <= threshold
            a, b = float(r[left].mean()), float(r[~left].mean())
            error = np.sum(np.abs(r - np.where(left, a, b)))
            if error < best:
                best, stump = error, (feature, float(threshold), a, b)
    return stump


@mistake(of="fit_stump", caught_by=fit_stump_is_the_best_of_all)
def never_the_last_example_alone(X, r):
    """You never part the largest value of a column from the others: that split should be tried,
    too.
    """
    mean = float(r.mean())
    best, stump = np.sum((r - mean) ** 2), (0, float(X[0, 0]), mean, mean)
    for feature in range(X.shape[1]):
        for threshold in np.unique(X[:, feature])[:-2]:
            left = X[:, feature] <= threshold
            a, b = float(r[left].mean()), float(r[~left].mean())
            error = np.sum((r - np.where(left, a, b)) ** 2)
            if error < best:
                best, stump = error, (feature, float(threshold), a, b)
    return stump


@mistake(of="fit_stump", caught_by=fit_stump_is_the_best_where_values_repeat)
def smaller_goes_left(X, r):
    """Your leaves are made for x < threshold: an example at the threshold itself belongs to the
    left.
    """
    mean = float(r.mean())
    best, stump = np.sum((r - mean) ** 2), (0, float(X[0, 0]), mean, mean)
    for feature in range(X.shape[1]):
        for threshold in np.unique(X[:, feature])[1:]:
            left = X[:, feature] < threshold
            a, b = float(r[left].mean()), float(r[~left].mean())
            error = np.sum((r - np.where(left, a, b)) ** 2)
            if error < best:
                best, stump = error, (feature, float(threshold), a, b)
    return stump


@mistake(of="fit_stump", caught_by=fit_stump_is_the_best_where_values_repeat)
def parted_equal_values(X, r):
    """Your leaves part examples of equal value: no threshold can part them."""
    mean = float(r.mean())
    best, stump = np.sum((r - mean) ** 2), (0, float(X[0, 0]), mean, mean)
    for feature in range(X.shape[1]):
        order = np.argsort(X[:, feature], kind="stable")
        for k in range(1, len(r)):
            a, b = float(r[order[:k]].mean()), float(r[order[k:]].mean())
            error = np.sum((r[order[:k]] - a) ** 2) + np.sum((r[order[k:]] - b) ** 2)
            if error < best:
                threshold = (X[order[k - 1], feature] + X[order[k], feature]) / 2
                best, stump = error, (feature, float(threshold), a, b)
    return stump


@mistake(of="fit_stump", caught_by=fit_stump_finds_a_step)
def leaves_the_wrong_way_round(X, r):
    """Your leaves have changed places: left is the mean where x ≤ threshold, right that of the
    others.
    """
    mean = float(r.mean())
    best, stump = np.sum((r - mean) ** 2), (0, float(X[0, 0]), mean, mean)
    for feature in range(X.shape[1]):
        for threshold in np.unique(X[:, feature])[:-1]:
            left = X[:, feature] <= threshold
            a, b = float(r[left].mean()), float(r[~left].mean())
            error = np.sum((r - np.where(left, a, b)) ** 2)
            if error < best:
                best, stump = error, (feature, float(threshold), b, a)
    return stump


@mistake(of="fit_stump", caught_by=fit_stump_has_means_for_leaves)
def leaves_of_one_example(X, r):
    """A leaf of yours is the target of one of its examples: it should be the mean of them all."""
    mean = float(r.mean())
    best, stump = np.inf, (0, float(X[0, 0]), mean, mean)
    for feature in range(X.shape[1]):
        for threshold in np.unique(X[:, feature])[:-1]:
            left = X[:, feature] <= threshold
            a, b = float(r[left][-1]), float(r[~left][0])
            error = np.sum((r - np.where(left, a, b)) ** 2)
            if error < best:
                best, stump = error, (feature, float(threshold), a, b)
    return stump


@mistake(of="fit_stump", caught_by=fit_stump_is_the_best_where_values_repeat)
def medians_for_means(X, r):
    """Your leaves are medians: they should be means."""
    mean = float(np.median(r))
    best, stump = np.inf, (0, float(X[0, 0]), mean, mean)
    for feature in range(X.shape[1]):
        for threshold in np.unique(X[:, feature])[:-1]:
            left = X[:, feature] <= threshold
            a, b = float(np.median(r[left])), float(np.median(r[~left]))
            error = np.sum((r - np.where(left, a, b)) ** 2)
            if error < best:
                best, stump = error, (feature, float(threshold), a, b)
    return stump


@mistake(of="fit_stump", caught_by=fit_stump_of_equal_examples_is_their_mean)
def nothing_for_what_cannot_be_split(X, r):
    """Where no split is possible, your leaves are 0: both should be the mean of all targets."""
    best, stump = np.inf, (0, 0.0, 0.0, 0.0)
    for feature in range(X.shape[1]):
        for threshold in np.unique(X[:, feature])[:-1]:
            left = X[:, feature] <= threshold
            a, b = float(r[left].mean()), float(r[~left].mean())
            error = np.sum((r - np.where(left, a, b)) ** 2)
            if error < best:
                best, stump = error, (feature, float(threshold), a, b)
    return stump


@mistake(of="fit_stump", caught_by=fit_stump_of_equal_examples_is_their_mean)
def an_empty_leaf_is_nan(X, r):
    """Where no split is possible, a leaf of yours is nan: both should be the mean of all
    targets.
    """
    best, stump = np.inf, None
    for feature in range(X.shape[1]):
        for threshold in np.unique(X[:, feature]):
            left = X[:, feature] <= threshold
            a, b = float(r[left].mean()), float(r[~left].sum()) / max((~left).sum(), 0.0)
            error = np.sum((r - np.where(left, a, b)) ** 2)
            if error < best:
                best, stump = error, (feature, float(threshold), a, b)
    return stump


@mistake(of="fit_stump", caught_by=fit_stump_finds_a_step)
def the_index_for_the_value(X, r):
    """Your threshold does not make the split that your leaves belong to: it should be a value of
    the feature, not a place in the order.
    """
    mean = float(r.mean())
    best, stump = np.sum((r - mean) ** 2), (0, float(X[0, 0]), mean, mean)
    for feature in range(X.shape[1]):
        order = np.argsort(X[:, feature], kind="stable")
        for k in range(1, len(r)):
            a, b = float(r[order[:k]].mean()), float(r[order[k:]].mean())
            error = np.sum((r[order[:k]] - a) ** 2) + np.sum((r[order[k:]] - b) ** 2)
            if error < best:
                best, stump = error, (feature, k - 1, a, b)
    return stump


@mistake(of="fit_stump", caught_by=fit_stump_is_the_best_of_all)
def kept_the_worst(X, r):
    """Your stump is the split with the largest squared error: it should be the one with the
    smallest.
    """
    mean = float(r.mean())
    worst, stump = -np.inf, (0, float(X[0, 0]), mean, mean)
    for feature in range(X.shape[1]):
        for threshold in np.unique(X[:, feature])[:-1]:
            left = X[:, feature] <= threshold
            a, b = float(r[left].mean()), float(r[~left].mean())
            error = np.sum((r - np.where(left, a, b)) ** 2)
            if error > worst:
                worst, stump = error, (feature, float(threshold), a, b)
    return stump


@mistake(of="fit_stump", caught_by=fit_stump_is_the_best_for_large_targets)
def the_least_error_begins_at_a_million(X, r):
    """Where the targets are large, your stump does not split: no error is too large to be the best
    so far.
    """
    mean = float(np.mean(r))
    best, stump = 1e6, (0, float(X[0, 0]), mean, mean)
    for feature in range(X.shape[1]):
        for threshold in np.unique(X[:, feature])[:-1]:
            left = X[:, feature] <= threshold
            leaves = float(np.mean(r[left])), float(np.mean(r[~left]))
            errors = r - np.where(left, *leaves)
            if errors @ errors < best:
                best, stump = errors @ errors, (feature, float(threshold), *leaves)
    return stump


@mistake(of="fit_stump", caught_by=fit_stump_takes_float32)
def wanted_pythons_floats(X, r):
    """Your function raises an error for float32 targets: it should take them as well."""
    if not isinstance(r[0], float):
        raise TypeError("r should be floats")
    mean = float(r.mean())
    best, stump = np.inf, (0, float(X[0, 0]), mean, mean)
    for feature in range(X.shape[1]):
        for threshold in np.unique(X[:, feature])[:-1]:
            left = X[:, feature] <= threshold
            a, b = float(r[left].mean()), float(r[~left].mean())
            error = np.sum((r - np.where(left, a, b)) ** 2)
            if error < best:
                best, stump = error, (feature, float(threshold), a, b)
    return stump


@mistake(of="fit_stump", caught_by=fit_stump_leaves_its_arguments_unchanged)
def sorted_the_callers_columns(X, r):
    """Your function changes X or r: both should be the same after the call."""
    mean = float(r.mean())
    best, stump = np.sum((r - mean) ** 2), (0, float(X[0, 0]), mean, mean)
    for feature in range(X.shape[1]):
        targets = r[np.argsort(X[:, feature], kind="stable")]
        column = X[:, feature]
        column.sort()
        for k in range(1, len(r)):
            if column[k - 1] == column[k]:
                continue
            a, b = float(targets[:k].mean()), float(targets[k:].mean())
            error = np.sum((targets[:k] - a) ** 2) + np.sum((targets[k:] - b) ** 2)
            if error < best:
                best, stump = error, (feature, float(column[k - 1]), a, b)
    return stump


# predict


@mistake(of="predict", caught_by=predict_adds_up_stumps_done_by_hand)
def forgot_the_rate(stumps, X, lr):
    """You leave the learning rate out: the prediction is lr times the sum of the stumps'
    values.
    """
    z = np.zeros(len(X), dtype=X.dtype)
    for feature, threshold, left, right in stumps:
        z += np.where(X[:, feature] <= threshold, left, right)
    return z


@mistake(of="predict", caught_by=predict_agrees_with_the_reference)
def one_stump_per_feature(stumps, X, lr):
    """Of several stumps with the same feature only the last counts: the prediction adds up all of
    them.
    """
    z = np.zeros(len(X), dtype=X.dtype)
    for feature, (threshold, left, right) in {s[0]: s[1:] for s in stumps}.items():
        z += lr * np.where(X[:, feature] <= threshold, left, right)
    return z


@mistake(of="predict", caught_by=predict_agrees_with_the_reference)
def averaged_the_stumps(stumps, X, lr):
    """You divide by the number of stumps: the prediction is lr times their sum."""
    z = np.zeros(len(X), dtype=X.dtype)
    for feature, threshold, left, right in stumps:
        z += lr * np.where(X[:, feature] <= threshold, left, right)
    return z / max(len(stumps), 1)


@mistake(of="predict", caught_by=predict_adds_up_stumps_done_by_hand)
def the_last_stump_only(stumps, X, lr):
    """Only the last stump counts: the prediction adds up all of them."""
    z = np.zeros(len(X), dtype=X.dtype)
    for feature, threshold, left, right in stumps:
        z = lr * np.where(X[:, feature] <= threshold, left, right)
    return z


@mistake(of="predict", caught_by=predict_sends_equal_values_left)
def sends_equal_values_right(stumps, X, lr):
    """An example whose value is the threshold goes right: equal goes left."""
    z = np.zeros(len(X), dtype=X.dtype)
    for feature, threshold, left, right in stumps:
        z += lr * np.where(X[:, feature] < threshold, left, right)
    return z


@mistake(of="predict", caught_by=predict_agrees_with_the_reference)
def rows_for_columns(stumps, X, lr):
    """You compare a row of X with the threshold: feature is the number of a column."""
    z = np.zeros(len(X), dtype=X.dtype)
    for feature, threshold, left, right in stumps:
        z += lr * np.where(X[feature] <= threshold, left, right)
    return z


@mistake(of="predict", caught_by=predict_agrees_with_the_reference)
def a_rate_that_fades(stumps, X, lr):
    """Your learning rate shrinks from stump to stump: every stump is multiplied by the same lr."""
    z = np.zeros(len(X), dtype=X.dtype)
    for n, (feature, threshold, left, right) in enumerate(stumps):
        z += lr ** (n + 1) * np.where(X[:, feature] <= threshold, left, right)
    return z


@mistake(of="predict", caught_by=predict_is_zero_without_stumps)
def no_stumps_no_prediction(stumps, X, lr):
    """Without stumps you return a single number: it should be a 0 for each row of X."""
    values = [np.where(X[:, f] <= t, left, right) for f, t, left, right in stumps]
    return lr * np.sum(values, axis=0)


@mistake(of="predict", caught_by=predict_keeps_float32)
def stumps_speak_float64(stumps, X, lr):
    """Your predictions are float64 though X is float32: they should be float32."""
    z = np.zeros(len(X))
    for feature, threshold, left, right in stumps:
        z = z + lr * np.where(X[:, feature] <= threshold, left, right)
    return z


@mistake(of="predict", caught_by=predict_leaves_its_arguments_unchanged)
def used_the_stumps_up(stumps, X, lr):
    """Your function changes stumps or X: both should be the same after the call."""
    z = np.zeros(len(X), dtype=X.dtype)
    while stumps:
        feature, threshold, left, right = stumps.pop()
        z += lr * np.where(X[:, feature] <= threshold, left, right)
    return z


# boost


@mistake(of="boost", caught_by=boost_fits_each_stump_to_what_is_left)
def always_the_same_targets(X, y, n_stumps, lr):
    """All your stumps are fitted to y itself: each should be fitted to the residuals y − z."""
    return [fit_stump(X, y) for _ in range(n_stumps)]


@mistake(of="boost", caught_by=boost_makes_two_stumps_done_by_hand)
def forgot_the_rate_in_the_residuals(X, y, n_stumps, lr):
    """Your residuals count each stump in full: only lr times its values is added to z."""
    stumps, z = [], np.zeros_like(y)
    for _ in range(n_stumps):
        stumps.append(fit_stump(X, y - z))
        z = z + predict(stumps[-1:], X, 1.0)
    return stumps


@mistake(of="boost", caught_by=boost_makes_two_stumps_done_by_hand)
def shrank_the_leaves_too(X, y, n_stumps, lr):
    """Your leaves are multiplied by lr already: the stumps are not, lr comes in where z is made,
    and in predict.
    """
    stumps, z = [], np.zeros_like(y)
    for _ in range(n_stumps):
        feature, threshold, left, right = fit_stump(X, y - z)
        stumps.append((feature, threshold, lr * left, lr * right))
        z = z + predict(stumps[-1:], X, 1.0)
    return stumps


@mistake(of="boost", caught_by=boost_makes_two_stumps_done_by_hand)
def started_at_the_mean(X, y, n_stumps, lr):
    """Your predictions start at the mean of y: they should start at z = 0."""
    stumps, z = [], np.full_like(y, y.mean())
    for _ in range(n_stumps):
        stumps.append(fit_stump(X, y - z))
        z = z + predict(stumps[-1:], X, lr)
    return stumps


@mistake(of="boost", caught_by=boost_fits_each_stump_to_what_is_left)
def residuals_of_the_last_stump_only(X, y, n_stumps, lr):
    """You subtract only the stump before from y: z holds all stumps so far."""
    stumps = []
    for _ in range(n_stumps):
        stumps.append(fit_stump(X, y - predict(stumps[-1:], X, lr)))
    return stumps


@mistake(of="boost", caught_by=boost_fits_each_stump_to_what_is_left)
def residuals_of_residuals(X, y, n_stumps, lr):
    """You subtract earlier stumps again and again: each is added to z once."""
    stumps, r = [], y
    for _ in range(n_stumps):
        stumps.append(fit_stump(X, r))
        r = r - predict(stumps, X, lr)
    return stumps


@mistake(of="boost", caught_by=boost_fits_each_stump_to_what_is_left)
def signs_for_residuals(X, y, n_stumps, lr):
    """You fit the stumps to the signs of y − z: for the squared loss it is y − z itself."""
    stumps, z = [], np.zeros_like(y)
    for _ in range(n_stumps):
        stumps.append(fit_stump(X, np.sign(y - z)))
        z = z + predict(stumps[-1:], X, lr)
    return stumps


@mistake(of="boost", caught_by=boost_makes_two_stumps_done_by_hand)
def one_stump_more(X, y, n_stumps, lr):
    """You return one stump more than n_stumps: the list should hold exactly n_stumps."""
    stumps = [fit_stump(X, y)]
    for _ in range(n_stumps):
        stumps.append(fit_stump(X, y - predict(stumps, X, lr)))
    return stumps


@mistake(of="boost", caught_by=boost_makes_as_many_stumps_as_asked)
def stopped_when_nothing_was_left(X, y, n_stumps, lr):
    """You return fewer than n_stumps stumps where nothing is left to learn: it should be n_stumps
    even then.
    """
    stumps, z = [], np.zeros_like(y)
    for _ in range(n_stumps):
        if np.sum((y - z) ** 2) < 1e-12:
            break
        stumps.append(fit_stump(X, y - z))
        z = z + predict(stumps[-1:], X, lr)
    return stumps


@mistake(of="boost", caught_by=boost_takes_float32)
def wanted_floats_of_python(X, y, n_stumps, lr):
    """Your function raises an error for float32 targets: it should take them as well."""
    if not all(isinstance(target, float) for target in y):
        raise TypeError("y should be floats")
    stumps = []
    for _ in range(n_stumps):
        stumps.append(fit_stump(X, y - predict(stumps, X, lr)))
    return stumps


@mistake(of="boost", caught_by=boost_leaves_its_arguments_unchanged)
def ate_up_the_targets(X, y, n_stumps, lr):
    """Your function changes X or y: both should be the same after the call."""
    stumps = []
    for _ in range(n_stumps):
        stumps.append(fit_stump(X, y))
        y -= predict(stumps[-1:], X, lr)
    return stumps


# Right answers written otherwise


@alternative(of="pseudo_residuals")
def with_a_dict_of_functions(loss, y, z):
    def sigma(z):
        e = np.exp(-np.abs(z))
        return np.where(z >= 0, 1, e) / (1 + e)

    known = {
        "mse": lambda: np.subtract(y, z),
        "mae": lambda: np.where(y > z, 1, -1).astype(z.dtype),
        "logloss": lambda: y - sigma(z),
    }
    if loss not in known:
        raise ValueError("mse, mae or logloss, please")
    return known[loss]()


@alternative(of="pseudo_residuals")
def with_overflow_that_is_right(loss, y, z):
    """exp(1000) is inf, and 1 / inf is 0: a warning, no mistake."""
    match loss:
        case "mse":
            return -(z - y)
        case "mae":
            return np.clip((y - z) * 1e12, -1, 1)
        case "logloss":
            return y - 1 / (1 + np.exp(-z))
    raise ValueError(loss)


@alternative(of="fit_stump")
def with_midpoints_and_sums(X, r):
    """Sorted once; all splits of a column from running sums."""
    n, mean = len(r), float(np.mean(r))
    best, stump = 0.0, [np.int64(0), np.inf, mean, mean]
    for feature in range(X.shape[1]):
        order = np.argsort(X[:, feature])
        x, sums = X[order, feature], np.cumsum(r[order] - mean)
        for k in range(1, n):
            gain = sums[k - 1] ** 2 / k + sums[k - 1] ** 2 / (n - k)
            if x[k] > x[k - 1] and gain > best:
                left, right = mean + sums[k - 1] / k, mean - sums[k - 1] / (n - k)
                best, stump = gain, [feature, (x[k] + x[k - 1]) / 2, left, right]
    return stump


@alternative(of="fit_stump")
def from_the_last_to_the_first(X, r):
    """Ties are won by the other side, and a useless split is as good as none."""
    found = []
    for feature in reversed(range(X.shape[1])):
        for threshold in sorted(set(X[:, feature].tolist()), reverse=True):
            left = X[:, feature] <= threshold
            a = float(np.mean(r[left]))
            b = float(np.mean(r[~left])) if not left.all() else a
            found.append(
                (float(np.sum((r - np.where(left, a, b)) ** 2)), feature, threshold, a, b)
            )
    return min(found)[1:]


@alternative(of="predict")
def example_by_example(stumps, X, lr):
    z = [lr * sum(s[2] if x[s[0]] <= s[1] else s[3] for s in stumps) for x in X]
    return np.array(z, dtype=X.dtype)


@alternative(of="predict")
def as_one_matrix(stumps, X, lr):
    if not stumps:
        return np.zeros_like(X[:, 0])
    features, thresholds, lefts, rights = map(np.array, zip(*stumps, strict=True))
    values = np.where(X[:, features] <= thresholds, lefts, rights)
    return (lr * values.sum(axis=1)).astype(X.dtype)


@alternative(of="boost")
def by_residuals_that_shrink(X, y, n_stumps, lr):
    stumps, r = [], y.copy()
    for _ in range(n_stumps):
        feature, threshold, left, right = stump = fit_stump(X, r)
        stumps.append(stump)
        r = np.array(
            [
                value - lr * (left if x[feature] <= threshold else right)
                for x, value in zip(X, r)  # noqa: B905  # students need not know strict=
            ]
        )
    return stumps


@alternative(of="boost")
def by_recursion(X, y, n_stumps, lr):
    if n_stumps <= 0:
        return []
    before = boost(X, y, n_stumps - 1, lr)
    return [*before, fit_stump(X, y - predict(before, X, lr))]


equivalent(
    of="fit_stump",
    was="errors @ errors < best",
    becomes="errors @ errors <= best",
    because="of two splits with the same error the later one is as good as the earlier one",
)
equivalent(
    of="fit_stump",
    was="r - np.where(left, *leaves)",
    becomes="np.where(left, *leaves) - r",
    because="errors are squared, so their sign does not matter",
)
