"""Release: from the hidden topics to what students receive."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Protocol

import nbformat
from nbformat import NotebookNode

from autograder.authoring.leaks import require_no_leaks
from autograder.authoring.nbgrader_release import (
    RELEASE_DIRECTORY,
    SOURCE_DIRECTORY,
    generate_assignment,
)
from autograder.authoring.notebook import source_notebook, to_text
from autograder.authoring.public_checks import public_checks_source
from autograder.authoring.stubs import Solution, strip_solutions
from autograder.files import write_atomically

PUBLIC_CHECKS = "public_checks.py"
COURSE_ID = "course"


class Releasable(Protocol):
    """What a release needs to know of a topic."""

    @property
    def name(self) -> str:
        """The topic's name, and the assignment's."""

    @property
    def folder(self) -> Path:
        """Where the topic's four files are; for messages."""

    @property
    def assignment_text(self) -> str:
        """assignment.md."""

    @property
    def solution_source(self) -> str:
        """solution.py, with markers."""

    @property
    def checks_source(self) -> str:
        """checks.py."""

    @property
    def solution(self) -> Solution:
        """solution.py taken apart."""

    @property
    def points_by_exercise(self) -> Mapping[str, int]:
        """Exercise → the points of its checks."""

    @property
    def public_check_names(self) -> tuple[str, ...]:
        """Names of the public checks."""

    @property
    def hidden_check_names(self) -> tuple[str, ...]:
        """Names of all other checks."""


def release(
    topics: Iterable[Releasable],
    *,
    course_root: Path,
    db_url: str | None = None,
    course_id: str = COURSE_ID,
) -> list[Path]:
    """Release topics below `course_root`; return the files of `assignments/` that changed.

    Writes `source/<name>/` and `assignments/<name>/`, each with the notebook and
    public_checks.py, and tells nbgrader's gradebook (`course_root/gradebook.db` unless `db_url`
    says otherwise), where the course is called `course_id`.  Releasing again changes nothing.
    Files are replaced only when every topic has succeeded: after a TopicError the old release
    stands.
    """
    course_root.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="release-") as temporary:
        made = Path(temporary)
        _generate(topics, root=made, db_url=db_url or _sqlite(course_root), course_id=course_id)
        _install(made / SOURCE_DIRECTORY, course_root / SOURCE_DIRECTORY)
        return _install(made / RELEASE_DIRECTORY, course_root / RELEASE_DIRECTORY)


def outdated(topics: Iterable[Releasable], *, course_root: Path) -> list[Path]:
    """The files of `assignments/` that a release would change; nothing is written."""
    with tempfile.TemporaryDirectory(prefix="release-") as temporary:
        made = Path(temporary)
        _generate(topics, root=made, db_url=_sqlite(made), course_id=COURSE_ID)
        wanted = _files(made / RELEASE_DIRECTORY)
        return _changed(wanted, course_root / RELEASE_DIRECTORY)


def _generate(topics: Iterable[Releasable], *, root: Path, db_url: str, course_id: str) -> None:
    """Fill `root/source` and `root/assignments`; nbgrader is told when nothing leaks."""
    topics = list(topics)
    for topic in topics:
        _write_source(topic, root / SOURCE_DIRECTORY / topic.name)
    for topic in topics:
        generate_assignment(topic.name, root=root, db_url=db_url, course_id=course_id)
        path = root / RELEASE_DIRECTORY / topic.name / f"{topic.name}.ipynb"
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
        _require_no_leaks(topic, notebook, (path.parent / PUBLIC_CHECKS).read_text("utf-8"))


def _write_source(topic: Releasable, folder: Path) -> None:
    """Write what nbgrader starts from; raise TopicError if its result would leak."""
    notebook = source_notebook(
        name=topic.name,
        assignment_text=topic.assignment_text,
        solution=topic.solution,
        points=topic.points_by_exercise,
        where=topic.folder / "assignment.md",
    )
    checks = public_checks_source(
        assignment=topic.name,
        checks_source=topic.checks_source,
        public=topic.public_check_names,
        hidden=topic.hidden_check_names,
        exercises=tuple(topic.solution.exercises),
        where=topic.folder / "checks.py",
        given=topic.solution.given,
    )
    checks = _stamped(notebook, checks)
    _require_no_leaks(topic, notebook, checks)
    folder.mkdir(parents=True)
    (folder / f"{topic.name}.ipynb").write_text(to_text(notebook), encoding="utf-8")
    (folder / PUBLIC_CHECKS).write_text(checks, encoding="utf-8")


def _stamped(notebook: NotebookNode, checks: str) -> str:
    """Write into the given code, and at the end of `checks`, which release they are of.

    It is a hash of what students receive: the code and the public checks.  The words between
    may be mended without making anybody's copy stale.
    """
    code = [strip_solutions(cell.source) for cell in notebook.cells if cell.cell_type == "code"]
    digest = hashlib.sha256("\0".join([*code, checks]).encode()).hexdigest()[:12]
    (given,) = (cell for cell in notebook.cells if cell.id == "given")
    given.source += f'\n\n\nRELEASE = "{digest}"  # leave it: public_checks.py has the same'
    return f'{checks}\n\nRELEASE = "{digest}"  # the notebook has the same\n'


def _require_no_leaks(topic: Releasable, notebook: NotebookNode, checks: str) -> None:
    released = {
        f"{topic.name}.ipynb, cell {cell.id!r},": strip_solutions(cell.source)
        for cell in notebook.cells
    }
    require_no_leaks(
        {**released, PUBLIC_CHECKS: checks},
        solution_source=topic.solution_source,
        # A check may bear just the exercise's name, which is no secret.
        hidden=set(topic.hidden_check_names) - set(topic.solution.exercises),
        topic=str(topic.folder),
    )


def _install(made: Path, place: Path) -> list[Path]:
    wanted = _files(made)
    changed = _changed(wanted, place)
    for path in changed:
        write_atomically(path, wanted[path.relative_to(place)])
    return changed


def _files(folder: Path) -> dict[Path, bytes]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder): path.read_bytes() for path in paths}


def _changed(wanted: Mapping[Path, bytes], place: Path) -> list[Path]:
    return [
        place / name
        for name, content in wanted.items()
        if not (place / name).is_file() or (place / name).read_bytes() != content
    ]


def _sqlite(folder: Path) -> str:
    return f"sqlite:///{folder.resolve() / 'gradebook.db'}"
