"""Bars stand where they should and count everybody once."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.reporting.class_report.charts import (
    BOTTOM,
    LEFT,
    RIGHT,
    TOP,
    days_chart,
    distribution,
)

TEN = Fraction(10)
MARKS = st.lists(st.fractions(0, 12), max_size=60)


def counts(chart):
    """What the bars count, from left to right."""
    return [bar.count for bar in chart.bars]


def inside(chart):
    """Whether everything stands in the drawing, bars from left to right."""
    edges = [edge for bar in chart.bars for edge in (bar.x, bar.x + bar.width)]
    heights = [y for bar in chart.bars for y in (bar.y, bar.y + bar.height)]
    return (
        edges == sorted(edges)
        and LEFT <= edges[0] <= edges[-1] <= RIGHT
        and all(TOP - 0.01 <= y <= BOTTOM + 0.01 for y in heights)
    )


@given(MARKS, st.sampled_from([1, 4, 5, 10, 20, 100]))
def test_everybody_is_in_one_bar(marks, top):
    """Whatever the scale, with bonus above it; nothing leaves the drawing."""
    chart = distribution("x", "Marks", marks, top=Fraction(top))

    assert len(marks) == sum(counts(chart))
    assert inside(chart)
    assert chart.line is None or LEFT <= chart.line <= RIGHT


def test_a_bar_begins_with_its_edge_and_the_last_one_ends_with_its_own():
    """3 belongs to 3…4, and 10 to 9…10."""
    chart = distribution("x", "Marks", [Fraction(3), Fraction(29, 10), TEN, Fraction(11)], top=TEN)

    assert [0, 0, 1, 1, 0, 0, 0, 0, 0, 2] == counts(chart)
    assert "2 to 3: 1 student" == chart.bars[2].told


def test_the_median_is_drawn_and_told():
    """In the middle of the axis stands 5."""
    chart = distribution("x", "Marks", [Fraction(4), Fraction(6)], top=TEN)

    assert (chart.line, chart.line_told) == ((LEFT + RIGHT) / 2, "median 5")
    assert chart.told == "Median 5. 4 to 5: 1 student, 6 to 7: 1 student."


def test_nothing_is_drawn_of_nobody():
    """No bar, no line, and words that say so."""
    chart = distribution("x", "Marks", [], top=TEN)

    assert (sum(counts(chart)), chart.line, chart.told) == (0, None, "Nothing yet.")


@given(st.dictionaries(st.integers(-400, 400).filter(bool), st.integers(1, 30)))
def test_every_hand_in_has_its_day(days):
    """What is far from the due time is in the outermost bars; late is what comes after it."""
    chart = days_chart("x", "Handed in", days)
    late = [bar.count for bar in chart.bars if bar.late]

    assert sum(days.values()) == sum(counts(chart))
    assert sum(count for day, count in days.items() if day > 0) == sum(late)
    assert inside(chart)
    assert all((bar.x > chart.line) == bar.late for bar in chart.bars)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (-9, "on day 7 or more before it was due: 2 students"),
        (-2, "on day 2 before it was due: 2 students"),
        (-1, "on the last day: 2 students"),
        (1, "1 day late: 2 students"),
        (3, "3 days late: 2 students"),
    ],
)
def test_a_day_is_told_in_words(day, said):
    """Who cannot see the bars hears the same."""
    assert f"{said}." == days_chart("x", "Handed in", {day: 2}).told
