"""`autograder init`: a course that works at once."""

import os
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from autograder.authoring.topic import load_topic
from autograder.errors import CourseError
from autograder.gradebook import load_course
from autograder.scaffold import make_course

ROOT = Path(__file__).parents[2]


def test_a_new_course_has_its_parts(tmp_path):
    """Configuration, a topic of four files, a sample submission; no template is left over."""
    folder = tmp_path / "linear_models"
    written = {path.relative_to(folder).as_posix() for path in make_course(folder)}

    assert {"course_config.py", "nbgrader_config.py", ".gitignore", "README.md"} <= written
    assert not [name for name in written if name.endswith(".jinja")]
    assert "submitted/sample_student/squared_error/timestamp.txt" in written
    assert "Linear models" == load_course(folder / "course_config.py").title
    assert 8 == load_topic(folder / "reference" / "squared_error").points


def test_a_name_with_quotes_is_a_title(tmp_path):
    """Whatever the folder is called, the configuration is Python."""
    folder = tmp_path / 'Анализ "данных"\'s \\ 2'
    make_course(folder)

    assert 'Анализ "данных"\'s \\ 2' == load_course(folder / "course_config.py").title


def test_a_folder_that_holds_something_is_refused(tmp_path):
    """By name, with what it holds; nothing is written."""
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(CourseError, match=r"is not empty \(it holds notes\.txt\)"):
        make_course(tmp_path)
    with pytest.raises(CourseError, match="is a file"):
        make_course(tmp_path / "notes.txt")

    assert ["notes.txt"] == [path.name for path in tmp_path.iterdir()]


def test_what_is_written_is_formatted(tmp_path):
    """The formatter of this project changes no file of a new course."""
    make_course(tmp_path / "course")
    ruff = [sys.executable, "-m", "ruff"]
    style = [*ruff, "format", "--check", "--config", ROOT / "pyproject.toml", tmp_path]
    rules = [*ruff, "check", "--isolated", "--select", "E,F,I,B,UP", "--line-length", "99"]
    for command in (style, [*rules, tmp_path]):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (0, "") == (done.returncode, done.stderr)


@pytest.mark.slow
def test_a_new_course_goes_from_release_to_feedback_with_what_the_wheel_holds(tmp_path):
    """Away from this repository every command succeeds; the sample earns what it should."""
    if int(version("setuptools").split(".")[0]) < 77:
        pytest.skip("building needs setuptools 77")
    project, installed, folder = (tmp_path / name for name in ("project", "installed", "course"))
    unneeded = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "autograder", project / "autograder", ignore=unneeded)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, project / name)
    options = ["--no-deps", "--no-build-isolation", "--quiet", "--target", installed]
    subprocess.run(
        [sys.executable, "-m", "pip", "install", *options, project],
        check=True,
        env={**os.environ, "PIP_NO_INDEX": "1"},
    )

    def run(*arguments, cwd=folder):
        done = subprocess.run(
            [sys.executable, "-P", "-m", "autograder", *map(str, arguments)],
            cwd=cwd,
            env={**os.environ, "PYTHONPATH": str(installed)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert (0, "") == (done.returncode, done.stderr)
        return done.stdout

    run("init", folder, cwd=tmp_path)
    for command in ("release", "verify", "grade", "gradebook", "feedback", "report"):
        run(command)
    page = folder / "feedback" / "sample_student" / "squared_error" / "squared_error.html"
    row = (folder / "gradebook.csv").read_text(encoding="utf-8").splitlines()[1]

    assert row.startswith("sample_student,4,")
    assert "derivative is missing" in page.read_text(encoding="utf-8")
