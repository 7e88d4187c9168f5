"""What the warm-up asks.  A docstring is the sentence a student reads."""

import numpy as np

from autograder.checks import (
    assert_between,
    assert_close,
    assert_dtype,
    assert_equal,
    assert_keeps_float32,
    assert_shape,
    assert_unchanged,
    check,
    choices,
    for_all,
    integers,
    numbers,
    reals,
    require,
)


def distinct(xs, ys):
    """The points whose node was not drawn before, in the order drawn."""
    first = np.sort(np.unique(xs, return_index=True)[1])
    return xs[first], ys[first]


# ---------------------------------------------------------------------------------- neuron


@check(points=1, public=True)
def neuron_weighs_the_features_of_every_example(student):
    """With weights (1, 10) the examples (1, 2), (3, 4), (5, 6) give 21, 43, 65."""
    X = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
    assert_close(student.neuron(X, np.array([1.0, 10.0])), np.array([21.0, 43.0, 65.0]))


@check(points=1, public=True, after=neuron_weighs_the_features_of_every_example)
@for_all(X=reals("N D"), w=reals("D"), v=reals("D"))
def neuron_is_linear_in_its_weights(student, X, w, v):
    r"""$a_{2w - 3v}(x) = 2\,a_w(x) - 3\,a_v(x)$: no bias, no activation."""
    together = student.neuron(X, 2 * w - 3 * v)
    assert_close(together, 2 * student.neuron(X, w) - 3 * student.neuron(X, v), atol=1e-9)


@check(points=2, edges=1e4)
@for_all(X=reals("N D", layout="any"), w=reals("D"))
def neuron_agrees_with_the_reference(student, reference, X, w):
    r"""neuron(X, w) is $\sum_j w_j x_j$ for every row $x$ of X."""
    assert_close(student.neuron(X, w), reference.neuron(X, w))


@check(points=1, after=neuron_agrees_with_the_reference)
@for_all(X=reals("N D", step=1), w=reals("D", step=1))
def neuron_takes_integers_for_real_numbers(student, reference, X, w):
    """Arrays of integers give the same numbers as their float64 copies, as float64."""
    result = student.neuron(X.astype(np.int64), w.astype(np.int64))
    assert_close(result, reference.neuron(X, w))
    assert_dtype(result, np.float64)


@check(points=1, after=neuron_agrees_with_the_reference, examples=4, edges=1e4)
@for_all(X=reals("N D", dtype="float32"), w=reals("D", dtype="float32"))
def neuron_keeps_float32(student, X, w):
    """float32 arrays give a float32 result: that of their float64 copies, rounded."""
    assert_keeps_float32(student.neuron, X, w)


@check(points=1, after=neuron_agrees_with_the_reference, examples=10)
@for_all(X=reals("N D"), w=reals("D"))
def neuron_leaves_its_arguments_unchanged(student, X, w):
    """X and w are the same after the call."""
    assert_unchanged(student.neuron, X, w)


# -------------------------------------------------------------------------- fc_param_count


@check(points=1, public=True)
def fc_param_count_counts_a_small_layer(student):
    """3 inputs and 2 outputs: 8 numbers, 6 of them weights; a bias is the default."""
    assert_equal(student.fc_param_count(3, 2), 8)
    assert_equal(student.fc_param_count(3, 2, bias=False), 6)


@check(points=1, public=True)
def fc_param_count_is_exact_for_the_layer_of_the_lecture(student):
    """1 000 000 inputs and 1000 outputs: 1 000 001 000 numbers, an int."""
    count = student.fc_param_count(1_000_000, 1000)
    assert_equal(count, 1_000_001_000)
    require(
        isinstance(count, (int, np.integer)),
        f"result is {count!r}, but should be an int",
    )


@check(points=1, edges=1e4)
@for_all(n_in=integers(0, 60), n_out=integers(0, 60), bias=choices(True, False))
def fc_param_count_agrees_with_the_reference(student, reference, n_in, n_out, bias):
    """Every output is a linear model of its own, with a bias or without."""
    for sizes in ((n_in, n_out), (2, 3), (3, 2)):
        want = reference.fc_param_count(*sizes, bias)
        assert_equal(student.fc_param_count(*sizes, bias), want)


@check(points=1, after=fc_param_count_agrees_with_the_reference)
@for_all(n_in=integers(10**12, 10**15), n_out=integers(10**12, 10**15))
def fc_param_count_is_exact_at_any_size(student, reference, n_in, n_out):
    """The count is exact to the last digit, also beyond 64 bits."""
    for bias in (True, False):
        count = student.fc_param_count(n_in, n_out, bias=bias)
        assert_equal(count, reference.fc_param_count(n_in, n_out, bias=bias))


# --------------------------------------------------------------------- polynomial_features


@check(points=1, public=True)
def polynomial_features_follow_the_stated_order(student):
    """The example (2, 3, 5) of degree 2 gives 1, 2, 3, 5, 4, 6, 10, 9, 15, 25."""
    features = student.polynomial_features(np.array([[2.0, 3.0, 5.0]]), 2)
    assert_close(features, np.array([[1.0, 2.0, 3.0, 5.0, 4.0, 6.0, 10.0, 9.0, 15.0, 25.0]]))


@check(points=1, public=True, after=polynomial_features_follow_the_stated_order)
@for_all(X=reals("N D<=3", within=3), degree=integers(1, 3))
def polynomial_features_of_a_lower_degree_come_first(student, X, degree):
    """The features of degree k begin with those of degree k - 1; degree 0 is a column of ones."""
    lower, higher = (student.polynomial_features(X, k) for k in (degree - 1, degree))
    require(
        lower.ndim == higher.ndim == 2 and lower.shape[1] < higher.shape[1],
        f"results have shapes {lower.shape} and {higher.shape}, but the second should have more "
        "columns",
    )
    assert_close(higher[:, : lower.shape[1]], lower)
    assert_close(lower[:, 0], np.ones(len(X)))


@check(points=2)
@for_all(X=reals("N D<=4", within=3), degree=integers(1, 4))
def polynomial_features_hold_every_monomial_once(student, reference, X, degree):
    """Each monomial up to the degree is a column, once, in whatever order."""
    got, want = student.polynomial_features(X, degree), reference.polynomial_features(X, degree)
    assert_shape(got, want.shape)
    for seed in (0, 1):  # sorted sums with random row weights: a fingerprint of the set of columns
        weights = np.random.default_rng(seed).normal(size=len(X))
        assert_close(
            np.sort(weights @ got),
            np.sort(weights @ want),
            what="the sorted fingerprint of the columns",
        )


@check(points=2, after=polynomial_features_hold_every_monomial_once, edges=1e4)
@for_all(X=reals("N D<=4", layout="any"), degree=integers(0, 4))
def polynomial_features_agree_with_the_reference(student, reference, X, degree):
    """Columns stand by total degree, then by exponents in descending lexicographic order."""
    assert_close(student.polynomial_features(X, degree), reference.polynomial_features(X, degree))


@check(points=1, after=polynomial_features_hold_every_monomial_once)
@for_all(X=reals("N D<=3", within=5, step=1), degree=integers(0, 3))
def polynomial_features_take_integers_for_real_numbers(student, X, degree):
    """An array of integers gives what its float64 copy gives, as float64."""
    result = student.polynomial_features(X.astype(np.int64), degree)
    assert_dtype(result, np.float64)
    assert_close(result, student.polynomial_features(X, degree))


@check(points=1, after=polynomial_features_hold_every_monomial_once, examples=4, edges=1e4)
@for_all(X=reals("N D<=3", dtype="float32"), degree=integers(0, 3))
def polynomial_features_keep_float32(student, X, degree):
    """A float32 array gives float32 features: those of its float64 copy, rounded."""
    assert_keeps_float32(student.polynomial_features, X, degree)


@check(points=1, after=polynomial_features_hold_every_monomial_once, examples=12)
@for_all(X=reals("N D<=3", within=3), degree=integers(0, 3))
def polynomial_features_leave_their_argument_unchanged(student, X, degree):
    """X is the same after the call."""
    assert_unchanged(student.polynomial_features, X, degree)


# -------------------------------------------------------------------- lagrange_coefficients


@check(points=2, public=True)
@for_all(xs=reals("K>=1<=6", within=6, step=0.5), ys=reals("K>=1<=6"))
def lagrange_coefficients_pass_through_every_point(student, xs, ys):
    r"""$p(x) = c_0 + c_1 x + \dots + c_{K-1} x^{K-1}$ is ys[i] at xs[i]; you get no node twice."""
    first = np.sort(np.unique(xs, return_index=True)[1])  # nodes drawn twice are left out
    xs, ys = xs[first], ys[first]
    coefficients = student.lagrange_coefficients(xs, ys)
    assert_shape(coefficients, xs.shape)
    values = sum(c * xs**k for k, c in enumerate(coefficients))
    assert_close(values, ys, atol=1e-6 * max(1, np.abs(ys).max()), what="p(xs)")


@check(points=2, edges=1e4)
@for_all(xs=reals("K>=1<=6", within=6, step=0.5), ys=reals("K>=1<=6"))
def lagrange_coefficients_agree_with_the_reference(student, reference, xs, ys):
    """K coefficients, lowest power first, for nodes in any order."""
    four = np.array([2.0, -1.0, 0.5, 3.0]), np.array([1.0, 4.0, -2.0, 3.0])
    near_zero = np.array([3e-7]), np.array([20.0])
    small = np.array([4e-4]), np.array([-5.0])
    for points in (distinct(xs, ys), four, near_zero, small):
        want = reference.lagrange_coefficients(*points)
        got = student.lagrange_coefficients(*points)
        assert_close(got, want, atol=1e-6 * np.abs(want).max() + 1e-12)


@check(points=1)
def lagrange_coefficients_are_always_as_many_as_points(student):
    """Through the six cubes 1, 8, 27, 64, 125, 216 the answer is (0, 0, 0, 1, 0, 0)."""
    nodes = np.arange(1.0, 7.0)
    want = np.array([0.0, 0.0, 0.0, 1.0, 0.0, 0.0])
    assert_close(student.lagrange_coefficients(nodes, nodes**3), want, atol=1e-6)


@check(points=1)
def lagrange_coefficients_repair_the_quintic_of_the_lecture(student):
    """With 99 in the fourth place the polynomial takes the values 1, 8, 27, 99, 125, 216."""
    values = np.array([1.0, 8.0, 27.0, 99.0, 125.0, 216.0])
    want = np.array([-6300.0, 13860.0, -10745.0, 3757.0, -595.0, 35.0]) / 12
    assert_close(student.lagrange_coefficients(np.arange(1.0, 7.0), values), want, atol=1e-3)


@check(points=1, after=lagrange_coefficients_agree_with_the_reference)
@for_all(xs=reals("K>=1<=6", within=6, step=1), ys=reals("K>=1<=6", step=1))
def lagrange_coefficients_take_integers_for_real_numbers(student, reference, xs, ys):
    """Integer points give the same float64 coefficients as their float copies."""
    xs, ys = distinct(xs, ys)
    want = reference.lagrange_coefficients(xs, ys)
    got = student.lagrange_coefficients(xs.astype(np.int64), ys.astype(np.int64))
    assert_dtype(got, np.float64)
    assert_close(got, want, atol=1e-6 * np.abs(want).max() + 1e-12)


@check(points=1, after=lagrange_coefficients_agree_with_the_reference, examples=10)
@for_all(xs=reals("K>=1<=6", within=6, step=0.5), ys=reals("K>=1<=6"))
def lagrange_coefficients_leave_their_arguments_unchanged(student, xs, ys):
    """The arrays xs and ys are the same after the call."""
    assert_unchanged(student.lagrange_coefficients, *distinct(xs, ys))


# ---------------------------------------------------------------------------- sign_network


def assert_answers(answers, wanted, X):
    """The same answer at every point; a failure names the point."""
    assert_shape(answers, (len(X),))
    for (x1, x2), got, want in zip(X, answers, wanted, strict=True):
        require(
            got == want,
            f"the answer at the point ({x1:g}, {x2:g}) is {got}, but should be {want}",
        )


@check(points=1, public=True)
def sign_network_knows_seven_points(student):
    """Only (2.5, -1), (0, -6) and (0, -5) are inside; at (0, -5) one sign is 0, the other -1."""
    X = np.array([[0, 0], [2.5, -1], [2.5, 1], [5, 0], [0, -5], [0, -6], [2.5, 0]])
    inside = np.array([False, True, False, False, True, True, False])
    assert_answers(student.sign_network(X), inside, X)


@check(points=1, public=True, after=sign_network_knows_seven_points)
@for_all(X=reals("N 2", step=0.25))
def sign_network_is_symmetric_about_a_vertical_line(student, X):
    """Reflecting a point in the line $x_1 = 2.5$ changes no answer, on the cone's edge too."""
    edge = np.stack([X[:, 0], -np.abs(2 * X[:, 0] - 5)], axis=1)
    X = np.vstack([X, edge])
    reflected = student.sign_network(X * [-1, 1] + [5, 0])
    assert_answers(student.sign_network(X), reflected, X)


@check(points=2, examples=30, edges=1e4)
@for_all(X=reals("N 2", step=0.25))
def sign_network_finds_the_cone(student, reference, X):
    """Off the two lines, a point is inside exactly when $x_2 < -|2 x_1 - 5|$."""
    off_both_lines = np.abs(X[:, 1]) != np.abs(2 * X[:, 0] - 5)
    known = np.array([[2.5, -1], [2.5, 1], [0, -6], [6, -1]])
    X = X if off_both_lines.all() else X[off_both_lines]
    for points in (X, known) if len(X) else (known,):
        assert_answers(student.sign_network(points), reference.sign_network(points), points)


@check(points=1, after=sign_network_finds_the_cone, examples=40)
@for_all(x1=reals("N", within=6, step=0.25))
def sign_network_takes_sign_of_zero_for_zero(student, reference, x1):
    """On a line, where one sign is 0, the other sign decides; at the apex the answer is no."""
    under = np.stack([x1, -np.abs(2 * x1 - 5)], axis=1)  # on one line, under the other
    X = np.vstack([under, under * [1, -1], [[2.5, 0]]])
    assert_answers(student.sign_network(X), reference.sign_network(X), X)


@check(points=1, public=True, after=sign_network_finds_the_cone, examples=10)
@for_all(X=reals("N 2", step=0.25))
def sign_network_answers_in_booleans(student, X):
    """The result is an array of bool: it can select rows, as in X[sign_network(X)]."""
    assert_dtype(student.sign_network(X), np.bool_)


@check(points=1, after=sign_network_finds_the_cone)
@for_all(X=reals("N 2", within=6, step=1))
def sign_network_takes_integers_for_real_numbers(student, reference, X):
    """An array of integers gives what its float64 copy gives."""
    X = np.vstack([X, [[2, -2], [3, 1], [0, -5]]])
    assert_answers(student.sign_network(X.astype(np.int64)), reference.sign_network(X), X)


@check(points=1, after=sign_network_finds_the_cone, examples=10)
@for_all(X=reals("N 2", step=0.25))
def sign_network_leaves_its_argument_unchanged(student, X):
    """X is the same after the call."""
    assert_unchanged(student.sign_network, X)


# ----------------------------------------------------------------------------- final_grade


@check(points=1, public=True)
def final_grade_weighs_the_four_parts(student):
    """Homework 8, quizzes 6, test 5 and exam 7 make 6.9; perfect homework alone makes 4."""
    assert_close(student.final_grade(8, 6, 5, 7), 6.9)
    assert_close(student.final_grade(10, 0, 0, 0), 4.0)


@check(points=1, public=True, after=final_grade_weighs_the_four_parts)
@for_all(mark=numbers(0, 10))
def final_grade_of_equal_marks_is_that_mark(student, mark):
    """The same mark everywhere is the grade: the weights sum to 1, nothing is rounded."""
    assert_close(student.final_grade(mark, mark, mark, mark), mark)


@check(points=2, edges=10)
@for_all(homework=numbers(0, 10), quizzes=numbers(0, 10), test=numbers(0, 10), exam=numbers(0, 10))
def final_grade_agrees_with_the_reference(student, reference, homework, quizzes, test, exam):
    """The grade is the lecture's weighted sum, not rounded."""
    marks = homework, quizzes, test, exam
    assert_close(student.final_grade(*marks), reference.final_grade(*marks))


@check(points=1, public=True, after=final_grade_weighs_the_four_parts)
@for_all(homework=numbers(0, 9), quizzes=numbers(0, 9), test=numbers(0, 9), exam=numbers(0, 9))
def final_grade_rises_with_every_part(student, homework, quizzes, test, exam):
    """A better mark in any part gives a better grade; the grade stays between 0 and 10."""
    drawn = {"homework": homework, "quizzes": quizzes, "test": test, "exam": exam}
    for marks in (drawn, {**drawn, "test": 9.0, "exam": 1.0}, {**drawn, "test": 1.0, "exam": 9.0}):
        grade = student.final_grade(**marks)
        assert_between(grade, 0, 10)
        for part, mark in marks.items():
            better = student.final_grade(**{**marks, part: mark + 1})
            require(
                better > grade,
                f"one more point in {part} changes the grade from {grade:.6g} to {better:.6g}, "
                "but should raise it",
            )


# ----------------------------------------------------------------------------- exam_waived


def near_a_threshold(homework, quizzes, test, from_grade, test_at_least):
    """Whether rounding could decide."""
    so_far = (4 * homework + quizzes + 2 * test) / 7
    return min(abs(so_far - from_grade), abs(test - test_at_least)) < 1e-6


@check(points=2, public=True)
def exam_waived_follows_the_rule(student):
    """6, 6, 6 is just enough; a weak test, or a weak grade so far, is not made up for."""
    for marks, waived in (
        ((10, 10, 10), True),
        ((6, 6, 6), True),
        ((10, 10, 5), False),
        ((5, 5, 7), False),
    ):
        assert_equal(student.exam_waived(*marks), waived, what=f"exam_waived{marks}")


@check(points=2, examples=50)
@for_all(homework=numbers(0, 10), quizzes=numbers(0, 10), test=numbers(0, 10))
def exam_waived_agrees_with_the_reference(student, reference, homework, quizzes, test):
    """With the default thresholds: (4 homework + quizzes + 2 test)/7 >= 6 and test >= 6."""
    drawn = ((homework, quizzes, test), (homework, quizzes, 6.25), (9.5, quizzes, test))
    fixed = ((8.0, 2.0, 7.0), (5.5, 2.0, 10.0), (2.0, 8.0, 9.0), (10.0, 10.0, 5.75))
    for marks in (*drawn, *fixed):
        if not near_a_threshold(*marks, 6, 6):
            want = reference.exam_waived(*marks)
            assert_equal(student.exam_waived(*marks), want, what=f"exam_waived{marks}")
    for marks in ((5, 2, 10), (6, 4, 7)):  # the grade so far is 6 exactly
        assert_equal(student.exam_waived(*marks), True, what=f"exam_waived{marks}")


@check(points=1, after=exam_waived_agrees_with_the_reference, examples=40, edges=10)
@for_all(
    homework=numbers(0, 10),
    quizzes=numbers(0, 10),
    test=numbers(0, 10),
    from_grade=numbers(0, 10),
    test_at_least=numbers(0, 10),
)
def exam_waived_uses_the_thresholds_it_is_given(
    student, reference, homework, quizzes, test, from_grade, test_at_least
):
    """from_grade and test_at_least work by position and by keyword."""
    marks = homework, quizzes, test
    if not near_a_threshold(*marks, from_grade, test_at_least):
        want = reference.exam_waived(*marks, from_grade, test_at_least)
        assert_equal(student.exam_waived(*marks, from_grade, test_at_least), want)
    easy = student.exam_waived(5, 5, 5, from_grade=4.5, test_at_least=4.5)
    assert_equal(easy, True, what="exam_waived(5, 5, 5, from_grade=4.5, test_at_least=4.5)")
    strict = student.exam_waived(7, 7, 7, from_grade=7.5)
    assert_equal(strict, False, what="exam_waived(7, 7, 7, from_grade=7.5)")
    strict = student.exam_waived(9, 9, 7, test_at_least=7.5)
    assert_equal(strict, False, what="exam_waived(9, 9, 7, test_at_least=7.5)")
