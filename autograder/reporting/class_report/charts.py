"""Charts as numbers: where bars stand in a drawing of 320 by 132, which a template makes SVG."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from statistics import median

LEFT, RIGHT, TOP, BOTTOM = 12.0, 308.0, 32.0, 108.0
DAYS = 7
"""Hand-ins are shown day by day up to so many days before and after they were due."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar.

    Attributes:
        x: its left side.
        y: its upper side.
        width: from left to right.
        height: from top to bottom; 0 if it counts nothing.
        count: written above it; 0 is not written.
        told: for whoever asks what it is.
        late: drawn hatched.
    """

    x: float
    y: float
    width: float
    height: float
    count: int
    told: str
    late: bool = False

    @property
    def middle(self) -> float:
        """Where its number stands."""
        return round(self.x + self.width / 2, 2)


@dataclass(frozen=True, slots=True)
class Tick:
    """A word below the axis."""

    x: float
    word: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars above an axis.

    Attributes:
        name: for the element's id.
        title: for people.
        told: the whole chart in words.
        bars: from left to right.
        ticks: below the axis.
        line: where a dashed line stands; None: nowhere.
        line_told: what it is.
    """

    name: str
    title: str
    told: str
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    line: float | None = None
    line_told: str = ""


def distribution(
    name: str, title: str, values: Sequence[Fraction], *, top: Fraction, unit: str = ""
) -> Chart:
    """How values from 0 to `top` are spread; what is above `top` stands in the last bar.

    Args:
        name: of the chart.
        title: for people.
        values: in any order.
        top: the end of the axis.
        unit: what values are written with, such as " %".
    """
    bins = ceil(top) if 4 <= top <= 20 else 10
    counts = [0] * bins
    for value in values:
        counts[min(max(int(value * bins / top), 0), bins - 1)] += 1
    edges = [float(top * number / bins) for number in range(bins + 1)]
    told = [
        f"{edges[n]:g} to {edges[n + 1]:g}{unit}: {_students(count)}"
        for n, count in enumerate(counts)
    ]
    step = (RIGHT - LEFT) / bins
    every = 1 if bins <= 12 else 2
    ticks = tuple(
        Tick(round(LEFT + n * step, 2), f"{edges[n]:g}") for n in range(bins + 1) if n % every == 0
    )
    middle = Fraction(median(values)) if values else None
    words = "Nothing yet." if middle is None else f"Median {float(middle):.3g}{unit}."
    return Chart(
        name=name,
        title=title,
        told=f"{words} {_somebody(told)}".strip(),
        bars=_bars(counts, told, [False] * bins),
        ticks=ticks,
        line=None if middle is None else _along(middle / top),
        line_told="" if middle is None else f"median {float(middle):.3g}{unit}",
    )


def days_chart(name: str, title: str, days: Mapping[int, int]) -> Chart:
    """How many hand in how many days before and after it is due; the late ones are hatched."""
    shown = [*range(-DAYS, 0), *range(1, DAYS + 1)]
    counts = dict.fromkeys(shown, 0)
    for day, count in days.items():
        counts[min(max(day, -DAYS), DAYS)] += count
    told = [f"{_day(day)}: {_students(count)}" for day, count in counts.items()]
    step = (RIGHT - LEFT) / len(shown)
    due = (LEFT + RIGHT) / 2
    return Chart(
        name=name,
        title=title,
        told=_somebody(told) or "Nothing was handed in.",
        bars=_bars(list(counts.values()), told, [day > 0 for day in shown]),
        ticks=(
            Tick(LEFT + step / 2, f"{DAYS}+"),
            Tick(due - 3.5 * step, "4"),
            Tick(due - 0.5 * step, "1"),
            Tick(due + 0.5 * step, "1"),
            Tick(due + 3.5 * step, "4"),
            Tick(RIGHT - step / 2, f"{DAYS}+"),
        ),
        line=due,
        line_told="due",
    )


def _along(share: Fraction) -> float:
    return round(LEFT + float(min(share, Fraction(1))) * (RIGHT - LEFT), 2)


def _day(day: int) -> str:
    if day == -1:
        return "on the last day"
    number = f"{abs(day)} or more" if abs(day) == DAYS else str(abs(day))
    if day < 0:
        return f"on day {number} before it was due"
    return f"{number} day{'s' if day > 1 else ''} late"


def _somebody(told: Sequence[str]) -> str:
    """What is told of bars that count somebody, as one sentence; empty if none does."""
    words = [one for one in told if not one.endswith("nobody")]
    return f"{', '.join(words)}." if words else ""


def _students(count: int) -> str:
    return "nobody" if count == 0 else "1 student" if count == 1 else f"{count} students"


def _bars(counts: Sequence[int], told: Sequence[str], late: Sequence[bool]) -> tuple[Bar, ...]:
    step = (RIGHT - LEFT) / len(counts)
    tallest = max([*counts, 1])
    bars = []
    for number, count in enumerate(counts):
        height = (BOTTOM - TOP) * count / tallest
        bars.append(
            Bar(
                x=round(LEFT + number * step + 1.5, 2),
                y=round(BOTTOM - height, 2),
                width=round(step - 3, 2),
                height=round(height, 2),
                count=count,
                told=told[number],
                late=late[number],
            )
        )
    return tuple(bars)
