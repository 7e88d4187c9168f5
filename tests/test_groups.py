"""Groups: one hand-in, and a mark, a page and an export for every member."""

from __future__ import annotations

import csv
from contextlib import closing

import pytest
from click.testing import CliRunner

from autograder.cli import cli
from autograder.gradebook.database import database_url
from autograder.layout import Layout

pytestmark = pytest.mark.slow  # student code is run, and nbgrader imported

CONFIG = """\
from autograder.gradebook import Assignment, Component, Course, Extension, Late, LateDays

homework = Component("HW", assignments=[Assignment("vectors", due="2027-02-12 23:59")])
COURSE = Course(
    title="A tiny course", grade=1.0 * homework, now="2028-01-01 00:00",
    late=Late(percent_per_day=10, cap_percent=50),
    extensions=[Extension("eve", "vectors", days=1, reason="ill")],
)
"""
GROUPS = "assignment,group,student\nvectors,red,ann\nvectors,red,bob\nvectors,red,eve\n"
NORM = "def norm(x):\n    return -1.0"


@pytest.fixture
def layout(tmp_path, write_course, notebook):
    """Ann hands in for ann, bob and eve, two days late; zed works alone, and is in time."""
    layout = Layout(write_course(tmp_path, CONFIG))
    (tmp_path / "groups.csv").write_text(GROUPS, encoding="utf-8")
    hand_in(layout, "ann", notebook(norm=NORM), "2027-02-14 12:00:00 UTC")
    hand_in(layout, "zed", notebook(), "2027-02-12 12:00:00 UTC")
    write_all(layout)
    return layout


def hand_in(layout, student, content, stamp):
    """A file, and when it came."""
    path = layout.submitted(student, "vectors")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    (path.parent / "timestamp.txt").write_text(stamp, encoding="utf-8")


def write_all(layout):
    """Everything that staff and students read."""
    for command in ("grade", "gradebook", "feedback", "report"):
        run(layout, command)
    out = str(layout.root / "moodle.csv")
    run(layout, "lms", "grades", "moodle", "vectors", "--by", "student", "--output", out)


def run(layout, *arguments):
    """Run the command: what it prints."""
    done = CliRunner().invoke(cli, [*arguments, "--course", str(layout.root)])

    assert isinstance(done.exception, SystemExit | None), f"{done.output}{done.exception!r}"
    return done.output


def table(path, column="student"):
    """A CSV by student."""
    rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    return {row[column]: row for row in rows}


def points(layout):
    """What everybody has."""
    run(layout, "gradebook")
    rows = table(layout.root / "gradebook.csv")
    return {student: row["vectors"] for student, row in rows.items()}


def test_every_member_has_the_mark_each_by_their_own_due_time(layout):
    """In gradebook, audit, --explain, page, report and export; who handed in is said."""
    explained = " ".join(run(layout, "gradebook", "--explain", "bob").split())
    page = layout.feedback("bob", "vectors").read_text(encoding="utf-8")
    audit = table(layout.root / "audit.csv")
    export = table(layout.root / "moodle.csv", "Username")

    assert {"ann": "7.2", "bob": "7.2", "eve": "8.1", "zed": "12"} == points(layout)
    assert "handed in by ann for the group red (ann, bob, eve)" in explained
    assert "handed in by ann for your group" in page
    assert "2 days late" in page
    assert "handed in by you for your group" in layout.feedback("ann", "vectors").read_text(
        "utf-8"
    )
    assert "group red" in audit["eve"]["notes"]
    assert ["7.20", "7.20", "8.10"] == [export[who]["vectors"] for who in ("ann", "bob", "eve")]
    assert "0" == table(layout.root / "report" / "students.csv")["bob"]["missing"]
    assert "bob, vectors" not in run(layout, "grade")


def test_what_another_member_hands_in_later_counts_for_all(layout, notebook):
    """And the same file once more is no later attempt."""
    hand_in(layout, "eve", notebook(norm=NORM), "2027-02-16 12:00:00 UTC")
    write_all(layout)
    assert "7.2" == points(layout)["bob"]

    hand_in(layout, "bob", notebook(), "2027-02-15 12:00:00 UTC")
    write_all(layout)

    assert {"ann": "8.4", "bob": "8.4", "eve": "9.6", "zed": "12"} == points(layout)
    assert "handed in by bob" in layout.feedback("ann", "vectors").read_text(encoding="utf-8")
    assert "9.6" in layout.feedback("eve", "vectors").read_text(encoding="utf-8")

    hand_in(
        layout, "ann", notebook(norm="def norm(x):\n    return 1.0"), "2027-02-16 12:00:00 UTC"
    )
    write_all(layout)

    assert {"ann": "5.4", "bob": "5.4", "eve": "6.3", "zed": "12"} == points(layout)


def test_scores_and_comments_typed_for_the_hand_in_are_every_members(layout):
    """A line of scores.csv is one student's own."""
    from nbgrader.api import Gradebook

    with closing(Gradebook(database_url(layout.root), "course")) as book:
        book.find_grade("check_norm", "vectors", "vectors", "ann").manual_score = 3
        book.find_comment("norm", "vectors", "vectors", "ann").manual_comment = "Nearly."
        book.db.commit()
    scores = "student,assignment,score,points,reason\neve,vectors,1,12,did nothing\n"
    (layout.root / "scores.csv").write_text(scores, encoding="utf-8")
    write_all(layout)

    assert {"ann": "9.6", "bob": "9.6", "eve": "1", "zed": "12"} == points(layout)
    assert "Nearly." in layout.feedback("bob", "vectors").read_text(encoding="utf-8")


def test_a_regrade_tells_every_member(layout):
    """The preview, and the history in the audit."""
    config = CONFIG.replace("Course, ", "Correction, Course, ").replace(
        "extensions=",
        'corrections=[Correction("vectors", "norm_is_even", everybody=True, reason="unclear")],\n'
        "    extensions=",
    )
    layout.config.write_text(config, encoding="utf-8")
    shown = run(layout, "grade", "--regrade", "--yes")
    run(layout, "gradebook")

    for student in ("ann", "bob", "eve"):
        assert f"\n  {student}  " in shown
        assert "regraded" in table(layout.root / "audit.csv")[student]["history"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("vector,red,ann", "line 5, column assignment: no assignment is named 'vector'; did you"),
        ("vectors,blue,ann", "line 5: ann is in the group red of vectors already; keep one"),
        ("vectors,blue,zedd", "line 5, column student: 'zedd' handed in nothing; did you mean"),
        ("vectors,,zed", "line 5, column group: empty"),
    ],
)
def test_a_line_that_cannot_be_so_is_refused(tmp_path, line, told):
    """With file, line, column and the near miss."""
    (tmp_path / "course_config.py").write_text(CONFIG, encoding="utf-8")
    (tmp_path / "submitted" / "zed" / "vectors").mkdir(parents=True)
    (tmp_path / "submitted" / "ann" / "vectors").mkdir(parents=True)
    (tmp_path / "groups.csv").write_text(f"{GROUPS}{line}\n", encoding="utf-8")
    done = CliRunner().invoke(cli, ["gradebook", "--course", str(tmp_path)])

    assert told in str(done.exception)
