"""The laws of a quiz, on every quiz of the course.  Adding a quiz adds no test."""

from pathlib import Path

import pytest

from autograder.gradebook import load_course
from autograder.grading.pool import Confinement
from autograder.layout import Layout
from autograder.quizzes.fairness import fairness
from autograder.quizzes.quiz import find_quizzes, load_quiz
from autograder.quizzes.verification import verify_quiz

COURSE = Layout(Path(__file__).resolve().parents[2])
QUIZZES = find_quizzes(COURSE.reference)


@pytest.mark.slow
@pytest.mark.parametrize("name", QUIZZES)
def test_all_laws_hold(name):
    """Right answers earn everything, slips what they say; no variant of 100 degenerates."""
    course = load_course(COURSE.config)
    confinement = Confinement(course.limits, COURSE.root, demand=course.sandbox)
    quiz = load_quiz(COURSE.reference / name)

    report = verify_quiz(quiz, "a secret of the tests", confinement, variants=100)

    assert () == report.broken


@pytest.mark.parametrize("name", QUIZZES)
def test_some_variants_are_fair(name):
    """Forty variants under another secret are sound, even, and different from each other."""
    broken, figures = fairness(load_quiz(COURSE.reference / name), "another secret", 40)

    assert [] == broken
    assert figures["by_copying"] < 0.3


@pytest.mark.parametrize("name", QUIZZES)
def test_the_course_says_what_a_quiz_is_worth(name):
    """Where scores come from paper only, the course's points are the quiz's."""
    course = load_course(COURSE.config)
    quiz = load_quiz(COURSE.reference / name)

    assert course.assignment(name).points == quiz.points
    assert course.assignment(name).due is not None
