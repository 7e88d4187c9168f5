"""CPU and wall seconds of a command with every process it starts."""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

PR_SET_CHILD_SUBREAPER = 36


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command cost, in seconds."""

    cpu: float
    wall: float

    def __add__(self, other: Cost) -> Cost:
        """Both commands, one after the other."""
        return Cost(self.cpu + other.cpu, self.wall + other.wall)


def adopt_orphans() -> None:
    """Make orphaned processes children of this one, so that their time is counted (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def measure(
    command: Sequence[str], *, where: Path, environment: Mapping[str, str], expect: tuple[int, ...]
) -> Cost:
    """Run a command and add up what it and its descendants cost.

    Raises:
        RuntimeError: it exits otherwise than expected; the message ends with its last words.
    """
    cpu, wall = _children_cpu(), time.perf_counter()
    done = subprocess.run(
        command, cwd=where, env=dict(environment), capture_output=True, text=True, check=False
    )
    wall = time.perf_counter() - wall
    _reap_orphans()
    if done.returncode not in expect:
        words = (done.stdout + done.stderr)[-3000:]
        raise RuntimeError(
            f"{' '.join(command)}: exit {done.returncode}, but should be {expect}\n{words}"
        )
    return Cost(_children_cpu() - cpu, wall)


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
