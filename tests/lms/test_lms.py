"""Rosters and downloads of Moodle and Canvas in, grades out."""

import csv
import io
import zipfile
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.cli import cli
from autograder.errors import CourseError
from autograder.gradebook import Assignment, Component, Course
from autograder.gradebook.marks import compute_marks
from autograder.gradebook.people import Person
from autograder.gradebook.scores import Score
from autograder.layout import Layout
from autograder.lms.collecting import Fate, collect
from autograder.lms.grades import canvas_grades, moodle_grades
from autograder.lms.roster import Finder, read_people
from autograder.lms.tables import read_table

CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Home 1 (77),Final Score\n"
    "    Points Possible,,,,,10.00,(read only)\n"
    '"O\'Neil, Ann",11,s1,ann,"A, B",,50\n'
    '"Иванов, Иван",12,s2,ivan,A,3.00,40\n'
    '"Student, Test",99,,abcdef,A,,\n'
)
PEOPLE = (
    Person("ann", "Ann", "O'Neil", "ann@uni.edu", "11"),
    Person("ivan", "Иван", "Иванов", "ivan@uni.edu", "12"),
    Person("twin1", "Sam", "Smith", "s1@uni.edu"),
    Person("twin2", "Sam", "Smith", "s2@uni.edu"),
)
HOMEWORK = Component("HW", assignments=[Assignment("home_1", points=10, paper=True)])
COURSE = Course(title="T", grade=1.0 * HOMEWORK)


def zipped(path, **entries):
    """A zip of names and their contents."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in entries.items():
            archive.writestr(name, text)
    return path


def fates(found):
    """File → what becomes of it, and whose it is."""
    return {one.file: (one.fate, one.student) for one in found}


def marks_of(*scores):
    """Marks from (student, points of 10)."""
    return compute_marks(
        COURSE, [], [Score(who, "home_1", Fraction(much), Fraction(10)) for who, much in scores]
    )


def test_canvas_export_is_a_roster(tmp_path):
    """Names, login as id, Canvas's number; points possible and the test student are nobody."""
    path = tmp_path / "canvas.csv"
    path.write_text(CANVAS, encoding="utf-8")
    ann, ivan = read_people(path)

    assert Person("ann", "Ann", "O'Neil", "", "11") == ann
    assert Person("ivan", "Иван", "Иванов", "", "12") == ivan
    assert "s1" == read_people(path, id_column="SIS User ID")[0].student


def test_moodle_participants_are_a_roster(tmp_path):
    """A byte order mark and semicolons do not matter; without an id the address is the id."""
    path = tmp_path / "moodle.csv"
    path.write_text("\ufeffFirst name;Surname;Email address\nAnn;O'Neil;ann@uni.edu\n", "utf-8")

    assert (Person("ann@uni.edu", "Ann", "O'Neil", "ann@uni.edu"),) == read_people(path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Usernmae,First name\na,b\n", "'Usernmae' should be 'Username'"),
        ("Username\n../x\n", "can be no folder's name"),
        ("Username\nann\nANN\n", "is on line 2 already"),
    ],
)
def test_a_roster_that_is_wrong_says_where(tmp_path, text, said):
    """A near miss of a column, an id that is a path, an id twice."""
    path = tmp_path / "roster.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CourseError, match=said):
        read_people(path)


def test_moodle_downloads_are_collected_and_again_changes_nothing(tmp_path):
    """With folders, old and new, and without; twins and strangers are refused, nothing is lost."""
    download = zipped(
        tmp_path / "all.zip",
        **{
            "Ann O'Neil_501_assignsubmission_file/home_1.ipynb": "A",
            "Иван Иванов_502_assignsubmission_file_home-1.ipynb": "И",
            "Sam Smith_503_assignsubmission_file_/home_1.ipynb": "S",
            "Max Muster_504_assignsubmission_file_/home_1.ipynb": "M",
            "Ann O'Neil_501_assignsubmission_file/notes.txt": "n",
        },
    )
    layout = Layout(tmp_path / "course")
    first = collect("moodle", download, "home_1", PEOPLE, layout)
    again = collect("moodle", download, "home_1", PEOPLE, layout)

    assert "A" == layout.submitted("ann", "home_1").read_text()
    assert "И" == layout.submitted("ivan", "home_1").read_text("utf-8")
    assert [2, 2, 1] == [
        sum(one.fate is fate for one in first) for fate in (Fate.REFUSED, Fate.NEW, Fate.LEFT)
    ]
    assert {"twin1", "twin2"} <= {word.strip(",;") for one in first for word in one.why.split()}
    assert not [one for one in again if one.fate is Fate.NEW]
    assert 2 == sum(one.fate is Fate.SAME for one in again)


def test_work_of_any_form_is_collected_and_who_has_none_needs_you(tmp_path):
    """A script, a zip in the zip, text that is a notebook; a picture alone is named."""
    people = [
        Person(name, name, "X") for name in ("ann", "bob", "cat", "dan", "eve", "fay", "gil")
    ]
    inner = zipped(
        tmp_path / "inner.zip", **{"hw/home_1.ipynb": "Z", "__MACOSX/._home_1.ipynb": ""}
    )
    empty = zipped(tmp_path / "empty.zip")
    place = "{} X_5_assignsubmission_file/{}".format
    download = zipped(
        tmp_path / "all.zip",
        **{
            place("ann", "home_1.py"): "A",
            place("ann", "public_checks.py"): "P",
            place("bob", "mine.zip"): inner.read_bytes(),
            place("cat", "home_1.ipynb.txt"): "C",
            place("dan", "home_1.ipynb"): "D",
            place("dan", "home_1.py"): "d",
            place("eve", "photo.jpg"): "J",
            place("fay", "broken.zip"): "no zip",
            place("gil", "empty.zip"): empty.read_bytes(),
            "gil X_6_assignsubmission_onlinetext/onlinetext.html": "sorry",
        },
    )
    layout = Layout(tmp_path / "course")
    found = collect("moodle", download, "home_1", people, layout)
    named = {one.file: one.fate for one in found}

    assert "A" == layout.submitted("ann", "home_1").with_suffix(".py").read_text()
    assert not layout.submitted("ann", "home_1").exists()
    for student, text in {"bob": "Z", "cat": "C", "dan": "D"}.items():
        assert text == layout.submitted(student, "home_1").read_text()
    assert not layout.submitted("dan", "home_1").with_suffix(".py").exists()
    assert {place("eve", "photo.jpg"), place("fay", "broken.zip"), place("gil", "empty.zip")} < {
        file for file, fate in named.items() if fate is Fate.REFUSED
    }
    assert Fate.REFUSED is named["gil X_6_assignsubmission_onlinetext/onlinetext.html"]
    assert {Fate.LEFT} == {
        named[place("ann", "public_checks.py")],
        named[place("dan", "home_1.py")],
    }
    assert len(found) == 10
    again = collect("moodle", download, "home_1", people, layout)
    assert [] == [one for one in again if one.fate in {Fate.NEW, Fate.KEPT}]


def test_canvas_downloads_are_collected_by_number(tmp_path):
    """The number decides, LATE is told, and a later attempt replaces only when told to."""
    name = "oneilann_LATE_11_900_home_1-2.ipynb"
    layout = Layout(tmp_path / "course")
    one = zipped(tmp_path / "1.zip", **{name: "old"})
    two = zipped(tmp_path / "2.zip", **{name: "new"})
    (found,) = collect("canvas", one, "home_1", PEOPLE, layout)
    target = layout.submitted("ann", "home_1")
    target.with_name("timestamp.txt").write_text("2027-01-01 00:00:00 UTC")

    assert (Fate.NEW, True) == (found.fate, found.late)
    assert Fate.KEPT is collect("canvas", two, "home_1", PEOPLE, layout)[0].fate
    assert "old" == target.read_text()
    assert Fate.REPLACED is collect("canvas", two, "home_1", PEOPLE, layout, replace=True)[0].fate
    assert "new" == target.read_text()
    assert not target.with_name("timestamp.txt").exists()
    kept = layout.root / "submitted" / ".replaced" / "ann" / "home_1"
    assert ["old"] == [path.read_text() for path in kept.glob("*.ipynb")]
    assert ["ann"] == layout.students_with("home_1")


def test_a_dry_run_writes_nothing(tmp_path):
    """It says the same."""
    download = zipped(tmp_path / "1.zip", **{"oneilann_11_900_home_1.ipynb": "x"})
    layout = Layout(tmp_path / "course")

    assert Fate.NEW is collect("canvas", download, "home_1", PEOPLE, layout, write=False)[0].fate
    assert not layout.root.exists()


def test_two_notebooks_of_one_student_are_not_chosen_between(tmp_path):
    """Unless exactly one is named for the assignment; the other is told."""
    layout = Layout(tmp_path / "course")
    plain = {"oneilann_11_1_home_1-1.ipynb": "x", "oneilann_11_2_draft.ipynb": "y"}
    found = fates(collect("canvas", zipped(tmp_path / "1.zip", **plain), "home_1", PEOPLE, layout))
    twice = {"ivan_12_1_a.ipynb": "x", "ivan_12_2_b.ipynb": "y"}
    both = collect("canvas", zipped(tmp_path / "2.zip", **twice), "home_1", PEOPLE, layout)

    assert (Fate.NEW, "ann") == found["oneilann_11_1_home_1-1.ipynb"]
    assert Fate.REFUSED is found["oneilann_11_2_draft.ipynb"][0]
    assert [Fate.REFUSED] * 2 == [one.fate for one in both]


@pytest.mark.parametrize("name", ["../x_11_1_a.ipynb", "/x_11_1_a.ipynb", "..\\x.ipynb", "C:x"])
def test_a_zip_that_leads_out_is_refused_whole(tmp_path, name):
    """Nothing of it is read."""
    with pytest.raises(CourseError, match="leads out of its folder"):
        collect(
            "canvas", zipped(tmp_path / "1.zip", **{name: ""}), "home_1", PEOPLE, Layout(tmp_path)
        )


def test_links_and_bombs_are_refused(tmp_path):
    """A link refuses the zip; a file that unpacks to too much refuses itself."""
    link = zipfile.ZipInfo("oneilann_11_1_home_1.ipynb")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "link.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("oneilann_11_1_home_1.ipynb", bytes(301 * 2**20))
    layout = Layout(tmp_path / "course")
    with pytest.raises(CourseError, match="is a link"):
        collect("canvas", tmp_path / "link.zip", "home_1", PEOPLE, layout)
    (found,) = collect("canvas", tmp_path / "bomb.zip", "home_1", PEOPLE, layout)

    assert (Fate.REFUSED, "is larger than 300 MiB") == (found.fate, found.why)
    assert not layout.root.exists()


def test_a_name_does_not_take_somebody_elses_number(tmp_path):
    """Who has a number of Canvas is found by that number only."""
    with pytest.raises(CourseError, match="not on the roster"):
        Finder(PEOPLE).find("oneilann", lms_user_id="555")


def test_canvas_grades_fill_its_own_export(tmp_path):
    """Rows, ids and points possible stay; only our column is written; totals are left out."""
    path = tmp_path / "canvas.csv"
    path.write_text(CANVAS, encoding="utf-8")
    filled = canvas_grades(
        read_table(path), marks_of(("ann", "7.5")), PEOPLE, COURSE, titles={"home_1": "Home 1"}
    )
    header, possible, ann, ivan = list(csv.reader(io.StringIO(filled.text)))

    assert ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Home 1 (77)"] == header
    assert "10.00" == possible[-1]
    assert ["O'Neil, Ann", "11", "s1", "ann", "A, B", "7.50"] == ann
    assert "3.00" == ivan[-1]
    assert 1 == filled.grades
    assert () == filled.problems


def test_points_that_differ_need_a_word(tmp_path):
    """100 in Canvas and 10 here: refused, or scaled."""
    path = tmp_path / "canvas.csv"
    path.write_text(CANVAS.replace("10.00", "100,00").replace("100,00", '"100,00"'), "utf-8")
    arguments = (read_table(path), marks_of(("ann", "7.5")), PEOPLE, COURSE)
    with pytest.raises(CourseError, match="use --scale"):
        canvas_grades(*arguments, titles={})

    assert ",75.00" in canvas_grades(*arguments, titles={}, scale=True).text


NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12) | st.sampled_from(
    ["=cmd|' /C calc'!A0", "@SUM(1)", "Иванова; =1", 'a,"b"', "-1", "+1"]
)


@given(NAMES, NAMES, st.fractions(0, 10), st.sampled_from(["ann", "=1+1", "+7", "a.b-c"]))
def test_grades_survive_the_round_trip(tmp_path_factory, first, last, much, login):
    """As each LMS reads it, every grade is with its student; no cell starts a formula."""
    person = Person("ann", first, last, f"{login}@uni.edu", "11")
    marks = marks_of(("ann", much))
    table = io.StringIO(newline="")
    csv.writer(table).writerows(
        [
            ["Student", "ID", "SIS Login ID", "Section", "=home_1 (77)"],
            ["    Points Possible", "", "", "", "10"],
            [f"{last}, {first}", "11", login, "=A1", ""],
        ]
    )
    path = tmp_path_factory.mktemp("csv") / "canvas.csv"
    path.write_bytes(table.getvalue().encode())
    filled = canvas_grades(read_table(path), marks, [person], COURSE, titles={})
    header, _, row = list(csv.reader(io.StringIO(filled.text, newline="")))
    moodle = moodle_grades(marks, [person], ["home_1"], COURSE)
    sent = list(csv.reader(io.StringIO(moodle.text, newline="")))[1:]

    assert header[-1].endswith("(77)")
    assert "11" == row[header.index("ID")]
    assert abs(Fraction(row[-1]) - much) <= Fraction(1, 200)
    assert bool(sent) != bool(moodle.problems)
    for identity, *_, grade, _words in sent:
        assert person.email == identity
        assert abs(Fraction(grade) - much) <= Fraction(1, 200)
    for cell in (*header, *row, *(cell for line in sent for cell in line)):
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))


def test_from_a_roster_to_grades_by_the_command(tmp_path, write_course, notebook):
    """Roster, download and grades, in nbgrader's database and in nbgrader's folders."""
    from click.testing import CliRunner

    root = write_course(tmp_path / "course")
    export = tmp_path / "canvas.csv"
    export.write_text(CANVAS.replace("Home 1", "Vectors"), encoding="utf-8")
    download = zipped(tmp_path / "1.zip", **{"oneilann_11_900_vectors.ipynb": notebook()})

    def run(*arguments):
        arguments = ["lms", *map(str, arguments), "--course", str(root)]
        return CliRunner().invoke(cli, arguments, catch_exceptions=False)

    assert "2 students: 2 added, 0 changed, 0 as they were" in run("roster", export).output
    assert "2 students: 0 added, 0 changed, 2 as they were" in run("roster", export).output
    assert 0 == run("collect", "canvas", download, "vectors").exit_code
    assert Layout(root).submitted("ann", "vectors").is_file()
    result = run("grades", "canvas", export, "--output", tmp_path / "import.csv")
    assert (0, "") == (result.exit_code, result.stderr)
    assert "Vectors (77)" in (tmp_path / "import.csv").read_text(encoding="utf-8")
