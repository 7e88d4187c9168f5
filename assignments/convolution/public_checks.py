"""The public checks of the assignment `convolution`.  Generated; not to be edited.

In the notebook, `check("conv2d_forward")` runs those of one exercise on your answer.  Read them:
they say what your answer must do.  Changing them changes no grade, for your work is graded with
the course's own copy and with hidden checks besides.  Where a public check waits for a hidden one
(`after=`), that is left out here.
"""

import numpy as np
from autograder.checks import (
    assert_adjoint,
    assert_close,
    assert_equal,
    assert_gradient,
    assert_raises,
    check,
    cotangents,
    for_all,
    integers,
    normals,
    reals,
)

ASSIGNMENT = "convolution"
EXERCISES = (
    "conv2d_forward",
    "conv2d_backward",
    "conv_param_count",
    "im2col",
    "maxpool_forward",
    "maxpool_backward",
    "avgpool_forward",
    "avgpool_backward",
)
IMAGE = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]])[None, None]
KERNEL = np.array([[1.0, 2.0], [0.0, -1.0]])[None, None]
HILLS = np.array(
    [[1.0, 3.0, 2.0, 4.0], [5.0, 2.0, 0.0, 1.0], [7.0, 8.0, 1.0, 0.0], [2.0, 6.0, 3.0, 9.0]]
)[None, None]
CONV = {
    "x": normals("N<=2 C<=3 H>=3 W>=3"),
    "w": normals("F<=3 C KH<=3 KW<=3"),
    "b": normals("F"),
}
STEPS = {"stride": integers(1, 3), "pad": integers(0, 2)}
WINDOWS = {"size": integers(1, 3), "stride": integers(1, 3)}


def conv_cotangent(whole, x, w, stride, pad):
    """The part of `whole` that has the shape of the convolution's output."""
    rows = (x.shape[2] + 2 * pad - w.shape[2]) // stride + 1
    columns = (x.shape[3] + 2 * pad - w.shape[3]) // stride + 1
    return whole[:, :, :rows, :columns].copy()


def pool_cotangent(whole, x, size, stride):
    """The part of `whole` that has the shape of the pooling's output."""
    rows, columns = ((length - size) // stride + 1 for length in x.shape[2:])
    return whole[:, :, :rows, :columns].copy()


def without_left_over(x, kh, kw, stride):
    """The image without the rows and columns, below and on the right, that no window reaches."""
    rows = x.shape[2] - (x.shape[2] - kh) % stride
    columns = x.shape[3] - (x.shape[3] - kw) % stride
    return x[:, :, :rows, :columns].copy()


# ------------------------------------------------------------------------- conv2d_forward


@check(points=1, public=True)
def conv2d_forward_of_a_small_image_done_by_hand(student):
    """An image of 3 x 3 and a kernel of 2 x 2: [[1, 3], [7, 9]].  The kernel is not flipped."""
    out, _ = student.conv2d_forward(IMAGE, KERNEL, np.array([1.0]))
    assert_close(out, np.array([[[[1.0, 3.0], [7.0, 9.0]]]]), what="out")


@check(points=1, public=True, examples=8)
@for_all(x=normals("N<=2 C<=3 H W"), w=normals("F<=3 C 1 1"), b=normals("F"))
def conv2d_forward_with_one_pixel_is_a_dense_layer(student, x, w, b):
    """A 1 x 1 kernel is the dense layer x w.T + b, at every pixel."""
    dense = np.moveaxis(x, 1, -1) @ w[:, :, 0, 0].T + b
    out, _ = student.conv2d_forward(x, w, b)
    assert_close(out, np.moveaxis(dense, -1, 1), what="out")


@check(points=1, public=True, after=conv2d_forward_with_one_pixel_is_a_dense_layer, examples=8)
@for_all(x=normals("N<=2 C<=3 H>=3 W>=3"))
def conv2d_forward_with_a_single_one_returns_the_image(student, x):
    """A 3 x 3 kernel with a 1 in its middle and zeros around returns its channel, with pad 1."""
    channels = x.shape[1]
    w = np.zeros((channels, channels, 3, 3))
    w[np.arange(channels), np.arange(channels), 1, 1] = 1
    out, _ = student.conv2d_forward(x, w, np.zeros(channels), pad=1)
    assert_close(out, x, what="out")


@check(points=1, public=True, after=conv2d_forward_with_one_pixel_is_a_dense_layer, examples=8)
@for_all(**CONV, **STEPS)
def conv2d_forward_pads_with_zeros_on_all_sides(student, x, w, b, stride, pad):
    """pad is the same as a frame of that many zeros around the image."""
    framed = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    out, _ = student.conv2d_forward(x, w, b, stride, pad)
    want, _ = student.conv2d_forward(framed, w, b, stride, 0)
    assert_close(out, want, what="out")


@check(points=2, public=True, after=conv2d_forward_with_one_pixel_is_a_dense_layer, examples=5)
@for_all(x=normals("N<=2 C<=3 H>=5 W>=5"), w=normals("F<=3 C KH<=3 KW<=3"), b=normals("F"))
def conv2d_forward_commutes_with_shifts(student, x, w, b):
    """Without padding: a shift of the image by `stride` pixels shifts the output by one."""
    for stride in (1, 2):
        out, _ = student.conv2d_forward(x, w, b, stride)
        up, _ = student.conv2d_forward(x[:, :, stride:].copy(), w, b, stride)
        left, _ = student.conv2d_forward(x[:, :, :, stride:].copy(), w, b, stride)
        assert_close(up, out[:, :, 1:], what=f"(out of x moved up by stride = {stride})")
        assert_close(left, out[:, :, :, 1:], what=f"(out of x moved left by stride = {stride})")


@check(points=1, public=True, after=conv2d_forward_with_one_pixel_is_a_dense_layer, examples=8)
@for_all(
    x=normals("N<=2 C<=3 H>=3 W>=3"),
    other=normals("N C H W"),
    w=normals("F<=3 C KH<=3 KW<=3"),
    change=normals("F C KH KW"),
    **STEPS,
)
def conv2d_forward_is_linear_in_image_and_kernel(student, x, other, w, change, stride, pad):
    """With b = 0, out of x + 2x' is out + 2out', and out of w - 3w' is out - 3out'."""
    b = np.zeros(len(w))
    out, _ = student.conv2d_forward(x, w, b, stride, pad)
    second, _ = student.conv2d_forward(other, w, b, stride, pad)
    both, _ = student.conv2d_forward(x + 2 * other, w, b, stride, pad)
    third, _ = student.conv2d_forward(x, change, b, stride, pad)
    mixed, _ = student.conv2d_forward(x, w - 3 * change, b, stride, pad)
    assert_close(both, out + 2 * second, what="out of x + 2x'")
    assert_close(mixed, out - 3 * third, what="out of w - 3w'")


@check(points=1, public=True, after=conv2d_forward_with_one_pixel_is_a_dense_layer, examples=8)
@for_all(**CONV, stride=integers(2, 3), pad=integers(0, 1))
def conv2d_forward_ignores_rows_and_columns_left_over(student, x, w, b, stride, pad):
    """What no window reaches, at the end of a side, does not count: H' is rounded down."""
    out, _ = student.conv2d_forward(x, w, b, stride, pad)
    reached = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    reached = without_left_over(reached, w.shape[2], w.shape[3], stride)
    want, _ = student.conv2d_forward(reached, w, b, stride, 0)
    assert_close(out, want, what="out")


@check(points=1, public=True, after=conv2d_forward_with_one_pixel_is_a_dense_layer)
def conv2d_forward_refuses_other_channels(student):
    """Other channels than the image has are a ValueError, also where 1 meets 3."""
    for image, kernel in ((2, 3), (1, 3), (3, 1)):
        x, w = np.ones((2, image, 4, 4)), np.ones((2, kernel, 2, 2))
        hint = "numpy spreads a lone channel over three without a word: compare the numbers"
        assert_raises(ValueError, student.conv2d_forward, x, w, np.zeros(2), hint=hint)


@check(points=1, public=True, after=conv2d_forward_with_one_pixel_is_a_dense_layer)
def conv2d_forward_refuses_a_kernel_larger_than_the_image(student):
    """A kernel that exceeds the padded image in one direction is a ValueError; equal is fine."""
    x, b = np.ones((1, 1, 2, 3)), np.zeros(1)
    hint = "an H' or W' of 0 makes no error by itself: compare the kernel with the padded image"
    for kh, kw, stride in ((3, 1, 1), (1, 4, 1), (3, 3, 2), (4, 1, 3)):
        w = np.ones((1, 1, kh, kw))
        assert_raises(ValueError, student.conv2d_forward, x, w, b, stride, 0, hint=hint)
    assert_raises(ValueError, student.conv2d_forward, x, np.ones((1, 1, 5, 1)), b, 1, 1, hint=hint)
    out, _ = student.conv2d_forward(x, np.ones((1, 1, 4, 5)), b, 1, 1)
    assert_close(out, np.array([[[[6.0]]]]), what="out of a kernel as large as the padded image")


# ------------------------------------------------------------------------ conv2d_backward


@check(points=1, public=True, after=conv2d_forward_of_a_small_image_done_by_hand)
def conv2d_backward_of_a_small_image_done_by_hand(student):
    """The gradients of the example done by hand, for dout = [[1, 0], [2, -1]]."""
    _, cache = student.conv2d_forward(IMAGE, KERNEL, np.array([1.0]))
    dx, dw, db = student.conv2d_backward(np.array([[[[1.0, 0.0], [2.0, -1.0]]]]), cache)
    want = np.array([[1.0, 2.0, 0.0], [2.0, 2.0, -2.0], [0.0, -2.0, 1.0]])
    assert_close(dx, want[None, None], what="dx")
    assert_close(dw, np.array([[[[4.0, 6.0], [10.0, 12.0]]]]), what="dw")
    assert_close(db, np.array([2.0]), what="db")


@check(points=2, public=True, after=conv2d_forward_with_one_pixel_is_a_dense_layer, examples=8)
@for_all(**CONV, **STEPS, whole=cotangents("N F 9 9"))
def conv2d_backward_is_the_transpose_of_your_forward(student, x, w, b, stride, pad, whole):
    """With b = 0: ⟨out, dout⟩ = ⟨x, dx⟩ = ⟨w, dw⟩, for out is linear in x and in w."""
    out, cache = student.conv2d_forward(x, w, 0 * b, stride, pad)
    dout = conv_cotangent(whole, x, w, stride, pad)
    dx, dw, _ = student.conv2d_backward(dout, cache)
    assert_adjoint(x, out, dout, dx, what="x")
    assert_adjoint(w, out, dout, dw, what="w")


@check(points=1, public=True, after=conv2d_forward_with_one_pixel_is_a_dense_layer, examples=1)
@for_all(x=normals("1 2 3 3"), w=normals("1 2 2 2"), b=normals("1"), dout=cotangents("1 1 2 2"))
def conv2d_backward_matches_differences_of_your_forward(student, x, w, b, dout):
    """dx, dw and db match central differences of your own conv2d_forward (stride 2, pad 1)."""
    _, cache = student.conv2d_forward(x, w, b, 2, 1)
    assert_gradient(
        student.conv2d_backward(dout, cache),
        of=lambda x, w, b: student.conv2d_forward(x, w, b, 2, 1)[0],
        at={"x": x, "w": w, "b": b},
        dout=dout,
    )


@check(points=1, public=True, after=conv2d_backward_of_a_small_image_done_by_hand, examples=6)
@for_all(**CONV, stride=integers(2, 3), whole=cotangents("N F 9 9"))
def conv2d_backward_gives_nothing_to_what_is_left_over(student, x, w, b, stride, whole):
    """dx is 0 in rows and columns that no window reaches, and has the shape of x all the same."""
    _, cache = student.conv2d_forward(x, w, b, stride, 0)
    dx, _, _ = student.conv2d_backward(conv_cotangent(whole, x, w, stride, 0), cache)
    _, _, rows, columns = without_left_over(x, w.shape[2], w.shape[3], stride).shape
    beyond = np.array(dx)
    beyond[:, :, :rows, :columns] = 0
    assert_close(beyond, np.zeros_like(x), what="dx beyond the last window")


@check(points=1, public=True, after=conv2d_backward_is_the_transpose_of_your_forward, examples=4)
@for_all(**CONV, **STEPS, whole=cotangents("N F 9 9"))
def conv2d_backward_serves_the_forward_it_belongs_to(student, x, w, b, stride, pad, whole):
    """Another forward in between, and another backward with the same cache, change nothing."""
    dout = conv_cotangent(whole, x, w, stride, pad)
    _, cache = student.conv2d_forward(x, w, b, stride, pad)
    first = student.conv2d_backward(dout, cache)
    student.conv2d_forward(2 * x + 1, 1 - w, b, 1, 2)
    student.conv2d_backward(2 * dout, cache)
    again = student.conv2d_backward(dout, cache)
    hint = "keep what backward needs in the cache you return, and only read it in backward"
    for name, before, after in zip(("dx", "dw", "db"), first, again, strict=True):
        assert_close(after, before, what=f"the last {name}", hint=hint)


# ----------------------------------------------------------------------- conv_param_count


@check(points=1, public=True)
def conv_param_count_of_a_famous_layer(student):
    """64 kernels of 7 x 7 on 3 channels: 9472, without the biases 9408."""
    assert_equal(student.conv_param_count(3, 64, 7, 7), 9472, what="the count with biases")
    assert_equal(student.conv_param_count(3, 64, 7, 7, False), 9408, what="the count without")


# --------------------------------------------------------------------------------- im2col


@check(points=1, public=True)
def im2col_of_a_small_image_done_by_hand(student):
    """Two channels of 2 x 3 and windows of 2 x 2: two rows of eight numbers."""
    x = np.arange(12.0).reshape(1, 2, 2, 3)
    want = np.array([[0, 1, 3, 4, 6, 7, 9, 10], [1, 2, 4, 5, 7, 8, 10, 11]], dtype=float)
    assert_close(student.im2col(x, 2, 2, 1, 0), want)


@check(points=1, public=True, after=im2col_of_a_small_image_done_by_hand, examples=8)
@for_all(x=normals("N>=2<=3 C<=3 H>=3 W>=3"), kh=integers(1, 3), kw=integers(1, 3), **STEPS)
def im2col_takes_the_images_one_by_one(student, x, kh, kw, stride, pad):
    """The rows of a batch are those of its first image, then those of its second, and so on."""
    for windows in ((kh, kw, stride, pad), (1, 1, 1, 0)):
        together = student.im2col(x, *windows)
        alone = [student.im2col(x[n : n + 1], *windows) for n in range(len(x))]
        assert_close(together, np.concatenate(alone))


# ------------------------------------------------------------------------ maxpool_forward


@check(points=1, public=True)
def maxpool_forward_of_a_small_image_done_by_hand(student):
    """Windows of 2 x 2 side by side, and overlapping ones of 3 x 3."""
    out, _ = student.maxpool_forward(HILLS, 2, 2)
    assert_close(out, np.array([[[[5.0, 4.0], [8.0, 9.0]]]]), what="out (size 2, stride 2)")
    out, _ = student.maxpool_forward(HILLS, 3, 1)
    assert_close(out, np.array([[[[8.0, 8.0], [8.0, 9.0]]]]), what="out (size 3, stride 1)")


@check(points=1, public=True)
def maxpool_forward_of_an_image_below_zero(student):
    """Of numbers below zero the largest is below zero: nothing but the image may win."""
    out, _ = student.maxpool_forward(-HILLS - 1, 2, 2)
    assert_close(out, np.array([[[[-2.0, -1.0], [-3.0, -1.0]]]]), what="out")


@check(points=1, public=True, after=maxpool_forward_of_a_small_image_done_by_hand, examples=8)
@for_all(x=normals("N<=2 C<=3 H>=3 W>=3"), **WINDOWS)
def maxpool_forward_commutes_with_growing_functions(student, x, size, stride):
    r"""$\max f(x) = f(\max x)$ if f grows: 3x - 2, and the exponential."""
    for image, *window in ((x, size, stride), (x - 5, 2, 1)):
        out, _ = student.maxpool_forward(image, *window)
        moved, _ = student.maxpool_forward(3 * image - 2, *window)
        grown, _ = student.maxpool_forward(np.exp(image), *window)
        assert_close(moved, 3 * out - 2, what="out of 3x - 2")
        assert_close(grown, np.exp(out), what="out of exp(x)")


# ----------------------------------------------------------------------- maxpool_backward


@check(points=1, public=True, after=maxpool_forward_of_a_small_image_done_by_hand)
def maxpool_backward_of_a_small_image_done_by_hand(student):
    """Each window's gradient goes to its largest entry; an 8 that wins three times gets all."""
    dout = np.array([[[[10.0, 20.0], [30.0, 40.0]]]])
    apart, overlapping = np.zeros((1, 1, 4, 4)), np.zeros((1, 1, 4, 4))
    apart[0, 0, [1, 0, 2, 3], [0, 3, 1, 3]] = 10, 20, 30, 40
    overlapping[0, 0, [2, 3], [1, 3]] = 60, 40
    _, cache = student.maxpool_forward(HILLS, 2, 2)
    assert_close(student.maxpool_backward(dout, cache), apart, what="dx (size 2, stride 2)")
    _, cache = student.maxpool_forward(HILLS, 3, 1)
    assert_close(student.maxpool_backward(dout, cache), overlapping, what="dx (size 3, stride 1)")


@check(points=1, public=True, after=maxpool_forward_of_a_small_image_done_by_hand, examples=2)
@for_all(x=normals("1 C<=2 H>=3<=4 W>=3<=4"), whole=cotangents("1 C 4 4"), stride=integers(1, 2))
def maxpool_backward_matches_differences_of_your_forward(student, x, whole, stride):
    """dx matches central differences of your own maxpool_forward."""
    dout = pool_cotangent(whole, x, 2, stride)
    _, cache = student.maxpool_forward(x, 2, stride)
    assert_gradient(
        student.maxpool_backward(dout, cache),
        of=lambda x: student.maxpool_forward(x, 2, stride)[0],
        at={"x": x},
        dout=dout,
    )


@check(points=2, public=True, after=maxpool_backward_of_a_small_image_done_by_hand, examples=10)
@for_all(
    x=reals("N<=2 C<=2 H>=4 W>=4", within=2, step=1),
    whole=cotangents("N C 6 6"),
    size=integers(2, 3),
)
def maxpool_backward_pays_every_tie_once(student, x, whole, size):
    """Of equal largest entries one gets the window's gradient, or they share it; others get 0."""
    dout = pool_cotangent(whole, x, size, size)
    _, cache = student.maxpool_forward(x, size, size)
    dx = student.maxpool_backward(dout, cache)
    N, C, rows, columns = dout.shape
    cut = (slice(None), slice(None), slice(rows * size), slice(columns * size))
    tiles = (N, C, rows, size, columns, size)
    windows, gradients = x[cut].reshape(tiles), np.array(dx)[cut].reshape(tiles)
    lost = np.where(windows < windows.max(axis=(3, 5), keepdims=True), gradients, 0)
    assert_close(lost, np.zeros(tiles), what="(dx of what is not the largest, by windows)")
    hint = "`x == max` may hold more than once: take one of them, or divide by their number"
    assert_close(gradients.sum(axis=(3, 5)), dout, what="(dx summed over each window)", hint=hint)


# ------------------------------------------------------------------------ avgpool_forward


@check(points=1, public=True)
def avgpool_forward_of_a_small_image_done_by_hand(student):
    """Windows of 2 x 2 side by side, and overlapping ones of 3 x 3."""
    out, _ = student.avgpool_forward(HILLS, 2, 2)
    want = np.array([[[[2.75, 1.75], [5.75, 3.25]]]])
    assert_close(out, want, what="out (size 2, stride 2)")
    out, _ = student.avgpool_forward(HILLS, 3, 1)
    want = np.array([[[[29.0, 21.0], [34.0, 30.0]]]]) / 9
    assert_close(out, want, what="out (size 3, stride 1)")


@check(points=1, public=True, after=avgpool_forward_of_a_small_image_done_by_hand, examples=4)
@for_all(x=normals("N<=2 C<=3 6 6"))
def avgpool_forward_keeps_the_mean_of_a_tiled_image(student, x):
    """Where the windows tile the image, the mean of each channel stays as it was."""
    for size in (1, 2, 3, 6):
        out, _ = student.avgpool_forward(x, size, size)
        means = np.mean(out, axis=(2, 3))
        assert_close(means, x.mean(axis=(2, 3)), what=f"(the mean of out with size {size})")


# ----------------------------------------------------------------------- avgpool_backward


@check(points=1, public=True, after=avgpool_forward_of_a_small_image_done_by_hand)
def avgpool_backward_of_a_small_image_done_by_hand(student):
    """Each window's gradient is shared by its four entries; an entry in two windows gets both."""
    x, dout = np.zeros((1, 1, 2, 3)), np.array([[[[4.0, 8.0]]]])
    _, cache = student.avgpool_forward(x, 2, 1)
    want = np.array([[[[1.0, 3.0, 2.0], [1.0, 3.0, 2.0]]]])
    assert_close(student.avgpool_backward(dout, cache), want, what="dx")


@check(points=1, public=True, after=avgpool_forward_of_a_small_image_done_by_hand, examples=8)
@for_all(x=normals("N<=2 C<=2 H>=3 W>=3"), whole=cotangents("N C 5 5"), **WINDOWS)
def avgpool_backward_is_the_transpose_of_your_forward(student, x, whole, size, stride):
    """⟨out, dout⟩ = ⟨x, dx⟩, for the mean is linear."""
    dout = pool_cotangent(whole, x, size, stride)
    out, cache = student.avgpool_forward(x, size, stride)
    assert_adjoint(x, out, dout, student.avgpool_backward(dout, cache), what="x")


# What the notebook gives, as it was released.
GIVEN = r'''import numpy as np'''


RELEASE = "2923070f1e3b"  # the notebook has the same
