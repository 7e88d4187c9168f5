"""The class changes: somebody joins, leaves, gets another id, or had two of them."""

from __future__ import annotations

import csv
from contextlib import closing

import nbformat
import pytest
from click.testing import CliRunner

from autograder.cli import cli
from autograder.gradebook.database import database_url
from autograder.layout import Layout
from autograder.quizzes.quiz import load_quiz, variant_of

pytestmark = pytest.mark.slow  # student code is run, and nbgrader imported

CONFIG = """\
from autograder.gradebook import Assignment, Component, Course, Late

homework = Component("HW", assignments=[Assignment("vectors", due="2027-02-12 23:59")])
test = Component("Test", assignments=[
    Assignment("midterm", due="2027-03-12 12:00", points=10),
    Assignment("sums", due="2027-03-12 12:00", points=2),
])
COURSE = Course(
    title="A tiny course", grade=0.5 * homework + 0.5 * test, now="2028-01-01 00:00",
    late=Late(percent_per_day=10, cap_percent=50),
)
"""
QUESTIONS = '''\
"""# Sums"""

from autograder.quizzes import drawn, question, whole


@question(points=2)
@drawn(a=whole(100, 900), b=whole(1000, 9000))
def total(a, b):
    """A sum

    What is <<a>> and <<b>> together?
    """
    return a + b
'''
ROSTER = "student,first_name,last_name,email\nzo,Zoe,Four,zoe@uni.edu\nann,Ann,Lee,ann@uni.edu\n"
NORM = "def norm(x):\n    return -1.0"


@pytest.fixture
def layout(tmp_path, write_course, notebook):
    """Zo and ann handed in a wrong norm and the quiz; staff typed, wrote scores, commented."""
    layout = Layout(write_course(tmp_path, CONFIG))
    folder = layout.reference / "sums"
    folder.mkdir()
    (folder / "questions.py").write_text(QUESTIONS, encoding="utf-8")
    (tmp_path / "r.csv").write_text(ROSTER, encoding="utf-8")
    run(layout, "lms", "roster", str(tmp_path / "r.csv"))
    for student in ("zo", "ann"):
        hand_in(layout, student, "vectors", notebook(norm=NORM))
    hand_in(layout, "zo", "sums", sums(layout, "zo"))
    (tmp_path / "scores.csv").write_text(
        "student,assignment,score,points,reason\nzo ,midterm,7,10,\nann,midterm,6,10,"
        '"on paper, of course"\n',
        encoding="utf-8",
    )
    run(layout, "grade")
    run(layout, "gradebook")
    type_by_hand(layout, "zo", 1.5, "Nearly.")
    return layout


def sums(layout, student):
    """The quiz, answered rightly, as it was drawn for this id."""
    secret = (layout.root / ".autograder" / "secret").read_text().strip()
    variant = variant_of(load_quiz(layout.reference / "sums"), student, secret)
    cells = [
        nbformat.v4.new_markdown_cell(f"This is **variant {variant.code}**", id="about"),
        nbformat.v4.new_code_cell(f"total = {int(variant.asked[0].key.right)}", id="total"),
    ]
    return nbformat.writes(nbformat.v4.new_notebook(cells=cells)).encode()


def hand_in(layout, student, assignment, content, stamp="2027-02-11 12:00:00 UTC"):
    """A file, and when it came."""
    path = layout.submitted(student, assignment)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    (path.parent / "timestamp.txt").write_text(stamp, encoding="utf-8")


def type_by_hand(layout, student, score, comment):
    """A score and a comment for norm, as formgrader writes them."""
    from nbgrader.api import Gradebook

    with closing(Gradebook(database_url(layout.root), "course")) as book:
        book.find_grade("check_norm", "vectors", "vectors", student).manual_score = score
        book.find_comment("norm", "vectors", "vectors", student).manual_comment = comment
        book.db.commit()


def run(layout, *arguments):
    """Run the command: what it prints."""
    done = CliRunner().invoke(cli, [*arguments, "--course", str(layout.root)])

    assert isinstance(done.exception, SystemExit | None), f"{done.output}{done.exception!r}"
    return done.output


def refused(layout, *arguments):
    """Run the command: the error that ends it."""
    return str(CliRunner().invoke(cli, [*arguments, "--course", str(layout.root)]).exception)


def table(path, column="student"):
    """A CSV by student."""
    rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    return {row[column]: row for row in rows}


def marks(layout):
    """The gradebook, student by student, without the ids."""
    run(layout, "gradebook")
    rows = table(layout.root / "gradebook.csv")
    return {
        student: {k: v for k, v in row.items() if k != "student"} for student, row in rows.items()
    }


def test_whoever_is_renamed_keeps_everything(layout):
    """Marks, typed scores, comments, paper, variant, page and export follow; the audit tells."""
    before = marks(layout)
    told = run(layout, "lms", "roster", "--rename", "zo", "zoe", "--reason", "a typo")
    after = marks(layout)

    assert "zo is now zoe" in told
    assert {"ann": before["ann"], "zoe": before["zo"]} == after
    assert "10.5" == after["zoe"]["vectors"]
    assert "2" == after["zoe"]["sums"]
    assert '"on paper, of course"' in (layout.root / "scores.csv").read_text()

    run(layout, "grade", "--again")
    run(layout, "feedback")
    out = layout.root / "moodle.csv"
    run(layout, "lms", "grades", "moodle", "vectors", "grade", "--output", str(out))

    assert after == marks(layout)
    page = layout.feedback("zoe", "vectors").read_text(encoding="utf-8")
    assert "Nearly." in page
    assert "Four, Zoe" in page
    assert "10.50" == table(out, "Email address")["zoe@uni.edu"]["vectors"]
    audit = (layout.root / "audit.csv").read_text(encoding="utf-8")
    assert "renamed from zo by " in audit
    assert "(a typo)" in audit
    assert "typed in formgrader: nothing → 1.5 for norm, first seen at 2028-01-01" in audit
    assert "comment in formgrader: nothing → norm: Nearly., first seen at" in audit
    assert 1 == (layout.root / "history.csv").read_text(encoding="utf-8").count("1.5 for norm")
    assert not list(layout.root.glob("*/zo"))
    assert not list(layout.root.glob("grades/**/zo.json"))


def test_a_rename_that_was_interrupted_goes_on(layout, monkeypatch):
    """Wherever it stopped, saying it again ends the same."""
    from autograder.enrolment import changing

    before = marks(layout)

    def stopped(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(changing, "rename_in_tables", stopped)
        with pytest.raises(KeyboardInterrupt):
            changing.rename(layout, changing_course(layout), "zo", "zoe")
    run(layout, "lms", "roster", "--rename", "zo", "zoe")

    assert {"ann": before["ann"], "zoe": before["zo"]} == marks(layout)


def changing_course(layout):
    """The course, as the command reads it."""
    from autograder.gradebook import load_course

    return load_course(layout.config)


@pytest.mark.parametrize(("attempts", "counts"), [("last", "9"), ("best", "12")])
def test_two_ids_of_one_student_become_one_with_two_attempts(layout, notebook, attempts, counts):
    """The later attempt is the last one; which counts is the course's own rule, and is said."""
    config = CONFIG.replace('"HW",', f'"HW", attempts="{attempts}",')
    layout.config.write_text(config, encoding="utf-8")
    hand_in(layout, "zoe", "vectors", notebook(), "2027-02-10 12:00:00 UTC")
    groups = "assignment,group,student\nvectors,red,zo\nvectors,red,zoe\n"
    (layout.root / "groups.csv").write_text(groups, encoding="utf-8")
    run(layout, "grade")
    type_by_hand(layout, "zo", None, "Nearly.")
    told = run(layout, "lms", "roster", "--merge", "zo", "zoe")
    zoe = marks(layout)["zoe"]

    assert "vectors: what zo handed in at 2027-02-11 12:00:00 UTC is the last attempt" in told
    assert f"; the {attempts} counts" in told
    assert counts == zoe["vectors"]
    assert (
        "assignment,group,student\nvectors,red,zoe\n" == (layout.root / "groups.csv").read_text()
    )
    assert "zo" not in marks(layout)
    assert "2" == zoe["sums"]
    run(layout, "grade", "--again")
    run(layout, "feedback")

    assert zoe == marks(layout)["zoe"]
    assert "Nearly." in layout.feedback("zoe", "vectors").read_text(encoding="utf-8")


def test_whoever_leaves_counts_no_more_and_can_come_back(layout):
    """No line, no page, no export, no grading; everything is there when they are added again."""
    before = marks(layout)
    run(layout, "lms", "roster", "--remove", "zo", "--reason", "left the university")
    out = layout.root / "moodle.csv"
    run(layout, "report")
    run(layout, "lms", "grades", "moodle", "grade", "--output", str(out))

    assert {"ann"} == set(marks(layout))
    assert "zo" not in table(layout.root / "report" / "students.csv")
    assert {"ann@uni.edu"} == set(table(out, "Email address"))
    assert "1 kept as they were" in run(layout, "grade")
    assert "zo" not in run(layout, "lms", "roster")
    assert "there is no graded student 'zo'" in refused(layout, "feedback", "--student", "zo")

    assert "again, with all earlier work" in run(layout, "lms", "roster", "--add", "zo")
    assert before == marks(layout)


def test_whoever_joins_has_a_line(layout):
    """With the name, whether or not anything was handed in."""
    run(layout, "lms", "roster", "--add", "bob", "--name", "Bob Ray", "--email", "bob@uni.edu")

    assert "Ray, Bob" == marks(layout)["bob"]["name"]
    assert "bob  Ray, Bob  bob@uni.edu" in run(layout, "lms", "roster")


def test_ids_are_not_mixed_up(layout):
    """Unknown, taken and former ids are refused, with what to do; mentions elsewhere are named."""
    roster = ("lms", "roster")

    assert "nobody in the class is 'anm'; did you mean 'ann'?" in refused(
        layout, *roster, "--remove", "anm"
    )
    assert "--merge zo ann" in refused(layout, *roster, "--rename", "zo", "ann")
    assert "both have a score for midterm, on lines 2 and 3" in refused(
        layout, *roster, "--merge", "zo", "ann"
    )
    config = layout.config.read_text(encoding="utf-8") + 'ZO = "zo"\n'
    layout.config.write_text(config, encoding="utf-8")
    told = run(layout, *roster, "--rename", "zo", "zoe")

    assert "course_config.py, line 12: names zo; write zoe there" in told
    assert "zo is what zoe was called" in refused(layout, *roster, "--add", "zo")
