"""Wrong differences that students do take, and right ones written otherwise."""

import numpy as np

from autograder.checks import alternative, mistake, outside

from .checks import (
    central_difference_agrees_with_the_reference,
    central_difference_asks_twice_per_coordinate,
    central_difference_has_order_2,
    central_difference_is_exact_on_parabolas,
    central_difference_leaves_x_unchanged,
    central_difference_of_a_cube_done_by_hand,
    central_difference_reads_x_in_any_layout,
    central_difference_takes_arrays_of_three_axes,
    central_difference_uses_the_step_it_is_given,
    complex_step_agrees_with_the_reference,
    complex_step_asks_once_per_coordinate,
    complex_step_has_no_error_but_rounding,
    complex_step_leaves_x_unchanged,
    complex_step_of_a_cube_done_by_hand,
    five_point_agrees_with_the_reference,
    five_point_asks_four_times_per_coordinate,
    five_point_has_order_4,
    five_point_is_exact_up_to_the_fourth_power,
    five_point_leaves_x_unchanged,
    five_point_of_a_fifth_power_done_by_hand,
    forward_difference_agrees_with_the_reference,
    forward_difference_asks_once_per_coordinate_and_once_more,
    forward_difference_has_order_1,
    forward_difference_is_exact_on_linear_functions,
    forward_difference_leaves_x_unchanged,
    forward_difference_of_a_parabola_done_by_hand,
    gradient_error_agrees_with_the_reference,
    gradient_error_is_0_where_there_is_no_slope,
    gradient_error_leaves_x_unchanged,
    gradient_error_of_a_gradient_ten_percent_too_large,
    gradient_error_of_a_right_gradient_is_tiny,
    gradient_error_of_nan_is_nan,
    gradient_error_steps_by_1e_5,
)

# forward_difference


@mistake(of="forward_difference", caught_by=forward_difference_is_exact_on_linear_functions)
def moved_all_coordinates_at_once(f, x, h):
    """You move all coordinates at once:
    each slope moves one coordinate and leaves the others where they are.
    """
    return np.full_like(x, (f(x + h) - f(x)) / h)


@mistake(of="forward_difference", caught_by=forward_difference_agrees_with_the_reference)
def never_moved_back(f, x, h):
    """The coordinates before the current one stay moved:
    each slope moves one coordinate, and the others are where x has them.
    """
    x, here = x.copy(), f(x)
    gradient = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        x[i] += h
        gradient[i] = (f(x) - here) / h
    return gradient


@mistake(of="forward_difference", caught_by=forward_difference_leaves_x_unchanged)
def moved_back_by_subtraction(f, x, h):
    """x is not the same after your call.
    Move a copy, or keep the entry and put it back: x + h − h is not where you began.
    """
    here = f(x)
    gradient = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        x[i] += h
        gradient[i] = (f(x) - here) / h
        x[i] -= h
    return gradient


@mistake(of="forward_difference", caught_by=forward_difference_of_a_parabola_done_by_hand)
def backward_instead_of_forward(f, x, h):
    """You look back, (f(x) − f(x − h e)) / h:
    the forward difference looks ahead, to f(x + h e).
    """
    here = f(x)
    gradient = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        behind = x.copy()
        behind[i] -= h
        gradient[i] = (here - f(behind)) / h
    return gradient


@mistake(of="forward_difference", caught_by=forward_difference_has_order_1)
def central_instead_of_forward(f, x, h):
    """You return the central difference:
    the forward one, with f(x + h e) and f(x), is asked for.
    """
    gradient = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        ahead, behind = x.copy(), x.copy()
        ahead[i] += h
        behind[i] -= h
        gradient[i] = (f(ahead) - f(behind)) / (2 * h)
    return gradient


@mistake(of="forward_difference", caught_by=forward_difference_agrees_with_the_reference)
def step_relative_to_x(f, x, h):
    """Your step grows with |x|: h is the step itself, not a fraction of x."""
    here = f(x)
    gradient = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        step = h * max(1.0, abs(x[i]))
        ahead = x.copy()
        ahead[i] += step
        gradient[i] = (f(ahead) - here) / step
    return gradient


@mistake(of="forward_difference", caught_by=forward_difference_of_a_parabola_done_by_hand)
def forgot_to_divide_by_h(f, x, h):
    """You return the difference alone: it is divided by h."""
    here = f(x)
    gradient = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        ahead = x.copy()
        ahead[i] += h
        gradient[i] = f(ahead) - here
    return gradient


@mistake(
    of="forward_difference", caught_by=forward_difference_asks_once_per_coordinate_and_once_more
)
def asked_about_x_in_every_coordinate(f, x, h):
    """You call f more than x.size + 1 times: f(x) is the same for every coordinate."""
    gradient = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        ahead = x.copy()
        ahead[i] += h
        gradient[i] = (f(ahead) - f(x)) / h
    return gradient


@mistake(of="forward_difference", caught_by=forward_difference_agrees_with_the_reference)
def moved_whole_rows(f, x, h):
    """You move whole rows at once: each slope moves one coordinate, and x may have any shape."""
    here = f(x)
    gradient = np.zeros_like(x)
    for i in range(len(x)):
        ahead = x.copy()
        ahead[i] += h
        gradient[i] = (f(ahead) - here) / h
    return gradient


@mistake(of="forward_difference", caught_by=forward_difference_agrees_with_the_reference)
def returned_a_flat_gradient(f, x, h):
    """Your result is flat: it has the shape of x."""
    here, steps = f(x), h * np.eye(x.size)
    return np.array([(f(x + step.reshape(x.shape)) - here) / h for step in steps])


# central_difference


@mistake(of="central_difference", caught_by=central_difference_of_a_cube_done_by_hand)
def forward_instead_of_central(f, x, h):
    """You return the forward difference:
    the central one looks to both sides, at x + h e and x − h e.
    """
    here = f(x)
    gradient = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        ahead = x.copy()
        ahead[i] += h
        gradient[i] = (f(ahead) - here) / h
    return gradient


@mistake(of="central_difference", caught_by=central_difference_of_a_cube_done_by_hand)
def all_coordinates_ahead_and_behind_at_once(f, x, h):
    """You move all coordinates at once:
    each slope moves one coordinate and leaves the others where they are.
    """
    return np.full_like(x, (f(x + h) - f(x - h)) / (2 * h))


@mistake(of="central_difference", caught_by=central_difference_of_a_cube_done_by_hand)
def spread_the_slope_of_all_over_the_coordinates(f, x, h):
    """Every coordinate gets an equal share of the slope of all together:
    each has a slope of its own, so move one at a time.
    """
    return np.full_like(x, (f(x + h) - f(x - h)) / (2 * h) / x.size)


@mistake(of="central_difference", caught_by=central_difference_is_exact_on_parabolas)
def divided_by_h_instead_of_2h(f, x, h):
    """You divide by h: the two points are 2h apart."""
    gradient = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        ahead, behind = x.copy(), x.copy()
        ahead[i] += h
        behind[i] -= h
        gradient[i] = (f(ahead) - f(behind)) / h
    return gradient


@mistake(of="central_difference", caught_by=central_difference_is_exact_on_parabolas)
def forgot_the_brackets_around_2h(f, x, h):
    """You divide by 2 and multiply by h: divide by 2h."""
    gradient = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        ahead, behind = x.copy(), x.copy()
        ahead[i] += h
        behind[i] -= h
        gradient[i] = (f(ahead) - f(behind)) / 2 * h
    return gradient


@mistake(of="central_difference", caught_by=central_difference_agrees_with_the_reference)
def half_the_step_on_either_side(f, x, h):
    """Your two points are x ± h/2 e: they should be x ± h e."""
    gradient = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        ahead, behind = x.copy(), x.copy()
        ahead[i] += h / 2
        behind[i] -= h / 2
        gradient[i] = (f(ahead) - f(behind)) / h
    return gradient


@mistake(of="central_difference", caught_by=central_difference_agrees_with_the_reference)
def copied_by_assignment(f, x, h):
    """Your slopes are zero, as if both points were the same: one is x + h e, the other x − h e."""
    gradient = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        ahead = behind = x.copy()
        ahead[i] += h
        behind[i] -= h
        gradient[i] = (f(ahead) - f(behind)) / (2 * h)
    return gradient


@mistake(of="central_difference", caught_by=central_difference_agrees_with_the_reference)
def moved_back_by_h_only(f, x, h):
    """Your second point is x again: it should be x − h e."""
    z = x.copy()
    gradient = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        z[i] += h
        ahead = f(z)
        z[i] -= h
        gradient[i] = (ahead - f(z)) / (2 * h)
    return gradient


@mistake(of="central_difference", caught_by=central_difference_leaves_x_unchanged)
def moved_x_to_and_fro(f, x, h):
    """x is not the same after your call.
    Move a copy, or keep the entry and put it back: x + h − 2h + h is not where you began.
    """
    gradient = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        x[i] += h
        ahead = f(x)
        x[i] -= 2 * h
        behind = f(x)
        x[i] += h
        gradient[i] = (ahead - behind) / (2 * h)
    return gradient


@mistake(of="central_difference", caught_by=central_difference_uses_the_step_it_is_given)
def never_less_than_a_safe_step(f, x, h):
    """You take the step 10⁻⁶ where h is smaller: use the step you are given, whatever it is."""
    h = max(h, 1e-6)
    gradient = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        ahead, behind = x.copy(), x.copy()
        ahead[i] += h
        behind[i] -= h
        gradient[i] = (f(ahead) - f(behind)) / (2 * h)
    return gradient


@mistake(of="central_difference", caught_by=central_difference_has_order_2)
def step_of_a_book(f, x, h):
    """You take the step 10⁻⁵ whatever h is: use the step you are given."""
    h = 1e-5
    gradient = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        ahead, behind = x.copy(), x.copy()
        ahead[i] += h
        behind[i] -= h
        gradient[i] = (f(ahead) - f(behind)) / (2 * h)
    return gradient


@mistake(of="central_difference", caught_by=central_difference_takes_arrays_of_three_axes)
def only_for_vectors_and_matrices(f, x, h):
    """With three axes you move all entries along the last one at once:
    each slope moves one coordinate, whatever the shape.
    """
    gradient = np.zeros_like(x)
    rows = gradient if x.ndim > 1 else gradient[None]
    for i in range(rows.shape[0]):
        for j in range(rows.shape[1]):
            step = np.zeros(rows.shape)
            step[i, j] = h
            step = step.reshape(x.shape)
            rows[i, j] = (f(x + step) - f(x - step)) / (2 * h)
    return gradient


@mistake(of="central_difference", caught_by=central_difference_asks_twice_per_coordinate)
def mean_of_forward_and_backward(f, x, h):
    """You call f more than twice for each coordinate: f(x + h e) and f(x − h e) are enough."""
    gradient = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        ahead, behind = x.copy(), x.copy()
        ahead[i] += h
        behind[i] -= h
        here = f(x)
        gradient[i] = ((f(ahead) - here) / h + (here - f(behind)) / h) / 2
    return gradient


@mistake(of="central_difference", caught_by=central_difference_of_a_cube_done_by_hand)
def ahead_and_behind_swapped(f, x, h):
    """The sign is turned around: f(x − h e) is subtracted from f(x + h e)."""
    gradient = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        ahead, behind = x.copy(), x.copy()
        ahead[i] += h
        behind[i] -= h
        gradient[i] = (f(behind) - f(ahead)) / (2 * h)
    return gradient


@mistake(of="central_difference", caught_by=central_difference_reads_x_in_any_layout)
def wrote_through_a_flat_copy(f, x, h):
    """Your slopes are zero where the columns of x lie together in memory:
    there f has never seen an entry moved.
    """
    z, gradient = x.copy(order="K"), np.zeros(x.shape)
    flat = z.ravel()
    for i in range(x.size):
        kept = flat[i]
        flat[i] = kept + h
        ahead = f(z)
        flat[i] = kept - h
        gradient.flat[i] = (ahead - f(z)) / (2 * h)
        flat[i] = kept
    return gradient


# five_point


@mistake(of="five_point", caught_by=five_point_of_a_fifth_power_done_by_hand)
def divided_by_12_times_nothing(f, x, h):
    """You divide by 12 and multiply by h: divide by 12h."""
    gradient = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        for steps, weight in ((-2, 1), (-1, -8), (1, 8), (2, -1)):
            moved = x.copy()
            moved[i] += steps * h
            gradient[i] += weight * f(moved) / 12 * h
    return gradient


@mistake(of="five_point", caught_by=five_point_is_exact_up_to_the_fourth_power)
def five_points_with_all_coordinates_at_once(f, x, h):
    """You move all coordinates at once:
    each slope moves one coordinate and leaves the others where they are.
    """
    slope = (f(x - 2 * h) - 8 * f(x - h) + 8 * f(x + h) - f(x + 2 * h)) / (12 * h)
    return np.full_like(x, slope)


@mistake(of="five_point", caught_by=five_point_of_a_fifth_power_done_by_hand)
def outer_signs_swapped(f, x, h):
    """Your outer points have the wrong signs: f(x − 2h e) is added, f(x + 2h e) is subtracted."""
    gradient = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        for steps, weight in ((-2, -1), (-1, -8), (1, 8), (2, 1)):
            moved = x.copy()
            moved[i] += steps * h
            gradient[i] += weight * f(moved) / (12 * h)
    return gradient


@mistake(of="five_point", caught_by=five_point_is_exact_up_to_the_fourth_power)
def central_instead_of_five_points(f, x, h):
    """You return the central difference: this formula also looks at x ± 2h e."""
    return central_difference(f, x, h)  # noqa: F821  # the answer before


@mistake(of="five_point", caught_by=five_point_is_exact_up_to_the_fourth_power)
def plain_mean_of_two_central_ones(f, x, h):
    """You take the plain mean of the central differences at h and 2h:
    it is four thirds of the one less one third of the other.
    """
    return (central_difference(f, x, h) + central_difference(f, x, 2 * h)) / 2  # noqa: F821  # the answer before


@mistake(of="five_point", caught_by=five_point_has_order_4)
def five_points_within_h(f, x, h):
    """Your points are x ± h/2 e and x ± h e, but you divide by 12h:
    that belongs to x ± h e and x ± 2h e.
    """
    gradient = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        for steps, weight in ((-1, 1), (-0.5, -8), (0.5, 8), (1, -1)):
            moved = x.copy()
            moved[i] += steps * h
            gradient[i] += weight * f(moved) / (12 * h)
    return gradient


@mistake(of="five_point", caught_by=five_point_agrees_with_the_reference)
def five_points_at_half_the_step(f, x, h):
    """Your points are x ± h/2 e and x ± h e: they should be x ± h e and x ± 2h e."""
    gradient = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        for steps, weight in ((-1, 1), (-0.5, -8), (0.5, 8), (1, -1)):
            moved = x.copy()
            moved[i] += steps * h
            gradient[i] += weight * f(moved) / (6 * h)
    return gradient


@mistake(of="five_point", caught_by=five_point_asks_four_times_per_coordinate)
def asked_about_the_middle_too(f, x, h):
    """You call f more than four times for each coordinate: f(x) itself has the weight 0."""
    gradient = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        for steps, weight in ((-2, 1), (-1, -8), (0, 0), (1, 8), (2, -1)):
            moved = x.copy()
            moved[i] += steps * h
            gradient[i] += weight * f(moved) / (12 * h)
    return gradient


@mistake(of="five_point", caught_by=five_point_leaves_x_unchanged)
def walked_through_the_points(f, x, h):
    """x is not the same after your call.
    Move a copy, or keep the entry and put it back: steps that add up to 0 do not bring you back.
    """
    gradient = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        x[i] -= 2 * h
        for step, weight in ((h, 1), (2 * h, -8), (h, 8), (-2 * h, -1)):
            gradient[i] += weight * f(x) / (12 * h)
            x[i] += step
    return gradient


# complex_step


@mistake(of="complex_step", caught_by=complex_step_of_a_cube_done_by_hand)
def took_the_real_part(f, x, h=1e-20):
    """You take the real part of f(x + ih e): the slope is in the imaginary part."""
    gradient = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        aside = x.astype(complex)
        aside[i] += 1j * h
        gradient[i] = f(aside).real / h
    return gradient


@mistake(of="complex_step", caught_by=complex_step_agrees_with_the_reference)
def kept_the_result_complex(f, x, h=1e-20):
    """Your result is an array of complex numbers: it should be real."""
    gradient = np.zeros(x.shape, dtype=complex)
    for i in np.ndindex(x.shape):
        aside = x.astype(complex)
        aside[i] += 1j * h
        gradient[i] = f(aside).imag / h
    return gradient


@mistake(of="complex_step", caught_by=complex_step_has_no_error_but_rounding)
def default_step_of_a_difference(f, x, h=1e-5):
    """Without h your step is 10⁻⁵: as nothing is subtracted it may be 10⁻²⁰, and so it should."""
    gradient = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        aside = x.astype(complex)
        aside[i] += 1j * h
        gradient[i] = f(aside).imag / h
    return gradient


@mistake(of="complex_step", caught_by=complex_step_has_no_error_but_rounding)
def step_along_the_real_axis(f, x, h=1e-20):
    """Your result is that of a step along the real axis, where 10⁻²⁰ moves nothing:
    step along the imaginary axis.
    """
    gradient = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        ahead = x.astype(complex)
        ahead[i] += h
        gradient[i] = (f(ahead) - f(x.astype(complex))).real / h
    return gradient


@mistake(of="complex_step", caught_by=complex_step_asks_once_per_coordinate)
def difference_of_complex_steps(f, x, h=1e-20):
    """You call f more than once for each coordinate:
    nothing is subtracted here, so one point is enough.
    """
    gradient = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        ahead, behind = x.astype(complex), x.astype(complex)
        ahead[i] += 1j * h
        behind[i] -= 1j * h
        gradient[i] = (f(ahead) - f(behind)).imag / (2 * h)
    return gradient


@mistake(of="complex_step", caught_by=complex_step_of_a_cube_done_by_hand)
def all_coordinates_aside_at_once(f, x, h=1e-20):
    """You move all coordinates at once:
    each slope moves one coordinate and leaves the others where they are.
    """
    return np.full_like(x, f(x + 1j * h).imag / h)


@mistake(of="complex_step", caught_by=complex_step_leaves_x_unchanged)
def left_x_rounded(f, x, h=1e-20):
    """x is not the same after your call: move a copy."""
    gradient = np.zeros_like(x)
    x -= x % 1e-15
    for i in np.ndindex(x.shape):
        aside = x.astype(complex)
        aside[i] += 1j * h
        gradient[i] = f(aside).imag / h
    return gradient


@mistake(of="complex_step", caught_by=complex_step_of_a_cube_done_by_hand)
def ignored_h(f, x, h=1e-20):
    """Your step is 10⁻²⁰ whatever h is: use the step you are given."""
    gradient = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        aside = x.astype(complex)
        aside[i] += 1e-20j
        gradient[i] = f(aside).imag / 1e-20
    return gradient


# gradient_error


@mistake(of="gradient_error", caught_by=gradient_error_of_a_gradient_ten_percent_too_large)
def absolute_error(f, gradient, x):
    """Your error is |D − G| itself: it is relative, so divide by max(|D|, |G|, 10⁻⁸)."""
    return np.abs(central_difference(f, x, 1e-5) - gradient(x)).max()  # noqa: F821  # the answer before


@mistake(of="gradient_error", caught_by=gradient_error_of_a_gradient_ten_percent_too_large)
def relative_to_the_sum(f, gradient, x):
    """You divide by |D| + |G|: divide by the larger of the two."""
    D, G = central_difference(f, x, 1e-5), gradient(x)  # noqa: F821  # the answer before
    return np.max(np.abs(D - G) / np.maximum(np.abs(D) + np.abs(G), 1e-8))


@mistake(of="gradient_error", caught_by=gradient_error_of_a_gradient_ten_percent_too_large)
def relative_to_the_difference_alone(f, gradient, x):
    """You divide by |D| alone: divide by the larger of |D| and |G|."""
    D, G = central_difference(f, x, 1e-5), gradient(x)  # noqa: F821  # the answer before
    return np.max(np.abs(D - G) / np.maximum(np.abs(D), 1e-8))


@mistake(of="gradient_error", caught_by=gradient_error_agrees_with_the_reference)
def mean_of_the_errors(f, gradient, x):
    """You return the mean of the errors: the largest is asked for."""
    D, G = central_difference(f, x, 1e-5), gradient(x)  # noqa: F821  # the answer before
    return np.mean(np.abs(D - G) / np.maximum(np.maximum(np.abs(D), np.abs(G)), 1e-8))


@mistake(of="gradient_error", caught_by=gradient_error_agrees_with_the_reference)
def error_of_the_whole_vector(f, gradient, x):
    """You divide by the largest slope of all coordinates:
    each |D − G| is divided by the |D| or |G| of its own coordinate.
    """
    D, G = central_difference(f, x, 1e-5), gradient(x)  # noqa: F821  # the answer before
    return np.max(np.abs(D - G)) / max(np.max(np.abs(D)), np.max(np.abs(G)), 1e-8)


@mistake(of="gradient_error", caught_by=gradient_error_of_a_gradient_ten_percent_too_large)
def judged_by_a_forward_difference(f, gradient, x):
    """Your D is a forward difference: it should be the central one."""
    D, G = forward_difference(f, x, 1e-5), gradient(x)  # noqa: F821  # the answer before
    return np.max(np.abs(D - G) / np.maximum(np.maximum(np.abs(D), np.abs(G)), 1e-8))


@mistake(of="gradient_error", caught_by=gradient_error_of_a_right_gradient_is_tiny)
def judged_by_a_coarse_step(f, gradient, x):
    """Your D has the step 10⁻²: it should be 10⁻⁵."""
    D, G = central_difference(f, x, 1e-2), gradient(x)  # noqa: F821  # the answer before
    return np.max(np.abs(D - G) / np.maximum(np.maximum(np.abs(D), np.abs(G)), 1e-8))


@mistake(of="gradient_error", caught_by=gradient_error_steps_by_1e_5)
def judged_by_another_step(f, gradient, x):
    """Your D has the step 10⁻⁶: it should be 10⁻⁵."""
    D, G = central_difference(f, x, 1e-6), gradient(x)  # noqa: F821  # the answer before
    return np.max(np.abs(D - G) / np.maximum(np.maximum(np.abs(D), np.abs(G)), 1e-8))


@mistake(of="gradient_error", caught_by=gradient_error_is_0_where_there_is_no_slope)
def nothing_in_the_denominator(f, gradient, x):
    """Your denominator can be 0 or tiny where there is no slope: it is never smaller than 10⁻⁸."""
    D, G = central_difference(f, x, 1e-5), gradient(x)  # noqa: F821  # the answer before
    with np.errstate(all="ignore"):
        return np.max(np.abs(D - G) / np.maximum(np.abs(D), np.abs(G)))


@mistake(of="gradient_error", caught_by=gradient_error_is_0_where_there_is_no_slope)
def floor_added_instead_of_taken_as_a_maximum(f, gradient, x):
    """You add 10⁻⁸ to the denominator: it is the largest of |D|, |G| and 10⁻⁸."""
    D, G = central_difference(f, x, 1e-5), gradient(x)  # noqa: F821  # the answer before
    return np.max(np.abs(D - G) / (np.maximum(np.abs(D), np.abs(G)) + 1e-8))


@mistake(of="gradient_error", caught_by=gradient_error_agrees_with_the_reference)
def forgot_the_absolute_value(f, gradient, x):
    """You take D − G with its sign, so a G that is too large counts as no error: take |D − G|."""
    D, G = central_difference(f, x, 1e-5), gradient(x)  # noqa: F821  # the answer before
    return np.max((D - G) / np.maximum(np.maximum(np.abs(D), np.abs(G)), 1e-8))


@mistake(of="gradient_error", caught_by=gradient_error_agrees_with_the_reference)
def maximum_without_absolute_values(f, gradient, x):
    """You take the larger of D and G with their signs: the denominator is made of |D| and |G|."""
    D, G = central_difference(f, x, 1e-5), gradient(x)  # noqa: F821  # the answer before
    return np.max(np.abs(D - G) / np.maximum(np.maximum(D, G), 1e-8))


@mistake(of="gradient_error", caught_by=gradient_error_agrees_with_the_reference)
def an_error_for_every_coordinate(f, gradient, x):
    """You return an error for each coordinate: one number is asked for, the largest."""
    D, G = central_difference(f, x, 1e-5), gradient(x)  # noqa: F821  # the answer before
    return np.abs(D - G) / np.maximum(np.maximum(np.abs(D), np.abs(G)), 1e-8)


@mistake(of="gradient_error", caught_by=gradient_error_of_a_gradient_ten_percent_too_large)
def said_whether_it_is_right(f, gradient, x):
    """You return 1 for right and 0 for wrong: the largest relative error is asked for."""
    D, G = central_difference(f, x, 1e-5), gradient(x)  # noqa: F821  # the answer before
    return float(np.allclose(D, G))


@mistake(of="gradient_error", caught_by=gradient_error_of_nan_is_nan)
def largest_by_comparison(f, gradient, x):
    """Your maximum passes over a nan: if an entry of D or G is nan, return nan."""
    D, G = central_difference(f, x, 1e-5), gradient(x)  # noqa: F821  # the answer before
    largest = 0.0
    for i in np.ndindex(x.shape):
        error = abs(D[i] - G[i]) / max(abs(D[i]), abs(G[i]), 1e-8)
        largest = max(largest, error)
    return largest


@mistake(of="gradient_error", caught_by=gradient_error_of_nan_is_nan)
def largest_of_what_is_a_number(f, gradient, x):
    """Your maximum passes over a nan: if an entry of D or G is nan, return nan."""
    D, G = central_difference(f, x, 1e-5), gradient(x)  # noqa: F821  # the answer before
    size = np.maximum(np.maximum(np.abs(D), np.abs(G)), 1e-8)
    return np.max(np.nan_to_num(np.abs(D - G) / size))


@mistake(of="gradient_error", caught_by=gradient_error_leaves_x_unchanged)
def moved_x_itself(f, gradient, x):
    """x is not the same after your call.
    Move a copy, or keep the entry and put it back: x + h − 2h + h is not where you began.
    """
    G, errors = gradient(x), []
    for i in np.ndindex(x.shape):
        x[i] += 1e-5
        ahead = f(x)
        x[i] -= 2e-5
        D = (ahead - f(x)) / 2e-5
        x[i] += 1e-5
        errors.append(abs(D - G[i]) / max(abs(D), abs(G[i]), 1e-8))
    return max(errors)


# Right answers written otherwise


@alternative(of="forward_difference")
def forward_with_the_step_really_made(f, x, h):
    """x + h is rounded: divide by what was added."""
    here = float(f(x))
    gradient = np.empty(x.shape)
    for i in np.ndindex(*x.shape):
        ahead = np.array(x)
        ahead[i] = x[i] + h
        gradient[i] = (float(f(ahead)) - here) / (ahead[i] - x[i])
    return gradient


@alternative(of="forward_difference")
def forward_with_unit_vectors(f, x, h):
    here = f(x)
    steps = h * np.eye(x.size).reshape(x.size, *x.shape)
    return np.array([(f(x + step) - here) / h for step in steps]).reshape(x.shape)


@alternative(of="central_difference")
def central_moved_and_restored(f, x, h):
    """x itself is moved, and put back as it was."""
    gradient = np.zeros_like(x)
    iterator = np.nditer(x, flags=["multi_index"])
    while not iterator.finished:
        i = iterator.multi_index
        kept = x[i]
        x[i] = kept + h
        ahead = f(x)
        x[i] = kept - h
        behind = f(x)
        x[i] = kept
        gradient[i] = (ahead - behind) / (2 * h)
        iterator.iternext()
    return gradient


@alternative(of="central_difference")
def central_through_the_flat_index(f, x, h):
    def moved(index, step):
        z = x.copy()
        z.flat[index] += step
        return z

    slopes = []
    for n in range(x.size):
        ahead, behind = moved(n, h), moved(n, -h)
        width = ahead.flat[n] - behind.flat[n]
        slopes.append((f(ahead) - f(behind)) / width)
    return np.reshape(slopes, x.shape)


@alternative(of="five_point")
def five_points_by_extrapolation(f, x, h):
    """(4 central(h) - central(2h)) / 3."""
    gradient = np.empty_like(x)
    for i in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[i] = h
        near = (f(x + step) - f(x - step)) / (2 * h)
        far = (f(x + 2 * step) - f(x - 2 * step)) / (4 * h)
        gradient[i] = (4 * near - far) / 3
    return gradient


@alternative(of="five_point")
def five_points_as_a_dot_product(f, x, h):
    weights = np.array([1, -8, 8, -1]) / 12 / h
    basis = np.eye(x.size).reshape((x.size, *x.shape))
    values = [[f(x + k * h * e) for k in (-2, -1, 1, 2)] for e in basis]
    return (np.array(values) @ weights).reshape(x.shape)


@alternative(of="complex_step")
def complex_with_a_comprehension(f, x, h=1e-20):
    basis = np.eye(x.size).reshape((x.size, *x.shape))
    return np.array([np.imag(f(x + 1j * h * e)) for e in basis]).reshape(x.shape) / h


@alternative(of="gradient_error")
def error_in_a_loop(f, gradient, x):
    G, errors, h = gradient(x), [], 1e-5
    for i in np.ndindex(x.shape):
        ahead, behind = x.copy(), x.copy()
        ahead[i] = x[i] + h
        behind[i] = x[i] - h
        D = (f(ahead) - f(behind)) / (ahead[i] - behind[i])
        errors.append(abs(D - G[i]) / max(abs(D), abs(G[i]), 1e-8))
    return float(np.max(errors))


# --------------------------------------------------------------- where the text asks nothing

for difference in ("forward_difference", "central_difference", "five_point", "complex_step"):
    outside(of=difference, where="h = 0", says="`h` is the step itself, a positive number")
