"""Work on confined students over the cores: one examiner and one zygote per process."""

from __future__ import annotations

import resource
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from autograder.errors import SandboxError
from autograder.grading.processes import in_processes
from autograder.limits import Limits
from autograder.sandbox import Zygote

Task = TypeVar("Task")
Result = TypeVar("Result")
EXAMINER_MEMORY = 2 * 2**30
"""What an examiner may map beyond what it starts with, bytes: answers are strangers'."""


@dataclass(frozen=True, slots=True)
class Confinement:
    """How student code is run.

    Attributes:
        limits: time and memory.
        course_root: the folder whose files no student process may read.
        demand: the weakest level accepted, "A", "B" or "E".
        trust_students: whether level E may be used at all.
    """

    limits: Limits
    course_root: Path | None = None
    demand: str = "A"
    trust_students: bool = False

    def zygote(self) -> Zygote:
        """Start a zygote; raise SandboxError if it cannot confine as demanded."""
        return Zygote(
            limits=self.limits,
            course_root=self.course_root,
            demand=self.demand,
            trust_students=self.trust_students,
        )


_zygote: Zygote | SandboxError


def bound_memory() -> None:
    """Bound this process's memory: an answer that makes a check allocate fails the check."""
    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123  # a kernel file
        pages = int(file.read().split()[0])
    limit = pages * resource.getpagesize() + EXAMINER_MEMORY
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard == resource.RLIM_INFINITY or limit < hard:
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))


@contextmanager
def bounded_memory() -> Iterator[None]:
    """As `bound_memory`, for a while."""
    before = resource.getrlimit(resource.RLIMIT_AS)
    bound_memory()
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


def in_pool(
    tasks: Sequence[Task],
    work: Callable[[Zygote, Task], Result],
    confinement: Confinement,
    *,
    jobs: int | None = None,
    died: Callable[[Task], Result] | None = None,
) -> Iterator[tuple[Task, Result]]:
    """Do `work` on every task; yield (task, result) as they are done.

    `died` gives the result of a task on which two processes died.

    Raises:
        SandboxError: students cannot be confined as demanded; nothing was run.
        AutograderError: two processes died on one task, and `died` is not given.
    """

    def start() -> None:
        global _zygote  # noqa: PLW0603  # one zygote per worker process, for its whole life
        try:
            _zygote = confinement.zygote()
        except SandboxError as error:  # told by the first task: the pool would only say "broken"
            _zygote = error
        bound_memory()

    def confined(task: Task) -> Result:
        if isinstance(_zygote, SandboxError):
            raise _zygote
        return work(_zygote, task)

    yield from in_processes(tasks, confined, processes=jobs, start=start, died=died)
