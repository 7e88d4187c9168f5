r"""# Quiz: architectures

Convolutions, skips, codes, auxiliary tasks.  A calculator is allowed, the lectures are not.
"""

import numpy as np

from autograder.checks import reals
from autograder.quizzes import (
    array,
    decimals,
    drawn,
    mark,
    one_of,
    question,
    right,
    whole,
    write,
    wrong,
)

# A7: convolutional networks are local, and share their weights.


@question(points=2)
@drawn(
    c_in=one_of(3, 6, 8, 12, 16, 24),
    c_out=whole(10, 60, step=2),
    k=one_of(3, 5, 7),
    side=whole(28, 96, step=4),
)
def convolution_parameters(c_in, c_out, k, side):
    r"""Parameters of a convolution

    A convolution with kernels of $<<k>> \times <<k>>$ makes <<c_out>> channels of <<c_in>>, on
    images of $<<side>> \times <<side>>$, with a bias for each channel it makes. How many
    parameters does it have?
    """
    return (k * k * c_in + 1) * c_out


@convolution_parameters.slip("the biases are missing: one for each channel that is made")
def without_biases(c_in, c_out, k, side):
    return k * k * c_in * c_out


@convolution_parameters.slip("each kernel reaches through all channels of the input")
def one_channel_deep(c_in, c_out, k, side):
    return (k * k + 1) * c_out


@question(points=2)
@drawn(
    side=whole(40, 99),
    k=one_of(3, 5, 7),
    pad=one_of(2, 3, 4),
    stride=one_of(2, 3),
    such_that=lambda side, k, pad, stride: (side + 2 * pad - k) % stride > 0,
)
def convolution_side(side, k, pad, stride):
    r"""The size after a convolution

    An image of $<<side>> \times <<side>>$ is padded by <<pad>> on every side, then convolved with
    kernels of $<<k>> \times <<k>>$ at stride <<stride>>; what is left over at the end is ignored.
    How many pixels wide is the result?
    """
    return (side + 2 * pad - k) // stride + 1


@convolution_side.slip("the padding is on both sides")
def padded_once(side, k, pad, stride):
    return (side + pad - k) // stride + 1


@convolution_side.slip("one more: the kernel's first place counts")
def fence_posts(side, k, pad, stride):
    return (side + 2 * pad - k) // stride


# A7: ResNet.


@question(points=2)
@drawn(
    x=array(2, of=one_of(-4, -3, -2, 2, 3, 4), distinct=True),
    W=array(2, 2, of=one_of(-3, -2, 2, 3)),
    V=array(2, 2, of=one_of(-3, -2, 2, 3)),
    such_that=lambda x, W: min(W @ x) < -1 < 1 < max(W @ x),
)
def residual_block(x, W, V):
    r"""A residual block

    A block computes $y = x + V \max(0, W x)$ with $W = <<W>>$ and $V = <<V>>$. Give $y$ for
    $x = <<x>>$.
    """
    return x + V @ np.maximum(W @ x, 0)


@residual_block.slip("the skip is missing: x itself is added")
def without_the_skip(x, W, V):
    return V @ np.maximum(W @ x, 0)


@residual_block.slip("the ReLU is missing")
def without_the_relu(x, W, V):
    return x + V @ W @ x


# A7: U-Net joins channels.


@question(points=2)
@drawn(
    up=whole(12, 64, step=4),
    skip=whole(10, 50, step=4),
    out=whole(8, 40, step=4),
    such_that=lambda up, skip: up != skip,
)
def joined_channels(up, skip, out):
    r"""A skip of U-Net

    In a U-Net <<up>> channels that come up are concatenated with <<skip>> channels from the skip.
    A convolution of $3 \times 3$ without biases makes <<out>> channels of them. How many weights
    does it have?
    """
    return (up + skip) * 9 * out


@joined_channels.slip("the channels of the skip come on top: they are concatenated, not added")
def as_if_added(up, skip, out):
    return up * 9 * out


# A3.11: an autoencoder's anomaly score.


@question(points=2)
@drawn(
    x=array(3, of=one_of(-4, -3, -2, 2, 3, 4), distinct=True),
    u=array(3, of=one_of(-3, -2, 2, 3)),
    v=array(3, of=one_of(-3, -2, 2, 3)),
    such_that=lambda x, u, v: 1 < abs(u @ x) < 7 and min(abs((u @ x) * v - x)) > 0,
)
def anomaly(x, u, v):
    r"""An anomaly score

    An autoencoder's encoder is $z = u^\top x$ with $u = <<u>>$, its decoder $\hat x = z v$ with
    $v = <<v>>$. What is the anomaly score $\|\hat x - x\|^2$ of $x = <<x>>$?
    """
    return ((u @ x) * v - x) @ ((u @ x) * v - x)


@anomaly.slip("the minus is lost on the slide: the difference counts")
def lost_minus(x, u, v):
    return ((u @ x) * v + x) @ ((u @ x) * v + x)


# A3.12: auxiliary losses whose weights decrease.


@question(points=2, within=0.005)
@drawn(
    main=decimals(0.4, 1.6, step=0.1),
    aux=array(2, of=decimals(0.7, 2.9, step=0.1), distinct=True),
    alpha=decimals(0.3, 0.6, step=0.1),
    rate=decimals(0.6, 0.9, step=0.1),
)
def auxiliary(main, aux, alpha, rate):
    r"""Auxiliary losses

    Two auxiliary losses have the weight $\alpha = <<alpha>>$ each at the beginning, and every
    epoch multiplies it by <<rate>>. After 2 epochs the main loss is <<main>>, the auxiliary ones
    are <<aux[0]>> and <<aux[1]>>. What is the whole loss?
    """
    return main + alpha * rate * rate * (aux[0] + aux[1])


@auxiliary.slip("the weight has decreased twice by then")
def no_decay(main, aux, alpha, rate):
    return main + alpha * (aux[0] + aux[1])


@auxiliary.slip("the main loss belongs to it")
def main_left_out(main, aux, alpha, rate):
    return alpha * rate * rate * (aux[0] + aux[1])


# A7: write one.


@question(points=2)
@drawn(
    p=decimals(0.15, 0.45, step=0.05),
    q=decimals(0.55, 0.95, step=0.05),
    r=decimals(-0.9, -0.2, step=0.1),
)
def smooth(p, q, r):
    r"""A convolution in one dimension

    Write `smooth(x)`: the cross-correlation of the rows of `x`, of shape (N, D) with $D \ge 3$,
    with the kernel $(<<p>>, <<q>>, <<r>>)$, without padding; the result has the shape (N, D − 2).
    """

    def smooth(x):
        return p * x[:, :-2] + q * x[:, 1:-1] + r * x[:, 2:]

    return write(smooth, x=reals("N D>=3"))


@question(points=2)
def true_of_architectures():
    """Architectures

    Mark every statement that is true.
    """
    return mark(
        right("A convolution commutes with shifts."),
        right("A convolution looks at a neighbourhood only."),
        right("With one wide hidden layer a network is a universal approximator already."),
        right("At weights of zero a residual block is the identity."),
        right("Deep supervision makes hidden layers predict, too, and regularises strongly."),
        right("U-Net joins global and local information by its skips."),
        right("Denoising autoencoders are compared with the clean input."),
        wrong(
            "A typical fully connected network has a hundred layers.",
            "4 to 7 are typical, and from 10 on it is hard to optimise",
        ),
        wrong(
            "The weights of auxiliary losses have to grow during training.",
            "they can decrease, so that the main task decides in the end",
        ),
        wrong(
            "The number of a convolution's parameters grows with the image.",
            "the same kernels are used at all places",
        ),
        wrong(
            "ResNets cannot have more than ten layers.",
            "the lecture speaks of more than a thousand",
        ),
        wrong(
            "An anomaly is what an autoencoder reconstructs best.",
            "it is what it reconstructs badly, because it has seen nothing like it",
        ),
        wrong(
            "U-Net makes one number of an image.",
            "it makes an image of an image: segmentation, enlargement",
        ),
    )
