"""A forward that returns something wrong, with a right cache, costs its backward nothing."""

import pytest

from tests.topics.test_own_points import doubled, in_place

OWN_FUNCTION = ("matches_differences_of_your", "hands_its_dh0_to_the_part_before")
"""Public checks that hold a backward against the student's own forward: these may be lost."""


def doubled_pair(pair):
    """Running statistics that are wrong."""
    return tuple(map(doubled, pair))


@pytest.mark.parametrize(
    ("topic", "forward", "spoil"),
    [
        ("regularization", "batchnorm_forward", in_place(0, doubled)),
        ("regularization", "batchnorm_forward", in_place(2, doubled_pair)),
        ("regularization", "layernorm_forward", in_place(0, doubled)),
        ("autoencoders", "tied_forward", in_place(0, doubled)),
        ("sequences", "rnn_step", in_place(0, doubled)),
        ("sequences", "rnn_forward", in_place(0, doubled)),
        ("sequences", "lstm_step", in_place(1, doubled)),
        ("sequences", "embedding_forward", in_place(0, doubled)),
        ("architectures", "residual_forward", in_place(0, doubled)),
    ],
    ids=[
        "batchnorm", "running", "layernorm", "tied", "rnn_step", "rnn", "lstm_step", "embedding",
        "residual",
    ],
)  # fmt: skip
def test_a_wrong_forward_leaves_the_backward_its_points(lost, topic, forward, spoil):
    """Of the backward no check is lost but those on the student's own forward."""
    backward = f"{forward.removesuffix('_forward')}_backward"

    names = [name for name in lost(topic, forward, spoil) if name.startswith(backward)]

    assert [] == [name for name in names if not any(own in name for own in OWN_FUNCTION)]


def test_a_forward_without_a_cache_for_eval_costs_the_points_of_eval(lost):
    """Batch norm's backward loses the check on eval, and no other."""

    def without_cache(answer):
        out, cache, running = answer
        return out, cache if cache[-1] else None, running

    assert {"batchnorm_backward_knows_eval"} == lost(
        "regularization", "batchnorm_forward", without_cache
    )
