"""nbgrader's own commands work on a course of ours, and agree with our marks."""

from __future__ import annotations

import copy
import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from autograder.gradebook import load_course
from autograder.gradebook.database import database_url
from autograder.gradebook.marks import compute_marks, read_receipts
from autograder.gradebook.nbgrader_database import begin_database
from autograder.layout import Layout

pytestmark = pytest.mark.slow

COURSE = """
from autograder.gradebook import *
homework = Component("HW", assignments=[Assignment("losses", due="2027-02-19 23:59")])
COURSE = Course(title="T", course_id="tiny", grade=1 * homework, late=Late(percent_per_day=10))
"""

# The grader is a stand-in for the sandbox: it "runs" notebooks and reads the verdict in them.
CONFIG = """
from pathlib import Path
import hashlib, nbformat
from autograder.gradebook.nbgrader_steps import configure
from autograder.layout import Layout
from autograder.receipts import CheckResult, Outcome, Receipt, write_receipt

layout = Layout(Path(__file__).parent)

def grader(assignment, student):
    content = layout.submitted(student, assignment).read_bytes()
    notebook = nbformat.reads(content, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    source = chr(10).join(cell.source for cell in code)
    if "unlucky" in source:
        return "the sandbox is out of order"
    def check(exercise, points):
        right = f"{exercise} is right" in source
        outcome = Outcome.PASSED if right else Outcome.FAILED
        message = "" if right else "result[0] is <script>alert(3)</script>, but should be 1"
        law = f"{exercise} agrees with the reference."
        earned = points if right else 0
        return CheckResult(exercise, exercise, law, False, points, earned, outcome, message)
    for cell in code:
        cell.outputs = [nbformat.v4.new_output("stream", text="executed by us")]
        if "display" in cell.source:
            html = {"text/html": "<b>bold</b><script>alert(2)</script>"}
            cell.outputs.append(nbformat.v4.new_output("display_data", data=html))
    path = layout.autograded(student, assignment)
    path.write_text(nbformat.writes(notebook))
    write_receipt(layout.receipt(student, assignment), Receipt(
        assignment, student, hashlib.sha256(content).hexdigest(), "", "A",
        (check("mse", 2), check("nll", 3)),
        submitted_at=(path.parent / "timestamp.txt").read_text().strip()))
    return "graded"

configure(get_config(), layout.config, grader=grader)
"""

FLAGS = {"schema_version": 3, "grade": False, "locked": False, "solution": False, "task": False}


def meta(grade_id, **flags):
    """Cell metadata of nbgrader's."""
    return {"nbgrader": {**FLAGS, "grade_id": grade_id, **flags}}


def source_notebook():
    """The instructor's notebook: a text, and two exercises."""
    cells = [new_markdown_cell("# Losses", metadata=meta("text_1", locked=True))]
    for name, points in (("mse", 2), ("nll", 3)):
        answer = f"### BEGIN SOLUTION\n{name} = 1\n### END SOLUTION"
        locked = meta(f"check_{name}", grade=True, locked=True, points=points)
        cells.append(new_code_cell(answer, metadata=meta(name, solution=True)))
        cells.append(new_code_cell(f'check("{name}")', metadata=locked))
    return nbformat.from_dict(new_notebook(cells=cells))


class Term:
    """A course folder, and nbgrader's commands in it."""

    def __init__(self, root):
        self.layout = Layout(root)
        root.mkdir()
        (root / "course_config.py").write_text(COURSE)
        (root / "nbgrader_config.py").write_text(CONFIG)
        (root / "source/losses").mkdir(parents=True)
        nbformat.write(source_notebook(), root / "source/losses/losses.ipynb")
        begin_database(database_url(root))

    def nbgrader(self, *arguments):
        """Run a command; return the finished process."""
        environment = {
            **os.environ,
            "PYTHONPATH": str(Path(__file__).parents[2]),
            "JUPYTER_CONFIG_DIR": str(self.layout.root / ".jupyter"),
            "NO_COLOR": "1",
        }
        command = [sys.executable, "-m", "nbgrader", *arguments]
        return subprocess.run(  # noqa: PLW1510  # tests look at the return code
            command, cwd=self.layout.root, env=environment, capture_output=True, text=True
        )

    def hand_in(self, student, edit=lambda notebook: notebook, when="2027-02-10 10:00:00 UTC"):
        """Put an edited released notebook into submitted/."""
        path = self.layout.submitted(student, "losses")
        path.parent.mkdir(parents=True)
        (path.parent / "timestamp.txt").write_text(when)
        released = nbformat.read(self.layout.released("losses"), as_version=4)
        edited = edit(released) or released
        path.write_text(edited if isinstance(edited, str) else nbformat.writes(edited))


def answer(notebook, *right):
    """Answer some exercises rightly."""
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        if name in right:
            cell.source = f"# {name} is right"


def ann(notebook):
    """All right, with outputs of her own making."""
    answer(notebook, "mse", "nll")
    notebook.cells[1].outputs = [new_output("stream", text="a score of 1000")]


def bob(notebook):
    """Half right, a cell copied and pasted, and HTML everywhere."""
    answer(notebook, "mse")
    pasted = copy.deepcopy(notebook.cells[2])
    pasted.id = "pasted"
    notebook.cells.append(pasted)
    notebook.cells.append(
        new_markdown_cell("<script>alert(1)</script>\n\n[x](javascript:alert(4))")
    )
    notebook.cells.append(new_code_cell("display()"))


def eve(notebook):
    """Half right, with the grade cells deleted and invented metadata."""
    answer(notebook, "nll")
    notebook.cells = [cell for cell in notebook.cells if "check" not in cell.source]
    notebook.cells.append(new_code_cell("1", metadata=meta("mine", grade=True, points=99)))


@pytest.fixture(scope="module")
def term(tmp_path_factory):
    """A class that was released to, handed in, and was graded by nbgrader's commands."""
    term = Term(tmp_path_factory.mktemp("nbgrader") / "course")
    released = term.nbgrader("generate_assignment", "losses")
    assert released.returncode == 0, released.stderr
    term.hand_in("ann", ann)
    term.hand_in("bob", bob, when="2027-02-21 20:00:00 UTC")
    term.hand_in("damaged", lambda _: "{")
    term.hand_in("eve", eve)
    term.hand_in("unlucky", lambda notebook: notebook.cells.append(new_code_cell("unlucky")))
    term.hand_in("zoe")
    term.autograded = term.nbgrader("autograde", "losses")
    term.fed_back = term.nbgrader("generate_feedback", "losses")
    term.exported = term.nbgrader("export", "--to", "grades.csv")
    return term


@pytest.fixture(scope="module")
def exported(term):
    """The CSV of nbgrader's own export, by student."""
    with (term.layout.root / "grades.csv").open() as file:
        return {row["student_id"]: row for row in csv.DictReader(file)}


def test_releases_into_assignments(term):
    """What students get is written to assignments/, without the answers."""
    assert "SOLUTION" not in term.layout.released("losses").read_text()


def test_a_damaged_submission_stops_nobody(term, exported):
    """Whoever comes after a damaged one in the alphabet is graded all the same."""
    assert set(exported) >= {"ann", "bob", "eve", "zoe"}
    assert term.autograded.returncode == 1
    assert "error processing assignment 'losses' for student 'damaged'" in term.autograded.stderr
    assert {path.parents[1].name for path in term.layout.root.glob("autograded/*/*/*.ipynb")} == {
        "ann",
        "bob",
        "eve",
        "zoe",
    }


def test_a_sandbox_out_of_order_gives_nobody_a_zero(term):
    """No receipt, no score: nbgrader says who, and the staff reads why."""
    assert "the sandbox is out of order" in term.autograded.stderr
    assert "for student 'unlucky'" in term.autograded.stderr
    assert not term.layout.autograded("unlucky", "losses").exists()


def test_nbgraders_scores_are_ours(term, exported):
    """What `nbgrader export` writes is what our own marks say, lateness too."""
    receipts = read_receipts(term.layout.root / "grades")
    marks = compute_marks(load_course(term.layout.config), receipts)
    ours = {
        student.student: (float(mark.earned), float(mark.penalty), float(mark.after_penalty))
        for student in marks
        for mark in student.assignments
    }
    theirs = {
        student: tuple(
            float(exported[student][column] or 0)
            for column in ("raw_score", "late_submission_penalty", "score")
        )
        for student in ours
    }

    assert (
        theirs
        == ours
        == {
            "ann": (5, 0, 5),
            "bob": (2, 0.4, 1.6),
            "eve": (3, 0, 3),
            "zoe": (0, 0, 0),
        }
    )


def test_the_notebook_shown_is_the_one_we_executed(term):
    """Outputs that a student saved are gone; ours are there; every grade cell is there once."""
    for student in ("ann", "bob", "eve", "zoe"):
        notebook = nbformat.read(term.layout.autograded(student, "losses"), as_version=4)
        text = json.dumps(notebook)
        ids = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in notebook.cells]

        assert "a score of 1000" not in text
        assert "executed by us" in text
        assert ids.count("check_mse") == ids.count("check_nll") == 1
        assert "mine" not in ids


def test_feedback_shows_scores_and_what_failed(term):
    """The page of nbgrader has our scores, the late penalty, and our comments."""
    assert term.fed_back.returncode == 0, term.fed_back.stderr
    page = term.layout.feedback("bob", "losses").read_text()

    assert "losses (Score: 1.6 / 5.0)" in page
    assert "Late submission penalty" in page
    assert "nll agrees with the reference." in page
    assert "losses (Score: 5.0 / 5.0)" in term.layout.feedback("ann", "losses").read_text()


def test_no_script_of_a_student_runs_in_feedback(term):
    """Markdown cells, outputs and the quoted words of a student are harmless."""
    page = term.layout.feedback("bob", "losses").read_text()

    assert "<b>bold</b>" in page
    for number in (1, 2, 3):
        assert f"<script>alert({number})" not in page
    assert 'href="javascript:' not in page
    assert "&lt;script&gt;alert(3)" in page


def test_grading_again_changes_nothing(term, exported):
    """--force runs everything anew and ends the same."""
    again = term.nbgrader("autograde", "losses", "--force", "--student", "bob")
    assert again.returncode == 0, again.stderr
    term.nbgrader("export", "--to", "again.csv")
    with (term.layout.root / "again.csv").open() as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}

    assert rows == exported
