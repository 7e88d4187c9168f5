"""One state, one grade: whatever staff did in which order, every command says the same."""

from __future__ import annotations

import csv
import re
import shutil
from contextlib import closing
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from tempfile import mkdtemp

import nbformat
import pytest
from click.testing import CliRunner
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from autograder.cli import cli
from autograder.gradebook.database import database_url
from autograder.gradebook.secret import begin_secret
from autograder.layout import Layout

pytestmark = pytest.mark.slow  # student code is run, and nbgrader imported

CONFIG = """\
from autograder.gradebook import Assignment, Component, Correction, Course, Late

homework = Component("HW", assignments=[Assignment("lines", due="2026-02-12 12:00")]{attempts})
COURSE = Course(
    title="A tiny course",
    grade=1.0 * homework,
    late=Late(percent_per_day=10, cap_percent=50),
    corrections=[{corrections}],
)
"""
CORRECTION = 'Correction("lines", "first_is_steep", {}=True, reason="it was not clear")'
SOLUTION = '''\
"""Two lines."""


def first(x):
    """A multiple of x.  number -> number"""
    ### BEGIN SOLUTION
    return {first} * x
    ### END SOLUTION


def second(x):
    """Another one.  number -> number"""
    ### BEGIN SOLUTION
    return {second} * x
    ### END SOLUTION
'''
CHECKS = '''\
"""What the lines must do."""

from autograder.checks import assert_close, check


@check(points={worth})
def first_is_steep(student):
    """first is as steep as it should be."""
    assert_close(student.first(1.0), {first}.0)


@check(points=3)
def second_is_steep(student):
    """second is as steep as it should be."""
    assert_close(student.second(1.0), {second}.0)
'''
MISTAKES = '"""None that we know."""\n'
ASSIGNMENT = '# Lines\n\n```python exercise="first"\n```\n\n```python exercise="second"\n```\n'

NAME = "lines"
MARK = r"excused|[\d.]+ of \d+"
STUDENTS = st.sampled_from(["ann", "bob"])
EXERCISES = st.sampled_from(["first", "second"])
SLOPES = st.sampled_from([1, 2])
POINTS = st.sampled_from([None, 0.5, 1.0, 2.5])
DAYS = st.sampled_from([-1, 0, 1, 3])


@dataclass(frozen=True)
class Checks:
    """What the checks ask for at some time, and what `first` is worth."""

    first: int = 1
    second: int = 1
    worth: int = 2
    corrected: str = ""

    @property
    def points(self):
        """What everything is worth."""
        return 3 if self.corrected == "leave_out" else self.worth + 3

    def earned(self, answer, exercise):
        """What an answer earns for one exercise."""
        if exercise == "first" and self.corrected:
            return self.worth if self.corrected == "everybody" else 0
        if exercise == "first":
            return self.worth if answer[0] == self.first else 0
        return 3 if answer[1] == self.second else 0


@dataclass(frozen=True)
class Attempt:
    """What was handed in, when, and by which checks it was graded."""

    answer: tuple[int, int]
    days: int
    minutes: int
    checks: Checks

    @property
    def stamp(self):
        """As nbgrader writes it."""
        return f"2026-02-{12 + self.days:02} 10:{self.minutes:02}:00.000000 UTC"

    def kept(self):
        """The share that lateness leaves."""
        return 1 - Fraction(max(self.days, 0), 10)


@dataclass
class Student:
    """What we know about one student, by arithmetic that shares no line with the framework."""

    submitted: Attempt | None = None
    graded: list[Attempt] = field(default_factory=list)
    manual: dict = field(default_factory=dict)
    extra: dict = field(default_factory=dict)
    comment: dict = field(default_factory=dict)
    paper: str | None = None

    def worth(self, attempt, *, last):
        """Points after lateness."""
        sum_ = Fraction(0)
        for exercise in ("first", "second"):
            score = self.manual.get(exercise) if last else None
            auto = attempt.checks.earned(attempt.answer, exercise)
            sum_ += Fraction(str(auto if score is None else score))
            sum_ += Fraction(str((self.extra.get(exercise) or 0) if last else 0))
        return sum_ * attempt.kept()

    def points(self, best):
        """What the machine's work earns; of several attempts the best or the last."""
        *earlier, last = self.graded
        shares = [self.worth(last, last=True) / last.checks.points]
        if best:
            shares += [self.worth(each, last=False) / each.checks.points for each in earlier]
        return max(shares)


def run(layout, *arguments, fine=(0, 1)):
    """Run the command: what it prints."""
    done = CliRunner().invoke(cli, [*map(str, arguments), "--course", str(layout.root)])

    assert done.exit_code in fine, done.output
    return done.output


def rows(path):
    """The lines of a CSV by column."""
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def database(layout):
    """Every row of nbgrader's tables."""
    from sqlalchemy import MetaData, create_engine

    engine = create_engine(database_url(layout.root))
    with engine.connect() as connection:
        tables = MetaData()
        tables.reflect(connection)
        found = {
            name: sorted(map(str, connection.execute(table.select())))
            for name, table in tables.tables.items()
        }
    engine.dispose()
    return found


def contents(*folders):
    """Every file below some folders, and what it holds."""
    return {
        path: path.read_bytes()
        for folder in folders
        for path in ([folder] if folder.is_file() else folder.rglob("*"))
        if path.is_file()
    }


def number(text):
    """`9.6` or `1 2/3`, exactly."""
    return sum(map(Fraction, text.split()), Fraction(0))


class Term(RuleBasedStateMachine):
    """What staff and students do, in any order; `attempts` is the last or the best."""

    best = False

    @initialize()
    def begin(self):
        """Ann and bob handed in, were graded, and are in the gradebook."""
        self.layout = Layout(Path(mkdtemp()))
        self.checks = Checks()
        self.students = {"ann": Student(), "bob": Student()}
        self.minutes = 0
        (self.layout.reference / NAME).mkdir(parents=True)
        begin_secret(self.layout.root)
        self.write_topic()
        for student in self.students:
            self.hand_in(student, 1, 1, 0)
        self.grade()
        run(self.layout, "gradebook")

    def teardown(self):
        """However it ended, everything says the same."""
        if hasattr(self, "layout"):
            self.everything_says_the_same()
            shutil.rmtree(self.layout.root)

    def write_topic(self):
        """The topic with the checks of today."""
        folder, values = self.layout.reference / NAME, vars(self.checks)
        texts = {"solution.py": SOLUTION, "checks.py": CHECKS, "mistakes.py": MISTAKES}
        for name, text in texts.items():
            (folder / name).write_text(text.format(**values), encoding="utf-8")
        (folder / "assignment.md").write_text(ASSIGNMENT, encoding="utf-8")
        attempts = ', attempts="best"' if self.best else ""
        line = CORRECTION.format(self.checks.corrected) if self.checks.corrected else ""
        config = CONFIG.format(attempts=attempts, corrections=line)
        (self.layout.root / "course_config.py").write_text(config, encoding="utf-8")

    # What students do.

    @rule(student=STUDENTS, first=SLOPES, second=SLOPES, days=DAYS)
    def hand_in(self, student, first, second, days):
        """A file, and when it came; an equal file is the same attempt, at another time."""
        self.minutes += 1
        attempt = Attempt((first, second), days, self.minutes % 60, self.checks)
        self.students[student].submitted = attempt
        path = self.layout.submitted(student, NAME)
        path.parent.mkdir(parents=True, exist_ok=True)
        cells = [
            f"def first(x):\n    return {first} * x",
            f"def second(x):\n    return {second} * x",
        ]
        made = [nbformat.v4.new_code_cell(cell, id=f"c{n}") for n, cell in enumerate(cells)]
        nbformat.write(nbformat.v4.new_notebook(cells=made), path)
        (path.parent / "timestamp.txt").write_text(attempt.stamp, encoding="utf-8")

    # What staff do.

    @rule(first=SLOPES, second=SLOPES, worth=st.sampled_from([2, 4]))
    def correct_the_checks(self, first, second, worth):
        """Staff change what the checks ask for, and what one is worth."""
        self.checks = Checks(first, second, worth, self.checks.corrected)
        self.write_topic()

    @rule(corrected=st.sampled_from(["", "everybody", "leave_out"]))
    def correct_a_question(self, corrected):
        """A line in the course's page: everybody has its points, it is left out, or neither."""
        self.checks = replace(self.checks, corrected=corrected)
        self.write_topic()

    @rule()
    def grade(self):
        """New files are graded by the checks of today; others keep their verdicts."""
        run(self.layout, "grade", "--jobs", "1")
        for student in self.students.values():
            self.account_for(student)

    def account_for(self, student):
        """What `grade` makes of what was handed in last."""
        last, new = student.graded[-1:], student.submitted
        if last and last[0].answer == new.answer:
            student.graded[-1] = replace(last[0], days=new.days, minutes=new.minutes)
        else:
            student.graded.append(replace(new, checks=self.checks))

    @rule()
    def look_at_a_regrade(self):
        """The preview tells both marks as we compute them; nothing is written."""
        self.grade()
        before = contents(self.layout.root / "grades")
        shown = run(self.layout, "grade", "--regrade", "--jobs", "1")

        assert before == contents(self.layout.root / "grades")
        self.compare_with_preview(shown)

    @rule()
    def regrade(self):
        """The preview tells both marks; what it told is then so."""
        self.grade()
        shown = run(self.layout, "grade", "--regrade", "--yes", "--jobs", "1")
        self.compare_with_preview(shown)
        for student in self.students.values():
            student.graded = [replace(each, checks=self.checks) for each in student.graded]
        run(self.layout, "gradebook")

    def compare_with_preview(self, shown):
        """Everybody whose mark will change is told, with the mark that it will be."""
        told = re.findall(rf"^  (\w+) +({MARK}) → ({MARK}),", shown, re.MULTILINE)
        for name, before, after in told:
            student = self.students[name]
            if student.paper is not None:
                assert before == after
                continue
            renewed = [replace(each, checks=self.checks) for each in student.graded]
            will_be = replace(student, graded=renewed).points(self.best) * self.checks.points
            assert will_be == number(after.split(" of ")[0])
        for name, student in self.students.items():
            renewed = [replace(each, checks=self.checks) for each in student.graded]
            if replace(student, graded=renewed).points(self.best) != student.points(self.best):
                assert student.paper is not None or name in {each for each, *_ in told}

    @rule()
    def gradebook(self):
        """At any time, as often as you like."""
        run(self.layout, "gradebook")

    @rule(student=STUDENTS, exercise=EXERCISES, score=POINTS, extra=POINTS)
    def type_in_formgrader(self, student, exercise, score, extra):
        """Formgrader writes a score and extra credit into nbgrader's database."""
        from nbgrader.api import Gradebook

        with closing(Gradebook(database_url(self.layout.root), "course")) as book:
            grade = book.find_grade(f"check_{exercise}", NAME, NAME, student)
            grade.manual_score, grade.extra_credit = score, extra
            book.db.commit()
        self.students[student].manual[exercise] = score
        self.students[student].extra[exercise] = extra

    @rule(student=STUDENTS, exercise=EXERCISES, comment=st.sampled_from([None, "Nearly.", "Why?"]))
    def comment_in_formgrader(self, student, exercise, comment):
        """A comment for the student, or none any more."""
        from nbgrader.api import Gradebook

        with closing(Gradebook(database_url(self.layout.root), "course")) as book:
            book.find_comment(exercise, NAME, NAME, student).manual_comment = comment
            book.db.commit()
        self.students[student].comment[exercise] = comment

    @rule(student=STUDENTS, line=st.sampled_from([None, "1.5,6,", "0,6,", ",,yes"]))
    def write_scores_csv(self, student, line):
        """A score on paper or an excuse outranks what the machine found; or it is taken back."""
        self.students[student].paper = line
        lines = [
            f"{name},{NAME},{each.paper}" for name, each in self.students.items() if each.paper
        ]
        text = "\n".join(["student,assignment,score,points,excused", *lines, ""])
        (self.layout.root / "scores.csv").write_text(text, encoding="utf-8")

    # What must be so at any time.

    @precondition(lambda self: self.minutes > 2)
    @rule()
    def everything_says_the_same(self):
        """Table, audit, database, page, report and export say what we compute; again, the same."""
        layout, out = self.layout, self.layout.root / "moodle.csv"

        def write_all():
            run(layout, "gradebook")
            run(layout, "feedback")
            run(layout, "report")
            run(layout, "lms", "grades", "moodle", NAME, "--by", "student", "--output", out)

        write_all()
        files = [
            layout.root / name for name in ("gradebook.csv", "audit.csv", "report", "moodle.csv")
        ]
        first = database(layout), contents(*files, layout.root / "feedback")
        write_all()

        assert first == (database(layout), contents(*files, layout.root / "feedback"))

        table = {row["student"]: row for row in rows(layout.root / "gradebook.csv")}
        audit = {row["student"]: row for row in rows(layout.root / "audit.csv")}
        report = {row["student"]: row for row in rows(layout.root / "report" / "students.csv")}
        export = {row["Username"]: row for row in rows(out)}
        for name, student in self.students.items():
            self.compare(name, student, table[name], audit[name], report[name], export[name])

    def compare(self, name, student, row, audit, report, export):
        """One student's rows and page."""
        explained = run(self.layout, "gradebook", "--explain", name)
        page = self.layout.feedback(name, NAME).read_text(encoding="utf-8")
        for comment in filter(None, student.comment.values()):
            assert comment in page
        if student.paper == ",,yes":
            assert ("excused", "") == (row[NAME], row["grade"])
            assert "does not count" in explained
            assert "Excused." == export[f"{NAME} (feedback)"]
            return
        if student.paper:
            earned, points = (Fraction(each) for each in student.paper.split(",")[:2])
            share = earned / points
        else:
            share, points = student.points(self.best), Fraction(student.graded[-1].checks.points)
            earned = share * points
        if student.paper or not row["provisional"]:
            self.compare_grades(share, row, report, explained, page)
        if not self.best or len({each.checks for each in student.graded}) == 1:
            assert earned == number(row[NAME]) == number(audit["counted"])
            if not row["provisional"]:
                if (out_of := self.exported_out_of()) is not None:
                    assert f"{float(share * out_of) + 1e-9:.2f}" == export[NAME]
                assert f"{float(earned) + 1e-12:.4f}".rstrip("0").rstrip(".") in page
        if not self.best:
            self.compare_database(name, student)

    def exported_out_of(self):
        """What the checks are worth, else what the paper is out of; None if that is several."""
        everybody = self.students.values()
        ours = [each.graded for each in everybody if each.paper is None]
        worth = {Fraction(each.checks.points) for graded in ours for each in graded}
        papers = {each.paper.split(",")[1] for each in everybody if each.paper}
        worth = worth or {Fraction(points) for points in papers if points}
        return worth.pop() if len(worth) == 1 else None

    def compare_grades(self, share, row, report, explained, page):
        """The grade of the course, everywhere."""
        grade = f"{float(min(share * 10, 10)) + 1e-9:.2f}"

        assert grade == row["grade"] == f"{float(report['grade so far']):.2f}"
        assert explained.strip().endswith(f": {grade}")
        assert f"{grade} <small>/ 10</small>" in page

    def compare_database(self, name, student):
        """What nbgrader makes of what was handed in last."""
        from nbgrader.api import Gradebook

        with closing(Gradebook(database_url(self.layout.root), "course")) as book:
            work = book.find_submission(NAME, name)
            penalty = work.late_submission_penalty or 0

            assert float(student.worth(student.graded[-1], last=True)) == pytest.approx(
                work.score - penalty
            )


class TermOfBestAttempts(Term):
    """The same where the best attempt counts."""

    best = True


# Each step runs commands, so that shrinking would take hours.
PHASES = [Phase.explicit, Phase.reuse, Phase.generate]
PROFILE = settings(max_examples=5, stateful_step_count=12, phases=PHASES)
TestTerm = Term.TestCase
TestTerm.settings = PROFILE
TestTermOfBestAttempts = TermOfBestAttempts.TestCase
TestTermOfBestAttempts.settings = PROFILE


def test_extra_credit_counts_once_and_at_once_after_a_regrade():
    """The first gradebook after a regrade counts what the second counts."""
    term = Term()
    term.begin()
    term.type_in_formgrader("ann", "first", None, 2.5)
    term.correct_the_checks(2, 1, 2)
    term.regrade()
    first = [row[NAME] for row in rows(term.layout.root / "gradebook.csv")]
    run(term.layout, "gradebook")

    assert ["5.5", "3"] == first == [row[NAME] for row in rows(term.layout.root / "gradebook.csv")]
    term.teardown()


def test_a_paper_mark_out_of_another_number_scales_nobody_elses():
    """Of two marks out of different numbers, what the checks are worth decides."""
    term = Term()
    term.begin()
    term.grade()
    term.type_in_formgrader("bob", "first", 2.5, 1.0)
    term.write_scores_csv("ann", "0,6,")
    term.everything_says_the_same()
    term.teardown()


def test_a_paper_mark_is_exported_out_of_what_the_checks_are_worth():
    """1.5 of 6 on paper is 1.25 of 5, as another student's checks are out of 5."""
    term = Term()
    term.begin()
    term.grade()
    term.write_scores_csv("ann", "1.5,6,")
    term.everything_says_the_same()
    out = {row["Username"]: row[NAME] for row in rows(term.layout.root / "moodle.csv")}

    assert "1.25" == out["ann"]
    term.teardown()
