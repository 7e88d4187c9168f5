"""Which checks judge a wrong answer, and in which order."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.authoring.topic import load_topic
from autograder.grading.grade import prepare
from autograder.verification.reach import built_on, checks_reached, own_first, reached

BUILT = '''\
"""Things built on each other."""

import numpy as np


def double(x):
    """Twice x.  (N, D) -> (N, D)"""
    ### BEGIN SOLUTION
    return x + x
    ### END SOLUTION


def center(x):
    """x without the mean of each column.  (N, D) -> (N, D)"""
    ### BEGIN SOLUTION
    return (double(x) - double(x.mean(axis=0))) / 2
    ### END SOLUTION


def norm(x):
    """The length of x.  (N,) -> number"""
    ### BEGIN SOLUTION
    return float(np.sqrt((x * x).sum()))
    ### END SOLUTION


def split(x):
    """What of x is above zero, and what is below.  (N,) -> (N,), (N,)"""
    ### BEGIN SOLUTION
    return np.maximum(x, 0), np.minimum(x, 0)
    ### END SOLUTION
'''


@pytest.fixture(scope="module")
def prepared(tmp_path_factory, write_topic):
    """The tiny topic, in which center calls double."""
    folder = write_topic(tmp_path_factory.mktemp("reach") / "vectors", solution=BUILT)
    return prepare(load_topic(folder), "a secret")


def test_what_is_built_on_an_exercise_is_found(prepared):
    """By the names that the reference's answers use."""
    assert {"double", "center"} == built_on(prepared.topic, "double")
    assert {"center"} == built_on(prepared.topic, "center")


def test_a_wrong_answer_reaches_the_checks_of_what_is_built_on_it(prepared):
    """A wrong double makes center wrong; nothing makes norm's checks notice."""

    def noticed_by(exercise):
        found = reached(prepared.topic, prepared.drawn, exercise)
        return {prepared.drawn[name].check.exercise for name in found}

    assert {"double", "center"} == noticed_by("double")
    assert {"center"} == noticed_by("center")
    assert {"norm"} == noticed_by("norm")


@st.composite
def some_checks(draw):
    """Checks of three exercises; each may wait for some that stand before it."""
    drawn = {}
    for number in range(draw(st.integers(1, 9))):
        name = f"c{number}"
        after = draw(st.lists(st.sampled_from(list(drawn)), unique=True)) if drawn else []
        check = SimpleNamespace(name=name, exercise=draw(st.sampled_from("abc")), after=after)
        requests = draw(st.one_of(st.none(), st.integers(0, 5)))
        foreseen = None if requests is None else (None,) * requests
        shared = [SimpleNamespace(foreseen=foreseen)]
        drawn[name] = SimpleNamespace(check=check, shared=shared, asked=frozenset(check.exercise))
    return drawn


@given(some_checks(), st.sampled_from("abc"))
def test_checks_come_with_what_they_wait_for(drawn, exercise):
    """Also if that is another exercise's; otherwise they could not be judged."""
    answers = {name: SimpleNamespace(answer=f"def {name}(): pass") for name in "abc"}
    topic = SimpleNamespace(solution=SimpleNamespace(exercises=answers))
    found = checks_reached(topic, drawn, exercise)

    assert {n for n, one in drawn.items() if one.check.exercise == exercise} <= found.keys()
    assert all(set(one.check.after) <= found.keys() for one in found.values())
    assert [name for name in drawn if name in found] == list(found)


@given(some_checks())
def test_an_exercises_own_checks_come_first(drawn):
    """None is lost, none stands before one that it waits for, and all the others come later."""
    ordered = list(own_first(drawn, "a"))
    own = [name for name, one in drawn.items() if one.check.exercise == "a"]
    needed = set(own)
    for name in reversed(drawn):
        if name in needed:
            needed.update(drawn[name].check.after)

    assert sorted(drawn) == sorted(ordered)
    assert needed == set(ordered[: len(needed)])
    for name, one in drawn.items():
        assert all(ordered.index(before) < ordered.index(name) for before in one.check.after)


@given(some_checks())
def test_of_those_that_wait_for_nothing_the_cheapest_comes_first(drawn):
    """So few requests are made before a wrong answer is noticed."""
    free = {
        n: one for n, one in drawn.items() if not one.check.after and one.check.exercise == "a"
    }
    counts = [len(one.shared[0].foreseen or ()) for one in own_first(free, "a").values()]

    assert sorted(counts) == counts
