"""Damaged frames by the million: the examiner's parser never crashes, hangs or swells.

AUTOGRADER_FRAMES says how many are tried (20,000 if unset); the seed is their number.
"""

import contextlib
import json
import os
import random
import resource
import time

import numpy as np
import pytest

from autograder.errors import Failure
from autograder.sandbox import RequestLine, Told
from autograder.sandbox.inside.decoding import Decoder
from autograder.sandbox.inside.encoding import Encoder
from autograder.sandbox.inside.wire import SIZE, Malformed, pack, parse
from autograder.sandbox.messages import Request, read

FRAMES = int(os.environ.get("AUTOGRADER_FRAMES", "20000"))
SLOWEST = 1.0  # CPU seconds of one frame
SWELLING = 200  # MiB of the whole run
VALUES = [
    None,
    [1, -2.5, 1 + 2j, 10**50, "text", b"bytes", True],
    {"W": np.ones((2, 3)), ("a", 1): [np.arange(3), {"b": ()}]},
    (np.asfortranarray(np.ones((3, 4)))[::-1], np.float32(1.5), "x" * 300),
    [np.zeros((0, 5)), np.array(True), np.ones(4, np.complex64), np.ones((2, 2, 2, 2), np.int8)],
    [[[[[[["deep"]]]]]]] * 3,
    [["returned", np.ones((2, 3)), [], 48], ["missing", "text", [], 0], ["stopped", None, [], 0]],
]
SPLINTERS = [
    *(b"[", b"]", b"{", b"}", b'"', b",", b":", b"-1", b"0", b"1e999", b"9" * 400, b"null"),
    *(b'{"$":"a","t":"<f8","s":[16777216]}', b'{"$":"t","v":[]}', b'{"$":"d","v":[[[],1]]}'),
    *(b'{"$":"h","id":1,"k":"object","t":"T","m":[]}', b'{"$":"i","v":"0xffff"}', b"[" * 3000),
    *(b'{"$":"a","t":"|b1","s":[0,16777216,16777216]}', b'"\\ud800"', b'{"$":"u","n":99999999}'),
    *(b'{"$":"F","v":[1,0]}', b'{"$":"c","v":[1,2]}', b'"o":[1,0]', b'"f":[7]', b"1" * 5000),
]


def corpus():
    """Whole frames, without their length."""
    frames = []
    for value in VALUES:
        encoder = Encoder()
        node = encoder.encode(value)
        parts = pack({"q": 1, "k": "returned", "v": node}, encoder.buffers)
        frames.append(b"".join(bytes(part) for part in parts)[SIZE.size :])
    return frames


def damaged(frame, chance):
    """The frame with a few edits of its bytes, its structure or its lengths."""
    body = bytearray(frame)
    (head,) = SIZE.unpack_from(body)
    for _ in range(chance.randint(1, 4)):
        edit = chance.randrange(6)
        where = chance.randrange(SIZE.size, max(SIZE.size + 1, len(body)))
        if edit == 0:
            body[where : where + 1] = bytes([chance.randrange(256)])
        elif edit == 1:
            body[where:where] = chance.choice(SPLINTERS)
        elif edit == 2:
            del body[where : where + chance.randint(1, 40)]
        elif edit == 3:
            end = min(len(body), where + chance.randint(1, 60))
            body[where:where] = body[where:end] * chance.randint(1, 20)
        elif edit == 4:
            body[: SIZE.size] = SIZE.pack(chance.choice([0, head + 1, 2**32 - 1, len(body)]))
        else:
            return restructured(frame, head, chance)
    if chance.random() < 0.7:  # else the head's length is nearly always wrong
        grown = max(0, min(head + len(body) - len(frame), len(body) - SIZE.size))
        body[: SIZE.size] = SIZE.pack(grown)
    return bytes(body)


def restructured(frame, head, chance):
    """The frame with one part of its JSON replaced by another, still JSON."""
    data = json.loads(frame[SIZE.size : SIZE.size + head])
    spots = [(data, "v")]
    for holder, key in spots:
        inside = holder[key]
        if isinstance(inside, dict):
            spots.extend((inside, name) for name in inside)
        elif isinstance(inside, list):
            spots.extend((inside, index) for index in range(len(inside)))
    holder, key = chance.choice(spots)
    other, name = chance.choice(spots)
    odd = [other[name], -1, 2**70, 1e308, "", [], {}, None, [[]] * 50, {"$": "a"}, "<f8", True]
    holder[key] = json.loads(json.dumps(chance.choice(odd)))
    text = json.dumps(data).encode()
    return SIZE.pack(len(text)) + text + frame[SIZE.size + head :]


def together(answers, beside):
    """Take them as the answers to many requests; raise Malformed, or the failures they tell of."""
    told = Told(None, [RequestLine("", b"", "", b"")] * 10)
    request = Request("call", None, Encoder(), "f")
    for answer in answers[:10] if isinstance(answers, list) else ():
        before, beside = beside, told.take(answer, beside, alike=False)
        read(request, answer, before[: len(before) - len(beside)])


def decoded(body):
    """Whether the frame is one of ours; anything but Malformed is an error of ours."""
    try:
        head, position = parse(body)
        with contextlib.suppress(Malformed, Failure):
            together(head.get("v"), memoryview(body)[position:])
        Decoder(body, position).value(head.get("v"))
    except Malformed:
        return False
    return True


@pytest.mark.slow
def test_no_damaged_frame_hurts():
    """Each decodes or is Malformed, within a second and 200 MiB; many of both kinds occur."""
    chance = random.Random(FRAMES)
    frames = corpus()
    assert all(map(decoded, frames))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    good = 0
    for number in range(FRAMES):
        body = damaged(chance.choice(frames), chance)
        began = time.process_time()
        good += decoded(body)
        assert time.process_time() - began < SLOWEST, number
    swollen = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024

    assert swollen < SWELLING
    assert FRAMES // 50 < good < FRAMES * 9 // 10
