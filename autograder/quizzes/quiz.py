"""A folder with questions.py → a quiz; a quiz and a student → that student's variant."""

from __future__ import annotations

import base64
import hashlib
import inspect
import random
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from autograder.authoring.topic import import_files, no_name_twice
from autograder.errors import TopicError, near_miss
from autograder.quizzes.answers import Choice, Key, Marks, Numbers, Option, Pool, Slip
from autograder.quizzes.drawing import called, generator, pick, shuffled
from autograder.quizzes.questions import Question
from autograder.quizzes.soundness import faults
from autograder.quizzes.templates import rendered, require_filled
from autograder.quizzes.written import Code, Written

FILE = "questions.py"
HALF = 2
MOST_REDRAWN = 100


@dataclass(frozen=True, slots=True)
class Quiz:
    """Questions that are handed out together.

    Attributes:
        name: the folder's name; also the assignment's.
        folder: where it lies.
        title: the first line of the file's docstring.
        opening: the rest of it.
        questions: in the order of the file.
        source: questions.py.
    """

    name: str
    folder: Path
    title: str
    opening: str = field(repr=False)
    questions: tuple[Question, ...]
    source: str = field(repr=False)

    @property
    def points(self) -> int:
        """What it is worth."""
        return sum(question.points for question in self.questions)

    @property
    def content_hash(self) -> str:
        """SHA-256 of the questions."""
        return hashlib.sha256(self.source.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question as one student gets it.

    Attributes:
        question: the question.
        values: its drawn parameters, and the right answers of questions before.
        text: Markdown with LaTeX, options included.
        key: the right answer.
    """

    question: Question = field(repr=False)
    values: Mapping[str, Any]
    text: str
    key: Key

    @property
    def options(self) -> tuple[Option, ...]:
        """What may be chosen or marked, if anything."""
        return self.key.options if isinstance(self.key, (Choice, Marks)) else ()

    def carrying(self, own: Mapping[str, Any], wrong: Collection[str]) -> AskedQuestion:
        """The same, knowing the student's own answers to questions before, some of them wrong.

        What follows from wrong ones earns half, what follows from accepted ones (rounded ones,
        for instance) everything.  An answer of no use (of another shape, or one that the body
        cannot work with) changes nothing.
        """
        known = {
            name: value if np.ndim(value) else float(value)
            for name, value in own.items()
            if name in _arguments(self.question) and np.shape(value) == np.shape(self.values[name])
        }
        if not isinstance(self.key, Numbers) or not known:
            return self
        bad = [name for name in known if name in wrong]
        words = f"it follows from your own answer to {' and '.join(bad)}" if bad else ""
        earns = self.question.points // HALF if bad else self.question.points
        carried = tuple(
            Slip(value, earns, words)
            for used in ([known, {name: known[name] for name in bad}] if bad else [known])
            if (value := self._worked_from(used)) is not None
        )
        return replace(self, key=replace(self.key, carried=carried))

    def _worked_from(self, own: Mapping[str, Any]) -> Any:
        """What the body makes of own answers; None if that is no answer."""
        try:
            with np.errstate(all="ignore"):
                value = np.asarray(called(self.question.body, {**self.values, **own}), float)
        except Exception:  # noqa: BLE001  # the body was written for right answers
            return None
        return value if np.isfinite(value).all() else None


@dataclass(frozen=True, slots=True)
class Variant:
    """One student's quiz; `code` names it without naming the student."""

    quiz: Quiz = field(repr=False)
    student: str
    code: str
    asked: tuple[AskedQuestion, ...]


def find_quizzes(folder: Path) -> list[str]:
    """Names of the quiz folders in `folder`."""
    return sorted(path.parent.name for path in folder.glob(f"*/{FILE}"))


def load_quiz(folder: Path) -> Quiz:
    """Read and validate a quiz; raise TopicError naming file, line and remedy."""
    folder = folder.resolve()
    path = folder / FILE
    if not path.is_file():
        meant = near_miss(folder.name, find_quizzes(folder.parent))
        meant = meant or f"; a quiz is a folder with {FILE}"
        raise TopicError(f"{folder}: there is no such quiz{meant}")
    source = path.read_text(encoding="utf-8")
    module = import_files(folder, ("questions",))["questions"]
    no_name_twice(path, source)
    title, _, opening = inspect.cleandoc(module.__doc__ or "").partition("\n")
    questions = tuple(v for v in vars(module).values() if isinstance(v, Question))
    if not title.startswith("# ") or not questions:
        raise TopicError(f"{path}: should begin with a docstring '# Title' and hold @question's")
    require_filled(f"{title}\n{opening}", "the opening", str(path))
    seen: dict[str, Question] = {}
    for question in questions:
        before = seen.get(question.follows)
        if question.follows and before is None:
            raise TopicError(f"{question.where}: {question.name} follows a question below it")
        known = {*question.parameters.drawers, *seen}
        known |= set(before.parameters.drawers) if before else set()
        for name in _arguments(question):
            if name not in known:
                raise TopicError(f"{question.where}: {question.name} takes {name!r}, not drawn")
        seen[question.name] = question
    return Quiz(folder.name, folder, title[2:].strip(), opening.strip(), questions, source)


def variant_of(quiz: Quiz, student: str, secret: str) -> Variant:
    """The student's variant: the same one whenever it is made.

    Raises TopicError if a question cannot be asked with what was drawn.
    """
    asked: dict[str, AskedQuestion] = {}
    for question in quiz.questions:
        rng = generator(secret, quiz.name, student, question.name)
        before = asked.get(question.follows)
        answers = {
            name: one.key.right for name, one in asked.items() if isinstance(one.key, Numbers)
        }
        known = {**answers, **(before.values if before else {})}
        try:
            one = _sound(question, known, rng)
        except TopicError:
            raise
        except Exception as error:
            raise TopicError(
                f"{question.where}: {question.name} raises {type(error).__name__}: {error}"
            ) from error
        asked[question.name] = one
    return Variant(quiz, student, code_of(quiz.name, student, secret), tuple(asked.values()))


def code_of(quiz: str, student: str, secret: str) -> str:
    """What a student's variant of a quiz is called: another student's, or another secret's,
    is called otherwise.
    """
    digits = generator(secret, quiz, student).getrandbits(30).to_bytes(5, "little")
    return base64.b32encode(digits).decode()[:6]


def _sound(question: Question, known: Mapping[str, Any], rng: random.Random) -> AskedQuestion:
    """The question with values drawn until nothing speaks against asking it.

    A slip that meets the right answer, or an answer of 0 that nobody has to work for, is drawn
    again.
    """
    why: list[str] = []
    for _ in range(MOST_REDRAWN):
        values = question.parameters.draw(rng, known, f"{question.where}: {question.name}")
        key = _key(question, values, called(question.body, values), rng)
        why = list(faults(question, values, key)) if isinstance(key, Numbers) else []
        if not why:
            return AskedQuestion(question, values, rendered(question.text, values), key)
    raise TopicError(
        f"{question.where}: {question.name} cannot be asked: {why[0]}; draw other values"
    )


def _key(question: Question, values: Mapping[str, Any], found: Any, rng: random.Random) -> Key:
    if isinstance(found, Pool):
        return _options(found, rng)
    if isinstance(found, Code):
        return Written(found)
    numbers = np.asarray(found, float)
    if not question.within and (numbers[np.isfinite(numbers)] % 1).any():
        raise TopicError(
            f"{question.where}: {question.name} is no whole number for {dict(values)}; say within="
        )
    slips = tuple(
        Slip(called(slip.body, values), slip.earns, slip.message) for slip in question.slips
    )
    return Numbers(found, question.within, slips)


def _options(pool: Pool, rng: random.Random) -> Key:
    true = shuffled(rng, [option for option in pool.options if option.right])
    false = shuffled(rng, [option for option in pool.options if not option.right])
    count = pick(rng, range(2, pool.of - 1)) if pool.several else 1
    shown = tuple(shuffled(rng, [*true[:count], *false[: pool.of - count]]))
    return Marks(shown) if pool.several else Choice(shown)


def _arguments(question: Question) -> list[str]:
    return list(inspect.signature(question.body).parameters)
