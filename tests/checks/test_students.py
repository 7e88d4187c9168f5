"""The student as a check sees one: fresh copies in, failures out, caches as they were."""

from fractions import Fraction
from types import SimpleNamespace

import numpy as np
import pytest

from autograder.checks import callback, reals
from autograder.checks.examples import draw
from autograder.checks.students import kind_of
from autograder.errors import Failure, Raised
from autograder.sandbox import Rehearsal


def student(**functions):
    """A notebook with these functions."""
    return Rehearsal(functions).student()


def failure(function, *args, **kwargs):
    """The failure of a call."""
    with pytest.raises(Failure) as caught:
        function(*args, **kwargs)
    return caught.value


class TestArguments:
    """What the student's function receives."""

    def test_arrays_arrive_as_fresh_writable_copies(self):
        """In-place edits stay with the student, however deep the array lies."""

        def scribbles(x, *, deep):
            x[...] = 0
            deep["w"][0][...] = 0
            return x

        x, w = np.ones(3), np.ones(2)
        x.setflags(write=False)
        result = student(f=scribbles).f(x, deep={"w": [w]})

        assert np.array_equal(np.zeros(3), result)
        assert x.all()
        assert w.all()

    def test_layouts_are_kept(self):
        """C, Fortran and reversed arrays arrive as such; a gap is closed, as in the sandbox."""
        seen = set()
        for example in draw({"x": reals("N>=2 D>=2", layout="any")}, count=60, seed=0, where=""):
            x = example["x"]
            arrived = []
            student(f=arrived.append).f(x)

            assert np.array_equal(x, arrived[0])
            assert [s < 0 for s in x.strides] == [s < 0 for s in arrived[0].strides]
            order = np.argsort([-abs(s) for s in x.strides]).tolist()
            assert order == np.argsort([-abs(s) for s in arrived[0].strides]).tolist()
            assert arrived[0].flags.writeable
            assert not np.shares_memory(x, arrived[0])
            seen.add((tuple(order), min(x.strides) < 0))

        assert {((0, 1), False), ((1, 0), False), ((0, 1), True)} <= seen

    def test_a_generator_goes_on_there_and_stands_still_here(self):
        """Two calls with one generator see different numbers, as in the student's own process."""
        rng = np.random.default_rng(0)
        asked = student(f=lambda rng: rng.random())
        first, second = asked.f(rng), asked.f(rng)
        wanted = np.random.default_rng(0)

        assert [wanted.random(), wanted.random()] == [first, second]
        assert np.random.default_rng(0).random() == rng.random()

    def test_another_student_begins_with_the_generator_anew(self):
        """What one has drawn is none of the other's business."""
        rng = np.random.default_rng(0)

        assert student(f=lambda rng: rng.random()).f(rng) == student(f=lambda r: r.random()).f(rng)

    def test_a_callback_is_called_through(self):
        """A function of ours runs on our side and sees what the student passes."""
        calls = []

        def gradient(w):
            calls.append(w)
            return 2 * w

        result = student(f=lambda g, w: g(w) + 1).f(
            callback(gradient, like=np.ones(2)), np.ones(2)
        )

        assert np.array_equal([3.0, 3.0], result)
        assert 1 == len(calls)

    @pytest.mark.parametrize(
        ("like", "argument", "said"),
        [
            (
                np.ones(2),
                np.ones(3),
                "an array of shape (3,), but should be called with one array",
            ),
            (
                np.ones(2),
                np.ones((2, 1)),
                "of shape (2, 1), but should be called with one array of",
            ),
            (
                np.ones(2),
                [1.0, 1.0],
                "a list of 2, but should be called with one array of shape (2,)",
            ),
            (np.ones(2), 1.0, "a number, but should be called with one array of shape (2,)"),
            (np.ones(2), np.ones(2) * 1j, "called with an array of shape (2,)"),
            (1.0, np.ones(1), "an array of shape (1,), but should be called with one number"),
            (1.0, "text", "a value of type str, but should be called with one number"),
            (1.0, None, "None, but should be called with one number"),
            (None, "text", "type str, but should be called with a number or an array of numbers"),
            ((1.0, 1.0), 1.0, "a number, but should be called with one number and one number"),
        ],
        ids=str,
    )
    def test_a_callback_refuses_another_kind_of_argument(self, like, argument, said):
        """The student's call raises, and that is the failure; our function is not run."""
        ours = callback(lambda w: 1 / 0, like=like)

        assert said in failure(student(f=lambda g: g(argument)).f, ours).message

    @pytest.mark.parametrize("argument", [2, 2.0, np.float32(2), np.array(2.0)])
    def test_a_callback_takes_any_number_for_a_number(self, argument):
        """Python's and numpy's alike."""
        ours = callback(lambda w: 2 * w, like=1.0)

        assert 4 == student(f=lambda g: g(argument)).f(ours)

    @pytest.mark.parametrize(
        "argument", [2.0, np.ones(3), np.ones((2, 1)), np.ones(2, dtype=bool)], ids=str
    )
    def test_a_callback_like_nothing_takes_any_shape(self, argument):
        """`like=None` asks for real numbers only."""
        ours = callback(np.sum, like=None)

        assert np.sum(argument) == student(f=lambda g: g(argument)).f(ours)

    def test_a_complex_callback_takes_complex_numbers(self):
        """Where `like` is complex, and reals as well."""
        ours = callback(lambda w: 2 * w, like=1j)

        assert (2j, 2.0) == student(f=lambda g: (g(1j), g(1.0))).f(ours)

    def test_a_callback_may_take_two_arguments_and_return_a_callback(self):
        """A learner takes data and returns a function."""
        learner = callback(lambda a, b: callback(lambda z: a + b * z, like=0.0), like=(0.0, 0.0))

        assert 7.0 == student(f=lambda learn: learn(1.0, 2.0)(3.0)).f(learner)


class TestAnswers:
    """What comes back, and goes there again."""

    @pytest.mark.parametrize(
        "cache", [(np.ones(2), 3), [np.ones(2)], {"x": np.ones(2)}, SimpleNamespace(x=1)], ids=repr
    )
    def test_a_cache_is_handed_back_as_the_very_same_object(self, cache):
        """What came in a tuple, untouched: tuples, lists, dicts and objects of their own."""
        seen = []
        asked = student(f=lambda x: (x, cache), g=seen.append)
        asked.g(asked.f(np.ones(2))[1])

        assert seen[0] is cache

    def test_one_cache_may_be_used_twice(self):
        """A backward that eats its cache is seen by the second call."""
        asked = student(f=lambda x: (x, {"x": x}), g=lambda cache: cache.pop("x"))
        _, cache = asked.f(np.ones(2))
        asked.g(cache)

        assert "g raised KeyError: 'x'" == failure(asked.g, cache).message

    def test_classes_are_exercises_too(self):
        """The instance is the student's own."""

        class Linear:
            def __init__(self, W):
                self.W = W

            def forward(self, x):
                return x @ self.W

        layer = student(Linear=Linear).Linear(np.eye(2))

        assert np.array_equal(np.ones(2), layer.forward(np.ones(2)))


class TestFailures:
    """What goes wrong is the student's, in words."""

    def test_an_exception_is_a_failure_with_its_types(self):
        """Name, class and text, with all base classes for assert_raises."""
        found = failure(student(f=lambda x: x[5]).f, np.ones(2))

        assert isinstance(found, Raised)
        assert found.message.startswith("f raised IndexError: index 5 is out of bounds")
        assert ("IndexError", "LookupError", "Exception", "BaseException") == found.types

    def test_a_stub_says_that_it_is_one(self):
        """NotImplementedError comes with what to do."""

        def stub():
            raise NotImplementedError

        found = failure(student(f=stub).f)

        assert "f raised NotImplementedError" == found.message
        assert "still a stub" in found.hint
        assert not failure(student(f=lambda: 1 / 0).f).hint

    def test_recursion_without_end_is_told_what_to_look_for(self):
        """The same hint as the grader gives."""

        def forever():
            forever()

        assert "calls itself without end" in failure(student(f=forever).f).hint

    def test_long_texts_are_cut(self):
        """An exception that prints an array does not flood the page."""
        found = failure(student(f=lambda: int("x" * 9000)).f)

        assert len(found.message) < 600

    def test_a_failure_of_ours_inside_is_not_wrapped(self):
        """A callback that fails says so itself."""

        def fails(w):
            raise Failure("called too often")

        assert (
            "called too often"
            == failure(student(f=lambda g: g(1.0)).f, callback(fails, like=1.0)).message
        )

    @pytest.mark.parametrize(
        ("name", "hint"),
        [
            ("soft_plus", "did you mean to call it softplus, not soft_plus?"),
            ("Softplus", "did you mean to call it softplus, not Softplus?"),
            ("relu", "define softplus"),
            ("_softplus", "define softplus"),
        ],
    )
    def test_a_missing_function_comes_with_a_near_miss(self, name, hint):
        """What looks like a slip is shown; private names are nobody's business."""
        found = failure(student(**{name: len, "x": 3}).softplus)

        assert "softplus is not defined in your notebook" == found.message
        assert hint == found.hint

    def test_a_name_for_something_else_is_said_so(self):
        """Overwriting the function by its result is a common slip, not a missing definition."""
        found = failure(student(softplus=np.ones(3)).softplus)

        assert "softplus is an array of shape (3,) in your notebook, but should be a function" == (
            found.message
        )

    def test_private_protocols_are_no_exercises(self):
        """Copying or inspecting the namespace object asks for no student's function."""
        assert not hasattr(student(), "__deepcopy__")


class TestChanged:
    """changed_by: the arguments a call modified."""

    def test_the_arguments_are_named_as_the_function_names_them(self):
        """Positional by parameter, further ones by number, keywords by key."""

        def f(a, b, *rest, c):
            for changed in (b, rest[1], c):
                changed[0] = 7

        arrays = [np.ones(2) for _ in range(5)]
        assert ("b", "argument 4", "c") == student(f=f).f.changed_by(*arrays[:4], c=arrays[4])

    @pytest.mark.parametrize(
        "edit",
        [
            lambda d: d.update(t=2),
            lambda d: d.update(more=0),
            lambda d: d.pop("t"),
            lambda d: d["w"].__setitem__(0, 5.0),
            lambda d: d["list"].append(1),
            lambda d: d["list"].__setitem__(0, 99),
            lambda d: d["list"].__setitem__(1, "b"),
            lambda d: d["list"].__setitem__(1, [1, 2]),
            lambda d: d.update(w=[1.0, 1.0]),
            lambda d: d.update(t=1.0),
            lambda d: d.update(z=-0.0),
            lambda d: d["w"].__setitem__(0, np.nan),
        ],
    )
    def test_any_edit_inside_a_container_is_seen(self, edit):
        """Arrays, numbers and texts, added, removed, replaced or of another type."""
        state = {"t": 1, "w": np.ones(2), "list": [1, "a"], "z": 0.0}

        assert ("d",) == student(f=lambda d: edit(d) and None).f.changed_by(state)

    def test_reading_changes_nothing(self):
        """A nan stays nan, and a generator may be drawn from."""
        state = {"x": np.array([np.nan]), "y": np.nan, "z": Fraction(1, 3), "n": None}
        asked = student(f=lambda *a: a[1].random())

        assert () == asked.f.changed_by(state, np.random.default_rng(0))

    def test_bits_count(self):
        """A zero of the other sign, another shape and another dtype are changes."""
        for edit in (
            lambda x: np.negative(x, out=x),
            lambda x: setattr(x, "shape", (2, 1)),
        ):
            assert ("x",) == student(f=lambda x, edit=edit: [edit(x)]).f.changed_by(np.zeros(2))

    def test_without_a_signature_arguments_are_numbered(self):
        """Some callables do not tell their parameters."""

        def clears(x):
            x[...] = 0

        clears.__signature__ = "none"

        assert ("argument 1",) == student(f=clears).f.changed_by(np.ones(2))


class TestWords:
    """kind_of: what a value is."""

    @pytest.mark.parametrize(
        ("value", "words"),
        [
            (np.ones((2, 3)), "an array of shape (2, 3)"),
            (np.array("a"), "an array of shape () and dtype <U1"),
            (None, "None"),
            (True, "a bool"),
            (np.False_, "a bool"),
            (1, "a number"),
            (np.float32(1), "a number"),
            (1j, "a number"),
            ((1, 2), "a tuple of 2"),
            ([], "a list of 0"),
            ({}, "a dict of 0"),
            ("a", "a value of type str"),
            (np.ma.masked_array([1]), "a value of type MaskedArray"),
        ],
        ids=repr,
    )
    def test_a_value_is_called(self, value, words):
        """By its kind, and its size where it has one."""
        assert words == kind_of(value)
