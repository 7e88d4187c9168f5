"""What a regrade changes: who gains or loses how much, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from autograder.gradebook.assignment_marks import AssignmentMark, State
from autograder.gradebook.by_hand import ByHand, Manual, OfWork
from autograder.gradebook.course import Course
from autograder.gradebook.exact import in_short
from autograder.gradebook.groups import NO_GROUPS, Groups, members_of
from autograder.gradebook.marks import StudentMarks
from autograder.receipts import CheckResult, Outcome, Receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a regrade does to one student's mark in one assignment.

    Attributes:
        student: the student's id.
        assignment: the assignment's name.
        before: the mark as it is.
        after: the mark as it will be.
        grade_before: the rounded grade of the course as it is; None if there is none.
        grade_after: the same as it will be.
        why: a line for each check whose verdict changes, and for what people entered by hand.
    """

    student: str
    assignment: str
    before: AssignmentMark
    after: AssignmentMark
    grade_before: Fraction | None
    grade_after: Fraction | None
    why: tuple[str, ...]

    @property
    def difference(self) -> Fraction:
        """Points gained, after lateness; below 0: lost."""
        return self.after.after_penalty - self.before.after_penalty

    @property
    def of_share(self) -> Fraction:
        """What share of the points is gained; below 0: lost."""
        after, before = (
            mark.after_penalty / mark.points if mark.points else Fraction(0)
            for mark in (self.after, self.before)
        )
        return after - before


def changes(
    before: Iterable[StudentMarks],
    after: Iterable[StudentMarks],
    last: Iterable[tuple[Receipt, Receipt]],
    *,
    earlier: Iterable[tuple[Receipt, Receipt]] = (),
    manual: Manual,
    groups: Groups = NO_GROUPS,
) -> tuple[Change, ...]:
    """A change for every work about which the new receipts say anything else than the old.

    Args:
        before: the marks of the class as they are.
        after: the marks of the class as they will be.
        last: (old receipt, new receipt) of what was handed in last.
        earlier: the same of earlier attempts.
        manual: what people entered in nbgrader, about what was handed in last.
        groups: who hands in together: each member's mark changes.
    """
    was = {each.student: each for each in before}
    will = {each.student: each for each in after}
    why: dict[tuple[str, str], list[str]] = {}
    for old, new in earlier:
        attempt = f"attempt of {old.submitted_at or 'an unknown time'}"
        lines = [f"{attempt}: {line}" for line in _why(old, new, {})]
        for member in members_of(groups, new.assignment, new.student):
            why.setdefault((new.assignment, member), []).extend(lines)
    for old, new in last:
        work = (new.assignment, new.student)
        for member in members_of(groups, *work):
            told = why.setdefault((new.assignment, member), [])
            told.extend(_why(old, new, manual.get(work, {})))
    found = []
    for assignment, student in sorted(why):
        first, second = (_mark(marks[student], assignment) for marks in (was, will))
        lines = why[assignment, student]
        if not lines and first.after_penalty == second.after_penalty:
            continue
        if second.source.startswith("scores CSV"):
            lines.append("the scores CSV outranks the checks: its score stays")
        found.append(
            Change(
                student=student,
                assignment=assignment,
                before=first,
                after=second,
                grade_before=was[student].grade,
                grade_after=will[student].grade,
                why=tuple(lines),
            )
        )
    return tuple(found)


def as_plain_text(found: Iterable[Change], course: Course) -> str:
    """The changes, assignment by assignment."""
    by_assignment: dict[str, list[Change]] = {}
    for change in found:
        by_assignment.setdefault(change.assignment, []).append(change)
    if not by_assignment:
        return "no verdict changes"
    return "\n\n".join(_told(name, group, course) for name, group in by_assignment.items())


def _told(name: str, group: list[Change], course: Course) -> str:
    gain = sum(change.of_share > 0 for change in group)
    lose = sum(change.of_share < 0 for change in group)
    grades = [(g.grade_before, g.grade_after) for g in group]
    both = [(old, new) for old, new in grades if old is not None and new is not None]
    rises, falls = sum(new > old for old, new in both), sum(new < old for old, new in both)
    lines = [
        (
            f"{name}: {gain} gain, {lose} lose, {len(group) - gain - lose} keep their share; "
            f"the course's grade rises for {rises} and falls for {falls}"
        )
    ]
    width = max(len(change.student) for change in group)
    for change in group:
        points = " → ".join(points_told(mark) for mark in (change.before, change.after))
        before_and_after = (change.grade_before, change.grade_after)
        told = ("none" if g is None else course.rounding.text(g) for g in before_and_after)
        grade = " → ".join(told)
        lines.append(f"  {change.student:<{width}}  {points}, grade {grade}")
        lines += [f"  {'':<{width}}    {line}" for line in change.why]
    return "\n".join(lines)


def points_told(mark: AssignmentMark) -> str:
    """`9 of 12`, after lateness."""
    if mark.state is State.EXCUSED:
        return "excused"
    return f"{in_short(mark.after_penalty)} of {in_short(mark.points)}"


def _mark(student: StudentMarks, assignment: str) -> AssignmentMark:
    return next(mark for mark in student.assignments if mark.assignment == assignment)


def _why(old: Receipt, new: Receipt, manual: OfWork) -> tuple[str, ...]:
    """A line for each check that now ends otherwise, or is worth something else."""
    was = {check.name: check for check in old.checks}
    will = {check.name: check for check in new.checks}
    lines = []
    for name in dict.fromkeys((*will, *was)):
        line = _verdicts(was.get(name), will.get(name))
        if line:
            exercise = (will.get(name) or was[name]).exercise
            lines.append(f"{name}: {line}{_stays(exercise, manual.get(exercise))}")
    return tuple(lines)


def _stays(exercise: str, by_hand: ByHand | None) -> str:
    if by_hand is None or not by_hand.counts:
        return ""
    if by_hand.score is None:
        return f"; {by_hand.of(exercise)} was entered by hand and stays on top"
    return f"; the score of {exercise} was entered by hand and stays"


def _verdicts(old: CheckResult | None, new: CheckResult | None) -> str:
    """`failed → passed, 0 → 2 of 2`; empty if nothing changes."""
    if old is None and new is not None:
        return f"new, {new.outcome.lower()}, {new.earned} of {new.points}{_because(new)}"
    if new is None or old is None:
        return f"no longer a check, was {old.earned} of {old.points}" if old else ""
    if (old.outcome, old.earned, old.points) == (new.outcome, new.earned, new.points):
        return ""
    worth = f"{old.earned} of {old.points} → {new.earned} of {new.points}"
    if old.points == new.points:
        worth = f"{old.earned} → {new.earned} of {new.points}"
    if new.left_out:
        return f"{worth}{_because(new)}"
    return f"{old.outcome.lower()} → {new.outcome.lower()}, {worth}{_because(new)}"


def _because(result: CheckResult) -> str:
    """What the check found, on one line; empty if it passed."""
    words = " ".join((result.correction or result.message).split())
    if result.correction:
        return f": {words}"
    if result.outcome is Outcome.PASSED or not words:
        return ""
    return f": {words[:160]}{'…' if len(words) > 160 else ''}"
