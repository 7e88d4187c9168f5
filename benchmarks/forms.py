"""The assignment as our topic, as an nbgrader notebook, and as otter's tests."""

from __future__ import annotations

from pathlib import Path
from textwrap import indent

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from benchmarks.assignment import ANSWERS, GIVEN, LAWS, NAME, Law, spoken

COURSE = f"""\
from autograder.gradebook import Assignment, Component, Course

homework = Component("HW", assignments=[Assignment("{NAME}")])
COURSE = Course(title="Benchmark", grade=1.0 * homework)
"""
NBGRADER = """\
c = get_config()
c.CourseDirectory.course_id = "benchmark"
c.Application.log_level = "ERROR"
"""
CHECKS = '''\
"""The laws of the benchmark."""

import numpy as np

from autograder.checks import assert_close, check, for_all, reals


def close(got, want, tolerance):
    assert_close(got, want, rtol=tolerance, atol=tolerance)
'''
HELPERS = """\
from types import SimpleNamespace

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

_right = {{}}
exec({solution!r}, _right)
right = SimpleNamespace(**_right)
shapes = array_shapes(min_dims=2, max_dims=2, max_side=5)
tables = arrays(np.float64, shapes, elements=st.floats(-10, 10))
settings.register_profile("course", max_examples=50, deadline=None, database=None)
settings.load_profile("course")


def close(got, want, tolerance):
    assert np.shape(got) == np.shape(want), f"shape {{np.shape(got)}}"
    np.testing.assert_allclose(got, want, rtol=tolerance, atol=tolerance)
"""


def write_topic(root: Path) -> Path:
    """Our topic, and the course around it; the topic's folder."""
    folder = root / "reference" / NAME
    folder.mkdir(parents=True)
    (root / "course_config.py").write_text(COURSE)
    (folder / "mistakes.py").write_text('"""None: this topic measures time."""\n')
    fences = "\n".join(f'```python exercise="{name}"\n```\n' for name in ANSWERS)
    (folder / "assignment.md").write_text(f"# Nets\n\n{fences}")
    solution = ['"""Nets."""', GIVEN, *map(_with_markers, ANSWERS.values())]
    (folder / "solution.py").write_text("\n\n\n".join(solution) + "\n")
    (folder / "checks.py").write_text("\n\n".join([CHECKS, *map(_check, LAWS)]))
    return folder


def _with_markers(answer: str) -> str:
    head, doc, *body = answer.split("\n")
    return "\n".join([head, doc, "    ### BEGIN SOLUTION", *body, "    ### END SOLUTION"])


def _check(law: Law) -> str:
    body = spoken(law.body, student="student.", right="reference.")
    drawn = '@for_all(x=reals("N D", within=10))\n' if law.drawn else ""
    head = f"@check(points=1{', examples=50' if law.drawn else ''})\n{drawn}"
    arguments = "student, reference, x" if law.drawn else "student, reference"
    return (
        f'{head}def {law.name}({arguments}):\n    """{law.sentence}"""\n{indent(body, "    ")}\n'
    )


def _test(law: Law) -> str:
    """A law as a function without arguments that raises where it does not hold."""
    body = indent(spoken(law.body, student="", right="right."), "    ")
    drawn = "@given(x=tables)\n" if law.drawn else ""
    return f"{drawn}def {law.name}({'x' if law.drawn else ''}):\n{body}"


def _helpers() -> str:
    return HELPERS.format(solution="\n\n".join([GIVEN, *ANSWERS.values()]))


def write_nbgrader_course(root: Path) -> None:
    """`nbgrader_config.py` and the source notebook, for `generate_assignment`."""
    folder = root / "source" / NAME
    folder.mkdir(parents=True)
    (root / "nbgrader_config.py").write_text(NBGRADER)
    cells = [
        new_markdown_cell("# Nets", metadata=_metadata("title", locked=True)),
        new_code_cell(GIVEN, metadata=_metadata("given", locked=True)),
        new_code_cell(_hidden(_helpers()), metadata=_graded("helpers", 0)),
    ]
    for name, answer in ANSWERS.items():
        source = _with_markers(answer)
        cells.append(new_code_cell(source, metadata=_metadata(name, solution=True)))
        for law in LAWS:
            if law.exercise == name:
                code = _hidden(f"{_test(law)}\n\n\n{law.name}()")
                cells.append(new_code_cell(code, metadata=_graded(law.name, 1)))
    nbformat.write(_notebook(cells), folder / f"{NAME}.ipynb")


def write_otter_tests(folder: Path) -> None:
    """One test file a law, in the format of OK, for `otter generate`."""
    folder.mkdir(parents=True)
    helpers = folder.parent / "helpers.py"  # each test starts from the student's names alone
    helpers.write_text(f"{GIVEN}\n{_helpers()}")
    for number, law in enumerate(LAWS):
        parts = ("from helpers import *", _test(law), f"{law.name}()")
        lines = (line for part in parts for line in _doctest(part))
        cases = [{"code": "\n".join(lines), "hidden": False, "locked": False}]
        test = {"name": law.name, "points": 1, "suites": [{"cases": cases, "type": "doctest"}]}
        (folder / f"{number:02}_{law.name}.py").write_text(
            f"OK_FORMAT = True\n\ntest = {test!r}\n"
        )


def _doctest(source: str) -> list[str]:
    """Source as lines of a doctest: the first line of a statement, and those that continue it."""
    import ast

    lines = source.split("\n")
    shown = []
    for node in ast.parse(source).body:
        first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))])
        shown.append(f">>> {lines[first - 1]}")
        shown += [f"... {line}" for line in lines[first : node.end_lineno]]
    return shown


def plain_notebook(sources: dict[str, str]) -> nbformat.NotebookNode:
    """What a student of otter hands in: the imports, and a cell for each answer."""
    return _notebook([new_code_cell(source) for source in (GIVEN, *sources.values())])


def _notebook(cells: list[nbformat.NotebookNode]) -> nbformat.NotebookNode:
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel})


def _hidden(source: str) -> str:
    return f"### BEGIN HIDDEN TESTS\n{source}\n### END HIDDEN TESTS"


def _graded(grade_id: str, points: int) -> dict[str, object]:
    metadata = _metadata(grade_id, locked=True)
    metadata["nbgrader"].update(grade=True, points=points)
    return metadata


def _metadata(
    grade_id: str, *, solution: bool = False, locked: bool = False
) -> dict[str, dict[str, object]]:
    flags = {"grade": False, "solution": solution, "locked": locked, "task": False}
    return {"nbgrader": {"schema_version": 3, "grade_id": grade_id, **flags}}
