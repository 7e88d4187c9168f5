"""Every limit stands in docs/limits.md, with its default and what a student reads."""

import re
from dataclasses import fields, replace
from pathlib import Path

import pytest

from autograder.gradebook import Limits as OnTheCoursePage
from autograder.grading.grade import grade_file
from autograder.limits import Limits
from autograder.sandbox import Zygote

ROWS = re.findall(
    r"^\| `(\w+)` \| (\S+) \| [^|]+ \| [^|]+ \| ([^|]+) \|$",
    (Path(__file__).parents[2] / "docs" / "limits.md").read_text(encoding="utf-8"),
    re.MULTILINE,
)
READS = {name: words for name, _, words in ROWS}
SMALL = Limits(
    cpu_seconds=0.4,
    exercise_cpu_seconds=5,
    cell_cpu_seconds=1,
    idle_seconds=0.4,
    exercise_idle_seconds=2,
    memory_mb=512,
    callbacks=50,
)
CHECKS = """\
import numpy as np

from autograder.checks import Failure, callback, check, for_all, reals


@check(points=1, examples=3)
@for_all(x=reals("N"))
def double_is_there(student, x):
    \"\"\"double(x) is there.\"\"\"
    student.double(x)


@check(points=1, examples=3)
@for_all(x=reals("N"))
def double_is_still_there(student, x):
    \"\"\"double(x) is still there.\"\"\"
    student.double(x)


@check(points=1, examples=3)
@for_all(x=reals("N"))
def double_is_there_at_last(student, x):
    \"\"\"double(x) is there at last.\"\"\"
    student.double(x)


@check(points=1, examples=3)
@for_all(x=reals("N"))
def center_is_there(student, x):
    \"\"\"center(x) is there.\"\"\"
    student.center(x)


@check(points=1)
def norm_takes_a_function(student):
    \"\"\"norm(f) calls f.\"\"\"
    try:
        student.norm(callback(lambda x: x, like=1.0))
    except Failure:  # the reference does not
        pass


@check(points=1, examples=3)
@for_all(x=reals("N"))
def split_is_there(student, x):
    \"\"\"split(x) is there.\"\"\"
    student.split(x)
"""
SLOW = """\
import time
def double(x):
    end = time.process_time() + 0.15
    while time.process_time() < end: pass
    return x"""
SLEEPY = "import time\ndef double(x):\n    time.sleep({})\n    return x"
SPINNING = "while True: pass"
HITS = {
    "cpu_seconds": ({}, [], {"double": "def double(x):\n    while True: pass"}),
    "exercise_cpu_seconds": ({"exercise_cpu_seconds": 0.4}, [], {"double": SLOW}),
    "cell_cpu_seconds": ({}, [SPINNING], {}),
    "cells_cpu_seconds": ({"cells_cpu_seconds": 1}, [SPINNING] * 2, {}),
    "total_cpu_seconds": ({"total_cpu_seconds": 0.4}, [], {"double": SLOW}),
    "idle_seconds": ({}, [], {"double": SLEEPY.format(9)}),
    "exercise_idle_seconds": ({}, [], {"double": SLEEPY.format(0.3)}),
    "cells_idle_seconds": ({"cells_idle_seconds": 0.5}, ["import time; time.sleep(0.7)"] * 3, {}),
    "total_idle_seconds": ({"total_idle_seconds": 0.5}, [], {"double": SLEEPY.format(0.3)}),
    "wall_factor": ({"wall_factor": 0.7, "wall_extra_seconds": 0.01}, [], {}),
    "wall_extra_seconds": ({"wall_factor": 0.01, "wall_extra_seconds": 0.3}, [], {}),
    "ends": ({"ends": 2}, [], {"double": "def double(x):\n    import os; os._exit(1)"}),
    "cells_ends": ({"cells_ends": 1}, ["import os; os._exit(1)"] * 2, {}),
    "callbacks": ({}, [], {"norm": "def norm(f):\n    while True: f(1.0)"}),
    "memory_mb": ({}, [], {"double": "def double(x):\n    return np.ones(2**30)"}),
    "output_kb": ({}, ["print('x' * 10**5)"], {}),
    "outputs_mb": (
        {},
        ["from IPython.display import Image\nImage(b'\\x89PNG\\r\\n\\x1a\\n' + bytes(4 << 20))"],
        {},
    ),
    "cells": ({"cells": 3}, [], {}),
    "file_mb": ({"file_mb": 1}, [f"# {'x' * 2**20}"], {}),
    "script_mb": ({"script_mb": 1}, [f"# {'x' * 2**20}"], {}),
}
HITS["wall_factor"][2]["double"] = HITS["wall_extra_seconds"][2]["double"] = SLEEPY.format(9)
HITS["exercise_idle_seconds"][0]["exercise_idle_seconds"] = 0.5


def pattern(words):
    """What a student reads, with any function and any numbers."""
    words = re.sub(r"\d+(?:\\\.\d+)?", r"[\\d.]+", re.escape(words))
    return re.compile(re.sub(r"\bf\b", r"\\w+", words))


def test_the_course_page_and_the_grader_have_the_same_limits():
    """There is one class of that name."""
    assert OnTheCoursePage is Limits


def test_the_page_lists_every_limit_with_its_default():
    """Name by name, in the same order; a number stands as one types it."""
    known = {
        one.name: "none" if one.default is None else f"{one.default:g}" for one in fields(Limits)
    }

    assert known == {name: default for name, default, _ in ROWS}
    assert HITS.keys() == known.keys()


@pytest.mark.parametrize("name", HITS)
def test_a_limit_that_is_hit_is_told_in_the_words_of_the_page(
    tmp_path, notebook, prepare_topic, name
):
    """A tiny notebook hits it, and its student reads what the table says."""
    settings, cells, answers = HITS[name]
    limits, topic = replace(SMALL, **settings), prepare_topic(CHECKS)
    path = tmp_path / ("a.py" if name == "script_mb" else "a.ipynb")
    path.write_bytes(cells[0].encode() if name == "script_mb" else notebook(*cells, **answers))
    with Zygote(limits=limits) as zygote:
        receipt, executed = grade_file(path, topic, zygote, limits, student="ann")
    shown = [cell.get("outputs", []) for cell in executed.cells] if executed else []
    read = [check.message for check in receipt.checks] + [*receipt.remarks]

    told = "\n".join([*read, str(shown)])
    assert pattern(READS[name]).search(told), told
