"""A wrong part of an answer costs that part's points, and no other exercise's."""

from pathlib import Path

import numpy as np
import pytest

from autograder.authoring.topic import load_topic
from autograder.grading.judge import judge_all
from autograder.receipts import Outcome
from autograder.verification.given_away import InProcess

REFERENCE = Path(__file__).parents[2] / "reference"
TOPICS = ("warmup", "activations", "losses", "numerical_gradient", "backprop", "convolution")


def as_a_column(part):
    """A gradient in another shape, as `keepdims=True` leaves it."""
    return np.asarray(part)[..., None]


def doubled(part):
    """A gradient that is wrong."""
    return 2 * part


def in_place(key, spoil):
    """Spoil one part of a tuple or dict."""

    def spoiled(answer):
        if isinstance(answer, dict):
            return {**answer, key: spoil(answer[key])}
        return tuple(spoil(part) if i == key else part for i, part in enumerate(answer))

    return spoiled


@pytest.mark.parametrize("spoil", [as_a_column, doubled], ids=["shape", "value"])
@pytest.mark.parametrize(
    ("topic", "exercise", "key", "checks"),
    [
        (
            *("activations", "prelu_backward", 1),
            "prelu_backward_finds_dalpha prelu_backward_finds_dalpha_at_some_points",
        ),
        (
            *("losses", "cross_entropy", 0),
            "right_at_some_points loss_agrees_with_the_reference rows convex of_0 each_row alone",
        ),
        (
            "backprop",
            "dense_backward",
            0,
            "of_a_small_batch_has_the_right_dX gradient_of_the_input",
        ),
        (
            "backprop",
            "dense_backward",
            2,
            "of_a_small_batch_has_the_right_db gradient_of_the_bias",
        ),
        (
            *("backprop", "two_layer_backward", "b1"),
            "of_a_small_net_has_the_right_b1 finds_the_gradient_of_b1",
        ),
        (
            *("backprop", "two_layer_backward", "W1"),
            "of_a_small_net_has_the_right_W1 finds_the_gradient_of_W1",
        ),
        (
            *("backprop", "logistic_gradients", 2),
            "of_three_examples_have_the_right_db find_db find_db_of_large_scores",
        ),
        (
            *("backprop", "logistic_gradients", 0),
            "have_the_right_loss find_the_loss loss_of_extreme_scores loss_of_large_scores",
        ),
        ("backprop", "collapse_linear", 1, "computes_what_the_two_layers_compute finds_the_bias"),
        (
            *("convolution", "conv2d_backward", 0),
            "of_a_small_image_has_the_right_dx finds_the_gradient_of_the_image",
        ),
        (
            *("convolution", "conv2d_backward", 2),
            "of_a_small_image_has_the_right_db finds_the_gradient_of_the_bias",
        ),
    ],
)
def test_a_wrong_part_costs_its_own_points(lost, topic, exercise, key, checks, spoil):
    """Whether its shape or its numbers are wrong, the other parts earn theirs."""
    found = lost(topic, exercise, in_place(key, spoil))
    left_over = {f"{exercise}_gives_nothing_to_what_is_left_over"} if key == 0 else set()

    assert found - left_over == {
        name for name in found if any(name.endswith(end) for end in checks.split())
    }
    assert len(found - left_over) == len(checks.split())


@pytest.mark.parametrize("topic", TOPICS)
def test_no_check_waits_for_another_exercise(topic):
    """What is wrong there costs points there."""
    checks = {check.name: check for check in load_topic(REFERENCE / topic).checks}
    waits = {
        (check.name, before)
        for check in checks.values()
        for before in check.after
        if checks[before].exercise != check.exercise
    }

    assert set() == waits


@pytest.mark.parametrize(
    ("topic", "forward"),
    [
        *(("activations", name) for name in ("sigmoid", "tanh", "elu", "softplus", "gelu")),
        *(("losses", name) for name in ("mse", "mae", "bce_probs", "bce_logits", "softmax")),
        ("backprop", "slide_network"),
        ("convolution", "conv_param_count"),
        ("warmup", "neuron"),
        ("numerical_gradient", "central_difference"),
    ],
)
def test_a_wrong_function_costs_no_other_exercise(lost, prepared_topic, topic, forward):
    """A right gradient of a wrong function is right, and so is whatever else there is."""

    def spoiled(answer):
        return tuple(map(spoiled, answer)) if isinstance(answer, tuple) else 3 * answer + 1

    exercises = {check.name: check.exercise for check in prepared_topic(topic).topic.checks}

    assert {forward} == {exercises[name] for name in lost(topic, forward, spoiled)}


def test_code_that_refuses_what_is_left_over_loses_those_checks_only(prepared_topic):
    """A stride that does not divide is a case of its own."""
    ready = prepared_topic("convolution")
    right = ready.topic.reference

    def refusing(name):
        def forward(x, *args, **more):
            out, cached = right[name](x, *args, **more)
            if name == "conv2d_forward":
                sizes = args[0].shape[2:]
                stride, pad = (*args[2:], *[1, 0][len(args) - 2 :])
                stride, pad = more.get("stride", stride), more.get("pad", pad)
            else:
                (size, stride), pad = args, 0
                sizes = (size, size)
            for length, size in zip(x.shape[2:], sizes, strict=True):
                if (length + 2 * pad - size) % stride:
                    raise ValueError("the windows do not fit")
            return out, cached

        return forward

    forwards = ("conv2d_forward", "maxpool_forward", "avgpool_forward")
    names = {**right, **{name: refusing(name) for name in forwards}}
    results = judge_all(ready.drawn, InProcess(names), right, "", shrink=False, show=False)
    missed = {result.name for result in results if result.outcome is not Outcome.PASSED}

    assert missed == {name for name in missed if name.endswith("left_over")}
    assert 6 == len(missed)
