"""A known mistake is told its own sentence; what is built on it is not told another one's."""

import pytest

from autograder.authoring.topic import load_topic
from autograder.grading.cause import Causes
from autograder.grading.grade import prepare
from autograder.grading.pool import Confinement
from autograder.layout import Layout
from autograder.limits import Limits
from autograder.verification.verify import verify

pytestmark = pytest.mark.slow

SOLUTION = '''\
"""center is built on double."""

import numpy as np


def double(x):
    """Twice x.  (N, D) -> (N, D)"""
    ### BEGIN SOLUTION
    return x + x
    ### END SOLUTION


def center(x):
    """Twice x without the mean of each column.  (N, D) -> (N, D)"""
    ### BEGIN SOLUTION
    return double(x - x.mean(axis=0))
    ### END SOLUTION
'''
ASSIGNMENT = """\
# Two things

Twice an array.

```python exercise="double"
```

Twice its distance from the mean.

```python exercise="center"
```
"""
CHECKS = '''\
"""What they must do."""

from autograder.checks import assert_close, check, for_all, reals


@check(points=2)
@for_all(x=reals("N D"))
def double_is_twice_x(student, x):
    """double(x) is 2 x."""
    assert_close(student.double(x), 2 * x)


@check(points=2)
@for_all(x=reals("N>=2 D"))
def center_agrees_with_the_reference(student, reference, x):
    """center(x) is 2 x without the mean of each column."""
    assert_close(student.center(x), reference.center(x))
'''
MISTAKES = '''\
"""Wrong answers."""

from autograder.checks import mistake

from .checks import center_agrees_with_the_reference, double_is_twice_x


@mistake(of="double", caught_by=double_is_twice_x)
def once(x):
    """You return x itself, once."""
    return x.copy()


@mistake(of="center", caught_by=center_agrees_with_the_reference)
def not_doubled(x):
    """You take the mean away, but do not double what is left."""
    return x - x.mean(axis=0)
'''


@pytest.fixture
def report(tmp_path, write_topic):
    """What verifying the topic finds."""

    def run():
        texts = {"solution": SOLUTION, "assignment": ASSIGNMENT, "mistakes": MISTAKES}
        root = tmp_path / "course"
        topic = load_topic(write_topic(root / "reference" / "pair", checks=CHECKS, **texts))
        confinement = Confinement(Limits(), root)
        (found,) = verify(Layout(root), {"pair": prepare(topic, "a secret")}, confinement)
        return found

    return run


def test_each_mistake_is_told_its_own_sentence(report):
    """Though a wrong double makes center answer as a mistake of its own does."""
    found = report()

    assert (2, 2) == (found.mistakes, found.spoken)
    assert [] == [line for line in found.broken if line.startswith("law 8")]


def test_another_ones_sentence_breaks_the_law(report, monkeypatch):
    """So it would be if center were not known to be built on double."""
    monkeypatch.setattr(Causes, "_wrong_below", lambda *_: set())

    assert ["law 8: once is told: You take the mean away, but do not double what is left."] == [
        line for line in report().broken if line.startswith("law 8")
    ]
