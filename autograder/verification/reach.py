"""What a wrong answer can reach: the exercises built on it, and the checks that would notice."""

from __future__ import annotations

from collections.abc import Mapping

from autograder.authoring.answers import named_in_answers
from autograder.authoring.topic import Topic
from autograder.grading.examples import DrawnCheck


def built_on(topic: Topic, exercise: str) -> set[str]:
    """The exercise, and all whose reference calls it, directly or not."""
    named = named_in_answers(topic)
    found = {exercise}
    while more := {name for name, used in named.items() if used & found} - found:
        found |= more
    return found


def reached(topic: Topic, drawn: Mapping[str, DrawnCheck], exercise: str) -> set[str]:
    """The names of the checks whose outcome can depend on the exercise.

    A check depends on what it calls, and on the checks it waits for.
    """
    wrong = built_on(topic, exercise)
    found: set[str] = set()
    for name, one in drawn.items():  # dependents come after what they depend on
        if one.check.exercise in wrong or one.asked & wrong or found & set(one.check.after):
            found.add(name)
    return found


def checks_reached(
    topic: Topic, drawn: Mapping[str, DrawnCheck], exercise: str
) -> dict[str, DrawnCheck]:
    """These checks, and whatever must hold before them."""
    wanted = reached(topic, drawn, exercise)
    for name in reversed(list(drawn)):
        if name in wanted:
            wanted.update(drawn[name].check.after)
    return {name: one for name, one in drawn.items() if name in wanted}


def own_first(drawn: Mapping[str, DrawnCheck], exercise: str) -> dict[str, DrawnCheck]:
    """The checks, those of the exercise first, the cheapest of them before all.

    They are the likeliest to notice a wrong answer.  None stands before one that it waits for.
    """
    first: dict[str, DrawnCheck] = {}

    def take(name: str) -> None:
        for earlier in drawn[name].check.after:
            take(earlier)
        first.setdefault(name, drawn[name])

    own = [one for one in drawn.values() if one.check.exercise == exercise]
    for one in sorted(own, key=_requests):
        take(one.check.name)
    return {**first, **drawn}


def _requests(one: DrawnCheck) -> int:
    return sum(len(example.foreseen or ()) for example in one.shared)
