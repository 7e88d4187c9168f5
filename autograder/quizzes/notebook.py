"""A variant as a notebook: the questions, a cell for each answer, and nothing of the answers."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.authoring.notebook import KERNEL, nbgrader_metadata
from autograder.quizzes.answers import LETTERS
from autograder.quizzes.quiz import AskedQuestion, Variant
from autograder.quizzes.written import Written

GIVEN = '''\
# Given: run this cell first.
import re

import numpy as np


def check(name):
    """Show an answer as it stands.  Whether it is right, your feedback tells."""
    answer, (form, kind) = globals().get(name), FORMS[name]
    if answer is None:
        print(f"{name}: not answered yet  (should be {form})")
    elif can_be_right(answer, kind):
        print(f"{name}: {answer!r}  (should be {form})")
    else:
        print(f"{name}: {answer!r} will earn nothing: it should be {form}")


def can_be_right(answer, kind):
    """Whether the answer has the form that is asked for: a function, letters or numbers."""
    if kind == "function":
        return callable(answer)
    if isinstance(kind, str):
        several = isinstance(answer, (list, tuple)) and all(isinstance(a, str) for a in answer)
        text = " ".join(answer) if several else answer
        return isinstance(text, str) and re.fullmatch(kind, text.strip(), re.I) is not None
    try:
        numbers = np.asarray(answer)
        real = numbers.dtype.kind in "iufO" and None not in numbers.ravel().tolist()
        return real and numbers.astype(float).shape == kind
    except (TypeError, ValueError):
        return False


FORMS = {
'''
RULES = """\
This is **variant {code}**, drawn for you: its numbers differ from your neighbour's, \
and answers to another variant earn nothing.
Write each answer in place of `None`; Python may compute it. \
The cell below an answer shows it as it stands."""


def notebook_of(variant: Variant) -> NotebookNode:
    """The notebook that the student works in; the same variant gives the same bytes."""
    quiz = variant.quiz
    parts = (f"# {quiz.title}", quiz.opening, RULES.format(code=variant.code))
    forms = "".join(
        f'    "{one.question.name}": ({one.key.form!r}, {one.key.kind!r}),\n'
        for one in variant.asked
    )
    cells = [
        _text("opening", "\n\n".join(part for part in parts if part)),
        new_code_cell(f"{GIVEN}{forms}}}", id="given", metadata=_locked("given")),
    ]
    for number, asked in enumerate(variant.asked, 1):
        cells += _cells(number, asked)
    notebook = new_notebook(
        cells=cells,
        metadata={
            "autograder": {"assignment": quiz.name, "variant": variant.code},
            "kernelspec": KERNEL,
            "language_info": {"name": "python"},
        },
    )
    nbformat.validate(notebook)
    return notebook


def question_text(number: int, asked: AskedQuestion) -> str:
    """The question in Markdown, with its options."""
    points = asked.question.points
    worth = "1 point" if points == 1 else f"{points} points"
    lines = [f"## {number}. {asked.question.title} ({worth})", asked.text]
    lines += [
        "\n".join(
            f"- **{letter})** {option.text}"
            for letter, option in zip(LETTERS, asked.options, strict=False)
        )
    ] * bool(asked.options)
    return "\n\n".join([*lines, f"*Answer: {asked.key.form}.*"])


def blank(asked: AskedQuestion) -> str:
    """The answer's cell as students get it."""
    name = asked.question.name
    if isinstance(asked.key, Written):
        arguments = inspect.signature(asked.key.code.function)
        return f"def {name}{arguments}:\n    raise NotImplementedError()"
    return f"{name} = None"


def filled(notebook: Mapping[str, Any], answers: Mapping[str, str]) -> Any:
    """A copy of a variant's notebook with these sources in the answers' cells."""
    copy = nbformat.from_dict(notebook)
    for cell in copy.cells:
        if cell.id in answers:
            cell.source = answers[cell.id]
    return copy


def _cells(number: int, asked: AskedQuestion) -> Iterator[NotebookNode]:
    name, points = asked.question.name, asked.question.points
    yield _text(f"text_{number}", question_text(number, asked))
    metadata = nbgrader_metadata(name, solution=True)
    yield new_code_cell(blank(asked), id=name, metadata=metadata)
    check = f"check_{name}"
    metadata = nbgrader_metadata(check, locked=True, grade=True, points=points)
    yield new_code_cell(f'check("{name}")', id=check[:64], metadata=metadata)


def _text(identity: str, source: str) -> NotebookNode:
    return new_markdown_cell(source, id=identity, metadata=_locked(identity))


def _locked(identity: str) -> dict[str, Any]:
    return nbgrader_metadata(identity, locked=True)
