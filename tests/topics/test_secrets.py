"""No secret stops a topic: whatever is drawn, the examples can be proved on the reference.

AUTOGRADER_SECRETS says how many secrets every check is tried with (fifty: an hour of CPU time).
If it is unset, each day tries another secret on another eighth of the checks.
"""

import datetime as dt
import os

import pytest

from autograder.authoring.topic import find_topics, load_topic
from autograder.errors import TopicError
from autograder.grading.examples import reference_of
from autograder.grading.proving import proved_examples
from tests.topics.conftest import REFERENCE

DAY = dt.datetime.now(dt.UTC).date().toordinal()
PARTS = 8
if "AUTOGRADER_SECRETS" in os.environ:
    TRIED = [(f"secret {n}", slice(None)) for n in range(int(os.environ["AUTOGRADER_SECRETS"]))]
else:
    TRIED = [(f"secret {DAY}", slice(DAY % PARTS, None, PARTS))]


@pytest.mark.parametrize(("secret", "part"), TRIED, ids=[secret for secret, _ in TRIED])
@pytest.mark.parametrize("name", find_topics(REFERENCE))
def test_a_secret_draws_examples_of_every_check(name, secret, part):
    """As many as wanted, or all there are; an unlucky one is drawn again."""
    topic = load_topic(REFERENCE / name)
    stopped = []
    for check in topic.checks[part]:
        try:
            proved_examples(check, reference_of(topic), topic.reference, secret)
        except TopicError as error:
            stopped.append(str(error))

    assert [] == stopped
