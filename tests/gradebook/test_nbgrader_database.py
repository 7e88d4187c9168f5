"""nbgrader's database holds our scores and what people entered, and nothing is lost."""

from __future__ import annotations

from datetime import datetime, timedelta
from fractions import Fraction

import pytest

from autograder.errors import AutograderError
from autograder.gradebook import Extension
from autograder.gradebook.by_hand import ByHand
from autograder.gradebook.database import database_url
from autograder.gradebook.marks import compute_marks
from autograder.gradebook.nbgrader_database import begin_database, entered_by_hand, write_receipts
from autograder.receipts import Outcome

pytestmark = pytest.mark.slow  # importing nbgrader alone takes seconds

WHEN = "2027-02-21T12:00:00+03:00"  # two started days after the due time of losses


@pytest.fixture
def db_url(tmp_path):
    """A database that does not exist yet."""
    return database_url(tmp_path)


@pytest.fixture
def ann(receipt, check):
    """A receipt with a right, a wrong and a half-right exercise, two days late."""
    return receipt(
        "ann",
        "losses",
        check("mse_is_right", "mse", 2),
        check("nll_is_right", "nll", 3, Outcome.FAILED, message="got <b>1</b>", example="x = 1"),
        check("nll_is_finite", "nll", 1, Outcome.SKIPPED),
        check("bce_is_right", "bce", 4),
        check("bce_is_finite", "bce", 1, Outcome.FAILED, message="nan\nnan", hint="Clip."),
        submitted_at=WHEN,
    )


@pytest.fixture
def gradebook(db_url):
    """What nbgrader sees in the database, opened anew at each use."""
    from nbgrader.api import Gradebook

    opened = []

    def open_it():
        begin_database(db_url)
        opened.append(Gradebook(db_url, "small"))
        return opened[-1]

    yield open_it
    for book in opened:
        book.close()


def dump(db_url):
    """Every row of every table, but for the order."""
    from sqlalchemy import MetaData, create_engine

    engine = create_engine(db_url)
    with engine.connect() as connection:
        tables = MetaData()
        tables.reflect(connection)
        rows = {
            name: sorted(map(str, connection.execute(table.select())))
            for name, table in tables.tables.items()
        }
    engine.dispose()
    return rows


def test_writes_a_score_per_exercise(db_url, course, ann, gradebook):
    """Assignment, cells, student, time and scores are there; nothing waits for people."""
    assert write_receipts(db_url, [ann], course) == 1
    book = gradebook()
    submission = book.find_submission("losses", "ann")
    scores = {
        grade.name: (grade.auto_score, grade.max_score) for grade in submission.notebooks[0].grades
    }

    assert scores == {"check_mse": (2, 2), "check_nll": (0, 4), "check_bce": (4, 5)}
    assert (submission.score, submission.max_score) == (6, 11)
    assert submission.timestamp == datetime(2027, 2, 21, 9, 0)  # noqa: DTZ001  # as nbgrader stores it
    assert book.find_assignment("losses").duedate == datetime(2027, 2, 19, 20, 59)  # noqa: DTZ001  # as nbgrader stores it
    assert not submission.needs_manual_grade


def test_says_what_failed_where_nbgrader_shows_comments(db_url, course, ann, gradebook):
    """The comment of an exercise names its broken laws, with the student's words as code."""
    write_receipts(db_url, [ann], course)
    book = gradebook()
    comments = {
        name: book.find_comment(name, "losses", "losses", "ann").auto_comment
        for name in ("mse", "nll", "bce")
    }

    assert comments["mse"] is None
    assert comments["nll"] == (
        "**0 of 3** nll is right.\n\nnot yet right\n\n    got <b>1</b>\n"
        "    what the check drew: x = 1"
        "\n\n**0 of 1** nll is finite.\n\n"
        "not checked, because an earlier check must pass first"
    )
    assert "    nan\n    nan\n    Clip." in comments["bce"]


def test_late_work_loses_the_same_points_in_nbgrader(db_url, course, ann, gradebook):
    """20 % of the 6 points earned, as in our own marks."""
    write_receipts(db_url, [ann], course)
    submission = gradebook().find_submission("losses", "ann")
    (marks,) = compute_marks(course, [ann])
    (losses,) = [mark for mark in marks.assignments if mark.assignment == "losses"]

    assert submission.late_submission_penalty == float(losses.penalty) == 1.2


def test_an_extension_is_nbgraders_too(db_url, make_course, ann, gradebook):
    """Who has more time is not late in nbgrader either."""
    course = make_course(extensions=[Extension("ann", "losses", days=2, reason="ill")])
    write_receipts(db_url, [ann], course)
    submission = gradebook().find_submission("losses", "ann")

    assert submission.extension == timedelta(days=2)
    assert submission.total_seconds_late == 0
    assert not submission.late_submission_penalty


def test_writing_again_changes_nothing(db_url, course, ann, earning):
    """The same receipts, in another order, leave every row as it was."""
    receipts = [ann, earning("bob", "losses", 1, 2), earning("ann", "warmup", 0, 2)]
    write_receipts(db_url, receipts, course)
    before = dump(db_url)
    write_receipts(db_url, reversed(receipts), course)

    assert dump(db_url) == before
    assert len(before["submitted_assignment"]) == 3


def test_what_people_entered_outlives_a_regrade(db_url, course, ann, earning, gradebook):
    """Manual scores, extra credit and manual comments stay; our own scores are renewed."""
    write_receipts(db_url, [ann], course)
    book = gradebook()
    grade = book.find_grade("check_nll", "losses", "losses", "ann")
    grade.manual_score, grade.extra_credit = 2.5, 0.5
    book.find_comment("nll", "losses", "losses", "ann").manual_comment = "Nearly."
    book.db.commit()
    write_receipts(db_url, [ann], course)
    book = gradebook()
    grade = book.find_grade("check_nll", "losses", "losses", "ann")

    assert (grade.auto_score, grade.manual_score, grade.score) == (0, 2.5, 3)
    assert not grade.needs_manual_grade
    assert book.find_comment("nll", "losses", "losses", "ann").comment == "Nearly."
    assert entered_by_hand(db_url, course) == {
        ("losses", "ann"): {"nll": ByHand(Fraction(5, 2), Fraction(1, 2), "Nearly.")}
    }


def test_both_gradebooks_agree_after_a_manual_score(db_url, course, ann, gradebook):
    """A manual score counts in nbgrader's total and in ours, and is late in both."""
    write_receipts(db_url, [ann], course)
    book = gradebook()
    book.find_grade("check_nll", "losses", "losses", "ann").manual_score = 4
    book.db.commit()
    write_receipts(db_url, [ann], course)
    (marks,) = compute_marks(course, [ann], manual=entered_by_hand(db_url, course))
    (losses,) = [mark for mark in marks.assignments if mark.assignment == "losses"]
    submission = gradebook().find_submission("losses", "ann")

    assert submission.score - submission.late_submission_penalty == losses.after_penalty == 8


def test_an_error_of_ours_waits_for_people(db_url, course, receipt, check, gradebook):
    """Formgrader lists the submission until somebody scored the exercise by hand."""
    broken = receipt("ann", "losses", check("mse_is_right", "mse", 2, Outcome.ERROR))
    write_receipts(db_url, [broken], course)
    book = gradebook()
    grade = book.find_grade("check_mse", "losses", "losses", "ann")

    assert grade.needs_manual_grade
    assert "error of ours" in book.find_comment("mse", "losses", "losses", "ann").auto_comment
    grade.manual_score = 2
    book.db.commit()
    write_receipts(db_url, [broken], course)

    assert not gradebook().find_submission("losses", "ann").needs_manual_grade


def test_a_submission_that_could_not_be_run_keeps_no_older_score(
    db_url, course, ann, receipt, gradebook
):
    """An unreadable new version does not leave the score of the old one standing."""
    write_receipts(db_url, [ann], course)
    write_receipts(db_url, [receipt("ann", "losses", problem="not a notebook")], course)
    submission = gradebook().find_submission("losses", "ann")

    assert submission.score == 0
    assert submission.needs_manual_grade


def test_new_points_and_new_exercises_are_taken_over(db_url, course, receipt, check, gradebook):
    """When a topic changes in mid-term, every submission gets the new cells."""
    write_receipts(
        db_url,
        [receipt(student, "losses", check("f_is_right", "f", 2)) for student in ("ann", "bob")],
        course,
    )
    new = [check("f_is_right", "f", 3), check("g_is_right", "g", 1)]
    write_receipts(db_url, [receipt("ann", "losses", *new)], course)
    book = gradebook()

    assert book.find_assignment("losses").max_score == 4
    assert book.find_submission("losses", "ann").score == 4
    assert book.find_submission("losses", "bob").score == 2


def test_an_exercise_that_is_gone_keeps_no_score(db_url, course, receipt, check, gradebook):
    """After a topic lost an exercise, nbgrader's total is ours; a score by hand is pointed out."""
    f, g = check("f_is_right", "f", 2), check("g_is_right", "g", 3)
    write_receipts(db_url, [receipt("ann", "losses", f, g)], course)
    write_receipts(db_url, [receipt("ann", "losses", f)], course)
    book = gradebook()

    assert 2 == book.find_submission("losses", "ann").score
    grade = book.find_grade("check_g", "losses", "losses", "ann")
    for extra, score, total in ((1.5, None, 2), (1.5, 1, 4.5)):
        grade.extra_credit, grade.manual_score = extra, score
        book.db.commit()
        entered = entered_by_hand(db_url, course)
        (ann,) = compute_marks(course, [receipt("ann", "losses", f)], manual=entered)
        (mark,) = [each for each in ann.assignments if each.assignment == "losses"]

        assert total == mark.earned == gradebook().find_submission("losses", "ann").score
        assert bool(score) == mark.provisional


def test_cells_of_a_release_are_used(db_url, course, ann, gradebook):
    """What nbgrader's generate_assignment recorded is found, not doubled."""
    book = gradebook()
    book.add_assignment("losses")
    book.add_notebook("losses", "losses")
    book.add_grade_cell("check_mse", "losses", "losses", max_score=7, cell_type="code")
    book.add_solution_cell("mse", "losses", "losses")
    write_receipts(db_url, [ann], course)
    notebook = gradebook().find_notebook("losses", "losses")

    assert len(notebook.grade_cells) == len(notebook.solution_cells) == 3
    assert notebook.max_score == 11


def test_practice_outside_the_course_is_kept_too(db_url, course, earning, gradebook):
    """An assignment without a due time in the course is never late."""
    write_receipts(db_url, [earning("ann", "boosting", 1, 2, submitted_at=WHEN)], course)

    assert gradebook().find_submission("boosting", "ann").score == 1


def test_a_failure_writes_nothing(db_url, course, ann, earning, monkeypatch):
    """All in one commit: a crash in the middle leaves the database as it was."""
    write_receipts(db_url, [ann], course)
    before = dump(db_url)

    def broken(results):
        raise RuntimeError("disk on fire")

    monkeypatch.setattr("autograder.gradebook.nbgrader_database.auto_comment", broken)
    with pytest.raises(RuntimeError):
        write_receipts(db_url, [earning("bob", "losses", 1, 2)], course)
    assert dump(db_url) == before


def test_a_database_that_is_none_is_named(tmp_path, course, ann):
    """The message says which file, and what to do."""
    (tmp_path / "gradebook.db").write_text("this is no database, but it is long enough to look")
    with pytest.raises(AutograderError, match=r"gradebook\.db: .*it is damaged; restore a copy"):
        write_receipts(database_url(tmp_path), [ann], course)
