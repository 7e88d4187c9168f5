"""While work goes on: a bar on a terminal, lines now and then elsewhere."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys

from autograder import console

WORK = """
from autograder.console import progress
with progress("grading", 4) as step:
    for number in range(4):
        step(f"student{number} [b]", bad=number == 1)
"""


def test_a_terminal_shows_rate_time_left_and_failures():
    """Count, pieces per second, the time left, what failed, and whose turn it was."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "120", "NO_COLOR": "1"}
    subprocess.run([sys.executable, "-c", WORK], stderr=theirs, env=environment, check=True)
    shown = ""
    while select.select([ours], [], [], 0)[0]:
        shown += os.read(ours, 4096).decode()
    os.close(ours)
    os.close(theirs)
    for word in ("grading", "4/4", "/s", "0:00:00", "1 failed", "student3 [b]"):
        assert word in shown


def test_elsewhere_a_line_now_and_then(capsys, monkeypatch):
    """No bar in a log: plain lines with the same, at most one in ten seconds."""
    clock = iter(range(0, 1000, 4))
    monkeypatch.setattr(console, "monotonic", lambda: float(next(clock)))
    with console.progress("grading", 6) as step:
        for number in range(6):
            step("ann", bad=number == 0)
    assert capsys.readouterr().err.splitlines() == [
        "grading: 3 of 6, 0.2/s, 0:12 left, 1 failed",
        "grading: 6 of 6, 0.2/s, 0:00 left, 1 failed",
    ]


def test_work_that_is_done_at_once_says_nothing(capsys):
    """A run of less than ten seconds leaves no line."""
    with console.progress("grading") as step:
        step("ann", 1)
    assert capsys.readouterr().err == ""
