"""Grade a class: what is missing or stale is graded, everything else is kept."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from autograder.errors import AutograderError, Fault, Signal, SubmissionError
from autograder.files import remove_abandoned, write_atomically
from autograder.grading.gradable import Gradable
from autograder.grading.grade import grade_file
from autograder.grading.handed_in import Taken, taken_from
from autograder.grading.history import keep_handed_in, replace_receipt
from autograder.grading.misplaced import misplaced
from autograder.grading.pool import Confinement, in_pool
from autograder.grading.refusing import blank_receipt, not_taken
from autograder.grading.submission import content_hash, read_bytes
from autograder.grading.submission_secret import carry_secret
from autograder.layout import Layout
from autograder.receipts import Receipt, read_receipt, write_receipt
from autograder.sandbox import Zygote, is_at_least


@dataclass(frozen=True, slots=True)
class Job:
    """One submission to grade.

    Attributes:
        assignment: the assignment's name.
        student: the student's id.
        earlier: the number of an earlier receipt, whose file is graded again; 0: what lies in
            `submitted/`.
    """

    assignment: str
    student: str
    earlier: int = 0

    def receipt(self, layout: Layout) -> Path:
        """Where its receipt lies."""
        if self.earlier:
            folder = layout.earlier_folder(self.student, self.assignment)
            return folder / f"{self.earlier:04}.json"
        return layout.receipt(self.student, self.assignment)


@dataclass(frozen=True, slots=True)
class Graded:
    """How a job ended.

    Attributes:
        job: the job.
        receipt: None if the file could not be read.
        problem: one line for the staff, or "".
        kept: the receipt was there already and is still good.
    """

    job: Job
    receipt: Receipt | None
    problem: str = ""
    kept: bool = False


DIED_TWICE = (
    "could not be graded: two grading processes died on it (out of memory?; our error); grade "
    "it again"
)

Made = tuple[Receipt, Any]
"""A receipt and the executed notebook, not yet written."""

Cluster = Callable[[Sequence[Job]], Iterable[tuple[Job, Made | Graded]]]


def jobs_of(layout: Layout, assignments: Sequence[str], known: Iterable[str] = ()) -> list[Job]:
    """A job for every student folder of each assignment, misspelt ones among them.

    `known` are the names of other assignments.
    """
    lost = misplaced(layout, {*assignments, *known, *layout.assignments()})
    jobs = {Job(one.assignment, one.student) for one in lost if one.assignment in assignments}
    jobs |= {Job(a, student) for a in assignments for student in layout.students_with(a)}
    place = {name: number for number, name in enumerate(assignments)}
    return sorted(jobs, key=lambda job: (place[job.assignment], job.student))


def submission(layout: Layout, job: Job) -> Taken:
    """The file of a job; raise SubmissionError if none counts, or several may."""
    if job.earlier:
        graded = read_receipt(job.receipt(layout))
        path = layout.handed_in(job.student, job.assignment, graded.submission_hash)
        return Taken(path, graded.taken)
    return taken_from(layout, job.student, job.assignment)


def submitted_at(layout: Layout, job: Job) -> str | None:
    """When it was handed in, as nbgrader's timestamp.txt says; None if it does not."""
    if job.earlier:
        return read_receipt(job.receipt(layout)).submitted_at
    path = layout.submitted(job.student, job.assignment).with_name("timestamp.txt")
    try:
        if not path.exists():  # unpacked archives lie in folders of their own
            path = submission(layout, job).path.with_name(path.name)
        return read_bytes(path).decode().strip()[:64] or None
    except (SubmissionError, UnicodeDecodeError):
        return None


def grade_class(
    layout: Layout,
    prepared: Mapping[str, Gradable],
    jobs: Sequence[Job],
    confinement: Confinement,
    *,
    again: bool = False,
    leave: Collection[Job] = (),
    processes: int | None = None,
    cluster: Cluster | None = None,
    into: Layout | None = None,
) -> Iterator[Graded]:
    """Grade the jobs, yielding each as it is done; receipts are on disk by then.

    Args:
        layout: the course's folders.
        prepared: the topics by assignment.
        jobs: what to grade.
        confinement: how student code is run.
        again: grade also what has a good receipt.
        leave: jobs whose receipt stays, whatever checks it is of.
        processes: how many at once; all cores by default.
        cluster: does the work elsewhere: from the jobs to each with what was made of it.
        into: where receipts and notebooks are written, and looked for, instead of the course.
    """
    into = into or layout
    for folder in (into.root / "grades", into.root / "autograded", layout.cache):
        remove_abandoned(folder)  # of runs that were killed
    demand = confinement.demand
    to_do: list[Job] = []
    for job in jobs:
        kept = None if again else _kept(layout, prepared[job.assignment], job, demand, graded=into)
        if job in leave:
            kept = _of_this_file(layout, job, graded=into)
        if kept is None:
            to_do.append(job)
        else:
            yield Graded(job, kept, kept.problem, kept=True)

    if cluster is not None:
        for job, made in cluster(to_do):
            yield made if isinstance(made, Graded) else _keep(layout, into, job, *made)
        return

    def work(zygote: Zygote, job: Job) -> Graded:
        made = make_receipt(layout, prepared[job.assignment], job, zygote, confinement)
        return made if isinstance(made, Graded) else _keep(layout, into, job, *made)

    def died(job: Job) -> Graded:
        return Graded(job, None, DIED_TWICE)

    for _, graded in in_pool(to_do, work, confinement, jobs=processes, died=died):
        yield graded


def is_stale(
    layout: Layout, prepared: Gradable, job: Job, demand: str, *, again: bool = False
) -> bool:
    """Whether the very file that a receipt is of should be graded again.

    That is if other checks graded it, one of them broke, or it was confined less than is
    demanded; with `again` in any case.
    """
    receipt = _of_this_file(layout, job, graded=layout)
    return receipt is not None and (again or not _is_good(receipt, prepared, demand))


def is_of_other_checks(layout: Layout, prepared: Gradable, job: Job) -> bool:
    """Whether the very file that a receipt is of was graded, without an error, by other checks.

    Or with another secret, or other versions: its verdicts may differ now.
    """
    receipt = _of_this_file(layout, job, graded=layout)
    changed = receipt is not None and receipt.topic_hash != prepared.fingerprint
    return receipt is not None and changed and not receipt.errors


def _kept(
    layout: Layout, prepared: Gradable, job: Job, demand: str, *, graded: Layout
) -> Receipt | None:
    """The receipt on disk, if it is of this very file, topic, and time of handing in."""
    receipt = _of_this_file(layout, job, graded=graded)
    return receipt if receipt is not None and _is_good(receipt, prepared, demand) else None


def _is_good(receipt: Receipt, prepared: Gradable, demand: str) -> bool:
    confined = is_at_least(receipt.sandbox, demand)
    return confined and receipt.topic_hash == prepared.fingerprint and not receipt.errors


def _of_this_file(layout: Layout, job: Job, *, graded: Layout) -> Receipt | None:
    """The receipt in `graded`, if it is of what was handed in, and when."""
    try:
        receipt = read_receipt(job.receipt(graded))
        taken = submission(layout, job)
        digest = content_hash(read_bytes(taken.path))
    except (OSError, AutograderError):
        return None
    now = (digest, submitted_at(layout, job), taken.told)
    same = (receipt.submission_hash, receipt.submitted_at, receipt.taken) == now
    return receipt if same else None


def make_receipt(
    layout: Layout, prepared: Gradable, job: Job, zygote: Zygote, confinement: Confinement
) -> Made | Graded:
    """Grade a job and write nothing; a Graded says why there is no receipt."""
    name, time = job.student, submitted_at(layout, job)
    try:
        taken = submission(layout, job)
        receipt, notebook = grade_file(
            taken.path, prepared, zygote, confinement.limits, student=name, submitted_at=time
        )
        return replace(receipt, taken=taken.told), notebook
    except SubmissionError as error:
        if job.earlier or not _is_utf8(name):  # no receipt could name the student
            return Graded(job, None, str(error))
        blank = blank_receipt(prepared, zygote.level, name, time)
        where = str(error).removeprefix(f"{layout.root}/")
        return not_taken(blank, prepared, error, where), None
    except AutograderError:
        raise
    except (Exception, Fault, Signal) as error:  # noqa: BLE001  # one submission must not end the whole class
        return Graded(job, None, f"could not be graded ({_told(error)}; our error)")


def _keep(layout: Layout, into: Layout, job: Job, receipt: Receipt, notebook: Any) -> Graded:
    """Write what grading made."""
    if job.earlier:
        write_receipt(job.receipt(into), receipt)
        return Graded(job, receipt, receipt.problem)
    target = into.autograded(job.student, job.assignment)
    if notebook is None:
        with suppress(OSError):  # that of another file, which was handed in before
            target.unlink()
    else:
        import nbformat

        write_atomically(target, nbformat.writes(notebook).encode("utf-8", "replace"))
        carry_secret(layout.submitted(job.student, job.assignment).parent, target.parent)
    if into == layout:
        with suppress(SubmissionError):  # it was taken away meanwhile: there is nothing to keep
            keep_handed_in(layout, receipt, submission(layout, job).path)
    # The receipt comes last: it says that everything else is in place.
    replace_receipt(into, receipt)
    return Graded(job, receipt, receipt.problem)


def _is_utf8(name: str) -> bool:
    return name == name.encode("utf-8", "ignore").decode()


def _told(error: BaseException) -> str:
    """An error of ours in one line, with its place."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    text = " ".join(str(error).split())[:200]
    return f"{type(error).__name__}: {text}, {Path(last.filename).name}, line {last.lineno}"
