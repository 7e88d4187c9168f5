"""Convolutional networks: convolution, pooling, im2col, forwards and backwards.

Images are (N, C, H, W), kernels (F, C, KH, KW). The output has H' = (H + 2 pad - KH) // stride + 1
rows and W' = (W + 2 pad - KW) // stride + 1 columns; rows and columns left over are ignored.
float32 stays float32; no argument is modified.
"""

import numpy as np


def conv2d_forward(x, w, b, stride=1, pad=0):
    """Cross-correlation of images with kernels, and what its backward needs.

    x (N, C, H, W), w (F, C, KH, KW), b (F,) -> out (N, F, H', W'), cache
    ValueError if the channels differ or the kernel exceeds the padded image.
    """
    ### BEGIN SOLUTION
    if x.shape[1] != w.shape[1]:  # one channel would be spread over all those of the other
        raise ValueError(f"the image has {x.shape[1]} channels, the kernel {w.shape[1]}")
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    # A kernel larger than the padded image is a ValueError of sliding_window_view.
    windows = np.lib.stride_tricks.sliding_window_view(padded, w.shape[2:], axis=(2, 3))
    windows = windows[:, :, ::stride, ::stride]
    out = np.einsum("nchwij,fcij->nfhw", windows, w) + b[:, None, None]
    return out, (padded, w, stride, pad)
    ### END SOLUTION


def conv_param_count(c_in, c_out, kh, kw, bias=True):
    """The number of parameters of a convolution.  four ints, bool -> int"""
    ### BEGIN SOLUTION
    return c_out * (c_in * kh * kw + bias)
    ### END SOLUTION


def conv2d_backward(dout, cache):
    """Gradients of sum(dout * out) with respect to x, w and b.

    dout (N, F, H', W'), cache of conv2d_forward
    -> dx (N, C, H, W), dw (F, C, KH, KW), db (F,)
    """
    ### BEGIN SOLUTION
    padded, w, stride, pad = cache
    dpadded, dw = np.zeros_like(padded), np.zeros_like(w)
    rows, columns = dout.shape[2:]
    for i, j in np.ndindex(w.shape[2:]):
        seen = (..., slice(i, i + stride * rows, stride), slice(j, j + stride * columns, stride))
        dw[:, :, i, j] = np.einsum("nfhw,nchw->fc", dout, padded[seen])
        dpadded[seen] += np.einsum("nfhw,fc->nchw", dout, w[:, :, i, j])
    H, W = padded.shape[2] - 2 * pad, padded.shape[3] - 2 * pad
    return dpadded[:, :, pad : pad + H, pad : pad + W], dw, dout.sum(axis=(0, 2, 3))
    ### END SOLUTION


def im2col(x, kh, kw, stride, pad):
    """Every window of the padded images as a row, so that convolution is a matrix product.

    x (N, C, H, W) -> (N * H' * W', C * kh * kw): rows in the order n, p, q of the output's
    places, columns in the order c, i, j of the kernel's
    """
    ### BEGIN SOLUTION
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (kh, kw), axis=(2, 3))
    windows = windows[:, :, ::stride, ::stride]
    return windows.transpose(0, 2, 3, 1, 4, 5).reshape(-1, x.shape[1] * kh * kw)
    ### END SOLUTION


def maxpool_forward(x, size, stride):
    """The largest entry of every window of size x size.

    (N, C, H, W) -> out (N, C, H', W'), cache
    """
    ### BEGIN SOLUTION
    windows = np.lib.stride_tricks.sliding_window_view(x, (size, size), axis=(2, 3))
    return windows[:, :, ::stride, ::stride].max(axis=(4, 5)), (x, size, stride)
    ### END SOLUTION


def maxpool_backward(dout, cache):
    """The gradient of sum(dout * out): each window's goes to its largest entry.

    dout (N, C, H', W'), cache of maxpool_forward -> dx (N, C, H, W)
    """
    ### BEGIN SOLUTION
    x, size, stride = cache
    dx = np.zeros_like(x)
    for n, c, i, j in np.ndindex(dout.shape):
        rows = slice(i * stride, i * stride + size)
        columns = slice(j * stride, j * stride + size)
        window = x[n, c, rows, columns]
        winner = np.unravel_index(window.argmax(), window.shape)
        dx[n, c, rows, columns][winner] += dout[n, c, i, j]
    return dx
    ### END SOLUTION


def avgpool_forward(x, size, stride):
    """The mean of every window of size x size.

    (N, C, H, W) -> out (N, C, H', W'), cache
    """
    ### BEGIN SOLUTION
    windows = np.lib.stride_tricks.sliding_window_view(x, (size, size), axis=(2, 3))
    return windows[:, :, ::stride, ::stride].mean(axis=(4, 5)), (x.shape, size, stride)
    ### END SOLUTION


def avgpool_backward(dout, cache):
    """The gradient of sum(dout * out): each window's is shared equally by its entries.

    dout (N, C, H', W'), cache of avgpool_forward -> dx (N, C, H, W)
    """
    ### BEGIN SOLUTION
    shape, size, stride = cache
    dx = np.zeros(shape, dtype=dout.dtype)
    for i, j in np.ndindex(dout.shape[2:]):
        rows = slice(i * stride, i * stride + size)
        columns = slice(j * stride, j * stride + size)
        dx[:, :, rows, columns] += dout[:, :, i : i + 1, j : j + 1] / size**2
    return dx
    ### END SOLUTION
