"""nbgrader's own commands take what `autograder grade` takes, in a fresh clone of a course too."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from autograder.layout import Layout
from autograder.receipts import read_receipt

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]


def run(folder, *command):
    """Run a module of the command line there."""
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=folder,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "JUPYTER_CONFIG_DIR": str(folder / ".jupyter"),
            "AUTOGRADER_SECRET": "odd",
            "NO_COLOR": "1",
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def bare(notebook):
    """No cell has metadata, outputs or a count; ids are odd."""
    data = json.loads(notebook)
    for number, cell in enumerate(data["cells"]):
        for key in ("metadata", "outputs", "execution_count"):
            cell.pop(key, None)
        cell["id"] = [number]
    return json.dumps(data).encode()


@pytest.fixture(scope="module")
def course(tmp_path_factory, write_course, notebook):
    """A released course as a clone has it: without a database; and `nbgrader autograde` in it."""
    layout = Layout(write_course(tmp_path_factory.mktemp("clone") / "course"))
    shutil.copy(ROOT / "nbgrader_config.py", layout.root)
    released = run(layout.root, "autograder", "release")
    assert 0 == released.returncode, released.stderr
    (layout.root / "gradebook.db").unlink()
    right = notebook()
    for student, name, content in (
        ("ann", "vectors.ipynb", right),
        ("bare", "vectors.ipynb", bare(right)),
        ("old", "vectors-1.ipynb", right),
        ("wide", "vectors.ipynb", right.decode().encode("utf-16")),
        ("page", "vectors.ipynb", b"<html>"),
        ("two", "a.ipynb", right),
        ("two", "b.ipynb", right),
    ):
        path = layout.submitted(student, "vectors").with_name(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return layout, run(layout.root, "nbgrader", "autograde", "vectors")


def test_autograde_names_what_grade_names(course):
    """In a line of nbgrader's own log: who needs staff, and which file was taken."""
    layout, done = course
    said = done.stderr

    for student in ("page", "two"):
        why = read_receipt(layout.receipt(student, "vectors")).problem
        assert f"{student}, vectors: {why}" in said
    assert f"old, vectors: {read_receipt(layout.receipt('old', 'vectors')).taken}" in said
    assert "ann, vectors:" not in said


def test_autograde_takes_what_grade_takes(course):
    """Right work has all points in nbgrader's database, whatever its form and name."""
    layout, done = course

    assert 0 == done.returncode, done.stderr
    with Gradebook(f"sqlite:///{layout.root / 'gradebook.db'}", "course101") as gradebook:
        found = {
            each.student.id: (each.score, each.needs_manual_grade)
            for each in gradebook.assignment_submissions("vectors")
        }
    right = dict.fromkeys(["ann", "bare", "old", "wide"], (12, False))
    assert right | dict.fromkeys(["page", "two"], (0, True)) == found


def test_what_cannot_be_taken_has_its_receipt(course):
    """With the reason, as after `autograder grade`; nbgrader's notebook has every graded cell."""
    layout, _ = course
    for student, reason in {"page": "is a web page", "two": "has several files"}.items():
        assert reason in read_receipt(layout.receipt(student, "vectors")).problem
        shown = nbformat.read(layout.autograded(student, "vectors"), as_version=4)
        graded = [cell.metadata.nbgrader.grade_id for cell in shown.cells]
        assert ["check_double", "check_center", "check_norm", "check_split"] == graded


def test_formgrader_lists_names(course):
    """What its page asks for: never a name of None."""
    layout, _ = course
    config = Config()
    config.CourseDirectory.root = str(layout.root)
    config.CourseDirectory.db_url = f"sqlite:///{layout.root / 'gradebook.db'}"
    api = NbGraderAPI(CourseDirectory(config=config), config=config)
    names = {one["student"]: one["last_name"] for one in api.get_submissions("vectors")}
    firsts = {one["first_name"] for one in api.get_submissions("vectors")}

    assert {name: name for name in ("ann", "bare", "old", "wide", "page", "two")} == names
    assert {""} == firsts


def test_validate_fails_where_check_cells_are_gone(course, right):
    """Right answers pass, and without the cells that check them they do not."""
    layout, _ = course
    path = layout.released("vectors")
    released = nbformat.read(path, as_version=4)
    for cell in released.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        cell.source = right.get(name, cell.source)
    work = layout.root / "home"
    work.mkdir()
    shutil.copy(path.with_name("public_checks.py"), work)
    nbformat.write(released, work / "whole.ipynb")
    released.cells = [c for c in released.cells if not c.metadata.get("nbgrader", {}).get("grade")]
    nbformat.write(released, work / "gone.ipynb")
    whole, gone = (
        run(layout.root, "nbgrader", "validate", f"home/{name}.ipynb")
        for name in ("whole", "gone")
    )

    assert "Success! Your notebook passes all the tests." in whole.stdout + whole.stderr
    assert "VALIDATION FAILED ON 1 CELL(S)" in gone.stdout + gone.stderr
    assert 'check("double"), check("center")' in gone.stdout + gone.stderr
