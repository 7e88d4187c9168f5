"""The three graders: how each is set up with the class, and how it grades it."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import nbformat

from autograder.authoring.notebook import fill
from autograder.authoring.release import release
from autograder.authoring.topic import load_topic
from autograder.grading.processes import cores
from autograder.receipts import read_receipt
from benchmarks.assignment import LAWS, NAME
from benchmarks.forms import plain_notebook, write_nbgrader_course, write_otter_tests, write_topic
from benchmarks.measuring import Cost, measure

ROOT = Path(__file__).parents[1]
Answers = Mapping[str, dict[str, str]]


def environment(work: Path) -> dict[str, str]:
    """One thread per process for all, and nobody's personal settings."""
    taken = {k: v for k, v in os.environ.items() if not k.startswith("AUTOGRADER_")}
    return {
        **taken,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "PYTHONPATH": str(ROOT),
        "HYPOTHESIS_STORAGE_DIRECTORY": str(work / "hypothesis"),
        "IPYTHONDIR": str(work / "ipython"),
        "JUPYTER_CONFIG_DIR": str(work / "jupyter"),
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    }


@dataclass(frozen=True, slots=True)
class Contestant:
    """A grader.

    Attributes:
        name: for the table.
        prepare: (empty folder, class) → a course with everything handed in.
        grade: (a copy of that course, its size, timeout) → what grading it cost, feedback
            included.
        passed: (the graded course, student) → how many of the laws passed.
        times: how many times as large a class shows what one more submission costs: of a quick
            grader, ten are lost in the noise of starting.
    """

    name: str
    prepare: Callable[[Path, Answers], None]
    grade: Callable[[Path, float | None], Cost]
    passed: Callable[[Path, str], int]
    times: int = 1

    def run(self, course: Path, class_: Answers, *, timeout: float | None = None) -> Cost:
        """Grade a fresh copy of the course.

        Raises:
            RuntimeError: somebody was not graded, or not as the others do; without a timeout only.
        """
        with tempfile.TemporaryDirectory(dir=course.parent) as folder:
            root = shutil.copytree(course, Path(folder) / "course")
            cost = self.grade(root, timeout)
            if timeout is None:
                verdicts = {who: self.passed(root, who) for who in class_}
                _require_sense(self.name, verdicts)
        return cost


def _require_sense(name: str, verdicts: Mapping[str, int]) -> None:
    """The first student earns everything, none of the next eleven does."""
    best, *others = verdicts.values()
    if best != len(LAWS) or any(passed == len(LAWS) for passed in others[:11]):
        raise RuntimeError(f"{name} does not judge this class as it should: {verdicts}")


def python(root: Path, *words: str, timeout: float | None = None) -> Cost:
    """Run a module of Python's in a course."""
    command = [sys.executable, "-m", *words]
    settings = environment(root.parent)
    return measure(command, where=root, environment=settings, expect=(0, 1), timeout=timeout)


def _hand_in(root: Path, released: Path, class_: Answers) -> None:
    blank = nbformat.read(released, as_version=4)
    for student, sources in class_.items():
        folder = root / "submitted" / student / NAME
        folder.mkdir(parents=True)
        # The comment makes every file another one.
        own = {name: f"{source}\n# {student}" for name, source in sources.items()}
        nbformat.write(fill(blank, own), folder / released.name)


def prepare_ours(root: Path, class_: Answers) -> None:
    """Our course, released and handed in."""
    topic = load_topic(write_topic(root))
    release([topic], course_root=root)
    _hand_in(root, root / "assignments" / NAME / f"{NAME}.ipynb", class_)


def _grade_ours(root: Path, timeout: float | None, *, jobs: int = 1) -> Cost:
    graded = python(root, "autograder", "grade", NAME, "--jobs", str(jobs), timeout=timeout)
    return graded + python(root, "autograder", "feedback", NAME)


def _grade_ours_on_all_cores(root: Path, timeout: float | None) -> Cost:
    return _grade_ours(root, timeout, jobs=cores())


def _passed_ours(root: Path, student: str) -> int:
    if not (root / f"feedback/{student}/{NAME}/{NAME}.html").is_file():
        raise RuntimeError(f"{student} has no page")
    return int(read_receipt(root / f"grades/{NAME}/{student}.json").earned)


def _prepare_nbgrader(root: Path, class_: Answers) -> None:
    write_nbgrader_course(root)
    python(root, "nbgrader", "generate_assignment", NAME)
    _hand_in(root, root / "release" / NAME / f"{NAME}.ipynb", class_)


def _grade_nbgrader(root: Path, timeout: float | None) -> Cost:
    graded = python(root, "nbgrader", "autograde", NAME, timeout=timeout)
    return graded + python(root, "nbgrader", "generate_feedback", NAME)


def _passed_nbgrader(root: Path, student: str) -> int:
    if not (root / f"feedback/{student}/{NAME}/{NAME}.html").is_file():
        raise RuntimeError(f"{student} has no page")
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{root}/gradebook.db", "benchmark") as gradebook:
        return int(gradebook.find_submission(NAME, student).score)


def _prepare_otter(root: Path, class_: Answers) -> None:
    write_otter_tests(root / "tests")
    (root / "otter_config.json").write_text("{}")
    options = [
        "--no-environment",
        "-c",
        "otter_config.json",
        "-t",
        "tests",
        "-o",
        "zip.zip",
        "helpers.py",
    ]
    python(root, "otter", "generate", *options)
    if not (root / "zip.zip").is_file():
        raise RuntimeError("otter generate made no zip.zip")
    for student, sources in class_.items():
        folder = root / "submitted" / student
        folder.mkdir(parents=True)
        nbformat.write(plain_notebook(sources), folder / f"{NAME}.ipynb")


def _grade_otter(root: Path, timeout: float | None) -> Cost:
    cost = Cost()
    for folder in sorted((root / "submitted").iterdir()):
        notebook = str(folder / f"{NAME}.ipynb")
        words = ["otter", "run", "-a", "zip.zip", "-o", str(folder), notebook]
        cost += python(root, *words, timeout=timeout)
    return cost


def _passed_otter(root: Path, student: str) -> int:
    results = json.loads((root / "submitted" / student / "results.json").read_text())
    return sum(test.get("score", 0) == test.get("max_score", 1) for test in results["tests"][1:])


OURS = Contestant("autograder", prepare_ours, _grade_ours, _passed_ours, 20)
ON_ALL_CORES = Contestant("on all cores", prepare_ours, _grade_ours_on_all_cores, _passed_ours, 20)
NBGRADER = Contestant("nbgrader", _prepare_nbgrader, _grade_nbgrader, _passed_nbgrader)
OTTER = Contestant("otter-grader", _prepare_otter, _grade_otter, _passed_otter)
