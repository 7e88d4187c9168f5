"""Which mistakes a class makes: failures that differ only in numbers are one kind."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from autograder.receipts import CheckResult, Outcome, Receipt
from autograder.reporting.class_report.tables import Column, Kind, Table

UNTOLD = "no simple story fits"

_NUMBER = re.compile(r"(?<![A-Za-z_\d.])(?<!axis )[-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?(?:/\d+)?j?")
_INDEX = re.compile(r"\[[\d, :-]+\]")
_GRADIENT = re.compile(r"gradient with respect to (\S+?)(?:\[[^\]]*\])? (?:is|has)\b")
# The sentences in which the vocabulary of checks tells how a gradient is wrong, at a hint's end.
_DIAGNOSIS = re.compile(
    r"(?:Only its last digits are off|It should be zero everywhere|It is zero everywhere"
    r"|It has the wrong sign|It is the transpose|It is [\d.e+-]+ times|It is off by"
    r"|\d+ of \d+ entries (?:is|are) right).*$",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Mistake:
    """One kind of failure of one check: messages that differ only in numbers.

    The same words may have several causes; the same numbers on the same smallest input hardly.

    Attributes:
        check: the check's name.
        exercise: its exercise.
        sentence: the law that was broken.
        kind: the message without its numbers, the same for all.
        like: the most common message.
        example: the smallest input that came with it, as Python; may be empty.
        exactly: how many students have that message on that input.
        diagnosis: how a gradient is wrong; empty for other checks.
        students: who made it, in order.
        share: of those whose check was judged.
    """

    check: str
    exercise: str
    sentence: str
    kind: str
    like: str
    example: str
    exactly: int
    diagnosis: str
    students: tuple[str, ...]
    share: float


def kind_of_failure(message: str) -> str:
    """The message with `…` for its numbers and places, so that like failures are alike."""
    return " ".join(_NUMBER.sub("…", _INDEX.sub("[…]", message)).split())


def diagnosis_of(result: CheckResult) -> str:
    """How a gradient is wrong, as the check said it at the end of its hint; or empty."""
    found = _DIAGNOSIS.search(result.hint)
    return " ".join(found.group().split()).replace("entries is", "entries are") if found else ""


def gradient_of(result: CheckResult) -> str:
    """With respect to what the gradient is wrong; empty if the failure is about none."""
    found = _GRADIENT.search(result.message)
    return found.group(1) if found else ""


def mistakes_of(receipts: Iterable[Receipt]) -> tuple[Mistake, ...]:
    """Every kind of failure in these receipts of one assignment, the most common first."""
    failed: dict[tuple[str, str, str], list[tuple[str, CheckResult]]] = {}
    judged: Counter[str] = Counter()
    for receipt in receipts:
        for result in receipt.checks:
            judged[result.name] += result.outcome is not Outcome.ERROR
            if result.outcome is Outcome.FAILED:
                told = (kind_of_failure(result.message), kind_of_failure(diagnosis_of(result)))
                failed.setdefault((result.name, *told), []).append((receipt.student, result))
    found = [_mistake(each, judged[name]) for (name, *_), each in failed.items()]
    return tuple(sorted(found, key=lambda one: (-len(one.students), one.check, one.kind)))


def _mistake(made: Sequence[tuple[str, CheckResult]], judged: int) -> Mistake:
    """What the students have in common whose check failed with the same words."""
    count = Counter((result.message, result.demonstration) for _, result in made)

    def place(result: CheckResult) -> tuple[int, bool, int, str, str]:
        example = result.demonstration
        common = count[result.message, example]
        return -common, not example, len(example), example, result.message

    shown = min((result for _, result in made), key=place)
    students = sorted({student for student, _ in made})
    return Mistake(
        check=shown.name,
        exercise=shown.exercise,
        sentence=shown.sentence,
        kind=kind_of_failure(shown.message),
        like=shown.message,
        example=shown.demonstration,
        exactly=count[shown.message, shown.demonstration],
        diagnosis=diagnosis_of(shown),
        students=tuple(students),
        share=len(students) / judged,
    )


def mistakes_table(assignment: str, mistakes: Iterable[Mistake]) -> Table:
    """What the class gets wrong, with the most common message and its smallest input."""
    rows = tuple(
        (
            len(one.students),
            one.share,
            one.exactly,
            one.exercise,
            one.sentence,
            one.like,
            one.diagnosis or None,
            one.example or None,
            ", ".join(one.students),
            one.check,
        )
        for one in mistakes
    )
    return Table(
        f"{assignment}-mistakes",
        "Mistakes of the class",
        (
            Column("students", Kind.NUMBER),
            Column("of the class", Kind.SHARE, "of those whose check was judged"),
            Column("exactly so", Kind.NUMBER, "with this message on this input"),
            Column("exercise", Kind.NAME),
            Column("law", Kind.SENTENCE),
            Column("message", Kind.WORDS, "failures that differ only in numbers are one kind"),
            Column("diagnosis", Kind.WORDS, "how a gradient is wrong"),
            Column("smallest input", Kind.CODE),
            Column("who", Kind.LIST),
            Column("check", Kind.NAME),
        ),
        rows,
        empty="No check failed.",
    )


def diagnoses_table(receipts: Iterable[Receipt]) -> Table:
    """How gradients are wrong over the whole term: which mistake is the class making."""
    who: dict[tuple[str, str, str, str], set[str]] = {}
    for receipt in receipts:
        for result in receipt.checks:
            gradient = gradient_of(result)
            if result.outcome is Outcome.FAILED and (gradient or diagnosis_of(result)):
                told = kind_of_failure(diagnosis_of(result)) or UNTOLD
                key = (told, receipt.assignment, result.exercise, gradient)
                who.setdefault(key, set()).add(receipt.student)
    ordered = sorted(who.items(), key=lambda each: (each[0][0] == UNTOLD, -len(each[1]), each[0]))
    return Table(
        "diagnoses",
        "How gradients are wrong",
        (
            Column("students", Kind.NUMBER),
            Column("diagnosis", Kind.WORDS),
            Column("assignment", Kind.NAME),
            Column("exercise", Kind.NAME),
            Column("gradient of", Kind.NAME, "with respect to what"),
            Column("who", Kind.LIST),
        ),
        tuple(
            (len(names), told, assignment, exercise, gradient or None, ", ".join(sorted(names)))
            for (told, assignment, exercise, gradient), names in ordered
        ),
        empty="No gradient is wrong.",
    )
