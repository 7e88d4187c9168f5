"""A submission alive in the sandbox: its cells run once per process, its deaths counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from autograder.errors import Fault, Raised
from autograder.sandbox import (
    Died,
    Foreseen,
    Limits,
    Process,
    Settled,
    Student,
    Told,
    Violation,
    Zygote,
    ask_all,
    give,
    in_our_words,
    settle,
)

DEATHS_PER_EXERCISE = 3
DEATHS_IN_CELLS = 3


class NotRunAgainError(Fault):
    """The submission has had its chances; nothing of it runs any more for this check."""


class ConfinedSession:
    """Forks a process, runs the cells, and hands out the stand-in; forks anew after a death.

    Attributes:
        outputs: nbformat outputs of each code cell, from the first run of it.
        problem: one line for the staff if a cell attacked the grader, else "".
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
        self.outputs: list[list[dict[str, Any]]] = [[] for _ in sources]
        self.problem = ""
        self.peak_memory_mb = 0.0
        self.settled = Settled()
        self._given = given
        self._insist = insist
        self._zygote = zygote
        self._sources = sources
        self._limits = limits
        self._fatal: dict[int, Fault] = {}
        self._run_before: set[int] = set()
        self._deaths: Counter[str] = Counter()
        self._asked_live: set[str] = set()
        self._spent = 0.0
        self._idled = 0.0
        self._process: Process | None = None
        self._student: Student | None = None
        self._alone: ConfinedSession | None = None

    def start(self) -> None:
        """Run the cells.  A cell that ends the process is left out the next time.

        Raises:
            NotRunAgainError: the cells ended the process time and again.
        """
        deaths = len(self._fatal)
        while self._process is None:
            process = self._zygote.fork()
            try:
                self._run_cells(process)
            except Died:
                self._bury(process)
                deaths += 1
                if deaths > DEATHS_IN_CELLS:
                    raise self._given_up("its cells end the process again and again") from None
            else:
                self._process = process

    def _run_cells(self, process: Process) -> None:
        if self._given:
            give(process, self._given, insist=self._insist)
        for index, source in enumerate(self._sources):
            if index in self._fatal:
                continue
            try:
                outputs = process.run_cell(source, number=index + 1)
            except Died as failure:
                self._fatal[index] = failure
                self.outputs[index] = [_as_error(failure)]
                if isinstance(failure, Violation):  # no accident: staff may want to look
                    self.problem = f"code cell {index + 1}: {failure.message}"
                raise
            if index not in self._run_before:
                self._run_before.add(index)
                self.outputs[index] = outputs
        if self._given:
            self.settled = settle(process, self._given)

    def answer_all(self, exercise: str, examples: Sequence[Foreseen]) -> list[Told] | None:
        """The answers to all requests at once; None if they have to be asked one by one.

        A process that ends on the way is no verdict: asked live, the culprit is found.
        """
        if exercise in self._asked_live:
            return None
        self._living()
        assert self._process is not None  # noqa: S101  # _living() made it or raised
        try:
            return ask_all(self._process, examples)
        except Died:
            self._asked_live.add(exercise)
            self._bury(self._process)
            return None

    def student(
        self,
        exercise: str,
        guard: Callable[[str, Any], None],
        cpu_seconds: float | None = None,
    ) -> Student:
        """The stand-in, at the start of an example; a call may use cpu_seconds, if given."""
        if self._deaths[exercise] >= DEATHS_PER_EXERCISE:
            raise NotRunAgainError(
                f"{exercise} ended its process {DEATHS_PER_EXERCISE} times, so it is not run again"
            )
        self._living()
        if self._student is None:
            assert self._process is not None  # noqa: S101  # start() made it or raised
            self._student = Student(self._process, guard)
        self._student.begin_example(cpu_seconds)
        return self._student

    def alone(self) -> ConfinedSession:
        """A second process of the notebook; ask it only about inputs that the student will see.

        So it knows of no others, and what it says can tell of no others.
        """
        if self._alone is None:
            self._alone = ConfinedSession(
                self._zygote,
                self._sources,
                self._limits,
                given=self._given,
                insist=self._insist,
            )
            self._alone._fatal = self._fatal  # noqa: SLF001  # no cell ends a process once more
        return self._alone

    def in_our_words(self, failure: Raised) -> Raised:
        """The failure with nothing of what the student's code chose to say."""
        return in_our_words(failure, self._sources)

    def value(self, name: str) -> Any:
        """What the notebook's variable holds, None if there is none; raise Fault."""
        try:
            return self.student(name, _no_guard)[name]
        except Fault as failure:
            if self.ended(failure):
                self.note_end(name)
            raise

    def _living(self) -> None:
        """See to it that there is a process; raise NotRunAgainError if the budget is used up."""
        if self.cpu_seconds() > self._limits.total_cpu_seconds:
            raise self._given_up(
                f"the whole submission used more than {self._limits.total_cpu_seconds:g} s of CPU"
            )
        idle = self._idled + (self._process.idle_seconds if self._process is not None else 0.0)
        if idle > self._limits.total_idle_seconds:
            raise self._given_up(
                f"the whole submission waited more than {self._limits.total_idle_seconds:g} s"
            )
        if self._process is None:
            self.start()

    def ended(self, failure: Fault) -> bool:
        """Whether the failure took the process with it."""
        return isinstance(failure, (Died, NotRunAgainError))

    def note_end(self, exercise: str) -> None:
        """Count a death and clear it away; the next check starts a new process."""
        self._deaths[exercise] += 1
        if self._process is not None:
            self._bury(self._process)

    def _bury(self, process: Process) -> None:
        self._spent += process.cpu_seconds
        self._idled += process.idle_seconds
        self.peak_memory_mb = max(self.peak_memory_mb, process.peak_memory_mb)
        process.kill()
        self._process = self._student = None

    def _given_up(self, why: str) -> NotRunAgainError:
        return NotRunAgainError(
            why, hint="look for work that could be done once, or a loop too many"
        )

    def cpu_seconds(self) -> float:
        """CPU seconds of all its processes so far."""
        beside = self._alone.cpu_seconds() if self._alone is not None else 0.0
        used = self._process.cpu_seconds if self._process is not None else 0.0
        return self._spent + used + beside

    def close(self) -> None:
        """Kill what is left."""
        if self._process is not None:
            self._bury(self._process)
        if self._alone is not None:
            self._alone.close()


def _no_guard(name: str, value: Any) -> None:
    """A value of any kind is looked at by who asked for it."""


def _as_error(failure: Fault) -> dict[str, Any]:
    return {
        "output_type": "error",
        "ename": "Stopped",
        "evalue": failure.message,
        "traceback": [f"Stopped: {failure.message}", failure.hint],
    }
