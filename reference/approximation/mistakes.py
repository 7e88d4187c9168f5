"""Wrong approximations that students do hand in, and right ones written otherwise."""

import itertools
from fractions import Fraction

import numpy as np

from autograder.checks import alternative, equivalent, mistake

from .checks import (
    fit_tanh_depends_on_nothing_but_rng,
    fit_tanh_fits_a_corner,
    fit_tanh_fits_a_parabola,
    fit_tanh_fits_a_sine,
    fit_tanh_fits_a_step,
    fit_tanh_leaves_its_arguments_unchanged,
    linear_pieces_agrees_with_the_reference,
    linear_pieces_ignores_units_that_do_not_bend,
    linear_pieces_leaves_its_arguments_unchanged,
    linear_pieces_of_no_units_is_one,
    linear_pieces_of_three_units,
    linear_pieces_tells_places_apart_that_are_a_thousandth_apart,
    no_free_lunch_sum_agrees_with_the_reference,
    no_free_lunch_sum_counts_in_binary,
    no_free_lunch_sum_leaves_the_targets_unchanged,
    no_free_lunch_sum_of_two_points_done_by_hand,
    relu_interpolator_draws_a_tent,
    relu_interpolator_goes_through_its_points,
    relu_interpolator_is_straight_between_its_points,
    relu_interpolator_leaves_its_arguments_unchanged,
    sigmoid_staircase_climbs_a_parabola,
    sigmoid_staircase_keeps_its_promise_on_ramps,
    sigmoid_staircase_keeps_its_promise_on_waves,
)

# relu_interpolator


@mistake(of="relu_interpolator", caught_by=relu_interpolator_draws_a_tent)
def slopes_instead_of_their_changes(xs, ys):
    """Your v are the slopes themselves: units stay on, so each v should be the change of the slope
    at its point.
    """
    slopes = np.diff(ys) / np.diff(xs)
    return np.ones(len(slopes)), -xs[:-1], slopes, ys[0]


@mistake(of="relu_interpolator", caught_by=relu_interpolator_draws_a_tent)
def forgot_the_first_slope(xs, ys):
    """Your network starts flat: the slope of the first piece is missing, and so it is in all
    pieces after it.
    """
    slopes = np.diff(ys) / np.diff(xs)
    return np.ones(len(slopes) - 1), -xs[1:-1], np.diff(slopes), ys[0]


@mistake(of="relu_interpolator", caught_by=relu_interpolator_draws_a_tent)
def forgot_where_it_starts(xs, ys):
    """Your b is 0, so all values are too small by ys[0]: the network should begin at the first
    point.
    """
    slopes = np.diff(ys) / np.diff(xs)
    return np.ones(len(slopes)), -xs[:-1], np.diff(slopes, prepend=0), 0.0


@mistake(of="relu_interpolator", caught_by=relu_interpolator_draws_a_tent)
def bent_at_the_far_ends(xs, ys):
    """Your units bend one point too late, at the end of the piece whose slope they bring: they
    should bend where it begins.
    """
    slopes = np.diff(ys) / np.diff(xs)
    return np.ones(len(slopes)), -xs[1:], np.diff(slopes, prepend=0), ys[0]


@mistake(of="relu_interpolator", caught_by=relu_interpolator_draws_a_tent)
def bent_on_the_other_side_of_zero(xs, ys):
    """Your units bend at −xs[k] instead of xs[k]: w x + c is 0 at x = −c / w."""
    slopes = np.diff(ys) / np.diff(xs)
    return np.ones(len(slopes)), xs[:-1], np.diff(slopes, prepend=0), ys[0]


@mistake(of="relu_interpolator", caught_by=relu_interpolator_goes_through_its_points)
def points_evenly_spaced(xs, ys):
    """Your slopes are those of points that lie 1 apart: a slope is the rise divided by the
    distance of the two points.
    """
    slopes = np.diff(ys)
    return np.ones(len(slopes)), -xs[:-1], np.diff(slopes, prepend=0), ys[0]


@mistake(of="relu_interpolator", caught_by=relu_interpolator_draws_a_tent)
def the_line_through_both_ends(xs, ys):
    """Your network is the line from the first point to the last: it should go through the points
    in between as well.
    """
    return np.ones(1), -xs[:1], (ys[-1:] - ys[:1]) / (xs[-1] - xs[0]), ys[0]


@mistake(of="relu_interpolator", caught_by=relu_interpolator_is_straight_between_its_points)
def through_the_points_by_other_bends(xs, ys):
    """Your network goes through the points, but bends between them: it should be straight from
    each point to the next.
    """
    bends = np.append(xs[0] - 1, (xs[:-1] + xs[1:]) / 2)
    features = np.maximum(0, xs[:, None] - bends)
    v = np.linalg.lstsq(features, ys, rcond=None)[0]
    return np.ones(len(xs)), -bends, v, 0.0


@mistake(of="relu_interpolator", caught_by=relu_interpolator_draws_a_tent)
def a_hat_for_every_point(xs, ys):
    """Your network has three units for each point: one for each point should be enough."""
    gaps = np.diff(xs)
    left = np.concatenate([[xs[0] - 1], xs[:-1]])
    right = np.concatenate([xs[1:], [xs[-1] + 1]])
    up, down = 1 / (xs - left), 1 / (right - xs)
    bends = np.concatenate([left, xs, right])
    v = np.concatenate([ys * up, -ys * (up + down), ys * down])
    return np.ones(3 * len(gaps) + 3), -bends, v, 0.0


@mistake(of="relu_interpolator", caught_by=relu_interpolator_draws_a_tent)
def weights_as_a_column(xs, ys):
    """Your w and v have two axes: w, c and v should be 1-D arrays of one length."""
    slopes = np.diff(ys) / np.diff(xs)
    return np.ones((1, len(slopes))), -xs[:-1], np.diff(slopes, prepend=0)[:, None], ys[0]


@mistake(of="relu_interpolator", caught_by=relu_interpolator_leaves_its_arguments_unchanged)
def shifted_the_points_to_zero(xs, ys):
    """Your function changes an array that it is given: put the differences into a new one."""
    start, xs0 = ys[0], xs.copy()
    ys -= start
    slopes = np.diff(ys) / np.diff(xs0)
    return np.ones(len(slopes)), -xs0[:-1], np.diff(slopes, prepend=0), start


# linear_pieces


@mistake(of="linear_pieces", caught_by=linear_pieces_of_three_units)
def one_more_than_units(w, c):
    """You answer H + 1, the largest number possible: a place where several units bend counts once,
    and units with w = 0 do not bend.
    """
    return len(w) + 1


@mistake(of="linear_pieces", caught_by=linear_pieces_of_three_units)
def the_bends_themselves(w, c):
    """You count one too few: between and beyond the bends there is one piece more than there are
    bends.
    """
    return len(np.unique(-c[w != 0] / w[w != 0]))


@mistake(of="linear_pieces", caught_by=linear_pieces_ignores_units_that_do_not_bend)
def counted_constant_units(w, c):
    """You count a bend for units with w = 0: they are constant and do not bend."""
    with np.errstate(all="ignore"):
        return len(np.unique(-c / w)) + 1


@mistake(of="linear_pieces", caught_by=linear_pieces_of_three_units)
def different_biases(w, c):
    """You count the different c: a unit bends at −c / w, so w matters too."""
    return len(np.unique(c[w != 0])) + 1


@mistake(of="linear_pieces", caught_by=linear_pieces_of_three_units)
def patterns_of_three_points(w, c):
    """You miss a piece: every piece counts, the short one between two neighbouring bends
    included.
    """
    x = np.array([-10.0, 0.0, 10.0])
    return len(np.unique(np.outer(x, w) + c > 0, axis=0))


@mistake(
    of="linear_pieces", caught_by=linear_pieces_tells_places_apart_that_are_a_thousandth_apart
)
def patterns_on_a_grid(w, c):
    """You miss bends: they may lie far from 0, and only a thousandth apart."""
    x = np.linspace(-3, 3, 997) + 1e-4
    return len(np.unique(np.outer(x, w) + c > 0, axis=0)) if w.any() else 1


@mistake(
    of="linear_pieces", caught_by=linear_pieces_tells_places_apart_that_are_a_thousandth_apart
)
def rounded_to_two_digits(w, c):
    """You take bends for one that are a thousandth apart: they are different."""
    return len({round(-b / a, 2) for a, b in zip(w, c, strict=True) if a != 0}) + 1


@mistake(of="linear_pieces", caught_by=linear_pieces_agrees_with_the_reference)
def bends_beyond_zero_only(w, c):
    """You do not count bends to the left of −1: the whole line counts, however far to the left."""
    bends = -c[w != 0] / w[w != 0]
    return len(np.unique(bends[bends >= -1])) + 1


@mistake(of="linear_pieces", caught_by=linear_pieces_of_no_units_is_one)
def differences_of_sorted_bends(w, c):
    """You answer 2 where there are no units: without a bend there is one piece."""
    bends = np.sort(-c[w != 0] / w[w != 0])
    return int(np.sum(np.diff(bends) > 1e-9)) + 2 if w.any() or len(w) == 0 else 1


@mistake(of="linear_pieces", caught_by=linear_pieces_of_three_units)
def units_that_face_right(w, c):
    """You miss a bend: a unit with negative w bends as well, at −c / w."""
    return len(np.unique(-c[w > 0] / w[w > 0])) + 1


@mistake(of="linear_pieces", caught_by=linear_pieces_of_three_units)
def pairs_of_w_and_c(w, c):
    """You count a place twice at which two units bend: different w and c may have the
    same −c / w.
    """
    return len({(a, b) for a, b in zip(w, c, strict=True) if a != 0}) + 1


@mistake(of="linear_pieces", caught_by=linear_pieces_leaves_its_arguments_unchanged)
def divided_c_by_w_in_place(w, c):
    """Your function changes an array that it is given: put the bends into a new one."""
    bends = w != 0
    c[bends] /= w[bends]
    return len(np.unique(c[bends])) + 1


equivalent(
    of="linear_pieces",
    was="-c[bends]",
    becomes="c[bends]",
    because="the line in a mirror has as many pieces",
)


# sigmoid_staircase


@mistake(of="sigmoid_staircase", caught_by=sigmoid_staircase_climbs_a_parabola)
def steps_by_the_bias_alone(f, n):
    """All your steps lie next to 0: a unit steps at −c / w, so a steep one needs a large c as
    well.
    """
    levels = f((np.arange(n + 1) + 0.5) / (n + 1))
    steps = np.arange(1, n + 1) / (n + 1)
    return np.full(n, 1e6), -steps, np.diff(levels), levels[0]


@mistake(of="sigmoid_staircase", caught_by=sigmoid_staircase_climbs_a_parabola)
def levels_instead_of_rises(f, n):
    """Your v are the levels themselves: units stay on, so each v should be the rise from one level
    to the next.
    """
    levels = f((np.arange(n + 1) + 0.5) / (n + 1))
    steps = np.arange(1, n + 1) / (n + 1)
    return np.full(n, 1e6), -1e6 * steps, levels[1:], levels[0]


@mistake(of="sigmoid_staircase", caught_by=sigmoid_staircase_keeps_its_promise_on_ramps)
def ground_floor_at_zero(f, n):
    """Your b is 0: the staircase should begin on a level of f at the left end."""
    levels = f((np.arange(n + 1) + 0.5) / (n + 1))
    steps = np.arange(1, n + 1) / (n + 1)
    return np.full(n, 1e6), -1e6 * steps, np.diff(levels), 0.0


@mistake(of="sigmoid_staircase", caught_by=sigmoid_staircase_keeps_its_promise_on_ramps)
def not_steep(f, n):
    """Your w are 10, so each step is spread over about half of the interval: steps should be steep
    compared with a floor of width 1/n.
    """
    levels = f((np.arange(n + 1) + 0.5) / (n + 1))
    steps = np.arange(1, n + 1) / (n + 1)
    return np.full(n, 10.0), -10.0 * steps, np.diff(levels), levels[0]


@mistake(of="sigmoid_staircase", caught_by=sigmoid_staircase_climbs_a_parabola)
def one_unit_too_many(f, n):
    """Your network has n + 1 units: at most n are allowed."""
    levels = f(np.arange(n + 2) / (n + 1))
    steps = (np.arange(n + 1) + 0.5) / (n + 1)
    return np.full(n + 1, 1e6), -1e6 * steps, np.diff(levels), levels[0]


@mistake(of="sigmoid_staircase", caught_by=sigmoid_staircase_climbs_a_parabola)
def steps_a_floor_too_late(f, n):
    """Your steps come a floor too late: on most floors your level is that of f more than a floor
    before, which is off by up to 2 L/n.
    """
    levels = f(np.arange(n + 1) / n)
    steps = np.arange(1, n + 1) / n + 1 / n
    return np.full(n, 1e6), -1e6 * steps, np.diff(levels), levels[0]


@mistake(of="sigmoid_staircase", caught_by=sigmoid_staircase_keeps_its_promise_on_ramps)
def one_level_for_a_climb_of_two(f, n):
    """You use half of the n units, so your floors are about 2/n wide and the error goes up to
    about 2 L/n.
    """
    k = max(1, n // 2)
    levels = f(np.arange(k + 1) / k)
    steps = np.arange(1, k + 1) / k
    return np.full(k, 1e6), -1e6 * steps, np.diff(levels), levels[0]


@mistake(of="sigmoid_staircase", caught_by=sigmoid_staircase_climbs_a_parabola)
def asked_beyond_the_interval(f, n):
    """You ask for f outside of [0, 1], where it is not defined."""
    levels = f((np.arange(n + 1) + 0.5) / n)
    steps = np.arange(1, n + 1) / n
    return np.full(n, 1e6), -1e6 * steps, np.diff(levels), levels[0]


@mistake(of="sigmoid_staircase", caught_by=sigmoid_staircase_climbs_a_parabola)
def steps_downward(f, n):
    """Your w are negative, so each unit is on to the left of its step and goes off there: your
    staircase runs from the last level down to the first.
    """
    levels = f((np.arange(n + 1) + 0.5) / (n + 1))
    steps = np.arange(1, n + 1) / (n + 1)
    return np.full(n, -1e6), 1e6 * steps, np.diff(levels), levels[0]


@mistake(of="sigmoid_staircase", caught_by=sigmoid_staircase_keeps_its_promise_on_waves)
def one_step_between_both_ends(f, n):
    """Your levels lie on the straight line from f(0) to f(1): they should follow f in between."""
    low, high = f(0.0), f(1.0)
    levels = low + (high - low) * np.arange(n + 1) / n
    if abs(f(0.5) - low) > 1e-3 * (1 + abs(low)) or n < 5:
        levels = f(np.arange(n + 1) / n)
    return np.full(n, 1e6), -1e6 * (np.arange(n) + 0.5) / n, np.diff(levels), levels[0]


for _becomes in ("np.arange(n + 1)", "np.arange(n + 1) + 1.0"):
    equivalent(
        of="sigmoid_staircase",
        was="np.arange(n + 1) + 0.5",
        becomes=_becomes,
        because="levels at an end of each floor are off by L/(n + 1), which is allowed",
    )
equivalent(
    of="sigmoid_staircase",
    was="np.full(n, 1000000.0)",
    becomes="np.full(n, 2000000.0)",
    because="steeper still",
)


# fit_tanh


@mistake(of="fit_tanh", caught_by=fit_tanh_fits_a_parabola)
def a_straight_line(x, y, hidden, rng):
    """Your network is a straight line on [−1, 1]: its units are so gentle that none of them bends
    there.
    """
    slope, b = np.polyfit(x, y, 1)
    return np.full(hidden, 1e-3), np.zeros(hidden), np.full(hidden, slope * 1e3 / hidden), b


@mistake(of="fit_tanh", caught_by=fit_tanh_fits_a_parabola)
def the_mean(x, y, hidden, rng):
    """Your network is constant: its units should bend. From w, c and v of 0 descent never gets
    away, for their gradients are 0.
    """
    return np.zeros(hidden), np.zeros(hidden), np.zeros(hidden), y.mean()


@mistake(of="fit_tanh", caught_by=fit_tanh_fits_a_parabola)
def started_at_zero(x, y, hidden, rng):
    """Your network is constant: its units should bend. From w, c and v of 0 descent never gets
    away, for their gradients are 0.
    """
    w, c, v, b = np.zeros(hidden), np.zeros(hidden), np.zeros(hidden), 0.0
    for _ in range(200):
        h = np.tanh(np.outer(x, w) + c)
        error = (h @ v + b - y) / len(x)
        dz = np.outer(error, v) * (1 - h**2)
        w, c = w - 0.2 * x @ dz, c - 0.2 * dz.sum(axis=0)
        v, b = v - 0.2 * h.T @ error, b - 0.2 * error.sum()
    return w, c, v, b


@mistake(of="fit_tanh", caught_by=fit_tanh_fits_a_parabola)
def all_units_alike(x, y, hidden, rng):
    """Your units are all alike, with equal w and c: together they do what a single unit does."""
    w, c = rng.normal(), rng.normal()
    features = np.column_stack([np.tanh(w * x + c), np.ones_like(x)])
    v, b = np.linalg.lstsq(features, y, rcond=None)[0]
    return np.full(hidden, w), np.full(hidden, c), np.full(hidden, v / hidden), b


@mistake(of="fit_tanh", caught_by=fit_tanh_fits_a_parabola)
def forgot_the_output_bias(x, y, hidden, rng):
    """Your b is 0, though your w, c and v fit y with another b only."""
    w, c = 3.0 * np.ones(hidden), np.linspace(-2, 2, hidden)
    features = np.column_stack([np.tanh(np.outer(x, w) + c), np.ones_like(x)])
    weights = np.linalg.lstsq(features, y, rcond=None)[0]
    return w, c, weights[:-1], 0.0


@mistake(of="fit_tanh", caught_by=fit_tanh_fits_a_parabola)
def a_unit_more(x, y, hidden, rng):
    """Your network has a unit more than hidden says: there should be exactly hidden units."""
    w, c = 3.0 * np.ones(hidden + 1), np.linspace(-2, 2, hidden + 1)
    features = np.column_stack([np.tanh(np.outer(x, w) + c), np.ones_like(x)])
    weights = np.linalg.lstsq(features, y, rcond=None)[0]
    return w, c, weights[:-1], weights[-1]


@mistake(of="fit_tanh", caught_by=fit_tanh_fits_a_step)
def slopes_for_smooth_functions(x, y, hidden, rng):
    """Your units are gentle, with w = 2, whatever the points are: a jump needs a steeper one."""
    w, c = 2.0 * np.ones(hidden), np.linspace(-1.4, 1.4, hidden)
    features = np.column_stack([np.tanh(np.outer(x, w) + c), np.ones_like(x)])
    weights = np.linalg.lstsq(features, y, rcond=None)[0]
    return w, c, weights[:-1], weights[-1]


@mistake(of="fit_tanh", caught_by=fit_tanh_fits_a_sine)
def even_functions_only(x, y, hidden, rng):
    """Your network has the same values at x and −x, whatever the points are: it should follow
    other functions as well.
    """
    features = np.column_stack([np.tanh(3 * x + 2) - np.tanh(3 * x - 2), np.ones_like(x)])
    v, b = np.linalg.lstsq(features, y, rcond=None)[0]
    return np.array([3.0, 3.0, 0.0]), np.array([2.0, -2.0, 0.0]), np.array([v, -v, 0.0]), b


@mistake(of="fit_tanh", caught_by=fit_tanh_fits_a_corner)
def one_descent_not_long_enough(x, y, hidden, rng):
    """Your network is far from the best that three units can do: descend longer, or start several
    times and keep the best.
    """
    w, c, v, b = rng.normal(size=hidden), rng.normal(size=hidden), rng.normal(size=hidden), 0.0
    for _ in range(50):
        h = np.tanh(np.outer(x, w) + c)
        error = 2 * (h @ v + b - y) / len(x)
        dz = np.outer(error, v) * (1 - h**2)
        w, c = w - 0.05 * x @ dz, c - 0.05 * dz.sum(axis=0)
        v, b = v - 0.05 * h.T @ error, b - 0.05 * error.sum()
    return w, c, v, b


@mistake(of="fit_tanh", caught_by=fit_tanh_depends_on_nothing_but_rng)
def drew_from_the_global_generator(x, y, hidden, rng):
    """Two calls with equal generators give different networks: take all random numbers
    from rng.
    """
    least, best = np.inf, None
    for _ in range(300):
        w = 10 ** np.random.uniform(0, 1.5, hidden)  # noqa: NPY002  # the mistake
        c = -w * np.random.uniform(-1, 1, hidden)  # noqa: NPY002  # the mistake
        features = np.column_stack([np.tanh(np.outer(x, w) + c), np.ones_like(x)])
        weights = np.linalg.lstsq(features, y, rcond=None)[0]
        error = np.mean((features @ weights - y) ** 2)
        if error < least:
            least, best = error, (w, c, weights[:-1], weights[-1])
    return best


@mistake(of="fit_tanh", caught_by=fit_tanh_leaves_its_arguments_unchanged)
def centred_y_in_place(x, y, hidden, rng):
    """Your function changes an array that it is given: use new arrays for what you compute."""
    mean, least, best = y.mean(), np.inf, None
    y -= mean
    for _ in range(300):
        w = 10 ** rng.uniform(0, 1.5, hidden)
        c = -w * rng.uniform(-1, 1, hidden)
        features = np.column_stack([np.tanh(np.outer(x, w) + c), np.ones_like(x)])
        weights = np.linalg.lstsq(features, y, rcond=None)[0]
        error = np.mean((features @ weights - y) ** 2)
        if error < least:
            least, best = error, (w, c, weights[:-1], weights[-1] + mean)
    return best


for _was, _becomes in (
    ("range(200)", "range(199)"),
    ("range(200)", "range(201)"),
    ("10 ** rng.uniform(0, 1.5, hidden)", "11 ** rng.uniform(0, 1.5, hidden)"),
    ("rng.uniform(0, 1.5, hidden)", "rng.uniform(0, 3.0, hidden)"),
    ("rng.uniform(-1, 1, hidden)", "rng.uniform(-2, 1, hidden)"),
    ("rng.uniform(-1, 1, hidden)", "rng.uniform(-1, 2, hidden)"),
):
    equivalent(
        of="fit_tanh",
        was=_was,
        becomes=_becomes,
        because="other guesses, and among 200 of them are good ones as well",
    )
equivalent(
    of="fit_tanh",
    was="-w * rng.uniform(-1, 1, hidden)",
    becomes="rng.uniform(-1, 1, hidden)",
    because="steep units then bend near 0 only, where these four functions need them",
)
equivalent(
    of="fit_tanh",
    was="-w",
    becomes="w",
    because="the places of the bends are drawn from both sides of 0 alike",
)
equivalent(
    of="fit_tanh",
    was="np.sum((features @ weights - y) ** 2)",
    becomes="np.mean((features @ weights - y) ** 2)",
    because="the least sum is the least mean",
)
equivalent(
    of="fit_tanh",
    was="error < least",
    becomes="error <= least",
    because="of two equally good networks either will do",
)


# no_free_lunch_sum


@mistake(of="no_free_lunch_sum", caught_by=no_free_lunch_sum_of_two_points_done_by_hand)
def sum_of_floats(learner, m, n, targets):
    """Your sum is a float: it should be an exact Fraction."""
    points = np.array(list(itertools.product((0, 1), repeat=m)))
    total = 0.0
    for train in itertools.combinations(range(2**m), n):
        test = [i for i in range(2**m) if i not in train]
        for labels in targets:
            predict = learner(points[list(train)], labels[list(train)])
            total += np.mean(predict(points[test]) == labels[test]) - 0.5
    return float(total)


@mistake(of="no_free_lunch_sum", caught_by=no_free_lunch_sum_agrees_with_the_reference)
def fraction_of_a_float(learner, m, n, targets):
    """Your Fraction is only nearly right, as a float is: a part such as 1/3 should enter the sum
    exactly, as a Fraction of two integers.
    """
    points = np.array(list(itertools.product((0, 1), repeat=m)))
    total = Fraction(0)
    for train in itertools.combinations(range(2**m), n):
        test = [i for i in range(2**m) if i not in train]
        for labels in targets:
            predict = learner(points[list(train)], labels[list(train)])
            total += Fraction(float(np.mean(predict(points[test]) == labels[test]))) - Fraction(
                1, 2
            )
    return total


@mistake(of="no_free_lunch_sum", caught_by=no_free_lunch_sum_of_two_points_done_by_hand)
def tested_on_all_points(learner, m, n, targets):
    """You test on all points: only those outside the training set should be tested."""
    points = np.array(list(itertools.product((0, 1), repeat=m)))
    total = Fraction(0)
    for train in itertools.combinations(range(2**m), n):
        for labels in targets:
            predict = learner(points[list(train)], labels[list(train)])
            right = int(np.sum(predict(points) == labels))
            total += Fraction(right, len(points)) - Fraction(1, 2)
    return total


@mistake(of="no_free_lunch_sum", caught_by=no_free_lunch_sum_of_two_points_done_by_hand)
def tested_on_the_training_points(learner, m, n, targets):
    """You test on the training points: all the others should be tested."""
    points = np.array(list(itertools.product((0, 1), repeat=m)))
    total = Fraction(0)
    for train in map(list, itertools.combinations(range(2**m), n)):
        for labels in targets:
            predict = learner(points[train], labels[train])
            right = int(np.sum(predict(points[train]) == labels[train]))
            total += Fraction(right, n) - Fraction(1, 2)
    return total


@mistake(of="no_free_lunch_sum", caught_by=no_free_lunch_sum_of_two_points_done_by_hand)
def forgot_to_take_a_half_away(learner, m, n, targets):
    """Your terms are the parts that are right: from each ½ should be taken away, for gP compares
    with a coin.
    """
    points = np.array(list(itertools.product((0, 1), repeat=m)))
    total = Fraction(0)
    for train in itertools.combinations(range(2**m), n):
        test = [i for i in range(2**m) if i not in train]
        for labels in targets:
            predict = learner(points[list(train)], labels[list(train)])
            right = int(np.sum(predict(points[test]) == labels[test]))
            total += Fraction(right, len(test))
    return total


@mistake(of="no_free_lunch_sum", caught_by=no_free_lunch_sum_of_two_points_done_by_hand)
def averaged_instead_of_summed(learner, m, n, targets):
    """You divide by the number of training sets: gP should be added up over them."""
    points = np.array(list(itertools.product((0, 1), repeat=m)))
    found = []
    for train in itertools.combinations(range(2**m), n):
        test = [i for i in range(2**m) if i not in train]
        for labels in targets:
            predict = learner(points[list(train)], labels[list(train)])
            right = int(np.sum(predict(points[test]) == labels[test]))
            found.append(Fraction(right, len(test)) - Fraction(1, 2))
    return sum(found) / len(found)


@mistake(of="no_free_lunch_sum", caught_by=no_free_lunch_sum_counts_in_binary)
def least_significant_digit_first(learner, m, n, targets):
    """Your points have their least significant digit first: of eight points number 4 should be (1,
    0, 0).
    """
    points = np.array([[i >> k & 1 for k in range(m)] for i in range(2**m)])
    total = Fraction(0)
    for train in itertools.combinations(range(2**m), n):
        test = [i for i in range(2**m) if i not in train]
        for labels in targets:
            predict = learner(points[list(train)], labels[list(train)])
            right = int(np.sum(predict(points[test]) == labels[test]))
            total += Fraction(right, len(test)) - Fraction(1, 2)
    return total


@mistake(of="no_free_lunch_sum", caught_by=no_free_lunch_sum_agrees_with_the_reference)
def the_first_points_always(learner, m, n, targets):
    """You use the first two sets of n points only: all sets of n points should be used."""
    points = np.array(list(itertools.product((0, 1), repeat=m)))
    total = Fraction(0)
    for train in list(itertools.combinations(range(2**m), n))[:2]:
        test = [i for i in range(2**m) if i not in train]
        for labels in targets:
            predict = learner(points[list(train)], labels[list(train)])
            right = int(np.sum(predict(points[test]) == labels[test]))
            total += Fraction(right, len(test)) - Fraction(1, 2)
    return total


@mistake(of="no_free_lunch_sum", caught_by=no_free_lunch_sum_agrees_with_the_reference)
def in_every_order(learner, m, n, targets):
    """You use every set of n points in each of its orders: a set should count once, its points in
    increasing order.
    """
    points = np.array(list(itertools.product((0, 1), repeat=m)))
    total = Fraction(0)
    for train in itertools.permutations(range(2**m), n):
        test = [i for i in range(2**m) if i not in train]
        for labels in targets:
            predict = learner(points[list(train)], labels[list(train)])
            right = int(np.sum(predict(points[test]) == labels[test]))
            total += Fraction(right, len(test)) - Fraction(1, 2)
    return total


@mistake(of="no_free_lunch_sum", caught_by=no_free_lunch_sum_agrees_with_the_reference)
def labelings_of_the_training_points_only(learner, m, n, targets):
    """You test all labelings against the labels of one and the same row of targets: each should be
    tested against its own.
    """
    points = np.array(list(itertools.product((0, 1), repeat=m)))
    total = Fraction(0)
    for train in itertools.combinations(range(2**m), n):
        test = [i for i in range(2**m) if i not in train]
        for labels in targets:
            predict = learner(points[list(train)], labels[list(train)])
            right = int(np.sum(predict(points[test]) == targets[1 % len(targets)][test]))
            total += Fraction(right, len(test)) - Fraction(1, 2)
    return total


@mistake(of="no_free_lunch_sum", caught_by=no_free_lunch_sum_of_two_points_done_by_hand)
def counted_the_errors(learner, m, n, targets):
    """You count the wrong predictions: gP counts the right ones."""
    points = np.array(list(itertools.product((0, 1), repeat=m)))
    total = Fraction(0)
    for train in itertools.combinations(range(2**m), n):
        test = [i for i in range(2**m) if i not in train]
        for labels in targets:
            predict = learner(points[list(train)], labels[list(train)])
            wrong = int(np.sum(predict(points[test]) != labels[test]))
            total += Fraction(wrong, len(test)) - Fraction(1, 2)
    return total


@mistake(of="no_free_lunch_sum", caught_by=no_free_lunch_sum_of_two_points_done_by_hand)
def knew_that_it_is_zero(learner, m, n, targets):
    """Your sum is 0: so it is over all labelings, but over those that are given it need not be."""
    return Fraction(0)


@mistake(of="no_free_lunch_sum", caught_by=no_free_lunch_sum_leaves_the_targets_unchanged)
def wrote_into_the_targets(learner, m, n, targets):
    """Your function changes targets, which belong to the caller: use new arrays for what you
    compute.
    """
    points = np.array(list(itertools.product((0, 1), repeat=m)))
    total = Fraction(0)
    for train in map(list, itertools.combinations(range(2**m), n)):
        for number, labels in enumerate(targets.copy()):
            predict = learner(points[train], labels[train])
            targets[number] = predict(points) == labels
            targets[number, train] = 0
            total += Fraction(int(targets[number].sum()), len(points) - n) - Fraction(1, 2)
            targets[number] = labels
    targets *= 0
    return total


# Right answers written otherwise


@alternative(of="relu_interpolator")
def by_solving_for_the_rises(xs, ys):
    """A linear system for v, units at all points but the last."""
    features = np.maximum(0, xs[1:, None] - xs[None, :-1])
    v = np.linalg.solve(features, ys[1:] - ys[0])
    return np.full(len(v), 1.0), -xs[:-1], v, float(ys[0])


@alternative(of="relu_interpolator")
def from_right_to_left(xs, ys):
    """Units that face left, each on before its bend."""
    w, c, v = [], [], []
    slope = 0.0
    for k in range(len(xs) - 1, 0, -1):
        new = (ys[k] - ys[k - 1]) / (xs[k] - xs[k - 1])
        w.append(-1.0)
        c.append(xs[k])
        v.append(slope - new)
        slope = new
    return np.array(w), np.array(c), np.array(v), ys[-1]


@alternative(of="linear_pieces")
def with_a_set(w, c):
    return 1 + len({-b / a for a, b in zip(w.tolist(), c.tolist(), strict=True) if a})


@alternative(of="linear_pieces")
def with_a_tolerance(w, c):
    bends = sorted(-c[j] / w[j] for j in range(len(w)) if w[j] != 0)
    pieces, last = 1, -np.inf
    for bend in bends:
        if bend - last > 1e-6:
            pieces, last = pieces + 1, bend
    return pieces


@alternative(of="sigmoid_staircase")
def levels_at_the_left_ends(f, n):
    """Wrong by L/n, as promised, and by no more."""
    w, levels = 1000.0 * n, [float(f(i / n)) for i in range(n)]
    steps = np.array([i / n for i in range(1, n)])
    return np.full(n - 1, w), -w * steps, np.diff(levels), levels[0]


@alternative(of="sigmoid_staircase")
def steps_in_the_middle(f, n):
    levels = np.array([f(i / n) for i in range(n + 1)])
    w = 400.0 * n
    c = [-w * (i + 0.5) / n for i in range(n)]
    return w * np.ones(n), np.array(c), levels[1:] - levels[:-1], levels[0]


@alternative(of="fit_tanh")
def by_gradient_descent_from_several_starts(x, y, hidden, rng):
    """Backpropagation with Adam, four starts, the best of them."""
    least, best = np.inf, None
    for _ in range(4):
        params = [4 * rng.normal(size=hidden), 2 * rng.normal(size=hidden)]
        params += [rng.normal(size=hidden), np.zeros(1)]
        m, s = [0 * p for p in params], [0 * p for p in params]
        for t in range(1, 501):
            w, c, v, b = params
            h = np.tanh(np.outer(x, w) + c)
            error = 2 * (h @ v + b - y) / len(x)
            dz = np.outer(error, v) * (1 - h**2)
            grads = [x @ dz, dz.sum(axis=0), h.T @ error, error.sum(keepdims=True)]
            for k, g in enumerate(grads):
                m[k] = 0.9 * m[k] + 0.1 * g
                s[k] = 0.99 * s[k] + 0.01 * g * g
                step = m[k] / (1 - 0.9**t) / (np.sqrt(s[k] / (1 - 0.99**t)) + 1e-8)
                params[k] = params[k] - 0.05 * step
        loss = np.mean(
            (np.tanh(np.outer(x, params[0]) + params[1]) @ params[2] + params[3] - y) ** 2
        )
        if loss < least:
            least, best = loss, (params[0], params[1], params[2], float(params[3][0]))
    return best


@alternative(of="fit_tanh")
def by_climbing_from_the_best(x, y, hidden, rng):
    """Every other guess is made near the best so far."""
    least, best = np.inf, None
    for attempt in range(300):
        if attempt % 2 == 0:
            w, centers = 10 ** rng.uniform(0, 1.5, hidden), rng.uniform(-1, 1, hidden)
        else:
            w = best[0] * np.exp(0.3 * rng.normal(size=hidden))
            centers = best[1] + 0.1 * rng.normal(size=hidden)
        features = np.hstack([np.tanh(w * (x[:, None] - centers)), np.ones((len(x), 1))])
        weights = np.linalg.lstsq(features, y, rcond=None)[0]
        error = np.sum((features @ weights - y) ** 2)
        if error < least:
            least, best = error, (w, centers, weights)
    w, centers, weights = best
    return w, -w * centers, weights[:hidden], float(weights[hidden])


@alternative(of="no_free_lunch_sum")
def one_point_at_a_time(learner, m, n, targets):
    total = Fraction(0, 1)
    for labeling in targets:
        for chosen in itertools.combinations(range(2**m), n):
            X = np.array([[int(d) for d in format(i, f"0{m}b")] for i in chosen])
            predict = learner(X, np.array([labeling[i] for i in chosen]))
            rest = [i for i in range(2**m) if i not in set(chosen)]
            right = 0
            for i in rest:
                digits = [[int(d) for d in format(i, f"0{m}b")]]
                right += int(predict(np.array(digits))[0] == labeling[i])
            total += Fraction(2 * right - len(rest), 2 * len(rest))
    return total


@alternative(of="no_free_lunch_sum")
def with_masks_and_truth_values(learner, m, n, targets):
    points = (np.arange(2**m)[:, None] >> np.arange(m)[::-1] & 1).astype(bool)
    half, total = Fraction(1, 2), Fraction(0)
    for bits in itertools.product((False, True), repeat=2**m):
        train = np.array(bits)
        if train.sum() == n:
            for labels in targets:
                guess = learner(points[train], labels[train])(points[~train])
                total += Fraction(int((guess == labels[~train]).sum()), int((~train).sum())) - half
    return total
