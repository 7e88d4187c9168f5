"""Where people wrote a student's id: the CSV files of the course, and course_config.py."""

from __future__ import annotations

import csv
import io
import re
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
        for row in found:
            row[place] = new
        if found:
            out = io.StringIO(newline="")
            end = "\r\n" if "\r\n" in text else "\n"
            csv.writer(out, delimiter=separator, lineterminator=end).writerows(rows)
            write_atomically(path, out.getvalue().encode())
            changed.append(path.name)
    return tuple(changed)


def require_no_two_scores(layout: Layout, old: str, new: str) -> None:
    """Raise CourseError if both ids have a line for the same assignment in scores.csv."""
    path = layout.root / "scores.csv"
    if not path.is_file():
        return
    (_, header), *rows = csv_rows(path)
    names = [name.strip().lower() for name in header]
    if "student" not in names or "assignment" not in names:
        return
    lines: dict[str, int] = {}
    for line, cells in rows:
        student, assignment = (cells[names.index(n)].strip() for n in ("student", "assignment"))
        if student in (old, new) and lines.setdefault(assignment, line) != line:
            raise CourseError(
                f"{path}: {old} and {new} both have a score for {assignment}, on lines "
                f"{lines[assignment]} and {line}; keep one, then merge"
            )


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
