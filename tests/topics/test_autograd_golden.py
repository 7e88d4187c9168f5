"""The autograd reference gives closed-form values, and another architecture earns everything."""

from __future__ import annotations

import runpy
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from autograder.authoring.topic import Topic, load_topic
from autograder.checks.examples import draw
from autograder.sandbox import Rehearsal

FOLDER = Path(__file__).parents[2] / "reference" / "autograd"
ANOTHER = Path(__file__).parent / "another_autograd.py"


@pytest.fixture(scope="module")
def topic() -> Topic:
    """The whole topic."""
    return load_topic(FOLDER)


class TestGolden:
    """Numbers that can be found by hand."""

    def test_the_graph_of_micrograd(self, solution):
        """As in the README of micrograd: g = 24.7041, dg/da = 138.8338, dg/db = 645.5773."""
        a = solution.Tensor(-4.0, requires_grad=True)
        b = solution.Tensor(2.0, requires_grad=True)
        c = a + b
        d = a * b + b**3
        c = c + c + 1
        c = c + 1 + c + (-a)
        d = d + d * 2 + (b + a).relu()
        d = d + 3 * d + (b - a).relu()
        e = c - d
        f = e**2
        g = f / 2.0
        g = g + 10.0 / f
        g.backward()

        assert g.data == pytest.approx(24.7041, abs=5e-5)
        assert a.grad == pytest.approx(138.8338, abs=5e-5)
        assert b.grad == pytest.approx(645.5773, abs=5e-5)

    def test_softmax_cross_entropy_of_three_scores(self, solution):
        """The gradient of -log softmax(z)[1] is softmax(z) - onehot."""
        z = solution.Tensor([1.0, 2.0, 3.0], requires_grad=True)
        picked = solution.Tensor([0.0, 1.0, 0.0])
        loss = z.exp().sum().log() - (z * picked).sum()
        loss.backward()
        softmax = np.exp([1, 2, 3]) / np.exp([1, 2, 3]).sum()

        assert loss.data == pytest.approx(1.4076059644443804)
        assert z.grad == pytest.approx(softmax - [0, 1, 0])

    def test_two_layers_have_the_gradients_of_backpropagation(self, solution):
        """As derived in the topic on backpropagation by hand."""
        backprop = SimpleNamespace(**load_topic(FOLDER.parent / "backprop").reference)
        rng = np.random.default_rng(0)
        inputs, dyhat = rng.normal(size=(5, 3)), rng.normal(size=(5, 2))
        shapes = {"W1": (3, 4), "b1": (4,), "W2": (4, 2), "b2": (2,)}
        params = {name: rng.normal(size=shape) for name, shape in shapes.items()}
        yhat, cache = backprop.two_layer_forward(inputs, params)
        wanted = backprop.two_layer_backward(dyhat, cache)
        p = {name: solution.Tensor(value, requires_grad=True) for name, value in params.items()}
        out = (solution.Tensor(inputs) @ p["W1"] + p["b1"]).tanh() @ p["W2"] + p["b2"]
        out.backward(dyhat)

        assert out.data == pytest.approx(yhat)
        for name, gradient in wanted.items():
            assert p[name].grad == pytest.approx(gradient), name

    def test_the_weight_of_the_slide(self, solution):
        """∂E/∂w of H1 → O1 is -.01631172, found without deriving anything."""
        hidden = np.array([[1.0, -2.0, 2.0], [2.0, 1.0, -4.0], [1.0, -1.0, 0.0]])
        output = solution.Tensor([[-3.0, 1.0, -3.0]], requires_grad=True)
        weights = solution.Tensor(hidden, requires_grad=True)
        x = solution.Tensor([[0.5], [0.9], [-0.3]])
        o = (output @ (weights @ x).sigmoid()).sigmoid()
        ((o - 0.9) ** 2 / 2).sum().backward()

        assert output.grad[0] == pytest.approx([-0.01631172, -0.11996578, -0.05031259], abs=1e-8)
        assert weights.grad[0] == pytest.approx([0.02128414, 0.03831145, -0.01277048], abs=1e-8)

    def test_gradients_own_their_memory(self, solution):
        """Writing into one grad changes no other, nor what backward was given."""
        x, y = (solution.Tensor(np.ones(2), requires_grad=True) for _ in range(2))
        dout = np.ones(2)
        (x + y).backward(dout)
        x.grad *= 0

        assert y.grad.tolist() == dout.tolist() == [1, 1]


class TestAnotherArchitecture:
    """What is no contract is free."""

    def test_it_earns_every_check(self, topic):
        """Closures instead of contexts, no operation but Add and Mul a class of its own."""
        names = runpy.run_path(str(ANOTHER))
        reference = SimpleNamespace(**topic.reference)
        for check in topic.checks:
            for inputs in draw(check.inputs, count=3, seed=7, where=check.where):
                check.run(Rehearsal(names).student(), reference, inputs)
