"""What our own class run costs at growing sizes: time should be linear, memory flat."""

from __future__ import annotations

import shutil
from pathlib import Path

from benchmarks.assignment import NAME, class_of
from benchmarks.contestants import prepare_ours, python


def scaling(work: Path, sizes: list[int], *, jobs: int) -> list[str]:
    """A table: size; then seconds and memory of grading, feedback and gradebook."""
    heads = ("n", "grade, CPU ms each", "grade, wall s", "examiner, MB", "tree, MB")
    heads += ("feedback, CPU ms each", "gradebook, CPU ms each")
    rows = [
        f"| {' | '.join(heads)} |",
        "|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for size in sizes:
        root = work / f"scaling-{size}"
        prepare_ours(root, class_of(size))
        grade = python(root, "autograder", "grade", NAME, "--jobs", str(jobs))
        graded = len(list(root.glob(f"grades/{NAME}/*.json")))
        if graded != size:
            raise RuntimeError(f"{graded} of {size} submissions were graded")
        feedback = python(root, "autograder", "feedback", NAME)
        gradebook = python(root, "autograder", "gradebook")
        rows.append(
            f"| {size:,} | {1000 * grade.cpu / size:.0f} | {grade.wall:.1f} "
            f"| {grade.largest:.0f} | {grade.memory:.0f} "
            f"| {1000 * feedback.cpu / size:.1f} | {1000 * gradebook.cpu / size:.1f} |"
        )
        shutil.rmtree(root)
    return rows
