"""The system calls that a submission is refused, as a filter that the kernel runs (seccomp).

The namespaces already make most of them useless. The filter keeps the parts of the kernel out of
reach in which its own errors were found most often. A refused call fails with "not permitted".
"""

import ctypes
import errno
import os
import struct

# Numbers on x86_64 and on aarch64, from the kernel's tables.
REFUSED = {
    # other processes
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "process_madvise": (440, 440),
    "pidfd_getfd": (438, 438),
    "kcmp": (312, 272),
    # other roots and namespaces (`clone` is looked at below)
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fspick": (433, 433),
    "mount_setattr": (442, 442),
    "unshare": (272, 97),
    "setns": (308, 268),
    "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265),
    # the kernel itself
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "kexec_load": (246, 104),
    "kexec_file_load": (320, 294),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "delete_module": (176, 106),
    "syslog": (103, 116),
    "keyctl": (250, 219),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "personality": (135, 92),
    "fanotify_init": (300, 262),
    # calls around the calls, and page faults held open
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "userfaultfd": (323, 282),
    "vmsplice": (278, 75),
    # memory that belongs to no process, so that nobody could count it
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "shmget": (29, 194),
}
_CLONE = (56, 220)
_CLONE3 = 435  # its flags lie in memory, where no filter can look: the C library falls back
_NEW_NAMESPACES = 0x7E020000  # all CLONE_NEW* of <linux/sched.h>

_AUDIT_ARCH = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER, _ARCH, _FIRST_ARGUMENT = 0, 4, 16  # offsets in struct seccomp_data
_ALLOW, _KILL, _FAIL = 0x7FFF0000, 0x80000000, 0x00050000
_X32 = 0x40000000  # x86_64's second numbering of the same calls
_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER = 22, 2


def refuse() -> None:
    """Put the filter around this process and all that it will start; raises OSError."""
    instructions = program(os.uname().machine)
    if not instructions:
        return
    code = ctypes.create_string_buffer(instructions, len(instructions))
    head = struct.pack("@HP", len(instructions) // 8, ctypes.addressof(code))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.c_char_p(head), 0, 0) != 0:
        error = ctypes.get_errno()
        raise OSError(error, f"seccomp: {os.strerror(error)}")


def program(machine: str) -> bytes:
    """Return the filter in the kernel's packet filter language; empty for an unknown machine."""
    if machine not in _AUDIT_ARCH:
        return b""
    column, architecture = _AUDIT_ARCH[machine]
    lines = [
        _line(_LOAD, _ARCH),
        _line(_EQUAL, architecture, 1, 0),
        _line(_RETURN, _KILL),  # a 32-bit call: it has other numbers
        _line(_LOAD, _NUMBER),
        _line(_AT_LEAST, _X32, 0, 1),
        _line(_RETURN, _FAIL | errno.EPERM),
        _line(_EQUAL, _CLONE3, 0, 1),
        _line(_RETURN, _FAIL | errno.ENOSYS),
    ]
    for numbers in REFUSED.values():
        lines += [_line(_EQUAL, numbers[column], 0, 1), _line(_RETURN, _FAIL | errno.EPERM)]
    lines += [
        _line(_EQUAL, _CLONE[column], 0, 3),
        _line(_LOAD, _FIRST_ARGUMENT),
        _line(_ANY_BIT, _NEW_NAMESPACES, 0, 1),
        _line(_RETURN, _FAIL | errno.EPERM),
        _line(_RETURN, _ALLOW),
    ]
    return b"".join(lines)


def _line(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value)
