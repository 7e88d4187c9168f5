"""Attempts on files: to read, to look for, to write, to change them."""

import os

# _libc: of calls.py, which runs before


def _written(path):
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    return os.write(descriptor, b"autograder was here") > 0


def read_the_reference(target):
    """read a file of the course"""
    with open(target["secret"], "rb") as file:
        return file.read() != b""


def list_the_course(target):
    """list the course's folder"""
    return os.listdir(target["folder"]) != []


def read_the_accounts(_target):
    """read /etc/passwd"""
    with open("/etc/passwd", "rb") as file:
        return file.read() != b""


def find_a_path(target):
    """ask whether a path exists (stat)"""
    return os.path.exists(target["secret"])


def write_beside_the_course(target):
    """write a file where everybody may"""
    return _written(target["folder"] + "/autograder-was-here")


def write_temporary_files(_target):
    """write to /tmp"""
    return _written("/tmp/autograder-was-here")


def write_shared_memory(_target):
    """write to /dev/shm"""
    return _written("/dev/shm/autograder-was-here")


def append_to_a_library(_target):
    """open a library's file for appending"""
    import numpy

    os.close(os.open(numpy.__file__, os.O_RDONLY | os.O_APPEND))  # harmless where it succeeds
    return True


def change_a_mode(target):
    """change the mode of a file"""
    os.chmod(target["secret"], 0o666)
    return True


def change_times(target):
    """change the times of a file"""
    os.utime(target["secret"], (1, 1))
    return True


def remove_a_file(target):
    """remove a file"""
    os.unlink(target["folder"] + "/removable")
    return True


def rename_a_file(target):
    """rename a file"""
    os.rename(target["folder"] + "/renamable", target["folder"] + "/renamed")
    return True


def link_a_file(target):
    """make a link to a file"""
    os.link(target["secret"], target["folder"] + "/linked")
    return True


def make_a_folder(target):
    """make a folder"""
    os.mkdir(target["folder"] + "/made")
    return True


def make_a_pipe(target):
    """make a named pipe"""
    os.mkfifo(target["folder"] + "/pipe")
    return True


def mark_a_file(target):
    """set an extended attribute"""
    os.setxattr(target["secret"], "user.autograder", b"1")
    return True


def watch_files(target):
    """watch files (inotify)"""
    return _libc.inotify_init1(0) >= 0 and bool(target)
