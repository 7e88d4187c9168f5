"""One warm zygote for all tests, and notebooks run in processes forked from it."""

from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from autograder.limits import Limits
from autograder.sandbox import Student, Zygote

LIMITS = Limits(
    cpu_seconds=0.5,
    cell_cpu_seconds=1.5,
    total_cpu_seconds=20.0,
    memory_mb=512,
    callbacks=200,
    idle_seconds=0.5,
)


@contextmanager
def open_folder():
    """A folder that everyone could read, but for the walls; pytest's own are private."""
    with TemporaryDirectory() as name:
        root = Path(name)
        root.chmod(0o755)
        (root / "reference").mkdir()
        yield root


@pytest.fixture(scope="session")
def course():
    """A course with a secret beside its reference."""
    with open_folder() as root:
        (root / "reference" / "solution.py").write_text("answer = 42")
        yield root


@pytest.fixture(scope="session")
def granted():
    """A folder that Python may read, as a library folder is."""
    with open_folder() as root:
        yield root


@pytest.fixture(scope="session")
def zygote(course, granted):
    """The strongest zygote of this machine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LD_LIBRARY_PATH", str(granted))
        zygote = Zygote(limits=LIMITS, course_root=course)
    with zygote:
        yield zygote


@pytest.fixture
def fork(zygote):
    """Run cells in a fresh process: the process."""
    processes = []

    def run(*cells: str):
        process = zygote.fork()
        processes.append(process)
        for cell in cells:
            for output in process.run_cell(cell):
                assert output["output_type"] != "error", output["evalue"]
        return process

    yield run
    for process in processes:
        process.kill()


@pytest.fixture
def student(fork):
    """Run cells in a fresh process: the stand-in for its student."""
    return lambda *cells: Student(fork("import numpy as np", *cells))


@pytest.fixture
def secret(course) -> Path:
    """A file no student may read."""
    return course / "reference" / "solution.py"
