"""The gradebook as a CSV file that spreadsheets open safely."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from autograder.files import write_atomically
from autograder.gradebook.assignment_marks import AssignmentMark, State
from autograder.gradebook.course import Course
from autograder.gradebook.csv_files import csv_text
from autograder.gradebook.exact import Rounding, as_text
from autograder.gradebook.history import Event, by_student
from autograder.gradebook.marks import StudentMarks

_SHOWN = Rounding(decimals=2)
_AUDIT = (
    *("student", "component", "assignment", "state"),
    *("earned", "penalty", "counted", "points", "source", "notes", "history"),
)


def write_gradebook_csv(
    path: Path,
    marks: Iterable[StudentMarks],
    course: Course,
    *,
    names: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Write one line per student, all at once or not at all.

    `names` are people's, by id.
    Columns: student; name, if any is known; the points of each assignment after lateness; the
    mark of each component and the accumulated grade, rounded for display only; `grade`, rounded
    as the course says; `exact`, the same before rounding; provisional; notes.
    A cell that a spreadsheet would take for a formula begins with an apostrophe.
    """
    rows = [_header(course), *(_row(student, course) for student in marks)]
    if any(names.values()):
        rows = [[each[0], names.get(each[0], ""), *each[1:]] for each in rows]
        rows[0][1] = "name"
    write_atomically(path, csv_text(rows).encode())


def write_audit_csv(
    path: Path, marks: Iterable[StudentMarks], course: Course, *, history: Sequence[Event] = ()
) -> None:
    """Write one line per student and assignment: what counts, and where it comes from.

    Columns: student; component; assignment; state; earned, penalty and counted, exactly; points;
    source (the hash of the submission and of what graded it, scores entered by hand, the scores
    CSV); notes; history (who did what, when and why).  Written all at once or not at all.
    """
    rows: list[tuple[str, ...]] = [_AUDIT]
    part_of = {each.name: part.name for part in course.components for each in part.assignments}
    done = by_student(history)
    for student in marks:
        for mark in student.assignments:
            numbers = (mark.earned, mark.penalty, mark.after_penalty, mark.points)
            names = (student.student, part_of[mark.assignment], mark.assignment)
            notes = "; ".join((*mark.attention, *mark.notes))
            mine = done.get(student.student, ())
            past = "; ".join(str(e) for e in mine if e.assignment in ("", mark.assignment))
            told = (mark.source, notes, past)
            state = mark.state.lower() if mark.read else "not read"
            rows.append((*names, state, *map(as_text, numbers), *told))
    write_atomically(path, csv_text(rows).encode())


def _header(course: Course) -> list[str]:
    return [
        "student",
        *(assignment.name for assignment in course.assignments),
        *(component.name for component in course.components),
        *(["accumulated"] if course.exam_waiver else []),
        "grade",
        "exact",
        *(["late days left"] if course.late_days else []),
        "provisional",
        "notes",
    ]


def _row(student: StudentMarks, course: Course) -> list[str]:
    components = [student.components[component.name] for component in course.components]
    shown = [*components, *([student.accumulated] if course.exam_waiver else [])]
    return [
        student.student,
        *(_points(mark) for mark in student.assignments),
        *("" if mark is None else _SHOWN.text(mark) for mark in shown),
        "" if student.grade is None else course.rounding.text(student.grade),
        "" if student.exact is None else as_text(student.exact),
        *([str(student.late_days_left)] if course.late_days else []),
        "yes" if student.provisional else "",
        "; ".join(student.notes),
    ]


def _points(mark: AssignmentMark) -> str:
    if mark.state is State.EXCUSED or mark.state.is_open:
        return mark.state.lower()
    return as_text(mark.after_penalty)
