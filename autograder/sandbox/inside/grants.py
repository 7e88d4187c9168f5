"""Which folders a confined process may read: Python's own, never the course."""

from __future__ import annotations

import os
import sys
import sysconfig
import tempfile
from collections.abc import Iterable
from pathlib import Path

SYSTEM = (
    "/usr/lib",
    "/usr/lib64",
    "/lib",
    "/lib64",
    "/usr/share/fonts",
    "/usr/share/zoneinfo",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/dev/null",
    "/dev/urandom",
)


class Refused(Exception):  # noqa: N818  # an adjective: the grant is refused
    """Python itself lies where the course lies."""


def clean_path(course: Path | None) -> None:
    """Take the course and what contains it off sys.path: an editable install puts it there.

    So is a whole home, or everyone's temporary files.
    """
    kept = _existing(entry for entry in sys.path if Path(entry).is_absolute())
    home = os.path.expanduser("~")  # noqa: PTH111  # Path.home raises where there is none
    private = [Path(folder).resolve() for folder in (home, tempfile.gettempdir())]
    sys.path[:] = [
        str(path)
        for path in kept
        if not forbidden(path, course) and not any(own.is_relative_to(path) for own in private)
    ]


def readable(course: Path | None) -> list[str]:
    """The paths to grant: existing, resolved, each once; raise Refused."""
    needed = [
        *sys.path,
        *(f"{prefix}/lib" for prefix in (sys.prefix, sys.base_prefix)),
        sysconfig.get_config_var("LIBDIR") or "",
        *os.environ.get("LD_LIBRARY_PATH", "").split(":"),
        *SYSTEM,
    ]
    granted = _existing(needed)
    for path in granted:
        if forbidden(path, course):
            raise Refused(
                f"{path}: Python needs to read this folder, but the course lies in it or around "
                "it: move the course elsewhere or use a virtual environment"
            )
    return [str(path) for path in granted]


def forbidden(path: Path, course: Path | None) -> bool:
    """Whether granting the path would grant any of the course.

    An environment strictly inside the course root (`.venv`) is Python's, not the course's, unless
    it holds the reference.
    """
    if path == Path(path.anchor):
        return True
    if course is None:
        return False
    reference = course / "reference"
    if course.is_relative_to(path) or path.is_relative_to(reference):
        return True
    if not path.is_relative_to(course):
        return False
    environments = {Path(prefix).resolve() for prefix in (sys.prefix, sys.base_prefix)}
    return not any(
        environment != course
        and environment.is_relative_to(course)
        and not reference.is_relative_to(environment)
        and path.is_relative_to(environment)
        for environment in environments
    )


def _existing(paths: Iterable[str]) -> list[Path]:
    found: dict[Path, None] = {}
    for path in paths:
        if os.path.exists(path):  # noqa: PTH110  # Path.exists raises where one may not look
            found[Path(path).resolve()] = None
    return list(found)
