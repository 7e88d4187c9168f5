"""The text of a question as a template: Markdown in which each <<parameter>> is filled in."""

from __future__ import annotations

import functools
import inspect
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import jinja2
import numpy as np

from autograder.errors import TopicError

MATRIX = 2  # axes
CONTROL = re.compile(r"(?:<<|<%|<#)[-+]|[-+](?:>>|%>|#>)")
PLACEHOLDER = re.compile(r"<<.*?>>|<%.*?%>", re.DOTALL)


def require_no_control(text: str, body: Callable[..., Any], where: str) -> None:
    """Raise TopicError if Jinja would take a sign beside its delimiter for white-space control.

    Of `(w <<-p>>)^2` students would read "(w3)^2": the minus and the blank are not printed.
    """
    found = CONTROL.search(text)
    if found is None:
        return
    mark = found.group()
    sign, delimiter = (mark[-1], mark[:-1]) if mark[0] == "<" else (mark[0], mark[1:])
    rest = text[found.end() :].partition(">>")[0]
    remedy = f"take the {sign!r} away"
    if mark == "<<-":
        remedy = f"write '<< -{rest}>>', with a blank, to print minus {rest.partition('|')[0]}"
    raise TopicError(
        f"{_line_of(mark, body, where)}: {mark!r} has a sign beside {delimiter!r}, which Jinja "
        f"takes for white-space control, so that students do not see it; {remedy.rstrip()}"
    )


def require_filled(text: str, what: str, where: str) -> None:
    """Raise TopicError if something that is no template holds a placeholder."""
    if found := PLACEHOLDER.search(text):
        raise TopicError(
            f"{where}: {what} has {found.group()!r}, which is filled in only in a question's "
            "text; write it without parameters, or make it with an f-string"
        )


def rendered(text: str, values: Mapping[str, Any]) -> str:
    """The text with its placeholders filled in."""
    return _template(text).render(values)


def shown(value: Any) -> Any:
    """A parameter as a reader sees it: 0.3, (1, -2, 2), or a matrix in LaTeX."""
    if isinstance(value, np.ndarray) and value.ndim == MATRIX:
        rows = r" \\ ".join(" & ".join(str(shown(item)) for item in row) for row in value)
        return rf"\begin{{pmatrix}} {rows} \end{{pmatrix}}"
    if isinstance(value, (np.ndarray, list, tuple)):
        return f"({', '.join(str(shown(item)) for item in value)})"
    if isinstance(value, (float, np.floating)):  # 0.1 + 0.2 is 0.3; nothing is 1e-05 or -0
        whole = float(value).is_integer()
        return f"{Decimal(int(value) if whole else f'{value:.10g}'):f}"
    return value


def signed(value: Any) -> str:
    """For sums: "+ 3" or "- 3"."""
    return f"{'-' if value < 0 else '+'} {shown(abs(value))}"


def _line_of(mark: str, body: Callable[..., Any], where: str) -> str:
    """The place of the mark, or of the question if its source cannot be read: "file:line"."""
    try:
        lines, first = inspect.getsourcelines(body)
    except OSError:
        return where
    numbers = (first + place for place, line in enumerate(lines) if mark in line)
    return f"{where.rpartition(':')[0]}:{next(numbers, first)}"


_TEXT = jinja2.Environment(
    variable_start_string="<<",
    variable_end_string=">>",
    block_start_string="<%",
    block_end_string="%>",
    comment_start_string="<#",
    comment_end_string="#>",
    undefined=jinja2.StrictUndefined,
    finalize=shown,
    autoescape=False,  # noqa: S701  # Markdown, which is escaped where it becomes HTML
)
_TEXT.filters["signed"] = signed


_template = functools.lru_cache(maxsize=256)(_TEXT.from_string)
