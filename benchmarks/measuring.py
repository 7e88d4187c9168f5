"""CPU and wall seconds, and memory, of a command with every process it starts."""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

SAMPLING = 0.2  # seconds between looks at the memory
PR_SET_CHILD_SUBREAPER = 36


@dataclass(frozen=True, slots=True)
class Cost:
    """What commands cost: CPU and wall seconds, and the most memory in use at once, in MB.

    Memory is that of the whole tree, shared pages counted once (PSS); `largest` is the most that
    one process held (RSS).
    """

    cpu: float = 0.0
    wall: float = 0.0
    memory: float = 0.0
    largest: float = 0.0

    def __add__(self, other: Cost) -> Cost:
        """Both commands, one after the other."""
        return Cost(
            self.cpu + other.cpu,
            self.wall + other.wall,
            max(self.memory, other.memory),
            max(self.largest, other.largest),
        )


def adopt_orphans() -> None:
    """Make orphaned processes children of this one, so that their time is counted (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def measure(
    command: Sequence[str],
    *,
    where: Path,
    environment: Mapping[str, str],
    expect: tuple[int, ...],
    timeout: float | None = None,
) -> Cost:
    """Run a command and add up what it and its descendants cost.

    After `timeout` seconds of wall time all of it is killed; that is no error.

    Raises:
        RuntimeError: it exits otherwise than expected; the message ends with its last words.
    """
    cpu, began, memory = _children_cpu(), time.perf_counter(), _Memory()
    killed = False
    with tempfile.TemporaryFile("w+") as words:
        running = subprocess.Popen(
            command, cwd=where, env=dict(environment), stdout=words, stderr=words
        )
        while True:
            try:
                running.wait(SAMPLING)
                break
            except subprocess.TimeoutExpired:
                memory.sample()
            if timeout is not None and time.perf_counter() - began > timeout and not killed:
                killed = True
                _kill_all()
        wall = time.perf_counter() - began
        _reap_orphans()
        if running.returncode not in expect and not killed:
            words.seek(0)
            raise RuntimeError(
                f"{' '.join(command)}: exit {running.returncode}, but should be {expect}\n"
                f"{words.read()[-3000:]}"
            )
    return Cost(_children_cpu() - cpu, wall, memory.tree / 1e6, memory.largest / 1e6)


class _Memory:
    """The most memory seen so far of all our descendants, in bytes."""

    def __init__(self) -> None:
        self.tree = self.largest = 0

    def sample(self) -> None:
        together = 0
        for process in psutil.Process().children(recursive=True):
            with contextlib.suppress(psutil.Error):
                used = process.memory_full_info()
                together += used.pss
                self.largest = max(self.largest, used.rss)
        self.tree = max(self.tree, together)


def _kill_all() -> None:
    for process in psutil.Process().children(recursive=True):
        with contextlib.suppress(psutil.Error):
            process.kill()


def _children_cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _reap_orphans() -> None:
    """Wait for what the command left behind; only who has been waited for is counted."""
    with contextlib.suppress(ChildProcessError):
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            if os.waitpid(-1, os.WNOHANG)[0] == 0:
                time.sleep(0.05)
