"""How much a student's process may use, and the watch that looks at it."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

from autograder.sandbox.failures import ENDLESS, WAITS, TimedOut


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds on one student's process.

    Time is CPU time, so that a loaded machine changes no grade.  What sleeps is ended by its idle
    time, when it neither runs nor waits for a processor.  The wall bound, many times larger, is
    for machines that cannot tell.

    Attributes:
        cpu_seconds: of one call.
        cell_cpu_seconds: of one cell.
        total_cpu_seconds: of the process, from fork to end.
        idle_seconds: of one call or cell.
        total_idle_seconds: of all of them.
        memory_mb: beyond what Python, numpy, IPython and matplotlib take.
        wall_factor, wall_extra_seconds: a wait may last factor * CPU bound + extra.
        callbacks: how often one call may call back a function of ours.
    """

    cpu_seconds: float = 2.0
    cell_cpu_seconds: float = 10.0
    total_cpu_seconds: float = 60.0
    idle_seconds: float = 5.0
    total_idle_seconds: float = 20.0
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


LONG = 0.1  # seconds; nobody looks for idle time before: looking costs as well


class Watch:
    """Looks at the clocks of one request; raises TimedOut when it has had its time.

    Args:
        name: what runs, for messages.
        limits: the bounds.
        cpu_seconds: how long it may run.
        clock: the CPU seconds of the process so far.
        delay: the seconds it has waited for a processor so far; None if the machine cannot tell.
    """

    def __init__(
        self,
        name: str,
        limits: Limits,
        cpu_seconds: float,
        clock: Callable[[], float],
        delay: Callable[[], float | None] = lambda: None,
    ) -> None:
        self._name = name
        self._limits = limits
        self._cpu = cpu_seconds
        self._clock = clock
        self._delay = delay
        self._start = clock()
        self._began = time.monotonic()
        self._settled: float | None = None
        self._idle = 0.0

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
        if self.idle() > self._limits.idle_seconds:
            raise TimedOut(
                f"{self._name} did nothing for {self._limits.idle_seconds:g} s", hint=WAITS
            )
        wall = self._limits.wall_seconds(self._cpu)
        if time.monotonic() - self._began > wall:
            raise TimedOut(f"{self._name} did not finish within {wall:g} s", hint=WAITS)

    def idle(self) -> float:
        """Seconds of the request in which it neither ran nor waited for a processor.

        The first tenth of a second does not count; nor anything where the machine cannot tell.
        """
        wall = time.monotonic() - self._began
        delayed = self._delay() if wall >= LONG else None
        if delayed is not None:
            accounted = wall - self._clock() - delayed
            if self._settled is None:  # counted from now on: what was before is not known
                self._settled = accounted
            self._idle = max(0.0, accounted - self._settled)
        return self._idle

    def forgive(self, seconds: float) -> None:
        """Do not count time that we spent ourselves."""
        self._began += seconds


def delay(pid: int) -> float | None:
    """Seconds that the process, or we ourselves, waited for a processor; None if unknown.

    A wait counts once it is over: of a process that waits still, or runs, nothing is known.
    """
    if _may_run(pid):
        return None
    theirs, ours = _waited(str(pid)), _waited("self")
    return None if theirs is None or ours is None else theirs + ours


def _may_run(pid: int) -> bool:
    """Whether the process has, or waits for, a processor: its state in proc(5)."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as state:  # noqa: PTH123  # as below
            return state.read().rpartition(")")[2].split()[0] == "R"
    except (OSError, IndexError):
        return False


def _waited(process: str) -> float | None:
    """Seconds in the queue for a processor, as the kernel counts; None if it does not."""
    try:
        with open(f"/proc/{process}/schedstat", encoding="ascii") as counts:  # noqa: PTH123  # no Path of /proc
            running, waiting, _ = map(int, counts.read().split())
    except (OSError, ValueError):
        return None
    return waiting / 1e9 if running else None
