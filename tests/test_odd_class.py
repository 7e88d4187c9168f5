"""A class of odd names and damaged files goes through every command, and nobody is lost."""

import csv
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from autograder.layout import Layout
from autograder.receipts import read_receipt

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
NAMES = [
    "Иванов, Иван",
    "O\"Brien 'x'",
    "-rf",
    "--help",
    "..x",
    "a b",
    "=1+1",
    "+7",
    "@sum",
    "%s{0}",
]
NAMES += [
    "two\nlines",
    "tab\t=1",
    "red\x1b[31m",
    "turned\u202e",
    "<b>&amp;",
    "a;=1",
    "[bold]x",
    "$(id)",
]


def _cells(number):
    cells = [nbformat.v4.new_code_cell(f"y = {n}", id=f"c{n}") for n in range(number)]
    return nbformat.v4.new_notebook(cells=cells)


def _printed(megabytes):
    notebook = _cells(1)
    text = "x" * (megabytes << 20)
    notebook.cells[0].outputs = [nbformat.v4.new_output("stream", name="stdout", text=text)]
    return json.dumps(notebook).encode()


DAMAGED = {  # what the receipt or the staff's line says
    "truncated": (lambda right: right[: len(right) // 2], "is not a notebook"),
    "latin": (lambda _: '{"nbformat": 4, "é": 1}'.encode("latin-1"), "is not a notebook"),
    "deep": (
        lambda _: b'{"nbformat": 4, "cells": ' + b"[" * 5000 + b"]" * 5000 + b"}",
        "is nested too deeply",
    ),
    "cells": (lambda _: json.dumps(_cells(10_001)).encode(), "has 10001 code cells"),
}


@pytest.fixture(scope="module")
def term(tmp_path_factory, write_course, notebook):
    """The class, and what each command said: name → (status, stdout, stderr)."""
    layout = Layout(write_course(tmp_path_factory.mktemp("odd") / "course"))
    for student in NAMES:
        _put(layout, student, notebook())
    for student, (damage, _) in DAMAGED.items():
        _put(layout, student, damage(notebook()))
    _put(layout, "much printed", _printed(30))
    _put(layout, "many cells", json.dumps(_cells(1500)).encode())
    pipe = layout.submitted("pipe\n\x1b[31m", "vectors")
    pipe.parent.mkdir(parents=True)
    os.mkfifo(pipe)
    link = layout.submitted("link, =1", "vectors")
    link.parent.mkdir(parents=True)
    link.symlink_to(layout.reference / "vectors" / "solution.py")
    said = {}
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "AUTOGRADER_SECRET": "odd"}
    for command in ("grade", "gradebook", "feedback", "report"):
        done = subprocess.run(
            [sys.executable, "-m", "autograder", command],
            cwd=layout.root,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        said[command] = (done.returncode, done.stdout, done.stderr)
    return layout, said


def _put(layout, student, content):
    path = layout.submitted(student, "vectors")
    path.parent.mkdir(parents=True)
    path.write_bytes(content)


def test_every_command_goes_through(term):
    """Exit status 1 at most: somebody should look; never a traceback, never raw words."""
    for command, (status, out, err) in term[1].items():
        assert status in (0, 1), (command, err)
        assert "Traceback" not in err
        assert not re.search("[\x1b\u202e]", out + err)


def test_right_answers_count_whatever_the_name(term):
    """Twelve points for each, and a page."""
    layout, _ = term
    for student in NAMES:
        assert 12 == read_receipt(layout.receipt(student, "vectors")).earned, student
        assert layout.feedback(student, "vectors").is_file()
    for student in ("much printed", "many cells"):  # whose cells were run, and hold no answers
        problem = read_receipt(layout.receipt(student, "vectors")).problem
        assert "defines nothing that vectors asks for" == problem


def test_what_is_refused_is_named_in_one_line(term):
    """With what is wrong; a pipe and a link, too."""
    lines = term[1]["grade"][2].splitlines()
    for student, (_, problem) in DAMAGED.items():
        assert any(line.startswith(f"{student}, vectors: ") and problem in line for line in lines)
    assert any(line.startswith("pipe \\x1b[31m, vectors: ") for line in lines)
    assert any(line.startswith("link, =1, vectors: ") for line in lines)


@pytest.mark.parametrize("name", ["gradebook.csv", "audit.csv", "report"])
def test_no_csv_holds_a_formula_or_loses_a_student(term, name):
    """Each is a line of its own, and no cell begins as formulas do."""
    layout, _ = term
    path = layout.root / name
    for file in sorted(path.glob("*.csv")) if path.is_dir() else [path]:
        with file.open(encoding="utf-8", newline="") as opened:
            rows = list(csv.reader(opened))
        assert {len(rows[0])} == {len(row) for row in rows}
        for cell in (cell for row in rows for cell in row):
            assert not re.match(r"[=+@\t\r]|-(?![0-9.]+$)", cell), (file, cell)
        if not path.is_dir():
            seen = {row[0].removeprefix("'").replace("'=", "=") for row in rows}
            assert {"Иванов, Иван", "--help", "=1+1", "two\nlines", "..x"} <= seen
