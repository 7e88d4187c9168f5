"""The given code of a release, as the examiner has it put beside a student's cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from autograder.errors import Failure
from autograder.sandbox.inside.encoding import Encoder
from autograder.sandbox.inside.given import given_names
from autograder.sandbox.messages import Asked, Request


@dataclass(frozen=True, slots=True)
class Settled:
    """What a notebook made of the given code.

    Attributes:
        missing: the given names that its cells do not define.
        changed: those that stand for something else after them.
    """

    missing: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()

    def remarks(self, *, insisted: bool) -> tuple[str, ...]:
        """The sentences that student and staff read; `insisted` on all of the given code."""
        told = []
        if self.missing:
            told.append(
                f"Your cells do not define {_listed(self.missing)}, which {_is(self.missing)} "
                "given: we ran the given code before them."
            )
        if self.changed:
            ours = "we graded with what was given."
            checks = "the checks use what was given, your own code what you made of it."
            told.append(
                f"You changed {_listed(self.changed)}, which {_is(self.changed)} given: "
                f"{ours if insisted else checks}"
            )
        return tuple(told)


def give(process: Asked, source: str, *, insist: bool) -> None:
    """Have the given code put beside the cells that follow: see `inside.given.Given`."""
    _tell(process, "give", [source, list(_names(source)), insist])


def settle(process: Asked, source: str) -> Settled:
    """After the cells: what they made of it.  From now on checks get the given names as given."""
    try:
        told = _tell(process, "settle", None)
    except Failure:  # the cells broke what would have told
        return Settled()
    lists = told if isinstance(told, list) and len(told) == len(Settled.__slots__) else [[], []]
    # Only names of ours are ever shown, whatever the process says.
    return Settled(*(tuple(n for n in _names(source) if n in _texts(one)) for one in lists))


def _tell(process: Asked, kind: str, value: Any) -> Any:
    return process.ask(Request(kind, value, Encoder(), "the given code")).value


_names = lru_cache(maxsize=64)(given_names)


def _texts(told: Any) -> set[str]:
    return {one for one in told if type(one) is str} if isinstance(told, list) else set()


def _listed(names: Sequence[str]) -> str:
    *others, last = [f"`{name}`" for name in names]
    return f"{', '.join(others)} and {last}" if others else last


def _is(names: Sequence[str]) -> str:
    return "is" if len(names) == 1 else "are"
