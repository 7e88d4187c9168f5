"""The notebook of an assignment: its text, its given code, two cells per exercise."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.authoring.assignment_text import read_assignment
from autograder.authoring.stubs import Solution
from autograder.errors import TopicError, near_miss

FIRST = """\
# Given: run this cell first.
# When your notebook is graded, count on no package but numpy and matplotlib."""
# Students may open the notebook where the autograder is not installed: their work goes on.
SELF_CHECK = '''\
try:
    from autograder import check
except ImportError:

    def check(exercise):
        """Say how to get the self-check."""
        print(f"{exercise} is not checked here: the autograder is not installed.")
        print("Put your course's file autograder_numerics-….whl beside this notebook,")
        print("run `%pip install` and its name in a new cell, and restart the kernel.")
        print("You can hand in without it.")
'''

KERNEL = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
# Where the answer is still a stub, an example raises; what stands below it is run all the same.
GOES_ON = {"tags": ["raises-exception"]}
_CELLS_OF_OURS = re.compile(r"given|text_\d+|check_\w+|example_\d+")


def source_notebook(
    *,
    name: str,
    assignment_text: str,
    solution: Solution,
    points: Mapping[str, int],
    where: Path,
) -> NotebookNode:
    """The instructor's notebook, answers between markers, with nbgrader's metadata.

    Locked: the text, the given code and, under each exercise, the cell that checks it.

    Args:
        name: the assignment's name, kept in the notebook's metadata.
        assignment_text: assignment.md, Jupytext Markdown.
        solution: the topic's solution, taken apart.
        points: exercise → the points of its checks.
        where: the path of assignment.md, for messages.

    Raises TopicError if the fences do not name every exercise exactly once, or an exercise has
    no points or the name of another cell.
    """
    cells: list[NotebookNode] = []
    texts = examples = 0
    parts = read_assignment(assignment_text, solution=solution, where=where)
    for part in parts:
        if part.kind == "text":
            texts += 1
            cells.append(_text(part.content, f"text_{texts}"))
        elif part.kind == "example":
            examples += 1
            cells.append(
                new_code_cell(
                    part.content, id=f"example_{examples}", metadata=copy.deepcopy(GOES_ON)
                )
            )
        else:
            _require_sound(part.content, solution, points, where)
            source = solution.exercises[part.content].source
            cells += _exercise(part.content, source, points[part.content])
    # The given code stands before all other code, but an assignment opens with its title.
    titled = parts[0].kind == "text" and parts[0].content.startswith("# ")
    cells.insert(1 if titled else 0, _given(solution))
    notebook = new_notebook(
        cells=cells,
        metadata={
            "autograder": {"assignment": name},
            "kernelspec": KERNEL,
            "language_info": {"name": "python"},
        },
    )
    nbformat.validate(notebook)
    return notebook


def fill(notebook: NotebookNode, answers: Mapping[str, str]) -> NotebookNode:
    """A copy of a released notebook with some exercises answered.

    Args:
        notebook: a notebook with nbgrader's metadata; it is not changed.
        answers: exercise → the source text to stand in its solution cell.

    Raises TopicError if an exercise has no solution cell.
    """
    filled = copy.deepcopy(notebook)
    cells = {cell.metadata.nbgrader.grade_id: cell for cell in filled.cells if is_solution(cell)}
    for exercise, answer in answers.items():
        if exercise not in cells:
            raise TopicError(
                f"the notebook has no solution cell {exercise!r}{near_miss(exercise, cells)}; "
                f"it has {', '.join(cells) or 'none'}"
            )
        cells[exercise].source = answer
    return filled


def to_text(notebook: NotebookNode) -> str:
    """The notebook as it is written to disk: the same notebook always gives the same text."""
    return str(nbformat.writes(notebook, version=4)).rstrip("\n") + "\n"


def is_solution(cell: NotebookNode) -> bool:
    """Whether nbgrader calls it a solution cell."""
    return bool(cell.metadata.get("nbgrader", {}).get("solution", False))


def _given(solution: Solution) -> NotebookNode:
    source = f"{FIRST}\n{solution.given}\n\n\n{SELF_CHECK}".strip("\n")
    return new_code_cell(source, id="given", metadata=nbgrader_metadata("given", locked=True))


def _text(source: str, grade_id: str) -> NotebookNode:
    return new_markdown_cell(
        source, id=grade_id, metadata=nbgrader_metadata(grade_id, locked=True)
    )


def _exercise(name: str, source: str, points: int) -> Iterator[NotebookNode]:
    yield new_code_cell(source, id=name, metadata=nbgrader_metadata(name, solution=True))
    check = f"check_{name}"
    metadata = nbgrader_metadata(check, locked=True, grade=True, points=points)
    yield new_code_cell(f'check("{name}")', id=check, metadata=metadata)


def nbgrader_metadata(
    grade_id: str,
    *,
    solution: bool = False,
    locked: bool = False,
    grade: bool = False,
    **points: int,
) -> dict[str, dict[str, Any]]:
    """Schema 3 of nbgrader's cell metadata; `points` for graded cells only."""
    flags = {"grade": grade, "locked": locked, "solution": solution, "task": False}
    return {"nbgrader": {"schema_version": 3, "grade_id": grade_id, **flags, **points}}


def _require_sound(
    exercise: str, solution: Solution, points: Mapping[str, int], where: Path
) -> None:
    if points.get(exercise, 0) < 1:
        raise TopicError(
            f"{where.with_name('checks.py')}: the exercise {exercise!r} earns no points; "
            "write a check whose name begins with it"
        )
    if _CELLS_OF_OURS.fullmatch(exercise) or not exercise.isascii():
        raise TopicError(
            f"{where.with_name('solution.py')}:{solution.exercises[exercise].line}: the exercise "
            f"{exercise!r} cannot name a cell; rename it: in ASCII, not given, text_1, example_1 "
            "or check_…"
        )
