"""A tiny topic on disk, small enough to read whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from autograder.authoring.stubs import Solution, split_solution

SOLUTION = '''\
"""Two activations."""

import numpy as np

SLOPE = 0.01  # below zero


def relu(x):
    """max(x, 0).  (N, D) -> (N, D)"""
    ### BEGIN SOLUTION
    return np.maximum(x, np.zeros_like(x))
    ### END SOLUTION


# Given to students as it is.
def leaky(x):
    """x above zero, SLOPE * x below."""
    return np.where(x > 0, x, SLOPE * x)


# The gradient comes right below its function.
def relu_backward(dout, x):
    """Gradient of relu at x, given dout.  (N, D), (N, D) -> (N, D)"""
    ### BEGIN SOLUTION
    mask = (x > 0).astype(x.dtype)
    return dout * mask
    ### END SOLUTION
'''

ASSIGNMENT = """\
# Rectifiers

Two functions.

## Forward

$$\\max(x, 0)$$

```python exercise="relu"
```

```python
relu(np.array([-1.0, 1.0]))
```

## Backward

Now its gradient.

```python exercise="relu_backward"
```
"""

CHECKS = '''\
"""What rectifiers must do."""

import numpy as np

from autograder.checks import assert_close, assert_shape, check, for_all, reals, require

LIMIT = 10.0
SECRET = 7.0


def never_negative(values):
    """Nothing below zero."""
    return bool(np.all(values >= 0))


@check(points=3)
@for_all(x=reals("N D"))
def relu_agrees_with_the_reference(student, reference, x):
    """relu(x) is max(x, 0)."""
    assert_close(student.relu(x), reference.relu(x), rtol=SECRET)


@check(points=1, after=relu_agrees_with_the_reference, public=True)
@for_all(x=reals("N D", within=LIMIT))
def relu_is_never_negative(student, x):
    """relu(x) is at least 0."""
    require(never_negative(student.relu(x)), "an entry is negative")


@check(points=2)
@for_all(x=reals("N D"), dout=reals("N D"))
def relu_backward_agrees_with_the_reference(student, reference, x, dout):
    """relu_backward(dout, x) is dout where x > 0."""
    assert_close(student.relu_backward(dout, x), reference.relu_backward(dout, x))


@check(points=1, public=True)
@for_all(x=reals("N D"), dout=reals("N D"))
def relu_backward_keeps_the_shape(student, x, dout):
    """relu_backward(dout, x) has the shape of x."""
    assert_shape(student.relu_backward(dout, x), x.shape)
'''


@dataclass(frozen=True)
class TinyTopic:
    """What a release needs to know of a topic, and nothing else."""

    folder: Path
    name: str = "rectifiers"
    assignment_text: str = ASSIGNMENT
    solution_source: str = SOLUTION
    checks_source: str = CHECKS
    points_by_exercise: dict[str, int] = field(
        default_factory=lambda: {"relu": 4, "relu_backward": 3}
    )
    public_check_names: tuple[str, ...] = (
        "relu_is_never_negative",
        "relu_backward_keeps_the_shape",
    )
    hidden_check_names: tuple[str, ...] = (
        "relu_agrees_with_the_reference",
        "relu_backward_agrees_with_the_reference",
    )

    @property
    def solution(self) -> Solution:
        """The solution taken apart."""
        return split_solution(self.solution_source, where=self.folder / "solution.py")


@pytest.fixture
def tiny_topic() -> Callable[..., TinyTopic]:
    """Make the tiny topic, with some of its attributes replaced."""
    return lambda **changes: replace(TinyTopic(Path("reference/rectifiers")), **changes)
