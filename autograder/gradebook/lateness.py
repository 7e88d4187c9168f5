"""What lateness costs, and how times are written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from autograder.errors import CourseError
from autograder.gradebook.exact import Number, exactly

DUE_FORMAT = "%Y-%m-%d %H:%M"
_DAY = timedelta(days=1)
_OFFSET = re.compile(r"[+-]\d\d:?\d\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """Late work loses `percent_per_day` percent of what it earned for every started day.

    A day is 24 hours counted from the due time; the loss is never more than `cap_percent`;
    work handed in at most `grace_minutes` after the due time is not late at all.
    Work more than `hard_deadline_days` started days late earns nothing; None: there is no end.
    """

    percent_per_day: Number = 0
    cap_percent: Number = 100
    grace_minutes: Number = 0
    hard_deadline_days: int | None = None

    def __post_init__(self) -> None:
        for name in ("percent_per_day", "cap_percent"):
            if not 0 <= exactly(getattr(self, name), what=f"Late: {name}") <= 100:
                value = getattr(self, name)
                raise CourseError(f"Late: {name} is {value}, but should be from 0 to 100")
        if exactly(self.grace_minutes, what="Late: grace_minutes") < 0:
            raise CourseError(
                f"Late: grace_minutes is {self.grace_minutes}, but should be 0 or more"
            )
        end = self.hard_deadline_days
        if end is not None and (isinstance(end, bool) or not isinstance(end, int) or end < 0):
            raise CourseError(
                f"Late: hard_deadline_days is {end!r}, but should be an integer, 0 or more"
            )

    def days(self, submitted: datetime, due: datetime) -> int:
        """Started days between two times that know their offset; 0 if on time or in grace."""
        late = submitted.astimezone(UTC) - due.astimezone(UTC)
        if late <= timedelta(minutes=float(self.grace_minutes)):
            return 0
        return -(-late // _DAY)

    def lost(self, days: int) -> Fraction:
        """The share of the earned points that `days` late days cost, 0…1."""
        percent = days * exactly(self.percent_per_day, what="Late: percent_per_day")
        return min(percent, exactly(self.cap_percent, what="Late: cap_percent")) / 100

    def is_over(self, days: int) -> bool:
        """Whether work that is `days` late comes after the hard deadline."""
        return self.hard_deadline_days is not None and days > self.hard_deadline_days

    def __str__(self) -> str:
        cost = "no penalty for late work"
        if self.percent_per_day:
            cost = (
                f"{self.percent_per_day} % of the earned points per started day, "
                f"at most {self.cap_percent} %, after {self.grace_minutes} minutes of grace"
            )
        end = self.hard_deadline_days
        return cost if end is None else f"{cost}; nothing is accepted after {end} days"


def parse_due(text: str, *, where: str, what: str = "due") -> datetime:
    """`2027-02-12 23:59` → a time without zone.  Raise CourseError saying the right format."""
    try:
        # The zone is the course's, which is not known here.
        return datetime.strptime(text, DUE_FORMAT)  # noqa: DTZ007
    except (TypeError, ValueError):
        raise CourseError(
            f"{where}: {what} is {text!r}, "
            "but should be a day and a time, such as '2027-02-12 23:59'"
        ) from None


def due_at(due: str, zone: ZoneInfo, *, extension_days: int = 0) -> datetime:
    """When work is due, with its offset; an extension keeps the time of day on the clock."""
    naive = parse_due(due, where="") + extension_days * _DAY
    return naive.replace(tzinfo=zone)


def parse_submitted(text: str) -> datetime | None:
    """When work was handed in, in UTC; None if the text does not say.

    ISO 8601, or as nbgrader writes it, `2027-02-12 20:59:00.000000 UTC`: a third word is an
    offset or the name of a zone.  Without either it is UTC.
    """
    moment, _, zone = text.strip().partition(" UTC")
    words = moment.split(" ")
    try:
        if len(words) == 3 and _OFFSET.fullmatch(words[2]):
            moment = f"{words[0]} {words[1]}{words[2]}"
        elif len(words) == 3:
            moment, zone = f"{words[0]} {words[1]}", words[2]
        time = datetime.fromisoformat(moment)
        if time.tzinfo is None:
            time = time.replace(tzinfo=ZoneInfo(zone or "UTC"))
        return time.astimezone(UTC)
    except (ValueError, OverflowError, ZoneInfoNotFoundError, OSError):
        return None
