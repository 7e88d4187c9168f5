"""Answers as source text."""

from autograder.authoring.answers import answer_source
from autograder.checks import Mistake

SOLUTION = '''\
class Layer:
    """Twice x."""

    def forward(self, x):
        """(N,) -> (N,)"""
        ### BEGIN SOLUTION
        return self.factor() * x
        ### END SOLUTION

    def factor(self):
        return 2
'''
MISTAKES = """\
from .solution import Layer


@mistake(of="Layer", caught_by=layer_doubles)
class halves(Layer):
    def factor(self):
        return 0.5


@mistake(of="Layer", caught_by=layer_doubles)
class alone:
    def forward(self, x):
        return x
"""


def source_of(tmp_path, name):
    """The source of a mistake of that name in a small topic."""
    (tmp_path / "solution.py").write_text(SOLUTION)
    (tmp_path / "mistakes.py").write_text(MISTAKES)
    return answer_source(Mistake(name, "Layer", "", None, f"{tmp_path / 'mistakes.py'}:4"))


def test_a_derived_class_follows_the_reference(tmp_path):
    """Only what is different is written down; the cell runs on its own."""
    source = source_of(tmp_path, "halves")
    names = {}
    exec(source, names)

    assert "### " not in source
    assert names["Layer"]().forward(3) == 1.5
    assert "Layer" == names["Layer"].__name__


def test_another_class_stands_alone(tmp_path):
    """Nothing of the reference is in its cell."""
    assert "class Layer:\n    def forward(self, x):\n        return x\n" == source_of(
        tmp_path, "alone"
    )
