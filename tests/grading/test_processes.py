"""Work on many items in forked processes."""

import os
import signal
import time
import weakref

import numpy as np
import pytest

from autograder.errors import AutograderError
from autograder.grading.processes import AHEAD, in_processes

SIZES = range(1, 61)


class TestManyItems:
    """What is asked of 60 items is asked of 10,000."""

    def test_every_item_comes_back_once_with_its_own_result(self):
        """Whatever the order in which they are done."""
        found = {size: result.size for size, result in in_processes(SIZES, np.zeros, processes=2)}
        assert {size: size for size in SIZES} == found

    def test_results_that_were_yielded_are_let_go(self):
        """Memory does not grow with the class: few results are alive at any time."""
        seen, alive = [], []
        for _, result in in_processes(SIZES, np.zeros, processes=2):
            seen.append(weakref.ref(result))
            alive.append(sum(one() is not None for one in seen))
        assert len(SIZES) == len(alive)
        assert max(alive) <= AHEAD * 2

    def test_what_is_raised_there_is_raised_here(self):
        """An error of one item is the caller's, and ends the run; no process stays."""

        def work(item):
            if item == 3:
                raise ZeroDivisionError("three")
            return os.getpid()

        with pytest.raises(ZeroDivisionError, match="three"):
            list(in_processes(range(10), work, processes=2))

    def test_what_cannot_be_sent_is_an_error_of_ours(self):
        """And no process hangs."""
        with pytest.raises(AutograderError, match="function cannot be sent between processes"):
            list(in_processes([1], lambda _: lambda: None))


class TestDeaths:
    """A process that is killed, for want of memory for instance."""

    def test_costs_its_item_a_second_try_and_nothing_else(self, tmp_path):
        """Every item comes back once with its result; only the one it was at is tried again."""

        def work(item):
            with (tmp_path / str(item)).open("a") as file:
                file.write("x")
            if item == 5 and (tmp_path / "5").read_text() == "x":
                os.kill(os.getpid(), signal.SIGKILL)
            return item * item

        found = list(in_processes(range(12), work, processes=2))

        assert {item: item * item for item in range(12)} == dict(found)
        assert 12 == len(found)
        tries = {item: (tmp_path / str(item)).read_text() for item in range(12)}
        assert {item: "xx" if item == 5 else "x" for item in range(12)} == tries

    def test_twice_on_one_item_is_told_of_that_item(self):
        """The others come back; without an answer for it, the run ends with an error."""

        def work(item):
            if item == 2:
                os.kill(os.getpid(), signal.SIGKILL)
            return item

        found = dict(in_processes(range(5), work, processes=2, died=lambda _: "died"))

        assert {0: 0, 1: 1, 2: "died", 3: 3, 4: 4} == found
        with pytest.raises(AutograderError, match="two grading processes died"):
            list(in_processes(range(5), work, processes=2))


def test_no_process_outlives_whoever_stops_reading(tmp_path):
    """Neither one that works nor one that waits."""

    def work(item):
        (tmp_path / str(os.getpid())).touch()
        time.sleep(60 if item else 0)

    for _ in in_processes(range(4), work, processes=2):
        break

    for path in tmp_path.iterdir():
        with pytest.raises(ProcessLookupError):
            os.kill(int(path.name), 0)
