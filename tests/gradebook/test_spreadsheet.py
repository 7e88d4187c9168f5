"""The CSV that goes into spreadsheets."""

from __future__ import annotations

import csv
import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.gradebook.by_hand import ByHand
from autograder.gradebook.csv_files import csv_text
from autograder.gradebook.marks import compute_marks
from autograder.gradebook.scores import Score
from autograder.gradebook.spreadsheet import write_audit_csv, write_gradebook_csv
from autograder.receipts import Outcome


def rows(path):
    """The rows of a CSV, by column."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def score(student, assignment, earned, **details):
    """A score from paper, out of 10."""
    return Score(student, assignment, Fraction(str(earned)), Fraction(10), **details)


def test_has_a_column_for_everything(tmp_path, course, earning):
    """Students, assignments, components, the grade both ways, and what to know about it."""
    receipts = [earning("ann", "losses", 2, 3, submitted_at="2027-02-01T00:00:00Z")]
    scores = [score("ann", "midterm", 7.5), score("bob", "quiz", 10)]
    marks = compute_marks(course, receipts, scores)
    write_gradebook_csv(tmp_path / "gradebook.csv", marks, course)
    ann, _ = rows(tmp_path / "gradebook.csv")

    assert ann == {
        "student": "ann",
        "warmup": "ungraded",
        "losses": "2",
        "quiz": "0",
        "midterm": "7.5",
        "written_exam": "not due",
        "HW": "6.67",
        "Q": "0.00",
        "Test": "7.50",
        "Exam": "",
        "accumulated": "5.95",
        "grade": "5.95",
        "exact": "5 20/21",
        "provisional": "",
        "notes": "missing: quiz; not graded yet: warmup; to come: written_exam",
    }


def test_says_what_is_provisional(tmp_path, course, receipt, check):
    """A grade that staff must look at first is marked in its row."""
    broken = receipt("ann", "losses", check("g_is_right", "g", 2, Outcome.ERROR))
    marks = compute_marks(course, [broken], [score("ann", "quiz", 0, excused=True, reason="ill")])
    write_gradebook_csv(tmp_path / "gradebook.csv", marks, course)
    (ann,) = rows(tmp_path / "gradebook.csv")

    assert ann["provisional"] == "yes"
    assert "error of ours: g_is_right" in ann["notes"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula(tmp_path, course, start):
    """An id such as =HYPERLINK(…) is shown, not run."""
    marks = compute_marks(course, [], [score(f"{start}cmd|' /C calc'!A0", "quiz", 1)])
    write_gradebook_csv(tmp_path / "gradebook.csv", marks, course)
    (student,) = rows(tmp_path / "gradebook.csv")

    assert student["student"] == f"'{start}cmd|' /C calc'!A0"


@given(st.text(min_size=1, max_size=30), st.text(max_size=30))
def test_any_text_stays_in_its_cell(tmp_path_factory, course, student, reason):
    """Commas, quotes and line ends shift no column, and no cell begins like a formula."""
    path = tmp_path_factory.mktemp("csv") / "gradebook.csv"
    try:
        (student + reason).encode()
    except UnicodeEncodeError:
        return  # ids come from files, and these are UTF-8
    marks = compute_marks(course, [], [score(student, "quiz", 1, reason=reason)])
    write_gradebook_csv(path, marks, course)
    (row,) = rows(path)

    shown = re.sub(r"([;\t\r\n])([=+@-])", r"\1'\2", student.replace("\0", ""))
    assert row["student"] == (f"'{shown}" if shown[:1] in {*"=+-@\t\r"} else shown)
    assert row["grade"] == "1.00"
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row.values())


def test_no_piece_of_a_cell_is_a_formula_where_semicolons_separate():
    """Half of the world's spreadsheets split at semicolons, and at the line ends between."""
    text = csv_text([["x;=HYPERLINK(1);y\n@SUM(1)", "a; -b", -1.5, None]])
    pieces = re.split(r"[;\n\t\r]", text.replace(",-1.5,", ""))

    assert not any(piece.startswith(("=", "+", "-", "@")) for piece in pieces)
    assert "-1.5" in text


def test_is_written_whole_or_not_at_all(tmp_path, course, monkeypatch):
    """A crash while writing leaves the old file as it was."""
    path = tmp_path / "gradebook.csv"
    path.write_text("old")

    def broken(marks):
        yield from marks
        raise RuntimeError("out of paper")

    with pytest.raises(RuntimeError):
        write_gradebook_csv(path, broken(compute_marks(course, [], [])), course)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_the_audit_says_where_every_mark_comes_from(tmp_path, course, earning):
    """A receipt by its hashes, scores by hand beside it, the scores CSV, or nothing."""
    receipts = [
        earning("ann", "losses", 2, 3, submitted_at="2027-02-20T12:00:00+03:00"),
        earning("bob", "warmup", 1, 1),
    ]
    scores = [score("ann", "quiz", 7.5, reason="on paper"), score("bob", "midterm", 1)]
    manual = {("losses", "ann"): {"g": ByHand(Fraction(1, 2))}}
    marks = compute_marks(course, receipts, scores, manual=manual)
    write_audit_csv(tmp_path / "audit.csv", marks, course)
    ann = {
        row["assignment"]: row for row in rows(tmp_path / "audit.csv") if row["student"] == "ann"
    }

    assert ann["losses"] == {
        "student": "ann",
        "component": "HW",
        "assignment": "losses",
        "state": "graded",
        "earned": "2.5",
        "penalty": "0.25",
        "counted": "2.25",
        "points": "3",
        "source": "receipt 000000000000, graded by 111111111111; by hand: 0.5 for g",
        "notes": "losses: 0.5 for g entered by staff; losses: 1 day late, 10 % lost",
        "history": "",
    }
    assert ann["quiz"]["source"] == "scores CSV (on paper)"
    assert (ann["midterm"]["state"], ann["midterm"]["source"]) == ("missing", "")
    assert ann["written_exam"]["state"] == "not due"
