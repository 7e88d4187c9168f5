"""The optimizers' reference makes the steps that are done by hand, or known in closed form."""

from __future__ import annotations

import math

import numpy as np
import pytest


def walk(optimizer, start: float, gradients: list[float]) -> list[float]:
    """Where the steps lead a single number."""
    params, points = [np.array([start])], []
    for g in gradients:
        params = optimizer.step(params, [np.array([g])])
        points.append(float(params[0][0]))
    return points


class TestByHand:
    """Two or three steps with round numbers."""

    def test_momentum_and_nesterov(self, solution):
        """Velocities 1, 1.5, 1.75; ahead of them 1.5, 1.75, 1.875."""
        plain = walk(solution.SGD(0.1, 0.5), 0.0, [1, 1, 1])
        ahead = walk(solution.SGD(0.1, 0.5, nesterov=True), 0.0, [1, 1, 1])

        assert [-0.1, -0.25, -0.425] == pytest.approx(plain)
        assert [-0.15, -0.325, -0.5125] == pytest.approx(ahead)

    def test_weight_decay_of_sgd_enters_the_velocity(self, solution):
        """From 2 with decay 1/2: g = 1, v = 1; then g = 0.95, v = 1.45."""
        points = walk(solution.SGD(0.1, 0.5, weight_decay=0.5), 2.0, [0, 0])

        assert [1.9, 1.755] == pytest.approx(points)

    def test_adagrad_and_rmsprop(self, solution):
        """Roots 3 and 5; roots 1 and 1."""
        adagrad = walk(solution.AdaGrad(0.1, eps=0.0), 1.0, [3, 4])
        rmsprop = walk(solution.RMSProp(0.1, 0.75, eps=0.0), 1.0, [2, 1])

        assert [0.9, 0.82] == pytest.approx(adagrad)
        assert [0.8, 0.7] == pytest.approx(rmsprop)

    def test_adam_and_adamw(self, solution):
        """Corrected m = 2 and -2/3, corrected v = 4 and 4; the decay is 5 % of the old weight."""
        adam = walk(solution.Adam(0.1, 0.5, 0.75, 0.0), 1.0, [2, -2])
        adamw = walk(solution.AdamW(0.1, 0.5, 0.75, 0.0, 0.5), 1.0, [2, -2])

        assert [0.9, 0.9 + 0.1 / 3] == pytest.approx(adam)
        assert [0.85, 0.95 * 0.85 + 0.1 / 3] == pytest.approx(adamw)


class TestClosedForms:
    """Constant gradients, and quadratic bowls."""

    def test_heavy_ball_on_a_bowl_is_a_recurrence_of_order_two(self, solution):
        """On h/2 w², w_{t+1} = (1 + μ - ηh) w_t - μ w_{t-1}."""
        h, lr, mu = 3.0, 0.1, 0.6
        optimizer, points = solution.SGD(lr, mu), [1.0]
        for _ in range(30):
            (w,) = optimizer.step([np.array(points[-1])], [np.array(h * points[-1])])
            points.append(float(w))
        recurrence = [1.0, 1 - lr * h]
        for _ in range(29):
            recurrence.append((1 + mu - lr * h) * recurrence[-1] - mu * recurrence[-2])

        assert recurrence == pytest.approx(points, abs=1e-14)

    def test_lengths_of_steps_under_a_constant_gradient(self, solution):
        """η/√t, η/√(1 - ρ^t) and η."""
        t = np.arange(1, 21)
        gradients = [-7.0] * 20

        assert np.cumsum(0.3 / np.sqrt(t)) == pytest.approx(
            walk(solution.AdaGrad(0.3, 0.0), 0.0, gradients)
        )
        assert np.cumsum(0.3 / np.sqrt(1 - 0.9**t)) == pytest.approx(
            walk(solution.RMSProp(0.3, 0.9, 0.0), 0.0, gradients)
        )
        assert 0.3 * t == pytest.approx(walk(solution.Adam(0.3, eps=0.0), 0.0, gradients))

    def test_adam_is_blind_to_scale_until_eps_shows(self, solution):
        """Gradients of 1e-6: eps beside the root costs one percent, under it 99."""
        (step,) = walk(solution.Adam(1.0), 0.0, [-1e-6])

        assert step == pytest.approx(1 / 1.01)
        assert 1e-6 / math.sqrt(1e-12 + 1e-8) == pytest.approx(0.01, rel=1e-3)

    def test_adamw_forgets_weights_geometrically(self, solution):
        """(1 - ηλ)^t, whatever t."""
        points = walk(solution.AdamW(0.2, weight_decay=0.5), 3.0, [0] * 15)

        assert 3 * 0.9 ** np.arange(1, 16) == pytest.approx(points)


class TestState:
    """What is remembered, and what is not."""

    def test_no_array_is_shared(self, solution):
        """Results are neither arguments nor memory: editing them changes nothing later."""
        for optimizer, twin in (
            (solution.SGD(0.1, 0.9), solution.SGD(0.1, 0.9)),
            (solution.AdaGrad(0.1), solution.AdaGrad(0.1)),
            (solution.RMSProp(0.1), solution.RMSProp(0.1)),
            (solution.Adam(0.1), solution.Adam(0.1)),
            (solution.AdamW(0.1), solution.AdamW(0.1)),
        ):
            w, g = np.ones(3), np.arange(1.0, 4.0)
            first = optimizer.step([w], [g])
            twin.step([np.ones(3)], [np.arange(1.0, 4.0)])
            for array in (first[0], w, g):
                array[:] = 99.0
            edited = optimizer.step([np.ones(3)], [np.full(3, 2.0)])
            pristine = twin.step([np.ones(3)], [np.full(3, 2.0)])

            assert edited[0].tolist() == pristine[0].tolist()


class TestSchedules:
    """Numbers at the ends and in between."""

    def test_cosine(self, solution):
        """The whole rate at 0, three quarters of it at a third of the way, nothing at the end."""
        assert 0.2 == solution.cosine_schedule(0, 9, 0.2)
        assert solution.cosine_schedule(3, 9, 0.2) == pytest.approx(0.15)
        assert solution.cosine_schedule(9, 9, 0.2) == pytest.approx(0.0)

    def test_stairs(self, solution):
        """The rate is multiplied when step is a multiple of every."""
        rates = [solution.step_decay(step, 3, 0.5, 0.8) for step in range(7)]

        assert [0.8, 0.8, 0.8, 0.4, 0.4, 0.4, 0.2] == pytest.approx(rates)
