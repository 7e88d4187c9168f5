"""Reading `course_config.py`: a Course, or one line that says what is wrong and where."""

from __future__ import annotations

import inspect
import re
import traceback
from pathlib import Path

from autograder.errors import CourseError
from autograder.gradebook import course as course_records
from autograder.gradebook.course import Course, did_you_mean

_KEYWORD = re.compile(r"(\w+)\.__init__\(\) got an unexpected keyword argument '(\w+)'")


def load_course(path: Path) -> Course:
    """Execute a course file and return its COURSE.

    Raises:
        CourseError: one line naming file, line and remedy, whatever is wrong with the file.
    """
    path = Path(path)
    try:
        source = path.read_bytes()
    except OSError as error:
        raise CourseError(
            f"{path}: {error.strerror}; a course is the folder with its course_config.py"
        ) from None
    namespace: dict[str, object] = {"__name__": path.stem, "__file__": str(path)}
    try:
        exec(compile(source, str(path), "exec"), namespace)  # noqa: S102  # the course is a program
    except SyntaxError as error:
        raise CourseError(f"{path}, line {error.lineno or 1}: {error.msg}") from None
    except (Exception, SystemExit) as error:  # noqa: BLE001  # the file may do anything
        where = f"{path}{_line_of(error, path)}"
        raise CourseError(f"{where}: {_what_is_wrong(error, namespace)}") from None
    return _find_course(path, namespace)


def _find_course(path: Path, namespace: dict[str, object]) -> Course:
    found = namespace.get("COURSE")
    if isinstance(found, Course):
        return found
    if "COURSE" in namespace:
        kind = type(found).__name__
        raise CourseError(f"{path}: COURSE is a {kind}, but should be Course(title=…, grade=…)")
    for name, value in namespace.items():
        if isinstance(value, Course):
            raise CourseError(f"{path}: the course is named {name}, but should be named COURSE")
    raise CourseError(f"{path}: COURSE is missing; end with COURSE = Course(title=…, grade=…)")


def _line_of(error: BaseException, path: Path) -> str:
    """The line of the course file that was running, innermost first."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if frame.filename == str(path):
            return f", line {frame.lineno}"
    return ""


def _what_is_wrong(error: BaseException, namespace: dict[str, object]) -> str:
    """The error in one line, with the nearest right name where one was mistyped."""
    message = " ".join(str(error).split())
    if isinstance(error, CourseError):
        return message
    if isinstance(error, NameError) and error.name:
        known = [name for name in namespace if not name.startswith("_")]
        return f"{error.name} is not defined{did_you_mean(error.name, known)}"
    if mistyped := _KEYWORD.search(message):
        record, keyword = mistyped.groups()
        known = list(inspect.signature(getattr(course_records, record, Course)).parameters)
        return f"{record} has no setting {keyword!r}{did_you_mean(keyword, known)}"
    return f"{type(error).__name__}: {message}"
