"""One assignment, told once: eight exercises, sixteen laws, and wrong answers to them.

A law is Python with two prefixes left open: `S.` before a student's function, `R.` before the
right one.  Our checks, nbgrader's hidden tests and otter's tests are made from the same text, so
that all three ask the same of the same functions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from textwrap import indent

NAME = "nets"

GIVEN = "import numpy as np"
ANSWERS = {
    "softmax": '''def softmax(x):
    """The softmax of every row.  (N, D) -> (N, D)"""
    e = np.exp(x - x.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)''',
    "cross_entropy": '''def cross_entropy(p, y):
    """The mean of -log p[i, y[i]].  (N, D), (N,) -> float"""
    return float(-np.mean(np.log(p[np.arange(len(y)), y])))''',
    "relu_backward": '''def relu_backward(dout, x):
    """dout where x > 0, else 0.  (N, D), (N, D) -> (N, D)"""
    return dout * (x > 0)''',
    "gelu": '''def gelu(x):
    """GELU by its tanh formula, elementwise.  (N, D) -> (N, D)"""
    return 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))''',
    "dgelu": '''def dgelu(x):
    """The derivative of that, elementwise.  (N, D) -> (N, D)"""
    c = np.sqrt(2 / np.pi)
    t = np.tanh(c * (x + 0.044715 * x**3))
    return 0.5 * (1 + t) + 0.5 * x * (1 - t**2) * c * (1 + 3 * 0.044715 * x**2)''',
    "linear_backward": '''def linear_backward(dout, x, w):
    """Gradients of x @ w.  (N, K), (N, D), (D, K) -> (N, D), (D, K)"""
    return dout @ w.T, x.T @ dout''',
    "standardize": '''def standardize(x):
    """Every column with mean 0 and deviation 1.  (N, D) -> (N, D)"""
    return (x - x.mean(axis=0)) / np.sqrt(x.var(axis=0) + 1e-8)''',
    "train": '''def train(x, y, lr, steps):
    """Weights after full-batch gradient descent on mean squares / 2.  (N, D), (N,) -> (D,)"""
    w = np.zeros(x.shape[1])
    for _ in range(steps):
        w = w - lr * x.T @ (x @ w - y) / len(y)
    return w''',
}

Edit = tuple[str, str, str]
"""An exercise, what is replaced in it, and by what."""

# Wrong answers.
BUGS = (
    ("softmax", "axis=1", "axis=0"),
    ("softmax", " - x.max(axis=1, keepdims=True)", ""),
    ("cross_entropy", "np.mean", "np.sum"),
    ("relu_backward", "(x > 0)", "(dout > 0)"),
    ("gelu", "0.044715", "0.44715"),
    ("dgelu", "3 * 0.044715", "0.044715"),
    ("linear_backward", "x.T @ dout", "x.T @ dout / len(x)"),
    ("standardize", "axis=0", "axis=1, keepdims=True"),
    ("train", " / len(y)", ""),
    ("train", "return w", "return list(w)[:1]"),
    ("gelu", "return", "raise NotImplementedError  #"),
)
# As right as ANSWERS, but rounded otherwise: every second student writes so.
OTHERWISE = (
    ("softmax", "return e / e.sum(axis=1, keepdims=True)", "return e * (1 / e.sum(1)[:, None])"),
    ("gelu", "(x + 0.044715 * x**3)", "x * (1 + 0.044715 * x**2)"),
    ("dgelu", "(x + 0.044715 * x**3)", "x * (1 + 0.044715 * x**2)"),
    ("standardize", " / np.sqrt(x.var(axis=0) + 1e-8)", " * (x.var(axis=0) + 1e-8) ** -0.5"),
    ("train", "lr * x.T @ (x @ w - y) / len(y)", "lr * (x.T @ (x @ w - y) / len(y))"),
)
LOOP = ("train", "for _ in range(steps):", "while True:")
HOG = ("train", "w = np.zeros(x.shape[1])", "w = np.ones(400_000_000); w = w[: x.shape[1]] * 0")


@dataclass(frozen=True, slots=True)
class Law:
    """One check: its name begins with its exercise; `drawn` ones are tried on 50 examples."""

    name: str
    exercise: str
    body: str
    drawn: bool = False

    @property
    def sentence(self) -> str:
        """What a student reads."""
        return f"{self.name.replace('_', ' ')}."


def _seeded(body: str) -> str:
    """The body on five seeded arrays."""
    head = "for seed in range(5):\n    rng = np.random.default_rng(seed)\n"
    return f"{head}    x = rng.normal(size=(4 + seed, 3))\n{indent(body, '    ')}"


_P = "p = R.softmax(x)\ny = rng.integers(0, 3, len(x))\n"
_H = "h = 1e-5\nnumeric = (R.gelu(x + h) - R.gelu(x - h)) / (2 * h)\n"
_W = "w = rng.normal(size=(3, 2))\ndout = rng.normal(size=(len(x), 2))\n"
_NUMERIC = """\
numeric = np.zeros_like(w)
for i in np.ndindex(w.shape):
    step = np.zeros_like(w)
    step[i] = 1e-5
    numeric[i] = np.sum(dout * (x @ (w + step) - x @ (w - step))) / 2e-5
close(S.linear_backward(dout, x, w)[1], numeric, 1e-6)"""
_LINE = "y = x @ np.array([1.0, -2.0, 0.5])\n"

LAWS = (
    Law("softmax_agrees", "softmax", "close(S.softmax(x), R.softmax(x), 1e-8)", drawn=True),
    Law("softmax_is_finite", "softmax", _seeded("close(S.softmax(400 * x).sum(1), 1 + 0 * x[:, 0], 1e-8)")),  # noqa: E501
    Law("cross_entropy_agrees", "cross_entropy", _seeded(_P + "close(S.cross_entropy(p, y), R.cross_entropy(p, y), 1e-8)")),  # noqa: E501
    Law("cross_entropy_is_zero_when_sure", "cross_entropy", "close(S.cross_entropy(np.eye(3), np.arange(3)), 0.0, 1e-8)"),  # noqa: E501
    Law("relu_backward_agrees", "relu_backward", "dout = np.cos(x)\nclose(S.relu_backward(dout, x), R.relu_backward(dout, x), 1e-8)", drawn=True),  # noqa: E501
    Law("relu_backward_is_linear", "relu_backward", _seeded("close(S.relu_backward(2 * x + 1, x), 2 * S.relu_backward(x, x) + S.relu_backward(1 + 0 * x, x), 1e-8)")),  # noqa: E501
    Law("gelu_agrees", "gelu", _seeded("close(S.gelu(x), R.gelu(x), 1e-8)")),
    Law("gelu_differs_by_x_from_its_mirror", "gelu", _seeded("close(S.gelu(x) - S.gelu(-x), x, 1e-8)")),  # noqa: E501
    Law("dgelu_agrees", "dgelu", _seeded("close(S.dgelu(x), R.dgelu(x), 1e-8)")),
    Law("dgelu_is_the_gradient", "dgelu", _seeded(_H + "close(S.dgelu(x), numeric, 1e-6)")),
    Law("linear_backward_agrees", "linear_backward", _seeded(_W + "for got, want in zip(S.linear_backward(dout, x, w), R.linear_backward(dout, x, w)):\n    close(got, want, 1e-8)")),  # noqa: E501
    Law("linear_backward_is_the_gradient", "linear_backward", _seeded(_W + _NUMERIC)),
    Law("standardize_agrees", "standardize", _seeded("close(S.standardize(x), R.standardize(x), 1e-8)")),  # noqa: E501
    Law("standardize_leaves_means_of_zero", "standardize", _seeded("close(S.standardize(x).mean(0), 0 * x[0], 1e-8)")),  # noqa: E501
    Law("train_agrees", "train", _seeded(_LINE + "close(S.train(x, y, 0.1, 30), R.train(x, y, 0.1, 30), 1e-8)")),  # noqa: E501
    Law("train_converges", "train", "x = np.random.default_rng(7).normal(size=(60, 3))\n" + _LINE + "close(S.train(x, y, 0.2, 300), np.array([1.0, -2.0, 0.5]), 1e-3)"),  # noqa: E501
)  # fmt: skip


def spoken(body: str, *, student: str, right: str) -> str:
    """A law's text with its two prefixes filled in."""
    return re.sub(r"\bR\.", right, re.sub(r"\bS\.", student, body))


def class_of(size: int, *more: Edit) -> dict[str, dict[str, str]]:
    """Student → exercise → source: all right, then each bug in turn, again and again."""
    slips = [None, *BUGS]
    chosen = [slips[number % len(slips)] for number in range(size)] + list(more)
    return {
        f"student{number:05}": answers(slip, OTHERWISE if number % 2 else ())
        for number, slip in enumerate(chosen)
    }


def answers(slip: Edit | None, otherwise: tuple[Edit, ...] = ()) -> dict[str, str]:
    """Right answers but for one slip, the other exercises perhaps written otherwise."""
    written = dict(ANSWERS)
    for edit in [slip] if slip else []:
        _apply(edit, written)
    for edit in otherwise:
        if slip is None or edit[0] != slip[0]:
            _apply(edit, written)
    return written


def _apply(edit: Edit, written: dict[str, str]) -> None:
    name, old, new = edit
    assert old in written[name], edit  # noqa: S101  # an edit must be one
    written[name] = written[name].replace(old, new)
