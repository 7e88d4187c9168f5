"""How the class does on each check and each exercise: how many pass, and whether the able do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import correlation, fmean, median

from autograder.receipts import CheckResult, Outcome, Receipt
from autograder.reporting.class_report.tables import Column, ColumnKind, ReportTable

ENOUGH = 8
"""From so many students on, a correlation says something."""

REMARKS = ("nobody earns a point", "nobody solves it", "everybody solves it")

Earned = dict[tuple[str, str], tuple[int, int]]
"""(assignment, exercise) → points earned and possible."""


@dataclass(frozen=True, slots=True)
class CheckStatistics:
    """One check and the class.

    Attributes:
        result: one of its results, for its name, sentence and points.
        count: outcome → students.
        discrimination: the correlation between passing it and the share of points earned in
            all other exercises of the term, -1…1; None if too few students say anything.
        median_seconds: CPU time of those that ran.
        most_seconds: the largest of these.
    """

    result: CheckResult
    count: Mapping[Outcome, int]
    discrimination: float | None
    median_seconds: float | None
    most_seconds: float | None

    @property
    def judged(self) -> int:
        """Students whose check did not end in an error of ours."""
        return sum(self.count.values()) - self.count[Outcome.ERROR]

    @property
    def pass_rate(self) -> float | None:
        """Of those judged; a check that was skipped is not passed."""
        return self.count[Outcome.PASSED] / self.judged if self.judged else None


@dataclass(frozen=True, slots=True)
class ExerciseStatistics:
    """One exercise and the class.

    Attributes:
        name: the exercise's name.
        points: what it is worth.
        students: how many handed in something that could be judged.
        solved: how many earned all of it.
        begun: how many earned some of it.
        mean: share of its points.
    """

    name: str
    points: int
    students: int
    solved: int
    begun: int
    mean: float


def earned_by_student(receipts: Iterable[Receipt]) -> dict[str, Earned]:
    """Student → exercise → points; checks that ended in an error of ours are in neither."""
    found: dict[str, Earned] = {}
    for receipt in receipts:
        of_student = found.setdefault(receipt.student, {})
        for result in receipt.checks:
            if result.outcome is not Outcome.ERROR:
                key = (receipt.assignment, result.exercise)
                earned, points = of_student.get(key, (0, 0))
                of_student[key] = (earned + result.earned, points + result.points)
    return found


def check_statistics(
    receipts: Sequence[Receipt], earned: Mapping[str, Earned]
) -> tuple[CheckStatistics, ...]:
    """Of every check of one assignment, in the topic's order.

    Args:
        receipts: one per student, all of the same assignment.
        earned: what each student earned over the term.
    """
    results: dict[str, list[tuple[Receipt, CheckResult]]] = {}
    for receipt in receipts:
        for result in receipt.checks:
            results.setdefault(result.name, []).append((receipt, result))
    totals = {receipt.student: _total(earned[receipt.student]) for receipt in receipts}
    return tuple(_statistics(each, earned, totals) for each in results.values())


def _total(earned: Earned) -> tuple[int, int]:
    """Points earned and possible in all exercises."""
    return sum(got for got, _ in earned.values()), sum(of for _, of in earned.values())


def _statistics(
    found: Sequence[tuple[Receipt, CheckResult]],
    earned: Mapping[str, Earned],
    totals: Mapping[str, tuple[int, int]],
) -> CheckStatistics:
    ran = [r.seconds for _, r in found if r.outcome in {Outcome.PASSED, Outcome.FAILED}]
    return CheckStatistics(
        result=found[0][1],
        count=Counter(result.outcome for _, result in found),
        discrimination=_discrimination(found, earned, totals),
        median_seconds=median(ran) if ran else None,
        most_seconds=max(ran) if ran else None,
    )


def _discrimination(
    found: Sequence[tuple[Receipt, CheckResult]],
    earned: Mapping[str, Earned],
    totals: Mapping[str, tuple[int, int]],
) -> float | None:
    """Whether those pass it who earn much elsewhere.

    Its own exercise is left out: checks that come after one another stand and fall together.
    """
    passed, elsewhere = [], []
    for receipt, result in found:
        if result.outcome is Outcome.ERROR:
            continue
        got, possible = totals[receipt.student]
        own_got, own_possible = earned[receipt.student][receipt.assignment, result.exercise]
        if possible > own_possible:
            passed.append(float(result.outcome is Outcome.PASSED))
            elsewhere.append((got - own_got) / (possible - own_possible))
    if len(passed) < ENOUGH or len(set(passed)) < 2 or len(set(elsewhere)) < 2:
        return None
    return max(-1.0, min(1.0, correlation(passed, elsewhere)))


def exercise_statistics(
    receipts: Sequence[Receipt], earned: Mapping[str, Earned]
) -> tuple[ExerciseStatistics, ...]:
    """Of every exercise of one assignment, in the topic's order."""
    names = dict.fromkeys(
        (receipt.assignment, result.exercise) for receipt in receipts for result in receipt.checks
    )
    students = [receipt.student for receipt in receipts]
    found = []
    for key in names:
        points = [earned[s][key] for s in students if earned[s].get(key, (0, 0))[1]]
        if points:
            shares = [got / possible for got, possible in points]
            found.append(
                ExerciseStatistics(
                    name=key[1],
                    points=max(possible for _, possible in points),
                    students=len(points),
                    solved=sum(share == 1 for share in shares),
                    begun=sum(share > 0 for share in shares),
                    mean=fmean(shares),
                )
            )
    return tuple(found)


def checks_table(assignment: str, statistics: Iterable[CheckStatistics]) -> ReportTable:
    """One line per check."""
    return ReportTable(
        f"{assignment}-checks",
        "Checks",
        (
            Column("exercise", ColumnKind.NAME),
            Column("law", ColumnKind.SENTENCE),
            Column("passed", ColumnKind.SHARE, "of those judged; a skipped check is not passed"),
            Column("failed", ColumnKind.NUMBER),
            Column("skipped", ColumnKind.NUMBER, "another check must hold first"),
            Column("our errors", ColumnKind.NUMBER),
            Column(
                "discrimination",
                ColumnKind.CORRELATION,
                "correlation of passing with the points of all other exercises of the term",
            ),
            Column("median time", ColumnKind.SECONDS, "CPU seconds of those that ran"),
            Column("longest", ColumnKind.SECONDS),
            Column("points", ColumnKind.NUMBER),
            Column("seen by", ColumnKind.WORDS, on_page=False),
            Column("check", ColumnKind.NAME, on_page=False),
        ),
        tuple(
            (
                one.result.exercise,
                one.result.sentence,
                one.pass_rate,
                one.count[Outcome.FAILED],
                one.count[Outcome.SKIPPED],
                one.count[Outcome.ERROR],
                one.discrimination,
                one.median_seconds,
                one.most_seconds,
                one.result.points,
                "students" if one.result.public else "staff",
                one.result.name,
            )
            for one in statistics
        ),
        empty="Nothing could be run.",
        opened=100,
    )


def exercises_table(assignment: str, statistics: Iterable[ExerciseStatistics]) -> ReportTable:
    """One line per exercise, and which nobody or everybody solves."""
    return ReportTable(
        f"{assignment}-exercises",
        "Exercises",
        (
            Column("exercise", ColumnKind.NAME),
            Column("solved", ColumnKind.SHARE, "earned every point of it"),
            Column("begun", ColumnKind.SHARE, "earned a point of it"),
            Column("points earned", ColumnKind.SHARE, "the mean"),
            Column("points", ColumnKind.NUMBER),
            Column("students", ColumnKind.NUMBER),
            Column("remark", ColumnKind.WORDS),
        ),
        tuple(
            (
                one.name,
                one.solved / one.students,
                one.begun / one.students,
                one.mean,
                one.points,
                one.students,
                remark(one) or None,
            )
            for one in statistics
        ),
        empty="Nothing could be run.",
        opened=100,
    )


def remark(one: ExerciseStatistics) -> str:
    """Whether nobody or everybody solves it; a class of one says nothing."""
    if one.students < 2:
        return ""
    if one.solved == 0:
        return REMARKS[1] if one.begun else REMARKS[0]
    return REMARKS[2] if one.solved == one.students else ""
