"""The engine's own signals pass whatever a check catches: no check can take them for an answer."""

import pytest

from autograder.checks import callback
from autograder.checks.gradients import UndecidedError
from autograder.errors import Failure, Fault, Signal
from autograder.grading.budgets import NotRun
from autograder.receipts import Outcome
from autograder.sandbox import Died, Rehearsal, Starved, TimedOut, Unforeseen, Violation

SWALLOWING = '''\
import numpy as np

from autograder.checks import assert_close, assert_gradient, check, for_all, reals


@check(points=1, examples=4)
@for_all(x=reals("N>=2 D"))
def double_by_one_of_two_names(student, x):
    """double(x), or twice(x) where there is no double, is twice x."""
    try:
        found = student.double(x)
    except Exception as error:
        try:
            found = student.twice(x)
        except Exception:
            raise error from None
    assert_close(found, 2 * x)


@check(points=1, examples=2)
@for_all(x=reals("N D"))
def center_whatever_happens(student, x):
    """center(x) may do what it likes."""
    try:
        student.center(x)
    except Exception:
        pass


@check(points=1, examples=5)
@for_all(x=reals("N"))
def norm_has_a_slope(student, x):
    """norm(x) has the slope that differences show."""
    try:
        assert_gradient(np.ones_like(x), of=lambda x: student.norm(x), at={"x": x})
    except Exception:
        pass


@check(points=1, examples=2)
@for_all(x=reals("N"))
def split_is_there(student, x):
    """split(x) is there."""
    student.split(x)
'''


@pytest.fixture
def judged(outcomes, prepare_topic):
    """Grade right answers with some replaced, by checks that catch every exception."""

    def run(*more, **answers):
        return outcomes(*more, topic=prepare_topic(SWALLOWING), **answers)

    return run


def test_every_signal_passes_except_exception():
    """Nothing the engine says to itself is an Exception; what a check may catch is one."""
    signals = (Unforeseen, UndecidedError, Died, TimedOut, Violation, NotRun, Starved)
    assert not any(issubclass(one, Exception) for one in signals)
    assert all(issubclass(one, (Signal, Fault)) for one in signals)
    assert issubclass(Failure, Exception)


def test_another_request_than_foreseen_passes_a_check_that_catches_everything(judged):
    """Who has the second of two names for it earns the point, as in the self-check."""
    other = judged("def twice(x):\n    return 2 * x", double=None)
    assert Outcome.PASSED is other["double_by_one_of_two_names"].outcome


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("import os\n    os._exit(1)", "ended the Python process"),
        ("while True: pass", "did not finish"),
        ("import time\n    time.sleep(9)", "did nothing"),
    ],
)
def test_the_end_of_a_process_passes_a_check_that_catches_everything(judged, body, why):
    """The check in which the process ended fails with the reason; the next one is not charged."""
    found = judged(center=f"def center(x):\n    {body}")
    failed = found["center_whatever_happens"]
    assert Outcome.FAILED is failed.outcome
    assert why in failed.message
    assert Outcome.PASSED is found["norm_has_a_slope"].outcome
    assert Outcome.PASSED is found["split_is_there"].outcome


def test_an_undecided_example_passes_a_check_that_catches_everything(judged):
    """Examples that say nothing are no proof that the law holds, whatever the check catches."""
    noisy = """
def norm(x):
    return float(np.sqrt((x * x).sum()) + np.random.normal())
"""
    found = judged(norm=noisy)["norm_has_a_slope"]
    assert Outcome.FAILED is found.outcome
    assert "does not settle" in found.message


def test_a_signal_raised_in_a_function_of_ours_reaches_the_examiner():
    """A student's code that catches everything cannot keep it to itself either."""
    names = {"f": swallows_everything}

    def undecided(_):
        raise UndecidedError

    with pytest.raises(UndecidedError):
        Rehearsal(names).student().f(callback(undecided, like=0.0))


def swallows_everything(function):
    """A student's function that catches what the given function raises."""
    try:
        function(0.0)
    except Exception:  # noqa: BLE001  # as students do
        return 1.0
