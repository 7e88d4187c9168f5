"""What hostile student code tries.

The other files of this folder are not imported: their text is run as cells in a confined process,
and needs nothing but the standard library.  Each of their functions takes a description of what
there is to attack and returns True if it came through; its docstring says what it tries.
"""

from __future__ import annotations

import ast
from pathlib import Path

CELLS = tuple(
    Path(__file__).with_name(f"{name}.py").read_text(encoding="utf-8")
    for name in ("calls", "files", "network", "processes", "kernel")
)


def attempts() -> dict[str, str]:
    """Function → what it tries, in words."""
    nodes = (node for text in CELLS for node in ast.parse(text).body)
    functions = (node for node in nodes if isinstance(node, ast.FunctionDef))
    return {
        node.name: ast.get_docstring(node) or node.name
        for node in functions
        if not node.name.startswith("_")
    }
