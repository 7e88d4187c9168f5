"""What `nbgrader_config.py` puts in the place of nbgrader's own grading.

`nbgrader autograde` then runs `autograder grade` for each submission, keeps the notebook that
our sandbox executed, and finds our scores in its database.  `nbgrader generate_feedback` and
formgrader show them, with the HTML that students write made harmless.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from autograder.errors import AutograderError
from autograder.gradebook.database import database_url
from autograder.gradebook.loading import load_course
from autograder.gradebook.nbgrader_cells import points_of, repaired
from autograder.gradebook.nbgrader_database import write_assignment, write_receipts
from autograder.gradebook.nbgrader_validate import require_check_cells
from autograder.layout import Layout
from autograder.receipts import Receipt, read_receipt

Grader = Callable[[str, str], str]
Step = Callable[[Any, Any], tuple[Any, Any]]


def run_autograder(assignment: str, student: str) -> str:
    """Grade one submission anew with the command, and return its last words."""
    command = [sys.executable, "-m", "autograder", "grade", assignment, "--student", student]
    done = subprocess.run([*command, "--again"], capture_output=True, text=True, check=False)
    words = (done.stderr.strip() or done.stdout.strip()).splitlines()
    return words[-1] if words else f"autograder grade ended with status {done.returncode}"


def configure(config: Any, course_file: Path, *, grader: Grader = run_autograder) -> None:
    """Let nbgrader's commands and formgrader work on this course, with our scores.

    Args:
        config: what nbgrader's `get_config()` returned.
        course_file: the course's configuration; its folder is the root of the course.
        grader: (assignment, student) → leaves the receipt and the executed notebook behind, and
            says in one line how it went.
    """
    course, root = load_course(course_file), course_file.parent.resolve()
    config.CourseDirectory.course_id = course.course_id
    config.CourseDirectory.root = str(root)
    config.CourseDirectory.db_url = database_url(root, course)
    config.CourseDirectory.release_directory = "assignments"
    config.Autograde.pre_convert_hook = before_grading(course_file)
    config.Autograde.exporter_class = _unread()
    config.Autograde.sanitize_preprocessors = []
    config.Autograde.autograde_preprocessors = [grading_step(course_file, grader)]
    require_check_cells(config)
    # nbconvert's setting covers outputs; nbgrader's templates render Markdown past it.
    config.HTMLExporter.sanitize_html = True
    config.HTMLExporter.filters = {"markdown2html": harmless_markdown}


def before_grading(course_file: Path) -> Callable[..., None]:
    """What happens before each submission: nbgrader learns what it refuses not to know.

    In a fresh clone its database has no assignment; and of the notebooks in a student's folder
    it would grade those of the right name only, not the one that counts.
    """
    layout = Layout(course_file.parent.resolve())

    def prepare(*, notebooks: list[str], **_: Any) -> None:
        folder = Path(notebooks[0]).parent
        assignment, student = folder.name, folder.parent.name
        released = _read(_handed_out(layout, assignment, student))
        course = load_course(course_file)
        db_url = database_url(layout.root, course)
        write_assignment(db_url, assignment, points_of(released), course)
        notebooks[:] = [str(folder / f"{assignment}.ipynb")]

    return prepare


def _unread() -> type[Any]:
    """An exporter that leaves reading what a student handed in to our grading.

    nbgrader stops at what it cannot read, or finds to be no valid notebook.
    """
    import io

    import nbformat
    from nbconvert.exporters import NotebookExporter

    blank = nbformat.writes(nbformat.v4.new_notebook())

    class Unread(NotebookExporter):  # type: ignore[misc]  # nbconvert has no types
        def from_filename(
            self, filename: str, resources: Any = None, **options: Any
        ) -> tuple[Any, Any]:
            del filename
            made: tuple[Any, Any] = self.from_file(io.StringIO(blank), resources, **options)
            return made

    return Unread


def grading_step(course_file: Path, grader: Grader) -> Step:
    """A step of `nbgrader autograde` that grades with `grader` and stores the receipt's scores.

    The step raises AutograderError if no receipt is left behind:
    nbgrader then reports the submission, keeps no score, and goes on with the class.
    """
    layout = Layout(course_file.parent.resolve())

    def grade(cleared: Any, resources: Any) -> tuple[Any, Any]:
        work = resources["nbgrader"]
        assignment, student = work["assignment"], work["student"]
        receipt = _graded(layout, assignment, student, grader)
        write_receipts(work["db_url"], [receipt], load_course(course_file))
        _name(receipt)
        released = _read(_handed_out(layout, assignment, student))
        executed = _read(layout.autograded(student, assignment)) if receipt.read else cleared
        return repaired(executed, released), resources

    return grade


def _handed_out(layout: Layout, assignment: str, student: str) -> Path:
    """The notebook that the student began with: a variant of their own, or what all got."""
    variant = layout.variant(student, assignment)
    return variant if variant.is_file() else layout.released(assignment)


def _graded(layout: Layout, assignment: str, student: str, grader: Grader) -> Receipt:
    """The receipt that grading left; raise AutograderError if it left none."""
    path = layout.receipt(student, assignment)
    before = _version(path)
    words = grader(assignment, student)
    if _version(path) in (before, None):
        raise AutograderError(f"{path} was not written: {words}")
    return read_receipt(path)


def _name(receipt: Receipt) -> None:
    """Say among nbgrader's own lines what `autograder grade` says of a submission."""
    from traitlets.log import get_logger

    broken = (f"{result.message} (our error)" for result in receipt.errors)
    for line in filter(None, (receipt.problem, receipt.taken, *broken)):
        said = f"{receipt.student}, {receipt.assignment}: {line}"
        shown = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in said)
        get_logger().warning("%s", shown)


def _version(path: Path) -> tuple[int, int] | None:
    """Another one after each writing; None if there is no file."""
    try:
        about = path.stat()
    except FileNotFoundError:
        return None
    return about.st_ino, about.st_mtime_ns


def harmless_markdown(source: str) -> str:
    """Markdown → HTML without anything that runs; formulas stay for MathJax."""
    import nh3
    from nbconvert.filters.markdown import markdown2html

    attributes = {**nh3.ALLOWED_ATTRIBUTES, "*": {"class"}}
    return nh3.clean(markdown2html(source), attributes=attributes)


def _read(path: Path) -> Any:
    import nbformat

    try:
        return nbformat.read(path, as_version=4)
    except FileNotFoundError:
        raise AutograderError(
            f"{path} is missing; run autograder release, or autograder variants for a quiz"
        ) from None
