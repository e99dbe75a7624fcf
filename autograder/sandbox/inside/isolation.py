"""The walls around one submission: namespaces, mounts, capabilities, limits.

Python 3.11 has no `os.unshare`, so the C library is called directly.
"""

import ctypes
import os
import resource
import signal
from pathlib import Path

from autograder.sandbox.limits import Limits

NOBODY = 65534

_libc = ctypes.PyDLL(None, use_errno=True)  # PyDLL keeps the interpreter's lock across a fork
_libc.syscall.restype = ctypes.c_long
_CLONE_NEWNS, _CLONE_NEWIPC, _CLONE_NEWUSER, _CLONE_NEWPID = 2**17, 2**27, 2**28, 2**29
_CLONE_CHILD_CLEARTID, _CLONE_CHILD_SETTID = 2**21, 2**24
_CLONE3 = 435  # the same number on every architecture
_MS_NOSUID, _MS_NODEV, _MS_NOEXEC, _MS_REC, _MS_PRIVATE = 2, 4, 8, 2**14, 2**18
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_CAPBSET_DROP = 1, 4, 24
_PR_SET_NO_NEW_PRIVS, _PR_GET_TID_ADDRESS = 38, 40
_CAPABILITY_VERSION_3 = 0x20080522


def _call(name: str, *arguments: object) -> None:
    if getattr(_libc, name)(*arguments) != 0:
        code = ctypes.get_errno()
        raise OSError(code, f"{name}: {os.strerror(code)}")


def _mount(kind: str, where: str, flags: int, options: str = "") -> None:
    name = kind.encode()
    _call("mount", name, where.encode(), name, ctypes.c_ulong(flags), options.encode())


def become_nobody() -> None:
    """Mount /proc and give up root for good.

    Root outside must not merely be renamed to another user inside: files under /proc/sys belong
    to the real root, who may write to them without any capability.
    """
    _mount("proc", "/proc", _MS_NOSUID | _MS_NODEV | _MS_NOEXEC)
    os.setgroups([])
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, NOBODY)
    drop_capabilities()


def fork_into_namespaces() -> int:
    """Fork like `os.fork`, with a user, mount, pid and ipc namespace of the child's own.

    The child is the first of its pids, so that its end is the end of all that it started.
    `os.fork` and `unshare` would need a second fork in between, and forks are what a short
    submission spends its time on.
    """
    thread = ctypes.c_void_p()
    _call("prctl", _PR_GET_TID_ADDRESS, ctypes.byref(thread), 0, 0, 0)
    # As the C library's own fork does: the child must know its thread by its new number.
    flags = _CLONE_CHILD_SETTID | _CLONE_CHILD_CLEARTID
    flags |= _CLONE_NEWUSER | _CLONE_NEWNS | _CLONE_NEWPID | _CLONE_NEWIPC
    arguments = (ctypes.c_uint64 * 11)(flags, 0, thread.value or 0, 0, signal.SIGCHLD)
    size = ctypes.c_size_t(ctypes.sizeof(arguments))
    _libc.PyOS_BeforeFork()
    pid = _libc.syscall(ctypes.c_long(_CLONE3), arguments, size)
    if pid == 0:
        _libc.PyOS_AfterFork_Child()
        return 0
    code = ctypes.get_errno()
    _libc.PyOS_AfterFork_Parent()
    if pid < 0:
        raise OSError(code, f"clone3: {os.strerror(code)}")
    return pid


def close_the_walls(limits: Limits) -> None:
    """Take an identity and a scratch of one's own, forbid more namespaces, drop all rights."""
    # After a change of user the kernel lets nobody write to /proc/self, until told otherwise.
    _call("prctl", _PR_SET_DUMPABLE, 1, 0, 0, 0)
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{NOBODY} {NOBODY} 1")
    Path("/proc/self/gid_map").write_text(f"{NOBODY} {NOBODY} 1")
    _call("mount", None, b"/", None, ctypes.c_ulong(_MS_REC | _MS_PRIVATE), None)
    _mount("proc", "/proc", _MS_NOSUID | _MS_NODEV | _MS_NOEXEC)
    for folder in ("/tmp", "/dev/shm"):
        _mount("tmpfs", folder, _MS_NOSUID | _MS_NODEV, f"size={limits.scratch},mode=0700")
    Path("/proc/sys/user/max_user_namespaces").write_text("0")
    # When the machine runs out of memory, the submission is the first to go.
    Path("/proc/self/oom_score_adj").write_text("1000")
    drop_capabilities()


def drop_capabilities() -> None:
    """Give up all capabilities, and the way to regain any."""
    _call("prctl", _PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    for capability in range(64):
        _libc.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0)  # fails for those that do not exist
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    _call("capset", header, (ctypes.c_uint32 * 6)())


def die_with_parent() -> None:
    """Ask the kernel to kill this process when its parent ends."""
    _call("prctl", _PR_SET_PDEATHSIG, 9, 0, 0, 0)


def limit(limits: Limits) -> None:
    """Set the limits that the kernel enforces for a process."""
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    bounds = {
        resource.RLIMIT_AS: pages * resource.getpagesize() + limits.memory,
        resource.RLIMIT_CPU: int(limits.seconds) + 1,
        resource.RLIMIT_NPROC: limits.processes,
        resource.RLIMIT_NOFILE: limits.open_files,
        resource.RLIMIT_FSIZE: limits.file_size,
        resource.RLIMIT_CORE: 0,
    }
    for name, value in bounds.items():
        resource.setrlimit(name, (value, value))
