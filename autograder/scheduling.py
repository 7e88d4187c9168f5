"""Names that stand in one place only: a topic in no component, an assignment without a topic."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from pathlib import Path

from autograder.authoring.topic import find_topics
from autograder.errors import CourseError, near_miss
from autograder.gradebook import Course
from autograder.layout import Layout
from autograder.quizzes.quiz import find_quizzes


def unmatched(layout: Layout, course: Course) -> tuple[str, ...]:
    """A line for each such name, with the file and the line to edit; usually none.

    An assignment on paper needs no topic, nor does one that says what it is worth.
    """
    there = [*find_topics(layout.reference), *find_quizzes(layout.reference)]
    scheduled = [assignment.name for assignment in course.assignments]
    on_paper = {a.name for a in course.assignments if a.paper or a.points is not None}
    return (
        *(_in_no_component(layout, name) for name in there if name not in scheduled),
        *(
            _without_topic(layout, name, there)
            for name in scheduled
            if name not in there and name not in on_paper
        ),
    )


def require_graded(layout: Layout, course: Course, name: str, known: Sequence[str]) -> None:
    """Raise CourseError if this is no assignment that is graded, saying what is amiss."""
    if name in known:
        return
    there = [*find_topics(layout.reference), *find_quizzes(layout.reference)]
    if name in there:
        raise CourseError(_in_no_component(layout, name))
    if name in [assignment.name for assignment in course.assignments]:
        raise CourseError(_without_topic(layout, name, there))
    meant = near_miss(name, known) or f"; known: {', '.join(known) or 'none'}"
    raise CourseError(f"there is no assignment {name!r}{meant}")


def _in_no_component(layout: Layout, name: str) -> str:
    where = f"{layout.config}{_line_of(layout.config, 'Component')}"
    return (
        f"{where}: no component names {layout.reference / name}, so it is not graded; add "
        f'Assignment("{name}", due="…") to the list of a component'
    )


def _without_topic(layout: Layout, name: str, there: Sequence[str]) -> str:
    where = f"{layout.config}{_line_of(layout.config, 'Assignment', name)}"
    return (
        f'{where}: Assignment("{name}") has no folder {layout.reference / name}, so nothing of it '
        f"is graded; if it is marked on paper, say paper=True, points=10{near_miss(name, there)}"
    )


def _line_of(path: Path, function: str, first: str | None = None) -> str:
    """`, line 7` where the file calls this function, with this first argument; or nothing."""
    for call in _calls(ast.parse(path.read_bytes()), function):
        values = [*call.args[:1], *(word.value for word in call.keywords if word.arg == "name")]
        if first is None or first in [v.value for v in values if isinstance(v, ast.Constant)]:
            return f", line {call.lineno}"
    return ""


def _calls(tree: ast.AST, function: str) -> Iterator[ast.Call]:
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        if ast.unparse(call.func).rpartition(".")[2] == function:
            yield call
