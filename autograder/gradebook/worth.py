"""What each assignment is worth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction

from autograder.gradebook.course import Course
from autograder.gradebook.exact import exactly
from autograder.receipts import Receipt


def worth_of_each(course: Course, receipts: Iterable[Receipt]) -> dict[str, Fraction]:
    """What each assignment is worth, without what corrections left out.

    That is as the course says, else as most receipts say.
    """
    seen: dict[str, list[Receipt]] = {}
    for receipt in receipts:
        if receipt.checks:
            seen.setdefault(receipt.assignment, []).append(receipt)
    points = {}
    for assignment in course.assignments:
        graded = seen.get(assignment.name, [])
        if assignment.points is not None:
            left_out = _most(receipt.left_out for receipt in graded) if graded else 0
            points[assignment.name] = exactly(assignment.points, what=assignment.name) - left_out
        elif graded:
            points[assignment.name] = Fraction(_most(receipt.points for receipt in graded))
    return points


def _most(values: Iterable[int]) -> int:
    """The most common value; of several the largest."""
    counts = Counter(values)
    return max(counts, key=lambda value: (counts[value], value))
