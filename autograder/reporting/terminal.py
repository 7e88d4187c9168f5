"""One receipt as text for a terminal."""

from __future__ import annotations

import io
from collections.abc import Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from autograder.receipts import CheckResult, Outcome, Receipt
from autograder.reporting.feedback import ExerciseResult, by_exercise, verdict
from autograder.reporting.pages import GLYPHS, counted
from autograder.reporting.plain import plain_sentence, printable

_STYLES = {Outcome.PASSED: "green", Outcome.FAILED: "red", Outcome.SKIPPED: "dim"}
_STYLES |= {Outcome.ERROR: "magenta"}


def receipt_text(receipt: Receipt) -> RenderableType:
    """A table by exercise, then every check that did not pass with what to do, for rich."""
    heading = Text.assemble(
        (printable(receipt.assignment), "bold"),
        f"  {printable(receipt.student)}  ",
        (f"{receipt.earned} of {counted(receipt.points, 'point')}", "bold"),
    )
    parts: list[RenderableType] = [heading]
    if receipt.problem:
        parts.append(Text(printable(receipt.problem), style="magenta"))
    parts.extend(Text(printable(remark), style="cyan") for remark in receipt.told)
    parts.append(_summary(by_exercise(receipt.checks)))
    parts.append(Text(verdict(receipt.checks)))
    parts.extend(results_text(receipt.checks))
    return Group(*parts)


def results_text(results: Sequence[CheckResult]) -> list[RenderableType]:
    """Every check that did not pass: its sentence, what was found, the input, what to do."""
    parts: list[RenderableType] = []
    exercises = by_exercise(results)
    not_begun = [printable(exercise.name) for exercise in exercises if not exercise.begun]
    if not_begun:
        parts.append(Text(f"not begun: {', '.join(not_begun)}"))
    for result in (each for exercise in exercises if exercise.begun for each in exercise.results):
        if result.outcome is not Outcome.PASSED:
            parts.append(Text())
            parts.append(_law(result))
            parts.extend(Padding(part, (0, 0, 0, 2)) for part in _explanation(result))
    return parts


def as_plain_text(renderable: RenderableType, *, width: int = 99) -> str:
    """What rich would print into a file: no colours, no trailing spaces."""
    console = Console(file=io.StringIO(), width=width, color_system=None, legacy_windows=False)
    with console.capture() as captured:
        console.print(renderable)
    return "\n".join(line.rstrip() for line in captured.get().splitlines()) + "\n"


def _summary(exercises: Sequence[ExerciseResult]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0))
    table.add_column("exercise")
    table.add_column("points", justify="right")
    table.add_column("checks")
    for exercise in exercises:
        marks = (Text(GLYPHS[r.outcome], style=_STYLES[r.outcome]) for r in exercise.results)
        points = f"{exercise.earned} / {exercise.points}"
        table.add_row(Text(printable(exercise.name)), points, Text(" ").join(marks))
    return table


def _law(result: CheckResult) -> Text:
    mark = f"{GLYPHS[result.outcome]} {result.outcome.lower()}  "
    sentence = plain_sentence(result.sentence)
    return Text.assemble((mark, _STYLES[result.outcome]), (sentence, "bold"))


def _explanation(result: CheckResult) -> list[RenderableType]:
    parts: list[RenderableType] = []
    if result.message:  # of a check that waits it is another check's sentence
        spell = plain_sentence if result.waits else printable
        parts.append(Text(spell(result.message)))
    if result.because:
        parts.append(Text(printable(result.because), style="bold"))
    if result.demonstration:
        parts.append(Text(f"{result.demonstration_title}:", style="dim"))
        code = Syntax(printable(result.demonstration), "python", background_color="default")
        parts.append(Padding(code, (0, 0, 0, 2)))
    if result.hint:
        parts.append(Text.assemble(("What to do: ", "dim"), plain_sentence(result.hint)))
    return parts
