"""Grading on a Dask cluster: the same work on other machines, one writer here.

Workers need the framework in the same version, and the course's folder at the same path, as on the
shared file system of a cluster.  Dask itself hands a lost worker's submissions to others.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from autograder.errors import AutograderError, SandboxError
from autograder.grading.class_run import Graded, Job, Made, make_receipt
from autograder.grading.gradable import Gradable
from autograder.grading.pool import Confinement, bounded_memory
from autograder.grading.versions import code_hash, versions
from autograder.layout import Layout
from autograder.sandbox import Zygote

CONNECT_SECONDS = 30
Load = Callable[[Path, str], Gradable]
"""From the course's folder and an assignment's name to what is graded with; runs on workers."""

_loaded: dict[str, Gradable] = {}
_one_at_a_time = threading.Lock()  # a worker may have threads, its zygote serves one


def grade_on_cluster(
    address: str,
    layout: Layout,
    load: Load,
    fingerprints: Mapping[str, str],
    jobs: Sequence[Job],
    confinement: Confinement,
) -> Iterator[tuple[Job, Made | Graded]]:
    """Grade the jobs on the workers of the scheduler at `address`; yield each as it is done.

    Args:
        address: as Dask spells it, "tcp://host:8786".
        layout: the course's folders, at the same path for every worker.
        load: how a worker prepares an assignment.
        fingerprints: by assignment, what a verdict depends on besides the submission.
        jobs: what to grade.
        confinement: how student code is run.

    Raises:
        AutograderError: no scheduler there, no workers, or one that would grade otherwise.
    """
    if not jobs:
        return
    from distributed import Client, as_completed
    from distributed.scheduler import KilledWorker

    try:
        client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise AutograderError(f"{address}: no Dask scheduler answers ({error})") from None
    with client:
        _refuse_others(client.run(describe, confinement))
        futures = {}
        for job in jobs:
            fingerprint = fingerprints[job.assignment]
            asked = (layout.root, load, job, fingerprint, confinement)
            futures[client.submit(_grade, *asked, pure=False)] = job
        for future in as_completed(futures, loop=client.loop):
            job = futures.pop(future)
            try:
                yield job, future.result()
            except KilledWorker:
                yield job, Graded(job, None, "its workers died time and again (our error)")
            future.release()


def describe(confinement: Confinement) -> dict[str, str]:
    """What a worker would grade with; runs there."""
    try:
        with confinement.zygote() as zygote:
            level = zygote.level
    except SandboxError as error:
        level = f"none: {error}"
    return {**versions(), "code": code_hash(), "sandbox": level}


def _refuse_others(found: Mapping[str, Mapping[str, str]]) -> None:
    """Refuse workers that would come to other verdicts than this machine."""
    if not found:
        raise AutograderError("the Dask cluster has no workers; start some and try again")
    ours = {**versions(), "code": code_hash()}
    for worker, theirs in found.items():
        if theirs["sandbox"].startswith("none"):
            raise SandboxError(f"worker {worker}: {theirs['sandbox'].removeprefix('none: ')}")
        for name, value in ours.items():
            if theirs.get(name) != value:
                raise AutograderError(
                    f"worker {worker} has {name} {theirs.get(name)}, but should have {value} as "
                    "here: install the same versions on all workers"
                )


def _grade(
    root: Path, load: Load, job: Job, fingerprint: str, confinement: Confinement
) -> Made | Graded:
    """Grade one submission; runs on a worker."""
    with _one_at_a_time:
        if fingerprint not in _loaded:
            prepared = load(root, job.assignment)
            if prepared.fingerprint != fingerprint:
                raise AutograderError(
                    f"{socket.gethostname()}: {root} holds another {job.assignment}, or another "
                    "secret, than the machine that asks: give all workers the same folder and "
                    "the same AUTOGRADER_SECRET"
                )
            _loaded[fingerprint] = prepared
        zygote = _zygote(confinement)
        with bounded_memory():
            return make_receipt(Layout(root), _loaded[fingerprint], job, zygote, confinement)


@lru_cache(maxsize=1)
def _zygote(confinement: Confinement) -> Zygote:
    return confinement.zygote()
