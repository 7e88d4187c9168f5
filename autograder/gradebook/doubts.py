"""Why staff must look at a piece of work before its mark counts."""

from __future__ import annotations

from datetime import datetime, timedelta
from fractions import Fraction

from autograder.gradebook.by_hand import OfWork
from autograder.gradebook.course import Course
from autograder.gradebook.exact import as_text
from autograder.gradebook.lateness import in_words
from autograder.receipts import Receipt

SKEW = timedelta(minutes=10)  # clocks differ


def about_checks(receipt: Receipt, manual: OfWork, points: Fraction | None) -> list[str]:
    """Why staff must look at what the checks found."""
    found, name = [], receipt.assignment
    scored = {exercise for exercise, each in manual.items() if each.score is not None}
    if errors := [check.name for check in receipt.errors if check.exercise not in scored]:
        found.append(f"{name}: provisional, checks ended in an error of ours: {', '.join(errors)}")
    if gone := scored - {check.exercise for check in receipt.checks} if receipt.checks else ():
        found.append(
            f"{name}: provisional, staff scored {', '.join(sorted(gone))}, which the checks no "
            "longer have: it counts on top until you empty it in formgrader"
        )
    found += [f"{name}: provisional, {told}" for told in _beside_corrections(receipt, manual)]
    if receipt.problem:
        found.append(f"{name}: provisional, {receipt.problem}")
    if receipt.checks and points is not None and receipt.points != points:
        found.append(
            f"{name}: provisional, graded out of {receipt.points}, "
            f"but it is worth {as_text(points)}; grade again"
        )
    return found


def _beside_corrections(receipt: Receipt, manual: OfWork) -> list[str]:
    """What staff typed for exercises whose corrections say otherwise."""
    found = []
    for exercise, typed in sorted(manual.items()):
        mine = [check for check in receipt.checks if check.exercise == exercise]
        given = sum(check.earned for check in mine if check.correction)
        if typed.score is not None and typed.score < given:
            found.append(
                f"staff scored {typed.of(exercise)}, of which its correction alone gives {given}: "
                "empty the score in formgrader, or raise it"
            )
        if mine and typed.counts and not sum(check.points for check in mine):
            found.append(
                f"{exercise} is left out, but staff entered {typed.of(exercise)}: it counts on "
                "top until you empty it in formgrader"
            )
    return found


def about_time(receipt: Receipt, submitted: datetime | None, course: Course) -> list[str]:
    """Why staff must look at the time of handing in, where it is due at some time."""
    name, stamp = receipt.assignment, receipt.submitted_at
    if submitted is not None and submitted > course.present + SKEW:
        when = in_words(submitted, course.zone)
        return [f"{name}: provisional, submitted at {when}, which is still to come"]
    if stamp is not None and submitted is None:
        told = "it should be as '2027-02-12 23:59:00 +0300', or end in a name of the zone"
        wrong = f"submitted at {stamp!r}, which is no time"
        return [f"{name}: provisional, {wrong}; {told} {course.timezone}"]
    if stamp is None and course.assignment(name).due and not receipt.problem:
        return [f"{name}: provisional, time of submission unknown, taken as on time"]
    return []
