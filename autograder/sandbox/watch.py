"""The watch that looks at the clocks while a student's code runs."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Protocol

from autograder.limits import Limits
from autograder.sandbox.failures import ENDLESS, WAITS, Starved, TimedOut


@dataclass(frozen=True, slots=True)
class Allowance:
    """What one request may use, and what is said when it has.

    Attributes:
        cpu_seconds, idle_seconds: the bounds.
        cpu_words, idle_words: what follows the name of what ran; by default about this request.
    """

    cpu_seconds: float
    idle_seconds: float
    cpu_words: str = ""
    idle_words: str = ""

    @property
    def cpu_told(self) -> str:
        """That it ran too long."""
        return self.cpu_words or f"did not finish within {self.cpu_seconds:g} s of CPU time"

    @property
    def idle_told(self) -> str:
        """That it waited too long."""
        return self.idle_words or f"did nothing for {self.idle_seconds:g} s"


def of_a_call(limits: Limits) -> Allowance:
    """What a single call may use."""
    return Allowance(limits.cpu_seconds, limits.idle_seconds)


LONG = 0.1  # seconds; nobody looks for idle time before: looking costs as well


class Clocks(Protocol):
    """What can be known of a process from outside."""

    def cpu_seconds(self) -> float:
        """CPU seconds so far."""

    def delay(self) -> float | None:
        """Seconds that it waited for a processor so far; None if the machine cannot tell."""

    def starves(self) -> bool:
        """Whether it waits for a processor now, or has one."""


class Watch:
    """Looks at the clocks of one request; raises TimedOut when it has had its time.

    Args:
        name: what runs, for messages.
        limits: the bounds.
        allowed: how much of them this request may use.
        clocks: those of the process.
    """

    def __init__(self, name: str, limits: Limits, allowed: Allowance, clocks: Clocks) -> None:
        self._name = name
        self._wall = limits.wall_seconds(allowed.cpu_seconds)
        self._allowed = allowed
        self._clocks = clocks
        self._start = clocks.cpu_seconds()
        self._began = time.monotonic()
        self._settled: float | None = None
        self._idle = 0.0

    def look(self) -> None:
        """Raise TimedOut if a bound is passed, Starved if only the machine is to blame."""
        used = self._clocks.cpu_seconds() - self._start
        if used > self._allowed.cpu_seconds:
            raise TimedOut(f"{self._name} {self._allowed.cpu_told}", hint=ENDLESS)
        if self.idle() > self._allowed.idle_seconds:
            raise TimedOut(f"{self._name} {self._allowed.idle_told}", hint=WAITS)
        if time.monotonic() - self._began > self._wall:
            self._late(used)

    def _late(self, used: float) -> None:
        """The wall bound is passed: say what was seen until then."""
        late = f"{self._name} did not finish within {self._wall:g} s"
        if used + self._idle < self._wall / 2 and self._clocks.starves():
            raise Starved(f"{late}, in which it got {used:.1f} s of a processor: grade it again")
        if not used + self._idle:
            raise TimedOut(late, hint=f"{ENDLESS}, or for something that waits")
        seen = f"{late}: it ran the CPU for {used:.1f} s and did nothing for {self._idle:.1f} s"
        raise TimedOut(seen, hint=ENDLESS if used > self._idle else WAITS)

    def idle(self) -> float:
        """Seconds of the request in which it neither ran nor waited for a processor.

        The first tenth of a second does not count; nor anything where the machine cannot tell.
        """
        wall = time.monotonic() - self._began
        delayed = self._clocks.delay() if wall >= LONG else None
        if delayed is not None:
            accounted = wall - self._clocks.cpu_seconds() - delayed
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
    if may_run(pid):
        return None
    theirs, ours = _waited(str(pid)), _waited("self")
    return None if theirs is None or ours is None else theirs + ours


def may_run(pid: int) -> bool:
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
