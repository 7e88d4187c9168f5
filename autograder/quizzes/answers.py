"""What a right answer is, and what another answer earns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from autograder.checks.students import kind_of
from autograder.quizzes.written import Written

LETTERS = "abcdefgh"
_MARKS = re.compile(rf"[{LETTERS}](?:[\s,;]*[{LETTERS}])*", re.IGNORECASE)
LARGEST = 10_000  # numbers in an answer


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an answer earns, and why not everything."""

    earned: int
    message: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """One choice or statement: its words, whether it is right, and why not (or why)."""

    text: str
    right: bool
    because: str = ""


@dataclass(frozen=True, slots=True)
class Pool:
    """What a question's options are drawn from.

    Attributes:
        options: all of them.
        of: how many a variant shows.
        several: any number of them may be right; else exactly one.
    """

    options: tuple[Option, ...]
    of: int
    several: bool


@dataclass(frozen=True, slots=True)
class Slip:
    """A wrong number that is known: what it earns, and the words for it."""

    value: Any
    earns: int
    message: str


@dataclass(frozen=True, slots=True)
class Numbers:
    """A number or an array.

    Attributes:
        right: the answer of this variant.
        within: how far an entry may be off; 0: not at all.
        slips: known wrong answers.
        carried: what follows from the student's own answers to questions before.
    """

    right: Any
    within: float
    slips: tuple[Slip, ...] = ()
    carried: tuple[Slip, ...] = ()

    @property
    def form(self) -> str:
        """What an answer should be, in words."""
        shape = np.shape(self.right)
        if shape:
            one = len(shape) == 1
            what = f"an array of {shape[0]} numbers" if one else f"an array of shape {shape}"
        else:
            what = "a whole number" if not self.within else "a number"
        return what + (f", to within {self.within:g}" if self.within else "")

    @property
    def kind(self) -> tuple[int, ...]:
        """Its shape."""
        return np.shape(self.right)

    @property
    def shown(self) -> str:
        """The right answer, for the answer key."""
        return _shown(self.right, self.within)

    def judge(self, given: Any, points: int) -> Verdict:
        """What this answer earns of so many points."""
        numbers = as_reals(given)
        if numbers is None:
            return Verdict(0, f"your answer is {kind_of(given)}, but should be {self.form}")
        if numbers.shape != np.shape(self.right):
            got = f"an array of shape {numbers.shape}" if numbers.shape else "one number"
            return Verdict(0, f"your answer is {got}, but should be {self.form}")
        if self.is_near(numbers, self.right):
            return Verdict(points)
        found = f"your answer is {_shown(numbers, self.within)}, but should be {self.shown}"
        near = [one for one in (*self.slips, *self.carried) if self.is_near(numbers, one.value)]
        best = max(near, key=lambda one: one.earns, default=Slip(None, 0, ""))
        return (
            Verdict(points) if best.earns == points else Verdict(best.earns, found, best.message)
        )

    def is_near(self, numbers: Any, value: Any) -> bool:
        """Whether numbers are as good as a value of the same shape."""
        want = np.asarray(value, float)
        if np.shape(numbers) != want.shape:
            return False
        with np.errstate(all="ignore"):
            distance = np.abs(np.asarray(numbers, float) - want)
        return bool((distance <= self.within + 1e-9 * np.maximum(1, np.abs(want))).all())


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several options, by its letter."""

    options: tuple[Option, ...]

    @property
    def form(self) -> str:
        """What an answer should be, in words."""
        return f'one letter, such as "{LETTERS[0]}"'

    @property
    def kind(self) -> str:
        """A pattern of what can be right."""
        return rf"[ ().]*[a-{max(_lettered(self.options))}][ ().]*"

    @property
    def right(self) -> str:
        """The letter of the right option."""
        return next(letter for letter, one in _lettered(self.options).items() if one.right)

    @property
    def shown(self) -> str:
        """The right answer, for the answer key."""
        return f"{self.right}) {_lettered(self.options)[self.right].text}"

    def judge(self, given: Any, points: int) -> Verdict:
        """Everything for the right letter; for another one the reason against it."""
        known = _lettered(self.options)
        letter = given.strip(" ().").lower() if isinstance(given, str) else ""
        if letter not in known:
            return Verdict(
                0, f"your answer is {_spoken(given)}, but should be a letter, a to {max(known)}"
            )
        if letter == self.right:
            return Verdict(points)
        why = f"{letter}) is not right: {known[letter].because}"
        return Verdict(0, why, f"{self.right}) is right: {known[self.right].text}")


@dataclass(frozen=True, slots=True)
class Marks:
    """The letters of all true statements."""

    options: tuple[Option, ...]

    @property
    def form(self) -> str:
        """What an answer should be, in words."""
        return 'the letters of all true statements, such as "a, b"'

    @property
    def kind(self) -> str:
        """A pattern of what can be right."""
        letter = f"[a-{max(_lettered(self.options))}]"
        return rf"{letter}(?:[\s,;]*{letter})*"

    @property
    def right(self) -> str:
        """The letters of the true statements."""
        return ", ".join(letter for letter, one in _lettered(self.options).items() if one.right)

    @property
    def shown(self) -> str:
        """The right answer, for the answer key."""
        return self.right

    def judge(self, given: Any, points: int) -> Verdict:
        """Everything if all marks are right, half with one error, nothing with more."""
        known = _lettered(self.options)
        text = " ".join(given) if _is_texts(given) else given
        if not isinstance(text, str) or not _MARKS.fullmatch(text.strip()):
            return Verdict(0, f"your answer is {_spoken(given)}, but should be {self.form}")
        marked = set(re.findall(rf"[{LETTERS}]", text.lower()))
        if not marked <= set(known):
            return Verdict(0, f"your answer names {max(marked)}, but there is a to {max(known)}")
        errors = [letter for letter, one in known.items() if (letter in marked) != one.right]
        if not errors:
            return Verdict(points)
        told = [
            f"{letter}) is {'true' if known[letter].right else 'false'}"
            + (f": {known[letter].because}" if known[letter].because else "")
            for letter in errors
        ]
        return Verdict(points // 2 if len(errors) == 1 else 0, "; ".join(told))


Key = Numbers | Choice | Marks | Written


def _lettered(options: tuple[Option, ...]) -> dict[str, Option]:
    return dict(zip(LETTERS, options, strict=False))


def as_reals(given: Any) -> np.ndarray | None:
    """A number, an array, or lists of numbers as a real array; None for anything else."""
    if type(given) in (list, tuple) and given and len(given) <= LARGEST:
        rows = [as_reals(item) for item in given]
        found = [row for row in rows if row is not None]
        same = len(found) == len(rows) and len({row.shape for row in found}) == 1
        return np.array(found, float) if same else None
    if isinstance(given, (bool, np.bool_)) or not isinstance(
        given, (int, float, Fraction, np.integer, np.floating, np.ndarray)
    ):
        return None
    if isinstance(given, np.ndarray) and (given.dtype.kind not in "iuf" or given.size > LARGEST):
        return None
    try:
        return np.asarray(given if isinstance(given, np.ndarray) else float(given), float)
    except OverflowError:
        return None


def _shown(value: Any, within: float) -> str:
    """Numbers as a person would write them, with a digit more than is asked."""
    array = np.asarray(value, float) + 0.0
    if array.ndim:
        return f"({', '.join(_shown(item, within) for item in array)})"
    number = float(array)
    if not within:
        return f"{int(number)}" if number.is_integer() else f"{number:.10g}"
    digits = max(0, -int(np.floor(np.log10(within)))) + 1
    return f"{number:z.{digits}f}" if abs(number) < 1e9 else f"{number:.6g}"


def _is_texts(given: Any) -> bool:
    return isinstance(given, (list, tuple)) and all(isinstance(item, str) for item in given)


def _spoken(given: Any) -> str:
    return repr(given[:20]) if isinstance(given, str) else kind_of(given)
