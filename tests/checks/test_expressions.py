"""Expressions: drawn, traced, spelled, and taken by numpy and by Tensors alike."""

from collections import Counter
from types import SimpleNamespace

import numpy as np
import pytest

from autograder.checks import (
    Expression,
    Operation,
    assert_backpropagates,
    evaluate,
    expressions,
    traced,
)
from autograder.checks.drawn_expressions import OPERATIONS
from autograder.checks.examples import complexity, draw, smallest_failure, spell
from autograder.checks.expressions import METHODS
from autograder.checks.steps import Result
from autograder.errors import Failure, Raised, TopicError
from autograder.sandbox import Rehearsal


class Dual:
    """A Tensor that reckons, and whose backward does forward differences: slow, and enough."""

    def __init__(self, data, requires_grad=False, forward=None, leaves=()):
        self.data, self.requires_grad, self.grad = np.asarray(data), requires_grad, None
        self.forward = forward or (lambda: self.data)
        self.leaves = leaves or ((self,) if requires_grad else ())

    def backward(self, grad=1.0):
        """Add the slopes to every leaf's grad."""
        for leaf in dict.fromkeys(self.leaves):
            slope, x = np.zeros(leaf.data.shape), leaf.data
            for index in np.ndindex(*x.shape):
                values = []
                for sign in (1, -1):
                    leaf.data = x.copy()
                    leaf.data[index] += sign * 1e-5
                    values.append(np.sum(grad * self.forward()))
                slope[index] = (values[0] - values[1]) / 2e-5
            leaf.data = x
            leaf.grad = slope + (0 if leaf.grad is None else leaf.grad)


def _method(name, function):
    def method(*operands, **kwargs):
        tensors = [o for o in operands if isinstance(o, Dual)]

        def forward():
            return function(
                *(o.forward() if isinstance(o, Dual) else o for o in operands), **kwargs
            )

        leaves = sum((t.leaves for t in tensors), ())
        return type(tensors[0])(forward(), forward=forward, leaves=leaves)

    return method


for name in ("add", "sub", "mul", "truediv", "pow", "matmul", "neg"):
    operation = getattr(np, {"truediv": "divide", "sub": "subtract", "mul": "multiply",
                             "pow": "power", "neg": "negative"}.get(name, name))  # fmt: skip
    setattr(Dual, f"__{name}__", _method(name, operation))
    if name in ("add", "sub", "mul", "truediv"):
        swapped = lambda a, b, op=operation: op(b, a)  # noqa: E731  # one line is clearer here
        setattr(Dual, f"__r{name}__", _method(name, swapped))
for name, function in METHODS.items():
    setattr(Dual, name, _method(name, function))

REFERENCE = SimpleNamespace(Tensor=Dual)


def some(count=150, seed=0, **options):
    """Drawn expressions."""
    drawn = draw({"e": expressions(**options)}, count=count, seed=seed, where="")
    return [example["e"] for example in drawn]


class TestDrawn:
    """What expressions() draws."""

    def test_every_operation_occurs(self):
        """And shared nodes, broadcasting, constants, and numbers on both sides."""
        drawn = some(400)
        used = Counter(one.name for e in drawn for one in e.operations)
        operands = [one.operands for e in drawn for one in e.operations]
        shared = [Counter(o for one in e.operations for o in one.operands) for e in drawn]

        assert set(OPERATIONS) == set(used)
        assert any(max(count.values()) > 2 for count in shared)
        assert any(e.constants for e in drawn)
        assert any(isinstance(one[0], (int, float)) for one in operands)
        assert any(isinstance(one[-1], (int, float)) for one in operands)
        assert any(len({leaf.shape for leaf in e.leaves.values()}) == 2 for e in drawn)

    @pytest.mark.parametrize("nodes", [1, 4, 8])
    def test_the_size_is_bounded(self, nodes):
        """In nodes; every node and every leaf is needed by the last one."""
        for e in some(60, nodes=nodes):
            last = Result(len(e.operations) - 1)
            used = {o for one in e.operations for o in one.operands} | {last}

            assert len(e.operations) <= nodes
            assert {Result(i) for i in range(len(e.operations))} <= used
            assert set(e.leaves) <= used
            assert e.variables

    def test_operations_may_be_chosen(self):
        """Then no other is drawn; if nothing can be made of them, the instructor hears of it."""
        used = {one.name for e in some(60, operations=("add", "mul")) for one in e.operations}

        assert {"add", "mul"} == used
        with pytest.raises(TopicError, match="operations median alone"):
            some(1, operations=("median",))

    def test_values_are_finite_and_dout_has_their_shape(self):
        """So that nothing is lost in overflow."""
        for e in some():
            value = np.asarray(e.value())

            assert np.isfinite(value).all()
            assert e.dout is None if value.ndim == 0 else e.dout.shape == value.shape

    def test_dtype(self):
        """float32 leaves, and a float32 cotangent."""
        for e in some(40, dtype="float32"):
            arrays = [*e.leaves.values(), *([] if e.dout is None else [e.dout])]
            assert {np.dtype("float32")} == {a.dtype for a in arrays}

    def test_the_same_seed_draws_the_same(self):
        """Nothing else decides."""
        assert [spell({"e": e}) for e in some(20)] == [spell({"e": e}) for e in some(20)]


class TestTaken:
    """Evaluation with Tensors."""

    def test_tensors_and_numpy_agree(self):
        """A Tensor that reckons with numpy has numpy's value, and its slopes are the gradients."""
        for e in some(60):
            assert np.array_equal(np.asarray(e.value()), evaluate(REFERENCE, e).value)
            stand_in = Rehearsal(vars(REFERENCE)).student()
            assert_backpropagates(stand_in, e, reference=REFERENCE)
            assert_backpropagates(stand_in, e)

    def test_a_formula_is_traced(self):
        """Operators, numbers on both sides, methods with arguments."""
        x, y = np.array([[1.0, 2.0]]), np.array([[3.0], [4.0]])
        e = traced(lambda x, y: (2 - (x * y - -x)).sum(axis=0).reshape(-1, 1), x=x, y=y)

        assert np.array_equal((2 - (x * y + x)).sum(axis=0).reshape(-1, 1), e.value())
        assert "(2 - ((x * y) - (-x))).sum(axis=0).reshape(-1, 1)" == e.formula()
        with pytest.raises(AttributeError):
            traced(lambda x: x.median(), x=x)

    def test_backward_may_be_called_twice(self):
        """Then gradients are doubled; constants have none."""
        e = traced(lambda x, y: (x * y).sum(), constants=("y",), x=np.ones(2), y=np.full(2, 3.0))
        found = evaluate(REFERENCE, e, backwards=2)

        assert found.gradients["x"] == pytest.approx([6, 6])
        assert found.gradients["y"] is None

    def test_an_operator_is_repeated(self):
        """Each time to its own result, in numpy and with Tensors."""
        e = Expression({"x": np.ones(1)}, (Operation("add", ("x", "x"), times=9),), np.ones(1))

        assert e.value().tolist() == evaluate(REFERENCE, e).value.tolist() == [10]
        assert evaluate(REFERENCE, e).gradients["x"] == pytest.approx([10])

    def test_many_are_asked_together(self):
        """One round trip; if one of them raises, that one is named."""
        asked = []

        class Counting(Rehearsal):
            def ask(self, request):
                asked.append(request.name)
                return super().ask(request)

        good, bad = (traced(f, x=np.ones(2)) for f in (lambda x: x.sum(), lambda x: x.log().sum()))
        assert_backpropagates(Counting({"Tensor": Dual}).student(), good, bad, good)
        assert 1 == len(asked)

        wrong = type("Wrong", (Dual,), {"log": lambda self: 1 / 0})
        with pytest.raises(Raised, match=r"^x.log\(\).sum\(\) raised ZeroDivisionError"):
            assert_backpropagates(Rehearsal({"Tensor": wrong}).student(), good, bad)

    def test_wrong_answers_are_told(self):
        """A value, a gradient, one that is missing, one too many, an exception."""
        e = traced(
            lambda x, y: x * y,
            dout=np.ones(2),
            constants=("y",),
            x=np.arange(1.0, 3),
            y=np.full(2, 3.0),
        )

        def failure(**methods):
            wrong = type("Wrong", (Dual,), methods)
            with pytest.raises(Failure) as caught:
                assert_backpropagates(
                    Rehearsal({"Tensor": wrong}).student(), e, reference=REFERENCE
                )
            return caught.value

        def also_constants(self, grad):
            Dual.backward(self, grad)
            ys.grad = np.ones(2)

        ys = Dual(np.ones(2))

        def remember(self, data, requires_grad=False, **graph):
            nonlocal ys
            Dual.__init__(self, data, requires_grad, **graph)
            ys = ys if requires_grad or graph else self

        assert "(x * y)[0] is 4, but" in failure(__mul__=_method("", np.add)).message
        told = failure(backward=lambda self, grad: Dual.backward(self, -grad))
        assert "the gradient with respect to x" in told.message
        assert "x.grad is None" in failure(backward=lambda self, grad: None).message
        assert "y.grad is set" in failure(__init__=remember, backward=also_constants).message
        assert isinstance(failure(__mul__=_method("", lambda a, b: 1 / 0)), Raised)
        assert failure(__mul__=_method("", lambda a, b: 1 / 0)).message.startswith("x * y raised")


class TestRead:
    """What a student reads."""

    def test_an_expression_is_spelled_as_python(self):
        """Pasted into a notebook, it does what it says."""
        for e in some(60):
            names = {"Tensor": Dual, "np": np}
            exec(spell({"e": e}, limit=100_000), names)
            last = [n for n, value in names.items() if isinstance(value, Dual)][-1]

            assert np.allclose(names[last].data, e.value())

    def test_the_words(self):
        """Leaves, a line for each operation, backward."""
        e = traced(
            lambda x, y: (x + y).exp(),
            dout=np.array([1.0]),
            constants=("y",),
            x=np.array([1.0]),
            y=np.array([2.0]),
        )

        assert spell({"e": e}).splitlines() == [
            "x = Tensor(np.array([1.0]), requires_grad=True)",
            "y = Tensor(np.array([2.0]))",
            "a = x + y",
            "b = a.exp()",
            "b.backward(np.array([1.0]))",
        ]
        assert (4, 0.0) == complexity({"e": e})

    def test_a_failure_is_shrunk(self):
        """Whatever has a product in it fails: one product of one number is left."""

        def fails(inputs):
            wrong = any(one.name == "mul" for one in inputs["e"].operations)
            return Failure("wrong") if wrong else None

        found = smallest_failure({"e": expressions()}, fails, count=40, seed=1, executions=400)
        smallest = found[0]["e"]

        assert isinstance(smallest, Expression)
        assert ["mul"] == [one.name for one in smallest.operations]
        assert 2 >= sum(leaf.size for leaf in smallest.leaves.values())
