"""A class of any size, made up from a seed: who hands in what, when, again, or not at all."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from autograder.authoring.answers import reference_answers
from autograder.authoring.notebook import fill
from autograder.demo.notebooks import as_bytes, throw_out_examples
from autograder.files import write_atomically
from autograder.gradebook import Course
from autograder.gradebook.exact import exactly
from autograder.grading.grade import Prepared
from autograder.layout import Layout

# Minutes after the due time: around the quarter of an hour of grace, and around whole days.
MINUTES = (-3000, -600, -60, -60, 0, 15, 16, 1440, 1441, 3 * 1440, 9 * 1440)


@dataclass(frozen=True, slots=True)
class Attempt:
    """Handed in with the first `done` exercises right and the others untouched."""

    done: int
    minutes_late: int


@dataclass(frozen=True, slots=True)
class MadeUpWork:
    """What one student did about one assignment; nothing at all is missing work.

    Attributes:
        attempts: in the order they were handed in.
        fortieths: the share of the points scored on paper; None: no paper.
        excused: whether it does not count.
    """

    attempts: tuple[Attempt, ...] = ()
    fortieths: int | None = None
    excused: bool = False


Happened = Mapping[str, Mapping[str, MadeUpWork]]
"""From student and assignment to what happened."""


def make_up(
    course: Course, prepared: Mapping[str, Prepared], students: int, *, seed: int = 200
) -> Happened:
    """What a class does in a term; the same for the same seed.

    The assignments prepared are handed in as notebooks; those of other components are written
    on paper.
    """
    rng = random.Random(seed)  # noqa: S311  # a class that can be made up again
    paper = on_paper(course, prepared)
    exercises = {name: len(one.topic.solution.exercises) for name, one in prepared.items()}
    return {
        f"student_{number:03}": _one(rng, rng.betavariate(4, 2), exercises, paper)
        for number in range(1, students + 1)
    }


def on_paper(course: Course, prepared: Mapping[str, Prepared]) -> list[str]:
    """The assignments of all components of which nothing is handed in as a notebook."""
    graded = {course.component_of(name).name for name in prepared}
    others = (each for each in course.components if each.name not in graded)
    return [assignment.name for each in others for assignment in each.assignments]


def _one(
    rng: random.Random, skill: float, exercises: Mapping[str, int], paper: list[str]
) -> dict[str, MadeUpWork]:
    happened = {}
    for name, count in exercises.items():
        chance = rng.random()
        if chance < 0.04:
            happened[name] = MadeUpWork(excused=True)
        elif chance < 0.12:
            happened[name] = MadeUpWork()
        else:
            times = sorted(rng.sample(MINUTES, 2 if rng.random() < 0.1 else 1))
            done = sorted(sum(rng.random() < skill for _ in range(count)) for _ in times)
            happened[name] = MadeUpWork(tuple(map(Attempt, done, times)))
    for name in paper:
        chance = rng.random()
        fortieths = min(40, max(0, round(40 * rng.gauss(skill, 0.15))))
        excused = chance < 0.03
        happened[name] = MadeUpWork(
            fortieths=None if chance < 0.09 else fortieths, excused=excused
        )
    return happened


def works(happened: Happened) -> Iterator[tuple[str, str, MadeUpWork]]:
    """Student, assignment and what was done, for all of them."""
    for student, each in happened.items():
        for name, work in each.items():
            yield student, name, work


def write_scores(layout: Layout, course: Course, happened: Happened) -> None:
    """`scores.csv`: the scores of what is written on paper, and who is excused from what."""
    # There is no roster, and not everybody hands something in.
    lines = ["student,assignment,score,points,excused,reason,new"]
    for student, name, work in works(happened):
        if work.excused:
            lines.append(f"{student},{name},,,yes,ill,yes")
        elif work.fortieths is not None:
            points = exactly(course.assignment(name).points or 10, what=name)
            score = float(points * work.fortieths / 40)
            lines.append(f"{student},{name},{score},{points},,,yes")
    write_atomically(layout.root / "scores.csv", ("\n".join(lines) + "\n").encode())


def write_attempts(
    layout: Layout,
    course: Course,
    prepared: Mapping[str, Prepared],
    blanks: Mapping[str, Any],
    happened: Happened,
    number: int,
) -> int:
    """Hand in everybody's attempt of this number, from 0; return how many there are.

    The examples between the exercises are thrown out, as students do.
    """
    count = 0
    contents: dict[tuple[str, int], bytes] = {}
    for student, name, work in works(happened):
        if number >= len(work.attempts):
            continue
        attempt = work.attempts[number]
        key = (name, attempt.done)
        if key not in contents:
            contents[key] = _notebook(prepared[name], blanks[name], attempt.done)
        path = layout.submitted(student, name)
        write_atomically(path, contents[key])
        stamp(path, course, name, timedelta(minutes=attempt.minutes_late))
        count += 1
    return count


def _notebook(prepared: Prepared, blank: Any, done: int) -> bytes:
    answers = dict([*reference_answers(prepared.topic).items()][:done])
    notebook = fill(blank, answers)
    throw_out_examples(notebook)
    return as_bytes(notebook)


def stamp(path: Any, course: Course, name: str, after_due: timedelta) -> None:
    """Say beside a notebook that it was handed in so long after the due time."""
    moment = (course.due_at(name) or datetime(2027, 1, 1, tzinfo=UTC)) + after_due
    text = moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f UTC")
    write_atomically(path.with_name("timestamp.txt"), text.encode())
