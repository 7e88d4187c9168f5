"""`check("norm")` in a script, in IPython and in a real kernel; `autograder check FILE`."""

import subprocess
import sys
from pathlib import Path

import nbformat
import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell

import autograder
from autograder.authoring.notebook import fill
from autograder.authoring.release import release
from autograder.authoring.topic import load_topic
from autograder.errors import AutograderError
from autograder.local_check import Advice, PublicResults, run_public_checks
from autograder.receipts import Outcome

ROOT = Path(__file__).parents[1]
OF_NO_EXERCISE = """\
from autograder.checks import check
EXERCISES = ("norm",)
@check(points=1, public=True)
def cube_is_odd(student):
    'cube(-x) is -cube(x).'
"""


OF_A_LIST = """\
from autograder.checks import check, require
EXERCISES = ("norm",)
@check(points=1, public=True)
def norm_gives_the_very_list(student):
    'norm(0) is the list that same(x) knows.'
    require(student.same(student.norm(0)), "another list")
"""


@pytest.fixture(scope="session")
def topic(tmp_path_factory, write_course):
    """The tiny topic."""
    root = write_course(tmp_path_factory.mktemp("course"))
    return load_topic(root / "reference" / "vectors")


@pytest.fixture(scope="session")
def public_checks(topic):
    """The text of its public_checks.py."""
    from autograder.authoring.public_checks import public_checks_source

    return public_checks_source(
        assignment="vectors",
        checks_source=topic.checks_source,
        public=topic.public_check_names,
        hidden=topic.hidden_check_names,
        exercises=tuple(topic.solution.exercises),
        where="checks.py",
        given=f"{topic.solution.given}\n\n\nHALF = 0.5",
    )


@pytest.fixture
def folder(tmp_path, monkeypatch, public_checks):
    """A student's folder, where the notebook was started."""
    (tmp_path / "public_checks.py").write_text(public_checks, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def double(x):
    """A right answer, for check() to find among this module's names."""
    return 2 * x


def center(x):
    """A wrong one."""
    return x - x.max(axis=0)


def test_check_finds_the_callers_functions(folder):
    """Whoever calls it, from wherever: the names are the caller's."""
    results = autograder.check("double")

    assert isinstance(results, PublicResults)
    assert results.passed
    assert ["double_leaves_x_alone"] == [result.name for result in results.results]
    assert repr(results).startswith(
        "The public check passed; the hidden ones run when you hand in"
    )
    assert "double(x) leaves x as it was." in repr(results)
    assert "double(x) leaves x as it was." in results._repr_html_()


def test_a_wrong_answer_shows_the_smallest_call(folder):
    """What was found, what it should be, and the call to try it with."""
    (found,) = autograder.check("center").results

    assert Outcome.FAILED is found.outcome
    assert "should be 0" in found.message
    assert found.shown["code"].startswith("center(np.array([[")
    assert found.shown["code"].count(",") <= 2
    text = repr(autograder.check("center"))
    assert text.startswith("0 of 1 public check passed.")
    assert "Run this below your own cells:\n" in text
    assert found.shown["code"] in text


def test_without_a_name_every_exercise_is_checked(folder):
    """One result for each public check, in the file's order."""
    results = autograder.check()

    assert ["double", "center"] == [result.exercise for result in results.results]
    assert not results.passed


def test_an_exercise_without_public_checks_says_so(folder):
    """Nothing ran, and nothing is claimed."""
    results = autograder.check("norm")

    assert () == results.results
    assert "There is no public check here; the hidden ones run when you hand in." == repr(results)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("centre", "there is no exercise 'centre'; did you mean 'center'?"),
        ("zzz", "there is no exercise 'zzz'; they are double, center, norm, split"),
    ],
)
def test_a_mistyped_exercise_is_one_line(folder, name, meant):
    """No traceback: the nearest name, or all of them."""
    advice = autograder.check(name)

    assert isinstance(advice, Advice)
    assert meant == repr(advice)


def test_a_name_without_quotes_is_one_line(folder):
    """check(center) instead of check("center") is what everybody types once."""
    advice = autograder.check(center)

    assert 'check takes the name of an exercise in quotes: check("center")' == repr(advice)


def test_a_missing_file_is_one_line(tmp_path, monkeypatch):
    """Which file, where it is looked for, and what to do."""
    monkeypatch.chdir(tmp_path)
    advice = repr(autograder.check("double"))

    assert advice.startswith(f"public_checks.py does not lie in {tmp_path}: download it next to")
    assert "\n" not in advice


@pytest.mark.parametrize(
    "text",
    [
        "from autograder.checks import something_of_the_future\n",
        "def broken(:\n",
        "raise SystemExit(1)\n",
        "ASSIGNMENT = 'vectors'\n",
        "EXERCISES = ()\n",
        "EXERCISES = 3\n",
        OF_NO_EXERCISE,
        "\udcff",
    ],
)
def test_a_stale_file_is_one_line(folder, text):
    """A public_checks.py of another version: what to download, and no traceback."""
    (folder / "public_checks.py").write_bytes(text.encode("utf-8", "surrogateescape"))
    advice = repr(autograder.check("norm"))

    assert advice.startswith("public_checks.py does not fit this version of autograder (")
    assert advice.endswith("download the assignment again, or update autograder")
    assert "\n" not in advice


@pytest.mark.parametrize(
    ("stamp", "told"), [('RELEASE = "old"\n', "'vectors', release old"), ("", "release ?")]
)
def test_a_file_of_another_release_is_one_line(folder, stamp, told):
    """Both files are named, both releases, and what to do without losing answers."""
    path = folder / "public_checks.py"
    path.write_text(path.read_text() + stamp)
    with pytest.raises(AutograderError) as caught:
        run_public_checks(path, {"center": center, "RELEASE": "new"}, "center")
    advice = str(caught.value)

    assert advice.startswith("public_checks.py in ")
    assert told in advice
    assert "but the notebook is of release new: download both again into a new folder" in advice
    assert "\n" not in advice


@pytest.mark.parametrize("release", [{}, {"RELEASE": "new"}, {"RELEASE": np.ones(2)}])
def test_the_same_release_is_checked(folder, release):
    """So is a script that says nothing of one, or has the name for something else."""
    path = folder / "public_checks.py"
    path.write_text(path.read_text() + 'RELEASE = "new"\n')

    assert run_public_checks(path, {"double": double, **release}, "double").passed


def test_autograder_check_compares_the_releases_too(folder):
    """`autograder check` runs the notebook's first cell, which says of which release it is."""
    (folder / "vectors.py").write_text('# %%\nRELEASE = "new"\n')

    with pytest.raises(AutograderError, match="but the notebook is of release new"):
        autograder.local_check.check_file(folder / "vectors.py")
    InteractiveShell.clear_instance()  # with its RELEASE


def test_a_stub_says_that_it_is_one(folder, topic):
    """The untouched notebook's functions are no mistake of the framework's."""
    names = {}
    exec("import numpy as np\n" + topic.solution.exercises["center"].stub, names)
    results = run_public_checks(folder / "public_checks.py", names, "center")

    assert "center raised NotImplementedError" in results.results[0].message
    assert "this exercise is still a stub" in results.results[0].hint


@pytest.mark.parametrize(
    "body", ["return None", "return 'text'", "return x[:, :0]", "1 / 0", "return object()"]
)
def test_a_weird_answer_is_a_failure(folder, body):
    """Whatever a function returns or raises, the student reads a result."""
    names = {}
    exec(f"def center(x):\n    {body}", names)
    (found,) = run_public_checks(folder / "public_checks.py", names, "center").results

    assert Outcome.FAILED is found.outcome
    assert found.message


def test_a_missing_function_is_a_failure(folder):
    """With the nearest name the student does define."""
    (found,) = run_public_checks(folder / "public_checks.py", {"cneter": center}, "center").results

    assert "center is not defined in your notebook" == found.message
    assert "cneter" in found.hint


def test_checking_twice_shows_the_same(folder):
    """The examples are the same for everybody, each time."""
    assert repr(autograder.check("center")) == repr(autograder.check("center"))


def test_check_works_in_ipython(folder):
    """In a shell the functions are those of the cells; the result is shown richly."""
    shell = InteractiveShell()
    shell.run_cell("import numpy as np\nfrom autograder import check")
    shell.run_cell("def center(x):\n    return x - np.mean(x, axis=0)")
    right = shell.run_cell("check('center')").result
    shell.run_cell("def center(x):\n    return x")
    wrong = shell.run_cell("check('center')").result

    assert right.passed
    assert not wrong.passed
    assert {"text/plain", "text/html"} == set(shell.display_formatter.format(wrong)[0])


@pytest.mark.parametrize(
    ("answer", "shown"),
    [
        ("x - x.mean(axis=0)", "The public check passed"),
        ("x + 1", "Run this below your own cells"),
    ],
)
def test_check_works_in_a_plain_script(folder, answer, shown):
    """`python work.py`, also when the file's name begins like ours."""
    (folder / "autograder_homework.py").write_text(
        f"from autograder import check\n\n\ndef center(x):\n    return {answer}\n\n\n"
        'print(check("center"))\n'
    )
    for command in (["autograder_homework.py"], ["-c", "import autograder_homework"]):
        done = subprocess.run(
            [sys.executable, *command],
            env={"PYTHONPATH": f"{ROOT}:{folder}", "PATH": "/usr/bin:/bin"},
            capture_output=True,
            text=True,
            check=True,
        )

        assert shown in done.stdout
        assert "" == done.stderr


def test_run_public_checks_refuses_what_it_cannot_run(tmp_path):
    """For a program it is an error of ours, not a result."""
    with pytest.raises(AutograderError, match="does not lie in"):
        run_public_checks(tmp_path / "public_checks.py", {}, None)


def executed_in_a_kernel(notebook, folder):
    """The notebook run by a real kernel in `folder`."""
    from nbclient import NotebookClient

    NotebookClient(
        notebook, timeout=120, allow_errors=True, resources={"metadata": {"path": str(folder)}}
    ).execute()
    return notebook


def shown_by(notebook, call):
    """What the cell with this call shows: type → text."""
    (cell,) = (c for c in notebook.cells if c.cell_type == "code" and call in c.source)
    (output,) = cell.outputs
    assert "execute_result" == output.output_type
    return output.data


@pytest.mark.slow
def test_check_shows_the_result_in_jupyter(tmp_path, monkeypatch):
    """The real `activations`, released, filled in rightly and wrongly, in a real kernel."""
    for variable in ("IPYTHONDIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR", "MPLCONFIGDIR"):
        monkeypatch.setenv(variable, str(tmp_path / ".settings"))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    topic = load_topic(ROOT / "reference" / "activations")
    release([topic], course_root=tmp_path, course_id="course")
    place = tmp_path / "assignments" / "activations"
    blank = nbformat.read(place / "activations.ipynb", as_version=4)
    right = {
        "softplus": "def softplus(x):\n    return np.logaddexp(0, x)\n",
        "sigmoid": "def sigmoid(x):\n    return 1 / (1 + np.exp(-x))\n",
        "sigmoid_backward": "def sigmoid_backward(dout, x):\n"
        "    return dout * sigmoid(x) * (1 - sigmoid(x))\n",
    }
    wrong = {
        **right,
        "softplus": "def softplus(x):\n    return np.log1p(np.exp(-x))\n",
        "sigmoid_backward": "def sigmoid_backward(dout, x):\n    return dout * sigmoid(x)\n",
    }

    done = executed_in_a_kernel(fill(blank, right), place)
    for call in ('check("softplus")', 'check("sigmoid_backward")'):
        passed = shown_by(done, call)
        assert "passed; the hidden ones run when you hand in." in passed["text/plain"]
        assert "passed" in passed["text/html"]
    done = executed_in_a_kernel(fill(blank, wrong), place)
    for form in ("text/plain", "text/html"):
        at_points = shown_by(done, 'check("softplus")')[form]
        assert "should be" in at_points
        gradient = shown_by(done, 'check("sigmoid_backward")')[form]
        assert "the gradient with respect to x[5] is" in gradient
    untouched = shown_by(executed_in_a_kernel(blank, place), 'check("softplus")')
    assert "this exercise is still a stub" in untouched["text/plain"]


def test_a_script_in_percent_format_is_checked(folder):
    """`autograder check` runs the cells of a .py file as those of a notebook."""
    (folder / "vectors.py").write_text(
        "# %% [markdown]\n# Not run: 1 / 0\n\n# %%\ndef double(x):\n    return 2 * x\n"
    )

    assert autograder.local_check.check_file(folder / "vectors.py", "double").passed


@pytest.mark.parametrize(
    ("cells", "remark"),
    [
        ("# %%\nimport numpy as np\n\n\nHALF = 0.5\n{}", None),
        ("# %%\nimport numpy as np\n\n\nHALF = 0.5\n# %%\nnp.ones(2)\n{}", None),
        ("{}", "Your cells do not define `np` and `HALF`, which are given"),
        ("# %%\nimport numpy as np\nnp = HALF = 3\n{}", "You changed `np` and `HALF`"),
    ],
)
def test_a_notebook_without_what_was_given_is_checked_as_it_is_graded(folder, cells, remark):
    """`autograder check` supplies what is missing, and says so."""
    answer = "# %%\ndef center(x):\n    return x - 2 * HALF * np.mean(x, axis=0)\n"
    path = folder / "vectors.py"
    path.write_text(cells.format(answer))
    results = autograder.local_check.check_file(path, "center")

    assert results.passed
    told = autograder.local_check.as_receipt(path, results).remarks
    assert ([] if remark is None else [remark]) == [one[: len(remark or "")] for one in told]


def test_the_line_that_raised_is_shown(folder):
    """Also in a notebook of one's own, where the number of the cell says nothing."""
    shell = InteractiveShell()
    shell.run_cell("import numpy as np\nfrom autograder import check")
    shell.run_cell("def center(x):\n    y = x + 1\n    return y @ None")
    (found,) = shell.run_cell("check('center')").result.results

    assert found.message.endswith(", in line 3: `return y @ None`")


def test_a_function_that_exits_is_a_failure(folder):
    """It ends no kernel."""
    names = {}
    exec("def center(x):\n    raise SystemExit", names)
    (found,) = run_public_checks(folder / "public_checks.py", names, "center").results

    assert found.message.startswith("center raised SystemExit")


def test_a_list_is_a_copy_as_it_is_when_graded(folder):
    """Whoever relies on the very same list coming back fails here as well."""
    (folder / "public_checks.py").write_text(OF_A_LIST)
    names = {}
    exec("KEPT = []\ndef norm(x): return KEPT\ndef same(x): return x is KEPT", names)
    (found,) = run_public_checks(folder / "public_checks.py", names, "norm").results

    assert Outcome.FAILED is found.outcome


def test_nbgraders_validation_fails_where_a_check_fails(folder, monkeypatch, capsys):
    """What nbgrader takes for a failure is stderr, for a pass silence; both are what happened."""
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")

    assert autograder.check("double") is None
    assert ("", "") == capsys.readouterr()
    assert autograder.check("center") is None
    assert "Run this below your own cells" in capsys.readouterr().err


WINDOWS = """\
import ctypes, select, signal, socket, sys, os
for name in ("fcntl", "resource", "pwd", "grp", "termios", "pty", "posix"):
    sys.modules[name] = None
sys.platform = "win32"
for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "fork", "getuid", "geteuid", "memfd_create"):
    delattr(os, name)
os.O_BINARY = 0
for module, names in ((signal, "SIGXCPU SIGKILL SIGBUS"), (select, "poll"), (socket, "AF_UNIX")):
    for name in names.split():
        delattr(module, name)
load = ctypes.CDLL
ctypes.CDLL = lambda name, *more, **words: load(name + "", *more, **words)  # None is no library
sys.argv = ["autograder", "check", "work.ipynb", "--exercise", "double"]
from autograder.__main__ import main
main()
"""


def test_students_need_nothing_of_linux(folder, notebook):
    """`autograder check` with the modules and constants that Windows lacks taken away."""
    (folder / "work.ipynb").write_bytes(notebook())
    # What IPython itself imports differently there is imported before Linux is taken away.
    script = f"import IPython, jupytext, nbformat, hypothesis, click, numpy\n{WINDOWS}"
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "HOME": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert "The public check passed" in done.stdout, done.stderr
    assert 0 == done.returncode
