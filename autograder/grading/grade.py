"""Grade one submission: cells, checks, receipt, executed notebook."""

from __future__ import annotations

import copy
import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from autograder.authoring.topic import Topic
from autograder.errors import Fault, SubmissionError
from autograder.gradebook import Correction
from autograder.gradebook.corrections import decided
from autograder.grading.examples import DrawnCheck, draw_topic
from autograder.grading.gradable import Doubt, Gradable, answers_nothing, without_answers
from autograder.grading.judge import Stop, judge_all
from autograder.grading.known_mistakes import KnownMistakes
from autograder.grading.refusing import LONGEST_MESSAGE, blank_receipt, escaped, refused
from autograder.grading.session import ConfinedSession
from autograder.grading.submission import Submission, content_hash, parse_submission, read_bytes
from autograder.grading.versions import code_hash, versions
from autograder.limits import Limits
from autograder.receipts import CheckResult, Outcome, Receipt, fingerprint_of
from autograder.sandbox import Zygote
from autograder.sandbox.text import escape


@dataclass(frozen=True, slots=True)
class Prepared:
    """A topic ready to grade with: its examples drawn and proved.

    Attributes:
        topic: the topic.
        drawn: every check with its examples.
        fingerprint: what a verdict depends on besides the submission.
        secret_fingerprint: which secret the examples are drawn from.
        known: the topic's mistakes, with which failures are compared.
        corrections: the course's corrections of its checks.
    """

    topic: Topic = field(repr=False)
    drawn: Mapping[str, DrawnCheck] = field(repr=False)
    fingerprint: str
    secret_fingerprint: str = ""
    known: KnownMistakes | None = field(default=None, repr=False)
    corrections: tuple[Correction, ...] = ()

    @property
    def name(self) -> str:
        """The assignment's name."""
        return self.topic.name

    @property
    def given(self) -> str:
        """The code that every student was given."""
        return self.topic.solution.given

    def doubt(self, submission: Submission, student: str) -> Doubt | None:  # noqa: ARG002
        """The notebook answers no exercise, perhaps because it is that of another assignment."""
        if not answers_nothing(submission, self.topic.solution.exercises):
            return None
        about = submission.notebook.metadata.get("autograder")
        meant = about.get("assignment") if isinstance(about, dict) else None
        if meant in (None, self.name):
            return without_answers(self.name)
        return Doubt(
            f"is the notebook of {meant!r}, handed in for {self.name}",
            f"This is the notebook of {meant!r}, handed in for {self.name}. Hand in "
            f"{self.name}.ipynb, or write to the staff.",
        )

    def judge(
        self,
        session: ConfinedSession,
        submission: Submission,
        student: str,  # noqa: ARG002  # a topic is the same for everybody
        *,
        shrink: bool = True,
        stop: Stop = lambda _: False,
    ) -> list[CheckResult]:
        """Judge every check."""
        results = judge_all(
            self.drawn,
            session,
            self.topic.reference,
            submission.content_hash,
            known=self.known,
            sources=submission.sources,
            shrink=shrink,
            stop=stop,
        )
        return decided(results, self.corrections)

    def failed(self, failure: Fault) -> list[CheckResult]:
        """Every check failed for one reason."""
        results = [check.result(Outcome.FAILED, failure=failure) for check in self.topic.checks]
        return decided(results, self.corrections)


def fingerprint(topic: Topic, secret: str) -> str:
    """SHA-256 of checks, solution, secret, versions, and our own part in a verdict."""
    parts = (topic.content_hash, secret, repr(sorted(versions().items())), code_hash())
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def prepare(topic: Topic, secret: str, *, cache: Path | None = None) -> Prepared:
    """Draw the topic's examples, or find them in the folder `cache`.

    Raises TopicError if the reference fails a check.
    """
    mark = fingerprint(topic, secret)
    file = None if cache is None else cache / f"{topic.name}-{mark[:32]}.pickle"
    drawn = draw_topic(topic, secret, cache=file)
    return Prepared(topic, drawn, mark, fingerprint_of(secret), KnownMistakes(topic))


def grade_file(
    path: Path,
    prepared: Gradable,
    zygote: Zygote,
    limits: Limits,
    *,
    student: str,
    submitted_at: str | None = None,
    stop: Stop = lambda _: False,
) -> tuple[Receipt, Any]:
    """Grade the notebook at `path`; `stop` sees each result as it comes, and may end it there.

    Returns:
        The receipt, and the notebook with its own outputs (None if it is no notebook; then every
        check has failed with the reason).

    Raises:
        SubmissionError: the file cannot be read at all.
    """
    content = read_bytes(path)
    blank = blank_receipt(prepared, zygote.level, student, submitted_at, content_hash(content))
    try:
        submission = parse_submission(path, content, limits)
    except SubmissionError as error:
        return refused(blank, prepared, error), None
    return grade_submission(submission, prepared, zygote, limits, blank=blank, stop=stop)


def grade_submission(
    submission: Submission,
    prepared: Gradable,
    zygote: Zygote,
    limits: Limits,
    *,
    blank: Receipt,
    shrink: bool = True,
    stop: Stop = lambda _: False,
) -> tuple[Receipt, Any]:
    """Run the cells, judge every check, and fill the blank receipt.

    Where the cells changed what was given and lose points, they are graded once more with all of
    the given code in its place, and the better of the two counts.
    """
    began = time.process_time()
    doubt = prepared.doubt(submission, blank.student)

    def run(*, insist: bool, stop: Stop) -> tuple[Receipt, ConfinedSession]:
        session = ConfinedSession(
            zygote, submission.sources, limits, given=prepared.given, insist=insist
        )
        try:
            session.start()
            results = prepared.judge(session, submission, blank.student, shrink=shrink, stop=stop)
        finally:
            session.close()
        earned = any(result.earned for result in results)
        stands = [doubt] if doubt and (doubt.though_earned or not earned) else []
        told = (
            *(one.remark for one in stands),
            *session.settled.remarks(insisted=insist),
            *session.remarks,
        )
        problems = "; ".join(filter(None, (*(one.problem for one in stands), session.problem)))
        receipt = replace(
            blank,
            checks=tuple(map(escaped, results)),
            problem=escape(problems, LONGEST_MESSAGE),
            remarks=(*blank.remarks, *(escape(one, LONGEST_MESSAGE) for one in told)),
            peak_memory_mb=round(session.peak_memory_mb, 1),
        )
        return receipt, session

    receipt, session = run(insist=False, stop=lambda result: stop(escaped(result)))
    spent = session.cpu_seconds()
    if session.settled.changed and receipt.earned < receipt.points:
        again, other = run(insist=True, stop=lambda _: False)
        spent += other.cpu_seconds()
        if again.earned > receipt.earned:
            told = session.settled.remarks(insisted=True)
            receipt = replace(again, remarks=(*again.remarks, *told))
            session = other
    receipt = replace(receipt, cpu_seconds=round(time.process_time() - began + spent, 4))
    return receipt, executed(submission.notebook, session.outputs)


def executed(notebook: Any, outputs: list[list[dict[str, Any]]]) -> Any:
    """A copy of the notebook with the outputs of our run in place of the student's."""
    from nbformat import from_dict

    done = copy.deepcopy(notebook)
    code = [cell for cell in done.cells if cell.cell_type == "code"]
    for number, (cell, produced) in enumerate(zip(code, outputs, strict=True), start=1):
        cell.outputs = from_dict(produced)
        cell.execution_count = number
    return done
