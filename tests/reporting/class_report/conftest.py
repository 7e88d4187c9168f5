"""A small course, and a made-up class with receipts that tests can reason about."""

from __future__ import annotations

import random

import pytest

from autograder.gradebook import Assignment, Component, Course, Extension, Late
from autograder.gradebook.marks import compute_marks
from autograder.receipts import CheckResult, Outcome, Receipt
from autograder.reporting.class_report import report_of

CHECKS = {  # assignment → exercise → its checks, the later ones after the first
    "warmup": {"double": ["double_is_right", "double_is_even"], "norm": ["norm_is_right"]},
    "losses": {"mse": ["mse_is_right"], "mse_backward": ["mse_backward_is_the_gradient"]},
}
ON_TIME = "2027-02-12T12:00:00+03:00"


def result_of(name, exercise, outcome=Outcome.PASSED, points=2, **fields):
    """A check's result; the sentence is made of the name."""
    earned = points if outcome is Outcome.PASSED else 0
    given = {"sentence": f"{name.replace('_', ' ')}.", "public": False, "seconds": 0.01}
    return CheckResult(
        name, exercise, points=points, earned=earned, outcome=outcome, **given | fields
    )


def receipt_of(student, assignment="warmup", *results, **fields):
    """A receipt with these results."""
    given = {"submission_hash": "5" * 64, "topic_hash": "7" * 64, "sandbox": "A"}
    given["submitted_at"] = ON_TIME
    return Receipt(assignment, student, checks=results, **given | fields)


@pytest.fixture(scope="session")
def result():
    """Make one check's result: `result("norm_is_right", "norm", Outcome.FAILED)`."""
    return result_of


@pytest.fixture(scope="session")
def receipt():
    """Make a receipt: `receipt("ann", "warmup", result(…), submitted_at=…)`."""
    return receipt_of


@pytest.fixture(scope="session")
def course():
    """Homework of two, a quiz and an exam on paper."""
    due = {"warmup": "2027-02-12 23:59", "losses": "2027-02-19 23:59"}
    homework = Component("HW", assignments=[Assignment(n, due=d) for n, d in due.items()])
    quizzes = Component("Q", assignments=[Assignment("quiz", points=10, paper=True)])
    exam = Component("Exam", assignments=[Assignment("exam", points=10, paper=True)])
    return Course(
        title="A small course",
        grade=0.5 * homework + 0.2 * quizzes + 0.3 * exam,
        late=Late(percent_per_day=10, grace_minutes=15),
        extensions=[Extension("s00", "warmup", days=2, reason="ill")],
        timezone="Europe/Moscow",
    )


@pytest.fixture(scope="session")
def make_class():
    """Receipts of students whose skill decides what passes: the same for the same seed."""

    def make(size=20, seed=1):
        rng = random.Random(seed)
        receipts = []
        for number in range(size):
            skill = number / max(size - 1, 1)
            for assignment, exercises in CHECKS.items():
                results = [
                    each
                    for exercise, names in exercises.items()
                    for each in _exercise(rng, exercise, names, passes=rng.random() < skill)
                ]
                receipts.append(receipt_of(f"s{number:02}", assignment, *results))
        return receipts

    return make


def _exercise(rng, exercise, names, *, passes):
    first, *others = names
    if passes:
        return [result_of(name, exercise) for name in names]
    value = rng.uniform(-9, 9)
    wrong = result_of(
        first,
        exercise,
        Outcome.FAILED,
        message=f"result[{rng.randrange(3)}] is {value:.6g}, but should be {value / 2:.6g}",
        example=f"x = np.array([{value!r}])",
    )
    return [wrong, *(result_of(name, exercise, Outcome.SKIPPED) for name in others)]


@pytest.fixture(scope="session")
def report(course):
    """The report of these receipts and scores."""

    def make(receipts, scores=(), **settings):
        return report_of(course, receipts, compute_marks(course, receipts, scores), **settings)

    return make
