"""The command: what it prints, how it ends, and one line for everything that is wrong."""

import contextlib
import json
import math
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from autograder import __version__, cli, console, operations
from autograder.layout import Layout
from autograder.receipts import CheckResult, Outcome, Receipt, read_receipt, write_receipt
from autograder.reporting.formats import formatted

ROOT = Path(__file__).parents[1]
HOMEWORK = """\
from autograder.gradebook import *
hw = Component("HW", assignments=[Assignment("vectors", due="2027-02-12 23:59")])
"""
AUTOGRADER = (sys.executable, "-m", "autograder")
COMMANDS = sorted(cli.cli.commands)


@pytest.fixture
def run(monkeypatch, capsys):
    """Run the command in this process: (exit status, stdout, stderr), without lines of progress.

    Those come by the clock, so on a slow machine more of them.
    """
    monkeypatch.setattr(console, "PLAIN_EVERY", math.inf)

    def command(*arguments, cwd=None):
        monkeypatch.setattr(sys, "argv", ["autograder", *map(str, arguments)])
        if cwd is not None:
            monkeypatch.chdir(cwd)
        status = 0
        try:
            cli.run()
        except SystemExit as end:
            status = end.code
        return (status, *capsys.readouterr())

    return command


@pytest.fixture
def refused(run):
    """Run a command that is misused: its one line on stderr."""

    def command(*arguments, cwd=None):
        status, out, err = run(*arguments, cwd=cwd)

        assert 2 == status
        assert "" == out
        assert "Traceback" not in err
        assert 1 == err.count("\n")
        assert err.startswith("autograder: ")
        return err.removeprefix("autograder: ").rstrip("\n")

    return command


@pytest.fixture(scope="session")
def standing(tmp_path_factory, write_course, notebook):
    """A course in which two students have handed something in; nobody changes it."""
    root = write_course(tmp_path_factory.mktemp("standing"))
    for student in ("ann", "bob"):
        _hand_in(root, student, notebook())
    return root


def _hand_in(root, student, content):
    path = Layout(root).submitted(student, "vectors")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def test_the_whole_command_from_a_shell(standing, tmp_path, notebook):
    """`python -m autograder grade … --submission FILE --format json` from below the course."""
    mine = tmp_path / "mine.ipynb"
    mine.write_bytes(notebook(norm="def norm(x):\n    print('I SAW', x)\n    return -1.0"))
    done = subprocess.run(
        [*AUTOGRADER, "grade", "vectors", "--format", "json", "--submission", str(mine)],
        cwd=standing / "reference",
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert 1 == done.returncode
    assert "" == done.stderr
    receipt = json.loads(done.stdout)
    assert ["assignment", "student", "points", "earned", "sandbox", "checks"] == list(receipt)
    assert ("vectors", "mine", 12, 9) == tuple(receipt.values())[:4]
    keys = ["name", "exercise", "public", "points", "earned", "outcome"]
    keys += ["message", "example", "shown", "cause", "seconds"]
    assert [keys] * 8 == [list(check) for check in receipt["checks"]]
    outcomes = {check["name"]: check["outcome"] for check in receipt["checks"]}
    assert "FAILED" == outcomes["norm_agrees_with_the_reference"]
    assert "SKIPPED" == outcomes["norm_is_even"]
    assert 6 == list(outcomes.values()).count("PASSED")
    assert "I SAW" not in done.stdout
    assert not (standing / "grades").exists()
    assert not (standing / "gradebook.db").exists()


def test_everything_right_ends_with_0(run, standing):
    """The exit status of `--submission` is what CI looks at."""
    mine = Layout(standing).submitted("ann", "vectors")
    status, out, err = run("grade", "vectors", "--course", standing, "--submission", mine)

    assert (0, "") == (status, err)
    assert "12 of 12 points" in out


def test_what_is_no_notebook_is_told_and_earns_nothing(run, standing, tmp_path):
    """The receipt itself says what is wrong with the file; no traceback."""
    mine = tmp_path / "mine.ipynb"
    mine.write_text("print('hello')")
    status, out, err = run("grade", "vectors", "--course", standing, "--submission", mine)

    assert 1 == status
    assert "0 of 12 points" in out
    assert "the file you handed in is not a notebook" in out
    assert "Traceback" not in out + err


@pytest.fixture(scope="module")
def receipt():
    """A receipt with one check of every outcome, whose words are not easy."""
    checks = [
        CheckResult(
            name=f"norm_{outcome.lower()}",
            exercise="norm",
            sentence="norm(x) is $\\sqrt{x \\cdot x}$ & <b>more</b>",
            public=outcome is Outcome.FAILED,
            points=2,
            earned=2 if outcome is Outcome.PASSED else 0,
            outcome=outcome,
            message="" if outcome is Outcome.PASSED else 'is "<1> & |2|", but should be ``3``',
            example="x = np.array([1.0])" if outcome is Outcome.FAILED else "",
            seconds=0.25,
        )
        for outcome in Outcome
    ]
    return Receipt("vectors", "ann", "0" * 64, "1" * 64, "A", tuple(checks), cpu_seconds=1.0)


def test_the_formats_say_the_same(receipt, tmp_path, notebook):
    """JSON, Markdown, JUnit, Gradescope and text parse, and agree on the points."""
    path = tmp_path / "vectors.ipynb"
    path.write_bytes(notebook())
    forms = {form: formatted(receipt, form, path) for form in console.FORMATS}

    assert 2 == json.loads(forms["json"])["earned"]
    gradescope = json.loads(forms["gradescope"])
    assert (2, 4) == (gradescope["score"], len(gradescope["tests"]))
    suite = ET.fromstring(forms["junit"]).find("testsuite")  # noqa: S314  # our own
    counts = {name: suite.get(name) for name in ("tests", "failures", "errors", "skipped")}
    assert {"tests": "4", "failures": "1", "errors": "1", "skipped": "1"} == counts
    assert "## vectors: 2 of 8 points" in forms["markdown"]
    assert "2 of 8 points" in forms["text"]
    assert 1 == forms["github"].count("::error") == len(json.loads(forms["codequality"]))


@pytest.mark.parametrize("form", console.FORMATS)
def test_every_format_is_offered(form):
    """What operations can write, `--format` takes."""
    option = next(p for p in cli.cli.commands["grade"].params if p.name == "form")

    assert form in option.type.choices


@pytest.mark.parametrize("command", COMMANDS)
def test_help_says_what_a_command_does(run, command):
    """The first line of each help is a sentence, and the overview lists it."""
    status, out, _ = run(command, "--help")
    _, overview, _ = run("-h")

    assert 0 == status
    assert out.startswith(f"Usage: autograder {command} ")
    sentence = out.split("\n\n")[1].strip()
    assert len(sentence) > 20
    assert re.search(rf"^  {command} +{re.escape(sentence[:15])}", overview, re.MULTILINE)


def test_help_needs_no_course(run, tmp_path):
    """And answers at once: nothing heavy is imported for it."""
    assert 0 == run("--help", cwd=tmp_path)[0]
    loaded = subprocess.run(
        [sys.executable, "-c", "import sys, autograder.cli; print(*sys.modules)"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert set() == {"numpy", "hypothesis", "nbgrader", "IPython", "nbformat"} & set(loaded)


def test_an_interrupt_while_the_command_still_starts_is_one_line():
    """Ctrl-C while modules are imported: exit status 130 and no traceback."""
    code = (
        "import sys\n"
        "class Interrupted:\n"
        "    def find_spec(name, *_):\n"
        "        if name == 'autograder.cli.term': raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Interrupted)\n"
        "from autograder.__main__ import main\n"
        "main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "--help"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (130, "") == (done.returncode, done.stdout)
    assert ["interrupted; what was graded is kept, run the same command again"] == (
        done.stderr.split("\n")[1:-1]
    )


def test_an_error_that_was_not_foreseen_is_no_verdict():
    """Exit status 2: workflows take 1 for "staff must look at something"."""
    code = (
        "import autograder.cli\n"
        "def broken(): raise ZeroDivisionError('by zero')\n"
        "autograder.cli.run = broken\n"
        "from autograder.__main__ import main\n"
        "main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (2, "") == (done.returncode, done.stdout)
    assert done.stderr.endswith("ZeroDivisionError: by zero\n")


def test_no_command_compiles_a_grammar_of_web_addresses(tmp_path):
    """That would take a second wherever nbformat is imported, for what no notebook has."""
    code = (
        "import sys, autograder.cli as cli\n"
        "try: cli.run()\n"
        "except SystemExit: import nbformat; print(*sys.modules)"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", code, "nothing"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()

    assert "jsonschema" in loaded
    assert "lark" not in loaded


def test_the_version_is_told(run):
    """`autograder --version`"""
    assert (0, f"autograder, version {__version__}\n", "") == run("--version")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["grad"], "No such command 'grad'"),
        (["realease"], "Did you mean 'release'?"),
        (["verfy"], "Did you mean 'verify'?"),
        (["grade", "--formt", "json"], "--formt"),
        (["grade", "--format", "jsn"], "'jsn' is not one of"),
        (["grade", "--jobs", "0"], "0 is not in the range"),
        (["check"], "Missing argument 'FILE'"),
        (["grade", "--submission", "a.ipynb"], "--submission needs exactly one ASSIGNMENT"),
        (["grade", "a", "b", "--submission", "c"], "--submission needs exactly one ASSIGNMENT"),
    ],
)
def test_misuse_ends_with_2(run, standing, arguments, said):
    """What was meant is said on stderr; nothing was done."""
    status, out, err = run(*arguments, cwd=standing)

    assert 2 == status
    assert "" == out
    assert said in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["grade", "vector"], "there is no assignment 'vector'; did you mean 'vectors'?"),
        (["grade", "zzz"], "there is no assignment 'zzz'; known: vectors"),
        (
            ["grade", "vectors", "--student", "amn"],
            "there is no student with a submission 'amn'; did you mean 'ann'?",
        ),
        (["feedback", "vector"], "there is no assignment 'vector'; did you mean 'vectors'?"),
        (["release", "vector"], "there is no such topic; did you mean 'vectors'?"),
        (["verify", "vector"], "there is no such topic; did you mean 'vectors'?"),
        (["grade", "vector", "--submission", "a"], "there is no such topic; did you mean"),
        (["feedback"], "nothing is graded; run autograder grade"),
        (
            ["check", "nowhere.ipynb"],
            "nowhere.ipynb: cannot be opened (No such file or directory)",
        ),
        (["grade", "--course", "nowhere"], "nowhere: there is no such folder; --course names"),
    ],
)
def test_a_wrong_name_is_one_line_with_the_nearest_right_one(refused, standing, arguments, line):
    """Commands, assignments, topics, students, files and folders."""
    assert line in refused(*arguments, cwd=standing)


def test_a_missing_submission_is_one_line(refused, standing):
    """The file's name and what the system said of it."""
    line = refused("grade", "vectors", "--submission", "nowhere.ipynb", cwd=standing)

    assert "nowhere.ipynb: cannot be opened (No such file or directory)" == line


ANYWHERE = {"check", "doctor", "export", "init", "lms", "similarity", "variants"}


@pytest.mark.parametrize("command", sorted(set(COMMANDS) - ANYWHERE))
def test_outside_a_course_every_command_says_so(refused, tmp_path, command):
    """Where it looked, for what, and what to do."""
    line = refused(command, cwd=tmp_path)

    assert line.startswith(f"{tmp_path}: neither this folder nor one above it holds a course_conf")
    assert line.endswith("or name it with --course")


@pytest.mark.parametrize(
    ("config", "said"),
    [
        ("COURSE = (", "course_config.py, line 1: "),
        ("import nothing_like_this", "course_config.py, line 1: ModuleNotFoundError"),
        ("COURS = 1", "COURSE is missing; end with COURSE = Course("),
        ("COURSE = 1", "COURSE is a int, but should be Course("),
        ("raise SystemExit(3)", "course_config.py, line 1: "),
        ("1 / 0", "line 1: ZeroDivisionError"),
        ("\x00", "course_config.py, line 1: "),
        (
            f"{HOMEWORK}COURSE = Course(title='x', grade=1.0 * hw, tietl=3)",
            "line 3: Course has no setting 'tietl'; did you mean 'title'?",
        ),
        (
            "from autograder.gradebook import *\nLimits(cpu_seconds=0)",
            "line 2: Limits: cpu_seconds is 0, but should be more than 0",
        ),
        (
            HOMEWORK.replace("2027-02-12 23:59", "soon"),
            "course_config.py, line 2: ",
        ),
    ],
)
@pytest.mark.parametrize("command", ["grade", "gradebook"])
def test_a_broken_course_is_one_line(refused, tmp_path, write_course, command, config, said):
    """File, line and remedy, whatever is wrong with course_config.py."""
    write_course(tmp_path, config)
    line = refused(command, cwd=tmp_path)

    assert line.startswith(str(tmp_path / "course_config.py"))
    assert said in line


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ({"solution": "def f(x):\n    ### BEGIN SOLUTION\n    return x\n"}, "solution.py:2: "),
        ({"solution": "def f(x):\n    return x\n    ### END SOLUTION\n"}, "solution.py:3: "),
        ({"solution": "def f(x):\n    ### BEGIN SOLUTON\n    return x\n"}, "solution.py:"),
        ({"solution": "def f(:\n"}, "solution.py:1: "),
        ({"checks": "import nothing_like_this\n"}, "checks.py:1: ModuleNotFoundError"),
        ({"checks": "raise ValueError('a\\nb')\n"}, "checks.py:1: ValueError: a b"),
        ({"checks": "", "mistakes": ""}, "checks.py: no check begins with double"),
        ({"mistakes": "1 / 0\n"}, "mistakes.py:1: ZeroDivisionError"),
    ],
)
@pytest.mark.parametrize("command", ["verify", "release"])
def test_a_broken_topic_is_one_line(
    refused, tmp_path, write_course, write_topic, command, texts, said
):
    """File, line and remedy, whatever is wrong with a topic's files."""
    root = write_course(tmp_path)
    write_topic(root / "reference" / "vectors", **texts)
    line = refused(command, cwd=root)

    assert line.startswith(str(root / "reference" / "vectors"))
    assert said in line


def test_a_topic_with_a_file_missing_is_one_line(refused, tmp_path, write_course):
    """Which one, and what a topic is."""
    root = write_course(tmp_path)
    (root / "reference" / "vectors" / "mistakes.py").unlink()

    assert "mistakes.py: is missing; a topic is the four files" in refused("verify", cwd=root)


def test_a_course_without_topics_is_one_line(refused, tmp_path, write_course):
    """What is missing, and where it belongs."""
    root = write_course(tmp_path)
    (root / "reference").rename(root / "elsewhere")

    assert f"{root / 'reference'}: holds no topics" in refused("release", cwd=root)


def test_nothing_handed_in_is_one_line(refused, tmp_path, write_course):
    """Where notebooks belong."""
    root = write_course(tmp_path)
    line = refused("grade", cwd=root)

    assert f"{root / 'submitted'}: nothing was handed in for any assignment" in line
    assert line.endswith("submitted/STUDENT/ASSIGNMENT/ASSIGNMENT.ipynb")


def test_a_reference_that_fails_its_check_is_one_line(
    refused, tmp_path, write_course, write_topic, topic_texts
):
    """The input it fails on is an array of several lines; the message is not."""
    root = write_course(tmp_path)
    checks = topic_texts["checks"].replace("reference.norm(x))", "reference.norm(x) + 1)", 1)
    write_topic(root / "reference" / "vectors", checks=checks)

    line = refused("verify", cwd=root)
    assert "norm_agrees_with_the_reference: " in line
    assert "the reference fails: " in line


def test_a_folder_that_cannot_be_written_is_one_line(refused, tmp_path, write_course):
    """What the system said, not where in our code it was said."""
    root = write_course(tmp_path)
    shutil.rmtree(root / ".autograder")
    (root / ".autograder").write_text("a file where a folder should be")

    assert ".autograder" in refused("grade", "vectors", "--submission", "a.ipynb", cwd=root)


EXAMINED = """\
from autograder.gradebook import *
hw = Component("HW", assignments=[Assignment("vectors", due="2027-02-12 23:59")])
exam = Component("Exam", assignments=[Assignment("final", points=10, paper=True)])
COURSE = Course(title="T", grade=0.5 * hw + 0.5 * exam)
"""


@pytest.fixture
def examined(tmp_path, write_course, receipt):
    """A course with an exam to come, in which ann has 2 of 8 points of homework."""
    root = write_course(tmp_path, EXAMINED)
    write_receipt(Layout(root).receipt("ann", "vectors"), replace(receipt, student="ann"))
    return root


def test_a_grade_is_explained(run, examined):
    """Line by line, with what is supposed and what a grade needs; nothing is written."""
    before = sorted(examined.rglob("*"))
    arguments = ("--what-if", "exam=9", "--need", "6")
    status, out, err = run("gradebook", "--explain", "ann", *arguments, cwd=examined)

    assert (0, "") == (status, err)
    assert re.search(r"^  Exam +9, supposed$", out, re.MULTILINE)
    assert re.search(r"^  all together +0.5·[\d.]+ \+ 0.5·9 [=≈] [\d.]+$", out, re.MULTILINE)
    assert out.splitlines()[-1].startswith("6.00 needs ")
    assert before == sorted(examined.rglob("*"))


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["--explain", "anne"], "there is no student 'anne'; did you mean 'ann'?"),
        (
            ["--explain", "ann", "--what-if", "exan=1"],
            "no assignment or component is named 'exan'; did you mean 'Exam'?",
        ),
        (
            ["--explain", "ann", "--need", "A"],
            "--need A: should be a grade, a number from 0 to 10",
        ),
    ],
)
def test_what_cannot_be_explained_is_one_line(refused, examined, arguments, line):
    """The nearest name, or what it should be."""
    assert line == refused("gradebook", *arguments, cwd=examined)


def test_supposing_needs_a_student(run, examined):
    """`--what-if` alone would be about nobody."""
    status, _, err = run("gradebook", "--what-if", "exam=9", cwd=examined)

    assert 2 == status
    assert "are for --explain STUDENT" in err


def test_feedback_reads_receipts(run, tmp_path, write_course, receipt):
    """A page for every receipt; a damaged one is told in a line."""
    from autograder.receipts import write_receipt

    root = write_course(tmp_path)
    layout = Layout(root)
    write_receipt(layout.receipt("ann", "vectors"), receipt)
    write_receipt(layout.receipt("bob", "vectors"), replace(receipt, student="bob"))
    status, out, err = run("feedback", cwd=root)

    assert (0, "") == (status, err)
    assert f"2 pages written below {root / 'feedback'}\n" == out
    assert layout.feedback("ann", "vectors").is_file()
    assert "did you mean 'ann'?" in run("feedback", "--student", "amn", cwd=root)[2]
    layout.receipt("bob", "vectors").write_text("{")
    status, _, err = run("feedback", cwd=root)
    assert 0 == status
    assert 1 == err.count("\n")
    assert "bob, vectors: " in err
    assert "bob.json is damaged; autograder grade vectors --student bob writes it anew" in err


def test_a_report_on_the_class(run, examined):
    """One page, a CSV for each of its tables, and nothing else."""
    before = set(examined.rglob("*"))
    status, out, err = run("report", "--at-risk-below", "9.5", cwd=examined)
    new = {path.relative_to(examined).as_posix() for path in set(examined.rglob("*")) - before}

    assert (0, "") == (status, err)
    assert f"1 students, 1 submissions, in {examined / 'report.html'}" == out.splitlines()[0]
    assert f"{len(new) - 2} tables as CSV, in {examined / 'report'}" == out.splitlines()[1]
    assert {"report.html", "report/students.csv", "report/vectors-checks.csv"} <= new
    assert "ann,3.33,the grade so far is 3.33, below 9.5" in (
        (examined / "report" / "at-risk.csv").read_text(encoding="utf-8").replace('"', "")
    )


def test_a_report_elsewhere(run, examined, tmp_path_factory):
    """The page and its tables stand where it is told."""
    page = tmp_path_factory.mktemp("staff") / "week_1.html"
    status, _, _ = run("report", "--output", page, cwd=examined)

    assert 0 == status
    assert page.is_file()
    assert (page.parent / "week_1" / "students.csv").is_file()
    assert not (examined / "report.html").exists()


def test_a_bound_that_is_no_grade_is_one_line(refused, examined):
    """What it should be, by the name of the option that was given."""
    line = "--at-risk-below low: should be a grade, a number from 0 to 10"

    assert line == refused("report", "--at-risk-below", "low", cwd=examined)


@pytest.fixture
def students_folder(tmp_path, standing, notebook):
    """What a student has: public_checks.py and a notebook beside it."""
    from autograder.authoring.public_checks import public_checks_source
    from autograder.authoring.topic import load_topic

    topic = load_topic(standing / "reference" / "vectors")
    text = public_checks_source(
        assignment="vectors",
        checks_source=topic.checks_source,
        public=topic.public_check_names,
        hidden=topic.hidden_check_names,
        exercises=tuple(topic.solution.exercises),
        where="checks.py",
    )
    (tmp_path / "public_checks.py").write_text(text, encoding="utf-8")

    def write(*more, **answers):
        path = tmp_path / "vectors.ipynb"
        path.write_bytes(notebook(*more, **answers))
        return path

    return write


def test_check_passes(run, students_folder):
    """`autograder check FILE` needs no course: 0 if every public check holds."""
    path = students_folder()
    status, out, err = run("check", path, cwd=path.parent)

    assert (0, "") == (status, err)
    assert out.startswith("All 2 public checks passed; the hidden ones run when you hand in.")


def test_check_fails_with_1(run, students_folder):
    """What does not hold, on which input, as in the notebook; cells that raise are named."""
    path = students_folder("1 / 0", center="def center(x):\n    return x")
    status, out, err = run("check", path)

    assert 1 == status
    assert out.startswith("1 of 2 public checks passed.")
    assert "Run this below your own cells" in out
    assert "code cell 6 raises ZeroDivisionError: division by zero\n" == err
    assert 0 == run("check", path, "--exercise", "double")[0]
    assert 1 == run("check", path, "--exercise", "center")[0]


@pytest.mark.parametrize("where", ["in a cell", "in a function"])
def test_a_notebook_that_ends_the_process_does_not_pass(students_folder, where):
    """Exit status 2 and a sentence, whatever status the notebook asks for."""
    leave = "__import__('os')._exit(0)"
    if where == "in a cell":
        path = students_folder(leave)
    else:
        path = students_folder(center=f"def center(x):\n    {leave}")
    command = [sys.executable, "-m", "autograder", "check", path]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (2, "") == (done.returncode, done.stdout)
    assert done.stderr.startswith("vectors.ipynb: nothing was checked, because its code called ")


def test_check_of_one_exercise_names_the_nearest(refused, students_folder):
    """A mistyped exercise is misuse."""
    line = refused("check", students_folder(), "--exercise", "centre")

    assert "there is no exercise 'centre'; did you mean 'center'?" == line


def test_check_of_what_is_no_notebook_is_one_line(refused, tmp_path):
    """A file of another kind, and a folder."""
    text = tmp_path / "work.txt"
    text.write_text("hello")

    assert f"{text}: is not a notebook" in refused("check", text)
    assert f"{tmp_path}: is a folder" == refused("check", tmp_path)


def test_check_without_public_checks_is_one_line(refused, students_folder):
    """Which file should lie where."""
    path = students_folder()
    (path.parent / "public_checks.py").unlink()

    assert "public_checks.py does not lie in" in refused("check", path)


# Below: whole classes, in pools of processes.


@pytest.fixture
def classroom(tmp_path, write_course, notebook):
    """A course with many submissions, of which some need a second or so."""
    root = write_course(tmp_path / "course")
    slow = "for _ in range(12_000_000):\n    pass"
    ends = "def norm(x):\n    import os; os._exit(1)"
    for number in range(4):
        _hand_in(root, f"slow_{number}", notebook(f"'{number}'", slow))
        _hand_in(root, f"quick_{number}", notebook(f"'{number}'", split="split = None"))
    _hand_in(root, "ends", notebook(norm=ends))
    _hand_in(root, "damaged", b"{")
    (root / "submitted" / "empty" / "vectors").mkdir(parents=True)
    return Layout(root)


def _receipts(layout, timeless):
    return {path.stem: timeless(read_receipt(path)) for path in layout.receipts("vectors")}


@pytest.fixture(scope="session")
def timeless():
    """A receipt without what the clock decides."""

    def strip(receipt):
        checks = tuple(replace(result, seconds=0.0) for result in receipt.checks)
        return replace(receipt, checks=checks, cpu_seconds=0.0, peak_memory_mb=0.0)

    return strip


@pytest.mark.slow
def test_two_processes_write_what_one_writes(run, classroom, timeless):
    """Who grades whom, and in which order, changes no receipt; then all is kept."""
    status, out, err = run("grade", "vectors", "--jobs", 2, cwd=classroom.root)
    by_two = _receipts(classroom, timeless)
    run("grade", "vectors", "--jobs", 1, "--again", cwd=classroom.root)

    assert 1 == status
    assert "9 graded, 0 kept as they were, 2 could not be read" == out.splitlines()[0]
    assert ["damaged, vectors", "empty, vectors"] == [
        line.partition(":")[0] for line in err.splitlines()
    ]
    assert 11 == len(by_two)
    assert by_two == _receipts(classroom, timeless)
    assert {"slow_0": 12, "quick_0": 9, "ends": 9, "damaged": 0}.items() <= {
        student: receipt.earned for student, receipt in by_two.items()
    }.items()
    _, out, _ = run("grade", "vectors", cwd=classroom.root)
    assert "0 graded, 9 kept as they were, 2 could not be read" == out.splitlines()[0]


def _children(pid):
    """All processes below this one."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parents[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
    found = {pid}
    while more := {one for one, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {pid}


@pytest.mark.slow
def test_a_run_that_is_killed_and_run_again_ends_the_same(run, classroom, timeless):
    """What was graded is kept, the rest is graded, and no process of the killed run is left."""
    whole = run("grade", "vectors", cwd=classroom.root)
    expected = _receipts(classroom, timeless)
    for path in classroom.receipts("vectors"):
        path.unlink()
    killed = subprocess.Popen(
        [*AUTOGRADER, "grade", "vectors", "--jobs", "2"],
        cwd=classroom.root,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + 60
    while len(classroom.receipts("vectors")) < 3 and time.monotonic() < deadline:
        time.sleep(0.02)
    family = _children(killed.pid)
    os.kill(killed.pid, signal.SIGKILL)
    killed.wait()
    done = len(classroom.receipts("vectors"))

    assert 3 <= done < 11
    assert len(family) >= 4  # two examiners and their zygotes
    deadline = time.monotonic() + 20
    while (left := {pid for pid in family if _alive(pid)}) and time.monotonic() < deadline:
        time.sleep(0.1)
    for pid in left:
        os.kill(pid, signal.SIGKILL)
    assert set() == left
    kept = sum(read_receipt(path).read for path in classroom.receipts("vectors"))
    status, out, err = run("grade", "vectors", cwd=classroom.root)
    said = f"{9 - kept} graded, {kept} kept as they were, 2 could not be read"
    assert said == out.splitlines()[0]
    assert (status, err) == (whole[0], whole[2])
    assert expected == _receipts(classroom, timeless)


def _alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.slow
def test_a_term_from_verify_to_feedback(run, tmp_path, write_course, notebook):
    """Each command ends with 0 on a course that is right, in the order of the help."""
    root = write_course(tmp_path)
    assert 0 == run("release", cwd=root)[0]
    status, out, _ = run("verify", "--format", "json", cwd=root)
    verified = json.loads(out)
    assert 1 == status  # one mistake and no care: some mutant of the tiny topic survives
    assert "vectors" == verified["topics"][0]["name"]
    assert {"total": 1, "caught": 1, "told": 1} == verified["topics"][0]["mistakes"]
    assert verified["ok"] is False
    assert verified["topics"][0]["mutants"]["survivors"]
    assert (0, "1 released, 0 files changed\n", "") == run("release", cwd=root)
    assert (0, "", "") == run("release", "--check", cwd=root)
    for path in (root / "assignments").rglob("*.ipynb"):
        path.unlink()
    status, out, _ = run("release", "--check", cwd=root)
    assert 1 == status
    assert "is not what a release makes; run autograder release" in out
    _hand_in(root, "ann", notebook())
    status, out, err = run("grade", cwd=root)
    assert (0, "") == (status, err)
    assert [
        "1 graded, 0 kept as they were",
        "vectors: 1 submission, mean 12 of 12 points, 1 with full marks",
        "next: autograder gradebook, then autograder feedback",
    ] == out.splitlines()
    assert 0 == run("feedback", cwd=root)[0]
    status, out, _ = run("gradebook", cwd=root)
    assert "1 students, in" in out
    assert (root / "gradebook.csv").is_file()
    assert 0 == run("report", cwd=root)[0]
    assert (root / "report.html").is_file()


def test_one_file_is_graded_in_bounded_memory(run, standing, monkeypatch):
    """As in a class: what a check allocates of an answer is bounded, and only meanwhile."""
    bounds = []
    grade_file = operations.grade_file

    def watched(*arguments, **options):
        bounds.append(resource.getrlimit(resource.RLIMIT_AS)[0])
        return grade_file(*arguments, **options)

    monkeypatch.setattr(operations, "grade_file", watched)
    before = resource.getrlimit(resource.RLIMIT_AS)
    file = Layout(standing).submitted("ann", "vectors")
    status, *_ = run("grade", "vectors", "--submission", file, cwd=standing)

    assert 0 == status
    assert 2 * 2**30 < bounds[0] < 8 * 2**30
    assert before == resource.getrlimit(resource.RLIMIT_AS)


def test_no_name_reaches_the_terminal_raw():
    """Folders may be called anything: no colours, no new lines, nothing turned around."""
    said = console.one_line("a\x1b[31m\nb\u202e\udcff, vectors: is missing")

    assert "a\\x1b[31m b\\u202e\\udcff, vectors: is missing" == said
