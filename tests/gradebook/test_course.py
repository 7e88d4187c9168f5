"""A course that contradicts itself is refused, in one line that says what to do."""

from __future__ import annotations

import re

import pytest

from autograder.errors import CourseError
from autograder.gradebook import (
    Assignment,
    Component,
    Extension,
    Late,
    Limits,
    Waiver,
    load_course,
)

GOOD = """
from autograder.gradebook import *
homework = Component("HW", assignments=[Assignment("losses", due="2027-02-12 23:59")])
exam = Component("Exam", assignments=[Assignment("paper", points=10, paper=True)])
COURSE = Course(title="T", grade=0.4 * homework + 0.6 * exam)
"""


@pytest.fixture
def write(tmp_path):
    """Write a course file."""

    def write(source):
        path = tmp_path / "course_config.py"
        path.write_text(source, encoding="utf-8")
        return path

    return write


def message_of(path):
    """The CourseError of loading, which is one line and names the file."""
    with pytest.raises(CourseError) as caught:
        load_course(path)
    message = str(caught.value)

    assert message.startswith(str(path))
    assert "\n" not in message
    assert caught.value.__context__ is None or caught.value.__suppress_context__
    return message.removeprefix(str(path))


def test_loads_a_course(write):
    """A course file is a program that ends with COURSE."""
    course = load_course(write(GOOD))

    assert course.title == "T"
    assert str(course.formula) == "0.4·HW + 0.6·Exam"
    assert [assignment.name for assignment in course.assignments] == ["losses", "paper"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("0.4 *", "0.4 **", ", line 5: TypeError: unsupported operand"),
        ("Component(", "Component((", ", line 3: "),
        ("due=", "duo=", ", line 3: Assignment has no setting 'duo'; did you mean 'due'?"),
        ("title=", "titel=", ", line 5: Course has no setting 'titel'; did you mean 'title'?"),
        ("0.4 * homework", "0.4 * homwork", "homwork is not defined; did you mean 'homework'?"),
        ("0.4", "0.3", ", line 5: grade: the weights of 0.3·HW + 0.6·Exam sum to 0.9"),
        ("2027-02-12 23:59", "12.02.27", ", line 3: Assignment 'losses': due is '12.02.27', but"),
        ('"paper"', '"losses"', ", line 5: assignment 'losses' occurs twice"),
        ("COURSE =", "course =", ": the course is named course, but should be named COURSE"),
        ("COURSE = Course(", "COURSE = dict(", ": COURSE is a dict, but should be Course("),
        (GOOD, "", ": COURSE is missing; end with COURSE = Course(title=…, grade=…)"),
        (GOOD, "raise SystemExit(3)", ", line 1: SystemExit: 3"),
        (GOOD, "x = (\n", ", line 1: '(' was never closed"),
        (GOOD, "\0", ""),
        (GOOD, "import nonesuch", ", line 1: ModuleNotFoundError: No module named 'nonesuch'"),
    ],
)
def test_says_in_one_line_what_is_wrong(write, old, new, message):
    """Whatever is wrong with the file, the answer is a line of text, never a traceback."""
    assert message in message_of(write(GOOD.replace(old, new)))


def test_says_where_a_course_is_expected(tmp_path):
    """Without a course file there is no course."""
    assert message_of(tmp_path / "course_config.py").startswith(": No such file")


def one(name="losses", **settings):
    """A component of one assignment."""
    return Component(
        "HW", assignments=[Assignment(name, **{"due": "2027-02-12 23:59", **settings})]
    )


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"scale": 0}, "scale is 0, but should be more than 0"),
        ({"sandbox": "C"}, "sandbox is 'C', but should be A, B or E"),
        ({"timezone": "Europe/Moscou"}, "did you mean 'Europe/Moscow'?"),
        (
            {"extensions": [Extension("ann", "loses", days=1, reason="ill")]},
            "did you mean 'losses'?",
        ),
        (
            {"extensions": [Extension("ann", "quiz", days=1, reason="ill")]},
            "quiz has no due time to extend",
        ),
        (
            {"extensions": [Extension("ann", "losses", days=1, reason="ill")] * 2},
            "losses is extended twice",
        ),
        (
            {
                "students": ["anna"],
                "extensions": [Extension("ann", "losses", days=1, reason="ill")],
            },
            "Extension for ann: not on the roster; did you mean 'anna'?",
        ),
        ({"exam_waiver": Waiver(exam="exam")}, "exam is 'exam', but should name a component"),
        ({"exam_waiver": Waiver(from_grade=11)}, "from_grade should be from 0 to 10"),
        ({"grade": one(name="HW")}, "'HW' names an assignment and a component"),
        ({"grade": one(name="notes")}, "'notes' is a column of the gradebook of its own"),
        ({"students": "students.csv"}, "students is 'students.csv', but should be a list of ids"),
    ],
)
def test_refuses_contradictions(make_course, settings, message):
    """Every setting is checked against the others when the course is built."""
    with pytest.raises(CourseError, match=re.escape(message)):
        make_course(**settings)


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: Assignment("problem set 1"), "should consist of letters, digits, _ and -"),
        (lambda: Assignment("../up"), "the name is '../up'"),
        (lambda: Assignment("quiz", paper=True), "say what it is worth, such as points=10"),
        (lambda: Assignment("quiz", points=0), "points is 0, but should be more than 0"),
        (lambda: Component("HW", assignments=[]), "has no assignments"),
        (lambda: Component("HW", assignments=["losses"]), "should be Assignment('losses')"),
        (lambda: one().__class__("HW", assignments=one().assignments, by="max"), "by is 'max'"),
        (lambda: Limits(memory_mb=0), "memory_mb is 0, but should be more than 0"),
        (lambda: Limits(idle_seconds="5"), "idle_seconds is '5', but should be a number, such as"),
        (lambda: Limits(ends=2.5), "ends is 2.5, but should be a whole number, such as 64"),
        (lambda: Limits(cells=True), "cells is True, but should be a whole number"),
        (
            lambda: Limits(cpu_seconds=float("inf")),
            "cpu_seconds is inf, but should be more than 0",
        ),
        (lambda: Limits(outputs_mb=9), "outputs_mb is 9, but should be at most 4"),
        (
            lambda: Limits(cpu_seconds=40),
            "exercise_cpu_seconds is 30, but should be at least cpu_seconds, which is 40",
        ),
    ],
)
def test_refuses_records_that_mean_nothing(build, message):
    """A record is checked when it is written."""
    with pytest.raises(CourseError, match=re.escape(message)):
        build()


def test_finds_assignments_and_suggests_near_ones(course):
    """A mistyped name is answered with the nearest right one."""
    assert course.assignment("losses").due == "2027-02-19 23:59"
    with pytest.raises(
        CourseError, match="no assignment is named 'lossses'; did you mean 'losses'"
    ):
        course.assignment("lossses")


def test_knows_when_work_is_due_and_for_whom(make_course):
    """An extension is one student's, for one assignment."""
    course = make_course(extensions=[Extension("ann", "losses", days=3, reason="ill")])

    assert str(course.due_at("losses")) == "2027-02-19 23:59:00+03:00"
    assert str(course.due_at("losses", student="bob")) == "2027-02-19 23:59:00+03:00"
    assert str(course.due_at("losses", student="ann")) == "2027-02-22 23:59:00+03:00"
    assert course.due_at("quiz") is None


def test_lists_may_be_written_as_lists(make_course):
    """What is declared as a list is kept as a tuple: a course cannot change under our feet."""
    course = make_course(students=["ann", "bob"], late=Late(), extensions=[])

    assert course.students == ("ann", "bob")
    assert course.extensions == ()
