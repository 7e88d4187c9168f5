"""What `nbgrader_config.py` puts in the place of nbgrader's own grading.

`nbgrader autograde` then runs `autograder grade` for each submission, keeps the notebook that
our sandbox executed, and finds our scores in its database.  `nbgrader generate_feedback` and
formgrader show them, with the HTML that students write made harmless.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from autograder.errors import AutograderError
from autograder.gradebook.database import database_url
from autograder.gradebook.loading import load_course
from autograder.gradebook.nbgrader_cells import repaired
from autograder.gradebook.nbgrader_database import write_receipts
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
    config.Autograde.sanitize_preprocessors = [clear_outputs]
    config.Autograde.autograde_preprocessors = [grading_step(course_file, grader)]
    # nbconvert's setting covers outputs; nbgrader's templates render Markdown past it.
    config.HTMLExporter.sanitize_html = True
    config.HTMLExporter.filters = {"markdown2html": harmless_markdown}


def clear_outputs(notebook: Any, resources: Any) -> tuple[Any, Any]:
    """Forget the outputs a student saved: only what we executed is ever shown."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return notebook, resources


def grading_step(course_file: Path, grader: Grader) -> Step:
    """A step of `nbgrader autograde` that grades with `grader` and stores the receipt's scores.

    The step raises AutograderError if no receipt of the submitted file is left behind:
    nbgrader then reports the submission, keeps no score, and goes on with the class.
    """
    layout = Layout(course_file.parent.resolve())

    def grade(_cleared: Any, resources: Any) -> tuple[Any, Any]:
        work = resources["nbgrader"]
        assignment, student = work["assignment"], work["student"]
        words = grader(assignment, student)
        receipt = _receipt_of_this_file(layout, assignment, student, words)
        write_receipts(work["db_url"], [receipt], load_course(course_file))
        executed = _read(layout.autograded(student, assignment))
        released = _read(_handed_out(layout, assignment, student))
        return repaired(executed, released), resources

    return grade


def _handed_out(layout: Layout, assignment: str, student: str) -> Path:
    """The notebook that the student began with: a variant of their own, or what all got."""
    variant = layout.variant(student, assignment)
    return variant if variant.is_file() else layout.released(assignment)


def _receipt_of_this_file(layout: Layout, assignment: str, student: str, words: str) -> Receipt:
    """The receipt, if it is of what is in `submitted/` now."""
    path = layout.receipt(student, assignment)
    if not path.exists():
        raise AutograderError(f"{path} was not written: {words}")
    receipt = read_receipt(path)
    submitted = layout.submitted(student, assignment)
    if receipt.submission_hash != hashlib.sha256(submitted.read_bytes()).hexdigest():
        raise AutograderError(f"{path} is of another file than {submitted}: {words}")
    return receipt


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
