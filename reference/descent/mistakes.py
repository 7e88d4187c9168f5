"""Wrong ways down the hill that students do take, and right ones written otherwise."""

import numpy as np

from autograder.checks import alternative, equivalent, mistake

from .checks import (
    gradient_descent_asks_for_one_gradient_per_step,
    gradient_descent_converges_at_the_rate_of_theory,
    gradient_descent_follows_the_closed_form,
    gradient_descent_halves_the_way_to_the_bottom,
    gradient_descent_keeps_float32,
    gradient_descent_leaves_w0_unchanged,
    gradient_descent_may_be_given_no_steps,
    gradient_descent_measures_its_steps_in_the_euclidean_norm,
    gradient_descent_names_the_rule_that_fired,
    gradient_descent_never_stops_early_with_tol_0,
    gradient_descent_runs_on_when_it_diverges,
    gradient_descent_stops_after_the_first_short_step,
    gradient_descent_trusts_its_rule_far_from_the_bottom,
    largest_eigenvalue_agrees_with_the_spectrum,
    largest_eigenvalue_does_not_depend_on_a_lucky_start,
    largest_eigenvalue_leaves_its_argument_unchanged,
    largest_eigenvalue_of_a_diagonal,
    largest_eigenvalue_of_the_zero_matrix_is_0,
    linear_regression_gradient_agrees_with_the_reference,
    linear_regression_gradient_is_the_slope_of_the_loss,
    linear_regression_gradient_keeps_float32,
    linear_regression_gradient_leaves_its_arguments_unchanged,
    linear_regression_gradient_of_two_examples,
    maximal_learning_rate_agrees_with_the_reference,
    maximal_learning_rate_belongs_to_the_steepest_direction,
    maximal_learning_rate_leaves_its_argument_unchanged,
    maximal_learning_rate_parts_convergence_from_divergence,
    minibatches_are_full_but_the_last,
    minibatches_come_in_every_order,
    minibatches_depend_on_nothing_but_rng,
    minibatches_hold_every_index_once,
    optimal_learning_rate_agrees_with_the_reference,
    optimal_learning_rate_reaches_the_bottom_in_one_step,
    sgd_epoch_depends_on_nothing_but_rng,
    sgd_epoch_in_one_batch_is_a_step_of_descent,
    sgd_epoch_keeps_float32,
    sgd_epoch_leaves_its_arguments_unchanged,
    sgd_epoch_makes_one_step_per_batch,
    sgd_epoch_shuffles_with_every_order_equally_likely,
    sgd_epoch_uses_the_redundancy_of_copies,
    sgd_epoch_visits_every_example_in_some_order,
)

# -------------------------------------------------------------- linear_regression_gradient


@mistake(of="linear_regression_gradient", caught_by=linear_regression_gradient_of_two_examples)
def took_the_factor_one_half(X, y, w):
    """Your gradient has the factor ½ before the mean over the examples: the derivative of a square
    brings a 2.
    """
    return 0.5 / len(y) * X.T @ (X @ w - y)


@mistake(
    of="linear_regression_gradient",
    caught_by=linear_regression_gradient_is_the_slope_of_the_loss,
)
def forgot_the_two(X, y, w):
    """Your gradient is half of what it should be: the derivative of a square brings a 2."""
    return X.T @ (X @ w - y) / len(y)


@mistake(
    of="linear_regression_gradient",
    caught_by=linear_regression_gradient_is_the_slope_of_the_loss,
)
def summed_instead_of_averaged(X, y, w):
    """You sum over the examples, but do not divide by their number N: the loss is a mean."""
    return 2 * X.T @ (X @ w - y)


@mistake(
    of="linear_regression_gradient",
    caught_by=linear_regression_gradient_is_the_slope_of_the_loss,
)
def divided_by_two_examples_always(X, y, w):
    """Your gradient is N/2 times too large: its factor should be 2/N, not 1."""
    return X.T @ (X @ w - y)


@mistake(
    of="linear_regression_gradient",
    caught_by=linear_regression_gradient_agrees_with_the_reference,
)
def divided_by_the_features(X, y, w):
    """You divide by D, the number of features: the loss is a mean over the N examples."""
    return 2 / len(w) * X.T @ (X @ w - y)


@mistake(
    of="linear_regression_gradient",
    caught_by=linear_regression_gradient_is_the_slope_of_the_loss,
)
def pointed_downhill(X, y, w):
    """Your gradient has the wrong sign: it should point uphill, where the loss grows."""
    return 2 / len(y) * X.T @ (y - X @ w)


@mistake(
    of="linear_regression_gradient",
    caught_by=linear_regression_gradient_agrees_with_the_reference,
)
def multiplied_by_the_wrong_matrix(X, y, w):
    """You multiply the errors by X where its transpose belongs: the sum goes over the examples,
    and the result is (D,).
    """
    return 2 / len(y) * X @ (X @ w - y)


@mistake(
    of="linear_regression_gradient",
    caught_by=linear_regression_gradient_agrees_with_the_reference,
)
def returned_the_gradient_per_example(X, y, w):
    """You return twice the error times x for each example, (N, D): the gradient is the mean of
    these over the examples, (D,).
    """
    return 2 * X * (X @ w - y)[:, None]


@mistake(
    of="linear_regression_gradient",
    caught_by=linear_regression_gradient_is_the_slope_of_the_loss,
)
def forgot_the_chain_rule(X, y, w):
    """Your gradient is the mean of twice the errors, the same in every entry: each error should be
    multiplied by its example x first.
    """
    return np.full_like(w, 2 * np.mean(X @ w - y))


@mistake(
    of="linear_regression_gradient",
    caught_by=linear_regression_gradient_agrees_with_the_reference,
)
def forgot_the_targets(X, y, w):
    """Your gradient is that for y = 0: the error is y - xᵀw."""
    return 2 / len(y) * X.T @ (X @ w)


@mistake(of="linear_regression_gradient", caught_by=linear_regression_gradient_keeps_float32)
def averaged_with_a_numpy_scalar(X, y, w):
    """Your gradient is float64 where X, y and w are float32: it should stay float32. Some numbers
    that numpy makes, np.float64(2) say, change that.
    """
    return np.float64(2) / len(y) * (X.T @ (X @ w - y))


@mistake(
    of="linear_regression_gradient",
    caught_by=linear_regression_gradient_leaves_its_arguments_unchanged,
)
def subtracted_into_y(X, y, w):
    """y is changed by the call: arguments should stay as they were."""
    y -= X @ w
    return -2 / len(y) * (X.T @ y)


@mistake(
    of="linear_regression_gradient",
    caught_by=linear_regression_gradient_is_the_slope_of_the_loss,
)
def added_a_penalty(X, y, w):
    """Your gradient has the term 0.1·w more than it should: this loss has no penalty on the
    weights.
    """
    return 2 / len(y) * X.T @ (X @ w - y) + 0.1 * w


@alternative(of="linear_regression_gradient")
def example_by_example(X, y, w):
    total = np.zeros_like(w)
    for x, target in zip(X, y, strict=True):
        error = target - np.dot(x, w)
        total -= 2 * error * x
    return total / len(y)


@alternative(of="linear_regression_gradient")
def through_the_normal_equations(X, y, w):
    N = X.shape[0]
    return (X.T @ X @ w - X.T @ y) * (2 / N)


# ------------------------------------------------------------------------ gradient_descent


@mistake(of="gradient_descent", caught_by=gradient_descent_halves_the_way_to_the_bottom)
def went_uphill(gradient, w0, lr, tol, max_steps):
    """You add lr times the gradient, and go uphill: it should be subtracted."""
    history, reason = [w0], "max_steps"
    for _ in range(max_steps):
        history.append(history[-1] + lr * gradient(history[-1]))
        if np.linalg.norm(history[-1] - history[-2]) < tol:
            reason = "tolerance"
            break
    return history[-1], np.array(history), reason


@mistake(of="gradient_descent", caught_by=gradient_descent_follows_the_closed_form)
def took_every_gradient_at_w0(gradient, w0, lr, tol, max_steps):
    """All your steps take the gradient at w0: each should take it at the point where the step
    begins.
    """
    history, reason = [w0], "max_steps"
    for _ in range(max_steps):
        history.append(history[-1] - lr * gradient(w0))
        if np.linalg.norm(history[-1] - history[-2]) < tol:
            reason = "tolerance"
            break
    return history[-1], np.array(history), reason


@mistake(of="gradient_descent", caught_by=gradient_descent_trusts_its_rule_far_from_the_bottom)
def compared_the_gradient_with_tol(gradient, w0, lr, tol, max_steps):
    """Your walk goes on after a step shorter than tol where the gradient is longer: tol is for the
    length of the step, lr times that of the gradient.
    """
    history, reason = [w0], "max_steps"
    for _ in range(max_steps):
        g = gradient(history[-1])
        history.append(history[-1] - lr * g)
        if np.linalg.norm(g) < tol:
            reason = "tolerance"
            break
    return history[-1], np.array(history), reason


@mistake(of="gradient_descent", caught_by=gradient_descent_stops_after_the_first_short_step)
def looked_before_it_stepped(gradient, w0, lr, tol, max_steps):
    """The first short step is not made: the walk should end after it, with that step made."""
    history, reason = [w0], "max_steps"
    for _ in range(max_steps):
        step = lr * gradient(history[-1])
        if np.linalg.norm(step) < tol:
            reason = "tolerance"
            break
        history.append(history[-1] - step)
    return history[-1], np.array(history), reason


@mistake(of="gradient_descent", caught_by=gradient_descent_follows_the_closed_form)
def left_w0_out_of_the_history(gradient, w0, lr, tol, max_steps):
    """Your history lacks w0: it should hold all points from w0 to w, one more than steps."""
    w, history, reason = w0, [], "max_steps"
    for _ in range(max_steps):
        new = w - lr * gradient(w)
        history.append(new)
        w, old = new, w
        if np.linalg.norm(w - old) < tol:
            reason = "tolerance"
            break
    return w, np.array(history).reshape(-1, len(w0)), reason


@mistake(of="gradient_descent", caught_by=gradient_descent_follows_the_closed_form)
def left_the_last_point_out_of_the_history(gradient, w0, lr, tol, max_steps):
    """Your history lacks the last point: it should hold all points from w0 to w, one more than
    steps.
    """
    w, history, reason = w0, [], "max_steps"
    for _ in range(max_steps):
        history.append(w)
        w = w - lr * gradient(w)
        if np.linalg.norm(w - history[-1]) < tol:
            reason = "tolerance"
            break
    return w, np.array(history).reshape(-1, len(w0)), reason


@mistake(of="gradient_descent", caught_by=gradient_descent_halves_the_way_to_the_bottom)
def stored_the_same_array_every_time(gradient, w0, lr, tol, max_steps):
    """All rows of your history are the last point: each row should be the point that the walk had
    reached by then.
    """
    w, reason = w0.copy(), "max_steps"
    history = [w]
    for _ in range(max_steps):
        step = lr * gradient(w)
        w -= step
        history.append(w)
        if np.linalg.norm(step) < tol:
            reason = "tolerance"
            break
    return w, np.array(history), reason


@mistake(of="gradient_descent", caught_by=gradient_descent_leaves_w0_unchanged)
def moved_w0_itself(gradient, w0, lr, tol, max_steps):
    """w0 is changed by the call: arguments should stay as they were."""
    w, reason = w0, "max_steps"
    history = [w.copy()]
    for _ in range(max_steps):
        w -= lr * gradient(w)
        history.append(w.copy())
        if np.linalg.norm(history[-1] - history[-2]) < tol:
            reason = "tolerance"
            break
    return w, np.array(history), reason


@mistake(
    of="gradient_descent", caught_by=gradient_descent_measures_its_steps_in_the_euclidean_norm
)
def summed_the_absolute_changes(gradient, w0, lr, tol, max_steps):
    """You compare the sum of the absolute changes with tol: the length of a step is the root of
    the sum of their squares.
    """
    history, reason = [w0], "max_steps"
    for _ in range(max_steps):
        history.append(history[-1] - lr * gradient(history[-1]))
        if np.abs(history[-1] - history[-2]).sum() < tol:
            reason = "tolerance"
            break
    return history[-1], np.array(history), reason


@mistake(
    of="gradient_descent", caught_by=gradient_descent_measures_its_steps_in_the_euclidean_norm
)
def took_the_largest_change(gradient, w0, lr, tol, max_steps):
    """You compare the largest change of an entry with tol: the length of a step is the root of the
    sum of all squared changes.
    """
    history, reason = [w0], "max_steps"
    for _ in range(max_steps):
        history.append(history[-1] - lr * gradient(history[-1]))
        if np.abs(history[-1] - history[-2]).max() < tol:
            reason = "tolerance"
            break
    return history[-1], np.array(history), reason


@mistake(
    of="gradient_descent", caught_by=gradient_descent_measures_its_steps_in_the_euclidean_norm
)
def forgot_the_square_root(gradient, w0, lr, tol, max_steps):
    """You compare the squared length of the step with tol: it should be the length itself."""
    history, reason = [w0], "max_steps"
    for _ in range(max_steps):
        history.append(history[-1] - lr * gradient(history[-1]))
        if np.sum((history[-1] - history[-2]) ** 2) < tol:
            reason = "tolerance"
            break
    return history[-1], np.array(history), reason


@mistake(
    of="gradient_descent", caught_by=gradient_descent_measures_its_steps_in_the_euclidean_norm
)
def subtracted_without_absolute_value(gradient, w0, lr, tol, max_steps):
    """A long step to smaller values counts as short for you: its length, which is never negative,
    should be below tol.
    """
    history, reason = [w0], "max_steps"
    for _ in range(max_steps):
        history.append(history[-1] - lr * gradient(history[-1]))
        if np.all(history[-1] - history[-2] < tol):
            reason = "tolerance"
            break
    return history[-1], np.array(history), reason


@mistake(of="gradient_descent", caught_by=gradient_descent_never_stops_early_with_tol_0)
def stopped_at_a_step_of_exactly_tol(gradient, w0, lr, tol, max_steps):
    """You stop at a step as long as tol: only a step shorter than tol ends the walk, so tol = 0
    never does.
    """
    history, reason = [w0], "max_steps"
    for _ in range(max_steps):
        history.append(history[-1] - lr * gradient(history[-1]))
        if np.linalg.norm(history[-1] - history[-2]) <= tol:
            reason = "tolerance"
            break
    return history[-1], np.array(history), reason


@mistake(of="gradient_descent", caught_by=gradient_descent_names_the_rule_that_fired)
def counted_before_it_measured(gradient, w0, lr, tol, max_steps):
    """Where both rules apply at once your reason is "max_steps": it should be "tolerance" then."""
    history = [w0]
    while True:
        if len(history) == max_steps + 1:
            return history[-1], np.array(history), "max_steps"
        history.append(history[-1] - lr * gradient(history[-1]))
        if np.linalg.norm(history[-1] - history[-2]) < tol and len(history) <= max_steps:
            return history[-1], np.array(history), "tolerance"


@mistake(of="gradient_descent", caught_by=gradient_descent_stops_after_the_first_short_step)
def overwrote_the_reason_after_the_loop(gradient, w0, lr, tol, max_steps):
    """Your walk ends after the first short step, but its reason is "max_steps": it should be
    "tolerance" then.
    """
    history = [w0]
    for _ in range(max_steps):
        history.append(history[-1] - lr * gradient(history[-1]))
        if np.linalg.norm(history[-1] - history[-2]) < tol:
            break
    return history[-1], np.array(history), "max_steps"


@mistake(of="gradient_descent", caught_by=gradient_descent_follows_the_closed_form)
def made_one_step_too_many(gradient, w0, lr, tol, max_steps):
    """You make one step more than max_steps allows."""
    history, reason = [w0], "max_steps"
    for _ in range(max_steps + 1):
        history.append(history[-1] - lr * gradient(history[-1]))
        if np.linalg.norm(history[-1] - history[-2]) < tol:
            reason = "tolerance"
            break
    return history[-1], np.array(history), reason


@mistake(of="gradient_descent", caught_by=gradient_descent_halves_the_way_to_the_bottom)
def returned_the_point_before_the_last(gradient, w0, lr, tol, max_steps):
    """Your w is the point before the last: it should be the last point of the walk."""
    w, history, reason = w0, [w0], "max_steps"
    for _ in range(max_steps):
        previous, w = w, w - lr * gradient(w)
        history.append(w)
        if np.linalg.norm(w - previous) < tol:
            reason = "tolerance"
            break
    return history[max(len(history) - 2, 0)], np.stack(history), reason


@mistake(of="gradient_descent", caught_by=gradient_descent_stops_after_the_first_short_step)
def measured_every_step_from_w0(gradient, w0, lr, tol, max_steps):
    """Your walk goes on after a step shorter than tol where w0 is farther away: the length of each
    single step counts.
    """
    w, history, reason = w0, [w0], "max_steps"
    for _ in range(max_steps):
        w = w - lr * gradient(w)
        history.append(w)
        if np.linalg.norm(w - w0) < tol:
            reason = "tolerance"
            break
    return w, np.stack(history), reason


@mistake(of="gradient_descent", caught_by=gradient_descent_stops_after_the_first_short_step)
def ignored_the_tolerance(gradient, w0, lr, tol, max_steps):
    """tol does not end your walk: it should end after the first step shorter than tol."""
    history = [w0]
    for _ in range(max_steps):
        history.append(history[-1] - lr * gradient(history[-1]))
    return history[-1], np.array(history), "max_steps"


@mistake(of="gradient_descent", caught_by=gradient_descent_asks_for_one_gradient_per_step)
def computed_every_gradient_twice(gradient, w0, lr, tol, max_steps):
    """You ask for two gradients in each step: each step should compute it once, at the point where
    it begins.
    """
    history, reason = [w0], "max_steps"
    for _ in range(max_steps):
        w = history[-1]
        history.append(w - lr * gradient(w))
        if np.linalg.norm(lr * gradient(w)) < tol:
            reason = "tolerance"
            break
    return history[-1], np.array(history), reason


@mistake(of="gradient_descent", caught_by=gradient_descent_may_be_given_no_steps)
def always_made_the_first_step(gradient, w0, lr, tol, max_steps):
    """With max_steps = 0 you still make a step: the walk should end at w0, with a history of one
    row.
    """
    history = [w0]
    while True:
        history.append(history[-1] - lr * gradient(history[-1]))
        if np.linalg.norm(history[-1] - history[-2]) < tol:
            return history[-1], np.array(history), "tolerance"
        if len(history) > max_steps:
            return history[-1], np.array(history), "max_steps"


@mistake(of="gradient_descent", caught_by=gradient_descent_runs_on_when_it_diverges)
def gave_up_at_infinity(gradient, w0, lr, tol, max_steps):
    """You stop where the numbers overflow: a walk that diverges should run on until max_steps."""
    history, reason = [w0], "max_steps"
    for _ in range(max_steps):
        new = history[-1] - lr * gradient(history[-1])
        if not np.all(np.isfinite(new)):
            break
        history.append(new)
        if np.linalg.norm(history[-1] - history[-2]) < tol:
            reason = "tolerance"
            break
    return history[-1], np.array(history), reason


@mistake(of="gradient_descent", caught_by=gradient_descent_runs_on_when_it_diverges)
def clipped_the_steps(gradient, w0, lr, tol, max_steps):
    """Your long steps are cut off: each should be lr times the gradient, however long that is."""
    history, reason = [w0], "max_steps"
    for _ in range(max_steps):
        step = np.clip(lr * gradient(history[-1]), -100, 100)
        history.append(history[-1] - step)
        if np.linalg.norm(step) < tol:
            reason = "tolerance"
            break
    return history[-1], np.array(history), reason


@mistake(of="gradient_descent", caught_by=gradient_descent_converges_at_the_rate_of_theory)
def let_the_rate_decay_after_ten_steps(gradient, w0, lr, tol, max_steps):
    """Your steps shrink after the first ten as if lr did: lr should stay the same for the whole
    walk.
    """
    history, reason = [w0], "max_steps"
    for step in range(max_steps):
        rate = lr if step < 10 else lr / np.sqrt(step - 8)
        history.append(history[-1] - rate * gradient(history[-1]))
        if np.linalg.norm(history[-1] - history[-2]) < tol:
            reason = "tolerance"
            break
    return history[-1], np.array(history), reason


@mistake(of="gradient_descent", caught_by=gradient_descent_keeps_float32)
def filled_a_table_of_float64(gradient, w0, lr, tol, max_steps):
    """Your points are float64 where w0 is float32: w and history should have the dtype of w0."""
    history, steps, reason = np.zeros((max_steps + 1, len(w0))), 0, "max_steps"
    history[0] = w0
    while steps < max_steps and reason == "max_steps":
        history[steps + 1] = history[steps] - lr * gradient(history[steps])
        steps += 1
        if np.linalg.norm(history[steps] - history[steps - 1]) < tol:
            reason = "tolerance"
    return history[steps], history[: steps + 1], reason


@alternative(of="gradient_descent")
def with_a_table_of_points(gradient, w0, lr, tol, max_steps):
    history = np.empty((max_steps + 1, w0.size), dtype=w0.dtype)
    history[0] = w0
    for t in range(max_steps):
        step = lr * gradient(history[t].copy())
        history[t + 1] = history[t] - step
        if np.sqrt(np.sum((history[t + 1] - history[t]) ** 2)) < tol:
            return history[t + 1], history[: t + 2], "tolerance"
    return history[max_steps], history, "max_steps"


@alternative(of="gradient_descent")
def with_a_while_loop(gradient, w0, lr, tol, max_steps):
    w, path, moved = w0, w0[np.newaxis], np.inf
    while len(path) <= max_steps and not moved < tol:
        old, w = w, w - lr * gradient(w)
        moved = np.linalg.norm(w - old)
        path = np.vstack([path, w])
    return [w, path, "tolerance" if moved < tol else "max_steps"]


# ----------------------------------------------------------------------------- minibatches


@mistake(of="minibatches", caught_by=minibatches_hold_every_index_once)
def dropped_the_last_batch(N, batch_size, rng):
    """The last batch is missing where it is shorter than batch_size: no index should be lost."""
    order = rng.permutation(N)
    return [order[k * batch_size : (k + 1) * batch_size] for k in range(N // batch_size)]


@mistake(of="minibatches", caught_by=minibatches_hold_every_index_once)
def drew_with_replacement(N, batch_size, rng):
    """Some indices come twice and others never: together the batches
    should hold each index once.
    """
    order = rng.integers(N, size=N)
    return [order[start : start + batch_size] for start in range(0, N, batch_size)]


@mistake(of="minibatches", caught_by=minibatches_hold_every_index_once)
def drew_each_batch_afresh(N, batch_size, rng):
    """Your batches are drawn apart from each other, so they overlap and miss some indices: they
    should be the parts of one order.
    """
    return [
        rng.choice(N, size=min(batch_size, N - start), replace=False)
        for start in range(0, N, batch_size)
    ]


@mistake(of="minibatches", caught_by=minibatches_hold_every_index_once)
def counted_from_one(N, batch_size, rng):
    """Your indices run from 1 to N: they should run from 0 to N - 1."""
    order = rng.permutation(np.arange(1, N + 1))
    return [order[start : start + batch_size] for start in range(0, N, batch_size)]


@mistake(of="minibatches", caught_by=minibatches_are_full_but_the_last)
def left_an_empty_batch_at_the_end(N, batch_size, rng):
    """Your last batch is empty where batch_size divides N: no batch should be empty."""
    order = rng.permutation(N)
    return [order[k * batch_size : (k + 1) * batch_size] for k in range(N // batch_size + 1)]


@mistake(of="minibatches", caught_by=minibatches_are_full_but_the_last)
def made_the_batches_equally_long(N, batch_size, rng):
    """Your batches are as equally long as possible: all but the last should have batch_size
    indices, and the last the rest.
    """
    return np.array_split(rng.permutation(N), -(-N // batch_size))


@mistake(of="minibatches", caught_by=minibatches_are_full_but_the_last)
def made_batch_size_batches(N, batch_size, rng):
    """You make batch_size batches: batch_size is the length of a batch, not the number of them."""
    return [part for part in np.array_split(rng.permutation(N), batch_size) if len(part)]


@mistake(of="minibatches", caught_by=minibatches_are_full_but_the_last)
def merged_the_rest_into_the_last_batch(N, batch_size, rng):
    """The rest is part of your last batch, which is longer than batch_size: it should be a batch
    of its own.
    """
    order = rng.permutation(N)
    count = max(1, N // batch_size)
    return np.split(order, [k * batch_size for k in range(1, count)])


@mistake(of="minibatches", caught_by=minibatches_come_in_every_order)
def never_shuffled(N, batch_size, rng):
    """Your indices come in the order 0, 1, 2, …: the order should be drawn with rng."""
    order = np.arange(N)
    return [order[start : start + batch_size] for start in range(0, N, batch_size)]


@mistake(of="minibatches", caught_by=minibatches_come_in_every_order)
def shuffled_the_batches_only(N, batch_size, rng):
    """Your batches change places, but each holds neighbours in their natural order: all orders of
    the indices should be equally likely.
    """
    order = np.arange(N)
    starts = rng.permutation(range(0, N, batch_size))
    return [order[start : start + batch_size] for start in starts]


@mistake(of="minibatches", caught_by=minibatches_come_in_every_order)
def shuffled_within_the_batches_only(N, batch_size, rng):
    """You shuffle within each batch only, so the first batch always holds the first indices: all
    orders should be equally likely.
    """
    return [
        rng.permutation(np.arange(start, min(start + batch_size, N)))
        for start in range(0, N, batch_size)
    ]


@mistake(of="minibatches", caught_by=minibatches_come_in_every_order)
def began_at_a_random_index(N, batch_size, rng):
    """Your order is 0, 1, 2, … begun at a random place: all orders of the indices should be
    equally likely.
    """
    order = np.roll(np.arange(N), rng.integers(N))
    return [order[start : start + batch_size] for start in range(0, N, batch_size)]


@mistake(of="minibatches", caught_by=minibatches_come_in_every_order)
def seeded_a_generator_of_its_own(N, batch_size, rng):
    """Your order is the same whatever rng is: it should be drawn with the rng that is given."""
    order = np.random.default_rng(42).permutation(N)
    return [order[start : start + batch_size] for start in range(0, N, batch_size)]


@mistake(of="minibatches", caught_by=minibatches_depend_on_nothing_but_rng)
def used_the_global_generator(N, batch_size, rng):
    """Your order does not come from the rng that is given: equal generators should give equal
    batches.
    """
    order = np.random.permutation(N)  # noqa: NPY002  # the mistake itself
    return [order[start : start + batch_size] for start in range(0, N, batch_size)]


@mistake(of="minibatches", caught_by=minibatches_hold_every_index_once)
def returned_one_array(N, batch_size, rng):
    """You return all indices in one array: the result should be a list of arrays, one for each
    batch.
    """
    return rng.permutation(N)


@alternative(of="minibatches")
def shuffled_and_split(N, batch_size, rng):
    indices = np.arange(N)
    rng.shuffle(indices)
    return np.split(indices, range(batch_size, N, batch_size))


@alternative(of="minibatches")
def sorted_random_keys(N, batch_size, rng):
    left, batches = np.argsort(rng.random(N)), ()
    while left.size:
        batches, left = (*batches, left[:batch_size]), left[batch_size:]
    return batches


# ------------------------------------------------------------------------------- sgd_epoch


@mistake(of="sgd_epoch", caught_by=sgd_epoch_makes_one_step_per_batch)
def divided_a_short_batch_by_batch_size(X, y, w, lr, batch_size, rng):
    """You divide by batch_size also where the last batch is shorter: divide by the batch's actual
    length.
    """
    order = rng.permutation(len(y))
    for start in range(0, len(y), batch_size):
        batch = order[start : start + batch_size]
        w = w - lr * 2 / batch_size * X[batch].T @ (X[batch] @ w - y[batch])
    return w


@mistake(of="sgd_epoch", caught_by=sgd_epoch_makes_one_step_per_batch)
def summed_over_the_batch(X, y, w, lr, batch_size, rng):
    """You sum the gradients of a batch: the step should take their mean."""
    order = rng.permutation(len(y))
    for start in range(0, len(y), batch_size):
        batch = order[start : start + batch_size]
        w = w - lr * 2 * X[batch].T @ (X[batch] @ w - y[batch])
    return w


@mistake(of="sgd_epoch", caught_by=sgd_epoch_visits_every_example_in_some_order)
def divided_by_all_the_examples(X, y, w, lr, batch_size, rng):
    """You divide the gradients of a batch by the number of all examples: divide by the length of
    the batch.
    """
    order = rng.permutation(len(y))
    for start in range(0, len(y), batch_size):
        batch = order[start : start + batch_size]
        w = w - lr * 2 / len(y) * X[batch].T @ (X[batch] @ w - y[batch])
    return w


@mistake(of="sgd_epoch", caught_by=sgd_epoch_makes_one_step_per_batch)
def climbed(X, y, w, lr, batch_size, rng):
    """You add lr times the gradient, and go uphill: it should be subtracted."""
    order = rng.permutation(len(y))
    for start in range(0, len(y), batch_size):
        batch = order[start : start + batch_size]
        w = w + lr * 2 / len(batch) * X[batch].T @ (X[batch] @ w - y[batch])
    return w


@mistake(of="sgd_epoch", caught_by=sgd_epoch_makes_one_step_per_batch)
def dropped_the_short_batch(X, y, w, lr, batch_size, rng):
    """A batch shorter than batch_size makes no step of its own: it should make one, also if it is
    the only batch.
    """
    order = rng.permutation(len(y))
    for k in range(len(y) // batch_size):
        batch = order[k * batch_size : (k + 1) * batch_size]
        w = w - lr * 2 / len(batch) * X[batch].T @ (X[batch] @ w - y[batch])
    return w


@mistake(of="sgd_epoch", caught_by=sgd_epoch_in_one_batch_is_a_step_of_descent)
def did_nothing_for_large_batches(X, y, w, lr, batch_size, rng):
    """A batch shorter than batch_size makes no step of its own: it should make one, also if it is
    the only batch.
    """
    order = rng.permutation(len(y))
    for start in range(0, len(y) - batch_size + 1, batch_size):
        batch = order[start : start + batch_size]
        w = w - lr * 2 / len(batch) * X[batch].T @ (X[batch] @ w - y[batch])
    return w


@mistake(of="sgd_epoch", caught_by=sgd_epoch_visits_every_example_in_some_order)
def shuffled_x_but_not_y(X, y, w, lr, batch_size, rng):
    """The examples are combined with targets of others: row i of X belongs to y[i], also after the
    shuffle.
    """
    X = rng.permutation(X)
    for start in range(0, len(y), batch_size):
        batch = slice(start, start + batch_size)
        w = w - lr * 2 / len(y[batch]) * X[batch].T @ (X[batch] @ w - y[batch])
    return w


@mistake(of="sgd_epoch", caught_by=sgd_epoch_visits_every_example_in_some_order)
def drew_examples_with_replacement(X, y, w, lr, batch_size, rng):
    """Some examples are used twice in an epoch and others not at all: each should be used once."""
    order = rng.integers(len(y), size=len(y))
    for start in range(0, len(y), batch_size):
        batch = order[start : start + batch_size]
        w = w - lr * 2 / len(batch) * X[batch].T @ (X[batch] @ w - y[batch])
    return w


@mistake(of="sgd_epoch", caught_by=sgd_epoch_visits_every_example_in_some_order)
def drew_a_new_order_for_every_batch(X, y, w, lr, batch_size, rng):
    """Every batch is cut from an order of its own, so that examples come twice or never: cut all
    batches from one order.
    """
    for start in range(0, len(y), batch_size):
        batch = rng.permutation(len(y))[start : start + batch_size]
        w = w - lr * 2 / len(batch) * X[batch].T @ (X[batch] @ w - y[batch])
    return w


@mistake(of="sgd_epoch", caught_by=sgd_epoch_visits_every_example_in_some_order)
def took_all_gradients_at_the_start(X, y, w, lr, batch_size, rng):
    """All batches take their gradient at the first w: each should take it at the w to which the
    batch before has led.
    """
    order = rng.permutation(len(y))
    new = w
    for start in range(0, len(y), batch_size):
        batch = order[start : start + batch_size]
        new = new - lr * 2 / len(batch) * X[batch].T @ (X[batch] @ w - y[batch])
    return new


@mistake(of="sgd_epoch", caught_by=sgd_epoch_makes_one_step_per_batch)
def accumulated_and_stepped_once(X, y, w, lr, batch_size, rng):
    """Your epoch makes only one step where it should make one for each batch."""
    return w - lr * 2 / len(y) * X.T @ (X @ w - y)


@mistake(of="sgd_epoch", caught_by=sgd_epoch_makes_one_step_per_batch)
def returned_after_the_first_batch(X, y, w, lr, batch_size, rng):
    """Your epoch ends after one step, and the batches after the first make none: every batch
    should make one.
    """
    batch = rng.permutation(len(y))[:batch_size]
    return w - lr * 2 / len(batch) * X[batch].T @ (X[batch] @ w - y[batch])


@mistake(of="sgd_epoch", caught_by=sgd_epoch_makes_one_step_per_batch)
def lost_the_two(X, y, w, lr, batch_size, rng):
    """Your steps are half as long as they should be: the derivative of a square brings a 2."""
    order = rng.permutation(len(y))
    for start in range(0, len(y), batch_size):
        batch = order[start : start + batch_size]
        w = w - lr / len(batch) * X[batch].T @ (X[batch] @ w - y[batch])
    return w


@mistake(of="sgd_epoch", caught_by=sgd_epoch_uses_the_redundancy_of_copies)
def skipped_examples_seen_before(X, y, w, lr, batch_size, rng):
    """Examples that are equal are used only once: every row counts, copies too."""
    kept = np.unique(np.column_stack([X, y]), axis=0)
    X, y = kept[:, :-1], kept[:, -1]
    order = rng.permutation(len(y))
    for start in range(0, len(y), batch_size):
        batch = order[start : start + batch_size]
        w = w - lr * 2 / len(batch) * X[batch].T @ (X[batch] @ w - y[batch])
    return w


@mistake(of="sgd_epoch", caught_by=sgd_epoch_shuffles_with_every_order_equally_likely)
def kept_the_order_of_the_file(X, y, w, lr, batch_size, rng):
    """The examples come in the order in which they stand in X: the order
    should be drawn with rng.
    """
    for start in range(0, len(y), batch_size):
        batch = slice(start, start + batch_size)
        w = w - lr * 2 / len(y[batch]) * X[batch].T @ (X[batch] @ w - y[batch])
    return w


@mistake(of="sgd_epoch", caught_by=sgd_epoch_shuffles_with_every_order_equally_likely)
def shuffled_alike_in_every_epoch(X, y, w, lr, batch_size, rng):
    """Your order is the same whatever rng is: it should be drawn with the rng that is given."""
    order = np.random.default_rng(0).permutation(len(y))
    for start in range(0, len(y), batch_size):
        batch = order[start : start + batch_size]
        w = w - lr * 2 / len(batch) * X[batch].T @ (X[batch] @ w - y[batch])
    return w


@mistake(of="sgd_epoch", caught_by=sgd_epoch_shuffles_with_every_order_equally_likely)
def began_at_a_random_example(X, y, w, lr, batch_size, rng):
    """Your order is that of the rows, begun at a random one: all orders of the examples should be
    equally likely.
    """
    order = np.roll(np.arange(len(y)), rng.integers(len(y)))
    for start in range(0, len(y), batch_size):
        batch = order[start : start + batch_size]
        w = w - lr * 2 / len(batch) * X[batch].T @ (X[batch] @ w - y[batch])
    return w


@mistake(of="sgd_epoch", caught_by=sgd_epoch_depends_on_nothing_but_rng)
def shuffled_with_the_global_generator(X, y, w, lr, batch_size, rng):
    """Your order does not come from the rng that is given: equal generators should give equal
    results.
    """
    order = np.random.permutation(len(y))  # noqa: NPY002  # the mistake itself
    for start in range(0, len(y), batch_size):
        batch = order[start : start + batch_size]
        w = w - lr * 2 / len(batch) * X[batch].T @ (X[batch] @ w - y[batch])
    return w


@mistake(of="sgd_epoch", caught_by=sgd_epoch_keeps_float32)
def computed_in_float64(X, y, w, lr, batch_size, rng):
    """Your w is float64 where X, y and w are float32: it should stay float32."""
    X, y, w = X.astype(float), y.astype(float), w.astype(float)
    order = rng.permutation(len(y))
    for start in range(0, len(y), batch_size):
        batch = order[start : start + batch_size]
        w = w - lr * 2 / len(batch) * X[batch].T @ (X[batch] @ w - y[batch])
    return w


@mistake(of="sgd_epoch", caught_by=sgd_epoch_leaves_its_arguments_unchanged)
def updated_w_in_place(X, y, w, lr, batch_size, rng):
    """w is changed by the call: arguments should stay as they were."""
    order = rng.permutation(len(y))
    for start in range(0, len(y), batch_size):
        batch = order[start : start + batch_size]
        w -= lr * 2 / len(batch) * X[batch].T @ (X[batch] @ w - y[batch])
    return w


@mistake(of="sgd_epoch", caught_by=sgd_epoch_leaves_its_arguments_unchanged)
def shuffled_the_data_in_place(X, y, w, lr, batch_size, rng):
    """X and y are changed by the call: arguments should stay as they were."""
    order = rng.permutation(len(y))
    X[:], y[:] = X[order], y[order]
    for start in range(0, len(y), batch_size):
        batch = slice(start, start + batch_size)
        w = w - lr * 2 / len(y[batch]) * X[batch].T @ (X[batch] @ w - y[batch])
    return w


@alternative(of="sgd_epoch")
def with_loops_only(X, y, w, lr, batch_size, rng):
    order = list(range(len(y)))
    rng.shuffle(order)
    w = w.copy()
    while order:
        batch, order = order[:batch_size], order[batch_size:]
        g = np.zeros_like(w)
        for i in batch:
            g += 2 * (np.dot(X[i], w) - y[i]) * X[i]
        w -= lr * (g / len(batch))
    return w


@alternative(of="sgd_epoch")
def with_shuffled_views(X, y, w, lr, batch_size, rng):
    order = np.argsort(rng.random(len(X)))
    X, y = X[order], y[order]
    for start in range(0, len(X), batch_size):
        x, t = X[start : start + batch_size], y[start : start + batch_size]
        w = w - lr * (-2 * ((t - x @ w)[:, None] * x).mean(axis=0))
    return w


# ---------------------------------------------------------------------- largest_eigenvalue


@mistake(of="largest_eigenvalue", caught_by=largest_eigenvalue_of_a_diagonal)
def never_normalised(A, steps, rng):
    """Your result grows or shrinks with the length of the vector: normalise the vector each time,
    or divide by vᵀv at the end.
    """
    v = rng.standard_normal(len(A))
    for _ in range(steps):
        v = A @ v
    return float(v @ A @ v)


@mistake(of="largest_eigenvalue", caught_by=largest_eigenvalue_agrees_with_the_spectrum)
def overflowed_before_it_normalised(A, steps, rng):
    """Without normalising after each multiplication the vector overflows or vanishes, and the
    result is nan.
    """
    v = rng.standard_normal(len(A))
    for _ in range(steps):
        v = A @ v
    v = v / np.linalg.norm(v)
    return float(v @ A @ v)


@mistake(of="largest_eigenvalue", caught_by=largest_eigenvalue_agrees_with_the_spectrum)
def stopped_after_ten_steps(A, steps, rng):
    """Your result is as exact as ten multiplications make it: there should be as many as steps
    says.
    """
    v = rng.standard_normal(len(A))
    for _ in range(min(steps, 10)):
        image = A @ v
        length = np.linalg.norm(image)
        if length == 0:
            return 0.0
        v = image / length
    return float(v @ A @ v)


@mistake(of="largest_eigenvalue", caught_by=largest_eigenvalue_agrees_with_the_spectrum)
def stopped_at_a_loose_tolerance(A, steps, rng):
    """You stop while the estimate still changes, by less than 0.001: make all the multiplications
    that steps allows.
    """
    v = rng.standard_normal(len(A))
    estimate = 0.0
    for _ in range(steps):
        image = A @ v
        length = np.linalg.norm(image)
        if length == 0:
            return 0.0
        v = image / length
        if abs(length - estimate) < 1e-3:
            break
        estimate = length
    return float(v @ A @ v)


@mistake(of="largest_eigenvalue", caught_by=largest_eigenvalue_does_not_depend_on_a_lucky_start)
def started_at_ones(A, steps, rng):
    """You start along (1, …, 1), and some matrices never turn that to the top eigenvector: start
    at a random vector drawn from rng.
    """
    v = np.ones(len(A))
    for _ in range(steps):
        image = A @ v
        length = np.linalg.norm(image)
        if length == 0:
            return 0.0
        v = image / length
    return float(v @ A @ v)


@mistake(of="largest_eigenvalue", caught_by=largest_eigenvalue_does_not_depend_on_a_lucky_start)
def started_at_the_first_axis(A, steps, rng):
    """You start along (1, 0, …), and some matrices never turn that to the top eigenvector: start
    at a random vector drawn from rng.
    """
    v = np.zeros(len(A))
    v[0] = 1
    for _ in range(steps):
        image = A @ v
        length = np.linalg.norm(image)
        if length == 0:
            return 0.0
        v = image / length
    return float(v @ A @ v)


@mistake(of="largest_eigenvalue", caught_by=largest_eigenvalue_of_the_zero_matrix_is_0)
def divided_zero_by_zero(A, steps, rng):
    """For the zero matrix the vector becomes 0, and 0/0 is nan: return 0 then."""
    v = rng.standard_normal(len(A))
    for _ in range(steps):
        v = A @ v
        v = v / np.linalg.norm(v)
    return float(v @ A @ v)


@mistake(of="largest_eigenvalue", caught_by=largest_eigenvalue_agrees_with_the_spectrum)
def forgot_to_divide_by_the_norm_of_v(A, steps, rng):
    """Your result is λ_max to the power of three: vᵀAv should be divided by vᵀv, unless v has the
    length 1.
    """
    v = rng.standard_normal(len(A))
    for _ in range(steps):
        image = A @ v
        length = np.linalg.norm(image)
        if length == 0:
            return 0.0
        v = image / length
    return float(image @ A @ image)


@mistake(of="largest_eigenvalue", caught_by=largest_eigenvalue_of_a_diagonal)
def took_the_trace(A, steps, rng):
    """Your result is the sum of the diagonal, which is the sum of all eigenvalues: it should be
    the largest one alone.
    """
    return float(np.trace(A))


@mistake(of="largest_eigenvalue", caught_by=largest_eigenvalue_of_a_diagonal)
def took_the_smallest(A, steps, rng):
    """Your result is the smallest eigenvalue: it should be the largest."""
    return float(np.linalg.eigvalsh(A)[0])


@mistake(of="largest_eigenvalue", caught_by=largest_eigenvalue_agrees_with_the_spectrum)
def read_it_off_the_diagonal(A, steps, rng):
    """Your result is the largest entry on the diagonal of A: the largest
    eigenvalue may be larger.
    """
    return float(np.max(np.diag(A)))


@mistake(of="largest_eigenvalue", caught_by=largest_eigenvalue_of_a_diagonal)
def returned_the_eigenvector(A, steps, rng):
    """You return a vector, the eigenvector: the result should be its eigenvalue, a number."""
    return np.linalg.eigh(A)[1][:, -1]


@mistake(of="largest_eigenvalue", caught_by=largest_eigenvalue_agrees_with_the_spectrum)
def took_the_norm_of_all_entries(A, steps, rng):
    """Your result is the root of the sum of all squared entries of A: it is too large as soon as a
    second eigenvalue is not 0.
    """
    return float(np.linalg.norm(A))


@mistake(of="largest_eigenvalue", caught_by=largest_eigenvalue_leaves_its_argument_unchanged)
def scaled_the_matrix_in_place(A, steps, rng):
    """A is changed by the call: arguments should stay as they were."""
    size = np.abs(A).max()
    if size == 0:
        return 0.0
    A /= size
    v = rng.standard_normal(len(A))
    for _ in range(steps):
        v = A @ v
        v = v / np.linalg.norm(v)
    return float(size * (v @ A @ v))


@alternative(of="largest_eigenvalue")
def as_the_length_of_the_image(A, steps, rng):
    v, length = rng.normal(size=A.shape[0]), 0.0
    for _ in range(steps):
        v = A @ v
        length = np.sqrt(np.sum(v * v))
        v = v / length if length else v
    return length


@alternative(of="largest_eigenvalue")
def by_a_library(A, steps, rng):
    return np.linalg.eigvalsh(A)[-1]


equivalent(
    of="largest_eigenvalue",
    was="rng.standard_normal(len(A))",
    becomes="np.random.standard_normal(len(A))",
    because="after 200 steps with a gap of 10 % the start no longer shows in the result",
)
equivalent(
    of="largest_eigenvalue",
    was="range(steps)",
    becomes="range(steps - 1)",
    because="199 steps reach the same 1e-6: each step shrinks the error to 0.81 or less",
)
for _was, _becomes in (
    ("A @ v", "v @ A"),
    ("A @ v", "A.T @ v"),
    ("v @ A @ v", "v @ (v @ A)"),
    ("v @ A", "A @ v"),
    ("v @ A", "v @ A.T"),
):
    equivalent(of="largest_eigenvalue", was=_was, becomes=_becomes, because="A is symmetric")


# ------------------------------------------------------------------- optimal_learning_rate


@mistake(
    of="optimal_learning_rate", caught_by=optimal_learning_rate_reaches_the_bottom_in_one_step
)
def took_the_maximal_rate(second_derivative):
    """Your rate is twice as large as it should be: 2/E'' is the limit of convergence, and the step
    jumps to the other side.
    """
    return 2 / second_derivative


@mistake(
    of="optimal_learning_rate", caught_by=optimal_learning_rate_reaches_the_bottom_in_one_step
)
def forgot_to_invert(second_derivative):
    """Your rate is the second derivative itself: the steeper the bowl, the shorter the step should
    be.
    """
    return second_derivative


@mistake(
    of="optimal_learning_rate", caught_by=optimal_learning_rate_reaches_the_bottom_in_one_step
)
def halved_for_the_square(second_derivative):
    """Your rate is half of what it should be: E'' is h itself, not h/2 or 2h."""
    return 1 / (2 * second_derivative)


@mistake(
    of="optimal_learning_rate", caught_by=optimal_learning_rate_reaches_the_bottom_in_one_step
)
def kept_the_sign_of_the_slide(second_derivative):
    """Your rate is negative: the minus stands in the step already."""
    return -1 / second_derivative


@mistake(of="optimal_learning_rate", caught_by=optimal_learning_rate_agrees_with_the_reference)
def was_afraid_of_division_by_zero(second_derivative):
    """Your rate is never above 10: where E'' is below 0.1 it should be."""
    return 1 / max(second_derivative, 0.1)


@mistake(of="optimal_learning_rate", caught_by=optimal_learning_rate_agrees_with_the_reference)
def added_an_epsilon(second_derivative):
    """Your denominator is E'' + 0.000001: E'' is positive, and needs no such help."""
    return 1 / (second_derivative + 1e-6)


@alternative(of="optimal_learning_rate")
def as_a_power(second_derivative):
    return np.float64(second_derivative) ** -1


# ------------------------------------------------------------------- maximal_learning_rate


@mistake(
    of="maximal_learning_rate", caught_by=maximal_learning_rate_belongs_to_the_steepest_direction
)
def took_the_flattest_direction(hessian):
    """You take the smallest eigenvalue: the steepest direction, the one with the largest, sets the
    limit.
    """
    return float(2 / np.linalg.eigvalsh(hessian)[0])


@mistake(
    of="maximal_learning_rate", caught_by=maximal_learning_rate_belongs_to_the_steepest_direction
)
def took_the_optimal_rate(hessian):
    """Your rate is half of the limit: up to 2/λ_max descent converges."""
    return float(1 / np.linalg.eigvalsh(hessian)[-1])


@mistake(
    of="maximal_learning_rate",
    caught_by=maximal_learning_rate_parts_convergence_from_divergence,
)
def looked_at_the_diagonal(hessian):
    """You take an entry of the hessian for λ_max: the largest eigenvalue may be larger than every
    entry.
    """
    return float(2 / np.max(np.diag(hessian)))


@mistake(
    of="maximal_learning_rate",
    caught_by=maximal_learning_rate_parts_convergence_from_divergence,
)
def bounded_it_by_the_trace(hessian):
    """You take the sum of the diagonal for λ_max: that is the sum of all eigenvalues."""
    return float(2 / np.trace(hessian))


@mistake(of="maximal_learning_rate", caught_by=maximal_learning_rate_agrees_with_the_reference)
def bounded_it_by_the_frobenius_norm(hessian):
    """You take the root of the sum of all squared entries for λ_max: that is larger than the
    largest eigenvalue where D > 1.
    """
    return float(2 / np.linalg.norm(hessian))


@mistake(of="maximal_learning_rate", caught_by=maximal_learning_rate_agrees_with_the_reference)
def took_the_number_of_the_slide(hessian):
    """Your rate is 2/0.84 whatever the hessian is: 0.84 belongs to one set of data only."""
    return 2 / 0.84


@mistake(of="maximal_learning_rate", caught_by=maximal_learning_rate_agrees_with_the_reference)
def took_the_largest_entry(hessian):
    """You take an entry of the hessian for λ_max: the largest eigenvalue may be larger than every
    entry.
    """
    return float(2 / np.max(np.abs(hessian)))


@mistake(of="maximal_learning_rate", caught_by=maximal_learning_rate_agrees_with_the_reference)
def trusted_the_order_of_eig(hessian):
    """The eigenvalue that you take is not always the largest one."""
    return float(2 / np.linalg.eig(hessian)[0][0].real)


@mistake(of="maximal_learning_rate", caught_by=maximal_learning_rate_agrees_with_the_reference)
def iterated_five_times(hessian):
    """Your λ_max is not exact enough: a few multiplications are too few where two eigenvalues are
    close.
    """
    v = np.ones(len(hessian))
    for _ in range(5):
        v = hessian @ v
        v = v / np.linalg.norm(v)
    return float(2 / (v @ hessian @ v))


@mistake(of="maximal_learning_rate", caught_by=maximal_learning_rate_leaves_its_argument_unchanged)
def symmetrised_in_place(hessian):
    """The hessian is changed by the call: arguments should stay as they were."""
    hessian += hessian.T.copy()
    return float(4 / np.linalg.eigvalsh(hessian)[-1])


@alternative(of="maximal_learning_rate")
def from_the_spectral_norm(hessian):
    return 2 / np.linalg.norm(hessian, 2)


@alternative(of="maximal_learning_rate")
def from_the_general_solver(hessian):
    return 2 / max(np.linalg.eigvals(hessian).real)
