"""A class of two hundred: every grade agrees exactly with plain arithmetic.

A seeded generator makes up what happened (`Fact`s); it is written down as the files of a course
(receipts, earlier receipts, scores, extensions, roster), and computed a second time below from the
facts alone, with nothing but `Fraction` and loops.
"""

from __future__ import annotations

import csv
import random
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import combinations

import pytest
from click.testing import CliRunner

from autograder.cli import cli
from autograder.gradebook import load_course
from autograder.gradebook.by_hand import ByHand
from autograder.gradebook.explanation import explain
from autograder.layout import Layout
from autograder.marking import read_sources
from autograder.receipts import to_json
from autograder.reporting.class_report import report_of, report_page

COURSE = """\
from pathlib import Path
from autograder.gradebook import *

HERE = Path(__file__)
days = ("2027-02-12", "2027-02-19", "2027-02-26", "2027-03-05")
homework = Component(
    "HW",
    assignments=[
        *(Assignment(f"hw_{n}", due=f"{day} 23:59") for n, day in enumerate(days)),
        Assignment("extra", due="2027-03-12 23:59", bonus=True),
    ],
    drop_lowest=1,
    bonus_percent=5,
    attempts="best",
)
quizzes = Component(
    "Q",
    by="mean",
    drop_lowest=1,
    late=Late(percent_per_day=50, grace_minutes=5),
    assignments=[
        *(
            Assignment(f"quiz_{n}", opens=f"2027-03-0{n} 10:00", due=f"2027-03-0{n} 11:00",
                       closes=f"2027-03-0{n} 11:30")
            for n in (1, 2)
        ),
        Assignment("quiz_paper", points=12, paper=True),
    ],
)
test = Component("Test", assignments=[Assignment("midterm", points=20, paper=True)])
exam = Component("Exam", assignments=[Assignment("final", points=10, paper=True)])
COURSE = Course(
    title="Two hundred",
    grade=0.4 * homework + 0.1 * quizzes + 0.2 * test + 0.3 * exam,
    exam_waiver=Waiver(from_grade=6, test_at_least=6),
    late=Late(percent_per_day=10, cap_percent=50, grace_minutes=15, hard_deadline_days=7),
    extensions=read_extensions(HERE.with_name("extensions.csv")),
    students=read_roster(HERE.with_name("roster.csv")),
    timezone="Europe/Moscow",
)
"""
# name: (points of the exercises f and g, due in UTC); paper: (points, None)
HOMEWORK = {
    "hw_0": (5, 7, datetime(2027, 2, 12, 20, 59, tzinfo=UTC)),
    "hw_1": (10, 3, datetime(2027, 2, 19, 20, 59, tzinfo=UTC)),
    "hw_2": (8, 8, datetime(2027, 2, 26, 20, 59, tzinfo=UTC)),
    "hw_3": (1, 20, datetime(2027, 3, 5, 20, 59, tzinfo=UTC)),
    "extra": (2, 2, datetime(2027, 3, 12, 20, 59, tzinfo=UTC)),
}
TIMED = {
    "quiz_1": (4, 6, datetime(2027, 3, 1, 8, tzinfo=UTC)),
    "quiz_2": (3, 3, datetime(2027, 3, 2, 8, tzinfo=UTC)),
}
PAPER = {"quiz_paper": 12, "midterm": 20, "final": 10}
DAY = 24 * 60
HOMEWORK_TIMES = [-3000, -1, 0, 15, 16, DAY, DAY + 1, 3 * DAY, 7 * DAY, 7 * DAY + 1, 9 * DAY]
QUIZ_TIMES = [-20, 0, 5, 6, 20, 21, 30, 35, 36, 51, 66, 90]


@dataclass(frozen=True)
class Attempt:
    """Handed in so many minutes after the due time; None for an exercise is an error of ours."""

    minutes: int
    f: int | None
    g: int | None


@dataclass
class Fact:
    """What happened with one student's one assignment."""

    attempts: list[Attempt] = field(default_factory=list)
    score: Fraction | None = None
    excused: bool = False
    by_hand: dict[str, Fraction] = field(default_factory=dict)
    days_more: int = 0
    percent_more: int = 0


def make_up(seed=200, size=200):
    """Student → assignment → what happened; a few do nothing at all."""
    rng = random.Random(seed)
    return {
        f"s{number:03}": _one_student(rng, skill=rng.betavariate(4, 2), lazy=rng.random() < 0.03)
        for number in range(size)
    }


def _one_student(rng, *, skill, lazy):
    facts = {name: Fact() for name in (*HOMEWORK, *TIMED, *PAPER)}
    more_time = rng.choice([0] * 8 + [25, 50])
    for name, fact in facts.items():
        if name in TIMED:
            fact.percent_more = more_time
        if lazy or rng.random() < (0.6 if name == "extra" else 0.08):
            continue
        if name in PAPER:
            top = 4 * PAPER[name]
            fact.score = Fraction(min(top, max(0, round(rng.gauss(skill, 0.15) * top))), 4)
        else:
            _hand_in(rng, name, fact, skill)
        if rng.random() < 0.04:
            fact.excused, fact.score = True, None
        elif name not in PAPER and rng.random() < 0.03:
            fact.score = Fraction(rng.randint(0, sum(_worth(name))))
    return facts


def _hand_in(rng, name, fact, skill):
    times = HOMEWORK_TIMES if name in HOMEWORK else QUIZ_TIMES
    chosen = sorted(rng.sample(times, rng.choice([1, 1, 1, 2, 3])))
    f, g = _worth(name)

    def earned(points):
        return None if rng.random() < 0.01 else points if rng.random() < skill else 0

    fact.attempts = [Attempt(minutes, earned(f), earned(g)) for minutes in chosen]
    if rng.random() < 0.05:
        fact.by_hand["f"] = Fraction(rng.randint(0, 4 * f), 4)
    if name in HOMEWORK and rng.random() < 0.1:
        fact.days_more = rng.randint(1, 4)


def _worth(name):
    f, g, _ = {**HOMEWORK, **TIMED}[name]
    return f, g


# A second computation, from the facts alone.


def plain_days(minutes, grace):
    """Started days."""
    return 0 if minutes <= grace else -(-(minutes - grace) // DAY)


def plain_attempt(name, attempt, fact, by_hand):
    """(points that count, points possible, came too late) of one attempt."""
    f, g = _worth(name)
    earned = possible = Fraction(0)
    for exercise, points, got in (("f", f, attempt.f), ("g", g, attempt.g)):
        if exercise in by_hand:
            earned, possible = earned + by_hand[exercise], possible + points
        elif got is not None:
            earned, possible = earned + got, possible + points
    if name in HOMEWORK:
        days = plain_days(attempt.minutes - fact.days_more * DAY, 15)
        closed, percent = days > 7, min(10 * days, 50)
    else:
        more = Fraction(60 * fact.percent_more, 100)
        days = plain_days(attempt.minutes - more, 5)
        closed, percent = attempt.minutes - more - 30 > 5, min(50 * days, 100)
    return earned * (100 - (100 if closed else percent)) / 100, possible, closed


def plain_work(name, fact):
    """(points that count, points possible); None if it does not count."""
    if fact.excused:
        return None
    if name in PAPER:
        return (fact.score or Fraction(0)), Fraction(PAPER[name])
    if fact.score is not None:
        return fact.score, Fraction(sum(_worth(name)))
    if not fact.attempts:
        return Fraction(0), Fraction(sum(_worth(name)))
    last = len(fact.attempts) - 1
    tries = [
        plain_attempt(name, attempt, fact, fact.by_hand if number == last else {})
        for number, attempt in enumerate(fact.attempts)
    ]
    in_time = [each for each in tries if not each[2]] or tries
    chosen = in_time[0]
    for each in in_time[1:]:
        share, best = (t[0] / t[1] if t[1] else Fraction(0) for t in (each, chosen))
        # The best of homework; of equals the one with fewer errors of ours, then the last.
        if name in TIMED or share > best or (share == best and each[1] >= chosen[1]):
            chosen = each
    return (chosen[0], chosen[1]) if chosen[1] else None


def plain_best(works, bonus, *, by_mean):
    """The best quotient that leaving out one of several works can make, on the scale of 10."""
    counted = [work for work in works if work is not None]
    if not counted:
        return None
    if by_mean:
        counted = [(earned / possible, Fraction(1)) for earned, possible in counted]
    keep = max(len(counted) - 1, 1)
    return max(
        10 * (bonus + sum(earned for earned, _ in kept)) / sum(possible for _, possible in kept)
        for kept in combinations(counted, keep)
    )


def plain_mean(weighted):
    """The mean of the marks that there are."""
    there = [(weight, mark) for weight, mark in weighted if mark is not None]
    if not there:
        return None
    mean = sum(weight * mark for weight, mark in there) / sum(weight for weight, _ in there)
    return min(mean, Fraction(10))


def plain_grade(facts):
    """(exact grade, rounded grade, waived) from what happened."""
    work = {name: plain_work(name, fact) for name, fact in facts.items()}
    bonus = (work["extra"] or (0, 0))[0]
    homework = plain_best([work[f"hw_{n}"] for n in range(4)], bonus, by_mean=False)
    homework = None if homework is None else min(homework, Fraction(21, 2))
    quizzes = [work[name] for name in ("quiz_1", "quiz_2", "quiz_paper")]
    quiz = plain_best(quizzes, 0, by_mean=True)
    test, exam = (
        None if work[name] is None else 10 * work[name][0] / work[name][1]
        for name in ("midterm", "final")
    )
    before = [(4, homework), (1, quiz), (2, test)]
    whole, without = plain_mean([*before, (3, exam)]), plain_mean(before)
    waived = (
        without is not None and test is not None and without >= 6 and test >= 6 and without > whole
    )
    exact = without if waived else whole
    rounded = None if exact is None else Fraction((exact * 200 + 1) // 2, 100)
    return exact, rounded, waived


# The same facts as the files of a course.


@pytest.fixture(scope="module")
def facts():
    """What happened to everybody."""
    return make_up()


@pytest.fixture(scope="module")
def folder(tmp_path_factory, facts, receipt, check):
    """The course's folder, graded and marked."""
    layout = Layout(tmp_path_factory.mktemp("two_hundred"))
    scores = ["student,assignment,score,points,excused,reason"]
    grants = ["student,assignment,days,percent,reason"]
    for student, work in facts.items():
        for name, fact in work.items():
            if fact.excused:
                scores.append(f"{student},{name},,,yes,ill")
            elif fact.score is not None:
                worth = PAPER[name] if name in PAPER else sum(_worth(name))
                scores.append(f"{student},{name},{float(fact.score)},{worth},,")
            if fact.days_more:
                grants.append(f"{student},{name},{fact.days_more},,ill")
            receipts = [_receipt(student, name, each, receipt, check) for each in fact.attempts]
            for number, each in enumerate(receipts[:-1], start=1):
                _write(layout.earlier_folder(student, name) / f"{number:04}.json", each)
            if receipts:
                _write(layout.receipt(student, name), receipts[-1])
        if percent := work["quiz_1"].percent_more:
            grants.append(f"{student},,,{percent},exam office")
    tables = {"scores": scores, "extensions": grants, "roster": ["student", *facts]}
    for table, lines in tables.items():
        (layout.root / f"{table}.csv").write_text("\n".join(lines) + "\n")
    layout.config.write_text(COURSE)
    return layout


def _receipt(student, name, attempt, receipt, check):
    (f, g), due = _worth(name), {**HOMEWORK, **TIMED}[name][2]

    def result(exercise, points, earned):
        outcome = "ERROR" if earned is None else "PASSED" if earned else "FAILED"
        return replace(
            check(f"{exercise}_is_right", exercise, points), outcome=outcome, earned=earned or 0
        )

    return receipt(
        student,
        name,
        result("f", f, attempt.f),
        result("g", g, attempt.g),
        submission_hash=f"{attempt.minutes + 100_000:064}",
        submitted_at=(due + timedelta(minutes=attempt.minutes)).isoformat(),
    )


def _write(path, receipt):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(to_json(receipt))  # unlike write_receipt it does not wait for the disk


def by_hand_of(facts):
    """What people entered in nbgrader; it is about handed-in work only."""
    return {
        (name, student): {exercise: ByHand(score) for exercise, score in fact.by_hand.items()}
        for student, work in facts.items()
        for name, fact in work.items()
        if fact.by_hand
    }


@pytest.fixture(scope="module")
def marks(folder, facts):
    """The gradebook's marks, by student."""
    course = load_course(folder.config)
    sources = replace(read_sources(folder, course), manual=by_hand_of(facts))
    return {each.student: each for each in sources.marks(course)}


def test_the_class_has_every_case(facts):
    """Missing, late, too late, excused, by hand, handed in again, errors, more time, waived, …"""
    works = [fact for work in facts.values() for fact in work.values()]
    seen = Counter(
        excused=sum(fact.excused for fact in works),
        by_hand=sum(bool(fact.by_hand) for fact in works),
        again=sum(len(fact.attempts) > 1 for fact in works),
        extended=sum(bool(fact.days_more) for fact in works),
        more_time=sum(bool(fact.percent_more) for fact in works),
        missing=sum(
            not (fact.attempts or fact.excused or fact.score is not None) for fact in works
        ),
        late=sum(attempt.minutes > 15 for fact in works for attempt in fact.attempts),
        too_late=sum(attempt.minutes > 7 * DAY for fact in works for attempt in fact.attempts),
        errors=sum(None in (each.f, each.g) for fact in works for each in fact.attempts),
        overruled=sum(bool(fact.attempts) and fact.score is not None for fact in works),
        waived=sum(plain_grade(work)[2] for work in facts.values()),
        nothing=sum(
            not any(f.attempts or f.score for f in work.values()) for work in facts.values()
        ),
    )

    assert len(facts) == 200
    assert all(count >= 3 for count in seen.values()), seen
    assert 20 < seen["waived"] < 180


def test_every_grade_agrees_exactly(facts, marks):
    """The exact grade, the rounded one, and who is waived: for each of the two hundred."""
    expected = {student: plain_grade(work) for student, work in facts.items()}
    found = {
        student: (each.exact, each.grade, each.waiver_applied) for student, each in marks.items()
    }

    assert expected == found


def test_every_assignment_agrees_exactly(facts, marks):
    """Points that count and points possible, for each of the two thousand works."""
    for student, work in facts.items():
        found = {mark.assignment: mark for mark in marks[student].assignments}
        for name, fact in work.items():
            expected = plain_work(name, fact) or (0, 0)

            assert expected == (found[name].after_penalty, found[name].points), (student, name)


def test_every_explanation_ends_in_the_grade(folder, facts, marks):
    """What `--explain` shows last is what the plain computation gives."""
    course = load_course(folder.config)
    for student, work in facts.items():
        _, rounded, _ = plain_grade(work)
        last = explain(course, marks[student])[-1].lines[-1].text

        assert last.endswith(f": {float(rounded):.2f}" if rounded is not None else "not yet")


def test_the_report_tells_these_grades(folder, facts, marks):
    """The page for the staff: everybody with the grade, everything missing, every hand-in."""
    course, sources = load_course(folder.config), read_sources(folder, load_course(folder.config))
    report = report_of(course, sources.receipts, [*marks.values()], earlier=sources.earlier)
    told = {row[0]: row[1] for row in report.tables["students"].rows}
    missing = [row[:2] for row in report.tables["late-and-missing"].rows if row[2] == "missing"]
    works = [(name, student, f) for student, work in facts.items() for name, f in work.items()]
    handed_in = [name for name, _, fact in works if fact.attempts]

    assert told == {student: plain_grade(work)[1] for student, work in facts.items()}
    assert sorted(missing) == sorted(
        (name, student)
        for name, student, fact in works
        if not (fact.attempts or fact.excused or fact.score is not None)
        and name != "extra"  # a bonus need not be done, nor an exam that may be skipped
        and not (name == "final" and marks[student].waiver_offered)
    )
    assert Counter(handed_in) == {
        chart.name.removeprefix("days-"): sum(bar.count for bar in chart.bars)
        for chart in report.handed_in
    }
    assert report_page(report).count("<svg") == 5 + 2 * len(set(handed_in))


@pytest.mark.slow
def test_the_command_writes_these_grades(folder, facts):
    """`autograder gradebook` with scores entered in nbgrader: the CSV holds the same grades."""
    from nbgrader.api import Gradebook

    from autograder.gradebook.database import database_url

    arguments = ["gradebook", "--course", str(folder.root)]
    assert CliRunner().invoke(cli, arguments).exit_code in (0, 1)  # 1: errors of ours to look at
    with Gradebook(database_url(folder.root), "course") as gradebook:
        for (name, student), scores in by_hand_of(facts).items():
            for exercise, entered in scores.items():
                grade = gradebook.find_grade(f"check_{exercise}", name, name, student)
                grade.manual_score = float(entered.score)
        gradebook.db.commit()
    assert CliRunner().invoke(cli, arguments).exit_code in (0, 1)
    with (folder.root / "gradebook.csv").open(encoding="utf-8", newline="") as file:
        found = {row["student"]: row["grade"] for row in csv.DictReader(file)}
    (folder.root / "gradebook.db").unlink()  # the other tests have no database
    expected = {student: plain_grade(work)[1] for student, work in facts.items()}

    assert found == {
        student: "" if grade is None else f"{float(grade):.2f}"
        for student, grade in expected.items()
    }
