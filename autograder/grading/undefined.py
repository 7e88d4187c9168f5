"""Why a function is not there when a check asks for it: what its cell came to."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from autograder.errors import Failure, Fault, Raised
from autograder.sandbox import NotAFunction, NotDefined, escape

LONGEST = 200
PACKAGES = "count on no package but numpy and matplotlib; Python's own modules are there"
_MISSING = re.compile(r"NameError: name '(\w+)' is not defined")
_PLACE = re.compile(r"\s*\([^()]*, line (\d+)\)")


@dataclass(frozen=True, slots=True)
class RunCell:
    """A code cell as it was run.

    Attributes:
        number: counted from 1 among the code cells.
        source: its text.
        outputs: nbformat outputs.
    """

    number: int
    source: str
    outputs: Sequence[Mapping[str, Any]]


def explained(failure: Fault, cells: Sequence[RunCell]) -> Fault:
    """The failure, with the reason if it is about a name that is missing.

    Args:
        failure: of a check.
        cells: the notebook's code cells.
    """
    if isinstance(failure, NotAFunction):
        where = [cell.number for cell in cells if _assigns(cell.source, failure.name)]
        hint = f"code cell {where[-1]} gives the name to something else: rename that"
        return Failure(failure.message, hint=hint) if where else failure
    if isinstance(failure, NotDefined):
        why, hint = _why(failure.name, cells)
        return Failure(f"{failure.message}, because {why}", hint=hint) if why else failure
    missing = _MISSING.search(failure.message) if isinstance(failure, Raised) else None
    if missing is not None and not failure.hint:
        why, hint = _why(missing[1], cells)
        if why:
            failure.hint = f"{missing[1]} is not defined, because {why}: {hint}"
    return failure


def defines(source: str, name: str) -> bool:
    """Whether a cell's text seems to define the name."""
    return bool(_definition(name).search(source) or _assigns(source, name))


def _definition(name: str) -> re.Pattern[str]:
    return re.compile(rf"^([ \t]*)(?:(?:async[ \t]+)?def|class)[ \t]+{name}\b", re.MULTILINE)


def _why(name: str, cells: Sequence[RunCell]) -> tuple[str, str]:
    """Why the name is not defined, and what to do; ("", "") if no cell seems to define it."""
    defining = _definition(name)
    for cell in reversed(cells):
        found = defining.search(cell.source) or _assigns(cell.source, name)
        if found is None:
            continue
        if cell.source.lstrip().startswith("%%"):
            magic = escape(cell.source.split(maxsplit=1)[0], 40)
            why = f"code cell {cell.number}, which defines it, begins with {magic}"
            return why, "take that line away: it keeps what the cell defines to itself"
        raised = next((o for o in cell.outputs if o.get("output_type") == "error"), None)
        if raised is not None:
            return _raised(cell.number, raised)
        if found[1]:
            why = f"code cell {cell.number} defines it inside something else"
            return why, f"let the line with {name} begin at the left margin"
    return "", ""


def _raised(number: int, error: Mapping[str, Any]) -> tuple[str, str]:
    """What is told of a cell that ended in this error."""
    kind, text = str(error["ename"]), str(error["evalue"])
    if kind == "Stopped":
        why = f"code cell {number}, which defines it, was stopped: {escape(text, LONGEST)}"
        return why, "put the definition into a cell of its own"
    text = _PLACE.sub(r" in line \1", text[: 2 * LONGEST])  # a student chose how long it is
    why = f"code cell {number}, which defines it, raised {kind}: {escape(text, LONGEST)}"
    if kind == "ModuleNotFoundError":
        return why, PACKAGES
    return why, "restart the kernel, run that cell, and mend what it says"


def _assigns(source: str, name: str) -> re.Match[str] | None:
    """Where a cell's text gives the name to a value."""
    value = rf"(?:\w+[ \t]*,[ \t]*)*{name}\b[^=\n(\[.]*=(?!=)"
    loop = rf"for[ \t]+{name}[ \t]+in\b"
    return re.search(rf"^([ \t]*)(?:{value}|{loop})", source, re.MULTILINE)
