"""Numbers of the system calls that a numerical Python process needs, for two architectures."""

from __future__ import annotations

import platform

ARCHITECTURES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}  # column, audit number

# name, x86_64, aarch64.  "-": the architecture has no such call.
ALWAYS = """
brk 12 214            clock_getres 229 114      clock_gettime 228 113   clock_nanosleep 230 115
close 3 57            dup 32 23                 exit 60 93              exit_group 231 94
fdatasync 75 83       fstat 5 80                fsync 74 82             futex 202 98
getcpu 309 168        getcwd 79 17              getegid 108 177         geteuid 107 175
getgid 104 176        getpid 39 172             getppid 110 173         getrandom 318 278
getrlimit 97 163      getrusage 98 165          gettid 186 178          gettimeofday 96 169
getuid 102 174        lseek 8 62                madvise 28 233          membarrier 324 283
mmap 9 222            mprotect 10 226           mremap 25 216           munmap 11 215
nanosleep 35 101      ppoll 271 73              pread64 17 67           pwrite64 18 68
read 0 63             readv 19 65               restart_syscall 219 128 rseq 334 293
rt_sigaction 13 134   rt_sigprocmask 14 135     rt_sigreturn 15 139     sched_getaffinity 204 123
sched_yield 24 124    set_robust_list 273 99    set_tid_address 218 96  sigaltstack 131 132
sysinfo 99 179        times 100 153             uname 63 160            write 1 64
writev 20 66          arch_prctl 158 -          dup2 33 -               poll 7 -
time 201 -            dup3 292 24
"""

# Where Landlock says which files: opening (flags are looked at) and looking.
FILES = """
faccessat 269 48      faccessat2 439 439        getdents64 217 61       newfstatat 262 79
readlinkat 267 78     statx 332 291             access 21 -             lstat 6 -
readlink 89 -         stat 4 -
"""

# Their arguments are looked at, or their refusal has a meaning of its own.
SPECIAL = """
clone 56 220          clone3 435 435            fcntl 72 25             ioctl 16 29
kill 62 129           open 2 -                  openat 257 56           tgkill 234 131
"""


def architecture() -> tuple[int, int] | None:
    """The column of the tables and the audit number of this machine; None if it has none."""
    return ARCHITECTURES.get(platform.machine())


def numbers(table: str, column: int) -> dict[str, int]:
    """Name to number, for the calls this architecture has."""
    words = table.split()
    found = {}
    for name, *values in zip(words[::3], words[1::3], words[2::3], strict=True):
        if values[column] != "-":
            found[name] = int(values[column])
    return found
