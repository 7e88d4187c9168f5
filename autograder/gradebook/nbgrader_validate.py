"""`nbgrader validate`, and JupyterLab's button, fail where cells that run checks are gone."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from autograder.gradebook.nbgrader_cells import grade_id
from autograder.gradebook.nbgrader_database import GRADE_CELL


def require_check_cells(config: Any) -> None:
    """Let nbgrader validate a notebook as a whole one: without check cells it would find no fault.

    Args:
        config: what nbgrader's `get_config()` returned.
    """
    config.Execute.on_notebook_start = add_missing


def add_missing(notebook: Any) -> None:
    """Add one check cell, which fails, if some of the released ones are gone.

    What was released is known from the public_checks.py in the folder where this runs.
    """
    there = {grade_id(cell) for cell in notebook.cells}
    gone = [
        name for name in _exercises(Path("public_checks.py")) if GRADE_CELL + name not in there
    ]
    if gone:
        notebook.cells.append(_failing(gone))


def _failing(gone: Sequence[str]) -> Any:
    """A cell that nbgrader takes for a failed one."""
    from nbformat.v4 import new_code_cell

    calls = ", ".join(f'check("{name}")' for name in gone)
    words = (
        f"the cells that run {calls} are gone: write each into a cell and run it, "
        "or copy your answers into the notebook as you received it"
    )
    about = {
        "schema_version": 3,
        "grade_id": "check_cells_are_gone",
        "cell_type": "code",
        "grade": True,
        "solution": False,
        "locked": False,
        "task": False,
        "points": 1,
    }
    source = f"raise LookupError({words!r})"
    return new_code_cell(source, metadata={"nbgrader": about})


def _exercises(path: Path) -> tuple[str, ...]:
    """What `EXERCISES` says there; nothing if there is no such file or line."""
    try:
        tree = ast.parse(path.read_bytes())
        for node in tree.body:
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "EXERCISES":
                return tuple(ast.literal_eval(node.value))
    except (OSError, ValueError, SyntaxError, TypeError):
        pass  # `check` itself says what is wrong with the file
    return ()
