"""Who is at risk, what is late or missing, and when work came in."""

from __future__ import annotations

from fractions import Fraction

import pytest

from autograder.gradebook import Assignment, Component, Course
from autograder.gradebook.assignment_marks import State
from autograder.gradebook.marks import compute_marks
from autograder.gradebook.scores import Score
from autograder.receipts import Outcome
from autograder.reporting.class_report.handing_in import handed_in, slowest_table
from autograder.reporting.class_report.students import (
    late_table,
    risk_table,
    students_at_risk,
    students_table,
)

FOUR = Fraction(4)
LATE = "2027-02-14T12:00:00+03:00"


def score(student, assignment, earned, **details):
    """A score from paper, out of 10, or an excuse."""
    points = Fraction(0 if details.get("excused") else 10)
    return Score(student, assignment, Fraction(earned), points, **details)


@pytest.fixture
def four_weeks():
    """Four pieces of homework of ten points, and nothing else."""
    names = ("one", "two", "three", "four")
    return Course(title="Four", grade=1.0 * Component("HW", assignments=[*map(Assignment, names)]))


@pytest.fixture
def at_risk(four_weeks, receipt, result):
    """The reasons of each student at risk who earned so many points week by week; None: absent."""

    def make(*students, below=FOUR):
        receipts = [
            receipt(
                f"s{number}",
                name,
                result("f_is", "f", points=earned),
                result("g_is", "g", Outcome.FAILED, points=10 - earned),
            )
            for number, weeks in enumerate(students)
            for name, earned in zip(("one", "two", "three", "four"), weeks, strict=True)
            if earned is not None
        ]
        marks = compute_marks(four_weeks, receipts)
        risks = students_at_risk(four_weeks, marks, below=below)
        return {each.student.student: each.reasons for each in risks}

    return make


def test_a_low_grade_is_a_risk(at_risk):
    """3.9 is, 4 is not: the bound itself is enough."""
    found = at_risk((4, 4, 4, 4), (4, 4, 4, 3))

    assert found == {"s1": ("the grade so far is 3.75, below 4",)}
    assert at_risk((4, 4, 4, 4), below=Fraction(5))


def test_missing_work_is_a_risk(at_risk):
    """Two missing are, one is not; the grade is 5 all the same."""
    assert at_risk((10, 10, None, None), (10, 10, 10, None), (9, 9, 9, 9)) == {
        "s0": ("2 missing: three, four",)
    }


def test_a_fall_is_a_risk(at_risk):
    """From all to a half: the grade does not tell yet."""
    found = at_risk((10, 10, 5, 5), (7, 7, 5, 5), (5, 5, 10, 10))

    assert found == {"s0": ("50 % of the points in the last two assignments, 100 % before",)}


def test_the_lowest_grade_comes_first(at_risk):
    """Not the first name."""
    assert ["s2", "s0", "s1"] == list(at_risk((2, 2, 2, 2), (3, 3, 3, 3), (1, 1, 1, 1)))


def test_grades_are_the_gradebooks(course, make_class):
    """Everybody is there, with the grade as rounded; nothing is computed anew."""
    scores = [score("s01", "quiz", 7), score("s02", "exam", 3)]
    marks = compute_marks(course, make_class(), scores)
    risks = students_at_risk(course, marks, below=FOUR)
    rows = students_table(course, marks, risks).rows

    assert [row[0] for row in rows] == [each.student for each in marks]
    assert [str(row[1]) for row in rows] == [course.rounding.text(each.exact) for each in marks]
    assert [row[0] for row in risk_table(course, risks).rows] == [
        each.student.student for each in risks
    ]
    assert {row[0] for row in rows if row[-1]} == {each.student.student for each in risks}


def test_late_missing_excused_and_waiting_work_is_listed(course, receipt, result):
    """With days, points lost, and the reasons; what came in time is not."""
    passed = result("double_is_right", "double", points=10)
    receipts = [
        receipt("ann", "warmup", passed, submitted_at=LATE),
        receipt("bob", "warmup", passed),
        receipt("eve", "warmup", result("f_is", "f", Outcome.ERROR), passed),
    ]
    scores = [score("dan", "warmup", 0, excused=True, reason="a wedding"), score("fay", "quiz", 1)]
    rows = late_table(course, compute_marks(course, receipts, scores)).rows

    assert [row[1:5] for row in rows if row[0] == "warmup"] == [
        ("ann", "late", 2, 2),
        ("dan", "excused", None, None),
        ("eve", "waits for staff", None, None),
        ("fay", "missing", None, None),
    ]
    assert rows[0][5] == "2 days late, 20 % lost"
    assert rows[1][5] == "excused (a wedding)"
    assert {row[1] for row in rows if row[0] == "quiz"} == {"ann", "bob", "dan", "eve"}


@pytest.fixture
def came_in(course, receipt, result):
    """When the warm-up of these students came in, by student → time."""

    def make(times, earlier=()):
        passed = result("double_is_right", "double")
        receipts = [receipt(s, "warmup", passed, submitted_at=t) for s, t in times.items()]
        marks = compute_marks(course, receipts)
        return handed_in(course, receipts, earlier, marks)[0]

    return make


@pytest.mark.parametrize(
    ("student", "moment", "day"),
    [
        ("ann", "2027-02-12T23:59:00+03:00", -1),
        ("ann", "2027-02-12T00:00:00+03:00", -1),
        ("ann", "2027-02-11T23:58:00+03:00", -2),
        ("ann", "2027-02-13T00:14:00+03:00", -1),
        ("ann", "2027-02-13T00:15:00+03:00", 1),
        ("ann", "2027-02-14T00:00:00+03:00", 1),
        ("ann", "2027-02-14T00:15:00+03:00", 2),
        ("s00", "2027-02-14T00:00:00+03:00", -1),
        ("s00", "2027-02-12T12:00:00+03:00", -3),
        ("ann", "2027-02-12T20:58:00Z", -1),
    ],
)
def test_days_are_counted_from_the_students_own_due_time(came_in, student, moment, day):
    """Grace is no lateness, an extension moves the due time, and offsets are read."""
    assert {day: 1} == came_in({student: moment}).days


def test_work_without_a_time_is_in_no_day(came_in):
    """It is counted as handed in, and nothing is guessed."""
    found = came_in({"ann": None})

    assert (found.submissions, found.days, found.hours) == (1, {}, None)
    assert found.states[State.GRADED] == 1


def test_the_slowest_come_first_with_the_check_that_took_longest(receipt, result):
    """By CPU time of the whole submission."""
    quick = receipt("ann", "warmup", result("f_is", "f"), cpu_seconds=0.5)
    slow = receipt(
        "bob",
        "losses",
        result("f_is", "f", seconds=0.1),
        result("g_is", "g", seconds=2),
        cpu_seconds=3.0,
        peak_memory_mb=70.5,
    )
    nothing = receipt("eve", "losses", cpu_seconds=0.1, problem="is not a notebook")

    assert slowest_table([quick, nothing, slow]).rows == (
        ("bob", "losses", 3.0, 70.5, "g_is", 2, None),
        ("ann", "warmup", 0.5, None, "f_is", 0.01, None),
        ("eve", "losses", 0.1, None, None, None, "is not a notebook"),
    )
