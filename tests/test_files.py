"""Files are written whole or not at all, and what killed writers left is removed."""

import signal
import subprocess
import sys
import threading

from autograder.files import remove_abandoned, write_atomically

WRITER = """
import os, sys, time
from pathlib import Path
from autograder import files
os.fsync = lambda _: (print("writing", flush=True), time.sleep(600))
files.write_atomically(Path(sys.argv[1]), b"half")
"""


def test_what_a_killed_writer_left_is_removed_and_what_is_being_written_stays(tmp_path):
    """While the writer lives its file is its own; once it is killed anybody may clean up."""
    target = tmp_path / "deep" / "receipt.json"
    writer = subprocess.Popen([sys.executable, "-c", WRITER, target], stdout=subprocess.PIPE)
    try:
        assert b"writing\n" == writer.stdout.readline()
        remove_abandoned(tmp_path)
        assert 1 == len(list(tmp_path.rglob("*.partial")))
    finally:
        writer.send_signal(signal.SIGKILL)
        writer.communicate()
    remove_abandoned(tmp_path)

    assert [tmp_path / "deep"] == list(tmp_path.rglob("*"))


def test_writers_and_cleaners_do_not_disturb_each_other(tmp_path):
    """However often somebody cleans up beside them, every file gets its name."""
    over = threading.Event()

    def clean():
        while not over.is_set():
            remove_abandoned(tmp_path)

    cleaners = [threading.Thread(target=clean) for _ in range(2)]
    for cleaner in cleaners:
        cleaner.start()
    try:
        for number in range(200):
            write_atomically(tmp_path / f"{number}.json", b"whole")
    finally:
        over.set()
        for cleaner in cleaners:
            cleaner.join()

    assert {f"{number}.json" for number in range(200)} == {
        path.name for path in tmp_path.iterdir()
    }


def test_nothing_else_is_removed(tmp_path):
    """Neither a visible file with that ending, nor a hidden one, nor what a link points to."""
    (tmp_path / "mine.partial").write_bytes(b"")
    (tmp_path / ".hidden").write_bytes(b"")
    (tmp_path / ".link.partial").symlink_to("mine.partial")
    remove_abandoned(tmp_path)

    assert {"mine.partial", ".hidden", ".link.partial"} == {
        path.name for path in tmp_path.iterdir()
    }
