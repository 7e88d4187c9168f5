"""The course's secret is made once and read by everyone of the staff's processes."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from autograder.errors import CourseError
from autograder.gradebook.secret import course_secret


@pytest.fixture(autouse=True)
def _no_secret_from_outside(monkeypatch):
    monkeypatch.delenv("AUTOGRADER_SECRET", raising=False)


def test_is_made_on_first_use_and_stays(tmp_path):
    """The second call gives the same secret; another course has another one."""
    secret = course_secret(tmp_path)

    assert len(secret) == 64
    assert course_secret(tmp_path) == secret
    assert course_secret(tmp_path / "other") != secret


def test_is_readable_by_its_owner_only(tmp_path):
    """Nobody else on the machine can read the file, and nothing else is left behind."""
    course_secret(tmp_path)
    files = list((tmp_path / ".autograder").iterdir())

    assert [file.name for file in files] == ["secret"]
    assert stat.S_IMODE(files[0].stat().st_mode) == 0o600


def test_comes_from_the_environment_first(tmp_path, monkeypatch):
    """CI sets AUTOGRADER_SECRET; no file is made then."""
    monkeypatch.setenv("AUTOGRADER_SECRET", "from CI\n")

    assert course_secret(tmp_path) == "from CI"
    assert list(tmp_path.iterdir()) == []


def test_many_first_uses_agree(tmp_path):
    """Of many that start at the same moment, all get one secret."""
    with ThreadPoolExecutor(8) as pool:
        secrets = set(pool.map(lambda _: course_secret(tmp_path), range(40)))

    assert len(secrets) == 1


def test_may_lie_elsewhere(tmp_path):
    """`secret_file` is relative to the course."""
    course_secret(tmp_path, secret_file="keys/mine")  # noqa: S106  # a path

    assert (tmp_path / "keys/mine").exists()


def test_an_empty_file_is_no_secret(tmp_path):
    """An empty secret would make the examples predictable."""
    (tmp_path / ".autograder").mkdir()
    (tmp_path / ".autograder/secret").write_text("\n")
    with pytest.raises(CourseError, match="is empty; delete it"):
        course_secret(tmp_path)
