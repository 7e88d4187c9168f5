"""Limits and ends: whatever a process does, the examiner goes on."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from autograder.errors import Failure, Raised
from autograder.limits import Limits
from autograder.sandbox import Died, Starved, Student, TimedOut, Violation, Zygote
from autograder.sandbox.watch import Allowance, Watch

LIMITS = Limits(wall_factor=0.01, wall_extra_seconds=0.04)  # of a second: a wall of 0.05 s


@dataclass
class Clocks:
    """What a process has used, set by hand."""

    cpu: float = 0.0
    waited: float | None = None
    runs: bool = False

    def cpu_seconds(self):
        """CPU seconds."""
        return self.cpu

    def delay(self):
        """Seconds in the queue."""
        return self.waited

    def starves(self):
        """Whether it is in the queue."""
        return self.runs


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


def test_an_endless_loop_is_stopped_by_cpu_time(fork):
    """A call has its CPU seconds; the message says so and what to look for."""
    with pytest.raises(TimedOut) as caught:
        Student(fork("def f():\n    while True: pass")).f()

    assert caught.value.message == "f did not finish within 0.5 s of CPU time"
    assert caught.value.hint == "look for a loop that never ends"


@pytest.mark.parametrize("waste", ["while True: pass", "time.sleep(60)", "f()"])
def test_what_heeds_an_interrupt_keeps_its_process(fork, waste):
    """A call that is stopped leaves everything as it was; others are answered."""
    process = fork(f"import time\nkept = [7]\ndef f():\n    {waste}\ndef g(): return kept")
    student = Student(process)
    with pytest.raises((TimedOut, Raised)):
        student.f()

    assert not process.ended
    assert student.g() == [7]


@pytest.mark.parametrize(
    "waste",
    [
        "sum(range(10**15))",
        "try: time.sleep(60)\n        except BaseException: pass",
        "try: f()\n        except RecursionError: f()",
    ],
)
def test_what_heeds_no_interrupt_is_killed(fork, waste):
    """Whoever catches the interrupt and goes on has had the last chance."""
    process = fork(f"import time\ndef f():\n    while True:\n        {waste}")
    with pytest.raises(TimedOut, match="f did"):
        Student(process).f()
    if "RecursionError" not in waste:  # close to the limit the interrupt may get through, or not
        assert process.ended


def test_an_interrupt_that_comes_late_harms_nothing(fork):
    """Nothing of the student's runs any more: the next call is answered as ever."""
    process = fork("def f(): return 1")
    student = Student(process)
    for _ in range(20):
        process._life.interrupt()
        assert student.f() == 1


def test_an_endless_cell_ends_by_cpu_time(fork):
    """So does a cell, named by its number."""
    with pytest.raises(TimedOut, match=r"cell 2 did not finish within 1\.5 s of CPU time"):
        fork("1", "while True: pass")


def test_a_definition_survives_what_spins_beside_it(fork):
    """A cell that is interrupted keeps what it did before, and what it defines below."""
    process = fork()
    cell = "a = 1\ndef f(): return a + g()\nwhile True: pass\nb = 2\ndef g():\n    return 10"
    with pytest.raises(TimedOut, match=r"cell 1 did not finish"):
        process.run_cell(cell)

    student = Student(process)
    assert student.f() == 11
    assert student["b"] is None


@pytest.mark.parametrize(
    ("part", "kept"), [("quiet", [1, 3, 5]), ("definitions", [None, 3, None])]
)
def test_of_a_cell_only_a_part_is_run(fork, part, kept):
    """Without what only shows something, or nothing but what it defines."""
    process = fork()
    process.run_cell(
        "a = 1\nprint(a)\ndef f(): return 3\nfor b in [4]: 1 / 0\na, b = 1, 5", part=part
    )
    student = Student(process)

    assert kept == [student["a"], student.f(), student["b"]]


@pytest.mark.parametrize(
    ("clocks", "told", "hint"),
    [
        (
            Clocks(cpu=0.8, waited=0.0),
            "f did not finish within 0.05 s: it ran the CPU for 0.8 s and did nothing for 0.0 s",
            "look for a loop that never ends",
        ),
        (
            Clocks(),
            "f did not finish within 0.05 s",
            "look for a loop that never ends, or for something that waits",
        ),
    ],
)
def test_the_wall_bound_tells_what_was_seen(clocks, told, hint):
    """It is for machines that cannot tell, and never blames sleep where the CPU was busy."""
    began = Clocks(waited=clocks.waited)
    watch = Watch("f", LIMITS, Allowance(1.0, 5.0), began)
    watch.look()
    began.cpu = clocks.cpu
    time.sleep(0.06)
    with pytest.raises(TimedOut) as caught:
        watch.look()

    assert (told, hint) == (caught.value.message, caught.value.hint)
    watch.forgive(10)
    watch.look()


def test_whoever_got_no_processor_is_not_to_blame():
    """A wall that is passed waiting for a processor is the machine's failure, no verdict."""
    watch = Watch("f", LIMITS, Allowance(1.0, 5.0), Clocks(runs=True))
    time.sleep(0.06)
    with pytest.raises(Starved, match=r"in which it got 0\.0 s of a processor"):
        watch.look()


def test_doing_nothing_ends_by_idle_time(fork):
    """A call that sleeps is stopped after its idle bound, and its idle time is remembered."""
    process = fork("import time\ndef f(): time.sleep(60)")
    with pytest.raises(TimedOut) as caught:
        Student(process).f()

    assert caught.value.message == "f did nothing for 0.5 s"
    assert caught.value.hint == "look for something that waits (`sleep`, `input`)"
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
    os.sched_setaffinity(process._life.pid, {crowd})
    Path(f"/proc/{process._life.pid}/autogroup").write_text("19", encoding="ascii")

    assert [1, 1] == [Student(process).f() for _ in range(2)]


@pytest.mark.parametrize(
    ("cpu", "delay", "idle"),
    [(0.0, 0.0, True), (0.0, 1.0, False), (1.0, 0.0, False), (0.0, None, False)],
)
def test_waiting_for_a_processor_is_not_idle(cpu, delay, idle):
    """Seconds that were spent running or in the queue do not count; unknown ones neither."""
    clocks = Clocks(waited=delay and 0.0)
    watch = Watch("f", Limits(), Allowance(30.0, 0.15), clocks)
    time.sleep(0.15)
    watch.look()
    time.sleep(0.25)
    clocks.cpu, clocks.waited = cpu, delay
    if idle:
        with pytest.raises(TimedOut, match="did nothing"):
            watch.look()
    else:
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
        assert not Path(f"/proc/{process._life.pid}").exists()

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
    while Path(f"/proc/{process._life.pid}").exists() and time.monotonic() < deadline:
        time.sleep(0.01)

    assert not Path(f"/proc/{process._life.pid}").exists()
    process.kill()
