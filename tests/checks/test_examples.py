"""Drawing the same examples for everyone, shrinking what fails, and spelling it for people."""

import os
import re
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

import autograder
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
from autograder.checks.examples import (
    SHRINK_EXECUTIONS,
    complexity,
    draw,
    seed_of,
    smallest_failure,
    spell,
)
from autograder.errors import Failure

EVERYTHING = {
    "x": reals("N D", layout="any"),
    "y": labels("N", below="K"),
    "w": normals("D K", dtype="float32"),
    "dout": cotangents("N K"),
    "p": probabilities("N K", zeros=True),
    "seed": seeds(),
    "k": integers(0, 10**9),
    "q": numbers(-1, 1),
    "how": choices("mean", "sum", None),
}


def texts(seed, count=12, inputs=EVERYTHING):
    """Examples as text, to compare them bit for bit."""
    return [spell(e, limit=10**6) for e in draw(inputs, count=count, seed=seed, where="a test")]


class TestDrawing:
    """The same secret, the same examples; another secret, others."""

    def test_a_seed_decides_everything(self):
        """Drawing twice gives the same bits, whatever was drawn in between."""
        first = texts(1)
        texts(2)

        assert first == texts(1)

    def test_two_seeds_share_no_rich_example(self):
        """Knowing the public examples says nothing about the hidden ones."""
        shared = set(texts(1, 20)) & set(texts(2, 20))

        # Hypothesis begins every search with the simplest of all, and tries special numbers.
        assert len(shared) <= 2
        assert all(re.search(r"^seed = 0$", example, re.MULTILINE) for example in shared)

    def test_the_seed_depends_on_secret_and_check(self):
        """Neither another secret nor another check has the same seed."""
        assert seed_of("s", "relu") == seed_of("s", "relu")
        assert 4 == len({seed_of(s, c) for s in ("s", "t") for c in ("relu", "gelu")})

    def test_examples_do_not_depend_on_what_else_is_imported(self, tmp_path):
        """A process that has loaded other modules, full of constants, draws the same."""
        constants = np.random.default_rng(0).uniform(-9, 9, 400).round(3).tolist()
        (tmp_path / "homework.py").write_text(
            f"A = {constants}\nB = {list(range(10**5, 10**5 + 400))}"
        )
        script = (
            "from autograder.checks import integers, reals, seeds\n"
            "from autograder.checks.examples import draw, spell\n"
            "inputs = {'x': reals('N D'), 'k': integers(0, 10**6), 's': seeds()}\n"
            "for one in draw(inputs, count=40, seed=5, where=''): print(spell(one))\n"
        )
        root = Path(autograder.__file__).parents[1]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(root), str(tmp_path)])}
        processes = [
            subprocess.Popen(
                [sys.executable, "-c", start + script],
                env=environment,
                stdout=subprocess.PIPE,
                text=True,
            )
            for start in ("", "import homework\n")
        ]
        outputs = [process.communicate()[0] for process in processes]

        assert outputs[0] == outputs[1]
        assert outputs[0].count("\n") >= 40


def above(limit):
    """Fails if an entry of x is larger than the limit."""
    return lambda e: Failure(f"{e['x'].max()}") if (e["x"] > limit).any() else None


class TestSmallestFailure:
    """The example a student reads is the smallest that fails."""

    def search(self, fails, seed=0, count=33, **inputs):
        """What a search finds that may take its time."""
        return smallest_failure(inputs, fails, count=count, seed=seed, executions=150)

    def test_nothing_fails(self):
        """A law that holds has no counterexample."""
        assert self.search(lambda e: None, x=reals("N")) is None

    @pytest.mark.parametrize("seed", range(3))
    def test_it_shrinks_to_the_minimum(self, seed):
        """One entry, the smallest whole number beyond the limit, and zero for what is no cause."""
        example, failure = self.search(
            above(3), seed, x=reals("N D"), y=reals("D"), k=integers(0, 9)
        )

        assert "x = np.array([[4.0]])\ny = np.array([0.0])\nk = 0" == spell(example)
        assert "4.0" == failure.message

    def test_only_the_size_that_matters_stays(self):
        """A law broken for three columns alone is shown with one row and three columns."""
        example, _ = self.search(
            lambda e: Failure("wide") if e["x"].shape[1] >= 3 else None, x=normals("N D")
        )

        assert (1, 3) == example["x"].shape

    @pytest.mark.parametrize("family", [normals("N D"), cotangents("N D")], ids=["n", "c"])
    def test_shrunk_arguments_differ(self, family):
        """The smallest example of all, of one seed for all, still tells its arguments apart."""
        example, _ = self.search(lambda e: Failure("always"), x=family, w=family)

        assert (1, 1) == example["x"].shape == example["w"].shape
        assert example["x"] != example["w"]

    def test_whole_numbers_and_choices_shrink(self):
        """Integers go to the bound, choices to the first that fails."""
        example, _ = self.search(
            lambda e: Failure("") if e["k"] >= 17 and e["how"] != "a" else None,
            k=integers(1, 500),
            how=choices("a", "b", "c"),
        )

        assert {"k": 17, "how": "b"} == example

    def test_the_layout_that_matters_stays(self):
        """A failure of reversed arrays alone is shown reversed, in text too."""
        example, _ = self.search(
            lambda e: Failure("") if min(e["x"].strides) < 0 else None,
            x=reals("N>=2", layout="any"),
        )

        assert "x = np.array([0.0, 0.0])[::-1]" == spell(example)

    def test_the_failure_belongs_to_the_example(self):
        """What is said is said about the input that is shown."""
        found = self.search(above(1), x=reals("N D"))

        assert f"{found[0]['x'].max()}" == found[1].message

    @pytest.mark.parametrize("executions", [1, 10, SHRINK_EXECUTIONS])
    def test_executions_are_counted(self, executions):
        """After the first failure at most so many examples are run."""
        runs = []

        def fails(example):
            runs.append(example)
            return Failure("") if float(np.abs(example["x"]).sum()) > 1.2345 else None

        smallest_failure(
            {"x": normals("N D K"), "y": reals("N D")},
            fails,
            count=33,
            seed=3,
            executions=executions,
        )
        first = next(i for i, e in enumerate(runs) if float(np.abs(e["x"]).sum()) > 1.2345)

        assert len(runs) - first - 1 <= executions

    def test_even_one_execution_gives_a_counterexample(self):
        """A search cut short still returns what it has."""
        found = smallest_failure({"x": reals("N")}, above(3), count=33, seed=1, executions=1)

        assert found is not None
        assert found[0]["x"].max() > 3

    def test_it_is_deterministic(self):
        """The same submission gets the same counterexample, to the bit."""
        found = [self.search(above(2.5), 7, x=reals("N D"), y=normals("D")) for _ in range(3)]

        assert 1 == len({spell(example) for example, _ in found})

    def test_it_searches_the_examples_that_are_graded(self):
        """Whatever fails among the drawn examples is found with the same count and seed."""
        inputs = {"x": normals("N D"), "s": seeds()}
        drawn = draw(inputs, count=20, seed=4, where="")

        for one in (drawn[3], drawn[-1]):
            found = smallest_failure(
                inputs,
                lambda e, s=one["s"], shape=one["x"].shape: (
                    Failure("") if e["s"] == s and e["x"].shape == shape else None
                ),
                count=20,
                seed=4,
            )
            assert found is not None

    def test_an_answer_that_changes_its_mind_has_failed(self):
        """What fails once and passes when run again stands: no flakiness reaches the student."""
        calls = []

        def fails(example):
            calls.append(1)
            return Failure("once") if 5 == len(calls) else None

        example, failure = self.search(fails, x=reals("N D"))

        assert "once" == failure.message
        assert "x" in example

    def test_a_random_answer_has_failed(self):
        """A coin flipped per call gives a failure, never an error of ours."""
        rng = np.random.default_rng(0)

        for seed in range(3):
            found = self.search(
                lambda e: Failure("heads") if rng.random() < 0.5 else None, seed, x=reals("N D")
            )
            assert "heads" == found[1].message

    def test_our_own_errors_come_through(self):
        """An exception that is no failure is not mistaken for one."""
        with pytest.raises(ZeroDivisionError):
            self.search(lambda e: 1 / 0, x=reals("N"))

    def test_its_arrays_are_read_only(self):
        """As those of draw: a check cannot shrink to an input it has edited."""

        def fails(example):
            assert not example["x"].flags.writeable
            return Failure("")

        assert self.search(fails, x=reals("N D", layout="any"))

    def test_a_check_without_inputs_is_run_once(self):
        """There is nothing to shrink."""
        runs = []

        assert smallest_failure({}, runs.append, count=25, seed=0) is None
        assert [{}] == runs
        assert "no" == smallest_failure({}, lambda e: Failure("no"), count=5, seed=0)[1].message


class TestComplexity:
    """Smaller means fewer numbers, then rounder and nearer to zero."""

    @pytest.mark.parametrize(
        ("smaller", "larger"),
        [
            (np.array([9.9]), np.array([0.0, 0.0])),
            (np.array([0.0]), np.array([1.0])),
            (np.array([2.0]), np.array([1.5])),
            (np.array([1.0]), np.array([-2.0])),
            (1.0, 1.5),
            (np.array([1]), np.array([3])),
        ],
    )
    def test_this_is_smaller_than_that(self, smaller, larger):
        """The order a reader would choose."""
        assert complexity({"x": smaller}) < complexity({"x": larger})

    def test_seeds_have_no_weight(self):
        """A seed is a name, not a size."""
        assert complexity({"seed": 0}) == complexity({"seed": 2**32 - 1})


FLOATS = st.floats(allow_nan=True, allow_infinity=True)
VALUES = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        FLOATS,
        st.complex_numbers(allow_nan=False, allow_infinity=False),
        st.text(max_size=5),
        st.fractions(),
        hnp.arrays(
            st.sampled_from(["f8", "f4", "i8", "i4", "u1", "?", "c16"]),
            hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=3),
        ),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.lists(inner, max_size=3).map(tuple),
        st.dictionaries(st.text(max_size=3), inner, max_size=3),
    ),
    max_leaves=4,
)


def same(one, other):
    """Bit for bit the same value of the same type."""
    if isinstance(one, np.ndarray):
        return (
            one.dtype == other.dtype
            and one.shape == other.shape
            and same(one.tolist(), other.tolist())
        )
    if isinstance(one, (list, tuple)):
        return type(one) is type(other) and len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    return type(one) is type(other) and repr(one) == repr(other)


def pasted(text):
    """What a notebook has after pasting the text."""
    names = {"np": np}
    exec(text, names)
    return names


class TestSpelling:
    """A counterexample can be pasted into a notebook."""

    @settings(max_examples=100, deadline=None)
    @given(VALUES)
    def test_every_value_comes_back(self, value):
        """Executing the text gives the same value, type, dtype and shape."""
        assert same(value, pasted(spell({"x": value}, limit=10**6))["x"])

    @pytest.mark.parametrize("seed", range(2))
    def test_every_drawn_example_comes_back(self, seed):
        """Values, dtypes and memory layout, of every family."""
        for example in draw(EVERYTHING, count=12, seed=seed, where=""):
            back = pasted(spell(example, limit=10**6))
            for name, value in example.items():
                assert same(value, back[name])
                if isinstance(value, np.ndarray):
                    assert value.flags.c_contiguous == back[name].flags.c_contiguous
                    assert value.flags.f_contiguous == back[name].flags.f_contiguous
                    assert [s < 0 for s in value.strides] == [s < 0 for s in back[name].strides]

    def test_it_reads_as_one_would_write_it(self):
        """One name a line, plain digits, dtypes only where they are not the usual ones."""
        example = {
            "x": np.array([[1.0, -0.5]]),
            "y": np.array([0, 2]),
            "w": np.array([0.1], dtype=np.float32),
            "q": 0.25,
            "how": "mean",
            "third": Fraction(1, 3),
        }

        assert (
            "from fractions import Fraction\n"
            "x = np.array([[1.0, -0.5]])\n"
            "y = np.array([0, 2])\n"
            "w = np.array([0.1], dtype=np.float32)\n"
            "q = 0.25\n"
            "how = 'mean'\n"
            "third = Fraction(1, 3)"
        ) == spell(example)

    def test_a_name_like_inf_is_left_alone(self):
        """Only numbers that are not finite are renamed, not text about them."""
        assert "x = 'inf and nan'" == spell({"x": "inf and nan"})
        assert "x = np.array([np.inf, -np.inf, np.nan])" == spell(
            {"x": np.array([np.inf, -np.inf, np.nan])}
        )

    @pytest.mark.parametrize("shape", [(0,), (0, 3), (2, 0)])
    def test_an_empty_array_keeps_its_shape(self, shape):
        """A list of nothing would forget it."""
        value = np.zeros(shape, np.int64)

        assert same(value, pasted(spell({"x": value}))["x"])

    def test_a_long_example_is_cut(self):
        """A feedback page is no data file."""
        text = spell({"x": np.arange(1000.0)}, limit=100)

        assert 102 == len(text)
        assert text.endswith(" …")
