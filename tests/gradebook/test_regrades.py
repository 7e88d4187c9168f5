"""A regrade says who gains or loses how much, and why."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from autograder.gradebook.by_hand import ByHand
from autograder.gradebook.marks import compute_marks
from autograder.gradebook.regrades import as_plain_text, changes
from autograder.gradebook.scores import Score
from autograder.receipts import Outcome


def changed(course, old, new, *, scores=(), manual=None):
    """The changes when `new` receipts replace some of the `old` ones."""
    manual = manual or {}
    replaced = {(each.assignment, each.student) for each in new}
    kept = [each for each in old if (each.assignment, each.student) not in replaced]
    return changes(
        compute_marks(course, old, scores, manual=manual),
        compute_marks(course, [*kept, *new], scores, manual=manual),
        zip(old, new, strict=True),
        manual=manual,
    )


def test_tells_who_gains_and_who_loses_and_why(course, receipt, check):
    """A check that was too strict, one that was too lenient, a new one and one that is gone."""

    def graded(student, *outcomes, last):
        checks = [
            check(f"{name}_is_right", name, 5, outcome, message=f"{name} is 2, but should be 3")
            for name, outcome in zip("fg", outcomes, strict=True)
        ]
        return receipt(student, "losses", *checks, check(last, "h", 2))

    passed, failed = Outcome.PASSED, Outcome.FAILED
    old = [
        graded("ann", failed, passed, last="h_is_old"),
        graded("bob", passed, passed, last="h_is_old"),
    ]
    new = [
        graded("ann", passed, passed, last="h_is_new"),
        graded("bob", passed, failed, last="h_is_new"),
    ]

    assert (
        as_plain_text(changed(course, old, new), course)
        == """\
losses: 1 gain, 1 lose, 0 keep their share; the course's grade rises for 1 and falls for 1
  ann  7 of 12 → 12 of 12, grade 5.83 → 10.00
         f_is_right: failed → passed, 0 → 5 of 5
         h_is_new: new, passed, 2 of 2
         h_is_old: no longer a check, was 2 of 2
  bob  12 of 12 → 7 of 12, grade 10.00 → 5.83
         g_is_right: passed → failed, 5 → 0 of 5: g is 2, but should be 3
         h_is_new: new, passed, 2 of 2
         h_is_old: no longer a check, was 2 of 2"""
    )


def test_what_people_entered_stays(course, receipt, check):
    """A score by hand and a line of the scores CSV outrank the new verdicts, and this is said."""
    old, new = (
        [
            receipt(student, "losses", check("f_is_right", "f", 5, outcome))
            for student in ("ann", "bob")
        ]
        for outcome in (Outcome.FAILED, Outcome.PASSED)
    )
    manual = {("losses", "ann"): {"f": ByHand(Fraction(3))}}
    scores = [Score("bob", "losses", Fraction(1), Fraction(5))]
    ann, bob = changed(course, old, new, scores=scores, manual=manual)

    assert (ann.difference, bob.difference) == (0, 0)
    assert ann.why == (
        "f_is_right: failed → passed, 0 → 5 of 5; the score of f was entered by hand and stays",
    )
    assert bob.why[-1] == "the scores CSV outranks the checks: its score stays"


def test_a_regrade_that_changes_nothing_is_short(course, earning):
    """Other hashes are no other verdict."""
    old = [earning("ann", "losses", 3, 5)]
    new = [earning("ann", "losses", 3, 5, topic_hash="2" * 64)]

    assert as_plain_text(changed(course, old, new), course) == "no verdict changes"


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=5))
def test_the_difference_is_what_the_gradebook_will_say(course, earning, both):
    """Before plus difference is after, and whoever is not listed keeps everything."""
    students = [f"s{number}" for number in range(len(both))]
    old, new = (
        [earning(name, "losses", two[side], 5) for name, two in zip(students, both, strict=True)]
        for side in (0, 1)
    )
    found = {change.student: change.difference for change in changed(course, old, new)}

    assert found == {
        name: after - before
        for name, (before, after) in zip(students, both, strict=True)
        if before != after
    }
