"""A bank of late days for the term."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from autograder.errors import CourseError, near_miss
from autograder.gradebook.formula import Component


@dataclass(frozen=True, slots=True)
class LateDays:
    """So many days that a student's work may be late in the term without losing points.

    They are spent by themselves, in the order in which work is due for the class, a day for each
    day late as long as any are left.  So points never decide what is spent, and handing in a day
    later never helps.  What is closed stays closed, and spends nothing.

    Attributes:
        days: for each student.
        components: where they count, by name; none named: wherever the course's own `late` does.
    """

    days: int
    components: Sequence[str] = field(default=(), kw_only=True)

    def __post_init__(self) -> None:
        if isinstance(self.days, bool) or not isinstance(self.days, int) or self.days < 1:
            raise CourseError(
                f"LateDays: days is {self.days!r}, but should be an integer, 1 or more"
            )
        if isinstance(self.components, str):
            raise CourseError(
                f"LateDays: components is {self.components!r}, but should be a list of names"
            )
        object.__setattr__(self, "components", tuple(self.components))

    def count_in(self, component: Component) -> bool:
        """Whether they are spent on late work of this component."""
        if self.components:
            return component.name in self.components
        return component.late is None

    def check(self, components: Sequence[Component]) -> None:
        """Raise CourseError unless they fit the course's components."""
        names = [component.name for component in components]
        for name in self.components:
            if name not in names:
                meant = near_miss(name, names) or f"; known: {', '.join(names)}"
                raise CourseError(f"LateDays: there is no component {name!r}{meant}")
        for component in components:
            if self.count_in(component) and component.attempts == "best":
                raise CourseError(
                    f"LateDays: in {component.name} the best attempt counts, so that points would "
                    "decide how many days are spent; say attempts='last' there, or name other "
                    "components"
                )
