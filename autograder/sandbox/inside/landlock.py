"""Landlock: which files can be opened, whatever the user's rights; nothing to write, no TCP."""

from __future__ import annotations

import ctypes
import errno
import os
import struct
from collections.abc import Iterable
from pathlib import Path

from .linux import LINUX, checked, syscall

SYS_CREATE_RULESET, SYS_ADD_RULE, SYS_RESTRICT_SELF = 444, 445, 446  # on every architecture
VERSION_FLAG = 1
RULE_PATH_BENEATH = 1

READ_FILE, READ_DIR = 1 << 2, 1 << 3
ALL_OF_ABI_1 = (1 << 13) - 1
REFER, TRUNCATE, IOCTL_DEV = 1 << 13, 1 << 14, 1 << 15  # since ABI 2, 3 and 5
BIND_TCP_CONNECT_TCP = 3  # since ABI 4
ABSTRACT_UNIX_SOCKET_SIGNAL = 3  # since ABI 6


def abi() -> int:
    """The version of Landlock this kernel offers; 0 if none."""
    if not LINUX:
        return 0
    arguments = (None, ctypes.c_size_t(0), ctypes.c_uint(VERSION_FLAG))
    return max(0, syscall(SYS_CREATE_RULESET, *arguments))


def ruleset(readable: Iterable[str]) -> int:
    """A descriptor of rules that deny all files but reading these paths and what is below them.

    Built once in the zygote, before any change of user: its paths need not be reachable later.
    Raises OSError if Landlock is missing or a path cannot be opened.
    """
    version = abi()
    if not version:
        raise OSError(errno.EOPNOTSUPP, "this kernel has no Landlock")
    handled = ALL_OF_ABI_1
    for since, right in ((2, REFER), (3, TRUNCATE), (5, IOCTL_DEV)):
        handled |= right if version >= since else 0
    network = BIND_TCP_CONNECT_TCP if version >= 4 else 0
    scoped = ABSTRACT_UNIX_SOCKET_SIGNAL if version >= 6 else 0
    # older kernels refuse a longer struct
    size = 24 if version >= 6 else 16 if version >= 4 else 8
    attributes = struct.pack("QQQ", handled, network, scoped)[:size]
    descriptor = checked(
        syscall(SYS_CREATE_RULESET, attributes, ctypes.c_size_t(size), ctypes.c_uint(0)),
        "landlock_create_ruleset",
    )
    try:
        for path in readable:
            _allow(descriptor, path)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def restrict(descriptor: int) -> None:
    """Put this process under the rules, for good; raise OSError."""
    checked(
        syscall(SYS_RESTRICT_SELF, ctypes.c_int(descriptor), ctypes.c_uint(0)),
        "landlock_restrict_self",
    )


def _allow(descriptor: int, path: str) -> None:
    opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        rights = READ_FILE | (READ_DIR if Path(path).is_dir() else 0)
        rule = struct.pack("=Qi", rights, opened)
        arguments = (ctypes.c_int(RULE_PATH_BENEATH), rule, ctypes.c_uint(0))
        checked(
            syscall(SYS_ADD_RULE, ctypes.c_int(descriptor), *arguments),
            f"landlock_add_rule {path}",
        )
    finally:
        os.close(opened)
