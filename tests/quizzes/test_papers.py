"""Sheets of paper say whose they are, and the answer key says what is right."""

import ast
import re

import numpy as np

from autograder.checks import reals
from autograder.quizzes.written import Code, Written
from autograder.reporting.papers import Paper, papers_page


def test_every_printed_page_says_whose_it_is():
    """Sheets get mixed up; a name can neither end the style sheet nor change it."""
    hostile = '</style>"; } body { display: none'
    papers = [Paper(student, "AB12CD", ()) for student in ("béa-2", hostile)]
    page = papers_page(papers, title="Quiz", opening="", course_title="A course")

    assert '@page paper1 { @bottom-left { content: "b\\e9 a\\2d 2 · variant AB12CD"; } }' in page
    assert '<article class="paper" style="page: paper1">' in page
    assert 1 == page.count("</style>")
    style = page.partition("</style>")[0]
    assert "display: none" not in style.partition("@page paper2")[2]


def test_the_answer_key_shows_values_of_a_function():
    """Staff who mark on paper need numbers, not a hint where to look."""

    def halved(x):
        return x / 2

    shown = Written(Code(halved, {"x": reals("N<=2")})).shown
    assert 3 == shown.count("`halved(")
    for call, value in re.findall(r"`halved\((.*?)\) = (.*?)`", shown):
        assert np.allclose(np.array(ast.literal_eval(call)) / 2, ast.literal_eval(value))
