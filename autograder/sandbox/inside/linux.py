"""The few kernel calls that Python's standard library does not offer, by plain ctypes."""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
from typing import Any

LINUX = sys.platform.startswith("linux")

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_GET_SECCOMP = 21
PR_SET_SECCOMP = 22
PR_CAPBSET_DROP = 24
PR_SET_NO_NEW_PRIVS = 38
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_CLEAR_ALL = 4

SYS_CLOSE_RANGE = 436  # the same on every architecture

_libc: Any = ctypes.CDLL(None, use_errno=True)
if LINUX:
    _libc.syscall.restype = ctypes.c_long


def checked(result: int, what: str) -> int:
    """The result of a C call; raise OSError if it is negative."""
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result


def prctl(option: int, *arguments: Any) -> int:
    """Set or ask an attribute of this process; raise OSError."""
    filled = [ctypes.c_ulong(a) if isinstance(a, int) else a for a in arguments]
    filled += [ctypes.c_ulong(0)] * (4 - len(filled))
    return checked(_libc.prctl(option, *filled), f"prctl {option}")


def syscall(number: int, *arguments: Any) -> int:
    """Make a system call by its number: its result, negative with errno set where it failed."""
    return int(_libc.syscall(ctypes.c_long(number), *arguments))


def capset(header: bytes, data: bytes) -> None:
    """Set the capabilities of this process; raise OSError."""
    checked(_libc.capset(header, data), "capset")


def hide_memory() -> None:
    """Make this process non-dumpable: no other process of the same user can read its memory."""
    if LINUX:
        prctl(PR_SET_DUMPABLE, 0)


def die_with_parent(parent: int) -> None:
    """Be killed when the parent ends; at once if it has ended already."""
    if LINUX:
        prctl(PR_SET_PDEATHSIG, 9)
    if os.getppid() != parent:
        os._exit(1)


def close_all_but(*kept: int) -> None:
    """Close every file descriptor of this process but these."""
    low = 0
    for descriptor in sorted(set(kept)):
        _close_range(low, descriptor - 1)
        low = descriptor + 1
    _close_range(low, (1 << 32) - 1)


def _close_range(low: int, high: int) -> None:
    if low > high:
        return
    with contextlib.suppress(OSError):
        if LINUX:
            arguments = (ctypes.c_uint(low), ctypes.c_uint(high), ctypes.c_uint(0))
            checked(syscall(SYS_CLOSE_RANGE, *arguments), "close_range")
            return
    os.closerange(low, min(high + 1, 1 << 16))  # kernels before 5.9
