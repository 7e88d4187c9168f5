"""Cutting the public checks out of a checks.py."""

import ast

import pytest

from autograder.authoring.public_checks import public_checks_source
from autograder.errors import TopicError

PUBLIC, HIDDEN = ("f_is_small",), ("f_agrees",)


def cut(source, *, public=PUBLIC, hidden=HIDDEN, exercises=("f", "g")):
    """The public file of a checks.py."""
    return public_checks_source(
        assignment="tiny",
        checks_source=source,
        public=public,
        hidden=hidden,
        exercises=exercises,
        where="reference/tiny/checks.py",
    )


@pytest.fixture
def released(tiny_topic):
    """The tiny topic's public checks."""
    topic = tiny_topic()
    return cut(
        topic.checks_source,
        public=topic.public_check_names,
        hidden=topic.hidden_check_names,
        exercises=tuple(topic.solution.exercises),
    )


def names(source):
    """What a module defines at top level, imports left out."""
    tree = ast.parse(source)
    functions = [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]
    constants = [node.targets[0].id for node in tree.body if isinstance(node, ast.Assign)]
    return constants, functions


class TestPublicChecksSource:
    """The file students receive beside the notebook."""

    def test_has_public_checks_and_what_they_use(self, released):
        """Public checks come with their helpers and constants; nothing else is there."""
        constants, functions = names(released)

        assert ["ASSIGNMENT", "EXERCISES", "LIMIT"] == constants
        assert [
            "never_negative", "relu_is_never_negative", "relu_backward_keeps_the_shape"
        ] == functions  # fmt: skip

    def test_has_nothing_of_hidden_checks(self, released):
        """Neither a hidden check's name nor a constant only it uses, nor the reference."""
        assert "agrees" not in released
        assert "SECRET" not in released
        assert "reference" not in released

    def test_imports_only_what_is_used(self, released):
        """assert_close, which only hidden checks use, is not imported."""
        assert "from autograder.checks import assert_shape, check, for_all, reals, require" in (
            released.split("\n")
        )
        assert "import numpy as np" in released

    def test_names_the_assignment_and_its_exercises(self, released):
        """The self-check knows every exercise, also those without a public check."""
        namespace = {}
        constants = [
            node for node in ast.parse(released).body
            if isinstance(node, ast.Assign) and node.targets[0].id.isupper()
        ]  # fmt: skip
        exec(compile(ast.Module(constants, []), "", "exec"), namespace)

        assert "tiny" == namespace["ASSIGNMENT"]
        assert ("relu", "relu_backward") == namespace["EXERCISES"]

    def test_a_hidden_check_in_after_is_dropped(self, released):
        """The rest of the decorator stays."""
        assert (
            "@check(points=1, public=True)\n@for_all(x=reals('N D', within=LIMIT))" not in released
        )
        assert '@check(points=1, public=True)\n@for_all(x=reals("N D", within=LIMIT))' in released

    def test_a_public_check_in_after_stays(self):
        """Of a tuple, what is public is kept."""
        source = (
            "@check(points=1)\ndef f_agrees(student, reference): pass\n"
            "@check(points=1, public=True)\ndef f_runs(student): pass\n"
            "@check(points=1, after=(f_agrees, f_runs), public=True)\n"
            "def f_is_small(student): pass\n"
        )
        text = cut(source, public=("f_runs", "f_is_small"))

        assert "@check(points=1, after=f_runs, public=True)" in text

    def test_untouched_checks_are_released_as_written(self):
        """Comments, layout and text of a check are those of checks.py."""
        check = (
            "# Why this bound.\n"
            "@check(\n    points=1,  # little\n    public=True,\n)\n"
            'def f_is_small(student):\n    """f <= 1."""\n    require(student.f()  <= 1, "é")\n'
        )

        assert check in cut(f"X = 1\n{check}")

    def test_takes_helpers_of_helpers_in_order(self):
        """The closure is transitive and keeps the file's order."""
        source = (
            "A = 1\nB = A + 1\nC = 5\n\ndef helper(): return B\n"
            "def f_is_small(student, C): return helper() + C\n"
        )
        constants, functions = names(cut(source))

        assert ["ASSIGNMENT", "EXERCISES", "A", "B"] == constants
        assert ["helper", "f_is_small"] == functions

    def test_is_deterministic(self, released, tiny_topic):
        """Cutting twice gives the same bytes."""
        topic = tiny_topic()
        again = cut(
            topic.checks_source,
            public=topic.public_check_names,
            hidden=topic.hidden_check_names,
            exercises=tuple(topic.solution.exercises),
        )

        assert released == again

    def test_without_public_checks_the_exercises_are_still_named(self):
        """A topic may keep everything hidden."""
        text = cut("def f_agrees(student, reference): pass\n", public=())

        assert 'EXERCISES = ("f", "g")' in text
        assert "f_agrees" not in text

    @pytest.mark.parametrize(
        ("source", "words"),
        [
            ("def f_is_small(student, reference): pass", ":1: .*uses 'reference'"),
            ("def h():\n    return reference.f\ndef f_is_small(s): h()", ":2: .*uses 'reference'"),
            ("def f_agrees(s): pass\ndef f_is_small(s): f_agrees(s)", ":2: .*check 'f_agrees'"),
            ("from .solution import f\ndef f_is_small(s): f()", ":1: .*needs `from .solution"),
            ("import scipy\ndef f_is_small(s): scipy.f()", ":1: .*needs `import scipy`"),
            ("from numpy import *\ndef f_is_small(s): s", ":1: .*needs `from numpy import *"),
            ("x = 1", ": no check 'f_is_small'"),
        ],
    )
    def test_what_students_cannot_have_is_an_error(self, source, words):
        """The reference, hidden checks and other modules may not be used by public checks."""
        with pytest.raises(TopicError, match=rf"^reference/tiny/checks\.py{words}"):
            cut(source)

    def test_a_hidden_import_may_be_anything(self):
        """Only what public checks use matters."""
        source = "from .solution import f\ndef f_agrees(s): f()\ndef f_is_small(s): pass\n"

        assert "solution" not in cut(source)
