"""Which functions of a notebook call which others, read from its text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.grading.calling import called_by, calls_in


def test_calls_are_found_in_functions_and_classes():
    """Also below an `if`, in a method, over several lines, and after a comment in the margin."""
    source = """
def low(x):
    return x

def high(x):
    if x:
# a comment
        return (low(
            x) + other (x))

class Layer:
    def forward(self, x): return high(x)
"""
    calls = calls_in([source])

    assert {"low": set(), "high": {"low", "other"}, "Layer": {"high"}} == calls
    assert {"high", "low", "other"} == called_by("Layer", calls)


@pytest.mark.parametrize(
    "line",
    [
        "# low(x)",
        "text = 'low(x)'",
        "low = 1",
        "self.low(x)",
        "def low(x): pass",
        "x[low]",
        "'''\nlow(x)\n'''",
    ],
)
def test_what_only_looks_like_a_call_is_none(line):
    """A comment, a text, a variable, a method of the same name, a definition inside."""
    assert {"high": set()} == calls_in([f"def high(self, x):\n    {line}"])


def test_what_stands_outside_of_functions_is_nobodys():
    """A trial below the definition, in the same cell or in the next."""
    calls = calls_in(["def high(x):\n    return x\n\nprint(low(3))", "low(4)"])
    assert {"high": set()} == calls


def test_the_last_definition_counts():
    """As it does when the cells are run."""
    calls = calls_in(["def high(x):\n    return low(x)", "def high(x):\n    return other(x)"])
    assert {"high": {"other"}} == calls


def test_a_circle_ends():
    """Two functions may call each other, and themselves."""
    calls = calls_in(["def one(x): return two(x)\ndef two(x): return one(two(x))"])
    assert {"two"} == called_by("one", calls)


@given(st.lists(st.text(max_size=40), max_size=3))
def test_no_text_is_too_odd(sources):
    """A cell that is no Python is passed over, and the others are read."""
    calls = calls_in([*sources, "def high(x):\n    return low(x)"])
    assert {"low"} == calls["high"]


def test_deep_nesting_is_no_trouble():
    """Of which no syntax tree can be made."""
    deep = "def high(x):\n    return " + "(" * 50_000 + "low(x)" + ")" * 50_000
    assert {"low"} >= calls_in([deep]).get("high", set())
