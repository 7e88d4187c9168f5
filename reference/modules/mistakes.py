"""Wrong answers students do write, each with the check that must catch it; right ones, too.

A class derived from the reference's says only what is different.
"""

# ruff: noqa: ARG002  # answers ignore arguments

import math

import numpy as np

from autograder.checks import alternative, equivalent, mistake

from .checks import (
    Dropout_decides_about_every_entry_alone,
    Dropout_does_nothing_in_use,
    Dropout_draws_a_new_mask_at_each_forward,
    Dropout_draws_from_the_generator_it_is_given,
    Dropout_drops_an_entry_or_scales_it_up,
    Dropout_drops_with_probability_p,
    Dropout_goes_back_by_its_latest_forward_in_either_mode,
    Dropout_goes_back_through_the_same_mask,
    Dropout_has_nothing_to_learn,
    Dropout_keeps_float32,
    Dropout_leaves_its_arguments_unchanged,
    Dropout_of_nothing_is_the_identity,
    Linear_adds_a_second_backward_to_the_first,
    Linear_adds_up_what_different_batches_give,
    Linear_copies_what_it_is_made_of,
    Linear_does_the_same_in_training_and_in_use,
    Linear_finds_the_gradient_of_its_bias,
    Linear_finds_the_gradient_of_its_input,
    Linear_finds_the_gradient_of_its_weights,
    Linear_goes_forward_as_the_reference,
    Linear_has_zeros_for_gradients_until_the_first_backward,
    Linear_is_trained_through_its_parameters,
    Linear_keeps_float32,
    Linear_leaves_its_arguments_unchanged,
    Linear_matches_differences_of_your_forward,
    Linear_of_a_small_batch_done_by_hand,
    ReLU_agrees_with_the_reference,
    ReLU_has_any_slope_between_0_and_1_at_0,
    ReLU_has_nothing_to_learn,
    ReLU_keeps_float32,
    ReLU_leaves_its_arguments_unchanged,
    ReLU_of_four_numbers,
    Sequential_agrees_with_the_reference,
    Sequential_clears_the_gradients_of_all_its_layers,
    Sequential_goes_back_from_the_last_layer_to_the_first,
    Sequential_goes_through_its_layers_in_order,
    Sequential_leaves_its_arguments_unchanged,
    Sequential_lists_the_parameters_of_its_layers_in_order,
    Sequential_of_no_layers_is_the_identity,
    Sequential_tells_every_layer_to_train_and_to_eval,
    Sequential_trains_a_network,
    Sigmoid_agrees_with_the_reference,
    Sigmoid_has_nothing_to_learn,
    Sigmoid_keeps_float32,
    Sigmoid_leaves_its_arguments_unchanged,
    Sigmoid_matches_differences,
    Sigmoid_of_three_numbers,
    Sigmoid_survives_extremes,
    Tanh_agrees_with_the_reference,
    Tanh_has_nothing_to_learn,
    Tanh_keeps_float32,
    Tanh_leaves_its_arguments_unchanged,
    Tanh_of_three_numbers,
    Tanh_survives_extremes,
    he_normal_draws_from_the_generator_it_is_given,
    he_normal_follows_its_law,
    he_normal_has_the_tails_of_its_law,
    xavier_uniform_draws_from_the_generator_it_is_given,
    xavier_uniform_follows_its_law,
    xavier_uniform_stays_within_its_bounds,
)
from .solution import Dropout, Layer, Linear, ReLU, Sequential, Sigmoid, Tanh, sigmoid

# Linear


@mistake(of="Linear", caught_by=Linear_of_a_small_batch_done_by_hand)
class TheInnerProductOfTheSlide(Linear):
    """Your gradient of W is doutᵀ X: in our convention it is Xᵀ dout, in the shape of W."""

    def backward(self, dout):
        self.dW = self.dW + dout.T @ self.x
        self.db += dout.sum(axis=0)
        return dout @ self.W.T


@mistake(of="Linear", caught_by=Linear_of_a_small_batch_done_by_hand)
class BiasGradientOfEveryExample(Linear):
    """Your gradient of b has a row for each example:
    b has one in all, so its gradient is the sum of the rows.
    """

    def backward(self, dout):
        self.dW += self.x.T @ dout
        self.db = self.db + dout
        return dout @ self.W.T


@mistake(of="Linear", caught_by=Linear_of_a_small_batch_done_by_hand)
class MeanOverTheBatch(Linear):
    """You divide by the number of examples:
    the gradients of W and b are sums over the examples.
    """

    def backward(self, dout):
        self.dW += self.x.T @ dout / len(dout)
        self.db += dout.mean(axis=0)
        return dout @ self.W.T


@mistake(of="Linear", caught_by=Linear_of_a_small_batch_done_by_hand)
class ReturnsTheGradientsFromBackward(Linear):
    """Your backward returns three things:
    it returns dx alone, the others are asked for by gradients().
    """

    def backward(self, dout):
        return super().backward(dout), self.dW, self.db


@mistake(of="Linear", caught_by=Linear_of_a_small_batch_done_by_hand)
class ForgotTheBias(Linear):
    """You leave out b: it is added to each row of X W."""

    def forward(self, x):
        self.x = x
        return x @ self.W


@mistake(of="Linear", caught_by=Linear_goes_forward_as_the_reference)
class BiasForTwoExamplesOnly(Linear):
    """Only your first two rows get b: it is added to every row."""

    def forward(self, x):
        self.x = x
        out = x @ self.W
        out[:2] += self.b
        return out


@mistake(of="Linear", caught_by=Linear_goes_forward_as_the_reference)
class BiasGrowsFromForwardToForward(Linear):
    """Your b is twice as large at each further forward:
    going forward must not change the parameters.
    """

    def forward(self, x):
        out = super().forward(x)
        self.b += self.b
        return out


@mistake(of="Linear", caught_by=Linear_matches_differences_of_your_forward)
class LoopsOverTwoExamples(Linear):
    """Only the first two examples count in your gradients of W and b:
    these are sums over all examples.
    """

    def backward(self, dout):
        for n in range(min(2, len(dout))):
            self.dW += np.outer(self.x[n], dout[n])
            self.db += dout[n]
        return dout @ self.W.T


@mistake(of="Linear", caught_by=Linear_finds_the_gradient_of_its_input)
class SendsBackTwoOutputs(Linear):
    """Only the first two outputs count in your dx: it is a sum over all of them."""

    def backward(self, dout):
        super().backward(dout)
        return dout[:, :2] @ self.W.T[:2]


@mistake(of="Linear", caught_by=Linear_finds_the_gradient_of_its_weights)
class LearnsFromThreeInputs(Linear):
    """Your gradient of W is zero from its fourth row on: there may be any number of inputs."""

    def backward(self, dout):
        self.dW[:3] += self.x.T[:3] @ dout
        self.db += dout.sum(axis=0)
        return dout @ self.W.T


@mistake(of="Linear", caught_by=Linear_finds_the_gradient_of_its_bias)
class BiasLearnsFromTwoExamples(Linear):
    """Only the first two examples count in your gradient of b: it is the sum over all examples."""

    def backward(self, dout):
        self.dW += self.x.T @ dout
        self.db += dout[:2].sum(axis=0)
        return dout @ self.W.T


@mistake(of="Linear", caught_by=Linear_adds_up_what_different_batches_give)
class OverwritesItsGradients(Linear):
    """Your gradients are those of the latest batch alone: each backward adds to them, until
    zero_grad.
    """

    def backward(self, dout):
        self.dW = self.x.T @ dout
        self.db = dout.sum(axis=0)
        return dout @ self.W.T


@mistake(of="Linear", caught_by=Linear_adds_a_second_backward_to_the_first)
class ForgetsItsInputAfterBackward(Linear):
    """Your backward works once after a forward:
    it may be called again, and each call adds to the gradients anew.
    """

    def backward(self, dout):
        dx = super().backward(dout)
        self.x = None
        return dx


@mistake(of="Linear", caught_by=Linear_adds_up_what_different_batches_give)
class KeepsItsFirstInput(Linear):
    """Your backward uses the input of the first forward: it belongs to the latest one."""

    def __init__(self, W, b):
        super().__init__(W, b)
        self.x = None

    def forward(self, x):
        if self.x is None:
            self.x = x
        return x @ self.W + self.b


@mistake(of="Linear", caught_by=Linear_adds_up_what_different_batches_give)
class ForwardClearsTheGradients(Linear):
    """Your gradients are those of the latest batch alone: each backward adds to them, until
    zero_grad.
    """

    def forward(self, x):
        self.zero_grad()
        return super().forward(x)


@mistake(of="Linear", caught_by=Linear_has_zeros_for_gradients_until_the_first_backward)
class GradientsAreNoneAtFirst(Linear):
    """Your gradients are None before the first backward and after zero_grad:
    there they are arrays of zeros.
    """

    def zero_grad(self):
        self.dW, self.db = None, None

    def backward(self, dout):
        dW, db = self.x.T @ dout, dout.sum(axis=0)
        self.dW = dW if self.dW is None else self.dW + dW
        self.db = db if self.db is None else self.db + db
        return dout @ self.W.T


@mistake(of="Linear", caught_by=Linear_has_zeros_for_gradients_until_the_first_backward)
class ForgetsToClearTheBias(Linear):
    """Your zero_grad leaves the gradient of b as it is: it makes all gradients zeros."""

    def __init__(self, W, b):
        self.db = np.zeros_like(b)
        super().__init__(W, b)

    def zero_grad(self):
        self.dW = np.zeros_like(self.W)


@mistake(of="Linear", caught_by=Linear_has_zeros_for_gradients_until_the_first_backward)
class ZerosAreNumbers(Linear):
    """Your gradients are plain numbers before the first backward and after zero_grad:
    there they are arrays of zeros, in the shapes of W and b.
    """

    def zero_grad(self):
        self.dW, self.db = 0.0, 0.0

    def backward(self, dout):
        self.dW = self.dW + self.x.T @ dout
        self.db = self.db + dout.sum(axis=0)
        return dout @ self.W.T


@mistake(of="Linear", caught_by=Linear_is_trained_through_its_parameters)
class ReturnsCopiesOfItsParameters(Linear):
    """Who writes into your parameters() does not train the layer:
    return its own arrays, not copies.
    """

    def parameters(self):
        return [self.W.copy(), self.b.copy()]


@mistake(of="Linear", caught_by=Linear_is_trained_through_its_parameters)
class BiasBeforeWeights(Linear):
    """Your parameters() are b, W: the order is W, b."""

    def parameters(self):
        return [self.b, self.W]


@mistake(of="Linear", caught_by=Linear_is_trained_through_its_parameters)
class BackwardUsesTheFirstWeights(Linear):
    """After a step of training your dx still uses the W that the layer was made with:
    it must use the trained one.
    """

    def __init__(self, W, b):
        super().__init__(W, b)
        self.WT = W.T.copy()

    def backward(self, dout):
        super().backward(dout)
        return dout @ self.WT


@mistake(of="Linear", caught_by=Linear_copies_what_it_is_made_of)
class KeepsTheCallersArrays(Linear):
    """Training your layer changes the arrays that it was made of: keep copies of W and b."""

    def __init__(self, W, b):
        self.W, self.b = W, b
        self.zero_grad()


@mistake(of="Linear", caught_by=Linear_copies_what_it_is_made_of)
class GradientsOfTheClass(Linear):
    """Your layers of the same shape share their gradients: two layers share nothing."""

    sums = {}  # noqa: RUF012  # the mistake itself

    def __init__(self, W, b):
        self.W, self.b = W.copy(), b.copy()
        self.dW = self.sums.setdefault(W.shape, np.zeros_like(W))
        self.db = self.sums.setdefault(b.shape, np.zeros_like(b))
        self.dW[...], self.db[...] = 0, 0


@mistake(of="Linear", caught_by=Linear_does_the_same_in_training_and_in_use)
class RemembersInTrainingOnly(Linear):
    """After eval() your backward no longer works: Linear does the same in training and in use."""

    def forward(self, x):
        self.x = x if self.training else None
        return x @ self.W + self.b


@mistake(of="Linear", caught_by=Linear_does_the_same_in_training_and_in_use)
class LearnsInTrainingOnly(Linear):
    """After eval() your backward adds nothing to the gradients:
    Linear does the same in training and in use.
    """

    def backward(self, dout):
        if self.training:
            return super().backward(dout)
        return dout @ self.W.T


@mistake(of="Linear", caught_by=Linear_leaves_its_arguments_unchanged)
class DividesByTheBatchInPlace(Linear):
    """Your backward changes dout itself: no argument is changed."""

    def backward(self, dout):
        n = len(dout) + 1
        dout /= n
        self.dW += n * self.x.T @ dout
        self.db += n * dout.sum(axis=0)
        return n * dout @ self.W.T


@mistake(of="Linear", caught_by=Linear_keeps_float32)
class GradientsOfFloat64(Linear):
    """Your gradients are float64 for float32 arrays: float32 stays float32.
    Beware of np.zeros(shape).
    """

    def zero_grad(self):
        self.dW, self.db = np.zeros(self.W.shape), np.zeros(self.b.shape)


# Sigmoid


@mistake(of="Sigmoid", caught_by=Sigmoid_of_three_numbers)
class SlopeAtTheInput(Sigmoid):
    """You take x (1 − x) for the slope: in σ′ = σ(1 − σ), σ is the output."""

    def forward(self, x):
        self.x = x
        return sigmoid(x)

    def backward(self, dout):
        return dout * self.x * (1 - self.x)


@mistake(of="Sigmoid", caught_by=Sigmoid_of_three_numbers)
class ForgotDout(Sigmoid):
    """Your dx does not depend on dout: backward multiplies dout, entry by entry, by the slope."""

    def backward(self, dout):
        return self.out * (1 - self.out)


@mistake(of="Sigmoid", caught_by=Sigmoid_matches_differences)
class SlopeOfTheFirstExample(Sigmoid):
    """All your examples get the slope of the first one: each entry has a slope of its own."""

    def forward(self, x):
        self.out = sigmoid(x)[:1]
        return sigmoid(x)


@mistake(of="Sigmoid", caught_by=Sigmoid_agrees_with_the_reference)
class SigmoidKeepsItsFirstOutput(Sigmoid):
    """Your backward uses the slope at the input of the first forward:
    it belongs to the latest one.
    """

    def forward(self, x):
        if not hasattr(self, "out"):
            self.out = sigmoid(x)
        return sigmoid(x)


@mistake(of="Sigmoid", caught_by=Sigmoid_agrees_with_the_reference)
class OneOutputForAllSigmoids(Sigmoid):
    """After another Sigmoid has gone forward, your backward uses what that one has kept:
    two layers share nothing.
    """

    def forward(self, x):
        Sigmoid.latest = sigmoid(x)
        return Sigmoid.latest

    def backward(self, dout):
        return dout * Sigmoid.latest * (1 - Sigmoid.latest)


@mistake(of="Sigmoid", caught_by=Sigmoid_survives_extremes)
class QuotientOfInfinities(Sigmoid):
    """Your out is nan for large x, where exp(x) overflows:
    use the sigmoid that you are given, it never does.
    """

    def forward(self, x):
        self.out = np.exp(x) / (1 + np.exp(x))
        return self.out


@mistake(of="Sigmoid", caught_by=Sigmoid_has_nothing_to_learn)
class SigmoidParametersAreNone(Sigmoid):
    """Your parameters() returns None: a layer with nothing to learn returns an empty list."""

    def parameters(self):
        pass


@mistake(of="Sigmoid", caught_by=Sigmoid_has_nothing_to_learn)
class StandsAloneAndHasNoEval:
    """Your class has no eval(): a layer has all seven methods, inherited or written."""

    def forward(self, x):
        self.out = sigmoid(x)
        return self.out

    def backward(self, dout):
        return dout * self.out * (1 - self.out)

    def parameters(self):
        return []

    def gradients(self):
        return []

    def zero_grad(self):
        pass

    def train(self):
        pass


@mistake(of="Sigmoid", caught_by=Sigmoid_leaves_its_arguments_unchanged)
class MultipliesDoutInPlace(Sigmoid):
    """Your backward changes dout itself: no argument is changed."""

    def backward(self, dout):
        dout *= self.out * (1 - self.out)
        return dout


@mistake(of="Sigmoid", caught_by=Sigmoid_keeps_float32)
class SigmoidInFloat64(Sigmoid):
    """What you return is float64 for float32 arrays: float32 stays float32."""

    def forward(self, x):
        self.out = sigmoid(x.astype(float))
        return self.out


# ReLU


@mistake(of="ReLU", caught_by=ReLU_of_four_numbers)
class ReturnsItsMask(ReLU):
    """Your out is 1 where x is positive: there it is x itself."""

    def forward(self, x):
        self.positive = x > 0
        return self.positive * 1.0


@mistake(of="ReLU", caught_by=ReLU_of_four_numbers)
class LetsEverythingBack(ReLU):
    """Your dx is dout everywhere: where x is negative, the slope is 0."""

    def backward(self, dout):
        return dout


@mistake(of="ReLU", caught_by=ReLU_of_four_numbers)
class ReluOfTheGradient(ReLU):
    """Your dx is max(0, dout): what comes back is decided by the sign of x, not of dout."""

    def backward(self, dout):
        return np.maximum(dout, 0)


@mistake(of="ReLU", caught_by=ReLU_has_any_slope_between_0_and_1_at_0)
class SlopeAsAQuotient(ReLU):
    """Your dx is nan where x is 0: there any slope between 0 and 1 is accepted."""

    def forward(self, x):
        self.slope = np.maximum(x, 0) / x
        return np.maximum(x, 0)

    def backward(self, dout):
        return dout * self.slope


@mistake(of="ReLU", caught_by=ReLU_agrees_with_the_reference)
class KeepsItsFirstMask(ReLU):
    """Your backward uses the signs of the first input: it belongs to the latest forward."""

    def forward(self, x):
        if not hasattr(self, "positive"):
            self.positive = x > 0
        return np.maximum(x, 0)


@mistake(of="ReLU", caught_by=ReLU_of_four_numbers)
class CapsAtSix(ReLU):
    """Your out is never larger than 6: max(0, x) is x for every positive x."""

    def forward(self, x):
        self.positive = (x > 0) & (x < 6)
        return np.clip(x, 0, 6)


@mistake(of="ReLU", caught_by=ReLU_has_nothing_to_learn)
class EvalSwitchesOff(ReLU):
    """After eval() you let negative entries pass:
    only Dropout does something else in training than in use.
    """

    def forward(self, x):
        self.positive = (x > 0) | (not self.training)
        return x * self.positive


@mistake(of="ReLU", caught_by=ReLU_leaves_its_arguments_unchanged)
class ZeroesTheCallersArray(ReLU):
    """Your forward changes x itself: no argument is changed."""

    def forward(self, x):
        self.positive = x > 0
        x[x < 0] = 0
        return x


@mistake(of="ReLU", caught_by=ReLU_keeps_float32)
class OutputOfFloat64(ReLU):
    """Your out is float64 for float32 arrays: float32 stays float32."""

    def forward(self, x):
        self.positive = x > 0
        out = np.zeros(x.shape)
        out[self.positive] = x[self.positive]
        return out


# Tanh


@mistake(of="Tanh", caught_by=Tanh_of_three_numbers)
class ForgotTheSquare(Tanh):
    """You take 1 − tanh for the slope: it is 1 − tanh²."""

    def backward(self, dout):
        return dout * (1 - self.out)


@mistake(of="Tanh", caught_by=Tanh_of_three_numbers)
class SlopeOfTheSigmoid(Tanh):
    """You take tanh (1 − tanh) for the slope, as if it were the sigmoid's: it is 1 − tanh²."""

    def backward(self, dout):
        return dout * self.out * (1 - self.out)


@mistake(of="Tanh", caught_by=Tanh_agrees_with_the_reference)
class TanhKeepsItsFirstOutput(Tanh):
    """Your backward uses the slope at the input of the first forward:
    it belongs to the latest one.
    """

    def forward(self, x):
        if not hasattr(self, "out"):
            self.out = np.tanh(x)
        return np.tanh(x)


@mistake(of="Tanh", caught_by=Tanh_agrees_with_the_reference)
class SquaresWhatItKeeps(Tanh):
    """Your second backward multiplies by 1 − tanh⁴:
    it may be called again, so what forward has kept must stay as it is.
    """

    def backward(self, dout):
        self.out = self.out**2
        return dout * (1 - self.out)


@mistake(of="Tanh", caught_by=Tanh_agrees_with_the_reference)
class NewOutputForNewShapesOnly(Tanh):
    """After a second forward with an x of the same shape, your backward still uses the first x:
    it belongs to the latest forward.
    """

    def forward(self, x):
        if getattr(self, "out", np.zeros(0)).shape != x.shape:
            self.out = np.tanh(x)
        return np.tanh(x)


@mistake(of="Tanh", caught_by=Tanh_survives_extremes)
class TheFormulaOfTheTable(Tanh):
    """Your out is nan for large |x|, where exp overflows: it must be right for every |x| ≤ 10⁴."""

    def forward(self, x):
        self.out = (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))
        return self.out


@mistake(of="Tanh", caught_by=Tanh_has_nothing_to_learn)
class ZeroGradForgetsTheOutput(Tanh):
    """Your gradients() is not empty: Tanh has nothing to learn, so it is an empty list."""

    def gradients(self):
        return [self.out]


@mistake(of="Tanh", caught_by=Tanh_leaves_its_arguments_unchanged)
class TanhIntoItsArgument(Tanh):
    """Your forward changes x itself: no argument is changed."""

    def forward(self, x):
        self.out = np.tanh(x, out=x)
        return self.out


@mistake(of="Tanh", caught_by=Tanh_keeps_float32)
class SlopeFromANumpyNumber(Tanh):
    """Your dx is float64 for float32 arrays: float32 stays float32."""

    def backward(self, dout):
        return dout * (np.ones(dout.shape) - self.out**2)


# Sequential


@mistake(of="Sequential", caught_by=Sequential_goes_through_its_layers_in_order)
class LastLayerFirst(Sequential):
    """Your forward begins with the last layer: x goes through the first one first."""

    def forward(self, x):
        for layer in reversed(self.layers):
            x = layer.forward(x)
        return x


@mistake(of="Sequential", caught_by=Sequential_goes_through_its_layers_in_order)
class EveryLayerSeesTheInput(Sequential):
    """Your out is what the last layer makes of x itself:
    each layer gets what the one before it has returned.
    """

    def forward(self, x):
        for layer in self.layers:
            out = layer.forward(x)
        return out


@mistake(of="Sequential", caught_by=Sequential_goes_through_its_layers_in_order)
class LayersOfTheClass(Sequential):
    """Your second network holds the layers of the first one as well: two layers share nothing."""

    layers = []  # noqa: RUF012  # the mistake itself

    def __init__(self, layers):
        self.layers.extend(layers)


@mistake(of="Sequential", caught_by=Sequential_goes_through_its_layers_in_order)
class CallsItsLayers(Sequential):
    """You call a layer as if it were a function:
    a layer has seven methods, and forward(x) computes its output.
    """

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return x


@mistake(of="Sequential", caught_by=Sequential_goes_back_from_the_last_layer_to_the_first)
class BackFromTheFirstLayer(Sequential):
    """Your backward begins with the first layer: dout goes back from the last to the first."""

    def backward(self, dout):
        for layer in self.layers:
            dout = layer.backward(dout)
        return dout


@mistake(of="Sequential", caught_by=Sequential_goes_back_from_the_last_layer_to_the_first)
class SendsDoutToEveryLayer(Sequential):
    """Every layer of yours gets dout itself:
    in backward each layer gets what the one after it has returned.
    """

    def backward(self, dout):
        for layer in reversed(self.layers):
            dx = layer.backward(dout)
        return dx


@mistake(of="Sequential", caught_by=Sequential_lists_the_parameters_of_its_layers_in_order)
class TurnsItsListAround(Sequential):
    """After a backward your layers stand in reverse order: their order must stay as it was."""

    def backward(self, dout):
        self.layers.reverse()
        for layer in self.layers:
            dout = layer.backward(dout)
        return dout


@mistake(of="Sequential", caught_by=Sequential_of_no_layers_is_the_identity)
class NeedsAFirstLayer(Sequential):
    """Your forward does not work without layers: there it is the identity."""

    def forward(self, x):
        out = self.layers[0].forward(x)
        for layer in self.layers[1:]:
            out = layer.forward(out)
        return out


@mistake(of="Sequential", caught_by=Sequential_lists_the_parameters_of_its_layers_in_order)
class AListOfLists(Sequential):
    """Your parameters() is a list of lists: it is one flat list of arrays."""

    def parameters(self):
        return [layer.parameters() for layer in self.layers]


@mistake(of="Sequential", caught_by=Sequential_lists_the_parameters_of_its_layers_in_order)
class LastParametersFirst(Sequential):
    """Your parameters() begins with those of the last layer:
    those of the first layer come first.
    """

    def parameters(self):
        return [p for layer in reversed(self.layers) for p in layer.parameters()]


@mistake(of="Sequential", caught_by=Sequential_agrees_with_the_reference)
class KnowsOneKindOfParameter(Sequential):
    """Your parameters() lacks those of a Sequential among the layers:
    know the layers by their seven methods only.
    """

    def parameters(self):
        return [layer.s for layer in self.layers if hasattr(layer, "s")]


@mistake(of="Sequential", caught_by=Sequential_clears_the_gradients_of_all_its_layers)
class ClearsTheFirstLayer(Sequential):
    """Your zero_grad reaches the first layer only: it is passed on to every layer."""

    def zero_grad(self):
        self.layers[0].zero_grad()


@mistake(of="Sequential", caught_by=Sequential_clears_the_gradients_of_all_its_layers)
class ClearsPlainLayersOnly(Sequential):
    """Your zero_grad does not reach a Sequential among the layers:
    it is passed on to every layer.
    """

    def zero_grad(self):
        for layer in self.layers:
            if not isinstance(layer, Sequential):
                layer.zero_grad()


@mistake(of="Sequential", caught_by=Sequential_tells_every_layer_to_train_and_to_eval)
class KeepsTheModeToItself(Sequential):
    """Your train() and eval() do not reach the layers: they are passed on to every layer."""

    def train(self):
        self.training = True

    def eval(self):
        self.training = False


@mistake(of="Sequential", caught_by=Sequential_tells_every_layer_to_train_and_to_eval)
class SetsTheModeOfItsLayers(Sequential):
    """Your eval() does not reach the layers inside a layer:
    pass it on to every layer, which knows what to do with it.
    """

    def eval(self):
        for layer in self.layers:
            layer.training = False


@mistake(of="Sequential", caught_by=Sequential_tells_every_layer_to_train_and_to_eval)
class NeverTrainsAgain(Sequential):
    """Your train() does not reach the layers: it is passed on to every layer."""

    def train(self):
        pass


@mistake(of="Sequential", caught_by=Sequential_leaves_its_arguments_unchanged)
class WritesIntoDout(Sequential):
    """Your backward changes dout itself: no argument is changed."""

    def backward(self, dout):
        for layer in reversed(self.layers):
            dout[...] = layer.backward(dout.copy())
        return dout


@mistake(of="Sequential", caught_by=Sequential_trains_a_network)
class EveryLayerKeepsTheShape(Sequential):
    """Your forward does not work where a layer changes the shape:
    it may change from layer to layer.
    """

    def forward(self, x):
        values = np.empty((len(self.layers) + 1, *x.shape), dtype=x.dtype)
        values[0] = x
        for number, layer in enumerate(self.layers):
            values[number + 1] = layer.forward(values[number])
        return values[-1]


# Dropout


@mistake(of="Dropout", caught_by=Dropout_drops_an_entry_or_scales_it_up)
class ForgotToScale(Dropout):
    """What survives is x itself in your out: in training it is divided by 1 − p."""

    def forward(self, x):
        self.mask = np.ones_like(x)
        if self.training:
            self.mask = (self.rng.random(x.shape) >= self.p).astype(x.dtype)
        return x * self.mask


@mistake(of="Dropout", caught_by=Dropout_drops_an_entry_or_scales_it_up)
class DividesByP(Dropout):
    """You divide what survives by p: it is divided by 1 − p."""

    def forward(self, x):
        self.mask = np.ones_like(x)
        if self.training:
            self.mask = (self.rng.random(x.shape) >= self.p).astype(x.dtype) / self.p
        return x * self.mask


@mistake(of="Dropout", caught_by=Dropout_drops_with_probability_p)
class KeepsWithProbabilityP(Dropout):
    """You keep an entry with probability p: p is the probability that it is dropped."""

    def forward(self, x):
        self.mask = np.ones_like(x)
        if self.training:
            self.mask = (self.rng.random(x.shape) < self.p).astype(x.dtype) / (1 - self.p)
        return x * self.mask


@mistake(of="Dropout", caught_by=Dropout_drops_with_probability_p)
class BeginsInUse(Dropout):
    """Your new layer drops nothing: a layer is in training until eval() is called."""

    training = False


@mistake(of="Dropout", caught_by=Dropout_goes_back_through_the_same_mask)
class GuessesItsMaskFromTheOutput(Dropout):
    """Where x is 0 your backward never lets dout pass:
    an entry of 0 may survive, so multiply by the very mask that was drawn.
    """

    def forward(self, x):
        out = super().forward(x)
        self.mask = (out != 0).astype(x.dtype) / (1 - self.p) if self.training else self.mask
        return out


@mistake(of="Dropout", caught_by=Dropout_decides_about_every_entry_alone)
class OneMaskForAllExamples(Dropout):
    """You drop the same entries in all rows:
    every entry is dropped independently of all others.
    """

    def forward(self, x):
        self.mask = np.ones_like(x)
        if self.training:
            self.mask = (self.rng.random(x.shape[1:]) >= self.p) / (1 - self.p) * self.mask
        return x * self.mask


@mistake(of="Dropout", caught_by=Dropout_decides_about_every_entry_alone)
class DropsPairsOfNeighbours(Dropout):
    """You drop neighbours in a row together:
    every entry is dropped independently of all others.
    """

    def forward(self, x):
        self.mask = np.ones_like(x)
        if self.training:
            half = self.rng.random((*x.shape[:-1], (x.shape[-1] + 1) // 2)) >= self.p
            kept = np.repeat(half, 2, axis=-1)[..., : x.shape[-1]]
            self.mask = kept.astype(x.dtype) / (1 - self.p)
        return x * self.mask


@mistake(of="Dropout", caught_by=Dropout_draws_a_new_mask_at_each_forward)
class OneMaskForLife(Dropout):
    """Your mask is the same at each forward: in training each forward draws a new one."""

    def forward(self, x):
        if not self.training:
            self.mask = np.ones_like(x)
        elif getattr(self, "kept", np.zeros(())).shape != x.shape:
            self.kept = self.rng.random(x.shape) >= self.p
        if self.training:
            self.mask = self.kept.astype(x.dtype) / (1 - self.p)
        return x * self.mask


@mistake(of="Dropout", caught_by=Dropout_draws_a_new_mask_at_each_forward)
class DropsAFixedNumber(Dropout):
    """You drop the same number of entries at each forward:
    each is dropped with probability p independently of all others, so the number varies.
    """

    def forward(self, x):
        self.mask = np.ones_like(x)
        if self.training:
            kept = self.rng.permutation(x.size) >= round(self.p * x.size)
            self.mask = kept.reshape(x.shape).astype(x.dtype) / (1 - self.p)
        return x * self.mask


@mistake(of="Dropout", caught_by=Dropout_goes_back_through_the_same_mask)
class NewMaskForBackward(Dropout):
    """Your backward multiplies by another mask than forward did: it must be the very same."""

    def backward(self, dout):
        kept = self.rng.random(dout.shape) >= self.p
        return dout * kept / (1 - self.p)


@mistake(of="Dropout", caught_by=Dropout_goes_back_through_the_same_mask)
class BackwardForgetsToScale(Dropout):
    """Your backward does not divide by 1 − p:
    it multiplies by the very mask of the forward, whose entries are 0 and 1 / (1 − p).
    """

    def backward(self, dout):
        return dout * (self.mask > 0)


@mistake(of="Dropout", caught_by=Dropout_goes_back_through_the_same_mask)
class BackwardLetsEverythingPass(Dropout):
    """Your dx is dout in training: backward multiplies it by the very mask of the forward."""

    def backward(self, dout):
        return dout


@mistake(of="Dropout", caught_by=Dropout_does_nothing_in_use)
class DropsInUse(Dropout):
    """You drop entries after eval() as well: there the layer is the identity."""

    def eval(self):
        pass


@mistake(of="Dropout", caught_by=Dropout_does_nothing_in_use)
class ScalesInUse(Dropout):
    """You multiply by 1 − p after eval():
    there the layer is the identity, as what survives in training is scaled already.
    """

    def forward(self, x):
        out = super().forward(x)
        return out if self.training else out * (1 - self.p)


@mistake(of="Dropout", caught_by=Dropout_does_nothing_in_use)
class BackwardWithTheLastMaskOfTraining(Dropout):
    """After eval() your backward still uses a mask of training:
    there the layer is the identity, forward and backward.
    """

    def forward(self, x):
        if not self.training:
            return x
        return super().forward(x)


@mistake(of="Dropout", caught_by=Dropout_goes_back_by_its_latest_forward_in_either_mode)
class BackwardAsksForTheModeOfNow(Dropout):
    """After forward and then eval() your backward returns dout: it should multiply by the mask of
    that forward, in whatever mode the layer is by now.
    """

    def backward(self, dout):
        return dout * self.mask if self.training else dout


@mistake(of="Dropout", caught_by=Dropout_goes_back_by_its_latest_forward_in_either_mode)
class TrainBringsTheOldMaskBack(Dropout):
    """After forward in use and then train() your backward multiplies by an older mask: that
    forward was the identity, and so is its backward.
    """

    mask, dropped = 1, True

    def forward(self, x):
        self.dropped = self.training
        return super().forward(x) if self.dropped else x

    def backward(self, dout):
        return dout * self.mask if self.dropped or self.training else dout


@mistake(of="Dropout", caught_by=Dropout_does_nothing_in_use)
class StaysInUse(Dropout):
    """After eval() and train() you drop nothing: train() makes the layer drop again."""

    def train(self):
        pass


@mistake(of="Dropout", caught_by=Dropout_of_nothing_is_the_identity)
class TakesZeroForUnsaid(Dropout):
    """With p = 0 you drop half of the entries: p = 0 drops none."""

    def __init__(self, p, rng):
        super().__init__(p or 0.5, rng)


@mistake(of="Dropout", caught_by=Dropout_draws_from_the_generator_it_is_given)
class DrawsFromTheGlobalState(Dropout):
    """Layers with equal generators keep different entries: draw from rng and from nothing else."""

    def forward(self, x):
        self.mask = np.ones_like(x)
        if self.training:
            kept = np.random.rand(*x.shape) >= self.p  # noqa: NPY002  # the mistake itself
            self.mask = kept.astype(x.dtype) / (1 - self.p)
        return x * self.mask


@mistake(of="Dropout", caught_by=Dropout_draws_from_the_generator_it_is_given)
class DrawsFromAGeneratorOfItsOwn(Dropout):
    """Which entries you keep does not depend on rng: draw from it and from nothing else."""

    def __init__(self, p, rng):
        super().__init__(p, np.random.default_rng(0))


@mistake(of="Dropout", caught_by=Dropout_has_nothing_to_learn)
class TheMaskIsAParameter(Dropout):
    """Your parameters() is not empty: Dropout has nothing to learn."""

    def parameters(self):
        return [self.mask]


@mistake(of="Dropout", caught_by=Dropout_leaves_its_arguments_unchanged)
class DropsInTheCallersArray(Dropout):
    """Your forward changes x itself: no argument is changed."""

    def forward(self, x):
        self.mask = np.ones_like(x)
        if self.training:
            kept = self.rng.random(x.shape) >= self.p
            self.mask = kept.astype(x.dtype) / (1 - self.p)
        x *= self.mask
        return x


@mistake(of="Dropout", caught_by=Dropout_keeps_float32)
class MaskOfFloat64(Dropout):
    """In training you return float64 for float32 arrays: float32 stays float32.
    Beware of a mask of True and False that you divide.
    """

    def forward(self, x):
        self.mask = np.ones_like(x)
        if self.training:
            self.mask = (self.rng.random(x.shape) >= self.p) / (1 - self.p)
        return x * self.mask


# he_normal


@mistake(of="he_normal", caught_by=he_normal_follows_its_law)
def variance_for_deviation(n_in, n_out, rng):
    """The standard deviation of your weights is 2 / n_in: that should be their variance."""
    return rng.normal(0, 2 / n_in, size=(n_in, n_out))


@mistake(of="he_normal", caught_by=he_normal_follows_its_law)
def forgot_the_two(n_in, n_out, rng):
    """The variance of your weights is 1 / n_in: it should be 2 / n_in."""
    return rng.normal(0, math.sqrt(1 / n_in), size=(n_in, n_out))


@mistake(of="he_normal", caught_by=he_normal_follows_its_law)
def counts_the_outputs(n_in, n_out, rng):
    """The variance of your weights is 2 / n_out: it should be 2 / n_in."""
    return rng.normal(0, math.sqrt(2 / n_out), size=(n_in, n_out))


@mistake(of="he_normal", caught_by=he_normal_follows_its_law)
def he_uniform_instead(n_in, n_out, rng):
    """Your weights are uniform: they have the right variance, but should follow the normal law."""
    a = math.sqrt(6 / n_in)
    return rng.uniform(-a, a, size=(n_in, n_out))


@mistake(of="he_normal", caught_by=he_normal_follows_its_law)
def weights_in_the_shape_of_the_slide(n_in, n_out, rng):
    """Your W has the shape (n_out, n_in): it should be (n_in, n_out)."""
    return rng.normal(0, math.sqrt(2 / n_in), size=(n_out, n_in))


@mistake(of="he_normal", caught_by=he_normal_has_the_tails_of_its_law)
def cut_off_at_two_and_a_half_deviations(n_in, n_out, rng):
    """Your weights stop at 2.5 standard deviations:
    the normal law has larger ones, leave them as they are drawn.
    """
    scale = math.sqrt(2 / n_in)
    return np.clip(rng.normal(0, scale, size=(n_in, n_out)), -2.5 * scale, 2.5 * scale)


@mistake(of="he_normal", caught_by=he_normal_draws_from_the_generator_it_is_given)
def from_the_global_state(n_in, n_out, rng):
    """Equal generators give you different weights: every entry is drawn from rng."""
    return np.random.randn(n_in, n_out) * math.sqrt(2 / n_in)  # noqa: NPY002  # the mistake itself


@mistake(of="he_normal", caught_by=he_normal_draws_from_the_generator_it_is_given)
def the_same_weights_always(n_in, n_out, rng):
    """Your weights do not depend on rng: every entry is drawn from it."""
    return np.random.default_rng(0).normal(0, math.sqrt(2 / n_in), size=(n_in, n_out))


# xavier_uniform


@mistake(of="xavier_uniform", caught_by=xavier_uniform_follows_its_law)
def three_instead_of_six(n_in, n_out, rng):
    """Your bound is √(3 / (n_in + n_out)): there should be a 6 under the root."""
    a = math.sqrt(3 / (n_in + n_out))
    return rng.uniform(-a, a, size=(n_in, n_out))


@mistake(of="xavier_uniform", caught_by=xavier_uniform_follows_its_law)
def positive_weights_only(n_in, n_out, rng):
    """Your weights are all positive: they lie between minus and plus the bound."""
    return rng.uniform(0, math.sqrt(6 / (n_in + n_out)), size=(n_in, n_out))


@mistake(of="xavier_uniform", caught_by=xavier_uniform_follows_its_law)
def xavier_normal_instead(n_in, n_out, rng):
    """Your weights follow the normal law: they have the right variance, but should be uniform."""
    return rng.normal(0, math.sqrt(2 / (n_in + n_out)), size=(n_in, n_out))


@mistake(of="xavier_uniform", caught_by=xavier_uniform_follows_its_law)
def root_of_each_side(n_in, n_out, rng):
    """Your bound is √6 / (√n_in + √n_out):
    the root is taken of the whole fraction, 6 / (n_in + n_out).
    """
    a = math.sqrt(6) / (math.sqrt(n_in) + math.sqrt(n_out))
    return rng.uniform(-a, a, size=(n_in, n_out))


@mistake(of="xavier_uniform", caught_by=xavier_uniform_stays_within_its_bounds)
def counted_from_zero(n_in, n_out, rng):
    """Your bound has n_in + n_out − 1 under the root: it should be n_in + n_out."""
    a = math.sqrt(6 / (n_in + n_out - 1))
    return rng.uniform(-a, a, size=(n_in, n_out))


@mistake(of="xavier_uniform", caught_by=xavier_uniform_stays_within_its_bounds)
def zeros_are_within_all_bounds(n_in, n_out, rng):
    """Your weights are all zero: then all neurons of a layer learn the same. Draw each of them."""
    return np.zeros((n_in, n_out))


@mistake(of="xavier_uniform", caught_by=xavier_uniform_draws_from_the_generator_it_is_given)
def seeded_anew(n_in, n_out, rng):
    """Your weights do not depend on rng: every entry is drawn from it."""
    np.random.seed(0)  # noqa: NPY002  # the mistake itself
    a = math.sqrt(6 / (n_in + n_out))
    return np.random.uniform(-a, a, size=(n_in, n_out))  # noqa: NPY002  # the mistake itself


# Right answers written otherwise


@alternative(of="Linear")
class ByLoopsWithoutABase:
    """Every method of its own; gradients in a tuple, the input in a dict."""

    def __init__(self, W, b):
        self.params = {"W": np.array(W), "b": np.array(b)}
        self.zero_grad()

    def forward(self, x):
        self.saved = {"x": x.copy()}
        out = np.empty((len(x), self.params["b"].size), dtype=x.dtype)
        for n, row in enumerate(x):
            for m in range(out.shape[1]):
                out[n, m] = (row * self.params["W"][:, m]).sum() + self.params["b"][m]
        return out

    def backward(self, dout):
        for row, grad in zip(self.saved["x"], dout, strict=True):
            self.grads["W"] += np.outer(row, grad)
            self.grads["b"] += grad
        return np.einsum("nm,dm->nd", dout, self.params["W"])

    def parameters(self):
        return list(self.params.values())

    def gradients(self):
        return tuple(self.grads.values())

    def zero_grad(self):
        self.grads = {name: np.zeros_like(value) for name, value in self.params.items()}
        return self

    def train(self, mode=True):
        self.mode = mode
        return self

    def eval(self):
        return self.train(False)


@alternative(of="Linear")
class InOneMatrix(Layer):
    """The bias is the last row; parameters are views."""

    def __init__(self, W, b):
        self.both = np.vstack([W, b])
        self.sum = np.zeros_like(self.both)

    def forward(self, x):
        self.extended = np.hstack([x, np.ones_like(x[:, :1])])
        return self.extended @ self.both

    def backward(self, dout):
        self.sum = self.sum + self.extended.T @ dout
        return (dout @ self.both.T)[:, :-1]

    def parameters(self):
        return [self.both[:-1], self.both[-1]]

    def gradients(self):
        return [self.sum[:-1], self.sum[-1]]

    def zero_grad(self):
        self.sum = self.sum * 0


@alternative(of="Sigmoid")
class ByTheTanh(Layer):
    def forward(self, x):
        self.x = x
        return 0.5 * (1 + np.tanh(0.5 * x))

    def backward(self, dout):
        return dout * 0.25 * (1 - np.tanh(0.5 * self.x) ** 2)


@alternative(of="ReLU")
class WithSlopeOneAtZero(Layer):
    def forward(self, x):
        self.x = x.copy()
        return np.where(x >= 0, x, np.zeros_like(x))

    def backward(self, dout):
        dx = dout.copy()
        dx[self.x < 0] = 0
        return dx


@alternative(of="ReLU")
class WithTheMeanSlopeAtZero(Layer):
    def forward(self, x):
        self.x = x
        return (np.abs(x) + x) / 2

    def backward(self, dout):
        return dout * (np.sign(self.x) + 1) / 2


@alternative(of="Tanh")
class ByTheSigmoid(Layer):
    def forward(self, x):
        self.s = sigmoid(2 * x)
        return 2 * self.s - 1

    def backward(self, dout):
        return 4 * dout * self.s * (1 - self.s)


@alternative(of="Sequential")
class KeepingAModeOfItsOwn(Layer):
    def __init__(self, layers):
        self.chain = tuple(layers)

    def forward(self, x):
        values = [x]
        for layer in self.chain:
            values.append(layer.forward(values[-1]))
        return values[-1]

    def backward(self, dout):
        for i in range(len(self.chain) - 1, -1, -1):
            dout = self.chain[i].backward(dout)
        return dout

    def parameters(self):
        found = []
        for layer in self.chain:
            found += layer.parameters()
        return found

    def gradients(self):
        found = []
        for layer in self.chain:
            found.extend(layer.gradients())
        return tuple(found)

    def zero_grad(self):
        return [layer.zero_grad() for layer in self.chain]

    def train(self):
        self.training = True
        return [layer.train() for layer in self.chain]

    def eval(self):
        self.training = False
        return [layer.eval() for layer in self.chain]


@alternative(of="Sequential")
class ByRecursion:
    """The first layer, and a Sequential of the others."""

    def __init__(self, layers):
        self.first = layers[0] if layers else None
        self.others = type(self)(layers[1:]) if layers else None

    def forward(self, x):
        return self.others.forward(self.first.forward(x)) if self.first else x

    def backward(self, dout):
        return self.first.backward(self.others.backward(dout)) if self.first else dout

    def parameters(self):
        return [*self.first.parameters(), *self.others.parameters()] if self.first else []

    def gradients(self):
        return [*self.first.gradients(), *self.others.gradients()] if self.first else []

    def _tell(self, word):
        if self.first:
            getattr(self.first, word)()
            getattr(self.others, word)()

    def zero_grad(self):
        self._tell("zero_grad")

    def train(self):
        self._tell("train")

    def eval(self):
        self._tell("eval")


@alternative(of="Dropout")
class ByTheBinomialLaw:
    """Standing alone; in use nothing is multiplied."""

    def __init__(self, p, rng):
        self.keep, self.rng, self.active = 1 - p, rng, True

    def forward(self, x):
        self.mask = None
        if self.active:
            self.mask = self.rng.binomial(1, self.keep, size=x.shape).astype(x.dtype)
            return np.multiply(x, self.mask) / self.keep
        return x

    def backward(self, dout):
        return dout if self.mask is None else dout * self.mask / self.keep

    def parameters(self):
        return []

    def gradients(self):
        return ()

    def zero_grad(self):
        return None

    def train(self):
        self.active = True

    def eval(self):
        self.active = False


@alternative(of="Dropout")
class ByChoice(Layer):
    def __init__(self, p, rng):
        self.p, self.rng, self.mask = p, rng, 1

    def forward(self, x):
        self.mask = 1
        if self.training:
            values = np.array([0, 1 / (1 - self.p)], dtype=x.dtype)
            self.mask = self.rng.choice(values, size=x.shape, p=[self.p, 1 - self.p])
        return x * self.mask

    def backward(self, dout):
        return dout * self.mask


@alternative(of="he_normal")
def scaled_afterwards(n_in, n_out, rng):
    return rng.standard_normal((n_in, n_out)) * np.sqrt(2 / n_in)


@alternative(of="he_normal")
def one_neuron_at_a_time(n_in, n_out, rng):
    columns = [rng.normal(scale=(2 / n_in) ** 0.5, size=n_in) for _ in range(n_out)]
    return np.stack(columns, axis=1)


@alternative(of="xavier_uniform")
def stretched_from_the_unit_interval(n_in, n_out, rng):
    return (2 * rng.random((n_in, n_out)) - 1) * np.sqrt(6 / (n_in + n_out))


# Mutants that are no mistakes


equivalent(
    of="Dropout",
    was="self.rng.random(x.shape) >= self.p",
    becomes="self.rng.random(x.shape) > self.p",
    because="a uniform draw hits p itself once in 2**53, and with p = 0 drops that one",
)
equivalent(
    of="ReLU",
    was="x > 0",
    becomes="x >= 0",
    because="at the kink any slope from 0 to 1 is right",
)
equivalent(
    of="he_normal",
    was="return rng.normal(0, math.sqrt(2 / n_in), size=(n_in, n_out))",
    becomes="return -rng.normal(0, math.sqrt(2 / n_in), size=(n_in, n_out))",
    because="the law is symmetric",
)
equivalent(
    of="xavier_uniform",
    was="return rng.uniform(-a, a, size=(n_in, n_out))",
    becomes="return -rng.uniform(-a, a, size=(n_in, n_out))",
    because="the law is symmetric",
)
