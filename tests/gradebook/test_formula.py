"""The formula is exactly the syllabus's."""

from __future__ import annotations

from fractions import Fraction

import pytest

from autograder.errors import CourseError
from autograder.gradebook import Assignment, Component, Rounding
from autograder.gradebook.exact import as_text, exactly
from autograder.gradebook.formula import as_formula


def part(name):
    """A component of one assignment."""
    return Component(name, assignments=[Assignment(name.lower(), points=10)])


def test_reads_as_it_is_written():
    """The text of a formula is the line of the syllabus."""
    formula = 0.4 * part("HW") + 0.1 * part("Q") + 0.2 * part("Test") + 0.3 * part("Exam")

    assert str(formula) == "0.4·HW + 0.1·Q + 0.2·Test + 0.3·Exam"


def test_weights_are_the_decimals_that_were_typed():
    """0.1 is one tenth, not the nearest double."""
    formula = 0.1 * part("A") + part("B") * 0.9

    assert [Fraction(1, 10), Fraction(9, 10)] == [term.weight for term in formula.terms]
    formula.validate()


def test_ten_tenths_are_one():
    """Weights that floats cannot add to 1 add to 1."""
    sum(0.1 * part(f"C{number}") for number in range(10)).validate()


def test_one_component_alone_is_a_formula():
    """`grade=homework` means all of it."""
    as_formula(part("HW")).validate()

    assert str(as_formula(1 * part("HW"))) == "1·HW"


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (
            lambda: 0.4 * part("A") + 0.5 * part("B"),
            "0.4·A + 0.5·B sum to 0.9, but should sum to 1",
        ),
        (lambda: Fraction(1, 3) * part("A") + Fraction(1, 3) * part("B"), "sum to 2/3"),
        (lambda: 0.5 * part("A") + 0.5 * part("A"), "A occurs twice"),
        (lambda: -1 * part("A") + 2 * part("B"), "the weight of A is -1"),
        (lambda: 0 * part("A") + 1 * part("B"), "the weight of A is 0"),
        (
            lambda: Component("A", assignments=[Assignment("a")], drop_lowest=1),
            "drop_lowest is 1, but should be an integer from 0 to 0: one assignment has to count",
        ),
        (
            lambda: Component("A", assignments=[Assignment("a")], bonus_percent=-5),
            "bonus_percent is -5, but should be 0 or more",
        ),
        (
            lambda: Component("A", assignments=[Assignment("a", bonus=True)]),
            "is all bonus; list an assignment that is none",
        ),
        (lambda: "0.4" * part("A"), "the weight of A is '0.4', but should be a number"),
        (lambda: True * part("A"), "the weight of A is True, but should be a number"),
        (lambda: float("nan") * part("A"), "the weight of A is nan, but should be a finite"),
        (lambda: as_formula(0.4), "got 0.4, but should be a sum such as"),
    ],
)
def test_says_what_is_wrong_with_a_formula(build, message):
    """A wrong formula is refused with what it says and what it should say."""
    with pytest.raises(CourseError) as caught:
        build().validate()

    assert message in str(caught.value)


def test_excused_components_leave_the_others_their_proportion():
    """0.4 and 0.2 without the rest weigh 2 to 1."""
    formula = 0.4 * part("A") + 0.2 * part("B") + 0.4 * part("C")

    assert formula.value({"A": Fraction(9), "B": Fraction(6), "C": None}) == 8
    assert formula.value({"A": None, "B": None, "C": None}) is None


@pytest.mark.parametrize(
    ("mode", "value", "rounded"),
    [
        ("half up", "7.125", "7.13"),
        ("half up", "7.1249999999999999999", "7.12"),
        ("half up", "1.005", "1.01"),  # as a float it is 1.00499…, and would be 1.00
        ("half even", "7.125", "7.12"),
        ("down", "7.129", "7.12"),
        ("half up", "10", "10.00"),
    ],
)
def test_rounds_what_was_meant(mode, value, rounded):
    """A tie is a tie: no double decides it."""
    rounding = Rounding(decimals=2, mode=mode)

    assert rounding.text(Fraction(value)) == rounded
    assert rounding(Fraction(value)) == Fraction(rounded)


def test_rounds_to_whole_grades():
    """decimals=0 writes no point."""
    assert Rounding(decimals=0).text(Fraction(11, 2)) == "6"
    assert str(Rounding()) == "to 2 decimals, half up"


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"mode": "bankers"}, "mode is 'bankers', but should be one of 'half up'"),
        ({"decimals": -1}, "decimals is -1, but should be from 0 to 9"),
        ({"decimals": 1.5}, "decimals is 1.5, but should be an integer"),
    ],
)
def test_refuses_a_rounding_it_does_not_know(settings, message):
    """Rounding settings are checked when they are written."""
    with pytest.raises(CourseError, match=message):
        Rounding(**settings)


def test_exact_values_never_look_like_dates():
    """22/3 is written 7 1/3, which a spreadsheet reads as that number."""
    assert as_text(Fraction(22, 3)) == "7 1/3"
    assert as_text(Fraction(57, 8)) == "7.125"
    assert as_text(Fraction(0)) == "0"


def test_numbers_are_what_was_typed():
    """A float means its shortest decimal."""
    assert exactly(0.1, what="x") == Fraction(1, 10)
    assert exactly(1e-7, what="x") == Fraction(1, 10**7)
