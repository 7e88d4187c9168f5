"""What one student earned for one assignment: score or receipts, lateness, excuse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from fractions import Fraction
from functools import partial

from autograder.gradebook.by_hand import OfWork
from autograder.gradebook.course import Course
from autograder.gradebook.deadlines import Lateness
from autograder.gradebook.doubts import about_checks, about_time
from autograder.gradebook.exact import as_text
from autograder.gradebook.formula import Assignment
from autograder.gradebook.lateness import in_words, parse_submitted
from autograder.gradebook.scores import Score
from autograder.receipts import Outcome, Receipt

WAITS = "not final: the staff will look at it"
TIME_WAITS = "not final: the staff must find out when it was handed in"


class State(StrEnum):
    """Where a mark comes from."""

    GRADED = "GRADED"  # a receipt or a score
    MISSING = "MISSING"  # nothing handed in: counts as 0
    EXCUSED = "EXCUSED"  # does not count
    UNGRADED = "UNGRADED"  # nobody's work was graded yet: does not count yet
    NOT_DUE = "NOT DUE"  # nothing handed in, and there is time left: does not count yet
    OPTIONAL = "OPTIONAL"  # not done, and need not be: a bonus, an exam that may be skipped

    @property
    def is_open(self) -> bool:
        """Whether there is no mark yet."""
        return self in (State.UNGRADED, State.NOT_DUE)


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentMark:
    """What one assignment counts for one student; all numbers are exact.

    Attributes:
        assignment: its name.
        state: where it comes from.
        earned: points before lateness.
        points: what could be earned; 0 if excused or there is no mark yet.
            Checks that ended in an ERROR of ours and have no manual score are in neither.
        days_late: started days after the due time, extension and grace taken off.
        penalty: points lost by lateness.
        late_days: how many of the days late are from the student's bank, and cost nothing.
        of_last: it is that of what this student handed in last.
        closed: handed in when nothing was accepted any more.
        read: there was a notebook to grade; if not, nothing is known of the work.
        source: where `earned` comes from: the hash of a submission and of what graded it,
            scores that people entered, a line of the scores CSV; empty if there is nothing.
        attention: why staff must look before this counts; empty: it counts.
        notes: what else staff have to know.
        remarks: what the student may read: no reasons, no words about checks or machinery.
    """

    assignment: str
    state: State
    earned: Fraction = Fraction(0)
    points: Fraction = Fraction(0)
    days_late: int = 0
    penalty: Fraction = Fraction(0)
    late_days: int = 0
    of_last: bool = True
    closed: bool = False
    read: bool = True
    source: str = ""
    attention: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def provisional(self) -> bool:
        """Whether staff must look before this counts."""
        return bool(self.attention)

    @property
    def after_penalty(self) -> Fraction:
        """The points that count."""
        return self.earned - self.penalty


def assignment_mark(
    assignment: Assignment,
    student: str,
    course: Course,
    *,
    attempts: Sequence[Receipt],
    score: Score | None,
    manual: OfWork,
    points: Fraction | None,
    begun: bool,
    late_days: int = 0,
) -> AssignmentMark:
    """The mark of one student for one assignment.

    Args:
        assignment: as the course declares it.
        student: the student's id.
        course: the rules.
        attempts: a receipt of everything that was handed in and graded, the last one last.
        score: None if people wrote none; it outranks the receipts and is never late.
        manual: exercise → what people entered in nbgrader, about the last attempt.
        points: what the assignment is worth; None if nobody knows yet.
        begun: somebody has a receipt or a score; otherwise nothing is missing yet.
        late_days: how many days are left in the student's bank.
    """
    if score is not None:
        return _from_score(score, overrules=bool(attempts))
    if attempts:
        return _of_attempts(
            attempts, student, course, manual=manual, points=points, late_days=late_days
        )
    over = course.is_due(assignment.name, student)
    if over is False:
        return AssignmentMark(assignment=assignment.name, state=State.NOT_DUE)
    if points is None or not begun:
        waits = State.UNGRADED if over else State.NOT_DUE
        return AssignmentMark(assignment=assignment.name, state=waits)
    missing = State.OPTIONAL if assignment.bonus else State.MISSING
    return AssignmentMark(assignment=assignment.name, state=missing, points=points)


def _of_attempts(
    attempts: Sequence[Receipt],
    student: str,
    course: Course,
    *,
    manual: OfWork,
    points: Fraction | None,
    late_days: int = 0,
) -> AssignmentMark:
    """The mark of the attempt that counts: the last or the best of those in time, if any is."""
    lost = [each for each in attempts[:-1] if each.is_damaged]
    if lost:
        whole = [each for each in attempts if each not in lost]
        mark = _of_attempts(
            whole, student, course, manual=manual, points=points, late_days=late_days
        )
        reasons = tuple(f"{each.assignment}: provisional, {each.problem}" for each in lost)
        waits = tuple(dict.fromkeys((*mark.remarks, WAITS)))
        return replace(mark, attention=(*mark.attention, *reasons), remarks=waits)
    *earlier, last = attempts
    one = partial(_from_receipt, student=student, course=course, points=points)
    marks = [one(each, manual={}, late_days=late_days) for each in earlier]
    marks.append(one(last, manual=manual, late_days=late_days))
    accepted = [number for number, mark in enumerate(marks) if not mark.closed]
    candidates = accepted or list(range(len(marks)))
    if course.component_of(last.assignment).attempts == "best":
        counts = max(candidates, key=lambda number: (*_worth(marks[number]), number))
    else:
        counts = candidates[-1]
    mark = marks[counts]
    if counts == len(marks) - 1:
        return mark
    receipt, name = attempts[counts], last.assignment
    why = "the last one came after the closing time" if marks[-1].closed else "it is the best"
    which = f"attempt {counts + 1} of {len(marks)}"
    moment = parse_submitted(receipt.submitted_at or "", course.zone)
    when = f", handed in at {in_words(moment, course.zone)}" if moment else ""
    note, remark = f"{name}: {which} counts, {why}{when}", f"{which} counts, {why}"
    remarks = (*mark.remarks, remark)
    mark = replace(mark, notes=(*mark.notes, note), remarks=remarks, of_last=False)
    if receipt.topic_hash != last.topic_hash:
        told = f"{name}: provisional, {which} counts, but was graded by other checks than the last"
        remarks = (*mark.remarks, WAITS)
        mark = replace(mark, attention=(*mark.attention, told), remarks=remarks)
    return mark


def _worth(mark: AssignmentMark) -> tuple[Fraction, Fraction]:
    """What attempts are compared by: of equal shares, the one with fewer errors of ours."""
    return (mark.after_penalty / mark.points if mark.points else Fraction(0)), mark.points


def _from_score(score: Score, *, overrules: bool) -> AssignmentMark:
    reason = f" ({score.reason})" if score.reason else ""
    if score.excused:
        words = "excused"
    else:
        words = "score entered by staff" if overrules or score.reason else ""
    return AssignmentMark(
        assignment=score.assignment,
        state=State.EXCUSED if score.excused else State.GRADED,
        earned=score.earned,
        points=score.points,
        source=f"scores CSV{reason}",
        notes=(f"{score.assignment}: {words}{reason}",) if words else (),
        remarks=(words,) if words else (),
    )


def _from_receipt(
    receipt: Receipt,
    student: str,
    course: Course,
    *,
    manual: OfWork,
    points: Fraction | None,
    late_days: int,
) -> AssignmentMark:
    name = receipt.assignment
    earned, possible = _judged(receipt, manual)
    by_hand = [each.of(exercise) for exercise, each in sorted(manual.items()) if each.counts]
    notes = [f"{name}: {told} entered by staff" for told in by_hand]
    corrected = [f"{each.name}: {each.correction}" for each in receipt.checks if each.correction]
    notes += [f"{name}: {each}" for each in corrected]
    if receipt.taken:
        taken = receipt.taken.replace("Taken", "taken", 1).removesuffix(".")
        notes.append(f"{name}: {taken}")
    if not receipt.checks:
        # Nothing could be run: what it is worth is known from the others only.
        possible = points or Fraction(0)
    attention = about_checks(receipt, manual, points)
    submitted = parse_submitted(receipt.submitted_at or "", course.zone)
    when = about_time(receipt, submitted, course)
    left = late_days if receipt.read else 0
    late = course.lateness(name, student, submitted, late_days=left)
    granted = course.window(name, student=student).granted
    notes += [f"{name}: {words}" for words in granted]
    remarks = [
        *(["partly entered by staff"] if by_hand else []),
        *corrected,
        *(["more time granted"] if granted else []),
        *([WAITS] if attention else []),
        *([TIME_WAITS] if when else []),
    ]
    if late.closed or late.days:
        remarks.append(_lateness_in_words(late))
        notes.append(f"{name}: {remarks[-1]}")
    if late.early:
        notes.append(f"{name}: handed in before it opened")
    source = f"receipt {receipt.submission_hash[:12]}, graded by {receipt.topic_hash[:12]}"
    return AssignmentMark(
        assignment=name,
        state=State.GRADED,
        earned=earned,
        points=possible,
        days_late=late.days,
        penalty=earned * late.lost,
        late_days=late.spent,
        closed=late.closed,
        read=receipt.read,
        source="; ".join([source, *([f"by hand: {', '.join(by_hand)}"] if by_hand else [])]),
        attention=(*attention, *when),
        notes=tuple(notes),
        remarks=tuple(remarks),
    )


def _lateness_in_words(late: Lateness) -> str:
    if late.closed:
        return "handed in after the closing time, nothing counts"
    days = "1 day" if late.days == 1 else f"{late.days} days"
    minutes = -(-late.by // timedelta(minutes=1))
    told = f"{days} late" if minutes >= 60 else f"{minutes} minutes late, which count as {days}"
    if late.spent:
        told += f", {late.spent} of them from the late days"
    return f"{told}, {as_text(late.lost * 100)} % lost"


def _judged(receipt: Receipt, manual: OfWork) -> tuple[Fraction, Fraction]:
    """Points earned and possible, manual scores first, unmended errors left out of both.

    As in nbgrader, extra credit alone counts nothing where no score is known to add it to.
    """
    known = {exercise for exercise, each in manual.items() if each.score is not None}
    judged = known | {check.exercise for check in receipt.checks if receipt.read}
    earned = sum((each.score or Fraction(0) for each in manual.values()), Fraction(0))
    earned += sum(each.extra for exercise, each in manual.items() if exercise in judged)
    possible = Fraction(0)
    for check in receipt.checks:
        if check.exercise in known:
            possible += check.points
        elif check.outcome is not Outcome.ERROR:
            earned += check.earned
            possible += check.points
    return earned, possible
