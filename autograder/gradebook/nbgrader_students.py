"""A student of nbgrader's database gets another id, with everything that people typed."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from autograder.gradebook.course import Course
from autograder.gradebook.database import is_begun
from autograder.gradebook.nbgrader_database import student_row, writing

_ABOUT = ("first_name", "last_name", "email", "lms_user_id")
_TYPED = ("manual_score", "extra_credit")


def rename_student(
    db_url: str, old: str, new: str, course: Course, *, prefer: Collection[str] = ()
) -> tuple[str, ...]:
    """Give all rows of one student to another id, in one commit.

    Where both have work in an assignment, scores and comments typed for the one fill what is
    empty for the other.

    Args:
        db_url: the database.
        old: the id that is given up; nothing happens if the database does not know it.
        new: the id that stays.
        course: its rules.
        prefer: assignments where what was typed for `old` counts, if both have something.

    Returns:
        A line for everything typed that was given up.

    Raises:
        AutograderError: the database refused; nothing was written.
    """
    if not is_begun(db_url):
        return ()
    given_up: list[str] = []
    with writing(db_url, course) as gradebook:
        db = gradebook.db
        leaving = student_row(gradebook, old)
        if leaving is None:
            return ()
        staying = student_row(gradebook, new, add=True)
        for name in _ABOUT:
            value = getattr(leaving, name)
            own = getattr(staying, name)
            if value and (not own or own == new):
                setattr(staying, name, new if value == old and name != "email" else value)
        db.flush()
        mine = {each.assignment.name: each for each in staying.submissions}
        for work in list(leaving.submissions):
            name = work.assignment.name
            if name in mine:
                given_up += _filled(mine[name], work, over=name in prefer)
                _delete(db, work)
            else:
                work.student = staying
        db.flush()
        db.refresh(leaving)
        db.delete(leaving)
    return tuple(given_up)


def _filled(kept: Any, given: Any, *, over: bool) -> list[str]:
    """Move what people typed from one submission to the other; what is lost, in lines."""
    lost = []
    to = {(book.name, kind, row.name): row for book in kept.notebooks for kind, row in _rows(book)}
    for book in given.notebooks:
        for kind, row in _rows(book):
            target = to.get((book.name, kind, row.name))
            for column in _TYPED if kind == "grade" else ("manual_comment",):
                value = getattr(row, column)
                own = getattr(target, column) if target is not None else None
                if value is None or value == own:
                    continue
                if target is not None and (own is None or over):
                    setattr(target, column, value)
                    value = own
                if value is not None:
                    what = f"{row.name}: the {column.replace('_', ' ')} {value!r}"
                    lost.append(f"{kept.assignment.name}, {what} no longer counts")
    return lost


def _rows(book: Any) -> list[tuple[str, Any]]:
    grades = [("grade", row) for row in book.grades]
    return grades + [("comment", row) for row in book.comments]


def _delete(db: Any, work: Any) -> None:
    for book in list(work.notebooks):
        for _, row in _rows(book):
            db.delete(row)
        db.delete(book)
    db.flush()
    db.delete(work)
