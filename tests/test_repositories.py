"""`autograder collect`: what students pushed, and who is missing."""

from __future__ import annotations

import os
import subprocess

import pytest
from click.testing import CliRunner

from autograder.cli import cli
from autograder.errors import CourseError
from autograder.layout import Layout

WHO = {
    f"GIT_{who}_{what}": "t@example.org"
    for who in ("AUTHOR", "COMMITTER")
    for what in ("NAME", "EMAIL")
}


@pytest.fixture
def layout(tmp_path, write_course):
    """A course."""
    return Layout(write_course(tmp_path / "course"))


@pytest.fixture
def repository(tmp_path):
    """A student's repository with these files: its URL."""

    def make(name, **files):
        folder = tmp_path / name
        folder.mkdir(exist_ok=True)
        git(folder, "init", "-q")
        for path, content in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)
        if files:
            git(folder, "add", "-A")
            git(folder, "commit", "-qm", "work", "--date", "2027-02-12T12:00:00+0300")
        return folder.as_uri()

    return make


def git(folder, *arguments):
    """Run git there."""
    moment = {"GIT_COMMITTER_DATE": "2027-02-12T12:00:00+0300"}
    environment = {**os.environ, **WHO, **moment}
    subprocess.run(["git", *arguments], cwd=folder, check=True, env=environment)  # noqa: S607


def collect(layout, table, *assignments):
    """Run the command with this repositories.csv: the result."""
    (layout.root / "repositories.csv").write_text(table)
    return CliRunner().invoke(cli, ["collect", *assignments, "--course", str(layout.root)])


def test_notebooks_and_scripts_are_brought_with_their_time(layout, repository):
    """From a folder of the assignment's name or the top; the notebook counts where both are."""
    ann = repository("ann", **{"vectors/vectors.ipynb": b"{}", "vectors.py": b"1"})
    bob = repository("bob", **{"vectors.py": b"x = 1\n"})
    done = collect(layout, f'url;student\n"{ann}";"ann"\n{bob};bob\n')

    assert 0 == done.exit_code, done.output
    assert "2 files collected from 2 of 2 students" in done.output
    assert b"{}" == layout.submitted("ann", "vectors").read_bytes()
    assert not layout.submitted("ann", "vectors").with_suffix(".py").exists()
    assert b"x = 1\n" == layout.submitted("bob", "vectors").with_suffix(".py").read_bytes()
    stamp = layout.submitted("bob", "vectors").with_name("timestamp.txt")
    assert "2027-02-12T12:00:00+03:00" == stamp.read_text().strip()


def test_a_notebook_of_another_name_is_brought_under_its_own(layout, repository):
    """`grade` says which file it took; what the course released does not count."""
    files = {"vectors/vectors-1.ipynb": b"{}", "vectors/public_checks.py": b"1"}
    done = collect(layout, f"student,url\nann,{repository('ann', **files)}\n")

    assert "1 files collected from 1 of 1 students" in done.output
    folder = layout.submitted("ann", "vectors").parent
    assert {"vectors-1.ipynb", "timestamp.txt"} == {path.name for path in folder.iterdir()}


def test_who_changed_from_notebook_to_script_is_graded_by_the_script(layout, repository):
    """The notebook of the earlier push does not stay and count."""
    url = repository("ann", **{"vectors.ipynb": b"{}"})
    collect(layout, f"student,url\nann,{url}\n")
    folder = layout.root.parent / "ann"
    git(folder, "rm", "-q", "vectors.ipynb")
    repository("ann", **{"vectors.py": b"2\n"})
    collect(layout, f"student,url\nann,{url}\n")

    assert not layout.submitted("ann", "vectors").exists()
    assert b"2\n" == layout.submitted("ann", "vectors").with_suffix(".py").read_bytes()


def test_everybody_who_cannot_be_read_is_named_and_the_others_are_brought(layout, repository):
    """Exit status 1; a student who has pushed nothing yet is told, and is no failure."""
    ann = repository("ann", **{"vectors.ipynb": b"{}"})
    zoe = repository("zoe")
    table = f"student,url\neve,file:///none\nann,{ann}\nzoe,{zoe}\ndan,ext::sh -c id\n"
    done = collect(layout, table)

    assert 1 == done.exit_code
    assert "missing: eve, dan" in done.output
    assert "1 files collected from 1 of 4 students" in done.output
    assert "zoe: the repository holds no notebook yet" in done.output
    assert layout.submitted("ann", "vectors").is_file()
    assert 0 == collect(layout, f"student,url\nzoe,{zoe}\n").exit_code


def test_a_repository_that_holds_nothing_usable_is_a_failure(layout, repository):
    """Somebody pushed work that nobody would have looked at."""
    ann = repository("ann", **{"homework/vectors-final.ipynb": b"{}", "a.py": b"", "README": b""})
    bob = repository("bob", **{"README": b"soon", "vectors/public_checks.py": b"1"})
    done = collect(layout, f"student,url\nann,{ann}\nbob,{bob}\n")

    assert 1 == done.exit_code
    assert "missing: ann" in done.output
    said = "ann: the repository holds a.py, homework/vectors-final.ipynb, but the work should be"
    assert f"{said} vectors/vectors.ipynb" in done.output
    assert "bob: the repository holds no notebook yet" in done.output


@pytest.mark.parametrize("target", ["/etc/passwd", "nowhere", "../other.ipynb"])
def test_a_link_is_named_and_not_followed(layout, repository, target):
    """Wherever it leads: out of the repository, to nothing, or to a file in it."""
    url = repository("ann", **{"other.ipynb": b"{}"})
    folder = layout.root.parent / "ann"
    (folder / "vectors").mkdir()
    (folder / "vectors" / "vectors.ipynb").symlink_to(target)
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "a link")
    done = collect(layout, f"student,url\nann,{url}\n")

    assert 1 == done.exit_code
    assert "ann: vectors/vectors.ipynb: a link, and links are not followed" in done.output
    assert not layout.submitted("ann", "vectors").exists()


def test_a_token_is_never_shown(layout, monkeypatch):
    """Git's own words may hold the URL with the token in it."""
    monkeypatch.setenv("STUDENTS_TOKEN", "s3cret")
    monkeypatch.setenv("STUDENTS_HOST", "host.invalid")
    done = collect(layout, "student,url\neve,https://host.invalid/eve.git\n")

    assert 1 == done.exit_code
    assert "missing: eve" in done.output
    assert "s3cret" not in done.output


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("ann,https://x\nbob,https://y\n", "line 1: is 'ann,https://x', but should name the col"),
        ("student,url\nann,https://x\nann,https://y\n", "line 3: ann has a line above already"),
        ("student,url\nann,\n", "line 2: has no url"),
        ("student,url\n,https://x\n", "line 2: has no student"),
        ("student,url\n../eve,https://x\n", "line 2: '../eve' cannot name a folder"),
        ('student,url\n"ann,https://x\n', "repositories.csv, line"),
        ("", "line 1: is ''"),
    ],
)
def test_a_table_that_is_not_one_is_refused(layout, table, said):
    """File, line, and what it should be; nobody is dropped in silence."""
    done = collect(layout, table)

    assert isinstance(done.exception, CourseError)
    assert said in str(done.exception)
    assert not (layout.root / "submitted").exists()


def test_no_table_is_an_error(layout):
    """Not a night in which nobody handed in."""
    done = CliRunner().invoke(cli, ["collect", "--course", str(layout.root)])

    assert "repositories.csv: No such file" in str(done.exception)
