"""Seccomp: an allow-list of system calls.  What is not named answers EPERM: PermissionError."""

from __future__ import annotations

import ctypes
import errno
import struct

from .linux import PR_GET_SECCOMP, PR_SET_SECCOMP, prctl
from .syscalls import ALWAYS, FILES, SPECIAL, architecture, numbers

MODE_FILTER = 2
ALLOW = 0x7FFF0000
KILL_PROCESS = 0x80000000
X32_CALLS = 0x40000000  # a second numbering of the same calls on x86_64

# offsets in struct seccomp_data; of the arguments the low halves (we know little-endian machines)
NUMBER, ARCHITECTURE, ARGUMENTS = 0, 4, 16

# O_WRONLY O_RDWR O_CREAT O_TRUNC O_APPEND O_TMPFILE
WRITING = 0o1 | 0o2 | 0o100 | 0o1000 | 0o2000 | 0o20000000
HARMLESS_IOCTLS = (0x5401, 0x5451, 0x541B)  # TCGETS (isatty) FIOCLEX FIONREAD
HARMLESS_FCNTLS = (0, 1, 2, 3, 1030)  # DUPFD GETFD SETFD GETFL DUPFD_CLOEXEC

LOAD, RETURN = 0x20, 0x06
JUMP_EQUAL, JUMP_AT_LEAST, JUMP_ANY_BIT = 0x15, 0x35, 0x45


def available() -> bool:
    """Whether this kernel filters system calls and we know their numbers here."""
    if architecture() is None:
        return False
    try:
        prctl(PR_GET_SECCOMP)
    except OSError:
        return False
    return True


class Filter:
    """A BPF program under construction."""

    def __init__(self) -> None:
        self._code: list[bytes] = []

    def add(self, code: int, value: int, *, yes: int = 0, no: int = 0) -> None:
        """One instruction; `yes` and `no` are how many to skip."""
        self._code.append(struct.pack("=HBBI", code, yes, no, value))

    def answer(self, number: int, verdict: int) -> None:
        """Give a call this verdict, whatever its arguments."""
        self.add(JUMP_EQUAL, number, no=1)
        self.add(RETURN, verdict)

    def only(self, number: int, argument: int, values: tuple[int, ...], otherwise: int) -> None:
        """Allow a call if its argument is one of the values."""
        self.add(JUMP_EQUAL, number, no=len(values) + 3)
        self.add(LOAD, ARGUMENTS + 8 * argument)
        for index, value in enumerate(values):
            self.add(JUMP_EQUAL, value, yes=len(values) - index)
        self.add(RETURN, otherwise)
        self.add(RETURN, ALLOW)

    def without_bits(self, number: int, argument: int, bits: int, otherwise: int) -> None:
        """Allow a call if none of the bits is set in its argument."""
        self.add(JUMP_EQUAL, number, no=4)
        self.add(LOAD, ARGUMENTS + 8 * argument)
        self.add(JUMP_ANY_BIT, bits, no=1)
        self.add(RETURN, otherwise)
        self.add(RETURN, ALLOW)

    def program(self) -> bytes:
        """The instructions as the kernel reads them."""
        return b"".join(self._code)


def refuse(error: int) -> int:
    """The verdict that the call fails with this errno."""
    return 0x00050000 | error


def build(pid: int, *, files: bool) -> bytes:
    """The filter of the process `pid`; with `files` it may open files for reading."""
    machine = architecture()
    if machine is None:
        raise OSError(errno.EOPNOTSUPP, "no table of system calls for this machine")
    column, audit = machine
    deny = refuse(errno.EPERM)
    rules = Filter()
    rules.add(LOAD, ARCHITECTURE)
    rules.add(JUMP_EQUAL, audit, yes=1)
    rules.add(RETURN, KILL_PROCESS)
    rules.add(LOAD, NUMBER)
    if column == 0:
        rules.add(JUMP_AT_LEAST, X32_CALLS, no=1)
        rules.add(RETURN, KILL_PROCESS)
    allowed = numbers(ALWAYS, column) | (numbers(FILES, column) if files else {})
    for number in allowed.values():
        rules.answer(number, ALLOW)
    special = numbers(SPECIAL, column)
    # glibc falls back from clone3, whose flags a filter cannot see, to clone
    rules.answer(special["clone3"], refuse(errno.ENOSYS))
    rules.answer(special["clone"], refuse(errno.EAGAIN))
    if files:  # Landlock before ABI 3 does not see O_TRUNC
        rules.without_bits(special["openat"], 2, WRITING, deny)
        if "open" in special:
            rules.without_bits(special["open"], 1, WRITING, deny)
    rules.only(special["ioctl"], 1, HARMLESS_IOCTLS, deny)
    rules.only(special["fcntl"], 1, HARMLESS_FCNTLS, deny)
    rules.only(special["kill"], 0, (pid,), deny)  # abort() and raise() are for oneself only
    rules.only(special["tgkill"], 0, (pid,), deny)
    rules.add(RETURN, deny)
    return rules.program()


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_char_p))


def load(program: bytes) -> None:
    """Put this process under the filter, for good; raise OSError."""
    described = _Program(len(program) // 8, program)
    prctl(PR_SET_SECCOMP, MODE_FILTER, ctypes.byref(described))
