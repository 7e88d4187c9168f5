"""Repairing a submitted notebook's cells, so that nbgrader finds every cell it looks for."""

from __future__ import annotations

import copy
import re
from typing import Any

_NO_ID = re.compile(r"[^a-zA-Z0-9_-]")


def repaired(submitted: Any, released: Any) -> Any:
    """The submitted notebook with the released notebook's nbgrader cells, each exactly once.

    Submitted sources and outputs stay, for people to read; metadata is the released notebook's,
    so a student cannot invent cells, points or ids.  A second copy of a cell becomes a plain
    cell (the last copy of a solution is the one that counted when the notebook ran); a deleted
    grade cell comes back behind the cell it followed.  Neither notebook is changed.
    """
    result = copy.deepcopy(submitted)
    result.metadata = copy.deepcopy(released.metadata)
    originals = {grade_id(cell): cell for cell in released.cells if grade_id(cell) is not None}
    seen: set[str] = set()
    for cell in reversed(result.cells):
        identity = grade_id(cell)
        if identity is not None and identity in originals and identity not in seen:
            seen.add(identity)
            _restore(cell, originals[identity])
        else:
            cell.metadata = {}
    _put_back(result, released, seen)
    _give_ids(result)
    return result


def grade_id(cell: Any) -> str | None:
    """The cell's grade_id; None for a plain cell or metadata that make no sense."""
    try:
        identity = cell.metadata["nbgrader"]["grade_id"]
    except (KeyError, TypeError):
        return None
    return identity if isinstance(identity, str) else None


def points_of(released: Any) -> dict[str, float]:
    """What each exercise of a released notebook is worth."""
    worth = {}
    for cell in released.cells:
        name = grade_id(cell)
        if name is not None and cell.metadata["nbgrader"].get("grade"):
            worth[name.removeprefix("check_")] = float(cell.metadata["nbgrader"]["points"])
    return worth


def _restore(cell: Any, original: Any) -> None:
    """Give a cell its released metadata and type."""
    cell.metadata = copy.deepcopy(original.metadata)
    if cell.cell_type != original.cell_type:
        cell.cell_type = original.cell_type
        cell.pop("attachments", None)
        if original.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
        else:
            cell.pop("outputs", None)
            cell.pop("execution_count", None)


def _put_back(result: Any, released: Any, seen: set[str]) -> None:
    """Insert deleted grade cells behind the nearest released cell that is still there."""
    previous: str | None = None
    for original in released.cells:
        identity = grade_id(original)
        if identity is None:
            continue
        if identity not in seen and original.metadata["nbgrader"].get("grade", False):
            position = next(
                (
                    index + 1
                    for index, cell in enumerate(result.cells)
                    if grade_id(cell) == previous
                ),
                len(result.cells),
            )
            missing = copy.deepcopy(original)
            if missing.cell_type == "code":
                missing.outputs, missing.execution_count = [], None
            result.cells.insert(position, missing)
            seen.add(identity)
        if identity in seen:
            previous = identity


def _give_ids(notebook: Any) -> None:
    """Make the notebook one of format 4.5, where every cell has an id of its own."""
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    taken: set[str] = set()
    for number, cell in enumerate(notebook.cells):
        wanted = _NO_ID.sub("", str(cell.get("id", "")))[:56] or f"cell-{number}"
        identity, copies = wanted, 1
        while identity in taken:
            copies += 1
            identity = f"{wanted}-{copies}"
        cell["id"] = identity
        taken.add(identity)
