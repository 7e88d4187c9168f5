"""After a check is corrected: looked at first, then written."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from click.testing import CliRunner

from autograder.cli import cli
from autograder.layout import Layout
from autograder.receipts import read_receipt

pytestmark = pytest.mark.slow  # student code is run


@pytest.fixture
def classroom(tmp_path, write_course, notebook):
    """A graded class: ann has all right, bob a wrong norm, eve no split."""
    layout = Layout(write_course(tmp_path))
    answers = {
        "ann": {},
        "bob": {"norm": "def norm(x):\n    return -1.0"},
        "eve": {"split": None},
    }
    for student, wrong in answers.items():
        path = layout.submitted(student, "vectors")
        path.parent.mkdir(parents=True)
        path.write_bytes(notebook(**wrong))
    command(layout, "grade", "vectors")
    return layout


def command(layout, *arguments):
    """Run the command: what it prints."""
    done = CliRunner().invoke(cli, [*arguments, "--course", str(layout.root)])

    assert done.exit_code in (0, 1), done.output
    return done.output


def correct_a_check(layout, write_topic, topic_texts):
    """norm_is_even asks for what bob has; split is worth two points more."""
    checks = topic_texts["checks"].replace(
        "assert_close(student.norm(-x), student.norm(x))",
        "assert_close(student.norm(x), reference.norm(x))",
    )
    checks = checks.replace("norm_is_even(student, x)", "norm_is_even(student, reference, x)")
    checks = checks.replace(
        '@check(points=2)\n@for_all(x=reals("N"))\ndef split_agrees',
        '@check(points=4)\n@for_all(x=reals("N"))\ndef split_agrees',
    )
    assert checks != topic_texts["checks"]
    write_topic(layout.reference / "vectors", checks=checks)


def grades(layout):
    """Every file below grades/, and what it holds."""
    folder = layout.root / "grades"
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_regrade_is_shown_before_it_is_written(classroom, write_topic, topic_texts):
    """The preview leaves every receipt as it was; --yes writes what was shown, keeping the old."""
    before = grades(classroom)

    assert "no verdict changes" in command(classroom, "grade", "vectors", "--regrade")
    correct_a_check(classroom, write_topic, topic_texts)
    asked = ["grade", "vectors", "--regrade", "--course", str(classroom.root)]
    done = CliRunner().invoke(cli, asked)
    shown = done.output

    assert 1 == done.exit_code  # somebody must decide
    assert before == grades(classroom)
    counted = "1 gain, 1 lose, 1 keep their share; the course's grade rises for 1 and falls for 1"
    assert counted in shown
    assert re.search(r"^  ann  12 of 12 → 14 of 14, grade 10.00 → 10.00$", shown, re.MULTILINE)
    assert re.search(r"^  eve  9 of 12 → 9 of 14, grade 7.50 → 6.43$", shown, re.MULTILINE)
    assert "split_agrees_with_the_reference: passed → passed, 2 of 2 → 4 of 4" in shown
    assert "3 graded again, 3 changed: nothing is written; --yes writes it" in shown

    written = command(classroom, "grade", "vectors", "--regrade", "--yes")

    assert shown.partition("3 graded")[0] == written.partition("3 graded")[0]
    assert 14 == read_receipt(classroom.receipt("ann", "vectors")).points
    (old,) = classroom.earlier_receipts("eve", "vectors")
    assert before[classroom.receipt("eve", "vectors")] == old.read_bytes()
    assert "0 graded again" in command(classroom, "grade", "vectors", "--regrade")
    assert "0 graded, 3 kept" in command(classroom, "grade", "vectors")


def test_scores_by_hand_survive_a_regrade(classroom, write_topic, topic_texts):
    """What was entered in nbgrader counts as before, and the preview says so."""
    from nbgrader.api import Gradebook

    from autograder.gradebook import load_course
    from autograder.gradebook.database import database_url
    from autograder.marking import marks_of

    command(classroom, "gradebook")
    with Gradebook(database_url(classroom.root), "course") as gradebook:
        gradebook.find_grade("check_split", "vectors", "vectors", "eve").manual_score = 1.5
        gradebook.db.commit()
    correct_a_check(classroom, write_topic, topic_texts)
    shown = command(classroom, "grade", "vectors", "--regrade", "--yes")
    command(classroom, "gradebook")
    course = load_course(classroom.config)
    (eve,) = marks_of(classroom, course, "eve", None).assignments

    assert "the score of split was entered by hand and stays" in shown
    assert (eve.earned, eve.points) == (Fraction(21, 2), 14)
    assert "by hand: 1.5 for split" in (classroom.root / "audit.csv").read_text()


def test_handing_in_again_is_no_regrade(classroom, write_topic, topic_texts, notebook):
    """Another file than the graded one waits for `grade`, and is not compared."""
    classroom.submitted("bob", "vectors").write_bytes(notebook())
    correct_a_check(classroom, write_topic, topic_texts)

    assert "2 graded again" in command(classroom, "grade", "vectors", "--regrade")


def test_earlier_attempts_are_graded_again_too(classroom, write_topic, topic_texts, notebook):
    """Where the best attempt counts, all are judged by the same checks."""
    text = classroom.config.read_text()
    classroom.config.write_text(text.replace('"HW", ', '"HW", attempts="best", '))
    path = classroom.submitted("ann", "vectors")
    path.write_bytes(notebook(norm=None))
    path.with_name("timestamp.txt").write_text("2027-02-12T12:00:00Z")
    command(classroom, "grade", "vectors")
    correct_a_check(classroom, write_topic, topic_texts)
    shown = command(classroom, "grade", "vectors", "--student", "ann", "--regrade")

    assert "ann  12 of 12 → 14 of 14, grade 10.00 → 10.00" in shown
    assert "attempt of an unknown time: split_agrees_with_the_reference: passed" in shown
    assert "2 graded again, 1 changed" in shown

    command(classroom, "grade", "vectors", "--regrade", "--yes")
    explained = command(classroom, "gradebook", "--explain", "ann")

    assert "14 of 14: " in explained
    assert "attempt 1 of 2 counts, it is the best" in explained
    waits = [line for line in explained.splitlines() if "provisional" in line]
    assert waits == [line for line in waits if "time of submission unknown" in line]
    assert "other checks" not in explained
    assert "0 graded again" in command(classroom, "grade", "vectors", "--regrade")


class TestPlainGrade:
    """`grade` after a check was changed: nothing that counts changes unseen."""

    def test_shows_the_preview_and_keeps_every_receipt(
        self, classroom, write_topic, topic_texts, notebook
    ):
        """The same lines as --regrade, and the command that writes them; new work is graded."""
        correct_a_check(classroom, write_topic, topic_texts)
        before = grades(classroom)
        path = classroom.submitted("zed", "vectors")
        path.parent.mkdir(parents=True)
        path.write_bytes(notebook())
        done = CliRunner().invoke(cli, ["grade", "vectors", "--course", str(classroom.root)])

        assert 1 == done.exit_code, done.output
        assert "1 graded, 3 kept as they were" in done.output
        assert "  eve  9 of 12 → 9 of 14, grade 7.50 → 6.43" in done.output
        assert "nothing is written; autograder grade vectors --regrade --yes" in done.output
        assert before.items() <= grades(classroom).items()
        assert 14 == read_receipt(classroom.receipt("zed", "vectors")).points

        command(classroom, "grade", "vectors", "--regrade", "--yes")
        assert "0 graded, 4 kept" in command(classroom, "grade", "vectors")
        assert 14 == read_receipt(classroom.receipt("eve", "vectors")).points

    def test_asks_nobody_where_nothing_changes(self, classroom, write_topic, topic_texts):
        """A check written otherwise that judges the same: the receipts are renewed, exit 0."""
        checks = topic_texts["checks"] + "\n# a comment\n"
        write_topic(classroom.reference / "vectors", checks=checks)
        done = CliRunner().invoke(cli, ["grade", "--course", str(classroom.root)])

        assert 0 == done.exit_code, done.output
        assert "3 were graded by other checks: no verdict changes" in done.output
        assert "graded by other checks" not in command(classroom, "grade")

    def test_names_the_secret_that_graded(self, classroom, monkeypatch):
        """Under another secret everything waits, although no verdict changes."""
        monkeypatch.setenv("AUTOGRADER_SECRET", "another")
        before = grades(classroom)
        done = CliRunner().invoke(cli, ["grade", "--course", str(classroom.root)])

        assert 1 == done.exit_code, done.output
        assert "3 receipts were graded with the secret" in done.output
        assert before == grades(classroom)
