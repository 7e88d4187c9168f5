"""Giving up root: another user, no capability."""

from __future__ import annotations

import contextlib
import os
import stat
import struct
from collections.abc import Iterable
from pathlib import Path

from .linux import PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, PR_CAPBSET_DROP, capset, prctl

NOBODY_ELSE = 61234  # a user id that no account has, or the next free one
CAPABILITY_VERSION_3 = 0x20080522


def unused_uid() -> int:
    """A user id without an account."""
    import pwd

    uid = NOBODY_ELSE
    taken = {entry.pw_uid for entry in pwd.getpwall()}
    while uid in taken:
        uid += 1
    return uid


def traversable(paths: Iterable[str]) -> bool:
    """Whether a stranger could reach these paths.

    Python below a home of mode 0700 could not import anything lazily once we are a stranger.
    """
    for path in paths:
        for folder in (Path(path), *Path(path).parents):
            mode = folder.stat().st_mode
            if stat.S_ISDIR(mode) and not mode & stat.S_IXOTH:
                return False
    return True


def become(uid: int) -> None:
    """Be this user and no other, in no group of root's; raise OSError."""
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)


def drop_capabilities() -> None:
    """Give up every capability, also those a program file could give back; raise OSError."""
    with contextlib.suppress(OSError):  # the bounding set is root's business: EPERM otherwise
        for capability in range(64):
            prctl(PR_CAPBSET_DROP, capability)
    with contextlib.suppress(OSError):
        prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL)
    capset(struct.pack("Ii", CAPABILITY_VERSION_3, 0), bytes(24))
