"""Causality: what happens later changes nothing that came before."""

import numpy as np
import pytest

from autograder.checks import assert_causal
from autograder.errors import Failure, TopicError

RNG = np.random.default_rng(0)
X, OTHER = RNG.normal(size=(2, 2, 4, 3))


def running_sum(x):
    """Each output is the sum of the inputs so far."""
    return np.cumsum(x, axis=1)


def message(of, inputs=(X,), others=(OTHER,), **kwargs):
    """What the failing assertion says."""
    with pytest.raises(Failure) as caught:
        assert_causal(of, inputs, others, **kwargs)
    return caught.value.message


def test_what_looks_back_is_causal():
    """A running sum, what looks at its own time only, two inputs, and a single time."""
    assert_causal(running_sum, [X], [OTHER])
    assert_causal(np.tanh, [X], [OTHER])
    assert_causal(lambda x, y: running_sum(x) * y, [X, OTHER], [OTHER, X])
    assert_causal(lambda x: x.sum(axis=1, keepdims=True), [X[:, :1]], [OTHER[:, :1]])


def test_what_looks_ahead_is_not():
    """The message names the time that moved, and from when on the inputs had changed."""

    def next_one(x):
        return np.roll(x, -1, axis=1)

    x, other = np.arange(6.0).reshape(1, 3, 2), np.full((1, 3, 2), 9.0)

    said = message(next_one, [x], [other], what="hs")

    assert said == (
        "hs[0, 0, 0], at time 0, becomes 9 when inputs from time 1 on change, but should stay 2"
    )


def test_a_look_at_the_last_time_only_is_found():
    """The last input leaks into the time before it."""

    def leak(x):
        out = running_sum(x)
        out[:, -2] += 1e-6 * x[:, -1]
        return out

    assert "at time 2" in message(leak)
    assert "inputs from time 1 on" in message(lambda x: running_sum(x[:, ::-1])[:, ::-1])


def test_rounding_is_no_look_ahead():
    """Differences of 1e-12 pass, of the outputs' own size; nan does not."""
    assert_causal(lambda x: 1e6 * running_sum(x) + 1e-5 * x.sum(), [X], [OTHER])

    assert "becomes nan" in message(lambda x: running_sum(x) if (x == X).all() else np.nan * x)


def test_every_later_input_of_every_argument_counts():
    """An argument in the second place is changed as well."""
    assert "at time 0" in message(lambda x, y: running_sum(x) + y[:, -1:], [X, X], [OTHER, OTHER])


def test_outputs_have_an_axis_of_time():
    """Otherwise the shape is told."""
    assert message(lambda x: x[:, -1]) == "out has shape (2, 3), but should have shape (N, 4, …)"


def test_all_is_asked_before_anything_is_looked_at():
    """T calls, whatever the answers."""
    calls = []

    message(lambda x: calls.append(x) or np.zeros(()))

    assert len(calls) == 4


def test_inputs_and_others_fit():
    """Other shapes are the instructor's mistake."""
    with pytest.raises(TopicError, match="same shapes"):
        assert_causal(running_sum, [X], [OTHER[:, :2]])
