"""The course's secret from the command: lost, brought back, moved, another one."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner

from autograder.cli import cli
from autograder.errors import AutograderError
from autograder.gradebook.secret import begin_secret, course_secret
from autograder.layout import Layout
from autograder.quizzes.quiz import load_quiz, variant_of
from autograder.receipts import fingerprint_of, read_receipt

QUIZ = '''"""# Sums"""

from autograder.quizzes import drawn, question, whole


@question(points=2)
@drawn(a=whole(30, 900), b=whole(30, 900))
def total(a, b):
    """Adding

    What is <<a>> + <<b>>?
    """
    return a + b
'''
CONFIG = """\
from autograder.gradebook import Assignment, Component, Course, Limits

homework = Component("HW", assignments=[Assignment("vectors", due="2027-02-12 23:59")])
quizzes = Component("Q", assignments=[Assignment("sums", due="2027-03-12 23:59")])
COURSE = Course(
    title="A tiny course",
    grade=0.5 * homework + 0.5 * quizzes,
    limits=Limits(cpu_seconds=0.5, cell_cpu_seconds=1, total_cpu_seconds=20, memory_mb=512),
    students=["ann", "bob"],
)
"""


@pytest.fixture(autouse=True)
def _no_secret_from_outside(monkeypatch):
    monkeypatch.delenv("AUTOGRADER_SECRET", raising=False)


@pytest.fixture(scope="module")
def term(tmp_path_factory, write_course):
    """A course whose quiz was handed out to ann and bob; ann's and bob's answers are right."""
    layout = Layout(write_course(tmp_path_factory.mktemp("term"), CONFIG))
    (layout.reference / "sums").mkdir()
    (layout.reference / "sums" / "questions.py").write_text(QUIZ)
    run(layout, "variants", "sums")
    for student in ("ann", "bob"):
        answer(layout, student, layout.variant(student, "sums"))
    run(layout, "grade", "sums")
    return layout


@pytest.fixture
def course(term, tmp_path):
    """A copy of the term, to be changed."""
    return Layout(Path(shutil.copytree(term.root, tmp_path / "course")))


def run(layout, *arguments, stdin=None, expect=0):
    """Run the command in the course: what it prints."""
    command = [*map(str, arguments), "--course", str(layout.root)]
    done = CliRunner().invoke(cli, command, input=stdin)

    assert expect == done.exit_code, (done.output, done.exception)
    return done.output


def refused(layout, *arguments, stdin=None):
    """Run the command where it must not work: its error."""
    done = CliRunner().invoke(cli, [*arguments, "--course", str(layout.root)], input=stdin)

    assert isinstance(done.exception, AutograderError), done.output
    return str(done.exception)


def answer(layout, student, notebook, whose=None):
    """Hand in a notebook with the right answers to the variant of `whose`."""
    quiz = load_quiz(layout.reference / "sums")
    values = variant_of(quiz, whose or student, course_secret(layout.root)).asked[0].values
    text = notebook.read_text().replace("total = None", f"total = {values['a'] + values['b']}")
    target = layout.submitted(student, "sums")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text)
    target.with_name("timestamp.txt").write_text("2027-03-12T12:00:00Z")


def files(layout):
    """Every file of the course, and what it holds."""
    return {path: path.read_bytes() for path in layout.root.rglob("*") if path.is_file()}


@pytest.mark.slow
class TestALostSecret:
    """Where the file is missing, nothing is drawn from another one."""

    @pytest.mark.parametrize(
        "command",
        [
            ("grade",),
            ("grade", "sums", "--again"),
            ("variants", "sums"),
            ("export", "gradescope", "vectors", "--output", os.devnull),
            ("release",),
            ("secret",),
            ("secret", "--new"),
        ],
        ids=" ".join,
    )
    def test_is_an_error_beside_receipts_and_variants(self, course, command):
        """Where it should be, what was made with it, what to do; no file is changed."""
        (course.root / ".autograder/secret").unlink()
        before = files(course)
        told = refused(course, *command)

        assert f"{course.root}/.autograder/secret: the course's secret is missing" in told
        assert "2 receipts in" in told
        assert "2 variants in" in told
        assert "autograder secret --from FILE" in told
        assert before == files(course)

    def test_is_brought_back_and_nothing_has_changed(self, course):
        """`--to` on one machine and `--from` on the other: the same receipts are kept."""
        text = run(course, "secret", "--to", "-")
        (course.root / ".autograder/secret").unlink()
        told = run(course, "secret", "--from", "-", stdin=text)

        assert "none with another secret" in told
        assert 0o600 == stat.S_IMODE((course.root / ".autograder/secret").stat().st_mode)
        assert "0 graded, 2 kept as they were" in run(course, "grade", "sums")

    def test_is_told_by_what_needs_none(self, course):
        """Marks and pages are made of receipts; that the secret is missing is told beside them."""
        (course.root / ".autograder/secret").unlink()
        for command, status in ((("gradebook",), 1), (("feedback",), 0), (("report",), 0)):
            assert "secret is missing" in run(course, *command, expect=status)

    def test_may_be_replaced_knowingly(self, course):
        """--new --replace makes another; what the old one made is told from then on."""
        old = fingerprint_of(course_secret(course.root))
        (course.root / ".autograder/secret").unlink()
        told = run(course, "secret", "--new", "--replace")

        assert f"2 receipts were graded with the secret {old}" in told
        assert "2 variants were drawn from another secret" in told


@pytest.mark.slow
class TestAnotherSecret:
    """What was made with one secret is never taken for the other's."""

    @pytest.fixture
    def other(self, course):
        """The course with another secret, knowingly taken."""
        run(course, "secret", "--from", "-", "--replace", stdin="another\n")
        return course

    def test_is_refused_unless_it_may_replace(self, course):
        """Both fingerprints are named; with --replace the old one is kept beside the new one."""
        old = course_secret(course.root)
        told = refused(course, "secret", "--from", "-", stdin="another\n")

        assert fingerprint_of(old) in told
        assert fingerprint_of("another") in told
        assert old == course_secret(course.root)
        run(course, "secret", "--from", "-", "--replace", stdin="another\n")
        assert "another" == course_secret(course.root)
        kept = course.root / f".autograder/secret.{fingerprint_of(old)}"
        assert old == kept.read_text().strip()

    def test_is_refused_beside_receipts_of_a_lost_one(self, course):
        """The receipts say which one it should be."""
        old = fingerprint_of(course_secret(course.root))
        (course.root / ".autograder/secret").unlink()
        told = refused(course, "secret", "--from", "-", stdin="another\n")

        assert f"2 receipts were graded with the secret {old}" in told

    def test_is_told_by_every_command_that_reads_receipts(self, other):
        """gradebook, feedback and report name both fingerprints, and how many receipts."""
        (receipt, *_) = map(read_receipt, other.receipts("sums"))
        for command, status in ((("gradebook",), 1), (("feedback",), 0), (("report",), 0)):
            told = run(other, *command, expect=status)
            assert "2 receipts were graded with the secret" in told
            assert receipt.secret_fingerprint in told
            assert fingerprint_of("another") in told

    def test_replaces_no_verdict_without_a_word(self, other):
        """--again names both secrets and the way to see what changes; no receipt is touched."""
        before = files(other)
        told = refused(other, "grade", "sums", "--again")

        assert "2 receipts were graded with the secret" in told
        assert "autograder grade --regrade --again" in told
        assert before == files(other)

    def test_had_no_part_in_what_could_not_be_read(self, course):
        """A damaged file that was looked at meanwhile is no receipt of the other secret."""
        own = course_secret(course.root)
        run(course, "secret", "--from", "-", "--replace", stdin="another\n")
        handed = course.submitted("cy", "vectors")
        handed.parent.mkdir(parents=True)
        handed.write_text("<html>")
        run(course, "grade", "vectors", expect=1)
        told = run(course, "secret", "--from", "-", "--replace", stdin=own)

        assert "none with another secret" in told
        assert "graded with the secret" not in run(course, "report")

    def test_writes_over_no_variant(self, other):
        """What students have got stays as it is, as notebook and on paper."""
        before = files(other)

        assert "holds a variant of another secret" in refused(other, "variants", "sums")
        assert before == files(other)


@pytest.mark.slow
@pytest.mark.parametrize("lost", ["nothing", "metadata"])
def test_anothers_variant_needs_staff_and_is_no_plain_zero(course, lost):
    """Ann answered bob's notebook: staff read whose it is, she that her grade is not final."""
    path = course.variant("bob", "sums")
    answer(course, "ann", path, whose="bob")
    if lost == "metadata":
        handed = course.submitted("ann", "sums")
        handed.write_text(handed.read_text().replace('"variant":', '"lost":'))
    graded = run(course, "grade", "sums", expect=1)
    told = "that of bob, and not ann's own"

    assert told in graded
    assert "1 need you" in graded
    assert told in run(course, "gradebook", expect=1)
    assert "yes" in (course.root / "gradebook.csv").read_text().splitlines()[1]
    run(course, "feedback", "sums", "--student", "ann")
    page = course.feedback("ann", "sums").read_text()
    assert "This grade is not final" in page
    assert "decide what it earns" in page
    assert "bob" not in page
    run(course, "report")
    assert "1 mark must be looked at" in course.report.read_text()


@pytest.mark.slow
def test_a_variant_of_another_secret_needs_staff(course):
    """Right answers to what another secret drew are no plain 0."""
    run(course, "secret", "--from", "-", "--replace", stdin="another\n")
    graded = run(course, "grade", "sums", "--regrade", "--yes")
    receipts = [*map(read_receipt, course.receipts("sums"))]

    assert "2 changed: written" in graded
    assert all("of a student or of a secret unknown here" in one.problem for one in receipts)


class TestTheCommand:
    """What needs no term."""

    def test_release_makes_it_once(self, tmp_path, write_course):
        """The first release says where it is; the second one is silent, and it is the same."""
        layout = Layout(write_course(tmp_path))
        path = tmp_path / ".autograder/secret"
        path.unlink()

        assert f"{path}: made" in run(layout, "release")
        secret = path.read_text()
        assert str(path) not in run(layout, "release")
        assert secret == path.read_text()

    def test_a_course_without_one_is_told_how_it_gets_one(self, tmp_path, write_course, notebook):
        """`grade` makes none: the course may have been begun on another machine."""
        layout = Layout(write_course(tmp_path))
        (tmp_path / ".autograder/secret").unlink()
        layout.submitted("ann", "vectors").parent.mkdir(parents=True)
        layout.submitted("ann", "vectors").write_bytes(notebook())

        assert "`autograder release` makes it; if the course was begun" in refused(layout, "grade")
        assert not (tmp_path / ".autograder").exists() or not list(tmp_path.glob("*/secret"))

    def test_shows_where_it_is_and_never_what_it_is(self, tmp_path, write_course):
        """The path and the fingerprint; that others can read it, if they can."""
        layout = Layout(write_course(tmp_path))
        secret = course_secret(tmp_path)
        (tmp_path / ".autograder/secret").chmod(0o644)
        told = run(layout, "secret")

        assert f"{tmp_path}/.autograder/secret: {fingerprint_of(secret)}" in told
        assert "others on this machine can read it; chmod 600" in told
        assert "nothing yet" in told
        assert secret not in told

    def test_a_copy_is_written_over_nothing(self, tmp_path, write_course):
        """Readable by its owner alone; a file that is there is left as it is."""
        layout = Layout(write_course(tmp_path))
        copy = tmp_path / "copy"
        run(layout, "secret", "--to", copy)

        assert course_secret(tmp_path) == copy.read_text().strip()
        assert 0o600 == stat.S_IMODE(copy.stat().st_mode)
        assert "is there already" in refused(layout, "secret", "--to", str(copy))

    def test_the_environment_outranks_the_file_and_says_so(
        self, tmp_path, write_course, monkeypatch
    ):
        """A file that would not count is not written either."""
        layout = Layout(write_course(tmp_path))
        monkeypatch.setenv("AUTOGRADER_SECRET", "another")
        told = run(layout, "secret")

        assert f"environment variable AUTOGRADER_SECRET: {fingerprint_of('another')}" in told
        assert "holds another one, which does not count" in told
        assert "unset it first" in refused(layout, "secret", "--from", "-", stdin="x")

    def test_verify_needs_none(self, tmp_path, write_course):
        """CI proves checks without the course's secret, and leaves none behind."""
        from autograder import operations

        layout = Layout(write_course(tmp_path))
        (tmp_path / ".autograder/secret").unlink()
        course = operations.course_of(layout)

        assert operations.secret_to_verify(layout, course)
        begin_secret(tmp_path)
        assert course_secret(tmp_path) == operations.secret_to_verify(layout, course)
