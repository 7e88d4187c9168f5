"""The same work on many items, in forked processes of our own."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import warnings
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from typing import Any, TypeVar

from autograder.errors import AutograderError
from autograder.sandbox.inside.linux import die_with_parent

Item = TypeVar("Item")
Result = TypeVar("Result")

AHEAD = 4
"""So many items for each process are handed out and not yet yielded."""

YES, NO = 1, 0
WAITS = 5
"""So many seconds an item of `in_a_fork` may take by the clock."""

_work: Callable[[int], Any]


def cores() -> int:
    """Processors this process may use."""
    return (
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    )


def _do(index: int) -> Any:
    return _work(index)


def in_processes(
    items: Sequence[Item],
    work: Callable[[Item], Result],
    *,
    processes: int | None = None,
    start: Callable[[], None] | None = None,
) -> Iterator[tuple[Item, Result]]:
    """Do `work` on every item; yield (item, result) as they are done.

    Processes are forked, so items and whatever `work` knows are shared, not sent; results are.

    Args:
        items: what to work on.
        work: runs in a forked process.
        processes: how many at once; all cores by default.
        start: runs once in each new process.

    Raises:
        AutograderError: a process died; what it had written is kept.
    """
    global _work  # noqa: PLW0603  # inherited by the forked processes
    if not items:
        return

    def by_number(index: int) -> Result:
        return work(items[index])

    _work = by_number
    parent = os.getpid()

    def begin() -> None:
        die_with_parent(parent)  # else a killed run leaves its processes waiting for ever
        gc.freeze()  # a collection would touch, and so copy, all memory that the fork shares
        if start is not None:
            start()

    count = max(1, min(processes or cores(), len(items)))
    with ProcessPoolExecutor(
        count,
        mp_context=multiprocessing.get_context("fork"),
        initializer=begin,
    ) as pool:
        numbers = iter(range(len(items)))
        running: dict[Future[Any], int] = {}
        try:
            while True:
                # A few ahead of the processes, not all: a future keeps its result alive.
                for number in islice(numbers, AHEAD * count - len(running)):
                    running[pool.submit(_do, number)] = number
                if not running:
                    break
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    yield items[running.pop(future)], future.result()
        except BrokenProcessPool:
            raise AutograderError(
                "a grading process died (out of memory?); run the same command again: "
                "what was graded is kept"
            ) from None
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


class _OverTime(BaseException):
    """Raised in a fork, in the midst of what takes too long."""


def in_a_fork(
    items: Sequence[Item], holds: Callable[[Item], bool], cpu_seconds: float
) -> list[bool]:
    """Whether something holds for each item, found out in one forked process, one by one.

    Whatever that changes is gone afterwards.  It does not hold for what took longer than
    `cpu_seconds`, raised, or ended the process; then neither for what came after it.
    """
    if not items:
        return []
    reader, writer = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of threads: the child uses none
        pid = os.fork()
    if pid == 0:
        try:
            os.close(reader)
            _work_off(items, holds, writer, cpu_seconds)
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as answers:
        found = [answer == YES for answer in answers.read()]
    os.waitpid(pid, 0)
    return found + [False] * (len(items) - len(found))


def _work_off(
    items: Sequence[Item], holds: Callable[[Item], bool], writer: int, cpu_seconds: float
) -> None:
    def stop(*_: object) -> None:
        raise _OverTime

    warnings.simplefilter("ignore")
    gc.disable()  # it would touch, and so copy, all memory that the fork shares
    signal.signal(signal.SIGPROF, stop)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    for item in items:
        signal.setitimer(signal.ITIMER_PROF, cpu_seconds)
        signal.alarm(WAITS)  # it may also sleep
        try:
            found = holds(item)
        except (Exception, _OverTime):  # noqa: BLE001  # it says nothing, whatever it was
            found = False
        signal.setitimer(signal.ITIMER_PROF, 0)
        os.write(writer, bytes([YES if found else NO]))
