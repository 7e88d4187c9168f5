"""Where the time of one submission goes, part by part, in one process."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from autograder import operations
from autograder.gradebook.database import database_url
from autograder.gradebook.nbgrader_database import write_receipts
from autograder.grading.grade import grade_file
from autograder.grading.judge import judge_all
from autograder.grading.session import ConfinedSession
from autograder.layout import Layout
from autograder.receipts import Outcome, write_receipt
from autograder.reporting.feedback import write_feedback
from benchmarks.assignment import GIVEN, NAME, class_of
from benchmarks.contestants import prepare_ours

ROUNDS = 10


def parts(work: Path) -> list[str]:
    """A table: part; milliseconds of CPU (both processes) and of wall, medians."""
    root = work / "parts"
    class_ = class_of(12)
    prepare_ours(root, class_)
    layout = Layout(root)
    course = operations.course_of(layout)
    prepared = operations.prepared_topics(layout, course, [NAME])[NAME]
    confinement = operations.confinement_of(layout, course, trust_students=False)
    right, *wrong = ([GIVEN, *answers.values()] for answers in class_.values())
    rows = ["| part | ms CPU | ms wall |", "|---|---:|---:|"]

    def row(name: str, samples: list[tuple[float, float]]) -> None:
        cpu, wall = (1000 * statistics.median(column) for column in zip(*samples, strict=True))
        rows.append(f"| {name} | {cpu:.1f} | {wall:.1f} |")

    with confinement.zygote() as zygote:
        limits = confinement.limits

        def judged(cells: list[str], *, shrink: bool) -> tuple[tuple[float, float], ...]:
            """What starting with the cells cost, and what judging did; failures counted."""
            session = ConfinedSession(zygote, cells, limits)
            start = _cost(session.start, session.cpu_seconds)
            results: list[Any] = []

            def judge() -> None:
                names = prepared.topic.reference
                results[:] = judge_all(prepared.drawn, session, names, "0" * 64, shrink=shrink)

            check = _cost(judge, session.cpu_seconds)
            session.close()
            failed = sum(result.outcome is Outcome.FAILED for result in results)
            return start, check, (failed, failed)

        judged(right, shrink=False)  # warm
        row(
            "start a student's process, no cells",
            [judged([], shrink=False)[0] for _ in range(ROUNDS)],
        )
        passing = [judged(right, shrink=True) for _ in range(ROUNDS)]
        row("start it and run the cells", [one[0] for one in passing])
        row("16 checks, all pass", [one[1] for one in passing])
        # Only what was drawn can be shrunk: these two are wrong on drawn examples.
        slips = [wrong[0], wrong[3]] * 4
        failing = [(judged(cells, shrink=True), judged(cells, shrink=False)) for cells in slips]
        row(
            "to shrink one failure",
            [
                tuple((with_[1][i] - without[1][i]) / max(with_[2][0], 1) for i in (0, 1))
                for with_, without in failing
            ],
        )
        made = {}
        for student in class_:
            path = layout.submitted(student, NAME)
            made[student] = grade_file(path, prepared, zygote, limits, student=student)
    receipts = [receipt for receipt, _ in made.values()]
    row(
        "write a receipt",
        [_cost(lambda r=r: write_receipt(layout.receipt(r.student, NAME), r)) for r in receipts],
    )
    pages = []
    options = {"title": NAME, "course_title": course.title, "term": None}
    for receipt, notebook in made.values():
        page, cells = layout.feedback(receipt.student, NAME), json.loads(json.dumps(notebook))
        pages.append(_cost(lambda p=page, r=receipt, c=cells: write_feedback(p, r, c, **options)))
    row("write a feedback page", pages)
    url = database_url(root, course)
    write_receipts(url, receipts[:1], course)  # imports nbgrader, makes the tables
    book = _cost(lambda: write_receipts(url, receipts, course))
    row("a row of the gradebook (commit of 12)", [tuple(cost / len(receipts) for cost in book)])
    return rows


def _cost(act: Callable[[], Any], more: Callable[[], float] = lambda: 0.0) -> tuple[float, float]:
    """CPU seconds, those that `more` counts included, and wall seconds."""
    cpu, wall = time.process_time() + more(), time.perf_counter()
    act()
    return time.process_time() + more() - cpu, time.perf_counter() - wall
