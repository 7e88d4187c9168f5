"""Which arguments a call modified, bit for bit."""

from __future__ import annotations

from typing import Any

import numpy as np

from .encoding import Encoder
from .replies import parameter_names
from .wire import TooLarge, pack

MUTABLE = (np.ndarray, list, tuple, dict)


def fingerprint(value: Any) -> bytes | None:
    """The bytes of a value that can be modified; None if it cannot, or is not plain."""
    if not isinstance(value, MUTABLE):
        return None
    encoder = Encoder()
    try:
        return b"".join(pack({"v": encoder.encode(value)}, encoder.buffers))
    except (TypeError, TooLarge):
        return None


def changed(value: Any, before: list[bytes | None]) -> list[str]:
    """The names of the arguments that differ, bit for bit, from what they were."""
    function, args, kwargs = value
    names = [*parameter_names(function, len(args)), *kwargs]
    after = (*args, *kwargs.values())
    return [
        name[:100]
        for name, old, item in zip(names, before, after, strict=True)
        if old is not None and fingerprint(item) != old
    ]
