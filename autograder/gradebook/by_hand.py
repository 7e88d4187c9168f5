"""What staff type into nbgrader's database, as formgrader does: scores, extra credit, comments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from autograder.gradebook.exact import as_text


@dataclass(frozen=True, slots=True)
class ByHand:
    """What staff entered for one exercise of one submission.

    Only what they typed is in here.  What the checks earn comes from the receipt, so that a
    regrade counts at once, whatever score nbgrader's database still holds.

    Attributes:
        score: in the place of what the checks earn; None: the checks' points stand.
        extra: on top of either.
        comment: for the student; "" if there is none.
    """

    score: Fraction | None = None
    extra: Fraction = Fraction(0)
    comment: str = ""

    @property
    def counts(self) -> bool:
        """Whether there is more than a comment."""
        return self.score is not None or bool(self.extra)

    def of(self, exercise: str) -> str:
        """`2.5 and 1 of extra credit for mse`, for the staff."""
        told = [] if self.score is None else [as_text(self.score)]
        told += [f"{as_text(self.extra)} of extra credit"] if self.extra else []
        return f"{' and '.join(told)} for {exercise}"


OfWork = Mapping[str, ByHand]
"""Exercise → what staff entered."""

Manual = Mapping[tuple[str, str], OfWork]
"""(Assignment, student) → what staff entered for what was handed in last."""
