"""Quizzes on paper: a variant for each student, and the answer key, as HTML to print on A4."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import jinja2

from autograder.reporting.markdown import markdown_to_html, sentence_to_html
from autograder.reporting.pages import environment, style_sheet


@dataclass(frozen=True, slots=True)
class PaperQuestion:
    """A question on paper.

    Attributes:
        title: a few words.
        points: what it is worth.
        text: Markdown with LaTeX.
        options: what may be chosen or marked.
        form: what the answer should be, in words.
        lines: empty lines to write on; 0: a box for one answer.
        key: the right answer, for the staff.
    """

    title: str
    points: int
    text: str
    options: tuple[str, ...]
    form: str
    lines: int
    key: str


@dataclass(frozen=True, slots=True)
class Paper:
    """One student's variant."""

    student: str
    code: str
    questions: tuple[PaperQuestion, ...]

    @property
    def points(self) -> int:
        """What it is worth."""
        return sum(question.points for question in self.questions)


def papers_page(papers: Sequence[Paper], *, title: str, opening: str, course_title: str) -> str:
    """The variants, each beginning on a sheet of its own; no answer is in it."""
    return _template("quiz_papers.html").render(
        papers=papers,
        title=title,
        opening=markdown_to_html(opening),
        course_title=course_title,
        markdown=markdown_to_html,
        inline=sentence_to_html,
    )


def answer_key_page(papers: Sequence[Paper], *, title: str, course_title: str) -> str:
    """The right answers of every variant, for the staff."""
    return _template("quiz_key.html").render(
        papers=papers, title=title, course_title=course_title, inline=sentence_to_html
    )


@lru_cache(maxsize=2)
def _template(name: str) -> jinja2.Template:
    return environment().get_template(
        name, globals={"style_sheet": style_sheet("quiz_papers.css"), "letters": "abcdefgh"}
    )
