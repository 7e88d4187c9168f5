"""The walls under attack: as root and as an ordinary user, with Landlock and without."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.doctor import KNOWN_OPEN, LEAVES_OPEN, Diagnosis, as_text, victim
from autograder.doctor.attempts import CELLS, attempts

ROOT = Path(__file__).parents[2]
UNCONFINED = """\
import json, os, sys
cells, names, target = json.load(sys.stdin)
space = {}
for cell in cells:
    exec(cell, space)
came_through = []
for name in names:
    pid = os.fork()
    if pid == 0:
        os.setsid()
        try:
            os._exit(0 if space[name](target) is True else 1)
        except BaseException:
            os._exit(1)
    if os.waitpid(pid, 0)[1] == 0:
        came_through.append(name)
json.dump(came_through, sys.stderr)
"""
# What this machine may refuse to anybody, or what needs a terminal or more than there is.
MAY_BE_REFUSED = {
    *("type_into_the_terminal", "load_a_module", "set_the_clock", "load_bpf", "count_events"),
    *("handle_page_faults", "mount", "use_io_uring", "use_keys", "mark_a_file", "become_root"),
    *("send_raw_packets", "lock_memory", "fill_memory", "make_namespaces", "take_a_descriptor"),
    *("open_many_descriptors", "trace_a_process", "read_memory_by_call", "read_memory_by_file"),
}


def doctor(*options, python=sys.executable, before=(), where=ROOT):
    """The command's diagnosis, as JSON, and its exit status."""
    done = subprocess.run(
        [*before, python, "-m", "autograder", "doctor", "--format", "json", *options],
        capture_output=True,
        text=True,
        check=False,
        cwd=where,
        timeout=120,
    )
    assert done.stdout, done.stderr
    return json.loads(done.stdout), done.returncode


@pytest.fixture(scope="session")
def ordinary():
    """How to run the command as a user without rights: the python, what stands before, where.

    That user must be able to reach a Python with the framework: ours, or the one that
    AUTOGRADER_ORDINARY_PYTHON names.
    """
    if os.geteuid() != 0:
        return {}
    python = os.environ.get("AUTOGRADER_ORDINARY_PYTHON", sys.executable)
    become = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--no-new-privs"]
    if shutil.which("setpriv") is None:
        pytest.skip("no setpriv to become another user with")
    again = "import autograder, subprocess, sys; subprocess.run([sys.executable, '-c', ''])"
    reachable = [*become, python, "-c", again]
    if subprocess.run(reachable, cwd="/", capture_output=True, check=False).returncode != 0:
        pytest.skip("an ordinary user cannot reach Python and the framework here")
    return {"python": python, "before": become, "where": "/"}


@pytest.mark.slow
@pytest.mark.parametrize(("without", "level"), [((), "A"), (("--without", "landlock"), "B")])
def test_nothing_comes_through_but_what_is_known(without, level):
    """Whoever runs the tests, root included: of 57 attempts only the known ones succeed."""
    found, status = doctor(*without)

    assert level == found["level"]
    assert set(KNOWN_OPEN[level]) == set(found["came_through"])
    assert len(attempts()) == len(found["attempts"]) > 50
    assert 0 == status


@pytest.mark.slow
@pytest.mark.parametrize(("without", "level"), [((), "A"), (("--without", "landlock"), "B")])
def test_nothing_comes_through_for_an_ordinary_user(ordinary, without, level):
    """A grader without any rights has the same walls."""
    found, status = doctor(*without, **ordinary)

    assert "the examiner's, without capabilities" == found["user"]
    assert level == found["level"]
    assert set(KNOWN_OPEN[level]) == set(found["came_through"])
    assert 0 == status


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("setpriv"), reason="needs root")
def test_root_without_capabilities_has_the_same_walls():
    """As in a container that took every capability away."""
    none = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"]
    found, status = doctor(before=none)

    assert ("A", 0) == (found["level"], status)
    assert set(KNOWN_OPEN["A"]) == set(found["came_through"])


@pytest.mark.slow
def test_without_walls_the_attempts_come_through():
    """The attempts are real: where nothing stands in the way they succeed."""
    with victim() as target:
        done = subprocess.run(
            [sys.executable, "-c", UNCONFINED],
            input=json.dumps([CELLS, list(attempts()), target]),
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
        )
    came_through = set(json.loads(done.stderr))
    for left in ("/tmp/autograder-was-here", "/dev/shm/autograder-was-here"):  # noqa: S108  # its own
        Path(left).unlink(missing_ok=True)

    assert set(attempts()) - came_through <= MAY_BE_REFUSED


def test_every_attempt_says_what_it_tries():
    """The words are all there and all different."""
    words = list(attempts().values())

    assert len(words) == len(set(words))
    assert not [name for name, said in attempts().items() if said == name and " " in said]


def test_known_openings_are_attempts():
    """What a level is known to leave open is one of the attempts, and every level is told."""
    known = frozenset().union(*KNOWN_OPEN.values())

    assert known <= set(attempts().values())
    assert set(LEAVES_OPEN) == set(KNOWN_OPEN) == set("ABE")


def test_the_text_names_what_came_through():
    """Level, user, and every opening in words."""
    text = as_text(Diagnosis("A", "user 61234", 7, ("fork", "mount"), ("fork",)))

    assert "level      A: Landlock 7, seccomp, limits" in text
    assert "2 ways from inside, of which 1 came through\n           open: fork" in text
