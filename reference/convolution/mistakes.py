"""Wrong answers students do write, each with the check that must catch it; right ones, too.

Every answer stands alone, as in a student's cell.
"""

import numpy as np

from autograder.checks import alternative, mistake

from .checks import (
    avgpool_backward_finds_the_gradient,
    avgpool_backward_keeps_float32,
    avgpool_backward_leaves_its_arguments_unchanged,
    avgpool_backward_of_a_small_image_done_by_hand,
    avgpool_backward_of_overlapping_windows_done_by_hand,
    avgpool_backward_serves_the_forward_it_belongs_to,
    avgpool_forward_agrees_with_the_reference,
    avgpool_forward_ignores_rows_and_columns_left_over,
    avgpool_forward_keeps_float32,
    avgpool_forward_keeps_the_mean_of_a_tiled_image,
    avgpool_forward_leaves_its_argument_unchanged,
    avgpool_forward_of_a_small_image_done_by_hand,
    conv2d_backward_finds_the_gradient_of_the_bias,
    conv2d_backward_finds_the_gradient_of_the_image,
    conv2d_backward_finds_the_gradient_of_the_kernel,
    conv2d_backward_gives_nothing_to_what_is_left_over,
    conv2d_backward_keeps_float32,
    conv2d_backward_leaves_its_arguments_unchanged,
    conv2d_backward_of_a_small_image_has_the_right_dx,
    conv2d_backward_serves_the_forward_it_belongs_to,
    conv2d_forward_agrees_with_the_reference,
    conv2d_forward_commutes_with_shifts,
    conv2d_forward_ignores_rows_and_columns_left_over,
    conv2d_forward_is_linear_in_image_and_kernel,
    conv2d_forward_keeps_float32,
    conv2d_forward_leaves_its_arguments_unchanged,
    conv2d_forward_of_a_small_image_done_by_hand,
    conv2d_forward_pads_with_zeros_on_all_sides,
    conv2d_forward_refuses_a_kernel_larger_than_the_image,
    conv2d_forward_refuses_other_channels,
    conv2d_forward_with_a_single_one_returns_the_image,
    conv2d_forward_with_one_pixel_is_a_dense_layer,
    conv_param_count_counts_what_w_and_b_hold,
    conv_param_count_of_a_famous_layer,
    im2col_agrees_with_the_reference,
    im2col_ignores_rows_and_columns_left_over,
    im2col_keeps_float32,
    im2col_leaves_its_argument_unchanged,
    im2col_of_a_small_image_done_by_hand,
    im2col_takes_the_images_one_by_one,
    maxpool_backward_finds_the_gradient,
    maxpool_backward_keeps_float32,
    maxpool_backward_leaves_its_arguments_unchanged,
    maxpool_backward_of_a_small_image_done_by_hand,
    maxpool_backward_of_overlapping_windows_done_by_hand,
    maxpool_backward_pays_every_tie_once,
    maxpool_backward_serves_the_forward_it_belongs_to,
    maxpool_forward_agrees_with_the_reference,
    maxpool_forward_commutes_with_growing_functions,
    maxpool_forward_ignores_rows_and_columns_left_over,
    maxpool_forward_keeps_float32,
    maxpool_forward_leaves_its_argument_unchanged,
    maxpool_forward_of_a_small_image_done_by_hand,
    maxpool_forward_of_an_image_below_zero,
)

# conv2d_forward


@mistake(of="conv2d_forward", caught_by=conv2d_forward_of_a_small_image_done_by_hand)
def flipped_the_kernel(x, w, b, stride=1, pad=0):
    """You flip the kernel in both directions: networks do not flip it."""
    if w.shape[1] != x.shape[1]:
        raise ValueError
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, w.shape[2:], axis=(2, 3))
    flipped = w[:, :, ::-1, ::-1]
    out = np.einsum("nchwij,fcij->nfhw", windows[:, :, ::stride, ::stride], flipped)
    return out + b[:, None, None], (padded, w, stride, pad)


@mistake(of="conv2d_forward", caught_by=conv2d_forward_agrees_with_the_reference)
def forgot_the_bias(x, w, b, stride=1, pad=0):
    """You leave out the bias: b_f is added to every pixel of the output channel f."""
    if w.shape[1] != x.shape[1]:
        raise ValueError
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, w.shape[2:], axis=(2, 3))
    out = np.einsum("nchwij,fcij->nfhw", windows[:, :, ::stride, ::stride], w)
    return out, (padded, w, stride, pad)


@mistake(of="conv2d_forward", caught_by=conv2d_forward_with_one_pixel_is_a_dense_layer)
def bias_along_the_last_axis(x, w, b, stride=1, pad=0):
    """You add b along the columns of the output: b_f belongs to the output channel f, at every
    place.
    """
    if w.shape[1] != x.shape[1]:
        raise ValueError
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, w.shape[2:], axis=(2, 3))
    out = np.einsum("nchwij,fcij->nfhw", windows[:, :, ::stride, ::stride], w)
    return out + b, (padded, w, stride, pad)


@mistake(of="conv2d_forward", caught_by=conv2d_forward_agrees_with_the_reference)
def stride_for_the_rows_only(x, w, b, stride=1, pad=0):
    """You use the stride for the rows only: the windows are stride apart in the columns, too."""
    if w.shape[1] != x.shape[1]:
        raise ValueError
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, w.shape[2:], axis=(2, 3))
    out = np.einsum("nchwij,fcij->nfhw", windows[:, :, ::stride], w) + b[:, None, None]
    return out, (padded, w, stride, pad)


@mistake(of="conv2d_forward", caught_by=conv2d_forward_commutes_with_shifts)
def windows_side_by_side_but_moved_by_one(x, w, b, stride=1, pad=0):
    """Your output has the right shape, but its windows are one pixel apart: they should be stride
    pixels apart.
    """
    if w.shape[1] != x.shape[1]:
        raise ValueError
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    KH, KW = w.shape[2:]
    rows = (padded.shape[2] - KH) // stride + 1
    columns = (padded.shape[3] - KW) // stride + 1
    if rows < 1 or columns < 1:
        raise ValueError
    out = np.zeros((len(x), len(w), rows, columns), dtype=x.dtype)
    for i in range(rows):
        for j in range(columns):
            window = padded[:, :, i : i + KH, j : j + KW]
            out[:, :, i, j] = np.einsum("ncij,fcij->nf", window, w) + b
    return out, (padded, w, stride, pad)


@mistake(of="conv2d_forward", caught_by=conv2d_forward_agrees_with_the_reference)
def rows_and_columns_of_the_kernel_swapped(x, w, b, stride=1, pad=0):
    """Your out is as with the rows and columns of the kernel swapped: w_fcij belongs to row i and
    column j of the window.
    """
    if w.shape[1] != x.shape[1]:
        raise ValueError
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    kernel = w.transpose(0, 1, 3, 2)
    windows = np.lib.stride_tricks.sliding_window_view(padded, kernel.shape[2:], axis=(2, 3))
    out = np.einsum("nchwij,fcij->nfhw", windows[:, :, ::stride, ::stride], kernel)
    return out + b[:, None, None], (padded, w, stride, pad)


@mistake(of="conv2d_forward", caught_by=conv2d_forward_ignores_rows_and_columns_left_over)
def rounded_the_output_up(x, w, b, stride=1, pad=0):
    """You round H' and W' up, and fill the last window up with zeros: what is left over at the end
    should be ignored.
    """
    if w.shape[1] != x.shape[1]:
        raise ValueError
    KH, KW = w.shape[2:]
    if x.shape[2] + 2 * pad < KH or x.shape[3] + 2 * pad < KW:
        raise ValueError
    more = -(x.shape[2] + 2 * pad - KH) % stride, -(x.shape[3] + 2 * pad - KW) % stride
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad + more[0]), (pad, pad + more[1])))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (KH, KW), axis=(2, 3))
    out = np.einsum("nchwij,fcij->nfhw", windows[:, :, ::stride, ::stride], w)
    return out + b[:, None, None], (padded, w, stride, pad)


@mistake(of="conv2d_forward", caught_by=conv2d_forward_with_a_single_one_returns_the_image)
def padded_above_and_on_the_left_only(x, w, b, stride=1, pad=0):
    """You put all the zeros above and on the left: pad rows and columns belong on each of the four
    sides.
    """
    if w.shape[1] != x.shape[1]:
        raise ValueError
    padded = np.pad(x, ((0, 0), (0, 0), (2 * pad, 0), (2 * pad, 0)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, w.shape[2:], axis=(2, 3))
    out = np.einsum("nchwij,fcij->nfhw", windows[:, :, ::stride, ::stride], w)
    return out + b[:, None, None], (padded, w, stride, pad)


@mistake(of="conv2d_forward", caught_by=conv2d_forward_pads_with_zeros_on_all_sides)
def padded_with_the_nearest_pixel(x, w, b, stride=1, pad=0):
    """You repeat the image's border in the frame: the frame should be zeros."""
    if w.shape[1] != x.shape[1]:
        raise ValueError
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)), mode="edge")
    windows = np.lib.stride_tricks.sliding_window_view(padded, w.shape[2:], axis=(2, 3))
    out = np.einsum("nchwij,fcij->nfhw", windows[:, :, ::stride, ::stride], w)
    return out + b[:, None, None], (padded, w, stride, pad)


@mistake(of="conv2d_forward", caught_by=conv2d_forward_with_one_pixel_is_a_dense_layer)
def every_channel_by_itself(x, w, b, stride=1, pad=0):
    """You multiply the sum of the image's channels by the mean of the kernel's: each channel
    should meet its own part of w.
    """
    if w.shape[1] != x.shape[1]:
        raise ValueError
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, w.shape[2:], axis=(2, 3))
    summed = windows[:, :, ::stride, ::stride].sum(axis=1)
    out = np.einsum("nhwij,fij->nfhw", summed, w.mean(axis=1)) + b[:, None, None]
    return out, (padded, w, stride, pad)


@mistake(of="conv2d_forward", caught_by=conv2d_forward_is_linear_in_image_and_kernel)
def largest_product_of_the_window(x, w, b, stride=1, pad=0):
    """Your out is no more than the largest product of each window, plus the bias: it should be the
    sum of all of them.
    """
    if w.shape[1] != x.shape[1]:
        raise ValueError
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, w.shape[2:], axis=(2, 3))
    products = np.einsum("nchwij,fcij->nfhwij", windows[:, :, ::stride, ::stride], w)
    return products.max(axis=(4, 5)) + b[:, None, None], (padded, w, stride, pad)


@mistake(of="conv2d_forward", caught_by=conv2d_forward_agrees_with_the_reference)
def an_activation_of_its_own(x, w, b, stride=1, pad=0):
    """You set negative outputs to 0: a convolution has no activation."""
    if w.shape[1] != x.shape[1]:
        raise ValueError
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, w.shape[2:], axis=(2, 3))
    out = np.einsum("nchwij,fcij->nfhw", windows[:, :, ::stride, ::stride], w)
    return np.maximum(0, out + b[:, None, None]), (padded, w, stride, pad)


@mistake(of="conv2d_forward", caught_by=conv2d_forward_refuses_other_channels)
def one_channel_spread_over_three(x, w, b, stride=1, pad=0):
    """You accept 1 channel where the other side has 3: image and kernel with other numbers of
    channels are a ValueError.
    """
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, w.shape[2:], axis=(2, 3))
    out = np.einsum("nchwij,fcij->nfhw", windows[:, :, ::stride, ::stride], w)
    return out + b[:, None, None], (padded, w, stride, pad)


@mistake(of="conv2d_forward", caught_by=conv2d_forward_refuses_a_kernel_larger_than_the_image)
def an_empty_output_is_no_error(x, w, b, stride=1, pad=0):
    """You return an output although the kernel is larger than the padded image: that should be a
    ValueError.
    """
    if w.shape[1] != x.shape[1]:
        raise ValueError
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    KH, KW = w.shape[2:]
    rows = (padded.shape[2] - KH) // stride + 1
    columns = (padded.shape[3] - KW) // stride + 1
    out = np.zeros((len(x), len(w), rows, columns), dtype=x.dtype) + b[:, None, None]
    for i in range(KH):
        for j in range(KW):
            seen = padded[:, :, i : i + stride * rows : stride, j : j + stride * columns : stride]
            out += np.einsum("nchw,fc->nfhw", seen, w[:, :, i, j])
    return out, (padded, w, stride, pad)


@mistake(of="conv2d_forward", caught_by=conv2d_forward_refuses_a_kernel_larger_than_the_image)
def compared_the_kernel_with_the_image_without_its_frame(x, w, b, stride=1, pad=0):
    """You refuse a kernel that fits into the padded image: its size should be compared with the
    image and its frame.
    """
    if w.shape[1] != x.shape[1] or w.shape[2] > x.shape[2] or w.shape[3] > x.shape[3]:
        raise ValueError
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, w.shape[2:], axis=(2, 3))
    out = np.einsum("nchwij,fcij->nfhw", windows[:, :, ::stride, ::stride], w)
    return out + b[:, None, None], (padded, w, stride, pad)


@mistake(of="conv2d_forward", caught_by=conv2d_forward_keeps_float32)
def filled_an_array_of_float64(x, w, b, stride=1, pad=0):
    """Your out is float64 though all arguments are float32: it should be float32."""
    if w.shape[1] != x.shape[1]:
        raise ValueError
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, w.shape[2:], axis=(2, 3))
    windows = windows[:, :, ::stride, ::stride]
    out = np.zeros((len(x), len(w), windows.shape[2], windows.shape[3]))
    out += np.einsum("nchwij,fcij->nfhw", windows, w) + b[:, None, None]
    return out, (padded, w, stride, pad)


@mistake(of="conv2d_forward", caught_by=conv2d_forward_leaves_its_arguments_unchanged)
def reshaped_the_bias_in_place(x, w, b, stride=1, pad=0):
    """Your function changes one of its arguments: x, w and b should be the same after the call,
    shapes included.
    """
    if w.shape[1] != x.shape[1]:
        raise ValueError
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, w.shape[2:], axis=(2, 3))
    b.shape = (-1, 1, 1)
    out = np.einsum("nchwij,fcij->nfhw", windows[:, :, ::stride, ::stride], w) + b
    return out, (padded, w, stride, pad)


@mistake(of="conv2d_forward", caught_by=conv2d_backward_serves_the_forward_it_belongs_to)
def one_cache_for_all_calls(x, w, b, stride=1, pad=0, saved=[]):  # noqa: B006  # the mistake itself
    """After another forward, the backward of the earlier one comes out differently: all that it
    needs belongs in the cache which that call returns.
    """
    if w.shape[1] != x.shape[1]:
        raise ValueError
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, w.shape[2:], axis=(2, 3))
    out = np.einsum("nchwij,fcij->nfhw", windows[:, :, ::stride, ::stride], w)
    saved[:] = [padded, w, stride, pad]
    return out + b[:, None, None], saved


# conv2d_backward


@mistake(of="conv2d_backward", caught_by=conv2d_backward_finds_the_gradient_of_the_image)
def cut_the_frame_off_with_minus_pad(dout, cache):
    """Your dx is empty where pad is 0: then there is no frame to cut off, and dx still has the
    shape of x.
    """
    padded, w, stride, pad = cache
    dpadded, dw = np.zeros_like(padded), np.zeros_like(w)
    rows, columns = dout.shape[2:]
    for i, j in np.ndindex(w.shape[2:]):
        seen = (..., slice(i, i + stride * rows, stride), slice(j, j + stride * columns, stride))
        dw[:, :, i, j] = np.einsum("nfhw,nchw->fc", dout, padded[seen])
        dpadded[seen] += np.einsum("nfhw,fc->nchw", dout, w[:, :, i, j])
    return dpadded[:, :, pad:-pad, pad:-pad], dw, dout.sum(axis=(0, 2, 3))


@mistake(of="conv2d_backward", caught_by=conv2d_backward_finds_the_gradient_of_the_image)
def kept_the_frame(dout, cache):
    """Your dx still has its frame: cut off pad rows and columns on each side, so that it has the
    shape of x.
    """
    padded, w, stride, _ = cache
    dpadded, dw = np.zeros_like(padded), np.zeros_like(w)
    rows, columns = dout.shape[2:]
    for i, j in np.ndindex(w.shape[2:]):
        seen = (..., slice(i, i + stride * rows, stride), slice(j, j + stride * columns, stride))
        dw[:, :, i, j] = np.einsum("nfhw,nchw->fc", dout, padded[seen])
        dpadded[seen] += np.einsum("nfhw,fc->nchw", dout, w[:, :, i, j])
    return dpadded, dw, dout.sum(axis=(0, 2, 3))


@mistake(of="conv2d_backward", caught_by=conv2d_backward_of_a_small_image_has_the_right_dx)
def overlapping_windows_overwrite(dout, cache):
    """Where windows overlap, your dx keeps only what the last of them sends: what arrives at one
    pixel should add up.
    """
    padded, w, stride, pad = cache
    dpadded, dw = np.zeros_like(padded), np.zeros_like(w)
    KH, KW = w.shape[2:]
    for i, j in np.ndindex(dout.shape[2:]):
        r, c = i * stride, j * stride
        window = padded[:, :, r : r + KH, c : c + KW]
        dw += np.einsum("nf,ncij->fcij", dout[:, :, i, j], window)
        dpadded[:, :, r : r + KH, c : c + KW] = np.einsum("nf,fcij->ncij", dout[:, :, i, j], w)
    H, W = padded.shape[2] - 2 * pad, padded.shape[3] - 2 * pad
    return dpadded[:, :, pad : pad + H, pad : pad + W], dw, dout.sum(axis=(0, 2, 3))


@mistake(of="conv2d_backward", caught_by=conv2d_backward_of_a_small_image_has_the_right_dx)
def image_gradient_with_the_kernel_flipped(dout, cache):
    """Your dx is made with the kernel flipped: dout · w_fcij belongs to the pixel in row i and
    column j of the window.
    """
    padded, w, stride, pad = cache
    dpadded, dw = np.zeros_like(padded), np.zeros_like(w)
    rows, columns = dout.shape[2:]
    for i, j in np.ndindex(w.shape[2:]):
        seen = (..., slice(i, i + stride * rows, stride), slice(j, j + stride * columns, stride))
        dw[:, :, i, j] = np.einsum("nfhw,nchw->fc", dout, padded[seen])
        dpadded[seen] += np.einsum("nfhw,fc->nchw", dout, w[:, :, -1 - i, -1 - j])
    H, W = padded.shape[2] - 2 * pad, padded.shape[3] - 2 * pad
    return dpadded[:, :, pad : pad + H, pad : pad + W], dw, dout.sum(axis=(0, 2, 3))


@mistake(of="conv2d_backward", caught_by=conv2d_backward_finds_the_gradient_of_the_kernel)
def kernel_gradient_of_the_first_image_only(dout, cache):
    """Your dw counts the first image only: it is a sum over all images."""
    padded, w, stride, pad = cache
    dpadded, dw = np.zeros_like(padded), np.zeros_like(w)
    rows, columns = dout.shape[2:]
    for i, j in np.ndindex(w.shape[2:]):
        seen = (..., slice(i, i + stride * rows, stride), slice(j, j + stride * columns, stride))
        dw[:, :, i, j] = np.einsum("fhw,chw->fc", dout[0], padded[seen][0])
        dpadded[seen] += np.einsum("nfhw,fc->nchw", dout, w[:, :, i, j])
    H, W = padded.shape[2] - 2 * pad, padded.shape[3] - 2 * pad
    return dpadded[:, :, pad : pad + H, pad : pad + W], dw, dout.sum(axis=(0, 2, 3))


@mistake(of="conv2d_backward", caught_by=conv2d_backward_finds_the_gradient_of_the_kernel)
def kernel_gradient_averaged_over_the_batch(dout, cache):
    """You divide dw by the number of images: it is a sum over all images, not a mean."""
    padded, w, stride, pad = cache
    dpadded, dw = np.zeros_like(padded), np.zeros_like(w)
    rows, columns = dout.shape[2:]
    for i, j in np.ndindex(w.shape[2:]):
        seen = (..., slice(i, i + stride * rows, stride), slice(j, j + stride * columns, stride))
        dw[:, :, i, j] = np.einsum("nfhw,nchw->fc", dout, padded[seen]) / len(dout)
        dpadded[seen] += np.einsum("nfhw,fc->nchw", dout, w[:, :, i, j])
    H, W = padded.shape[2] - 2 * pad, padded.shape[3] - 2 * pad
    return dpadded[:, :, pad : pad + H, pad : pad + W], dw, dout.sum(axis=(0, 2, 3))


@mistake(of="conv2d_backward", caught_by=conv2d_backward_finds_the_gradient_of_the_bias)
def bias_gradient_for_every_image(dout, cache):
    """Your db has a row for each image: sum over the images, too, so that its shape is (F,)."""
    padded, w, stride, pad = cache
    dpadded, dw = np.zeros_like(padded), np.zeros_like(w)
    rows, columns = dout.shape[2:]
    for i, j in np.ndindex(w.shape[2:]):
        seen = (..., slice(i, i + stride * rows, stride), slice(j, j + stride * columns, stride))
        dw[:, :, i, j] = np.einsum("nfhw,nchw->fc", dout, padded[seen])
        dpadded[seen] += np.einsum("nfhw,fc->nchw", dout, w[:, :, i, j])
    H, W = padded.shape[2] - 2 * pad, padded.shape[3] - 2 * pad
    return dpadded[:, :, pad : pad + H, pad : pad + W], dw, dout.sum(axis=(2, 3))


@mistake(of="conv2d_backward", caught_by=conv2d_backward_of_a_small_image_has_the_right_dx)
def forgot_the_stride_going_back(dout, cache):
    """You leave the stride out on the way back: dout at (h, w) belongs to the window that begins
    at (h·stride, w·stride).
    """
    padded, w, _, pad = cache
    dpadded, dw = np.zeros_like(padded), np.zeros_like(w)
    rows, columns = dout.shape[2:]
    for i, j in np.ndindex(w.shape[2:]):
        seen = (..., slice(i, i + rows), slice(j, j + columns))
        dw[:, :, i, j] = np.einsum("nfhw,nchw->fc", dout, padded[seen])
        dpadded[seen] += np.einsum("nfhw,fc->nchw", dout, w[:, :, i, j])
    H, W = padded.shape[2] - 2 * pad, padded.shape[3] - 2 * pad
    return dpadded[:, :, pad : pad + H, pad : pad + W], dw, dout.sum(axis=(0, 2, 3))


@mistake(of="conv2d_backward", caught_by=conv2d_backward_gives_nothing_to_what_is_left_over)
def left_the_left_over_rows_out(dout, cache):
    """Your dx lacks the rows and columns that no window reaches: it has the shape of x, and these
    have gradient 0.
    """
    padded, w, stride, pad = cache
    rows, columns = dout.shape[2:]
    KH, KW = w.shape[2:]
    reached = (..., slice(stride * (rows - 1) + KH), slice(stride * (columns - 1) + KW))
    padded = padded[reached]
    dpadded, dw = np.zeros_like(padded), np.zeros_like(w)
    for i, j in np.ndindex(KH, KW):
        seen = (..., slice(i, i + stride * rows, stride), slice(j, j + stride * columns, stride))
        dw[:, :, i, j] = np.einsum("nfhw,nchw->fc", dout, padded[seen])
        dpadded[seen] += np.einsum("nfhw,fc->nchw", dout, w[:, :, i, j])
    H, W = padded.shape[2] - 2 * pad, padded.shape[3] - 2 * pad
    return dpadded[:, :, pad : pad + H, pad : pad + W], dw, dout.sum(axis=(0, 2, 3))


@mistake(of="conv2d_backward", caught_by=conv2d_backward_of_a_small_image_has_the_right_dx)
def loops_over_the_places_of_the_input(dout, cache):
    """You take a place of dout for every pixel of the image: dout has only H' × W' places, one for
    each window.
    """
    padded, w, stride, pad = cache
    dpadded, dw = np.zeros_like(padded), np.zeros_like(w)
    H, W = padded.shape[2:]
    for i, j in np.ndindex(H - 2 * pad, W - 2 * pad):
        top, left = i * stride, j * stride
        seen = (..., slice(top, top + w.shape[2]), slice(left, left + w.shape[3]))
        dpadded[seen] += np.einsum("nf,fcij->ncij", dout[:, :, i, j], w)
        dw += np.einsum("nf,ncij->fcij", dout[:, :, i, j], padded[seen])
    inner = slice(pad, H - pad), slice(pad, W - pad)
    return dpadded[(..., *inner)], dw, dout.sum(axis=(0, 2, 3))


@mistake(of="conv2d_backward", caught_by=conv2d_backward_of_a_small_image_has_the_right_dx)
def took_as_many_places_as_the_input_has(dout, cache):
    """Your dx and dw are made for windows one pixel apart: they are stride pixels apart, as in the
    forward.
    """
    padded, w, _, pad = cache
    H, W = padded.shape[2] - 2 * pad, padded.shape[3] - 2 * pad
    dpadded, dw = np.zeros_like(padded), np.zeros_like(w)
    for h, j in np.ndindex(min(H, dout.shape[2]), min(W, dout.shape[3])):
        seen = (..., slice(h, h + w.shape[2]), slice(j, j + w.shape[3]))
        dpadded[seen] += np.einsum("nf,fcij->ncij", dout[:, :, h, j], w)
        dw += np.einsum("nf,ncij->fcij", dout[:, :, h, j], padded[seen])
    return dpadded[:, :, pad : pad + H, pad : pad + W], dw, dout.sum(axis=(0, 2, 3))


@mistake(of="conv2d_backward", caught_by=conv2d_backward_keeps_float32)
def kernel_gradient_of_float64(dout, cache):
    """A gradient of yours is float64 though all that came in is float32: dx, dw and db should be
    float32.
    """
    padded, w, stride, pad = cache
    dpadded, dw = np.zeros_like(padded), np.zeros(w.shape)
    rows, columns = dout.shape[2:]
    for i, j in np.ndindex(w.shape[2:]):
        seen = (..., slice(i, i + stride * rows, stride), slice(j, j + stride * columns, stride))
        dw[:, :, i, j] = np.einsum("nfhw,nchw->fc", dout, padded[seen])
        dpadded[seen] += np.einsum("nfhw,fc->nchw", dout, w[:, :, i, j])
    H, W = padded.shape[2] - 2 * pad, padded.shape[3] - 2 * pad
    return dpadded[:, :, pad : pad + H, pad : pad + W], dw, dout.sum(axis=(0, 2, 3))


@mistake(of="conv2d_backward", caught_by=conv2d_backward_leaves_its_arguments_unchanged)
def trains_while_going_back(dout, cache):
    """Your backward changes dout or an array in the cache: both should be the same after
    the call.
    """
    padded, w, stride, pad = cache
    dpadded, dw = np.zeros_like(padded), np.zeros_like(w)
    rows, columns = dout.shape[2:]
    for i, j in np.ndindex(w.shape[2:]):
        seen = (..., slice(i, i + stride * rows, stride), slice(j, j + stride * columns, stride))
        dw[:, :, i, j] = np.einsum("nfhw,nchw->fc", dout, padded[seen])
        dpadded[seen] += np.einsum("nfhw,fc->nchw", dout, w[:, :, i, j])
    w -= 0.01 * dw
    H, W = padded.shape[2] - 2 * pad, padded.shape[3] - 2 * pad
    return dpadded[:, :, pad : pad + H, pad : pad + W], dw, dout.sum(axis=(0, 2, 3))


# conv_param_count


@mistake(of="conv_param_count", caught_by=conv_param_count_of_a_famous_layer)
def one_bias_for_every_weight_of_a_kernel(c_in, c_out, kh, kw, bias=True):
    """You count a bias for each pair of input and output channels: there is one bias per output
    channel.
    """
    return c_out * c_in * (kh * kw + bias)


@mistake(of="conv_param_count", caught_by=conv_param_count_of_a_famous_layer)
def forgot_the_channels_that_come_in(c_in, c_out, kh, kw, bias=True):
    """You leave out c_in: each kernel has kh × kw weights for every channel that goes in."""
    return c_out * (kh * kw + bias)


@mistake(of="conv_param_count", caught_by=conv_param_count_of_a_famous_layer)
def counted_the_bias_always(c_in, c_out, kh, kw, bias=True):
    """You count the biases even if bias is False: then there are none."""
    return c_out * (c_in * kh * kw + 1)


@mistake(of="conv_param_count", caught_by=conv_param_count_of_a_famous_layer)
def counted_in_floats(c_in, c_out, kh, kw, bias=True):
    """Your count is right, but a float: return an int."""
    return float(c_out * (c_in * kh * kw + bias))


@mistake(of="conv_param_count", caught_by=conv_param_count_counts_what_w_and_b_hold)
def took_the_kernel_for_a_square(c_in, c_out, kh, kw, bias=True):
    """You count kh · kh weights for each pair of channels: a kernel has kh · kw."""
    return c_out * (c_in * kh**2 + bias)


# im2col


@mistake(of="im2col", caught_by=im2col_of_a_small_image_done_by_hand)
def channels_last_in_a_row(x, kh, kw, stride, pad):
    """In your rows the channel runs fastest: j should run fastest, then i, and c slowest."""
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (kh, kw), axis=(2, 3))
    windows = windows[:, :, ::stride, ::stride]
    return windows.transpose(0, 2, 3, 4, 5, 1).reshape(-1, x.shape[1] * kh * kw)


@mistake(of="im2col", caught_by=im2col_of_a_small_image_done_by_hand)
def windows_as_columns(x, kh, kw, stride, pad):
    """Your windows are columns: each window should be a row."""
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (kh, kw), axis=(2, 3))
    windows = windows[:, :, ::stride, ::stride]
    return windows.transpose(1, 4, 5, 0, 2, 3).reshape(x.shape[1] * kh * kw, -1)


@mistake(of="im2col", caught_by=im2col_takes_the_images_one_by_one)
def places_before_images(x, kh, kw, stride, pad):
    """In the order of your rows the image runs fastest: w should run fastest, then h, and n
    slowest.
    """
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (kh, kw), axis=(2, 3))
    windows = windows[:, :, ::stride, ::stride]
    return windows.transpose(2, 3, 0, 1, 4, 5).reshape(-1, x.shape[1] * kh * kw)


@mistake(of="im2col", caught_by=im2col_agrees_with_the_reference)
def columns_before_rows(x, kh, kw, stride, pad):
    """In the order of your rows h runs fastest: w should run fastest, then h, and n slowest."""
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (kh, kw), axis=(2, 3))
    windows = windows[:, :, ::stride, ::stride]
    return windows.transpose(0, 3, 2, 1, 4, 5).reshape(-1, x.shape[1] * kh * kw)


@mistake(of="im2col", caught_by=im2col_agrees_with_the_reference)
def reshaped_without_moving_the_axes(x, kh, kw, stride, pad):
    """Your numbers stand in the order n, c, h, w, i, j: a row should hold one window with all its
    channels, so c comes after h and w.
    """
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (kh, kw), axis=(2, 3))
    return windows[:, :, ::stride, ::stride].reshape(-1, x.shape[1] * kh * kw)


@mistake(of="im2col", caught_by=im2col_agrees_with_the_reference)
def counted_rows_by_the_height(x, kh, kw, stride, pad):
    """You leave H' rows from one h to the next: each h has W' places."""
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (kh, kw), axis=(2, 3))
    windows = windows[:, :, ::stride, ::stride]
    N, C, H, W = windows.shape[:4]
    rows = np.zeros((N * H * W, C * kh * kw), dtype=x.dtype)
    for n, h, w in np.ndindex(N, H, W):
        row = n * H * W + h * H + w
        if row < len(rows):
            rows[row] = windows[n, :, h, w].ravel()
    return rows


@mistake(of="im2col", caught_by=im2col_ignores_rows_and_columns_left_over)
def refused_what_is_left_over(x, kh, kw, stride, pad):
    """You refuse images in which the stride leaves something over: these rows and columns are
    ignored.
    """
    if (x.shape[2] + 2 * pad - kh) % stride or (x.shape[3] + 2 * pad - kw) % stride:
        raise ValueError("the windows do not fit")
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (kh, kw), axis=(2, 3))
    windows = windows[:, :, ::stride, ::stride]
    return windows.transpose(0, 2, 3, 1, 4, 5).reshape(-1, x.shape[1] * kh * kw)


@mistake(of="im2col", caught_by=im2col_keeps_float32)
def rows_of_float64(x, kh, kw, stride, pad):
    """Your rows are float64 though x is float32: they should be float32."""
    N, C, H, W = x.shape
    padded = np.zeros((N, C, H + 2 * pad, W + 2 * pad))
    padded[:, :, pad : pad + H, pad : pad + W] = x
    windows = np.lib.stride_tricks.sliding_window_view(padded, (kh, kw), axis=(2, 3))
    windows = windows[:, :, ::stride, ::stride]
    return windows.transpose(0, 2, 3, 1, 4, 5).reshape(-1, C * kh * kw)


@mistake(of="im2col", caught_by=im2col_leaves_its_argument_unchanged)
def cleared_the_image_when_done(x, kh, kw, stride, pad):
    """Your function changes x: it should be the same after the call."""
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (kh, kw), axis=(2, 3))
    windows = windows[:, :, ::stride, ::stride]
    rows = windows.transpose(0, 2, 3, 1, 4, 5).reshape(-1, x.shape[1] * kh * kw)
    x[...] = 0
    return rows.copy()


# maxpool_forward


@mistake(of="maxpool_forward", caught_by=maxpool_forward_of_an_image_below_zero)
def began_with_zero(x, size, stride):
    """Where a window has negative entries only, you return 0: the largest entry is meant, below
    zero, too.
    """
    N, C, H, W = x.shape
    rows, columns = (H - size) // stride + 1, (W - size) // stride + 1
    out = np.zeros((N, C, rows, columns), dtype=x.dtype)
    for i, j in np.ndindex(size, size):
        seen = x[:, :, i : i + stride * rows : stride, j : j + stride * columns : stride]
        out = np.maximum(out, seen)
    return out, (x, size, stride)


@mistake(of="maxpool_forward", caught_by=maxpool_forward_commutes_with_growing_functions)
def largest_in_absolute_value(x, size, stride):
    """You take the entry of the largest absolute value: the largest entry is meant, with
    its sign.
    """
    N, C, H, W = x.shape
    rows, columns = (H - size) // stride + 1, (W - size) // stride + 1
    out = np.zeros((N, C, rows, columns), dtype=x.dtype)
    for n, c, i, j in np.ndindex(out.shape):
        window = x[n, c, i * stride : i * stride + size, j * stride : j * stride + size]
        out[n, c, i, j] = window.flat[np.abs(window).argmax()]
    return out, (x, size, stride)


@mistake(of="maxpool_forward", caught_by=maxpool_forward_agrees_with_the_reference)
def stride_taken_for_the_size(x, size, stride):
    """Your windows are size pixels apart: they should be stride pixels apart."""
    windows = np.lib.stride_tricks.sliding_window_view(x, (size, size), axis=(2, 3))
    return windows[:, :, ::size, ::size].max(axis=(4, 5)), (x, size, stride)


@mistake(of="maxpool_forward", caught_by=maxpool_forward_of_a_small_image_done_by_hand)
def maximum_of_the_rows_only(x, size, stride):
    """You look at the first row of each window only: the maximum is taken over all size × size
    entries.
    """
    windows = np.lib.stride_tricks.sliding_window_view(x, (size, size), axis=(2, 3))
    return windows[:, :, ::stride, ::stride].max(axis=5)[..., 0], (x, size, stride)


@mistake(of="maxpool_forward", caught_by=maxpool_forward_agrees_with_the_reference)
def maximum_over_the_channels_too(x, size, stride):
    """You take the maximum over all channels: every channel is pooled by itself."""
    windows = np.lib.stride_tricks.sliding_window_view(x, (size, size), axis=(2, 3))
    out = windows[:, :, ::stride, ::stride].max(axis=(1, 4, 5))
    return np.repeat(out[:, None], x.shape[1], axis=1), (x, size, stride)


@mistake(of="maxpool_forward", caught_by=maxpool_forward_ignores_rows_and_columns_left_over)
def demanded_that_windows_fit(x, size, stride):
    """You refuse images in which the stride leaves something over: these rows and columns are
    ignored.
    """
    if (x.shape[2] - size) % stride or (x.shape[3] - size) % stride:
        raise ValueError("the windows do not fit")
    windows = np.lib.stride_tricks.sliding_window_view(x, (size, size), axis=(2, 3))
    return windows[:, :, ::stride, ::stride].max(axis=(4, 5)), (x, size, stride)


@mistake(of="maxpool_forward", caught_by=maxpool_forward_keeps_float32)
def maxima_in_float64(x, size, stride):
    """Your out is float64 though x is float32: it should be float32."""
    N, C, H, W = x.shape
    out = np.zeros((N, C, (H - size) // stride + 1, (W - size) // stride + 1))
    for i, j in np.ndindex(out.shape[2:]):
        window = x[:, :, i * stride : i * stride + size, j * stride : j * stride + size]
        out[:, :, i, j] = window.max(axis=(2, 3))
    return out, (x, size, stride)


@mistake(of="maxpool_forward", caught_by=maxpool_forward_leaves_its_argument_unchanged)
def sorted_the_image_in_place(x, size, stride):
    """Your function changes x: it should be the same after the call."""
    windows = np.lib.stride_tricks.sliding_window_view(x, (size, size), axis=(2, 3))
    out = windows[:, :, ::stride, ::stride].max(axis=(4, 5))
    kept = x.copy()
    x[...] = np.sort(x)
    return out, (kept, size, stride)


# maxpool_backward


@mistake(of="maxpool_backward", caught_by=maxpool_backward_pays_every_tie_once)
def every_winner_is_paid_in_full(dout, cache):
    """Where several entries are equal and largest, each of them gets all of dout: hand it out
    once.
    """
    x, size, stride = cache
    dx = np.zeros_like(x)
    for i, j in np.ndindex(dout.shape[2:]):
        rows = slice(i * stride, i * stride + size)
        columns = slice(j * stride, j * stride + size)
        window = x[:, :, rows, columns]
        winners = window == window.max(axis=(2, 3), keepdims=True)
        dx[:, :, rows, columns] += winners * dout[:, :, i : i + 1, j : j + 1]
    return dx


@mistake(of="maxpool_backward", caught_by=maxpool_backward_of_overlapping_windows_done_by_hand)
def who_wins_twice_is_paid_once(dout, cache):
    """An entry that wins in several windows gets the gradient of the last one only: it should get
    the sum.
    """
    x, size, stride = cache
    dx = np.zeros_like(x)
    for n, c, i, j in np.ndindex(dout.shape):
        rows = slice(i * stride, i * stride + size)
        columns = slice(j * stride, j * stride + size)
        window = x[n, c, rows, columns]
        winner = np.unravel_index(window.argmax(), window.shape)
        dx[n, c, rows, columns][winner] = dout[n, c, i, j]
    return dx


@mistake(of="maxpool_backward", caught_by=maxpool_backward_of_a_small_image_done_by_hand)
def shared_by_the_whole_window(dout, cache):
    """You share each dout among all entries of its window: only the largest entry should get it,
    the others get 0.
    """
    x, size, stride = cache
    dx = np.zeros_like(x)
    for i, j in np.ndindex(dout.shape[2:]):
        rows = slice(i * stride, i * stride + size)
        columns = slice(j * stride, j * stride + size)
        dx[:, :, rows, columns] += dout[:, :, i : i + 1, j : j + 1] / size**2
    return dx


@mistake(of="maxpool_backward", caught_by=maxpool_backward_finds_the_gradient)
def forgot_the_stride_between_windows(dout, cache):
    """You look for the largest entry in windows one pixel apart: they are stride pixels apart."""
    x, size, _ = cache
    dx = np.zeros_like(x)
    for n, c, i, j in np.ndindex(dout.shape):
        window = x[n, c, i : i + size, j : j + size]
        winner = np.unravel_index(window.argmax(), window.shape)
        dx[n, c, i : i + size, j : j + size][winner] += dout[n, c, i, j]
    return dx


@mistake(of="maxpool_backward", caught_by=maxpool_backward_finds_the_gradient)
def returned_the_mask(dout, cache):
    """You count the windows in which an entry is the largest: it should get the dout of these
    windows, added up.
    """
    x, size, stride = cache
    dx = np.zeros_like(x)
    for n, c, i, j in np.ndindex(dout.shape):
        rows = slice(i * stride, i * stride + size)
        columns = slice(j * stride, j * stride + size)
        window = x[n, c, rows, columns]
        dx[n, c, rows, columns][np.unravel_index(window.argmax(), window.shape)] += 1
    return dx


@mistake(of="maxpool_backward", caught_by=maxpool_backward_serves_the_forward_it_belongs_to)
def crossed_the_winners_out_in_the_cache(dout, cache):
    """What won in the first backward wins no more in the second: backward should only read its
    cache.
    """
    x, size, stride = cache
    dx = np.zeros_like(x)
    for n, c, i, j in np.ndindex(dout.shape):
        rows = slice(i * stride, i * stride + size)
        columns = slice(j * stride, j * stride + size)
        window = x[n, c, rows, columns]
        winner = np.unravel_index(window.argmax(), window.shape)
        dx[n, c, rows, columns][winner] += dout[n, c, i, j]
    x[dx != 0] = -np.inf
    return dx


@mistake(of="maxpool_backward", caught_by=maxpool_backward_of_a_small_image_done_by_hand)
def assigned_the_gradient_to_the_whole_window(dout, cache):
    """You give the whole dout to every entry of its window: only the largest entry should get it,
    the others get 0.
    """
    x, size, stride = cache
    dx = np.zeros_like(x)
    for i, j in np.ndindex(dout.shape[2:]):
        rows = slice(i * stride, i * stride + size)
        columns = slice(j * stride, j * stride + size)
        dx[:, :, rows, columns] = dout[:, :, i : i + 1, j : j + 1]
    return dx


@mistake(of="maxpool_backward", caught_by=maxpool_backward_keeps_float32)
def gradient_of_float64(dout, cache):
    """Your dx is float64 though all that came in is float32: it should be float32."""
    x, size, stride = cache
    dx = np.zeros(x.shape)
    for n, c, i, j in np.ndindex(dout.shape):
        rows = slice(i * stride, i * stride + size)
        columns = slice(j * stride, j * stride + size)
        window = x[n, c, rows, columns]
        winner = np.unravel_index(window.argmax(), window.shape)
        dx[n, c, rows, columns][winner] += dout[n, c, i, j]
    return dx


@mistake(of="maxpool_backward", caught_by=maxpool_backward_leaves_its_arguments_unchanged)
def wiped_the_image_to_use_it_again(dout, cache):
    """Your backward changes dout or an array in the cache: both should be the same after
    the call.
    """
    x, size, stride = cache
    kept = x.copy()
    x[...] = 0
    for n, c, i, j in np.ndindex(dout.shape):
        rows = slice(i * stride, i * stride + size)
        columns = slice(j * stride, j * stride + size)
        window = kept[n, c, rows, columns]
        winner = np.unravel_index(window.argmax(), window.shape)
        x[n, c, rows, columns][winner] += dout[n, c, i, j]
    return x


# avgpool_forward


@mistake(of="avgpool_forward", caught_by=avgpool_forward_of_a_small_image_done_by_hand)
def summed_instead_of_averaged(x, size, stride):
    """You add up the entries of a window, but do not divide by their number: the mean is meant."""
    windows = np.lib.stride_tricks.sliding_window_view(x, (size, size), axis=(2, 3))
    return windows[:, :, ::stride, ::stride].sum(axis=(4, 5)), (x.shape, size, stride)


@mistake(of="avgpool_forward", caught_by=avgpool_forward_of_a_small_image_done_by_hand)
def divided_by_the_size_once(x, size, stride):
    """You divide the sum of a window by size: it has size · size entries."""
    windows = np.lib.stride_tricks.sliding_window_view(x, (size, size), axis=(2, 3))
    return windows[:, :, ::stride, ::stride].sum(axis=(4, 5)) / size, (x.shape, size, stride)


@mistake(of="avgpool_forward", caught_by=avgpool_forward_agrees_with_the_reference)
def divided_by_four(x, size, stride):
    """You divide the sum of every window by 4: a window has size · size entries."""
    windows = np.lib.stride_tricks.sliding_window_view(x, (size, size), axis=(2, 3))
    return windows[:, :, ::stride, ::stride].sum(axis=(4, 5)) / 4, (x.shape, size, stride)


@mistake(of="avgpool_forward", caught_by=avgpool_forward_ignores_rows_and_columns_left_over)
def demanded_that_means_fit(x, size, stride):
    """You refuse images in which the stride leaves something over: these rows and columns are
    ignored.
    """
    if (x.shape[2] - size) % stride or (x.shape[3] - size) % stride:
        raise ValueError("the windows do not fit")
    windows = np.lib.stride_tricks.sliding_window_view(x, (size, size), axis=(2, 3))
    return windows[:, :, ::stride, ::stride].mean(axis=(4, 5)), (x.shape, size, stride)


@mistake(of="avgpool_forward", caught_by=avgpool_forward_keeps_float32)
def means_in_float64(x, size, stride):
    """Your out is float64 though x is float32: it should be float32."""
    N, C, H, W = x.shape
    out = np.zeros((N, C, (H - size) // stride + 1, (W - size) // stride + 1))
    for i, j in np.ndindex(out.shape[2:]):
        window = x[:, :, i * stride : i * stride + size, j * stride : j * stride + size]
        out[:, :, i, j] = window.mean(axis=(2, 3))
    return out, (x.shape, size, stride)


@mistake(of="avgpool_forward", caught_by=avgpool_forward_leaves_its_argument_unchanged)
def divided_the_image_in_place(x, size, stride):
    """Your function changes x: it should be the same after the call."""
    x /= size**2
    windows = np.lib.stride_tricks.sliding_window_view(x, (size, size), axis=(2, 3))
    return windows[:, :, ::stride, ::stride].sum(axis=(4, 5)), (x.shape, size, stride)


@mistake(of="avgpool_forward", caught_by=avgpool_forward_keeps_the_mean_of_a_tiled_image)
def divided_by_what_it_was_tried_on(x, size, stride):
    """You divide the sum of a window of 6 × 6 by 16: it has 36 entries, and the mean is meant for
    every size.
    """
    windows = np.lib.stride_tricks.sliding_window_view(x, (size, size), axis=(2, 3))
    sums = windows[:, :, ::stride, ::stride].sum(axis=(4, 5))
    return sums / {1: 1, 2: 4, 3: 9}.get(size, 16), (x.shape, size, stride)


@mistake(of="avgpool_forward", caught_by=avgpool_backward_serves_the_forward_it_belongs_to)
def one_cache_for_all_means(x, size, stride, saved=[]):  # noqa: B006  # the mistake itself
    """After another forward, the backward of the earlier one comes out differently: all that it
    needs belongs in the cache which that call returns.
    """
    windows = np.lib.stride_tricks.sliding_window_view(x, (size, size), axis=(2, 3))
    saved[:] = [x.shape, size, stride]
    return windows[:, :, ::stride, ::stride].mean(axis=(4, 5)), saved


# avgpool_backward


@mistake(of="avgpool_backward", caught_by=avgpool_backward_of_overlapping_windows_done_by_hand)
def last_window_wins(dout, cache):
    """Where windows overlap, an entry keeps only the share from the last one: what it gets from
    all of them adds up.
    """
    shape, size, stride = cache
    dx = np.zeros(shape, dtype=dout.dtype)
    for i, j in np.ndindex(dout.shape[2:]):
        rows = slice(i * stride, i * stride + size)
        columns = slice(j * stride, j * stride + size)
        dx[:, :, rows, columns] = dout[:, :, i : i + 1, j : j + 1] / size**2
    return dx


@mistake(of="avgpool_backward", caught_by=avgpool_backward_of_a_small_image_done_by_hand)
def everybody_is_paid_in_full(dout, cache):
    """You give every entry the whole dout of its window: the size · size entries share it
    equally.
    """
    shape, size, stride = cache
    dx = np.zeros(shape, dtype=dout.dtype)
    for i, j in np.ndindex(dout.shape[2:]):
        rows = slice(i * stride, i * stride + size)
        columns = slice(j * stride, j * stride + size)
        dx[:, :, rows, columns] += dout[:, :, i : i + 1, j : j + 1]
    return dx


@mistake(of="avgpool_backward", caught_by=avgpool_backward_finds_the_gradient)
def repeated_every_gradient(dout, cache):
    """You lay the windows side by side, size pixels apart: they are stride pixels apart."""
    shape, size, _ = cache
    wide = np.repeat(np.repeat(dout / size**2, size, axis=2), size, axis=3)
    dx = np.zeros(shape, dtype=dout.dtype)
    part = wide[:, :, : shape[2], : shape[3]]
    dx[:, :, : part.shape[2], : part.shape[3]] = part
    return dx


@mistake(of="avgpool_backward", caught_by=avgpool_backward_keeps_float32)
def shares_of_float64(dout, cache):
    """Your dx is float64 though all that came in is float32: it should be float32."""
    shape, size, stride = cache
    dx = np.zeros(shape)
    for i, j in np.ndindex(dout.shape[2:]):
        rows = slice(i * stride, i * stride + size)
        columns = slice(j * stride, j * stride + size)
        dx[:, :, rows, columns] += dout[:, :, i : i + 1, j : j + 1] / size**2
    return dx


@mistake(of="avgpool_backward", caught_by=avgpool_backward_leaves_its_arguments_unchanged)
def divided_the_gradient_in_place(dout, cache):
    """Your backward changes dout or the cache: both should be the same after the call."""
    shape, size, stride = cache
    dout /= size**2
    dx = np.zeros(shape, dtype=dout.dtype)
    for i, j in np.ndindex(dout.shape[2:]):
        rows = slice(i * stride, i * stride + size)
        columns = slice(j * stride, j * stride + size)
        dx[:, :, rows, columns] += dout[:, :, i : i + 1, j : j + 1]
    return dx


# Right answers written otherwise


@alternative(of="conv2d_forward")
def convolution_by_seven_loops(x, w, b, stride=1, pad=0):
    N, C, H, W = x.shape
    F, channels, KH, KW = w.shape
    rows, columns = (H + 2 * pad - KH) // stride + 1, (W + 2 * pad - KW) // stride + 1
    if channels != C or rows < 1 or columns < 1:
        raise ValueError("these do not fit")
    padded = np.pad(x, [(0, 0)] * 2 + [(pad, pad)] * 2)
    out = np.zeros((N, F, rows, columns), dtype=x.dtype)
    for n, f, i, j in np.ndindex(out.shape):
        window = padded[n, :, i * stride : i * stride + KH, j * stride : j * stride + KW]
        out[n, f, i, j] = np.sum(window * w[f]) + b[f]
    return out, (padded, w, stride, pad)


@alternative(of="conv2d_forward")
def convolution_as_a_sum_over_the_kernel_with_an_object_for_a_cache(x, w, b, stride=1, pad=0):
    class Saved:
        def __init__(self, *parts):
            self.parts = parts

        def __iter__(self):
            return iter(self.parts)

    N, C, H, W = x.shape
    F, KH, KW = w.shape[0], w.shape[2], w.shape[3]
    if w.shape[1] != C or H + 2 * pad < KH or W + 2 * pad < KW:
        raise ValueError
    padded = np.zeros((N, C, H + 2 * pad, W + 2 * pad), dtype=x.dtype)
    padded[:, :, pad : pad + H, pad : pad + W] = x
    rows, columns = 1 + (H + 2 * pad - KH) // stride, 1 + (W + 2 * pad - KW) // stride
    out = np.broadcast_to(b[:, None, None], (N, F, rows, columns)).copy()
    for i in range(KH):
        for j in range(KW):
            seen = padded[:, :, i::stride, j::stride][:, :, :rows, :columns]
            out += np.moveaxis(np.tensordot(w[:, :, i, j], seen, axes=(1, 1)), 0, 1)
    return out, Saved(padded, w, stride, pad)


@alternative(of="conv2d_forward")
def convolution_by_windows_as_rows(x, w, b, stride=1, pad=0):
    if w.shape[1] != x.shape[1]:
        raise ValueError
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, w.shape[2:], axis=(2, 3))
    windows = windows[:, :, ::stride, ::stride].transpose(0, 2, 3, 1, 4, 5)
    N, rows, columns = windows.shape[:3]
    flat = windows.reshape(N * rows * columns, -1) @ w.reshape(len(w), -1).T + b
    out = flat.reshape(N, rows, columns, -1).transpose(0, 3, 1, 2)
    return out, [padded, w.copy(), stride, pad]


@alternative(of="conv2d_backward")
def gradients_window_by_window(dout, cache):
    padded, w, stride, pad = cache
    dpadded, dw = np.zeros_like(padded), np.zeros_like(w)
    db = np.zeros(len(w), dtype=dout.dtype)
    KH, KW = w.shape[2:]
    for n, f, i, j in np.ndindex(dout.shape):
        rows = slice(i * stride, i * stride + KH)
        columns = slice(j * stride, j * stride + KW)
        dpadded[n, :, rows, columns] += dout[n, f, i, j] * w[f]
        dw[f] += dout[n, f, i, j] * padded[n, :, rows, columns]
        db[f] += dout[n, f, i, j]
    _, _, height, width = padded.shape
    return [dpadded[:, :, pad : height - pad, pad : width - pad], dw, db]


@alternative(of="conv2d_backward")
def gradient_as_a_convolution_with_the_flipped_kernel(dout, cache):
    """The transposed convolution: dout spread by the stride, framed, and convolved."""
    padded, w, stride, pad = cache
    N, F, rows, columns = dout.shape
    KH, KW = w.shape[2:]
    spread = np.zeros((N, F, padded.shape[2] + KH - 1, padded.shape[3] + KW - 1), dtype=w.dtype)
    spread[:, :, KH - 1 :: stride, KW - 1 :: stride][:, :, :rows, :columns] = dout
    windows = np.lib.stride_tricks.sliding_window_view(spread, (KH, KW), axis=(2, 3))
    dpadded = np.einsum("nfhwij,fcij->nchw", windows, w[:, :, ::-1, ::-1])
    seen = np.lib.stride_tricks.sliding_window_view(padded, (KH, KW), axis=(2, 3))
    dw = np.einsum("nfhw,nchwij->fcij", dout, seen[:, :, ::stride, ::stride])
    height, width = padded.shape[2] - 2 * pad, padded.shape[3] - 2 * pad
    return dpadded[:, :, pad:, pad:][:, :, :height, :width], dw, np.einsum("nfhw->f", dout)


@alternative(of="conv_param_count")
def weights_and_then_biases(c_in, c_out, kh, kw, bias=True):
    weights = c_in * c_out * kh * kw
    if bias:
        return weights + c_out
    return weights


@alternative(of="im2col")
def rows_one_by_one(x, kh, kw, stride, pad):
    padded = np.pad(x, [(0, 0), (0, 0), (pad, pad), (pad, pad)])
    height, width = padded.shape[2:]
    return np.array(
        [
            image[:, i : i + kh, j : j + kw].ravel()
            for image in padded
            for i in range(0, height - kh + 1, stride)
            for j in range(0, width - kw + 1, stride)
        ]
    )


@alternative(of="im2col")
def by_fancy_indices(x, kh, kw, stride, pad):
    N, C, H, W = x.shape
    rows, columns = (H + 2 * pad - kh) // stride + 1, (W + 2 * pad - kw) // stride + 1
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    i = stride * np.repeat(np.arange(rows), columns)[:, None] + np.repeat(np.arange(kh), kw)
    j = stride * np.tile(np.arange(columns), rows)[:, None] + np.tile(np.arange(kw), kh)
    return padded[:, :, i, j].transpose(0, 2, 1, 3).reshape(N * rows * columns, C * kh * kw)


@alternative(of="maxpool_forward")
def maximum_of_shifted_images(x, size, stride):
    rows, columns = (x.shape[2] - size) // stride + 1, (x.shape[3] - size) // stride + 1
    out = None
    for i, j in np.ndindex(size, size):
        seen = x[:, :, i : i + stride * rows : stride, j : j + stride * columns : stride]
        out = seen.copy() if out is None else np.maximum(out, seen)
    return out, (x, size, stride)


@alternative(of="maxpool_backward")
def ties_share(dout, cache):
    x, size, stride = cache
    dx = np.zeros_like(x)
    for i, j in np.ndindex(dout.shape[2:]):
        rows = slice(i * stride, i * stride + size)
        columns = slice(j * stride, j * stride + size)
        window = x[:, :, rows, columns]
        winners = window == window.max(axis=(2, 3), keepdims=True)
        share = dout[:, :, i, j] / winners.sum(axis=(2, 3))
        dx[:, :, rows, columns] += winners * share[:, :, None, None]
    return dx


@alternative(of="maxpool_backward")
def the_last_of_equals_wins_by_add_at(dout, cache):
    x, size, stride = cache
    windows = np.lib.stride_tricks.sliding_window_view(x, (size, size), axis=(2, 3))
    windows = windows[:, :, ::stride, ::stride]
    flat = windows.reshape(*windows.shape[:4], -1)
    winner = size * size - 1 - flat[..., ::-1].argmax(axis=-1)
    n, c, i, j = np.indices(dout.shape)
    dx = np.zeros_like(x)
    np.add.at(dx, (n, c, i * stride + winner // size, j * stride + winner % size), dout)
    return dx


@alternative(of="avgpool_forward")
def mean_as_a_sum_of_shifted_images(x, size, stride):
    rows, columns = (x.shape[2] - size) // stride + 1, (x.shape[3] - size) // stride + 1
    total = np.zeros((*x.shape[:2], rows, columns), dtype=x.dtype)
    for i, j in np.ndindex(size, size):
        total += x[:, :, i : i + stride * rows : stride, j : j + stride * columns : stride]
    return total / (size * size), (x.shape, size, stride)


@alternative(of="avgpool_backward")
def shares_by_shifted_images(dout, cache):
    shape, size, stride = cache
    dx = np.zeros(shape, dtype=dout.dtype)
    rows, columns = dout.shape[2:]
    for i, j in np.ndindex(size, size):
        part = dx[:, :, i : i + stride * rows : stride, j : j + stride * columns : stride]
        part += dout / (size * size)
    return dx
