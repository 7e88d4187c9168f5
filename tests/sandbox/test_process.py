"""Limits and ends: whatever a process does, the examiner goes on."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from autograder.errors import Failure, Raised
from autograder.sandbox import Died, Student, TimedOut, Violation, Zygote
from autograder.sandbox.limits import Limits, Watch


@pytest.fixture
def end(fork):
    """Call the f of a cell, which ends its process: the failure."""

    def run(cell: str, error: type[Died]) -> Died:
        stand_in = Student(fork(cell))
        with pytest.raises(error) as caught:
            stand_in.f()
        with pytest.raises(Died, match="the notebook's process has ended: f "):
            stand_in.f()
        return caught.value

    return run


def test_an_endless_loop_ends_by_cpu_time(end):
    """A call has its CPU seconds; the message says so and what to look for."""
    failure = end("def f():\n    while True: pass", TimedOut)

    assert failure.message == "f did not finish within 0.5 s of CPU time"
    assert failure.hint == "look for a loop that never ends"


def test_an_endless_cell_ends_by_cpu_time(fork):
    """So does a cell, named by its number."""
    with pytest.raises(TimedOut, match=r"cell 2 did not finish within 1\.5 s of CPU time"):
        fork("1", "while True: pass")


def test_waiting_ends_by_the_wall(fork):
    """What sleeps uses no CPU: the generous wall bound ends it."""
    watch = Watch("f", Limits(wall_factor=0.0, wall_extra_seconds=0.05), 1.0, lambda: 0.0)
    watch.look()
    time.sleep(0.06)
    with pytest.raises(TimedOut, match=r"f did not finish within 0\.05 s"):
        watch.look()
    watch.forgive(10)
    watch.look()


def test_doing_nothing_ends_by_idle_time(fork):
    """A call that sleeps is ended after its idle bound, and its idle time is remembered."""
    process = fork("import time\ndef f(): time.sleep(60)")
    with pytest.raises(TimedOut, match=r"f did nothing for 0\.5 s"):
        Student(process).f()

    assert 0.5 <= process.idle_seconds < 5


@pytest.fixture
def crowd():
    """Two programs that want the first processor for themselves."""
    core = min(os.sched_getaffinity(0))
    endless = (
        f"import os; os.sched_setaffinity(0, {{{core}}})\nprint(flush=True)\nwhile True: pass"
    )
    command = [sys.executable, "-c", endless]
    busy = [
        subprocess.Popen(command, start_new_session=True, stdout=subprocess.PIPE) for _ in range(2)
    ]
    for one in busy:
        one.stdout.readline()
        Path(f"/proc/{one.pid}/autogroup").write_text("-5", encoding="ascii")
    yield core
    for one in busy:
        one.kill()
        one.communicate()


@pytest.mark.skipif(
    os.geteuid() != 0 or not Path("/proc/self/autogroup").exists(), reason="needs root, autogroup"
)
def test_whoever_waits_long_for_a_processor_is_not_idle(fork, crowd):
    """A single wait may last longer than a call may idle: the kernel counts it once it is over."""
    process = fork(
        "import time\n"
        "def f():\n"
        "    end = time.process_time() + 0.003\n"
        "    while time.process_time() < end: pass\n"
        "    return 1\n"
    )
    os.sched_setaffinity(process._pid, {crowd})
    Path(f"/proc/{process._pid}/autogroup").write_text("19", encoding="ascii")

    assert [1, 1] == [Student(process).f() for _ in range(2)]


@pytest.mark.parametrize(
    ("cpu", "delay", "idle"),
    [(0.0, 0.0, True), (0.0, 1.0, False), (1.0, 0.0, False), (0.0, None, False)],
)
def test_waiting_for_a_processor_is_not_idle(cpu, delay, idle):
    """Seconds that were spent running or in the queue do not count; unknown ones neither."""
    clocks = {"cpu": 0.0, "delay": 0.0}
    watch = Watch(
        "f", Limits(idle_seconds=0.15), 30.0, lambda: clocks["cpu"],
        lambda: None if delay is None else clocks["delay"],
    )  # fmt: skip
    time.sleep(0.15)
    watch.look()
    time.sleep(0.25)
    clocks.update(cpu=cpu, delay=delay)
    if idle:
        with pytest.raises(TimedOut, match="did nothing"):
            watch.look()
    else:
        watch.look()


def test_the_notebook_has_a_bound_too(fork):
    """Many calls within their own bounds end at the notebook's."""
    used = iter([0.0, 21.0])
    watch = Watch("f", Limits(total_cpu_seconds=20, cpu_seconds=30), 30.0, lambda: next(used))
    with pytest.raises(TimedOut, match="passed the bound of 20 s of CPU time"):
        watch.look()


def test_too_much_memory_is_an_exception(fork):
    """Memory beyond the bound is a MemoryError of the student's, and the process lives on."""
    stand_in = Student(fork("import numpy as np\ndef f(n): return np.ones(n).sum()"))
    with pytest.raises(Raised) as caught:
        stand_in.f(10**9)

    assert "MemoryError" in caught.value.types
    assert stand_in.f(10) == 10


def test_a_memory_hog_in_small_pieces_ends(fork):
    """Many small objects end in a MemoryError or a death, never in ours."""
    with pytest.raises(Failure):
        Student(fork("def f():\n    x = []\n    while True: x.append(bytes(10**6))")).f()


@pytest.mark.parametrize(
    ("body", "how"),
    [
        ("import os; os._exit(3)", "exit code 3"),
        ("import ctypes; ctypes.string_at(0)", "killed by signal 11"),
        ("import os; os.abort()", "killed by signal 6"),
    ],
)
def test_a_death_is_told(end, body, how):
    """How the process ended is in the message."""
    assert end(f"def f():\n    {body}", Died).message == f"f ended the Python process ({how})"


@pytest.mark.parametrize(
    "sent",
    [
        "b'garbage' * 1000",
        "bytes(8)",
        "b'\\xff' * 8",
        "(100).to_bytes(4, 'little') + b'short'",
        "b'\\x0f\\x00\\x00\\x00\\x0b\\x00\\x00\\x00' + b'{\"k\":\"cell\"}'[:11]",
    ],
)
def test_garbage_on_the_wire_ends_the_process(fork, sent):
    """Whatever is written to the wire is a violation, or at worst a time-out."""
    cell = f"""
import os
def f():
    for number in range(3, 64):
        try:
            os.write(number, {sent})
        except OSError:
            pass
    while True: pass
"""
    with pytest.raises((Violation, TimedOut)):
        Student(fork(cell)).f()


def test_speaking_out_of_turn_is_a_violation(fork):
    """An answer that was given before the question is no answer."""
    cell = """
import os
def f():
    import json
    wire = next(n for n in range(3, 64) if _open(n))
    head = json.dumps({"k": "returned", "q": 2, "v": [99, []]}).encode()
    body = len(head).to_bytes(4, "little") + head
    frame = len(body).to_bytes(4, "little") + body
    head = head.replace(b'"q": 2', b'"q": 3').replace(b"99", b"77")
    body = len(head).to_bytes(4, "little") + head
    os.write(wire, frame + len(body).to_bytes(4, "little") + body)
    return 1
def _open(number):
    try:
        os.fstat(number)
    except OSError:
        return False
    return True
"""
    process = fork(cell)
    stand_in = Student(process)
    assert stand_in.f() == 99  # the student's own answer, in an odd way
    with pytest.raises(Violation, match="out of turn"):
        stand_in.f()


def test_an_answer_to_another_question_is_a_violation(fork):
    """Answers carry the number of their question."""
    cell = """
import json, os
def f():
    head = json.dumps({"k": "returned", "q": 77, "v": [1, []]}).encode()
    body = len(head).to_bytes(4, "little") + head
    for number in range(3, 64):
        try:
            os.write(number, len(body).to_bytes(4, "little") + body)
        except OSError:
            pass
    while True: pass
"""
    with pytest.raises(Violation, match="an answer to another question"):
        Student(fork(cell)).f()


def test_cpu_time_and_memory_are_measured(fork):
    """Both are read from outside while it lives, and kept when it has ended."""
    process = fork("for i in range(10**6): pass", "x = bytes(50 * 10**6)")
    alive = process.cpu_seconds, process.peak_memory_mb
    process.kill()

    assert 0.005 < alive[0] <= process.cpu_seconds + 0.01
    assert alive[1] > 60
    assert process.peak_memory_mb == pytest.approx(alive[1], rel=0.2)


def test_killing_twice_is_harmless(zygote):
    """The second kill does nothing; nothing is left behind."""
    process = zygote.fork()
    process.kill()
    process.kill()

    with pytest.raises(Died):
        process.run_cell("1")


def test_nothing_is_left_behind(zygote):
    """Fifty lives leave no descriptor and no process."""

    def held() -> int:
        return len(list(Path("/proc/self/fd").iterdir()))

    before = held()
    for _ in range(50):
        process = zygote.fork()
        process.run_cell("1")
        process.kill()
        assert not Path(f"/proc/{process._pid}").exists()

    assert held() == before


def test_two_processes_live_side_by_side(zygote):
    """Processes of one zygote know nothing of each other."""
    first, second = zygote.fork(), zygote.fork()
    first.run_cell("x = 1")

    assert second.run_cell("x")[0]["ename"] == "NameError"
    first.kill()
    assert second.run_cell("1 + 1")
    second.kill()


def test_closing_the_zygote_ends_its_children():
    """No process outlives the examiner's interest."""
    with Zygote() as zygote:
        process = zygote.fork()
    deadline = time.monotonic() + 5
    while Path(f"/proc/{process._pid}").exists() and time.monotonic() < deadline:
        time.sleep(0.01)

    assert not Path(f"/proc/{process._pid}").exists()
    process.kill()
