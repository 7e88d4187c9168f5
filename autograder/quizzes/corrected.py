"""A quiz with the corrections that the course says of its questions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from autograder.errors import CourseError, near_miss
from autograder.gradebook import Correction
from autograder.quizzes.answers import Choice, Key, Marks, Numbers, Option, Verdict, as_reals
from autograder.quizzes.drawing import called
from autograder.quizzes.quiz import AskedQuestion, Quiz, Variant, variant_of
from autograder.quizzes.written import Written

TRIED = 40
"""So many variants are looked through for an option's text."""


def require_questions(corrections: Iterable[Correction], quiz: Quiz) -> None:
    """Raise CourseError, with the near miss, unless each is of a question of the quiz."""
    known = [question.name for question in quiz.questions]
    for each in corrections:
        if each.name not in known:
            meant = near_miss(each.name, known) or f"; known: {', '.join(known)}"
            raise CourseError(f"{each.where}: there is no question {each.name!r}{meant}")


def require_answers(
    corrections: Iterable[Correction], quiz: Quiz, secret: str, students: Sequence[str]
) -> None:
    """Raise CourseError unless each further answer can be one in some student's variant."""
    also = [each for each in corrections if each.also is not None]
    if not also:
        return
    some = [*students, *map(str, range(TRIED))][:TRIED]
    variants = [variant_of(quiz, student, secret) for student in some]
    for each in also:
        asked = [_asked(variant, each.name) for variant in variants]
        seen = {option.text for one in asked for option in one.options}
        if seen and callable(each.also):
            continue  # what it returns is compared with the options of each variant
        if seen and each.also not in seen:
            meant = near_miss(str(each.also), seen) or "; write an option as students read it"
            raise CourseError(f"{each.where}: also={each.also!r} is no option{meant}")
        for one in asked:
            other_key(each, one)


def _asked(variant: Variant, name: str) -> AskedQuestion:
    return next(one for one in variant.asked if one.question.name == name)


def best_verdict(
    asked: AskedQuestion, given: Any, also: Sequence[Correction]
) -> tuple[Verdict, str]:
    """What an answer earns, the further ones accepted; and what a correction made of it, or ""."""
    assert not isinstance(asked.key, Written)  # noqa: S101  # a function is no value
    points = asked.question.points
    best, told = asked.key.judge(given, points), ""
    keys: list[Key] = [asked.key]
    for each in also:
        keys += [key for one in keys if (key := other_key(each, replace(asked, key=one)))]
        for key in keys[1:]:
            assert not isinstance(key, Written)  # noqa: S101  # see above
            verdict = key.judge(given, points)
            if verdict.earned > best.earned:
                best, told = verdict, each.told
    return best, told


def other_key(correction: Correction, asked: AskedQuestion) -> Key | None:
    """The key by which the further answer is right; None if this variant does not offer it.

    Raises:
        CourseError: it can be no answer to this question.
    """
    key, also = asked.key, correction.also
    if isinstance(key, Written):
        raise CourseError(
            f"{correction.where}: also= is for numbers and options; of a function to write say "
            "everybody=True or leave_out=True"
        )
    if callable(also):
        also = _worked_out(correction, asked.values)
    if isinstance(key, Numbers):
        numbers = as_reals(also)
        if numbers is None or numbers.shape != np.shape(key.right):
            raise CourseError(f"{correction.where}: also is {also!r}, but should be {key.form}")
        return Numbers(numbers if numbers.shape else float(numbers), key.within)
    texts = [option.text for option in key.options]
    if also not in texts:
        return None
    if isinstance(key, Choice):
        return Choice(tuple(replace(one, right=one.text == also) for one in key.options))
    return Marks(tuple(_turned(one) if one.text == also else one for one in key.options))


def _turned(option: Option) -> Option:
    return replace(option, right=not option.right)


def _worked_out(correction: Correction, values: Mapping[str, Any]) -> Any:
    try:
        return called(correction.also, values)  # type: ignore[arg-type]  # the caller looked
    except Exception as error:
        raise CourseError(
            f"{correction.where}: also raises {type(error).__name__}: {error}; its arguments are "
            f"those of the question: {', '.join(values)}"
        ) from error
