"""Where things lie in a course: nbgrader's folders and ours."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import CourseError

CONFIG = "course_config.py"


@dataclass(frozen=True, slots=True)
class Layout:
    """The folders of one course.

    Attributes:
        root: the folder with course_config.py.
    """

    root: Path

    @property
    def config(self) -> Path:
        """course_config.py."""
        return self.root / CONFIG

    @property
    def reference(self) -> Path:
        """The hidden topic folders."""
        return self.root / "reference"

    def assignments(self) -> list[str]:
        """What has a folder in `reference/`."""
        return sorted(folder.name for folder in self.reference.glob("[!_.]*") if folder.is_dir())

    @property
    def cache(self) -> Path:
        """Our own: drawn examples, kept for the next run."""
        return self.root / ".autograder" / "examples"

    def released(self, assignment: str) -> Path:
        """The notebook students receive."""
        return self.root / "assignments" / assignment / f"{assignment}.ipynb"

    def variant(self, student: str, quiz: str) -> Path:
        """The notebook of a student's own variant of a quiz."""
        return self.root / "variants" / student / quiz / f"{quiz}.ipynb"

    @property
    def printed(self) -> Path:
        """Quizzes to print, and their answer keys."""
        return self.root / "printed"

    def submitted(self, student: str, assignment: str) -> Path:
        """The notebook a student handed in."""
        return self.root / "submitted" / student / assignment / f"{assignment}.ipynb"

    def autograded(self, student: str, assignment: str) -> Path:
        """That notebook with its outputs as we executed it."""
        return self.root / "autograded" / student / assignment / f"{assignment}.ipynb"

    def receipt(self, student: str, assignment: str) -> Path:
        """What grading it left behind."""
        return self.root / "grades" / assignment / f"{student}.json"

    def receipts(self, assignment: str) -> list[Path]:
        """All receipts of an assignment, by student."""
        return sorted((self.root / "grades" / assignment).glob("*.json"))

    def earlier_folder(self, student: str, assignment: str) -> Path:
        """Where receipts lie that were replaced by others."""
        return self.root / "grades" / assignment / "earlier" / student

    def earlier_receipts(self, student: str, assignment: str) -> list[Path]:
        """The receipts that were replaced, oldest first."""
        folder = self.earlier_folder(student, assignment)
        return sorted(path for path in folder.glob("*.json") if path.stem.isdecimal())

    def handed_in(self, student: str, assignment: str, digest: str) -> Path:
        """A copy of a notebook that was graded, under the SHA-256 of its bytes.

        That of a script has the ending `.py`.
        """
        folder = self.root / "grades" / assignment / "handed_in" / student
        script = folder / f"{digest}.py"
        return script if script.exists() else script.with_suffix(".ipynb")

    def feedback(self, student: str, assignment: str) -> Path:
        """The page the student reads."""
        return self.root / "feedback" / student / assignment / f"{assignment}.html"

    @property
    def report(self) -> Path:
        """The page the staff reads; its tables lie in the folder `report` beside it."""
        return self.root / "report.html"

    def students_with(self, assignment: str) -> list[str]:
        """Ids of the students who have a folder for the assignment."""
        return sorted(
            folder.parent.name
            for folder in (self.root / "submitted").glob(f"*/{assignment}")
            if not re.match(r"\.(?!\.)", folder.parent.name)  # a student may be called "..x"
        )


def find_course(start: Path) -> Layout:
    """The course `start` lies in; raise CourseError if there is none."""
    if not start.is_dir():
        raise CourseError(f"{start}: there is no such folder; --course names the course's folder")
    for folder in (start.resolve(), *start.resolve().parents):
        if (folder / CONFIG).is_file():
            return Layout(folder)
    raise CourseError(
        f"{start.resolve()}: neither this folder nor one above it holds a {CONFIG}; "
        "go to the course's folder, or name it with --course"
    )
