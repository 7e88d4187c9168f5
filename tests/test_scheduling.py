"""Names that stand in one place only are told, with the file and the line to edit."""

from __future__ import annotations

import shutil

import pytest
from click.testing import CliRunner

from autograder.cli import cli
from autograder.errors import CourseError
from autograder.layout import Layout

CONFIG = """\
from autograder.gradebook import Assignment, Component, Course, Limits

homework = Component(
    "HW",
    assignments=[
        Assignment("vectors", due="2027-02-12 23:59"),
        Assignment("vektors", due="2027-02-19 23:59"),
        Assignment("midterm", paper=True, points=10),
        Assignment("oral", points=10),
    ],
)
COURSE = Course(title="A tiny course", grade=1.0 * homework)
"""
SPARE = (
    "{root}/course_config.py, line 3: no component names {root}/reference/spare, so it is not "
    'graded; add Assignment("spare", due="…") to the list of a component'
)
MISSPELT = (
    '{root}/course_config.py, line 7: Assignment("vektors") has no folder '
    "{root}/reference/vektors, so nothing of it is graded; if it is marked on paper, say "
    "paper=True, points=10; did you mean 'vectors'?"
)


@pytest.fixture
def layout(tmp_path, write_course, notebook):
    """A course with a topic in no component, and a component with a misspelt topic."""
    root = write_course(tmp_path, CONFIG)
    shutil.copytree(root / "reference" / "vectors", root / "reference" / "spare")
    path = Layout(root).submitted("ann", "vectors")
    path.parent.mkdir(parents=True)
    path.write_bytes(notebook())
    return Layout(root)


def run(layout, *arguments):
    """Run the command: what ended it, and what it printed on stderr."""
    done = CliRunner().invoke(cli, [*arguments, "--course", str(layout.root)])
    return done.exception, done.stderr.splitlines()


@pytest.mark.slow
@pytest.mark.parametrize("command", ["grade", "gradebook", "release"])
def test_both_are_told_by_the_commands_that_pass_them_over(layout, command):
    """What the names stand for, and what to write where; work on paper needs no topic."""
    _, told = run(layout, command)

    lines = [line for line in told if "course_config.py, line" in line]
    assert [text.format(root=layout.root) for text in (SPARE, MISSPELT)] == lines


@pytest.mark.parametrize("command", ["grade", "feedback"])
@pytest.mark.parametrize(("name", "text"), [("spare", SPARE), ("vektors", MISSPELT)])
def test_asking_for_one_says_what_is_missing(layout, command, name, text):
    """Not that there is no such assignment."""
    error, _ = run(layout, command, name)

    assert isinstance(error, CourseError)
    assert text.format(root=layout.root) == str(error)
