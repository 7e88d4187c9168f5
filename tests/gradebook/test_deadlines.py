"""Opening and closing, extensions, extra time, hard deadlines, and which attempt counts."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.errors import CourseError
from autograder.gradebook import (
    Assignment,
    Component,
    Extension,
    ExtraTime,
    Late,
    read_extensions,
)
from autograder.gradebook.attempts import read_attempts
from autograder.gradebook.deadlines import lateness, window_of
from autograder.gradebook.marks import compute_marks, needs_attention
from autograder.receipts import write_receipt

MOSCOW = ZoneInfo("Europe/Moscow")
QUIZ = Assignment(
    "quiz_basics",
    opens="2027-02-12 10:00",
    due="2027-02-12 11:00",
    closes="2027-02-12 11:30",
    points=10,
)
LATE = Late(percent_per_day=10, cap_percent=50, grace_minutes=15, hard_deadline_days=3)


def minutes(window):
    """Opening, due and closing time of the quiz in minutes after ten."""
    ten = datetime(2027, 2, 12, 10, tzinfo=MOSCOW)
    return [
        (time - ten) / timedelta(minutes=1) for time in (window.opens, window.due, window.closes)
    ]


def test_extra_time_lengthens_what_is_measured():
    """A quarter more makes an hour 75 minutes; the closing time moves along, the opening not."""
    extra = ExtraTime("ann", percent=25, reason="certificate")
    window = window_of(QUIZ, MOSCOW, granted=[extra])

    assert [0, 75, 105] == minutes(window)
    assert ("25 % more time (certificate)",) == window.granted


def test_an_extension_and_extra_time_add_up():
    """One day more, and then a quarter of the original hour."""
    grants = [
        ExtraTime("ann", percent=Fraction(25), reason="certificate"),
        Extension("ann", "quiz_basics", days=1, reason="ill"),
    ]

    assert [0, 24 * 60 + 75, 24 * 60 + 105] == minutes(window_of(QUIZ, MOSCOW, granted=grants))


def test_extra_time_needs_an_opening():
    """Homework that is open at any time has no length that could grow."""
    homework = Assignment("losses", due="2027-02-12 11:00")
    extra = ExtraTime("ann", percent=25, reason="certificate")

    assert window_of(homework, MOSCOW) == window_of(homework, MOSCOW, granted=[extra])


def test_extra_time_may_be_for_named_assignments_only():
    """What is not named stays as it was."""
    extra = ExtraTime("ann", percent=25, reason="certificate", assignments=["midterm"])

    assert [0, 60, 90] == minutes(window_of(QUIZ, MOSCOW, granted=[extra]))


@pytest.mark.parametrize(
    ("minute", "days", "lost", "closed", "early"),
    [
        (-1, 0, 0, False, True),
        (0, 0, 0, False, False),
        (75, 0, 0, False, False),  # in grace
        (76, 1, Fraction(1, 10), False, False),
        (105, 1, Fraction(1, 10), False, False),  # closed, but in grace
        (106, 1, 1, True, False),
    ],
)
def test_after_the_closing_time_nothing_counts(minute, *, days, lost, closed, early):
    """Grace is given at both times, because clocks differ."""
    moment = datetime(2027, 2, 12, 7, tzinfo=UTC) + timedelta(minutes=minute)
    late = lateness(window_of(QUIZ, MOSCOW), LATE, moment)

    assert (days, lost, closed, early) == (late.days, late.lost, late.closed, late.early)


@pytest.mark.parametrize(("days", "lost"), [(0, 0), (3, Fraction(3, 10)), (4, 1)])
def test_a_hard_deadline_is_counted_in_started_days(days, lost):
    """Three days late costs three tenths, four days cost everything."""
    due = replace(QUIZ, closes=None)
    moment = datetime(2027, 2, 12, 8, tzinfo=UTC) + timedelta(days=days)

    assert lost == lateness(window_of(due, MOSCOW), LATE, moment).lost


@given(
    st.integers(-3000, 9000),
    st.integers(0, 9000),
    st.none() | st.integers(0, 5),
    st.integers(1, 400),
    st.integers(0, 3),
)
def test_later_never_costs_less_and_a_grant_never_costs_more(minute, more, end, percent, days):
    """The loss grows with time up to everything, and shrinks with what is granted."""
    policy = replace(LATE, hard_deadline_days=end)
    moment = datetime(2027, 2, 12, 7, tzinfo=UTC) + timedelta(minutes=minute)
    grants = [ExtraTime("ann", percent=percent, reason="certificate")]
    grants += [Extension("ann", "quiz_basics", days=days, reason="ill")] if days else []
    usual, own = window_of(QUIZ, MOSCOW), window_of(QUIZ, MOSCOW, granted=grants)
    lost = lateness(usual, policy, moment).lost

    assert 0 <= lost <= lateness(usual, policy, moment + timedelta(minutes=more)).lost <= 1
    assert lateness(own, policy, moment).lost <= lost


def test_each_component_may_have_its_own_policy(make_course, earning):
    """Homework as the course says, projects as they say; both a day and a half late."""
    work = [Assignment(name, due="2027-02-12 23:59") for name in ("losses", "project")]
    homework = Component("HW", assignments=work[:1])
    projects = Component("P", assignments=work[1:], late=Late(percent_per_day=50))
    course = make_course(grade=0.5 * homework + 0.5 * projects, exam_waiver=None)
    late = {"submitted_at": "2027-02-14T12:00:00+03:00"}
    (ann,) = compute_marks(course, [earning("ann", each.name, 10, 10, **late) for each in work])

    assert [2, 10] == [mark.penalty for mark in ann.assignments]


def test_a_grant_is_told_with_its_reason(make_course, earning):
    """Whoever reads the mark sees why it is not late."""
    course = make_course(extensions=[Extension("ann", "losses", days=2, reason="ill")])
    late = {"submitted_at": "2027-02-21T12:00:00+03:00"}
    (ann,) = compute_marks(course, [earning("ann", "losses", 10, 10, **late)])

    assert "losses: 2 more days (ill)" in ann.notes


TRIES = [  # earned of 10, day handed in; due on the 19th, closed three days later
    (7, "2027-02-18"),
    (9, "2027-02-20"),
    (8, "2027-02-21"),
]


@pytest.mark.parametrize(
    ("attempts", "days", "counts", "note"),
    [
        ("last", 3, Fraction(64, 10), ""),
        ("best", 3, Fraction(81, 10), "attempt 2 of 3 counts, it is the best"),
        (
            "last",
            1,
            Fraction(81, 10),
            "attempt 2 of 3 counts, the last one came after the closing",
        ),
        ("best", 0, 7, "attempt 1 of 3 counts, the last one came after the closing"),
    ],
)
def test_the_last_or_the_best_attempt_counts(
    make_course, earning, *, attempts, days, counts, note
):
    """Best is after lateness; what came too late is no attempt as long as another is in time."""
    late = Late(percent_per_day=10, hard_deadline_days=days)
    part = Component(
        "HW",
        assignments=[Assignment("losses", due="2027-02-19 23:59")],
        attempts=attempts,
        late=late,
    )
    course = make_course(grade=part, exam_waiver=None)
    *earlier, last = [
        earning("ann", "losses", points, 10, submitted_at=f"{day}T12:00:00+03:00")
        for points, day in TRIES
    ]
    (ann,) = compute_marks(course, [last], earlier=earlier)

    assert counts == ann.assignments[0].after_penalty
    assert note in "; ".join(ann.notes)


def test_an_attempt_graded_by_older_checks_waits_for_staff(make_course, earning):
    """Two attempts can be compared only if the same checks judged them."""
    part = Component("HW", assignments=[Assignment("losses")], attempts="best")
    course = make_course(grade=part, exam_waiver=None)
    old = earning("ann", "losses", 9, 10, topic_hash="2" * 64)
    marks = compute_marks(course, [earning("ann", "losses", 8, 10)], earlier=[old])

    (line,) = needs_attention(marks)
    assert line.startswith("ann: losses: provisional, attempt 1 of 2 counts, but was graded by")


def test_earlier_attempts_are_read_as_they_were_graded_last(tmp_path, earning):
    """Of one attempt the newest receipt counts; the file that counts now is no earlier one."""

    def of(digit, earned, time="2027-02-18T12:00:00Z"):
        details = {"submission_hash": digit * 64, "submitted_at": time}
        return earning("ann", "losses", earned, 10, **details)

    now = of("3", 9)
    history = [of("1", 5), of("2", 6), of("1", 4), of("3", 2), of("3", 1, time=None)]
    for number, receipt in enumerate(history):
        write_receipt(tmp_path / f"losses/earlier/ann/{number:04}.json", receipt)

    assert [4, 6] == [receipt.earned for receipt in read_attempts(tmp_path, [now])]


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (
            lambda: Extension("ann", "quiz", days=1, reason=" "),
            "reason is ' ', but should say why",
        ),
        (
            lambda: ExtraTime("ann", percent=0, reason="x"),
            "percent is 0, but should be more than 0",
        ),
        (lambda: ExtraTime("ann", percent=5, reason="x", assignments="quiz"), "a list of names"),
        (
            lambda: Late(hard_deadline_days=1.5),
            "hard_deadline_days is 1.5, but should be an integer",
        ),
        (
            lambda: replace(QUIZ, opens="2027-02-12 12:00"),
            "opens is 2027-02-12 12:00, but should be",
        ),
        (
            lambda: replace(QUIZ, closes="2027-02-12 10:59"),
            "due is 2027-02-12 11:00, but should be",
        ),
        (lambda: replace(QUIZ, closes="soon"), "closes is 'soon', but should be a day and a time"),
        (
            lambda: Component("Q", assignments=[QUIZ], attempts="first"),
            "should be 'last' or 'best'",
        ),
    ],
)
def test_refuses_times_that_mean_nothing(build, message):
    """Each setting says what it should be."""
    with pytest.raises(CourseError, match=re.escape(message)):
        build()


@pytest.mark.parametrize(
    ("grant", "message"),
    [
        (ExtraTime("ann", percent=5, reason="x", assignments=["quis"]), "did you mean 'quiz'?"),
        (ExtraTime("ann", percent=5, reason="x", assignments=["losses"]), "losses does not open"),
        ("ann", "'ann' should be an Extension or an ExtraTime"),
    ],
)
def test_a_grant_must_fit_the_course(make_course, grant, message):
    """A grant that could never apply is refused when the course is built."""
    with pytest.raises(CourseError, match=re.escape(message)):
        make_course(extensions=[grant])


def test_grants_are_read_from_a_file(tmp_path):
    """A class of hundreds keeps them in a CSV, and the course stays on one page."""
    path = tmp_path / "extensions.csv"
    path.write_text(
        "student,assignment,days,percent,reason\nann,losses,3,,ill\nbob,,,25%,exam office\n"
    )

    assert read_extensions(path) == (
        Extension("ann", "losses", days=3, reason="ill"),
        ExtraTime("bob", percent=25, reason="exam office"),
    )


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("ann,losses,,,ill", "line 2, columns days and percent: both are empty; fill one of them"),
        ("ann,losses,1,5,ill", "line 2, columns days and percent: both are filled; fill one"),
        ("ann,losses,1.5,,ill", "line 2, column days: '1.5', but should be a whole number"),
        ("ann,,1,,ill", "line 2, column assignment: empty"),
        ("ann,losses,1,,", "line 2, Extension for ann: reason is ''"),
        ("ann,losses,,a lot,ill", "line 2, column percent: 'a lot', but should be 0 or more"),
        (",losses,1,,ill", "line 2, column student: empty"),
    ],
)
def test_a_wrong_line_of_grants_is_told_with_its_place(tmp_path, line, message):
    """File, line, column and remedy."""
    path = tmp_path / "extensions.csv"
    path.write_text(f"student,assignment,days,percent,reason\n{line}\n")
    with pytest.raises(CourseError, match=re.escape(message)):
        read_extensions(path)
