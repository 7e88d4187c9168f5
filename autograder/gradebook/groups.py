"""Groups: one hand-in, and a mark for every member, from `groups.csv`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

from autograder.errors import CourseError, near_miss
from autograder.gradebook.assignment_marks import AssignmentMark
from autograder.gradebook.course import Course
from autograder.gradebook.lateness import parse_submitted
from autograder.gradebook.scores import table_rows
from autograder.receipts import Receipt

FILE = "groups.csv"
_COLUMNS = ("assignment", "group", "student")
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Group:
    """Students who hand in together.

    Attributes:
        name: as staff call it.
        members: ids, in the order of the file.
    """

    name: str
    members: tuple[str, ...]


Groups = Mapping[tuple[str, str], Group]
"""(Assignment, student) → the student's group; whoever works alone is in none."""
NO_GROUPS: Groups = MappingProxyType({})


def read_groups(
    path: Path, course: Course, *, known: Collection[str] = (), gone: Collection[str] = ()
) -> Groups:
    """Read `assignment,group,student`, a line for each member.

    Args:
        path: the CSV.
        course: its rules, and the roster.
        known: ids of everybody who handed something in, for a course without a roster.
        gone: ids of those who left the class; their lines may stay.

    Raises:
        CourseError: one line naming file, line, column and remedy.
    """
    everybody = course.students or sorted(known)
    seen: dict[tuple[str, str], str] = {}
    for line, row in table_rows(path, required=_COLUMNS, columns=_COLUMNS):
        where = f"{path}, line {line}"
        for name in _COLUMNS:
            if not row[name]:
                raise CourseError(f"{where}, column {name}: empty; fill it")
        try:
            course.assignment(row["assignment"])
        except CourseError as error:
            raise CourseError(f"{where}, column assignment: {error}") from None
        student, work = row["student"], (row["assignment"], row["student"])
        if student in gone:
            continue
        if everybody and student not in everybody:
            what = "is not on the roster" if course.students else "handed in nothing"
            meant = near_miss(student, everybody)
            if course.students or meant:
                raise CourseError(f"{where}, column student: {student!r} {what}{meant}")
        if work in seen:
            raise CourseError(
                f"{where}: {student} is in the group {seen[work]} of {work[0]} already; keep one"
            )
        seen[work] = row["group"]
    members: dict[tuple[str, str], list[str]] = {}
    for (assignment, student), group in seen.items():
        members.setdefault((assignment, group), []).append(student)
    return {
        (assignment, student): Group(group, tuple(members[assignment, group]))
        for (assignment, student), group in seen.items()
    }


def members_of(groups: Groups, assignment: str, student: str) -> tuple[str, ...]:
    """Everybody for whom the student's work counts, the student included."""
    group = groups.get((assignment, student))
    return group.members if group else (student,)


def attempts_of_group(receipts: Iterable[Receipt], course: Course) -> Sequence[Receipt]:
    """The attempts of all members as those of one student, the last one last.

    A file that several members handed in was handed in when it came first.
    """
    in_time = sorted(receipts, key=lambda one: _moment(one, course))
    first: dict[str, Receipt] = {}
    for number, receipt in enumerate(in_time):
        first.setdefault(receipt.submission_hash or str(number), receipt)
    return tuple(first.values())


def last_of_group(receipts: Iterable[Receipt], course: Course) -> Receipt:
    """What the group handed in last."""
    return attempts_of_group(receipts, course)[-1]


def with_group(mark: AssignmentMark, group: Group, student: str, handed_in: str) -> AssignmentMark:
    """The mark of a member, with who handed in."""
    together = f"group {group.name} ({', '.join(group.members)})"
    note = f"{mark.assignment}: handed in by {handed_in} for the {together}"
    told = "by you" if handed_in == student else f"by {handed_in}"
    return replace(
        mark,
        notes=(note, *mark.notes),
        remarks=(f"handed in {told} for your group", *mark.remarks),
        of_last=mark.of_last and handed_in == student,
    )


def _moment(receipt: Receipt, course: Course) -> datetime:
    return parse_submitted(receipt.submitted_at or "", course.zone) or _NEVER
