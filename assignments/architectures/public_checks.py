"""The public checks of the assignment `architectures`.  Generated; not to be edited.

In the notebook, `check("residual_forward")` runs those of one exercise on your answer.  Read them:
they say what your answer must do.  Changing them changes no grade, for your work is graded with
the course's own copy and with hidden checks besides.  Where a public check waits for a hidden one
(`after=`), that is left out here.
"""

import numpy as np
from autograder.checks import (
    assert_close,
    assert_gradient,
    check,
    cotangents,
    for_all,
    normals,
    numbers,
)

ASSIGNMENT = "architectures"
EXERCISES = (
    "residual_forward",
    "residual_backward",
    "skip_concat_forward",
    "skip_concat_backward",
    "deeply_supervised_loss",
    "auxiliary_weight",
)
NAMES = ("x", "W1", "b1", "W2", "b2")
BLOCK = {
    "x": normals("N D"),
    "W1": normals("D H"),
    "b1": normals("H"),
    "W2": normals("H D"),
    "b2": normals("D"),
}


def small_block():
    """x, W1, b1, W2, b2 of a block that can be done by hand."""
    return (
        np.array([[1.0, 2.0]]),
        np.array([[1.0, 0.0, -1.0], [1.0, -1.0, 0.0]]),
        np.array([0.0, 1.0, 3.0]),
        np.array([[1.0, 0.0], [5.0, -5.0], [0.0, 2.0]]),
        np.array([0.5, -0.5]),
    )


# ------------------------------------------------------------------------ residual_forward


@check(points=2, public=True)
def residual_forward_of_a_small_block_done_by_hand(student):
    """x = [1, 2], hidden units 3, 0 and 2: out is [1, 2] + [3, 4] + [0.5, -0.5] = [4.5, 5.5]."""
    out, _ = student.residual_forward(*small_block())
    assert_close(out, np.array([[4.5, 5.5]]), what="out")


@check(points=1, public=True, examples=10)
@for_all(x=normals("N D"), W1=normals("D H"), b1=normals("H"))
def residual_forward_is_the_identity_while_its_second_layer_is_zero(student, x, W1, b1):
    """With W2 = 0 and b2 = 0, out is x, negative entries, too."""
    W2, b2 = np.zeros_like(W1.T), np.zeros_like(x[0])
    assert_close(student.residual_forward(x, W1, b1, W2, b2)[0], x, what="out")


@check(points=1, public=True, examples=10)
@for_all(**BLOCK)
def residual_forward_treats_every_example_alone(student, x, W1, b1, W2, b2):
    """The output of an example is the same in a batch and alone."""
    out, _ = student.residual_forward(x, W1, b1, W2, b2)
    for n in range(len(x)):
        alone, _ = student.residual_forward(x[n : n + 1], W1, b1, W2, b2)
        assert_close(alone, out[n : n + 1], what=f"(out of x[{n}:{n + 1}] alone)")


# ----------------------------------------------------------------------- residual_backward


@check(points=1, public=True)
def residual_backward_of_a_small_block_done_by_hand(student):
    """The five gradients of the block done by hand, at dout = [1, -1]."""
    _, cache = student.residual_forward(*small_block())
    found = student.residual_backward(np.array([[1.0, -1.0]]), cache)
    wanted = (
        np.array([[4.0, 0.0]]),
        np.array([[1.0, 0.0, -2.0], [2.0, 0.0, -4.0]]),
        np.array([1.0, 0.0, -2.0]),
        np.array([[3.0, -3.0], [0.0, 0.0], [2.0, -2.0]]),
        np.array([1.0, -1.0]),
    )
    for name, gradient, want in zip(NAMES, found, wanted, strict=True):
        assert_close(gradient, want, what=f"d{name}")


@check(points=1, public=True, examples=4)
@for_all(
    x=normals("N>=2<=3 D<=2"),
    W1=normals("D<=2 H<=3"),
    b1=normals("H<=3"),
    W2=normals("H<=3 D<=2"),
    b2=normals("D<=2"),
    dout=cotangents("N>=2<=3 D<=2"),
)
def residual_backward_matches_differences_of_your_forward(student, x, W1, b1, W2, b2, dout):
    """dx, dW1, db1, dW2 and db2 match central differences of your own residual_forward."""
    _, cache = student.residual_forward(x, W1, b1, W2, b2)
    assert_gradient(
        student.residual_backward(dout, cache),
        of=lambda x, W1, b1, W2, b2: student.residual_forward(x, W1, b1, W2, b2)[0],
        at={"x": x, "W1": W1, "b1": b1, "W2": W2, "b2": b2},
        dout=dout,
    )


@check(points=1, public=True, examples=10)
@for_all(x=normals("N D"), W1=normals("D H"), b1=normals("H"), dout=cotangents("N D"))
def residual_backward_lets_the_gradient_through_while_the_second_layer_is_zero(
    student, x, W1, b1, dout
):
    """With W2 = 0 and b2 = 0, dx is dout, and W1 and b1 have no gradient yet."""
    W2, b2 = np.zeros_like(W1.T), np.zeros_like(x[0])
    _, cache = student.residual_forward(x, W1, b1, W2, b2)
    dx, dW1, db1, _, _ = student.residual_backward(dout, cache)
    assert_close(dx, dout, what="dx")
    assert_close(dW1, np.zeros_like(W1), what="dW1")
    assert_close(db1, np.zeros_like(b1), what="db1")


@check(points=1, public=True, examples=10)
@for_all(**BLOCK, dout=cotangents("N D"))
def residual_backward_may_come_late_and_twice(student, x, W1, b1, W2, b2, dout):
    """Another residual_forward in between changes nothing, nor does a backward before."""
    _, cache = student.residual_forward(x, W1, b1, W2, b2)
    first = student.residual_backward(dout, cache)
    student.residual_forward(1 - x, 2 * W1, b1, -W2, b2)
    second = student.residual_backward(dout, cache)
    hint = "keep all that backward needs in the cache, and only read it there"
    for name, before, after in zip(NAMES, first, second, strict=True):
        assert_close(after, before, what=f"the second d{name}", hint=hint)


# --------------------------------------------------------------------- skip_concat_forward


@check(points=1, public=True)
def skip_concat_forward_of_two_features_and_one(student):
    """up = [[1, 2], [3, 4]] and skip = [[5], [6]]: out is [[1, 2, 5], [3, 4, 6]]."""
    up, skip = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[5.0], [6.0]])
    out, _ = student.skip_concat_forward(up, skip)
    assert_close(out, np.array([[1.0, 2.0, 5.0], [3.0, 4.0, 6.0]]), what="out")


# -------------------------------------------------------------------- skip_concat_backward


@check(points=1, public=True)
def skip_concat_backward_of_two_features_and_one(student):
    """dout = [[1, 2, 3], [4, 5, 6]]: dup is [[1, 2], [4, 5]], dskip [[3], [6]]."""
    _, cache = student.skip_concat_forward(np.zeros((2, 2)), np.zeros((2, 1)))
    dout = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    dup, dskip = student.skip_concat_backward(dout, cache)
    assert_close(dup, np.array([[1.0, 2.0], [4.0, 5.0]]), what="dup")
    assert_close(dskip, np.array([[3.0], [6.0]]), what="dskip")


@check(points=1, public=True, examples=6)
@for_all(up=normals("N C H W"), skip=normals("N K H W"))
def skip_concat_backward_undoes_the_forward(student, up, skip):
    """What was joined comes apart again: the backward of out itself is up and skip."""
    out, cache = student.skip_concat_forward(up, skip)
    student.skip_concat_forward(skip, up)
    for which in ("", " of a second backward"):
        dup, dskip = student.skip_concat_backward(np.array(out), cache)
        assert_close(dup, up, what=f"dup{which}")
        assert_close(dskip, skip, what=f"dskip{which}")


# ------------------------------------------------------------------ deeply_supervised_loss


@check(points=1, public=True)
def deeply_supervised_loss_of_two_auxiliaries(student):
    """main 1, auxiliaries 2 and 10 with weights 0.5 and 0.3: 1 + 1 + 3 = 5."""
    assert_close(student.deeply_supervised_loss(1.0, [2.0, 10.0], [0.5, 0.3]), 5.0)


@check(points=1, public=True)
@for_all(main=numbers(0, 10))
def deeply_supervised_loss_without_auxiliaries_is_the_main_loss(student, main):
    """With two empty lists it is main."""
    assert_close(student.deeply_supervised_loss(main, [], []), main)


# ------------------------------------------------------------------------ auxiliary_weight


@check(points=1, public=True)
def auxiliary_weight_falls_to_zero(student):
    """With total 8 and alpha0 0.4: 0.4 at step 0, 0.3 at step 2, 0.1 at 6, 0 at 8 and 15."""
    for step, weight in ((0, 0.4), (2, 0.3), (6, 0.1), (8, 0.0), (15, 0.0)):
        found = student.auxiliary_weight(step, 8, 0.4)
        assert_close(found, weight, what=f"the weight at step {step}")


# What the notebook gives, as it was released.
GIVEN = r'''import numpy as np'''


RELEASE = "3b5841fcb213"  # the notebook has the same
