"""How many pass each check, and whether the able do."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.receipts import Outcome
from autograder.reporting.class_report.check_statistics import (
    ENOUGH,
    check_statistics,
    earned_by_student,
    exercise_statistics,
    remark,
)

PASSED, FAILED, SKIPPED, ERROR = Outcome.PASSED, Outcome.FAILED, Outcome.SKIPPED, Outcome.ERROR


@pytest.fixture(scope="session")
def statistics(receipt, result):
    """Of one check with these outcomes; the others earn so much elsewhere, if that is said."""

    def make(outcomes, elsewhere=None):
        receipts, others = [], []
        for number, outcome in enumerate(outcomes):
            student = f"s{number:02}"
            one = result("f_is_right", "f", outcome, seconds=0.1 * (number + 1))
            receipts.append(receipt(student, "warmup", one))
            if elsewhere:
                earned = [
                    result(f"g_{n}", "g", PASSED if n < elsewhere[number] else FAILED, points=1)
                    for n in range(10)
                ]
                others.append(receipt(student, "losses", *earned))
        (found,) = check_statistics(receipts, earned_by_student([*receipts, *others]))
        return found

    return make


def test_an_error_of_ours_is_no_failure_and_a_skipped_check_is_not_passed(statistics):
    """One of three judged passed; the fourth is ours."""
    found = statistics([PASSED, FAILED, SKIPPED, ERROR])

    assert (found.judged, found.pass_rate) == (3, 1 / 3)
    assert statistics([ERROR]).pass_rate is None


def test_times_are_of_checks_that_ran(statistics):
    """A check that was skipped took no time, and would make the median small."""
    found = statistics([PASSED, FAILED, PASSED, SKIPPED, SKIPPED, SKIPPED])

    assert (found.median_seconds, found.most_seconds) == pytest.approx((0.2, 0.3))
    assert statistics([SKIPPED]).median_seconds is None


def test_a_check_that_the_able_pass_discriminates(statistics):
    """The upper half passes: it does; the lower half passes: it does the opposite."""
    able, others = [PASSED] * 5, [FAILED] * 5
    elsewhere = [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]

    assert statistics([*able, *others], elsewhere).discrimination == pytest.approx(0.87, abs=0.01)
    assert statistics([*others, *able], elsewhere).discrimination == pytest.approx(-0.87, abs=0.01)


@pytest.mark.parametrize(
    ("outcomes", "elsewhere"),
    [
        ([PASSED] * 10, list(range(10))),
        ([PASSED, FAILED] * 5, [5] * 10),
        ([PASSED, FAILED] * ((ENOUGH - 1) // 2), [1, 2, 3, 4, 5, 6][: ENOUGH - 2]),
        ([PASSED, FAILED] * 5, None),
    ],
    ids=["all pass", "all earn the same", "too few", "nothing else to earn"],
)
def test_where_nothing_can_be_said_nothing_is(statistics, outcomes, elsewhere):
    """No number rather than one that means nothing."""
    assert statistics(outcomes, elsewhere).discrimination is None


def test_its_own_exercise_says_nothing_about_a_check(receipt, result):
    """Checks of one exercise come after one another: they would always agree."""
    receipts = [
        receipt(
            f"s{n}",
            "warmup",
            result("f_is_right", "f", PASSED if n % 2 else FAILED),
            result("f_is_even", "f", PASSED if n % 2 else SKIPPED),
        )
        for n in range(12)
    ]

    found = check_statistics(receipts, earned_by_student(receipts))
    assert [None, None] == [each.discrimination for each in found]


OUTCOMES = st.lists(
    st.tuples(st.sampled_from(list(Outcome)), st.integers(0, 10)), min_size=1, max_size=25
)


@given(OUTCOMES, st.randoms(use_true_random=False))
def test_counts_add_up_and_order_does_not_matter(statistics, drawn, rng):
    """Every student is counted once; rates are 0…1, correlations -1…1; shuffled it is the same."""
    found = statistics(*map(list, zip(*drawn, strict=True)))
    shuffled = rng.sample(drawn, len(drawn))
    again = statistics(*map(list, zip(*shuffled, strict=True)))

    assert sum(found.count.values()) == len(drawn)
    assert found.pass_rate is None or 0 <= found.pass_rate <= 1
    assert found.discrimination is None or -1 <= found.discrimination <= 1
    assert (found.count, found.pass_rate) == (again.count, again.pass_rate)
    assert found.discrimination == pytest.approx(again.discrimination, abs=1e-9)


@pytest.mark.parametrize(
    ("outcomes", "said"),
    [
        ([[PASSED, PASSED], [PASSED, PASSED]], "everybody solves it"),
        ([[PASSED, FAILED], [PASSED, FAILED]], "nobody solves it"),
        ([[FAILED, SKIPPED], [FAILED, SKIPPED]], "nobody earns a point"),
        ([[PASSED, PASSED], [PASSED, FAILED]], ""),
        ([[PASSED, PASSED]], ""),
        ([[ERROR, ERROR], [PASSED, PASSED], [PASSED, PASSED]], "everybody solves it"),
    ],
)
def test_says_what_nobody_or_everybody_solves(receipt, result, outcomes, said):
    """A class of one says nothing, and neither does an error of ours."""
    receipts = [
        receipt(f"s{n}", "warmup", *(result(f"f_{k}", "f", o) for k, o in enumerate(row)))
        for n, row in enumerate(outcomes)
    ]
    (found,) = exercise_statistics(receipts, earned_by_student(receipts))

    assert said == remark(found)


def test_exercises_are_counted_as_the_receipts_say(make_class):
    """The mean share of an exercise is the sum of its points over what they could be."""
    receipts = [each for each in make_class() if each.assignment == "warmup"]
    double, norm = exercise_statistics(receipts, earned_by_student(receipts))
    earned = [sum(c.earned for c in r.checks if c.exercise == "double") for r in receipts]

    assert (double.name, double.points, double.students) == ("double", 4, len(receipts))
    assert double.mean == pytest.approx(sum(earned) / 4 / len(receipts))
    assert double.solved == earned.count(4)
    assert norm.name == "norm"


def test_a_submission_that_could_not_be_read_is_in_no_statistic(make_class, receipt):
    """It has no checks; that it exists is said elsewhere."""
    receipts = [each for each in make_class() if each.assignment == "warmup"]
    unread = replace(receipts[0], student="unread", checks=(), problem="is not a notebook")
    both = random.Random(3).sample([*receipts, unread], len(receipts) + 1)

    found = exercise_statistics(both, earned_by_student(both))
    assert {each.students for each in found} == {len(receipts)}
