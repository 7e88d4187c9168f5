"""A quiz ready to grade with: the student's own variant, and what each answer in it earns."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType, SimpleNamespace
from typing import Any, Protocol

from autograder.checks import Check, assert_close
from autograder.errors import Fault
from autograder.gradebook import Correction
from autograder.gradebook.corrections import decided
from autograder.grading.budgets import NotRun
from autograder.grading.corrected import corrected_fingerprint
from autograder.grading.examiner import Session
from autograder.grading.examples import DrawnCheck, draw_check
from autograder.grading.gradable import Doubt, answers_nothing, without_answers
from autograder.grading.judge import Stop, judge_all
from autograder.grading.session import ConfinedSession
from autograder.grading.submission import Submission
from autograder.grading.versions import code_hash, versions
from autograder.quizzes.answers import Verdict, as_reals
from autograder.quizzes.corrected import best_verdict, require_answers, require_questions
from autograder.quizzes.quiz import AskedQuestion, Quiz, Variant, code_of, variant_of
from autograder.quizzes.written import Written
from autograder.receipts import NOT_RUN, CheckResult, Outcome, fingerprint_of

Drawn = Mapping[str, DrawnCheck]
"""By the names of questions."""
_PRINTED = re.compile(r"This is \*\*variant (\w{6})\*\*")
NOT_ANSWERED = "there is no answer yet"


@dataclass(frozen=True, slots=True)
class PreparedQuiz:
    """A quiz with the secret that its variants are drawn from.

    Attributes:
        quiz: the quiz.
        secret: the course's.
        fingerprint: what a verdict depends on besides the submission and the student.
        students: who got a variant, as far as is known; a notebook may be one of theirs.
        corrections: the course's corrections of its questions.
        drawn_as: id → the ids that a student had, for whom variants may have been drawn.
    """

    quiz: Quiz = field(repr=False)
    secret: str = field(repr=False)
    fingerprint: str
    students: tuple[str, ...] = field(default=(), repr=False)
    corrections: tuple[Correction, ...] = ()
    drawn_as: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    _last: dict[str, tuple[Variant, Drawn]] = field(
        default_factory=dict, repr=False, compare=False
    )

    @property
    def name(self) -> str:
        """The assignment's name."""
        return self.quiz.name

    @property
    def secret_fingerprint(self) -> str:
        """Which secret the variants are drawn from."""
        return fingerprint_of(self.secret)

    @property
    def given(self) -> str:
        """The code that every student was given, as far as answers may use it."""
        return "import numpy as np"

    def judge(
        self,
        session: ConfinedSession,
        submission: Submission,
        student: str,
        *,
        shrink: bool = True,
        stop: Stop = lambda _: False,
    ) -> list[CheckResult]:
        """What each answer earns in this student's variant."""
        whose = self._drawn_for(submission, student)
        if whose not in self._last:  # whose work is graded again has it still
            variant = variant_of(self.quiz, whose, self.secret)
            self._last.clear()
            self._last[whose] = variant, drawn_for(variant, self.secret)
        variant, drawn = self._last[whose]
        results = []
        judged = judge_variant(
            *(variant, drawn, session, submission.content_hash),
            shrink=shrink,
            corrections=self.corrections,
        )
        for each in judged:
            results.append(_told_of_another(each, variant, submission.notebook))
            if stop(results[-1]):
                break
        return results

    def doubt(self, submission: Submission, student: str) -> Doubt | None:
        """It says that it is not the student's variant, or answers nothing: staff must look."""
        found = variant_in(submission.notebook)
        ids = self.drawn_as.get(student, (student,))
        codes = [code_of(self.name, one, self.secret) for one in ids]
        if found in ("", *codes):
            names = (question.name for question in self.quiz.questions)
            return without_answers(self.name) if answers_nothing(submission, names) else None
        own = codes[0]
        whose = [one for one in self.students if code_of(self.name, one, self.secret) == found]
        of = f"that of {whose[0]}" if whose else "of a student or of a secret unknown here"
        return Doubt(
            f"holds variant {found}, {of}, and not {student}'s own, {own}: judged as {own}",
            f"Your notebook says that it is variant {found}, but yours is {own}. It was graded as "
            f"{own}; the staff have been told, and decide what it earns.",
            though_earned=True,
        )

    def _drawn_for(self, submission: Submission, student: str) -> str:
        """The id for which the student's variant was drawn: the one that the notebook names."""
        ids = self.drawn_as.get(student, (student,))
        found = variant_in(submission.notebook)
        named = (one for one in ids if code_of(self.name, one, self.secret) == found)
        return next(named, ids[0])

    def failed(self, failure: Fault) -> list[CheckResult]:
        """Nothing earned, for this reason."""
        verdict = Verdict(0, failure.message, failure.hint)
        results = [_result(question, verdict) for question in self.quiz.questions]
        return decided(results, self.corrections)


def prepare_quiz(
    quiz: Quiz,
    secret: str,
    students: Iterable[str] = (),
    *,
    drawn_as: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
) -> PreparedQuiz:
    """The quiz, ready; its fingerprint covers its text, the secret, versions and our code."""
    code = code_hash("quizzes")
    parts = (quiz.content_hash, secret, repr(sorted(versions().items())), code)
    mark = hashlib.sha256("\0".join(parts).encode()).hexdigest()
    return PreparedQuiz(quiz, secret, mark, tuple(students), drawn_as=drawn_as)


def corrected_quiz(prepared: PreparedQuiz, corrections: Sequence[Correction]) -> PreparedQuiz:
    """The quiz, judged as the corrections say; raise CourseError if one of them cannot be."""
    if not corrections:
        return prepared
    require_questions(corrections, prepared.quiz)
    require_answers(corrections, prepared.quiz, prepared.secret, prepared.students)
    mark = corrected_fingerprint(prepared.fingerprint, corrections)
    return replace(prepared, fingerprint=mark, corrections=tuple(corrections), _last={})


class Answers(Session, Protocol):
    """Where a student's answers come from."""

    def value(self, name: str) -> Any:
        """What the variable holds, None if there is none; raise Fault if it cannot be read."""


def judge_variant(
    variant: Variant,
    drawn: Drawn,
    session: Answers,
    submission_hash: str,
    *,
    shrink: bool = True,
    corrections: Sequence[Correction] = (),
) -> Iterator[CheckResult]:
    """Judge every answer; what follows from an own answer before is taken into account.

    An own answer to a question that is corrected is not held against what follows from it.
    """
    also = [each for each in corrections if each.also is not None]
    faulty = {each.name for each in corrections if each.also is None}
    own: dict[str, Any] = {}
    wrong: set[str] = set()
    for asked in variant.asked:
        question = asked.question
        if isinstance(asked.key, Written):
            checks = {question.name: drawn[question.name]}
            names = {question.name: asked.key.code.function}
            found = judge_all(checks, session, names, submission_hash, shrink=shrink)
            yield from decided(found, corrections)
            continue
        try:
            given = session.value(question.name)
        except NotRun as failure:
            verdict = Verdict(0, f"{NOT_RUN}{failure.message}", failure.hint)
            skipped = replace(_result(question, verdict), outcome=Outcome.SKIPPED)
            yield from decided([skipped], corrections)
            continue
        except Fault as failure:
            unread = _result(question, Verdict(0, failure.message, failure.hint))
            yield from decided([unread], corrections)
            continue
        mine = [each for each in also if each.name == question.name]
        carrying = asked.carrying(own, wrong)
        verdict, told = judge_value(carrying, None), ""
        if given is not None:
            verdict, told = best_verdict(carrying, given, mine)
        yield from decided([replace(_result(question, verdict), correction=told)], corrections)
        numbers = as_reals(given)
        if numbers is not None:
            own[question.name] = numbers
        if verdict.earned < question.points and question.name not in faulty:
            wrong.add(question.name)


def judge_value(asked: AskedQuestion, given: Any) -> Verdict:
    """What a value earns as the answer to a question."""
    return Verdict(0, NOT_ANSWERED) if given is None else best_verdict(asked, given, ())[0]


def drawn_for(variant: Variant, secret: str) -> Drawn:
    """The checks of a variant's functions to write."""
    return {
        asked.question.name: _code_check(asked, asked.key, f"{secret} {variant.student}")
        for asked in variant.asked
        if isinstance(asked.key, Written)
    }


def _code_check(asked: AskedQuestion, key: Written, secret: str) -> DrawnCheck:
    """The check of a function to write: it agrees with the right one of this variant."""
    name = asked.question.name

    def body(student: Any, reference: Any, **inputs: Any) -> None:
        assert_close(getattr(student, name)(**inputs), getattr(reference, name)(**inputs))

    check = Check(
        name=name,
        sentence=asked.question.title,
        points=asked.question.points,
        public=False,
        after=(),
        inputs=key.code.inputs,
        examples=12,
        free_shapes=False,
        cpu_seconds=None,
        takes_reference=True,
        body=body,
        where=asked.question.where,
        exercise=name,
    )
    names = {name: key.code.function}
    return draw_check(check, SimpleNamespace(**names), names, secret)


def variant_in(notebook: Any) -> str:
    """The code of the variant that a notebook says it is, "" if it does not.

    It decides nothing: a student can write there what they like.
    """
    about = notebook.metadata.get("autograder")
    found = about.get("variant") if isinstance(about, Mapping) else None
    if found is None:  # metadata get lost on the way through other programs
        texts = (cell.source for cell in notebook.cells if cell.cell_type == "markdown")
        found = next((match[1] for text in texts if (match := _PRINTED.search(text))), None)
    return found if isinstance(found, str) and found.isalnum() and len(found) < 10 else ""


def _told_of_another(result: CheckResult, variant: Variant, notebook: Any) -> CheckResult:
    found = variant_in(notebook)
    if not found or found == variant.code or result.outcome is not Outcome.FAILED:
        return result
    own = f"hand in the notebook of your own variant, {variant.code}"
    words = f"{own}: this one is of variant {found}"
    return replace(result, hint=f"{result.hint}; {words}" if result.hint else words)


def _result(question: Any, verdict: Verdict) -> CheckResult:
    return CheckResult(
        name=question.name,
        exercise=question.name,
        sentence=question.title,
        public=False,
        points=question.points,
        earned=verdict.earned,
        outcome=Outcome.PASSED if verdict.earned == question.points else Outcome.FAILED,
        message=verdict.message,
        hint=verdict.hint,
    )
