"""Markers, stubs, and taking a solution apart."""

import ast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.authoring.stubs import BEGIN, END, split_solution, strip_solutions
from autograder.errors import TopicError

SOFTPLUS = '''\
"""The module's docstring."""

import numpy as np

LIMIT = 3


# About softplus.
def softplus(x):
    """log(1 + exp(x))"""
    u = x + 0
    ### BEGIN SOLUTION
    return np.log1p(np.exp(u))
    ### END SOLUTION


def helper(x):
    return x


class Linear:
    """A layer."""

    def forward(self, x):
        """x @ W"""
        ### BEGIN SOLUTION
        return x @ self.W
        ### END SOLUTION

    def backward(self, dout):
        """dout @ W.T"""
        ### BEGIN SOLUTION
        return dout @ self.W.T
        ### END SOLUTION


AFTERWARDS = 1
'''


@st.composite
def marked_sources(draw):
    """Pieces of text outside and inside markers, alternating."""
    lines = st.lists(st.text("abc =(:#\t", max_size=8), max_size=3)
    outside = [draw(lines)]
    inside = []
    for _ in range(draw(st.integers(0, 3))):
        inside.append((draw(st.sampled_from(["", "  ", "\t"])), draw(lines)))
        outside.append(draw(lines))
    return outside, inside


def source_of(outside, inside):
    """The text, with each inner piece between markers."""
    lines = list(outside[0])
    for (indentation, piece), after in zip(inside, outside[1:], strict=True):
        lines += [indentation + BEGIN, *piece, indentation + END, *after]
    return "\n".join(lines)


class TestStripSolutions:
    """From a marked source to a stub."""

    def test_replaces_the_region_at_the_marker_s_indentation(self):
        """A region becomes nbgrader's stub, indented as its opening marker."""
        source = f"def f():\n    {BEGIN}\n    return 1\n    {END}\n"

        stub = "def f():\n    # YOUR CODE HERE\n    raise NotImplementedError()\n"
        assert stub == strip_solutions(source)

    @given(marked_sources())
    def test_is_idempotent(self, pieces):
        """Stripping what is stripped changes nothing."""
        once = strip_solutions(source_of(*pieces))

        assert once == strip_solutions(once)

    @given(marked_sources())
    def test_keeps_what_is_outside_and_nothing_of_what_is_inside(self, pieces):
        """Text outside markers stays as it is; every region leaves exactly the two stub lines."""
        outside, inside = pieces
        expected = list(outside[0])
        for (indentation, _), after in zip(inside, outside[1:], strict=True):
            expected += [
                f"{indentation}# YOUR CODE HERE",
                f"{indentation}raise NotImplementedError()",
                *after,
            ]

        assert "\n".join(expected) == strip_solutions(source_of(outside, inside))

    @pytest.mark.slow
    @given(marked_sources())
    @settings(max_examples=50, deadline=None)
    def test_agrees_with_nbgrader(self, pieces):
        """The same text comes out of nbgrader's own ClearSolutions."""
        from nbformat.v4 import new_code_cell
        from nbgrader.preprocessors import ClearSolutions

        cell = new_code_cell(source_of(*pieces))
        ClearSolutions()._replace_solution_region(cell, "python")

        assert cell.source == strip_solutions(source_of(*pieces))

    @pytest.mark.parametrize(
        ("source", "line", "words"),
        [
            (f"a\n{BEGIN}\nb\n{BEGIN}\n{END}", 4, "line 2 opened"),
            (f"a\n{END}", 2, "closes nothing"),
            (f"a\n{BEGIN}\nb", 2, "never closed"),
            ("a\n# BEGIN SOLUTION\nb", 2, "write exactly"),
            ("a\nb  ### end solution", 2, "write exactly"),
        ],
    )
    def test_names_the_line_of_an_unpaired_marker(self, source, line, words):
        """Nested, unpaired and misspelt markers are errors that name file and line."""
        with pytest.raises(TopicError, match=rf"^here\.py:{line}: .*{words}"):
            strip_solutions(source, where="here.py")


class TestSplitSolution:
    """Given code and exercises."""

    def test_exercises_are_what_has_markers(self):
        """Functions and classes with markers are the exercises, in order."""
        exercises = split_solution(SOFTPLUS, where="solution.py").exercises

        assert ["softplus", "Linear"] == list(exercises)
        assert ["function", "class"] == [exercise.kind for exercise in exercises.values()]
        assert SOFTPLUS.split("\n").index("def softplus(x):") + 1 == exercises["softplus"].line

    def test_given_code_is_all_the_rest_without_the_docstring(self):
        """Imports, constants and helpers are given, in order; the module's docstring is not."""
        given_code = split_solution(SOFTPLUS, where="solution.py").given
        tree = ast.parse(given_code)

        kinds = ["Import", "Assign", "FunctionDef", "Assign"]
        assert kinds == [type(node).__name__ for node in tree.body]
        assert "softplus" not in given_code

    def test_comments_above_a_function_stay_with_it(self):
        """A comment directly above an exercise is part of its cell."""
        source = split_solution(SOFTPLUS, where="solution.py").exercises["softplus"].source

        assert source.startswith("# About softplus.\ndef softplus(x):")
        assert source.endswith(END)

    def test_the_stub_keeps_what_is_open(self):
        """A stub has signature, docstring and given lines, and no answer."""
        stub = split_solution(SOFTPLUS, where="solution.py").exercises["softplus"].stub

        assert "u = x + 0" in stub
        assert "log1p" not in stub

    def test_a_class_is_one_exercise_with_several_regions(self):
        """Every method's region becomes a stub."""
        stub = split_solution(SOFTPLUS, where="solution.py").exercises["Linear"].stub

        assert 2 == stub.count("raise NotImplementedError()")
        assert "self.W" not in stub

    def test_the_answer_is_the_source_without_markers(self):
        """What a student would hand in has no marker and runs."""
        answer = split_solution(SOFTPLUS, where="solution.py").exercises["softplus"].answer

        assert "SOLUTION" not in answer
        assert "return np.log1p(np.exp(u))" in answer
        ast.parse(answer)

    def test_decorators_belong_to_the_exercise(self):
        """A decorator is neither given code nor lost."""
        source = f"import functools\n@functools.cache\ndef f():\n    {BEGIN}\n    x\n    {END}\n"
        solution = split_solution(source, where="solution.py")

        assert "import functools" == solution.given
        assert solution.exercises["f"].source.startswith("@functools.cache\ndef f")

    @pytest.mark.parametrize(
        ("source", "place", "words"),
        [
            (f"{BEGIN}\nx = 1\n{END}\n", "1", "not inside one top-level"),
            (f"def f():\n    {BEGIN}\n    return 1\n{END}\nx = 1\n", "2", "not inside one"),
            (f"if 1:\n    {BEGIN}\n    x = 1\n    {END}\n", "2", "not inside one top-level"),
            (f"def f(\n    {BEGIN}\n    x):\n    {END}\n    pass", "2", "whole statements"),
            ("def f(:\n", "1", "not Python"),
            ("x = 1; y = 2\n", "1", "two statements"),
        ],
    )
    def test_names_file_and_line_of_what_is_wrong(self, source, place, words):
        """Markers in the wrong place and broken syntax are errors that name file and line."""
        with pytest.raises(TopicError, match=rf"^dir/solution\.py:{place}: .*{words}"):
            split_solution(source, where="dir/solution.py")

    def test_a_solution_without_exercises_is_an_error(self):
        """The message says how to mark an exercise."""
        with pytest.raises(TopicError, match="no exercise; put '### BEGIN SOLUTION'"):
            split_solution("x = 1\n", where="solution.py")

    def test_an_exercise_defined_twice_is_an_error(self):
        """The second definition is named with the line of the first."""
        once = f"def f():\n    {BEGIN}\n    x\n    {END}\n"

        with pytest.raises(TopicError, match=r":5: .*'f' is already defined on line 1"):
            split_solution(once + once, where="solution.py")
