"""Lateness is counted in started days, in the course's time zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.errors import CourseError
from autograder.gradebook import Assignment, Extension, Late
from autograder.gradebook.lateness import due_at, parse_submitted

DUE = datetime(2027, 2, 12, 20, 59, tzinfo=UTC)
LATE = Late(percent_per_day=10, cap_percent=50, grace_minutes=15)


@pytest.mark.parametrize(
    ("after", "days"),
    [
        (timedelta(hours=-5), 0),
        (timedelta(0), 0),
        (timedelta(minutes=15), 0),
        (timedelta(minutes=15, seconds=1), 1),
        (timedelta(days=1), 1),
        (timedelta(days=1, minutes=15), 1),
        (timedelta(days=1, minutes=15, microseconds=1), 2),
        (timedelta(hours=72, minutes=10), 3),
        (timedelta(days=40), 40),
    ],
)
def test_a_started_day_counts_whole(after, days):
    """Grace lengthens every day, and not only the first."""
    assert LATE.days(DUE + after, DUE) == days


def test_the_same_moment_counts_the_same_in_every_zone():
    """An offset changes how a time is written, not when it is."""
    moment = (DUE + timedelta(hours=30)).astimezone(ZoneInfo("Asia/Tokyo"))

    assert LATE.days(moment, DUE) == 2


@given(st.integers(0, 1000), st.integers(0, 1000))
def test_waiting_longer_never_costs_less(days, more):
    """The loss grows with the days, and ends at the cap."""
    assert LATE.lost(days) <= LATE.lost(days + more) <= Fraction(1, 2)


ZONES = st.sampled_from(
    ["Europe/Berlin", "America/New_York", "Europe/Moscow", "Australia/Lord_Howe", "Africa/Cairo"]
)


@given(
    ZONES,
    st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1)),  # noqa: DTZ001  # the zone is drawn
    st.integers(0, 400),
    st.integers(0, 24 * 60 - 1),
    st.sampled_from([0, 5, 15]),
)
def test_days_are_those_of_the_calendar(name, due, days, minutes, grace):
    """N days and some minutes later by the clock on the wall is n + 1 days late, clocks changed
    in between or not; and each day ends with the grace.
    """
    zone = ZoneInfo(name)
    due = due.replace(second=0, microsecond=0, tzinfo=zone)
    ends = [(due + timedelta(days=days + more)).astimezone(UTC) for more in (0, 1)]
    late, kind = Late(percent_per_day=1, grace_minutes=grace), timedelta(minutes=grace)
    moment = min(ends[0] + kind + timedelta(minutes=minutes, seconds=1), ends[1] + kind)

    assert days == late.days(ends[0] + kind, due)
    assert days + 1 == late.days(moment, due)


@pytest.mark.parametrize(
    ("zone", "due", "moment"),
    [
        ("Europe/Berlin", "2026-10-24 23:59", "2026-10-25 23:10:00.000000 CET"),
        ("America/New_York", "2026-10-31 23:59", "2026-11-01 23:10:00.000000 EST"),
        ("Europe/Berlin", "2027-03-27 23:59", "2027-03-28 23:59:00.000000 CEST"),
    ],
)
def test_the_day_on_which_clocks_change_is_one_day(zone, due, moment):
    """Due on Saturday at 23:59, handed in on Sunday before 23:59: one day late."""
    zone = ZoneInfo(zone)

    assert 1 == Late().days(parse_submitted(moment, zone), due_at(due, zone))


@pytest.mark.parametrize(
    ("zone", "text", "utc"),
    [
        ("Europe/Moscow", "2027-02-12 23:59:00.000000 MSK", "2027-02-12 20:59"),
        ("America/New_York", "2026-11-01 01:30:00.000000 EDT", "2026-11-01 05:30"),
        ("America/New_York", "2026-11-01 01:30:00.000000 EST", "2026-11-01 06:30"),
        ("Europe/Berlin", "2027-07-01 12:00:00.000000 CEST", "2027-07-01 10:00"),
        ("Europe/Berlin", "2027-07-01 12:00:00.000000 CET", "2027-07-01 11:00"),
        ("UTC", "2027-07-01 12:00:00.000000 UTC", "2027-07-01 12:00"),
    ],
)
def test_a_zone_is_known_by_its_own_names(zone, text, utc):
    """As nbgrader writes the time of the machine; of an hour that occurs twice, the one meant."""
    assert f"{parse_submitted(text, ZoneInfo(zone)):%Y-%m-%d %H:%M}" == utc
    assert parse_submitted("2027-07-01 12:00:00.000000 XYZ", ZoneInfo(zone)) is None


def test_loses_nothing_unless_told_to():
    """A course that says nothing about lateness takes nothing."""
    assert Late().lost(100) == 0
    assert str(Late()) == "no penalty for late work"


def test_due_times_are_in_the_zone_of_the_course():
    """23:59 in Moscow is 20:59 in Greenwich."""
    assert due_at("2027-02-12 23:59", ZoneInfo("Europe/Moscow")) == DUE


def test_an_extension_keeps_the_time_of_day():
    """Three days later the clock shows the same time, even if summer time began."""
    zone = ZoneInfo("Europe/Berlin")
    due, extended = (due_at("2027-03-26 23:59", zone, extension_days=days) for days in (0, 3))

    assert extended.strftime("%Y-%m-%d %H:%M") == "2027-03-29 23:59"
    assert extended.astimezone(UTC) - due.astimezone(UTC) == timedelta(days=3, hours=-1)


@pytest.mark.parametrize("due", ["12.02.2027", "2027-02-12", "2027-02-30 10:00", "", 20270212])
def test_says_how_a_due_time_is_written(due):
    """A date in another format is refused with an example of the right one."""
    with pytest.raises(CourseError) as caught:
        Assignment("losses", due=due)

    assert str(caught.value) == (
        f"Assignment 'losses': due is {due!r}, "
        "but should be a day and a time, such as '2027-02-12 23:59'"
    )


@pytest.mark.parametrize(
    "text",
    [
        "2027-02-12T20:59:00+00:00",
        "2027-02-12T20:59:00Z",
        "2027-02-12 20:59:00",
        "2027-02-12 20:59:00.000000 UTC",
        "2027-02-12 23:59:00.000000 Europe/Moscow",
        "2027-02-12 23:59:00 +0300",
        " 2027-02-12 23:59:00 +03:00\n",
    ],
)
def test_reads_every_way_to_write_a_moment(text):
    """ISO 8601, and what nbgrader's exchange writes; without a zone it is UTC."""
    assert parse_submitted(text) == DUE


@pytest.mark.parametrize(
    "text",
    ["", "yesterday", "2027-02-30 10:00", "2027-02-12 20:59:00 Moskau", "9999-12-31 23:59 -1200"],
)
def test_says_if_there_is_no_moment(text):
    """What does not say when is None, never a guess."""
    assert parse_submitted(text) is None


@given(st.text())
def test_no_text_stops_the_gradebook(text):
    """Timestamps lie beside students' files: any text at all is either a moment or none."""
    assert parse_submitted(text) is None or parse_submitted(text).tzinfo is UTC


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: Late(percent_per_day=-1), "percent_per_day is -1, but should be from 0 to 100"),
        (lambda: Late(cap_percent=200), "cap_percent is 200"),
        (lambda: Late(grace_minutes=-5), "grace_minutes is -5"),
        (
            lambda: Extension("ann", "losses", days=0, reason="ill"),
            "days is 0, but should be an integer",
        ),
        (
            lambda: Extension("ann", "losses", days=1.5, reason="ill"),
            "Extension for ann: days is 1.5",
        ),
    ],
)
def test_refuses_settings_that_mean_nothing(build, message):
    """Lateness settings are checked when they are written."""
    with pytest.raises(CourseError, match=message):
        build()
