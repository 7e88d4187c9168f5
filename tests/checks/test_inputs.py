"""The families of inputs: every value lies in the documented range, dtype and layout."""

import math
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.checks import (
    choices,
    cotangents,
    integers,
    labels,
    normals,
    numbers,
    probabilities,
    reals,
    seeds,
)
from autograder.checks.examples import draw, together
from autograder.checks.floats import generic_normals
from autograder.checks.sizes import parse_sizes, shared_bounds
from autograder.errors import TopicError

SOME = settings(max_examples=25, deadline=None)
POSITIVE = st.floats(1e-6, 1e6)
DTYPES = st.sampled_from(["float64", "float32"])
ARRAYS = {
    "reals": reals("N D"),
    "normals": normals("N D"),
    "cotangents": cotangents("N D"),
    "labels": labels("N D", below=4),
    "probabilities": probabilities("N D"),
}


def drawn(count=100, seed=0, **inputs):
    """Examples of these inputs."""
    return draw(inputs, count=count, seed=seed, where="a test")


class TestSizes:
    """Sizes are shared by name, bounded as asked."""

    @given(st.lists(st.tuples(st.sampled_from("NDK"), st.integers(0, 6), st.integers(0, 6))))
    def test_all_bounds_of_a_name_hold_together(self, bounds):
        """The common range is the intersection; no bound given means 1 … 5, or two more."""
        text = " ".join(f"{name}>={low}<={low + more}" for name, low, more in bounds)
        lows = {n: max(low for m, low, _ in bounds if m == n) for n, _, _ in bounds}
        highs = {n: min(low + more for m, low, more in bounds if m == n) for n, _, _ in bounds}
        sizes = parse_sizes(text) if text else ()

        if all(lows[n] <= highs[n] for n in lows):
            assert {n: (lows[n], highs[n]) for n in lows} == shared_bounds(sizes)
        else:
            with pytest.raises(TopicError, match=r"no size .* is >= "):
                shared_bounds(sizes)

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("N", (1, 5)),
            ("N>=3", (3, 5)),
            ("N>=4", (4, 6)),
            ("N>=9", (9, 11)),
            ("N<=2", (1, 2)),
            ("N<=9", (1, 9)),
            ("N>=2<=3", (2, 3)),
            ("N N>=7", (7, 9)),
            ("N<=4 N>=3", (3, 4)),
        ],
    )
    def test_a_size_has_these_bounds(self, text, expected):
        """Sizes are 1 … 5 by default; a lower bound leaves at least three of them."""
        assert {"N": expected} == shared_bounds(parse_sizes(text))

    @SOME
    @given(st.data())
    def test_a_name_stands_for_one_number(self, data):
        """Arrays and label bounds of one check agree on every size."""
        inputs = {
            "x": reals("N D"),
            "w": normals("D K"),
            "y": labels("N", below="K"),
            "p": probabilities("N K"),
            "z": cotangents("2 N 3"),
        }
        one = data.draw(together(inputs))

        (N, D), K = one["x"].shape, one["w"].shape[1]
        assert (D, K) == one["w"].shape
        assert (N,) == one["y"].shape
        assert (N, K) == one["p"].shape
        assert (2, N, 3) == one["z"].shape
        assert one["y"].max() < K

    def test_bounds_and_literals_are_honoured_and_reached(self):
        """Every size a bound allows is drawn, and no other."""
        shapes = [e["x"].shape for e in drawn(80, x=reals("N>=3<=6 D<=2 4"))]

        assert {3, 4, 5, 6} == {n for n, _, _ in shapes}
        assert {1, 2} == {d for _, d, _ in shapes}
        assert {4} == {k for _, _, k in shapes}

    def test_about_half_of_the_examples_have_pairwise_different_sizes(self):
        """A swapped axis shows in most examples; equal sizes (square matrices) occur too."""
        shapes = [e["x"].shape for s in range(3) for e in drawn(33, s, x=normals("N D K"))]
        different = sum(len(set(shape)) == 3 for shape in shapes) / len(shapes)

        assert 0.5 <= different <= 0.8
        for one, other in combinations(range(3), 2):
            assert any(shape[one] == shape[other] for shape in shapes)

    def test_narrow_sizes_differ_too(self):
        """A size of few values is drawn before wide ones can take them."""
        family = normals("N D<=3 K<=2 M<=1")
        shapes = [e["x"].shape for s in range(2) for e in drawn(33, s, x=family)]

        assert sum(len(set(shape)) == 4 for shape in shapes) >= 0.5 * len(shapes)

    def test_one_size_alone_runs_through_its_range(self):
        """A check of vectors sees all lengths."""
        sizes = {e["x"].size for seed in range(3) for e in drawn(20, seed, x=normals("N"))}

        assert {1, 2, 3, 4, 5} == sizes


class TestReals:
    """reals: finite floats in [-within, within]."""

    @SOME
    @given(within=POSITIVE, share=st.none() | st.floats(0, 1), dtype=DTYPES, data=st.data())
    def test_values_stay_in_range(self, within, share, dtype, data):
        """away_from <= |x| <= within in the dtype's own numbers, whatever the bounds."""
        away_from = None if share is None else within * share
        family = reals("N D", within=within, away_from=away_from, dtype=dtype)
        x = data.draw(together({"x": family}))["x"]

        low, high = np.array([away_from or 0, within], dtype=dtype)
        assert np.dtype(dtype) == x.dtype
        assert (np.abs(x) <= high).all()
        assert (np.abs(x) >= low).all()

    @SOME
    @given(
        step=st.sampled_from([0.1, 0.25, 0.3, 1, 3, 1e-3]),
        most=st.integers(1, 40),
        least=st.integers(0, 40),
        dtype=DTYPES,
        data=st.data(),
    )
    def test_step_draws_whole_multiples(self, step, most, least, dtype, data):
        """With step= every value is one, and within= and away_from= still hold."""
        within, away_from = step * most, step * min(least, most)
        family = reals("N D", within=within, away_from=away_from, step=step, dtype=dtype)
        counts = data.draw(together({"x": family}))["x"] / step

        assert np.abs(counts - np.round(counts)).max() < 1e-4
        assert min(least, most) - 1e-4 <= np.abs(counts).min()
        assert np.abs(counts).max() <= most + 1e-4

    def test_both_ends_of_step_are_reached(self):
        """0.3 is three times 0.1, whatever binary fractions make of it; zero occurs."""
        values = np.concatenate([e["x"] for e in drawn(60, x=reals("N", within=0.3, step=0.1))])

        assert {-0.3, -0.2, -0.1, 0.0, 0.1, 0.2, 0.3} == set(values.tolist())

    def test_values_are_readable(self):
        """At most four decimals where the range allows it: people read counterexamples."""
        for example in drawn(60, x=reals("N D")):
            assert np.array_equal(np.round(example["x"], 4), example["x"])

    @pytest.mark.parametrize("within", [10.0, 1000.0, 1e-3])
    def test_simple_and_generic_examples_occur(self, within):
        """Zeros for the shrinker, hundreds of different numbers for the mistakes."""
        arrays = [e["x"] for e in drawn(60, x=reals("N D", within=within))]

        assert any(not x.any() for x in arrays)
        assert len({value for x in arrays for value in x.flat}) > 120
        assert max(np.abs(x).max() for x in arrays) > within / 2

    @pytest.mark.parametrize(
        ("within", "away_from"),
        [(5e-4, None), (2 / 3, None), (7.77777, 7.777769), (1e-3, 1e-6), (0.12345678, 0.12345677)],
    )
    def test_bounds_with_many_decimals_are_kept(self, within, away_from):
        """Rounding for the reader does not leave the range."""
        for example in drawn(40, x=reals("5", within=within, away_from=away_from)):
            assert np.abs(example["x"]).max() <= within
            assert np.abs(example["x"]).min() >= (away_from or 0)

    def test_numbers_are_seldom_alike(self):
        """Hypothesis repeats entries; more than half of all are unlike any other even so."""
        seen = [
            abs(float(value))
            for seed in range(6)
            for example in drawn(33, seed, x=reals("N", away_from=30, within=1e4))
            for value in example["x"]
        ]

        assert len(set(seen)) > 0.55 * len(seen)

    def test_layout_any_draws_every_layout(self):
        """C, Fortran, reversed strides and views with gaps; values and shape as ever."""
        seen = set()
        for example in drawn(60, x=reals("N>=2 D>=2", layout="any")):
            x = example["x"]
            if min(x.strides) < 0:
                seen.add("reversed")
            elif x.flags.c_contiguous:
                seen.add("C")
            else:
                seen.add("Fortran" if x.flags.f_contiguous else "view")

        assert {"C", "Fortran", "reversed", "view"} == seen

    def test_the_layout_is_c_unless_asked(self):
        """Nobody meets a reversed array by surprise."""
        assert all(e["x"].flags.c_contiguous for e in drawn(40, x=reals("N D")))


class TestArguments:
    """Two arguments of one check."""

    @pytest.mark.parametrize(
        "family",
        [normals("N D"), cotangents("N D"), probabilities("N K>=2")],
        ids=lambda f: f.spelled,
    )
    def test_seeded_arguments_are_never_equal(self, family):
        """Hypothesis repeats a seed in almost half of the examples; the numbers differ."""
        pairs = [e for s in range(6) for e in drawn(40, s, x=family, w=family)]

        assert not any(np.array_equal(e["x"], e["w"]) for e in pairs)

    def test_reals_are_seldom_equal(self):
        """Only those without noise, which shrink to zeros, are repeated: less than one in ten."""
        family = reals("N D")
        pairs = [e for s in range(6) for e in drawn(40, s, x=family, w=family)]
        equal = [e["x"] for e in pairs if np.array_equal(e["x"], e["w"])]

        assert sum(np.unique(x).size > 1 for x in equal) < 0.1 * len(pairs)


class TestGradientInputs:
    """normals and cotangents: generic numbers for gradients."""

    @pytest.mark.parametrize("shape", [(5, 5), (30, 40), (200, 200)])
    def test_normals_are_never_tied_and_never_zero(self, shape):
        """A maximum is unique and no kink is hit, in arrays of any size."""
        for seed in range(40 if shape == (5, 5) else 2):
            values = generic_normals(np.random.default_rng(seed), shape)
            assert values.all()
            assert np.unique(values).size == values.size

    def test_no_tie_among_thousands_of_small_arrays(self):
        """Rounding to four decimals ties one array in a hundred; then more are kept."""
        arrays = [generic_normals(np.random.default_rng(seed), (5, 5)) for seed in range(800)]

        assert all(np.unique(x).size == 25 for x in arrays)

    def test_normals_have_the_asked_scale(self):
        """The spread is that of a normal number, a little less for the small ones among them."""
        for scale in (1e-3, 1.0, 30.0):
            values = np.concatenate(
                [e["x"].ravel() for e in drawn(30, x=normals("5 5", scale=scale))]
            )
            assert 0.7 < np.std(values) / scale < 1.2

    def test_some_normals_are_small(self):
        """A tenth lies within 0.1, and some within 0.01, to find masks off by a little."""
        values = np.abs(generic_normals(np.random.default_rng(0), (2000,)))

        assert (values < 0.1).mean() > 0.1
        assert 0.01 < (values < 0.01).mean() < 0.2

    @SOME
    @given(st.data(), DTYPES)
    def test_cotangents_have_no_zeros_and_no_rule(self, data, dtype):
        """|dout| >= 0.5, in the dtype asked for."""
        dout = data.draw(together({"dout": cotangents("N D", dtype=dtype)}))["dout"]

        assert np.dtype(dtype) == dout.dtype
        assert (np.abs(dout) >= 0.5).all()
        assert dout.size == 1 or np.unique(dout).size > 1

    def test_cotangents_have_both_signs(self):
        """About half of them are negative."""
        values = np.concatenate([e["d"].ravel() for e in drawn(60, d=cotangents("N D"))])

        assert 0.35 < (values < 0).mean() < 0.65


class TestOthers:
    """labels, probabilities, and plain Python values."""

    @SOME
    @given(st.integers(1, 9), st.data())
    def test_labels_are_whole_numbers_below_the_bound(self, below, data):
        """int64 in [0, below), below a number or a size's name."""
        one = data.draw(together({"y": labels("N", below=below), "t": labels("N", below="K<=2")}))

        assert np.int64 == one["y"].dtype
        assert one["y"].min() >= 0
        assert one["y"].max() < below
        assert one["t"].max() < 2

    def test_every_label_occurs(self):
        """The last class is not forgotten."""
        assert {0, 1, 2} == {int(i) for e in drawn(40, y=labels("N", below=3)) for i in e["y"]}

    @SOME
    @given(st.data(), st.booleans())
    def test_probabilities_sum_to_one(self, data, zeros):
        """Each row sums to 1; entries are positive, or with zeros= may be exactly 0."""
        p = data.draw(together({"p": probabilities("N K", zeros=zeros)}))["p"]

        assert np.abs(p.sum(axis=-1) - 1).max() < 1e-14
        assert (p >= 0).all() if zeros else (p > 0).all()

    def test_zeros_occur_if_asked(self):
        """Some probabilities are exactly zero, never a whole row of them."""
        assert any((e["p"] == 0).any() for e in drawn(40, p=probabilities("K>=2", zeros=True)))

    @SOME
    @given(st.integers(-50, 50), st.integers(0, 50), st.data())
    def test_integers_and_numbers_lie_in_the_closed_range(self, low, more, data):
        """A Python int and a Python float, both ends included."""
        inputs = {"k": integers(low, low + more), "q": numbers(low, low + more), "s": seeds()}
        one = data.draw(together(inputs))

        assert type(one["k"]) is int
        assert type(one["q"]) is float
        assert low <= one["k"] <= low + more
        assert low <= one["q"] <= low + more
        np.random.default_rng(one["s"])

    def test_both_ends_of_integers_occur(self):
        """Inclusive means inclusive."""
        assert {2, 3, 4} == {e["k"] for e in drawn(40, k=integers(2, 4))}

    def test_choices_draw_every_value_as_it_is(self):
        """The very objects the instructor named."""
        values = (None, "mean", 3, math.pi)

        assert set(values) == {e["c"] for e in drawn(60, c=choices(*values))}


class TestDrawing:
    """Examples are drawn once, the same for everyone."""

    @pytest.mark.parametrize("family", ARRAYS.values(), ids=ARRAYS)
    def test_arrays_are_read_only(self, family):
        """A check that edits its input in place is told so while the topic is verified."""
        for example in drawn(10, x=family):
            with pytest.raises(ValueError, match="read-only"):
                example["x"][...] = 0

    @pytest.mark.parametrize("family", ARRAYS.values(), ids=ARRAYS)
    def test_arrays_have_distinct_owners(self, family):
        """No two examples share memory: shrinking one does not edit another."""
        one, other = [e["x"] for e in drawn(10, x=family)][-2:]

        assert not np.shares_memory(one, other)

    def test_no_inputs_is_one_empty_example(self):
        """A check without for_all runs once."""
        assert [{}] == drawn(25)

    def test_as_many_as_asked_at_most(self):
        """A family of two values gives two examples, a rich one as many as asked."""
        assert 30 == len(drawn(30, x=reals("N")))
        assert 2 == len(drawn(30, x=choices(1, 2)))

    def test_what_cannot_be_drawn_is_the_instructors_error(self):
        """The message names the check."""
        broken = type(seeds())((), lambda _drawn, _name: 1 / 0, "broken")

        with pytest.raises(TopicError, match=r"a test: no examples can be drawn \(ZeroDivision"):
            drawn(5, x=broken)
