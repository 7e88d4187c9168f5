"""What every stand-in for a student's object can do, wherever the object lives."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any, NoReturn, Self

from autograder.errors import Failure


class StandIn:
    """The operators of a stand-in: each is one operation of the student's object.

    Whoever derives from it says where the object lives, and sets `_label`, its name in messages.
    """

    __slots__ = ()
    __array_ufunc__ = None  # array + object is then our __radd__
    _label: str

    @abstractmethod
    def _operate(self, operator: str, *operands: Any) -> Any:
        """What the operator of this name gives; raise Failure if it raises."""

    def __getitem__(self, index: Any) -> Any:
        return self._operate("getitem", self, index)

    def __add__(self, other: Any) -> Any:
        return self._operate("add", self, other)

    def __radd__(self, other: Any) -> Any:
        return self._operate("add", other, self)

    def __sub__(self, other: Any) -> Any:
        return self._operate("sub", self, other)

    def __rsub__(self, other: Any) -> Any:
        return self._operate("sub", other, self)

    def __mul__(self, other: Any) -> Any:
        return self._operate("mul", self, other)

    def __rmul__(self, other: Any) -> Any:
        return self._operate("mul", other, self)

    def __truediv__(self, other: Any) -> Any:
        return self._operate("truediv", self, other)

    def __rtruediv__(self, other: Any) -> Any:
        return self._operate("truediv", other, self)

    def __pow__(self, other: Any) -> Any:
        return self._operate("pow", self, other)

    def __rpow__(self, other: Any) -> Any:
        return self._operate("pow", other, self)

    def __matmul__(self, other: Any) -> Any:
        return self._operate("matmul", self, other)

    def __rmatmul__(self, other: Any) -> Any:
        return self._operate("matmul", other, self)

    def __neg__(self) -> Any:
        return self._operate("neg", self)

    def __array__(self, *_: Any, **__: Any) -> NoReturn:
        raise Failure(f"{self._label} gave {self!r}, but should give numbers")

    def __deepcopy__(self, memo: object) -> Self:
        return self
