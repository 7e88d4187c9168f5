"""What students pushed to their repositories → submitted/.

Nothing of a repository is checked out or run: files of its last commit are read.  The time of
handing in is the commit's, which the student's own clock wrote.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from autograder.errors import AutograderError, CourseError
from autograder.files import write_atomically
from autograder.gradebook.csv_files import csv_rows
from autograder.grading.submission import LARGEST_FILE
from autograder.layout import Layout

COLUMNS = ("student", "url")
TOKEN, HOST = "STUDENTS_TOKEN", "STUDENTS_HOST"  # names of variables
GIT_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Pushed:
    """What was found in one student's repository.

    Attributes:
        student: the student's id.
        written: the files that were written to submitted/.
        problem: why nothing could be read; "" if it could.
    """

    student: str
    written: tuple[Path, ...] = ()
    problem: str = ""


def read_repositories(path: Path) -> list[tuple[str, str]]:
    """(student, url) of every line; raise CourseError naming file, line and remedy."""
    (line, header), *rows = csv_rows(path)
    titles = [title.strip().lower() for title in header]
    if not set(titles) >= set(COLUMNS):
        raise CourseError(
            f"{path}, line {line}: is {','.join(header)!r}, but should name the columns: "
            f"{','.join(COLUMNS)}"
        )
    found: dict[str, str] = {}
    for number, row in rows:
        student, url = (row[titles.index(name)].strip() for name in COLUMNS)
        where = f"{path}, line {number}"
        if not student or not url:
            raise CourseError(f"{where}: has no {COLUMNS[bool(student)]}; write both, or neither")
        if "/" in student or student.startswith("."):
            raise CourseError(f"{where}: {student!r} cannot name a folder; write the student's id")
        if student in found:
            raise CourseError(f"{where}: {student} has a line above already; keep one")
        found[student] = url
    return list(found.items())


def collect(
    layout: Layout, repositories: Sequence[tuple[str, str]], assignments: Sequence[str]
) -> Iterator[Pushed]:
    """Bring what each student pushed for the assignments into submitted/."""
    environment = _environment(os.environ)
    for student, url in repositories:
        with tempfile.TemporaryDirectory(prefix="repository-") as name:
            git = partial(_git, Path(name), environment)
            try:
                git("clone", "--quiet", "--bare", "--depth", "1", "--", url, ".")
            except AutograderError as error:
                yield Pushed(student, problem=str(error))
                continue
            try:
                there = git("ls-tree", "-r", "--name-only", "-z", "HEAD").split(b"\0")
            except AutograderError:  # nothing was pushed yet
                there = []
            written = []
            for assignment in assignments:
                found = [path for path in _places(assignment) if path.encode() in there]
                if found:
                    content = git("cat-file", "blob", f"HEAD:{found[0]}")
                    at = git("log", "-1", "--format=%cI")
                    written.append(_write(layout, student, assignment, found[0], content, at))
            yield Pushed(student, tuple(written))


def _places(assignment: str) -> Iterator[str]:
    """Where the work may lie; the notebook counts where both are there."""
    for suffix in (".ipynb", ".py"):
        yield f"{assignment}/{assignment}{suffix}"
        yield f"{assignment}{suffix}"


def _write(
    layout: Layout, student: str, assignment: str, path: str, content: bytes, at: bytes
) -> Path:
    notebook = layout.submitted(student, assignment)
    script = notebook.with_suffix(".py")
    target, other = (script, notebook) if path.endswith(".py") else (notebook, script)
    write_atomically(target, content)
    write_atomically(target.with_name("timestamp.txt"), at)
    other.unlink(missing_ok=True)  # of an earlier push
    return target


def _git(folder: Path, environment: Mapping[str, str], *arguments: str) -> bytes:
    """What git prints, of a file no more than tells that it is too large.

    Raise AutograderError with git's own words, without the token.
    """
    with tempfile.TemporaryFile() as out:
        try:
            done = subprocess.run(
                ["git", *arguments],  # noqa: S607  # wherever this machine has it
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.PIPE,
                check=False,
                timeout=GIT_SECONDS,
            )
        except subprocess.TimeoutExpired:
            raise AutograderError(f"git {arguments[0]} took more than {GIT_SECONDS} s") from None
        if done.returncode:
            lines = done.stderr.decode(errors="replace").strip().splitlines() or [""]
            words = next((line for line in lines if line.startswith("fatal: ")), lines[-1])
            if token := environment.get(TOKEN):
                words = words.replace(token, "***")
            raise AutograderError(words or f"git {arguments[0]} ended with {done.returncode}")
        out.seek(0)
        return out.read(LARGEST_FILE + 1)


def _environment(given: Mapping[str, str]) -> dict[str, str]:
    """For git: it asks nobody, runs nothing of a URL's, and uses the token, if there is one."""
    environment = {
        **given,
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_ALLOW_PROTOCOL": "https:ssh:file",
    }
    if token := given.get(TOKEN):
        host = given.get(HOST) or "github.com"
        environment |= {
            "GIT_CONFIG_COUNT": "1",
            "GIT_CONFIG_VALUE_0": f"https://{host}/",
            "GIT_CONFIG_KEY_0": f"url.https://oauth2:{token}@{host}/.insteadOf",
        }
    return environment
