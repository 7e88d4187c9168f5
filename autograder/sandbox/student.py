"""The student as a check sees one: `student.f(x)` runs the notebook's f in its own process."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from autograder.checks.steps import Step
from autograder.sandbox.exchange import Exchange, Guard
from autograder.sandbox.messages import Asked, Entry
from autograder.sandbox.remote import RemoteFunction


class Student:
    """The names of a notebook that has been run in `process`.

    Arguments go as fresh copies, layout and all; a seeded generator and a callback go by number.
    What comes back is plain values (arrays read-only) and stand-ins for everything else.  A
    container that came inside a tuple (a cache), handed back, is the student's own object again.

    Args:
        process: has run the notebook's cells, or stands for one that has.
        guard: is given the name of what was called ("f", "Linear.forward") and what came back,
            before the check sees it; raises Failure to refuse it.
    """

    def __init__(self, process: Asked, guard: Guard | None = None) -> None:
        self._exchange = Exchange(process, guard)

    def begin_example(self, cpu_seconds: float | None = None) -> None:
        """Forget objects and generators of the example before; the global random seed is reset.

        In this example a call may use `cpu_seconds`, if given, instead of the usual bound.
        """
        self._exchange.begin_example(cpu_seconds)

    def __call__(self, steps: Sequence[Step], wanted: Sequence[int], what: str) -> list[Any]:
        """Take many steps in one round trip; the results of the wanted ones."""
        return list(self._exchange.result("steps", [list(steps), list(wanted)], what))

    def __getitem__(self, name: str) -> Any:
        """What the notebook's variable holds; None if there is none."""
        return self._exchange.result("read", name, name)

    def __getattr__(self, name: str) -> RemoteFunction:
        if name.startswith("_"):
            raise AttributeError(name)
        return RemoteFunction(self._exchange, name, name)


def entries_of(student: Student) -> list[Entry]:
    """What was asked of the student since the example began, with the answers, in order."""
    return list(student._exchange.entries)  # noqa: SLF001  # public names are the student's
