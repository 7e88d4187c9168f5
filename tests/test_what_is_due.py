"""A term as it runs: what is not due is no mark, on any page, and what is late is told right."""

from __future__ import annotations

import csv
import re

import nbformat
import pytest
from click.testing import CliRunner

from autograder.cli import cli
from autograder.gradebook.secret import begin_secret
from autograder.layout import Layout

pytestmark = pytest.mark.slow  # student code is run

CONFIG = """\
from autograder.gradebook import Assignment, Component, Course, Extension, Late

homework = Component(
    "HW",
    assignments=[
        Assignment("lines", due="2026-10-24 23:59"),
        Assignment("planes", due="2026-11-07 23:59"),
    ],
)
test = Component(
    "Test",
    assignments=[
        Assignment("midterm", opens="2026-11-10 10:00", due="2026-11-10 11:00", points=10)
    ],
)
COURSE = Course(
    title="A tiny course",
    grade=0.5 * homework + 0.5 * test,
    late=Late(percent_per_day=10, cap_percent=50, grace_minutes=15),
    extensions=[Extension("bob", "planes", days=7, reason="ill")],
    timezone="Europe/Berlin",
    now="NOW",
)
"""
SOLUTION = '''\
"""A line."""


def line(x):
    """Twice x.  number -> number"""
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION
'''
CHECKS = '''\
"""What the line must do."""

from autograder.checks import assert_close, check


@check(points=4)
def line_is_steep(student):
    """line is as steep as it should be."""
    assert_close(student.line(1.0), 2.0)
'''


@pytest.fixture
def layout(tmp_path):
    """A course of two topics and a test."""
    layout = Layout(tmp_path)
    begin_secret(tmp_path)
    for topic in ("lines", "planes"):
        folder = layout.reference / topic
        folder.mkdir(parents=True)
        (folder / "solution.py").write_text(SOLUTION, encoding="utf-8")
        (folder / "checks.py").write_text(CHECKS, encoding="utf-8")
        (folder / "mistakes.py").write_text('"""None that we know."""\n', encoding="utf-8")
        (folder / "assignment.md").write_text(
            '# Lines\n\n```python exercise="line"\n```\n', encoding="utf-8"
        )
    return layout


def at(layout, now):
    """Let it be this time in the course."""
    layout.config.write_text(CONFIG.replace("NOW", now), encoding="utf-8")


def hand_in(layout, student, topic, stamp):
    """A right answer, with nbgrader's time stamp."""
    path = layout.submitted(student, topic)
    path.parent.mkdir(parents=True, exist_ok=True)
    cell = nbformat.v4.new_code_cell("def line(x):\n    return 2 * x", id="line")
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), path)
    if stamp:
        (path.parent / "timestamp.txt").write_text(stamp, encoding="utf-8")


def run(layout, *arguments):
    """Run the command: what it prints."""
    done = CliRunner().invoke(cli, [*arguments, "--course", str(layout.root)])

    assert done.exit_code in (0, 1), done.output
    return done.output


def explained(layout, student):
    """The arithmetic of one student's grade, on one line."""
    return " ".join(run(layout, "gradebook", "--explain", student).split())


def table(path):
    """A CSV by student."""
    rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    return {row["student"]: row for row in rows}


def test_what_is_not_due_is_no_mark_anywhere(layout):
    """Early work that is graded, and a line of scores.csv, cost nobody else anything."""
    at(layout, "2026-11-01 12:00")
    for student in ("ann", "bob"):
        hand_in(layout, student, "lines", "2026-10-24 20:00:00.000000 CEST")
    hand_in(layout, "ann", "planes", "2026-10-31 12:00:00.000000 CET")
    scores = layout.root / "scores.csv"
    scores.write_text("Student,assignment,score,points\nann,midterm,9,10\n", encoding="utf-8")
    for command in ("grade", "gradebook", "feedback", "report"):
        run(layout, command)
    bob = table(layout.root / "gradebook.csv")["bob"]
    page = layout.feedback("bob", "lines").read_text(encoding="utf-8")
    risk = (layout.root / "report" / "at-risk.csv").read_text(encoding="utf-8")

    assert ("not due", "not due", "10.00") == (bob["planes"], bob["midterm"], bob["grade"])
    assert "to come: planes, midterm" in bob["notes"]
    assert "missing" not in page.partition("</style>")[2]
    assert "10.00 <small>/ 10</small>" in page
    assert "bob" not in risk
    assert "to come" in run(layout, "gradebook", "--explain", "bob")

    at(layout, "2026-11-11 12:00")
    run(layout, "gradebook")
    bob = table(layout.root / "gradebook.csv")["bob"]

    assert ("not due", "0", "5.00") == (bob["planes"], bob["midterm"], bob["grade"])

    at(layout, "2026-11-20 12:00")
    run(layout, "gradebook")

    assert "0" == table(layout.root / "gradebook.csv")["bob"]["planes"]


def test_work_without_a_time_is_provisional_everywhere(layout):
    """Gradebook, page, report and export say that the mark waits."""
    at(layout, "2026-11-20 12:00")
    hand_in(layout, "ann", "lines", None)
    run(layout, "grade")
    told = run(layout, "gradebook")
    run(layout, "feedback")
    run(layout, "report")
    out = layout.root / "moodle.csv"
    run(layout, "lms", "grades", "moodle", "lines", "--by", "student", "--output", str(out))
    waits = "time of submission unknown, taken as on time"

    assert f"needs attention: ann: lines: provisional, {waits}" in told
    assert "yes" == table(layout.root / "gradebook.csv")["ann"]["provisional"]
    page = layout.feedback("ann", "lines").read_text(encoding="utf-8")
    assert "not final: the staff must find out when it was handed in" in page
    assert "yes" == table(layout.root / "report" / "students.csv")["ann"]["provisional"]
    assert "ann,,ann,," in out.read_text(encoding="utf-8").splitlines()


def test_times_are_told_in_the_zone_and_counted_by_the_calendar(layout):
    """A day on which clocks change is one day; six minutes are told as minutes."""
    at(layout, "2026-11-20 12:00")
    hand_in(layout, "ann", "lines", "2026-10-25 23:30:00.123456 CET")
    hand_in(layout, "bob", "lines", "2026-10-25 00:20:00.000000 CEST")
    hand_in(layout, "eve", "lines", "2026-12-25 00:20:00.000000 CET")
    run(layout, "grade")
    told = run(layout, "gradebook")

    assert "3.6" == table(layout.root / "gradebook.csv")["ann"]["lines"]
    assert "1 day late, 10 % lost" in explained(layout, "ann")
    minutes = "21 minutes late, which count as 1 day, 10 % lost"
    assert minutes in explained(layout, "bob")
    assert "eve: lines: provisional, submitted at 2026-12-25 00:20 CET, which is still to" in told


def test_a_corrected_time_corrects_the_best_attempt(layout):
    """The same file at another time is the same attempt, and keeps the verdicts it has."""
    at(layout, "2026-11-20 12:00")
    config = layout.config.read_text(encoding="utf-8")
    layout.config.write_text(config.replace('"HW",', '"HW", attempts="best",'), encoding="utf-8")
    hand_in(layout, "ann", "lines", "2026-10-24 20:00:00.000000 CEST")
    run(layout, "grade")
    hand_in(layout, "ann", "lines", "2026-10-26 20:00:00.654321 CET")
    told = run(layout, "grade")
    run(layout, "gradebook")

    assert "3.2" == table(layout.root / "gradebook.csv")["ann"]["lines"]
    explained = run(layout, "gradebook", "--explain", "ann")
    assert "attempt" not in re.sub(r"of several attempts", "", explained)
    assert "654321" not in explained
    assert "if the student only handed in the same file once more, write the first time" in told
    assert "time of handing in: 2026-10-24 20:00" in (layout.root / "audit.csv").read_text()
    assert "handed in the same file" not in run(layout, "grade")


@pytest.mark.parametrize("word", ["да", "Да", "yes", "ja", "TRUE", "1"])
def test_an_excuse_is_understood_in_the_words_people_use(layout, word):
    """And what is neither yes nor no is refused, with the file, the line and the column."""
    at(layout, "2026-11-20 12:00")
    hand_in(layout, "ann", "lines", "2026-10-24 20:00:00.000000 CEST")
    run(layout, "grade")
    scores = layout.root / "scores.csv"
    scores.write_text(f"Student,Assignment,Score,Excused\nann,midterm,,{word}\n", encoding="utf-8")
    run(layout, "gradebook")

    assert "excused" == table(layout.root / "gradebook.csv")["ann"]["midterm"]
    scores.write_text("student,assignment,score,excused\nann,midterm,,maybe\n", encoding="utf-8")
    done = CliRunner().invoke(cli, ["gradebook", "--course", str(layout.root)])
    wrong = "line 2, column excused: 'maybe', but should be yes, no or empty"

    assert wrong in f"{done.exception}{done.output}"
