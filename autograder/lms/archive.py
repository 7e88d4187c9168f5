"""A zip that strangers filled: listed whole, read with bounds, never extracted."""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from autograder.errors import CourseError
from autograder.grading.submission import LARGEST_FILE

MOST_ENTRIES = 20_000
_UTF8 = 0x800
_ENCRYPTED = 0x1


@contextmanager
def opened(path: Path, data: bytes | None = None) -> Iterator[zipfile.ZipFile]:
    """The archive; raise CourseError, in one line, if it is damaged or meant to harm.

    With `data` it is a zip within another, and `path` is what it is called there.
    """
    try:
        with zipfile.ZipFile(path if data is None else io.BytesIO(data)) as archive:
            _refuse_harm(path, archive)
            yield archive
    except OSError as error:
        raise CourseError(f"{path}: {error.strerror or error}") from None
    except (zipfile.BadZipFile, NotImplementedError) as error:
        raise CourseError(f"{path}: is no zip that can be read ({error})") from None


def named(entry: zipfile.ZipInfo) -> str:
    """The entry's name; many programs write UTF-8 without saying so."""
    if not entry.flag_bits & _UTF8:
        try:
            return entry.orig_filename.encode("cp437").decode()
        except UnicodeError:
            pass
    return entry.filename


def content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """What an entry holds; CourseError if that is more than a submission may be, or damaged."""
    try:
        with archive.open(entry) as file:
            # The size that the archive declares may be a lie; what is read is not.
            data = file.read(LARGEST_FILE + 1)
    except Exception as error:  # noqa: BLE001  # zlib, CRC and zipfile fail in many ways
        raise CourseError(f"is damaged ({error})") from None
    if len(data) > LARGEST_FILE:
        raise CourseError(f"is larger than {LARGEST_FILE // 2**20} MiB")
    return data


def _refuse_harm(path: Path, archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES:
        raise CourseError(f"{path}: has {len(entries)} files, but at most {MOST_ENTRIES} are read")
    for entry in entries:
        name = named(entry)
        parts = PurePosixPath(name.replace("\\", "/"))
        if parts.is_absolute() or ".." in parts.parts or name[1:2] == ":" or "\0" in name:
            raise CourseError(f"{path}: {name!r} leads out of its folder; no LMS wrote this file")
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise CourseError(f"{path}: {name!r} is a link; no LMS wrote this file")
        if entry.flag_bits & _ENCRYPTED:
            raise CourseError(f"{path}: {name!r} is encrypted; ask for a zip without a password")
