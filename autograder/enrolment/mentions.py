"""Where people wrote a student's id: the CSV files of the course, and course_config.py."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from autograder.errors import CourseError
from autograder.files import write_atomically
from autograder.gradebook.csv_files import csv_rows
from autograder.layout import Layout

WRITTEN = ("scores.csv", "extensions.csv", "groups.csv", "students.csv", "repositories.csv")


def rename_in_tables(layout: Layout, old: str, new: str) -> tuple[str, ...]:
    """Write the new id for the old one in the column `student`; names of the files changed."""
    changed = []
    for path in _tables(layout):
        text = path.read_bytes().decode("utf-8-sig")
        separator = max(",;\t", key=text.partition("\n")[0].count)
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
        place = _place(rows[0] if rows else [])
        if place is None:
            continue
        found = [row for row in rows[1:] if len(row) > place and row[place].strip() == old]
        others = [row for row in rows if not any(row is one for one in found)]
        for row in found:
            row[place] = new
        twice = {id(row) for row in found if row in others}  # one line is enough
        rows = [row for row in rows if id(row) not in twice]
        if found:
            out = io.StringIO(newline="")
            end = "\r\n" if "\r\n" in text else "\n"
            csv.writer(out, delimiter=separator, lineterminator=end).writerows(rows)
            write_atomically(path, out.getvalue().encode())
            changed.append(path.name)
    return tuple(changed)


def require_no_two_lines(layout: Layout, old: str, new: str) -> None:
    """Raise CourseError if both ids have a score on paper, or a group, in the same assignment."""
    for name, what, same in (("scores.csv", "a score", ""), ("groups.csv", "a group", "group")):
        path = layout.root / name
        seen: dict[str, tuple[int, str]] = {}
        for line, row in _lines(path):
            if row.get("student") not in (old, new):
                continue
            work = row.get("assignment", "")
            first, value = seen.setdefault(work, (line, row.get(same, "")))
            if first != line and not (same and value == row.get(same)):
                raise CourseError(
                    f"{path}: {old} and {new} both have {what} for {work}, on lines {first} and "
                    f"{line}; keep one, then merge"
                )


def _lines(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    if path.is_file():
        (_, header), *rows = csv_rows(path)
        names = [name.lower() for name in header]
        for line, cells in rows:
            yield line, dict(zip(names, (cell.strip() for cell in cells), strict=True))


def in_config(layout: Layout, student: str) -> tuple[str, ...]:
    """`course_config.py, line 12`, for each line that names the student."""
    named = re.compile(rf"""(["']){re.escape(student)}\1""")
    lines = layout.config.read_text(encoding="utf-8").splitlines()
    return tuple(
        f"{layout.config.name}, line {number}"
        for number, line in enumerate(lines, start=1)
        if named.search(line)
    )


def _tables(layout: Layout) -> list[Path]:
    return [path for name in WRITTEN if (path := layout.root / name).is_file()]


def _place(header: list[str]) -> int | None:
    names = [name.strip().lower() for name in header]
    return names.index("student") if "student" in names else None
