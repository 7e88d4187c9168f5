"""From the calls of an example to the one that shows the failure, as a student can run it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from autograder.checks.assertions import assert_close, assert_equal
from autograder.checks.examples import literal
from autograder.errors import Evidence, Failure, Fault
from autograder.receipts import Shown
from autograder.sandbox.messages import Entry
from autograder.sandbox.transcript import Program, Unspeakable, part_of

LONGEST = 2000
"""Longer code is not shown: nobody reads it."""
WHOLE = 12
"""Of an answer with more numbers only the wrong entry is shown."""
SEVERAL = 4
"""So many answers are shown side by side, where a law is about all of them."""
PLAIN = (bool, int, float, complex, str, np.ndarray, np.generic, Fraction)


def shown(
    failure: Fault, right: Sequence[Entry], taken: frozenset[str] = frozenset()
) -> Shown | None:
    """The code that shows the failure, what comes out, and what should; None if there is none.

    Args:
        failure: with the entries of its example.
        right: the entries of the same example with the reference in the student's place.
        taken: names that the student's notebook may have.
    """
    entries = failure.entries
    if not entries:
        return None
    try:
        found = _of_one_call(entries, failure.evidence, right, taken) or _of_all(entries, taken)
    except Unspeakable:
        return None
    return found if found is not None and len(found["code"] or "") <= LONGEST else None


def _of_one_call(
    entries: Sequence[Entry],
    evidence: Evidence | None,
    right: Sequence[Entry],
    taken: frozenset[str],
) -> Shown | None:
    """The call that raised, or whose answer was compared; None if it was none of them.

    Nor if it was compared with what follows from other answers: then all of them are at issue.
    """
    last = len(entries) - 1
    if entries[last].raised:
        return {"code": Program(entries, taken).up_to(last), "is": None, "should": None}
    if evidence is None:
        return None
    for number in range(last, -1, -1):
        part = part_of(entries[number], evidence.got)
        if part is not None:
            if not _is_right(evidence.want, right[number : number + 1], part):
                return None
            code = Program(entries, taken).up_to(number, part)
            return _compared(code, evidence)
    return None


def _is_right(want: Any, right: Sequence[Entry], part: tuple[int, ...]) -> bool:
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
    except (Failure, IndexError, TypeError):
        return False
    return True


def _compared(code: str, evidence: Evidence) -> Shown:
    got, want, index = evidence.got, evidence.want, evidence.index
    if isinstance(got, np.ndarray) and got.size > WHOLE and index:
        got = got[index]
        want = None if want is None else np.asarray(want)[index]
        code += f"[{', '.join(map(str, index))}]"
    return {"code": code, "is": _text(got), "should": _text(want)}


def _of_all(entries: Sequence[Entry], taken: frozenset[str]) -> Shown | None:
    """All answers of plain values, side by side: the law is about them together."""
    answers = [n for n, entry in enumerate(entries) if _text(entry.answer) is not None]
    if not 0 < len(answers) <= SEVERAL or entries[-1].raised:
        return None
    told = [_text(entries[number].answer) for number in answers]
    code = Program(entries, taken).several(answers)
    values = ", ".join(map(str, told))
    return {"code": code, "is": f"({values})" if len(told) > 1 else values, "should": None}


def _text(value: Any) -> str | None:
    """A value of numbers as an expression; None for anything else."""
    if isinstance(value, PLAIN):
        return literal(value)
    if type(value) in (list, tuple) and value:
        parts = [_text(part) for part in value]
        if None not in parts:
            return literal(value)
    return None
