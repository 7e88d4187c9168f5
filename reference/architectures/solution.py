"""Parts of architectures: the residual block, the skip of the U-Net, auxiliary losses.

A backward takes the upstream gradient and the cache of its forward. float32 stays float32; no
argument is modified.
"""

import numpy as np


def residual_forward(x, W1, b1, W2, b2):
    """x + relu(x @ W1 + b1) @ W2 + b2, and what its backward needs.

    (N, D), (D, H), (H,), (H, D), (D,) -> out (N, D), cache
    """
    ### BEGIN SOLUTION
    h = np.maximum(x @ W1 + b1, 0)
    return x + h @ W2 + b2, (x, h, W1, W2)
    ### END SOLUTION


def residual_backward(dout, cache):
    """Gradients of sum(dout * out) with respect to x, W1, b1, W2 and b2.

    (N, D), cache of residual_forward -> dx (N, D), dW1 (D, H), db1 (H,), dW2 (H, D), db2 (D,)
    """
    ### BEGIN SOLUTION
    x, h, W1, W2 = cache
    dz = (dout @ W2.T) * (h > 0)
    dx = dout + dz @ W1.T
    return dx, x.T @ dz, dz.sum(axis=0), h.T @ dout, dout.sum(axis=0)
    ### END SOLUTION


def skip_concat_forward(up, skip):
    """The channels of up, then those of skip, and what its backward needs.

    (N, C, ...), (N, K, ...) -> out (N, C + K, ...), cache
    """
    ### BEGIN SOLUTION
    return np.concatenate([up, skip], axis=1), (up.shape[1],)
    ### END SOLUTION


def skip_concat_backward(dout, cache):
    """Gradients of sum(dout * out) with respect to up and skip.

    (N, C + K, ...), cache of skip_concat_forward -> dup (N, C, ...), dskip (N, K, ...)
    """
    ### BEGIN SOLUTION
    (channels,) = cache
    return dout[:, :channels], dout[:, channels:]
    ### END SOLUTION


def deeply_supervised_loss(main, auxiliaries, alphas):
    """The main loss, and every auxiliary loss times its weight.

    number, list of numbers, list of as many numbers -> float
    """
    ### BEGIN SOLUTION
    return main + float(np.dot(alphas, auxiliaries))
    ### END SOLUTION


def auxiliary_weight(step, total, alpha0):
    """alpha0 at step 0, falling along a straight line to 0 at step total, and 0 ever after.

    int, int, number -> float
    """
    ### BEGIN SOLUTION
    return alpha0 * max(0, 1 - step / total)
    ### END SOLUTION
