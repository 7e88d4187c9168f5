"""The cells of a submission: run once per process, and each as far as it can be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from autograder.errors import Fault
from autograder.limits import Limits
from autograder.sandbox import Allowance, Died, Process, TimedOut, Violation
from autograder.sandbox.outputs import error

PARTS = ("all", "quiet", "definitions", "nothing")
"""What is run of a cell: each time it comes to a bad end, less of it."""
DEFINITIONS = PARTS.index("definitions")
LEAST = 1.0
"""Seconds that a cell may use even where cells above it have left little."""


class Cells:
    """A notebook's code cells.

    A cell that takes too long is interrupted; the definitions below that line still count.  One
    that ends its process is run again in the next process without the statements that only show
    something, then without assignments, and at last not at all.

    Attributes:
        outputs: nbformat outputs of each cell, from the first run of it.
        problem: one line for the staff if a cell attacked the grader, or was not run for want of
            a budget; else "".
    """

    def __init__(self, sources: tuple[str, ...], limits: Limits) -> None:
        self.outputs: list[list[dict[str, Any]]] = [[] for _ in sources]
        self.problem = ""
        self._sources = sources
        self._limits = limits
        self._part = [0 for _ in sources]
        self._stopped: set[int] = set()
        self._done = 0  # so many have had their first run
        self._deaths = 0
        self._cpu_left = limits.cells_cpu_seconds
        self._idle_left = limits.cells_idle_seconds
        self._spent = ""

    def run(self, process: Process) -> None:
        """Run them in a fresh process.

        Raises:
            Died, TimedOut: a cell has ended the process; the next one is to be tried.
        """
        for index, source in enumerate(self._sources):
            if self._spent and index >= self._done:
                self._part[index] = max(self._part[index], DEFINITIONS)
            part = PARTS[self._part[index]]
            if part == "nothing":
                continue
            cpu, idle = process.cpu_seconds, process.idle_seconds
            try:
                shown = process.run_cell(
                    source, number=index + 1, part=part, allowed=self._allowance(index)
                )
            except (Died, TimedOut) as failure:
                self._end(index, failure)
                if process.ended:
                    raise
            else:
                if index >= self._done and index not in self._stopped:
                    self.outputs[index] = shown
            finally:
                if index >= self._done:
                    self._charge(process.cpu_seconds - cpu, process.idle_seconds - idle)
            self._done = max(self._done, index + 1)

    @property
    def remarks(self) -> Iterator[str]:
        """What a student should know, in sentences."""
        if self._stopped:
            yield (
                f"{_named(sorted(self._stopped))} did not run to the end; what is defined there "
                "counts as far as it could be run. In your notebook, each says why it was stopped."
            )
        if self._spent:
            yield (
                f"{self._spent}: of the cells not run by then, only definitions were run. The "
                "staff have been told."
            )

    def _allowance(self, index: int) -> Allowance:
        """What a cell may use: half of what is left, so that those below it have some too."""
        cpu, idle = self._limits.cell_cpu_seconds, self._limits.idle_seconds
        if index < self._done:
            return Allowance(cpu, idle)
        return Allowance(
            min(cpu, max(LEAST, self._cpu_left / 2)), min(idle, max(LEAST, self._idle_left / 2))
        )

    def _charge(self, cpu_seconds: float, idle_seconds: float) -> None:
        self._cpu_left -= cpu_seconds
        self._idle_left -= idle_seconds
        if self._cpu_left <= 0:
            self._spend(f"The cells used {self._limits.cells_cpu_seconds:g} s of CPU time")
        if self._idle_left <= 0:
            self._spend(f"The cells did nothing for {self._limits.cells_idle_seconds:g} s")

    def _end(self, index: int, failure: Fault) -> None:
        """Note a bad end; the next process runs less of the cell."""
        self._part[index] += 1
        self._stopped.add(index)
        self.outputs[index] = [error("Stopped", failure.message, failure.hint)]
        if isinstance(failure, Violation):  # no accident: staff may want to look
            self.problem = f"code cell {index + 1}: {failure.message}"
        if isinstance(failure, Died):
            self._deaths += 1
            if self._deaths > self._limits.cells_ends:
                self._spend(f"The cells ended the process {self._deaths} times")
            if self._deaths > 2 * self._limits.cells_ends:  # even their definitions do
                self._part[index:] = [PARTS.index("nothing")] * len(self._part[index:])

    def _spend(self, why: str) -> None:
        self._spent = self._spent or why
        self.problem = self.problem or f"{self._spent[0].lower()}{self._spent[1:]}"


def _named(numbers: list[int]) -> str:
    """Code cells 3, 4 and 7"""
    *most, last = (str(number + 1) for number in numbers)
    return f"Code cells {', '.join(most)} and {last}" if most else f"Code cell {last}"
