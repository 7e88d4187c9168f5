"""One warm zygote for all tests, and notebooks run in processes forked from it."""

from pathlib import Path

import pytest

from autograder.sandbox import Limits, Student, Zygote

LIMITS = Limits(
    cpu_seconds=0.5, cell_cpu_seconds=2.0, total_cpu_seconds=20.0, memory_mb=512, callbacks=200
)


@pytest.fixture(scope="session")
def course(tmp_path_factory):
    """A course with a secret beside its reference."""
    root = tmp_path_factory.mktemp("course")
    (root / "reference").mkdir()
    (root / "reference" / "solution.py").write_text("answer = 42")
    root.chmod(0o755)
    return root


@pytest.fixture(scope="session")
def zygote(course):
    """The strongest zygote of this machine."""
    with Zygote(limits=LIMITS, course_root=course) as zygote:
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
