"""The known mistakes of a topic, and whether a student's answers are those of one."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np

from autograder.authoring.answers import answer_source, named_in_answers, with_answer
from autograder.authoring.topic import Topic
from autograder.checks import Check, Mistake
from autograder.checks.stand_ins import StandIn
from autograder.errors import Fault, Signal
from autograder.grading.examiner import Answered
from autograder.sandbox import Rehearsal, entries_of, path_to

DOUBLE, SINGLE = 1e-7, 1e-4
"""Two answers are the same if they differ by no more, relative to the largest entry."""


class KnownMistakes:
    """A topic's mistakes that have something to say, each in a namespace of its own.

    Attributes:
        reference: the names of the right answers.
        reference_anew: defines them once more.
    """

    def __init__(self, topic: Topic) -> None:
        self._topic = topic
        self._names: dict[str, list[tuple[Mistake, Mapping[str, Any]]]] = {}
        self.reference = topic.reference
        self.reference_anew = topic.reference_anew

    def of(self, exercise: str) -> list[tuple[Mistake, Mapping[str, Any]]]:
        """The exercise's mistakes with the names of a notebook that makes them."""
        if exercise not in self._names:
            speaking = (m for m in self._topic.mistakes if m.of == exercise and m.says)
            self._names[exercise] = [(one, self._notebook(one)) for one in speaking]
        return self._names[exercise]

    def built_on(self, *names: str) -> set[str]:
        """The exercises that these are built on in the reference, themselves among them."""
        named = named_in_answers(self._topic)
        found = set(names) & named.keys()
        while more := {name for one in found for name in named[one]} - found:
            found |= more
        return found

    def _notebook(self, mistake: Mistake) -> Mapping[str, Any]:
        answers = with_answer(self._topic, mistake.of, answer_source(mistake))
        names: dict[str, Any] = {"__name__": "__main__"}
        source = "\n\n".join(("import numpy as np", self._topic.solution.given, *answers.values()))
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile(source, f"<{mistake.name}>", "exec"), names)  # noqa: S102  # ours
        return names


def answers_alike(
    check: Check,
    answered: Sequence[Answered],
    names: Mapping[str, Any],
    reference: Mapping[str, Any],
) -> bool:
    """Whether a notebook with these names gives the same answers on all examples."""
    return all(_same_example(check, one, names, reference) for one in answered)


def _same_example(
    check: Check, answered: Answered, names: Mapping[str, Any], reference: Mapping[str, Any]
) -> bool:
    student = Rehearsal(names).student()
    failed = False
    try:
        check.run(student, SimpleNamespace(**reference), answered.inputs)
    except (Exception, Fault, Signal):  # noqa: BLE001  # whatever a wrong answer leads to
        failed = True
    if failed != (answered.failure is not None):
        return False
    entries = entries_of(student)
    ignored = _part_that_is_a_cache(answered)
    return len(entries) == len(answered.entries) and all(
        one.kind == other.kind
        and one.raised == other.raised
        and one.changed == other.changed
        and _same(one.answer, other.answer, ignored=ignored)
        for one, other in zip(answered.entries, entries, strict=True)
    )


def _part_that_is_a_cache(answered: Answered) -> bool:
    """Whether containers in an answer may be anything: the check looked at another part of it."""
    evidence = answered.failure.evidence if answered.failure is not None else None
    if evidence is None or not isinstance(evidence.got, (np.ndarray, float)):
        return answered.failure is None
    paths = [path_to(evidence.got, entry.answer) for entry in answered.entries]
    return all(len(path) < 2 for path in paths if path is not None)


def _same(one: Any, other: Any, *, ignored: bool = False) -> bool:  # noqa: PLR0911  # by kind
    """Whether two answers are equal up to rounding, in value and in kind."""
    if isinstance(one, StandIn) or isinstance(other, StandIn):
        both = isinstance(one, StandIn) and isinstance(other, StandIn)
        return both and hash(one) == hash(other)  # of the number that it was given in the example
    if isinstance(one, (tuple, list)) and type(one) is type(other):
        return len(one) == len(other) and all(
            (ignored and type(one) is tuple and isinstance(a, (tuple, list, dict)))
            or _same(a, b, ignored=ignored)
            for a, b in zip(one, other, strict=True)
        )
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same(one[key], other[key]) for key in one)
    if not is_numbers(one) or not is_numbers(other):
        return type(one) is type(other) and bool(one == other)
    a, b = np.asarray(one), np.asarray(other)
    if a.shape != b.shape or a.dtype.kind != b.dtype.kind:
        return False
    if a.dtype.kind not in "fc":
        return bool(np.array_equal(a, b))
    if a.dtype != b.dtype:
        return False
    near = SINGLE if a.dtype in (np.float32, np.float16, np.complex64) else DOUBLE
    sizes = np.abs(a[np.isfinite(a)])
    scale = float(sizes.max(initial=0.0))
    return bool(np.allclose(a, b, rtol=near, atol=near * min(scale, 1.0), equal_nan=True))


def is_numbers(value: Any) -> bool:
    """Whether it is a number or an array of numbers."""
    return isinstance(value, (bool, int, float, complex, np.generic)) or (
        type(value) is np.ndarray and value.dtype.kind in "biufc"
    )
