"""Answers to exercises as source text: what a student would have in the notebook's cells."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from autograder.authoring.stubs import BEGIN, END
from autograder.authoring.topic import Topic
from autograder.checks import Alternative, Mistake


def answer_source(answer: Mistake | Alternative) -> str:
    """The function (or class) as its file spells it, without decorators, named as the exercise.

    A class derived from the exercise's own says only what is different: the reference's class
    stands before it.
    """
    path = Path(answer.where.rpartition(":")[0])
    definitions = _definitions(path.read_text(encoding="utf-8"))
    if answer.name not in definitions:
        raise LookupError(f"{answer.where}: {answer.name} is not at the top level of its file")
    first, *rest = definitions[answer.name]
    renamed = re.sub(rf"\b{answer.name}\b", answer.of, first, count=1)
    before: list[str] = []
    if re.match(rf"class {answer.of}\({answer.of}\):", renamed):
        solution = (path.parent / "solution.py").read_text(encoding="utf-8")
        lines = _definitions(solution)[answer.of]
        before = [*(line for line in lines if line.strip() not in (BEGIN, END)), "", ""]
    return "\n".join((*before, renamed, *rest)) + "\n"


@lru_cache(maxsize=64)
def _definitions(text: str) -> Mapping[str, list[str]]:
    """The lines of every function and class at the top level, by name."""
    lines = text.splitlines()
    return {
        node.name: lines[node.lineno - 1 : node.end_lineno]
        for node in ast.parse(text).body
        if isinstance(node, (ast.FunctionDef, ast.ClassDef))
    }


def reference_answers(topic: Topic) -> dict[str, str]:
    """Every exercise solved by the reference, markers left out."""
    return {name: exercise.answer for name, exercise in topic.solution.exercises.items()}


def with_answer(topic: Topic, name: str, source: str) -> dict[str, str]:
    """The reference's answers with one of them replaced."""
    return {**reference_answers(topic), name: source}


def alternative_answers(topic: Topic) -> dict[str, str]:
    """The reference's answers, replaced by the first alternative wherever there is one."""
    answers = reference_answers(topic)
    for one in reversed(topic.alternatives):
        answers[one.of] = answer_source(one)
    return answers


def named_in_answers(topic: Topic) -> Mapping[str, frozenset[str]]:
    """The exercises that the reference's answer to each exercise names."""
    return _named_in(tuple(reference_answers(topic).items()))


@lru_cache(maxsize=32)  # it is asked for each of a topic's mutants
def _named_in(answers: tuple[tuple[str, str], ...]) -> Mapping[str, frozenset[str]]:
    exercises = frozenset(name for name, _ in answers)
    return {
        name: exercises.intersection(
            node.id for node in ast.walk(ast.parse(answer)) if isinstance(node, ast.Name)
        )
        for name, answer in answers
    }
