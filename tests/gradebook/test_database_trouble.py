"""What is wrong with gradebook.db is told with what to do about just that."""

from __future__ import annotations

import shutil
import sqlite3
import sys
from contextlib import closing

import pytest

from autograder.cli import run
from autograder.layout import Layout
from autograder.receipts import CheckResult, Outcome, Receipt, write_receipt


@pytest.fixture
def database(tmp_path, write_course, monkeypatch):
    """The gradebook of a course with one receipt."""
    layout = Layout(write_course(tmp_path))
    check = CheckResult("norm_a", "norm", "", False, 12, 12, Outcome.PASSED)
    receipt = Receipt("vectors", "ann", "0" * 64, "1" * 64, "A", (check,))
    write_receipt(layout.receipt("ann", "vectors"), receipt)
    monkeypatch.setattr(sys, "argv", ["autograder", "gradebook", "--course", str(layout.root)])
    with pytest.raises(SystemExit):
        run()
    return layout.root / "gradebook.db"


def garbage(database):
    """A file of something else."""
    database.write_bytes(b"no database " * 1000)


def torn(database):
    """Its pages after the first ones are overwritten, as by a disk that fails."""
    content = database.read_bytes()
    database.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))


def emptied(database):
    """A table of nbgrader's is missing."""
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("ALTER TABLE grade RENAME TO lost")
        connection.execute("ALTER TABLE student DROP COLUMN lms_user_id")
        connection.commit()


def noted(version):
    """Made by the nbgrader that notes this version."""

    def change(database):
        with closing(sqlite3.connect(database)) as connection:
            connection.execute("UPDATE alembic_version SET version_num = ?", (version,))
            connection.commit()

    return change


TROUBLE = {
    "garbage": (garbage, "it is damaged; restore a copy of it, or move it away"),
    "torn": (torn, "it is damaged; restore a copy of it, or move it away"),
    "columns": (emptied, "run `nbgrader db upgrade`"),
    "old": (noted("50a4d84c131a"), "back it up and run `nbgrader db upgrade`"),
    "new": (noted("ffffffffffff"), "a newer nbgrader made them; install that one"),
}


@pytest.mark.parametrize("trouble", TROUBLE)
def test_each_trouble_has_its_own_advice(database, capsys, trouble):
    """One line, exit status 2; `nbgrader db upgrade` is said where it helps, and only there."""
    change, advice = TROUBLE[trouble]
    change(database)
    capsys.readouterr()
    with pytest.raises(SystemExit) as end:
        run()
    told = capsys.readouterr().err

    assert 2 == end.value.code
    assert 1 == told.count("\n"), told
    assert advice in told
    assert ("nbgrader db upgrade" in advice) == ("nbgrader db upgrade" in told)


def test_a_database_that_is_locked_is_said_to_be(database, capsys):
    """Another program writes; nobody is told to upgrade anything."""
    with closing(sqlite3.connect(database)) as other:
        other.execute("BEGIN EXCLUSIVE")
        capsys.readouterr()
        with pytest.raises(SystemExit) as end:
            run()
        other.rollback()
    told = capsys.readouterr().err

    assert 2 == end.value.code
    assert "another program writes to it: let it end" in told
    assert "upgrade" not in told


def test_as_told_a_damaged_one_is_moved_away_and_filled_anew(database, capsys):
    """The receipts hold everything but what people entered."""
    garbage(database)
    shutil.move(database, database.with_suffix(".damaged"))
    with pytest.raises(SystemExit) as end:
        run()

    assert 1 == end.value.code  # ann's receipt has no time
    assert "1 students" in capsys.readouterr().out
