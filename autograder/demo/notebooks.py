"""The notebooks of a demonstration: as released, as tidied up, as written to disk."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from autograder.layout import Layout


def released_notebooks(layout: Layout, names: Iterable[str]) -> dict[str, Any]:
    """The notebooks that students receive."""
    import nbformat

    return {name: nbformat.read(layout.released(name), as_version=4) for name in names}


def throw_out_examples(notebook: Any) -> None:
    """Delete the code cells that are neither given nor an exercise, as students do."""
    notebook.cells = [
        cell for cell in notebook.cells if cell.cell_type != "code" or "nbgrader" in cell.metadata
    ]


def as_bytes(notebook: Any) -> bytes:
    """The file, as nbformat writes it, but not validated: one of a class has duplicated ids."""
    return json.dumps(notebook, indent=1, ensure_ascii=False).encode()
