"""When work came in, as Moodle and Canvas tell it."""

import csv
import io
import json
import zipfile
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from babel import Locale
from babel.dates import format_datetime
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from autograder.cli import cli
from autograder.errors import CourseError
from autograder.gradebook.people import Person
from autograder.layout import Layout
from autograder.lms.collecting import Fate, collect
from autograder.lms.dates import _LANGUAGES, read_moment
from autograder.lms.times import read_times

MOSCOW = ZoneInfo("Europe/Moscow")
AT = datetime(2027, 2, 12, 18, tzinfo=UTC)
PEOPLE = (
    Person("ann", "Ann", "O'Neil", "ann@uni.edu", "11"),
    Person("ivan", "Иван", "Иванов", "ivan@uni.edu", "12"),
    Person("sam1", "Sam", 'de "la" Cruz, Jr.', "s1@uni.edu", "13"),
    Person("sam2", "Sam", 'de "la" Cruz, Jr.', "s2@uni.edu", "14"),
    Person("eve", "=HYPERLINK(1)", "Eve", "eve@uni.edu", "15"),
)
ENGLISH = "Identifier,Full name,Email address,Status,Grade,Maximum grade,Grade can be changed"
ENGLISH += ",Last modified (submission),Last modified (grade),Feedback comments"
RUSSIAN = (
    "Идентификатор;Полное имя;Адрес электронной почты;Статус;Оценка;Последнее изменение (ответ)"
)


def csv_of(path, header, *rows, separator=","):
    """A table as Moodle writes it: a byte order mark, quotes where they are needed."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows([header.split(separator), *rows])
    path.write_text("\ufeff" + text.getvalue(), encoding="utf-8", newline="")
    return path


def worksheet(path, *lines):
    """Moodle's grading worksheet: (number, name, e-mail, time) a line."""
    rows = [
        [f"Participant {number}", name, mail, "Submitted", "", "10.00", "Yes", at, "-", ""]
        for number, name, mail, at in lines
    ]
    return csv_of(path, ENGLISH, *rows)


def zipped(path, **entries):
    """A zip of names and their contents."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in entries.items():
            archive.writestr(name, text)
    return path


def stamp(layout, student):
    """What timestamp.txt says."""
    return layout.submitted(student, "home_1").with_name("timestamp.txt").read_text().strip()


@pytest.mark.parametrize(
    "text",
    [
        *("Friday, 12 February 2027, 9:00 PM", "Friday, February 12, 2027, 9:00\u202fPM"),
        *("пятница, 12 февраля 2027, 21:00", "Freitag, 12. Februar 2027, 21:00"),
        *("vendredi 12 février 2027, 21:00", "viernes, 12 de febrero de 2027, 21:00"),
        *("sexta-feira, 12 de fevereiro de 2027 às 21:00", "п'ятниця 12 лютого 2027 21:00 пп"),
        *("2027年 02月 12日(金曜日) 21:00", "2027年02月12日 星期五 21:00"),
        *("Cuma, 12 Şubat 2027, 9:00 ÖS", "penktadienis, 2027 vasario 12, 21:00"),
        *("2027-02-12 21:00", "2027-02-12T18:00:00Z", "2027-02-12 18:00:00 UTC"),
        *("2027-02-12T20:00:00+02:00", "12.02.2027 21:00", "12 February 2027, 21:00:00"),
    ],
)
def test_a_time_is_read_as_the_sites_language_writes_it(text):
    """As Moodle's own language packs write it, as Canvas's API does, as a person would."""
    assert read_moment(text, MOSCOW) == AT


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("12 February 2027, 12:05 AM", datetime(2027, 2, 12, 0, 5, tzinfo=UTC)),
        ("12 February 2027, 12:05 pm", datetime(2027, 2, 12, 12, 5, tzinfo=UTC)),
        ("piątek, 12 listopada 2027, 21:00", datetime(2027, 11, 12, 21, tzinfo=UTC)),
        ("utorak, 12. listopada 2027. 21:00", datetime(2027, 10, 12, 21, tzinfo=UTC)),
    ],
)
def test_noon_midnight_and_a_month_of_two_languages_are_told_apart(text, moment):
    """`listopad` is November in Polish and October in Croatian; the weekday decides."""
    assert moment == read_moment(text, UTC)


@given(
    st.sampled_from(["en", *_LANGUAGES.split()]),
    st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)),  # noqa: DTZ001  # of a wall clock
)
def test_what_any_language_writes_is_read_as_that_or_not_at_all(language, moment):
    """Never as another time: a month that two languages have is told apart by the weekday."""
    pattern = "EEEE, d MMMM yyyy, HH:mm"
    text = format_datetime(moment, pattern, locale=Locale.parse(language))
    try:
        read = read_moment(text, UTC)
    except CourseError:
        assert language not in {"en", "ru", "uk", "de", "fr", "es", "it", "pt", "pl", "cs", "tr"}
    else:
        assert moment.replace(second=0, microsecond=0, tzinfo=UTC) == read


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("12/02/2027 21:00", "a month's name"),
        ("Thursday, 12 February 2027, 9:00 PM", "weekday do not agree"),
        ("12 listopada 2027, 21:00", "may be two dates"),
        ("Friday, 30 February 2027, 21:00", "day is out of range"),
        ("Friday, 12 February 2027, 9:00 in the evening", "neither am nor pm"),
        ("12 February 27, 21:00", "a year of four digits"),
        ("12 Blomber 2027, 21:00", "no month's name"),
        ("46430.875", "no time of day"),
    ],
)
def test_what_could_be_another_time_is_refused(text, why):
    """Day and month in figures, another date's weekday, November or October, Excel's number."""
    with pytest.raises(CourseError, match=why) as error:
        read_moment(text, MOSCOW)
    assert "write it as 2027-02-12 21:00" in str(error.value)


def test_moodles_worksheet_gives_times_and_tells_namesakes_apart(tmp_path):
    """The number in a file's name is the worksheet's; names with quotes, commas, formulas too."""
    sheet = worksheet(
        tmp_path / "Grades.csv",
        (501, "Ann O'Neil", "ann@uni.edu", "Friday, 12 February 2027, 9:00 PM"),
        (502, "Иван Иванов", "ivan@uni.edu", "Friday, 12 February 2027, 9:01 PM"),
        (503, 'Sam de "la" Cruz, Jr.', "s1@uni.edu", "Friday, 12 February 2027, 9:02 PM"),
        (504, 'Sam de "la" Cruz, Jr.', "s2@uni.edu", "Friday, 12 February 2027, 9:03 PM"),
        (505, "=HYPERLINK(1) Eve", "eve@uni.edu", "-"),
        (506, "Not On The Roster", "no@uni.edu", "-"),
    )
    download = zipped(
        tmp_path / "all.zip",
        **{
            "Ann O'Neil_501_assignsubmission_file/home_1.ipynb": "A",
            "Иван Иванов_502_assignsubmission_file/home_1.ipynb": "И",
            "Sam de la Cruz, Jr._503_assignsubmission_file/home_1.ipynb": "1",
            "Sam de la Cruz, Jr._504_assignsubmission_file/home_1.ipynb": "2",
            "=HYPERLINK(1) Eve_505_assignsubmission_file/home_1.ipynb": "E",
        },
    )
    layout = Layout(tmp_path / "course")
    times = read_times("moodle", [sheet], PEOPLE, MOSCOW)
    found = collect("moodle", download, "home_1", PEOPLE, layout, times=times)

    assert {Fate.NEW} == {one.fate for one in found}
    assert "2027-02-12 18:00:00 UTC" == stamp(layout, "ann")
    assert "2027-02-12 18:01:00 UTC" == stamp(layout, "ivan")
    assert ["1", "2"] == [layout.submitted(s, "home_1").read_text() for s in ("sam1", "sam2")]
    assert "2027-02-12 18:03:00 UTC" == stamp(layout, "sam2")
    assert not layout.submitted("eve", "home_1").with_name("timestamp.txt").exists()


def test_a_russian_worksheet_is_read(tmp_path):
    """Its own titles, semicolons, and dates in Russian; hidden names do not matter."""
    row = ["Участник501", "", "", "Ответ для оценки", "-", "пятница, 12 февраля 2027, 21:00"]
    sheet = csv_of(tmp_path / "Оценки.csv", RUSSIAN, row, separator=";")

    assert read_times("moodle", [sheet], PEOPLE, MOSCOW).of("501", "ann") == AT


def test_another_assignments_worksheet_gives_no_time(tmp_path):
    """It names the same students, but the numbers are of that assignment alone."""
    sheet = worksheet(tmp_path / "g.csv", (901, "Ann", "ann@uni.edu", "2027-02-12 21:00"))

    assert read_times("moodle", [sheet], PEOPLE, MOSCOW).of("501", "ann") is None


def test_canvas_submissions_are_read_as_the_browser_shows_them(tmp_path):
    """With what Canvas puts in front, page by page; nothing handed in is no time."""
    pages = [
        [{"user_id": 11, "submitted_at": "2027-02-12T18:00:00Z", "late": True}],
        [{"user_id": 12, "submitted_at": None, "late": False}],
    ]
    files = [tmp_path / "1.json", tmp_path / "2.json"]
    for path, page in zip(files, pages, strict=True):
        path.write_text("while(1);" + json.dumps(page), encoding="utf-8")
    download = zipped(
        tmp_path / "submissions.zip",
        **{"oneilann_LATE_11_900_home_1.ipynb": "A", "ивановиван_12_901_home_1.ipynb": "И"},
    )
    layout = Layout(tmp_path / "course")
    times = read_times("canvas", files, PEOPLE, UTC)
    ann, ivan = collect("canvas", download, "home_1", PEOPLE, layout, times=times)

    assert (True, AT) == (ann.late, ann.at)
    assert (Fate.NEW, None) == (ivan.fate, ivan.at)
    assert "2027-02-12 18:00:00 UTC" == stamp(layout, "ann")


def test_a_table_of_ones_own_is_read(tmp_path):
    """Students by id, address or name, times in ISO 8601, in a column of any name."""
    rows = ["ann", "2027-02-12 21:00"], ["Иванов Иван", "2027-02-12T18:00Z"]
    path = csv_of(tmp_path / "t.csv", "student,когда", *rows)
    times = read_times("moodle", [path], PEOPLE, MOSCOW, title="когда")

    assert [AT, AT] == [times.of("", "ann"), times.of("", "ivan")]


@pytest.mark.parametrize(
    ("header", "row", "said"),
    [
        ("student,submitted", ["ann", "soon"], r"line 2, column submitted: 'soon' is no time"),
        ("student,submitted", ["bob", "2027-02-12 21:00"], "line 2: 'bob' is not on the roster"),
        ("student,Last modified (submision)", ["ann", "-"], "line 1: no column 'Last modified"),
    ],
)
def test_a_file_that_is_wrong_says_where_and_nothing_is_written(tmp_path, header, row, said):
    """File, line, column, what stands there and what should."""
    with pytest.raises(CourseError, match=said):
        read_times("moodle", [csv_of(tmp_path / "t.csv", header, row)], PEOPLE, MOSCOW)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<html>", "is no JSON"),
        ('{"errors": []}', "is no list of submissions"),
        ('[{"id": 1}]', "submission 1: has no user_id"),
        ('[{"user_id": 1, "submitted_at": "x"}]', "submission 1: 'x' is no time"),
    ],
)
def test_what_is_not_canvas_submissions_is_told(tmp_path, text, said):
    """A login page, an error, another list, another time."""
    (tmp_path / "s.json").write_text(text)
    with pytest.raises(CourseError, match=said):
        read_times("canvas", [tmp_path / "s.json"], PEOPLE, MOSCOW)


def test_two_times_of_one_student_are_not_chosen_between(tmp_path):
    """Two files that say the same are one; otherwise both lines are named."""
    one = csv_of(tmp_path / "1.csv", "student,submitted", ["ann", "2027-02-12 21:00"])
    two = csv_of(tmp_path / "2.csv", "student,submitted", ["ann", "2027-02-13 21:00"])

    assert read_times("moodle", [one, one], PEOPLE, MOSCOW).of("", "ann") == AT
    with pytest.raises(CourseError, match=r"2\.csv, line 2.*1\.csv, line 2"):
        read_times("moodle", [one, two], PEOPLE, MOSCOW)


def test_a_time_comes_later_and_is_replaced_only_when_told_to(tmp_path):
    """Work without a time gets one; another time is not believed without --replace."""
    download = zipped(tmp_path / "1.zip", **{"oneilann_11_900_home_1.ipynb": "A"})
    layout = Layout(tmp_path / "course")

    def run(at="", **options):
        path = csv_of(tmp_path / "t.csv", "student,submitted", ["ann", at])
        times = read_times("canvas", [path], PEOPLE, MOSCOW)
        return collect("canvas", download, "home_1", PEOPLE, layout, times=times, **options)[0]

    assert Fate.NEW is run().fate
    assert (Fate.TIMED, AT) == ((one := run("2027-02-12 21:00", write=False)).fate, one.at)
    assert not layout.submitted("ann", "home_1").with_name("timestamp.txt").exists()
    assert Fate.TIMED is run("2027-02-12 21:00").fate
    assert (Fate.SAME, AT) == ((one := run("2027-02-12 21:00")).fate, one.at)
    assert (Fate.SAME, AT) == ((one := run()).fate, one.at)
    assert Fate.KEPT is run("2027-02-12 22:00").fate
    assert Fate.REPLACED is run("2027-02-12 22:00", replace=True).fate
    assert "2027-02-12 19:00:00 UTC" == stamp(layout, "ann")
    kept = layout.root / "submitted" / ".replaced" / "ann" / "home_1"
    assert ["2027-02-12 18:00:00 UTC\n"] == [p.read_text() for p in kept.glob("*.txt")]


@pytest.mark.slow
def test_from_the_worksheet_to_a_mark_that_knows_its_lateness(tmp_path, write_course, notebook):
    """The command tells times and what has none; the gradebook then knows who was late."""
    root = write_course(tmp_path / "course")
    roster = csv_of(
        tmp_path / "r.csv", "Username,Full name", ["ann", "Ann O'Neil"], ["bob", "Bo B"]
    )
    sheet = worksheet(
        tmp_path / "g.csv",
        (501, "Ann O'Neil", "", "Friday, 12 February 2027, 9:00 PM"),
        (502, "Bo B", "", "-"),
    )
    download = zipped(
        tmp_path / "all.zip",
        **{
            "Ann O'Neil_501_assignsubmission_file/vectors.ipynb": notebook(),
            "Bo B_502_assignsubmission_file/vectors.ipynb": notebook(),
        },
    )

    def run(*arguments):
        arguments = [*map(str, arguments), "--course", str(root)]
        return CliRunner().invoke(cli, arguments, catch_exceptions=False)

    run("lms", "roster", roster)
    times = ("--times", sheet, "--timezone", "Europe/Moscow")
    told = run("lms", "collect", "moodle", download, "vectors", *times)
    assert "→ ann: new, handed in 2027-02-12 21:00 MSK" in told.output
    assert "1 without a time: their marks are provisional" in told.output
    assert 0 == run("grade", "vectors").exit_code
    receipts = [
        json.loads((root / "grades/vectors" / f"{s}.json").read_text()) for s in ("ann", "bob")
    ]
    assert ["2027-02-12 18:00:00 UTC", None] == [each["submitted_at"] for each in receipts]
    wrong = run("lms", "collect", "moodle", download, "vectors", "--timezone", "Mars/Base")
    assert "'Mars/Base' is no time zone" in wrong.output
