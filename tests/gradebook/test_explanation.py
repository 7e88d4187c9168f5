"""A grade told line by line adds up."""

from __future__ import annotations

import ast
import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.gradebook import Assignment, Component, Extension
from autograder.gradebook.exact import as_text
from autograder.gradebook.explanation import as_plain_text, explain
from autograder.gradebook.marks import compute_marks
from autograder.gradebook.scores import Score

PAPER = ("quiz", "midterm", "written_exam")
tenths = st.integers(0, 100).map(lambda number: Fraction(number, 10))
works = st.fixed_dictionaries(
    {},
    optional={
        "warmup": st.integers(0, 7),
        "losses": st.integers(0, 11),
        **dict.fromkeys(PAPER, tenths),
    },
)


def marks_of(course, earning, work):
    """Ann's marks; what is not in `work` she did not hand in, though somebody else did."""
    everybody = {"ann": work, "bob": dict.fromkeys(("warmup", "losses", *PAPER), 1)}
    points = {"warmup": 7, "losses": 11}
    receipts = [
        earning(student, name, each[name], points[name])
        for student, each in everybody.items()
        for name in points
        if name in each
    ]
    scores = [
        Score(student, name, Fraction(each[name]), Fraction(10))
        for student, each in everybody.items()
        for name in PAPER
        if name in each
    ]
    return compute_marks(course, receipts, scores)[0]


def value_of(expression):
    """What an expression of numbers, +, ·, / and brackets is, exactly."""

    def value(node):
        match node:
            case ast.Constant(value=text):
                return Fraction(text)
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                return value(left) + value(right)
            case ast.BinOp(left=left, op=ast.Mult(), right=right):
                return value(left) * value(right)
            case ast.BinOp(left=left, op=ast.Div(), right=right):
                return value(left) / value(right)
        raise AssertionError(ast.dump(node))

    quoted = re.sub(r"\d+(\.\d+)?", lambda number: f'"{number[0]}"', expression)
    return value(ast.parse(quoted.replace("·", "*"), mode="eval").body)


def equations(sections):
    """Every line of arithmetic: expression, sign, result."""
    for section in sections:
        for line in section.lines:
            if found := re.fullmatch(
                r"(.*?)(?:, capped)? ([=≈]) ([\d.]+)(, at most .*)?", line.text
            ):
                yield found[1].replace("shares ", ""), found[2], Fraction(found[3])


@given(works)
def test_every_line_of_arithmetic_is_right(course, earning, work):
    """What stands left of = is what stands right of it; ≈ only where something was rounded."""
    ann = marks_of(course, earning, work)
    lines = list(equations(explain(course, ann)))

    assert len(lines) >= 5
    for expression, sign, result in lines:
        off = abs(value_of(expression) - result)
        assert off == 0 if sign == "=" else off < Fraction(1, 1000)


@given(works)
def test_the_last_line_is_the_grade(course, earning, work):
    """Exactly, and rounded as the course says."""
    ann = marks_of(course, earning, work)
    last = explain(course, ann)[-1].lines[-1]

    assert last.label == "grade"
    assert last.text.startswith(f"{as_text(ann.exact)}, rounded to 2 decimals, half up: ")
    assert last.text.endswith(course.rounding.text(ann.grade))


def test_says_all_that_happened(make_course, earning, receipt):
    """Lateness, an extension, a drop, bonus, a cap, an excuse, missing work, and work to come."""
    work = [Assignment(name, due="2027-02-12 23:59") for name in ("one", "two", "three", "four")]
    extra = Assignment("extra", points=4, paper=True, bonus=True)
    homework = Component("HW", assignments=[*work, extra], by="mean", drop_lowest=1)
    exam = Component("Exam", assignments=[Assignment("paper", points=10, paper=True)])
    course = make_course(
        grade=0.5 * homework + 0.5 * exam,
        exam_waiver=None,
        extensions=[Extension("ann", "one", days=1, reason="ill")],
    )
    receipts = [
        earning("ann", "one", 4, 5, submitted_at="2027-02-14T12:00:00+03:00"),
        earning("ann", "two", 5, 5, submitted_at="2027-02-12T12:00:00+03:00"),
        earning("bob", "three", 5, 5, submitted_at="2027-02-12T12:00:00+03:00"),
    ]
    scores = [
        Score("ann", "four", Fraction(0), Fraction(0), excused=True, reason="a wedding"),
        Score("ann", "extra", Fraction(3), Fraction(4)),
    ]
    ann, _ = compute_marks(course, receipts, scores)

    assert (
        as_plain_text(explain(course, ann))
        == """\
HW: by mean, without the lowest 1
  one           4 of 5, 3.6 count: 1 more day (ill); 1 day late, 10 % lost
  two           5 of 5
  three         0 of 5, missing; dropped
  four          does not count: excused (a wedding)
  extra         3 of 4 (bonus)
  HW            10 · shares 2.47 / 2, capped = 10

Exam
  to come       paper
  Exam          does not count: nothing in it does, or not yet

grade = 0.5·HW + 0.5·Exam
  all together  (0.5·10) / 0.5 = 10
  grade         10, rounded to 2 decimals, half up: 10.00"""
    )


@pytest.mark.parametrize(
    ("midterm", "said"),
    [
        (6, "before it 7.1429 ≥ 6, and Test 6 ≥ 6: Exam may be skipped as it stands"),
        (
            "5.999999",
            "before it 7.1429 ≥ 6, and Test 5.999999 < 6: Exam may not be skipped as it stands",
        ),
        (5, "before it 6.8571 ≥ 6, and Test 5 < 6: Exam may not be skipped as it stands"),
    ],
)
def test_the_waiver_is_told_with_both_bounds(course, earning, midterm, said):
    """Whoever may skip the exam, or may not, sees why."""
    receipts = [earning("ann", "warmup", 8, 10)]
    scores = [
        Score("ann", name, Fraction(value), Fraction(10))
        for name, value in (("quiz", 6), ("midterm", midterm), ("written_exam", 5))
    ]
    (ann,) = compute_marks(course, receipts, scores)
    lines = {line.label: line.text for line in explain(course, ann)[-1].lines}

    assert lines["exam waiver"] == said
    assert ("counts" in lines) == ann.waiver_applied == (midterm == 6)
