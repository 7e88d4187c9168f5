"""Declaring checks, mistakes and their kin: every slip is an error with file, line and remedy."""

from dataclasses import FrozenInstanceError

import numpy as np
import pytest

from autograder.authoring.topic import load_topic
from autograder.checks import Alternative, Mistake, check, for_all, reals, seeds
from autograder.errors import Failure, TopicError

FILE = "somewhere/checks.py"
HEAD = """\
import numpy as np
from autograder.checks import *
@check(points=1)
def relu_holds(student):
    "It holds."
"""
FIRST = HEAD.count("\n") + 1

BAD_CHECKS = {
    "no docstring": (
        "@check(points=1)\ndef relu_a(student): pass",
        "relu_a has no docstring; write the sentence students read",
    ),
    "a blank docstring": (
        "@check(points=1)\ndef relu_a(student):\n    '  '",
        "relu_a has no docstring",
    ),
    "no points": (
        "@check(points=0)\ndef relu_a(student):\n    's'",
        "points=0; points are integers",
    ),
    "half a point": (
        "@check(points=0.5)\ndef relu_a(student):\n    's'",
        "points=0.5; points are",
    ),
    "true for points": (
        "@check(points=True)\ndef relu_a(student):\n    's'",
        "points=True; points",
    ),
    "no examples": (
        "@check(points=1, examples=0)\ndef relu_a(student):\n    's'",
        "examples=0; should be at least 1",
    ),
    "after a name": (
        "@check(points=1, after='relu_holds')\ndef relu_a(student):\n    's'",
        "after='relu_holds'; name a check defined above it",
    ),
    "after a tuple with a function": (
        "@check(points=1, after=(relu_holds, len))\ndef relu_a(student):\n    's'",
        "name a check defined above it",
    ),
    "no student": (
        "@check(points=1)\ndef relu_a(x):\n    's'",
        "first parameter should be `student`",
    ),
    "public with reference": (
        "@check(points=1, public=True)\ndef relu_a(student, reference):\n    's'",
        "state the law without it, or drop public=True",
    ),
    "an input too few": (
        "@check(points=1)\n@for_all(x=seeds())\ndef relu_a(student, x, y):\n    's'",
        "takes (x, y) but @for_all draws (x); the names should be the same",
    ),
    "an input too many": (
        "@check(points=1)\n@for_all(x=seeds(), y=seeds())\ndef relu_a(student, x):\n    's'",
        "takes (x) but @for_all draws (x, y); the names should be the same",
    ),
    "inputs without for_all": (
        "@check(points=1)\ndef relu_a(student, x):\n    's'",
        "takes (x) but @for_all draws ()",
    ),
    "for_all on top": (
        "@for_all(x=seeds())\n@check(points=1)\ndef relu_a(student):\n    's'",
        "@for_all stands above @check; put @check on top",
    ),
    "a value for an input": (
        "@check(points=1)\n@for_all(x=3)\ndef relu_a(student, x):\n    's'",
        "for_all(x=3) is not an input; use reals",
    ),
    "bounds that exclude each other": (
        "@check(points=1)\n@for_all(x=reals('N>=4 N<=2'))\ndef relu_a(student, x):\n    's'",
        "relu_a: no size N is >= 4 and <= 2; loosen one bound",
    ),
    "a mistake caught by its name": (
        "@mistake(of='relu', caught_by='relu_holds')\ndef forgot(x): pass",
        "caught_by='relu_holds' is not a check; import it from .checks",
    ),
    "an equivalent without a reason": (
        "equivalent(of='relu', was='>', becomes='>=', because='  ')",
        "needs a reason in because=",
    ),
}

BAD_INPUTS = {
    "reals('N *')": "'N *': '*' is not a size; write names and numbers",
    "reals('N,D')": "'N,D' is not a size",
    "reals('N>3')": "'N>3' is not a size",
    "reals('N<=2>=1')": "is not a size",
    "reals('-1')": "'-1' is not a size",
    "reals('')": "names no size",
    "reals('N', within=0)": "has within=0; should be in 0…1e12",
    "reals('N', within=float('inf'))": "has within=inf; should be in 0…1e12",
    "reals('N', within=float('nan'))": "has within=nan; should be in 0…1e12",
    "reals('N', within=1, away_from=2)": "has away_from=2; should be in 0…within",
    "reals('N', away_from=-1)": "has away_from=-1; should be in 0…within",
    "reals('N', within=1, step=2, away_from=0.5)": "has step=2, and no multiple of it",
    "reals('N', step=0)": "has step=0, and",
    "reals('N', dtype='float16')": "has dtype='float16'; should be 'float64' or 'float32'",
    "reals('N', layout='F')": "has layout='F'; should be 'C' or 'any'",
    "normals('N', dtype='int64')": "has dtype='int64'; should be 'float64' or 'float32'",
    "normals('N', scale=0)": "has scale=0; should be at least 1e-6",
    "cotangents('N', dtype='int64')": "has dtype='int64'; should be",
    "labels('N', below=0)": "has below=0; should be one number of at least 1",
    "labels('N', below=2.5)": "has below=2.5; should be one number",
    "labels('N', below='N K')": "has below='N K'; should be one number",
    "labels('N', below='K>=0')": "has below='K>=0'; should be one number",
    "integers(2, 1)": "integers(2, 1) should be two ints, low <= high",
    "integers(0.5, 1)": "integers(0.5, 1) should be two ints",
    "numbers(2, 1)": "numbers(2, 1) should be two finite numbers, low <= high",
    "numbers(0, float('inf'))": "numbers(0, inf) should be two finite numbers",
    "choices()": "choices() has nothing to choose from; name at least one value",
}


def declared(source):
    """The names a checks.py of this text defines."""
    names = {"__name__": "topic.checks"}
    exec(compile(HEAD + source, FILE, "exec"), names)
    return names


class TestErrors:
    """What is wrong in a topic's files is said when they are loaded."""

    @pytest.mark.parametrize(("source", "remedy"), BAD_CHECKS.values(), ids=BAD_CHECKS)
    def test_a_bad_declaration_names_file_line_and_remedy(self, source, remedy):
        """The message begins with the place of the decorator and says what to do."""
        with pytest.raises(TopicError) as caught:
            declared(source)

        place, _, message = str(caught.value).partition(": ")
        file, line = place.rsplit(":", 1)
        assert FILE == file
        assert FIRST <= int(line) <= FIRST + source.count("\n")
        assert remedy in message

    @pytest.mark.parametrize(("source", "remedy"), BAD_INPUTS.items(), ids=BAD_INPUTS)
    def test_a_bad_input_names_file_line_and_remedy(self, source, remedy):
        """An input no example fits is refused where it is written."""
        with pytest.raises(TopicError) as caught:
            declared(f"\n\nthing = (\n    {source}\n)")

        assert str(caught.value).startswith(f"{FILE}:{FIRST + 3}: ")
        assert remedy in str(caught.value)

    def test_arguments_with_a_default_go_by_keyword(self):
        """Nobody can mistake the order of points and public."""
        with pytest.raises(TypeError):
            check(1)
        with pytest.raises(TypeError):
            reals("N", 3.0)


class TestCheck:
    """What a declared check holds."""

    def test_a_check_keeps_what_was_declared(self):
        """Name, sentence, points, dependencies, inputs and place are on the record."""
        names = declared(
            "@check(points=3, public=True, after=relu_holds, examples=7, free_shapes=True)\n"
            "@for_all(x=reals('N D'), seed=seeds())\n"
            "def relu_is_positive(student, x, seed):\n    '''  relu(x) >= 0\n    everywhere.'''\n"
        )
        one = names["relu_is_positive"]

        assert "relu_is_positive" == one.name
        assert "relu(x) >= 0\neverywhere." == one.sentence
        assert (3, True, 7, True) == (one.points, one.public, one.examples, one.free_shapes)
        assert ("relu_holds",) == one.after
        assert ["x", "seed"] == list(one.inputs)
        assert not one.takes_reference
        assert f"{FILE}:{FIRST}" == one.where

    def test_several_checks_may_have_to_hold_first(self):
        """`after` takes a tuple of checks."""
        names = declared("@check(points=1, after=(relu_holds,))\ndef relu_a(student):\n    's'")

        assert ("relu_holds",) == names["relu_a"].after

    def test_a_check_without_inputs_runs_once(self):
        """Twenty-five examples of nothing are one."""
        assert 1 == declared("")["relu_holds"].examples

    def test_a_check_is_frozen(self):
        """A record cannot be changed after it is declared."""
        with pytest.raises(FrozenInstanceError):
            declared("")["relu_holds"].points = 100

    def test_running_hands_over_student_reference_and_inputs(self):
        """The body gets the reference only if it asks for it."""
        seen = []

        @check(points=1)
        @for_all(x=seeds())
        def f_with(student, reference, x):
            """With."""
            seen.append((student, reference, x))

        @check(points=1)
        @for_all(x=seeds())
        def f_without(student, x):
            """Without."""
            seen.append((student, x))

        f_with.run("s", "r", {"x": 1})
        f_without.run("s", "r", {"x": 1})

        assert [("s", "r", 1), ("s", 1)] == seen

    def test_floating_point_warnings_of_a_check_are_silent(self):
        """Dividing by zero in a check's own arithmetic warns nobody."""

        @check(points=1)
        def f_divides(student):
            """Divides."""
            np.array([1.0]) / np.array([0.0])

        with np.errstate(all="raise"):
            f_divides.run(None, None, {})

    def test_a_failure_passes_through(self):
        """What an assertion raises reaches whoever runs the check."""

        @check(points=1)
        def f_fails(student):
            """Fails."""
            raise Failure("no")

        with pytest.raises(Failure, match="no"):
            f_fails.run(None, None, {})


class TestAnswers:
    """Mistakes, alternatives and equivalents."""

    def test_a_mistake_names_its_exercise_and_its_check(self):
        """It keeps the wrong function and where it stands."""
        forgot = declared(
            "\n@mistake(of='relu', caught_by=relu_holds)\ndef forgot(x):\n    return x\n"
        )["forgot"]

        assert isinstance(forgot, Mistake)
        assert ("forgot", "relu", "relu_holds") == (forgot.name, forgot.of, forgot.caught_by)
        assert 7 == forgot.wrong(7)
        assert f"{FILE}:{FIRST + 1}" == forgot.where

    def test_a_class_may_be_a_mistake(self):
        """Exercises may be classes, so wrong answers may be too."""
        names = declared("@mistake(of='Relu', caught_by=relu_holds)\nclass Forgot: pass")

        assert "Forgot" == names["Forgot"].name
        assert f"{FILE}:{FIRST}" == names["Forgot"].where

    def test_an_alternative_names_its_exercise(self):
        """It keeps the right function and where it stands."""
        other = declared("@alternative(of='relu')\ndef other(x): return x")["other"]

        assert isinstance(other, Alternative)
        assert ("other", "relu", f"{FILE}:{FIRST}") == (other.name, other.of, other.where)

    @pytest.mark.parametrize(
        "wrapper", ["functools.lru_cache", "np.errstate(all='ignore')", "np.vectorize"]
    )
    def test_a_decorated_answer_stands_where_it_is_written(self, wrapper):
        """A wrapper of another library does not hide the file: else the loader would drop it."""
        names = declared(
            "import functools\n@mistake(of='relu', caught_by=relu_holds)\n"
            f"@{wrapper}\ndef forgot(x): return x"
        )

        assert f"{FILE}:{FIRST + 1}" == names["forgot"].where

    def test_an_equivalent_takes_effect_by_standing_there(self):
        """The file's EQUIVALENTS collect what it states, with the place."""
        names = declared(
            "equivalent(of='relu', was='>', becomes='>=', because='same at 0')\n"
            "equivalent(of='relu', was='a', becomes='b', because='c')\n"
        )

        assert [FIRST, FIRST + 1] == [int(e.where.rsplit(":")[-1]) for e in names["EQUIVALENTS"]]
        assert ["same at 0", "c"] == [e.because for e in names["EQUIVALENTS"]]


class TestLoading:
    """The vocabulary inside a folder on disk."""

    def test_a_slip_in_a_file_is_reported_with_the_files_own_place(self, tmp_path, write_topic):
        """The path and line are those of checks.py on disk."""
        text = (
            "from autograder.checks import check, for_all, reals\n\n"
            "@check(points=1)\n@for_all(x=reals('N $'))\ndef double_a(student, x):\n    's'\n"
        )
        folder = write_topic(tmp_path / "vectors", checks=text)

        with pytest.raises(TopicError) as caught:
            load_topic(folder)
        assert str(caught.value).startswith(f"{folder / 'checks.py'}:4: 'N $': '$' is not a size")

    def test_a_decorated_mistake_is_loaded(self, tmp_path, write_topic):
        """None of the declared wrong answers is lost on the way."""
        text = (
            "import numpy as np\nfrom autograder.checks import mistake\n"
            "from .checks import center_agrees_with_the_reference\n\n"
            "@mistake(of='center', caught_by=center_agrees_with_the_reference)\n"
            "@np.errstate(all='ignore')\n"
            "def left_as_it_is(x):\n    return x\n"
        )
        topic = load_topic(write_topic(tmp_path / "vectors", mistakes=text))

        assert ["left_as_it_is"] == [one.name for one in topic.mistakes]


def test_the_vocabulary_is_all_there_is():
    """`from autograder.checks import *` gives every name of the brief, and they exist."""
    import autograder.checks as vocabulary

    assert sorted(vocabulary.__all__) == list(vocabulary.__all__)
    assert all(hasattr(vocabulary, name) for name in vocabulary.__all__)
