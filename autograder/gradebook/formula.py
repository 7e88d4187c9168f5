"""The formula of the grade, written as in the syllabus: `0.4 * homework + 0.6 * exam`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from typing import Any

from autograder.errors import CourseError
from autograder.gradebook.exact import Number, as_text, exactly
from autograder.gradebook.lateness import Late, parse_due

_NAME = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class Assignment:
    """Something that earns points.

    Attributes:
        name: the topic's name, or a name of your own for work on paper.
        due: "2027-02-12 23:59" in the course's time zone; None: never late.
        opens: when it may be handed in first, written as `due` is; None: at any time.
        closes: when nothing is accepted any more; None: as the late policy says.
        points: what it is worth; may be left out where the topic's checks say it.
        paper: marked by people; its scores come from the scores CSV.
        bonus: its points are earned, but are not among those that could be.
    """

    name: str
    due: str | None = field(default=None, kw_only=True)
    opens: str | None = field(default=None, kw_only=True)
    closes: str | None = field(default=None, kw_only=True)
    points: Number | None = field(default=None, kw_only=True)
    paper: bool = field(default=False, kw_only=True)
    bonus: bool = field(default=False, kw_only=True)

    def __post_init__(self) -> None:
        if not isinstance(self.name, str) or not _NAME.fullmatch(self.name):
            raise CourseError(
                f"Assignment: the name is {self.name!r}, "
                "but should consist of letters, digits, _ and -, as folder names do"
            )
        where = f"Assignment {self.name!r}"
        _check_times(self, where=where)
        if self.points is not None and exactly(self.points, what=f"{where}: points") <= 0:
            raise CourseError(f"{where}: points is {self.points}, but should be more than 0")
        if self.paper and self.points is None:
            raise CourseError(f"{where} is on paper, so say what it is worth, such as points=10")


def _check_times(assignment: Assignment, *, where: str) -> None:
    """Opens before due, due not after closes, each written as it should be."""
    given = {
        name: parse_due(text, where=where, what=name)
        for name in ("opens", "due", "closes")
        if (text := getattr(assignment, name)) is not None
    }
    names = list(given)
    for first, second in pairwise(names):
        if given[first] > given[second] or (first == "opens" and given[first] == given[second]):
            raise CourseError(
                f"{where}: {first} is {getattr(assignment, first)}, "
                f"but should be before {second}, {getattr(assignment, second)}"
            )


@dataclass(frozen=True, slots=True)
class Component:
    """A part of the grade, such as the homework.

    Its mark is 0…scale: the points earned over the points possible, summed over its
    assignments (`by="points"`), or the mean of the assignments' shares (`by="mean"`).

    Attributes:
        name: as in the syllabus's formula.
        assignments: what it consists of.
        by: "points" or "mean".
        drop_lowest: how many assignments are left out, those that it helps most to leave out.
        bonus_percent: how far bonus points may lift the mark above the scale.
        late: what lateness costs here; None: as in the whole course.
        attempts: which counts if work was handed in more than once, "last" or "best".
    """

    name: str
    assignments: Sequence[Assignment] = field(kw_only=True)
    by: str = field(default="points", kw_only=True)
    drop_lowest: int = field(default=0, kw_only=True)
    bonus_percent: Number = field(default=0, kw_only=True)
    late: Late | None = field(default=None, kw_only=True)
    attempts: str = field(default="last", kw_only=True)

    def __post_init__(self) -> None:
        where = f"Component {self.name!r}"
        object.__setattr__(self, "assignments", tuple(self.assignments))
        if not self.assignments:
            raise CourseError(f"{where} has no assignments; list at least one")
        for assignment in self.assignments:
            if not isinstance(assignment, Assignment):
                raise CourseError(f"{where}: {assignment!r} should be Assignment({assignment!r})")
        if self.by not in ("points", "mean"):
            raise CourseError(f"{where}: by is {self.by!r}, but should be 'points' or 'mean'")
        if self.attempts not in ("last", "best"):
            raise CourseError(
                f"{where}: attempts is {self.attempts!r}, but should be 'last' or 'best'"
            )
        regular = sum(not assignment.bonus for assignment in self.assignments)
        if not regular:
            raise CourseError(f"{where} is all bonus; list an assignment that is none")
        drop = self.drop_lowest
        if isinstance(drop, bool) or not isinstance(drop, int) or not 0 <= drop < regular:
            raise CourseError(
                f"{where}: drop_lowest is {drop!r}, but should be an integer from 0 to "
                f"{regular - 1}: one assignment has to count"
            )
        if exactly(self.bonus_percent, what=f"{where}: bonus_percent") < 0:
            raise CourseError(
                f"{where}: bonus_percent is {self.bonus_percent}, but should be 0 or more"
            )

    def __rmul__(self, weight: Number) -> Term:
        return Term(exactly(weight, what=f"the weight of {self.name}"), self)

    __mul__ = __rmul__


@dataclass(frozen=True, slots=True)
class Term:
    """A weighted component."""

    weight: Fraction
    component: Component

    def __post_init__(self) -> None:
        if self.weight <= 0:
            raise CourseError(
                f"the weight of {self.component.name} is {as_decimal(self.weight)}, "
                "but should be more than 0; leave out what does not count"
            )

    def __add__(self, other: Term | Formula) -> Formula:
        return as_formula(self) + other

    def __radd__(self, other: int) -> Formula:
        return as_formula(self).__radd__(other)

    def __str__(self) -> str:
        return f"{as_decimal(self.weight)}·{self.component.name}"


@dataclass(frozen=True, slots=True)
class Formula:
    """A sum of weighted components."""

    terms: tuple[Term, ...]

    def __add__(self, other: Term | Formula | Component) -> Formula:
        return Formula(self.terms + as_formula(other).terms)

    def __radd__(self, other: int) -> Formula:
        # sum() begins with 0.
        return self if other == 0 else NotImplemented

    @property
    def components(self) -> tuple[Component, ...]:
        """The components in the order they were written."""
        return tuple(term.component for term in self.terms)

    def validate(self) -> None:
        """Raise CourseError unless the weights sum to 1 and no component occurs twice."""
        names = [component.name for component in self.components]
        for name in names:
            if names.count(name) > 1:
                raise CourseError(f"grade: {name} occurs twice in {self}")
        total = sum((term.weight for term in self.terms), Fraction(0))
        if total != 1:
            raise CourseError(
                f"grade: the weights of {self} sum to {as_decimal(total)}, but should sum to 1"
            )

    def value(self, marks: Mapping[str, Fraction | None]) -> Fraction | None:
        """The weighted mean of the components' marks.

        A mark of None is excused: the other weights grow in proportion.  None if all are.
        """
        counted = [
            (term.weight, mark)
            for term in self.terms
            if (mark := marks[term.component.name]) is not None
        ]
        if not counted:
            return None
        weights = sum((weight for weight, _ in counted), Fraction(0))
        return sum((weight * mark for weight, mark in counted), Fraction(0)) / weights

    def __str__(self) -> str:
        return " + ".join(str(term) for term in self.terms)


def as_formula(grade: Any) -> Formula:
    """A formula from a formula, one term or one component; raise CourseError otherwise."""
    if isinstance(grade, Formula):
        return grade
    if isinstance(grade, Term):
        return Formula((grade,))
    if isinstance(grade, Component):
        return Formula((Term(Fraction(1), grade),))
    raise CourseError(
        f"grade: got {grade!r}, but should be a sum such as 0.4 * homework + 0.6 * exam"
    )


def as_decimal(weight: Fraction) -> str:
    """A weight as in the syllabus: `0.4`; as a fraction if its decimals do not end."""
    text = as_text(abs(weight))
    text = str(abs(weight)) if " " in text else text
    return f"-{text}" if weight < 0 else text
