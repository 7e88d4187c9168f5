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
from pathlib import Path, PurePosixPath

from autograder.errors import AutograderError, CourseError
from autograder.files import write_atomically
from autograder.gradebook.csv_files import csv_rows
from autograder.grading.submission import LARGEST_FILE
from autograder.layout import Layout
from autograder.local_check import PUBLIC_CHECKS

COLUMNS = ("student", "url")
SUFFIXES = (".ipynb", ".py")
TOKEN, HOST = "STUDENTS_TOKEN", "STUDENTS_HOST"  # names of variables
GIT_SECONDS = 300
NO_FILE = ("120000", "160000")
"""Modes of git: a symbolic link, and another repository."""


@dataclass(frozen=True, slots=True)
class Pushed:
    """What was found in one student's repository.

    Attributes:
        student: the student's id.
        written: the files that were written to submitted/.
        problem: what went wrong, to be read after the student's id; "" if nothing did.
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
                yield Pushed(student, problem=f"cannot be read: {error}")
                continue
            try:
                listed = git("ls-tree", "-r", "-z", "HEAD").split(b"\0")
            except AutograderError:  # nothing was pushed yet
                listed = []
            modes = dict(_mode_and_path(entry)[::-1] for entry in listed if entry)
            there = [path for path, mode in modes.items() if mode not in NO_FILE]
            links = [p for a in assignments for p in _work(a, list(modes)) if p not in there]
            written: list[Path] = []
            for assignment in assignments:
                folder = layout.submitted(student, assignment).parent
                for path in _work(assignment, there):
                    written.append(folder / PurePosixPath(path).name)
                    write_atomically(written[-1], git("cat-file", "blob", f"HEAD:{path}"))
                    at = git("log", "-1", "--format=%cI")
                    write_atomically(folder / "timestamp.txt", at)
                    if written[-1].stem == assignment:  # the other may be of an earlier push
                        other = {".py": ".ipynb", ".ipynb": ".py"}[written[-1].suffix]
                        written[-1].with_suffix(other).unlink(missing_ok=True)
            problem = ""
            if links:
                problem = (
                    f"{', '.join(links)}: a link, and links are not followed; push the file itself"
                )
            elif not written:
                problem = _nothing_for(assignments, there)
            yield Pushed(student, tuple(written), problem)


def _mode_and_path(entry: bytes) -> tuple[str, str]:
    """Of a line of `git ls-tree`: MODE TYPE OBJECT, a tab, PATH."""
    about, _, path = entry.partition(b"\t")
    return about[:6].decode(), os.fsdecode(path)


def _nothing_for(assignments: Sequence[str], there: Sequence[str]) -> str:
    """What is wrong with a repository that holds no work for these, but notebooks or scripts."""
    others = [p for p in there if p.endswith(SUFFIXES) and PurePosixPath(p).name != PUBLIC_CHECKS]
    if not others:
        return ""
    wanted = assignments[0] if len(assignments) == 1 else "ASSIGNMENT"
    more = f" and {len(others) - 3} more" if len(others) > 3 else ""
    return (
        f"the repository holds {', '.join(others[:3])}{more}, but the work should be "
        f"{wanted}/{wanted}.ipynb"
    )


def _work(assignment: str, there: Sequence[str]) -> list[str]:
    """The file that counts; where none has its name, what else lies in its folder."""
    for suffix in SUFFIXES:
        for path in (f"{assignment}/{assignment}{suffix}", f"{assignment}{suffix}"):
            if path in there:
                return [path]
    return [
        path
        for path in there
        if PurePosixPath(path).parent == PurePosixPath(assignment)
        and path.endswith(SUFFIXES)
        and not path.endswith(f"/{PUBLIC_CHECKS}")
    ]


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
