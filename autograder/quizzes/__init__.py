"""The vocabulary instructors write quizzes in: questions with a variant for each student."""

from autograder.quizzes.drawing import array, decimals, one_of, whole
from autograder.quizzes.questions import choose, drawn, mark, question, right, write, wrong

__all__ = [
    "array",
    "choose",
    "decimals",
    "drawn",
    "mark",
    "one_of",
    "question",
    "right",
    "whole",
    "write",
    "wrong",
]
