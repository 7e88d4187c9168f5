"""Quiz: architectures, worked from what is printed."""

from __future__ import annotations

import numpy as np

QUIZ = "quiz_architectures"

# Counting.


def convolution(sheet):
    """The entries of the kernels and of the biases."""
    high, wide, out, channels = map(
        int, sheet.numbers(r"kernels of $# \times #$ makes # channels of #, on")
    )
    return np.zeros((out, channels, high, wide)).size + np.zeros(out).size


def side(sheet):
    """The places of the kernel, one by one."""
    high, wide, pad = map(int, sheet.numbers(r"image of $# \times #$ is padded by # on every"))
    tall, broad, stride = map(int, sheet.numbers(r"kernels of $# \times #$ at stride #;"))
    assert (high, tall) == (wide, broad)
    return sum(
        1 for start in range(0, pad + wide + pad, stride) if start + broad <= 2 * pad + wide
    )


def joined(sheet):
    """The entries of the kernels."""
    up, skip = map(int, sheet.numbers("U-Net # channels that come up are concatenated with # "))
    high, wide, out = map(int, sheet.numbers(r"of $# \times #$ without biases makes # channels"))
    return np.zeros((out, up + skip, high, wide)).size


# Substituting.


def residual(sheet):
    """Row by row."""
    W, V, x = (sheet.array(name).tolist() for name in "WVx")
    inner = [max(0, sum(w * e for w, e in zip(row, x, strict=True))) for row in W]
    outer = [sum(v * e for v, e in zip(row, inner, strict=True)) for row in V]
    return [a + b for a, b in zip(x, outer, strict=True)]


def anomaly(sheet):
    """Entry by entry."""
    u, v, x = (sheet.array(name).tolist() for name in "uvx")
    code = sum(a * b for a, b in zip(u, x, strict=True))
    return sum((code * b - a) ** 2 for a, b in zip(x, v, strict=True))


def auxiliary(sheet):
    """Epoch by epoch."""
    (weight,) = sheet.numbers(r"$\alpha = #$")
    rate, epochs, main = sheet.numbers("multiplies it by #. After # epochs the main loss is #,")
    first, second = sheet.numbers("the auxiliary ones are # and #.")
    for _ in range(int(epochs)):
        weight *= rate
    return main + weight * first + weight * second


def smooth(sheet):
    """Window by window."""
    kernel = sheet.numbers("kernel $(#, #, #)$")
    return (
        "def smooth(x):\n"
        "    places = range(x.shape[1] - 2)\n"
        f"    return np.stack([x[:, i : i + 3] @ np.array({kernel}) for i in places], axis=1)"
    )


SOLVERS = {
    "convolution_parameters": convolution,
    "convolution_side": side,
    "residual_block": residual,
    "joined_channels": joined,
    "anomaly": anomaly,
    "auxiliary": auxiliary,
    "smooth": smooth,
    "true_of_architectures": lambda sheet: sheet.letters("""
        A convolution commutes with shifts
        A convolution looks at a neighbourhood only
        With one wide hidden layer a network is a universal approximator already
        At weights of zero a residual block is the identity
        Deep supervision makes hidden layers predict, too
        U-Net joins global and local information
        Denoising autoencoders are compared with the clean input"""),
}
UNUSED = {
    ("convolution_parameters", "side", "sign"),
    ("convolution_parameters", "side", "size"),
    ("auxiliary", "rate", "sign"),  # it is squared
}


def test_what_is_printed_and_the_key_agree(sitting):
    """Fifty students' answers, worked from the text of their notebooks, earn everything."""
    assert {} == sitting.lost_by(50)


def test_a_worked_notebook_earns_everything(sitting, zygote, tmp_path):
    """Typed into the notebook and really graded."""
    assert {} == sitting.graded("ann", zygote, tmp_path)


def test_a_number_printed_wrongly_is_noticed(sitting):
    """Whatever number or sign is changed in the print, its question is lost, but for UNUSED."""
    assert sitting.unnoticed(8) == UNUSED
