"""Edges: examples that reach where drawn ones seldom are."""

import numpy as np
import pytest

from autograder.checks import (
    assert_close,
    check,
    choices,
    for_all,
    labels,
    normals,
    numbers,
    reals,
)
from autograder.checks.edges import SPANS, edge_examples
from autograder.errors import TopicError
from autograder.grading.examples import draw_check


def edges(reach=1e4, **inputs):
    """The edges of these inputs: (what it is, example)."""
    example = {"x": np.zeros((2, 2)), "y": np.zeros(2, int), "mode": "a", "p": 0.5}
    return [*edge_examples(inputs, example, reach, np.random.default_rng(0))]


def test_numbers_of_every_size_are_reached():
    """Each span of sizes has an example with all numbers in it, up to the reach."""
    made = [np.abs(example["x"]) for _, example in edges(x=reals("N D"))]
    for low, high in SPANS:
        assert any(((low <= x) & (x <= high)).all() for x in made)
    assert max(x.max() for _, e in edges(30, x=reals("N D")) for x in [e["x"]]) <= 30


def test_bounds_of_the_input_hold_at_edges():
    """within, away_from and step hold; normals have no zeros and no ties."""
    made = [e["x"] for _, e in edges(x=reals("N D", within=3, away_from=0.5, step=0.5))]
    assert all(((np.abs(x) >= 0.5) & (np.abs(x) <= 3) & (x % 0.5 == 0)).all() for x in made)
    for _, example in edges(x=normals("N D<=3")):
        x = example["x"]
        assert x.all()


def test_shapes_are_single_square_and_long():
    """There are axes of length 1, equal ones, and ones of 11 where no bound is given."""
    shapes = {e["x"].shape for _, e in edges(x=reals("N D"))}
    assert {(1, 1), (3, 3), (11, 3), (2, 11)} <= shapes
    assert max(n for _, e in edges(x=reals("N D<=4")) for n in e["x"].shape[1:]) == 4


def test_inputs_share_their_sizes():
    """A size named twice is one number at edges too, and labels stay below theirs."""
    for _, example in edges(x=reals("N K"), y=labels("N", below="K")):
        assert len(example["x"]) == len(example["y"])
        assert example["y"].max() < example["x"].shape[1]


def test_choices_see_every_size():
    """Each of few choices is drawn with every span of sizes."""
    made = {(e["mode"], label) for label, e in edges(x=reals("N"), mode=choices("a", "b"))}
    assert len({label for mode, label in made if mode == "a"}) == len(made) / 2


def test_single_numbers_come_to_their_bounds():
    """The bounds, and 0 and 1 between them, are drawn."""
    assert {0.0, 1.0, 10.0} <= {e["p"] for _, e in edges(x=reals("N"), p=numbers(0, 10))}


def test_an_edge_that_the_reference_fails_is_told_with_a_remedy():
    """At load: file, line, the edge, and what to do."""

    @check(points=1, edges=1e4)
    @for_all(x=reals("N"))
    def f_is_small(student, x):
        """f(x) is small."""
        assert_close(student.f(x), np.minimum(student.f(x), 200))

    with pytest.raises(TopicError, match=r"at the edge with numbers in 150…9500.*within="):
        draw_check(f_is_small, None, {"f": np.abs}, "a secret")
