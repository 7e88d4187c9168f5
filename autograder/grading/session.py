"""A submission alive in the sandbox: its cells run once per process, its budgets kept."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from autograder.errors import Fault, Raised
from autograder.grading.budgets import Account, NotRun, name_of, within_total
from autograder.grading.cells import Cells
from autograder.grading.undefined import RunCell, explained
from autograder.limits import Limits
from autograder.sandbox import (
    Allowance,
    Died,
    Foreseen,
    Process,
    Settled,
    Student,
    TimedOut,
    Told,
    Zygote,
    ask_all,
    give,
    in_our_words,
    of_a_call,
    settle,
)
from autograder.sandbox.messages import Reply, Request


class ConfinedSession:
    """Forks a process, runs the cells, and hands out the stand-in; forks anew after a death.

    Every call is charged to the function that is called, whichever check calls it.  One that has
    used up its budget is not called again.

    Attributes:
        peak_memory_mb: the most that any of its processes has had.
        settled: what the cells made of the given code.
    """

    def __init__(
        self,
        zygote: Zygote,
        sources: tuple[str, ...],
        limits: Limits,
        *,
        given: str = "",
        insist: bool = False,
    ) -> None:
        self._sources = sources
        self.peak_memory_mb = 0.0
        self.settled = Settled()
        self._given = given
        self._insist = insist
        self._zygote = zygote
        self._limits = limits
        self._unsettled = 0
        self._cells = Cells(sources, limits)
        self._accounts: dict[str, Account] = {}
        self._not_run: dict[str, None] = {}  # why, in the order of first mention
        self._culprit: Account | None = None
        self._asked_live: set[str] = set()
        self._spent = 0.0
        self._idled = 0.0
        self._process: Process | None = None
        self._student: Student | None = None
        self._alone: ConfinedSession | None = None

    @property
    def outputs(self) -> list[list[dict[str, Any]]]:
        """Nbformat outputs of each code cell, from the first run of it."""
        return self._cells.outputs

    @property
    def problem(self) -> str:
        """One line for the staff if not everything was run, or a cell attacked; else ""."""
        return "; ".join(filter(None, (self._cells.problem, *self._not_run)))

    @property
    def remarks(self) -> tuple[str, ...]:
        """How it went, in sentences for the student; usually none."""
        not_run = (
            f"Not everything was run: {why}. The staff have been told." for why in self._not_run
        )
        return (*self._cells.remarks, *not_run)

    def start(self) -> None:
        """Run the cells; of one that ends the process less is run the next time."""
        while self._process is None:
            self._process = self._zygote.fork()
            try:
                with self._charged(self._culprit, self._process):
                    self._run(self._process)
            except (Died, TimedOut):
                self._bury()
        self._culprit = None

    def _run(self, process: Process) -> None:
        """Run the given code and the cells; raise Died or TimedOut if the process has ended."""
        if self._given:
            give(process, self._given, insist=self._insist)
        self._cells.run(process)
        if not self._given or self._unsettled > self._limits.cells_ends:
            return
        try:
            self.settled = settle(process, self._given)
        except (Died, TimedOut):
            self._unsettled += 1
            if process.ended:
                raise

    def answer_all(self, exercise: str, examples: Sequence[Foreseen]) -> list[Told] | None:
        """The answers to all requests at once; None if they have to be asked one by one.

        Too long together is no verdict: asked live, the culprit is found.  Raises TimedOut if
        that used up the budget of the only function that is called.
        """
        asked = [name_of(line.name) for lines in examples for line in lines]
        accounts = [self._account(name) for name in dict.fromkeys(asked)]
        alone = len(asked) == 1  # then there is nothing to find out afterwards
        process = self._living()
        if alone or exercise in self._asked_live or any(account.over for account in accounts):
            return None
        only = accounts[0] if len(accounts) == 1 else None
        allowed = only.allowance(None) if only else of_a_call(self._limits)
        process.allowed = self._within_total(allowed)
        try:
            with self._charged(only, process):
                return ask_all(process, examples)
        except (Died, TimedOut) as failure:
            self._asked_live.add(exercise)
            if only is not None and only.over:
                raise TimedOut(f"{only.name} {only.over}", hint=failure.hint) from None
            return None

    def student(
        self,
        exercise: str,
        guard: Callable[[str, Any], None],
        cpu_seconds: float | None = None,
    ) -> Student:
        """The stand-in, at the start of an example; a call may use cpu_seconds, if given."""
        self._living()
        self._account(exercise).allow_more(cpu_seconds)
        if self._student is None:
            self._student = Student(self, guard)
        self._student.begin_example(cpu_seconds)
        return self._student

    def alone(self, *, fresh: bool = False) -> ConfinedSession:
        """A second process of the notebook; ask it only about inputs that the student will see.

        So it knows of no others, and what it says can tell of no others.  The budgets are shared.
        A fresh one takes the place of the last: it has seen nothing but the cells.
        """
        if fresh and self._alone is not None:
            self._alone.close()
            self._spent += self._alone.cpu_seconds()
            self._alone = None
        if self._alone is None:
            self._alone = ConfinedSession(
                self._zygote, self._sources, self._limits, given=self._given, insist=self._insist
            )
            self._alone._cells = self._cells  # noqa: SLF001  # they have had their first run
            self._alone._accounts = self._accounts  # noqa: SLF001  # see above
            self._alone._not_run = self._not_run  # noqa: SLF001  # see above
        return self._alone

    def in_our_words(self, failure: Raised) -> Raised:
        """The failure with nothing of what the student's code chose to say."""
        return in_our_words(failure, self._sources)

    def explained(self, failure: Fault) -> Fault:
        """The failure, with the reason if a name is missing."""
        run = zip(self._sources, self.outputs, strict=True)
        return explained(failure, [RunCell(n, *each) for n, each in enumerate(run, start=1)])

    def ask(self, request: Request) -> Reply:
        """What the student's process answers; raise Failure, or NotRun if it is not asked."""
        account = self._account(name_of(request.name))
        if account.over:
            raise self._refused(f"{account.name} was not called again, because it {account.over}")
        assert self._process is not None  # noqa: S101  # student() made it
        if self._process.ended:
            return self._process.ask(request)  # raises that it has ended
        allowed = self._within_total(account.allowance(request.cpu_seconds))
        try:
            with self._charged(account, self._process):
                return self._process.ask(request, allowed)
        except (Died, TimedOut) as failure:
            account.note(failure)
            self._culprit = account  # who pays for the cells of the next process
            raise

    def value(self, name: str) -> Any:
        """What the notebook's variable holds, None if there is none; raise Failure if it fails."""
        return self.student(name, _no_guard)[name]

    def ended(self, failure: Fault) -> bool:
        """Whether the failure was dear: then nothing is run again to make it smaller."""
        return isinstance(failure, (Died, TimedOut, NotRun))

    def cpu_seconds(self) -> float:
        """CPU seconds of all its processes so far."""
        beside = self._alone.cpu_seconds() if self._alone is not None else 0.0
        used = self._process.cpu_seconds if self._process is not None else 0.0
        return self._spent + used + beside

    def close(self) -> None:
        """Kill what is left."""
        if self._process is not None:
            self._bury()
        if self._alone is not None:
            self._alone.close()

    def _living(self) -> Process:
        """The process, a new one if the last has ended; raise NotRun if the total is used up."""
        if self._process is not None and self._process.ended:
            self._bury()
        self._within_total(of_a_call(self._limits))
        self.start()
        assert self._process is not None  # noqa: S101  # start() made it
        return self._process

    def _account(self, name: str) -> Account:
        return self._accounts.setdefault(name, Account(name, self._limits))

    @contextlib.contextmanager
    def _charged(self, account: Account | None, process: Process) -> Iterator[None]:
        """Charge what the process uses meanwhile."""
        cpu, idle = process.cpu_seconds, process.idle_seconds
        try:
            yield
        finally:
            if account is not None:
                account.charge(process.cpu_seconds - cpu, process.idle_seconds - idle)

    def _within_total(self, allowed: Allowance) -> Allowance:
        """The allowance, as far as the submission's own budget goes; raise NotRun beyond."""
        idle = self._idled + (self._process.idle_seconds if self._process is not None else 0.0)
        try:
            return within_total(allowed, self._limits, self.cpu_seconds(), idle)
        except NotRun as failure:
            raise self._refused(failure.message) from None

    def _refused(self, why: str) -> NotRun:
        self._not_run[why] = None
        return NotRun(why, hint="look for work that could be done once, or a loop too many")

    def _bury(self) -> None:
        assert self._process is not None  # noqa: S101  # whoever calls has it
        process, self._process, self._student = self._process, None, None
        self._spent += process.cpu_seconds
        self._idled += process.idle_seconds
        self.peak_memory_mb = max(self.peak_memory_mb, process.peak_memory_mb)
        process.kill()


def _no_guard(name: str, value: Any) -> None:
    """A value of any kind is looked at by who asked for it."""
