"""What is given is ours: deleted, retyped or overwritten, it costs a right answer nothing."""

import pytest
from nbformat import writes
from nbformat.v4 import new_code_cell, new_notebook

from autograder.authoring.topic import load_topic
from autograder.grading.grade import grade_file, prepare
from autograder.receipts import Outcome
from autograder.sandbox.inside.given import Given, given_names

SOLUTION = '''\
"""Stages of a pipeline."""

import math

import numpy as np

HALF = 0.5


class Stage:
    """What every stage can do."""

    def run(self, x):
        raise NotImplementedError


class Twice(Stage):
    """A whole stage."""

    def run(self, x):
        return 2 * x


def step(stage, x):
    """What a stage makes of x, less half."""
    return stage.run(x) - HALF


class Root(Stage):
    """The square root of |x|."""

    def run(self, x):
        """(N,) -> (N,)"""
        ### BEGIN SOLUTION
        return np.sqrt(np.abs(x))
        ### END SOLUTION


class Chain(Stage):
    """Stages one after the other."""

    def __init__(self, stages):
        ### BEGIN SOLUTION
        self.stages = stages
        ### END SOLUTION

    def run(self, x):
        """(N,) -> (N,)"""
        ### BEGIN SOLUTION
        for stage in self.stages:
            x = stage.run(x)
        return x
        ### END SOLUTION


def area(r):
    """The area of a circle.  number -> number"""
    ### BEGIN SOLUTION
    return math.pi * r * r
    ### END SOLUTION
'''
CHECKS = '''\
import numpy as np

from autograder.checks import assert_close, check, for_all, normals, numbers


@check(points=2, examples=3)
@for_all(x=normals("N"))
def Root_is_taken_a_step_further(student, reference, x):
    """step of Root is the root of |x|, less half."""
    assert_close(student.step(student.Root(), x), np.sqrt(np.abs(x)) - 0.5)


@check(points=2, public=True, examples=3)
@for_all(x=normals("N"))
def Chain_doubles_twice(student, x):
    """Twice after Twice is four times x."""
    stages = [student.Twice(), student.Twice()]
    assert_close(student.Chain(stages).run(x), 4 * x)


@check(points=1, examples=3)
@for_all(r=numbers(0, 9))
def area_agrees_with_the_reference(student, reference, r):
    """area(r) is that of a circle."""
    assert_close(student.area(r), reference.area(r))
'''
ASSIGNMENT = "\n\n".join(f'```python exercise="{n}"\n```' for n in ("Root", "Chain", "area"))
ROOT = "class Root(Stage):\n    def run(self, x):\n        return np.sqrt(np.abs(x))\n"
CHAIN = """\
class Chain(Stage):
    def __init__(self, stages):
        self.stages = stages

    def run(self, x):
        for stage in self.stages:
            assert isinstance(stage, Stage)
            x = stage.run(x)
        return x
"""
AREA = "def area(r):\n    return math.pi * r * r\n"
ANSWERS = (ROOT, CHAIN, AREA)


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory, write_topic):
    """The topic with given classes, functions, constants and imports."""
    folder = tmp_path_factory.mktemp("reference") / "pipeline"
    texts = {"solution": SOLUTION, "checks": CHECKS, "mistakes": "", "assignment": ASSIGNMENT}
    return prepare(load_topic(write_topic(folder, **texts)), "a secret")


@pytest.fixture
def graded(grade, pipeline):
    """Grade a notebook of these cells: its receipt."""

    def run(*cells):
        notebook = new_notebook(cells=[new_code_cell(cell) for cell in cells])
        return grade(writes(notebook).encode(), topic=pipeline)[0]

    return run


@pytest.fixture
def given(pipeline):
    """The given code, as a cell."""
    return f"# Given: run this cell first.\n{pipeline.given}\n"


DAMAGE = {
    "whole": lambda given: (given, *ANSWERS),
    "deleted": lambda given: ANSWERS,
    "overwritten": lambda given: ("# my notes", *ANSWERS),
    "last": lambda given: (*ANSWERS, given),
    "twice": lambda given: (given, *ANSWERS, given),
    "merged with the answers": lambda given: ("\n".join((given, *ANSWERS)),),
    "merged with a comment": lambda given: (f"# Stage, step\n{given}", *ANSWERS),
    "with a syntax error below": lambda given: (f"{given}\n\ndef area(r:\n    return", *ANSWERS),
    "retyped in other lines": lambda given: (given.replace("\n\n\n", "\n# mine\n"), *ANSWERS),
    "in two cells": lambda given: (*given.split("\n\n\n", 2), *ANSWERS),
    "in a magic's cell": lambda given: (f"%%time\n{given}", *ANSWERS),
    "np is a number": lambda given: (given, "np = 3", *ANSWERS),
    "np is a number at the end": lambda given: (given, *ANSWERS, "np = 3\nmath = None"),
    "np is a number before answers": lambda given: (
        given,
        "np = 3",
        *ANSWERS,
        "class Root(Stage):\n    def run(self, x, of=np.abs):\n        return np.sqrt(of(x))",
    ),
    "HALF is another number": lambda given: (given, "HALF = 7", *ANSWERS),
    "step raises": lambda given: (given, "def step(stage, x):\n    raise KeyError", *ANSWERS),
    "step raises, below": lambda given: (given, *ANSWERS, "def step(x):\n    raise ValueError"),
    "step is deleted": lambda given: (given, *ANSWERS, "del step, Twice"),
    "Stage has lost its method": lambda given: (given, "class Stage:\n    pass", *ANSWERS),
    "Twice is wrong": lambda given: (
        given, "class Twice(Stage):\n    def run(self, x):\n        return x", *ANSWERS,
    ),
    "everything is None": lambda given: (
        given, *ANSWERS, "Stage = Twice = step = np = math = HALF = None",
    ),
    "a cell ends the process": lambda given: (given, "import os; os._exit(1)", *ANSWERS),
    "the given cell raises at its end": lambda given: (f"{given}\nexit = 1 / 0", *ANSWERS),
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGE)
def test_right_answers_earn_everything_whatever_became_of_the_given_cell(graded, given, damage):
    """Given code is ours to supply."""
    receipt = graded(*DAMAGE[damage](given))

    assert {} == {r.name: r.message for r in receipt.checks if not r.earned}


def test_a_script_without_the_given_code_earns_everything(tmp_path, zygote, limits, pipeline):
    """A hand-in in Python's own format is no worse."""
    path = tmp_path / "pipeline.py"
    path.write_text("\n\n\n".join(ANSWERS))
    receipt, _ = grade_file(path, pipeline, zygote, limits, student="ann")

    assert receipt.points == receipt.earned


@pytest.mark.parametrize(
    ("damage", "remark"),
    [
        ("whole", None),
        ("twice", None),
        ("last", None),
        ("merged with the answers", None),
        ("retyped in other lines", None),
        ("in two cells", None),
        ("deleted", "Your cells do not define `math`, `np`, `HALF`, `Stage`, `Twice` and `step`"),
        ("step is deleted", "Your cells do not define `Twice` and `step`, which are given"),
        ("step raises", "You changed `step`, which is given: the checks use what was given"),
        ("np is a number at the end", "You changed `math` and `np`, which are given: we graded"),
    ],
)  # fmt: skip
def test_the_receipt_says_what_was_done_about_it(graded, given, damage, remark):
    """A sentence where the given code was lacking or changed; none where it was not."""
    remarks = graded(*DAMAGE[damage](given)).remarks
    if remark is None:
        assert () == remarks
    else:
        assert 1 == len(remarks)
        assert remark in remarks[0]


def test_what_a_student_added_to_a_given_class_serves_the_students_own_code(graded, given):
    """More methods are no mistake: whoever uses them keeps them."""
    more = (
        "class Stage:\n    def run(self, x):\n        raise NotImplementedError\n"
        "    def __call__(self, x):\n        return self.run(x)\n"
        "    def halves(self):\n        return HALF"
    )
    chain = CHAIN.replace("assert isinstance(stage, Stage)", "assert Chain([]).halves() == 0.5")
    receipt = graded(given, more, ROOT, chain, AREA)

    assert receipt.points == receipt.earned
    assert "your own code what you made of it" in receipt.remarks[0]


def test_a_changed_given_function_makes_no_wrong_answer_right(graded, given):
    """Checks use the given step, not the one that does the student's work."""
    step = "def step(stage, x):\n    return np.sqrt(np.abs(x)) - 0.5"
    wrong = "class Root(Stage):\n    def run(self, x):\n        return x"
    receipt = graded(given, step, wrong, CHAIN, AREA)

    outcomes = {r.name: r.outcome for r in receipt.checks}
    assert Outcome.FAILED is outcomes["Root_is_taken_a_step_further"]


def test_a_notebook_that_only_has_the_given_code_earns_nothing(graded):
    """Nothing of an answer comes with it."""
    assert 0 == graded("1 + 1").earned


def test_a_process_that_lies_about_the_given_code_gains_nothing(graded, given):
    """Its words are taken for names of ours, or for nothing."""
    lie = (
        "import sys\nchild = [o for o in __import__('gc').get_objects() "
        "if type(o).__name__ == 'Child'][0]\n"
        "child._answerer.operations['settle'] = lambda _: {}\n"
    )
    for told in ("{}", "[['rm -rf'], ['x' * 999]]", "1/0", "[[[]], [None]]"):
        receipt = graded(given, lie.replace("{}", told), *ANSWERS)
        assert receipt.points == receipt.earned
        assert () == receipt.remarks


def test_the_given_code_is_not_run_where_the_notebook_begins_with_it():
    """The usual notebook pays for nothing."""
    source = "RUNS.append(1)\nRUN = 1"
    names = {"RUNS": []}
    given = Given(source, given_names(source), names)
    cell = given.before(f"# first\n{source}\n")
    exec(cell, names)  # our own text
    given.after()

    assert ([], []) == given.settle()
    assert [1] == names["RUNS"]
