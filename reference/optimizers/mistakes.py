"""Wrong answers students do write, each with the check that must catch it; right ones, too.

A class derived from the reference's own says only what is different.
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
    SGD_without_momentum_remembers_nothing,
    cosine_schedule_agrees_with_the_reference,
    cosine_schedule_goes_from_lr_to_0,
    step_decay_agrees_with_the_reference,
    step_decay_goes_down_a_staircase,
)
from .solution import SGD, AdaGrad, Adam, AdamW, RMSProp

# SGD


@mistake(of="SGD", caught_by=SGD_steps_against_the_gradient)
class ClimbsUphill(SGD):
    def step(self, params, grads):
        return [2 * w - new for w, new in zip(params, super().step(params, grads))]


@mistake(of="SGD", caught_by=SGD_gathers_momentum)
class ForgotTheMomentum(SGD):
    def __init__(self, lr, momentum=0.0, nesterov=False, weight_decay=0.0):
        super().__init__(lr, 0.0, nesterov, weight_decay)


@mistake(of="SGD", caught_by=SGD_gathers_momentum)
class VelocityAsAnAverage(SGD):
    """v <- momentum v + (1 - momentum) g, as in Adam."""

    def step(self, params, grads):
        return super().step(params, [(1 - self.momentum) * g for g in grads])


@mistake(of="SGD", caught_by=SGD_gathers_momentum)
class ForgotTheVelocity(SGD):
    """Set to zero at every step, not at the first only."""

    def step(self, params, grads):
        self.v = [np.zeros_like(w) for w in params]
        return super().step(params, grads)


@mistake(of="SGD", caught_by=SGD_gathers_momentum)
class FirstGradientCountedTwice(SGD):
    """The velocity starts at the first gradient, which is then added once more."""

    def step(self, params, grads):
        self.v = self.v or [np.array(g) for g in grads]
        return super().step(params, grads)


@mistake(of="SGD", caught_by=SGD_gathers_momentum)
class DampenedAfterTheFirstStep(SGD):
    """v <- momentum v + (1 - momentum) g from the second step on, as a library's dampening."""

    def step(self, params, grads):
        if self.v:
            grads = [(1 - self.momentum) * g for g in grads]
        return super().step(params, grads)


@mistake(of="SGD", caught_by=SGD_gathers_momentum)
class VelocityFromTheThirdStepOn(SGD):
    """The first two steps have no velocity to go on with."""

    steps = 0

    def step(self, params, grads):
        self.steps += 1
        if self.steps == 2:
            self.v = []
        return super().step(params, grads)


@mistake(of="SGD", caught_by=SGD_looks_ahead_with_nesterov)
class IgnoresNesterov(SGD):
    def __init__(self, lr, momentum=0.0, nesterov=False, weight_decay=0.0):
        super().__init__(lr, momentum, weight_decay=weight_decay)


@mistake(of="SGD", caught_by=SGD_looks_ahead_with_nesterov)
class NesterovWithTheOldVelocity(SGD):
    """g + momentum v with v from before the step: that is the new v, no look ahead."""

    def __init__(self, lr, momentum=0.0, nesterov=False, weight_decay=0.0):
        super().__init__(lr, momentum, False, weight_decay)


@mistake(of="SGD", caught_by=SGD_without_momentum_remembers_nothing)
class NesterovAddsTheVelocityWhole(SGD):
    """g + v for g + momentum v."""

    def step(self, params, grads):
        grads = [g + self.weight_decay * w for w, g in zip(params, grads)]
        olds = self.v or [np.zeros_like(w) for w in params]
        self.v = [self.momentum * v + g for v, g in zip(olds, grads)]
        ahead = [g + v for v, g in zip(self.v, grads)] if self.nesterov else self.v
        return [w - self.lr * d for w, d in zip(params, ahead)]


@mistake(of="SGD", caught_by=SGD_looks_ahead_with_nesterov)
class NesterovAppliesTheMomentumToTheGradient(SGD):
    """momentum g + v, the factor at the wrong term."""

    def step(self, params, grads):
        grads = [g + self.weight_decay * w for w, g in zip(params, grads)]
        olds = self.v or [np.zeros_like(w) for w in params]
        self.v = [self.momentum * v + g for v, g in zip(olds, grads)]
        ahead = self.v
        if self.nesterov:
            ahead = [self.momentum * g + v for v, g in zip(self.v, grads)]
        return [w - self.lr * d for w, d in zip(params, ahead)]


@mistake(of="SGD", caught_by=SGD_agrees_with_the_reference)
class NesterovLooksAheadWithoutTheDecay(SGD):
    """The decay is in the velocity, but not in the gradient that is added to it."""

    def step(self, params, grads):
        olds = self.v or [np.zeros_like(w) for w in params]
        decayed = [g + self.weight_decay * w for w, g in zip(params, grads)]
        self.v = [self.momentum * v + g for v, g in zip(olds, decayed)]
        ahead = self.v
        if self.nesterov:
            ahead = [g + self.momentum * v for v, g in zip(self.v, grads)]
        return [w - self.lr * d for w, d in zip(params, ahead)]


@mistake(of="SGD", caught_by=SGD_decays_weights_through_the_gradient)
class DecayBesideTheVelocity(SGD):
    """The decay of AdamW: right for momentum 0."""

    def __init__(self, lr, momentum=0.0, nesterov=False, weight_decay=0.0):
        super().__init__(lr, momentum, nesterov)
        self.decay = weight_decay

    def step(self, params, grads):
        new = super().step(params, grads)
        return [n - self.lr * self.decay * w for w, n in zip(params, new)]


@mistake(of="SGD", caught_by=SGD_decays_weights_through_the_gradient)
class DecayOfTheSquareWithoutTheHalf(SGD):
    """2 weight_decay w, the gradient of weight_decay w²."""

    def __init__(self, lr, momentum=0.0, nesterov=False, weight_decay=0.0):
        super().__init__(lr, momentum, nesterov, 2 * weight_decay)


@mistake(of="SGD", caught_by=SGD_agrees_with_the_reference)
class OneVelocityForAll(SGD):
    def step(self, params, grads):
        new = []
        for w, g in zip(params, grads):
            g = g + self.weight_decay * w
            self.v = self.momentum * np.mean(self.v or 0.0) + g
            new.append(w - self.lr * (g + self.momentum * self.v if self.nesterov else self.v))
            self.v = [float(np.mean(self.v))]
        return new


@mistake(of="SGD", caught_by=SGD_has_a_velocity_for_each_parameter)
class OneVelocityForEachShape(SGD):
    """The memory is a dict whose keys are shapes."""

    def step(self, params, grads):
        self.v, new = self.v or {}, []
        for w, g in zip(params, grads):
            g = g + self.weight_decay * w
            v = self.momentum * self.v.get(w.shape, 0.0) + g
            self.v[w.shape] = v
            new.append(w - self.lr * (g + self.momentum * v if self.nesterov else v))
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
class GoesOnFromItsOwnParams(SGD):
    params = None

    def step(self, params, grads):
        self.params = super().step(self.params or params, grads)
        return self.params


@mistake(of="SGD", caught_by=SGD_starts_from_the_params_it_is_given)
class NeedsAxesToCount(SGD):
    """Nobody can go through the rows of a 0-d array."""

    def step(self, params, grads):
        if not self.v:
            self.v = [np.array([0 * row for row in w]) for w in params]
        return super().step(params, grads)


@mistake(of="SGD", caught_by=SGD_leaves_its_arguments_unchanged)
class WritesIntoTheCallersArrays(SGD):
    def step(self, params, grads):
        for w, new in zip(params, super().step(params, grads)):
            w[...] = new
        return list(params)


@mistake(of="SGD", caught_by=SGD_leaves_its_arguments_unchanged)
class DecaysTheCallersGradients(SGD):
    def __init__(self, lr, momentum=0.0, nesterov=False, weight_decay=0.0):
        super().__init__(lr, momentum, nesterov)
        self.decay = weight_decay

    def step(self, params, grads):
        for w, g in zip(params, grads):
            g += self.decay * w
        return super().step(params, grads)


@mistake(of="SGD", caught_by=SGD_keeps_float32)
class VelocityOfFloat64(SGD):
    def step(self, params, grads):
        self.v = self.v or [np.zeros(w.shape) for w in params]
        return super().step(params, grads)


@mistake(of="SGD", caught_by=SGD_steps_against_the_gradient)
class ReturnsTheFirstParameterOnly(SGD):
    """`return` stands inside the loop."""

    def step(self, params, grads):
        return super().step(params, grads)[:1]


# AdaGrad


@mistake(of="AdaGrad", caught_by=AdaGrad_divides_by_the_root_of_all_squares)
class NotThisStepsSquare(AdaGrad):
    """The sum of the squares before this step: the first one divides by eps."""

    def step(self, params, grads):
        olds = self.G or [np.zeros_like(w) for w in params]
        self.G = [G + g**2 for G, g in zip(olds, grads)]
        return [w - self.lr * g / (np.sqrt(G) + self.eps) for w, g, G in zip(params, grads, olds)]


@mistake(of="AdaGrad", caught_by=AdaGrad_divides_by_the_root_of_all_squares)
class ForgotTheRoot(AdaGrad):
    def step(self, params, grads):
        super().step(params, grads)
        return [w - self.lr * g / (G + self.eps) for w, g, G in zip(params, grads, self.G)]


@mistake(of="AdaGrad", caught_by=AdaGrad_makes_shorter_and_shorter_steps)
class RememberedNoSquares(AdaGrad):
    def step(self, params, grads):
        self.G = []
        return super().step(params, grads)


@mistake(of="AdaGrad", caught_by=AdaGrad_ignores_the_scale_of_the_gradients)
class ClipsLargeGradients(AdaGrad):
    """A good idea, but another algorithm."""

    def step(self, params, grads):
        return super().step(params, [np.clip(g, -5, 5) for g in grads])


@mistake(of="AdaGrad", caught_by=AdaGrad_agrees_with_the_reference)
class OneSumForTheWholeArray(AdaGrad):
    """The squared norm: no rate of its own for each entry."""

    def step(self, params, grads):
        self.G = [G + np.sum(g**2) for G, g in zip(self.G or [0.0] * len(grads), grads)]
        roots = [np.sqrt(G) + self.eps for G in self.G]
        return [w - self.lr * g / root for w, g, root in zip(params, grads, roots)]


@mistake(of="AdaGrad", caught_by=AdaGrad_adds_eps_to_the_root)
class EpsUnderTheRoot(AdaGrad):
    def step(self, params, grads):
        super().step(params, grads)
        return [w - self.lr * g / np.sqrt(G + self.eps) for w, g, G in zip(params, grads, self.G)]


@mistake(of="AdaGrad", caught_by=AdaGrad_leaves_alone_what_has_no_gradient)
class ForgotEps(AdaGrad):
    """0/0 where nothing has ever happened."""

    def __init__(self, lr, eps=1e-10):
        super().__init__(lr, 0.0)


@mistake(of="AdaGrad", caught_by=AdaGrad_has_the_defaults_of_the_text)
class TheEpsOfAdam(AdaGrad):
    def __init__(self, lr, eps=1e-8):
        super().__init__(lr, eps)


@mistake(of="AdaGrad", caught_by=AdaGrad_makes_shorter_and_shorter_steps)
class OneSumForAllParameters(AdaGrad):
    def step(self, params, grads):
        new = []
        for w, g in zip(params, grads):
            self.G = [np.max(self.G or 0.0) + g**2]
            new.append(w - self.lr * g / (np.sqrt(self.G[0]) + self.eps))
        return new


@mistake(of="AdaGrad", caught_by=AdaGrad_has_a_sum_for_each_parameter)
class OneSumForEachShape(AdaGrad):
    """The memory is a dict whose keys are shapes."""

    def step(self, params, grads):
        self.G, new = self.G or {}, []
        for w, g in zip(params, grads):
            self.G[w.shape] = self.G.get(w.shape, 0.0) + g**2
            new.append(w - self.lr * g / (np.sqrt(self.G[w.shape]) + self.eps))
        return new


@mistake(of="AdaGrad", caught_by=AdaGrad_starts_from_the_params_it_is_given)
class KeptTheFirstParams(AdaGrad):
    params = None

    def step(self, params, grads):
        self.params = super().step(self.params or params, grads)
        return self.params


@mistake(of="AdaGrad", caught_by=AdaGrad_leaves_its_arguments_unchanged)
class DividesTheCallersGradients(AdaGrad):
    def step(self, params, grads):
        super().step(params, grads)
        for g, G in zip(grads, self.G):
            g /= np.sqrt(G) + self.eps
        return [w - self.lr * g for w, g in zip(params, grads)]


@mistake(of="AdaGrad", caught_by=AdaGrad_keeps_float32)
class SumsOfFloat64(AdaGrad):
    def step(self, params, grads):
        self.G = self.G or [np.zeros(w.shape) for w in params]
        return super().step(params, grads)


# RMSProp


@mistake(of="RMSProp", caught_by=RMSProp_divides_by_the_root_of_a_moving_average)
class DecayAtTheWrongTerm(RMSProp):
    """(1 - decay) s + decay g²."""

    def __init__(self, lr, decay=0.99, eps=1e-8):
        super().__init__(lr, 1 - decay, eps)


@mistake(of="RMSProp", caught_by=RMSProp_starts_with_long_steps)
class ForgotTheRootOfTheMean(RMSProp):
    """Not to be seen where s is 1."""

    def step(self, params, grads):
        super().step(params, grads)
        return [w - self.lr * g / (s + self.eps) for w, g, s in zip(params, grads, self.s)]


@mistake(of="RMSProp", caught_by=RMSProp_starts_with_long_steps)
class CorrectedAsInAdam(RMSProp):
    t = 0

    def step(self, params, grads):
        self.t += 1
        super().step(params, grads)
        hats = [s / (1 - self.decay**self.t) for s in self.s]
        return [w - self.lr * g / (np.sqrt(s) + self.eps) for w, g, s in zip(params, grads, hats)]


@mistake(of="RMSProp", caught_by=RMSProp_starts_with_long_steps)
class StartedAtTheFirstSquare(RMSProp):
    def step(self, params, grads):
        self.s = self.s or [g**2 for g in grads]
        return super().step(params, grads)


@mistake(of="RMSProp", caught_by=RMSProp_starts_with_long_steps)
class StartedAtOne(RMSProp):
    """As some frameworks did; hardly to be seen with large gradients."""

    def step(self, params, grads):
        self.s = self.s or [np.ones_like(w) for w in params]
        return super().step(params, grads)


@mistake(of="RMSProp", caught_by=RMSProp_agrees_with_the_reference)
class Centred(RMSProp):
    """The variance of the gradients for the mean of their squares."""

    def __init__(self, lr, decay=0.99, eps=1e-8):
        super().__init__(lr, decay, eps)
        self.m = []

    def step(self, params, grads):
        super().step(params, grads)
        olds = self.m or [np.zeros_like(w) for w in params]
        self.m = [self.decay * m + (1 - self.decay) * g for m, g in zip(olds, grads)]
        roots = [np.sqrt(s - m**2) + self.eps for s, m in zip(self.s, self.m)]
        return [w - self.lr * g / root for w, g, root in zip(params, grads, roots)]


@mistake(of="RMSProp", caught_by=RMSProp_agrees_with_the_reference)
class SummedLikeAdaGrad(RMSProp):
    """decay s + g², not an average."""

    def step(self, params, grads):
        olds = self.s or [np.zeros_like(w) for w in params]
        self.s = [self.decay * s + g**2 for s, g in zip(olds, grads)]
        roots = [np.sqrt(s) + self.eps for s in self.s]
        return [w - self.lr * g / root for w, g, root in zip(params, grads, roots)]


@mistake(of="RMSProp", caught_by=RMSProp_adds_eps_to_the_root)
class EpsBelowTheRoot(RMSProp):
    def step(self, params, grads):
        super().step(params, grads)
        return [w - self.lr * g / np.sqrt(s + self.eps) for w, g, s in zip(params, grads, self.s)]


@mistake(of="RMSProp", caught_by=RMSProp_leaves_alone_what_has_no_gradient)
class WithoutEps(RMSProp):
    def __init__(self, lr, decay=0.99, eps=1e-8):
        super().__init__(lr, decay, 0.0)


@mistake(of="RMSProp", caught_by=RMSProp_has_the_defaults_of_the_text)
class TheDecayOfHinton(RMSProp):
    """0.9, as in the lecture that invented it."""

    def __init__(self, lr, decay=0.9, eps=1e-8):
        super().__init__(lr, decay, eps)


@mistake(of="RMSProp", caught_by=RMSProp_starts_with_long_steps)
class AverageOfTheLastParameter(RMSProp):
    def step(self, params, grads):
        new = []
        for w, g in zip(params, grads):
            self.s = [self.decay * np.mean(self.s or 0.0) + (1 - self.decay) * g**2]
            new.append(w - self.lr * g / (np.sqrt(self.s[0]) + self.eps))
        return new


@mistake(of="RMSProp", caught_by=RMSProp_has_an_average_for_each_parameter)
class OneAverageForEachShape(RMSProp):
    """The memory is a dict whose keys are shapes."""

    def step(self, params, grads):
        self.s, new = self.s or {}, []
        for w, g in zip(params, grads):
            s = self.decay * self.s.get(w.shape, 0.0) + (1 - self.decay) * g**2
            self.s[w.shape] = s
            new.append(w - self.lr * g / (np.sqrt(s) + self.eps))
        return new


@mistake(of="RMSProp", caught_by=RMSProp_starts_from_the_params_it_is_given)
class OnlyForLists(RMSProp):
    """A tuple cannot be copied like that."""

    def step(self, params, grads):
        return super().step(params.copy(), grads.copy())


@mistake(of="RMSProp", caught_by=RMSProp_leaves_its_arguments_unchanged)
class FillsTheCallersList(RMSProp):
    """The arrays are new, but the list is the caller's."""

    def step(self, params, grads):
        new = super().step(params, grads)
        if isinstance(params, list):
            params[:] = new
        return new


@mistake(of="RMSProp", caught_by=RMSProp_keeps_float32)
class NumbersOfNumpy(RMSProp):
    """An np.float64 makes float64 of everything it is multiplied with."""

    def __init__(self, lr, decay=0.99, eps=1e-8):
        super().__init__(np.float64(lr), decay, eps)


# Adam


@mistake(of="Adam", caught_by=Adam_makes_steps_of_length_lr)
class NoCorrection(Adam):
    def step(self, params, grads):
        super().step(params, grads)
        roots = [np.sqrt(v) + self.eps for v in self.v]
        return [w - self.lr * m / root for w, m, root in zip(params, self.m, roots)]


@mistake(of="Adam", caught_by=Adam_makes_two_steps_done_by_hand)
class OnlyTheFirstMomentCorrected(Adam):
    def step(self, params, grads):
        super().step(params, grads)
        hats = [m / (1 - self.beta1**self.t) for m in self.m]
        roots = [np.sqrt(v) + self.eps for v in self.v]
        return [w - self.lr * m / root for w, m, root in zip(params, hats, roots)]


@mistake(of="Adam", caught_by=Adam_makes_two_steps_done_by_hand)
class CountedAfterTheStep(Adam):
    """t = 0 at the first step: the correction divides by zero."""

    def __init__(self, lr, beta1=0.9, beta2=0.999, eps=1e-8):
        super().__init__(lr, np.float64(beta1), np.float64(beta2), eps)
        self.t = -1


@mistake(of="Adam", caught_by=Adam_makes_steps_of_length_lr)
class CountedFromTwo(Adam):
    def __init__(self, lr, beta1=0.9, beta2=0.999, eps=1e-8):
        super().__init__(lr, beta1, beta2, eps)
        self.t = 1


@mistake(of="Adam", caught_by=Adam_makes_two_steps_done_by_hand)
class CountedNoFurtherThanOne(Adam):
    """t never grows: every correction is that of the first step."""

    def step(self, params, grads):
        self.t = 0
        return super().step(params, grads)


@mistake(of="Adam", caught_by=Adam_makes_two_steps_done_by_hand)
class AveragesBeginAtTheFirstGradient(Adam):
    """m and v start at g and g², and are corrected all the same."""

    def step(self, params, grads):
        self.m = self.m or [np.array(g) for g in grads]
        self.v = self.v or [g**2 for g in grads]
        return super().step(params, grads)


@mistake(of="Adam", caught_by=Adam_agrees_with_the_reference)
class CountedPerParameter(Adam):
    """t grows inside the loop: twice as fast with two parameters."""

    def step(self, params, grads):
        new = []
        self.m, self.v = self.m or [0.0] * len(params), self.v or [0.0] * len(params)
        for i, (w, g) in enumerate(zip(params, grads)):
            self.t += 1
            self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * g
            self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * g**2
            m, v = self.m[i] / (1 - self.beta1**self.t), self.v[i] / (1 - self.beta2**self.t)
            new.append(w - self.lr * m / (np.sqrt(v) + self.eps))
        return new


@mistake(of="Adam", caught_by=Adam_has_averages_for_each_parameter)
class AveragesForEachShape(Adam):
    """The memory is a dict whose keys are shapes."""

    def step(self, params, grads):
        self.m, self.v, new = self.m or {}, self.v or {}, []
        self.t += 1
        for w, g in zip(params, grads):
            m = self.beta1 * self.m.get(w.shape, 0.0) + (1 - self.beta1) * g
            v = self.beta2 * self.v.get(w.shape, 0.0) + (1 - self.beta2) * g**2
            self.m[w.shape], self.v[w.shape] = m, v
            m, v = m / (1 - self.beta1**self.t), v / (1 - self.beta2**self.t)
            new.append(w - self.lr * m / (np.sqrt(v) + self.eps))
        return new


@mistake(of="Adam", caught_by=Adam_makes_steps_of_length_lr)
class KeptTheCorrectedAverages(Adam):
    """The corrected m and v are stored, and corrected again."""

    def step(self, params, grads):
        new = super().step(params, grads)
        self.m = [m / (1 - self.beta1**self.t) for m in self.m]
        self.v = [v / (1 - self.beta2**self.t) for v in self.v]
        return new


@mistake(of="Adam", caught_by=Adam_makes_two_steps_done_by_hand)
class CorrectedByTimes(Adam):
    """beta t for beta to the power of t: right at the first step."""

    def step(self, params, grads):
        super().step(params, grads)
        m_hat = [m / np.float64(1 - self.beta1 * self.t) for m in self.m]
        v_hat = [v / np.float64(1 - self.beta2 * self.t) for v in self.v]
        roots = [np.sqrt(v) + self.eps for v in v_hat]
        return [w - self.lr * m / root for w, m, root in zip(params, m_hat, roots)]


@mistake(of="Adam", caught_by=Adam_agrees_with_the_reference)
class BetasSwapped(Adam):
    def __init__(self, lr, beta1=0.9, beta2=0.999, eps=1e-8):
        super().__init__(lr, beta2, beta1, eps)


@mistake(of="Adam", caught_by=Adam_makes_two_steps_done_by_hand)
class ForgotTheRootOfTheAverage(Adam):
    def step(self, params, grads):
        super().step(params, grads)
        m_hat = [m / (1 - self.beta1**self.t) for m in self.m]
        v_hat = [v / (1 - self.beta2**self.t) for v in self.v]
        return [w - self.lr * m / (v + self.eps) for w, m, v in zip(params, m_hat, v_hat)]


@mistake(of="Adam", caught_by=Adam_ignores_the_scale_of_the_gradients)
class ClipsGradientsFirst(Adam):
    """Each entry to [-10, 10], which nobody asked for."""

    def step(self, params, grads):
        return super().step(params, [np.clip(g, -10, 10) for g in grads])


@mistake(of="Adam", caught_by=Adam_adds_eps_to_the_root_of_the_corrected_average)
class EpsInsideTheRoot(Adam):
    """As in some lecture notes."""

    def step(self, params, grads):
        super().step(params, grads)
        m_hat = [m / (1 - self.beta1**self.t) for m in self.m]
        v_hat = [v / (1 - self.beta2**self.t) for v in self.v]
        return [w - self.lr * m / np.sqrt(v + self.eps) for w, m, v in zip(params, m_hat, v_hat)]


@mistake(of="Adam", caught_by=Adam_adds_eps_to_the_root_of_the_corrected_average)
class EpsBeforeTheCorrection(Adam):
    """The rearranged form of the paper's section 2, with eps as it is."""

    def step(self, params, grads):
        super().step(params, grads)
        lr = self.lr * (1 - self.beta2**self.t) ** 0.5 / (1 - self.beta1**self.t)
        roots = [np.sqrt(v) + self.eps for v in self.v]
        return [w - lr * m / root for w, m, root in zip(params, self.m, roots)]


@mistake(of="Adam", caught_by=Adam_leaves_alone_what_has_no_gradient)
class DividedByNothing(Adam):
    def __init__(self, lr, beta1=0.9, beta2=0.999, eps=1e-8):
        super().__init__(lr, beta1, beta2, 0.0)


@mistake(of="Adam", caught_by=Adam_agrees_with_the_reference)
class SquaredTheAverage(Adam):
    """v from m², not from g²."""

    def step(self, params, grads):
        olds = self.v or [np.zeros_like(w) for w in params]
        super().step(params, grads)
        self.v = [self.beta2 * v + (1 - self.beta2) * m**2 for v, m in zip(olds, self.m)]
        m_hat = [m / (1 - self.beta1**self.t) for m in self.m]
        roots = [np.sqrt(v / (1 - self.beta2**self.t)) + self.eps for v in self.v]
        return [w - self.lr * m / root for w, m, root in zip(params, m_hat, roots)]


@mistake(of="Adam", caught_by=Adam_agrees_with_the_reference)
class NeverForgetsTheLargest(Adam):
    """AMSGrad: another algorithm, and the same while gradients grow."""

    def __init__(self, lr, beta1=0.9, beta2=0.999, eps=1e-8):
        super().__init__(lr, beta1, beta2, eps)
        self.most = []

    def step(self, params, grads):
        super().step(params, grads)
        m_hat = [m / (1 - self.beta1**self.t) for m in self.m]
        v_hat = [v / (1 - self.beta2**self.t) for v in self.v]
        self.most = [np.maximum(a, v) for a, v in zip(self.most or v_hat, v_hat)]
        roots = [np.sqrt(v) + self.eps for v in self.most]
        return [w - self.lr * m / root for w, m, root in zip(params, m_hat, roots)]


@mistake(of="Adam", caught_by=Adam_agrees_with_the_reference)
class WithoutMomentum(Adam):
    """RMSProp with a correction: g where m should stand."""

    def step(self, params, grads):
        super().step(params, grads)
        roots = [np.sqrt(v / (1 - self.beta2**self.t)) + self.eps for v in self.v]
        return [w - self.lr * g / root for w, g, root in zip(params, grads, roots)]


@mistake(of="Adam", caught_by=Adam_agrees_with_the_reference)
class MomentsOfTheClass:
    """What all optimizers share: the second one goes on where the first one stopped."""

    m = {}  # noqa: RUF012  # the mistake itself
    v = {}  # noqa: RUF012  # the mistake itself

    def __init__(self, lr, beta1=0.9, beta2=0.999, eps=1e-8):
        self.lr, self.b1, self.b2, self.eps, self.t = lr, beta1, beta2, eps, 0

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
class TheEpsOfKeras(Adam):
    def __init__(self, lr, beta1=0.9, beta2=0.999, eps=1e-7):
        super().__init__(lr, beta1, beta2, eps)


@mistake(of="Adam", caught_by=Adam_has_the_defaults_of_the_text)
class ForgetsTooFast(Adam):
    """beta2 = 0.99, one nine too few."""

    def __init__(self, lr, beta1=0.9, beta2=0.99, eps=1e-8):
        super().__init__(lr, beta1, beta2, eps)


@mistake(of="Adam", caught_by=Adam_starts_from_the_params_it_is_given)
class KeptItsOwnParams(Adam):
    params = None

    def step(self, params, grads):
        self.params = super().step(self.params or params, grads)
        return self.params


@mistake(of="Adam", caught_by=Adam_leaves_its_arguments_unchanged)
class SquaresTheCallersGradients(Adam):
    def step(self, params, grads):
        new = super().step(params, grads)
        for g in grads:
            g **= 2
        return new


@mistake(of="Adam", caught_by=Adam_keeps_float32)
class CorrectionsOfNumpy(Adam):
    """np.power of Python numbers is an np.float64."""

    def step(self, params, grads):
        super().step(params, grads)
        m_hat = [m / (1 - np.power(self.beta1, self.t)) for m in self.m]
        v_hat = [v / (1 - np.power(self.beta2, self.t)) for v in self.v]
        roots = [np.sqrt(v) + self.eps for v in v_hat]
        return [w - self.lr * m / root for w, m, root in zip(params, m_hat, roots)]


# AdamW


@mistake(of="AdamW", caught_by=AdamW_decays_the_same_whatever_the_gradient)
class PenaltyInTheGradient(AdamW):
    """Adam with an L2 penalty."""

    def __init__(self, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
        super().__init__(lr, beta1, beta2, eps, 0.0)
        self.penalty = weight_decay

    def step(self, params, grads):
        return super().step(params, [g + self.penalty * w for w, g in zip(params, grads)])


@mistake(of="AdamW", caught_by=AdamW_shrinks_weights_that_have_no_gradient)
class DecayWithoutTheRate(AdamW):
    def __init__(self, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
        super().__init__(lr, beta1, beta2, eps, weight_decay / lr)


@mistake(of="AdamW", caught_by=AdamW_makes_two_steps_done_by_hand)
class DecayOfTheNewWeights(AdamW):
    """First the step, then the decay of what it leads to."""

    def __init__(self, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
        super().__init__(lr, beta1, beta2, eps, 0.0)
        self.decay = weight_decay

    def step(self, params, grads):
        return [w - self.lr * self.decay * w for w in super().step(params, grads)]


@mistake(of="AdamW", caught_by=AdamW_makes_two_steps_done_by_hand)
class CountedToOne(AdamW):
    def step(self, params, grads):
        self.t = 0
        return super().step(params, grads)


@mistake(of="AdamW", caught_by=AdamW_shrinks_weights_that_have_no_gradient)
class DecayAtTheFirstStepOnly(AdamW):
    def step(self, params, grads):
        new = super().step(params, grads)
        self.weight_decay = 0.0
        return new


@mistake(of="AdamW", caught_by=AdamW_agrees_with_the_reference)
class DecayInsideTheBrackets(AdamW):
    """lr (m + weight_decay w) / (√v + eps): the decay is divided by the root as well."""

    def step(self, params, grads):
        super().step(params, grads)
        m_hat = [m / (1 - self.beta1**self.t) for m in self.m]
        roots = [np.sqrt(v / (1 - self.beta2**self.t)) + self.eps for v in self.v]
        return [
            w - self.lr * (m + self.weight_decay * w) / root
            for w, m, root in zip(params, m_hat, roots)
        ]


@mistake(of="AdamW", caught_by=AdamW_shrinks_weights_that_have_no_gradient)
class WeightsGrow(AdamW):
    def __init__(self, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
        super().__init__(lr, beta1, beta2, eps, -weight_decay)


@mistake(of="AdamW", caught_by=AdamW_has_the_defaults_of_the_text)
class NoDecayUnlessAsked(AdamW):
    def __init__(self, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0):
        super().__init__(lr, beta1, beta2, eps, weight_decay)


@mistake(of="AdamW", caught_by=AdamW_adds_eps_to_the_root_of_the_corrected_average)
class WithEpsUnderTheRoot(AdamW):
    def step(self, params, grads):
        super().step(params, grads)
        m_hat = [m / (1 - self.beta1**self.t) for m in self.m]
        roots = [np.sqrt(v / (1 - self.beta2**self.t) + self.eps) for v in self.v]
        keep = 1 - self.lr * self.weight_decay
        return [keep * w - self.lr * m / root for w, m, root in zip(params, m_hat, roots)]


@mistake(of="AdamW", caught_by=AdamW_agrees_with_the_reference)
class CountedForEachParameter(AdamW):
    def step(self, params, grads):
        new = []
        self.m, self.v = self.m or [0.0] * len(params), self.v or [0.0] * len(params)
        for i, (w, g) in enumerate(zip(params, grads)):
            self.t += 1
            self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * g
            self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * g**2
            m, v = self.m[i] / (1 - self.beta1**self.t), self.v[i] / (1 - self.beta2**self.t)
            w = w - self.lr * self.weight_decay * w
            new.append(w - self.lr * m / (np.sqrt(v) + self.eps))
        return new


@mistake(of="AdamW", caught_by=AdamW_has_averages_for_each_parameter)
class TwoAveragesForEachShape(AdamW):
    """The memory is a dict whose keys are shapes."""

    def step(self, params, grads):
        self.m, self.v, new = self.m or {}, self.v or {}, []
        self.t += 1
        for w, g in zip(params, grads):
            m = self.beta1 * self.m.get(w.shape, 0.0) + (1 - self.beta1) * g
            v = self.beta2 * self.v.get(w.shape, 0.0) + (1 - self.beta2) * g**2
            self.m[w.shape], self.v[w.shape] = m, v
            m, v = m / (1 - self.beta1**self.t), v / (1 - self.beta2**self.t)
            new.append(w - self.lr * self.weight_decay * w - self.lr * m / (np.sqrt(v) + self.eps))
        return new


@mistake(of="AdamW", caught_by=AdamW_starts_from_the_params_it_is_given)
class GoesOnFromWhatItReturned(AdamW):
    params = None

    def step(self, params, grads):
        self.params = super().step(self.params or params, grads)
        return self.params


@mistake(of="AdamW", caught_by=AdamW_leaves_its_arguments_unchanged)
class ShrinksTheCallersWeights(AdamW):
    def __init__(self, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
        super().__init__(lr, beta1, beta2, eps, 0.0)
        self.decay = weight_decay

    def step(self, params, grads):
        for w in params:
            w *= 1 - self.lr * self.decay
        return super().step(params, grads)


@mistake(of="AdamW", caught_by=AdamW_keeps_float32)
class AveragesOfFloat64(AdamW):
    def step(self, params, grads):
        self.m = self.m or [np.zeros(w.shape) for w in params]
        self.v = self.v or [np.zeros(w.shape) for w in params]
        return super().step(params, grads)


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


@mistake(of="cosine_schedule", caught_by=cosine_schedule_agrees_with_the_reference)
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


@mistake(of="step_decay", caught_by=step_decay_goes_down_a_staircase)
def the_first_stair_is_shorter(step, every, factor, lr):
    return lr * factor ** -(-step // every)


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
