"""The filter of system calls, run in a small machine of our own, for both architectures."""

import errno
import os
import struct

import pytest

from autograder.sandbox.inside import seccomp

CALLS = {  # x86_64, aarch64
    "read": (0, 63),
    "mmap": (9, 222),
    "fstat": (5, 80),
    "openat": (257, 56),
    "statx": (332, 291),
    "ioctl": (16, 29),
    "fcntl": (72, 25),
    "kill": (62, 129),
    "tgkill": (234, 131),
    "clone": (56, 220),
    "clone3": (435, 435),
    "socket": (41, 198),
    "execve": (59, 221),
    "ptrace": (101, 117),
    "memfd_create": (319, 279),
    "unshare": (272, 97),
    "prctl": (157, 167),
    "io_uring_setup": (425, 425),
    "openat2": (437, 437),
    "unlinkat": (263, 35),
    "fchmodat": (268, 53),
    "prlimit64": (302, 261),
    "process_vm_readv": (310, 270),
}
PID = 4321
DENIED = seccomp.refuse(errno.EPERM)


def verdict(program: bytes, audit: int, number: int, *arguments: int) -> int:
    """What the kernel's BPF machine would answer."""
    data = struct.pack("=IIQ6Q", number, audit, 0, *arguments, *[0] * (6 - len(arguments)))
    code = list(struct.iter_unpack("=HBBI", program))
    register = position = 0
    while True:
        operation, yes, no, value = code[position]
        position += 1
        if operation == seccomp.RETURN:
            return value
        if operation == seccomp.LOAD:
            (register,) = struct.unpack_from("=I", data, value)
            continue
        holds = {
            seccomp.JUMP_EQUAL: register == value,
            seccomp.JUMP_AT_LEAST: register >= value,
            seccomp.JUMP_ANY_BIT: bool(register & value),
        }[operation]
        position += yes if holds else no


@pytest.fixture(params=["x86_64", "aarch64"])
def ask(request, monkeypatch):
    """Ask the filter of an architecture about a call by its name."""
    monkeypatch.setattr("platform.machine", lambda: request.param)
    column, audit = seccomp.architecture()

    def asked(name: str, *arguments: int, files: bool = True) -> int:
        program = seccomp.build(PID, files=files)
        return verdict(program, audit, CALLS[name][column], *arguments)

    return asked


def test_what_python_needs_is_allowed(ask):
    """Reading, memory, looking at files, harmless flags of descriptors."""
    for call in (("read",), ("mmap",), ("fstat",), ("statx",), ("openat", 0, 0, os.O_RDONLY)):
        assert ask(*call) == seccomp.ALLOW
    assert ask("openat", 0, 0, os.O_RDONLY | os.O_CLOEXEC | os.O_DIRECTORY) == seccomp.ALLOW
    assert ask("ioctl", 1, 0x5401) == seccomp.ALLOW
    assert ask("fcntl", 1, 3) == seccomp.ALLOW
    assert ask("kill", PID, 6) == ask("tgkill", PID, PID, 6) == seccomp.ALLOW


@pytest.mark.parametrize(
    "flag", [os.O_WRONLY, os.O_RDWR, os.O_CREAT, os.O_TRUNC, os.O_APPEND, os.O_TMPFILE]
)
def test_files_are_opened_for_reading_only(ask, flag):
    """Also where an old Landlock would not see it."""
    assert ask("openat", 0, 0, os.O_RDONLY | flag) == DENIED


@pytest.mark.parametrize(
    "name",
    [
        *("socket", "execve", "ptrace", "memfd_create", "unshare", "prctl", "io_uring_setup"),
        *("openat2", "unlinkat", "fchmodat", "prlimit64", "process_vm_readv"),
    ],
)
def test_what_is_not_named_is_denied(ask, name):
    """Everything else answers EPERM."""
    assert ask(name) == DENIED


def test_arguments_are_looked_at(ask):
    """Signals to others, pushing to terminals and sending signals by descriptors are denied."""
    assert ask("kill", PID + 1, 9) == ask("kill", 2**32 - 1, 9) == DENIED
    assert ask("tgkill", PID + 1, PID + 1, 9) == DENIED
    assert ask("ioctl", 0, 0x5412) == DENIED
    assert ask("fcntl", 0, 8) == DENIED


def test_processes_and_threads_are_not_made(ask):
    """The newer clone is unknown, so that glibc asks the older one, which fails."""
    assert ask("clone3") == seccomp.refuse(errno.ENOSYS)
    assert ask("clone", 17) == seccomp.refuse(errno.EAGAIN)


def test_without_files_nothing_is_opened_or_looked_at(ask):
    """Level B."""
    assert ask("openat", 0, 0, os.O_RDONLY, files=False) == DENIED
    assert ask("statx", files=False) == DENIED
    assert ask("read", files=False) == seccomp.ALLOW


def test_another_architecture_kills(monkeypatch):
    """Calls by another numbering (32 bit, x32) end the process."""
    monkeypatch.setattr("platform.machine", lambda: "x86_64")
    program = seccomp.build(PID, files=True)
    audit = seccomp.architecture()[1]

    assert verdict(program, 0x40000003, 0) == seccomp.KILL_PROCESS
    assert verdict(program, audit, seccomp.X32_CALLS) == seccomp.KILL_PROCESS
