"""The submissions that are made up to prove a topic."""

import contextlib

import pytest

from autograder.authoring.topic import load_topic
from autograder.verification.trials import cells, cells_with, right_trials


@pytest.fixture
def topic(tmp_path, write_topic):
    """The tiny topic."""
    return load_topic(write_topic(tmp_path / "vectors"))


@pytest.mark.parametrize("exercise", ["double", "center", "norm", "split"])
def test_one_answer_is_replaced_in_a_cell_of_its_own(topic, exercise):
    """If it cannot be run, the answers around it are there all the same."""
    broken = "raise ValueError('not to be run')"
    sources = cells_with(topic, exercise, broken)
    names = {}
    for source in sources:
        with contextlib.suppress(ValueError):
            exec(source, names)

    assert broken in sources
    assert len(sources) <= 3
    assert set(topic.solution.exercises) - {exercise} == set(topic.solution.exercises) & set(names)


def test_the_reference_has_a_cell_for_each_answer(topic):
    """As a student's notebook has."""
    reference, *_ = right_trials(topic)

    assert 1 + len(topic.solution.exercises) == len(reference.sources)
    assert reference.sources == cells(
        topic, {name: one.answer for name, one in topic.solution.exercises.items()}
    )
