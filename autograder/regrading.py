"""Grading again after a check was corrected: looked at first, then written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from autograder.errors import AutograderError
from autograder.gradebook import Course
from autograder.gradebook.regrades import Change, changes
from autograder.grading.class_run import Job, grade_class, is_stale
from autograder.grading.grade import Prepared
from autograder.grading.history import replace_receipt
from autograder.grading.pool import Confinement
from autograder.layout import Layout
from autograder.marking import read_sources
from autograder.receipts import Receipt, read_receipt

Step = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a regrade would change; nothing that counts is written yet.

    Attributes:
        regraded: the new receipts; they and the notebooks lie aside.
        changes: who gains or loses how much, and why.
        problems: a line for the staff for whatever could not be graded again; that stays as it is.
    """

    regraded: tuple[Receipt, ...]
    changes: tuple[Change, ...]
    problems: tuple[str, ...]


def aside(layout: Layout) -> Layout:
    """Where what is graded again lies until it is written."""
    return Layout(layout.root / ".autograder" / "regrade")


def stale_jobs(
    layout: Layout, prepared: Mapping[str, Prepared], jobs: Sequence[Job], *, again: bool
) -> list[Job]:
    """The jobs whose file is the one that was graded, but by other checks, or with an error.

    With `again` all whose file was graded.
    """
    return [job for job in jobs if is_stale(layout, prepared[job.assignment], job, again=again)]


def preview(
    layout: Layout,
    course: Course,
    prepared: Mapping[str, Prepared],
    jobs: Sequence[Job],
    confinement: Confinement,
    *,
    processes: int | None = None,
    step: Step = lambda _: None,
) -> Preview:
    """Grade the jobs again, aside, and compare; what lies aside already is not graded twice."""
    regraded, problems = [], []
    graded_again = grade_class(
        layout, prepared, jobs, confinement, processes=processes, into=aside(layout)
    )
    for graded in graded_again:
        name = f"{graded.job.student}, {graded.job.assignment}"
        step(name)
        if graded.receipt is not None and not graded.receipt.errors:
            regraded.append(graded.receipt)
        else:
            broken = graded.receipt.errors if graded.receipt else ()
            told = "; ".join(f"{each.message} (our error)" for each in broken) or graded.problem
            problems.append(f"{name}: stays as it was, {told}")
    sources = read_sources(layout, course)
    new = {(each.assignment, each.student): each for each in regraded}
    old = {(each.assignment, each.student): each for each in sources.receipts}
    receipts = tuple(new.get(work, receipt) for work, receipt in old.items())
    return Preview(
        regraded=tuple(regraded),
        changes=changes(
            sources.marks(course),
            replace(sources, receipts=receipts).marks(course),
            regraded,
            old,
            sources.manual,
        ),
        problems=tuple(sorted(problems)),
    )


def accept(layout: Layout, seen: Preview) -> None:
    """Write what a preview showed; each receipt that is replaced is kept as an earlier one.

    Raises:
        AutograderError: what lies aside is no longer what was shown.
    """
    staged = aside(layout)
    for receipt in seen.regraded:
        path = staged.receipt(receipt.student, receipt.assignment)
        if read_receipt(path) != receipt:
            raise AutograderError(f"{path}: is not what was shown; run grade --regrade again")
        notebook = layout.autograded(receipt.student, receipt.assignment)
        with suppress(FileNotFoundError):  # there is none if the file was no notebook
            notebook.parent.mkdir(parents=True, exist_ok=True)
            staged.autograded(receipt.student, receipt.assignment).replace(notebook)
        replace_receipt(layout, receipt)
        path.unlink()
