"""The course's secret: nobody can guess the examples and variants that are drawn from it.

It is made once.  Another one draws other examples and other variants, so it is never made anew
where anything was graded or handed out with it.
"""

from __future__ import annotations

import os
import secrets
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from autograder.errors import CourseError
from autograder.layout import Layout
from autograder.receipts import Receipt, fingerprint_of

SECRET_VARIABLE = "AUTOGRADER_SECRET"  # noqa: S105  # the name of the variable, not a secret
SECRET_FILE = ".autograder/secret"  # noqa: S105  # the path of the file, not a secret
BRING_IT = (
    "bring it from where the course was begun, as in `autograder secret --from FILE`, or set "
    f"{SECRET_VARIABLE}"
)


def course_secret(root: Path, *, secret_file: str = SECRET_FILE) -> str:
    """The secret from the environment variable AUTOGRADER_SECRET, else from the course's file.

    Raise CourseError if there is none, or none that can be read; it is never made here.
    """
    if from_environment := os.environ.get(SECRET_VARIABLE, "").strip():
        return from_environment
    path = root / secret_file
    try:
        return as_secret(path.read_bytes(), str(path))
    except FileNotFoundError:
        raise missing(Layout(root), path) from None
    except OSError as error:
        raise CourseError(f"{path}: {error}; make it readable or set {SECRET_VARIABLE}") from None


def begin_secret(root: Path, *, secret_file: str = SECRET_FILE) -> Path | None:
    """Make the course's secret, readable by its owner only: its file; None if there is one.

    Of two processes that start at the same moment both get the same secret.  Raise CourseError
    if something was graded or handed out with a secret that is no longer there.
    """
    path = root / secret_file
    if os.environ.get(SECRET_VARIABLE, "").strip() or path.exists():
        return None
    if made_with_it(Layout(root)):
        raise missing(Layout(root), path)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with suppress(FileExistsError):  # another process was first: its secret counts
        write_secret(path, secrets.token_hex(32))
        return path
    return None


def write_secret(path: Path, secret: str, *, replace: bool = False) -> None:
    """Write a secret whole, readable by its owner only.

    Raise FileExistsError, and leave what is there, unless it may be replaced.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    aside = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(f"{secret}\n")
            file.flush()
            os.fsync(file.fileno())
        if replace:
            aside.replace(path)
        else:
            os.link(aside, path)
    finally:
        aside.unlink(missing_ok=True)


def as_secret(content: bytes, where: str) -> str:
    """The secret that a file holds: one line; raise CourseError naming it if it is another."""
    try:
        secret = content.decode().strip()
    except UnicodeDecodeError as error:
        raise CourseError(f"{where}: is no secret ({error}); {BRING_IT}") from None
    if not secret:
        raise CourseError(f"{where} is empty, but should hold the secret; {BRING_IT}")
    if not secret.isprintable():
        raise CourseError(f"{where}: holds more than one line, but should hold the secret alone")
    return secret


def made_with_it(layout: Layout) -> list[str]:
    """What the course's folder holds that is worth nothing without its secret, in words."""
    grades, variants, printed = (layout.root / each for each in ("grades", "variants", "printed"))
    found = {
        f"receipts in {grades}": list(grades.glob("*/*.json")),
        f"variants in {variants}": list(variants.glob("*/*/*.ipynb")),
        f"sheets in {printed}": list(printed.glob("*/*.html")),
    }
    return [f"{len(paths)} {what}" for what, paths in found.items() if paths]


def missing(layout: Layout, path: Path) -> CourseError:
    """What to say, and to do, where the secret is not there."""
    if made := made_with_it(layout):
        return CourseError(
            f"{path}: the course's secret is missing, but {' and '.join(made)} were made with it; "
            f"{BRING_IT}; `autograder secret --help` says what to do if it is lost"
        )
    return CourseError(
        f"{path}: this course has no secret yet; `autograder release` makes it; if the course was "
        f"begun on another machine, {BRING_IT}"
    )


def graded_otherwise(
    root: Path, receipts: Iterable[Receipt], *, secret_file: str = SECRET_FILE
) -> tuple[str, ...]:
    """A line for each secret but the present one that receipts were graded with; usually none.

    And a line if the secret is missing beside receipts.
    """
    try:
        present = fingerprint_of(course_secret(root, secret_file=secret_file))
    except CourseError as error:
        return (str(error),) if made_with_it(Layout(root)) else ()
    count: dict[str, Counter[str]] = {}
    for receipt in receipts:
        # Of a file that could not be read nothing was judged: no secret had a part in it.
        if receipt.read and receipt.secret_fingerprint not in ("", present):
            count.setdefault(receipt.secret_fingerprint, Counter())[receipt.assignment] += 1
    return tuple(
        f"{counts.total()} receipts were graded with the secret {other}, but the present one is "
        f"{present} ({', '.join(f'{name} {many}' for name, many in sorted(counts.items()))}); "
        "`autograder secret --help` says what to do"
        for other, counts in sorted(count.items())
    )
