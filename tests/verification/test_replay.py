"""What a failure shows is run, and a word of it that is not so is found."""

import numpy as np
import pytest

from autograder.verification.replay import names_of, not_replayed

WRONG = names_of(["import numpy as np", "def double(x):\n    return x + 1"])
RIGHT = {"double": lambda x: 2 * x}


def shown(code="double(np.array([3.0]))", **told):
    """What a failure tells; `is` and `should` under names that Python takes."""
    said = {"came": "np.array([4.0])", "should": "np.array([6.0])"} | told
    return {"code": code, "is": said["came"], "should": said["should"]}


def test_what_is_so_is_found_so():
    """Code of one line or more, an answer with or without what it should be, and an exception."""
    assert "" == not_replayed(shown(), WRONG, RIGHT)
    assert "" == not_replayed(shown(should=None), WRONG, RIGHT)
    assert "" == not_replayed(shown("a = np.ones(1)\ndouble(3.0 * a)"), WRONG, RIGHT)
    assert "" == not_replayed(shown("double('a')", came=None, should=None), WRONG, RIGHT)


@pytest.mark.parametrize(
    ("told", "why"),
    [
        (shown(came="np.array([5.0])"), "but is said to give np.array([5.0])"),
        (shown(should="np.array([7.0])"), "with the reference, but is said to give"),
        (shown(came=None), "but is said to give an exception"),
        (shown("double('a')"), "gives an exception, but is said to give"),
        (shown("x = double(np.array([3.0]))"), "is no code"),
        (shown("double(np.array([3.0])"), "is no code"),
        (shown("double(np.array([[3.0]]))"), "but is said to give np.array([4.0])"),
    ],
)
def test_what_is_not_so_is_told(told, why):
    """Another value, another shape, no exception or one too many, no expression at the end."""
    assert why in not_replayed(told, WRONG, RIGHT)


def test_running_what_is_shown_leaves_the_names_alone():
    """A variable of one text is not there for the next."""
    not_replayed(shown("fresh = np.ones(1)\ndouble(fresh)"), WRONG, RIGHT)

    assert "fresh" not in WRONG
    assert np is WRONG["np"]
