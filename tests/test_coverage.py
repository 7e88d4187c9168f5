"""What of the lectures is covered: the table of `reference/README.md` tells the truth."""

import re
from pathlib import Path

import pytest

from autograder.authoring.topic import find_topics, load_topic
from autograder.gradebook import load_course
from autograder.quizzes.quiz import find_quizzes, load_quiz

REFERENCE = Path(__file__).resolve().parents[1] / "reference"
TABLE = (REFERENCE / "README.md").read_text("utf-8")
TOPICS = {name: load_topic(REFERENCE / name) for name in find_topics(REFERENCE)}
# Of the inventory of the lectures: models, losses, backpropagation, optimisation, theory.
SECTIONS = {"A1": 20, "A3": 14, "A4": 10, "A5": 19, "A6": 5}
WHOLE = ("A2", "A7", "A8")  # tables of the lectures, entry by entry: activations, …, rules
IDS = [f"{part}.{number}" for part, last in SECTIONS.items() for number in range(1, last + 1)]
NAMED = re.compile(r"`([a-z_]+)/(\w+)`")
QUIZZES = {name: load_quiz(REFERENCE / name) for name in find_quizzes(REFERENCE)}


def rows(identity):
    """The rows of the table for an id."""
    return [line for line in TABLE.splitlines() if line.startswith(f"| {identity} |")]


@pytest.mark.parametrize("identity", [*IDS, *WHOLE])
def test_everything_in_the_lectures_is_somewhere(identity):
    """Each id of the inventory has a row, and each row says where it is taught."""
    assert rows(identity)
    for row in rows(identity):
        where = row.strip("| ").split("|")[-1]
        assert re.search(r"`[\w./]+`|\*text\*", where), row


@pytest.mark.parametrize(
    ("topic", "exercise"),
    sorted(set(NAMED.findall(TABLE)) - {("topic", "exercise"), ("quiz", "question")}),
)
def test_every_exercise_named_exists(topic, exercise):
    """`topic/exercise` is an exercise of that topic, or a question of that quiz."""
    if topic in TOPICS:
        assert exercise in TOPICS[topic].solution.exercises
    else:
        assert exercise in {question.name for question in QUIZZES[topic].questions}


def test_nothing_is_only_planned():
    """Whatever the table names is written."""
    assert "*planned*" not in TABLE


def test_every_topic_covers_something():
    """No topic or quiz is about what no lecture mentions."""
    assert {*TOPICS, *QUIZZES} <= set(re.findall(r"`([a-z_]+)/", TABLE))


def test_every_topic_is_due():
    """The course schedules each topic and each quiz."""
    course = load_course(REFERENCE.parent / "course_config.py")

    assert {*TOPICS, *QUIZZES} <= {one.name for one in course.assignments if not one.paper}
