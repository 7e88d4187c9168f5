"""What this machine offers to confine student code with, tried by attacking it."""

from __future__ import annotations

import contextlib
import platform
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.doctor.attempts import CELLS, attempts
from autograder.errors import Fault
from autograder.limits import Limits
from autograder.sandbox import Died, Student, Zygote

LEAVES_OPEN = {
    "A": "asking whether a path exists; bugs of the kernel; timing",
    "B": "bugs of the kernel; timing; what is not imported beforehand cannot be imported",
    "E": "everything but crashes, endless loops and hunger for memory: only for code you trust",
}
"""What each level of confinement does not promise."""
KNOWN_OPEN = {
    "A": frozenset({"ask whether a path exists (stat)"}),
    "B": frozenset[str](),
    "E": frozenset[str](),  # nothing is attacked
}
"""The attempts that come through at each level."""
VICTIM = """\
import ctypes, os, socket, sys
tcp, udp = socket.create_server(("127.0.0.1", 0)), socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
udp.bind(("127.0.0.1", 0))
file, abstract = socket.socket(socket.AF_UNIX), socket.socket(socket.AF_UNIX)
os.umask(0)
file.bind(sys.argv[1] + "/socket")
abstract.bind("\\0" + sys.argv[2])
for one in (file, abstract):
    one.listen()
memory = ctypes.create_string_buffer(b"secret")
ports = tcp.getsockname()[1], udp.getsockname()[1]
print(os.getpid(), *ports, ctypes.addressof(memory), flush=True)
sys.stdin.read()
"""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """How student code would be confined here, and what it can do all the same.

    Attributes:
        level: "A", "B" or "E".
        user: as whom student code runs.
        landlock: the version of Landlock in use; 0 if none.
        attempts: what was tried, in words.
        came_through: those of the attempts that succeeded.
    """

    level: str
    user: str
    landlock: int
    attempts: tuple[str, ...]
    came_through: tuple[str, ...]


def examine(*, without: frozenset[str] = frozenset(), trust_students: bool = False) -> Diagnosis:
    """Confine a process as student code would be, and attack a victim from inside it.

    Args:
        without: walls not to use ("landlock", "seccomp"), to see what they are worth.
        trust_students: accept level E.  Then nothing is attacked: it would be this machine.

    Raises:
        SandboxError: student code cannot be confined at all.
    """
    with (
        victim() as target,
        Zygote(
            limits=Limits(cpu_seconds=10),
            course_root=Path(target["folder"]),
            trust_students=trust_students,
            without=without,
        ) as zygote,
    ):
        tried = {} if zygote.level == "E" else attempts()
        return Diagnosis(
            level=zygote.level,
            user=zygote.details["user"],
            landlock=zygote.details["landlock_abi"],
            attempts=tuple(tried.values()),
            came_through=tuple(
                words for name, words in tried.items() if _succeeds(zygote, name, target)
            ),
        )


def machine() -> str:
    """Kernel, architecture and Python, in one line."""
    system = f"{platform.system()} {platform.release()} on {platform.machine()}"
    return f"{system}, Python {platform.python_version()}"


def _succeeds(zygote: Zygote, name: str, target: dict[str, Any]) -> bool:
    """Whether an attempt comes through, each from a process of its own."""
    process = zygote.fork()
    try:
        for cell in CELLS:
            process.run_cell(cell)
        return getattr(Student(process), name)(target) is True
    except Died as failure:
        return "status 0" in failure.message  # it became another program, which has ended well
    except Fault:
        return False
    finally:
        process.kill()


@contextlib.contextmanager
def victim() -> Iterator[dict[str, Any]]:
    """A process and a folder to attack, as much in reach as the machine allows."""
    name = f"autograder-{secrets.token_hex(8)}"
    with tempfile.TemporaryDirectory(prefix="autograder-") as temporary:
        folder = Path(temporary) / "course"
        (folder / "reference").mkdir(parents=True)
        for path in (Path(temporary), folder):
            path.chmod(0o777)  # nothing but the walls shall stand in the way
        secret = folder / "reference" / "solution.py"
        for path in (secret, folder / "removable", folder / "renamable"):
            path.write_text("secret")
            path.chmod(0o666)
        with subprocess.Popen(
            [sys.executable, "-c", VICTIM, str(folder), name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as process:
            assert process.stdout is not None  # noqa: S101  # a pipe, as asked
            pid, tcp, udp, address = map(int, process.stdout.readline().split())
            yield {
                "folder": str(folder),
                "secret": str(secret),
                "pid": pid,
                "tcp": tcp,
                "udp": udp,
                "address": address,
                "abstract": name,
            }


def as_text(diagnosis: Diagnosis) -> str:
    """The diagnosis for people."""
    landlock = f"Landlock {diagnosis.landlock}, " if diagnosis.landlock else ""
    walls = "limits only" if diagnosis.level == "E" else f"{landlock}seccomp, limits"
    ways, through = len(diagnosis.attempts), len(diagnosis.came_through)
    lines = [
        f"machine    {machine()}",
        f"level      {diagnosis.level}: {walls}",
        f"runs as    {diagnosis.user}",
        f"attacked   in {ways} ways from inside, of which {through} came through",
        *(f"           open: {words}" for words in diagnosis.came_through),
        "",
        "What the levels leave open:",
        *(f"  {level}  {words}" for level, words in LEAVES_OPEN.items()),
    ]
    return "\n".join(lines)
