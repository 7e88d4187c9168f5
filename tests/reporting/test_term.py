"""A student's page tells the term: progress, the grade so far, and its arithmetic."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest

from autograder.gradebook import Assignment, Component, Course, Extension, Late, Waiver
from autograder.gradebook.marks import compute_marks
from autograder.gradebook.scores import Score
from autograder.receipts import Outcome
from autograder.reporting.term import term_of

LATE = "2027-02-14T12:00:00+03:00"


@pytest.fixture(scope="module")
def course():
    """Homework of three, a test, an exam that may be skipped."""
    names = ("warmup", "activations", "losses")
    homework = Component("HW", assignments=[Assignment(n, due="2027-02-12 23:59") for n in names])
    test = Component("Test", assignments=[Assignment("midterm", points=10, paper=True)])
    exam = Component("Exam", assignments=[Assignment("exam", points=10, paper=True)])
    return Course(
        title="Foundations",
        grade=0.4 * homework + 0.2 * test + 0.4 * exam,
        exam_waiver=Waiver(from_grade=8, test_at_least=8),
        late=Late(percent_per_day=10),
        extensions=[Extension("ada", "activations", days=1, reason="ill")],
        timezone="Europe/Moscow",
    )


@pytest.fixture
def term(course, make_receipt, make_result):
    """Ada's term: 6 of 10 one day late, an excuse, 7 in the test; with an exam if it is given."""

    def make(*scores, outcome=Outcome.FAILED):
        receipt = make_receipt(
            make_result(points=6),
            make_result("softplus_is_even", outcome, points=4),
            submitted_at=LATE,
        )
        excuse = Score("ada", "losses", Fraction(0), Fraction(0), excused=True, reason="a wedding")
        paper = [Score("ada", name, Fraction(mark), Fraction(10)) for name, mark in scores]
        return term_of(course, compute_marks(course, [receipt], [excuse, *paper])[0])

    return make


def test_shows_what_counts_of_every_assignment(term):
    """Points after lateness, what lateness took, an excuse, what waits, what is to come."""
    homework, test, exam = term(("midterm", 7)).parts
    activations, losses = homework.works

    assert (homework.mark, test.mark, exam.mark) == ("5.4", "7", "")
    assert (activations.told, activations.percent, activations.lost) == ("5.4 of 10", 54, 6)
    assert activations.remark == "more time granted; 1 day late, 10 % lost"
    assert (losses.told, losses.percent, losses.remark) == ("excused", None, "")
    assert (homework.waits, homework.to_come, exam.to_come) == (("warmup",), (), ("exam",))


def test_the_grade_is_the_gradebooks_and_says_if_it_is_final(term):
    """So far (0.4·5.4 + 0.2·7) / 0.6; with everything marked it is the grade."""
    so_far, done = term(("midterm", 7)), term(("midterm", 7), ("exam", 8), ("warmup", 10))

    assert (so_far.grade, so_far.is_final) == ("5.93", False)
    assert (done.grade, done.is_final) == ("7.68", True)
    assert done.arithmetic[-1].lines[-1].text == "7.68, rounded to 2 decimals, half up: 7.68"


def test_a_grade_that_waits_for_staff_is_not_final(term):
    """An error of ours leaves the grade provisional."""
    waiting = term(("midterm", 7), ("exam", 8), ("warmup", 10), outcome=Outcome.ERROR)

    assert (waiting.is_final, waiting.provisional) == (False, True)


def test_says_what_grades_need_in_the_exam(term):
    """3.56 before it: a 3 is safe, a 7 needs 8.59 that rounds up to it, an 8 is out of reach."""
    told = term(("midterm", 7))

    assert (told.exam, told.safe) == ("Exam", "3")
    assert dict(told.needs) == {"4": "1.09", "5": "3.59", "6": "6.09", "7": "8.59"}
    assert term(("midterm", 7), ("exam", 8)).needs == ()


def test_the_page_shows_it(page_of, receipt, term, parsed):
    """Bars with words for those who do not see them, the grade, chips, every step; no script."""
    page = page_of(receipt=receipt, term=term(("midterm", 7)))
    text = " ".join(parsed(page).text.split())

    assert 'aria-label="54 percent, 6 more lost by lateness"' in page
    assert "Your term so far" in text
    assert "5.93 / 10" in text
    assert "for a 7 : 8.59 of 10" in re.sub(r"\s*:", " :", text)
    assert "grade = 0.4·HW + 0.2·Test + 0.4·Exam" in text
    assert "<script" not in page
    assert 'href="#term"' in page


def test_a_page_without_the_term_has_no_link_to_it(page_of):
    """What is not there is not pointed to."""
    assert 'href="#term"' not in page_of()


def test_what_staff_wrote_is_for_staff(course, page_of, receipt, make_receipt, make_result):
    """No reason, no name of a check that broke, nothing about our machinery."""
    broken = make_receipt(
        make_result("gelu_is_secret", Outcome.ERROR),
        submitted_at=LATE,
        problem="wrote to the channel",
    )
    scores = [
        Score("ada", "midterm", Fraction(7), Fraction(10), reason="suspicious"),
        Score("ada", "losses", Fraction(0), Fraction(0), excused=True, reason="hospital"),
    ]
    (marks,) = compute_marks(course, [broken], scores)
    page = page_of(receipt=receipt, term=term_of(course, marks))

    assert "score entered by staff" in page
    assert "not final: the staff will look at it" in page
    for hidden in ("suspicious", "hospital", "gelu_is_secret", "channel", "(ill)"):
        assert hidden in " ".join(marks.notes)
        assert hidden not in page


def test_the_exercises_stand_before_the_term(term, page_of, receipt):
    """Whoever opens the page wants to know first what to mend."""
    page = page_of(receipt=receipt, term=term())

    assert page.index('class="card exercise"') < page.index('id="term"')
