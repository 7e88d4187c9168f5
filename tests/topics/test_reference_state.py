"""The reference keeps no trace of a wrong answer: the next student meets it as it was."""

import numpy as np

from autograder.authoring.answers import reference_answers, with_answer
from autograder.receipts import Outcome

NEVER_PAUSES = """
class no_grad:
    def __enter__(self):
        Recording.paused = 0

    def __exit__(self, kind, error, trace):
        pass
"""


def test_a_failure_inside_a_block_leaves_the_reference_recording(graded, prepared_topic):
    """What a failure shows is asked of the reference too, and ends inside the block."""
    topic = prepared_topic("autograd").topic
    cells = (topic.solution.given, *with_answer(topic, "no_grad", NEVER_PAUSES).values())
    receipt = graded("autograd", *cells)
    failed = [check for check in receipt.checks if check.outcome is Outcome.FAILED]

    assert {"no_grad"} == {check.exercise for check in failed}
    assert 0 == topic.reference["Recording"].paused
    x = topic.reference["Tensor"](np.ones(2), requires_grad=True)
    assert (x * x).requires_grad
    everything = graded("autograd", topic.solution.given, *reference_answers(topic).values())
    assert everything.earned == everything.points
