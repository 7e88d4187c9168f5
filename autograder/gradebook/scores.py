"""Scores from paper, excuses, extensions and the roster: the CSV files that people write."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from autograder.errors import CourseError
from autograder.gradebook.course import Course, did_you_mean
from autograder.gradebook.csv_files import csv_rows
from autograder.gradebook.deadlines import Extension, ExtraTime
from autograder.gradebook.exact import as_text, exactly, parse_decimal
from autograder.gradebook.formula import Assignment

_REQUIRED = ("student", "assignment", "score")
_COLUMNS = (*_REQUIRED, "points", "excused", "reason", "new")
_GRANTS = ("student", "assignment", "days", "percent", "reason")
_YES = (
    *("1", "+", "x", "yes", "y", "true", "да", "д", "истина", "так"),
    *("ja", "oui", "si", "sí", "sim", "tak", "是"),
)
_NO = (
    *("", "0", "-", "no", "n", "not", "false", "нет", "н", "ложь", "ні"),
    *("nein", "non", "não", "nie", "否"),
)


@dataclass(frozen=True, slots=True)
class Score:
    """One line of a scores CSV; it outranks a receipt for the same work.

    Attributes:
        student: the student's id.
        assignment: the assignment's name.
        earned: 0…points; 0 if excused.
        points: what it was worth.
        excused: it does not count, neither for nor against.
        reason: for the staff.
    """

    student: str
    assignment: str
    earned: Fraction
    points: Fraction
    excused: bool = False
    reason: str = ""


def read_scores(
    path: Path, course: Course, *, known: Collection[str] = (), gone: Collection[str] = ()
) -> tuple[Score, ...]:
    """Read `student,assignment,score,points[,excused,reason,new]`, separated by , or ;.

    `points` may be empty where the course says what the assignment is worth; `score` may be
    empty where `excused` is yes.  A student who is not in the class is a typing error, unless
    `new` is yes.

    Args:
        path: the CSV.
        course: its rules, and the roster.
        known: ids of everybody who handed something in, for a course without a roster.
        gone: ids of those who left the class; their lines may stay.

    Raises:
        CourseError: one line naming file, line, column and remedy.
    """
    seen: dict[tuple[str, str], int] = {}
    scores = []
    class_ = {*(course.students or known)}
    class_ |= {*gone} if class_ else set()
    for line, row in table_rows(path, required=_REQUIRED, columns=_COLUMNS):
        score = _score(row, course, class_, where=f"{path}, line {line}")
        key = (score.student, score.assignment)
        if key in seen:
            raise CourseError(
                f"{path}, line {line}: {score.student} already has a score for "
                f"{score.assignment} on line {seen[key]}; keep one"
            )
        seen[key] = line
        scores.append(score)
    return tuple(scores)


def read_roster(path: Path) -> tuple[str, ...]:
    """Read the students' ids from the column `student` of a CSV; other columns are free."""
    students: list[str] = []
    for line, row in table_rows(Path(path), required=("student",), columns=None):
        student = row["student"]
        if not student:
            raise CourseError(f"{path}, line {line}, column student: empty; write the id")
        if student in students:
            raise CourseError(f"{path}, line {line}: {student} occurs twice; keep one")
        students.append(student)
    return tuple(students)


def read_extensions(path: Path) -> tuple[Extension | ExtraTime, ...]:
    """Read `student,assignment,days,percent,reason` into extensions and extra time.

    A line has `days`, or `percent` of more time; then `assignment` may be empty, for all.

    Raises:
        CourseError: one line naming file, line, column and remedy.
    """
    rows = table_rows(Path(path), required=("student", "reason"), columns=_GRANTS)
    return tuple(_grant(row, where=f"{path}, line {line}") for line, row in rows)


def _grant(row: dict[str, str], *, where: str) -> Extension | ExtraTime:
    student, name = row["student"], row.get("assignment", "")
    days, percent = row.get("days", ""), row.get("percent", "")
    if not student:
        raise CourseError(f"{where}, column student: empty; write the student's id")
    if bool(days) == bool(percent):
        found = "both are filled" if days else "both are empty"
        raise CourseError(f"{where}, columns days and percent: {found}; fill one of them")
    if days and not days.isdecimal():
        raise CourseError(
            f"{where}, column days: {days!r}, but should be a whole number such as 3"
        )
    if days and not name:
        raise CourseError(f"{where}, column assignment: empty; write what is due later")
    more = _number(percent.removesuffix("%").strip() or "0", where=f"{where}, column percent")
    try:
        if days:
            return Extension(student, name, days=int(days), reason=row["reason"])
        named = (name,) if name else ()
        return ExtraTime(student, percent=more, reason=row["reason"], assignments=named)
    except CourseError as error:
        raise CourseError(f"{where}, {error}") from None


def table_rows(
    path: Path, *, required: tuple[str, ...], columns: tuple[str, ...] | None
) -> Iterator[tuple[int, dict[str, str]]]:
    """Line numbers and stripped cells, by column, of a CSV file."""
    rows = csv_rows(path)
    _, written = next(rows)
    known = {*required, *(columns or ())}
    names = [name.lower() if name.lower() in known else name for name in written]
    _check_header(path, names, required=required, columns=columns)
    for line, cells in rows:
        yield line, dict(zip(names, (cell.strip() for cell in cells), strict=True))


def _check_header(
    path: Path, names: Sequence[str], *, required: tuple[str, ...], columns: tuple[str, ...] | None
) -> None:
    for name in names:
        if names.count(name) > 1:
            raise CourseError(f"{path}, line 1: the column {name!r} occurs twice")
        if columns is not None and name not in columns:
            hint = did_you_mean(name, columns)
            raise CourseError(f"{path}, line 1: unknown column {name!r}{hint}")
    for name in required:
        if name not in names:
            expected = ",".join(columns or required)
            raise CourseError(f"{path}, line 1: no column {name!r}; the header is {expected}")


def _score(row: dict[str, str], course: Course, known: Collection[str], *, where: str) -> Score:
    student, reason = row["student"], row.get("reason", "")
    if not student:
        raise CourseError(f"{where}, column student: empty; write the student's id")
    is_new = _says_yes(row, "new", where=where)
    if known and student not in known and not is_new:
        what = "is not on the roster" if course.students else "handed in nothing"
        hint = did_you_mean(student, sorted(known))
        told = f"{student!r} {what}{hint}"
        raise CourseError(f"{where}, column student: {told}; if new, say yes in a column new")
    try:
        assignment = course.assignment(row["assignment"])
    except CourseError as error:
        raise CourseError(f"{where}, column assignment: {error}") from None
    if _is_excused(row, where=where):
        return Score(student, assignment.name, Fraction(0), Fraction(0), True, reason)
    points = _points(row, assignment, where=f"{where}, column points")
    earned = _number(row["score"], where=f"{where}, column score")
    if earned > points:
        raise CourseError(
            f"{where}, column score: {row['score']}, but should be at most {as_text(points)}"
        )
    return Score(student, assignment.name, earned, points, reason=reason)


def _is_excused(row: dict[str, str], *, where: str) -> bool:
    if not _says_yes(row, "excused", where=where):
        return False
    if row["score"]:
        raise CourseError(f"{where}: excused and scored {row['score']}; leave one empty")
    return True


def _says_yes(row: dict[str, str], column: str, *, where: str) -> bool:
    said = row.get(column, "")
    if said.lower() in _NO:
        return False
    if said.lower() not in _YES:
        raise CourseError(f"{where}, column {column}: {said!r}, but should be yes, no or empty")
    return True


def _points(row: dict[str, str], assignment: Assignment, *, where: str) -> Fraction:
    if row.get("points"):
        points = _number(row["points"], where=where)
        if points == 0:
            raise CourseError(f"{where}: 0, but should be more than 0")
        return points
    if assignment.points is None:
        raise CourseError(f"{where}: empty; write what {assignment.name} is worth")
    return exactly(assignment.points, what=where)


def _number(text: str, *, where: str) -> Fraction:
    try:
        return parse_decimal(text)
    except ValueError:
        remedy = f"write {text.replace(',', '.')}" if "," in text else "a number such as 7.5"
        raise CourseError(f"{where}: {text!r}, but should be 0 or more: {remedy}") from None
