"""What an instructor should look at first, each in a line with where to read on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from autograder.gradebook.marks import StudentMarks, needs_attention
from autograder.receipts import Outcome
from autograder.reporting.class_report.check_statistics import (
    REMARKS,
    CheckStatistics,
    ExerciseStatistics,
    remark,
)
from autograder.reporting.class_report.failures import ClassMistake
from autograder.reporting.class_report.students import AtRisk
from autograder.reporting.class_report.tables import listed, percent
from autograder.reporting.pages import counted

AGAINST = -0.1
"""A check with a discrimination below this is passed by the wrong students."""


@dataclass(frozen=True, slots=True)
class Highlight:
    """One thing to look at.

    Attributes:
        told: in words.
        place: id of the element where to read on.
        urgent: grades are not final before somebody looked.
    """

    told: str
    place: str
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class AssignmentStatistics:
    """What is known about one assignment's checks.

    Attributes:
        name: the assignment's name.
        exercises: in the topic's order.
        checks: in the topic's order.
        mistakes: the most common first.
    """

    name: str
    exercises: tuple[ExerciseStatistics, ...]
    checks: tuple[CheckStatistics, ...]
    mistakes: tuple[ClassMistake, ...]


def highlights(
    marks: Iterable[StudentMarks],
    risks: Sequence[AtRisk],
    assignments: Sequence[AssignmentStatistics],
    *,
    loose_ends: Sequence[str] = (),
) -> tuple[Highlight, ...]:
    """The list, what keeps grades from being final first."""
    found = []
    broken = [c.result.name for each in assignments for c in each.checks if c.count[Outcome.ERROR]]
    if broken:
        told = f"{counted(len(broken), 'check')} of ours broke: {listed(broken)}"
        found.append(Highlight(told, "checks", urgent=True))
    if waiting := needs_attention(marks):
        told = f"{counted(len(waiting), 'mark')} must be looked at before the grade counts"
        found.append(Highlight(told, "late-and-missing", urgent=True))
    found += [Highlight(line, "late-and-missing", urgent=True) for line in loose_ends]
    if risks:
        are = "student is" if len(risks) == 1 else "students are"
        found.append(Highlight(f"{len(risks)} {are} at risk", "at-risk"))
    for each in assignments:
        place = f"assignment-{each.name}"
        for words in REMARKS:
            names = [one.name for one in each.exercises if remark(one) == words]
            found += [Highlight(f"{each.name}: {words}: {listed(names)}", place)] if names else []
        if wrong := [
            check.result.name
            for check in each.checks
            if check.discrimination is not None and check.discrimination < AGAINST
        ]:
            told = f"{each.name}: passed rather by those who earn less elsewhere: {listed(wrong)}"
            found.append(Highlight(told, place))
        found += _common(each, place)
    return tuple(sorted(found, key=lambda one: not one.urgent))


def _common(assignment: AssignmentStatistics, place: str) -> list[Highlight]:
    """The failure that most have, if it is more than one student's."""
    most = assignment.mistakes[0] if assignment.mistakes else None
    if most is None or len(most.students) < 2:
        return []
    told = most.because or most.like
    words = told if len(told) <= 140 else f"{told[:139]}…"
    share = percent(most.share)
    manner = "" if most.because else "in words such as: "
    told = f"{assignment.name}: {share} fail {most.check}: {manner}{words}"
    return [Highlight(told, place)]
