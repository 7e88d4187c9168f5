"""Does the text show what the answer depends on?  Each parameter is changed, alone.

An answer that changes while the printed text stays cannot be found from the text.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from autograder.quizzes.answers import Pool
from autograder.quizzes.drawing import called
from autograder.quizzes.questions import Question
from autograder.quizzes.quiz import Quiz, Variant
from autograder.quizzes.templates import rendered
from autograder.quizzes.written import Code

Face = tuple[str, ...]


def unprinted(quiz: Quiz, variants: Sequence[Variant]) -> Iterator[tuple[str, str]]:
    """Names of questions, and what is wrong with one of their parameters.

    A parameter's entry is replaced by its negative, and by that of the next variant.
    """
    by_name = {question.name: question for question in quiz.questions}
    for place, question in enumerate(quiz.questions):
        asked_before = list(_chain(question, by_name))
        hidden, dead = set(), set(question.parameters.drawers)
        for mine, other in pairwise(variants):
            values, others = mine.asked[place].values, other.asked[place].values
            before = _face(question, asked_before, values)
            for one in asked_before:
                for name, changed in _changes(one, values, others):
                    after = _face(question, asked_before, {**values, name: changed})
                    if after is None or after == before:
                        continue
                    dead.discard(name)
                    if before is not None and after[0] == before[0]:
                        hidden.add(name)
        for name in sorted(hidden):
            yield question.name, f"the answer depends on {name}, which the text does not show"
        for name in sorted(dead):
            yield question.name, f"neither text nor answer depends on {name}; draw it no more"


def _chain(question: Question, by_name: Mapping[str, Question]) -> Iterator[Question]:
    """The question, and those it follows."""
    yield question
    if question.follows:
        yield from _chain(by_name[question.follows], by_name)


def _changes(
    question: Question, values: Mapping[str, Any], others: Mapping[str, Any]
) -> Iterator[tuple[str, Any]]:
    for name in question.parameters.drawers:
        value, other = values[name], others[name]
        if not isinstance(value, np.ndarray):
            yield name, other
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                yield name, -value
            continue
        for index in np.ndindex(value.shape):
            for entry in (-value[index], other[index]):
                changed = value.copy()
                changed[index] = entry
                yield name, changed


def _face(
    question: Question, asked_before: Sequence[Question], values: Mapping[str, Any]
) -> tuple[str, str] | None:
    """All that is printed, and the answer; None where these values have none."""
    try:
        texts = [rendered(one.text, values) for one in asked_before]
        with np.errstate(all="ignore"):
            found = called(question.body, values)
    except Exception:  # noqa: BLE001  # the body was written for values that are drawn
        return None
    if isinstance(found, Pool):
        texts += [option.text for option in found.options]
        return "\n".join(texts), repr([option.right for option in found.options])
    if isinstance(found, Code):
        closed = inspect.getclosurevars(found.function).nonlocals
        return "\n".join(texts), repr((closed, found.function.__defaults__))
    return "\n".join(texts), repr(np.asarray(found).tolist())
