"""Whom `autograder variants` makes notebooks for, and whom it tells about the quiz."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from autograder.cli import cli
from autograder.gradebook.secret import begin_secret
from autograder.layout import Layout
from autograder.quizzes.quiz import load_quiz

ROOT = Path(__file__).resolve().parents[2]
QUIZ = "quiz_basics"


@pytest.fixture
def layout(tmp_path):
    """A copy of the course with one quiz, and nobody in it."""
    shutil.copytree(ROOT / "reference" / QUIZ, tmp_path / "reference" / QUIZ)
    shutil.copy(ROOT / "course_config.py", tmp_path)
    begin_secret(tmp_path)
    return Layout(tmp_path)


def run(layout, *arguments):
    """The command in the course: its status, and what it printed."""
    done = CliRunner().invoke(cli, [*arguments, "--course", str(layout.root)])
    return done.exit_code, done.output if done.exception is None else str(done.exception)


def with_variants(layout):
    """Who has a variant."""
    return {path.parents[1].name for path in layout.root.glob(f"variants/*/{QUIZ}/*.ipynb")}


def test_the_roster_that_was_read_gets_variants(layout):
    """Whoever `lms roster` read has one, and whoever handed something in besides."""
    roster = layout.root / "roster.csv"
    roster.write_text("student,last_name\nann,Adams\nbob,Brown\n")
    (layout.root / "submitted" / "guest").mkdir(parents=True)

    assert (0, "2 students: 2 added, 0 changed, 0 as they were\n") == run(
        layout, "lms", "roster", str(roster)
    )
    status, printed = run(layout, "variants", QUIZ)

    assert (0, "3 variants") == (status, printed[:10])
    assert {"ann", "bob", "guest"} == with_variants(layout)


def test_nbgraders_database_hears_of_a_quiz(layout):
    """Its cells are worth what the questions are; handing out again adds nothing."""
    for _ in range(2):
        run(layout, "variants", QUIZ, "--student", "ann")
    with closing(sqlite3.connect(layout.root / "gradebook.db")) as database:
        cells = database.execute("SELECT max_score FROM grade_cells").fetchall()
        names = database.execute("SELECT name FROM assignment").fetchall()

    assert [(QUIZ,)] == names
    assert load_quiz(layout.reference / QUIZ).points == sum(worth for (worth,) in cells)


def test_without_anybody_the_command_says_where_names_come_from(layout):
    """It names the roster's command and --student, and writes nothing."""
    status, said = run(layout, "variants", QUIZ)

    assert 0 != status
    assert "autograder lms roster FILE.csv" in said
    assert "--student" in said
    assert set() == with_variants(layout)
