"""A verdict depends on what was handed in: on no order, no number of processes, no load."""

import contextlib
import os
import random
import subprocess
import sys

import pytest

from autograder.grading.class_run import grade_class, jobs_of
from autograder.grading.pool import Confinement
from autograder.layout import Layout
from autograder.limits import Limits

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("crashes")]

LIMITS = {"cpu_seconds": 0.5, "cell_cpu_seconds": 1.0, "total_cpu_seconds": 20.0}
# Once in a process, so that it is slow in one call and not in hundreds.
SLOW = """\
import time
def norm(x, waited=[]):
    end = time.process_time() + (0.25 if not waited else 0)
    waited.append(1)
    while time.process_time() < end:
        pass
    return float(np.linalg.norm(x))"""
CLASS = {
    "right": {},
    "wrong": {"center": "def center(x):\n    return x - x.mean()"},
    "raising": {"split": "def split(x):\n    return x[1000], x"},
    "dying": {"norm": "def norm(x):\n    import os; os._exit(3)"},
    "crashing": {"double": "def double(x):\n    import ctypes; ctypes.string_at(0)"},
    "endless": {"double": "def double(x):\n    while True: pass"},
    "hungry": {"norm": "def norm(x):\n    return float(np.ones(2**30).sum())"},
    "slow": {"norm": SLOW},
    "late": {"norm": "def norm(x):\n    return -float(np.linalg.norm(x)) if x.size > 3 else 0.0"},
}


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory, write_course, notebook):
    """The class's folder."""
    layout = Layout(write_course(tmp_path_factory.mktemp("determinism") / "course"))
    for student, answers in CLASS.items():
        path = layout.submitted(student, "vectors")
        path.parent.mkdir(parents=True)
        path.write_bytes(notebook(**answers))
    return layout


@pytest.fixture(scope="module")
def graded(handed_in, prepared, timeless):
    """Grade the class: student → receipt without what the clock decides."""

    def run(processes, *, seed=None, **limits):
        jobs = jobs_of(handed_in, ["vectors"])
        if seed is not None:
            random.Random(seed).shuffle(jobs)
        confinement = Confinement(Limits(**LIMITS, **limits))
        done = grade_class(
            handed_in, {"vectors": prepared}, jobs, confinement, again=True, processes=processes
        )
        return {one.job.student: timeless(one.receipt) for one in done}

    return run


@pytest.fixture(scope="module")
def calm(graded):
    """The receipts of one process on a machine that we leave alone."""
    return graded(1)


@contextlib.contextmanager
def load():
    """Four busy loops per core, each a session of its own: some kernels share time by session."""
    loops = [
        subprocess.Popen([sys.executable, "-S", "-c", "while True: pass"], start_new_session=True)
        for _ in range(4 * len(os.sched_getaffinity(0)))
    ]
    try:
        yield
    finally:
        for loop in loops:
            loop.kill()
            loop.wait()


def test_the_class_has_every_kind_of_end(calm):
    """Else equal receipts would prove little."""
    earned = {student: receipt.earned for student, receipt in calm.items()}

    assert {"right", "slow"} == {student for student in earned if earned[student] == 12}
    assert all(
        6 <= points < 12 for student, points in earned.items() if student not in "right slow"
    )
    said = "\n".join(check.message for receipt in calm.values() for check in receipt.checks)
    for words in (
        "did not finish within 0.5 s of CPU time",
        "killed by signal 11",
        "exit",
        "IndexError",
    ):
        assert words in said


@pytest.mark.parametrize(("processes", "seed"), [(4, None), (1, 1), (4, 2)])
def test_neither_order_nor_processes_move_a_receipt(graded, calm, processes, seed):
    """One process or four, in the order of names or any other."""
    assert calm == graded(processes, seed=seed)


def test_load_moves_no_receipt(graded, calm):
    """Four busy loops per core beside it: time limits count CPU time."""
    with load():
        assert calm == graded(4, seed=3)


def test_a_wall_limit_that_is_too_small_would_be_seen(graded, calm):
    """The witness is awake: where the wall decides, the same load costs the slow one points."""
    with load():
        hurried = graded(4, wall_factor=0.6, wall_extra_seconds=0.0)

    assert calm["slow"].earned > hurried["slow"].earned
