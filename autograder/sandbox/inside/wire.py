"""The frame between examiner and student: u32 body | u32 head | JSON head | raw buffers.

There is no pickle: what can be said is listed in `encoding` and `decoding`, bounded by the numbers
below, and anything else is Malformed.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

MAX_FRAME = 16 << 20  # bytes of one frame
MAX_HEAD = 1 << 20  # JSON is parsed before its items can be counted: 1 MiB takes about 0.1 s
MAX_DEPTH = 24
MAX_ITEMS = 100_000
MAX_DICT = 4096  # keys that all collide cost the square of this
MAX_SIDE = 1 << 24  # also of the product of the sides, so that an empty array promises no giant
MAX_NDIM = 16
MAX_BITS = 4096  # an int that can still be printed: Python stops at 4300 digits
MAX_TEXT = 4 << 20
MAX_HANDLES = 1000
MAX_METHODS = 200
MAX_NAME = 100
INLINE_TEXT = 256  # longer text travels as a raw buffer, outside the head

DTYPES = {
    name: np.dtype(name)
    for name in (
        *("|b1", "|i1", "|u1", "<i2", "<u2", "<i4", "<u4", "<i8", "<u8"),
        *("<f2", "<f4", "<f8", "<c8", "<c16"),
    )
}
KINDS = ("object", "function", "iterator")

LENGTHS = struct.Struct("<II")
SIZE = struct.Struct("<I")

# private references: student code in the same process may replace json.dumps
to_json = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode
_from_json = json.JSONDecoder().decode

Buffer = bytes | bytearray | memoryview


class Malformed(Exception):  # noqa: N818  # an adjective, as in the sentence "the frame is malformed"
    """What arrived is not a frame of ours."""


class TooLarge(Exception):  # noqa: N818  # an adjective, as above
    """What should be sent does not fit into a frame."""


@dataclass(frozen=True, slots=True)
class Handle:
    """An object that stays in the student's process.

    Attributes:
        id: its number there.
        kind: "object", "function" (it can be called) or "iterator".
        type_name: its class, as the student's process says.
        methods: the public names of its class that can be called.
    """

    id: int
    kind: str = "object"
    type_name: str = ""
    methods: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Opaque:
    """A value that could not cross, and why."""

    why: str


def pack(head: dict[str, Any], buffers: Sequence[Buffer] = ()) -> list[Buffer]:
    """A frame as parts to be sent one after the other; raise TooLarge if it exceeds the limits."""
    return pack_text(to_json(head), buffers)


def pack_text(head: str, buffers: Sequence[Buffer] = ()) -> list[Buffer]:
    """The same of a head that is JSON already."""
    text = head.encode()
    if len(text) > MAX_HEAD:
        raise TooLarge(f"{len(text)} bytes of structure")
    body = SIZE.size + len(text) + sum(map(len, buffers))
    if body > MAX_FRAME:
        raise TooLarge(f"{body} bytes")
    start = LENGTHS.pack(body, len(text)) + text
    if body < 1 << 16:  # one write is faster than several
        return [b"".join((start, *buffers))]
    return [start, *buffers]


def body_length(prefix: Buffer) -> int:
    """The length of the body that follows these four bytes; raise Malformed if out of bounds."""
    (length,) = SIZE.unpack(prefix)
    if not SIZE.size <= length <= MAX_FRAME:
        raise Malformed(f"a frame of {length} bytes")
    return int(length)


def parse(body: Buffer) -> tuple[dict[str, Any], int]:
    """The JSON head of a body and where its buffers begin; raise Malformed."""
    if len(body) < SIZE.size:
        raise Malformed("a frame without a head")
    (length,) = SIZE.unpack_from(body)
    end = SIZE.size + length
    if length > MAX_HEAD or end > len(body):
        raise Malformed(f"a head of {length} bytes")
    try:
        head = _from_json(bytes(memoryview(body)[SIZE.size : end]).decode())
    except (ValueError, RecursionError, MemoryError) as error:
        raise Malformed(f"a head that is not JSON: {type(error).__name__}") from None
    if type(head) is not dict:
        raise Malformed("a head that is not an object")
    return head, end
