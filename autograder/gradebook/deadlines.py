"""When work may be handed in, and what one student's own deadline is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from autograder.errors import CourseError
from autograder.gradebook.exact import Number, as_text, exactly
from autograder.gradebook.formula import Assignment
from autograder.gradebook.lateness import Late, due_at


@dataclass(frozen=True, slots=True)
class Extension:
    """`days` more days for one student on one assignment: what is due, and what closes, moves."""

    student: str
    assignment: str
    days: int = field(kw_only=True)
    reason: str = field(kw_only=True)

    def __post_init__(self) -> None:
        if isinstance(self.days, bool) or not isinstance(self.days, int) or self.days < 1:
            raise CourseError(
                f"Extension for {self.student}: days is {self.days!r}, "
                "but should be an integer, 1 or more"
            )
        _check_reason(self)

    def grants(self, assignment: Assignment) -> bool:
        """Whether it is about this assignment."""
        return assignment.name == self.assignment

    def __str__(self) -> str:
        return f"{self.days} more day{'' if self.days == 1 else 's'} ({self.reason})"


@dataclass(frozen=True, slots=True)
class ExtraTime:
    """`percent` more time for one student, on every assignment that opens and is due.

    The time between the two grows by that share; what closes moves as what is due does.

    Attributes:
        student: the student's id.
        percent: 25 makes an hour 75 minutes.
        reason: for the record.
        assignments: only these, if any are named.
    """

    student: str
    percent: Number = field(kw_only=True)
    reason: str = field(kw_only=True)
    assignments: tuple[str, ...] = field(default=(), kw_only=True)

    def __post_init__(self) -> None:
        if exactly(self.percent, what=f"ExtraTime for {self.student}: percent") <= 0:
            raise CourseError(
                f"ExtraTime for {self.student}: percent is {self.percent}, "
                "but should be more than 0"
            )
        if isinstance(self.assignments, str):
            raise CourseError(
                f"ExtraTime for {self.student}: assignments is {self.assignments!r}, "
                "but should be a list of names"
            )
        object.__setattr__(self, "assignments", tuple(self.assignments))
        _check_reason(self)

    def grants(self, assignment: Assignment) -> bool:
        """Whether it is about this assignment, and the assignment's time is measured."""
        named = not self.assignments or assignment.name in self.assignments
        return named and assignment.opens is not None and assignment.due is not None

    def __str__(self) -> str:
        percent = as_text(exactly(self.percent, what="ExtraTime: percent"))
        return f"{percent} % more time ({self.reason})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """When one student may hand in one assignment; times know their offset.

    Attributes:
        opens: work from before is pointed out; None: any time.
        due: work from after is late; None: never late.
        closes: work from after earns nothing; None: as the late policy says.
        granted: what was granted to this student, with reasons.
    """

    opens: datetime | None
    due: datetime | None
    closes: datetime | None
    granted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lateness:
    """How late one piece of work is.

    Attributes:
        days: started days after it was due; 0 if on time or in grace.
        lost: the share of the earned points that this costs, 0…1.
        closed: it came when nothing was accepted any more: everything is lost.
        early: it came before the assignment opened.
        by: how long after it was due it came; 0 if before.
        spent: how many of the days are from the student's bank and cost nothing.
    """

    days: int = 0
    lost: Fraction = Fraction(0)
    closed: bool = False
    early: bool = False
    by: timedelta = timedelta(0)
    spent: int = 0


def window_of(
    assignment: Assignment, zone: ZoneInfo, *, granted: Iterable[Extension | ExtraTime] = ()
) -> Window:
    """The times of an assignment, moved by what was granted to one student."""
    mine = [grant for grant in granted if grant.grants(assignment)]
    days = sum(grant.days for grant in mine if isinstance(grant, Extension))
    opens, due = (_at(text, zone) for text in (assignment.opens, assignment.due))
    extra = timedelta(0)
    if opens and due:
        for grant in mine:
            if isinstance(grant, ExtraTime):
                extra += _share(due.astimezone(UTC) - opens.astimezone(UTC), grant.percent)
    return Window(
        opens=opens,
        due=_at(assignment.due, zone, days=days, extra=extra),
        closes=_at(assignment.closes, zone, days=days, extra=extra),
        granted=tuple(str(grant) for grant in mine),
    )


def lateness(
    window: Window, late: Late, submitted: datetime | None, *, late_days: int = 0
) -> Lateness:
    """What handing in at `submitted` costs; an unknown time costs nothing.

    `late_days` are left in the student's bank.

    Grace is given once more at the closing time: clocks differ.
    """
    if submitted is None:
        return Lateness()
    early = window.opens is not None and submitted < window.opens
    days = late.days(submitted, window.due) if window.due else 0
    closed = late.is_over(days)
    if window.closes:
        closed = closed or late.days(submitted, window.closes) > 0
    banked = 0 if closed else min(days, late_days)
    lost = Fraction(1) if closed else late.lost(days - banked)
    by = max(submitted - window.due, timedelta(0)) if window.due else timedelta(0)
    return Lateness(days=days, lost=lost, closed=closed, early=early, by=by, spent=banked)


def _check_reason(grant: Extension | ExtraTime) -> None:
    if not isinstance(grant.reason, str) or not grant.reason.strip():
        kind = type(grant).__name__
        raise CourseError(
            f"{kind} for {grant.student}: reason is {grant.reason!r}, but should say why"
        )


def _at(
    text: str | None, zone: ZoneInfo, *, days: int = 0, extra: timedelta = timedelta(0)
) -> datetime | None:
    """A time of day in the zone, `days` later on the calendar and `extra` later by the clock."""
    if text is None:
        return None
    moved = due_at(text, zone, extension_days=days)
    return (moved.astimezone(UTC) + extra).astimezone(zone) if extra else moved


def _share(duration: timedelta, percent: Number) -> timedelta:
    share = exactly(percent, what="ExtraTime: percent") / 100
    return duration * share.numerator / share.denominator
