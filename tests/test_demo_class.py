"""`autograder demo --students`: the grades of a whole class, computed a second time."""

import csv
import re
from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner

from autograder.authoring.topic import load_topic
from autograder.cli import cli
from autograder.demo.large_class import make_up, works
from autograder.gradebook import load_course
from autograder.grading.grade import Prepared
from autograder.layout import Layout

COURSE = Layout(Path(__file__).resolve().parents[1])
TOPICS = ("warmup", "losses")
DAY = 24 * 60
STUDENTS = 100

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("demo_class")]


@pytest.fixture(scope="module")
def topics():
    """The assignments that are handed in."""
    return {name: load_topic(COURSE.reference / name) for name in TOPICS}


@pytest.fixture(scope="module")
def happened(topics):
    """What everybody did: the command makes up the same, from the same seed."""
    prepared = {name: Prepared(topic, {}, "") for name, topic in topics.items()}
    return make_up(load_course(COURSE.config), prepared, STUDENTS)


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    """The folder that the command leaves, and what it said."""
    folder = tmp_path_factory.mktemp("class") / "demo"
    chosen = [word for name in TOPICS for word in ("--assignment", name)]
    result = CliRunner().invoke(
        cli,
        ["demo", str(folder), "--students", str(STUDENTS), *chosen, "--course", str(COURSE.root)],
    )
    assert result.exit_code == 0, result.output
    return Layout(folder), result.output


def points_of(topic, done):
    """The points of the first `done` exercises of a topic."""
    names = [*topic.solution.exercises][:done]
    return sum(check.points for check in topic.checks if check.exercise in names)


def homework(topics, work, name):
    """(points that count, points possible); None if excused."""
    if work.excused:
        return None
    whole = points_of(topics[name], None)
    if not work.attempts:
        return Fraction(0), whole
    last = work.attempts[-1]
    days = 0 if last.minutes_late <= 15 else -(-(last.minutes_late - 15) // DAY)
    return Fraction(points_of(topics[name], last.done) * (100 - min(10 * days, 50)), 100), whole


def mean(parts):
    """The weighted mean of the marks that there are; None without any."""
    there = [(weight, mark) for weight, mark in parts if mark is not None]
    return sum(w * m for w, m in there) / sum(w for w, _ in there) if there else None


def plain_grade(topics, each):
    """(grade rounded half up to hundredths, whether the exam is waived), by plain arithmetic."""
    done = [homework(topics, each[name], name) for name in TOPICS]
    done = [one for one in done if one is not None]
    hw = 10 * sum(a for a, _ in done) / sum(b for _, b in done) if done else None

    def paper(**worth):
        counted = {name: points for name, points in worth.items() if not each[name].excused}
        scored = sum(p * Fraction(each[n].fortieths or 0, 40) for n, p in counted.items())
        return 10 * scored / sum(counted.values()) if counted else None

    quizzes = paper(quiz_basics=17, quiz_backprop=15, quiz_optimization=15, quiz_architectures=16)
    test, exam = paper(midterm=19), paper(exam=21)
    before = mean([(4, hw), (1, quizzes), (2, test)])
    grade = mean([(4, hw), (1, quizzes), (2, test), (3, exam)])
    waived = before is not None and test is not None and before >= 6 and test >= 6
    if waived and before > (grade or 0):
        grade = before
    return None if grade is None else Fraction((grade * 200 + 1) // 2, 100), waived


def test_the_class_has_every_case(topics, happened):
    """Late, missing, excused, handed in again, on paper, waived: some of each."""
    seen = Counter()
    for _, name, work in works(happened):
        seen["excused"] += work.excused
        seen["again"] += len(work.attempts) > 1
        seen["late"] += any(attempt.minutes_late > 15 for attempt in work.attempts)
        seen["on paper"] += work.fortieths is not None
        seen["missing"] += name in TOPICS and not (work.attempts or work.excused)
    seen["waived"] = sum(plain_grade(topics, each)[1] for each in happened.values())

    assert len(happened) == STUDENTS
    assert all(seen[what] >= 10 for what in ("excused", "again", "late", "missing", "waived"))


def test_every_final_grade_agrees_exactly(played, topics, happened):
    """Release, grading in two rounds, scores and formula give what plain arithmetic gives."""
    layout, _ = played
    with (layout.root / "gradebook.csv").open(encoding="utf-8", newline="") as file:
        found = {row["student"]: row["grade"] for row in csv.DictReader(file)}
    expected = {student: plain_grade(topics, each)[0] for student, each in happened.items()}

    assert found == {
        student: "" if grade is None else f"{float(grade):.2f}"
        for student, grade in expected.items()
    }


def test_everything_handed_in_is_graded_and_earlier_attempts_are_kept(played, happened):
    """One receipt per student and assignment, and one more for each earlier attempt."""
    layout, said = played
    attempts = [work.attempts for _, _, work in works(happened) if work.attempts]
    kept = [path for name in TOPICS for path in layout.receipts(name)]
    earlier = [*layout.root.glob("grades/*/earlier/*/*.json")]

    assert len(kept) == len(attempts)
    assert len(earlier) == sum(len(each) - 1 for each in attempts)
    assert not re.search("could not|our error", said)
    assert layout.report.is_file()
