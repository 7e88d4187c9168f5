"""Where nbgrader's database is: a file in the course's folder, or a server that staff share.

Passwords may stand in the URL, but never in what this module says.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.errors import AutograderError, CourseError
from autograder.gradebook.course import Course

if TYPE_CHECKING:
    from sqlalchemy import URL

DATABASE_VARIABLE = "AUTOGRADER_DATABASE"
_DRIVERS = ("psycopg2", "psycopg")  # either will do
_PATIENCE = "10"  # seconds until a server that does not answer counts as away
_REBUILD = (
    "restore a copy of it, or move it away: `autograder gradebook` fills a new one from the "
    "receipts, and scores that people entered must be entered again"
)
_REMEDIES = {
    r"is locked|table is locked": "another program writes to it: let it end, or close formgrader, "
    "and run the same command again",
    r"malformed|not a database|disk i/o error|file is encrypted": f"it is damaged; {_REBUILD}",
    r"readonly|read-only": "give yourself the right to write to the file and to its folder",
    r"unable to open": "the file or its folder cannot be opened: look at their rights",
    r"is full": "make room on that disk and run the same command again",
    r"no such (table|column)|has no column|does not exist": "if nbgrader was upgraded, back the "
    "database up and run `nbgrader db upgrade`",
}
_UNKNOWN = "if it happens again, keep a copy of the database and show it to its administrator"
_TURNS = 0x67726164  # the advisory lock for which writers queue


def database_url(root: Path, course: Course | None = None) -> str:
    """The URL of nbgrader's database, complete enough for nbgrader's own commands.

    That is what AUTOGRADER_DATABASE says, or else the course, or else nbgrader's default:
    SQLite, `gradebook.db` at the root of the course.  A relative path of SQLite starts there too.

    Raises:
        CourseError: what is named is no URL.
        AutograderError: it names a database whose driver is not installed.
    """
    written = os.environ.get(DATABASE_VARIABLE, "").strip() or (course.database if course else "")
    if not written:
        return f"sqlite:///{(root / 'gradebook.db').resolve()}"
    url = _parsed(written)
    if url.drivername.startswith("sqlite"):
        url = url.set(database=str((root / (url.database or "gradebook.db")).resolve()))
    elif url.drivername in ("postgres", "postgresql"):
        # SQLAlchemy's own choice of a driver differs between its versions.
        found = next((driver for driver in _DRIVERS if find_spec(driver)), _DRIVERS[0])
        url = url.set(drivername=f"postgresql+{found}")
    if url.drivername.startswith("postgresql"):
        url = url.set(query={"connect_timeout": _PATIENCE, **url.query})
    _require_driver(url)
    return url.render_as_string(hide_password=False)


def shown(db_url: str) -> str:
    """The URL as people may see it: without password, driver and options."""
    url = _parsed(db_url)
    where = {name: value for name, value in url.query.items() if name in ("host", "port")}
    return url.set(drivername=url.get_backend_name(), query=where).render_as_string()


def file_of(db_url: str) -> Path | None:
    """The file of an SQLite database; None for a server."""
    url = _parsed(db_url)
    return Path(url.database or "") if url.drivername.startswith("sqlite") else None


def refused(db_url: str, error: Exception) -> AutograderError:
    """What a database's refusal means, in one line without the password."""
    from sqlalchemy.exc import DBAPIError, OperationalError

    reason = " ".join(re.split(r"\[SQL:|\(Background on", str(error))[0].split())
    url = _parsed(db_url)
    for secret in (url.password, url.query.get("password")):
        if isinstance(secret, str) and secret:
            reason = reason.replace(secret, "***")
    lower = reason.lower()
    remedy = next((each for words, each in _REMEDIES.items() if re.search(words, lower)), _UNKNOWN)
    cut_off = isinstance(error, DBAPIError) and error.connection_invalidated
    if file_of(db_url) is None and (cut_off or isinstance(error, OperationalError)):
        remedy = (
            f"is the server running, and may this user connect?  {DATABASE_VARIABLE} or "
            "`database` in course_config.py names it; PGPASSWORD or ~/.pgpass holds the password"
        )
    return AutograderError(f"{shown(db_url)}: {reason}; nothing was written to it; {remedy}")


@contextmanager
def one_line(db_url: str) -> Iterator[None]:
    """Turn whatever the database refuses, at any moment, into an AutograderError in one line."""
    from sqlalchemy.exc import SQLAlchemyError

    try:
        yield
    except SQLAlchemyError as error:
        raise refused(db_url, error) from None


def require_known_version(db_url: str, found: str | None, known: Sequence[str]) -> None:
    """Raise AutograderError if the tables are not those of the nbgrader that is installed.

    Args:
        db_url: the database.
        found: the version that it notes.
        known: the versions that nbgrader knows, its own first.
    """
    if found in (None, known[0]):
        return
    where = f"{shown(db_url)}: has tables of version {found}, but nbgrader here needs {known[0]}"
    if found in known:
        raise AutograderError(f"{where}; back it up and run `nbgrader db upgrade`")
    raise AutograderError(
        f"{where}, and does not know the other: a newer nbgrader made them; install that one "
        "here too, with pip install --upgrade nbgrader"
    )


@contextmanager
def in_turn(db_url: str) -> Iterator[None]:
    """Let writers to one PostgreSQL database follow each other; SQLite locks its file itself."""
    if not db_url.startswith("postgresql"):
        yield
        return
    from sqlalchemy import create_engine, text
    from sqlalchemy.exc import SQLAlchemyError
    from sqlalchemy.pool import NullPool

    engine = create_engine(db_url, poolclass=NullPool)
    try:
        waiting = engine.connect()
        waiting.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _TURNS})
    except SQLAlchemyError as error:
        raise refused(db_url, error) from None
    with waiting:  # the lock ends with the connection, however that ends
        yield


def _parsed(written: str) -> URL:
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        return make_url(written)
    except (ArgumentError, ValueError):
        raise CourseError(
            f"{DATABASE_VARIABLE} or `database` in course_config.py is no URL of a database; "
            "it should look like postgresql://user@host/name (what it says is not repeated here, "
            "for it may hold a password)"
        ) from None


def _require_driver(url: URL) -> None:
    from sqlalchemy.exc import NoSuchModuleError

    try:
        url.get_dialect().import_dbapi()
    except NoSuchModuleError:
        raise CourseError(
            f"no kind of database is called {url.get_backend_name()!r}; "
            "it should be postgresql or sqlite"
        ) from None
    except ImportError:
        remedy = f"install the Python driver for {url.drivername}"
        if url.get_backend_name() == "postgresql":
            remedy = 'pip install "autograder-numerics[postgresql]"'
        raise AutograderError(
            f"{shown(str(url))}: its driver is not installed; {remedy}"
        ) from None


def is_begun(db_url: str) -> bool:
    """Whether the database holds any table."""
    from sqlalchemy import create_engine, inspect
    from sqlalchemy.exc import SQLAlchemyError

    file = file_of(db_url)
    if file is not None:
        return file.is_file()
    engine = create_engine(db_url)
    try:
        return bool(inspect(engine).get_table_names())
    except SQLAlchemyError as error:
        raise refused(db_url, error) from None
    finally:
        engine.dispose()
