"""A term of 200 students agrees with plain fractions, at three moments, in every place.

Groups, a bank of late days, extensions, ids that were renamed, merged and removed, a faulty and a
left-out question, scores on paper and scores typed by staff are in it.  Grading is not what is
tried here: its receipts are written by hand.
"""

from __future__ import annotations

import csv
import random
import re
from contextlib import closing
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from math import floor

import pytest
from click.testing import CliRunner

from autograder.cli import cli
from autograder.gradebook import load_course
from autograder.gradebook.database import database_url
from autograder.gradebook.secret import begin_secret
from autograder.layout import Layout
from autograder.receipts import CheckResult, Outcome, Receipt, write_receipt

pytestmark = pytest.mark.slow  # 600 pages, and nbgrader imported

CONFIG = """\
from autograder.gradebook import (
    Assignment, Component, Correction, Course, Extension, Late, LateDays, Waiver,
)

homework = Component("HW", by="mean", assignments=[
    Assignment("lines", due="2027-02-12 12:00"),
    Assignment("planes", due="2027-02-26 12:00"),
    Assignment("project", due="2027-03-19 12:00"),
])
quiz = Component("Q", late=Late(percent_per_day=100), assignments=[
    Assignment("sums", opens="2027-03-01 10:00", due="2027-03-01 12:00", points=6)])
test = Component("Test", assignments=[Assignment("midterm", due="2027-04-05 12:00", points=20)])
exam = Component("Exam", assignments=[Assignment("final", due="2027-06-15 12:00", points=30)])
COURSE = Course(
    title="A large course", grade=0.4 * homework + 0.1 * quiz + 0.2 * test + 0.3 * exam,
    exam_waiver=Waiver(from_grade=6, test_at_least=6), now="NOW", timezone="Europe/Moscow",
    late=Late(percent_per_day=10, cap_percent=50), late_days=LateDays(5),
    extensions=[Extension(f"s{n:03}", "lines", days=2, reason="ill") for n in range(0, 200, 31)],
    corrections=[CORRECTIONS],
)
"""
CORRECTIONS = (
    'Correction("sums", "total", everybody=True, reason="it had two readings"), '
    'Correction("sums", "prime", leave_out=True, reason="it was not taught")'
)
QUESTIONS = '''\
"""# Sums"""

from autograder.quizzes import choose, drawn, question, right, whole, wrong


@question(points=2)
@drawn(a=whole(3, 9), b=whole(13, 19))
def total(a, b):
    """A sum

    What is <<a>> and <<b>> together?
    """
    return a + b


@question(points=2, follows=total)
def twice(total):
    """Twice the sum

    What is twice as much?
    """
    return 2 * total


@question(points=2)
def prime():
    """A prime

    Which of these is prime?
    """
    return choose(right("97"), wrong("91", "7 · 13"), wrong("57", "3 · 19"), wrong("51", "3 · 17"))
'''
WORTH = {
    "lines": {"slope": 4, "shift": 3, "meet": 3},
    "planes": {"normal": 5, "angle": 5, "cut": 2},
    "project": {"model": 10, "words": 10},
    "sums": {"total": 2, "twice": 2, "prime": 2},
}
PAPER = {"midterm": 20, "final": 30}
DUE = {
    "lines": datetime(2027, 2, 12, 9, tzinfo=UTC),
    "planes": datetime(2027, 2, 26, 9, tzinfo=UTC),
    "sums": datetime(2027, 3, 1, 9, tzinfo=UTC),
    "project": datetime(2027, 3, 19, 9, tzinfo=UTC),
    "midterm": datetime(2027, 4, 5, 9, tzinfo=UTC),
    "final": datetime(2027, 6, 15, 9, tzinfo=UTC),
}
EXTENDED = {f"s{n:03}" for n in range(0, 200, 31)}
MOMENTS = {
    "2027-02-27 12:00": datetime(2027, 2, 27, 9, tzinfo=UTC),
    "2027-04-10 12:00": datetime(2027, 4, 10, 9, tzinfo=UTC),
    "2027-06-20 12:00": datetime(2027, 6, 20, 9, tzinfo=UTC),
}


class PlainTerm:
    """The class in plain data, and its grades in plain fractions; shares no line with ours."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.students = [f"s{n:03}" for n in range(200)]
        self.work = {}  # (assignment, student) → (days late, exercise → earned), the last one last
        self.typed = {}  # (assignment, student, exercise) → (score or None, extra)
        self.paper = {}  # (assignment, student) → points, or None: excused
        self.groups = [self.students[n : n + 3] for n in range(0, 150, 3)]
        self.corrected = False
        for student in self.students:
            for name in ("lines", "planes", "sums"):
                if self.random.random() < 0.93:
                    self.hand_in(name, student)
        for members in [*self.groups, *([one] for one in self.students[150:])]:
            if self.random.random() < 0.95:
                self.hand_in("project", self.random.choice(members))
        self.hand_in("project", self.groups[0][0], days=1)
        self.hand_in("project", self.groups[0][2], days=3)

    def hand_in(self, name, student, days=None):
        """Something, in time or some days late; quizzes are in time."""
        late = 0 if name == "sums" else self.random.choice([0, 0, 0, 1, 2, 3, 7])
        earned = {
            exercise: self.random.choice([0, worth, worth])
            for exercise, worth in WORTH[name].items()
        }
        self.work[name, student] = late if days is None else days, earned

    def came_in(self, name, student):
        """When; an hour before the due time of the class, some days later."""
        return DUE[name] + timedelta(days=self.work[name, student][0], hours=-1)

    def there(self, now):
        """What had been handed in by then."""
        return {key: work for key, work in self.work.items() if self.came_in(*key) <= now}

    def together(self, name, student):
        """Whose work counts for a student."""
        found = (each for each in self.groups if name == "project" and student in each)
        return next(found, [student])

    def points(self, name):
        """What an assignment is worth."""
        if name in PAPER:
            return Fraction(PAPER[name])
        return Fraction(
            sum(WORTH[name].values()) - (2 if name == "sums" and self.corrected else 0)
        )

    def earned(self, name, student):
        """What work earns before lateness, staff's scores in it."""
        sum_ = Fraction(0)
        given = {"prime": 0, "total": 2} if name == "sums" and self.corrected else {}
        for exercise, checked in self.work[name, student][1].items():
            score, extra = self.typed.get((name, student, exercise), (None, 0))
            earned = given.get(exercise, checked)
            sum_ += Fraction(str(earned if score is None else score)) + Fraction(str(extra))
        return sum_

    def marks(self, student, now):
        """Assignment → (points that count, points possible); only what counts by then."""
        there, bank, found = self.there(now), 5, {}
        for name, due in DUE.items():
            if name in PAPER:
                if (name, student) in self.paper:
                    if self.paper[name, student] is not None:
                        found[name] = self.paper[name, student], self.points(name)
                    continue
                if now > due and any(key[0] == name for key in self.paper):
                    found[name] = Fraction(0), self.points(name)
                continue
            mine = [one for one in self.together(name, student) if (name, one) in there]
            more = 2 if name == "lines" and student in EXTENDED else 0
            if mine:
                last = max(mine, key=lambda one: self.came_in(name, one))
                days = max(self.work[name, last][0] - more, 0)
                spent = min(days, bank)
                bank -= spent
                kept = 1 - Fraction(min(10 * (days - spent), 50), 100)
                found[name] = self.earned(name, last) * kept, self.points(name)
            elif now > due + timedelta(days=more) and any(key[0] == name for key in there):
                found[name] = Fraction(0), self.points(name)
        return found

    def components(self, student, now):
        """Component → mark out of ten, or None."""
        marks = self.marks(student, now)
        shares = [marks[n][0] / marks[n][1] for n in ("lines", "planes", "project") if n in marks]
        found = {"HW": min(10 * sum(shares) / len(shares), 10) if shares else None}
        for part, name in (("Q", "sums"), ("Test", "midterm"), ("Exam", "final")):
            found[part] = min(10 * marks[name][0] / marks[name][1], 10) if name in marks else None
        return found

    def grade(self, student, now):
        """The grade, exactly; None if nothing counts yet."""
        weights = {"HW": 4, "Q": 1, "Test": 2, "Exam": 3}
        marks = self.components(student, now)

        def mean(parts):
            known = [part for part in parts if marks[part] is not None]
            sum_ = sum((weights[part] * marks[part] for part in known), Fraction(0))
            return sum_ / sum(weights[part] for part in known) if known else None

        whole, before = mean(weights), mean(["HW", "Q", "Test"])
        if marks["Test"] is not None and before is not None and min(before, marks["Test"]) >= 6:
            return max(whole, before)
        return whole

    def rename(self, old, new):
        """Everything follows the id; a merged one keeps what came in later."""
        for name in WORTH:
            given = self.work.pop((name, old), None)
            mine = self.work.get((name, new))
            if given and (mine is None or given[0] > mine[0]):
                self.work[name, new] = given
        self.typed = {(n, new if s == old else s, e): v for (n, s, e), v in self.typed.items()}
        self.paper = {(n, new if s == old else s): v for (n, s), v in self.paper.items()}
        self.groups = [[new if one == old else one for one in group] for group in self.groups]
        self.students = sorted({new if one == old else one for one in self.students})


def two_decimals(value):
    """Rounded half up."""
    return f"{floor(value * 100 + Fraction(1, 2)) / 100:.2f}"


def number(text):
    """`9.6` or `1 2/3`, exactly."""
    return sum(map(Fraction, text.split()), Fraction(0))


class RealTerm:
    """The same class in a course's folder, run by the commands."""

    def __init__(self, root):
        self.layout = Layout(root)
        begin_secret(root)
        for name in ("lines", "planes", "project"):
            (self.layout.reference / name).mkdir(parents=True)
        folder = self.layout.reference / "sums"
        folder.mkdir()
        (folder / "questions.py").write_text(QUESTIONS, encoding="utf-8")

    def run(self, *arguments):
        """Run the command: what it prints."""
        done = CliRunner().invoke(cli, [*map(str, arguments), "--course", str(self.layout.root)])

        assert isinstance(done.exception, SystemExit | None), f"{done.output}{done.exception!r}"
        return done.output

    def at(self, now, corrections=""):
        """Let it be this time in the course."""
        text = CONFIG.replace("NOW", now).replace("CORRECTIONS", corrections)
        self.layout.config.write_text(text, encoding="utf-8")

    def write_files(self, plain, now):
        """Receipts of all that was handed in by then, scores on paper, groups."""
        corrections = load_course(self.layout.config).corrections_of("sums")
        for name, student in plain.there(now):
            mine = corrections if name == "sums" else ()
            checks = tuple(
                self.result(name, exercise, earned, mine)
                for exercise, earned in plain.work[name, student][1].items()
            )
            receipt = Receipt(
                *(name, student, f"{name} {student}".encode().hex()[:64], "1" * 64, "A", checks),
                submitted_at=plain.came_in(name, student).isoformat(),
                corrections=tuple(each.sentence for each in mine),
            )
            write_receipt(self.layout.receipt(student, name), receipt)
        lines = [
            f"{student},{name},,,yes" if points is None else f"{student},{name},{float(points)},,"
            for (name, student), points in plain.paper.items()
        ]
        text = "\n".join(["student,assignment,score,points,excused", *lines, ""])
        (self.layout.root / "scores.csv").write_text(text, encoding="utf-8")
        lines = [f"project,g{n},{one}" for n, group in enumerate(plain.groups) for one in group]
        text = "\n".join(["assignment,group,student", *lines, ""])
        (self.layout.root / "groups.csv").write_text(text, encoding="utf-8")

    @staticmethod
    def result(name, exercise, earned, corrections):
        """One check for each exercise."""
        result = CheckResult(
            *(exercise, exercise, f"{exercise} is right.", False, WORTH[name][exercise], earned),
            Outcome.PASSED if earned else Outcome.FAILED,
        )
        return next((c.decided(result) for c in corrections if c.name == exercise), result)

    def type_by_hand(self, plain):
        """What staff type in formgrader."""
        from nbgrader.api import Gradebook

        with closing(Gradebook(database_url(self.layout.root), "course")) as book:
            for (name, student, exercise), (score, extra) in plain.typed.items():
                grade = book.find_grade(f"check_{exercise}", name, name, student)
                grade.manual_score, grade.extra_credit = score, extra or None
            book.db.commit()

    def table(self, name, column="student"):
        """A CSV by student."""
        text = (self.layout.root / name).read_text(encoding="utf-8")
        return {row[column]: row for row in csv.DictReader(text.splitlines())}


def compare(real, plain, now, page_of):
    """Gradebook, audit, pages, report, list, export and database say what plain fractions say."""
    names = ("lines", "planes", "sums", "project", "HW", "Q", "Test", "Exam", "grade")
    for command in ("gradebook", "report", "grade-list", ("feedback", page_of)):
        real.run(*([command] if isinstance(command, str) else command))
    export = real.layout.root / "moodle.csv"
    real.run("lms", "grades", "moodle", *names, "--by", "student", "--output", export)
    book, report = real.table("gradebook.csv"), real.table("report/students.csv")
    listed, export = real.table("grade_list.csv"), real.table("moodle.csv", "Username")
    audit = csv.DictReader((real.layout.root / "audit.csv").read_text("utf-8").splitlines())
    audit = {(row["assignment"], row["student"]): row for row in audit}

    assert {*plain.students} == {*book} == {*report} == {*listed} == {*export}
    for student in plain.students:
        marks, parts = plain.marks(student, now), plain.components(student, now)
        exact = plain.grade(student, now)
        grade = "" if exact is None else two_decimals(exact)
        row = book[student]
        assert "" == row["provisional"], row["notes"]
        for name in DUE:
            if name in marks:
                assert (
                    marks[name][0] == number(row[name]) == number(audit[name, student]["counted"])
                )
                assert marks[name][1] == number(audit[name, student]["points"])
            else:
                assert row[name] in ("not due", "excused", "ungraded")
        told = {part: "" if mark is None else two_decimals(mark) for part, mark in parts.items()}
        assert told == {part: row[part] for part in parts}
        assert told == {part: listed[student][part] for part in parts}
        assert told == {part: export[student][part] for part in parts}
        assert told == {part: shown(report[student][part]) for part in parts}
        assert grade == row["grade"] == listed[student]["grade"] == export[student]["grade"]
        assert grade == shown(report[student]["grade so far"])
        assert "" == grade or exact == number(row["exact"])
        for name in {*WORTH} & {*marks}:
            out_of = 6 if name == "sums" else marks[name][1]
            assert two_decimals(marks[name][0] * out_of / marks[name][1]) == export[student][name]
        path = real.layout.feedback(student, page_of)
        if path.exists():
            page = path.read_text(encoding="utf-8")
            assert f"{grade} <small>/ 10</small>" in page
            for name, (counted, points) in marks.items():
                told_there = re.search(
                    rf'<th scope="row">{name}[ <].*?<td>([\d.]+) of ([\d.]+)</td>', page, re.DOTALL
                )
                assert told_there, name
                assert short(counted) == told_there[1]
                assert short(points) == told_there[2]


def short(value):
    """With at most four decimals."""
    text = f"{floor(value * 10000 + Fraction(1, 2)) / 10000:.4f}"
    return text.rstrip("0").rstrip(".")


def shown(cell):
    """A number of the report with two decimals."""
    return f"{float(cell):.2f}" if cell else ""


def compare_database(real, plain, now):
    """What nbgrader makes of each hand-in."""
    from nbgrader.api import Gradebook

    with closing(Gradebook(database_url(real.layout.root), "course")) as book:
        for name, student in plain.there(now):
            together = plain.together(name, student)
            last = max(
                (one for one in together if (name, one) in plain.there(now)),
                key=lambda one: plain.came_in(name, one),
            )
            if last == student:
                work = book.find_submission(name, student)
                counted = plain.marks(student, now)[name][0]
                assert float(counted) == pytest.approx(
                    work.score - (work.late_submission_penalty or 0)
                )


def test_a_term_agrees_with_plain_fractions_at_three_moments(tmp_path):
    """Gradebook, audit, pages, report, list of grades, export and nbgrader's database."""
    plain, real = PlainTerm(2027), RealTerm(tmp_path)
    first, second, third = MOMENTS
    lines = [f"{one},Ann,{one.upper()},{one}@uni.edu" for one in plain.students]
    roster = "\n".join(["student,first_name,last_name,email", *lines, ""])
    (tmp_path / "roster.csv").write_text(roster, encoding="utf-8")
    real.at(first)
    real.run("lms", "roster", tmp_path / "roster.csv")
    real.write_files(plain, MOMENTS[first])
    compare(real, plain, MOMENTS[first], "lines")

    for n in (7, 8, 9):  # ids were mistyped
        real.run("lms", "roster", "--rename", f"s{n:03}", f"t{n:03}")
        plain.rename(f"s{n:03}", f"t{n:03}")
    real.run("lms", "roster", "--merge", "s160", "s161")
    plain.rename("s160", "s161")
    real.run("lms", "roster", "--remove", "s170")
    plain.students.remove("s170")
    plain.work = {key: work for key, work in plain.work.items() if key[1] != "s170"}
    real.run("lms", "roster", "--add", "u001", "--name", "Una One")
    plain.students.append("u001")
    plain.hand_in("planes", "u001", days=5)

    for student in plain.students[::3]:
        plain.paper["midterm", student] = Fraction(plain.random.randint(0, 40), 2)
    for student in plain.students[1::3]:
        plain.paper["midterm", student] = Fraction(plain.random.randint(20, 40), 2)
    plain.paper["midterm", "t008"] = None
    plain.corrected = True
    real.at(second, CORRECTIONS)
    real.write_files(plain, MOMENTS[second])
    real.run("gradebook")
    for name, student in sorted(plain.there(MOMENTS[second]))[::23]:
        exercise = plain.random.choice(sorted({*WORTH[name]} - {"total", "prime"}))
        score = plain.random.choice([None, 0, 0.5, WORTH[name][exercise]])
        plain.typed[name, student, exercise] = score, plain.random.choice([0, 0, 0.5])
    real.type_by_hand(plain)
    compare(real, plain, MOMENTS[second], "sums")
    compare_database(real, plain, MOMENTS[second])

    for student in plain.students[::2]:
        plain.paper["final", student] = Fraction(plain.random.randint(0, 60), 2)
    real.at(third, CORRECTIONS)
    real.write_files(plain, MOMENTS[third])
    compare(real, plain, MOMENTS[third], "project")
    compare_database(real, plain, MOMENTS[third])
    waived = [each for each in real.table("gradebook.csv").values() if "waived" in each["notes"]]

    assert len(waived) > 5
