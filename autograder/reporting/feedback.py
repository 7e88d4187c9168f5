"""What one student reads about one assignment: a single HTML page that needs no network."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, tzinfo
from functools import lru_cache
from typing import Any

import jinja2

from autograder.gradebook.lateness import parse_submitted
from autograder.receipts import CheckResult, Outcome, Receipt
from autograder.reporting.notebook import rendered_cells
from autograder.reporting.pages import counted, environment, style_sheet
from autograder.reporting.plain import printable
from autograder.reporting.term import Term


@dataclass(frozen=True, slots=True)
class ExerciseResult:
    """An exercise's checks and what they earned.

    Attributes:
        name: the exercise's name.
        results: its checks' results, in the topic's order.
    """

    name: str
    results: tuple[CheckResult, ...]

    @property
    def points(self) -> int:
        """What the exercise is worth."""
        return sum(result.points for result in self.results)

    @property
    def earned(self) -> int:
        """What it earned."""
        return sum(result.earned for result in self.results)

    @property
    def begun(self) -> bool:
        """Whether anything was written: else every check found the stub, or waits for one."""
        left = all(each.is_stub or each.outcome is Outcome.SKIPPED for each in self.results)
        return not (left and any(each.is_stub for each in self.results))


def by_exercise(results: Sequence[CheckResult]) -> tuple[ExerciseResult, ...]:
    """The results grouped by exercise, in the order in which exercises first appear."""
    names = dict.fromkeys(result.exercise for result in results)
    return tuple(
        ExerciseResult(name, tuple(result for result in results if result.exercise == name))
        for name in names
    )


def feedback_page(
    receipt: Receipt,
    notebook: Mapping[str, Any] | None,
    *,
    title: str,
    course_title: str = "",
    term: Term | None = None,
    zone: tzinfo = UTC,
) -> str:
    """The page: summary, the term, every check, and the notebook (nbformat 4) with its output.

    The time of handing in is told in the zone of the due times.
    Whatever the student wrote is escaped or sanitised; the page has no script and fetches nothing.
    """
    exercises = by_exercise(receipt.checks)
    known = {exercise.name: exercise for exercise in exercises}
    cells = rendered_cells(notebook, known) if notebook is not None else ()
    begun = [exercise for exercise in exercises if exercise.begun]
    checks = (result for exercise in begun for result in exercise.results)
    failures = (result for result in checks if result.outcome is Outcome.FAILED)
    page = _template().render(
        receipt=receipt,
        term=term,
        title=title,
        course_title=course_title,
        handed_in=_readable_time(receipt.submitted_at or "", zone),
        percent=round(100 * receipt.earned / receipt.points) if receipt.points else 0,
        verdict=verdict(receipt.checks if receipt.read else ()),
        first_failure=next(failures, None) if receipt.read else None,
        exercises=exercises,
        begun=begun,
        not_begun=[exercise for exercise in exercises if not exercise.begun],
        by_name=known,
        outcomes=[outcome for outcome in Outcome if _any(receipt, outcome)],
        cells=cells,
        defined={name for cell in cells for name in cell.defines},
    )
    return printable(page)


def verdict(results: tuple[CheckResult, ...]) -> str:
    """How the checks ended, in one sentence."""
    count = Counter(result.outcome for result in results)
    if not results:
        return "No check was run."
    if not any(exercise.begun for exercise in by_exercise(results)):
        return "Nothing is written yet: every exercise is as it was released."
    if count[Outcome.PASSED] == len(results):
        everything = "The check" if len(results) == 1 else f"All {len(results)} checks"
        return f"{everything} passed. Well done!"
    parts = [f"{count[Outcome.PASSED]} of {counted(len(results), 'check')} passed"]
    if count[Outcome.FAILED]:
        parts.append(f"{count[Outcome.FAILED]} failed")
    if count[Outcome.SKIPPED]:
        waiting = sum(result.waits for result in results)
        not_run = count[Outcome.SKIPPED] - waiting
        if waiting:
            parts.append(f"{waiting} skipped until another one passes")
        if not_run:
            parts.append(f"{not_run} not run")
    if count[Outcome.ERROR]:
        parts.append(f"{count[Outcome.ERROR]} not graded yet")
    return ", ".join(parts) + "."


@lru_cache(maxsize=1)
def _template() -> jinja2.Template:
    return environment().get_template(
        "feedback.html", globals={"style_sheet": style_sheet("feedback.css")}
    )


def _any(receipt: Receipt, outcome: Outcome) -> bool:
    return any(result.outcome is outcome for result in receipt.checks)


def _readable_time(moment: str, zone: tzinfo) -> str:
    """2027-02-12T20:10:00+01:00 as 12 February 2027, 22:10 (MSK); as it is if it is no time."""
    time = parse_submitted(moment)
    if time is None:
        return moment
    there = time.astimezone(zone)
    return f"{there.day} {there:%B %Y, %H:%M (%Z)}"
