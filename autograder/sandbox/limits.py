"""How much a student's process may use, and the watch that looks at it."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

from autograder.sandbox.failures import ENDLESS, TimedOut


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds on one student's process.

    Time is CPU time, so that a loaded machine changes no grade; the wall bound, many times larger,
    only ends what sleeps.

    Attributes:
        cpu_seconds: of one call.
        cell_cpu_seconds: of one cell.
        total_cpu_seconds: of the process, from fork to end.
        memory_mb: beyond what Python, numpy, IPython and matplotlib take.
        wall_factor, wall_extra_seconds: a wait may last factor * CPU bound + extra.
        callbacks: how often one call may call back a function of ours.
    """

    cpu_seconds: float = 2.0
    cell_cpu_seconds: float = 10.0
    total_cpu_seconds: float = 60.0
    memory_mb: int = 1024
    wall_factor: float = 10.0
    wall_extra_seconds: float = 5.0
    callbacks: int = 20_000

    def wall_seconds(self, cpu_seconds: float) -> float:
        """How long to wait for something that may use so much CPU time."""
        return self.wall_factor * cpu_seconds + self.wall_extra_seconds

    @property
    def kernel_cpu_seconds(self) -> int:
        """The kernel's own bound on the process: a backup, should nobody be looking."""
        return math.ceil(self.total_cpu_seconds) + 5


class Watch:
    """Looks at the clocks of one request; raises TimedOut when it has had its time."""

    def __init__(
        self, name: str, limits: Limits, cpu_seconds: float, clock: Callable[[], float]
    ) -> None:
        self._name = name
        self._limits = limits
        self._cpu = cpu_seconds
        self._clock = clock
        self._start = clock()
        self._deadline = time.monotonic() + limits.wall_seconds(cpu_seconds)

    def look(self) -> None:
        """Raise TimedOut if a bound is passed."""
        used = self._clock()
        if used - self._start > self._cpu:
            raise TimedOut(
                f"{self._name} did not finish within {self._cpu:g} s of CPU time", hint=ENDLESS
            )
        if used > self._limits.total_cpu_seconds:
            raise TimedOut(
                f"{self._name} passed the bound of {self._limits.total_cpu_seconds:g} s of CPU "
                "time for the whole notebook",
                hint="look for loops that array operations can replace",
            )
        if time.monotonic() > self._deadline:
            wall = self._limits.wall_seconds(self._cpu)
            raise TimedOut(
                f"{self._name} did not finish within {wall:g} s",
                hint="look for something that waits (`sleep`, `input`)",
            )

    def forgive(self, seconds: float) -> None:
        """Do not count time that we spent ourselves."""
        self._deadline += seconds
