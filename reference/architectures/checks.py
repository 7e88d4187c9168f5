"""What the parts of architectures must do.  A docstring is the sentence a student reads."""

import numpy as np

from autograder.checks import (
    assert_close,
    assert_dtype,
    assert_gradient,
    assert_unchanged,
    check,
    cotangents,
    for_all,
    integers,
    normals,
    numbers,
    reals,
)

NAMES = ("x", "W1", "b1", "W2", "b2")
BLOCK = {
    "x": normals("N D"),
    "W1": normals("D H"),
    "b1": normals("H"),
    "W2": normals("H D"),
    "b2": normals("D"),
}
BLOCK_32 = {
    "x": normals("N D", dtype="float32"),
    "W1": normals("D H", dtype="float32"),
    "b1": normals("H", dtype="float32"),
    "W2": normals("H D", dtype="float32"),
    "b2": normals("D", dtype="float32"),
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


@check(points=2)
@for_all(
    x=reals("N D", within=3, layout="any"),
    W1=reals("D H>=4", within=3, layout="any"),
    b1=reals("H>=4", within=3),
    W2=reals("H>=4 D", within=3, layout="any"),
    b2=reals("D", within=3),
)
def residual_forward_agrees_with_the_reference(student, reference, x, W1, b1, W2, b2):
    r"""It is $x + \max(0, x W_1 + b_1) W_2 + b_2$, for any sizes."""
    out, _ = student.residual_forward(x, W1, b1, W2, b2)
    assert_close(out, reference.residual_forward(x, W1, b1, W2, b2)[0], what="out")


@check(points=1, public=True, after=residual_forward_agrees_with_the_reference, examples=10)
@for_all(x=normals("N D"), W1=normals("D H"), b1=normals("H"))
def residual_forward_is_the_identity_while_its_second_layer_is_zero(student, x, W1, b1):
    """With W2 = 0 and b2 = 0, out is x, negative entries, too."""
    W2, b2 = np.zeros_like(W1.T), np.zeros_like(x[0])
    assert_close(student.residual_forward(x, W1, b1, W2, b2)[0], x, what="out")


@check(points=1, public=True, after=residual_forward_agrees_with_the_reference, examples=10)
@for_all(**BLOCK)
def residual_forward_treats_every_example_alone(student, x, W1, b1, W2, b2):
    """The output of an example is the same in a batch and alone."""
    out, _ = student.residual_forward(x, W1, b1, W2, b2)
    for n in range(len(x)):
        alone, _ = student.residual_forward(x[n : n + 1], W1, b1, W2, b2)
        assert_close(alone, out[n : n + 1], what=f"(out of x[{n}:{n + 1}] alone)")


@check(points=1, after=residual_forward_agrees_with_the_reference, examples=10)
@for_all(**BLOCK)
def residual_forward_leaves_its_arguments_unchanged(student, x, W1, b1, W2, b2):
    """No argument is changed, x least of all."""
    assert_unchanged(student.residual_forward, x, W1, b1, W2, b2)


@check(points=1, after=residual_forward_agrees_with_the_reference, examples=10)
@for_all(**BLOCK_32)
def residual_forward_keeps_float32(student, x, W1, b1, W2, b2):
    """float32 in, float32 out."""
    assert_dtype(student.residual_forward(x, W1, b1, W2, b2)[0], np.float32, what="out")


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


def assert_gradient_of(number, student, reference, block, dout):
    """The gradient of one argument is the reference's."""

    def forward(value):
        return reference.residual_forward(*block[:number], value, *block[number + 1 :])[0]

    found, wanted = (
        names.residual_backward(dout, names.residual_forward(*block)[1])
        for names in (student, reference)
    )
    assert_gradient(
        found[number], wanted[number], of=forward, at={NAMES[number]: block[number]}, dout=dout
    )


@check(points=2)
@for_all(**BLOCK, dout=cotangents("N D"))
def residual_backward_finds_the_gradient_of_x(student, reference, x, W1, b1, W2, b2, dout):
    """The first answer, dx: two paths lead from x to out, and both bring something back."""
    assert_gradient_of(0, student, reference, (x, W1, b1, W2, b2), dout)
    # Few examples have no hidden unit above zero: here none is, and dout comes back as it is.
    off = np.full_like(b1, -1 - np.abs(x @ W1).max())
    _, cache = student.residual_forward(x, W1, off, W2, b2)
    assert_close(student.residual_backward(dout, cache)[0], dout, what="dx")


@check(points=2)
@for_all(**BLOCK, dout=cotangents("N D"))
def residual_backward_finds_the_gradient_of_W1(student, reference, x, W1, b1, W2, b2, dout):
    """The second answer, dW1: back through W2 and the ReLU, then to x."""
    assert_gradient_of(1, student, reference, (x, W1, b1, W2, b2), dout)


@check(points=1)
@for_all(**BLOCK, dout=cotangents("N D"))
def residual_backward_finds_the_gradient_of_b1(student, reference, x, W1, b1, W2, b2, dout):
    """The third answer, db1: what comes back through the ReLU, added up over the examples."""
    assert_gradient_of(2, student, reference, (x, W1, b1, W2, b2), dout)


@check(points=1)
@for_all(**BLOCK, dout=cotangents("N D"))
def residual_backward_finds_the_gradient_of_W2(student, reference, x, W1, b1, W2, b2, dout):
    """The fourth answer, dW2: the hidden units, after the ReLU, against dout."""
    assert_gradient_of(3, student, reference, (x, W1, b1, W2, b2), dout)


@check(points=1)
@for_all(**BLOCK, dout=cotangents("N D"))
def residual_backward_finds_the_gradient_of_b2(student, reference, x, W1, b1, W2, b2, dout):
    """The fifth answer, db2: dout added up over the examples."""
    assert_gradient_of(4, student, reference, (x, W1, b1, W2, b2), dout)


@check(points=1, examples=4)
@for_all(**BLOCK, dout=cotangents("N D"))
def residual_backward_has_the_slope_0_at_exactly_0(student, reference, x, W1, b1, W2, b2, dout):
    """Hidden units whose input is exactly 0 send nothing back to x, W1 and b1."""
    for units in (1, len(b1)):  # the first unit alone, then all
        block = 0 * x, W1, b1 * (np.arange(len(b1)) >= units), W2, b2
        found, wanted = (
            names.residual_backward(dout, names.residual_forward(*block)[1])
            for names in (student, reference)
        )
        for name, gradient, want in zip(NAMES, found, wanted, strict=True):
            assert_close(gradient, want, what=f"d{name}")


EVERY_GRADIENT = (
    residual_backward_finds_the_gradient_of_x,
    residual_backward_finds_the_gradient_of_W1,
    residual_backward_finds_the_gradient_of_b1,
    residual_backward_finds_the_gradient_of_W2,
    residual_backward_finds_the_gradient_of_b2,
)


@check(
    points=1,
    public=True,
    after=(
        residual_backward_finds_the_gradient_of_x,
        residual_backward_finds_the_gradient_of_W1,
        residual_backward_finds_the_gradient_of_b1,
        residual_backward_finds_the_gradient_of_W2,
        residual_backward_finds_the_gradient_of_b2,
    ),
    examples=4,
)
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


@check(
    points=1,
    public=True,
    after=(
        residual_backward_finds_the_gradient_of_x,
        residual_backward_finds_the_gradient_of_W1,
        residual_backward_finds_the_gradient_of_b1,
        residual_backward_finds_the_gradient_of_W2,
        residual_backward_finds_the_gradient_of_b2,
    ),
    examples=10,
)
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


@check(
    points=1,
    public=True,
    after=(
        residual_backward_finds_the_gradient_of_x,
        residual_backward_finds_the_gradient_of_W1,
        residual_backward_finds_the_gradient_of_b1,
        residual_backward_finds_the_gradient_of_W2,
        residual_backward_finds_the_gradient_of_b2,
    ),
    examples=10,
)
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


@check(points=1, after=EVERY_GRADIENT, examples=10)
@for_all(**BLOCK, dout=cotangents("N D"))
def residual_backward_leaves_its_arguments_unchanged(student, x, W1, b1, W2, b2, dout):
    """Neither dout nor what the cache holds is changed."""
    _, cache = student.residual_forward(x, W1, b1, W2, b2)
    assert_unchanged(student.residual_backward, dout, cache)


@check(points=1, after=EVERY_GRADIENT, examples=10)
@for_all(**BLOCK_32, dout=cotangents("N D", dtype="float32"))
def residual_backward_keeps_float32(student, x, W1, b1, W2, b2, dout):
    """float32 in, float32 gradients out."""
    _, cache = student.residual_forward(x, W1, b1, W2, b2)
    for name, gradient in zip(NAMES, student.residual_backward(dout, cache), strict=True):
        assert_dtype(gradient, np.float32, what=f"d{name}")


# --------------------------------------------------------------------- skip_concat_forward


@check(points=1, public=True)
def skip_concat_forward_of_two_features_and_one(student):
    """up = [[1, 2], [3, 4]] and skip = [[5], [6]]: out is [[1, 2, 5], [3, 4, 6]]."""
    up, skip = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[5.0], [6.0]])
    out, _ = student.skip_concat_forward(up, skip)
    assert_close(out, np.array([[1.0, 2.0, 5.0], [3.0, 4.0, 6.0]]), what="out")


@check(points=1)
@for_all(up=reals("N C H W", layout="any"), skip=reals("N K H W", layout="any"))
def skip_concat_forward_agrees_with_the_reference(student, reference, up, skip):
    """For images: all channels of up, then all channels of skip, however many each has."""
    out, _ = student.skip_concat_forward(up, skip)
    assert_close(out, reference.skip_concat_forward(up, skip)[0], what="out")


@check(points=1, after=skip_concat_forward_agrees_with_the_reference, examples=10)
@for_all(x=normals("N C"), y=normals("N K"), u=normals("N C T"), v=normals("N K T"))
def skip_concat_forward_takes_any_number_of_axes(student, reference, x, y, u, v):
    """Features (N, C) and sequences (N, C, T) are joined along axis 1, too."""
    for up, skip in ((x, y), (u, v), (x, 1 - x)):
        out, _ = student.skip_concat_forward(up, skip)
        assert_close(out, reference.skip_concat_forward(up, skip)[0], what="out")


@check(points=1, after=skip_concat_forward_agrees_with_the_reference, examples=8)
@for_all(
    up=normals("N C H W", dtype="float32"),
    skip=normals("N K H W", dtype="float32"),
)
def skip_concat_forward_keeps_float32(student, up, skip):
    """float32 in, float32 out."""
    assert_dtype(student.skip_concat_forward(up, skip)[0], np.float32, what="out")


# -------------------------------------------------------------------- skip_concat_backward


@check(points=1, public=True)
def skip_concat_backward_of_two_features_and_one(student):
    """dout = [[1, 2, 3], [4, 5, 6]]: dup is [[1, 2], [4, 5]], dskip [[3], [6]]."""
    _, cache = student.skip_concat_forward(np.zeros((2, 2)), np.zeros((2, 1)))
    dout = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    dup, dskip = student.skip_concat_backward(dout, cache)
    assert_close(dup, np.array([[1.0, 2.0], [4.0, 5.0]]), what="dup")
    assert_close(dskip, np.array([[3.0], [6.0]]), what="dskip")


def assert_comes_apart(student, reference, up, skip):
    """The gradients of up and skip are the reference's."""
    dout = -3 * np.concatenate([up, skip], axis=1)
    found, wanted = (
        names.skip_concat_backward(dout, names.skip_concat_forward(up, skip)[1])
        for names in (student, reference)
    )
    for name, gradient, want in zip(("dup", "dskip"), found, wanted, strict=True):
        assert_close(gradient, want, what=name)


@check(points=1)
@for_all(x=normals("N C"), y=normals("N K"), up=normals("N C H W"), skip=normals("N K H W"))
def skip_concat_backward_agrees_with_the_reference(student, reference, x, y, up, skip):
    r"""dup and dskip are $\partial \sum (dout \cdot out)$ of up and skip, of images and others."""
    for pair in ((x, y), (up, skip)):
        assert_comes_apart(student, reference, *pair)


@check(points=1, after=skip_concat_backward_agrees_with_the_reference, examples=8)
@for_all(x=normals("N C"), u=normals("N C T"), v=normals("N K T"))
def skip_concat_backward_takes_any_number_of_axes(student, reference, x, u, v):
    """Sequences (N, C, T) come apart, too, and so do two arrays of one shape."""
    for pair in ((u, v), (x, 1 - x)):
        assert_comes_apart(student, reference, *pair)


@check(points=1, public=True, after=skip_concat_backward_agrees_with_the_reference, examples=6)
@for_all(up=normals("N C H W"), skip=normals("N K H W"))
def skip_concat_backward_undoes_the_forward(student, up, skip):
    """What was joined comes apart again: the backward of out itself is up and skip."""
    out, cache = student.skip_concat_forward(up, skip)
    student.skip_concat_forward(skip, up)
    for which in ("", " of a second backward"):
        dup, dskip = student.skip_concat_backward(np.array(out), cache)
        assert_close(dup, up, what=f"dup{which}")
        assert_close(dskip, skip, what=f"dskip{which}")


@check(points=1, after=skip_concat_backward_agrees_with_the_reference, examples=8)
@for_all(
    up=normals("N C H W", dtype="float32"),
    skip=normals("N K H W", dtype="float32"),
)
def skip_concat_backward_keeps_float32(student, up, skip):
    """float32 in, float32 gradients out."""
    out, cache = student.skip_concat_forward(up, skip)
    found = student.skip_concat_backward(np.ones(np.shape(out), dtype=np.float32), cache)
    for name, gradient in zip(("dup", "dskip"), found, strict=True):
        assert_dtype(gradient, np.float32, what=name)


@check(points=1, after=skip_concat_backward_agrees_with_the_reference, examples=8)
@for_all(up=normals("N C H W"), skip=normals("N K H W"), extra=cotangents("N K H W"))
def skip_concat_backward_leaves_everything_unchanged(student, up, skip, extra):
    """Neither forward nor backward changes an argument."""
    assert_unchanged(student.skip_concat_forward, up, skip)
    _, cache = student.skip_concat_forward(up, skip)
    assert_unchanged(student.skip_concat_backward, np.concatenate([up, extra], axis=1), cache)


# ------------------------------------------------------------------ deeply_supervised_loss


@check(points=1, public=True)
def deeply_supervised_loss_of_two_auxiliaries(student):
    """main 1, auxiliaries 2 and 10 with weights 0.5 and 0.3: 1 + 1 + 3 = 5."""
    assert_close(student.deeply_supervised_loss(1.0, [2.0, 10.0], [0.5, 0.3]), 5.0)


@check(points=1)
@for_all(main=numbers(0, 10), losses=reals("K", within=10), alphas=reals("K", within=1))
def deeply_supervised_loss_agrees_with_the_reference(student, reference, main, losses, alphas):
    r"""It is $L_{main} + \sum_i \alpha_i L_i$, for any number of auxiliary losses."""
    arguments = main, losses.tolist(), alphas.tolist()
    want = reference.deeply_supervised_loss(*arguments)
    assert_close(student.deeply_supervised_loss(*arguments), want)


@check(points=1, public=True, after=deeply_supervised_loss_agrees_with_the_reference)
@for_all(main=numbers(0, 10))
def deeply_supervised_loss_without_auxiliaries_is_the_main_loss(student, main):
    """With two empty lists it is main."""
    assert_close(student.deeply_supervised_loss(main, [], []), main)


@check(points=1, after=deeply_supervised_loss_agrees_with_the_reference, examples=8)
@for_all(main=numbers(0, 10), losses=normals("K"), alphas=normals("K"))
def deeply_supervised_loss_leaves_its_lists_unchanged(student, main, losses, alphas):
    """Neither list is changed."""
    assert_unchanged(student.deeply_supervised_loss, main, losses.tolist(), alphas.tolist())


# ------------------------------------------------------------------------ auxiliary_weight


@check(points=1, public=True)
def auxiliary_weight_falls_to_zero(student):
    """With total 8 and alpha0 0.4: 0.4 at step 0, 0.3 at step 2, 0.1 at 6, 0 at 8 and 15."""
    for step, weight in ((0, 0.4), (2, 0.3), (6, 0.1), (8, 0.0), (15, 0.0)):
        found = student.auxiliary_weight(step, 8, 0.4)
        assert_close(found, weight, what=f"the weight at step {step}")


@check(points=1)
@for_all(step=integers(0, 60), total=integers(1, 60), alpha0=numbers(0.01, 5))
def auxiliary_weight_agrees_with_the_reference(student, reference, step, total, alpha0):
    r"""It is $\alpha_0 \max(0,\, 1 - step / total)$."""
    for at in ((step, total, alpha0), (1, 3, 1.0)):
        assert_close(student.auxiliary_weight(*at), reference.auxiliary_weight(*at))
