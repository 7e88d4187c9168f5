"""Can this be asked?  What is wrong with a number as the answer of one student's question."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any

import numpy as np

from autograder.quizzes.answers import Numbers, Verdict
from autograder.quizzes.drawing import called
from autograder.quizzes.questions import Question

LAZY: tuple[Any, ...] = (0, 1, -1, 0.5, "", "?", True, math.nan, math.inf, [], (), {})


def faults(question: Question, values: Mapping[str, Any], key: Numbers) -> Iterator[str]:
    """What speaks against asking this, a line each."""
    right = np.asarray(key.right, float)
    if not np.isfinite(right).all():
        yield f"the answer is not finite: {key.right}"
        return
    for number in (0, 1, -1):
        if not question.trivial and key.is_near(np.full(right.shape, number, float), right):
            yield f"the answer is trivial: {key.right} is {number} to within {key.within:g}"
    for value in LAZY * (not question.trivial):
        if key.judge(value, question.points).earned:
            yield f"the lazy answer earns points: {value!r}"
    if not key.within and (right != np.round(right)).any():
        yield f"the answer is no whole number: {key.right}; say within="
    if key.within and np.abs(right).max() < 5 * key.within:
        yield f"the answer needs more digits than asked: {key.right}"
    yield from _right_ones_judged(question, values, key)
    yield from _slips_judged(question, key)


def _right_ones_judged(
    question: Question, values: Mapping[str, Any], key: Numbers
) -> Iterator[str]:
    """Right answers written otherwise earn everything."""
    right = np.asarray(key.right, float)
    for name, value in (
        ("the right answer", key.right),
        ("the right answer as a list", right.tolist()),
        ("the right answer, rounded as asked", np.round(right, decimals_of(key.within))),
        *(("an alternative", called(one, values)) for one in question.alternatives),
    ):
        verdict = key.judge(value, question.points)
        if verdict.earned != question.points:
            yield f"{name} does not earn everything: {value}, {verdict.message}"


def _slips_judged(question: Question, key: Numbers) -> Iterator[str]:
    """Every slip earns what it says, and is taken for nothing else."""
    for slip, known in zip(key.slips, question.slips, strict=True):
        verdict = key.judge(np.asarray(slip.value, float), question.points)
        if verdict != Verdict(slip.earns, verdict.message, slip.message):
            yield f"the slip {known.name} is taken for something else: {slip.value}"
    for one, two in combinations(key.slips, 2):
        if one.earns != two.earns and _touch(key, one.value, two.value):
            yield f"two slips are too near to be told apart: {one.value}, {two.value}"
    for slip in key.slips:
        if _touch(key, slip.value, key.right):
            yield f"a slip is too near the right answer: {slip.value}, {key.right}"


def _touch(key: Numbers, one: Any, two: Any) -> bool:
    """Whether some answer would be as near to one as to the other."""
    a, b = np.asarray(one, float), np.asarray(two, float)
    return a.shape == b.shape and bool((np.abs(a - b) <= 2 * key.within).all())


def decimals_of(within: float) -> int:
    """The decimals that an answer to within this needs."""
    return max(0, math.ceil(-math.log10(within) - 1e-9)) if within else 0
