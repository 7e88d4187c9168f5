"""System calls by number, for attempts."""

import ctypes
import platform

ON_ARM = platform.machine() == "aarch64"
_libc = ctypes.CDLL(None, use_errno=True)


def _system(x86_64, aarch64, *arguments):
    """The result of a system call; -1 where it is refused."""
    plain = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
    ctypes.set_errno(0)
    return _libc.syscall(ctypes.c_long(aarch64 if ON_ARM else x86_64), *plain)
