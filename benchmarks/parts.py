"""Where the time of one submission goes, part by part, in one process, and where the floor is."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from autograder import operations
from autograder.files import write_atomically
from autograder.gradebook.database import database_url
from autograder.gradebook.nbgrader_database import write_receipts
from autograder.grading.examples import reference_of
from autograder.grading.grade import Prepared, grade_file
from autograder.grading.judge import judge_all
from autograder.grading.session import ConfinedSession
from autograder.layout import Layout
from autograder.receipts import Outcome, Receipt, write_receipt
from autograder.reporting.feedback import feedback_page
from autograder.sandbox import Rehearsal
from benchmarks.assignment import BUGS, GIVEN, NAME, OTHERWISE, answers, class_of
from benchmarks.contestants import prepare_ours, python

ROUNDS = 20
Sample = tuple[float, float]  # seconds of CPU, and of wall


def parts(work: Path) -> list[str]:
    """A table: part; milliseconds of CPU (both processes) and of wall, medians."""
    root = work / "parts"
    class_ = class_of(12)
    prepare_ours(root, class_)
    layout = Layout(root)
    samples = _runs(root, next(iter(class_)))
    course = operations.course_of(layout)
    prepared = operations.prepared_topics(layout, course, [NAME])[NAME]
    confinement = operations.confinement_of(layout, course, trust_students=False)
    with confinement.zygote() as zygote:

        def judged(cells: Sequence[str], *, shrink: bool = True) -> tuple[Sample, Sample, int]:
            """What starting with the cells cost, what judging did, and how many checks failed."""
            session = ConfinedSession(zygote, tuple(cells), confinement.limits)
            start = _cost(session.start, session.cpu_seconds)
            results: list[Any] = []

            def judge() -> None:
                names = prepared.topic.reference
                results[:] = judge_all(prepared.drawn, session, names, "0" * 64, shrink=shrink)

            check = _cost(judge, session.cpu_seconds)
            session.close()
            return start, check, sum(one.outcome is Outcome.FAILED for one in results)

        samples |= _judging(judged)
        made = {
            student: grade_file(
                layout.submitted(student, NAME),
                prepared,
                zygote,
                confinement.limits,
                student=student,
            )
            for student in class_
        }
    samples |= _floor(prepared)
    receipts = [receipt for receipt, _ in made.values()]
    samples["write a receipt"] = [
        _cost(lambda r=r: write_receipt(layout.receipt(r.student, NAME), r)) for r in receipts
    ]
    pages = []
    options = {"title": NAME, "course_title": course.title, "term": None}
    for receipt, notebook in made.values():
        page, cells = layout.feedback(receipt.student, NAME), json.loads(json.dumps(notebook))

        def write(page: Path = page, receipt: Receipt = receipt, cells: Any = cells) -> None:
            write_atomically(page, feedback_page(receipt, cells, **options).encode())

        pages.append(_cost(write))
    samples["write a feedback page"] = pages
    url = database_url(root, course)
    write_receipts(url, receipts[:1], course)  # imports nbgrader, makes the tables
    cpu, wall = _cost(lambda: write_receipts(url, receipts, course))
    samples["a row of the gradebook (commit of 12)"] = [
        (cpu / len(receipts), wall / len(receipts))
    ]
    return [
        "| part | ms CPU | ms wall |",
        "|---|---:|---:|",
        *(_row(name, taken) for name, taken in samples.items()),
    ]


def _runs(root: Path, student: str) -> dict[str, list[Sample]]:
    """A whole run of the command for one student: Python, imports, zygote and all."""
    command = ("autograder", "grade", NAME, "--again", "--jobs", "1", "--student", student)
    costs = [python(root, *command) for _ in range(4)]
    first, *others = [(cost.cpu, cost.wall) for cost in costs]
    return {
        "a whole run for one student, nothing drawn yet": [first],
        "a whole run for one student, examples cached": others,
    }


def _judging(judged: Callable[..., tuple[Sample, Sample, int]]) -> dict[str, list[Sample]]:
    """What a submission costs that is right, right but rounded otherwise, or wrong."""
    judged(right := _cells())  # warm
    passing = [judged(right) for _ in range(ROUNDS)]
    rounding = [judged(_cells(otherwise=True)) for _ in range(ROUNDS)]
    # Only what was drawn can be shrunk: these two are wrong on drawn examples.
    slips = [_cells(BUGS[0]), _cells(BUGS[3])] * 4
    failing = [(judged(cells), judged(cells, shrink=False)) for cells in slips]
    return {
        "start a student's process, no cells": [judged(())[0] for _ in range(ROUNDS)],
        "start it and run the 9 cells": [start for start, _, _ in passing],
        "16 checks, answers the reference's bit for bit": [check for _, check, _ in passing],
        "16 checks, five exercises rounded otherwise": [check for _, check, _ in rounding],
        "to shrink one failure": [
            ((one[0] - other[0]) / failed, (one[1] - other[1]) / failed)
            for (_, one, failed), (_, other, _) in failing
        ],
    }


def _floor(prepared: Prepared) -> dict[str, list[Sample]]:
    """The same cells and the same calls as plain Python, with nobody in between."""
    names: dict[str, Any] = {}
    asked = _calls(prepared)

    def cells() -> None:
        for source in _cells():
            exec(compile(source, "cell", "exec"), names)  # noqa: S102  # our own text

    def calls() -> None:
        for name, args, kwargs in asked:
            names[name](*args, **kwargs)

    return {
        "floor: the cells in plain Python": [_cost(cells) for _ in range(ROUNDS)],
        f"floor: the {len(asked)} calls in plain Python": [_cost(calls) for _ in range(ROUNDS)],
    }


def _calls(prepared: Prepared) -> list[tuple[str, Any, Any]]:
    """Every call of the checks on a submission: name, arguments, keywords."""
    calls: list[tuple[str, Any, Any]] = []

    def noting(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def note(*args: Any, **kwargs: Any) -> Any:
            calls.append((name, args, kwargs))
            return function(*args, **kwargs)

        return note

    reference = prepared.topic.reference
    noted = {name: noting(name, value) for name, value in reference.items() if callable(value)}
    for drawn in prepared.drawn.values():
        for example in drawn.for_submission("0" * 64):
            student = Rehearsal(noted).student()
            drawn.check.run(student, reference_of(prepared.topic), example.inputs)
    return calls


def _cells(slip: tuple[str, str, str] | None = None, *, otherwise: bool = False) -> list[str]:
    return [GIVEN, *answers(slip, OTHERWISE if otherwise else ()).values()]


def _row(name: str, samples: list[Sample]) -> str:
    cpu, wall = (1000 * statistics.median(column) for column in zip(*samples, strict=True))
    return f"| {name} | {cpu:,.1f} | {wall:,.1f} |"


def _cost(act: Callable[[], Any], more: Callable[[], float] = lambda: 0.0) -> tuple[float, float]:
    """CPU seconds, those that `more` counts included, and wall seconds."""
    cpu, wall = time.process_time() + more(), time.perf_counter()
    act()
    return time.process_time() + more() - cpu, time.perf_counter() - wall
