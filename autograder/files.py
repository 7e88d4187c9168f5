"""Writing files whole or not at all."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import IO

SUFFIX = ".partial"


def write_atomically(path: Path, content: bytes) -> None:
    """Replace `path` by `content` in one step, creating its folder."""
    try:
        _write(path, content)
    except OSError as error:  # of what is written to an open file it names none
        raise OSError(error.errno, error.strerror, str(path)) from None


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    file = _begin(path.parent)
    temporary = Path(file.name)
    try:
        with file:  # still locked when it gets its name: nobody takes it for abandoned
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            temporary.chmod(0o644)
            temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def remove_abandoned(folder: Path) -> None:
    """Remove what killed writers left below `folder`; what is being written stays."""
    for where, _, names in os.walk(folder):
        for name in names:
            if name.startswith(".") and name.endswith(SUFFIX):
                _remove_abandoned(Path(where, name))


def _remove_abandoned(path: Path) -> None:
    with suppress(OSError):  # gone meanwhile, or not ours to remove
        handle = os.open(path, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
        with os.fdopen(handle, "rb+") as file:
            if _lock(file):
                path.unlink(missing_ok=True)


def _begin(folder: Path) -> IO[bytes]:
    """A new file that others see is being written."""
    while True:
        handle, name = tempfile.mkstemp(dir=folder, prefix=".", suffix=SUFFIX)
        os.close(handle)
        with suppress(FileNotFoundError):  # somebody took it for abandoned
            file = Path(name).open("rb+")  # noqa: SIM115  # the caller closes it
            if _lock(file) and os.fstat(file.fileno()).st_nlink:
                return file
            file.close()


def _lock(file: IO[bytes]) -> bool:
    """Take the file for ourselves, until it is closed: False if another process has it."""
    try:
        import fcntl
    except ImportError:  # Windows, where a student's self-check needs none
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks
        return True
    return True
