"""The public checks of the assignment `warmup`.  Generated; not to be edited.

In the notebook, `check("neuron")` runs those of one exercise on your answer.  Read them:
they say what your answer must do.  Changing them changes no grade, for your work is graded with
the course's own copy and with hidden checks besides.  Where a public check waits for a hidden one
(`after=`), that is left out here.
"""

import numpy as np
from autograder.checks import (
    assert_between,
    assert_close,
    assert_dtype,
    assert_equal,
    assert_shape,
    check,
    for_all,
    integers,
    numbers,
    reals,
    require,
)

ASSIGNMENT = "warmup"
EXERCISES = (
    "neuron",
    "fc_param_count",
    "polynomial_features",
    "lagrange_coefficients",
    "sign_network",
    "final_grade",
    "exam_waived",
)


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


@check(points=1, public=True, examples=10)
@for_all(X=reals("N 2", step=0.25))
def sign_network_answers_in_booleans(student, X):
    """The result is an array of bool: it can select rows, as in X[sign_network(X)]."""
    assert_dtype(student.sign_network(X), np.bool_)


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


# What the notebook gives, as it was released.
GIVEN = r'''import itertools

import numpy as np'''


RELEASE = "e31b0d434736"  # the notebook has the same
