"""The walls: what student code tries, and that it fails; and what Python may read."""

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

from autograder.errors import SandboxError
from autograder.limits import Limits
from autograder.sandbox import Zygote, canary
from autograder.sandbox.inside import grants
from autograder.sandbox.inside.linux import LINUX, PR_SET_DUMPABLE, prctl

ROOT = Path(__file__).parents[2]
PR_GET_DUMPABLE = 3

HOSTILE = {
    "read a file of the course": "open({secret!r}).read()",
    "list the course": "import os; os.listdir({course!r})",
    "read the machine's accounts": "open('/etc/passwd').read()",
    "read another process": "open('/proc/self/environ').read()",
    "look for processes": "import os; os.listdir('/proc')",
    "write a file": "open('/tmp/autograder-was-here', 'w')",
    "write to shared memory": "open('/dev/shm/autograder-was-here', 'w')",
    "empty a file it may read": (
        "import os, numpy; os.open(numpy.__file__, os.O_RDONLY | os.O_TRUNC)"
    ),
    "change the mode of a file": "import os; os.chmod({secret!r}, 0o777)",
    "remove a file": "import os; os.unlink({secret!r})",
    "make memory beyond the limit": "import os; os.memfd_create('more')",
    "open a socket": "import socket; socket.socket()",
    "open a socket of the machine": "import socket; socket.socket(socket.AF_UNIX)",
    "run a program": "import os; os.execv('/bin/true', ['true'])",
    "start a program": "import subprocess; subprocess.run(['/bin/true'])",
    "fork": "import os; os.fork()",
    "start a thread": "import threading; threading.Thread(target=print).start()",
    "signal its parent": "import os; os.kill(os.getppid(), 15)",
    "signal everyone": "import os; os.kill(-1, 15)",
    "lift its limits": "import resource; resource.setrlimit(resource.RLIMIT_CPU, (999, 999))",
    "become root": "import os; os.setuid(0)",
    "trace its parent": (
        "import ctypes, os\n"
        "if ctypes.CDLL(None).ptrace(16, os.getppid(), 0, 0) < 0: raise PermissionError"
    ),
    "make a namespace": (
        "import ctypes\nif ctypes.CDLL(None).unshare(0x10000000) < 0: raise PermissionError"
    ),
}
DENIED = {"PermissionError", "BlockingIOError", "OSError", "RuntimeError", "error", "ValueError"}


@pytest.mark.parametrize("attempt", HOSTILE)
def test_student_code_cannot(attempt, fork, secret):
    """Each attempt ends in an exception, the process lives on, and the secret is unharmed."""
    process = fork("1")
    outputs = process.run_cell(
        HOSTILE[attempt].format(secret=str(secret), course=str(secret.parent))
    )

    assert [output["output_type"] for output in outputs] == ["error"]
    assert outputs[0]["ename"] in DENIED
    assert process.run_cell("1 + 1")[0]["data"] == {"text/plain": "2"}
    assert secret.read_text() == "answer = 42"


def test_only_four_descriptors_are_open(fork):
    """The process has nothing, its two outputs and the wire."""
    cell = """
import os
found = []
for number in range(64):
    try:
        os.fstat(number)
        found.append(number)
    except OSError as error:
        assert error.errno == 9
assert len(found) == 4, found
"""
    fork(cell)


@pytest.mark.parametrize(
    "reading",
    [
        "os.pread(1, 9, 0)",
        "os.lseek(2, 0, 0) or os.read(2, 9)",
        "__import__('mmap').mmap(1, 4096, prot=1)",
    ],
)
def test_what_was_printed_cannot_be_read_back(fork, reading):
    """Descriptors 1 and 2 are no notebook: what one check prints there is no note to the next."""
    process = fork("import os\nassert os.write(1, b'a note') == os.write(2, b' to me')")
    (output,) = process.run_cell(reading)

    assert output.get("ename") in {"OSError", "PermissionError"}


def test_every_process_has_an_output_of_its_own(fork):
    """Whatever another one wrote, there is still room for 64 KiB."""
    full = "import os\nassert os.write(1, bytes(64 << 10)) == 64 << 10"
    fork(full)
    fork(full)


def test_the_process_knows_nothing_of_the_grader(fork):
    """No check, no reference and no Hypothesis is in the student's process or on its path."""
    (output,) = fork().run_cell(
        "import sys\nprint([m for m in sys.modules if 'hypothesis' in m or 'reference' in m"
        " or m.startswith('autograder.')])"
    )

    assert output["text"] == "[]\n"


def test_the_environment_is_everyones(fork):
    """Sets of text have one order, and no variable of ours is seen."""
    cell = """
import os, sys
assert sys.flags.safe_path and sys.flags.no_user_site and not sys.flags.hash_randomization
assert hash("a") == hash("a") and set(os.environ) <= {
    "LANG", "PATH", "MPLBACKEND", "HOME", "OMP_NUM_THREADS", "COLUMNS", "LINES"}, set(os.environ)
"""
    fork(cell)


def test_matrices_are_multiplied_without_threads(fork):
    """Linear algebra works under the ban of threads."""
    fork("import numpy as np\na = np.ones((300, 300))\nnp.linalg.solve(np.eye(300), a @ a)")


def test_what_took_is_recorded(zygote):
    """The zygote says how strong its walls are."""
    assert zygote.level in "AB"
    assert zygote.details["level"] == zygote.level
    assert zygote.details["user"]
    assert zygote.details["walls"]["seccomp"] is True


def test_the_canary_is_gone(zygote, course):
    """What the proof at the start wrote beside the reference is removed."""
    assert [path.name for path in (course / "reference").iterdir()] == ["solution.py"]


def test_a_readable_course_is_refused(zygote, granted):
    """If the reference can be read from inside, the proof fails."""
    if zygote.level != "A":
        pytest.skip("nothing is granted at this level")
    with pytest.raises(SandboxError, match="can be read from a confined process"):
        canary.prove(zygote.fork(), zygote.level, granted)

    assert list((granted / "reference").iterdir()) == []


def test_a_library_folder_in_the_course_is_refused(tmp_path, monkeypatch):
    """If Python would need to read the course, there is no zygote."""
    monkeypatch.setenv("LD_LIBRARY_PATH", str(tmp_path / "reference"))
    (tmp_path / "reference").mkdir()
    with pytest.raises(SandboxError, match="the course lies in it or around it"):
        Zygote(course_root=tmp_path)


def test_without_landlock_nothing_can_be_opened(course, secret):
    """Level B: the filter alone keeps every file out, and the notebook still runs."""
    with Zygote(course_root=course, without=frozenset({"landlock"})) as zygote:
        process = zygote.fork()
        refused = process.run_cell(f"open({str(secret)!r})")
        process.run_cell("import numpy as np, matplotlib.pyplot as plt, math")
        worked = process.run_cell("np.linalg.norm(np.ones(4))")
        process.kill()

        assert zygote.level == "B"
        assert refused[0]["ename"] == "PermissionError"
        assert worked[0]["data"] == {"text/plain": "np.float64(2.0)"}


def test_too_weak_a_machine_is_refused(course):
    """Without the walls demanded there is no zygote, and the message says what to do."""
    with pytest.raises(SandboxError, match="level B here, but level A is demanded"):
        Zygote(course_root=course, demand="A", without=frozenset({"landlock"}))
    with pytest.raises(SandboxError, match="level E here"):
        Zygote(course_root=course, demand="E", without=frozenset({"seccomp"}))


def test_trusted_students_need_no_walls(course):
    """Level E has limits only, and must be asked for."""
    with Zygote(
        course_root=course,
        trust_students=True,
        without=frozenset({"seccomp"}),
        limits=Limits(memory_mb=300),
    ) as zygote:
        process = zygote.fork()
        outputs = process.run_cell("import numpy as np\nnp.ones(10**8)")
        process.kill()

        assert zygote.level == "E"
        assert outputs[0]["ename"] in {"MemoryError", "_ArrayMemoryError"}


def test_neither_examiner_nor_zygote_can_be_read_by_others():
    """Both are non-dumpable: no process of the same user can look into their memory."""
    if not LINUX:
        pytest.skip("Linux only")
    prctl(PR_SET_DUMPABLE, 1)  # an earlier test has hidden us already
    with Zygote():
        assert 0 == prctl(PR_GET_DUMPABLE)
    program = """
import os
from types import SimpleNamespace
from autograder.sandbox.inside import linux, zygote
def tell(settings):
    raise OSError("dumpable", linux.prctl(3))
zygote.prepare = tell
linux.prctl(linux.PR_SET_DUMPABLE, 1)
zygote.serve(SimpleNamespace(sendall=lambda text: os.write(1, text)), {})
"""
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert '{"error": "OSError: [Errno dumpable] 0"}' == done.stdout, done.stderr


def test_python_below_a_private_folder_still_imports(tmp_path, monkeypatch):
    """Root's Python may lie where another user cannot go; then nobody else is become."""
    if os.geteuid() != 0:
        pytest.skip("only root becomes another user")
    private = tmp_path / "home"
    venv.create(private, symlinks=True)
    private.chmod(0o700)
    (libraries,) = private.glob("lib/python*/site-packages")
    (libraries / "imported_later.py").write_text("answer = 42")
    (libraries / "ours.pth").write_text(sysconfig.get_path("purelib"))
    monkeypatch.setattr(sys, "executable", str(private / "bin" / "python"))
    with Zygote() as zygote:
        if zygote.level != "A":
            pytest.skip("only at level A anything is imported later")
        process = zygote.fork()
        outputs = process.run_cell("import imported_later\nimported_later.answer")
        process.kill()

    assert zygote.details["user"].startswith("root without capabilities")
    assert zygote.details["walls"]["capabilities"] == 0
    assert outputs[0].get("data") == {"text/plain": "42"}, outputs


class TestGrants:
    """Which folders Python may read."""

    def test_the_course_and_what_contains_it_are_forbidden(self, course):
        """The root, what is above it and what is in it are never granted."""
        for path in (course, course.parent, course / "reference", course / "lib", Path("/")):
            assert grants.forbidden(path, course)
        assert not grants.forbidden(Path("/usr/lib"), course)

    def test_an_environment_inside_the_course_is_granted(self, course, monkeypatch):
        """A `.venv` in the course root is Python's; the course itself as environment is not."""
        monkeypatch.setattr(sys, "prefix", str(course / ".venv"))
        assert not grants.forbidden(course / ".venv" / "lib", course)
        assert grants.forbidden(course / "reference", course)

        monkeypatch.setattr(sys, "prefix", str(course))
        assert grants.forbidden(course / "lib", course)

        monkeypatch.setattr(sys, "prefix", str(course / "reference"))
        assert grants.forbidden(course / "reference" / "lib", course)

    def test_an_editable_install_is_taken_off_the_path(self, course, monkeypatch):
        """The course root, a folder around it, a home and relative entries leave sys.path."""
        python = str(Path(os.__file__).parent)
        monkeypatch.setenv("HOME", "/usr")
        monkeypatch.setattr(sys, "path", ["", str(course), str(course.parent), "/usr", python])
        grants.clean_path(course)

        assert sys.path == [str(Path(python).resolve())]


def test_importing_the_sandbox_is_cheap():
    """The examiner's side imports neither IPython nor matplotlib nor Hypothesis."""
    program = (
        "import sys, autograder.sandbox\n"
        "sys.exit(bool({'IPython', 'matplotlib', 'hypothesis', 'nbgrader'} & set(sys.modules)))"
    )

    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False).returncode == 0
