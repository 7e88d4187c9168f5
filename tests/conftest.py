"""A tiny course on disk: one topic of four exercises, small enough to read whole."""

from __future__ import annotations

import os
import resource
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import nbformat
import pytest
from hypothesis import settings

from autograder.authoring.topic import load_topic
from autograder.gradebook import clock
from autograder.gradebook.secret import begin_secret
from autograder.grading.grade import prepare

REFERENCE = Path(__file__).parents[1] / "reference"

# The courses of the tests are over, whenever the tests are run.
clock.now = lambda: datetime(2028, 1, 1, tzinfo=UTC)

# A law holds or does not, however busy the machine is.
settings.register_profile("without a clock", deadline=None)
settings.load_profile("without a clock")


@pytest.fixture(autouse=True)
def bounds():
    """A test that lowers a limit of its own process makes the programs of later tests fail."""
    kinds = ("AS", "CPU", "FSIZE", "NOFILE")

    def limits():
        return {kind: resource.getrlimit(getattr(resource, f"RLIMIT_{kind}")) for kind in kinds}

    before = limits()
    yield
    assert before == limits()


COURSE = """\
from autograder.gradebook import Assignment, Component, Course, Limits

homework = Component("HW", assignments=[Assignment("vectors", due="2027-02-12 23:59")])
COURSE = Course(
    title="A tiny course",
    grade=1.0 * homework,
    now="2028-01-01 00:00",
    limits=Limits(cpu_seconds=0.5, cell_cpu_seconds=1, total_cpu_seconds=20, memory_mb=512),
)
"""

MARKER = "only the reference knows this line"

SOLUTION = f'''\
"""Four small things about arrays."""

import numpy as np


def double(x):
    """Twice x.  (N, D) -> (N, D)"""
    ### BEGIN SOLUTION
    secret = "{MARKER}"
    return x + x if secret else x
    ### END SOLUTION


def center(x):
    """x without the mean of each column.  (N, D) -> (N, D)"""
    ### BEGIN SOLUTION
    return x - x.mean(axis=0)
    ### END SOLUTION


def norm(x):
    """The length of x.  (N,) -> number"""
    ### BEGIN SOLUTION
    return float(np.sqrt((x * x).sum()))
    ### END SOLUTION


def split(x):
    """What of x is above zero, and what is below.  (N,) -> (N,), (N,)"""
    ### BEGIN SOLUTION
    return np.maximum(x, 0), np.minimum(x, 0)
    ### END SOLUTION
'''

CHECKS = '''\
"""What the four must do."""

import numpy as np

from autograder.checks import assert_close, assert_unchanged, check, for_all, reals


@check(points=2)
@for_all(x=reals("N D"))
def double_agrees_with_the_reference(student, reference, x):
    """double(x) is twice x."""
    assert_close(student.double(x), reference.double(x))


@check(points=1, after=double_agrees_with_the_reference, public=True)
@for_all(x=reals("N D"))
def double_leaves_x_alone(student, x):
    """double(x) leaves x as it was."""
    assert_unchanged(student.double, x)


@check(points=2)
@for_all(x=reals("N>=2 D"))
def center_agrees_with_the_reference(student, reference, x):
    """center(x) is x without the mean of each column."""
    assert_close(student.center(x), reference.center(x))


@check(points=1, after=center_agrees_with_the_reference, public=True)
@for_all(x=reals("N>=2 D"))
def center_leaves_means_of_zero(student, x):
    """Every column of center(x) has the mean 0."""
    assert_close(student.center(x).mean(axis=0), np.zeros(x.shape[1]), atol=1e-9)


@check(points=2)
@for_all(x=reals("N"))
def norm_agrees_with_the_reference(student, reference, x):
    """norm(x) is the length of x."""
    assert_close(student.norm(x), reference.norm(x))


@check(points=1, after=norm_agrees_with_the_reference)
@for_all(x=reals("N"))
def norm_is_even(student, x):
    """norm(-x) is norm(x)."""
    assert_close(student.norm(-x), student.norm(x))


@check(points=2)
@for_all(x=reals("N"))
def split_agrees_with_the_reference(student, reference, x):
    """split(x) is (x above zero, x below zero)."""
    above, below = student.split(x)
    wanted = reference.split(x)
    assert_close(above, wanted[0], what="above")
    assert_close(below, wanted[1], what="below")


@check(points=1, after=split_agrees_with_the_reference)
@for_all(x=reals("N"))
def split_of_a_part_is_that_part(student, x):
    """Splitting what is above zero again changes nothing."""
    above, _ = student.split(x)
    assert_close(student.split(above)[0], above)
'''

MISTAKES = '''\
"""What students get wrong."""

import numpy as np

from autograder.checks import mistake

from .checks import center_agrees_with_the_reference


@mistake(of="center", caught_by=center_agrees_with_the_reference)
def over_the_wrong_axis(x):
    """The mean of each row."""
    return x - x.mean(axis=1, keepdims=True)
'''

ASSIGNMENT = """\
# Vectors

```python exercise="double"
```

```python exercise="center"
```

```python exercise="norm"
```

```python exercise="split"
```
"""

RIGHT = {
    "double": "def double(x):\n    return 2 * x",
    "center": "def center(x):\n    return x - np.mean(x, axis=0)",
    "norm": "def norm(x):\n    return float(np.linalg.norm(x))",
    "split": "def split(x):\n    return np.where(x > 0, x, 0), np.where(x < 0, x, 0)",
}


def _write_topic(folder: Path, **texts: str) -> Path:
    files = {
        "solution": SOLUTION,
        "checks": CHECKS,
        "mistakes": MISTAKES,
        "assignment": ASSIGNMENT,
        **texts,
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        suffix = "md" if name == "assignment" else "py"
        (folder / f"{name}.{suffix}").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def examples_of_the_course(tmp_path_factory):
    """A folder that keeps the drawn examples of the course's topics for all tests of a run."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    (shared / "examples").mkdir(exist_ok=True)
    return shared / "examples"


@pytest.fixture(scope="session")
def prepared_topic(examples_of_the_course):
    """A topic of the course with its examples drawn."""

    @cache
    def make(name):
        topic = load_topic(REFERENCE / name)
        return prepare(topic, "a secret of the tests", cache=examples_of_the_course)

    return make


@pytest.fixture(scope="session")
def write_topic():
    """Write the tiny topic into a folder, with some of its files replaced: the folder."""
    return _write_topic


@pytest.fixture(scope="session")
def write_course():
    """Write the tiny course into a folder: the folder."""

    def write(root: Path, config: str = COURSE) -> Path:
        _write_topic(root / "reference" / "vectors")
        begin_secret(root)
        (root / "course_config.py").write_text(config, encoding="utf-8")
        return root

    return write


@pytest.fixture(scope="session")
def marker():
    """A line that stands in the reference and nowhere else."""
    return MARKER


@pytest.fixture(scope="session")
def notebook():
    """A notebook as bytes: right answers, some replaced (None: left out), then more cells."""

    def make(*more: str, **answers: str | None) -> bytes:
        cells = ["import numpy as np", *({**RIGHT, **answers}.values()), *more]
        # Fixed ids: a file's hash decides which examples are its own.
        written = [
            nbformat.v4.new_code_cell(cell, id=f"cell-{number}")
            for number, cell in enumerate(cells)
            if cell is not None
        ]
        return nbformat.writes(nbformat.v4.new_notebook(cells=written)).encode()

    return make


@pytest.fixture(scope="session")
def right():
    """A right answer to each exercise."""
    return dict(RIGHT)


@pytest.fixture(scope="session")
def topic_texts():
    """The texts of the tiny topic: solution, checks, mistakes, assignment."""
    return {
        "solution": SOLUTION,
        "checks": CHECKS,
        "mistakes": MISTAKES,
        "assignment": ASSIGNMENT,
    }
