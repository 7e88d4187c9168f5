"""Grading on a Dask cluster: a real scheduler, several worker processes, one killed on the way."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from autograder import operations, work
from autograder.errors import AutograderError, SandboxError
from autograder.gradebook import load_course
from autograder.grading import cluster
from autograder.layout import Layout
from autograder.receipts import read_receipt

pytest.importorskip("distributed", reason="the extra `dask` is not installed")
pytestmark = [pytest.mark.extra, pytest.mark.slow, pytest.mark.xdist_group("cluster")]

ROOT = Path(__file__).parents[2]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "AUTOGRADER_SECRET": "cluster"}
QUIET = {"env": ENVIRONMENT, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


@pytest.fixture(scope="module")
def classroom(tmp_path_factory, write_course, notebook):
    """Twelve submissions that take a while, one wrong, one damaged."""
    layout = Layout(write_course(tmp_path_factory.mktemp("cluster") / "course"))
    slow = "for _ in range(4_000_000):\n    pass"
    special = {"s00": b"{", "s01": notebook(double="def double(x):\n    return x")}
    for number in range(12):
        student = f"s{number:02}"
        path = layout.submitted(student, "vectors")
        path.parent.mkdir(parents=True)
        path.write_bytes(special.get(student) or notebook(f"'{number}'", slow))
    return layout


@contextlib.contextmanager
def running(program, *options):
    """A process beside the test."""
    command = [sys.executable, "-m", f"distributed.cli.{program}", *options]
    process = subprocess.Popen(command, **QUIET)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory):
    """A scheduler: its address and the file that workers find it by."""
    from distributed import Client

    file = tmp_path_factory.mktemp("scheduler") / "scheduler.json"
    options = ("--port", "0", "--no-dashboard", "--scheduler-file", str(file))
    with running("dask_scheduler", *options):
        deadline = time.monotonic() + 60
        while not file.exists() and time.monotonic() < deadline:
            time.sleep(0.1)
        with Client(scheduler_file=str(file), set_as_default=False) as client:
            yield client.scheduler.address, file, client


def worker(file):
    """A worker without a nanny: killed, it stays dead."""
    options = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--scheduler-file", str(file))
    return running("dask_worker", *options)


def grade(layout, address, **options):
    """Grade the class on the cluster, as the command does: what it says."""
    course = load_course(layout.config)
    prepared = operations.prepared_topics(layout, course, ["vectors"])
    confinement = operations.confinement_of(layout, course, trust_students=False)
    jobs = operations.chosen_jobs(layout, course, [], [])
    cluster = work.cluster_of(address, layout, prepared, confinement)
    return operations.grade_jobs(layout, prepared, jobs, confinement, cluster=cluster, **options)


@pytest.fixture(autouse=True)
def secret(monkeypatch):
    """The same for everybody."""
    monkeypatch.setenv("AUTOGRADER_SECRET", "cluster")


def test_a_cluster_writes_the_receipts_that_one_machine_writes(
    classroom, scheduler, timeless, monkeypatch
):
    """With one of three workers killed on the way; afterwards nothing is left to do."""
    address, file, client = scheduler

    def receipts():
        paths = classroom.receipts("vectors")
        return {path.stem: timeless(read_receipt(path)) for path in paths}

    grade(classroom, None)
    alone = receipts()
    with worker(file), worker(file), worker(file) as victim:
        client.wait_for_workers(3, timeout=120)
        graded = []

        def step(label, *, bad):
            graded.append(label)
            if len(graded) == 2:
                os.kill(victim.pid, signal.SIGKILL)

        outcome = grade(classroom, address, again=True, step=step)
        assert outcome.summary == "11 graded, 0 kept as they were, 1 could not be read"
        assert receipts() == alone
        assert victim.wait(10) == -signal.SIGKILL
        again = grade(classroom, address)

    assert again.summary == "0 graded, 11 kept as they were, 1 could not be read"
    assert 12 == len(graded) == len(alone)


def test_the_command_grades_on_a_cluster(classroom, scheduler):
    """`autograder grade --dask ADDRESS` says what it says on one machine."""
    address, file, client = scheduler
    with worker(file):
        client.wait_for_workers(1, timeout=120)
        command = [sys.executable, "-m", "autograder", "grade", "--again", "--dask", address]
        done = subprocess.run(
            [*command, "--student", "s01", "--student", "s02"],
            cwd=classroom.root, env=ENVIRONMENT, capture_output=True, text=True, check=False,
        )  # fmt: skip

    told = done.stdout.splitlines()[0]
    assert (0, "2 graded, 0 kept as they were") == (done.returncode, told), done.stderr


def test_an_address_without_a_scheduler_is_one_line(classroom, monkeypatch):
    """Nothing is graded, and the message says where nobody answers."""
    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 1)
    with pytest.raises(AutograderError, match=r"tcp://127\.0\.0\.1:9: no Dask scheduler answers"):
        grade(classroom, "tcp://127.0.0.1:9", again=True)


@pytest.mark.parametrize(
    ("changed", "error", "words"),
    [
        ({"numpy": "1.0"}, AutograderError, "has numpy 1.0, but should have"),
        ({"code": "other"}, AutograderError, "has code other, but should have"),
        ({"sandbox": "none: too weak"}, SandboxError, "worker tcp://a: too weak"),
    ],
)
def test_a_worker_that_would_judge_otherwise_is_refused(changed, error, words):
    """Other versions, other code, no walls: named before any work is done."""
    right = {**cluster.versions(), "code": cluster.code_hash(), "sandbox": "A"}
    cluster._refuse_others({"tcp://a": right})
    with pytest.raises(error, match=words):
        cluster._refuse_others({"tcp://a": {**right, **changed}})


def test_a_cluster_without_workers_is_refused():
    """It would wait for ever."""
    with pytest.raises(AutograderError, match="has no workers"):
        cluster._refuse_others({})
