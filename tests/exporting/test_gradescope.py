"""Gradescope's autograder.zip: what is in it, and what it makes of a submission."""

import io
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import venv
import zipfile
from dataclasses import replace
from pathlib import Path

import jupytext
import nbformat
import pytest

from autograder.exporting import gradescope_run
from autograder.exporting.gradescope import read_settings
from autograder.exporting.gradescope_run import grade, main
from autograder.grading.pool import Confinement
from autograder.sandbox import Zygote

ROOT = Path(__file__).parents[2]
VISIBILITIES = {"hidden", "after_due_date", "after_published", "visible"}
EVERYWHERE = {"score", "output", "output_format", "visibility", "extra_data"}
OF_ALL = {"execution_time", "stdout_visibility", "test_output_format", "test_name_format", "tests"}
OF_A_TEST = {"max_score", "status", "name", "name_format", "number", "tags"}
MODIFYING = "def double(x):\n    y = x + x\n    x += 1\n    return y"
ENDLESS = "def norm(x):\n    while True:\n        pass"


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    """Where all images of this file keep their examples: those with the same are drawn once."""
    return tmp_path_factory.mktemp("examples")


@pytest.fixture
def container(tmp_path, made, unpack, drawn):
    """An image of the tiny assignment, with a student's file handed in: its root."""

    def build(content, name="vectors.ipynb", **options):
        root = unpack(made(**options), tmp_path / "autograder")
        (root / "examples").symlink_to(drawn)
        if content is not None:
            (root / "submission" / name).write_bytes(content)
        return root

    return build


def _results(root):
    return json.loads((root / "results" / "results.json").read_text("utf-8"))


def _assert_contract(results):
    """What Gradescope documents of results.json holds, and no key is of our own making."""
    assert results.keys() <= EVERYWHERE | OF_ALL
    for test in results["tests"]:
        assert test.keys() <= EVERYWHERE | OF_A_TEST
        assert 0 <= test["score"] <= test["max_score"]
        assert test["status"] in {"passed", "failed"}
        assert test["visibility"] in VISIBILITIES
        assert {str} == {type(test[key]) for key in ("name", "number", "output")}
        assert all(isinstance(tag, str) for tag in test["tags"])
    assert results["score"] == sum(test["score"] for test in results["tests"])
    assert results["visibility"] in VISIBILITIES
    assert results["stdout_visibility"] in VISIBILITIES
    assert results["execution_time"] >= 0


class TestTheZip:
    """What is uploaded."""

    def test_it_holds_the_scripts_the_framework_and_one_topic(self, made):
        """The two scripts lie at the root and may be executed; nothing else of the course."""
        with zipfile.ZipFile(io.BytesIO(made())) as archive:
            modes = {e.filename: e.external_attr >> 16 & 0o777 for e in archive.infolist()}
            wheel = next(name for name in modes if name.endswith(".whl"))
            inside = zipfile.ZipFile(io.BytesIO(archive.read(wheel))).namelist()

        files = ("assignment.md", "checks.py", "mistakes.py", "solution.py")
        assert {"setup.sh", "run_autograder", "settings.json", "constraints.txt", wheel} | {
            f"reference/vectors/{name}" for name in files
        } == set(modes)
        assert {"setup.sh", "run_autograder"} == {n for n, mode in modes.items() if mode == 0o755}
        tops = {name.split("/")[0] for name in inside if ".dist-info/" not in name}
        assert {"autograder"} == tops

    def test_it_does_not_tell_the_secret_of_the_course(self, made):
        """The assignment's own secret stands in it, from which the course's does not follow."""
        with zipfile.ZipFile(io.BytesIO(made())) as archive:
            everything = b"".join(archive.read(name) for name in archive.namelist())

        assert b"the secret of the whole course" not in everything

    def test_making_it_again_changes_no_byte(self, made):
        """The same course gives the same zip."""
        assert made() == made()

    def test_the_command_writes_it_for_its_owner_only(self, tiny, tmp_path):
        """`autograder export gradescope` writes where it is told; nobody else may read it."""
        target = tmp_path / "vectors.zip"
        command = ["-m", "autograder", "export", "gradescope", "vectors"]
        command += ["--output", target, "--course", tiny.root]
        subprocess.run([sys.executable, *command], cwd=ROOT, check=True, timeout=60)

        assert 0o600 == target.stat().st_mode & 0o777
        assert "run_autograder" in zipfile.ZipFile(target).namelist()


class TestASubmission:
    """From /autograder/submission to results.json, in this process."""

    def test_right_work_earns_everything_as_gradescope_wants_it_told(self, container, notebook):
        """Scores per check, public ones visible at once, hidden ones when marks are published."""
        root = container(notebook())
        grade(root)
        results = _results(root)

        _assert_contract(results)
        assert 12 == results["score"] == sum(test["max_score"] for test in results["tests"])
        seen = {(test["tags"][1], test["visibility"]) for test in results["tests"]}
        assert {("public", "visible"), ("hidden", "after_published")} == seen
        assert ["1.1", "1.2", "2.1"] == [test["number"] for test in results["tests"]][:3]
        assert results["extra_data"]["student"] == "ann@example.org"
        assert results["extra_data"]["submitted_at"] == "2027-02-12T14:22:32.365935+03:00"

    def test_what_everybody_sees_at_once_tells_nothing_of_hidden_checks(self, container, notebook):
        """The text on top counts the public checks only, and says how the code was confined."""
        root = container(notebook(norm=None))
        receipt = grade(root)
        output = _results(root)["output"]

        assert output.startswith("2 of 2 points for the checks shown at once.")
        assert f"level {receipt.sandbox}" in output
        assert str(receipt.earned) not in output.replace("level", "")

    def test_hidden_checks_are_shown_when_the_course_wants_it(self, container, notebook):
        """`--hidden-checks` is the visibility of each hidden check."""
        root = container(notebook(), hidden="after_due_date")
        grade(root)

        hidden = [test for test in _results(root)["tests"] if test["tags"][1] == "hidden"]
        assert {"after_due_date"} == {test["visibility"] for test in hidden}

    def test_without_landlock_the_level_is_b_and_told(self, container, notebook, monkeypatch):
        """A container whose kernel knows no Landlock grades all the same, and says so."""

        def zygote(self):
            return Zygote(
                limits=self.limits,
                course_root=self.course_root,
                demand=self.demand,
                without=frozenset({"landlock"}),
            )

        monkeypatch.setattr(Confinement, "zygote", zygote)
        root = container(notebook())
        receipt = grade(root)

        assert ("B", 12) == (receipt.sandbox, receipt.earned)
        assert "level B" in _results(root)["output"]
        assert "B" == _results(root)["extra_data"]["sandbox"]

    def test_a_container_without_walls_grades_nobody(
        self, container, notebook, monkeypatch, capsys
    ):
        """No seccomp: no results.json, so no zero; the staff's log says what to do."""

        def zygote(self):
            walls = frozenset({"landlock", "seccomp"})
            return Zygote(limits=self.limits, demand=self.demand, without=walls)

        monkeypatch.setattr(Confinement, "zygote", zygote)
        root = container(notebook())
        (root / "results" / "results.json").write_text("{}")

        assert 1 == main(["grade", str(root)])
        assert not (root / "results" / "results.json").exists()
        assert "level E here, but level B is demanded" in capsys.readouterr().out

    def test_results_are_written_as_they_come(self, container, notebook, monkeypatch):
        """After each check a whole results.json, with what is known and what still waits."""
        written = []
        monkeypatch.setattr(gradescope_run, "_write", lambda path, told: written.append(told))
        root = container(notebook(norm=None))
        grade(root)

        waiting = [
            sum(test["output"] == gradescope_run.NOT_YET for test in told["tests"])
            for told in written
        ]
        assert [7, 6, 5, 4, 3, 2, 1, 0, 0] == waiting
        for told in written:
            _assert_contract(told)
        assert gradescope_run.UNFINISHED not in written[-1]["output"]

    @pytest.mark.slow
    def test_what_was_earned_before_the_time_is_over_stays(self, container, notebook):
        """An answer that takes too long costs itself; the rest is told not to be final."""
        root = container(notebook(norm=ENDLESS), minutes=0.1)
        settings = read_settings(root / "source")
        slow = replace(
            settings, limits={**settings.limits, "cpu_seconds": 60.0, "exercise_cpu_seconds": 60.0}
        ).limits
        text = (root / "source" / "settings.json").read_text()
        written = json.loads(text) | {"limits": slow | {"total_cpu_seconds": 600.0}}
        (root / "source" / "settings.json").write_text(json.dumps(written))
        receipt = grade(root)
        results = _results(root)

        _assert_contract(results)
        assert 6 == receipt.earned == results["score"]
        assert "not final" in results["output"]
        late = [t for t in results["tests"] if t["output"] == gradescope_run.TOO_LATE]
        assert {"norm", "split"} == {test["tags"][0] for test in late}
        assert results["execution_time"] < 6

    def test_a_check_of_ours_that_breaks_is_said_to_be_ours(self, container, notebook):
        """The score is told not to be final, and which check it was stands in extra_data."""
        root = container(notebook(double=MODIFYING))
        checks = root / "source" / "reference" / "vectors" / "checks.py"
        broken = 'double_leaves_x_alone(student, x):\n    """double(x) leaves x as it was."""\n'
        judging = "any('judge' in frame.filename for frame in __import__('inspect').stack())"
        text = checks.read_text().replace(
            broken, f"{broken}    if {judging}:\n        raise KeyError('ours')\n"
        )
        checks.write_text(text)
        grade(root)
        results = _results(root)

        assert "not final" in results["output"]
        assert ["double_leaves_x_alone"] == results["extra_data"]["errors"]
        assert "KeyError" not in results["tests"][1]["output"]

    @pytest.mark.parametrize(
        ("names", "earned"),
        [
            (["vectors.ipynb", "notes.ipynb"], 12),
            (["my work.ipynb"], 12),
            (["folder/vectors.ipynb"], 12),
            ([".ipynb_checkpoints/vectors.ipynb", "vectors.ipynb"], 12),
            (["vectors.py"], 12),
            (["mine.py", "public_checks.py"], 12),
            (["vectors.py", "vectors.ipynb"], 12),
            (["vectors.ipynb.txt"], 12),
            (["VECTORS (1).IPYNB"], 12),
            ([], None),
            (["one.ipynb", "two.ipynb"], None),
            (["one.py", "two.py"], None),
        ],
    )
    def test_the_work_is_found_by_its_name_or_by_being_the_only_one(
        self, container, notebook, names, earned
    ):
        """A notebook before a script; else nothing is graded, and the student is told why."""
        root = container(None)
        for name in names:
            path = root / "submission" / name
            path.parent.mkdir(exist_ok=True)
            script = jupytext.writes(nbformat.reads(notebook(), 4), "py:percent").encode()
            path.write_bytes(script if path.suffix == ".py" else notebook())
        receipt = grade(root)

        if earned is None:
            assert receipt is None
            assert "Hand in vectors.ipynb" in _results(root)["output"]
        else:
            assert earned == receipt.earned
            taken = next(iter({*names} - {"public_checks.py"}))
            plain = {"vectors.ipynb", "vectors.py"} & {*names}
            assert bool(plain) or f"Taken from {taken}" in _results(root)["output"]

    def test_a_file_that_is_no_notebook_is_the_students_failure(self, container):
        """Every check fails with the reason; it is no error of ours."""
        root = container(b"print('hello')")
        grade(root)

        assert 0 == _results(root)["score"]
        assert "the file you handed in is not a notebook" in _results(root)["tests"][0]["output"]
        assert "because it is not a notebook" in _results(root)["output"]
        assert "confined" not in _results(root)["output"]

    def test_without_metadata_the_student_is_unnamed(self, container, notebook):
        """A run by hand, without submission_metadata.json, grades as well."""
        root = container(notebook())
        (root / "submission_metadata.json").unlink()

        receipt = grade(root)

        assert ("unknown", None) == (receipt.student, receipt.submitted_at)

    def test_settings_of_another_version_are_named(self, container, notebook, capsys):
        """One line for the staff, with the file and what to do."""
        root = container(notebook())
        (root / "source" / "settings.json").write_text('{"unknown": 1}')

        assert 1 == main(["grade", str(root)])
        assert "settings.json: holds no settings of ours" in capsys.readouterr().out


def _borrow(folder):
    """A virtual environment that finds this one's libraries: for where none can be installed."""
    venv.create(folder, with_pip=True)
    (site,) = (folder / "lib").glob("python*/site-packages")
    ours = [path for path in sys.path if path.endswith("site-packages")]
    (site / "borrowed.pth").write_text("\n".join(ours) + "\n")


ROOT_OF_ITS_OWN = """
    set -e
    mount -t tmpfs none {new} && cd {new}
    for folder in /*; do
        [ -d "$folder" ] && [ ! -L "$folder" ] && [ "$folder" != /autograder ] || continue
        mkdir ".$folder" && mount --rbind "$folder" ".$folder"
    done
    for link in /*; do [ ! -L "$link" ] || cp -P "$link" .; done
    mkdir autograder && mount --rbind {root} autograder
    exec chroot . bash -c 'cd /autograder && exec bash -c "$1"' bash {command}
"""


@pytest.fixture(scope="module")
def image(tmp_path_factory, made, unpack):
    """An image that setup.sh has built, once for all tests: run a command there, and its folder.

    As root it lies at /autograder, in a root of its own, with a real pip install of what the zip
    asks for, and of nothing else; elsewhere in a folder that borrows this environment's libraries.
    """
    root = unpack(made(), tmp_path_factory.mktemp("image") / "autograder")
    new = tmp_path_factory.mktemp("root")
    own = os.geteuid() == 0 and Path("/usr/bin/unshare").exists()
    python = {"PYTHON": os.path.realpath(sys.executable)}
    # Compiling all of numpy and matplotlib would be most of the time.
    clean = {**os.environ, **python, "PIP_NO_COMPILE": "1"}
    clean.pop("PYTHONPATH", None)
    clean.pop("AUTOGRADER_ROOT", None)

    def run(command):
        script = ROOT_OF_ITS_OWN.format(new=new, root=root, command=shlex.quote(command))
        started = ["/usr/bin/unshare", "-m", "/bin/bash", "-c", script]
        environment = clean
        if not own:
            started = ["/bin/bash", "-c", command]
            environment = clean | {"AUTOGRADER_ROOT": str(root), "PYTHON": sys.executable}
        return subprocess.run(
            started,
            env=environment,
            cwd=root,
            capture_output=True,
            text=True,
            timeout=900,
            check=False,
        )

    setup = run("bash source/setup.sh")
    excuse = "unshare|permission denied|No matching distribution|ResolutionImpossible|onnection"
    if own and setup.returncode and re.search(excuse, setup.stderr):
        own = False
    if not own:
        shutil.rmtree(root / "venv", ignore_errors=True)  # half made
        _borrow(root / "venv")
        setup = run("bash source/setup.sh")
    assert 0 == setup.returncode, setup.stderr[-2000:]
    assert "vectors: ready with 8 checks, confinement level" in setup.stdout
    return run, root, own


@pytest.mark.slow
class TestTheScripts:
    """The zip's own scripts, where they will stand."""

    @pytest.mark.parametrize(
        ("center", "earned"),
        [({}, 12), ({"center": "def center(x):\n    return x"}, 9)],
        ids=["right", "wrong"],
    )
    def test_run_autograder_grades_a_submission(self, image, notebook, center, earned):
        """It writes results.json as Gradescope documents it, and tells the staff's log."""
        run, root, _ = image
        (root / "submission" / "vectors.ipynb").write_bytes(notebook(**center))
        told = run("./run_autograder")

        assert 0 == told.returncode, told.stderr
        assert f"{earned} of 12 points" in told.stdout
        _assert_contract(_results(root))
        assert earned == _results(root)["score"]

    def test_the_framework_that_grades_is_the_one_in_the_zip(self, image):
        """It lies in the image's environment, and nbgrader with all of Jupyter does not."""
        run, root, own = image
        told = run("venv/bin/python -P -c 'import autograder; print(autograder.__file__)'")
        (site,) = (root / "venv" / "lib").glob("python*/site-packages")

        assert "/autograder/venv/" in told.stdout
        assert (site / "autograder").is_dir()
        if not own:
            pytest.skip("no root of its own, or no package index: libraries were borrowed")
        assert not [*site.glob("nbgrader"), *site.glob("jupyterlab")]
