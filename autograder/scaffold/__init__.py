"""`autograder init`: a new course, small and complete."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from functools import partial
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path, PurePosixPath

from autograder.errors import CourseError
from autograder.files import write_atomically
from autograder.gradebook.secret import begin_secret

TOPIC = "squared_error"
_DAYS_TO_WORK = 14
_TEMPLATE = ".jinja"
_PLACES = {
    "gitignore": ".gitignore",
    "submitted/sample_student.ipynb": f"submitted/sample_student/{TOPIC}/{TOPIC}.ipynb",
}


def make_course(folder: Path) -> list[Path]:
    """Write a course with one topic and one sample submission; return the files written.

    Args:
        folder: made if missing; its name becomes the course's title.

    Raises:
        CourseError: the folder is not empty, or is a file; nothing was written.
    """
    if folder.exists() and not folder.is_dir():
        raise CourseError(f"{folder}: is a file; name a new folder, as in autograder init mine")
    if folder.exists() and (held := sorted(path.name for path in folder.iterdir())):
        some = ", ".join(held[:3]) + (", …" if len(held) > 3 else "")
        raise CourseError(
            f"{folder}: is not empty (it holds {some}); name a new folder, "
            "as in autograder init mine"
        )
    texts = _rendered(folder.resolve().name)
    for name, text in texts.items():
        write_atomically(folder / name, text.encode())
    secret = begin_secret(folder)
    return [*(folder / name for name in texts), *filter(None, [secret])]


def _rendered(course: str) -> dict[str, str]:
    """Place in the course → text."""
    from jinja2 import Environment, StrictUndefined

    now = datetime.now(UTC)
    values = {
        "title": course.replace("_", " ").replace("-", " ").strip().capitalize() or "A course",
        "topic": TOPIC,
        "due": (now + timedelta(days=_DAYS_TO_WORK)).strftime("%Y-%m-%d 23:59"),
        "now": now.strftime("%Y-%m-%d %H:%M:%S.%f UTC"),
    }
    # Course files are Python and Markdown, not HTML.
    environment = Environment(undefined=StrictUndefined, keep_trailing_newline=True)  # noqa: S701
    environment.filters["python"] = partial(json.dumps, ensure_ascii=False)
    texts = {}
    for place, file in _files(files("autograder.scaffold") / "course"):
        text = file.read_text(encoding="utf-8")
        if place.endswith(_TEMPLATE):
            text = environment.from_string(text).render(values)
        name = place.removesuffix(_TEMPLATE)
        texts[_PLACES.get(name, name)] = text
    stamp = PurePosixPath(_PLACES["submitted/sample_student.ipynb"]).with_name("timestamp.txt")
    texts[str(stamp)] = values["now"]
    return dict(sorted(texts.items()))


def _files(folder: Traversable, above: str = "") -> list[tuple[str, Traversable]]:
    found = []
    for each in folder.iterdir():
        place = f"{above}{each.name}"
        found += _files(each, f"{place}/") if each.is_dir() else [(place, each)]
    return found
