"""Exact numbers: no mark is a float, and rounding happens once, at the end."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor

from autograder.errors import CourseError

Number = int | float | Decimal | Fraction
_DECIMAL = re.compile(r"\d+(\.\d+)?")
_MODES = ("half up", "half even", "down")


def exactly(number: Number, *, what: str) -> Fraction:
    """The number as it was typed: 0.1 is 1/10.  Raise CourseError if `number` is none."""
    if isinstance(number, bool) or not isinstance(number, int | float | Decimal | Fraction):
        raise CourseError(f"{what} is {number!r}, but should be a number, such as 0.4")
    try:
        return Fraction(number) if isinstance(number, int | Fraction) else Fraction(str(number))
    except ValueError:
        raise CourseError(f"{what} is {number}, but should be a finite number") from None


def parse_decimal(text: str) -> Fraction:
    """`7.5` → 15/2.  Raise ValueError for anything but digits with at most one point."""
    if not _DECIMAL.fullmatch(text):
        raise ValueError(text)
    return Fraction(text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounding:
    """The one rounding of the course grade.

    Attributes:
        decimals: how many digits stay behind the point.
        mode: "half up" (7.125 → 7.13), "half even" (7.125 → 7.12) or "down" (7.129 → 7.12).
    """

    decimals: int = 2
    mode: str = "half up"

    def __post_init__(self) -> None:
        if isinstance(self.decimals, bool) or not isinstance(self.decimals, int):
            raise CourseError(f"Rounding: decimals is {self.decimals!r}, but should be an integer")
        if not 0 <= self.decimals <= 9:
            raise CourseError(f"Rounding: decimals is {self.decimals}, but should be from 0 to 9")
        if self.mode not in _MODES:
            modes = ", ".join(repr(mode) for mode in _MODES)
            raise CourseError(f"Rounding: mode is {self.mode!r}, but should be one of {modes}")

    def __call__(self, value: Fraction) -> Fraction:
        """Round a value >= 0."""
        scaled = value * 10**self.decimals
        if self.mode == "half up":
            rounded = floor(scaled + Fraction(1, 2))
        elif self.mode == "half even":
            rounded = round(scaled)
        else:
            rounded = floor(scaled)
        return Fraction(rounded, 10**self.decimals)

    def text(self, value: Fraction) -> str:
        """The rounded value with all its decimals: 7 → `7.00`."""
        digits = self(value) * 10**self.decimals
        whole, rest = divmod(digits.numerator, 10**self.decimals)
        return f"{whole}.{rest:0{self.decimals}d}" if self.decimals else str(whole)

    def __str__(self) -> str:
        return f"to {self.decimals} decimals, {self.mode}"


def as_text(value: Fraction) -> str:
    """The value itself: `7.125` if that ends, else a mixed number, `7 1/3`.

    A bare 22/3 would turn into a date in a spreadsheet.
    """
    shortest = _terminating(value)
    if shortest is not None:
        return shortest
    whole, rest = divmod(value.numerator, value.denominator)
    return f"{whole} {rest}/{value.denominator}"


def in_short(value: Fraction) -> str:
    """At most four decimals, rounded half up: 8 16/35 → `8.4571`, 7.5 → `7.5`."""
    return as_text(Rounding(decimals=4)(value))


def _terminating(value: Fraction) -> str | None:
    """The finite decimal expansion of a value >= 0, or None if it has none of a useful length."""
    for decimals in range(10):
        scaled = value * 10**decimals
        if scaled.denominator == 1:
            return Rounding(decimals=decimals).text(value)
    return None


def apart(value: Fraction, bound: Fraction) -> str:
    """The value with as many digits as show that it is not the bound."""
    for decimals in range(4, 10):
        rounded = Rounding(decimals=decimals)(value)
        if value == bound or rounded != bound:
            return as_text(rounded)
    return as_text(value)
