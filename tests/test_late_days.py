"""A bank of late days: spent as work is due, told everywhere, and the same in every table."""

from __future__ import annotations

import csv
from contextlib import closing

import pytest
from click.testing import CliRunner

from autograder.cli import cli
from autograder.errors import CourseError
from autograder.gradebook import Assignment, Component, Course, Late, LateDays
from autograder.gradebook.database import database_url
from autograder.layout import Layout

pytestmark = pytest.mark.slow  # student code is run, and nbgrader imported

CONFIG = """\
from autograder.gradebook import Assignment, Component, Course, Late, LateDays

homework = Component("HW", assignments=[
    Assignment("vectors", due="2027-02-12 23:59"),
    Assignment("arrows", due="2027-02-05 23:59"),
])
test = Component("Test", assignments=[Assignment("sheet", due="2027-03-01 12:00", points=10)],
                 late=Late(percent_per_day=100))
COURSE = Course(
    title="A tiny course", grade=0.5 * homework + 0.5 * test, now="2028-01-01 00:00",
    late=Late(percent_per_day=10, cap_percent=50), late_days=LateDays(5),
)
"""


@pytest.fixture
def layout(tmp_path, write_course, write_topic, notebook):
    """Ann's arrows came 3 days late, her vectors 4; bob was in time once, and 9 days late."""
    layout = Layout(write_course(tmp_path, CONFIG))
    write_topic(layout.reference / "arrows")
    stamps = {
        ("ann", "arrows"): "2027-02-08 12:00:00 UTC",
        ("ann", "vectors"): "2027-02-16 12:00:00 UTC",
        ("bob", "arrows"): "2027-02-04 12:00:00 UTC",
        ("bob", "vectors"): "2027-02-21 12:00:00 UTC",
    }
    for (student, topic), stamp in stamps.items():
        path = layout.submitted(student, topic)
        path.parent.mkdir(parents=True)
        path.write_bytes(notebook())
        (path.parent / "timestamp.txt").write_text(stamp, encoding="utf-8")
    for command in ("grade", "gradebook", "feedback"):
        run(layout, command)
    return layout


def run(layout, *arguments):
    """Run the command: what it prints."""
    done = CliRunner().invoke(cli, [*arguments, "--course", str(layout.root)])

    assert isinstance(done.exception, SystemExit | None), f"{done.output}{done.exception!r}"
    return done.output


def test_days_are_spent_in_the_order_in_which_work_is_due(layout):
    """Three on what was due first, two of four on the next: 20 % lost there, none left."""
    rows = csv.DictReader((layout.root / "gradebook.csv").read_text().splitlines())
    rows = {row["student"]: row for row in rows}
    explained = " ".join(run(layout, "gradebook", "--explain", "ann").split())
    page = layout.feedback("ann", "vectors").read_text(encoding="utf-8")
    audit = (layout.root / "audit.csv").read_text(encoding="utf-8")

    assert ("12", "9.6", "0") == tuple(
        rows["ann"][name] for name in ("arrows", "vectors", "late days left")
    )
    assert "4 days late, 2 of them from the late days, 20 % lost" in explained
    bank = "late days: 5 for the term vectors 2 spent arrows 3 spent left 0 of 5"
    assert bank in explained
    assert "0 of 5 late days left." in page
    assert "3 days late, 3 of them from the late days, 0 % lost" in audit

    assert ("12", "7.2", "0") == tuple(
        rows["bob"][name] for name in ("arrows", "vectors", "late days left")
    )


def test_nbgraders_database_loses_as_many_points(layout):
    """Its penalty counts the days of the bank, too."""
    from nbgrader.api import Gradebook

    with closing(Gradebook(database_url(layout.root), "course")) as book:
        work = book.find_submission("vectors", "ann")

        assert 2.4 == pytest.approx(work.late_submission_penalty)
        assert not book.find_submission("arrows", "ann").late_submission_penalty


def course(**settings):
    """A course of two components."""
    homework = Component("HW", assignments=[Assignment("a", points=1)], attempts="best")
    exam = Component("Exam", assignments=[Assignment("b", points=1)])
    return Course(title="A", grade=0.5 * homework + 0.5 * exam, late=Late(), **settings)


@pytest.mark.parametrize(
    ("bank", "told"),
    [
        (lambda: LateDays(0), "days is 0, but should be an integer, 1 or more"),
        (lambda: LateDays(2, components=["Exm"]), "no component 'Exm'; did you mean 'Exam'?"),
        (lambda: LateDays(2), "in HW the best attempt counts"),
    ],
)
def test_a_bank_that_does_not_fit_is_refused(bank, told):
    """Where the best attempt counts, points would decide what is spent."""
    with pytest.raises(CourseError, match=told.replace("?", r"\?")):
        course(late_days=bank())
