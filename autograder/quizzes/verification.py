"""Is a quiz right?  The laws of a quiz, proved on made-up answers and on many variants.

1. The right answers earn every point.
2. The untouched notebook earns nothing, and neither do lazy answers.
3. Every known slip and every wrong choice earns what it says, in its words.
4. Nothing of an answer is in the notebook, and making it again changes no byte.
5. Right answers written otherwise (lists, rounded as asked, alternatives) earn everything.
6. Grading again gives the same verdict, and another's variant is told to be that.
7. No variant degenerates, and all take the same number of steps.
8. What is printed is what is asked, in a notebook, on paper and in the answer key.
"""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from autograder.errors import Fault
from autograder.grading.grade import grade_submission
from autograder.grading.pool import Confinement, in_pool
from autograder.grading.submission import content_hash, parse_submission
from autograder.limits import Limits
from autograder.quizzes.answers import LETTERS, Choice, Marks, Numbers
from autograder.quizzes.fairness import fairness
from autograder.quizzes.grading import PreparedQuiz, prepare_quiz
from autograder.quizzes.notebook import filled, notebook_of
from autograder.quizzes.quiz import AskedQuestion, Quiz, Variant, variant_of
from autograder.quizzes.reports import QuizReport
from autograder.quizzes.written import Written
from autograder.receipts import CheckResult, Receipt
from autograder.sandbox import Zygote

STUDENTS = ("ann", "bob", "eve")


@dataclass(frozen=True, slots=True)
class QuizTrial:
    """A made-up submission: what is written into which answers, and what each should earn."""

    student: str
    label: str
    law: int
    sources: dict[str, str]
    earns: dict[str, int]
    words: str = ""
    of: str = ""


def verify_quiz(
    quiz: Quiz,
    secret: str,
    confinement: Confinement,
    *,
    variants: int = 500,
    processes: int | None = None,
) -> QuizReport:
    """Try the laws on a quiz; in the sandbox for three students, without it for many more."""
    broken, figures = fairness(quiz, secret, variants)
    if not any(line.startswith("law 7") and "raises" in line for line in broken):
        prepared = prepare_quiz(quiz, secret)
        mine = {student: variant_of(quiz, student, secret) for student in STUDENTS}
        for variant in mine.values():
            broken += _leaks(variant, secret)
        trials = [trial for variant in mine.values() for trial in _trials(variant, secret)]

        def work(zygote: Zygote, trial: QuizTrial) -> list[str]:
            return _broken_by(trial, mine[trial.student], prepared, zygote, confinement.limits)

        for _, lines in in_pool(trials, work, confinement, jobs=processes):
            broken += lines
    shown = variant_of(quiz, STUDENTS[0], secret).asked
    wrong = sum(not option.right for asked in shown for option in asked.options)
    return QuizReport(
        name=quiz.name,
        points=quiz.points,
        questions=len(quiz.questions),
        slips=sum(len(question.slips) for question in quiz.questions) + wrong,
        variants=variants,
        by_copying=figures["by_copying"],
        broken=tuple(dict.fromkeys(broken)),
    )


def answer_source(asked: AskedQuestion) -> str:
    """The right answer as a student would write it."""
    key, name = asked.key, asked.question.name
    if isinstance(key, Written):
        return function_source(asked)
    if isinstance(key, Numbers) and np.ndim(key.right):
        return f"{name} = np.array({np.asarray(key.right, float).tolist()!r})"
    return f"{name} = {key.right.item() if isinstance(key.right, np.generic) else key.right!r}"


def function_source(asked: AskedQuestion) -> str:
    """The right function, with the variant's numbers above it."""
    assert isinstance(asked.key, Written)  # noqa: S101  # the caller has looked
    function = asked.key.code.function
    closed = inspect.getclosurevars(function).nonlocals
    given = "".join(
        f"{name} = np.array({value.tolist()!r})\n" if isinstance(value, np.ndarray)
        else f"{name} = {value!r}\n"
        for name, value in closed.items()
    )  # fmt: skip
    return given + textwrap.dedent(inspect.getsource(function))


def _trials(variant: Variant, secret: str) -> Iterator[QuizTrial]:
    right = {asked.question.name: answer_source(asked) for asked in variant.asked}
    everything = {asked.question.name: asked.question.points for asked in variant.asked}
    who = variant.student
    yield QuizTrial(who, "the right answers", 1, right, everything)
    yield QuizTrial(who, "the untouched notebook", 2, {}, dict.fromkeys(right, 0))
    for lazy in ("0", "1", "float('nan')", "np.zeros(0)", "object()", "'?'", "print"):
        trivial = {a.question.name for a in variant.asked if a.question.trivial}
        sources = {name: f"{name} = {lazy}" for name in right if name not in trivial}
        yield QuizTrial(who, f"the lazy answer {lazy}", 2, sources, dict.fromkeys(right, 0))
    for asked in variant.asked:
        name = asked.question.name
        if isinstance(asked.key, Numbers):
            for slip in asked.key.slips:
                value = np.asarray(slip.value, float).tolist()
                own = {name: f"{name} = {value!r}"}
                yield QuizTrial(
                    who, f"a slip in {name}", 3, own, {name: slip.earns}, slip.message, name
                )
        if isinstance(asked.key, (Choice, Marks)):
            for letter in LETTERS[: len(asked.options)]:
                if isinstance(asked.key, Choice) and letter != asked.key.right:
                    own = {name: f"{name} = {letter!r}"}
                    yield QuizTrial(
                        who, f"{letter} in {name}", 3, own, {name: 0}, "is not right", name
                    )
    other = variant_of(variant.quiz, f"{who}'s neighbour", secret)
    copied = {asked.question.name: answer_source(asked) for asked in other.asked}
    yield QuizTrial(who, "a neighbour's variant", 6, copied, {}, other.code)


def _broken_by(
    trial: QuizTrial, variant: Variant, prepared: PreparedQuiz, zygote: Zygote, limits: Limits
) -> list[str]:
    """The laws that one trial shows broken, graded twice."""
    import nbformat

    notebook = filled(notebook_of(variant), trial.sources)
    if trial.law == 6:
        notebook.metadata["autograder"]["variant"] = trial.words
    content = nbformat.writes(notebook).encode()
    path = prepared.quiz.folder / "trial.ipynb"
    blank = Receipt(
        assignment=prepared.name,
        student=trial.student,
        submission_hash=content_hash(content),
        topic_hash=prepared.fingerprint,
        sandbox=zygote.level,
        checks=(),
    )
    submission = parse_submission(path, content)
    where = f"{trial.label} ({trial.student})"
    try:
        first, second = (
            grade_submission(submission, prepared, zygote, limits, blank=blank, shrink=False)[0]
            for _ in range(2)
        )
    except Fault as failure:
        return [f"law {trial.law}: {where}: {failure.message}"]
    lines = [
        f"law {trial.law}: {where} earns {one.earned} in {one.name}, but should {wanted}: "
        f"{one.message}"
        for one in first.checks
        if (wanted := trial.earns.get(one.name)) is not None and one.earned != wanted
    ]
    lines += [f"our error: {one.name} on {where}: {one.message}" for one in first.errors]
    if trial.of:
        (found,) = (one for one in first.checks if one.name == trial.of)
        if trial.words not in f"{found.message} {found.hint}":
            lines.append(f"law 3: {where} does not say {trial.words!r}")
    if trial.law == 6 and _mean(first.checks) < 1 and trial.words not in str(first.checks):
        lines.append(f"law 6: {where} is not told to be another's variant")
    if _timeless(first) != _timeless(second):
        lines.append(f"law 6: {where} is judged otherwise when graded again")
    return lines


def _mean(checks: Sequence[CheckResult]) -> float:
    return sum(one.earned for one in checks) / max(1, sum(one.points for one in checks))


def _timeless(receipt: Receipt) -> tuple[CheckResult, ...]:
    return tuple(replace(one, seconds=0.0) for one in receipt.checks)


def _leaks(variant: Variant, secret: str) -> list[str]:
    """What of the answers stands in the notebook; and whether it is made the same again."""
    import nbformat

    text = nbformat.writes(notebook_of(variant))
    again = nbformat.writes(notebook_of(variant_of(variant.quiz, variant.student, secret)))
    lines = [] if text == again else [f"law 4: {variant.student}'s notebook is not made the same"]
    for asked in variant.asked:
        words = [slip.message for slip in asked.question.slips]
        words += [option.because for option in asked.options]
        lines += [
            f"law 4: {asked.question.name}: {word!r} stands in the notebook"
            for word in words
            if len(word) > 8 and word in text  # a short word may stand anywhere
        ]
        body = inspect.getsource(asked.question.body).strip().split("\n")[-1].strip()
        if body.startswith("return") and body in text:
            lines.append(f"law 4: {asked.question.name}: its answer stands in the notebook")
    return lines
