"""Which mistakes a class makes: failures that differ only in numbers are one kind."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from autograder.receipts import CheckResult, Outcome, Receipt
from autograder.reporting.class_report.tables import Column, ColumnKind, ReportTable

_NUMBER = re.compile(r"(?<![A-Za-z_\d.])(?<!axis )[-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?(?:/\d+)?j?")
_INDEX = re.compile(r"\[[\d, :-]+\]")


@dataclass(frozen=True, slots=True)
class ClassMistake:
    """Failures of one cause, else of one check in messages that differ only in numbers.

    The same words may have several causes; the same numbers on the same smallest input hardly.

    Attributes:
        check: the check's name.
        exercise: its exercise.
        sentence: the law that was broken.
        kind: the message without its numbers, the same for all.
        like: the most common message.
        example: the smallest input that came with it, as Python; may be empty.
        exactly: how many students have that message on that input.
        because: the cause, where one was found; else empty.
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
    because: str
    students: tuple[str, ...]
    share: float


def kind_of_failure(message: str) -> str:
    """The message with `…` for its numbers and places, so that like failures are alike."""
    return " ".join(_NUMBER.sub("…", _INDEX.sub("[…]", message)).split())


def mistakes_of(receipts: Iterable[Receipt]) -> tuple[ClassMistake, ...]:
    """Every kind of failure in these receipts of one assignment, the most common first.

    Of equally common ones those that are known mistakes stand first.  What was not begun is no
    mistake.
    """
    failed: dict[tuple[str, str], list[tuple[str, CheckResult]]] = {}
    judged: Counter[str] = Counter()
    for receipt in receipts:
        for result in receipt.checks:
            judged[result.name] += result.outcome is not Outcome.ERROR
            if result.outcome is Outcome.FAILED and not result.is_stub:
                failed.setdefault(kind_of(result), []).append((receipt.student, result))
    found = [(each[0][1].is_known_mistake, _mistake(each, judged)) for each in failed.values()]

    def place(known_and_mistake: tuple[bool, ClassMistake]) -> tuple[int, bool, str, str]:
        known, one = known_and_mistake
        return -len(one.students), not known, one.check, one.kind

    return tuple(one for _, one in sorted(found, key=place))


def kind_of(result: CheckResult) -> tuple[str, str]:
    """Equal for failures of one kind: (exercise, cause), or (check, message without numbers)."""
    if result.because:
        return result.exercise, result.because
    return result.name, kind_of_failure(result.message)


def _mistake(made: Sequence[tuple[str, CheckResult]], judged: Mapping[str, int]) -> ClassMistake:
    """What these students have in common, whose failures are of one kind."""
    count = Counter((result.message, result.demonstration) for _, result in made)

    def place(result: CheckResult) -> tuple[int, bool, int, str, str]:
        example = result.demonstration
        common = count[result.message, example]
        return -common, not example, len(example), example, result.message

    shown = min((result for _, result in made), key=place)
    students = sorted({student for student, _ in made})
    return ClassMistake(
        check=shown.name,
        exercise=shown.exercise,
        sentence=shown.sentence,
        kind=kind_of_failure(shown.message),
        like=shown.message,
        example=shown.demonstration,
        exactly=count[shown.message, shown.demonstration],
        because=shown.because,
        students=tuple(students),
        share=len(students) / judged[shown.name],
    )


def mistakes_table(assignment: str, mistakes: Iterable[ClassMistake]) -> ReportTable:
    """What the class gets wrong, with the most common message and its smallest input."""
    rows = tuple(
        (
            len(one.students),
            one.share,
            one.exactly,
            one.exercise,
            one.sentence,
            one.like,
            one.because or None,
            one.example or None,
            ", ".join(one.students),
            one.check,
        )
        for one in mistakes
    )
    return ReportTable(
        f"{assignment}-mistakes",
        "Mistakes of the class",
        (
            Column("students", ColumnKind.NUMBER),
            Column("of the class", ColumnKind.SHARE, "of those whose check was judged"),
            Column("exactly so", ColumnKind.NUMBER, "with this message on this input"),
            Column("exercise", ColumnKind.NAME),
            Column("law", ColumnKind.SENTENCE),
            Column(
                "message", ColumnKind.WORDS, "failures that differ only in numbers are one kind"
            ),
            Column("cause", ColumnKind.WORDS, "if one was found"),
            Column("shown by", ColumnKind.CODE),
            Column("who", ColumnKind.LIST),
            Column("check", ColumnKind.NAME),
        ),
        rows,
        empty="No check failed.",
    )


def causes_table(receipts: Iterable[Receipt]) -> ReportTable:
    """Why checks failed over the whole term: which mistakes is the class making."""
    who: dict[tuple[str, str, str], set[str]] = {}
    for receipt in receipts:
        for result in receipt.checks:
            if result.because:
                key = (result.because, receipt.assignment, result.exercise)
                who.setdefault(key, set()).add(receipt.student)
    ordered = sorted(who.items(), key=lambda each: (-len(each[1]), each[0]))
    return ReportTable(
        "causes",
        "Why checks failed",
        (
            Column("students", ColumnKind.NUMBER),
            Column("cause", ColumnKind.WORDS),
            Column("assignment", ColumnKind.NAME),
            Column("exercise", ColumnKind.NAME),
            Column("who", ColumnKind.LIST),
        ),
        tuple((len(names), *key, ", ".join(sorted(names))) for key, names in ordered),
        empty="No cause was found.",
    )
