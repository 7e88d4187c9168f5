"""One check as its author declared it: it is run, and receipts say how it ended."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from autograder.checks.inputs import Input
from autograder.errors import Fault
from autograder.receipts import CheckResult, Outcome, Shown

Body = Callable[..., None]


@dataclass(frozen=True, slots=True)
class Check:
    """A law about one exercise, worth points.

    Attributes:
        name: the function's name, a sentence that begins with the exercise's name.
        sentence: the docstring: what students read.
        points: what it is worth, an integer of at least 1.
        public: students receive its source and run it themselves.
        after: names of the checks that must hold first.
        inputs: what is drawn, by argument name.
        examples: how many examples are replayed.
        free_shapes: the answer's shape is the student's choice.
        cpu_seconds: what one call may use, if not the course's usual bound.
        takes_reference: whether the body asks for the reference.
        body: the function.
        where: "file:line", for messages.
        edges: the largest number of the examples at edges; None if there are none.
        exercise: the exercise's name; filled in when the topic is loaded.
    """

    name: str
    sentence: str
    points: int
    public: bool
    after: tuple[str, ...]
    inputs: Mapping[str, Input]
    examples: int
    free_shapes: bool
    cpu_seconds: float | None
    takes_reference: bool
    body: Body = field(repr=False)
    where: str
    edges: float | None = None
    exercise: str = ""

    def run(self, student: object, reference: object, inputs: Mapping[str, Any]) -> None:
        """Run the body once; raise Failure if the law does not hold on `inputs`."""
        known = {"reference": reference} if self.takes_reference else {}
        with np.errstate(all="ignore"):
            self.body(student, **known, **inputs)

    def result(
        self,
        outcome: Outcome,
        *,
        failure: Fault | None = None,
        example: str = "",
        seconds: float = 0.0,
        shown: Shown | None = None,
    ) -> CheckResult:
        """What receipts say of the check when it ends so; the failure has the words."""
        return CheckResult(
            name=self.name,
            exercise=self.exercise,
            sentence=self.sentence,
            public=self.public,
            points=self.points,
            earned=self.points if outcome is Outcome.PASSED else 0,
            outcome=outcome,
            message=failure.message if failure else "",
            hint=failure.hint if failure else "",
            example=example,
            seconds=round(seconds, 4),
            shown=shown,
        )

    def among(self, exercises: Iterable[str]) -> Check:
        """The check of the longest of these names that begins its own; ValueError if none does."""
        name = f"{self.name}_".lower()
        matching = [each for each in exercises if name.startswith(f"{each}_".lower())]
        if not matching:
            raise ValueError(f"{self.name} begins with no exercise's name")
        return replace(self, exercise=max(matching, key=len))
