"""An answer made wrong so far that no tolerance hides it."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np


def bent(answer: Any) -> Any:
    """The answer with every number in it wrong; containers inside a tuple (caches) stay."""
    if isinstance(answer, tuple):
        whole = all(isinstance(part, (tuple, list, dict)) for part in answer)
        parts = [
            bent(part) if whole or not isinstance(part, (tuple, list, dict)) else part
            for part in answer
        ]
        return type(answer)(*parts) if hasattr(answer, "_fields") else tuple(parts)
    if isinstance(answer, list):
        return [bent(part) for part in answer] if answer else [0.5]
    if isinstance(answer, dict):
        return {key: bent(part) for key, part in answer.items()}
    if isinstance(answer, np.ndarray):
        return _array(answer)
    return _number(answer)


def can_be_bent(answer: Any) -> bool:
    """Whether there is a number in it."""
    if isinstance(answer, (tuple, list)):
        return any(map(can_be_bent, answer))
    if isinstance(answer, dict):
        return any(map(can_be_bent, answer.values()))
    return isinstance(answer, (np.ndarray, np.generic, bool, int, float, complex, Fraction))


def _number(answer: Any) -> Any:
    if isinstance(answer, np.generic):
        return _array(np.asarray(answer))[()]
    if isinstance(answer, bool):
        return not answer
    if isinstance(answer, (int, Fraction)):
        return answer + 1
    if isinstance(answer, float):
        return float(_array(np.asarray(answer)))
    return answer


def _array(answer: np.ndarray) -> np.ndarray:
    kind = answer.dtype.kind
    with np.errstate(all="ignore"):
        if kind == "b":
            return np.asarray(~answer)
        if kind in "iu":
            return np.asarray(answer + answer.dtype.type(1))
        if kind == "f":
            wrong = 1.37 * answer + np.where(answer < 0, -0.73, 0.73)
            return np.asarray(wrong).astype(answer.dtype)
    return answer
