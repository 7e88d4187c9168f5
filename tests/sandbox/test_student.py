"""The stand-in: calls, objects, caches, generators and callbacks across the wall."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from autograder.errors import AutograderError, Failure, Raised
from autograder.sandbox import RemoteObject, Student, TimedOut

FUNCTIONS = """
def relu(x):
    return np.maximum(x, 0)

def echo(*args, **kwargs):
    return [list(args), kwargs]

def strides(x):
    return x.strides, x.flags.writeable
"""


def test_arrays_out_plain_values_back(student):
    """A call gives what the student's function returns, arrays as arrays."""
    result = student(FUNCTIONS).relu(np.array([-1.0, 2.0]))

    assert type(result) is np.ndarray
    assert result.tolist() == [0.0, 2.0]
    assert not result.flags.writeable


def test_arguments_arrive_as_they_are(student):
    """Positional and keyword arguments of every plain kind arrive unchanged."""
    args = [1, 2.5, True, None, "α", b"b", 1 + 2j, (1, [2]), {"k": (3,)}, np.float32(0.5)]

    assert student(FUNCTIONS).echo(*args, y="z") == [args, {"y": "z"}]


@pytest.mark.parametrize(
    "array",
    [np.ones((3, 4), order="F"), np.ones((3, 4))[::-1], np.ones((2, 3, 4)).transpose(1, 2, 0)],
)
def test_layout_arrives_as_it_is(student, array):
    """Fortran order and backward strides are what the student's code sees; it may write."""
    array.flags.writeable = False

    assert student(FUNCTIONS).strides(array) == (array.strides, True)


def test_the_guard_sees_answers_first(fork):
    """A guard is given the name and the answer, and may refuse it."""

    def guard(name: str, value: object) -> None:
        raise Failure(f"{name} gave {value}")

    with pytest.raises(Failure, match="two gave 2"):
        Student(fork("def two(): return 2"), guard).two()


class TestErrors:
    """The student's exceptions are failures that name the student's own line."""

    def test_an_exception_names_its_line(self, fork):
        """The message holds the type, the text and the innermost line of a cell."""
        process = fork(
            "import numpy as np", "def f(x):\n    y = x + 1\n    return np.linalg.inv(y)"
        )
        with pytest.raises(Raised) as caught:
            Student(process).f(np.zeros((2, 3)))

        assert caught.value.types[:2] == ("LinAlgError", "ValueError")
        assert caught.value.message.startswith("f raised LinAlgError: Last 2 dimensions")
        assert caught.value.message.endswith(", in cell 2, line 3: `return np.linalg.inv(y)`")

    def test_a_stub_is_called_a_stub(self, student):
        """NotImplementedError has a hint of its own."""
        with pytest.raises(Raised) as caught:
            student("def f(x):\n    raise NotImplementedError").f(1)

        assert "still a stub" in caught.value.hint

    def test_an_unknown_name_is_not_defined(self, student):
        """The nearest function is suggested; a name that is no function is missing too."""
        stand_in = student(FUNCTIONS + "softplus = 3")
        with pytest.raises(Failure, match="relux is not defined in your notebook") as caught:
            stand_in.relux(1)
        assert caught.value.hint == "did you mean to call it relux, not relu?"
        with pytest.raises(Failure, match="softplus is a value of type int in your notebook"):
            stand_in.softplus.changed_by(1)

    def test_a_long_hostile_message_is_cut_and_escaped(self, student):
        """An exception's text shows 500 characters, none of them hidden."""
        with pytest.raises(Raised) as caught:
            student("def f():\n    raise ValueError('\\x1b\\u202e' + 'x' * 10**6)").f()

        assert len(caught.value.message) < 700
        assert "\\x1b\\u202exxx" in caught.value.message

    @pytest.mark.parametrize(
        "cell",
        [
            "class E(Exception):\n    def __str__(self): raise self\ndef f(): raise E",
            "def f(): raise KeyboardInterrupt",
            "def f(): raise SystemExit",
            "def f(): raise StopIteration",
            "def f(): return f()",
        ],
    )
    def test_any_exception_is_a_failure(self, student, cell):
        """Whatever is raised is told, and the process lives on."""
        stand_in = student(cell, "def g(): return 1")
        with pytest.raises(Raised):
            stand_in.f()

        assert stand_in.g() == 1


class TestModification:
    """Arguments modified in place are named."""

    CELL = """
def f(x, w, *rest, scale=None):
    x += 0
    w["a"][0] = 7
    rest[0].append(1)
    scale[0] = np.nan

def g(x, w=None):
    return x + 1
"""

    def test_modified_arguments_are_named(self, student):
        """Arrays, also in dicts and lists, bit for bit; by their parameters' names."""
        nan = np.array([np.nan])
        changed = student(self.CELL).f.changed_by(
            np.ones(3), {"a": np.zeros(2)}, [], scale=np.ones(1)
        )
        assert changed == ("w", "argument 3", "scale")

        assert student(self.CELL).g.changed_by(nan, w=[nan]) == ()

    def test_every_call_has_fresh_copies(self, student):
        """What one call modified the next call does not see, nor we."""
        stand_in = student("def f(x):\n    x += 1\n    return x[0]")
        x = np.zeros(1)

        assert (stand_in.f(x), stand_in.f(x), x[0]) == (1, 1, 0)


class TestCaches:
    """Containers inside a tuple come back as the student's own object."""

    CELL = """
made = []

class Odd:
    pass

def forward(x):
    cache = {"x": x, "back": lambda dout: dout * 2, "odd": Odd(), "big": np.zeros(10**7)}
    made.append(cache)
    return x + 1, cache

def backward(dout, cache):
    assert cache is made[-1] and type(cache["odd"]) is Odd
    return cache["back"](dout)

def named(x):
    from collections import namedtuple
    return namedtuple("Answer", "y cache")(x, [x])

def same(cache):
    return cache is made[-1]
"""

    def test_a_cache_of_any_kind_survives(self, student):
        """A cache of lambdas, objects and giants is handed back untouched."""
        stand_in = student(self.CELL)
        y, cache = stand_in.forward(np.ones(2))

        assert y.tolist() == [2.0, 2.0]
        assert stand_in.backward(np.ones(2), cache).tolist() == [2.0, 2.0]

    def test_a_copy_of_a_cache_is_another_object(self, student):
        """Only the very object that came goes back as the student's own."""
        stand_in = student(self.CELL, "def f():\n    made.append([1])\n    return 0, made[-1]")
        _, cache = stand_in.f()

        assert stand_in.same(cache) is True
        assert stand_in.same(list(cache)) is False

    def test_a_named_tuple_is_a_tuple(self, student):
        """A subclass of tuple comes as a tuple."""
        answer = student(self.CELL).named(1)

        assert type(answer) is tuple
        assert answer == (1, [1])

    def test_an_earlier_cache_is_sent_by_value(self, student):
        """In the next example a container is a plain value again."""
        stand_in = student(self.CELL, "def f():\n    made.append([1])\n    return 0, made[-1]")
        _, cache = stand_in.f()
        stand_in.begin_example()

        assert stand_in.same(cache) is False

    def test_the_next_example_forgets(self, student):
        """A student's object of an earlier example is gone, and using it is our error."""
        stand_in = student("class A: pass", "def f(a): return 1")
        thing = stand_in.A()
        stand_in.begin_example()
        with pytest.raises(AutograderError, match="earlier example"):
            stand_in.f(thing)

        assert stand_in.f(1) == 1


class TestObjects:
    """Instances of the student's classes, used from our side, live on theirs."""

    CELL = """
class Value:
    kind = "node"
    def __init__(self, data):
        self.data, self.grad = data, 0.0
    def __add__(self, other):
        return Value(self.data + (other.data if isinstance(other, Value) else other))
    __radd__ = __add__
    def __mul__(self, other):
        return Value(self.data * (other.data if isinstance(other, Value) else other))
    def __rsub__(self, other): return Value(other - self.data)
    def __truediv__(self, other): return Value(self.data / other)
    def __pow__(self, other): return Value(self.data ** other)
    def __matmul__(self, other): return Value(self.data @ other)
    def __neg__(self): return Value(-self.data)
    def __getitem__(self, index): return self.data[index]
    def __iter__(self): return iter([Value(1), 2])
    def backward(self, seed=1.0):
        self.grad += seed
        return self
    @classmethod
    def zero(cls): return cls(0)
    @staticmethod
    def one(): return 1

def pair(): return [Value(1), Value(2)]
def total(values): return sum(v.data for v in values)
def counter():
    for i in range(3):
        yield i, np.full(2, i)
def evil():
    class Evil(np.ndarray): pass
    return np.zeros(3).view(Evil)
"""

    def test_methods_and_attributes(self, student):
        """Methods are called, attributes fetched and set, in the student's process."""
        value = student(self.CELL).Value(np.array([1.0, 2.0]))
        value.backward(seed=2.0).backward()

        assert (value.grad, value.kind, value.data.tolist()) == (3.0, "node", [1.0, 2.0])
        assert value.backward.changed_by(np.ones(2)) == ()
        value.grad = None
        assert value.grad is None
        assert (value.one(), value.zero().data) == (1, 0)
        assert value[1] == 2.0

    def test_arithmetic(self, student):
        """Operators run there, on either side, with arrays too."""
        value = student(self.CELL).Value(np.array([2.0]))

        assert (1 + value + value).data.tolist() == [5.0]
        assert (-(value * 3) / 2).data.tolist() == [-3.0]
        assert (10 - value**2).data.tolist() == [6.0]
        assert (value @ np.array([4.0])).data == 8.0
        assert isinstance(np.array([1.0]) + value, RemoteObject | np.ndarray)

    def test_objects_in_lists_and_back(self, student):
        """Objects nest in lists, are iterated, and arrive as themselves."""
        stand_in = student(self.CELL)
        first, second = stand_in.pair()

        assert stand_in.total([first, second]) == 3
        one, two = stand_in.Value(0)
        assert (one.data, two) == (1, 2)

    def test_generators_are_iterated(self, student):
        """A generator is run there, one item at a time."""
        stand_in = student(self.CELL)
        items = stand_in.counter()

        assert next(items)[0] == 0
        assert [i for i, _ in items] == [1, 2]
        with pytest.raises(StopIteration):
            next(items)

    def test_a_missing_attribute_is_a_failure(self, student):
        """It is a Failure for the student, and an AttributeError for hasattr."""
        value = student(self.CELL).Value(0)
        with pytest.raises(Failure, match="Value has no attribute gradient"):
            _ = value.gradient

        assert not hasattr(value, "gradient")

    def test_objects_are_not_numbers(self, student):
        """A stand-in is never taken apart by numpy."""
        stand_in = student(self.CELL)
        for thing in (stand_in.Value(0), stand_in.evil()):
            with pytest.raises(Failure, match="should give numbers"):
                np.asarray(thing)


class TestRandomGenerators:
    """A seeded generator is handed over: it advances there, not here."""

    CELL = """
def draw(rng): return rng.normal()
def same(a, b): return a is b
def unseeded(): return np.random.rand()
"""

    def test_the_stream_is_the_seeds(self, student):
        """The student draws what we would draw, and ours stays where it was."""
        rng = np.random.default_rng(5)
        rng.integers(10, size=3, dtype=np.int32)  # leaves half a word behind
        stand_in = student(self.CELL)
        drawn = [stand_in.draw(rng), stand_in.draw(rng)]

        assert drawn == [rng.normal(), rng.normal()]

    def test_identity_lasts_one_example(self, student):
        """One generator is one object there until the next example begins."""
        rng = np.random.default_rng(5)
        stand_in = student(self.CELL)

        assert stand_in.same(rng, rng)
        assert not stand_in.same(rng, np.random.default_rng(5))
        first = stand_in.draw(rng)
        stand_in.begin_example()
        assert stand_in.draw(rng) == first

    def test_the_global_seed_is_reset(self, student):
        """Code that draws from the global generator gets the same in every example."""
        stand_in = student(self.CELL)
        stand_in.begin_example()
        first = stand_in.unseeded()
        stand_in.begin_example()

        assert stand_in.unseeded() == first


@dataclass(frozen=True)
class Given:
    """As checks.callback makes them."""

    function: Any
    like: Any


class TestCallbacks:
    """A function handed to the student runs on our side."""

    CELL = """
def descend(gradient, x):
    for _ in range(5):
        x = x - 0.5 * gradient(x)
    return x

def wrong(gradient, x):
    try:
        gradient(list(x))
    except TypeError as error:
        return str(error)

def swallow(gradient, x):
    try:
        gradient(x)
    except RuntimeError as error:
        return str(error)

def forever(gradient, x):
    while True:
        gradient(x)

def fit(learner, x):
    return learner(x, 2.0)(np.array([x, x]))

def twice(gradient, x):
    return gradient(x, x)

class Later:
    def __init__(self, gradient): self.gradient = gradient
    def step(self, x): return self.gradient(x)
"""

    def test_it_is_called_with_arrays(self, student):
        """The student's loop calls our closure."""
        seen = []
        x = np.array([8.0, -8.0])
        result = student(self.CELL).descend(Given(lambda x: seen.append(x) or x, x), x)

        assert result.tolist() == [0.25, -0.25]
        assert len(seen) == 5

    def test_numbers_are_called_with_numbers(self, student):
        """A 0-d `like` takes a number."""
        assert student(self.CELL).descend(Given(lambda x: x, 0.0), 32.0) == 1.0

    def test_another_shape_is_refused(self, student):
        """The student's code gets a TypeError that says what was expected."""
        stand_in = student(self.CELL)
        refused = stand_in.wrong(Given(lambda x: x, np.ones(2)), np.ones(2))

        assert refused == (
            "called with a list of 2, but should be called with one array of shape (2,)"
        )
        with pytest.raises(Raised, match="should be called with one array of shape"):
            stand_in.descend(Given(lambda x: x, np.ones(3)), np.ones(2))

    def test_it_may_take_two_arguments_and_return_another(self, student):
        """What our function returns may again be a function that runs on our side."""
        x = np.arange(3.0)
        learner = Given(lambda x, c: Given(lambda z: c * z.sum(axis=1) + x[0], None), (x, 0.0))

        assert student(self.CELL).fit(learner, x).tolist() == [6.0, 6.0]

    def test_another_number_of_arguments_is_refused(self, student):
        """Two where one is asked for is a TypeError there."""
        with pytest.raises(Raised, match="a number and a number, but should be called"):
            student(self.CELL).twice(Given(lambda x: x, 0.0), 1.0)

    def test_complex_numbers_are_welcome_where_like_is_complex(self, student):
        """And only there."""
        x = np.ones(2) + 1j
        stand_in = student(self.CELL)

        assert stand_in.descend(Given(lambda x: 2 * x, x), x).tolist() == [0, 0]
        with pytest.raises(Raised, match="should be called with one array of shape"):
            stand_in.descend(Given(lambda x: x, np.ones(2)), x)

    def test_our_exception_is_ours(self, student):
        """If it ends the call it is raised on our side; the student hears its type only."""
        failing = Given(lambda _: {}["secret"], np.ones(2))
        stand_in = student(self.CELL)

        assert stand_in.swallow(failing, np.ones(2)) == "the given function raised KeyError"
        with pytest.raises(KeyError, match="secret"):
            stand_in.descend(failing, np.ones(2))

    def test_calls_are_counted(self, student):
        """Endless calling back ends the process."""
        with pytest.raises(TimedOut, match="called the given function more than 200 times"):
            student(self.CELL).forever(Given(lambda x: x, np.ones(2)), np.ones(2))

    def test_it_may_be_kept_for_later(self, student):
        """An object may keep it and call it in a later call of the example."""
        x = np.ones(2)
        later = student(self.CELL).Later(Given(lambda x: 2 * x, x))

        assert later.step(x).tolist() == [2.0, 2.0]

    def test_it_must_not_call_the_student(self, student):
        """A callback that asks the waiting process is our error."""
        stand_in = student(self.CELL)
        again = Given(lambda x: stand_in.swallow(None, x), np.ones(2))
        with pytest.raises(AutograderError, match="waiting"):
            stand_in.descend(again, np.ones(2))


def test_what_calls_print_is_shown_to_nobody(fork):
    """Output of calls is discarded and does not reach the next cell."""
    process = fork("def f():\n    print('secret input'); display(3)")
    Student(process).f()

    assert process.run_cell("1")[0]["output_type"] == "execute_result"


def test_an_example_may_allow_its_calls_more_time(fork):
    """And only that example: the next one is held to the usual bound again."""
    process = fork()
    process.run_cell(
        "import time\n"
        "def f():\n"
        "    end = time.process_time() + 0.7\n"
        "    while time.process_time() < end: pass\n"
        "    return 1\n",
        number=1,
    )
    student = Student(process)
    student.begin_example(cpu_seconds=3)

    assert student.f() == 1
    student.begin_example()
    with pytest.raises(TimedOut, match=r"did not finish within 0\.5 s"):
        student.f()
