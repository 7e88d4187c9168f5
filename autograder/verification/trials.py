"""Submissions made on purpose, to see what the grader makes of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from autograder.authoring.answers import (
    alternative_answers,
    answer_source,
    reference_answers,
    with_answer,
)
from autograder.authoring.topic import Topic
from autograder.verification.mutants import Mutant

STRIDED = '''
def _strided(value):
    """The same numbers behind reversed strides, or in Fortran order."""
    if isinstance(value, tuple):
        return tuple(map(_strided, value))
    if type(value) is not np.ndarray or value.ndim == 0:
        return value
    return np.asfortranarray(value) if value.ndim > 1 else np.ascontiguousarray(value[::-1])[::-1]


def _strided_result(function):
    def call(*args, **kwargs):
        return _strided(function(*args, **kwargs))

    return call

'''

LAZY_BODIES: Mapping[str, str] = {
    "None": "None",
    "zeros": "np.zeros_like(args[0], dtype=float)",
    "ones": "np.ones_like(args[0], dtype=float)",
    "NaN": "np.full_like(args[0], np.nan, dtype=float)",
    "an empty array": "np.zeros(0)",
    "the first argument": "args[0]",
    "the last argument": "args[-1]",
    "zero": "0.0",
    "True": "True",
    "False": "False",
    "a pair of first arguments": "(args[0], args[0])",
    "a pair of zeros": "(np.zeros_like(args[0], dtype=float), 0.0)",
}
"""What somebody returns who has done nothing, as expressions of the arguments `args`."""

Kind = Literal["reference", "lazy", "mistake", "mutant", "alternative"]


@dataclass(frozen=True, slots=True)
class Trial:
    """One made-up submission.

    Attributes:
        topic: the topic's name.
        kind: what it stands for.
        label: what it is, for messages.
        sources: its code cells.
        exercise: the one exercise that differs from the reference, or "".
        caught_by: the check that must fail, for a mistake.
        says: the sentence of a mistake.
        mutant: for a mutant.
    """

    topic: str
    kind: Kind
    label: str
    sources: tuple[str, ...] = field(repr=False)
    exercise: str = ""
    caught_by: str = ""
    says: str = ""
    mutant: Mutant | None = field(default=None, repr=False)


def cells(topic: Topic, answers: Mapping[str, str]) -> tuple[str, ...]:
    """The code cells of a submission: what is given, then an answer a cell."""
    return (f"import numpy as np\n{topic.solution.given}", *answers.values())


def cells_with(topic: Topic, exercise: str, source: str) -> tuple[str, ...]:
    """The code cells of the reference with one answer replaced, in a cell of its own.

    What stands before it is one cell, and what stands after it: every cell takes its time.
    """
    given, *answers = cells(topic, with_answer(topic, exercise, source))
    place = list(topic.solution.exercises).index(exercise)
    before, after = answers[:place], answers[place + 1 :]
    return tuple(filter(None, ("\n\n".join((given, *before)), source, "\n\n".join(after))))


def right_trials(topic: Topic) -> Iterator[Trial]:
    """Submissions that must earn everything."""
    answers = reference_answers(topic)
    yield Trial(topic.name, "reference", "the reference", cells(topic, answers))
    functions = [n for n, e in topic.solution.exercises.items() if e.kind == "function"]
    wrapped = STRIDED + "\n".join(f"{name} = _strided_result({name})" for name in functions)
    yield Trial(
        topic.name,
        "alternative",
        "the reference with strided results",
        (*cells(topic, answers), wrapped),
    )
    yield Trial(
        topic.name,
        "alternative",
        "all alternatives together",
        cells(topic, alternative_answers(topic)),
    )
    for one in topic.alternatives:
        sources = cells_with(topic, one.of, answer_source(one))
        yield Trial(topic.name, "alternative", one.name, sources, exercise=one.of)


def lazy_trials(topic: Topic) -> Iterator[Trial]:
    """Submissions that must earn nothing."""
    stubs = {name: exercise.stub for name, exercise in topic.solution.exercises.items()}
    yield Trial(topic.name, "lazy", "the untouched stubs", cells(topic, stubs))
    yield Trial(topic.name, "lazy", "an empty notebook", ())
    for label, expression in LAZY_BODIES.items():
        yield Trial(topic.name, "lazy", label, cells(topic, lazy_answers(topic, expression)))


def lazy_answers(topic: Topic, expression: str) -> dict[str, str]:
    """Every function answered by one expression; classes by one whose methods all return it."""
    answers = {}
    for name, exercise in topic.solution.exercises.items():
        if exercise.kind == "class":
            answers[name] = (
                f"class {name}:\n"
                "    def __init__(self, *args, **kwargs):\n        pass\n"
                "    def __getattr__(self, name):\n"
                f"        return lambda *args, **kwargs: {expression}\n"
            )
        else:
            answers[name] = f"def {name}(*args, **kwargs):\n    return {expression}\n"
    return answers


def mistake_trials(topic: Topic) -> Iterator[Trial]:
    """Submissions that must fail the check each names."""
    for one in topic.mistakes:
        yield Trial(
            topic.name,
            "mistake",
            one.name,
            cells_with(topic, one.of, answer_source(one)),
            exercise=one.of,
            caught_by=one.caught_by,
            says=one.says,
        )


def mutant_trials(topic: Topic, mutants: list[Mutant]) -> Iterator[Trial]:
    """Submissions of which each must fail some check, unless it is listed as equivalent."""
    for mutant in mutants:
        yield Trial(
            topic.name,
            "mutant",
            str(mutant),
            cells_with(topic, mutant.exercise, mutant.source),
            exercise=mutant.exercise,
            mutant=mutant,
        )
