"""The examiner's end of the zygote: start it, fork from it, close it."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from autograder.errors import SandboxError
from autograder.limits import Limits
from autograder.sandbox import canary
from autograder.sandbox.inside.linux import hide_memory
from autograder.sandbox.life import Life
from autograder.sandbox.process import Process

INSIDE = Path(__file__).parent / "inside"
LEVELS = "ABE"  # the strongest first
OUTPUT_BYTES = 64 << 10
START_SECONDS = 120
PASSED_ON = ("HOME", "LD_LIBRARY_PATH", "MPLCONFIGDIR", "TMPDIR")
ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "PYTHONHASHSEED": "0",  # sets of text are in the same order for everyone
    "PYTHONUTF8": "1",
    # with more threads than one the first matmul hangs: the filter forbids to make them
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "NUMEXPR_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "1",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
}


def is_at_least(level: str, demand: str) -> bool:
    """Whether confinement at `level` is as strong as "A", "B" or "E" demands."""
    return level in tuple(LEVELS) and LEVELS.index(level) <= LEVELS.index(demand)


class Zygote:
    """A warm process to fork students' processes from.  Use it as a context manager.

    Attributes:
        level: "A" Landlock and seccomp; "B" seccomp without any open, where there is no Landlock;
            "E" limits only.  The strongest that this machine offers.
        details: what the walls are made of, as the zygote and its last child reported.
    """

    def __init__(
        self,
        *,
        limits: Limits | None = None,
        course_root: Path | None = None,
        demand: str = "B",
        trust_students: bool = False,
        without: frozenset[str] = frozenset(),
    ) -> None:
        """Start it and prove that the course cannot be read from inside.

        Args:
            limits: for each process.
            course_root: the folder no student may read; also refused to Python's own path.
            demand: the weakest level to accept.  B keeps out what A does.
            trust_students: accept any level; E is accepted in no other way.
            without: "landlock", "seccomp": walls not to use, to see how weaker machines fare.

        Raises:
            SandboxError: it does not start, or the walls are not as demanded.
        """
        self._limits = limits or Limits()
        self._course = course_root.resolve() if course_root else None
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115  # closed in close()
        self._profile = tempfile.TemporaryDirectory(prefix="autograder-")
        self._control, other = socket.socketpair()
        hide_memory()
        with other:
            # -s -P and this environment are -I, but for PYTHONHASHSEED, which -I would ignore
            self._process = subprocess.Popen(
                [sys.executable, "-s", "-P", "-B", str(INSIDE), str(other.fileno())],
                pass_fds=[other.fileno()],
                env=self._environment(),
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=self._errors,
                stderr=self._errors,
                start_new_session=True,  # an interrupt from the keyboard is ours to handle
            )
        self._control.settimeout(START_SECONDS)
        self.details: dict[str, Any] = {}
        try:
            self.level = str(self._ask(self._settings(without))["level"])
            self._accept(demand, trust_students=trust_students)
            self.details = self._ask(b"go")
            self._profile.cleanup()  # now: a worker that is killed never gets to close()
            if self.level != "E":
                canary.prove(self.fork(), self.level, self._course)
        except BaseException:
            self.close()
            raise

    def fork(self) -> Process:
        """A fresh process, confined before any student code; raise SandboxError if it is not."""
        ours, theirs = socket.socketpair()
        with theirs, _output() as output:
            socket.send_fds(self._control, [b"fork"], [theirs.fileno(), output.fileno()])
            answer, descriptors, _, _ = socket.recv_fds(self._control, 64, 1)
        if not answer:
            ours.close()
            raise SandboxError(f"the zygote has ended: {self._said()}")
        pidfd = descriptors[0] if descriptors else None
        process = Process(Life(int(answer), pidfd, self._reap), ours, self._limits)
        try:
            self.details["walls"] = process.expect(self._walls())
        except BaseException:
            process.kill()
            raise
        return process

    def _reap(self, pid: int) -> dict[str, float]:
        with contextlib.suppress(OSError):
            self._control.sendall(str(pid).encode())
            answer = self._control.recv(1 << 12)
            if answer:
                ended: dict[str, float] = json.loads(answer)
                return ended
        return {"status": 9, "cpu": 0.0, "memory": 0.0}  # the zygote took its children with it

    def close(self) -> None:
        """End the zygote and every process forked from it."""
        self._control.close()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._profile.cleanup()
        self._errors.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _environment(self) -> dict[str, str]:
        passed = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        return {**ENVIRONMENT, **passed, "IPYTHONDIR": self._profile.name}

    def _settings(self, without: frozenset[str]) -> bytes:
        settings = {
            "course": str(self._course or ""),
            "without": sorted(without),
            "memory": self._limits.memory_mb << 20,
            "cpu": self._limits.kernel_cpu_seconds,
            "cell_text": self._limits.output_kb << 10,
            "outputs": self._limits.outputs_mb << 20,
        }
        return json.dumps(settings).encode()

    def _ask(self, message: bytes) -> dict[str, Any]:
        try:
            self._control.sendall(message)
            answer = self._control.recv(1 << 16)
        except OSError as error:
            raise SandboxError(f"the zygote does not start ({error}): {self._said()}") from error
        if not answer:
            raise SandboxError(f"the zygote does not start: {self._said()}")
        report: dict[str, Any] = json.loads(answer)
        if "error" in report:
            raise SandboxError(f"the zygote does not start: {report['error']}")
        return report

    def _accept(self, demand: str, *, trust_students: bool) -> None:
        if demand not in LEVELS:
            raise SandboxError(f"level {demand!r} is demanded, but should be one of A, B, E")
        if trust_students:
            return
        if self.level == "E" or not is_at_least(self.level, demand):
            raise SandboxError(
                f"student code can be confined at level {self.level} here, but level {demand} is "
                "demanded: use a Linux kernel with Landlock and seccomp, or say that you trust "
                "the students"
            )

    def _walls(self) -> dict[str, object]:
        if self.level == "E":
            return {}
        walls = {"limits": True, "capabilities": 0, "no_new_privs": True, "seccomp": True}
        return {**walls, "landlock": self.level == "A"}

    def _said(self) -> str:
        """The end of what the zygote wrote."""
        self._process.poll()
        self._errors.seek(0)
        return self._errors.read().decode(errors="replace").strip()[-1000:] or "it says nothing"


@contextlib.contextmanager
def _output() -> Any:
    """What descriptors 1 and 2 of a child write to: at most 64 KiB, read by nobody."""
    if not hasattr(os, "memfd_create"):
        with Path(os.devnull).open("wb") as nothing:
            yield nothing
        return
    memory = os.memfd_create("output", os.MFD_ALLOW_SEALING | os.MFD_CLOEXEC)
    try:
        os.ftruncate(memory, OUTPUT_BYTES)
        seals = fcntl.F_SEAL_SEAL | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW
        fcntl.fcntl(memory, fcntl.F_ADD_SEALS, seals)
        # opened anew for writing only: what one check prints is no note to the next one
        with os.fdopen(
            os.open(f"/proc/self/fd/{memory}", os.O_WRONLY | os.O_CLOEXEC), "wb"
        ) as file:
            yield file
    finally:
        os.close(memory)
