"""The same work on many items, in forked processes of our own."""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle
import signal
import traceback
import warnings
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar

from autograder.errors import AutograderError
from autograder.sandbox.inside.linux import die_with_parent

Item = TypeVar("Item")
Result = TypeVar("Result")

AHEAD = 2
"""So many items for each process are handed out and not yet yielded."""

TRIES = 2
"""So many processes may die on one item."""

INTERRUPTED = 130
DIED = (
    "two grading processes died on the same work (out of memory?); run the same command again: "
    "what was graded is kept"
)

YES, NO = 1, 0
WAITS = 5
"""So many seconds an item of `in_a_fork` may take by the clock."""


def cores() -> int:
    """Processors this process may use."""
    return (
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    )


Reply = tuple[bool, Any]
"""True and the result, or False and the error that was raised."""


@dataclass(frozen=True, slots=True)
class Worker:
    """A forked process, and what it was asked and has not answered; it answers in that order."""

    process: BaseProcess
    connection: Connection
    asked: deque[int] = field(default_factory=deque)

    def ask(self, number: int) -> None:
        """Hand out an item."""
        self.asked.append(number)
        with suppress(OSError):  # it is dead: that is seen when its answer is waited for
            self.connection.send(number)


def in_processes(
    items: Sequence[Item],
    work: Callable[[Item], Result],
    *,
    processes: int | None = None,
    start: Callable[[], None] | None = None,
    died: Callable[[Item], Result] | None = None,
) -> Iterator[tuple[Item, Result]]:
    """Do `work` on every item; yield (item, result) as they are done.

    Processes are forked, so items and whatever `work` knows are shared, not sent; results are.
    If one dies, what it was at is tried a second time, in another.

    Args:
        items: what to work on.
        work: runs in a forked process.
        processes: how many at once; all cores by default.
        start: runs once in each new process.
        died: the result of an item on which two processes died.

    Raises:
        AutograderError: two processes died on one item, and `died` is not given.
    """
    workers: list[Worker] = []
    parent = os.getpid()

    def begin() -> None:
        die_with_parent(parent)  # else a killed run leaves its processes waiting for ever
        gc.freeze()  # a collection would touch, and so copy, all memory that the fork shares
        if start is not None:
            start()

    def fork() -> Worker:
        return _begun(begin, lambda number: work(items[number]))

    count = max(1, min(processes or cores(), len(items)))
    try:
        for number, reply in _replies(len(items), workers, count, fork):
            if reply is not None:
                yield items[number], _unpacked(reply)
            elif died is not None:
                yield items[number], died(items[number])
            else:
                raise AutograderError(DIED)
        for worker in workers:
            worker.connection.close()  # then it ends by itself
    finally:
        for worker in workers:
            if not worker.connection.closed:
                worker.process.kill()
            worker.process.join()


def _replies(
    items: int, workers: list[Worker], count: int, fork: Callable[[], Worker]
) -> Iterator[tuple[int, Reply | None]]:
    """Each item's number with what was answered; None if too many processes died on it."""
    waiting = deque(range(items))
    deaths: Counter[int] = Counter()
    while waiting or any(worker.asked for worker in workers):
        while waiting and len(workers) < count:
            workers.append(fork())
        _hand_out(waiting, workers)
        for worker in _ready(workers):
            reply = _received(worker)
            number = worker.asked.popleft()
            if reply is None:
                workers.remove(worker)
                worker.process.join()
                waiting.extendleft(reversed(worker.asked))
                deaths[number] += 1
                if deaths[number] < TRIES:
                    waiting.appendleft(number)
                    continue
            yield number, reply


def _ready(workers: Sequence[Worker]) -> list[Worker]:
    """Those that have answered or died, as soon as there are any."""
    there = wait([worker.connection for worker in workers if worker.asked])
    return [worker for worker in workers if worker.connection in there]


def _received(worker: Worker) -> Reply | None:
    """The next answer; None if the process died before it gave one."""
    try:
        reply: Reply = worker.connection.recv()
    except (EOFError, OSError):
        return None
    return reply


def _unpacked(reply: Reply) -> Any:
    good, answer = reply
    if not good:
        raise answer
    return answer


def _hand_out(waiting: deque[int], workers: Sequence[Worker]) -> None:
    """Give every process something to do, and, while there is plenty, the next thing too."""
    for ahead in range(AHEAD):
        for worker in workers:
            if len(worker.asked) == ahead and len(waiting) > ahead * len(workers):
                worker.ask(waiting.popleft())


def _begun(begin: Callable[[], None], work: Callable[[int], Any]) -> Worker:
    """A new process that answers what it is asked."""
    ours, theirs = multiprocessing.Pipe()

    def serve() -> None:
        # Ctrl-C reaches every process of a terminal: the parent tells of it, this one just ends.
        signal.signal(signal.SIGINT, lambda *_: os._exit(INTERRUPTED))
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        ours.close()
        _serve(theirs, begin, work)

    process = multiprocessing.get_context("fork").Process(target=serve)
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        process.start()
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    theirs.close()
    return Worker(process, ours)


def _serve(asked: Connection, begin: Callable[[], None], work: Callable[[int], Any]) -> None:
    failed: BaseException | None = None
    try:
        begin()
    except BaseException as error:  # noqa: BLE001  # raised where the answers are read
        failed = error
    with suppress(EOFError, OSError):  # the parent has what it wants, or is gone
        while True:
            number = asked.recv()
            try:
                answer = (True, work(number)) if failed is None else (False, failed)
            except BaseException as error:  # noqa: BLE001  # as above
                error.add_note("".join(traceback.format_exception(error)))
                answer = (False, error)
            try:
                asked.send(answer)
            except (pickle.PicklingError, TypeError, AttributeError) as error:
                told = f"{type(answer[1]).__name__} cannot be sent between processes: {error}"
                asked.send((False, AutograderError(told)))


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
