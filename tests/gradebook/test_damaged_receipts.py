"""One receipt that cannot be read costs nobody else anything, and is told everywhere."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from autograder.cli import cli
from autograder.gradebook import load_course
from autograder.grading.history import add_earlier
from autograder.layout import Layout
from autograder.marking import read_sources
from autograder.receipts import CheckResult, Outcome, Receipt, write_receipt

DAMAGE = {
    "truncated": lambda content: content[: len(content) // 2],
    "empty": lambda _: b"",
    "binary": lambda _: b"\xff\xfe\x00",
    "other": lambda _: b'{"a": 1}',
}


@pytest.fixture
def layout(tmp_path, write_course):
    """A class of two, graded; ann has an earlier attempt."""
    layout = Layout(write_course(tmp_path))
    for student in ("ann", "bob"):
        check = CheckResult("norm_a", "norm", "", False, 12, 12, Outcome.PASSED)
        receipt = Receipt(
            "vectors", student, "0" * 64, "1" * 64, "A", (check,), submitted_at="2027-02-01T00:00Z"
        )
        if student == "ann":
            add_earlier(layout, Receipt("vectors", "ann", "2" * 64, "1" * 64, "A", (check,)))
        write_receipt(layout.receipt(student, "vectors"), receipt)
    return layout


def run(layout, *arguments):
    """Run the command: status and output."""
    done = CliRunner().invoke(cli, [*arguments, "--course", str(layout.root)])
    assert isinstance(done.exception, SystemExit | None), done.exception
    return done.exit_code, done.output


@pytest.mark.parametrize("kind", DAMAGE)
def test_it_is_named_and_the_others_marks_stand(layout, kind):
    """gradebook, feedback and report go on; the student's mark waits for staff."""
    path = layout.receipt("ann", "vectors")
    path.write_bytes(DAMAGE[kind](path.read_bytes()))
    named = f"{path} is damaged; autograder grade vectors --student ann writes it anew"
    status, told = run(layout, "gradebook")

    assert 1 == status
    assert named in told
    ann, bob = read_sources(layout, load_course(layout.config)).marks(load_course(layout.config))
    assert (True, False) == (ann.provisional, bob.provisional)
    assert 12 == bob.assignments[0].earned
    status, told = run(layout, "feedback")
    assert (0, True) == (status, named in told)
    page = layout.feedback("ann", "vectors").read_text()
    assert "This grade is not final" in page
    assert "The record of how this was graded is damaged" in page
    assert "12" in layout.feedback("bob", "vectors").read_text()
    status, told = run(layout, "report")
    assert (0, True) == (status, named in told)
    assert "1 mark must be looked at" in layout.report.read_text()


def test_an_earlier_one_is_named_too(layout):
    """What it said may have counted: the mark waits, whatever attempt counts."""
    (path,) = layout.earlier_receipts("ann", "vectors")
    path.write_bytes(b"{")
    status, told = run(layout, "gradebook")

    assert 1 == status
    assert f"ann: vectors: provisional, {path} is damaged; it is of an earlier attempt" in told


@pytest.mark.slow
def test_grading_writes_it_anew(layout, notebook):
    """As the message says."""
    path = layout.submitted("ann", "vectors")
    path.parent.mkdir(parents=True)
    path.write_bytes(notebook())
    layout.receipt("ann", "vectors").write_bytes(b"{")
    run(layout, "grade", "vectors", "--student", "ann")

    assert "is damaged" not in run(layout, "gradebook")[1]
