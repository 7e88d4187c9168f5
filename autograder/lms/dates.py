"""When something happened, as learning management systems write it in their users' languages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, tzinfo
from functools import cache

from babel import Locale

from autograder.errors import CourseError

# In which Moodle is much used; English is tried first.
_LANGUAGES = (
    "ar az be bg bn ca cs da de el es et eu fa fi fr gl he hi hr hu hy id is it ja ka kk ko ky lt "
    "lv mk mn ms nb nl nn pl pt ro ru sk sl sq sr sv th tr uk ur uz zh"
)
_ISO = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?) ?(Z|UTC|[+-]\d\d:?\d\d)?", re.IGNORECASE
)
_DOTTED = re.compile(r"(?P<day>\d\d?)\.(?P<month>\d\d?)\.(?P<year>\d{4}),?")
_EASTERN = re.compile(r"(?P<year>\d{4})年 ?(?P<month>\d\d?)月 ?(?P<day>\d\d?)日")
_TIME = re.compile(r"(?<![\d:])(\d\d?)[:h](\d\d)(?::(\d\d))?(?![\d:h])(.*)", re.DOTALL)
_READABLE = "write it as 2027-02-12 21:00, or take the file with the LMS set to English"


def read_moment(text: str, zone: tzinfo) -> datetime:
    """A moment in UTC, from ISO 8601 or from words such as `Friday, 12 February 2027, 9:00 PM`.

    The month is looked up in some fifty languages (data: Unicode CLDR, by Babel); the day of the
    week, where there is one, must be that date's.  What could be two dates is refused.

    Args:
        text: what the LMS wrote.
        zone: where its clock stood, unless the text has an offset.

    Raises:
        CourseError: what is wrong, and what should be written.
    """
    shown, text = text, unicodedata.normalize("NFKC", text).casefold().strip()
    try:
        if iso := _ISO.fullmatch(text):
            offset = (iso[3] or "").upper().replace("UTC", "Z")
            moment = datetime.fromisoformat(f"{iso[1]}T{iso[2]}{offset}")
        else:
            moment = _in_words(text, zone)
    except (ValueError, OverflowError) as error:
        raise CourseError(
            f"{shown!r} is no time that can be read ({error}); {_READABLE}"
        ) from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


def _in_words(text: str, zone: tzinfo) -> datetime:
    """ValueError says what is missing."""
    found = _TIME.search(text)
    if found is None:
        raise ValueError("it has no time of day")
    before, after = text[: found.start()], found[4].strip(" ,")
    if numbers := _DOTTED.search(before) or _EASTERN.search(before):
        dates = {(int(numbers["year"]), int(numbers["month"]), int(numbers["day"]), "en")}
    else:
        dates = set(_dates(before))
    hour = _hour(int(found[1]), after, {"en", *(language for *_, language in dates)})
    minute, second = int(found[2]), int(found[3] or 0)
    moments: dict[bool, set[datetime]] = {True: set(), False: set()}
    for year, month, day, language in dates:
        moment = datetime(year, month, day, hour, minute, second, tzinfo=zone)
        weekdays = {day for day, name in _weekdays(language).items() if name in text}
        if not weekdays or moment.weekday() in weekdays:
            moments[bool(weekdays)].add(moment)
    fitting = moments[True] or moments[False]
    if len(fitting) != 1:
        raise ValueError("it may be two dates" if fitting else "date and weekday do not agree")
    return fitting.pop()


def _dates(text: str) -> Iterator[tuple[int, int, int, str]]:
    """(year, month, day, language) for each language in which the text has a month."""
    words = re.findall(r"\w+", text)
    years = [int(word) for word in words if re.fullmatch(r"\d{4}", word)]
    days = [int(word) for word in words if re.fullmatch(r"\d\d?", word)]
    if len(years) != 1 or len(days) != 1:
        raise ValueError("one day, a month's name and a year of four digits are wanted")
    for languages in (["en"], _LANGUAGES.split()):
        months = {
            (m, tongue) for tongue in languages for w in words if (m := _months(tongue).get(w))
        }
        if months:
            yield from ((years[0], month, days[0], tongue) for month, tongue in months)
            return
    raise ValueError("no month's name is known in it")


def _hour(hour: int, after: str, languages: Iterable[str]) -> int:
    """The hour of 24, with whatever follows the time of day."""
    if not after:
        return hour
    halves = {half for each in languages for half in (0, 1) if after in _halves(each)[half]}
    if len(halves) != 1:
        raise ValueError(f"{after!r} is neither am nor pm")
    return hour if hour > 12 else hour % 12 + 12 * halves.pop()


@cache
def _months(language: str) -> dict[str, int]:
    names = Locale.parse(language).months
    return {
        _plain(name): month
        for form in ("format", "stand-alone")
        for width in ("abbreviated", "wide")
        for month, name in names[form][width].items()
    }


@cache
def _weekdays(language: str) -> dict[int, str]:
    days = Locale.parse(language).days["format"]["wide"]
    return {day: _plain(name) for day, name in days.items()}


@cache
def _halves(language: str) -> tuple[frozenset[str], frozenset[str]]:
    """What the hours before noon are called, and those after."""
    widths = Locale.parse(language).day_periods["format"].values()
    am, pm = ({_plain(w[key]) for w in widths if key in w} for key in ("am", "pm"))
    return frozenset(am), frozenset(pm)


def _plain(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold().strip(". ")
