"""A student's process as the system sees it: its clocks, its memory, and its end."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
from collections.abc import Callable, Mapping

from autograder.sandbox.watch import delay, may_run

Reap = Callable[[int], Mapping[str, float]]
"""Collects a process that was killed: status, CPU seconds, largest memory in MiB."""


class Life:
    """One process, from outside.

    Attributes:
        pid: its number.
        status: the wait status it ended with; None while it lives.
    """

    def __init__(self, pid: int, pidfd: int | None, reap: Reap) -> None:
        self._reap = reap
        self.pid = pid
        self._pidfd = pidfd
        self.status: int | None = None
        self._used_cpu = 0.0
        self._used_memory = 0.0

    def cpu_seconds(self) -> float:
        """CPU time the process has used, by its own clock."""
        if self.status is None and sys.platform.startswith("linux"):
            with contextlib.suppress(OSError):
                # the clock of another process: see CPUCLOCK_SCHED in the kernel's posix-timers.h
                self._used_cpu = time.clock_gettime((~self.pid << 3) | 2)
        return self._used_cpu

    def peak_memory_mb(self) -> float:
        """The most memory the process has had, in MiB."""
        if self.status is None and sys.platform.startswith("linux"):
            with contextlib.suppress(OSError), open(f"/proc/{self.pid}/status") as lines:  # noqa: PTH123  # no Path of /proc
                for line in lines:
                    if line.startswith("VmHWM:"):
                        self._used_memory = int(line.split()[1]) / 1024
        return self._used_memory

    def delay(self) -> float | None:
        """Seconds that it waited for a processor; None if that is not known."""
        return delay(self.pid)

    def starves(self) -> bool:
        """Whether it waits for a processor now, or has one."""
        return may_run(self.pid)

    def interrupt(self) -> None:
        """Send what Jupyter's stop button sends."""
        self._signal(signal.SIGINT)

    def end(self) -> None:
        """Kill and collect it."""
        self._signal(signal.SIGKILL)
        if self._pidfd is not None:
            os.close(self._pidfd)
        ended = self._reap(self.pid)
        self.status = int(ended["status"])
        self._used_cpu, self._used_memory = ended["cpu"], ended["memory"]

    def _signal(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            if self._pidfd is not None:
                signal.pidfd_send_signal(self._pidfd, number)
            else:  # no race: only we have it reaped, so its number is still its own
                os.kill(self.pid, number)
