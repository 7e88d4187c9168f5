"""A class's submissions for an assignment → the code to compare."""

from __future__ import annotations

import ast
from pathlib import Path

from autograder.authoring.topic import Topic
from autograder.errors import SubmissionError
from autograder.grading.handed_in import taken_from
from autograder.grading.submission import parse_submission, read_bytes
from autograder.layout import Layout
from autograder.similarity.pairs import Corpus


def read_class(layout: Layout, topic: Topic) -> tuple[Corpus, tuple[str, ...]]:
    """The code of everybody who handed in, and a line for each file that cannot be read."""
    students, problems = {}, []
    for student in layout.students_with(topic.name):
        try:
            students[student] = code_of(taken_from(layout, student, topic.name).path)
        except SubmissionError as error:
            problems.append(f"{student}: {error}")
    mistakes = (topic.folder / "mistakes.py").read_text(encoding="utf-8")
    given = [topic.solution_source, *_alternatives(mistakes)]
    if layout.released(topic.name).is_file():
        given.append(code_of(layout.released(topic.name)))
    return Corpus(students, given), tuple(problems)


def code_of(path: Path) -> str:
    """The code cells of a notebook; raise SubmissionError if it is none."""
    return "\n\n".join(parse_submission(path, read_bytes(path)).sources)


def _alternatives(source: str) -> list[str]:
    """The right answers written otherwise: whoever writes such a one need not have copied."""
    return [
        ast.unparse(node)
        for node in ast.parse(source).body
        if isinstance(node, (ast.FunctionDef, ast.ClassDef))
        and any("alternative" in ast.unparse(mark) for mark in node.decorator_list)
    ]
