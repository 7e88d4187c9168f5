"""What nbgrader stores of a submission: points of its exercises, times, points lost."""

from __future__ import annotations

from datetime import UTC, datetime

from autograder.gradebook.course import Course
from autograder.gradebook.exact import exactly
from autograder.gradebook.lateness import parse_submitted
from autograder.receipts import CheckResult, Receipt


def by_exercise(receipt: Receipt) -> dict[str, list[CheckResult]]:
    """The results of a receipt, exercise by exercise."""
    checks: dict[str, list[CheckResult]] = {}
    for result in receipt.checks:
        checks.setdefault(result.exercise, []).append(result)
    return checks


def points_of(receipts: list[Receipt]) -> dict[str, float]:
    """What each exercise is worth."""
    return {
        exercise: float(sum(result.points for result in results))
        for receipt in receipts
        for exercise, results in by_exercise(receipt).items()
    }


def penalty(score: float, receipt: Receipt, course: Course, *, late_days: int = 0) -> float | None:
    """Points lost by lateness, as nbgrader stores them: None for nothing.

    `late_days` of the student's bank are spent on it.
    """
    if not _is_scheduled(course, receipt.assignment):
        return None
    submitted = parse_submitted(receipt.submitted_at or "", course.zone)
    work = receipt.assignment, receipt.student
    lost = course.lateness(*work, submitted, late_days=late_days).lost
    return float(exactly(score, what="score") * lost) or None


def due(course: Course, name: str, *, student: str | None = None) -> datetime | None:
    """When an assignment is due; None also for practice that the course does not schedule."""
    return course.due_at(name, student=student) if _is_scheduled(course, name) else None


def _is_scheduled(course: Course, name: str) -> bool:
    return any(assignment.name == name for assignment in course.assignments)


def naive_utc(time: datetime | None) -> datetime | None:
    """A time as nbgrader stores it: UTC, without saying so."""
    return time.astimezone(UTC).replace(tzinfo=None) if time else None
