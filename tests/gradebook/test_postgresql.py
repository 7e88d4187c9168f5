"""The gradebook lives on a real PostgreSQL server as it does in a file."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from urllib.parse import quote

import pytest

from autograder.errors import AutograderError
from autograder.gradebook.by_hand import ByHand
from autograder.gradebook.database import database_url, shown
from autograder.gradebook.nbgrader_database import entered_by_hand, write_receipts
from autograder.receipts import Outcome, write_receipt

pytest.importorskip("psycopg2", reason="needs the extra `postgresql`")
pytestmark = [pytest.mark.extra, pytest.mark.slow]

PASSWORD = "open:s@me"  # noqa: S105  # of a server that lives for these tests
NBGRADER_CONFIG = """\
from pathlib import Path
from autograder.gradebook.nbgrader_steps import configure
configure(get_config(), Path(__file__).with_name("course_config.py"))
"""
COURSE = """\
from autograder.gradebook import *
homework = Component("HW", assignments=[Assignment("losses", points=11)])
COURSE = Course(title="T", course_id="small", grade=1.0 * homework, database={url!r})
"""


def program(name):
    """A program of the PostgreSQL server: on the path, or where Debian keeps it."""
    debian = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    found = shutil.which(name) or (str(debian[-1]) if debian else None)
    if found is None:
        pytest.skip(f"{name} is missing: apt install postgresql")
    return found


def unprivileged():
    """Whom to run the server as: it refuses to run as root."""
    if os.geteuid():
        return {}
    who = pwd.getpwnam("nobody")
    return {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": []}


@pytest.fixture(scope="module")
def server():
    """The socket's folder of a server with one user, `staff`, who needs a password."""
    with serving() as (folder, _):
        yield folder


@contextmanager
def serving():
    """A server, until the end or until it is stopped: its socket's folder, its process."""
    initdb, postgres, account = program("initdb"), program("postgres"), unprivileged()
    with tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / "password").write_text(PASSWORD)
        for path in (folder, folder / "password"):
            if account:
                os.chown(path, account["user"], account["group"])
        data = str(folder / "data")
        made = subprocess.run(
            [
                initdb,
                "-D",
                data,
                "-U",
                "staff",
                "-A",
                "scram-sha-256",
                "--pwfile",
                str(folder / "password"),
                "--no-sync",
                "-E",
                "UTF8",
                "--no-locale",
            ],
            **account,
            check=False,
            capture_output=True,
            text=True,
            cwd=folder,
        )
        assert made.returncode == 0, made.stderr
        serve = [postgres, "-D", data, "-k", name, "-c", "listen_addresses=", "-c", "fsync=off"]
        log = (folder / "log").open("w")
        running = subprocess.Popen(serve, stdout=log, stderr=log, cwd=folder, **account)
        try:
            _wait_for(name, running, folder / "log")
            yield name, running
        finally:
            running.terminate()
            running.wait(30)
            log.close()


def _wait_for(socket, running, log):
    import psycopg2

    for _ in range(300):
        assert running.poll() is None, log.read_text()
        try:
            psycopg2.connect(host=socket, user="staff", password=PASSWORD, dbname="postgres")
        except psycopg2.OperationalError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"the server did not start: {log.read_text()}")


@pytest.fixture
def url(server, request):
    """The URL, as people write it and with a password, of an empty database of its own."""
    import psycopg2

    name = f"course_{abs(hash(request.node.name))}"
    connection = psycopg2.connect(host=server, user="staff", password=PASSWORD, dbname="postgres")
    connection.autocommit = True
    connection.cursor().execute(f"CREATE DATABASE {name}")
    connection.close()
    return f"postgresql://staff:{quote(PASSWORD, safe='')}@/{name}?host={server}"


@pytest.fixture
def shared(url, make_course, tmp_path):
    """A course that keeps its gradebook on the server, and the URL for nbgrader."""
    course = make_course(database=url)
    return course, database_url(tmp_path, course)


@pytest.fixture
def ann(receipt, check):
    """A receipt with a right and a wrong exercise."""
    return receipt(
        "ann",
        "losses",
        check("mse_is_right", "mse", 2),
        check("nll_is_right", "nll", 3, Outcome.FAILED, message="got 1"),
        submitted_at="2027-02-10T12:00:00+03:00",
    )


def test_nbgrader_reads_from_the_server_what_we_wrote(shared, ann, tmp_path):
    """The Gradebook of nbgrader finds score and time; no file is made."""
    from nbgrader.api import Gradebook

    course, db_url = shared
    assert write_receipts(db_url, [ann], course) == 1
    with Gradebook(db_url, "small") as gradebook:
        submission = gradebook.find_submission("losses", "ann")
        assert (submission.score, submission.max_score) == (2, 5)
        assert submission.timestamp == datetime(2027, 2, 10, 9, 0)  # noqa: DTZ001  # as nbgrader stores it
    assert list(tmp_path.iterdir()) == []


def test_an_empty_server_has_no_entered_by_hand(shared, ann):
    """Asking for them makes no table."""
    from sqlalchemy import create_engine, inspect

    course, db_url = shared
    engine = create_engine(db_url)

    assert entered_by_hand(db_url, course) == {}
    assert inspect(engine).get_table_names() == []
    engine.dispose()


def test_what_people_entered_on_the_server_outlives_a_regrade(shared, ann):
    """A manual score and a comment stay when our receipts are written again."""
    from nbgrader.api import Gradebook

    course, db_url = shared
    write_receipts(db_url, [ann], course)
    with Gradebook(db_url, "small") as gradebook:
        gradebook.find_grade("check_nll", "losses", "losses", "ann").manual_score = 2.5
        gradebook.find_comment("nll", "losses", "losses", "ann").manual_comment = "Nearly."
        gradebook.db.commit()
    write_receipts(db_url, [ann], course)

    assert entered_by_hand(db_url, course) == {
        ("losses", "ann"): {"nll": ByHand(Fraction(5, 2), comment="Nearly.")}
    }
    with Gradebook(db_url, "small") as gradebook:
        comment = gradebook.find_comment("nll", "losses", "losses", "ann").comment
        assert comment == "Nearly."
        assert gradebook.find_submission("losses", "ann").score == 4.5


def test_writers_at_once_take_turns(shared, earning):
    """Six writers who start with an empty database all write all of their scores."""
    from nbgrader.api import Gradebook

    course, db_url = shared
    everybody = [f"student{number}" for number in range(20)]

    def write(points):
        return write_receipts(
            db_url, [earning(student, "losses", points, 9) for student in everybody], course
        )

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(write, range(1, 7))) == [20] * 6
    with Gradebook(db_url, "small") as gradebook:
        scores = {each.score for each in gradebook.assignment_submissions("losses")}
        assert len(gradebook.assignment_submissions("losses")) == 20
        assert len(scores) == 1, "one writer's scores, not a mixture"


def test_our_command_and_nbgraders_use_the_same_server(url, ann, tmp_path):
    """`autograder gradebook` writes there, `nbgrader export` reads there; no file is made."""
    (tmp_path / "course_config.py").write_text(COURSE.format(url=url))
    (tmp_path / "nbgrader_config.py").write_text(NBGRADER_CONFIG)
    write_receipt(tmp_path / "grades/losses/ann.json", ann)
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    environment["JUPYTER_CONFIG_DIR"] = str(tmp_path / ".jupyter")

    def run(*command):
        done = subprocess.run(
            [sys.executable, "-m", *command],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert quote(PASSWORD, safe="") not in done.stdout + done.stderr
        assert PASSWORD not in done.stdout + done.stderr
        return done

    ours = run("autograder", "gradebook")
    assert "postgresql://staff:***@/course_" in ours.stdout, ours.stderr
    theirs = run("nbgrader", "export", "--to", "grades.csv")
    assert theirs.returncode == 0, theirs.stderr
    assert "losses,,2027-02-10 09:00:00,ann,ann,,,2.0,0.0,2.0,5.0" in (
        (tmp_path / "grades.csv").read_text()
    )
    assert not (tmp_path / "gradebook.db").exists()


def test_a_wrong_password_is_told_but_not_shown(url, make_course, ann, tmp_path):
    """The message names server and remedy, and no password."""
    course = make_course(database=url.replace("open", "wrong"))
    with pytest.raises(AutograderError, match="PGPASSWORD") as told:
        write_receipts(database_url(tmp_path, course), [ann], course)

    assert "staff:***@" in str(told.value)
    assert "wrong" not in str(told.value)


def test_the_password_may_come_from_libpqs_variable(url, make_course, ann, tmp_path, monkeypatch):
    """With PGPASSWORD no password stands in the course's file."""
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    course = make_course(database=url.replace(f":{quote(PASSWORD, safe='')}", ""))

    assert write_receipts(database_url(tmp_path, course), [ann], course) == 1


def test_a_server_that_is_not_there_is_told(make_course, ann, tmp_path):
    """In one line: where, what, and what to do."""
    course = make_course(database=f"postgresql://staff:hush@/course?host={tmp_path}")
    for action in (
        lambda url: write_receipts(url, [ann], course),
        lambda url: entered_by_hand(url, course),
    ):
        with pytest.raises(AutograderError, match="is the server running") as told:
            action(database_url(tmp_path, course))
        assert "hush" not in str(told.value)
        assert "\n" not in str(told.value)
        assert shown(course.database) in str(told.value)


@pytest.mark.parametrize("moment", ["_notebook", "_write", "penalty"])
def test_a_server_that_stops_in_the_midst_is_one_line(ann, tmp_path, monkeypatch, capsys, moment):
    """Whatever it was asked just then: exit status 2, which no workflow takes for success."""
    from autograder.cli import run
    from autograder.gradebook import nbgrader_database

    original = getattr(nbgrader_database, moment)
    with serving() as (folder, running):

        def stopped(*arguments, **named):
            running.send_signal(signal.SIGQUIT)  # at once, whoever is connected
            running.wait(30)
            return original(*arguments, **named)

        url = f"postgresql://staff:{quote(PASSWORD, safe='')}@/postgres?host={folder}"
        (tmp_path / "course_config.py").write_text(COURSE.format(url=url))
        write_receipt(tmp_path / "grades" / "losses" / "ann.json", ann)
        monkeypatch.setattr(nbgrader_database, moment, stopped)
        monkeypatch.setattr(sys, "argv", ["autograder", "gradebook", "--course", str(tmp_path)])
        with pytest.raises(SystemExit) as end:
            run()
    told = capsys.readouterr().err

    assert 2 == end.value.code
    assert 1 == told.count("\n"), told
    assert "nothing was written to it; is the server running" in told
    assert PASSWORD not in told
    assert not (tmp_path / "gradebook.csv").exists()
