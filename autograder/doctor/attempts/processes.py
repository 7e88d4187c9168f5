"""Attempts on other processes, on rights and limits, and to make processes."""

import ctypes
import errno
import os

# ON_ARM, _libc, _system: of calls.py, which runs before


def list_processes(_target):
    """list processes"""
    return any(name.isdigit() for name in os.listdir("/proc"))


def read_a_command_line(target):
    """read another process's command line"""
    with open(f"/proc/{target['pid']}/cmdline", "rb") as file:
        return file.read() != b""


def read_an_environment(target):
    """read another process's environment"""
    with open(f"/proc/{target['pid']}/environ", "rb") as file:
        return file.read() != b""


def read_memory_by_file(target):
    """read another process's memory (/proc/PID/mem)"""
    os.close(os.open(f"/proc/{target['pid']}/mem", os.O_RDONLY))
    return True


def read_memory_by_call(target):
    """read another process's memory (process_vm_readv)"""
    there = (ctypes.c_size_t * 2)(target["address"], 1)
    here = ctypes.create_string_buffer(1)
    ours = (ctypes.c_size_t * 2)(ctypes.addressof(here), 1)
    return _system(310, 270, target["pid"], ours, 1, there, 1, 0) == 1


def trace_a_process(target):
    """trace another process (ptrace)"""
    seize = 0x4206
    return _system(101, 117, seize, target["pid"], 0, 0) == 0


def take_a_descriptor(target):
    """take a descriptor of another process (pidfd_getfd)"""
    pidfd = _system(434, 434, target["pid"], 0)
    return pidfd >= 0 and _system(438, 438, pidfd, 0, 0) >= 0


def signal_a_process(target):
    """signal another process"""
    os.kill(target["pid"], 0)
    return True


def signal_the_parent(_target):
    """signal the parent"""
    os.kill(os.getppid(), 0)
    return True


def signal_everybody(_target):
    """signal every process"""
    os.kill(-1, 0)
    return True


def limit_a_process(target):
    """read another process's limits (prlimit)"""
    found = (ctypes.c_ulong * 2)()
    return _system(302, 261, target["pid"], 7, 0, found) == 0


def slow_a_process(target):
    """change another process's priority"""
    os.setpriority(os.PRIO_PROCESS, target["pid"], 19)
    return True


def lift_the_limits(_target):
    """raise its own limits"""
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    return True


def become_root(_target):
    """become root"""
    if os.getuid() == 0:  # then root's capabilities are what is missing: pivot_root needs one
        _system(155, 41, 0, 0)  # harmless where it may be tried: from nowhere to nowhere
        return ctypes.get_errno() == errno.EFAULT
    os.setuid(0)
    return True


def run_a_program(_target):
    """run a program"""
    os.execv("/bin/true", ["true"])
    return True


def fork(_target):
    """fork"""
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)
    return True


def start_a_thread(_target):
    """start a thread"""
    import threading

    thread = threading.Thread(target=int)
    thread.start()
    thread.join()
    return True


def make_namespaces(_target):
    """make a namespace of its own"""
    return _libc.unshare(0x10000000) == 0


def mount(_target):
    """mount a file system"""
    return _libc.mount(b"none", b"/mnt", b"tmpfs", 0, None) == 0
