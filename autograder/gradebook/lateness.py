"""What lateness costs, and how times are written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
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

    A day is one of the calendar: it ends when the clock shows the due time again, in the zone of
    the due time, whether or not clocks were changed in between.  Every day, and not only the
    first, ends `grace_minutes` later.  The loss is never more than `cap_percent`.
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
        """Started days between two times that know their zone; 0 if on time or in grace."""
        in_time = submitted.astimezone(UTC) - timedelta(minutes=float(self.grace_minutes))
        days = max((in_time - due.astimezone(UTC)) // _DAY - 1, 0)  # clocks change by less
        while in_time > (due + days * _DAY).astimezone(UTC):
            days += 1
        return days

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


def parse_submitted(text: str, zone_of_course: tzinfo = UTC) -> datetime | None:
    """When work was handed in, in UTC; None if the text does not say.

    ISO 8601, or as nbgrader writes it, `2027-02-12 20:59:00.000000 UTC`: a third word is an
    offset, what the course's zone calls itself (MSK, EDT, CEST), or the name of a zone.
    Without any it is UTC.
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
            zone_meant = _called(zone, zone_of_course, time) or ZoneInfo(zone or "UTC")
            time = time.replace(tzinfo=zone_meant)
        return time.astimezone(UTC)
    except (ValueError, OverflowError, ZoneInfoNotFoundError, OSError):
        return None


def _called(name: str, zone: tzinfo, time: datetime) -> tzinfo | None:
    """The zone as it is when it calls itself by this name, at that time or within a year of it.

    When clocks are set back, an hour occurs twice, and the name tells which one is meant.
    """
    if not name:
        return None
    moments = [time.replace(tzinfo=zone, fold=fold) for fold in (0, 1)]
    moments += [moments[0] - month * timedelta(days=30) for month in range(1, 13)]
    for moment in moments:
        if moment.tzname() == name and (offset := moment.utcoffset()) is not None:
            return timezone(offset)
    return None


def in_words(moment: datetime, zone: tzinfo) -> str:
    """`2027-02-12 23:59 MSK`, for the staff."""
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M %Z}"
