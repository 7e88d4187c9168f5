"""Work on confined students over the cores: one examiner and one zygote per process.

Workers are forked once the topics are drawn, so that examples are shared, not sent; only task
numbers and results travel.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from autograder.errors import AutograderError
from autograder.sandbox import Limits, Zygote

Task = TypeVar("Task")
Result = TypeVar("Result")
EXAMINER_MEMORY = 2 * 2**30
"""What an examiner may map beyond what it starts with, bytes: a student's answer is a stranger's."""


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


_work: Callable[[Zygote, int], Any]
_zygote: Zygote


def _start_worker(confinement: Confinement) -> None:
    global _zygote  # noqa: PLW0603  # one zygote per worker process, for its whole life
    _zygote = confinement.zygote()
    bound_memory()


def bound_memory() -> None:
    """Bound this process's memory: an answer that makes a check allocate fails the check."""
    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123  # a kernel file
        pages = int(file.read().split()[0])
    limit = pages * resource.getpagesize() + EXAMINER_MEMORY
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard == resource.RLIM_INFINITY or limit < hard:
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))


def _do(index: int) -> Any:
    return _work(_zygote, index)


def cores() -> int:
    """Processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_pool(
    tasks: Sequence[Task],
    work: Callable[[Zygote, Task], Result],
    confinement: Confinement,
    *,
    jobs: int | None = None,
) -> Iterator[tuple[Task, Result]]:
    """Do `work` on every task; yield (task, result) as they are done.

    Raises:
        SandboxError: students cannot be confined as demanded; nothing was run.
        AutograderError: a worker process died; what it had written is kept.
    """
    global _work  # noqa: PLW0603  # inherited by the forked workers
    processes = max(1, min(jobs or cores(), len(tasks)))
    if not tasks:
        return
    confinement.zygote().close()  # refuse here, with the reason, rather than in a worker

    def by_number(zygote: Zygote, index: int) -> Result:
        return work(zygote, tasks[index])

    _work = by_number
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(
        processes, mp_context=context, initializer=_start_worker, initargs=(confinement,)
    ) as pool:
        futures = {pool.submit(_do, index): index for index in range(len(tasks))}
        try:
            for future in as_completed(futures):
                yield tasks[futures[future]], future.result()
        except BrokenProcessPool:
            raise AutograderError(
                "a grading process died (out of memory?); run the same command again: "
                "what was graded is kept"
            ) from None
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
