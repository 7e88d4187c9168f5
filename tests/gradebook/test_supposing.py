"""What if, and what a grade needs."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.errors import CourseError
from autograder.gradebook import Assignment, Component
from autograder.gradebook.marks import compute_marks
from autograder.gradebook.scores import Score
from autograder.gradebook.supposing import (
    exam_of,
    find_target,
    needed,
    parse_grade,
    parse_supposition,
    suppose,
    told,
)

hundredths = st.integers(0, 1000).map(lambda number: Fraction(number, 100))


POINTS = "or points such as 15/21"


def standing(course, earning, homework=Fraction(8), quiz=6, test=6, exam=None):
    """Ann, who has these marks; the exam is to come if it is None."""
    named = {"warmup": homework, "quiz": quiz, "midterm": test, "written_exam": exam}
    scores = [
        Score("ann", name, Fraction(value), Fraction(10))
        for name, value in named.items()
        if value is not None
    ]
    return compute_marks(course, [], scores)[0]


@given(hundredths, hundredths, hundredths, hundredths)
def test_a_supposed_mark_counts_as_a_real_one(course, earning, homework, quiz, test, exam):
    """With the exam supposed the grade is what it will be with the exam written."""
    before = standing(course, earning, homework, quiz, test)
    after = standing(course, earning, homework, quiz, test, exam)
    for name in ("Exam", "exam", "written_exam"):
        supposed = suppose(course, before, {find_target(course, before, name): exam})

        assert supposed.exact == after.exact
        assert supposed.waiver_applied == after.waiver_applied


@pytest.mark.parametrize("text", ["Exam=7", "written_exam=7", "written_exam=14.7/21"])
def test_a_seven_is_a_seven_whatever_it_is_out_of(make_course, earning, text):
    """A mark is on the course's scale, of a component as of its only assignment."""
    paper = {
        name: Component(name, assignments=[Assignment(of, points=21, paper=True)])
        for name, of in (("Q", "quiz"), ("Test", "midterm"), ("Exam", "written_exam"))
    }
    homework = Component("HW", assignments=[Assignment("losses", due="2027-02-19 23:59")])
    course = make_course(
        grade=0.4 * homework + 0.1 * paper["Q"] + 0.2 * paper["Test"] + 0.3 * paper["Exam"]
    )
    (ann,) = compute_marks(course, [earning("ann", "losses", 4, 5)])
    target, value = parse_supposition(course, ann, text)

    assert 7 == suppose(course, ann, {target: value}).components["Exam"]
    assert "of 10 in" in told(course, target, Fraction(7), Fraction(6))


def test_a_test_that_is_to_come_counts_in_what_is_needed(course, earning):
    """With 5 in homework and quiz a 7 needs 8.99 in the exam and in the test; without the test
    nothing would be enough.
    """
    receipts = [earning("ann", "losses", 1, 2)]
    (ann,) = compute_marks(course, receipts, [Score("ann", "quiz", Fraction(5), Fraction(10))])
    target = find_target(course, ann, "Exam")
    least = needed(course, ann, target, Fraction(7))

    assert Fraction(899, 100) == least
    assert "7.00 needs 8.99 of 10 in Exam and in Test, all else as it is" == told(
        course, target, Fraction(7), least, others=["Test"]
    )


def test_a_quiz_may_be_supposed_by_its_points(course, earning):
    """What is supposed replaces what was earned, and everything else stays."""
    ann = standing(course, earning, exam=5)
    target, value = parse_supposition(course, ann, "quiz=9.5")

    assert (target.name, target.top, value) == ("quiz", 10, Fraction(19, 2))
    assert suppose(course, ann, {target: value}).components == {
        "HW": 8, "Q": Fraction(19, 2), "Test": 6, "Exam": 5,
    }  # fmt: skip


@given(hundredths, hundredths, hundredths, hundredths)
def test_what_is_needed_is_the_least_that_is_enough(
    make_course, earning, homework, quiz, test, grade
):
    """With it the grade is reached, with a hundredth less it is not."""
    course = make_course()
    ann = standing(course, earning, homework, quiz, test)
    exam = find_target(course, ann, "Exam")
    least = needed(course, ann, exam, grade)

    def reached(mark):
        return suppose(course, ann, {exam: mark}).grade >= grade

    if least is None:
        assert not reached(exam.top)
    else:
        assert reached(least)
        assert least == 0 or not reached(least - Fraction(1, 100))


def test_what_is_needed_depends_on_what_else_is_supposed(make_course, earning):
    """8 in HW and 6 in Q and Test are 5 of 7: an 8 needs 9.99, or less with a better quiz."""
    course = make_course(exam_waiver=None)
    ann = standing(course, earning)
    exam, quiz = (find_target(course, ann, name) for name in ("exam", "Q"))

    assert needed(course, ann, exam, Fraction(8)) == Fraction(999, 100)
    assert needed(course, ann, exam, Fraction(8), supposed={quiz: Fraction(9)}) == Fraction(
        899, 100
    )
    assert needed(course, ann, exam, Fraction(9)) is None
    assert needed(course, ann, exam, Fraction(5)) == 0


@pytest.mark.parametrize(
    ("least", "sentence"),
    [
        (None, "8.00 is out of reach: 10 in Exam is not enough"),
        (Fraction(0), "8.00 needs nothing in Exam: 0 is enough, all else as it is"),
        (Fraction(15, 2), "8.00 needs 7.5 of 10 in Exam, all else as it is"),
    ],
)
def test_what_is_needed_is_told_in_a_sentence(course, earning, least, sentence):
    """Out of reach, nothing, or so much."""
    exam = find_target(course, standing(course, earning), exam_of(course))

    assert sentence == told(course, exam, Fraction(8), least)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("exam", "--what-if exam: should be NAME=MARK, such as exam=7"),
        ("exam=11", f"--what-if exam=11: should be a mark from 0 to 10, {POINTS}"),
        ("exam=good", f"--what-if exam=good: 'good' should be a mark such as 7.5, {POINTS}"),
        ("exam=-1", f"--what-if exam=-1: '-1' should be a mark such as 7.5, {POINTS}"),
        ("exsam=7", "no assignment or component is named 'exsam'; did you mean 'Exam'?"),
        ("losses=7", "what losses is worth is not known yet; suppose its component instead"),
    ],
)
def test_says_what_can_be_supposed(course, earning, text, message):
    """A wrong name or mark is told with what it should be."""
    with pytest.raises(CourseError) as caught:
        parse_supposition(course, standing(course, earning), text)

    assert str(caught.value) == message


@pytest.mark.parametrize("text", ["11", "A", "-1", ""])
def test_says_what_a_grade_is(course, text):
    """A grade is a number of the scale."""
    with pytest.raises(CourseError, match="should be a grade, a number from 0 to 10"):
        parse_grade(course, text)
