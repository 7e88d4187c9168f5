"""The one place where authoring touches nbgrader: its `generate_assignment`."""

from __future__ import annotations

import logging
from pathlib import Path

from autograder.errors import TopicError

SOURCE_DIRECTORY = "source"
RELEASE_DIRECTORY = "assignments"

_NEW_GRADEBOOK = (
    "keep the exercises and the number of text cells until the term ends, "
    "or move gradebook.db away, release, and enter the grades again from the receipts"
)


def generate_assignment(name: str, *, root: Path, db_url: str, course_id: str) -> None:
    """Let nbgrader make `assignments/<name>` from `source/<name>`, both below `root`.

    Its gradebook at `db_url` learns the assignment, its notebook and its cells.
    Raises TopicError with nbgrader's own words if it refuses.
    """
    # Importing nbgrader costs seconds; nothing but a release should pay for it.
    from nbgrader.converters import GenerateAssignment
    from nbgrader.converters.base import NbGraderException
    from nbgrader.coursedir import CourseDirectory
    from traitlets.config import Config

    from autograder.gradebook.nbgrader_database import begin_database

    spoken = _Spoken()
    # Not getLogger: a logger of our own has no parent, so that nothing reaches the terminal.
    log = logging.Logger("nbgrader")  # noqa: LOG001
    log.addHandler(spoken)
    config = Config()
    config.CourseDirectory.root = str(root.resolve())
    config.CourseDirectory.db_url = db_url
    config.CourseDirectory.course_id = course_id
    config.CourseDirectory.source_directory = SOURCE_DIRECTORY
    config.CourseDirectory.release_directory = RELEASE_DIRECTORY
    config.CourseDirectory.assignment_id = name
    course = CourseDirectory(config=config, log=log)
    converter = GenerateAssignment(coursedir=course, config=config, log=log)
    begin_database(db_url)
    _note_source_cells(root / SOURCE_DIRECTORY / name / f"{name}.ipynb", db_url, course_id)
    try:
        converter.start()
    except NbGraderException as error:
        reason = spoken.reason or str(error)
        remedy = _NEW_GRADEBOOK if "submissions associated" in reason else "correct the topic"
        raise TopicError(f"{name}: nbgrader says: {reason}; {remedy}") from None


def _note_source_cells(source: Path, db_url: str, course_id: str) -> None:
    """Name the notebook's cells in a database that `autograder gradebook` made anew.

    That knows what is graded, and nothing of the text: nbgrader would take the text for new, and
    refuse to release it beside work that was handed in.
    """
    import nbformat
    from nbgrader import utils
    from nbgrader.api import Assignment, Gradebook, Notebook, SourceCell

    with Gradebook(db_url, course_id) as gradebook:
        known = gradebook.db.query(Notebook).join(Assignment, Notebook.assignment)
        row = known.filter(Notebook.name == source.stem, Assignment.name == source.stem)
        notebook = row.one_or_none()
        if notebook is None or notebook.source_cells:
            return
        for cell in nbformat.read(source, as_version=4).cells:
            if any(
                is_one(cell) for is_one in (utils.is_grade, utils.is_solution, utils.is_locked)
            ):
                name = cell.metadata["nbgrader"]["grade_id"]
                gradebook.db.add(
                    SourceCell(name=name, notebook=notebook, cell_type=cell.cell_type)
                )
        gradebook.db.commit()


class _Spoken(logging.Handler):
    """Remembers why nbgrader refused: the last line of the first error it logged."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.reason = ""

    def emit(self, record: logging.LogRecord) -> None:
        last = record.getMessage().strip().rpartition("\n")[2]
        # nbgrader logs a headline, then the traceback; its last line is what went wrong.
        if last and not last.startswith("There was an error processing assignment"):
            self.reason = self.reason or last
