"""Workflows for CI: what stands in them, and their commands run in real repositories."""

import json
import os
import re
import subprocess
import sys
import venv
from pathlib import Path

import jupytext
import nbformat
import pytest
import yaml

from autograder.authoring.release import release
from autograder.authoring.topic import load_topic
from autograder.errors import AutograderError
from autograder.exporting.workflows import FILES, TEMPLATES, write_workflows

WRONG = "def center(x):\n    return x"
HIDDEN = "secret|token|pull_request|workflow_run|reference"
KINDS = sorted(FILES)
MORE_CHECKS = """

@check(points=1, after={0}_agrees_with_the_reference)
@for_all(x=reals("N>=2 D" if "{0}" == "center" else "N"))
def {0}_leaves_x_alone(student, x):
    \"\"\"{0}(x) leaves x as it was.\"\"\"
    assert_unchanged(student.{0}, x)
"""
GIT = {
    f"GIT_{who}_{what}": "t@example.org"
    for who in ("AUTHOR", "COMMITTER")
    for what in ("NAME", "EMAIL")
}


def _texts(folder):
    return {
        path.name: path.read_text("utf-8")
        for path in folder.rglob("*")
        if path.is_file() and path.suffix in {".yml", ".sh"}
    }


def _broken_by_schema(service, paths):
    """The files that the schema of the service refuses: what GitHub and GitLab publish."""
    schema = {"github": ["vendor.github-workflows"], "gitlab": ["vendor.gitlab-ci"]}[service]
    schema += ["--data-transform", "gitlab-ci"] if service == "gitlab" else []
    command = [sys.executable, "-m", "check_jsonschema", "--output-format", "json"]
    run = subprocess.run(
        [*command, "--builtin-schema", *schema, *paths],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    told = json.loads(run.stdout)
    assert not told["parse_errors"]
    return {Path(error["filename"]) for error in told["errors"]}


def _commands(text, job):
    """The commands of a job, one script each, as the service runs them."""
    read = yaml.safe_load(text)
    if "jobs" in read:
        return [step["run"] for step in read["jobs"][job]["steps"] if "run" in step]
    return ["\n".join(read[job]["script"])]


class TestWhatIsWritten:
    """The files, read and not run."""

    @pytest.mark.parametrize(("service", "audience"), KINDS)
    def test_a_workflow_is_written_with_the_framework(self, tmp_path, service, audience):
        """YAML that parses, a wheel to install, no placeholder left; again: no change."""
        written = write_workflows(tmp_path, service, audience)

        assert [path.is_file() for path in written] == [True] * len(written)
        for path in written:
            if path.suffix == ".yml":
                text = path.read_text("utf-8")
                assert yaml.safe_load(text)
                assert "@" not in re.sub(r"actions/[\w-]+@v\d", "", text)
                assert "pip install --quiet wheels/autograder_numerics-" in text
        assert written == write_workflows(tmp_path, service, audience)

    @pytest.mark.slow
    @pytest.mark.parametrize(
        ("service", "right", "wrong"),
        [
            ("github", "runs-on: ubuntu-latest", "run-on: ubuntu-latest"),
            ("gitlab", "artifacts:", "artefacts:"),
        ],
    )
    def test_a_workflow_is_what_the_service_accepts(self, tmp_path, service, right, wrong):
        """Every one obeys the service's published schema; with a keyword misspelt none does."""
        good, bad = [], []
        for audience in ("course", "students"):
            (folder := tmp_path / audience).mkdir()
            written = write_workflows(folder, service, audience, framework="x")
            good += [path for path in written if path.suffix == ".yml"]
        for number, path in enumerate(good):
            bad.append(tmp_path / f"{number}.yml")
            bad[-1].write_text(path.read_text("utf-8").replace(right, wrong), "utf-8")

        assert set(bad) == _broken_by_schema(service, [*good, *bad])

    def test_another_file_is_not_written_over(self, tmp_path):
        """Unless one says so; nothing else is written either."""
        (tmp_path / ".gitlab-ci.yml").write_text("mine: 1")

        with pytest.raises(AutograderError, match="is there already and differs; --replace"):
            write_workflows(tmp_path, "gitlab", "students")
        assert [".gitlab-ci.yml"] == [path.name for path in tmp_path.iterdir()]
        write_workflows(tmp_path, "gitlab", "students", framework="a b", replace=True)
        assert "--quiet 'a b'" in (tmp_path / ".gitlab-ci.yml").read_text()

    @pytest.mark.parametrize("service", ["github", "gitlab"])
    def test_a_students_workflow_has_nothing_to_steal(self, tmp_path, service, tiny, marker):
        """No secret, no token, no event that runs a fork's code with ours; no hidden file."""
        write_workflows(tmp_path, service, "students")
        for text in _texts(tmp_path).values():
            code = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
            assert not re.search(
                r"secret|token|pull_request|workflow_run|reference", code, re.IGNORECASE
            )
            if service == "github":
                assert {"contents": "read"} == yaml.safe_load(text)["permissions"]
                assert "persist-credentials: false" in text
        everything = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
        assert marker.encode() not in everything

    @pytest.mark.parametrize("name", ["github_course.yml", "github_grade.yml"])
    def test_the_courses_workflows_have_no_rights_to_write(self, name):
        """They read the repository, and run on no event that a fork can send with secrets."""
        read = yaml.safe_load((TEMPLATES / name).read_text("utf-8"))

        assert {"contents": "read"} == read["permissions"]
        assert "pull_request_target" not in read[True]  # YAML 1.1 reads `on` so

    def test_secrets_are_known_to_the_private_job_alone(self):
        """Each in the one step that needs it, none where pull requests run."""
        told = {path.name for path in TEMPLATES.glob("*.yml") if "secrets." in path.read_text()}
        assert {"github_grade.yml"} == told
        job = yaml.safe_load((TEMPLATES / "github_grade.yml").read_text())["jobs"]["grade"]
        where = {s["name"]: [*s["env"]] for s in job["steps"] if "env" in s}
        assert {"Collect": ["STUDENTS_TOKEN"], "Grade": ["AUTOGRADER_SECRET"]} == where
        assert ["ASSIGNMENT"] == [*job["env"]]

    @pytest.mark.parametrize("path", sorted(TEMPLATES.glob("*.yml")), ids=lambda path: path.name)
    def test_no_command_is_put_together_from_what_others_write(self, path):
        """`${{ … }}` inside a script would run whatever a branch is called."""
        read = yaml.safe_load(path.read_text("utf-8"))
        jobs = read.get("jobs", {})

        assert not [c for job in jobs for c in _commands(path.read_text(), job) if "${{" in c]


@pytest.fixture(scope="module")
def python(tmp_path_factory):
    """A fresh environment that finds this one's libraries, but not this one's framework."""
    folder = tmp_path_factory.mktemp("venv")
    venv.create(folder, with_pip=True)
    (site,) = (folder / "lib").glob("python*/site-packages")
    ours = [path for path in sys.path if path.endswith("site-packages")]
    (site / "borrowed.pth").write_text("\n".join(ours) + "\n")
    return folder


@pytest.fixture
def repository(tmp_path, tiny):
    """A git repository with what students get of the tiny course, and their answer: its folder."""

    def make(name, content, service, suffix=".ipynb"):
        folder = tmp_path / name
        folder.mkdir()
        topic = load_topic(tiny.reference / "vectors")
        for path in release([topic], course_root=tmp_path / "released" / name):
            (folder / path.name).write_bytes(path.read_bytes())
        (folder / "vectors.ipynb").unlink()  # the released one
        (folder / f"vectors{suffix}").write_bytes(content)
        write_workflows(folder, service, "students")
        _commit(folder)
        return folder

    return make


def _commit(folder):
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "work"]):
        subprocess.run(["git", *command], cwd=folder, check=True, env={**os.environ, **GIT})  # noqa: S607


def _run(commands, folder, python, **environment):
    """Run scripts one after another until one fails: (exit status, all output)."""
    told = ""
    keep = {name: os.environ[name] for name in ("HOME", "LANG") if name in os.environ}
    path = f"{python / 'bin'}:{os.environ['PATH']}"
    for command in commands:
        run = subprocess.run(
            ["/bin/bash", "-eo", "pipefail", "-c", command],
            cwd=folder,
            env={
                **keep,
                "PATH": path,
                "GITHUB_STEP_SUMMARY": str(folder / "summary"),
                **environment,
            },
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        told += run.stdout + run.stderr
        if run.returncode:
            return run.returncode, told
    return 0, told


@pytest.mark.slow
class TestTheCommands:
    """Every command of every workflow, run."""

    def test_github_runs_a_students_public_checks(self, repository, python, notebook):
        """Right work is green; wrong work is red, with an annotation, a report and a summary."""
        right = repository("right", notebook(), "github")
        workflow = (right / ".github/workflows/public_checks.yml").read_text()
        commands = _commands(workflow, "checks")
        status, told = _run(commands, right, python)
        assert 0 == status, told
        assert "2 of 2 points" in (right / "summary").read_text()

        (right / "public_checks.py").unlink()
        _commit(right)
        assert 2 == _run(commands, right, python)[0]  # nothing checked is not green

        wrong = repository("wrong", notebook(center=WRONG), "github")
        status, told = _run(commands, wrong, python)
        assert 1 == status
        (line,) = re.findall(r"^::error file=vectors\.ipynb,line=(\d+),", told, re.MULTILINE)
        assert "def center" in (wrong / "vectors.ipynb").read_text().splitlines()[int(line) - 1]
        assert 'failures="1"' in (wrong / "reports/vectors.xml").read_text()
        assert "1 of 2 points" in (wrong / "summary").read_text()

    def test_gitlab_runs_a_students_public_checks(self, repository, python, notebook):
        """The reports that the job names are there, and the exit status is the verdict's."""
        for name, content, expected in (
            ("right", notebook(), 0),
            ("wrong", notebook(center=WRONG), 1),
        ):
            folder = repository(name, content, "gitlab")
            workflow = (folder / ".gitlab-ci.yml").read_text()
            status, told = _run(_commands(workflow, "public checks"), folder, python)

            assert expected == status, told
            issues = json.loads((folder / "reports/vectors.json").read_text())
            assert expected == len(issues)
            assert f'failures="{expected}"' in (folder / "reports/vectors.xml").read_text()

    @pytest.mark.parametrize("service", ["github", "gitlab"])
    def test_a_script_is_checked_and_nothing_at_all_is_red(
        self, service, repository, python, notebook
    ):
        """vectors.py in Jupytext's format counts as a notebook does; an empty folder fails."""
        script = jupytext.writes(nbformat.reads(notebook(center=WRONG), 4), "py:percent").encode()
        folder = repository("script", script, service, ".py")
        name = ".github/workflows/public_checks.yml" if service == "github" else ".gitlab-ci.yml"
        job = "checks" if service == "github" else "public checks"
        commands = _commands((folder / name).read_text(), job)
        status, told = _run(commands, folder, python)
        assert 1 == status, told
        assert 'failures="1"' in (folder / "reports/vectors.xml").read_text()

        (folder / "vectors.py").write_bytes(
            script.replace(b"    return x", b"    return x - x.mean(0)")
        )
        assert 0 == _run(commands[-1:], folder, python)[0]
        (folder / "vectors.py").unlink()
        status, told = _run(commands[-1:], folder, python)
        assert 1 == status
        assert "there is no notebook and no .py file" in told

    @pytest.mark.parametrize("service", ["github", "gitlab"])
    def test_the_course_verifies_itself_and_grades_what_students_pushed(
        self, service, write_course, tmp_path, repository, python, notebook
    ):
        """The course's own commands, then the private job on two students' repositories."""
        course = write_course(tmp_path / "course")
        with (course / "reference" / "vectors" / "checks.py").open("a") as checks:
            checks.writelines(MORE_CHECKS.format(name) for name in ("center", "norm", "split"))
        topic = load_topic(course / "reference" / "vectors")
        release([topic], course_root=course)
        write_workflows(course, service, "course")
        ann = repository("ann", notebook(), service)
        bob = repository("bob", notebook(center=WRONG), service)
        dan = repository("dan", b"no notebook", service)
        zoe = repository(
            "zoe",
            jupytext.writes(nbformat.reads(notebook(), 4), "py:percent").encode(),
            service,
            ".py",
        )
        lines = ["student,url", f"ann,{ann.as_uri()}", f'"bob","{bob.as_uri()}"']
        lines += [f"dan,{dan.as_uri()}", f"zoe,{zoe.as_uri()}"]
        (course / "repositories.csv").write_text("\n".join([*lines, "eve,file:///none"]))
        _commit(course)
        texts = _texts(course)
        check = texts["course.yml" if service == "github" else ".gitlab-ci.yml"]
        secret = {"AUTOGRADER_SECRET": "s"}
        status, told = _run(_commands(check, "course"), course, python, **secret)
        assert "there is no folder tests" in told, told
        assert 0 == status

        grade = texts["grade.yml" if service == "github" else ".gitlab-ci.yml"]
        commands = _commands(grade, "grade")
        status, told = _run(commands, course, python, ASSIGNMENT="", **secret)
        told = (course / "grading.log").read_text()
        assert 1 == status, told
        assert "4 files collected from 4 of 5 students" in told
        assert "eve: cannot be read: fatal: " in told
        assert "missing: eve" in told
        assert "dan, vectors: " in told
        if service == "github":
            assert told in (course / "summary").read_text()
        receipts = [
            course / "grades" / "vectors" / f"{name}.json" for name in ("ann", "bob", "zoe")
        ]
        earned = [
            sum(check["earned"] for check in json.loads(path.read_text())["checks"])
            for path in receipts
        ]
        assert [15, 11, 15] == earned

        # With everybody there the job is green, though one file is no notebook.
        (course / "repositories.csv").write_text("\n".join(lines))
        status, told = _run(commands[-2:], course, python, ASSIGNMENT="", **secret)
        assert 0 == status, told
        assert "grading needs you" in told
        for table, said in (
            (None, "repositories.csv: No such file"),
            ("\n".join(lines[1:]), "repositories.csv, line 1: is 'ann,file:"),
        ):
            (course / "repositories.csv").unlink()
            if table is not None:
                (course / "repositories.csv").write_text(table)
            status, told = _run(commands[-2:], course, python, ASSIGNMENT="", **secret)
            assert 2 == status
            assert said in told
            (course / "repositories.csv").touch()
        assert (course / "report.html").is_file()
        for student in (ann, bob):  # nothing hidden went the other way
            files = [p for p in student.rglob("*") if p.is_file() and ".git" not in p.parts]
            assert not [p for p in files if p.name in {"checks.py", "solution.py"}]

    @pytest.mark.parametrize("service", ["github", "gitlab"])
    def test_nothing_is_graded_without_the_courses_secret(self, tmp_path, service):
        """Another secret each night would draw other examples: the job says what is missing."""
        write_workflows(tmp_path, service, "course", framework="x")
        texts = _texts(tmp_path)
        text = texts["grade.yml" if service == "github" else ".gitlab-ci.yml"]
        grading = _commands(text, "grade")[-1]
        grading = grading[grading.index(': "${AUTOGRADER_SECRET') :]
        status, told = _run([grading], tmp_path, Path(sys.prefix))

        assert 0 != status
        assert "AUTOGRADER_SECRET: is not set" in told
        assert not (tmp_path / "grading.log").exists()

    def test_a_stale_release_stops_the_course(self, write_course, tmp_path, python):
        """`release --check` fails before anything else runs."""
        course = write_course(tmp_path / "course")
        write_workflows(course, "github", "course")
        commands = _commands((course / ".github/workflows/course.yml").read_text(), "course")
        status, told = _run(commands, course, python)

        assert 1 == status
        assert "is not what a release makes; run autograder release" in told
        assert Path(course / "grades").exists() is False
