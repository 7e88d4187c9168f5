"""Where nbgrader's database is: the default, what the course says, what the environment says."""

from __future__ import annotations

import pytest

from autograder.errors import AutograderError, CourseError
from autograder.gradebook import database
from autograder.gradebook.database import database_url, file_of, shown


@pytest.fixture(autouse=True)
def _no_variable(monkeypatch):
    monkeypatch.delenv("AUTOGRADER_DATABASE", raising=False)


def test_is_a_file_in_the_courses_folder_unless_something_is_said(course, tmp_path):
    """The default of nbgrader."""
    assert file_of(database_url(tmp_path, course)) == tmp_path / "gradebook.db"
    assert database_url(tmp_path) == database_url(tmp_path, course)


def test_a_relative_file_starts_at_the_courses_folder(make_course, tmp_path):
    """Wherever the command was started."""
    course = make_course(database="sqlite:///marks/g.db")

    assert file_of(database_url(tmp_path, course)) == tmp_path / "marks/g.db"


def test_the_environment_outranks_the_course(make_course, tmp_path, monkeypatch):
    """So that CI or a container names another one without an edit."""
    monkeypatch.setenv("AUTOGRADER_DATABASE", "sqlite:////elsewhere/g.db")
    course = make_course(database="sqlite:///g.db")

    assert database_url(tmp_path, course) == "sqlite:////elsewhere/g.db"


@pytest.mark.extra
@pytest.mark.parametrize("scheme", ["postgresql", "postgres"])
def test_the_driver_that_is_installed_is_named(make_course, tmp_path, monkeypatch, scheme):
    """SQLAlchemy's own choice differs between versions, and nbgrader would follow it."""
    pytest.importorskip("psycopg2", reason="the extra `postgresql` is not installed")
    url = database_url(tmp_path, make_course(database=f"{scheme}://ann:hush@db/course"))

    assert url == "postgresql+psycopg2://ann:hush@db/course?connect_timeout=10"
    assert shown(url) == "postgresql://ann:***@db/course"


def test_a_missing_driver_is_told_with_the_extra(make_course, tmp_path, monkeypatch):
    """Neither the driver's name nor its absence is the user's to know; nor is the password."""
    monkeypatch.setattr(database, "find_spec", lambda name: None)
    monkeypatch.setitem(__import__("sys").modules, "psycopg2", None)
    with pytest.raises(
        AutograderError, match=r'pip install "autograder-numerics\[postgres'
    ) as told:
        database_url(tmp_path, make_course(database="postgresql://ann:hush@db/course"))
    assert "hush" not in str(told.value)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("localhost:5432 password=hush", "should look like postgresql://"),
        ("postgersql://ann:hush@db/course", "'postgersql'; it should be postgresql or sqlite"),
        ("postgresql://ann:hush@db:port/course", "should look like postgresql://"),
    ],
)
def test_what_is_no_url_is_told_without_repeating_it(make_course, tmp_path, written, said):
    """It may hold a password."""
    with pytest.raises(CourseError, match=said) as told:
        database_url(tmp_path, make_course(database=written))
    assert "hush" not in str(told.value)


def test_a_course_does_not_print_its_password(make_course):
    """Not even when somebody prints the course."""
    assert "hush" not in repr(make_course(database="postgresql://ann:hush@db/course"))
