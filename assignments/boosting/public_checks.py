"""The public checks of the assignment `boosting`.  Generated; not to be edited.

In the notebook, `check("pseudo_residuals")` runs those of one exercise on your answer.  Read them:
they say what your answer must do.  Changing them changes no grade, for your work is graded with
the course's own copy and with hidden checks besides.  Where a public check waits for a hidden one
(`after=`), that is left out here.
"""

import itertools
import numpy as np
from autograder.checks import (
    assert_close,
    assert_equal,
    assert_gradient,
    assert_raises,
    assert_shape,
    check,
    cotangents,
    for_all,
    integers,
    labels,
    normals,
    numbers,
    reals,
    require,
)

ASSIGNMENT = "boosting"
EXERCISES = ("pseudo_residuals", "fit_stump", "predict", "boost")


# ------------------------------------------------------------------------ pseudo_residuals


@check(points=1, public=True)
def pseudo_residuals_of_two_examples_done_by_hand(student):
    """y = [3, 1], z = [1, 2]: [2, -1] for mse, [1, -1] for mae; logloss with z = 0: ±1/2."""
    y, z = np.array([3.0, 1.0]), np.array([1.0, 2.0])
    assert_close(student.pseudo_residuals("mse", y, z), np.array([2.0, -1.0]), what="mse")
    assert_close(student.pseudo_residuals("mae", y, z), np.array([1.0, -1.0]), what="mae")
    result = student.pseudo_residuals("logloss", np.array([1.0, 0.0]), np.zeros(2))
    assert_close(result, np.array([0.5, -0.5]), what="logloss")


@check(points=1, public=True)
@for_all(y=normals("N"), away=cotangents("N"))
def pseudo_residuals_point_down_the_squared_loss(student, y, away):
    r"""For "mse" they are $-\partial L / \partial z$ with $L = \tfrac12 (y - z)^2$."""
    z = y + away
    assert_gradient(
        student.pseudo_residuals("mse", y, z),
        of=lambda z: -np.sum((y - z) ** 2) / 2,
        at={"z": z},
    )


@check(points=1, public=True)
@for_all(y=normals("N"), away=cotangents("N"))
def pseudo_residuals_point_down_the_absolute_loss(student, y, away):
    r"""For "mae" they are $-\partial L / \partial z$ with $L = |y - z|$."""
    z = y + away
    assert_gradient(
        student.pseudo_residuals("mae", y, z), of=lambda z: -np.sum(np.abs(y - z)), at={"z": z}
    )


@check(points=1, public=True)
@for_all(y=labels("N", below=2), z=normals("N"))
def pseudo_residuals_point_down_the_logloss(student, y, z):
    r"""For "logloss" they are $-\partial L/\partial z$ with $L = \ln(1 + e^z) - y z$."""
    y = y.astype(float)
    assert_gradient(
        student.pseudo_residuals("logloss", y, z),
        of=lambda z: -np.sum(np.log(1 + np.exp(z)) - y * z),
        at={"z": z},
    )


@check(points=1, public=True)
def pseudo_residuals_survive_large_logits(student):
    """Logits of ±1000 with labels 0 and 1: -1, 0, 0 and 1, and no nan."""
    y, z = np.array([0.0, 1.0, 0.0, 1.0]), np.array([1000.0, 1000.0, -1000.0, -1000.0])
    result = student.pseudo_residuals("logloss", y, z)
    assert_close(result, np.array([-1.0, 0.0, 0.0, 1.0]))


@check(points=1, public=True)
def pseudo_residuals_know_three_losses_only(student):
    """Another loss, "hinge" for instance, raises ValueError."""
    for loss in ("hinge", "MSE", ""):
        assert_raises(ValueError, student.pseudo_residuals, loss, np.ones(2), np.zeros(2))


# ------------------------------------------------------------------------------- fit_stump


def values_of(stump, X, *, what="the stump"):
    """The value of each example; a Failure if it is no (feature, threshold, left, right)."""
    right_kind = isinstance(stump, (tuple, list)) and len(stump) == 4
    require(right_kind, f"{what} should be (feature, threshold, left, right)")
    feature, threshold, left, right = stump
    whole = isinstance(feature, (int, np.integer)) and not isinstance(feature, bool)
    require(
        whole and 0 <= feature < X.shape[1],
        f"{what} has the feature {feature!r}, but should have a column's number, "
        f"from 0 to {X.shape[1] - 1}",
    )
    for name, number in (("threshold", threshold), ("left", left), ("right", right)):
        assert_shape(number, (), what=f"{name} of {what}")
    return np.array([float(left if x[feature] <= threshold else right) for x in X])


@check(points=1, public=True)
def fit_stump_finds_a_step(student):
    """Where r steps from -1 to 1 between x = 2 and x = 3, so does the stump."""
    X, r = np.array([[4.0], [1.0], [3.0], [2.0]]), np.array([1.0, -1.0, 1.0, -1.0])
    stump = student.fit_stump(X, r)
    assert_close(values_of(stump, X), r, what="its values")


@check(points=1, public=True)
def fit_stump_chooses_the_feature(student):
    """The second column parts r without error, the first does not."""
    X = np.array([[1.0, 5.0], [2.0, 1.0], [3.0, 4.0], [4.0, 2.0]])
    r = np.array([1.0, -1.0, 1.0, -1.0])
    stump = student.fit_stump(X, r)
    assert_close(values_of(stump, X), r, what="its values")
    assert_equal(stump[0], 1, what="its feature")


@check(points=1, public=True)
def fit_stump_has_means_for_leaves(student):
    """Two examples at x = 0 with r = 1 and 3, one at x = 5 with -4: the leaves are 2 and -4."""
    X, r = np.array([[0.0], [0.0], [5.0]]), np.array([1.0, 3.0, -4.0])
    stump = student.fit_stump(X, r)
    assert_close(values_of(stump, X), np.array([2.0, 2.0, -4.0]), what="its values")


@check(points=1, public=True)
@for_all(X=reals("N D<=3", within=2, step=1), r=normals("N"))
def fit_stump_is_right_on_average(student, X, r):
    """On either side of the threshold the errors add up to 0, for that is what a mean does."""
    stump = student.fit_stump(X, r)
    errors = r - values_of(stump, X)
    left = X[:, stump[0]] <= stump[1]
    assert_close(np.sum(errors[left]), 0.0, what="the sum of the errors on the left")
    assert_close(np.sum(errors[~left]), 0.0, what="the sum of the errors on the right")


@check(points=1, public=True, examples=8)
@for_all(x=reals("1 D<=3"), r=normals("N"))
def fit_stump_of_equal_examples_is_their_mean(student, x, r):
    """If nothing can be split (equal rows, or one row), both leaves are the mean of r."""
    X = np.repeat(x, len(r), axis=0)
    stump = student.fit_stump(X, r)
    values_of(stump, X)
    assert_close(stump[2], np.mean(r), what="the left leaf")
    assert_close(stump[3], np.mean(r), what="the right leaf")


# --------------------------------------------------------------------------------- predict


@check(points=1, public=True)
def predict_adds_up_stumps_done_by_hand(student):
    """Two stumps on two examples: 1/2 (-1 + 2) and 1/2 (1 + 7)."""
    X = np.array([[1.0, -3.0], [2.0, 4.0]])
    stumps = [(0, 1.5, -1.0, 1.0), (1, 0.0, 2.0, 7.0)]
    assert_close(student.predict(stumps, X, 0.5), np.array([0.5, 4.0]))


@check(points=1, public=True)
def predict_sends_equal_values_left(student):
    """An example whose value is the threshold goes left."""
    X = np.array([[1.0], [2.0], [3.0]])
    assert_close(student.predict([(0, 2.0, -1.0, 1.0)], X, 1.0), np.array([-1.0, -1.0, 1.0]))
STUMPS = {
    "features": labels("K", below="D"),
    "thresholds": reals("K", within=2, step=1),
    "lefts": reals("K"),
    "rights": reals("K"),
}


def stumps_from(features, thresholds, lefts, rights):
    """A list of stumps of plain numbers."""
    parts = (features.tolist(), thresholds.tolist(), lefts.tolist(), rights.tolist())
    return list(zip(*parts, strict=True))


@check(points=1, public=True)
@for_all(X=normals("N D"), lr=numbers(0.01, 1))
def predict_is_zero_without_stumps(student, X, lr):
    """An empty list of stumps predicts 0 for every example."""
    assert_close(student.predict([], X, lr), np.zeros(len(X)))


@check(points=1, public=True, examples=8)
@for_all(X=reals("N D", within=2, step=1), **STUMPS)
def predict_adds_what_each_stump_says(student, X, features, thresholds, lefts, rights):
    """The prediction of all stumps is the sum of the predictions of each alone."""
    drawn = stumps_from(features, thresholds, lefts, rights)
    for stumps in (drawn, [(0, 0.0, 1.0, 2.0), *drawn, (0, 1.0, -3.0, 5.0)]):
        together = student.predict(stumps, X, 0.3)
        assert_close(together, sum(student.predict([stump], X, 0.3) for stump in stumps))


# ----------------------------------------------------------------------------------- boost


def all_stumps(stumps, n_stumps):
    """The list; a Failure if it is none, or of another length."""
    require(isinstance(stumps, (list, tuple)), "result should be a list of stumps")
    assert_equal(len(stumps), n_stumps, what="the number of stumps")
    return stumps


def residuals_before_each(stumps, X, y, lr):
    """y minus what the stumps before say, for each stump and for the time after the last."""
    residuals = [y]
    for number, stump in enumerate(stumps, start=1):
        residuals.append(residuals[-1] - lr * values_of(stump, X, what=f"stump {number}"))
    return residuals


@check(points=1, public=True)
def boost_makes_two_stumps_done_by_hand(student):
    """y = [0, 0, 4, 4], lr 1/2: the first stump is y itself, the second the half that is left."""
    X, y = np.array([[1.0], [2.0], [3.0], [4.0]]), np.array([0.0, 0.0, 4.0, 4.0])
    first, second = all_stumps(student.boost(X, y, 2, 0.5), 2)
    assert_close(values_of(first, X, what="stump 1"), y, what="values of stump 1")
    assert_close(values_of(second, X, what="stump 2"), y / 2, what="values of stump 2")


@check(points=1, public=True)
@for_all(X=normals("N D<=3"), y=normals("N"), n_stumps=integers(0, 4))
def boost_makes_as_many_stumps_as_asked(student, X, y, n_stumps):
    """Exactly n_stumps of them, even if that is 0, and even if nothing is left to learn."""
    all_stumps(student.boost(X, y, n_stumps, 1.0), n_stumps)
    all_stumps(student.boost(X, np.zeros_like(y), 3, 1.0), 3)


@check(points=1, public=True)
@for_all(X=normals("N>=2 D<=3"), y=normals("N>=2"), lr=numbers(0.1, 1), n_stumps=integers(1, 6))
def boost_never_raises_the_training_loss(student, X, y, lr, n_stumps):
    """With lr at most 1 no stump makes the training loss larger."""
    stumps = all_stumps(student.boost(X, y, n_stumps, lr), n_stumps)
    losses = [np.sum(r**2) for r in residuals_before_each(stumps, X, y, lr)]
    for number, (before, after) in enumerate(itertools.pairwise(losses), start=1):
        require(
            after <= before + 1e-12 * losses[0],
            f"stump {number} raises the loss from {before:.6g} to {after:.6g}",
        )


# What the notebook gives, as it was released.
GIVEN = r'''import numpy as np'''


RELEASE = "0aa5e0bf2f5d"  # the notebook has the same
