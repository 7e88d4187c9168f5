"""The wire: what goes in comes out, and what should not come in is Malformed."""

import json
import math
from contextlib import suppress
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder.sandbox.inside.decoding import Decoder
from autograder.sandbox.inside.encoding import Encoder
from autograder.sandbox.inside.wire import (
    DTYPES,
    LENGTHS,
    MAX_DEPTH,
    MAX_FRAME,
    MAX_SIDE,
    SIZE,
    Malformed,
    TooLarge,
    body_length,
    pack,
    parse,
)

ARRAYS = hnp.arrays(
    st.sampled_from(sorted(DTYPES)), hnp.array_shapes(min_dims=0, max_dims=4, min_side=0)
)
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**4000), 2**4000),
    st.floats(),
    st.complex_numbers(),
    st.text(st.characters()),
    st.text("é\udc80", min_size=300, max_size=400),
    st.binary(),
    st.fractions(),
    ARRAYS,
    hnp.arrays(st.sampled_from(sorted(DTYPES)), ()).map(lambda array: array[()]),
)
KEYS = st.one_of(st.text(), st.integers(), st.booleans(), st.none(), st.tuples(st.integers()))
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner), st.lists(inner).map(tuple), st.dictionaries(KEYS, inner)
    ),
    max_leaves=8,
)
PROFILE = settings(max_examples=60, deadline=None)


def frame(value) -> bytes:
    """The body of a frame with this value."""
    encoder = Encoder()
    parts = pack({"v": encoder.encode(value)}, encoder.buffers)
    whole = b"".join(parts)
    assert body_length(whole[:4]) == len(whole) - 4
    return whole[4:]


def decoded(body: bytes):
    """The value of a body."""
    head, position = parse(body)
    return Decoder(body, position).value(head.get("v"))


def same(a, b) -> bool:
    """Equal in type and bits."""
    if type(a) is not type(b):
        return False
    if isinstance(a, (np.ndarray, np.generic)):
        return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
    if isinstance(a, (list, tuple)):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return same(list(a.items()), list(b.items()))
    if isinstance(a, float):
        return (math.isnan(a) and math.isnan(b)) or (a == b and str(a) == str(b))
    if isinstance(a, complex):
        return same(a.real, b.real) and same(a.imag, b.imag)
    return a == b


@PROFILE
@given(VALUES)
def test_what_goes_in_comes_out(value):
    """A plain value survives the wire in type, bits and order."""
    assert same(value, decoded(frame(value)))


@PROFILE
@given(ARRAYS.filter(lambda array: array.size), st.data())
def test_memory_layout_survives(array, data):
    """Axis order and direction in memory arrive as they were sent."""
    order = data.draw(st.permutations(range(array.ndim)))
    steps = data.draw(st.lists(st.sampled_from([1, -1]), min_size=array.ndim, max_size=array.ndim))
    sent = array.transpose(order)[tuple(slice(None, None, step) for step in steps)]
    received = decoded(frame(sent))

    axes = [axis for axis, side in enumerate(sent.shape) if side > 1]
    assert same(np.ascontiguousarray(sent), np.ascontiguousarray(received))
    assert [sent.strides[a] for a in axes] == [received.strides[a] for a in axes]


def test_received_arrays_are_read_only():
    """On the examiner's side nobody changes by accident what a student answered."""
    assert not decoded(frame(np.ones(3))).flags.writeable


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_random_bytes_are_malformed(body):
    """Random bytes raise Malformed and nothing else."""
    with pytest.raises(Malformed):
        decoded(body)


@settings(max_examples=100, deadline=None)
@given(VALUES, st.data())
def test_mutated_frames_decode_or_are_malformed(value, data):
    """A frame with bytes changed, dropped or added is decoded or Malformed, and nothing else."""
    body = bytearray(frame(value))
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(body) - 1))
        body[place : place + data.draw(st.integers(0, 2))] = data.draw(st.binary(max_size=2))
    with suppress(Malformed):
        decoded(bytes(body))


JSON = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=3), st.just("<f8")
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.builds(
            lambda tag, fields: {"$": tag, **fields},
            st.sampled_from("astldubciFhogf"),
            st.dictionaries(
                st.sampled_from(["v", "s", "t", "n", "o", "f", "id", "k", "m"]), inner
            ),
        ),
    ),
    max_leaves=12,
)


@settings(max_examples=200, deadline=None)
@given(JSON, st.binary(max_size=40))
def test_forged_heads_decode_or_are_malformed(node, buffers):
    """Well-formed JSON with our tags and nonsense in them is decoded or Malformed."""
    head = json.dumps({"v": node}).encode()
    with suppress(Malformed):
        decoded(SIZE.pack(len(head)) + head + buffers)


def forged(node, buffers=b"") -> bytes:
    """The body of a frame with this head or node."""
    head = node if isinstance(node, bytes) else json.dumps({"v": node}).encode()
    return SIZE.pack(len(head)) + head + buffers


@pytest.mark.parametrize(
    "body",
    [
        forged(b"[" * 100_000),
        forged(b" " * (2 << 20)),
        forged(b'{"v":' + b"9" * 5000 + b"}"),
        forged(b'{"v":' + b"9" * 2000 + b"}"),
        forged({"$": "a", "t": "<f8", "s": [0, 1 << 40]}),
        forged({"$": "a", "t": "<f8", "s": [0, MAX_SIDE, MAX_SIDE]}),
        forged({"$": "a", "t": "<f8", "s": [1 << 20]}, b"12345678"),
        forged({"$": "a", "t": "|O", "s": [1]}, b"12345678"),
        forged({"$": "a", "t": "<f8", "s": [1] * 40}, b"12345678"),
        forged({"$": "a", "t": "<f8", "s": [True]}, b"12345678"),
        forged({"$": "d", "v": [[i * (2**61 - 1), 0] for i in range(5000)]}),
        forged({"$": "d", "v": [[[], 0]]}),
        forged({"$": "F", "v": [1, 0]}),
        forged({"$": "i", "v": "0x" + "f" * 2000}),
        forged({"$": "u", "n": 10}, b"12345678"),
        forged({"$": "u", "n": -1}),
        forged(1, b"left over"),
        forged({"$": "h", "id": 1, "k": "object", "t": "T", "m": ["m"] * 1000}),
        forged([0] * 200_000),
        b"",
        b"\xff\xff\xff\xff",
    ],
)
def test_frames_that_promise_too_much_are_malformed(body):
    """Giant heads, depths, ints, shapes, dicts and buffers are refused before they cost."""
    with pytest.raises(Malformed):
        decoded(body)


def test_a_frame_is_bounded_before_it_is_read():
    """The announced length alone is enough to refuse a frame."""
    with pytest.raises(Malformed):
        body_length(SIZE.pack(MAX_FRAME + 1))
    with pytest.raises(Malformed):
        body_length(LENGTHS.pack(0, 0)[:4])


def test_truth_values_are_zero_or_one():
    """A byte that is neither 0 nor 1 becomes True, as numpy expects."""
    received = decoded(forged({"$": "a", "t": "|b1", "s": [2]}, b"\x07\x00"))

    assert received.view(np.uint8).tolist() == [1, 0]


@pytest.mark.parametrize(
    "value",
    [
        np.broadcast_to(0.0, (1 << 20, 1 << 20)),
        np.zeros(MAX_FRAME),
        "x" * (8 << 20),
        [0] * 200_000,
    ],
)
def test_giants_are_not_sent(value):
    """A value beyond the limits is refused before it is copied."""
    with pytest.raises(TooLarge):
        Encoder().encode(value)


@pytest.mark.parametrize(
    "value", [object(), np.array([None]), {1, 2}, np.float128(1), 1 << 5000, Fraction(1 << 5000)]
)
def test_only_plain_values_are_sent(value):
    """What is not a plain value raises TypeError unless somebody keeps it."""
    with pytest.raises(TypeError):
        Encoder().encode(value)


def test_a_value_that_contains_itself_ends():
    """A list in itself is cut at the greatest depth."""
    value = []
    value.append(value)
    encoder = Encoder()
    encoder.other = lambda _: "deep"

    assert str(encoder.encode(value)).count("[") == MAX_DEPTH
