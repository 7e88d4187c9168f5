"""Objects of a student's in this process behave as those in the confined one do."""

import re

import numpy as np
import pytest

from autograder.checks.steps import Result
from autograder.errors import Failure, Raised
from autograder.sandbox import Rehearsal, Student

CELL = """
import numpy as np

class Number:
    def __init__(self, value):
        self.value = np.asarray(value)
        self.seen = None
    def __add__(self, other):
        return Number(self.value + getattr(other, "value", other))
    __radd__ = __add__
    def __rpow__(self, other):
        return Number(other ** self.value)
    def __neg__(self):
        return Number(-self.value)
    def __matmul__(self, other):
        raise ValueError("no product")
    def __getitem__(self, index):
        return self.value[index]
    def __iter__(self):
        return iter([self, 2.0])
    def double(self, times=2):
        return Number(self.value * times)
    def bump(self):
        self.value += 1
    @staticmethod
    def of(value):
        return Number(value)
    @classmethod
    def zero(cls):
        return cls(0.0)
    @property
    def broken(self):
        raise ValueError("no luck")

def both(a):
    return [a, a + 1]

def pair(a):
    return a.value, {"a": a}

def same_object(cache, a):
    return cache["a"] is a

class Block:
    depth = 0
    def __enter__(self):
        Block.depth += 1
        return self
    def __exit__(self, kind, error, trace):
        Block.depth -= 1
        Block.last = "none" if kind is None else kind.__name__

class Silent(Block):
    def __exit__(self, *_):
        return True

def depth():
    return Block.depth, getattr(Block, "last", "")
"""


@pytest.fixture(params=["in this process", "confined"])
def stand_in(request, fork):
    """The notebook CELL as a check sees it: all must behave alike."""
    if request.param == "confined":
        return Student(fork(CELL))
    names = {}
    exec(CELL, names)
    return Student(Rehearsal(names))


class TestObjects:
    """What a check can do with an object."""

    def test_operators_and_methods(self, stand_in):
        """Operators with numbers on both sides, methods with keywords, class functions."""
        one = stand_in.Number(1.0)

        assert float((2 + one + one).value) == 4
        assert float((-one.double(times=3)).value) == -3
        assert float((2.0**one).value) == 2
        assert float(stand_in.Number.of(7.0).value) == 7
        assert float(stand_in.Number.zero().value) == 0
        assert one[()] == 1
        with pytest.raises(Raised, match=r"raised AttributeError: .*missing"):
            stand_in.Number.missing(1)

    def test_arrays_are_copies(self, stand_in):
        """What was fetched stays as it was when the student's own array changes."""
        x = np.zeros(2)
        number = stand_in.Number(x)
        before = number.value
        number.bump()

        assert before.tolist() == [0, 0] == x.tolist()
        assert number.value.tolist() == [1, 1]
        assert not before.flags.writeable

    def test_attributes_are_set_there(self, stand_in):
        """Arrays, None and other objects of the student's."""
        one, two = stand_in.Number(1.0), stand_in.Number(2.0)
        one.seen = two
        assert one.seen == two
        one.seen = None
        assert one.seen is None

    def test_equal_is_the_very_same_object(self, stand_in):
        """However it came back; two that look alike are two."""
        one = stand_in.Number(1.0)
        first, second = stand_in.both(one)

        assert first == one
        assert second != one
        assert {first, one, second} == {one, second}
        assert list(one) == [one, 2.0]
        assert one != 1.0

    def test_a_cache_with_an_object_in_it_goes_back_as_it_is(self, stand_in):
        """The container is the student's own, and so is the object in it."""
        one = stand_in.Number(1.0)
        value, cache = stand_in.pair(one)

        assert float(value) == 1
        assert cache["a"] == one
        assert stand_in.same_object(cache, one) is True

    def test_exceptions_are_the_students(self, stand_in):
        """Of operators, attributes and missing attributes."""
        one = stand_in.Number(1.0)
        with pytest.raises(Raised, match="raised ValueError: no product"):
            one @ one
        with pytest.raises(Raised, match="broken raised ValueError: no luck"):
            _ = one.broken
        with pytest.raises(Failure, match="has no attribute other"):
            _ = one.other
        with pytest.raises(Failure, match="<an object of type Number>, but should give numbers"):
            np.asarray(one)


class TestWith:
    """Context managers of the student's."""

    def test_it_is_entered_and_left(self, stand_in):
        """Blocks nest, and __exit__ hears that all went well."""
        with stand_in.Block() as block:
            assert block is not None
            with stand_in.Block():
                assert stand_in.depth()[0] == 2
        assert stand_in.depth() == (0, "none")

    def test_an_exception_of_ours_comes_out(self, stand_in):
        """__exit__ is told of an exception, and does not keep it."""
        with pytest.raises(ZeroDivisionError), stand_in.Block():
            _ = 1 / 0
        assert stand_in.depth() == (0, "RuntimeError")

    def test_an_exception_is_never_lost(self, stand_in):
        """An __exit__ that returns True hides no failure of a check."""
        with pytest.raises(Failure, match="keeps an exception to itself"), stand_in.Silent():
            raise Failure("the law does not hold")

    def test_what_is_no_block_is_a_failure(self, stand_in):
        """An object without __enter__."""
        with pytest.raises(Failure), stand_in.Number(1.0):
            pass


class TestSteps:
    """Many operations in one round trip."""

    def test_each_may_use_earlier_results(self, stand_in):
        """Calls, methods, operators and attributes; only the wanted results come back."""
        steps = [
            ("call", ["Number", [np.ones(2)], {}]),
            ("operate", ["add", [Result(0), 3]]),
            ("call", [(Result(1), "double"), [], {"times": 5}]),
            ("get", [Result(2), "value"]),
            ("call", ["Number.of", [1.0], {}]),
        ]
        value, one = stand_in(steps, [3, 0], "the steps")

        assert value.tolist() == [20, 20]
        assert one.value.tolist() == [1, 1]

    @pytest.mark.parametrize(
        "step",
        [
            ("operate", ["matmul", [Result(0), Result(0)]]),
            ("call", ["nothing", [], {}]),
            ("get", [Result(0), "nothing"]),
        ],
        ids=str,
    )
    def test_a_failure_bears_the_name_of_the_whole(self, stand_in, step):
        """Whatever goes wrong is the student's."""
        with pytest.raises(Raised, match=re.escape("x @ x raised ")):
            stand_in([("call", ["Number", [1.0], {}]), step], [0], "x @ x")

    def test_an_operator_is_repeated(self, stand_in):
        """A chain of 5,000 links is one step; its result goes on in the first operand's place."""
        steps = [
            ("call", ["Number", [1.0], {}]),
            ("repeat", ["add", [Result(0), 2], 5000]),
            ("get", [Result(1), "value"]),
        ]

        assert [10_001] == stand_in(steps, [2], "the chain")

    def test_thousands_fit(self, stand_in):
        """A chain of 5,000 operations is one frame."""
        steps = [("call", ["Number", [0.0], {}])]
        steps += [("operate", ["add", [Result(i), 1]]) for i in range(5000)]
        steps += [("get", [Result(5000), "value"])]

        assert [5000] == stand_in(steps, [5001], "the chain")
