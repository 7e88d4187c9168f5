"""The course's secret, mixed into the examples that checks draw: nobody can guess them."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

from autograder.errors import CourseError

SECRET_VARIABLE = "AUTOGRADER_SECRET"  # noqa: S105  # the name of the variable, not a secret
SECRET_FILE = ".autograder/secret"  # noqa: S105  # the path of the file, not a secret


def course_secret(root: Path, *, secret_file: str = SECRET_FILE) -> str:
    """The secret from the environment variable AUTOGRADER_SECRET, else from the course's file.

    The file is made on first use, readable by its owner only; of two processes that start at
    the same moment both get the same secret.  Raise CourseError if the file is empty.
    """
    if from_environment := os.environ.get(SECRET_VARIABLE, "").strip():
        return from_environment
    path = root / secret_file
    try:
        if not path.exists():
            _create(path)
        secret = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise CourseError(f"{path}: {error}; make it readable or set {SECRET_VARIABLE}") from None
    if not secret:
        raise CourseError(f"{path} is empty; delete it to get a new secret")
    return secret


def _create(path: Path) -> None:
    """Write a new secret aside and link it into place: the first of several wins."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    aside = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(secrets.token_hex(32) + "\n")
        with suppress(FileExistsError):  # another process was first: its secret counts
            os.link(aside, path)
    finally:
        aside.unlink()
