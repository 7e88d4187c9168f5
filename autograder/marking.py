"""The marks of a course, from what lies in its folder."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from autograder.accounting import loose_ends, students_seen, waiting
from autograder.errors import CourseError
from autograder.gradebook import Course
from autograder.gradebook.attempts import read_attempts
from autograder.gradebook.by_hand import Manual
from autograder.gradebook.corrections import not_applied
from autograder.gradebook.course import did_you_mean
from autograder.gradebook.groups import FILE as GROUPS
from autograder.gradebook.groups import NO_GROUPS, Groups, read_groups
from autograder.gradebook.history import add_to_history, read_history, removed, typed_since
from autograder.gradebook.marks import (
    StudentMarks,
    compute_marks,
    needs_attention,
    read_receipts,
)
from autograder.gradebook.roster import with_roster
from autograder.gradebook.scores import Score, read_scores
from autograder.gradebook.secret import graded_otherwise
from autograder.layout import Layout
from autograder.receipts import Receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Everything marks are computed from.

    Attributes:
        receipts: of what was handed in last.
        waiting: what stands for the receipts of what was handed in and is not graded yet.
        earlier: of what was handed in before.
        scores: what people wrote into the scores CSV.
        roster: ids of everybody in the class; empty if there is no roster.
        manual: what people entered in nbgrader: scores, extra credit, comments.
        groups: who hands in together.
    """

    receipts: tuple[Receipt, ...]
    earlier: tuple[Receipt, ...]
    scores: tuple[Score, ...]
    waiting: tuple[Receipt, ...] = ()
    roster: tuple[str, ...] = ()
    manual: Manual
    groups: Groups = field(default_factory=dict)

    def marks(self, course: Course) -> tuple[StudentMarks, ...]:
        """The marks of the class."""
        return compute_marks(
            replace(course, students=self.roster or course.students),
            (*self.receipts, *self.waiting),
            self.scores,
            manual=self.manual,
            earlier=self.earlier,
            groups=self.groups,
        )


def read_sources(layout: Layout, course: Course, scores: Path | None = None) -> Sources:
    """What lies in the course's folder; nothing is written.

    Args:
        layout: the course's folders.
        course: its rules.
        scores: a CSV of paper scores; None means scores.csv, if there is one.
    """
    from autograder.gradebook.database import database_url
    from autograder.gradebook.nbgrader_database import entered_by_hand

    db_url = database_url(layout.root, course)
    course, gone = with_roster(course, layout.root), removed(read_history(layout.root))
    standing = layout.root / "scores.csv"
    table = scores or (standing if standing.is_file() else None)
    grades = layout.root / "grades"
    receipts = tuple(each for each in read_receipts(grades) if each.student not in gone)
    groups = groups_of(layout, course)
    known = students_seen(layout) | {student for _, student in groups}
    written = read_scores(table, course, known=known, gone=gone) if table else ()
    return Sources(
        receipts=receipts,
        waiting=waiting(layout, course),
        earlier=read_attempts(grades, receipts),
        scores=tuple(each for each in written if each.student not in gone),
        roster=tuple(course.students),
        manual=entered_by_hand(db_url, course),
        groups=groups,
    )


def groups_of(layout: Layout, course: Course) -> Groups:
    """Who hands in together, as groups.csv says; CourseError if a quiz is among it."""
    path = layout.root / GROUPS
    if not path.is_file():
        return NO_GROUPS
    course, gone = with_roster(course, layout.root), removed(read_history(layout.root))
    groups = read_groups(path, course, known=students_seen(layout), gone=gone)
    for name in {assignment for assignment, _ in groups}:
        if (layout.reference / name / "questions.py").is_file():
            raise CourseError(f"{path}: {name} has a variant for each student; nobody shares it")
    return groups


def marks_of(layout: Layout, course: Course, student: str, scores: Path | None) -> StudentMarks:
    """The marks of one student; CourseError with the nearest id if there is no such student."""
    marks = {each.student: each for each in read_sources(layout, course, scores).marks(course)}
    if student not in marks:
        raise CourseError(f"there is no student {student!r}{did_you_mean(student, list(marks))}")
    return marks[student]


def write_gradebook(
    layout: Layout, course: Course, scores: Path | None
) -> tuple[tuple[StudentMarks, ...], tuple[str, ...]]:
    """Write gradebook.csv, audit.csv and nbgrader's database.

    Args:
        layout: the course's folders.
        course: its rules.
        scores: a CSV of paper scores; None means scores.csv, if there is one.

    Returns:
        The marks, and a line for everything that staff must look at; one for all that another
        secret graded.
    """
    from autograder.gradebook.database import database_url
    from autograder.gradebook.nbgrader_database import read_people, write_receipts
    from autograder.gradebook.spreadsheet import write_audit_csv, write_gradebook_csv

    sources = read_sources(layout, course, scores)
    db_url = database_url(layout.root, course)
    marks = sources.marks(course)
    spent = {
        (mark.assignment, each.student): mark.late_days
        for each in marks
        for mark in each.assignments
        if mark.of_last
    }
    write_receipts(db_url, sources.receipts, course, late_days=spent)
    names = {person.student: person.name for person in read_people(db_url, course)}
    write_gradebook_csv(layout.root / "gradebook.csv", marks, course, names=names)
    typed = typed_since(read_history(layout.root), sources.manual)
    add_to_history(layout.root, typed, course.zone)
    history = read_history(layout.root)
    write_audit_csv(layout.root / "audit.csv", marks, course, history=history)
    others = graded_otherwise(layout.root, sources.receipts, secret_file=course.secret_file)
    older = not_applied(course.corrections, sources.receipts)
    return marks, (*others, *older, *needs_attention(marks), *loose_ends(layout, course, marks))
