"""Failures where they are: annotations of GitHub Actions, GitLab's Code Quality."""

from __future__ import annotations

import ast
import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.receipts import CheckResult, Outcome, Receipt
from autograder.reporting.exports import explained
from autograder.reporting.plain import plain_sentence, printable


@dataclass(frozen=True, slots=True)
class ExercisePlace:
    """Where an exercise stands.

    Attributes:
        line: in the notebook's file, from 1; 1 if it is nowhere.
        cell: the number of its code cell, from 1; None if it is nowhere.
    """

    line: int = 1
    cell: int | None = None


def place_of(exercise: str, text: str) -> ExercisePlace:
    """Where the notebook of this text last defines the exercise."""
    try:
        cells = [c for c in json.loads(text)["cells"] if c.get("cell_type") == "code"]
        sources = ["".join(cell.get("source", "")) for cell in cells]
    except (ValueError, TypeError, KeyError, AttributeError):
        return ExercisePlace()
    for number in range(len(sources), 0, -1):
        within = _defining_line(exercise, sources[number - 1])
        if within is not None:
            return ExercisePlace(_line_in_file(text, sources, number - 1) + within, number)
    return ExercisePlace()


def as_github(receipt: Receipt, path: Path) -> str:
    """One `::error` command for each failed check, at the line that defines the exercise."""
    text = path.read_text(encoding="utf-8", errors="replace")
    lines = []
    for result in _failed(receipt):
        place = place_of(result.exercise, text)
        title = f"{result.exercise}, code cell {place.cell}" if place.cell else result.exercise
        where = f"file={_property(path.as_posix())},line={place.line},title={_property(title)}"
        lines.append(f"::error {where}::{_data(_told(result))}")
    return "\n".join(lines)


def as_code_quality(receipt: Receipt, path: Path) -> list[dict[str, Any]]:
    """GitLab's Code Quality report: one issue for each failed check."""
    text = path.read_text(encoding="utf-8", errors="replace")
    return [
        {
            "description": _told(result),
            "check_name": result.name,
            "fingerprint": hashlib.sha256(
                f"{path.as_posix()}\0{result.name}".encode()
            ).hexdigest(),
            "severity": "major",
            "location": {
                "path": path.as_posix(),
                "lines": {"begin": place_of(result.exercise, text).line},
            },
        }
        for result in _failed(receipt)
    ]


def _failed(receipt: Receipt) -> list[CheckResult]:
    return [result for result in receipt.checks if result.outcome is Outcome.FAILED]


def _told(result: CheckResult) -> str:
    parts = (plain_sentence(result.sentence), explained(result, gap="\n"))
    return "\n".join(filter(None, parts))


def _data(text: str) -> str:
    """Text as a workflow command's data: one line, whatever a student's message holds."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(printable(text)).replace(":", "%3A").replace(",", "%2C")


def _defining_line(exercise: str, source: str) -> int | None:
    """The line of the cell, from 0, with the last `def` or `class` of that name; None without."""
    try:
        found = [
            node.lineno - 1
            for node in ast.parse(source).body
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and node.name == exercise
        ]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        pattern = re.compile(rf"^\s*(?:def|class)\s+{re.escape(exercise)}\b", re.MULTILINE)
        found = [source.count("\n", 0, match.start()) for match in pattern.finditer(source)]
    return found[-1] if found else None


def _line_in_file(text: str, sources: list[str], index: int) -> int:
    """The line of the file, from 1, on which the source of a code cell begins."""
    written = [_string(line) for line in text.splitlines()]
    wanted = sources[index].splitlines(keepends=True)
    same = sum(source == sources[index] for source in sources[:index])
    for start in range(len(written)):
        if written[start : start + len(wanted)] == wanted:
            if same == 0:
                return start + 1
            same -= 1
    return 1


def _string(line: str) -> str | None:
    """What the line of JSON says, if it is one text of a list."""
    stripped = line.strip().removesuffix(",")
    if not stripped.startswith('"'):
        return None
    try:
        found = json.loads(stripped)
    except ValueError:
        return None
    return found if isinstance(found, str) else None
