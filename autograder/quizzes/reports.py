"""What verifying quizzes found, for people and for programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class QuizReport:
    """What verifying one quiz found.

    Attributes:
        name: the quiz.
        points: what it is worth.
        questions: how many it has.
        slips: known slips and wrong options.
        variants: how many were looked at.
        by_copying: the mean share of the points that a neighbour's answers earn.
        broken: one line for every law that does not hold.
    """

    name: str
    points: int
    questions: int
    slips: int
    variants: int
    by_copying: float
    broken: tuple[str, ...]


def as_json(reports: Sequence[QuizReport]) -> list[dict[str, object]]:
    """The reports in the form of `verify --format json`."""
    return [asdict(report) for report in reports]


def as_text(reports: Sequence[QuizReport]) -> str:
    """The reports as a table, every broken law below it."""
    columns = f"{'questions':>10}{'points':>8}{'slips':>7}{'variants':>10}{'by copying':>12}"
    lines = [f"{'quiz':<20}{columns}"]
    lines += [
        f"{report.name:<20}{report.questions:>10}{report.points:>8}{report.slips:>7}"
        f"{report.variants:>10}{report.by_copying:>12.1%}"
        for report in reports
    ]
    broken = [f"{report.name}: {line}" for report in reports for line in report.broken]
    return "\n".join(lines + (broken or ["all laws of quizzes hold"]))
