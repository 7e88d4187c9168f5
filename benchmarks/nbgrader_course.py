"""An nbgrader course that asks what our `activations` asks, with nbgrader's own kind of tests.

One solution cell per exercise and one autograder-test cell per check of ours, worth the same
points.  The first cell of an exercise is a Hypothesis property against the right answer; the
others are plain asserts on as many seeded arrays as our check has examples.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator
from itertools import cycle
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.authoring.topic import Topic
from autograder.checks import Check

CONFIG = """\
c = get_config()
c.CourseDirectory.course_id = "benchmark"
c.Application.log_level = "ERROR"
"""
HELPERS = """\
### BEGIN HIDDEN TESTS
from types import SimpleNamespace

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

_right = {{}}
exec({solution!r}, _right)
right = SimpleNamespace(**_right)


def same(got, want):
    pairs = zip(got, want, strict=True) if isinstance(want, tuple) else [(got, want)]
    for one, other in pairs:
        assert np.shape(one) == np.shape(other), f"shape {{np.shape(one)}}"
        np.testing.assert_allclose(one, other, rtol=1e-8, atol=1e-10)
### END HIDDEN TESTS
"""
PROPERTY = """\
### BEGIN HIDDEN TESTS
@settings(max_examples={examples}, deadline=None, database=None)
@given(
    x=arrays(
        np.float64,
        array_shapes(min_dims=2, max_dims=2, max_side=5),
        elements=st.floats(-10, 10).map(lambda number: number + 0.125),
    )
)
def {name}_property(x):
    dout = np.cos(x) + 1.5
    same({name}({arguments}), right.{name}({arguments}))


{name}_property()
### END HIDDEN TESTS
"""
ASSERTS = """\
### BEGIN HIDDEN TESTS
for seed in range({examples}):
    x = np.random.default_rng(seed).normal(size=({rows}, {columns}), scale={scale})
    dout = np.cos(x) + 1.5
    {law}
### END HIDDEN TESTS
"""
LAWS = (
    "same({call}, {want})",
    "before = x.copy(); {call}; np.testing.assert_array_equal(x, before)",
    "assert np.all(np.isfinite({first}))",
    "same({call}, {call})",
    "x = np.asfortranarray(x); same({call}, {want})",
)


def write_course(root: Path, topic: Topic) -> None:
    """Write `nbgrader_config.py` and the source notebook, ready for `generate_assignment`."""
    folder = root / "source" / topic.name
    folder.mkdir(parents=True)
    (root / "nbgrader_config.py").write_text(CONFIG, "utf-8")
    nbformat.write(_notebook(topic), folder / f"{topic.name}.ipynb")


def _notebook(topic: Topic) -> NotebookNode:
    solution = "\n\n".join(
        [topic.solution.given, *(one.answer for one in topic.solution.exercises.values())]
    )
    cells = [
        new_markdown_cell(f"# {topic.name}", metadata=_metadata("title", locked=True)),
        new_code_cell(topic.solution.given, metadata=_metadata("given", locked=True)),
        new_code_cell(
            HELPERS.format(solution=solution),
            metadata=_metadata("helpers", grade=True, locked=True, points=0),
        ),
    ]
    for name, exercise in topic.solution.exercises.items():
        cells.append(new_code_cell(exercise.source, metadata=_metadata(name, solution=True)))
        checks = [check for check in topic.checks if check.exercise == name]
        cells += _tests(name, inspect.signature(topic.reference[name]), checks)
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel})


def _tests(
    name: str, signature: inspect.Signature, checks: Iterable[Check]
) -> Iterator[NotebookNode]:
    arguments = ", ".join(_arguments(signature))
    call, want = f"{name}({arguments})", f"right.{name}({arguments})"
    laws = cycle(LAWS)
    for number, check in enumerate(checks):
        examples = check.examples if check.inputs else 1
        if number == 0:
            source = PROPERTY.format(name=name, arguments=arguments, examples=25)
        else:
            first = f"({call})[0]" if name == "prelu_backward" else call
            source = ASSERTS.format(
                examples=examples,
                rows=2 + number % 3,
                columns=3 + number % 2,
                scale=(1.0, 10.0, 100.0)[number % 3],
                law=next(laws).format(call=call, want=want, first=first),
            )
        metadata = _metadata(f"{name}_{number}", grade=True, locked=True, points=check.points)
        yield new_code_cell(source, metadata=metadata)


def _arguments(signature: inspect.Signature) -> Iterator[str]:
    """Arrays by their name; a number wherever one is asked."""
    for parameter in signature.parameters.values():
        if parameter.name in {"x", "dout"}:
            yield parameter.name
        elif parameter.default is parameter.empty:
            yield "0.25"


def _metadata(
    grade_id: str,
    *,
    grade: bool = False,
    solution: bool = False,
    locked: bool = False,
    points: int | None = None,
) -> dict[str, object]:
    fields = {
        "schema_version": 3,
        "grade_id": grade_id,
        "grade": grade,
        "solution": solution,
        "locked": locked,
        "task": False,
    }
    return {"nbgrader": fields | ({} if points is None else {"points": points})}
