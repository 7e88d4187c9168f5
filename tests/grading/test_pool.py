"""What bounds the processes that look at students' answers."""

import resource

import pytest

from autograder.grading import cluster, pool
from autograder.grading.class_run import Job
from autograder.sandbox.inside.linux import LINUX, PR_SET_DUMPABLE, prctl

PR_GET_DUMPABLE = 3

pytestmark = pytest.mark.skipif(not LINUX, reason="Linux only")


def bound():
    """Bytes that this process may map, -1 for all."""
    return resource.getrlimit(resource.RLIMIT_AS)[0]


def test_workers_are_bounded_and_hidden(limits):
    """Each has an RLIMIT_AS and is non-dumpable, and this process is as it was."""
    before = bound()
    prctl(PR_SET_DUMPABLE, 1)
    found = list(
        pool.in_pool(
            [1, 2],
            lambda _zygote, _task: (bound(), prctl(PR_GET_DUMPABLE)),
            pool.Confinement(limits, demand="B"),
            jobs=1,
        )
    )

    assert {1, 2} == {task for task, _ in found}
    for _, (memory, dumpable) in found:
        assert pool.EXAMINER_MEMORY < memory < 8 * 2**30
        assert 0 == dumpable
    assert before == bound()


def test_a_task_on_a_cluster_is_bounded(limits, tmp_path, monkeypatch):
    """As long as it grades; the worker is Dask's."""
    before = bound()
    monkeypatch.setattr(cluster, "_loaded", {"known": None})
    monkeypatch.setattr(cluster, "_zygote", lambda _: None)
    monkeypatch.setattr(cluster, "make_receipt", lambda *_: bound())
    job = Job(*[None] * len(Job.__dataclass_fields__))
    memory = cluster._grade(tmp_path, None, job, "known", pool.Confinement(limits))

    assert pool.EXAMINER_MEMORY < memory < 8 * 2**30
    assert before == bound()
