"""A small course, and receipts for it."""

from __future__ import annotations

import pytest

from autograder.gradebook import Assignment, Component, Course, Late, Waiver
from autograder.receipts import CheckResult, Outcome, Receipt


def _check(name, exercise, points, outcome=Outcome.PASSED, **details):
    return CheckResult(
        name=name,
        exercise=exercise,
        sentence=f"{name.replace('_', ' ')}.",
        public=False,
        points=points,
        earned=points if outcome is Outcome.PASSED else 0,
        outcome=outcome,
        **details,
    )


def _receipt(student, assignment, *checks, **details):
    fields = {"submission_hash": "0" * 64, "topic_hash": "1" * 64, "sandbox": "A"}
    fields |= {"submitted_at": "2027-02-01T00:00:00Z", **details}
    return Receipt(assignment=assignment, student=student, checks=checks, **fields)


@pytest.fixture(scope="session")
def check():
    """Make one check result: `check("relu_is_right", "relu", 2, Outcome.FAILED)`."""
    return _check


@pytest.fixture(scope="session")
def receipt():
    """Make a receipt: `receipt("ann", "losses", check(…), submitted_at=…)`."""
    return _receipt


@pytest.fixture(scope="session")
def earning():
    """Make a receipt that earned so many points of so many: `earning("ann", "losses", 3, 5)`."""

    def make(student, assignment, earned, points, **details):
        checks = []
        if earned:
            checks.append(_check("f_is_right", "f", earned))
        if points > earned:
            checks.append(_check("g_is_right", "g", points - earned, Outcome.FAILED))
        return _receipt(student, assignment, *checks, **details)

    return make


def _course(**settings):
    homework = Component(
        "HW",
        assignments=[
            Assignment("warmup", due="2027-02-12 23:59"),
            Assignment("losses", due="2027-02-19 23:59"),
        ],
    )
    quizzes = Component("Q", assignments=[Assignment("quiz", points=10, paper=True)])
    test = Component("Test", assignments=[Assignment("midterm", points=10, paper=True)])
    exam = Component("Exam", assignments=[Assignment("written_exam", points=10, paper=True)])
    defaults = {
        "title": "A small course",
        "course_id": "small",
        "grade": 0.4 * homework + 0.1 * quizzes + 0.2 * test + 0.3 * exam,
        "exam_waiver": Waiver(from_grade=6, test_at_least=6),
        "late": Late(percent_per_day=10, cap_percent=50, grace_minutes=15),
        "timezone": "Europe/Moscow",
    }
    return Course(**{**defaults, **settings})


@pytest.fixture(scope="session")
def make_course():
    """Make the small course with other settings: `make_course(exam_waiver=None)`."""
    return _course


@pytest.fixture(scope="session")
def course():
    """The small course: HW (warmup, losses), Q (quiz), Test (midterm), Exam (written_exam)."""
    return _course()
