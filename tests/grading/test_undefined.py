"""Why a name is missing is told: what became of the cell that should define it."""

from textwrap import indent

import pytest

from autograder.grading.undefined import RunCell, explained
from autograder.receipts import Outcome
from autograder.sandbox import NotDefined

NORM = "def norm(x):\n    return float(np.sqrt((x * x).sum()))\n"


@pytest.fixture
def told(grade, notebook, right):
    """Message and hint of the first check of norm, where these cells stand in for its answer."""

    def run(*cells, **answers):
        receipt, _ = grade(notebook(*cells, **{**right, "norm": None, **answers}))
        return next(
            (c.message, c.hint)
            for c in receipt.checks
            if c.exercise == "norm" and c.outcome is Outcome.FAILED
        )

    return run


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        (NORM.replace("):", ")"), "raised SyntaxError: expected ':' in line 1"),
        (f"```python\n{NORM}```", "raised SyntaxError: invalid syntax in line 1"),
        (
            NORM.replace("return ", "return\u00a0"),
            "raised SyntaxError: invalid non-printable character",
        ),
        (NORM.replace("    return", "return"), "raised IndentationError: expected an indented"),
        (f"import no_such_package\n{NORM}", "raised ModuleNotFoundError: No module named"),
        (f"from helper import length\n{NORM}", "raised ModuleNotFoundError: No module named"),
        (f"1 / 0\n{NORM}", "raised ZeroDivisionError: division by zero"),
        (f"@cached\n{NORM}", "raised NameError: name 'cached' is not defined"),
        (f"%%timeit\n{NORM}", "begins with %%timeit"),
        (f"%%script bash\n{NORM}", "begins with %%script"),
        (f"def outer():\n{indent(NORM, '    ')}", "defines it inside something else"),
        (f"if False:\n{indent(NORM, '    ')}", "defines it inside something else"),
    ],
)
def test_the_reason_is_what_the_cell_came_to(told, cell, why):
    """With the number of the cell, so that a student finds it."""
    message, hint = told(cell)

    assert message.startswith("norm is not defined in your notebook, because code cell ")
    assert why in message
    assert hint


def test_a_missing_package_is_told_with_the_packages_that_are_there(told):
    """A student cannot see what the grader has."""
    _, hint = told(f"import no_such_package\n{NORM}")
    assert "count on no package but numpy and matplotlib" in hint


def test_a_name_that_is_used_again_is_told_with_the_cell(told):
    """The definition was right, and a later cell took its name."""
    message, hint = told("norm = 3.0", norm=NORM)

    assert "norm is a value of type float in your notebook, but should be a function" == message
    assert hint.startswith("code cell ")
    assert hint.endswith("gives the name to something else: rename that")


def test_a_helper_that_is_missing_has_its_reason_too(told):
    """The function is there; what it calls is not."""
    broken = "def length(x)\n    return 1"
    message, hint = told(broken, norm="def norm(x):\n    return length(x)")

    assert "norm raised NameError: name 'length' is not defined" in message
    assert hint.startswith("length is not defined, because code cell ")
    assert "raised SyntaxError" in hint


def test_a_name_that_no_cell_defines_is_only_missing(told):
    """There is no reason to tell; a name like it may be."""
    assert ("norm is not defined in your notebook", "define norm") == told()
    _, hint = told(NORM.replace("norm", "norms"))
    assert "did you mean to call it norm, not norms?" == hint


@pytest.mark.parametrize("call", ["input()", "breakpoint()"])
def test_waiting_for_somebody_to_type_is_no_stub(told, call):
    """The exercise is written; it cannot be answered here."""
    message, hint = told(norm=f"def norm(x):\n    {call}\n    return 0.0")

    assert "still a stub" not in hint
    assert "nobody types while a notebook is graded" in hint, message


def test_a_long_text_of_an_exception_is_cut_before_it_is_read():
    """Else white space without end, which a student may raise, would keep the grader busy."""
    raised = {"output_type": "error", "ename": "ValueError", "evalue": " " * 2_000_000}
    cell = RunCell(3, NORM, [raised])
    told = explained(NotDefined("norm", ""), [cell])

    assert "because code cell 3, which defines it, raised ValueError" in told.message
    assert len(told.message) < 400
