"""A class of the real course, graded by us and by nbgrader's own commands: the scores agree."""

import copy
import csv
import html
import os
import re
import shutil
import subprocess
import sys
from datetime import UTC, timedelta
from pathlib import Path

import nbformat
import pytest

from autograder.authoring.answers import answer_source, reference_answers
from autograder.authoring.notebook import fill, is_solution
from autograder.authoring.topic import load_topic
from autograder.gradebook import load_course
from autograder.layout import Layout
from autograder.receipts import Outcome, read_receipt

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
TOPICS = ("warmup", "activations")
LATE_DAYS = 2


class Term:
    """A copy of the course with two topics, and the commands that people type in it."""

    def __init__(self, root):
        self.layout = Layout(root)
        for name in TOPICS:
            unneeded = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / "reference" / name, root / "reference" / name, ignore=unneeded)
        for name in ("course_config.py", "nbgrader_config.py"):
            shutil.copy(ROOT / name, root / name)
        config = self.layout.config.read_text("utf-8")
        over = config.replace("Course(", 'Course(now="2028-01-01 12:00", ', 1)
        self.layout.config.write_text(over, "utf-8")
        self.course = load_course(self.layout.config)
        self.topics = {name: load_topic(self.layout.reference / name) for name in TOPICS}

    def run(self, module, *arguments, status=0):
        """Run `python -m module …` in the course; return what it printed."""
        environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "JUPYTER_CONFIG_DIR": str(self.layout.root / ".jupyter"),
            "NO_COLOR": "1",
        }
        done = subprocess.run(
            [sys.executable, "-m", module, *arguments],
            cwd=self.layout.root,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert status == done.returncode, done.stdout + done.stderr
        return done.stdout

    def hand_in(self, student, name, notebook, *, days_late=0):
        """Put a notebook where nbgrader's collect puts it, an hour before it was due, or later."""
        path = self.layout.submitted(student, name)
        path.parent.mkdir(parents=True)
        nbformat.write(notebook, path)
        moment = self.course.due_at(name) - timedelta(hours=1) + timedelta(days=days_late)
        stamp = moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f UTC")
        path.with_name("timestamp.txt").write_text(stamp)

    def receipts(self, name):
        """Student → receipt."""
        paths = self.layout.receipts(name)
        return {path.stem: read_receipt(path) for path in paths}


def two_mistakes(topic):
    """A known mistake in each of the last two exercises: no other answer is built on these."""
    first = {one.of: one for one in reversed(topic.mistakes)}
    return [first[name] for name in list(topic.solution.exercises)[-2:]]


def pasted_and_pruned(notebook):
    """Every answer cell pasted once more, with its metadata, and every check cell deleted."""
    pruned = copy.deepcopy(notebook)
    pruned.cells = [
        kept
        for cell in notebook.cells
        if not cell.metadata.get("nbgrader", {}).get("grade")
        for kept in ([cell, pasted(cell)] if is_solution(cell) else [cell])
    ]
    return pruned


def pasted(cell):
    """The cell as Jupyter pastes it: all the same but its id."""
    twin = copy.deepcopy(cell)
    twin.id = f"{cell.id[:50]}-pasted"
    return twin


def words(text):
    """The words and numbers of a text, in single spaces: nothing that Markdown might change."""
    return " ".join(re.findall(r"\w+", text))


def shown(page):
    """The words of an HTML page."""
    return words(html.unescape(re.sub(r"<[^>]*>", "", page)))


def phrases(sentence):
    """The words of a check's sentence between its formulas."""
    return [words(part) for part in re.split(r"\$[^$]*\$", sentence)]


def verdicts(receipt):
    """What a receipt says of each check, without what it cost."""
    return [
        (one.name, one.outcome, one.earned, one.message, one.example) for one in receipt.checks
    ]


@pytest.fixture(scope="module")
def term(tmp_path_factory):
    """A term up to the export of nbgrader's gradebook."""
    term = Term(tmp_path_factory.mktemp("term") / "course")
    term.run("autograder", "release")
    term.released = {name: term.layout.released(name).read_bytes() for name in TOPICS}
    for name, topic in term.topics.items():
        blank = nbformat.read(term.layout.released(name), as_version=4)
        right = fill(blank, reference_answers(topic))
        wrong = {one.of: answer_source(one) for one in two_mistakes(topic)}
        term.hand_in("ann", name, right)
        term.hand_in("bob", name, fill(right, wrong))
    term.hand_in("cy", name, blank)
    term.hand_in("dee", name, pasted_and_pruned(right))
    term.hand_in("eve", name, right, days_late=LATE_DAYS)
    term.run("autograder", "grade")
    term.run("autograder", "gradebook")
    term.ours = term.receipts("activations")
    with (term.layout.root / "gradebook.csv").open() as file:
        term.gradebook = {row["student"]: row for row in csv.DictReader(file)}
    term.run("nbgrader", "autograde", "activations", "--force")
    term.run("nbgrader", "generate_feedback", "activations")
    term.run("nbgrader", "export", "--to", "nbgrader.csv")
    with (term.layout.root / "nbgrader.csv").open() as file:
        rows = [row for row in csv.DictReader(file) if row["assignment"] == "activations"]
    term.theirs = {row["student_id"]: row for row in rows}
    return term


def test_releasing_again_changes_no_byte(term):
    """Neither a second release nor the grading in between changes what students get."""
    assert "0 files changed" in term.run("autograder", "release")
    assert term.released == {name: term.layout.released(name).read_bytes() for name in TOPICS}
    term.run("autograder", "release", "--check")


def test_everybody_earns_what_they_should(term):
    """Right earns everything, also pasted and pruned; untouched nothing; mistakes something."""
    total = term.ours["ann"].points
    earned = {student: receipt.earned for student, receipt in term.ours.items()}

    assert 0 < earned.pop("bob") < total
    assert {"ann": total, "cy": 0, "dee": total, "eve": total} == earned


def test_a_mistake_fails_the_check_that_claims_it(term):
    """Bob's two are found by the checks that `mistakes.py` says, and cost nothing else."""
    mistakes = two_mistakes(term.topics["activations"])
    lost = [one for one in term.ours["bob"].checks if one.outcome is not Outcome.PASSED]

    assert {one.caught_by for one in mistakes} <= {one.name for one in lost}
    assert {one.of for one in mistakes} == {one.exercise for one in lost}


def test_nbgraders_scores_are_ours(term):
    """`nbgrader export` says of every student what our receipts say."""
    theirs = {
        name: (float(row["raw_score"]), float(row["max_score"]))
        for name, row in term.theirs.items()
    }

    assert {name: (r.earned, r.points) for name, r in term.ours.items()} == theirs


def test_nbgraders_late_penalties_are_ours(term):
    """Two started days cost what the course says, there and in gradebook.csv."""
    share = float(term.course.late.lost(LATE_DAYS))
    total = term.ours["eve"].points
    penalties = {
        name: float(row["late_submission_penalty"] or 0) for name, row in term.theirs.items()
    }

    assert dict.fromkeys(term.ours, 0.0) | {"eve": pytest.approx(share * total)} == penalties
    assert pytest.approx(total * (1 - share)) == float(term.theirs["eve"]["score"])
    for name, row in term.theirs.items():
        assert pytest.approx(float(row["score"])) == float(term.gradebook[name]["activations"])


def test_grading_through_nbgrader_moves_no_verdict(term):
    """`nbgrader autograde` graded everybody anew, with the same outcomes, messages and inputs."""
    again = term.receipts("activations")

    assert {name: verdicts(r) for name, r in term.ours.items()} == {
        name: verdicts(receipt) for name, receipt in again.items()
    }


def test_nbgraders_feedback_shows_what_failed(term):
    """Everybody has a page; it has the score, and the law and the input of each failed check."""
    for name, receipt in term.ours.items():
        page = term.layout.feedback(name, "activations").read_text(encoding="utf-8")
        failed = [one for one in receipt.checks if one.outcome is Outcome.FAILED]
        wanted = [p for one in failed for p in (*phrases(one.sentence), words(one.example))]

        assert f"(Score: {float(term.theirs[name]['score'])} / {float(receipt.points)})" in page
        assert [] == [phrase for phrase in wanted if phrase not in shown(page)]


def test_the_notebook_kept_has_every_check_cell_once(term):
    """Whatever was pasted or deleted, nbgrader's copy holds each graded cell, executed by us."""
    for name in term.ours:
        notebook = nbformat.read(term.layout.autograded(name, "activations"), as_version=4)
        graded = [
            cell.metadata.nbgrader.grade_id
            for cell in notebook.cells
            if cell.metadata.get("nbgrader", {}).get("grade")
        ]

        assert sorted(graded) == sorted(
            f"check_{exercise}" for exercise in term.topics["activations"].solution.exercises
        )
