"""Attempts on parts of the kernel that no notebook needs, and on what the machine has."""

import ctypes
import errno
import mmap
import os

# _libc, _system: of calls.py, which runs before


def use_io_uring(_target):
    """io_uring"""
    return _system(425, 425, 1, ctypes.create_string_buffer(120)) >= 0


def load_bpf(_target):
    """bpf"""
    attributes = (ctypes.c_uint * 32)(1, 4, 4, 1)
    return _system(321, 280, 0, attributes, 128) >= 0


def use_keys(_target):
    """the kernel's keys (keyctl)"""
    return _system(250, 219, 0, -3, 1) >= 0


def count_events(_target):
    """performance events"""
    attributes = (ctypes.c_uint * 32)(1, 128)
    return _system(298, 241, attributes, 0, -1, -1, 0) >= 0


def handle_page_faults(_target):
    """userfaultfd"""
    return _system(323, 282, 1) >= 0


def make_hidden_memory(_target):
    """memory beyond its limit (memfd_create)"""
    return os.memfd_create("hidden") >= 0


def share_memory(_target):
    """System V shared memory"""
    return _system(29, 194, 0, 4096, 0o1600) >= 0


def lock_memory(_target):
    """lock memory"""
    area = mmap.mmap(-1, 1 << 20)
    address = ctypes.addressof(ctypes.c_char.from_buffer(area))
    return _libc.mlock(ctypes.c_void_p(address), ctypes.c_size_t(1 << 20)) == 0


def fill_memory(_target):
    """fill the memory (6 GiB)"""
    kept = [bytearray(64 << 20) for _ in range(96)]
    return len(kept) == 96


def fill_the_disk(_target):
    """write more than 64 KiB to its output"""
    written = 0
    while written <= 64 << 10:
        written += os.write(1, bytes(32 << 10))
    return True


def open_many_descriptors(_target):
    """open a thousand descriptors"""
    return len([os.dup(0) for _ in range(1000)]) == 1000


def type_into_the_terminal(_target):
    """type into the terminal (TIOCSTI)"""
    import fcntl

    fcntl.ioctl(0, 0x5412, b"x")
    return True


def load_a_module(_target):
    """load a kernel module"""
    _system(175, 105, b"", 0, b"")  # an empty one: where it may be tried it is no module
    return ctypes.get_errno() == errno.ENOEXEC


def set_the_clock(_target):
    """set the clock"""
    impossible = (ctypes.c_long * 2)(-1, -1)  # harmless where it may be tried
    _system(227, 112, 0, impossible)
    return ctypes.get_errno() == errno.EINVAL
