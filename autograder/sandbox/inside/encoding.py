"""Plain values to JSON and raw buffers."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from .wire import (
    DTYPES,
    INLINE_TEXT,
    MAX_BITS,
    MAX_DEPTH,
    MAX_DICT,
    MAX_FRAME,
    MAX_HEAD,
    MAX_ITEMS,
    MAX_NDIM,
    MAX_SIDE,
    MAX_TEXT,
    Buffer,
    TooLarge,
)

JSON = Any  # None, bool, int, float, str, lists and dicts of these
ROOM = MAX_FRAME - MAX_HEAD - 16  # for raw buffers
SMALL_INT = 1 << 62


class Encoder:
    """Encodes one frame's values; the buffers collect beside them.

    `known` and `other` say what happens to objects: by default nothing is known beforehand, and
    what is not a plain value raises TypeError.
    """

    def __init__(self) -> None:
        self.buffers: list[Buffer] = []
        self._bytes = 0
        self._items = 0

    def known(self, value: object) -> JSON:  # noqa: ARG002  # for subclasses to answer
        """What stands for a container that the other side has already, or None."""
        return None

    def label(self, value: object) -> int | None:  # noqa: ARG002  # for subclasses to answer
        """The number under which the other side may ask for this very container, or None."""
        return None

    def other(self, value: object) -> JSON:
        """What stands for something that is not a plain value."""
        raise TypeError(f"a value of type {type(value).__name__} cannot be sent")

    def encode(self, value: Any, depth: int = 0) -> JSON:  # noqa: PLR0911  # one line per kind
        """JSON for `value`; raise TooLarge or what `other` raises."""
        kind = type(value)
        if value is None or kind is bool or kind is float:
            return value
        if kind is int:
            return self._int(value)
        if kind is str:
            return self._text(value)
        if kind is np.ndarray:
            return self._array(value)
        if isinstance(value, (list, tuple, dict)):
            return self._container(value, depth)
        if isinstance(value, np.generic) and value.dtype.str in DTYPES:
            return {"$": "s", "t": value.dtype.str, "v": value.tobytes().hex()}
        if kind is complex:
            return {"$": "c", "v": [value.real, value.imag]}
        if kind is bytes:
            return {"$": "b", "n": self._buffer(value)}
        if kind is Fraction:
            return {"$": "F", "v": [self._int(value.numerator), self._int(value.denominator)]}
        return self.other(value)

    def _int(self, value: int) -> JSON:
        if -SMALL_INT < value < SMALL_INT:
            return value
        if value.bit_length() > MAX_BITS:
            return self.other(value)
        return {"$": "i", "v": hex(value)}

    def _text(self, value: str) -> JSON:
        if len(value) <= INLINE_TEXT:
            return value
        if len(value) > MAX_TEXT:
            raise TooLarge(f"a text of {len(value)} characters")
        return {"$": "u", "n": self._buffer(value.encode("utf-8", "surrogatepass"))}

    def _container(self, value: Any, depth: int) -> JSON:
        stands = self.known(value)
        if stands is not None:
            return stands
        if depth >= MAX_DEPTH or (isinstance(value, dict) and len(value) > MAX_DICT):
            return self.other(value)
        self._items += len(value)
        if self._items > MAX_ITEMS:
            raise TooLarge(f"more than {MAX_ITEMS} items")
        number = self.label(value)
        if isinstance(value, dict):
            if not all(map(is_key, value)):
                return self.other(value)
            pairs = [[self.encode(part, depth + 1) for part in pair] for pair in value.items()]
            node: dict[str, JSON] = {"$": "d", "v": pairs}
        else:
            items = [self.encode(item, depth + 1) for item in value]
            if number is None and isinstance(value, list):
                return items
            node = {"$": "l" if isinstance(value, list) else "t", "v": items}
        if number is not None:
            node["id"] = number
        return node

    def _array(self, array: np.ndarray[Any, Any]) -> JSON:
        if array.dtype.str not in DTYPES or array.ndim > MAX_NDIM:
            return self.other(array)
        if array.nbytes > ROOM or max_size(array.shape) > MAX_SIDE:  # also a broadcast giant
            raise TooLarge(f"an array of shape {array.shape}")
        node: dict[str, JSON] = {"$": "a", "t": array.dtype.str, "s": list(array.shape)}
        if not array.flags.c_contiguous and array.size:
            order, flipped = layout(array)
            array = np.ascontiguousarray(flip(array, flipped).transpose(order))
            node["o"], node["f"] = order, flipped
        if array.size:
            self._buffer(array.reshape(-1).view(np.uint8).data)
        return node

    def _buffer(self, data: Buffer) -> int:
        self._bytes += len(data)
        if self._bytes > ROOM:
            raise TooLarge(f"more than {ROOM} bytes")
        self.buffers.append(data)
        return len(data)


def is_key(value: object) -> bool:
    """Whether a dict with this key can cross: its hash must be one of Python's own."""
    if isinstance(value, tuple):
        return type(value) is tuple and len(value) <= INLINE_TEXT and all(map(is_key, value))
    if isinstance(value, np.generic):
        return value.dtype.str in DTYPES
    if type(value) in (str, bytes):
        return len(value) <= INLINE_TEXT  # type: ignore[arg-type]  # it is one of the two
    return value is None or type(value) in (bool, int, float, complex, Fraction)


def max_size(shape: tuple[int, ...]) -> int:
    """How many entries an array made after this shape may have: empty sides count as one."""
    size = 1
    for side in shape:
        size *= max(side, 1)
    return size


def layout(array: np.ndarray[Any, Any]) -> tuple[list[int], list[int]]:
    """The axes from the slowest to the fastest in memory, and those that run backwards."""
    order = sorted(range(array.ndim), key=lambda axis: -abs(array.strides[axis]))
    flipped = [axis for axis, stride in enumerate(array.strides) if stride < 0]
    return order, flipped


def flip(array: np.ndarray[Any, Any], axes: list[int]) -> np.ndarray[Any, Any]:
    """The array seen backwards along these axes."""
    return array[tuple(slice(None, None, -1 if axis in axes else 1) for axis in range(array.ndim))]
