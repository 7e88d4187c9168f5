"""What a component counts for one student: points or mean, the lowest dropped, bonus capped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from autograder.gradebook.assignment_marks import AssignmentMark
from autograder.gradebook.exact import exactly
from autograder.gradebook.formula import Component


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentMark:
    """The mark of one component, with what it was made of; all numbers are exact.

    Attributes:
        name: the component's name.
        mark: on the course's scale; None if nothing in it counts.
        earned: what was summed up: points, or shares of 1 if the component counts by mean.
        possible: what that is divided by: points, or how many shares.
        dropped: names of the assignments that `drop_lowest` leaves out.
        capped: bonus points would have lifted the mark higher.
    """

    name: str
    mark: Fraction | None
    earned: Fraction = Fraction(0)
    possible: Fraction = Fraction(0)
    dropped: tuple[str, ...] = ()
    capped: bool = False


@dataclass(frozen=True, slots=True)
class _Part:
    """What one assignment adds to both sides of the fraction bar."""

    name: str
    value: Fraction
    size: Fraction


def component_mark(
    component: Component, marks: Mapping[str, AssignmentMark], *, scale: Fraction
) -> ComponentMark:
    """The component's mark on the scale, from the marks of its assignments by name."""
    parts, bonus = [], Fraction(0)
    for assignment in component.assignments:
        mark = marks[assignment.name]
        if not mark.points:  # excused, or not graded yet
            continue
        by_mean = component.by == "mean"
        value = mark.after_penalty / mark.points if by_mean else mark.after_penalty
        if assignment.bonus:
            bonus += value
        else:
            size = Fraction(1) if by_mean else mark.points
            parts.append(_Part(assignment.name, value, size))
    if not parts:
        return ComponentMark(name=component.name, mark=None)
    kept = _kept(parts, drop=component.drop_lowest, bonus=bonus)
    earned, possible = _sums(kept, bonus)
    top = scale * (1 + exactly(component.bonus_percent, what="bonus_percent") / 100)
    return ComponentMark(
        name=component.name,
        mark=min(scale * earned / possible, top),
        earned=earned,
        possible=possible,
        dropped=tuple(part.name for part in parts if part not in kept),
        capped=scale * earned / possible > top,
    )


def _kept(parts: Sequence[_Part], *, drop: int, bonus: Fraction) -> Sequence[_Part]:
    """All but `drop` of the parts (one at least), so that the mark is as high as it can be.

    Dropping the lowest share would not do: where assignments differ in size, raising one score
    could then lower the mark.  Dinkelbach's method finds the best choice exactly: keep what
    lies highest above the best ratio so far, until the ratio no longer grows.
    """
    keep = max(len(parts) - drop, 1)
    kept, ratio = parts, Fraction(-1)
    while (better := _ratio(kept, bonus)) > ratio:
        ratio = better
        above = sorted(parts, key=lambda part: part.value - ratio * part.size, reverse=True)
        kept = above[:keep]
    return kept


def _ratio(parts: Sequence[_Part], bonus: Fraction) -> Fraction:
    earned, possible = _sums(parts, bonus)
    return earned / possible


def _sums(parts: Sequence[_Part], bonus: Fraction) -> tuple[Fraction, Fraction]:
    earned = sum((part.value for part in parts), bonus)
    return earned, sum((part.size for part in parts), Fraction(0))
