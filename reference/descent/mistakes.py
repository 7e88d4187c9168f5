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
    """The slide writes 0.001 · ½ where 0.001 · 2 is meant."""
    return 0.5 / len(y) * X.T @ (X @ w - y)


@mistake(
    of="linear_regression_gradient",
    caught_by=linear_regression_gradient_is_the_slope_of_the_loss,
)
def forgot_the_two(X, y, w):
    return X.T @ (X @ w - y) / len(y)


@mistake(
    of="linear_regression_gradient",
    caught_by=linear_regression_gradient_is_the_slope_of_the_loss,
)
def summed_instead_of_averaged(X, y, w):
    return 2 * X.T @ (X @ w - y)


@mistake(
    of="linear_regression_gradient",
    caught_by=linear_regression_gradient_is_the_slope_of_the_loss,
)
def divided_by_two_examples_always(X, y, w):
    return X.T @ (X @ w - y)


@mistake(
    of="linear_regression_gradient",
    caught_by=linear_regression_gradient_agrees_with_the_reference,
)
def divided_by_the_features(X, y, w):
    return 2 / len(w) * X.T @ (X @ w - y)


@mistake(
    of="linear_regression_gradient",
    caught_by=linear_regression_gradient_is_the_slope_of_the_loss,
)
def pointed_downhill(X, y, w):
    return 2 / len(y) * X.T @ (y - X @ w)


@mistake(
    of="linear_regression_gradient",
    caught_by=linear_regression_gradient_agrees_with_the_reference,
)
def multiplied_by_the_wrong_matrix(X, y, w):
    return 2 / len(y) * X @ (X @ w - y)


@mistake(
    of="linear_regression_gradient",
    caught_by=linear_regression_gradient_agrees_with_the_reference,
)
def returned_the_gradient_per_example(X, y, w):
    return 2 * X * (X @ w - y)[:, None]


@mistake(
    of="linear_regression_gradient",
    caught_by=linear_regression_gradient_is_the_slope_of_the_loss,
)
def forgot_the_chain_rule(X, y, w):
    return np.full_like(w, 2 * np.mean(X @ w - y))


@mistake(
    of="linear_regression_gradient",
    caught_by=linear_regression_gradient_agrees_with_the_reference,
)
def forgot_the_targets(X, y, w):
    return 2 / len(y) * X.T @ (X @ w)


@mistake(of="linear_regression_gradient", caught_by=linear_regression_gradient_keeps_float32)
def averaged_with_a_numpy_scalar(X, y, w):
    return np.float64(2) / len(y) * (X.T @ (X @ w - y))


@mistake(
    of="linear_regression_gradient",
    caught_by=linear_regression_gradient_leaves_its_arguments_unchanged,
)
def subtracted_into_y(X, y, w):
    y -= X @ w
    return -2 / len(y) * (X.T @ y)


@mistake(
    of="linear_regression_gradient",
    caught_by=linear_regression_gradient_is_the_slope_of_the_loss,
)
def added_a_penalty(X, y, w):
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
    """The minus that the slides lost."""
    history, reason = [w0], "max_steps"
    for _ in range(max_steps):
        history.append(history[-1] + lr * gradient(history[-1]))
        if np.linalg.norm(history[-1] - history[-2]) < tol:
            reason = "tolerance"
            break
    return history[-1], np.array(history), reason


@mistake(of="gradient_descent", caught_by=gradient_descent_follows_the_closed_form)
def took_every_gradient_at_w0(gradient, w0, lr, tol, max_steps):
    history, reason = [w0], "max_steps"
    for _ in range(max_steps):
        history.append(history[-1] - lr * gradient(w0))
        if np.linalg.norm(history[-1] - history[-2]) < tol:
            reason = "tolerance"
            break
    return history[-1], np.array(history), reason


@mistake(of="gradient_descent", caught_by=gradient_descent_trusts_its_rule_far_from_the_bottom)
def compared_the_gradient_with_tol(gradient, w0, lr, tol, max_steps):
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
    """The short step is not made."""
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
    history, reason = [w0], "max_steps"
    for _ in range(max_steps):
        history.append(history[-1] - lr * gradient(history[-1]))
        if np.all(history[-1] - history[-2] < tol):
            reason = "tolerance"
            break
    return history[-1], np.array(history), reason


@mistake(of="gradient_descent", caught_by=gradient_descent_never_stops_early_with_tol_0)
def stopped_at_a_step_of_exactly_tol(gradient, w0, lr, tol, max_steps):
    history, reason = [w0], "max_steps"
    for _ in range(max_steps):
        history.append(history[-1] - lr * gradient(history[-1]))
        if np.linalg.norm(history[-1] - history[-2]) <= tol:
            reason = "tolerance"
            break
    return history[-1], np.array(history), reason


@mistake(of="gradient_descent", caught_by=gradient_descent_names_the_rule_that_fired)
def counted_before_it_measured(gradient, w0, lr, tol, max_steps):
    """The cap wins when both rules apply."""
    history = [w0]
    while True:
        if len(history) == max_steps + 1:
            return history[-1], np.array(history), "max_steps"
        history.append(history[-1] - lr * gradient(history[-1]))
        if np.linalg.norm(history[-1] - history[-2]) < tol and len(history) <= max_steps:
            return history[-1], np.array(history), "tolerance"


@mistake(of="gradient_descent", caught_by=gradient_descent_stops_after_the_first_short_step)
def overwrote_the_reason_after_the_loop(gradient, w0, lr, tol, max_steps):
    history = [w0]
    for _ in range(max_steps):
        history.append(history[-1] - lr * gradient(history[-1]))
        if np.linalg.norm(history[-1] - history[-2]) < tol:
            break
    return history[-1], np.array(history), "max_steps"


@mistake(of="gradient_descent", caught_by=gradient_descent_follows_the_closed_form)
def made_one_step_too_many(gradient, w0, lr, tol, max_steps):
    history, reason = [w0], "max_steps"
    for _ in range(max_steps + 1):
        history.append(history[-1] - lr * gradient(history[-1]))
        if np.linalg.norm(history[-1] - history[-2]) < tol:
            reason = "tolerance"
            break
    return history[-1], np.array(history), reason


@mistake(of="gradient_descent", caught_by=gradient_descent_halves_the_way_to_the_bottom)
def returned_the_point_before_the_last(gradient, w0, lr, tol, max_steps):
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
    history = [w0]
    for _ in range(max_steps):
        history.append(history[-1] - lr * gradient(history[-1]))
    return history[-1], np.array(history), "max_steps"


@mistake(of="gradient_descent", caught_by=gradient_descent_asks_for_one_gradient_per_step)
def computed_every_gradient_twice(gradient, w0, lr, tol, max_steps):
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
    history = [w0]
    while True:
        history.append(history[-1] - lr * gradient(history[-1]))
        if np.linalg.norm(history[-1] - history[-2]) < tol:
            return history[-1], np.array(history), "tolerance"
        if len(history) > max_steps:
            return history[-1], np.array(history), "max_steps"


@mistake(of="gradient_descent", caught_by=gradient_descent_runs_on_when_it_diverges)
def gave_up_at_infinity(gradient, w0, lr, tol, max_steps):
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
    order = rng.permutation(N)
    return [order[k * batch_size : (k + 1) * batch_size] for k in range(N // batch_size)]


@mistake(of="minibatches", caught_by=minibatches_hold_every_index_once)
def drew_with_replacement(N, batch_size, rng):
    order = rng.integers(N, size=N)
    return [order[start : start + batch_size] for start in range(0, N, batch_size)]


@mistake(of="minibatches", caught_by=minibatches_hold_every_index_once)
def drew_each_batch_afresh(N, batch_size, rng):
    """The SGD of the lecture, b of n indices at random, is not a pass over the data."""
    return [
        rng.choice(N, size=min(batch_size, N - start), replace=False)
        for start in range(0, N, batch_size)
    ]


@mistake(of="minibatches", caught_by=minibatches_hold_every_index_once)
def counted_from_one(N, batch_size, rng):
    order = rng.permutation(np.arange(1, N + 1))
    return [order[start : start + batch_size] for start in range(0, N, batch_size)]


@mistake(of="minibatches", caught_by=minibatches_are_full_but_the_last)
def left_an_empty_batch_at_the_end(N, batch_size, rng):
    order = rng.permutation(N)
    return [order[k * batch_size : (k + 1) * batch_size] for k in range(N // batch_size + 1)]


@mistake(of="minibatches", caught_by=minibatches_are_full_but_the_last)
def made_the_batches_equally_long(N, batch_size, rng):
    return np.array_split(rng.permutation(N), -(-N // batch_size))


@mistake(of="minibatches", caught_by=minibatches_are_full_but_the_last)
def made_batch_size_batches(N, batch_size, rng):
    return [part for part in np.array_split(rng.permutation(N), batch_size) if len(part)]


@mistake(of="minibatches", caught_by=minibatches_are_full_but_the_last)
def merged_the_rest_into_the_last_batch(N, batch_size, rng):
    order = rng.permutation(N)
    count = max(1, N // batch_size)
    return np.split(order, [k * batch_size for k in range(1, count)])


@mistake(of="minibatches", caught_by=minibatches_come_in_every_order)
def never_shuffled(N, batch_size, rng):
    order = np.arange(N)
    return [order[start : start + batch_size] for start in range(0, N, batch_size)]


@mistake(of="minibatches", caught_by=minibatches_come_in_every_order)
def shuffled_the_batches_only(N, batch_size, rng):
    order = np.arange(N)
    starts = rng.permutation(range(0, N, batch_size))
    return [order[start : start + batch_size] for start in starts]


@mistake(of="minibatches", caught_by=minibatches_come_in_every_order)
def shuffled_within_the_batches_only(N, batch_size, rng):
    return [
        rng.permutation(np.arange(start, min(start + batch_size, N)))
        for start in range(0, N, batch_size)
    ]


@mistake(of="minibatches", caught_by=minibatches_come_in_every_order)
def began_at_a_random_index(N, batch_size, rng):
    order = np.roll(np.arange(N), rng.integers(N))
    return [order[start : start + batch_size] for start in range(0, N, batch_size)]


@mistake(of="minibatches", caught_by=minibatches_come_in_every_order)
def seeded_a_generator_of_its_own(N, batch_size, rng):
    order = np.random.default_rng(42).permutation(N)
    return [order[start : start + batch_size] for start in range(0, N, batch_size)]


@mistake(of="minibatches", caught_by=minibatches_depend_on_nothing_but_rng)
def used_the_global_generator(N, batch_size, rng):
    order = np.random.permutation(N)  # noqa: NPY002  # the mistake itself
    return [order[start : start + batch_size] for start in range(0, N, batch_size)]


@mistake(of="minibatches", caught_by=minibatches_hold_every_index_once)
def returned_one_array(N, batch_size, rng):
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
    order = rng.permutation(len(y))
    for start in range(0, len(y), batch_size):
        batch = order[start : start + batch_size]
        w = w - lr * 2 / batch_size * X[batch].T @ (X[batch] @ w - y[batch])
    return w


@mistake(of="sgd_epoch", caught_by=sgd_epoch_makes_one_step_per_batch)
def summed_over_the_batch(X, y, w, lr, batch_size, rng):
    """As one of the slides does; its learning rate is then another one."""
    order = rng.permutation(len(y))
    for start in range(0, len(y), batch_size):
        batch = order[start : start + batch_size]
        w = w - lr * 2 * X[batch].T @ (X[batch] @ w - y[batch])
    return w


@mistake(of="sgd_epoch", caught_by=sgd_epoch_visits_every_example_in_some_order)
def divided_by_all_the_examples(X, y, w, lr, batch_size, rng):
    order = rng.permutation(len(y))
    for start in range(0, len(y), batch_size):
        batch = order[start : start + batch_size]
        w = w - lr * 2 / len(y) * X[batch].T @ (X[batch] @ w - y[batch])
    return w


@mistake(of="sgd_epoch", caught_by=sgd_epoch_makes_one_step_per_batch)
def climbed(X, y, w, lr, batch_size, rng):
    order = rng.permutation(len(y))
    for start in range(0, len(y), batch_size):
        batch = order[start : start + batch_size]
        w = w + lr * 2 / len(batch) * X[batch].T @ (X[batch] @ w - y[batch])
    return w


@mistake(of="sgd_epoch", caught_by=sgd_epoch_makes_one_step_per_batch)
def dropped_the_short_batch(X, y, w, lr, batch_size, rng):
    order = rng.permutation(len(y))
    for k in range(len(y) // batch_size):
        batch = order[k * batch_size : (k + 1) * batch_size]
        w = w - lr * 2 / len(batch) * X[batch].T @ (X[batch] @ w - y[batch])
    return w


@mistake(of="sgd_epoch", caught_by=sgd_epoch_in_one_batch_is_a_step_of_descent)
def did_nothing_for_large_batches(X, y, w, lr, batch_size, rng):
    order = rng.permutation(len(y))
    for start in range(0, len(y) - batch_size + 1, batch_size):
        batch = order[start : start + batch_size]
        w = w - lr * 2 / len(batch) * X[batch].T @ (X[batch] @ w - y[batch])
    return w


@mistake(of="sgd_epoch", caught_by=sgd_epoch_visits_every_example_in_some_order)
def shuffled_x_but_not_y(X, y, w, lr, batch_size, rng):
    X = rng.permutation(X)
    for start in range(0, len(y), batch_size):
        batch = slice(start, start + batch_size)
        w = w - lr * 2 / len(y[batch]) * X[batch].T @ (X[batch] @ w - y[batch])
    return w


@mistake(of="sgd_epoch", caught_by=sgd_epoch_visits_every_example_in_some_order)
def drew_examples_with_replacement(X, y, w, lr, batch_size, rng):
    order = rng.integers(len(y), size=len(y))
    for start in range(0, len(y), batch_size):
        batch = order[start : start + batch_size]
        w = w - lr * 2 / len(batch) * X[batch].T @ (X[batch] @ w - y[batch])
    return w


@mistake(of="sgd_epoch", caught_by=sgd_epoch_visits_every_example_in_some_order)
def drew_a_new_order_for_every_batch(X, y, w, lr, batch_size, rng):
    for start in range(0, len(y), batch_size):
        batch = rng.permutation(len(y))[start : start + batch_size]
        w = w - lr * 2 / len(batch) * X[batch].T @ (X[batch] @ w - y[batch])
    return w


@mistake(of="sgd_epoch", caught_by=sgd_epoch_visits_every_example_in_some_order)
def took_all_gradients_at_the_start(X, y, w, lr, batch_size, rng):
    order = rng.permutation(len(y))
    new = w
    for start in range(0, len(y), batch_size):
        batch = order[start : start + batch_size]
        new = new - lr * 2 / len(batch) * X[batch].T @ (X[batch] @ w - y[batch])
    return new


@mistake(of="sgd_epoch", caught_by=sgd_epoch_makes_one_step_per_batch)
def accumulated_and_stepped_once(X, y, w, lr, batch_size, rng):
    return w - lr * 2 / len(y) * X.T @ (X @ w - y)


@mistake(of="sgd_epoch", caught_by=sgd_epoch_makes_one_step_per_batch)
def returned_after_the_first_batch(X, y, w, lr, batch_size, rng):
    batch = rng.permutation(len(y))[:batch_size]
    return w - lr * 2 / len(batch) * X[batch].T @ (X[batch] @ w - y[batch])


@mistake(of="sgd_epoch", caught_by=sgd_epoch_makes_one_step_per_batch)
def lost_the_two(X, y, w, lr, batch_size, rng):
    order = rng.permutation(len(y))
    for start in range(0, len(y), batch_size):
        batch = order[start : start + batch_size]
        w = w - lr / len(batch) * X[batch].T @ (X[batch] @ w - y[batch])
    return w


@mistake(of="sgd_epoch", caught_by=sgd_epoch_uses_the_redundancy_of_copies)
def skipped_examples_seen_before(X, y, w, lr, batch_size, rng):
    kept = np.unique(np.column_stack([X, y]), axis=0)
    X, y = kept[:, :-1], kept[:, -1]
    order = rng.permutation(len(y))
    for start in range(0, len(y), batch_size):
        batch = order[start : start + batch_size]
        w = w - lr * 2 / len(batch) * X[batch].T @ (X[batch] @ w - y[batch])
    return w


@mistake(of="sgd_epoch", caught_by=sgd_epoch_shuffles_with_every_order_equally_likely)
def kept_the_order_of_the_file(X, y, w, lr, batch_size, rng):
    for start in range(0, len(y), batch_size):
        batch = slice(start, start + batch_size)
        w = w - lr * 2 / len(y[batch]) * X[batch].T @ (X[batch] @ w - y[batch])
    return w


@mistake(of="sgd_epoch", caught_by=sgd_epoch_shuffles_with_every_order_equally_likely)
def shuffled_alike_in_every_epoch(X, y, w, lr, batch_size, rng):
    order = np.random.default_rng(0).permutation(len(y))
    for start in range(0, len(y), batch_size):
        batch = order[start : start + batch_size]
        w = w - lr * 2 / len(batch) * X[batch].T @ (X[batch] @ w - y[batch])
    return w


@mistake(of="sgd_epoch", caught_by=sgd_epoch_shuffles_with_every_order_equally_likely)
def began_at_a_random_example(X, y, w, lr, batch_size, rng):
    order = np.roll(np.arange(len(y)), rng.integers(len(y)))
    for start in range(0, len(y), batch_size):
        batch = order[start : start + batch_size]
        w = w - lr * 2 / len(batch) * X[batch].T @ (X[batch] @ w - y[batch])
    return w


@mistake(of="sgd_epoch", caught_by=sgd_epoch_depends_on_nothing_but_rng)
def shuffled_with_the_global_generator(X, y, w, lr, batch_size, rng):
    order = np.random.permutation(len(y))  # noqa: NPY002  # the mistake itself
    for start in range(0, len(y), batch_size):
        batch = order[start : start + batch_size]
        w = w - lr * 2 / len(batch) * X[batch].T @ (X[batch] @ w - y[batch])
    return w


@mistake(of="sgd_epoch", caught_by=sgd_epoch_keeps_float32)
def computed_in_float64(X, y, w, lr, batch_size, rng):
    X, y, w = X.astype(float), y.astype(float), w.astype(float)
    order = rng.permutation(len(y))
    for start in range(0, len(y), batch_size):
        batch = order[start : start + batch_size]
        w = w - lr * 2 / len(batch) * X[batch].T @ (X[batch] @ w - y[batch])
    return w


@mistake(of="sgd_epoch", caught_by=sgd_epoch_leaves_its_arguments_unchanged)
def updated_w_in_place(X, y, w, lr, batch_size, rng):
    order = rng.permutation(len(y))
    for start in range(0, len(y), batch_size):
        batch = order[start : start + batch_size]
        w -= lr * 2 / len(batch) * X[batch].T @ (X[batch] @ w - y[batch])
    return w


@mistake(of="sgd_epoch", caught_by=sgd_epoch_leaves_its_arguments_unchanged)
def shuffled_the_data_in_place(X, y, w, lr, batch_size, rng):
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
    v = rng.standard_normal(len(A))
    for _ in range(steps):
        v = A @ v
    return float(v @ A @ v)


@mistake(of="largest_eigenvalue", caught_by=largest_eigenvalue_agrees_with_the_spectrum)
def overflowed_before_it_normalised(A, steps, rng):
    v = rng.standard_normal(len(A))
    for _ in range(steps):
        v = A @ v
    v = v / np.linalg.norm(v)
    return float(v @ A @ v)


@mistake(of="largest_eigenvalue", caught_by=largest_eigenvalue_agrees_with_the_spectrum)
def stopped_after_ten_steps(A, steps, rng):
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
    v = rng.standard_normal(len(A))
    for _ in range(steps):
        v = A @ v
        v = v / np.linalg.norm(v)
    return float(v @ A @ v)


@mistake(of="largest_eigenvalue", caught_by=largest_eigenvalue_agrees_with_the_spectrum)
def forgot_to_divide_by_the_norm_of_v(A, steps, rng):
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
    return float(np.trace(A))


@mistake(of="largest_eigenvalue", caught_by=largest_eigenvalue_of_a_diagonal)
def took_the_smallest(A, steps, rng):
    return float(np.linalg.eigvalsh(A)[0])


@mistake(of="largest_eigenvalue", caught_by=largest_eigenvalue_agrees_with_the_spectrum)
def read_it_off_the_diagonal(A, steps, rng):
    return float(np.max(np.diag(A)))


@mistake(of="largest_eigenvalue", caught_by=largest_eigenvalue_of_a_diagonal)
def returned_the_eigenvector(A, steps, rng):
    return np.linalg.eigh(A)[1][:, -1]


@mistake(of="largest_eigenvalue", caught_by=largest_eigenvalue_agrees_with_the_spectrum)
def took_the_norm_of_all_entries(A, steps, rng):
    return float(np.linalg.norm(A))


@mistake(of="largest_eigenvalue", caught_by=largest_eigenvalue_leaves_its_argument_unchanged)
def scaled_the_matrix_in_place(A, steps, rng):
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
    return 2 / second_derivative


@mistake(
    of="optimal_learning_rate", caught_by=optimal_learning_rate_reaches_the_bottom_in_one_step
)
def forgot_to_invert(second_derivative):
    return second_derivative


@mistake(
    of="optimal_learning_rate", caught_by=optimal_learning_rate_reaches_the_bottom_in_one_step
)
def halved_for_the_square(second_derivative):
    """Takes the curvature for the coefficient of w²."""
    return 1 / (2 * second_derivative)


@mistake(
    of="optimal_learning_rate", caught_by=optimal_learning_rate_reaches_the_bottom_in_one_step
)
def kept_the_sign_of_the_slide(second_derivative):
    """Δω = η ∂E/∂ω, without the minus."""
    return -1 / second_derivative


@mistake(of="optimal_learning_rate", caught_by=optimal_learning_rate_agrees_with_the_reference)
def was_afraid_of_division_by_zero(second_derivative):
    return 1 / max(second_derivative, 0.1)


@mistake(of="optimal_learning_rate", caught_by=optimal_learning_rate_agrees_with_the_reference)
def added_an_epsilon(second_derivative):
    return 1 / (second_derivative + 1e-6)


@alternative(of="optimal_learning_rate")
def as_a_power(second_derivative):
    return np.float64(second_derivative) ** -1


# ------------------------------------------------------------------- maximal_learning_rate


@mistake(
    of="maximal_learning_rate", caught_by=maximal_learning_rate_belongs_to_the_steepest_direction
)
def took_the_flattest_direction(hessian):
    return float(2 / np.linalg.eigvalsh(hessian)[0])


@mistake(
    of="maximal_learning_rate", caught_by=maximal_learning_rate_belongs_to_the_steepest_direction
)
def took_the_optimal_rate(hessian):
    return float(1 / np.linalg.eigvalsh(hessian)[-1])


@mistake(
    of="maximal_learning_rate",
    caught_by=maximal_learning_rate_parts_convergence_from_divergence,
)
def looked_at_the_diagonal(hessian):
    return float(2 / np.max(np.diag(hessian)))


@mistake(
    of="maximal_learning_rate",
    caught_by=maximal_learning_rate_parts_convergence_from_divergence,
)
def bounded_it_by_the_trace(hessian):
    return float(2 / np.trace(hessian))


@mistake(of="maximal_learning_rate", caught_by=maximal_learning_rate_agrees_with_the_reference)
def bounded_it_by_the_frobenius_norm(hessian):
    return float(2 / np.linalg.norm(hessian))


@mistake(of="maximal_learning_rate", caught_by=maximal_learning_rate_agrees_with_the_reference)
def took_the_number_of_the_slide(hessian):
    """λ_max = 0.84 belongs to one data set only."""
    return 2 / 0.84


@mistake(of="maximal_learning_rate", caught_by=maximal_learning_rate_agrees_with_the_reference)
def took_the_largest_entry(hessian):
    return float(2 / np.max(np.abs(hessian)))


@mistake(of="maximal_learning_rate", caught_by=maximal_learning_rate_agrees_with_the_reference)
def trusted_the_order_of_eig(hessian):
    return float(2 / np.linalg.eig(hessian)[0][0].real)


@mistake(of="maximal_learning_rate", caught_by=maximal_learning_rate_agrees_with_the_reference)
def iterated_five_times(hessian):
    v = np.ones(len(hessian))
    for _ in range(5):
        v = hessian @ v
        v = v / np.linalg.norm(v)
    return float(2 / (v @ hessian @ v))


@mistake(of="maximal_learning_rate", caught_by=maximal_learning_rate_leaves_its_argument_unchanged)
def symmetrised_in_place(hessian):
    hessian += hessian.T.copy()
    return float(4 / np.linalg.eigvalsh(hessian)[-1])


@alternative(of="maximal_learning_rate")
def from_the_spectral_norm(hessian):
    return 2 / np.linalg.norm(hessian, 2)


@alternative(of="maximal_learning_rate")
def from_the_general_solver(hessian):
    return 2 / max(np.linalg.eigvals(hessian).real)
