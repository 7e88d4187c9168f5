"""The public checks of the assignment `optimizers`.  Generated; not to be edited.

In the notebook, `check("SGD")` runs those of one exercise on your answer.  Read them:
they say what your answer must do.  Changing them changes no grade, for your work is graded with
the course's own copy and with hidden checks besides.  Where a public check waits for a hidden one
(`after=`), that is left out here.
"""

import numpy as np
from autograder.checks import (
    assert_close,
    assert_shape,
    assert_trajectory,
    check,
    choices,
    cotangents,
    for_all,
    integers,
    normals,
    numbers,
    require,
)

ASSIGNMENT = "optimizers"
EXERCISES = ("SGD", "AdaGrad", "RMSProp", "Adam", "AdamW", "cosine_schedule", "step_decay")
NAMES = ("W", "b")
TWO = {
    "W": normals("N D"),
    "b": normals("M"),
    "dW": cotangents("T>=2<=3 N D"),
    "db": cotangents("T>=2<=3 M"),
}
ONE = {"w": normals("D"), "dw": cotangents("T>=2<=3 D")}


def walk(optimizer, params, gradients):
    """The parameters after each step, each taken from where the last one ended."""
    for grads in gradients:
        params = optimizer.step([np.array(w) for w in params], [np.array(g) for g in grads])
        yield params


def assert_remembers_apart(make, W, b, dW, db):
    """W, b and a third parameter of W's shape go together the way each goes alone."""
    starts, gradients = (W, b, 1 - W), (dW, db, -dW[::-1])
    alone = [
        [params for [params] in walk(make(), [start], [[g] for g in own])]
        for start, own in zip(starts, gradients, strict=True)
    ]
    together = walk(make(), starts, zip(*gradients, strict=True))
    assert_trajectory(together, zip(*alone, strict=True), names=("W", "b", "V"))


def assert_ignores_scale(make, w, dw, scale):
    """Gradients of another size lead the same way."""
    for size in (scale, 1000.0, 2e-6, 2e5):
        assert_trajectory(
            walk(make(), [w], [[size * g] for g in dw]),
            list(walk(make(), [w], [[g] for g in dw])),
        )


def with_constant_gradient(optimizer, w, g, lengths):
    """With the gradient g at every step, the steps against its sign have these lengths."""
    assert_trajectory(
        walk(optimizer, [w], [[g]] * len(lengths)),
        [[w - np.sign(g) * total] for total in np.cumsum(lengths)],
    )


# ------------------------------------------------------------------------------------- SGD


@check(points=1, public=True)
def SGD_steps_against_the_gradient(student):
    """From W = [1, 2], b = 3 with gradients [0.5, -1], 2 and lr 0.1: [0.95, 2.1], 2.8."""
    steps = walk(
        student.SGD(0.1),
        [np.array([1.0, 2.0]), np.array([3.0])],
        [[np.array([0.5, -1.0]), np.array([2.0])]],
    )
    assert_trajectory(steps, [[np.array([0.95, 2.1]), np.array([2.8])]], names=NAMES)


@check(points=1, public=True)
def SGD_gathers_momentum(student):
    """Gradient 1, lr 0.1, momentum 0.5: velocities 1, 1.5, 1.75, so -0.1, -0.25, -0.425."""
    steps = walk(student.SGD(0.1, 0.5), [np.zeros(1)], [[np.ones(1)]] * 3)
    assert_trajectory(steps, [[np.array([w])] for w in (-0.1, -0.25, -0.425)])


@check(points=1, public=True)
def SGD_looks_ahead_with_nesterov(student):
    """As before with nesterov: 1 + v/2 is 1.5, 1.75, 1.875, so -0.15, -0.325, -0.5125."""
    optimizer = student.SGD(0.1, momentum=0.5, nesterov=True)
    steps = walk(optimizer, [np.zeros(1)], [[np.ones(1)]] * 3)
    assert_trajectory(
        steps,
        [[np.array([w])] for w in (-0.15, -0.325, -0.5125)],
    )


@check(points=1, public=True)
def SGD_decays_weights_through_the_gradient(student):
    """Gradient 0, lr 0.1, momentum 0.5, weight_decay 0.5, from 2: 1.9, then 1.755."""
    optimizer = student.SGD(0.1, momentum=0.5, weight_decay=0.5)
    steps = walk(optimizer, [np.array([2.0])], [[np.zeros(1)]] * 2)
    assert_trajectory(
        steps,
        [[np.array([1.9])], [np.array([1.755])]],
    )


@check(points=1, public=True, examples=5)
@for_all(**ONE, lr=numbers(0.01, 1))
def SGD_without_momentum_remembers_nothing(student, w, dw, lr):
    r"""With momentum 0, nesterov or not, $w_t = w_0 - \eta \sum g$."""
    for nesterov in (False, True):
        assert_trajectory(
            walk(student.SGD(lr, nesterov=nesterov), [w], [[g] for g in dw]),
            [[w - lr * total] for total in np.cumsum(dw, axis=0)],
        )


def moved(optimizer, w, gradient):
    """Where one step takes w, the only parameter."""
    (params,) = walk(optimizer, [w], [[gradient]])
    require(isinstance(params, (list, tuple)) and len(params) == 1, "step should return one array")
    assert_shape(params[0], w.shape, what="the array that step returned")
    return params[0]


def height_in_the_valley(optimizer, steps):
    """½ (w₀² + 25 w₁²) after so many steps down this valley from (10, 1)."""
    w, curvatures = np.array([10.0, 1.0]), np.array([1.0, 25.0])
    for _ in range(steps):
        w = moved(optimizer, w, curvatures * w)
    return float(curvatures @ w**2) / 2


@check(points=1, public=True)
def SGD_with_momentum_is_faster_in_a_narrow_valley(student):
    """Down ½ (w₀² + 25 w₁²), 15 steps with momentum end lower than a tenth of 15 without."""
    plain = height_in_the_valley(student.SGD(1 / 13), 15)
    heavy = height_in_the_valley(student.SGD(1 / 9, momentum=4 / 9), 15)
    require(
        heavy < plain / 10,
        f"the height is {heavy:.3g} with momentum (lr 1/9), but should be below a tenth of "
        f"{plain:.3g}, the height without (lr 1/13)",
    )


@check(points=1, public=True, examples=3)
@for_all(**TWO)
def SGD_has_a_velocity_for_each_parameter(student, W, b, dW, db):
    """Three parameters, two of one shape, go together the way each goes alone."""
    assert_remembers_apart(lambda: student.SGD(0.1, momentum=0.9), W, b, dW, db)


# --------------------------------------------------------------------------------- AdaGrad


@check(points=1, public=True)
def AdaGrad_divides_by_the_root_of_all_squares(student):
    """Gradients 3 and 4, lr 0.1, eps 0, from 1: G = 9 and 25, so 0.9, then 0.82."""
    optimizer = student.AdaGrad(0.1, eps=0.0)
    steps = walk(optimizer, [np.ones(1)], [[np.array([3.0])], [np.array([4.0])]])
    assert_trajectory(steps, [[np.array([0.9])], [np.array([0.82])]])


@check(points=1, public=True, examples=5)
@for_all(w=normals("D"), g=cotangents("D"), lr=numbers(0.01, 1), steps=integers(2, 4))
def AdaGrad_makes_shorter_and_shorter_steps(student, w, g, lr, steps):
    r"""With the same gradient each time, step $t$ has the length $\eta / \sqrt t$ (eps = 0)."""
    lengths = lr / np.sqrt(np.arange(1, steps + 1))
    with_constant_gradient(student.AdaGrad(lr, eps=0.0), w, g, lengths)


@check(points=1, public=True, examples=5)
@for_all(**ONE, scale=choices(0.001, 7.0))
def AdaGrad_ignores_the_scale_of_the_gradients(student, w, dw, scale):
    """Gradients a thousand times as large lead exactly the same way (eps = 0)."""
    assert_ignores_scale(lambda: student.AdaGrad(0.1, eps=0.0), w, dw, scale)


@check(points=1, public=True, examples=5)
@for_all(**ONE)
def AdaGrad_leaves_alone_what_has_no_gradient(student, w, dw):
    """An entry whose gradient is 0 stays where it is, from the first step on."""
    dw = dw * (np.arange(len(w)) > 0)
    for number, [params] in enumerate(walk(student.AdaGrad(0.1), [w], [[g] for g in dw]), 1):
        assert_close(params[0], w[0], what=f"after step {number}, params[0][0]")


@check(points=1, public=True, examples=3)
@for_all(**TWO)
def AdaGrad_has_a_sum_for_each_parameter(student, W, b, dW, db):
    """Three parameters, two of one shape, go together the way each goes alone."""
    assert_remembers_apart(lambda: student.AdaGrad(0.1), W, b, dW, db)


# --------------------------------------------------------------------------------- RMSProp


@check(points=1, public=True)
def RMSProp_divides_by_the_root_of_a_moving_average(student):
    """Gradients 2 and 1, lr 0.1, decay 0.75, eps 0, from 1: s = 1 both times, so 0.8, 0.7."""
    optimizer = student.RMSProp(0.1, 0.75, 0.0)
    steps = walk(optimizer, [np.ones(1)], [[np.array([2.0])], [np.ones(1)]])
    assert_trajectory(steps, [[np.array([0.8])], [np.array([0.7])]])


@check(points=1, public=True, examples=5)
@for_all(w=normals("D"), g=cotangents("D"), decay=numbers(0.5, 0.99), steps=integers(2, 4))
def RMSProp_starts_with_long_steps(student, w, g, decay, steps):
    r"""With the same gradient always, step $t$ is $\eta / \sqrt{1 - decay^t}$ long (eps = 0)."""
    lengths = 0.1 / np.sqrt(1 - decay ** np.arange(1, steps + 1))
    with_constant_gradient(student.RMSProp(0.1, decay=decay, eps=0.0), w, g, lengths)


@check(points=1, public=True, examples=5)
@for_all(**ONE)
def RMSProp_leaves_alone_what_has_no_gradient(student, w, dw):
    """An entry whose gradient is 0 stays where it is, from the first step on."""
    dw = dw * (np.arange(len(w)) > 0)
    for number, [params] in enumerate(walk(student.RMSProp(0.1), [w], [[g] for g in dw]), 1):
        assert_close(params[0], w[0], what=f"after step {number}, params[0][0]")


@check(points=1, public=True, examples=3)
@for_all(**TWO)
def RMSProp_has_an_average_for_each_parameter(student, W, b, dW, db):
    """Three parameters, two of one shape, go together the way each goes alone."""
    assert_remembers_apart(lambda: student.RMSProp(0.1), W, b, dW, db)


# ------------------------------------------------------------------------------------ Adam


@check(points=1, public=True)
def Adam_makes_two_steps_done_by_hand(student):
    """Gradients 2 and -2, lr 0.1, beta1 0.5, beta2 0.75, eps 0, from 1: 0.9, then 0.93333333."""
    optimizer = student.Adam(0.1, 0.5, 0.75, 0.0)
    steps = walk(optimizer, [np.ones(1)], [[np.array([2.0])], [np.array([-2.0])]])
    assert_trajectory(
        steps,
        [[np.array([0.9])], [np.array([0.9 + 0.1 / 3])]],
        hint="compare: m = 1, v = 1, corrected 2 and 4; then m = -1/2, v = 7/4, corrected -2/3, 4",
    )


@check(points=2, public=True, examples=8)
@for_all(w=normals("D"), g=cotangents("D"), lr=numbers(0.01, 1), steps=integers(2, 4))
def Adam_makes_steps_of_length_lr(student, w, g, lr, steps):
    r"""With the same gradient each time, every step is $\eta$ long (eps = 0): no slow start."""
    with_constant_gradient(student.Adam(lr, eps=0.0), w, g, np.full(steps, lr))


@check(points=1, public=True, examples=5)
@for_all(**ONE, scale=choices(0.001, 7.0))
def Adam_ignores_the_scale_of_the_gradients(student, w, dw, scale):
    """Gradients a thousand times as large lead exactly the same way (eps = 0)."""
    assert_ignores_scale(lambda: student.Adam(0.1, eps=0.0), w, dw, scale)


@check(points=1, public=True, examples=5)
@for_all(**ONE)
def Adam_leaves_alone_what_has_no_gradient(student, w, dw):
    """An entry whose gradient is 0 stays where it is, from the first step on."""
    dw = dw * (np.arange(len(w)) > 0)
    for number, [params] in enumerate(walk(student.Adam(0.1), [w], [[g] for g in dw]), 1):
        assert_close(params[0], w[0], what=f"after step {number}, params[0][0]")


@check(points=1, public=True, examples=3)
@for_all(**TWO)
def Adam_has_averages_for_each_parameter(student, W, b, dW, db):
    """Three parameters, two of one shape, go together the way each goes alone."""
    assert_remembers_apart(lambda: student.Adam(0.1), W, b, dW, db)


# ----------------------------------------------------------------------------------- AdamW


@check(points=1, public=True)
def AdamW_makes_two_steps_done_by_hand(student):
    """As Adam by hand, with weight_decay 0.5: 1 - 0.05 - 0.1 = 0.85, then 0.84083333."""
    optimizer = student.AdamW(0.1, 0.5, 0.75, 0.0, 0.5)
    steps = walk(optimizer, [np.ones(1)], [[np.array([2.0])], [np.array([-2.0])]])
    assert_trajectory(
        steps,
        [[np.array([0.85])], [np.array([0.85 - 0.0425 + 0.1 / 3])]],
    )


@check(points=1, public=True, examples=6)
@for_all(w=normals("D"), lr=numbers(0.1, 1), weight_decay=numbers(0.1, 0.5), steps=integers(1, 4))
def AdamW_shrinks_weights_that_have_no_gradient(student, w, lr, weight_decay, steps):
    r"""With gradients 0, $w_t = (1 - \eta\lambda)^t\, w_0$, where $\lambda$ is weight_decay."""
    factors = (1 - lr * weight_decay) ** np.arange(1, steps + 1)
    assert_trajectory(
        walk(student.AdamW(lr, weight_decay=weight_decay), [w], [[np.zeros_like(w)]] * steps),
        [[factor * w] for factor in factors],
    )


@check(points=1, public=True, examples=5)
@for_all(w=normals("D"), g=cotangents("D"), scale=choices(1.0, 1000.0, 0.001))
def AdamW_decays_the_same_whatever_the_gradient(student, w, g, scale):
    r"""The first step is $-\eta\lambda w - \eta\, \mathrm{sign}(g)$, however large g (eps 0)."""
    optimizer = student.AdamW(0.1, eps=0.0, weight_decay=0.5)
    assert_trajectory(
        walk(optimizer, [w], [[scale * g]]),
        [[w - 0.05 * w - 0.1 * np.sign(g)]],
    )


@check(points=1, public=True, examples=3)
@for_all(**TWO)
def AdamW_has_averages_for_each_parameter(student, W, b, dW, db):
    """Three parameters, two of one shape, go together the way each goes alone."""
    assert_remembers_apart(lambda: student.AdamW(0.1), W, b, dW, db)


# ------------------------------------------------------------------------------- schedules


@check(points=1, public=True)
def cosine_schedule_goes_from_lr_to_0(student):
    """With total 10 and lr 0.2: 0.2 at step 0, 0.1 at step 5, 0 at step 10."""
    for step, rate in ((0, 0.2), (5, 0.1), (10, 0.0)):
        assert_close(student.cosine_schedule(step, 10, 0.2), rate, what=f"the rate at step {step}")


@check(points=1, public=True)
@for_all(step=integers(0, 20), more=integers(1, 20), lr=numbers(0.01, 10))
def cosine_schedule_falls_as_it_would_rise(student, step, more, lr):
    """So many steps after the start and before the end the two rates add up to lr."""
    total = step + more
    first, second = (student.cosine_schedule(s, total, lr) for s in (step, total - step))
    assert_close(first + second, lr, what=f"the sum of the rates at {step} and {total - step}")


@check(points=1, public=True)
def step_decay_goes_down_a_staircase(student):
    """With every 3, factor 0.5, lr 0.8: 0.8 at 0, 1 and 2, 0.4 at 3, 4 and 5, 0.2 at 6."""
    rates = [student.step_decay(step, 3, 0.5, 0.8) for step in range(7)]
    for step, (got, want) in enumerate(zip(rates, [0.8] * 3 + [0.4] * 3 + [0.2], strict=True)):
        assert_close(got, want, what=f"the rate at step {step}")


# What the notebook gives, as it was released.
GIVEN = r'''import math

import numpy as np'''


RELEASE = "9d8acf32937a"  # the notebook has the same
