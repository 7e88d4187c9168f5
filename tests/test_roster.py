"""The class is the roster: strangers and ids that look alike need you, nobody is left out."""

import csv
import os
import subprocess
import sys
import unicodedata
import zipfile
from pathlib import Path

import pytest

from autograder.layout import Layout

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
ROSTER = "student,first_name,last_name\nann,Ann,One\nbob,Bob,Two\nrené,René,Three\nzoe,Zoe,Four\n"


def run(layout, *command):
    """Run the command in the course: (exit status, stdout, lines of stderr)."""
    done = subprocess.run(
        [sys.executable, "-m", "autograder", *map(str, command)],
        cwd=layout.root,
        env={**os.environ, "PYTHONPATH": str(ROOT), "AUTOGRADER_SECRET": "roster"},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    return done.returncode, done.stdout, done.stderr.splitlines()


@pytest.fixture(scope="module")
def layout(tmp_path_factory, write_course):
    """A course whose roster was read."""
    layout = Layout(write_course(tmp_path_factory.mktemp("roster") / "course"))
    (layout.root / "roster.csv").write_text(ROSTER, encoding="utf-8")
    assert 0 == run(layout, "lms", "roster", "roster.csv")[0]
    return layout


@pytest.fixture(scope="module")
def said(layout, notebook):
    """What the commands say of a class with four ids that are on no roster."""
    for student in ("ann", "Ann", "bob ", unicodedata.normalize("NFD", "rené"), "bbo"):
        path = layout.submitted(student, "vectors")
        path.parent.mkdir(parents=True)
        path.write_bytes(notebook())
    return {command: run(layout, command) for command in ("grade", "gradebook", "report")}


def test_who_is_on_no_roster_needs_you(said):
    """By name, with the near miss; the grade does not count before somebody looked."""
    for command, words in {"grade": "bbo: ", "gradebook": "needs attention: bbo: "}.items():
        status, _, told = said[command]
        assert 1 == status
        assert f"{words}not on the roster; did you mean 'bob'?" in told


def test_ids_that_look_alike_are_named(layout, said):
    """Case, a blank at the end, two ways to write one letter."""
    page = (layout.root / "report.html").read_text(encoding="utf-8")
    for pair in (
        "'Ann', 'ann': look alike",
        "'bob', 'bob ': look alike",
        "'ren\\xe9': look alike",
    ):
        for command in ("grade", "gradebook"):
            assert any(pair in line for line in said[command][2]), (command, pair)
    assert "look alike" in page


def test_everybody_on_the_roster_has_a_line(layout, said):
    """Who never handed in anything is missing; running the command again says the same."""
    path = layout.root / "gradebook.csv"
    before = path.read_bytes()
    with path.open(encoding="utf-8", newline="") as file:
        rows = {row["student"]: row for row in csv.DictReader(file)}

    assert ("0.00", "missing: vectors") == (rows["zoe"]["grade"], rows["zoe"]["notes"])
    assert "yes" == rows["bbo"]["provisional"]
    assert said["gradebook"] == run(layout, "gradebook")
    assert before == path.read_bytes()


def test_collect_counts_who_has_nothing(layout):
    """Among those who need you; exit status 1."""
    place = "{}_5_assignsubmission_file/{}".format
    with zipfile.ZipFile(layout.root / "all.zip", "w") as archive:
        archive.writestr(place("Zoe Four", "photo.jpg"), "J")
        archive.writestr(place("Bob Two", "vectors.py"), "x = 1")
    status, out, told = run(layout, "lms", "collect", "moodle", "all.zip", "vectors", "--dry-run")

    assert 1 == status
    assert "1 would be written, 1 need you, 2 files in all" in out
    assert any("photo.jpg" in line and "neither a notebook nor a script" in line for line in told)
