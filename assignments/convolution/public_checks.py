"""The public checks of the assignment `convolution`.  Generated; not to be edited.

In the notebook, `check("conv2d_forward")` runs those of one exercise on your answer.  Read them:
they say what your answer must do.  Changing them changes no grade, for your work is graded with
the course's own copy and with hidden checks besides.  Where a public check waits for a hidden one
(`after=`), that is left out here.
"""

import numpy as np
from autograder.checks import (
    assert_close,
    assert_equal,
    assert_raises,
    assert_shape,
    check,
    cotangents,
    for_all,
    integers,
    normals,
    reals,
    require,
)

ASSIGNMENT = "convolution"
EXERCISES = (
    "conv2d_forward",
    "conv_param_count",
    "conv2d_backward",
    "im2col",
    "maxpool_forward",
    "maxpool_backward",
    "avgpool_forward",
    "avgpool_backward",
)
EDGES = np.array([[1.0, 0.0, 2.0], [0.0, -1.0, 0.0], [3.0, 0.0, -2.0]])[None, None]
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


def fitted(x, kh, kw, stride, pad=0):
    """The image, a little larger where a stride would leave something over.

    What is left over has checks of its own; the others do not ask about it.
    """
    rows = (kh - x.shape[2] - 2 * pad) % stride
    columns = (kw - x.shape[3] - 2 * pad) % stride
    return np.pad(x, ((0, 0), (0, 0), (0, rows), (0, columns)), mode="wrap")


def parts(answer, *names):
    """The parts of an answer by name, each to be judged for itself, whatever the others are."""
    spelled = f"{', '.join(names[:-1])} and {names[-1]}"
    right = isinstance(answer, (tuple, list)) and len(answer) == len(names)
    require(right, f"the result should be {len(names)} things, {spelled}")
    return dict(zip(names, answer, strict=True))


def conv_gradients(net, dout, *arguments):
    """dx, dw and db by name, from the net's own forward and backward."""
    cache = parts(net.conv2d_forward(*arguments), "out", "cache")["cache"]
    return parts(net.conv2d_backward(dout, cache), "dx", "dw", "db")


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
    x = fitted(x, *w.shape[2:], stride, pad)
    framed = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    out, _ = student.conv2d_forward(x, w, b, stride, pad)
    want, _ = student.conv2d_forward(framed, w, b, stride, 0)
    assert_close(out, want, what="out")


@check(points=2, public=True, after=conv2d_forward_with_one_pixel_is_a_dense_layer, examples=5)
@for_all(x=normals("N<=2 C<=3 H>=5 W>=5"), w=normals("F<=3 C KH<=3 KW<=3"), b=normals("F"))
def conv2d_forward_commutes_with_shifts(student, x, w, b):
    """Without padding: a shift of the image by `stride` pixels shifts the output by one."""
    for stride in (1, 2):
        image = fitted(x, *w.shape[2:], stride)
        out, _ = student.conv2d_forward(image, w, b, stride)
        up, _ = student.conv2d_forward(image[:, :, stride:].copy(), w, b, stride)
        left, _ = student.conv2d_forward(image[:, :, :, stride:].copy(), w, b, stride)
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
    x, other = (fitted(one, *w.shape[2:], stride, pad) for one in (x, other))
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
        assert_raises(ValueError, student.conv2d_forward, x, w, np.zeros(2))


@check(points=1, public=True, after=conv2d_forward_with_one_pixel_is_a_dense_layer)
def conv2d_forward_refuses_a_kernel_larger_than_the_image(student):
    """A kernel that exceeds the padded image in one direction is a ValueError; equal is fine."""
    x, b = np.ones((1, 1, 2, 3)), np.zeros(1)
    for kh, kw, stride in ((3, 1, 1), (1, 4, 1), (3, 3, 2), (4, 1, 3)):
        w = np.ones((1, 1, kh, kw))
        assert_raises(ValueError, student.conv2d_forward, x, w, b, stride, 0)
    assert_raises(ValueError, student.conv2d_forward, x, np.ones((1, 1, 5, 1)), b, 1, 1)
    out, _ = student.conv2d_forward(x, np.ones((1, 1, 4, 5)), b, 1, 1)
    assert_close(out, np.array([[[[6.0]]]]), what="out of a kernel as large as the padded image")


# ------------------------------------------------------------------------ conv2d_backward


def small_gradients(net):
    """The gradients of the image done by hand, and of one with stride 2 in a frame of 1."""
    dout, b = np.array([[[[1.0, 0.0], [2.0, -1.0]]]]), np.array([1.0])
    plain = conv_gradients(net, dout, IMAGE, KERNEL, b)
    return plain, conv_gradients(net, dout, IMAGE, EDGES, b, 2, 1)


@check(points=1, public=True, free_shapes=True)
def conv2d_backward_of_a_small_image_has_the_right_dx(student):
    """The gradient of the image, for dout = [[1, 0], [2, -1]]; then with stride 2 and pad 1."""
    plain, framed = small_gradients(student)
    want = np.array([[1.0, 2.0, 0.0], [2.0, 2.0, -2.0], [0.0, -2.0, 1.0]])
    assert_close(plain["dx"], want[None, None], what="dx")
    want = np.array([[-1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [-2.0, 0.0, 1.0]])
    assert_close(framed["dx"], want[None, None], what="dx (stride 2, pad 1)")


@check(points=1, public=True, free_shapes=True)
def conv2d_backward_of_a_small_image_has_the_right_dw(student):
    """The gradient of the kernel, for the same dout; then with stride 2 and pad 1."""
    plain, framed = small_gradients(student)
    assert_close(plain["dw"], np.array([[[[4.0, 6.0], [10.0, 12.0]]]]), what="dw")
    want = np.array([[-5.0, 2.0, 10.0], [-8.0, 6.0, 18.0], [0.0, 4.0, 5.0]])
    assert_close(framed["dw"], want[None, None], what="dw (stride 2, pad 1)")


@check(points=1, public=True, free_shapes=True)
def conv2d_backward_of_a_small_image_has_the_right_db(student):
    """The gradient of the bias, for the same dout; then with stride 2 and pad 1."""
    for gradients in small_gradients(student):
        assert_close(gradients["db"], np.array([2.0]), what="db")


@check(points=1, public=True, examples=6, free_shapes=True)
@for_all(**CONV, stride=integers(2, 3), whole=cotangents("N F 9 9"))
def conv2d_backward_gives_nothing_to_what_is_left_over(student, x, w, b, stride, whole):
    """dx is 0 in rows and columns that no window reaches, and has the shape of x all the same."""
    dout = conv_cotangent(whole, x, w, stride, 0)
    dx = conv_gradients(student, dout, x, w, b, stride, 0)["dx"]
    assert_shape(dx, x.shape, what="dx")
    _, _, rows, columns = without_left_over(x, *w.shape[2:], stride).shape
    beyond = np.array(dx)
    beyond[:, :, :rows, :columns] = 0
    assert_close(beyond, np.zeros_like(x), what="dx beyond the last window")


@check(points=1, public=True, examples=4, free_shapes=True)
@for_all(**CONV, **STEPS, whole=cotangents("N F 9 9"))
def conv2d_backward_serves_the_forward_it_belongs_to(student, x, w, b, stride, pad, whole):
    """Another forward in between, and another backward with the same cache, change nothing."""
    x = fitted(x, *w.shape[2:], stride, pad)
    dout = conv_cotangent(whole, x, w, stride, pad)
    _, cache = student.conv2d_forward(x, w, b, stride, pad)
    first = parts(student.conv2d_backward(dout, cache), "dx", "dw", "db")
    student.conv2d_forward(2 * x + 1, 1 - w, b, 1, 2)
    student.conv2d_backward(2 * dout, cache)
    again = parts(student.conv2d_backward(dout, cache), "dx", "dw", "db")
    hint = "keep what backward needs in the cache you return, and only read it in backward"
    for name, gradient in again.items():
        assert_close(gradient, first[name], what=f"the last {name}", hint=hint)


# ----------------------------------------------------------------------- conv_param_count


@check(points=1, public=True)
def conv_param_count_of_a_famous_layer(student):
    """64 kernels of 7 x 7 on 3 channels: 9472, without the biases 9408."""
    count = student.conv_param_count(3, 64, 7, 7)
    assert_equal(count, 9472, what="the count with biases")
    require(isinstance(count, (int, np.integer)), f"the count is {count!r}, but should be an int")
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
        images = fitted(x, *windows)
        together = student.im2col(images, *windows)
        alone = [student.im2col(images[n : n + 1], *windows) for n in range(len(x))]
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
    for image, *window in ((fitted(x, size, size, stride), size, stride), (x - 5, 2, 1)):
        out, _ = student.maxpool_forward(image, *window)
        moved, _ = student.maxpool_forward(3 * image - 2, *window)
        grown, _ = student.maxpool_forward(np.exp(image), *window)
        assert_close(moved, 3 * out - 2, what="out of 3x - 2")
        assert_close(grown, np.exp(out), what="out of exp(x)")


# ----------------------------------------------------------------------- maxpool_backward


def pool_gradient(net, pool, dout, x, size, stride):
    """dx of maxpool or avgpool, from the net's own forward and backward."""
    forward, backward = getattr(net, f"{pool}_forward"), getattr(net, f"{pool}_backward")
    return backward(dout, parts(forward(x, size, stride), "out", "cache")["cache"])


@check(points=1, public=True)
def maxpool_backward_of_a_small_image_done_by_hand(student):
    """Each window's gradient goes to its largest entry: size 2, stride 2."""
    dout, want = np.array([[[[10.0, 20.0], [30.0, 40.0]]]]), np.zeros((1, 1, 4, 4))
    want[0, 0, [1, 0, 2, 3], [0, 3, 1, 3]] = 10, 20, 30, 40
    assert_close(pool_gradient(student, "maxpool", dout, HILLS, 2, 2), want, what="dx")


@check(points=1, public=True)
def maxpool_backward_of_overlapping_windows_done_by_hand(student):
    """Size 3, stride 1: the 8 is the largest of three windows and gets all three gradients."""
    dout, want = np.array([[[[10.0, 20.0], [30.0, 40.0]]]]), np.zeros((1, 1, 4, 4))
    want[0, 0, [2, 3], [1, 3]] = 60, 40
    assert_close(pool_gradient(student, "maxpool", dout, HILLS, 3, 1), want, what="dx")


@check(points=2, public=True, after=maxpool_backward_of_a_small_image_done_by_hand, examples=10)
@for_all(
    x=reals("N<=2 C<=2 H>=4 W>=4", within=2, step=1),
    whole=cotangents("N C 6 6"),
    size=integers(2, 3),
)
def maxpool_backward_pays_every_tie_once(student, x, whole, size):
    """Of equal largest entries one gets the window's gradient, or they share it; others get 0."""
    x = fitted(x, size, size, size)
    dout = pool_cotangent(whole, x, size, size)
    _, cache = student.maxpool_forward(x, size, size)
    dx = student.maxpool_backward(dout, cache)
    N, C, rows, columns = dout.shape
    cut = (slice(None), slice(None), slice(rows * size), slice(columns * size))
    tiles = (N, C, rows, size, columns, size)
    windows, gradients = x[cut].reshape(tiles), np.array(dx)[cut].reshape(tiles)
    lost = np.where(windows < windows.max(axis=(3, 5), keepdims=True), gradients, 0)
    assert_close(lost, np.zeros(tiles), what="(dx of what is not the largest, by windows)")
    assert_close(gradients.sum(axis=(3, 5)), dout, what="(dx summed over each window)")


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


@check(points=1, public=True)
def avgpool_backward_of_a_small_image_done_by_hand(student):
    """Each window's gradient is shared by its four entries: size 2, stride 2."""
    dout = np.array([[[[4.0, 8.0], [0.0, -4.0]]]])
    want = np.array([[[[1.0, 1.0, 2.0, 2.0]] * 2 + [[0.0, 0.0, -1.0, -1.0]] * 2]])
    assert_close(pool_gradient(student, "avgpool", dout, HILLS, 2, 2), want, what="dx")


@check(points=1, public=True)
def avgpool_backward_of_overlapping_windows_done_by_hand(student):
    """Size 2, stride 1: an entry in two windows gets a share of both gradients."""
    x, dout = np.zeros((1, 1, 2, 3)), np.array([[[[4.0, 8.0]]]])
    want = np.array([[[[1.0, 3.0, 2.0], [1.0, 3.0, 2.0]]]])
    assert_close(pool_gradient(student, "avgpool", dout, x, 2, 1), want, what="dx")


# What the notebook gives, as it was released.
GIVEN = r'''import numpy as np'''


RELEASE = "2130350617d6"  # the notebook has the same
