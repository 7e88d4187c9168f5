"""What verifying found, for people and for programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TopicReport:
    """What verifying one topic found.

    Attributes:
        name: the topic.
        points: what it is worth.
        checks: how many checks it has.
        mistakes: how many mistakes are known; `mistakes_caught` fail the check they name.
        mutants: how many mutants were made; `mutants_caught` fail, `equivalent` are listed.
        survivors: mutants neither caught nor listed, as text.
        broken: one line for every law that does not hold.
        seconds: CPU seconds of its trials.
        replay_seconds: CPU seconds of all checks on the reference.
        slowest: the check that takes longest there, and its CPU seconds.
        spoken: how many of the mistakes are told their own sentence.
        failures: how many checks the mistakes fail; of these `shown` are told as a call.
    """

    name: str
    points: int
    checks: int
    mistakes: int
    mistakes_caught: int
    mutants: int
    mutants_caught: int
    equivalent: int
    survivors: tuple[str, ...]
    broken: tuple[str, ...]
    seconds: float
    replay_seconds: float = 0.0
    slowest: tuple[str, float] = ("", 0.0)
    spoken: int = 0
    failures: int = 0
    shown: int = 0


def as_json(reports: Sequence[TopicReport]) -> dict[str, object]:
    """The reports in the form of `verify --format json`."""
    return {
        "ok": not any(report.broken for report in reports),
        "topics": [
            {
                "name": report.name,
                "points": report.points,
                "checks": report.checks,
                "mistakes": {
                    "total": report.mistakes,
                    "caught": report.mistakes_caught,
                    "told": report.spoken,
                },
                "mutants": {
                    "total": report.mutants,
                    "caught": report.mutants_caught,
                    "equivalent": report.equivalent,
                    "survivors": list(report.survivors),
                },
                "failures": {"total": report.failures, "shown": report.shown},
                "seconds": report.seconds,
            }
            for report in reports
        ],
    }


def as_text(reports: Sequence[TopicReport]) -> str:
    """The reports as a table, every broken law below it."""
    columns = f"{'checks':>7}{'points':>7}{'mistakes':>10}{'mutants':>26}{'CPU s':>8}"
    lines = [f"{'topic':<20}{columns}{'replay s':>10}  slowest check"]
    for report in reports:
        mistakes = f"{report.mistakes_caught}/{report.mistakes}"
        mutants = f"{report.mutants_caught}/{report.mutants} ({report.equivalent} equivalent)"
        lines.append(
            f"{report.name:<20}{report.checks:>7}{report.points:>7}{mistakes:>10}"
            f"{mutants:>26}{report.seconds:>8.1f}{report.replay_seconds:>10.3f}"
            f"  {report.slowest[1]:.3f} {report.slowest[0]}"
        )
    lines.append(
        f"{_sum(reports, 'mistakes_caught')} of {_sum(reports, 'mistakes')} mistakes and "
        f"{_sum(reports, 'mutants_caught')} of {_sum(reports, 'mutants')} mutants caught, "
        f"{_sum(reports, 'equivalent')} mutants equivalent, "
        f"{sum(len(report.survivors) for report in reports)} survive"
    )
    lines.append(
        f"{_sum(reports, 'shown')} of {_sum(reports, 'failures')} failures of mistakes are told "
        "as a call, and each was run"
    )
    lines.append(
        f"{_sum(reports, 'spoken')} of {_sum(reports, 'mistakes')} mistakes are told their own "
        "sentence"
    )
    broken = [f"{report.name}: {line}" for report in reports for line in report.broken]
    lines += broken or ["all eight laws hold"]
    return "\n".join(lines)


def _sum(reports: Sequence[TopicReport], name: str) -> int:
    return sum(getattr(report, name) for report in reports)
