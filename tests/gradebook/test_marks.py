"""Marks, told case by case."""

from __future__ import annotations

from fractions import Fraction

import pytest

from autograder.errors import CourseError
from autograder.gradebook import Assignment, Component, Extension, Waiver
from autograder.gradebook.assignment_marks import State
from autograder.gradebook.by_hand import ByHand
from autograder.gradebook.marks import compute_marks, needs_attention, read_receipts
from autograder.gradebook.scores import Score
from autograder.receipts import Outcome, write_receipt

ON_TIME = "2027-02-01T12:00:00+00:00"


def score(student, assignment, earned, points=10, **details):
    """A score from paper."""
    return Score(student, assignment, Fraction(str(earned)), Fraction(points), **details)


def excused(student, assignment, reason=""):
    """An excuse."""
    return Score(student, assignment, Fraction(0), Fraction(0), excused=True, reason=reason)


def only(marks):
    """The marks of the only student there is."""
    (student,) = marks
    return student


def by_name(student):
    """Assignment → mark."""
    return {mark.assignment: mark for mark in student.assignments}


@pytest.fixture(scope="module")
def term(earning):
    """Receipts and scores of a student who has 8 in HW, 6 in Q and Test, 5 in the exam."""
    receipts = [
        earning("ann", "warmup", 3, 5, submitted_at=ON_TIME),
        earning("ann", "losses", 13, 15, submitted_at=ON_TIME),
    ]
    scores = [score("ann", "quiz", 6), score("ann", "midterm", 6), score("ann", "written_exam", 5)]
    return receipts, scores


def test_the_grade_is_the_formula(course, term):
    """0.4·8 + 0.1·6 + 0.2·6 + 0.3·5 = 6.5, without the waiver."""
    ann = only(compute_marks(course, *term))

    assert ann.components == {"HW": 8, "Q": 6, "Test": 6, "Exam": 5}
    assert ann.accumulated == Fraction(50, 7)


def test_homework_counts_by_points(course, term):
    """16 of 20 points are 8, though the shares 3/5 and 13/15 have another mean."""
    assert only(compute_marks(course, *term)).components["HW"] == 8


def test_homework_may_count_by_mean(make_course, term):
    """by="mean" makes every assignment weigh the same."""
    parts = [Assignment("warmup"), Assignment("losses")]
    course = make_course(grade=1 * Component("HW", assignments=parts, by="mean"), exam_waiver=None)
    receipts, _ = term

    assert (
        only(compute_marks(course, receipts)).exact == 10 * (Fraction(3, 5) + Fraction(13, 15)) / 2
    )


def test_missing_work_counts_as_nothing(course, term, earning):
    """What others were graded on and a student did not hand in is 0 of its points."""
    receipts, scores = term
    receipts = [receipts[0], earning("bob", "losses", 15, 15)]
    ann, _ = compute_marks(course, receipts, scores)

    assert by_name(ann)["losses"].state is State.MISSING
    assert ann.components["HW"] == Fraction(10 * 3, 20)
    assert "missing: losses" in ann.notes


def test_what_nobody_was_graded_on_does_not_count_yet(course, term):
    """In mid-term the assignments to come pull nobody down."""
    receipts, scores = term
    ann = only(compute_marks(course, receipts[:1], scores))

    assert by_name(ann)["losses"].state is State.UNGRADED
    assert ann.components["HW"] == 6
    assert "not graded yet: losses" in ann.notes


def test_excused_work_does_not_count(make_course, term):
    """Excused homework leaves the other homework; an excused component leaves the others."""
    course = make_course(exam_waiver=None)
    receipts, scores = term
    one = only(compute_marks(course, receipts, [*scores, excused("ann", "warmup", "ill")]))
    both = only(
        compute_marks(
            course, receipts, [*scores, excused("ann", "warmup"), excused("ann", "losses")]
        )
    )

    assert one.components["HW"] == Fraction(10 * 13, 15)
    assert "warmup: excused (ill)" in one.notes
    assert both.components["HW"] is None
    assert both.exact == Fraction(1 * 6 + 2 * 6 + 3 * 5, 6)


def test_a_score_outranks_a_receipt(course, term):
    """What staff wrote in the scores file counts, whatever the machine said, and says so."""
    receipts, scores = term
    ann = only(compute_marks(course, receipts, [*scores, score("ann", "losses", 15, 15)]))

    assert ann.components["HW"] == 9
    assert "losses: score entered by staff" in ann.notes


def test_late_work_loses_its_share(course, earning):
    """Two started days at 10 % leave 8 of 10 points."""
    ann = only(
        compute_marks(
            course, [earning("ann", "losses", 10, 10, submitted_at="2027-02-21T12:00:00+03:00")]
        )
    )
    losses = by_name(ann)["losses"]

    assert (losses.days_late, losses.earned, losses.penalty) == (2, 10, 2)
    assert losses.after_penalty == 8
    assert "losses: 2 days late, 20 % lost" in ann.notes


def test_an_extension_is_taken_off(make_course, earning):
    """Who has two days more is on time two days later."""
    course = make_course(extensions=[Extension("ann", "losses", days=2, reason="ill")])
    late = {"submitted_at": "2027-02-21T12:00:00+03:00"}
    ann, bob = compute_marks(
        course, [earning(student, "losses", 10, 10, **late) for student in ("ann", "bob")]
    )

    assert by_name(ann)["losses"].days_late == 0
    assert by_name(bob)["losses"].days_late == 2


def test_an_unknown_time_is_on_time_and_provisional(course, earning):
    """No timestamp is no proof of lateness, nor of the contrary: somebody must look."""
    unknown = earning("ann", "losses", 1, 1, submitted_at=None)
    (ann,) = marks = compute_marks(course, [unknown])

    assert by_name(ann)["losses"].penalty == 0
    assert ann.provisional
    assert needs_attention(marks) == (
        "ann: losses: provisional, time of submission unknown, taken as on time",
    )


def test_a_time_in_the_future_waits_for_staff(make_course, earning):
    """Nobody handed in tomorrow: the stamp, or the clock, is wrong."""
    course = make_course(now="2027-02-18 12:00")
    for stamp, waits in (("2027-02-18T12:05:00+03:00", 0), ("2027-02-19T12:00:00+03:00", 1)):
        marks = compute_marks(course, [earning("ann", "losses", 1, 1, submitted_at=stamp)])

        assert waits == len(needs_attention(marks))
        assert bool(waits) == any("still to come" in note for note in marks[0].notes)


def test_a_time_that_is_none_waits_for_staff(course, earning):
    """A damaged timestamp is no proof either way: somebody must look."""
    marks = compute_marks(course, [earning("ann", "losses", 1, 1, submitted_at="soon")])

    assert needs_attention(marks) == (
        (
            "ann: losses: provisional, submitted at 'soon', which is no time; it should be as "
            "'2027-02-12 23:59:00 +0300', or end in a name of the zone Europe/Moscow"
        ),
    )


def test_an_error_of_ours_is_not_a_zero(course, receipt, check):
    """A check that ended in ERROR counts neither for nor against, and staff must look."""
    broken = receipt(
        "ann",
        "losses",
        check("f_is_right", "f", 3),
        check("g_is_right", "g", 2, Outcome.ERROR),
        submitted_at=ON_TIME,
    )
    marks = compute_marks(course, [broken])
    ann = only(marks)

    assert (by_name(ann)["losses"].earned, by_name(ann)["losses"].points) == (3, 3)
    assert ann.provisional
    assert needs_attention(marks) == (
        "ann: losses: provisional, checks ended in an error of ours: g_is_right",
    )


def test_a_manual_score_settles_an_error(course, receipt, check):
    """Staff who graded the exercise by hand in nbgrader are heard."""
    broken = receipt(
        "ann", "losses", check("f_is_right", "f", 3), check("g_is_right", "g", 2, Outcome.ERROR)
    )
    manual = {("losses", "ann"): {"g": ByHand(Fraction(3, 2))}}
    marks = compute_marks(course, [broken], manual=manual)
    losses = by_name(only(marks))["losses"]

    assert (losses.earned, losses.points) == (Fraction(9, 2), 5)
    assert not only(marks).provisional
    assert "losses: 1.5 for g entered by staff" in only(marks).notes
    assert needs_attention(marks) == ()


def test_a_submission_that_could_not_be_run_is_nothing_until_staff_looked(
    course, receipt, earning
):
    """It earns 0 of what the others could earn, and is provisional."""
    broken = receipt("ann", "losses", problem="not a notebook")
    ann, _ = compute_marks(course, [broken, earning("bob", "losses", 4, 5)])

    assert (by_name(ann)["losses"].earned, by_name(ann)["losses"].points) == (0, 5)
    assert ann.provisional
    assert ann.notes[0] == "losses: provisional, not a notebook"


def test_a_receipt_of_an_older_topic_is_pointed_out(course, earning):
    """Two totals for one assignment mean that somebody was graded against another version."""
    receipts = [earning(student, "losses", 5, 5) for student in ("ann", "bob")]
    marks = compute_marks(course, [*receipts, earning("eve", "losses", 4, 4)])

    assert needs_attention(marks) == (
        "eve: losses: provisional, graded out of 4, but it is worth 5; grade again",
    )


@pytest.mark.parametrize(
    ("midterm", "exam", "exact", "offered", "applied"),
    [
        (6, 0, Fraction(50, 7), True, True),  # skipped the exam
        (6, 5, Fraction(50, 7), True, True),  # took it, and would have lost by it
        (6, 10, Fraction(8), True, False),  # took it, and won by it
        (5, 0, Fraction("4.8"), False, False),  # accumulated 48/7, but the test is too low
    ],
)
def test_the_waiver_never_lowers_a_grade(course, term, *, midterm, exam, exact, offered, applied):
    """From 6, with a test of 6, the better of both ways of counting stands."""
    receipts, _ = term
    scores = [
        score("ann", "quiz", 6),
        score("ann", "midterm", midterm),
        score("ann", "written_exam", exam),
    ]
    ann = only(compute_marks(course, receipts, scores))

    assert (ann.exact, ann.waiver_offered, ann.waiver_applied) == (exact, offered, applied)
    assert ("exam waived: the accumulated grade stands" in ann.notes) == applied


def test_six_and_six_is_enough(course, earning):
    """Both bounds count themselves in, exactly."""
    scores = [score("ann", "quiz", 6), score("ann", "midterm", 6)]
    six = compute_marks(course, [earning("ann", "losses", 6, 10)], scores)
    less = compute_marks(course, [earning("ann", "losses", 5999, 10000)], scores)

    assert only(six).waiver_offered
    assert only(six).exact == 6
    assert not only(less).waiver_offered


def test_an_excused_test_opens_no_waiver(course, term):
    """A good test has to be shown."""
    receipts, scores = term
    ann = only(compute_marks(course, receipts, [scores[0], excused("ann", "midterm")]))

    assert not ann.waiver_offered


def test_a_waiver_may_ask_for_more(make_course, term):
    """The bounds are the course's settings."""
    course = make_course(exam_waiver=Waiver(from_grade=8, test_at_least=6))

    assert not only(compute_marks(course, *term)).waiver_offered
    assert only(compute_marks(make_course(exam_waiver=None), *term)).exact == Fraction("6.5")


def test_extra_credit_ends_at_the_top_of_the_scale(course, earning):
    """Ten is the best grade, whatever was entered by hand."""
    manual = {("losses", "ann"): {"f": ByHand(Fraction(100))}}
    ann = only(compute_marks(course, [earning("ann", "losses", 5, 5)], manual=manual))

    assert ann.exact == min(ann.exact, 10)
    assert ann.grade <= 10


def test_everyone_on_the_roster_has_a_line(make_course, earning):
    """Who handed in nothing is listed; who is not on the roster is pointed out."""
    marks = compute_marks(make_course(students=["ann", "bob"]), [earning("eve", "losses", 1, 1)])

    assert [student.student for student in marks] == ["ann", "bob", "eve"]
    assert marks[2].notes[0] == "not on the roster"


def test_everything_excused_is_no_grade(course):
    """A grade of nothing is no zero."""
    names = [assignment.name for assignment in course.assignments]
    ann = only(compute_marks(course, [], [excused("ann", name) for name in names]))

    assert (ann.exact, ann.grade) == (None, None)


def test_the_same_work_twice_is_refused(course, earning):
    """Of two receipts for one work nobody knows which counts."""
    with pytest.raises(CourseError, match="two receipts for ann, losses; keep one"):
        compute_marks(course, [earning("ann", "losses", 1, 1), earning("ann", "losses", 0, 1)])
    with pytest.raises(CourseError, match="two scores for ann, quiz; keep one"):
        compute_marks(course, [], [score("ann", "quiz", 1), score("ann", "quiz", 2)])


def test_receipts_of_other_topics_do_not_count(course, earning):
    """A topic that the course does not schedule is practice."""
    assert compute_marks(course, [earning("ann", "boosting", 1, 1)]) == ()


def test_reads_every_receipt_of_a_folder(tmp_path, earning):
    """grades/<assignment>/<student>.json, in any number; a damaged one is named."""
    write_receipt(tmp_path / "losses/ann.json", earning("ann", "losses", 1, 2))
    write_receipt(tmp_path / "warmup/ann.json", earning("ann", "warmup", 1, 1))

    assert [receipt.assignment for receipt in read_receipts(tmp_path)] == ["losses", "warmup"]
    (tmp_path / "warmup/bob.json").write_text("{")
    (*_, bob) = read_receipts(tmp_path)
    assert bob.is_damaged
    assert "bob.json is damaged; autograder grade warmup --student bob" in bob.problem
