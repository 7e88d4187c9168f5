"""What one submission may use: every bound, set by the course in `Limits(…)`."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields

from autograder.errors import CourseError

BACKUP_SECONDS = 3600
"""The kernel's own bound on the CPU time of a process: it matters only if we no longer look."""
AT_MOST = {"output_kb": 512, "outputs_mb": 4, "file_mb": 100, "script_mb": 10}
"""More of this would not fit through the wire, or into memory."""
AT_LEAST = {
    "exercise_cpu_seconds": "cpu_seconds",
    "cells_cpu_seconds": "cell_cpu_seconds",
    "exercise_idle_seconds": "idle_seconds",
    "cells_idle_seconds": "idle_seconds",
}
"""A budget is at least what one call, or one cell, may use."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one submission may use.  docs/limits.md says what a student reads at each bound.

    Time is CPU time, so that a busy machine changes no grade.  Idle time is time in which the
    student's code neither runs nor waits for a processor.  The wall bound, many times larger, is
    for machines that cannot tell the two apart.

    Attributes:
        cpu_seconds: CPU seconds of one call from a check.
        exercise_cpu_seconds: CPU seconds of all calls of one exercise together.
        cell_cpu_seconds: CPU seconds of one notebook cell.
        cells_cpu_seconds: CPU seconds of all cells together.
        total_cpu_seconds: CPU seconds of the submission; None: the sum of the above.
        idle_seconds: idle seconds of one call or one cell.
        exercise_idle_seconds: idle seconds of all calls of one exercise together.
        cells_idle_seconds: idle seconds of all cells together.
        total_idle_seconds: idle seconds of the submission; None: the sum of the above.
        wall_factor, wall_extra_seconds: a call may last factor * its CPU seconds + extra.
        ends: how often an exercise may be stopped, or end its process.
        cells_ends: how often cells may end the process.
        callbacks: how often one call may call back a function of the check.
        memory_mb: MiB beyond what Python, numpy, IPython and matplotlib take.
        output_kb: KiB of text that one cell may show.
        outputs_mb: MiB of outputs, pictures included, that one notebook may show.
        cells: code cells of one notebook.
        file_mb: MiB of the file handed in, without the outputs and pictures saved in it.
        script_mb: MiB of a `.py` file handed in.

    Raises:
        CourseError: a bound is no number above 0, or contradicts another one.
    """

    cpu_seconds: float = 2.0
    exercise_cpu_seconds: float = 30.0
    cell_cpu_seconds: float = 10.0
    cells_cpu_seconds: float = 60.0
    total_cpu_seconds: float | None = None
    idle_seconds: float = 5.0
    exercise_idle_seconds: float = 5.0
    cells_idle_seconds: float = 30.0
    total_idle_seconds: float | None = None
    wall_factor: float = 10.0
    wall_extra_seconds: float = 5.0
    ends: int = 3
    cells_ends: int = 10
    callbacks: int = 20_000
    memory_mb: int = 1024
    output_kb: int = 64
    outputs_mb: int = 4
    cells: int = 10_000
    file_mb: int = 20
    script_mb: int = 1

    def __post_init__(self) -> None:
        for field in fields(self):
            _check(field.name, getattr(self, field.name), str(field.type))
        for name, most in AT_MOST.items():
            if getattr(self, name) > most:
                raise CourseError(
                    f"Limits: {name} is {getattr(self, name)}, but should be at most {most}"
                )
        for budget, one in AT_LEAST.items():
            if getattr(self, budget) < getattr(self, one):
                raise CourseError(
                    f"Limits: {budget} is {getattr(self, budget):g}, but should be at least "
                    f"{one}, which is {getattr(self, one):g}"
                )

    def wall_seconds(self, cpu_seconds: float) -> float:
        """How long to wait for something that may use so much CPU time."""
        return self.wall_factor * cpu_seconds + self.wall_extra_seconds

    @property
    def kernel_cpu_seconds(self) -> int:
        """The kernel's own bound on one process."""
        total = self.total_cpu_seconds
        return BACKUP_SECONDS if total is None else math.ceil(total) + 5


def _check(name: str, value: object, kind: str) -> None:
    """Raise CourseError unless the value is a number of its field's kind, above 0."""
    if value is None and "None" in kind:
        return
    wanted = int if kind == "int" else (int, float)
    if isinstance(value, bool) or not isinstance(value, wanted):
        example = "a whole number, such as 64" if kind == "int" else "a number, such as 2.5"
        raise CourseError(f"Limits: {name} is {value!r}, but should be {example}")
    if not 0 < value < math.inf:
        raise CourseError(f"Limits: {name} is {value}, but should be more than 0 and finite")
