"""A faulty question or check, corrected by a line in `course_config.py`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from types import CodeType, FunctionType
from typing import Any

from autograder.errors import CourseError
from autograder.receipts import CheckResult, Outcome, Receipt

Also = Callable[..., Any] | float | str | Sequence[Any]
"""Another answer: a number, numbers, an option's text, or a function of what was drawn."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What became of one question of a quiz, or one check of a topic, that was at fault.

    Exactly one of `everybody`, `leave_out` and `also` is said.

    Attributes:
        assignment: the quiz or the topic.
        name: of the question, or of the check.
        everybody: all who handed in have its points, and what waits for it is judged.
        leave_out: its points are worth nothing for anybody; what waits for it is judged.
        also: another answer to a question that earns everything: a number, numbers, the text of
            an option or a statement, or a function of what is drawn for the question.
        reason: students and staff read it.
    """

    assignment: str
    name: str
    everybody: bool = field(default=False, kw_only=True)
    leave_out: bool = field(default=False, kw_only=True)
    also: Also | None = field(default=None, kw_only=True)
    reason: str = field(kw_only=True)

    def __post_init__(self) -> None:
        said = (self.everybody is True) + (self.leave_out is True) + (self.also is not None)
        if said != 1:
            raise CourseError(
                f"{self.where}: say one of everybody=True, leave_out=True and also=ANSWER"
            )
        if not isinstance(self.reason, str) or not self.reason.strip():
            raise CourseError(f"{self.where}: reason is {self.reason!r}, but should say why")

    @property
    def where(self) -> str:
        """What messages about it begin with."""
        return f"Correction for {self.assignment}, {self.name}"

    @property
    def told(self) -> str:
        """What it does, and why, for everybody."""
        what = "another answer is accepted as well"
        if self.everybody:
            what = "everybody gets its points"
        if self.leave_out:
            what = "left out, it counts for nobody"
        return f"{what} ({self.reason.strip()})"

    @property
    def sentence(self) -> str:
        """The same with its name."""
        return f"{self.name}: {self.told}"

    @property
    def digest(self) -> str:
        """What a verdict depends on of it."""
        also = _spelled(self.also.__code__) if isinstance(self.also, FunctionType) else self.also
        return repr((self.name, self.everybody, self.leave_out, also, self.reason))

    def decided(self, result: CheckResult) -> CheckResult:
        """The result of its question or check as corrected; `also` is decided by the answer."""
        if self.also is not None:
            return result
        points = 0 if self.leave_out else result.points
        return replace(
            result,
            points=points,
            earned=points,
            outcome=Outcome.PASSED,
            message="",
            hint="",
            example="",
            shown=None,
            cause=None,
            correction=self.told,
            left_out=result.points - points,
        )


def _spelled(code: CodeType) -> str:
    """What a function does, whatever its address is."""
    constants = [_spelled(c) if isinstance(c, CodeType) else repr(c) for c in code.co_consts]
    return repr((code.co_code, code.co_names, code.co_varnames, constants))


def check_corrections(corrections: Iterable[object], known: Callable[[str], object]) -> None:
    """Raise CourseError unless they fit together and `known` knows each one's assignment."""
    seen: dict[tuple[str, str], Correction] = {}
    for each in corrections:
        if not isinstance(each, Correction):
            raise CourseError(f"Course: {each!r} should be a Correction")
        try:
            known(each.assignment)
        except CourseError as error:
            raise CourseError(f"{each.where}: {error}") from None
        before = seen.setdefault((each.assignment, each.name), each)
        if before is not each and (before.also is None or each.also is None):
            raise CourseError(f"{each.where}: is corrected twice; keep one")


def decided(
    results: Iterable[CheckResult], corrections: Iterable[Correction]
) -> list[CheckResult]:
    """The results of an assignment as its corrections decide them."""
    by_name = {each.name: each for each in corrections}
    return [by_name[r.name].decided(r) if r.name in by_name else r for r in results]


def not_applied(corrections: Sequence[Correction], receipts: Iterable[Receipt]) -> tuple[str, ...]:
    """A line for each assignment with marks that are older than its corrections of today.

    Args:
        corrections: the course's of today.
        receipts: of what was handed in last.
    """
    older: dict[str, int] = {}
    for receipt in receipts:
        name = receipt.assignment
        wanted = tuple(each.sentence for each in corrections if each.assignment == name)
        if receipt.topic_hash and receipt.corrections != wanted:
            older[name] = older.get(name, 0) + 1
    return tuple(
        f"{name}: {count} mark{'' if count == 1 else 's'} without the corrections that "
        f"course_config.py has now; autograder grade {name} shows who gains and who loses, "
        f"autograder grade {name} --regrade --yes writes it"
        for name, count in sorted(older.items())
    )
