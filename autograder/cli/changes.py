"""What `grade` prints of marks that would change, and of times that did."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from autograder.console import one_line
from autograder.layout import Layout

if TYPE_CHECKING:
    from autograder.gradebook import Course
    from autograder.grading.corrected_times import Retimed
    from autograder.regrading import Preview


def tell_times(layout: Layout, course: Course, found: Sequence[Retimed]) -> None:
    """Print which files have another time of handing in now, and keep that in the history."""
    from autograder.gradebook.history import Event, What, add_to_history

    for one in found:
        click.echo(one_line(str(one)), err=True)
    events = [
        Event(
            what=What.RETIMED,
            student=one.job.student,
            assignment=one.job.assignment,
            before=one.before,
            after=one.now,
        )
        for one in found
    ]
    add_to_history(layout.root, events, course.zone)


def show_changed(
    layout: Layout, course: Course, seen: Preview, assignments: Sequence[str]
) -> bool:
    """Print what grading by the checks of today would change; write it if that is nothing.

    Return whether somebody must decide.
    """
    from autograder import keeping
    from autograder.gradebook.regrades import as_plain_text
    from autograder.regrading import accept

    others = keeping.about_receipts(layout, course)
    if not (seen.changes or seen.problems or others):
        accept(layout, course, seen)
        click.echo(f"{len(seen.regraded)} were graded by other checks: no verdict changes")
        return False
    click.echo(
        f"\n{len(seen.regraded)} were graded by other checks, another secret or other versions "
        "than there are now.  They keep their marks; graded again they would change so:\n"
    )
    click.echo(as_plain_text(seen.changes, course))
    command = " ".join(("autograder grade", *assignments, "--regrade --yes"))
    click.echo(f"\n{len(seen.changes)} would change: nothing is written; {command} writes it")
    for line in (*others, *seen.problems):
        click.echo(one_line(line), err=True)
    return True


def show_regrade(layout: Layout, course: Course, seen: Preview, *, write: bool) -> int:
    """Print what a regrade changes, write it if told to, and return the exit status."""
    from autograder.gradebook.regrades import as_plain_text
    from autograder.regrading import accept

    click.echo(as_plain_text(seen.changes, course))
    if write:
        accept(layout, course, seen)
    done = "written; run autograder gradebook" if write else "nothing is written; --yes writes it"
    click.echo(f"\n{len(seen.regraded)} graded again, {len(seen.changes)} changed: {done}")
    for line in seen.problems:
        click.echo(one_line(line), err=True)
    return 1 if seen.problems or (seen.changes and not write) else 0
