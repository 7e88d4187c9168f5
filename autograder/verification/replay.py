"""What a failure shows is run: with the wrong answer it gives what "is" says, and so on.

The code, the mistakes and the reference are all ours, so it runs in this process.
"""

from __future__ import annotations

import ast
import contextlib
import io
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from autograder.grading.showing import alike
from autograder.receipts import CheckResult, Shown

RAISES = object()
"""In place of the value of code that raises."""


def names_of(cells: Iterable[str]) -> dict[str, Any]:
    """What a notebook of these cells defines; a cell that raises ends there."""
    names: dict[str, Any] = {"__name__": "__main__"}
    with contextlib.redirect_stdout(io.StringIO()):
        for cell in cells:
            with contextlib.suppress(Exception):
                exec(compile(cell, "<cell>", "exec"), names)  # noqa: S102  # see above
    return names


def replayed(
    results: Iterable[CheckResult],
    cells: Sequence[str],
    reference_anew: Callable[[], Mapping[str, Any]],
) -> Iterator[str]:
    """A line for each result that shows something which is not so.

    Args:
        results: of a notebook of ours.
        cells: the notebook's.
        reference_anew: defines the names of the reference; each call is run as in a new kernel.
    """
    for result in results:
        if result.shown is None:
            continue
        why = not_replayed(result.shown, names_of(cells), reference_anew())
        if why:
            yield f"{result.name}: {why}"


def value_of(code: str, names: Mapping[str, Any]) -> Any:
    """The value of the code's last line; RAISES if it raises."""
    module = ast.parse(code)
    last = module.body.pop()
    if not isinstance(last, ast.Expr):
        raise TypeError(f"the last line is no expression: {ast.unparse(last)}")
    scope = {**names, "np": np}
    try:
        with warnings.catch_warnings(action="ignore"), contextlib.redirect_stdout(io.StringIO()):
            exec(compile(module, "<shown>", "exec"), scope)  # noqa: S102  # see above
            return eval(compile(ast.Expression(last.value), "<shown>", "eval"), scope)  # noqa: S307  # see above
    except Exception:  # noqa: BLE001  # whatever a wrong answer raises
        return RAISES


def not_replayed(shown: Shown, wrong: Mapping[str, Any], right: Mapping[str, Any]) -> str:
    """Why what is shown is not so; "" if it is.

    Args:
        shown: what a failure tells.
        wrong: the names of the notebook that failed.
        right: the names of one with the reference's answers.
    """
    code = str(shown["code"])
    try:
        came = value_of(code, wrong)
    except (SyntaxError, TypeError) as error:
        return f"{code!r} is no code: {error}"
    said = shown["is"]
    if (came is RAISES) != (said is None) or (said and not alike(came, evaluated(said))):
        return f"{code} gives {_told(came)}, but is said to give {said or 'an exception'}"
    should = shown["should"]
    if should is not None:
        came = value_of(code, right)
        if came is RAISES or not alike(came, evaluated(should)):
            return f"{code} gives {_told(came)} with the reference, but is said to give {should}"
    return ""


def evaluated(text: str) -> Any:
    """The value of an expression of values."""
    names = {"np": np, "Fraction": Fraction, "nan": np.nan, "inf": np.inf}
    return eval(text, names)  # noqa: S307  # see above


def _told(value: Any) -> str:
    return "an exception" if value is RAISES else repr(value)[:200]
