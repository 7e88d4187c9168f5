"""A student's notebook as parts of a page: prose, code and outputs, all safe to show."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from autograder.reporting.code import python_to_html
from autograder.reporting.markdown import markdown_to_html, with_attachments
from autograder.reporting.outputs import Budget, as_list, as_text, first_picture, outputs_to_html

PAGE_BUDGET = 6_000_000  # characters of prose and output in one page
PROSE_BUDGET = 200_000  # characters of Markdown in one page: rendering it takes time

# A function or class; or a variable, which is how a quiz is answered.
_DEFINITION = re.compile(r"^(?:(?:def|class)[ \t]+\w+|\w+(?=[ \t]*=(?!=)))", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell, rendered.

    Attributes:
        code: whether it is a code cell.
        number: its execution count; "" if it was not run.
        source: safe HTML.
        outputs: safe HTML; may be empty.
        defines: the exercises whose graded definition stands here.
    """

    code: bool
    number: str
    source: Markup
    outputs: Markup
    defines: tuple[str, ...]


def rendered_cells(notebook: Mapping[str, Any], exercises: Collection[str]) -> tuple[Cell, ...]:
    """The notebook's cells in order; an exercise belongs to the last cell that defines it."""
    cells = [cell for cell in as_list(notebook.get("cells")) if isinstance(cell, Mapping)]
    last = {name: place for place, cell in enumerate(cells) for name in _defined(cell)}
    page, prose = Budget(PAGE_BUDGET), Budget(PROSE_BUDGET)
    return tuple(
        _rendered(cell, page, prose, tuple(name for name in exercises if last.get(name) == place))
        for place, cell in enumerate(cells)
    )


def _defined(cell: Mapping[str, Any]) -> Iterator[str]:
    if cell.get("cell_type") == "code":
        for found in _DEFINITION.findall(as_text(cell.get("source"))):
            yield found.split()[-1]


def _rendered(
    cell: Mapping[str, Any], page: Budget, prose: Budget, defines: tuple[str, ...]
) -> Cell:
    source = as_text(cell.get("source"))
    if cell.get("cell_type") == "code":
        count = cell.get("execution_count")
        number = str(count) if isinstance(count, int) else ""
        outputs = outputs_to_html(as_list(cell.get("outputs")), page)
        return Cell(True, number, Markup(python_to_html(source)), Markup(outputs), defines)  # noqa: S704 # escaped there
    text = _prose(cell, source, page) if prose.affords(len(source)) else "<p>…</p>"
    return Cell(False, "", Markup(text), Markup(), ())  # noqa: S704 # escaped there


def _prose(cell: Mapping[str, Any], source: str, page: Budget) -> str:
    """Markdown with the pictures a student pasted into the cell."""
    attachments = cell.get("attachments")
    found = attachments if isinstance(attachments, Mapping) else {}

    def picture(name: str) -> str | None:
        bundle = found.get(name)
        uri = first_picture(bundle) if isinstance(bundle, Mapping) else None
        return uri if uri and page.affords(len(uri)) else None

    return with_attachments(markdown_to_html(source), picture)
