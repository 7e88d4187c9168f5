"""Wrong answers students do write, each with the check that must catch it; right ones, too.

Every answer stands alone, as in a student's cell.
"""

# ruff: noqa: ARG002, B905, PLW2901  # answers ignore arguments, and reuse what they loop over

import math

import numpy as np

from autograder.checks import alternative, mistake

from .checks import (
    AdaGrad_adds_eps_to_the_root,
    AdaGrad_agrees_with_the_reference,
    AdaGrad_divides_by_the_root_of_all_squares,
    AdaGrad_has_a_sum_for_each_parameter,
    AdaGrad_has_the_defaults_of_the_text,
    AdaGrad_ignores_the_scale_of_the_gradients,
    AdaGrad_keeps_float32,
    AdaGrad_leaves_alone_what_has_no_gradient,
    AdaGrad_leaves_its_arguments_unchanged,
    AdaGrad_makes_shorter_and_shorter_steps,
    AdaGrad_starts_from_the_params_it_is_given,
    Adam_adds_eps_to_the_root_of_the_corrected_average,
    Adam_agrees_with_the_reference,
    Adam_finds_its_way_through_the_banana_valley,
    Adam_has_averages_for_each_parameter,
    Adam_has_the_defaults_of_the_text,
    Adam_ignores_the_scale_of_the_gradients,
    Adam_keeps_float32,
    Adam_leaves_alone_what_has_no_gradient,
    Adam_leaves_its_arguments_unchanged,
    Adam_makes_steps_of_length_lr,
    Adam_makes_two_steps_done_by_hand,
    Adam_starts_from_the_params_it_is_given,
    AdamW_adds_eps_to_the_root_of_the_corrected_average,
    AdamW_agrees_with_the_reference,
    AdamW_decays_the_same_whatever_the_gradient,
    AdamW_has_averages_for_each_parameter,
    AdamW_has_the_defaults_of_the_text,
    AdamW_keeps_float32,
    AdamW_leaves_its_arguments_unchanged,
    AdamW_makes_two_steps_done_by_hand,
    AdamW_shrinks_weights_that_have_no_gradient,
    AdamW_starts_from_the_params_it_is_given,
    RMSProp_adds_eps_to_the_root,
    RMSProp_agrees_with_the_reference,
    RMSProp_divides_by_the_root_of_a_moving_average,
    RMSProp_has_an_average_for_each_parameter,
    RMSProp_has_the_defaults_of_the_text,
    RMSProp_keeps_float32,
    RMSProp_leaves_alone_what_has_no_gradient,
    RMSProp_leaves_its_arguments_unchanged,
    RMSProp_starts_from_the_params_it_is_given,
    RMSProp_starts_with_long_steps,
    SGD_agrees_with_the_reference,
    SGD_decays_weights_through_the_gradient,
    SGD_gathers_momentum,
    SGD_has_a_velocity_for_each_parameter,
    SGD_keeps_float32,
    SGD_leaves_its_arguments_unchanged,
    SGD_looks_ahead_with_nesterov,
    SGD_starts_from_the_params_it_is_given,
    SGD_steps_against_the_gradient,
    SGD_with_momentum_is_faster_in_a_narrow_valley,
    SGD_without_momentum_remembers_nothing,
    cosine_schedule_agrees_with_the_reference,
    cosine_schedule_falls_as_it_would_rise,
    cosine_schedule_goes_from_lr_to_0,
    step_decay_agrees_with_the_reference,
    step_decay_goes_down_a_staircase,
)

# SGD


@mistake(of="SGD", caught_by=SGD_steps_against_the_gradient)
class ClimbsUphill:
    def __init__(self, lr, momentum=0.0, nesterov=False, weight_decay=0.0):
        self.lr, self.mu, self.nesterov, self.wd = lr, momentum, nesterov, weight_decay
        self.v = None

    def step(self, params, grads):
        grads = [g + self.wd * w for w, g in zip(params, grads)]
        if self.v is None:
            self.v = [np.zeros_like(w) for w in params]
        self.v = [self.mu * v + g for v, g in zip(self.v, grads)]
        look = [g + self.mu * v for v, g in zip(self.v, grads)] if self.nesterov else self.v
        return [w + self.lr * d for w, d in zip(params, look)]


@mistake(of="SGD", caught_by=SGD_with_momentum_is_faster_in_a_narrow_valley)
class ForgotTheMomentum:
    def __init__(self, lr, momentum=0.0, nesterov=False, weight_decay=0.0):
        self.lr, self.wd = lr, weight_decay

    def step(self, params, grads):
        return [w - self.lr * (g + self.wd * w) for w, g in zip(params, grads)]


@mistake(of="SGD", caught_by=SGD_gathers_momentum)
class VelocityAsAnAverage:
    """(1 - momentum) g, as in Adam's first moment."""

    def __init__(self, lr, momentum=0.0, nesterov=False, weight_decay=0.0):
        self.lr, self.mu, self.nesterov, self.wd = lr, momentum, nesterov, weight_decay
        self.v = None

    def step(self, params, grads):
        grads = [g + self.wd * w for w, g in zip(params, grads)]
        if self.v is None:
            self.v = [np.zeros_like(w) for w in params]
        self.v = [self.mu * v + (1 - self.mu) * g for v, g in zip(self.v, grads)]
        look = [g + self.mu * v for v, g in zip(self.v, grads)] if self.nesterov else self.v
        return [w - self.lr * d for w, d in zip(params, look)]


@mistake(of="SGD", caught_by=SGD_looks_ahead_with_nesterov)
class IgnoresNesterov:
    def __init__(self, lr, momentum=0.0, nesterov=False, weight_decay=0.0):
        self.lr, self.mu, self.wd = lr, momentum, weight_decay
        self.v = None

    def step(self, params, grads):
        if self.v is None:
            self.v = [np.zeros_like(w) for w in params]
        self.v = [self.mu * v + g + self.wd * w for v, w, g in zip(self.v, params, grads)]
        return [w - self.lr * v for w, v in zip(params, self.v)]


@mistake(of="SGD", caught_by=SGD_looks_ahead_with_nesterov)
class NesterovWithTheOldVelocity:
    """g + momentum v with v from before the step: that is the new v, no look ahead."""

    def __init__(self, lr, momentum=0.0, nesterov=False, weight_decay=0.0):
        self.lr, self.mu, self.nesterov, self.wd = lr, momentum, nesterov, weight_decay
        self.v = None

    def step(self, params, grads):
        grads = [g + self.wd * w for w, g in zip(params, grads)]
        if self.v is None:
            self.v = [np.zeros_like(w) for w in params]
        look = [g + self.mu * v for v, g in zip(self.v, grads)]
        self.v = [self.mu * v + g for v, g in zip(self.v, grads)]
        return [w - self.lr * d for w, d in zip(params, look if self.nesterov else self.v)]


@mistake(of="SGD", caught_by=SGD_without_momentum_remembers_nothing)
class NesterovAddsTheVelocityWhole:
    """g + v for g + momentum v."""

    def __init__(self, lr, momentum=0.0, nesterov=False, weight_decay=0.0):
        self.lr, self.mu, self.nesterov, self.wd = lr, momentum, nesterov, weight_decay
        self.v = None

    def step(self, params, grads):
        grads = [g + self.wd * w for w, g in zip(params, grads)]
        if self.v is None:
            self.v = [np.zeros_like(w) for w in params]
        self.v = [self.mu * v + g for v, g in zip(self.v, grads)]
        look = [g + v for v, g in zip(self.v, grads)] if self.nesterov else self.v
        return [w - self.lr * d for w, d in zip(params, look)]


@mistake(of="SGD", caught_by=SGD_looks_ahead_with_nesterov)
class NesterovAppliesTheMomentumToTheGradient:
    """momentum g + v, the factors at the wrong terms."""

    def __init__(self, lr, momentum=0.0, nesterov=False, weight_decay=0.0):
        self.lr, self.mu, self.nesterov, self.wd = lr, momentum, nesterov, weight_decay
        self.v = None

    def step(self, params, grads):
        grads = [g + self.wd * w for w, g in zip(params, grads)]
        if self.v is None:
            self.v = [np.zeros_like(w) for w in params]
        self.v = [self.mu * v + g for v, g in zip(self.v, grads)]
        look = [self.mu * g + v for v, g in zip(self.v, grads)] if self.nesterov else self.v
        return [w - self.lr * d for w, d in zip(params, look)]


@mistake(of="SGD", caught_by=SGD_decays_weights_through_the_gradient)
class DecayBesideTheVelocity:
    """The decay of AdamW: right for momentum 0."""

    def __init__(self, lr, momentum=0.0, nesterov=False, weight_decay=0.0):
        self.lr, self.mu, self.nesterov, self.wd = lr, momentum, nesterov, weight_decay
        self.v = None

    def step(self, params, grads):
        if self.v is None:
            self.v = [np.zeros_like(w) for w in params]
        self.v = [self.mu * v + g for v, g in zip(self.v, grads)]
        look = [g + self.mu * v for v, g in zip(self.v, grads)] if self.nesterov else self.v
        return [w - self.lr * d - self.lr * self.wd * w for w, d in zip(params, look)]


@mistake(of="SGD", caught_by=SGD_decays_weights_through_the_gradient)
class DecayOfTheSquareWithoutTheHalf:
    """2 weight_decay w, the gradient of weight_decay w²."""

    def __init__(self, lr, momentum=0.0, nesterov=False, weight_decay=0.0):
        self.lr, self.mu, self.nesterov, self.wd = lr, momentum, nesterov, weight_decay
        self.v = None

    def step(self, params, grads):
        grads = [g + 2 * self.wd * w for w, g in zip(params, grads)]
        if self.v is None:
            self.v = [np.zeros_like(w) for w in params]
        self.v = [self.mu * v + g for v, g in zip(self.v, grads)]
        look = [g + self.mu * v for v, g in zip(self.v, grads)] if self.nesterov else self.v
        return [w - self.lr * d for w, d in zip(params, look)]


@mistake(of="SGD", caught_by=SGD_agrees_with_the_reference)
class NesterovLooksAheadWithoutTheDecay:
    """The decay is in the velocity, but not in the gradient that is added to it."""

    def __init__(self, lr, momentum=0.0, nesterov=False, weight_decay=0.0):
        self.lr, self.mu, self.nesterov, self.wd = lr, momentum, nesterov, weight_decay
        self.v = None

    def step(self, params, grads):
        if self.v is None:
            self.v = [np.zeros_like(w) for w in params]
        self.v = [self.mu * v + g + self.wd * w for v, w, g in zip(self.v, params, grads)]
        look = [g + self.mu * v for v, g in zip(self.v, grads)] if self.nesterov else self.v
        return [w - self.lr * d for w, d in zip(params, look)]


@mistake(of="SGD", caught_by=SGD_has_a_velocity_for_each_parameter)
class OneVelocityForAll:
    def __init__(self, lr, momentum=0.0, nesterov=False, weight_decay=0.0):
        self.lr, self.mu, self.nesterov, self.wd = lr, momentum, nesterov, weight_decay
        self.v = 0.0

    def step(self, params, grads):
        new = []
        for w, g in zip(params, grads):
            g = g + self.wd * w
            self.v = self.mu * np.mean(self.v) + g
            new.append(w - self.lr * (g + self.mu * self.v if self.nesterov else self.v))
        return new


@mistake(of="SGD", caught_by=SGD_agrees_with_the_reference)
class OneVelocityForAllOptimizers:
    """An attribute of the class: the second optimizer starts with the velocity of the first."""

    v = []  # noqa: RUF012  # the mistake itself

    def __init__(self, lr, momentum=0.0, nesterov=False, weight_decay=0.0):
        self.lr, self.mu, self.nesterov, self.wd = lr, momentum, nesterov, weight_decay

    def step(self, params, grads):
        new = []
        for i, (w, g) in enumerate(zip(params, grads)):
            g = g + self.wd * w
            if len(self.v) <= i:
                self.v.append(np.zeros_like(w))
            self.v[i] = self.mu * self.v[i] + g
            new.append(w - self.lr * (g + self.mu * self.v[i] if self.nesterov else self.v[i]))
        return new


@mistake(of="SGD", caught_by=SGD_starts_from_the_params_it_is_given)
class GoesOnFromItsOwnParams:
    def __init__(self, lr, momentum=0.0, nesterov=False, weight_decay=0.0):
        self.lr, self.mu, self.nesterov, self.wd = lr, momentum, nesterov, weight_decay
        self.params = None

    def step(self, params, grads):
        if self.params is None:
            self.params, self.v = list(params), [np.zeros_like(w) for w in params]
        for i, g in enumerate(grads):
            g = g + self.wd * self.params[i]
            self.v[i] = self.mu * self.v[i] + g
            look = g + self.mu * self.v[i] if self.nesterov else self.v[i]
            self.params[i] = self.params[i] - self.lr * look
        return list(self.params)


@mistake(of="SGD", caught_by=SGD_leaves_its_arguments_unchanged)
class SubtractsInPlace:
    def __init__(self, lr, momentum=0.0, nesterov=False, weight_decay=0.0):
        self.lr, self.mu, self.nesterov, self.wd = lr, momentum, nesterov, weight_decay
        self.v = None

    def step(self, params, grads):
        params = list(params)
        if self.v is None:
            self.v = [np.zeros_like(w) for w in params]
        for i in range(len(params)):
            g = grads[i] + self.wd * params[i]
            self.v[i] = self.mu * self.v[i] + g
            params[i] -= self.lr * (g + self.mu * self.v[i] if self.nesterov else self.v[i])
        return params


@mistake(of="SGD", caught_by=SGD_leaves_its_arguments_unchanged)
class DecaysTheCallersGradients:
    def __init__(self, lr, momentum=0.0, nesterov=False, weight_decay=0.0):
        self.lr, self.mu, self.nesterov, self.wd = lr, momentum, nesterov, weight_decay
        self.v = None

    def step(self, params, grads):
        if self.v is None:
            self.v = [np.zeros_like(w) for w in params]
        new = []
        for i, (w, g) in enumerate(zip(params, grads)):
            g += self.wd * w
            self.v[i] = self.mu * self.v[i] + g
            new.append(w - self.lr * (g + self.mu * self.v[i] if self.nesterov else self.v[i]))
        return new


@mistake(of="SGD", caught_by=SGD_keeps_float32)
class VelocityOfFloat64:
    def __init__(self, lr, momentum=0.0, nesterov=False, weight_decay=0.0):
        self.lr, self.mu, self.nesterov, self.wd = lr, momentum, nesterov, weight_decay
        self.v = None

    def step(self, params, grads):
        if self.v is None:
            self.v = [np.zeros(w.shape) for w in params]
        new = []
        for i, (w, g) in enumerate(zip(params, grads)):
            g = g + self.wd * w
            self.v[i] = self.mu * self.v[i] + g
            new.append(w - self.lr * (g + self.mu * self.v[i] if self.nesterov else self.v[i]))
        return new


@mistake(of="SGD", caught_by=SGD_starts_from_the_params_it_is_given)
class NeedsAxesToCount:
    """np.zeros(len(w)) for vectors, and a 0-d array has no len."""

    def __init__(self, lr, momentum=0.0, nesterov=False, weight_decay=0.0):
        self.lr, self.mu, self.nesterov, self.wd = lr, momentum, nesterov, weight_decay
        self.v = None

    def step(self, params, grads):
        if self.v is None:
            self.v = [np.array([0 * row for row in w]) for w in params]
        new = []
        for i, (w, g) in enumerate(zip(params, grads)):
            g = g + self.wd * w
            self.v[i] = self.mu * self.v[i] + g
            new.append(w - self.lr * (g + self.mu * self.v[i] if self.nesterov else self.v[i]))
        return new


@mistake(of="SGD", caught_by=SGD_steps_against_the_gradient)
class ReturnsTheFirstParameterOnly:
    def __init__(self, lr, momentum=0.0, nesterov=False, weight_decay=0.0):
        self.lr, self.mu, self.nesterov, self.wd = lr, momentum, nesterov, weight_decay
        self.v = None

    def step(self, params, grads):
        if self.v is None:
            self.v = [np.zeros_like(w) for w in params]
        new = []
        for i, (w, g) in enumerate(zip(params, grads)):
            g = g + self.wd * w
            self.v[i] = self.mu * self.v[i] + g
            new.append(w - self.lr * (g + self.mu * self.v[i] if self.nesterov else self.v[i]))
            return new
        return new


# AdaGrad


@mistake(of="AdaGrad", caught_by=AdaGrad_divides_by_the_root_of_all_squares)
class NotThisStepsSquare:
    """The sum of the squares before this step: the first one divides by eps."""

    def __init__(self, lr, eps=1e-10):
        self.lr, self.eps, self.G = lr, eps, None

    def step(self, params, grads):
        if self.G is None:
            self.G = [np.zeros_like(w) for w in params]
        new = [w - self.lr * g / (np.sqrt(G) + self.eps) for w, g, G in zip(params, grads, self.G)]
        self.G = [G + g**2 for G, g in zip(self.G, grads)]
        return new


@mistake(of="AdaGrad", caught_by=AdaGrad_divides_by_the_root_of_all_squares)
class ForgotTheRoot:
    def __init__(self, lr, eps=1e-10):
        self.lr, self.eps, self.G = lr, eps, None

    def step(self, params, grads):
        if self.G is None:
            self.G = [np.zeros_like(w) for w in params]
        self.G = [G + g**2 for G, g in zip(self.G, grads)]
        return [w - self.lr * g / (G + self.eps) for w, g, G in zip(params, grads, self.G)]


@mistake(of="AdaGrad", caught_by=AdaGrad_makes_shorter_and_shorter_steps)
class RememberedNoSquares:
    def __init__(self, lr, eps=1e-10):
        self.lr, self.eps = lr, eps

    def step(self, params, grads):
        return [w - self.lr * g / (np.abs(g) + self.eps) for w, g in zip(params, grads)]


@mistake(of="AdaGrad", caught_by=AdaGrad_ignores_the_scale_of_the_gradients)
class ClipsLargeGradients:
    """A good idea, but another algorithm."""

    def __init__(self, lr, eps=1e-10):
        self.lr, self.eps, self.G = lr, eps, None

    def step(self, params, grads):
        if self.G is None:
            self.G = [np.zeros_like(w) for w in params]
        grads = [np.clip(g, -5, 5) for g in grads]
        self.G = [G + g**2 for G, g in zip(self.G, grads)]
        return [
            w - self.lr * g / (np.sqrt(G) + self.eps) for w, g, G in zip(params, grads, self.G)
        ]


@mistake(of="AdaGrad", caught_by=AdaGrad_agrees_with_the_reference)
class OneSumForTheWholeArray:
    """The squared norm: one rate for the array, no rate of its own for each entry."""

    def __init__(self, lr, eps=1e-10):
        self.lr, self.eps, self.G = lr, eps, None

    def step(self, params, grads):
        if self.G is None:
            self.G = [0.0 for _ in params]
        self.G = [G + np.sum(g**2) for G, g in zip(self.G, grads)]
        return [
            w - self.lr * g / (np.sqrt(G) + self.eps) for w, g, G in zip(params, grads, self.G)
        ]


@mistake(of="AdaGrad", caught_by=AdaGrad_adds_eps_to_the_root)
class EpsUnderTheRoot:
    def __init__(self, lr, eps=1e-10):
        self.lr, self.eps, self.G = lr, eps, None

    def step(self, params, grads):
        if self.G is None:
            self.G = [np.zeros_like(w) for w in params]
        self.G = [G + g**2 for G, g in zip(self.G, grads)]
        return [w - self.lr * g / np.sqrt(G + self.eps) for w, g, G in zip(params, grads, self.G)]


@mistake(of="AdaGrad", caught_by=AdaGrad_leaves_alone_what_has_no_gradient)
class ForgotEps:
    """0/0 where nothing has ever happened."""

    def __init__(self, lr, eps=1e-10):
        self.lr, self.G = lr, None

    def step(self, params, grads):
        if self.G is None:
            self.G = [np.zeros_like(w) for w in params]
        self.G = [G + g**2 for G, g in zip(self.G, grads)]
        return [w - self.lr * g / np.sqrt(G) for w, g, G in zip(params, grads, self.G)]


@mistake(of="AdaGrad", caught_by=AdaGrad_has_the_defaults_of_the_text)
class TheEpsOfAdam:
    def __init__(self, lr, eps=1e-8):
        self.lr, self.eps, self.G = lr, eps, None

    def step(self, params, grads):
        if self.G is None:
            self.G = [np.zeros_like(w) for w in params]
        self.G = [G + g**2 for G, g in zip(self.G, grads)]
        return [
            w - self.lr * g / (np.sqrt(G) + self.eps) for w, g, G in zip(params, grads, self.G)
        ]


@mistake(of="AdaGrad", caught_by=AdaGrad_has_a_sum_for_each_parameter)
class OneSumForAllParameters:
    def __init__(self, lr, eps=1e-10):
        self.lr, self.eps, self.G = lr, eps, 0.0

    def step(self, params, grads):
        new = []
        for w, g in zip(params, grads):
            self.G = np.max(self.G) + g**2 if np.shape(self.G) != g.shape else self.G + g**2
            new.append(w - self.lr * g / (np.sqrt(self.G) + self.eps))
        return new


@mistake(of="AdaGrad", caught_by=AdaGrad_starts_from_the_params_it_is_given)
class KeptTheFirstParams:
    def __init__(self, lr, eps=1e-10):
        self.lr, self.eps, self.params = lr, eps, None

    def step(self, params, grads):
        if self.params is None:
            self.params, self.G = list(params), [np.zeros_like(w) for w in params]
        self.G = [G + g**2 for G, g in zip(self.G, grads)]
        self.params = [
            w - self.lr * g / (np.sqrt(G) + self.eps)
            for w, g, G in zip(self.params, grads, self.G)
        ]
        return list(self.params)


@mistake(of="AdaGrad", caught_by=AdaGrad_leaves_its_arguments_unchanged)
class DividesTheCallersGradients:
    def __init__(self, lr, eps=1e-10):
        self.lr, self.eps, self.G = lr, eps, None

    def step(self, params, grads):
        if self.G is None:
            self.G = [np.zeros_like(w) for w in params]
        self.G = [G + g**2 for G, g in zip(self.G, grads)]
        new = []
        for w, g, G in zip(params, grads, self.G):
            g /= np.sqrt(G) + self.eps
            new.append(w - self.lr * g)
        return new


@mistake(of="AdaGrad", caught_by=AdaGrad_keeps_float32)
class SumsOfFloat64:
    def __init__(self, lr, eps=1e-10):
        self.lr, self.eps, self.G = lr, eps, None

    def step(self, params, grads):
        if self.G is None:
            self.G = [np.zeros(np.shape(w)) for w in params]
        self.G = [G + g**2 for G, g in zip(self.G, grads)]
        return [
            w - self.lr * g / (np.sqrt(G) + self.eps) for w, g, G in zip(params, grads, self.G)
        ]


# RMSProp


@mistake(of="RMSProp", caught_by=RMSProp_divides_by_the_root_of_a_moving_average)
class DecayAtTheWrongTerm:
    def __init__(self, lr, decay=0.99, eps=1e-8):
        self.lr, self.decay, self.eps, self.s = lr, decay, eps, None

    def step(self, params, grads):
        if self.s is None:
            self.s = [np.zeros_like(w) for w in params]
        self.s = [(1 - self.decay) * s + self.decay * g**2 for s, g in zip(self.s, grads)]
        return [
            w - self.lr * g / (np.sqrt(s) + self.eps) for w, g, s in zip(params, grads, self.s)
        ]


@mistake(of="RMSProp", caught_by=RMSProp_starts_with_long_steps)
class CorrectedAsInAdam:
    def __init__(self, lr, decay=0.99, eps=1e-8):
        self.lr, self.decay, self.eps, self.s, self.t = lr, decay, eps, None, 0

    def step(self, params, grads):
        self.t += 1
        if self.s is None:
            self.s = [np.zeros_like(w) for w in params]
        self.s = [self.decay * s + (1 - self.decay) * g**2 for s, g in zip(self.s, grads)]
        hats = [s / (1 - self.decay**self.t) for s in self.s]
        return [w - self.lr * g / (np.sqrt(s) + self.eps) for w, g, s in zip(params, grads, hats)]


@mistake(of="RMSProp", caught_by=RMSProp_starts_with_long_steps)
class StartedAtTheFirstSquare:
    def __init__(self, lr, decay=0.99, eps=1e-8):
        self.lr, self.decay, self.eps, self.s = lr, decay, eps, None

    def step(self, params, grads):
        if self.s is None:
            self.s = [g**2 for g in grads]
        self.s = [self.decay * s + (1 - self.decay) * g**2 for s, g in zip(self.s, grads)]
        return [
            w - self.lr * g / (np.sqrt(s) + self.eps) for w, g, s in zip(params, grads, self.s)
        ]


@mistake(of="RMSProp", caught_by=RMSProp_starts_with_long_steps)
class StartedAtOne:
    """As some frameworks did; hardly to be seen with large gradients."""

    def __init__(self, lr, decay=0.99, eps=1e-8):
        self.lr, self.decay, self.eps, self.s = lr, decay, eps, None

    def step(self, params, grads):
        if self.s is None:
            self.s = [np.ones_like(w) for w in params]
        self.s = [self.decay * s + (1 - self.decay) * g**2 for s, g in zip(self.s, grads)]
        return [
            w - self.lr * g / (np.sqrt(s) + self.eps) for w, g, s in zip(params, grads, self.s)
        ]


@mistake(of="RMSProp", caught_by=RMSProp_agrees_with_the_reference)
class Centred:
    """The variance of the gradients for the mean of their squares."""

    def __init__(self, lr, decay=0.99, eps=1e-8):
        self.lr, self.decay, self.eps, self.s = lr, decay, eps, None

    def step(self, params, grads):
        if self.s is None:
            self.s = [np.zeros_like(w) for w in params]
            self.m = [np.zeros_like(w) for w in params]
        self.s = [self.decay * s + (1 - self.decay) * g**2 for s, g in zip(self.s, grads)]
        self.m = [self.decay * m + (1 - self.decay) * g for m, g in zip(self.m, grads)]
        roots = [np.sqrt(s - m**2) for s, m in zip(self.s, self.m)]
        return [w - self.lr * g / (r + self.eps) for w, g, r in zip(params, grads, roots)]


@mistake(of="RMSProp", caught_by=RMSProp_agrees_with_the_reference)
class SummedLikeAdaGrad:
    """decay s + g², not an average."""

    def __init__(self, lr, decay=0.99, eps=1e-8):
        self.lr, self.decay, self.eps, self.s = lr, decay, eps, None

    def step(self, params, grads):
        if self.s is None:
            self.s = [np.zeros_like(w) for w in params]
        self.s = [self.decay * s + g**2 for s, g in zip(self.s, grads)]
        return [
            w - self.lr * g / (np.sqrt(s) + self.eps) for w, g, s in zip(params, grads, self.s)
        ]


@mistake(of="RMSProp", caught_by=RMSProp_adds_eps_to_the_root)
class EpsBelowTheRoot:
    def __init__(self, lr, decay=0.99, eps=1e-8):
        self.lr, self.decay, self.eps, self.s = lr, decay, eps, None

    def step(self, params, grads):
        if self.s is None:
            self.s = [np.zeros_like(w) for w in params]
        self.s = [self.decay * s + (1 - self.decay) * g**2 for s, g in zip(self.s, grads)]
        return [w - self.lr * g / np.sqrt(s + self.eps) for w, g, s in zip(params, grads, self.s)]


@mistake(of="RMSProp", caught_by=RMSProp_leaves_alone_what_has_no_gradient)
class WithoutEps:
    def __init__(self, lr, decay=0.99, eps=1e-8):
        self.lr, self.decay, self.s = lr, decay, None

    def step(self, params, grads):
        if self.s is None:
            self.s = [np.zeros_like(w) for w in params]
        self.s = [self.decay * s + (1 - self.decay) * g**2 for s, g in zip(self.s, grads)]
        return [w - self.lr * g / np.sqrt(s) for w, g, s in zip(params, grads, self.s)]


@mistake(of="RMSProp", caught_by=RMSProp_has_the_defaults_of_the_text)
class TheDecayOfTheSlides:
    """0.9, as in Hinton's lecture."""

    def __init__(self, lr, decay=0.9, eps=1e-8):
        self.lr, self.decay, self.eps, self.s = lr, decay, eps, None

    def step(self, params, grads):
        if self.s is None:
            self.s = [np.zeros_like(w) for w in params]
        self.s = [self.decay * s + (1 - self.decay) * g**2 for s, g in zip(self.s, grads)]
        return [
            w - self.lr * g / (np.sqrt(s) + self.eps) for w, g, s in zip(params, grads, self.s)
        ]


@mistake(of="RMSProp", caught_by=RMSProp_has_an_average_for_each_parameter)
class AverageOfTheLastParameter:
    """Broadcast from one parameter into the next."""

    def __init__(self, lr, decay=0.99, eps=1e-8):
        self.lr, self.decay, self.eps, self.s = lr, decay, eps, 0.0

    def step(self, params, grads):
        new = []
        for w, g in zip(params, grads):
            old = self.s if np.shape(self.s) == np.shape(w) else np.mean(self.s)
            self.s = self.decay * old + (1 - self.decay) * g**2
            new.append(w - self.lr * g / (np.sqrt(self.s) + self.eps))
        return new


@mistake(of="RMSProp", caught_by=RMSProp_starts_from_the_params_it_is_given)
class OnlyForLists:
    """A tuple has no copy."""

    def __init__(self, lr, decay=0.99, eps=1e-8):
        self.lr, self.decay, self.eps, self.s = lr, decay, eps, None

    def step(self, params, grads):
        if self.s is None:
            self.s = [np.zeros_like(w) for w in params]
        new = params.copy()
        for i, g in enumerate(grads):
            self.s[i] = self.decay * self.s[i] + (1 - self.decay) * g**2
            new[i] = params[i] - self.lr * g / (np.sqrt(self.s[i]) + self.eps)
        return new


@mistake(of="RMSProp", caught_by=RMSProp_leaves_its_arguments_unchanged)
class FillsTheCallersList:
    """The arrays are new, but the list is the caller's."""

    def __init__(self, lr, decay=0.99, eps=1e-8):
        self.lr, self.decay, self.eps, self.s = lr, decay, eps, None

    def step(self, params, grads):
        if self.s is None:
            self.s = [np.zeros_like(w) for w in params]
        if isinstance(params, tuple):
            params = list(params)
        for i, g in enumerate(grads):
            self.s[i] = self.decay * self.s[i] + (1 - self.decay) * g**2
            params[i] = params[i] - self.lr * g / (np.sqrt(self.s[i]) + self.eps)
        return params


@mistake(of="RMSProp", caught_by=RMSProp_keeps_float32)
class NumbersOfNumpy:
    """An np.float64 makes float64 of everything it is multiplied with."""

    def __init__(self, lr, decay=0.99, eps=1e-8):
        self.lr, self.decay, self.eps, self.s = np.float64(lr), decay, eps, None

    def step(self, params, grads):
        if self.s is None:
            self.s = [np.zeros_like(w) for w in params]
        self.s = [self.decay * s + (1 - self.decay) * g**2 for s, g in zip(self.s, grads)]
        return [
            w - self.lr * g / (np.sqrt(s) + self.eps) for w, g, s in zip(params, grads, self.s)
        ]


# Adam


@mistake(of="Adam", caught_by=Adam_makes_steps_of_length_lr)
class NoCorrection:
    def __init__(self, lr, beta1=0.9, beta2=0.999, eps=1e-8):
        self.lr, self.b1, self.b2, self.eps = lr, beta1, beta2, eps
        self.m = self.v = None

    def step(self, params, grads):
        if self.m is None:
            self.m = [np.zeros_like(w) for w in params]
            self.v = [np.zeros_like(w) for w in params]
        self.m = [self.b1 * m + (1 - self.b1) * g for m, g in zip(self.m, grads)]
        self.v = [self.b2 * v + (1 - self.b2) * g**2 for v, g in zip(self.v, grads)]
        return [
            w - self.lr * m / (np.sqrt(v) + self.eps) for w, m, v in zip(params, self.m, self.v)
        ]


@mistake(of="Adam", caught_by=Adam_finds_its_way_through_the_banana_valley)
class OnlyTheFirstMomentCorrected:
    def __init__(self, lr, beta1=0.9, beta2=0.999, eps=1e-8):
        self.lr, self.b1, self.b2, self.eps = lr, beta1, beta2, eps
        self.m, self.v, self.t = None, None, 0

    def step(self, params, grads):
        if self.m is None:
            self.m = [np.zeros_like(w) for w in params]
            self.v = [np.zeros_like(w) for w in params]
        self.t += 1
        self.m = [self.b1 * m + (1 - self.b1) * g for m, g in zip(self.m, grads)]
        self.v = [self.b2 * v + (1 - self.b2) * g**2 for v, g in zip(self.v, grads)]
        return [
            w - self.lr * m / (1 - self.b1**self.t) / (np.sqrt(v) + self.eps)
            for w, m, v in zip(params, self.m, self.v)
        ]


@mistake(of="Adam", caught_by=Adam_makes_two_steps_done_by_hand)
class CountedAfterTheStep:
    """t = 0 at the first step: the correction divides by zero."""

    def __init__(self, lr, beta1=0.9, beta2=0.999, eps=1e-8):
        self.lr, self.b1, self.b2, self.eps = lr, beta1, beta2, eps
        self.m, self.v, self.t = None, None, 0

    def step(self, params, grads):
        if self.m is None:
            self.m = [np.zeros_like(w) for w in params]
            self.v = [np.zeros_like(w) for w in params]
        self.m = [self.b1 * m + (1 - self.b1) * g for m, g in zip(self.m, grads)]
        self.v = [self.b2 * v + (1 - self.b2) * g**2 for v, g in zip(self.v, grads)]
        m_hat = [m / np.float64(1 - self.b1**self.t) for m in self.m]
        v_hat = [v / np.float64(1 - self.b2**self.t) for v in self.v]
        self.t += 1
        return [w - self.lr * m / (np.sqrt(v) + self.eps) for w, m, v in zip(params, m_hat, v_hat)]


@mistake(of="Adam", caught_by=Adam_makes_steps_of_length_lr)
class CountedFromTwo:
    def __init__(self, lr, beta1=0.9, beta2=0.999, eps=1e-8):
        self.lr, self.b1, self.b2, self.eps = lr, beta1, beta2, eps
        self.m, self.v, self.t = None, None, 1

    def step(self, params, grads):
        if self.m is None:
            self.m = [np.zeros_like(w) for w in params]
            self.v = [np.zeros_like(w) for w in params]
        self.t += 1
        self.m = [self.b1 * m + (1 - self.b1) * g for m, g in zip(self.m, grads)]
        self.v = [self.b2 * v + (1 - self.b2) * g**2 for v, g in zip(self.v, grads)]
        m_hat = [m / (1 - self.b1**self.t) for m in self.m]
        v_hat = [v / (1 - self.b2**self.t) for v in self.v]
        return [w - self.lr * m / (np.sqrt(v) + self.eps) for w, m, v in zip(params, m_hat, v_hat)]


@mistake(of="Adam", caught_by=Adam_has_averages_for_each_parameter)
class CountedPerParameter:
    """t grows inside the loop: twice as fast with two parameters."""

    def __init__(self, lr, beta1=0.9, beta2=0.999, eps=1e-8):
        self.lr, self.b1, self.b2, self.eps = lr, beta1, beta2, eps
        self.m, self.v, self.t = [], [], 0

    def step(self, params, grads):
        new = []
        for i, (w, g) in enumerate(zip(params, grads)):
            if len(self.m) == i:
                self.m.append(np.zeros_like(w))
                self.v.append(np.zeros_like(w))
            self.t += 1
            self.m[i] = self.b1 * self.m[i] + (1 - self.b1) * g
            self.v[i] = self.b2 * self.v[i] + (1 - self.b2) * g**2
            m_hat = self.m[i] / (1 - self.b1**self.t)
            v_hat = self.v[i] / (1 - self.b2**self.t)
            new.append(w - self.lr * m_hat / (np.sqrt(v_hat) + self.eps))
        return new


@mistake(of="Adam", caught_by=Adam_makes_steps_of_length_lr)
class KeptTheCorrectedAverages:
    """The corrected m and v are stored and corrected again."""

    def __init__(self, lr, beta1=0.9, beta2=0.999, eps=1e-8):
        self.lr, self.b1, self.b2, self.eps = lr, beta1, beta2, eps
        self.m, self.v, self.t = None, None, 0

    def step(self, params, grads):
        if self.m is None:
            self.m = [np.zeros_like(w) for w in params]
            self.v = [np.zeros_like(w) for w in params]
        self.t += 1
        c1, c2 = 1 - self.b1**self.t, 1 - self.b2**self.t
        self.m = [(self.b1 * m + (1 - self.b1) * g) / c1 for m, g in zip(self.m, grads)]
        self.v = [(self.b2 * v + (1 - self.b2) * g**2) / c2 for v, g in zip(self.v, grads)]
        return [
            w - self.lr * m / (np.sqrt(v) + self.eps) for w, m, v in zip(params, self.m, self.v)
        ]


@mistake(of="Adam", caught_by=Adam_makes_two_steps_done_by_hand)
class CorrectedByTimes:
    """beta t for beta to the power of t: right at the first step."""

    def __init__(self, lr, beta1=0.9, beta2=0.999, eps=1e-8):
        self.lr, self.b1, self.b2, self.eps = lr, beta1, beta2, eps
        self.m, self.v, self.t = None, None, 0

    def step(self, params, grads):
        if self.m is None:
            self.m = [np.zeros_like(w) for w in params]
            self.v = [np.zeros_like(w) for w in params]
        self.t += 1
        self.m = [self.b1 * m + (1 - self.b1) * g for m, g in zip(self.m, grads)]
        self.v = [self.b2 * v + (1 - self.b2) * g**2 for v, g in zip(self.v, grads)]
        m_hat = [m / np.float64(1 - self.b1 * self.t) for m in self.m]
        v_hat = [v / np.float64(1 - self.b2 * self.t) for v in self.v]
        return [w - self.lr * m / (np.sqrt(v) + self.eps) for w, m, v in zip(params, m_hat, v_hat)]


@mistake(of="Adam", caught_by=Adam_agrees_with_the_reference)
class BetasSwapped:
    def __init__(self, lr, beta1=0.9, beta2=0.999, eps=1e-8):
        self.lr, self.b1, self.b2, self.eps = lr, beta2, beta1, eps
        self.m, self.v, self.t = None, None, 0

    def step(self, params, grads):
        if self.m is None:
            self.m = [np.zeros_like(w) for w in params]
            self.v = [np.zeros_like(w) for w in params]
        self.t += 1
        self.m = [self.b1 * m + (1 - self.b1) * g for m, g in zip(self.m, grads)]
        self.v = [self.b2 * v + (1 - self.b2) * g**2 for v, g in zip(self.v, grads)]
        m_hat = [m / (1 - self.b1**self.t) for m in self.m]
        v_hat = [v / (1 - self.b2**self.t) for v in self.v]
        return [w - self.lr * m / (np.sqrt(v) + self.eps) for w, m, v in zip(params, m_hat, v_hat)]


@mistake(of="Adam", caught_by=Adam_makes_two_steps_done_by_hand)
class ForgotTheRootOfTheAverage:
    def __init__(self, lr, beta1=0.9, beta2=0.999, eps=1e-8):
        self.lr, self.b1, self.b2, self.eps = lr, beta1, beta2, eps
        self.m, self.v, self.t = None, None, 0

    def step(self, params, grads):
        if self.m is None:
            self.m = [np.zeros_like(w) for w in params]
            self.v = [np.zeros_like(w) for w in params]
        self.t += 1
        self.m = [self.b1 * m + (1 - self.b1) * g for m, g in zip(self.m, grads)]
        self.v = [self.b2 * v + (1 - self.b2) * g**2 for v, g in zip(self.v, grads)]
        m_hat = [m / (1 - self.b1**self.t) for m in self.m]
        v_hat = [v / (1 - self.b2**self.t) for v in self.v]
        return [w - self.lr * m / (v + self.eps) for w, m, v in zip(params, m_hat, v_hat)]


@mistake(of="Adam", caught_by=Adam_ignores_the_scale_of_the_gradients)
class ClipsGradientsFirst:
    """Each entry to [-10, 10], which nobody asked for."""

    def __init__(self, lr, beta1=0.9, beta2=0.999, eps=1e-8):
        self.lr, self.b1, self.b2, self.eps = lr, beta1, beta2, eps
        self.m, self.v, self.t = None, None, 0

    def step(self, params, grads):
        if self.m is None:
            self.m = [np.zeros_like(w) for w in params]
            self.v = [np.zeros_like(w) for w in params]
        self.t += 1
        grads = [np.clip(g, -10, 10) for g in grads]
        self.m = [self.b1 * m + (1 - self.b1) * g for m, g in zip(self.m, grads)]
        self.v = [self.b2 * v + (1 - self.b2) * g**2 for v, g in zip(self.v, grads)]
        m_hat = [m / (1 - self.b1**self.t) for m in self.m]
        v_hat = [v / (1 - self.b2**self.t) for v in self.v]
        return [w - self.lr * m / (np.sqrt(v) + self.eps) for w, m, v in zip(params, m_hat, v_hat)]


@mistake(of="Adam", caught_by=Adam_adds_eps_to_the_root_of_the_corrected_average)
class EpsInsideTheRoot:
    """As in some lecture notes."""

    def __init__(self, lr, beta1=0.9, beta2=0.999, eps=1e-8):
        self.lr, self.b1, self.b2, self.eps = lr, beta1, beta2, eps
        self.m, self.v, self.t = None, None, 0

    def step(self, params, grads):
        if self.m is None:
            self.m = [np.zeros_like(w) for w in params]
            self.v = [np.zeros_like(w) for w in params]
        self.t += 1
        self.m = [self.b1 * m + (1 - self.b1) * g for m, g in zip(self.m, grads)]
        self.v = [self.b2 * v + (1 - self.b2) * g**2 for v, g in zip(self.v, grads)]
        m_hat = [m / (1 - self.b1**self.t) for m in self.m]
        v_hat = [v / (1 - self.b2**self.t) for v in self.v]
        return [w - self.lr * m / np.sqrt(v + self.eps) for w, m, v in zip(params, m_hat, v_hat)]


@mistake(of="Adam", caught_by=Adam_adds_eps_to_the_root_of_the_corrected_average)
class EpsBeforeTheCorrection:
    """The rearranged form of the paper's section 2, with eps as it is."""

    def __init__(self, lr, beta1=0.9, beta2=0.999, eps=1e-8):
        self.lr, self.b1, self.b2, self.eps = lr, beta1, beta2, eps
        self.m, self.v, self.t = None, None, 0

    def step(self, params, grads):
        if self.m is None:
            self.m = [np.zeros_like(w) for w in params]
            self.v = [np.zeros_like(w) for w in params]
        self.t += 1
        lr = self.lr * (1 - self.b2**self.t) ** 0.5 / (1 - self.b1**self.t)
        self.m = [self.b1 * m + (1 - self.b1) * g for m, g in zip(self.m, grads)]
        self.v = [self.b2 * v + (1 - self.b2) * g**2 for v, g in zip(self.v, grads)]
        return [w - lr * m / (np.sqrt(v) + self.eps) for w, m, v in zip(params, self.m, self.v)]


@mistake(of="Adam", caught_by=Adam_leaves_alone_what_has_no_gradient)
class DividedByNothing:
    def __init__(self, lr, beta1=0.9, beta2=0.999, eps=1e-8):
        self.lr, self.b1, self.b2 = lr, beta1, beta2
        self.m, self.v, self.t = None, None, 0

    def step(self, params, grads):
        if self.m is None:
            self.m = [np.zeros_like(w) for w in params]
            self.v = [np.zeros_like(w) for w in params]
        self.t += 1
        self.m = [self.b1 * m + (1 - self.b1) * g for m, g in zip(self.m, grads)]
        self.v = [self.b2 * v + (1 - self.b2) * g**2 for v, g in zip(self.v, grads)]
        m_hat = [m / (1 - self.b1**self.t) for m in self.m]
        v_hat = [v / (1 - self.b2**self.t) for v in self.v]
        return [w - self.lr * m / np.sqrt(v) for w, m, v in zip(params, m_hat, v_hat)]


@mistake(of="Adam", caught_by=Adam_agrees_with_the_reference)
class SquaredTheAverage:
    """v from m², not from g²."""

    def __init__(self, lr, beta1=0.9, beta2=0.999, eps=1e-8):
        self.lr, self.b1, self.b2, self.eps = lr, beta1, beta2, eps
        self.m, self.v, self.t = None, None, 0

    def step(self, params, grads):
        if self.m is None:
            self.m = [np.zeros_like(w) for w in params]
            self.v = [np.zeros_like(w) for w in params]
        self.t += 1
        self.m = [self.b1 * m + (1 - self.b1) * g for m, g in zip(self.m, grads)]
        self.v = [self.b2 * v + (1 - self.b2) * m**2 for v, m in zip(self.v, self.m)]
        m_hat = [m / (1 - self.b1**self.t) for m in self.m]
        v_hat = [v / (1 - self.b2**self.t) for v in self.v]
        return [w - self.lr * m / (np.sqrt(v) + self.eps) for w, m, v in zip(params, m_hat, v_hat)]


@mistake(of="Adam", caught_by=Adam_agrees_with_the_reference)
class NeverForgetsTheLargest:
    """AMSGrad: another algorithm, and the same while gradients grow."""

    def __init__(self, lr, beta1=0.9, beta2=0.999, eps=1e-8):
        self.lr, self.b1, self.b2, self.eps = lr, beta1, beta2, eps
        self.m, self.v, self.t = None, None, 0

    def step(self, params, grads):
        if self.m is None:
            self.m = [np.zeros_like(w) for w in params]
            self.v = [np.zeros_like(w) for w in params]
            self.most = [np.zeros_like(w) for w in params]
        self.t += 1
        self.m = [self.b1 * m + (1 - self.b1) * g for m, g in zip(self.m, grads)]
        self.v = [self.b2 * v + (1 - self.b2) * g**2 for v, g in zip(self.v, grads)]
        m_hat = [m / (1 - self.b1**self.t) for m in self.m]
        self.most = [np.maximum(a, v / (1 - self.b2**self.t)) for a, v in zip(self.most, self.v)]
        return [
            w - self.lr * m / (np.sqrt(v) + self.eps) for w, m, v in zip(params, m_hat, self.most)
        ]


@mistake(of="Adam", caught_by=Adam_agrees_with_the_reference)
class MomentsOfTheClass:
    """What all optimizers share: the second one goes on where the first one stopped."""

    t = 0
    m = {}  # noqa: RUF012  # the mistake itself
    v = {}  # noqa: RUF012  # the mistake itself

    def __init__(self, lr, beta1=0.9, beta2=0.999, eps=1e-8):
        self.lr, self.b1, self.b2, self.eps = lr, beta1, beta2, eps

    def step(self, params, grads):
        self.t += 1
        new = []
        for i, (w, g) in enumerate(zip(params, grads)):
            key = i, np.shape(w)
            self.m[key] = self.b1 * self.m.get(key, 0.0) + (1 - self.b1) * g
            self.v[key] = self.b2 * self.v.get(key, 0.0) + (1 - self.b2) * g**2
            m_hat = self.m[key] / (1 - self.b1**self.t)
            v_hat = self.v[key] / (1 - self.b2**self.t)
            new.append(w - self.lr * m_hat / (np.sqrt(v_hat) + self.eps))
        return new


@mistake(of="Adam", caught_by=Adam_has_the_defaults_of_the_text)
class TheEpsOfKeras:
    def __init__(self, lr, beta1=0.9, beta2=0.999, eps=1e-7):
        self.lr, self.b1, self.b2, self.eps = lr, beta1, beta2, eps
        self.m, self.v, self.t = None, None, 0

    def step(self, params, grads):
        if self.m is None:
            self.m = [np.zeros_like(w) for w in params]
            self.v = [np.zeros_like(w) for w in params]
        self.t += 1
        self.m = [self.b1 * m + (1 - self.b1) * g for m, g in zip(self.m, grads)]
        self.v = [self.b2 * v + (1 - self.b2) * g**2 for v, g in zip(self.v, grads)]
        m_hat = [m / (1 - self.b1**self.t) for m in self.m]
        v_hat = [v / (1 - self.b2**self.t) for v in self.v]
        return [w - self.lr * m / (np.sqrt(v) + self.eps) for w, m, v in zip(params, m_hat, v_hat)]


@mistake(of="Adam", caught_by=Adam_has_the_defaults_of_the_text)
class ForgetsTooFast:
    """beta2 = 0.99, one nine too few."""

    def __init__(self, lr, beta1=0.9, beta2=0.99, eps=1e-8):
        self.lr, self.b1, self.b2, self.eps = lr, beta1, beta2, eps
        self.m, self.v, self.t = None, None, 0

    def step(self, params, grads):
        if self.m is None:
            self.m = [np.zeros_like(w) for w in params]
            self.v = [np.zeros_like(w) for w in params]
        self.t += 1
        self.m = [self.b1 * m + (1 - self.b1) * g for m, g in zip(self.m, grads)]
        self.v = [self.b2 * v + (1 - self.b2) * g**2 for v, g in zip(self.v, grads)]
        m_hat = [m / (1 - self.b1**self.t) for m in self.m]
        v_hat = [v / (1 - self.b2**self.t) for v in self.v]
        return [w - self.lr * m / (np.sqrt(v) + self.eps) for w, m, v in zip(params, m_hat, v_hat)]


@mistake(of="Adam", caught_by=Adam_agrees_with_the_reference)
class WithoutMomentum:
    """RMSProp with a correction: g where m should stand."""

    def __init__(self, lr, beta1=0.9, beta2=0.999, eps=1e-8):
        self.lr, self.b1, self.b2, self.eps = lr, beta1, beta2, eps
        self.v, self.t = None, 0

    def step(self, params, grads):
        if self.v is None:
            self.v = [np.zeros_like(w) for w in params]
        self.t += 1
        self.v = [self.b2 * v + (1 - self.b2) * g**2 for v, g in zip(self.v, grads)]
        v_hat = [v / (1 - self.b2**self.t) for v in self.v]
        return [w - self.lr * g / (np.sqrt(v) + self.eps) for w, g, v in zip(params, grads, v_hat)]


@mistake(of="Adam", caught_by=Adam_starts_from_the_params_it_is_given)
class KeptItsOwnParams:
    def __init__(self, lr, beta1=0.9, beta2=0.999, eps=1e-8):
        self.lr, self.b1, self.b2, self.eps = lr, beta1, beta2, eps
        self.params, self.t = None, 0

    def step(self, params, grads):
        if self.params is None:
            self.params = list(params)
            self.m = [np.zeros_like(w) for w in params]
            self.v = [np.zeros_like(w) for w in params]
        self.t += 1
        for i, g in enumerate(grads):
            self.m[i] = self.b1 * self.m[i] + (1 - self.b1) * g
            self.v[i] = self.b2 * self.v[i] + (1 - self.b2) * g**2
            m_hat = self.m[i] / (1 - self.b1**self.t)
            v_hat = self.v[i] / (1 - self.b2**self.t)
            self.params[i] = self.params[i] - self.lr * m_hat / (np.sqrt(v_hat) + self.eps)
        return list(self.params)


@mistake(of="Adam", caught_by=Adam_leaves_its_arguments_unchanged)
class SquaresTheCallersGradients:
    def __init__(self, lr, beta1=0.9, beta2=0.999, eps=1e-8):
        self.lr, self.b1, self.b2, self.eps = lr, beta1, beta2, eps
        self.m, self.v, self.t = None, None, 0

    def step(self, params, grads):
        if self.m is None:
            self.m = [np.zeros_like(w) for w in params]
            self.v = [np.zeros_like(w) for w in params]
        self.t += 1
        new = []
        for i, (w, g) in enumerate(zip(params, grads)):
            self.m[i] = self.b1 * self.m[i] + (1 - self.b1) * g
            g **= 2
            self.v[i] = self.b2 * self.v[i] + (1 - self.b2) * g
            m_hat = self.m[i] / (1 - self.b1**self.t)
            v_hat = self.v[i] / (1 - self.b2**self.t)
            new.append(w - self.lr * m_hat / (np.sqrt(v_hat) + self.eps))
        return new


@mistake(of="Adam", caught_by=Adam_keeps_float32)
class CorrectionsOfNumpy:
    """np.power of Python numbers is an np.float64."""

    def __init__(self, lr, beta1=0.9, beta2=0.999, eps=1e-8):
        self.lr, self.b1, self.b2, self.eps = lr, beta1, beta2, eps
        self.m, self.v, self.t = None, None, 0

    def step(self, params, grads):
        if self.m is None:
            self.m = [np.zeros_like(w) for w in params]
            self.v = [np.zeros_like(w) for w in params]
        self.t += 1
        self.m = [self.b1 * m + (1 - self.b1) * g for m, g in zip(self.m, grads)]
        self.v = [self.b2 * v + (1 - self.b2) * g**2 for v, g in zip(self.v, grads)]
        m_hat = [m / (1 - np.power(self.b1, self.t)) for m in self.m]
        v_hat = [v / (1 - np.power(self.b2, self.t)) for v in self.v]
        return [w - self.lr * m / (np.sqrt(v) + self.eps) for w, m, v in zip(params, m_hat, v_hat)]


# AdamW


@mistake(of="AdamW", caught_by=AdamW_decays_the_same_whatever_the_gradient)
class PenaltyInTheGradient:
    """Adam with an L2 penalty."""

    def __init__(self, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
        self.lr, self.b1, self.b2, self.eps, self.wd = lr, beta1, beta2, eps, weight_decay
        self.m, self.v, self.t = None, None, 0

    def step(self, params, grads):
        grads = [g + self.wd * w for w, g in zip(params, grads)]
        if self.m is None:
            self.m = [np.zeros_like(w) for w in params]
            self.v = [np.zeros_like(w) for w in params]
        self.t += 1
        self.m = [self.b1 * m + (1 - self.b1) * g for m, g in zip(self.m, grads)]
        self.v = [self.b2 * v + (1 - self.b2) * g**2 for v, g in zip(self.v, grads)]
        m_hat = [m / (1 - self.b1**self.t) for m in self.m]
        v_hat = [v / (1 - self.b2**self.t) for v in self.v]
        return [w - self.lr * m / (np.sqrt(v) + self.eps) for w, m, v in zip(params, m_hat, v_hat)]


@mistake(of="AdamW", caught_by=AdamW_shrinks_weights_that_have_no_gradient)
class DecayWithoutTheRate:
    def __init__(self, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
        self.lr, self.b1, self.b2, self.eps, self.wd = lr, beta1, beta2, eps, weight_decay
        self.m, self.v, self.t = None, None, 0

    def step(self, params, grads):
        if self.m is None:
            self.m = [np.zeros_like(w) for w in params]
            self.v = [np.zeros_like(w) for w in params]
        self.t += 1
        self.m = [self.b1 * m + (1 - self.b1) * g for m, g in zip(self.m, grads)]
        self.v = [self.b2 * v + (1 - self.b2) * g**2 for v, g in zip(self.v, grads)]
        m_hat = [m / (1 - self.b1**self.t) for m in self.m]
        v_hat = [v / (1 - self.b2**self.t) for v in self.v]
        return [
            w - self.wd * w - self.lr * m / (np.sqrt(v) + self.eps)
            for w, m, v in zip(params, m_hat, v_hat)
        ]


@mistake(of="AdamW", caught_by=AdamW_makes_two_steps_done_by_hand)
class DecayOfTheNewWeights:
    """First the step, then the decay of what it leads to."""

    def __init__(self, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
        self.lr, self.b1, self.b2, self.eps, self.wd = lr, beta1, beta2, eps, weight_decay
        self.m, self.v, self.t = None, None, 0

    def step(self, params, grads):
        if self.m is None:
            self.m = [np.zeros_like(w) for w in params]
            self.v = [np.zeros_like(w) for w in params]
        self.t += 1
        self.m = [self.b1 * m + (1 - self.b1) * g for m, g in zip(self.m, grads)]
        self.v = [self.b2 * v + (1 - self.b2) * g**2 for v, g in zip(self.v, grads)]
        m_hat = [m / (1 - self.b1**self.t) for m in self.m]
        v_hat = [v / (1 - self.b2**self.t) for v in self.v]
        new = [w - self.lr * m / (np.sqrt(v) + self.eps) for w, m, v in zip(params, m_hat, v_hat)]
        return [w - self.lr * self.wd * w for w in new]


@mistake(of="AdamW", caught_by=AdamW_agrees_with_the_reference)
class DecayInsideTheBrackets:
    """lr (m + weight_decay w) / (√v + eps): the decay is divided by the root as well."""

    def __init__(self, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
        self.lr, self.b1, self.b2, self.eps, self.wd = lr, beta1, beta2, eps, weight_decay
        self.m, self.v, self.t = None, None, 0

    def step(self, params, grads):
        if self.m is None:
            self.m = [np.zeros_like(w) for w in params]
            self.v = [np.zeros_like(w) for w in params]
        self.t += 1
        self.m = [self.b1 * m + (1 - self.b1) * g for m, g in zip(self.m, grads)]
        self.v = [self.b2 * v + (1 - self.b2) * g**2 for v, g in zip(self.v, grads)]
        m_hat = [m / (1 - self.b1**self.t) for m in self.m]
        v_hat = [v / (1 - self.b2**self.t) for v in self.v]
        return [
            w - self.lr * (m + self.wd * w) / (np.sqrt(v) + self.eps)
            for w, m, v in zip(params, m_hat, v_hat)
        ]


@mistake(of="AdamW", caught_by=AdamW_shrinks_weights_that_have_no_gradient)
class WeightsGrow:
    def __init__(self, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
        self.lr, self.b1, self.b2, self.eps, self.wd = lr, beta1, beta2, eps, weight_decay
        self.m, self.v, self.t = None, None, 0

    def step(self, params, grads):
        if self.m is None:
            self.m = [np.zeros_like(w) for w in params]
            self.v = [np.zeros_like(w) for w in params]
        self.t += 1
        self.m = [self.b1 * m + (1 - self.b1) * g for m, g in zip(self.m, grads)]
        self.v = [self.b2 * v + (1 - self.b2) * g**2 for v, g in zip(self.v, grads)]
        m_hat = [m / (1 - self.b1**self.t) for m in self.m]
        v_hat = [v / (1 - self.b2**self.t) for v in self.v]
        return [
            (1 + self.lr * self.wd) * w - self.lr * m / (np.sqrt(v) + self.eps)
            for w, m, v in zip(params, m_hat, v_hat)
        ]


@mistake(of="AdamW", caught_by=AdamW_has_the_defaults_of_the_text)
class NoDecayUnlessAsked:
    def __init__(self, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0):
        self.lr, self.b1, self.b2, self.eps, self.wd = lr, beta1, beta2, eps, weight_decay
        self.m, self.v, self.t = None, None, 0

    def step(self, params, grads):
        if self.m is None:
            self.m = [np.zeros_like(w) for w in params]
            self.v = [np.zeros_like(w) for w in params]
        self.t += 1
        self.m = [self.b1 * m + (1 - self.b1) * g for m, g in zip(self.m, grads)]
        self.v = [self.b2 * v + (1 - self.b2) * g**2 for v, g in zip(self.v, grads)]
        m_hat = [m / (1 - self.b1**self.t) for m in self.m]
        v_hat = [v / (1 - self.b2**self.t) for v in self.v]
        return [
            w - self.lr * self.wd * w - self.lr * m / (np.sqrt(v) + self.eps)
            for w, m, v in zip(params, m_hat, v_hat)
        ]


@mistake(of="AdamW", caught_by=AdamW_adds_eps_to_the_root_of_the_corrected_average)
class WithEpsUnderTheRoot:
    def __init__(self, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
        self.lr, self.b1, self.b2, self.eps, self.wd = lr, beta1, beta2, eps, weight_decay
        self.m, self.v, self.t = None, None, 0

    def step(self, params, grads):
        if self.m is None:
            self.m = [np.zeros_like(w) for w in params]
            self.v = [np.zeros_like(w) for w in params]
        self.t += 1
        self.m = [self.b1 * m + (1 - self.b1) * g for m, g in zip(self.m, grads)]
        self.v = [self.b2 * v + (1 - self.b2) * g**2 for v, g in zip(self.v, grads)]
        m_hat = [m / (1 - self.b1**self.t) for m in self.m]
        v_hat = [v / (1 - self.b2**self.t) for v in self.v]
        return [
            w - self.lr * self.wd * w - self.lr * m / np.sqrt(v + self.eps)
            for w, m, v in zip(params, m_hat, v_hat)
        ]


@mistake(of="AdamW", caught_by=AdamW_has_averages_for_each_parameter)
class CountedForEachParameter:
    def __init__(self, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
        self.lr, self.b1, self.b2, self.eps, self.wd = lr, beta1, beta2, eps, weight_decay
        self.m, self.v, self.t = None, None, 0

    def step(self, params, grads):
        if self.m is None:
            self.m = [np.zeros_like(w) for w in params]
            self.v = [np.zeros_like(w) for w in params]
        new = []
        for i, (w, g) in enumerate(zip(params, grads)):
            self.t += 1
            self.m[i] = self.b1 * self.m[i] + (1 - self.b1) * g
            self.v[i] = self.b2 * self.v[i] + (1 - self.b2) * g**2
            m_hat = self.m[i] / (1 - self.b1**self.t)
            v_hat = self.v[i] / (1 - self.b2**self.t)
            w = w - self.lr * self.wd * w
            new.append(w - self.lr * m_hat / (np.sqrt(v_hat) + self.eps))
        return new


@mistake(of="AdamW", caught_by=AdamW_starts_from_the_params_it_is_given)
class DecaysWhatItReturnedBefore:
    def __init__(self, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
        self.lr, self.b1, self.b2, self.eps, self.wd = lr, beta1, beta2, eps, weight_decay
        self.m, self.v, self.t, self.last = None, None, 0, None

    def step(self, params, grads):
        if self.m is None:
            self.m = [np.zeros_like(w) for w in params]
            self.v = [np.zeros_like(w) for w in params]
            self.last = params
        self.t += 1
        new = []
        for i, (w, g) in enumerate(zip(params, grads)):
            self.m[i] = self.b1 * self.m[i] + (1 - self.b1) * g
            self.v[i] = self.b2 * self.v[i] + (1 - self.b2) * g**2
            m_hat = self.m[i] / (1 - self.b1**self.t)
            v_hat = self.v[i] / (1 - self.b2**self.t)
            w = w - self.lr * self.wd * self.last[i]
            new.append(w - self.lr * m_hat / (np.sqrt(v_hat) + self.eps))
        self.last = new
        return new


@mistake(of="AdamW", caught_by=AdamW_leaves_its_arguments_unchanged)
class ShrinksTheCallersWeights:
    def __init__(self, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
        self.lr, self.b1, self.b2, self.eps, self.wd = lr, beta1, beta2, eps, weight_decay
        self.m, self.v, self.t = None, None, 0

    def step(self, params, grads):
        if self.m is None:
            self.m = [np.zeros_like(w) for w in params]
            self.v = [np.zeros_like(w) for w in params]
        self.t += 1
        new = []
        for i, (w, g) in enumerate(zip(params, grads)):
            self.m[i] = self.b1 * self.m[i] + (1 - self.b1) * g
            self.v[i] = self.b2 * self.v[i] + (1 - self.b2) * g**2
            m_hat = self.m[i] / (1 - self.b1**self.t)
            v_hat = self.v[i] / (1 - self.b2**self.t)
            w *= 1 - self.lr * self.wd
            new.append(w - self.lr * m_hat / (np.sqrt(v_hat) + self.eps))
        return new


@mistake(of="AdamW", caught_by=AdamW_keeps_float32)
class AveragesOfFloat64:
    def __init__(self, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
        self.lr, self.b1, self.b2, self.eps, self.wd = lr, beta1, beta2, eps, weight_decay
        self.m, self.v, self.t = None, None, 0

    def step(self, params, grads):
        if self.m is None:
            self.m = [np.zeros(np.shape(w)) for w in params]
            self.v = [np.zeros(np.shape(w)) for w in params]
        self.t += 1
        self.m = [self.b1 * m + (1 - self.b1) * g for m, g in zip(self.m, grads)]
        self.v = [self.b2 * v + (1 - self.b2) * g**2 for v, g in zip(self.v, grads)]
        m_hat = [m / (1 - self.b1**self.t) for m in self.m]
        v_hat = [v / (1 - self.b2**self.t) for v in self.v]
        return [
            w - self.lr * self.wd * w - self.lr * m / (np.sqrt(v) + self.eps)
            for w, m, v in zip(params, m_hat, v_hat)
        ]


# schedules


@mistake(of="cosine_schedule", caught_by=cosine_schedule_goes_from_lr_to_0)
def a_quarter_of_the_wave(step, total, lr):
    return lr * math.cos(math.pi / 2 * step / total)


@mistake(of="cosine_schedule", caught_by=cosine_schedule_goes_from_lr_to_0)
def forgot_the_half(step, total, lr):
    return lr * (1 + math.cos(math.pi * step / total))


@mistake(of="cosine_schedule", caught_by=cosine_schedule_goes_from_lr_to_0)
def counted_the_last_step_out(step, total, lr):
    """0 at total - 1."""
    return 0.5 * lr * (1 + math.cos(math.pi * step / max(total - 1, 1)))


@mistake(of="cosine_schedule", caught_by=cosine_schedule_falls_as_it_would_rise)
def falls_like_a_parabola(step, total, lr):
    """Right at the beginning, in the middle and at the end."""
    x = step / total
    return lr * (1 - x) * (1 + x * (1 - 2 * x) * (1 - x))


@mistake(of="cosine_schedule", caught_by=cosine_schedule_agrees_with_the_reference)
def falls_on_a_straight_line(step, total, lr):
    return lr * (1 - step / total)


@mistake(of="cosine_schedule", caught_by=cosine_schedule_goes_from_lr_to_0)
def in_degrees(step, total, lr):
    return lr * (1 + math.cos(180 * step / total)) / 2


@mistake(of="step_decay", caught_by=step_decay_goes_down_a_staircase)
def a_smooth_decay(step, every, factor, lr):
    return lr * factor ** (step / every)


@mistake(of="step_decay", caught_by=step_decay_goes_down_a_staircase)
def a_stair_every_step(step, every, factor, lr):
    return lr * factor ** (step % every)


@mistake(of="step_decay", caught_by=step_decay_goes_down_a_staircase)
def one_step_too_early(step, every, factor, lr):
    return lr * factor ** ((step + 1) // every)


@mistake(of="step_decay", caught_by=step_decay_agrees_with_the_reference)
def times_the_stair(step, every, factor, lr):
    """factor times the stair for its power; halves, as in the text, hide nothing at stair 1."""
    stair = step // every
    return lr if stair == 0 else lr * factor / stair


@mistake(of="step_decay", caught_by=step_decay_agrees_with_the_reference)
def once_and_never_again(step, every, factor, lr):
    """Multiplied at the steps that it was tried at."""
    return lr * factor ** min(step // every, 2)


# Right answers written otherwise


@alternative(of="SGD")
class WithTheRateInTheVelocity:
    """v <- momentum v - lr g, w <- w + v: the same, as lr never changes."""

    def __init__(self, lr, momentum=0.0, nesterov=False, weight_decay=0.0):
        self.lr, self.mu, self.nesterov, self.wd = lr, momentum, nesterov, weight_decay
        self.v = {}

    def step(self, params, grads):
        new = []
        for i, (w, g) in enumerate(zip(params, grads)):
            g = g + self.wd * w
            self.v[i] = self.mu * self.v.get(i, 0.0) - self.lr * g
            new.append(w + self.mu * self.v[i] - self.lr * g if self.nesterov else w + self.v[i])
        return new


@alternative(of="SGD")
class WithCopiesAndInPlaceEdits:
    def __init__(self, lr, momentum=0.0, nesterov=False, weight_decay=0.0):
        self.lr, self.mu, self.nesterov, self.wd = lr, momentum, nesterov, weight_decay
        self.velocities = None

    def step(self, params, grads):
        params = [np.array(w) for w in params]
        grads = [np.array(g) for g in grads]
        if self.velocities is None:
            self.velocities = [np.zeros_like(w) for w in params]
        for w, g, v in zip(params, grads, self.velocities):
            g += self.wd * w
            v *= self.mu
            v += g
            w -= self.lr * (g + self.mu * v if self.nesterov and self.mu else v)
        return params


@alternative(of="AdaGrad")
class RememberingEveryGradient:
    def __init__(self, lr, eps=1e-10):
        self.lr, self.eps, self.history = lr, eps, []

    def step(self, params, grads):
        self.history.append([g.copy() for g in grads])
        roots = [np.sqrt(sum(g * g for g in past)) for past in zip(*self.history)]
        return [w - self.lr / (r + self.eps) * g for w, g, r in zip(params, grads, roots)]


@alternative(of="AdaGrad")
class KeepingTheRoots:
    """√(r² + g²) by np.hypot."""

    def __init__(self, lr, eps=1e-10):
        self.lr, self.eps, self.roots = lr, eps, None

    def step(self, params, grads):
        roots = self.roots or [np.zeros_like(g) for g in grads]
        self.roots = [np.hypot(r, g) for r, g in zip(roots, grads)]
        return [
            np.subtract(w, self.lr * np.divide(g, r + self.eps))
            for w, g, r in zip(params, grads, self.roots)
        ]


@alternative(of="RMSProp")
class AsASumWithWeights:
    def __init__(self, lr, decay=0.99, eps=1e-8):
        self.lr, self.decay, self.eps, self.past = lr, decay, eps, []

    def step(self, params, grads):
        self.past.insert(0, [np.square(g) for g in grads])
        new = []
        for i, (w, g) in enumerate(zip(params, grads)):
            s = sum((1 - self.decay) * self.decay**k * old[i] for k, old in enumerate(self.past))
            new.append(w - self.lr * g / (s**0.5 + self.eps))
        return new


@alternative(of="RMSProp")
class ByTheDifference:
    """s += (1 - decay) (g² - s)."""

    def __init__(self, lr, decay=0.99, eps=1e-8):
        self.lr, self.rest, self.eps, self.s = lr, 1 - decay, eps, None

    def step(self, params, grads):
        if self.s is None:
            self.s = [0 * w for w in params]
        for i, g in enumerate(grads):
            self.s[i] = self.s[i] + self.rest * (g * g - self.s[i])
        return tuple(
            w - self.lr * (g / (np.sqrt(s) + self.eps)) for w, g, s in zip(params, grads, self.s)
        )


@alternative(of="Adam")
class RearrangedWithEpsInItsPlace:
    """lr √(1 - beta2^t) / (1 - beta1^t), and eps multiplied by the same root."""

    def __init__(self, lr, beta1=0.9, beta2=0.999, eps=1e-8):
        self.lr, self.b1, self.b2, self.eps = lr, beta1, beta2, eps
        self.moments, self.p1, self.p2 = {}, 1.0, 1.0

    def step(self, params, grads):
        self.p1, self.p2 = self.p1 * self.b1, self.p2 * self.b2
        root = math.sqrt(1 - self.p2)
        new = []
        for i, (w, g) in enumerate(zip(params, grads)):
            m, v = self.moments.get(i, (0.0, 0.0))
            m = self.b1 * m + (1 - self.b1) * g
            v = self.b2 * v + (1 - self.b2) * (g * g)
            self.moments[i] = m, v
            new.append(w - self.lr * root / (1 - self.p1) * m / (np.sqrt(v) + root * self.eps))
        return new


@alternative(of="Adam")
class WithAnObjectForEachParameter:
    class Moments:
        """The averages of one parameter."""

        def __init__(self, like):
            self.m, self.v, self.t = np.zeros_like(like), np.zeros_like(like), 0

        def update(self, g, b1, b2):
            self.t += 1
            self.m = self.m + (1 - b1) * (g - self.m)
            self.v = self.v + (1 - b2) * (g**2 - self.v)
            return self.m / (1 - b1**self.t), self.v / (1 - b2**self.t)

    def __init__(self, lr, beta1=0.9, beta2=0.999, eps=1e-8):
        self.lr, self.betas, self.eps, self.moments = lr, (beta1, beta2), eps, None

    def step(self, params, grads):
        if self.moments is None:
            self.moments = [self.Moments(w) for w in params]
        new = []
        for w, g, moments in zip(params, grads, self.moments):
            m, v = moments.update(g, *self.betas)
            new.append(w - self.lr * m / (v**0.5 + self.eps))
        return new


@alternative(of="AdamW")
class DecayedFirst:
    """As PyTorch does: w *= 1 - lr weight_decay on a copy, then the step of Adam."""

    def __init__(self, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
        self.lr, self.b1, self.b2, self.eps, self.wd = lr, beta1, beta2, eps, weight_decay
        self.m, self.v, self.t = None, None, 0

    def step(self, params, grads):
        if self.t == 0:
            self.m, self.v = ([np.zeros_like(w) for w in params] for _ in range(2))
        self.t += 1
        new = []
        for w, g, m, v in zip(params, grads, self.m, self.v):
            w = np.array(w)
            w *= 1 - self.lr * self.wd
            m += (1 - self.b1) * (g - m)
            v += (1 - self.b2) * (np.multiply(g, g) - v)
            root = np.sqrt(v) / math.sqrt(1 - self.b2**self.t)
            w -= self.lr / (1 - self.b1**self.t) * m / (root + self.eps)
            new.append(w)
        return new


@alternative(of="cosine_schedule")
def as_a_square(step, total, lr):
    """(1 + cos x) / 2 = cos²(x / 2)."""
    return lr * np.cos(np.pi * step / (2 * total)) ** 2


@alternative(of="step_decay")
def by_going_down_the_stairs(step, every, factor, lr):
    for at in range(1, step + 1):
        if at % every == 0:
            lr *= factor
    return lr
