"""The roster: who is in the class, whether they handed something in or not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from autograder.gradebook.course import Course
from autograder.gradebook.database import database_url, is_begun, refused
from autograder.gradebook.history import read_history, removed


def with_roster(course: Course, root: Path) -> Course:
    """The course with the roster that its database holds, if `students=` says none.

    Whoever was removed from the class is on no roster.

    Everybody who hands in gets a row there.  On the roster are those of whom it knows more than an
    id: `autograder lms roster` and `nbgrader db student add` write that.

    Raises:
        AutograderError: the database refused.
        CourseError: an extension is for somebody who is not on the roster.
    """
    gone, db_url = removed(read_history(root)), database_url(root, course)
    students: tuple[str, ...] = tuple(course.students)
    if not students and is_begun(db_url):
        students = _known_by_more_than_an_id(db_url)
    students = tuple(each for each in students if each not in gone)
    return course if students == course.students else replace(course, students=students)


def _known_by_more_than_an_id(db_url: str) -> tuple[str, ...]:
    from sqlalchemy import create_engine, inspect, text
    from sqlalchemy.exc import SQLAlchemyError

    query = "SELECT id, first_name, last_name, email, lms_user_id FROM student ORDER BY id"
    engine = create_engine(db_url)
    try:
        if "student" not in inspect(engine).get_table_names():
            return ()
        with engine.connect() as connection:
            rows = connection.execute(text(query)).all()
    except SQLAlchemyError as error:
        raise refused(db_url, error) from None
    finally:
        engine.dispose()
    # A student of whom nothing is known is called by the id, see nbgrader_database.
    return tuple(id_ for id_, *about in rows if any(each and each != id_ for each in about))
