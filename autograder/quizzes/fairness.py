"""Is every variant as good as the next?  Many variants, looked at without running student code."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from autograder.errors import TopicError
from autograder.quizzes.answers import LETTERS, Choice, Marks, Numbers
from autograder.quizzes.drawing import called
from autograder.quizzes.grading import judge_value
from autograder.quizzes.printed import misprinted
from autograder.quizzes.quiz import AskedQuestion, Quiz, Variant, variant_of
from autograder.quizzes.soundness import decimals_of, faults
from autograder.quizzes.steps import steps_of
from autograder.quizzes.written import Written

FEWEST = 30
"""A question has at least so many different variants among 500."""
BY_COPYING = 0.35
"""The largest mean share of the points that a neighbour's answers may earn."""
NO_LETTERS: tuple[Any, ...] = (0, 1, "", "?", True, float("nan"), (), {})


def fairness(quiz: Quiz, secret: str, count: int) -> tuple[list[str], dict[str, float]]:
    """What is wrong with some of `count` variants (laws 7, 8), a line each; and figures.

    The figures: the mean share of the points that the next student's answers earn, and the
    smallest number of different variants of a question.
    """
    broken: dict[str, str] = {}
    variants: list[Variant] = []
    for number in range(count):
        student = f"student_{number}"
        try:
            variant = variant_of(quiz, student, secret)
        except TopicError as error:
            broken.setdefault(str(error).split(" with ", maxsplit=1)[0], f"law 7: {error}")
            break  # the others would tell the same
        variants.append(variant)
        for name, line in _wrong_with(variant):
            broken.setdefault(
                f"{name}: {line.split(':')[0]}",
                f"law 7: {name}: {line}, in the variant of {student}",
            )
    lines = [*broken.values(), *misprinted(quiz, variants)]
    copying = [_copied(mine, other) for mine, other in pairwise(variants)]
    different = {
        one.question.name: len({_face(variant.asked[place]) for variant in variants})
        for place, one in enumerate(variants[0].asked if variants else ())
    }
    enough = min(FEWEST, count // 4)
    lines += [
        f"law 7: {name} has only {found} different variants among {count}; draw from more"
        for name, found in different.items()
        if found < enough
    ]
    share = sum(copying) / len(copying) if copying else 0.0
    if share > BY_COPYING:
        lines.append(f"law 7: a neighbour's answers earn {share:.0%} of the points on average")
    if len({variant.code for variant in variants}) < len(variants):
        lines.append("law 7: two students have the same variant's code")
    lines += _uneven(variants)
    figures = {"by_copying": round(share, 3), "fewest": float(min(different.values(), default=0))}
    return lines, figures


def _wrong_with(variant: Variant) -> Iterator[tuple[str, str]]:
    """Names of questions, and what is wrong with them as one student gets them."""
    for asked in variant.asked:
        for line in _degenerate(asked):
            yield asked.question.name, line
    yield from _refused_when_rounded(variant)


def _degenerate(asked: AskedQuestion) -> Iterator[str]:
    """What is wrong with one question as one student gets it."""
    key, question = asked.key, asked.question
    if "<<" in asked.text or ">>" in asked.text:
        yield "the text has a placeholder left"
    if isinstance(key, Numbers):
        yield from faults(question, asked.values, key)
    if isinstance(key, (Choice, Marks)):
        texts = [option.text.strip() for option in key.options]
        if len(set(texts)) < len(texts):
            yield f"two options are equal: {texts}"
        if any(not one.because for one in key.options if not one.right):
            yield "a wrong option has no reason"
        yield from _options_judged(asked, key)
        for value in NO_LETTERS:
            if judge_value(asked, value).earned:
                yield f"the lazy answer {value!r} earns points"
    if not isinstance(key, Written) and judge_value(asked, None).earned:
        yield "no answer earns points"


def _refused_when_rounded(variant: Variant) -> Iterator[tuple[str, str]]:
    """Questions that refuse what follows from answers before, each rounded as it asks."""
    own: dict[str, Any] = {}
    for asked in variant.asked:
        if isinstance(asked.key, Numbers):
            name, within = asked.question.name, asked.key.within
            found = called(asked.question.body, {**asked.values, **own})
            own[name] = np.round(np.asarray(found, float), decimals_of(within))
            verdict = judge_value(asked.carrying(own, ()), own[name])
            if verdict.earned != asked.question.points:
                yield name, f"what follows from rounded answers is refused: {verdict.message}"


def _options_judged(asked: AskedQuestion, key: Choice | Marks) -> Iterator[str]:
    """Every choice earns what it should, and says why."""
    points, letters = asked.question.points, LETTERS[: len(key.options)]
    if judge_value(asked, key.right).earned != points:
        yield "the right letters do not earn everything"
    if isinstance(key, Marks):
        if (
            judge_value(asked, ", ".join(letters)).earned
            or judge_value(asked, letters[0]).earned > points // 2
        ):
            yield "marking everything, or one thing, earns too much"
        return
    for letter in letters:
        verdict = judge_value(asked, letter)
        if letter != key.right and (verdict.earned or not verdict.message):
            yield f"the wrong choice {letter} earns {verdict.earned}, and says {verdict.message!r}"


def _face(asked: AskedQuestion) -> str:
    options = [option.text for option in asked.options]
    return f"{asked.text}{options}{asked.key.right if isinstance(asked.key, Numbers) else ''}"


def _copied(mine: Variant, other: Variant) -> float:
    """The share of the points that another's right answers earn."""
    pairs = [
        (one, two.key.right)
        for one, two in zip(mine.asked, other.asked, strict=True)
        if isinstance(two.key, (Numbers, Choice, Marks))
    ]
    earned = sum(judge_value(one, answer).earned for one, answer in pairs)
    return earned / max(1, sum(one.question.points for one, _ in pairs))


def _uneven(variants: Sequence[Variant]) -> Iterator[str]:
    """Questions whose answers take more steps for some students than for others."""
    counts: dict[str, Counter[int]] = defaultdict(Counter)
    for variant in variants:
        for asked in variant.asked:
            if isinstance(asked.key, Numbers) and not asked.question.uneven:
                steps = steps_of(asked.question.body, asked.values)
                if steps is None:
                    yield (
                        f"law 7: {asked.question.name}: its steps cannot be counted; use plain "
                        "arithmetic and numpy, or say uneven="
                    )
                    return
                counts[asked.question.name][steps] += 1
    for name, found in counts.items():
        if len(found) > 1:
            yield f"law 7: {name} takes {dict(found)} steps (steps: students); draw it evenly"
