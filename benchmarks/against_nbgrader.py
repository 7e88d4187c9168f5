"""Grade one class twice, with nbgrader and with the autograder, and compare what it costs.

Run from the repository's root:  python -m benchmarks.against_nbgrader --students 20
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import nbformat

from autograder.authoring.notebook import fill
from autograder.authoring.release import release
from autograder.authoring.topic import Topic, load_topic
from autograder.receipts import read_receipt
from autograder.verification.mutants import mutants
from benchmarks.measuring import Cost, adopt_orphans, measure
from benchmarks.nbgrader_course import write_course

ROOT = Path(__file__).parents[1]
ASSIGNMENT = "activations"
BEST = "student000"
SMALL_CLASS = 2  # its cost, taken from that of the class, leaves what a student costs

Round = dict[int, tuple[Cost, Cost]]
"""Size of a class → what it cost nbgrader, and what it cost us."""
LEFT_OUT = """\
Left out: releasing the assignment; collecting; hand grading; the network.  Included, on both
sides: starting Python, imports, the gradebook or receipts, one HTML page per student, and, on
ours, drawing the examples (once per class) and the confinement of student code, which nbgrader
does not have.  Both grade the same answers; the tests differ: nbgrader's are asserts and one
Hypothesis property per exercise, ours are the {checks} checks of the assignment.  No submission
loops for ever or fills the memory: there nbgrader waits 30 s per cell."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Build both courses, grade the class in alternating rounds, print a table."""
    options = _parser().parse_args(arguments)
    adopt_orphans()
    topic = load_topic(ROOT / "reference" / ASSIGNMENT)
    answers = class_of(options.students, topic)
    sizes = (SMALL_CLASS, options.students)
    with tempfile.TemporaryDirectory(prefix="against-nbgrader-") as folder:
        work = Path(folder)
        environment = _environment(work)
        courses = {}
        for size in sizes:
            some = dict(list(answers.items())[:size])
            theirs, ours = work / f"nbgrader-{size}", work / f"autograder-{size}"
            _prepare_theirs(theirs, topic, some, environment)
            _prepare_ours(ours, topic, some)
            courses[size] = theirs, ours
        rounds: list[Round] = []
        for number in range(options.rounds):
            print(f"round {number + 1} of {options.rounds} …", file=sys.stderr, flush=True)
            rounds.append(
                {
                    size: (
                        _run_theirs(theirs, size, environment),
                        _run_ours(ours, size, environment, jobs=options.jobs),
                    )
                    for size, (theirs, ours) in courses.items()
                }
            )
    print(_table(rounds, options.students))
    print(LEFT_OUT.format(checks=len(topic.checks)))


def class_of(students: int, topic: Topic) -> dict[str, dict[str, str]]:
    """An ordinary class: one has everything right, the others have three exercises wrong each."""
    draw = random.Random(2027)  # noqa: S311  # a class, not a secret
    right = {name: exercise.answer for name, exercise in topic.solution.exercises.items()}
    wrong = mutants(topic.solution_source, tuple(right))
    answers = {BEST: right}
    for number in range(1, students):
        slips = {one.exercise: one.source for one in draw.sample(wrong, 3)}
        answers[f"student{number:03}"] = right | slips
    return answers


def _prepare_theirs(
    root: Path, topic: Topic, answers: dict[str, dict[str, str]], environment: dict[str, str]
) -> None:
    write_course(root, topic)
    command = [sys.executable, "-m", "nbgrader", "generate_assignment", ASSIGNMENT]
    measure(command, where=root, environment=environment, expect=(0,))
    _hand_in(root, root / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb", answers)


def _prepare_ours(root: Path, topic: Topic, answers: dict[str, dict[str, str]]) -> None:
    root.mkdir()
    shutil.copy(ROOT / "course_config.py", root)
    shutil.copytree(ROOT / "reference", root / "reference")
    release([topic], course_root=root)
    _hand_in(root, root / "assignments" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb", answers)


def _hand_in(root: Path, released: Path, answers: dict[str, dict[str, str]]) -> None:
    notebook = nbformat.read(released, as_version=4)
    for student, sources in answers.items():
        folder = root / "submitted" / student / ASSIGNMENT
        folder.mkdir(parents=True)
        nbformat.write(fill(notebook, sources), folder / released.name)


def _run_theirs(course: Path, students: int, environment: dict[str, str]) -> Cost:
    """`nbgrader autograde` and `nbgrader generate_feedback` on a fresh copy of the course."""
    with tempfile.TemporaryDirectory(dir=course.parent) as folder:
        root = shutil.copytree(course, Path(folder) / "course")
        nbgrader = [sys.executable, "-m", "nbgrader"]
        cost = Cost(0, 0)
        for verb in ("autograde", "generate_feedback"):
            command = [*nbgrader, verb, ASSIGNMENT]
            cost += measure(command, where=root, environment=environment, expect=(0,))
        _require_all(root, "autograded/*/*/*.ipynb", students)
        _require_all(root, "feedback/*/*/*.html", students)
        best = nbformat.read(root / f"autograded/{BEST}/{ASSIGNMENT}/{ASSIGNMENT}.ipynb", 4)
        outputs = [output for cell in best.cells for output in cell.get("outputs", [])]
        _require_full_marks("nbgrader", [str(output) for output in outputs])
    return cost


def _run_ours(course: Path, students: int, environment: dict[str, str], *, jobs: int) -> Cost:
    """`autograder grade` and `autograder feedback` on a fresh copy of the course."""
    with tempfile.TemporaryDirectory(dir=course.parent) as folder:
        root = shutil.copytree(course, Path(folder) / "course")
        ours = [sys.executable, "-m", "autograder"]
        cost = Cost(0, 0)
        for verb, more in (("grade", ["--jobs", str(jobs)]), ("feedback", [])):
            command = [*ours, verb, ASSIGNMENT, *more]
            cost += measure(command, where=root, environment=environment, expect=(0,))
        _require_all(root, "grades/*/*.json", students)
        _require_all(root, "feedback/*/*/*.html", students)
        receipt = read_receipt(root / f"grades/{ASSIGNMENT}/{BEST}.json")
        _require_full_marks("autograder", [one.name for one in receipt.checks if not one.earned])
    return cost


def _require_all(root: Path, pattern: str, students: int) -> None:
    """Whoever grades fewer is not faster."""
    found = len(list(root.glob(pattern)))
    if found != students:
        raise RuntimeError(f"{pattern}: {found} files, but should be {students}, one per student")


def _require_full_marks(grader: str, complaints: list[str]) -> None:
    """A grader that takes points from right answers is not compared."""
    if complaints:
        raise RuntimeError(f"{grader} does not accept the right answers: {complaints[:3]}")


def _environment(work: Path) -> dict[str, str]:
    """One thread per process for both, and nobody's personal settings."""
    return {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",  # alembic
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "PYTHONPATH": str(ROOT),
        "HYPOTHESIS_STORAGE_DIRECTORY": str(work / "hypothesis"),
        "IPYTHONDIR": str(work / "ipython"),
        "JUPYTER_CONFIG_DIR": str(work / "jupyter"),
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    }


def _table(rounds: list[Round], students: int) -> str:
    """Medians over the rounds, and the median of the rounds' own ratios."""
    title = (
        f"{students} submissions of {ASSIGNMENT}, {len(rounds)} rounds, load average "
        f"{os.getloadavg()[0]:.1f} on {os.cpu_count()} CPUs; seconds per submission, medians"
    )
    lines = [
        title,
        "",
        "|                           | nbgrader | autograder | nbgrader / autograder |",
        "|---------------------------|---------:|-----------:|----------------------:|",
    ]
    for kind in ("cpu", "wall"):
        whole = [[getattr(cost, kind) / students for cost in one[students]] for one in rounds]
        lines.append(_row(f"{kind}, whole class", whole))
        lines.append(_row(f"{kind}, one more", [_one_more(one, kind) for one in rounds]))
    return "\n".join([*lines, ""])


def _one_more(one: Round, kind: str) -> list[float]:
    """What one more student costs on both sides: the slope between the two classes."""
    small, large = sorted(one)
    pairs = zip(one[small], one[large], strict=True)
    return [(getattr(b, kind) - getattr(a, kind)) / (large - small) for a, b in pairs]


def _row(name: str, pairs: list[list[float]]) -> str:
    ratios = [theirs / ours for theirs, ours in pairs]
    theirs, ours = (statistics.median(column) for column in zip(*pairs, strict=True))
    return (
        f"| {name:25} | {theirs:8.2f} | {ours:10.3f} "
        f"| {statistics.median(ratios):8.1f} ({min(ratios):.1f}–{max(ratios):.1f}) |"
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--students", type=int, default=20, help="size of the class (20)")
    parser.add_argument("--rounds", type=int, default=3, help="paired repetitions (3)")
    parser.add_argument("--jobs", type=int, default=1, help="our processes; nbgrader has one (1)")
    return parser


if __name__ == "__main__":
    main()
