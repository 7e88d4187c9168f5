"""Laws of marks, for every class that can be."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from autograder.gradebook import LateDays
from autograder.gradebook.marks import compute_marks
from autograder.gradebook.scores import Score

PAPER = ("quiz", "midterm", "written_exam")
DUE = datetime(2027, 2, 12, 20, 59, tzinfo=UTC)

tenths = st.integers(0, 100).map(lambda number: Fraction(number, 10))
earned = st.tuples(st.integers(0, 20), st.integers(0, 20)).map(lambda two: (min(two), max(two)))
work = st.fixed_dictionaries(
    {
        "warmup": earned.filter(lambda two: two[1] > 0),
        "losses": earned.filter(lambda two: two[1] > 0),
        "hours": st.integers(-100, 300),
        "quiz": tenths,
        "midterm": tenths,
        "written_exam": tenths,
    }
)
classes = st.dictionaries(st.sampled_from(["ann", "bob", "eve", "кот"]), work, min_size=1)


def graded(course, earning, students):
    """The marks of a class; receipts of one assignment may be out of different totals."""
    return compute_marks(course, receipts(earning, students), scores(students))


def receipts(earning, students):
    """Two receipts for each student."""
    return [
        earning(
            student,
            name,
            *work[name],
            submitted_at=(DUE + timedelta(hours=work["hours"])).isoformat(),
        )
        for student, work in students.items()
        for name in ("warmup", "losses")
    ]


def scores(students):
    """Three scores for each student."""
    return [
        Score(student, name, work[name], Fraction(10))
        for student, work in students.items()
        for name in PAPER
    ]


def plainly(work, bank=0):
    """The grade again, in plain arithmetic written from the syllabus alone."""
    kept = {}
    for name, first_due in (("warmup", 0), ("losses", 7 * 24)):
        hours = work["hours"] - first_due
        days = 0 if hours <= 0 else -(-hours // 24)
        spent = min(days, bank)
        days, bank = days - spent, bank - spent
        kept[name] = work[name][0] * (1 - Fraction(min(10 * days, 50), 100))
    homework = 10 * (kept["warmup"] + kept["losses"]) / (work["warmup"][1] + work["losses"][1])
    quiz, test, exam = (work[name] for name in PAPER)
    whole = (4 * homework + quiz + 2 * test + 3 * exam) / 10
    without_exam = (4 * homework + quiz + 2 * test) / 7
    return max(whole, without_exam) if without_exam >= 6 and test >= 6 else whole


@given(work)
def test_agrees_with_plain_arithmetic(course, earning, work):
    """Components, formula, lateness and waiver are what the syllabus says."""
    (ann,) = graded(course, earning, {"ann": work})

    assert ann.exact == plainly(work)
    assert abs(ann.grade - ann.exact) <= Fraction(1, 200)


@given(classes)
def test_grades_stay_on_the_scale(course, earning, students):
    """Every mark lies in 0…10, and no penalty exceeds what was earned."""
    for student in graded(course, earning, students):
        assert 0 <= student.grade <= 10
        assert all(0 <= mark <= 10 for mark in student.components.values())
        assert all(0 <= mark.penalty <= mark.earned for mark in student.assignments)


@given(work, st.sampled_from([*PAPER, "warmup", "losses"]), st.data())
def test_more_points_never_make_less(course, earning, work, name, data):
    """The grade grows with every single score, across the waiver's edge too."""
    more = dict(work)
    if name in PAPER:
        more[name] = data.draw(tenths.filter(lambda score: score >= work[name]))
    else:
        points = work[name][1]
        more[name] = (data.draw(st.integers(work[name][0], points)), points)
    (before,), (after,) = (graded(course, earning, {"ann": each}) for each in (work, more))

    assert before.exact <= after.exact
    assert before.grade <= after.grade


@given(work, st.integers(0, 300))
def test_handing_in_later_never_helps(course, earning, work, hours):
    """The grade falls with time, or stays."""
    later = {**work, "hours": work["hours"] + hours}
    (before,), (after,) = (graded(course, earning, {"ann": each}) for each in (work, later))

    assert before.exact >= after.exact


@given(classes, st.randoms())
def test_the_order_of_files_does_not_matter(course, earning, students, random):
    """Shuffled receipts and scores give the same marks."""
    shuffled_receipts, shuffled_scores = receipts(earning, students), scores(students)
    random.shuffle(shuffled_receipts)
    random.shuffle(shuffled_scores)

    assert compute_marks(course, shuffled_receipts, shuffled_scores) == graded(
        course, earning, students
    )


@given(work)
def test_a_waiver_never_lowers(make_course, earning, work):
    """With the waiver nobody has less than without it, and those it skips gain."""
    (without,) = graded(make_course(exam_waiver=None), earning, {"ann": work})
    (having,) = graded(make_course(), earning, {"ann": work})

    assert having.exact >= without.exact
    assert having.waiver_applied == (having.exact > without.exact)
    assert having.waiver_offered or not having.waiver_applied


@given(work, st.sampled_from(PAPER))
def test_an_excuse_leaves_the_other_weights_in_proportion(make_course, earning, work, name):
    """An excused component's mark does not matter: the grade is the mean of the others."""
    course = make_course(exam_waiver=None)
    weights = {"HW": 4, "Q": 1, "Test": 2, "Exam": 3}
    gone = {"quiz": "Q", "midterm": "Test", "written_exam": "Exam"}[name]
    students = {"ann": work}
    with_excuse = [
        replace(each, earned=Fraction(0), points=Fraction(0), excused=True)
        if each.assignment == name
        else each
        for each in scores(students)
    ]
    (ann,) = compute_marks(course, receipts(earning, students), with_excuse)
    others = {part: mark for part, mark in ann.components.items() if part != gone}

    assert ann.components[gone] is None
    assert ann.exact == sum(weights[part] * mark for part, mark in others.items()) / sum(
        weights[part] for part in others
    )


@given(work)
def test_excusing_what_is_at_the_mean_changes_nothing(make_course, earning, work):
    """An excuse is neither a gift nor a loss to whoever would have scored their mean there."""
    course = make_course(exam_waiver=None)
    students = {"ann": work}
    papers = [each for each in scores(students) if each.assignment != "written_exam"]
    excuse = Score("ann", "written_exam", Fraction(0), Fraction(0), excused=True)
    (excused,) = compute_marks(course, receipts(earning, students), [*papers, excuse])
    assume(excused.exact is not None)
    at_mean = Score("ann", "written_exam", excused.exact, Fraction(10))
    (graded_,) = compute_marks(course, receipts(earning, students), [*papers, at_mean])

    assert graded_.exact == excused.exact


@given(st.integers(0, 999))
def test_ties_round_up_every_time(make_course, number):
    """x.xx5 becomes x.xx + 0.01 for each of the thousand ties, as no float would."""
    course = make_course(exam_waiver=None)
    tie = Fraction(2 * number + 1, 200)
    names = ("warmup", "losses", *PAPER)
    (ann,) = compute_marks(course, [], [Score("ann", name, tie, Fraction(10)) for name in names])

    assert ann.exact == tie
    assert ann.grade == tie + Fraction(1, 200)


@given(work, st.integers(1, 9))
def test_late_days_agree_with_plain_arithmetic(make_course, earning, work, bank):
    """They are spent on what was due first, a day for each day late."""
    (ann,) = graded(make_course(late_days=LateDays(bank)), earning, {"ann": work})

    assert ann.exact == plainly(work, bank)


@given(work, st.integers(1, 9), st.sampled_from(["warmup", "losses"]), st.integers(0, 200))
def test_with_late_days_more_points_and_less_time_never_harm(
    make_course, earning, work, bank, name, hours
):
    """A grade never falls when a score rises, nor rises when work comes later."""
    course = make_course(late_days=LateDays(bank))
    more = {**work, name: (work[name][1], work[name][1])}
    later = {**work, "hours": work["hours"] + hours}
    before, better, worse = (
        graded(course, earning, {"ann": each})[0].exact for each in (work, more, later)
    )

    assert worse <= before <= better
