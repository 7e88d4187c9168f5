"""Whatever ends a class run, and whenever: the next one ends as if nothing had happened.

AUTOGRADER_KILLS says at how many random moments a run is killed (6 if unset).
"""

import contextlib
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from autograder.layout import Layout
from autograder.receipts import read_receipt

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("crashes")]

ROOT = Path(__file__).parents[2]
KILLS = int(os.environ.get("AUTOGRADER_KILLS", "6"))
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "AUTOGRADER_SECRET": "crashes"}
STUDENTS = 8


@pytest.fixture(scope="module")
def classroom(tmp_path_factory, write_course, notebook):
    """A class of eight: one is damaged, one ends its process, one is wrong, five take a while."""
    layout = Layout(write_course(tmp_path_factory.mktemp("crashes") / "course"))
    special = {
        "s0": b"{",
        "s1": notebook(norm="def norm(x):\n    import os; os._exit(1)"),
        "s2": notebook(double="def double(x):\n    return x"),
    }
    for number in range(STUDENTS):
        student = f"s{number}"
        path = layout.submitted(student, "vectors")
        path.parent.mkdir(parents=True)
        path.write_bytes(special.get(student) or notebook(slow(number)))
    return layout


def slow(number):
    """A cell, another for each student: most of a run shall be the grading."""
    return f"import time; time.sleep({0.3 + number / 100})"


def start(layout, *arguments, jobs="2", **options):
    """A class run, going on beside the test."""
    return subprocess.Popen(
        [sys.executable, "-m", "autograder", "grade", "vectors", "--jobs", jobs, *arguments],
        cwd=layout.root,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )


def grade(layout, *arguments):
    """A whole run: what it printed."""
    process = start(layout, *arguments)
    out, err = process.communicate(timeout=120)
    assert process.returncode in (0, 1), err
    return out


@pytest.fixture(scope="module")
def receipts_of(timeless):
    """Student → receipt without what the clock decides."""

    def read(layout):
        return {path.stem: timeless(read_receipt(path)) for path in layout.receipts("vectors")}

    return read


@pytest.fixture(scope="module")
def undisturbed(classroom, receipts_of):
    """The receipts of a run that nobody disturbed, and how long it took."""
    grade(classroom)  # draws the examples
    began = time.monotonic()
    grade(classroom, "--again")
    return receipts_of(classroom), time.monotonic() - began


@pytest.fixture
def fresh(classroom):
    """The class with nothing graded."""
    for path in classroom.receipts("vectors"):
        path.unlink()
    return classroom


def family(pid):
    """All processes below this one."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parents[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
    found = {pid}
    while more := {one for one, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {pid}


def gone(processes):
    """Whether all of them end within seconds."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        alive = set()
        for pid in processes:
            with contextlib.suppress(OSError):
                state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
                alive |= {pid} if state != "Z" else set()
        if not alive:
            return True
        time.sleep(0.05)
    return False


def wait_for(layout, count, process):
    """Until there are so many receipts, or the run is over."""
    deadline = time.monotonic() + 60
    while len(layout.receipts("vectors")) < count and process.poll() is None:
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_killed_at_any_moment_it_ends_the_same(fresh, undisturbed, receipts_of):
    """No half-written receipt, no orphan, nothing lost, and at the end the very same receipts."""
    expected, seconds = undisturbed
    moments = random.Random(KILLS)
    cut = 0
    for kill in range(KILLS):
        if len(receipts_of(fresh)) == len(expected):
            for path in fresh.receipts("vectors"):
                path.unlink()
        before = receipts_of(fresh)
        process = start(fresh)
        if kill % 2:
            wait_for(fresh, len(before) + 1, process)  # it took that long to begin with grading
            time.sleep(moments.uniform(0, 0.3))
        else:
            time.sleep(moments.uniform(0.2, 1.1) * seconds)
        below = family(process.pid)
        cut += process.poll() is None
        process.kill()
        process.communicate()

        assert gone(below)
        after = receipts_of(fresh)  # every one can be read
        assert before.items() <= after.items() <= expected.items()
    grade(fresh)

    assert expected == receipts_of(fresh)
    assert cut >= KILLS // 3  # some runs are over by then


def test_an_interrupt_keeps_what_is_graded(fresh, undisturbed, receipts_of):
    """Ctrl-C: exit status 130, one sentence, no process left; the next run does the rest."""
    process = start(fresh)
    wait_for(fresh, 1, process)
    below = family(process.pid)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)

    assert 130 == process.returncode
    assert "interrupted; what was graded is kept" in err
    assert "Traceback" not in err
    assert gone(below)
    kept = receipts_of(fresh)
    assert 0 < len(kept) < len(undisturbed[0])
    assert kept.items() <= undisturbed[0].items()
    grade(fresh)
    assert undisturbed[0] == receipts_of(fresh)


@pytest.mark.parametrize("moment", ["starting", "grading"])
@pytest.mark.parametrize("apart", [0.005, 0.05])
def test_two_interrupts_of_a_terminal_are_one_sentence(
    fresh, undisturbed, receipts_of, moment, apart
):
    """Ctrl-C reaches every process of the group; pressed twice it shows no traceback of any."""
    process = start(fresh, start_new_session=True)
    if moment == "grading":
        wait_for(fresh, 1, process)
    while not family(process.pid):  # the processes that grade start theirs
        time.sleep(0.01)
    below = family(process.pid)
    for _ in range(2):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGINT)
        time.sleep(apart)
    out, err = process.communicate(timeout=60)

    assert 130 == process.returncode, err
    assert 1 == err.count("interrupted; what was graded is kept")
    assert "Traceback" not in out + err
    assert "KeyboardInterrupt" not in out + err
    assert gone(below)
    assert receipts_of(fresh).items() <= undisturbed[0].items()


def test_a_dead_worker_costs_its_submission_a_second_try(fresh, undisturbed, receipts_of):
    """A grading process that is killed does not end the run: the receipts are the same."""
    process = start(fresh, jobs="1")
    wait_for(fresh, 1, process)
    workers = [pid for pid in family(process.pid) if b"inside" not in command_of(pid)]
    for pid in workers:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    _, err = process.communicate(timeout=60)

    assert process.returncode in (0, 1), err
    assert "Traceback" not in err
    assert undisturbed[0] == receipts_of(fresh)


def command_of(pid):
    """Its command line; empty if it is gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def test_two_runs_at_once_write_what_one_writes(fresh, undisturbed, receipts_of):
    """Both may grade the same submission; neither spoils what the other wrote."""
    both = [start(fresh, jobs="1") for _ in range(2)]
    for process in both:
        _, err = process.communicate(timeout=120)
        assert process.returncode in (0, 1), err

    assert undisturbed[0] == receipts_of(fresh)


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("mount"), reason="needs root")
def test_a_full_disk_loses_nothing(classroom, undisturbed, receipts_of, tmp_path):
    """One line that says so, exit status 2, no half receipt; with room again it goes on."""
    small = tmp_path / "small"
    small.mkdir()
    mounted = subprocess.run(
        [shutil.which("mount"), "-t", "tmpfs", "-o", "size=160k", "tmpfs", str(small)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("nothing can be mounted here")
    try:
        layout = Layout(tmp_path / "course")
        shutil.copytree(classroom.root, layout.root, ignore=shutil.ignore_patterns("grades"))
        (layout.root / "grades").symlink_to(small)
        filler = small / "filler"
        filler.write_bytes(b"x" * (150 << 10))
        process = start(layout, jobs="1")
        _, err = process.communicate(timeout=120)

        assert 2 == process.returncode, err
        assert "No space left on device: '" in err
        assert f"{layout.root}/grades/" in err
        assert "make room there" in err
        assert "Traceback" not in err
        assert receipts_of(layout).items() <= undisturbed[0].items()
        assert [] == list(small.rglob("*.partial"))
        filler.unlink()
        grade(layout)
        assert undisturbed[0] == receipts_of(layout)
    finally:
        subprocess.run([shutil.which("umount"), str(small)], check=False)


def test_a_locked_gradebook_is_one_line_and_then_works(fresh):
    """While somebody else writes to nbgrader's database ours waits, and then says so."""
    grade(fresh)
    command = [sys.executable, "-m", "autograder", "gradebook"]
    options = {"cwd": fresh.root, "env": ENVIRONMENT, "capture_output": True, "text": True}
    subprocess.run(command, check=False, **options)  # makes the database
    with contextlib.closing(sqlite3.connect(fresh.root / "gradebook.db")) as other:
        other.execute("BEGIN EXCLUSIVE")
        locked = subprocess.run(command, check=False, timeout=120, **options)
        other.rollback()
    free = subprocess.run(command, check=False, **options)

    assert 2 == locked.returncode
    assert "Traceback" not in locked.stderr
    assert "locked" in locked.stderr
    assert free.returncode in (0, 1)
    assert "students, in" in free.stdout
