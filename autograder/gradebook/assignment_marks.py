"""What one student earned for one assignment: score or receipt, lateness, excuse."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from autograder.gradebook.course import Course
from autograder.gradebook.exact import as_text
from autograder.gradebook.formula import Assignment
from autograder.gradebook.lateness import parse_submitted
from autograder.gradebook.scores import Score
from autograder.receipts import Outcome, Receipt


class State(StrEnum):
    """Where a mark comes from."""

    GRADED = "GRADED"  # a receipt or a score
    MISSING = "MISSING"  # nothing handed in: counts as 0
    EXCUSED = "EXCUSED"  # does not count
    UNGRADED = "UNGRADED"  # nobody's work was graded yet: does not count yet


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentMark:
    """What one assignment counts for one student; all numbers are exact.

    Attributes:
        assignment: its name.
        state: GRADED, MISSING, EXCUSED or UNGRADED.
        earned: points before lateness.
        points: what could be earned; 0 if excused or ungraded.
            Checks that ended in an ERROR of ours and have no manual score are in neither.
        days_late: started days after the due time, extension and grace taken off.
        penalty: points lost by lateness.
        attention: why staff must look before this counts; empty: it counts.
        notes: what else a reader of the mark has to know.
    """

    assignment: str
    state: State
    earned: Fraction = Fraction(0)
    points: Fraction = Fraction(0)
    days_late: int = 0
    penalty: Fraction = Fraction(0)
    attention: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def provisional(self) -> bool:
        """Whether staff must look before this counts."""
        return bool(self.attention)

    @property
    def after_penalty(self) -> Fraction:
        """The points that count."""
        return self.earned - self.penalty


def assignment_mark(
    assignment: Assignment,
    student: str,
    course: Course,
    *,
    receipt: Receipt | None,
    score: Score | None,
    manual: Mapping[str, Fraction],
    points: Fraction | None,
) -> AssignmentMark:
    """The mark of one student for one assignment.

    Args:
        assignment: as the course declares it.
        student: the student's id.
        course: the rules.
        receipt: None if nothing was graded.
        score: None if people wrote none; it outranks the receipt and is never late.
        manual: exercise → score given by people in nbgrader; outranks the receipt's checks.
        points: what the assignment is worth; None if nobody knows yet.
    """
    if score is not None:
        return _from_score(score, overrules=receipt is not None)
    if receipt is not None:
        return _from_receipt(receipt, student, course, manual=manual, points=points)
    if points is None:
        return AssignmentMark(assignment=assignment.name, state=State.UNGRADED)
    return AssignmentMark(assignment=assignment.name, state=State.MISSING, points=points)


def _from_score(score: Score, *, overrules: bool) -> AssignmentMark:
    reason = f" ({score.reason})" if score.reason else ""
    if score.excused:
        notes: tuple[str, ...] = (f"{score.assignment}: excused{reason}",)
    elif overrules or score.reason:
        notes = (f"{score.assignment}: score entered by staff{reason}",)
    else:
        notes = ()
    return AssignmentMark(
        assignment=score.assignment,
        state=State.EXCUSED if score.excused else State.GRADED,
        earned=score.earned,
        points=score.points,
        notes=notes,
    )


def _from_receipt(
    receipt: Receipt,
    student: str,
    course: Course,
    *,
    manual: Mapping[str, Fraction],
    points: Fraction | None,
) -> AssignmentMark:
    name = receipt.assignment
    earned, possible = _judged(receipt, manual)
    notes = [
        f"{name}: {as_text(score)} for {exercise} entered by staff"
        for exercise, score in sorted(manual.items())
    ]
    attention = []
    errors = [check for check in receipt.errors if check.exercise not in manual]
    if errors:
        names = ", ".join(check.name for check in errors)
        attention.append(f"{name}: provisional, checks ended in an error of ours: {names}")
    if receipt.problem:
        attention.append(f"{name}: provisional, {receipt.problem}")
    if not receipt.checks:
        # Nothing could be run: what it is worth is known from the others only.
        possible = points or Fraction(0)
    elif points is not None and receipt.points != points:
        attention.append(
            f"{name}: provisional, graded out of {receipt.points}, "
            f"but it is worth {as_text(points)}; grade again"
        )
    days = _days_late(receipt, student, course)
    if receipt.submitted_at is None and course.assignment(name).due:
        notes.append(f"{name}: time of submission unknown, taken as on time")
    elif receipt.submitted_at is not None and parse_submitted(receipt.submitted_at) is None:
        attention.append(
            f"{name}: provisional, submitted at {receipt.submitted_at!r}, which is no time"
        )
    lost = course.late.lost(days)
    if days:
        notes.append(f"{name}: {days} days late, {as_text(lost * 100)} % lost")
    return AssignmentMark(
        assignment=name,
        state=State.GRADED,
        earned=earned,
        points=possible,
        days_late=days,
        penalty=earned * lost,
        attention=tuple(attention),
        notes=tuple(notes),
    )


def _judged(receipt: Receipt, manual: Mapping[str, Fraction]) -> tuple[Fraction, Fraction]:
    """Points earned and possible, manual scores first, unmended errors left out of both."""
    earned = sum(manual.values(), Fraction(0))
    possible = Fraction(0)
    for check in receipt.checks:
        if check.exercise in manual:
            possible += check.points
        elif check.outcome is not Outcome.ERROR:
            earned += check.earned
            possible += check.points
    return earned, possible


def _days_late(receipt: Receipt, student: str, course: Course) -> int:
    """Started days; 0 if the time is unknown."""
    due = course.due_at(receipt.assignment, student=student)
    submitted = parse_submitted(receipt.submitted_at or "")
    return 0 if due is None or submitted is None else course.late.days(submitted, due)
