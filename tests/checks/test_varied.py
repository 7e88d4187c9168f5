"""Another example of the same structure: numbers change, whatever a check may go by stays."""

from itertools import pairwise

import numpy as np
import pytest

from autograder.checks import (
    choices,
    cotangents,
    expressions,
    integers,
    labels,
    normals,
    numbers,
    probabilities,
    reals,
    seeds,
)
from autograder.checks.drawn_expressions import KINK
from autograder.checks.examples import draw, spell, varied
from autograder.checks.steps import Result

FAMILIES = {
    "reals": reals("N D>=2", layout="any"),
    "reals away from zero": reals("N", within=3, away_from=0.25),
    "whole multiples": reals("N", within=2, away_from=0.5, step=0.5),
    "float32": reals("N D", dtype="float32", layout="any"),
    "normals": normals("N D"),
    "float32 normals": normals("N", dtype="float32"),
    "cotangents": cotangents("N D"),
    "labels": labels("N>=3", below=7),
    "probabilities": probabilities("N K>=2", zeros=True),
    "seeds": seeds(),
    "numbers": numbers(-0.5, 2),
    "integers": integers(-3, 10**9),
    "expressions": expressions(),
    "float32 expressions": expressions(dtype="float32"),
}


def several(count=30, **inputs):
    """Drawn examples, each with another of its structure."""
    drawn = draw(inputs, count=count, seed=3, where="a test")
    rngs = map(np.random.default_rng, range(count))
    return [(one, varied(inputs, one, rng)) for one, rng in zip(drawn, rngs, strict=False)]


@pytest.mark.parametrize("family", FAMILIES)
def test_numbers_change(family):
    """Nearly always, and by the generator alone."""
    pairs, again = (
        [[spell(each, limit=10**6) for each in pair] for pair in several(v=FAMILIES[family])]
        for _ in range(2)
    )

    assert pairs == again
    assert sum(one != other for one, other in pairs) > 0.8 * len(pairs)


@pytest.mark.parametrize("family", [f for f, one in FAMILIES.items() if one.sizes])
def test_shape_dtype_and_layout_stay(family):
    """And the new array can be written to as little as the old one."""
    for one, other in several(v=FAMILIES[family]):
        old, new = one["v"], other["v"]
        assert (old.shape, old.dtype, new.flags.writeable) == (new.shape, new.dtype, False)
        if 1 not in old.shape:
            assert old.strides == new.strides


def test_values_stay_in_their_family():
    """Within its bounds, away from zero, whole multiples, labels below the bound."""
    for _, other in several(v=FAMILIES["reals away from zero"]):
        assert (np.abs(other["v"]) >= 0.25).all()
        assert (np.abs(other["v"]) <= 3).all()
    for _, other in several(v=FAMILIES["whole multiples"]):
        assert set(np.abs(other["v"])) <= {0.5, 1.0, 1.5, 2.0}
    for _, other in several(v=FAMILIES["labels"]):
        assert set(other["v"]) <= set(range(7))
    for _, other in several(v=FAMILIES["probabilities"]):
        np.testing.assert_allclose(other["v"].sum(axis=-1), 1)
    assert all(-0.5 <= other["v"] <= 2 for _, other in several(v=FAMILIES["numbers"]))
    assert all(-3 <= other["v"] <= 10**9 for _, other in several(v=FAMILIES["integers"]))


def test_labels_stay_below_a_size_that_an_array_shows():
    """And below what was drawn, where none does."""
    for _, other in several(x=normals("N K"), y=labels("N", below="K")):
        assert (other["y"] < other["x"].shape[1]).all()
    for one, other in several(y=labels("N>=2", below="K")):
        assert other["y"].max() <= one["y"].max()


def test_what_a_check_may_go_by_stays():
    """A choice, and a count where there is something else to change."""
    for one, other in several(x=normals("N"), n=integers(1, 9), how=choices("a", "b")):
        assert (one["n"], one["how"]) == (other["n"], other["how"])
    counts = [other["n"] for _, other in several(n=integers(1, 9), how=choices("a", "b"))]
    assert [1 for n, m in pairwise(counts) if n != m]


def test_another_expression_is_smooth_where_it_is_evaluated():
    """The same graph, no leaf near zero, no kink and no pole nearby."""
    for one, other in several(100, e=expressions()):
        old, new = one["e"], other["e"]
        assert old.operations == new.operations
        assert list(old.leaves) == list(new.leaves)
        assert all(np.abs(leaf).min() >= 0.29 for leaf in new.leaves.values())
        results = []
        for operation in new.operations:
            given = [
                results[o.step] if isinstance(o, Result) else new.leaves.get(o, o)
                for o in operation.operands
            ]
            if operation.name in {"relu", "log"}:
                assert np.abs(given[0]).min() > KINK
            results.append(operation.apply(given))
        assert np.isfinite(results[-1]).all()
