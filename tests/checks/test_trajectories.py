"""The walk of an optimiser: the first step and the first parameter that go wrong are named."""

import numpy as np
import pytest

from autograder.checks import assert_trajectory
from autograder.errors import Failure

EXPECTED = [[np.array([1.0, 2.0]), np.array(3.0)], [np.array([0.5, 1.0]), np.array(1.5)]]


def steps(**changes):
    """EXPECTED with some entries replaced: `step_1=…` a whole step, `step_1_0=…` one parameter."""
    walk = [list(step) for step in EXPECTED]
    for place, value in changes.items():
        step, *parameter = map(int, place.removeprefix("step_").split("_"))
        if parameter:
            walk[step - 1][parameter[0]] = value
        else:
            walk[step - 1] = value
    return walk


def message(*args, **kwargs):
    """What the failing assertion says, with its hint."""
    with pytest.raises(Failure) as caught:
        assert_trajectory(*args, **kwargs)
    return f"{caught.value.message} ({caught.value.hint})"


def test_the_walk_itself_is_right():
    """So are tuples for lists, numbers for 0-d arrays, differences of rounding, more steps."""
    assert_trajectory(steps(), EXPECTED)
    assert_trajectory(iter([*steps(step_1=tuple(EXPECTED[0]), step_2_1=1.5), None]), EXPECTED)
    assert_trajectory(steps(step_1_0=np.array([1.0, 2.0 + 1e-11])), EXPECTED)


def test_the_first_difference_is_named():
    """By the step, from 1, by the parameter's place or name, and by the entry."""
    walk = steps(step_1_0=np.array([1.0, 2.5]), step_2_1=7.0)

    said = message(walk, EXPECTED, hint="think")
    named = message(steps(step_2_1=7.0), EXPECTED, names=("W", "b"))

    assert "after step 1, params[0][1] is 2.5, but should be 2 (think)" == said
    assert "after step 2, b is 7, but should be 1.5 ()" == named


def test_a_wrong_shape_is_a_difference():
    """Nothing is broadcast."""
    said = message(steps(step_1_1=np.array([3.0])), EXPECTED)

    assert said.startswith("after step 1, params[1] has shape (1,), but should have shape ()")


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (None, "step 2 returned None, but should return a list of 2 (did you forget to"),
        ([np.zeros(2)], "step 2 returned a list of 1, but should return a list of 2"),
        (np.zeros((2, 2)), "step 2 returned an array of shape (2, 2), but should return a list"),
        (["a", "b"], "after step 2, params[0] is a value of type str, but should be numbers"),
    ],
)
def test_what_is_no_list_of_arrays_is_told(found, words):
    """The message says what came back and what should."""
    assert message(steps(step_2=found), EXPECTED).startswith(words)


def test_a_walk_that_ends_early_is_told():
    """The step that is missing is named."""
    assert message(steps()[:1], EXPECTED) == "there is no step 2 ()"


def test_no_step_is_asked_for_after_a_wrong_one():
    """A generator that goes on from what the student returned never sees a wrong answer."""
    asked = []

    def walk():
        for step in steps(step_1=None):
            asked.append(step)
            yield step

    message(walk(), EXPECTED)

    assert [None] == asked
