"""The course that comes with the framework."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

from autograder.gradebook import load_course

COURSE_FILE = Path(__file__).parents[2] / "course_config.py"


def test_the_formula_is_the_lectures():
    """О = 0.4·ДЗ + 0.1·ПР + 0.2·КР + 0.3·Э."""
    course = load_course(COURSE_FILE)

    assert str(course.formula) == "0.4·HW + 0.1·Q + 0.2·Test + 0.3·Exam"
    assert (course.scale, str(course.rounding)) == (10, "to 2 decimals, half up")


def test_whoever_has_six_and_six_may_skip_the_exam():
    """«Автоматы — от 6 и выше при хорошей контрольной»."""
    waiver = load_course(COURSE_FILE).exam_waiver

    assert (waiver.from_grade, waiver.test_at_least) == (6, 6)
    assert (waiver.exam, waiver.test) == ("Exam", "Test")


def test_homework_is_due_weekly():
    """One topic a week, in the order they are taught."""
    homework = load_course(COURSE_FILE).components[0].assignments

    names = [assignment.name for assignment in homework]
    due = [date.fromisoformat(assignment.due[:10]) for assignment in homework]

    assert names[:5] == ["warmup", "activations", "losses", "numerical_gradient", "backprop"]
    assert {later - earlier for earlier, later in pairwise(due)} == {timedelta(weeks=1)}
    assert len(names) == len(set(names)) == 17
