"""What could become a 0 without a word: work that waits, the notebook of another assignment."""

import csv

import nbformat
import pytest

from autograder.cli import cli
from autograder.layout import Layout
from autograder.receipts import read_receipt

OTHER = "def other(x):\n    return x"
STUB = "NotImplementedError()"


@pytest.fixture
def layout(tmp_path, write_course):
    """A tiny course."""
    return Layout(write_course(tmp_path / "course"))


@pytest.fixture
def run(layout):
    """Run a command on the course: its exit status and what it printed."""
    from click.testing import CliRunner

    def command(*words):
        done = CliRunner().invoke(cli, [*words, "--course", str(layout.root)])
        return done.exit_code, done.output

    return command


def hand_in(layout, student, content, place="vectors.ipynb"):
    """Write a notebook into a student's folder: its path."""
    path = layout.root / "submitted" / student / "vectors" / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def row(layout, student):
    """The student's line of gradebook.csv."""
    with (layout.root / "gradebook.csv").open(encoding="utf-8", newline="") as file:
        return next(line for line in csv.DictReader(file) if line["student"] == student)


def test_work_that_was_handed_in_and_not_graded_is_provisional(layout, notebook, run):
    """In the gradebook, for whom nothing else is known too; grading it makes it a mark."""
    hand_in(layout, "ann", notebook())
    run("grade")
    hand_in(layout, "uma", notebook())
    status, said = run("gradebook")

    assert 1 == status
    assert "uma: vectors: provisional, handed in, but not graded; run autograder grade" in said
    assert "yes" == row(layout, "uma")["provisional"]
    assert "missing" not in row(layout, "uma")["notes"]
    run("grade")
    run("gradebook")
    assert row(layout, "ann")["vectors"] == row(layout, "uma")["vectors"]


def test_the_notebook_of_another_assignment_needs_you(layout, notebook, run):
    """Whatever it is called; staff and student are told which one it is."""
    work = nbformat.reads(notebook(), 4)
    work.cells = [nbformat.v4.new_code_cell(OTHER)]
    work.metadata["autograder"] = {"assignment": "matrices"}
    hand_in(layout, "dan", nbformat.writes(work).encode(), place="matrices.ipynb")
    run("grade")
    receipt = read_receipt(layout.receipt("dan", "vectors"))

    assert "is the notebook of 'matrices', handed in for vectors" == receipt.problem
    assert "This is the notebook of 'matrices'" in receipt.remarks[0]


def test_a_copy_of_another_notebook_that_answers_this_one_is_plain(layout, notebook, run):
    """Somebody may write into a copy of an older notebook."""
    work = nbformat.reads(notebook(), 4)
    work.metadata["autograder"] = {"assignment": "matrices"}
    hand_in(layout, "eve", nbformat.writes(work).encode())
    run("grade")

    assert "" == read_receipt(layout.receipt("eve", "vectors")).problem


def test_a_time_stamp_lies_beside_the_notebook(layout, notebook, run):
    """Unpacked archives lie in folders of their own, stamp and all."""
    path = hand_in(layout, "wil", notebook(), place="vectors/vectors.ipynb")
    path.with_name("timestamp.txt").write_text("2027-02-11 20:00:00 UTC")
    run("grade")

    told = read_receipt(layout.receipt("wil", "vectors")).submitted_at
    assert "2027-02-11 20:00:00 UTC" == told


def emptied(work):
    """Every code cell is empty."""
    for cell in work.cells:
        cell.source = "" if cell.cell_type == "code" else cell.source


def of_one_line(work):
    """Only an attempt to see whether Python runs."""
    work.cells = [nbformat.v4.new_code_cell("print(1)")]


def of_prose(work):
    """There is no code cell."""
    work.cells = [cell for cell in work.cells if cell.cell_type == "markdown"]


@pytest.mark.parametrize("become", [emptied, of_one_line, of_prose])
def test_a_notebook_that_answers_nothing_needs_you(layout, notebook, run, become):
    """It may be the wrong file: the mark is provisional, and everybody is told."""
    work = nbformat.reads(notebook(), 4)
    become(work)
    hand_in(layout, "ann", nbformat.writes(work).encode())
    why = "defines nothing that vectors asks for"
    _, graded = run("grade")
    status, marked = run("gradebook")
    run("feedback")
    page = layout.feedback("ann", "vectors").read_text(encoding="utf-8")
    _, explained = run("gradebook", "--explain", "ann")
    run("report")

    assert f"ann, vectors: {why}" in graded
    assert 1 == status
    assert f"ann: vectors: provisional, {why}" in marked
    assert "yes" == row(layout, "ann")["provisional"]
    assert why in (layout.root / "audit.csv").read_text(encoding="utf-8")
    assert why in " ".join(explained.split())
    assert why in (layout.root / "report.html").read_text(encoding="utf-8")
    assert "This notebook defines nothing that vectors asks for" in page
    assert "This grade is not final" in page


def test_a_released_notebook_as_it_is_is_not_begun(layout, notebook, run):
    """Its stubs say which notebook it is."""
    work = nbformat.reads(notebook(), 4)
    work.cells = [nbformat.v4.new_code_cell(f"def norm(x):\n    raise {STUB}")]
    hand_in(layout, "ann", nbformat.writes(work).encode())
    run("grade")

    assert "" == read_receipt(layout.receipt("ann", "vectors")).problem


def test_an_answer_that_no_text_shows_counts(layout, notebook, run):
    """Whoever earns something has answered something."""
    work = nbformat.reads(notebook(), 4)
    work.cells = [nbformat.v4.new_code_cell("globals()['no' + 'rm'] = lambda x: (x @ x) ** 0.5")]
    hand_in(layout, "ann", nbformat.writes(work).encode())
    run("grade")
    receipt = read_receipt(layout.receipt("ann", "vectors"))

    assert 0 < receipt.earned
    assert "" == receipt.problem


def test_a_release_goes_on_where_the_gradebook_was_made_anew(layout, notebook, run):
    """It knew what is graded and nothing of the text: nbgrader took the text for new cells."""
    run("release")
    hand_in(layout, "ann", notebook())
    run("grade")
    run("gradebook")
    (layout.root / "gradebook.db").unlink()
    run("gradebook")
    status, said = run("release")

    assert (0, "") == (status, said.partition("nbgrader says")[2])
    run("gradebook")
    assert "12" == row(layout, "ann")["vectors"]
