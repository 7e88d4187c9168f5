"""The course's secret is made once, and read by everyone of the staff's processes."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from autograder.errors import CourseError
from autograder.gradebook.secret import begin_secret, course_secret
from autograder.receipts import fingerprint_of


@pytest.fixture(autouse=True)
def _no_secret_from_outside(monkeypatch):
    monkeypatch.delenv("AUTOGRADER_SECRET", raising=False)


def test_is_made_once_and_stays(tmp_path):
    """It is there after it was begun; beginning it again changes nothing; others differ."""
    assert tmp_path / ".autograder/secret" == begin_secret(tmp_path)
    secret = course_secret(tmp_path)

    assert 64 == len(secret)
    assert begin_secret(tmp_path) is None
    assert secret == course_secret(tmp_path)
    begin_secret(tmp_path / "other")
    assert secret != course_secret(tmp_path / "other")


def test_reading_never_makes_one(tmp_path):
    """The error says where it should be, and what makes it or brings it; nothing is written."""
    with pytest.raises(CourseError, match="release` makes it; if the course was begun on another"):
        course_secret(tmp_path)

    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("made", "named"),
    [
        ("grades/warmup/ann.json", "1 receipts in"),
        ("variants/ann/quiz/quiz.ipynb", "1 variants in"),
        ("printed/quiz/ann.html", "1 sheets in"),
    ],
)
def test_is_missed_beside_what_was_made_with_it(tmp_path, made, named):
    """Neither reading nor beginning makes another: what is there would be worth nothing."""
    (tmp_path / made).parent.mkdir(parents=True)
    (tmp_path / made).write_text("{}")
    for attempt in (course_secret, begin_secret):
        with pytest.raises(CourseError, match=f"secret is missing, but {named}.*--from FILE"):
            attempt(tmp_path)

    assert not (tmp_path / ".autograder").exists()


def test_is_readable_by_its_owner_only(tmp_path):
    """Nobody else on the machine can read the file, and nothing else is left behind."""
    begin_secret(tmp_path)
    files = list((tmp_path / ".autograder").iterdir())

    assert ["secret"] == [file.name for file in files]
    assert 0o600 == stat.S_IMODE(files[0].stat().st_mode)


def test_comes_from_the_environment_first(tmp_path, monkeypatch):
    """CI sets AUTOGRADER_SECRET; no file is made then."""
    monkeypatch.setenv("AUTOGRADER_SECRET", "from CI\n")

    assert begin_secret(tmp_path) is None
    assert "from CI" == course_secret(tmp_path)
    assert [] == list(tmp_path.iterdir())


def test_many_beginnings_agree(tmp_path):
    """Of many that start at the same moment one makes it, and all get the same."""
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: begin_secret(tmp_path), range(40)))
        found = set(pool.map(lambda _: course_secret(tmp_path), range(40)))

    assert 1 == len(list(filter(None, made))) == len(found)


def test_may_lie_elsewhere(tmp_path):
    """`secret_file` is relative to the course."""
    begin_secret(tmp_path, secret_file="keys/mine")  # noqa: S106  # a path

    assert (tmp_path / "keys/mine").exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\n", "is empty, but should hold the secret"),
        (b"one\ntwo\n", "holds more than one line"),
        (b"\xff\xfe", "is no secret"),
    ],
)
def test_what_is_no_secret_is_none(tmp_path, content, said):
    """An empty secret would make the examples predictable; a key of another kind is a mistake."""
    (tmp_path / ".autograder").mkdir()
    (tmp_path / ".autograder/secret").write_bytes(content)
    with pytest.raises(CourseError, match=said):
        course_secret(tmp_path)


def test_a_fingerprint_names_a_secret_and_no_more():
    """Twelve digits, other ones for another secret, and none of a hash that is used elsewhere."""
    import hashlib

    found = fingerprint_of("secret")

    assert 12 == len(found)
    assert found != fingerprint_of("secret ")
    assert found != hashlib.sha256(b"secret").hexdigest()[:12]
