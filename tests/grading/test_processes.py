"""Work on many items in forked processes."""

import weakref

import numpy as np

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
