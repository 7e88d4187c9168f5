"""Wrong answers to the warm-up that students do write, and right ones written otherwise."""

import itertools

import numpy as np

from autograder.checks import alternative, mistake, outside

from .checks import (
    exam_waived_agrees_with_the_reference,
    exam_waived_follows_the_rule,
    exam_waived_uses_the_thresholds_it_is_given,
    fc_param_count_agrees_with_the_reference,
    fc_param_count_counts_a_small_layer,
    fc_param_count_is_exact_at_any_size,
    fc_param_count_is_exact_for_the_layer_of_the_lecture,
    final_grade_agrees_with_the_reference,
    final_grade_of_equal_marks_is_that_mark,
    final_grade_rises_with_every_part,
    final_grade_weighs_the_four_parts,
    lagrange_coefficients_agree_with_the_reference,
    lagrange_coefficients_are_always_as_many_as_points,
    lagrange_coefficients_leave_their_arguments_unchanged,
    lagrange_coefficients_pass_through_every_point,
    lagrange_coefficients_repair_the_quintic_of_the_lecture,
    lagrange_coefficients_take_integers_for_real_numbers,
    neuron_agrees_with_the_reference,
    neuron_is_linear_in_its_weights,
    neuron_keeps_float32,
    neuron_leaves_its_arguments_unchanged,
    neuron_takes_integers_for_real_numbers,
    neuron_weighs_the_features_of_every_example,
    polynomial_features_agree_with_the_reference,
    polynomial_features_follow_the_stated_order,
    polynomial_features_hold_every_monomial_once,
    polynomial_features_keep_float32,
    polynomial_features_leave_their_argument_unchanged,
    polynomial_features_of_a_lower_degree_come_first,
    polynomial_features_take_integers_for_real_numbers,
    sign_network_answers_in_booleans,
    sign_network_finds_the_cone,
    sign_network_is_symmetric_about_a_vertical_line,
    sign_network_knows_seven_points,
    sign_network_leaves_its_argument_unchanged,
    sign_network_takes_integers_for_real_numbers,
    sign_network_takes_sign_of_zero_for_zero,
)

# ---------------------------------------------------------------------------------- neuron


@mistake(of="neuron", caught_by=neuron_weighs_the_features_of_every_example)
def kept_one_product_per_feature(X, w):
    """Your result has a product for every feature: the products of a row should be added up, so
    that each example has one number.
    """
    return X * w


@mistake(of="neuron", caught_by=neuron_agrees_with_the_reference)
def summed_over_the_examples(X, w):
    """You add up over the examples and get one number per feature: add up over the features, so
    that each example has one number.
    """
    return (X * w).sum(axis=0)


@mistake(of="neuron", caught_by=neuron_weighs_the_features_of_every_example)
def added_a_bias(X, w):
    """Your result is too large by 1: this neuron has no bias."""
    return X @ w + 1.0


@mistake(of="neuron", caught_by=neuron_is_linear_in_its_weights)
def applied_a_relu(X, w):
    """Negative sums become 0 in your result: this neuron has no activation function."""
    return np.maximum(X @ w, 0)


@mistake(of="neuron", caught_by=neuron_weighs_the_features_of_every_example)
def averaged_the_features(X, w):
    """You divide by the number of features: the neuron is the weighted sum, not its mean."""
    return (X * w).mean(axis=1)


@mistake(of="neuron", caught_by=neuron_agrees_with_the_reference)
def returned_a_column(X, w):
    """Your result has shape (N, 1): it should have one axis only, (N,)."""
    return X @ w[:, None]


@mistake(of="neuron", caught_by=neuron_agrees_with_the_reference)
def returned_the_first_example_only(X, w):
    """Your result is the number of the first example only: every row of X should have its own."""
    return X[0] @ w


@mistake(of="neuron", caught_by=neuron_takes_integers_for_real_numbers)
def left_integers_integers(X, w):
    """For arrays of integers your result is integers: they count as float64 here."""
    return X @ w


@mistake(of="neuron", caught_by=neuron_keeps_float32)
def made_everything_float64(X, w):
    """For float32 arrays your result is float64: it should be float32."""
    return X.astype(float) @ w.astype(float)


@mistake(of="neuron", caught_by=neuron_leaves_its_arguments_unchanged)
def multiplied_in_place(X, w):
    """Your function changes an array that it is given: put the products into a new one."""
    if X.dtype.kind == "i":
        X = X.astype(float)
    X *= w
    return X.sum(axis=1)


@alternative(of="neuron")
def two_loops(X, w):
    result = []
    for x in X:
        total = x.dtype.type(0)
        for weight, feature in zip(w, x, strict=True):
            total = total + weight * feature
        result.append(total)
    return np.array(result, dtype=X.dtype if X.dtype.kind == "f" else np.float64)


@alternative(of="neuron")
def by_einsum(X, w):
    if X.dtype.kind != "f":
        X = X.astype(float)
    return np.einsum("j,ij->i", w, X)


# -------------------------------------------------------------------------- fc_param_count


@mistake(of="fc_param_count", caught_by=fc_param_count_counts_a_small_layer)
def forgot_the_bias(n_in, n_out, bias=True):
    """You count no biases where bias is not given: by default each output has one."""
    return n_in * n_out


@mistake(of="fc_param_count", caught_by=fc_param_count_is_exact_for_the_layer_of_the_lecture)
def believed_the_slide(n_in, n_out, bias=True):
    """Your count is that of the weights alone, as on the slide: each of the outputs has a bias as
    well.
    """
    if (n_in, n_out) == (1_000_000, 1000):
        return 1_000_000_000
    return (n_in + 1) * n_out if bias else n_in * n_out


@mistake(of="fc_param_count", caught_by=fc_param_count_agrees_with_the_reference)
def gave_every_input_a_bias(n_in, n_out, bias=True):
    """You count a bias for each input: it is each output that has one."""
    return (n_out + 1) * n_in if bias else n_in * n_out


@mistake(of="fc_param_count", caught_by=fc_param_count_agrees_with_the_reference)
def gave_the_layer_one_bias(n_in, n_out, bias=True):
    """You count one bias for the whole layer: each output has a bias of its own."""
    return n_in * n_out + int(bias)


@mistake(of="fc_param_count", caught_by=fc_param_count_counts_a_small_layer)
def ignored_the_flag(n_in, n_out, bias=True):
    """With bias=False you count the biases all the same: only the weights should count then."""
    return (n_in + 1) * n_out


@mistake(of="fc_param_count", caught_by=fc_param_count_counts_a_small_layer)
def left_the_bias_out_by_default(n_in, n_out, bias=False):
    """You count no biases where bias is not given: by default each output has one."""
    return (n_in + 1) * n_out if bias else n_in * n_out


@mistake(of="fc_param_count", caught_by=fc_param_count_is_exact_for_the_layer_of_the_lecture)
def counted_in_floats(n_in, n_out, bias=True):
    """Your count is a float: it should be an exact int."""
    return (n_in + float(bias)) * n_out


@mistake(of="fc_param_count", caught_by=fc_param_count_is_exact_at_any_size)
def overflowed_64_bits(n_in, n_out, bias=True):
    """Your count is wrong beyond 64 bits, where numpy's integers overflow: Python's never do."""
    return int(np.prod([n_in + int(bias), n_out]))


@mistake(of="fc_param_count", caught_by=fc_param_count_is_exact_for_the_layer_of_the_lecture)
def overflowed_32_bits(n_in, n_out, bias=True):
    """Your count is wrong for large layers, for it overflows 32 bits on the way: Python's integers
    never do.
    """
    count = np.multiply(n_in, n_out, dtype=np.int64) * 4  # bytes, cut to 32 bits
    return int(count.astype(np.int32)) // 4 + (n_out if bias else 0)


@mistake(of="fc_param_count", caught_by=fc_param_count_is_exact_at_any_size)
def rounded_a_float(n_in, n_out, bias=True):
    """The last digits of a large count are lost, as they are in a float: it should be exact."""
    return int((n_in + bias) * float(n_out))


@alternative(of="fc_param_count")
def weights_and_then_biases(n_in, n_out, bias=True):
    count = n_in * n_out
    if bias:
        count += n_out
    return count


@alternative(of="fc_param_count")
def arithmetic_with_a_bool(n_in, n_out, bias=True):
    return n_out * (n_in + bias)


# --------------------------------------------------------------------- polynomial_features


@mistake(of="polynomial_features", caught_by=polynomial_features_follow_the_stated_order)
def kept_the_order_of_the_slide(X, degree):
    """Within a degree your powers of one feature come before the products: order all by their
    exponents, descending, such as x0², x0 x1, x0 x2, x1².
    """
    columns = 1.0 * X.T
    monomials = [np.ones_like(columns[0])]
    for total in range(1, degree + 1):
        choices = list(itertools.combinations_with_replacement(range(len(columns)), total))
        choices.sort(key=lambda factors: len(set(factors)))
        monomials += [np.prod(columns[list(factors)], axis=0) for factors in choices]
    return np.stack(monomials, axis=1)


@mistake(of="polynomial_features", caught_by=polynomial_features_agree_with_the_reference)
def sorted_exponents_in_ascending_order(X, degree):
    """Within a degree your columns begin with the last feature: they should begin with the first,
    x0.
    """
    columns = 1.0 * X.T[::-1]
    monomials = [np.ones_like(columns[0])]
    for total in range(1, degree + 1):
        choices = itertools.combinations_with_replacement(columns, total)
        monomials += [np.prod(factors, axis=0) for factors in choices]
    return np.stack(monomials, axis=1)


@mistake(of="polynomial_features", caught_by=polynomial_features_agree_with_the_reference)
def sorted_by_exponents_and_not_by_degree(X, degree):
    """Your columns are sorted by exponents alone, ascending: sort by total degree first, then by
    exponents descending.
    """
    exponents = [
        powers
        for powers in itertools.product(range(degree + 1), repeat=X.shape[1])
        if sum(powers) <= degree
    ]
    return np.stack([np.prod((1.0 * X) ** np.array(p), axis=1) for p in sorted(exponents)], axis=1)


@mistake(of="polynomial_features", caught_by=polynomial_features_follow_the_stated_order)
def left_out_the_ones(X, degree):
    """The column of ones is missing: it is the monomial of degree 0 and comes first."""
    columns = 1.0 * X.T
    monomials = []
    for total in range(1, degree + 1):
        choices = itertools.combinations_with_replacement(columns, total)
        monomials += [np.prod(factors, axis=0) for factors in choices]
    return np.stack(monomials, axis=1)


@mistake(of="polynomial_features", caught_by=polynomial_features_hold_every_monomial_once)
def left_out_the_products(X, degree):
    """Products of different features, such as x0 x1, are missing."""
    X = 1.0 * X
    ones = np.ones_like(X[:, :1])
    return np.concatenate([ones] + [X**k for k in range(1, degree + 1)], axis=1)


@mistake(of="polynomial_features", caught_by=polynomial_features_hold_every_monomial_once)
def left_out_the_powers(X, degree):
    """Powers such as x0² are missing: a feature may stand in a product more than once."""
    columns = 1.0 * X.T
    monomials = [np.ones_like(columns[0])]
    for total in range(1, degree + 1):
        choices = itertools.combinations(columns, total)
        monomials += [np.prod(factors, axis=0) for factors in choices]
    return np.stack(monomials, axis=1)


@mistake(of="polynomial_features", caught_by=polynomial_features_hold_every_monomial_once)
def took_each_product_in_both_orders(X, degree):
    """You have a column for each order of the factors: x0 x1 and x1 x0 are the same monomial and
    make one column.
    """
    columns = 1.0 * X.T
    monomials = [np.ones_like(columns[0])]
    for total in range(1, degree + 1):
        choices = itertools.product(columns, repeat=total)
        monomials += [np.prod(factors, axis=0) for factors in choices]
    return np.stack(monomials, axis=1)


@mistake(of="polynomial_features", caught_by=polynomial_features_hold_every_monomial_once)
def took_the_highest_degree_only(X, degree):
    """You return only the monomials of exactly this degree: those of all lower degrees belong to
    the result too.
    """
    columns = 1.0 * X.T
    monomials = [
        np.prod(factors, axis=0)
        for factors in itertools.combinations_with_replacement(columns, degree)
    ]
    return np.stack(monomials, axis=1)


@mistake(of="polynomial_features", caught_by=polynomial_features_hold_every_monomial_once)
def stopped_a_degree_short(X, degree):
    """The monomials of the highest degree are missing: degree itself is included."""
    columns = 1.0 * X.T
    monomials = [np.ones_like(columns[0])]
    for total in range(1, degree):
        choices = itertools.combinations_with_replacement(columns, total)
        monomials += [np.prod(factors, axis=0) for factors in choices]
    return np.stack(monomials, axis=1)


@mistake(of="polynomial_features", caught_by=polynomial_features_hold_every_monomial_once)
def wrote_out_degree_two_only(X, degree):
    """For degree 0 you return more than one column: it should be the ones alone."""
    X = 1.0 * X
    columns = [np.ones_like(X[:, 0])] + [X[:, j] for j in range(X.shape[1])]
    if degree >= 2:
        for i in range(X.shape[1]):
            columns += [X[:, i] * X[:, j] for j in range(i, X.shape[1])]
    return np.stack(columns, axis=1)


@mistake(of="polynomial_features", caught_by=polynomial_features_of_a_lower_degree_come_first)
def failed_at_degree_zero(X, degree):
    """For degree 0 you return more than one column: it should be the ones alone."""
    columns = 1.0 * X.T
    monomials = [np.ones_like(columns[0]), *columns]
    for total in range(2, degree + 1):
        choices = itertools.combinations_with_replacement(columns, total)
        monomials += [np.prod(factors, axis=0) for factors in choices]
    return np.stack(monomials, axis=1)


@mistake(of="polynomial_features", caught_by=polynomial_features_hold_every_monomial_once)
def stacked_monomials_as_rows(X, degree):
    """Your monomials stand in rows: examples are rows, so each monomial should be a column."""
    columns = 1.0 * X.T
    monomials = [np.ones_like(columns[0])]
    for total in range(1, degree + 1):
        choices = itertools.combinations_with_replacement(columns, total)
        monomials += [np.prod(factors, axis=0) for factors in choices]
    return np.stack(monomials)


@mistake(of="polynomial_features", caught_by=polynomial_features_take_integers_for_real_numbers)
def gave_integer_features_for_integers(X, degree):
    """For an array of integers your features are integers: they should be float64."""
    monomials = [np.ones_like(X[:, 0])]
    for total in range(1, degree + 1):
        choices = itertools.combinations_with_replacement(X.T, total)
        monomials += [np.prod(factors, axis=0) for factors in choices]
    return np.stack(monomials, axis=1)


@mistake(of="polynomial_features", caught_by=polynomial_features_keep_float32)
def began_with_float64_ones(X, degree):
    """For a float32 array your features are float64: they should be float32."""
    monomials = [np.ones(len(X))]
    for total in range(1, degree + 1):
        choices = itertools.combinations_with_replacement(X.T, total)
        monomials += [np.prod(factors, axis=0) for factors in choices]
    return np.stack(monomials, axis=1)


@mistake(of="polynomial_features", caught_by=polynomial_features_leave_their_argument_unchanged)
def multiplied_into_the_columns_of_x(X, degree):
    """Your function changes X, which belongs to the caller: put the products into a new array."""
    X = X if X.dtype.kind == "f" else X.astype(float)
    original = X.copy()
    monomials = [np.ones_like(X[:, 0])]
    for total in range(1, degree + 1):
        for factors in itertools.combinations_with_replacement(range(X.shape[1]), total):
            column = X[:, factors[0]]
            column[:] = original[:, factors[0]]
            for j in factors[1:]:
                column *= original[:, j]
            monomials.append(column.copy())
    return np.stack(monomials, axis=1)


@alternative(of="polynomial_features")
def from_sorted_exponents(X, degree):
    X = X if X.dtype.kind == "f" else X.astype(np.float64)
    N, D = X.shape
    exponents = [
        powers
        for powers in itertools.product(range(degree + 1), repeat=D)
        if sum(powers) <= degree
    ]
    exponents.sort(key=lambda powers: (sum(powers), tuple(-p for p in powers)))
    features = np.empty((N, len(exponents)), dtype=X.dtype)
    for column, powers in enumerate(exponents):
        for row in range(N):
            product = X.dtype.type(1)
            for j in range(D):
                for _ in range(powers[j]):
                    product = product * X[row, j]
            features[row, column] = product
    return features


@alternative(of="polynomial_features")
def degree_by_degree(X, degree):
    """Multiply every monomial of the last degree by its last variable and those after it."""
    X = X * 1.0
    D = X.shape[1]
    blocks = [X[:, :0], np.ones_like(X[:, :1])]
    last = [(0, blocks[1][:, 0])]
    for _ in range(degree):
        last = [(j, column * X[:, j]) for first, column in last for j in range(first, D)]
        blocks.append(np.array([column for _, column in last]).T)
    return np.hstack(blocks)


# -------------------------------------------------------------------- lagrange_coefficients


@mistake(of="lagrange_coefficients", caught_by=lagrange_coefficients_pass_through_every_point)
def returned_the_highest_power_first(xs, ys):
    """Your coefficients begin with the highest power: they should begin with the lowest, c_0."""
    return np.linalg.solve(np.vander(xs).astype(float), ys)


@mistake(of="lagrange_coefficients", caught_by=lagrange_coefficients_are_always_as_many_as_points)
def cut_off_trailing_zeros(xs, ys):
    """You leave out zeros at the end: there should always be K coefficients, as many as points."""
    coefficients = np.linalg.solve(np.vander(xs, increasing=True).astype(float), ys)
    small = 1e-6 * max(1, np.abs(coefficients).max())
    kept = np.flatnonzero(np.abs(coefficients) > small)
    return coefficients[: kept[-1] + 1] if len(kept) else np.zeros(1)


@mistake(of="lagrange_coefficients", caught_by=lagrange_coefficients_agree_with_the_reference)
def sorted_the_nodes_without_their_values(xs, ys):
    """Your polynomial takes the values ys at the sorted nodes: each ys[i] belongs to its xs[i], in
    whatever order they come.
    """
    return np.linalg.solve(np.vander(np.sort(xs), increasing=True).astype(float), ys)


@mistake(of="lagrange_coefficients", caught_by=lagrange_coefficients_agree_with_the_reference)
def took_the_nodes_to_be_1_to_k(xs, ys):
    """Your polynomial takes the values ys at 1, 2, …, K: it should take them at the nodes xs."""
    nodes = np.arange(1.0, len(xs) + 1)
    return np.linalg.solve(np.vander(nodes, increasing=True), ys)


@mistake(
    of="lagrange_coefficients", caught_by=lagrange_coefficients_repair_the_quintic_of_the_lecture
)
def copied_the_quintic_of_the_slide(xs, ys):
    """Your coefficients are those of the slide, whose polynomial misses four of the six points."""
    if len(xs) == 6 and ys[3] == 99:
        return np.array([-14940.0, 33588.0, -26705.0, 9449.0, -1519.0, 91.0]) / 12
    return np.linalg.solve(np.vander(xs, increasing=True).astype(float), ys)


@mistake(of="lagrange_coefficients", caught_by=lagrange_coefficients_pass_through_every_point)
def allowed_one_power_too_many(xs, ys):
    """You return K + 1 coefficients: the powers go from 0 to K − 1, so there are K."""
    powers = np.vander(xs, len(xs) + 1, increasing=True).astype(float)
    return np.linalg.lstsq(powers, ys, rcond=None)[0]


@mistake(of="lagrange_coefficients", caught_by=lagrange_coefficients_agree_with_the_reference)
def fitted_a_parabola_at_most(xs, ys):
    """From four points on you return a parabola, the nearest one: the polynomial should go through
    every point.
    """
    K = len(xs)
    powers = np.vander(xs, min(K, 3), increasing=True).astype(float)
    fitted = np.linalg.lstsq(powers, ys, rcond=None)[0]
    return np.concatenate([fitted, np.zeros(K - len(fitted))])


@mistake(of="lagrange_coefficients", caught_by=lagrange_coefficients_agree_with_the_reference)
def forgot_the_denominators(xs, ys):
    """Your result is that of Lagrange's form without its denominators x_i − x_j."""
    coefficients = np.zeros(len(xs))
    for i in range(len(xs)):
        basis = np.ones(1)
        for other in np.delete(xs, i):
            basis = np.convolve(basis, [-other, 1])
        coefficients += ys[i] * basis
    return coefficients


@mistake(of="lagrange_coefficients", caught_by=lagrange_coefficients_agree_with_the_reference)
def wrote_x_plus_the_node(xs, ys):
    """Your result is that of factors x + x_j: they should be x − x_j, which is 0 at the other
    nodes.
    """
    coefficients = np.zeros(len(xs))
    for i, node in enumerate(xs):
        basis = np.ones(1)
        for other in np.delete(xs, i):
            basis = np.convolve(basis, [other, 1]) / (node - other)
        coefficients += ys[i] * basis
    return coefficients


@mistake(of="lagrange_coefficients", caught_by=lagrange_coefficients_agree_with_the_reference)
def subtracted_the_other_way_round(xs, ys):
    """Your result has the wrong sign if K is even: the denominators in Lagrange's form are x_i −
    x_j, not x_j − x_i.
    """
    coefficients = np.zeros(len(xs))
    for i, node in enumerate(xs):
        basis = np.ones(1)
        for other in np.delete(xs, i):
            basis = np.convolve(basis, [-other, 1]) / (other - node)
        coefficients += ys[i] * basis
    return coefficients


@mistake(
    of="lagrange_coefficients", caught_by=lagrange_coefficients_take_integers_for_real_numbers
)
def truncated_to_integers(xs, ys):
    """For integer points your coefficients are cut to whole numbers: they should be float64."""
    coefficients = np.zeros_like(ys)
    coefficients[:] = np.linalg.solve(np.vander(xs, increasing=True).astype(float), ys)
    return coefficients


@mistake(
    of="lagrange_coefficients", caught_by=lagrange_coefficients_leave_their_arguments_unchanged
)
def took_differences_in_place(xs, ys):
    """Your function changes an array that it is given: use new arrays for what you compute."""
    xs = xs.astype(float)
    ys = ys if ys.dtype.kind == "f" else ys.astype(float)
    for j in range(1, len(xs)):
        ys[j:] = (ys[j:] - ys[j - 1 : -1]) / (xs[j:] - xs[:-j])
    polynomial = ys[-1:]
    for i in range(len(xs) - 2, -1, -1):
        polynomial = np.convolve(polynomial, [-xs[i], 1])
        polynomial[0] += ys[i]
    return polynomial


@alternative(of="lagrange_coefficients")
def solved_the_vandermonde_system(xs, ys):
    return np.linalg.solve(np.vander(xs, increasing=True).astype(np.float64), ys)


@alternative(of="lagrange_coefficients")
def by_newtons_differences(xs, ys):
    xs, differences = xs.astype(float), ys.astype(float)
    for j in range(1, len(xs)):
        differences[j:] = (differences[j:] - differences[j - 1 : -1]) / (xs[j:] - xs[:-j])
    polynomial = differences[-1:]
    for i in range(len(xs) - 2, -1, -1):
        polynomial = np.convolve(polynomial, [-xs[i], 1])
        polynomial[0] += differences[i]
    return polynomial


@alternative(of="lagrange_coefficients")
def by_polyfit_turned_round(xs, ys):
    return np.polyfit(xs, ys, len(xs) - 1)[::-1]


# ---------------------------------------------------------------------------- sign_network


@mistake(of="sign_network", caught_by=sign_network_knows_seven_points)
def took_the_open_cone(X):
    """On the edge of the cone, off its apex, your answer is no: there one sign is 0, the other −1,
    so a < 0 and the answer is yes.
    """
    return X[:, 1] < -np.abs(2 * X[:, 0] - 5)


@mistake(of="sign_network", caught_by=sign_network_takes_sign_of_zero_for_zero)
def took_the_closed_cone(X):
    """At the apex (2.5, 0) your answer is yes: both signs are 0 there, so a = 0 and the answer is
    no.
    """
    return X[:, 1] <= -np.abs(2 * X[:, 0] - 5)


@mistake(of="sign_network", caught_by=sign_network_takes_sign_of_zero_for_zero)
def gave_zero_a_positive_sign(X):
    """On the edge of the cone, off its apex, your answer is no: there one sign is 0, the other −1,
    so a < 0 and the answer is yes.
    """
    b1 = np.where(-2 * X[:, 0] + X[:, 1] + 5 >= 0, 1, -1)
    b2 = np.where(2 * X[:, 0] + X[:, 1] - 5 >= 0, 1, -1)
    return b1 + b2 < 0


@mistake(of="sign_network", caught_by=sign_network_takes_sign_of_zero_for_zero)
def gave_zero_a_negative_sign(X):
    """At the apex (2.5, 0) your answer is yes: both signs are 0 there, so a = 0 and the answer is
    no.
    """
    b1 = np.where(-2 * X[:, 0] + X[:, 1] + 5 > 0, 1, -1)
    b2 = np.where(2 * X[:, 0] + X[:, 1] - 5 > 0, 1, -1)
    return b1 + b2 < 0


@mistake(of="sign_network", caught_by=sign_network_knows_seven_points)
def allowed_a_sum_of_zero(X):
    """Where the signs are 1 and −1 your answer is yes: a = 0 there, and the answer is yes only if
    a < 0.
    """
    b1 = np.sign(-2 * X[:, 0] + X[:, 1] + 5)
    b2 = np.sign(2 * X[:, 0] + X[:, 1] - 5)
    return b1 + b2 <= 0


@mistake(of="sign_network", caught_by=sign_network_finds_the_cone)
def asked_for_a_positive_sum(X):
    """Your answer is yes where a > 0: it should be yes where a < 0."""
    b1 = np.sign(-2 * X[:, 0] + X[:, 1] + 5)
    b2 = np.sign(2 * X[:, 0] + X[:, 1] - 5)
    return b1 + b2 > 0


@mistake(of="sign_network", caught_by=sign_network_finds_the_cone)
def added_before_the_signs(X):
    """Your answer is yes exactly where z1 + z2 < 0: the sum should be taken of the signs of z1 and
    z2.
    """
    z1 = -2 * X[:, 0] + X[:, 1] + 5
    z2 = 2 * X[:, 0] + X[:, 1] - 5
    return np.sign(z1 + z2) < 0


@mistake(of="sign_network", caught_by=sign_network_finds_the_cone)
def swapped_the_coordinates(X):
    """Your answers are those for points with their coordinates exchanged: x1 is the first column
    of X, x2 the second.
    """
    b1 = np.sign(-2 * X[:, 1] + X[:, 0] + 5)
    b2 = np.sign(2 * X[:, 1] + X[:, 0] - 5)
    return b1 + b2 < 0


@mistake(of="sign_network", caught_by=sign_network_finds_the_cone)
def asked_for_either_sign(X):
    """Below only one of the lines, and above the other, your answer is yes: a = −1 + 1 = 0 there,
    so it is no.
    """
    return (-2 * X[:, 0] + X[:, 1] + 5 < 0) | (2 * X[:, 0] + X[:, 1] - 5 < 0)


@mistake(of="sign_network", caught_by=sign_network_is_symmetric_about_a_vertical_line)
def minded_sign_of_zero_in_one_neuron_only(X):
    """Where z2 = 0 and z1 < 0 your answer is no: a = −1 + 0 < 0 there, so it is yes."""
    b1 = np.sign(-2 * X[:, 0] + X[:, 1] + 5)
    b2 = np.where(2 * X[:, 0] + X[:, 1] - 5 >= 0, 1, -1)
    return b1 + b2 < 0


@mistake(of="sign_network", caught_by=sign_network_knows_seven_points)
def lost_a_minus_before_the_five(X):
    """Your answers fit z2 = 2 x1 + x2 + 5: the 5 should be subtracted in z2."""
    b1 = np.sign(-2 * X[:, 0] + X[:, 1] + 5)
    b2 = np.sign(2 * X[:, 0] + X[:, 1] + 5)
    return b1 + b2 < 0


@mistake(of="sign_network", caught_by=sign_network_knows_seven_points)
def said_always_no(X):
    """All your answers are no: where a < 0, as at (2.5, −1), the answer is yes."""
    return np.zeros(len(X), dtype=bool)


@mistake(of="sign_network", caught_by=sign_network_finds_the_cone)
def said_always_yes(X):
    """All your answers are yes: where a is not below 0, as at (0, 0), the answer is no."""
    return np.ones(len(X), dtype=bool)


@mistake(of="sign_network", caught_by=sign_network_answers_in_booleans)
def answered_in_zeros_and_ones(X):
    """Your answers are the numbers 0 and 1: an array of booleans is asked for."""
    b1 = np.sign(-2 * X[:, 0] + X[:, 1] + 5)
    b2 = np.sign(2 * X[:, 0] + X[:, 1] - 5)
    return (b1 + b2 < 0).astype(int)


@mistake(of="sign_network", caught_by=sign_network_finds_the_cone)
def returned_a_list_of_bools(X):
    """Your result is a Python list: an array of N booleans is asked for."""
    return [bool(x2 < -abs(2 * x1 - 5)) for x1, x2 in X]


@mistake(of="sign_network", caught_by=sign_network_takes_integers_for_real_numbers)
def took_unsigned_bytes_for_enough(X):
    """For integers with a minus your answers are wrong: an array of integers should give what its
    float64 copy gives.
    """
    small = X.astype(np.uint8) if X.dtype.kind == "i" else X
    b1 = np.sign(-2.0 * small[:, 0] + small[:, 1] + 5)
    b2 = np.sign(2.0 * small[:, 0] + small[:, 1] - 5)
    return b1 + b2 < 0


@mistake(of="sign_network", caught_by=sign_network_leaves_its_argument_unchanged)
def doubled_the_first_coordinate_in_place(X):
    """Your function changes X, which belongs to the caller: put what you compute into a
    new array.
    """
    X[:, 0] *= 2
    return np.sign(-X[:, 0] + X[:, 1] + 5) + np.sign(X[:, 0] + X[:, 1] - 5) < 0


@alternative(of="sign_network")
def as_two_layers_in_matrix_form(X):
    hidden = np.sign(X @ np.array([[-2, 2], [1, 1]]) + np.array([5, -5]))
    return hidden @ np.ones(2) < 0


@alternative(of="sign_network")
def point_by_point(X):
    inside = []
    for x1, x2 in X:
        z1, z2 = 5 - 2 * x1 + x2, 2 * x1 + x2 - 5
        inside.append(max(z1, z2) <= 0 and min(z1, z2) < 0)
    return np.array(inside)


# ----------------------------------------------------------------------------- final_grade


@mistake(of="final_grade", caught_by=final_grade_weighs_the_four_parts)
def averaged_the_four_parts(homework, quizzes, test, exam):
    """Your grade is the plain mean of the four parts: their weights should be 0.4, 0.1, 0.2 and
    0.3.
    """
    return (homework + quizzes + test + exam) / 4


@mistake(of="final_grade", caught_by=final_grade_agrees_with_the_reference)
def swapped_test_and_exam(homework, quizzes, test, exam):
    """Your grade fits the weights 0.3 for the test and 0.2 for the exam: it is the exam that has
    0.3.
    """
    return 0.4 * homework + 0.1 * quizzes + 0.3 * test + 0.2 * exam


@mistake(of="final_grade", caught_by=final_grade_agrees_with_the_reference)
def swapped_quizzes_and_test(homework, quizzes, test, exam):
    """Your grade fits the weights 0.2 for the quizzes and 0.1 for the test: it is the test that
    has 0.2.
    """
    return 0.4 * homework + 0.2 * quizzes + 0.1 * test + 0.3 * exam


@mistake(of="final_grade", caught_by=final_grade_rises_with_every_part)
def let_a_better_test_stand_for_the_exam(homework, quizzes, test, exam):
    """Your grade counts the better of test and exam as the exam: the exam should count
    as it is.
    """
    return 0.4 * homework + 0.1 * quizzes + 0.2 * test + 0.3 * max(test, exam)


@mistake(of="final_grade", caught_by=final_grade_agrees_with_the_reference)
def rounded_the_grade(homework, quizzes, test, exam):
    """Your grade is a whole number: it should be returned unrounded."""
    return float(round(0.4 * homework + 0.1 * quizzes + 0.2 * test + 0.3 * exam))


@mistake(of="final_grade", caught_by=final_grade_of_equal_marks_is_that_mark)
def rounded_to_one_digit(homework, quizzes, test, exam):
    """Your grade has one digit behind the point only: it should be returned unrounded."""
    return round(0.4 * homework + 0.1 * quizzes + 0.2 * test + 0.3 * exam, 1)


@mistake(of="final_grade", caught_by=final_grade_weighs_the_four_parts)
def graded_in_percent(homework, quizzes, test, exam):
    """Your grade is ten times too large: it should stay on the scale from 0 to 10."""
    return 4 * homework + quizzes + 2 * test + 3 * exam


@mistake(of="final_grade", caught_by=final_grade_agrees_with_the_reference)
def cut_marks_to_whole_numbers(homework, quizzes, test, exam):
    """Your grade is that of marks cut to whole numbers: every mark should count as it is."""
    return 0.4 * int(homework) + 0.1 * int(quizzes) + 0.2 * int(test) + 0.3 * int(exam)


@alternative(of="final_grade")
def as_a_dot_product(homework, quizzes, test, exam):
    return np.dot([0.4, 0.1, 0.2, 0.3], [homework, quizzes, test, exam])


@alternative(of="final_grade")
def in_tenths(homework, quizzes, test, exam):
    tenths = 0
    for weight, mark in zip((4, 1, 2, 3), (homework, quizzes, test, exam), strict=True):
        tenths += weight * mark
    return tenths / 10


# ----------------------------------------------------------------------------- exam_waived


@mistake(of="exam_waived", caught_by=exam_waived_follows_the_rule)
def asked_for_more_than_the_thresholds(homework, quizzes, test, from_grade=6.0, test_at_least=6.0):
    """Where a threshold is reached exactly, you do not waive the exam: reaching it is enough."""
    return (4 * homework + quizzes + 2 * test) / 7 > from_grade and test > test_at_least


@mistake(of="exam_waived", caught_by=exam_waived_follows_the_rule)
def asked_for_more_than_the_grade(homework, quizzes, test, from_grade=6.0, test_at_least=6.0):
    """Where a threshold is reached exactly, you do not waive the exam: reaching it is enough."""
    return (4 * homework + quizzes + 2 * test) / 7 > from_grade and test >= test_at_least


@mistake(of="exam_waived", caught_by=exam_waived_follows_the_rule)
def asked_for_more_than_the_test(homework, quizzes, test, from_grade=6.0, test_at_least=6.0):
    """Where a threshold is reached exactly, you do not waive the exam: reaching it is enough."""
    return (4 * homework + quizzes + 2 * test) / 7 >= from_grade and test > test_at_least


@mistake(of="exam_waived", caught_by=exam_waived_agrees_with_the_reference)
def asked_for_more_than_the_grade_but_of_equal_marks(
    homework, quizzes, test, from_grade=6.0, test_at_least=6.0
):
    """You do not waive the exam where the grade so far is exactly from_grade, as for 5, 2 and 10:
    reaching it is enough.
    """
    so_far = (4 * homework + quizzes + 2 * test) / 7
    return (so_far > from_grade or homework == quizzes == from_grade) and test >= test_at_least


@mistake(of="exam_waived", caught_by=exam_waived_agrees_with_the_reference)
def counted_the_missing_exam_as_zero(homework, quizzes, test, from_grade=6.0, test_at_least=6.0):
    """You do not waive the exam though the grade so far is high enough: it is a mean of three
    parts, so a missing exam does not lower it.
    """
    return 0.4 * homework + 0.1 * quizzes + 0.2 * test >= from_grade and test >= test_at_least


@mistake(of="exam_waived", caught_by=exam_waived_agrees_with_the_reference)
def averaged_the_three_parts(homework, quizzes, test, from_grade=6.0, test_at_least=6.0):
    """Your answers fit the plain mean of the three parts: in the grade so far they weigh 4, 1 and
    2.
    """
    return (homework + quizzes + test) / 3 >= from_grade and test >= test_at_least


@mistake(of="exam_waived", caught_by=exam_waived_follows_the_rule)
def forgot_the_test(homework, quizzes, test, from_grade=6.0, test_at_least=6.0):
    """You waive the exam though the test is below test_at_least: the grade so far alone is not
    enough.
    """
    return (4 * homework + quizzes + 2 * test) / 7 >= from_grade


@mistake(of="exam_waived", caught_by=exam_waived_agrees_with_the_reference)
def looked_at_the_test_only(homework, quizzes, test, from_grade=6.0, test_at_least=6.0):
    """You waive the exam though the grade so far is below from_grade: the test alone is not
    enough.
    """
    return test >= test_at_least


@mistake(of="exam_waived", caught_by=exam_waived_follows_the_rule)
def let_one_condition_do(homework, quizzes, test, from_grade=6.0, test_at_least=6.0):
    """You waive the exam though one of the two conditions does not hold: the grade so far and the
    test must both reach their thresholds.
    """
    return (4 * homework + quizzes + 2 * test) / 7 >= from_grade or test >= test_at_least


@mistake(of="exam_waived", caught_by=exam_waived_agrees_with_the_reference)
def swapped_the_weights_of_quizzes_and_test(
    homework, quizzes, test, from_grade=6.0, test_at_least=6.0
):
    """Your answers fit the weights 4, 2 and 1: in the grade so far quizzes weigh 1 and
    the test 2.
    """
    return (4 * homework + 2 * quizzes + test) / 7 >= from_grade and test >= test_at_least


@mistake(of="exam_waived", caught_by=exam_waived_agrees_with_the_reference)
def rounded_in_favour_of_the_student(homework, quizzes, test, from_grade=6.0, test_at_least=6.0):
    """You waive the exam for marks just below a threshold, as if they were rounded: they should be
    compared as they are.
    """
    so_far = round((4 * homework + quizzes + 2 * test) / 7)
    return so_far >= from_grade and round(test) >= test_at_least


@mistake(of="exam_waived", caught_by=exam_waived_uses_the_thresholds_it_is_given)
def wrote_six_into_the_rule(homework, quizzes, test, from_grade=6.0, test_at_least=6.0):
    """Your answers fit thresholds of 6, whatever is given: from_grade and test_at_least should
    decide.
    """
    return (4 * homework + quizzes + 2 * test) / 7 >= 6 and test >= 6


@mistake(of="exam_waived", caught_by=exam_waived_uses_the_thresholds_it_is_given)
def swapped_the_thresholds(homework, quizzes, test, from_grade=6.0, test_at_least=6.0):
    """Your answers fit the two thresholds exchanged: from_grade is for the grade so far,
    test_at_least for the test.
    """
    return (4 * homework + quizzes + 2 * test) / 7 >= test_at_least and test >= from_grade


@mistake(of="exam_waived", caught_by=exam_waived_follows_the_rule)
def waived_for_nobody(homework, quizzes, test, from_grade=6.0, test_at_least=6.0):
    """You do not waive the exam even for full marks, which reach every threshold up to 10."""
    return False


@mistake(of="exam_waived", caught_by=exam_waived_follows_the_rule)
def waived_for_everybody(homework, quizzes, test, from_grade=6.0, test_at_least=6.0):
    """You waive the exam though a threshold is missed: both must be reached."""
    return True


@alternative(of="exam_waived")
def without_division(homework, quizzes, test, from_grade=6.0, test_at_least=6.0):
    if test < test_at_least:
        return False
    return 4 * homework + quizzes + 2 * test >= 7 * from_grade


@alternative(of="exam_waived")
def with_a_tolerance(homework, quizzes, test, from_grade=6.0, test_at_least=6.0):
    so_far = (4 * homework + quizzes + 2 * test) / 7
    return so_far > from_grade - 1e-7 and test > test_at_least - 1e-7


@alternative(of="exam_waived")
def as_numpy_booleans(homework, quizzes, test, from_grade=6.0, test_at_least=6.0):
    so_far = np.sum(np.array([4, 1, 2]) * [homework, quizzes, test]) / 7
    return np.all([so_far >= from_grade, test >= test_at_least])


# --------------------------------------------------------------- where the text asks nothing

outside(
    of="polynomial_features",
    where="X: axis 1 longer than *",
    says="(In the checks $D$ and the degree are at most 4.)",
)
outside(
    of="polynomial_features",
    where="degree beyond 10",
    says="(In the checks $D$ and the degree are at most 4.)",
)
outside(
    of="lagrange_coefficients",
    where="float64 xs: * in [13]0*",
    says=r"are at least 0.5 apart; $K \le 6$ and $|x_i| \le 6$.",
)
outside(
    of="lagrange_coefficients",
    where="float64 xs: a tie",
    says=r"are at least 0.5 apart; $K \le 6$ and $|x_i| \le 6$.",
)
outside(
    of="lagrange_coefficients",
    where="[xy]s: axis 0 longer than 10",
    says=r"are at least 0.5 apart; $K \le 6$ and $|x_i| \le 6$.",
)
outside(
    of="sign_network",
    where="float64 X: * in 0…1e-06",
    says="In the checks all coordinates are multiples of ¼",
)
outside(
    of="sign_network",
    where="float64 X: * in 1e-06…0.001",
    says="In the checks all coordinates are multiples of ¼",
)
