"""JSON and raw buffers to plain values: the trusted side's parser of hostile frames."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np

from .encoding import flip, is_key
from .wire import (
    DTYPES,
    KINDS,
    MAX_BITS,
    MAX_DEPTH,
    MAX_DICT,
    MAX_HANDLES,
    MAX_ITEMS,
    MAX_METHODS,
    MAX_NAME,
    MAX_NDIM,
    MAX_SIDE,
    MAX_TEXT,
    Buffer,
    Handle,
    Malformed,
    Opaque,
)

HOSTILE = (
    ArithmeticError,
    AttributeError,
    LookupError,
    MemoryError,
    RecursionError,
    TypeError,
    ValueError,
)


class Decoder:
    """Decodes one frame's value.

    It only ever builds None, bool, int, float, complex, str, bytes, Fraction, list, tuple, dict,
    arrays and numpy scalars of the listed dtypes, Handle and Opaque.

    Attributes:
        kept: the containers that the other side keeps, with their numbers there.
    """

    writeable = False  # arrays: the examiner's are read-only

    def __init__(
        self, body: Buffer, position: int, wrap: Callable[[Handle], Any] | None = None
    ) -> None:
        self._body = memoryview(body)
        self._wrap = wrap
        self._position = position
        self._items = 0
        self._handles = 0
        self.kept: list[tuple[Any, int]] = []

    def special(self, tag: str, node: dict[str, Any]) -> Any:
        """The value of a tag that only one side understands; raise Malformed."""
        if tag == "h":
            handle = self._handle(node)
            return self._wrap(handle) if self._wrap else handle
        if tag == "o":
            return Opaque(_name(node["v"], 2 * MAX_NAME))
        raise Malformed("an unknown tag")

    def value(self, node: Any) -> Any:
        """The value of a whole frame; raise Malformed, and nothing else."""
        try:
            value = self.decode(node, 0)
        except HOSTILE as error:
            raise Malformed(f"a value that cannot be read: {type(error).__name__}") from None
        if self._position != len(self._body):
            raise Malformed("bytes that belong to nothing")
        return value

    def decode(self, node: Any, depth: int) -> Any:
        """The value of one node."""
        kind = type(node)
        if node is None or kind is bool or kind is float:
            return node
        if kind is int:
            return _bounded(node)
        if kind is str:
            return node if len(node) <= MAX_TEXT else _refuse("a long text")
        if depth > MAX_DEPTH:
            raise Malformed("a value nested too deeply")
        if kind is list:
            return self._sequence(node, depth)
        return self._tagged(node["$"], node, depth)

    def _tagged(  # noqa: PLR0911  # one line for each tag there is
        self, tag: str, node: dict[str, Any], depth: int
    ) -> Any:
        match tag:
            case "a":
                return self._array(node)
            case "s":
                return _scalar(DTYPES[node["t"]], bytes.fromhex(node["v"]))
            case "t" | "l" | "d":
                return self._container(tag, node, depth)
            case "u":
                text = bytes(self._take(node["n"])).decode("utf-8", "surrogatepass")
                return text if len(text) <= MAX_TEXT else _refuse("a long text")
            case "b":
                return bytes(self._take(node["n"]))
            case "c":
                real, imaginary = node["v"]
                return complex(_real(real), _real(imaginary))
            case "i":
                return _hexadecimal(node["v"])
            case "F":
                above, below = (self.decode(part, MAX_DEPTH) for part in node["v"])
                if type(above) is not int or type(below) is not int or below <= 0:
                    raise Malformed("a fraction of something else")
                return Fraction(above, below)
            case _:
                return self.special(tag, node)

    def _sequence(self, nodes: list[Any], depth: int) -> list[Any]:
        if type(nodes) is not list:
            raise Malformed("a list that is none")
        self._items += len(nodes)
        if self._items > MAX_ITEMS:
            raise Malformed("too many items")
        return [self.decode(node, depth + 1) for node in nodes]

    def _container(self, tag: str, node: dict[str, Any], depth: int) -> Any:
        value: Any
        if tag == "d":
            value = self._dict(node["v"], depth)
        else:
            items = self._sequence(node["v"], depth)
            value = items if tag == "l" else tuple(items)
        if "id" in node and value != ():  # Python has only one empty tuple: it is nobody's own
            self.kept.append((value, _number(node["id"])))
        return value

    def _dict(self, pairs: list[Any], depth: int) -> dict[Any, Any]:
        if type(pairs) is not list or len(pairs) > MAX_DICT:
            raise Malformed("a large dict")
        self._items += len(pairs)
        if self._items > MAX_ITEMS:
            raise Malformed("too many items")
        built = {}
        for pair in pairs:
            if type(pair) is not list:
                raise Malformed("a dict of something else")
            node, item = pair
            key = self.decode(node, depth + 1)
            if not is_key(key):
                raise Malformed("a key that is no plain value")
            built[key] = self.decode(item, depth + 1)
        return built

    def _array(self, node: dict[str, Any]) -> np.ndarray[Any, Any]:
        dtype, shape = DTYPES[node["t"]], node["s"]
        if type(shape) is not list or len(shape) > MAX_NDIM:
            raise Malformed("a shape that is none")
        count = room = 1
        for side in shape:
            if type(side) is not int or not 0 <= side <= MAX_SIDE:
                raise Malformed("a shape that is none")
            count *= side
            room *= side or 1  # an empty side must not hide a giant one
        if room > MAX_SIDE:
            raise Malformed("a giant shape")
        # copied, so that alignment (and with it numpy's order of summation) is always the same
        flat = _entries(dtype, self._take(count * dtype.itemsize))
        if "o" in node or "f" in node:
            array = _laid_out(flat, shape, node.get("o"), node.get("f"))
        else:
            array = flat.reshape(shape)
        if not self.writeable:
            array.flags.writeable = False
        return array

    def _handle(self, node: dict[str, Any]) -> Handle:
        self._handles += 1
        kind, methods = node["k"], node["m"]
        if self._handles > MAX_HANDLES or kind not in KINDS:
            raise Malformed("a handle that is none")
        if type(methods) is not list or len(methods) > MAX_METHODS:
            raise Malformed("too many methods")
        names = tuple(_name(method) for method in methods)
        return Handle(_number(node["id"]), kind, _name(node["t"]), names)

    def _take(self, length: int) -> memoryview:
        start = self._position
        if type(length) is not int or not 0 <= length <= len(self._body) - start:
            raise Malformed("a buffer beyond the frame")
        self._position = start + length
        return self._body[start : start + length]


def _laid_out(
    flat: np.ndarray[Any, Any], shape: list[int], order: Any, flipped: Any
) -> np.ndarray[Any, Any]:
    """The array whose axes are stored in this order, some of them backwards."""
    axes = list(range(len(shape)))
    order = axes if order is None else order
    if type(order) is not list or sorted(order) != axes:
        raise Malformed("axes that are none")
    array = flat.reshape([shape[axis] for axis in order])
    array = array.transpose([order.index(axis) for axis in axes])
    return flip(array, flipped) if flipped else array


def _refuse(what: str) -> Any:
    raise Malformed(what)


def _bounded(value: int) -> int:
    if value.bit_length() > MAX_BITS:
        raise Malformed("a giant int")
    return value


def _number(value: Any) -> int:
    if type(value) is not int or not 0 <= value < 1 << 53:
        raise Malformed("a number that is none")
    return value


def _real(value: Any) -> float:
    return value if type(value) is float else _refuse("a complex number of something else")


def _name(value: Any, limit: int = MAX_NAME) -> str:
    return value if type(value) is str and len(value) <= limit else _refuse("a name that is none")


def _hexadecimal(text: Any) -> int:
    if type(text) is not str or len(text) > MAX_BITS // 4 + 4:
        raise Malformed("a giant int")
    return _bounded(int(text, 16))


def _entries(dtype: np.dtype[Any], data: Buffer) -> np.ndarray[Any, Any]:
    """A fresh 1-d array of these bytes."""
    if not len(data):
        return np.empty(0, dtype)
    if dtype.kind == "b":  # a truth value is 0 or 1; another byte would break numpy's promises
        return np.frombuffer(data, np.uint8).astype(np.bool_)
    return np.frombuffer(data, dtype).copy()


def _scalar(dtype: np.dtype[Any], data: bytes) -> Any:
    if len(data) != dtype.itemsize:
        raise Malformed("a scalar of another size")
    return _entries(dtype, data)[0]
