"""Asking some of an example's requests once more, in an example of their own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from autograder.errors import Fault
from autograder.sandbox.messages import Entry
from autograder.sandbox.past import Key, key_of
from autograder.sandbox.student import Student

FAILED = object()
"""In place of the answer to a request that failed."""


def asked_again(student: Student, entries: Sequence[Entry]) -> list[Any]:
    """The answers to the requests of these entries, in order; FAILED from the first failure on.

    The student stands at the start of an example.  Objects and containers in a request are those
    that this example has made in the place of the old ones.
    """
    exchange = student._exchange  # noqa: SLF001  # public names are the student's
    new: dict[Key, Any] = {}
    answers: list[Any] = []
    try:
        for entry in entries:
            reply = exchange.ask(entry.kind, _replaced(entry.value, new), "the call")
            _match(entry.answer, reply.value, new)
            answers.append(reply.value)
    except Fault:
        answers += [FAILED] * (len(entries) - len(answers))
    return answers


def _replaced(value: Any, new: dict[Key, Any]) -> Any:
    key = key_of(value)
    if key is not None and key in new:
        return new[key]
    if type(value) in (list, tuple):
        return type(value)([_replaced(part, new) for part in value])
    if type(value) is dict:
        return {name: _replaced(part, new) for name, part in value.items()}
    return value


def _match(old: Any, answer: Any, new: dict[Key, Any]) -> None:
    """Note what stands in the place of each old part with a past."""
    key = key_of(old)
    if key is not None:
        new[key] = answer
    if isinstance(old, (list, tuple)) and isinstance(answer, (list, tuple)):
        for one, other in zip(old, answer, strict=False):
            _match(one, other, new)
    elif isinstance(old, dict) and isinstance(answer, dict):
        for name, one in old.items():
            _match(one, answer.get(name), new)
