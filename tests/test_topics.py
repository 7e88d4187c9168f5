"""The eight laws of a topic, on every topic of the course.  Adding a topic adds no test.

Each day tries another tenth of the mistakes and mutants; `autograder verify` tries them all.
"""

import datetime as dt
from pathlib import Path

import pytest

from autograder.authoring.topic import find_topics, load_topic
from autograder.gradebook import load_course
from autograder.grading.grade import prepare
from autograder.grading.pool import Confinement
from autograder.layout import Layout
from autograder.verification.verify import verify

COURSE = Layout(Path(__file__).resolve().parents[1])
TOPICS = find_topics(COURSE.reference)
DAY = dt.datetime.now(dt.UTC).date().toordinal()
TENTH = slice(DAY % 10, None, 10)
LAWS = {
    1: "The reference earns every point.",
    2: "Stubs and lazy answers earn nothing, hollow answers no hidden check.",
    3: "Every mistake and every mutant is caught, or listed as equivalent.",
    4: "Nothing leaks, and releasing again changes nothing.",
    5: "Right answers written otherwise earn every point.",
    6: "Grading again gives the same verdict.",
    7: "The call that a failure shows gives what it says.",
    8: "A mistake is told its own sentence or none.",
}


@pytest.fixture(scope="session")
def reports(examples_of_the_course):
    """Every topic, verified once."""
    course = load_course(COURSE.config)
    confinement = Confinement(course.limits, COURSE.root, demand=course.sandbox)

    def verified(name):  # one by one: a process that holds all topics is slow to fork
        topic = load_topic(COURSE.reference / name)
        prepared = prepare(topic, "a secret of the tests", cache=examples_of_the_course)
        (report,) = verify(COURSE, {name: prepared}, confinement, part=TENTH)
        return report

    return {name: verified(name) for name in TOPICS}


@pytest.mark.slow
@pytest.mark.xdist_group("verify")
@pytest.mark.parametrize("law", LAWS, ids=LAWS.get)
@pytest.mark.parametrize("topic", TOPICS)
def test_a_law_holds(reports, topic, law):
    """Each law of LAWS holds on each topic."""
    broken = [line for line in reports[topic].broken if line.startswith(f"law {law}:")]

    assert [] == broken


@pytest.mark.slow
@pytest.mark.xdist_group("verify")
@pytest.mark.parametrize("topic", TOPICS)
def test_no_check_breaks(reports, topic):
    """No check ends in an error of ours, whatever it is given."""
    assert [] == [line for line in reports[topic].broken if line.startswith("our error")]
