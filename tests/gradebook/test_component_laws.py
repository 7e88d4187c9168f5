"""Laws of a component's mark: points or mean, the lowest dropped, bonus capped, excuses."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.gradebook import Assignment, Component
from autograder.gradebook.assignment_marks import AssignmentMark, State
from autograder.gradebook.component_marks import component_mark
from autograder.gradebook.formula import Formula, Term

SCALE = Fraction(10)


def marks_of(scores):
    """Assignment marks by name; a score of None is excused, else (earned, points)."""
    return {
        name: AssignmentMark(assignment=name, state=State.EXCUSED)
        if score is None
        else AssignmentMark(
            assignment=name,
            state=State.GRADED,
            earned=Fraction(score[0]),
            points=Fraction(score[1]),
        )
        for name, score in scores.items()
    }


def mark(component, scores):
    """The component's mark."""
    return component_mark(component, marks_of(scores), scale=SCALE).mark


def component(*names, bonus=(), **settings):
    """A component of assignments, some of them bonus."""
    return Component(
        "HW", assignments=[Assignment(n, bonus=n in bonus) for n in names], **settings
    )


@st.composite
def settings_and_scores(draw):
    """A component as an instructor may declare it, and what somebody earned in it."""
    regular = [f"a{number}" for number in range(draw(st.integers(1, 6)))]
    extra = [f"x{number}" for number in range(draw(st.integers(0, 2)))]
    made = component(
        *draw(st.permutations([*regular, *extra])),
        bonus=extra,
        by=draw(st.sampled_from(["points", "mean"])),
        drop_lowest=draw(st.integers(0, len(regular) - 1)),
        bonus_percent=draw(st.sampled_from([0, 5, Fraction(25, 2)])),
    )
    pair = st.tuples(st.integers(0, 20), st.integers(1, 20)).map(lambda two: (min(two), max(two)))
    return made, {name: draw(st.none() | pair) for name in [*regular, *extra]}


@given(settings_and_scores())
def test_a_mark_stays_on_the_scale_and_its_bonus(case):
    """Between 0 and the scale plus what bonus may add; no mark only if nothing counts."""
    made, scores = case
    value = mark(made, scores)
    regular = [scores[each.name] for each in made.assignments if not each.bonus]

    assert (value is None) == (not any(regular))
    assert value is None or 0 <= value <= SCALE * (1 + Fraction(made.bonus_percent) / 100)


@given(settings_and_scores(), st.data())
def test_more_points_never_lower_a_mark(case, data):
    """Raising any one score, regular or bonus, dropped or not, never costs anything."""
    made, scores = case
    names = [name for name, score in scores.items() if score]
    if not names:
        return
    name = data.draw(st.sampled_from(names))
    earned, points = scores[name]
    more = {**scores, name: (data.draw(st.integers(earned, points)), points)}
    before, after = mark(made, scores), mark(made, more)

    assert before is None or before <= after


@given(settings_and_scores())
def test_dropping_the_lowest_never_lowers_a_mark(case):
    """Whoever drops one more has at least what they had."""
    made, scores = case
    dropping = [mark(replace(made, drop_lowest=n), scores) for n in range(made.drop_lowest + 1)]

    assert dropping == [None] * len(dropping) or dropping == sorted(dropping)


@given(settings_and_scores())
def test_what_is_dropped_is_the_best_choice_there_is(case):
    """Of all ways to leave out as many, none gives more, and the named ones give that mark."""
    made, scores = case
    found = component_mark(made, marks_of(scores), scale=SCALE)
    counted = [a.name for a in made.assignments if not a.bonus and scores[a.name]]
    if not counted:
        return
    drop = min(made.drop_lowest, len(counted) - 1)
    every = replace(made, drop_lowest=0)

    def without(names):
        return mark(every, {**scores, **dict.fromkeys(names)})

    assert len(found.dropped) == drop
    assert found.mark == without(found.dropped) == max(map(without, combinations(counted, drop)))


@given(settings_and_scores(), st.data())
def test_an_excuse_is_as_if_the_assignment_did_not_exist(case, data):
    """What is excused weighs nothing: leaving it out of the course gives the same mark."""
    made, scores = case
    kept = [each for each in made.assignments if scores[each.name]]
    regular = sum(not each.bonus for each in kept)
    if not regular:
        assert mark(made, scores) is None
        return
    smaller = replace(made, assignments=kept, drop_lowest=min(made.drop_lowest, regular - 1))

    assert mark(made, scores) == mark(smaller, scores)


@given(settings_and_scores(), st.randoms())
def test_the_order_of_assignments_does_not_matter(case, random):
    """The mark is of what was earned, not of when."""
    made, scores = case
    shuffled = list(made.assignments)
    random.shuffle(shuffled)

    assert mark(made, scores) == mark(replace(made, assignments=shuffled), scores)


@given(st.lists(st.integers(1, 1000), min_size=1, max_size=8), st.data())
def test_a_formula_whose_weights_sum_to_one_is_a_mean(weights, data):
    """It lies between its lowest and its highest mark, and equal marks give that mark."""
    total = sum(weights)
    parts = [
        Component(f"C{number}", assignments=[Assignment(f"a{number}")])
        for number in range(len(weights))
    ]
    formula = Formula(
        tuple(Term(Fraction(w, total), part) for w, part in zip(weights, parts, strict=True))
    )
    formula.validate()
    marks = {part.name: Fraction(data.draw(st.integers(0, 1000)), 100) for part in parts}

    assert min(marks.values()) <= formula.value(marks) <= max(marks.values())
    assert formula.value(dict.fromkeys(marks, Fraction(333, 100))) == Fraction(333, 100)


class TestByExample:
    """The same, told with numbers."""

    def test_dropping_by_points_drops_what_helps_most(self):
        """Half of 100 points is worse than nothing of 1, though its share is higher."""
        homework = component("big", "small", "whole", drop_lowest=1)
        found = component_mark(
            homework,
            marks_of({"big": (50, 100), "small": (0, 1), "whole": (100, 100)}),
            scale=SCALE,
        )

        assert found.dropped == ("big",)
        assert found.mark == 10 * Fraction(100, 101)

    @pytest.mark.parametrize(
        ("by", "expected"), [("points", Fraction(19, 2)), ("mean", Fraction(10))]
    )
    def test_bonus_points_fill_up_what_was_lost(self, by, expected):
        """8 of 10 and 8 of 10, and 3 of 5 on top: 19 of 20 points, or 8/10 + 3/10 by mean."""
        homework = component("a", "b", "extra", bonus=["extra"], by=by)

        assert expected == mark(homework, {"a": (8, 10), "b": (8, 10), "extra": (3, 5)})

    @pytest.mark.parametrize(("percent", "expected"), [(0, 10), (5, Fraction(21, 2))])
    def test_bonus_is_capped(self, percent, expected):
        """Full marks and all of the bonus is the scale, or as much above it as the course says."""
        homework = component("a", "extra", bonus=["extra"], bonus_percent=percent)
        found = component_mark(homework, marks_of({"a": (10, 10), "extra": (5, 5)}), scale=SCALE)

        assert (expected, True) == (found.mark, found.capped)

    def test_an_excuse_takes_no_drop(self):
        """Who is excused from one and did badly in another loses neither."""
        homework = component("a", "b", "c", drop_lowest=1)

        assert 9 == mark(homework, {"a": None, "b": (1, 10), "c": (9, 10)})

    def test_the_last_one_is_never_dropped(self):
        """In the first week a single mark counts, whatever will be dropped later."""
        homework = component("a", "b", "c", drop_lowest=2)

        assert 4 == mark(homework, {"a": (4, 10), "b": None, "c": None})
