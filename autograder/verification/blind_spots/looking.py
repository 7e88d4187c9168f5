"""Which places the checks look at."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from autograder.authoring.topic import Topic
from autograder.checks.declarations import Outside
from autograder.checks.gradients import UndecidedError
from autograder.grading.examples import DrawnCheck, reference_of
from autograder.grading.grade import Prepared
from autograder.grading.guard import Guard
from autograder.grading.processes import in_processes
from autograder.sandbox import Rehearsal
from autograder.verification.blind_spots.bending import bent
from autograder.verification.blind_spots.calls import Call, Sent, between, recorded
from autograder.verification.blind_spots.places import Place, places_of


@dataclass(frozen=True, slots=True)
class Survivor:
    """A place where no check notices that the reference is wrong.

    Attributes:
        where: the place in words.
        family: its row in the table of families.
        reached: whether any call of the checks lies there.
    """

    where: str
    family: str
    reached: bool


@dataclass(frozen=True, slots=True)
class Found:
    """What became of the places of one exercise.

    Attributes:
        exercise: its name.
        places: how many there are; `caught` of them are noticed.
        outside: how many of the others the assignment's text excludes.
        survivors: the others.
        main: "file:line" of the check that compares with the reference, for remedies.
        broken: a line for each declaration that is not true.
    """

    exercise: str
    places: int
    caught: int
    outside: int
    survivors: tuple[Survivor, ...]
    main: str
    broken: tuple[str, ...]


def blind_spots_of(
    prepared: Mapping[str, Prepared], *, processes: int | None = None
) -> dict[str, list[Found]]:
    """Try all places of all exercises of these topics, in our own processes: it is our own code.

    Topic → what was found, exercise by exercise.
    """
    sent = {name: recorded(one.topic, one.drawn) for name, one in prepared.items()}
    tasks = [
        (n, exercise) for n, one in prepared.items() for exercise in one.topic.solution.exercises
    ]

    def tried(task: tuple[str, str]) -> Found:
        name, exercise = task
        return _tried(prepared[name].topic, prepared[name].drawn, exercise, sent[name][exercise])

    found = dict(in_processes(tasks, tried, processes=processes))
    return {name: [found[task] for task in tasks if task[0] == name] for name in prepared}


def bad(found: Mapping[str, Sequence[Found]]) -> bool:
    """Whether a place survives, or a declaration is not true."""
    return any(one.survivors or one.broken for ones in found.values() for one in ones)


def _tried(
    topic: Topic, drawn: Mapping[str, DrawnCheck], exercise: str, sent: Sequence[Sent]
) -> Found:
    right = topic.reference[exercise]
    places = places_of(exercise, right, [one.call for one in sent])
    lines = [one for one in topic.outside if one.of == exercise]
    escaped: list[tuple[Place, bool]] = []
    for place in places:
        there = [
            one for one in sent if one.call.function == place.function and place.holds(one.call)
        ]
        if not any(noticed(topic, drawn[n], i, place) for n, i in _first(drawn, there)):
            escaped.append((place, bool(there)))
    covered = [pair for pair in escaped if any(_means(line, pair[0]) for line in lines)]
    main = [one.check for one in drawn.values() if one.check.exercise == exercise]
    return Found(
        exercise,
        len(places),
        len(places) - len(escaped),
        len(covered),
        tuple(
            Survivor(place.where, place.family, reached)
            for place, reached in escaped
            if (place, reached) not in covered
        ),
        next((c.where for c in main if c.takes_reference), main[0].where),
        tuple(_untrue(topic, lines, [place for place, _ in escaped])),
    )


def _first(drawn: Mapping[str, DrawnCheck], there: Sequence[Sent]) -> list[tuple[str, int]]:
    """Check and example of each call, those of checks that know the reference before others."""
    pairs = dict.fromkeys((one.check, one.example) for one in there)
    return sorted(pairs, key=lambda pair: not drawn[pair[0]].check.takes_reference)


def noticed(topic: Topic, one: DrawnCheck, index: int, place: Place) -> bool:
    """Whether a check fails on an example where the reference is wrong at the place."""
    ours: list[Exception] = []

    def wrong(call: Call, answer: Callable[[], Any]) -> Any:
        right = answer()
        try:
            return bent(right) if call.function == place.function and place.holds(call) else right
        except Exception as error:
            ours.append(error)
            raise

    names = {**topic.reference, place.of: between(place.of, topic.reference[place.of], wrong)}
    example, guard = one.shared[index], Guard()
    guard.expect(example.kinds)
    student = Rehearsal(names).student(guard)
    try:
        one.check.run(student, reference_of(topic), example.inputs)
    except UndecidedError:
        return False
    except Exception:  # noqa: BLE001  # a failure, or an answer that the check did not foresee
        if ours:  # it was no check that failed
            raise ours[0] from None
        return True
    return False


def _means(line: Outside, place: Place) -> bool:
    return fnmatchcase(place.where, line.where)


def _untrue(topic: Topic, lines: Sequence[Outside], escaped: Sequence[Place]) -> list[str]:
    text = " ".join(topic.assignment_text.split())
    said = []
    for line in lines:
        if " ".join(line.says.split()) not in text:
            said.append(
                f"{line.where_written}: outside(of={line.of!r}, where={line.where!r}): "
                f"{line.says!r} does not stand in assignment.md; write it there"
            )
        if not any(_means(line, place) for place in escaped):
            said.append(
                f"{line.where_written}: outside(of={line.of!r}, where={line.where!r}) names no "
                "place that escapes the checks; take it out"
            )
    return said
