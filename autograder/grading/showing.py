"""From the calls of an example to the one that shows the failure, as a student can run it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np

from autograder.checks.assertions import assert_close, assert_equal
from autograder.checks.examples import literal
from autograder.errors import Evidence, Failure, Fault
from autograder.receipts import Shown
from autograder.sandbox.asking_again import FAILED
from autograder.sandbox.messages import Entry
from autograder.sandbox.past import Path, needed, path_to
from autograder.sandbox.transcript import Program, Unspeakable

LONGEST = 2000
"""Longer code, and longer answers, are not shown: nobody reads them."""
WHOLE = 12
"""Of an answer with more numbers only the wrong entry is shown."""
SEVERAL = 4
"""So many answers are shown side by side, where a law is about all of them."""
PLAIN = (bool, int, float, complex, str, np.ndarray, np.generic, Fraction)


AskAgain = Callable[[Sequence[Entry]], list[Any]]
"""Asks the requests of these entries once more, in an example of their own: the answers."""


def shown(
    failure: Fault,
    right: Sequence[Entry] | None,
    ask_again: AskAgain,
    ask_reference: AskAgain | None,
    taken: frozenset[str] = frozenset(),
) -> Shown | None:
    """The code that shows the failure, what comes out, and what should; None if there is none.

    Args:
        failure: with the entries of its example.
        right: the entries of the same example with the reference in the student's place; None in
            the self-check, which has no reference: then what should come out is left to the
            message.
        ask_again: asks what is shown before it is shown.
        ask_reference: asks the reference the same.
        taken: names that the student's notebook may have.
    """
    if not failure.entries:
        return None
    showing = _Showing(failure.entries, ask_again, ask_reference, taken)
    try:
        found = showing.one_call(failure.evidence, right) or showing.all_calls()
    except Unspeakable:
        return None
    if found is None or any(len(found[part] or "") > LONGEST for part in ("code", "is", "should")):
        return None
    return found


class _Showing:
    """The entries of one example, and how to show some of them."""

    def __init__(
        self,
        entries: Sequence[Entry],
        ask_again: AskAgain,
        ask_reference: AskAgain | None,
        taken: frozenset[str],
    ) -> None:
        self._entries = entries
        self._ask_reference = ask_reference
        self._ask_again = ask_again
        self._taken = taken
        self._last = len(entries) - 1

    def one_call(self, evidence: Evidence | None, right: Sequence[Entry] | None) -> Shown | None:
        """The call that raised, that changed its arguments, or whose answer was compared.

        None if it was none of them, or if its answer was compared with what follows from other
        answers: then all of them are at issue.
        """
        last = self._entries[self._last]
        if last.raised:
            return self._told(self._last, (), None, None)
        if evidence is None or evidence.got is None:
            return self._unchanged() if last.watch else None
        for number in range(self._last, -1, -1):
            part = path_to(evidence.got, self._entries[number].answer)
            if part is not None:
                if right is None:
                    return self._compared(number, part, replace(evidence, want=None))
                if not _is_right(evidence.want, right[number : number + 1], part):
                    return None
                return self._compared(number, part, evidence)
        return None

    def _unchanged(self) -> Shown | None:
        """Whether the last call's arguments are as they were: they should be."""
        before = self._before([self._last])
        if before is None:
            return None
        code = self._program().unchanged(self._last, before)
        return {"code": code, "is": "False", "should": "True"}

    def all_calls(self) -> Shown | None:
        """All answers of functions, side by side: the law is about them together.

        Of an object's answers the last: earlier ones may have changed since they were given.
        """
        plain = [n for n, entry in enumerate(self._entries) if _has_text(entry.answer)]
        if not plain:
            return None
        functions = all(
            entry.kind == "call" and isinstance(entry.value[0], str) for entry in self._entries
        )
        if not functions or not 1 < len(plain) <= SEVERAL:
            return self._told(plain[-1], (), self._entries[plain[-1]].answer, None)
        numbers = self._before(plain)
        if numbers is None:
            return None
        values = ", ".join(str(_text(self._entries[number].answer)) for number in plain)
        code = self._program().several(plain, sorted({*numbers, *plain}))
        return {"code": code, "is": f"({values})", "should": None}

    def _compared(self, number: int, part: Path, evidence: Evidence) -> Shown | None:
        got, want, index = evidence.got, evidence.want, evidence.index
        if isinstance(got, np.ndarray) and got.size > WHOLE and index:
            want = None if want is None else np.asarray(want)[index]
            return self._told(number, part, got[index], want, f"[{', '.join(map(str, index))}]")
        return self._told(number, part, got, want)

    def _told(
        self, number: int, part: Path, got: Any, want: Any, ending: str = ""
    ) -> Shown | None:
        before = self._before([number])
        if before is None:
            return None
        if want is not None and not self._is_right_again(number, before, part, ending, want):
            before = list(
                range(number)
            )  # perhaps an earlier call decides, of which one sees nothing
            if not self._is_right_again(number, before, part, ending, want):
                return None
        code = self._program().up_to(number, before, part) + ending
        return {"code": code, "is": _text(got), "should": _text(want)}

    def _is_right_again(
        self, number: int, before: Sequence[int], part: Path, ending: str, want: Any
    ) -> bool:
        """Whether the reference, asked just these requests, answers what is wanted."""
        entries = [self._entries[n] for n in (*before, number)]
        assert self._ask_reference is not None  # noqa: S101  # something is wanted
        answer = self._ask_reference(entries)[-1]
        try:
            for index in part:
                answer = answer[index]
        except (LookupError, TypeError):
            return False
        if ending:
            answer = np.asarray(answer)[tuple(map(int, ending.strip("[]").split(", ")))]
        return alike(answer, want)

    def _program(self) -> Program:
        return Program(self._entries, self._taken)

    def _before(self, wanted: Sequence[int]) -> list[int] | None:
        """The entries without which the wanted ones are not answered as they were.

        Those with which they share a past; if that does not do, all earlier ones; None if even
        that does not.
        """
        for numbers in (needed(self._entries, wanted), list(range(max(wanted) + 1))):
            answers = self._ask_again([self._entries[number] for number in numbers])
            found = dict(zip(numbers, answers, strict=True))
            if all(is_answered_so(self._entries[number], found[number]) for number in wanted):
                return [number for number in numbers if number not in wanted]
        return None


def is_answered_so(entry: Entry, answer: Any) -> bool:
    """Whether this is the answer that the entry has, as far as it is one of numbers."""
    if entry.raised or answer is FAILED:
        return bool(entry.raised) and answer is FAILED
    return not _has_text(entry.answer) or alike(entry.answer, answer)


def _is_right(want: Any, right: Sequence[Entry], part: Path) -> bool:
    """Whether this is what the reference answers there; true if nothing single is wanted."""
    if want is None:
        return True
    try:
        answer = right[0].answer
        for index in part:
            answer = answer[index]
        if isinstance(want, (str, list, tuple)):
            assert_equal(answer, want)
        else:
            assert_close(answer, want)
    except (Failure, LookupError, TypeError):
        return False
    return True


def alike(one: Any, other: Any) -> bool:
    """Whether both are the same up to rounding, whatever holds the numbers."""
    sequences = (tuple, list)
    if isinstance(one, sequences) or isinstance(other, sequences):
        both = isinstance(one, sequences) and isinstance(other, sequences)
        return both and len(one) == len(other) and all(map(alike, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return list(one) == list(other) and all(alike(one[key], other[key]) for key in one)
    if isinstance(one, str) or one is None:
        return bool(one == other)
    try:
        first, second = (np.asarray(value, dtype=np.complex128) for value in (one, other))
    except (TypeError, ValueError, OverflowError):
        return bool(one == other)
    near = 1e-6 if np.float32 in (np.asarray(one).dtype, np.asarray(other).dtype) else 1e-9
    return first.shape == second.shape and bool(
        np.allclose(first, second, rtol=near, atol=near, equal_nan=True)
    )


def _text(value: Any) -> str | None:
    """A value of numbers as an expression; None for anything else."""
    if isinstance(value, (np.float64, np.int64, np.bool_)):
        value = value.item()
    return literal(value) if _has_text(value) else None


def _has_text(value: Any) -> bool:
    """Whether it is a value of numbers, which an expression can give."""
    if type(value) in (list, tuple, dict) and value:
        return all(map(_has_text, value.values() if type(value) is dict else value))
    return isinstance(value, PLAIN)
