"""What is handed back from receipts: a page for each student, the report for the staff."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.accounting import loose_ends
from autograder.errors import CourseError
from autograder.files import write_atomically
from autograder.gradebook import Course
from autograder.gradebook.corrections import not_applied
from autograder.gradebook.groups import last_of_group, members_of
from autograder.gradebook.history import read_history, removed
from autograder.grading.submission_secret import carry_secret
from autograder.layout import Layout
from autograder.marking import groups_of, read_sources
from autograder.operations import (
    Step,
    graded_assignments,
    names_known,
    people_known,
    require_known,
)
from autograder.receipts import read_or_stand_in
from autograder.scheduling import require_graded

if TYPE_CHECKING:
    from autograder.reporting.class_report import Report


Handed = tuple[Path, str]
"""A receipt, and the student who reads the page about it."""


def chosen_receipts(
    layout: Layout, course: Course, assignments: Sequence[str], students: Sequence[str]
) -> list[Handed]:
    """The receipts of the named assignments (all, if none), each with who reads about it.

    That is who handed in, or every member of the group; with `students` only these.
    """
    known = graded_assignments(layout, course)
    for name in assignments:
        require_graded(layout, course, name, known)
    gone, groups = removed(read_history(layout.root)), groups_of(layout, course)
    found: list[Handed] = []
    for name in assignments or known:
        paths = {p.stem: p for p in layout.receipts(name) if p.stem not in gone}
        for student in sorted({*paths, *(who for work, who in groups if work == name)}):
            mine = [paths[one] for one in members_of(groups, name, student) if one in paths]
            if mine:
                found.append((_last(mine, course), student))
    for student in students:
        require_known(student, sorted({who for _, who in found}), "graded student")
    chosen = [one for one in found if not students or one[1] in students]
    if not chosen:
        raise CourseError(f"{layout.root / 'grades'}: nothing is graded; run autograder grade")
    return chosen


def _last(paths: Sequence[Path], course: Course) -> Path:
    """The receipt of what was handed in last."""
    if len(paths) == 1:
        return paths[0]
    receipts = [read_or_stand_in(path, path.parent.name, path.stem) for path in paths]
    last = last_of_group(receipts, course)
    return next(path for path in paths if path.stem == last.student)


def write_pages(
    layout: Layout,
    course: Course,
    receipts: Sequence[Handed],
    step: Step = lambda _: None,
    *,
    with_term: bool = True,
) -> list[Path]:
    """Write a feedback page for every receipt and reader; return their paths.

    With the term a page also shows the student's other marks and the grade so far.
    """
    from autograder.reporting.feedback import feedback_page
    from autograder.reporting.term import term_of

    shown = {student for _, student in receipts}
    sources = read_sources(layout, course)
    marks = [each for each in sources.marks(course) if each.student in shown]
    terms = {each.student: term_of(course, each) for each in marks} if with_term else {}
    mark_of = {(m.assignment, each.student): m for each in marks for m in each.assignments}
    names = names_known(layout, course)
    pages = []
    for path, student in receipts:
        receipt = read_or_stand_in(path, path.parent.name, path.stem)
        notebook = layout.autograded(receipt.student, receipt.assignment)
        page = feedback_page(
            replace(receipt, student=student),
            json.loads(notebook.read_text(encoding="utf-8")) if notebook.is_file() else None,
            title=receipt.assignment,
            course_title=course.title,
            term=terms.get(student),
            zone=course.zone,
            mark=mark_of.get((receipt.assignment, student)),
            by_hand=sources.manual.get((receipt.assignment, receipt.student), {}),
            name=names.get(student, ""),
        )
        pages.append(layout.feedback(student, receipt.assignment))
        write_atomically(pages[-1], page.encode())
        if student == receipt.student:
            carry_secret(notebook.parent, pages[-1].parent)
        step(f"{student}, {receipt.assignment}")
    return pages


def write_class_report(
    layout: Layout,
    course: Course,
    page: Path | None = None,
    *,
    scores: Path | None = None,
    below: Fraction | None = None,
) -> tuple[Report, tuple[Path, ...]]:
    """Write the report on the class; return it, and the CSV files of its tables.

    Args:
        layout: the course's folders.
        course: its rules.
        page: where to; None: report.html in the course's folder.
        scores: a CSV of paper scores; None: scores.csv, if there is one.
        below: a grade so far under this is a risk; None: four tenths of the scale.
    """
    from autograder.reporting.class_report import report_of, write_report

    sources = read_sources(layout, course, scores)
    marks = sources.marks(course)
    made = report_of(
        course,
        sources.receipts,
        marks,
        earlier=sources.earlier,
        below=below,
        people=names_known(layout, course),
        loose_ends=(
            *not_applied(course.corrections, sources.receipts),
            *loose_ends(layout, course, marks),
        ),
    )
    return made, write_report(page or layout.report, made)


def write_grade_list(
    layout: Layout, course: Course, page: Path | None = None, *, scores: Path | None = None
) -> tuple[Path, Path, int]:
    """Write the list of grades as a page and as CSV: their paths, and how many students.

    Args:
        layout: the course's folders.
        course: its rules.
        page: where to; None: grade_list.html in the course's folder.
        scores: a CSV of paper scores; None: scores.csv, if there is one.
    """
    from autograder.reporting.grade_list import grade_list, grade_list_csv, grade_list_page

    marks = read_sources(layout, course, scores).marks(course)
    people = {each.student: each for each in people_known(layout, course)}
    made = grade_list(course, marks, people, course.present)
    page = page or layout.root / "grade_list.html"
    table = page.with_suffix(".csv")
    write_atomically(table, grade_list_csv(made).encode())
    write_atomically(page, grade_list_page(made).encode())
    return page, table, len(made.students)
