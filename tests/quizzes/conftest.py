"""Working a sitting from its printed text alone, and having that graded."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pytest

from autograder.grading.grade import grade_file
from autograder.limits import Limits
from autograder.quizzes.grading import judge_value, prepare_quiz
from autograder.quizzes.notebook import filled, notebook_of
from autograder.quizzes.printed import printed_parts
from autograder.quizzes.quiz import AskedQuestion, Quiz, Variant, load_quiz, variant_of
from autograder.quizzes.written import Written
from autograder.sandbox import Zygote

REFERENCE = Path(__file__).resolve().parents[2] / "reference"
KEY = "drawn for the tests"
NUMBER = r"(-?\d+(?:\.\d+)?)"
TERM = re.compile(r"([+-] |-)?(\d+(?:\.\d+)?)")


@dataclass(frozen=True)
class Sheet:
    """A question as it is printed, in Markdown.

    Attributes:
        text: what a student reads.
        above: the questions before it, by name.
        own: the student's own answers to them.
    """

    text: str
    above: Mapping[str, Sheet] = field(default_factory=dict, repr=False)
    own: Mapping[str, Any] = field(default_factory=dict, repr=False)

    def numbers(self, pattern: str) -> tuple[float, ...]:
        """The numbers that stand where the pattern, of plain words, has #, or ±# with a sign."""
        spelled = r"\s*".join(map(re.escape, pattern.split()))
        spelled = spelled.replace(r"±\#", r"([+-]\s*\d+(?:\.\d+)?)").replace(r"\#", NUMBER)
        found = self._only(spelled)
        return tuple(float(re.sub(r"\s", "", number)) for number in found.groups())

    def array(self, name: str) -> np.ndarray:
        """What is printed as name = (1, 2), or as a matrix; with "" the only such thing."""
        entries = r"\(([-\d., ]+)\)|\\begin\{pmatrix\}([^a-z]+)\\end\{pmatrix\}"
        before = f"{re.escape(name)} = " if name else ""
        row, rows = self._only(f"{before}(?:{entries})").groups()
        if row is not None:
            return np.array([float(item) for item in row.split(",")])
        return np.array([[float(item) for item in line.split("&")] for line in rows.split(r"\\")])

    def _only(self, pattern: str) -> re.Match[str]:
        found = list(re.finditer(pattern, self.text))
        if len(found) != 1:
            raise LookupError(f"{pattern} stands {len(found)} times in {self.text!r}")
        return found[0]

    @property
    def options(self) -> dict[str, str]:
        """The options, by letter."""
        return dict(re.findall(r"^- \*\*([a-h])\)\*\* (.+)$", self.text, re.MULTILINE))

    def letters(self, known: str) -> str:
        """The letters of those options that begin as a line of what is known to be true does."""
        true = tuple(line.strip() for line in known.strip().splitlines())
        return ", ".join(
            letter for letter, words in self.options.items() if words.startswith(true)
        )

    def typed(self, found: Any) -> str:
        """An answer as one types it: a letter, a function, or numbers with the digits asked."""
        if isinstance(found, str):
            return found if found.startswith("def ") else repr(found)
        within = re.search(r"to within 0\.(\d+)\.\*$", self.text)
        return repr(np.round(np.asarray(found, float), len(within[1]) if within else 9).tolist())


Solver = Callable[[Sheet], Any]


@dataclass(frozen=True)
class Sitting:
    """A quiz of the course, with a way to work each question from its print.

    Attributes:
        quiz: the quiz.
        solvers: from a sheet to the answer, by the names of questions.
    """

    quiz: Quiz
    solvers: Mapping[str, Solver]

    def worked(self, variant: Variant, texts: Mapping[str, str] | None = None) -> dict[str, str]:
        """The typed answers of a student who sees the variant's notebook, or these texts."""
        above: dict[str, Sheet] = {}
        own: dict[str, Any] = {}
        typed: dict[str, str] = {}
        for name, text in (texts or sheets(variant)).items():
            above[name] = sheet = Sheet(text, dict(above), dict(own))
            typed[name] = sheet.typed(self.solvers[name](sheet))
            if not typed[name].startswith("def "):
                own[name] = evaluated(typed[name])
        return typed

    def refused(self, variant: Variant, typed: Mapping[str, str]) -> dict[str, str]:
        """The questions whose typed answers do not earn everything, and why."""
        own: dict[str, Any] = {}
        lost: dict[str, str] = {}
        for asked in variant.asked:
            name = asked.question.name
            if isinstance(asked.key, Written):
                lost |= {} if is_as_asked(asked, typed[name]) else {name: typed[name]}
                continue
            given = evaluated(typed[name])
            verdict = judge_value(asked.carrying(own, set(lost)), given)
            if verdict.earned < asked.question.points:
                lost[name] = f"{verdict.message} | {asked.text}"
            if not isinstance(given, str):
                own[name] = np.asarray(given)
        return lost

    def graded(self, student: str, zygote: Zygote, folder: Path) -> dict[str, str]:
        """What a student's notebook with the worked answers loses when it is really graded."""
        variant = self.variant(student)
        typed = self.worked(variant)
        sources = {
            name: text if text.startswith("def ") else f"{name} = {text}"
            for name, text in typed.items()
        }
        path = folder / f"{self.quiz.name}.ipynb"
        path.write_text(nbformat.writes(filled(notebook_of(variant), sources)))
        prepared = prepare_quiz(self.quiz, KEY)
        receipt, _ = grade_file(path, prepared, zygote, Limits(), student=variant.student)
        return {one.name: one.message for one in receipt.checks if one.earned < one.points}

    def variant(self, student: str) -> Variant:
        """The student's variant."""
        return variant_of(self.quiz, student, KEY)

    def lost_by(self, count: int) -> dict[str, dict[str, str]]:
        """What so many students lose who work from their notebooks alone."""
        variants = [self.variant(f"student {number}") for number in range(count)]
        lost = {one.student: self.refused(one, self.worked(one)) for one in variants}
        return {student: why for student, why in lost.items() if why}

    def unnoticed(self, count: int) -> set[tuple[str, str, str]]:
        """The printed numbers that can be changed, one at a time, with the key still met.

        That is, of each of so many students: what goes through a ReLU may not count for some.
        Each is told by its question, by what stands between << and >>, and by "sign" or "size".
        """
        found = [set(self._unnoticed(self.variant(f"student {n}"))) for n in range(count)]
        return {(name, source, kind) for name, source, kind, *_ in set.intersection(*found)}

    def _unnoticed(self, variant: Variant) -> Iterator[tuple[Any, ...]]:
        whole = sheets(variant)
        for asked in variant.asked:
            name = asked.question.name
            for source, kind, place, text in misprinted(asked):
                texts = whole | {name: whole[name].replace(asked.text, text)}
                try:
                    with np.errstate(all="ignore"):
                        lost = self.refused(variant, self.worked(variant, texts))
                except (ValueError, ArithmeticError, AssertionError):
                    continue  # the text makes no sense, which students notice
                if name not in lost:
                    yield name, source, kind, place


def sheets(variant: Variant) -> dict[str, str]:
    """The questions' texts by name, as the notebook has them, each above its answer's cell."""
    cells = notebook_of(variant).cells
    names = {asked.question.name for asked in variant.asked}
    return {below.id: cell.source for cell, below in pairwise(cells) if below.id in names}


def evaluated(typed: str) -> Any:
    """What is typed, as Python has it."""
    return eval(typed, {"nan": np.nan, "inf": np.inf})  # noqa: S307  # typed by these tests


def is_as_asked(asked: AskedQuestion, source: str) -> bool:
    """Whether the written function gives what the right one gives, on arrays of several sizes."""
    assert isinstance(asked.key, Written)
    names: dict[str, Any] = {"np": np}
    exec(source, names)
    right = asked.key.code.function
    rng = np.random.default_rng(0)
    for shape in ((3, 4), (1, 3), (5, 7)):
        inputs = {name: rng.uniform(-2, 2, shape) for name in asked.key.code.inputs}
        if not np.allclose(right(**inputs), names[asked.question.name](**inputs), rtol=1e-7):
            return False
    return True


def misprinted(asked: AskedQuestion) -> Iterator[tuple[Any, ...]]:
    """A placeholder, what is changed and where, and the text with that printed there."""
    for number, part in enumerate(printed_parts(asked.question.text, asked.values)[1]):
        for place, one in enumerate(TERM.finditer(part.words)):
            sign, digits = one[1] or "", one[2]
            other = {"+ ": "- ", "- ": "+ ", "-": "", "": "-"}[sign]
            larger = f"{float(digits) * 2 + 1:g}"
            for kind, words in (("sign", f"{other}{digits}"), ("size", f"{sign}{larger}")):
                changed = part.words[: one.start()] + words + part.words[one.end() :]
                yield part.source, kind, (number, place), f"{part.left}{changed}{part.right}"


@pytest.fixture(scope="module")
def sitting(request):
    """The sitting that the test's module is about, by its QUIZ and SOLVERS."""
    return Sitting(load_quiz(REFERENCE / request.module.QUIZ), request.module.SOLVERS)


@pytest.fixture(scope="session")
def zygote(tmp_path_factory):
    """One for all modules: starting it takes seconds."""
    root = tmp_path_factory.mktemp("course")
    with Zygote(limits=Limits(), course_root=root) as zygote:
        yield zygote


@pytest.fixture
def with_text(sitting):
    """The sitting with other words in a question's text."""

    def change(name: str, old: str, new: str) -> Sitting:
        questions = []
        for question in sitting.quiz.questions:
            assert question.name != name or old in question.text
            text = question.text.replace(old, new) if question.name == name else question.text
            questions.append(replace(question, text=text))
        return replace(sitting, quiz=replace(sitting.quiz, questions=tuple(questions)))

    return change
