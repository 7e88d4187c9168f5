"""The database of nbgrader: receipts in, scores entered by people out.

This is the only module of the gradebook that imports nbgrader, and only inside functions:
importing it costs seconds.  nbgrader carries our scores, it never decides one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC
from fractions import Fraction
from itertools import groupby
from types import MappingProxyType
from typing import Any

from autograder.gradebook.by_hand import ByHand
from autograder.gradebook.comments import auto_comment
from autograder.gradebook.course import Course
from autograder.gradebook.database import (
    in_turn,
    is_begun,
    one_line,
    require_known_version,
)
from autograder.gradebook.exact import exactly
from autograder.gradebook.lateness import parse_submitted
from autograder.gradebook.nbgrader_values import by_exercise, due, naive_utc, penalty, points_of
from autograder.gradebook.people import Person
from autograder.receipts import Outcome, Receipt

GRADE_CELL = "check_"  # the grade cell of exercise `softplus` is `check_softplus`
_ABOUT = ("first_name", "last_name", "email", "lms_user_id")


def write_receipts(
    db_url: str,
    receipts: Iterable[Receipt],
    course: Course,
    *,
    late_days: Mapping[tuple[str, str], int] = MappingProxyType({}),
) -> int:
    """Write receipts into nbgrader's database, all in one commit; return how many.

    Writing the same receipts again changes nothing, and nothing that people entered
    (manual scores, extra credit, manual comments, flags) is touched.  What `release` has not
    yet created (assignment, notebook, cells) is created; points that changed are updated.
    `late_days` are spent of students' banks: (assignment, student) → days.

    Raises:
        AutograderError: the database refused; nothing was written.
    """
    ordered = sorted(receipts, key=lambda receipt: (receipt.assignment, receipt.student))
    with writing(db_url, course) as gradebook:
        for name, group in groupby(ordered, key=lambda receipt: receipt.assignment):
            of_assignment = list(group)
            notebook = _notebook(gradebook, name, points_of(of_assignment), course)
            for receipt in of_assignment:
                spent = late_days.get((name, receipt.student), 0)
                _write(gradebook, receipt, notebook, course, spent)
    return len(ordered)


def write_assignment(db_url: str, name: str, points: Mapping[str, float], course: Course) -> None:
    """Tell nbgrader of an assignment that its `generate_assignment` did not make.

    `points` is what each exercise is worth.  Doing it again changes nothing.

    Raises:
        AutograderError: the database refused; nothing was written.
    """
    with writing(db_url, course) as gradebook:
        _notebook(gradebook, name, points, course)


def entered_by_hand(db_url: str, course: Course) -> dict[tuple[str, str], dict[str, ByHand]]:
    """What people entered in nbgrader: (assignment, student) → exercise → scores and comment.

    Nothing is written: a database that is not there yet has nothing in it.

    Raises:
        AutograderError: the database refused.
    """
    if not is_begun(db_url):
        return {}
    from nbgrader.api import Comment, Grade
    from sqlalchemy import or_

    found: dict[tuple[str, str], dict[str, ByHand]] = {}
    with one_line(db_url), closing(_open(db_url, course)) as gradebook:
        entered = or_(Grade.manual_score.is_not(None), Grade.extra_credit.is_not(None))
        for grade in gradebook.db.query(Grade).filter(entered):
            if grade.name.startswith(GRADE_CELL):
                work = (grade.assignment.name, grade.student.id)
                score, extra = (
                    None if number is None else exactly(number, what=f"{work}: {grade.name}")
                    for number in (grade.manual_score, grade.extra_credit)
                )
                exercise = grade.name.removeprefix(GRADE_CELL)
                found.setdefault(work, {})[exercise] = ByHand(score, extra or Fraction(0))
        for said in gradebook.db.query(Comment).filter(Comment.manual_comment.is_not(None)):
            if comment := said.manual_comment.strip():
                mine = found.setdefault((said.assignment.name, said.student.id), {})
                exercise = said.name.removeprefix(GRADE_CELL)
                mine[exercise] = replace(mine.get(exercise, ByHand()), comment=comment)
    return found


def read_people(db_url: str, course: Course) -> tuple[Person, ...]:
    """Everybody in nbgrader's table of students; nobody if there is no database yet."""
    if not is_begun(db_url):
        return ()
    from nbgrader.api import Student

    with one_line(db_url), closing(_open(db_url, course)) as gradebook:
        rows = gradebook.db.query(Student).order_by(Student.id)
        return tuple(
            Person(row.id, *(getattr(row, name) or "" for name in _ABOUT)) for row in rows
        )


def write_people(db_url: str, people: Iterable[Person], course: Course) -> tuple[int, int]:
    """Add students and what is known about them, all in one commit: (added, changed).

    Nobody is removed, and what a person has empty stays as it was.
    """
    from nbgrader.api import Student

    added = changed = 0
    with writing(db_url, course) as gradebook:
        for person in people:
            row = student_row(gradebook, person.student)
            new = {name: value for name in _ABOUT if (value := getattr(person, name))}
            if row is None:
                gradebook.db.add(Student(id=person.student, **new))
                added += 1
            elif any(getattr(row, name) != value for name, value in new.items()):
                changed += 1
                for name, value in new.items():
                    setattr(row, name, value)
    return added, changed


def student_row(gradebook: Any, student: str, *, add: bool = False) -> Any:
    """The student's row in nbgrader's table; None if there is none, or with `add` a new one."""
    from nbgrader.api import Student

    row = gradebook.db.get(Student, student)
    if row is None and add:
        row = Student(id=student)
        gradebook.db.add(row)
    return row


def begin_database(db_url: str) -> None:
    """Make nbgrader's tables if there are none.

    nbgrader would run `alembic` by name for the version to note: that takes seconds and fails
    where the virtual environment is not activated.  Asking alembic here does neither.

    Raises:
        AutograderError: the database refused.
    """
    from alembic.script import ScriptDirectory
    from nbgrader.api import Base
    from nbgrader.dbutil import ALEMBIC_DIR
    from sqlalchemy import create_engine, inspect, text

    engine = create_engine(db_url)
    try:
        with one_line(db_url), engine.begin() as connection:
            scripts = ScriptDirectory(ALEMBIC_DIR)
            head = scripts.get_current_head()
            if tables := inspect(connection).get_table_names():
                if "alembic_version" in tables:
                    noted = connection.execute(text("SELECT version_num FROM alembic_version"))
                    known = [revision.revision for revision in scripts.walk_revisions()]
                    require_known_version(db_url, noted.scalar(), known)
                return
            Base.metadata.create_all(connection)
            version = "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"
            connection.execute(text(version))
            noting = text("INSERT INTO alembic_version (version_num) VALUES (:head)")
            connection.execute(noting, {"head": head})
    finally:
        engine.dispose()


@contextmanager
def writing(db_url: str, course: Course) -> Iterator[Any]:
    """A Gradebook of one's own for one commit; AutograderError, and no change, if it refuses.

    A server that stops in between refuses more than once: also to roll back and to close.
    """
    with one_line(db_url), in_turn(db_url), closing(_open(db_url, course)) as gradebook:
        yield gradebook
        gradebook.db.commit()


def _open(db_url: str, course: Course) -> Any:
    """A Gradebook; raise AutograderError in one line if there can be none."""
    from nbgrader.api import Gradebook

    begin_database(db_url)
    with one_line(db_url):
        return Gradebook(db_url, course.course_id)


def _find_or_add(gradebook: Any, model: Any, **by: Any) -> Any:
    """The one row that matches, or a new one; unlike nbgrader's own, without a commit."""
    row = gradebook.db.query(model).filter_by(**by).one_or_none()
    if row is None:
        row = model(**by)
        gradebook.db.add(row)
    return row


def _notebook(gradebook: Any, name: str, points: Mapping[str, float], course: Course) -> Any:
    """The assignment's notebook, with a solution cell and a grade cell for every exercise."""
    from nbgrader.api import Assignment, GradeCell, Notebook, SolutionCell

    assignment = gradebook.db.query(Assignment).filter_by(name=name).one_or_none()
    if assignment is None:
        assignment = Assignment(name=name, course_id=gradebook.course_id)
        gradebook.db.add(assignment)
    assignment.duedate = naive_utc(due(course, name))
    notebook = _find_or_add(gradebook, Notebook, name=name, assignment=assignment)
    grade_cells = {cell.name: cell for cell in notebook.grade_cells}
    solution_cells = {cell.name for cell in notebook.solution_cells}
    for exercise, worth in points.items():
        name = GRADE_CELL + exercise
        if name in grade_cells:
            grade_cells[name].max_score = worth
        else:
            cell = GradeCell(name=name, notebook=notebook, max_score=worth, cell_type="code")
            gradebook.db.add(cell)
        if exercise not in solution_cells:
            gradebook.db.add(SolutionCell(name=exercise, notebook=notebook))
    gradebook.db.flush()  # gives new rows their ids
    return notebook


def _write(
    gradebook: Any, receipt: Receipt, notebook: Any, course: Course, late_days: int
) -> None:
    """One receipt into the rows of one submission."""
    from nbgrader.api import Comment, Grade

    submitted = _submitted_notebook(gradebook, notebook, receipt, course)
    grades = {row.cell_id: row for row in submitted.grades}
    comments = {row.cell_id: row for row in submitted.comments}
    checks = by_exercise(receipt)
    for cell in notebook.grade_cells:
        grade = grades.get(cell.id) or Grade(cell_id=cell.id, notebook=submitted)
        gradebook.db.add(grade)
        results = checks.get(cell.name.removeprefix(GRADE_CELL)) if receipt.read else None
        if results:
            grade.auto_score = float(sum(result.earned for result in results))
            waits = any(result.outcome is Outcome.ERROR for result in results)
            grade.needs_manual_grade = waits and grade.manual_score is None
        else:
            # No cell keeps the score of an older receipt.  If nothing could be run, all wait.
            waits = not (checks and receipt.read)
            grade.auto_score = None
            grade.needs_manual_grade = waits and grade.manual_score is None
    for cell in notebook.solution_cells:
        comment = comments.get(cell.id) or Comment(cell_id=cell.id, notebook=submitted)
        comment.auto_comment = auto_comment(checks.get(cell.name, []))
        gradebook.db.add(comment)
    gradebook.db.flush()
    gradebook.db.refresh(submitted, ["score"])
    submitted.late_submission_penalty = penalty(
        submitted.score, receipt, course, late_days=late_days
    )


def _submitted_notebook(gradebook: Any, notebook: Any, receipt: Receipt, course: Course) -> Any:
    from nbgrader.api import Student, SubmittedAssignment, SubmittedNotebook

    name, assignment = receipt.assignment, notebook.assignment
    student = _find_or_add(gradebook, Student, id=receipt.student)
    if student.first_name is student.last_name is None:  # which formgrader shows as None, None
        student.first_name, student.last_name = "", student.id
    submission = _find_or_add(
        gradebook, SubmittedAssignment, assignment=assignment, student=student
    )
    submission.timestamp = naive_utc(parse_submitted(receipt.submitted_at or "", course.zone))
    first, extended = due(course, name), due(course, name, student=receipt.student)
    submission.extension = None
    if first and extended and extended != first:
        submission.extension = extended.astimezone(UTC) - first.astimezone(UTC)
    return _find_or_add(gradebook, SubmittedNotebook, notebook=notebook, assignment=submission)
