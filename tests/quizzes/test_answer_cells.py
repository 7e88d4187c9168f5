"""The cell below an answer says when it has a form that cannot earn anything."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from autograder.quizzes.notebook import notebook_of
from autograder.quizzes.quiz import find_quizzes, load_quiz, variant_of
from autograder.quizzes.written import Written

REFERENCE = Path(__file__).parents[2] / "reference"
ANSWERS = (
    *(7, 0.5, True, Fraction(1, 3), np.float32(2), 1j, float("nan")),
    *("3", "a", " (A). ", "z", "a, b", "ab", "a, z", "", ["a", "b"], ["a", 3]),
    *([1, 2], (0.5, 1.5, 2), [[1, 2], [3, 4]], [], {"a": 1}, np.ones(2), np.ones((2, 2))),
    *(np.array(["a"]), print, np.array(3.0), [1, None]),
)


def begun(quiz):
    """A student's variant, and the names of a kernel that has run its first cell."""
    variant = variant_of(load_quiz(REFERENCE / quiz), "ann", "a secret")
    names = {}
    given = next(cell for cell in notebook_of(variant).cells if cell.id == "given")
    exec(given.source, names)
    return variant, names


@pytest.mark.parametrize("quiz", find_quizzes(REFERENCE))
def test_the_cell_refuses_what_the_grader_cannot_take(quiz, capsys):
    """And nothing else: what has the right form may still be wrong."""
    variant, names = begun(quiz)
    for asked in variant.asked:
        if isinstance(asked.key, Written):
            continue
        for answer in ANSWERS:
            verdict = asked.key.judge(answer, asked.question.points)
            told = (f"but should be {asked.key.form}", "but should be a letter", "there is a to")
            refused = any(words in verdict.message for words in told)
            names[asked.question.name] = answer
            names["check"](asked.question.name)

            said = capsys.readouterr().out
            assert refused == ("will earn nothing" in said), (said, verdict)
            assert asked.key.form in said


def test_a_function_is_asked_for_as_such(capsys):
    """A number in its place earns nothing."""
    for quiz in find_quizzes(REFERENCE):
        variant, names = begun(quiz)
        for asked in variant.asked:
            if isinstance(asked.key, Written):
                for answer, earns in ((3.0, False), (lambda x: x, True)):
                    names[asked.question.name] = answer
                    names["check"](asked.question.name)
                    assert earns != ("will earn nothing" in capsys.readouterr().out)
