"""A term through a local exchange: an instructor, two students who are two users of the machine.

Where the tests run as root and a Python is in reach of everybody (see `.ci/run`), the students
are two accounts without rights; elsewhere they are two folders of whoever runs the tests.
"""

import csv
import html
import json
import os
import pwd
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner

from autograder.authoring.answers import answer_source, reference_answers
from autograder.authoring.notebook import fill
from autograder.authoring.topic import load_topic
from autograder.cli import cli
from autograder.gradebook import load_course
from autograder.gradebook.secret import begin_secret, course_secret
from autograder.layout import Layout
from autograder.quizzes.notebook import filled
from autograder.quizzes.quiz import load_quiz, variant_of
from autograder.quizzes.verification import answer_source as right_answer
from autograder.receipts import Outcome, read_receipt

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
TOPIC, QUIZ, COURSE_ID = "warmup", "quiz_basics", "deep_learning"

# nbgrader's own command; importing it, which takes seconds, is done once for all who use it.
COMMANDS = """
import json, os, sys
from nbgrader.apps import NbGraderApp
for line in sys.stdin:
    order = json.loads(line)
    child = os.fork()
    if child == 0:
        output = os.open(order["output"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(output, 1)
        os.dup2(output, 2)
        if order["account"]:
            os.setgroups([])
            os.setgid(order["account"][1])
            os.setuid(order["account"][0])
        os.environ["HOME"] = order["folder"]
        os.chdir(order["folder"])
        NbGraderApp.launch_instance(order["arguments"])
        sys.exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


def ordinary_python(place):
    """A Python with the framework that the accounts reach from `place`; None if there is none."""
    if os.geteuid() != 0:
        return None
    python = os.environ.get("AUTOGRADER_ORDINARY_PYTHON", sys.executable)
    try:
        found = subprocess.run(
            [python, "-c", "import autograder, nbgrader.apps"],
            cwd=place,
            check=False,
            capture_output=True,
            **become(accounts()[0]),
        )
    except PermissionError:
        return None
    return python if found.returncode == 0 else None


def accounts():
    """Two users of this machine who are not root."""
    return [each for each in pwd.getpwall() if each.pw_uid != 0][:2]


def become(account):
    """What makes `subprocess` start a program as that user."""
    if account is None:
        return {}
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


@dataclass(frozen=True)
class Person:
    """Somebody with a folder that is their home, and nbgrader's commands in it."""

    name: str
    folder: Path
    account: pwd.struct_passwd | None
    server: subprocess.Popen

    def nbgrader(self, *arguments, status=0):
        """Run a command; return what it said."""
        with tempfile.NamedTemporaryFile("r") as output:
            order = {
                "account": [self.account.pw_uid, self.account.pw_gid] if self.account else None,
                "arguments": arguments,
                "folder": str(self.folder),
                "output": output.name,
            }
            self.server.stdin.write(json.dumps(order) + "\n")
            self.server.stdin.flush()
            ended, said = int(self.server.stdout.readline()), output.read()
        assert status == ended, said
        return said

    def answer(self, answers):
        """Write answers into the notebook that was fetched."""
        path = self.folder / TOPIC / f"{TOPIC}.ipynb"
        nbformat.write(fill(nbformat.read(path, as_version=4), answers), path)

    def may(self, *command):
        """Whether a program of this user's succeeds."""
        done = subprocess.run(command, check=False, capture_output=True, **become(self.account))
        return done.returncode == 0


@pytest.fixture(scope="module")
def place():
    """A folder that every user of the machine can reach."""
    with tempfile.TemporaryDirectory(prefix="exchange-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture(scope="module")
def ordinary(place):
    """A Python that accounts without rights reach; None: there is none, or we are no root."""
    return ordinary_python(place)


@pytest.fixture(scope="module")
def server(ordinary):
    """A process that runs nbgrader's commands, each in a child of its own."""
    personal = ("IPYTHON", "JUPYTER", "MPL", "PYTHONPATH", "XDG")
    environment = {k: v for k, v in os.environ.items() if not k.startswith(personal)}
    if ordinary in (None, sys.executable):
        environment["PYTHONPATH"] = str(ROOT)
    with subprocess.Popen(
        [ordinary or sys.executable, "-c", COMMANDS],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**environment, "NO_COLOR": "1"},
    ) as process:
        yield process
        process.stdin.close()


@pytest.fixture(scope="module")
def topic():
    """The homework."""
    return load_topic(ROOT / "reference" / TOPIC)


@pytest.fixture(scope="module")
def write_instructor(server):
    """Write a course with one homework and one quiz: its instructor."""

    def write(root, exchange=None):
        for name in (TOPIC, QUIZ):
            unneeded = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / "reference" / name, root / "reference" / name, ignore=unneeded)
        for name in ("course_config.py", "nbgrader_config.py"):
            shutil.copy(ROOT / name, root)
        if exchange:
            with (root / "nbgrader_config.py").open("a") as config:
                config.write(f'\nget_config().Exchange.root = "{exchange}"\n')
        return Person("instructor", root, None, server)

    return write


def autograder(person, *arguments):
    """Run our own command in the course; 1 says that staff must look at something."""
    done = CliRunner().invoke(cli, [*arguments, "--course", str(person.folder)])
    assert done.exit_code in (0, 1), done.output
    assert isinstance(done.exception, SystemExit | None), done.output + str(done.exception)


def exported(instructor, assignment):
    """What `nbgrader export` says of an assignment: student → row."""
    instructor.nbgrader("export", "--to", "nbgrader.csv")
    with (instructor.folder / "nbgrader.csv").open() as file:
        rows = list(csv.DictReader(file))
    return {row["student_id"]: row for row in rows if row["assignment"] == assignment}


def earned(instructor, assignment):
    """Student → points of the receipt."""
    paths = Layout(instructor.folder).receipts(assignment)
    return {path.stem: read_receipt(path).earned for path in paths}


def words(text):
    """The words and numbers of a text or an HTML page, in single spaces."""
    return " ".join(re.findall(r"\w+", html.unescape(re.sub(r"<[^>]*>", "", text))))


def visible_mistake(topic):
    """A mistake that a public check catches, so that students can see it themselves."""
    return next(one for one in topic.mistakes if one.caught_by in topic.public_check_names)


class Term:
    """Everything up to the feedback that students fetch; what the commands said on the way."""

    def __init__(self, place, server, topic, write_instructor, *, two_users):
        self.exchange = place / "exchange"
        self.instructor = write_instructor(place / "course", self.exchange)
        self.instructor.folder.chmod(0o700)
        self.two_users = two_users
        who = accounts() if self.two_users else [None, None]
        self.right, self.wrong = (
            self.student(place, server, name, account)
            for name, account in zip(("ann", "bob"), who, strict=True)
        )
        mistake = visible_mistake(topic)
        self.release()
        self.work(reference_answers(topic), {mistake.of: answer_source(mistake)})
        self.grade()

    def student(self, place, server, name, account):
        """A student, who has what the README tells students to write."""
        folder = place / name
        config = folder / ".jupyter" / "nbgrader_config.py"
        config.parent.mkdir(parents=True)
        words = "c = get_config()\n"
        words += f'c.CourseDirectory.course_id = "{COURSE_ID}"\n'
        words += "from autograder.gradebook.nbgrader_validate import require_check_cells\n"
        words += "require_check_cells(c)\n"
        words += f'c.Exchange.root = "{self.exchange}"\n'
        if account is None:
            words += f'c.CourseDirectory.student_id = "{name}"\n'
        config.write_text(words)
        folder.chmod(0o700)
        if account is not None:
            for path in (folder, config.parent, config):
                os.chown(path, account.pw_uid, account.pw_gid)
        return Person(account.pw_name if account else name, folder, account, server)

    def release(self):
        """The instructor hands out, the students fetch."""
        autograder(self.instructor, "release")
        path = Layout(self.instructor.folder).released(TOPIC)
        released = path.read_bytes()
        self.instructor.nbgrader("generate_assignment", TOPIC, "--force")
        self.same_bytes = released == path.read_bytes()
        self.instructor.nbgrader("release_assignment", TOPIC)
        self.listed = [self.instructor.nbgrader("list"), self.right.nbgrader("list")]
        for student in (self.right, self.wrong):
            student.nbgrader("fetch_assignment", TOPIC)
        self.listed.append(self.right.nbgrader("list"))

    def work(self, right, mistaken):
        """One hands in what is wrong, validates, corrects it, hands in; the other does not."""
        notebook = f"{TOPIC}/{TOPIC}.ipynb"
        for student in (self.right, self.wrong):
            student.answer(right | mistaken)
        self.right.nbgrader("submit", TOPIC)
        self.refused = self.wrong.nbgrader("validate", notebook)
        self.wrong.nbgrader("submit", TOPIC)
        self.right.answer(right)
        self.praised = self.right.nbgrader("validate", notebook)
        self.right.nbgrader("submit", TOPIC)
        self.handed_in = {
            person.name: person.nbgrader("list", "--inbound")
            for person in (self.instructor, self.right, self.wrong)
        }
        self.cached = self.right.nbgrader("list", "--cached")

    def grade(self):
        """The instructor collects, grades and hands back: by our commands, then by nbgrader's."""
        self.collected = self.instructor.nbgrader("collect", TOPIC)
        for command in ("grade", "gradebook", "feedback"):
            autograder(self.instructor, command)
        self.our_pages = self.hand_back()
        only = ("--force", "--student", self.wrong.name)
        self.instructor.nbgrader("autograde", TOPIC, *only)
        self.instructor.nbgrader("generate_feedback", TOPIC, *only)
        self.nbgraders_page = self.hand_back()[self.wrong.name]

    def hand_back(self):
        """Release the feedback, fetch it: student → the one page."""
        self.instructor.nbgrader("release_feedback", TOPIC)
        pages = {}
        for student in (self.right, self.wrong):
            student.nbgrader("fetch_feedback", TOPIC)
            (page,) = student.folder.glob(f"{TOPIC}/feedback/*/*.html")
            pages[student.name] = words(page.read_text("utf-8"))
        return pages


@pytest.fixture(scope="module")
def term(place, server, topic, write_instructor, ordinary):
    """The term."""
    return Term(place, server, topic, write_instructor, two_users=ordinary is not None)


def test_nbgraders_generate_assignment_makes_what_release_makes(term):
    """Nobody has to know which of the two to use."""
    assert term.same_bytes


def test_what_is_released_is_listed_until_it_is_fetched(term):
    """The instructor and the students see the homework; later that it is downloaded."""
    released = f"{COURSE_ID} {TOPIC}"

    assert all(released in said for said in term.listed)
    assert [False, False, True] == [
        f"{released} (already downloaded)" in said for said in term.listed
    ]


def test_validate_tells_right_from_wrong(term):
    """Wrong work fails in one cell, right work passes."""
    assert "VALIDATION FAILED ON 1 CELL(S)" in term.refused
    assert "Success! Your notebook passes all the tests." in term.praised


def test_the_last_of_several_is_collected(term):
    """Of three that were handed in two are collected; the corrected one earns everything."""
    total = sum(load_topic(ROOT / "reference" / TOPIC).points_by_exercise.values())
    found = earned(term.instructor, TOPIC)

    assert 3 == term.handed_in["instructor"].count(f" {TOPIC} 2")
    assert 2 == term.cached.count(f" {TOPIC} 2")
    assert "Processing 2 submissions" in term.collected
    assert total == found[term.right.name]
    assert 0 < found[term.wrong.name] < total


def test_everybody_fetches_their_own_page_only(term):
    """One page each, of the last that was handed in; one's failures are in no other's page."""
    layout = Layout(term.instructor.folder)
    receipts = {
        student.name: read_receipt(layout.receipt(student.name, TOPIC))
        for student in (term.right, term.wrong)
    }
    wrong = receipts[term.wrong.name]
    failed = [words(one.message) for one in wrong.checks if one.outcome is Outcome.FAILED]

    assert failed
    for name, page in term.our_pages.items():
        assert words(f"{TOPIC}: feedback for {name}") in page
        assert [name == term.wrong.name] * len(failed) == [each in page for each in failed]
    assert words(f"(Score: {float(wrong.earned)} / {float(wrong.points)})") in term.nbgraders_page
    assert all(each in term.nbgraders_page for each in failed)


def test_nbgraders_tables_are_our_gradebook(term):
    """`export`, `db student list` and `db assignment list` say what gradebook.csv says."""
    with (term.instructor.folder / "gradebook.csv").open() as file:
        ours = {row["student"]: float(row[TOPIC]) for row in csv.DictReader(file)}
    theirs = exported(term.instructor, TOPIC)
    people = term.instructor.nbgrader("db", "student", "list")
    assignments = term.instructor.nbgrader("db", "assignment", "list")

    assert ours == pytest.approx({name: float(row["score"]) for name, row in theirs.items()})
    assert set(ours) == set(re.findall(r"^(\S+) \(", people, re.MULTILINE))
    due = load_course(Layout(ROOT).config).due_at(TOPIC).astimezone(UTC)
    assert f"\n{TOPIC} (due: {due:%Y-%m-%d %H:%M:%S})" in assignments


def test_students_cannot_look_at_each_others_work(term):
    """Neither list what was handed in nor feedback, nor change what is handed out."""
    if not term.two_users:
        pytest.skip("needs root, and a Python in everybody's reach")
    course = term.exchange / COURSE_ID
    for student, other in ((term.right, term.wrong), (term.wrong, term.right)):
        assert TOPIC not in term.handed_in[student.name].partition("Submitted")[2]
        assert not student.may("ls", course / "inbound")
        assert not student.may("ls", course / "feedback")
        assert not student.may("touch", course / "outbound" / TOPIC / "more")
        assert not student.may("ls", other.folder)
        assert not student.may("ls", term.instructor.folder)
        assert student.may("ls", course / "outbound" / TOPIC)


def test_whoever_hands_in_for_another_is_named(term):
    """The exchange lets one claim to be another; `collect` says which account it was."""
    if not term.two_users:
        pytest.skip("needs root, and a Python in everybody's reach")
    claimed, account = term.right.name, term.wrong.name
    term.wrong.nbgrader("submit", TOPIC, "--student", claimed)
    said = term.instructor.nbgrader("collect", TOPIC)

    assert f"claims to be submitted by {claimed} but is owned by {account}" in said


class QuizDay:
    """Variants for a roster, a zip of what came back, nbgrader's own commands."""

    ARCHIVE = "downloaded/{quiz}/archive/{quiz}.zip"

    def __init__(self, instructor):
        self.instructor, self.layout = instructor, Layout(instructor.folder)
        roster = instructor.folder / "roster.csv"
        roster.write_text("student\nann\nbob\n")
        autograder(instructor, "lms", "roster", str(roster))
        begin_secret(instructor.folder)
        autograder(instructor, "variants", QUIZ)
        quiz = load_quiz(self.layout.reference / QUIZ)
        secret = course_secret(self.layout.root)
        answers = {
            one.question.name: right_answer(one) for one in variant_of(quiz, "ann", secret).asked
        }
        blank = nbformat.read(self.layout.variant("ann", QUIZ), as_version=4)
        right = filled(blank, answers)
        self.collect({"ann": right, "bob": right})
        instructor.nbgrader("autograde", QUIZ)
        instructor.nbgrader("generate_feedback", QUIZ)
        self.points = quiz.points

    def collect(self, notebooks):
        """Put them into a zip, named as the README says, and let nbgrader take them out."""
        archive = self.layout.root / self.ARCHIVE.format(quiz=QUIZ)
        archive.parent.mkdir(parents=True)
        with zipfile.ZipFile(archive, "w") as made:
            for student, notebook in notebooks.items():
                name = f"{student}_20270301T073000_{QUIZ}.ipynb"
                made.writestr(name, nbformat.writes(notebook))
        (option,) = re.findall(r"zip_collect \w+ (--\S+)", README)
        self.collected = self.instructor.nbgrader("zip_collect", QUIZ, option.replace("'", ""))


@pytest.fixture(scope="module")
def quiz_day(tmp_path_factory, write_instructor):
    """The quiz, handed out, collected and graded."""
    return QuizDay(write_instructor(tmp_path_factory.mktemp("quiz") / "course"))


def test_zip_collect_brings_work_and_its_time(quiz_day):
    """Two files of a zip lie where we grade them, in time as their names say."""
    receipts = {path.stem: read_receipt(path) for path in quiz_day.layout.receipts(QUIZ)}

    assert "2 files collected" in quiz_day.collected
    assert {"ann", "bob"} == set(receipts)
    assert {"2027-03-01 07:30:00"} == {one.submitted_at for one in receipts.values()}


def test_nbgrader_autogrades_a_quiz_by_the_students_own_variant(quiz_day):
    """All points for one's own, few for a neighbour's; our command says the same."""
    ours = earned(quiz_day.instructor, QUIZ)
    theirs = {
        name: float(row["score"]) for name, row in exported(quiz_day.instructor, QUIZ).items()
    }

    assert ours == theirs
    assert quiz_day.points == ours["ann"]
    assert ours["bob"] < quiz_day.points / 2
    autograder(quiz_day.instructor, "grade", QUIZ, "--again")
    assert ours == earned(quiz_day.instructor, QUIZ)


def test_nbgraders_feedback_of_a_quiz_shows_the_students_own_questions(quiz_day):
    """The score, and what was wrong; a neighbour's notebook is told to be that."""
    pages = {
        name: quiz_day.layout.feedback(name, QUIZ).read_text(encoding="utf-8")
        for name in ("ann", "bob")
    }

    assert f"(Score: {float(quiz_day.points)} / {float(quiz_day.points)})" in pages["ann"]
    assert "this one is of variant" in words(pages["bob"])
    assert "this one is of variant" not in words(pages["ann"])
