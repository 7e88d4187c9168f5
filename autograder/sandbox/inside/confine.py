"""The walls around one student's process, in the order in which they go up."""

from __future__ import annotations

import contextlib
import os
import resource
from dataclasses import dataclass

from . import landlock, seccomp
from .linux import LINUX, PR_SET_NO_NEW_PRIVS, close_all_but, die_with_parent, prctl
from .privileges import become, drop_capabilities

MAX_FILE = 64 << 10
MAX_DESCRIPTORS = 64


@dataclass(frozen=True, slots=True)
class Plan:
    """What the zygote decided once for all its children.

    Attributes:
        level: "A" Landlock and seccomp, "B" seccomp without any open, "E" limits only.
        rules: the Landlock ruleset's descriptor (level A).
        uid: the user to become; None to stay who we are, without capabilities.
        memory: bytes of address space beyond what the zygote has.
        cpu: seconds of CPU time of the whole process.
    """

    level: str
    rules: int | None
    uid: int | None
    memory: int
    cpu: int


def choose_level(without: set[str]) -> str:
    """The strongest level this machine offers, `without` the walls named."""
    if "seccomp" in without or not seccomp.available():
        return "E"
    return "A" if landlock.abi() and "landlock" not in without else "B"


def confine(plan: Plan, rpc: int, output: int, nothing: int, parent: int) -> dict[str, object]:
    """Raise the walls around this process, for good; say what took.

    `rpc` is the only way out, `output` becomes descriptors 1 and 2, `nothing` descriptor 0.
    Raises OSError if a wall of the plan's level does not stand: there is no student code then.
    """
    os.dup2(nothing, 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    close_all_but(0, 1, 2, rpc, *(() if plan.rules is None else (plan.rules,)))
    os.setsid()
    die_with_parent(parent)
    took: dict[str, object] = {"limits": limit(plan)}
    if plan.level == "E":
        return took
    if plan.uid is not None:
        become(plan.uid)
        die_with_parent(parent)  # a change of user forgets it
    drop_capabilities()
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    took |= {"uid": os.getuid(), "capabilities": 0, "no_new_privs": True, "landlock": False}
    if plan.rules is not None:
        landlock.restrict(plan.rules)
        os.close(plan.rules)
        took["landlock"] = True
    seccomp.load(seccomp.build(os.getpid(), files=plan.rules is not None))
    took["seccomp"] = True
    return took


def limit(plan: Plan) -> bool:
    """Bound memory, CPU time, files and descriptors of this process; whether memory is bounded."""
    bounds = {
        resource.RLIMIT_FSIZE: MAX_FILE,
        resource.RLIMIT_NOFILE: MAX_DESCRIPTORS,
        resource.RLIMIT_CORE: 0,
    }
    if LINUX:
        bounds[resource.RLIMIT_AS] = address_space() + plan.memory
        bounds[resource.RLIMIT_MEMLOCK] = 0
        bounds[resource.RLIMIT_MSGQUEUE] = 0
    _bound(resource.RLIMIT_CPU, plan.cpu, grace=1)  # SIGXCPU, and SIGKILL if that is ignored
    for kind, value in bounds.items():
        _bound(kind, value)
    return LINUX


def _bound(kind: int, value: int, *, grace: int = 0) -> None:
    ceiling = resource.getrlimit(kind)[1]
    soft, hard = value, value + grace
    if ceiling != resource.RLIM_INFINITY:
        soft, hard = min(soft, ceiling), min(hard, ceiling)
    with contextlib.suppress(ValueError):  # macOS knows no bound on some
        resource.setrlimit(kind, (soft, hard))


def address_space() -> int:
    """Bytes of address space this process has now."""
    with open("/proc/self/statm") as statistics:  # noqa: PTH123  # measured: pathlib costs 10 us
        return int(statistics.read().split()[0]) * resource.getpagesize()
