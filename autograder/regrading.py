"""Grading again after a check was corrected: looked at first, then written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from autograder.errors import AutograderError
from autograder.gradebook import Course
from autograder.gradebook.attempts import attempts_before
from autograder.gradebook.history import Event, What, add_to_history
from autograder.gradebook.regrades import Change, changes, points_told
from autograder.grading.class_run import (
    Cluster,
    Job,
    grade_class,
    is_of_other_checks,
    is_stale,
)
from autograder.grading.gradable import Gradable
from autograder.grading.history import add_earlier, replace_receipt
from autograder.grading.pool import Confinement
from autograder.layout import Layout
from autograder.marking import read_sources
from autograder.receipts import Receipt, read_receipt

Step = Callable[..., None]
LONGEST_REASON = 500  # characters in the history


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a regrade would change; nothing that counts is written yet.

    Attributes:
        regraded: jobs with their new receipts; they and the notebooks lie aside.
        changes: who gains or loses how much, and why.
        problems: a line for the staff for whatever could not be graded again; that stays as it is.
    """

    regraded: tuple[tuple[Job, Receipt], ...]
    changes: tuple[Change, ...]
    problems: tuple[str, ...]


def aside(layout: Layout) -> Layout:
    """Where what is graded again lies until it is written."""
    return Layout(layout.root / ".autograder" / "regrade")


def stale_jobs(
    layout: Layout,
    prepared: Mapping[str, Gradable],
    jobs: Sequence[Job],
    demand: str,
    *,
    again: bool,
) -> list[Job]:
    """The jobs whose file is the one that was graded: by other checks, less confined, or with
    an error.

    Earlier attempts of the same students are among them.  With `again` all that were graded.
    """
    return [
        each
        for job in jobs
        for each in (*_earlier_attempts(layout, job), job)
        if is_stale(layout, prepared[job.assignment], each, demand, again=again)
    ]


def jobs_of_other_checks(
    layout: Layout, prepared: Mapping[str, Gradable], jobs: Sequence[Job]
) -> list[Job]:
    """The jobs whose file is the one that other checks graded; earlier attempts among them."""
    return [
        each
        for job in jobs
        for each in (*_earlier_attempts(layout, job), job)
        if is_of_other_checks(layout, prepared[job.assignment], each)
    ]


def _earlier_attempts(layout: Layout, job: Job) -> list[Job]:
    """A job for each earlier attempt, by the newest of its receipts."""
    try:
        last = read_receipt(job.receipt(layout))
    except (OSError, AutograderError):
        return []
    before = attempts_before(layout.earlier_receipts(job.student, job.assignment), last)
    return [replace(job, earlier=int(path.stem)) for path, one in before if not one.is_damaged]


def preview(
    layout: Layout,
    course: Course,
    prepared: Mapping[str, Gradable],
    jobs: Sequence[Job],
    confinement: Confinement,
    *,
    processes: int | None = None,
    cluster: Cluster | None = None,
    step: Step = lambda _, **__: None,
) -> Preview:
    """Grade the jobs again, aside, and compare; what lies aside already is not graded twice."""
    regraded, problems = [], []
    graded_again = grade_class(
        layout,
        prepared,
        jobs,
        confinement,
        processes=processes,
        cluster=cluster,
        into=aside(layout),
    )
    for graded in graded_again:
        name = f"{graded.job.student}, {graded.job.assignment}"
        good = graded.receipt is not None and not graded.receipt.errors
        step(name, bad=not good)
        if graded.receipt is not None and not graded.receipt.errors:
            regraded.append((graded.job, graded.receipt))
        else:
            broken = graded.receipt.errors if graded.receipt else ()
            told = "; ".join(f"{each.message} (our error)" for each in broken) or graded.problem
            problems.append(f"{name}: stays as it was, {told}")
    regraded.sort(key=lambda each: (each[0].assignment, each[0].student, each[0].earlier))
    pairs = [(job, read_receipt(job.receipt(layout)), new) for job, new in regraded]
    sources = read_sources(layout, course)
    new_of = {_identity(old): new for _, old, new in pairs}

    def renewed(receipts: Iterable[Receipt]) -> tuple[Receipt, ...]:
        return tuple(new_of.get(_identity(receipt), receipt) for receipt in receipts)

    after = replace(sources, receipts=renewed(sources.receipts), earlier=renewed(sources.earlier))
    return Preview(
        regraded=tuple(regraded),
        changes=changes(
            sources.marks(course),
            after.marks(course),
            [(old, new) for job, old, new in pairs if not job.earlier],
            earlier=[(old, new) for job, old, new in pairs if job.earlier],
            manual=sources.manual,
            groups=sources.groups,
        ),
        problems=tuple(sorted(problems)),
    )


def _identity(receipt: Receipt) -> tuple[object, ...]:
    work = (receipt.assignment, receipt.student)
    return *work, receipt.submission_hash, receipt.submitted_at


def accept(layout: Layout, course: Course, seen: Preview) -> None:
    """Write what a preview showed; each receipt that is replaced is kept as an earlier one.

    `history.csv` tells each change.

    Raises:
        AutograderError: what lies aside is no longer what was shown.
    """
    staged = aside(layout)
    for job, receipt in seen.regraded:
        path = job.receipt(staged)
        if read_receipt(path) != receipt:
            raise AutograderError(f"{path}: is not what was shown; run grade --regrade again")
        if job.earlier:
            add_earlier(layout, receipt)
        else:
            notebook = layout.autograded(job.student, job.assignment)
            notebook.parent.mkdir(parents=True, exist_ok=True)
            with suppress(FileNotFoundError):  # there is none if the file was no notebook
                staged.autograded(job.student, job.assignment).replace(notebook)
            replace_receipt(layout, receipt)
        path.unlink()
    events = [
        Event(
            what=What.REGRADED,
            student=each.student,
            assignment=each.assignment,
            before=points_told(each.before),
            after=points_told(each.after),
            why="; ".join(each.why)[:LONGEST_REASON],
        )
        for each in seen.changes
    ]
    add_to_history(layout.root, events, course.zone)
