"""The zygote: everything imported and warmed once, forked for every submission.

It is started fresh, never forked from the examiner, and knows no check and no answer.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import socket
import sys
import types
from typing import Any, NoReturn

from . import landlock
from .child import Child
from .confine import Plan, confine
from .linux import LINUX, hide_memory
from .notebook import Shell, warm
from .privileges import become, traversable, unused_uid

# what notebooks import: at level B nothing else can be
PRELOADED = """
    abc array bisect calendar cmath collections contextlib copy csv dataclasses datetime decimal
    enum fractions functools heapq io itertools json math numbers operator pprint random re
    statistics string textwrap time timeit types typing unittest warnings
    numpy.fft numpy.lib.stride_tricks numpy.linalg numpy.polynomial numpy.random numpy.testing
    matplotlib.animation matplotlib.cm matplotlib.gridspec matplotlib.patches
    mpl_toolkits.mplot3d IPython.display
"""


def serve(control: socket.socket, settings: dict[str, Any]) -> NoReturn:
    """Warm up, say what walls there will be, then fork and reap as the examiner asks."""
    hide_memory()
    try:
        shell, plan, report = prepare(settings)
    except OSError as error:
        control.sendall(json.dumps({"error": f"{type(error).__name__}: {error}"}).encode())
        os._exit(1)
    control.sendall(json.dumps(report).encode())
    settings.clear()
    nothing = os.open(os.devnull, os.O_RDWR)
    gc.collect()
    gc.freeze()  # a child's collections leave the zygote's pages shared
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, 64, 2)
        if not message:
            os._exit(0)
        if message == b"fork":
            _fork(control, shell, plan, descriptors, nothing)
        else:
            control.sendall(json.dumps(_reap(int(message))).encode())


def prepare(settings: dict[str, Any]) -> tuple[Shell, Plan, dict[str, Any]]:
    """The warm shell, the plan of the walls, and a report of both."""
    shell = warm(settings["cell_text"], settings["outputs"])
    for name in PRELOADED.split():
        importlib.import_module(name)
    sys.modules["autograder"] = stand_in()
    threads = len(os.listdir("/proc/self/task")) if LINUX else 1  # noqa: PTH208  # names only
    if threads != 1:
        raise OSError(f"{threads} threads run in the zygote, but it can only be forked with one")
    level, readable = settings["level"], settings["readable"]
    rules = landlock.ruleset(readable) if level == "A" else None
    uid, identity = choose_user(level)
    plan = Plan(level, rules, uid, settings["memory"], settings["cpu"])
    scrub_environment()
    report = {
        "level": level,
        "landlock_abi": landlock.abi() if level == "A" else 0,
        "user": identity,
        "python": sys.version.split()[0],
        "readable": readable if level == "A" else [],
    }
    return shell, plan, report


def choose_user(level: str) -> tuple[int | None, str]:
    """The user a child becomes (None: it stays who it is), and why."""
    if not LINUX or level == "E":
        return None, "the examiner's"
    if os.geteuid() != 0:
        return None, "the examiner's, without capabilities"
    if level == "A" and not traversable(sys.path):
        return None, "root without capabilities: Python lies where another user cannot reach it"
    uid = unused_uid()
    tried = os.fork()
    if tried == 0:
        try:
            become(uid)
        except OSError:
            os._exit(1)
        os._exit(0)
    if os.waitpid(tried, 0)[1] != 0:
        return None, "root without capabilities: it may not become another user"
    return uid, f"user {uid}"


def stand_in() -> types.ModuleType:
    """What `from autograder import check` finds in a notebook that is being graded."""

    def check(*_: object, **__: object) -> None:
        """The public checks run elsewhere."""

    module = types.ModuleType("autograder", "The public checks run elsewhere.")
    module.check = check  # type: ignore[attr-defined]  # a module made by hand
    return module


def scrub_environment() -> None:
    """Nobody's home and nobody's variables."""
    kept = {name: os.environ[name] for name in ("LANG", "PATH", "MPLBACKEND")}
    os.environ.clear()
    os.environ.update(kept, HOME="/nonexistent", OMP_NUM_THREADS="1")


def _fork(
    control: socket.socket, shell: Shell, plan: Plan, descriptors: list[int], nothing: int
) -> None:
    parent = os.getpid()
    pid = os.fork()
    if pid == 0:
        status = 70  # as sysexits.h: an internal error
        try:
            rpc, output = descriptors
            child = Child(rpc, shell)
            try:
                took = confine(plan, rpc, output, nothing, parent)
            except OSError as error:
                child.say("refused", str(error))
                os._exit(status)
            child.say("ready", took)
            status = child.serve()
        finally:
            os._exit(status)  # also after an exception: a child must never return into the zygote
    for descriptor in descriptors:
        os.close(descriptor)
    if not hasattr(os, "pidfd_open"):
        control.sendall(str(pid).encode())
        return
    descriptor = os.pidfd_open(pid)
    socket.send_fds(control, [str(pid).encode()], [descriptor])
    os.close(descriptor)


def _reap(pid: int) -> dict[str, float]:
    """Wait for a child that has been killed: its status, CPU seconds and largest memory."""
    _, status, usage = os.wait4(pid, 0)
    unit = 1 << 10 if LINUX else 1 << 20  # kilobytes, but bytes on macOS
    return {
        "status": status,
        "cpu": usage.ru_utime + usage.ru_stime,
        "memory": usage.ru_maxrss / unit,
    }
