"""A faulty question or check: one line in the course's page corrects it, seen before written."""

from __future__ import annotations

import csv

import nbformat
import pytest
from click.testing import CliRunner

from autograder.cli import cli
from autograder.gradebook.secret import begin_secret
from autograder.layout import Layout
from autograder.quizzes.quiz import load_quiz, variant_of

pytestmark = pytest.mark.slow  # student code is run

CONFIG = """\
from autograder.gradebook import Assignment, Component, Correction, Course

homework = Component("HW", assignments=[Assignment("vectors", due="2027-02-12 23:59")])
quiz = Component("Q", assignments=[Assignment("sums", due="2027-02-13 12:00", points=6)])
COURSE = Course(
    title="A tiny course",
    grade=0.5 * homework + 0.5 * quiz,
    now="2028-01-01 00:00",
    corrections=[CORRECTIONS],
)
"""
QUESTIONS = '''\
"""# Sums"""

from autograder.quizzes import choose, drawn, mark, question, right, whole, wrong


@question(points=2)
@drawn(a=whole(3, 9), b=whole(13, 19))
def total(a, b):
    """A sum

    What is <<a>> and <<b>> together?
    """
    return a + b


@question(points=2, follows=total)
def twice(total):
    """Twice the sum

    What is twice as much?
    """
    return 2 * total


@question(points=2)
def prime():
    """A prime

    Which of these is prime?
    """
    return choose(
        right("97"), wrong("91", "it is 7 times 13"), wrong("57", "it is 3 times 19"),
        wrong("51", "it is 3 times 17"),
    )
'''
NORM = "def norm(x):\n    return -1.0"


@pytest.fixture
def layout(tmp_path, write_course, notebook):
    """Ann has all right, bob a wrong norm; both took the quiz, and bob's answers are wrong."""
    layout = Layout(write_course(tmp_path, CONFIG.replace("CORRECTIONS", "")))
    folder = layout.reference / "sums"
    folder.mkdir()
    (folder / "questions.py").write_text(QUESTIONS, encoding="utf-8")
    begin_secret(tmp_path)
    for student, norm in (("ann", {}), ("bob", {"norm": NORM})):
        hand_in(layout, student, "vectors", notebook(**norm))
        hand_in(layout, student, "sums", answers(layout, student, wrong=student == "bob"))
    run(layout, "grade")
    run(layout, "gradebook")
    return layout


def hand_in(layout, student, assignment, content):
    """A file, in time."""
    path = layout.submitted(student, assignment)
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    (path.parent / "timestamp.txt").write_text("2027-02-12T12:00:00Z")


def answers(layout, student, *, wrong):
    """The quiz of a student; wrong answers are the difference, twice it, and 91."""
    secret = (layout.root / ".autograder" / "secret").read_text().strip()
    total, twice, prime = variant_of(load_quiz(layout.reference / "sums"), student, secret).asked
    found = total.key.right, twice.key.right, prime.key.right
    if wrong:
        difference = total.values["a"] - total.values["b"]
        letters = "abcd"[[option.text for option in prime.options].index("91")]
        found = difference, 2 * difference, letters
    names = ("total", "twice", "prime")
    cells = [
        nbformat.v4.new_code_cell(f"{name} = {value!r}".replace("np.int64", ""), id=name)
        for name, value in zip(names, found, strict=True)
    ]
    return nbformat.writes(nbformat.v4.new_notebook(cells=cells)).encode()


def correct(layout, *corrections):
    """Write the lines into the course's page."""
    config = CONFIG.replace("CORRECTIONS", ", ".join(corrections))
    layout.config.write_text(config, encoding="utf-8")


def run(layout, *arguments):
    """Run the command: what it prints."""
    done = CliRunner().invoke(cli, [*arguments, "--course", str(layout.root)])

    assert isinstance(done.exception, SystemExit | None), f"{done.output}{done.exception!r}"
    return done.output


def refused(layout, *arguments):
    """Run the command: the error that ends it."""
    return str(CliRunner().invoke(cli, [*arguments, "--course", str(layout.root)]).exception)


def table(path):
    """A CSV by student."""
    rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    return {row["student"]: row for row in rows}


def audit(layout, student, assignment):
    """What the audit says of one mark."""
    rows = csv.DictReader((layout.root / "audit.csv").read_text().splitlines())
    return next(r for r in rows if (r["student"], r["assignment"]) == (student, assignment))


def points(layout, assignment):
    """What everybody has of an assignment."""
    run(layout, "gradebook")
    rows = table(layout.root / "gradebook.csv")
    return {student: row[assignment] for student, row in rows.items()}


def test_everybody_has_the_points_once_that_was_seen_and_said_yes_to(layout):
    """The preview tells who gains and why; the reason stands in audit, --explain, report, page."""
    before = points(layout, "vectors")
    reason = "the text contradicted the check"
    correct(
        layout,
        f'Correction("vectors", "norm_agrees_with_the_reference", everybody=True, '
        f'reason="{reason}")',
    )
    waits = run(layout, "gradebook")
    shown = run(layout, "grade")

    assert "vectors: 2 marks without the corrections" in waits
    assert "bob  9 of 12 → 12 of 12" in shown
    assert f"failed → passed, 0 → 2 of 2: everybody gets its points ({reason})" in shown
    assert "norm_is_even: skipped → passed, 0 → 1 of 1" in shown
    assert "nothing is written" in shown
    assert before == points(layout, "vectors")

    run(layout, "grade", "vectors", "--regrade", "--yes")
    run(layout, "feedback")
    run(layout, "report")
    page = layout.feedback("bob", "vectors").read_text(encoding="utf-8")

    assert {"ann": "12", "bob": "12"} == points(layout, "vectors")
    assert reason in audit(layout, "bob", "vectors")["notes"]
    assert "regraded: 9 of 12 → 12 of 12 by " in audit(layout, "bob", "vectors")["history"]
    assert "" == audit(layout, "ann", "vectors")["history"]
    assert reason in run(layout, "gradebook", "--explain", "bob").replace("\n", " ")
    assert reason in page
    assert reason in layout.root.joinpath("report.html").read_text(encoding="utf-8")
    assert "without the corrections" not in run(layout, "gradebook")
    assert "kept as they were" in run(layout, "grade")


def test_what_is_left_out_counts_for_nobody(layout):
    """Its points are in neither sum, and nbgrader's database says the same."""
    from contextlib import closing

    from nbgrader.api import Gradebook

    from autograder.gradebook.database import database_url

    correct(
        layout,
        'Correction("vectors", "norm_is_even", leave_out=True, reason="it was not announced")',
    )
    shown = run(layout, "grade", "--regrade", "--yes")

    assert "vectors: 1 gain, 0 lose, 1 keep their share" in shown
    assert "1 of 1 → 0 of 0: left out, it counts for nobody (it was not announced)" in shown
    assert {"ann": "11", "bob": "9"} == points(layout, "vectors")
    assert "9 of 11" in run(layout, "gradebook", "--explain", "bob")
    with closing(Gradebook(database_url(layout.root), "course")) as book:
        assert 9 == book.find_submission("vectors", "bob").score
        assert 11 == book.find_submission("vectors", "bob").max_score


def test_a_quiz_accepts_another_answer_of_each_variant(layout):
    """A function of what was drawn; what follows from an accepted answer earns everything."""
    correct(
        layout,
        'Correction("sums", "total", also=lambda a, b: a - b, reason="together may mean less")',
        'Correction("sums", "prime", also="91", reason="the key was wrong")',
    )
    shown = run(layout, "grade")
    run(layout, "grade", "--regrade", "--yes")

    assert "bob  1 of 6 → 6 of 6" in shown
    assert "another answer is accepted as well (together may mean less)" in shown
    assert {"ann": "6", "bob": "6"} == points(layout, "sums")
    assert "the key was wrong" in audit(layout, "bob", "sums")["notes"]
    assert "the key was wrong" not in audit(layout, "ann", "sums")["notes"]


def test_a_faulty_question_is_not_held_against_what_follows(layout):
    """Bob's wrong sum, carried on rightly, earns everything once the question is forgiven."""
    correct(layout, 'Correction("sums", "total", leave_out=True, reason="two readings")')
    run(layout, "grade", "--regrade", "--yes")
    run(layout, "gradebook")

    rows = table(layout.root / "gradebook.csv")

    assert "2 of 4" in run(layout, "gradebook", "--explain", "bob")
    assert ["", ""] == [rows[student]["provisional"] for student in ("ann", "bob")]


CANNOT = (
    ('"vectors", "norm_is_odd", everybody=True', "no check 'norm_is_odd'; did you mean"),
    ('"sums", "totals", everybody=True', "no question 'totals'; did you mean 'total'?"),
    ('"vector", "norm", everybody=True', "did you mean 'vectors'?"),
    ('"vectors", "norm_is_even", also=3', "also= is for the questions of a quiz"),
    ('"vectors", "norm_is_even"', "say one of everybody=True, leave_out=True and also"),
    ('"sums", "prime", also="90"', "also='90' is no option"),
    ('"sums", "total", also=[1, 2]', "should be a whole number"),
    ('"sums", "total", also=lambda x: x', "its arguments are those of the question: a, b"),
)


def test_what_cannot_be_corrected_is_an_error_with_the_near_miss(layout):
    """For names, in `gradebook` too; for answers, when the quiz is graded."""
    for line, told in CANNOT:
        correct(layout, f'Correction({line}, reason="so")')

        assert told in refused(layout, "grade")
        if "also" not in line or "vectors" in line:
            assert told in refused(layout, "gradebook")


def test_a_score_typed_by_staff_stays_and_is_pointed_out(layout):
    """Where everybody gets more than staff typed, the mark waits for them."""
    from contextlib import closing

    from nbgrader.api import Gradebook

    from autograder.gradebook.database import database_url

    with closing(Gradebook(database_url(layout.root), "course")) as book:
        book.find_grade("check_total", "sums", "sums", "bob").manual_score = 0.5
        book.db.commit()
    correct(layout, 'Correction("sums", "total", everybody=True, reason="two readings")')
    shown = run(layout, "grade", "--regrade", "--yes")
    told = run(layout, "gradebook")

    assert "the score of total was entered by hand and stays" in shown
    assert "staff scored 0.5 for total, of which its correction alone gives 2" in told
    assert "yes" == table(layout.root / "gradebook.csv")["bob"]["provisional"]
