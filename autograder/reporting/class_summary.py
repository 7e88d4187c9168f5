"""What the staff wants to know as soon as a class is graded, in a few lines for a terminal."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import chain

from autograder.receipts import CheckResult, Outcome, Receipt
from autograder.reporting.class_report.failures import kind_of
from autograder.reporting.folding import folded
from autograder.reporting.pages import counted
from autograder.reporting.plain import plain_sentence, printable


@dataclass(slots=True)
class Tally:
    """Counts receipts one by one, and keeps none of them: a class may be large."""

    _submissions: Counter[str] = field(default_factory=Counter)
    _whole: Counter[str] = field(default_factory=Counter)
    _earned: Counter[str] = field(default_factory=Counter)
    _points: Counter[str] = field(default_factory=Counter)
    _kinds: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    _like: dict[tuple[str, str, str], CheckResult] = field(default_factory=dict)

    def add(self, receipt: Receipt) -> None:
        """Count one receipt."""
        name = receipt.assignment
        self._submissions[name] += 1
        self._whole[name] += receipt.earned == receipt.points > 0
        self._earned[name] += receipt.earned
        self._points[name] += receipt.points
        kinds: dict[tuple[str, str, str], CheckResult] = {}
        for result in receipt.checks:
            if result.outcome is Outcome.FAILED and not result.is_stub:
                kinds.setdefault((name, *kind_of(result)), result)
        self._kinds.update(kinds.keys())  # a cause counts once, however many checks it fails
        self._like = kinds | self._like

    def lines(self) -> tuple[str, ...]:
        """A line for each assignment, and one for the most common failure of all."""
        lines = [self._line(name) for name in sorted(self._submissions)]
        if self._kinds:
            kind, times = min(self._kinds.items(), key=self._place)
            name, result = kind[0], self._like[kind]
            lines.append(
                f"most common failure: {name}, {result.exercise}, {times} of "
                f"{self._submissions[name]}: {plain_sentence(result.sentence)}"
            )
            told = result.because or f"for example: {result.message}"
            lines.append(f"  {printable(told)}")
        plain = (" ".join(line.split("\n")) for line in lines)
        return tuple(chain.from_iterable(folded(line, then="  ") for line in plain))

    def _place(self, counted_kind: tuple[tuple[str, str, str], int]) -> tuple[object, ...]:
        """Of equally common kinds a known mistake says most; then the first by name."""
        kind, times = counted_kind
        return -times, not self._like[kind].is_known_mistake, kind

    def _line(self, name: str) -> str:
        many = self._submissions[name]
        mean, points = self._earned[name] / many, self._points[name] / many
        return (
            f"{name}: {counted(many, 'submission')}, mean {mean:.4g} of {points:.4g} points, "
            f"{self._whole[name]} with full marks"
        )
