"""What one student reads about one assignment: a single HTML page that needs no network."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, tzinfo
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import jinja2

from autograder.gradebook.assignment_marks import AssignmentMark, State
from autograder.gradebook.by_hand import ByHand, OfWork
from autograder.gradebook.exact import in_short
from autograder.gradebook.lateness import parse_submitted
from autograder.receipts import CheckResult, Outcome, Receipt
from autograder.reporting.notebook import rendered_cells
from autograder.reporting.pages import counted, environment, style_sheet
from autograder.reporting.plain import printable
from autograder.reporting.term import TermOverview


@dataclass(frozen=True, slots=True)
class ExerciseResult:
    """An exercise's checks and what they earned.

    Attributes:
        name: the exercise's name.
        results: its checks' results, in the topic's order.
        by_hand: what staff entered for it in nbgrader.
    """

    name: str
    results: tuple[CheckResult, ...]
    by_hand: ByHand = ByHand()  # noqa: RUF009  # frozen: all may share it

    @property
    def points(self) -> int:
        """What the exercise is worth."""
        return sum(result.points for result in self.results)

    @property
    def earned(self) -> int:
        """What it earned."""
        return sum(result.earned for result in self.results)

    @property
    def counts(self) -> str:
        """What counts before lateness: staff's score, or what it earned, and extra credit."""
        score = self.by_hand.score
        return in_short((self.earned if score is None else score) + self.by_hand.extra)

    @property
    def all_passed(self) -> bool:
        """Whether nothing but the laws themselves is to be told of its checks."""
        return all(each.outcome is Outcome.PASSED and not each.correction for each in self.results)

    @property
    def begun(self) -> bool:
        """Whether there is anything to tell: else every check found the stub, or waits for one."""
        if self.by_hand != ByHand():
            return True
        left = all(each.is_stub or each.outcome is Outcome.SKIPPED for each in self.results)
        return not (left and any(each.is_stub for each in self.results))


def by_exercise(
    results: Sequence[CheckResult], by_hand: OfWork = MappingProxyType({})
) -> tuple[ExerciseResult, ...]:
    """The results grouped by exercise, in the order in which exercises first appear."""
    names = dict.fromkeys(result.exercise for result in results)
    return tuple(
        ExerciseResult(
            name,
            tuple(result for result in results if result.exercise == name),
            by_hand.get(name, ByHand()),
        )
        for name in names
    )


def feedback_page(
    receipt: Receipt,
    notebook: Mapping[str, Any] | None,
    *,
    title: str,
    course_title: str = "",
    term: TermOverview | None = None,
    zone: tzinfo = UTC,
    mark: AssignmentMark | None = None,
    by_hand: OfWork = MappingProxyType({}),
    name: str = "",
) -> str:
    """The page: summary, the term, every check, and the notebook (nbformat 4) with its output.

    What stands at the top is the mark that counts, if the course has one, and what staff entered
    by hand stands with its exercise.
    `name` is the student's, beside the id.
    The time of handing in is told in the zone of the due times.
    Whatever the student wrote is escaped or sanitised; the page has no script and fetches nothing.
    """
    exercises = by_exercise(receipt.checks, by_hand)
    if not receipt.read:  # then no check was run
        exercises = tuple(each for each in exercises if each.by_hand != ByHand())
    known = {exercise.name: exercise for exercise in exercises}
    cells = rendered_cells(notebook, known) if notebook is not None else ()
    begun = [exercise for exercise in exercises if exercise.begun]
    checks = (result for exercise in begun for result in exercise.results)
    failures = (result for result in checks if result.outcome is Outcome.FAILED)
    page = _template().render(
        receipt=receipt,
        student_name=name,
        term=term,
        title=title,
        course_title=course_title,
        handed_in=_readable_time(receipt.submitted_at or "", zone),
        total=_total(receipt, mark),
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


@dataclass(frozen=True, slots=True)
class _Total:
    """What stands at the top: points that count of points possible, and why not the checks'."""

    counts: str
    points: str
    percent: int
    because: str = ""


def _total(receipt: Receipt, mark: AssignmentMark | None) -> _Total:
    earned, points, because = Fraction(receipt.earned), Fraction(receipt.points), ""
    if mark is not None and mark.state is State.EXCUSED:
        because = "This work is excused: it does not count."
    elif mark is not None and mark.state is State.GRADED and mark.points:
        if mark.after_penalty != earned or mark.points != points:
            because = f"The checks gave {receipt.earned} of {receipt.points}. "
        because += f"What counts: {'; '.join(mark.remarks)}." if mark.remarks else ""
        earned, points = mark.after_penalty, mark.points
    percent = min(round(100 * earned / points), 100) if points else 0
    words = f"{in_short(points)} point{'' if points == 1 else 's'}"
    return _Total(in_short(earned), words, percent, because.strip())


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
    time = parse_submitted(moment, zone)
    if time is None:
        return moment
    there = time.astimezone(zone)
    return f"{there.day} {there:%B %Y, %H:%M (%Z)}"
