"""assert_gradient: the forms it takes, whose word counts, what it says, when it says nothing."""

import numpy as np
import pytest

from autograder.checks import assert_gradient
from autograder.checks.gradients import LADDER, VALIDATING, UndecidedError, central_difference
from autograder.errors import Failure, TopicError

X = np.array([[0.5, -1.5, 2.0], [1.0, 0.25, -0.75]])
W = np.array([[1.0, -2.0], [0.5, 3.0], [-1.0, 0.125]])
DOUT = np.array([[1.5, -0.75], [0.625, 2.0]])
AT = {"X": X, "W": W}
RIGHT = (DOUT @ W.T, X.T @ DOUT)


def dense(got, want=None, *, of=np.matmul, hint=""):
    """Assert that `got` are the gradients of X @ W."""
    assert_gradient(got, want, of=of, at=AT, dout=DOUT, hint=hint)


def square(x):
    """The sum of squares: one number."""
    return float((np.asarray(x) ** 2).sum())


def message(function, *args, **kwargs):
    """What the failing assertion says."""
    with pytest.raises(Failure) as caught:
        function(*args, **kwargs)
    return caught.value.message


class TestForms:
    """Gradients come as an array, in order, or by name."""

    @pytest.mark.parametrize("want", [None, RIGHT, list(RIGHT), {"W": RIGHT[1], "X": RIGHT[0]}])
    @pytest.mark.parametrize(
        "got",
        [
            RIGHT,
            list(RIGHT),
            {"W": RIGHT[1], "X": RIGHT[0]},
            {**dict(zip(AT, RIGHT, strict=True)), "y": 0},
        ],
    )
    def test_tuples_lists_and_dicts_are_taken(self, got, want):
        """In the order of `at` or with its keys; further keys are the student's own."""
        dense(got, want)

    def test_one_parameter_needs_no_tuple(self):
        """Its gradient alone will do, and so will a tuple of one."""
        for got in (2 * X, (2 * X,), [2 * X], {"x": 2 * X}):
            assert_gradient(got, of=square, at={"x": X})
            assert_gradient(got, 2 * X, of=square, at={"x": X})

    def test_a_number_is_a_parameter(self):
        """`of` gets it as a Python float, and its gradient is a number."""
        seen = []

        def of(x, alpha):
            seen.append(type(alpha))
            return np.where(x > 0, x, alpha * x)

        dout = np.ones_like(X)
        got = (np.where(X > 0, 1, 0.3), float(X[X < 0].sum()))
        assert_gradient(got, of=of, at={"x": X, "alpha": 0.3}, dout=dout)

        assert {float} == set(seen)
        assert "the gradient with respect to alpha is -9, but should be -2.25" == message(
            assert_gradient, (got[0], -9.0), of=of, at={"x": X, "alpha": 0.3}, dout=dout
        )

    def test_a_scalar_forward_needs_no_cotangent(self):
        """dout=None means 1."""
        assert_gradient(2 * X, of=square, at={"x": X})
        with pytest.raises(Failure):
            assert_gradient(X, of=square, at={"x": X})

    @pytest.mark.parametrize(
        ("got", "said"),
        [
            (
                RIGHT[0],
                "got an array of shape (2, 3), but should be one gradient for each of X, W",
            ),
            (RIGHT[:1], "got a tuple of 1, but should be one gradient for each of X, W"),
            ((*RIGHT, 0), "got a tuple of 3, but should be one gradient for each of X, W"),
            ({"X": RIGHT[0]}, "the gradients have the keys X, but should have X, W"),
            ({}, "the gradients have the keys none, but should have X, W"),
            (None, "got None, but should be one gradient for each of X, W"),
            (RIGHT[::-1], "to X has shape (3, 2), but should have the shape of X, (2, 3)"),
            ((RIGHT[0], None), "the gradient with respect to W is None, but should be numbers"),
            (
                (RIGHT[0], RIGHT[1].tolist()),
                "with respect to W is a list of 3, but should be numbers",
            ),
            (
                (RIGHT[0], RIGHT[1] * 1j),
                "the gradient with respect to W is complex, but should be",
            ),
            (
                (RIGHT[0], RIGHT[1].sum()),
                "to W has shape (), but should have the shape of W, (3, 2)",
            ),
        ],
        ids=str,
    )
    @pytest.mark.parametrize("want", [None, RIGHT], ids=["differences", "reference"])
    def test_what_has_another_form_is_refused_by_name(self, got, want, said):
        """The parameter and both shapes are said, before any arithmetic."""
        assert said in message(dense, got, want)

    def test_single_precision_gradients_are_taken_at_their_word(self):
        """A float32 array is compared as numbers, as exactly as all others."""
        assert_gradient((2 * X).astype(np.float32), of=square, at={"x": X})


class TestVerdict:
    """Whose word counts."""

    @pytest.mark.parametrize("want", [None, RIGHT], ids=["differences", "reference"])
    @pytest.mark.parametrize("name", AT)
    def test_the_wrong_parameter_is_named_with_its_worst_entry(self, name, want):
        """Right gradients of other parameters are not mentioned."""
        gradients = {n: g.copy() for n, g in zip(AT, RIGHT, strict=True)}
        gradients[name][0, 1] += 1e-3
        gradients[name][1, 1] += 7

        said = message(dense, gradients, want)
        right = dict(zip(AT, RIGHT, strict=True))[name][1, 1]

        assert f"the gradient with respect to {name}[1, 1] is {right + 7:.6g}, but" in said
        assert f"should be {right:.6g}" in said

    @pytest.mark.parametrize("want", [None, RIGHT], ids=["differences", "reference"])
    @pytest.mark.parametrize("bad", [np.nan, np.inf])
    def test_nan_and_inf_are_wrong(self, bad, want):
        """They are never undecided."""
        got = (RIGHT[0], RIGHT[1].copy())
        got[1][2, 0] = bad

        assert f"the gradient with respect to W[2, 0] is {bad}, but should be " in message(
            dense, got, want
        )

    def test_the_reference_decides_where_it_is_given(self):
        """`of` is not even called: a forward that lies for its backward gains nothing."""

        def lies(*args):
            raise AssertionError

        dense(RIGHT, RIGHT, of=lies)
        with pytest.raises(Failure):
            dense((0 * X, 0 * W), RIGHT, of=lies)

    def test_the_reference_is_proved_while_examples_are_drawn(self):
        """`want` that is not the gradient of `of` is the topic's error, whoever agrees with it."""
        token = VALIDATING.set(True)
        try:
            dense(RIGHT, RIGHT)
            wrong = (2 * RIGHT[0], RIGHT[1])
            for got, bad in ((wrong, wrong), (RIGHT, RIGHT[:1]), (RIGHT, (RIGHT[0], RIGHT[1].T))):
                with pytest.raises(TopicError, match="the reference's own gradient is wrong: "):
                    dense(got, bad)
        finally:
            VALIDATING.reset(token)

    def test_the_reference_is_believed_while_students_are_graded(self):
        """Its proof costs nothing there."""
        dense((2 * RIGHT[0], RIGHT[1]), (2 * RIGHT[0], RIGHT[1]))

    def test_towards_the_reference_the_tolerance_is_tight(self):
        """1e-8 of the largest entry: enough for rounding, too little for differences."""
        nearly = (RIGHT[0], RIGHT[1] + 5e-9)
        dense(nearly, RIGHT)
        with pytest.raises(Failure):
            dense((RIGHT[0], RIGHT[1] * (1 + 1e-6)), RIGHT)

    def test_a_gradient_of_zero_is_compared_absolutely(self):
        """Where the right gradient vanishes, rounding is no mistake."""
        zero = np.zeros_like(X)

        assert_gradient(zero + 5e-11, zero, of=lambda x: 1.0, at={"x": X})
        assert_gradient(zero, of=lambda x: 1.0, at={"x": X})
        with pytest.raises(Failure):
            assert_gradient(zero + 1e-6, zero, of=lambda x: 1.0, at={"x": X})

    def test_every_array_is_judged_by_its_own_scale(self):
        """A huge gradient of one parameter does not hide a wrong small one."""
        at = {"a": np.array([1.0, 2.0]), "b": np.array([1.0, 2.0])}

        def of(a, b):
            return 1e6 * square(a) + square(b)

        assert_gradient((2e6 * at["a"], 2 * at["b"]), of=of, at=at)
        assert "respect to b" in message(assert_gradient, (2e6 * at["a"], at["b"]), of=of, at=at)

    def test_the_hint_is_told(self):
        """Whether the reference's gradient or a difference decides."""
        for want in (None, RIGHT):
            with pytest.raises(Failure) as caught:
                dense((-RIGHT[0], RIGHT[1]), want, hint="mind the order")
            assert "mind the order" == caught.value.hint

    def test_a_large_array_is_sampled(self):
        """Sixty coordinates of a thousand: a gradient wrong everywhere is found, quickly."""
        x = np.random.default_rng(0).normal(size=(10, 100))
        calls = []

        def of(x):
            calls.append(1)
            return square(x)

        assert_gradient(2 * x, of=of, at={"x": x})
        assert len(calls) <= 2 * 60 * len(LADDER)
        with pytest.raises(Failure):
            assert_gradient(2.001 * x, of=of, at={"x": x})


class TestForward:
    """The forward is the student's own in public checks: it may be anything."""

    @pytest.mark.parametrize("answer", [(DOUT, "cache"), None, "text", [1.0]])
    def test_what_is_no_number_is_named(self, answer):
        """A forgotten cache in the result is the student's failure, in words."""
        assert "the forward is" in message(dense, RIGHT, of=lambda X, W: answer)

    def test_a_result_of_another_shape_is_refused(self):
        """Nothing is broadcast against dout."""
        assert "the forward has shape (2, 3), but should have shape (2, 2)" == message(
            dense, RIGHT, of=lambda X, W: X
        )

    @pytest.mark.parametrize("value", [np.nan, np.inf])
    def test_a_forward_that_is_not_finite_proves_nothing(self, value):
        """It is a failure, not a pass and not a wrong gradient."""
        with np.errstate(all="ignore"):
            said = message(dense, RIGHT, of=lambda X, W: np.full((2, 2), value))

        assert "the forward is not finite near X[0, 0]" == said

    @pytest.mark.parametrize("gradient", [0.0, 1.0, -1e9])
    def test_one_sided_infinity_accepts_no_gradient(self, gradient):
        """(inf - 1) / h is no number to agree with."""
        with pytest.raises((Failure, UndecidedError)):
            assert_gradient(
                np.array([gradient]),
                of=lambda x: np.inf if x[0] > 1 else 1.0,
                at={"x": np.array([1.0])},
            )

    @pytest.mark.parametrize("gradient", [0.0, 5.0, 1e9])
    def test_a_huge_forward_hides_everything_and_proves_nothing(self, gradient):
        """Rounding of 1e200 swallows any gradient: undecided, neither right nor wrong."""
        with pytest.raises(UndecidedError):
            assert_gradient(
                np.array([gradient]), of=lambda x: 1e200 + x[0], at={"x": np.array([1.0])}
            )

    def test_it_may_edit_what_it_gets(self):
        """Each evaluation has its own arrays; `at` stays as it was."""

        def edits(X, W):
            result = X @ W
            X[...] = W[...] = 0
            return result

        before = X.copy(), W.copy()
        dense(RIGHT, of=edits)

        assert np.array_equal(before[0], X)
        assert np.array_equal(before[1], W)

    def test_read_only_inputs_are_fine(self):
        """Drawn examples are read-only."""
        x = X.copy()
        x.setflags(write=False)

        assert_gradient(2 * x, of=square, at={"x": x})


class TestUndecided:
    """Differences that do not settle say nothing."""

    def test_noise_is_undecided_not_wrong(self):
        """A forward with randomness in it has no gradient to compare with."""
        rng = np.random.default_rng(0)

        with pytest.raises(UndecidedError):
            assert_gradient(2 * X, of=lambda x: square(x) + 0.1 * rng.normal(), at={"x": X})

    def test_the_edge_of_the_domain_is_undecided(self):
        """The log is not defined on the left of 1e-9: the small steps see it, no step sees all."""

        def log(x):
            with np.errstate(all="ignore"):
                return float(np.log(x[0]))

        with pytest.raises(UndecidedError):
            assert_gradient(np.array([3.0]), of=log, at={"x": np.array([5e-6])})

    def test_a_wrong_entry_beside_an_undecided_one_is_wrong(self):
        """What is known to be wrong is said."""
        noise = np.random.default_rng(5)  # other numbers at each call, the same in each run

        def of(x):
            return square(x[1:]) + noise.normal() * float(x[0] != 1)

        with pytest.raises(Failure, match=r"respect to x\[1\] is 9, but should be 4"):
            assert_gradient(np.array([0.0, 9.0]), of=of, at={"x": np.array([1.0, 2.0])})

    def test_a_kink_nearby_is_no_mistake(self):
        """It spoils large steps alone; a small one agrees."""
        for distance in (1e-3, 1e-5, 1e-6):
            x = np.array([distance, -distance])
            assert_gradient(np.array([1.0, 0.0]), of=lambda x: np.maximum(x, 0).sum(), at={"x": x})
            refused = Failure if distance > LADDER[0] else (Failure, UndecidedError)
            with pytest.raises(refused):
                assert_gradient(
                    np.array([0.0, 1.0]), of=lambda x: np.maximum(x, 0).sum(), at={"x": x}
                )

    def test_a_stiff_forward_is_no_mistake(self):
        """Truncation spoils large steps alone."""
        x = np.array([0.3, -1.1])

        assert_gradient(50 * np.cos(50 * x), of=lambda x: np.sin(50 * x).sum(), at={"x": x})


class TestCentralDifference:
    """The difference itself."""

    @pytest.mark.parametrize("place", [0.0, 1.0, -3.7, 1e6])
    def test_it_is_exact_for_a_line(self, place):
        """The step divided by is the one really represented, however large x is."""
        at = {"x": np.array([place])}

        difference, rounding = central_difference(lambda x: 3 * x[0], at, "x", (0,), 1e-5, None)

        assert abs(difference - 3) <= 1e-9
        assert 0 < rounding < 1e-3

    def test_the_cotangent_weighs_the_outputs(self):
        """d/dx of sum(dout · (x, 10 x)) is dout · (1, 10)."""
        difference, _ = central_difference(
            lambda x: np.array([x, 10 * x]), {"x": 2.0}, "x", (), 1e-5, np.array([2.0, -1.0])
        )

        assert abs(difference + 8) < 1e-8
