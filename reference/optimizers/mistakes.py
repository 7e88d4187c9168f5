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
    """Your step goes uphill: it is added to w, but should be subtracted."""

    def step(self, params, grads):
        return [2 * w - new for w, new in zip(params, super().step(params, grads))]


@mistake(of="SGD", caught_by=SGD_gathers_momentum)
class ForgotTheMomentum(SGD):
    """Your step is the one of plain gradient descent, as if momentum were 0."""

    def __init__(self, lr, momentum=0.0, nesterov=False, weight_decay=0.0):
        super().__init__(lr, 0.0, nesterov, weight_decay)


@mistake(of="SGD", caught_by=SGD_gathers_momentum)
class VelocityAsAnAverage(SGD):
    """You multiply the gradient by 1 - momentum: in v ← momentum·v + g there is no such factor."""

    def step(self, params, grads):
        return super().step(params, [(1 - self.momentum) * g for g in grads])


@mistake(of="SGD", caught_by=SGD_gathers_momentum)
class ForgotTheVelocity(SGD):
    """Your second step goes along its own g alone: v should be momentum times the old v, plus g,
    in every step.
    """

    def step(self, params, grads):
        self.v = [np.zeros_like(w) for w in params]
        return super().step(params, grads)


@mistake(of="SGD", caught_by=SGD_gathers_momentum)
class FirstGradientCountedTwice(SGD):
    """Your velocity begins at the first gradient, which is then added once more: it should begin
    at 0.
    """

    def step(self, params, grads):
        self.v = self.v or [np.array(g) for g in grads]
        return super().step(params, grads)


@mistake(of="SGD", caught_by=SGD_gathers_momentum)
class DampenedAfterTheFirstStep(SGD):
    """Your velocity grows too little after the first step: in v ← momentum·v + g there is no
    factor 1 - momentum.
    """

    def step(self, params, grads):
        if self.v:
            grads = [(1 - self.momentum) * g for g in grads]
        return super().step(params, grads)


@mistake(of="SGD", caught_by=SGD_gathers_momentum)
class VelocityFromTheThirdStepOn(SGD):
    """Your second step goes along its own g alone: v should be momentum times the old v, plus g,
    in every step.
    """

    steps = 0

    def step(self, params, grads):
        self.steps += 1
        if self.steps == 2:
            self.v = []
        return super().step(params, grads)


@mistake(of="SGD", caught_by=SGD_looks_ahead_with_nesterov)
class IgnoresNesterov(SGD):
    """With nesterov your steps are the same as without it: they should go along g + momentum·v,
    where v is the new velocity.
    """

    def __init__(self, lr, momentum=0.0, nesterov=False, weight_decay=0.0):
        super().__init__(lr, momentum, weight_decay=weight_decay)


@mistake(of="SGD", caught_by=SGD_looks_ahead_with_nesterov)
class NesterovWithTheOldVelocity(SGD):
    """With nesterov your steps are the same as without it: they should go along g + momentum·v,
    where v is the new velocity.
    """

    def __init__(self, lr, momentum=0.0, nesterov=False, weight_decay=0.0):
        super().__init__(lr, momentum, False, weight_decay)


@mistake(of="SGD", caught_by=SGD_without_momentum_remembers_nothing)
class NesterovAddsTheVelocityWhole(SGD):
    """With nesterov your steps are lr·(g + v): they should be lr·(g + momentum·v)."""

    def step(self, params, grads):
        grads = [g + self.weight_decay * w for w, g in zip(params, grads)]
        olds = self.v or [np.zeros_like(w) for w in params]
        self.v = [self.momentum * v + g for v, g in zip(olds, grads)]
        ahead = [g + v for v, g in zip(self.v, grads)] if self.nesterov else self.v
        return [w - self.lr * d for w, d in zip(params, ahead)]


@mistake(of="SGD", caught_by=SGD_looks_ahead_with_nesterov)
class NesterovAppliesTheMomentumToTheGradient(SGD):
    """With nesterov your steps are lr·(momentum·g + v): the factor momentum belongs to v, not to
    g.
    """

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
    """With nesterov the g in g + momentum·v lacks the weight decay: weight_decay·w is added to g
    before anything else.
    """

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
    """The weight decay of one step does not act on in the next: weight_decay·w should be added to
    g first, and so enter the velocity.
    """

    def __init__(self, lr, momentum=0.0, nesterov=False, weight_decay=0.0):
        super().__init__(lr, momentum, nesterov)
        self.decay = weight_decay

    def step(self, params, grads):
        new = super().step(params, grads)
        return [n - self.lr * self.decay * w for w, n in zip(params, new)]


@mistake(of="SGD", caught_by=SGD_decays_weights_through_the_gradient)
class DecayOfTheSquareWithoutTheHalf(SGD):
    """You add 2·weight_decay·w to g: the gradient of the penalty is weight_decay·w."""

    def __init__(self, lr, momentum=0.0, nesterov=False, weight_decay=0.0):
        super().__init__(lr, momentum, nesterov, 2 * weight_decay)


@mistake(of="SGD", caught_by=SGD_agrees_with_the_reference)
class OneVelocityForAll(SGD):
    """The velocity of one parameter goes into that of the next: every parameter should have a
    velocity of its own, of its own shape.
    """

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
    """Parameters of the same shape share one velocity: every parameter should have its own."""

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
    """A new optimizer goes on with the velocity of an earlier one: it should begin at 0."""

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
    """Your step starts from what the last step returned: it should start from the params it is
    given.
    """

    params = None

    def step(self, params, grads):
        self.params = super().step(self.params or params, grads)
        return self.params


@mistake(of="SGD", caught_by=SGD_starts_from_the_params_it_is_given)
class NeedsAxesToCount(SGD):
    """Your step fails for a parameter without axes, like np.array(3.0): a parameter may have any
    shape.
    """

    def step(self, params, grads):
        if not self.v:
            self.v = [np.array([0 * row for row in w]) for w in params]
        return super().step(params, grads)


@mistake(of="SGD", caught_by=SGD_leaves_its_arguments_unchanged)
class WritesIntoTheCallersArrays(SGD):
    """params, or an array in it, is changed: step should return a new list of new arrays, and
    leave params as it was.
    """

    def step(self, params, grads):
        for w, new in zip(params, super().step(params, grads)):
            w[...] = new
        return list(params)


@mistake(of="SGD", caught_by=SGD_leaves_its_arguments_unchanged)
class DecaysTheCallersGradients(SGD):
    """grads, or an array in it, is changed: step should leave everything that it is given as it
    was.
    """

    def __init__(self, lr, momentum=0.0, nesterov=False, weight_decay=0.0):
        super().__init__(lr, momentum, nesterov)
        self.decay = weight_decay

    def step(self, params, grads):
        for w, g in zip(params, grads):
            g += self.decay * w
        return super().step(params, grads)


@mistake(of="SGD", caught_by=SGD_keeps_float32)
class VelocityOfFloat64(SGD):
    """Your new params are float64 where params and grads are float32. np.zeros(w.shape) is
    float64, and so is any number that numpy made.
    """

    def step(self, params, grads):
        self.v = self.v or [np.zeros(w.shape) for w in params]
        return super().step(params, grads)


@mistake(of="SGD", caught_by=SGD_steps_against_the_gradient)
class ReturnsTheFirstParameterOnly(SGD):
    """You return only the first of the new parameters: step should return one array for every
    parameter.
    """

    def step(self, params, grads):
        return super().step(params, grads)[:1]


# AdaGrad


@mistake(of="AdaGrad", caught_by=AdaGrad_divides_by_the_root_of_all_squares)
class NotThisStepsSquare(AdaGrad):
    """You divide by the root of the squares before this step: G should include this step's g²,
    too.
    """

    def step(self, params, grads):
        olds = self.G or [np.zeros_like(w) for w in params]
        self.G = [G + g**2 for G, g in zip(olds, grads)]
        return [w - self.lr * g / (np.sqrt(G) + self.eps) for w, g, G in zip(params, grads, olds)]


@mistake(of="AdaGrad", caught_by=AdaGrad_divides_by_the_root_of_all_squares)
class ForgotTheRoot(AdaGrad):
    """You divide by G + eps: it should be √G + eps."""

    def step(self, params, grads):
        super().step(params, grads)
        return [w - self.lr * g / (G + self.eps) for w, g, G in zip(params, grads, self.G)]


@mistake(of="AdaGrad", caught_by=AdaGrad_makes_shorter_and_shorter_steps)
class RememberedNoSquares(AdaGrad):
    """You divide by the root of this step's g² alone: G should be the sum
    of all squares so far.
    """

    def step(self, params, grads):
        self.G = []
        return super().step(params, grads)


@mistake(of="AdaGrad", caught_by=AdaGrad_ignores_the_scale_of_the_gradients)
class ClipsLargeGradients(AdaGrad):
    """Your large gradients are cut off: the step should use g as it is, however large."""

    def step(self, params, grads):
        return super().step(params, [np.clip(g, -5, 5) for g in grads])


@mistake(of="AdaGrad", caught_by=AdaGrad_agrees_with_the_reference)
class OneSumForTheWholeArray(AdaGrad):
    """The squares of all entries of a parameter are added up in one number: G should have a sum
    for each entry.
    """

    def step(self, params, grads):
        self.G = [G + np.sum(g**2) for G, g in zip(self.G or [0.0] * len(grads), grads)]
        roots = [np.sqrt(G) + self.eps for G in self.G]
        return [w - self.lr * g / root for w, g, root in zip(params, grads, roots)]


@mistake(of="AdaGrad", caught_by=AdaGrad_adds_eps_to_the_root)
class EpsUnderTheRoot(AdaGrad):
    """Your eps stands under the root: the denominator is √G + eps, not √(G + eps)."""

    def step(self, params, grads):
        super().step(params, grads)
        return [w - self.lr * g / np.sqrt(G + self.eps) for w, g, G in zip(params, grads, self.G)]


@mistake(of="AdaGrad", caught_by=AdaGrad_leaves_alone_what_has_no_gradient)
class ForgotEps(AdaGrad):
    """You divide by √G alone: it should be √G + eps, which saves an entry without a gradient from
    0/0.
    """

    def __init__(self, lr, eps=1e-10):
        super().__init__(lr, 0.0)


@mistake(of="AdaGrad", caught_by=AdaGrad_has_the_defaults_of_the_text)
class TheEpsOfAdam(AdaGrad):
    """If nothing is said, your eps is 1e-8: for AdaGrad the default should be 1e-10."""

    def __init__(self, lr, eps=1e-8):
        super().__init__(lr, eps)


@mistake(of="AdaGrad", caught_by=AdaGrad_makes_shorter_and_shorter_steps)
class OneSumForAllParameters(AdaGrad):
    """What you carry to the next gradient is one number for all: every entry of every parameter
    should have a sum G of its own.
    """

    def step(self, params, grads):
        new = []
        for w, g in zip(params, grads):
            self.G = [np.max(self.G or 0.0) + g**2]
            new.append(w - self.lr * g / (np.sqrt(self.G[0]) + self.eps))
        return new


@mistake(of="AdaGrad", caught_by=AdaGrad_has_a_sum_for_each_parameter)
class OneSumForEachShape(AdaGrad):
    """Parameters of the same shape share one sum of squares: every
    parameter should have its own.
    """

    def step(self, params, grads):
        self.G, new = self.G or {}, []
        for w, g in zip(params, grads):
            self.G[w.shape] = self.G.get(w.shape, 0.0) + g**2
            new.append(w - self.lr * g / (np.sqrt(self.G[w.shape]) + self.eps))
        return new


@mistake(of="AdaGrad", caught_by=AdaGrad_starts_from_the_params_it_is_given)
class KeptTheFirstParams(AdaGrad):
    """Your step starts from what the last step returned: it should start from the params it is
    given.
    """

    params = None

    def step(self, params, grads):
        self.params = super().step(self.params or params, grads)
        return self.params


@mistake(of="AdaGrad", caught_by=AdaGrad_leaves_its_arguments_unchanged)
class DividesTheCallersGradients(AdaGrad):
    """grads, or an array in it, is changed: step should leave everything that it is given as it
    was.
    """

    def step(self, params, grads):
        super().step(params, grads)
        for g, G in zip(grads, self.G):
            g /= np.sqrt(G) + self.eps
        return [w - self.lr * g for w, g in zip(params, grads)]


@mistake(of="AdaGrad", caught_by=AdaGrad_keeps_float32)
class SumsOfFloat64(AdaGrad):
    """Your new params are float64 where params and grads are float32. np.zeros(w.shape) is
    float64, and so is any number that numpy made.
    """

    def step(self, params, grads):
        self.G = self.G or [np.zeros(w.shape) for w in params]
        return super().step(params, grads)


# RMSProp


@mistake(of="RMSProp", caught_by=RMSProp_divides_by_the_root_of_a_moving_average)
class DecayAtTheWrongTerm(RMSProp):
    """You multiply s by 1 - decay and g² by decay: it should be the other way round."""

    def __init__(self, lr, decay=0.99, eps=1e-8):
        super().__init__(lr, 1 - decay, eps)


@mistake(of="RMSProp", caught_by=RMSProp_starts_with_long_steps)
class ForgotTheRootOfTheMean(RMSProp):
    """You divide by s + eps: it should be √s + eps."""

    def step(self, params, grads):
        super().step(params, grads)
        return [w - self.lr * g / (s + self.eps) for w, g, s in zip(params, grads, self.s)]


@mistake(of="RMSProp", caught_by=RMSProp_starts_with_long_steps)
class CorrectedAsInAdam(RMSProp):
    """Your first step is the one with s = g²: s begins at 0, and g² enters it with the factor 1 −
    decay.
    """

    t = 0

    def step(self, params, grads):
        self.t += 1
        super().step(params, grads)
        hats = [s / (1 - self.decay**self.t) for s in self.s]
        return [w - self.lr * g / (np.sqrt(s) + self.eps) for w, g, s in zip(params, grads, hats)]


@mistake(of="RMSProp", caught_by=RMSProp_starts_with_long_steps)
class StartedAtTheFirstSquare(RMSProp):
    """Your first step is the one with s = g²: s begins at 0, and g² enters it with the factor 1 −
    decay.
    """

    def step(self, params, grads):
        self.s = self.s or [g**2 for g in grads]
        return super().step(params, grads)


@mistake(of="RMSProp", caught_by=RMSProp_starts_with_long_steps)
class StartedAtOne(RMSProp):
    """Your steps are those with an average that begins at 1: s should begin at 0."""

    def step(self, params, grads):
        self.s = self.s or [np.ones_like(w) for w in params]
        return super().step(params, grads)


@mistake(of="RMSProp", caught_by=RMSProp_agrees_with_the_reference)
class Centred(RMSProp):
    """You divide by the root of s less the square of the mean gradient, a variance: it should be
    the root of s alone.
    """

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
    """Your first step is the one with s = g²: s begins at 0, and g² enters it with the factor 1 −
    decay.
    """

    def step(self, params, grads):
        olds = self.s or [np.zeros_like(w) for w in params]
        self.s = [self.decay * s + g**2 for s, g in zip(olds, grads)]
        roots = [np.sqrt(s) + self.eps for s in self.s]
        return [w - self.lr * g / root for w, g, root in zip(params, grads, roots)]


@mistake(of="RMSProp", caught_by=RMSProp_adds_eps_to_the_root)
class EpsBelowTheRoot(RMSProp):
    """Your eps stands under the root: the denominator is √s + eps, not √(s + eps)."""

    def step(self, params, grads):
        super().step(params, grads)
        return [w - self.lr * g / np.sqrt(s + self.eps) for w, g, s in zip(params, grads, self.s)]


@mistake(of="RMSProp", caught_by=RMSProp_leaves_alone_what_has_no_gradient)
class WithoutEps(RMSProp):
    """You divide by √s alone: it should be √s + eps, which saves an entry without a gradient from
    0/0.
    """

    def __init__(self, lr, decay=0.99, eps=1e-8):
        super().__init__(lr, decay, 0.0)


@mistake(of="RMSProp", caught_by=RMSProp_has_the_defaults_of_the_text)
class TheDecayOfHinton(RMSProp):
    """If nothing is said, your decay is 0.9: the default should be 0.99."""

    def __init__(self, lr, decay=0.9, eps=1e-8):
        super().__init__(lr, decay, eps)


@mistake(of="RMSProp", caught_by=RMSProp_starts_with_long_steps)
class AverageOfTheLastParameter(RMSProp):
    """What you carry to the next gradient is the mean of s, one number: every entry of every
    parameter should have an s of its own.
    """

    def step(self, params, grads):
        new = []
        for w, g in zip(params, grads):
            self.s = [self.decay * np.mean(self.s or 0.0) + (1 - self.decay) * g**2]
            new.append(w - self.lr * g / (np.sqrt(self.s[0]) + self.eps))
        return new


@mistake(of="RMSProp", caught_by=RMSProp_has_an_average_for_each_parameter)
class OneAverageForEachShape(RMSProp):
    """Parameters of the same shape share one average: every parameter should have its own."""

    def step(self, params, grads):
        self.s, new = self.s or {}, []
        for w, g in zip(params, grads):
            s = self.decay * self.s.get(w.shape, 0.0) + (1 - self.decay) * g**2
            self.s[w.shape] = s
            new.append(w - self.lr * g / (np.sqrt(s) + self.eps))
        return new


@mistake(of="RMSProp", caught_by=RMSProp_starts_from_the_params_it_is_given)
class OnlyForLists(RMSProp):
    """Your step fails where params and grads are tuples: they may be lists or tuples."""

    def step(self, params, grads):
        return super().step(params.copy(), grads.copy())


@mistake(of="RMSProp", caught_by=RMSProp_leaves_its_arguments_unchanged)
class FillsTheCallersList(RMSProp):
    """params, or an array in it, is changed: step should return a new list of new arrays, and
    leave params as it was.
    """

    def step(self, params, grads):
        new = super().step(params, grads)
        if isinstance(params, list):
            params[:] = new
        return new


@mistake(of="RMSProp", caught_by=RMSProp_keeps_float32)
class NumbersOfNumpy(RMSProp):
    """Your new params are float64 where params and grads are float32. np.zeros(w.shape) is
    float64, and so is any number that numpy made.
    """

    def __init__(self, lr, decay=0.99, eps=1e-8):
        super().__init__(np.float64(lr), decay, eps)


# Adam


@mistake(of="Adam", caught_by=Adam_makes_steps_of_length_lr)
class NoCorrection(Adam):
    """Your step is the one with m and v uncorrected: divide them by 1 -
    beta1^t and 1 - beta2^t.
    """

    def step(self, params, grads):
        super().step(params, grads)
        roots = [np.sqrt(v) + self.eps for v in self.v]
        return [w - self.lr * m / root for w, m, root in zip(params, self.m, roots)]


@mistake(of="Adam", caught_by=Adam_makes_two_steps_done_by_hand)
class OnlyTheFirstMomentCorrected(Adam):
    """Your step is the one with v uncorrected: v should be divided by 1 - beta2^t."""

    def step(self, params, grads):
        super().step(params, grads)
        hats = [m / (1 - self.beta1**self.t) for m in self.m]
        roots = [np.sqrt(v) + self.eps for v in self.v]
        return [w - self.lr * m / root for w, m, root in zip(params, hats, roots)]


@mistake(of="Adam", caught_by=Adam_makes_two_steps_done_by_hand)
class CountedAfterTheStep(Adam):
    """Your first step gives nan, as with t = 0, where 1 - beta^t is 0: at the first step t should
    be 1.
    """

    def __init__(self, lr, beta1=0.9, beta2=0.999, eps=1e-8):
        super().__init__(lr, np.float64(beta1), np.float64(beta2), eps)
        self.t = -1


@mistake(of="Adam", caught_by=Adam_makes_steps_of_length_lr)
class CountedFromTwo(Adam):
    """Your first step is corrected as with t = 2: at the first step t should be 1."""

    def __init__(self, lr, beta1=0.9, beta2=0.999, eps=1e-8):
        super().__init__(lr, beta1, beta2, eps)
        self.t = 1


@mistake(of="Adam", caught_by=Adam_makes_two_steps_done_by_hand)
class CountedNoFurtherThanOne(Adam):
    """Every step is corrected as the first one, with t = 1: t should grow by 1 in each step."""

    def step(self, params, grads):
        self.t = 0
        return super().step(params, grads)


@mistake(of="Adam", caught_by=Adam_makes_two_steps_done_by_hand)
class AveragesBeginAtTheFirstGradient(Adam):
    """After the first step your m is g and your v is g²: begin both at 0, and remember them
    uncorrected.
    """

    def step(self, params, grads):
        self.m = self.m or [np.array(g) for g in grads]
        self.v = self.v or [g**2 for g in grads]
        return super().step(params, grads)


@mistake(of="Adam", caught_by=Adam_agrees_with_the_reference)
class CountedPerParameter(Adam):
    """Your t grows once for each parameter: there is one t for the optimizer, which grows by 1 in
    each step.
    """

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
    """Parameters of the same shape share m and v: every parameter should have its own."""

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
    """Your second step goes on from the corrected averages of the first, g and g²: remember m and
    v as they are before the correction.
    """

    def step(self, params, grads):
        new = super().step(params, grads)
        self.m = [m / (1 - self.beta1**self.t) for m in self.m]
        self.v = [v / (1 - self.beta2**self.t) for v in self.v]
        return new


@mistake(of="Adam", caught_by=Adam_makes_two_steps_done_by_hand)
class CorrectedByTimes(Adam):
    """Your step is the one with 1 - beta·t in the correction: it should be 1 less beta to the
    power of t.
    """

    def step(self, params, grads):
        super().step(params, grads)
        m_hat = [m / np.float64(1 - self.beta1 * self.t) for m in self.m]
        v_hat = [v / np.float64(1 - self.beta2 * self.t) for v in self.v]
        roots = [np.sqrt(v) + self.eps for v in v_hat]
        return [w - self.lr * m / root for w, m, root in zip(params, m_hat, roots)]


@mistake(of="Adam", caught_by=Adam_agrees_with_the_reference)
class BetasSwapped(Adam):
    """beta1 and beta2 have changed places: beta1 belongs to m, beta2 to v."""

    def __init__(self, lr, beta1=0.9, beta2=0.999, eps=1e-8):
        super().__init__(lr, beta2, beta1, eps)


@mistake(of="Adam", caught_by=Adam_makes_two_steps_done_by_hand)
class ForgotTheRootOfTheAverage(Adam):
    """You divide by the corrected v itself: it should be the root of it, plus eps."""

    def step(self, params, grads):
        super().step(params, grads)
        m_hat = [m / (1 - self.beta1**self.t) for m in self.m]
        v_hat = [v / (1 - self.beta2**self.t) for v in self.v]
        return [w - self.lr * m / (v + self.eps) for w, m, v in zip(params, m_hat, v_hat)]


@mistake(of="Adam", caught_by=Adam_ignores_the_scale_of_the_gradients)
class ClipsGradientsFirst(Adam):
    """Your large gradients are cut off: the step should use g as it is, however large."""

    def step(self, params, grads):
        return super().step(params, [np.clip(g, -10, 10) for g in grads])


@mistake(of="Adam", caught_by=Adam_adds_eps_to_the_root_of_the_corrected_average)
class EpsInsideTheRoot(Adam):
    """Your eps stands under the root: it should be added to the root of the corrected v."""

    def step(self, params, grads):
        super().step(params, grads)
        m_hat = [m / (1 - self.beta1**self.t) for m in self.m]
        v_hat = [v / (1 - self.beta2**self.t) for v in self.v]
        return [w - self.lr * m / np.sqrt(v + self.eps) for w, m, v in zip(params, m_hat, v_hat)]


@mistake(of="Adam", caught_by=Adam_adds_eps_to_the_root_of_the_corrected_average)
class EpsBeforeTheCorrection(Adam):
    """You add eps to the root of v before the correction: it should be added to the root of the
    corrected v.
    """

    def step(self, params, grads):
        super().step(params, grads)
        lr = self.lr * (1 - self.beta2**self.t) ** 0.5 / (1 - self.beta1**self.t)
        roots = [np.sqrt(v) + self.eps for v in self.v]
        return [w - lr * m / root for w, m, root in zip(params, self.m, roots)]


@mistake(of="Adam", caught_by=Adam_leaves_alone_what_has_no_gradient)
class DividedByNothing(Adam):
    """You divide by the root of the corrected v alone: add eps to it, which saves an entry without
    a gradient from 0/0.
    """

    def __init__(self, lr, beta1=0.9, beta2=0.999, eps=1e-8):
        super().__init__(lr, beta1, beta2, 0.0)


@mistake(of="Adam", caught_by=Adam_agrees_with_the_reference)
class SquaredTheAverage(Adam):
    """Your step is the one with an average of m² for v: it should be one of g²."""

    def step(self, params, grads):
        olds = self.v or [np.zeros_like(w) for w in params]
        super().step(params, grads)
        self.v = [self.beta2 * v + (1 - self.beta2) * m**2 for v, m in zip(olds, self.m)]
        m_hat = [m / (1 - self.beta1**self.t) for m in self.m]
        roots = [np.sqrt(v / (1 - self.beta2**self.t)) + self.eps for v in self.v]
        return [w - self.lr * m / root for w, m, root in zip(params, m_hat, roots)]


@mistake(of="Adam", caught_by=Adam_agrees_with_the_reference)
class NeverForgetsTheLargest(Adam):
    """You divide by the root of the largest corrected v so far: it should be that of this step."""

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
    """Your step goes along g itself: it should go along the corrected m."""

    def step(self, params, grads):
        super().step(params, grads)
        roots = [np.sqrt(v / (1 - self.beta2**self.t)) + self.eps for v in self.v]
        return [w - self.lr * g / root for w, g, root in zip(params, grads, roots)]


@mistake(of="Adam", caught_by=Adam_agrees_with_the_reference)
class MomentsOfTheClass:
    """A new optimizer goes on with m and v of an earlier one: they should begin at 0."""

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
    """If nothing is said, your eps is 1e-7: the default should be 1e-8."""

    def __init__(self, lr, beta1=0.9, beta2=0.999, eps=1e-7):
        super().__init__(lr, beta1, beta2, eps)


@mistake(of="Adam", caught_by=Adam_has_the_defaults_of_the_text)
class ForgetsTooFast(Adam):
    """If nothing is said, your beta2 is 0.99: the default should be 0.999."""

    def __init__(self, lr, beta1=0.9, beta2=0.99, eps=1e-8):
        super().__init__(lr, beta1, beta2, eps)


@mistake(of="Adam", caught_by=Adam_starts_from_the_params_it_is_given)
class KeptItsOwnParams(Adam):
    """Your step starts from what the last step returned: it should start from the params it is
    given.
    """

    params = None

    def step(self, params, grads):
        self.params = super().step(self.params or params, grads)
        return self.params


@mistake(of="Adam", caught_by=Adam_leaves_its_arguments_unchanged)
class SquaresTheCallersGradients(Adam):
    """grads, or an array in it, is changed: step should leave everything that it is given as it
    was.
    """

    def step(self, params, grads):
        new = super().step(params, grads)
        for g in grads:
            g **= 2
        return new


@mistake(of="Adam", caught_by=Adam_keeps_float32)
class CorrectionsOfNumpy(Adam):
    """Your new params are float64 where params and grads are float32. np.zeros(w.shape) is
    float64, and so is any number that numpy made.
    """

    def step(self, params, grads):
        super().step(params, grads)
        m_hat = [m / (1 - np.power(self.beta1, self.t)) for m in self.m]
        v_hat = [v / (1 - np.power(self.beta2, self.t)) for v in self.v]
        roots = [np.sqrt(v) + self.eps for v in v_hat]
        return [w - self.lr * m / root for w, m, root in zip(params, m_hat, roots)]


# AdamW


@mistake(of="AdamW", caught_by=AdamW_decays_the_same_whatever_the_gradient)
class PenaltyInTheGradient(AdamW):
    """Your step is the one with weight_decay·w added to the gradient: the decay should act on the
    weight itself.
    """

    def __init__(self, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
        super().__init__(lr, beta1, beta2, eps, 0.0)
        self.penalty = weight_decay

    def step(self, params, grads):
        return super().step(params, [g + self.penalty * w for w, g in zip(params, grads)])


@mistake(of="AdamW", caught_by=AdamW_shrinks_weights_that_have_no_gradient)
class DecayWithoutTheRate(AdamW):
    """You subtract weight_decay·w: the decay should be lr·weight_decay·w."""

    def __init__(self, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
        super().__init__(lr, beta1, beta2, eps, weight_decay / lr)


@mistake(of="AdamW", caught_by=AdamW_makes_two_steps_done_by_hand)
class DecayOfTheNewWeights(AdamW):
    """Your decay is taken from the new w, after the step of Adam: it should be taken from the old
    w.
    """

    def __init__(self, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
        super().__init__(lr, beta1, beta2, eps, 0.0)
        self.decay = weight_decay

    def step(self, params, grads):
        return [w - self.lr * self.decay * w for w in super().step(params, grads)]


@mistake(of="AdamW", caught_by=AdamW_makes_two_steps_done_by_hand)
class CountedToOne(AdamW):
    """Every step is corrected as the first one, with t = 1: t should grow by 1 in each step."""

    def step(self, params, grads):
        self.t = 0
        return super().step(params, grads)


@mistake(of="AdamW", caught_by=AdamW_shrinks_weights_that_have_no_gradient)
class DecayAtTheFirstStepOnly(AdamW):
    """Only your first step decays the weights: every step should."""

    def step(self, params, grads):
        new = super().step(params, grads)
        self.weight_decay = 0.0
        return new


@mistake(of="AdamW", caught_by=AdamW_agrees_with_the_reference)
class DecayInsideTheBrackets(AdamW):
    """Your decay is divided by the root of the corrected v plus eps: only the corrected m should
    be.
    """

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
    """Your decay makes the weights grow: lr·weight_decay·w should be subtracted, not added."""

    def __init__(self, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
        super().__init__(lr, beta1, beta2, eps, -weight_decay)


@mistake(of="AdamW", caught_by=AdamW_has_the_defaults_of_the_text)
class NoDecayUnlessAsked(AdamW):
    """If nothing is said, your weight_decay is 0: the default should be 0.01."""

    def __init__(self, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0):
        super().__init__(lr, beta1, beta2, eps, weight_decay)


@mistake(of="AdamW", caught_by=AdamW_adds_eps_to_the_root_of_the_corrected_average)
class WithEpsUnderTheRoot(AdamW):
    """Your eps stands under the root: it should be added to the root of the corrected v."""

    def step(self, params, grads):
        super().step(params, grads)
        m_hat = [m / (1 - self.beta1**self.t) for m in self.m]
        roots = [np.sqrt(v / (1 - self.beta2**self.t) + self.eps) for v in self.v]
        keep = 1 - self.lr * self.weight_decay
        return [keep * w - self.lr * m / root for w, m, root in zip(params, m_hat, roots)]


@mistake(of="AdamW", caught_by=AdamW_agrees_with_the_reference)
class CountedForEachParameter(AdamW):
    """Your t grows once for each parameter: there is one t for the optimizer, which grows by 1 in
    each step.
    """

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
    """Parameters of the same shape share m and v: every parameter should have its own."""

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
    """Your step starts from what the last step returned: it should start from the params it is
    given.
    """

    params = None

    def step(self, params, grads):
        self.params = super().step(self.params or params, grads)
        return self.params


@mistake(of="AdamW", caught_by=AdamW_leaves_its_arguments_unchanged)
class ShrinksTheCallersWeights(AdamW):
    """params, or an array in it, is changed: step should return a new list of new arrays, and
    leave params as it was.
    """

    def __init__(self, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
        super().__init__(lr, beta1, beta2, eps, 0.0)
        self.decay = weight_decay

    def step(self, params, grads):
        for w in params:
            w *= 1 - self.lr * self.decay
        return super().step(params, grads)


@mistake(of="AdamW", caught_by=AdamW_keeps_float32)
class AveragesOfFloat64(AdamW):
    """Your new params are float64 where params and grads are float32. np.zeros(w.shape) is
    float64, and so is any number that numpy made.
    """

    def step(self, params, grads):
        self.m = self.m or [np.zeros(w.shape) for w in params]
        self.v = self.v or [np.zeros(w.shape) for w in params]
        return super().step(params, grads)


# schedules


@mistake(of="cosine_schedule", caught_by=cosine_schedule_goes_from_lr_to_0)
def a_quarter_of_the_wave(step, total, lr):
    """Your rate falls along a quarter of a cosine wave: it should be half a wave, from its top to
    its bottom, lifted to end at 0.
    """
    return lr * math.cos(math.pi / 2 * step / total)


@mistake(of="cosine_schedule", caught_by=cosine_schedule_goes_from_lr_to_0)
def forgot_the_half(step, total, lr):
    """Your rates are twice as large as they should be: at step 0 the rate should be lr."""
    return lr * (1 + math.cos(math.pi * step / total))


@mistake(of="cosine_schedule", caught_by=cosine_schedule_goes_from_lr_to_0)
def counted_the_last_step_out(step, total, lr):
    """Your wave ends at step total - 1: the rate should reach 0 at step total."""
    return 0.5 * lr * (1 + math.cos(math.pi * step / max(total - 1, 1)))


@mistake(of="cosine_schedule", caught_by=cosine_schedule_agrees_with_the_reference)
def falls_like_a_parabola(step, total, lr):
    """Your rate is right at the start, in the middle and at the end, but between them it is not
    half a cosine wave.
    """
    x = step / total
    return lr * (1 - x) * (1 + x * (1 - 2 * x) * (1 - x))


@mistake(of="cosine_schedule", caught_by=cosine_schedule_agrees_with_the_reference)
def falls_on_a_straight_line(step, total, lr):
    """Your rate falls on a straight line from lr to 0: it should follow half a cosine wave."""
    return lr * (1 - step / total)


@mistake(of="cosine_schedule", caught_by=cosine_schedule_goes_from_lr_to_0)
def in_degrees(step, total, lr):
    """Half a wave is 180 degrees, but the cosine takes radians: the angle
    should be π·step/total.
    """
    return lr * (1 + math.cos(180 * step / total)) / 2


@mistake(of="step_decay", caught_by=step_decay_goes_down_a_staircase)
def a_smooth_decay(step, every, factor, lr):
    """Your rate falls a little at every step: step/every should be rounded down, so that the rate
    stays the same on a stair.
    """
    return lr * factor ** (step / every)


@mistake(of="step_decay", caught_by=step_decay_goes_down_a_staircase)
def a_stair_every_step(step, every, factor, lr):
    """Your power of factor is the rest of step divided by every: it should be the number of whole
    stairs, step/every rounded down.
    """
    return lr * factor ** (step % every)


@mistake(of="step_decay", caught_by=step_decay_goes_down_a_staircase)
def one_step_too_early(step, every, factor, lr):
    """Your rate falls one step too early: it should fall first at step every, not at the step
    before.
    """
    return lr * factor ** ((step + 1) // every)


@mistake(of="step_decay", caught_by=step_decay_goes_down_a_staircase)
def the_first_stair_is_shorter(step, every, factor, lr):
    """You round step/every up, so that the rate falls at step 1 already: it should be rounded
    down.
    """
    return lr * factor ** -(-step // every)


@mistake(of="step_decay", caught_by=step_decay_agrees_with_the_reference)
def times_the_stair(step, every, factor, lr):
    """On stair k your rate is lr·factor/k: it should be lr times factor to the power of k."""
    stair = step // every
    return lr if stair == 0 else lr * factor / stair


@mistake(of="step_decay", caught_by=step_decay_agrees_with_the_reference)
def once_and_never_again(step, every, factor, lr):
    """After two stairs your rate falls no further: it should be multiplied by factor at every
    further stair, too.
    """
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
